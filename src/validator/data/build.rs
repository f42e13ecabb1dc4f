//! The files of a batch: archives of its media, and one table of their metadata (`spec/gas.md` 13.1).
//!
//! Media are read piece by piece, and the same media give the same bytes: archives hold no time, owner or order but
//! those of the rows.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::names::Names;
use super::shard::{self, Entry};
use crate::store::{UploadBatch, UploadFile, UploadItem};
use crate::types::size_words;

/// What must stay free besides the files of a batch and what the operator wants free.
const SPARE: u64 = 64 << 20;

/// Why a batch has no files.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A medium cannot be read, for a reason that may pass.
    #[error("cannot read the medium `{}`", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The files would not fit.
    #[error(
        "the disk of `{}` has {} free, but {} are needed, of which {} stay free (MIN_FREE_BYTES)",
        folder.display(), size_words(*free), size_words(*needed), size_words(*min_free)
    )]
    NoSpace {
        /// Where they would go.
        folder: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that are needed.
        needed: u64,
        /// Those of them that the operator wants free.
        min_free: u64,
    },
    /// The table of metadata cannot be written.
    #[error("cannot write the table of metadata")]
    Shard(#[source] parquet::errors::ParquetError),
    /// The service stops.
    #[error("the service stops")]
    Stopped,
}

/// What [`build`] made.
#[derive(Debug)]
pub(super) struct Built {
    /// The archives, then the table; none if no medium could be read.
    pub(super) files: Vec<UploadFile>,
    /// Rows of media that could not be read.
    pub(super) left_out: Vec<String>,
    /// Media in the archives.
    pub(super) media: u64,
}

/// Where a file of a batch lies in the batch's folder.
pub(super) fn local(folder: &Path, path: &str) -> PathBuf {
    folder.join(path.rsplit('/').next().unwrap_or(path))
}

/// Writes the files of a batch into `folder`, whatever an earlier attempt left there. `min_free` bytes of its disk stay
/// free.
pub(super) fn build(
    batch: &UploadBatch,
    items: &[UploadItem],
    per_archive: usize,
    folder: &Path,
    min_free: u64,
    stop: &CancellationToken,
) -> Result<Built, BuildError> {
    let fault = |source| BuildError::Io { path: folder.to_owned(), source };
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault(error)),
        _ => fs::create_dir_all(folder).map_err(fault)?,
    }
    let mut left_out = Vec::new();
    let mut readable = Vec::new();
    for item in items {
        if stop.is_cancelled() {
            return Err(BuildError::Stopped);
        }
        match look(item) {
            Ok((sha256, bytes)) => readable.push((item, sha256, bytes)),
            Err(error) if !will_never_be(item, &error) => {
                return Err(BuildError::Unreadable { path: item.file.clone(), source: error });
            }
            Err(error) => {
                tracing::warn!(media = item.id, file = %item.file.display(), %error, "a medium is left out of the upload");
                left_out.push(item.id.clone());
            }
        }
    }
    if readable.is_empty() {
        return Ok(Built { files: Vec::new(), left_out, media: 0 });
    }
    demand_space(folder, readable.iter().map(|(_, _, bytes)| bytes).sum(), min_free)?;
    let names = Names::of(batch);
    let (mut files, mut entries, mut taken) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, part) in readable.chunks(per_archive.max(1)).enumerate() {
        let path = local(folder, &names.archive_path(index));
        let fault = |source| BuildError::Io { path: path.clone(), source };
        let mut archive = Archive::create(&path).map_err(fault)?;
        for (item, sha256, bytes) in part {
            if stop.is_cancelled() {
                return Err(BuildError::Stopped);
            }
            let member = names.member(item, &mut taken);
            archive.append(&member, item, *bytes).map_err(fault)?;
            entries.push(Entry { item, sha256: *sha256, bytes: *bytes, archive: names.archive(index), member });
        }
        let (sha256, bytes) = archive.finish().map_err(fault)?;
        files.push(UploadFile { path: names.archive_path(index), sha256, bytes, sent: false });
    }
    let path = local(folder, &names.shard_path());
    let fault = |source| BuildError::Io { path: path.clone(), source };
    let out = Hashing::new(File::create(&path).map_err(fault)?);
    let out = shard::write(out, batch, &names, &entries).map_err(BuildError::Shard)?;
    let (sha256, bytes) = out.finish().map_err(fault)?;
    files.push(UploadFile { path: names.shard_path(), sha256, bytes, sent: false });
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    Ok(Built { files, left_out, media: u64::try_from(entries.len()).unwrap_or(u64::MAX) })
}

/// Whether the files of a batch lie in `folder` as they were written.
pub(super) fn is_built(folder: &Path, files: &[UploadFile], stop: &CancellationToken) -> Result<bool, BuildError> {
    for file in files {
        if stop.is_cancelled() {
            return Err(BuildError::Stopped);
        }
        let path = local(folder, &file.path);
        match hash(&path) {
            Ok(found) if found == (file.sha256, file.bytes) => {}
            _ => return Ok(false),
        }
    }
    Ok(!files.is_empty())
}

