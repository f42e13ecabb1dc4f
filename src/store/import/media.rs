//! Media: the file is brought over and made durable, then its row is written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, params};

use super::files::{self, Came, Content};
use super::source::Fields;
use super::{ImportError, Run};
use crate::media::{Format, MediaHash};
use crate::store::StoreError;
use crate::store::alignment::PYTHON_MODEL;

const COLUMNS: &[&str] = &[
    "id",
    "prompt_id",
    "file_path",
    "modality",
    "media_type",
    "source_type",
    "download_url",
    "scraper_name",
    "dataset_name",
    "dataset_source_file",
    "dataset_index",
    "model_name",
    "generation_args",
    "uid",
    "hotkey",
    "verified",
    "failed_verification",
    "rewarded",
    "uploaded",
    "created_at",
    "mask_path",
    "timestamp",
    "resolution",
    "perceptual_hash",
    "c2pa_verified",
    "c2pa_issuer",
    "task_id",
    "clip_embedding",
    "has_audio",
];

/// Rows written in one transaction, after their files.
const BATCH: usize = 64;

/// Length of an embedding: 512 numbers of four bytes (`spec/gas.md` 10.6).
const EMBEDDING: usize = 2048;

const TABLE: &str = "media";

struct NewRow {
    id: String,
    prompt_id: Option<String>,
    file_path: String,
    mask_path: Option<String>,
    came: Came,
    modality: &'static str,
    media_type: &'static str,
    source_type: &'static str,
    content: Content,
    perceptual_hash: Option<String>,
    created_at: f64,
    texts: [Option<String>; 11],
    numbers: [Option<i64>; 2],
    flags: [bool; 5],
    clip_embedding: Option<Vec<u8>>,
    has_audio: Option<bool>,
}

/// Columns that come over as they are.
const TEXTS: [&str; 11] = [
    "download_url",
    "scraper_name",
    "dataset_name",
    "dataset_source_file",
    "dataset_index",
    "model_name",
    "generation_args",
    "hotkey",
    "resolution",
    "c2pa_issuer",
    "task_id",
];
const NUMBERS: [&str; 2] = ["uid", "timestamp"];
const FLAGS: [&str; 5] = ["verified", "failed_verification", "rewarded", "uploaded", "c2pa_verified"];

