//! The lines that the pane holds: numbered, so that a place among them stays when others come and go at both ends.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::level::Level;
use crate::dashboard::facts::LogLine;
use crate::supervisor::logs::Stream;
use crate::types::ServiceName;

/// Lines that are held at most.
pub(super) const MOST_LINES: usize = 5000;
/// Bytes of their text that are held at most.
pub(super) const MOST_BYTES: usize = 8 << 20;

/// A line, with what was found in it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Entry {
    pub(super) line: LogLine,
    /// Named by the line itself.
    pub(super) own: Option<Level>,
    /// Its own, or that of the line before of the same service and run.
    pub(super) level: Option<Level>,
    /// It contains what is filtered by.
    pub(super) passes: bool,
    /// It contains what is searched for.
    pub(super) is_hit: bool,
    /// The first line of a run after another one.
    pub(super) is_restart: bool,
    /// The last line of a run before another one.
    pub(super) is_last: bool,
    /// No line, but a word about some that are missing.
    pub(super) is_gap: bool,
}

/// The newest line of a service.
#[derive(Debug, Clone, Copy)]
struct Tail {
    number: i64,
    run: u32,
    level: Option<Level>,
}

/// What lines are told apart by where two answers overlap. Many share it, as they were written at once; then they are in
/// the order of the log.
type Key = (ServiceName, Stream, u32, Option<u64>);

#[derive(Debug, Clone, Default)]
pub(super) struct Buffer {
    entries: VecDeque<Entry>,
    /// Number of the oldest.
    first: i64,
    bytes: usize,
    tails: BTreeMap<ServiceName, Tail>,
    /// The newest lines were taken away: `tails` do not fit any more.
    lost_tails: bool,
}

impl Buffer {
    pub(super) fn clear(&mut self) {
        *self = Self { first: self.first + number(self.entries.len()), ..Self::default() };
    }

    /// Number of the oldest line.
    pub(super) fn first(&self) -> i64 {
        self.first
    }

    /// Number of the newest line; one less than that of the oldest if there is none.
    pub(super) fn last(&self) -> i64 {
        self.first + number(self.entries.len()) - 1
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, number: i64) -> Option<&Entry> {
        self.entries.get(usize::try_from(number - self.first).ok()?)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut()
    }

    pub(super) fn is_over(&self) -> bool {
        self.entries.len() > MOST_LINES || self.bytes > MOST_BYTES
    }

    /// Whether this is the newest line of its service.
    pub(super) fn is_tail(&self, number: i64, service: &ServiceName) -> bool {
        !self.lost_tails && self.tails.get(service).is_some_and(|tail| tail.number == number)
    }

    pub(super) fn push(&mut self, mut entry: Entry) {
        if self.lost_tails {
            self.settle_all();
        }
        let number = self.last() + 1;
        if let Some(end) = self.settle(number, &mut entry) {
            self.end_run(end);
        }
        self.bytes += entry.line.text.len();
        self.entries.push_back(entry);
    }

    /// Puts older lines before the others.
    pub(super) fn prepend(&mut self, older: Vec<Entry>) {
        self.first -= number(older.len());
        for entry in older.into_iter().rev() {
            self.bytes += entry.line.text.len();
            self.entries.push_front(entry);
        }
        self.settle_all();
    }

    fn settle_all(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        self.tails.clear();
        self.lost_tails = false;
        let mut ends = Vec::new();
        for (at, entry) in (self.first..).zip(&mut entries) {
            entry.is_last = false;
            ends.extend(self.settle(at, entry));
        }
        self.entries = entries;
        for end in ends {
            self.end_run(end);
        }
    }

    pub(super) fn pop_front(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.first += 1;
            self.bytes -= entry.line.text.len();
        }
    }

    pub(super) fn pop_back(&mut self) {
        if let Some(entry) = self.entries.pop_back() {
            self.bytes -= entry.line.text.len();
            self.lost_tails = true;
        }
    }

    /// Relates a line to the one before of its service; gives the number of that if it turned out the last of its run.
    fn settle(&mut self, number: i64, entry: &mut Entry) -> Option<i64> {
        let is_remark = entry.is_gap || entry.line.stream == Stream::Note;
        entry.level = entry.own;
        if entry.is_gap {
            return None;
        }
        let before = self.tails.get(&entry.line.service).copied();
        let run = entry.line.run;
        let is_same_run = before.is_some_and(|before| before.run == run);
        let inherited = before.filter(|_| is_same_run).and_then(|before| before.level);
        if !is_remark {
            entry.level = entry.own.or(inherited);
        }
        // A damaged index gives run 0, which says nothing.
        let ended = before.filter(|before| !is_same_run && run != 0 && before.run != 0);
        entry.is_restart = ended.is_some();
        let level = if is_remark { inherited } else { entry.level };
        let tail = Tail { number, run, level };
        match self.tails.get_mut(&entry.line.service) {
            Some(held) => *held = tail,
            None => drop(self.tails.insert(entry.line.service.clone(), tail)),
        }
        ended.map(|ended| ended.number)
    }

    fn end_run(&mut self, number: i64) {
        let at = usize::try_from(number - self.first).ok();
        if let Some(entry) = at.and_then(|at| self.entries.get_mut(at)) {
            entry.is_last = true;
        }
    }

    /// Of lines that come before (or else behind) those held, the ones that are not held yet.
    pub(super) fn without_held(&self, lines: Vec<LogLine>, is_before: bool) -> Vec<LogLine> {
        let mut held: HashMap<Key, usize> = lines.iter().map(|line| (key(line), 0)).collect();
        for entry in self.entries.iter().filter(|entry| !entry.is_gap) {
            if let Some(count) = held.get_mut(&key(&entry.line)) {
                *count += 1;
            }
        }
        // Of lines with one key, those that are held are the last of the older ones, and the first of the newer ones.
        let mut is_new = |line: &LogLine| {
            if line.time_us.is_none() {
                return !self.entries.iter().any(|entry| entry.line == *line);
            }
            let count = held.get_mut(&key(line)).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_none()
        };
        if is_before {
            let mut new: Vec<LogLine> = lines.into_iter().rev().filter(|line| is_new(line)).collect();
            new.reverse();
            new
        } else {
            lines.into_iter().filter(|line| is_new(line)).collect()
        }
    }
}

fn key(line: &LogLine) -> Key {
    (line.service.clone(), line.stream, line.run, line.time_us)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
