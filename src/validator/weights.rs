//! Epochs: outcomes become rewards, rewards scores, scores weights, weights land on the chain (`spec/gas.md` 11.7, 11.8).
//!
//! Runs beside everything else, so that a chain that does not answer holds no delivery up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::clock::at_or_past;
use super::node::{Node, window_start};
use super::{Settings, SpecialHotkeys};
use crate::chain::weights::{WeightsError, to_u16};
use crate::chain::{ChainError, Metagraph};
use crate::scoring::gas::{self, MinerOutcomes, ModalityWeights, Prices};
use crate::store::StoreError;
use crate::types::{BlockNumber, Hotkey, Uid, UnixMillis};

/// Attempts at one epoch, and the pause between them.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(15);

/// The reference's version as a version key, which the subnet may demand at least (`spec/gas.md` 11.8).
const VERSION_KEY: u64 = 409_090;

/// Why an epoch sets no weights.
#[derive(Debug, thiserror::Error)]
enum EpochError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// The scores after an epoch, and who earned at all.
struct Scored {
    scores: BTreeMap<Hotkey, f64>,
    generators: BTreeSet<Hotkey>,
}

/// Scores and sets weights at the intervals of the settings until `stop`. `unfinished`: an earlier run ended between the
/// two, so its scores are weighed first.
pub(super) async fn run(node: Arc<Node>, mut due: BlockNumber, unfinished: bool, stop: CancellationToken) {
    let mut clock = node.clock.clone();
    let length = node.settings.epoch_length_blocks.max(1);
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
        tokio::select! {
            () = stop.cancelled() => return,
            () = epoch(&node, block, due) => {}
        }
    }
}

async fn epoch(node: &Node, block: BlockNumber, next: BlockNumber) {
    // Once for each epoch, however often the chain has to be asked: a score moves half way each time.
    match score(node, block).await {
        Ok(scored) => weigh(node, &scored, block, next).await,
        Err(error) => {
            tracing::error!(%error, block = block.0, "scores could not be updated");
            node.tally.store_failed(error.to_string());
        }
    }
}

/// Weighs the scores as they were saved.
async fn resume(node: &Node, next: BlockNumber) {
    let saved = node.store.call(|store| {
        let generators = store.outcomes_since(window_start())?.into_keys().collect();
        Ok(Scored { scores: store.scores()?, generators })
    });
    let block = node.clock.borrow().block;
    match saved.await {
        Ok(scored) => weigh(node, &scored, block, next).await,
        Err(error) => tracing::error!(%error, "saved scores could not be read"),
    }
}

