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

/// Which ends are followed by a new start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartRule {
    /// Every end that was not asked for.
    Always,
    /// A non-zero exit status or a signal; exit 0 is the end of the work.
    OnFailure,
    /// None.
    Never,
    /// PM2's rule (`spec/gas.md` 16.4), for those who move in from it.
    Pm2,
}

/// When a service that ended is started again (`spec/operations.md` B8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestartPolicy {
    /// Which ends count.
    pub policy: RestartRule,
    /// Given up after this many restarts in a row; `None` never gives up. With [`RestartRule::Pm2`]: after this many
    /// unstable exits, 10 if `None`.
    pub max_restarts: Option<u32>,
    /// Pause before the first restart, doubled with each further one. With [`RestartRule::Pm2`] every pause is this
    /// long.
    pub delay: Duration,
    /// No pause is longer.
    pub longest_delay: Duration,
    /// Ready for this long, a service has a clean record again. With [`RestartRule::Pm2`]: PM2's `min_uptime`.
    pub stable_after: Duration,
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            policy: RestartRule::OnFailure,
            max_restarts: None,
            delay: Duration::from_secs(1),
            longest_delay: Duration::from_mins(5),
            stable_after: Duration::from_mins(10),
        }
    }
}

impl RestartPolicy {
    /// The rule that the reference gives PM2 for the miner (`spec/gas.md` 16.4).
    pub fn pm2() -> Self {
        Self {
            policy: RestartRule::Pm2,
            max_restarts: Some(10),
            delay: Duration::from_secs(4),
            longest_delay: Duration::from_secs(4),
            stable_after: Duration::from_secs(10),
        }
    }
}

/// How a service is stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StopPolicy {
    /// Sent to the process group first.
    pub signal: String,
    /// After this, SIGKILL.
    pub kill_timeout: Duration,
}

impl Default for StopPolicy {
    fn default() -> Self {
        Self { signal: "SIGTERM".into(), kill_timeout: Duration::from_secs(30) }
    }
}

impl StopPolicy {
    /// How PM2 stops (`spec/gas.md` 16.4).
    pub fn pm2() -> Self {
        Self { signal: "SIGINT".into(), kill_timeout: Duration::from_millis(1600) }
    }
}

/// How a log is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogPolicy {
    /// A segment is closed when it has this many bytes.
    pub segment_bytes: u64,
    /// Oldest segments are deleted beyond this many bytes in all.
    pub total_bytes: u64,
}

impl Default for LogPolicy {
    fn default() -> Self {
        Self { segment_bytes: 64 << 20, total_bytes: 1 << 30 }
    }
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
            restart: RestartPolicy::default(),
            stop: StopPolicy::default(),
            logs: LogPolicy::default(),
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
}

impl ServiceStatus {
    /// A service of which nothing is known yet.
    pub(crate) fn unknown(name: ServiceName, state: ServiceState, reason: Option<String>) -> Self {
        Self {
            name,
            state,
            pid: None,
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
