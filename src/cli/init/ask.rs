//! Questions to whoever sits at the terminal; they go to stderr. Where a terminal can move its cursor, `dialoguer` asks;
//! elsewhere (TERM=dumb) lines do.

use std::io::{self, IsTerminal};
use std::os::fd::AsFd;

use console::Term;
use dialoguer::{Input, Select};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::super::{Context, output, password};

/// Choices on the screen at a time.
const ON_SCREEN: usize = 12;

/// What ends the program; while a question stands, the terminal is given back first.
const ENDS: [Signal; 4] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT];

/// Somebody to ask.
pub(super) struct Ask {
    /// Whether to ask in lines.
    in_lines: bool,
    secret: crate::chain::wallet::Ask,
}

impl Ask {
    /// Whoever sits here; `None` where nobody does, or where questions could not be seen.
    pub(super) fn here(context: &Context) -> Option<Self> {
        let secret = password::asker().filter(|_| io::stderr().is_terminal())?;
        let term = context.environment.get("TERM").map_or("", |term| term.trim());
        Some(Self { in_lines: matches!(term, "" | "dumb" | "unknown"), secret })
    }

    /// Which of these, none of which is text of strangers.
    pub(super) fn choose(&self, question: &str, items: &[String], default: usize) -> io::Result<usize> {
        if !self.in_lines {
            let select = || Select::new().with_prompt(question).items(items).default(default).max_length(ON_SCREEN);
            return guarded(|| Ok(select().interact_on(&Term::stderr())?));
        }
        output::note(format_args!("{question}:"));
        for (index, item) in items.iter().enumerate() {
            output::note(format_args!("  {} {item}", index + 1));
        }
        loop {
            output::ask(&format!("1 to {} [{}]: ", items.len(), default + 1));
            match line()?.as_str() {
                "" => return Ok(default),
                text => match text.parse::<usize>() {
                    Ok(number @ 1..) if number <= items.len() => return Ok(number - 1),
                    _ => output::note("error: that is none of these numbers"),
                },
            }
        }
    }

    /// A text, `default` if nothing is typed. What `fault` finds wrong is told, and the question asked again.
    pub(super) fn text(
        &self,
        question: &str,
        default: &str,
        fault: impl Fn(&str) -> Option<String>,
    ) -> io::Result<String> {
        if !self.in_lines {
            let valid = |text: &String| fault(text.trim()).map_or(Ok(()), Err);
            let mut input = Input::<String>::new().with_prompt(question).allow_empty(true).validate_with(valid);
            if !default.is_empty() {
                input = input.default(default.to_owned());
            }
            return guarded(|| Ok(input.interact_text_on(&Term::stderr())?)).map(|text| text.trim().to_owned());
        }
        let shown = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        loop {
            output::ask(&format!("{question}{shown}: "));
            let typed = line()?;
            let text = if typed.is_empty() { default } else { &typed };
            match fault(text) {
                Some(fault) => output::note(format_args!("error: {fault}")),
                None => return Ok(text.to_owned()),
            }
        }
    }

    /// A text that is not shown; it may be empty.
    pub(super) fn secret(&self, question: &str) -> io::Result<Zeroizing<String>> {
        (self.secret)(question)
    }
}

fn line() -> io::Result<String> {
    let mut text = String::new();
    if io::stdin().read_line(&mut text)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the answers ended before the questions did"));
    }
    Ok(text.trim().to_owned())
}

/// Asks in a way that changes the terminal. Whatever ends the program then takes effect when the terminal is as it was, its
/// cursor included; `dialoguer` alone leaves it hidden.
fn guarded<T>(ask: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let ends: SigSet = ENDS.into_iter().collect();
    let usual = tcgetattr(io::stdin())?;
    let (answered, asked) = io::pipe()?;
    let before = ends.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
    let watched = usual.clone();
    let watcher = std::thread::spawn(move || watch(ends, &answered, &watched));
    let answer = ask();
    drop(asked);
    let _ = watcher.join();
    give_back(&usual);
    // Ctrl-C, which the raw terminal does not turn into a signal, was raised by `console`: here it ends the program.
    before.thread_set_mask()?;
    answer
}

/// Waits for a signal until the question is answered. Signals of the whole process come here.
fn watch(ends: SigSet, answered: &io::PipeReader, usual: &Termios) {
    let Ok(signals) = SignalFd::with_flags(&ends, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK) else { return };
    loop {
        let mut waits =
            [PollFd::new(signals.as_fd(), PollFlags::POLLIN), PollFd::new(answered.as_fd(), PollFlags::POLLIN)];
        if poll(&mut waits, PollTimeout::NONE).is_err() {
            return;
        }
        let came = signals.read_signal().ok().flatten().and_then(|signal| i32::try_from(signal.ssi_signo).ok());
        if let Some(signal) = came.and_then(|number| Signal::try_from(number).ok()) {
            give_back(usual);
            let _ = ends.thread_unblock();
            let _ = raise(signal);
        }
        if waits[1].revents().is_some_and(|events| !events.is_empty()) {
            return;
        }
    }
}

fn give_back(usual: &Termios) {
    let _ = tcsetattr(io::stdin(), SetArg::TCSADRAIN, usual);
    let _ = Term::stderr().show_cursor();
}
