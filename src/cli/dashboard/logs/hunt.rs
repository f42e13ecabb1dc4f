//! The search through all that is stored, in windows of time that grow, so that what is near is found at once.

use std::io;
use std::path::Path;
use std::sync::Arc;

use regex::bytes::Regex;

use super::Feed;
use super::reads::Logs;
use crate::dashboard::facts::{Fact, LogFact, LogLine};
use crate::supervisor::logs::{LogReader, Query, Scan, Selection, Shape, stored_bytes, time_after, time_before};
use crate::types::ServiceName;

/// Bytes of each log that are looked through first; each further window is 4 times as large, up to the largest.
const FIRST_WINDOW: u64 = 4 << 20;
const LARGEST_WINDOW: u64 = 64 << 20;
/// Lines that are told on each side of a hit.
const AROUND: usize = 300;

/// What is searched for.
pub(super) struct Wanted {
    pub(super) watch: u64,
    pub(super) search: u64,
    pub(super) pattern: String,
    pub(super) from_us: Option<u64>,
    pub(super) backwards: bool,
}

/// A hit. Of lines that were written at once, `nth` counts those that match.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    watch: u64,
    pattern: String,
    time_us: u64,
    nth: usize,
}

/// Searches, and tells what came of it.
pub(super) fn run(feed: &Feed, services: &[ServiceName], wanted: &Wanted, scan: &Arc<Scan>) {
    let logs = Logs { folders: &feed.folders(services), scan };
    let fact = match find(feed, &logs, wanted) {
        Ok(Some(found)) => found,
        Ok(None) => LogFact::NotFound { search: wanted.search },
        Err(error) => {
            if let Some(service) = services.first() {
                feed.tell_trouble(service, &error, scan);
            }
            LogFact::NotFound { search: wanted.search }
        }
    };
    if !scan.is_stopped() {
        feed.tell(fact, scan);
    }
}

fn find(feed: &Feed, logs: &Logs<'_>, wanted: &Wanted) -> io::Result<Option<LogFact>> {
    let pattern = Regex::new(&wanted.pattern).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let patterns = std::slice::from_ref(&pattern);
    let before = feed.last_hit.lock().ok().and_then(|hit| hit.clone()).filter(|hit| {
        (hit.watch, &hit.pattern) == (wanted.watch, &wanted.pattern) && wanted.from_us == Some(hit.time_us)
    });
    // Others that were written together with the hit before come first.
    let beside = match &before {
        Some(hit) if wanted.backwards => hit.nth.checked_sub(1),
        Some(hit) => Some(hit.nth + 1).filter(|nth| logs.at(hit.time_us, patterns).is_ok_and(|all| all.len() > *nth)),
        None => None,
    };
    let place = match (beside, before) {
        (Some(nth), Some(hit)) => Some((hit.time_us, nth)),
        _ => Windows::new(feed, logs, wanted, pattern.clone())?.find()?,
    };
    let Some((time_us, nth)) = place.filter(|_| !logs.scan.is_stopped()) else { return Ok(None) };
    if let Ok(mut hit) = feed.last_hit.lock() {
        *hit = Some(Hit { watch: wanted.watch, pattern: wanted.pattern.clone(), time_us, nth });
    }
    let mut lines = logs.earlier(time_us, AROUND)?.lines;
    let older = lines.len();
    lines.extend(logs.later(time_us, AROUND)?.lines);
    let hit = index_of(&mut lines, older, time_us, logs.at(time_us, patterns)?, nth);
    Ok(Some(LogFact::Found { watch: wanted.watch, search: wanted.search, lines, hit }))
}

/// Which of the lines is the `nth` that matches of those of its time.
fn index_of(lines: &mut Vec<LogLine>, older: usize, time_us: u64, mut matching: Vec<LogLine>, nth: usize) -> usize {
    if nth >= matching.len() {
        return older.min(lines.len().saturating_sub(1));
    }
    let wanted = matching.swap_remove(nth);
    // Equal ones match as well, so that they are counted alike.
    let equal_before = matching[..nth].iter().filter(|line| **line == wanted).count();
    let group = lines.iter().enumerate().skip(older).take_while(|(_, line)| line.time_us == Some(time_us));
    let found = group.filter(|(_, line)| **line == wanted).nth(equal_before).map(|(at, _)| at);
    found.unwrap_or_else(|| {
        // A piece of a line that is too long to be matched as a whole.
        lines.insert(older, wanted);
        older
    })
}

