//! Challenges and how they ended (`spec/gas.md` 12.4 and 12.6).

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Prompt, Store, StoreError};
use crate::media::Tier;
use crate::types::{Hotkey, Modality, TaskId, Uid, UnixMillis};

/// How long a challenge may await its media by the network's rules (`spec/gas.md` 8.4).
pub(super) const EXPIRY: Duration = Duration::from_hours(2);

/// A challenge that a miner accepted and has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingChallenge {
    /// Id that the miner gave it.
    pub task_id: TaskId,
    /// The miner's seat then.
    pub uid: Uid,
    /// Who alone may deliver.
    pub hotkey: Hotkey,
    /// What was asked for.
    pub prompt: Prompt,
    /// Image or video.
    pub modality: Modality,
    /// Which size was asked for.
    pub requested: Tier,
    /// When the request was sent. The reference takes the time of the answer; media may be signed before that.
    pub issued_at: UnixMillis,
}

/// What became of a delivery that passed the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// Medium and outcome are on the disk.
    Stored,
    /// Another delivery of the same bytes came first.
    Duplicate,
    /// The challenge is no longer open.
    Gone,
}

/// How a miner's challenges of some span stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its seat at the newest of them.
    pub uid: Uid,
    /// All of them, open ones included.
    pub challenged: u64,
    /// Those that ended with a medium which awaits the check of its prompt.
    pub awaiting_alignment: u64,
    /// Those that ended with a medium that passed.
    pub verified: u64,
    /// Those that ended without, by class of the reason.
    pub rejected: BTreeMap<String, u64>,
}

