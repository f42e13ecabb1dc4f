//! What is learned of validators and models outlives the process, and is summed up in the log now and then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::Miner;
use super::deliveries::{Statistics, day_of, failures};
use super::models::Models;
use crate::protocol::daemon_state::WebhookState;
use crate::store::{MinerStore, StoreError};
use crate::types::UnixMillis;

/// How often statistics are written.
const WRITE: Duration = Duration::from_secs(10);

/// How often they are summed up (`spec/gas.md` 4.1).
const TELL: Duration = Duration::from_mins(5);

/// How long they are kept.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// Takes up what an earlier process learned.
pub(super) async fn restore(store: &MinerStore, statistics: &Statistics) -> Result<Models, StoreError> {
    statistics.restore(store.webhooks_of(day_of(UnixMillis::now())).await?);
    let mut models = Models::default();
    for row in store.models().await? {
        match serde_json::from_str(&row.document) {
            Ok(health) => models.restore(row.service, row.model, health),
            Err(error) => tracing::warn!(model = row.model, %error, "what was known of a model cannot be read"),
        }
    }
    Ok(models)
}

/// Writes statistics until `stop`, and tells of them.
pub(super) async fn keep(miner: Arc<Miner>, stop: CancellationToken) {
    let mut told_at = Instant::now();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(WRITE) => {}
        }
        write(&miner.store, &miner.courier.statistics).await;
        if told_at.elapsed() >= TELL {
            told_at = Instant::now();
            tell(&miner.courier.statistics.take_untold());
        }
    }
}

/// Writes what has changed. To be called once more when the last delivery has ended.
pub(super) async fn write(store: &MinerStore, statistics: &Statistics) {
    let now = UnixMillis::now();
    let rows = statistics.take_unwritten(now);
    if rows.is_empty() {
        return;
    }
    if let Err(error) = store.save_webhooks(rows.clone(), day_of(now.before(KEPT))).await {
        tracing::warn!(%error, "statistics of deliveries could not be written; they are kept in memory");
        statistics.unwritten(rows);
    }
}

fn tell(rows: &[WebhookState]) {
    for row in rows {
        let (succeeded, failed) = (row.successes, failures(row));
        let categories: Vec<String> =
            row.failures.iter().map(|(category, count)| format!("{category} {count}")).collect();
        tracing::info!(
            validator = row.validator,
            day = row.day,
            succeeded,
            failed,
            success_percent = 100 * succeeded / (succeeded + failed).max(1),
            categories = categories.join(", "),
            "deliveries of the day"
        );
    }
}
