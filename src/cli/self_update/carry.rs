//! Makes a new version that which runs: first the supervisor, then the daemons of gascli, one at a time.

use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::super::{Context, node, output};
use super::place::Place;
use crate::supervisor::{Client, ClientError, ServiceSpec, ServiceState, ServiceStatus, Wanted};
use crate::types::ServiceName;

/// How long a daemon may take to be ready, unless its own rules allow more.
const READY: Duration = Duration::from_mins(2);
/// How long weights may be on their way before a validator is left as it is.
const WEIGHTS: Duration = Duration::from_mins(5);
/// On the way back, how long a daemon may say nothing of them: it may be what the new version does wrong.
const SILENT: Duration = Duration::from_secs(30);
/// Between two looks at them.
const PAUSE: Duration = Duration::from_millis(500);
const STOPPED: &str = "it was stopped or deleted meanwhile";

/// What became of a service that runs this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Carried {
    pub(super) name: ServiceName,
    /// `restarted`; `left` with the version that it has; or `down` with the version before, after that was put back.
    pub(super) outcome: &'static str,
    /// Why it is not restarted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// What to do about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<String>,
}

impl Carried {
    fn restarted(name: &ServiceName) -> Self {
        Self { name: name.clone(), outcome: "restarted", reason: None, fix: None }
    }

    /// It runs on with what it has.
    fn left(name: &ServiceName, reason: impl Into<String>) -> Self {
        let fix = Some(format!("`gascli restart {name}` takes the version that is in place then"));
        Self { outcome: "left", reason: Some(reason.into()), fix, ..Self::restarted(name) }
    }

    /// It is not to run any more.
    fn stopped(name: &ServiceName) -> Self {
        Self { fix: None, ..Self::left(name, STOPPED) }
    }

    fn down(name: &ServiceName, reason: String) -> Self {
        let fix = format!(
            "`gascli logs {name}` says why. If its database is by now one of the newer version: that version runs with it \
             (`gascli self-update --rollback --force`), or `gascli validator restore FILE` with a backup from before the update, then \
             `gascli start {name}`"
        );
        Self { outcome: "down", reason: Some(reason), fix: Some(fix), ..Self::restarted(name) }
    }

    fn tell(self) -> Self {
        if let Some(reason) = &self.reason {
            output::note(format_args!("{}: {}: {}", self.name, self.outcome, output::escaped(reason)));
        }
        self
    }
}

/// The services that run this program.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Daemons that are to be restarted.
    pub(super) daemons: Vec<ServiceName>,
    /// What keeps the version that it has.
    pub(super) left: Vec<Carried>,
}

/// Looks for the services that run this program. One that does not run takes the new one by itself, with its next start.
pub(super) fn find(client: &mut Client, program: &Path) -> anyhow::Result<Found> {
    let mut found = Found::default();
    for status in client.status()? {
        let Some(pid) = status.pid else { continue };
        let Some(spec) = client.spec(&status.name)? else { continue };
        match is_daemon(&spec, pid, program) {
            None => {}
            Some(false) => found.left.push(Carried::left(&status.name, "it is no daemon (`gascli run`)")),
            Some(true) if status.state == ServiceState::Online => found.daemons.push(status.name),
            Some(true) => found.left.push(Carried::left(&status.name, format!("it is {}", status.state.word()))),
        }
    }
    Ok(found)
}

/// Whether a service's process is one of this program, and then whether it is a daemon. Its command says so, or, where
/// that is found by `PATH` or behind another program, the process itself.
fn is_daemon(spec: &ServiceSpec, pid: u32, program: &Path) -> Option<bool> {
    let first = spec.command.first()?;
    if spec.cwd.join(first).canonicalize().is_ok_and(|path| path == program) {
        return Some(verb(&spec.command) == Some("run"));
    }
    let file = std::fs::read_link(format!("/proc/{pid}/exe")).ok()?;
    let file = file.as_os_str().as_bytes();
    // One that an earlier update replaced.
    let file = file.strip_suffix(b" (deleted)").unwrap_or(file);
    if file != program.as_os_str().as_bytes() {
        return None;
    }
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words: Vec<String> = line.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into()).collect();
    Some(verb(&words) == Some("run"))
}

/// The command behind the program and the flags that every command has.
fn verb(words: &[String]) -> Option<&str> {
    let mut words = words.iter().skip(1).map(String::as_str);
    while let Some(word) = words.next() {
        if word == "--color" {
            words.next();
        } else if !word.starts_with('-') {
            return Some(word);
        }
    }
    None
}

/// Makes the supervisor go on as the program that now lies in its place. The error is the reason to go back.
pub(super) fn supervisor(context: &Context, place: &Place) -> Result<(), String> {
    let told = |error: anyhow::Error| format!("the supervisor cannot go on as it: {error:#}");
    let client = Client::connect(&context.paths).map_err(|error| told(error.into()))?;
    let Some(client) = client else { return Err("the supervisor has gone".into()) };
    client.upgrade(&context.paths, &place.program).map_err(|error| told(error.into()))?;
    Ok(())
}

