//! Why a validator cannot start or go on.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::chain::{ChainError, wallet::WalletError};
use crate::daemon::client::ClientError;
use crate::daemon::socket::SocketError;
use crate::store::StoreError;
use crate::types::{Code, Hint};

/// Why a validator cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ValidatorError {
    /// The hotkey cannot be had.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// The chain refuses, or does not answer.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The state socket cannot be served.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// Miners cannot be called.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Nothing says which subnet.
    #[error("no netuid is configured, and the chain does not tell one")]
    NoNetuid,
    /// Miners could not be told where to deliver.
    #[error("no external address is configured, so miners could not be told where to deliver")]
    NoExternalIp,
    /// Nothing to ask for.
    #[error("no modality is configured: there is nothing to ask miners for")]
    NoModality,
    /// The callback server cannot listen.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The prompts cannot be read.
    #[error("cannot read the prompts `{}`", path.display())]
    Prompts {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file of prompts holds none.
    #[error("the file of prompts `{}` holds no prompt", .0.display())]
    NoPrompts(PathBuf),
    /// A part of the daemon broke.
    #[error("a part of the validator ended unexpectedly: {0}")]
    Broken(String),
}

impl Hint for ValidatorError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Wallet(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Socket(error) => error.hint(),
            Self::Client(error) => error.hint(),
            Self::NoNetuid => Some("set NETUID (34 on finney, 379 on the test network)".into()),
            Self::NoExternalIp => Some("set EXTERNAL_IP to the address under which miners reach this host".into()),
            Self::NoModality => Some("set PROMPT_MODALITIES to image, video or image,video".into()),
            Self::Listen { .. } => Some("another process may use the port: set CALLBACK_PORT to a free one".into()),
            Self::Prompts { .. } | Self::NoPrompts(_) => {
                Some("set PROMPTS_FILE to a text file with one prompt per line, or unset it to compose scenes".into())
            }
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
            Self::NoNetuid | Self::NoExternalIp | Self::NoModality | Self::NoPrompts(_) => Some(Code::ConfigInvalid),
            Self::Listen { .. } | Self::Prompts { .. } => None,
            Self::Broken(_) => Some(Code::Internal),
        }
    }
}
