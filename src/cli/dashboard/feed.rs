//! Where facts come from and asks go to: threads of this process, or a process behind ssh.
//!
//! Facts go through one bounded channel; when nobody takes them, who tells them waits. Nothing here is waited for by the
//! thread that draws.

mod actions;
mod daemons;
mod gpus;
mod machine;
mod services;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::DashboardError;
use super::logs::LogSource;
use super::remote::{Remote, Target};
use super::signals::Waker;
use crate::dashboard::facts::Fact;
use crate::dashboard::{Ask, Notice};
use crate::types::{Paths, ServiceName};

use actions::Actions;

/// Facts that wait to be taken.
pub(super) const WAITING: usize = 64;
/// The same here, where each may hold a mebibyte of lines.
const FEW: usize = 8;
/// How long threads that are in the middle of a look may take to end; the end of the process ends the others.
const LAST: Duration = Duration::from_millis(100);

/// Facts and asks.
pub(super) enum Feed {
    /// Of this machine.
    Local(Box<Local>),
    /// Of another.
    Remote(Remote),
}

impl Feed {
    /// Begins to look at this machine.
    pub(super) fn local(paths: &Paths, every: Duration, waker: &Waker) -> Self {
        Self::Local(Box::new(Local::new(paths, every, waker)))
    }

    /// Connects to another machine, which may ask for a password. A notice says what the operator should know of it.
    pub(super) fn remote(target: Target, waker: &Waker, notice: &mut Option<Notice>) -> Result<Self, DashboardError> {
        Ok(Self::Remote(Remote::connect(target, waker, notice)?))
    }

    /// Asks; false if it cannot take more now.
    pub(super) fn ask(&mut self, ask: Ask) -> bool {
        match self {
            Self::Local(local) => local.ask(ask),
            Self::Remote(remote) => remote.ask(ask),
        }
    }

    /// The next fact, if there is one.
    pub(super) fn next(&self) -> Option<Fact> {
        self.facts().try_recv().ok()
    }

    /// The next fact within this time.
    pub(super) fn wait(&self, limit: Duration) -> Option<Fact> {
        self.facts().recv_timeout(limit).ok()
    }

    /// The facts, for another thread; none come here any more.
    pub(super) fn take_facts(&mut self) -> Receiver<Fact> {
        let (_, nothing) = sync_channel(0);
        let facts = match self {
            Self::Local(local) => &mut local.facts,
            Self::Remote(remote) => remote.facts_mut(),
        };
        std::mem::replace(facts, nothing)
    }

    fn facts(&self) -> &Receiver<Fact> {
        match self {
            Self::Local(local) => &local.facts,
            Self::Remote(remote) => remote.facts(),
        }
    }
}

/// What a thread does: looks, and tells.
type Source = fn(&Paths, &Hub, &SyncSender<Fact>);

/// Threads that look at this machine. They end when this is dropped.
pub(super) struct Local {
    facts: Receiver<Fact>,
    hub: Arc<Hub>,
    actions: Option<Actions>,
    logs: Option<LogSource>,
    threads: Vec<JoinHandle<()>>,
}

impl Local {
    fn new(paths: &Paths, every: Duration, waker: &Waker) -> Self {
        let hub = Arc::new(Hub::new(every));
        let (tell, told) = sync_channel(FEW);
        let (pass, facts) = sync_channel(FEW);
        let waker = waker.clone();
        let mut threads = Vec::new();
        // Sources know a channel only; this is what wakes whoever takes from it.
        start(&mut threads, "facts", move || pump(&told, &pass, &waker));
        let sources: [(&str, Source); 4] =
            [("services", services::run), ("daemons", daemons::run), ("gpus", gpus::run), ("machine", machine::run)];
        for (name, source) in sources {
            let (paths, hub, tell) = (paths.clone(), Arc::clone(&hub), tell.clone());
            start(&mut threads, name, move || source(&paths, &hub, &tell));
        }
        let actions = Actions::new(Arc::clone(&hub), tell.clone());
        Self { facts, hub, actions: Some(actions), logs: Some(LogSource::new(paths.clone(), tell)), threads }
    }

