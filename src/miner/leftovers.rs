//! What an earlier process left: tasks that wait, jobs at services, media that were not checked or not delivered. Each is
//! brought to its end, and nothing is ordered a second time.

use std::sync::Arc;

use futures_util::future::join_all;

use super::Miner;
use super::document;
use super::journal::said;
use super::task::{Effect, Event, State, Task};
use super::webhook::Medium;
use super::worker::{WANTED, no_service};
use crate::providers::{Charge, GeneratedMedia};
use crate::types::{Modality, TaskId, UnixMillis};

/// Work that an earlier process left, and that waits for no place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leftover {
    /// A job at a service.
    Job(TaskId),
    /// A job at a service that is not configured now.
    Elsewhere(TaskId),
    /// A medium that was not checked.
    Medium(TaskId),
}

impl Miner {
    /// Takes up what an earlier process left; what of it the worker has to go on with.
    pub(super) async fn restore(self: &Arc<Self>, tasks: Vec<Task>) -> Vec<Leftover> {
        let now = UnixMillis::now();
        let mut restored = Vec::new();
        for mut task in tasks {
            let repeatable = self.providers.of(task.modality).is_some_and(|provider| provider.repeatable());
            match task.step(Event::Interrupted { repeatable }, now) {
                Ok(effects) => restored.push((task, effects)),
                Err(surprise) => tracing::warn!(task_id = %task.id, %surprise, "a task cannot be taken up"),
            }
        }
        // Before anything else is written about them.
        let changed = restored.iter().filter(|(_, effects)| effects.contains(&Effect::Save));
        for saved in join_all(changed.map(|(task, _)| self.checkpoints.save(task))).await {
            self.note_disk(saved);
        }
        let mut leftovers = Vec::new();
        for (task, effects) in restored {
            let id = task.id;
            said!(info, task, task.created_at.until(now), "task restored", status = task.status());
            self.registry.restore(task.clone(), document::write(&task).len());
            for effect in effects {
                match effect {
                    Effect::Queue => {
                        self.budget.reserve_anyway(id, self.would_order(&task).and_then(|order| order.cost), now);
                        self.registry.queue(id, false);
                    }
                    Effect::Resume if self.is_elsewhere(&task) => leftovers.push(Leftover::Elsewhere(id)),
                    Effect::Resume => leftovers.push(Leftover::Job(id)),
                    Effect::Check => leftovers.push(Leftover::Medium(id)),
                    Effect::Deliver => {
                        self.spawn_delivery(Arc::new(task.clone()), Medium::OnDisk(self.checkpoints.medium(id)));
                    }
                    Effect::Save | Effect::Forget => {}
                }
            }
        }
        leftovers
    }

    /// Whether the task's job is at a service that is not configured now; says how to get it. Of a job of the reference its
    /// provider knows more.
    fn is_elsewhere(&self, task: &Task) -> bool {
        let provider = self.providers.of(task.modality).map(|provider| provider.name());
        let Some(bought) = task.bought.as_ref().filter(|bought| provider != Some(bought.service.as_str())) else {
            return false;
        };
        let setting = match task.modality {
            Modality::Image => "IMAGE_SERVICE",
            Modality::Video => "VIDEO_SERVICE",
        };
        let remedy = format!("restart with {setting}={} to get it", bought.service);
        tracing::warn!(
            task_id = %task.id, service = bought.service, model = bought.order.model, remedy,
            "a job that was paid for is at a service that is not configured; it is kept while it is wanted"
        );
        true
    }

    /// Leaves a job to a process that can reach it, for as long as its result is wanted.
    pub(super) async fn keep_job(self: &Arc<Self>, id: TaskId) {
        let Some(task) = self.registry.get(id) else { return };
        let left = WANTED.saturating_sub(task.created_at.until(UnixMillis::now()));
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(left) => self.fail(id, no_service(task.modality), Charge::Perhaps).await,
        }
    }

    /// Has a medium checked and sent that an earlier process wrote.
    pub(super) async fn take_up_medium(self: &Arc<Self>, id: TaskId) {
        let Some(task) = self.registry.get(id) else { return };
        let State::Made { metadata } = &task.state else { return };
        match self.checkpoints.read_medium(id).await {
            Ok(bytes) => {
                let media = GeneratedMedia { bytes, metadata: metadata.clone() };
                self.judge(&task, media, Medium::OnDisk(self.checkpoints.medium(id))).await;
            }
            Err(error) => {
                self.note_disk(Err(error));
                self.fail(id, "The result was lost before it could be delivered".into(), Charge::Perhaps).await;
            }
        }
    }
}
