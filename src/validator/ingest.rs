//! What becomes of a delivery: checked, then kept or refused, then durable, then answered (`spec/gas.md` 8.6 and 8.7).

use std::cell::RefCell;
use std::sync::Arc;

use super::callback::Received;
use super::known::SharedDuplicates;
use super::node::{Node, SharedStore, take_stock};
use super::open::Claim;
use crate::media::MediaHash;
use crate::store::{Delivered, NewMedia, PendingChallenge, StoreError};
use crate::types::UnixMillis;
use crate::verification::c2pa::TrustSet;
use crate::verification::duplicate::Known;
use crate::verification::ingest::{Delivery, Rejection, check};

/// How a delivery ended.
#[derive(Debug)]
pub(super) enum Ingested {
    /// Medium and outcome are on the disk.
    Stored,
    /// Refused, with the reason for the miner. The outcome is on the disk.
    Rejected { reason: String, class: String },
    /// The challenge was over by then.
    Gone,
    /// We could not keep it. The challenge stays open, so that the miner can try again.
    Failed(StoreError),
    /// The checks themselves broke. The challenge stays open.
    Broken,
}

/// Checks and keeps a delivery. Runs to its end whoever still listens.
pub(super) async fn ingest(node: Arc<Node>, claim: Claim, body: Received) -> Ingested {
    let Ok(_place) = node.checking.acquire().await else { return Ingested::Broken };
    let (store, duplicates, trust) = (node.store.clone(), node.duplicates.clone(), Arc::clone(&node.trust));
    let challenge = claim.challenge().clone();
    let (uid, hotkey, task_id) = (challenge.uid, challenge.hotkey, challenge.task_id);
    let tally = Arc::clone(&node.tally);
    let work = move || {
        let ended = judge(&store, &duplicates, &trust, &challenge, &body.bytes);
        take_stock(&store.lock(), &tally);
        ended
    };
    let ended = tokio::task::spawn_blocking(work).await.unwrap_or(Ingested::Broken);
    match &ended {
        Ingested::Stored => {
            tracing::info!(%uid, %hotkey, %task_id, "delivery verified");
            node.tally.store_works();
            claim.end();
        }
        Ingested::Rejected { reason, class } => {
            tracing::info!(%uid, %hotkey, %task_id, class, ?reason, "delivery rejected");
            node.tally.store_works();
            claim.end();
        }
        Ingested::Gone => claim.end(),
        Ingested::Failed(error) => {
            let cause = std::error::Error::source(error).map(ToString::to_string);
            tracing::error!(%uid, %task_id, %error, cause, "a delivery could not be stored; its challenge stays open");
            node.tally.store_failed(error.to_string());
        }
        Ingested::Broken => tracing::error!(%uid, %hotkey, %task_id, "the check of a delivery broke off"),
    }
    ended
}

/// The part that blocks.
fn judge(
    store: &SharedStore,
    duplicates: &SharedDuplicates,
    trust: &TrustSet,
    challenge: &PendingChallenge,
    body: &[u8],
) -> Ingested {
    let now = UnixMillis::now();
    let delivery = Delivery { bytes: body, modality: challenge.modality, issued_at: challenge.issued_at, now };
    let fault = RefCell::new(None);
    let known = |sha256: &[u8; 32], hash: &MediaHash| {
        let found = duplicates.lock().find(&challenge.prompt.id, hash);
        found.or_else(|| match store.lock().knows_media(sha256) {
            // Such as a medium whose hash got lost.
            Ok(known) => known.then_some(Known::SamePrompt { distance: 0 }),
            Err(error) => {
                // Ends the checks early; the verdict is not used.
                *fault.borrow_mut() = Some(error);
                Some(Known::SamePrompt { distance: 0 })
            }
        })
    };
    let verdict = check(&delivery, trust, known);
    if let Some(error) = fault.into_inner() {
        return Ingested::Failed(error);
    }
    match verdict {
        Err(rejection) => reject(store, challenge, &rejection),
        Ok(accepted) => {
            let written = store.media().write(challenge.modality, accepted.format, body, now);
            let file = match written {
                Ok(file) => file,
                Err(error) => return Ingested::Failed(error),
            };
            let new = NewMedia {
                file,
                sha256: accepted.sha256,
                perceptual_hash: accepted.perceptual_hash,
                format: accepted.format,
                dimensions: accepted.dimensions,
                model_name: accepted.report.model_name,
                c2pa_issuer: accepted.report.issuer,
            };
            keep(store, duplicates, challenge, &new)
        }
    }
}

fn reject(store: &SharedStore, challenge: &PendingChallenge, rejection: &Rejection) -> Ingested {
    let (reason, class) = (rejection.to_string(), rejection.class());
    match store.lock().fail(challenge.task_id, &reason, class, UnixMillis::now()) {
        Ok(true) => Ingested::Rejected { reason, class: class.to_owned() },
        Ok(false) => Ingested::Gone,
        Err(error) => Ingested::Failed(error),
    }
}

/// Keeps a medium that passed, unless one like it was kept since it was looked for: the index stays locked until the
/// medium is in it, so of two copies at once one loses.
fn keep(store: &SharedStore, duplicates: &SharedDuplicates, challenge: &PendingChallenge, new: &NewMedia) -> Ingested {
    let mut index = duplicates.lock();
    let prompt = &challenge.prompt.id;
    let ended = if let Some(known) = index.find(prompt, &new.perceptual_hash) {
        reject(store, challenge, &known.into())
    } else {
        let (reason, class) = (Rejection::Duplicate.to_string(), Rejection::Duplicate.class());
        let delivered = store.lock().deliver(challenge, new, (&reason, class), UnixMillis::now());
        match delivered {
            Ok(Delivered::Stored) => {
                index.insert(prompt, &new.perceptual_hash);
                Ingested::Stored
            }
            Ok(Delivered::Duplicate) => Ingested::Rejected { reason, class: class.to_owned() },
            Ok(Delivered::Gone) => Ingested::Gone,
            Err(error) => Ingested::Failed(error),
        }
    };
    drop(index);
    if !matches!(ended, Ingested::Stored)
        && let Err(error) = store.media().remove(&new.file)
    {
        tracing::warn!(%error, "a file without a row stays until the next start");
    }
    ended
}
