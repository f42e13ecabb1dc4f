//! What a service is, and how it is.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::{ServiceName, UnixMillis};

/// What is supervised, and by which rules. Holds no environment: that is taken anew from the client at each start, and
/// never written to a disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceSpec {
    /// Its name.
    pub name: ServiceName,
    /// Program and arguments.
    pub command: Vec<String>,
    /// Working folder.
    pub cwd: PathBuf,
    /// When it is started again.
    pub restart: RestartPolicy,
    /// How it is stopped.
    pub stop: StopPolicy,
    /// How its log is kept.
    pub logs: LogPolicy,
    /// When it counts as ready.
    pub readiness: Readiness,
}

/// When a service that ended is started again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestartPolicy {}

/// How a service is stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StopPolicy {
    /// Sent to the process group first.
    pub signal: String,
    /// After this, SIGKILL.
    pub kill_timeout: Duration,
}

/// How a log is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogPolicy {
    /// A segment is closed when it has this many bytes.
    pub segment_bytes: u64,
    /// Oldest segments are deleted beyond this many bytes in all.
    pub total_bytes: u64,
}

/// When a started service counts as ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Readiness {
    /// As soon as it runs: commands of the operator's own.
    Running,
    /// When it says so on the socket named by `GASCLI_NOTIFY`: daemons of this binary.
    Notify,
}

impl ServiceSpec {
    /// A service with the default rules (`spec/operations.md` B8).
    pub fn new(name: ServiceName, command: Vec<String>, cwd: PathBuf) -> Self {
        Self {
            name,
            command,
            cwd,
            restart: RestartPolicy {},
            stop: StopPolicy { signal: "SIGTERM".into(), kill_timeout: Duration::from_secs(30) },
            logs: LogPolicy { segment_bytes: 64 << 20, total_bytes: 1 << 30 },
            readiness: Readiness::Running,
        }
    }
}

/// Where in its life a service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    /// Runs, not yet ready.
    Starting,
    /// Runs and is ready.
    Online,
    /// Asked to stop.
    Stopping,
    /// Stopped on request.
    Stopped,
    /// Given up; an operator must act.
    Errored,
    /// Ended; will be started again.
    WaitingRestart,
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
    /// Why it is in this state, in words.
    pub reason: Option<String>,
    /// When it was last started.
    pub started_at_ms: Option<UnixMillis>,
}
