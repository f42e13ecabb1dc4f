//! Services as the supervisor sees them: crashes, broken health rules, logs that cannot be written.

use std::time::Duration;

use super::{Finding, Found};
use crate::dashboard::app::{App, Severity};
use crate::dashboard::facts::ServiceFact;
use crate::dashboard::keys::Command;
use crate::supervisor::{EventKind, ServiceState};
use crate::types::ServiceName;

/// So many crashes within [`LOOP_SPAN`] are no accident.
const LOOP_CRASHES: usize = 3;
const LOOP_SPAN: Duration = Duration::from_mins(10);

pub(super) fn find(found: &mut Found<'_>, fact: &ServiceFact) {
    ended(found, fact);
    let (app, status) = (found.app, &fact.status);
    let name = status.name.as_str();
    for problem in &status.problems {
        let kind = format!("rule:{}", problem.rule);
        let text = problem.reason.clone();
        let finding =
            Finding { kind: &kind, subject: name, severity: Severity::Warning, text, leads_to: Command::Open };
        found.add_since(finding, problem.since_ms);
    }
    if let Some(trouble) = &status.log_trouble {
        let text = format!("its log: {trouble}");
        let finding =
            Finding { kind: "log", subject: name, severity: Severity::Warning, text, leads_to: Command::Details };
        found.add(finding);
    }
    let crashes = crashes(app, &status.name);
    if crashes >= LOOP_CRASHES && !matches!(status.state, ServiceState::Errored | ServiceState::Stopped) {
        let text = format!("crashed {crashes} times within 10 minutes");
        found.add(Finding { kind: "loop", subject: name, severity: Severity::Failed, text, leads_to: Command::Open });
    }
}

/// It does not run, but should.
fn ended(found: &mut Found<'_>, fact: &ServiceFact) {
    let status = &fact.status;
    let why = status.reason.clone().or_else(|| status.last_exit.map(|last| last.exit.to_string()));
    let why = why.unwrap_or_else(|| "unknown reason".into());
    let (severity, text) = match status.state {
        ServiceState::Errored => (Severity::Failed, format!("given up: {why}")),
        ServiceState::WaitingRestart => {
            let wait = status.next_start_at_ms.map(|at| found.app.now.until(at).as_secs());
            let wait = wait.map_or_else(String::new, |seconds| format!("; starts again in {seconds} s"));
            (Severity::Warning, format!("ended: {why}{wait}"))
        }
        _ => return,
    };
    let since = status.last_exit.map(|last| last.at_ms);
    let kind = status.state.word();
    let finding = Finding { kind, subject: status.name.as_str(), severity, text, leads_to: Command::Open };
    match since {
        Some(at) => found.add_since(finding, at),
        None => found.add(finding),
    }
}

fn crashes(app: &App, name: &ServiceName) -> usize {
    let begin = app.now.before(LOOP_SPAN);
    let recent =
        app.world.events.iter().rev().filter(|event| event.service.as_ref() == Some(name) && event.at_ms >= begin);
    // What happened before an operator's start is settled.
    let since_start = recent.take_while(|event| event.kind != EventKind::Started);
    since_start.filter(|event| matches!(event.kind, EventKind::Crashed | EventKind::OutOfMemory)).count()
}
