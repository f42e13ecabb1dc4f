//! Where the password of an encrypted hotkey comes from (`spec/chain.md` 9.4).
//!
//! The most special source goes first: `BT_PW_…` for one file, `BT_WALLET_PASSWORD`, the file of
//! `BT_WALLET_PASSWORD_FILE`, and where somebody sits at a terminal, a question.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::types::{Hint, Keypair, Secret, path_word};

/// Begins the name of the variable for one file.
pub const FILE_PREFIX: &str = "BT_PW_";

/// The password of whatever is opened.
pub const COMMON: &str = "BT_WALLET_PASSWORD";

/// A file that holds it.
pub const COMMON_FILE: &str = "BT_WALLET_PASSWORD_FILE";

/// Longest file with a password.
const LONGEST: u64 = 4096;

/// Fewest characters of a new one.
const SHORTEST: usize = 8;

/// Asks for a password with this question, where a terminal is.
pub type Ask = fn(&str) -> io::Result<Zeroizing<String>>;

/// Sources of passwords. Clones share what was opened, so that one process pays once, and asks once, for a hotkey.
#[derive(Clone, Default)]
pub struct Passwords {
    per_file: BTreeMap<String, Secret<String>>,
    common: Option<Secret<String>>,
    file: Option<PathBuf>,
    ask: Option<Ask>,
    opened: Arc<Mutex<Option<Opened>>>,
}

/// The last hotkey that was opened, and the digest of its encrypted file.
type Opened = ([u8; 32], Keypair);

/// Where a password was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// A variable of this name.
    Variable(String),
    /// The file that `BT_WALLET_PASSWORD_FILE` names.
    File(PathBuf),
    /// It was typed.
    Typed,
}

impl fmt::Display for PasswordSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "the password in {name}"),
            Self::File(path) => write!(f, "the password in `{}`", path.display()),
            Self::Typed => f.write_str("the password that was typed"),
        }
    }
}

/// Why there is no password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// No source has one.
    #[error("no password was given, and nobody can be asked for one here")]
    Missing,
    /// A variable for one file that is not written as such variables are.
    #[error("{variable} does not hold a password in its hidden form (base64 of the password XOR the variable's name)")]
    Form {
        /// Its name.
        variable: String,
    },
    /// The file cannot be read.
    #[error("cannot read the password file `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others can read it.
    #[error("password file `{}` has mode {mode:04o}: others on this machine can get at it", path.display())]
    Mode {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Another user has it.
    #[error("password file `{}` belongs to user {owner}, who knows the password then", path.display())]
    Owner {
        /// Which.
        path: PathBuf,
        /// Whose.
        owner: u32,
    },
    /// Not one line of text.
    #[error("password file `{}` is not one line of text", .0.display())]
    NotALine(PathBuf),
    /// Nobody answered.
    #[error("no password was typed")]
    Typing(#[source] io::Error),
    /// A new one that is soon guessed.
    #[error("the password has fewer than {SHORTEST} characters")]
    Short,
    /// Mistyped once.
    #[error("the two passwords differ")]
    Differs,
    /// An empty one protects nothing.
    #[error("the password is empty")]
    Empty,
}

impl Hint for PasswordError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing => format!(
                "set {COMMON_FILE} to a file that holds the password (mode 0600), or {COMMON} to the password; a \
                 service gets the variables of the command that starts it"
            ),
            Self::Form { .. } => format!("set {COMMON_FILE} instead, or let the wallet tool write the variable anew"),
            Self::Read { .. } => format!("check {COMMON_FILE}"),
            Self::Mode { path, .. } => format!("`chmod 600 {}`", path_word(path)),
            Self::Owner { path, .. } => {
                format!("`sudo chown $(id -un) {}`, and choose a new password", path_word(path))
            }
            Self::NotALine(_) => format!("check {COMMON_FILE}: the file holds the password and nothing else"),
            Self::Short => "a sentence of some words is easy to remember and hard to guess".into(),
            Self::Differs => "nothing was written: try again".into(),
            Self::Typing(_) | Self::Empty => format!("{COMMON_FILE} can name a file that holds the password"),
        })
    }
}

impl Passwords {
    /// The password of whatever is opened.
    #[must_use]
    pub fn with_common(mut self, password: Option<Secret<String>>) -> Self {
        self.common = password;
        self
    }

    /// A file that holds it.
    #[must_use]
    pub fn with_file(mut self, file: Option<PathBuf>) -> Self {
        self.file = file;
        self
    }

