//! What videos cost: the pinned prices, those read from their seller if the operator wants that, and the operator's own
//! over both (`spec/gas.md` 11.2).
//!
//! The reference reads prices whenever it starts, so that validators disagree by when they did (`spec/gas.md` 18, point
//! 31). Here nothing is read unasked, and what changes by it is told.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use super::node::Node;
use super::settings::LivePriceSettings;
use crate::daemon::client::{ClientError, Reach, client, describe, read_answer};
use crate::scoring::gas::{Price, Prices};
use crate::store::{Store, StoreError};
use crate::types::{Code, Hint, UnixMillis};

/// Where prices are read, unless somebody says otherwise.
pub const DEFAULT_URL: &str = "https://openrouter.ai/api/v1/videos/models";

/// How long an answer may take, and how long it may be.
const ASK: Duration = Duration::from_secs(10);
const LONGEST_ANSWER: usize = 8 << 20;

/// Longest name of a model.
const LONGEST_NAME: usize = 200;

/// Why prices were not read.
#[derive(Debug, thiserror::Error)]
pub enum PricesError {
    /// There is no client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No answer.
    #[error("live prices could not be read: {0}")]
    Silent(String),
    /// Another status than 200.
    #[error("live prices could not be read: HTTP {0}")]
    Status(u16),
    /// Something else than prices.
    #[error("live prices could not be read: {0}")]
    Unreadable(&'static str),
    /// They could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for PricesError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            _ => Some("the last good prices stay in use; LIVE_PRICES_URL chooses where they are read".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Store(error) => error.code(),
            Self::Client(_) => None,
            _ => Some(Code::Network),
        }
    }
}

/// What a refresh changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceChange {
    /// Models that the answer prices.
    pub models: usize,
    /// Prices that are other than before, as `MODEL=USD`.
    pub changed: Vec<String>,
    /// What counted one before, in USD per second.
    pub baseline_before: f64,
    /// What counts one now.
    pub baseline_after: f64,
}

/// The prices in use: pinned, then live ones if there are any, then the operator's.
pub fn prices_in_use(store: &Store, own: &[Price]) -> Result<Prices, StoreError> {
    let live = store.live_prices()?.map(|live| live.answer).unwrap_or_default();
    let live = live.into_iter().map(|(model, usd)| Price { model, tier: None, usd });
    Ok(Prices::default().with(live).with(own.iter().cloned()))
}

/// Reads live prices: of each model the lowest price of what is sold by the second.
pub async fn read_live(url: &str) -> Result<Vec<(String, f64)>, PricesError> {
    let ask = async {
        let answer =
            client(Reach::Operator)?.get(url).send().await.map_err(|error| PricesError::Silent(describe(&error)))?;
        if answer.status().as_u16() != 200 {
            return Err(PricesError::Status(answer.status().as_u16()));
        }
        let body = read_answer(answer, LONGEST_ANSWER).await.map_err(|error| PricesError::Silent(error.to_string()))?;
        serde_json::from_slice::<Value>(&body).map_err(|_| PricesError::Unreadable("the answer is no JSON"))
    };
    let answer =
        timeout(ASK, ask).await.map_err(|_| PricesError::Silent(format!("no answer within {} s", ASK.as_secs())))??;
    let models = answer.get("data").and_then(Value::as_array);
    let models = models.ok_or(PricesError::Unreadable("the answer holds no list `data`"))?;
    let found: Vec<(String, f64)> = models.iter().filter_map(price_of).collect();
    if found.is_empty() {
        Err(PricesError::Unreadable("no model in the answer has a price by the second"))
    } else {
        Ok(found)
    }
}

fn price_of(model: &Value) -> Option<(String, f64)> {
    let id = model.get("id")?.as_str().filter(|id| !id.is_empty() && id.len() <= LONGEST_NAME)?;
    let sold = model.get("pricing_skus")?.as_object()?;
    let by_the_second =
        sold.iter().filter(|(name, _)| name.contains("text_to_video") || name.contains("duration_seconds"));
    let number = |price: &Value| price.as_f64().or_else(|| price.as_str()?.trim().parse().ok());
    // A price of zero would make the baseline zero, of which nothing is a multiple.
    let prices = by_the_second.filter_map(|(_, price)| number(price)).filter(|usd| usd.is_finite() && *usd > 0.0);
    prices.min_by(f64::total_cmp).map(|usd| (id.to_owned(), usd))
}

