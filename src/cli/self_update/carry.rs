//! Makes a new version that which runs: first the supervisor, then the daemons of gascli, one at a time.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::super::{Context, node, output};
use super::place::Place;
use crate::supervisor::{Client, ClientError, ServiceSpec, ServiceState, ServiceStatus};
use crate::types::ServiceName;

/// How long a daemon may take to be ready, unless its own rules allow more.
const READY: Duration = Duration::from_mins(2);
/// How long weights may be on their way before a validator is left as it is.
const WEIGHTS: Duration = Duration::from_mins(5);
/// Between two looks at them.
const PAUSE: Duration = Duration::from_millis(500);

/// What became of a daemon.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Carried {
    pub(super) name: ServiceName,
    /// `restarted`, or `left` with the version that it has.
    pub(super) outcome: &'static str,
}

/// The services that run this program as a daemon, and are ready.
pub(super) fn daemons(client: &mut Client, program: &Path) -> anyhow::Result<Vec<ServiceName>> {
    let mut found = Vec::new();
    for status in client.status()? {
        // One that is only starting takes the new program by itself, with its next start.
        let is_ready = status.state == ServiceState::Online;
        let Some(spec) = client.spec(&status.name)?.filter(|_| is_ready) else { continue };
        if is_daemon(&spec, program) {
            found.push(status.name);
        }
    }
    Ok(found)
}

fn is_daemon(spec: &ServiceSpec, program: &Path) -> bool {
    let [first, verb, ..] = spec.command.as_slice() else { return false };
    verb == "run" && spec.cwd.join(first).canonicalize().is_ok_and(|path| path == program)
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
        if !weights_have_landed(context, name) {
            let limit = WEIGHTS.as_secs() / 60;
            output::note(format_args!(
                "{name}: its weights have been on their way for {limit} min; it is left as it is: `gascli restart {name}` later"
            ));
            done.push(Carried { name: name.clone(), outcome: "left" });
            continue;
        }
        done.push(Carried { name: name.clone(), outcome: "restarted" });
        let told = |error: ClientError| format!("{name} could not be restarted: {:#}", anyhow::Error::from(error));
        // None is started in its place: that would be of this version, and hide that the new one fell.
        let client = Client::connect(&context.paths).map_err(told)?;
        let mut client = client.ok_or_else(|| "the supervisor has gone".to_owned())?;
        let status = renew(&mut client, name).map_err(told)?;
        if status.state != ServiceState::Online {
            let reason = status.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            return Err(format!("{name} did not become ready: it is {}{reason}", status.state.word()));
        }
        output::note(format_args!("{name}: restarted, ready"));
    }
    Ok(())
}

fn renew(client: &mut Client, name: &ServiceName) -> Result<ServiceStatus, ClientError> {
    let own = client.spec(name)?.and_then(|spec| spec.ready_within);
    client.renew(name, own.unwrap_or(READY).max(READY))
}

/// Restarts daemons again after the version before was put back, whatever comes of each.
pub(super) fn restart_again(context: &Context, done: &[Carried]) {
    for Carried { name, .. } in done.iter().filter(|one| one.outcome == "restarted") {
        match Client::connect_or_start(&context.paths).and_then(|mut client| renew(&mut client, name)) {
            Ok(status) => output::note(format_args!("{name}: {} with the version before", status.state.word())),
            Err(error) => output::note(format_args!("{name}: not restarted: {error}")),
        }
    }
}

/// Waits until a validator knows what became of weights that it sent. Others have none.
fn weights_have_landed(context: &Context, name: &ServiceName) -> bool {
    let end = Instant::now() + WEIGHTS;
    let mut told = false;
    loop {
        let state = node::daemon_state(context, name).ok().flatten();
        let sent = state.and_then(|state| state.challenges).and_then(|challenges| challenges.weights_sent_block);
        let Some(block) = sent else { return true };
        if !told {
            output::note(format_args!("{name}: waiting for the weights that it sent at block {}", block.0));
            told = true;
        }
        if Instant::now() >= end {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daemon_is_a_service_that_runs_this_very_file_in_the_foreground() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().canonicalize().unwrap().join("gascli");
        std::fs::write(&program, "").unwrap();
        std::os::unix::fs::symlink(&program, folder.path().join("link")).unwrap();
        let is = |words: &[&str]| {
            let command = words.iter().map(|word| (*word).to_owned()).collect();
            is_daemon(&ServiceSpec::new("a".parse().unwrap(), command, folder.path().to_owned()), &program)
        };
        assert!(is(&["./gascli", "run", "validator"]) && is(&["link", "run", "generator"]));
        assert!(!is(&["./gascli", "metrics"]) && !is(&["./gascli"]) && !is(&["/bin/true", "run", "x"]));
    }
}
