//! What is kept for how long, and how the rest goes (`spec/gas.md` 12.8).
//!
//! Media that count are never touched: those whose outcome is in the scoring window, and, where media are uploaded, those
//! that are not yet while uploads get through.

use std::time::Duration;

use rusqlite::{Transaction, params};

use super::database::unsigned;
use super::failed_media;
use super::removal::{self, Going};
use super::uploads;
use super::{Store, StoreError};
use crate::scoring::gas::WINDOW;
use crate::types::UnixMillis;

/// Rows of each kind that go in one transaction, so that nobody waits long for it.
const BATCH: u32 = 500;

/// Prompts that are not drawn any more stay so long after their last use: a challenge may just be under way.
const LAST_USE: Duration = Duration::from_hours(24);

/// What is kept for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// `OUTCOME_RETENTION`: outcomes, and prompts that were used and that nothing refers to any more.
    pub outcomes: Duration,
    /// `KNOWN_MEDIA_RETENTION`: for how long copies of removed media are recognised.
    pub known_media: Duration,
    /// `MEDIA_RETENTION`: media older than this go, uploaded or not. `None`: only `media_bytes` decides.
    pub media: Option<Duration>,
    /// `MEDIA_MAX_BYTES`: media of miners and of our own beyond so many bytes go, the oldest first.
    pub media_bytes: u64,
    /// Whether media are to be uploaded. Those that are not yet stay then, as long as uploads get through.
    pub awaits_upload: bool,
    /// `FAILED_MEDIA_RETENTION`: refused media that were kept.
    pub failed_media: Duration,
    /// `FAILED_MEDIA_MAX_BYTES`: the oldest of them go beyond so many bytes.
    pub failed_media_bytes: u64,
}

impl Default for Retention {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            outcomes: DAY * 30,
            known_media: DAY * 90,
            media: None,
            media_bytes: 50 << 30,
            awaits_upload: false,
            failed_media: DAY * 14,
            failed_media_bytes: 5 << 30,
        }
    }
}

/// What went.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Pruned {
    /// Outcomes older than their retention.
    pub outcomes: u64,
    /// Prompts that nothing refers to.
    pub prompts: u64,
    /// Hashes of media that were removed long ago.
    pub known_media: u64,
    /// Media.
    pub media: u64,
    /// Their bytes.
    pub media_bytes: u64,
    /// Refused media.
    pub failed_media: u64,
    /// Their bytes.
    pub failed_media_bytes: u64,
    /// Bytes beyond `MEDIA_MAX_BYTES` that may not go, since the media count or await their upload.
    pub over_bytes: u64,
    /// Whether there is more to remove than one call does.
    pub more: bool,
}

impl Pruned {
    /// Whether nothing went.
    pub const fn is_empty(&self) -> bool {
        self.outcomes == 0 && self.prompts == 0 && self.known_media == 0 && self.media == 0 && self.failed_media == 0
    }

    /// Together with what went in a later call.
    #[must_use]
    pub fn and(self, later: &Self) -> Self {
        Self {
            outcomes: self.outcomes + later.outcomes,
            prompts: self.prompts + later.prompts,
            known_media: self.known_media + later.known_media,
            media: self.media + later.media,
            media_bytes: self.media_bytes + later.media_bytes,
            failed_media: self.failed_media + later.failed_media,
            failed_media_bytes: self.failed_media_bytes + later.failed_media_bytes,
            over_bytes: later.over_bytes,
            more: later.more,
        }
    }
}

/// What a clean-up after uploads removed (`spec/gas.md` 12.8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cleaned {
    /// Media, rows and files.
    pub media: u64,
    /// Their bytes.
    pub media_bytes: u64,
    /// Prompts that nothing else refers to.
    pub prompts: u64,
}

impl Store {
    /// Removes a part of what is older or larger than it may be; `more` says whether to call again.
    pub fn prune(&mut self, retention: &Retention, now: UnixMillis) -> Result<Pruned, StoreError> {
        let mut pruned = self.transaction(|transaction| prune_rows(transaction, retention, now, BATCH))?;
        self.finish_removals()?;
        let removed = failed_media::prune(self.folder(), retention, now, true)?;
        (pruned.failed_media, pruned.failed_media_bytes) = (removed.files, removed.bytes);
        Ok(pruned)
    }