impl Run<'_> {
    pub(super) fn media(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), ImportError> {
        let source = self.source;
        let total = source.count(TABLE)?;
        self.report.media.read = total;
        let (mut batch, mut done) = (Vec::new(), 0);
        source.each(TABLE, COLUMNS, |row| {
            batch.extend(self.medium(row)?);
            done += 1;
            progress(done, total);
            if batch.len() >= BATCH { self.write_media(&mut batch) } else { Ok(()) }
        })?;
        self.write_media(&mut batch)
    }

    fn leave_out(&mut self, reason: &'static str, example: &str) -> Option<NewRow> {
        self.report.media.left_out += 1;
        self.remark(TABLE, reason, example);
        None
    }

    /// A medium whose file is in the store now; `None` if it is here already or stays away.
    fn medium(&mut self, row: Fields<'_>) -> Result<Option<NewRow>, ImportError> {
        let Some(id) = row.text("id") else { return Ok(self.leave_out("it has no id", "")) };
        if self.is_here("SELECT 1 FROM media WHERE id = ?1", &id)? {
            self.report.media.there += 1;
            return Ok(None);
        }
        let kinds = (
            row.one_of("modality", &["image", "video"]),
            row.one_of("media_type", &["real", "synthetic", "semisynthetic"]),
        );
        let (Some(modality), Some(media_type)) = kinds else {
            return Ok(self.leave_out("its modality or type is not one that is known", &id));
        };
        let source_type = row
            .text("source_type")
            .map_or(Some("generated"), |_| row.one_of("source_type", &["scraper", "dataset", "generated", "miner"]));
        let Some(source_type) = source_type else {
            return Ok(self.leave_out("its source is not one that is known", &id));
        };
        let perceptual_hash = row.text("perceptual_hash").filter(|text| text.parse::<MediaHash>().is_ok());
        let named = row.text("file_path").unwrap_or_default();
        let Some(path) = files::find(self.source.folder(), &named) else {
            if source_type == "miner" {
                self.remember(row, perceptual_hash.as_deref())?;
            }
            return Ok(self.leave_out("its file is missing", &named));
        };
        let format = files::format(&path).map_err(|source| ImportError::Read { path: path.clone(), source })?;
        if format == Format::Bin {
            return Ok(self.leave_out("its file is no medium", &named));
        }
        if self.import.dry_run {
            self.report.media.taken += 1;
            self.report.media_bytes += std::fs::metadata(&path).map_or(0, |facts| facts.len());
            if self.can_be_decided(row, source_type)? {
                self.coming.insert(id);
            }
            return Ok(None);
        }
        let content = files::read(&path).map_err(|source| ImportError::Read { path: path.clone(), source })?;
        if let Some(reason) = self.known(&id, &content.sha256)? {
            return Ok(self.leave_out(reason, &id));
        }
        let created_at = row.real("created_at").unwrap_or_else(|| self.import.now.as_seconds());
        let (file_path, mask_path, came) = self.bring(row, &path, modality, media_type, created_at, &content)?;
        Ok(Some(NewRow {
            prompt_id: row.text("prompt_id"),
            file_path,
            mask_path,
            came,
            modality,
            media_type,
            source_type,
            content,
            perceptual_hash,
            created_at,
            texts: TEXTS.map(|column| row.text(column)),
            numbers: NUMBERS
                .map(|column| row.whole(column).filter(|number| column != "uid" || u16::try_from(*number).is_ok())),
            flags: FLAGS.map(|column| row.flag(column).unwrap_or(false)),
            clip_embedding: row.bytes("clip_embedding").filter(|bytes| bytes.len() == EMBEDDING),
            has_audio: row.flag("has_audio"),
            id,
        }))
    }

    /// Brings the file and its mask into the store; returns where they are there.
    fn bring(
        &mut self,
        row: Fields<'_>,
        path: &Path,
        modality: &str,
        media_type: &str,
        created_at: f64,
        content: &Content,
    ) -> Result<(String, Option<String>, Came), ImportError> {
        let name = uuid::Uuid::new_v4().simple().to_string();
        let base = format!("{modality}s/{media_type}/{}_{}", created_at.max(0.0).floor(), &name[..8]);
        let file_path = format!("{base}.{}", content.format.extension());
        let root = self.store.folder().to_owned();
        let came = files::bring(&root, path, &file_path, self.import.files)?;
        let mask = row.text("mask_path").and_then(|named| files::find(self.source.folder(), &named));
        let Some(mask) = mask else { return Ok((file_path, None, came)) };
        let mask_path = format!("{base}_mask.npy");
        files::bring(&root, &mask, &mask_path, self.import.files)?;
        Ok((file_path, Some(mask_path), came))
    }

    /// Whether an outcome that awaits the check of this medium would find one that is decided or can be.
    fn can_be_decided(&self, row: Fields<'_>, source_type: &str) -> Result<bool, StoreError> {
        if ["verified", "failed_verification"].iter().any(|column| row.flag(column) == Some(true)) {
            return Ok(true);
        }
        let Some(prompt) = row.text("prompt_id").filter(|_| source_type == "miner") else { return Ok(false) };
        let is_here = "SELECT 1 FROM prompts WHERE id = ?1 AND content NOT LIKE '(lost) %'";
        Ok(self.words.contains(&prompt) || self.prompts.contains_key(&prompt) || self.is_here(is_here, &prompt)?)
    }

    /// Why a medium with these bytes is not needed, if they are known.
    fn known(&mut self, id: &str, sha256: &[u8; 32]) -> Result<Option<&'static str>, StoreError> {
        let same: Option<String> = self.store.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM media WHERE sha256 = ?1")?;
            statement.query_row([sha256.as_slice()], |row| row.get(0)).optional()
        })?;
        if let Some(same) = same {
            self.media.insert(id.to_owned(), same);
            return Ok(Some("another medium has the same bytes"));
        }
        Ok(self.store.knows_media(sha256)?.then_some("it was here and has been removed"))
    }

    /// A copy of a miner's medium whose file is gone is still to be recognised.
    fn remember(&mut self, row: Fields<'_>, perceptual_hash: Option<&str>) -> Result<(), StoreError> {
        let Some(hash) = perceptual_hash.filter(|_| !self.import.dry_run) else { return Ok(()) };
        let (prompt, now) = (row.text("prompt_id"), self.import.now.as_seconds());
        let prompt = prompt.map(|id| self.prompts.get(&id).cloned().unwrap_or(id));
        let embedding = row.bytes("clip_embedding").filter(|bytes| bytes.len() == EMBEDDING);
        let embedding = embedding.filter(|_| row.flag("verified") == Some(true));
        let (id, task_id) = (row.text("id"), row.text("task_id"));
        self.store.transaction(|transaction| {
            if let Some(embedding) = &embedding {
                transaction
                    .prepare_cached(
                        "INSERT OR IGNORE INTO embeddings (media_id, task_id, model, embedding, removed_at)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![id, task_id, PYTHON_MODEL, embedding, now])?;
            }
            transaction
                .prepare_cached(
                    "INSERT INTO known_media (sha256, prompt_id, perceptual_hash, created_at)
                     SELECT NULL, ?1, ?2, ?3 WHERE NOT EXISTS (
                         SELECT 1 FROM known_media WHERE perceptual_hash = ?2 AND prompt_id IS ?1)",
                )?
                .execute(params![prompt, hash, now])
                .map(drop)
        })
    }

    fn write_media(&mut self, batch: &mut Vec<NewRow>) -> Result<(), ImportError> {
        let batch = std::mem::take(batch);
        let folders: BTreeSet<PathBuf> = batch
            .iter()
            .filter_map(|new| Some(self.store.folder().join(Path::new(&new.file_path).parent()?)))
            .collect();
        for folder in folders {
            let made = File::open(&folder).and_then(|open| open.sync_all());
            made.map_err(|source: io::Error| StoreError::Io { path: folder, source })?;
        }
        let mut doubled = Vec::new();
        self.store.transaction(|transaction| {
            for new in &batch {
                let prompt = new.prompt_id.as_ref().map(|id| self.prompts.get(id).unwrap_or(id));
                if !insert(transaction, new, prompt)? {
                    doubled.push(new.id.clone());
                }
            }
            Ok(())
        })?;
        for new in &batch {
            if doubled.contains(&new.id) {
                // Two rows of one batch: `known` saw neither.
                let _ = self.known(&new.id, &new.content.sha256)?;
                self.leave_out("another medium has the same bytes", &new.id);
                for path in [Some(&new.file_path), new.mask_path.as_ref()].into_iter().flatten() {
                    let path = self.store.folder().join(path);
                    std::fs::remove_file(&path).map_err(|source| StoreError::Io { path, source })?;
                }
            } else {
                self.report.media.taken += 1;
                self.report.media_bytes += new.content.bytes;
                match new.came {
                    Came::Linked => self.report.linked += 1,
                    Came::Copied => self.report.copied += 1,
                }
            }
        }
        Ok(())
    }
}

