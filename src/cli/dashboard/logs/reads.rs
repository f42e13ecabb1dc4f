//! Lines around a time, merged by time, and single lines in full.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Feed;
use super::lines::{Joiner, Newest, merged};
use crate::dashboard::Ask;
use crate::dashboard::facts::{LONGEST_TEXT, LogFact, LogLine};
use crate::supervisor::logs::{LONGEST_LINE, LogReader, Query, Scan, Selection, Shape, Stream};
use crate::types::ServiceName;

/// Bytes of text of one service that are told at once.
const MOST_BYTES: usize = 1 << 20;
/// Lines of one service that were written in the same microsecond, at most.
const MOST_AT_ONCE: usize = 20_000;
/// What is told of a whole line.
const LONGEST_WHOLE: usize = 16 << 20;

/// Logs to read, and what watches the reading.
pub(super) struct Logs<'a> {
    pub(super) folders: &'a [(ServiceName, PathBuf)],
    pub(super) scan: &'a Arc<Scan>,
}

/// Lines, oldest first, and whether these are all in that direction.
#[derive(Default)]
pub(super) struct Part {
    pub(super) lines: Vec<LogLine>,
    pub(super) is_all: bool,
}

/// Answers what is asked for, also if only with nothing.
pub(super) fn answer(feed: &Feed, current: u64, services: &[ServiceName], ask: Ask, scan: &Arc<Scan>) {
    let logs = Logs { folders: &feed.folders(services), scan };
    let fact = match ask {
        Ask::Earlier { watch, before_us, count } if watch == current => {
            // Those of that very time as well: some may be held, and which only who holds them knows.
            let found = logs.earlier(before_us, count).and_then(|mut part| {
                part.lines.extend(logs.at(before_us, &[])?);
                Ok(part)
            });
            let Part { lines, is_all } = told(feed, services, found, scan);
            LogFact::Earlier { watch, lines, at_start: is_all }
        }
        Ask::Later { watch, from_us, count } if watch == current => {
            let Part { lines, is_all } = told(feed, services, logs.later(from_us, count), scan);
            LogFact::Later { watch, lines, at_end: is_all }
        }
        Ask::Whole { service, time_us, run, stream } => {
            let found = whole(&feed.paths.logs(&service), time_us, (run, stream), scan);
            match found {
                Ok(Some(text)) => LogFact::Whole { text },
                Ok(None) => LogFact::Trouble { service, reason: "that line is not stored any more".into() },
                Err(error) => LogFact::Trouble { service, reason: error.to_string() },
            }
        }
        _ => return,
    };
    feed.tell(fact, scan);
}

/// What was found; of an error, the first service is told to have it.
fn told(feed: &Feed, services: &[ServiceName], found: io::Result<Part>, scan: &Scan) -> Part {
    found.unwrap_or_else(|error| {
        if let Some(service) = services.first() {
            feed.tell_trouble(service, &error, scan);
        }
        Part::default()
    })
}

/// Reads lines of one log until there are enough.
fn each(
    (service, folder): &(ServiceName, PathBuf),
    query: &Query,
    mut take: impl FnMut(LogLine) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut reader = LogReader::open(folder, query)?;
    let mut joiner = Joiner::new(service.clone());
    let mut flow = ControlFlow::Continue(());
    while flow.is_continue() && reader.advance()? {
        if let Some(line) = reader.line() {
            joiner.take(line, &mut |line| flow = if flow.is_continue() { take(line) } else { flow });
        }
    }
    if flow.is_continue() {
        joiner.finish(&mut |line| {
            let _ = take(line);
        });
    }
    Ok(())
}

