//! What is known of earlier media. It stays in memory while the model is not: it is a tenth as large, and reading it takes
//! longer.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rayon::ThreadPool;

use super::Watch;
use crate::clip::Embedding;
use crate::store::{EmbeddedBy, Store, StoreError};
use crate::verification::alignment::{SAMPLE, SimilarMedia};

/// Embeddings that are read from the store at a time.
const PAGE: u32 = 4096;

/// See the module.
pub(super) struct Known {
    by: EmbeddedBy,
    dimension: usize,
    media: Mutex<SimilarMedia>,
}

impl Known {
    /// Reads all embeddings of a model that the store has. Takes some seconds per million.
    pub(super) fn load(
        store: &Store,
        by: &EmbeddedBy,
        dimension: usize,
        pool: &ThreadPool,
    ) -> Result<Self, StoreError> {
        let media = Mutex::new(load(store, by, dimension, pool)?);
        Ok(Self { by: by.clone(), dimension, media })
    }

    /// Whether it is of this model.
    pub(super) fn is_of(&self, by: &EmbeddedBy, dimension: usize) -> bool {
        self.by == *by && self.dimension == dimension
    }

    pub(super) fn media(&self) -> MutexGuard<'_, SimilarMedia> {
        self.media.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds better directions, if there are many more media than when they were found.
    pub(super) fn grow(&self, store: &Store, pool: &ThreadPool) -> Result<(), StoreError> {
        if self.media().is_outgrown() {
            let anew = load(store, &self.by, self.dimension, pool)?;
            *self.media() = anew;
        }
        Ok(())
    }

    pub(super) fn tell_size(&self, watch: &Watch) {
        let media = self.media();
        watch.knows(media.len(), media.memory());
    }
}

fn load(store: &Store, by: &EmbeddedBy, dimension: usize, pool: &ThreadPool) -> Result<SimilarMedia, StoreError> {
    let began = Instant::now();
    let all = usize::try_from(store.count_embeddings(by)?).unwrap_or(usize::MAX);
    let step = u32::try_from(all.div_ceil(SAMPLE)).unwrap_or(u32::MAX);
    let sample = store.embeddings(by, 0, step, u32::try_from(SAMPLE).unwrap_or(u32::MAX))?;
    let sample: Vec<Embedding> = sample.into_iter().map(|(_, embedding)| embedding).collect();
    let sample: Vec<Embedding> = sample.into_iter().filter(|one| one.values().len() == dimension).collect();
    let mut known = pool.install(|| SimilarMedia::new(dimension, &sample, all));
    let mut after = 0;
    loop {
        let page = store.embeddings(by, after, 1, PAGE)?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        pool.install(|| known.extend(&page));
    }
    let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(media = known.len(), memory_bytes = known.memory(), elapsed_ms, "known embeddings loaded");
    Ok(known)
}
