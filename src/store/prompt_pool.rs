//! The pool of prompts: what is added to it, what is drawn no more, what is in it (`spec/gas.md` 12.7 and 13.3).

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use super::database::unsigned;
use super::{Store, StoreError};
use crate::prompts::Guard;
use crate::types::{Modality, UnixMillis};

/// Where the words of the pool came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Written by `prompts`.
    Composed,
    /// Written by a language model, after what was composed.
    Rewritten,
    /// Given by the operator.
    Imported,
}

impl Source {
    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Composed => "composed",
            Self::Rewritten => "rewritten",
            Self::Imported => "imported",
        }
    }
}

/// A prompt that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPrompt {
    /// The words.
    pub content: String,
    /// For what.
    pub modality: Modality,
    /// Who wrote them.
    pub source: Source,
    /// See [`crate::prompts::Register`].
    pub register: Option<&'static str>,
    /// See [`crate::prompts::LengthBand`].
    pub length_band: Option<&'static str>,
    /// Things that happen in a film.
    pub event_count: Option<u8>,
    /// What is to be seen.
    pub scene_json: Option<String>,
    /// How it was meant.
    pub spec_json: Option<String>,
}

/// What became of a prompt that was to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is in the pool; this is its row.
    Added(String),
    /// The very words were there; this is their row.
    Known(String),
    /// These words, among the newest ones, say almost the same.
    NearDuplicate(String),
}

/// How many prompts a pool has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PoolSize {
    /// All that are drawn from.
    pub prompts: u64,
    /// Those that were in no challenge yet.
    pub unused: u64,
}

/// Which prompts are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PromptFilter {
    /// Of this modality.
    pub modality: Option<Modality>,
    /// In no challenge yet.
    pub unused: bool,
    /// Also those that are drawn no more.
    pub retired: bool,
}

/// A prompt as it is in the store.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptRow {
    /// Its row.
    pub id: String,
    /// For what; `None` for prompts of a Python validator that do not say.
    pub modality: Option<String>,
    /// The words.
    pub content: String,
    /// `file`, `composed` (in the pool) or `retired`.
    pub origin: String,
    /// `composed`, `rewritten` or `imported`; `None` if nobody noted it.
    pub source: Option<String>,
    /// How the medium looks.
    pub register: Option<String>,
    /// `short`, `medium` or `long`.
    pub length_band: Option<String>,
    /// Things that happen in a film.
    pub event_count: Option<u8>,
    /// Challenges with it that were accepted.
    pub used_count: u64,
    /// When it was last in one.
    pub last_used_ms: Option<UnixMillis>,
    /// When it came into the store.
    pub created_at_ms: Option<UnixMillis>,
}

impl Store {
    /// Adds prompts to the pool, each or none of them. `guarded` leaves out what says almost the same as one of the newest;
    /// the very same words are never added twice. Answers in the order of `new`.
    pub fn add_prompts(&mut self, new: &[NewPrompt], guarded: bool, now: UnixMillis) -> Result<Vec<Added>, StoreError> {
        self.transaction(|transaction| {
            let mut guards = Vec::new();
            for modality in Modality::ALL.into_iter().filter(|modality| new.iter().any(|one| one.modality == *modality))
            {
                let guard = if guarded { newest(transaction, modality)? } else { Guard::default() };
                guards.push((modality, guard));
            }
            let mut answers = Vec::with_capacity(new.len());
            for prompt in new {
                let guard = guards.iter_mut().find(|(modality, _)| *modality == prompt.modality);
                let guard = guard.map(|(_, guard)| guard).filter(|_| guarded);
                answers.push(add(transaction, prompt, guard, now)?);
            }
            Ok(answers)
        })
    }