impl Store {
    /// Remembers a challenge that was accepted, and that its prompt was used. `false`: the task id is known already,
    /// and nothing was changed.
    pub fn insert_pending(&mut self, challenge: &PendingChallenge) -> Result<bool, StoreError> {
        self.transaction(|transaction| {
            let sent = challenge.issued_at.as_seconds();
            keep_prompt(transaction, challenge)?;
            let inserted = transaction.execute(
                "INSERT INTO generator_challenge_outcomes
                     (task_id, uid, hotkey, prompt_id, modality, status, created_at, updated_at, requested_resolution)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'pending', ?6, ?6, ?7) ON CONFLICT (task_id) DO NOTHING",
                params![
                    challenge.task_id.to_string(),
                    challenge.uid.0,
                    challenge.hotkey.to_string(),
                    challenge.prompt.id,
                    challenge.modality.as_str(),
                    sent,
                    challenge.requested.as_str(),
                ],
            )?;
            if inserted == 1 {
                transaction.execute(
                    "UPDATE prompts SET used_count = used_count + 1, last_used = ?2 WHERE id = ?1",
                    params![challenge.prompt.id, sent],
                )?;
            }
            Ok(inserted == 1)
        })
    }

    /// The challenges that await an answer, such as after a restart.
    pub fn pending(&self) -> Result<Vec<PendingChallenge>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT task_id, uid, hotkey, prompt_id, content, o.modality, requested_resolution, o.created_at
                 FROM generator_challenge_outcomes o JOIN prompts p ON p.id = o.prompt_id
                 WHERE status = 'pending' AND uid BETWEEN 0 AND 65535 ORDER BY o.created_at",
            )?;
            let rows = statement.query_map([], read_pending)?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// Whether the challenge ended with a medium that was taken, whatever the check of its prompt said since.
    pub fn was_delivered(&self, task_id: TaskId) -> Result<bool, StoreError> {
        self.read(|connection| {
            let sql = "SELECT 1 FROM generator_challenge_outcomes WHERE task_id = ?1
                       AND (status IN ('stored', 'verified') OR media_id IS NOT NULL)";
            connection.query_row(sql, [task_id.to_string()], |_| Ok(())).optional().map(|row| row.is_some())
        })
    }

    /// Ends a challenge without a medium. `false`: it had ended before.
    pub fn fail(&mut self, task_id: TaskId, reason: &str, class: &str, now: UnixMillis) -> Result<bool, StoreError> {
        self.transaction(|transaction| fail(transaction, task_id, reason, class, now))
    }

    /// Forgets open challenges that were sent before `sent_before`: their time ended while nobody listened, so they tell
    /// nothing of their miners (`spec/gas.md` 8.4). Returns how many.
    pub fn forget_overdue(&mut self, sent_before: UnixMillis) -> Result<u64, StoreError> {
        self.transaction(|transaction| {
            let sql = "DELETE FROM generator_challenge_outcomes WHERE status = 'pending' AND created_at < ?1";
            transaction.execute(sql, [sent_before.as_seconds()]).map(|gone| gone as u64)
        })
    }

    /// Forgets an open challenge that tells nothing of its miner, since we could not look at what came. `false`: it had
    /// ended before.
    pub fn forget(&mut self, task_id: TaskId) -> Result<bool, StoreError> {
        self.transaction(|transaction| {
            let sql = "DELETE FROM generator_challenge_outcomes WHERE status = 'pending' AND task_id = ?1";
            transaction.execute(sql, [task_id.to_string()]).map(|gone| gone > 0)
        })
    }

    /// Ends every open challenge that was sent before `sent_before` as failed with `reason` and `class`; returns which.
    pub fn expire(
        &mut self,
        sent_before: UnixMillis,
        reason: &str,
        class: &str,
        now: UnixMillis,
    ) -> Result<Vec<TaskId>, StoreError> {
        self.transaction(|transaction| {
            let mut statement = transaction.prepare_cached(
                "UPDATE generator_challenge_outcomes
                 SET status = 'failed', failure_reason = ?2, failure_class = ?3, updated_at = ?4
                 WHERE status = 'pending' AND created_at < ?1 RETURNING task_id",
            )?;
            let rows = statement
                .query_map(params![sent_before.as_seconds(), reason, class, now.as_seconds()], |row| row.get(0))?;
            let ids: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
            Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
        })
    }

    /// How the challenges of each hotkey stand: those that ended since `since`, and open ones that were sent since.
    pub fn standings_since(&self, since: UnixMillis) -> Result<BTreeMap<Hotkey, Standing>, StoreError> {
        self.read(|connection| {
            // The newest seat of a hotkey comes last, and so stays.
            let mut statement = connection.prepare_cached(
                "SELECT hotkey, uid, status, coalesce(failure_class, 'unknown'), count(*)
                 FROM generator_challenge_outcomes WHERE updated_at >= ?1 AND uid BETWEEN 0 AND 65535
                 GROUP BY hotkey, uid, status, failure_class ORDER BY max(created_at)",
            )?;
            let mut rows = statement.query([since.as_seconds()])?;
            let mut found: BTreeMap<Hotkey, Standing> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let Ok(hotkey) = row.get_ref(0)?.as_str().unwrap_or_default().parse::<Hotkey>() else { continue };
                let (uid, count) = (Uid(row.get(1)?), u64::from(row.get::<_, u32>(4)?));
                let standing = found.entry(hotkey).or_insert_with(|| Standing {
                    uid,
                    challenged: 0,
                    awaiting_alignment: 0,
                    verified: 0,
                    rejected: BTreeMap::new(),
                });
                standing.uid = uid;
                standing.challenged += count;
                match row.get_ref(2)?.as_str().unwrap_or_default() {
                    "stored" => standing.awaiting_alignment += count,
                    "verified" => standing.verified += count,
                    "failed" => *standing.rejected.entry(row.get(3)?).or_insert(0) += count,
                    _ => {}
                }
            }
            Ok(found)
        })
    }
}

/// A prompt that was removed while the miner was asked is written again.
fn keep_prompt(transaction: &Transaction<'_>, challenge: &PendingChallenge) -> rusqlite::Result<()> {
    transaction
        .execute(
            "INSERT OR IGNORE INTO prompts (id, content, modality, created_at, origin) VALUES (?1, ?2, ?3, ?4, 'retired')",
            params![
                challenge.prompt.id,
                challenge.prompt.content,
                challenge.modality.as_str(),
                challenge.issued_at.as_seconds()
            ],
        )
        .map(drop)
}

pub(super) fn fail(
    transaction: &Transaction<'_>,
    task_id: TaskId,
    reason: &str,
    class: &str,
    now: UnixMillis,
) -> rusqlite::Result<bool> {
    let changed = transaction.execute(
        "UPDATE generator_challenge_outcomes
         SET status = 'failed', failure_reason = ?2, failure_class = ?3, updated_at = ?4
         WHERE task_id = ?1 AND status = 'pending'",
        params![task_id.to_string(), reason, class, now.as_seconds()],
    )?;
    Ok(changed == 1)
}

