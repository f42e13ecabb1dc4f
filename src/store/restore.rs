//! A backup takes the place of the database, and what was there is kept (`spec/gas.md` 17.3).
//!
//! ```text
//!  backup ──> copy beside, made to agree with the media that are there ──rename──> prompts.db
//!                                   what was there ──link──> before-restore-TIME/
//! ```
//!
//! Media that the backup does not know would be taken for what a crash left; so it bears a mark, and the next who tidies
//! puts them beside the database that knows them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use rusqlite::{Connection, OptionalExtension};

use super::database::{OPEN, VALIDATOR, database_fault, lock_file, unsigned};
use super::removal::{self, Going};
use super::{MediaFolder, Store, StoreError, backup};
use crate::types::UnixMillis;

/// The mark, among the blocks at which things were last done: when the backup took its place, in ms.
const MARK: &str = "restored";

/// What the copy is called until it takes its place, with something of its own behind it.
const UNFINISHED: &str = ".restore-";

/// What came of a restore.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// What was there, with media that the backup does not know.
    pub replaced: Option<PathBuf>,
    /// Outcomes that the backup holds.
    pub outcomes: u64,
    /// Media that it holds and whose files are there.
    pub media: u64,
    /// Media that it held and whose files are gone; copies of them are still recognised.
    pub media_without_file: u64,
    /// Files of media that it does not know, now beside what was there.
    pub set_aside: u64,
    /// Whether it knows what was uploaded after it was made, from what was there. If not, that may be uploaded again.
    pub uploads_known: bool,
}

impl Store {
    /// Puts a backup in the place of the database in `folder`, which nobody may have open.
    pub fn restore(folder: &Path, backup: &Path, now: UnixMillis) -> Result<Restored, StoreError> {
        MediaFolder::create(folder)?;
        let alone = alone(folder)?;
        let fault = |source| StoreError::Io { path: folder.to_owned(), source };
        if !backup.is_file() {
            return Err(StoreError::Io { path: backup.to_owned(), source: io::ErrorKind::NotFound.into() });
        }
        let source = VALIDATOR.examine(backup)?;
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(fault)?;
        backup::copy_database(&source, file.path())?;
        drop(source);
        let media_without_file = agree(file.path(), folder, now)?;
        let uploads_known = carry_over(file.path(), &folder.join(VALIDATOR.file))?;
        file.as_file().sync_all().map_err(fault)?;
        let replaced = keep(folder, now)?;
        file.persist(folder.join(VALIDATOR.file)).map_err(|error| fault(error.error))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
        drop(alone);
        let mut store = Self::open(folder, now)?;
        drop(store.claim()?);
        let count = |sql: &str| store.read(|connection| connection.query_row(sql, [], |row| unsigned(row, 0)));
        let aside = folder.join(name(now));
        Ok(Restored {
            outcomes: count("SELECT count(*) FROM generator_challenge_outcomes")?,
            media: count("SELECT count(*) FROM media")?,
            media_without_file,
            uploads_known,
            set_aside: super::media::FOLDERS.iter().map(|folder| files_in(&aside.join(folder))).sum(),
            replaced: replaced.or_else(|| aside.is_dir().then_some(aside)),
        })
    }
}

fn name(at: UnixMillis) -> String {
    format!("before-restore-{}", backup::time_text(at))
}

fn files_in(folder: &Path) -> u64 {
    fs::read_dir(folder).map_or(0, |entries| entries.count() as u64)
}

/// Keeps everybody else from opening the store.
fn alone(folder: &Path) -> Result<Flock<File>, StoreError> {
    let path = folder.join(OPEN);
    Flock::lock(lock_file(&path)?, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| match errno {
        Errno::EWOULDBLOCK => StoreError::Open(folder.to_owned()),
        other => StoreError::Io { path, source: other.into() },
    })
}

