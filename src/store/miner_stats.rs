//! What a validator's database says about miners, ours or a Python validator's: the columns are the same
//! (`spec/gas.md` 15.6). Only read, so that a database in use is safe.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row, params};
use serde::Serialize;

use super::StoreError;
use crate::types::{Uid, UnixMillis};

/// A database that is read.
#[derive(Debug)]
pub struct MinerStats {
    connection: Connection,
    path: PathBuf,
    /// Written by gascli: media pass when they are taken, so what was refused has no medium and counts by its outcome; so
    /// does what passed and was cleared away since.
    is_ours: bool,
}

/// Media of one miner in one seat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MinerMedia {
    /// Its seat then.
    pub uid: Uid,
    /// Who; empty in rows that do not tell.
    pub hotkey: String,
    /// All.
    pub total: u64,
    /// Those that passed.
    pub verified: u64,
    /// Those that did not.
    pub failed: u64,
    /// Those that are not decided.
    pub pending: u64,
    /// Media that are here and were uploaded.
    pub uploaded: u64,
    /// Media that are here and were not.
    pub not_uploaded: u64,
    /// Media that are here and counted in a reward.
    pub rewarded: u64,
    /// The newest.
    pub last_seen_ms: Option<UnixMillis>,
}

/// How a challenge ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecentOutcome {
    /// Id of the task.
    pub task_id: String,
    /// When it last changed.
    pub updated_at_ms: Option<UnixMillis>,
    /// `pending`, `stored`, `verified` or `failed`.
    pub status: String,
    /// Image, video or audio.
    pub modality: String,
    /// Why it failed.
    pub failure_reason: Option<String>,
}

/// A medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct RecentMedium {
    /// Where its file is, or was.
    pub file_path: String,
    /// When it came.
    pub created_at_ms: Option<UnixMillis>,
    /// Whether it passed.
    pub verified: bool,
    /// Whether it did not.
    pub failed_verification: bool,
    /// Whether it was uploaded.
    pub uploaded: bool,
    /// Whether it counted in a reward.
    pub rewarded: bool,
    /// Whether its manifest holds.
    pub c2pa_verified: bool,
    /// Claim generator of the manifest.
    pub c2pa_issuer: Option<String>,
    /// Id of the task.
    pub task_id: Option<String>,
    /// Its length.
    pub file_size_bytes: Option<u64>,
    /// Such as `PNG`.
    pub format: Option<String>,
}

impl MinerStats {
    /// Opens a database to read it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fault = |source| StoreError::Database { path: path.to_owned(), source };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        connection.busy_timeout(super::database::BUSY).map_err(fault)?;
        let sql = "SELECT count(*) > 0 FROM _schema_migrations WHERE name LIKE 'gascli\\_%' ESCAPE '\\'";
        let is_ours = connection.query_row(sql, [], |row| row.get(0)).unwrap_or(false);
        Ok(Self { connection, path: path.to_owned(), is_ours })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        work(&self.connection).map_err(|source| StoreError::Database { path: self.path.clone(), source })
    }

    /// Every miner and seat since a time, by seat.
    pub fn miners(&self, since: UnixMillis) -> Result<Vec<MinerMedia>, StoreError> {
        let without_medium = if self.is_ours {
            "UNION ALL
             SELECT uid, hotkey, status = 'verified', status = 'failed', 0, 0, 0, updated_at
             FROM generator_challenge_outcomes WHERE media_id IS NULL AND updated_at >= ?1"
        } else {
            ""
        };
        let sql = format!(
            "SELECT uid, coalesce(hotkey, ''), count(*), sum(verified), sum(failed), sum(medium), sum(uploaded),
                    sum(rewarded), max(at)
             FROM (
                 SELECT uid, hotkey, verified AND NOT failed_verification AS verified, failed_verification AS failed,
                        1 AS medium, uploaded, rewarded, created_at AS at
                 FROM media WHERE source_type = 'miner' AND created_at >= ?1
                 {without_medium}
             ) WHERE uid BETWEEN 0 AND 65535 GROUP BY uid, hotkey ORDER BY uid, hotkey"
        );
        self.read(|connection| {
            let mut statement = connection.prepare(&sql)?;
            statement.query_map([since.as_seconds()], read_miner)?.collect()
        })
    }

    /// The newest outcomes of some seats.
    pub fn recent_outcomes(
        &self,
        uids: &[Uid],
        since: UnixMillis,
        limit: u32,
    ) -> Result<Vec<RecentOutcome>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT task_id, updated_at, status, modality, failure_reason FROM generator_challenge_outcomes
                 WHERE uid IN (SELECT value FROM json_each(?1)) AND updated_at >= ?2 ORDER BY updated_at DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![list(uids), since.as_seconds(), limit], |row| {
                Ok(RecentOutcome {
                    task_id: row.get(0)?,
                    updated_at_ms: UnixMillis::from_seconds(row.get(1)?),
                    status: row.get(2)?,
                    modality: row.get(3)?,
                    failure_reason: row.get(4)?,
                })
            })?;
            rows.collect()
        })
    }

    /// The newest media of some seats.
    pub fn recent_media(&self, uids: &[Uid], since: UnixMillis, limit: u32) -> Result<Vec<RecentMedium>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT file_path, created_at, verified, failed_verification, uploaded, rewarded, c2pa_verified,
                        c2pa_issuer, task_id, file_size, format
                 FROM media WHERE source_type = 'miner' AND uid IN (SELECT value FROM json_each(?1)) AND created_at >= ?2
                 ORDER BY created_at DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![list(uids), since.as_seconds(), limit], |row| {
                let flag = |index| row.get::<_, Option<bool>>(index).map(|flag| flag == Some(true));
                Ok(RecentMedium {
                    file_path: row.get(0)?,
                    created_at_ms: UnixMillis::from_seconds(row.get(1)?),
                    verified: flag(2)?,
                    failed_verification: flag(3)?,
                    uploaded: flag(4)?,
                    rewarded: flag(5)?,
                    c2pa_verified: flag(6)?,
                    c2pa_issuer: row.get(7)?,
                    task_id: row.get(8)?,
                    file_size_bytes: row.get::<_, Option<i64>>(9)?.and_then(|size| u64::try_from(size).ok()),
                    format: row.get(10)?,
                })
            })?;
            rows.collect()
        })
    }
}

