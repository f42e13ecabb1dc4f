//! `gascli validator status`: the processes, and below them what the validator tells of itself.

use serde::Serialize;

use super::super::generator::status::{health, node};
use super::super::node::daemon_state;
use super::super::{Answer, Context, output, services, status_table};
use crate::protocol::daemon_state::{ChallengeCounters, DaemonState};
use crate::supervisor::ServiceStatus;
use crate::types::{ServiceName, UnixMillis};

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    services: &'a [ServiceStatus],
    /// What `sn34-validator` tells; `None` while none runs.
    daemon: Option<&'a DaemonState>,
}

pub(super) fn show(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let validator = ServiceName::gas_validator();
    let daemon = if names.contains(&validator) { daemon_state(context, &validator) } else { Ok(None) };
    let (daemon, trouble) = match daemon {
        Ok(daemon) => (daemon, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let (services, answer) = match services::look(context, names) {
        Ok(found) => found,
        // Run in the foreground or by another service manager: there is no process to tell of, but a validator.
        Err(_) if daemon.is_some() => (Vec::new(), Answer::Yes),
        Err(error) => return Err(error),
    };
    if context.json {
        output::json(&Document { schema: output::SCHEMA, services: &services, daemon: daemon.as_ref() })?;
        return Ok(answer);
    }
    if services.is_empty() {
        output::line(format_args!("{validator}: runs, but is not supervised by gascli"))?;
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
    if let Some(trouble) = trouble {
        output::note(format_args!("warning: {}", output::escaped(&trouble)));
    }
    Ok(answer)
}

/// A line for each thing that an operator asks about.
fn facts(state: &DaemonState, now: UnixMillis) -> Vec<String> {
    let fact = |name: &str, text: String| format!("{name:<12}{text}");
    let mut lines = vec![fact("health", health(&state.health)), fact("node", node(state, now))];
    if let Some(counters) = &state.challenges {
        lines.push(fact("challenges", challenges(counters)));
        let verified: u64 = counters.miners.iter().map(|row| row.verified).sum();
        let rejected: u64 = counters.miners.iter().flat_map(|row| row.rejected.values()).sum();
        let awaiting = match counters.awaiting_alignment {
            0 => String::new(),
            waiting => format!("; {waiting} await the check of their prompt"),
        };
        lines.push(fact(
            "deliveries",
            format!("{verified} verified, {rejected} rejected or not made, in 24 hours{awaiting}"),
        ));
        if !counters.callbacks.is_empty() {
            lines.push(fact("answers", listed(counters.callbacks.iter())));
        }
        let weights = match counters.last_weights_block {
            Some(block) => format!("last set at block {block}"),
            None => "never set".into(),
        };
        lines.push(fact("weights", weights));
    }
    lines
}

fn challenges(counters: &ChallengeCounters) -> String {
    let ChallengeCounters { rounds, issued, unanswered, pending, .. } = counters;
    let kinds = match listed(counters.unanswered_by.iter()) {
        kinds if kinds.is_empty() => kinds,
        kinds => format!(" ({kinds})"),
    };
    format!("{pending} open; since the start {issued} accepted in {rounds} rounds, {unanswered} not{kinds}")
}

/// Such as `3 timeout, 1 http-4xx`.
fn listed<'a>(counts: impl Iterator<Item = (&'a String, &'a u64)>) -> String {
    counts.map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_not_accept_challenges_is_told_by_kind() {
        let mut counters = ChallengeCounters { rounds: 3, issued: 20, unanswered: 4, pending: 2, ..Default::default() };
        counters.unanswered_by = [("timeout".to_owned(), 3), ("http-4xx".to_owned(), 1)].into();
        assert_eq!(
            challenges(&counters),
            "2 open; since the start 20 accepted in 3 rounds, 4 not (1 http-4xx, 3 timeout)"
        );
    }
}
