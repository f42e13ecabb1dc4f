//! Uploads of media: which are planned, how far each has come (`spec/gas.md` 13.1).
//!
//! A batch is chosen in one transaction and keeps its id, its time and so its names until it is done. Each step is
//! written when it is finished; [`Store::finish_upload`] marks the media in the transaction that ends the batch.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use super::{Store, StoreError};
use crate::types::{Modality, UnixMillis};

/// What waits for an upload: verified media of miners, and generated ones. One condition for counting and choosing.
const WAITS: &str = "m.uploaded = 0 AND m.failed_verification = 0
    AND ((m.source_type = 'miner' AND m.verified = 1) OR m.source_type = 'generated')
    AND NOT EXISTS (SELECT 1 FROM upload_entries e WHERE e.media_id = m.id)";

/// Whoever uploaded nothing for so long is not uploading: media do not wait for it beyond `MEDIA_MAX_BYTES`.
const AT_WORK: Duration = Duration::from_hours(7 * 24);

/// Longest error that is kept of a batch, in characters.
const LONGEST_ERROR: usize = 500;

/// How far a batch has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UploadStep {
    /// Its media are chosen.
    Planned,
    /// Its files are written.
    Built,
    /// The target has its files; perhaps they are published.
    Sent,
    /// Published, and its media are marked.
    Done,
    /// Nothing of it will be published.
    Dropped,
}

impl UploadStep {
    const ALL: [Self; 5] = [Self::Planned, Self::Built, Self::Sent, Self::Done, Self::Dropped];

    /// The word in the database and in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Built => "built",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

impl fmt::Display for UploadStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for UploadStep {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|step| step.as_str() == text).ok_or(())
    }
}

/// A batch that is to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// Where to, without secrets.
    pub target: String,
    /// Of what.
    pub modality: Modality,
    /// Who uploads, as SS58.
    pub hotkey: String,
    /// Its seat, if it is known.
    pub uid: Option<u16>,
    /// Media at most.
    pub most: usize,
}

/// A batch of media on its way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UploadBatch {
    /// Eight hexadecimal digits, part of its names.
    pub id: String,
    /// Where to.
    pub target: String,
    /// Of what.
    pub modality: Modality,
    /// How far it has come.
    pub step: UploadStep,
    /// Who uploads, as SS58.
    pub hotkey: String,
    /// Its seat then.
    pub uid: Option<u16>,
    /// When it was planned; its names and time stamps go by this.
    pub planned_at_ms: UnixMillis,
    /// When it last changed.
    pub updated_at_ms: UnixMillis,
    /// Media in it; before it is built those that were chosen.
    pub media: u64,
    /// Length of its files; 0 before it is built.
    pub bytes: u64,
    /// Attempts that failed.
    pub failures: u64,
    /// How the last one did.
    pub last_error: Option<String>,
}

/// A file of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadFile {
    /// At the target. The last one of a batch is its metadata.
    pub path: String,
    /// Of its bytes.
    pub sha256: [u8; 32],
    /// Its length.
    pub bytes: u64,
    /// Whether the target has it.
    pub sent: bool,
}

/// A medium of a batch, with what its metadata tell.
#[derive(Debug, Clone, PartialEq)]
pub struct UploadItem {
    /// Its row.
    pub id: String,
    /// Where it lies.
    pub file: PathBuf,
    /// Words of the row.
    pub media_type: String,
    /// See `media_type`.
    pub source_type: String,
    /// Model that made it.
    pub model_name: Option<String>,
    /// Of the miner.
    pub uid: Option<i64>,
    /// Of the miner.
    pub hotkey: Option<String>,
    /// Whether it passed the checks.
    pub verified: bool,
    /// When it was stored, in seconds.
    pub created_at: f64,
    /// When it was made, in seconds, if that was kept.
    pub timestamp: Option<i64>,
    /// `[width, height]`.
    pub resolution: Option<String>,
    /// Its length, as stored.
    pub file_size: Option<i64>,
    /// Such as `PNG`.
    pub format: Option<String>,
    /// Of its bytes, as stored.
    pub sha256: Option<Vec<u8>>,
    /// Claim generator.
    pub c2pa_issuer: Option<String>,
    /// What it was asked for with.
    pub prompt_id: Option<String>,
    /// See `prompt_id`.
    pub prompt_content: Option<String>,
}

