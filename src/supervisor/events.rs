//! What happens to services, as a journal: `events.jsonl` in the state folder, one JSON object a line, read by `gascli
//! events`, the notifier and the dashboard. The supervisor alone writes it.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::journal::say;
use super::status::Exit;
use crate::types::{Paths, ServiceName, UnixMillis};

/// Something an operator may want to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceEvent {
    /// Counts up by one with each event of this installation.
    pub number: u64,
    /// When it happened.
    pub at_ms: UnixMillis,
    /// To which service; `None` for the supervisor itself.
    pub service: Option<ServiceName>,
    /// What.
    pub kind: EventKind,
    /// In words, for people: one line.
    pub text: String,
    /// How the process ended, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Exit>,
    /// Which run of the service.
    #[serde(default)]
    pub run: u32,
    /// It happened while no supervisor ran, and is told late.
    #[serde(default)]
    pub while_away: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// An operator, a schedule or a dependency started it.
    Started,
    /// It is ready.
    Ready,
    /// It ended by itself and will be started again.
    Crashed,
    /// It ended by itself, well.
    Done,
    /// It was stopped on request.
    Stopped,
    /// Given up: an operator must act.
    Errored,
    /// A health rule is broken.
    Unhealthy,
    /// It holds again.
    Recovered,
    /// It uses 90 % of a limit.
    LimitNear,
    /// It has reached a limit and is started again.
    LimitReached,
    /// The kernel killed it for want of memory.
    OutOfMemory,
    /// It is started again as planned.
    Scheduled,
    /// Part of its output could not be written.
    LogTrouble,
    /// Its shim was killed.
    ShimKilled,
    /// A supervisor has begun.
    SupervisorStarted,
    /// The supervisor before had crashed.
    SupervisorCrashed,
}

impl EventKind {
    /// As it is written in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Ready => "ready",
            Self::Crashed => "crashed",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Errored => "errored",
            Self::Unhealthy => "unhealthy",
            Self::Recovered => "recovered",
            Self::LimitNear => "limit-near",
            Self::LimitReached => "limit-reached",
            Self::OutOfMemory => "out-of-memory",
            Self::Scheduled => "scheduled",
            Self::LogTrouble => "log-trouble",
            Self::ShimKilled => "shim-killed",
            Self::SupervisorStarted => "supervisor-started",
            Self::SupervisorCrashed => "supervisor-crashed",
        }
    }
}

impl std::str::FromStr for EventKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        serde_json::from_value(text.into()).map_err(|error| error.to_string())
    }
}

/// An event that is about to be told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) service: Option<ServiceName>,
    pub(crate) kind: EventKind,
    pub(crate) text: String,
    pub(crate) exit: Option<Exit>,
    pub(crate) run: u32,
    /// When it happened, if that was while no supervisor ran.
    pub(crate) while_away: Option<UnixMillis>,
}

impl Draft {
    /// Something about a service.
    pub(crate) fn of(service: &ServiceName, kind: EventKind, text: impl Into<String>) -> Self {
        Self { service: Some(service.clone()), kind, text: text.into(), exit: None, run: 0, while_away: None }
    }
}

/// The journal, open for writing by the one supervisor.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    next: u64,
}

impl Journal {
    /// Opens the journal and finds out how far it counts.
    pub(crate) fn open(paths: &Paths) -> Self {
        let path = paths.state.join("events.jsonl");
        let text = std::fs::read(&path).unwrap_or_default();
        let newest =
            text.rsplit(|byte| *byte == b'\n').find_map(|line| serde_json::from_slice::<ServiceEvent>(line).ok());
        Self { path, next: newest.map_or(1, |event| event.number + 1) }
    }

    /// Tells an event. A disk that is full loses it, which the supervisor's own log says.
    pub(crate) fn tell(&mut self, draft: Draft) {
        let Draft { service, kind, text, exit, run, while_away } = draft;
        let at_ms = while_away.unwrap_or_else(UnixMillis::now);
        let event =
            ServiceEvent { number: self.next, at_ms, service, kind, text, exit, run, while_away: while_away.is_some() };
        match self.append(&event) {
            Ok(()) => self.next += 1,
            Err(error) => say("events", format_args!("`{}` could not be told: {error}", event.text)),
        }
    }

    fn append(&self, event: &ServiceEvent) -> io::Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        file.write_all(&line)
    }
}
