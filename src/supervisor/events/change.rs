//! What has happened to a service, seen from how it was and how it is. No clock, no file.

use super::{Draft, EventKind};
use crate::supervisor::status::{ServiceState, ServiceStatus};

/// The events that lie between two states that a shim, or the supervisor, told one after the other.
pub(crate) fn change(before: &ServiceStatus, now: &ServiceStatus) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut tell =
        |kind: EventKind, text: String| drafts.push(Draft { run: now.run, ..Draft::of(&now.name, kind, text) });
    let reason = || now.reason.clone().unwrap_or_else(|| "no reason given".into());
    let ended = now.last_exit.filter(|_| now.last_exit != before.last_exit);
    let becomes = |state: ServiceState| now.state == state && before.state != state;
    // What ends after it was asked to stop says so before: only the others have failed, or are done.
    let by_itself = ended.filter(|_| before.state != ServiceState::Stopping);
    if let Some(last) = ended {
        let kind = match (now.state, by_itself) {
            (ServiceState::Errored, _) => Some((EventKind::Errored, reason())),
            (ServiceState::Stopped, Some(_)) if last.exit.code == Some(0) => Some((EventKind::Done, reason())),
            (ServiceState::Stopped, _) => Some((EventKind::Stopped, reason())),
            (_, Some(_)) if last.oom => Some((EventKind::OutOfMemory, with_next_start(now, reason()))),
            (ServiceState::WaitingRestart, Some(_)) => Some((EventKind::Crashed, with_next_start(now, reason()))),
            (_, Some(_)) => Some((EventKind::Crashed, format!("{}; started again at once", last.exit))),
            (_, None) => None,
        };
        if let Some((kind, text)) = kind {
            let run = if now.run > before.run && before.run > 0 { before.run } else { now.run };
            drafts.push(Draft { exit: Some(last.exit), run, ..Draft::of(&now.name, kind, text) });
        }
    } else if becomes(ServiceState::Errored) {
        tell(EventKind::Errored, reason());
    } else if becomes(ServiceState::Stopped) {
        let exit = now.last_exit.filter(|_| before.state == ServiceState::Stopping).map(|last| last.exit);
        drafts.push(Draft { exit, run: now.run, ..Draft::of(&now.name, EventKind::Stopped, reason()) });
    }
    let mut tell =
        |kind: EventKind, text: String| drafts.push(Draft { run: now.run, ..Draft::of(&now.name, kind, text) });
    let runs = now.pid.is_some() && matches!(now.state, ServiceState::Starting | ServiceState::Online);
    if runs && now.run != before.run && now.restarts == 0 {
        tell(EventKind::Started, now.pid.map(|pid| format!("runs as pid {pid}")).unwrap_or_default());
    }
    if now.state == ServiceState::Online && (before.state != ServiceState::Online || now.run != before.run) {
        tell(EventKind::Ready, "ready".into());
    }
    for problem in now.problems.iter().filter(|problem| !before.problems.iter().any(|it| it.rule == problem.rule)) {
        tell(EventKind::Unhealthy, format!("{}: {}", problem.rule, problem.reason));
    }
    // What is stopped has no rules to keep: that is no recovery.
    let lives = matches!(now.state, ServiceState::Starting | ServiceState::Online);
    for problem in
        before.problems.iter().filter(|it| lives && !now.problems.iter().any(|problem| problem.rule == it.rule))
    {
        tell(EventKind::Recovered, format!("{}: holds again", problem.rule));
    }
    if let Some(trouble) = now.log_trouble.as_ref().filter(|_| before.log_trouble.is_none()) {
        tell(EventKind::LogTrouble, trouble.clone());
    }
    drafts
}

