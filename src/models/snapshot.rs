//! Models that Hugging Face's own programs have fetched: `HF_HUB_CACHE/models--OWNER--NAME/snapshots/COMMIT/`.
//!
//! Files there are links to blobs, of which the large ones are called by their SHA-256.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::ManifestFile;
use super::pull::{CONFIG, TOKENIZER, VOCABULARY, WEIGHTS};
use super::verify::hash;

/// Takes a snapshot's files into a folder, linked where the file system can, and tells its commit. `None` if there is no
/// whole one, or one that is not what its name says. Last, whether the weights' blob is called by their hash.
pub(super) fn take(
    cache: &Path,
    repository: &str,
    revision: &str,
    into: &Path,
) -> Option<(Vec<ManifestFile>, String, bool)> {
    let (folder, commit) = find(cache, repository, revision)?;
    let (mut files, mut promised) = (Vec::new(), false);
    for name in names(&folder)? {
        match take_file(&folder, name, into) {
            Ok((file, is_called)) => {
                promised |= is_called && name == WEIGHTS;
                files.push(file);
            }
            Err(error) => {
                // What is linked must not be written to.
                for taken in files.iter().map(|file: &ManifestFile| into.join(&file.name)).chain([into.join(name)]) {
                    let _ = fs::remove_file(taken);
                }
                tracing::warn!(file = %folder.join(name).display(), %error, "a file of a snapshot is not used");
                return None;
            }
        }
    }
    Some((files, commit, promised))
}

fn find(cache: &Path, repository: &str, revision: &str) -> Option<(PathBuf, String)> {
    let folder = cache.join(format!("models--{}", repository.replace('/', "--")));
    let mut commit = String::new();
    match fs::File::open(folder.join("refs").join(revision)) {
        Ok(file) => drop(file.take(100).read_to_string(&mut commit).ok()?),
        Err(_) => revision.clone_into(&mut commit),
    }
    let commit = commit.trim().to_owned();
    let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let snapshot = folder.join("snapshots").join(&commit);
    (is_commit && snapshot.is_dir()).then_some((snapshot, commit))
}

/// The files that make a model of a folder; `None` if it lacks any.
pub(super) fn names(folder: &Path) -> Option<Vec<&'static str>> {
    let has = |name: &&str| folder.join(name).is_file();
    let vocabulary: &[&str] = if has(&TOKENIZER) { &[TOKENIZER] } else { &VOCABULARY };
    let names: Vec<&str> = [CONFIG, WEIGHTS].iter().chain(vocabulary).copied().collect();
    names.iter().all(has).then_some(names)
}

fn take_file(folder: &Path, name: &str, into: &Path) -> io::Result<(ManifestFile, bool)> {
    let blob = fs::canonicalize(folder.join(name))?;
    let taken = into.join(name);
    if taken.exists() {
        fs::remove_file(&taken)?;
    }
    if fs::hard_link(&blob, &taken).is_err() {
        fs::copy(&blob, &taken)?;
    }
    let sha256 = hash(&taken, &mut |_| {})?;
    let called = blob.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if called.len() == 64 && called != sha256 {
        fs::remove_file(&taken)?;
        return Err(io::Error::other("its bytes are not what its name says"));
    }
    let is_called = called == sha256;
    Ok((ManifestFile { name: name.into(), bytes: fs::metadata(&taken)?.len(), sha256 }, is_called))
}
