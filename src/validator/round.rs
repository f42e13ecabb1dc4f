//! Challenge rounds (`spec/gas.md` 8.2): at or past a block, find the generators, choose among them, ask.

use std::sync::Arc;
use std::time::Duration;

use rand::seq::{IndexedRandom, SliceRandom};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::challenge::{self, Plan};
use super::clock::at_or_past;
use super::node::Node;
use super::peers::Peers;
use crate::chain::{Axon, Neuron};
use crate::media::Tier;
use crate::providers::demo::scene::Scene;
use crate::store::{Progress, Prompt, StoreError};
use crate::types::{BlockNumber, Modality, UnixMillis};

/// How often each tier of a modality is asked for, lowest first (`spec/gas.md` 8.3).
const TIER_WEIGHTS: [f64; 3] = [0.40, 0.40, 0.20];

/// A round that found nobody is repeated after this many blocks, if the interval is longer.
const EMPTY_RETRY: u64 = 5;

/// How long requests under way may go on after `stop`: what a miner accepts now would otherwise be delivered in vain.
const GRACE: Duration = Duration::from_secs(5);

/// Challenges at the intervals of the settings until `stop`.
pub(super) async fn run(node: Arc<Node>, mut due: BlockNumber, stop: CancellationToken) {
    let mut clock = node.clock.clone();
    let mut peers = Peers::new();
    // Bounded by the number of seats: who has an open request is not asked again.
    let mut requests = JoinSet::new();
    loop {
        let block = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = requests.join_next() => continue,
            block = at_or_past(&mut clock, due) => match block {
                Some(block) => block,
                None => break,
            },
        };
        let planned = tokio::select! {
            () = stop.cancelled() => break,
            planned = plan(&node, &mut peers) => planned,
        };
        let interval = node.settings.challenge_interval_blocks.max(1);
        due = match planned {
            Ok(plans) if plans.is_empty() => BlockNumber(block.0 + interval.min(EMPTY_RETRY)),
            Ok(plans) => {
                let saved = node.store.call(move |store| store.save_progress(Progress::Round, block)).await;
                if let Err(error) = saved {
                    tracing::warn!(%error, "the block of this round could not be saved");
                }
                for plan in plans {
                    requests.spawn(challenge::issue(Arc::clone(&node), plan));
                }
                BlockNumber(block.0 + interval)
            }
            Err(error) => {
                tracing::warn!(%error, block = block.0, "no challenge round");
                BlockNumber(block.0 + 1)
            }
        };
    }
    let ended = timeout(GRACE, async { while requests.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!(requests = requests.len(), "challenges are given up before miners answered");
    }
}

/// Why a round does not take place.
#[derive(Debug, thiserror::Error)]
enum RoundError {
    #[error(transparent)]
    Chain(#[from] crate::chain::ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who is asked for what in this round.
async fn plan(node: &Arc<Node>, peers: &mut Peers) -> Result<Vec<Plan>, RoundError> {
    let metagraph = node.read_metagraph().await?;
    let generators = peers.generators(node, &metagraph).await;
    node.tally.round(generators.len());
    tracing::info!(block = metagraph.block.0, generators = generators.len(), "challenge round");
    let free: Vec<(Neuron, Axon)> =
        generators.into_iter().filter(|(neuron, _)| !node.open.is_issuing(&neuron.hotkey)).collect();
    let chosen = sample(free, node.settings.sample_size);
    let mut plans = Vec::with_capacity(chosen.len());
    let modalities: Vec<Modality> = chosen.iter().map(|_| any_modality(&node.modalities)).collect();
    let prompts = prompts(node, &modalities).await?;
    for (((neuron, axon), modality), prompt) in chosen.into_iter().zip(modalities).zip(prompts) {
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

/// One prompt for each of `modalities`: of the operator's file the least used, else composed scenes.
async fn prompts(node: &Node, modalities: &[Modality]) -> Result<Vec<Prompt>, StoreError> {
    let (from_file, wanted) = (node.settings.prompts_file.is_some(), modalities.to_vec());
    node.store
        .call(move |store| {
            let now = UnixMillis::now();
            if !from_file {
                let compose =
                    |modality| store.composed_prompt(modality, &Scene::random(&mut rand::rng()).prompt(), now);
                return wanted.into_iter().map(compose).collect();
            }
            let mut pools = Vec::new();
            for modality in Modality::ALL {
                let count = wanted.iter().filter(|other| **other == modality).count();
                let pool = if count == 0 { Vec::new() } else { store.least_used_prompts(modality, count)? };
                pools.push(pool.into_iter().cycle());
            }
            let pool_of = |modality| usize::from(modality == Modality::Video);
            // A file with fewer prompts than miners gives several of them the same one, as in the reference.
            Ok(wanted.into_iter().filter_map(|modality| pools[pool_of(modality)].next()).collect())
        })
        .await
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
