//! Why the store fails, and what an operator can do about it.

use std::io;
use std::path::PathBuf;

use crate::types::{Code, Hint, size_words};

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file cannot be used.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// SQLite refused.
    #[error("the database `{}` failed", path.display())]
    Database {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The daemon ended before the store was asked.
    #[error("the store was not asked, since the daemon ends")]
    Interrupted,
    /// Another validator writes there.
    #[error("the store `{}` is in use by another validator", .0.display())]
    InUse(PathBuf),
    /// Somebody has it open, so it cannot be replaced.
    #[error("the store `{}` is open in another process", .0.display())]
    Open(PathBuf),
    /// Its file is being replaced by a backup.
    #[error("the store in `{}` is being replaced by a backup", .0.display())]
    Replaced(PathBuf),
    /// A file would be overwritten.
    #[error("`{}` exists already, and is left as it is", .0.display())]
    Exists(PathBuf),
    /// A copy would not fit.
    #[error(
        "the disk of `{}` has {} free, but {} are needed, of which {} stay free (MIN_FREE_BYTES)",
        folder.display(), size_words(*free), size_words(*needed), size_words(*min_free)
    )]
    NoSpace {
        /// Where it would go.
        folder: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that are needed.
        needed: u64,
        /// Those of them that the operator wants free.
        min_free: u64,
    },
    /// There is none.
    #[error("there is no store in `{}`", folder.display())]
    Missing {
        /// Where it was looked for.
        folder: PathBuf,
        /// By which the folder is chosen.
        setting: &'static str,
    },
    /// What is read is not what was written.
    #[error("the database `{}` is damaged: {found}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// SQLite's first finding.
        found: String,
        /// The newest backup that is whole.
        backup: Option<PathBuf>,
    },
    /// Another program's tables.
    #[error("`{}` is the database of another program", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// By which its folder is chosen.
        setting: &'static str,
    },
    /// An older gascli's tables, which it may still use.
    #[error("`{}` was written by an older gascli (it lacks the migration `{migration}`)", path.display())]
    Older {
        /// Which.
        path: PathBuf,
        /// What it lacks.
        migration: &'static str,
    },
    /// A newer gascli's tables.
    #[error("`{}` was written by a newer gascli (it knows the migration `{migration}`)", path.display())]
    Newer {
        /// Which.
        path: PathBuf,
        /// What this build lacks.
        migration: String,
        /// By which its folder is chosen.
        setting: &'static str,
    },
}

impl Hint for StoreError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Io { .. } => Some("check that the folder is writable by this user and its disk not full".into()),
            Self::Damaged { backup: Some(backup), .. } => Some(format!(
                "`gascli validator restore {}` puts back the newest backup that is whole; what was there is kept",
                backup.display()
            )),
            Self::Database { path, .. } | Self::Damaged { path, backup: None, .. } => Some(format!(
                "check that the disk is not full; if the file is damaged, move it away (`mv {0} {0}.damaged`, its `-wal` \
                 likewise) and keep it, since what was open is in it; a new one is made at the next start",
                path.display()
            )),
            Self::Interrupted => None,
            Self::InUse(_) => Some("`gascli ps` lists what runs; two validators need two hotkeys".into()),
            Self::Open(_) => Some("`gascli ps` lists what runs; stop the validator and its services first".into()),
            Self::Replaced(_) => Some("try again when `gascli validator restore` has ended".into()),
            Self::Exists(_) => Some("name another file, or move this one away".into()),
            Self::NoSpace { .. } => {
                Some("free some space, or `gascli validator backup FILE` with a file on another disk".into())
            }
            Self::Missing { setting, .. } => Some(format!(
                "a store is made when a validator first starts; {setting} chooses its folder, and without it the hotkey does"
            )),
            Self::Foreign { setting, .. } if *setting == super::database::VALIDATOR.setting => Some(format!(
                "set {setting} to a folder of its own; if this is a Python validator's, `gascli validator import-db \
                 FILE` then takes over what is in it"
            )),
            Self::Foreign { setting, .. } => Some(format!("set {setting} to a folder of its own")),
            Self::Older { .. } => Some(
                "`gascli validator stop --service all`, then `gascli validator start` with this gascli brings it up to date; \
                 `gascli validator backup` before that keeps it as it is"
                    .into(),
            ),
            Self::Newer { setting, .. } => {
                Some(format!("run the newer gascli again, or set {setting} to another folder"))
            }
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Io { .. } => None,
            Self::Database { .. } => Some(Code::Io),
            Self::Interrupted => Some(Code::Interrupted),
            Self::InUse(_) | Self::Open(_) | Self::Replaced(_) => Some(Code::InUse),
            Self::Exists(_) => Some(Code::Exists),
            Self::NoSpace { .. } => Some(Code::DiskFull),
            Self::Missing { .. } => Some(Code::NotFound),
            Self::Damaged { .. } | Self::Foreign { .. } => Some(Code::Damaged),
            Self::Older { .. } | Self::Newer { .. } => Some(Code::VersionMismatch),
        }
    }
}
