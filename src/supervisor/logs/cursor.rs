//! Walks the chunks of a log forward, from segment to segment, also while it grows, is rotated or deleted.

use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::index::{HEADER, RECORD, RECORD_BYTES, Record, Stream};
use super::segment::{index_path, log_path, numbers};

/// Records that are read from an index at once.
const BLOCK: u64 = 256;
const BLOCK_BYTES: usize = 256 * RECORD;
/// Bytes without a record that are this old were left by a crash; younger ones get theirs in a moment.
const ABANDONED: Duration = Duration::from_secs(2);

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

/// A segment that is open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) number: u64,
    log: File,
    /// `None` if it is missing, unreadable or of another make.
    index: Option<File>,
    block: Vec<u8>,
    block_first: u64,
}

/// What an index holds in one place.
enum Slot {
    Record(Record),
    Damaged,
    Nothing,
}

impl Segment {
    /// `None` if there is no such segment (any more).
    pub(super) fn open(folder: &Path, number: u64) -> io::Result<Option<Self>> {
        let log = match File::open(log_path(folder, number)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            log => log?,
        };
        let index = File::open(index_path(folder, number)).ok().filter(|index| {
            let mut header = [0; RECORD];
            index.read_exact_at(&mut header, 0).is_ok() && header == HEADER
        });
        Ok(Some(Self { number, log, index, block: Vec::new(), block_first: 0 }))
    }

    pub(super) fn has_index(&self) -> bool {
        self.index.is_some()
    }

    pub(super) fn log_bytes(&self) -> u64 {
        self.log.metadata().map_or(0, |facts| facts.len())
    }

    /// How many whole records there are.
    pub(super) fn records(&self) -> u64 {
        let bytes = self.index.as_ref().and_then(|index| index.metadata().ok()).map_or(0, |facts| facts.len());
        (bytes / RECORD_BYTES).saturating_sub(1)
    }

    pub(super) fn record(&mut self, at: u64) -> Option<Record> {
        match self.slot(at) {
            Slot::Record(record) => Some(record),
            Slot::Damaged | Slot::Nothing => None,
        }
    }

    fn slot(&mut self, at: u64) -> Slot {
        let Some(index) = &self.index else { return Slot::Nothing };
        let held = (self.block.len() / RECORD) as u64;
        if !(self.block_first..self.block_first + held).contains(&at) {
            self.block_first = at - at % BLOCK;
            self.block.resize(BLOCK_BYTES, 0);
            let read = index.read_at(&mut self.block, (self.block_first + 1) * RECORD_BYTES).unwrap_or(0);
            self.block.truncate(read - read % RECORD);
        }
        let slot = usize::try_from(at - self.block_first).unwrap_or(usize::MAX);
        match self.block.as_chunks::<RECORD>().0.get(slot) {
            Some(bytes) => {
                if let Some(record) = Record::from_bytes(bytes) {
                    return Slot::Record(record);
                }
                // Perhaps it was being written just now: read it again when it is asked for again.
                self.block.clear();
                Slot::Damaged
            }
            None => Slot::Nothing,
        }
    }

    /// The first record for which `holds`, where records that hold follow those that do not.
    pub(super) fn partition(&mut self, holds: impl Fn(&Record) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.records());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.record(middle).is_some_and(|record| holds(&record)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Reads what is there at `offset`; 0 at the end.
    pub(super) fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        loop {
            match self.log.read_at(bytes, offset) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }

    fn is_deleted(&self) -> bool {
        self.log.metadata().is_ok_and(|facts| facts.nlink() == 0)
    }

    fn is_abandoned(&self) -> bool {
        let modified = self.log.metadata().and_then(|facts| facts.modified());
        modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > ABANDONED))
    }
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
    pub(super) fn segment(&self) -> Option<&Segment> {
        self.segment.as_ref()
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
        if self.plain {
            self.damaged = Some(index_path(&self.folder, number));
        }
        Ok(true)
    }

    fn number_after(&self, number: u64) -> io::Result<Option<u64>> {
        if log_path(&self.folder, number + 1).exists() {
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
            let modified = |facts: io::Result<std::fs::Metadata>| facts.and_then(|facts| facts.modified()).ok();
            is_deleted && modified(std::fs::metadata(log_path(&self.folder, first))) > modified(segment.log.metadata())
        });
        Ok(newer.or(anew))
    }
}