/// Brings a copy up to date, and makes its rows agree with the files in `folder`; returns of how many media these are
/// gone.
fn agree(copy: &Path, folder: &Path, now: UnixMillis) -> Result<u64, StoreError> {
    let fault = |source| database_fault(copy, source);
    let mut connection = Connection::open(copy).map_err(fault)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(fault)?;
    let broken = connection.query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0)).optional();
    if let Some(table) = broken.map_err(fault)? {
        let found = format!("a row of `{table}` refers to one that is missing");
        return Err(StoreError::Damaged { path: copy.to_owned(), found, backup: None });
    }
    VALIDATOR.migrate(&mut connection, now).map_err(fault)?;
    let transaction = connection.transaction().map_err(fault)?;
    let work = || -> rusqlite::Result<u64> {
        let mut statement = transaction.prepare("SELECT id, file_path FROM media")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut lost = Vec::new();
        for row in rows {
            let (id, path) = row?;
            if !folder.join(path).is_file() {
                lost.push(Going { id, bytes: 0 });
            }
        }
        removal::remove_rows(&transaction, &lost, now)?;
        // Whoever ran meanwhile has ended them long ago.
        let overdue = now.before(super::outcomes::EXPIRY).as_seconds();
        transaction.execute(
            "DELETE FROM generator_challenge_outcomes WHERE status = 'pending' AND created_at < ?1",
            [overdue],
        )?;
        let at = i64::try_from(now.0).unwrap_or(i64::MAX);
        transaction.execute("INSERT OR REPLACE INTO progress VALUES (?1, ?2)", rusqlite::params![MARK, at])?;
        Ok(lost.len() as u64)
    };
    let lost = work().map_err(fault)?;
    transaction.commit().map_err(fault)?;
    connection.close().map_err(|(_, error)| fault(error))?;
    Ok(lost)
}

/// What happened outside since the backup was made, and cannot be taken back: which media were uploaded, which batches are
/// on their way, which challenges have ended. `false`: what was there cannot tell.
fn carry_over(copy: &Path, replaced: &Path) -> Result<bool, StoreError> {
    let Some(path) = replaced.to_str().filter(|_| replaced.is_file() && VALIDATOR.examine(replaced).is_ok()) else {
        return Ok(false);
    };
    let fault = |source| database_fault(copy, source);
    let mut connection = Connection::open(copy).map_err(fault)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(fault)?;
    connection.execute("ATTACH DATABASE ?1 AS replaced", [path]).map_err(fault)?;
    let transaction = connection.transaction().map_err(fault)?;
    let work = || -> rusqlite::Result<bool> {
        transaction.execute_batch(ENDED_SINCE)?;
        let sql = "SELECT count(*) = 2 FROM (
                       SELECT name FROM pragma_table_info('generator_challenge_outcomes', 'replaced')
                       WHERE name = 'similarity'
                       UNION ALL SELECT name FROM replaced.sqlite_master WHERE name = 'embeddings')";
        if transaction.query_row(sql, [], |row| row.get(0))? {
            transaction.execute_batch(DECIDED_SINCE)?;
        }
        let sql = "SELECT count(*) = 3 FROM replaced.sqlite_master WHERE type = 'table'
                   AND name IN ('upload_batches', 'upload_entries', 'upload_files')";
        let knows_batches = transaction.query_row(sql, [], |row| row.get(0))?;
        if knows_batches {
            transaction.execute_batch(UPLOADED_SINCE)?;
        }
        Ok(knows_batches)
    };
    let known = work().map_err(fault)?;
    transaction.commit().map_err(fault)?;
    connection.close().map_err(|(_, error)| fault(error))?;
    Ok(known)
}

/// A delivery that was answered is not waited for again.
const ENDED_SINCE: &str = "
    DELETE FROM main.generator_challenge_outcomes WHERE status = 'pending' AND task_id IN (
        SELECT task_id FROM replaced.generator_challenge_outcomes WHERE status <> 'pending');
    UPDATE main.media SET uploaded = 1 WHERE uploaded = 0 AND id IN (
        SELECT id FROM replaced.media WHERE uploaded = 1);";

/// What awaited the check of its prompt and was decided since is as it was decided, and when: it counts once. What media
/// look like that passed is known still.
const DECIDED_SINCE: &str = "
    UPDATE main.generator_challenge_outcomes AS o
    SET (status, failure_reason, failure_class, similarity, model_name, updated_at) = (
        SELECT r.status, r.failure_reason, r.failure_class, r.similarity, r.model_name, r.updated_at
        FROM replaced.generator_challenge_outcomes r WHERE r.task_id = o.task_id)
    WHERE o.status = 'stored' AND o.task_id IN (
        SELECT task_id FROM replaced.generator_challenge_outcomes WHERE status IN ('verified', 'failed'));
    UPDATE main.media AS m SET (verified, failed_verification, clip_embedding) = (
        SELECT r.verified, r.failed_verification, r.clip_embedding FROM replaced.media r WHERE r.id = m.id)
    WHERE m.source_type = 'miner' AND m.verified = 0 AND m.failed_verification = 0 AND m.id IN (
        SELECT id FROM replaced.media WHERE verified = 1 OR failed_verification = 1);
    INSERT OR IGNORE INTO main.embeddings (media_id, task_id, model, digest, embedding, removed_at)
        SELECT media_id, task_id, model, digest, embedding, removed_at FROM replaced.embeddings
        WHERE embedding IS NOT NULL OR media_id IN (SELECT id FROM main.media WHERE clip_embedding IS NOT NULL);";

