//! Shows a recovery phrase: once, on a screen of its own that leaves nothing behind.

use std::fmt::Write as _;
use std::io;
use std::os::fd::AsFd;

use anyhow::{Context as _, bail};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use zeroize::Zeroizing;

use super::super::output;
use super::super::password::SIGNALS;

/// The terminal's other screen, empty, from its first line; and back.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[H";
const LEAVE: &[u8] = b"\x1b[2J\x1b[H\x1b[?1049l";

/// Lines that are wiped one by one: a terminal without another screen keeps what it clears at once in its history.
const LINES: usize = 24;

/// Words in a row.
const COLUMNS: usize = 4;

/// The screen with the words; however this ends, they go.
struct Screen;

impl Screen {
    fn with(text: &str) -> io::Result<Self> {
        let screen = Self;
        output::unbuffered(ENTER)?;
        output::unbuffered(text.as_bytes())?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let lines: Vec<String> = (1..=LINES).map(|line| format!("\x1b[{line};1H\x1b[2K")).collect();
        let _ = output::unbuffered(&[lines.concat().as_bytes(), LEAVE].concat());
    }
}

/// Whether a terminal of this kind (`TERM`) can take back what it shows.
pub(super) fn can_hide(term: Option<&str>) -> bool {
    term.is_some_and(|term| !matches!(term.trim(), "" | "dumb" | "unknown"))
}

/// Shows the phrase until it is confirmed. Anything else than `yes` is an error.
pub(super) fn show_once(name: &str, phrase: &str) -> anyhow::Result<()> {
    let mask: SigSet = SIGNALS.into_iter().collect();
    mask.thread_block().context("cannot hold back signals")?;
    let answer = confirmed(&mask, &screen(name, phrase));
    let released = mask.thread_unblock();
    if !answer? {
        bail!("the recovery phrase was not confirmed: no hotkey was made, and the phrase is worth nothing");
    }
    Ok(released?)
}

fn screen(name: &str, phrase: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(4096));
    let _ = write!(text, "Recovery phrase of the new hotkey {}\r\n", output::escaped(name));
    for (index, word) in phrase.split(' ').enumerate() {
        if index % COLUMNS == 0 {
            text.push_str("\r\n");
        }
        let _ = write!(text, "  {:>2} {word:<10}", index + 1);
    }
    text.push_str(
        "\r\n\r\nWrite the words down on paper, in this order. Whoever has them has the hotkey; and nothing else brings it\
         \r\nback when its file is lost. They are not shown again.\r\n\r\n\
         Type `yes` and press Enter when they are written down: ",
    );
    text
}

/// Whether `yes` was typed; a signal and the end of input are a no.
fn confirmed(mask: &SigSet, text: &str) -> anyhow::Result<bool> {
    let signals = SignalFd::with_flags(mask, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    let _screen = Screen::with(text).context("cannot write to the terminal")?;
    let stdin = io::stdin();
    let mut typed = [0_u8; 256];
    loop {
        let mut waits =
            [PollFd::new(stdin.as_fd(), PollFlags::POLLIN), PollFd::new(signals.as_fd(), PollFlags::POLLIN)];
        poll(&mut waits, PollTimeout::NONE)?;
        if let Some(signal) = signals.read_signal()?
            && i32::try_from(signal.ssi_signo) != Ok(Signal::SIGTSTP as i32)
        {
            return Ok(false);
        }
        let is_readable = waits[0].revents().is_some_and(|events| !events.is_empty());
        if !is_readable {
            continue;
        }
        // A terminal hands over whole lines.
        match nix::unistd::read(stdin.as_fd(), &mut typed)? {
            0 => return Ok(false),
            length if typed[..length].trim_ascii().eq_ignore_ascii_case(b"yes") => return Ok(true),
            _ => output::unbuffered(b"Type `yes` and press Enter: ")?,
        }
    }
}
