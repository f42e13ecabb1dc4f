//! What others last told: how often miners fool discriminators, and what models cost. Kept with the time of the answer,
//! so that an outage changes nothing.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Store, StoreError};
use crate::scoring::gas::FoolCounts;
use crate::types::{Hotkey, UnixMillis};

const BENCHMARK: &str = "benchmark";
const LIVE_PRICES: &str = "live_prices";

/// An answer and when it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    /// When.
    pub at: UnixMillis,
    /// What.
    pub answer: T,
}

/// USD per second of video by model, in the order in which substrings are tried.
pub type ModelPrices = Vec<(String, f64)>;

impl Store {
    /// The benchmark's last good answer; `None` if there never was one.
    pub fn fool_counts(&self) -> Result<Option<Answered<BTreeMap<Hotkey, FoolCounts>>>, StoreError> {
        let Some(at) = self.answered_at(BENCHMARK)? else { return Ok(None) };
        let answer = self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT hotkey, fooled_count, not_fooled_count FROM fool_counts")?;
            let rows = statement.query_map([], |row| {
                let count = |index| row.get::<_, i64>(index).map(|count| u64::try_from(count).unwrap_or(0));
                let counts = FoolCounts { fooled: count(1)?, not_fooled: count(2)? };
                Ok(row.get::<_, String>(0)?.parse().ok().map(|hotkey: Hotkey| (hotkey, counts)))
            })?;
            rows.filter_map(Result::transpose).collect()
        })?;
        Ok(Some(Answered { at, answer }))
    }

    /// Replaces the benchmark's answer.
    pub fn save_fool_counts(
        &mut self,
        counts: &BTreeMap<Hotkey, FoolCounts>,
        at: UnixMillis,
    ) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute("DELETE FROM fool_counts", [])?;
            let mut statement = transaction.prepare("INSERT INTO fool_counts VALUES (?1, ?2, ?3)")?;
            for (hotkey, counts) in counts {
                statement.execute(params![hotkey.to_string(), whole(counts.fooled), whole(counts.not_fooled)])?;
            }
            answered(transaction, BENCHMARK, at)
        })
    }

    /// Prices of models as last read from their seller, in its order; `None` if pinned ones are to be used.
    pub fn live_prices(&self) -> Result<Option<Answered<ModelPrices>>, StoreError> {
        let Some(at) = self.answered_at(LIVE_PRICES)? else { return Ok(None) };
        let answer = self.read(|connection| {
            let mut statement = connection.prepare("SELECT model, usd FROM live_prices ORDER BY place")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })?;
        Ok(Some(Answered { at, answer }))
    }

    /// Replaces the prices that were read; `None` goes back to the pinned ones.
    pub fn save_live_prices(&mut self, prices: Option<&[(String, f64)]>, at: UnixMillis) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute("DELETE FROM live_prices", [])?;
            let Some(prices) = prices else {
                return transaction.execute("DELETE FROM answers WHERE name = ?1", [LIVE_PRICES]).map(drop);
            };
            let mut statement = transaction.prepare("INSERT OR REPLACE INTO live_prices VALUES (?1, ?2, ?3)")?;
            for (place, (model, usd)) in prices.iter().enumerate() {
                statement.execute(params![model, usd, i64::try_from(place).unwrap_or(i64::MAX)])?;
            }
            answered(transaction, LIVE_PRICES, at)
        })
    }

    fn answered_at(&self, name: &str) -> Result<Option<UnixMillis>, StoreError> {
        let at: Option<f64> = self.read(|connection| {
            let sql = "SELECT at FROM answers WHERE name = ?1";
            connection.query_row(sql, [name], |row| row.get(0)).optional()
        })?;
        Ok(at.and_then(UnixMillis::from_seconds))
    }
}

fn answered(transaction: &Transaction<'_>, name: &str, at: UnixMillis) -> rusqlite::Result<()> {
    transaction.execute("INSERT OR REPLACE INTO answers VALUES (?1, ?2)", params![name, at.as_seconds()]).map(drop)
}

pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_others_survive_a_restart_with_their_time() {
        let home = tempfile::tempdir().unwrap();
        let counts = BTreeMap::from([(Hotkey::from_bytes([1; 32]), FoolCounts { fooled: 30, not_fooled: 10 })]);
        let prices = [("z/first".to_owned(), 0.5), ("a/second".to_owned(), 0.02)];
        {
            let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
            assert_eq!((store.fool_counts().unwrap(), store.live_prices().unwrap()), (None, None));
            let older = BTreeMap::from([(Hotkey::from_bytes([9; 32]), FoolCounts::default())]);
            store.save_fool_counts(&older, UnixMillis(1_000)).unwrap();
            store.save_fool_counts(&counts, UnixMillis(2_000)).unwrap();
            store.save_live_prices(Some(&prices), UnixMillis(3_000)).unwrap();
        }
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.fool_counts().unwrap(), Some(Answered { at: UnixMillis(2_000), answer: counts }));
        assert_eq!(store.live_prices().unwrap(), Some(Answered { at: UnixMillis(3_000), answer: prices.to_vec() }));
        store.save_live_prices(None, UnixMillis(4_000)).unwrap();
        assert_eq!(store.live_prices().unwrap(), None);
    }
}
