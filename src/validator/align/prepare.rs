//! From a stored file to what the model takes, or why it cannot be looked at.

use std::fs::File;
use std::io::{self, BufReader, Seek as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::clip::{Pixels, Preprocess};
use crate::media::{self, View};
use crate::store::AwaitingMedium;
use crate::validator::watched::Watched;

/// A medium that awaits, as it could be read.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) medium: AwaitingMedium,
    pub(super) read: Read,
}

#[derive(Debug)]
pub(super) enum Read {
    /// What the model takes: one of a picture, several of a film.
    Pixels(Vec<Pixels>),
    /// The bytes that came, which could be looked at then, cannot be now: something has changed here.
    Unreadable(String),
    /// Its file is not there.
    Gone,
    /// Its file is not what was stored: our loss, not the miner's.
    Lost(String),
    /// Something fails or is missing here: it may be read later.
    Fault(String),
}

/// Reads a medium. Bounded as at its delivery (`media`).
pub(super) fn prepare(preprocess: &Preprocess, medium: AwaitingMedium) -> Prepared {
    let read = match File::open(&medium.path) {
        Ok(file) => read(preprocess, file, &medium),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Read::Gone,
        Err(error) => Read::Fault(format!("its file cannot be read: {error}")),
    };
    Prepared { medium, read }
}

fn read(preprocess: &Preprocess, file: File, medium: &AwaitingMedium) -> Read {
    let mut watched = Watched::new(file);
    let view = media::view(&mut watched, medium.modality);
    if let Some(fault) = watched.into_fault() {
        return Read::Fault(format!("its file cannot be read: {fault}"));
    }
    let reason = match view.as_ref().map(View::pictures) {
        Ok(pictures) if !pictures.is_empty() => {
            return Read::Pixels(pictures.iter().map(|picture| preprocess.pixels(picture)).collect());
        }
        Ok(_) => "it shows nothing".to_owned(),
        // This machine lacks something, such as a decoder, or failed.
        Err(error) if error.is_ours() || error.is_undecided() => return Read::Fault(error.to_string()),
        Err(error) => error.to_string(),
    };
    match is_as_stored(&medium.path, medium.sha256.as_ref()) {
        Ok(true) => Read::Unreadable(reason),
        Ok(false) => Read::Lost("its file is not what was stored".into()),
        Err(error) => Read::Fault(format!("its file cannot be read: {error}")),
    }
}

/// Whether the bytes are those that came; so where the hash is not known.
fn is_as_stored(path: &Path, sha256: Option<&[u8; 32]>) -> io::Result<bool> {
    let Some(sha256) = sha256 else { return Ok(true) };
    let mut file = BufReader::new(File::open(path)?);
    file.rewind()?;
    let mut hash = Sha256::new();
    io::copy(&mut file, &mut hash)?;
    Ok(<[u8; 32]>::from(hash.finalize()) == *sha256)
}
