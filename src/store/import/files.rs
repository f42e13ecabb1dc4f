//! Files of media: where they really are, what they hold, how they come over.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::media::UNFINISHED;
use super::ImportError;
use crate::media::{Format, SNIFF_LENGTH, sniff};
use crate::store::StoreError;

/// How media files come over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Linked where the file system can, else copied.
    Any,
    /// Linked, or not at all.
    Link,
    /// Copied.
    Copy,
}

/// How a file came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Linked,
    Copied,
}

/// What is in a file.
pub(super) struct Content {
    pub(super) format: Format,
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// The file that a row names: as it stands, or, if its folder has moved, by the end of its path below `folder`.
pub(super) fn find(folder: &Path, named: &str) -> Option<PathBuf> {
    if named.contains('\0') {
        return None;
    }
    let named = Path::new(named);
    let parts: Vec<_> = named.components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect();
    let moved = (0..parts.len().saturating_sub(1)).map(|from| folder.join(parts[from..].iter().collect::<PathBuf>()));
    std::iter::once(folder.join(named)).chain(moved).find(|path| path.is_file())
}

/// What the first bytes say; for a look.
pub(super) fn format(path: &Path) -> io::Result<Format> {
    let mut head = Vec::with_capacity(SNIFF_LENGTH);
    File::open(path)?.take(SNIFF_LENGTH as u64).read_to_end(&mut head)?;
    Ok(sniff(&head))
}

/// Reads a file from its beginning to its end.
pub(super) fn read(path: &Path) -> io::Result<Content> {
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(Content { format: format(path)?, bytes, sha256: hash.finalize().into() })
}

/// Brings a file into the store, so that it is on the disk before its row is.
pub(super) fn bring(store: &Path, from: &Path, to: &str, files: Files) -> Result<Came, ImportError> {
    let target = store.join(to);
    if files != Files::Copy {
        match fs::hard_link(from, &target).and_then(|()| File::open(&target)?.sync_all()) {
            Ok(()) => return Ok(Came::Linked),
            Err(source) if files == Files::Link => return Err(ImportError::Link { path: from.to_owned(), source }),
            Err(_) => {}
        }
    }
    let unfinished = store.join(UNFINISHED).join(uuid::Uuid::new_v4().simple().to_string());
    let copy = || -> io::Result<()> {
        let mut file = File::create_new(&unfinished)?;
        io::copy(&mut File::open(from)?, &mut file)?;
        file.sync_all()?;
        fs::rename(&unfinished, &target)
    };
    copy().map_err(|source| {
        let _ = fs::remove_file(&unfinished);
        ImportError::Store(StoreError::Io { path: target.clone(), source })
    })?;
    Ok(Came::Copied)
}
