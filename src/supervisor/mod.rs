//! Starts, watches and restarts services. Knows no subnet.
//!
//! One supervisor per installation owns the table of services and talks to clients; one *shim* per service owns the
//! child: its pipes, its log, its exits and its restarts. A supervisor can die at any moment without a loss.
//!
//! ```text
//!  Client ──supervisor.sock──> serve (table) ──socket pair or shim.sock──> shim (policy) ──pipes──> child
//! ```

mod adopt;
mod after;
mod client;
mod events;
mod faults;
mod gpu;
mod health;
mod journal;
mod last_words;
mod limits;
mod presets;
mod probe;
mod proc;
mod record;
mod schedule;
mod serve;
mod shim;
mod spec;
mod status;
mod table;
mod usage;
mod wire;

pub mod logs;
pub mod metrics;
pub mod notify;
pub mod policy;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::types::{Hint, Paths};

pub use after::{Cycle, start_order};
pub use client::{Client, ClientError, StartOutcome};
pub use events::{EventKind, EventReader, ServiceEvent, read_last};
pub use faults::faults;
pub use gpu::{Gpu, GpuProcess, GpuReport, GpuUse};
pub use health::{Action, Check, Condition, HealthRule, Limits, Problem};
pub use presets::{CHALLENGE_SEEN, Facts, NoPreset, Preset, WEIGHTS_SET, generator_daemon};
pub use spec::{
    Kill, LogPolicy, PERMANENT_CODES, Readiness, RestartPolicy, RestartRule, Schedule, ServiceSpec, StopPolicy,
    WhenSlow,
};
pub use status::{Exit, LastExit, ServiceState, ServiceStatus, Usage};
pub use wire::SupervisorInfo;

/// Exit status of a shim or supervisor that could not begin.
const FAILED: u8 = 2;

/// Runs this process as a supervisor, shim or helper if its arguments (without the program) are those of one: `supervise
/// STATE CONFIG`, `shim STATE NAME`, `notify STATE CONFIG`, `gpu`. Called before anything else costs memory.
pub fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    let paths = |state: &OsString| {
        let state = PathBuf::from(state);
        // Only the state folder matters to them.
        Paths { config: PathBuf::new(), cache: PathBuf::new(), state }
    };
    match arguments {
        [verb, state, rest @ ..] if verb == "supervise" && rest.len() <= 1 => Some(
            match serve::serve(&Paths {
                // For its notifier alone.
                config: rest.first().map(PathBuf::from).unwrap_or_default(),
                ..paths(state)
            }) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    journal::say("supervisor", journal::with_causes(&error));
                    if let Some(hint) = error.hint() {
                        journal::say("supervisor", hint);
                    }
                    ExitCode::from(FAILED)
                }
            },
        ),
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
        [verb, folder] if verb == probe::folder::VERB => Some(print_size(folder)),
        [verb, state, config] if verb == "notify" && std::path::Path::new(state).is_absolute() => {
            notify::run_helper(&PathBuf::from(state), &PathBuf::from(config));
            Some(ExitCode::SUCCESS)
        }
        [verb] if verb == "gpu" => {
            Some(gpu::run_helper().map_or_else(|_| ExitCode::from(FAILED), |()| ExitCode::SUCCESS))
        }
        _ => None,
    }
}

/// The helper of the rule about a folder's size.
fn print_size(folder: &OsString) -> ExitCode {
    let line = format!("{}\n", probe::folder::size(std::path::Path::new(folder)));
    match std::io::stdout().lock().write_all(line.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILED),
    }
}
