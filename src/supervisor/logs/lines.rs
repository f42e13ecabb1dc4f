//! Puts lines together: a chunk may hold many, a line may span chunks, two streams interleave.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{Chunk, Cursor, End, Position};
use super::index::Stream;
use super::leap::Leap;
use super::reader::Query;
use super::scan::Scan;
use super::segment::is_damage;
use super::select::Selection;

/// A longer line is given in pieces.
pub const LONGEST_LINE: usize = 1 << 20;
/// Bytes of a segment that are read at once.
const BLOCK: usize = 256 << 10;

/// A line, or with [`Shape::Raw`] a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// When its first chunk came; `None` where the index is damaged.
    pub time_us: Option<u64>,
    /// Where it came from.
    pub stream: Stream,
    /// Which run wrote it; 0 if that is not known.
    pub run: u32,
    /// Its bytes, without the newline unless raw.
    pub bytes: &'a [u8],
    /// Whether a newline ends it: not so at the end of a log, of a run, or of a piece.
    pub is_ended: bool,
}

/// In which form bytes are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Line by line, each whole.
    Lines,
    /// In the order of their coming, at once, newlines included.
    Raw,
}

/// A line that waits for its end.
#[derive(Debug, Default)]
struct Pending {
    begun: Option<(Option<u64>, u32)>,
    bytes: Vec<u8>,
}

/// Where the bytes of the current line are.
#[derive(Debug, Clone, Copy)]
enum Place {
    Block { from: usize, to: usize },
    Done,
}

/// Gives line after line of one log.
#[derive(Debug)]
pub(super) struct Lines {
    cursor: Cursor,
    selection: Selection,
    leap: Option<Leap>,
    runs: Option<RangeInclusive<u32>>,
    shape: Shape,
    chunk: Option<Chunk>,
    run: Option<u32>,
    block: Vec<u8>,
    block_at: u64,
    block_segment: u64,
    pending: [Pending; 3],
    /// When and in which run a line began whose first pieces were given: its next piece is of the same time.
    torn: [Option<(Option<u64>, u32)>; 3],
    /// Streams whose line began before the first place: its rest is left out.
    skipping: [bool; 3],
    done: Vec<u8>,
    current: Option<(Place, Option<u64>, Stream, u32, bool)>,
    follow: bool,
    scan: Option<Arc<Scan>>,
}

impl Lines {
    pub(super) fn new(
        folder: &Path,
        (position, end): (Position, End),
        skipping: [bool; 3],
        query: &Query,
        runs: Option<RangeInclusive<u32>>,
    ) -> Self {
        let Query { ref selection, shape, follow, .. } = *query;
        Self {
            cursor: Cursor::new(folder, position, end, follow),
            selection: selection.clone(),
            leap: Leap::of(&selection.patterns).filter(|_| shape == Shape::Lines),
            runs,
            shape,
            chunk: None,
            run: None,
            block: Vec::new(),
            block_at: 0,
            block_segment: 0,
            pending: Default::default(),
            torn: [None; 3],
            skipping: if shape == Shape::Raw { [false; 3] } else { skipping },
            done: Vec::new(),
            current: None,
            follow,
            scan: query.scan.clone(),
        }
    }

    pub(super) fn go_on(&mut self) {
        self.cursor.go_on();
        // What is left of a line without a beginning is better than nothing.
        self.skipping = [false; 3];
    }

    pub(super) fn take_damaged(&mut self) -> Option<PathBuf> {
        self.cursor.take_damaged()
    }

