//! The files of a log folder: their names, which there are, and what is in them, compressed or not.
//!
//! A segment is `NUMBER.log` with `NUMBER.idx` while it is written to. Once closed, each may become `.log.zst` and
//! `.idx.zst`. For a moment there are both: then they hold the same, and either may be read.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::index::{HEADER, RECORD, RECORD_BYTES, Record};
use super::packed::Packed;

/// Records that are read from an index at once.
const BLOCK: u64 = 512;
const BLOCK_BYTES: usize = 512 * RECORD;
/// Bytes without a record that are this old were left by a crash; younger ones get theirs in a moment.
const ABANDONED: Duration = Duration::from_secs(2);

/// Path of a segment.
pub(super) fn log_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.log"))
}

/// Path of its index.
pub(super) fn index_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.idx"))
}

/// The path of the compressed form.
pub(super) fn packed_path(plain: &Path) -> PathBuf {
    let mut path = plain.as_os_str().to_owned();
    path.push(".zst");
    path.into()
}

/// Whether there is such a segment, in either form.
pub(super) fn exists(folder: &Path, number: u64) -> bool {
    let plain = log_path(folder, number);
    plain.exists() || packed_path(&plain).exists()
}

/// Numbers of the segments in a folder, in either form, oldest first. A missing folder has none.
pub(super) fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let mut all = numbers_of(folder, "log")?;
    all.extend(numbers_of(folder, "log.zst")?);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Numbers of the files `DIGITS.EXTENSION`, ascending.
pub(super) fn numbers_of(folder: &Path, extension: &str) -> io::Result<Vec<u64>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(extension)?.strip_suffix('.'));
        if let Some(digits) = number.filter(|digits| digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_digit())) {
            numbers.extend(digits.parse::<u64>());
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// What a segment takes on the disk, with its index.
pub(super) fn disk_bytes(folder: &Path, number: u64) -> u64 {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |facts| facts.len());
    [log_path(folder, number), index_path(folder, number)]
        .iter()
        .map(|path| size(path) + size(&packed_path(path)))
        .sum()
}

/// Deletes a segment in all its forms; false if there was none. In this order no reader finds one without its index, and
/// whoever compresses it meanwhile can tell by the plain one that it is gone.
pub(super) fn remove(folder: &Path, number: u64) -> io::Result<bool> {
    let mut was_there = false;
    for plain in [log_path(folder, number), index_path(folder, number)] {
        for path in [plain.clone(), packed_path(&plain)] {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => {
                    removed?;
                    was_there = true;
                }
            }
        }
    }
    Ok(was_there)
}

/// A file in one of its forms.
#[derive(Debug)]
enum Source {
    Plain(File),
    Packed(Box<Packed>),
}

impl Source {
    /// `None` if there is no such file (any more).
    fn open(plain: &Path) -> io::Result<Option<Self>> {
        match File::open(plain) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            file => return Ok(Some(Self::Plain(file?))),
        }
        match File::open(packed_path(plain)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            file => Ok(Some(Self::Packed(Box::new(Packed::open(file?)?)))),
        }
    }

    fn facts(&self) -> io::Result<Metadata> {
        match self {
            Self::Plain(file) => file.metadata(),
            Self::Packed(packed) => packed.file().metadata(),
        }
    }

    fn length(&self) -> u64 {
        match self {
            Self::Plain(file) => file.metadata().map_or(0, |facts| facts.len()),
            Self::Packed(packed) => packed.length(),
        }
    }

    /// Fills `bytes` as far as there is something.
    fn read_at(&mut self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < bytes.len() {
            let (rest, at) = (&mut bytes[filled..], offset + filled as u64);
            let read = match self {
                Self::Plain(file) => file.read_at(rest, at),
                Self::Packed(packed) => packed.read_at(rest, at),
            };
            match read {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// A segment that is open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) number: u64,
    /// `None` if it is damaged.
    log: Option<Source>,
    /// `None` if it is missing, damaged or of another make.
    index: Option<Source>,
    block: Vec<u8>,
    block_first: u64,
}

/// What an index holds in one place.
pub(super) enum Slot {
    Record(Record),
    Damaged,
    Nothing,
}

impl Segment {
    /// `None` if there is no such segment (any more).
    pub(super) fn open(folder: &Path, number: u64) -> io::Result<Option<Self>> {
        let log = match Source::open(&log_path(folder, number)) {
            Err(error) if is_damage(&error) => None,
            log => match log? {
                None => return Ok(None),
                log => log,
            },
        };
        let index = Source::open(&index_path(folder, number)).ok().flatten().and_then(|mut index| {
            let mut header = [0; RECORD];
            let read = index.read_at(&mut header, 0).ok()?;
            (read == RECORD && header == HEADER).then_some(index)
        });
        Ok(Some(Self { number, log, index, block: Vec::new(), block_first: 0 }))
    }

    pub(super) fn has_index(&self) -> bool {
        self.index.is_some()
    }

    /// Whether its bytes cannot be had.
    pub(super) fn is_lost(&self) -> bool {
        self.log.is_none()
    }

    pub(super) fn log_bytes(&self) -> u64 {
        self.log.as_ref().map_or(0, Source::length)
    }

    /// When it was last written to.
    pub(super) fn modified(&self) -> Option<std::time::SystemTime> {
        self.log.as_ref()?.facts().ok()?.modified().ok()
    }

    /// How many whole records there are.
    pub(super) fn records(&self) -> u64 {
        let bytes = self.index.as_ref().map_or(0, Source::length);
        (bytes / RECORD_BYTES).saturating_sub(1)
    }

    pub(super) fn record(&mut self, at: u64) -> Option<Record> {
        match self.slot(at) {
            Slot::Record(record) => Some(record),
            Slot::Damaged | Slot::Nothing => None,
        }
    }

    pub(super) fn slot(&mut self, at: u64) -> Slot {
        let held = (self.block.len() / RECORD) as u64;
        if !(self.block_first..self.block_first + held).contains(&at) {
            let Some(index) = &mut self.index else { return Slot::Nothing };
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
        if high.checked_sub(1).and_then(|last| self.record(last)).is_some_and(|last| !holds(&last)) {
            // Mostly: what is looked for is in a later segment. A compressed index then is unpacked in one place only.
            return high;
        }
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

    /// Reads what is there at `offset`, as much as fits; 0 at the end.
    pub(super) fn read_at(&mut self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        self.log.as_mut().map_or(Ok(0), |log| log.read_at(bytes, offset))
    }

    /// Whether it has no name any more: it was deleted, or lives on compressed.
    pub(super) fn is_deleted(&self) -> bool {
        self.log.as_ref().is_some_and(|log| log.facts().is_ok_and(|facts| facts.nlink() == 0))
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.modified().is_some_and(|modified| modified.elapsed().is_ok_and(|age| age > ABANDONED))
    }
}

/// Whether a compressed file is at fault, and not the system.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}
