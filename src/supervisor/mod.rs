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
mod cgroup;
mod clear;
mod client;
mod crash;
mod desired;
mod events;
mod faults;
mod fork;
mod gpu;
mod health;
mod journal;
mod last_words;
mod limits;
mod memory;
mod oom;
mod presets;
mod probe;
pub(crate) mod proc;
mod process;
mod record;
mod schedule;
mod serve;
mod shim;
mod spec;
mod status;
mod table;
mod tend;
mod upgrade;
mod usage;
mod wire;

pub mod logs;
pub mod metrics;
pub mod notify;
pub mod order;
pub mod policy;
pub mod startup;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::types::{Hint, Paths, ServiceName};

pub use cgroup::Containment;
pub use clear::{ClearError, clear_log};
pub use client::{Client, ClientError, Ended, Order, StartOutcome};
pub use desired::Wanted;
pub use events::{EventKind, EventReader, ServiceEvent, read_last};
pub(crate) use faults::compile;
pub use faults::{Part, SpecFault, faults};
pub use gpu::{Gpu, GpuProcess, GpuReport, GpuUse};
pub use health::{Action, Check, Condition, HealthRule, Limits, Problem};
pub use presets::{CHALLENGE_SEEN, Facts, NoPreset, Preset, WEIGHTS_SET, generator_daemon};
pub(crate) use probe::address;
pub use process::{NotEnded, SupervisorProcess};
pub use spec::{
    Kill, LogPolicy, MinFree, PERMANENT_CODES, Readiness, RestartPolicy, RestartRule, Schedule, ServiceSpec,
    StopPolicy, WhenSlow,
};
pub use status::{Exit, LastExit, ServiceState, ServiceStatus, Usage};
pub use wire::{SupervisorInfo, examine};

/// Exit status of a shim or supervisor that could not begin.
const FAILED: u8 = 2;

/// By which rules a service is to be run, as its folder says, whether or not a supervisor runs.
pub fn saved_spec(paths: &Paths, name: &ServiceName) -> Option<ServiceSpec> {
    let found = desired::load(&record::Folder::new(paths.service(name))).ok().flatten();
    found.map(|found| found.desired.spec)
}

/// How a service was when its folder last told, without asking anybody: a hint for whoever types its name. `None` where
/// nothing is known, or who would tell of it has gone.
pub fn last_known_state(paths: &Paths, name: &ServiceName) -> Option<ServiceState> {
    let folder = record::Folder::new(paths.service(name));
    let file = record::read::<record::StatusFile>(&folder.status()).ok()??;
    let is_told = file.status.state.is_final() || file.shim.is_some_and(|shim| shim.exists());
    is_told.then_some(file.status.state)
}

/// What a program says of itself, such as `gascli 1.2.3`, if it is a gascli that can go on for a running supervisor.
pub fn check_program(program: &std::path::Path) -> Result<String, String> {
    upgrade::check(program)
}

/// The variables with which a process of this user was started; `None` if the system does not tell.
pub fn environment_of(pid: u32) -> Option<BTreeMap<String, String>> {
    proc::environment(pid)
}

/// Runs this process as a supervisor or helper if its arguments (without the program) are those of one: `supervise STATE
/// CONFIG`, with `take-over NUMBER` behind if it has been another program's before, `notify STATE CONFIG`, `tend STATE`,
/// `gpu`. Called before anything else costs memory.
pub fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    match arguments {
        [verb, state, config] if verb == "supervise" => Some(supervise(state, config, None)),
        [verb, state, config, how, number] if verb == "supervise" && how == upgrade::TAKE_OVER => {
            Some(supervise(state, config, number.to_str()))
        }
        [verb, folder] if verb == probe::folder::VERB => Some(print_size(folder)),
        [verb, state] if verb == "tend" => Some(keep_logs(state)),
        [verb, state, config] if verb == "notify" && std::path::Path::new(state).is_absolute() => {
            notify::run_helper(&PathBuf::from(state), &PathBuf::from(config));
            Some(ExitCode::SUCCESS)
        }
        [verb] if verb == upgrade::CAN_TAKE_OVER => Some(print(concat!("gascli ", env!("CARGO_PKG_VERSION"), "\n"))),
        [verb] if verb == "gpu" => {
            Some(gpu::run_helper().map_or_else(|_| ExitCode::from(FAILED), |()| ExitCode::SUCCESS))
        }
        _ => None,
    }
}

/// Is the supervisor until it is told to end. The configuration is for its notifier alone.
fn supervise(state: &OsString, config: &OsString, handover: Option<&str>) -> ExitCode {
    let paths = Paths { config: PathBuf::from(config), cache: PathBuf::new(), state: PathBuf::from(state) };
    match serve::serve(&paths, handover) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            journal::say("supervisor", journal::with_causes(&error));
            if let Some(hint) = error.hint() {
                journal::say("supervisor", hint);
            }
            ExitCode::from(FAILED)
        }
    }
}

/// The helper that keeps logs within their bounds.
fn keep_logs(state: &OsString) -> ExitCode {
    let paths = Paths { config: PathBuf::new(), cache: PathBuf::new(), state: PathBuf::from(state) };
    crash::report_panics(&paths, "logs");
    match tend::tend(&paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            journal::say("logs", journal::with_causes(&error));
            ExitCode::from(FAILED)
        }
    }
}

/// The helper of the rule about a folder's size.
fn print_size(folder: &OsString) -> ExitCode {
    print(&format!("{}\n", probe::folder::size(std::path::Path::new(folder))))
}

fn print(line: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(line.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILED),
    }
}
