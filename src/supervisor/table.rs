//! The table of services: what is wanted of each, and the line to the shim that keeps it.

mod revival;

use std::collections::BTreeMap;
use std::io;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use serde::{Deserialize, Serialize};

use super::desired::{self, Desired, Saved, Wanted};
use super::events::{self, Draft};
use super::health::Problem;
use super::journal::{say, with_causes};
use super::proc::Identity;
use super::record::{self, Folder, RecordError};
use super::spec::ServiceSpec;
use super::status::{ServiceState, ServiceStatus};
use super::upgrade::{HandedLine, HandedService};
use super::wire::{Environment, FromShim, LONGEST_REQUEST, Line, Read1, SHIM_PROTOCOL, ToShim, decode};
use super::{adopt, fork, memory, proc, usage};
use crate::daemon::socket;
use crate::types::{Paths, ServiceName, UnixMillis};

/// A shim that lived this long died for a reason of its own.
const SHIM_STABLE: Duration = Duration::from_mins(10);
/// A shim that was asked to stop hangs if it has said nothing for so long beyond the time that its child has: until then
/// it may wait for a busy disk. Less than the patience of clients.
const SHIM_SILENCE: Duration = Duration::from_secs(5);
/// How often a shim is looked for that holds the lock, but does not listen yet: it may be ending what another left.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// No pause before a new shim is longer.
const REVIVE_LONGEST: Duration = Duration::from_mins(5);

/// What follows when the shim has gone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Pending {
    Start(Box<ServiceSpec>, Environment),
    Delete,
}

/// One service.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) folder: Folder,
    pub(super) spec: Option<ServiceSpec>,
    /// Whether it shall run.
    pub(super) wanted: Wanted,
    /// How often what is wanted has changed.
    generation: u64,
    /// How far what is wanted has come on its way to the disk.
    saved: Saved,
    pub(super) status: ServiceStatus,
    pub(super) line: Option<Line>,
    /// Asked to stop, and not yet gone.
    pub(super) stopping: bool,
    pub(super) pending: Option<Pending>,
    /// What it was started with, while this supervisor lives: a shim that is killed can be replaced.
    environment: Option<Environment>,
    /// The process at the other end of the line.
    shim: Option<Identity>,
    /// It says that it cannot begin.
    refused: bool,
    shim_started: Option<Instant>,
    shim_deaths: u32,
    /// Since when it owes an answer.
    asked_at: Option<Instant>,
    /// How long it may owe it.
    patience: Duration,
    /// When a shim is looked for again that holds the lock, but was not to be reached.
    pub(super) look_again_at: Option<Instant>,
    /// The present shim replaces one that was killed.
    revived: bool,
    pub(super) revive_at: Option<Instant>,
    /// Rules that probes found broken; its shim tells of the others.
    pub(super) probe_problems: Vec<Problem>,
    /// What its shim understands.
    protocol: u32,
    /// When its CPU time was last looked at, and what it was then.
    sample: Option<(Instant, u64)>,
    /// How it was when its events were last told.
    told: ServiceStatus,
    /// Events that are not yet told.
    news: Vec<Draft>,
}