/// What waits to be planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Media.
    pub media: u64,
    /// Their length.
    pub bytes: u64,
}

impl Store {
    /// What waits for an upload and is in no batch.
    pub fn waiting_for_upload(&self, modality: Modality) -> Result<Waiting, StoreError> {
        let sql =
            format!("SELECT count(*), coalesce(sum(file_size), 0) FROM media m WHERE m.modality = ?1 AND {WAITS}");
        self.read(|connection| {
            connection.query_row(&sql, [modality.as_str()], |row| {
                Ok(Waiting { media: unsigned(row, 0)?, bytes: unsigned(row, 1)? })
            })
        })
    }

    /// Chooses the media of a batch: those of miners first, then the oldest. `None` if nothing waits.
    pub fn plan_upload(&mut self, new: &NewUpload, now: UnixMillis) -> Result<Option<UploadBatch>, StoreError> {
        let id = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
        let choose = format!(
            "INSERT INTO upload_entries (media_id, batch_id, position)
             SELECT id, ?1, row_number() OVER (ORDER BY source_type <> 'miner', created_at, id)
             FROM media m WHERE m.modality = ?2 AND {WAITS}
             ORDER BY source_type <> 'miner', created_at, id LIMIT ?3"
        );
        self.transaction(|transaction| {
            transaction.execute(
                "INSERT INTO upload_batches (id, target, modality, step, hotkey, uid, planned_at, updated_at, media)
                 VALUES (?1, ?2, ?3, 'planned', ?4, ?5, ?6, ?6, 0)",
                params![id, new.target, new.modality.as_str(), new.hotkey, new.uid, now.as_seconds()],
            )?;
            let most = i64::try_from(new.most).unwrap_or(i64::MAX);
            let chosen = transaction.execute(&choose, params![id, new.modality.as_str(), most])?;
            if chosen == 0 {
                transaction.execute("DELETE FROM upload_batches WHERE id = ?1", [&id])?;
                return Ok(None);
            }
            let chosen = i64::try_from(chosen).unwrap_or(i64::MAX);
            transaction.execute("UPDATE upload_batches SET media = ?2 WHERE id = ?1", params![id, chosen])?;
            batch(transaction, &id)
        })
    }

    /// Batches that are neither done nor dropped, oldest first.
    pub fn open_uploads(&self) -> Result<Vec<UploadBatch>, StoreError> {
        self.batches("WHERE step IN ('planned', 'built', 'sent') ORDER BY planned_at, rowid LIMIT ?1", usize::MAX)
    }

    /// The newest batches.
    pub fn newest_uploads(&self, most: usize) -> Result<Vec<UploadBatch>, StoreError> {
        self.batches("ORDER BY planned_at DESC, rowid DESC LIMIT ?1", most)
    }

    /// The batch that was done last.
    pub fn last_upload(&self) -> Result<Option<UploadBatch>, StoreError> {
        Ok(self.batches("WHERE step = 'done' ORDER BY updated_at DESC LIMIT ?1", 1)?.pop())
    }

