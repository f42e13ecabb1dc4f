//! Which media were delivered before, in memory: filled from the store at the start, and with each medium that is kept.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::media::{self, MediaHash};
use crate::store::{Store, StoreError};
use crate::types::Modality;
use crate::verification::duplicate::Duplicates;

/// How long a start may spend on media that were stored before hashes were. The next start goes on.
const CATCH_UP: Duration = Duration::from_mins(1);

/// The index, for all who check deliveries. Whoever needs the store too locks this first.
#[derive(Debug, Clone)]
pub(super) struct SharedDuplicates(Arc<Mutex<Duplicates>>);

impl SharedDuplicates {
    /// All that the store knows.
    pub(super) fn load(store: &mut Store, threshold: u32) -> Result<Self, StoreError> {
        let began = Instant::now();
        catch_up(store, began)?;
        let (mut index, mut unreadable) = (Duplicates::new(threshold), 0_u64);
        store.perceptual_hashes(|prompt, text| match text.parse::<MediaHash>() {
            Ok(hash) => index.insert(prompt, &hash),
            Err(_) => unreadable += 1,
        })?;
        if unreadable > 0 {
            tracing::warn!(
                media = unreadable,
                "perceptual hashes in the store cannot be read; copies of these media are not known"
            );
        }
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(media = index.len(), memory_bytes = index.memory(), elapsed_ms, "known media loaded");
        Ok(Self(Arc::new(Mutex::new(index))))
    }

    /// The index itself. Only for threads that may block.
    pub(super) fn lock(&self) -> MutexGuard<'_, Duplicates> {
        // A panic can leave at most a medium out, whose bytes the store knows.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hashes media that are stored without, the newest first, as far as the time goes.
fn catch_up(store: &mut Store, began: Instant) -> Result<(), StoreError> {
    let waiting = store.media_without_hash()?;
    let (mut hashed, mut lost, mut left) = (0_u64, 0_u64, 0_u64);
    for media in &waiting {
        if began.elapsed() > CATCH_UP {
            left += 1;
        } else if let Some(hash) = hash_file(&media.path, media.modality) {
            store.set_perceptual_hash(&media.id, &hash)?;
            hashed += 1;
        } else {
            lost += 1;
        }
    }
    if !waiting.is_empty() {
        tracing::warn!(
            hashed,
            lost,
            left,
            "media were stored without a perceptual hash; copies of those lost or left are known by their bytes only"
        );
    }
    Ok(())
}

fn hash_file(path: &Path, modality: Modality) -> Option<MediaHash> {
    media::view(&mut BufReader::new(File::open(path).ok()?), modality).ok()?.into_hash()
}
