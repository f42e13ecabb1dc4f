//! Makes endings durable, those that come at the same time together: while one batch is written, the next one gathers.
//!
//! Whoever comes puts its ending into the queue and waits for its turn; who gets it takes along all that have gathered.
//! A medium enters the index of known media only when it is durable; so within a batch, media are compared with each
//! other as well.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::known::SharedDuplicates;
use super::node::SharedStore;
use super::tally::Tally;
use crate::media::MediaHash;
use crate::store::{Delivered, Ending, NewMedia, PendingChallenge, Settled, StoreError};
use crate::types::{Hotkey, TaskId, UnixMillis};
use crate::verification::duplicate::{Known, compare};
use crate::verification::ingest::Rejection;

/// An ending to be made durable.
#[derive(Debug)]
pub(super) enum Keep {
    /// A medium that passed the checks, whose file is adopted.
    Media { challenge: Box<PendingChallenge>, new: Box<NewMedia> },
    /// A refusal.
    Failure { task_id: TaskId, hotkey: Hotkey, reason: String, class: String },
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Kept {
    Stored,
    Rejected {
        reason: String,
        class: String,
    },
    Gone,
    Failed(Fault),
    /// Whoever had the turn panicked.
    Broken,
}

/// Why nothing was kept; the same for a whole batch.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) error: String,
    pub(super) cause: Option<String>,
}

impl From<&StoreError> for Fault {
    fn from(error: &StoreError) -> Self {
        Self { error: error.to_string(), cause: std::error::Error::source(error).map(ToString::to_string) }
    }
}

/// The endings that wait. At most as many as may be kept at once (`Node::keeping`).
#[derive(Debug, Default)]
pub(super) struct Settling {
    waiting: Mutex<Vec<(Keep, SyncSender<Kept>)>>,
    turn: Mutex<()>,
}

/// What a batch needs.
pub(super) struct Books {
    pub(super) store: SharedStore,
    pub(super) duplicates: SharedDuplicates,
    pub(super) tally: Arc<Tally>,
    pub(super) threshold: u32,
}

impl Settling {
    /// Makes an ending durable. Blocks.
    pub(super) fn settle(&self, keep: Keep, books: &Books) -> Kept {
        let (answer, answered) = sync_channel(1);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((keep, answer));
        {
            let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
            let batch = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
            if !batch.is_empty() {
                let (keeps, answers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
                for (answer, kept) in answers.into_iter().zip(write(keeps, books)) {
                    let _ = answer.send(kept); // there is room for it, and whoever asked waits
                }
            }
        }
        answered.recv().unwrap_or(Kept::Broken)
    }
}

/// Writes a batch. Only one is written at a time.
fn write(keeps: Vec<Keep>, books: &Books) -> Vec<Kept> {
    let endings = decide(keeps, books);
    match commit(&endings, books) {
        Ok(settled) => {
            let known = endings.iter().zip(&settled).filter_map(|(ending, settled)| match (&ending.ending, settled) {
                (Ending::Media { challenge, new, .. }, Settled::Media(Delivered::Stored)) => Some((challenge, new)),
                _ => None,
            });
            let mut index = books.duplicates.lock();
            for (challenge, new) in known {
                index.insert(&challenge.prompt.id, &new.perceptual_hash);
            }
            drop(index);
            endings.into_iter().zip(settled).map(|(ending, settled)| kept(ending.ending, settled)).collect()
        }
        Err(error) => {
            let fault = Fault::from(&error);
            endings.iter().map(|_| Kept::Failed(fault.clone())).collect()
        }
    }
}

struct Decided {
    hotkey: Hotkey,
    ending: Ending,
}

/// What is to be written: media that are like one that was kept since they were checked are refused.
fn decide(keeps: Vec<Keep>, books: &Books) -> Vec<Decided> {
    let index = books.duplicates.lock();
    let mut batch: Vec<(String, MediaHash)> = Vec::new();
    let mut endings = Vec::with_capacity(keeps.len());
    for keep in keeps {
        endings.push(match keep {
            Keep::Failure { task_id, hotkey, reason, class } => {
                Decided { hotkey, ending: Ending::Failure { task_id, reason, class } }
            }
            Keep::Media { challenge, new } => {
                let hotkey = challenge.hotkey;
                let (prompt, hash) = (&challenge.prompt.id, &new.perceptual_hash);
                let known = index.find(prompt, hash).or_else(|| like(&batch, prompt, hash, books.threshold));
                let ending = if let Some(known) = known {
                    let rejection = Rejection::from(known);
                    let (reason, class) = (rejection.to_string(), rejection.class().to_owned());
                    Ending::Failure { task_id: challenge.task_id, reason, class }
                } else {
                    batch.push((prompt.clone(), hash.clone()));
                    let duplicate = (Rejection::Duplicate.to_string(), Rejection::Duplicate.class().to_owned());
                    Ending::Media { challenge, new, duplicate }
                };
                Decided { hotkey, ending }
            }
        });
    }
    endings
}

/// The first of a batch that a new medium is a copy of.
fn like(batch: &[(String, MediaHash)], prompt: &str, new: &MediaHash, global: u32) -> Option<Known> {
    use crate::verification::duplicate::SAME_PROMPT_THRESHOLD;
    let closest = |threshold, only: Option<&str>| {
        let media = batch.iter().filter(|(of, _)| only.is_none_or(|only| only == of));
        media.filter_map(|(_, known)| compare(new, known).duplicate(threshold)).min()
    };
    closest(SAME_PROMPT_THRESHOLD, Some(prompt))
        .map(|distance| Known::SamePrompt { distance })
        .or_else(|| closest(global, None).map(|distance| Known::Anywhere { distance }))
}

fn commit(endings: &[Decided], books: &Books) -> Result<Vec<Settled>, StoreError> {
    let mut modalities: Vec<_> = endings
        .iter()
        .filter_map(|decided| match &decided.ending {
            Ending::Media { challenge, .. } => Some(challenge.modality),
            Ending::Failure { .. } => None,
        })
        .collect();
    modalities.sort_unstable_by_key(|modality| modality.as_str());
    modalities.dedup();
    for modality in modalities {
        books.store.media().sync(modality)?;
    }
    let rows: Vec<Ending> = endings.iter().map(|decided| decided.ending.clone()).collect();
    let mut store = books.store.lock();
    let now = UnixMillis::now();
    let settled = store.settle(&rows, now)?;
    // While the store is held, so that a recount neither misses this nor has it twice.
    for (decided, settled) in endings.iter().zip(&settled) {
        match (&decided.ending, settled) {
            (Ending::Media { challenge, .. }, Settled::Media(Delivered::Stored)) => {
                books.tally.stored(&decided.hotkey, challenge.issued_at.until(now));
            }
            (Ending::Media { duplicate: (_, class), .. }, Settled::Media(Delivered::Duplicate)) => {
                books.tally.failed(&decided.hotkey, class);
            }
            (Ending::Failure { class, .. }, Settled::Failed) => books.tally.failed(&decided.hotkey, class),
            _ => {}
        }
    }
    drop(store);
    Ok(settled)
}

fn kept(ending: Ending, settled: Settled) -> Kept {
    match (ending, settled) {
        (_, Settled::Media(Delivered::Stored)) => Kept::Stored,
        (Ending::Media { duplicate: (reason, class), .. }, Settled::Media(Delivered::Duplicate)) => {
            Kept::Rejected { reason, class }
        }
        (Ending::Failure { reason, class, .. }, Settled::Failed) => Kept::Rejected { reason, class },
        _ => Kept::Gone,
    }
}
