//! Refused media that the operator has kept (`STORE_FAILED_MEDIA`, `spec/gas.md` 12.8): files without rows, bounded by age
//! and size.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Retention, StoreError};
use crate::types::UnixMillis;

/// Their folder: below it one per uid, then one per reason.
pub(super) const FOLDER: &str = "failed_media";

/// Folders below each other that are looked into.
const DEPTH: usize = 3;

/// What goes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Removed {
    pub(super) files: u64,
    pub(super) bytes: u64,
}

struct Kept {
    path: PathBuf,
    bytes: u64,
    written: UnixMillis,
}

/// Removes those that are too old or, the oldest first, too many; only counts them unless `really`.
pub(super) fn prune(store: &Path, retention: &Retention, now: UnixMillis, really: bool) -> Result<Removed, StoreError> {
    let root = store.join(FOLDER);
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    list(&root, DEPTH, &mut files, &mut folders).map_err(|source| StoreError::Io { path: root.clone(), source })?;
    files.sort_by_key(|file| file.written);
    let mut bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let before = now.before(retention.failed_media);
    let mut removed = Removed::default();
    for file in files {
        if file.written >= before && bytes <= retention.failed_media_bytes {
            break;
        }
        if really {
            match fs::remove_file(&file.path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::Io { path: file.path, source });
                }
                _ => {}
            }
        }
        bytes -= file.bytes;
        removed.files += 1;
        removed.bytes += file.bytes;
    }
    if really && removed.files > 0 {
        for folder in folders {
            let _ = fs::remove_dir(folder); // only an empty one can be removed
        }
    }
    Ok(removed)
}

/// Collects files and folders, the innermost folders first. Links are left alone.
fn list(folder: &Path, depth: usize, files: &mut Vec<Kept>, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let facts = match entry.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue, // gone meanwhile
            facts => facts?,
        };
        if facts.is_dir() && depth > 1 {
            list(&entry.path(), depth - 1, files, folders)?;
            folders.push(entry.path());
        } else if facts.is_file() {
            let written = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH).into();
            files.push(Kept { path: entry.path(), bytes: facts.len(), written });
        }
    }
    Ok(())
}
