//! What a release says of itself, and what makes it believed: the signature of its manifest, then the hash of the program.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use minisign_verify::{PublicKey, Signature};
use serde::Deserialize;

use crate::types::{Code, Hint};

/// Name and version of the manifest's schema.
const SCHEMA: &str = "gascli-release/1";
/// No program is larger.
pub(super) const LONGEST_PROGRAM: u64 = 1 << 30;

/// Why there is no update.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UpdateError {
    #[error("no source of updates is set")]
    NoSource { config: PathBuf },
    #[error("no key is set by which releases could be believed")]
    NoKey { config: PathBuf },
    #[error("`{0}` is no source: `https://`, `http://` on this machine, or a path is")]
    Address(String),
    #[error("cannot fetch {what}: {reason}")]
    Fetch { what: String, reason: String },
    #[error("the key is none of minisign's: {0}")]
    Key(minisign_verify::Error),
    #[error("the manifest is not signed by your key: {0}")]
    Signature(minisign_verify::Error),
    #[error("the manifest is no release: {0}")]
    Manifest(String),
    #[error("release {version} has nothing for {target}, but for {has}")]
    NoTarget { version: Version, target: String, has: String },
    #[error("release {offered} is older than this {own}")]
    Older { offered: Version, own: Version },
    #[error("what came is not what was announced: {0}")]
    Mismatch(String),
    #[error("the new program is not fit: {0}")]
    Unfit(String),
    #[error("another self-update of `{}` is under way", .0.display())]
    Locked(PathBuf),
    #[error("`{}` was replaced meanwhile", .0.display())]
    Replaced(PathBuf),
    #[error("this release ({version}) was put back on this machine: {reason}")]
    PutBack { version: String, reason: String },
    #[error("you may not replace programs in `{}`", folder.display())]
    NotYours { folder: PathBuf, program: PathBuf },
    #[error("there is no `{}` to go back to", .0.display())]
    NoPrevious(PathBuf),
    #[error("cannot change `{}`", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("services would be restarted, and nobody is there to be asked")]
    NeedsYes,
}

impl Hint for UpdateError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoSource { config } => format!(
                "put `[update]` with `source` and `public_key` into {}, or call it with `--from` and `--public-key` or \
                 `--sha256`; `cargo install` works as well",
                config.display()
            ),
            Self::NoKey { config } => format!(
                "put the key of whoever publishes them as `public_key` of `[update]` into {}, or call it with \
                 `--public-key`; or name the program itself with `--from` and its hash with `--sha256`",
                config.display()
            ),
            Self::Signature(_) | Self::Mismatch(_) => {
                "nothing was changed; ask who publishes the release, and do not install it otherwise".into()
            }
            Self::Unfit(_) => "nothing was changed; it may be for another machine".into(),
            Self::Older { .. } => "`gascli self-update --rollback` goes back to the version before this".into(),
            Self::Locked(_) => "wait for it, or end it".into(),
            Self::Replaced(_) => "nothing was changed; call it again".into(),
            Self::PutBack { .. } => {
                "nothing was changed; a newer release is taken, and `--force` takes this one again".into()
            }
            Self::NotYours { program, .. } => format!(
                "`sudo {} self-update …`, or `cargo install gascli` into a folder of your own",
                program.display()
            ),
            Self::NeedsYes => "add `--yes`".into(),
            Self::Fetch { .. } => "nothing was changed; check the address and the network, then try again".into(),
            _ => return None,
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoSource { .. } | Self::NoKey { .. } | Self::Address(_) | Self::Key(_) => Some(Code::ConfigInvalid),
            Self::Fetch { .. } => Some(Code::Network),
            Self::Manifest(_) => Some(Code::InvalidInput),
            Self::NoTarget { .. } => Some(Code::Unsupported),
            Self::Signature(_) | Self::Mismatch(_) | Self::Unfit(_) | Self::Older { .. } | Self::PutBack { .. } => {
                Some(Code::Refused)
            }
            Self::Locked(_) | Self::Replaced(_) => Some(Code::InUse),
            Self::NotYours { .. } => Some(Code::PermissionDenied),
            Self::NoPrevious(_) => Some(Code::NotFound),
            Self::Io { .. } => None,
            Self::NeedsYes => Some(Code::InputNeeded),
        }
    }
}

/// A version of gascli: three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u64, u64, u64);

impl Version {
    /// That of this program.
    pub(super) fn own() -> Self {
        env!("CARGO_PKG_VERSION").parse().unwrap_or(Self(0, 0, 0))
    }

