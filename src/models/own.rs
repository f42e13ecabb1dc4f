//! What may be deleted below the models' folder: files that a model is made of, and nothing else.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::ModelError;
use super::manifest::MANIFEST;
use super::pull::{CONFIG, TOKENIZER, VOCABULARY, WEIGHTS};

/// Ends of the names of what has come of a file so far.
const BEGUN: [&str; 2] = [".part", ".state"];

/// Whether a model's folder may hold a file of this name.
fn is_own(name: &str) -> bool {
    let name = BEGUN.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    [CONFIG, WEIGHTS, TOKENIZER, MANIFEST].iter().chain(&VOCABULARY).any(|own| *own == name)
}

/// Fails with the name of the first thing in a folder that is no file of a model.
pub(super) fn check(folder: &Path) -> Result<(), ModelError> {
    let failed = |source| ModelError::Read { path: folder.into(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = !entry.file_type().map_err(failed)?.is_dir();
        if !is_file || !entry.file_name().to_str().is_some_and(is_own) {
            return Err(ModelError::NotOurs { path: folder.into(), holds: Some(entry.file_name()) });
        }
    }
    Ok(())
}

/// Deletes a model's folder, which need not be there. One that holds anything else stays as it is.
pub(super) fn clear(folder: &Path) -> Result<(), ModelError> {
    let failed = |source| ModelError::write(folder, source);
    match check(folder) {
        Err(ModelError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => return Ok(()),
        other => other?,
    }
    for entry in fs::read_dir(folder).map_err(failed)? {
        fs::remove_file(entry.map_err(failed)?.path()).map_err(failed)?;
    }
    fs::remove_dir(folder).map_err(failed)
}

/// Deletes what is not among the wanted files, such as what an attempt at another revision left.
pub(super) fn keep_only(folder: &Path, wanted: &[&str]) -> Result<(), ModelError> {
    let failed = |source| ModelError::write(folder, source);
    check(folder)?;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !wanted.iter().any(|name| entry.file_name() == **name) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Sees to it that what a folder lists is on the disk.
pub(super) fn sync(folder: &Path) -> Result<(), ModelError> {
    let synced: io::Result<()> = fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| ModelError::write(folder, source))
}
