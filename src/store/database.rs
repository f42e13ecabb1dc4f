//! Opening the database: its settings, its migrations, its errors.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, TransactionBehavior, params};

use super::{MediaFolder, StoreError, backup};
use crate::types::UnixMillis;

/// How long a write waits for another process's.
pub(super) const BUSY: Duration = Duration::from_secs(30);

/// Waits between attempts to open: two processes that open a new database at once can refuse each other whatever
/// [`BUSY`] says, and another one may just be putting a backup in its place.
const RETRIES: [Duration; 6] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

/// A validator's. The prefix of the migrations tells it from a Python validator's of the same file name.
pub(super) const VALIDATOR: Kind = Kind {
    file: "prompts.db",
    setting: "SN34_CACHE_DIR",
    migrations: &[
        ("gascli_0001_base", include_str!("migrations/0001_base.sql")),
        ("gascli_0002_standings", include_str!("migrations/0002_standings.sql")),
        ("gascli_0003_perceptual_hash", include_str!("migrations/0003_perceptual_hash.sql")),
        ("gascli_0004_complete", include_str!("migrations/0004_complete.sql")),
        ("gascli_0005_benchmark", include_str!("migrations/0005_benchmark.sql")),
        ("gascli_0006_uploads", include_str!("migrations/0006_uploads.sql")),
        ("gascli_0007_unanswered", include_str!("migrations/0007_unanswered.sql")),
        ("gascli_0008_retention", include_str!("migrations/0008_retention.sql")),
        ("gascli_0009_alignment", include_str!("migrations/0009_alignment.sql")),
        ("gascli_0010_held", include_str!("migrations/0010_held.sql")),
        ("gascli_0011_sent_weights", include_str!("migrations/0011_sent_weights.sql")),
    ],
};

/// One kind of database.
pub(super) struct Kind {
    pub(super) file: &'static str,
    /// By which operators choose its folder.
    pub(super) setting: &'static str,
    /// Name and SQL of what makes the tables; applied once each, in this order.
    pub(super) migrations: &'static [(&'static str, &'static str)],
}

/// A validator's database, and where its media are. Several processes may have it open at once.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    folder: PathBuf,
    media: MediaFolder,
    /// Keeps the file from being replaced meanwhile.
    _open: Flock<File>,
}

/// Held by the one process that writes media of one kind.
#[derive(Debug)]
pub struct StoreLock {
    _file: Flock<File>,
}

/// Who writes media: each has folders of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// Deliveries of miners.
    Validator,
    /// Media of data sets.
    Data,
}

impl Writer {
    const fn lock_file(self) -> &'static str {
        match self {
            Self::Validator => "prompts.lock",
            Self::Data => "data.lock",
        }
    }
}

/// Locked, shared by every process that has the database open and alone by one that replaces the file.
pub(super) const OPEN: &str = "prompts.open";

impl Store {
    /// Opens the store in `folder`, and makes what is missing. For daemons: looks for damage too.
    pub fn open(folder: &Path, now: UnixMillis) -> Result<Self, StoreError> {
        let media = MediaFolder::create(folder)?;
        let open = share(folder)?;
        let connection = VALIDATOR.open(folder, now).map_err(|error| name_backup(error, folder))?;
        look_for_damage(&connection, &folder.join(VALIDATOR.file)).map_err(|error| name_backup(error, folder))?;
        Ok(Self { connection, folder: folder.to_owned(), media, _open: open })
    }

