//! `gascli discriminator performance`: how the submitted models do (`spec/gas.md` 14.2).

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::super::node::ConfigArgs;
use super::super::validator::stored::runtime;
use super::super::{Answer, Context, output, password};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::protocol::discriminator::Medium;
use crate::validator::gas_api::{ApiError, DEFAULT_URL, GasApi, Limits};

pub(super) const EXAMPLES: &str = "Exit status 1: the API answers, but not with models (a hotkey that it does not know, for \
                                   example).\n\nExamples:\n  gascli discriminator performance\n  gascli discriminator \
                                   performance --modality image --json";

const PATH: &str = "/api/v1/miner/models";
const LIMITS: Limits = Limits { time: Duration::from_secs(30), longest_answer: 8 << 20, attempts: 3 };

/// Arguments of `performance`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PerformanceArgs {
    /// Only image, only video or only audio.
    #[arg(long, value_name = "MODALITY")]
    modality: Option<Medium>,
    /// The GAS API, instead of `GAS_API_URL` or the network's own.
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    models: &'a Value,
}

pub(super) fn run(context: &Context, args: &PerformanceArgs) -> anyhow::Result<Answer> {
    let settings = config::chain(&args.config.sources(context, Role::Generator)?)?;
    let keypair = wallet::load_hotkey(&settings.wallet.asking(password::asker()))?;
    let configured = context.environment.get("GAS_API_URL").filter(|url| !url.is_empty());
    let url = args.api_url.as_ref().or(configured).map_or(DEFAULT_URL, String::as_str);
    let api = GasApi::new(url, keypair)?;
    let query: Vec<(&str, &str)> = args.modality.iter().map(|medium| ("modality", medium.as_str())).collect();
    let models = match runtime()?.block_on(api.get_json(PATH, &query, LIMITS)) {
        Ok(models) => models,
        // The API has answered: there is nothing to show.
        Err(error @ ApiError::Status { .. }) => {
            output::note(output::escaped(&error.to_string()));
            return Ok(Answer::No);
        }
        Err(error) => return Err(error.into()),
    };
    if context.json {
        output::json(&Document { schema: output::SCHEMA, models: &models })?;
        return Ok(Answer::Yes);
    }
    for line in lines(&models) {
        output::line(output::escaped(&line))?;
    }
    Ok(Answer::Yes)
}

/// All models, each with its exam and its runs.
fn lines(models: &Value) -> Vec<String> {
    let models = models.as_array().map(Vec::as_slice).unwrap_or_default();
    if models.is_empty() {
        return vec!["no models yet: `gascli discriminator push` submits some".into()];
    }
    let mut lines = Vec::new();
    for model in models {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let word = |name: &str| word(&model[name]);
        let (id, modality, vertical) = (word("model_id"), word("modality"), word("vertical"));
        lines.push(format!("model {id}  {modality}  {vertical}  uploaded {}", word("upload_timestamp")));
        for (title, status, reason) in
            [("exam", "exam_status", "exam_reason"), ("benchmark", "benchmark_status", "benchmark_reason")]
        {
            let status = match word(status) {
                // The archive is there, and waits for its turn.
                status if status == "uploaded" => "pending".to_owned(),
                status => status,
            };
            lines.push(format!("  {title:<9}  {status}"));
            let reason = model[reason].as_str().unwrap_or_default();
            let parts = reason.split(" | ").map(str::trim).filter(|part| !part.is_empty());
            lines.extend(parts.map(|part| format!("             {part}")));
        }
        lines.extend(model["benchmark_runs"].as_array().into_iter().flatten().map(run_line));
    }
    lines
}

fn run_line(run: &Value) -> String {
    let (id, status, started) = (word(&run["run_id"]), word(&run["status"]), word(&run["started_at"]));
    let number = |name: &str| run[name].as_f64().map_or_else(|| "—".to_owned(), |number| format!("{number:.4}"));
    let has = |names: [&str; 2]| names.iter().any(|name| !run[name].is_null());
    let mut score = format!("sn34 {}", number("sn34_score"));
    if has(["base_sn34_score", "aug_sn34_score"]) {
        score = format!("{score} (base {}, augmented {})", number("base_sn34_score"), number("aug_sn34_score"));
    }
    let mut parts = format!("MCC {}  Brier {}", number("mcc"), number("brier"));
    if has(["aug_binary_mcc", "aug_binary_brier"]) {
        let (mcc, brier) = (number("aug_binary_mcc"), number("aug_binary_brier"));
        parts = format!("{parts}  augmented MCC {mcc}  Brier {brier}");
    }
    format!("  run {id}  {status}  {started}  {score}  {parts}")
}

/// A word or number of the API's.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => "—".into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_model_is_shown_with_every_line_of_its_exam_and_with_its_runs() {
        let models = json!([{
            "model_id": 7, "modality": "image", "vertical": "general", "exam_status": "failed",
            "benchmark_status": "uploaded", "upload_timestamp": "2026-11-20T10:00:00",
            "exam_reason": "accuracy 0.61 on a | accuracy 0.79 on b | ", "benchmark_reason": null,
            "benchmark_runs": [
                { "run_id": 3, "status": "success", "started_at": "2026-11-21T00:00:00", "sn34_score": 0.76,
                  "mcc": 0.8, "brier": 0.05, "base_sn34_score": 0.8, "aug_sn34_score": 0.6,
                  "aug_binary_mcc": 0.5, "aug_binary_brier": 0.1 },
                { "run_id": "x", "status": "queued" }
            ]
        }, {}]);
        assert_eq!(
            lines(&models),
            [
                "model 7  image  general  uploaded 2026-11-20T10:00:00",
                "  exam       failed",
                "             accuracy 0.61 on a",
                "             accuracy 0.79 on b",
                "  benchmark  pending",
                "  run 3  success  2026-11-21T00:00:00  sn34 0.7600 (base 0.8000, augmented 0.6000)  MCC 0.8000  Brier 0.0500  \
                 augmented MCC 0.5000  Brier 0.1000",
                "  run x  queued  —  sn34 —  MCC —  Brier —",
                "",
                "model —  —  —  uploaded —",
                "  exam       —",
                "  benchmark  —",
            ]
        );
        assert_eq!(lines(&json!([])).len(), 1);
    }
}
