//! Releases that services suffered under here: an update that is called every night does not try them again.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::release::UpdateError;
use crate::types::Paths;

/// So many are remembered, the newest.
const MOST: usize = 16;
/// No list is longer.
const LONGEST: u64 = 1 << 20;
/// What is kept of a reason, in characters.
const REASON: usize = 300;

/// A release that was put back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PutBack {
    /// Of the program.
    #[serde(with = "hex::serde")]
    pub(super) sha256: [u8; 32],
    pub(super) version: String,
    pub(super) reason: String,
}

/// The file that lists them.
#[derive(Debug)]
pub(super) struct PutBacks(PathBuf);

impl PutBacks {
    pub(super) fn of(paths: &Paths) -> Self {
        Self(paths.state.join("put-back.json"))
    }

    /// What is listed. A list that is damaged keeps nobody from an update.
    fn read(&self) -> Vec<PutBack> {
        let short = fs::metadata(&self.0).is_ok_and(|facts| facts.len() <= LONGEST);
        let bytes = short.then(|| fs::read(&self.0).ok()).flatten();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// An error if this program is listed.
    pub(super) fn refuse(&self, sha256: &[u8; 32]) -> Result<(), UpdateError> {
        match self.read().into_iter().find(|one| one.sha256 == *sha256) {
            Some(PutBack { version, reason, .. }) => Err(UpdateError::PutBack { version, reason }),
            None => Ok(()),
        }
    }

    pub(super) fn add(&self, mut new: PutBack) -> io::Result<()> {
        new.reason = new.reason.chars().take(REASON).collect();
        let mut all = self.read();
        all.retain(|one| one.sha256 != new.sha256);
        all.push(new);
        let surplus = all.len().saturating_sub(MOST);
        self.write(&all[surplus..])
    }

    /// It was installed after all, and nothing suffered.
    pub(super) fn forget(&self, sha256: &[u8; 32]) -> io::Result<()> {
        let mut all = self.read();
        let before = all.len();
        all.retain(|one| one.sha256 != *sha256);
        if all.len() == before { Ok(()) } else { self.write(&all) }
    }

    fn write(&self, all: &[PutBack]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(self.0.parent().unwrap_or(Path::new("/")))?;
        serde_json::to_writer_pretty(&mut file, all)?;
        file.write_all(b"\n")?;
        file.as_file().set_permissions(Permissions::from_mode(0o600))?;
        file.as_file().sync_all()?;
        file.persist(&self.0)?;
        Ok(())
    }
}

/// The hash of a program that lies on this machine.
pub(super) fn hash_of(path: &Path) -> io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_back_is_refused_until_it_is_forgotten_and_a_damaged_list_refuses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let list = PutBacks::of(&Paths { state: folder.path().to_owned(), ..Paths::below(folder.path()) });
        let one = |byte: u8| PutBack { sha256: [byte; 32], version: "1.2.3".into(), reason: "web fell".into() };
        list.refuse(&[1; 32]).unwrap();
        (1..=17).for_each(|byte| list.add(one(byte)).unwrap());
        list.refuse(&[1; 32]).expect("the oldest goes");
        let refused = list.refuse(&[17; 32]).unwrap_err();
        assert_eq!(refused.to_string(), "this release (1.2.3) was put back on this machine: web fell");
        list.forget(&[17; 32]).unwrap();
        list.refuse(&[17; 32]).unwrap();
        assert!(list.refuse(&[16; 32]).is_err());
        fs::write(&list.0, "{").unwrap();
        list.refuse(&[16; 32]).unwrap();
    }
}
