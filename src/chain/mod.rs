//! The chain as the daemons see it: [`Chain`], its implementation `local` (embedded), and wallets.
//!
//! Knows nothing of daemons. A chain is chosen by its [`Endpoint`]; whoever holds an `Arc<dyn Chain>` need not know which.

mod endpoint;
mod link;
pub mod local;
pub mod wallet;
pub mod weights;

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::types::{BlockNumber, Coldkey, Hint, Hotkey, Keypair, Netuid, Rao, Uid};

pub use endpoint::{Endpoint, EndpointError};
pub use link::Link;

/// Endpoint a miner or validator publishes on the chain (`spec/chain.md` 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axon {
    /// Address; unspecified (`0.0.0.0`) if never served.
    pub ip: IpAddr,
    /// Port; 0 if never served.
    pub port: u16,
}

/// One row of the metagraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neuron {
    /// Seat.
    pub uid: Uid,
    /// Who holds it.
    pub hotkey: Hotkey,
    /// Who owns the hotkey; `None` where the chain does not say.
    pub coldkey: Option<Coldkey>,
    /// Total subnet stake.
    pub stake: Rao,
    /// Whether it may set weights.
    pub validator_permit: bool,
    /// Where it can be reached; `None` if it never served.
    pub axon: Option<Axon>,
    /// Share of the incentive, 0 to 65535.
    pub incentive: u16,
    /// Block at which it registered or last set weights.
    pub last_update: BlockNumber,
}

/// The seats of one subnet at one block, in order of the uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metagraph {
    /// Subnet.
    pub netuid: Netuid,
    /// Block at which all rows were read.
    pub block: BlockNumber,
    /// The rows.
    pub neurons: Vec<Neuron>,
}

impl Metagraph {
    /// The row of a hotkey.
    pub fn by_hotkey(&self, hotkey: &Hotkey) -> Option<&Neuron> {
        self.neurons.iter().find(|neuron| neuron.hotkey == *hotkey)
    }
}

/// What a subnet demands (`spec/chain.md` 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyperparameters {
    /// Blocks per epoch.
    pub tempo: u16,
    /// Blocks between two weights of one validator.
    pub weights_rate_limit: u64,
    /// Fewest non-zero weights.
    pub min_allowed_weights: u16,
    /// Largest share of one weight, of 65535.
    pub max_weights_limit: u16,
    /// Lowest version key that is accepted; 0 accepts any.
    pub weights_version: u64,
}

/// A subnet's chain. Cheap to share; every call is bounded in time by the implementation.
#[async_trait]
pub trait Chain: Send + Sync {
    /// Newest block.
    async fn block(&self) -> Result<BlockNumber, ChainError>;

    /// The subnet to use where none is configured: the one subnet of a local ledger. `None` where the chain does not tell; a
    /// ledger with several subnets is an error that names them.
    async fn only_netuid(&self) -> Result<Option<Netuid>, ChainError> {
        Ok(None)
    }

    /// All seats of the subnet, read at one block.
    async fn metagraph(&self, netuid: Netuid) -> Result<Metagraph, ChainError>;

    /// The subnet's rules.
    async fn hyperparameters(&self, netuid: Netuid) -> Result<Hyperparameters, ChainError>;

    /// Publishes where `signer` can be reached. Writing what the chain already holds is success.
    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError>;

    /// Sets `signer`'s weights; uids that are not named get zero. Returns the block in which they landed.
    async fn set_weights(
        &self,
        netuid: Netuid,
        signer: &Keypair,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError>;
}

/// Why the chain did not answer or did not accept.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The endpoint is of a kind that this build cannot speak to.
    #[error("cannot connect to `{endpoint}`: only `local:PATH` chains are supported so far")]
    Unsupported {
        /// As configured.
        endpoint: String,
    },
    /// The local ledger failed.
    #[error(transparent)]
    Ledger(#[from] local::LedgerError),
    /// The hotkey has no seat.
    #[error("hotkey {hotkey} is not registered on netuid {netuid}")]
    NotRegistered {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
    },
    /// The subnet does not exist on this chain.
    #[error("netuid {netuid} does not exist on {chain}")]
    NoSuchSubnet {
        /// Asked for.
        netuid: Netuid,
        /// Where.
        chain: String,
    },
    /// The signer may not set weights.
    #[error("hotkey {hotkey} has no validator permit on netuid {netuid}")]
    NoPermit {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
    },
    /// Weights came too soon after the last ones.
    #[error("weights can be set again in {blocks_left} blocks (rate limit of netuid {netuid})")]
    TooFast {
        /// Where.
        netuid: Netuid,
        /// How long to wait.
        blocks_left: u64,
    },
    /// The chain's rules refuse the weights.
    #[error("weights for netuid {netuid} are refused: {reason}")]
    BadWeights {
        /// Where.
        netuid: Netuid,
        /// The broken rule.
        reason: String,
    },
    /// The chain refuses an axon address.
    #[error("axon {ip}:{port} is refused: {reason}")]
    BadAxon {
        /// Address.
        ip: IpAddr,
        /// Port.
        port: u16,
        /// The broken rule.
        reason: String,
    },
}

impl Hint for ChainError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Unsupported { .. } => {
                Some("set BT_CHAIN_ENDPOINT=local:PATH; `gascli localnet create` makes a ledger".into())
            }
            Self::Ledger(error) => error.hint(),
            Self::NotRegistered { hotkey, .. } => Some(format!(
                "on a local chain: `gascli localnet register {hotkey}`; elsewhere register the hotkey with your wallet tool"
            )),
            Self::NoSuchSubnet { .. } => Some("check BT_NETUID".into()),
            Self::NoPermit { .. } => Some(
                "permits go to the largest stakes; on a local chain: `gascli localnet register HOTKEY --permit`".into(),
            ),
            Self::TooFast { .. } | Self::BadWeights { .. } | Self::BadAxon { .. } => None,
        }
    }
}

/// Opens the chain at `endpoint`.
pub async fn connect(endpoint: &Endpoint) -> Result<Arc<dyn Chain>, ChainError> {
    match endpoint {
        Endpoint::Local(path) => Ok(Arc::new(local::LocalChain::open(path.clone()).await?)),
        Endpoint::Remote(url) => Err(ChainError::Unsupported { endpoint: url.clone() }),
    }
}
