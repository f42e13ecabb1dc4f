//! Asks for secrets where somebody sits at a terminal.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::termios::{FlushArg, LocalFlags, SetArg, Termios, tcflush, tcgetattr, tcsetattr};
use nix::unistd::{getpgrp, tcgetpgrp};
use zeroize::Zeroizing;

use super::output;
use crate::chain::wallet::Ask;

/// What would end or pause this program while a terminal is changed or shows a secret.
pub(super) const SIGNALS: [Signal; 5] =
    [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT, Signal::SIGTSTP];

/// Longest line that a terminal hands over.
const LONGEST: usize = 4096;

/// Who can be asked; nobody where standard input is no terminal or `--no-input` forbids it, as in a service, or is somebody else's to use now, as with
/// `&` in a shell: the system pauses a program that changes the terminal from there.
pub(super) fn asker() -> Option<Ask> {
    let is_in_front = || terminal().is_ok_and(|terminal| tcgetpgrp(terminal) == Ok(getpgrp()));
    (output::may_ask() && is_in_front()).then_some(ask as Ask)
}

/// Starts something whose threads take none of the signals that [`ask`] holds back: they would end the program meanwhile.
pub(super) fn without_signals<T>(start: impl FnOnce() -> T) -> T {
    let before = mask().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let started = start();
    let _ = before.map(|before| before.thread_set_mask());
    started
}

fn mask() -> SigSet {
    SIGNALS.into_iter().collect()
}

fn terminal() -> io::Result<File> {
    File::options().read(true).write(true).open("/dev/tty")
}

/// What is typed is not shown. A signal takes effect when the terminal is as it was.
fn ask(question: &str) -> io::Result<Zeroizing<String>> {
    let terminal = terminal()?;
    let before = mask().thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
    let answer = answer(&terminal, question);
    if let Ok(Err(signal)) = answer {
        raise(signal)?;
    }
    before.thread_set_mask()?;
    answer?.map_err(|signal| io::Error::new(io::ErrorKind::Interrupted, format!("{signal} came")))
}

/// A terminal that does not show what is typed; however this ends, it does so again.
struct Quiet<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> Quiet<'a> {
    fn new(terminal: &'a File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut quiet = before.clone();
        quiet.local_flags.remove(LocalFlags::ECHO);
        quiet.local_flags.insert(LocalFlags::ECHONL | LocalFlags::ICANON | LocalFlags::ISIG);
        tcsetattr(terminal, SetArg::TCSANOW, &quiet)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.terminal, SetArg::TCSANOW, &self.before);
    }
}

/// The line that is typed, or the signal that came instead.
fn answer(mut terminal: &File, question: &str) -> io::Result<Result<Zeroizing<String>, Signal>> {
    let signals = SignalFd::with_flags(&mask(), SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    let _quiet = Quiet::new(terminal)?;
    terminal.write_all(output::escaped(question).as_bytes())?;
    let mut typed = Zeroizing::new([0_u8; LONGEST]);
    loop {
        let mut waits =
            [PollFd::new(terminal.as_fd(), PollFlags::POLLIN), PollFd::new(signals.as_fd(), PollFlags::POLLIN)];
        poll(&mut waits, PollTimeout::NONE)?;
        let signal = signals.read_signal()?.and_then(|signal| i32::try_from(signal.ssi_signo).ok());
        if let Some(signal) = signal.and_then(|number| Signal::try_from(number).ok())
            && signal != Signal::SIGTSTP
        {
            // What was typed so far is not for whoever reads next.
            let _ = tcflush(terminal, FlushArg::TCIFLUSH);
            return Ok(Err(signal));
        }
        if waits[0].revents().is_none_or(|events| events.is_empty()) {
            continue;
        }
        // A terminal hands over whole lines.
        let length = nix::unistd::read(terminal, typed.as_mut_slice())?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = std::str::from_utf8(&typed[..length]).map_err(|_| io::ErrorKind::InvalidData)?;
        return Ok(Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned())));
    }
}
