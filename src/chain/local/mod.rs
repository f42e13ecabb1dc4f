//! The embedded chain: a SQLite file that several processes share, blocks by wall clock.
//!
//! ```text
//!  LocalChain (async, `Chain`) ──spawn_blocking──> Ledger (transactions) ──> rules (pure: what the chain allows)
//!                                                    ├── rows, subnets (SQL), schema (tables, versions)
//!                                                    └── settle (what epochs compute)
//! ```
//!
//! There is no block author: block = ⌊(now − genesis) / block time⌋, and a transaction lands in the block of its moment. What
//! a block would compute (Yuma consensus at the end of an epoch) is computed by whoever first looks afterwards. An epoch
//! pays one of the subnet's own token for each block, which is added to the stake of those who earned it.
//! SQL of the chain is here, since the ledger is its whole state; the daemons' own tables are in `store`.

mod error;

mod import;
mod ledger;
mod rows;
mod schema;
mod settle;
mod subnets;
mod values;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{
    At, Axon, Chain, ChainError, ChainStatus, Commitment, CommitmentField, Hyperparameters, Metagraph, WeightsCall,
    WeightsPreview, WeightsSet,
};
use crate::types::{BlockNumber, Hotkey, Keypair, Netuid, Uid};

pub use error::LedgerError;

