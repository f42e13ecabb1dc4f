//! What can be wrong with a `trust` command, and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::daemon::client::AddressError;
use crate::types::{Code, Hint};

/// Why a `trust` command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TrustError {
    #[error("cannot read `{}`", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("`{}` cannot be added: {reason}", path.display())]
    NotCertificates { path: PathBuf, reason: String },
    #[error("`{}` shows no certificates: {reason}", path.display())]
    NotSigned { path: PathBuf, reason: String },
    #[error("the certificates that `{}` carries ({}) are no authority's", path.display(), names.join(", "))]
    NoAuthority { path: PathBuf, names: Vec<String> },
    #[error("no certificate there has the SHA-256 {asked}; found: {}", found.join(", "))]
    OtherFingerprints { asked: String, found: Vec<String> },
    #[error("nothing in the trust store is called `{asked}`")]
    Unknown { asked: String, there: Vec<String> },
    #[error("`{asked}` may be any of: {}", candidates.join(", "))]
    Ambiguous { asked: String, candidates: Vec<String> },
    #[error("`{name}` is built in and cannot be removed")]
    BuiltIn { name: String },
    #[error("`{file}` holds {count} certificates, of which `{asked}` names one")]
    Shared { asked: String, file: String, count: usize },
    #[error("`{mirror}` is no mirror")]
    Mirror {
        mirror: String,
        #[source]
        source: AddressError,
    },
}

impl Hint for TrustError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Read { .. } => return None,
            Self::BuiltIn { .. } => {
                "`--trust-anchors` and GASCLI_TRUST_ANCHORS name all that is trusted, in place of built-in roots and store"
                    .into()
            }
            Self::NotCertificates { .. } => {
                "give certificates in PEM or DER form; `--from FILE` takes those that a signed image or video carries".into()
            }
            Self::NotSigned { .. } => "`gascli verify-c2pa` tells what is in the file".into(),
            Self::NoAuthority { .. } => {
                "the provider's root is not in this file: ask its publisher, then `gascli trust add FILE`".into()
            }
            Self::OtherFingerprints { .. } => "compare with what the publisher of the certificate says".into(),
            Self::Unknown { there, .. } if there.is_empty() => "the trust store is empty; see `gascli trust list`".into(),
            Self::Unknown { there, .. } => format!("there are: {}", there.join(", ")),
            Self::Ambiguous { .. } => "give more of the SHA-256, or the name of the file".into(),
            Self::Shared { file, .. } => {
                format!("edit the file, or remove all of it by its name: `gascli trust remove {file}`")
            }
            Self::Mirror { .. } => "a mirror is such as http://192.168.1.5/anchors/".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Read { .. } => None,
            Self::Unknown { .. } => Some(Code::NotFound),
            Self::BuiltIn { .. } | Self::Shared { .. } => Some(Code::Refused),
            _ => Some(Code::InvalidInput),
        }
    }
}