/// Batches as they stand in what is replaced; a medium stays in one at most.
const UPLOADED_SINCE: &str = "
    DELETE FROM main.upload_entries WHERE batch_id IN (SELECT id FROM replaced.upload_batches)
        OR media_id IN (SELECT media_id FROM replaced.upload_entries);
    DELETE FROM main.upload_files WHERE batch_id IN (SELECT id FROM replaced.upload_batches);
    INSERT OR REPLACE INTO main.upload_batches
        (id, target, modality, step, hotkey, uid, planned_at, updated_at, media, bytes, failures, last_error)
        SELECT id, target, modality, step, hotkey, uid, planned_at, updated_at, media, bytes, failures, last_error
        FROM replaced.upload_batches;
    INSERT INTO main.upload_entries (media_id, batch_id, position, left_out)
        SELECT media_id, batch_id, position, left_out FROM replaced.upload_entries;
    INSERT INTO main.upload_files (batch_id, path, position, sha256, bytes, sent)
        SELECT batch_id, path, position, sha256, bytes, sent FROM replaced.upload_files;";

/// Removes what a restore that was killed left behind. For those who have the store open: none is under way then.
pub(super) fn remove_unfinished(folder: &Path) -> Result<(), StoreError> {
    let remove = || -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    };
    remove().map_err(|source| StoreError::Io { path: folder.to_owned(), source })
}

/// Puts a second name of the database into a folder of its own; whole, so nothing is left in its log.
fn keep(folder: &Path, now: UnixMillis) -> Result<Option<PathBuf>, StoreError> {
    let (database, beside) = (folder.join(VALIDATOR.file), folder.join(name(now)));
    if !database.exists() {
        return Ok(None);
    }
    let fault = |source| StoreError::Io { path: beside.clone(), source };
    let carried_over = Connection::open(&database)
        .and_then(|connection| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
    match carried_over.map_err(|source| database_fault(&database, source)) {
        Ok(()) | Err(StoreError::Damaged { .. }) => {}
        Err(error) => return Err(error),
    }
    fs::create_dir(&beside).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists(beside.clone()),
        _ => fault(source),
    })?;
    let kept = beside.join(VALIDATOR.file);
    // Not every file system has links.
    fs::hard_link(&database, &kept).or_else(|_| fs::copy(&database, &kept).map(drop)).map_err(fault)?;
    for ending in ["-wal", "-shm"] {
        let of = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
        match fs::rename(of(&database), of(&kept)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault(error)),
            _ => {}
        }
    }
    File::open(&beside).and_then(|folder| folder.sync_all()).map_err(fault)?;
    Ok(Some(beside))
}

/// Where files go that the database does not know, if it is a backup that has just taken its place.
pub(super) fn folder_of_replaced(store: &Store) -> Result<Option<PathBuf>, StoreError> {
    let at: Option<u64> = store.read(|connection| {
        connection.query_row("SELECT block FROM progress WHERE name = ?1", [MARK], |row| unsigned(row, 0)).optional()
    })?;
    Ok(at.map(|at| store.folder().join(name(UnixMillis(at)))))
}

/// Moves a file to the same place below `to`.
pub(super) fn set_aside(root: &Path, below: &str, to: &Path) -> io::Result<()> {
    let target = to.join(below);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(root.join(below), target)
}

