//! The prompts of a round (`spec/gas.md` 8.2, step 3): of the operator's file, of the pool, or scenes. The least used come
//! first, and a prompt counts as used when a challenge with it was accepted.

use super::PromptSource;
use super::generation::add_composed;
use super::node::Node;
use crate::prompts::{Composer, Options};
use crate::providers::demo::scene::Scene;
use crate::store::{Origin, Prompt, Store, StoreError};
use crate::types::{Modality, UnixMillis};

/// One prompt for each of `modalities`, in their order; fewer if there are none for a modality.
pub(super) async fn draw(node: &Node, modalities: &[Modality]) -> Result<Vec<Prompt>, StoreError> {
    let origin = match (&node.settings.prompts_file, node.settings.prompt_source) {
        (Some(_), _) => Some(Origin::File),
        (None, PromptSource::Pool) => Some(Origin::Pool),
        (None, PromptSource::Scenes) => None,
    };
    let wanted = modalities.to_vec();
    node.store
        .call(move |store| match origin {
            Some(origin) => of_store(store, origin, &wanted),
            None => wanted.iter().map(|modality| scene(store, *modality)).collect(),
        })
        .await
}

/// The least used of one origin. Where a file has fewer than there are miners, several get the same one, as in the
/// reference; a pool is filled up first, should the generation service not run or not keep up.
fn of_store(store: &mut Store, origin: Origin, wanted: &[Modality]) -> Result<Vec<Prompt>, StoreError> {
    let mut pools = Vec::new();
    for modality in Modality::ALL {
        let count = wanted.iter().filter(|other| **other == modality).count();
        if count > 0 && origin == Origin::Pool {
            fill_up(store, modality, count)?;
        }
        let pool = if count == 0 { Vec::new() } else { store.least_used_prompts(origin, modality, count)? };
        pools.push((modality, pool.into_iter().cycle()));
    }
    let mut next = |modality| pools.iter_mut().find(|(other, _)| *other == modality).and_then(|(_, pool)| pool.next());
    Ok(wanted.iter().filter_map(|modality| next(*modality)).collect())
}

/// Composes as many prompts as the pool lacks for a round. The guard against near-duplicates may leave some out.
fn fill_up(store: &mut Store, modality: Modality, count: usize) -> Result<(), StoreError> {
    let has = usize::try_from(store.pool_size(modality)?.prompts).unwrap_or(usize::MAX);
    let lacking = count.saturating_sub(has);
    if lacking > 0 {
        tracing::info!(%modality, has, lacking, "the pool has too few prompts for a round, so some are composed");
        add_composed(store, &mut Composer::new(rand::random()), modality, lacking, &Options::default())?;
    }
    Ok(())
}

fn scene(store: &mut Store, modality: Modality) -> Result<Prompt, StoreError> {
    store.composed_prompt(modality, &Scene::random(&mut rand::rng()).prompt(), UnixMillis::now())
}
