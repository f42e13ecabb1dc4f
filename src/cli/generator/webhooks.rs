//! `gascli generator webhooks`: what came of deliveries, by validator and day.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::node::{self, ConfigArgs};
use super::super::status_table::span;
use super::super::{Answer, Context, output};
use crate::protocol::daemon_state::WebhookState;
use crate::store;
use crate::types::{ServiceName, UnixMillis};

pub(in super::super) const EXAMPLES: &str = "Examples:\n  gascli generator webhooks\n  gascli generator webhooks --days 7\n  \
                                             gascli generator webhooks --json";

/// Arguments of `webhooks`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct WebhooksArgs {
    /// Days with deliveries to show, the newest first; a week is kept.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=8))]
    days: u32,
    /// Service to ask, instead of the one that `gascli generator start` makes.
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    webhooks: &'a [WebhookState],
}

pub(in super::super) fn show(context: &Context, args: &WebhooksArgs) -> anyhow::Result<Answer> {
    let name = args.service.clone().unwrap_or_else(ServiceName::gas_miner);
    let daemon = node::daemon_state(context, &name).ok().flatten();
    let folder = node::state_folder(context, &args.config, &name);
    let folder = folder.or_else(|| Some(context.paths.miner(&daemon.as_ref()?.node.hotkey)));
    let written = folder.map_or_else(|| Ok(Vec::new()), |folder| store::webhook_statistics(&folder, args.days))?;
    let rows = newest(daemon.map(|state| state.webhooks).unwrap_or_default(), written, args.days);
    if context.json {
        output::json(&Document { schema: output::SCHEMA, webhooks: &rows })?;
        return Ok(Answer::Yes);
    }
    if rows.is_empty() {
        output::note("nothing was delivered yet");
        return Ok(Answer::Yes);
    }
    let now = UnixMillis::now();
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, now)).collect();
    output::table(&["DAY", "VALIDATOR", "TAKEN", "FAILED", "SUCCESS", "LAST TAKEN", "FAILURES"], &cells)?;
    let troubled = rows.iter().filter(|row| row.last_failure_ms > row.last_success_ms);
    for row in troubled {
        let reason = row.last_failure_reason.as_deref().unwrap_or("no reason is known");
        output::line(format_args!("{}: {}", output::escaped(&row.validator), output::escaped(reason)))?;
    }
    Ok(Answer::Yes)
}

/// What the daemon tells, which is newer, before what it has written; of so many days.
fn newest(told: Vec<WebhookState>, written: Vec<WebhookState>, days: u32) -> Vec<WebhookState> {
    let is_told =
        |row: &WebhookState| told.iter().any(|told| (&told.day, &told.validator) == (&row.day, &row.validator));
    let written: Vec<WebhookState> = written.into_iter().filter(|row| !is_told(row)).collect();
    let mut rows: Vec<WebhookState> = told.into_iter().chain(written).collect();
    let failed = |row: &WebhookState| row.failures.values().sum::<u64>();
    rows.sort_by(|a, b| b.day.cmp(&a.day).then(failed(b).cmp(&failed(a))).then(a.validator.cmp(&b.validator)));
    let all: BTreeSet<String> = rows.iter().map(|row| row.day.clone()).collect();
    let shown: BTreeSet<String> = all.into_iter().rev().take(days as usize).collect();
    rows.retain(|row| shown.contains(&row.day));
    rows
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn cells(row: &WebhookState, now: UnixMillis) -> Vec<String> {
    let failed: u64 = row.failures.values().sum();
    let all = row.successes + failed;
    let share = if all == 0 { "-".into() } else { format!("{:.1}%", 100.0 * row.successes as f64 / all as f64) };
    let last =
        row.last_success_ms.map_or_else(|| "never".into(), |at| format!("{} ago", span(at.until(now).as_secs())));
    let mut failures: Vec<(&String, &u64)> = row.failures.iter().collect();
    failures.sort_by(|a, b| b.1.cmp(a.1));
    let failures: Vec<String> = failures.iter().map(|(category, count)| format!("{count} {category}")).collect();
    vec![
        row.day.clone(),
        output::escaped(&row.validator),
        row.successes.to_string(),
        failed.to_string(),
        share,
        last,
        output::escaped(&failures.join(", ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_daemon_tells_counts_more_than_what_it_has_written_and_only_the_asked_days_are_shown() {
        let row = |day: &str, validator: &str, successes| WebhookState {
            validator: validator.into(),
            day: day.into(),
            successes,
            failures: [("http_500".to_owned(), u64::from(validator == "b"))].into(),
            last_success_ms: None,
            last_failure_ms: None,
            last_failure_reason: None,
        };
        let told = vec![row("2026-11-21", "a", 5), row("2026-11-21", "b", 1)];
        let written = vec![row("2026-11-21", "a", 3), row("2026-11-20", "a", 2), row("2026-11-18", "a", 1)];
        let rows = newest(told, written, 2);
        let shown: Vec<_> = rows.iter().map(|row| (row.day.as_str(), row.validator.as_str(), row.successes)).collect();
        assert_eq!(shown, [("2026-11-21", "b", 1), ("2026-11-21", "a", 5), ("2026-11-20", "a", 2)]);
        assert!(newest(Vec::new(), Vec::new(), 1).is_empty());
    }
}
