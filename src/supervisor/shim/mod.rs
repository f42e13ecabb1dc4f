//! The shim: one small process per service, which outlives the supervisor. It holds the service's lock, owns the child's
//! pipes, writes its log and its exits, and restarts it by [`policy`](super::policy).
//!
//! Single-threaded, on `poll`: while the child is silent it does not wake up. It must stay small: nothing of tokio, clap
//! or tracing is started here.

mod child;
mod output;

use std::collections::VecDeque;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, PipeReader, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid};

use super::journal::{say, with_causes};
use super::logs::{LogWriter, Stream};
use super::policy::{Effect, Event, Life, State, step};
use super::proc::{self, Identity};
use super::record::{self, ExitRecord, Folder, StatusFile};
use super::spec::{Exit, LastExit, ServiceSpec, ServiceState, ServiceStatus};
use super::wire::{FromShim, LONGEST_TO_SHIM, Line, Read1, ToShim, is_ours};
use crate::daemon::lock::Lock;
use crate::daemon::socket;
use crate::types::{Paths, ServiceName, UnixMillis};
use child::{Running, SpawnError};
use output::Output;

/// Connections at once: supervisor, child, and some to spare.
const CONNECTIONS: usize = 6;
/// Read at once from a pipe.
const CHUNK: usize = 64 << 10;
/// Read of one pipe before the others get their turn.
const CHUNKS_IN_A_ROW: usize = 16;

