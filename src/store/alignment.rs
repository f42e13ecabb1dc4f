//! Media that await the check of their prompt, how that ended, and what media look like (`spec/gas.md` 10.5 and 10.6).
//!
//! What awaits is what is stored: so a restart goes on where the last run ended, and nothing is decided twice.

use std::path::PathBuf;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::removal::{self, Going};
use super::{Store, StoreError};
use crate::clip::Embedding;
use crate::types::{Hotkey, Modality, Uid, UnixMillis};

/// The model of a Python validator's embeddings.
pub(super) const PYTHON_MODEL: &str = "openai/clip-vit-base-patch32";

/// Which media await, of all: their prompt is known. An import writes `(lost) ` and the prompt's own number for words that
/// it does not find.
const AWAITING: &str = "FROM media m INDEXED BY idx_media_awaiting_alignment JOIN prompts p ON p.id = m.prompt_id
     WHERE m.source_type = 'miner' AND m.verified = 0 AND m.failed_verification = 0 AND p.content <> '(lost) ' || p.id";

/// A medium that awaits the check of its prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct AwaitingMedium {
    /// Its row.
    pub media_id: String,
    /// The task that it was delivered for; `None` in rows that do not tell.
    pub task_id: Option<String>,
    /// The miner's seat then; `None` in rows that do not tell.
    pub uid: Option<Uid>,
    /// The miner; likewise.
    pub hotkey: Option<Hotkey>,
    /// What was asked for.
    pub prompt: String,
    /// Image or video.
    pub modality: Modality,
    /// Its file.
    pub path: PathBuf,
    /// Hash of its bytes as they came.
    pub sha256: Option<[u8; 32]>,
    /// Model that its manifest names.
    pub model_name: Option<String>,
    /// Claim generator of the manifest.
    pub c2pa_issuer: Option<String>,
    /// Where it stands in the queue.
    pub place: AwaitingPlace,
}

/// A place in the queue of media that await, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AwaitingPlace {
    created_at: f64,
    row: i64,
}

impl AwaitingPlace {
    /// When the medium came, in seconds.
    pub const fn created_at(self) -> f64 {
        self.created_at
    }

    /// Before all.
    pub const START: Self = Self { created_at: f64::MIN, row: i64::MIN };
}

/// Which model an embedding is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedBy {
    /// Its name.
    pub model: String,
    /// SHA-256 of its weights, as hex.
    pub digest: String,
}

/// How the check of a medium ended.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignmentDecision {
    /// Which medium.
    pub media_id: String,
    /// Cosine to the prompt; `None` if there was none to be had.
    pub similarity: Option<f32>,
    /// See [`AlignmentEnd`].
    pub end: AlignmentEnd,
}

/// See [`AlignmentDecision`].
#[derive(Debug, Clone, PartialEq)]
pub enum AlignmentEnd {
    /// It passed; with what it looks like, unless nothing looked.
    Verified(Option<(EmbeddedBy, Embedding)>),
    /// It did not.
    Failed {
        /// In the network's words.
        reason: String,
        /// The same in a word.
        class: String,
    },
    /// Its file was lost here: it counts for nobody.
    Lost,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlignmentSettled {
    /// As decided. The number of the embedding, if there is one.
    Done(Option<i64>),
    /// It awaited nothing any more.
    Gone,
}

/// A medium that something new is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownEmbedding {
    /// The medium, which may be removed.
    pub media_id: String,
    /// The task that it was delivered for.
    pub task_id: Option<String>,
    /// When it came, in seconds; `None` if it was removed.
    pub created_at: Option<f64>,
    /// What it looks like.
    pub embedding: Embedding,
}

impl Store {
    /// How many media await the check of their prompt.
    pub fn awaiting_alignment(&self) -> Result<u64, StoreError> {
        self.read(|connection| {
            let sql = format!("SELECT count(*) {AWAITING}");
            connection.prepare_cached(&sql)?.query_row([], |row| super::database::unsigned(row, 0))
        })
    }

