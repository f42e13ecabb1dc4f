//! Our seat on the subnet, which the metadata tell. The service works without one, and without a chain.

use std::time::Duration;

use tokio::time::timeout;

use super::DataError;
use crate::chain::{self, Endpoint};
use crate::types::{Hotkey, Netuid, Uid};

/// Longest wait for the chain.
const ASK: Duration = Duration::from_secs(20);

/// Where to ask, and about whom.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    endpoint: Endpoint,
    pub(super) netuid: Netuid,
    hotkey: Hotkey,
}

impl Seat {
    /// Finds out which subnet it is.
    pub(super) async fn find(endpoint: Endpoint, netuid: Option<Netuid>, hotkey: Hotkey) -> Result<Self, DataError> {
        let netuid = match netuid.or_else(|| endpoint.gas_netuid()) {
            Some(netuid) => netuid,
            None => chain::connect(&endpoint).await?.only_netuid().await?.ok_or(DataError::NoNetuid)?,
        };
        Ok(Self { endpoint, netuid, hotkey })
    }

    /// The seat now; `None` without one, or if the chain does not tell.
    pub(super) async fn uid(&self) -> Option<Uid> {
        let ask = async {
            let metagraph = chain::connect(&self.endpoint).await?.metagraph(self.netuid).await?;
            Ok::<_, chain::ChainError>(metagraph.by_hotkey(&self.hotkey).map(|neuron| neuron.uid))
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