    /// Variables of single files, by name: those of `variables` that begin as such names do.
    #[must_use]
    pub fn with_variables<'a>(mut self, variables: impl IntoIterator<Item = (&'a String, &'a String)>) -> Self {
        for (name, value) in variables {
            if name.starts_with(FILE_PREFIX) && !value.is_empty() {
                self.per_file.insert(name.clone(), Secret::new(value.clone()));
            }
        }
        self
    }

    /// Somebody who can be asked, last of all.
    #[must_use]
    pub fn asking(mut self, ask: Option<Ask>) -> Self {
        self.ask = ask;
        self
    }

    /// Wipes what is known and asks nobody any more. A hotkey that was opened stays open.
    pub fn forget(&mut self) {
        self.per_file.clear();
        self.common = None;
        self.file = None;
        self.ask = None;
    }

    /// Whether a daemon, which can ask nobody, has a password for the key file at `path`.
    pub(crate) fn has_for(&self, path: &Path) -> bool {
        self.per_file.contains_key(&variable_of(path)) || self.common.is_some() || self.file.is_some()
    }

    /// The password for the key file at `path`; `question` is put where it must be typed.
    pub(super) fn find(
        &self,
        path: &Path,
        question: &str,
    ) -> Result<(Zeroizing<String>, PasswordSource), PasswordError> {
        let (password, source) = self.look(path, question)?;
        if password.is_empty() { Err(PasswordError::Empty) } else { Ok((password, source)) }
    }

    fn look(&self, path: &Path, question: &str) -> Result<(Zeroizing<String>, PasswordSource), PasswordError> {
        let variable = variable_of(path);
        if let Some(hidden) = self.per_file.get(&variable) {
            let password =
                reveal(&variable, hidden.expose()).ok_or_else(|| PasswordError::Form { variable: variable.clone() })?;
            return Ok((password, PasswordSource::Variable(variable)));
        }
        if let Some(password) = &self.common {
            return Ok((Zeroizing::new(password.expose().clone()), PasswordSource::Variable(COMMON.into())));
        }
        if let Some(file) = &self.file {
            return Ok((read(file, path)?, PasswordSource::File(file.clone())));
        }
        let ask = self.ask.ok_or(PasswordError::Missing)?;
        Ok((ask(question).map_err(PasswordError::Typing)?, PasswordSource::Typed))
    }

    /// The password that shall open a new key file at `path`.
    pub(super) fn choose(&self, path: &Path) -> Result<Zeroizing<String>, PasswordError> {
        let (password, source) = self.find(path, &format!("New password of `{}`: ", path.display()))?;
        if password.chars().count() < SHORTEST {
            return Err(PasswordError::Short);
        }
        if let (PasswordSource::Typed, Some(ask)) = (source, self.ask) {
            let again = ask("The same once more: ").map_err(PasswordError::Typing)?;
            if *again != *password {
                return Err(PasswordError::Differs);
            }
        }
        Ok(password)
    }

    /// The hotkey of this encrypted file, if it is the one that was opened last.
    pub(super) fn opened(&self, encrypted: &[u8]) -> Option<Keypair> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let digest: [u8; 32] = Sha256::digest(encrypted).into();
        opened.as_ref().filter(|(known, _)| *known == digest).map(|(_, keypair)| keypair.clone())
    }

    pub(super) fn remember(&self, encrypted: &[u8], keypair: &Keypair) {
        let opened = (Sha256::digest(encrypted).into(), keypair.clone());
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords")
            .field("variables", &self.per_file.keys())
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// Name of the variable that holds the password of the key file at this path.
pub fn variable_of(path: &Path) -> String {
    format!("{FILE_PREFIX}{}", path.to_string_lossy().replace(['/', '.'], "_").to_uppercase())
}

/// The password in a variable's hidden form; `None` if it is not in that form.
fn reveal(variable: &str, hidden: &str) -> Option<Zeroizing<String>> {
    // Room for all at once, so that no copy is left behind.
    let mut bytes = Zeroizing::new(vec![0_u8; base64::decoded_len_estimate(hidden.trim().len())]);
    let length = STANDARD.decode_slice(hidden.trim(), &mut bytes).ok()?;
    bytes.truncate(length);
    for (byte, mask) in bytes.iter_mut().zip(variable.bytes().cycle()) {
        *byte ^= mask;
    }
    std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned()))
}

