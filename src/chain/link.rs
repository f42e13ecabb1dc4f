//! A chain that can be connected to anew, without whoever holds it noticing.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use futures_util::future::BoxFuture;

use super::{Axon, Chain, ChainError, Endpoint, Hyperparameters, Metagraph, connect};
use crate::types::{BlockNumber, Keypair, Netuid, Uid};

type Connector = Box<dyn Fn() -> BoxFuture<'static, Result<Arc<dyn Chain>, ChainError>> + Send + Sync>;

/// A connection that is replaced when it has gone silent.
pub struct Link {
    connector: Connector,
    current: RwLock<Arc<dyn Chain>>,
}

impl Link {
    /// Connects to the chain at `endpoint`.
    pub async fn to(endpoint: &Endpoint) -> Result<Self, ChainError> {
        let endpoint = endpoint.clone();
        let connector = move || -> BoxFuture<'static, _> {
            let endpoint = endpoint.clone();
            Box::pin(async move { connect(&endpoint).await })
        };
        Self::by(Box::new(connector)).await
    }

    pub(crate) async fn by(connector: Connector) -> Result<Self, ChainError> {
        let current = RwLock::new(connector().await?);
        Ok(Self { connector, current })
    }

    /// Replaces the connection. Calls under way end with the old one; if there is no new one, the old one stays.
    pub async fn reconnect(&self) -> Result<(), ChainError> {
        let new = (self.connector)().await?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    fn chain(&self) -> Arc<dyn Chain> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Chain for Link {
    async fn block(&self) -> Result<BlockNumber, ChainError> {
        self.chain().block().await
    }

    async fn only_netuid(&self) -> Result<Option<Netuid>, ChainError> {
        self.chain().only_netuid().await
    }

    async fn metagraph(&self, netuid: Netuid) -> Result<Metagraph, ChainError> {
        self.chain().metagraph(netuid).await
    }

    async fn hyperparameters(&self, netuid: Netuid) -> Result<Hyperparameters, ChainError> {
        self.chain().hyperparameters(netuid).await
    }

    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError> {
        self.chain().serve_axon(netuid, signer, axon).await
    }

    async fn set_weights(
        &self,
        netuid: Netuid,
        signer: &Keypair,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError> {
        self.chain().set_weights(netuid, signer, weights, version_key).await
    }
}
