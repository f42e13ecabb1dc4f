//! Rules by which a service that runs is judged: whether it does its work, and what to do if it does not
//! (`spec/operations.md` 1.5, B9).
//!
//! Rules about what a service prints are watched by its shim, which sees every line; all others by the supervisor.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::UnixMillis;

/// One thing that must hold while a service runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthRule {
    /// Its name, unique within the service: it stands in events and in the status.
    pub name: String,
    /// What must hold.
    pub check: Check,
    /// How often it is looked at. Means nothing to checks of the output, which wait for lines.
    pub every: Duration,
    /// How long one look may take.
    pub timeout: Duration,
    /// So many looks in a row must fail before it counts. 1 for checks of the output.
    pub failures: u32,
    /// Not judged before the service has been ready for this long.
    pub grace: Duration,
    /// What follows.
    pub action: Action,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The daemon's state socket answers, whatever it says.
    Answers,
    /// The daemon's state socket answers, and does not say that it is unhealthy.
    State,
    /// A GET of this `http://` address is answered with a status below 400.
    Http {
        /// Where.
        url: String,
    },
    /// A connection to `HOST:PORT` succeeds.
    Tcp {
        /// Where.
        address: String,
    },
    /// A program ends with exit status 0.
    Exec {
        /// Program and arguments.
        command: Vec<String>,
    },
    /// It prints something at least this often.
    Output {
        /// The longest silence.
        within: Duration,
    },
    /// It prints a line that matches at least this often, such as "set weights".
    Line {
        /// A regular expression.
        pattern: String,
        /// The longest time without such a line.
        within: Duration,
    },
    /// The state socket tells of a new challenge at least this often (miners).
    Challenges {
        /// The longest time without one.
        within: Duration,
    },
    /// While the state socket tells of tasks that wait, one is finished at least this often (generators).
    Queue {
        /// The longest time without one.
        within: Duration,
    },
    /// A folder stays below this size.
    Disk {
        /// Which folder.
        path: PathBuf,
        /// Bytes of all files below it.
        max_bytes: u64,
    },
    /// While the state socket tells of tasks that wait, the GPU is not idle for this long (generators).
    GpuBusy {
        /// The longest idleness.
        within: Duration,
    },
}

/// What follows when a rule is broken. An event is told in any case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Nothing else.
    Warn,
    /// The service is started again, with the pauses of its restart policy.
    Restart,
    /// A program is run, with the event in its environment.
    Hook(Vec<String>),
}

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The rule's name.
    pub rule: String,
    /// What is wrong, in words.
    pub reason: String,
    /// Since when.
    pub since_ms: UnixMillis,
}

/// Bounds on what a service uses. From 90 % on there is a warning; at the bound the service is started again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Resident memory of all its processes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// GPU memory of all its processes, on all GPUs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpu_memory_bytes: Option<u64>,
}

/// What must be true of another service before this one is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Its process runs.
    Started,
    /// It is ready.
    Ready,
    /// It has done its work: it ended with exit status 0.
    Done,
}
