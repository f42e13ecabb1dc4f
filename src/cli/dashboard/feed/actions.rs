//! Actions: each is a command of this program, run as an operator would run it, so that it does and says the same.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use super::Hub;
use crate::dashboard::Verb;
use crate::dashboard::facts::{Fact, Outcome};
use crate::types::ServiceName;

/// Actions at a time; more are refused.
const AT_ONCE: usize = 8;
/// What is kept of what a command says: its end.
const LONGEST: usize = 64 << 10;
/// Longest text of an outcome, in characters.
const LONGEST_TEXT: usize = 300;
/// The program that runs here, whatever lies under its name by now.
const OWN_PROGRAM: &str = "/proc/self/exe";

/// Does what is asked. Each action has a thread that waits for its command. Leaving the dashboard ends neither: what was
/// begun is done.
pub(super) struct Actions {
    hub: Arc<Hub>,
    tell: SyncSender<Fact>,
    running: Arc<AtomicUsize>,
}

impl Actions {
    pub(super) fn new(hub: Arc<Hub>, tell: SyncSender<Fact>) -> Self {
        Self { hub, tell, running: Arc::default() }
    }

    /// Begins an action.
    pub(super) fn act(&self, action: u64, verb: Verb, service: Option<ServiceName>) {
        let (hub, tell, running) = (Arc::clone(&self.hub), self.tell.clone(), Arc::clone(&self.running));
        let is_too_much = running.fetch_add(1, Ordering::SeqCst) >= AT_ONCE;
        let perform = move || {
            let (is_done, text) = match arguments(verb, service.as_ref()) {
                _ if is_too_much => (false, format!("{AT_ONCE} actions are under way: wait for one to end")),
                None => (false, "no service was named".into()),
                Some(arguments) => command(&arguments).unwrap_or_else(|error| (false, error.to_string())),
            };
            running.fetch_sub(1, Ordering::SeqCst);
            let _ = tell.send(Fact::Outcome(Outcome { action, is_done, text }));
            hub.look_now();
        };
        // Without a thread the action stays open on the screen; the machine has other troubles then.
        let _ = std::thread::Builder::new().name(verb.word().into()).spawn(perform);
    }
}

fn arguments(verb: Verb, service: Option<&ServiceName>) -> Option<Vec<String>> {
    let (before, after): (&[&str], &[&str]) = match verb {
        Verb::StartSupervisor => return Some(vec!["daemon".into(), "start".into()]),
        Verb::Start => (&["start"], &[]),
        Verb::Stop => (&["stop"], &[]),
        Verb::Restart => (&["restart"], &[]),
        Verb::Kill => (&["stop", "--now"], &[]),
        Verb::Delete => (&["delete"], &["--yes"]),
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Some([words(before), vec![service?.to_string()], words(after)].concat())
}

/// Runs it; whether it succeeded, and what it said.
fn command(arguments: &[String]) -> io::Result<(bool, String)> {
    let (mut said, says) = io::pipe()?;
    let mut command = Command::new(OWN_PROGRAM);
    command.arg0("gascli").args(arguments).stdin(Stdio::null()).stdout(says.try_clone()?).stderr(says);
    // A group of its own: what ends the dashboard does not end it.
    let mut child = command.process_group(0).spawn()?;
    drop(command); // and with it our ends of the pipe
    let mut kept = VecDeque::new();
    let mut part = [0; 4096];
    loop {
        match said.read(&mut part) {
            Ok(0) => break,
            Ok(count) => {
                kept.extend(part.iter().take(count));
                kept.drain(..kept.len().saturating_sub(LONGEST));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let status = child.wait()?;
    let text = String::from_utf8_lossy(kept.make_contiguous()).into_owned();
    Ok((status.success(), in_one_line(&text, status.success())))
}

/// The last line of a success; of a failure what went wrong, why, and what helps.
fn in_one_line(text: &str, is_done: bool) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let error = lines.iter().position(|line| line.starts_with("error: ")).filter(|_| !is_done);
    let line = match error {
        Some(at) => lines
            .iter()
            .skip(at)
            .map(|line| line.strip_prefix("error: ").unwrap_or(line))
            .collect::<Vec<_>>()
            .join("; "),
        None => lines.last().map_or_else(String::new, |line| (*line).to_owned()),
    };
    line.chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_the_command_that_an_operator_would_type() {
        let name: ServiceName = "web".parse().unwrap();
        for (verb, wanted) in [
            (Verb::Start, "start web"),
            (Verb::Stop, "stop web"),
            (Verb::Restart, "restart web"),
            (Verb::Kill, "stop --now web"),
            (Verb::Delete, "delete web --yes"),
            (Verb::StartSupervisor, "daemon start"),
        ] {
            assert_eq!(arguments(verb, Some(&name)).unwrap().join(" "), wanted);
        }
        assert_eq!(arguments(Verb::Stop, None), None);
    }

    #[test]
    fn an_outcome_is_one_line_and_a_failure_says_why_and_what_helps() {
        assert_eq!(in_one_line("waiting\nweb: stopped\n\n", true), "web: stopped");
        let failure = "a note\nerror: no service is named `web`\n  caused by: x\nhint: `gascli ps`\n";
        assert_eq!(in_one_line(failure, false), "no service is named `web`; caused by: x; hint: `gascli ps`");
        assert_eq!(in_one_line("", false), "");
        assert_eq!(in_one_line(&"x".repeat(1000), true).len(), LONGEST_TEXT);
    }
}
