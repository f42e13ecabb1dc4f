//! The prompts of a round (`spec/gas.md` 8.2, step 3): of the operator's file, of the pool, or scenes. The least used come
//! first, and a prompt counts as used when a challenge with it was accepted.

use super::PromptSource;
use super::generation::add_composed;
use super::node::Node;
use crate::prompts::{Composer, Options};
use crate::providers::demo::scene::Scene;
use crate::store::{Added, Origin, Prompt, Store, StoreError};
use crate::types::{Modality, UnixMillis};

/// How often it is tried to compose what is missing; almost all that is composed is new.
const ATTEMPTS: usize = 8;

/// One prompt for each of `modalities`, in their order; `None` where there are none for a modality.
pub(super) async fn draw(node: &Node, modalities: &[Modality]) -> Result<Vec<Option<Prompt>>, StoreError> {
    let origin = match (&node.settings.prompts_file, node.settings.prompt_source) {
        (Some(_), _) => Some(Origin::File),
        (None, PromptSource::Pool) => Some(Origin::Pool),
        (None, PromptSource::Scenes) => None,
    };
    let wanted = modalities.to_vec();
    node.store
        .call(move |store| match origin {
            Some(origin) => of_store(store, origin, &wanted),
            None => wanted.iter().map(|modality| scene(store, *modality).map(Some)).collect(),
        })
        .await
}

/// The least used of one origin. A pool with fewer unused ones than miners is filled up first. Where there still are fewer,
/// several get the same one, as in the reference.
fn of_store(store: &mut Store, origin: Origin, wanted: &[Modality]) -> Result<Vec<Option<Prompt>>, StoreError> {
    let mut pools = Vec::new();
    for modality in Modality::ALL {
        let count = wanted.iter().filter(|other| **other == modality).count();
        let filled = if origin == Origin::Pool && count > 0 { fill_up(store, modality, count) } else { Ok(()) };
        let pool = if count == 0 { Vec::new() } else { store.least_used_prompts(origin, modality, count)? };
        match filled {
            Err(error) if pool.is_empty() => return Err(error),
            Err(error) => tracing::warn!(%error, %modality, "no prompts can be added, so used ones are asked again"),
            Ok(()) => {}
        }
        if pool.is_empty() && count > 0 {
            tracing::warn!(%modality, miners = count, "there is no prompt, so these miners are not asked");
        }
        let pool = if count == 0 { Vec::new() } else { store.least_used_prompts(origin, modality, count)? };
        pools.push((modality, pool.into_iter().cycle()));
    }
    let mut next = |modality| pools.iter_mut().find(|(other, _)| *other == modality).and_then(|(_, pool)| pool.next());
    Ok(wanted.iter().map(|modality| next(*modality)).collect())
}

/// Composes what the pool lacks for `count` miners: the generation service keeps it full, but may not run, or not keep up.
fn fill_up(store: &mut Store, modality: Modality, count: usize) -> Result<(), StoreError> {
    let missing = |store: &Store| {
        let unused = usize::try_from(store.pool_size(modality)?.unused).unwrap_or(usize::MAX);
        Ok::<_, StoreError>(count.saturating_sub(unused))
    };
    let mut composer = Composer::new(rand::random());
    let mut composed = 0;
    for _ in 0..ATTEMPTS {
        let most = missing(store)?;
        if most == 0 {
            break;
        }
        let answers = add_composed(store, &mut composer, modality, most, &Options::default())?;
        composed += answers.iter().filter(|(_, answer)| matches!(answer, Added::Added(_))).count();
    }
    if composed > 0 {
        tracing::info!(%modality, composed, "the pool had too few unused prompts, so some were composed");
    }
    Ok(())
}

fn scene(store: &mut Store, modality: Modality) -> Result<Prompt, StoreError> {
    store.composed_prompt(modality, &Scene::random(&mut rand::rng()).prompt(), UnixMillis::now())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::prompts::{Register, judge};
    use crate::store::PoolSize;

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        (home, store)
    }

    #[test]
    fn without_the_generation_service_each_miner_still_gets_a_sound_prompt_of_its_own() {
        let (_home, mut store) = store();
        let wanted = [[Modality::Image; 20], [Modality::Video; 20]].concat();
        let drawn: Vec<Prompt> = of_store(&mut store, Origin::Pool, &wanted).unwrap().into_iter().flatten().collect();
        assert_eq!(drawn.len(), 40);
        assert_eq!(drawn.iter().map(|prompt| &prompt.content).collect::<HashSet<_>>().len(), 40);
        for prompt in &drawn {
            assert_eq!(judge(&prompt.content, Register::Documentary, (80, 240)), Ok(()), "{}", prompt.content);
        }
        // What is there is drawn from before more is composed.
        of_store(&mut store, Origin::Pool, &wanted).unwrap();
        assert_eq!(store.pool_size(Modality::Image).unwrap(), PoolSize { prompts: 20, unused: 20 });
    }

    #[test]
    fn a_modality_without_prompts_takes_none_of_another_one() {
        let (_home, mut store) = store();
        store.replace_file_prompts(Modality::Video, &["a film".into()], UnixMillis(0)).unwrap();
        let wanted = [Modality::Image, Modality::Video, Modality::Image];
        let drawn = of_store(&mut store, Origin::File, &wanted).unwrap();
        let drawn: Vec<Option<&str>> =
            drawn.iter().map(|prompt| prompt.as_ref().map(|prompt| prompt.content.as_str())).collect();
        assert_eq!(drawn, [None, Some("a film"), None]);
    }
}
