//! The compressed form of a closed segment or index: zstd's seekable format. Frames that stand alone, and behind them a
//! table of their sizes in a frame that other programs skip, so that `zstd -dc` gives the bytes back.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

/// Speed before size: it happens on machines that have other work.
const LEVEL: i32 = 3;
/// Begins a frame that decompressors skip; this one is zstd's usual for tables.
const SKIPPABLE: u32 = 0x184D_2A5E;
/// Ends a seekable file.
const SEEKABLE: u32 = 0x8F92_EAB1;
/// Number of frames, descriptor, [`SEEKABLE`].
const FOOTER: u64 = 9;
/// Two sizes.
const ENTRY: u64 = 8;
/// What begins a skippable frame: magic and length.
const FRONT: u64 = 8;
/// No frame of ours is larger; one that says so is damaged.
const LARGEST_FRAME: u32 = 16 << 20;

/// Writes the first `length` bytes of `from` in frames of so many bytes.
pub(super) fn pack(from: &File, length: u64, to: &mut impl Write, frame_bytes: usize) -> io::Result<()> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.set_parameter(CParameter::ChecksumFlag(true))?;
    let mut block = vec![0; frame_bytes];
    let (mut table, mut at, mut frames) = (Vec::new(), 0, 0_u32);
    while at < length {
        let count = usize::try_from(length - at).unwrap_or(usize::MAX).min(frame_bytes);
        from.read_exact_at(&mut block[..count], at)?;
        let frame = compressor.compress(&block[..count])?;
        to.write_all(&frame)?;
        for size in [frame.len(), count] {
            table.extend(u32::try_from(size).map_err(|_| io::ErrorKind::InvalidInput)?.to_le_bytes());
        }
        at += count as u64;
        frames += 1;
    }
    let table_bytes = u32::try_from(table.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    to.write_all(&SKIPPABLE.to_le_bytes())?;
    to.write_all(&(table_bytes + 9).to_le_bytes())?;
    to.write_all(&table)?;
    to.write_all(&frames.to_le_bytes())?;
    to.write_all(&[0])?;
    to.write_all(&SEEKABLE.to_le_bytes())
}

/// One frame: where it lies in the file, and which bytes it holds.
#[derive(Debug, Clone, Copy)]
struct Frame {
    at: u64,
    packed: u32,
    from: u64,
    length: u32,
}

/// A compressed file, open for reading anywhere in it.
pub(super) struct Packed {
    file: File,
    frames: Vec<Frame>,
    length: u64,
    decompressor: Decompressor<'static>,
    /// The frame that is held in the clear.
    held: Option<usize>,
    clear: Vec<u8>,
    frame: Vec<u8>,
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packed").field("file", &self.file).field("length", &self.length).finish_non_exhaustive()
    }
}

