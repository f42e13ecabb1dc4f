//! What a service is: the desired state, apart from the actual one ([`ServiceStatus`](super::ServiceStatus)).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::health::{Condition, HealthRule, Limits};
use crate::types::ServiceName;

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
    /// Not ready after this long, it is started again; `None` waits for ever.
    #[serde(default)]
    pub ready_within: Option<Duration>,
    /// What must hold while it runs.
    #[serde(default)]
    pub health: Vec<HealthRule>,
    /// What it may use.
    #[serde(default)]
    pub limits: Limits,
    /// What must be true of other services before it is started.
    #[serde(default)]
    pub after: BTreeMap<ServiceName, Condition>,
    /// Files of variables, read anew at each start, the later ones before the earlier; all before what the client sent.
    #[serde(default)]
    pub env_files: Vec<PathBuf>,
}

/// Exit statuses by which programs commonly say that they were called wrongly or cannot run here: `EX_USAGE`,
/// `EX_CONFIG`, and a shell's "not executable" and "not found".
pub const PERMANENT_CODES: [i32; 4] = [64, 78, 126, 127];

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
    /// Exit statuses that another start would only repeat; `None` is [`PERMANENT_CODES`].
    #[serde(default)]
    pub permanent_codes: Option<Vec<i32>>,
    /// When it is started again though nothing is wrong.
    #[serde(default)]
    pub schedule: Vec<Schedule>,
}

/// A start that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// After running for this long.
    Every(Duration),
    /// At this time of day, local time.
    At {
        /// On this day of the week alone, 1 for Monday to 7 for Sunday.
        weekday: Option<u8>,
        /// 0 to 23.
        hour: u8,
        /// 0 to 59.
        minute: u8,
    },
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            policy: RestartRule::OnFailure,
            max_restarts: None,
            delay: Duration::from_secs(1),
            longest_delay: Duration::from_mins(5),
            stable_after: Duration::from_mins(10),
            permanent_codes: None,
            schedule: Vec::new(),
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
            ..Self::default()
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
    /// Whom a stop is for.
    #[serde(default)]
    pub kill: Kill,
}

/// Which processes of a service end with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kill {
    /// All that descend from it, wherever they have moved to.
    #[default]
    Tree,
    /// Its process group; others may outlive it.
    Group,
    /// Itself alone.
    Main,
}

impl Default for StopPolicy {
    fn default() -> Self {
        Self { signal: "SIGTERM".into(), kill_timeout: Duration::from_secs(30), kill: Kill::Tree }
    }
}

impl StopPolicy {
    /// How PM2 stops (`spec/gas.md` 16.4).
    pub fn pm2() -> Self {
        Self { signal: "SIGINT".into(), kill_timeout: Duration::from_millis(1600), kill: Kill::Tree }
    }
}

/// How a log is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogPolicy {
    /// A segment is closed when it has this many bytes.
    pub segment_bytes: u64,
    /// Oldest segments are deleted beyond this many bytes in all.
    pub total_bytes: u64,
    /// A segment is closed when its first line is this old.
    #[serde(default = "LogPolicy::usual_segment_age")]
    pub segment_age: Duration,
    /// Segments whose last line is older are deleted; `None` keeps them.
    #[serde(default)]
    pub max_age: Option<Duration>,
    /// Whether closed segments are compressed.
    #[serde(default = "LogPolicy::usual_compress")]
    pub compress: bool,
    /// What becomes of output that the disk does not take in time.
    #[serde(default)]
    pub when_slow: WhenSlow,
    /// Oldest segments of any service are deleted beyond this many bytes of all logs together, where that is set. Where
    /// services differ, the smallest counts.
    #[serde(default)]
    pub all_bytes: Option<u64>,
    /// Free space of the disk that logs leave to others.
    #[serde(default)]
    pub min_free: MinFree,
}

/// Free space of a disk that logs leave to others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MinFree {
    /// 5 % of the disk, but at most 2 GiB: a large disk has room enough.
    #[default]
    Usual,
    /// So many bytes.
    Bytes(u64),
    /// So many hundredths of the disk.
    Percent(u8),
}

impl MinFree {
    /// In bytes, on a disk of this size.
    pub fn of(self, disk_bytes: u64) -> u64 {
        match self {
            Self::Usual => (disk_bytes / 20).min(2 << 30),
            Self::Bytes(bytes) => bytes,
            Self::Percent(percent) => disk_bytes / 100 * u64::from(percent.min(100)),
        }
    }
}

/// What becomes of output that the disk does not take within a second, or at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenSlow {
    /// It is dropped, counted, and a mark in the log says so: the service goes on.
    #[default]
    Drop,
    /// It waits, and so does the service as soon as its pipe is full.
    Block,
}

impl LogPolicy {
    fn usual_segment_age() -> Duration {
        Duration::from_hours(24)
    }

    fn usual_compress() -> bool {
        true
    }
}

impl Default for LogPolicy {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            total_bytes: 1 << 30,
            segment_age: Self::usual_segment_age(),
            max_age: None,
            compress: Self::usual_compress(),
            when_slow: WhenSlow::Drop,
            all_bytes: None,
            min_free: MinFree::Usual,
        }
    }
}

/// When a started service counts as ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Readiness {
    /// As soon as it runs: commands of the operator's own.
    Running,
    /// When it says so on the socket named by `GASCLI_NOTIFY`: daemons of this binary.
    Notify,
    /// When its state socket says so.
    State,
    /// When a GET of this `http://` address is answered with a status below 400.
    Http {
        /// Where.
        url: String,
    },
    /// When a connection to `HOST:PORT` succeeds.
    Tcp {
        /// Where.
        address: String,
    },
    /// When a program ends with exit status 0.
    Exec {
        /// Program and arguments.
        command: Vec<String>,
    },
    /// When it has printed a line that matches.
    Line {
        /// A regular expression.
        pattern: String,
    },
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
            ready_within: None,
            health: Vec::new(),
            limits: Limits::default(),
            after: BTreeMap::new(),
            env_files: Vec::new(),
        }
    }
}