/// The line in a password file, which belongs to whoever runs this, or the key file at `key`, or to root.
fn read(path: &Path, key: &Path) -> Result<Zeroizing<String>, PasswordError> {
    let fault = |source| PasswordError::Read { path: path.to_owned(), source };
    // Without blocking, so that a pipe in its place cannot hold a daemon up.
    let file =
        File::options().read(true).custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits()).open(path).map_err(fault)?;
    let facts = file.metadata().map_err(fault)?;
    if !facts.is_file() || facts.len() > LONGEST {
        return Err(PasswordError::NotALine(path.to_owned()));
    }
    let mode = facts.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(PasswordError::Mode { path: path.to_owned(), mode });
    }
    let of_key = || key.metadata().is_ok_and(|key| key.uid() == facts.uid());
    if ![0, nix::unistd::geteuid().as_raw()].contains(&facts.uid()) && !of_key() {
        return Err(PasswordError::Owner { path: path.to_owned(), owner: facts.uid() });
    }
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LONGEST).unwrap_or(0) + 1));
    match file.take(LONGEST + 1).read_to_string(&mut text) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(PasswordError::NotALine(path.to_owned()));
        }
        Err(error) => return Err(fault(error)),
    }
    // As the network's tools do: what surrounds the password does not belong to it.
    let line = text.trim();
    if line.contains(['\n', '\r', '\0']) {
        return Err(PasswordError::NotALine(path.to_owned()));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const FILE: &str = "/home/op/.bittensor/wallets/testenc/hotkeys/enchot";

    fn hidden(name: &str, value: &str) -> Passwords {
        Passwords::default().with_variables([(&name.to_owned(), &value.to_owned())])
    }

    fn found(passwords: &Passwords) -> String {
        match passwords.find(Path::new(FILE), "?") {
            Ok((password, source)) => format!("{} from {source}", password.as_str()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_variable_of_one_file_hides_its_password_as_the_network_does() {
        // data/wallets/README.md
        let name = "BT_PW__HOME_OP__BITTENSOR_WALLETS_TESTENC_HOTKEYS_ENCHOT";
        assert_eq!(variable_of(Path::new(FILE)), name);
        assert_eq!(
            found(&hidden(name, "NjEsJHovPjs8OiotK31t")),
            format!("test-password-2 from the password in {name}")
        );
        for damaged in ["%", "NjEsJHovPjs8OiotK31", "////"] {
            assert!(found(&hidden(name, damaged)).contains("does not hold a password in its hidden form"), "{damaged}");
        }
        assert!(found(&hidden("BT_PW_OTHER", "NjEs")).starts_with("no password was given"));
    }

    #[test]
    fn the_most_special_source_goes_first_and_a_question_last() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, " from-file \n").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut passwords =
            Passwords::default().asking(Some(|question| Ok(Zeroizing::new(format!("typed at {question}")))));
        assert_eq!(found(&passwords), "typed at ? from the password that was typed");
        passwords = passwords.with_file(Some(file.clone()));
        assert_eq!(found(&passwords), format!("from-file from the password in `{}`", file.display()));
        passwords = passwords.with_common(Some(Secret::new(" as it is ".into())));
        assert_eq!(found(&passwords), " as it is  from the password in BT_WALLET_PASSWORD");
        let name = variable_of(Path::new(FILE));
        passwords = passwords.with_variables([(&name, &"NjEsJHovPjs8OiotK31t".to_owned())]);
        assert!(found(&passwords).starts_with("test-password-2 from"));
    }

    #[test]
    fn a_password_file_is_its_owners_alone_short_and_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        let passwords = Passwords::default().with_file(Some(file.clone()));
        assert!(found(&passwords).starts_with("cannot read the password file"));
        for (content, mode, said) in [
            (b"secret".as_slice(), 0o640, "has mode 0640: others on this machine can get at it"),
            (b"one\ntwo", 0o600, "is not one line of text"),
            (&[0xff, 0xfe], 0o600, "is not one line of text"),
            (&[b'x'; 5000], 0o600, "is not one line of text"),
            (b" \n", 0o600, "the password is empty"),
        ] {
            std::fs::write(&file, content).unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            assert!(found(&passwords).contains(said), "{said}: {}", found(&passwords));
        }
        std::fs::remove_file(&file).unwrap();
        nix::unistd::mkfifo(&file, nix::sys::stat::Mode::S_IRUSR).unwrap();
        assert!(found(&passwords).contains("is not one line of text"));
    }

    #[test]
    fn no_debug_output_holds_a_password() {
        let passwords = hidden("BT_PW_X", "hunter2").with_common(Some(Secret::new("hunter2".into())));
        assert!(!format!("{passwords:?}").contains("hunter2"));
    }
}
