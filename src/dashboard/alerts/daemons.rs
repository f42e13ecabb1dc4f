//! Daemons as they see themselves: their health, their chain and seat, and what a miner needs for its work.

use super::{Finding, Found};
use crate::dashboard::app::{DaemonEntry, Severity};
use crate::dashboard::keys::Command;
use crate::protocol::daemon_state::{DaemonState, Health};
use crate::types::{ServiceName, UnixMillis};

/// So many tempos without new weights are too many.
const OVERDUE_TEMPOS: u64 = 3;

pub(super) fn find(found: &mut Found<'_>, name: &ServiceName, entry: &DaemonEntry) {
    let service = found.app.world.services.iter().find(|it| it.status.name == *name);
    // One that was stopped tells nothing, and what it last told does not hold any more.
    if !service.is_some_and(|it| it.status.state == crate::supervisor::ServiceState::Online) {
        return;
    }
    let name = name.as_str();
    if let Some(reason) = &entry.silent {
        let text = format!("does not tell how it is: {reason}");
        found.add(Finding {
            kind: "silent",
            subject: name,
            severity: Severity::Warning,
            text,
            leads_to: Command::Open,
        });
        return;
    }
    let Some(state) = &entry.state else { return };
    seat(found, name, state);
    models(found, name, state);
    // A daemon complains of these too, in one sentence: what was told in particular is not told again.
    let is_told = [chain, weights, spending, media_services].map(|look| look(found, name, state)).contains(&true);
    if let Health::Degraded { reason } = &state.health
        && !is_told
    {
        let (text, leads_to) = (reason.clone(), Command::Details);
        found.add(Finding { kind: "degraded", subject: name, severity: Severity::Warning, text, leads_to });
    }
}

fn chain(found: &mut Found<'_>, name: &str, state: &DaemonState) -> bool {
    let Some(connection) = &state.node.connection else { return false };
    let Some(text) = connection.complaint(found.app.now) else { return false };
    let severity = if connection.connected { Severity::Warning } else { Severity::Failed };
    let since = connection.stale_since_ms.or(connection.finality_stalled_since_ms).filter(|_| connection.connected);
    let finding = Finding { kind: "chain", subject: name, severity, text, leads_to: Command::Details };
    match since {
        Some(at) => found.add_since(finding, at),
        None => found.add(finding),
    }
    true
}

/// Only who answers or asks challenges needs a seat.
fn seat(found: &mut Found<'_>, name: &str, state: &DaemonState) {
    let needs_seat = state.tasks.is_some() || state.challenges.is_some();
    if !needs_seat || state.node.uid.is_some() || state.node.block.is_none() {
        return;
    }
    let text = format!("hotkey {} is not registered on subnet {}", state.node.hotkey, state.node.netuid);
    found.add(Finding { kind: "seat", subject: name, severity: Severity::Failed, text, leads_to: Command::ShowScores });
}

fn weights(found: &mut Found<'_>, name: &str, state: &DaemonState) -> bool {
    let (Some(seat), Some(challenges)) = (&state.node.seat, &state.challenges) else { return false };
    let Some(tempo) = seat.tempo.filter(|tempo| *tempo > 0) else { return false };
    let block = state.node.block.unwrap_or(seat.block).max(seat.block);
    let last = challenges.last_weights_block.unwrap_or(seat.last_update).max(seat.last_update);
    let blocks = block.0.saturating_sub(last.0);
    if blocks / tempo < OVERDUE_TEMPOS {
        return false;
    }
    let text = format!("no weights set for {blocks} blocks, {} tempos", blocks / tempo);
    found.add(Finding {
        kind: "weights",
        subject: name,
        severity: Severity::Failed,
        text,
        leads_to: Command::ShowScores,
    });
    true
}

fn spending(found: &mut Found<'_>, name: &str, state: &DaemonState) -> bool {
    let Some(spend) = state.spend else { return false };
    let Some(limit) = spend.limit_usd else { return false };
    if spend.today_usd.0.saturating_add(spend.reserved_usd.0) < limit.0 {
        return false;
    }
    let minutes = found.app.now.until(spend.resets_at_ms).as_secs() / 60;
    let text = format!(
        "spending limit of {limit} a day is reached; it begins anew in {} h {} min",
        minutes / 60,
        minutes % 60
    );
    found.add(Finding {
        kind: "spend",
        subject: name,
        severity: Severity::Failed,
        text,
        leads_to: Command::ShowScores,
    });
    true
}

fn media_services(found: &mut Found<'_>, name: &str, state: &DaemonState) -> bool {
    let is_any = state.services.iter().any(|it| it.available);
    let severity = if is_any { Severity::Warning } else { Severity::Failed };
    for service in state.services.iter().filter(|it| !it.available) {
        let why = service.reason.as_deref().unwrap_or("unavailable");
        let text = format!("{} is not used: {why}{}", service.service, wait(found.app.now, service.until_ms));
        let kind = format!("media:{}", service.service);
        found.add(Finding { kind: &kind, subject: name, severity, text, leads_to: Command::Details });
    }
    state.services.iter().any(|it| !it.available)
}

fn models(found: &mut Found<'_>, name: &str, state: &DaemonState) {
    let now = found.app.now;
    for model in state.models.iter().filter(|it| it.paused_until_ms.is_some_and(|until| until > now)) {
        let why = model.reason.as_deref().unwrap_or("its media fail the check");
        let text = format!("model {} is paused: {why}{}", model.model, wait(now, model.paused_until_ms));
        let kind = format!("model:{}:{}", model.service, model.model);
        found.add(Finding {
            kind: &kind,
            subject: name,
            severity: Severity::Warning,
            text,
            leads_to: Command::Details,
        });
    }
}

/// When it is tried again.
fn wait(now: UnixMillis, until: Option<UnixMillis>) -> String {
    let Some(until) = until else { return String::new() };
    let seconds = now.until(until).as_secs();
    if seconds < 120 { format!("; again in {seconds} s") } else { format!("; again in {} min", seconds / 60) }
}
