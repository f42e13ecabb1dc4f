//! The prompts of a round (`spec/gas.md` 8.2, step 3): of the operator's file, of the pool, or scenes. The least used come
//! first, and a prompt counts as used when a challenge with it was accepted.

use super::PromptSource;
use super::node::Node;
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

/// The least used of one origin. Where there are fewer than miners, several get the same one, as in the reference; where
/// the pool has none at all, scenes step in.
fn of_store(store: &mut Store, origin: Origin, wanted: &[Modality]) -> Result<Vec<Prompt>, StoreError> {
    let mut pools = Vec::new();
    for modality in Modality::ALL {
        let count = wanted.iter().filter(|other| **other == modality).count();
        let mut pool = if count == 0 { Vec::new() } else { store.least_used_prompts(origin, modality, count)? };
        if pool.is_empty() && count > 0 && origin == Origin::Pool {
            tracing::warn!(%modality, "the pool has no prompt, so scenes of plain shapes are asked for");
            pool = (0..count).map(|_| scene(store, modality)).collect::<Result<_, _>>()?;
        }
        pools.push((modality, pool.into_iter().cycle()));
    }
    let mut next = |modality| pools.iter_mut().find(|(other, _)| *other == modality).and_then(|(_, pool)| pool.next());
    Ok(wanted.iter().filter_map(|modality| next(*modality)).collect())
}

fn scene(store: &mut Store, modality: Modality) -> Result<Prompt, StoreError> {
    store.composed_prompt(modality, &Scene::random(&mut rand::rng()).prompt(), UnixMillis::now())
}
