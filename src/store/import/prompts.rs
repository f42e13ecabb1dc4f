//! Prompts: the same words have one row, whatever their id.

use rusqlite::{OptionalExtension, params};

use super::source::Fields;
use super::{ImportError, Run};

const COLUMNS: &[&str] = &[
    "id",
    "content",
    "modality",
    "created_at",
    "used_count",
    "last_used",
    "source_media_id",
    "register",
    "length_band",
    "event_count",
    "scene_json",
    "spec_json",
];

/// Rows written in one transaction.
const BATCH: usize = 2_000;

struct NewPrompt {
    id: String,
    content: String,
    modality: Option<&'static str>,
    created_at: f64,
    used_count: i64,
    last_used: Option<f64>,
    source_media_id: Option<String>,
    register: Option<String>,
    length_band: Option<String>,
    event_count: Option<i64>,
    scene_json: Option<String>,
    spec_json: Option<String>,
}

fn read(row: Fields<'_>, now: f64) -> Option<NewPrompt> {
    Some(NewPrompt {
        id: row.text("id")?,
        content: row.text("content")?,
        modality: row.one_of("modality", &["image", "video", "audio"]),
        created_at: row.real("created_at").unwrap_or(now),
        used_count: row.whole("used_count").unwrap_or(0).max(0),
        last_used: row.real("last_used"),
        source_media_id: row.text("source_media_id"),
        register: row.text("register"),
        length_band: row.text("length_band"),
        event_count: row.whole("event_count"),
        scene_json: row.text("scene_json"),
        spec_json: row.text("spec_json"),
    })
}

impl Run<'_> {
    pub(super) fn prompts(&mut self) -> Result<(), ImportError> {
        let (source, now) = (self.source, self.import.now.as_seconds());
        self.report.prompts.read = source.count("prompts")?;
        let mut batch = Vec::new();
        source.each("prompts", COLUMNS, |row| {
            let Some(prompt) = read(row, now) else {
                self.report.prompts.left_out += 1;
                self.remark("prompts", "it has no id or no words", &row.text("id").unwrap_or_default());
                return Ok(());
            };
            batch.push(prompt);
            if batch.len() >= BATCH { self.write_prompts(&mut batch) } else { Ok(()) }
        })?;
        self.write_prompts(&mut batch)
    }

    fn write_prompts(&mut self, batch: &mut Vec<NewPrompt>) -> Result<(), ImportError> {
        let batch = std::mem::take(batch);
        let work = |transaction: &rusqlite::Transaction<'_>| batch.iter().map(|new| write(transaction, new)).collect();
        let ends: Vec<Ended> =
            if self.import.dry_run { self.store.taken_back(work)? } else { self.store.transaction(work)? };
        for (new, ended) in batch.into_iter().zip(ends) {
            match ended {
                Ended::Taken => {
                    self.report.prompts.taken += 1;
                    if self.import.dry_run {
                        self.words.insert(new.id);
                    }
                }
                Ended::There => self.report.prompts.there += 1,
                Ended::As(id) => {
                    self.report.prompts.there += 1;
                    self.remark("prompts", "the same words are here under another id, which is used", &new.id);
                    self.prompts.insert(new.id, id);
                }
            }
        }
        Ok(())
    }
}

enum Ended {
    Taken,
    There,
    /// The same words have this id here.
    As(String),
}

fn write(transaction: &rusqlite::Transaction<'_>, new: &NewPrompt) -> rusqlite::Result<Ended> {
    let here = transaction
        .prepare_cached("SELECT 1 FROM prompts WHERE id = ?1")?
        .query_row([&new.id], |_| Ok(()))
        .optional()?;
    if here.is_some() {
        return Ok(Ended::There);
    }
    let same: Option<String> = transaction
        .prepare_cached("SELECT id FROM prompts WHERE content = ?1 AND content_type = 'prompt' AND modality = ?2")?
        .query_row(params![new.content, new.modality], |row| row.get(0))
        .optional()?;
    if let Some(id) = same {
        // The greater number, not the sum: an import that is repeated counts nothing twice.
        transaction
            .prepare_cached("UPDATE prompts SET used_count = max(used_count, ?2) WHERE id = ?1")?
            .execute(params![id, new.used_count])?;
        return Ok(Ended::As(id));
    }
    // Challenges are drawn by modality; words without one that is asked for stay for what refers to them.
    let origin = if matches!(new.modality, Some("image" | "video")) { "composed" } else { "retired" };
    transaction
        .prepare_cached(
            "INSERT INTO prompts (id, content, modality, created_at, used_count, last_used, origin, source, source_media_id,
                                  register, length_band, event_count, scene_json, spec_json)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'imported', ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            new.id,
            new.content,
            new.modality,
            new.created_at,
            new.used_count,
            new.last_used,
            origin,
            new.source_media_id,
            new.register,
            new.length_band,
            new.event_count,
            new.scene_json,
            new.spec_json,
        ])?;
    Ok(Ended::Taken)
}
