//! What lies in the state folder of a miner, for whoever looks at it while the miner runs or not. Nothing is made or
//! changed. All of it blocks.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::orders::spent;
use super::{MINER, Spent};
use crate::store::StoreError;
use crate::types::UnixMillis;

/// What a miner goes on with at its next start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtRest {
    /// Tasks that are not over, by status.
    pub open: BTreeMap<String, u64>,
    /// What it has bought since the given time.
    pub spent: Spent,
}

/// What the miner of this folder has; `None` if none ever ran.
///
/// # Errors
/// A database that cannot be read.
pub fn at_rest(folder: &Path, since: UnixMillis) -> Result<Option<AtRest>, StoreError> {
    look(folder, &["tasks", "orders"], |connection| {
        Ok(AtRest { open: open(connection)?, spent: spent(connection, since)? })
    })
}

/// Reads the database of the miner of this folder; `None` if there is none, or one that lacks these tables: it is being
/// made at this moment.
pub(super) fn look<T>(
    folder: &Path,
    tables: &[&str],
    read: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    let path = folder.join(MINER.file);
    if !path.exists() {
        return Ok(None);
    }
    let look = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        for table in tables {
            if !connection.table_exists(None, *table)? {
                return Ok(None);
            }
        }
        read(&connection).map(Some)
    };
    look().map_err(|source| StoreError::Database { path: path.clone(), source })
}

fn open(connection: &Connection) -> rusqlite::Result<BTreeMap<String, u64>> {
    let sql = "SELECT coalesce(document ->> '$.status', 'unknown'), count(*) FROM tasks GROUP BY 1";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MinerStore, PlacedOrder};
    use crate::types::{MicroUsd, TaskId};

    #[tokio::test]
    async fn what_a_stopped_miner_has_left_can_be_seen_without_starting_it() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(at_rest(home.path(), UnixMillis(0)).unwrap(), None);
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        for (at, status) in [(1_000, "pending"), (2_000, "pending"), (3_000, "completed")] {
            let (row, task_id) = (store.new_row(), TaskId::random());
            let document = serde_json::json!({ "status": status }).to_string();
            store.insert_task(row, task_id, document.clone()).await.unwrap();
            let (service, model) = ("s".into(), "m".into());
            let order = PlacedOrder {
                id: store.new_order(),
                task_id,
                at: UnixMillis(at),
                service,
                model,
                cost: Some(MicroUsd(5)),
            };
            store.order_task(row, document, order).await.unwrap();
        }
        let found = at_rest(home.path(), UnixMillis(2_000)).unwrap().unwrap();
        assert_eq!(found.open, [("completed".to_owned(), 1), ("pending".to_owned(), 2)].into());
        assert_eq!(found.spent, Spent { charged: MicroUsd(10), unpriced: 0 });
        store.close().await;
        assert_eq!(at_rest(home.path(), UnixMillis(2_000)).unwrap(), Some(found));
    }
}
