//! Notices that a daemon hangs: its async threads no longer run, or a work that must end does not.
//!
//! A thread of its own looks at intervals, so that nothing that hangs can keep it from looking. What hangs cannot be mended
//! from inside: whoever is told ends the process, and the supervisor starts it anew (`spec/gas.md` 17.2).

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::time::MissedTickBehavior;

/// How often the async threads show that they run.
const PULSE: Duration = Duration::from_millis(200);

/// How a daemon is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heartbeat {
    /// Time between two looks.
    pub interval: Duration,
    /// Looks in a row that find the same fault before the daemon counts as hung. One says little: the whole machine may
    /// have stood still.
    pub patience: u32,
}

/// What a daemon's parts are watched by. Cheap to share; watches nothing if it was made by [`Heart::none`].
#[derive(Debug, Clone)]
pub struct Heart(Option<Arc<Beating>>);

/// Ends the watch when the last part has gone.
#[derive(Debug)]
struct Beating(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    pulses: u64,
    next: u64,
    works: BTreeMap<u64, Work>,
    has_ended: bool,
}

#[derive(Debug)]
struct Work {
    name: &'static str,
    deadline: Instant,
}

impl Heart {
    /// Watches nothing.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Begins to watch the runtime in which it is called. `on_hang` gets the reason, once, on a thread of its own.
    pub fn start(heartbeat: Heartbeat, on_hang: impl FnOnce(&str) + Send + 'static) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        std::thread::Builder::new().name("heartbeat".into()).spawn(move || watch(&watched, heartbeat, on_hang))?;
        let pulsing = Arc::downgrade(&shared);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(PULSE.min(heartbeat.interval / 2).max(Duration::from_millis(1)));
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                match pulsing.upgrade() {
                    Some(shared) if !shared.lock().has_ended => shared.lock().pulses += 1,
                    _ => return,
                }
            }
        });
        Ok(Self(Some(Arc::new(Beating(shared)))))
    }

    /// Does a work that is bounded by its own time-outs; one that takes longer than `limit` nevertheless hangs.
    pub async fn watch<T>(&self, name: &'static str, limit: Duration, work: impl Future<Output = T>) -> T {
        let _watched = self.0.as_ref().map(|beating| Watched::new(&beating.0, name, limit));
        work.await
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Beating {
    fn drop(&mut self) {
        self.0.lock().has_ended = true;
        self.0.ended.notify_all();
    }
}

/// A work that is being done, until dropped.
struct Watched {
    shared: Arc<Shared>,
    id: u64,
}

impl Watched {
    fn new(shared: &Arc<Shared>, name: &'static str, limit: Duration) -> Self {
        let mut state = shared.lock();
        let id = state.next;
        state.next += 1;
        state.works.insert(id, Work { name, deadline: Instant::now() + limit });
        Self { shared: Arc::clone(shared), id }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.shared.lock().works.remove(&self.id);
    }
}

/// What a look finds wrong.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Runtime,
    Work { id: u64, name: &'static str },
}

fn watch(shared: &Shared, heartbeat: Heartbeat, on_hang: impl FnOnce(&str)) {
    let (mut pulses, mut found, mut times) = (None, None, 0);
    let mut state = shared.lock();
    loop {
        let next = Instant::now() + heartbeat.interval;
        while let Some(left) = next.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            if state.has_ended {
                return;
            }
            state = shared.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let fault = look(&state, pulses);
        pulses = Some(state.pulses);
        times = if fault.is_some() && fault == found { times + 1 } else { u32::from(fault.is_some()) };
        found = fault;
        if let Some(fault) = &found
            && times >= heartbeat.patience
        {
            drop(state);
            return on_hang(&words(fault, heartbeat.interval * times));
        }
    }
}

/// A work that is late, else a runtime that has not run since the last look.
fn look(state: &State, pulses: Option<u64>) -> Option<Fault> {
    let now = Instant::now();
    let late = state.works.iter().find(|(_, work)| work.deadline <= now);
    let late = late.map(|(id, work)| Fault::Work { id: *id, name: work.name });
    late.or_else(|| (pulses == Some(state.pulses)).then_some(Fault::Runtime))
}

fn words(fault: &Fault, span: Duration) -> String {
    let seconds = span.as_secs_f64();
    match fault {
        Fault::Runtime => format!("nothing has run for {seconds:.0} s"),
        Fault::Work { name, .. } => {
            format!("{name} does not end, {seconds:.0} s after the last moment at which it should have")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const QUICK: Heartbeat = Heartbeat { interval: Duration::from_millis(20), patience: 3 };

    fn started(heartbeat: Heartbeat) -> (Heart, mpsc::Receiver<String>) {
        let (told, reasons) = mpsc::channel();
        (Heart::start(heartbeat, move |reason| drop(told.send(reason.to_owned()))).unwrap(), reasons)
    }

    #[tokio::test]
    async fn a_runtime_that_is_blocked_is_noticed() {
        let (_heart, reasons) = started(QUICK);
        // The one thread of this runtime waits here, so nothing else runs on it.
        let reason = reasons.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(reason.contains("nothing has run"), "{reason}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_work_that_does_not_end_is_named() {
        let (heart, reasons) = started(QUICK);
        let (held, blocked) = mpsc::channel::<()>();
        let stuck = tokio::spawn(async move {
            heart
                .watch("the challenge round", Duration::ZERO, async {
                    tokio::task::spawn_blocking(move || blocked.recv()).await
                })
                .await
        });
        let reason = tokio::task::spawn_blocking(move || reasons.recv_timeout(Duration::from_secs(20))).await.unwrap();
        assert!(reason.unwrap().starts_with("the challenge round does not end"));
        drop(held);
        assert!(stuck.await.unwrap().unwrap().is_err());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_watch_ends_with_the_daemon_and_says_nothing() {
        let (heart, reasons) = started(Heartbeat { interval: Duration::from_hours(1), patience: 1 });
        heart.watch("a work", Duration::from_secs(1), async {}).await;
        drop(heart);
        // The thread's end drops the sender.
        let told = tokio::task::spawn_blocking(move || reasons.recv_timeout(Duration::from_secs(20))).await.unwrap();
        assert_eq!(told, Err(mpsc::RecvTimeoutError::Disconnected));
    }

    #[test]
    fn one_work_after_the_other_that_is_late_is_no_hang() {
        let state = |id| State {
            works: BTreeMap::from([(id, Work { name: "a work", deadline: Instant::now() })]),
            ..State::default()
        };
        assert_ne!(look(&state(1), None), look(&state(2), None));
        assert_eq!(look(&State::default(), Some(0)), Some(Fault::Runtime));
        assert_eq!(look(&State { pulses: 1, ..State::default() }, Some(0)), None);
    }
}
