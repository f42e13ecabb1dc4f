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
mod events;
mod health;
mod journal;
mod oom;
mod proc;
mod record;
mod serve;
mod shim;
mod spec;
mod status;
mod table;
mod wire;

pub mod logs;
pub mod policy;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::types::{Hint, Paths};

pub use cgroup::Containment;
pub use client::{Client, ClientError, StartOutcome};
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

/// Runs this process as a supervisor or shim if its arguments (without the program) are those of one: `supervise STATE`,
/// `shim STATE NAME`. Called before anything else costs memory.
pub fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    let paths = |state: &OsString| {
        let state = PathBuf::from(state);
        // Only the state folder matters to them.
        Paths { config: PathBuf::new(), cache: PathBuf::new(), state }
    };
    match arguments {
        [verb, state] if verb == "supervise" => Some(match serve::serve(&paths(state)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                journal::say("supervisor", journal::with_causes(&error));
                if let Some(hint) = error.hint() {
                    journal::say("supervisor", hint);
                }
                ExitCode::from(FAILED)
            }
        }),
        [verb, state, name] if verb == "shim" => {
            let kept = match name.to_str().unwrap_or_default().parse() {
                Ok(name) => shim::run(&paths(state), &name).map_err(|error| journal::with_causes(&error)),
                Err(error) => Err(error.to_string()),
            };
            Some(kept.map_or_else(
                |error| {
                    journal::say(name.display(), error);
                    ExitCode::from(FAILED)
                },
                |()| ExitCode::SUCCESS,
            ))
        }
        _ => None,
    }
}
