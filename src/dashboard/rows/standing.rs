//! How a service does, of all that is known of it: its process, its health rules and what its daemon says.

use super::super::app::App;
use super::super::facts::ServiceFact;
use crate::protocol::daemon_state::Health;
use crate::supervisor::ServiceState;

/// How a service does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dashboard) enum Standing {
    /// It does its work.
    Up,
    /// It is on its way up or down.
    Starting,
    /// It runs, but a person should look: why.
    Degraded(String),
    /// It does not run, and is not to.
    Stopped,
    /// It does not run, but is to: why.
    Failed(String),
}

impl Standing {
    /// In one word.
    pub(in crate::dashboard) const fn word(&self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Starting => "starting",
            Self::Degraded(_) => "degraded",
            Self::Stopped => "stopped",
            Self::Failed(_) => "failed",
        }
    }

    /// Why; empty if there is nothing to say.
    pub(in crate::dashboard) fn reason(&self) -> &str {
        match self {
            Self::Degraded(reason) | Self::Failed(reason) => reason,
            Self::Up | Self::Starting | Self::Stopped => "",
        }
    }

    /// What needs a person first comes first.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Failed(_) => 0,
            Self::Degraded(_) => 1,
            Self::Starting => 2,
            Self::Up => 3,
            Self::Stopped => 4,
        }
    }
}

/// How a service does.
pub(in crate::dashboard) fn health(app: &App, fact: &ServiceFact) -> Standing {
    let status = &fact.status;
    let why = |otherwise: &str| status.reason.clone().unwrap_or_else(|| otherwise.into());
    match status.state {
        ServiceState::Online => of_work(app, fact),
        ServiceState::WaitingDependency | ServiceState::Starting | ServiceState::Stopping => Standing::Starting,
        ServiceState::Stopped => Standing::Stopped,
        ServiceState::Errored => Standing::Failed(why("given up")),
        ServiceState::WaitingRestart => Standing::Failed(why("ended, will be started again")),
    }
}

fn of_work(app: &App, fact: &ServiceFact) -> Standing {
    if let Some(problem) = fact.status.problems.first() {
        return Standing::Degraded(problem.reason.clone());
    }
    let Some(daemon) = app.world.daemons.get(&fact.status.name) else { return Standing::Up };
    if let Some(reason) = &daemon.silent {
        return Standing::Degraded(format!("does not tell how it is: {reason}"));
    }
    match daemon.state.as_ref().map(|state| &state.health) {
        Some(Health::Degraded { reason }) => Standing::Degraded(reason.clone()),
        Some(Health::Starting | Health::Stopping) => Standing::Starting,
        Some(Health::Healthy) | None => Standing::Up,
    }
}
