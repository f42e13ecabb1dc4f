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
mod usage;
mod usage_table;
mod validator;
mod verify;
mod wallet;

use std::ffi::OsString;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, ValueEnum};

pub use args::Cli;
pub use completions::tree;
pub(crate) use context::Context;

use self::output::{Colour, Manner};
use crate::daemon::crash::{Crash, Subject};
use crate::daemon::{core_dump, crash, log};
use crate::media::video;
use crate::supervisor;

/// Columns of a help that goes into a pipe, and most on a terminal.
const PIPED_WIDTH: usize = 80;
const WIDEST: usize = 100;

/// Exit status of a daemon that crashed, as Rust's own.
const CRASHED_SERVICE: u8 = 101;

/// What a command answers; an error is "could not be answered" and ends with 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, or yes: exit status 0.
    Yes,
    /// The answer is no (a check failed, a service is down): exit status 1.
    No,
    /// Ended by this signal: exit status 128 and the signal.
    Signal(u8),
    /// That of another program that was run.
    Status(u8),
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::from(0),
            Answer::No => Self::from(1),
            Answer::Signal(signal) => Self::from(128 + signal),
            Answer::Status(status) => Self::from(status),
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
    let arguments = usage::with_help(arguments, Cli::command);
    let given = given(&arguments);
    report_panics(&arguments, given.json);
    let work = || answer(&arguments, given);
    // The report is written and told when it happens.
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| crashed(&arguments))
}

fn answer(arguments: &[OsString], given: Given) -> ExitCode {
    let width = output::width().map_or(PIPED_WIDTH, |width| width.min(WIDEST));
    let whole = std::iter::once("gascli".into()).chain(arguments.iter().cloned());
    let parsed = Cli::command()
        .term_width(width)
        .try_get_matches_from(whole)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            output::settle(Manner { colour: given.colour, asks_nothing: false });
            return error::usage(&error, Cli::command, arguments, given.json);
        }
    };
    output::settle(Manner { colour: cli.color, asks_nothing: cli.no_input });
    let level = std::env::var("GASCLI_LOG").ok().filter(|level| !level.is_empty() && !cli.logs_by_itself());
    // Its thread must not take a signal while a password is asked for.
    let _log = level.map(|level| password::without_signals(|| log::init(&level, output::colour_of_notes())));
    let json = cli.json;
    let context = Context::new(&cli);
    let run = |context: Context| {
        let (version, home) = (env!("CARGO_PKG_VERSION"), &context.paths);
        tracing::debug!(version, config = %home.config.display(), state = %home.state.display(), "gascli begins");
        args::dispatch(cli, &context)
    };
    match context.and_then(run) {
        Ok(answer) => answer.into(),
        Err(error) => error::report(&error, json),
    }
}

/// What counts even where a command line cannot be understood.
#[derive(Debug, Clone, Copy, Default)]
struct Given {
    json: bool,
    colour: Colour,
}

fn given(arguments: &[OsString]) -> Given {
    let mut given = Given::default();
    let own: Vec<&str> = arguments.iter().map_while(|word| word.to_str().filter(|word| *word != "--")).collect();
    for (at, word) in own.iter().enumerate() {
        given.json |= *word == "--json";
        let when = if *word == "--color" { own.get(at + 1).copied() } else { word.strip_prefix("--color=") };
        given.colour = when.and_then(|when| Colour::from_str(when, false).ok()).unwrap_or(given.colour);
    }
    given
}

/// From here on, a fault of ours leaves a report and is told.
fn report_panics(arguments: &[OsString], json: bool) {
    let arguments = arguments.to_vec();
    let told = arguments.clone();
    let subject = move || {
        let command = usage::without_values(Cli::command(), &arguments);
        let words = command.split(' ').skip(1).take_while(|word| !word.starts_with('-'));
        let who = std::iter::once("gascli").chain(words).collect::<Vec<_>>().join("-");
        Subject { who, paths: context::paths().ok(), facts: format!("command: {command}") }
    };
    let tell = move |crash: &Crash| {
        // A daemon's log is where it is looked for.
        if tracing::dispatcher::has_been_set() && is_daemon(&told) {
            error::log_crash(crash);
        } else {
            error::tell_crash(crash, json);
        }
    };
    crash::report_panics(subject, tell);
}

fn is_daemon(arguments: &[OsString]) -> bool {
    let path = usage::path(Cli::command(), arguments);
    path.split(' ').nth(1) == Some("run")
}

/// How a process ends that crashed: what is run as a service is to be started again, which 2 would not ask for.
fn crashed(arguments: &[OsString]) -> ExitCode {
    let is_service = is_daemon(arguments) || std::env::var_os("GASCLI_SERVICE").is_some();
    ExitCode::from(if is_service { CRASHED_SERVICE } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Set for the process that panics: its folder.
    const PANICS_IN: &str = "GASCLI_HOME";

    #[test]
    #[ignore = "panics on purpose, in a process that the next test starts"]
    fn panics() {
        if std::env::var_os(PANICS_IN).is_none() {
            return;
        }
        let arguments: Vec<OsString> = ["verify-c2pa", "--challenged-at", "hunter2", "f.png"].map(Into::into).into();
        report_panics(&arguments, true);
        panic!("on purpose");
    }

    #[test]
    fn a_panic_of_a_command_is_an_error_with_a_report_that_names_the_command_without_values() {
        let home = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "--nocapture", "cli::tests::panics"]).env(PANICS_IN, home.path());
        let output = command.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = stderr.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| panic!("{stderr}"));
        let told: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(told["error"]["code"], "internal", "{told}");
        let report = crash::newest_report(&crate::types::Paths::below(home.path())).unwrap();
        assert!(told["error"]["hint"].as_str().unwrap().contains(report.to_str().unwrap()), "{told}");
        let text = std::fs::read_to_string(&report).unwrap();
        assert!(text.contains("command: gascli verify-c2pa --challenged-at"), "{text}");
        assert!(!text.contains("hunter2") && !text.contains("f.png"), "{text}");
    }

    #[test]
    fn a_daemon_that_crashes_is_started_again_and_a_command_was_not_answered() {
        for (line, status) in [
            ("run generator", CRASHED_SERVICE),
            ("--color never run generator", CRASHED_SERVICE),
            ("--json --color=never run validator --netuid 34", CRASHED_SERVICE),
            ("ps", 2),
            ("logs run", 2),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(Into::into).collect();
            assert_eq!(crashed(&arguments), ExitCode::from(status), "{line}");
        }
    }
}