impl Packed {
    /// Reads the table. An error of kind `InvalidData` means that the file is damaged.
    pub(super) fn open(file: File) -> io::Result<Self> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "damaged compressed segment");
        let bytes = file.metadata()?.len();
        let mut footer = [0; 9];
        file.read_exact_at(&mut footer, bytes.checked_sub(FOOTER).ok_or_else(damaged)?)?;
        let [n0, n1, n2, n3, flags, m0, m1, m2, m3] = footer;
        let count = u64::from(u32::from_le_bytes([n0, n1, n2, n3]));
        let table_at = bytes.checked_sub(FOOTER + count * ENTRY).filter(|at| *at >= FRONT).ok_or_else(damaged)?;
        if flags != 0 || u32::from_le_bytes([m0, m1, m2, m3]) != SEEKABLE {
            return Err(damaged());
        }
        let mut table = vec![0; usize::try_from(count * ENTRY).map_err(|_| damaged())?];
        file.read_exact_at(&mut table, table_at)?;
        let (mut at, mut from) = (0, 0);
        let mut frames = Vec::with_capacity(table.len() / 8);
        for &[p0, p1, p2, p3, l0, l1, l2, l3] in table.as_chunks::<8>().0 {
            let (packed, length) = (u32::from_le_bytes([p0, p1, p2, p3]), u32::from_le_bytes([l0, l1, l2, l3]));
            if length > LARGEST_FRAME || packed > 2 * LARGEST_FRAME {
                return Err(damaged());
            }
            frames.push(Frame { at, packed, from, length });
            (at, from) = (at + u64::from(packed), from + u64::from(length));
        }
        if at + FRONT != table_at {
            return Err(damaged());
        }
        let decompressor = Decompressor::new()?;
        Ok(Self { file, frames, length: from, decompressor, held: None, clear: Vec::new(), frame: Vec::new() })
    }

    /// Bytes in the clear.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Reads what is there at `offset`: up to the end of a frame, if that comes first; 0 at the end.
    pub(super) fn read_at(&mut self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        let index = self.frames.partition_point(|frame| frame.from + u64::from(frame.length) <= offset);
        let Some(frame) = self.frames.get(index).copied() else { return Ok(0) };
        if self.held != Some(index) {
            self.hold(index, frame)?;
        }
        let from = usize::try_from(offset - frame.from).unwrap_or(usize::MAX);
        let found = self.clear.get(from..).unwrap_or_default();
        let count = found.len().min(bytes.len());
        bytes[..count].copy_from_slice(&found[..count]);
        Ok(count)
    }

    fn hold(&mut self, index: usize, frame: Frame) -> io::Result<()> {
        self.held = None;
        self.frame.resize(frame.packed as usize, 0);
        self.file.read_exact_at(&mut self.frame, frame.at)?;
        self.clear.clear();
        self.clear.reserve(frame.length as usize);
        let unpacked = self.decompressor.decompress_to_buffer(&self.frame, &mut self.clear);
        if unpacked.ok() != Some(frame.length as usize) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "damaged compressed segment"));
        }
        self.held = Some(index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packed(bytes: &[u8], frame_bytes: usize) -> File {
        let mut plain = tempfile::tempfile().unwrap();
        plain.write_all(bytes).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        pack(&plain, bytes.len() as u64, &mut file, frame_bytes).unwrap();
        file
    }

    fn read(packed: &mut Packed, mut offset: u64) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        let mut block = [0; 100];
        loop {
            let count = packed.read_at(&mut block, offset)?;
            if count == 0 {
                return Ok(all);
            }
            all.extend_from_slice(&block[..count]);
            offset += count as u64;
        }
    }

    proptest! {
        #[test]
        fn every_byte_is_found_from_every_place(bytes in prop::collection::vec(0_u8..4, 0..2000), frame in 1_usize..700) {
            let mut packed = Packed::open(packed(&bytes, frame)).unwrap();
            prop_assert_eq!(packed.length(), bytes.len() as u64);
            for offset in [0, bytes.len() / 3, bytes.len()] {
                prop_assert_eq!(&read(&mut packed, offset as u64).unwrap()[..], &bytes[offset..]);
            }
        }

        #[test]
        fn no_damage_gives_wrong_bytes(at in any::<prop::sample::Index>(), with in 1_u8..=255, cut in any::<bool>()) {
            let bytes: Vec<u8> = (0..3000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
            let file = packed(&bytes, 1000);
            let length = file.metadata().unwrap().len();
            let at = at.index(usize::try_from(length).unwrap()) as u64;
            if cut {
                file.set_len(at).unwrap();
            } else {
                let mut byte = [0];
                file.read_exact_at(&mut byte, at).unwrap();
                file.write_all_at(&[byte[0] ^ with], at).unwrap();
            }
            if let Ok(mut packed) = Packed::open(file)
                && let Ok(found) = read(&mut packed, 0)
            {
                prop_assert!(found == bytes, "{} bytes", found.len());
            }
        }
    }

    #[test]
    fn other_programs_unpack_it() {
        let bytes = b"one line\n".repeat(1000);
        let mut file = packed(&bytes, 1000);
        std::io::Seek::rewind(&mut file).unwrap();
        assert_eq!(zstd::stream::decode_all(file).unwrap(), bytes);
    }
}
