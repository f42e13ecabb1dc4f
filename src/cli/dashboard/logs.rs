//! The feed's side of the log pane: follows logs, reads around a time, searches all that is stored.
//!
//! ```text
//!  LogSource ── Watch ──> thread: initial lines, then what comes, at most 30 facts a second
//!            ── Earlier, Later, Whole ──> thread: answers in the order of the asking
//!            ── Search ──> thread: one at a time
//! ```
//!
//! No thread waits for the screen for ever: what is followed is thinned out while facts are not taken, answers are given up
//! when their watch ends.

mod hunt;
mod lines;
mod reads;
mod tail;

#[cfg(test)]
mod tests;

use std::io::{self, PipeReader, PipeWriter};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, SyncSender, TrySendError, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::dashboard::Ask;
use crate::dashboard::facts::{Fact, LogFact};
use crate::supervisor::logs::Scan;
use crate::types::{Paths, ServiceName};

/// How often a thread looks whether a fact is taken now.
const RETRY: Duration = Duration::from_millis(10);

/// Answers what the log pane asks for. Its threads end with it.
pub(super) struct LogSource {
    feed: Feed,
    watch: u64,
    services: Vec<ServiceName>,
    tail: Option<Task>,
    reads: Option<(Sender<Ask>, Task)>,
    search: Option<(u64, Task)>,
    /// Threads that were told to end.
    ended: Vec<JoinHandle<()>>,
}

/// What every thread has.
#[derive(Clone)]
struct Feed {
    paths: Paths,
    facts: SyncSender<Fact>,
    /// Where the last search ended, from which the next goes on.
    last_hit: Arc<Mutex<Option<hunt::Hit>>>,
}

/// A thread, and what ends it.
struct Task {
    scan: Arc<Scan>,
    /// Closing it ends a wait.
    stop: PipeWriter,
    thread: JoinHandle<()>,
}

impl LogSource {
    /// Answers with facts to this channel.
    pub(super) fn new(paths: Paths, facts: SyncSender<Fact>) -> Self {
        let feed = Feed { paths, facts, last_hit: Arc::default() };
        Self { feed, watch: 0, services: Vec::new(), tail: None, reads: None, search: None, ended: Vec::new() }
    }

    /// Takes what is for logs; false for anything else. Returns at once.
    pub(super) fn ask(&mut self, ask: Ask) -> bool {
        self.ended.retain(|thread| !thread.is_finished());
        match ask {
            Ask::Watch { watch, services, last } => {
                self.end_all();
                (self.watch, self.services) = (watch, services.clone());
                self.tail = self.start("log-tail", move |feed, scan, stop| {
                    tail::run(&feed, watch, &services, last, &scan, &stop);
                });
            }
            Ask::Earlier { .. } | Ask::Later { .. } | Ask::Whole { .. } => self.read(ask),
            Ask::Search { watch, search, pattern, from_us, backwards } => {
                if let Some((_, task)) = self.search.take() {
                    self.end(task);
                }
                let services = self.services.clone();
                let wanted = hunt::Wanted { watch, search, pattern, from_us, backwards };
                let task = self.start("log-search", move |feed, scan, _| hunt::run(&feed, &services, &wanted, &scan));
                self.search = task.map(|task| (search, task));
            }
            Ask::StopSearch { search } => {
                if let Some((_, task)) = self.search.take_if(|(running, _)| *running == search) {
                    self.end(task);
                }
            }
            Ask::Act { .. } | Ask::Refresh { .. } => return false,
        }
        true
    }

    /// Puts it behind what was asked for before.
    fn read(&mut self, ask: Ask) {
        if self.reads.is_none() {
            let (asks, waiting) = channel();
            let (watch, services) = (self.watch, self.services.clone());
            let task = self.start("log-read", move |feed, scan, _| {
                for ask in waiting {
                    if scan.is_stopped() {
                        break;
                    }
                    reads::answer(&feed, watch, &services, ask, &scan);
                }
            });
            self.reads = task.map(|task| (asks, task));
        }
        if let Some((asks, _)) = &self.reads {
            // It ends with its channel only.
            let _ = asks.send(ask);
        }
    }

    fn start(&self, name: &str, work: impl FnOnce(Feed, Arc<Scan>, PipeReader) + Send + 'static) -> Option<Task> {
        let (feed, scan) = (self.feed.clone(), Arc::new(Scan::default()));
        let begun = io::pipe().and_then(|(waiting, stop)| {
            let scan_of_thread = Arc::clone(&scan);
            let thread = std::thread::Builder::new().name(name.into());
            Ok((stop, thread.spawn(move || work(feed, scan_of_thread, waiting))?))
        });
        match begun {
            Ok((stop, thread)) => Some(Task { scan, stop, thread }),
            Err(error) => {
                if let Some(service) = self.services.first() {
                    let reason = format!("cannot read: {error}");
                    let _ = self.feed.facts.try_send(Fact::Log(LogFact::Trouble { service: service.clone(), reason }));
                }
                None
            }
        }
    }

    fn end(&mut self, task: Task) {
        task.scan.stop();
        drop(task.stop);
        self.ended.push(task.thread);
    }

    fn end_all(&mut self) {
        let reads = self.reads.take().map(|(_, task)| task);
        let search = self.search.take().map(|(_, task)| task);
        for task in [self.tail.take(), reads, search].into_iter().flatten() {
            self.end(task);
        }
    }
}

impl Drop for LogSource {
    fn drop(&mut self) {
        self.end_all();
        for thread in self.ended.drain(..) {
            // A panic was reported where it happened.
            let _ = thread.join();
        }
    }
}

impl Feed {
    /// Each service with the folder of its log.
    fn folders(&self, services: &[ServiceName]) -> Vec<(ServiceName, PathBuf)> {
        services.iter().map(|service| (service.clone(), self.paths.logs(service))).collect()
    }

    /// Tells something, as soon as there is room. False if nobody wants it any more.
    fn tell(&self, fact: LogFact, scan: &Scan) -> bool {
        let mut fact = Fact::Log(fact);
        loop {
            match self.facts.try_send(fact) {
                Ok(()) => return true,
                Err(TrySendError::Disconnected(_)) => return false,
                Err(TrySendError::Full(back)) => fact = back,
            }
            if scan.is_stopped() {
                return false;
            }
            std::thread::sleep(RETRY);
        }
    }

    fn tell_trouble(&self, service: &ServiceName, error: &io::Error, scan: &Scan) {
        let (service, reason) = (service.clone(), error.to_string());
        self.tell(LogFact::Trouble { service, reason }, scan);
    }
}
