//! The loop: takes events from the terminal and the feed, one thread, and draws what has changed.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::feed::Feed;
use super::input::Input;
use super::pager;
use super::screen::{self, Screen};
use super::signals::{self, Alarm, Signals, Waker};
use crate::cli::{Answer, Context, output};
use crate::dashboard::{App, Effect, Event, Notice, update};
use crate::types::UnixMillis;

/// At most 30 frames a second.
const FRAME: Duration = Duration::from_millis(33);
/// What is drawn by time changes by the second.
const TICK: Duration = Duration::from_secs(1);
/// How long the first frame waits for the services: it shall come within 50 ms, with something in it.
const FIRST: Duration = Duration::from_millis(40);
/// Facts that are taken before the next look at the keyboard.
const FACTS: usize = 64;
/// Exports of one name that may lie in a folder.
const EXPORTS: u32 = 1000;

/// Shows the dashboard until it is left.
pub(super) fn run(
    context: &Context,
    app: &mut App,
    feed: Feed,
    waker: &Waker,
    alarm: &Alarm,
) -> anyhow::Result<Answer> {
    let signals = Signals::catch(waker).context("cannot catch signals")?;
    let screen = Screen::enter(app.view.has_mouse).context("cannot use the terminal")?;
    let mut window = Window {
        context,
        app,
        feed,
        alarm,
        signals,
        screen,
        input: Input::default(),
        left: None,
        is_changed: true,
        reports: Vec::new(),
    };
    let left = window.run();
    let Window { screen, feed, mut reports, .. } = window;
    drop(screen);
    drop(feed);
    reports.extend(screen::take_reports());
    for report in reports {
        output::note(report);
    }
    left.context("lost the terminal")
}

struct Window<'a> {
    context: &'a Context,
    app: &'a mut App,
    feed: Feed,
    alarm: &'a Alarm,
    signals: Signals,
    screen: Screen,
    input: Input,
    /// How it was left.
    left: Option<Answer>,
    /// Something happened since the last frame.
    is_changed: bool,
    /// What threads said when they panicked.
    reports: Vec<String>,
}

