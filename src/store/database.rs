//! Opening the database: its settings, its migrations, its errors.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::MediaFolder;
use crate::types::{Hint, UnixMillis};

/// How long a write waits for another process's.
pub(super) const BUSY: Duration = Duration::from_secs(30);

/// A validator's. The prefix of the migrations tells it from a Python validator's of the same file name.
const VALIDATOR: Kind = Kind {
    file: "prompts.db",
    setting: "SN34_CACHE_DIR",
    migrations: &[
        ("gascli_0001_base", include_str!("migrations/0001_base.sql")),
        ("gascli_0002_standings", include_str!("migrations/0002_standings.sql")),
        ("gascli_0003_perceptual_hash", include_str!("migrations/0003_perceptual_hash.sql")),
        ("gascli_0004_complete", include_str!("migrations/0004_complete.sql")),
        ("gascli_0005_benchmark", include_str!("migrations/0005_benchmark.sql")),
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

/// A validator's database, and where its media are.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    path: PathBuf,
    media: MediaFolder,
}

/// Held by the one process that writes media.
#[derive(Debug)]
pub struct StoreLock {
    _file: Flock<File>,
}

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file cannot be used.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// SQLite refused.
    #[error("the database `{}` failed", path.display())]
    Database {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The daemon ended before the store was asked.
    #[error("the store was not asked, since the daemon ends")]
    Interrupted,
    /// Another validator writes there.
    #[error("the store `{}` is in use by another validator", .0.display())]
    InUse(PathBuf),
    /// What is read is not what was written.
    #[error("the database `{}` is damaged: {found}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// SQLite's first finding.
        found: String,
    },
    /// Another program's tables.
    #[error("`{}` is the database of another program", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// By which its folder is chosen.
        setting: &'static str,
    },
    /// A newer gascli's tables.
    #[error("`{}` was written by a newer gascli (it knows the migration `{migration}`)", path.display())]
    Newer {
        /// Which.
        path: PathBuf,
        /// What this build lacks.
        migration: String,
        /// By which its folder is chosen.
        setting: &'static str,
    },
}

impl Hint for StoreError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Io { .. } => Some("check that the folder is writable by this user and its disk not full".into()),
            Self::Database { path, .. } | Self::Damaged { path, .. } => Some(format!(
                "check that the disk is not full; if the file is damaged, move it away (`mv {0} {0}.damaged`, its `-wal` \
                 likewise) and keep it, since what was open is in it; a new one is made at the next start",
                path.display()
            )),
            Self::Interrupted => None,
            Self::InUse(_) => Some("`gascli ps` lists what runs; two validators need two hotkeys".into()),
            Self::Foreign { setting, .. } => Some(format!("set {setting} to a folder of its own")),
            Self::Newer { setting, .. } => {
                Some(format!("run the newer gascli again, or set {setting} to another folder"))
            }
        }
    }
}

impl Store {
    /// Opens the store in `folder`, and makes what is missing.
    pub fn open(folder: &Path, now: UnixMillis) -> Result<Self, StoreError> {
        let media = MediaFolder::create(folder)?;
        let connection = VALIDATOR.open(folder, now)?;
        Ok(Self { connection, path: folder.join(VALIDATOR.file), media })
    }

    /// Makes this process the one that writes media here, until the lock is dropped, and removes files that a crash left
    /// without a row. Others may read meanwhile.
    pub fn claim(&self) -> Result<StoreLock, StoreError> {
        let path = self.path.with_extension("lock");
        let fault = |source: io::Error| StoreError::Io { path: path.clone(), source };
        let file = File::options().create(true).append(true).open(&path).map_err(fault)?;
        let lock = Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| match errno {
            Errno::EWOULDBLOCK => StoreError::InUse(self.path.clone()),
            other => fault(other.into()),
        })?;
        self.remove_orphans()?;
        Ok(StoreLock { _file: lock })
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
        let fault = |source| StoreError::Database { path: self.path.clone(), source };
        // Immediate: a transaction that reads first and then finds the lock taken could not wait for it.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        let answer = work(&transaction).map_err(fault)?;
        transaction.commit().map_err(fault)?;
        Ok(answer)
    }

    /// Runs a query.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        work(&self.connection).map_err(|source| StoreError::Database { path: self.path.clone(), source })
    }
}

impl Kind {
    /// Opens the database in `folder`, and makes what is missing.
    pub(super) fn open(&self, folder: &Path, now: UnixMillis) -> Result<Connection, StoreError> {
        let path = folder.join(self.file);
        let fault = |source| StoreError::Database { path: path.clone(), source };
        let mut connection = Connection::open(&path).map_err(fault)?;
        connection.busy_timeout(BUSY).map_err(fault)?;
        self.refuse_foreign(&connection, &path)?;
        configure(&connection).map_err(fault)?;
        self.migrate(&mut connection, now).map_err(fault)?;
        Ok(connection)
    }

    fn refuse_foreign(&self, connection: &Connection, path: &Path) -> Result<(), StoreError> {
        let fault = |source| StoreError::Database { path: path.to_owned(), source };
        let foreign = || StoreError::Foreign { path: path.to_owned(), setting: self.setting };
        let exists =
            |sql: &str| connection.query_row(sql, [], |_| Ok(())).optional().map(|row| row.is_some()).map_err(fault);
        if !exists("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_schema_migrations'")? {
            let others = exists("SELECT 1 FROM sqlite_master WHERE type = 'table'")?;
            return if others { Err(foreign()) } else { Ok(()) };
        }
        let mut statement = connection.prepare("SELECT name FROM _schema_migrations ORDER BY name").map_err(fault)?;
        let names: Vec<String> =
            statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).map_err(fault)?;
        for name in names {
            if !name.starts_with("gascli_") {
                return Err(foreign());
            }
            if !self.migrations.iter().any(|(known, _)| *known == name) {
                return Err(StoreError::Newer { path: path.to_owned(), migration: name, setting: self.setting });
            }
        }
        Ok(())
    }

    fn migrate(&self, connection: &mut Connection, now: UnixMillis) -> rusqlite::Result<()> {
        for (name, sql) in self.migrations {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(
                "CREATE TABLE IF NOT EXISTS _schema_migrations (name TEXT PRIMARY KEY, applied_at REAL NOT NULL)",
            )?;
            let known = transaction
                .query_row("SELECT 1 FROM _schema_migrations WHERE name = ?1", [name], |_| Ok(()))
                .optional()?
                .is_some();
            if !known {
                transaction.execute_batch(sql)?;
                transaction
                    .execute("INSERT INTO _schema_migrations VALUES (?1, ?2)", params![name, now.as_seconds()])?;
            }
            transaction.commit()?;
        }
        Ok(())
    }
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
    fn the_database_of_a_python_validator_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("prompts.db");
        let sql = "CREATE TABLE prompts (id TEXT); CREATE TABLE _schema_migrations (name TEXT, applied_at REAL);
                   INSERT INTO _schema_migrations VALUES ('add_uploaded_column', 1)";
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = std::fs::read(&path).unwrap();
        let error = Store::open(home.path(), UnixMillis(0)).unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        assert!(error.hint().unwrap().contains("SN34_CACHE_DIR"));
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
