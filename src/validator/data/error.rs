//! Why the data service cannot start, or a cycle of it failed.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::build::BuildError;
use super::target::TargetError;
use crate::chain::{ChainError, wallet::WalletError};
use crate::daemon::socket::SocketError;
use crate::store::StoreError;
use crate::types::{Code, Hint};

/// Why the data service cannot start, or a cycle of it failed.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The hotkey cannot be had.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// The local chain cannot be used.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The state socket cannot be served.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The target did not take something.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The files of a batch cannot be made.
    #[error("the files of batch {batch} cannot be made")]
    Build {
        /// Which.
        batch: String,
        /// Why.
        #[source]
        source: BuildError,
    },
    /// A file or folder cannot be used.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A cycle took too long.
    #[error("the upload took longer than {} s, and is gone on with in the next cycle", .0.as_secs())]
    TooLong(Duration),
    /// Another process uploads from this store.
    #[error("another process uploads from `{}` now", .0.display())]
    Busy(PathBuf),
    /// There is nowhere to upload to.
    #[error("no target for uploads is configured")]
    NoTarget,
    /// Nothing says which subnet.
    #[error("no netuid is configured, and the chain does not tell one")]
    NoNetuid,
    /// A part of the service broke.
    #[error("a part of the data service ended unexpectedly: {0}")]
    Broken(String),
}

impl Hint for DataError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Wallet(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Socket(error) => error.hint(),
            Self::Target(error) => error.hint(),
            Self::Build { source: BuildError::NoSpace { .. }, .. } => {
                Some("free some space, or choose smaller batches with UPLOAD_BATCH_SIZE".into())
            }
            Self::Build { source: BuildError::Unreadable { .. }, .. } => Some(
                "check that the disk with the media is mounted and sound, and that this user may read them; the batch is \
                 kept, and tried again"
                    .into(),
            ),
            Self::Build { .. } | Self::Io { .. } => {
                Some("check that the folder is writable by this user and its disk not full".into())
            }
            Self::TooLong(_) => Some("UPLOAD_MAX_DURATION chooses how long a cycle may take".into()),
            Self::Busy(_) => Some("`gascli validator uploads` shows how far it is".into()),
            Self::NoTarget => Some(
                "set HUGGINGFACE_HUB_TOKEN, or UPLOAD_URL to `s3://BUCKET/PREFIX` or `file:///FOLDER`; on `local:` chains the \
                 Hub needs HF_IMAGE_REPO and HF_VIDEO_REPO besides"
                    .into(),
            ),
            Self::NoNetuid => Some("set NETUID (34 on finney, 379 on the test network)".into()),
            Self::Broken(_) => Some("the log says more; please report it".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Wallet(error) => error.code(),
            Self::Chain(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Socket(error) => error.code(),
            Self::Target(error) => error.code(),
            Self::TooLong(_) => Some(Code::TimedOut),
            Self::Busy(_) => Some(Code::InUse),
            Self::NoTarget | Self::NoNetuid => Some(Code::ConfigInvalid),
            Self::Broken(_) => Some(Code::Internal),
            Self::Build { .. } | Self::Io { .. } => None,
        }
    }
}

impl DataError {
    /// The error with its causes, in one line.
    pub(super) fn in_one_line(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(next) = cause {
            let more = next.to_string();
            if !text.contains(&more) {
                text = format!("{text}: {more}");
            }
            cause = next.source();
        }
        text
    }

    /// Whether the target asks for patience: no fault, and no reason to look.
    pub(super) const fn is_rate_limit(&self) -> bool {
        matches!(self, Self::Target(TargetError::RateLimited { .. }))
    }
}
