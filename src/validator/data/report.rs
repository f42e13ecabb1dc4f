//! Tells the GAS API how miners did, after media were uploaded (`spec/gas.md` 14.4).

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::scoring::gas::WINDOW;
use crate::store::Standing;
use crate::types::{Hotkey, UnixMillis};
use crate::validator::gas_api::{GasApi, Limits};
use crate::validator::node::SharedStore;

const PATH: &str = "/api/v1/validator/generator-verification-upload";

/// Miners in one report at most.
const MOST: usize = 5000;

/// One attempt: the API takes the same twice for two reports.
const LIMITS: Limits = Limits { time: Duration::from_mins(1), longest_answer: 64 << 10, attempts: 1 };

/// Who is told.
pub(super) struct Reporter(pub(super) GasApi);

impl Reporter {
    /// Tells how the challenges of the last day ended. A failure is logged, and nothing else.
    pub(super) async fn report(&self, store: &SharedStore) {
        let since = UnixMillis::now().before(WINDOW);
        let standings = match store.call(move |store| store.standings_since(since)).await {
            Ok(standings) => standings,
            Err(error) => return tracing::warn!(%error, "the statistics of miners cannot be read"),
        };
        match self.0.post_json(PATH, &body(&standings), LIMITS).await {
            Ok(answer) => {
                tracing::info!(inserted = answer["inserted"].as_u64(), "the API took the statistics of miners");
            }
            Err(error) => tracing::warn!(%error, "the API did not take the statistics of miners"),
        }
    }
}

/// The report; challenges that are open do not count.
fn body(standings: &BTreeMap<Hotkey, Standing>) -> Value {
    let entries = standings.iter().filter_map(|(hotkey, standing)| {
        let failed: u64 = standing.rejected.values().sum();
        let evaluated = standing.verified + failed;
        #[expect(clippy::cast_precision_loss, reason = "a rate of counts far below 2^53")]
        let pass_rate = standing.verified as f64 / evaluated as f64;
        (evaluated > 0).then(|| {
            json!({
                "generator_hotkey": hotkey.to_string(),
                "generator_uid": standing.uid.0,
                "total_verified": standing.verified,
                "total_failed": failed,
                "total_evaluated": evaluated,
                "pass_rate": pass_rate,
            })
        })
    });
    json!({ "lookback_hours": 24.0, "entries": entries.take(MOST).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Uid;

    #[test]
    fn the_report_counts_what_ended_and_leaves_out_who_has_ended_nothing() {
        let standing = |challenged, verified, rejected: &[(&str, u64)]| Standing {
            awaiting_alignment: 0,
            uid: Uid(7),
            challenged,
            verified,
            rejected: rejected.iter().map(|(class, count)| ((*class).to_owned(), *count)).collect(),
        };
        let (busy, idle) = (Hotkey::from_bytes([1; 32]), Hotkey::from_bytes([2; 32]));
        let standings =
            BTreeMap::from([(busy, standing(9, 3, &[("stale", 1), ("timeout", 4)])), (idle, standing(2, 0, &[]))]);
        let expected = json!({ "lookback_hours": 24.0, "entries": [{
            "generator_hotkey": busy.to_string(), "generator_uid": 7, "total_verified": 3, "total_failed": 5,
            "total_evaluated": 8, "pass_rate": 0.375,
        }]});
        assert_eq!(body(&standings), expected);
    }
}
