//! Epochs: outcomes become rewards, rewards scores, scores weights, weights land on the chain (`spec/gas.md` 11.7, 11.8).
//!
//! What is to be done is decided in `plan`; here it is done, saved and told. Runs beside everything else, so that a chain
//! that does not answer holds no delivery up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::clock::{Seen, at_or_past};
use super::node::Node;
use super::plan::{Budget, Scored, WINDOW, WeightPlan, next_epoch, plan};
use super::tally::Tally;
use super::{WORK_LIMIT, benchmark};
use crate::chain::{Chain, ChainError, Metagraph};
use crate::store::StoreError;
use crate::types::{BlockNumber, Hotkey, Keypair, Uid, UnixMillis};

/// Attempts at one epoch, and the pause between them.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(15);

/// The reference's version as a version key, which the subnet may demand at least (`spec/gas.md` 11.8).
const VERSION_KEY: u64 = 409_090;

/// What the tally calls the alert about special hotkeys.
const TOPIC: &str = "special";

/// Why an epoch sets no weights.
#[derive(Debug, thiserror::Error)]
enum EpochError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to set.
    #[error("{0}")]
    Nothing(String),
}

/// Scores and sets weights at the intervals of the settings until `stop`, and tells `next` when the next epoch is due.
/// `unfinished`: an earlier run ended between the two, so its scores are weighed first.
pub(super) async fn run(node: Arc<Node>, next: watch::Sender<BlockNumber>, unfinished: bool, stop: CancellationToken) {
    let mut clock = node.clock.clone();
    let length = node.settings.epoch_length_blocks.max(1);
    let mut due = *next.borrow();
    if unfinished {
        tokio::select! {
            () = stop.cancelled() => return,
            () = resume(&node, due) => {}
        }
    }
    loop {
        let block = tokio::select! {
            () = stop.cancelled() => return,
            block = at_or_past(&mut clock, due) => block,
        };
        let Some(block) = block else { return };
        due = BlockNumber(block.0 + length);
        next.send_replace(due);
        tokio::select! {
            () = stop.cancelled() => return,
            () = epoch(&node, block, due) => {}
        }
    }
}

async fn epoch(node: &Node, block: BlockNumber, next: BlockNumber) {
    // Once for each epoch, however often the chain has to be asked: a score moves half way each time.
    let score = || node.heart.watch("the sum of rewards", WORK_LIMIT, score(node, block));
    if let Some(scored) = stored(&node.tally, &node.clock, next, score).await {
        weigh(node, &scored, block, next).await;
    }
}

/// Weighs the scores as they were saved.
async fn resume(node: &Node, next: BlockNumber) {
    let saved = || node.store.call(|store| Scored::saved(store, UnixMillis::now()));
    if let Some(scored) = stored(&node.tally, &node.clock, next, saved).await {
        let block = node.clock.borrow().block;
        weigh(node, &scored, block, next).await;
    }
}

/// What the store makes of the scores, tried again until it can or the next epoch is due: a store that is busy or a disk
/// that is full for a moment must not cost an epoch. What fails has changed nothing.
async fn stored<T, F: Future<Output = Result<T, StoreError>>>(
    tally: &Tally,
    clock: &watch::Receiver<Seen>,
    next: BlockNumber,
    work: impl Fn() -> F,
) -> Option<T> {
    loop {
        match work().await {
            Ok(done) => return Some(done),
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, cause, "scores could not be updated");
                tally.weights_failed(format!("scores could not be updated: {error}"));
            }
        }
        tokio::time::sleep(PAUSE).await;
        if clock.borrow().block >= next {
            return None;
        }
    }
}