    /// Opens the store that is in `folder`, and never makes one nor changes its tables: an older gascli may have it open.
    /// For commands, also while daemons run.
    pub fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        let open = share_existing(folder)?;
        let connection = VALIDATOR.open_as_is(folder).map_err(|error| name_backup(error, folder))?;
        Ok(Self { connection, folder: folder.to_owned(), media: MediaFolder::at(folder), _open: open })
    }

    /// Makes this process the one that writes deliveries here, until the lock is dropped, and finishes what a crash left:
    /// files without a row go. Others may read, and write everything else, meanwhile.
    pub fn claim(&mut self) -> Result<StoreLock, StoreError> {
        let lock = self.lock(Writer::Validator)?;
        self.tidy(Writer::Validator)?;
        self.forget_undecidable()?;
        // What the data service writes is tidied by it; if it does not run, nobody else would.
        match self.lock(Writer::Data) {
            Ok(_data) => {
                self.tidy(Writer::Data)?;
                self.restore_is_finished()?;
            }
            Err(StoreError::InUse(_)) => {}
            Err(error) => return Err(error),
        }
        Ok(lock)
    }

    /// Like [`Store::claim`], for the process that writes media of data sets.
    pub fn claim_data(&mut self) -> Result<StoreLock, StoreError> {
        let lock = self.lock(Writer::Data)?;
        self.tidy(Writer::Data)?;
        Ok(lock)
    }

    fn tidy(&mut self, writer: Writer) -> Result<(), StoreError> {
        super::restore::remove_unfinished(&self.folder)?;
        self.finish_removals()?;
        self.remove_orphans(writer)
    }

    fn lock(&self, writer: Writer) -> Result<StoreLock, StoreError> {
        let path = self.folder.join(writer.lock_file());
        let file = lock_file(&path)?;
        let lock = Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| match errno {
            Errno::EWOULDBLOCK => StoreError::InUse(self.folder.join(VALIDATOR.file)),
            other => StoreError::Io { path: path.clone(), source: other.into() },
        })?;
        Ok(StoreLock { _file: lock })
    }

    /// The folder that it is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(VALIDATOR.file)
    }

    /// Where the media are.
    pub const fn media(&self) -> &MediaFolder {
        &self.media
    }

    /// Runs `work` as one transaction: all of it happens, or nothing.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let path = self.path();
        let fault = |source| StoreError::Database { path: path.clone(), source };
        // Immediate: a transaction that reads first and then finds the lock taken could not wait for it.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let answer = work(&transaction).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(answer)
    }

    /// Like [`Store::transaction`], and takes everything back.
    pub(super) fn taken_back<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let path = self.path();
        let fault = |source| StoreError::Database { path: path.clone(), source };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let answer = work(&transaction).map_err(fault)?;
        transaction.rollback().map_err(fault)?;
        Ok(answer)
    }

    /// Runs a query.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        work(&self.connection).map_err(|source| StoreError::Database { path: self.path(), source })
    }
}

impl Kind {
    /// Opens the database in `folder`, and makes what is missing. Waits for others who open it too.
    pub(super) fn open(&self, folder: &Path, now: UnixMillis) -> Result<Connection, StoreError> {
        retry(|| self.try_open(folder, now))
    }

    fn try_open(&self, folder: &Path, now: UnixMillis) -> Result<Connection, StoreError> {
        let path = folder.join(self.file);
        let fault = |source| database_fault(&path, source);
        let mut connection = Connection::open(&path).map_err(fault)?;
        connection.busy_timeout(BUSY).map_err(fault)?;
        let applied = self.refuse_foreign(&connection, &path)?;
        configure(&connection).map_err(fault)?;
        if self.first_missing(&applied).is_some() {
            self.migrate(&mut connection, now).map_err(fault)?;
        }
        Ok(connection)
    }

    /// Opens the database that is in `folder`, if its tables are those of this build. Waits for others who open it too.
    fn open_as_is(&self, folder: &Path) -> Result<Connection, StoreError> {
        retry(|| {
            let path = folder.join(self.file);
            let connection = connect(&path)?;
            let applied = self.refuse_foreign(&connection, &path)?;
            match self.first_missing(&applied) {
                // Somebody is just making it.
                Some(_) if applied.is_empty() => {
                    Err(StoreError::Missing { folder: folder.to_owned(), setting: self.setting })
                }
                Some(name) => Err(StoreError::Older { path, migration: name }),
                None => configure(&connection).map_err(|source| database_fault(&path, source)).map(|()| connection),
            }
        })
    }

