//! Where a task is executed: taken from the queue, ordered, generated, written to disk, checked.
//!
//! Each generation is a tokio task of its own; how many go on at once is bounded by a semaphore. What an earlier process
//! began (`leftovers`) goes on besides, at once. None of them depends on the connection on which the challenge came.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::Miner;
use super::checkpoint::CheckpointError;
use super::document;
use super::journal::{TaskJournal, said, since_start};
use super::leftovers::Leftover;
use super::registry::{Found, Full, lane};
use super::task::{Event, Task};
use super::webhook::Medium;
use crate::providers::{Charge, GeneratedMedia, GenerationRequest, Order, Provider, ProviderError, Standing};
use crate::types::{MicroUsd, Modality, TaskId, UnixMillis, jittered};

/// How long deliveries may go on after the last generation ended. With the grace of generations it stays below the
/// 30 s after which the supervisor kills.
const DELIVERY_GRACE: Duration = Duration::from_secs(5);

/// How long a task waits when its order could not be written down.
const DISK_WAIT: Duration = Duration::from_secs(10);

/// For how long a result is wanted: validators forget a task 7200 s after they have sent it (`spec/gas.md` 8.4). What begins
/// later than this is paid for in vain.
pub(super) const WANTED: Duration = Duration::from_mins(110);

/// The first pause before a job is asked for again; doubled each time, up to a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The validator is told this about a task that was not begun while it was wanted.
const TOO_LATE: &str = "It waited too long to begin";

/// Why a challenge is not taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// In a word, for the counters.
    pub(super) reason: &'static str,
    /// For the validator.
    pub(super) error: String,
    /// When it may ask again.
    pub(super) wait: Duration,
}

/// Why a task is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    #[error("no room for further tasks")]
    Full(Full),
    #[error("{}", .0.error)]
    Refused(Refusal),
    #[error(transparent)]
    Disk(#[from] CheckpointError),
    #[error("the validator hung up")]
    Gone,
}

/// Why there is no medium.
enum Unmade {
    /// Nothing was bought; try again after this.
    Later(Duration),
    /// For good.
    Failed { error: String, charge: Charge },
}

impl Unmade {
    const fn free(error: String) -> Self {
        Self::Failed { error, charge: Charge::Nothing }
    }
}

