//! The tasks that this miner knows now, the queue of those that wait, and what became of the others in numbers.
//!
//! No validator can take all the room: what it may have open or undelivered at once is a share.
//!
//! Behind one lock that is never held across an await. Whoever moves a task holds its id from the queue, so that no two
//! workers move one task.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::queue::FairQueue;
use super::task::{Effect, Ending, Event, State, Surprise, Task};
use crate::protocol::daemon_state::TaskCounters;
use crate::protocol::gas::TaskStats;
use crate::types::{Hotkey, TaskId, UnixMillis};

/// Ended tasks that are remembered for `/status`; the oldest make room.
const REMEMBERED: usize = 1000;

/// Undelivered results at which new tasks are refused: the validators of all of them are out of reach.
const UNDELIVERED: u64 = 10_000;

/// The same for one validator: one that is out of reach must not use up the room of the others.
const UNDELIVERED_OF_ONE: u64 = 1000;

/// Why no further task is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// The queue is full.
    Queue,
    /// The miner is stopping.
    Stopping,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Registry {
    inner: Mutex<Inner>,
    /// Tasks that may be pending or in work at once.
    capacity: u64,
    queued: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    tasks: HashMap<TaskId, Task>,
    queue: FairQueue,
    ended: VecDeque<TaskId>,
    counters: TaskCounters,
    loads: HashMap<Hotkey, Load>,
    stopping: bool,
}

/// What one validator has here.
#[derive(Debug, Default, Clone, Copy)]
struct Load {
    /// Pending or in work.
    open: u64,
    delivering: u64,
}

impl Registry {
    pub(crate) fn new(max_concurrent: usize, max_queued: usize) -> Self {
        let capacity = max_concurrent.saturating_add(max_queued) as u64;
        Self { inner: Mutex::default(), capacity, queued: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change under the lock is complete before anything that could panic.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a new task in, not yet queued: it must be on disk first.
    pub(crate) fn admit(&self, task: Task) -> Result<(), Full> {
        let mut inner = self.lock();
        if inner.stopping {
            return Err(Full::Stopping);
        }
        let (counters, load) = (&inner.counters, inner.loads.get(&task.signed_by).copied().unwrap_or_default());
        let share = self.capacity - self.capacity / 4; // a quarter is for others
        let is_full = counters.pending + counters.processing >= self.capacity || counters.delivering >= UNDELIVERED;
        if is_full || load.open >= share || load.delivering >= UNDELIVERED_OF_ONE {
            return Err(Full::Queue);
        }
        inner.count(task.signed_by, &task.state, true);
        inner.tasks.insert(task.id, task);
        Ok(())
    }

    /// Takes back an [`Registry::admit`] whose task could not be written.
    pub(crate) fn withdraw(&self, id: TaskId) {
        let mut inner = self.lock();
        if let Some(task) = inner.tasks.remove(&id) {
            inner.count(task.signed_by, &task.state, false);
        }
    }

    /// Takes in what an earlier process left, beyond any limit.
    pub(crate) fn restore(&self, task: Task) {
        let mut inner = self.lock();
        inner.count(task.signed_by, &task.state, true);
        inner.tasks.insert(task.id, task);
    }

    /// Puts a task behind the others of its validator.
    pub(crate) fn queue(&self, id: TaskId, new: bool) {
        let mut inner = self.lock();
        let Some(validator) = inner.tasks.get(&id).map(|task| task.signed_by) else { return };
        inner.queue.push(validator, id);
        if new {
            inner.counters.accepted += 1;
        }
        drop(inner);
        self.queued.notify_one();
    }

    /// The task whose turn it is; waits for one. Cancel-safe.
    pub(crate) async fn next(&self) -> TaskId {
        loop {
            let next = self.lock().queue.pop();
            match next {
                Some(id) => return id,
                None => self.queued.notified().await,
            }
        }
    }

    /// Moves a task on; the moved task and what must follow.
    pub(crate) fn step(&self, id: TaskId, event: Event, now: UnixMillis) -> Option<(Task, &'static [Effect])> {
        let mut inner = self.lock();
        let task = inner.tasks.get_mut(&id)?;
        let before = task.state.clone();
        let effects = match task.step(event, now) {
            Ok(effects) => effects,
            Err(Surprise { status, event }) => {
                tracing::warn!(task_id = %id, status, ?event, "an event does not fit the task; ignored");
                return None;
            }
        };
        let moved = task.clone();
        inner.count(moved.signed_by, &before, false);
        inner.count(moved.signed_by, &moved.state, true);
        if let State::Ended(_) = moved.state {
            inner.remember(id);
        }
        Some((moved, effects))
    }

    /// A task by id.
    pub(crate) fn get(&self, id: TaskId) -> Option<Task> {
        self.lock().tasks.get(&id).cloned()
    }

    /// Ids of open tasks older than `age`; ended ones of that age are forgotten at once. Tasks in work are left alone:
    /// their own time limit ends them.
    pub(crate) fn expire(&self, age: Duration, now: UnixMillis) -> Vec<TaskId> {
        let mut inner = self.lock();
        let is_old = |inner: &Inner, id: &TaskId| inner.tasks.get(id).is_some_and(|task| task.is_older_than(age, now));
        while inner.ended.front().is_some_and(|id| is_old(&inner, id)) {
            if let Some(id) = inner.ended.pop_front() {
                inner.tasks.remove(&id);
            }
        }
        let Inner { queue, tasks, .. } = &mut *inner;
        queue.take_out(|id| tasks.get(&id).is_some_and(|task| task.is_older_than(age, now)))
    }

    /// From now on no task is admitted.
    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
    }

    /// Counts a request that was answered 429 or 503.
    pub(crate) fn count_refused(&self) {
        self.lock().counters.refused += 1;
    }

    pub(crate) fn counters(&self) -> TaskCounters {
        self.lock().counters.clone()
    }

    /// The counts of `/miner_info`: tasks that are known now, by status.
    pub(crate) fn stats(&self) -> TaskStats {
        let inner = self.lock();
        let mut stats = TaskStats { total: inner.tasks.len() as u64, ..TaskStats::default() };
        for task in inner.tasks.values() {
            match task.status() {
                "pending" => stats.pending += 1,
                "processing" => stats.processing += 1,
                "completed" => stats.completed += 1,
                _ => stats.failed += 1,
            }
        }
        stats
    }
}

impl Inner {
    fn count(&mut self, validator: Hotkey, state: &State, entered: bool) {
        let load = self.loads.entry(validator).or_default();
        let part = match state {
            State::Pending | State::Processing => Some(&mut load.open),
            State::Completed { .. } | State::Failed { .. } => Some(&mut load.delivering),
            State::Ended(_) => None,
        };
        if let Some(part) = part {
            *part = if entered { *part + 1 } else { part.saturating_sub(1) };
        }
        if load.open + load.delivering == 0 {
            self.loads.remove(&validator);
        }
        let counters = &mut self.counters;
        let counter = match state {
            State::Pending => &mut counters.pending,
            State::Processing => &mut counters.processing,
            State::Completed { .. } | State::Failed { .. } => &mut counters.delivering,
            State::Ended(Ending::Delivered) => &mut counters.delivered,
            State::Ended(Ending::Forgotten) => &mut counters.forgotten,
            State::Ended(Ending::Rejected { .. }) => &mut counters.rejected,
            State::Ended(Ending::Noticed { .. } | Ending::Expired) => &mut counters.failed,
        };
        *counter = if entered { *counter + 1 } else { counter.saturating_sub(1) };
    }

