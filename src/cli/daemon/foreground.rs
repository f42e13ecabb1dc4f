//! `gascli daemon run`: a process that stays while services run, as containers want it.
//!
//! The supervisor is its child, not itself: a supervisor that crashes is started again, and takes back its services. As
//! the first process of a container it also sees to the zombies of others.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};

use super::super::start::{self, StartArgs};
use super::super::{Answer, Context, error, output};
use crate::supervisor::Client;
use crate::types::ServiceName;

/// How often a supervisor is looked for that is not this process's child.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Signals as a flag and as bytes that end a wait. Handlers, unlike a mask, are not handed on to programs that are started.
struct Signals {
    ends: Arc<AtomicBool>,
    wakes: UnixStream,
}

impl Signals {
    fn new() -> io::Result<Self> {
        let (wakes, woken) = UnixStream::pair()?;
        wakes.set_read_timeout(Some(LOOK_EVERY))?;
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
    fn wait(&mut self) {
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
    while !signals.end() {
        signals.wait();
        reap();
        if !signals.end() && Client::connect(&context.paths)?.is_none() {
            let pid = Client::connect_or_start(&context.paths)?.info()?.pid;
            output::note(format_args!("supervisor: had gone, was started again (pid {pid})"));
        }
    }
    let mut client = Client::connect_or_start(&context.paths)?;
    let ended = super::end_services(&mut client, true)?;
    client.quit()?;
    reap();
    for name in &ended {
        output::line(format_args!("{name}: ended, stays wanted"))?;
    }
    output::line("supervisor: stopped")?;
    Ok(Answer::Yes)
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
