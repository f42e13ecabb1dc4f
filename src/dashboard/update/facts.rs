//! News, but for those of the log: what is known is replaced, what happened is added, and figures go into histories.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

use super::super::app::{App, DaemonEntry, LONGEST_HISTORY, LONGEST_JOURNAL};
use super::super::facts::{DaemonFact, Fact, LinkFact, Outcome, ServiceFact, SupervisorFact};
use crate::supervisor::{GpuReport, ServiceEvent};
use crate::types::ServiceName;

/// Time between two figures of a GPU's history.
const GPU_STEP: Duration = Duration::from_secs(5);

pub(super) fn take(app: &mut App, fact: Fact) {
    match fact {
        Fact::Host(host) => app.world.host = Some(host),
        Fact::Supervisor(supervisor) => {
            let is_up = matches!(supervisor, SupervisorFact::Up(_));
            app.world.supervisor_down_since = if is_up { None } else { app.since(app.world.supervisor_down_since) };
            app.world.supervisor = Some(supervisor);
        }
        Fact::Services(services) => take_services(app, services),
        Fact::Daemons(daemons) => take_daemons(app, daemons),
        Fact::Gpus(report) => take_gpus(app, report),
        Fact::Events(events) => take_events(app, events),
        Fact::Anchors(anchors) => app.world.anchors = Some(anchors),
        Fact::Outcome(outcome) => take_outcome(app, &outcome),
        Fact::Link(link) => take_link(app, link),
        Fact::Log(_) => {} // taken before
    }
}

fn take_services(app: &mut App, mut services: Vec<ServiceFact>) {
    services.sort_by(|one, other| one.status.name.cmp(&other.status.name));
    let histories = &mut app.histories.services;
    histories.retain(|name, _| services.iter().any(|it| it.status.name == *name));
    for fact in &services {
        let history = histories.entry(fact.status.name.clone()).or_default();
        push(&mut history.cpu_percent, fact.status.cpu_percent.unwrap_or(0.0));
        push(&mut history.memory_bytes, fact.status.memory_bytes.unwrap_or(0));
    }
    app.world.services = services;
    app.world.services_at = Some(app.now);
}

/// What a daemon told before is kept while it is silent.
fn take_daemons(app: &mut App, daemons: BTreeMap<ServiceName, DaemonFact>) {
    let mut before = std::mem::take(&mut app.world.daemons);
    for (name, fact) in daemons {
        let entry = match fact {
            DaemonFact::State(state) => DaemonEntry { state: Some(*state), state_at: Some(app.now), silent: None },
            DaemonFact::Silent { reason } => {
                let known = before.remove(&name).unwrap_or(DaemonEntry { state: None, state_at: None, silent: None });
                DaemonEntry { silent: Some(reason), ..known }
            }
        };
        app.world.daemons.insert(name, entry);
    }
}

fn take_gpus(app: &mut App, report: GpuReport) {
    for gpu in &report.gpus {
        let history = app.histories.gpus.entry(gpu.index).or_default();
        if history.at.is_some_and(|at| at.until(app.now) < GPU_STEP) {
            continue;
        }
        history.at = Some(app.now);
        push(&mut history.utilization_percent, gpu.utilization_percent);
        push(&mut history.memory_bytes, gpu.memory_used_bytes.unwrap_or(0));
    }
    app.world.gpus = Some(report);
    app.world.gpus_at = Some(app.now);
}

fn push<T>(history: &mut VecDeque<T>, figure: T) {
    while history.len() >= LONGEST_HISTORY {
        history.pop_front();
    }
    history.push_back(figure);
}

/// A feed that begins anew tells the newest of the journal again.
fn take_events(app: &mut App, events: Vec<ServiceEvent>) {
    app.log.note_events(&events);
    let journal = &mut app.world.events;
    let known: HashSet<(u64, u64)> = journal.iter().map(|event| (event.number, event.at_ms.0)).collect();
    journal.extend(events.into_iter().filter(|event| !known.contains(&(event.number, event.at_ms.0))));
    let too_many = journal.len().saturating_sub(LONGEST_JOURNAL);
    journal.drain(..too_many);
}

fn take_outcome(app: &mut App, outcome: &Outcome) {
    // One of a dashboard before, or of a connection that was lost in between, is told all the same.
    let what = app.actions.remove(&outcome.action).map(|action| action.what()).unwrap_or_default();
    let text = outcome.text.trim();
    let text = match (what.is_empty(), text.is_empty()) {
        (false, false) => format!("{what}: {text}"),
        (false, true) => format!("{what}: {}", if outcome.is_done { "done" } else { "failed" }),
        (true, _) => text.to_owned(),
    };
    if outcome.is_done { app.say(text) } else { app.refuse(text) }
}

fn take_link(app: &mut App, link: LinkFact) {
    match link {
        LinkFact::Up => {
            if app.world.link_down_since.take().is_some() {
                app.watched = None; // the feed there is a new one
            }
        }
        LinkFact::Down { .. } => {
            app.world.link_down_since = app.since(app.world.link_down_since);
            // They go on over there, but their outcome will not be heard of.
            if let Some(action) = std::mem::take(&mut app.actions).into_values().next_back() {
                app.refuse(format!("{}: what came of it was lost with the connection", action.what()));
            }
        }
    }
    app.world.link = Some(link);
}
