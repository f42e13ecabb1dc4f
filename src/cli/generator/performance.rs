//! `gascli generator performance`: what validators and the benchmark found of this miner (`spec/gas.md` 14.5).

use std::time::Duration;

use serde_json::Value;

use super::super::node::ConfigArgs;
use super::super::validator::stored::runtime;
use super::super::{Answer, Context, output, password};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::types::Modality;
use crate::validator::gas_api::{ApiError, DEFAULT_URL, GasApi, Limits};

pub(in super::super) const EXAMPLES: &str = "The wallet is that of the miner's configuration.\n\nExamples:\n  gascli generator \
                                             performance\n  gascli generator performance --modality video --lookback-days 3 \
                                             --json";

const PATH: &str = "/api/v1/generator/performance";
const LIMITS: Limits = Limits { time: Duration::from_mins(2), longest_answer: 8 << 20, attempts: 3 };

/// Arguments of `performance`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PerformanceArgs {
    /// Only image or only video.
    #[arg(long, value_name = "MODALITY")]
    modality: Option<Modality>,
    /// Days that count.
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    lookback_days: u32,
    /// The GAS API, instead of `GAS_API_URL` or the network's own.
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(in super::super) fn run(context: &Context, args: &PerformanceArgs) -> anyhow::Result<Answer> {
    let sources = args.config.sources(context, Role::Generator)?;
    // Whatever else is wrong with the configuration: only whose figures they are matters here.
    let wallet = config::chain(&sources)?.wallet;
    let keypair = wallet::load_hotkey(&wallet.asking(password::asker()))?;
    let configured = context.environment.get("GAS_API_URL").filter(|url| !url.is_empty());
    let url = args.api_url.as_ref().or(configured).map_or(DEFAULT_URL, String::as_str);
    let api = GasApi::new(url, keypair)?;
    let days = args.lookback_days.to_string();
    let mut query = vec![("lookback_days", days.as_str())];
    query.extend(args.modality.map(|modality| ("modality", modality.as_str())));
    let answer = match runtime()?.block_on(api.get_json(PATH, &query, LIMITS)) {
        Ok(answer) => answer,
        // The API has answered: there is nothing to show.
        Err(error @ ApiError::Status { .. }) => {
            output::note(output::escaped(&error.to_string()));
            return Ok(Answer::No);
        }
        Err(error) => return Err(error.into()),
    };
    if context.json {
        output::json(&answer)?;
        return Ok(Answer::Yes);
    }
    for line in lines(&answer) {
        output::line(output::escaped(&line))?;
    }
    Ok(Answer::Yes)
}

/// Both blocks of the text.
fn lines(answer: &Value) -> Vec<String> {
    let count =
        |block: &Value, name: &str| block[name].as_f64().map_or_else(|| "—".to_owned(), |count| count.to_string());
    let rate = |block: &Value, name: &str| {
        block[name].as_f64().map_or_else(|| "—".to_owned(), |rate| format!("{:.1}%", 100.0 * rate))
    };
    let checked = &answer["verification"];
    let mut lines = vec!["Verification by validators".to_owned()];
    if checked.is_object() {
        lines.push(format!("  validators   {}", count(checked, "validator_count")));
        lines.push(format!(
            "  pass rate    {} ({} of {} verified, {} failed)",
            rate(checked, "aggregate_pass_rate"),
            count(checked, "total_verified"),
            count(checked, "total_evaluated"),
            count(checked, "total_failed")
        ));
        for row in checked["by_validator"].as_array().into_iter().flatten() {
            lines.push(format!(
                "  {:<17}  {:>6}  {} verified, {} failed in {} h",
                cut(row["validator_hotkey"].as_str().unwrap_or("—")),
                rate(row, "pass_rate"),
                count(row, "total_verified"),
                count(row, "total_failed"),
                count(row, "lookback_hours")
            ));
        }
    } else {
        lines.push("  nothing yet".into());
    }
    let fooled = &answer["fool_aggregate"];
    lines.extend([String::new(), "Fooling discriminators".to_owned()]);
    if fooled.is_object() {
        lines.push(format!(
            "  fool rate    {} ({} of {} samples taken for real, {} recognised)",
            rate(fooled, "fool_rate"),
            count(fooled, "fooled_count"),
            count(fooled, "total_samples"),
            count(fooled, "not_fooled_count")
        ));
        lines.push(format!("  runs         {}", count(fooled, "benchmark_run_count")));
    } else {
        lines.push("  nothing yet".into());
    }
    lines
}

/// The beginning of a key.
fn cut(key: &str) -> String {
    let begin: String = key.chars().take(16).collect();
    if begin.len() < key.len() { begin + "…" } else { begin }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_blocks_are_shown_also_if_the_api_leaves_one_out() {
        let answer = json!({
            "verification": {
                "validator_count": 1, "aggregate_pass_rate": 0.75, "total_verified": 6, "total_failed": 2,
                "total_evaluated": 8,
                "by_validator": [{
                    "validator_hotkey": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "pass_rate": 0.75,
                    "total_verified": 6, "total_failed": 2, "lookback_hours": 24.0
                }]
            },
            "fool_aggregate": {
                "fool_rate": 0.5, "total_samples": 20, "fooled_count": 10, "not_fooled_count": 10,
                "benchmark_run_count": 3
            }
        });
        assert_eq!(
            lines(&answer),
            [
                "Verification by validators",
                "  validators   1",
                "  pass rate    75.0% (6 of 8 verified, 2 failed)",
                "  5GrwvaEF5zXb26Fz…   75.0%  6 verified, 2 failed in 24 h",
                "",
                "Fooling discriminators",
                "  fool rate    50.0% (10 of 20 samples taken for real, 10 recognised)",
                "  runs         3",
            ]
        );
        assert_eq!(lines(&json!({})).iter().filter(|line| line.as_str() == "  nothing yet").count(), 2);
    }
}
