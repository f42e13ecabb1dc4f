//! Which model is meant by a name, and what its embeddings are known by.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::clip::{ClipError, Device, Encoder};
use crate::models::{ModelError, Models, OPENAI};
use crate::types::{Code, Hint};

/// The model that the network's validators look with (`spec/gas.md` 10.2).
pub const NETWORK_MODEL: &str = "openai/clip-vit-base-patch32";

/// The model that is built in, for scenes as the demo's service paints them.
pub const LOCAL_MODEL: &str = "demo";

/// Name of the weights in a model's folder.
const WEIGHTS: &str = "model.safetensors";

/// A model in memory.
pub struct Opened {
    /// The model.
    pub encoder: Encoder,
    /// Its name.
    pub name: String,
    /// SHA-256 of its weights, as hex; of a built-in one, of what it says.
    pub digest: String,
}

/// Why a model cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It is not among the models of this machine, or is damaged.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A folder that was named holds none that can be used, or the device is not there.
    #[error("the model `{name}` cannot be opened")]
    Open {
        /// Which.
        name: String,
        /// Why.
        #[source]
        source: ClipError,
    },
}

impl Hint for SourceError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Model(error) => error.hint(),
            Self::Open { source, .. } => source.hint(),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Model(error) => error.code(),
            Self::Open { source, .. } => source.code(),
        }
    }
}

/// Whether a model is on this machine and whole.
pub fn find(models: &Models, name: &str) -> Result<(), SourceError> {
    let is_here =
        if Path::new(name).is_absolute() { Path::new(name).join(WEIGHTS).is_file() } else { models.has(name) };
    if is_here { Ok(()) } else { Err(missing(models, name)) }
}

fn missing(models: &Models, name: &str) -> SourceError {
    let weights = Path::new(name).join(WEIGHTS);
    if weights.is_absolute() {
        let source = ClipError::Read { path: weights, source: io::ErrorKind::NotFound.into() };
        return SourceError::Open { name: name.to_owned(), source };
    }
    match models.find(name) {
        Ok(found) => ModelError::Damaged { name: found.name, path: found.path }.into(),
        Err(error) => error.into(),
    }
}

/// Opens a model by its name, or by the path of its folder.
pub fn open(models: &Models, name: &str, device: &str) -> Result<Opened, SourceError> {
    let fault = |source| SourceError::Open { name: name.to_owned(), source };
    let device = Device::choose(device).map_err(fault)?;
    if Path::new(name).is_absolute() {
        let weights = Path::new(name).join(WEIGHTS);
        let digest = digest(&weights).map_err(|source| fault(ClipError::Read { path: weights.clone(), source }))?;
        let encoder = Encoder::open(Path::new(name), device).map_err(fault)?;
        return Ok(Opened { encoder, name: name.to_owned(), digest });
    }
    if crate::models::built_in().iter().any(|model| model.name == name) {
        let encoder = models.open(name, device)?;
        let digest = digest_of_answer(&encoder).map_err(fault)?;
        return Ok(Opened { encoder, name: name.to_owned(), digest });
    }
    let found = models.find(name)?;
    let promised = found.manifest.as_ref().and_then(|manifest| manifest.files.iter().find(|file| file.name == WEIGHTS));
    let weights = found.path.join(WEIGHTS);
    // What the disk made of them since they came would judge miners, too.
    let digest = digest(&weights).map_err(|source| fault(ClipError::Read { path: weights.clone(), source }))?;
    if promised.is_none_or(|promised| !promised.sha256.eq_ignore_ascii_case(&digest)) {
        return Err(ModelError::Damaged { name: found.name, path: found.path }.into());
    }
    let encoder = models.open(name, device)?;
    // Whichever alias was used: a Python validator's embeddings go by this name.
    let name = if found.name == OPENAI { NETWORK_MODEL.to_owned() } else { found.name };
    Ok(Opened { encoder, name, digest })
}

fn digest(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut BufReader::with_capacity(1 << 20, File::open(path)?), &mut hash)?;
    Ok(hex::encode(hash.finalize()))
}

/// Stands for weights that have no file: what the model says of a text, coarse enough to be alike on every machine.
fn digest_of_answer(encoder: &Encoder) -> Result<String, ClipError> {
    let mut hash = Sha256::new();
    for embedding in encoder.embed_texts(&["a red circle"])? {
        for value in embedding.values() {
            hash.update(format!("{value:.2} "));
        }
    }
    Ok(hex::encode(hash.finalize()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_built_in_model_is_here_and_another_is_named_with_what_fetches_it() {
        let home = tempfile::tempdir().unwrap();
        let models = Models::at(home.path());
        find(&models, LOCAL_MODEL).unwrap();
        let opened = open(&models, LOCAL_MODEL, "cpu").unwrap();
        assert_eq!((opened.name.as_str(), opened.digest.len()), (LOCAL_MODEL, 64));
        for error in [find(&models, NETWORK_MODEL).unwrap_err(), open(&models, NETWORK_MODEL, "cpu").err().unwrap()] {
            assert!(error.hint().unwrap().contains("gascli model pull"), "{error}");
        }
        let folder = home.path().join("none");
        let error = find(&models, folder.to_str().unwrap()).unwrap_err();
        assert!(error.to_string().contains("none") && error.hint().is_some(), "{error}");
    }
    #[test]
    fn weights_that_the_disk_changed_judge_nobody() {
        let home = tempfile::tempdir().unwrap();
        let (folder, models) = (home.path().join("clip"), Models::at(home.path().join("models")));
        fs::create_dir(&folder).unwrap();
        for file in ["config.json", "model.safetensors", "tokenizer.json"] {
            fs::copy(
                Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick").join(file),
                folder.join(file),
            )
            .unwrap();
        }
        let added = models.add(&folder, "small", &mut |_| {}).unwrap();
        let weights = added.path.join(WEIGHTS);
        let whole = fs::read(&weights).unwrap();
        let opened = open(&models, "small", "cpu").unwrap();
        assert_eq!(opened.digest, hex::encode(Sha256::digest(&whole)));
        let mut flipped = whole.clone();
        let last = flipped.len() - 2;
        flipped[last] ^= 1;
        fs::remove_file(&weights).unwrap();
        fs::write(&weights, flipped).unwrap();
        let error = open(&models, "small", "cpu").err().unwrap();
        assert!(matches!(error, SourceError::Model(ModelError::Damaged { .. })), "{error}");
    }
}
