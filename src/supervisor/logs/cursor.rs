//! Walks the chunks of a log forward, from segment to segment, also while it grows, is rotated or deleted.

use std::io;
use std::path::{Path, PathBuf};

use super::index::{Record, Stream};
use super::segment::{Segment, Slot, exists, index_path, log_path, numbers, packed_path};

/// A place in a log: a byte, and the record that covers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) segment: u64,
    pub(super) record: u64,
    pub(super) offset: u64,
}

/// How far a log reached at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) segment: u64,
    pub(super) records: u64,
    pub(super) log_bytes: u64,
}

/// Bytes of a segment that came together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) offset: u64,
    pub(super) end: u64,
    /// `None` where the index is damaged.
    pub(super) time_us: Option<u64>,
    pub(super) run: u32,
    pub(super) stream: Stream,
}

/// Gives chunk after chunk of one log.
#[derive(Debug)]
pub(super) struct Cursor {
    folder: PathBuf,
    segment: Option<Segment>,
    start: u64,
    record: u64,
    offset: u64,
    /// The rest of this segment has no usable index.
    plain: bool,
    last: Option<Record>,
    /// The end was seen again after the next segment appeared.
    confirmed: bool,
    end: Option<End>,
    follow: bool,
    damaged: Option<PathBuf>,
}