    /// The oldest of them behind a place, up to `limit`.
    pub fn awaiting_after(&self, place: AwaitingPlace, limit: u32) -> Result<Vec<AwaitingMedium>, StoreError> {
        let root = self.folder();
        self.read(|connection| {
            let sql = format!(
                "SELECT m.id, m.task_id, m.uid, m.hotkey, p.content, m.modality, m.file_path, m.sha256, m.model_name,
                        m.c2pa_issuer, m.created_at, m.rowid
                 {AWAITING} AND (m.created_at, m.rowid) > (?1, ?2) ORDER BY m.created_at, m.rowid LIMIT ?3"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params![place.created_at, place.row, limit], |row| read_awaiting(row, root))?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// Whether the folder of media holds what came before a medium: if not, the volume may not be mounted, and that the
    /// medium's own file is not there says nothing.
    pub fn has_older_files(&self, than: AwaitingPlace) -> Result<bool, StoreError> {
        let root = self.folder();
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT file_path FROM media WHERE created_at <= ?1 AND rowid <> ?2 ORDER BY created_at DESC LIMIT 64",
            )?;
            let mut paths = statement.query_map(params![than.created_at, than.row], |row| row.get::<_, String>(0))?;
            paths.try_fold(false, |found, path| Ok(found || root.join(path?).is_file()))
        })
    }

    /// Ends the checks of media, all or none: medium, outcome and embedding in one transaction. The answers are in the
    /// order of the decisions.
    pub fn settle_alignment(
        &mut self,
        decisions: &[AlignmentDecision],
        now: UnixMillis,
    ) -> Result<Vec<AlignmentSettled>, StoreError> {
        let settled =
            self.transaction(|transaction| decisions.iter().map(|one| settle(transaction, one, now)).collect())?;
        if decisions.iter().any(|decision| decision.end == AlignmentEnd::Lost) {
            self.finish_removals()?;
        }
        Ok(settled)
    }

    /// Embeddings of a model with numbers above `after`, up to `limit` of every `step`-th, by number. Those of a Python
    /// validator are of the model that it names.
    pub fn embeddings(
        &self,
        of: &EmbeddedBy,
        after: i64,
        step: u32,
        limit: u32,
    ) -> Result<Vec<(i64, Embedding)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT e.id, coalesce(e.embedding, m.clip_embedding) FROM embeddings e
                 LEFT JOIN media m ON e.embedding IS NULL AND m.id = e.media_id
                 WHERE e.id > ?1 AND e.id % ?2 = 0 AND (e.digest = ?3 OR e.digest IS NULL AND e.model = ?4)
                 ORDER BY e.id LIMIT ?5",
            )?;
            let rows = statement.query_map(params![after, step.max(1), of.digest, of.model, limit], |row| {
                let vector = row.get_ref(1)?.as_blob().ok().and_then(|bytes| Embedding::from_bytes(bytes).ok());
                Ok(vector.map(|vector| (row.get(0), vector)))
            })?;
            let mut found = Vec::new();
            for row in rows {
                if let Some((id, vector)) = row? {
                    found.push((id?, vector));
                }
            }
            Ok(found)
        })
    }

    /// How many embeddings of a model there are.
    pub fn count_embeddings(&self, of: &EmbeddedBy) -> Result<u64, StoreError> {
        self.read(|connection| {
            let sql = "SELECT count(*) FROM embeddings WHERE digest = ?1 OR digest IS NULL AND model = ?2";
            connection.query_row(sql, params![of.digest, of.model], |row| super::database::unsigned(row, 0))
        })
    }

    /// The embedding with a number; `None` if it is gone.
    pub fn embedding(&self, id: i64) -> Result<Option<KnownEmbedding>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT e.media_id, e.task_id, coalesce(e.embedding, m.clip_embedding), m.created_at FROM embeddings e
                 LEFT JOIN media m ON m.id = e.media_id WHERE e.id = ?1",
            )?;
            let read = |row: &Row<'_>| {
                let vector = row.get_ref(2)?.as_blob().ok().and_then(|bytes| Embedding::from_bytes(bytes).ok());
                let Some(embedding) = vector else { return Ok(None) };
                let (media_id, task_id, created_at) = (row.get(0)?, row.get(1)?, row.get(3)?);
                Ok(Some(KnownEmbedding { media_id, task_id, created_at, embedding }))
            };
            Ok(statement.query_row([id], read).optional()?.flatten())
        })
    }

    /// Miners of whom a medium was taken in a span: delivered and kept, whatever the check of the prompt says later
    /// (`spec/gas.md` 8.8).
    pub fn delivered_between(
        &self,
        since: UnixMillis,
        until: UnixMillis,
    ) -> Result<std::collections::BTreeSet<Hotkey>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT hotkey FROM media
                 WHERE source_type = 'miner' AND created_at BETWEEN ?1 AND ?2 AND hotkey IS NOT NULL",
            )?;
            let rows = statement.query_map(params![since.as_seconds(), until.as_seconds()], |row| row.get(0))?;
            let keys: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
            Ok(keys.iter().filter_map(|key| key.parse().ok()).collect())
        })
    }
}

