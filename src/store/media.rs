//! Files of delivered media, and their rows (`spec/gas.md` 8.7 and 12.3).

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, params};

use super::database::Writer;
use super::{Store, StoreError};
use crate::media::{Dimensions, Format, MediaHash};
use crate::types::{Modality, UnixMillis};

/// Where files are written before they have their name.
pub(super) const UNFINISHED: &str = "tmp";

/// Folders of media (`spec/gas.md` 12.8): those of deliveries first.
pub(super) const FOLDERS: [&str; 6] = [
    "images/synthetic",
    "videos/synthetic",
    "images/real",
    "images/semisynthetic",
    "videos/real",
    "videos/semisynthetic",
];

impl Writer {
    /// Where nobody else writes.
    pub(super) fn folders(self) -> impl Iterator<Item = &'static str> {
        let (deliveries, others) = FOLDERS.split_at(2);
        match self {
            Self::Validator => deliveries.iter().copied().chain(Some(UNFINISHED)),
            Self::Data => others.iter().copied().chain(None),
        }
    }
}

/// The folder of a validator's media. Writing needs no database, so that a large file holds nobody up.
#[derive(Debug, Clone)]
pub struct MediaFolder(pub(super) PathBuf);

/// A file that is on the disk and has no row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Relative to the store's folder.
    pub file_path: String,
    /// Its length.
    pub bytes: u64,
}

/// Facts of a medium that passed, for its row.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMedia {
    /// Where it is.
    pub file: WrittenFile,
    /// Hash of its bytes.
    pub sha256: [u8; 32],
    /// Hash of what it shows.
    pub perceptual_hash: MediaHash,
    /// By its first bytes.
    pub format: Format,
    /// In pixels.
    pub dimensions: Dimensions,
    /// Whether a film has sound; `None` of an image.
    pub has_audio: Option<bool>,
    /// Model that the manifest names.
    pub model_name: Option<String>,
    /// Claim generator of the manifest.
    pub c2pa_issuer: Option<String>,
}

/// A medium that is stored without a perceptual hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnhashedMedia {
    /// Its row.
    pub id: String,
    /// Image or video.
    pub modality: Modality,
    /// Its file.
    pub path: PathBuf,
}

pub(super) const fn folder_of(modality: Modality) -> &'static str {
    match modality {
        Modality::Image => "images/synthetic",
        Modality::Video => "videos/synthetic",
    }
}

impl MediaFolder {
    pub(super) fn create(store: &Path) -> Result<Self, StoreError> {
        for folder in FOLDERS.into_iter().chain([UNFINISHED]) {
            let path = store.join(folder);
            fs::create_dir_all(&path).map_err(|source| StoreError::Io { path, source })?;
        }
        Ok(Self::at(store))
    }

    pub(super) fn at(store: &Path) -> Self {
        Self(store.to_owned())
    }

    /// The folder of the store.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// Removes a file that will get no row.
    pub fn remove(&self, file: &WrittenFile) -> Result<(), StoreError> {
        let path = self.0.join(&file.file_path);
        fs::remove_file(&path).map_err(|source| StoreError::Io { path, source })
    }
}

impl Store {
    /// Whether these very bytes were accepted before; also if the medium was removed since.
    pub fn knows_media(&self, sha256: &[u8; 32]) -> Result<bool, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT 1 FROM media WHERE sha256 = ?1 UNION ALL SELECT 1 FROM known_media WHERE sha256 = ?1 LIMIT 1",
            )?;
            statement.query_row([sha256.as_slice()], |_| Ok(())).optional().map(|row| row.is_some())
        })
    }

    /// Calls `each` with the prompt and the perceptual hash of every miner's medium that has one: first of those that
    /// were removed, then of the others, oldest first. The prompt is empty if it is not known.
    pub fn perceptual_hashes(&self, mut each: impl FnMut(&str, &str)) -> Result<(), StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT * FROM (SELECT prompt_id, perceptual_hash FROM known_media
                                WHERE perceptual_hash IS NOT NULL ORDER BY rowid)
                 UNION ALL
                 SELECT * FROM (SELECT prompt_id, perceptual_hash FROM media
                                WHERE perceptual_hash IS NOT NULL AND source_type = 'miner' ORDER BY rowid)",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                each(row.get_ref(0)?.as_str().unwrap_or_default(), row.get_ref(1)?.as_str().unwrap_or_default());
            }
            Ok(())
        })
    }

    /// Media whose hash is not known, newest first: those that were stored before hashes were.
    pub fn media_without_hash(&self) -> Result<Vec<UnhashedMedia>, StoreError> {
        let root = &self.media().0;
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT id, modality, file_path FROM media WHERE perceptual_hash IS NULL AND source_type = 'miner'
                 ORDER BY created_at DESC",
            )?;
            let rows = statement.query_map([], |row| {
                let (id, modality, path): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(modality.parse().ok().map(|modality| UnhashedMedia { id, modality, path: root.join(path) }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// Fills in a hash that was not known.
    pub fn set_perceptual_hash(&mut self, id: &str, hash: &MediaHash) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            let sql = "UPDATE media SET perceptual_hash = ?2 WHERE id = ?1";
            transaction.execute(sql, params![id, hash.to_string()]).map(drop)
        })
    }
}

/// Writes the row of a medium; returns its id, or `None` if the same bytes have a row already.
pub(super) fn insert(
    transaction: &rusqlite::Transaction<'_>,
    media: &NewMedia,
    challenge: &super::PendingChallenge,
    now: UnixMillis,
) -> rusqlite::Result<Option<String>> {
    let id = uuid::Uuid::new_v4().to_string();
    let resolution = format!("[{}, {}]", media.dimensions.width, media.dimensions.height);
    let size = i64::try_from(media.file.bytes).unwrap_or(i64::MAX);
    let inserted = transaction.execute(
        "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, model_name, uid, hotkey, verified,
                            created_at, resolution, file_size, format, c2pa_verified, c2pa_issuer, task_id, sha256,
                            perceptual_hash, has_audio)
         VALUES (?1, ?2, ?3, ?4, 'synthetic', 'miner', ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, 1, ?12, ?13, ?14, ?15, ?16)
         ON CONFLICT (sha256) DO NOTHING",
        params![
            id,
            challenge.prompt.id,
            media.file.file_path,
            challenge.modality.as_str(),
            media.model_name,
            challenge.uid.0,
            challenge.hotkey.to_string(),
            now.as_seconds(),
            resolution,
            size,
            media.format.extension().to_ascii_uppercase(),
            media.c2pa_issuer,
            challenge.task_id.to_string(),
            media.sha256.as_slice(),
            media.perceptual_hash.to_string(),
            media.has_audio,
        ],
    )?;
    Ok((inserted == 1).then_some(id))
}
