//! Why a hotkey cannot be had, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::{KeyFileError, Settings};
use crate::types::{Hint, Hotkey};

/// Names listed in advice at most.
const LISTED: usize = 8;

/// Why a hotkey cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum WalletError {
    /// A name that is no file name.
    #[error("`{name}` cannot be the name of a {what}")]
    Name {
        /// Of what.
        what: &'static str,
        /// As configured.
        name: String,
    },
    /// No such file.
    #[error("there is no hotkey file `{}`", path.display())]
    Missing {
        /// Expected.
        path: PathBuf,
        /// What is there instead.
        advice: Option<String>,
    },
    /// A folder, a pipe, a socket.
    #[error("`{}` is not a file", .0.display())]
    NotAFile(PathBuf),
    /// No key file is that long.
    #[error("`{}` has {bytes} bytes: that is no key file", path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// The system refuses to open it.
    #[error("cannot read hotkey file `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Other users of the machine can read or change the secret.
    #[error("hotkey file `{}` has mode {mode:04o}: others on this machine can get at it", path.display())]
    Mode {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Its content is no usable key.
    #[error("cannot use hotkey file `{}`", path.display())]
    KeyFile {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: KeyFileError,
    },
    /// A public part where a secret is needed.
    #[error("`{}` holds only the public part of {hotkey}: it cannot sign", path.display())]
    CannotSign {
        /// Which.
        path: PathBuf,
        /// Whose.
        hotkey: Hotkey,
    },
    /// A key is there already; it is never overwritten.
    #[error("`{}` exists already", .0.display())]
    Exists(PathBuf),
    /// The system refuses to write it.
    #[error("cannot write hotkey file `{}`", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Hint for WalletError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { advice, .. } => advice.clone(),
            Self::Name { .. } => Some("check BT_WALLET_NAME and BT_WALLET_HOTKEY".into()),
            Self::NotAFile(_) | Self::TooLarge { .. } => {
                Some("check BT_WALLET_PATH, BT_WALLET_NAME and BT_WALLET_HOTKEY".into())
            }
            Self::Read { path, source } if source.kind() == io::ErrorKind::PermissionDenied => Some(format!(
                "it belongs to another user, or its folders do: `sudo chown -R $(id -un) {}`",
                wallet_of(path).display()
            )),
            Self::Mode { path, .. } => Some(format!("`chmod 600 {}`", path.display())),
            Self::KeyFile { source, .. } => source.hint(),
            Self::CannotSign { .. } => {
                Some("copy the whole hotkey file from the machine where the hotkey was made".into())
            }
            Self::Exists(_) => Some("choose another name for the new hotkey".into()),
            Self::Read { .. } | Self::Write { .. } => Some("check the folder's permissions and the disk".into()),
        }
    }
}

impl Hint for KeyFileError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Encrypted("NaCl") => {
                "daemons need a hotkey without a password, as the wallet tool makes them by default: regenerate the \
                 hotkey from its phrase, without a password (decrypting is not supported yet)"
            }
            Self::Encrypted(_) => {
                "this old protection cannot be opened here: write the hotkey anew, without a password, with the wallet \
                 tool that made it"
            }
            Self::Empty | Self::CutOff(_) | Self::Unreadable { .. } | Self::NoKey => {
                "the file is damaged or is something else: restore it from a backup, or regenerate the hotkey from its \
                 phrase"
            }
            Self::BrowserExport => "import the account into a wallet tool by its phrase, and make a hotkey file there",
            Self::Scheme(_) => "make an sr25519 hotkey, the default of wallet tools",
            Self::Hex { .. } | Self::Secret(_) | Self::Address(_) | Self::Mismatch { .. } => {
                "the file was changed or mixed up: restore it from a backup, or regenerate the hotkey from its phrase"
            }
        };
        Some(text.into())
    }
}

/// The wallet's folder: two above a hotkey file.
fn wallet_of(path: &Path) -> &Path {
    path.ancestors().nth(2).unwrap_or(path)
}

/// A missing file with the wallets or hotkeys that are there.
pub(super) fn missing(settings: &Settings, path: PathBuf) -> WalletError {
    let wallet = settings.path.join(&settings.name);
    let advice = if !settings.path.is_dir() {
        format!(
            "there is no wallet folder `{}`: set BT_WALLET_PATH, or make a wallet (`btcli wallet create`; for a local \
             chain `gascli localnet register {}/{} --new`)",
            settings.path.display(),
            settings.name,
            settings.hotkey
        )
    } else if !wallet.is_dir() {
        let found = names(&settings.path, Path::is_dir);
        advise("BT_WALLET_NAME", &settings.name, &found, &format!("wallets in `{}`", settings.path.display()))
    } else {
        let found = names(&wallet.join("hotkeys"), |entry| entry.is_file() && !is_companion(entry));
        advise("BT_WALLET_HOTKEY", &settings.hotkey, &found, &format!("hotkeys of wallet `{}`", settings.name))
    };
    WalletError::Missing { path, advice: Some(advice) }
}

fn is_companion(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with("pub.txt") || name.ends_with(".lock")
}

fn names(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| wanted(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

fn advise(variable: &str, given: &str, found: &[String], what: &str) -> String {
    let distance = |name: &&String| strsim::damerau_levenshtein(given, name);
    let nearest = found.iter().min_by_key(distance).filter(|name| distance(name) <= given.len().div_ceil(3));
    let mut listed = found.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if found.len() > LISTED {
        listed.push_str(", …");
    }
    match nearest {
        Some(nearest) => format!("did you mean {variable}={nearest}? {what}: {listed}"),
        None if found.is_empty() => format!("set {variable}; there are no {what}"),
        None => format!("set {variable}; {what}: {listed}"),
    }
}