    /// How many prompts of a modality can be drawn from the pool.
    pub fn pool_size(&self, modality: Modality) -> Result<PoolSize, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT count(*), count(*) FILTER (WHERE used_count = 0) FROM prompts
                 WHERE origin = 'composed' AND modality = ?1",
            )?;
            statement.query_row([modality.as_str()], |row| {
                Ok(PoolSize { prompts: unsigned(row, 0)?, unused: unsigned(row, 1)? })
            })
        })
    }

    /// Draws no more from all but `keep` of the prompts that were used, the most used first; what the operator imported
    /// stays. How many these were.
    pub fn retire_used(&mut self, modality: Modality, keep: u64) -> Result<u64, StoreError> {
        self.transaction(|transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE prompts SET origin = 'retired' WHERE id IN (
                         SELECT id FROM prompts
                         WHERE origin = 'composed' AND modality = ?1 AND used_count > 0
                             AND coalesce(source, 'composed') <> 'imported'
                         ORDER BY used_count, last_used DESC, id LIMIT -1 OFFSET ?2)",
                )?
                .execute(params![modality.as_str(), i64::try_from(keep).unwrap_or(i64::MAX)])?;
            Ok(changed as u64)
        })
    }

    /// Removes the oldest of the prompts that nobody used beyond `keep` of them; what the operator imported stays. How many
    /// these were.
    pub fn remove_unused_beyond(&mut self, modality: Modality, keep: u64) -> Result<u64, StoreError> {
        self.transaction(|transaction| {
            let changed = transaction
                .prepare_cached(
                    "DELETE FROM prompts WHERE id IN (
                         SELECT id FROM prompts p
                         WHERE origin = 'composed' AND modality = ?1 AND used_count = 0
                             AND coalesce(source, 'composed') <> 'imported'
                             AND NOT EXISTS (SELECT 1 FROM media WHERE media.prompt_id = p.id)
                             AND NOT EXISTS (SELECT 1 FROM generator_challenge_outcomes o WHERE o.prompt_id = p.id)
                         ORDER BY created_at DESC, id LIMIT -1 OFFSET ?2)",
                )?
                .execute(params![modality.as_str(), i64::try_from(keep).unwrap_or(i64::MAX)])?;
            Ok(changed as u64)
        })
    }

    /// Shows prompts to `see`, the newest first, until there are no more, or it says `false`. Errors of `see` are its own
    /// to keep.
    pub fn each_prompt(&self, filter: PromptFilter, mut see: impl FnMut(PromptRow) -> bool) -> Result<(), StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, modality, content, origin, source, register, length_band, event_count, used_count,
                        last_used, created_at
                 FROM prompts
                 WHERE (?1 IS NULL OR modality = ?1) AND (NOT ?2 OR used_count = 0) AND (?3 OR origin <> 'retired')
                 ORDER BY created_at DESC, rowid DESC",
            )?;
            let wanted = filter.modality.map(Modality::as_str);
            let mut rows = statement.query(params![wanted, filter.unused, filter.retired])?;
            while let Some(row) = rows.next()? {
                if !see(prompt_row(row)?) {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// The newest prompts of a modality, against which others are held.
fn newest(connection: &Connection, modality: Modality) -> rusqlite::Result<Guard> {
    let mut statement = connection.prepare_cached(
        "SELECT content FROM prompts WHERE modality = ?1 ORDER BY created_at DESC, rowid DESC LIMIT ?2",
    )?;
    let most = i64::try_from(Guard::NEWEST).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![modality.as_str(), most], |row| row.get::<_, String>(0))?;
    let contents: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
    let mut guard = Guard::default();
    contents.iter().rev().for_each(|content| guard.add(content));
    Ok(guard)
}

fn add(
    transaction: &Transaction<'_>,
    new: &NewPrompt,
    guard: Option<&mut Guard>,
    now: UnixMillis,
) -> rusqlite::Result<Added> {
    let modality = new.modality.as_str();
    let known: Option<(String, String)> = transaction
        .prepare_cached("SELECT id, origin FROM prompts WHERE content = ?1 AND modality = ?2")?
        .query_row(params![new.content, modality], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, origin)) = known {
        // What an operator asks for is drawn again.
        if origin == "retired" && new.source == Source::Imported {
            transaction
                .prepare_cached("UPDATE prompts SET origin = 'composed', source = 'imported' WHERE id = ?1")?
                .execute([&id])?;
            return Ok(Added::Added(id));
        }
        return Ok(Added::Known(id));
    }
    if let Some(guard) = guard {
        if let Some(other) = guard.near_duplicate(&new.content) {
            return Ok(Added::NearDuplicate(other.to_owned()));
        }
        guard.add(&new.content);
    }
    let id = uuid::Uuid::new_v4().to_string();
    transaction
        .prepare_cached(
            "INSERT INTO prompts (id, content, modality, created_at, origin, source, register, length_band, event_count,
                                  scene_json, spec_json)
             VALUES (?1, ?2, ?3, ?4, 'composed', ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            new.content,
            modality,
            now.as_seconds(),
            new.source.as_str(),
            new.register,
            new.length_band,
            new.event_count,
            new.scene_json,
            new.spec_json
        ])?;
    Ok(Added::Added(id))
}

