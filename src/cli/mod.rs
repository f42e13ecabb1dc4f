//! The command line: parses, calls, prints. Nothing is decided here.
//!
//! One file per command group. Each group's `run` returns an `Answer` or an error; only `output` prints.

mod about;
mod apply;
mod args;
mod chain;
mod completions;
mod config;
mod context;
mod daemon;
mod dashboard;
mod demo;
mod discriminator;
mod doctor;
mod error;
mod events;
mod generator;
mod gpu_memory;
mod import;
mod info;
mod init;
mod localnet;
mod logs;
mod media;
mod metrics;
mod model;
mod node;
mod notify;
mod output;
mod password;
mod resurrect;
mod run;
mod score;
mod self_update;
mod services;
mod start;
mod startup;
mod status_table;
mod stop;
mod trust;
mod usage_table;
mod validator;
mod verify;
mod wallet;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

pub use args::Cli;
pub use completions::tree;
pub(crate) use context::Context;

use crate::daemon::core_dump;
use crate::media::video;
use crate::supervisor;

/// What a command answers; an error is "could not be answered" and ends with 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, or yes: exit status 0.
    Yes,
    /// The answer is no (a check failed, a service is down): exit status 1.
    No,
    /// Ended by this signal: exit status 128 and the signal.
    Signal(u8),
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::from(0),
            Answer::No => Self::from(1),
            Answer::Signal(signal) => Self::from(128 + signal),
        }
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    core_dump::leave_none(); // there are secrets in the memory of every daemon, in the environment of all
    // Shims are counted in kilobytes: they branch off before clap, tokio and tracing cost anything.
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(status) = supervisor::run_hidden(&arguments) {
        return status;
    }
    if let Some(status) = video::run_hidden(&arguments) {
        return status;
    }
    if let Some(status) = completions::run_hidden(&arguments) {
        return status;
    }
    // The program that runs, whatever lies under its name by now.
    video::isolate("/proc/self/exe");
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return error::usage(&error),
    };
    let json = cli.json;
    match Context::new(&cli).and_then(|context| args::dispatch(cli, &context)) {
        Ok(answer) => answer.into(),
        Err(error) => error::report(&error, json),
    }
}