    /// What a program prints for `--version`.
    pub(super) fn of_line(line: &str) -> Option<Self> {
        line.strip_prefix("gascli ")?.split_ascii_whitespace().next()?.parse().ok()
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut numbers = text.split('.').map(|part| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u64>().ok().filter(|_| plain).ok_or(())
        });
        let mut next = || numbers.next().ok_or(())?;
        let version = Self(next()?, next()?, next()?);
        if numbers.next().is_none() { Ok(version) } else { Err(()) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A manifest as it is written (`docs/updates.md`).
#[derive(Debug, Deserialize)]
struct Manifest {
    schema: String,
    version: String,
    targets: BTreeMap<String, Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    /// Address of the program, or a path from the manifest on.
    #[serde(alias = "file")]
    url: String,
    sha256: String,
    size: u64,
}

/// The program of a release for this machine.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) version: Version,
    /// From the manifest's own place on.
    pub(super) from: String,
    pub(super) sha256: [u8; 32],
    pub(super) size: u64,
}

/// What this program was built for, as cargo calls it.
pub(super) fn target() -> String {
    let libc = if cfg!(target_env = "musl") { "musl" } else { "gnu" };
    match std::env::consts::OS {
        "macos" => format!("{}-apple-darwin", std::env::consts::ARCH),
        os => format!("{}-unknown-{os}-{libc}", std::env::consts::ARCH),
    }
}

/// Reads a manifest once its signature has shown whose it is.
pub(super) fn read(manifest: &[u8], signature: &str, key: &str, target: &str) -> Result<Release, UpdateError> {
    let key = key.trim();
    let key = if key.contains('\n') { PublicKey::decode(key) } else { PublicKey::from_base64(key) };
    let key = key.map_err(UpdateError::Key)?;
    let signature = Signature::decode(signature).map_err(UpdateError::Signature)?;
    key.verify(manifest, &signature, false).map_err(UpdateError::Signature)?;
    let manifest: Manifest =
        serde_json::from_slice(manifest).map_err(|error| UpdateError::Manifest(error.to_string()))?;
    if manifest.schema != SCHEMA {
        return Err(UpdateError::Manifest(format!("its schema is `{}`, not `{SCHEMA}`", manifest.schema)));
    }
    let wrong = |what: &str, text: &str| UpdateError::Manifest(format!("{what} `{text}` cannot be"));
    let version: Version = manifest.version.parse().map_err(|()| wrong("version", &manifest.version))?;
    let Some(found) = manifest.targets.get(target) else {
        let has: Vec<&str> = manifest.targets.keys().map(String::as_str).collect();
        return Err(UpdateError::NoTarget { version, target: target.into(), has: has.join(", ") });
    };
    if found.size == 0 || found.size > LONGEST_PROGRAM {
        return Err(wrong("size", &found.size.to_string()));
    }
    let sha256 = hash(&found.sha256).ok_or_else(|| wrong("sha256", &found.sha256))?;
    Ok(Release { version, from: found.url.clone(), sha256, size: found.size })
}

/// A hash as it is written.
pub(super) fn hash(text: &str) -> Option<[u8; 32]> {
    hex::decode(text.trim()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_three_numbers_and_count_as_numbers() {
        let version = |text: &str| text.parse::<Version>().ok();
        assert!(version("0.10.0") > version("0.9.9") && version("1.0.0") > version("0.99.99"));
        assert_eq!(version("1.2.3").unwrap().to_string(), "1.2.3");
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.x", "+1.2.3", "1..3", "1.2.3-rc.1", "99999999999999999999.0.0"] {
            assert_eq!(version(text), None, "{text}");
        }
        assert_eq!(Version::of_line("gascli 1.2.3 (abc)"), version("1.2.3"));
        assert_eq!(Version::of_line("other 1.2.3"), None);
        assert!(Version::own() > Version(0, 0, 0));
    }

    #[test]
    fn what_is_not_signed_is_not_even_read() {
        // The key and signature of minisign-verify's own page, for the text `test`.
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let signature = "untrusted comment: signature from minisign secret key\n\
            RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
            trusted comment: timestamp:1633700835\tfile:test\tprehashed\n\
            wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==";
        assert!(matches!(read(b"test", signature, key, "x"), Err(UpdateError::Manifest(_))), "signed, but no manifest");
        assert!(matches!(read(b"{}", signature, key, "x"), Err(UpdateError::Signature(_))));
        assert!(matches!(read(b"test", "nonsense", key, "x"), Err(UpdateError::Signature(_))));
        assert!(matches!(read(b"test", signature, "RWQ", "x"), Err(UpdateError::Key(_))));
    }
}
