//! Whether services do as well by the new version as by the old one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::{Context, node};
use crate::protocol::daemon_state::Health;
use crate::supervisor::{Client, ServiceState, ServiceStatus, Wanted};
use crate::types::ServiceName;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// What may pass must last so long to count, or to the end.
const GRACE: Duration = Duration::from_mins(1);
/// Looks in a row at which there may be no supervisor.
const MOST_SILENT: u32 = 3;

/// How a service is, as far as it counts here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) state: ServiceState,
    restarts: u32,
    /// Broken health rules.
    problems: Vec<String>,
    /// What a daemon of gascli complains of.
    complaint: Option<String>,
    reason: Option<String>,
    /// It shall run.
    wanted: bool,
    /// It is a daemon that runs the new version.
    renewed: bool,
}

pub(super) type Conditions = BTreeMap<ServiceName, Condition>;

impl Condition {
    fn of(status: &ServiceStatus, complaint: Option<String>) -> Self {
        Self {
            state: status.state,
            restarts: status.restarts,
            problems: status.problems.iter().map(|problem| problem.rule.clone()).collect(),
            complaint,
            reason: status.reason.clone(),
            wanted: status.wanted == Some(Wanted::Running),
            renewed: false,
        }
    }

    /// It was restarted with the new version. From now on it must not end by itself either; a service that is none of
    /// gascli's may be done.
    pub(super) fn begin_anew(&mut self) {
        (self.restarts, self.renewed) = (0, true);
    }
}

/// How all services are; `None` if there is no supervisor to say it. None is started for that: it would be of this version.
pub(super) fn look(context: &Context) -> anyhow::Result<Option<Conditions>> {
    let Some(mut client) = Client::connect(&context.paths)? else { return Ok(None) };
    let conditions = client.status()?.into_iter().map(|status| {
        let state = node::daemon_state(context, &status.name).ok().flatten();
        let complaint = state.and_then(|state| match state.health {
            Health::Degraded { reason } => Some(reason),
            _ => None,
        });
        (status.name.clone(), Condition::of(&status, complaint))
    });
    Ok(Some(conditions.collect()))
}

/// What speaks against the new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Worse {
    /// In words.
    pub(super) text: String,
    /// Whether it may be over in a moment, as a daemon has yet to find its chain.
    pub(super) may_pass: bool,
}

/// What has become worse, if anything. What was not well before does not count, nor what an operator stopped or deleted.
pub(super) fn judge(before: &Conditions, now: &Conditions) -> Option<Worse> {
    let worse = |(name, was): (&ServiceName, &Condition)| {
        let is = now.get(name).filter(|_| was.state == ServiceState::Online)?;
        let reason = is.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        if matches!(is.state, ServiceState::Errored | ServiceState::WaitingRestart) {
            return Some(Worse { text: format!("{name} is {}{reason}", is.state.word()), may_pass: false });
        }
        if is.state == ServiceState::Stopped && is.wanted && was.renewed {
            return Some(Worse { text: format!("{name} ended by itself{reason}"), may_pass: false });
        }
        if is.restarts > was.restarts {
            return Some(Worse { text: format!("{name} was restarted{reason}"), may_pass: false });
        }
        if let Some(rule) = is.problems.iter().find(|rule| !was.problems.contains(rule)) {
            return Some(Worse { text: format!("{name} breaks its health rule `{rule}`"), may_pass: true });
        }
        let complaint = is.complaint.as_ref().filter(|_| was.complaint.is_none())?;
        Some(Worse { text: format!("{name} is degraded: {complaint}"), may_pass: true })
    };
    let all: Vec<Worse> = before.iter().filter_map(worse).collect();
    all.iter().find(|worse| !worse.may_pass).or(all.first()).cloned()
}

/// Looks for so long; what went wrong, if anything did.
pub(super) fn watch(context: &Context, before: &Conditions, span: Duration) -> Option<String> {
    let end = Instant::now() + span;
    let (mut silent, mut ill_since) = (0, None);
    loop {
        let worse = if let Ok(Some(now)) = look(context) {
            silent = 0;
            judge(before, &now)
        } else {
            silent += 1; // it may be busy for a moment; one that is gone stays away
            None
        };
        if silent > MOST_SILENT {
            return Some("the supervisor does not answer any more".into());
        }
        let left = end.saturating_duration_since(Instant::now());
        ill_since = worse.as_ref().map(|_| ill_since.unwrap_or_else(Instant::now));
        let lasts = ill_since.is_some_and(|since| since.elapsed() >= GRACE) || left.is_zero();
        if let Some(worse) = worse.filter(|worse| lasts || !worse.may_pass) {
            return Some(worse.text);
        }
        if left.is_zero() {
            return None;
        }
        std::thread::sleep(PAUSE.min(left));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(state: ServiceState, restarts: u32, problem: Option<&str>, complaint: Option<&str>) -> Conditions {
        let condition = Condition {
            state,
            restarts,
            problems: problem.into_iter().map(str::to_owned).collect(),
            complaint: complaint.map(str::to_owned),
            reason: Some("exit 1".into()),
            wanted: true,
            renewed: false,
        };
        BTreeMap::from([("web".parse().unwrap(), condition)])
    }

    #[test]
    fn what_was_well_and_is_not_any_more_speaks_against_a_version() {
        use ServiceState::{Errored, Online, Starting, Stopped, WaitingRestart};
        let well = conditions(Online, 2, None, None);
        for (now, says) in [
            (conditions(Errored, 2, None, None), Some("web is errored (exit 1)")),
            (conditions(WaitingRestart, 2, None, None), Some("web is waiting-restart (exit 1)")),
            (conditions(Online, 3, None, None), Some("web was restarted (exit 1)")),
            (conditions(Online, 2, Some("weights"), None), Some("web breaks its health rule `weights`")),
            (conditions(Online, 2, None, Some("no chain")), Some("web is degraded: no chain")),
            (conditions(Online, 2, None, None), None),
            (conditions(Online, 0, None, None), None), // restarted by hand
            (conditions(Stopped, 2, None, None), None),
            (conditions(Starting, 0, None, None), None),
            (Conditions::new(), None),
        ] {
            assert_eq!(judge(&well, &now).map(|worse| worse.text).as_deref(), says, "{now:?}");
        }
        let mut renewed = well.clone();
        for condition in renewed.values_mut() {
            condition.begin_anew();
        }
        let mut now = conditions(Stopped, 0, None, None);
        assert_eq!(judge(&renewed, &now).unwrap().text, "web ended by itself (exit 1)", "with status 0, say");
        for condition in now.values_mut() {
            condition.wanted = false;
        }
        assert_eq!(judge(&renewed, &now), None, "an operator stopped it");
        let ill = conditions(Errored, 5, None, None);
        assert_eq!(judge(&ill, &conditions(WaitingRestart, 6, None, None)), None, "it was not well before");
        let old_trouble = conditions(Online, 0, Some("axon"), Some("slow"));
        assert_eq!(judge(&old_trouble, &conditions(Online, 0, Some("axon"), Some("slower"))), None);
    }
}
