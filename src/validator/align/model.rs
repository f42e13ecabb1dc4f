//! The model that looks: found, fetched, opened when something awaits, and unloaded when nothing does.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use super::faults::Faults;
use super::known::Known;
use super::looker::{LookError, Looker};
use super::pull::Pull;
use super::{in_full, pool, source};
use crate::validator::node::Node;

/// Before a model that could not be opened is opened again; doubled with each attempt, up to the second.
const PAUSES: [Duration; 2] = [Duration::from_secs(10), Duration::from_mins(10)];

type Opening = JoinHandle<Result<Looker, LookError>>;

/// See the module.
pub(super) struct Model {
    name: String,
    loaded: Option<Loaded>,
    /// What it knows of earlier media, whether it is loaded or not.
    known: Option<Arc<Known>>,
    faults: Arc<Faults>,
    refused: Option<Refused>,
    /// Not dropped while it is done: it takes memory until it ends.
    opening: Option<Opening>,
    /// If it may be fetched.
    pull: Option<Pull>,
}

struct Loaded {
    looker: Arc<Looker>,
    used: Instant,
}

/// A model that is here and could not be opened.
struct Refused {
    reason: String,
    pause: Duration,
    due: Instant,
}

/// Whether there is something to look with.
pub(super) enum Ready {
    /// In memory.
    Here(Arc<Looker>),
    /// It would be, if something awaited.
    Resting,
    /// It cannot be had, and why.
    Missing(String),
}

impl Model {
    pub(super) fn new(node: &Node, faults: &Arc<Faults>) -> Self {
        let settings = &node.settings.alignment;
        let pull = settings.hub.as_ref().map(|hub| Pull::new(&settings.models, hub));
        let name = settings.model.clone().unwrap_or_default();
        Self { name, loaded: None, known: None, faults: Arc::clone(faults), refused: None, opening: None, pull }
    }

    /// What there is to look with; opened if something awaits.
    pub(super) async fn ready(&mut self, node: &Arc<Node>, is_wanted: bool) -> Ready {
        if let Some(loaded) = &mut self.loaded {
            if is_wanted {
                loaded.used = Instant::now();
                return Ready::Here(Arc::clone(&loaded.looker));
            }
            if node.settings.alignment.unload_after.is_some_and(|after| loaded.used.elapsed() >= after) {
                self.unload(node);
                tracing::info!(model = self.name, "nothing awaits its check, so the model is unloaded");
            }
            return Ready::Resting;
        }
        if let Err(error) = source::find(&node.settings.alignment.models, &self.name) {
            let mut reason = in_full(&error);
            if let Some(pull) = self.pull.as_mut().filter(|_| !Path::new(&self.name).is_absolute()) {
                reason = format!("{reason}; {}", pull.go_on(&self.name).await);
            }
            return Ready::Missing(reason);
        }
        if !is_wanted {
            return Ready::Resting;
        }
        if let Some(refused) = self.refused.as_ref().filter(|refused| Instant::now() < refused.due) {
            return Ready::Missing(refused.reason.clone());
        }
        match self.open(node).await {
            Ok(looker) => {
                let looker = Arc::new(looker);
                (self.known, self.refused) = (looker.known(), None);
                self.loaded = Some(Loaded { looker: Arc::clone(&looker), used: Instant::now() });
                Ready::Here(looker)
            }
            Err(error) => Ready::Missing(self.refuse(in_full(&error))),
        }
    }

    /// Puts the next attempt off; a reason is logged once.
    fn refuse(&mut self, reason: String) -> String {
        let before = self.refused.take();
        let pause = before.as_ref().map_or(PAUSES[0], |before| (before.pause * 2).min(PAUSES[1]));
        if before.is_none_or(|before| before.reason != reason) {
            tracing::error!(model = self.name, reason, "nothing can look at media; they wait");
        }
        self.refused = Some(Refused { reason: reason.clone(), pause, due: Instant::now() + pause });
        reason
    }

    /// Frees its memory; it comes back when something awaits.
    pub(super) fn unload(&mut self, node: &Node) {
        self.loaded = None;
        node.alignment.loaded(false);
    }

    /// Also forgets what it knew, since that may be half changed.
    pub(super) fn start_anew(&mut self, node: &Node) {
        self.unload(node);
        self.known = None;
    }

    /// Waits for what was begun.
    pub(super) async fn end(&mut self) {
        if let Some(pull) = &mut self.pull {
            pull.end().await;
        }
        if let Some(opening) = self.opening.take() {
            drop(opening.await);
        }
    }

    async fn open(&mut self, node: &Arc<Node>) -> Result<Looker, LookError> {
        let began = Instant::now();
        let (name, owned) = (self.name.clone(), Arc::clone(node));
        let (known, faults) = (self.known.clone(), Arc::clone(&self.faults));
        let opening = self.opening.get_or_insert_with(|| {
            tokio::task::spawn_blocking(move || {
                let settings = &owned.settings.alignment;
                // The model's own threads inherit that they give way.
                let pool = pool::build(!owned.settings.endpoint.is_local())?;
                let opened = pool.install(|| source::open(&settings.models, &name, &settings.device))?;
                Looker::new(opened, pool, known, faults, &owned)
            })
        });
        // Not watched: a large model and many embeddings on a slow disk take their time, and nobody waits for them.
        let opened = opening.await;
        self.opening = None;
        let looker = opened.unwrap_or_else(|panic| Err(LookError::Broken(panic.to_string())))?;
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(model = self.name, elapsed_ms, "model opened");
        Ok(looker)
    }
}
