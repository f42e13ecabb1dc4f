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
        let file = tempfile::Builder::new().prefix(".restore-").tempfile_in(folder).map_err(fault)?;
        backup::copy_database(&source, file.path())?;
        drop(source);
        let media_without_file = agree(file.path(), folder, now)?;
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
        let at = i64::try_from(now.0).unwrap_or(i64::MAX);
        transaction.execute("INSERT OR REPLACE INTO progress VALUES (?1, ?2)", rusqlite::params![MARK, at])?;
        Ok(lost.len() as u64)
    };
    let lost = work().map_err(fault)?;
    transaction.commit().map_err(fault)?;
    connection.close().map_err(|(_, error)| fault(error))?;
    Ok(lost)
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
    use super::super::fixture::{delivered, number};
    use super::*;

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
    fn a_damaged_database_is_replaced_and_kept() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        delivered(&mut store, 1, "kept", NOW);
        let backup = Store::backup(home.path(), None, 9, 0, NOW).unwrap().path;
        drop(store);
        let path = home.path().join(VALIDATOR.file);
        fs::write(&path, "no database at all, but long enough to be read as the header of one").unwrap();
        let restored = Store::restore(home.path(), &backup, NOW).unwrap();
        assert_eq!(restored.media, 1);
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
}
