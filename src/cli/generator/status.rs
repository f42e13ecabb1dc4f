//! `gascli generator status`: the process, and below it what the miner tells of itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::super::node::{self, ConfigArgs};
use super::super::status_table::{self, span};
use super::super::{Answer, Context, output, services};
use crate::protocol::daemon_state::{DaemonState, Health, ModelState, ServiceState, SpendState, TaskCounters};
use crate::store::{self, AtRest, StoreError};
use crate::supervisor::ServiceStatus;
use crate::types::{MicroUsd, ServiceName, UnixMillis};

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct StatusArgs {
    /// Service to show, instead of the one that `gascli generator start` makes.
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
    /// Where a miner that does not run keeps its tasks is read from this configuration.
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    services: &'a [ServiceStatus],
    /// `None` while none runs.
    daemon: Option<&'a DaemonState>,
    /// What a miner that does not run goes on with at its next start; `None` while one runs.
    at_rest: Option<Left>,
}

/// What a miner that does not run has left.
#[derive(Debug, Serialize)]
struct Left {
    folder: PathBuf,
    /// Tasks that are not over, by status.
    open: BTreeMap<String, u64>,
    /// Since 00:00 UTC.
    spent_today_usd: MicroUsd,
}

pub(in super::super) fn show(context: &Context, args: &StatusArgs) -> anyhow::Result<Answer> {
    let name = args.service.clone().unwrap_or_else(ServiceName::gas_miner);
    let (daemon, trouble) = match node::daemon_state(context, &name) {
        Ok(daemon) => (daemon, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let (services, answer) = match services::look(context, std::slice::from_ref(&name)) {
        Ok(found) => found,
        // Run in the foreground or by another service manager: there is no process to tell of, but a miner.
        Err(_) if daemon.is_some() => (Vec::new(), Answer::Yes),
        Err(error) => return Err(error),
    };
    let (at_rest, trouble) = match left(context, args, &name) {
        _ if daemon.is_some() => (None, trouble),
        Ok(left) => (left, trouble),
        // How the process is has been found out all the same.
        Err(error) => (None, trouble.or(Some(error.to_string()))),
    };
    if context.json {
        let (services, daemon) = (&services, daemon.as_ref());
        output::json(&Document { schema: output::SCHEMA, services, daemon, at_rest })?;
        return Ok(answer);
    }
    if services.is_empty() {
        output::line(format_args!("{name}: runs, but is not supervised by gascli"))?;
    } else {
        for line in status_table::draw(&services, output::colour()) {
            output::line(line)?;
        }
    }
    if let Some(state) = &daemon {
        output::line("")?;
        for line in facts(state, UnixMillis::now()) {
            output::line(output::escaped(&line))?;
        }
    }
    if let Some(left) = at_rest {
        output::line("")?;
        output::line(resting_facts(&left))?;
    }
    if let Some(trouble) = trouble {
        output::note(format_args!("warning: {}", output::escaped(&trouble)));
    }
    Ok(answer)
}

/// What lies in the state folder of a miner that does not run; `None` if nothing says where that is.
fn left(context: &Context, args: &StatusArgs, name: &ServiceName) -> Result<Option<Left>, StoreError> {
    let Some(folder) = node::state_folder(context, &args.config, name) else { return Ok(None) };
    let now = UnixMillis::now();
    let found = store::at_rest(&folder, now.midnight())?; // the day of the budget is that of UTC
    Ok(found.map(|AtRest { open, spent }| Left { folder, open, spent_today_usd: spent.charged }))
}

fn resting_facts(left: &Left) -> String {
    let open: Vec<String> = left.open.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let open = if open.is_empty() { "nothing".into() } else { open.join(", ") + ": goes on at the next start" };
    let folder = output::escaped(&left.folder.display().to_string());
    format!("{:<9}{open} ({folder})\n{:<9}{} today", "open", "spent", left.spent_today_usd)
}

/// A line for each thing that an operator asks about; nothing of what is as it should be but needs no mention.
fn facts(state: &DaemonState, now: UnixMillis) -> Vec<String> {
    let fact = |name: &str, text: String| format!("{name:<9}{text}");
    let mut lines = vec![fact("health", health(&state.health)), fact("node", node(state, now))];
    if let Some(tasks) = &state.tasks {
        let (open, ended) = counts(tasks);
        lines.extend([fact("open", open), fact("ended", ended)]);
    }
    lines.extend(state.spend.as_ref().map(|spend| fact("spent", spent(spend, now))));
    lines.extend(state.services.iter().map(|service| fact("service", resting(service, now))));
    let told = state.models.iter().filter(|model| model.failed_in_row > 0 || model.paused_until_ms.is_some());
    lines.extend(told.map(|model| fact("model", tried(model, now))));
    lines
}

pub(in super::super) fn health(health: &Health) -> String {
    match health {
        Health::Starting => "starting".into(),
        Health::Healthy => "healthy".into(),
        Health::Degraded { reason } => format!("degraded: {reason}"),
        Health::Stopping => "stopping".into(),
    }
}

pub(in super::super) fn node(state: &DaemonState, now: UnixMillis) -> String {
    let node = &state.node;
    let uid = node.uid.map_or_else(|| "no seat".into(), |uid| format!("uid {uid}"));
    let age = node.block_seen_at_ms.map(|seen| seen.until(now).as_secs()).unwrap_or_default();
    let block = node.block.map_or_else(String::new, |block| format!(", block {block} {} ago", span(age)));
    let listening = node.listening.as_ref().map_or_else(String::new, |address| format!(", listens on {address}"));
    format!("{uid} on netuid {}{block}{listening}", node.netuid)
}

/// What is open, and what has ended since the start.
fn counts(tasks: &TaskCounters) -> (String, String) {
    let TaskCounters { pending, processing, delivering, .. } = tasks;
    let open = format!("{pending} pending, {processing} processing, {delivering} delivering");
    let mut ended = format!("{} delivered, {} rejected, {} failed", tasks.delivered, tasks.rejected, tasks.failed);
    if tasks.forgotten > 0 {
        let _ = write!(ended, ", {} too late", tasks.forgotten);
    }
    let _ = write!(ended, "; {} of {} challenges refused", tasks.refused, tasks.refused + tasks.accepted);
    let reasons: Vec<String> = tasks.refused_by.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    if !reasons.is_empty() {
        let _ = write!(ended, " ({})", reasons.join(", "));
    }
    (open, ended)
}

fn spent(spend: &SpendState, now: UnixMillis) -> String {
    let limit = spend.limit_usd.map_or_else(|| "no limit".into(), |limit| format!("of {limit}"));
    let mut text = format!("{} today, {limit}", spend.today_usd);
    if spend.reserved_usd.0 > 0 {
        let _ = write!(text, ", {} reserved", spend.reserved_usd);
    }
    if spend.unpriced_orders > 0 {
        let _ = write!(text, ", and {} orders of unknown price (MINER_MODEL_PRICES)", spend.unpriced_orders);
    }
    text + &format!("; starts anew in {}", span(now.until(spend.resets_at_ms).as_secs()))
}

fn resting(service: &ServiceState, now: UnixMillis) -> String {
    if service.available {
        return format!("{}: available", service.service);
    }
    let reason = service.reason.as_deref().unwrap_or("not available");
    let until = service
        .until_ms
        .map_or_else(String::new, |until| format!(", tried again in {}", span(now.until(until).as_secs())));
    format!("{}: rests ({reason}){until}", service.service)
}

fn tried(model: &ModelState, now: UnixMillis) -> String {
    let reason = model.reason.as_deref().unwrap_or("on trial");
    let paused = match model.paused_until_ms.filter(|until| *until > now) {
        Some(until) => format!("; paused for {}", span(now.until(until).as_secs())),
        None => String::new(),
    };
    format!("{}: {reason}{paused}", model.model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::daemon_state::{NodeState, SCHEMA};
    use crate::types::{BlockNumber, Hotkey, Netuid, Uid};

    #[test]
    fn everything_that_keeps_a_miner_from_earning_is_told_in_lines_that_fit_a_terminal() {
        let now = UnixMillis(10_000_000);
        let later = |seconds: u64| UnixMillis(now.0 + seconds * 1000);
        let state = DaemonState {
            schema: SCHEMA.into(),
            daemon: "generator".into(),
            version: "1".into(),
            pid: 1,
            started_at_ms: UnixMillis(0),
            health: Health::Degraded { reason: "no generation service is available".into() },
            node: NodeState {
                chain_endpoint: "local:chain.sqlite".into(),
                netuid: Netuid(34),
                hotkey: Hotkey::from_bytes([7; 32]),
                uid: Some(Uid(7)),
                block: Some(BlockNumber(99)),
                block_seen_at_ms: Some(UnixMillis(now.0 - 4000)),
                listening: Some("0.0.0.0:8093".into()),
                connection: None,
                seat: None,
            },
            tasks: Some(TaskCounters {
                accepted: 12,
                pending: 1,
                delivered: 8,
                failed: 3,
                refused: 4,
                refused_by: [("queue-full".to_owned(), 4)].into(),
                ..Default::default()
            }),
            challenges: None,
            services: vec![ServiceState {
                service: "openrouter".into(),
                available: false,
                reason: Some("OpenRouter API returned 402: no credit".into()),
                until_ms: Some(later(590)),
            }],
            models: vec![ModelState {
                service: "openrouter".into(),
                model: "x/y".into(),
                checked: 9,
                failed: 5,
                undecided: 0,
                short: 0,
                failed_in_row: 5,
                last_failure: Some("no-manifest".into()),
                reason: Some("5 of 5 without C2PA".into()),
                paused_until_ms: Some(later(1800)),
            }],
            alignment: None,
            spend: Some(SpendState {
                today_usd: MicroUsd(1_240_000),
                reserved_usd: MicroUsd(40_000),
                limit_usd: Some(MicroUsd(5_000_000)),
                unpriced_orders: 0,
                resets_at_ms: later(3700),
            }),
            webhooks: Vec::new(),
            data: None,
            generation: None,
            hours: Vec::new(),
            recent_tasks: Vec::new(),
        };
        let lines = facts(&state, now);
        assert_eq!(
            lines,
            [
                "health   degraded: no generation service is available",
                "node     uid 7 on netuid 34, block 99 4s ago, listens on 0.0.0.0:8093",
                "open     1 pending, 0 processing, 0 delivering",
                "ended    8 delivered, 0 rejected, 3 failed; 4 of 16 challenges refused (4 queue-full)",
                "spent    $1.24 today, of $5.00, $0.04 reserved; starts anew in 1h 1m",
                "service  openrouter: rests (OpenRouter API returned 402: no credit), tried again in 9m 50s",
                "model    x/y: 5 of 5 without C2PA; paused for 30m 0s",
            ]
        );
    }
}