impl Logs<'_> {
    fn query(&self, selection: Selection, last: Option<u64>) -> Query {
        Query { selection, last, shape: Shape::Lines, follow: false, scan: Some(Arc::clone(self.scan)) }
    }

    /// The last lines that were written before a time.
    pub(super) fn earlier(&self, before_us: u64, count: usize) -> io::Result<Part> {
        let Some(until_us) = before_us.checked_sub(1) else { return Ok(Part { is_all: true, ..Part::default() }) };
        let (mut logs, mut is_all) = (Vec::new(), true);
        // Of a log that was not read to its beginning, what came before its first line here is not known.
        let mut horizon = 0;
        for folder in self.folders {
            let selection = Selection { until_us: Some(until_us), ..Selection::default() };
            let mut newest = Newest::default();
            each(folder, &self.query(selection, Some(count as u64)), |line| {
                newest.push(line, count, MOST_BYTES);
                ControlFlow::Continue(())
            })?;
            if newest.skipped > 0 || newest.lines.len() >= count {
                is_all = false;
                horizon = horizon.max(newest.lines.front().and_then(|line| line.time_us).unwrap_or(0));
            }
            logs.push(newest.lines.into());
        }
        let mut lines = merged(logs);
        lines.retain(|line| line.time_us.is_none_or(|time| time >= horizon));
        let surplus = lines.len().saturating_sub(count);
        lines.drain(..surplus);
        Ok(Part { lines, is_all: is_all && surplus == 0 })
    }

    /// All lines of a time that match.
    pub(super) fn at(&self, time_us: u64, patterns: &[regex::bytes::Regex]) -> io::Result<Vec<LogLine>> {
        let mut lines = Vec::new();
        for folder in self.folders {
            let patterns = patterns.to_vec();
            let (since_us, until_us) = (Some(time_us), Some(time_us));
            let selection = Selection { since_us, until_us, patterns, ..Selection::default() };
            let mut room = MOST_AT_ONCE;
            each(folder, &self.query(selection, None), |line| {
                if line.time_us == Some(time_us) {
                    lines.push(line);
                    room -= 1;
                }
                if room > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        }
        Ok(lines)
    }

    /// All lines of a time, and the first ones that were written after it.
    pub(super) fn later(&self, from_us: u64, count: usize) -> io::Result<Part> {
        let mut part = Part { lines: self.at(from_us, &[])?, is_all: true };
        let mut logs = Vec::new();
        let mut horizon = u64::MAX;
        for folder in self.folders {
            let selection = Selection { since_us: Some(from_us.saturating_add(1)), ..Selection::default() };
            let (mut lines, mut bytes) = (Vec::<LogLine>::new(), 0);
            let mut is_full = false;
            each(folder, &self.query(selection, None), |line| {
                if lines.len() >= count || bytes >= MOST_BYTES {
                    is_full = true;
                    return ControlFlow::Break(());
                }
                bytes += line.text.len();
                lines.push(line);
                ControlFlow::Continue(())
            })?;
            if is_full {
                part.is_all = false;
                horizon = horizon.min(lines.last().and_then(|line| line.time_us).unwrap_or(u64::MAX));
            }
            logs.push(lines);
        }
        let mut later = merged(logs);
        later.retain(|line| line.time_us.is_none_or(|time| time <= horizon));
        part.is_all &= later.len() <= count;
        later.truncate(count);
        part.lines.extend(later);
        Ok(part)
    }
}

/// The text of a line; of several that were written at once, the first that is too long to be told otherwise.
fn whole(folder: &Path, time_us: u64, (run, stream): (u32, Stream), scan: &Arc<Scan>) -> io::Result<Option<String>> {
    let (since_us, until_us) = (Some(time_us), Some(time_us));
    let selection = Selection { stream: Some(stream), since_us, until_us, ..Selection::default() };
    let logs = Logs { folders: &[], scan };
    let mut reader = LogReader::open(folder, &logs.query(selection, None))?;
    let (mut first, mut text) = (None, Vec::new());
    while reader.advance()? {
        let Some(line) = reader.line().filter(|line| line.run == run && line.time_us == Some(time_us)) else {
            continue;
        };
        let room = LONGEST_WHOLE.saturating_sub(text.len());
        text.extend_from_slice(&line.bytes[..line.bytes.len().min(room)]);
        if !line.is_ended && line.bytes.len() == LONGEST_LINE {
            continue;
        }
        if text.len() > LONGEST_TEXT {
            first = Some(std::mem::take(&mut text));
            break;
        }
        first.get_or_insert_with(|| text.clone());
        text.clear();
    }
    let found = if text.len() > LONGEST_TEXT { Some(text) } else { first };
    Ok(found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}
