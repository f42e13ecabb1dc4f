//! The index of a segment: a header, then records of one size, all little-endian.

/// What an index begins with; the record size in it lets a reader step over fields that it does not know.
pub(super) const HEADER: [u8; RECORD] = {
    let mut header = [0; RECORD];
    let magic = *b"gascli-i\x01\0\0\0\x20\0\0\0";
    let mut at = 0;
    while at < magic.len() {
        header[at] = magic[at];
        at += 1;
    }
    header
};

/// Bytes of the header, and of each record.
pub(super) const RECORD: usize = 32;

/// The same as a file size.
pub(super) const RECORD_BYTES: u64 = 32;

/// Where a chunk came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// The child's stdout.
    Out,
    /// The child's stderr.
    Err,
    /// A remark of the shim's own, such as "4096 bytes dropped: disk full". Never part of `--raw`.
    Note,
}

/// One chunk, as it was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Where in the segment it begins.
    pub offset: u64,
    /// When it was read from the child, in microseconds since 1970 UTC; never less than that of the record before.
    pub time_us: u64,
    /// Its bytes.
    pub length: u32,
    /// Which run of the service wrote it, counted from 1.
    pub run: u32,
    /// Where it came from.
    pub stream: Stream,
}

impl Record {
    /// Where in the segment the next chunk begins.
    pub fn end(&self) -> u64 {
        self.offset.saturating_add(u64::from(self.length))
    }

    pub(super) fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        bytes[0..8].copy_from_slice(&self.offset.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.time_us.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.length.to_le_bytes());
        bytes[20..24].copy_from_slice(&self.run.to_le_bytes());
        bytes[24] = match self.stream {
            Stream::Out => 1,
            Stream::Err => 2,
            Stream::Note => 3,
        };
        bytes
    }

    /// `None` for what no writer wrote: an unknown stream, an empty chunk (also the zeros that a power cut leaves).
    pub(super) fn from_bytes(bytes: &[u8; RECORD]) -> Option<Self> {
        let u64_at = |at: usize| bytes[at..at + 8].try_into().map(u64::from_le_bytes).ok();
        let u32_at = |at: usize| bytes[at..at + 4].try_into().map(u32::from_le_bytes).ok();
        let stream = match bytes[24] {
            1 => Stream::Out,
            2 => Stream::Err,
            3 => Stream::Note,
            _ => return None,
        };
        let record = Self { offset: u64_at(0)?, time_us: u64_at(8)?, length: u32_at(16)?, run: u32_at(20)?, stream };
        (record.length > 0).then_some(record)
    }
}
