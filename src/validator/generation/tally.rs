//! What the generation service tells of itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::protocol::daemon_state::{GenerationState, Health, PromptModelState, PromptPoolState};
use crate::store::{Added, PoolSize};
use crate::types::{Modality, UnixMillis};

/// Shared by all parts; no lock is held for longer than a copy takes.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    pools: BTreeMap<Modality, PromptPoolState>,
    composed: u64,
    rewritten: u64,
    refused: BTreeMap<String, u64>,
    retired: u64,
    last_added_at_ms: Option<UnixMillis>,
    ready: bool,
    stopping: bool,
    store_fault: Option<String>,
}

impl Tally {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ready(&self) {
        self.inner().ready = true;
    }

    pub(super) fn stopping(&self) {
        self.inner().stopping = true;
    }

    /// How full the pool of a modality is.
    pub(super) fn pool(&self, modality: Modality, size: PoolSize, wanted: u64) {
        let state = PromptPoolState { prompts: size.prompts, unused: size.unused, wanted };
        self.inner().pools.insert(modality, state);
    }

    /// What became of prompts; `rewritten` says which of them a model worded.
    pub(super) fn added(&self, answers: &[(Added, bool)]) {
        let inner = &mut *self.inner();
        for (answer, rewritten) in answers {
            match (answer, rewritten) {
                (Added::Added(_), true) => inner.rewritten += 1,
                (Added::Added(_), false) => inner.composed += 1,
                (Added::Known(_), _) => *inner.refused.entry("duplicate".into()).or_default() += 1,
                (Added::NearDuplicate(_), _) => *inner.refused.entry("near-duplicate".into()).or_default() += 1,
            }
            if matches!(answer, Added::Added(_)) {
                inner.last_added_at_ms = Some(UnixMillis::now());
            }
        }
    }

    /// A model's words were not taken.
    pub(super) fn refused(&self, class: &str) {
        *self.inner().refused.entry(class.to_owned()).or_default() += 1;
    }

    pub(super) fn retired(&self, prompts: u64) {
        self.inner().retired += prompts;
    }

    /// Whether the store takes what it is given.
    pub(super) fn store(&self, fault: Option<String>) {
        self.inner().store_fault = fault;
    }

    pub(super) fn state(&self, model: Option<PromptModelState>) -> GenerationState {
        let inner = self.inner();
        GenerationState {
            pools: inner.pools.iter().map(|(modality, pool)| (modality.as_str().to_owned(), *pool)).collect(),
            composed: inner.composed,
            rewritten: inner.rewritten,
            refused: inner.refused.clone(),
            retired: inner.retired,
            last_added_at_ms: inner.last_added_at_ms,
            model,
        }
    }

    pub(super) fn health(&self, model: Option<&PromptModelState>) -> Health {
        let inner = self.inner();
        let away = model.filter(|model| !model.available).map(|model| {
            let reason = model.reason.as_deref().unwrap_or("it fails");
            format!("the language model is away ({reason}); prompts stay as they are composed")
        });
        let fault = inner.store_fault.as_ref().map(|fault| format!("the store fails: {fault}")).or(away);
        match fault {
            _ if inner.stopping => Health::Stopping,
            _ if !inner.ready => Health::Starting,
            Some(reason) => Health::Degraded { reason },
            None => Health::Healthy,
        }
    }
}
