//! What the check of prompts tells about itself, and who wakes it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::protocol::daemon_state::AlignmentState;
use crate::validator::AlignmentSettings;
use crate::validator::tally::Tally;

/// What the tally calls the alert about media that wait.
const TOPIC: &str = "alignment";

/// See the module.
#[derive(Debug)]
pub(in crate::validator) struct Watch {
    inner: Mutex<Inner>,
    wake: Notify,
}

#[derive(Debug)]
struct Inner {
    state: AlignmentState,
    /// Media whose similarity is known, and their sum.
    looked_at: u32,
    similarity: f64,
}

impl Watch {
    pub(in crate::validator) fn new(settings: &AlignmentSettings) -> Self {
        let state = AlignmentState {
            model: settings.model.clone(),
            threshold: settings.rules.threshold,
            near_duplicate: settings.rules.near_duplicate,
            ..AlignmentState::default()
        };
        Self { inner: Mutex::new(Inner { state, looked_at: 0, similarity: 0.0 }), wake: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A medium was stored.
    pub(in crate::validator) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits for one that was stored since the last time.
    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    pub(in crate::validator) fn state(&self) -> AlignmentState {
        let inner = self.lock();
        let mean = (inner.looked_at > 0).then(|| inner.similarity / f64::from(inner.looked_at));
        AlignmentState { mean_similarity: mean, ..inner.state.clone() }
    }

    /// Why media wait; `None` if they do not.
    pub(super) fn waits(&self, tally: &Tally, reason: Option<String>) {
        self.lock().state.reason.clone_from(&reason);
        tally.alert(TOPIC, reason.map(|reason| format!("media wait for the check of their prompt: {reason}")));
    }

    /// Whether the model is in memory.
    pub(super) fn loaded(&self, is_loaded: bool) {
        self.lock().state.loaded = is_loaded;
    }

    /// How many media new ones are compared with, and the memory that takes.
    pub(super) fn knows(&self, media: usize, bytes: usize) {
        let state = &mut self.lock().state;
        (state.known_media, state.known_media_bytes) = (media as u64, bytes as u64);
    }

    /// A check ended: well, or with a class of failure.
    pub(super) fn ended(&self, similarity: Option<f32>, ended: Result<(), &str>) {
        let mut inner = self.lock();
        if let Some(similarity) = similarity {
            inner.looked_at = inner.looked_at.saturating_add(1);
            inner.similarity += f64::from(similarity);
        }
        let failed: &mut BTreeMap<String, u64> = &mut inner.state.failed;
        match ended {
            Err(class) => *failed.entry(class.to_owned()).or_insert(0) += 1,
            Ok(()) => inner.state.passed += 1,
        }
    }
}
