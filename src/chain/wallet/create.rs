//! Writes key files: for their owner alone from the first moment, whole or not at all, never over another
//! (`spec/chain.md` 9.2 and 9.4).

use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags};
use nix::unistd::linkat;
use schnorrkel::{ExpansionMode, MiniSecretKey};
use zeroize::Zeroizing;

use super::{Settings, WalletError, nacl, public_path};
use crate::types::{Coldkey, Hotkey, Keypair, KeypairError};

/// Lengths of new recovery phrases, in words.
pub const WORD_COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

/// Room for all that stands in a key file: a buffer that grows leaves copies of the secret behind.
const ROOM: usize = 2048;

/// A hotkey that stands in no file yet.
pub struct Draft {
    phrase: Option<Zeroizing<String>>,
    seed: Zeroizing<[u8; 32]>,
    hotkey: Hotkey,
}

impl Draft {
    /// From fresh randomness, without a phrase: the file is all there is of it.
    pub fn new() -> Self {
        let mut seed = Zeroizing::new([0_u8; 32]);
        rand::fill(seed.as_mut_slice());
        Self { hotkey: Keypair::from_seed(&seed).hotkey(), phrase: None, seed }
    }

    /// From fresh randomness, with a recovery phrase of so many words, one of [`WORD_COUNTS`].
    pub fn with_new_phrase(words: usize) -> Result<Self, KeypairError> {
        let wrong = || KeypairError::Phrase(format!("it would have {words} words; 12, 15, 18, 21 or 24 are possible"));
        if !WORD_COUNTS.contains(&words) {
            return Err(wrong());
        }
        let mut entropy = Zeroizing::new([0_u8; 32]);
        let entropy = &mut entropy[..words / 3 * 4];
        rand::fill(entropy);
        let mnemonic = bip39::Mnemonic::from_entropy(entropy).map_err(|_| wrong())?;
        Self::from_phrase(&phrase_of(&mnemonic))
    }

    /// From a recovery phrase that is there already. Spaces and capital letters do not matter.
    pub fn from_phrase(phrase: &str) -> Result<Self, KeypairError> {
        let mut words = Zeroizing::new(String::with_capacity(phrase.len()));
        for word in phrase.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        }
        let seed = Keypair::seed_of_phrase(&words)?;
        Ok(Self { hotkey: Keypair::from_seed(&seed).hotkey(), phrase: Some(words), seed })
    }

    /// Its public half.
    pub const fn hotkey(&self) -> Hotkey {
        self.hotkey
    }

    /// The words that bring it back, if it has such.
    pub fn phrase(&self) -> Option<&str> {
        self.phrase.as_ref().map(|phrase| phrase.as_str())
    }

    fn json(&self) -> Zeroizing<String> {
        let mini = MiniSecretKey::from_bytes(self.seed.as_slice()).expect("any 32 bytes are a mini secret");
        let private = Zeroizing::new(mini.expand(ExpansionMode::Ed25519).to_bytes());
        let mut text = Zeroizing::new(String::with_capacity(ROOM));
        text.push('{');
        text.push_str(&public_fields(&self.hotkey.to_string(), self.hotkey.as_bytes()));
        push_hex(&mut text, "privateKey", private.as_slice());
        if let Some(phrase) = &self.phrase {
            text.push_str(",\"secretPhrase\":\"");
            text.push_str(phrase);
            text.push('"');
        }
        push_hex(&mut text, "secretSeed", self.seed.as_slice());
        text.push('}');
        text
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({}, <secret>)", self.hotkey)
    }
}

fn phrase_of(mnemonic: &bip39::Mnemonic) -> Zeroizing<String> {
    let mut phrase = Zeroizing::new(String::with_capacity(24 * 9));
    for word in mnemonic.words() {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    phrase
}

fn public_fields(ss58: &str, key: &[u8; 32]) -> String {
    let public = hex::encode(key);
    format!(r#""accountId":"0x{public}","publicKey":"0x{public}","ss58Address":"{ss58}","cryptoType":1"#)
}

fn push_hex(text: &mut Zeroizing<String>, field: &str, bytes: &[u8]) {
    let digits = Zeroizing::new(hex::encode(bytes));
    for part in [",\"", field, "\":\"0x", &digits, "\""] {
        text.push_str(part);
    }
}

/// The two files of a new hotkey, ready to be written.
pub struct NewFiles {
    path: PathBuf,
    secret: Zeroizing<Vec<u8>>,
    public: String,
}

impl NewFiles {
    /// Those of `draft`, the secret one behind `password` if there is one, which takes seconds and 512 MiB. Refuses to take
    /// the place of files that are there.
    pub fn prepare(settings: &Settings, draft: &Draft, password: Option<&str>) -> Result<Self, WalletError> {
        check_new(settings)?;
        let path = settings.hotkey_file();
        let mut plain = draft.json();
        let secret = match password {
            Some(password) => nacl::seal(plain.as_bytes(), password)
                .map_err(|source| WalletError::Lock { path: path.clone(), source })?,
            None => std::mem::take(&mut *plain).into_bytes(),
        };
        let hotkey = draft.hotkey();
        let public = format!("{{{}}}", public_fields(&hotkey.to_string(), hotkey.as_bytes()));
        Ok(Self { path, secret: Zeroizing::new(secret), public })
    }

    /// Writes them.
    pub fn write(&self) -> Result<(), WalletError> {
        write(&self.path, &self.secret)?;
        write(&public_path(&self.path), self.public.as_bytes())
    }
}

impl std::fmt::Debug for NewFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewFiles({}, <secret>)", self.path.display())
    }
}

