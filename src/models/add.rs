//! Takes a model out of a folder, for machines without network.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use sha2::{Digest as _, Sha256};

use super::folder::built_in;
use super::pull::{CONFIG, WEIGHTS};
use super::{Manifest, ManifestFile, ModelError, ModelFolder, ModelName, Models, Progress, own, snapshot};

/// Bytes that are copied at once.
const PIECE: usize = 1 << 20;

impl Models {
    /// Copies a model here. One of the same bytes that is here already is success; another of that name is not replaced.
    pub fn add(
        &self,
        folder: &Path,
        name: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<ModelFolder, ModelError> {
        let name: ModelName = name.parse()?;
        if built_in().iter().any(|model| model.name == name.as_str()) {
            return Err(ModelError::BuiltIn(name.to_string()));
        }
        let Some(names) = snapshot::names(folder) else {
            let lacks = [CONFIG, WEIGHTS].into_iter().find(|file| !folder.join(file).is_file());
            let lacks = lacks.unwrap_or("tokenizer.json, nor vocab.json with merges.txt");
            return Err(ModelError::NoModel { folder: folder.into(), lacks });
        };
        let _lock = self.lock(&CancellationToken::new(), progress)?;
        self.check_place(&name)?;
        let partial = self.partial(&name);
        own::clear(&partial)?;
        fs::create_dir_all(&partial).map_err(|source| ModelError::write(&partial, source))?;
        let added = self.take(folder, &name, &names, progress);
        if added.is_err() {
            own::clear(&partial)?;
        }
        added
    }

    fn take(
        &self,
        folder: &Path,
        name: &ModelName,
        names: &[&'static str],
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<ModelFolder, ModelError> {
        let partial = self.partial(name);
        let mut files = Vec::new();
        for file in names {
            let (from, to) = (folder.join(file), partial.join(file));
            let length = fs::metadata(&from).map(|found| found.len());
            progress(Progress::File { name: file, had: 0, bytes: length.ok() });
            let (bytes, sha256) = copy(&from, &to, progress)?;
            files.push(ManifestFile { name: (*file).into(), bytes, sha256 });
        }
        if let Ok(found) = self.find(name.as_str()) {
            let is_same = found.manifest.as_ref().is_some_and(|manifest| manifest.files == files) && found.is_whole();
            own::clear(&partial)?;
            return if is_same { Ok(found) } else { Err(ModelError::Taken(name.to_string())) };
        }
        progress(Progress::Opening);
        let source = fs::canonicalize(folder).unwrap_or_else(|_| folder.into()).display().to_string();
        let manifest = Manifest {
            name: name.to_string(),
            source,
            revision: None,
            commit: None,
            promised: false,
            added_at: Timestamp::now().to_string(),
            files,
        };
        self.install(name, &manifest)
    }
}

/// Copies a file; tells its length and hash.
fn copy(from: &Path, to: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Result<(u64, String), ModelError> {
    let unread = |source| ModelError::Read { path: from.into(), source };
    let unwritten = |source| match ModelError::write(to, source) {
        ModelError::NoSpace { path, missing, .. } => ModelError::NoSpace { path, missing, is_kept: false },
        other => other,
    };
    let (mut source, mut out) = (File::open(from).map_err(unread)?, File::create(to).map_err(unwritten)?);
    let (mut digest, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let read = source.read(&mut piece).map_err(unread)?;
        if read == 0 {
            return Ok((bytes, hex::encode(digest.finalize())));
        }
        out.write_all(&piece[..read]).map_err(unwritten)?;
        digest.update(&piece[..read]);
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        bytes += read;
        progress(Progress::Bytes(read));
    }
}
