//! Why a hotkey cannot be had, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::{KeyFileError, NaclError, PasswordError, PasswordSource, Protection, Settings, variable_of};
use crate::types::{Code, Coldkey, Hint, Hotkey, path_word};

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
    /// A name that nothing new may have.
    #[error("`{name}` cannot be the name of a new {what}: {why}")]
    NewName {
        /// Of what.
        what: &'static str,
        /// As given.
        name: String,
        /// Why.
        why: String,
    },
    /// A coldkey, under whatever name.
    #[error("`{}` is a coldkey, which is not opened here", .0.display())]
    Coldkey(PathBuf),
    /// Another coldkey has the wallet.
    #[error("the wallet belongs to another coldkey: `{}` names {there}, not {given}", path.display())]
    OtherColdkey {
        /// Which file.
        path: PathBuf,
        /// In it.
        there: Coldkey,
        /// The one that was given.
        given: Coldkey,
    },
    /// The public file beside an encrypted hotkey names another.
    #[error("`{}` names {stated}, but the hotkey beside it is {hotkey}", path.display())]
    PublicPart {
        /// Which file.
        path: PathBuf,
        /// In it.
        stated: Hotkey,
        /// The true one.
        hotkey: Hotkey,
    },
    /// Another user has the secret.
    #[error("hotkey file `{}` belongs to user {owner}, not to user {own}, who would use it", path.display())]
    Owner {
        /// Which.
        path: PathBuf,
        /// Whose.
        owner: u32,
        /// Who this process is.
        own: u32,
    },
    /// Anybody can put another hotkey in its place.
    #[error("folder `{}` has mode {mode:04o}: any user of this machine can put other hotkeys into it", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
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
    /// It is encrypted, and nothing opens it.
    #[error("hotkey file `{}` is encrypted, and there is no password for it", path.display())]
    Password {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: PasswordError,
    },
    /// There is no password for a new hotkey.
    #[error("there is no password to encrypt hotkey file `{}` with", path.display())]
    NewPassword {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: PasswordError,
    },
    /// It is encrypted, and the password that was found does not open it.
    #[error("cannot open encrypted hotkey file `{}` with {used}", path.display())]
    Locked {
        /// Which.
        path: PathBuf,
        /// Which password.
        used: PasswordSource,
        /// Why.
        #[source]
        source: NaclError,
    },
    /// It cannot be encrypted.
    #[error("cannot encrypt hotkey file `{}`", path.display())]
    Lock {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: NaclError,
    },
    /// No such wallet.
    #[error("there is no wallet `{name}` in `{}`", folder.display())]
    NoWallet {
        /// As asked for.
        name: String,
        /// Where.
        folder: PathBuf,
        /// What is there instead.
        advice: String,
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
            Self::NoWallet { advice, .. } => Some(advice.clone()),
            Self::Password { path, source: source @ PasswordError::Missing } => {
                Some(format!("{}; for this file alone: {}", source.hint()?, variable_of(path)))
            }
            Self::Password { source, .. } | Self::NewPassword { source, .. } => source.hint(),
            Self::Locked { source, .. } | Self::Lock { source, .. } => source.hint(),
            Self::Name { .. } => Some("check BT_WALLET_NAME and BT_WALLET_HOTKEY".into()),
            Self::NotAFile(_) | Self::TooLarge { .. } => {
                Some("check BT_WALLET_PATH, BT_WALLET_NAME and BT_WALLET_HOTKEY".into())
            }
            Self::Read { path, source } if source.kind() == io::ErrorKind::PermissionDenied => Some(of_others(path)),
            Self::Mode { path, .. } => Some(format!("`chmod 600 {}`", path_word(path))),
            Self::Owner { path, own, .. } => {
                Some(format!("if the hotkey is yours: `sudo chown {own} {}`", path_word(path)))
            }
            Self::Folder { path, .. } => Some(format!("`chmod 700 {}`", path_word(path))),
            Self::NewName { .. } => Some("choose another name".into()),
            Self::Coldkey(_) => Some("name a hotkey file, or a file with the public part alone".into()),
            Self::OtherColdkey { .. } => {
                Some("nothing was made: leave `--coldkeypub` out, or name a wallet of this coldkey".into())
            }
            Self::PublicPart { path, .. } => {
                Some(format!("if the hotkey file is the right one: `rm {}`", path.display()))
            }
            Self::KeyFile { source, .. } => source.hint(),
            Self::CannotSign { .. } => {
                Some("copy the whole hotkey file from the machine where the hotkey was made".into())
            }
            Self::Exists(_) => Some("choose another name for the new hotkey".into()),
            Self::Read { .. } | Self::Write { .. } => Some("check the folder's permissions and the disk".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Name { .. } | Self::NewName { .. } => Some(Code::InvalidInput),
            Self::Missing { .. } | Self::NoWallet { .. } => Some(Code::WalletMissing),
            Self::Password { .. } | Self::NewPassword { .. } | Self::Locked { .. } => Some(Code::Password),
            Self::Exists(_) => Some(Code::Exists),
            Self::Read { .. } | Self::Write { .. } | Self::Lock { .. } => None,
            _ => Some(Code::WalletUnusable),
        }
    }
}

