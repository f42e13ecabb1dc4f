//! What the SDK takes apart in a file of boxes (ISO 14496-12) while it still looks for the manifest store: pieces of hash
//! trees, and stores that consist of an original and an update.

use std::io::{self, Read, Seek, SeekFrom};

use super::budget::Budgeted;
use super::jumbf::{self, Excess};
use super::reader::MAX_MANIFEST;

/// User type of the boxes that C2PA puts into such files.
const C2PA: [u8; 16] = [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81];

/// Bytes of a header, and of the longer one of a large box.
const HEADER: u64 = 8;
const LARGE_HEADER: u64 = 16;

/// Looks at each of them on the outermost level, where the SDK looks for them. A file that is not well formed is
/// left to the SDK; the error is that of the stream.
pub(super) fn examine(stream: &mut Budgeted<'_>) -> io::Result<Result<(), Excess>> {
    let (mut at, end) = (0, stream.length());
    while at < end {
        stream.seek(SeekFrom::Start(at))?;
        let Some(([size, kind], header)) = header(stream, end - at)? else { break };
        if size == 0 {
            break;
        }
        if kind == u64::from(u32::from_be_bytes(*b"uuid"))
            && let Err(excess) = examine_box(stream, at, header, size)?
        {
            return Ok(Err(excess));
        }
        let Some(next) = at.checked_add(size) else { break };
        at = next;
    }
    stream.rewind()?;
    Ok(Ok(()))
}

/// Size and kind of the box that begins here, and the length of its header; `None` at the end of the stream. A size of
/// nought stands for all that `is_left`.
fn header(stream: &mut Budgeted<'_>, is_left: u64) -> io::Result<Option<([u64; 2], u64)>> {
    let mut word = [0; 8];
    if !fill(stream, &mut word)? {
        return Ok(None);
    }
    let both = u64::from_be_bytes(word);
    let (size, kind) = (both >> 32, both & 0xffff_ffff);
    if size != 1 {
        return Ok(Some(([if size == 0 { is_left } else { size }, kind], HEADER)));
    }
    Ok(fill(stream, &mut word)?.then(|| ([u64::from_be_bytes(word), kind], LARGE_HEADER)))
}

/// Looks at the C2PA box at `at`, if it is one of those that the SDK reads at once.
fn examine_box(stream: &mut Budgeted<'_>, at: u64, header: u64, size: u64) -> io::Result<Result<(), Excess>> {
    let mut user_type = [0; 16];
    stream.seek(SeekFrom::Start(at.saturating_add(header)))?;
    if !fill(stream, &mut user_type)? || user_type != C2PA {
        return Ok(Ok(()));
    }
    // Here the SDK counts with the short header, whichever it is. A version and flags follow, then what the box is for.
    let content = at.saturating_add(HEADER + 16 + 4);
    for (purpose, skipped) in [("merkle\0", 0), ("original\0", 8), ("update\0", 8)] {
        let mut found = [0; 9];
        let found = &mut found[..purpose.len()];
        stream.seek(SeekFrom::Start(content))?;
        if !fill(stream, found)? || found != purpose.as_bytes() {
            continue;
        }
        let before = purpose.len() as u64 + skipped;
        let mut rest = Vec::new();
        stream.seek(SeekFrom::Start(content.saturating_add(before)))?;
        stream.take(size.saturating_sub(HEADER + 16 + 4 + before)).read_to_end(&mut rest)?;
        return Ok(if skipped == 0 {
            jumbf::count_values(&rest).map(drop)
        } else {
            jumbf::examine(&rest, MAX_MANIFEST).map(drop)
        });
    }
    Ok(Ok(()))
}

/// Whether there was enough.
fn fill(stream: &mut Budgeted<'_>, buffer: &mut [u8]) -> io::Result<bool> {
    match stream.read_exact(buffer) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        outcome => outcome.map(|()| true),
    }
}
