//! A network's chain, through one of its nodes: subxt with everything addressed by name (`spec/chain.md`).
//!
//! ```text
//!  Subtensor (Chain) ── reads, metagraph, commitments ──> snapshot (one block) ──> codec (bytes by name)
//!      │            └── submit ─────> signs, validates, sends once, follows to finality
//!      └── keeper: follows the heads over one connection, and opens the next one (rotation) when it fails
//! ```

mod codec;
mod commitments;
mod connection;
mod error;
mod heads;
mod keeper;
mod line;
mod metagraph;
mod reads;
mod rotation;
mod snapshot;
mod submit;

use async_trait::async_trait;

use super::{
    At, Axon, Chain, ChainError, ChainStatus, Commitment, Hyperparameters, Metagraph, WeightsCall, WeightsPreview,
    WeightsSet,
};
use crate::protocol::daemon_state::ConnectionState;
use crate::types::{BlockNumber, Hotkey, Keypair, Netuid, Uid};

pub use error::{Item, NodeError};
pub use keeper::Subtensor;
pub use metagraph::decode_metagraph;
pub use submit::{Refusal, SubmitError};

#[async_trait]
impl Chain for Subtensor {
    fn connection(&self) -> Option<ConnectionState> {
        Some(self.connection_state())
    }

    async fn reconnect(&self) -> Result<(), ChainError> {
        Ok(self.anew().await?)
    }

    async fn block(&self) -> Result<BlockNumber, ChainError> {
        reads::block(self).await
    }

    async fn status(&self) -> Result<ChainStatus, ChainError> {
        reads::status(self).await
    }

    async fn metagraph(&self, netuid: Netuid, at: At) -> Result<Metagraph, ChainError> {
        metagraph::metagraph(self, netuid, at).await
    }

    async fn hyperparameters(&self, netuid: Netuid, at: At) -> Result<Hyperparameters, ChainError> {
        reads::hyperparameters(self, netuid, at).await
    }

    async fn next_epoch(&self, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError> {
        reads::next_epoch(self, netuid).await
    }

    async fn weights(&self, netuid: Netuid, mechanism: u8, uid: Uid, at: At) -> Result<Vec<(Uid, u16)>, ChainError> {
        reads::weights(self, netuid, mechanism, uid, at).await
    }

    async fn commitment(&self, netuid: Netuid, hotkey: &Hotkey, at: At) -> Result<Option<Commitment>, ChainError> {
        commitments::commitment(self, netuid, hotkey, at).await
    }

    async fn commit(&self, netuid: Netuid, signer: &Keypair, fields: &[&[u8]]) -> Result<BlockNumber, ChainError> {
        submit::commit(self, netuid, signer, fields).await
    }

    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError> {
        submit::serve_axon(self, netuid, signer, axon).await
    }

    async fn preview_weights(&self, signer: &Hotkey, call: &WeightsCall<'_>) -> Result<WeightsPreview, ChainError> {
        submit::preview_weights(self, signer, call).await
    }

    fn lifetime(&self) -> u64 {
        submit::LIFETIME
    }

    async fn set_weights(&self, signer: &Keypair, call: &WeightsCall<'_>) -> Result<WeightsSet, ChainError> {
        submit::set_weights(self, signer, call).await
    }
}
