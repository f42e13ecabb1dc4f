//! Keeps the logs of all services within their bounds: a short-lived process of low priority that the supervisor starts
//! when a segment was closed, and once an hour. It may be killed at any moment.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::journal::{say, with_causes};
use super::logs;
use super::record::{self, Folder, RecordError};
use super::spec::{LogPolicy, ServiceSpec};
use crate::types::{Paths, ServiceName};

/// A supervisor that has just begun has other things to do.
const FIRST: Duration = Duration::from_mins(1);
/// How often ages are looked at, when nothing is closed.
const EVERY: Duration = Duration::from_hours(1);
/// From the start of one to that of the next.
const APART: Duration = Duration::from_secs(10);
/// The lowest priority.
const NICE: i32 = 19;

/// When the supervisor lets logs be tended.
#[derive(Debug)]
pub(super) struct Tender {
    running: Option<u32>,
    due: Instant,
    not_before: Instant,
    /// The newest segment of each log that was seen.
    seen: BTreeMap<ServiceName, u64>,
}

impl Tender {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self { running: None, due: now + FIRST, not_before: now, seen: BTreeMap::new() }
    }

    /// A shim has told its service's newest segment.
    pub(super) fn hear(&mut self, name: &ServiceName, segment: u64) {
        if self.seen.get(name).is_some_and(|seen| *seen < segment) {
            self.due = self.due.min(self.not_before);
        }
        self.seen.insert(name.clone(), segment);
    }

    /// When there is something to do; not while it is being done.
    pub(super) fn due(&self) -> Option<Instant> {
        self.running.is_none().then_some(self.due)
    }

    /// Starts the process if its time has come.
    pub(super) fn turn(&mut self, paths: &Paths) {
        let now = Instant::now();
        if self.due().is_none_or(|due| now < due) {
            return;
        }
        (self.due, self.not_before) = (now + EVERY, now + APART);
        if !paths.state.join("logs").exists() {
            return;
        }
        let mut command = Command::new("/proc/self/exe");
        command.arg0("gascli").arg("tend").arg(&paths.state).current_dir("/");
        // Reaped by whoever collects all children of the supervisor, not by this handle.
        match command.stdin(Stdio::null()).stdout(Stdio::null()).spawn() {
            Ok(child) => self.running = Some(child.id()),
            Err(error) => say("supervisor", format_args!("logs cannot be tended just now: {error}")),
        }
    }

    /// A child of the supervisor has ended.
    pub(super) fn ended(&mut self, pid: i32) {
        if self.running.is_some_and(|running| i32::try_from(running) == Ok(pid)) {
            self.running = None;
        }
    }
}

/// Does it, once; at once done if another process is at it.
pub(super) fn tend(paths: &Paths) -> Result<(), RecordError> {
    lower_priority();
    let Some(_lock) = record::try_lock(&paths.state.join("tend.lock"))? else { return Ok(()) };
    let parent = paths.state.join("logs");
    let tell = |what: &Path, done: std::io::Result<()>| {
        if let Err(error) = done {
            say("logs", format_args!("`{}` cannot be tended: {error}", what.display()));
        }
    };
    let folders = logs::logs_below(&parent).map_err(|source| RecordError::Io { path: parent.clone(), source })?;
    let (mut total, mut floors) = (None, Vec::new());
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()?.parse::<ServiceName>().ok());
        let Some(name) = name else { continue };
        let policy = policy(paths, &name);
        total = total.into_iter().chain(policy.all_bytes).min();
        floors.push(policy.min_free);
        if let Some(age) = policy.max_age {
            tell(&folder, logs::delete_older(&folder, age));
        }
        if policy.compress {
            tell(&folder, logs::pack_closed(&folder).map(drop));
        }
    }
    if let Some(total) = total {
        tell(&parent, logs::trim_all(&parent, total));
    }
    for floor in floors {
        tell(&parent, logs::make_room(&parent, floor).map(drop));
    }
    Ok(())
}

/// By which rules a log is kept: those of its service, or the usual ones if that is gone.
fn policy(paths: &Paths, name: &ServiceName) -> LogPolicy {
    match record::read::<ServiceSpec>(&Folder::new(paths.service(name)).spec()) {
        Ok(spec) => spec.map(|spec| spec.logs).unwrap_or_default(),
        Err(error) => {
            say(name, with_causes(&error));
            LogPolicy::default()
        }
    }
}

/// Services go first.
#[expect(unsafe_code, reason = "nothing safe sets a priority")]
fn lower_priority() {
    // SAFETY: takes numbers, and changes nothing but the priority of this process. A refusal does no harm.
    unsafe { nix::libc::setpriority(nix::libc::PRIO_PROCESS, 0, NICE) };
}
