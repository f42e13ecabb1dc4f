//! Fetches a model: from a snapshot that another program has fetched, else from the hub.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::fetch::{Fetched, Fetcher};
use super::folder::built_in;
use super::{FileState, Hub, Manifest, ManifestFile, ModelError, ModelFolder, ModelName, Models, own};
use crate::clip::Config;

pub(super) const CONFIG: &str = "config.json";
pub(super) const WEIGHTS: &str = "model.safetensors";
pub(super) const TOKENIZER: &str = "tokenizer.json";
pub(super) const VOCABULARY: [&str; 2] = ["vocab.json", "merges.txt"];

/// Longest `config.json`.
const MAX_CONFIG: u64 = 1 << 20;

/// Longest file of a tokenizer.
const MAX_TOKENIZER: u64 = 32 << 20;

/// Longest file of weights; those of the largest CLIP that is known have 10 GB.
const MAX_WEIGHTS: u64 = 16 << 30;

/// What a pull is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Another process changes the models' folder.
    Waiting,
    /// A file begins to come.
    File {
        /// Its name.
        name: &'a str,
        /// So much of it was there already.
        had: u64,
        /// Its length, if the server tells it.
        bytes: Option<u64>,
    },
    /// More of that file came.
    Bytes(u64),
    /// A file is compared with its hash.
    Checking(&'a str),
    /// All files are there, and the model is tried.
    Opening,
}

/// Files of a model that are there.
struct Gathered {
    files: Vec<ManifestFile>,
    revision: String,
    commit: Option<String>,
    /// Whether the hash of the weights was told beforehand.
    promised: bool,
}

impl Models {
    /// Brings a model here, unless it is here and whole. Blocks until it is, and waits while another process is at it; ends
    /// soon after `stop`, keeping what has come for the next time.
    pub fn pull(
        &self,
        name: &str,
        hub: &Hub,
        stop: &CancellationToken,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<ModelFolder, ModelError> {
        if built_in().iter().any(|model| model.name == name) {
            return Err(ModelError::BuiltIn(name.into()));
        }
        let name: ModelName = name.parse()?;
        let Some(repository) = name.repository() else { return Err(ModelError::NotOnHub(name.to_string())) };
        let _lock = self.lock(stop, progress)?;
        self.check_place(&name)?;
        if let Ok(found) = self.find(name.as_str())
            && found.is_whole()
            && self.is_same(&found, progress)?
        {
            return Ok(found);
        }
        let partial = self.partial(&name);
        fs::create_dir_all(&partial).map_err(|source| ModelError::write(&partial, source))?;
        for revision in name.revisions() {
            let taken =
                hub.cache.as_deref().and_then(|cache| super::snapshot::take(cache, repository, revision, &partial));
            let Some((files, commit, promised)) = taken else { continue };
            progress(Progress::Opening);
            let gathered = Gathered { files, revision: revision.into(), commit: Some(commit), promised };
            match self.finish(&name, hub, repository, gathered) {
                Ok(found) => return Ok(found),
                Err(error) => {
                    // What is linked must not be written to.
                    own::clear(&partial)?;
                    fs::create_dir_all(&partial).map_err(|source| ModelError::write(&partial, source))?;
                    tracing::warn!(%name, %error, "a snapshot of another program is not used");
                }
            }
        }
        if hub.is_offline {
            return Err(ModelError::Offline(name.to_string()));
        }
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ModelError::Runtime)?;
        let mut fetcher = Fetcher { hub, repository, folder: &partial, stop, progress };
        let gathered = runtime.block_on(gather(&mut fetcher, &name));
        // Without waiting: the system may go on for long with a name that does not resolve.
        runtime.shutdown_background();
        let gathered = gathered?;
        progress(Progress::Opening);
        self.finish(&name, hub, repository, gathered)
    }

    fn is_same(&self, model: &ModelFolder, progress: &mut dyn FnMut(Progress<'_>)) -> Result<bool, ModelError> {
        progress(Progress::Checking(&model.name));
        Ok(self.verify(model, &mut |_| {})?.iter().all(|file| file.state == FileState::Whole))
    }

    fn finish(
        &self,
        name: &ModelName,
        hub: &Hub,
        repository: &str,
        gathered: Gathered,
    ) -> Result<ModelFolder, ModelError> {
        let manifest = Manifest {
            name: name.to_string(),
            source: format!("{}/{repository}", hub.endpoint.as_str().trim_end_matches('/')),
            revision: Some(gathered.revision),
            commit: gathered.commit,
            promised: gathered.promised,
            added_at: Timestamp::now().to_string(),
            files: gathered.files,
        };
        self.install(name, &manifest)
    }
}

/// Fetches all files of the first revision that has weights which are read.
async fn gather(fetcher: &mut Fetcher<'_, '_>, name: &ModelName) -> Result<Gathered, ModelError> {
    let revisions = name.revisions();
    for (at, revision) in revisions.iter().enumerate() {
        let config = match needed(fetcher, revision, CONFIG, MAX_CONFIG).await {
            // Mirrors need not have what the first revision lacked.
            Err(ModelError::Refused { status: 401 | 403 | 404, .. }) if at > 0 => continue,
            other => other?,
        };
        // All further files of that commit, should the branch move on meanwhile.
        let commit = config.commit.clone();
        let at = commit.as_deref().unwrap_or(revision);
        check_config(name, fetcher.folder)?;
        let mut files = vec![config.file];
        if let Some(tokenizer) = fetcher.fetch(at, TOKENIZER, MAX_TOKENIZER).await? {
            files.push(tokenizer.file);
        } else {
            for file in VOCABULARY {
                files.push(needed(fetcher, at, file, MAX_TOKENIZER).await?.file);
            }
        }
        if let Some(weights) = fetcher.fetch(at, WEIGHTS, MAX_WEIGHTS).await? {
            files.push(weights.file);
            return Ok(Gathered { files, revision: (*revision).into(), commit, promised: weights.is_promised });
        }
    }
    let has_pickle = fetcher.has(revisions[0], "pytorch_model.bin").await;
    let (repository, revision) = (fetcher.repository.into(), revisions.join(" and "));
    Err(ModelError::NoSafetensors { repository, revision, has_pickle })
}

async fn needed(fetcher: &mut Fetcher<'_, '_>, revision: &str, file: &str, limit: u64) -> Result<Fetched, ModelError> {
    let refused = || ModelError::Refused {
        host: fetcher.hub.host(),
        file: file.into(),
        repository: format!("{}@{revision}", fetcher.repository),
        status: 404,
        text: String::new(),
    };
    let refused = refused();
    fetcher.fetch(revision, file, limit).await?.ok_or(refused)
}

/// Whether it is a CLIP model at all, before its weights come.
fn check_config(name: &ModelName, folder: &Path) -> Result<(), ModelError> {
    let path = folder.join(CONFIG);
    let text = fs::read(&path).map_err(|source| ModelError::Read { path, source })?;
    let unusable = |source| ModelError::Unusable { name: name.to_string(), source: Box::new(source) };
    Config::from_json(&text).map(drop).map_err(unusable)
}