impl Hint for KeyFileError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Encrypted(Protection::Nacl) => {
                "name the hotkey as WALLET/HOTKEY, so that its password is looked for, or name its `pub.txt`"
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
            Self::Hex { .. } | Self::Secret(_) | Self::Address(_) | Self::Mismatch { .. } | Self::Torn { .. } => {
                "the file was changed or mixed up: restore it from a backup, or regenerate the hotkey from its phrase"
            }
        };
        Some(text.into())
    }
}

impl Hint for NaclError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Refused => {
                "check the password; if it is right, restore the file from a backup, or make the hotkey anew from its \
                 phrase (`gascli wallet new --from-phrase`)"
            }
            Self::CutOff(_) => {
                "the file was not written whole: restore it from a backup, or make the hotkey anew from its phrase \
                 (`gascli wallet new --from-phrase`)"
            }
            Self::Memory(_) => {
                "free 512 MiB for the moment of opening, or keep the hotkey without a password (mode 0600), as wallet \
                 tools do by default"
            }
        };
        Some(text.into())
    }
}

/// What to do about a file or folder that this user may not look into. Whose files they are is not changed: a coldkey is
/// among them, and `path` may be as high up as `/`.
pub(super) fn of_others(path: &Path) -> String {
    format!(
        "`{}` or a folder above it belongs to another user: run as that user, or give this one its own copy of the hotkey \
         file alone (`sudo install -o $(id -un) -m 600 HOTKEYFILE COPY`); leave the coldkey where it is",
        path.display()
    )
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
        let what = format!("wallets in `{}`", settings.path.display());
        let whole = |nearest: &str| format!("{nearest}/{}", settings.hotkey);
        advise(settings.is_named.then_some(&whole as _), "BT_WALLET_NAME", &settings.name, &found, &what)
    } else {
        let found = names(&wallet.join("hotkeys"), |entry| entry.is_file() && !is_companion(entry));
        let what = format!("hotkeys of wallet `{}`", settings.name);
        let whole = |nearest: &str| format!("{}/{nearest}", settings.name);
        advise(settings.is_named.then_some(&whole as _), "BT_WALLET_HOTKEY", &settings.hotkey, &found, &what)
    };
    WalletError::Missing { path, advice: Some(advice) }
}

/// A wallet that is not there, with those that are.
pub(super) fn no_wallet(folder: &Path, name: &str) -> WalletError {
    let found = names(folder, Path::is_dir);
    let listed = list(&found);
    let advice = match nearest(name, &found) {
        Some(nearest) => format!("did you mean `{nearest}`? There: {listed}"),
        None if found.is_empty() => "there are none; set BT_WALLET_PATH if wallets are elsewhere".into(),
        None => format!("there: {listed}"),
    };
    WalletError::NoWallet { name: name.to_owned(), folder: folder.to_owned(), advice }
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

fn nearest<'a>(given: &str, found: &'a [String]) -> Option<&'a String> {
    let distance = |name: &&String| strsim::damerau_levenshtein(given, name);
    found.iter().min_by_key(distance).filter(|name| distance(name) <= given.len().div_ceil(3))
}

fn list(found: &[String]) -> String {
    let mut listed = found.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if found.len() > LISTED {
        listed.push_str(", …");
    }
    listed
}

/// What is there. `whole` makes a WALLET/HOTKEY of the nearest name where one was given; else `variable` is to be set.
fn advise(whole: Option<&dyn Fn(&str) -> String>, variable: &str, given: &str, found: &[String], what: &str) -> String {
    let listed = list(found);
    match (nearest(given, found), whole) {
        (Some(nearest), Some(whole)) => format!("did you mean `{}`? {what}: {listed}", whole(nearest)),
        (Some(nearest), None) => format!("did you mean {variable}={nearest}? {what}: {listed}"),
        (None, Some(_)) if found.is_empty() => format!("there are no {what}"),
        (None, Some(_)) => format!("{what}: {listed}"),
        (None, None) if found.is_empty() => format!("set {variable}; there are no {what}"),
        (None, None) => format!("set {variable}; {what}: {listed}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_take_over_folders_or_a_coldkey_of_another_user() {
        for path in ["/wallets", "/home/op/.bittensor/wallets", "/srv/mine/hotkeys/default", "/srv/mine/coldkeypub.txt"]
        {
            let error =
                WalletError::Read { path: path.into(), source: io::Error::from(io::ErrorKind::PermissionDenied) };
            let advice = error.hint().unwrap();
            assert!(!advice.contains("chown") && !advice.contains("-R"), "{advice}");
            assert!(advice.starts_with(&format!("`{path}` or a folder above it")), "{advice}");
            assert!(advice.contains("leave the coldkey where it is"), "{advice}");
        }
    }
}
