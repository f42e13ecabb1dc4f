//! Our seat on the subnet, which the metadata tell. The service works without one, and without a chain.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::DataError;
use crate::chain::{self, At, Chain, ChainError, Endpoint};
use crate::protocol::daemon_state::ConnectionState;
use crate::types::{Hotkey, Netuid, Uid};

/// Longest wait for the chain.
const ASK: Duration = Duration::from_secs(20);

/// Where to ask, and about whom.
pub(super) struct Seat {
    endpoint: Endpoint,
    /// Connected to when it is first needed, and kept.
    chain: Arc<OnceCell<Arc<dyn Chain>>>,
    pub(super) netuid: Netuid,
    hotkey: Hotkey,
}

impl Seat {
    /// Finds out which subnet it is.
    pub(super) async fn find(endpoint: Endpoint, netuid: Option<Netuid>, hotkey: Hotkey) -> Result<Self, DataError> {
        let mut seat = Self { endpoint, chain: Arc::default(), netuid: Netuid(0), hotkey };
        seat.netuid = match netuid.or_else(|| seat.endpoint.gas_netuid()) {
            Some(netuid) => netuid,
            None if !seat.endpoint.is_local() => return Err(DataError::NoNetuid),
            None => seat.chain().await?.only_netuid().await?.ok_or(DataError::NoNetuid)?,
        };
        Ok(seat)
    }

    /// Connecting goes on when nobody waits for it any more: each of several dead endpoints takes as long as one question may.
    async fn chain(&self) -> Result<Arc<dyn Chain>, ChainError> {
        if let Some(chain) = self.chain.get() {
            return Ok(Arc::clone(chain));
        }
        let (chain, endpoint) = (Arc::clone(&self.chain), self.endpoint.clone());
        let connecting =
            tokio::spawn(async move { chain.get_or_try_init(|| chain::connect(&endpoint)).await.map(Arc::clone) });
        match connecting.await {
            Ok(chain) => chain,
            Err(ended) => std::panic::resume_unwind(ended.into_panic()),
        }
    }

    /// How the connection is; `None` before there was one.
    pub(super) fn connection(&self) -> Option<ConnectionState> {
        self.chain.get().and_then(|chain| chain.connection())
    }

    /// The seat now; `None` without one, or if the chain does not tell.
    pub(super) async fn uid(&self) -> Option<Uid> {
        let ask = async {
            let metagraph = self.chain().await?.metagraph(self.netuid, At::Finalized).await?;
            Ok::<_, ChainError>(metagraph.by_hotkey(&self.hotkey).map(|neuron| neuron.uid))
        };
        match timeout(ASK, ask).await {
            Ok(Ok(uid)) => uid,
            Ok(Err(error)) => {
                tracing::info!(%error, "our seat is not known, so metadata do not tell it");
                None
            }
            Err(_) => {
                tracing::info!("the chain does not answer, so metadata do not tell our seat");
                None
            }
        }
    }
}
