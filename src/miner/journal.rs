//! What a provider has written down about one task, and the log of each task's steps.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::Miner;
use super::task::{Bought, Event, Task};
use crate::providers::{Journal, JournalError, Order};
use crate::types::{TaskId, UnixMillis};

/// One line about a task's step. The same fields in each, so that one filter finds a task's whole life; what is not known yet
/// is left out.
macro_rules! said {
    ($level:ident, $task:expr, $elapsed:expr, $message:literal $(, $field:ident = $value:expr)*) => {{
        let task: &$crate::miner::task::Task = &$task;
        let bought = task.bought.as_ref();
        tracing::$level!(
            task_id = %task.id, validator = %task.signed_by, modality = %task.modality,
            service = bought.map(|bought| bought.service.as_str()),
            model = bought.map(|bought| bought.order.model.as_str()),
            cost_usd = bought.and_then(|bought| bought.order.cost).map(|cost| cost.as_dollars()),
            elapsed_ms = $elapsed.as_millis(),
            $($field = $value,)*
            $message
        );
    }};
}
pub(super) use said;

/// The journal of one task.
pub(super) struct TaskJournal<'a> {
    pub(super) miner: &'a Miner,
    pub(super) id: TaskId,
    /// Word of the service that writes.
    pub(super) service: &'static str,
}

#[async_trait]
impl Journal for TaskJournal<'_> {
    async fn ordering(&self, order: &Order) -> Result<(), JournalError> {
        let (miner, now) = (self.miner, UnixMillis::now());
        let (service, order) = (self.service.to_owned(), order.clone());
        let bought = Box::new(Bought { id: miner.store.new_order(), at: now, service, order });
        let cost = bought.order.cost;
        // A second order for one task fits no state, and is refused here.
        let task = miner.registry.step(self.id, Event::Ordered { bought }, now).ok_or(JournalError)?;
        miner.budget.order(self.id, cost, now);
        if let Err(error) = miner.checkpoints.save_order(&task).await {
            miner.note_disk(Err(error));
            miner.registry.step(self.id, Event::Postponed, now);
            miner.budget.refund(cost, now, now);
            miner.budget.reserve_anyway(self.id, cost, now);
            return Err(JournalError);
        }
        miner.note_disk(Ok(()));
        said!(info, task, task.created_at.until(now), "task ordered");
        Ok(())
    }

    async fn accepted(&self, job: &Value) {
        let now = UnixMillis::now();
        let event = Event::JobBegun { job: job.clone() };
        let Some(task) = self.miner.registry.step(self.id, event, now) else { return };
        self.miner.note_disk(self.miner.checkpoints.save(&task).await);
        said!(info, task, since_start(&task, now), "job accepted");
    }
}

/// For how long a task has been worked on.
pub(super) fn since_start(task: &Task, now: UnixMillis) -> Duration {
    task.started_at.map(|start| start.until(now)).unwrap_or_default()
}
