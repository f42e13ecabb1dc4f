//! Finds out, without starting anything, what became of a service while no supervisor ran.

use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use super::cgroup::Group;
use super::desired::{self, Desired, Wanted};
use super::journal::{say, with_causes};
use super::proc::Swept;
use super::record::{self, ExitRecord, Folder, RecordError, StatusFile};
use super::status::{Exit, LastExit, ServiceState, ServiceStatus};
use super::wire::{Environment, LONGEST_REQUEST, Line, ToShim, is_ours};
use super::{memory, proc};
use crate::daemon::socket;
use crate::types::{ServiceName, UnixMillis};

/// How long a shim that holds its lock may take to listen.
const SHIM_PATIENCE: Duration = Duration::from_millis(500);

/// What is known of a service from its folder and its shim.
#[derive(Debug)]
pub(super) struct Found {
    /// What is wanted of it, if anything is known of that.
    pub(super) desired: Option<Desired>,
    /// Whether it must be written anew, as the file that held it is damaged.
    pub(super) unsaved: bool,
    pub(super) status: ServiceStatus,
    /// The line to its living shim, which has been asked to tell its state.
    pub(super) line: Option<Line>,
    /// Its shim holds the lock, but was not to be reached.
    pub(super) is_held: bool,
    /// It is wanted, but nothing of it runs any more: what it is to be started with.
    pub(super) environment: Option<Environment>,
}

/// Looks at one service.
pub(super) fn find(folder: &Folder, name: &ServiceName, log_dir: &Path) -> Found {
    let wanted = desired::load(folder);
    let file = record::read::<StatusFile>(&folder.status());
    for error in [wanted.as_ref().err(), file.as_ref().err()].into_iter().flatten() {
        say(name, with_causes(error));
    }
    let damaged = wanted.is_err();
    let wanted = wanted.ok().flatten();
    if let Some(damage) = wanted.as_ref().and_then(|found| found.damage.as_ref()) {
        say(name, format_args!("{}; the one before it counts", with_causes(damage)));
    }
    let unsaved = wanted.as_ref().is_some_and(|found| found.damage.is_some());
    let mut desired = wanted.map(|found| found.desired);
    let status = remembered(name, &file);
    if let Some(desired) = &mut desired {
        // The version before did not say it.
        desired.wanted.get_or_insert(match status.state {
            ServiceState::Stopped => Wanted::Stopped,
            _ => Wanted::Running,
        });
    }
    let mut found = Found { desired, unsaved, status, line: None, is_held: false, environment: None };
    found.line = connect(folder);
    if found.line.is_none() {
        let is_held = matches!(record::try_lock(&folder.lock()), Ok(None));
        let is_wanted = found.desired.as_ref().is_some_and(|desired| desired.wanted == Some(Wanted::Running));
        if !is_held && is_wanted && file.is_ok() {
            // What memory holds is of this boot. It is forgotten when a service is stopped or given up.
            found.environment = memory::recall(folder.path());
        }
        found.is_held = is_held;
        if is_held {
            found.status.reason = Some("its shim holds the lock, but does not answer".into());
        } else if let Ok(Some(file)) = &file
            && !file.status.state.is_final()
        {
            let reason = if file.boot_id == proc::boot_id() {
                "its shim was killed; start it again"
            } else {
                "the machine was started anew; start it again"
            };
            found.status = after_death(folder, file, reason);
        } else if damaged {
            found.status.state = ServiceState::Errored;
            found.status.reason = Some("its spec.json is damaged; start it again with its command".into());
        }
    }
    log_dir.clone_into(&mut found.status.log_dir);
    found
}

fn remembered(name: &ServiceName, file: &Result<Option<StatusFile>, RecordError>) -> ServiceStatus {
    match file {
        Ok(Some(file)) => ServiceStatus { name: name.clone(), ..file.status.clone() },
        Ok(None) => ServiceStatus::unknown(name.clone(), ServiceState::Stopped, Some("never started".into())),
        Err(_) => {
            let reason = "its status.json is damaged; start it again".into();
            ServiceStatus::unknown(name.clone(), ServiceState::Errored, Some(reason))
        }
    }
}