/// Hash and length of a medium, if it is what was stored.
fn look(item: &UploadItem) -> io::Result<([u8; 32], u64)> {
    let (sha256, bytes) = hash(&item.file)?;
    let refused = |text| Err(io::Error::new(io::ErrorKind::InvalidData, text));
    if bytes == 0 {
        return refused("the file is empty");
    }
    if item.sha256.as_ref().is_some_and(|stored| *stored != sha256) {
        return refused("the file is not what was stored: its SHA-256 differs");
    }
    Ok((sha256, bytes))
}

/// Whether a medium that cannot be read will never be what was stored: it is gone, or something else. Any other error may
/// pass, and so may that of a folder of media which is missing or empty: perhaps it is not mounted.
fn will_never_be(item: &UploadItem, error: &io::Error) -> bool {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => true,
        // A path that leads out of the store has no folder (`UploadItem::file`).
        io::ErrorKind::NotFound => match item.file.parent() {
            Some(folder) => fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some_and(|one| one.is_ok())),
            None => true,
        },
        _ => false,
    }
}

fn hash(path: &Path) -> io::Result<([u8; 32], u64)> {
    let mut out = Hashing::new(io::sink());
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file"));
    }
    io::copy(&mut BufReader::with_capacity(256 << 10, file), &mut out)?;
    Ok((out.hasher.finalize().into(), out.bytes))
}

fn demand_space(folder: &Path, media: u64, min_free: u64) -> Result<(), BuildError> {
    let fault = |errno: nix::errno::Errno| BuildError::Io { path: folder.to_owned(), source: errno.into() };
    let disk = nix::sys::statvfs::statvfs(folder).map_err(fault)?;
    let free = disk.blocks_available().saturating_mul(disk.fragment_size());
    let needed = media.saturating_add(media / 20).saturating_add(SPARE).saturating_add(min_free);
    if free < needed { Err(BuildError::NoSpace { folder: folder.to_owned(), free, needed, min_free }) } else { Ok(()) }
}

/// A tar.gz that is being written.
struct Archive(tar::Builder<flate2::write::GzEncoder<Hashing<File>>>);

impl Archive {
    fn create(path: &Path) -> io::Result<Self> {
        // Media are compressed already: the container's own redundancy is all there is to save.
        let gzip = GzBuilder::new().mtime(0).write(Hashing::new(File::create(path)?), Compression::fast());
        let mut tar = tar::Builder::new(gzip);
        tar.mode(tar::HeaderMode::Deterministic);
        Ok(Self(tar))
    }

    fn append(&mut self, member: &str, item: &UploadItem, bytes: u64) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes);
        header.set_mode(0o644);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time in whole seconds")]
        header.set_mtime(item.created_at.max(0.0) as u64);
        let mut medium = File::open(&item.file)?.take(bytes);
        self.0.append_data(&mut header, member, &mut medium)?;
        // A file that became shorter since it was looked at would shift everything behind it.
        if medium.limit() == 0 { Ok(()) } else { Err(io::Error::new(io::ErrorKind::UnexpectedEof, member.to_owned())) }
    }

    fn finish(self) -> io::Result<([u8; 32], u64)> {
        self.0.into_inner()?.finish()?.finish()
    }
}

/// Hashes what passes through.
pub(super) struct Hashing<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    fn new(inner: W) -> Self {
        Self { inner, hasher: Sha256::new(), bytes: 0 }
    }
}

impl Hashing<File> {
    /// Makes the file durable; its hash and length.
    fn finish(self) -> io::Result<([u8; 32], u64)> {
        self.inner.sync_all()?;
        Ok((self.hasher.finalize().into(), self.bytes))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(data)?;
        self.hasher.update(&data[..written]);
        self.bytes += u64::try_from(written).unwrap_or(0);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_that_the_disk_has_no_room_for_is_refused_with_figures() {
        let home = tempfile::tempdir().unwrap();
        let error = demand_space(home.path(), 1 << 60, 0).unwrap_err();
        assert!(matches!(error, BuildError::NoSpace { .. }), "{error}");
        assert!(error.to_string().contains("TiB are needed"), "{error}");
        demand_space(home.path(), 0, 0).unwrap();
        let error = demand_space(home.path(), 0, 1 << 60).unwrap_err();
        assert!(error.to_string().contains("stay free (MIN_FREE_BYTES)"), "{error}");
    }

    #[test]
    fn a_stop_ends_the_work_on_files() {
        let home = tempfile::tempdir().unwrap();
        let stop = CancellationToken::new();
        stop.cancel();
        let file = UploadFile { path: "a/b".into(), sha256: [0; 32], bytes: 1, sent: false };
        assert!(matches!(is_built(home.path(), &[file], &stop), Err(BuildError::Stopped)));
    }
}