impl Window<'_> {
    fn run(&mut self) -> io::Result<Answer> {
        self.resized()?;
        self.first_facts()?;
        let mut drawn: Option<Instant> = None;
        let mut ticked = Instant::now();
        loop {
            if let Some(answer) = self.left {
                return Ok(answer);
            }
            let frame_in = drawn.map_or(Duration::ZERO, |at| FRAME.saturating_sub(at.elapsed()));
            if self.is_changed && frame_in.is_zero() {
                self.is_changed = false;
                self.app.now = UnixMillis::now();
                self.screen.draw(self.app)?;
                drawn = Some(Instant::now());
                continue;
            }
            let waits = [
                Some(TICK.saturating_sub(ticked.elapsed())),
                self.is_changed.then_some(frame_in),
                self.input.patience(),
            ];
            let has_keys = self.wait(waits.into_iter().flatten().min().unwrap_or(TICK))?;
            self.heed_signals()?;
            if has_keys && !self.input.read(io::stdin().as_fd())? {
                self.left.get_or_insert(Answer::Signal(1)); // as by SIGHUP: the terminal has gone
                continue;
            }
            while let (None, Some(event)) = (self.left, self.input.next()) {
                self.hear(event)?;
            }
            self.take_facts()?;
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                self.heed_reports();
                self.hear(Event::Tick)?;
            }
        }
    }

    /// Waits for the keyboard, a fact, a signal or this time. Whether there is something from the keyboard.
    fn wait(&self, limit: Duration) -> io::Result<bool> {
        let stdin = io::stdin();
        let mut ends =
            [PollFd::new(stdin.as_fd(), PollFlags::POLLIN), PollFd::new(self.alarm.as_fd(), PollFlags::POLLIN)];
        // Rounded up: a wait of less than a millisecond would be none, again and again.
        let ms = u16::try_from(limit.as_micros().div_ceil(1000)).unwrap_or(u16::MAX);
        match poll(&mut ends, PollTimeout::from(ms)) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [keys, _] = &ends;
        Ok(keys.revents().is_some_and(|found| !found.is_empty()))
    }

    /// The first frame shows services, if they are told soon.
    fn first_facts(&mut self) -> io::Result<()> {
        let end = Instant::now() + FIRST;
        while let Some(fact) = self.feed.wait(end.saturating_duration_since(Instant::now())) {
            let is_it = fact.tells_of_services();
            self.hear(Event::Fact(fact))?;
            if is_it {
                break;
            }
        }
        self.take_facts()
    }

    fn take_facts(&mut self) -> io::Result<()> {
        self.alarm.quiet();
        for _ in 0..FACTS {
            let Some(fact) = self.feed.next() else { break };
            self.hear(Event::Fact(fact))?;
        }
        Ok(())
    }

    fn heed_signals(&mut self) -> io::Result<()> {
        if let Some(signal) = self.signals.end() {
            self.left = Some(Answer::Signal(signal));
        }
        if self.signals.take_stop() {
            self.suspend()?;
        }
        if self.signals.take_resumed() {
            // Stopped by SIGSTOP, of which nobody hears: the shell has had the terminal meanwhile.
            self.screen.give()?;
            self.come_back()?;
        }
        if self.signals.take_resized() {
            self.resized()?;
        }
        Ok(())
    }

    /// A part of the dashboard has failed: that is said once, in full after leaving.
    fn heed_reports(&mut self) {
        for report in screen::take_reports() {
            let line = report.lines().next().unwrap_or_default().to_owned();
            self.reports.push(report);
            self.say(format!("a part of the dashboard has failed, its figures stay as they are: {line}"), true);
        }
    }

    fn resized(&mut self) -> io::Result<()> {
        let (columns, rows) = screen::size();
        self.screen.resize((columns, rows))?;
        self.hear(Event::Resize(columns, rows))
    }

    fn hear(&mut self, event: Event) -> io::Result<()> {
        self.app.now = UnixMillis::now();
        self.is_changed = true;
        for effect in update(self.app, event) {
            self.perform(effect)?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Ask(ask) => {
                if !self.feed.ask(ask) {
                    self.say("the other machine does not keep up: try again in a moment".into(), true);
                }
            }
            Effect::Quit => self.left = Some(Answer::Yes),
            Effect::Suspend => self.suspend()?,
            Effect::Copy(text) => self.screen.copy(&text)?,
            Effect::Export { name, text } => match export(&name, &text) {
                Ok(path) => self.say(format!("written to `{path}`"), false),
                Err(error) => self.say(format!("cannot write `{name}`: {error}"), true),
            },
            Effect::Page(text) => self.page(&text)?,
            Effect::Mouse(is_ours) => self.screen.mouse(is_ours)?,
            Effect::Redraw => self.screen.resize(self.app.size)?,
        }
        Ok(())
    }

    fn say(&mut self, text: String, is_bad: bool) {
        self.app.notice = Some(Notice { text, is_bad, at: UnixMillis::now() });
        self.is_changed = true;
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.screen.give()?;
        signals::stop_here();
        self.signals.take_resumed();
        self.come_back()
    }

    fn page(&mut self, text: &str) -> io::Result<()> {
        self.screen.give()?;
        let shown = pager::show(&self.context.environment, text, &self.signals);
        self.signals.forget_interrupt();
        self.signals.take_resumed();
        self.come_back()?;
        if let Err(error) = shown {
            self.say(format!("no pager: {error}"), true);
        }
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        self.screen.take()?;
        self.input.clear();
        self.resized()
    }
}

/// Writes a new file into the working folder; gives its path.
fn export(name: &str, text: &str) -> io::Result<String> {
    let name = Path::new(name).file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let folder = std::env::current_dir()?;
    let mut path = folder.join(name);
    for number in 2..EXPORTS {
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let stem = Path::new(name).file_stem().unwrap_or(name).to_string_lossy();
                let kind = Path::new(name).extension().map(|kind| format!(".{}", kind.to_string_lossy()));
                path = folder.join(format!("{stem}-{number}{}", kind.unwrap_or_default()));
            }
            file => {
                file?.write_all(text.as_bytes())?;
                return Ok(path.display().to_string());
            }
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
