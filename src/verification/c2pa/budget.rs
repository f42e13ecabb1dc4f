//! A stream that can only be worked on so much.

use std::io::{self, Read, Seek, SeekFrom};

use super::Medium;

/// Reads and seeks that any file may cost. Real ones of a few megabytes cost 5000 at most.
const BASE: u64 = 1 << 17;

/// For so many bytes one more is granted. Real files cost one for some hundred bytes at most.
const BYTES_PER_OPERATION: u64 = 16;

/// A medium of which a reader may ask only in proportion to its length.
///
/// A TIFF of 38 kB whose thousand pages share five thousand parts kept the SDK busy for minutes. Counting reads rather
/// than seconds makes the verdict the same on every machine.
pub(super) struct Budgeted<'a> {
    inner: &'a mut dyn Medium,
    left: u64,
}

impl<'a> Budgeted<'a> {
    /// From the start of the medium.
    pub(super) fn new(inner: &'a mut dyn Medium) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0))?;
        inner.rewind()?;
        Ok(Self { inner, left: BASE + length / BYTES_PER_OPERATION })
    }

    fn spend(&mut self) -> io::Result<()> {
        self.left = self.left.checked_sub(1).ok_or_else(|| io::Error::other("the file is too laborious to read"))?;
        Ok(())
    }
}

impl Read for Budgeted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.spend()?;
        self.inner.read(buffer)
    }
}

impl Seek for Budgeted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.spend()?;
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_file_is_read_to_its_end_but_not_for_ever() {
        let bytes = vec![7; 1 << 20];
        let mut whole = Vec::new();
        Budgeted::new(&mut Cursor::new(&bytes)).unwrap().read_to_end(&mut whole).unwrap();
        assert_eq!(whole, bytes);

        let mut medium = Cursor::new(&bytes);
        let mut stream = Budgeted::new(&mut medium).unwrap();
        let granted = BASE + (1 << 20) / BYTES_PER_OPERATION;
        assert!((0..granted).all(|_| stream.seek(SeekFrom::Start(1)).is_ok()));
        assert!(stream.read(&mut [0]).is_err() && stream.rewind().is_err());
    }
}