/// The line to a shim that lives.
pub(super) fn connect(folder: &Folder) -> Option<Line> {
    let end = Instant::now() + SHIM_PATIENCE;
    loop {
        if let Ok(stream) = socket::connect(&folder.shim_socket(), SHIM_PATIENCE)
            && is_ours(&stream)
        {
            let mut line = Line::new(stream, LONGEST_REQUEST).ok()?;
            return line.send(ToShim::Watch).is_ok().then_some(line);
        }
        // A free lock means that there is none; one that is held, that it is about to listen, or to go.
        if !matches!(record::try_lock(&folder.lock()), Ok(None)) || Instant::now() >= end {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A shim was killed: ends what it left, writes that down, and says how the service is now.
pub(super) fn after_death(folder: &Folder, file: &StatusFile, reason: &str) -> ServiceStatus {
    let notify = socket::effective(&folder.shim_socket()).unwrap_or_else(|_| folder.shim_socket());
    // Should one live on, the next shim finds it too, and starts nothing beside it.
    let (exit, _) = bury(folder, &notify, file);
    let status = ServiceStatus {
        state: ServiceState::Errored,
        pid: None,
        reason: Some(reason.into()),
        next_start_at_ms: None,
        shim_pid: None,
        last_exit: exit.or(file.status.last_exit),
        ..file.status.clone()
    };
    save(folder, &status);
    status
}

/// Writes a status that no shim can write any more.
pub(super) fn save(folder: &Folder, status: &ServiceStatus) {
    let file = StatusFile { status: status.clone(), child: None, shim: None, cgroup: None, boot_id: proc::boot_id() };
    if let Err(error) = record::write(&folder.status(), &file) {
        say(&status.name, with_causes(&error));
    }
}

/// Ends what a shim left when it was killed. Its child died with it, unseen, which is recorded, unless the shim had seen
/// it end before. Returns how the run ended, and whom nothing could end.
pub(super) fn bury(folder: &Folder, notify: &Path, file: &StatusFile) -> (Option<LastExit>, Vec<u32>) {
    let group = file.cgroup.as_deref().filter(|_| file.boot_id == proc::boot_id()).and_then(Group::known);
    let mut swept = group.as_ref().map_or(0, Group::end);
    let kill = desired::load(folder).ok().flatten().map(|found| found.desired.spec.stop.kill);
    let kill = kill.unwrap_or_default();
    let Swept { struck, left } =
        proc::sweep(proc::Remains { shim: file.shim.as_ref(), child: file.child.as_ref(), socket: notify, kill });
    swept += struck;
    if let Some(group) = group {
        group.remove();
    }
    say(&file.status.name, format_args!("its shim was killed; {swept} processes that it left were ended"));
    let run = file.status.run;
    if let Some(last) = folder.last_exit().filter(|last| last.run == run) {
        return (Some(LastExit { exit: last.exit, at_ms: last.ended_at_ms, oom: last.oom }), left);
    }
    // A shim that was killed before it could note the pid may or may not have started the child: that counts as started.
    if file.child.is_none() && file.status.state != ServiceState::Starting {
        return (None, left);
    }
    let entry = ExitRecord {
        run,
        pid: file.child.as_ref().map_or(0, |child| child.pid),
        exit: Exit { code: None, signal: None },
        started_at_ms: file.status.started_at_ms,
        ended_at_ms: UnixMillis::now(),
        asked: false,
        oom: false,
    };
    if let Err(error) = folder.record_exit(&entry) {
        say(&file.status.name, with_causes(&error));
    }
    (Some(LastExit { exit: entry.exit, at_ms: entry.ended_at_ms, oom: false }), left)
}

/// Kills a shim that holds the lock, but is out of reach, and what it keeps. How the service is then; `None` if there was
/// no such shim, or if it could not be found.
pub(super) fn evict(folder: &Folder, name: &ServiceName) -> Option<ServiceStatus> {
    let is_held = || matches!(record::try_lock(&folder.lock()), Ok(None));
    if !is_held() {
        return None;
    }
    let file = record::read::<StatusFile>(&folder.status()).ok().flatten()?;
    let shim = file.shim.as_ref().filter(|shim| shim.exists())?;
    say(name, format_args!("its shim (pid {}) is out of reach and is killed", shim.pid));
    if let Err(error) = proc::signal_pinned(shim.pid, Signal::SIGKILL, || shim.exists()) {
        say(name, format_args!("its shim (pid {}) was not killed: {error}", shim.pid));
    }
    let end = Instant::now() + SHIM_PATIENCE;
    while is_held() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(2));
    }
    (!is_held()).then(|| after_death(folder, &file, "its shim was out of reach and was killed; start it again"))
}
