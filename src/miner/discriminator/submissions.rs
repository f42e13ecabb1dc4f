//! What a hotkey has submitted, and how far each submission came.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::daemon::lock::{self, Lock};
use crate::protocol::discriminator::{Medium, Presigned, Registration};
use crate::types::{Code, Hint, Hotkey};

/// The longest file that is read.
const LONGEST: u64 = 4 << 20;

/// Version of the file.
const SCHEMA: u32 = 1;

/// How far a submission came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The service has said where to put the archive.
    Presigned,
    /// It is there.
    Uploaded,
    /// The service has accepted it.
    Confirmed,
    /// It is registered on chain.
    Committed,
}

/// One archive that was submitted.
#[derive(Clone, Serialize, Deserialize)]
pub struct Submission {
    /// What it judges.
    pub modality: Medium,
    /// Of the archive, in hex.
    pub sha256: String,
    /// `general` or `human`.
    pub vertical: String,
    /// Host of the service.
    pub service: String,
    /// How far it came.
    pub stage: Stage,
    /// What the service said. The address is forgotten when the archive is there.
    #[serde(flatten)]
    pub presigned: Presigned,
}

impl Submission {
    /// What is published of it.
    pub fn registration(&self, hotkey: &Hotkey) -> Registration {
        Registration::new(self.presigned.r2_key.clone(), &self.sha256, hotkey)
    }

    /// Whether both compete for the same: the later one replaces the earlier one.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        (self.modality, &self.vertical, &self.service) == (other.modality, &other.vertical, &other.service)
    }
}

/// Why the file of submissions cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SubmissionsError {
    /// Another push is under way.
    #[error("another push of this hotkey is under way (`{}` is locked)", .0.display())]
    Locked(PathBuf),
    /// It cannot be read or written.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It holds something else.
    #[error("`{}` is no file of submissions: {reason}", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl Hint for SubmissionsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Locked(_) => Some("wait until it is done".into()),
            Self::Io { .. } => None,
            Self::Foreign { path, .. } => Some(format!(
                "it says what was submitted: mend it, or move `{}` away and lose the storage keys in it",
                path.display()
            )),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Locked(_) => Some(Code::InUse),
            Self::Io { .. } => None,
            Self::Foreign { .. } => Some(Code::Damaged),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    schema: u32,
    hotkey: Hotkey,
    submissions: Vec<Submission>,
}

/// All submissions of a hotkey, oldest first. Held by one process at a time.
pub struct Submissions {
    path: PathBuf,
    document: Document,
    _lock: Lock,
}

impl Submissions {
    /// Opens the file of a hotkey in `folder`, which is made if need be.
    pub fn open(folder: &Path, hotkey: &Hotkey) -> Result<Self, SubmissionsError> {
        let path = folder.join(format!("{hotkey}.json"));
        let failed = |source| SubmissionsError::Io { path: path.clone(), source };
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let lock_path = folder.join(format!("{hotkey}.lock"));
        let lock = lock::take(&lock_path).map_err(failed)?.ok_or(SubmissionsError::Locked(lock_path))?;
        let document = match File::open(&path) {
            Ok(file) => {
                read(file, hotkey).map_err(|reason| SubmissionsError::Foreign { path: path.clone(), reason })?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Document { schema: SCHEMA, hotkey: *hotkey, submissions: Vec::new() }
            }
            Err(source) => return Err(failed(source)),
        };
        Ok(Self { path, document, _lock: lock })
    }

    /// Where they are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// That of an archive.
    pub fn find(&self, modality: Medium, sha256: &str, service: &str) -> Option<&Submission> {
        let is_it =
            |found: &&Submission| (found.modality, &*found.sha256, &*found.service) == (modality, sha256, service);
        self.document.submissions.iter().find(is_it)
    }

    /// All, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Submission> {
        self.document.submissions.iter().rev()
    }

    /// Puts a submission in place of what was known of its archive, as the newest, on disk too.
    pub(super) fn put(&mut self, submission: Submission) -> Result<(), SubmissionsError> {
        self.forget(&submission);
        self.document.submissions.push(submission);
        self.save()
    }

    /// Forgets one that the service does not know any more.
    pub(super) fn drop(&mut self, submission: &Submission) -> Result<(), SubmissionsError> {
        self.forget(submission);
        self.save()
    }

    fn forget(&mut self, of: &Submission) {
        let is_it = |found: &Submission| {
            (found.modality, &found.sha256, &found.service) == (of.modality, &of.sha256, &of.service)
        };
        self.document.submissions.retain(|found| !is_it(found));
    }

    fn save(&self) -> Result<(), SubmissionsError> {
        let write = || {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(folder)?; // 0600: addresses in it let others write
            serde_json::to_writer_pretty(&mut file, &self.document)?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            file.persist(&self.path).map_err(|error| error.error)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|source| SubmissionsError::Io { path: self.path.clone(), source })
    }
}

fn read(file: File, hotkey: &Hotkey) -> Result<Document, String> {
    let mut text = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let document: Document = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    if document.schema != SCHEMA {
        return Err(format!("it is of version {}, and this program knows {SCHEMA}", document.schema));
    }
    if document.hotkey != *hotkey {
        return Err(format!("it is of hotkey {}", document.hotkey));
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::types::Keypair;

    fn submission(sha256: &str, stage: Stage) -> Submission {
        let presigned = Presigned {
            model_id: 7,
            presigned_url: "http://127.0.0.1/put?signature=s".into(),
            r2_key: "models/7.zip".into(),
            submissions_used: Some(0),
            submissions_max: None,
        };
        let (service, vertical) = ("upload".into(), "general".into());
        Submission { modality: Medium::Image, sha256: sha256.into(), vertical, service, stage, presigned }
    }

    #[test]
    fn what_was_submitted_is_on_disk_for_its_owner_alone_and_the_newest_comes_first() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state/discriminator");
        let hotkey = Keypair::from_seed(&[1; 32]).hotkey();
        let mut submissions = Submissions::open(&folder, &hotkey).unwrap();
        assert!(matches!(Submissions::open(&folder, &hotkey), Err(SubmissionsError::Locked(_))));
        for (sha256, stage) in [("a", Stage::Presigned), ("b", Stage::Confirmed), ("a", Stage::Uploaded)] {
            submissions.put(submission(sha256, stage)).unwrap();
        }
        let path = submissions.path().to_owned();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::mem::drop(submissions);
        let submissions = Submissions::open(&folder, &hotkey).unwrap();
        let found: Vec<_> = submissions.newest_first().map(|found| (found.sha256.as_str(), found.stage)).collect();
        assert_eq!(found, [("a", Stage::Uploaded), ("b", Stage::Confirmed)]);
        assert_eq!(submissions.find(Medium::Image, "a", "upload").unwrap().presigned.r2_key, "models/7.zip");
        assert!(submissions.find(Medium::Video, "a", "upload").is_none());
        std::mem::drop(submissions);
        std::fs::write(&path, "{}").unwrap();
        assert!(matches!(Submissions::open(&folder, &hotkey), Err(SubmissionsError::Foreign { .. })));
    }
}
