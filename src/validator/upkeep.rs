//! What keeps the store small and safe while the validator runs: pruning and backups; and looks at what may be mended.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use super::ingest::look_for_ffmpeg;
use super::node::Node;
use crate::store::{Pruned, Store, StoreError};
use crate::types::UnixMillis;

/// Between two looks.
const EVERY: Duration = Duration::from_mins(5);

/// Between two parts of much that goes, so that deliveries come in between.
const PAUSE: Duration = Duration::from_millis(200);

/// What the tally calls the alert about media that take too much.
const TOPIC: &str = "media";

/// Prunes, backs up when that is due, and looks at what may be mended, until `stop`.
pub(super) async fn run(node: Arc<Node>, stop: CancellationToken) {
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = async { prune(&node).await; back_up(&node).await; look(&node).await } => {}
        }
    }
}

/// Runs `work` on a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(StoreError::Interrupted))
}

/// Sees whether a remedy was found for what an operator is told of.
async fn look(node: &Node) {
    let tally = Arc::clone(&node.tally);
    let _ = tokio::task::spawn_blocking(move || look_for_ffmpeg(&tally)).await; // else at the next look
}

async fn prune(node: &Node) {
    let all = match prune_all(node).await {
        Ok(all) => all,
        Err(error) => {
            tracing::warn!(%error, "the store could not be pruned");
            return;
        }
    };
    let Pruned { outcomes, prompts, media, media_bytes, failed_media, over_bytes, .. } = all;
    if !all.is_empty() {
        tracing::info!(outcomes, prompts, media, media_bytes, failed_media, "the store was pruned");
    }
    if over_bytes > 0 {
        tracing::warn!(over_bytes, "media take more than MEDIA_MAX_BYTES, but count in rewards or await their upload");
    }
    let over = format!(
        "media take {over_bytes} bytes more than MEDIA_MAX_BYTES, but count in rewards or await their upload: see `gascli validator uploads`"
    );
    node.tally.alert(TOPIC, (over_bytes > 0).then_some(over));
}

/// On a connection of its own: deliveries wait while rows go, and not while files do.
async fn prune_all(node: &Node) -> Result<Pruned, StoreError> {
    let folder = node.store.media().root().to_owned();
    let mut store = blocking(move || Store::open_existing(&folder)).await?;
    let mut all = Pruned::default();
    loop {
        let retention = node.settings.retention.clone();
        let pruned;
        (store, pruned) = blocking(move || {
            let pruned = store.prune(&retention, UnixMillis::now())?;
            Ok((store, pruned))
        })
        .await?;
        all = all.and(&pruned);
        if !all.more {
            return Ok(all);
        }
        sleep(PAUSE).await;
    }
}

/// Beside the connection that deliveries need.
async fn back_up(node: &Node) {
    let Some(every) = node.settings.backup_interval else { return };
    let (folder, keep) = (node.store.media().root().to_owned(), node.settings.backups_kept);
    let min_free = node.settings.min_free_bytes;
    let work = move || Store::backup_if_due(&folder, every, keep, min_free, UnixMillis::now());
    match blocking(work).await {
        Ok(Some(backup)) => {
            tracing::info!(file = %backup.path.display(), bytes = backup.bytes, "the database was backed up");
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "the database could not be backed up"),
    }
}
