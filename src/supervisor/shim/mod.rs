//! The shim: one small process per service, which outlives the supervisor. It holds the service's lock, owns the child's
//! pipes, writes its log and its exits, and restarts it by [`policy`](super::policy).
//!
//! Single-threaded, on `poll`: while the child is silent it does not wake up. It must stay small: nothing of tokio, clap
//! or tracing is started here.

mod act;
mod child;
mod connections;
mod enter;
mod guard;
mod output;
mod stop;
mod watch;

use std::io::{self, PipeReader};
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};

use super::journal::{say, with_causes};
use super::logs::LogWriter;
use super::policy::{Effect, Event, Life, State};
use super::proc::{self, Identity};
use super::record::{self, Folder, StatusFile, Syncer};
use super::spec::{Kill, ServiceSpec};
use super::status::{Exit, LastExit, ServiceState};
use super::wire::{Environment, FromShim, LONGEST_TO_SHIM, Line};
use crate::daemon::lock::Lock;
use crate::daemon::socket;
use crate::types::{Paths, ServiceName, UnixMillis};
use connections::Watcher;
use output::Output;
use stop::Family;
use watch::Watch;

/// Connections at once: supervisor, child, and some to spare.
const CONNECTIONS: usize = 6;
/// Read at once from a pipe. Large enough for memory of its own (glibc's threshold is 128 KiB), of which a page costs
/// nothing before it is written to.
const CHUNK: usize = 160 << 10;
/// Read of one pipe before the others get their turn.
const CHUNKS_IN_A_ROW: usize = 16;

/// Why a shim cannot begin.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShimError {
    #[error("another shim keeps `{0}`")]
    Locked(ServiceName),
    #[error("processes of its last run cannot be ended (pid {}); it is not started beside them", pids(.0))]
    Remains(Vec<u32>),
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

