//! `gascli daemon run`: a process that stays while services run, as containers want it.
//!
//! The supervisor is its child, not itself: a supervisor that crashes is started again, and takes back its services. As
//! the first process of a container it also sees to the zombies of others.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};

use super::super::start::{self, StartArgs};
use super::super::{Answer, Context, error, output};
use crate::supervisor::{Client, ClientError};
use crate::types::{Paths, ServiceName};

/// How often a supervisor is looked for that is not this process's child.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// A supervisor that did not come up is started again after this; each time after twice as long, up to [`LOOK_EVERY`].
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// At the end, so many supervisors are tried: without one no service gets its time.
const LAST_ATTEMPTS: u32 = 3;

/// Signals as a flag and as bytes that end a wait. Handlers, unlike a mask, are not handed on to programs that are started.
struct Signals {
    ends: Arc<AtomicBool>,
    wakes: UnixStream,
}

impl Signals {
    fn new() -> io::Result<Self> {
        let (wakes, woken) = UnixStream::pair()?;
        let ends = Arc::new(AtomicBool::new(false));
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&ends))?; // before the byte that wakes up
        }
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGCHLD] {
            signal_hook::low_level::pipe::register(signal, woken.try_clone()?)?;
        }
        Ok(Self { ends, wakes })
    }

    fn end(&self) -> bool {
        self.ends.load(Ordering::SeqCst)
    }

    /// Returns after a signal, or when it is time to look.
    fn wait(&mut self, limit: Duration) {
        let limit = limit.max(Duration::from_millis(1));
        if self.wakes.set_read_timeout(Some(limit)).is_err() {
            std::thread::sleep(FIRST_PAUSE); // never without any pause
            return;
        }
        let _woken = self.wakes.read(&mut [0; 64]); // which signal it was, flags and children tell
    }
}

pub(super) fn run(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let mut signals = Signals::new().context("cannot listen to signals")?;
    let pid = Client::connect_or_start(&context.paths)?.info()?.pid;
    output::line(format_args!("supervisor: runs (pid {pid}); SIGTERM ends it and its services, which stay wanted"))?;
    let args = if names.is_empty() { StartArgs::wanted(None, false) } else { StartArgs::named(names.to_vec()) };
    // What cannot be started keeps nobody else from running.
    if let Err(failure) = start::run_start(context, &args, false) {
        let _code = error::report(&failure, context.json);
    }
    // Services live without a supervisor, but not without this process: only a signal ends it.
    let (mut pause, mut due) = (FIRST_PAUSE, Instant::now());
    while !signals.end() {
        signals.wait(due.saturating_duration_since(Instant::now()));
        reap();
        if signals.end() || (pause > FIRST_PAUSE && Instant::now() < due) {
            continue;
        }
        match revive(&context.paths) {
            Ok(revived) => {
                if let Some(pid) = revived {
                    output::note(format_args!("supervisor: had gone, was started again (pid {pid})"));
                }
                (pause, due) = (FIRST_PAUSE, Instant::now() + LOOK_EVERY);
            }
            Err(failure) => {
                let (failure, seconds) = (anyhow::Error::from(failure), pause.as_secs());
                output::note(format_args!(
                    "supervisor: {}; services live on, and it is tried again in {seconds} s",
                    output::escaped(&format!("{failure:#}"))
                ));
                due = Instant::now() + pause;
                pause = (pause * 2).min(LOOK_EVERY);
            }
        }
    }
    let (client, outcome) = super::end_services(&context.paths, last_client(&context.paths)?, true)?;
    let quit = client.quit();
    reap();
    for name in &outcome.stopped {
        output::line(format_args!("{name}: ended, stays wanted"))?;
    }
    outcome.tell_failed();
    quit?;
    output::line("supervisor: stopped")?;
    Ok(outcome.answer())
}

/// Starts a supervisor if none listens; its pid if it was started. One that is only slow is left alone.
fn revive(paths: &Paths) -> Result<Option<u32>, ClientError> {
    match Client::connect(paths)? {
        Some(_) => Ok(None),
        None => Ok(Some(Client::connect_or_start(paths)?.info()?.pid)),
    }
}

/// A supervisor to end services by.
fn last_client(paths: &Paths) -> Result<Client, ClientError> {
    for _ in 1..LAST_ATTEMPTS {
        match Client::connect_or_start(paths) {
            Ok(client) => return Ok(client),
            Err(error) => {
                let failure = anyhow::Error::from(error);
                output::note(format_args!("supervisor: {}", output::escaped(&format!("{failure:#}"))));
                std::thread::sleep(FIRST_PAUSE);
            }
        }
    }
    Client::connect_or_start(paths)
}

/// Collects all children that have ended, also those that became this process's when their parents ended.
fn reap() {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => return,
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}