    fn ask(&mut self, ask: Ask) -> bool {
        match ask {
            Ask::Act { action, verb, service } => {
                if let Some(actions) = &self.actions {
                    actions.act(action, verb, service);
                }
            }
            Ask::Refresh { every } => self.hub.look_every(every),
            of_logs => return self.logs.as_mut().is_some_and(|logs| logs.ask(of_logs)),
        }
        true
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        self.hub.end();
        // Nobody takes facts any more: whoever waits to tell one ends.
        let (_, nothing) = sync_channel(0);
        self.facts = nothing;
        (self.logs, self.actions) = (None, None);
        let end = Instant::now() + LAST;
        while self.threads.iter().any(|thread| !thread.is_finished()) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
        for thread in self.threads.drain(..).filter(JoinHandle::is_finished) {
            let _ = thread.join(); // what it panicked with was reported
        }
    }
}

/// Starts a thread. Without one its figures stay away, and the screen says since when.
pub(super) fn start(threads: &mut Vec<JoinHandle<()>>, name: &str, run: impl FnOnce() + Send + 'static) {
    threads.extend(std::thread::Builder::new().name(name.into()).spawn(run));
}

fn pump(told: &Receiver<Fact>, pass: &SyncSender<Fact>, waker: &Waker) {
    while let Ok(fact) = told.recv() {
        if pass.send(fact).is_err() {
            return;
        }
        waker.wake();
    }
}

/// What the threads share.
pub(super) struct Hub {
    state: Mutex<HubState>,
    changed: Condvar,
}

struct HubState {
    every: Duration,
    is_over: bool,
    /// Counts up when all shall look at once.
    looks: u64,
    /// The services, once they are known.
    services: Option<Vec<Watched>>,
}

/// What is to be known of a service to ask it for its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Watched {
    pub(super) name: ServiceName,
    /// A daemon of ours, which has something to tell.
    pub(super) is_daemon: bool,
    pub(super) is_running: bool,
}

impl Hub {
    fn new(every: Duration) -> Self {
        let state = HubState { every, is_over: false, looks: 0, services: None };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, HubState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.state().is_over = true;
        self.changed.notify_all();
    }

    fn look_every(&self, every: Duration) {
        let mut state = self.state();
        (state.every, state.looks) = (every, state.looks + 1);
        self.changed.notify_all();
    }

    /// Makes all look at once: something was done.
    fn look_now(&self) {
        self.state().looks += 1;
        self.changed.notify_all();
    }

    /// Waits until it is time for the next look. False at the end.
    fn pause(&self) -> bool {
        self.pause_at_least(Duration::ZERO)
    }

    /// The same for what need not be looked at so often.
    fn pause_at_least(&self, least: Duration) -> bool {
        let state = self.state();
        let (looks, span) = (state.looks, state.every.max(least));
        let waits = |state: &mut HubState| !state.is_over && (state.looks == looks || !least.is_zero());
        let waited = self.changed.wait_timeout_while(state, span, waits);
        !waited.unwrap_or_else(PoisonError::into_inner).0.is_over
    }

    /// Which services there are.
    fn set_services(&self, services: Vec<Watched>) {
        self.state().services = Some(services);
        self.changed.notify_all();
    }

    /// Nobody tells which there are: those that were known live on, else these may.
    fn guess_services(&self, guess: impl FnOnce() -> Vec<Watched>) {
        let mut state = self.state();
        if state.services.is_none() {
            state.services = Some(guess());
            self.changed.notify_all();
        }
    }

    /// The services, as soon as they are known. `None` at the end.
    fn services(&self) -> Option<Vec<Watched>> {
        let state = self.state();
        let unknown = |state: &mut HubState| !state.is_over && state.services.is_none();
        let state = self.changed.wait_while(state, unknown).unwrap_or_else(PoisonError::into_inner);
        state.services.clone().filter(|_| !state.is_over)
    }
}