/// `None` for a row that this build cannot have written.
fn read_pending(row: &Row<'_>) -> rusqlite::Result<Option<PendingChallenge>> {
    let (task_id, hotkey, modality, tier): (String, String, String, String) =
        (row.get(0)?, row.get(2)?, row.get(5)?, row.get(6)?);
    let read = || {
        let modality: Modality = modality.parse().ok()?;
        Some((task_id.parse().ok()?, hotkey.parse().ok()?, modality, Tier::parse(modality, &tier).ok()?))
    };
    let Some((task_id, hotkey, modality, requested)) = read() else { return Ok(None) };
    Ok(Some(PendingChallenge {
        task_id,
        uid: Uid(row.get(1)?),
        hotkey,
        prompt: Prompt { id: row.get(3)?, content: row.get(4)? },
        modality,
        requested,
        issued_at: UnixMillis::from_seconds(row.get(7)?).unwrap_or(UnixMillis(0)),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{challenged, ended, medium, pass_all};
    use super::*;
    use crate::scoring::gas::Item;

    fn challenge(store: &mut Store, miner: u8, at: u64) -> PendingChallenge {
        challenged(store, miner, "a red circle", UnixMillis(at))
    }

    #[test]
    fn a_pending_challenge_survives_a_restart_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let sent = challenge(&mut Store::open(home.path(), UnixMillis(0)).unwrap(), 1, 1_795_173_497_500);
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.pending().unwrap(), std::slice::from_ref(&sent));
        assert!(!store.insert_pending(&sent).unwrap(), "an id that is known is refused");
    }

    #[test]
    fn a_challenge_ends_once() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let sent = challenge(&mut store, 1, 1_000);
        let new = medium(&store, b"one");
        assert_eq!(ended(&mut store, &sent, &new, UnixMillis(9_000)), Delivered::Stored);
        assert_eq!(ended(&mut store, &sent, &new, UnixMillis(9_000)), Delivered::Gone);
        assert!(!store.fail(sent.task_id, "late", "late", UnixMillis(9_000)).unwrap());
        assert!(store.pending().unwrap().is_empty());
        assert!(store.knows_media(&new.sha256).unwrap());
        let used: i64 = store.connection.query_row("SELECT used_count FROM prompts", [], |row| row.get(0)).unwrap();
        assert_eq!(used, 1);
    }

    #[test]
    fn of_two_deliveries_of_the_same_bytes_one_is_a_duplicate() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let (one, two) = (challenge(&mut store, 1, 1_000), challenge(&mut store, 2, 1_000));
        let (first, second) = (medium(&store, b"same"), medium(&store, b"same"));
        assert_eq!(ended(&mut store, &one, &first, UnixMillis(2_000)), Delivered::Stored);
        assert_eq!(ended(&mut store, &two, &second, UnixMillis(2_000)), Delivered::Duplicate);
        pass_all(&mut store, UnixMillis(3_000));
        let outcomes = store.outcomes_between(UnixMillis(0), UnixMillis(u64::MAX)).unwrap();
        assert_eq!(outcomes[&one.hotkey].image.verified.len(), 1);
        assert_eq!((outcomes[&two.hotkey].image.verified.len(), outcomes[&two.hotkey].image.failed), (0, 1));
    }

    #[test]
    fn statistics_hold_what_ended_in_the_window_with_asked_and_found_size() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let (old, new, open) =
            (challenge(&mut store, 1, 1_000), challenge(&mut store, 1, 2_000), challenge(&mut store, 1, 3_000));
        assert!(store.fail(old.task_id, "x", "x", UnixMillis(4_000)).unwrap());
        let file = medium(&store, b"one");
        ended(&mut store, &new, &file, UnixMillis(6_000));
        pass_all(&mut store, UnixMillis(6_000));
        let found = store.outcomes_between(UnixMillis(5_000), UnixMillis(u64::MAX)).unwrap();
        let item = Item { requested: Some(Tier::K2), observed: Some(Tier::K1), model_name: Some("m".into()) };
        assert_eq!(found[&open.hotkey].image.verified, [item]);
        assert_eq!(found[&open.hotkey].image.failed, 0);
    }

    #[test]
    fn standings_count_what_ended_in_the_window_and_what_is_open_and_show_the_newest_seat() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let old = challenge(&mut store, 1, 1_000);
        assert!(store.fail(old.task_id, "x", "stale", UnixMillis(2_000)).unwrap());
        let (taken, refused, mut open) =
            (challenge(&mut store, 1, 3_000), challenge(&mut store, 1, 4_000), challenge(&mut store, 1, 5_000));
        let file = medium(&store, b"one");
        ended(&mut store, &taken, &file, UnixMillis(6_000));
        assert!(store.fail(refused.task_id, "x", "stale", UnixMillis(9_000)).unwrap());
        (open.task_id, open.uid, open.issued_at) = (TaskId::random(), Uid(7), UnixMillis(8_000));
        assert!(store.insert_pending(&open).unwrap());
        let rejected = BTreeMap::from([("stale".to_owned(), 1)]);
        let expected = Standing { uid: Uid(7), challenged: 4, awaiting_alignment: 1, verified: 0, rejected };
        assert_eq!(store.standings_since(UnixMillis(2_500)).unwrap(), BTreeMap::from([(open.hotkey, expected)]));
        assert!(store.standings_since(UnixMillis(9_500)).unwrap().is_empty());
    }

    #[test]
    fn a_prompt_that_was_removed_while_a_miner_was_asked_is_written_again() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let mut sent = challenge(&mut store, 1, 1_000);
        (sent.task_id, sent.prompt.id) = (TaskId::random(), "gone".into());
        sent.prompt.content = "words that went".into();
        assert!(store.insert_pending(&sent).unwrap());
        assert_eq!(store.pending().unwrap()[1].prompt, sent.prompt);
    }

    #[test]
    fn what_ended_while_nobody_listened_is_forgotten_and_counts_for_nobody() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let (_old, young) = (challenge(&mut store, 1, 1_000), challenge(&mut store, 2, 5_000));
        assert_eq!(store.forget_overdue(UnixMillis(4_000)).unwrap(), 1);
        assert_eq!(store.pending().unwrap(), std::slice::from_ref(&young));
        let standings = store.standings_since(UnixMillis(0)).unwrap();
        assert_eq!(standings.keys().collect::<Vec<_>>(), [&young.hotkey]);
        assert!(store.forget(young.task_id).unwrap() && store.pending().unwrap().is_empty());
        assert!(!store.forget(young.task_id).unwrap() && store.standings_since(UnixMillis(0)).unwrap().is_empty());
    }

    #[test]
    fn rows_whose_uid_is_none_keep_nobody_from_reading_the_others() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let sent: Vec<_> = (1..=5).map(|miner| challenge(&mut store, miner, 1_000)).collect();
        for (sent, uid) in sent.iter().zip(["NULL", "65536", "-1", "x'0500000000000000'"]) {
            let sql = format!("UPDATE generator_challenge_outcomes SET uid = {uid} WHERE task_id = ?1");
            store.connection.execute(&sql, [sent.task_id.to_string()]).unwrap();
        }
        assert_eq!(store.pending().unwrap(), sent[4..]);
        let standings = store.standings_since(UnixMillis(0)).unwrap();
        assert_eq!(standings.keys().collect::<Vec<_>>(), [&sent[4].hotkey]);
        for sent in &sent {
            assert!(store.fail(sent.task_id, "x", "x", UnixMillis(2_000)).unwrap());
            let found = store.outcomes_of(&sent.hotkey, UnixMillis(0), UnixMillis(9_000)).unwrap();
            assert_eq!((found.outcomes.image.failed, found.uid), (1, (sent.uid == Uid(5)).then_some(Uid(5))));
        }
    }

    #[test]
    fn what_is_not_answered_in_time_has_failed() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let (old, young) = (challenge(&mut store, 1, 1_000), challenge(&mut store, 1, 5_000));
        let expired = store.expire(UnixMillis(4_000), "challenge_timeout", "timeout", UnixMillis(9_000)).unwrap();
        assert_eq!(expired, [old.task_id]);
        assert_eq!(store.pending().unwrap(), [young]);
    }

    #[test]
    fn a_file_without_a_row_is_gone_after_the_next_start_and_one_with_a_row_stays() {
        let home = tempfile::tempdir().unwrap();
        let (kept, lost) = {
            let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
            let sent = challenge(&mut store, 1, 1_000);
            let kept = medium(&store, b"kept");
            ended(&mut store, &sent, &kept, UnixMillis(2_000));
            std::fs::write(home.path().join("tmp/half"), "half").unwrap();
            (kept.file, medium(&store, b"lost").file)
        };
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let lock = store.claim().unwrap();
        assert!(matches!(store.claim(), Err(StoreError::InUse(_))));
        drop(lock);
        assert!(home.path().join(&kept.file_path).exists() && kept.file_path.rsplit('.').next() == Some("jpg"));
        assert!(!home.path().join(&lost.file_path).exists());
        assert!(!home.path().join("tmp/half").exists());
    }
}
