//! The trust store: a folder of PEM files that the verdict trusts.
//!
//! The store writes one certificate per file and names the file after it, so two writers never want the same name for
//! different content, and need no lock. Files that an operator put there are used as they are.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::anchor::Anchor;
use super::trust::{AnchorError, pem_files, read_file};
use crate::types::Hint;

/// Longest part of a file name that tells the subject.
const SLUG: usize = 48;

/// A trust store; its folder may not exist yet.
#[derive(Debug, Clone)]
pub struct TrustStore {
    folder: PathBuf,
}

/// A file of the store.
#[derive(Debug)]
pub struct StoreFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its certificates, or why it cannot be used: then no verdict can be had with this store.
    pub anchors: Result<Vec<Anchor>, AnchorError>,
}

/// Why the store cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be read.
    #[error("cannot read trust store `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A certificate cannot be written; the store is as it was.
    #[error("cannot write `{name}` into trust store `{}`", path.display())]
    Write {
        /// Folder of the store.
        path: PathBuf,
        /// Name of the certificate.
        name: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file cannot be removed.
    #[error("cannot remove `{}`", path.display())]
    Remove {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Hint for StoreError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Read { .. } => Some("the trust store is a folder of *.pem files that you own".into()),
            Self::Write { .. } | Self::Remove { .. } => {
                Some("what was there stays; see that the folder is yours to write to and that its disk has room".into())
            }
        }
    }
}

impl TrustStore {
    /// The store in this folder.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its files by name; none while the folder does not exist.
    pub fn files(&self) -> Result<Vec<StoreFile>, StoreError> {
        let paths = match pem_files(&self.folder) {
            Ok(paths) => paths,
            Err(AnchorError::EmptyFolder { .. }) => Vec::new(),
            Err(AnchorError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(AnchorError::Read { path, source }) => return Err(StoreError::Read { path, source }),
            Err(other) => return Err(StoreError::Read { path: self.folder.clone(), source: io::Error::other(other) }),
        };
        Ok(paths.into_iter().map(|path| StoreFile { anchors: read_file(&path), path }).collect())
    }

    /// Whether a certificate with this fingerprint is in a file that can be read.
    pub fn has(&self, sha256: &str) -> Result<bool, StoreError> {
        let files = self.files()?;
        Ok(files.iter().filter_map(|file| file.anchors.as_ref().ok()).flatten().any(|anchor| anchor.sha256 == sha256))
    }

    /// Writes a certificate beside its place and renames it there: whatever fails, what was there stays. `origin`, one
    /// line, tells where it came from.
    pub fn add(&self, anchor: &Anchor, origin: &str) -> Result<PathBuf, StoreError> {
        let path = self.folder.join(file_name(anchor));
        let failed = |source| StoreError::Write { path: self.folder.clone(), name: anchor.name.clone(), source };
        self.write(&path, &file_text(anchor, origin)).map_err(failed)?;
        Ok(path)
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new()
            .prefix(".new-")
            .permissions(fs::Permissions::from_mode(0o644))
            .tempfile_in(&self.folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        fs::File::open(&self.folder)?.sync_all()
    }

    /// Removes a file of the store.
    pub fn remove(&self, file: &StoreFile) -> Result<(), StoreError> {
        match fs::remove_file(&file.path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Remove { path: file.path.clone(), source })
            }
            _ => Ok(()),
        }
    }
}

/// `<what it is called>-<first 16 digits of its SHA-256>.pem`. Only letters, digits and `-`: strangers chose the name.
fn file_name(anchor: &Anchor) -> String {
    let mut slug = String::new();
    for character in anchor.name.chars().map(|character| character.to_ascii_lowercase()) {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() == SLUG {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "anchor" } else { slug };
    format!("{slug}-{}.pem", &anchor.sha256[..16])
}

/// Comments for whoever opens the file, then the certificate.
fn file_text(anchor: &Anchor, origin: &str) -> String {
    // A name with a line break, or one that looks like PEM, must not become part of the file's meaning.
    let line = |text: &str| text.replace(|character: char| character.is_control(), " ").replace("-----", "- - -");
    format!("# {}\n# SHA-256 {}\n# from {}\n{}", line(&anchor.subject), anchor.sha256, line(origin), anchor.pem())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::c2pa::built_in;

    fn named(name: &str) -> Anchor {
        Anchor { name: name.into(), subject: name.into(), ..built_in()[0].clone() }
    }

    #[test]
    fn a_file_is_named_after_its_certificate_and_never_leaves_the_folder() {
        for (name, file) in [
            ("GlobalSign Root CA - R6", "globalsign-root-ca-r6-2cabeafe37d06ca2.pem"),
            ("../../etc/passwd", "etc-passwd-2cabeafe37d06ca2.pem"),
            ("\u{1b}[2J根", "2j-2cabeafe37d06ca2.pem"),
            ("", "anchor-2cabeafe37d06ca2.pem"),
        ] {
            assert_eq!(file_name(&named(name)), file, "{name:?}");
        }
        assert!(file_name(&named(&"x".repeat(5000))).len() < 100);
    }

    #[test]
    fn a_hostile_name_does_not_change_what_the_file_holds() {
        let folder = tempfile::tempdir().unwrap();
        let store = TrustStore::new(folder.path().join("a/b"));
        let hostile = named("x\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        store.add(&hostile, "a\r\nb").unwrap();
        let files = store.files().unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].anchors.as_ref().unwrap(), built_in());
    }

    #[test]
    fn adding_twice_leaves_one_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = TrustStore::new(folder.path().into());
        assert!(store.files().unwrap().is_empty() && !store.has(&built_in()[0].sha256).unwrap());
        let path = store.add(&built_in()[0], "a test").unwrap();
        assert_eq!(store.add(&built_in()[0], "a test").unwrap(), path);
        assert!(store.has(&built_in()[0].sha256).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
        let files = store.files().unwrap();
        store.remove(&files[0]).unwrap();
        store.remove(&files[0]).unwrap();
        assert!(store.files().unwrap().is_empty());
    }

    #[test]
    fn a_store_that_is_no_folder_is_an_error_that_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "text").unwrap();
        let error = TrustStore::new(path).add(&built_in()[0], "a test").unwrap_err();
        assert!(error.to_string().starts_with("cannot write `GlobalSign Root CA - R6` into trust store"), "{error}");
        assert!(error.hint().unwrap().starts_with("what was there stays"));
    }
}
