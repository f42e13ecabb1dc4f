//! Starts, watches and restarts services. Knows no subnet.
//!
//! One supervisor per installation owns the table of services and talks to clients; one *shim* per service owns the
//! child: its pipes, its log, its exits and its restarts. A supervisor can die at any moment without a loss.
//!
//! ```text
//!  Client ──supervisor.sock──> serve (table) ──socket pair or shim.sock──> shim (policy) ──pipes──> child
//! ```

mod adopt;
mod cgroup;
mod client;
mod crash;
mod events;
mod fork;
mod health;
mod journal;
mod memory;
mod oom;
mod proc;
mod record;
mod serve;
mod shim;
mod spec;
mod status;
mod table;
mod upgrade;
mod wire;

pub mod logs;
pub mod policy;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::types::{Hint, Paths};

pub use cgroup::Containment;
pub use client::{Client, ClientError, StartOutcome};
pub use crash::newest_report;
pub use events::{EventKind, ServiceEvent};
pub use health::{Action, Check, Condition, HealthRule, Limits, Problem};
pub use spec::{
    Kill, LogPolicy, PERMANENT_CODES, Readiness, RestartPolicy, RestartRule, Schedule, ServiceSpec, StopPolicy,
    WhenSlow,
};
pub use status::{Exit, LastExit, ServiceState, ServiceStatus, Usage};
pub use wire::{SupervisorInfo, examine};

/// Exit status of a shim or supervisor that could not begin.
const FAILED: u8 = 2;

/// Runs this process as a supervisor if its arguments (without the program) are those of one: `supervise STATE`, with
/// `take-over NUMBER` behind if it has been another program's before. Called before anything else costs memory.
pub fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    let (state, handover) = match arguments {
        [verb, state] if verb == "supervise" => (state, None),
        [verb, state, how, number] if verb == "supervise" && how == upgrade::TAKE_OVER => (state, number.to_str()),
        _ => return None,
    };
    // Only the state folder matters to a supervisor.
    let paths = Paths { config: PathBuf::new(), cache: PathBuf::new(), state: PathBuf::from(state) };
    Some(match serve::serve(&paths, handover) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            journal::say("supervisor", journal::with_causes(&error));
            if let Some(hint) = error.hint() {
                journal::say("supervisor", hint);
            }
            ExitCode::from(FAILED)
        }
    })
}
