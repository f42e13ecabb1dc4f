//! The life of a service as a pure step: what happened goes in, what to do comes out. No clock, no process, no file.
//!
//! ```text
//!  WaitingDependency ──needs met──> Starting ──ready──> Online ──exit──┐
//!                                      └─────────────────exit──────────┤
//!                   Stopped | Errored | WaitingRestart <──nothing left── Stopping
//!                                          └──> Starting
//! ```
//!
//! The one idea: every end goes through `Stopping`, where what the child left behind is ended too. Only
//! [`Event::Gone`] leads out of it, so a new child never meets its predecessor's family (`spec/operations.md` B4, B5).

use std::time::{Duration, Instant};

use super::health::Condition;
use super::spec::{PERMANENT_CODES, Readiness, RestartRule, ServiceSpec};
use super::status::{Exit, ServiceState};

/// How often SIGKILL is repeated: a dying family can still fork.
const KILL_AGAIN: Duration = Duration::from_millis(100);
/// Share by which a pause is longer or shorter at most, so that services that failed together do not return together.
const JITTER: f64 = 0.2;
/// Why work that has come to its end stopped; a service that waits for it goes by this.
pub(super) const DONE: &str = "ended by itself, exit 0";
/// Why what an operator had killed stopped.
const KILLED: &str = "stopped on request, by SIGKILL at once";
/// Exit status by which daemons of this binary say "usage or configuration": the next start would end alike.
const MISCONFIGURED: i32 = 2;

/// Where a service is, with what is true there.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Not started yet: services that it needs are not so far.
    WaitingDependency {
        /// For which.
        reason: String,
    },
    /// Started, not yet ready. Without a pid, the start is under way.
    Starting {
        /// Its process.
        pid: Option<u32>,
        /// Since when.
        since: Instant,
    },
    /// Runs and is ready.
    Online {
        /// Its process.
        pid: u32,
        /// Since when it runs.
        since: Instant,
        /// Since when it is ready.
        ready: Instant,
    },
    /// It, or what it left behind, is being ended.
    Stopping {
        /// Its process; `None` when that has ended and only descendants remain.
        pid: Option<u32>,
        /// Whether an operator asked.
        asked: bool,
        /// When SIGKILL is sent (again).
        kill_at: Instant,
        /// What follows when nothing is left.
        then: Next,
    },
    /// Ended; will be started again.
    WaitingRestart {
        /// When.
        until: Instant,
        /// How it ended.
        reason: String,
    },
    /// Nothing runs, as it was asked for.
    Stopped {
        /// Why.
        reason: String,
    },
    /// Nothing runs, and an operator must act.
    Errored {
        /// Why.
        reason: String,
    },
}

/// What follows the end of a child.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Nothing, and that is well.
    Stop {
        /// Why.
        reason: String,
    },
    /// Nothing, and an operator must act.
    GiveUp {
        /// Why.
        reason: String,
    },
    /// A new start.
    Restart {
        /// When.
        until: Instant,
        /// How it ended.
        reason: String,
    },
}

/// How a service has fared since its operator's last start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Restarts in all.
    pub restarts: u32,
    /// Ends in a row without having been ready for long.
    pub failures: u32,
    /// PM2's "unstable restarts".
    pub unstable: u32,
    /// The operator's start.
    pub first_start: Option<Instant>,
}

/// State and history of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// Where it is.
    pub state: State,
    /// How it fared.
    pub tries: Tries,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The child runs.
    Spawned(u32),
    /// The program could not be run at all.
    SpawnFailed(String),
    /// The system had no room for a process; that may pass.
    SpawnDelayed(String),
    /// The child says that it is ready.
    Ready,
    /// The child ended.
    Exited(Exit),
    /// The child ended, and its last words say why another start would end alike.
    Hopeless(Exit, String),
    /// No descendant is left.
    Gone,
    /// It shall stop, for this reason.
    StopAsked(String),
    /// An operator wants it gone at once, also if it is being ended.
    KillAsked,
    /// It shall be ended and started again, for this reason; `counts` if it has failed, so that pauses grow.
    RestartAsked {
        /// Why.
        reason: String,
        /// Whether it has failed.
        counts: bool,
    },
    /// The services that it needs are so far.
    NeedsMet,
    /// A service that it needs will never be so far, for this reason.
    NeedsFailed(String),
    /// Time passed.
    Tick,
}