/// Keeps a service until it is stopped, done or given up. `supervisor` is the line to the one that started it.
pub(super) fn run(
    paths: &Paths,
    spec: ServiceSpec,
    environment: Environment,
    supervisor: UnixStream,
) -> Result<(), ShimError> {
    let supervisor = Line::new(supervisor, LONGEST_TO_SHIM).ok();
    let mut watchers: Vec<Watcher> = supervisor.map(|line| Watcher { line, watches: true }).into_iter().collect();
    match Shim::begin(paths, spec, environment) {
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

struct Shim {
    spec: ServiceSpec,
    environment: Environment,
    folder: Folder,
    syncer: Syncer,
    /// Whether an exit is not yet on its way to the disk.
    unsynced: bool,
    log_dir: PathBuf,
    notify: PathBuf,
    output: Output,
    watch: Watch,
    life: Life,
    run: u32,
    child: Option<Identity>,
    family: Family,
    out: Option<PipeReader>,
    err: Option<PipeReader>,
    started_at: Option<UnixMillis>,
    /// Its command could be run once.
    has_run: bool,
    /// It ends so that another shim can start the service anew.
    makes_way: bool,
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
    /// Nothing is open but the line: what is opened first here takes the places of stdin, stdout and stderr, which a shim
    /// has no use for. A listening socket at the third takes nothing that is written to it.
    fn begin(paths: &Paths, spec: ServiceSpec, environment: Environment) -> Result<Self, ShimError> {
        let folder = Folder::new(paths.service(&spec.name));
        let lock = record::wait_for_lock(&folder.lock())?.ok_or_else(|| ShimError::Locked(spec.name.clone()))?;
        let mut mask = SigSet::empty();
        for signal in [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT] {
            mask.add(signal);
        }
        mask.thread_block()?;
        let signals = SignalFd::with_flags(&mask, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
        nix::sys::prctl::set_child_subreaper(true)?;
        let notify = socket::effective(&folder.shim_socket())?;
        let before = end_predecessor(&folder, &notify)?;
        let when_slow = spec.logs.when_slow;
        let listener = socket::listen(&folder.shim_socket())?;
        listener.set_nonblocking(true)?;
        let log_dir = paths.logs(&spec.name);
        socket::private_folder(&log_dir)?;
        let log = LogWriter::open(&log_dir, &spec.logs)?;
        let last_exit = folder.last_exit();
        let run = [LogWriter::last_run(&log_dir), before, last_exit.as_ref().map_or(0, |exit| exit.run)];
        Ok(Self {
            watch: Watch::new(&spec),
            life: Life::begin(&spec, Instant::now()).0,
            family: Family::begin(paths, &spec),
            run: run.into_iter().max().unwrap_or(0),
            last_exit: last_exit.map(|last| LastExit { exit: last.exit, at_ms: last.ended_at_ms, oom: last.oom }),
            spec,
            environment,
            folder,
            syncer: Syncer::default(),
            unsynced: false,
            log_dir,
            notify,
            output: Output::new(log, when_slow),
            child: None,
            out: None,
            err: None,
            started_at: None,
            has_run: false,
            makes_way: false,
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
        let first = if self.life.summary().0 == ServiceState::Starting { Effect::Spawn } else { Effect::Save };
        self.perform(vec![first]);
        self.heed_output();
        while !self.life.summary().0.is_final() {
            let found = self.wait()?;
            if found.out || found.err || self.output.again_at().is_some_and(|again| Instant::now() >= again) {
                self.drain(CHUNKS_IN_A_ROW);
            }
            if found.signals {
                self.read_signals();
            }
            self.read_lines(&found.lines);
            if found.knocks {
                self.accept();
            }
            if self.life.deadline(&self.spec).is_some_and(|deadline| Instant::now() >= deadline) {
                self.happen(Event::Tick);
                self.look_for_gone();
            }
            self.heed_output();
        }
        if let Some(group) = &self.family.group {
            group.remove();
        }
        // The path goes before the lock does: a successor must not find its own socket removed.
        let _ = std::fs::remove_file(&self.notify);
        Ok(())
    }

    /// When there is something to do though nothing happens.
    fn deadline(&self) -> Option<Instant> {
        [self.life.deadline(&self.spec), self.watch.deadline()].into_iter().flatten().min()
    }

    /// Does what the rules about the output ask for.
    fn heed_output(&mut self) {
        if self.watch.is_ready() && matches!(self.life.state, State::Starting { pid: Some(_), .. }) {
            self.happen(Event::Ready);
        }
        self.watch.set_online(match self.life.state {
            State::Online { ready, .. } => Some(ready),
            _ => None,
        });
        if self.output.take_held_up() {
            // It wrote, or would have: what we did not read or threw away breaks no rule.
            self.watch.excuse(Instant::now());
        }
        let restart = self.watch.judge(Instant::now());
        if self.watch.take_change() {
            self.save();
        }
        if let Some(reason) = restart {
            self.output.remark(self.run, &format!("is started again: {reason}"));
            self.happen(Event::RestartAsked { reason, counts: true });
        }
    }

    fn wait(&self) -> Result<Found, ShimError> {
        let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(4 + self.watchers.len());
        let reading = |fd| PollFd::new(fd, PollFlags::POLLIN);
        fds.push(reading(self.signals.as_fd()));
        fds.push(reading(self.listener.as_fd()));
        // While a full disk is waited for, nothing is read.
        let again_at = self.output.again_at();
        let pipes = [&self.out, &self.err].map(|pipe| pipe.as_ref().filter(|_| again_at.is_none()));
        fds.extend(pipes.iter().flatten().map(|pipe| reading(pipe.as_fd())));
        for watcher in &self.watchers {
            let writing = if watcher.line.wants_write() { PollFlags::POLLOUT } else { PollFlags::empty() };
            fds.push(PollFd::new(watcher.line.fd(), PollFlags::POLLIN | writing));
        }
        match poll(&mut fds, timeout(self.deadline().into_iter().chain(again_at).min())) {
            Ok(_) => {}
            Err(Errno::EINTR) => return Ok(Found::default()),
            Err(error) => return Err(error.into()),
        }
        let mut ready = fds.iter().map(|fd| fd.any().unwrap_or(true));
        let mut next = || ready.next().unwrap_or(false);
        Ok(Found {
            signals: next(),
            knocks: next(),
            out: pipes[0].is_some() && next(),
            err: pipes[1].is_some() && next(),
            lines: ready.collect(),
        })
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
                // What was killed has not had its last words.
                let why = exit.code.and_then(|code| self.watch.hopeless(code == 0));
                self.happen(match why {
                    Some(why) => Event::Hopeless(exit, why),
                    None => Event::Exited(exit),
                });
            }
        }
        self.look_for_gone();
    }
}

/// Ends what an earlier shim left when it was killed, and writes down that its child ended. Returns its run.
fn end_predecessor(folder: &Folder, notify: &std::path::Path) -> Result<u32, ShimError> {
    let (run, left) = match record::read::<StatusFile>(&folder.status()) {
        Ok(None) => (0, Vec::new()),
        Ok(Some(file)) if file.status.state.is_final() => (file.status.run, Vec::new()),
        Ok(Some(file)) => (file.status.run, super::adopt::bury(folder, notify, &file).1),
        Err(error) => {
            say("shim", with_causes(&error));
            let remains = proc::Remains { shim: None, child: None, socket: notify, kill: Kill::Tree };
            (0, proc::sweep(remains).left)
        }
    };
    // In doubt nothing is started: two of one service is the worst that can happen.
    if left.is_empty() { Ok(run) } else { Err(ShimError::Remains(left)) }
}

fn pids(pids: &[u32]) -> String {
    pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// How long `poll` may sleep: rounded up, so that it is not too early by less than a millisecond, over and over.
pub(super) fn timeout(deadline: Option<Instant>) -> PollTimeout {
    let Some(deadline) = deadline else { return PollTimeout::NONE };
    let left = deadline.saturating_duration_since(Instant::now()) + Duration::from_micros(999);
    PollTimeout::from(u16::try_from(left.as_millis()).unwrap_or(u16::MAX))
}
