//! Services that need others: in which order they are started, and whether what one needs is there. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::health::Condition;
use super::policy::DONE;
use super::status::{ServiceState, ServiceStatus};
use crate::types::ServiceName;

/// Services that wait for each other in a circle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("they wait for each other: {}", .0.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" after "))]
pub struct Cycle(pub Vec<ServiceName>);

/// These services and all that they need, each behind what it needs itself. `needs` gives what one needs directly.
pub fn start_order(
    names: &[ServiceName],
    needs: impl Fn(&ServiceName) -> Vec<ServiceName>,
) -> Result<Vec<ServiceName>, Cycle> {
    let mut order = Vec::new();
    let mut done = BTreeSet::new();
    for first in names {
        // Who is being looked at, with what of its needs is left to look at. No recursion: the depth is the operator's.
        let mut path: Vec<(ServiceName, Vec<ServiceName>)> = Vec::new();
        let mut next = Some(first.clone());
        loop {
            if let Some(name) = next.take().filter(|name| !done.contains(name)) {
                if let Some(at) = path.iter().position(|(above, _)| *above == name) {
                    let mut circle: Vec<ServiceName> = path.drain(at..).map(|(name, _)| name).collect();
                    circle.push(name);
                    return Err(Cycle(circle));
                }
                let mut left = needs(&name);
                left.reverse();
                path.push((name, left));
            }
            let Some((_, left)) = path.last_mut() else { break };
            next = left.pop();
            if next.is_none()
                && let Some((name, _)) = path.pop()
            {
                done.insert(name.clone());
                order.push(name);
            }
        }
    }
    Ok(order)
}

/// Whether a service may be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needs {
    /// All that it needs is there.
    Met,
    /// Not yet, for this reason.
    Open(String),
    /// Never, unless an operator acts.
    Failed(String),
}

/// Whether what a service needs is there.
pub(super) fn needs<'a>(
    after: &BTreeMap<ServiceName, Condition>,
    status: impl Fn(&ServiceName) -> Option<&'a ServiceStatus>,
) -> Needs {
    let mut open = Vec::new();
    for (name, condition) in after {
        match one(name, *condition, status(name)) {
            Needs::Met => {}
            Needs::Open(reason) => open.push(reason),
            failed @ Needs::Failed(_) => return failed,
        }
    }
    if open.is_empty() { Needs::Met } else { Needs::Open(format!("waits for {}", open.join(" and "))) }
}

fn one(name: &ServiceName, condition: Condition, status: Option<&ServiceStatus>) -> Needs {
    let wants = match condition {
        Condition::Started => format!("`{name}` to run"),
        Condition::Ready => format!("`{name}` to be ready"),
        Condition::Done => format!("`{name}` to be done"),
    };
    let Some(status) = status else {
        return Needs::Open(format!("{wants}, which is no service yet: `gascli start {name}`"));
    };
    let done = status.state == ServiceState::Stopped && status.reason.as_deref() == Some(DONE);
    let met = match condition {
        Condition::Started => status.pid.is_some() && status.state != ServiceState::Stopping,
        Condition::Ready => status.state == ServiceState::Online,
        Condition::Done => done,
    };
    if met {
        return Needs::Met;
    }
    match status.state {
        ServiceState::Errored => {
            let reason = status.reason.as_deref().unwrap_or("errored");
            Needs::Failed(format!("needs `{name}`, which is given up: {reason}"))
        }
        ServiceState::Stopped => Needs::Open(format!("{wants}, which is stopped: `gascli start {name}`")),
        state @ (ServiceState::WaitingRestart | ServiceState::WaitingDependency) => {
            Needs::Open(format!("{wants}, which is {}", state.word()))
        }
        _ => Needs::Open(wants),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> ServiceName {
        text.parse().unwrap()
    }

    fn order(names: &[&str], needs: &[(&str, &[&str])]) -> Result<Vec<String>, String> {
        let names: Vec<ServiceName> = names.iter().map(|it| name(it)).collect();
        let found = start_order(&names, |asked| {
            let of = needs.iter().find(|(name, _)| *name == asked.as_str());
            of.map(|(_, needs)| needs.iter().map(|it| name(it)).collect()).unwrap_or_default()
        });
        found.map(|names| names.iter().map(ToString::to_string).collect()).map_err(|cycle| cycle.to_string())
    }

    #[test]
    fn what_is_needed_comes_first_and_once() {
        let needs: &[(&str, &[&str])] = &[("web", &["db", "cache"]), ("cache", &["db"]), ("job", &["db"])];
        assert_eq!(order(&["web", "job"], needs).unwrap(), ["db", "cache", "web", "job"]);
        assert_eq!(order(&["db", "db"], needs).unwrap(), ["db"]);
    }

    #[test]
    fn a_circle_is_named() {
        let needs: &[(&str, &[&str])] = &[("a", &["b"]), ("b", &["c"]), ("c", &["b"])];
        assert_eq!(order(&["a"], needs).unwrap_err(), "they wait for each other: `b` after `c` after `b`");
        assert_eq!(order(&["a"], &[("a", &["a"])]).unwrap_err(), "they wait for each other: `a` after `a`");
    }

    #[test]
    fn conditions_say_for_what_they_wait_and_what_to_do() {
        let after = |condition| BTreeMap::from([(name("db"), condition)]);
        let status = |state, pid, reason: Option<&str>| ServiceStatus {
            pid,
            ..ServiceStatus::unknown(name("db"), state, reason.map(str::to_owned))
        };
        let found = |condition, status: &ServiceStatus| needs(&after(condition), |_| Some(status));
        let starting = status(ServiceState::Starting, Some(7), None);
        assert_eq!(found(Condition::Started, &starting), Needs::Met);
        assert_eq!(found(Condition::Ready, &starting), Needs::Open("waits for `db` to be ready".into()));
        assert_eq!(found(Condition::Ready, &status(ServiceState::Online, Some(7), None)), Needs::Met);
        let stopped = status(ServiceState::Stopped, None, Some("stopped on request"));
        let Needs::Open(reason) = found(Condition::Done, &stopped) else { panic!() };
        assert!(reason.contains("`gascli start db`"), "{reason}");
        assert_eq!(found(Condition::Done, &status(ServiceState::Stopped, None, Some(DONE))), Needs::Met);
        let given_up = status(ServiceState::Errored, None, Some("exit 2"));
        let Needs::Failed(reason) = found(Condition::Ready, &given_up) else { panic!() };
        assert!(reason.contains("`db`") && reason.contains("exit 2"), "{reason}");
        assert!(
            matches!(needs(&after(Condition::Ready), |_| None), Needs::Open(reason) if reason.contains("no service"))
        );
    }
}
