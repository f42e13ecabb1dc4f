//! How the media of each model pass the check before sending, as documents whose fields are the miner's.

use rusqlite::params;

use super::MinerStore;
use crate::store::StoreError;

/// What is remembered of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRow {
    /// Word of the service.
    pub service: String,
    /// The service's name of the model.
    pub model: String,
    /// JSON.
    pub document: String,
}

impl MinerStore {
    /// Writes what is remembered of a model, in place of what was.
    pub async fn save_model(&self, row: ModelRow) -> Result<(), StoreError> {
        self.write(move |connection| {
            let sql = "INSERT OR REPLACE INTO models VALUES (?1, ?2, ?3)";
            connection.prepare_cached(sql)?.execute(params![row.service, row.model, row.document]).map(drop)
        })
        .await
    }

    /// What is remembered of all models.
    pub async fn models(&self) -> Result<Vec<ModelRow>, StoreError> {
        self.write(|connection| {
            let mut statement = connection.prepare("SELECT service, model, document FROM models")?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(ModelRow { service: row.get(0)?, model: row.get(1)?, document: row.get(2)? })
            };
            statement.query_map([], row)?.collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::UnixMillis;

    #[tokio::test]
    async fn the_last_word_on_a_model_survives_a_restart() {
        let home = tempfile::tempdir().unwrap();
        let row = |document: &str| ModelRow { service: "s".into(), model: "m".into(), document: document.into() };
        {
            let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
            store.save_model(row("1")).await.unwrap();
            store.save_model(row("2")).await.unwrap();
            store.close().await;
        }
        let store = MinerStore::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.models().await.unwrap(), [row("2")]);
    }
}