impl Store {
    /// Forgets outcomes that await the check of a medium which is decided or gone, as after a restore: nothing would ever
    /// decide them, and that is no miner's fault.
    pub(super) fn forget_undecidable(&mut self) -> Result<(), StoreError> {
        let gone = self.transaction(|transaction| transaction.execute(UNDECIDABLE, []))?;
        if gone > 0 {
            tracing::warn!(outcomes = gone, "forgot outcomes whose media cannot be checked any more");
        }
        Ok(())
    }
}

/// See [`Store::forget_undecidable`].
const UNDECIDABLE: &str = "DELETE FROM generator_challenge_outcomes WHERE status = 'stored'
    AND coalesce(media_id, '') NOT IN (
        SELECT id FROM media INDEXED BY idx_media_awaiting_alignment
        WHERE source_type = 'miner' AND verified = 0 AND failed_verification = 0 AND id IS NOT NULL)
    AND task_id NOT IN (
        SELECT task_id FROM media INDEXED BY idx_media_awaiting_alignment
        WHERE source_type = 'miner' AND verified = 0 AND failed_verification = 0 AND task_id IS NOT NULL)";

/// `None` for a row whose modality is none.
fn read_awaiting(row: &Row<'_>, root: &std::path::Path) -> rusqlite::Result<Option<AwaitingMedium>> {
    let Ok(modality) = row.get::<_, String>(5)?.parse() else { return Ok(None) };
    Ok(Some(AwaitingMedium {
        media_id: row.get(0)?,
        task_id: row.get(1)?,
        uid: row.get::<_, Option<i64>>(2)?.and_then(|uid| u16::try_from(uid).ok()).map(Uid),
        hotkey: row.get::<_, Option<String>>(3)?.and_then(|text| text.parse().ok()),
        prompt: row.get(4)?,
        modality,
        path: root.join(row.get::<_, String>(6)?),
        sha256: row.get::<_, Option<Vec<u8>>>(7)?.and_then(|bytes| bytes.try_into().ok()),
        model_name: row.get(8)?,
        c2pa_issuer: row.get(9)?,
        place: AwaitingPlace { created_at: row.get(10)?, row: row.get(11)? },
    }))
}

/// Outcomes that a medium is of (`spec/gas.md` 12.4).
const OF_MEDIUM: &str =
    "status = 'stored' AND (media_id = ?1 OR task_id = (SELECT m.task_id FROM media m WHERE m.id = ?1))";

