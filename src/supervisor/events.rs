//! What happens to services, as a journal: `events.jsonl` in the state folder, one JSON object a line, read by `gascli
//! events`, the notifier and the dashboard. The supervisor alone writes it.

mod away;
mod change;
mod file;

use serde::{Deserialize, Serialize};

use super::status::Exit;
use crate::types::{ServiceName, UnixMillis};

pub(crate) use away::missed;
pub(crate) use change::change;
pub(crate) use file::Journal;
pub use file::{EventReader, read_last};

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
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Started,
        Self::Ready,
        Self::Crashed,
        Self::Done,
        Self::Stopped,
        Self::Errored,
        Self::Unhealthy,
        Self::Recovered,
        Self::LimitNear,
        Self::LimitReached,
        Self::OutOfMemory,
        Self::Scheduled,
        Self::LogTrouble,
        Self::ShimKilled,
        Self::SupervisorStarted,
        Self::SupervisorCrashed,
    ];

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

    /// Something about the supervisor itself.
    pub(crate) fn own(kind: EventKind, text: impl Into<String>) -> Self {
        Self { service: None, kind, text: text.into(), exit: None, run: 0, while_away: None }
    }
}
