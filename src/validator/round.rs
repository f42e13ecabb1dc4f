//! Challenge rounds (`spec/gas.md` 8.2): at or past a block, find the generators, choose among them, ask.

use std::sync::Arc;
use std::time::Duration;

use rand::seq::{IndexedRandom, SliceRandom};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::challenge::{self, Plan};
use super::clock::{Seen, at_or_past_or_anew};
use super::draw::draw;
use super::node::Node;
use super::peers::Peers;
use super::{Settings, WORK_LIMIT};
use crate::chain::{Axon, Neuron};
use crate::media::Tier;
use crate::store::{Progress, StoreError};
use crate::types::{BlockNumber, Modality};

/// How often each tier of a modality is asked for, lowest first (`spec/gas.md` 8.3).
const TIER_WEIGHTS: [f64; 3] = [0.40, 0.40, 0.20];

/// A round that found nobody is repeated after this many blocks, if the interval is longer.
const EMPTY_RETRY: u64 = 5;

/// The same where rounds go by time; and after one that failed.
const EMPTY_PAUSE: Duration = Duration::from_mins(1);
const FAILED_PAUSE: Duration = Duration::from_secs(12);

/// How long requests under way may go on after `stop`: what a miner accepts now would otherwise be delivered in vain.
const GRACE: Duration = Duration::from_secs(5);

/// When a round begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// At or past a block.
    Block(BlockNumber),
    /// By the clock (`CHALLENGE_EVERY`).
    At(Instant),
}

impl Due {
    /// Waits for it, or for a chain that has begun anew since; the block then. `None` when the clock has stopped.
    async fn wait(self, clock: &mut watch::Receiver<Seen>, settings: &Settings) -> Option<BlockNumber> {
        match self {
            Self::Block(block) => at_or_past_or_anew(clock, block, settings.challenge_interval_blocks.max(1)).await,
            Self::At(at) => {
                sleep_until(at).await;
                clock.has_changed().ok().map(|_| clock.borrow().block)
            }
        }
    }

    /// The next round, after what this one came to.
    fn after(self, block: BlockNumber, ended: Ended, settings: &Settings) -> Self {
        let interval = settings.challenge_interval_blocks.max(1);
        if let (Self::At(at), Some(every)) = (self, settings.challenge_every) {
            let pause = match ended {
                Ended::Asked => every,
                Ended::Empty => every.min(EMPTY_PAUSE),
                Ended::Failed => every.min(FAILED_PAUSE),
            };
            // A round that was late does not move all others; but none is made up for.
            return Self::At((at + pause).max(Instant::now()));
        }
        let blocks = match ended {
            Ended::Asked => interval,
            Ended::Empty => interval.min(EMPTY_RETRY),
            Ended::Failed => 1,
        };
        Self::Block(BlockNumber(block.0.saturating_add(blocks)))
    }
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Asked,
    /// There was nobody to ask, or no space for the answers.
    Empty,
    Failed,
}

/// Challenges at the intervals of the settings until `stop`.
pub(super) async fn run(node: Arc<Node>, mut due: Due, stop: CancellationToken) {
    let mut clock = node.clock.clone();
    let mut peers = Peers::new();
    // Bounded by the number of seats: who has an open request is not asked again.
    let mut requests = JoinSet::new();
    loop {
        let block = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = requests.join_next() => continue,
            block = due.wait(&mut clock, &node.settings) => match block {
                Some(block) => block,
                None => break,
            },
        };
        let planned = tokio::select! {
            () = stop.cancelled() => break,
            planned = node.heart.watch("a challenge round", WORK_LIMIT, plan(&node, &mut peers)) => planned,
        };
        let ended = match planned {
            Ok(plans) if plans.is_empty() => Ended::Empty,
            Err(error @ RoundError::NoSpace) => {
                tracing::error!(%error, block = block.0, "no challenge round");
                Ended::Empty
            }
            Ok(plans) => {
                let saved = node.store.call(move |store| store.save_progress(Progress::Round, block)).await;
                if let Err(error) = saved {
                    tracing::warn!(%error, "the block of this round could not be saved");
                }
                for plan in plans {
                    requests.spawn(challenge::issue(Arc::clone(&node), plan));
                }
                Ended::Asked
            }
            Err(error) => {
                tracing::warn!(%error, block = block.0, "no challenge round");
                Ended::Failed
            }
        };
        due = due.after(block, ended, &node.settings);
    }
    let ended = timeout(GRACE, async { while requests.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!(requests = requests.len(), "challenges are given up before miners answered");
    }
}

/// Why a round does not take place.
#[derive(Debug, thiserror::Error)]
enum RoundError {
    /// Miners would pay for media that could not be taken.
    #[error("the disk of the store has too little free space")]
    NoSpace,
    #[error(transparent)]
    Chain(#[from] crate::chain::ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who is asked for what in this round.
async fn plan(node: &Arc<Node>, peers: &mut Peers) -> Result<Vec<Plan>, RoundError> {
    if !node.has_space().await {
        return Err(RoundError::NoSpace);
    }
    let metagraph = node.read_metagraph().await?;
    let generators = peers.generators(node, &metagraph).await;
    node.tally.round(generators.len());
    tracing::info!(block = metagraph.block.0, generators = generators.len(), "challenge round");
    let free: Vec<(Neuron, Axon)> =
        generators.into_iter().filter(|(neuron, _)| !node.open.is_issuing(&neuron.hotkey)).collect();
    let chosen = sample(free, node.settings.sample_size);
    let mut plans = Vec::with_capacity(chosen.len());
    let modalities: Vec<Modality> = chosen.iter().map(|_| any_modality(&node.modalities)).collect();
    let prompts = draw(node, &modalities).await?;
    for (((neuron, axon), modality), prompt) in chosen.into_iter().zip(modalities).zip(prompts) {
        let Some(prompt) = prompt else { continue };
        let requested = any_tier(modality);
        plans.push(Plan { uid: neuron.uid, hotkey: neuron.hotkey, axon, prompt, modality, requested });
    }
    Ok(plans)
}

fn sample<T>(mut all: Vec<T>, size: usize) -> Vec<T> {
    all.shuffle(&mut rand::rng());
    all.truncate(size);
    all
}

fn any_modality(modalities: &[Modality]) -> Modality {
    modalities.choose(&mut rand::rng()).copied().unwrap_or(Modality::Image)
}

fn any_tier(modality: Modality) -> Tier {
    let tiers = Tier::of(modality);
    tiers.choose_weighted(&mut rand::rng(), |tier| TIER_WEIGHTS[tier.rank() as usize]).copied().unwrap_or(tiers[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_tier_is_asked_for_half_as_often_as_the_others() {
        // spec/gas.md 8.3
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[any_tier(Modality::Image).rank() as usize] += 1;
        }
        assert!((3_700..4_300).contains(&counts[0]) && (3_700..4_300).contains(&counts[1]), "{counts:?}");
        assert!((1_750..2_250).contains(&counts[2]), "{counts:?}");
    }

    #[test]
    fn no_miner_is_sampled_twice_and_no_more_than_asked() {
        let mut found = sample((0..100).collect(), 50);
        assert_eq!(found.len(), 50);
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 50);
        assert_eq!(sample(vec![1, 2], 50).len(), 2);
    }
}
