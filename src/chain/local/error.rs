//! Why a ledger file failed, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::types::{Code, Hint, Rao};

/// Why the ledger failed. What the chain's rules refuse is a [`super::ChainError`] instead.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// No file there.
    #[error("there is no ledger at `{}`", .0.display())]
    Missing(PathBuf),
    /// A file is there already; it is never overwritten.
    #[error("`{}` exists already", .0.display())]
    Exists(PathBuf),
    /// Some other file.
    #[error("`{}` is not a ledger of gascli", .0.display())]
    Foreign(PathBuf),
    /// Written by a later version.
    #[error("ledger `{}` has version {found}, but this gascli reads up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A rule of the chain that cannot be.
    #[error("a chain cannot have {0}")]
    Settings(&'static str),
    /// A chain without a subnet.
    #[error("ledger `{}` holds no subnet", .0.display())]
    NoSubnet(PathBuf),
    /// Which subnet is meant is open.
    #[error("ledger `{}` holds several subnets ({netuids})", path.display())]
    SeveralSubnets {
        /// The file.
        path: PathBuf,
        /// Their netuids, for people.
        netuids: String,
    },
    /// More than a ledger can hold, or than there is.
    #[error("a stake of {0} TAO is more than there can be (21000000)")]
    TooMuchStake(Rao),
    /// Another process holds the ledger for longer than we wait.
    #[error("ledger `{}` is locked by another process", .0.display())]
    Busy(PathBuf),
    /// The folder or the file cannot be made.
    #[error("cannot create ledger `{}`", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The system does not let us look.
    #[error("cannot open ledger `{}`", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Its content is broken.
    #[error("ledger `{}` is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How SQLite puts it.
        #[source]
        source: rusqlite::Error,
    },
    /// SQLite refused.
    #[error("cannot use ledger `{}`", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The disk does not answer.
    #[error("ledger `{}` did not answer within {} s", path.display(), after.as_secs())]
    TimedOut {
        /// The file.
        path: PathBuf,
        /// The limit.
        after: Duration,
    },
    /// A fault of this program.
    #[error("reading ledger `{}` crashed (a fault of gascli)", path.display())]
    Panicked {
        /// The file.
        path: PathBuf,
    },
}

impl Hint for LedgerError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing(path) => Some(format!("`gascli localnet create --ledger {}` makes one", path.display())),
            Self::Exists(path) => Some(format!(
                "`gascli localnet show --ledger {0}` tells what it holds; remove it by hand (`rm {0}`) to start over",
                path.display()
            )),
            Self::Foreign(_) => Some("`gascli localnet create --ledger PATH` makes a ledger at another path".into()),
            Self::Newer { .. } => Some("update gascli, or use another ledger".into()),
            Self::NoSubnet(_) => Some("`gascli localnet import FILE.json` adds one".into()),
            Self::SeveralSubnets { .. } => Some("say which: set BT_NETUID, or give --netuid".into()),
            Self::Busy(path) | Self::TimedOut { path, .. } => {
                Some(format!("`fuser {}` names the processes that hold it", path.display()))
            }
            Self::Create { .. } | Self::Open { .. } | Self::Sqlite { .. } => {
                Some("check that the folder is writable and its disk not full".into())
            }
            Self::Damaged { path, .. } => Some(format!(
                "restore it from a backup, or remove it (`rm {0}`) and `gascli localnet create --ledger {0}`",
                path.display()
            )),
            Self::Settings(_) | Self::TooMuchStake(_) | Self::Panicked { .. } => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Missing(_) | Self::NoSubnet(_) => Some(Code::NotFound),
            Self::Exists(_) => Some(Code::Exists),
            Self::Foreign(_) | Self::Damaged { .. } => Some(Code::Damaged),
            Self::Newer { .. } => Some(Code::VersionMismatch),
            Self::Settings(_) | Self::SeveralSubnets { .. } | Self::TooMuchStake(_) => Some(Code::InvalidInput),
            Self::Busy(_) => Some(Code::InUse),
            Self::TimedOut { .. } => Some(Code::TimedOut),
            Self::Panicked { .. } => Some(Code::Internal),
            Self::Create { .. } | Self::Open { .. } | Self::Sqlite { .. } => Some(Code::Io),
        }
    }
}

impl LedgerError {
    /// Names the file in an error of SQLite's, and tells apart what an operator can act on.
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> Self {
        use ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase};
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(NotADatabase) => Self::Foreign(path),
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy(path),
            Some(DatabaseCorrupt) => Self::Damaged { path, source },
            _ => Self::Sqlite { path, source },
        }
    }
}
