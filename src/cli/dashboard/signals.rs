//! Signals, as flags that a loop looks at, and what wakes that loop.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level::pipe};

/// Wakes the loop, from any thread.
#[derive(Debug, Clone)]
pub(super) struct Waker(Arc<UnixStream>);

impl Waker {
    /// Makes the loop look again. Never waits: a loop that has not looked yet will.
    pub(super) fn wake(&self) {
        let _ = (&*self.0).write(&[1]);
    }
}

/// The end that the loop waits on.
#[derive(Debug)]
pub(super) struct Alarm(UnixStream);

impl Alarm {
    /// With what rings it.
    pub(super) fn new() -> io::Result<(Waker, Self)> {
        let (rings, heard) = UnixStream::pair()?;
        rings.set_nonblocking(true)?;
        heard.set_nonblocking(true)?;
        Ok((Waker(Arc::new(rings)), Self(heard)))
    }

    /// Makes it quiet.
    pub(super) fn quiet(&self) {
        let mut rest = [0; 256];
        while matches!((&self.0).read(&mut rest), Ok(256)) {}
    }
}

impl AsFd for Alarm {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Signals that have come.
#[derive(Debug)]
pub(super) struct Signals {
    end: [(i32, Arc<AtomicBool>); 3],
    resized: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

impl Signals {
    /// Takes them from now on. One that asks to end, and comes a second time before it was heeded, ends at once: the
    /// terminal may hang.
    pub(super) fn catch(waker: &Waker) -> io::Result<Self> {
        let taken = |signal: i32, ends: bool| -> io::Result<Arc<AtomicBool>> {
            let is_here = Arc::new(AtomicBool::new(false));
            if ends {
                flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&is_here))?;
            }
            flag::register(signal, Arc::clone(&is_here))?;
            pipe::register(signal, waker.0.try_clone()?)?;
            Ok(is_here)
        };
        Ok(Self {
            end: [(SIGTERM, taken(SIGTERM, true)?), (SIGHUP, taken(SIGHUP, true)?), (SIGINT, taken(SIGINT, true)?)],
            resized: taken(SIGWINCH, false)?,
            stop: taken(SIGTSTP, false)?,
            resumed: taken(SIGCONT, false)?,
        })
    }

    /// A signal that asks to end.
    pub(super) fn end(&self) -> Option<u8> {
        let found = self.end.iter().find(|(_, is_here)| is_here.load(Ordering::SeqCst));
        found.and_then(|(signal, _)| u8::try_from(*signal).ok())
    }

    /// Whether the terminal has another size; asked once for each.
    pub(super) fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::SeqCst)
    }

    /// Whether we are to stop as by Ctrl-Z.
    pub(super) fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::SeqCst)
    }

    /// Whether we were stopped, and go on.
    pub(super) fn take_resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::SeqCst)
    }

    /// Forgets a Ctrl-C that was meant for a program that had the terminal.
    pub(super) fn forget_interrupt(&self) {
        for (signal, is_here) in &self.end {
            if *signal == SIGINT {
                is_here.store(false, Ordering::SeqCst);
            }
        }
    }
}

/// Stops this process until it is told to go on (`fg`). Does nothing where no shell could do that.
pub(super) fn stop_here() {
    use nix::unistd::{getpgid, getpgrp, getppid, getsid};
    // As the kernel does: who has no shell above it, in the same session, would sleep for ever.
    let shell = getppid();
    let is_watched = getsid(Some(shell)).ok() == getsid(None).ok() && getpgid(Some(shell)).ok() != Some(getpgrp());
    if is_watched {
        let _ = nix::sys::signal::raise(nix::sys::signal::Signal::SIGSTOP);
    }
}