    fn batches(&self, which: &str, most: usize) -> Result<Vec<UploadBatch>, StoreError> {
        let sql = format!("SELECT {BATCH} FROM upload_batches {which}");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([i64::try_from(most).unwrap_or(i64::MAX)], read_batch)?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// The media of a batch that still have a row, in its order.
    pub fn upload_items(&self, batch_id: &str) -> Result<Vec<UploadItem>, StoreError> {
        let root = self.folder();
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT m.id, m.file_path, m.media_type, m.source_type, m.model_name, m.uid, m.hotkey, m.verified,
                        m.created_at, m.timestamp, m.resolution, m.file_size, m.format, m.sha256, m.c2pa_issuer,
                        m.prompt_id, p.content
                 FROM upload_entries e JOIN media m ON m.id = e.media_id LEFT JOIN prompts p ON p.id = m.prompt_id
                 WHERE e.batch_id = ?1 AND e.left_out = 0 ORDER BY e.position",
            )?;
            let rows = statement.query_map([batch_id], |row| {
                Ok(UploadItem {
                    id: row.get(0)?,
                    file: below(root, &row.get::<_, String>(1)?),
                    media_type: row.get(2)?,
                    source_type: row.get(3)?,
                    model_name: row.get(4)?,
                    uid: row.get(5)?,
                    hotkey: row.get(6)?,
                    verified: row.get(7)?,
                    created_at: row.get(8)?,
                    timestamp: row.get(9)?,
                    resolution: row.get(10)?,
                    file_size: row.get(11)?,
                    format: row.get(12)?,
                    sha256: row.get(13)?,
                    c2pa_issuer: row.get(14)?,
                    prompt_id: row.get(15)?,
                    prompt_content: row.get(16)?,
                })
            })?;
            rows.collect()
        })
    }

    /// The files of a batch, in the order in which they are sent; the metadata come last.
    pub fn upload_files(&self, batch_id: &str) -> Result<Vec<UploadFile>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT path, sha256, bytes, sent FROM upload_files WHERE batch_id = ?1 ORDER BY position",
            )?;
            let rows = statement.query_map([batch_id], |row| {
                Ok(UploadFile { path: row.get(0)?, sha256: row.get(1)?, bytes: unsigned(row, 2)?, sent: row.get(3)? })
            })?;
            rows.collect()
        })
    }

    /// A batch's files are written; `left_out` are media that could not be read. Without files the batch is dropped.
    pub fn upload_built(
        &mut self,
        batch_id: &str,
        files: &[UploadFile],
        left_out: &[String],
        media: u64,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute("DELETE FROM upload_files WHERE batch_id = ?1", [batch_id])?;
            for (position, file) in (0_i64..).zip(files) {
                transaction.execute(
                    "INSERT INTO upload_files (batch_id, path, position, sha256, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![batch_id, file.path, position, file.sha256.as_slice(), signed(file.bytes)],
                )?;
            }
            for id in left_out {
                transaction.execute("UPDATE upload_entries SET left_out = 1 WHERE media_id = ?1", [id])?;
            }
            let (step, bytes) = if files.is_empty() {
                release(transaction, batch_id)?;
                (UploadStep::Dropped, 0)
            } else {
                (UploadStep::Built, files.iter().map(|file| file.bytes).sum())
            };
            transaction.execute(
                "UPDATE upload_batches SET step = ?2, media = ?3, bytes = ?4, updated_at = ?5 WHERE id = ?1",
                params![batch_id, step.as_str(), signed(media), signed(bytes), now.as_seconds()],
            )?;
            Ok(())
        })
    }

    /// The target has one file of a batch.
    pub fn upload_file_sent(&mut self, batch_id: &str, path: &str) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction
                .execute("UPDATE upload_files SET sent = 1 WHERE batch_id = ?1 AND path = ?2", [batch_id, path])
                .map(drop)
        })
    }

    /// The target has all that goes before the publication of a batch. From now on it may be published.
    pub fn upload_sent(&mut self, batch_id: &str, now: UnixMillis) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            let sql = "UPDATE upload_batches SET step = 'sent', updated_at = ?2 WHERE id = ?1";
            transaction.execute(sql, params![batch_id, now.as_seconds()]).map(drop)
        })
    }

    /// A batch is published: marks its media and ends it. Media that were left out stay known as such.
    pub fn finish_upload(&mut self, batch_id: &str, now: UnixMillis) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute(
                "UPDATE media SET uploaded = 1
                 WHERE id IN (SELECT media_id FROM upload_entries WHERE batch_id = ?1 AND left_out = 0)",
                [batch_id],
            )?;
            release(transaction, batch_id)?;
            transaction.execute("DELETE FROM upload_files WHERE batch_id = ?1", [batch_id])?;
            transaction.execute(
                "UPDATE upload_batches SET step = 'done', last_error = NULL, updated_at = ?2 WHERE id = ?1",
                params![batch_id, now.as_seconds()],
            )?;
            Ok(())
        })
    }

    /// An attempt to go on with a batch failed.
    pub fn upload_failed(&mut self, batch_id: &str, error: &str, now: UnixMillis) -> Result<(), StoreError> {
        let error: String = error.chars().take(LONGEST_ERROR).collect();
        self.transaction(|transaction| {
            transaction
                .execute(
                    "UPDATE upload_batches SET failures = failures + 1, last_error = ?2, updated_at = ?3 WHERE id = ?1",
                    params![batch_id, error, now.as_seconds()],
                )
                .map(drop)
        })
    }

    /// Gives the media free of batches that were planned for other targets than `targets` and of which nothing can be
    /// published yet. Those that may be published stay; returns how many were dropped.
    pub fn drop_uploads_of_others(&mut self, targets: &[String], now: UnixMillis) -> Result<u64, StoreError> {
        let others: Vec<String> = self
            .open_uploads()?
            .into_iter()
            .filter(|batch| batch.step != UploadStep::Sent && !targets.contains(&batch.target))
            .map(|batch| batch.id)
            .collect();
        self.transaction(|transaction| {
            for id in &others {
                release(transaction, id)?;
                transaction.execute("DELETE FROM upload_files WHERE batch_id = ?1", [id])?;
                transaction.execute(
                    "UPDATE upload_batches SET step = 'dropped', updated_at = ?2 WHERE id = ?1",
                    params![id, now.as_seconds()],
                )?;
            }
            Ok(u64::try_from(others.len()).unwrap_or(u64::MAX))
        })
    }
}