/// Sets the weights that follow from scores, with a few attempts.
async fn weigh(node: &Node, scored: &Scored, block: BlockNumber, next: BlockNumber) {
    for attempt in 1..=ATTEMPTS {
        match set(node, scored, next).await {
            Ok(()) => return,
            Err(EpochError::Weights(error)) => {
                // Nothing to pay anybody for yet is no fault of the validator's; that nobody passes may be.
                tracing::warn!(%error, block = block.0, miners = scored.generators.len(), "no weights set");
                if !scored.generators.is_empty() {
                    node.tally.weights_failed(error.to_string());
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

/// Takes the newest rewards into the scores, and saves them.
async fn score(node: &Node, block: BlockNumber) -> Result<Scored, StoreError> {
    let modality_weights = ModalityWeights { image: node.settings.image_weight, video: node.settings.video_weight };
    let scored = node
        .store
        .call(move |store| {
            let outcomes = store.outcomes_since(window_start())?;
            let mut scores = store.scores()?;
            let scored = next_scores(&mut scores, &outcomes, modality_weights);
            store.save_scores(&scored.scores, block, UnixMillis::now())?;
            Ok(scored)
        })
        .await?;
    node.tally.scores(&scored.scores);
    Ok(scored)
}

fn next_scores(
    scores: &mut BTreeMap<Hotkey, f64>,
    outcomes: &BTreeMap<Hotkey, MinerOutcomes>,
    weights: ModalityWeights,
) -> Scored {
    let prices = Prices::default();
    // Fool rates come with the benchmark's results; without them nobody has a bonus.
    let rewards: BTreeMap<Hotkey, f64> =
        outcomes.iter().map(|(hotkey, outcome)| (*hotkey, gas::reward(&prices, weights, outcome, 0.0))).collect();
    let delivered = |outcome: &MinerOutcomes| !outcome.image.verified.is_empty() || !outcome.video.verified.is_empty();
    let active = outcomes.iter().filter(|(_, outcome)| delivered(outcome)).map(|(hotkey, _)| *hotkey).collect();
    gas::update_scores(scores, &rewards, &active);
    Scored { scores: std::mem::take(scores), generators: rewards.into_keys().collect() }
}

/// Sets the weights that follow from the scores. Waits out the rate limit, but not beyond the next epoch.
async fn set(node: &Node, scored: &Scored, next: BlockNumber) -> Result<(), EpochError> {
    loop {
        let metagraph = node.read_metagraph().await?;
        let rules = node.chain.hyperparameters(node.netuid).await?;
        let shares = seat_shares(&metagraph, scored, &node.settings);
        let weights = to_u16(&shares, rules.min_allowed_weights, rules.max_weights_limit)?;
        match node.chain.set_weights(node.netuid, &node.keypair, &weights, VERSION_KEY).await {
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

async fn landed(
    node: &Node,
    metagraph: &Metagraph,
    weights: &[(Uid, u16)],
    block: BlockNumber,
) -> Result<(), EpochError> {
    tracing::info!(block = block.0, weights = %describe(weights), "weights set");
    let seat = |uid: Uid| metagraph.neurons.iter().find(|neuron| neuron.uid == uid).map(|neuron| neuron.hotkey);
    let by_hotkey: BTreeMap<_, _> = weights.iter().filter_map(|(uid, weight)| Some((seat(*uid)?, *weight))).collect();
    node.tally.weights(by_hotkey.clone(), block);
    node.store.call(move |store| store.save_weights(&by_hotkey, block)).await?;
    Ok(())
}

/// Weights as an operator reads them: `3=65535 4=21845`.
fn describe(weights: &[(Uid, u16)]) -> String {
    weights.iter().map(|(uid, weight)| format!("{uid}={weight}")).collect::<Vec<_>>().join(" ")
}

/// The share of each seat.
fn seat_shares(metagraph: &Metagraph, scored: &Scored, settings: &Settings) -> Vec<(Uid, f64)> {
    let is_seated = |hotkey: &Hotkey| metagraph.by_hotkey(hotkey).is_some();
    let (special, missing): (Vec<_>, Vec<_>) =
        special_shares(&settings.special).into_iter().partition(|(hotkey, _)| is_seated(hotkey));
    for (hotkey, share) in missing.iter().filter(|(_, share)| *share > 0.0) {
        tracing::warn!(%hotkey, share, "a special hotkey has no seat; its share goes to the generators");
    }
    // Who has lost the seat must not take a share that then lands nowhere.
    let generators = scored.generators.iter().copied().filter(is_seated).collect();
    let shares = gas::shares(&scored.scores, &generators, &special);
    metagraph.neurons.iter().map(|neuron| (neuron.uid, shares.get(&neuron.hotkey).copied().unwrap_or(0.0))).collect()
}

fn special_shares(special: &SpecialHotkeys) -> Vec<(Hotkey, f64)> {
    [
        (special.burn, gas::BURN_SHARE),
        (special.video_escrow, gas::VIDEO_ESCROW_SHARE),
        (special.image_escrow, gas::IMAGE_ESCROW_SHARE),
        (special.audio_escrow, gas::AUDIO_ESCROW_SHARE),
    ]
    .into_iter()
    .filter_map(|(hotkey, share)| Some((hotkey?, share)))
    .collect()
}
