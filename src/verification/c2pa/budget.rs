//! A stream, and manifests, that can only be worked on so much.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use c2pa::ProgressPhase;

use super::Medium;
use super::jumbf::Effort;

/// Bytes that are fetched at once where less is asked for. Parsers read two bytes here and four there; every one of
/// these would else be a call to the kernel.
const WINDOW: usize = 8 << 10;

/// Bytes that are hashed in the time of one comparison of two parts of a manifest, which takes the SDK long.
const BYTES_PER_COMPARISON: usize = 256;

/// What may be asked of a medium, in total, until the next grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowance {
    /// Reads and seeks.
    pub(super) operations: u64,
    /// Bytes handed out, each time that they are.
    pub(super) bytes: u64,
}

/// A medium of which a reader may ask only in proportion to its length.
///
/// A TIFF of 38 kB whose thousand pages share five thousand parts kept the SDK busy for minutes, and a manifest may name
/// the whole file as its bound content a thousand times over. Counting what is asked for rather than seconds makes the
/// verdict the same on every machine.
///
/// The SDK takes some of the errors from here for facts about the file (a hash that does not match, a tag that is not
/// there), so whoever lends the stream asks [`Budgeted::is_spent`] afterwards.
pub(super) struct Budgeted<'a> {
    inner: &'a mut dyn Medium,
    length: u64,
    /// Where the next byte is read.
    position: u64,
    /// Where `inner` stands.
    inner_position: u64,
    window: Box<[u8]>,
    window_start: u64,
    window_length: usize,
    left: Allowance,
    spent: bool,
}

impl<'a> Budgeted<'a> {
    /// From the start of the medium, with nothing granted yet.
    pub(super) fn new(inner: &'a mut dyn Medium) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0))?;
        inner.rewind()?;
        Ok(Self {
            inner,
            length,
            position: 0,
            inner_position: 0,
            window: vec![0; WINDOW].into_boxed_slice(),
            window_start: 0,
            window_length: 0,
            left: Allowance { operations: 0, bytes: 0 },
            spent: false,
        })
    }

    /// Bytes of the medium.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Replaces what is left.
    pub(super) fn grant(&mut self, allowance: Allowance) {
        self.left = allowance;
    }

    /// Whether more was asked for than was granted: what the reader found then says nothing about the file.
    pub(super) fn is_spent(&self) -> bool {
        self.spent
    }

    fn spend(&mut self, operations: u64, bytes: usize) -> io::Result<()> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let operations = self.left.operations.checked_sub(operations);
        if let (Some(operations), Some(bytes)) = (operations, self.left.bytes.checked_sub(bytes)) {
            self.left = Allowance { operations, bytes };
            return Ok(());
        }
        self.spent = true;
        Err(io::Error::other("the file is too laborious to read"))
    }

    /// One read of the medium at the current position, into the buffer or else the window.
    fn fetch(&mut self, buffer: Option<&mut [u8]>) -> io::Result<usize> {
        if self.inner_position != self.position {
            self.inner_position = self.inner.seek(SeekFrom::Start(self.position))?;
        }
        let read = self.inner.read(buffer.unwrap_or(&mut self.window))?;
        self.inner_position += read as u64;
        Ok(read)
    }

    /// What the window holds from the current position on.
    fn at_hand(&self) -> &[u8] {
        let offset = self.position.checked_sub(self.window_start).and_then(|offset| usize::try_from(offset).ok());
        offset.and_then(|offset| self.window.get(offset..self.window_length)).unwrap_or_default()
    }
}

impl Read for Budgeted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.spend(1, 0)?;
        if self.left.bytes == 0 && !buffer.is_empty() && self.position < self.length {
            self.spend(0, 1)?;
        }
        // Not a byte more than is granted, or a single read could fill memory.
        let granted = usize::try_from(self.left.bytes).map_or(buffer.len(), |left| left.min(buffer.len()));
        let buffer = &mut buffer[..granted];
        let read = if buffer.len() >= WINDOW && self.at_hand().is_empty() {
            self.fetch(Some(buffer))?
        } else {
            if self.at_hand().is_empty() {
                self.window_length = 0;
                self.window_length = self.fetch(None)?;
                self.window_start = self.position;
            }
            let held = self.at_hand();
            let read = held.len().min(buffer.len());
            buffer[..read].copy_from_slice(&held[..read]);
            read
        };
        self.position += read as u64;
        self.spend(0, read)?;
        Ok(read)
    }
}

impl Seek for Budgeted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.spend(1, 0)?;
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "invalid seek to a negative or overflowing position")
        })?;
        Ok(self.position)
    }
}

