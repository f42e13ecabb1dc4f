//! Why nothing, or not everything, could be taken over.

use std::io;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::types::{Code, Hint};

/// Why an import failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// SQLite cannot read it.
    #[error("`{}` cannot be read as a database", path.display())]
    Source {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// It is damaged.
    #[error("the database `{}` is damaged: {found}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// SQLite's first finding.
        found: String,
    },
    /// It changed while it was copied.
    #[error("the database `{}` is being written to", .0.display())]
    Changing(PathBuf),
    /// Other tables.
    #[error("`{}` is not the database of a Python validator: it has no tables `prompts` and `media`", .0.display())]
    Other(PathBuf),
    /// It is one of ours.
    #[error("`{}` is the database of a gascli validator already", .0.display())]
    Ours(PathBuf),
    /// A medium cannot be linked.
    #[error("cannot link `{}` into the store", path.display())]
    Link {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for ImportError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Read { .. } => Some("check the path, and that this user may read it".into()),
            Self::Source { .. } => Some("name the `prompts.db` in the cache folder of the Python validator".into()),
            Self::Damaged { .. } => Some("stop the Python validator, if it runs, and try again".into()),
            Self::Changing(_) => Some("stop the Python validator first".into()),
            Self::Other(_) => Some("name the `prompts.db` in the cache folder of the Python validator".into()),
            Self::Ours(_) => Some("`gascli validator restore FILE` puts a backup in the place of the database".into()),
            Self::Link { .. } => Some(
                "links need one file system that has them; without `--link`, files that cannot be linked are copied"
                    .into(),
            ),
            Self::Store(error) => error.hint(),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Store(error) => error.code(),
            Self::Read { .. } | Self::Link { .. } => None,
            Self::Changing(_) => Some(Code::InUse),
            Self::Ours(_) => Some(Code::Exists),
            Self::Source { .. } | Self::Damaged { .. } | Self::Other(_) => Some(Code::Damaged),
        }
    }
}