/// Why a shim cannot begin.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShimError {
    #[error("another shim keeps `{0}`")]
    Locked(ServiceName),
    #[error("`{0}` has no specification")]
    NoSpec(ServiceName),
    #[error(transparent)]
    Record(#[from] record::RecordError),
    #[error(transparent)]
    Socket(#[from] socket::SocketError),
    #[error(transparent)]
    Log(#[from] super::logs::LogError),
    #[error("the system refused")]
    System(#[from] io::Error),
}

impl From<Errno> for ShimError {
    fn from(error: Errno) -> Self {
        Self::System(error.into())
    }
}

/// Keeps a service until it is stopped, done or given up. Standard input is the line to the supervisor that started it.
pub(super) fn run(paths: &Paths, name: &ServiceName) -> Result<(), ShimError> {
    proc::default_signals();
    let _ = nix::unistd::setsid(); // fails only for a group leader, which a shell made and then watches
    let _ = nix::sys::prctl::set_name(proc::SHIM_COMM);
    let supervisor = io::stdin().as_fd().try_clone_to_owned().map(UnixStream::from);
    nix::unistd::dup2_stdin(File::open("/dev/null")?)?;
    let supervisor = supervisor.and_then(|stream| Line::new(stream, LONGEST_TO_SHIM)).ok();
    let mut watchers: Vec<Watcher> = supervisor.map(|line| Watcher { line, watches: true }).into_iter().collect();
    match Shim::begin(paths, name) {
        Ok(mut shim) => {
            shim.watchers = watchers;
            shim.keep()
        }
        Err(error) => {
            let message = with_causes(&error);
            for watcher in &mut watchers {
                let _ = watcher.line.send(FromShim::Failed { message: message.clone() });
            }
            Err(error)
        }
    }
}

/// A connection, and whether it is told each new state.
struct Watcher {
    line: Line,
    watches: bool,
}

struct Shim {
    spec: ServiceSpec,
    folder: Folder,
    log_dir: PathBuf,
    notify: PathBuf,
    output: Output,
    life: Life,
    run: u32,
    child: Option<Identity>,
    out: Option<PipeReader>,
    err: Option<PipeReader>,
    started_at: Option<UnixMillis>,
    last_exit: Option<LastExit>,
    signalled_group: Option<u32>,
    own: Option<Identity>,
    watchers: Vec<Watcher>,
    listener: UnixListener,
    signals: SignalFd,
    chunk: Vec<u8>,
    _lock: Lock,
}

/// What `poll` found.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each descriptor, and any mixture can happen")]
struct Found {
    signals: bool,
    knocks: bool,
    out: bool,
    err: bool,
    lines: Vec<bool>,
}

impl Shim {
    fn begin(paths: &Paths, name: &ServiceName) -> Result<Self, ShimError> {
        let folder = Folder::new(paths.service(name));
        let lock = record::wait_for_lock(&folder.lock())?.ok_or_else(|| ShimError::Locked(name.clone()))?;
        let spec: ServiceSpec = record::read(&folder.spec())?.ok_or_else(|| ShimError::NoSpec(name.clone()))?;
        let mut mask = SigSet::empty();
        for signal in [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT] {
            mask.add(signal);
        }
        mask.thread_block()?;
        let signals = SignalFd::with_flags(&mask, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
        nix::sys::prctl::set_child_subreaper(true)?;
        let notify = socket::effective(&folder.shim_socket())?;
        let before = end_predecessor(&folder, &notify);
        let log_dir = paths.logs(name);
        socket::private_folder(&log_dir)?;
        let log = LogWriter::open(&log_dir, &spec.logs)?;
        let listener = socket::listen(&folder.shim_socket())?;
        listener.set_nonblocking(true)?;
        let last_exit = folder.last_exit();
        let run = [LogWriter::last_run(&log_dir), before, last_exit.as_ref().map_or(0, |exit| exit.run)];
        Ok(Self {
            life: Life::begin(Instant::now()).0,
            run: run.into_iter().max().unwrap_or(0),
            last_exit: last_exit.map(|last| LastExit { exit: last.exit, at_ms: last.ended_at_ms }),
            spec,
            folder,
            log_dir,
            notify,
            output: Output::new(log),
            child: None,
            out: None,
            err: None,
            started_at: None,
            signalled_group: None,
            own: Identity::of(std::process::id()),
            watchers: Vec::new(),
            listener,
            signals,
            chunk: vec![0; CHUNK],
            _lock: lock,
        })
    }

    /// The loop: wait, find out what happened, take the step, do what it says.
    fn keep(mut self) -> Result<(), ShimError> {
        self.perform(vec![Effect::Spawn]);
        while !self.life.summary().0.is_final() {
            let found = self.wait()?;
            if found.out || found.err {
                self.drain(CHUNKS_IN_A_ROW);
            }
            if found.signals {
                self.read_signals();
            }
            self.read_lines(&found.lines);
            if found.knocks {
                self.accept();
            }
            if self.life.deadline().is_some_and(|deadline| Instant::now() >= deadline) {
                self.happen(Event::Tick);
                self.look_for_gone();
            }
        }
        // The path goes before the lock does: a successor must not find its own socket removed.
        let _ = std::fs::remove_file(&self.notify);
        Ok(())
    }

    fn wait(&self) -> Result<Found, ShimError> {
        let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(4 + self.watchers.len());
        let reading = |fd| PollFd::new(fd, PollFlags::POLLIN);
        fds.push(reading(self.signals.as_fd()));
        fds.push(reading(self.listener.as_fd()));
        let pipes: Vec<BorrowedFd<'_>> = [&self.out, &self.err].into_iter().flatten().map(AsFd::as_fd).collect();
        fds.extend(pipes.iter().map(|fd| reading(*fd)));
        for watcher in &self.watchers {
            let writing = if watcher.line.wants_write() { PollFlags::POLLOUT } else { PollFlags::empty() };
            fds.push(PollFd::new(watcher.line.fd(), PollFlags::POLLIN | writing));
        }
        match poll(&mut fds, timeout(self.life.deadline())) {
            Ok(_) => {}
            Err(Errno::EINTR) => return Ok(Found::default()),
            Err(error) => return Err(error.into()),
        }
        let mut ready = fds.iter().map(|fd| fd.any().unwrap_or(true));
        let mut next = || ready.next().unwrap_or(false);
        Ok(Found {
            signals: next(),
            knocks: next(),
            out: self.out.is_some() && next(),
            err: self.err.is_some() && next(),
            lines: ready.collect(),
        })
    }

    /// Takes a step and does what follows from it, until nothing follows.
    fn happen(&mut self, event: Event) {
        let (life, effects) = step(self.life.clone(), event, &self.spec, Instant::now(), jitter());
        self.life = life;
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            let Some(event) = self.do_one(effect) else { continue };
            let (life, more) = step(self.life.clone(), event, &self.spec, Instant::now(), jitter());
            self.life = life;
            open.extend(more);
        }
    }

    /// Does one thing; what came of it may be an event.
    fn do_one(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Spawn => return Some(self.spawn()),
            Effect::Record(exit, asked) => self.record(exit, asked),
            Effect::SignalGroup(pid) => {
                self.signalled_group = Some(pid);
                proc::signal_group(pid, self.stop_signal());
            }
            Effect::SignalRest => {
                let family = proc::descendants(std::process::id());
                for pid in &family {
                    // Who has been told once is not told again: many programs take a second signal for impatience.
                    let told = proc::stat(*pid).is_some_and(|stat| Some(stat.group) == self.signalled_group);
                    if !told {
                        proc::signal(*pid, self.stop_signal());
                    }
                    proc::signal(*pid, Signal::SIGCONT);
                }
                if !family.is_empty() && matches!(self.life.state, State::Stopping { asked: false, .. }) {
                    // Whoever starts a program that goes to the background shall not wonder where it went.
                    let text = "processes outlived it and are ended; a service must stay in the foreground";
                    self.output.remark(self.run, &format!("{} {text}", family.len()));
                }
                if family.is_empty() && is_alone() {
                    return Some(self.gone());
                }
            }
            Effect::KillAll => {
                for pid in proc::descendants(std::process::id()) {
                    proc::signal(pid, Signal::SIGKILL);
                }
            }
            Effect::Save => self.save(),
            Effect::Ignored(event) => say(&self.spec.name, format_args!("unexpected: {event:?}")),
        }
        None
    }

    fn stop_signal(&self) -> Signal {
        self.spec.stop.signal.parse().unwrap_or(Signal::SIGTERM)
    }

    fn spawn(&mut self) -> Event {
        self.run = self.run.saturating_add(1);
        (self.signalled_group, self.child) = (None, None);
        self.started_at = Some(UnixMillis::now());
        // Should this process be killed before it can note the pid: the start itself is known.
        self.write_status(&self.status());
        match child::spawn(&self.spec, &self.notify) {
            Ok(Running { pid, out, err }) => {
                (self.out, self.err) = (Some(out), Some(err));
                self.child = Identity::of(pid);
                Event::Spawned(pid)
            }
            Err(SpawnError::Never(reason)) => Event::SpawnFailed(reason),
            Err(SpawnError::NotNow(reason)) => Event::SpawnDelayed(reason),
        }
    }

    /// Nothing is left of the family; what it wrote last is still in the pipes.
    fn gone(&mut self) -> Event {
        self.drain(CHUNKS_IN_A_ROW);
        (self.out, self.err) = (None, None);
        self.child = None;
        Event::Gone
    }

    fn look_for_gone(&mut self) {
        if matches!(self.life.state, State::Stopping { pid: None, .. }) && is_alone() {
            let event = self.gone();
            self.happen(event);
        }
    }

    fn record(&mut self, exit: Exit, asked: bool) {
        let ended_at_ms = UnixMillis::now();
        let pid = self.child.as_ref().map_or(0, |child| child.pid);
        let entry = ExitRecord { run: self.run, pid, exit, started_at_ms: self.started_at, ended_at_ms, asked };
        if let Err(error) = self.folder.record_exit(&entry) {
            say(&self.spec.name, format_args!("{exit} of pid {pid} could not be recorded: {}", with_causes(&error)));
        }
        self.last_exit = Some(LastExit { exit, at_ms: ended_at_ms });
    }

    fn status(&self) -> StatusFile {
        let (state, pid, reason) = self.life.summary();
        let next_start_at_ms = match &self.life.state {
            State::WaitingRestart { until, .. } => {
                Some(UnixMillis::now().after(until.saturating_duration_since(Instant::now())))
            }
            _ => None,
        };
        let status = ServiceStatus {
            pid,
            reason: reason.map(str::to_owned),
            started_at_ms: self.started_at,
            next_start_at_ms,
            restarts: self.life.tries.restarts,
            run: self.run,
            last_exit: self.last_exit,
            log_trouble: self.output.trouble(),
            log_dir: self.log_dir.clone(),
            ..ServiceStatus::unknown(self.spec.name.clone(), state, None)
        };
        let child = self.child.clone().filter(|_| pid.is_some() || state == ServiceState::Stopping);
        StatusFile { status, child, shim: self.own.clone(), boot_id: proc::boot_id() }
    }

    fn write_status(&self, file: &StatusFile) {
        if let Err(error) = record::write(&self.folder.status(), file) {
            say(&self.spec.name, with_causes(&error));
        }
    }

    /// Tells the state: to the disk for those who come later, to the lines for those who listen.
    fn save(&mut self) {
        let file = Box::new(self.status());
        self.write_status(&file);
        let told = FromShim::State { shim_pid: std::process::id(), file };
        self.watchers.retain_mut(|watcher| !watcher.watches || watcher.line.send(&told).is_ok());
    }

    /// Moves what the child wrote into its log, at most so many chunks of each pipe.
    fn drain(&mut self, chunks: usize) {
        let mut tell = false;
        for (stream, pipe) in [(Stream::Out, &mut self.out), (Stream::Err, &mut self.err)] {
            for _ in 0..chunks {
                let Some(reader) = pipe else { break };
                match reader.read(&mut self.chunk) {
                    Ok(0) => *pipe = None,
                    Ok(count) => {
                        let bytes = self.chunk.get(..count).unwrap_or_default();
                        tell |= self.output.take(self.run, stream, bytes);
                        if count < CHUNK {
                            break;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    Err(_) => *pipe = None,
                }
            }
        }
        if tell {
            self.save();
        }
    }

    fn read_signals(&mut self) {
        while let Ok(Some(signal)) = self.signals.read_signal() {
            if i32::try_from(signal.ssi_signo) == Ok(Signal::SIGTERM as i32) {
                self.happen(Event::StopAsked("stopped: its shim was sent SIGTERM".into()));
            }
        }
        loop {
            let (pid, exit) = match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(pid, code)) => (pid, Exit { code: Some(code), signal: None }),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, Exit { code: None, signal: Some(signal as i32) }),
                Err(Errno::EINTR) => continue,
                Ok(WaitStatus::StillAlive) | Err(_) => break,
                Ok(_) => continue,
            };
            let main = self.life.summary().1;
            if main.is_some_and(|main| i32::try_from(main) == Ok(pid.as_raw())) {
                self.drain(CHUNKS_IN_A_ROW); // what it wrote stands in the log before its exit is acted on
                self.happen(Event::Exited(exit));
            }
        }
        self.look_for_gone();
    }

    fn accept(&mut self) {
        while let Ok((stream, _)) = self.listener.accept() {
            if is_ours(&stream) {
                if self.watchers.len() >= CONNECTIONS {
                    // Who is silent makes room: a supervisor must always get through.
                    let silent = self.watchers.iter().position(|watcher| !watcher.watches);
                    self.watchers.remove(silent.unwrap_or(0));
                }
                let line = Line::new(stream, LONGEST_TO_SHIM);
                self.watchers.extend(line.ok().map(|line| Watcher { line, watches: false }));
            }
        }
    }

    fn read_lines(&mut self, ready: &[bool]) {
        let mut asked = Vec::new();
        let mut index = 0;
        let told = |shim: &Self| FromShim::State { shim_pid: std::process::id(), file: Box::new(shim.status()) };
        let mut watchers = std::mem::take(&mut self.watchers);
        watchers.retain_mut(|watcher| {
            let is_ready = ready.get(index).copied().unwrap_or(false);
            index += 1;
            if !is_ready {
                return true;
            }
            let (lines, open) = match watcher.line.read() {
                Read1::Lines(lines) => (lines, true),
                Read1::Closed(lines) => (lines, false),
                Read1::TooLong => (Vec::new(), false),
            };
            let mut fine = open && watcher.line.flush().is_ok();
            for line in lines {
                match serde_json::from_slice(&line) {
                    Ok(ToShim::Watch) => {
                        watcher.watches = true;
                        fine = fine && watcher.line.send(told(self)).is_ok();
                    }
                    Ok(ToShim::Ready) => asked.push(Event::Ready),
                    Ok(ToShim::Stop) => asked.push(Event::StopAsked("stopped on request".into())),
                    Err(_) => fine = false,
                }
            }
            fine
        });
        self.watchers = watchers;
        for event in asked {
            self.happen(event);
        }
    }
}

/// Ends what an earlier shim left when it was killed, and writes down that its child ended. Returns its run.
fn end_predecessor(folder: &Folder, notify: &std::path::Path) -> u32 {
    match record::read::<StatusFile>(&folder.status()) {
        Ok(None) => 0,
        Ok(Some(file)) if file.status.state.is_final() => file.status.run,
        Ok(Some(file)) => {
            super::adopt::bury(folder, notify, &file);
            file.status.run
        }
        Err(error) => {
            say("shim", with_causes(&error));
            proc::sweep(proc::Remains { shim: None, child: None, socket: notify });
            0
        }
    }
}

/// Whether this process has no family any more. One that forks and ends while it is counted escapes the count, but leaves
/// a zombie here, or its parent: then this is asked again when the zombie has been seen to.
fn is_alone() -> bool {
    let look = || waitid(Id::All, WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT);
    match look() {
        Err(Errno::ECHILD) => true,
        // Living children remain: perhaps only keepers, which are no family.
        Ok(WaitStatus::StillAlive) => {
            proc::descendants(std::process::id()).is_empty() && matches!(look(), Ok(WaitStatus::StillAlive))
        }
        _ => false,
    }
}

/// From -1 to 1, for pauses. Not for secrets.
fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX) * 2.0 - 1.0
}

/// How long `poll` may sleep: rounded up, so that it is not too early by less than a millisecond, over and over.
pub(super) fn timeout(deadline: Option<Instant>) -> PollTimeout {
    let Some(deadline) = deadline else { return PollTimeout::NONE };
    let left = deadline.saturating_duration_since(Instant::now()) + Duration::from_micros(999);
    PollTimeout::from(u16::try_from(left.as_millis()).unwrap_or(u16::MAX))
}