/// What judging manifests may cost besides reading the medium.
///
/// The SDK judges an ingredient each time that one names it, all its assertions included, so a store of a few megabytes
/// can keep it busy for hours. Each time is counted as if the whole store were looked at.
pub(super) struct Work {
    each: u64,
    most: u64,
    done: Arc<AtomicU64>,
}

impl Work {
    /// At most `most` bytes, of which each look at a store takes as many as its effort says.
    pub(super) fn new(effort: Effort, most: u64) -> Self {
        let each = effort.bytes.saturating_add(effort.ingredient.saturating_mul(BYTES_PER_COMPARISON));
        Self { each: u64::try_from(each).unwrap_or(u64::MAX), most, done: Arc::default() }
    }

    /// What the SDK is to report its progress to; it stops where the answer is no.
    pub(super) fn meter(&self) -> impl Fn(ProgressPhase, u32, u32) -> bool + Send + Sync + 'static {
        let (each, most, done) = (self.each, self.most, Arc::clone(&self.done));
        move |phase, _, _| {
            let cost = if phase == ProgressPhase::VerifyingSignature { each } else { 0 };
            done.fetch_add(cost, Ordering::Relaxed).saturating_add(cost) <= most
        }
    }

    /// Whether the SDK was stopped.
    pub(super) fn is_spent(&self) -> bool {
        self.done.load(Ordering::Relaxed) > self.most
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    const PLENTY: Allowance = Allowance { operations: u64::MAX, bytes: u64::MAX };

    #[test]
    fn a_file_is_read_to_its_end_but_not_for_ever() {
        let bytes = vec![7; 1 << 20];
        let mut medium = Cursor::new(&bytes);
        let mut stream = Budgeted::new(&mut medium).unwrap();
        assert!(stream.read(&mut [0]).is_err(), "nothing is granted at first");

        stream.grant(Allowance { operations: 1000, bytes: 1 << 20 });
        let mut whole = Vec::new();
        stream.read_to_end(&mut whole).unwrap();
        assert_eq!(whole, bytes);
        stream.rewind().unwrap();
        assert!(stream.read_to_end(&mut Vec::new()).is_err(), "its bytes were granted once");

        stream.grant(Allowance { operations: 1000, bytes: 1 << 20 });
        assert!((0..1000).all(|_| stream.seek(SeekFrom::Start(1)).is_ok()));
        assert!(stream.read(&mut [0]).is_err() && stream.rewind().is_err());
        assert!(stream.is_spent());
    }

    #[test]
    fn small_reads_do_not_each_reach_the_medium() {
        struct Counted(Cursor<Vec<u8>>, u32);
        impl Read for Counted {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.1 += 1;
                self.0.read(buffer)
            }
        }
        impl Seek for Counted {
            fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
                self.0.seek(to)
            }
        }
        let mut medium = Counted(Cursor::new(vec![1; 64 << 10]), 0);
        let mut stream = Budgeted::new(&mut medium).unwrap();
        stream.grant(PLENTY);
        for at in 0..64 << 10 {
            stream.seek(SeekFrom::Start(at)).unwrap();
            stream.read_exact(&mut [0]).unwrap();
        }
        assert_eq!(medium.1, 8);
    }

    proptest! {
        #[test]
        fn reads_and_seeks_give_what_the_medium_itself_would_give(
            steps in prop::collection::vec((0_u8..4, -40_000_i64..40_000, 0_usize..20_000), 0..40),
        ) {
            let bytes: Vec<u8> = (0..30_011_u32).map(|at| (at * 31 / 8).to_le_bytes()[0]).collect();
            let (mut plain, mut medium) = (Cursor::new(&bytes), Cursor::new(&bytes));
            let mut stream = Budgeted::new(&mut medium).unwrap();
            stream.grant(PLENTY);
            for (kind, offset, length) in steps {
                let to = match kind {
                    0 => Some(SeekFrom::Start(offset.unsigned_abs())),
                    1 => Some(SeekFrom::Current(offset)),
                    2 => Some(SeekFrom::End(offset)),
                    _ => None,
                };
                if let Some(to) = to {
                    prop_assert_eq!(plain.seek(to).ok(), stream.seek(to).ok());
                }
                let (mut expected, mut found) = (Vec::new(), Vec::new());
                plain.by_ref().take(length as u64).read_to_end(&mut expected).unwrap();
                stream.by_ref().take(length as u64).read_to_end(&mut found).unwrap();
                prop_assert_eq!(expected, found);
            }
        }
    }
}