/// The password that shall open a new hotkey: from where it will be looked for later, else typed twice.
pub fn choose_password(settings: &Settings) -> Result<Zeroizing<String>, WalletError> {
    let path = settings.hotkey_file();
    settings.passwords.choose(&path).map_err(|source| WalletError::NewPassword { path: path.clone(), source })
}

/// Whether a new hotkey of this name can be written at all, as far as that shows before.
pub fn check_new(settings: &Settings) -> Result<(), WalletError> {
    settings.check_new_names()?;
    let path = settings.hotkey_file();
    for path in [public_path(&path), path] {
        if path.symlink_metadata().is_ok() {
            return Err(WalletError::Exists(path));
        }
    }
    Ok(())
}

fn coldkey_file(settings: &Settings) -> PathBuf {
    settings.path.join(&settings.name).join("coldkeypub.txt")
}

/// Whether this can be written as the wallet's coldkey: no other one, and nothing unreadable, stands there.
pub fn check_coldkey(settings: &Settings, coldkey: &Coldkey) -> Result<(), WalletError> {
    settings.check_names()?;
    let path = coldkey_file(settings);
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(());
    }
    let there = Coldkey::from_bytes(*super::hotkey_in(&path)?.as_bytes());
    if there == *coldkey { Ok(()) } else { Err(WalletError::OtherColdkey { path, there, given: *coldkey }) }
}

/// Writes whose wallet it is. The same coldkey once more is success.
pub fn save_coldkey(settings: &Settings, coldkey: &Coldkey) -> Result<(), WalletError> {
    settings.check_names()?;
    let public = format!("{{{}}}", public_fields(&coldkey.to_string(), coldkey.as_bytes()));
    match write(&coldkey_file(settings), public.as_bytes()) {
        Err(WalletError::Exists(_)) => check_coldkey(settings, coldkey),
        other => other,
    }
}

/// Makes a hotkey from fresh randomness and writes its two files; refuses to overwrite either.
pub fn create_hotkey(settings: &Settings) -> Result<Hotkey, WalletError> {
    let draft = Draft::new();
    NewFiles::prepare(settings, &draft, None)?.write()?;
    Ok(draft.hotkey())
}

/// Gives a new file its name when it is whole. It has none before, so that nothing is left of one whose writer was killed;
/// where the system knows no such files, it has a passing one.
fn put(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let nameless =
        File::options().write(true).mode(0o600).custom_flags(nix::fcntl::OFlag::O_TMPFILE.bits()).open(folder);
    if let Ok(mut file) = nameless {
        file.write_all(bytes).and_then(|()| file.sync_all())?;
        let own = format!("/proc/self/fd/{}", file.as_raw_fd());
        match linkat(AT_FDCWD, own.as_str(), AT_FDCWD, path, AtFlags::AT_SYMLINK_FOLLOW) {
            Ok(()) => return Ok(()),
            Err(Errno::EEXIST) => return Err(ErrorKind::AlreadyExists.into()),
            Err(_) => {}
        }
    }
    let mut beside = tempfile::NamedTempFile::new_in(folder)?; // mode 0600
    beside.write_all(bytes).and_then(|()| beside.as_file().sync_all())?;
    beside.persist_noclobber(path)?;
    Ok(())
}

/// Writes a file for its owner alone, beside and put in place whole; never overwrites.
fn write(path: &Path, bytes: &[u8]) -> Result<(), WalletError> {
    let fault = |source| WalletError::Write { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault)?;
    put(folder, path, bytes).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => WalletError::Exists(path.to_owned()),
        _ => fault(error),
    })?;
    // So that the name outlasts a power cut as the content does.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::wallet::{KeyFile, read_key_file};

    #[test]
    fn a_new_phrase_has_the_words_asked_for_and_gives_its_hotkey_again() {
        for words in WORD_COUNTS {
            let draft = Draft::with_new_phrase(words).unwrap();
            let phrase = draft.phrase().unwrap();
            assert_eq!(phrase.split(' ').count(), words);
            let untidy = format!(" {}\n", phrase.to_uppercase().replace(' ', "  "));
            assert_eq!(Draft::from_phrase(&untidy).unwrap().hotkey(), draft.hotkey());
            assert_ne!(Draft::with_new_phrase(words).unwrap().hotkey(), draft.hotkey());
            assert!(!format!("{draft:?}").contains(phrase.split(' ').next().unwrap()));
        }
        assert!(Draft::with_new_phrase(13).is_err());
    }

    #[test]
    fn every_secret_of_a_file_gives_the_same_hotkey() {
        let draft = Draft::with_new_phrase(12).unwrap();
        let whole: serde_json::Value = serde_json::from_str(&draft.json()).unwrap();
        for field in ["secretPhrase", "secretSeed", "privateKey"] {
            let alone = serde_json::json!({ field: whole[field], "ss58Address": whole["ss58Address"] });
            match read_key_file(alone.to_string().as_bytes()).unwrap() {
                KeyFile::Signing(keypair) => assert_eq!(keypair.hotkey(), draft.hotkey(), "{field}"),
                KeyFile::PublicOnly(_) => panic!("{field} is no secret"),
            }
        }
    }
}
