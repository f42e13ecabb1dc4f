//! The newest tasks, for whoever looks at the miner: what they are and what became of them, without their prompts.

use std::collections::VecDeque;

use reqwest::Url;

use super::deliveries::validator;
use super::task::{Ending, State, Task};
use crate::protocol::daemon_state::RecentTask;
use crate::types::{TaskId, UnixMillis};

/// Tasks that are kept.
const KEPT: usize = 50;

/// Characters of why one failed.
const REASON: usize = 220;

/// See the module. The oldest first.
#[derive(Debug, Default)]
pub(super) struct Recent(VecDeque<RecentTask>);

impl Recent {
    /// A task came, or was left by an earlier process.
    pub(super) fn add(&mut self, task: &Task) {
        let place = self.0.partition_point(|known| known.accepted_at_ms <= task.created_at);
        let mut told = RecentTask {
            task_id: task.id,
            modality: task.modality,
            status: String::new(),
            validator: Url::parse(&task.webhook_url).map(|url| validator(&url)).unwrap_or_default(),
            model: None,
            accepted_at_ms: task.created_at,
            ended_at_ms: None,
            error: None,
        };
        update(&mut told, task);
        self.0.insert(place, told);
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// A task moved on.
    pub(super) fn moved(&mut self, task: &Task, now: UnixMillis) {
        let Some(told) = self.0.iter_mut().find(|told| told.task_id == task.id) else { return };
        update(told, task);
        told.ended_at_ms = matches!(task.state, State::Ended(_)).then_some(now);
    }

    /// A task was not accepted after all.
    pub(super) fn remove(&mut self, id: TaskId) {
        self.0.retain(|told| told.task_id != id);
    }

    /// All, the newest first.
    pub(super) fn newest_first(&self) -> Vec<RecentTask> {
        self.0.iter().rev().cloned().collect()
    }
}

fn update(told: &mut RecentTask, task: &Task) {
    task.status().clone_into(&mut told.status);
    told.model = task.bought.as_ref().map(|bought| format!("{} {}", bought.service, bought.order.model));
    told.error = error(task);
}

fn error(task: &Task) -> Option<String> {
    let text = match &task.state {
        State::Ended(Ending::Rejected { reason }) => reason,
        State::Ended(Ending::Forgotten) => "the validator no longer knew the task",
        _ => task.error()?,
    };
    // Services and validators like to repeat what they refuse.
    let text = if task.prompt.is_empty() { text.to_owned() } else { text.replace(&task.prompt, "<prompt>") };
    Some(text.chars().take(REASON).collect())
}

#[cfg(test)]
mod tests {
    use super::super::task::Event;
    use super::super::task::tests::task;
    use super::*;

    #[test]
    fn the_newest_fifty_tasks_are_told_in_order_with_what_became_of_them_and_without_their_prompts() {
        let mut recent = Recent::default();
        let ids: Vec<TaskId> = (0..60)
            .map(|number| {
                // The last ones to come are the oldest: an earlier process left them.
                let created_at = UnixMillis(if number < 55 { 1000 + number } else { number });
                let webhook_url = "https://user:secret@v.example/callback?key=1".into();
                let task = Task { webhook_url, created_at, ..task(State::Pending) };
                recent.add(&task);
                task.id
            })
            .collect();
        let told = recent.newest_first();
        let found: Vec<TaskId> = told.iter().map(|task| task.task_id).collect();
        let newest: Vec<TaskId> = ids[5..55].iter().rev().copied().collect();
        assert_eq!(found, newest);
        let mut failed = Task { id: ids[54], created_at: UnixMillis(1054), ..task(State::Pending) };
        let error = format!("no picture of `{}` is made here", failed.prompt);
        for (event, ended_at_ms) in [
            (Event::Failed { error }, None),
            (Event::Answered(super::super::task::Answer::Accepted), Some(UnixMillis(9))),
        ] {
            failed.step(event, UnixMillis(9)).unwrap();
            recent.moved(&failed, UnixMillis(9));
            let told = &recent.newest_first()[0];
            assert_eq!((told.status.as_str(), told.validator.as_str()), ("failed", "v.example:443"));
            assert_eq!(told.error.as_deref(), Some("no picture of `<prompt>` is made here"));
            assert_eq!(told.ended_at_ms, ended_at_ms);
        }
        recent.remove(ids[54]);
        assert_eq!(recent.newest_first()[0].task_id, ids[53]);
    }
}
