//! What was bought: one row per request that a service can charge, kept for some weeks.

use rusqlite::{Connection, params};

use super::MinerStore;
use crate::store::StoreError;
use crate::types::{MicroUsd, TaskId, UnixMillis};

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderId(pub i64);

/// An order as it is placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedOrder {
    /// From [`MinerStore::new_order`].
    pub id: OrderId,
    /// For which task.
    pub task_id: TaskId,
    /// When.
    pub at: UnixMillis,
    /// Word of the service.
    pub service: String,
    /// The service's name of the model.
    pub model: String,
    /// Its price; `None` if that is not known.
    pub cost: Option<MicroUsd>,
}

/// What a span of time cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Charged or perhaps charged.
    pub charged: MicroUsd,
    /// Orders whose price is not known, so that they are in no sum.
    pub unpriced: u64,
}

impl MinerStore {
    /// A place for a new order.
    pub fn new_order(&self) -> OrderId {
        OrderId(Self::number(&self.next_order))
    }

    /// What the orders since `since` cost.
    pub async fn spent_since(&self, since: UnixMillis) -> Result<Spent, StoreError> {
        self.write(move |connection| spent(connection, since)).await
    }

    /// Forgets the orders before `before`.
    pub async fn prune_orders(&self, before: UnixMillis) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection.execute("DELETE FROM orders WHERE at_ms < ?1", [milliseconds(before)]).map(drop)
        })
        .await
    }
}

pub(super) fn spent(connection: &Connection, since: UnixMillis) -> rusqlite::Result<Spent> {
    let sql = "SELECT coalesce(sum(micro_usd), 0), count(*) - count(micro_usd)
               FROM orders WHERE at_ms >= ?1 AND refunded = 0";
    connection.query_row(sql, [milliseconds(since)], |row| {
        let (charged, unpriced): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(Spent { charged: MicroUsd(charged.unsigned_abs()), unpriced: unpriced.unsigned_abs() })
    })
}

pub(super) fn insert(connection: &Connection, order: &PlacedOrder) -> rusqlite::Result<()> {
    let sql = "INSERT INTO orders (id, task_id, at_ms, service, model, micro_usd) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let cost = order.cost.map(|cost| i64::try_from(cost.0).unwrap_or(i64::MAX));
    let id = order.task_id.to_string();
    let row = params![order.id.0, id, milliseconds(order.at), order.service, order.model, cost];
    connection.prepare_cached(sql)?.execute(row).map(drop)
}

/// An order that is older than the table remembers has been forgotten with its cost.
pub(super) fn refund(connection: &Connection, order: OrderId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE orders SET refunded = 1 WHERE id = ?1")?.execute([order.0]).map(drop)
}

fn milliseconds(time: UnixMillis) -> i64 {
    i64::try_from(time.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_ledger_sums_what_was_bought_in_a_span_and_counts_what_has_no_price() {
        let home = tempfile::tempdir().unwrap();
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        for (at, cost) in [(1_000, Some(5)), (2_000, Some(7)), (3_000, None)] {
            let (row, task_id) = (store.new_row(), TaskId::random());
            store.insert_task(row, task_id, String::new()).await.unwrap();
            let order = PlacedOrder {
                id: store.new_order(),
                task_id,
                at: UnixMillis(at),
                service: "s".into(),
                model: "m".into(),
                cost: cost.map(MicroUsd),
            };
            store.order_task(row, String::new(), order).await.unwrap();
        }
        for (since, charged, unpriced) in [(0, 12, 1), (2_000, 7, 1), (2_001, 0, 1), (3_001, 0, 0)] {
            let spent = store.spent_since(UnixMillis(since)).await.unwrap();
            assert_eq!(spent, Spent { charged: MicroUsd(charged), unpriced }, "since {since}");
        }
        store.prune_orders(UnixMillis(2_000)).await.unwrap();
        assert_eq!(store.spent_since(UnixMillis(0)).await.unwrap().charged, MicroUsd(7));
    }
}
