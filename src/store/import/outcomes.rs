//! Outcomes: those that are open and can still be answered here stay so.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::source::Fields;
use super::{ImportError, Run};
use crate::media::Tier;
use crate::store::outcomes::EXPIRY;
use crate::types::{Hotkey, Modality, TaskId, Uid, UnixMillis};

const COLUMNS: &[&str] = &[
    "task_id",
    "uid",
    "hotkey",
    "prompt_id",
    "modality",
    "status",
    "failure_reason",
    "media_id",
    "created_at",
    "updated_at",
    "model_name",
    "requested_resolution",
];

const TABLE: &str = "generator_challenge_outcomes";

/// Rows written in one transaction.
const BATCH: usize = 2_000;

struct NewOutcome {
    task_id: String,
    uid: Uid,
    hotkey: Hotkey,
    prompt_id: String,
    modality: &'static str,
    status: &'static str,
    failure_reason: Option<String>,
    media_id: Option<String>,
    created_at: f64,
    updated_at: f64,
    model_name: Option<String>,
    requested_resolution: Option<String>,
}

fn read(row: Fields<'_>, now: UnixMillis) -> Result<NewOutcome, &'static str> {
    let task_id = row.text("task_id").ok_or("it has no task id")?;
    let hotkey = row.text("hotkey").and_then(|text| text.parse().ok()).ok_or("its hotkey is none")?;
    let uid = row.whole("uid").and_then(|uid| u16::try_from(uid).ok()).map(Uid).ok_or("its uid is none")?;
    let modality =
        row.one_of("modality", &["image", "video", "audio"]).ok_or("its modality is not one that is known")?;
    let status = row
        .one_of("status", &["pending", "stored", "verified", "failed"])
        .ok_or("its status is not one that is known")?;
    let created_at =
        row.real("created_at").or_else(|| row.real("updated_at")).ok_or("nothing says when it was made")?;
    let mut new = NewOutcome {
        prompt_id: row.text("prompt_id").unwrap_or_else(|| format!("of-{task_id}")),
        task_id,
        uid,
        hotkey,
        modality,
        status,
        failure_reason: row.text("failure_reason"),
        media_id: row.text("media_id"),
        created_at,
        updated_at: row.real("updated_at").unwrap_or(created_at),
        model_name: row.text("model_name"),
        requested_resolution: row.text("requested_resolution"),
    };
    if new.status == "pending" {
        still_open(&mut new, now)?;
    }
    Ok(new)
}

/// An open challenge comes over if it can be answered here; else it counts for nobody, as in the reference
/// (`spec/gas.md` 18, point 34).
fn still_open(new: &mut NewOutcome, now: UnixMillis) -> Result<(), &'static str> {
    if new.created_at + EXPIRY.as_secs_f64() <= now.as_seconds() {
        return Err("it was open and its time is over, so it counts for nobody");
    }
    if new.task_id.parse::<TaskId>().is_err() {
        return Err("it is open and its task id is none that a miner could name");
    }
    let Ok(modality) = new.modality.parse::<Modality>() else {
        return Err("it is open and asks for what cannot be checked here, so it counts for nobody");
    };
    // Older rows do not tell which size was asked for: then any will do.
    let asked = new.requested_resolution.take().and_then(|text| Tier::parse(modality, &text).ok());
    new.requested_resolution = Some(asked.unwrap_or(Tier::of(modality)[0]).as_str().to_owned());
    Ok(())
}

/// The word for counters that goes with a reason of the reference.
fn class(reason: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 12] = [
        ("Corrupt", "unreadable"),
        ("Corruption check error", "unreadable"),
        ("Duplicate content", "duplicate"),
        ("Global duplicate", "global-duplicate"),
        ("Duplicate detection error", "unreadable"),
        ("C2PA manifest has no signing timestamp", "no-time"),
        ("C2PA manifest signed before", "stale"),
        ("C2PA signing timestamp is in the future", "future"),
        ("C2PA verification", "c2pa"),
        ("miner_reported_failure", "miner-failure"),
        ("challenge_timeout", "timeout"),
        ("clip_verification_failed", "alignment"),
    ];
    STARTS.iter().find(|(start, _)| reason.starts_with(start)).map(|(_, class)| *class)
}

