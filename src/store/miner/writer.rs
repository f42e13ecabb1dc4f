//! The thread that writes, and the transactions in which it groups what it is asked.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::MINER;
use crate::store::StoreError;
use crate::types::UnixMillis;

/// Jobs in one transaction. More would keep the first of them waiting for the last.
const TOGETHER: usize = 512;

/// Jobs that wait or are under way at once; further callers wait for a place.
const WAITING: usize = 4096;

/// Pages of the log that are carried over into the database while jobs wait. It is done when nothing is to be written, if
/// such a moment comes earlier: it takes many times as long as a transaction.
const LONG_LOG: u32 = 16_384;

/// So many jobs at once mean that many callers write now: the next transaction waits [`GATHER`] for those of them who were
/// just answered. Each transaction costs a flush of the disk, and there are fewer of them then.
const MANY: usize = 4;

/// A lone caller never waits for it.
const GATHER: Duration = Duration::from_millis(1);

/// Without a job for so long, nothing is to be written.
const IDLE: Duration = Duration::from_secs(1);

/// A miner's database. Clones would be handles on the same one, so share it in an `Arc`.
#[derive(Debug)]
pub struct MinerStore {
    path: Arc<Path>,
    /// `None` once closed.
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    places: Arc<Semaphore>,
    thread: Mutex<Option<JoinHandle<()>>>,
    pub(super) next_row: AtomicI64,
    pub(super) next_order: AtomicI64,
}

impl MinerStore {
    /// Opens the database in `folder`, makes what is missing, and looks for damage. Blocks.
    pub fn open(folder: &Path, now: UnixMillis) -> Result<Self, StoreError> {
        let path: Arc<Path> = folder.join(MINER.file).into();
        let fault = |source| StoreError::Database { path: path.to_path_buf(), source };
        let connection = MINER.open(folder, now)?;
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(fault)?;
        if found != "ok" {
            return Err(StoreError::Damaged { path: path.to_path_buf(), found, backup: None });
        }
        prepare(&connection).map_err(fault)?;
        let next = |sql: &str| {
            let last: Option<i64> =
                connection.query_row(sql, [], |row| row.get(0)).optional().map_err(fault)?.flatten();
            Ok(AtomicI64::new(last.unwrap_or(0) + 1))
        };
        let (next_row, next_order) = (next("SELECT max(row) FROM tasks")?, next("SELECT max(id) FROM orders")?);
        let (sender, jobs) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("miner-store".into())
            .spawn(move || work(&connection, &jobs))
            .map_err(|source| StoreError::Io { path: path.to_path_buf(), source })?;
        Ok(Self {
            path,
            jobs: Mutex::new(Some(sender)),
            places: Arc::new(Semaphore::new(WAITING)),
            thread: Mutex::new(Some(thread)),
            next_row,
            next_order,
        })
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.path.to_path_buf()
    }

    /// Has `work` done in the next transaction, wholly or not at all, and answers when that is on disk.
    ///
    /// Once this has been polled, dropping it does not take the job back.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::Interrupted)?;
        let (answer, answered) = oneshot::channel();
        let path = Arc::clone(&self.path);
        let job = Box::new(Typed { work: Some(work), made: None, answer, path, _place: place });
        {
            let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            let sender = jobs.as_ref().ok_or(StoreError::Interrupted)?;
            sender.send(job).map_err(|_| StoreError::Interrupted)?;
        }
        answered.await.unwrap_or(Err(StoreError::Interrupted))
    }

    /// Writes what was asked for, and lets the file go. Later jobs are refused.
    pub async fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && tokio::task::spawn_blocking(move || thread.join()).await.is_ok_and(|ended| ended.is_err())
        {
            tracing::error!("the thread that writes the miner's database crashed");
        }
    }

    pub(super) fn number(next: &AtomicI64) -> i64 {
        next.fetch_add(1, Ordering::Relaxed)
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "wal_autocheckpoint", LONG_LOG)?;
    // Room to take a job back is made in memory, not in a file of its own.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Something to do in a transaction that others share.