/// Seats as a JSON array, which SQLite reads as a table.
fn list(uids: &[Uid]) -> String {
    let uids: Vec<String> = uids.iter().map(ToString::to_string).collect();
    format!("[{}]", uids.join(","))
}

fn read_miner(row: &Row<'_>) -> rusqlite::Result<MinerMedia> {
    let count =
        |index| row.get::<_, Option<i64>>(index).map(|count| count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0));
    let (total, verified, failed, media, uploaded) = (count(2)?, count(3)?, count(4)?, count(5)?, count(6)?);
    Ok(MinerMedia {
        uid: Uid(row.get(0)?),
        hotkey: row.get(1)?,
        total,
        verified,
        failed,
        pending: total.saturating_sub(verified + failed),
        uploaded,
        not_uploaded: media.saturating_sub(uploaded),
        rewarded: count(7)?,
        last_seen_ms: row.get::<_, Option<f64>>(8)?.and_then(UnixMillis::from_seconds),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const ROWS: &str = "
        INSERT INTO media (id, file_path, modality, media_type, source_type, uid, hotkey, verified, failed_verification,
                           uploaded, rewarded, created_at) VALUES
            ('a', 'a', 'image', 'synthetic', 'miner', 5, 'h5', 1, 0, 1, 1, 100),
            ('b', 'b', 'image', 'synthetic', 'miner', 5, 'h5', 0, 1, 0, 0, 200),
            ('c', 'c', 'image', 'synthetic', 'miner', 5, 'h5', 0, 0, 0, 0, 300),
            ('d', 'd', 'image', 'synthetic', 'miner', 3, 'h3', 1, 0, 0, 0, 50),
            ('e', 'e', 'image', 'real', 'scraper', 3, 'h3', 1, 0, 0, 0, 400);
        INSERT INTO generator_challenge_outcomes (task_id, uid, hotkey, prompt_id, modality, status, failure_reason,
                                                  created_at, updated_at) VALUES
            ('t1', 7, 'h7', 'p', 'image', 'failed', 'no manifest', 0, 500),
            ('t2', 7, 'h7', 'p', 'image', 'pending', NULL, 0, 600),
            ('t3', 5, 'h5', 'p', 'image', 'failed', 'timeout', 0, 700);";

    #[test]
    fn a_python_database_is_counted_by_its_media_and_left_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("prompts.db");
        let made = Connection::open(&path).unwrap();
        made.execute_batch(
            "CREATE TABLE media (id TEXT, file_path TEXT, modality TEXT, media_type TEXT, source_type TEXT, uid INTEGER,
                 hotkey TEXT, verified BOOLEAN, failed_verification BOOLEAN, uploaded BOOLEAN, rewarded BOOLEAN,
                 created_at REAL, c2pa_verified BOOLEAN, c2pa_issuer TEXT, task_id TEXT, file_size INTEGER, format TEXT);
             CREATE TABLE generator_challenge_outcomes (task_id TEXT, uid INTEGER, hotkey TEXT, prompt_id TEXT,
                 modality TEXT, status TEXT, failure_reason TEXT, media_id TEXT, created_at REAL, updated_at REAL);
             CREATE TABLE _schema_migrations (name TEXT, applied_at REAL);
             INSERT INTO _schema_migrations VALUES ('add_uploaded_column', 1);",
        )
        .unwrap();
        made.execute_batch(ROWS).unwrap();
        drop(made);
        let before = std::fs::read(&path).unwrap();
        let stats = MinerStats::open(&path).unwrap();
        let found = stats.miners(UnixMillis(0)).unwrap();
        let three = MinerMedia {
            uid: Uid(3),
            hotkey: "h3".into(),
            total: 1,
            verified: 1,
            not_uploaded: 1,
            last_seen_ms: Some(UnixMillis(50_000)),
            ..MinerMedia::default()
        };
        let five = MinerMedia {
            uid: Uid(5),
            hotkey: "h5".into(),
            total: 3,
            verified: 1,
            failed: 1,
            pending: 1,
            uploaded: 1,
            not_uploaded: 2,
            rewarded: 1,
            last_seen_ms: Some(UnixMillis(300_000)),
        };
        assert_eq!(found, [three, five.clone()]);
        let since = stats.miners(UnixMillis(150_000)).unwrap();
        assert_eq!((since.len(), since[0].total), (1, 2));
        let outcomes = stats.recent_outcomes(&[Uid(5), Uid(7)], UnixMillis(0), 2).unwrap();
        assert_eq!(outcomes.iter().map(|outcome| outcome.task_id.as_str()).collect::<Vec<_>>(), ["t3", "t2"]);
        let media = stats.recent_media(&[Uid(5)], UnixMillis(0), 9).unwrap();
        assert_eq!(media.iter().map(|medium| medium.file_path.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        assert!(media[2].verified && media[2].uploaded && media[1].failed_verification && !media[1].c2pa_verified);
        drop(stats);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn in_our_own_what_was_refused_counts_as_failed_and_what_is_open_as_pending() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let rows = format!(
            "INSERT INTO prompts (id, content, modality, created_at, origin) VALUES ('p', 'x', 'image', 0, 'composed'); {ROWS}"
        );
        store.transaction(|transaction| transaction.execute_batch(&rows)).unwrap();
        let found = MinerStats::open(&home.path().join("prompts.db")).unwrap().miners(UnixMillis(0)).unwrap();
        let counts: Vec<_> =
            found.iter().map(|row| (row.uid.0, row.total, row.verified, row.failed, row.pending)).collect();
        assert_eq!(counts, [(3, 1, 1, 0, 0), (5, 4, 1, 2, 1), (7, 2, 0, 1, 1)]);
        assert_eq!((found[2].not_uploaded, found[2].last_seen_ms), (0, Some(UnixMillis(600_000))));
    }

    #[test]
    fn a_miner_whose_media_were_cleared_away_after_their_upload_is_still_a_good_one() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let day = std::time::Duration::from_hours(24);
        let (delivered, now) = (UnixMillis(100_000), UnixMillis(100_000).after(day * 3));
        for content in ["one", "two"] {
            super::super::fixture::delivered(&mut store, 1, content, delivered);
        }
        let refused = super::super::fixture::challenged(&mut store, 1, "three", delivered);
        assert!(store.fail(refused.task_id, "x", "x", delivered).unwrap());
        let counts = || {
            let found = MinerStats::open(&home.path().join("prompts.db")).unwrap().miners(UnixMillis(0)).unwrap();
            found.iter().map(|row| (row.uid.0, row.total, row.verified, row.failed, row.pending)).collect::<Vec<_>>()
        };
        assert_eq!(counts(), [(1, 3, 2, 1, 0)]);
        store.connection.execute("UPDATE media SET uploaded = 1, rewarded = 1", []).unwrap();
        assert_eq!(store.clean_uploaded(day * 2, 100, true, now).unwrap().media, 2);
        assert_eq!(counts(), [(1, 3, 2, 1, 0)]);
        store.connection.execute("UPDATE generator_challenge_outcomes SET uid = 70000", []).unwrap();
        assert_eq!(counts(), [], "a seat that there is not");
    }

    #[test]
    fn a_database_that_is_none_is_named() {
        let home = tempfile::tempdir().unwrap();
        let missing = MinerStats::open(&home.path().join("none.db")).unwrap_err();
        assert!(missing.to_string().contains("none.db"), "{missing}");
        assert!(!home.path().join("none.db").exists());
    }
}
