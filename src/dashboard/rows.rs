//! What is shown in which order: the rows of every pane, filtered and sorted, and which of them is selected. Drawing,
//! keys and clicks all ask here, so that they mean the same row.

mod order;
mod standing;

pub(super) use order::{MINER_COLUMNS, SERVICE_COLUMNS, begins_descending};
pub(super) use standing::{Standing, health};

use super::app::{Alert, App, DaemonEntry, Pane};
use super::facts::ServiceFact;
use super::filter::is_in_order;
use super::keys::Command;
use crate::protocol::daemon_state::{MinerRow, RecentTask};
use crate::supervisor::{Gpu, GpuUse};
use crate::types::ServiceName;

/// Heat, in degrees, from which a GPU is worth a look, and from which it slows itself down.
pub(super) const HOT_CELSIUS: [u32; 2] = [83, 90];

/// The services that are shown, in their order.
pub(super) fn services(app: &App) -> Vec<&ServiceFact> {
    let mut shown: Vec<_> =
        app.world.services.iter().filter(|it| passes(app, Pane::Services, || words_of(app, it))).collect();
    order::services(app, &mut shown);
    shown
}

fn words_of(app: &App, fact: &ServiceFact) -> String {
    let status = &fact.status;
    let (role, reason) = (fact.role.as_deref().unwrap_or_default(), status.reason.as_deref().unwrap_or_default());
    let standing = health(app, fact);
    format!("{} {role} {} {} {reason} {}", status.name, status.state.word(), standing.word(), standing.reason())
}

/// The service that is named, if it is shown, else the first one that is.
pub(super) fn selected_service(app: &App) -> Option<&ServiceFact> {
    let shown = services(app);
    shown.get(selected_row(app, &shown)).copied()
}

/// Where the selected service stands among those that are shown.
fn selected_row(app: &App, shown: &[&ServiceFact]) -> usize {
    shown.iter().position(|it| Some(&it.status.name) == app.view.service.as_ref()).unwrap_or(0)
}

/// Whose figures the scores pane shows: the selected service if it is a daemon, else the first one that has told
/// anything, those with work to tell of before others.
pub(super) fn scored(app: &App) -> Option<(&ServiceName, &DaemonEntry)> {
    let selected = selected_service(app).and_then(|it| app.world.daemons.get_key_value(&it.status.name));
    selected.or_else(|| {
        let worth = |entry: &DaemonEntry| match &entry.state {
            Some(state) if state.tasks.is_some() || state.challenges.is_some() => 0,
            Some(_) => 1,
            None => 2,
        };
        app.world.daemons.iter().min_by_key(|(_, entry)| worth(entry)) // of equals the first
    })
}

/// The miners that the scored validator knows, as far as they are shown, in their order.
pub(super) fn miners(app: &App) -> Vec<&MinerRow> {
    let all =
        scored(app).and_then(|(_, entry)| entry.state.as_ref()?.challenges.as_ref()).map(|it| it.miners.as_slice());
    let words = |it: &MinerRow| {
        let reasons: Vec<&str> = it.rejected.keys().chain(it.unanswered.keys()).map(String::as_str).collect();
        format!("{} {} {}", it.uid, it.hotkey, reasons.join(" "))
    };
    let mut shown: Vec<_> =
        all.unwrap_or_default().iter().filter(|it| passes(app, Pane::Scores, || words(it))).collect();
    order::miners(app, &mut shown);
    shown
}

/// The newest tasks of the scored miner, as far as they are shown, newest first.
pub(super) fn tasks(app: &App) -> Vec<&RecentTask> {
    let all = scored(app).and_then(|(_, entry)| entry.state.as_ref()).map(|it| it.recent_tasks.as_slice());
    let words = |it: &RecentTask| {
        let (model, error) = (it.model.as_deref().unwrap_or_default(), it.error.as_deref().unwrap_or_default());
        format!("{} {} {} {} {model} {error}", it.task_id, it.modality, it.status, it.validator)
    };
    all.unwrap_or_default().iter().filter(|it| passes(app, Pane::Scores, || words(it))).collect()
}

/// The GPUs that are shown, by number.
pub(super) fn gpus(app: &App) -> Vec<&Gpu> {
    let all = app.world.gpus.as_ref().map(|it| it.gpus.as_slice()).unwrap_or_default();
    all.iter().filter(|it| passes(app, Pane::Gpus, || format!("{} {} {}", it.index, it.name, it.uuid))).collect()
}

/// The alerts that are shown, most urgent first.
pub(super) fn alerts(app: &App) -> Vec<&Alert> {
    app.alerts.iter().filter(|it| passes(app, Pane::Alerts, || format!("{} {}", it.subject, it.text))).collect()
}

fn passes(app: &App, pane: Pane, words: impl FnOnce() -> String) -> bool {
    app.view.filters.get(&pane).is_none_or(|filter| filter.matches(&words()))
}

/// How many rows a pane can select among: the log selects its lines itself and has none here.
pub(super) fn count(app: &App, pane: Pane) -> usize {
    match pane {
        Pane::Services => services(app).len(),
        Pane::Gpus => gpus(app).len(),
        // A daemon has the ones or the others.
        Pane::Scores => miners(app).len().max(tasks(app).len()),
        Pane::Log => 0,
        Pane::Alerts => alerts(app).len(),
    }
}

/// Which of these rows is selected; 0 if there are none.
pub(super) fn selected(app: &App, pane: Pane) -> usize {
    if pane == Pane::Services {
        return selected_row(app, &services(app));
    }
    app.view.row.get(&pane).copied().unwrap_or(0).min(count(app, pane).saturating_sub(1))
}

/// The row that stands first in a pane with room for so many, so that the selected one is among them.
pub(super) fn first_shown(selected: usize, height: u16) -> usize {
    (selected + 1).saturating_sub(usize::from(height))
}

/// What a service uses of all GPUs.
pub(super) fn gpu_use(app: &App, fact: &ServiceFact) -> Option<GpuUse> {
    app.world.gpus.as_ref()?.of(&fact.status.usage.as_ref()?.pids)
}

/// Place of a service by name, for its colour; digit keys count from 1. One that is gone comes behind all.
pub(super) fn service_number(app: &App, name: &ServiceName) -> usize {
    let all = &app.world.services;
    all.iter().position(|it| it.status.name == *name).unwrap_or(all.len())
}

/// The commands that the help and the palette offer for what was typed: those that hold it, then those that hold its
/// characters in order. Nothing that acts is among them in read-only mode.
pub(super) fn commands(app: &App, typed: &str) -> Vec<Command> {
    let typed = typed.trim().to_lowercase();
    let characters: Vec<char> = typed.chars().collect();
    let rank = |command: Command| {
        let (name, keys) = (command.name(), app.keys.keys_of(command));
        if name.starts_with(&typed) || keys == typed {
            Some(0)
        } else if name.contains(&typed) {
            Some(1)
        } else if command.words().to_lowercase().contains(&typed) {
            Some(2)
        } else {
            is_in_order(&characters, name, false).then_some(3)
        }
    };
    let offered = Command::ALL.iter().copied().filter(|it| !(app.is_read_only && it.acts()));
    let mut found: Vec<(u8, Command)> = offered.filter_map(|it| Some((rank(it)?, it))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, command)| command).collect()
}

#[cfg(test)]
mod tests;
