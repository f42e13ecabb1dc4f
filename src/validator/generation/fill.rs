//! Keeps the pools filled: looks, composes what is missing, has it reworded, adds it, lets the worn go.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;

use super::model::{Model, Reworded, SHOWN};
use super::settings::Settings;
use super::tally::Tally;
use crate::prompts::{Composed, Composer, Options};
use crate::store::{Added, NewPrompt, Source, Store, StoreError};
use crate::types::{Modality, UnixMillis, jittered};
use crate::validator::node::SharedStore;

/// Requests to a model at once.
const AT_ONCE: usize = 4;

/// Batches in a row that brought nothing new, after which the next look is waited for. A seed begins anew at each start, so
/// its first prompts are all known.
const BARREN: u32 = 100;

/// The pause after a fault of the store; it doubles with each further one.
const AFTER_FAULT: Duration = Duration::from_secs(3);

/// The longest one.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// What fills the pools.
pub(super) struct Filler {
    pub(super) settings: Settings,
    pub(super) store: SharedStore,
    pub(super) tally: Arc<Tally>,
    pub(super) model: Option<Arc<Model>>,
    pub(super) composer: Composer,
}

impl Filler {
    /// Works until it is dropped; nothing that is half done is left in the store then.
    pub(super) async fn run(mut self) {
        let mut faults = 0_u32;
        loop {
            let pause = match self.fill_all().await {
                Ok(()) => {
                    faults = 0;
                    self.tally.store(None);
                    self.settings.check_every
                }
                Err(error) => {
                    let fault = in_one_line(&error);
                    let pause = AFTER_FAULT.saturating_mul(2_u32.saturating_pow(faults)).min(LONGEST_PAUSE);
                    faults = faults.saturating_add(1);
                    tracing::error!(error = fault, next_in_s = pause.as_secs(), "prompts cannot be stored");
                    self.tally.store(Some(fault));
                    jittered(pause)
                }
            };
            sleep(pause).await;
        }
    }

    async fn fill_all(&mut self) -> Result<(), StoreError> {
        for modality in self.settings.modalities.clone() {
            let before = self.look(modality).await?;
            let (mut missing, mut barren, mut total) = (before, 0, 0);
            while missing > 0 && barren < BARREN {
                let count = usize::try_from(missing).unwrap_or(usize::MAX).min(self.settings.batch_size).max(1);
                let added = self.batch(modality, count).await?;
                total += added;
                barren = if added == 0 { barren + 1 } else { 0 };
                missing = self.look(modality).await?;
            }
            if total > 0 {
                tracing::info!(%modality, prompts = total, "prompts added");
            }
            if missing > 0 {
                tracing::warn!(%modality, missing, "nothing new was found for the pool; it is tried again later");
            }
            self.retire(modality).await?;
        }
        Ok(())
    }

    /// How many prompts are missing.
    async fn look(&self, modality: Modality) -> Result<u64, StoreError> {
        let size = self.store.call(move |store| store.pool_size(modality)).await?;
        self.tally.pool(modality, size, self.settings.pool_size);
        Ok(self.settings.pool_size.saturating_sub(size.unused))
    }