/// Sets the weights that follow from scores, with a few attempts.
async fn weigh(node: &Node, scored: &Scored, block: BlockNumber, next: BlockNumber) {
    for attempt in 1..=ATTEMPTS {
        match set(node, scored, next).await {
            Ok(()) => return,
            Err(EpochError::Nothing(reason)) => {
                // Nothing to pay anybody for yet is no fault of the validator's; that nobody passes may be.
                tracing::warn!(reason, block = block.0, miners = scored.generators.len(), "no weights set");
                if !scored.generators.is_empty() {
                    node.tally.weights_failed(reason);
                }
                return;
            }
            Err(error) => {
                tracing::warn!(%error, block = block.0, attempt, "weights could not be set");
                node.tally.weights_failed(error.to_string());
                if !is_worth_another_try(&error) {
                    return;
                }
            }
        }
        if attempt < ATTEMPTS {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Rules of the chain refuse the same again; a chain that could not be asked may answer.
fn is_worth_another_try(error: &EpochError) -> bool {
    !matches!(
        error,
        EpochError::Chain(
            ChainError::NotRegistered { .. }
                | ChainError::NoPermit { .. }
                | ChainError::NoSuchSubnet { .. }
                | ChainError::BadWeights { .. }
        )
    )
}

/// Takes the newest rewards into the scores, and saves how each came about.
async fn score(node: &Node, block: BlockNumber) -> Result<Scored, StoreError> {
    let (weights, own) = (node.settings.modality_weights(), node.settings.rewards.video_prices.clone());
    let metagraph = Arc::clone(&node.metagraph.borrow());
    let (scored, trouble) = node
        .store
        .call(move |store| {
            let now = UnixMillis::now();
            let (epoch, trouble) = next_epoch(store, &own, weights, &metagraph, (block, now))?;
            store.save_epoch(&epoch, now.before(WINDOW))?;
            Ok((Scored::after(&epoch, store.scores()?), trouble))
        })
        .await?;
    benchmark::tell(node, trouble);
    node.tally.scores(&scored.scores);
    Ok(scored)
}

/// Sets the weights that follow from the scores. Waits out the rate limit, but not beyond the next epoch.
async fn set(node: &Node, scored: &Scored, next: BlockNumber) -> Result<(), EpochError> {
    loop {
        let metagraph = node.read_metagraph().await?;
        let rules = node.chain.hyperparameters(node.netuid).await?;
        let budget = Budget { special: &node.settings.special, unregistered: node.settings.rewards.unregistered_share };
        let plan = plan(&metagraph, &rules, scored, budget);
        tell(node, &plan);
        if let Some(reason) = plan.refusal {
            return Err(EpochError::Nothing(reason));
        }
        let weights = plan.to_send();
        match send(&*node.chain, &metagraph, &node.keypair, &weights).await {
            Ok(block) => return landed(node, &metagraph, &weights, block).await,
            Err(ChainError::TooFast { blocks_left, .. }) => {
                let now = node.clock.borrow().block;
                let again = BlockNumber(now.0 + blocks_left.max(1));
                tracing::info!(block = now.0, again_at = again.0, "too early to set weights");
                if again >= next || at_or_past(&mut node.clock.clone(), again).await.is_none() {
                    return Ok(()); // the next epoch sets newer ones
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Sets weights for whoever asks: the daemon at an epoch, an operator at any time. The chain's rate limit orders the two.
pub async fn send(
    chain: &dyn Chain,
    metagraph: &Metagraph,
    signer: &Keypair,
    weights: &[(Uid, u16)],
) -> Result<BlockNumber, ChainError> {
    chain.set_weights(metagraph.netuid, signer, weights, VERSION_KEY).await
}

/// Warnings are an operator's to see; a special hotkey without a seat is one until it has one.
fn tell(node: &Node, plan: &WeightPlan) {
    for warning in &plan.warnings {
        tracing::warn!(warning, "odd weights");
    }
    node.tally.alert(TOPIC, (!plan.warnings.is_empty()).then(|| plan.warnings.join("; ")));
}

async fn landed(
    node: &Node,
    metagraph: &Metagraph,
    weights: &[(Uid, u16)],
    block: BlockNumber,
) -> Result<(), EpochError> {
    tracing::info!(block = block.0, weights = %describe(weights), "weights set");
    let by_hotkey = by_hotkey(metagraph, weights);
    node.tally.weights(by_hotkey.clone(), block);
    node.store.call(move |store| store.save_weights(&by_hotkey, block)).await?;
    Ok(())
}

/// Weights as they are kept: a seat changes hands, a hotkey does not.
pub fn by_hotkey(metagraph: &Metagraph, weights: &[(Uid, u16)]) -> BTreeMap<Hotkey, u16> {
    let seat = |uid: Uid| metagraph.neurons.iter().find(|neuron| neuron.uid == uid).map(|neuron| neuron.hotkey);
    weights.iter().filter_map(|(uid, weight)| Some((seat(*uid)?, *weight))).collect()
}

/// Weights as an operator reads them: `3=65535 4=21845`.
fn describe(weights: &[(Uid, u16)]) -> String {
    weights.iter().map(|(uid, weight)| format!("{uid}={weight}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::protocol::daemon_state::Health;
    use crate::validator::tally::Part;

    #[tokio::test(start_paused = true)]
    async fn a_store_that_fails_for_a_moment_costs_no_epoch_and_is_told_until_weights_land() {
        let (tally, (_, clock)) = (Tally::default(), watch::channel(Seen::new(BlockNumber(10))));
        tally.ready();
        let attempts = Cell::new(0);
        let work = || {
            attempts.set(attempts.get() + 1);
            let failed = attempts.get() < 4;
            async move { if failed { Err(StoreError::Interrupted) } else { Ok("scored") } }
        };
        assert_eq!(stored(&tally, &clock, BlockNumber(20), work).await, Some("scored"));
        assert_eq!(attempts.get(), 4);
        tally.store_works(Part::Challenges);
        let Health::Degraded { reason } = tally.health(None) else { panic!("it is not told") };
        assert!(reason.contains("scores could not be updated"), "{reason}");
        tally.weights(BTreeMap::new(), BlockNumber(12));
        assert_eq!(tally.health(None), Health::Healthy);
    }

    #[tokio::test(start_paused = true)]
    async fn an_epoch_that_the_store_never_takes_ends_where_the_next_begins() {
        let (tally, (seen, clock)) = (Tally::default(), watch::channel(Seen::new(BlockNumber(10))));
        let attempts = Cell::new(0);
        let work = || {
            attempts.set(attempts.get() + 1);
            if attempts.get() == 3 {
                seen.send_replace(Seen::new(BlockNumber(20)));
            }
            async { Err::<(), _>(StoreError::Interrupted) }
        };
        assert_eq!(stored(&tally, &clock, BlockNumber(20), work).await, None);
        assert_eq!(attempts.get(), 3);
    }
}
