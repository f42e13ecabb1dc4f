//! Opens what is to be judged: never waits for a pipe, never reads without an end.

use std::fs::{self, OpenOptions};
use std::io::{self, BufReader, Cursor, Read, Seek, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use nix::fcntl::OFlag;

use super::files::{Item, Kind};
use crate::verification::c2pa::Medium;

/// Longest medium that is judged.
const MAX: u64 = 2 << 30;

/// Up to this length a medium is held in memory, which is the faster way; a longer one is read where it lies.
const IN_MEMORY: u64 = 16 << 20;

/// A medium, ready to be read.
pub(super) struct Opened {
    pub(super) medium: Box<dyn Medium>,
    /// In bytes; 0 for one in memory.
    pub(super) on_disk: u64,
}

/// Opens a file, or takes standard input.
pub(super) fn open(item: &Item) -> Result<Opened, String> {
    let opened = match item.kind.as_ref().map_err(Clone::clone)? {
        Kind::Stdin => spool(io::stdin().lock()),
        Kind::File => open_file(&item.path),
    };
    opened.map_err(|error| error.to_string())
}

fn open_file(path: &Path) -> io::Result<Opened> {
    // Looked at before it is opened, since opening alone moves some devices; and after, since it may have been replaced.
    regular(&fs::metadata(path)?)?;
    // Without this flag, opening a pipe waits for its writer.
    let mut file = OpenOptions::new().read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(path)?;
    let facts = file.metadata()?;
    regular(&facts)?;
    if facts.len() > MAX {
        return Err(too_long());
    }
    if facts.len() > IN_MEMORY {
        return Ok(Opened { medium: Box::new(BufReader::new(file)), on_disk: facts.len() });
    }
    // Some files of the system say that they are empty and are not, so the length is not relied on.
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0) + 1);
    let read = (&mut file).take(IN_MEMORY + 1).read_to_end(&mut bytes)?;
    if read as u64 > IN_MEMORY {
        return Err(io::Error::other("it grows while it is read"));
    }
    Ok(Opened { medium: Box::new(Cursor::new(bytes)), on_disk: 0 })
}

/// Refuses what has no end or no beginning.
fn regular(facts: &fs::Metadata) -> io::Result<()> {
    let kind = facts.file_type();
    let words = if kind.is_file() {
        return Ok(());
    } else if kind.is_dir() {
        "it is a folder"
    } else if kind.is_fifo() {
        "it is a pipe: `-` reads one, as standard input"
    } else if kind.is_socket() {
        "it is a socket"
    } else {
        "it is a device"
    };
    Err(io::Error::other(words))
}

/// A stream to its end: in memory, or when it is long in a file without a name.
fn spool(stream: impl Read) -> io::Result<Opened> {
    let mut stream = stream.take(MAX + 1);
    let mut start = Vec::new();
    (&mut stream).take(IN_MEMORY + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= IN_MEMORY {
        return Ok(Opened { medium: Box::new(Cursor::new(start)), on_disk: 0 });
    }
    let unkept = |error| {
        let folder = std::env::temp_dir();
        io::Error::other(format!("it is too long for memory, and cannot be kept in `{}`: {error}", folder.display()))
    };
    let mut file = tempfile::tempfile().map_err(unkept)?;
    file.write_all(&start).map_err(unkept)?;
    drop(start);
    let length = IN_MEMORY + 1 + io::copy(&mut stream, &mut file).map_err(unkept)?;
    if length > MAX {
        return Err(too_long());
    }
    file.rewind()?;
    Ok(Opened { medium: Box::new(BufReader::new(file)), on_disk: length })
}

fn too_long() -> io::Error {
    io::Error::other(format!("it has more than {MAX} bytes"))
}

#[cfg(test)]
mod tests {
    use std::io::SeekFrom;

    use super::*;

    #[test]
    fn a_stream_is_kept_whole_in_memory_or_on_disk() {
        for (length, on_disk) in [(0, false), (IN_MEMORY, false), (IN_MEMORY + 1, true), (IN_MEMORY * 2, true)] {
            let mut opened = spool(io::repeat(7).take(length)).unwrap();
            assert_eq!(opened.on_disk > 0, on_disk, "{length}");
            assert_eq!(opened.medium.seek(SeekFrom::End(0)).unwrap(), length);
        }
    }
}