/// Windows of time, from one place on in one direction.
struct Windows<'a> {
    feed: &'a Feed,
    logs: &'a Logs<'a>,
    wanted: &'a Wanted,
    pattern: Regex,
    total_bytes: u64,
}

impl<'a> Windows<'a> {
    fn new(feed: &'a Feed, logs: &'a Logs<'a>, wanted: &'a Wanted, pattern: Regex) -> io::Result<Self> {
        let mut total_bytes = 0;
        for (_, folder) in logs.folders {
            total_bytes += stored_bytes(folder)?;
        }
        Ok(Self { feed, logs, wanted, pattern, total_bytes })
    }

    /// When the hit was written, and how many that match were written at the same time before it.
    fn find(&self) -> io::Result<Option<(u64, usize)>> {
        let backwards = self.wanted.backwards;
        let mut near = match self.wanted.from_us {
            // Nothing lies beyond the ends of time.
            Some(0) if backwards => return Ok(None),
            Some(from) => Some(if backwards { from - 1 } else { from.saturating_add(1) }),
            None => None,
        };
        let mut window = FIRST_WINDOW;
        loop {
            let far = self.far(near, window)?;
            let (since_us, until_us) = if backwards { (far, near) } else { (near, far) };
            let found = self.in_window(since_us, until_us)?;
            if found.is_some() || self.logs.scan.is_stopped() {
                return Ok(found);
            }
            self.tell_progress();
            near = match far {
                None => return Ok(None),
                Some(0) if backwards => return Ok(None),
                Some(far) => Some(if backwards { far - 1 } else { far.saturating_add(1) }),
            };
            window = (window * 4).min(LARGEST_WINDOW);
        }
    }

    /// Where a window ends, so that no log has more in it than that; `None` at the end of all.
    fn far(&self, near: Option<u64>, window: u64) -> io::Result<Option<u64>> {
        let mut far = None;
        for (_, folder) in self.logs.folders {
            let found = self.far_of(folder, near, window)?;
            far = match (far, found) {
                (Some(far), Some(found)) => Some(if self.wanted.backwards { found.max(far) } else { found.min(far) }),
                (far, found) => far.or(found),
            };
        }
        Ok(far)
    }

    fn far_of(&self, folder: &Path, near: Option<u64>, window: u64) -> io::Result<Option<u64>> {
        // A clock that was set back must not let the windows go round in circles.
        if self.wanted.backwards {
            let found = time_before(folder, near, window)?;
            Ok(found.map(|found| near.map_or(found, |near| found.min(near))))
        } else {
            let found = time_after(folder, near, window)?;
            Ok(found.map(|found| near.map_or(found, |near| found.max(near))))
        }
    }

    /// The newest hit of a window in searching backwards, else the oldest.
    fn in_window(&self, since_us: Option<u64>, until_us: Option<u64>) -> io::Result<Option<(u64, usize)>> {
        let mut best: Option<(u64, usize)> = None;
        for folder in self.logs.folders {
            let patterns = vec![self.pattern.clone()];
            let selection = Selection { since_us, until_us, patterns, ..Selection::default() };
            let scan = Some(Arc::clone(self.logs.scan));
            let query = Query { selection, last: None, shape: Shape::Lines, follow: false, scan };
            let mut reader = LogReader::open(&folder.1, &query)?;
            while reader.advance()? {
                // Of lines without a time it cannot be told where to go on.
                let Some(time) = reader.line().and_then(|line| line.time_us) else { continue };
                best = match best {
                    Some((held, nth)) if held == time => Some((held, nth + 1)),
                    Some((held, _)) if (held > time) == self.wanted.backwards => best,
                    _ => Some((time, 0)),
                };
            }
        }
        // The newest one is the last of its time, the oldest one the first.
        Ok(best.map(|(time, nth)| (time, if self.wanted.backwards { nth } else { 0 })))
    }

    fn tell_progress(&self) {
        let (search, total_bytes) = (self.wanted.search, self.total_bytes);
        let read_bytes = self.logs.scan.read_bytes().min(total_bytes);
        let fact = LogFact::Searching { search, read_bytes, total_bytes };
        // Not worth waiting for: another comes soon.
        let _ = self.feed.facts.try_send(Fact::Log(fact));
    }
}
