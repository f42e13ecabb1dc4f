//! Tells a disk that fails from a medium that is broken.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};

/// A file that remembers that it could not be read: to those who check media, that looks like a broken one. Where a reader
/// is told to go is the medium's doing, so a place that is none is no fault.
pub(super) struct Watched {
    file: BufReader<File>,
    fault: Option<std::io::Error>,
}

impl Watched {
    pub(super) fn new(file: File) -> Self {
        Self { file: BufReader::with_capacity(64 << 10, file), fault: None }
    }

    /// What went wrong while it was read.
    pub(super) fn into_fault(self) -> Option<std::io::Error> {
        self.fault
    }

    /// Notes a failure; whoever reads learns its kind.
    fn note(fault: &mut Option<std::io::Error>, error: std::io::Error) -> std::io::Error {
        let kind = error.kind();
        if kind != std::io::ErrorKind::Interrupted {
            fault.get_or_insert(error);
        }
        kind.into()
    }
}

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.file.read(into).map_err(|error| Self::note(&mut self.fault, error))
    }
}

impl BufRead for Watched {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.file.fill_buf().map_err(|error| Self::note(&mut self.fault, error))
    }

    fn consume(&mut self, count: usize) {
        self.file.consume(count);
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }

    fn seek_relative(&mut self, step: i64) -> std::io::Result<()> {
        self.file.seek_relative(step)
    }
}
