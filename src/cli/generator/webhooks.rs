//! `gascli generator webhooks`: what came of deliveries, by validator and day.

use std::time::Duration;

use anyhow::Context as _;
use serde::Serialize;

use super::super::status_table::span;
use super::super::{Answer, Context, output};
use crate::daemon::state_socket;
use crate::protocol::daemon_state::WebhookState;
use crate::types::{ServiceName, UnixMillis};

pub(in super::super) const EXAMPLES: &str = "Examples:\n  gascli generator webhooks\n  gascli generator webhooks --days 7\n  \
                                             gascli generator webhooks --json";

const STATE_LIMIT: Duration = Duration::from_secs(1);

/// Arguments of `webhooks`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct WebhooksArgs {
    /// Days to show, today included.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=31))]
    days: u32,
    /// Service to ask, instead of the one that `gascli generator start` makes.
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    webhooks: &'a [WebhookState],
}

pub(in super::super) fn show(context: &Context, args: &WebhooksArgs) -> anyhow::Result<Answer> {
    let name = args.service.clone().unwrap_or_else(ServiceName::gas_miner);
    let rows = state_socket::read(&context.paths.state_socket(&name), STATE_LIMIT)
        .with_context(|| format!("`{name}` does not tell its state"))?
        .webhooks;
    if context.json {
        output::json(&Document { schema: output::SCHEMA, webhooks: &rows })?;
        return Ok(Answer::Yes);
    }
    if rows.is_empty() {
        output::note("nothing was delivered");
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