/// Whether a batch was published within the last [`AT_WORK`]: what is configured may never be started, or never be let in.
pub(super) fn are_at_work(transaction: &Transaction<'_>, now: UnixMillis) -> rusqlite::Result<bool> {
    transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM upload_batches WHERE step = 'done' AND updated_at >= ?1)")?
        .query_row([now.before(AT_WORK).as_seconds()], |row| row.get(0))
}

/// Forgets the media of a batch, but for those that could not be read and have a row: else they were chosen for ever.
fn release(transaction: &Transaction<'_>, batch_id: &str) -> rusqlite::Result<()> {
    transaction
        .execute(
            "DELETE FROM upload_entries WHERE batch_id = ?1
             AND (left_out = 0 OR NOT EXISTS (SELECT 1 FROM media m WHERE m.id = media_id))",
            [batch_id],
        )
        .map(drop)
}

/// The place of a file in the store. A path that leads elsewhere is none, so that nobody's other files are published.
fn below(root: &Path, path: &str) -> PathBuf {
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if inside { root.join(path) } else { PathBuf::new() }
}

const BATCH: &str =
    "id, target, modality, step, hotkey, uid, planned_at, updated_at, media, bytes, failures, last_error";

fn batch(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<UploadBatch>> {
    let sql = format!("SELECT {BATCH} FROM upload_batches WHERE id = ?1");
    Ok(transaction.query_row(&sql, [id], read_batch).optional()?.flatten())
}

/// `None` for a row that this build cannot have written.
fn read_batch(row: &Row<'_>) -> rusqlite::Result<Option<UploadBatch>> {
    let (modality, step): (String, String) = (row.get(2)?, row.get(3)?);
    let (Ok(modality), Ok(step)) = (modality.parse(), step.parse()) else { return Ok(None) };
    let time = |index| Ok::<_, rusqlite::Error>(UnixMillis::from_seconds(row.get(index)?).unwrap_or(UnixMillis(0)));
    Ok(Some(UploadBatch {
        id: row.get(0)?,
        target: row.get(1)?,
        modality,
        step,
        hotkey: row.get(4)?,
        uid: row.get(5)?,
        planned_at_ms: time(6)?,
        updated_at_ms: time(7)?,
        media: unsigned(row, 8)?,
        bytes: unsigned(row, 9)?,
        failures: unsigned(row, 10)?,
        last_error: row.get(11)?,
    }))
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(index)?).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(home: &std::path::Path) -> Store {
        Store::open(home, UnixMillis(0)).unwrap()
    }

    fn medium(store: &Store, id: &str, source: &str, verified: bool, created_at: f64) {
        store
            .connection
            .execute(
                "INSERT INTO media (id, file_path, modality, media_type, source_type, verified, created_at, file_size)
                 VALUES (?1, ?1, 'image', 'synthetic', ?2, ?3, ?4, 10)",
                params![id, source, verified, created_at],
            )
            .unwrap();
    }

    fn plan(store: &mut Store, most: usize) -> Option<UploadBatch> {
        let new =
            NewUpload { target: "file:/x".into(), modality: Modality::Image, hotkey: "5x".into(), uid: Some(3), most };
        store.plan_upload(&new, UnixMillis(1_500)).unwrap()
    }

    fn ids(store: &Store, batch: &UploadBatch) -> Vec<String> {
        store.upload_items(&batch.id).unwrap().into_iter().map(|item| item.id).collect()
    }

    fn file() -> UploadFile {
        UploadFile { path: "a".into(), sha256: [7; 32], bytes: 70, sent: false }
    }

    #[test]
    fn media_of_miners_go_first_then_the_oldest_and_none_is_in_two_batches() {
        let home = tempfile::tempdir().unwrap();
        let mut store = store(home.path());
        for (id, source, verified, at) in [
            ("g1", "generated", false, 1.0),
            ("m2", "miner", true, 5.0),
            ("m1", "miner", true, 4.0),
            ("unverified", "miner", false, 0.0),
            ("d1", "dataset", true, 0.0),
        ] {
            medium(&store, id, source, verified, at);
        }
        assert_eq!(store.waiting_for_upload(Modality::Image).unwrap(), Waiting { media: 3, bytes: 30 });
        let first = plan(&mut store, 2).unwrap();
        assert_eq!(ids(&store, &first), ["m1", "m2"]);
        let second = plan(&mut store, 2).unwrap();
        assert_eq!(ids(&store, &second), ["g1"]);
        assert_eq!(plan(&mut store, 2), None);
        assert_eq!(store.open_uploads().unwrap(), [first, second]);
    }

    #[test]
    fn a_path_that_leads_out_of_the_store_names_no_file() {
        for path in ["../x", "/etc/passwd", "images/../../x", "./x"] {
            assert_eq!(below(Path::new("/store"), path), PathBuf::new(), "{path}");
        }
        assert_eq!(below(Path::new("/store"), "images/x.png"), Path::new("/store/images/x.png"));
    }

    #[test]
    fn a_batch_marks_its_media_when_it_is_done_and_not_before() {
        let home = tempfile::tempdir().unwrap();
        let mut store = store(home.path());
        for id in ["a", "unreadable", "removed"] {
            medium(&store, id, "miner", true, 1.0);
        }
        let batch = plan(&mut store, 9).unwrap();
        store.connection.execute("DELETE FROM media WHERE id = 'removed'", []).unwrap();
        assert_eq!(ids(&store, &batch), ["a", "unreadable"]);
        store.upload_built(&batch.id, &[file()], &["unreadable".into()], 1, UnixMillis(2_000)).unwrap();
        store.upload_file_sent(&batch.id, "a").unwrap();
        assert!(store.upload_files(&batch.id).unwrap()[0].sent);
        store.upload_sent(&batch.id, UnixMillis(3_000)).unwrap();
        store.upload_failed(&batch.id, "no answer", UnixMillis(3_500)).unwrap();
        let uploaded = |store: &Store| -> Vec<String> {
            let sql = "SELECT id FROM media WHERE uploaded = 1";
            store
                .connection
                .prepare(sql)
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        assert!(uploaded(&store).is_empty());
        let open = &store.open_uploads().unwrap()[0];
        assert_eq!((open.step, open.failures, open.media, open.bytes), (UploadStep::Sent, 1, 1, 70));
        store.finish_upload(&batch.id, UnixMillis(4_000)).unwrap();
        assert_eq!(uploaded(&store), ["a"]);
        assert_eq!(store.last_upload().unwrap().unwrap().id, batch.id);
        assert_eq!(plan(&mut store, 9), None, "what could not be read is not chosen again");
    }

    #[test]
    fn a_batch_for_another_target_gives_its_media_free_unless_it_may_be_published() {
        let home = tempfile::tempdir().unwrap();
        let mut store = store(home.path());
        medium(&store, "a", "miner", true, 1.0);
        medium(&store, "b", "miner", true, 2.0);
        let (sent, planned) = (plan(&mut store, 1).unwrap(), plan(&mut store, 1).unwrap());
        store.upload_built(&sent.id, &[file()], &[], 1, UnixMillis(2_000)).unwrap();
        store.upload_sent(&sent.id, UnixMillis(3_000)).unwrap();
        assert_eq!(store.drop_uploads_of_others(&["file:/x".into()], UnixMillis(4_000)).unwrap(), 0);
        assert_eq!(store.drop_uploads_of_others(&["file:/y".into()], UnixMillis(4_000)).unwrap(), 1);
        assert_eq!(store.open_uploads().unwrap()[0].id, sent.id);
        let again = plan(&mut store, 9).unwrap();
        assert_eq!(ids(&store, &again), ["b"]);
        assert_ne!(again.id, planned.id);
    }
}
