//! Brings results and notices of failure to validators, until they have answered or the task is too old; and forgets tasks.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Miner;
use super::budget;
use super::journal::said;
use super::task::{Ending, Event, State, Task};
use super::webhook::{Medium, Outcome};
use super::worker::WANTED;
use crate::media;
use crate::types::{Modality, UnixMillis};

impl Miner {
    pub(super) fn spawn_delivery(self: &Arc<Self>, task: Arc<Task>, medium: Medium) {
        let miner = Arc::clone(self);
        self.background.spawn(async move { miner.deliver(task, medium).await });
    }

    /// Posts until the validator has answered, the task is too old, or the miner stops. A task that completes while the
    /// miner stops still gets one attempt.
    pub(super) async fn deliver(self: Arc<Self>, task: Arc<Task>, medium: Medium) {
        let id = task.id;
        let mut attempt = 0;
        loop {
            if task.is_older_than(self.settings.max_task_age, UnixMillis::now()) {
                return self.expire(&task).await;
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
                    let answered = self.registry.step(id, Event::Answered(answer), UnixMillis::now());
                    let Some(task) = answered else { return };
                    ended(&task, attempt, start.elapsed());
                    self.note_disk(self.checkpoints.forget(&task).await);
                    return;
                }
                Outcome::Again { reason, wait } => {
                    let pause = self.courier.pause(attempt).max(wait.unwrap_or_default());
                    let pause_ms = pause.as_millis();
                    if self.courier.is_last_regular(attempt) {
                        said!(
                            warn,
                            task,
                            start.elapsed(),
                            "delivery failed; the result is kept and tried again until it is too old",
                            attempt = attempt,
                            reason = reason,
                            pause_ms = pause_ms
                        );
                    } else {
                        said!(
                            info,
                            task,
                            start.elapsed(),
                            "delivery failed; trying again",
                            attempt = attempt,
                            reason = reason,
                            pause_ms = pause_ms
                        );
                    }
                    tokio::select! {
                        () = self.stop.cancelled() => return,
                        () = tokio::time::sleep(pause) => {}
                    }
                }
            }
        }
    }

    /// Gives a task up for its age.
    pub(super) async fn expire(&self, task: &Task) {
        let now = UnixMillis::now();
        self.budget.release(task.id, now);
        self.leave_model(task.id);
        if let Some(task) = self.registry.step(task.id, Event::Expired, now) {
            said!(warn, task, task.created_at.until(now), "task given up: it is too old");
        }
        self.note_disk(self.checkpoints.forget(task).await);
    }

    /// Forgets what is too old, at once and then every cleanup interval.
    pub(super) async fn clean_up(self: Arc<Self>, stop: CancellationToken) {
        loop {
            for id in self.registry.expire(self.settings.max_task_age, WANTED, UnixMillis::now()) {
                if let Some(task) = self.take_up(id).await {
                    self.give_up(&task).await;
                }
            }
            if let Err(error) = self.store.prune_orders(UnixMillis::now().before(budget::KEPT)).await {
                tracing::warn!(%error, "old orders could not be forgotten");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.settings.cleanup_interval) => {}
            }
        }
    }

    /// The operator's own copy (`spec/gas.md` 3.7).
    pub(super) async fn keep_copy(&self, task: &Arc<Task>, medium: &Medium) {
        let Some(folder) = self.settings.save_to.clone().filter(|_| task.error().is_none()) else { return };
        let (task, medium) = (Arc::clone(task), medium.clone());
        let copied = tokio::task::spawn_blocking(move || write_copy(&folder, &task, &medium)).await;
        if let Err(error) = copied.map_err(std::io::Error::other).and_then(|copied| copied) {
            tracing::warn!(%error, "a medium could not be kept in MINER_OUTPUT_DIR");
        }
    }
}

fn ended(task: &Task, attempts: u32, elapsed: std::time::Duration) {
    let State::Ended(ending) = &task.state else { return };
    let reason = match ending {
        Ending::Rejected { reason } => reason.as_str(),
        Ending::Forgotten => "the validator no longer knew the task",
        Ending::Noticed { error } => error.as_str(),
        Ending::Delivered | Ending::Expired => "",
    };
    if reason.is_empty() {
        said!(info, task, elapsed, "task delivered", attempts = attempts);
    } else {
        let ending = tracing::field::display(ending);
        said!(warn, task, elapsed, "task ended", attempts = attempts, ending = ending, reason = reason);
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
