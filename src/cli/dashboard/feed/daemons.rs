//! What daemons tell of themselves.

use std::collections::BTreeMap;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use super::{Hub, Watched};
use crate::daemon::state_socket::{self, StateError};
use crate::dashboard::facts::{DaemonFact, Fact};
use crate::types::Paths;

/// How long a daemon may take. They are asked one after the other: one that hangs delays the others by this.
const LIMIT: Duration = Duration::from_millis(500);

/// Looks until nobody listens.
pub(super) fn run(paths: &Paths, hub: &Hub, tell: &SyncSender<Fact>) {
    while let Some(services) = hub.services() {
        let told = services.iter().filter_map(|service| Some((service.name.clone(), ask(paths, service)?))).collect();
        let told: BTreeMap<_, _> = told;
        if tell.send(Fact::Daemons(told)).is_err() || !hub.pause() {
            return;
        }
    }
}

/// `None` for what is no daemon of ours.
fn ask(paths: &Paths, service: &Watched) -> Option<DaemonFact> {
    if !service.is_running {
        let reason = "the service does not run".into();
        return service.is_daemon.then_some(DaemonFact::Silent { reason });
    }
    match state_socket::read(&paths.state_socket(&service.name), LIMIT) {
        Ok(state) => Some(DaemonFact::State(Box::new(state))),
        Err(StateError::NotRunning(_)) if !service.is_daemon => None,
        Err(StateError::NotRunning(_)) => Some(DaemonFact::Silent { reason: "it does not answer yet".into() }),
        Err(error) => Some(DaemonFact::Silent { reason: error.to_string() }),
    }
}