fn with_next_start(now: &ServiceStatus, reason: String) -> String {
    match now.next_start_at_ms {
        Some(at) => format!("{reason}; next start at {at}"),
        None => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::health::Problem;
    use crate::supervisor::status::{Exit, LastExit};
    use crate::types::UnixMillis;

    use ServiceState::{Errored, Online, Starting, Stopped, Stopping, WaitingRestart};

    /// A status; `exit` is the time of its last exit with its code.
    fn status(state: ServiceState, run: u32, restarts: u32, exit: Option<(u64, i32)>) -> ServiceStatus {
        let runs = matches!(state, Starting | Online);
        ServiceStatus {
            pid: runs.then_some(70 + run),
            run,
            restarts,
            last_exit: exit.map(|(at, code)| LastExit {
                exit: Exit { code: Some(code), signal: None },
                at_ms: UnixMillis(at),
                oom: false,
            }),
            ..ServiceStatus::unknown("a".parse().unwrap(), state, Some("because".into()))
        }
    }

    fn kinds(steps: &[ServiceStatus]) -> Vec<(EventKind, u32)> {
        let pairs = steps.windows(2).flat_map(|pair| change(&pair[0], &pair[1]));
        pairs.map(|draft| (draft.kind, draft.run)).collect()
    }

    #[test]
    fn every_turn_of_a_life_is_told_once_and_in_order() {
        use EventKind::{Crashed, Done, Ready, Started};
        let begun = ServiceStatus { pid: None, ..status(Starting, 0, 0, None) };
        let crash = Some((5, 1));
        for (name, steps, told) in [
            (
                "started, slow",
                vec![begun.clone(), status(Starting, 1, 0, None), status(Online, 1, 0, None)],
                vec![(Started, 1), (Ready, 1)],
            ),
            ("at once ready", vec![begun.clone(), status(Online, 1, 0, None)], vec![(Started, 1), (Ready, 1)]),
            (
                "crash, pause, again",
                vec![status(Online, 1, 0, None), status(WaitingRestart, 1, 0, crash), status(Online, 2, 1, crash)],
                vec![(Crashed, 1), (Ready, 2)],
            ),
            (
                "crash without a pause",
                vec![status(Online, 1, 0, None), status(Online, 2, 1, crash)],
                vec![(Crashed, 1), (Ready, 2)],
            ),
            (
                "asked to stop",
                vec![
                    status(Online, 1, 0, None),
                    status(Stopping, 1, 0, None),
                    status(Stopping, 1, 0, crash),
                    status(Stopped, 1, 0, crash),
                ],
                vec![(EventKind::Stopped, 1)],
            ),
            ("done", vec![status(Online, 1, 0, None), status(Stopped, 1, 0, Some((5, 0)))], vec![(Done, 1)]),
            ("given up", vec![status(Online, 9, 8, None), status(Errored, 9, 8, crash)], vec![(EventKind::Errored, 9)]),
            (
                "stopped in its pause",
                vec![status(WaitingRestart, 1, 0, crash), status(Stopped, 1, 0, crash)],
                vec![(EventKind::Stopped, 1)],
            ),
            ("cannot be run", vec![begun, status(Errored, 1, 0, None)], vec![(EventKind::Errored, 1)]),
            ("nothing", vec![status(Online, 1, 0, crash), status(Online, 1, 0, crash)], vec![]),
        ] {
            assert_eq!(kinds(&steps), told, "{name}");
        }
    }

    #[test]
    fn a_broken_rule_is_told_once_and_its_recovery_only_while_the_service_lives() {
        let problem = |reason: &str| Problem { rule: "weights".into(), reason: reason.into(), since_ms: UnixMillis(1) };
        let well = status(Online, 1, 0, None);
        let ill = ServiceStatus { problems: vec![problem("none for 1h")], ..well.clone() };
        let longer = ServiceStatus { problems: vec![problem("none for 2h")], ..well.clone() };
        let stopping = status(Stopping, 1, 0, None);
        assert_eq!(
            kinds(&[well.clone(), ill.clone(), longer, well]),
            [(EventKind::Unhealthy, 1), (EventKind::Recovered, 1)]
        );
        assert_eq!(kinds(&[ill, stopping]), []);
    }

    #[test]
    fn trouble_with_the_log_is_told_when_it_begins() {
        let well = status(Online, 1, 0, None);
        let trouble = ServiceStatus { log_trouble: Some("disk full".into()), ..well.clone() };
        assert_eq!(kinds(&[well.clone(), trouble.clone(), trouble.clone()]), [(EventKind::LogTrouble, 1)]);
        assert_eq!(kinds(&[trouble, well]), []);
    }
}
