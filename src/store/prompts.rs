//! Prompts and how often each was used (`spec/gas.md` 12.2 and 12.7).

use rusqlite::{OptionalExtension, Row, params};

use super::{Store, StoreError};
use crate::types::{Modality, UnixMillis};

/// Words to challenge with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Its row.
    pub id: String,
    /// The words.
    pub content: String,
}

/// Which prompts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Lines of the operator's file.
    File,
    /// The pool of the store.
    Pool,
}

impl Origin {
    const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Pool => "composed",
        }
    }
}

impl Prompt {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, content: row.get(1)? })
    }
}

impl Store {
    /// Makes `lines` the prompts of the operator's file; those that are no longer in it stay known but are not used.
    pub fn replace_file_prompts(
        &mut self,
        modality: Modality,
        lines: &[String],
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute(
                "UPDATE prompts SET origin = 'retired' WHERE origin = 'file' AND modality = ?1",
                [modality.as_str()],
            )?;
            let mut statement = transaction.prepare(
                "INSERT INTO prompts (id, content, modality, created_at, origin) VALUES (?1, ?2, ?3, ?4, 'file')
                 ON CONFLICT (content, content_type, modality) DO UPDATE SET origin = 'file'",
            )?;
            for line in lines {
                let id = uuid::Uuid::new_v4().to_string();
                statement.execute(params![id, line, modality.as_str(), now.as_seconds()])?;
            }
            Ok(())
        })
    }

    /// Up to `count` prompts of one origin, the least used first, equals by chance. Counts nothing: a prompt
    /// is used when a challenge with it was accepted (`spec/gas.md` 18, point 41).
    pub fn least_used_prompts(
        &self,
        origin: Origin,
        modality: Modality,
        count: usize,
    ) -> Result<Vec<Prompt>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, content FROM prompts WHERE origin = ?3 AND modality = ?1
                 ORDER BY used_count, random() LIMIT ?2",
            )?;
            let limit = i64::try_from(count).unwrap_or(i64::MAX);
            statement.query_map(params![modality.as_str(), limit, origin.as_str()], Prompt::read)?.collect()
        })
    }

    /// The row of words that were composed here; the same words have one row.
    pub fn composed_prompt(
        &mut self,
        modality: Modality,
        content: &str,
        now: UnixMillis,
    ) -> Result<Prompt, StoreError> {
        self.transaction(|transaction| {
            let found = transaction
                .query_row(
                    "SELECT id, content FROM prompts WHERE content = ?1 AND modality = ?2",
                    params![content, modality.as_str()],
                    Prompt::read,
                )
                .optional()?;
            if let Some(prompt) = found {
                return Ok(prompt);
            }
            let prompt = Prompt { id: uuid::Uuid::new_v4().to_string(), content: content.to_owned() };
            transaction.execute(
                "INSERT INTO prompts (id, content, modality, created_at, origin) VALUES (?1, ?2, ?3, ?4, 'composed')",
                params![prompt.id, prompt.content, modality.as_str(), now.as_seconds()],
            )?;
            Ok(prompt)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_of_the_file_come_least_used_first_and_leave_with_their_line() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let lines = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let image = Modality::Image;
        store.replace_file_prompts(image, &lines(&["a", "b", "a"]), UnixMillis(0)).unwrap();
        store.composed_prompt(image, "composed", UnixMillis(0)).unwrap();
        store.connection.execute("UPDATE prompts SET used_count = 3 WHERE content = 'a'", []).unwrap();
        let contents = |store: &Store, count| -> Vec<String> {
            store
                .least_used_prompts(Origin::File, image, count)
                .unwrap()
                .into_iter()
                .map(|prompt| prompt.content)
                .collect()
        };
        assert_eq!(contents(&store, 9), ["b", "a"]);
        assert_eq!(contents(&store, 1), ["b"]);
        assert_eq!(store.least_used_prompts(Origin::Pool, image, 9).unwrap()[0].content, "composed");
        store.replace_file_prompts(image, &lines(&["a", "c"]), UnixMillis(0)).unwrap();
        assert_eq!(contents(&store, 9), ["c", "a"]);
        assert!(store.least_used_prompts(Origin::File, Modality::Video, 9).unwrap().is_empty());
    }

    #[test]
    fn the_same_composed_words_have_one_row() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let one = store.composed_prompt(Modality::Image, "a red circle", UnixMillis(0)).unwrap();
        assert_eq!(store.composed_prompt(Modality::Image, "a red circle", UnixMillis(9)).unwrap(), one);
    }
}
