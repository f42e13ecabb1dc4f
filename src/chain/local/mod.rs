//! The embedded chain: a SQLite file that several processes share, blocks by wall clock.
//!
//! ```text
//!  LocalChain (async, `Chain`) ──spawn_blocking──> Ledger (transactions) ──> rules (pure: what the chain allows)
//!                                                    └── schema (tables, versions)
//! ```
//!
//! There is no block author: block = ⌊(now − genesis) / block time⌋, and a transaction lands in the block of its moment. What
//! a block would compute (the incentive at the end of an epoch) is computed by whoever first looks afterwards.
//! SQL of the chain is here, since the ledger is its whole state; the daemons' own tables are in `store`.

mod error;

mod ledger;
mod rules;
mod schema;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{Axon, Chain, ChainError, Hyperparameters, Metagraph};
use crate::types::{BlockNumber, Keypair, Netuid, Uid};

pub use error::LedgerError;

pub use ledger::{Blocks, Ledger, NewLedger, Registration};

/// Longest wait for one answer. SQLite gives up on a busy ledger before that, and says so.
const LIMIT: Duration = Duration::from_secs(15);

/// A ledger behind the [`Chain`] trait. Clones share one connection.
#[derive(Debug, Clone)]
pub struct LocalChain {
    path: PathBuf,
    ledger: Arc<Mutex<Ledger>>,
}

impl LocalChain {
    /// Opens an existing ledger; a missing one is an error, never created.
    pub async fn open(path: PathBuf) -> Result<Self, ChainError> {
        let opened = path.clone();
        let ledger = bounded(path.clone(), move || Ledger::open(&opened).map_err(ChainError::from)).await?;
        Ok(Self { path, ledger: Arc::new(Mutex::new(ledger)) })
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, ChainError> + Send + 'static,
    ) -> Result<T, ChainError> {
        let ledger = Arc::clone(&self.ledger);
        // A panic under the lock leaves no half-done work: its transaction was rolled back.
        bounded(self.path.clone(), move || work(&mut ledger.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

async fn bounded<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce() -> Result<T, ChainError> + Send + 'static,
) -> Result<T, ChainError> {
    match tokio::time::timeout(LIMIT, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(LedgerError::Panicked { path }.into()),
        Err(_) => Err(LedgerError::TimedOut { path, after: LIMIT }.into()),
    }
}

#[async_trait]
impl Chain for LocalChain {
    async fn block(&self) -> Result<BlockNumber, ChainError> {
        self.with(|ledger| Ok(ledger.block())).await
    }

    async fn only_netuid(&self) -> Result<Option<Netuid>, ChainError> {
        self.with(|ledger| ledger.only_netuid().map(Some)).await
    }

    async fn metagraph(&self, netuid: Netuid) -> Result<Metagraph, ChainError> {
        self.with(move |ledger| ledger.metagraph(netuid)).await
    }

    async fn hyperparameters(&self, netuid: Netuid) -> Result<Hyperparameters, ChainError> {
        self.with(move |ledger| ledger.hyperparameters(netuid)).await
    }

    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError> {
        let hotkey = signer.hotkey();
        self.with(move |ledger| ledger.serve_axon(netuid, &hotkey, axon)).await
    }

    async fn set_weights(
        &self,
        netuid: Netuid,
        signer: &Keypair,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError> {
        let (hotkey, weights) = (signer.hotkey(), weights.to_vec());
        self.with(move |ledger| ledger.set_weights(netuid, &hotkey, &weights, version_key)).await
    }
}
