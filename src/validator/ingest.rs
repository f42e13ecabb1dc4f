//! What becomes of a delivery: checked, then kept or refused, then durable, then answered (`spec/gas.md` 8.6 and 8.7).

use std::cell::RefCell;
use std::sync::Arc;

use super::callback::Received;
use super::node::{Node, SharedStore, take_stock};
use super::open::Claim;
use crate::store::{Delivered, NewMedia, PendingChallenge, StoreError};
use crate::types::UnixMillis;
use crate::verification::c2pa::TrustSet;
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
    let (store, trust) = (node.store.clone(), Arc::clone(&node.trust));
    let challenge = claim.challenge().clone();
    let (uid, hotkey, task_id) = (challenge.uid, challenge.hotkey, challenge.task_id);
    let tally = Arc::clone(&node.tally);
    let work = move || {
        let ended = judge(&store, &trust, &challenge, &body.bytes);
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
fn judge(store: &SharedStore, trust: &TrustSet, challenge: &PendingChallenge, body: &[u8]) -> Ingested {
    let now = UnixMillis::now();
    let delivery = Delivery { bytes: body, modality: challenge.modality, issued_at: challenge.issued_at, now };
    let fault = RefCell::new(None);
    let known = |hash: &[u8; 32]| match store.lock().knows_media(hash) {
        Ok(known) => known,
        Err(error) => {
            // Ends the checks early; the verdict is not used.
            *fault.borrow_mut() = Some(error);
            true
        }
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
                format: accepted.format,
                dimensions: accepted.dimensions,
                model_name: accepted.report.model_name,
                c2pa_issuer: accepted.report.issuer,
            };
            keep(store, challenge, &new)
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

fn keep(store: &SharedStore, challenge: &PendingChallenge, new: &NewMedia) -> Ingested {
    let (reason, class) = (Rejection::Duplicate.to_string(), Rejection::Duplicate.class());
    let delivered = store.lock().deliver(challenge, new, (&reason, class), UnixMillis::now());
    if !matches!(delivered, Ok(Delivered::Stored))
        && let Err(error) = store.media().remove(&new.file)
    {
        tracing::warn!(%error, "a file without a row stays until the next start");
    }
    match delivered {
        Ok(Delivered::Stored) => Ingested::Stored,
        Ok(Delivered::Duplicate) => Ingested::Rejected { reason, class: class.to_owned() },
        Ok(Delivered::Gone) => Ingested::Gone,
        Err(error) => Ingested::Failed(error),
    }
}
