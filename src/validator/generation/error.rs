//! Why the generation service cannot start or go on.

use std::io;
use std::path::PathBuf;

use crate::chain::{ChainError, wallet::WalletError};
use crate::daemon::client::ClientError;
use crate::daemon::socket::SocketError;
use crate::store::StoreError;
use crate::types::{Code, Hint};

/// Why the generation service cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum GenerationError {
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
    /// The language model cannot be asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The lock file cannot be used.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another process fills this store.
    #[error("another generation service fills the prompts of `{}`", .0.display())]
    InUse(PathBuf),
    /// Nothing says which subnet.
    #[error("no netuid is configured, and the chain does not tell one")]
    NoNetuid,
    /// A part of the service broke.
    #[error("a part of the generation service ended unexpectedly: {0}")]
    Broken(String),
}

impl Hint for GenerationError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Wallet(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Socket(error) => error.hint(),
            Self::Client(error) => error.hint(),
            Self::Io { .. } => Some("check that the folder is writable by this user and its disk not full".into()),
            Self::InUse(_) => Some("`gascli ps` lists what runs; one service is enough for a store".into()),
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
            Self::Client(error) => error.code(),
            Self::Io { .. } => None,
            Self::InUse(_) => Some(Code::InUse),
            Self::NoNetuid => Some(Code::ConfigInvalid),
            Self::Broken(_) => Some(Code::Internal),
        }
    }
}