impl Store {
    /// Everything that a restore left to do is done.
    pub(super) fn restore_is_finished(&mut self) -> Result<(), StoreError> {
        if folder_of_replaced(self)?.is_none() {
            return Ok(());
        }
        self.transaction(|transaction| transaction.execute("DELETE FROM progress WHERE name = ?1", [MARK]).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{challenged, delivered, ended, medium, number};
    use super::super::{AlignmentDecision, AlignmentEnd, AwaitingPlace, Delivered, EmbeddedBy, NewUpload, UploadFile};
    use super::*;
    use crate::types::Modality;

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    #[test]
    fn a_backup_takes_the_place_of_the_database_and_nothing_of_what_was_there_is_lost() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let (kept, lost) = (delivered(&mut store, 1, "kept", NOW), delivered(&mut store, 1, "lost", NOW));
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        let later = delivered(&mut store, 1, "later", NOW);
        store.media().remove(&lost.file).unwrap();
        let error = Store::restore(home.path(), &backup, NOW).unwrap_err();
        assert!(matches!(error, StoreError::Open(_)), "not while it is in use: {error}");
        drop(store);
        let restored = Store::restore(home.path(), &backup, NOW).unwrap();
        let beside = restored.replaced.clone().unwrap();
        assert_eq!((restored.outcomes, restored.media, restored.media_without_file, restored.set_aside), (2, 1, 1, 1));
        let mut store = Store::open(home.path(), NOW).unwrap();
        assert!(store.knows_media(&lost.sha256).unwrap(), "a copy of the medium whose file is gone");
        drop(store.claim().unwrap());
        assert!(home.path().join(&kept.file.file_path).exists());
        assert_eq!(fs::read(beside.join(&later.file.file_path)).unwrap(), b"later");
        let before = VALIDATOR.examine(&beside.join(VALIDATOR.file)).unwrap();
        let count: i64 = before.query_row("SELECT count(*) FROM media", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 3);
        // From now on a file without a row is what a crash left.
        fs::write(home.path().join("images/synthetic/x.png"), "x").unwrap();
        drop(store.claim().unwrap());
        assert!(
            !home.path().join("images/synthetic/x.png").exists() && !beside.join("images/synthetic/x.png").exists()
        );
        assert_eq!(number(&store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }

    #[test]
    fn what_was_uploaded_or_answered_after_the_backup_is_neither_uploaded_nor_awaited_again() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let hours = |hours| NOW.before(std::time::Duration::from_hours(hours));
        for content in ["done", "sent", "waits"] {
            delivered(&mut store, 1, content, hours(1));
        }
        let (_old, answered, open) = (
            challenged(&mut store, 1, "old", hours(3)),
            challenged(&mut store, 1, "answered", hours(1)),
            challenged(&mut store, 1, "open", hours(1)),
        );
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        let new =
            NewUpload { target: "file:/x".into(), modality: Modality::Image, hotkey: "5x".into(), uid: None, most: 1 };
        let file = UploadFile { path: "x.tar".into(), sha256: [1; 32], bytes: 5, sent: false };
        let mut batch = || {
            let batch = store.plan_upload(&new, NOW).unwrap().unwrap();
            store.upload_built(&batch.id, std::slice::from_ref(&file), &[], 1, NOW).unwrap();
            store.upload_sent(&batch.id, NOW).unwrap();
            batch.id
        };
        let (done, sent) = (batch(), batch());
        store.finish_upload(&done, NOW).unwrap();
        assert!(store.fail(answered.task_id, "x", "x", NOW).unwrap());
        fs::write(home.path().join(".restore-killed"), "half").unwrap();
        drop(store);
        let restored = Store::restore(home.path(), &backup, NOW).unwrap();
        assert!(restored.uploads_known);
        assert!(!home.path().join(".restore-killed").exists());
        let store = Store::open(home.path(), NOW).unwrap();
        assert_eq!(store.waiting_for_upload(Modality::Image).unwrap().media, 1);
        let on_their_way: Vec<_> = store.open_uploads().unwrap().into_iter().map(|batch| batch.id).collect();
        assert_eq!(on_their_way, std::slice::from_ref(&sent));
        assert_eq!(store.upload_items(&sent).unwrap().len(), 1);
        assert_eq!(store.upload_files(&sent).unwrap(), [file]);
        assert_eq!(store.last_upload().unwrap().unwrap().id, done);
        assert_eq!(store.pending().unwrap(), [open]);
        let failed = "SELECT count(*) FROM generator_challenge_outcomes WHERE status = 'failed'";
        assert_eq!(number(&store, failed), 0);
        assert_eq!(number(&store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }

    #[test]
    fn a_damaged_database_is_replaced_and_kept() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        delivered(&mut store, 1, "kept", NOW);
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        drop(store);
        let path = home.path().join(VALIDATOR.file);
        fs::write(&path, "no database at all, but long enough to be read as the header of one").unwrap();
        let restored = Store::restore(home.path(), &backup, NOW).unwrap();
        assert_eq!((restored.media, restored.uploads_known), (1, false));
        assert!(fs::read(restored.replaced.unwrap().join(VALIDATOR.file)).unwrap().starts_with(b"no database"));
    }

    #[test]
    fn what_is_no_backup_of_a_validator_is_refused_and_nothing_is_changed() {
        let home = tempfile::tempdir().unwrap();
        drop(Store::open(home.path(), UnixMillis(0)).unwrap());
        let before = fs::read(home.path().join(VALIDATOR.file)).unwrap();
        let file = home.path().join("x.db");
        for content in ["", "no database at all, but long enough to be read as the header of one"] {
            fs::write(&file, content).unwrap();
            assert!(Store::restore(home.path(), &file, NOW).is_err(), "{content}");
        }
        assert!(Store::restore(home.path(), &home.path().join("missing.db"), NOW).is_err());
        assert_eq!(fs::read(home.path().join(VALIDATOR.file)).unwrap(), before);
    }

    #[test]
    fn a_store_is_made_from_a_backup_on_another_machine() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let gone = delivered(&mut store, 1, "one", NOW);
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        let elsewhere = tempfile::tempdir().unwrap();
        let restored = Store::restore(&elsewhere.path().join("new"), &backup, NOW).unwrap();
        assert_eq!(
            (restored.replaced, restored.outcomes, restored.media, restored.media_without_file),
            (None, 1, 0, 1)
        );
        let store = Store::open(&elsewhere.path().join("new"), NOW).unwrap();
        assert!(store.knows_media(&gone.sha256).unwrap());
    }

    fn decision(media_id: &str, end: AlignmentEnd) -> AlignmentDecision {
        AlignmentDecision { media_id: media_id.into(), similarity: Some(0.1), end }
    }

    /// Id, status and time of all outcomes.
    fn outcomes(store: &Store) -> Vec<(String, String, f64)> {
        let sql = "SELECT task_id, status, updated_at FROM generator_challenge_outcomes ORDER BY created_at";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        store.read(|connection| connection.prepare(sql)?.query_map([], row)?.collect()).unwrap()
    }

    #[test]
    fn what_the_backup_awaited_and_was_decided_since_is_neither_decided_twice_nor_awaited_for_ever() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let at = |second: u64| NOW.after(std::time::Duration::from_secs(second));
        let mut deliver = |words: &str, second| {
            let sent = challenged(&mut store, 1, words, at(second));
            let new = medium(&store, words.as_bytes());
            assert_eq!(ended(&mut store, &sent, &new, at(second)), Delivered::Stored);
            sent.task_id.to_string()
        };
        let [good, bad, gone, waits] =
            [("good", 1), ("bad", 2), ("gone", 3), ("waits", 4)].map(|(words, second)| deliver(words, second));
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        let media = store.awaiting_after(AwaitingPlace::START, 9).unwrap();
        let by = EmbeddedBy { model: "m".into(), digest: "d".into() };
        let vector = crate::clip::Embedding::new(vec![0.5, 1.0]).unwrap();
        let failed = AlignmentEnd::Failed { reason: "low".into(), class: "alignment".into() };
        let decisions = [
            decision(&media[0].media_id, AlignmentEnd::Verified(Some((by.clone(), vector.clone())))),
            decision(&media[1].media_id, failed),
            decision(&media[2].media_id, AlignmentEnd::Lost),
        ];
        store.settle_alignment(&decisions, at(60)).unwrap();
        drop(store);
        Store::restore(home.path(), &backup, at(7_000)).unwrap();
        let store = Store::open(home.path(), at(7_000)).unwrap();
        let decided = |id: &String, status: &str, second| (id.clone(), status.to_owned(), at(second).as_seconds());
        let expected = [decided(&good, "verified", 60), decided(&bad, "failed", 60), decided(&waits, "stored", 4)];
        assert_eq!(outcomes(&store), expected, "without {gone}, of which the medium is lost");
        let awaiting = store.awaiting_after(AwaitingPlace::START, 9).unwrap();
        assert_eq!(awaiting.iter().map(|one| one.prompt.as_str()).collect::<Vec<_>>(), ["waits"]);
        assert_eq!(store.embeddings(&by, 0, 1, 9).unwrap()[0].1, vector, "copies of it are still recognised");
    }

    #[test]
    fn outcomes_whose_media_did_not_come_along_to_another_machine_are_not_awaited_there() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        delivered(&mut store, 1, "passed", NOW);
        let sent = challenged(&mut store, 1, "waits", NOW);
        let new = medium(&store, b"waits");
        assert_eq!(ended(&mut store, &sent, &new, NOW), Delivered::Stored);
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        let elsewhere = tempfile::tempdir().unwrap();
        Store::restore(&elsewhere.path().join("new"), &backup, NOW).unwrap();
        let store = Store::open(&elsewhere.path().join("new"), NOW).unwrap();
        assert_eq!(outcomes(&store).len(), 1, "what was decided counts, what was not does not");
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes WHERE status = 'stored'"), 0);
    }
}