    fn first_missing(&self, applied: &BTreeSet<String>) -> Option<&'static str> {
        self.migrations.iter().map(|(name, _)| *name).find(|name| !applied.contains(*name))
    }

    /// Opens a file by itself, changes nothing, and demands that it is whole and of this kind.
    pub(super) fn examine(&self, path: &Path) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|source| database_fault(path, source))?;
        look_for_damage(&connection, path)?;
        if self.refuse_foreign(&connection, path)?.is_empty() {
            return Err(StoreError::Foreign { path: path.to_owned(), setting: self.setting });
        }
        Ok(connection)
    }

    /// The migrations that are in it.
    fn refuse_foreign(&self, connection: &Connection, path: &Path) -> Result<BTreeSet<String>, StoreError> {
        let fault = |source| database_fault(path, source);
        let foreign = || StoreError::Foreign { path: path.to_owned(), setting: self.setting };
        let names = |sql: &str| -> Result<BTreeSet<String>, StoreError> {
            let mut statement = connection.prepare(sql).map_err(fault)?;
            statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).map_err(fault)
        };
        // One look: another process may be making them.
        let tables = names("SELECT name FROM sqlite_master WHERE type = 'table'")?;
        if !tables.contains("_schema_migrations") {
            return if tables.is_empty() { Ok(tables) } else { Err(foreign()) };
        }
        let applied = names("SELECT name FROM _schema_migrations")?;
        for name in &applied {
            if !name.starts_with("gascli_") {
                return Err(foreign());
            }
            if !self.migrations.iter().any(|(known, _)| known == name) {
                let migration = name.clone();
                return Err(StoreError::Newer { path: path.to_owned(), migration, setting: self.setting });
            }
        }
        Ok(applied)
    }

    /// All of them or none, so that nobody finds a database that is half made.
    pub(super) fn migrate(&self, connection: &mut Connection, now: UnixMillis) -> rusqlite::Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS _schema_migrations (name TEXT PRIMARY KEY, applied_at REAL NOT NULL)",
        )?;
        for (name, sql) in self.migrations {
            let known = transaction
                .query_row("SELECT 1 FROM _schema_migrations WHERE name = ?1", [name], |_| Ok(()))
                .optional()?
                .is_some();
            if !known {
                transaction.execute_batch(sql)?;
                transaction
                    .execute("INSERT INTO _schema_migrations VALUES (?1, ?2)", params![name, now.as_seconds()])?;
            }
        }
        transaction.commit()
    }
}

/// Whoever keeps the file from being replaced, of a store that is there.
fn share_existing(folder: &Path) -> Result<Flock<File>, StoreError> {
    if !folder.join(VALIDATOR.file).is_file() {
        return Err(StoreError::Missing { folder: folder.to_owned(), setting: VALIDATOR.setting });
    }
    share(folder)
}

/// Connects to the database of a validator, whichever gascli wrote it. Nothing is changed.
pub(super) fn open_to_copy(folder: &Path) -> Result<(Connection, Flock<File>), StoreError> {
    let open = share_existing(folder)?;
    let path = folder.join(VALIDATOR.file);
    retry(|| connect(&path)).map(|connection| (connection, open))
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let fault = |source| database_fault(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    connection.busy_timeout(BUSY).map_err(fault)?;
    Ok(connection)
}

fn retry<T>(mut open: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    for pause in RETRIES {
        match open() {
            Err(StoreError::Database { source, .. }) if is_transient(&source) => std::thread::sleep(pause),
            Err(StoreError::Missing { .. }) => std::thread::sleep(pause),
            ended => return ended,
        }
    }
    open()
}

fn is_transient(error: &rusqlite::Error) -> bool {
    use ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(CannotOpen | DatabaseBusy | DatabaseLocked))
}

/// What SQLite calls no database is one that is damaged, here.
pub(super) fn database_fault(path: &Path, source: rusqlite::Error) -> StoreError {
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { path: path.to_owned(), found: source.to_string(), backup: None }
        }
        _ => StoreError::Database { path: path.to_owned(), source },
    }
}

fn look_for_damage(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|source| database_fault(path, source))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: path.to_owned(), found, backup: None }) }
}

/// Says what could take the place of a damaged database.
fn name_backup(error: StoreError, folder: &Path) -> StoreError {
    match error {
        StoreError::Damaged { path, found, .. } => {
            StoreError::Damaged { path, found, backup: backup::newest_good(folder) }
        }
        other => other,
    }
}

/// A number that is not negative; one that is reads as 0.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or(0))
}

pub(super) fn lock_file(path: &Path) -> Result<File, StoreError> {
    let fault = |source: io::Error| StoreError::Io { path: path.to_owned(), source };
    File::options().create(true).append(true).open(path).map_err(fault)
}

