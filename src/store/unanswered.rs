//! Challenges that miners refused or did not answer (`spec/gas.md` 8.2; 18, point 34). The reference only logs them.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::params;

use super::{Store, StoreError};
use crate::types::{Hotkey, Uid, UnixMillis};

/// How long they are kept.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// A challenge that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// By whom.
    pub hotkey: Hotkey,
    /// Its seat then.
    pub uid: Uid,
    /// Why, as a word for counters.
    pub kind: &'static str,
    /// Why, in a sentence.
    pub reason: String,
}

impl Store {
    /// Remembers a challenge that was not accepted, and forgets those of long ago.
    pub fn note_unanswered(&mut self, unanswered: &Unanswered, now: UnixMillis) -> Result<(), StoreError> {
        let Unanswered { hotkey, uid, kind, reason } = unanswered;
        self.transaction(|transaction| {
            let mut insert = transaction.prepare_cached("INSERT INTO unanswered VALUES (?1, ?2, ?3, ?4, ?5)")?;
            insert.execute(params![hotkey.to_string(), uid.0, kind, reason, now.as_seconds()])?;
            let mut delete = transaction.prepare_cached("DELETE FROM unanswered WHERE at < ?1")?;
            delete.execute([now.before(KEPT).as_seconds()]).map(drop)
        })
    }

    /// When a miner was last challenged, whatever came of it.
    pub fn last_challenged(&self) -> Result<Option<UnixMillis>, StoreError> {
        self.read(|connection| {
            let sql = "SELECT max(at) FROM (SELECT max(created_at) AS at FROM generator_challenge_outcomes
                       UNION ALL SELECT max(at) FROM unanswered)";
            let at: Option<f64> = connection.query_row(sql, [], |row| row.get(0))?;
            Ok(at.and_then(UnixMillis::from_seconds))
        })
    }

    /// How many challenges each hotkey did not accept since `since`, by kind.
    pub fn unanswered_since(&self, since: UnixMillis) -> Result<BTreeMap<Hotkey, BTreeMap<String, u64>>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT hotkey, kind, count(*) FROM unanswered WHERE at >= ?1 GROUP BY hotkey, kind")?;
            let mut rows = statement.query([since.as_seconds()])?;
            let mut found: BTreeMap<Hotkey, BTreeMap<String, u64>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let Ok(hotkey) = row.get_ref(0)?.as_str().unwrap_or_default().parse::<Hotkey>() else { continue };
                found.entry(hotkey).or_default().insert(row.get(1)?, u64::from(row.get::<_, u32>(2)?));
            }
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_accepted_is_counted_by_miner_and_kind_and_forgotten_after_a_week() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.last_challenged().unwrap(), None);
        let (one, two) = (Hotkey::from_bytes([1; 32]), Hotkey::from_bytes([2; 32]));
        let mut note = |hotkey, kind, hour: u64| {
            let reason = "HTTP 429 error: slow down".to_owned();
            let unanswered = Unanswered { hotkey, uid: Uid(1), kind, reason };
            store.note_unanswered(&unanswered, UnixMillis(hour * 3_600_000)).unwrap();
        };
        note(one, "http-4xx", 1);
        note(one, "http-4xx", 30);
        note(one, "timeout", 31);
        note(two, "timeout", 32);
        assert_eq!(store.last_challenged().unwrap(), Some(UnixMillis(32 * 3_600_000)));
        let counts = |since: u64| -> Vec<(Hotkey, Vec<(String, u64)>)> {
            let found = store.unanswered_since(UnixMillis(since * 3_600_000)).unwrap();
            found.into_iter().map(|(hotkey, kinds)| (hotkey, kinds.into_iter().collect())).collect()
        };
        let kind = |kind: &str, count| (kind.to_owned(), count);
        assert_eq!(counts(0), [(one, vec![kind("http-4xx", 2), kind("timeout", 1)]), (two, vec![kind("timeout", 1)])]);
        assert_eq!(counts(31), [(one, vec![kind("timeout", 1)]), (two, vec![kind("timeout", 1)])]);
        let later = Unanswered { hotkey: two, uid: Uid(1), kind: "timeout", reason: String::new() };
        store.note_unanswered(&later, UnixMillis((7 * 24 + 2) * 3_600_000)).unwrap();
        assert_eq!(store.unanswered_since(UnixMillis(0)).unwrap()[&one]["http-4xx"], 1);
    }
}
