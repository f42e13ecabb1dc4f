//! What is done with the selected row: opened, told in full, copied, written out; and where alerts lead.

use std::time::Duration;

use super::super::app::{Alert, App, Dialog, Pane};
use super::super::ask::Effect;
use super::super::keys::Command;
use super::super::layout::areas;
use super::super::rows;
use super::{Effects, commands, details, find_alerts, go, log, text};

/// How long an alert is put off.
const SNOOZE: Duration = Duration::from_mins(10);

/// What belongs to the row.
pub(super) fn open(app: &mut App, effects: &mut Effects) {
    match app.view.focus {
        Pane::Services => open_log(app),
        Pane::Log => log::page(app, effects),
        Pane::Alerts => act_on_alert(app, effects),
        Pane::Gpus | Pane::Scores => details(app),
    }
}

/// The log of the selected service.
fn open_log(app: &mut App) {
    app.view.is_merged = false;
    go::focus(app, Pane::Log);
}

/// All about the row.
pub(super) fn details(app: &mut App) {
    let row = rows::selected(app, app.view.focus);
    let found = match app.view.focus {
        Pane::Services => rows::selected_service(app).map(|fact| details::of_service(app, fact)),
        Pane::Gpus => rows::gpus(app).get(row).map(|gpu| details::of_gpu(app, gpu)),
        Pane::Scores => match (rows::miners(app).get(row), rows::tasks(app).get(row)) {
            (Some(miner), _) => Some(details::of_miner(miner)),
            (None, Some(task)) => Some(details::of_task(app, task)),
            (None, None) => rows::selected_service(app).map(|fact| details::of_service(app, fact)),
        },
        Pane::Log => app.log.selected().map(|line| details::of_line(line, app.log.selected_text())),
        Pane::Alerts => rows::alerts(app).get(row).map(|alert| details::of_alert(app, alert)),
    };
    show(app, found);
}

fn show(app: &mut App, found: Option<(String, details::Lines)>) {
    match found {
        Some((title, mut lines)) => {
            lines.insert(0, ("as of".into(), app.now.to_string())); // they stay as they are while they are read
            app.dialog = Some(Dialog::Details { title, lines, scroll: 0 });
        }
        None => app.refuse("nothing is selected"),
    }
}

/// The selected alert where alerts have the focus, else the most urgent one.
fn alert(app: &App) -> Option<Alert> {
    // The line of alerts knows no filter.
    let is_listed = areas(app).panes.contains_key(&Pane::Alerts);
    let shown = if is_listed { rows::alerts(app) } else { app.alerts.iter().collect() };
    let row = if app.view.focus == Pane::Alerts { rows::selected(app, Pane::Alerts) } else { 0 };
    shown.get(row).map(|alert| (*alert).clone())
}

/// Goes where the alert leads: its service is selected, then its command is done.
pub(super) fn act_on_alert(app: &mut App, effects: &mut Effects) {
    let Some(alert) = alert(app) else { return app.say("all is well") };
    let service =
        app.world.services.iter().map(|it| &it.status.name).find(|name| name.as_str() == alert.subject).cloned();
    let is_of_service = service.is_some();
    if let Some(service) = service {
        if !rows::services(app).iter().any(|it| it.status.name == service) {
            app.view.filters.remove(&Pane::Services); // it hides what is to be seen
        }
        app.view.service = Some(service);
    }
    match alert.leads_to {
        Some(Command::Open) if is_of_service => open_log(app),
        Some(Command::Details) if is_of_service => {
            go::focus(app, Pane::Services);
            details(app);
        }
        Some(Command::ShowServices) => go::only(app, Pane::Services),
        Some(Command::ShowGpus) => go::only(app, Pane::Gpus),
        Some(Command::ShowScores) => go::only(app, Pane::Scores),
        Some(Command::Open | Command::Details) | None => {
            let found = details::of_alert(app, &alert);
            show(app, Some(found));
        }
        Some(command) => commands::perform(app, command, effects),
    }
}

pub(super) fn snooze(app: &mut App) {
    let Some(alert) = alert(app) else { return app.say("all is well") };
    app.snoozed.insert(alert.id, app.now.after(SNOOZE));
    app.say(format!("{}: put off for 10 minutes", alert.subject));
    find_alerts(app);
}

/// The selected line, or the name or key of the row.
pub(super) fn copy(app: &mut App, effects: &mut Effects) {
    let row = rows::selected(app, app.view.focus);
    let found = match app.view.focus {
        Pane::Services => rows::selected_service(app).map(|fact| fact.status.name.to_string()),
        Pane::Gpus => rows::gpus(app).get(row).map(|gpu| gpu.uuid.clone()),
        Pane::Scores => rows::miners(app).get(row).map(|miner| miner.hotkey.to_string()).or_else(|| {
            let task = rows::tasks(app).get(row).map(|task| task.task_id.to_string());
            task.or_else(|| Some(rows::scored(app)?.1.state.as_ref()?.node.hotkey.to_string()))
        }),
        Pane::Log => app.log.selected_text(),
        Pane::Alerts => rows::alerts(app).get(row).map(|alert| format!("{}: {}", alert.subject, alert.text)),
    };
    match found {
        Some(found) => {
            app.say("copied");
            effects.push(Effect::Copy(found));
        }
        None => app.refuse("nothing is selected"),
    }
}

/// What the pane shows, as a file.
pub(super) fn export(app: &mut App, effects: &mut Effects) {
    let text = text::of_pane(app);
    if text.is_empty() {
        return app.refuse("there is nothing to write");
    }
    effects.push(Effect::Export { name: text::file_name(app), text });
}
