//! `model.json`: where a model came from, and what its files should be.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ModelError;

/// Its name in a model's folder.
pub(super) const MANIFEST: &str = "model.json";

/// Longest manifest.
const LONGEST: u64 = 1 << 20;

/// What is known of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its name.
    pub name: String,
    /// A repository's address, or a folder.
    pub source: String,
    /// What was asked for: a branch, a change request or a commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Which commit that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether who gave the weights had told their hash: otherwise nothing says that they are the right ones.
    #[serde(default)]
    pub promised: bool,
    /// When it came here (RFC 3339).
    pub added_at: String,
    /// Its files, without this one.
    pub files: Vec<ManifestFile>,
}

/// A file of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name in the model's folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
}

impl Manifest {
    /// The manifest of a model's folder; `None` if it holds none, or none that can be read.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let mut bytes = Vec::new();
        fs::File::open(folder.join(MANIFEST)).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
        let manifest: Self = serde_json::from_slice(&bytes).ok()?;
        // A name that leads elsewhere would have `verify` read what is none of ours.
        let is_plain = |file: &ManifestFile| !file.name.contains('/') && file.name != "..";
        manifest.files.iter().all(is_plain).then_some(manifest)
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), ModelError> {
        let path = folder.join(MANIFEST);
        let failed = |source| ModelError::write(&path, source);
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
        fs::write(&path, text).map_err(failed)?;
        fs::File::open(&path).and_then(|file| file.sync_all()).map_err(failed)
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}
