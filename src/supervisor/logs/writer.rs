//! Appends a child's output. Used by the shim, which is counted in kilobytes: no threads, no buffers, two descriptors.
//!
//! Nothing is buffered: when [`LogWriter::append`] returns, the chunk is in the page cache and survives this process.
//! It is not fsynced; a power cut may cost the last seconds, and re-opening repairs what it left.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::index::{HEADER, RECORD, RECORD_BYTES, Record, Stream};
use super::keep::{free_space, make_room};
use super::segment::{Segment, disk_bytes, index_path, log_path, numbers, numbers_of, remove};
use crate::supervisor::{LogPolicy, MinFree};
use crate::types::Hint;

/// A wall clock that was set back by more than this gets a new segment, so that times ascend within each.
const CLOCK_STEP_US: u64 = 60_000_000;
/// An index may be this large even where segments are smaller: there is one record at least.
const SMALLEST_INDEX: u64 = 4096;
/// The most that one record covers.
const LARGEST_PIECE: usize = 1 << 30;
/// After so many bytes it is looked whether the disk is about to be full.
const LOOK_EVERY: u64 = 4 << 20;
/// Near a full disk, room is made at most this often.
const ROOM_EVERY: Duration = Duration::from_secs(1);

/// Why output could not be logged.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The log cannot be opened.
    #[error("cannot open the log `{}`", path.display())]
    Open {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The log takes no more: a full disk, mostly. It is as it was before the part that failed, and a later
    /// [`LogWriter::append`] can succeed.
    #[error("cannot write to the log `{}`", path.display())]
    Write {
        /// The segment.
        path: PathBuf,
        /// How many of this call's bytes are logged nevertheless: go on behind them.
        written: usize,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Hint for LogError {
    fn hint(&self) -> Option<String> {
        let (Self::Open { source, .. } | Self::Write { source, .. }) = self;
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Some("free space on that disk, or lower `logs.total_bytes` of the service".into())
            }
            io::ErrorKind::PermissionDenied => Some("the folder must belong to the user who runs gascli".into()),
            _ => None,
        }
    }
}

/// The log of one service, open for writing. Its caller holds the service's lock, so there is no second.
#[derive(Debug)]
pub struct LogWriter {
    folder: PathBuf,
    segment_bytes: u64,
    total_bytes: u64,
    segment_age_us: u64,
    min_free: MinFree,
    number: u64,
    log: File,
    index: File,
    fill: Fill,
    /// When the first chunk of the segment came.
    begun_us: Option<u64>,
    last: Option<Record>,
    /// The oldest segment, and what all but the current one hold, indexes included.
    oldest: u64,
    closed_bytes: u64,
    /// Bytes until the free space is looked at again; 0 while there is too little.
    look_in: u64,
    made_room: Option<Instant>,
}

/// How full a segment is.
#[derive(Debug, Clone, Copy)]
struct Fill {
    log: u64,
    index: u64,
    /// Length of the line that the segment ends in; 0 at the start of a line.
    line: u64,
}

impl Fill {
    const NEW: Self = Self { log: 0, index: RECORD_BYTES, line: 0 };
}

/// What to do next with bytes that wait.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Rotate,
    Take(usize),
}

impl LogWriter {
    /// Opens the log in `folder` (created 0700 if missing), continuing its newest segment after repairing what a crash
    /// left: bytes without a record get one, records without bytes go.
    pub fn open(folder: &Path, policy: &LogPolicy) -> Result<Self, LogError> {
        let fault = |source| LogError::Open { path: folder.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault)?;
        let number = numbers(folder).map_err(fault)?.last().copied();
        let reopened = match number {
            Some(number) if log_path(folder, number).exists() => {
                reopen(folder, number).map_err(fault)?.map(|found| (number, found))
            }
            _ => None,
        };
        let (number, (log, index, fill, last)) = if let Some(reopened) = reopened {
            reopened
        } else {
            // None yet, or one that is compressed or has an index of another make: that one stays as it is.
            let number = number.unwrap_or(0) + 1;
            let (log, index) = create(folder, number).map_err(fault)?;
            (number, (log, index, Fill::NEW, None))
        };
        let mut writer = Self {
            folder: folder.to_owned(),
            segment_bytes: policy.segment_bytes.max(1),
            total_bytes: policy.total_bytes,
            segment_age_us: u64::try_from(policy.segment_age.as_micros()).unwrap_or(u64::MAX),
            min_free: policy.min_free,
            number,
            begun_us: last.and_then(|last| Some(record_at(&index, RECORD_BYTES).ok()??.time_us.min(last.time_us))),
            log,
            index,
            fill,
            last,
            oldest: number,
            closed_bytes: 0,
            look_in: 0,
            made_room: None,
        };
        writer.count_closed();
        writer.trim();
        writer.delete_orphans();
        Ok(writer)
    }

