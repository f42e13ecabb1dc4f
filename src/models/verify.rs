//! Whether a model is what came here.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{ModelError, ModelFolder, Models};

/// Bytes that are hashed at once.
const PIECE: usize = 1 << 20;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// Length and hash are right.
    Whole,
    /// It is gone, or cannot be read.
    Missing,
    /// It is longer or shorter.
    OtherLength,
    /// Its bytes are others.
    OtherBytes,
}

/// A file of a model, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileVerdict {
    /// Its name.
    pub name: String,
    /// What was found.
    pub state: FileState,
}

impl Models {
    /// Checks each file of a model against `model.json`; `hashed` is told the bytes read.
    pub fn verify(&self, model: &ModelFolder, hashed: &mut dyn FnMut(u64)) -> Result<Vec<FileVerdict>, ModelError> {
        let damaged = || ModelError::Damaged { name: model.name.clone(), path: model.path.clone() };
        let manifest = model.manifest.as_ref().ok_or_else(damaged)?;
        let check = |file: &super::ManifestFile, hashed: &mut dyn FnMut(u64)| {
            let path = model.path.join(&file.name);
            match std::fs::metadata(&path) {
                Ok(found) if found.len() != file.bytes => FileState::OtherLength,
                Ok(_) => match hash(&path, hashed) {
                    Ok(sha256) if sha256 == file.sha256 => FileState::Whole,
                    Ok(_) => FileState::OtherBytes,
                    Err(_) => FileState::Missing,
                },
                Err(_) => FileState::Missing,
            }
        };
        let verdict = |file: &super::ManifestFile| FileVerdict { name: file.name.clone(), state: check(file, hashed) };
        Ok(manifest.files.iter().map(verdict).collect())
    }
}

/// SHA-256 of a file, in hexadecimal digits.
pub(super) fn hash(path: &Path, hashed: &mut dyn FnMut(u64)) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(hex::encode(digest.finalize()));
        }
        digest.update(&piece[..read]);
        hashed(u64::try_from(read).unwrap_or_default());
    }
}