trait Job: Send {
    /// Does it. Called once.
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()>;

    /// Tells the caller, after the end of the transaction.
    fn answer(self: Box<Self>, committed: Result<(), &rusqlite::Error>);
}

struct Typed<T, W> {
    work: Option<W>,
    made: Option<Result<T, rusqlite::Error>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
    path: Arc<Path>,
    _place: OwnedSemaphorePermit,
}

impl<T: Send, W: FnOnce(&Connection) -> rusqlite::Result<T> + Send> Job for Typed<T, W> {
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let made = self.work.take().expect("a job runs once")(connection);
        let ended = made.as_ref().map(|_| ()).map_err(copy);
        self.made = Some(made);
        ended
    }

    fn answer(self: Box<Self>, committed: Result<(), &rusqlite::Error>) {
        let made = match (self.made, committed) {
            // A job's own failure tells more than that of the transaction.
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(copy(error)),
            (Some(Ok(made)), Ok(())) => Ok(made),
            (None, Ok(())) => return, // not run, though all were: the caller learns that nobody answers
        };
        let fault = |source| StoreError::Database { path: self.path.to_path_buf(), source };
        // A caller that is gone has been served all the same.
        let _ = self.answer.send(made.map_err(fault));
    }
}

/// `rusqlite::Error` is not `Clone`; what SQLite says of itself is kept.
fn copy(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, text) => rusqlite::Error::SqliteFailure(*code, text.clone()),
        rusqlite::Error::StatementChangedRows(rows) => rusqlite::Error::StatementChangedRows(*rows),
        other => {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR);
            rusqlite::Error::SqliteFailure(code, Some(other.to_string()))
        }
    }
}

