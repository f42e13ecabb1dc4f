//! How a service is, as its shim and the supervisor tell it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::desired::Wanted;
use super::health::Problem;
use crate::types::{ServiceName, UnixMillis};

/// Where in its life a service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    /// To be started as soon as the services that it needs are so far.
    WaitingDependency,
    /// Runs, not yet ready.
    Starting,
    /// Runs and is ready.
    Online,
    /// Asked to stop, or its last processes are going.
    Stopping,
    /// Stopped on request, or done.
    Stopped,
    /// Given up; an operator must act.
    Errored,
    /// Ended; will be started again.
    WaitingRestart,
}

impl ServiceState {
    /// Whether nothing runs and nothing will without an operator.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Stopped | Self::Errored)
    }

    /// As it is written in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::WaitingDependency => "waiting-dependency",
            Self::Starting => "starting",
            Self::Online => "online",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Errored => "errored",
            Self::WaitingRestart => "waiting-restart",
        }
    }
}

/// How a process ended. Neither `code` nor `signal` where nobody was there to see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// Exit status.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

/// How and when a service last ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastExit {
    /// How.
    #[serde(flatten)]
    pub exit: Exit,
    /// When.
    pub at_ms: UnixMillis,
    /// The kernel killed it for want of memory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oom: bool,
}

/// How a service is, as `status --json` tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceStatus {
    /// Its name.
    pub name: ServiceName,
    /// Where in its life it is.
    pub state: ServiceState,
    /// Its process, while it runs.
    pub pid: Option<u32>,
    /// Whether it shall run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// Why it is in this state, in words.
    pub reason: Option<String>,
    /// When it was last started.
    pub started_at_ms: Option<UnixMillis>,
    /// Since when its process runs.
    #[serde(default)]
    pub uptime_ms: Option<u64>,
    /// When it will be started again.
    #[serde(default)]
    pub next_start_at_ms: Option<UnixMillis>,
    /// Restarts by policy since the operator's last start.
    #[serde(default)]
    pub restarts: u32,
    /// How often its command was run, ever; the log counts runs by this number.
    #[serde(default)]
    pub run: u32,
    /// How it last ended.
    #[serde(default)]
    pub last_exit: Option<LastExit>,
    /// CPU of all its processes since the last look, where 100 is one core.
    #[serde(default)]
    pub cpu_percent: Option<f64>,
    /// Resident memory of all its processes.
    #[serde(default)]
    pub memory_bytes: Option<u64>,
    /// The shim that keeps it.
    #[serde(default)]
    pub shim_pid: Option<u32>,
    /// What is wrong with its log, in words.
    #[serde(default)]
    pub log_trouble: Option<String>,
    /// Folder of its log.
    #[serde(default)]
    pub log_dir: PathBuf,
    /// Number of the segment that its log is written to.
    #[serde(default)]
    pub log_segment: u64,
    /// Health rules that are broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// What all its processes use, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

/// What all processes of a service use together. A figure that the system does not give is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Its processes, the shim not among them.
    pub pids: Vec<u32>,
    /// CPU time used by those that live, and by children that they have waited for.
    pub cpu_ms: u64,
    /// Resident memory.
    pub memory_bytes: u64,
    /// Open files.
    pub descriptors: Option<u64>,
    /// Threads.
    pub threads: u64,
    /// Read from disks.
    pub read_bytes: Option<u64>,
    /// Written to disks.
    pub written_bytes: Option<u64>,
}

impl ServiceStatus {
    /// A service of which nothing is known yet.
    pub(crate) fn unknown(name: ServiceName, state: ServiceState, reason: Option<String>) -> Self {
        Self {
            name,
            state,
            pid: None,
            wanted: None,
            reason,
            started_at_ms: None,
            uptime_ms: None,
            next_start_at_ms: None,
            restarts: 0,
            run: 0,
            last_exit: None,
            cpu_percent: None,
            memory_bytes: None,
            shim_pid: None,
            log_trouble: None,
            log_dir: PathBuf::new(),
            log_segment: 0,
            problems: Vec::new(),
            usage: None,
        }
    }
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code, self.signal) {
            (Some(code), _) => write!(f, "exit {code}"),
            (None, Some(signal)) => match nix::sys::signal::Signal::try_from(signal) {
                Ok(signal) => f.write_str(signal.as_str()),
                Err(_) => write!(f, "signal {signal}"),
            },
            (None, None) => f.write_str("unseen exit"),
        }
    }
}
