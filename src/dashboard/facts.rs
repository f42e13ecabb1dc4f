//! What the dashboard is told: plain values that a thread beside it, or a process behind `ssh`, has gathered.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::protocol::daemon_state::DaemonState;
use crate::supervisor::logs::Stream;
use crate::supervisor::{GpuReport, ServiceEvent, ServiceStatus, SupervisorInfo};
use crate::types::{ServiceName, UnixMillis};

/// One piece of news. Each replaces what was told of its kind before, but for events, logs and outcomes, which add to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", content = "of", rename_all = "kebab-case")]
pub enum Fact {
    /// The machine.
    Host(HostFact),
    /// Whether a supervisor runs.
    Supervisor(SupervisorFact),
    /// Every service.
    Services(Vec<ServiceFact>),
    /// What each daemon tells of itself; services that are no daemons of ours are not in it.
    Daemons(BTreeMap<ServiceName, DaemonFact>),
    /// The GPUs.
    Gpus(GpuReport),
    /// What happened to services since the last such fact; at the start the newest of the journal.
    Events(Vec<ServiceEvent>),
    /// Trust anchors that run out within 30 days, or have.
    Anchors(Vec<AnchorFact>),
    /// Of a log.
    Log(LogFact),
    /// What came of an action.
    Outcome(Outcome),
    /// How the connection to a remote machine is. A local one tells nothing.
    Link(LinkFact),
}

impl Fact {
    /// Whether it tells of the services. Without a supervisor that answers nobody does, and that is told instead.
    pub const fn tells_of_services(&self) -> bool {
        matches!(self, Self::Services(_) | Self::Supervisor(SupervisorFact::Down | SupervisorFact::Trouble { .. }))
    }
}

/// The machine that the services run on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HostFact {
    /// Its name.
    pub name: String,
    /// Version of the gascli there.
    pub version: String,
    /// Processor cores.
    pub cores: usize,
    /// Load of the last minute.
    pub load: Option<f64>,
    /// Memory.
    pub memory_total_bytes: Option<u64>,
    /// What of it is not in use.
    pub memory_available_bytes: Option<u64>,
    /// Size of the disk with the state folder.
    pub disk_total_bytes: Option<u64>,
    /// What of it is free.
    pub disk_free_bytes: Option<u64>,
}

/// Whether a supervisor runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum SupervisorFact {
    /// It answers.
    Up(SupervisorInfo),
    /// None runs. Services may live on without it.
    Down,
    /// It cannot be asked.
    Trouble {
        /// Why, and what to do.
        reason: String,
    },
}

/// A service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceFact {
    /// How it is, with what it uses.
    pub status: ServiceStatus,
    /// `validator`, `generator` (a miner), `generation`, `data`, or another daemon of ours; `None` for another command.
    pub role: Option<String>,
    /// Signal that asks it to stop, such as `SIGTERM`.
    pub stop_signal: String,
    /// Time between that and SIGKILL.
    pub kill_timeout: Duration,
    /// Memory at which it is started again.
    pub memory_limit_bytes: Option<u64>,
    /// Services that need it.
    pub needed_by: Vec<ServiceName>,
    /// Bytes of its log on disk.
    pub log_bytes: u64,
    /// When the oldest line of its log was written.
    pub log_since_ms: Option<UnixMillis>,
    /// When the newest was.
    pub last_line_ms: Option<UnixMillis>,
}

/// What came of asking a daemon how it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum DaemonFact {
    /// It told.
    State(Box<DaemonState>),
    /// It did not.
    Silent {
        /// Why.
        reason: String,
    },
}

/// A trust anchor that runs out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorFact {
    /// Whose.
    pub name: String,
    /// When.
    pub expires_at_ms: UnixMillis,
}

/// News of the log pane. `watch` is the number of the [`super::Ask::Watch`] that it belongs to: what belongs to an
/// earlier one comes too late.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "log", rename_all = "kebab-case")]
pub enum LogFact {
    /// Written since the last such fact; at first the last lines of what was there. Oldest first.
    Lines {
        /// Of which watch.
        watch: u64,
        /// The lines.
        lines: Vec<LogLine>,
        /// Lines that came before these, and were left out since more came than can be shown.
        skipped: u64,
    },
    /// Lines that were written before a time; oldest first.
    Earlier {
        /// Of which watch.
        watch: u64,
        /// The lines.
        lines: Vec<LogLine>,
        /// Nothing older is stored.
        at_start: bool,
    },
    /// Lines that were written after a time; oldest first.
    Later {
        /// Of which watch.
        watch: u64,
        /// The lines.
        lines: Vec<LogLine>,
        /// Nothing newer is stored.
        at_end: bool,
    },
    /// A search goes on.
    Searching {
        /// Which.
        search: u64,
        /// Bytes that were looked through.
        read_bytes: u64,
        /// Bytes that are to be looked through at most.
        total_bytes: u64,
    },
    /// A search has found something: the lines around it.
    Found {
        /// Of which watch.
        watch: u64,
        /// Which.
        search: u64,
        /// Lines, oldest first.
        lines: Vec<LogLine>,
        /// Which of them it is.
        hit: usize,
    },
    /// A search has found nothing.
    NotFound {
        /// Which.
        search: u64,
    },
    /// A whole line, for the pager.
    Whole {
        /// Its text, with at most 16 MiB.
        text: String,
    },
    /// A log cannot be read.
    Trouble {
        /// Whose.
        service: ServiceName,
        /// Why.
        reason: String,
    },
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Whose.
    pub service: ServiceName,
    /// When it began, in microseconds since 1970; `None` where the index is damaged.
    pub time_us: Option<u64>,
    /// Which run of the service wrote it.
    pub run: u32,
    /// The service's output, or a remark of its shim, such as that it ended and how.
    pub stream: Stream,
    /// Its first [`LONGEST_TEXT`] bytes as they were written, control sequences included; not to be printed as it is.
    pub text: String,
    /// How long it is in all.
    pub bytes: u64,
}

/// What is kept of a line.
pub const LONGEST_TEXT: usize = 16 << 10;

/// How an action went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Number of the [`super::Ask::Act`].
    pub action: u64,
    /// Whether it was done.
    pub is_done: bool,
    /// What the command said, in one line.
    pub text: String,
}

/// How the connection to a remote machine is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "kebab-case")]
pub enum LinkFact {
    /// It stands.
    Up,
    /// It is lost, and is made again.
    Down {
        /// Why.
        reason: String,
        /// When it is tried next.
        retry_at_ms: UnixMillis,
    },
}