    /// The line that [`Self::advance`] came to.
    pub(super) fn line(&self) -> Option<Line<'_>> {
        let (place, time_us, stream, run, is_ended) = self.current?;
        let bytes = match place {
            Place::Block { from, to } => &self.block[from..to],
            Place::Done => &self.done[..],
        };
        Some(Line { time_us, stream, run, bytes, is_ended })
    }

    /// Goes to the next line; false at the end, or when none is complete yet.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        self.current = None;
        loop {
            if self.scan.as_ref().is_some_and(|scan| scan.is_stopped()) {
                return Ok(false);
            }
            if self.chunk.is_none_or(|chunk| chunk.offset >= chunk.end) {
                self.chunk = self.cursor.next()?;
            }
            let Some(chunk) = self.chunk else { return Ok(!self.follow && self.give_oldest()) };
            if self.run.is_some_and(|run| run != chunk.run) {
                // What a run left without a newline is a line of its own.
                if self.give_oldest() {
                    return Ok(true);
                }
                self.skipping = [false; 3];
                self.torn = [None; 3];
            }
            self.run = Some(chunk.run);
            let stream = chunk.stream as usize;
            let begun = self.pending[stream].begun.is_some() || self.torn[stream].is_some();
            let in_run = self.runs.as_ref().is_none_or(|runs| chunk.run == 0 || runs.contains(&chunk.run));
            if !in_run || !self.selection.takes(&chunk, begun) {
                self.chunk = None;
                continue;
            }
            let (from, to) = self.load(chunk)?;
            if from == to {
                // The bytes are gone: somebody has cut the file.
                self.chunk = None;
            } else if !self.leap(chunk, from) && self.take(chunk, from, to) {
                return Ok(true);
            }
        }
    }

    /// Makes bytes of the chunk available; the range in the block.
    fn load(&mut self, chunk: Chunk) -> io::Result<(usize, usize)> {
        let Some(segment) = self.cursor.segment() else { return Ok((0, 0)) };
        let held = self.block_at..self.block_at + self.block.len() as u64;
        if segment.number != self.block_segment || !held.contains(&chunk.offset) {
            self.block.resize(BLOCK, 0);
            let number = segment.number;
            let read = match segment.read_at(&mut self.block, chunk.offset) {
                Err(error) if is_damage(&error) => {
                    self.cursor.note_damage();
                    0
                }
                read => read?,
            };
            self.block.truncate(read);
            if let Some(scan) = &self.scan {
                scan.add(read);
            }
            (self.block_at, self.block_segment) = (chunk.offset, number);
            if let Some(leap) = &mut self.leap {
                leap.forget();
            }
        }
        let index = |offset: u64| usize::try_from(offset - self.block_at).unwrap_or(usize::MAX).min(self.block.len());
        Ok((index(chunk.offset), index(chunk.end)))
    }

    /// Passes over lines that do not match, which are many where little does; true if there were any.
    fn leap(&mut self, chunk: Chunk, from: usize) -> bool {
        let Some(leap) = &mut self.leap else { return false };
        let is_torn = self.torn.iter().any(Option::is_some);
        if is_torn || self.skipping.contains(&true) || self.pending.iter().any(|pending| pending.begun.is_some()) {
            return false;
        }
        let over = leap.over(&self.block, from);
        if over == 0 {
            return false;
        }
        let reached = self.cursor.leap(chunk, chunk.offset + over as u64, &self.block, self.block_at);
        self.chunk = Some(reached);
        self.run = Some(reached.run);
        reached.offset > chunk.offset
    }

    /// Takes bytes up to the next newline; true if that makes a line.
    fn take(&mut self, chunk: Chunk, from: usize, to: usize) -> bool {
        let stream = chunk.stream as usize;
        let newline = memchr::memchr(b'\n', &self.block[from..to]);
        let pending = &mut self.pending[stream];
        let room = LONGEST_LINE - pending.bytes.len();
        let length = newline.unwrap_or(to - from).min(room);
        let is_ended = newline == Some(length);
        let used = length + usize::from(is_ended);
        self.chunk = Some(Chunk { offset: chunk.offset + used as u64, ..chunk });
        if self.shape == Shape::Raw {
            let place = Place::Block { from, to: from + used };
            self.current = Some((place, chunk.time_us, chunk.stream, chunk.run, is_ended));
            return true;
        }
        if self.skipping[stream] {
            self.skipping[stream] = !is_ended;
            return false;
        }
        if is_ended && pending.begun.is_none() && self.torn[stream].is_none() {
            let place = Place::Block { from, to: from + length };
            self.current = Some((place, chunk.time_us, chunk.stream, chunk.run, true));
            return true;
        }
        let torn = self.torn[stream].take();
        let begun = *pending.begun.get_or_insert_with(|| torn.unwrap_or((chunk.time_us, chunk.run)));
        pending.bytes.extend_from_slice(&self.block[from..from + length]);
        let is_full = pending.bytes.len() == LONGEST_LINE;
        self.torn[stream] = (is_full && !is_ended).then_some(begun);
        (is_ended || is_full) && self.give(chunk.stream, is_ended)
    }

    /// Gives what waits, the oldest first.
    fn give_oldest(&mut self) -> bool {
        let waiting = [Stream::Out, Stream::Err, Stream::Note].into_iter();
        let oldest = waiting
            .filter_map(|stream| Some((self.pending[stream as usize].begun?, stream)))
            .min_by_key(|(begun, _)| *begun);
        oldest.is_some_and(|(_, stream)| self.give(stream, false))
    }

    fn give(&mut self, stream: Stream, is_ended: bool) -> bool {
        let pending = &mut self.pending[stream as usize];
        let Some((time_us, run)) = pending.begun.take() else { return false };
        std::mem::swap(&mut self.done, &mut pending.bytes);
        pending.bytes.clear();
        // A very long line must not hold its memory for ever.
        pending.bytes.shrink_to(BLOCK);
        self.current = Some((Place::Done, time_us, stream, run, is_ended));
        true
    }
}
