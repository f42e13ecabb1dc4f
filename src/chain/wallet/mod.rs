//! Wallets on disk: hotkey files are read and created, coldkeys are never opened (`spec/chain.md` 9).
//!
//! ```text
//!  WALLETS/NAME/hotkeys/HOT        0600, JSON with the secret
//!  WALLETS/NAME/hotkeys/HOTpub.txt       public part only
//! ```

mod error;
mod key_file;

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use schnorrkel::{ExpansionMode, MiniSecretKey};
use zeroize::Zeroizing;

use crate::types::{Hotkey, Keypair};

pub use error::WalletError;
pub use key_file::{KeyFile, KeyFileError, read_key_file};

/// Longest key file; real ones have half a kilobyte.
const LONGEST: u64 = 64 * 1024;

/// Which hotkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Folder of all wallets; default `~/.bittensor/wallets`.
    pub path: PathBuf,
    /// Wallet.
    pub name: String,
    /// Hotkey within it.
    pub hotkey: String,
}

impl Settings {
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
}

/// The secret hotkey of a daemon.
pub fn load_hotkey(settings: &Settings) -> Result<Keypair, WalletError> {
    let (path, key, mode) = load(settings)?;
    match key {
        KeyFile::PublicOnly(hotkey) => Err(WalletError::CannotSign { path, hotkey }),
        KeyFile::Signing(_) if mode & 0o077 != 0 => Err(WalletError::Mode { path, mode }),
        KeyFile::Signing(keypair) => Ok(keypair),
    }
}

/// The public half of a hotkey, for those who need not sign.
pub(crate) fn public_hotkey(settings: &Settings) -> Result<Hotkey, WalletError> {
    load(settings).map(|(_, key, _)| key.hotkey())
}

fn load(settings: &Settings) -> Result<(PathBuf, KeyFile, u32), WalletError> {
    settings.check_names()?;
    let path = settings.hotkey_file();
    let (bytes, mode) = match read(&path) {
        Err(WalletError::Missing { path, .. }) => return Err(error::missing(settings, path)),
        other => other?,
    };
    match read_key_file(&bytes) {
        Ok(key) => Ok((path, key, mode)),
        Err(source) => Err(WalletError::KeyFile { path, source }),
    }
}

/// The public key in the file at `path`, be it a hotkey file or its `pub.txt`.
pub fn hotkey_in(path: &Path) -> Result<Hotkey, WalletError> {
    let (bytes, _) = read(path)?;
    read_key_file(&bytes)
        .map(|key| key.hotkey())
        .map_err(|source| WalletError::KeyFile { path: path.to_owned(), source })
}

/// A key file's bytes and mode.
fn read(path: &Path) -> Result<(Zeroizing<Vec<u8>>, u32), WalletError> {
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
    Ok((bytes, facts.mode() & 0o7777))
}

/// Makes a hotkey from fresh randomness and writes its two files; refuses to overwrite either.
pub fn create_hotkey(settings: &Settings) -> Result<Hotkey, WalletError> {
    settings.check_names()?;
    let path = settings.hotkey_file();
    let public_path = path.with_file_name(format!("{}pub.txt", settings.hotkey));
    for path in [&path, &public_path] {
        if path.symlink_metadata().is_ok() {
            return Err(WalletError::Exists(path.clone()));
        }
    }
    let mut seed = Zeroizing::new([0_u8; 32]);
    rand::fill(seed.as_mut_slice());
    let hotkey = Keypair::from_seed(&seed).hotkey();
    let mini = MiniSecretKey::from_bytes(seed.as_slice()).expect("any 32 bytes are a mini secret");
    let expanded = Zeroizing::new(mini.expand(ExpansionMode::Ed25519).to_bytes());
    let public = hex::encode(hotkey.as_bytes());
    let shared =
        format!(r#""accountId":"0x{public}","publicKey":"0x{public}","ss58Address":"{hotkey}","cryptoType":1"#);
    let private = Zeroizing::new(hex::encode(*expanded));
    let seed = Zeroizing::new(hex::encode(*seed));
    let secret = Zeroizing::new(format!(
        r#"{{{shared},"privateKey":"0x{}","secretSeed":"0x{}"}}"#,
        private.as_str(),
        seed.as_str()
    ));
    write(&path, secret.as_bytes())?;
    write(&public_path, format!("{{{shared}}}").as_bytes())?;
    Ok(hotkey)
}

/// Writes a file for its owner alone, beside and put in place whole; never overwrites.
fn write(path: &Path, bytes: &[u8]) -> Result<(), WalletError> {
    let fault = |source| WalletError::Write { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault)?;
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(fault)?; // mode 0600
    beside.write_all(bytes).and_then(|()| beside.as_file().sync_all()).map_err(fault)?;
    beside.persist_noclobber(path).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => WalletError::Exists(path.to_owned()),
        _ => fault(error.error),
    })?;
    Ok(())
}