fn settle(
    transaction: &Transaction<'_>,
    decision: &AlignmentDecision,
    now: UnixMillis,
) -> rusqlite::Result<AlignmentSettled> {
    let AlignmentDecision { media_id, similarity, end } = decision;
    let mut awaits = transaction.prepare_cached(
        "SELECT 1 FROM media WHERE id = ?1 AND source_type = 'miner' AND verified = 0 AND failed_verification = 0",
    )?;
    if awaits.query_row([media_id], |_| Ok(())).optional()?.is_none() {
        return Ok(AlignmentSettled::Gone);
    }
    let at = now.as_seconds();
    match end {
        AlignmentEnd::Verified(embedded) => {
            let bytes = embedded.as_ref().map(|(_, embedding)| embedding.to_bytes());
            transaction
                .prepare_cached("UPDATE media SET verified = 1, clip_embedding = ?2 WHERE id = ?1")?
                .execute(params![media_id, bytes])?;
            let sql = format!(
                "UPDATE generator_challenge_outcomes SET status = 'verified', similarity = ?2, updated_at = ?3,
                     model_name = (SELECT m.model_name FROM media m WHERE m.id = ?1) WHERE {OF_MEDIUM}"
            );
            transaction.prepare_cached(&sql)?.execute(params![media_id, similarity, at])?;
            let Some((by, _)) = embedded else { return Ok(AlignmentSettled::Done(None)) };
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO embeddings (media_id, task_id, model, digest)
                     SELECT id, task_id, ?2, ?3 FROM media WHERE id = ?1",
                )?
                .execute(params![media_id, by.model, by.digest])?;
            Ok(AlignmentSettled::Done(Some(transaction.last_insert_rowid())))
        }
        AlignmentEnd::Failed { reason, class } => {
            transaction
                .prepare_cached("UPDATE media SET failed_verification = 1 WHERE id = ?1")?
                .execute([media_id])?;
            let sql = format!(
                "UPDATE generator_challenge_outcomes SET status = 'failed', failure_reason = ?2, failure_class = ?3,
                     similarity = ?4, updated_at = ?5 WHERE {OF_MEDIUM}"
            );
            transaction.prepare_cached(&sql)?.execute(params![media_id, reason, class, similarity, at])?;
            Ok(AlignmentSettled::Done(None))
        }
        AlignmentEnd::Lost => {
            let sql = format!("DELETE FROM generator_challenge_outcomes WHERE {OF_MEDIUM}");
            transaction.prepare_cached(&sql)?.execute([media_id])?;
            removal::remove_rows(transaction, &[Going { id: media_id.clone(), bytes: 0 }], now)?;
            Ok(AlignmentSettled::Done(None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{challenged, ended, medium, number};
    use super::super::{Delivered, PendingChallenge, Retention};
    use super::*;
    use std::time::Duration;

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        (home, store)
    }

    fn stored(store: &mut Store, miner: u8, words: &str, at: UnixMillis) -> PendingChallenge {
        let sent = challenged(store, miner, words, at);
        let new = medium(store, words.as_bytes());
        assert_eq!(ended(store, &sent, &new, at), Delivered::Stored);
        sent
    }

    fn by(digest: &str) -> EmbeddedBy {
        EmbeddedBy { model: PYTHON_MODEL.into(), digest: digest.into() }
    }

    fn vector(x: f32) -> Embedding {
        Embedding::new(vec![x, 1.0]).unwrap()
    }

    fn verified(media_id: &str, digest: &str, x: f32) -> AlignmentDecision {
        let end = AlignmentEnd::Verified(Some((by(digest), vector(x))));
        AlignmentDecision { media_id: media_id.into(), similarity: Some(0.31), end }
    }

    fn failed(media_id: &str) -> AlignmentDecision {
        let end = AlignmentEnd::Failed { reason: "clip_verification_failed: low".into(), class: "alignment".into() };
        AlignmentDecision { media_id: media_id.into(), similarity: Some(0.1), end }
    }

    fn all(store: &Store) -> Vec<AwaitingMedium> {
        store.awaiting_after(AwaitingPlace::START, 100).unwrap()
    }

    #[test]
    fn what_is_delivered_awaits_the_oldest_first_and_survives_a_restart() {
        let (home, mut store) = store();
        for (words, at) in [("second", 2_000), ("first", 1_000), ("third", 3_000)] {
            stored(&mut store, 1, words, UnixMillis(at));
        }
        drop(store);
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let found = all(&store);
        assert_eq!(found.iter().map(|one| one.prompt.as_str()).collect::<Vec<_>>(), ["first", "second", "third"]);
        assert_eq!(store.awaiting_after(found[0].place, 1).unwrap()[0].prompt, "second");
        assert_eq!((store.awaiting_alignment().unwrap(), found[0].path.exists()), (3, true));
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes WHERE status = 'stored'"), 3);
    }

    #[test]
    fn medium_outcome_and_embedding_are_decided_together_and_once() {
        let (_home, mut store) = store();
        let (good, bad) =
            (stored(&mut store, 1, "a", UnixMillis(1_000)), stored(&mut store, 2, "b", UnixMillis(2_000)));
        let waiting = all(&store);
        let decisions = [verified(&waiting[0].media_id, "d", 0.5), failed(&waiting[1].media_id)];
        let settled = store.settle_alignment(&decisions, UnixMillis(9_000)).unwrap();
        let AlignmentSettled::Done(Some(id)) = settled[0] else { panic!("{settled:?}") };
        assert_eq!(settled[1], AlignmentSettled::Done(None));
        assert_eq!(store.settle_alignment(&decisions, UnixMillis(9_999)).unwrap(), [AlignmentSettled::Gone; 2]);
        assert!(all(&store).is_empty());
        let known = store.embedding(id).unwrap().unwrap();
        assert_eq!((known.embedding, known.task_id), (vector(0.5), Some(good.task_id.to_string())));
        let outcomes = store.outcomes_between(UnixMillis(9_000), UnixMillis(9_000)).unwrap();
        assert_eq!(outcomes[&good.hotkey].image.verified[0].model_name.as_deref(), Some("m"));
        assert_eq!((outcomes[&bad.hotkey].image.failed, outcomes[&bad.hotkey].image.verified.len()), (1, 0));
        let standings = store.standings_since(UnixMillis(0)).unwrap();
        assert_eq!(standings[&bad.hotkey].rejected["alignment"], 1);
        let flags = "SELECT count(*) FROM media WHERE verified + failed_verification = 1";
        assert_eq!(number(&store, flags), 2);
        assert_eq!(number(&store, "SELECT count(*) FROM media WHERE length(clip_embedding) = 8"), 1);
    }

    #[test]
    fn what_awaits_counts_for_nobody_yet_and_its_miner_is_there_all_the_same() {
        let (_home, mut store) = store();
        let sent = stored(&mut store, 1, "a", UnixMillis(1_000));
        assert!(store.outcomes_between(UnixMillis(0), NOW).unwrap().is_empty());
        let standings = store.standings_since(UnixMillis(0)).unwrap();
        let standing = &standings[&sent.hotkey];
        assert_eq!((standing.challenged, standing.awaiting_alignment, standing.verified), (1, 1, 0));
        assert!(store.delivered_between(UnixMillis(0), NOW).unwrap().contains(&sent.hotkey));
        assert!(store.delivered_between(UnixMillis(2_000), NOW).unwrap().is_empty());
    }

    #[test]
    fn embeddings_of_another_model_are_not_given() {
        let (_home, mut store) = store();
        for (words, at) in [("a", 1_000), ("b", 2_000), ("python", 3_000)] {
            stored(&mut store, 1, words, UnixMillis(at));
        }
        let waiting = all(&store);
        let decisions = [verified(&waiting[0].media_id, "old", 0.1), verified(&waiting[1].media_id, "new", 0.2)];
        store.settle_alignment(&decisions, UnixMillis(9_000)).unwrap();
        store.settle_alignment(&[verified(&waiting[2].media_id, "x", 0.3)], UnixMillis(9_000)).unwrap();
        store.connection.execute("UPDATE embeddings SET digest = NULL WHERE digest = 'x'", []).unwrap();
        let of = |by: &EmbeddedBy| -> Vec<Embedding> {
            store.embeddings(by, 0, 1, 10).unwrap().into_iter().map(|(_, vector)| vector).collect()
        };
        assert_eq!(of(&by("new")), [vector(0.2), vector(0.3)]);
        assert_eq!(store.count_embeddings(&by("new")).unwrap(), 2);
        assert_eq!(of(&EmbeddedBy { model: "demo".into(), digest: "old".into() }), [vector(0.1)]);
        let second = store.embeddings(&by("new"), 2, 1, 10).unwrap();
        assert_eq!(second.len(), 1, "behind the first");
    }

    #[test]
    fn an_embedding_outlives_its_medium_as_long_as_the_medium_is_known() {
        let (_home, mut store) = store();
        let day = Duration::from_hours(24);
        stored(&mut store, 1, "a", NOW.before(day * 9));
        let retention = Retention { media_bytes: 0, ..Retention::default() };
        assert_eq!(store.prune(&retention, NOW).unwrap().media, 0, "it awaits its check");
        let decision = verified(&all(&store)[0].media_id, "d", 0.5);
        store.settle_alignment(&[decision], NOW.before(day * 8)).unwrap();
        assert_eq!(store.prune(&retention, NOW).unwrap().media, 1);
        let known = store.embeddings(&by("d"), 0, 1, 10).unwrap();
        assert_eq!(known[0].1, vector(0.5));
        assert_eq!(store.embedding(known[0].0).unwrap().unwrap().embedding, vector(0.5));
        store.prune(&retention, NOW.after(day * 91)).unwrap();
        assert_eq!(store.count_embeddings(&by("d")).unwrap(), 0);
    }

    #[test]
    fn a_medium_whose_file_was_lost_here_fails_nobody_and_blocks_nobody() {
        let (_home, mut store) = store();
        stored(&mut store, 1, "a", UnixMillis(1_000));
        let waiting = all(&store);
        std::fs::remove_file(&waiting[0].path).unwrap();
        let lost =
            AlignmentDecision { media_id: waiting[0].media_id.clone(), similarity: None, end: AlignmentEnd::Lost };
        assert_eq!(store.settle_alignment(&[lost], NOW).unwrap(), [AlignmentSettled::Done(None)]);
        assert!(all(&store).is_empty());
        assert_eq!(number(&store, "SELECT count(*) FROM generator_challenge_outcomes"), 0);
        assert!(store.knows_media(&waiting[0].sha256.unwrap()).unwrap(), "a copy of it is still known");
    }
    #[test]
    fn words_that_look_like_lost_ones_are_looked_at_and_lost_ones_are_not() {
        let (_home, mut store) = store();
        stored(&mut store, 1, "(Lost) dog poster", UnixMillis(1_000));
        stored(&mut store, 1, "gone", UnixMillis(2_000));
        let lost = "UPDATE prompts SET content = '(lost) ' || id WHERE content = 'gone'";
        store.connection.execute(lost, []).unwrap();
        assert_eq!(all(&store).iter().map(|one| one.prompt.as_str()).collect::<Vec<_>>(), ["(Lost) dog poster"]);
        assert_eq!(store.awaiting_alignment().unwrap(), 1);
    }

    #[test]
    fn a_folder_without_anything_older_is_no_sign_that_a_file_is_lost() {
        let (_home, mut store) = store();
        for (words, at) in [("a", 1_000), ("b", 2_000), ("c", 3_000)] {
            stored(&mut store, 1, words, UnixMillis(at));
        }
        let waiting = all(&store);
        let known = |store: &Store| -> Vec<bool> {
            waiting.iter().map(|one| store.has_older_files(one.place).unwrap()).collect()
        };
        assert_eq!(known(&store), [false, true, true]);
        for medium in &waiting[..2] {
            std::fs::remove_file(&medium.path).unwrap();
        }
        assert_eq!(known(&store), [false; 3], "the volume is gone, whatever came since");
    }
}