fn prompt_row(row: &Row<'_>) -> rusqlite::Result<PromptRow> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<f64>>(column)?.and_then(UnixMillis::from_seconds));
    Ok(PromptRow {
        id: row.get(0)?,
        modality: row.get(1)?,
        content: row.get(2)?,
        origin: row.get(3)?,
        source: row.get(4)?,
        register: row.get(5)?,
        length_band: row.get(6)?,
        event_count: row.get::<_, Option<i64>>(7)?.and_then(|count| u8::try_from(count).ok()),
        used_count: unsigned(row, 8)?,
        last_used_ms: time(9)?,
        created_at_ms: time(10)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(content: &str, source: Source) -> NewPrompt {
        NewPrompt {
            content: content.into(),
            modality: Modality::Image,
            source,
            register: Some("dashcam"),
            length_band: Some("short"),
            event_count: None,
            scene_json: Some("{}".into()),
            spec_json: Some("{}".into()),
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        (home, store)
    }

    fn contents(store: &Store, filter: PromptFilter) -> Vec<String> {
        let mut found = Vec::new();
        store
            .each_prompt(filter, |row| {
                found.push(row.content);
                true
            })
            .unwrap();
        found
    }

    #[test]
    fn words_that_are_there_or_almost_there_are_not_added_again() {
        let (_home, mut store) = store();
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
        let near = format!("{long} more");
        let batch = [prompt(long, Source::Composed), prompt(&near, Source::Composed), prompt(long, Source::Composed)];
        let added = store.add_prompts(&batch, true, UnixMillis(1)).unwrap();
        let Added::Added(id) = &added[0] else { panic!("{added:?}") };
        assert_eq!(added[1..], [Added::NearDuplicate(long.into()), Added::Known(id.clone())]);
        // The same on another day, and without the guard.
        assert_eq!(store.add_prompts(&batch[1..2], true, UnixMillis(2)).unwrap(), [added[1].clone()]);
        assert!(matches!(store.add_prompts(&batch[1..2], false, UnixMillis(2)).unwrap()[..], [Added::Added(_)]));
        // Another modality has prompts of its own.
        let film = NewPrompt { modality: Modality::Video, ..prompt(long, Source::Composed) };
        assert!(matches!(store.add_prompts(&[film], true, UnixMillis(3)).unwrap()[..], [Added::Added(_)]));
        assert_eq!(store.pool_size(Modality::Image).unwrap(), PoolSize { prompts: 2, unused: 2 });
    }

    #[test]
    fn the_most_used_are_drawn_no_more_but_imported_ones_are() {
        let (_home, mut store) = store();
        let words = ["a", "b", "c", "d"].map(|content| prompt(content, Source::Composed));
        store.add_prompts(&words, false, UnixMillis(1)).unwrap();
        store.add_prompts(&[prompt("mine", Source::Imported)], false, UnixMillis(1)).unwrap();
        store
            .connection
            .execute_batch(
                "UPDATE prompts SET used_count = 9 WHERE content IN ('a', 'mine');
                 UPDATE prompts SET used_count = 2 WHERE content = 'b'; UPDATE prompts SET used_count = 1 WHERE content = 'c'",
            )
            .unwrap();
        assert_eq!(store.retire_used(Modality::Image, 1).unwrap(), 2);
        let mut left = contents(&store, PromptFilter::default());
        left.sort();
        assert_eq!(left, ["c", "d", "mine"]);
        assert_eq!(contents(&store, PromptFilter { retired: true, ..PromptFilter::default() }).len(), 5);
        // Importing them again brings them back.
        let again = store.add_prompts(&[prompt("a", Source::Imported)], true, UnixMillis(2)).unwrap();
        assert!(matches!(again[..], [Added::Added(_)]));
        assert_eq!(store.retire_used(Modality::Image, 0).unwrap(), 1, "c; a is the operator's now");
    }

    #[test]
    fn a_smaller_pool_loses_its_oldest_unused_prompts_and_none_that_is_needed() {
        let (_home, mut store) = store();
        for (n, content) in ["oldest", "old", "new"].iter().enumerate() {
            let now = UnixMillis(1_000 * (n as u64 + 1));
            store.add_prompts(&[prompt(content, Source::Composed)], false, now).unwrap();
        }
        store.add_prompts(&[prompt("mine", Source::Imported)], false, UnixMillis(1)).unwrap();
        assert_eq!(store.remove_unused_beyond(Modality::Image, 2).unwrap(), 1);
        assert_eq!(contents(&store, PromptFilter::default()), ["new", "old", "mine"]);
        super::super::fixture::challenged(&mut store, 1, "old", UnixMillis(9));
        store.connection.execute("UPDATE prompts SET used_count = 0", []).unwrap();
        assert_eq!(store.remove_unused_beyond(Modality::Image, 0).unwrap(), 1, "an open challenge keeps its words");
        assert_eq!(contents(&store, PromptFilter { unused: true, ..PromptFilter::default() }), ["old", "mine"]);
    }
}