/// Executes tasks until `stop`, then lets those in work end within the grace; what is left stays on disk as it is, and is
/// taken up by the next process.
pub(super) async fn work(miner: Arc<Miner>, leftovers: Vec<Leftover>, stop: CancellationToken) {
    let most = miner.settings.max_concurrent_tasks.max(1);
    let places = Arc::new(Semaphore::new(most));
    // Videos take minutes: one place is never theirs where there are images to make.
    let films = Arc::new(Semaphore::new(if miner.makes_both { (most - 1).max(1) } else { most }));
    let mut running = JoinSet::new();
    for leftover in leftovers {
        let miner = Arc::clone(&miner);
        running.spawn(async move {
            match leftover {
                Leftover::Job(id) => miner.generate(id).await,
                Leftover::Elsewhere(id) => miner.keep_job(id).await,
                Leftover::Medium(id) => miner.take_up_medium(id).await,
            }
        });
    }
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = running.join_next() => continue,
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
        };
        let rest = |modality| {
            let is_full = modality == Modality::Video && films.available_permits() == 0;
            if is_full { Some(LONGEST_PAUSE) } else { miner.rest(modality) }
        };
        let id = loop {
            tokio::select! {
                () = stop.cancelled() => break None,
                Some(_) = running.join_next() => {} // it may have been a video
                id = miner.registry.next(rest) => break Some(id),
            }
        };
        let Some(id) = id else { break };
        let is_film = miner.registry.modality(id) == Some(Modality::Video);
        let film = is_film.then(|| Arc::clone(&films).try_acquire_owned());
        let miner = Arc::clone(&miner);
        running.spawn(async move {
            miner.generate(id).await;
            drop((place, film));
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

impl Miner {
    /// Whether the service that would make this can be asked now; else why not. The price, if it is known.
    pub(super) fn may_accept(&self, request: &GenerationRequest) -> Result<Option<MicroUsd>, Refusal> {
        let modality = request.modality;
        let unavailable =
            || Refusal { reason: "no-service", error: no_service(modality), wait: Duration::from_mins(10) };
        let provider = self.providers.of(modality).ok_or_else(unavailable)?;
        // First: one that rests says that it is not available, too.
        if let Standing::Resting { left, .. } = provider.standing() {
            let error = format!("Service {} rests after repeated faults", provider.info().name);
            return Err(Refusal { reason: "service-resting", error, wait: left });
        }
        if !provider.info().available {
            return Err(unavailable());
        }
        // What it cannot order, it would fail at once.
        let refused = |error: ProviderError| Refusal {
            reason: "cannot-do",
            error: error.to_string(),
            wait: Duration::from_mins(10),
        };
        Ok(provider.order(request).map_err(refused)?.cost)
    }

    /// Writes a new task down and queues it. Once begun this must run to its end, so it is not the connection's to drop; but
    /// where the validator has `gone` by then, it does not know the task's id, and a result would be paid for in vain.
    pub(super) async fn accept(
        self: Arc<Self>,
        task: Task,
        cost: Option<MicroUsd>,
        gone: CancellationToken,
    ) -> Result<(), AcceptError> {
        let (id, now) = (task.id, UnixMillis::now());
        let row = self.checkpoints.new_row();
        let document = document::write(&task);
        let task = Arc::new(Task { row: Some(row), ..task });
        self.registry.admit(Arc::clone(&task), document.len()).map_err(AcceptError::Full)?;
        if let Err(spent) = self.budget.reserve(id, cost, now) {
            self.registry.withdraw(id);
            let error = "Daily budget is spent".to_owned();
            return Err(AcceptError::Refused(Refusal { reason: "budget-spent", error, wait: spent.wait }));
        }
        let written = self.checkpoints.insert(row, id, document).await;
        if let Err(error) = written {
            self.registry.withdraw(id);
            self.budget.release(id, now);
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            tracing::error!(task_id = %id, %error, cause, "a task is refused: it cannot be written down");
            self.remember_disk(Some(error.to_string()));
            return Err(error.into());
        }
        self.remember_disk(None);
        if gone.is_cancelled() {
            self.registry.withdraw(id);
            self.budget.release(id, now);
            self.note_disk(self.checkpoints.forget(&task).await);
            tracing::info!(task_id = %id, validator = %task.signed_by, "a validator hung up before its task was taken");
            return Err(AcceptError::Gone);
        }
        said!(info, task, task.created_at.until(UnixMillis::now()), "task accepted");
        self.registry.queue(id, true);
        Ok(())
    }

    /// For how long no task of this kind is taken up.
    pub(super) fn rest(&self, modality: Modality) -> Option<Duration> {
        let own = self.pauses.left(modality, Instant::now());
        let service = match self.providers.of(modality)?.standing() {
            Standing::Resting { left, .. } => Some(left),
            Standing::Ready => None,
        };
        own.max(service)
    }

    /// A task that is known, as it is.
    pub(super) async fn look_up(&self, id: TaskId) -> Result<Option<Arc<Task>>, CheckpointError> {
        Ok(match self.registry.find(id) {
            Some(Found::Whole(task)) => Some(task),
            Some(Found::Waiting(waiting)) => self.checkpoints.read(waiting.row).await?.map(Arc::new),
            None => None,
        })
    }

    /// A task whose turn has come, with what the store kept of it meanwhile. Where the disk refuses, it waits on.
    pub(super) async fn take_up(&self, id: TaskId) -> Option<Arc<Task>> {
        let waiting = match self.registry.find(id)? {
            Found::Whole(task) => return Some(task),
            Found::Waiting(waiting) => waiting,
        };
        match self.checkpoints.read(waiting.row).await {
            Ok(Some(task)) => self.registry.complete(task),
            Ok(None) => {
                tracing::error!(task_id = %id, "a task cannot be read from the store any more, and is given up");
                self.registry.withdraw(id);
                self.budget.release(id, UnixMillis::now());
                self.leave_model(id);
                None
            }
            Err(error) => {
                self.note_disk(Err(error));
                self.pauses.begin(waiting.modality, DISK_WAIT, Instant::now());
                self.registry.put_back(id);
                None
            }
        }
    }

    /// Brings a task to a medium or to a failure; or back into the queue, if nothing was bought.
    pub(super) async fn generate(self: &Arc<Self>, id: TaskId) {
        let Some(task) = self.take_up(id).await else { return };
        if task.is_older_than(self.settings.max_task_age, UnixMillis::now()) {
            return self.expire(&task).await;
        }
        match self.make(&task).await {
            Ok(media) => self.take_in(id, media).await,
            Err(Unmade::Later(wait)) => self.postpone(id, wait).await,
            Err(Unmade::Failed { error, charge }) => self.fail(id, error, charge).await,
        }
    }

    /// Calls the provider: for something new, or for the job that was begun. Every way to fail becomes a text for the
    /// validator.
    async fn make(&self, task: &Task) -> Result<GeneratedMedia, Unmade> {
        let id = task.id;
        let Some(provider) = self.providers.of(task.modality) else {
            let is_bought = task.bought.is_some() || task.checkpoint.is_some();
            let charge = if is_bought { Charge::Perhaps } else { Charge::Nothing };
            return Err(Unmade::Failed { error: no_service(task.modality), charge });
        };
        let limit = match task.modality {
            Modality::Image => self.settings.task_timeout,
            Modality::Video => self.settings.video_timeout,
        };
        let (request, deadline) = (task.request(), Instant::now() + limit);
        let late = || Unmade::Failed {
            error: format!("Generation took longer than {} s", limit.as_secs()),
            charge: Charge::Perhaps,
        };
        let mut made = if let Some(job) = &task.checkpoint {
            guarded(deadline, provider.resume(&request, job)).await
        } else {
            self.may_begin(task, provider.as_ref(), &request)?;
            let journal = TaskJournal { miner: self, id, service: provider.name() };
            guarded(deadline, provider.generate(&request, &journal)).await
        };
        let mut pause = FIRST_PAUSE;
        loop {
            let service = provider.info().name;
            let error = match made {
                Guarded::Late => return Err(late()),
                Guarded::Crashed => {
                    let error = format!("Service {service} crashed");
                    return Err(Unmade::Failed { error, charge: Charge::Perhaps });
                }
                Guarded::Ended(Ok(media)) if media.bytes.is_empty() => {
                    let error = format!("Service {service} returned no result");
                    return Err(Unmade::Failed { error, charge: Charge::Perhaps });
                }
                Guarded::Ended(Ok(media)) => return Ok(media),
                Guarded::Ended(Err(error)) => error,
            };
            let Some(job) = self.registry.get(id).and_then(|task| task.checkpoint.clone()) else {
                return Err(without_job(error));
            };
            if !error.may_pass() {
                return Err(Unmade::Failed { error: error.to_string(), charge: error.charge() });
            }
            // The job is paid for, and goes on whether we can reach it or not.
            tracing::info!(task_id = %id, %error, pause_ms = pause.as_millis(), "a job is asked for again");
            if timeout_at(deadline, tokio::time::sleep(jittered(pause))).await.is_err() {
                return Err(late());
            }
            pause = (pause * 2).min(Duration::from_mins(1));
            made = guarded(deadline, provider.resume(&request, &job)).await;
        }
    }

    /// Whether an order may be placed now.
    fn may_begin(&self, task: &Task, provider: &dyn Provider, request: &GenerationRequest) -> Result<(), Unmade> {
        if task.is_older_than(WANTED, UnixMillis::now()) {
            return Err(Unmade::free(TOO_LATE.into()));
        }
        let order = provider.order(request).map_err(|error| Unmade::free(error.to_string()))?;
        self.budget.may_order(order.cost, UnixMillis::now()).map_err(|spent| Unmade::Later(spent.wait))?;
        // The model may have been paused since the task was accepted.
        self.enter_model(request, true).map_err(|paused| Unmade::Later(paused.left))
    }

    /// Ends a task that waited in vain: with a notice of failure, unless it is too old even for that.
    pub(super) async fn give_up(self: &Arc<Self>, task: &Task) {
        if task.is_older_than(self.settings.max_task_age, UnixMillis::now()) {
            return self.expire(task).await;
        }
        self.fail(task.id, TOO_LATE.into(), Charge::Nothing).await;
    }

    /// Writes what was made to disk, then has it checked.
    async fn take_in(self: &Arc<Self>, id: TaskId, media: GeneratedMedia) {
        let now = UnixMillis::now();
        let event = Event::Made { metadata: media.metadata.clone() };
        let Some(task) = self.registry.step(id, event, now) else { return };
        self.budget.release(id, now);
        said!(info, task, since_start(&task, now), "task generated", bytes = media.bytes.len());
        // Side by side: what counts after a crash is whether the medium is there.
        let (saved, medium) = tokio::join!(self.checkpoints.save(&task), self.keep(id, media.bytes.clone()));
        self.note_disk(saved);
        self.judge(&task, media, medium).await;
    }

    /// Looks at a medium as validators do, and sends it or a notice of failure.
    pub(super) async fn judge(self: &Arc<Self>, task: &Task, media: GeneratedMedia, medium: Medium) {
        let event = match self.check(task, &self.order_of(task), &media).await {
            Ok(()) => Event::Passed,
            Err(error) => Event::Failed { error },
        };
        drop(media); // megabytes
        let now = UnixMillis::now();
        let Some(task) = self.registry.step(task.id, event, now) else { return };
        match task.error() {
            None => said!(info, task, since_start(&task, now), "task completed"),
            Some(error) => said!(warn, task, since_start(&task, now), "task failed", error = error),
        }
        // A document that says `completed` without its medium would be reported as lost after a restart.
        if task.error().is_some() || matches!(medium, Medium::OnDisk(_)) {
            self.note_disk(self.checkpoints.save(&task).await);
        }
        self.keep_copy(&task, &medium).await;
        self.spawn_delivery(task, medium);
    }

    /// What was ordered; of a task of the reference, what would be.
    fn order_of(&self, task: &Task) -> Order {
        let known = task.bought.as_ref().map(|bought| bought.order.clone());
        known.or_else(|| self.would_order(task)).unwrap_or_else(|| Order {
            model: "unknown".into(),
            size: String::new(),
            tier: None,
            cost: None,
        })
    }

    /// What would be ordered for a task now.
    pub(super) fn would_order(&self, task: &Task) -> Option<Order> {
        self.providers.of(task.modality)?.order(&task.request()).ok()
    }

    /// Ends a task without a medium.
    pub(super) async fn fail(self: &Arc<Self>, id: TaskId, error: String, charge: Charge) {
        let now = UnixMillis::now();
        let Some(task) = self.registry.step(id, Event::Failed { error: error.clone() }, now) else { return };
        self.budget.release(id, now);
        self.leave_model(id);
        said!(warn, task, since_start(&task, now), "task failed", error = error);
        let refunded = task.bought.as_ref().filter(|_| charge == Charge::Nothing);
        let saved = match refunded {
            Some(bought) => {
                self.budget.refund(bought.order.cost, bought.at, now);
                self.checkpoints.save_refund(&task, bought.id).await
            }
            None => self.checkpoints.save(&task).await,
        };
        self.note_disk(saved);
        let medium = Medium::OnDisk(self.checkpoints.medium(id));
        self.spawn_delivery(task, medium);
    }

    /// Puts a task back into the queue, and leaves its kind alone for a while.
    async fn postpone(&self, id: TaskId, wait: Duration) {
        let now = UnixMillis::now();
        let Some(before) = self.registry.get(id) else { return };
        self.leave_model(id);
        if let Some(bought) = &before.bought {
            let Some(task) = self.registry.step(id, Event::Postponed, now) else { return };
            self.budget.refund(bought.order.cost, bought.at, now);
            self.budget.reserve_anyway(id, bought.order.cost, now);
            self.note_disk(self.checkpoints.save_refund(&task, bought.id).await);
        }
        said!(info, before, before.created_at.until(now), "task postponed", wait_ms = wait.as_millis());
        self.pauses.begin(before.modality, wait, Instant::now());
        self.registry.put_back(id);
    }

    /// Writes a medium to disk; keeps it in memory where the disk refuses, since it has been paid for.
    async fn keep(&self, id: TaskId, bytes: Bytes) -> Medium {
        let saved = self.checkpoints.save_medium(id, bytes.clone()).await;
        let medium = match &saved {
            Ok(()) => Medium::OnDisk(self.checkpoints.medium(id)),
            Err(_) => Medium::InMemory(bytes),
        };
        self.note_disk(saved);
        medium
    }

    /// Remembers whether the disk works, for the daemon's health.
    pub(super) fn note_disk(&self, done: Result<(), CheckpointError>) {
        if let Err(error) = &done {
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            tracing::error!(%error, cause, "a task cannot be kept on disk; a restart now would lose it");
        }
        self.remember_disk(done.err().map(|error| error.to_string()));
    }

    fn remember_disk(&self, fault: Option<String>) {
        *self.disk_fault.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = fault;
    }
}

/// In the reference's words.
pub(super) fn no_service(modality: Modality) -> String {
    format!("No service available for modality={modality}")
}

/// How a call of a provider ended.
enum Guarded {
    Ended(Result<GeneratedMedia, ProviderError>),
    Late,
    Crashed,
}

async fn guarded(
    deadline: Instant,
    call: impl Future<Output = Result<GeneratedMedia, ProviderError>> + Send,
) -> Guarded {
    match timeout_at(deadline, AssertUnwindSafe(call).catch_unwind()).await {
        Err(_) => Guarded::Late,
        Ok(Err(_)) => Guarded::Crashed,
        Ok(Ok(ended)) => Guarded::Ended(ended),
    }
}

/// What an error means for a task that has no job at the service.
fn without_job(error: ProviderError) -> Unmade {
    match error {
        ProviderError::Resting { wait, .. } => Unmade::Later(wait),
        ProviderError::Journal(_) => Unmade::Later(DISK_WAIT),
        error => Unmade::Failed { error: error.to_string(), charge: error.charge() },
    }
}

/// Until when no task of a kind is taken up.
#[derive(Debug, Default)]
pub(super) struct Pauses(std::sync::Mutex<[Option<Instant>; Modality::ALL.len()]>);

/// A pause may turn out too long, such as when an order is given back before the day is over.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Pauses {
    fn begin(&self, modality: Modality, wait: Duration, now: Instant) {
        let mut until = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        until[lane(modality)] = Some(now + wait.min(LONGEST_PAUSE));
    }

    fn left(&self, modality: Modality, now: Instant) -> Option<Duration> {
        let until = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[lane(modality)];
        until.filter(|until| now < *until).map(|until| until - now)
    }
}
