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

mod import;
mod ledger;
mod rows;
mod rules;
mod schema;
mod values;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{Axon, Chain, ChainError, Hyperparameters, Metagraph};
use crate::types::{BlockNumber, Keypair, Netuid, Uid};

pub use error::LedgerError;

pub use import::{ImportError, Problem, Seat, Subnet};
pub use ledger::Ledger;
pub use values::{Blocks, NewLedger, Registration, Weight};

/// Longest wait for one answer. SQLite gives up on a busy ledger before that, and says so; past it a disk hangs, and what
/// was asked may still happen later.
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
        bounded(self.path.clone(), move || {
            let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
            ledger.follow()?;
            work(&mut ledger)
        })
        .await
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Endpoint, connect};
    use crate::types::{Hint, Rao};

    #[tokio::test]
    async fn a_validator_and_a_miner_meet_on_a_ledger_through_connections_of_their_own() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("chain.sqlite");
        let (validator, miner) = (Keypair::from_seed(&[1; 32]), Keypair::from_seed(&[2; 32]));
        let new = NewLedger { weights_rate_limit: 0, ..NewLedger::default() };
        let mut ledger = Ledger::create(&path, &new).unwrap();
        let permit =
            Registration { stake: Some(Rao::from_tao(9)), validator_permit: Some(true), ..Registration::default() };
        ledger.register(new.netuid, &validator.hotkey(), &permit).unwrap();
        ledger.register(new.netuid, &miner.hotkey(), &Registration::default()).unwrap();

        let endpoint = Endpoint::Local(path);
        let (one, two) = (connect(&endpoint).await.unwrap(), connect(&endpoint).await.unwrap());
        let netuid = one.only_netuid().await.unwrap().unwrap();
        let axon = Axon { ip: "127.0.0.1".parse().unwrap(), port: 8091 };
        one.serve_axon(netuid, &miner, axon).await.unwrap();
        let seen = two.metagraph(netuid).await.unwrap();
        assert_eq!(seen.by_hotkey(&miner.hotkey()).unwrap().axon, Some(axon));
        let block = two.set_weights(netuid, &validator, &[(Uid(1), 1)], 0).await.unwrap();
        assert!(block <= one.block().await.unwrap());
        let error = one.set_weights(netuid, &miner, &[(Uid(0), 1)], 0).await.unwrap_err();
        assert!(matches!(error, ChainError::NoPermit { .. }), "{error}");
        assert_eq!(ledger.weights(netuid, Uid(0)).unwrap(), [(Uid(1), 65535)]);
    }

    #[tokio::test]
    async fn a_ledger_that_is_deleted_is_missed_and_one_in_its_place_is_used() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("chain.sqlite");
        let first = NewLedger::default();
        drop(Ledger::create(&path, &first).unwrap());
        let chain = LocalChain::open(path.clone()).await.unwrap();
        assert_eq!(chain.only_netuid().await.unwrap(), Some(first.netuid));
        std::fs::remove_file(&path).unwrap();
        let error = chain.metagraph(first.netuid).await.unwrap_err();
        assert!(matches!(error, ChainError::Ledger(LedgerError::Missing(_))), "{error:?}");
        let second = NewLedger { netuid: Netuid(7), ..NewLedger::default() };
        drop(Ledger::create(&path, &second).unwrap());
        assert_eq!(chain.only_netuid().await.unwrap(), Some(Netuid(7)));
    }

    #[tokio::test]
    async fn a_missing_ledger_is_named_with_the_command_that_makes_one() {
        let error = LocalChain::open("/nonexistent/chain.sqlite".into()).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no ledger at `/nonexistent/chain.sqlite`");
        assert_eq!(error.hint().unwrap(), "`gascli localnet create --ledger /nonexistent/chain.sqlite` makes one");
    }
}
