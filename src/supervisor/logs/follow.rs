//! Waits until a log grows, the reader of our output goes away, or somebody wants us to end.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, WatchDescriptor};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// How often folders are looked at that cannot be watched (yet).
const FALLBACK_MS: u16 = 1000;

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// There may be more to read.
    More,
    /// Output can be written.
    Writable,
    /// Nobody reads our output any more.
    OutputClosed,
    /// SIGINT or SIGTERM came.
    Interrupted,
}

/// Watches log folders, the output and the signals that end a command.
#[derive(Debug)]
pub struct Watcher {
    parent: PathBuf,
    inotify: Option<Inotify>,
    watched: BTreeMap<PathBuf, Option<WatchDescriptor>>,
    signals: Option<SignalFd>,
    new_folders: bool,
}

impl Watcher {
    /// Begins to watch; from now on SIGINT and SIGTERM of this thread end a wait instead of the process. `parent` is the
    /// folder in which new log folders appear.
    pub fn new(parent: &Path) -> io::Result<Self> {
        let wanted = SigSet::from_iter([Signal::SIGINT, Signal::SIGTERM]);
        wanted.thread_block()?;
        let signals = SignalFd::with_flags(&wanted, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
        Ok(Self { signals: Some(signals), ..Self::without_signals(parent) })
    }

    /// Begins to watch in a thread whose process sees to signals elsewhere. What ends a wait is the hang-up of the descriptor
    /// that is given to [`Self::wait`]: the reading end of a pipe whose other end is closed.
    pub fn without_signals(parent: &Path) -> Self {
        // Out of instances (`fs.inotify.max_user_instances`): looking once a second is worse, but works.
        let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK).ok();
        let mut watcher =
            Self { parent: parent.to_owned(), inotify, watched: BTreeMap::new(), signals: None, new_folders: true };
        watcher.watch(parent);
        watcher
    }

    /// Watches this folder as well, now or as soon as it is there. Watch first, then read: nothing is missed.
    pub fn watch(&mut self, folder: &Path) {
        self.watched.insert(folder.to_owned(), None);
        self.renew();
    }

    /// Whether there may be new folders since the last time this was asked.
    pub fn take_new_folders(&mut self) -> bool {
        std::mem::take(&mut self.new_folders)
    }

    fn renew(&mut self) {
        let Some(inotify) = &self.inotify else { return };
        for (folder, watch) in &mut self.watched {
            if watch.is_none() {
                let mut events = AddWatchFlags::IN_CREATE | AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_MOVE_SELF;
                if *folder != self.parent {
                    events |= AddWatchFlags::IN_MODIFY;
                }
                *watch = inotify.add_watch(folder, events | AddWatchFlags::IN_ONLYDIR).ok();
            }
        }
    }

    /// Waits until there may be more to read, or until one of the ends.
    pub fn wait(&mut self, output: BorrowedFd<'_>) -> io::Result<Wake> {
        loop {
            let is_blind = self.inotify.is_none() || self.watched.values().any(Option::is_none);
            let limit = if is_blind { PollTimeout::from(FALLBACK_MS) } else { PollTimeout::NONE };
            let (wake, is_idle) = self.poll(output, PollFlags::empty(), limit)?;
            if wake == Wake::More {
                self.new_folders |= is_blind;
                self.drain();
                self.renew();
            }
            if wake != Wake::More || !is_idle || is_blind {
                return Ok(wake);
            }
        }
    }

    /// Waits until `output` takes bytes: a full pipe must not keep a signal from ending us.
    pub fn wait_writable(&self, output: BorrowedFd<'_>) -> io::Result<Wake> {
        Ok(self.poll(output, PollFlags::POLLOUT, PollTimeout::NONE)?.0)
    }

    /// One wait; also tells whether the time ran out.
    fn poll(&self, output: BorrowedFd<'_>, events: PollFlags, limit: PollTimeout) -> io::Result<(Wake, bool)> {
        let mut fds = vec![PollFd::new(output, events)];
        if let Some(inotify) = self.inotify.as_ref().filter(|_| events.is_empty()) {
            fds.push(PollFd::new(inotify.as_fd(), PollFlags::POLLIN));
        }
        if let Some(signals) = &self.signals {
            fds.push(PollFd::new(signals.as_fd(), PollFlags::POLLIN));
        }
        let ready = loop {
            match poll(&mut fds, limit) {
                Err(Errno::EINTR) => {}
                ready => break ready?,
            }
        };
        let seen = |at: usize| fds[at].revents().unwrap_or(PollFlags::empty());
        let gone = PollFlags::POLLERR | PollFlags::POLLHUP | PollFlags::POLLNVAL;
        let is_interrupted = self.signals.is_some() && seen(fds.len() - 1).contains(PollFlags::POLLIN);
        let wake = if is_interrupted {
            Wake::Interrupted
        } else if seen(0).intersects(gone) {
            Wake::OutputClosed
        } else if seen(0).contains(PollFlags::POLLOUT) {
            Wake::Writable
        } else {
            Wake::More
        };
        Ok((wake, ready == 0))
    }

    /// Takes the events away. What they say does not matter, but for folders that are gone.
    fn drain(&mut self) {
        let Some(inotify) = &self.inotify else { return };
        while let Ok(events) = inotify.read_events() {
            for event in events {
                self.new_folders |= self.watched.get(&self.parent) == Some(&Some(event.wd));
                let gone = AddWatchFlags::IN_IGNORED | AddWatchFlags::IN_MOVE_SELF | AddWatchFlags::IN_DELETE_SELF;
                if event.mask.intersects(gone) {
                    for watch in self.watched.values_mut().filter(|watch| **watch == Some(event.wd)) {
                        *watch = None;
                    }
                }
            }
        }
    }
}
