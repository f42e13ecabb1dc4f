//! Compares stored media with their prompts (`spec/gas.md` 10), beside the deliveries.
//!
//! ```text
//!  ingest ──stored──> media that await ──a batch──> prepare ──> look ──> settle ──> verified or failed
//!                            ▲                  (one batch ahead)
//!                            └── whoever restarts, imports, or pulls the model later finds them here
//! ```
//!
//! What awaits is in the store and nowhere else, so nothing is lost and nothing is looked at twice. Nobody fails for what
//! is missing here: without the model media wait, and the state says what helps.

mod faults;
mod known;
mod looker;
mod model;
mod pool;
mod prepare;
mod pull;
pub mod source;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::WORK_LIMIT;
use super::node::Node;
use crate::store::{AlignmentDecision, AlignmentEnd, AwaitingPlace, Store, StoreError};
use crate::types::{Hint, UnixMillis};

use faults::Faults;
use looker::{LookError, Stops};
use model::{Model, Ready};
pub(super) use watch::Watch;

/// Between two looks at what awaits, if nobody says that something does: an import, or a model that arrived.
const EVERY: Duration = Duration::from_secs(5);

/// After something failed here.
const PAUSE: Duration = Duration::from_secs(8);

/// How long after `stop` a look at media is waited for; a film may take longer.
const LEAVE: Duration = Duration::from_secs(5);

/// Media that are passed at once where nothing looks at them.
const UNSEEN: u32 = 256;

/// Looks at what awaits until `stop`, which waits for [`LEAVE`] at most.
pub(super) async fn run(node: Arc<Node>, stop: CancellationToken) {
    let faults = Arc::default();
    let mut model = Model::new(&node, &faults);
    if node.settings.alignment.model.is_none() && !node.settings.endpoint.is_local() {
        tracing::warn!(
            "CLIP_MODEL is `none`: media pass whatever they show, which the network's other validators do not do"
        );
    }
    loop {
        let pause = match step(&node, &mut model, &faults, &stop).await {
            Ok(Step::More) => Duration::ZERO,
            Ok(Step::Idle) => EVERY,
            Err(error) => {
                let error = in_full(&error);
                tracing::error!(error, "media could not be compared with their prompts; they wait");
                node.alignment.waits(&node.tally, Some(error));
                PAUSE
            }
        };
        let due = Instant::now() + pause;
        tokio::select! {
            () = stop.cancelled() => break,
            () = node.alignment.woken(), if pause == EVERY => {}
            () = sleep_until(due) => {}
        }
    }
    // A model that is being fetched goes on from there at the next start.
    if timeout(Duration::from_secs(1), model.end()).await.is_err() {
        tracing::warn!("the model is being opened; it is left behind");
    }
}

enum Step {
    /// There may be more to look at.
    More,
    /// There is nothing to look at, or nothing to look with.
    Idle,
}

async fn step(
    node: &Arc<Node>,
    model: &mut Model,
    faults: &Arc<Faults>,
    stop: &CancellationToken,
) -> Result<Step, LookError> {
    if node.settings.alignment.model.is_none() {
        return pass_unseen(node).await;
    }
    let asked = Arc::clone(faults);
    let due = node.store.ask(move |store| asked.due(store, 1, std::time::Instant::now())).await?;
    let ready = tokio::select! {
        () = stop.cancelled() => return Ok(Step::Idle),
        ready = model.ready(node, !due.is_empty()) => ready,
    };
    let looker = match ready {
        Ready::Here(looker) => looker,
        // Nothing is due, so it is not loaded.
        Ready::Resting => {
            node.alignment.waits(&node.tally, faults.reason());
            return Ok(Step::Idle);
        }
        Ready::Missing(reason) => {
            node.alignment.waits(&node.tally, Some(reason));
            return Ok(Step::Idle);
        }
    };
    let stops = Stops { stop: stop.clone(), left: CancellationToken::new() };
    let work = {
        let (node, stops) = (Arc::clone(node), stops.clone());
        tokio::task::spawn_blocking(move || looker.walk(&node, &stops))
    };
    let walked = tokio::select! {
        walked = node.heart.watch("a look at media and their prompts", WORK_LIMIT, work) => walked,
        () = async { stop.cancelled().await; sleep(LEAVE).await } => {
            stops.left.cancel();
            tracing::warn!("a medium is still being read; it is left behind and waits for the next start");
            return Ok(Step::Idle);
        }
    };
    let found_some = match walked {
        Ok(walked) => walked?,
        Err(panic) => {
            model.start_anew(node);
            return Err(LookError::Broken(panic.to_string()));
        }
    };
    node.alignment.waits(&node.tally, faults.reason());
    Ok(if found_some { Step::More } else { Step::Idle })
}

/// Lets everything pass, as the operator said (`CLIP_MODEL=none`).
async fn pass_unseen(node: &Arc<Node>) -> Result<Step, LookError> {
    let (owned, tally) = (Arc::clone(node), Arc::clone(&node.tally));
    let passed = node.store.call(move |store| {
        let media = store.awaiting_after(AwaitingPlace::START, UNSEEN)?;
        let pass = |media_id: &String| AlignmentDecision {
            media_id: media_id.clone(),
            similarity: None,
            end: AlignmentEnd::Verified(None),
        };
        let decisions: Vec<AlignmentDecision> = media.iter().map(|medium| pass(&medium.media_id)).collect();
        if decisions.is_empty() {
            return Ok(false);
        }
        let settled = store.settle_alignment(&decisions, UnixMillis::now())?;
        looker::tell(&owned.alignment, &tally, &media, &decisions, &settled);
        Ok(decisions.len() == UNSEEN as usize)
    });
    Ok(if passed.await? { Step::More } else { Step::Idle })
}

/// A connection of one's own, so that reading holds nobody up.
fn own_store(node: &Node) -> Result<Store, StoreError> {
    Store::open_existing(node.store.media().root())
}

/// An error with its causes and with what helps, in one line.
fn in_full(error: &impl Hint) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{text}{hint}")
}
