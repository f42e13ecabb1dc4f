//! Where a task is executed: taken from the queue, generated, written to disk, delivered.
//!
//! Each generation and each delivery is a tokio task of its own; how many go on at once is bounded by semaphores. None of
//! them depends on the connection on which the challenge came.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::FutureExt as _;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::Miner;
use super::checkpoint::{CheckpointError, Checkpoints};
use super::registry::Full;
use super::task::{Effect, Event, State, Task};
use super::webhook::{Medium, Outcome};
use crate::media;
use crate::providers::{GeneratedMedia, GenerationRequest, Journal, JournalError, Order};
use crate::types::{Modality, TaskId, UnixMillis};

/// How long deliveries may go on after the last generation ended. With the grace of generations it stays below the
/// 30 s after which the supervisor kills.
const DELIVERY_GRACE: Duration = Duration::from_secs(5);

/// Why a task is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    #[error("no room for further tasks")]
    Full(Full),
    #[error(transparent)]
    Disk(#[from] CheckpointError),
}

/// Executes tasks until `stop`, then lets those in work end within the grace; what is left stays on disk as it is, and is
/// taken up by the next process.
pub(super) async fn work(miner: Arc<Miner>, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(miner.settings.max_concurrent_tasks.max(1)));
    let mut running = JoinSet::new();
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = running.join_next() => continue,
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
        };
        let id = loop {
            tokio::select! {
                () = stop.cancelled() => break None,
                Some(_) = running.join_next() => {}
                id = miner.registry.next() => break Some(id),
            }
        };
        let Some(id) = id else { break };
        let miner = Arc::clone(&miner);
        running.spawn(async move {
            miner.generate(id).await;
            drop(place);
        });
    }
    let grace = miner.settings.shutdown_grace;
    if timeout(grace, async { while running.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!(tasks = running.len(), "tasks in work are parked");
        running.shutdown().await;
    }
    miner.background.close();
    if timeout(DELIVERY_GRACE, miner.background.wait()).await.is_err() {
        miner.abandon.cancel();
        miner.background.wait().await;
    }
}

#[async_trait]
impl Journal for Miner {
    async fn ordering(&self, _: &Order) -> Result<(), JournalError> {
        Ok(())
    }

    async fn accepted(&self, _: &serde_json::Value) {}
}

impl Miner {
    /// Writes a new task down and queues it. Once begun this must run to its end, so it is not the connection's to drop.
    pub(super) async fn accept(self: Arc<Self>, task: Task) -> Result<(), AcceptError> {
        self.registry.admit(task.clone()).map_err(AcceptError::Full)?;
        if let Err(error) = self.save(&task).await {
            self.registry.withdraw(task.id);
            tracing::error!(task_id = %task.id, %error, "a task is refused: it cannot be written down");
            return Err(error.into());
        }
        self.registry.queue(task.id, true);
        said(&task, "task accepted", 0);
        Ok(())
    }

    /// Takes up what an earlier process left.
    pub(super) fn restore(self: &Arc<Self>, tasks: Vec<Task>) {
        for mut task in tasks {
            let now = UnixMillis::now();
            let id = task.id;
            if let State::Processing = task.state {
                let repeatable = self.providers.of(task.modality).is_some_and(|provider| provider.repeatable());
                if let Some(job) = &task.checkpoint {
                    tracing::warn!(task_id = %id, %job, "a job at a service cannot be resumed by this version");
                }
                if let Err(surprise) = task.step(Event::Interrupted { repeatable }, now) {
                    tracing::warn!(%surprise, "restore");
                }
            }
            said(&task, "task restored", task.created_at.until(now).as_millis());
            let waits = matches!(task.state, State::Pending);
            self.registry.restore(task.clone());
            if waits {
                self.registry.queue(id, false);
            } else {
                let miner = Arc::clone(self);
                self.background.spawn(async move {
                    miner.note_disk(miner.save(&task).await);
                    let medium = Medium::OnDisk(miner.checkpoints.medium(id));
                    miner.deliver(task, medium).await;
                });
            }
        }
    }

