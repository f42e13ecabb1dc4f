//! The chain as the daemons see it: [`Chain`], its implementations `subtensor` (a network) and `local` (embedded), and
//! wallets.
//!
//! Knows nothing of daemons. A chain is chosen by its [`Endpoint`]; whoever holds an `Arc<dyn Chain>` need not know which.
//!
//! ```text
//!  Chain ── local::LocalChain ──> ledger (SQLite) ─┐
//!    └──── subtensor::Subtensor ──> a node (RPC)   ├──> rules (pure: what a chain allows and computes), weights, values
//!                       └──> timelock, wallet      ┘
//! ```

mod endpoint;
mod error;
pub mod local;
pub mod rules;
pub mod subtensor;
mod timelock;
mod values;
pub mod wallet;
pub mod weights;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::protocol::daemon_state::ConnectionState;
use crate::types::{BlockNumber, Hotkey, Keypair, Netuid, Uid};

pub(crate) use endpoint::ENDPOINTS;
pub use endpoint::{Endpoint, EndpointError};
pub use error::ChainError;
pub use values::{
    At, Axon, ChainStatus, Commitment, CommitmentField, Hyperparameters, Metagraph, Neuron, Reveal, Revealed, Runtime,
    WeightsCall, WeightsPreview, WeightsSet,
};

/// A subnet's chain. Cheap to share; every call is bounded in time by the implementation.
#[async_trait]
pub trait Chain: Send + Sync {
    /// How the connection is, as known without asking anybody; `None` for a chain on this machine, which has none.
    fn connection(&self) -> Option<ConnectionState> {
        None
    }

    /// Makes the connection anew, for whoever thinks that it has gone silent: to the next endpoint where there are several.
    /// Calls under way end with the old one. A chain on this machine has nothing to do.
    async fn reconnect(&self) -> Result<(), ChainError> {
        Ok(())
    }

    /// Newest block, for arithmetic on block numbers (`spec/chain.md` 11).
    async fn block(&self) -> Result<BlockNumber, ChainError>;

    /// How the chain and the connection to it are doing.
    async fn status(&self) -> Result<ChainStatus, ChainError>;

    /// The subnet to use where none is configured: the one subnet of a local ledger. `None` where the chain does not tell; a
    /// ledger with several subnets is an error that names them.
    async fn only_netuid(&self) -> Result<Option<Netuid>, ChainError> {
        Ok(None)
    }

    /// All seats of the subnet, read at one block.
    async fn metagraph(&self, netuid: Netuid, at: At) -> Result<Metagraph, ChainError>;

    /// The subnet's rules, read at one block.
    async fn hyperparameters(&self, netuid: Netuid, at: At) -> Result<Hyperparameters, ChainError>;

    /// The first block of the next epoch; `None` where none will come.
    async fn next_epoch(&self, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError>;

    /// The weights that a seat has set, by uid; empty if it has none.
    async fn weights(&self, netuid: Netuid, mechanism: u8, uid: Uid, at: At) -> Result<Vec<(Uid, u16)>, ChainError>;

    /// What a hotkey has published; `None` if nothing.
    async fn commitment(&self, netuid: Netuid, hotkey: &Hotkey, at: At) -> Result<Option<Commitment>, ChainError>;

    /// Publishes up to three `fields` as `signer`'s commitment in place of its last one, as they stand. Returns the block in
    /// which it landed for good.
    async fn commit(&self, netuid: Netuid, signer: &Keypair, fields: &[&[u8]]) -> Result<BlockNumber, ChainError>;

    /// Publishes where `signer` can be reached. Writing what the chain already holds is success.
    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError>;

    /// What [`Self::set_weights`] would send, after the same checks. Sends nothing.
    async fn preview_weights(&self, signer: &Hotkey, call: &WeightsCall<'_>) -> Result<WeightsPreview, ChainError>;

    /// Blocks for which weights may still land, counted from the finalized block at which their seats were read
    /// ([`WeightsCall::seats`]), though the program that sent them has ended. 0: they land at once or never.
    fn lifetime(&self) -> u64 {
        0
    }

    /// Sets `signer`'s weights and waits until they have landed for good.
    async fn set_weights(&self, signer: &Keypair, call: &WeightsCall<'_>) -> Result<WeightsSet, ChainError>;
}

/// Opens the chain at `endpoint`.
pub async fn connect(endpoint: &Endpoint) -> Result<Arc<dyn Chain>, ChainError> {
    match endpoint {
        Endpoint::Local(path) => Ok(Arc::new(local::LocalChain::open(path.clone()).await?)),
        Endpoint::Remote(urls) => Ok(Arc::new(subtensor::Subtensor::connect(urls.clone()).await?)),
    }
}

/// The same for a daemon, which waits for a chain that cannot be reached rather than ending: whoever starts it again would ask
/// public nodes at once.
pub(crate) async fn connect_patiently(endpoint: &Endpoint) -> Result<Arc<dyn Chain>, ChainError> {
    match endpoint {
        Endpoint::Local(_) => connect(endpoint).await,
        Endpoint::Remote(urls) => Ok(Arc::new(subtensor::Subtensor::connect_patiently(urls.clone()).await?)),
    }
}

/// Asks a chain for what a daemon cannot begin without, for as long as only its nodes fail.
pub(crate) async fn patiently<T, F: Future<Output = Result<T, ChainError>>>(
    what: &'static str,
    ask: impl Fn() -> F,
) -> Result<T, ChainError> {
    let mut pause = PAUSES.0;
    loop {
        match ask().await {
            Err(ChainError::Node(error)) if error.may_pass() => {
                tracing::warn!(%error, again_in = ?pause, "{what} cannot be read yet");
            }
            answer => return answer,
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES.1);
    }
}

/// The first pause and the longest between two such questions.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// Shared data for tests; `None` without it, unless it is required.
#[cfg(test)]
pub(crate) fn shared(below: &str) -> Option<Vec<u8>> {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    let read = std::fs::read(base.join(below)).ok();
    let is_required = std::env::var_os("GASCLI_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(read.is_some() || !is_required, "shared data is required but missing: {below}");
    read
}
