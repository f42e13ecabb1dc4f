//! The tasks that this miner knows now, the queue of those that wait, and what became of the others in numbers.
//!
//! No validator can take all the room: what it may have open or undelivered at once is a share. Images and videos wait
//! apart, so that neither waits for a service of the other kind; where both wait, they take turns.
//!
//! Of a task that waits only what its place needs is kept here; prompt and parameters are read from the store when its turn
//! has come. Ten thousand prompts would be most of the miner's memory.
//!
//! Behind one lock that is never held across an await. Whoever moves a task holds its id from the queue, so that no two
//! workers move one task.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::queue::FairQueue;
use super::recent::Recent;
use super::task::{Ending, Event, State, Surprise, Task};
use crate::daemon::hours::Hours;
use crate::protocol::daemon_state::{HourState, RecentTask, TaskCounters};
use crate::protocol::gas::TaskStats;
use crate::store::TaskRow;
use crate::types::{Hotkey, Modality, TaskId, UnixMillis};

/// Ended tasks that are remembered for `/status`; the oldest make room.
const REMEMBERED: usize = 1000;

/// Undelivered results at which new tasks are refused: the validators of all of them are out of reach.
const UNDELIVERED: u64 = 10_000;

/// The same for one validator: one that is out of reach must not use up the room of the others.
const UNDELIVERED_OF_ONE: u64 = 1000;

/// Bytes of the documents of tasks that are not over: prompts may be long.
const MOST_BYTES: usize = 128 << 20;

/// A longer document of a task that has ended is not remembered.
const LONG: usize = 64 << 10;

/// How often it is looked whether a service that rests is ready early.
const LOOK: Duration = Duration::from_secs(5);

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
    /// Of these, how many of one modality.
    lane: u64,
    queued: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    tasks: HashMap<TaskId, Entry>,
    /// In the order of [`Modality::ALL`].
    queues: [FairQueue; Modality::ALL.len()],
    /// Which of them has its turn.
    turn: usize,
    ended: VecDeque<TaskId>,
    counters: TaskCounters,
    hours: Hours,
    recent: Recent,
    loads: HashMap<Hotkey, Load>,
    /// Pending or in work, by queue.
    open: [u64; Modality::ALL.len()],
    /// Of the documents of tasks that are not over.
    bytes: usize,
    stopping: bool,
}

#[derive(Debug)]
struct Entry {
    form: Form,
    /// Of its document when it came.
    bytes: usize,
}

#[derive(Debug)]
enum Form {
    /// Shared with whoever works on it, and copied only when it moves on meanwhile.
    Whole(Arc<Task>),
    /// Pending; the rest is in the store.
    Waiting(Waiting),
}

/// What is kept of a task that waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    /// Where the rest is.
    pub(crate) row: TaskRow,
    pub(crate) modality: Modality,
    signed_by: Hotkey,
    created_at: UnixMillis,
}

/// A task that is known.
#[derive(Debug)]
pub(crate) enum Found {
    Whole(Arc<Task>),
    Waiting(Waiting),
}

impl Form {
    fn modality(&self) -> Modality {
        match self {
            Self::Whole(task) => task.modality,
            Self::Waiting(waiting) => waiting.modality,
        }
    }

    fn signed_by(&self) -> Hotkey {
        match self {
            Self::Whole(task) => task.signed_by,
            Self::Waiting(waiting) => waiting.signed_by,
        }
    }

    fn created_at(&self) -> UnixMillis {
        match self {
            Self::Whole(task) => task.created_at,
            Self::Waiting(waiting) => waiting.created_at,
        }
    }

    fn state(&self) -> &State {
        match self {
            Self::Whole(task) => &task.state,
            Self::Waiting(_) => &State::Pending,
        }
    }