    /// What [`Store::prune`] would remove, called until there is no more. Changes nothing.
    pub fn would_prune(&mut self, retention: &Retention, now: UnixMillis) -> Result<Pruned, StoreError> {
        let mut pruned = self.taken_back(|transaction| prune_rows(transaction, retention, now, u32::MAX))?;
        let removed = failed_media::prune(self.folder(), retention, now, false)?;
        (pruned.failed_media, pruned.failed_media_bytes) = (removed.files, removed.bytes);
        pruned.more = false;
        Ok(pruned)
    }

    /// Removes up to `batch` media that were uploaded, are older than `min_age` and, if `require_rewarded`, have earned
    /// their reward, with the prompts that nothing else refers to. Nothing in the scoring window goes.
    pub fn clean_uploaded(
        &mut self,
        min_age: Duration,
        batch: usize,
        require_rewarded: bool,
        now: UnixMillis,
    ) -> Result<Cleaned, StoreError> {
        let before = now.before(min_age).as_seconds();
        let window = now.before(WINDOW).as_seconds();
        let batch = u32::try_from(batch).unwrap_or(u32::MAX);
        let cleaned = self.transaction(|transaction| {
            let rewarded = if require_rewarded { "AND m.rewarded = 1" } else { "" };
            let sql = format!(
                "SELECT m.id, coalesce(m.file_size, 0), m.prompt_id FROM media m
                 WHERE m.uploaded = 1 {rewarded} AND m.created_at < ?1 AND {COUNTS_NO_MORE} ORDER BY m.created_at LIMIT ?3"
            );
            let mut statement = transaction.prepare_cached(&sql)?;
            let rows = statement.query_map(params![before, window, batch], |row| {
                Ok((Going { id: row.get(0)?, bytes: unsigned(row, 1)? }, row.get::<_, Option<String>>(2)?))
            })?;
            let (media, prompts): (Vec<Going>, Vec<Option<String>>) =
                rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().unzip();
            removal::remove_rows(transaction, &media, now)?;
            let mut gone = 0;
            let mut statement = transaction.prepare_cached(&format!(
                "DELETE FROM prompts WHERE id = ?1 AND origin <> 'file' AND {UNREFERRED}"
            ))?;
            for prompt in prompts.iter().flatten() {
                gone += statement.execute([prompt])?;
            }
            Ok(Cleaned {
                media: media.len() as u64,
                media_bytes: media.iter().map(|medium| medium.bytes).sum(),
                prompts: gone as u64,
            })
        })?;
        self.finish_removals()?;
        Ok(cleaned)
    }
}

/// That no outcome that is open or in the scoring window, which begins at `?2`, refers to the medium `m`.
const COUNTS_NO_MORE: &str = "NOT EXISTS (SELECT 1 FROM generator_challenge_outcomes o WHERE o.media_id = m.id \
                              AND (o.updated_at >= ?2 OR o.status IN ('pending', 'stored')))";

/// That nothing refers to a row of `prompts`.
const UNREFERRED: &str = "NOT EXISTS (SELECT 1 FROM media WHERE media.prompt_id = prompts.id) \
     AND NOT EXISTS (SELECT 1 FROM generator_challenge_outcomes o WHERE o.prompt_id = prompts.id)";

/// What goes by its age or size, up to `batch` rows of each kind.
fn prune_rows(
    transaction: &Transaction<'_>,
    retention: &Retention,
    now: UnixMillis,
    batch: u32,
) -> rusqlite::Result<Pruned> {
    let outcomes = transaction
        .prepare_cached(
            "DELETE FROM generator_challenge_outcomes WHERE task_id IN (
                 SELECT task_id FROM generator_challenge_outcomes
                 WHERE status NOT IN ('pending', 'stored') AND updated_at < ?1 ORDER BY updated_at LIMIT ?2)",
        )?
        .execute(params![now.before(retention.outcomes.max(WINDOW)).as_seconds(), batch])?;
    let known = transaction
        .prepare_cached(
            "DELETE FROM known_media WHERE rowid IN (
                 SELECT rowid FROM known_media WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)",
        )?
        .execute(params![now.before(retention.known_media).as_seconds(), batch])?;
    let embeddings = transaction
        .prepare_cached(
            "DELETE FROM embeddings WHERE id IN (
                 SELECT id FROM embeddings WHERE removed_at < ?1 ORDER BY removed_at LIMIT ?2)",
        )?
        .execute(params![now.before(retention.known_media).as_seconds(), batch])?;
    let (media, over_bytes) = media_to_go(transaction, retention, now, batch)?;
    removal::remove_rows(transaction, &media, now)?;
    let prompts = transaction
        .prepare_cached(&format!(
            "DELETE FROM prompts WHERE id IN (
                 SELECT id FROM prompts WHERE (
                     origin = 'retired' AND coalesce(last_used, created_at) < ?1
                     OR origin = 'composed' AND used_count > 0 AND coalesce(last_used, created_at) < ?2
                 ) AND {UNREFERRED} LIMIT ?3)"
        ))?
        .execute(params![
            now.before(LAST_USE).as_seconds(),
            now.before(retention.outcomes.max(LAST_USE)).as_seconds(),
            batch
        ])?;
    let most = [outcomes, known, embeddings, media.len(), prompts].into_iter().max().unwrap_or(0);
    Ok(Pruned {
        outcomes: outcomes as u64,
        prompts: prompts as u64,
        known_media: known as u64,
        media: media.len() as u64,
        media_bytes: media.iter().map(|medium| medium.bytes).sum(),
        over_bytes,
        more: most as u64 >= u64::from(batch),
        ..Pruned::default()
    })
}