pub use import::{ImportError, Problem, Seat, Subnet};
pub use ledger::Ledger;
pub use values::{Blocks, NewLedger, Registration, TakenSeat, Weight};

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

    /// Like [`Self::with`], for what is read at a block: a ledger keeps its newest state alone.
    async fn read<T: Send + 'static>(
        &self,
        at: At,
        work: impl FnOnce(&mut Ledger) -> Result<T, ChainError> + Send + 'static,
    ) -> Result<T, ChainError> {
        self.with(move |ledger| match at {
            At::Block(block) if block != ledger.block() => {
                Err(ChainError::NoHistory { chain: format!("local:{}", ledger.path().display()), block })
            }
            At::Block(_) | At::Best | At::Finalized => work(ledger),
        })
        .await
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

    async fn status(&self) -> Result<ChainStatus, ChainError> {
        self.with(|ledger| {
            let (block, blocks) = (ledger.block(), ledger.blocks());
            Ok(ChainStatus {
                endpoint: format!("local:{}", ledger.path().display()),
                fallbacks: Vec::new(),
                runtime: None,
                best: block,
                finalized: block,
                time: Some(blocks.begins(block)),
                block_time: blocks.block_time,
                reconnects: 0,
                last_error: None,
            })
        })
        .await
    }

    async fn metagraph(&self, netuid: Netuid, at: At) -> Result<Metagraph, ChainError> {
        self.read(at, move |ledger| ledger.metagraph(netuid)).await
    }

    async fn hyperparameters(&self, netuid: Netuid, at: At) -> Result<Hyperparameters, ChainError> {
        self.read(at, move |ledger| ledger.hyperparameters(netuid)).await
    }

    async fn next_epoch(&self, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError> {
        self.with(move |ledger| ledger.next_epoch(netuid)).await
    }

    async fn weights(&self, netuid: Netuid, mechanism: u8, uid: Uid, at: At) -> Result<Vec<(Uid, u16)>, ChainError> {
        let set = self.read(at, move |ledger| ledger.weights(netuid, uid)).await?;
        Ok(if mechanism == 0 { set } else { Vec::new() })
    }

    async fn commitment(&self, netuid: Netuid, hotkey: &Hotkey, at: At) -> Result<Option<Commitment>, ChainError> {
        let hotkey = *hotkey;
        let found = self.read(at, move |ledger| ledger.commitment(netuid, &hotkey)).await?;
        let raw = |fields: Vec<Vec<u8>>| fields.into_iter().map(|data| CommitmentField::Raw { data }).collect();
        Ok(found.map(|(block, fields)| Commitment { block, fields: raw(fields), revealed: Vec::new() }))
    }

    async fn commit(&self, netuid: Netuid, signer: &Keypair, fields: &[&[u8]]) -> Result<BlockNumber, ChainError> {
        let hotkey = signer.hotkey();
        let fields: Vec<Vec<u8>> = fields.iter().map(|data| data.to_vec()).collect();
        self.with(move |ledger| {
            let fields: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
            ledger.commit(netuid, &hotkey, &fields)
        })
        .await
    }

    async fn preview_weights(&self, signer: &Hotkey, call: &WeightsCall<'_>) -> Result<WeightsPreview, ChainError> {
        let (signer, weights) = (*signer, call.weights.to_vec());
        let (netuid, mechanism, version_key, seats) =
            (call.netuid, call.mechanism, call.version_key, call.seats.cloned());
        self.with(move |ledger| {
            let call = WeightsCall { netuid, mechanism, weights: &weights, version_key, seats: seats.as_ref() };
            let (block, scaled) = ledger.check_weights(&signer, &call)?;
            let (uids, values): (Vec<u16>, Vec<u16>) = scaled.iter().map(|(uid, weight)| (uid.0, *weight)).unzip();
            let call = format!(
                "set_weights {{ netuid: {netuid}, dests: {uids:?}, weights: {values:?}, version_key: {version_key} }}"
            );
            Ok(WeightsPreview { call, encoded: None, block, reveal: None, refused: None })
        })
        .await
    }

    async fn serve_axon(&self, netuid: Netuid, signer: &Keypair, axon: Axon) -> Result<(), ChainError> {
        let hotkey = signer.hotkey();
        self.with(move |ledger| ledger.serve_axon(netuid, &hotkey, axon)).await
    }

    async fn set_weights(&self, signer: &Keypair, call: &WeightsCall<'_>) -> Result<WeightsSet, ChainError> {
        let (hotkey, weights) = (signer.hotkey(), call.weights.to_vec());
        let (netuid, mechanism, version_key, seats) =
            (call.netuid, call.mechanism, call.version_key, call.seats.cloned());
        self.with(move |ledger| {
            let call = WeightsCall { netuid, mechanism, weights: &weights, version_key, seats: seats.as_ref() };
            Ok(WeightsSet { block: ledger.set_weights(&hotkey, &call)?, reveal: None })
        })
        .await
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
        let seen = two.metagraph(netuid, At::Best).await.unwrap();
        assert_eq!(seen.by_hotkey(&miner.hotkey()).unwrap().axon, Some(axon));
        let block = two
            .set_weights(
                &validator,
                &WeightsCall { netuid, mechanism: 0, weights: &[(Uid(1), 1)], version_key: 0, seats: None },
            )
            .await
            .unwrap()
            .block;
        assert!(block <= one.block().await.unwrap());
        let error = one
            .set_weights(
                &miner,
                &WeightsCall { netuid, mechanism: 0, weights: &[(Uid(0), 1)], version_key: 0, seats: None },
            )
            .await
            .unwrap_err();
        assert!(matches!(error, ChainError::NoPermit { .. }), "{error}");
        assert_eq!(ledger.weights(netuid, Uid(0)).unwrap(), [(Uid(1), 65535)]);
    }

    #[tokio::test]
    async fn a_ledger_answers_all_that_a_network_answers_but_for_its_past() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("chain.sqlite");
        let new = NewLedger { block_time: Duration::from_hours(1), tempo: 20, ..NewLedger::default() };
        let (signer, netuid) = (Keypair::from_seed(&[1; 32]), new.netuid);
        let mut ledger = Ledger::create(&path, &new).unwrap();
        let permit = Registration { validator_permit: Some(true), ..Registration::default() };
        ledger.register(netuid, &signer.hotkey(), &permit).unwrap();
        let chain = LocalChain::open(path).await.unwrap();
        let status = chain.status().await.unwrap();
        assert_eq!((status.best, status.block_time), (BlockNumber(0), Duration::from_hours(1)));
        assert_eq!(status.time, Some(ledger.blocks().genesis));
        assert_eq!(chain.next_epoch(netuid).await.unwrap(), Some(BlockNumber(20)));
        let call = WeightsCall { netuid, mechanism: 0, weights: &[(Uid(0), 7)], version_key: 3, seats: None };
        let preview = chain.preview_weights(&signer.hotkey(), &call).await.unwrap();
        assert_eq!(preview.call, "set_weights { netuid: 34, dests: [0], weights: [65535], version_key: 3 }");
        assert_eq!(chain.weights(netuid, 0, Uid(0), At::Best).await.unwrap(), [], "a preview sets nothing");
        assert_eq!(chain.commit(netuid, &signer, &[b"model:7", b"", b"other"]).await.unwrap(), BlockNumber(0));
        let found = chain.commitment(netuid, &signer.hotkey(), At::Block(BlockNumber(0))).await.unwrap().unwrap();
        let raw = |data: &[u8]| CommitmentField::Raw { data: data.to_vec() };
        assert_eq!(found.fields, [raw(b"model:7"), raw(b""), raw(b"other")]);
        let error = chain.metagraph(netuid, At::Block(BlockNumber(7))).await.unwrap_err();
        assert!(matches!(error, ChainError::NoHistory { block: BlockNumber(7), .. }), "{error}");
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
        let error = chain.metagraph(first.netuid, At::Best).await.unwrap_err();
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
