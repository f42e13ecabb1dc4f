//! The files of a log folder: their names, and which there are.

use std::io;
use std::path::{Path, PathBuf};

/// Path of a segment.
pub(super) fn log_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.log"))
}

/// Path of its index.
pub(super) fn index_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.idx"))
}

/// Numbers of the segments in a folder, oldest first. A missing folder has none.
pub(super) fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    numbers_of(folder, "log")
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
