//! What each event changes, and what follows from it. The only place that changes [`App`]; no event makes it fail.

mod actions;
mod commands;
mod consequences;
mod details;
mod dialogs;
mod facts;
mod go;
mod input;
mod log;
mod mouse;
mod open;
mod sort;
mod text;

use std::time::Duration;

use super::ask::{Ask, Effect, Event};
use super::facts::{Fact, LinkFact};
use super::log::FIRST_LINES;
use super::{App, Notice, Pane, alerts, layout, rows};
use crate::types::{ServiceName, UnixMillis};

/// How long a notice is shown.
const NOTICE: Duration = Duration::from_secs(5);

type Effects = Vec<Effect>;

/// Takes one event in. What is to be done for it is returned, in order.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = Effects::new();
    match event {
        // Many thousand a second: none of them changes what is selected.
        Event::Fact(Fact::Log(fact)) => {
            log::take(app, fact, &mut effects);
            return effects;
        }
        Event::Fact(fact) => {
            facts::take(app, fact);
            find_alerts(app);
        }
        Event::Key(key) => commands::press(app, key, &mut effects),
        Event::Mouse(mouse) => mouse::act(app, mouse, &mut effects),
        Event::Paste(text) => input::paste(app, &text),
        Event::Resize(columns, rows) => app.size = (columns, rows),
        Event::Tick => tick(app),
    }
    keep_selection(app);
    keep_focus(app);
    watch(app, &mut effects);
    effects
}

fn tick(app: &mut App) {
    if app.notice.as_ref().is_some_and(|notice| notice.at.until(app.now) >= NOTICE) {
        app.notice = None;
    }
    find_alerts(app);
}

/// Alerts as they are now. Since when is remembered as long as they last; that they were put off also if they come back
/// in between, as those of a service that crashes over and over do.
fn find_alerts(app: &mut App) {
    let held = (app.view.focus == Pane::Alerts)
        .then(|| rows::alerts(app).get(rows::selected(app, Pane::Alerts)).map(|alert| alert.id.clone()))
        .flatten();
    let all = alerts::all(app);
    app.alerts_since = all.iter().map(|alert| (alert.id.clone(), alert.at)).collect();
    let now = app.now;
    app.snoozed.retain(|_, until| *until > now);
    app.alerts = alerts::without_snoozed(app, all);
    // The selected one stays so when others come and go above it.
    if let Some(row) = held.and_then(|id| rows::alerts(app).iter().position(|alert| alert.id == id)) {
        app.view.row.insert(Pane::Alerts, row);
    }
}

/// The selected service is one that is shown, as long as any is.
fn keep_selection(app: &mut App) {
    let selected = rows::selected_service(app).map(|it| it.status.name.clone());
    if selected.is_some() && selected != app.view.service {
        app.view.service = selected;
    }
}

/// Keys are for a pane that is shown.
fn keep_focus(app: &mut App) {
    let areas = layout::areas(app);
    if !areas.is_too_small && !areas.panes.contains_key(&app.view.focus) {
        app.view.focus = app.view.zoomed.unwrap_or(Pane::Services);
    }
}

/// The log pane shows the log of the selected service, or those of all that are not muted.
fn watch(app: &mut App, effects: &mut Effects) {
    if matches!(app.world.link, Some(LinkFact::Down { .. })) {
        return; // asked when it stands again
    }
    let Some(services) = to_watch(app) else { return };
    if app.watched.as_ref() == Some(&services) {
        return;
    }
    let number = app.next_number();
    app.log.watch(number, services.clone());
    app.log.set_filter(app.view.filters.get(&Pane::Log).cloned());
    app.watched = Some(services.clone());
    effects.push(Effect::Ask(Ask::Watch { watch: number, services, last: FIRST_LINES }));
}

/// Whose logs are to be shown; `None` leaves what is shown.
fn to_watch(app: &App) -> Option<Vec<ServiceName>> {
    let names = app.world.services.iter().map(|it| &it.status.name);
    let wanted: Vec<ServiceName> = if app.view.is_merged {
        names.filter(|name| !app.view.muted.contains(*name)).cloned().collect()
    } else {
        let selected = rows::selected_service(app).map(|it| it.status.name.clone());
        if selected.is_none() && !app.world.services.is_empty() {
            return None; // all are filtered out for now
        }
        selected.into_iter().collect()
    };
    (!wanted.is_empty() || app.watched.is_some()).then_some(wanted)
}

impl App {
    /// Tells the operator what came of a key.
    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_bad: false, at: self.now });
    }

    /// Tells the operator why a key did not do what it does elsewhere.
    fn refuse(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_bad: true, at: self.now });
    }

    fn next_number(&mut self) -> u64 {
        self.last_number = self.last_number.saturating_add(1);
        self.last_number
    }

    /// Since when something lasts that begins now unless it had begun before.
    fn since(&self, before: Option<UnixMillis>) -> Option<UnixMillis> {
        before.or(Some(self.now))
    }
}

#[cfg(test)]
mod tests;