/// `false`: another medium has the same bytes.
fn insert(transaction: &rusqlite::Transaction<'_>, new: &NewRow, prompt: Option<&String>) -> rusqlite::Result<bool> {
    let [url, scraper, dataset, dataset_file, dataset_index, model, arguments, hotkey, resolution, issuer, task] =
        &new.texts;
    let [uid, timestamp] = new.numbers;
    let [verified, failed, rewarded, uploaded, c2pa] = new.flags;
    let inserted = transaction
        .prepare_cached(
            "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, download_url, scraper_name,
                 dataset_name, dataset_source_file, dataset_index, model_name, generation_args, uid, hotkey, verified,
                 failed_verification, rewarded, uploaded, created_at, mask_path, timestamp, resolution, file_size, format,
                 perceptual_hash, c2pa_verified, c2pa_issuer, task_id, clip_embedding, has_audio, sha256)
             VALUES (?1, (SELECT id FROM prompts WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)
             ON CONFLICT (sha256) DO NOTHING",
        )?
        .execute(params![
            new.id,
            prompt,
            new.file_path,
            new.modality,
            new.media_type,
            new.source_type,
            url,
            scraper,
            dataset,
            dataset_file,
            dataset_index,
            model,
            arguments,
            uid,
            hotkey,
            verified,
            failed,
            rewarded,
            uploaded,
            new.created_at,
            new.mask_path,
            timestamp,
            resolution,
            i64::try_from(new.content.bytes).unwrap_or(i64::MAX),
            new.content.format.extension().to_ascii_uppercase(),
            new.perceptual_hash,
            c2pa,
            issuer,
            task,
            new.clip_embedding,
            new.has_audio,
            new.content.sha256.as_slice(),
        ])?;
    if inserted == 1 && new.source_type == "miner" && verified && new.clip_embedding.is_some() {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO embeddings (media_id, task_id, model) VALUES (?1, ?2, ?3)")?
            .execute(params![new.id, task, PYTHON_MODEL])?;
    }
    Ok(inserted == 1)
}
