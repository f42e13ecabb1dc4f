//! How often miners fool the benchmark's discriminators: asked before each epoch, beside everything else, and kept in the
//! store, so that an outage changes no reward (`spec/gas.md` 11.1 and 11.6).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::clock::at_or_past;
use super::gas_api::{ApiError, GasApi, Limits, api_time};
use super::node::Node;
use crate::scoring::gas::FoolCounts;
use crate::store::Answered;
use crate::types::{BlockNumber, Hotkey, UnixMillis};

/// Of which span the benchmark's results count, and how long an answer may be used.
pub(super) const WEEK: Duration = Duration::from_hours(7 * 24);

/// Blocks before an epoch at which the benchmark is asked: longer than an answer may take on the network.
const LEAD: u64 = 25;

const PATH: &str = "/api/v1/validator/generator-results";
const LIMITS: Limits = Limits { time: Duration::from_secs(270), longest_answer: 64 << 20, attempts: 3 };

/// What the tally calls this alert.
const TOPIC: &str = "benchmark";

/// Asks at the start and before each epoch until `stop`; `due` tells when the next one is.
pub(super) async fn run(node: Arc<Node>, mut due: watch::Receiver<BlockNumber>, stop: CancellationToken) {
    let Some(url) = node.settings.rewards.benchmark_api.clone() else { return stop.cancelled().await };
    let api = match GasApi::new(&url, node.keypair.clone()) {
        Ok(api) => api,
        Err(error) => {
            tracing::error!(%error, "the benchmark cannot be asked, so no miner has a bonus that is new");
            return stop.cancelled().await;
        }
    };
    let length = node.settings.epoch_length_blocks.max(1);
    let mut clock = node.clock.clone();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = refresh(&node, &api) => {}
        }
        loop {
            let epoch = *due.borrow_and_update();
            let ask = BlockNumber(epoch.0.saturating_sub(LEAD.min(length / 2)));
            // Asked for this epoch already: wait for the next.
            let next = tokio::select! {
                () = stop.cancelled() => return,
                changed = due.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return stop.cancelled().await,
                },
                block = at_or_past(&mut clock, ask), if node.clock.borrow().block < ask => block,
            };
            match next {
                Some(_) => break,
                None => return stop.cancelled().await,
            }
        }
    }
}

async fn refresh(node: &Node, api: &GasApi) {
    let now = UnixMillis::now();
    let (own, after) = (node.keypair.hotkey().to_string(), api_time(now.before(WEEK)));
    let query = [("validator_address", own.as_str()), ("after", after.as_str())];
    let answered = api.get_json(PATH, &query, LIMITS).await.and_then(|answer| {
        read_counts(&answer)
            .ok_or_else(|| ApiError::Unreadable { host: api.host(), reason: "no list of results".into() })
    });
    match answered {
        // A week without a single result is no news either: what was told before goes on counting until it is too old.
        Ok(counts) if counts.is_empty() => {
            tracing::warn!(host = api.host(), "the benchmark has no results; the last ones stay in use");
        }
        Ok(counts) => {
            let generators = counts.len();
            match node.store.call(move |store| store.save_fool_counts(&counts, now)).await {
                Ok(()) => tracing::info!(host = api.host(), generators, "benchmark results read"),
                Err(error) => tracing::error!(%error, "benchmark results could not be kept"),
            }
        }
        Err(error) => tracing::warn!(%error, "no benchmark results; the last ones stay in use"),
    }
}

/// The counts of each hotkey, summed over all rows; `None` for what is no list. What is no number counts as none.
fn read_counts(answer: &Value) -> Option<BTreeMap<Hotkey, FoolCounts>> {
    let mut found: BTreeMap<Hotkey, FoolCounts> = BTreeMap::new();
    for row in answer.as_array()? {
        let Some(hotkey) = row.get("ss58_address").and_then(Value::as_str).and_then(|text| text.parse().ok()) else {
            continue;
        };
        let counts = found.entry(hotkey).or_default();
        counts.fooled = counts.fooled.saturating_add(count(row.get("fooled_count")));
        counts.not_fooled = counts.not_fooled.saturating_add(count(row.get("not_fooled_count")));
    }
    Some(found)
}

fn count(value: Option<&Value>) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    let whole = |number: f64| if (0.0..1e15).contains(&number) { number as u64 } else { 0 };
    value.and_then(|value| value.as_u64().or_else(|| value.as_f64().map(whole))).unwrap_or(0)
}

/// The counts that may be used at a time: the last answer, if it is not too old. Also what is wrong with it.
pub(super) fn usable(
    kept: Option<Answered<BTreeMap<Hotkey, FoolCounts>>>,
    now: UnixMillis,
) -> (BTreeMap<Hotkey, FoolCounts>, Option<String>) {
    match kept {
        Some(Answered { at, .. }) if at.until(now) > WEEK => {
            let days = at.until(now).as_secs() / 86_400;
            (BTreeMap::new(), Some(format!("the benchmark has not answered for {days} days, so no miner has a bonus")))
        }
        Some(Answered { answer, .. }) => (answer, None),
        None => (BTreeMap::new(), Some("the benchmark has told no results yet, so no miner has a bonus".into())),
    }
}

/// Tells the tally what is wrong with the benchmark.
pub(super) fn tell(node: &Node, trouble: Option<String>) {
    let trouble = trouble.filter(|_| node.settings.rewards.benchmark_api.is_some()); // else nobody expects any
    if let Some(reason) = &trouble {
        tracing::error!(reason, "no bonus for anybody");
    }
    node.tally.alert(TOPIC, trouble);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_of_all_rows_of_a_hotkey_are_summed_and_what_is_no_number_counts_none() {
        // spec/gas.md 11.6
        let (one, two) = (Hotkey::from_bytes([1; 32]), Hotkey::from_bytes([2; 32]));
        let answer = json!([
            { "ss58_address": one.to_string(), "fooled_count": 3, "not_fooled_count": 7 },
            { "ss58_address": one.to_string(), "fooled_count": 2.0, "not_fooled_count": "many" },
            { "ss58_address": two.to_string(), "fooled_count": -1, "not_fooled_count": null },
            { "ss58_address": "nobody", "fooled_count": 9 },
            "odd",
        ]);
        let expected = BTreeMap::from([
            (one, FoolCounts { fooled: 5, not_fooled: 7 }),
            (two, FoolCounts { fooled: 0, not_fooled: 0 }),
        ]);
        assert_eq!(read_counts(&answer), Some(expected));
        assert_eq!(read_counts(&json!({ "error": "down" })), None);
    }

    #[test]
    fn an_answer_counts_for_seven_days_and_not_a_moment_longer() {
        let counts = BTreeMap::from([(Hotkey::from_bytes([1; 32]), FoolCounts { fooled: 1, not_fooled: 1 })]);
        let kept = || Some(Answered { at: UnixMillis(1_000), answer: counts.clone() });
        let end = UnixMillis(1_000).after(WEEK);
        assert_eq!(usable(kept(), end), (counts.clone(), None));
        let (found, trouble) = usable(kept(), UnixMillis(end.0 + 1));
        assert!(found.is_empty());
        assert_eq!(trouble.unwrap(), "the benchmark has not answered for 7 days, so no miner has a bonus");
        let never = "the benchmark has told no results yet, so no miner has a bonus";
        assert_eq!(usable(None, end), (BTreeMap::new(), Some(never.into())));
    }
}