    /// The newest run in the log of `folder`; 0 without any.
    pub fn last_run(folder: &Path) -> u32 {
        let newest_first = numbers(folder).unwrap_or_default().into_iter().rev();
        let last = |number| -> Option<Record> {
            let mut segment = Segment::open(folder, number).ok()??;
            (0..segment.records()).rev().find_map(|at| segment.record(at))
        };
        newest_first.filter_map(last).map(|record| record.run).next().unwrap_or(0)
    }

    /// The number of the segment that is written to. It grows whenever one is closed.
    pub fn segment(&self) -> u64 {
        self.number
    }

    /// Deletes everything that was written so far, and begins a new segment. Readers that hold an old one go on.
    pub fn clear(&mut self) -> Result<(), LogError> {
        let path = log_path(&self.folder, self.number);
        let fault = |source| LogError::Write { path: path.clone(), written: 0, source };
        // Closed ones first: a full disk then has room for a new one.
        self.delete_closed().map_err(fault)?;
        if self.fill.log > 0 {
            self.rotate().map_err(fault)?;
            self.delete_closed().map_err(fault)?;
        }
        Ok(())
    }

    fn delete_closed(&mut self) -> io::Result<()> {
        for number in numbers(&self.folder)?.into_iter().filter(|number| *number < self.number) {
            remove(&self.folder, number)?;
        }
        (self.oldest, self.closed_bytes) = (self.number, 0);
        Ok(())
    }

    /// Appends what the child wrote. When it returns, segment and index hold it.
    pub fn append(&mut self, run: u32, stream: Stream, bytes: &[u8]) -> Result<(), LogError> {
        let now = now_us();
        let stepped = self.last.is_some_and(|last| now.saturating_add(CLOCK_STEP_US) < last.time_us);
        let is_old = self.begun_us.is_some_and(|begun| now.saturating_sub(begun) > self.segment_age_us);
        if (stepped || is_old) && self.fill.line == 0 && self.fill.log > 0 {
            let _ = self.rotate();
        }
        if self.last.is_some_and(|last| last.run != run) {
            // What the run before left unfinished is a line of its own.
            self.fill.line = 0;
        }
        if self.look_in == 0 {
            let full = |source| LogError::Write { path: log_path(&self.folder, self.number), written: 0, source };
            self.look_in = room_on_disk(&self.folder, self.min_free, &mut self.made_room).map_err(full)?;
        }
        self.look_in = self.look_in.saturating_sub(bytes.len() as u64);
        let mut written = 0;
        while written < bytes.len() {
            let rest = &bytes[written..bytes.len().min(written + LARGEST_PIECE)];
            let piece = match next_step(self.fill, self.segment_bytes, rest) {
                Step::Take(count) => count,
                Step::Rotate if self.rotate().is_ok() => continue,
                // Too large a segment is better than lost output; the next call tries again.
                Step::Rotate => rest.len(),
            };
            self.put(run, stream, &rest[..piece], now).map_err(|source| LogError::Write {
                path: log_path(&self.folder, self.number),
                written,
                source,
            })?;
            written += piece;
        }
        Ok(())
    }