/// Uses prices from now on; `None` goes back to the pinned ones.
pub fn keep(
    store: &mut Store,
    live: Option<&[(String, f64)]>,
    own: &[Price],
    now: UnixMillis,
) -> Result<PriceChange, StoreError> {
    let before = prices_in_use(store, own)?;
    store.save_live_prices(live, now)?;
    let after = prices_in_use(store, own)?;
    Ok(PriceChange {
        models: live.map_or(0, <[_]>::len),
        changed: after.different_from(&before).iter().map(ToString::to_string).collect(),
        baseline_before: before.baseline(),
        baseline_after: after.baseline(),
    })
}

/// Reads live prices at the start and at intervals until `stop`, if the settings say so. A failure keeps the last good.
pub(super) async fn run(node: Arc<Node>, stop: CancellationToken) {
    let LivePriceSettings { url, every } = node.settings.rewards.live_prices.clone();
    let Some(every) = every else {
        match node.store.call(|store| store.live_prices()).await {
            Ok(live) => tell_leftover(live.map(|live| live.at), UnixMillis::now()),
            Err(error) => tracing::warn!(%error, "it is not known whether live prices are in use"),
        }
        return stop.cancelled().await;
    };
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let refreshed = tokio::select! {
            () = stop.cancelled() => return,
            refreshed = refresh(&node, &url) => refreshed,
        };
        match refreshed {
            Ok(PriceChange { models, changed, baseline_before, baseline_after }) => {
                tracing::info!(
                    models,
                    changed = changed.join(" "),
                    baseline_before,
                    baseline_after,
                    "live prices read"
                );
            }
            Err(error) => tracing::warn!(%error, "the last good prices stay in use"),
        }
    }
}

/// Prices that were read once stay in use until somebody resets them: without `LIVE_PRICES` nobody renews them.
fn tell_leftover(read_at: Option<UnixMillis>, now: UnixMillis) {
    let Some(read_at) = read_at else { return };
    let days = read_at.until(now).as_secs() / (24 * 60 * 60);
    tracing::warn!(
        "live prices that were read {days} days ago are in use, and LIVE_PRICES is off, so nothing renews them; \
         `gascli validator prices --reset` goes back to the pinned ones"
    );
}

async fn refresh(node: &Node, url: &str) -> Result<PriceChange, PricesError> {
    let live = read_live(url).await?;
    let own = node.settings.rewards.video_prices.clone();
    Ok(node.store.call(move |store| keep(store, Some(&live), &own, UnixMillis::now())).await?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_each_model_the_cheapest_second_counts() {
        // spec/gas.md 11.2
        for (model, expected) in [
            (
                json!({ "id": "a/b", "pricing_skus": { "text_to_video": "0.2", "duration_seconds_720p": 0.1 } }),
                Some(0.1),
            ),
            (json!({ "id": "a/b", "pricing_skus": { "per_image": 0.01, "text_to_video_1080p": "0.5" } }), Some(0.5)),
            (json!({ "id": "a/b", "pricing_skus": { "text_to_video": "free", "duration_seconds": 0 } }), None),
            (json!({ "id": "a/b", "pricing_skus": { "per_image": 1 } }), None),
            (json!({ "id": "", "pricing_skus": { "text_to_video": 1 } }), None),
            (json!({ "id": 7, "pricing_skus": { "text_to_video": 1 } }), None),
            (json!({ "id": "a/b", "pricing_skus": [] }), None),
            (json!(null), None),
        ] {
            assert_eq!(price_of(&model).map(|(_, usd)| usd), expected, "{model}");
        }
    }

    #[test]
    fn the_operators_prices_go_before_live_ones_and_those_before_the_pinned() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let own = [Price { model: "b/two".into(), tier: None, usd: 0.07 }];
        let live = [("a/one".to_owned(), 0.02), ("b/two".to_owned(), 0.01)];
        let change = keep(&mut store, Some(&live), &own, UnixMillis(1)).unwrap();
        let expected =
            PriceChange { models: 2, changed: vec!["a/one=0.02".into()], baseline_before: 0.03, baseline_after: 0.02 };
        assert_eq!(change, expected);
        let back = keep(&mut store, None, &own, UnixMillis(2)).unwrap();
        assert_eq!((back.baseline_before, back.baseline_after), (0.02, 0.03));
        assert_eq!(prices_in_use(&store, &own).unwrap(), Prices::default().with(own));
    }
}
