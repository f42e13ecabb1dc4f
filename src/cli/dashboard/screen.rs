//! The terminal while it is ours: entered, drawn on, and given back whatever happens.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::ThreadId;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::daemon::crash;
use crate::dashboard::{App, draw};

/// Clicks, drags and the wheel, in numbers that may be large. Not every move: over a slow line that is a flood.
const TAKE_MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const LEAVE_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// A frame is written in one piece.
const FRAME: usize = 256 << 10;
/// What a terminal is taken to be that does not tell its size.
const USUAL: (u16, u16) = (80, 24);
/// Terminals take about so much into their clipboard.
const LONGEST_COPY: usize = 74_994;

/// Whether the terminal is in our hands.
static IS_OURS: AtomicBool = AtomicBool::new(false);
/// The thread that draws.
static DRAWS: OnceLock<ThreadId> = OnceLock::new();
/// What other threads said when they panicked.
static REPORTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The terminal; given back when this is dropped.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<File>>>,
    has_mouse: bool,
}

/// Whether there is a terminal to draw on and to be asked.
pub(super) fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Columns and rows.
pub(super) fn size() -> (u16, u16) {
    terminal::size().ok().filter(|(columns, rows)| *columns > 0 && *rows > 0).unwrap_or(USUAL)
}

/// stdout without its buffer, which would cut a frame into lines.
fn out() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

impl Screen {
    /// Takes the terminal. From now on a panic of this thread gives it back before it says anything.
    pub(super) fn enter(has_mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        let (columns, rows) = size();
        let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME, out()?));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        let mut screen = Self { terminal, has_mouse };
        screen.take()?;
        Ok(screen)
    }

    /// Takes the terminal again.
    pub(super) fn take(&mut self) -> io::Result<()> {
        IS_OURS.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let backend = self.terminal.backend_mut();
        queue!(backend, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        backend.write_all(if self.has_mouse { TAKE_MOUSE } else { LEAVE_MOUSE })?;
        Write::flush(backend)?;
        self.resize(size())
    }

    /// Gives it back for a while.
    pub(super) fn give(&mut self) -> io::Result<()> {
        // A frame that a panic cut short is not left open: the terminal would show nothing until it gives up waiting.
        let backend = self.terminal.backend_mut();
        let flushed = queue!(backend, EndSynchronizedUpdate).and_then(|()| Write::flush(backend));
        restore()?;
        flushed
    }

    /// Draws the next frame anew, in this size.
    pub(super) fn resize(&mut self, (columns, rows): (u16, u16)) -> io::Result<()> {
        self.terminal.resize(Rect::new(0, 0, columns, rows))
    }

    /// Draws what differs from the last frame.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| draw(frame, app))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn mouse(&mut self, is_ours: bool) -> io::Result<()> {
        self.has_mouse = is_ours;
        self.terminal.backend_mut().write_all(if is_ours { TAKE_MOUSE } else { LEAVE_MOUSE })?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Puts a text into the clipboard; only its beginning, if it is long.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        let text = text.get(..text.floor_char_boundary(LONGEST_COPY)).unwrap_or_default();
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.give();
    }
}

/// Gives the terminal back, if it is ours.
fn restore() -> io::Result<()> {
    if !IS_OURS.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let write = || -> io::Result<()> {
        let mut bytes = LEAVE_MOUSE.to_vec();
        queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show)?;
        out()?.write_all(&bytes)
    };
    let written = write();
    terminal::disable_raw_mode()?;
    written
}

/// A panic of the thread that draws gives the terminal back, then is reported. What other threads say is kept until then:
/// it would be written across the screen.
fn restore_on_panic() {
    if DRAWS.set(std::thread::current().id()).is_err() {
        return;
    }
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if DRAWS.get() == Some(&std::thread::current().id()) {
            let _ = restore();
        } else if IS_OURS.load(Ordering::SeqCst) {
            if let Some(crash) = crash::record(panic) {
                let written = crash.report.map(|path| format!("; please report it, with `{}`", path.display()));
                reports().push(format!("{}{}", crash.words, written.unwrap_or_default()));
            }
            return;
        }
        report(panic);
    }));
}

fn reports() -> MutexGuard<'static, Vec<String>> {
    REPORTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What other threads said when they panicked, and have not been heard yet.
pub(super) fn take_reports() -> Vec<String> {
    std::mem::take(&mut *reports())
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::process::{Command, Stdio};

    use nix::sys::termios::{LocalFlags, tcgetattr};

    use super::*;

    /// Set for the process that panics.
    const CHILD: &str = "GASCLI_TEST_PANICS";

    #[test]
    fn a_panic_gives_the_terminal_back_before_it_is_reported() {
        if std::env::var_os(CHILD).is_some() {
            let mut screen = Screen::enter(true).unwrap();
            queue!(screen.terminal.backend_mut(), BeginSynchronizedUpdate).unwrap();
            screen.terminal.draw(|_| panic!("on purpose")).unwrap();
        }
        let pair = nix::pty::openpty(None, None).unwrap();
        let slave = File::from(pair.slave);
        let end = || Stdio::from(slave.try_clone().unwrap());
        let own = std::thread::current().name().unwrap().to_owned();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &own, "--nocapture", "--test-threads=1"])
            .env(CHILD, "1")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let mut master = File::from(pair.master);
        let keyboard = master.try_clone().unwrap();
        let reader = std::thread::spawn(move || {
            let (mut shown, mut part) = (Vec::new(), [0; 4096]);
            while let Ok(count @ 1..) = master.read(&mut part) {
                shown.extend_from_slice(&part[..count]);
            }
            String::from_utf8_lossy(&shown).into_owned()
        });
        assert!(!child.wait().unwrap().success());
        let flags = tcgetattr(&keyboard).unwrap().local_flags;
        drop(slave);
        let shown = reader.join().unwrap();
        let place = |text: &str| shown.find(text).unwrap_or_else(|| panic!("no {text:?} in {shown:?}"));
        assert!(place("\x1b[?1049h") < place("\x1b[?1049l"));
        assert!(place("\x1b[?1049l") < place("on purpose"));
        assert!(place("\x1b[?1000l") < place("on purpose") && place("\x1b[?2004l") < place("on purpose"));
        assert!(shown.rfind("\x1b[?2026h") < shown.rfind("\x1b[?2026l"), "{shown:?}");
        assert!(flags.contains(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG), "{flags:?}");
    }
}