impl Cursor {
    /// Reads from `position` to `end`; if it follows, later chunks can be had after [`Self::go_on`].
    pub(super) fn new(folder: &Path, position: Position, end: End, follow: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            segment: None,
            start: position.segment,
            record: position.record,
            offset: position.offset,
            plain: false,
            last: None,
            confirmed: false,
            end: Some(end),
            follow,
            damaged: None,
        }
    }

    /// Lifts the end: from now on everything that comes is given.
    pub(super) fn go_on(&mut self) {
        self.end = None;
    }

    /// An index that turned out damaged, once.
    pub(super) fn take_damaged(&mut self) -> Option<PathBuf> {
        self.damaged.take()
    }

    /// The segment that the last chunk lies in.
    pub(super) fn segment(&mut self) -> Option<&mut Segment> {
        self.segment.as_mut()
    }

    /// The bytes of the segment that the last chunk lies in turned out damaged.
    pub(super) fn note_damage(&mut self) {
        self.damaged = self.segment.as_ref().map(|segment| packed_path(&log_path(&self.folder, segment.number)));
    }

    /// The next chunk; `None` at the end, or when nothing more is there yet.
    pub(super) fn next(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let Some(number) = self.segment.as_ref().map(|segment| segment.number) else {
                if self.enter_first()? {
                    continue;
                }
                return Ok(None);
            };
            let end = self.end.filter(|end| end.segment == number);
            if let Some(chunk) = self.next_here(end) {
                self.offset = chunk.end;
                self.confirmed = false;
                return Ok(Some(chunk));
            }
            if self.end.is_some_and(|end| number >= end.segment) {
                return Ok(None);
            }
            let Some(next) = self.number_after(number)? else { return Ok(None) };
            // Chunks may have come to this segment between the last look and the birth of the next.
            if self.confirmed {
                self.enter(next)?;
            } else {
                self.confirmed = true;
            }
        }
    }

    /// Steps over whole lines, from `chunk` up to `target`, whose bytes `block` holds: as far as lines lie in one piece, that
    /// is, no stream interrupts another's line. Gives what is left of the chunk that was reached; the next one follows.
    pub(super) fn leap(&mut self, mut chunk: Chunk, target: u64, block: &[u8], block_at: u64) -> Chunk {
        let end = self.end.filter(|end| self.segment.as_ref().is_some_and(|segment| segment.number == end.segment));
        let mut reached = (chunk, self.record, self.offset, self.last);
        let index = |offset: u64| usize::try_from(offset - block_at).unwrap_or(usize::MAX).min(block.len());
        loop {
            let (from, to) = (index(chunk.offset), index(chunk.end.min(target)));
            if let Some(newline) = memchr::memrchr(b'\n', &block[from..to]) {
                let rest = Chunk { offset: chunk.offset + newline as u64 + 1, ..chunk };
                reached = (rest, self.record, self.offset, self.last);
            }
            if chunk.end >= target {
                break;
            }
            let is_whole = reached.0.offset == chunk.end;
            match self.next_here(end) {
                Some(next) if is_whole || (next.stream, next.run) == (chunk.stream, chunk.run) => chunk = next,
                _ => break,
            }
            self.offset = chunk.end;
        }
        (self.record, self.offset, self.last) = (reached.1, reached.2, reached.3);
        reached.0
    }

    fn next_here(&mut self, end: Option<End>) -> Option<Chunk> {
        let segment = self.segment.as_mut()?;
        if !self.plain && end.is_none_or(|end| self.record < end.records) {
            match segment.slot(self.record) {
                Slot::Record(record) if (record.offset..record.end()).contains(&self.offset) => {
                    self.record += 1;
                    self.last = Some(record);
                    let Record { time_us, run, stream, .. } = record;
                    return Some(Chunk { offset: self.offset, end: record.end(), time_us: Some(time_us), run, stream });
                }
                // The newest record may be on its way; an older one is broken for good.
                Slot::Record(_) | Slot::Damaged if self.end.is_some() || segment.records() > self.record + 1 => {
                    self.plain = true;
                    self.damaged = Some(index_path(&self.folder, segment.number));
                }
                Slot::Record(_) | Slot::Damaged | Slot::Nothing => {}
            }
        }
        let abandoned = !self.follow && (end.is_none() || segment.is_abandoned());
        let log_bytes = end.map_or_else(|| segment.log_bytes(), |end| end.log_bytes);
        ((self.plain || abandoned) && log_bytes > self.offset).then(|| Chunk {
            offset: self.offset,
            end: log_bytes,
            time_us: self.last.filter(|_| !self.plain).map(|last| last.time_us),
            run: self.last.map_or(0, |last| last.run),
            stream: self.last.filter(|_| !self.plain).map_or(Stream::Out, |last| last.stream),
        })
    }

    fn enter_first(&mut self) -> io::Result<bool> {
        let (record, offset) = (self.record, self.offset);
        if self.enter(self.start)? {
            (self.record, self.offset) = (record, offset);
            return Ok(true);
        }
        let all = numbers(&self.folder)?;
        let newer = all.iter().find(|&&number| number > self.start).copied();
        let next = match self.end {
            Some(end) => newer.filter(|&number| number <= end.segment),
            None => newer.or(all.first().copied()),
        };
        next.map_or(Ok(false), |number| self.enter(number))
    }

    fn enter(&mut self, number: u64) -> io::Result<bool> {
        self.start = number;
        self.segment = Segment::open(&self.folder, number)?;
        (self.record, self.offset, self.last, self.confirmed) = (0, 0, None, false);
        let Some(segment) = &self.segment else { return Ok(false) };
        self.plain = !segment.has_index();
        if segment.is_lost() {
            self.note_damage();
        } else if self.plain {
            self.damaged = Some(index_path(&self.folder, number));
        }
        Ok(true)
    }

    fn number_after(&self, number: u64) -> io::Result<Option<u64>> {
        if exists(&self.folder, number + 1) {
            return Ok(Some(number + 1));
        }
        let Some(segment) = &self.segment else { return Ok(None) };
        let is_deleted = segment.is_deleted();
        if !is_deleted && self.end.is_none() {
            return Ok(None);
        }
        let all = numbers(&self.folder)?;
        let newer = all.iter().find(|&&other| other > number).copied();
        // A log that was deleted as a whole starts anew at 1. While it is being deleted, older segments are still there.
        let anew = all.first().copied().filter(|&first| {
            let begun = Segment::open(&self.folder, first).ok().flatten().and_then(|first| first.modified());
            is_deleted && begun > segment.modified()
        });
        Ok(newer.or(anew))
    }
}