/// Why a shim cannot be started.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error(transparent)]
    Record(#[from] record::RecordError),
    #[error(transparent)]
    Socket(#[from] socket::SocketError),
    #[error("another process holds its lock")]
    Kept,
    #[error("nothing is known of how to start it; start it again")]
    Unknown,
    #[error("cannot start its shim")]
    Shim(#[from] io::Error),
}

impl Service {
    /// A service that is new.
    pub(super) fn new(paths: &Paths, name: &ServiceName) -> Self {
        let mut status = ServiceStatus::unknown(name.clone(), ServiceState::Stopped, Some("never started".into()));
        status.log_dir = paths.logs(name);
        Self::with(Folder::new(paths.service(name)), None, status, None)
    }

    /// A service that was there before this supervisor, with its shim if that lives.
    pub(super) fn adopt(paths: &Paths, name: &ServiceName) -> Self {
        let folder = Folder::new(paths.service(name));
        let found = adopt::find(&folder, name, &paths.logs(name));
        let saved = if found.unsaved { Saved::No } else { Saved::Synced };
        let generation = found.desired.as_ref().map_or(0, |desired| desired.generation);
        let wanted = found.desired.as_ref().and_then(|desired| desired.wanted).unwrap_or(Wanted::Stopped);
        let spec = found.desired.map(|desired| desired.spec);
        let service = Self::with(folder, spec, found.status, found.line);
        let look_again_at = found.is_held.then(|| Instant::now() + LOOK_AGAIN);
        let mut service = Self { wanted, generation, saved, look_again_at, ..service };
        if found.environment.is_some() {
            service.environment = found.environment;
            service.plan_revival("its supervisor and its shim were killed".into());
        }
        service
    }

    /// A service as the program before knew it.
    fn taken_over(paths: &Paths, name: &ServiceName, handed: HandedService) -> Self {
        let line = handed.line.map(|line| line.take(LONGEST_REQUEST)).transpose().unwrap_or_else(|error| {
            say(name, format_args!("the line to its shim was lost in the upgrade: {error}"));
            None
        });
        let mut service = Self::with(Folder::new(paths.service(name)), handed.spec, handed.status, line);
        if let Ok(Some(found)) = desired::load(&service.folder) {
            service.generation = found.desired.generation;
            service.wanted = found.desired.wanted.unwrap_or(Wanted::Running);
            service.saved = if found.damage.is_some() { Saved::No } else { Saved::Synced };
        }
        service.stopping = handed.stopping;
        service.asked_at = handed.asked.then(Instant::now);
        service.pending = handed.pending;
        service.environment = handed.environment;
        service.shim = handed.shim;
        service.shim_deaths = handed.shim_deaths;
        service.protocol = handed.protocol;
        service.revive_at = handed.revive.then(Instant::now);
        service
    }

    /// Everything about it that a successor cannot find on the disk.
    pub(super) fn hand_over(&self) -> HandedService {
        HandedService {
            status: self.status.clone(),
            spec: self.spec.clone(),
            line: self.line.as_ref().map(HandedLine::of),
            stopping: self.stopping,
            asked: self.asked_at.is_some(),
            pending: self.pending.clone(),
            environment: self.environment.clone(),
            shim: self.shim.clone(),
            shim_deaths: self.shim_deaths,
            protocol: self.protocol,
            revive: self.revive_at.is_some(),
        }
    }

    fn with(folder: Folder, spec: Option<ServiceSpec>, status: ServiceStatus, line: Option<Line>) -> Self {
        let spec_patience = SHIM_SILENCE + spec.as_ref().map_or(Duration::ZERO, |spec| spec.stop.kill_timeout);
        Self {
            folder,
            spec,
            wanted: Wanted::Stopped,
            generation: 0,
            saved: Saved::No,
            stopping: false,
            pending: None,
            environment: None,
            shim: line.as_ref().and_then(Line::peer).and_then(Identity::of),
            refused: false,
            shim_started: None,
            shim_deaths: 0,
            patience: spec_patience,
            look_again_at: None,
            revived: false,
            asked_at: None,
            revive_at: None,
            probe_problems: Vec::new(),
            protocol: SHIM_PROTOCOL,
            sample: None,
            line,
            told: status.clone(),
            news: Vec::new(),
            status,
        }
    }

    /// Writes the specification and starts a shim, which starts the child.
    pub(super) fn start(
        &mut self,
        paths: &Paths,
        spec: ServiceSpec,
        environment: Environment,
    ) -> Result<(), TableError> {
        self.evict();
        socket::private_folder(self.folder.path())?;
        self.want(Wanted::Running, Some(spec))?;
        (self.shim_deaths, self.revived) = (0, false);
        memory::keep(self.folder.path(), &environment);
        self.environment = Some(environment);
        self.start_shim(paths)
    }

    /// Notes what is wanted from now on. It is on the disk after [`Service::settle`].
    fn want(&mut self, wanted: Wanted, spec: Option<ServiceSpec>) -> Result<(), RecordError> {
        let Some(spec) = spec.or_else(|| self.spec.clone()) else { return Ok(()) };
        let same = self.wanted == wanted && self.spec.as_ref() == Some(&spec);
        if same && self.saved != Saved::No && self.folder.spec().exists() {
            return Ok(());
        }
        // What becomes the generation before must be there for sure.
        self.settle();
        let desired = Desired { spec, wanted: Some(wanted), generation: self.generation + 1 };
        desired::write(&self.folder, &desired)?;
        (self.generation, self.saved) = (desired.generation, Saved::Written);
        (self.spec, self.wanted) = (Some(desired.spec), wanted);
        Ok(())
    }

    /// Waits until what is wanted is on the disk. Called before clients get their answers, and after shims were told, so
    /// that no child waits for it.
    pub(super) fn settle(&mut self) {
        if self.saved != Saved::Written {
            return;
        }
        self.saved = Saved::Synced;
        if let Err(error) = desired::sync(&self.folder) {
            self.saved = Saved::No; // written anew with the next change
            say(&self.status.name, with_causes(&error));
        }
    }

    /// Notes that it shall not run any more.
    fn want_stopped(&mut self) {
        if let Err(error) = self.want(Wanted::Stopped, None) {
            say(&self.status.name, with_causes(&error));
        }
    }

    fn start_shim(&mut self, paths: &Paths) -> Result<(), TableError> {
        let (Some(spec), Some(environment)) = (&self.spec, &self.environment) else {
            return Err(TableError::Unknown);
        };
        let (ours, theirs) = UnixStream::pair()?;
        // Reaped by whoever collects all children of this process.
        let shim = fork::start_shim(paths, spec, environment, theirs)?;
        self.line = Some(Line::new(ours, LONGEST_REQUEST)?);
        (self.shim, self.shim_started, self.asked_at) = (Identity::of(shim), Some(Instant::now()), None);
        (self.revive_at, self.stopping, self.sample, self.refused) = (None, false, None, false);
        self.look_again_at = None;
        self.probe_problems.clear();
        self.status = ServiceStatus {
            state: ServiceState::Starting,
            pid: None,
            reason: None,
            shim_pid: Some(shim),
            next_start_at_ms: None,
            ..self.status.clone()
        };
        Ok(())
    }

    /// By which rules and with what it was started last, if that is known.
    pub(super) fn started_with(&self) -> Option<(ServiceSpec, Environment)> {
        let kept = || memory::recall(self.folder.path());
        Some((self.spec.clone()?, self.environment.clone().or_else(kept)?))
    }

    /// Asks the shim to end the child and itself. Whether it shall run stays as it is.
    pub(super) fn stop(&mut self) {
        memory::forget(self.folder.path());
        self.end_shim(&ToShim::Stop);
    }

    /// Asks the shim to end the child with SIGKILL. It shall not run any more.
    pub(super) fn kill_for_good(&mut self) {
        if self.understands(&ToShim::Kill) {
            memory::forget(self.folder.path());
            self.asked_at = None; // who has been waited for has its whole patience anew, and that is shorter now
            self.end_shim(&ToShim::Kill);
        } else {
            let text = "its shim is of an earlier version and cannot kill at once: it is told to stop";
            say(&self.status.name, text);
            self.stop();
        }
        self.want_stopped();
    }

    fn understands(&self, message: &ToShim) -> bool {
        self.protocol >= message.since()
    }

    fn end_shim(&mut self, message: &ToShim) {
        self.stopping = true;
        self.revive_at = None;
        if let Some(line) = &mut self.line {
            // A line that is broken says so when it is read. The second message is always answered.
            let _ = line.send(message).and_then(|()| line.send(ToShim::Watch));
            self.asked_at.get_or_insert_with(Instant::now);
            let spec = self.spec.as_ref().filter(|_| !matches!(message, ToShim::Kill));
            let kill_timeout = spec.map_or(Duration::ZERO, |spec| spec.stop.kill_timeout);
            self.patience = kill_timeout + SHIM_SILENCE;
        }
    }

    /// Ends what runs so that it can be started anew like this, also if this supervisor ends meanwhile.
    pub(super) fn make_way(&mut self, spec: ServiceSpec, environment: Environment) -> Result<(), RecordError> {
        self.end_shim(if self.understands(&ToShim::MakeWay) { &ToShim::MakeWay } else { &ToShim::Stop });
        self.want(Wanted::Running, Some(spec.clone()))?;
        memory::keep(self.folder.path(), &environment);
        self.pending = Some(Pending::Start(Box::new(spec), environment));
        Ok(())
    }

    /// As [`Service::stop`], on request: it shall not run any more.
    pub(super) fn stop_for_good(&mut self) {
        self.stop();
        self.want_stopped();
    }

    /// Says something to its shim, if there is one that understands it.
    pub(super) fn tell_shim(&mut self, message: &ToShim) {
        let understood = self.understands(message);
        let Some(line) = &mut self.line else { return };
        if understood {
            let _ = line.send(message); // a line that is broken says so when it is read
        } else {
            let name = &self.status.name;
            say(name, format_args!("its shim is of an earlier version: `gascli restart {name}` renews it"));
        }
    }

    /// Its status, with the rules that probes found broken besides those of its shim.
    pub(super) fn with_all_problems(&self) -> ServiceStatus {
        let mut status = self.status.clone();
        if !status.state.is_final() {
            status.problems.extend(self.probe_problems.iter().cloned());
        }
        status
    }

    /// Variables that a program gets that is run for it: the service's own. Without an env file that cannot be read.
    pub(super) fn variables(&self) -> BTreeMap<String, String> {
        let mut all = match (&self.environment, &self.spec) {
            (Some(environment), Some(spec)) => environment.variables_of(spec).unwrap_or_else(|error| {
                say(&self.status.name, error);
                environment.variables.clone()
            }),
            _ => BTreeMap::new(),
        };
        all.insert("GASCLI_SERVICE".into(), self.status.name.to_string());
        all
    }

    /// When a shim that was asked counts as hung.
    pub(super) fn silent_at(&self) -> Option<Instant> {
        self.asked_at.map(|asked| asked + self.patience)
    }

    /// Kills a shim that hangs: its child goes with it, and the end of its line tells the rest.
    pub(super) fn kill_silent(&mut self) {
        self.asked_at = None;
        if let Some(shim) = self.shim.as_ref().filter(|_| self.line.is_some()) {
            say(&self.status.name, format_args!("its shim (pid {}) does not answer and is killed", shim.pid));
            if let Err(error) = proc::signal_pinned(shim.pid, Signal::SIGKILL, || shim.exists()) {
                say(&self.status.name, format_args!("its shim (pid {}) was not killed: {error}", shim.pid));
            }
        }
    }

    /// Ends a shim to which there is no line, if there is one, with all that it keeps.
    pub(super) fn evict(&mut self) {
        if self.line.is_none()
            && let Some(status) = adopt::evict(&self.folder, &self.status.name)
        {
            let log_dir = std::mem::take(&mut self.status.log_dir);
            self.status = ServiceStatus { log_dir, ..status };
        }
    }

    /// Whether nothing runs, and nothing is on its way.
    pub(super) fn is_gone(&self) -> bool {
        self.line.is_none() && self.pending.is_none() && self.revive_at.is_none()
    }

    /// An operator accepts that it is down.
    pub(super) fn accept_down(&mut self) {
        (self.revive_at, self.environment) = (None, None);
        memory::forget(self.folder.path());
        if self.status.state != ServiceState::Stopped {
            self.status.state = ServiceState::Stopped;
            self.status.reason = Some("stopped on request".into());
            adopt::save(&self.folder, &self.status);
        }
    }

    /// Takes note of what has happened since the last time.
    fn note(&mut self) {
        let status = self.with_all_problems();
        if self.told != status {
            self.news.extend(events::change(&self.told, &status));
            self.told = status;
        }
    }

    /// The events that are to be told.
    pub(super) fn take_news(&mut self) -> Vec<Draft> {
        self.note();
        std::mem::take(&mut self.news)
    }

    /// Something happened to it that its status does not show.
    pub(super) fn add_news(&mut self, drafts: impl IntoIterator<Item = Draft>) {
        self.news.extend(drafts);
    }

    /// Reads what the shim tells. False when it has gone.
    pub(super) fn listen(&mut self) -> bool {
        let Some(line) = &mut self.line else { return true };
        let mut asks = false;
        let _ = line.flush();
        let (lines, open) = match line.read() {
            Read1::Lines(lines) => (lines, true),
            Read1::Closed(lines) => (lines, false),
            Read1::TooLong => (Vec::new(), false),
        };
        for line in lines {
            match decode(&line) {
                Ok(FromShim::State { shim_pid, file, protocol }) => {
                    self.protocol = protocol;
                    let log_dir = std::mem::take(&mut self.status.log_dir);
                    self.status = ServiceStatus { shim_pid: Some(shim_pid), log_dir, ..file.status };
                    self.shim = file.shim.or_else(|| self.shim.take());
                    self.asked_at = None;
                    self.note();
                    if self.environment.is_none() && !self.stopping && !self.status.state.is_final() {
                        asks = self.adopt_environment(shim_pid, protocol);
                    }
                }
                Ok(FromShim::Environment { environment }) => self.remember(environment),
                Ok(FromShim::LogCleared { .. }) => {} // asked for by somebody else
                Ok(FromShim::Failed { message }) => {
                    self.status.state = ServiceState::Errored;
                    self.status.reason = Some(message);
                    self.refused = true;
                }
                Err(error) => say(&self.status.name, format_args!("its shim says what is not understood: {error}")),
            }
        }
        if let Some(line) = self.line.as_mut().filter(|_| asks) {
            let _ = line.send(ToShim::Environment); // a line that is broken says so when it is read
        }
        open
    }

    /// An adopted shim has what its successor would need. True if it is to be asked for it; one of the first protocol
    /// was itself started with it.
    fn adopt_environment(&mut self, shim: u32, protocol: u32) -> bool {
        if protocol >= 2 {
            return true;
        }
        let umask = proc::umask(shim);
        if let Some(variables) = proc::environment(shim) {
            self.remember(Environment { variables, set: BTreeMap::new(), umask });
        }
        false
    }

    fn remember(&mut self, environment: Environment) {
        if !self.stopping && !self.status.state.is_final() {
            if !memory::has(self.folder.path()) {
                memory::keep(self.folder.path(), &environment);
            }
            self.environment = Some(environment);
        }
    }

    /// Removes every file of it, its log included. The lock is held meanwhile.
    pub(super) fn remove_files(&self, paths: &Paths) -> Result<(), TableError> {
        let gone = |result: io::Result<()>| match result {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let lock = record::wait_for_lock(&self.folder.lock());
        if matches!(lock, Ok(None)) {
            return Err(TableError::Kept);
        }
        memory::forget(self.folder.path());
        gone(std::fs::remove_dir_all(paths.logs(&self.status.name)))?;
        gone(std::fs::remove_dir_all(self.folder.path()))?;
        Ok(())
    }

    /// [`Service::measured`] with what all its processes use.
    pub(super) fn measured_whole(&mut self) -> ServiceStatus {
        let status = self.measured();
        let usage = status.shim_pid.filter(|_| status.pid.is_some()).map(usage::of_family);
        ServiceStatus { usage, ..status }
    }

    /// The status with what changes by the moment: uptime, CPU, memory.
    pub(super) fn measured(&mut self) -> ServiceStatus {
        let mut status = ServiceStatus { wanted: Some(self.wanted), ..self.with_all_problems() };
        let Some(shim) = status.shim_pid.filter(|_| status.pid.is_some()) else {
            self.sample = None;
            return status;
        };
        let uptime = status.started_at_ms.map(|started| started.until(UnixMillis::now()));
        status.uptime_ms = uptime.and_then(|uptime| u64::try_from(uptime.as_millis()).ok());
        let family = proc::descendants(shim);
        let stats: Vec<proc::Stat> = family.into_iter().filter_map(proc::stat).collect();
        let ticks: u64 = stats.iter().map(|stat| stat.cpu_ticks).sum();
        let pages: u64 = stats.iter().map(|stat| stat.resident_pages).sum();
        status.memory_bytes = Some(pages.saturating_mul(proc::page_bytes()));
        let now = Instant::now();
        let (span, since) = match self.sample {
            Some((at, before)) => (now.duration_since(at), ticks.saturating_sub(before)),
            None => (uptime.unwrap_or_default(), ticks),
        };
        // Ticks are hundredths of a second: a shorter span would show noise.
        if span >= Duration::from_millis(200) {
            status.cpu_percent = Some(proc::cpu_percent(since, span));
        }
        if self.sample.is_none_or(|(at, _)| now.duration_since(at) >= Duration::from_secs(1)) {
            self.sample = Some((now, ticks));
        }
        status
    }
}

/// Every service that has a folder, with its living shim; those that a program before has handed over are as it knew
/// them.
pub(super) fn adopt_all(paths: &Paths, handed: BTreeMap<ServiceName, HandedService>) -> BTreeMap<ServiceName, Service> {
    let taken = handed.into_iter().map(|(name, handed)| (name.clone(), Service::taken_over(paths, &name, handed)));
    let mut table: BTreeMap<ServiceName, Service> = taken.collect();
    for name in names(paths) {
        if !table.contains_key(&name) {
            table.insert(name.clone(), Service::adopt(paths, &name));
        }
    }
    table
}

fn names(paths: &Paths) -> Vec<ServiceName> {
    let Ok(entries) = std::fs::read_dir(paths.services()) else { return Vec::new() };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.filter_map(|entry| entry.file_name().to_str()?.parse::<ServiceName>().ok()).collect()
}

#[cfg(test)]
mod tests;