/// What to do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Run the command, then say [`Event::Spawned`] or [`Event::SpawnFailed`].
    Spawn,
    /// Write down how the child ended, durably; the flag says whether it was asked for.
    Record(Exit, bool),
    /// Stop signal to the child's process group.
    SignalGroup(u32),
    /// Stop signal to every descendant that is left; [`Event::Gone`] when there is none.
    SignalRest,
    /// SIGKILL to every descendant.
    KillAll,
    /// Tell the new state.
    Save,
    /// What cannot happen in this state happened. It is logged: no surprise is silent.
    Ignored(Event),
}

impl Life {
    /// A service that is about to be started for the first time, or waits for others to be so far.
    pub fn begin(spec: &ServiceSpec, now: Instant) -> (Self, Vec<Effect>) {
        let tries = Tries { first_start: Some(now), ..Tries::default() };
        if spec.after.is_empty() {
            return (Self { state: State::Starting { pid: None, since: now }, tries }, vec![Effect::Spawn]);
        }
        (Self { state: State::WaitingDependency { reason: needs(spec) }, tries }, vec![Effect::Save])
    }

    /// When [`Event::Tick`] is due.
    pub fn deadline(&self, spec: &ServiceSpec) -> Option<Instant> {
        match &self.state {
            State::Starting { pid: Some(_), since } => spec.ready_within.and_then(|limit| since.checked_add(limit)),
            State::Stopping { kill_at, .. } => Some(*kill_at),
            State::WaitingRestart { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Adds to the reason of an end that is under way.
    pub(crate) fn explain(&mut self, text: &str) {
        if let State::Stopping { then, .. } = &mut self.state {
            let (Next::Stop { reason } | Next::GiveUp { reason } | Next::Restart { reason, .. }) = then;
            *reason = format!("{reason}; {text}");
        }
    }

    /// The state's name, process and reason, as a status tells them.
    pub fn summary(&self) -> (ServiceState, Option<u32>, Option<&str>) {
        match &self.state {
            State::WaitingDependency { reason } => (ServiceState::WaitingDependency, None, Some(reason)),
            State::Starting { pid, .. } => (ServiceState::Starting, *pid, None),
            State::Online { pid, .. } => (ServiceState::Online, Some(*pid), None),
            State::Stopping { pid, then, .. } => {
                let (Next::Stop { reason } | Next::GiveUp { reason } | Next::Restart { reason, .. }) = then;
                (ServiceState::Stopping, *pid, Some(reason))
            }
            State::WaitingRestart { reason, .. } => (ServiceState::WaitingRestart, None, Some(reason)),
            State::Stopped { reason } => (ServiceState::Stopped, None, Some(reason)),
            State::Errored { reason } => (ServiceState::Errored, None, Some(reason)),
        }
    }
}

/// Moves a life by one event. `jitter` is drawn by the caller from `-1.0..=1.0`.
pub fn step(life: Life, event: Event, spec: &ServiceSpec, now: Instant, jitter: f64) -> (Life, Vec<Effect>) {
    let Life { state, mut tries } = life;
    let (state, effects) = match (state, event) {
        (State::Starting { pid: None, .. }, Event::Spawned(pid)) => {
            let state = match spec.readiness {
                Readiness::Running => State::Online { pid, since: now, ready: now },
                _ => State::Starting { pid: Some(pid), since: now },
            };
            (state, vec![Effect::Save])
        }
        (State::Starting { pid: None, .. }, Event::SpawnFailed(reason)) => {
            (State::Errored { reason }, vec![Effect::Save])
        }
        (State::Starting { pid: None, .. }, Event::SpawnDelayed(reason)) => {
            let pause = backoff(spec.restart.delay, spec.restart.longest_delay, tries.failures, jitter);
            tries.failures = tries.failures.saturating_add(1);
            (State::WaitingRestart { until: now + pause, reason }, vec![Effect::Save])
        }
        (State::Starting { pid: Some(pid), since }, Event::Ready) => {
            (State::Online { pid, since, ready: now }, vec![Effect::Save])
        }
        (State::Online { pid, since, ready }, Event::Ready) => (State::Online { pid, since, ready }, vec![]),
        (State::Starting { pid: Some(_), since }, Event::Exited(exit)) => {
            let end = End { how: How::Exit(exit), since, ready: None };
            ended_by_itself(exit, after_end(&end, &mut tries, spec, now, jitter), spec, now)
        }
        (State::Online { since, ready, .. }, Event::Exited(exit)) => {
            let end = End { how: How::Exit(exit), since, ready: Some(ready) };
            ended_by_itself(exit, after_end(&end, &mut tries, spec, now, jitter), spec, now)
        }
        (State::Starting { pid: Some(_), since }, Event::Hopeless(exit, why)) => {
            let end = End { how: How::Exit(exit), since, ready: None };
            let then = after_last_words(&end, &why, &mut tries, spec, now, jitter);
            ended_by_itself(exit, then, spec, now)
        }
        (State::Online { since, ready, .. }, Event::Hopeless(exit, why)) => {
            let end = End { how: How::Exit(exit), since, ready: Some(ready) };
            let then = after_last_words(&end, &why, &mut tries, spec, now, jitter);
            ended_by_itself(exit, then, spec, now)
        }
        (State::Stopping { pid: Some(_), asked, kill_at, then }, Event::Exited(exit) | Event::Hopeless(exit, _)) => {
            let state = State::Stopping { pid: None, asked, kill_at, then };
            (state, vec![Effect::Record(exit, asked), Effect::Save, Effect::SignalRest])
        }

        (State::Starting { pid: Some(pid), .. } | State::Online { pid, .. }, Event::StopAsked(reason)) => {
            let kill_at = now + spec.stop.kill_timeout;
            let state = State::Stopping { pid: Some(pid), asked: true, kill_at, then: Next::Stop { reason } };
            (state, vec![Effect::Save, Effect::SignalGroup(pid)])
        }
        // The start is under way: its child is met by a signal as soon as it is known.
        (State::Starting { pid: None, .. }, Event::StopAsked(reason)) => {
            let kill_at = now + spec.stop.kill_timeout;
            (State::Stopping { pid: None, asked: true, kill_at, then: Next::Stop { reason } }, vec![Effect::Save])
        }
        (State::Stopping { pid: None, asked, kill_at, then }, Event::Spawned(pid)) => {
            let state = State::Stopping { pid: Some(pid), asked, kill_at, then };
            (state, vec![Effect::Save, Effect::SignalGroup(pid)])
        }
        (
            State::Stopping { asked: true, pid: None, then: Next::Stop { reason }, .. },
            Event::SpawnFailed(_) | Event::SpawnDelayed(_),
        ) => (State::Stopped { reason }, vec![Effect::Save]),
        (State::Stopping { pid, kill_at, asked: false, .. }, Event::StopAsked(reason)) => {
            let state = State::Stopping { pid, asked: true, kill_at, then: Next::Stop { reason } };
            (state, vec![Effect::Save])
        }
        (state @ State::Stopping { .. }, Event::StopAsked(_)) => (state, vec![]),
        (
            State::WaitingDependency { .. } | State::WaitingRestart { .. } | State::Errored { .. },
            Event::StopAsked(reason),
        ) => (State::Stopped { reason }, vec![Effect::Save]),
        (state @ State::Stopped { .. }, Event::StopAsked(_) | Event::KillAsked) => (state, vec![]),

        (State::Starting { pid, .. } | State::Stopping { pid, .. }, Event::KillAsked) => killed(pid, now),
        (State::Online { pid, .. }, Event::KillAsked) => killed(Some(pid), now),
        (State::WaitingDependency { .. } | State::WaitingRestart { .. } | State::Errored { .. }, Event::KillAsked) => {
            (State::Stopped { reason: "stopped on request".into() }, vec![Effect::Save])
        }

        (State::WaitingDependency { .. }, Event::NeedsMet) => {
            (State::Starting { pid: None, since: now }, vec![Effect::Spawn])
        }
        (State::WaitingDependency { .. }, Event::NeedsFailed(reason)) => {
            (State::Errored { reason }, vec![Effect::Save])
        }
        // Said twice, or too late: its child is there already, or an operator was faster.
        (state, Event::NeedsMet | Event::NeedsFailed(_)) => (state, vec![]),

        (State::Starting { pid: Some(pid), since }, Event::RestartAsked { reason, counts }) => {
            let end = End { how: How::Asked { reason, counts }, since, ready: None };
            ended_on_request(pid, after_end(&end, &mut tries, spec, now, jitter), spec, now)
        }
        (State::Online { pid, since, ready }, Event::RestartAsked { reason, counts }) => {
            let end = End { how: How::Asked { reason, counts }, since, ready: Some(ready) };
            ended_on_request(pid, after_end(&end, &mut tries, spec, now, jitter), spec, now)
        }
        // Nothing runs that could be ended, or it is being ended.
        (state, Event::RestartAsked { .. }) => (state, vec![]),
        (State::Starting { pid: Some(pid), since }, Event::Tick)
            if spec.ready_within.is_some_and(|limit| now.saturating_duration_since(since) >= limit) =>
        {
            let reason = format!("not ready within {:?}", spec.ready_within.unwrap_or_default());
            let end = End { how: How::Asked { reason, counts: true }, since, ready: None };
            ended_on_request(pid, after_end(&end, &mut tries, spec, now, jitter), spec, now)
        }

        (State::Stopping { pid, asked, kill_at, then }, Event::Tick) if now >= kill_at => {
            let then = match then {
                Next::Stop { reason } if asked && !reason.contains("SIGKILL") => {
                    Next::Stop { reason: format!("{reason}, by SIGKILL after {:?}", spec.stop.kill_timeout) }
                }
                then => then,
            };
            (State::Stopping { pid, asked, kill_at: now + KILL_AGAIN, then }, vec![Effect::KillAll])
        }
        (State::Stopping { pid: None, then, .. }, Event::Gone) => match then {
            Next::Stop { reason } => (State::Stopped { reason }, vec![Effect::Save]),
            Next::GiveUp { reason } => (State::Errored { reason }, vec![Effect::Save]),
            Next::Restart { until, .. } if now >= until => again(&mut tries, now),
            Next::Restart { until, reason } => (State::WaitingRestart { until, reason }, vec![Effect::Save]),
        },
        (State::WaitingRestart { until, .. }, Event::Tick) if now >= until => again(&mut tries, now),
        (state, Event::Tick) => (state, vec![]),
        (state, event) => (state, vec![Effect::Ignored(event)]),
    };
    (Life { state, tries }, effects)
}

fn again(tries: &mut Tries, now: Instant) -> (State, Vec<Effect>) {
    tries.restarts = tries.restarts.saturating_add(1);
    (State::Starting { pid: None, since: now }, vec![Effect::Spawn])
}

fn ended_by_itself(exit: Exit, then: Next, spec: &ServiceSpec, now: Instant) -> (State, Vec<Effect>) {
    let kill_at = now + spec.stop.kill_timeout;
    let state = State::Stopping { pid: None, asked: false, kill_at, then };
    (state, vec![Effect::Record(exit, false), Effect::SignalRest])
}

fn ended_on_request(pid: u32, then: Next, spec: &ServiceSpec, now: Instant) -> (State, Vec<Effect>) {
    let kill_at = now + spec.stop.kill_timeout;
    let state = State::Stopping { pid: Some(pid), asked: false, kill_at, then };
    (state, vec![Effect::Save, Effect::SignalGroup(pid)])
}

fn killed(pid: Option<u32>, now: Instant) -> (State, Vec<Effect>) {
    let then = Next::Stop { reason: KILLED.into() };
    let state = State::Stopping { pid, asked: true, kill_at: now + KILL_AGAIN, then };
    (state, vec![Effect::Save, Effect::KillAll])
}

/// For what a service waits, as far as it knows itself.
fn needs(spec: &ServiceSpec) -> String {
    let each = spec.after.iter().map(|(name, condition)| match condition {
        Condition::Started => format!("`{name}` to run"),
        Condition::Ready => format!("`{name}` to be ready"),
        Condition::Done => format!("`{name}` to be done"),
    });
    format!("waits for {}", each.collect::<Vec<_>>().join(" and "))
}

/// The end of a run that no operator asked for.
struct End {
    how: How,
    since: Instant,
    ready: Option<Instant>,
}

enum How {
    /// By itself.
    Exit(Exit),
    /// By a rule.
    Asked { reason: String, counts: bool },
}

impl How {
    fn words(&self) -> String {
        match self {
            Self::Exit(exit) => exit.to_string(),
            Self::Asked { reason, .. } => reason.clone(),
        }
    }
}

/// What follows the end of a run.
fn after_end(end: &End, tries: &mut Tries, spec: &ServiceSpec, now: Instant, jitter: f64) -> Next {
    let policy = &spec.restart;
    let why = end.how.words();
    if let How::Asked { counts: false, .. } = end.how {
        return Next::Restart { until: now, reason: why };
    }
    if policy.policy == RestartRule::Pm2 {
        return after_end_pm2(end, tries, spec, now);
    }
    if let How::Exit(exit) = end.how {
        let done = exit.code == Some(0);
        match policy.policy {
            RestartRule::OnFailure | RestartRule::Never if done => return Next::Stop { reason: DONE.into() },
            RestartRule::Never => return Next::GiveUp { reason: format!("{why}; its policy is never to restart") },
            _ => {}
        }
        if let Some(reason) = exit.code.and_then(|code| permanent(code, spec)) {
            return Next::GiveUp { reason };
        }
    }
    if end.ready.is_some_and(|ready| now.saturating_duration_since(ready) >= policy.stable_after) {
        tries.failures = 0;
    }
    if policy.max_restarts.is_some_and(|most| tries.failures >= most) {
        return Next::GiveUp { reason: format!("{why}; given up after {} restarts in a row", tries.failures) };
    }
    let pause = backoff(policy.delay, policy.longest_delay, tries.failures, jitter);
    tries.failures = tries.failures.saturating_add(1);
    Next::Restart { until: now + pause, reason: why }
}

/// Why an exit status is one that another start would only repeat, if it is.
fn permanent(code: i32, spec: &ServiceSpec) -> Option<String> {
    if spec.readiness == Readiness::Notify && code == MISCONFIGURED {
        return Some("exit 2: wrong usage or configuration; its log says what".into());
    }
    let codes = spec.restart.permanent_codes.as_deref().unwrap_or(&PERMANENT_CODES);
    codes.contains(&code).then(|| {
        let meaning = match code {
            2 | 64 => "wrong usage or configuration",
            78 => "wrong configuration",
            126 => "a command cannot be executed",
            127 => "a command was not found",
            _ => "its settings call this permanent",
        };
        format!("exit {code}: {meaning}; its log says what, and another start would end alike")
    })
}

/// What follows a failure that explained itself. PM2's rule reads no logs; and a service that has been well for long
/// printed its explanation about something else, since what it names was there at the start.
fn after_last_words(end: &End, why: &str, tries: &mut Tries, spec: &ServiceSpec, now: Instant, jitter: f64) -> Next {
    let policy = &spec.restart;
    let was_well = end.ready.is_some_and(|ready| now.saturating_duration_since(ready) >= policy.stable_after);
    if policy.policy == RestartRule::Pm2 || was_well {
        return after_end(end, tries, spec, now, jitter);
    }
    Next::GiveUp { reason: format!("{}: {why}", end.how.words()) }
}

/// The pause after so many earlier failures in a row.
pub fn backoff(first: Duration, longest: Duration, failures: u32, jitter: f64) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(failures.min(31))).min(longest);
    doubled.mul_f64(1.0 + JITTER * jitter.clamp(-1.0, 1.0)).min(longest)
}

/// PM2's rule (`spec/gas.md` 16.4): exits before `min_uptime` count, but only while `min_uptime × max_restarts` has not
/// passed since the first start; the one that makes `max_restarts` is the last.
fn after_end_pm2(end: &End, tries: &mut Tries, spec: &ServiceSpec, now: Instant) -> Next {
    let policy = &spec.restart;
    let most = policy.max_restarts.unwrap_or(10);
    let since_first = tries.first_start.map_or(Duration::ZERO, |first| now.saturating_duration_since(first));
    let uptime = now.saturating_duration_since(end.since);
    if since_first < policy.stable_after.saturating_mul(most) && uptime < policy.stable_after {
        tries.unstable = tries.unstable.saturating_add(1);
    }
    let why = end.how.words();
    if tries.unstable >= most {
        return Next::GiveUp { reason: format!("{why}; {} unstable exits", tries.unstable) };
    }
    Next::Restart { until: now + policy.delay, reason: why }
}

#[cfg(test)]
mod tests;
