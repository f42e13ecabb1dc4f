//! Whether what a service needs is there. Pure.

use std::collections::BTreeMap;

use super::health::Condition;
use super::policy::DONE;
use super::status::{ServiceState, ServiceStatus};
use crate::types::ServiceName;

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