    async fn generate(self: &Arc<Self>, id: TaskId) {
        let Some((task, _)) = self.registry.step(id, Event::Started, UnixMillis::now()) else { return };
        if task.is_older_than(self.settings.max_task_age, UnixMillis::now()) {
            return self.expire(id).await;
        }
        self.note_disk(self.save(&task).await);
        said(&task, "task started", task.created_at.until(UnixMillis::now()).as_millis());
        let start = Instant::now();
        let (event, medium) = match self.make(&task).await {
            Ok(GeneratedMedia { bytes, metadata }) => {
                let medium = self.keep(id, bytes).await;
                (Event::Generated { metadata }, medium)
            }
            Err(error) => {
                self.leave_model(id);
                (Event::Failed { error }, Medium::OnDisk(self.checkpoints.medium(id)))
            }
        };
        let Some((task, effects)) = self.registry.step(id, event, UnixMillis::now()) else { return };
        debug_assert_eq!(effects, [Effect::Save, Effect::Deliver]);
        match task.error() {
            None => said(&task, "task generated", start.elapsed().as_millis()),
            Some(error) => tracing::warn!(
                task_id = %id, validator = %task.signed_by, modality = %task.modality, error,
                elapsed_ms = start.elapsed().as_millis(), "task failed"
            ),
        }
        // A document that says `completed` without its medium would be reported as lost after a restart.
        if task.error().is_some() || matches!(medium, Medium::OnDisk(_)) {
            self.note_disk(self.save(&task).await);
        }
        self.keep_copy(&task, &medium).await;
        let miner = Arc::clone(self);
        self.background.spawn(async move { miner.deliver(task, medium).await });
    }

    /// Calls the provider; every way to fail becomes a text for the validator.
    async fn make(&self, task: &Task) -> Result<GeneratedMedia, String> {
        let Some(provider) = self.providers.of(task.modality) else {
            return Err(format!("No service available for modality={}", task.modality));
        };
        let request = GenerationRequest {
            task_id: task.id,
            modality: task.modality,
            prompt: task.prompt.clone(),
            parameters: task.parameters.clone(),
        };
        let limit = match task.modality {
            Modality::Image => self.settings.task_timeout,
            Modality::Video => self.settings.video_timeout,
        };
        let order = provider.order(&request).map_err(|error| error.to_string())?;
        let made = timeout(limit, AssertUnwindSafe(provider.generate(&request, self)).catch_unwind()).await;
        let media = match made {
            Err(_) => return Err(format!("Generation took longer than {} s", limit.as_secs())),
            Ok(Err(_)) => return Err(format!("Service {} crashed", provider.info().name)),
            Ok(Ok(made)) => made.map_err(|error| error.to_string())?,
        };
        if media.bytes.is_empty() {
            return Err(format!("Service {} returned no result", provider.info().name));
        }
        self.check(task, &order, &media).await?;
        Ok(media)
    }

    /// Writes a medium to disk; keeps it in memory where the disk refuses, since it has been paid for.
    async fn keep(&self, id: TaskId, bytes: Bytes) -> Medium {
        let kept = bytes.clone();
        let saved = self.on_disk(move |checkpoints| checkpoints.save_medium(id, &kept)).await;
        let medium = match &saved {
            Ok(()) => Medium::OnDisk(self.checkpoints.medium(id)),
            Err(_) => Medium::InMemory(bytes),
        };
        self.note_disk(saved);
        medium
    }

    /// The operator's own copy (`spec/gas.md` 3.7).
    async fn keep_copy(&self, task: &Task, medium: &Medium) {
        let Some(folder) = self.settings.save_to.clone().filter(|_| task.error().is_none()) else { return };
        let (task, medium) = (task.clone(), medium.clone());
        let copied = tokio::task::spawn_blocking(move || write_copy(&folder, &task, &medium)).await;
        if let Err(error) = copied.map_err(std::io::Error::other).and_then(|copied| copied) {
            tracing::warn!(%error, "a medium could not be kept in MINER_OUTPUT_DIR");
        }
    }

    /// Posts until the validator has answered, the task is too old, or the miner stops. A task that completes while the
    /// miner stops still gets one attempt.
    async fn deliver(self: Arc<Self>, task: Task, medium: Medium) {
        let id = task.id;
        let mut attempt = 0;
        loop {
            if task.is_older_than(self.settings.max_task_age, UnixMillis::now()) {
                return self.expire(id).await;
            }
            let start = Instant::now();
            let outcome = tokio::select! {
                () = self.abandon.cancelled() => return,
                outcome = async {
                    let _place = self.deliveries.place(task.signed_by).await;
                    self.courier.post(&task, &medium).await
                } => outcome,
            };
            attempt += 1;
            match outcome {
                Outcome::Answered(answer) => {
                    let Some((task, _)) = self.registry.step(id, Event::Answered(answer), UnixMillis::now()) else {
                        return;
                    };
                    ended(&task, attempt, start.elapsed().as_millis());
                    self.note_disk(self.on_disk(move |checkpoints| checkpoints.forget(id)).await);
                    return;
                }
                Outcome::Again { reason, wait } => {
                    let pause = self.courier.pause(attempt).max(wait.unwrap_or_default());
                    let pause_ms = pause.as_millis();
                    if self.courier.is_last_regular(attempt) {
                        tracing::warn!(task_id = %id, validator = %task.signed_by, attempt, reason,
                            "delivery failed; the result is kept and tried again until it is too old");
                    } else {
                        tracing::info!(task_id = %id, validator = %task.signed_by, attempt, reason, pause_ms,
                            "delivery failed; trying again");
                    }
                    tokio::select! {
                        () = self.stop.cancelled() => return,
                        () = tokio::time::sleep(pause) => {}
                    }
                }
            }
        }
    }