    fn is_older_than(&self, age: Duration, now: UnixMillis) -> bool {
        self.created_at().until(now) > age
    }
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
        Self { inner: Mutex::default(), capacity, lane: capacity, queued: Notify::new() }
    }

    /// For two modalities, of which neither can take all the room.
    pub(crate) fn of_both(self) -> Self {
        Self { lane: share(self.capacity), ..self }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change under the lock is complete before anything that could panic.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a new task in, whose document has `bytes`. It is not queued yet: it must be on disk first.
    pub(crate) fn admit(&self, task: Arc<Task>, bytes: usize) -> Result<(), Full> {
        let mut inner = self.lock();
        if inner.stopping {
            return Err(Full::Stopping);
        }
        let (counters, load) = (&inner.counters, inner.loads.get(&task.signed_by).copied().unwrap_or_default());
        let is_full = counters.pending + counters.processing >= self.capacity || counters.delivering >= UNDELIVERED;
        let is_long = inner.bytes + bytes > MOST_BYTES;
        let takes_all = load.open >= share(self.capacity) || inner.open[lane(task.modality)] >= self.lane;
        if is_full || is_long || takes_all || load.delivering >= UNDELIVERED_OF_ONE {
            return Err(Full::Queue);
        }
        inner.insert(task, bytes);
        Ok(())
    }

    /// Takes back an [`Registry::admit`] whose task could not be written.
    pub(crate) fn withdraw(&self, id: TaskId) {
        let mut inner = self.lock();
        if let Some(Entry { form, bytes }) = inner.tasks.remove(&id) {
            inner.count(&form, false);
            inner.bytes -= bytes;
            inner.recent.remove(id);
        }
    }

    /// Takes in what an earlier process left, beyond any limit.
    pub(crate) fn restore(&self, task: Task, bytes: usize) {
        self.lock().insert(Arc::new(task), bytes);
    }

    /// Puts a task that is on disk behind the others of its validator.
    pub(crate) fn queue(&self, id: TaskId, new: bool) {
        let mut inner = self.lock();
        let Some((validator, lane)) = inner.place(id) else { return };
        inner.shorten(id);
        inner.queues[lane].push(validator, id);
        if new {
            inner.counters.accepted += 1;
            if let Some(created_at) = inner.tasks.get(&id).map(|entry| entry.form.created_at()) {
                inner.hours.begun(created_at);
            }
        }
        drop(inner);
        self.queued.notify_one();
    }

    /// Puts a task that had its turn, and cannot be worked on now, before the others of its validator.
    pub(crate) fn put_back(&self, id: TaskId) {
        let mut inner = self.lock();
        let Some((validator, lane)) = inner.place(id) else { return };
        inner.queues[lane].put_back(validator, id);
        drop(inner);
        self.queued.notify_one();
    }

    /// The task whose turn it is; waits for one, and for a service if that rests as `rest` says. Cancel-safe.
    pub(crate) async fn next(&self, rest: impl Fn(Modality) -> Option<Duration>) -> TaskId {
        loop {
            let rests = Modality::ALL.map(&rest);
            let (next, waits) = {
                let mut inner = self.lock();
                let next = inner.pop(|lane| rests[lane].is_none());
                (next, inner.queues.iter().any(|queue| !queue.is_empty()))
            };
            if let Some(id) = next {
                return id;
            }
            let soon = rests.iter().flatten().min().copied().unwrap_or(LOOK).min(LOOK);
            tokio::select! {
                () = self.queued.notified() => {}
                () = tokio::time::sleep(soon), if waits => {}
            }
        }
    }

    /// Moves a task on, and returns it. Whoever does that knows what must follow.
    pub(crate) fn step(&self, id: TaskId, event: Event, now: UnixMillis) -> Option<Arc<Task>> {
        let mut inner = self.lock();
        let entry = inner.tasks.get_mut(&id)?;
        let Form::Whole(task) = &entry.form else {
            drop(inner);
            tracing::warn!(task_id = %id, ?event, "a task that waits cannot move on; the event is ignored");
            return None;
        };
        let mut moved = (**task).clone();
        if let Err(Surprise { status, event }) = moved.step(event, now) {
            drop(inner);
            tracing::warn!(task_id = %id, status, ?event, "an event does not fit the task; ignored");
            return None;
        }
        let (moved, bytes) = (Arc::new(moved), entry.bytes);
        let after = Form::Whole(Arc::clone(&moved));
        let before = std::mem::replace(&mut entry.form, Form::Whole(Arc::clone(&moved)));
        inner.count(&before, false);
        inner.count(&after, true);
        inner.recent.moved(&moved, now);
        if let State::Ended(ending) = &moved.state {
            inner.ended(ending, moved.created_at, now);
            inner.bytes -= bytes;
            inner.remember(id, bytes);
        }
        Some(moved)
    }

    /// A task by id.
    pub(crate) fn find(&self, id: TaskId) -> Option<Found> {
        self.lock().tasks.get(&id).map(|entry| match &entry.form {
            Form::Whole(task) => Found::Whole(Arc::clone(task)),
            Form::Waiting(waiting) => Found::Waiting(*waiting),
        })
    }

    /// Of which kind a task is.
    pub(crate) fn modality(&self, id: TaskId) -> Option<Modality> {
        self.lock().tasks.get(&id).map(|entry| entry.form.modality())
    }

    /// A task that does not wait.
    pub(crate) fn get(&self, id: TaskId) -> Option<Arc<Task>> {
        match self.find(id)? {
            Found::Whole(task) => Some(task),
            Found::Waiting(_) => None,
        }
    }

    /// Takes in what the store knows of a task whose turn has come.
    pub(crate) fn complete(&self, task: Task) -> Option<Arc<Task>> {
        let mut inner = self.lock();
        let form = &mut inner.tasks.get_mut(&task.id)?.form;
        if let Form::Waiting(_) = form {
            *form = Form::Whole(Arc::new(task));
        }
        match form {
            Form::Whole(task) => Some(Arc::clone(task)),
            Form::Waiting(_) => None,
        }
    }

    /// Takes waiting tasks older than `wanted` out of the queue, and those older than `age`; ended ones of that age are
    /// forgotten at once. Tasks in work are left alone: their own time limit ends them.
    pub(crate) fn expire(&self, age: Duration, wanted: Duration, now: UnixMillis) -> Vec<TaskId> {
        let mut inner = self.lock();
        let is_old =
            |inner: &Inner, id: &TaskId| inner.tasks.get(id).is_some_and(|entry| entry.form.is_older_than(age, now));
        while inner.ended.front().is_some_and(|id| is_old(&inner, id)) {
            if let Some(id) = inner.ended.pop_front() {
                inner.tasks.remove(&id);
            }
        }
        let Inner { queues, tasks, .. } = &mut *inner;
        let is_old = |id| tasks.get(&id).is_some_and(|entry| entry.form.is_older_than(age.min(wanted), now));
        queues.iter_mut().flat_map(|queue| queue.take_out(is_old)).collect()
    }

    /// From now on no task is admitted.
    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
    }

    pub(crate) fn counters(&self) -> TaskCounters {
        self.lock().counters.clone()
    }

    /// What became of the tasks of each hour since `start`.
    pub(crate) fn hours(&self, start: UnixMillis, now: UnixMillis) -> Vec<HourState> {
        self.lock().hours.state(start, now)
    }

    /// The newest tasks, the newest first.
    pub(crate) fn recent(&self) -> Vec<RecentTask> {
        self.lock().recent.newest_first()
    }

    /// The counts of `/miner_info`: tasks that are known now, by status.
    pub(crate) fn stats(&self) -> TaskStats {
        let inner = self.lock();
        let mut stats = TaskStats { total: inner.tasks.len() as u64, ..TaskStats::default() };
        for entry in inner.tasks.values() {
            match entry.form.state().status() {
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
    fn insert(&mut self, task: Arc<Task>, bytes: usize) {
        self.recent.add(&task);
        let (id, form) = (task.id, Form::Whole(task));
        self.count(&form, true);
        self.bytes += bytes;
        self.tasks.insert(id, Entry { form, bytes });
    }

    /// Keeps of a task that was written down only what its place in the queue needs.
    fn shorten(&mut self, id: TaskId) {
        let Some(form) = self.tasks.get_mut(&id).map(|entry| &mut entry.form) else { return };
        if let Form::Whole(task) = form
            && let Some(row) = task.row
        {
            let Task { modality, signed_by, created_at, .. } = **task;
            *form = Form::Waiting(Waiting { row, modality, signed_by, created_at });
        }
    }

    /// Behind whom, and in which of the queues, a task waits.
    fn place(&self, id: TaskId) -> Option<(Hotkey, usize)> {
        let form = &self.tasks.get(&id)?.form;
        Some((form.signed_by(), lane(form.modality())))
    }

    fn pop(&mut self, is_ready: impl Fn(usize) -> bool) -> Option<TaskId> {
        let count = self.queues.len();
        let lanes = (0..count).map(|step| (self.turn + step) % count);
        let lane = lanes.into_iter().find(|lane| is_ready(*lane) && !self.queues[*lane].is_empty())?;
        self.turn = (lane + 1) % count;
        self.queues[lane].pop()
    }

    fn count(&mut self, form: &Form, entered: bool) {
        let step = |part: &mut u64| *part = if entered { *part + 1 } else { part.saturating_sub(1) };
        let (validator, state) = (form.signed_by(), form.state());
        let load = self.loads.entry(validator).or_default();
        match state {
            State::Pending | State::Processing | State::Made { .. } => {
                step(&mut load.open);
                step(&mut self.open[lane(form.modality())]);
            }
            State::Completed { .. } | State::Failed { .. } => step(&mut load.delivering),
            State::Ended(_) => {}
        }
        if load.open + load.delivering == 0 {
            self.loads.remove(&validator);
        }
        let counters = &mut self.counters;
        let counter = match state {
            State::Pending => &mut counters.pending,
            State::Processing | State::Made { .. } => &mut counters.processing,
            State::Completed { .. } | State::Failed { .. } => &mut counters.delivering,
            State::Ended(Ending::Delivered) => &mut counters.delivered,
            State::Ended(Ending::Forgotten) => &mut counters.forgotten,
            State::Ended(Ending::Rejected { .. }) => &mut counters.rejected,
            State::Ended(Ending::Noticed { .. } | Ending::Expired) => &mut counters.failed,
        };
        step(counter);
    }

    fn ended(&mut self, ending: &Ending, created_at: UnixMillis, now: UnixMillis) {
        if *ending == Ending::Delivered {
            self.hours.delivered(now, created_at.until(now));
            self.hours.done(now);
        } else {
            self.hours.failed(now);
        }
    }

    fn remember(&mut self, id: TaskId, bytes: usize) {
        if bytes > LONG {
            self.tasks.remove(&id);
            return;
        }
        self.ended.push_back(id);
        while self.ended.len() > REMEMBERED {
            if let Some(oldest) = self.ended.pop_front() {
                self.tasks.remove(&oldest);
            }
        }
    }
}

/// What one may have where a quarter is for others.
const fn share(capacity: u64) -> u64 {
    capacity - capacity / 4
}

/// The place of a modality in [`Modality::ALL`].
pub(super) const fn lane(modality: Modality) -> usize {
    match modality {
        Modality::Image => 0,
        Modality::Video => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::task;
    use super::*;

    fn admit(registry: &Registry, task: Task) -> Result<(), Full> {
        registry.admit(Arc::new(task), 500)
    }

    #[test]
    fn a_full_queue_refuses_and_an_ended_task_makes_room() {
        let registry = Registry::new(1, 1);
        let (first, second) = (task(State::Pending), task(State::Pending));
        let id = first.id;
        admit(&registry, first).unwrap();
        admit(&registry, second.clone()).unwrap();
        assert_eq!(admit(&registry, task(State::Pending)), Err(Full::Queue));
        registry.withdraw(second.id);
        admit(&registry, second).unwrap();
        registry.step(id, Event::Failed { error: "x".into() }, UnixMillis(1)).unwrap();
        admit(&registry, task(State::Pending)).unwrap();
        registry.stop();
        assert_eq!(admit(&registry, task(State::Pending)), Err(Full::Stopping));
    }

    fn task_of(validator: u8) -> Task {
        Task { signed_by: Hotkey::from_bytes([validator; 32]), ..task(State::Pending) }
    }

    #[test]
    fn one_validator_cannot_fill_the_queue_for_the_others() {
        let registry = Registry::new(2, 10);
        for _ in 0..9 {
            admit(&registry, task_of(1)).unwrap();
        }
        assert_eq!(admit(&registry, task_of(1)), Err(Full::Queue));
        for _ in 0..3 {
            admit(&registry, task_of(2)).unwrap();
        }
        assert_eq!(admit(&registry, task_of(2)), Err(Full::Queue), "all of it is taken now");
    }

    #[test]
    fn open_videos_leave_room_for_images() {
        let registry = Registry::new(2, 10).of_both();
        let film = |validator| Task { modality: Modality::Video, ..task_of(validator) };
        for number in 0..9 {
            admit(&registry, film(number)).unwrap();
        }
        assert_eq!(admit(&registry, film(20)), Err(Full::Queue));
        let image = task_of(20);
        let id = image.id;
        admit(&registry, image).unwrap();
        registry.withdraw(id);
        let alone = Registry::new(2, 10);
        (0..12).for_each(|number| admit(&alone, film(number)).unwrap());
    }

    #[test]
    fn a_validator_that_takes_no_delivery_is_refused_and_the_others_are_not() {
        let registry = Registry::new(2, 10);
        let mut undelivered = Vec::new();
        for _ in 0..UNDELIVERED_OF_ONE {
            let task = task_of(1);
            undelivered.push(task.id);
            let id = task.id;
            admit(&registry, task).unwrap();
            registry.step(id, Event::Failed { error: "x".into() }, UnixMillis(1)).unwrap();
        }
        assert_eq!(admit(&registry, task_of(1)), Err(Full::Queue));
        admit(&registry, task_of(2)).unwrap();
        registry.step(undelivered[0], Event::Expired, UnixMillis(1)).unwrap();
        admit(&registry, task_of(1)).unwrap();
    }

    #[tokio::test]
    async fn a_service_that_rests_keeps_its_own_tasks_waiting_and_no_others() {
        let registry = Registry::new(2, 10);
        let film = |validator| Task { modality: Modality::Video, ..task_of(validator) };
        let tasks = [film(1), task_of(1), film(1), task_of(2)];
        let ids = tasks.each_ref().map(|task| task.id);
        for task in tasks {
            let id = task.id;
            admit(&registry, task).unwrap();
            registry.queue(id, true);
        }
        let video_rests = |modality| (modality == Modality::Video).then_some(Duration::from_hours(1));
        assert_eq!(registry.next(video_rests).await, ids[1]);
        assert_eq!(registry.next(video_rests).await, ids[3]);
        let none = tokio::time::timeout(Duration::from_millis(20), registry.next(video_rests)).await;
        assert!(none.is_err(), "{none:?}");
        assert_eq!(registry.next(|_| None).await, ids[0]);
        registry.put_back(ids[0]);
        assert_eq!(registry.next(|_| None).await, ids[0]);
        assert_eq!(registry.next(|_| None).await, ids[2]);
    }

    #[tokio::test]
    async fn images_and_videos_take_turns() {
        let registry = Registry::new(2, 20);
        for number in 0..8 {
            let modality = if number < 4 { Modality::Image } else { Modality::Video };
            let task = Task { modality, ..task_of(1) };
            let id = task.id;
            admit(&registry, task).unwrap();
            registry.queue(id, true);
        }
        let mut order = Vec::new();
        for _ in 0..4 {
            let id = registry.next(|_| None).await;
            order.push(registry.get(id).unwrap().modality);
        }
        assert_eq!(order, [Modality::Image, Modality::Video, Modality::Image, Modality::Video]);
    }

    #[tokio::test]
    async fn a_task_that_nobody_wants_any_more_leaves_the_queue() {
        let registry = Registry::new(2, 20);
        let (first, second) = (task_of(1), Task { created_at: UnixMillis(1_760_000_060_500), ..task_of(1) });
        let (ids, late) = ([first.id, second.id], first.created_at.after(Duration::from_secs(61)));
        for task in [first, second] {
            let id = task.id;
            admit(&registry, task).unwrap();
            registry.queue(id, true);
        }
        assert_eq!(registry.expire(Duration::from_hours(24), Duration::from_mins(1), late), [ids[0]]);
        assert_eq!(registry.next(|_| None).await, ids[1]);
    }

    #[test]
    fn long_prompts_cannot_fill_the_memory() {
        let registry = Registry::new(2, 10_000);
        let first = task_of(1);
        let id = first.id;
        registry.admit(Arc::new(first), MOST_BYTES - 100).unwrap();
        assert_eq!(admit(&registry, task_of(2)), Err(Full::Queue));
        registry.step(id, Event::Expired, UnixMillis(1)).unwrap();
        admit(&registry, task_of(2)).unwrap();
        assert_eq!(registry.get(id), None, "what ended and was long is not remembered");
    }

    #[test]
    fn a_thousand_ended_tasks_are_remembered_and_no_more() {
        let registry = Registry::new(2, 0);
        for _ in 0..REMEMBERED + 5 {
            let task = task(State::Pending);
            let id = task.id;
            admit(&registry, task).unwrap();
            registry.step(id, Event::Expired, UnixMillis(1)).unwrap();
        }
        assert_eq!(registry.stats().total, REMEMBERED as u64);
        assert_eq!(registry.counters().failed, REMEMBERED as u64 + 5);
        let young = Duration::from_secs(1);
        assert!(registry.expire(young, young, UnixMillis(u64::MAX)).is_empty());
        assert_eq!(registry.stats().total, 0);
    }
}
