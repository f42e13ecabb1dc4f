//! Ends several challenges in one transaction: what makes it durable costs as much as for one.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Delivered, NewMedia, PendingChallenge, Store, StoreError, media, outcomes};
use crate::types::{TaskId, UnixMillis};

/// How a challenge is to end.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// With a medium whose file is written; with a duplicate it ends as failed, for `reason` and `class`.
    Media {
        /// Which.
        challenge: Box<PendingChallenge>,
        /// With what.
        new: Box<NewMedia>,
        /// Why it fails if the same bytes have a row already.
        duplicate: (String, String),
    },
    /// Without one.
    Failure {
        /// Which.
        task_id: TaskId,
        /// Why, in the network's words.
        reason: String,
        /// The same in a word.
        class: String,
    },
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// See [`Delivered`].
    Media(Delivered),
    /// It failed, as it was to.
    Failed,
    /// It had ended before.
    Gone,
}

impl Store {
    /// Ends challenges, all or none; the answers are in the order of `endings`.
    pub fn settle(&mut self, endings: &[Ending], now: UnixMillis) -> Result<Vec<Settled>, StoreError> {
        self.transaction(|transaction| endings.iter().map(|ending| settle(transaction, ending, now)).collect())
    }
}

fn settle(transaction: &Transaction<'_>, ending: &Ending, now: UnixMillis) -> rusqlite::Result<Settled> {
    match ending {
        Ending::Failure { task_id, reason, class } => {
            let failed = outcomes::fail(transaction, *task_id, reason, class, now)?;
            Ok(if failed { Settled::Failed } else { Settled::Gone })
        }
        Ending::Media { challenge, new, duplicate: (reason, class) } => {
            deliver(transaction, challenge, new, (reason, class), now).map(Settled::Media)
        }
    }
}

/// Ends a challenge with a medium whose file is written; the check of its prompt follows (`alignment`).
fn deliver(
    transaction: &Transaction<'_>,
    challenge: &PendingChallenge,
    new: &NewMedia,
    (reason, class): (&str, &str),
    now: UnixMillis,
) -> rusqlite::Result<Delivered> {
    let task_id = challenge.task_id;
    let mut open = transaction
        .prepare_cached("SELECT 1 FROM generator_challenge_outcomes WHERE task_id = ?1 AND status = 'pending'")?;
    if open.query_row([task_id.to_string()], |_| Ok(())).optional()?.is_none() {
        return Ok(Delivered::Gone);
    }
    let Some(media_id) = media::insert(transaction, new, challenge, now)? else {
        outcomes::fail(transaction, task_id, reason, class, now)?;
        return Ok(Delivered::Duplicate);
    };
    let mut update = transaction.prepare_cached(
        "UPDATE generator_challenge_outcomes
         SET status = 'stored', media_id = ?2, updated_at = ?3 WHERE task_id = ?1",
    )?;
    update.execute(params![task_id.to_string(), media_id, now.as_seconds()])?;
    Ok(Delivered::Stored)
}