/// Restarts daemons one at a time, each with what it was started with. The error is the reason to go back; `done` then says
/// which were restarted.
pub(super) fn restart(context: &Context, names: &[ServiceName], done: &mut Vec<Carried>) -> Result<(), String> {
    for name in names {
        if let Err(reason) = wait_for_weights(context, name, WEIGHTS) {
            done.push(Carried::left(name, reason).tell());
            continue;
        }
        let told = |error: ClientError| format!("{name} could not be restarted: {:#}", anyhow::Error::from(error));
        // None is started in its place: that would be of this version, and hide that the new one fell.
        let client = Client::connect(&context.paths).map_err(told)?;
        let mut client = client.ok_or_else(|| "the supervisor has gone".to_owned())?;
        // Much may have happened since they were listed.
        let now = client.status().map_err(told)?.into_iter().find(|status| status.name == *name);
        let Some(now) = now.filter(is_wanted) else {
            done.push(Carried::stopped(name).tell());
            continue;
        };
        if now.state != ServiceState::Online {
            done.push(Carried::left(name, format!("it is {} by now", now.state.word())).tell());
            continue;
        }
        let status = match renew(&mut client, name) {
            Err(error) if error.is_withdrawn() => None,
            Ok(status) => Some(status).filter(|status| status.state == ServiceState::Online || is_wanted(status)),
            Err(error) => {
                done.push(Carried::restarted(name));
                return Err(told(error));
            }
        };
        let Some(status) = status else {
            done.push(Carried::stopped(name).tell());
            continue;
        };
        done.push(Carried::restarted(name));
        if status.state != ServiceState::Online {
            return Err(format!("{name} did not become ready: {}", words(&status)));
        }
        output::note(format_args!("{name}: restarted, ready"));
    }
    Ok(())
}

fn is_wanted(status: &ServiceStatus) -> bool {
    status.wanted != Some(Wanted::Stopped)
}

fn words(status: &ServiceStatus) -> String {
    let reason = status.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("it is {}{reason}", status.state.word())
}

fn renew(client: &mut Client, name: &ServiceName) -> Result<ServiceStatus, ClientError> {
    let own = client.spec(name)?.and_then(|spec| spec.ready_within);
    client.renew(name, own.unwrap_or(READY).max(READY))
}

/// Restarts daemons again after the version before was put back, whatever comes of each.
pub(super) fn restart_again(context: &Context, done: &mut [Carried]) {
    for one in done.iter_mut().filter(|one| one.outcome == "restarted") {
        let name = one.name.clone();
        if let Err(reason) = wait_for_weights(context, &name, SILENT) {
            output::note(format_args!("{name}: {}; it goes back all the same", output::escaped(&reason)));
        }
        let renewed = Client::connect_or_start(&context.paths).and_then(|mut client| renew(&mut client, &name));
        *one = match renewed {
            Ok(status) if status.state == ServiceState::Online => {
                output::note(format_args!("{name}: restarted with the version before, ready"));
                Carried::restarted(&name)
            }
            Ok(status) if is_wanted(&status) => Carried::down(&name, words(&status)).tell(),
            Err(error) if !error.is_withdrawn() => {
                let error = anyhow::Error::from(error);
                Carried::left(&name, format!("it could not be restarted: {error:#}")).tell()
            }
            _ => Carried::stopped(&name).tell(),
        };
    }
}

/// Waits until a validator knows what became of weights that it sent; others have none. The error says why they may be on
/// their way still. `unknown` is how long the daemon may keep it to itself: it may be busy.
fn wait_for_weights(context: &Context, name: &ServiceName, unknown: Duration) -> Result<(), String> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let (reason, limit) = match node::daemon_state(context, name) {
            Ok(state) => match state.and_then(|state| state.challenges?.weights_sent_block) {
                None => return Ok(()),
                Some(block) => (format!("the weights that it sent at block {} are on their way", block.0), WEIGHTS),
            },
            Err(error) => (format!("nobody can tell whether its weights are on their way: {error}"), unknown),
        };
        if begun.elapsed() >= limit {
            return Err(reason);
        }
        if !told {
            output::note(format_args!("{name}: waiting: {}", output::escaped(&reason)));
            told = true;
        }
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(cwd: &Path, words: &[&str]) -> ServiceSpec {
        let command = words.iter().map(|word| (*word).to_owned()).collect();
        ServiceSpec::new("a".parse().unwrap(), command, cwd.to_owned())
    }

    #[test]
    fn a_daemon_is_a_service_that_runs_this_very_file_in_the_foreground() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().canonicalize().unwrap().join("gascli");
        std::fs::write(&program, "").unwrap();
        std::os::unix::fs::symlink(&program, folder.path().join("link")).unwrap();
        let is = |words: &[&str]| is_daemon(&spec(folder.path(), words), std::process::id(), &program);
        for daemon in [
            &["./gascli", "run", "validator"][..],
            &["link", "run", "generator"],
            &["link", "--json", "--color", "never", "run", "generator"],
        ] {
            assert_eq!(is(daemon), Some(true), "{daemon:?}");
        }
        for other in [&["./gascli", "metrics"][..], &["./gascli"], &["./gascli", "logs", "run"]] {
            assert_eq!(is(other), Some(false), "{other:?}");
        }
        assert_eq!(is(&["/bin/true", "run", "x"]), None);
    }

    #[test]
    fn a_command_that_path_finds_is_known_by_its_process() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("run"), "read line").unwrap();
        let mut command = std::process::Command::new("sh");
        let mut child = command.arg("run").current_dir(&folder).stdin(std::process::Stdio::piped()).spawn().unwrap();
        let program = std::fs::read_link(format!("/proc/{}/exe", child.id())).unwrap();
        // For a moment a new program has no words yet.
        let has_words = || std::fs::read(format!("/proc/{}/cmdline", child.id())).is_ok_and(|words| !words.is_empty());
        let end = std::time::Instant::now() + Duration::from_secs(30);
        while !has_words() && std::time::Instant::now() < end {
            std::thread::yield_now();
        }
        let is = |program: &Path| is_daemon(&spec(folder.path(), &["sh", "run"]), child.id(), program);
        let found = (is(&program), is(Path::new("/no/such/program")));
        drop(child.stdin.take()); // it ends
        child.wait().unwrap();
        assert_eq!(found, (Some(true), None));
    }
}