/// Waits while the file is being replaced.
fn share(folder: &Path) -> Result<Flock<File>, StoreError> {
    let path = folder.join(OPEN);
    let mut file = lock_file(&path)?;
    for pause in RETRIES {
        match Flock::lock(file, FlockArg::LockSharedNonblock) {
            Ok(lock) => return Ok(lock),
            Err((again, Errno::EWOULDBLOCK)) => file = again,
            Err((_, errno)) => return Err(StoreError::Io { path, source: errno.into() }),
        }
        std::thread::sleep(pause);
    }
    Flock::lock(file, FlockArg::LockSharedNonblock).map_err(|(_, errno)| match errno {
        Errno::EWOULDBLOCK => StoreError::Replaced(folder.to_owned()),
        other => StoreError::Io { path, source: other.into() },
    })
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A peer is told that something was received only once that is on the disk.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Hint;

    #[test]
    fn a_store_opens_again_as_it_was_left() {
        let home = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let store = Store::open(home.path(), UnixMillis(1_000)).unwrap();
            let mode: String = store.connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
            let keys: bool = store.connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0)).unwrap();
            assert_eq!((mode.as_str(), keys), ("wal", true));
        }
    }

    #[test]
    fn a_command_finds_the_store_that_is_there_and_never_makes_one() {
        let home = tempfile::tempdir().unwrap();
        let error = Store::open_existing(home.path()).unwrap_err();
        assert!(matches!(&error, StoreError::Missing { folder, .. } if folder == home.path()), "{error}");
        assert!(error.hint().unwrap().contains("SN34_CACHE_DIR"));
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
        let mut daemon = Store::open(home.path(), UnixMillis(0)).unwrap();
        let _lock = daemon.claim().unwrap();
        let command = Store::open_existing(home.path()).unwrap();
        assert!(command.pending().unwrap().is_empty());
    }

    #[test]
    fn only_a_daemon_changes_the_tables_of_an_older_gascli_and_a_backup_of_them_is_as_they_are() {
        let home = tempfile::tempdir().unwrap();
        let older = Kind { migrations: &VALIDATOR.migrations[..4], ..VALIDATOR };
        let running = older.open(home.path(), UnixMillis(0)).unwrap();
        let applied = |connection: &Connection| -> i64 {
            connection.query_row("SELECT count(*) FROM _schema_migrations", [], |row| row.get(0)).unwrap()
        };
        let error = Store::open_existing(home.path()).unwrap_err();
        assert!(matches!(error, StoreError::Older { .. }), "{error}");
        let hint = error.hint().unwrap();
        assert!(hint.contains("gascli validator backup") && hint.contains("start"), "{hint}");
        let copy = Store::backup(home.path(), None, 1, 0, UnixMillis(0)).unwrap();
        assert_eq!(applied(&Connection::open(&copy.path).unwrap()), 4);
        assert_eq!(applied(&running), 4);
        drop(Store::open(home.path(), UnixMillis(0)).unwrap());
        assert!(Store::open_existing(home.path()).is_ok());
        running.execute("INSERT INTO _schema_migrations VALUES ('gascli_9999_x', 0)", []).unwrap();
        assert!(
            Store::backup(home.path(), None, 2, 0, UnixMillis(9_000)).is_ok(),
            "nor is a newer one in the way of backups"
        );
    }

    #[test]
    fn the_database_of_a_python_validator_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("prompts.db");
        let sql = "CREATE TABLE prompts (id TEXT); CREATE TABLE _schema_migrations (name TEXT, applied_at REAL);
                   INSERT INTO _schema_migrations VALUES ('add_uploaded_column', 1)";
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = std::fs::read(&path).unwrap();
        let error = Store::open(home.path(), UnixMillis(0)).unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        let hint = error.hint().unwrap();
        assert!(hint.contains("SN34_CACHE_DIR") && hint.contains("import-db"), "{hint}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_damaged_or_newer_database_is_named_with_the_remedy() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("prompts.db");
        std::fs::write(&path, "this is no database, and long enough to be read as a header of one").unwrap();
        let error = Store::open(home.path(), UnixMillis(0)).unwrap_err();
        assert!(error.to_string().contains("prompts.db"), "{error}");
        std::fs::remove_file(&path).unwrap();
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        store.connection.execute("INSERT INTO _schema_migrations VALUES ('gascli_9999_x', 0)", []).unwrap();
        drop(store);
        let error = Store::open(home.path(), UnixMillis(0)).unwrap_err();
        assert!(matches!(error, StoreError::Newer { .. }), "{error}");
    }
}