/// The thread: until every sender is gone and every job is done.
fn work(connection: &Connection, jobs: &Receiver<Box<dyn Job>>) {
    let (mut log_is_empty, mut many) = (false, false);
    loop {
        let first = if log_is_empty {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            jobs.recv_timeout(IDLE)
        };
        match first {
            Ok(first) => {
                log_is_empty = false;
                if many {
                    std::thread::sleep(GATHER);
                }
                let mut batch = vec![first];
                batch.extend(jobs.try_iter().take(TOGETHER - 1));
                many = batch.len() >= MANY;
                together(connection, batch);
            }
            Err(RecvTimeoutError::Timeout) => {
                log_is_empty = true;
                if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
                    tracing::warn!(%error, "the log of the miner's database could not be carried over");
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn together(connection: &Connection, mut batch: Vec<Box<dyn Job>>) {
    let committed = transaction(connection, &mut batch);
    if committed.is_err()
        && !connection.is_autocommit()
        && let Err(error) = run(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction of the miner's database could not be taken back");
    }
    for job in batch {
        job.answer(committed.as_ref().copied());
    }
}

fn transaction(connection: &Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    run(connection, "BEGIN IMMEDIATE")?;
    for job in batch {
        run(connection, "SAVEPOINT job")?;
        if let Err(error) = job.run(connection) {
            // Some faults, such as a full disk, may end the transaction that the earlier jobs are in.
            if connection.is_autocommit() {
                return Err(error);
            }
            run(connection, "ROLLBACK TO job")?;
        }
        run(connection, "RELEASE job")?;
    }
    run(connection, "COMMIT")
}

fn run(connection: &Connection, sql: &'static str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use rusqlite::params;

    use super::*;

    fn count(folder: &Path) -> i64 {
        let reader = Connection::open(folder.join(MINER.file)).unwrap();
        reader.query_row("SELECT count(*) FROM tasks", [], |row| row.get(0)).unwrap()
    }

    fn insert(connection: &Connection, row: i64) -> rusqlite::Result<()> {
        connection.prepare_cached("INSERT INTO tasks VALUES (?1, 'x', 'y')")?.execute(params![row]).map(drop)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_waits_is_written_together_and_answered_when_others_can_see_it() {
        let home = tempfile::tempdir().unwrap();
        let store = Arc::new(MinerStore::open(home.path(), UnixMillis(0)).unwrap());
        let barrier = Arc::new(Barrier::new(2));
        let held = Arc::clone(&barrier);
        let holding = Arc::clone(&store);
        let first = tokio::spawn(async move {
            let job = move |_: &Connection| {
                held.wait(); // now others can come
                held.wait();
                Ok(())
            };
            holding.write(job).await
        });
        tokio::task::spawn_blocking({
            let barrier = Arc::clone(&barrier);
            move || barrier.wait()
        })
        .await
        .unwrap();
        let mut others = tokio::task::JoinSet::new();
        for row in 1..=100 {
            let store = Arc::clone(&store);
            others.spawn(async move {
                store
                    .write(move |connection| {
                        insert(connection, row)?;
                        Ok(connection.total_changes())
                    })
                    .await
            });
        }
        while store.places.available_permits() > WAITING - 101 {
            tokio::task::yield_now().await;
        }
        let folder = home.path().to_owned();
        assert_eq!(tokio::task::spawn_blocking(move || count(&folder)).await.unwrap(), 0);
        barrier.wait();
        first.await.unwrap().unwrap();
        let folder = home.path().to_owned();
        others.join_next().await.unwrap().unwrap().unwrap();
        // The first answer already means that all of them are there: they were one transaction.
        assert_eq!(count(&folder), 100);
        while let Some(ended) = others.join_next().await {
            ended.unwrap().unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_that_fails_leaves_nothing_behind_and_takes_no_other_along() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let (good, bad, later) = tokio::join!(
            store.write(|connection| insert(connection, 1)),
            store.write(|connection| {
                insert(connection, 2)?;
                insert(connection, 1)
            }),
            store.write(|connection| insert(connection, 3)),
        );
        good.unwrap();
        later.unwrap();
        let error = bad.unwrap_err();
        assert!(error.to_string().contains("miner.sqlite"), "{error}");
        assert_eq!(count(home.path()), 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_disk_fails_what_was_asked_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        store.write(|connection| insert(connection, 1)).await.unwrap();
        let pages = |count: u32| move |connection: &Connection| connection.pragma_update(None, "max_page_count", count);
        store.write(pages(1)).await.unwrap();
        let large = |row: i64| {
            move |connection: &Connection| {
                let text = "x".repeat(1 << 20);
                connection.execute("INSERT INTO tasks VALUES (?1, 'x', ?2)", params![row, text]).map(drop)
            }
        };
        let (one, two) = tokio::join!(store.write(large(2)), store.write(large(3)));
        for error in [one.unwrap_err(), two.unwrap_err()] {
            let StoreError::Database { source, .. } = &error else { panic!("{error}") };
            assert_eq!(source.sqlite_error_code(), Some(rusqlite::ErrorCode::DiskFull), "{error}");
        }
        assert_eq!(count(home.path()), 1);
        store.write(pages(1 << 20)).await.unwrap();
        store.write(large(2)).await.unwrap();
        assert_eq!(count(home.path()), 2);
    }

    #[tokio::test]
    async fn a_closed_store_has_written_everything_and_takes_nothing_more() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        store.write(|connection| insert(connection, 1)).await.unwrap();
        store.close().await;
        assert!(!home.path().join("miner.sqlite-wal").exists());
        assert!(matches!(store.write(|_| Ok(())).await, Err(StoreError::Interrupted)));
        assert_eq!(count(home.path()), 1);
    }

    #[test]
    fn a_damaged_database_is_named_with_the_remedy() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        drop(store);
        let path = home.path().join(MINER.file);
        // The thread lets the file go a moment later than the store.
        while home.path().join("miner.sqlite-wal").exists() {
            std::thread::yield_now();
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len();
        bytes[4096..end].fill(7);
        std::fs::write(&path, bytes).unwrap();
        let error = MinerStore::open(home.path(), UnixMillis(0)).unwrap_err();
        assert!(error.to_string().contains("miner.sqlite"), "{error}");
        assert!(crate::types::Hint::hint(&error).unwrap().contains("move it away"));
    }
}
