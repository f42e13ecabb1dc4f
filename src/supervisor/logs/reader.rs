//! Reads the log of one service: the last lines, those since a time, and then whatever comes.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::cursor::{End, Position};
use super::lines::{Line, Lines, Shape};
use super::search;
use super::select::{RunChoice, Selection};

/// How much of the end is looked at first for the last lines; it grows until they are found.
const FIRST_WINDOW: u64 = 64 << 10;

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct Query {
    /// Which lines.
    pub selection: Selection,
    /// Only the last ones; `None` for all.
    pub last: Option<u64>,
    /// Whole lines or bytes.
    pub shape: Shape,
    /// What comes later is wanted as well.
    pub follow: bool,
}

/// The log of one service, open for reading. It reads files only: no supervisor need run.
#[derive(Debug)]
pub struct LogReader {
    lines: Lines,
    selection: Selection,
    skip: u64,
    shape: Shape,
    follow: bool,
    live: bool,
}

impl LogReader {
    /// Opens a log. A folder without one reads as empty, and can be followed.
    pub fn open(folder: &Path, query: &Query) -> io::Result<Self> {
        let nothing = End { segment: 0, records: 0, log_bytes: 0 };
        let end = search::end(folder)?.unwrap_or(nothing);
        let (first, runs) = first_place(folder, end, &query.selection)?;
        let open = |position: Position| -> io::Result<Lines> {
            let skipping = search::open_lines(folder, position)?;
            Ok(Lines::new(folder, (position, end), skipping, query, runs.clone()))
        };
        let (position, skip) = match query.last {
            None => (first, 0),
            Some(last) => find_last(folder, (first, end), last, query, open)?,
        };
        let Query { ref selection, shape, follow, .. } = *query;
        Ok(Self { lines: open(position)?, selection: selection.clone(), skip, shape, follow, live: false })
    }

    /// Goes to the next line; false at the end, or, in following, when none is there yet (ask again later).
    pub fn advance(&mut self) -> io::Result<bool> {
        loop {
            if next_match(&mut self.lines, &self.selection)? {
                let counts = self.shape == Shape::Lines || self.lines.line().is_some_and(|line| line.is_ended);
                match self.skip.checked_sub(1) {
                    None => return Ok(true),
                    // Raw lines come in parts, and only the last part of each counts.
                    Some(skip) if counts => self.skip = skip,
                    Some(_) => {}
                }
            } else if self.follow && !self.live {
                self.live = true;
                self.skip = 0;
                self.lines.go_on();
            } else {
                return Ok(false);
            }
        }
    }

    /// The line that [`Self::advance`] came to.
    pub fn line(&self) -> Option<Line<'_>> {
        self.lines.line()
    }

    /// An index that cannot be used, once: its lines come without times, and without their streams.
    pub fn take_damaged(&mut self) -> Option<PathBuf> {
        self.lines.take_damaged()
    }
}

/// Where the wanted times and runs begin, and which runs these are.
fn first_place(folder: &Path, end: End, selection: &Selection) -> io::Result<(Position, Option<RangeInclusive<u32>>)> {
    let mut first = search::first(folder, end, |_| true)?;
    if let Some(since) = selection.since_us {
        first = search::first(folder, end, |record| record.time_us >= since)?;
    }
    let mut runs = None;
    if let Some(choice) = selection.run {
        let (current, previous) = search::newest_runs(folder)?;
        let chosen = match choice {
            RunChoice::Current => current.unwrap_or(0)..=u32::MAX,
            RunChoice::Previous => previous.map_or(u32::MAX..=u32::MAX, |run| run..=run),
            RunChoice::Number(run) => run..=run,
        };
        first = first.max(search::first(folder, end, |record| record.run >= *chosen.start())?);
        runs = Some(chosen);
    }
    Ok((first, runs))
}

/// Where to begin, and how many lines to pass over, to get the `last` ones. Looks at a window at the end, and at a larger
/// one until there are enough: what is printed is read twice, what lies before is not read at all.
fn find_last(
    folder: &Path,
    (first, end): (Position, End),
    last: u64,
    query: &Query,
    open: impl Fn(Position) -> io::Result<Lines>,
) -> io::Result<(Position, u64)> {
    let Query { selection, shape, .. } = query;
    let is_raw = *shape == Shape::Raw;
    let mut window = FIRST_WINDOW;
    loop {
        let position = search::back_from(folder, end, window)?.max(first);
        let mut lines = open(position)?;
        let (mut count, mut partial) = (0, false);
        while next_match(&mut lines, selection)? {
            let is_ended = lines.line().is_some_and(|line| line.is_ended);
            count += u64::from(is_ended || !is_raw);
            partial = !is_ended;
        }
        let total = count + u64::from(partial && is_raw);
        // A raw window may begin within a line, which then is none of the last.
        let enough = last + u64::from(is_raw);
        if total >= enough || position == first {
            return Ok((position, total.saturating_sub(last)));
        }
        window = window.saturating_mul(8);
    }
}

fn next_match(lines: &mut Lines, selection: &Selection) -> io::Result<bool> {
    while lines.advance()? {
        if lines.line().is_some_and(|line| selection.matches(line.time_us, line.bytes)) {
            return Ok(true);
        }
    }
    Ok(false)
}