    fn remember(&mut self, id: TaskId) {
        self.ended.push_back(id);
        while self.ended.len() > REMEMBERED {
            if let Some(oldest) = self.ended.pop_front() {
                self.tasks.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::task;
    use super::*;

    #[test]
    fn a_full_queue_refuses_and_an_ended_task_makes_room() {
        let registry = Registry::new(1, 1);
        let (first, second) = (task(State::Pending), task(State::Pending));
        let id = first.id;
        registry.admit(first).unwrap();
        registry.admit(second.clone()).unwrap();
        assert_eq!(registry.admit(task(State::Pending)), Err(Full::Queue));
        registry.withdraw(second.id);
        registry.admit(second).unwrap();
        registry.step(id, Event::Failed { error: "x".into() }, UnixMillis(1)).unwrap();
        registry.admit(task(State::Pending)).unwrap();
        registry.stop();
        assert_eq!(registry.admit(task(State::Pending)), Err(Full::Stopping));
    }

    fn task_of(validator: u8) -> Task {
        Task { signed_by: Hotkey::from_bytes([validator; 32]), ..task(State::Pending) }
    }

    #[test]
    fn one_validator_cannot_fill_the_queue_for_the_others() {
        let registry = Registry::new(2, 10);
        for _ in 0..9 {
            registry.admit(task_of(1)).unwrap();
        }
        assert_eq!(registry.admit(task_of(1)), Err(Full::Queue));
        for _ in 0..3 {
            registry.admit(task_of(2)).unwrap();
        }
        assert_eq!(registry.admit(task_of(2)), Err(Full::Queue), "all of it is taken now");
    }

    #[test]
    fn a_validator_that_takes_no_delivery_is_refused_and_the_others_are_not() {
        let registry = Registry::new(2, 10);
        let mut undelivered = Vec::new();
        for _ in 0..UNDELIVERED_OF_ONE {
            let task = task_of(1);
            undelivered.push(task.id);
            let id = task.id;
            registry.admit(task).unwrap();
            registry.step(id, Event::Failed { error: "x".into() }, UnixMillis(1)).unwrap();
        }
        assert_eq!(registry.admit(task_of(1)), Err(Full::Queue));
        registry.admit(task_of(2)).unwrap();
        registry.step(undelivered[0], Event::Expired, UnixMillis(1)).unwrap();
        registry.admit(task_of(1)).unwrap();
    }

    #[test]
    fn a_thousand_ended_tasks_are_remembered_and_no_more() {
        let registry = Registry::new(2, 0);
        for _ in 0..REMEMBERED + 5 {
            let task = task(State::Pending);
            let id = task.id;
            registry.admit(task).unwrap();
            registry.step(id, Event::Expired, UnixMillis(1)).unwrap();
        }
        assert_eq!(registry.stats().total, REMEMBERED as u64);
        assert_eq!(registry.counters().failed, REMEMBERED as u64 + 5);
        let young = Duration::from_secs(1);
        assert!(registry.expire(young, UnixMillis(u64::MAX)).is_empty());
        assert_eq!(registry.stats().total, 0);
    }
}
