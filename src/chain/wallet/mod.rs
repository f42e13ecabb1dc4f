//! Wallets on disk: hotkey files are read and created, coldkeys are never opened (`spec/chain.md` 9).
//!
//! ```text
//!  WALLETS/NAME/coldkeypub.txt           public part only
//!  WALLETS/NAME/hotkeys/HOT        0600, JSON with the secret, plain or behind a password
//!  WALLETS/NAME/hotkeys/HOTpub.txt       public part only
//! ```
//!
//! [`load_hotkey`] is what daemons call; [`survey()`] looks at whole folders, [`Draft`] makes new hotkeys.

mod create;
mod error;
mod key_file;
mod memory;
mod nacl;
mod password;
mod survey;

use std::fs::{File, Metadata, TryLockError};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::types::{Hotkey, Keypair};

pub use create::{
    Draft, NewFiles, WORD_COUNTS, check_coldkey, check_new, choose_password, create_hotkey, save_coldkey,
};
pub use error::WalletError;
pub use key_file::{KeyFile, KeyFileError, Protection, read_key_file};
pub(crate) use memory::left_by_groups;
pub use nacl::NaclError;
pub use password::{Ask, COMMON, COMMON_FILE, FILE_PREFIX, PasswordError, PasswordSource, Passwords, variable_of};
pub use survey::{FileKind, Finding, KeyEntry, Severity, Survey, Wallet, survey};

/// Longest key file; real ones have half a kilobyte.
const LONGEST: u64 = 64 * 1024;

/// Longest wait for other processes that open the same hotkey.
const TURN: Duration = Duration::from_mins(2);

/// Which hotkey.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of all wallets; default `~/.bittensor/wallets`.
    pub path: PathBuf,
    /// Wallet.
    pub name: String,
    /// Hotkey within it.
    pub hotkey: String,
    /// What opens it, if it is encrypted.
    pub passwords: Passwords,
    /// Whether somebody named it on a command line, so that no variable decides which it is.
    pub is_named: bool,
}

impl Settings {
    /// This hotkey, without a password.
    pub fn new(path: impl Into<PathBuf>, name: impl Into<String>, hotkey: impl Into<String>) -> Self {
        let passwords = Passwords::default();
        Self { path: path.into(), name: name.into(), hotkey: hotkey.into(), passwords, is_named: false }
    }

    /// The same, named on a command line.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.is_named = true;
        self
    }

    /// With somebody who can be asked for a password, if there is anybody.
    #[must_use]
    pub fn asking(mut self, ask: Option<Ask>) -> Self {
        self.passwords = self.passwords.asking(ask);
        self
    }

    /// The hotkey's file.
    pub fn hotkey_file(&self) -> PathBuf {
        self.path.join(&self.name).join("hotkeys").join(&self.hotkey)
    }

    fn check_names(&self) -> Result<(), WalletError> {
        for (what, name) in [("wallet", &self.name), ("hotkey", &self.hotkey)] {
            if name.is_empty() || name.starts_with('.') || name.contains(['/', '\0']) {
                return Err(WalletError::Name { what, name: name.chars().take(80).collect() });
            }
        }
        Ok(())
    }

    /// Whether new things may have these names: other tools, and [`survey()`], take some for files of their own.
    fn check_new_names(&self) -> Result<(), WalletError> {
        self.check_names()?;
        let is_new = !self.path.join(&self.name).exists();
        for (what, name) in [("wallet", &self.name), ("hotkey", &self.hotkey)].into_iter().skip(usize::from(!is_new)) {
            let end = ["pub.txt", ".lock", ".tmp"].into_iter().find(|end| name.ends_with(end));
            let why = match end {
                Some(end) => format!("names of other files end in `{end}`"),
                None if what == "wallet" && name == "hotkeys" => "the folders of hotkeys are called so".into(),
                None if what == "hotkey" && name == "coldkey" => "coldkeys are called so, and are not opened".into(),
                None if name.trim() != name => "it begins or ends with a space".into(),
                None if name.contains(char::is_control) => "it has characters that cannot be seen".into(),
                None => continue,
            };
            return Err(WalletError::NewName { what, name: name.chars().take(80).collect(), why });
        }
        Ok(())
    }
}

