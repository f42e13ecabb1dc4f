//! What is done to services: what loses work is confirmed first, and of one service there is one action at a time.

use super::super::app::{Action, App, Dialog};
use super::super::ask::{Ask, Effect, Verb};
use super::super::facts::{LinkFact, ServiceFact, SupervisorFact};
use super::super::rows;
use super::{Effects, consequences};
use crate::supervisor::ServiceState;
use crate::types::ServiceName;

impl Action {
    /// What is done to which service.
    pub fn what(&self) -> String {
        match &self.service {
            Some(service) => format!("{} {service}", self.verb.word()),
            None => self.verb.word().into(),
        }
    }
}

/// Does it to the selected service, or asks before.
pub(super) fn wish(app: &mut App, verb: Verb, effects: &mut Effects) {
    if verb == Verb::StartSupervisor {
        if matches!(app.world.supervisor, Some(SupervisorFact::Up(_))) {
            return app.refuse("the supervisor runs already");
        }
        return act(app, verb, None, effects);
    }
    let Some(fact) = rows::selected_service(app) else { return app.refuse("no service is selected") };
    let service = fact.status.name.clone();
    if let Some(reason) = needless(fact, verb) {
        return app.refuse(format!("{service} {reason}"));
    }
    if !loses_work(fact, verb) {
        return act(app, verb, Some(service), effects);
    }
    if let Some(reason) = hindrance(app, verb, Some(&service)) {
        return app.refuse(reason);
    }
    let lines = consequences::of(app, fact, verb);
    app.dialog = Some(Dialog::Confirm { verb, service, lines });
}

/// Does what was confirmed.
pub(super) fn confirmed(app: &mut App, verb: Verb, service: ServiceName, effects: &mut Effects) {
    if app.world.services.iter().any(|fact| fact.status.name == service) {
        act(app, verb, Some(service), effects);
    } else {
        app.refuse(format!("{service} is gone"));
    }
}

/// Whether processes of it run, of which work can be lost.
pub(super) fn runs(fact: &ServiceFact) -> bool {
    let state = fact.status.state;
    fact.status.pid.is_some() || matches!(state, ServiceState::Starting | ServiceState::Online | ServiceState::Stopping)
}

/// Why it needs not be done.
fn needless(fact: &ServiceFact, verb: Verb) -> Option<&'static str> {
    let state = fact.status.state;
    match verb {
        Verb::Start if matches!(state, ServiceState::Starting | ServiceState::Online) => Some("runs already"),
        Verb::Start if state == ServiceState::WaitingDependency => Some("waits for the services that it needs"),
        Verb::Stop if state == ServiceState::Stopping => Some("is stopping already; kill ends it at once"),
        Verb::Stop if state.is_final() && !runs(fact) => Some("does not run"),
        Verb::Kill if !runs(fact) => Some("does not run"),
        _ => None,
    }
}

/// A delete takes the log along, whether or not the service runs.
fn loses_work(fact: &ServiceFact, verb: Verb) -> bool {
    match verb {
        Verb::Stop | Verb::Restart => runs(fact),
        Verb::Kill | Verb::Delete => true,
        Verb::Start | Verb::StartSupervisor => false,
    }
}

/// Why that cannot be done to it now. A stop waits for as long as the service may take to end, which a kill cuts short.
fn hindrance(app: &App, verb: Verb, service: Option<&ServiceName>) -> Option<String> {
    if app.is_read_only {
        return Some("read-only: nothing is started or stopped from here".into());
    }
    if matches!(app.world.link, Some(LinkFact::Down { .. })) {
        return Some("not connected".into());
    }
    let gives_way = |action: &Action| verb == Verb::Kill && action.verb == Verb::Stop;
    let other = app.actions.values().find(|action| action.service.as_ref() == service && !gives_way(action))?;
    Some(format!("{} is under way", other.what()))
}

fn act(app: &mut App, verb: Verb, service: Option<ServiceName>, effects: &mut Effects) {
    if let Some(reason) = hindrance(app, verb, service.as_ref()) {
        return app.refuse(reason);
    }
    let number = app.next_number();
    app.actions.insert(number, Action { verb, service: service.clone(), at: app.now });
    effects.push(Effect::Ask(Ask::Act { action: number, verb, service }));
}