impl Run<'_> {
    pub(super) fn outcomes(&mut self) -> Result<(), ImportError> {
        let (source, now) = (self.source, self.import.now);
        self.report.outcomes.read = source.count(TABLE)?;
        let mut batch = Vec::new();
        source.each(TABLE, COLUMNS, |row| {
            match read(row, now) {
                Ok(new) => batch.push(new),
                Err(reason) => {
                    self.report.outcomes.left_out += 1;
                    self.remark(TABLE, reason, &row.text("task_id").unwrap_or_default());
                }
            }
            if batch.len() >= BATCH { self.write_outcomes(&mut batch) } else { Ok(()) }
        })?;
        self.write_outcomes(&mut batch)
    }

    fn write_outcomes(&mut self, batch: &mut Vec<NewOutcome>) -> Result<(), ImportError> {
        let mut batch = std::mem::take(batch);
        for new in &mut batch {
            if let Some(id) = self.prompts.get(&new.prompt_id) {
                new.prompt_id.clone_from(id);
            }
            if let Some(id) = new.media_id.as_ref().and_then(|id| self.media.get(id)) {
                new.media_id = Some(id.clone());
            }
        }
        if self.import.dry_run {
            for new in batch {
                let there =
                    self.is_here("SELECT 1 FROM generator_challenge_outcomes WHERE task_id = ?1", &new.task_id)?;
                let ended = match () {
                    () if there => Ended::There,
                    () if new.status == "stored" && !self.would_be_decided(&new)? => Ended::Undecidable,
                    () => Ended::Taken { lost_words: false },
                };
                self.count(&new, ended);
            }
            return Ok(());
        }
        let ends: Vec<Ended> =
            self.store.transaction(|transaction| batch.iter().map(|new| write(transaction, new)).collect())?;
        for (new, ended) in batch.iter().zip(ends) {
            self.count(new, ended);
        }
        Ok(())
    }

    /// Whether the medium of a `stored` outcome would be here, with its prompt or a verdict; for a look.
    fn would_be_decided(&self, new: &NewOutcome) -> Result<bool, ImportError> {
        let Some(id) = &new.media_id else { return Ok(false) };
        if self.coming.contains(id) {
            return Ok(true);
        }
        Ok(self.store.read(|connection| status_by_medium(connection, Some(id)))?.is_some())
    }

    fn count(&mut self, new: &NewOutcome, ended: Ended) {
        match ended {
            Ended::There => self.report.outcomes.there += 1,
            Ended::Undecidable => {
                self.report.outcomes.left_out += 1;
                self.remark(
                    TABLE,
                    "it awaited a check, and its medium or its prompt is missing, so it counts for nobody",
                    &new.task_id,
                );
            }
            Ended::Taken { lost_words } => {
                self.report.outcomes.taken += 1;
                if lost_words {
                    self.remark(TABLE, "its prompt is missing; it counts all the same", &new.task_id);
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Ended {
    Taken {
        /// Its prompt is not in the file.
        lost_words: bool,
    },
    There,
    /// It awaited the check of its prompt, which cannot be made.
    Undecidable,
}

fn write(transaction: &Transaction<'_>, new: &NewOutcome) -> rusqlite::Result<Ended> {
    let here = transaction
        .prepare_cached("SELECT 1 FROM generator_challenge_outcomes WHERE task_id = ?1")?
        .query_row([&new.task_id], |_| Ok(()))
        .optional()?;
    if here.is_some() {
        return Ok(Ended::There);
    }
    let status = match new.status {
        "stored" => match status_by_medium(transaction, new.media_id.as_deref())? {
            Some(status) => status,
            None => return Ok(Ended::Undecidable),
        },
        other => other.to_owned(),
    };
    // What a miner earned does not go with the words that it was asked with.
    let lost_words = transaction
        .prepare_cached(
            "INSERT INTO prompts (id, content, modality, created_at, origin, source)
             SELECT ?1, '(lost) ' || ?1, ?2, ?3, 'retired', 'imported'
             WHERE NOT EXISTS (SELECT 1 FROM prompts WHERE id = ?1)",
        )?
        .execute(params![new.prompt_id, new.modality, new.created_at])?
        == 1;
    transaction
        .prepare_cached(
            "INSERT INTO generator_challenge_outcomes (task_id, uid, hotkey, prompt_id, modality, status, failure_reason,
                 failure_class, media_id, created_at, updated_at, model_name, requested_resolution)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, (SELECT id FROM media WHERE id = ?9), ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            new.task_id,
            new.uid.0,
            new.hotkey.to_string(),
            new.prompt_id,
            new.modality,
            status,
            new.failure_reason,
            new.failure_reason.as_deref().and_then(class),
            new.media_id,
            new.created_at,
            new.updated_at,
            new.model_name,
            new.requested_resolution,
        ])?;
    Ok(Ended::Taken { lost_words })
}

/// What becomes of an outcome that awaited the check of its prompt: it awaits it here, if its medium does; if that was
/// decided already, as when another medium has the same bytes, it goes by that. `None`: nothing can decide it.
fn status_by_medium(connection: &Connection, media_id: Option<&str>) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT CASE WHEN m.verified THEN 'verified' WHEN m.failed_verification THEN 'failed'
                     WHEN m.source_type = 'miner' AND p.id IS NOT NULL THEN 'stored' END
         FROM media m LEFT JOIN prompts p ON p.id = m.prompt_id AND p.content NOT LIKE '(lost) %' WHERE m.id = ?1",
    )?;
    Ok(statement.query_row([media_id], |row| row.get(0)).optional()?.flatten())
}
