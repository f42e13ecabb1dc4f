//! How media go: rows and files never disagree for longer than a crash lasts.
//!
//! ```text
//!  one transaction: rows go, hashes into `known_media`, paths into `removals`
//!      └─> files go ──> entries of `removals` go
//! ```
//!
//! Whoever cleans next finishes what a crash left between these steps.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use rusqlite::{Transaction, params};

use super::database::Writer;
use super::{Store, StoreError};
use crate::types::UnixMillis;

/// Files removed at one time; the rest has its turn at the next.
const AT_ONCE: u32 = 10_000;

impl Store {
    /// Removes files whose rows are gone.
    pub(super) fn finish_removals(&mut self) -> Result<(), StoreError> {
        let waiting: Vec<String> = self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT file_path FROM removals LIMIT ?1")?;
            statement.query_map([AT_ONCE], |row| row.get(0))?.collect()
        })?;
        if waiting.is_empty() {
            return Ok(());
        }
        let mut gone = Vec::with_capacity(waiting.len());
        for path in waiting {
            match remove_below(self.folder(), &path) {
                Ok(()) => gone.push(path),
                Err(error) => tracing::warn!(file = path, %error, "a file without a row could not be removed yet"),
            }
        }
        self.transaction(|transaction| {
            let mut statement = transaction.prepare_cached("DELETE FROM removals WHERE file_path = ?1")?;
            gone.iter().try_for_each(|path| statement.execute([path]).map(drop))
        })
    }

    /// Removes files that have no row: their delivery was never acknowledged. After a restore they go beside the database
    /// that they belong to.
    pub(super) fn remove_orphans(&self, writer: Writer) -> Result<(), StoreError> {
        let root = self.folder();
        let keep = super::restore::folder_of_replaced(self)?;
        let known: HashSet<String> = self.read(|connection| {
            let sql = "SELECT file_path FROM media UNION ALL SELECT mask_path FROM media WHERE mask_path IS NOT NULL";
            connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        })?;
        for folder in writer.folders() {
            let at = root.join(folder);
            let fault = |source| StoreError::Io { path: at.clone(), source };
            let entries = match fs::read_dir(&at) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(fault)?,
            };
            for entry in entries {
                let entry = entry.map_err(fault)?;
                let below = format!("{folder}/{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(fault)?;
                if kind.is_dir() && below.starts_with(super::import::SCRATCH) {
                    fs::remove_dir_all(entry.path()).map_err(fault)?; // of an import that was killed
                }
                if known.contains(&below) || !kind.is_file() {
                    continue;
                }
                if let Some(keep) = keep.as_ref().filter(|_| folder != super::media::UNFINISHED) {
                    super::restore::set_aside(root, &below, keep).map_err(fault)?;
                    continue;
                }
                tracing::warn!(file = %entry.path().display(), "removed a file without a row");
                fs::remove_file(entry.path()).map_err(fault)?;
            }
        }
        Ok(())
    }
}

/// A medium that goes.
#[derive(Debug, Clone)]
pub(super) struct Going {
    pub(super) id: String,
    pub(super) bytes: u64,
}

/// Removes rows of media, and notes what has to follow. Outcomes stay, without a medium; prompts stay.
pub(super) fn remove_rows(transaction: &Transaction<'_>, media: &[Going], now: UnixMillis) -> rusqlite::Result<()> {
    let at = now.as_seconds();
    let mut known = transaction.prepare_cached(
        "INSERT INTO known_media (sha256, prompt_id, perceptual_hash, created_at)
         SELECT sha256, prompt_id, CASE source_type WHEN 'miner' THEN perceptual_hash END, ?2 FROM media
         WHERE id = ?1 AND sha256 IS NOT NULL ON CONFLICT (sha256) DO NOTHING",
    )?;
    let mut files = transaction.prepare_cached(
        "INSERT OR IGNORE INTO removals (file_path, removed_at)
         SELECT file_path, ?2 FROM media WHERE id = ?1
         UNION ALL SELECT mask_path, ?2 FROM media WHERE id = ?1 AND mask_path IS NOT NULL",
    )?;
    let mut embeddings = transaction.prepare_cached(
        "UPDATE embeddings SET removed_at = ?2, embedding = coalesce(
             embedding, (SELECT clip_embedding FROM media WHERE id = ?1)) WHERE media_id = ?1",
    )?;
    let mut outcomes =
        transaction.prepare_cached("UPDATE generator_challenge_outcomes SET media_id = NULL WHERE media_id = ?1")?;
    let mut prompts =
        transaction.prepare_cached("UPDATE prompts SET source_media_id = NULL WHERE source_media_id = ?1")?;
    let mut rows = transaction.prepare_cached("DELETE FROM media WHERE id = ?1")?;
    for Going { id, .. } in media {
        known.execute(params![id, at])?;
        files.execute(params![id, at])?;
        embeddings.execute(params![id, at])?;
        outcomes.execute([id])?;
        prompts.execute([id])?;
        rows.execute([id])?;
    }
    Ok(())
}

/// Removes a file below `root`; one that is gone already is no fault. Paths that lead elsewhere are refused.
fn remove_below(root: &Path, below: &str) -> io::Result<()> {
    let path = Path::new(below);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of the store"));
    }
    match fs::remove_file(root.join(path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        ended => ended,
    }
}
