//! Tasks that are not over: accepted, in work, or not delivered yet.
//!
//! A row is written when a task is accepted and deleted when nothing is left to do. What the document says is the
//! miner's business.

use rusqlite::{Connection, OptionalExtension, params};

use super::{MinerStore, OrderId, PlacedOrder, orders};
use crate::store::StoreError;
use crate::types::TaskId;

/// Where a task lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskRow(i64);

/// A task as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTask {
    /// Where it lies.
    pub row: TaskRow,
    /// Its id, for the case that the document cannot be read.
    pub task_id: String,
    /// See `spec/gas.md` 3.6.
    pub document: String,
}

impl MinerStore {
    /// A place for a new task.
    pub fn new_row(&self) -> TaskRow {
        TaskRow(Self::number(&self.next_row))
    }

    /// Writes a new task.
    pub async fn insert_task(&self, row: TaskRow, id: TaskId, document: String) -> Result<(), StoreError> {
        self.write(move |connection| insert(connection, row, id, &document)).await
    }

    /// Writes tasks that another program left in files, but for those that are there already: a process that died between
    /// this and deleting the files must not double them.
    pub async fn import_tasks(&self, tasks: Vec<(TaskId, String)>) -> Result<(), StoreError> {
        let rows: Vec<TaskRow> = tasks.iter().map(|_| self.new_row()).collect();
        self.write(move |connection| {
            let mut known = connection.prepare("SELECT 1 FROM tasks WHERE task_id = ?1")?;
            for (row, (id, document)) in rows.into_iter().zip(tasks) {
                if !known.exists([id.to_string()])? {
                    insert(connection, row, id, &document)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Writes what has become of a task.
    pub async fn update_task(&self, row: TaskRow, document: String) -> Result<(), StoreError> {
        self.write(move |connection| update(connection, row, &document)).await
    }

    /// Writes that a task is ordered, and the order: both or neither.
    pub async fn order_task(&self, row: TaskRow, document: String, order: PlacedOrder) -> Result<(), StoreError> {
        self.write(move |connection| {
            orders::insert(connection, &order)?;
            update(connection, row, &document)
        })
        .await
    }

    /// Writes what has become of a task whose order certainly cost nothing.
    pub async fn refund_task(&self, row: TaskRow, document: String, order: OrderId) -> Result<(), StoreError> {
        self.write(move |connection| {
            orders::refund(connection, order)?;
            update(connection, row, &document)
        })
        .await
    }

    /// Deletes a task that is over.
    pub async fn delete_task(&self, row: TaskRow) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection.prepare_cached("DELETE FROM tasks WHERE row = ?1")?.execute([row.0]).map(drop)
        })
        .await
    }

    /// What is written of one task; `None` if it is over.
    pub async fn task(&self, row: TaskRow) -> Result<Option<String>, StoreError> {
        self.write(move |connection| {
            let mut statement = connection.prepare_cached("SELECT document FROM tasks WHERE row = ?1")?;
            statement.query_row([row.0], |row| row.get(0)).optional()
        })
        .await
    }

    /// All tasks, oldest first.
    pub async fn tasks(&self) -> Result<Vec<StoredTask>, StoreError> {
        self.write(|connection| {
            let mut statement = connection.prepare("SELECT row, task_id, document FROM tasks ORDER BY row")?;
            let rows = statement.query_map([], |row| {
                Ok(StoredTask { row: TaskRow(row.get(0)?), task_id: row.get(1)?, document: row.get(2)? })
            })?;
            rows.collect()
        })
        .await
    }
}

fn insert(connection: &Connection, row: TaskRow, id: TaskId, document: &str) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("INSERT INTO tasks (row, task_id, document) VALUES (?1, ?2, ?3)")?;
    statement.execute(params![row.0, id.to_string(), document]).map(drop)
}

fn update(connection: &Connection, row: TaskRow, document: &str) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("UPDATE tasks SET document = ?2 WHERE row = ?1")?;
    // A task that is not there must not pass for one that is written down.
    match statement.execute(params![row.0, document])? {
        1 => Ok(()),
        rows => Err(rusqlite::Error::StatementChangedRows(rows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{MicroUsd, UnixMillis};

    #[tokio::test]
    async fn a_task_is_as_it_was_left_until_it_is_over() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let (first, second) = (store.new_row(), store.new_row());
        let (one, two) = (TaskId::random(), TaskId::random());
        store.insert_task(second, two, "b".into()).await.unwrap();
        store.insert_task(first, one, "a".into()).await.unwrap();
        store.update_task(second, "c".into()).await.unwrap();
        store.close().await;
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let left = |row, id: TaskId, text: &str| StoredTask { row, task_id: id.to_string(), document: text.into() };
        assert_eq!(store.tasks().await.unwrap(), [left(first, one, "a"), left(second, two, "c")]);
        assert!(store.new_row() > second);
        store.delete_task(first).await.unwrap();
        store.update_task(first, "d".into()).await.unwrap_err();
        assert_eq!(store.tasks().await.unwrap(), [left(second, two, "c")]);
    }

    #[tokio::test]
    async fn an_order_is_written_with_its_task_or_not_at_all() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let (row, gone, id) = (store.new_row(), store.new_row(), TaskId::random());
        let order = PlacedOrder {
            id: store.new_order(),
            task_id: id,
            at: UnixMillis(5),
            service: "s".into(),
            model: "m".into(),
            cost: Some(MicroUsd(7)),
        };
        store.insert_task(row, id, "pending".into()).await.unwrap();
        store.order_task(gone, "processing".into(), order.clone()).await.unwrap_err();
        assert_eq!(store.spent_since(UnixMillis(0)).await.unwrap().charged, MicroUsd(0));
        store.order_task(row, "processing".into(), order.clone()).await.unwrap();
        assert_eq!(store.spent_since(UnixMillis(0)).await.unwrap().charged, MicroUsd(7));
        assert_eq!(store.tasks().await.unwrap()[0].document, "processing");
        store.order_task(row, "twice".into(), order.clone()).await.unwrap_err();
        store.refund_task(row, "pending".into(), order.id).await.unwrap();
        assert_eq!(store.spent_since(UnixMillis(0)).await.unwrap().charged, MicroUsd(0));
        assert_eq!(store.tasks().await.unwrap()[0].document, "pending");
    }

    #[tokio::test]
    async fn what_is_imported_twice_is_there_once() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let (one, two) = (TaskId::random(), TaskId::random());
        store.import_tasks(vec![(one, "a".into())]).await.unwrap();
        store.import_tasks(vec![(one, "b".into()), (two, "c".into())]).await.unwrap();
        let documents: Vec<String> = store.tasks().await.unwrap().into_iter().map(|task| task.document).collect();
        assert_eq!(documents, ["a", "c"]);
    }
}
