//! Runs an operator's program with an event: as JSON on its standard input and in variables `GASCLI_EVENT_*`.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::supervisor::ServiceEvent;
use crate::supervisor::proc;

/// How often a program that runs is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Runs a program with an event and waits for it; what it prints goes nowhere. `message` is the text of a template.
pub(crate) fn run(program: &[String], event: &ServiceEvent, message: &str, limit: Duration) -> Result<(), String> {
    let Some((name, arguments)) = program.split_first() else { return Err("no program is named".into()) };
    let mut command = Command::new(name);
    command.args(arguments).envs(variables(event, message)).current_dir("/").process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("cannot run `{name}`: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        let mut line = serde_json::to_vec(event).map_err(|error| error.to_string())?;
        line.push(b'\n');
        let _ = input.write_all(&line); // who does not read it has the variables
    }
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("`{name}` ended with {status}")),
            Ok(None) if Instant::now() >= end => {
                proc::signal_group(child.id(), Signal::SIGKILL);
                let _ = child.wait();
                return Err(format!("`{name}` took longer than {limit:?} and was killed"));
            }
            Ok(None) => std::thread::sleep(LOOK_EVERY),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// What a program is told of an event in its environment; a hook of a health rule, too.
pub(crate) fn variables(event: &ServiceEvent, message: &str) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("GASCLI_EVENT_NUMBER", event.number.to_string()),
        ("GASCLI_EVENT_KIND", event.kind.word().to_owned()),
        ("GASCLI_EVENT_SERVICE", event.service.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("GASCLI_EVENT_TEXT", event.text.clone()),
        ("GASCLI_EVENT_AT", event.at_ms.to_string()),
        ("GASCLI_EVENT_RUN", event.run.to_string()),
    ];
    if let Some(exit) = event.exit {
        all.push(("GASCLI_EVENT_EXIT", exit.to_string()));
    }
    if !message.is_empty() {
        all.push(("GASCLI_EVENT_MESSAGE", message.to_owned()));
    }
    all
}