/// The secret hotkey of a daemon. An encrypted one takes seconds and 512 MiB the first time.
pub fn load_hotkey(settings: &Settings) -> Result<Keypair, WalletError> {
    let (path, bytes, facts) = read_hotkey(settings)?;
    let is_locked = is_locked(&bytes);
    // Before anybody is asked for a password.
    if is_locked {
        check_access(settings, &path, &facts)?;
    }
    match unlock(&path, &bytes, &settings.passwords)? {
        KeyFile::PublicOnly(hotkey) => Err(WalletError::CannotSign { path, hotkey }),
        KeyFile::Signing(keypair) => {
            check_access(settings, &path, &facts)?;
            match public_part(&path) {
                // What takes the hotkey from there would work for another one than who signs.
                Ok(stated) if is_locked && stated != keypair.hotkey() => {
                    Err(WalletError::PublicPart { path: public_path(&path), stated, hotkey: keypair.hotkey() })
                }
                _ => Ok(keypair),
            }
        }
    }
}

/// Whether nobody else can get at a secret, or put another in its place.
fn check_access(settings: &Settings, path: &Path, facts: &Metadata) -> Result<(), WalletError> {
    let mode = facts.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(WalletError::Mode { path: path.to_owned(), mode });
    }
    let own = nix::unistd::geteuid();
    // Root looks after others' wallets.
    let of_wallets = || settings.path.metadata().is_ok_and(|folder| folder.uid() == facts.uid());
    if facts.uid() != own.as_raw() && !(own.is_root() && of_wallets()) {
        return Err(WalletError::Owner { path: path.to_owned(), owner: facts.uid(), own: own.as_raw() });
    }
    for folder in path.ancestors().skip(1).take(3) {
        let mode = folder.metadata().map_or(0, |facts| facts.mode() & 0o7777);
        if mode & 0o002 != 0 && mode & 0o1000 == 0 {
            return Err(WalletError::Folder { path: folder.to_owned(), mode });
        }
    }
    Ok(())
}

/// The public half of a hotkey, for those who need not sign. Of an encrypted hotkey it stands beside it; only where it does
/// not, the password is needed.
pub fn public_hotkey(settings: &Settings) -> Result<Hotkey, WalletError> {
    let (path, bytes, _) = read_hotkey(settings)?;
    if is_locked(&bytes)
        && let Ok(hotkey) = public_part(&path)
    {
        return Ok(hotkey);
    }
    unlock(&path, &bytes, &settings.passwords).map(|key| key.hotkey())
}

/// The public half of a hotkey, from the file that stands beside the secret one. That one is not opened.
pub fn published_hotkey(settings: &Settings) -> Result<Hotkey, WalletError> {
    settings.check_names()?;
    public_part(&settings.hotkey_file())
}

/// The public key in the file at `path`, be it a hotkey file or its `pub.txt`.
pub fn hotkey_in(path: &Path) -> Result<Hotkey, WalletError> {
    let (bytes, _) = read(path)?;
    if is_locked(&bytes)
        && let Ok(hotkey) = public_part(path)
    {
        return Ok(hotkey);
    }
    parse(path, &bytes).map(|key| key.hotkey())
}

/// The public key in a file that should hold nothing else; `None` if it holds a secret.
pub fn public_file(path: &Path) -> Result<Option<Hotkey>, WalletError> {
    let (bytes, _) = read(path)?;
    match parse(path, &bytes)? {
        KeyFile::PublicOnly(key) => Ok(Some(key)),
        KeyFile::Signing(_) => Ok(None),
    }
}

fn read_hotkey(settings: &Settings) -> Result<(PathBuf, Zeroizing<Vec<u8>>, Metadata), WalletError> {
    settings.check_names()?;
    let path = settings.hotkey_file();
    match read(&path) {
        Ok((bytes, facts)) => Ok((path, bytes, facts)),
        Err(WalletError::Missing { path, .. }) => Err(error::missing(settings, path)),
        Err(error) => Err(error),
    }
}

/// Whether a password opens it; a file that is cut off has nothing to open.
fn is_locked(bytes: &[u8]) -> bool {
    Protection::of(bytes) == Protection::Nacl && bytes.len() >= nacl::SHORTEST
}

/// The key in a file's bytes, with a password where one is needed.
fn unlock(path: &Path, bytes: &[u8], passwords: &Passwords) -> Result<KeyFile, WalletError> {
    if !is_locked(bytes) {
        return parse(path, bytes);
    }
    if let Some(keypair) = passwords.opened(bytes) {
        return Ok(KeyFile::Signing(keypair));
    }
    let question = format!("Password of `{}`: ", path.display());
    let (password, used) =
        passwords.find(path, &question).map_err(|source| WalletError::Password { path: path.to_owned(), source })?;
    let plain = {
        let _turn = turn(path);
        nacl::open(bytes, &password).map_err(|source| WalletError::Locked { path: path.to_owned(), used, source })?
    };
    let key = parse(path, &plain)?;
    if let KeyFile::Signing(keypair) = &key {
        passwords.remember(bytes, keypair);
    }
    Ok(key)
}

