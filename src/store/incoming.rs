//! Files of media while they arrive, and what becomes of them: a medium of the store, a refused one that is kept for the
//! operator, or nothing. They are written once and then only renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IoSlice, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

use super::StoreError;
use super::failed_media::FOLDER;
use super::media::{MediaFolder, UNFINISHED, WrittenFile, folder_of};
use crate::media::Format;
use crate::types::{Modality, UnixMillis};

/// A file that arrives. Dropped, it is removed, unless it was given a place before.
#[derive(Debug)]
pub struct Incoming {
    file: File,
    path: PathBuf,
    bytes: u64,
    has_place: bool,
}

impl Incoming {
    /// Appends parts, in their order.
    pub fn append<B: AsRef<[u8]>>(&mut self, parts: &[B]) -> Result<(), StoreError> {
        let mut slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part.as_ref())).collect();
        let mut left = slices.as_mut_slice();
        while !left.is_empty() {
            match self.file.write_vectored(left) {
                Ok(0) => return Err(self.fault(io::ErrorKind::WriteZero.into())),
                Ok(written) => {
                    self.bytes += written as u64;
                    IoSlice::advance_slices(&mut left, written);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.fault(error)),
            }
        }
        Ok(())
    }

    /// Its length so far.
    pub const fn len(&self) -> u64 {
        self.bytes
    }

    /// Whether nothing has arrived.
    pub const fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// The file, at its start, to be read.
    pub fn reread(&self) -> Result<File, StoreError> {
        let mut file = self.file.try_clone().map_err(|source| self.fault(source))?;
        file.rewind().map_err(|source| self.fault(source))?;
        Ok(file)
    }

    /// What a failure to read or write it is.
    pub fn fault(&self, source: io::Error) -> StoreError {
        StoreError::Io { path: self.path.clone(), source }
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.has_place {
            // What cannot be removed now goes at the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl MediaFolder {
    /// A new file for what arrives, readable by its owner only.
    pub fn incoming(&self) -> Result<Incoming, StoreError> {
        let path = self.root().join(UNFINISHED).join(uuid::Uuid::new_v4().simple().to_string());
        let opened = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
        let file = opened.map_err(|source| StoreError::Io { path: path.clone(), source })?;
        Ok(Incoming { file, path, bytes: 0, has_place: false })
    }

    /// Makes what arrived a medium, under a name of our own choosing and the extension of its real format: the bytes
    /// survive a power cut from here on, the name from [`MediaFolder::sync`] on.
    pub fn adopt(
        &self,
        mut incoming: Incoming,
        modality: Modality,
        format: Format,
        now: UnixMillis,
    ) -> Result<WrittenFile, StoreError> {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let file_path = format!("{}/{}_{}.{}", folder_of(modality), now.0 / 1000, &id[..8], format.extension());
        incoming.file.sync_all().map_err(|source| incoming.fault(source))?;
        let place = self.root().join(&file_path);
        fs::rename(&incoming.path, &place).map_err(|source| StoreError::Io { path: place, source })?;
        incoming.has_place = true;
        Ok(WrittenFile { file_path, bytes: incoming.bytes })
    }

    /// Makes the names of adopted media survive a power cut; of many at once at the price of one.
    pub fn sync(&self, modality: Modality) -> Result<(), StoreError> {
        let path = self.root().join(folder_of(modality));
        File::open(&path).and_then(|folder| folder.sync_all()).map_err(|source| StoreError::Io { path, source })
    }

    /// Keeps a refused medium below `failed_media`. `place` must not lead out of there.
    pub fn keep_failed(&self, mut incoming: Incoming, place: &Path) -> Result<(), StoreError> {
        self.move_to_failed(&incoming.path, place)?;
        incoming.has_place = true;
        Ok(())
    }

    /// Moves an adopted file that gets no row to `failed_media` (see [`MediaFolder::keep_failed`]).
    pub fn demote(&self, file: &WrittenFile, place: &Path) -> Result<(), StoreError> {
        self.move_to_failed(&self.root().join(&file.file_path), place)
    }

    fn move_to_failed(&self, from: &Path, place: &Path) -> Result<(), StoreError> {
        let path = self.root().join(FOLDER).join(place);
        let kept = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(from, &path));
        kept.map_err(|source| StoreError::Io { path, source })
    }

    /// Bytes that are free on the disk.
    pub fn free_bytes(&self) -> Result<u64, StoreError> {
        let path = self.root();
        let facts = statvfs(path).map_err(|errno| StoreError::Io { path: path.to_owned(), source: errno.into() })?;
        // The types differ from system to system.
        #[expect(clippy::useless_conversion, reason = "u32 on some targets")]
        let free = u64::from(facts.blocks_available()).saturating_mul(u64::from(facts.fragment_size()));
        Ok(free)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn folder() -> (tempfile::TempDir, MediaFolder) {
        let home = tempfile::tempdir().unwrap();
        let folder = MediaFolder::create(home.path()).unwrap();
        (home, folder)
    }

    fn unfinished(home: &Path) -> Vec<PathBuf> {
        fs::read_dir(home.join(UNFINISHED)).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn what_arrives_is_for_its_owner_alone_and_gone_if_nobody_wants_it() {
        let (home, folder) = folder();
        let mut incoming = folder.incoming().unwrap();
        incoming.append(&[&b"ab"[..], b"", b"cde"]).unwrap();
        incoming.append(&[b"f"]).unwrap();
        let files = unfinished(home.path());
        assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
        let mut text = String::new();
        incoming.reread().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), incoming.len()), ("abcdef", 6));
        drop(incoming);
        assert!(unfinished(home.path()).is_empty());
    }

    #[test]
    fn an_adopted_file_has_the_extension_of_its_format_and_stays() {
        let (home, folder) = folder();
        let mut incoming = folder.incoming().unwrap();
        incoming.append(&[b"pixels"]).unwrap();
        let written = folder.adopt(incoming, Modality::Image, Format::Jpg, UnixMillis(5_000)).unwrap();
        folder.sync(Modality::Image).unwrap();
        assert!(written.file_path.starts_with("images/synthetic/5_"), "{}", written.file_path);
        assert_eq!(Path::new(&written.file_path).extension(), Some("jpg".as_ref()));
        assert_eq!(fs::read(home.path().join(&written.file_path)).unwrap(), b"pixels");
        assert!(unfinished(home.path()).is_empty());
    }

    #[test]
    fn a_file_that_finds_no_place_is_gone_and_the_error_names_the_place() {
        let (home, folder) = folder();
        fs::write(home.path().join(FOLDER), "in the way").unwrap();
        let incoming = folder.incoming().unwrap();
        let error = folder.keep_failed(incoming, Path::new("3/reason/id.png")).unwrap_err();
        assert!(error.to_string().contains("failed_media/3/reason/id.png"), "{error}");
        assert!(unfinished(home.path()).is_empty());
    }
}
