//! What an action will do, in the words of its dialog.

use super::super::app::App;
use super::super::ask::Verb;
use super::super::facts::ServiceFact;
use super::actions::runs;
use super::text::patience;
use crate::types::{ServiceName, size_words};

/// What will happen, the most important first.
pub(super) fn of(app: &App, fact: &ServiceFact, verb: Verb) -> Vec<String> {
    let name = &fact.status.name;
    let end = format!("{}, then SIGKILL after {}", fact.stop_signal, patience(fact.kill_timeout));
    let mut lines = vec![match verb {
        Verb::Restart => format!("restart {name}: {end}, then it is started again"),
        Verb::Kill => format!("kill {name}: SIGKILL at once, it can save nothing"),
        Verb::Delete if runs(fact) => format!("delete {name}: {end}, then it is forgotten"),
        Verb::Delete => format!("delete {name}: it is forgotten"),
        Verb::Start | Verb::Stop | Verb::StartSupervisor => format!("{} {name}: {end}", verb.word()),
    }];
    if verb == Verb::Delete {
        lines.push(format!("its log of {} is removed", size_words(fact.log_bytes)));
    }
    if runs(fact) {
        lines.extend(work(app, fact));
        lines.extend(dependants(app, fact, verb));
    }
    lines
}

/// What is under way and may be lost.
fn work(app: &App, fact: &ServiceFact) -> Option<String> {
    let state = app.world.daemons.get(&fact.status.name).and_then(|entry| entry.state.as_ref());
    match fact.role.as_deref()? {
        "validator" => {
            let pending = state.and_then(|it| it.challenges.as_ref()).map_or(0, |it| it.pending);
            let which = if pending > 0 { format!("{pending} challenges") } else { "challenges".into() };
            Some(format!("{which} and weights that are under way may be lost"))
        }
        "generator" => {
            let open =
                state.and_then(|it| it.tasks.as_ref()).map_or(0, |it| it.pending + it.processing + it.delivering);
            let which = if open > 0 { format!("{open} tasks") } else { "tasks".into() };
            Some(format!("{which} that are under way may be late or lost"))
        }
        "data" => Some("an upload that is under way begins anew".into()),
        _ => None,
    }
}

/// They are not stopped with it: the command line stops what it is told to stop.
fn dependants(app: &App, fact: &ServiceFact, verb: Verb) -> Option<String> {
    let running =
        fact.needed_by.iter().filter(|name| app.world.services.iter().any(|it| it.status.name == **name && runs(it)));
    let names: Vec<&str> = running.map(ServiceName::as_str).collect();
    let (last, others) = names.split_last()?;
    let (who, they) = if others.is_empty() {
        ((*last).to_owned(), "needs it and runs")
    } else {
        (format!("{} and {last}", others.join(", ")), "need it and run")
    };
    let without = if verb == Verb::Restart { "on without it meanwhile" } else { "on without it" };
    Some(format!("{who} {they} {without}"))
}
