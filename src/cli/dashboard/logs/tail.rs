//! Follows logs: the last lines of each, merged by time, then what comes.

use std::io::PipeReader;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::TrySendError;
use std::time::{Duration, Instant};

use super::Feed;
use super::lines::{Joiner, Newest, merged};
use crate::dashboard::facts::{Fact, LogFact};
use crate::supervisor::logs::{LogReader, Query, Scan, Selection, Shape, Wake, Watcher};
use crate::types::ServiceName;

/// Between two facts: 30 a second.
const PACE: Duration = Duration::from_millis(33);
/// Lines of a fact at most, and bytes of their text. Older ones are counted only.
const MOST_LINES: usize = 2000;
const MOST_BYTES: usize = 1 << 20;
/// Lines of a service that are read before what others wrote is looked at.
const AT_ONCE: usize = 50_000;
/// Before a log that could not be read is opened again.
const REOPEN: Duration = Duration::from_secs(1);

/// A log that is followed.
struct Source {
    service: ServiceName,
    folder: PathBuf,
    reader: Option<LogReader>,
    joiner: Joiner,
    /// What was last said to be wrong.
    told: Option<String>,
}

pub(super) fn run(feed: &Feed, watch: u64, services: &[ServiceName], last: usize, scan: &Arc<Scan>, stop: &PipeReader) {
    let mut watcher = Watcher::without_signals(&feed.paths.state.join("logs"));
    let mut sources = Vec::new();
    for (service, folder) in feed.folders(services) {
        // Watch first, then read: a line that comes between the two wakes us.
        watcher.watch(&folder);
        let joiner = Joiner::new(service.clone());
        let mut source = Source { service, folder, reader: None, joiner, told: None };
        source.open(feed, Some(last as u64), scan);
        sources.push(source);
    }
    let mut waiting = Newest::default();
    let mut has_more = collect(feed, &mut sources, &mut waiting, last.min(MOST_LINES), scan);
    // What was left out here can be scrolled to.
    let (lines, _) = waiting.take();
    if !feed.tell(LogFact::Lines { watch, lines, skipped: 0 }, scan) {
        return;
    }
    let mut opened = Instant::now();
    while !scan.is_stopped() {
        let is_broken = sources.iter().any(|source| source.reader.is_none());
        if is_broken && opened.elapsed() >= REOPEN {
            opened = Instant::now();
            for source in sources.iter_mut().filter(|source| source.reader.is_none()) {
                source.open(feed, Some(0), scan);
            }
        } else if !is_broken && !has_more && waiting.lines.is_empty() {
            match watcher.wait(stop.as_fd()) {
                Ok(Wake::More | Wake::Writable) => {}
                Ok(Wake::OutputClosed | Wake::Interrupted) => return,
                Err(_) => std::thread::sleep(REOPEN),
            }
        }
        has_more = collect(feed, &mut sources, &mut waiting, MOST_LINES, scan);
        if !waiting.lines.is_empty() {
            let (lines, skipped) = waiting.take();
            match feed.facts.try_send(Fact::Log(LogFact::Lines { watch, lines, skipped })) {
                Ok(()) => {}
                Err(TrySendError::Disconnected(_)) => return,
                // The screen is busy: the newest of these go with those that come meanwhile.
                Err(TrySendError::Full(back)) => {
                    if let Fact::Log(LogFact::Lines { lines, skipped, .. }) = back {
                        waiting.skipped = skipped;
                        for line in lines {
                            waiting.push(line, MOST_LINES, MOST_BYTES);
                        }
                    }
                }
            }
        }
        // Also without lines: a log that is written to 10,000 times a second is not looked at as often.
        std::thread::sleep(PACE);
    }
}

impl Source {
    fn open(&mut self, feed: &Feed, last: Option<u64>, scan: &Arc<Scan>) {
        let selection = Selection::default();
        let query = Query { selection, last, shape: Shape::Lines, follow: true, scan: Some(Arc::clone(scan)) };
        match LogReader::open(&self.folder, &query) {
            Ok(reader) => (self.reader, self.told) = (Some(reader), None),
            Err(error) => self.tell(feed, error.to_string(), scan),
        }
    }

    /// Says what is wrong, once.
    fn tell(&mut self, feed: &Feed, reason: String, scan: &Scan) {
        if self.told.as_ref() != Some(&reason) {
            self.told = Some(reason.clone());
            feed.tell(LogFact::Trouble { service: self.service.clone(), reason }, scan);
        }
    }

    /// Reads what is there; true if that was not all.
    fn read(&mut self, feed: &Feed, newest: &mut Newest, most_lines: usize, scan: &Scan) -> bool {
        let Some(reader) = &mut self.reader else { return false };
        let (mut problem, mut has_more) = (None, true);
        for _ in 0..AT_ONCE {
            let advanced = reader.advance();
            let Some(line) = reader.line().filter(|_| matches!(advanced, Ok(true))) else {
                has_more = false;
                problem = advanced.err().map(|error| error.to_string());
                break;
            };
            self.joiner.take(line, &mut |line| newest.push(line, most_lines, MOST_BYTES));
        }
        let damaged = reader.take_damaged();
        if problem.is_some() {
            self.reader = None;
        }
        let damaged =
            damaged.map(|path| format!("`{}` is damaged: lines are missing, or come without times", path.display()));
        if let Some(reason) = problem.or(damaged) {
            self.tell(feed, reason, scan);
        }
        has_more
    }
}

/// Adds what all logs have got, merged by time; true if there is more. Of each, and in all, the newest are kept.
fn collect(feed: &Feed, sources: &mut [Source], waiting: &mut Newest, most_lines: usize, scan: &Scan) -> bool {
    let (mut logs, mut has_more) = (Vec::new(), false);
    for source in sources {
        let mut newest = Newest::default();
        has_more |= source.read(feed, &mut newest, most_lines, scan);
        let (read, skipped) = newest.take();
        logs.push(read);
        waiting.skipped += skipped;
    }
    for line in merged(logs) {
        waiting.push(line, most_lines, MOST_BYTES);
    }
    has_more
}