    async fn expire(&self, id: TaskId) {
        if let Some((task, _)) = self.registry.step(id, Event::Expired, UnixMillis::now()) {
            tracing::warn!(task_id = %id, validator = %task.signed_by, "task given up: it is too old");
        }
        self.note_disk(self.on_disk(move |checkpoints| checkpoints.forget(id)).await);
    }

    /// Forgets what is too old, at once and then every cleanup interval.
    pub(super) async fn clean_up(self: Arc<Self>, stop: CancellationToken) {
        loop {
            for id in self.registry.expire(self.settings.max_task_age, UnixMillis::now()) {
                self.expire(id).await;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.settings.cleanup_interval) => {}
            }
        }
    }

    async fn save(&self, task: &Task) -> Result<(), CheckpointError> {
        let task = task.clone();
        self.on_disk(move |checkpoints| checkpoints.save(&task)).await
    }

    async fn on_disk<T: Send + 'static>(&self, work: impl FnOnce(&Checkpoints) -> T + Send + 'static) -> T {
        let checkpoints = Arc::clone(&self.checkpoints);
        match tokio::task::spawn_blocking(move || work(&checkpoints)).await {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    /// Remembers whether the disk works, for the daemon's health.
    fn note_disk(&self, done: Result<(), CheckpointError>) {
        if let Err(error) = &done {
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            tracing::error!(%error, cause, "a task cannot be kept on disk; a restart now would lose it");
        }
        *self.disk_fault.lock().unwrap_or_else(std::sync::PoisonError::into_inner) =
            done.err().map(|error| error.to_string());
    }
}

fn said(task: &Task, what: &'static str, elapsed_ms: u128) {
    // `tracing` wants constant messages; the step is a field, so that one filter finds a task's whole life.
    tracing::info!(
        task_id = %task.id, validator = %task.signed_by, modality = %task.modality, status = task.status(), elapsed_ms,
        "{what}"
    );
}

fn ended(task: &Task, attempts: u32, elapsed_ms: u128) {
    let State::Ended(ending) = &task.state else { return };
    let (task_id, validator, modality) = (task.id, task.signed_by, task.modality);
    let reason = match ending {
        super::task::Ending::Rejected { reason } => reason.as_str(),
        super::task::Ending::Forgotten => "the validator no longer knew the task",
        super::task::Ending::Noticed { error } => error.as_str(),
        super::task::Ending::Delivered | super::task::Ending::Expired => "",
    };
    if reason.is_empty() {
        tracing::info!(%task_id, %validator, %modality, attempts, elapsed_ms, "task delivered");
    } else {
        tracing::warn!(%task_id, %validator, %modality, attempts, elapsed_ms, ending = %ending, reason, "task ended");
    }
}

fn write_copy(folder: &Path, task: &Task, medium: &Medium) -> std::io::Result<()> {
    let bytes = match medium {
        Medium::InMemory(bytes) => bytes.clone(),
        Medium::OnDisk(path) => std::fs::read(path)?.into(),
    };
    let folder = folder.join(task.modality.as_str());
    std::fs::create_dir_all(&folder)?;
    let extension = match media::sniff(&bytes) {
        media::Format::Bin if task.modality == Modality::Image => "png",
        media::Format::Bin => "mp4",
        format => format.extension(),
    };
    std::fs::write(folder.join(format!("{}.{extension}", task.id)), &bytes)?;
    let facts = json!({
        "task_id": task.id,
        "modality": task.modality,
        "prompt": task.prompt,
        "parameters": task.parameters,
        "signed_by": task.signed_by,
        "created_at": task.created_at.as_seconds(),
        "completed_at": task.completed_at.map(UnixMillis::as_seconds),
    });
    std::fs::write(folder.join(format!("{}.json", task.id)), format!("{facts:#}"))
}