/// Processes that open the same hotkey do so one after the other, as far as they can wait: each takes much memory. The lock
/// goes with the file.
fn turn(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    has_turn(|| file.try_lock(), TURN).then_some(file)
}

/// Waits while another process has the lock. Where there are no locks, as on NFS for files that are open for reading only,
/// there is nothing to wait for.
fn has_turn(mut lock: impl FnMut() -> Result<(), TryLockError>, limit: Duration) -> bool {
    let end = Instant::now() + limit;
    loop {
        match lock() {
            Ok(()) => return true,
            Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
            Err(_) => return false,
        }
    }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<KeyFile, WalletError> {
    read_key_file(bytes).map_err(|source| WalletError::KeyFile { path: path.to_owned(), source })
}

/// Where the public part of the hotkey at `path` stands.
fn public_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push("pub.txt");
    path.with_file_name(name)
}

/// The public part that stands beside a hotkey file.
fn public_part(path: &Path) -> Result<Hotkey, WalletError> {
    let path = public_path(path);
    let (bytes, _) = read(&path)?;
    parse(&path, &bytes).map(|key| key.hotkey())
}

/// Whether a folder is the `hotkeys` of a wallet, rather than a wallet that is called so. A file `coldkey` in it is a hotkey
/// then; where nothing tells, it is a coldkey.
fn holds_hotkeys(folder: &Path) -> bool {
    let has_coldkey =
        |folder: &Path| ["coldkey", "coldkeypub.txt"].iter().any(|name| folder.join(name).symlink_metadata().is_ok());
    let is_of_wallet = || folder.parent().is_some_and(has_coldkey);
    folder.file_name().is_some_and(|name| name == "hotkeys")
        && folder.join("hotkeys").symlink_metadata().is_err()
        && (is_of_wallet() || !has_coldkey(folder))
}

/// Refuses a coldkey, also under another name, before it is opened.
fn refuse_coldkey(path: &Path) -> Result<(), WalletError> {
    let is_named = |path: &Path| {
        path.file_name().is_some_and(|name| name == "coldkey") && !path.parent().is_some_and(holds_hotkeys)
    };
    let target = path.canonicalize().ok();
    let facts = path.metadata().ok();
    let is_linked = |folder: &Path| {
        let coldkey = folder.join("coldkey").metadata().ok();
        coldkey.zip(facts.as_ref()).is_some_and(|(one, other)| (one.dev(), one.ino()) == (other.dev(), other.ino()))
    };
    let mut folders = path.ancestors().skip(1).take(2).filter(|folder| !holds_hotkeys(folder));
    if is_named(path) || target.is_some_and(|target| is_named(&target)) || folders.any(is_linked) {
        return Err(WalletError::Coldkey(path.to_owned()));
    }
    Ok(())
}

/// A key file's bytes, and what the folder tells of it.
fn read(path: &Path) -> Result<(Zeroizing<Vec<u8>>, Metadata), WalletError> {
    refuse_coldkey(path)?;
    let fault = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => WalletError::Missing { path: path.to_owned(), advice: None },
        _ => WalletError::Read { path: path.to_owned(), source },
    };
    // Without blocking, so that a pipe in its place cannot hold a daemon up.
    let file =
        File::options().read(true).custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits()).open(path).map_err(fault)?;
    let facts = file.metadata().map_err(fault)?;
    if !facts.is_file() {
        return Err(WalletError::NotAFile(path.to_owned()));
    }
    if facts.len() > LONGEST {
        return Err(WalletError::TooLarge { path: path.to_owned(), bytes: facts.len() });
    }
    // Its final size from the start: a buffer that grows leaves copies of the secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(LONGEST).unwrap_or(0) + 1));
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(fault)?;
    Ok((bytes, facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hotkey_on_a_disk_without_locks_is_opened_at_once_and_a_busy_one_in_its_turn() {
        let mut tries = 0;
        let no_locks = || {
            tries += 1;
            Err(TryLockError::Error(nix::errno::Errno::EBADF.into()))
        };
        assert!(!has_turn(no_locks, Duration::from_mins(2)));
        assert_eq!(tries, 1);
        let mut busy = 2;
        let taken = || {
            busy -= 1;
            if busy > 0 { Err(TryLockError::WouldBlock) } else { Ok(()) }
        };
        assert!(has_turn(taken, Duration::from_mins(2)));
        assert!(!has_turn(|| Err(TryLockError::WouldBlock), Duration::ZERO));
    }
}
