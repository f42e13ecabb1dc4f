//! Deliveries by local day and validator. Days are texts, `YYYY-MM-DD`, which sort as they should.

use std::path::Path;

use rusqlite::{Connection, params};

use super::MinerStore;
use super::at_rest::look;
use crate::protocol::daemon_state::WebhookState;
use crate::store::StoreError;

impl MinerStore {
    /// Writes rows, in place of older ones of the same day and validator, and forgets the days before `oldest`.
    pub async fn save_webhooks(&self, rows: Vec<WebhookState>, oldest: String) -> Result<(), StoreError> {
        self.write(move |connection| {
            let mut statement = connection.prepare_cached("INSERT OR REPLACE INTO webhooks VALUES (?1, ?2, ?3)")?;
            for row in &rows {
                let document = serde_json::to_string(row).expect("a state has text keys only");
                statement.execute(params![row.day, row.validator, document])?;
            }
            connection.prepare_cached("DELETE FROM webhooks WHERE day < ?1")?.execute([oldest]).map(drop)
        })
        .await
    }

    /// The rows of a day.
    pub async fn webhooks_of(&self, day: String) -> Result<Vec<WebhookState>, StoreError> {
        self.write(move |connection| {
            read(connection, "SELECT document FROM webhooks WHERE day = ?1 ORDER BY validator", [day])
        })
        .await
    }
}

/// The rows of the last so many days on which anything was delivered, newest first, from the state folder of a miner that
/// may run or not. Nothing is made or changed; a miner that never ran has none. Blocks.
pub fn webhook_statistics(folder: &Path, days: u32) -> Result<Vec<WebhookState>, StoreError> {
    let sql = "SELECT document FROM webhooks
               WHERE day IN (SELECT DISTINCT day FROM webhooks ORDER BY day DESC LIMIT ?1)
               ORDER BY day DESC, validator";
    let rows = look(folder, &["webhooks"], |connection| read(connection, sql, [days]))?;
    Ok(rows.unwrap_or_default())
}

/// Documents that a later version wrote in another shape are left out.
fn read(connection: &Connection, sql: &str, arguments: impl rusqlite::Params) -> rusqlite::Result<Vec<WebhookState>> {
    let mut statement = connection.prepare(sql)?;
    let texts = statement.query_map(arguments, |row| row.get::<_, String>(0))?;
    texts.filter_map(|text| text.map(|text| serde_json::from_str(&text).ok()).transpose()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::types::UnixMillis;

    fn row(day: &str, validator: &str, successes: u64) -> WebhookState {
        WebhookState {
            validator: validator.into(),
            day: day.into(),
            successes,
            failures: BTreeMap::from([("http_500".to_owned(), 2)]),
            last_success_ms: Some(UnixMillis(5)),
            last_failure_ms: None,
            last_failure_reason: None,
        }
    }

    #[tokio::test]
    async fn statistics_are_read_while_the_miner_runs_and_when_it_has_stopped_and_a_week_is_kept() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(webhook_statistics(home.path(), 7).unwrap(), []);
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        let rows = vec![row("2026-11-13", "a:1", 9), row("2026-11-20", "b:1", 1), row("2026-11-21", "a:1", 1)];
        store.save_webhooks(rows, "2026-11-01".into()).await.unwrap();
        store.save_webhooks(vec![row("2026-11-21", "a:1", 2)], "2026-11-14".into()).await.unwrap();
        let (newest, before) = (row("2026-11-21", "a:1", 2), row("2026-11-20", "b:1", 1));
        assert_eq!(store.webhooks_of("2026-11-21".into()).await.unwrap(), std::slice::from_ref(&newest));
        assert_eq!(webhook_statistics(home.path(), 7).unwrap(), [newest.clone(), before]);
        store.close().await;
        assert_eq!(webhook_statistics(home.path(), 1).unwrap(), [newest]);
    }
}