    fn put(&mut self, run: u32, stream: Stream, piece: &[u8], now: u64) -> io::Result<()> {
        let length = u32::try_from(piece.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let time_us = self.last.map_or(now, |last| last.time_us.max(now));
        let record = Record { offset: self.fill.log, time_us, length, run, stream };
        let put = self
            .log
            .write_all_at(piece, self.fill.log)
            .and_then(|()| self.index.write_all_at(&record.to_bytes(), self.fill.index));
        if let Err(error) = put {
            // Should these fail too: the next chunk is written over the rest of this one.
            let _ = self.index.set_len(self.fill.index);
            let _ = self.log.set_len(self.fill.log);
            return Err(error);
        }
        self.last = Some(record);
        self.begun_us.get_or_insert(time_us);
        self.fill.log += u64::from(length);
        self.fill.index += RECORD_BYTES;
        self.fill.line = match memchr::memrchr(b'\n', piece) {
            Some(at) => (piece.len() - 1 - at) as u64,
            None => self.fill.line + u64::from(length),
        };
        Ok(())
    }

    fn rotate(&mut self) -> io::Result<()> {
        let number = self.number + 1;
        let (log, index) = create(&self.folder, number)?;
        self.closed_bytes += self.fill.log + self.fill.index;
        (self.number, self.log, self.index, self.last) = (number, log, index, None);
        (self.fill, self.begun_us) = (Fill::NEW, None);
        self.trim();
        Ok(())
    }

    /// Deletes the oldest segments until the current one can fill up within `total_bytes`. What cannot be deleted now
    /// is tried again at the next rotation.
    fn trim(&mut self) {
        let is_over =
            |it: &Self| it.closed_bytes.saturating_add(it.segment_bytes) > it.total_bytes && it.oldest < it.number;
        if is_over(self) {
            // Others compress and delete segments, too.
            self.count_closed();
        }
        while is_over(self) {
            let bytes = disk_bytes(&self.folder, self.oldest);
            if remove(&self.folder, self.oldest).is_err() {
                break;
            }
            self.oldest += 1;
            self.closed_bytes = self.closed_bytes.saturating_sub(bytes);
        }
    }

    /// Looks which segments there are beside the current one. Done rarely: rotation only adds.
    fn count_closed(&mut self) {
        let mut closed = numbers(&self.folder).unwrap_or_default();
        closed.retain(|&number| number < self.number);
        self.oldest = closed.first().copied().unwrap_or(self.number);
        self.closed_bytes = closed.into_iter().map(|number| disk_bytes(&self.folder, number)).sum();
    }

    /// Deletes indexes whose segments are gone: a crash came between the two deletions.
    fn delete_orphans(&self) {
        let kept = numbers(&self.folder).unwrap_or_default();
        let indexes =
            ["idx", "idx.zst"].into_iter().flat_map(|kind| numbers_of(&self.folder, kind).unwrap_or_default());
        for orphan in indexes.filter(|index| kept.binary_search(index).is_err()) {
            let _ = remove(&self.folder, orphan);
        }
    }
}

/// How many bytes may come until this is asked again; an error if others need the room that is left. Before that, the
/// oldest segments of all services go.
fn room_on_disk(folder: &Path, wanted: MinFree, made_room: &mut Option<Instant>) -> io::Result<u64> {
    let (free, floor) = free_space(folder, wanted)?;
    if free >= floor {
        return Ok(LOOK_EVERY);
    }
    let parent = folder.parent().unwrap_or(folder);
    let due = made_room.is_none_or(|at| at.elapsed() >= ROOM_EVERY);
    if due {
        *made_room = Some(Instant::now());
        if make_room(parent, wanted)? {
            return Ok(LOOK_EVERY);
        }
    }
    let text = format!("the disk has {} MiB free, and {} MiB are left to others", free >> 20, floor >> 20);
    Err(io::Error::new(io::ErrorKind::StorageFull, text))
}

/// Decides how much of `rest` still belongs into a segment: whole lines while there is room; a line that has begun is
/// finished in its segment unless it alone is larger than one.
fn next_step(fill: Fill, segment_bytes: u64, rest: &[u8]) -> Step {
    let index_limit = segment_bytes.max(SMALLEST_INDEX);
    let index_full = fill.index >= index_limit && (fill.line == 0 || fill.index >= 2 * index_limit);
    if index_full && fill.log > 0 {
        return Step::Rotate;
    }
    let bounded = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX).min(rest.len());
    let room = bounded(segment_bytes.saturating_sub(fill.log));
    if rest.len() <= room {
        return Step::Take(rest.len());
    }
    if let Some(at) = memchr::memrchr(b'\n', &rest[..room]) {
        return Step::Take(at + 1);
    }
    let line_room = bounded(segment_bytes.saturating_sub(fill.line));
    if (fill.line == 0 && fill.log > 0) || line_room == 0 {
        return Step::Rotate;
    }
    let line_end = memchr::memchr(b'\n', &rest[..line_room]);
    Step::Take(line_end.map_or(line_room, |at| at + 1))
}

fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

fn create(folder: &Path, number: u64) -> io::Result<(File, File)> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // The index first: a reader that sees the segment finds it.
    let path = index_path(folder, number);
    let index = OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    let log = index.write_all_at(&HEADER, 0).and_then(|()| {
        OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(log_path(folder, number))
    });
    match log {
        Ok(log) => Ok((log, index)),
        Err(error) => {
            let _ = std::fs::remove_file(path);
            Err(error)
        }
    }
}

type Reopened = (File, File, Fill, Option<Record>);

/// Opens a segment that exists and makes its index agree with it. `None` if the index is of another make.
fn reopen(folder: &Path, number: u64) -> io::Result<Option<Reopened>> {
    let log = OpenOptions::new().read(true).write(true).open(log_path(folder, number))?;
    let index = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(index_path(folder, number))?;
    let log_bytes = log.metadata()?.len();
    let mut index_bytes = index.metadata()?.len();
    if index_bytes < RECORD_BYTES {
        index.set_len(0)?;
        index.write_all_at(&HEADER, 0)?;
        index_bytes = RECORD_BYTES;
    }
    let mut header = [0; RECORD];
    index.read_exact_at(&mut header, 0)?;
    if header != HEADER {
        return Ok(None);
    }
    index_bytes -= index_bytes % RECORD_BYTES;
    let mut last = None;
    while index_bytes > RECORD_BYTES {
        let at = index_bytes - RECORD_BYTES;
        if let Some(mut record) = record_at(&index, at)?.filter(|record| record.offset < log_bytes) {
            if record.end() > log_bytes {
                record.length = u32::try_from(log_bytes - record.offset).unwrap_or(record.length);
                index.write_all_at(&record.to_bytes(), at)?;
            }
            last = Some(record);
            break;
        }
        index_bytes = at;
    }
    index.set_len(index_bytes)?;
    while last.map_or(0, |last: Record| last.end()) < log_bytes {
        let record = recovered(&log, last, log_bytes)?;
        index.write_all_at(&record.to_bytes(), index_bytes)?;
        index_bytes += RECORD_BYTES;
        last = Some(record);
    }
    let fill = Fill { log: log_bytes, index: index_bytes, line: line_tail(&log, log_bytes)? };
    Ok(Some((log, index, fill, last)))
}

/// A record for bytes that a crash left without one: of the stream and run before them, written when the file was.
fn recovered(log: &File, last: Option<Record>, log_bytes: u64) -> io::Result<Record> {
    let offset = last.map_or(0, |last| last.end());
    let facts = log.metadata()?;
    let modified = facts.mtime().saturating_mul(1_000_000).saturating_add(facts.mtime_nsec() / 1000);
    let modified = u64::try_from(modified).unwrap_or(0);
    Ok(Record {
        offset,
        time_us: last.map_or(modified, |last| last.time_us.max(modified)),
        length: u32::try_from(log_bytes - offset).unwrap_or(u32::MAX),
        run: last.map_or(1, |last| last.run),
        stream: last.map_or(Stream::Out, |last| last.stream),
    })
}

/// Length of the unfinished line at the end, looking back one block: a longer one counts as that long.
fn line_tail(log: &File, log_bytes: u64) -> io::Result<u64> {
    let mut block = [0; 4096];
    let length = usize::try_from(log_bytes).unwrap_or(usize::MAX).min(block.len());
    log.read_exact_at(&mut block[..length], log_bytes - length as u64)?;
    Ok(block[..length].iter().rev().position(|&byte| byte == b'\n').unwrap_or(length) as u64)
}

fn record_at(index: &File, at: u64) -> io::Result<Option<Record>> {
    let mut bytes = [0; RECORD];
    index.read_exact_at(&mut bytes, at)?;
    Ok(Record::from_bytes(&bytes))
}

#[cfg(test)]
mod tests;