    /// Composes and adds some; how many were new.
    async fn batch(&mut self, modality: Modality, count: usize) -> Result<usize, StoreError> {
        let options = Options::default();
        let composed: Vec<Composed> = (0..count).map(|_| self.composer.compose(modality, &options)).collect();
        let Some(model) = self.model.clone().filter(|model| model.is_ready()) else {
            return Ok(new(&self.add(composed.into_iter().map(|one| stored(one, None)).collect()).await?));
        };
        let mut added = 0;
        let mut previous: Vec<String> = Vec::new();
        let mut rest = composed;
        while !rest.is_empty() {
            let chunk: Vec<Composed> = rest.drain(..rest.len().min(AT_ONCE)).collect();
            let worded = join_all(chunk.iter().map(|one| self.reworded(&model, one, &previous))).await;
            let reworded: Vec<bool> = worded.iter().map(Option::is_some).collect();
            let prompts: Vec<NewPrompt> =
                chunk.iter().cloned().zip(worded).map(|(one, words)| stored(one, words)).collect();
            previous.extend(prompts.iter().map(|prompt| prompt.content.clone()));
            previous.drain(..previous.len().saturating_sub(SHOWN));
            // At once, as in the reference: what is paid for is not lost with the rest of the batch.
            let answers = self.add(prompts).await?;
            added += new(&answers);
            // A model that says the same again and again would be asked, and paid, without end.
            let said_before = |(answer, reworded): (&Added, bool)| reworded && !matches!(answer, Added::Added(_));
            let kept = chunk.into_iter().zip(answers.iter().zip(reworded));
            let kept: Vec<NewPrompt> =
                kept.filter(|(_, answer)| said_before(*answer)).map(|(one, _)| stored(one, None)).collect();
            if !kept.is_empty() {
                added += new(&self.add(kept).await?);
            }
        }
        Ok(added)
    }

    /// A model's words for a prompt; `None` keeps it.
    async fn reworded(&self, model: &Model, composed: &Composed, previous: &[String]) -> Option<String> {
        if !rand::random_bool(model.share().clamp(0.0, 1.0)) {
            return None;
        }
        match model.reword(composed, previous).await {
            Reworded::Words(words) => Some(words),
            Reworded::Kept(class) => {
                self.tally.refused(class);
                None
            }
        }
    }

    async fn add(&self, prompts: Vec<NewPrompt>) -> Result<Vec<Added>, StoreError> {
        let rewritten: Vec<bool> = prompts.iter().map(|prompt| prompt.source == Source::Rewritten).collect();
        let answers = self.store.call(move |store| store.add_prompts(&prompts, true, UnixMillis::now())).await?;
        self.tally.added(&answers.iter().cloned().zip(rewritten).collect::<Vec<_>>());
        Ok(answers)
    }

    async fn retire(&self, modality: Modality) -> Result<(), StoreError> {
        let keep = self.settings.pool_size;
        let (retired, removed) = self
            .store
            .call(move |store| Ok((store.retire_used(modality, keep)?, store.remove_unused_beyond(modality, keep)?)))
            .await?;
        if retired > 0 || removed > 0 {
            tracing::info!(%modality, retired, removed, "worn and surplus prompts are drawn no more");
            self.tally.retired(retired);
            self.look(modality).await?;
        }
        Ok(())
    }
}

/// How many prompts are in the pool now that were not.
fn new(answers: &[Added]) -> usize {
    answers.iter().filter(|answer| matches!(answer, Added::Added(_))).count()
}

/// A composed prompt for the store, with the words of a model if there are any.
fn stored(composed: Composed, words: Option<String>) -> NewPrompt {
    let json = |value: serde_json::Result<String>| value.ok();
    NewPrompt {
        modality: composed.spec.modality,
        source: if words.is_some() { Source::Rewritten } else { Source::Composed },
        register: Some(composed.register.as_str()),
        length_band: Some(composed.length_band.as_str()),
        event_count: composed.event_count,
        scene_json: json(serde_json::to_string(&composed.scene)),
        spec_json: json(serde_json::to_string(&composed.spec)),
        content: words.unwrap_or(composed.content),
    }
}

/// Composes prompts and adds them, for who needs some now. Blocks.
pub fn add_composed(
    store: &mut Store,
    composer: &mut Composer,
    modality: Modality,
    count: usize,
    options: &Options,
) -> Result<Vec<(String, Added)>, StoreError> {
    let prompts: Vec<NewPrompt> = (0..count).map(|_| stored(composer.compose(modality, options), None)).collect();
    let answers = store.add_prompts(&prompts, true, UnixMillis::now())?;
    Ok(prompts.into_iter().map(|prompt| prompt.content).zip(answers).collect())
}

fn in_one_line(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}