/// Media that are too old or, the oldest first, too many; and how many bytes too many are left that may not go.
fn media_to_go(
    transaction: &Transaction<'_>,
    retention: &Retention,
    now: UnixMillis,
    batch: u32,
) -> rusqlite::Result<(Vec<Going>, u64)> {
    let window = now.before(WINDOW).as_seconds();
    let too_old = retention.media.map_or(-1.0, |age| now.before(age.max(WINDOW)).as_seconds());
    let mut over: u64 = 0;
    for source in ["miner", "generated"] {
        let mut sum =
            transaction.prepare_cached("SELECT coalesce(sum(file_size), 0) FROM media WHERE source_type = ?1")?;
        over += sum.query_row([source], |row| unsigned(row, 0))?;
    }
    over = over.saturating_sub(retention.media_bytes);
    let mut going = Vec::new();
    if over == 0 && retention.media.is_none() {
        return Ok((going, 0));
    }
    // What never passes a check is never uploaded, so nothing waits for it.
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT m.id, coalesce(m.file_size, 0), m.created_at < ?1 AS old FROM media m
         WHERE m.source_type IN ('miner', 'generated') AND m.created_at < ?2 AND {COUNTS_NO_MORE}
           AND (old OR ?3 = 0 OR m.uploaded = 1 OR m.failed_verification = 1)
         ORDER BY m.created_at LIMIT ?4"
    ))?;
    let awaits_upload = retention.awaits_upload && uploads::are_at_work(transaction, now)?;
    let mut rows = statement.query(params![too_old, window, awaits_upload, batch])?;
    while let Some(row) = rows.next()? {
        let (medium, old) = (Going { id: row.get(0)?, bytes: unsigned(row, 1)? }, row.get::<_, bool>(2)?);
        if !old && over == 0 {
            break;
        }
        over = over.saturating_sub(medium.bytes);
        going.push(medium);
    }
    Ok((going, over))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{challenged, delivered, number};
    use super::*;

    const DAY: Duration = Duration::from_hours(24);
    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    fn ago(days: u32) -> UnixMillis {
        NOW.before(DAY * days)
    }

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        (home, store)
    }

    fn upload_all(store: &Store) {
        store.connection.execute("UPDATE media SET uploaded = 1, rewarded = 1", []).unwrap();
    }

    #[test]
    fn outcomes_beyond_their_retention_go_and_open_challenges_and_younger_ones_stay() {
        let (_home, mut store) = store();
        for days in [40, 31, 29, 1] {
            let sent = challenged(&mut store, 1, &days.to_string(), ago(days));
            assert!(store.fail(sent.task_id, "x", "x", ago(days)).unwrap());
        }
        challenged(&mut store, 1, "open", ago(50));
        let would = store.would_prune(&Retention::default(), NOW).unwrap();
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes"), 5, "nothing is changed yet");
        let pruned = store.prune(&Retention::default(), NOW).unwrap();
        assert_eq!((pruned.outcomes, pruned.more), (2, false));
        assert_eq!(would, pruned);
        assert_eq!(pruned.prompts, 2, "the words of what went, which nothing else refers to");
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes"), 3);
    }

    #[test]
    fn one_call_removes_a_bounded_part_and_says_that_there_is_more() {
        let (_home, mut store) = store();
        for at in 0..BATCH + 7 {
            let sent = challenged(&mut store, 1, "words", UnixMillis(u64::from(at)));
            assert!(store.fail(sent.task_id, "x", "x", UnixMillis(u64::from(at))).unwrap());
        }
        let first = store.prune(&Retention::default(), NOW).unwrap();
        assert_eq!((first.outcomes, first.more), (u64::from(BATCH), true));
        let second = store.prune(&Retention::default(), NOW).unwrap();
        assert_eq!((second.outcomes, second.more), (7, false));
    }

    /// A batch that was published then.
    fn uploaded_at(store: &Store, at: UnixMillis) {
        let sql = "INSERT INTO upload_batches (id, target, modality, step, hotkey, planned_at, updated_at, media)
                   VALUES (?1, 'file:/x', 'image', 'done', 'h', ?2, ?2, 1)";
        store.connection.execute(sql, params![at.0.to_string(), at.as_seconds()]).unwrap();
    }

    #[test]
    fn media_wait_for_their_upload_only_while_uploads_get_through() {
        let (_home, mut store) = store();
        for (content, days) in [("aaaa", 9), ("bbbb", 8)] {
            delivered(&mut store, 1, content, ago(days));
        }
        let retention = Retention { media_bytes: 4, awaits_upload: true, ..Retention::default() };
        uploaded_at(&store, ago(6));
        assert_eq!(store.would_prune(&retention, NOW).unwrap().media, 0);
        let later = NOW.after(DAY * 2);
        let pruned = store.prune(&retention, later).unwrap();
        assert_eq!((pruned.media, pruned.over_bytes), (1, 0), "the last upload is 8 days ago");
        uploaded_at(&store, later);
        let retention = Retention { media_bytes: 0, ..retention };
        assert_eq!(store.prune(&retention, later).unwrap().over_bytes, 4, "they get through again");
    }

    #[test]
    fn media_beyond_their_size_go_oldest_first_but_never_those_that_count_or_await_their_upload() {
        let (home, mut store) = store();
        let files: Vec<_> = [("aaaa", 9), ("bbbb", 8), ("cccc", 0)]
            .map(|(content, days)| delivered(&mut store, 1, content, ago(days)))
            .into();
        let there = |at: usize| home.path().join(&files[at].file.file_path).exists();
        uploaded_at(&store, ago(1));
        let mut retention = Retention { media_bytes: 8, awaits_upload: true, ..Retention::default() };
        let pruned = store.prune(&retention, NOW).unwrap();
        assert_eq!((pruned.media, pruned.over_bytes), (0, 4), "not uploaded yet");
        retention.awaits_upload = false;
        let pruned = store.prune(&retention, NOW).unwrap();
        assert_eq!((pruned.media, pruned.media_bytes, pruned.over_bytes), (1, 4, 0));
        assert_eq!((there(0), there(1), there(2)), (false, true, true));
        retention.media_bytes = 0;
        let pruned = store.prune(&retention, NOW).unwrap();
        assert_eq!((pruned.media, pruned.over_bytes), (1, 4), "the youngest is in the scoring window");
        assert!(there(2) && !there(1));
        assert_eq!(number(&store, "SELECT count(*) FROM removals"), 0);
    }

    #[test]
    fn media_older_than_the_operator_says_go_even_before_their_upload() {
        let (home, mut store) = store();
        let (old, young) = (delivered(&mut store, 1, "a", ago(9)), delivered(&mut store, 1, "b", ago(2)));
        let retention = Retention { media: Some(DAY * 5), awaits_upload: true, ..Retention::default() };
        assert_eq!(store.prune(&retention, NOW).unwrap().media, 1);
        assert!(!home.path().join(old.file.file_path).exists());
        assert!(home.path().join(young.file.file_path).exists());
    }

    #[test]
    fn a_copy_of_a_removed_medium_is_still_recognised_until_its_hash_is_old() {
        let (_home, mut store) = store();
        let gone = delivered(&mut store, 1, "a", ago(9));
        let retention = Retention { media_bytes: 0, ..Retention::default() };
        store.prune(&retention, NOW).unwrap();
        assert_eq!(number(&store, "SELECT count(*) FROM media"), 0);
        assert!(store.knows_media(&gone.sha256).unwrap());
        let mut hashes = Vec::new();
        store.perceptual_hashes(|prompt, hash| hashes.push((prompt.is_empty(), hash.to_owned()))).unwrap();
        assert_eq!(hashes, [(false, gone.perceptual_hash.to_string())]);
        let later = NOW.after(DAY * 91);
        assert_eq!(store.prune(&retention, later).unwrap().known_media, 1);
        assert!(!store.knows_media(&gone.sha256).unwrap());
    }

    #[test]
    fn cleaning_after_an_upload_takes_rows_and_files_together_and_leaves_shared_prompts_and_outcomes() {
        // spec/gas.md 12.8 and 18, point 36
        let (home, mut store) = store();
        let old = delivered(&mut store, 1, "shared", ago(5));
        challenged(&mut store, 2, "shared", ago(1)); // the same prompt, still open
        let young = delivered(&mut store, 1, "young", ago(1));
        let unrewarded = delivered(&mut store, 3, "unrewarded", ago(5));
        upload_all(&store);
        store.connection.execute("UPDATE media SET rewarded = 0 WHERE uid = 3", []).unwrap();
        let cleaned = store.clean_uploaded(DAY * 2, 100, true, NOW).unwrap();
        assert_eq!(cleaned, Cleaned { media: 1, media_bytes: 6, prompts: 0 });
        let there = |new: &super::super::NewMedia| home.path().join(&new.file.file_path).exists();
        assert_eq!((there(&old), there(&young), there(&unrewarded)), (false, true, true));
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes"), 4, "how it ended is kept");
        assert_eq!(store.clean_uploaded(DAY * 2, 100, false, NOW).unwrap().media, 1);
        assert_eq!(number(&store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }

    #[test]
    fn prompts_go_with_the_last_thing_that_refers_to_them_and_the_operators_never() {
        let (_home, mut store) = store();
        let image = crate::types::Modality::Image;
        store.replace_file_prompts(image, &["kept".into(), "dropped".into()], ago(60)).unwrap();
        store.replace_file_prompts(image, &["kept".into()], ago(60)).unwrap();
        store.composed_prompt(image, "never used", ago(60)).unwrap();
        delivered(&mut store, 1, "used", ago(5));
        upload_all(&store);
        store.connection.execute("DELETE FROM generator_challenge_outcomes", []).unwrap();
        assert_eq!(store.clean_uploaded(DAY, 100, true, NOW).unwrap().prompts, 1);
        assert_eq!(store.prune(&Retention::default(), NOW).unwrap().prompts, 1, "the line that left the file");
        assert_eq!(number(&store, "SELECT count(*) FROM prompts WHERE content IN ('kept', 'never used')"), 2);
        assert_eq!(number(&store, "SELECT count(*) FROM prompts"), 2);
    }

    #[test]
    fn refused_media_go_by_age_and_size_with_their_empty_folders() {
        let (home, mut store) = store();
        let write = |name: &str, days: u32| {
            let path = home.path().join("failed_media").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = std::fs::File::create(&path).unwrap();
            std::io::Write::write_all(&mut &file, b"1234").unwrap();
            file.set_modified(std::time::UNIX_EPOCH + Duration::from_millis(ago(days).0)).unwrap();
            path
        };
        let (old, middle, young) = (write("7/a/1.png", 20), write("7/b/2.png", 3), write("8/a/3.png", 1));
        let retention = Retention { failed_media_bytes: 4, ..Retention::default() };
        assert_eq!(store.would_prune(&retention, NOW).unwrap().failed_media, 2);
        assert!(old.exists());
        let pruned = store.prune(&retention, NOW).unwrap();
        assert_eq!((pruned.failed_media, pruned.failed_media_bytes), (2, 8));
        assert!(!old.exists() && !middle.exists() && young.exists());
        assert!(!home.path().join("failed_media/7").exists());
    }

    #[test]
    fn files_whose_removal_was_interrupted_go_at_the_next_start_and_none_outside_the_store() {
        let (home, mut store) = store();
        let outside = home.path().parent().unwrap().join(format!("{}-outside", std::process::id()));
        let inside = home.path().join("images/real/x.png");
        for path in [&outside, &inside] {
            std::fs::write(path, "x").unwrap();
        }
        let escape = format!("../{}", outside.file_name().unwrap().to_str().unwrap());
        for path in ["images/real/x.png", "images/real/gone.png", &escape, outside.to_str().unwrap()] {
            store.connection.execute("INSERT INTO removals VALUES (?1, 0)", [path]).unwrap();
        }
        drop(store.claim().unwrap());
        assert!(!inside.exists());
        let left = std::fs::remove_file(&outside);
        assert!(left.is_ok(), "a path that leads out of the store is not followed");
        assert_eq!(number(&store, "SELECT count(*) FROM removals"), 2);
    }
}
