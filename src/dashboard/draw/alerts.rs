//! What needs a person: the most urgent in one line, or all in a pane; that all is well where nothing does.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::services::{mark_selected, visible};
use super::{Scene, paint, words};
use crate::dashboard::app::{Alert, Pane, Severity};
use crate::dashboard::keys::Command;
use crate::dashboard::rows;
use crate::dashboard::theme::{Role, Symbol};

const fn look(severity: Severity) -> (Symbol, &'static str, Role) {
    match severity {
        Severity::Failed => (Symbol::Failed, "failed", Role::Bad),
        Severity::Warning => (Symbol::Degraded, "warn", Role::Warn),
        Severity::Info => (Symbol::Up, "info", Role::Text),
    }
}

/// The line of alerts.
pub(super) fn draw_strip(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    if area.is_empty() {
        return; // alerts have a pane
    }
    let Some(alert) = scene.app.alerts.first() else {
        return scene.put(buffer, area, &Line::from(vec![Span::raw(" "), well(scene)]));
    };
    let others = match scene.app.alerts.len() {
        1 => vec![],
        count => vec![scene.say(format!("+{} more", count - 1), Role::Warn)],
    };
    let mut right = vec![others];
    right.extend(hints(scene, alert));
    let right = paint::entries(right, area.width / 2);
    let width = u16::try_from(right.width() + 2).unwrap_or(u16::MAX).min(area.width / 2);
    let (symbol, _, role) = look(alert.severity);
    let left = Line::from(vec![
        scene.say(format!(" {} ", scene.symbol(symbol)), role),
        scene.quote(&alert.subject, Role::Title),
        scene.say(": ", role),
        scene.quote(&alert.text, role),
    ]);
    scene.put(buffer, Rect { width: area.width - width, ..area }, &left);
    scene.put(buffer, Rect { x: area.right() - width + 1, width: width - 1, ..area }, &right);
}

/// That all is well, and when that was found; or that nobody knows.
fn well(scene: &Scene<'_>) -> Span<'static> {
    let app = scene.app;
    match app.world.services_at {
        Some(at) if scene.is_stale => scene.say(format!("last news {} ago", words::age(scene.since(at))), Role::Warn),
        Some(at) => {
            scene.say(format!("all well, checked {}", words::time(at, app.view.is_utc, "%H:%M:%S")), Role::Good)
        }
        None => scene.say("nothing is known yet", Role::Dim),
    }
}

/// The keys that lead to what an alert is about, and that put it off.
fn hints(scene: &Scene<'_>, alert: &Alert) -> Vec<Vec<Span<'static>>> {
    let hint = |command: Command, words: String| {
        let key = scene.key_word(&scene.app.keys.keys_of(command));
        let shown = vec![scene.say(format!("[{key}] "), Role::Key), scene.say(words, Role::Text)];
        if key.is_empty() { vec![] } else { shown }
    };
    let led = alert.leads_to.filter(|command| !(scene.app.is_read_only && command.acts()));
    vec![
        led.map(|command| hint(Command::ActOnAlert, command.name().replace('-', " "))).unwrap_or_default(),
        hint(Command::Snooze, "later".into()),
    ]
}

/// The pane of alerts.
pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    let app = scene.app;
    let mut title = vec![
        vec![scene.say("Alerts", Role::Title)],
        scene.filter_part(Pane::Alerts),
        vec![scene.say(format!("{} open", app.alerts.len()), Role::Text)],
    ];
    if !app.snoozed.is_empty() {
        title.push(vec![scene.say(format!("{} put off", app.snoozed.len()), Role::Dim)]);
    }
    let inner = scene.frame(buffer, area, Pane::Alerts, title);
    let alerts = rows::alerts(app);
    if alerts.is_empty() {
        let line =
            if app.alerts.is_empty() { well(scene) } else { scene.say("No alert matches the filter.", Role::Text) };
        return scene.put(
            buffer,
            Rect { height: inner.height.min(1), ..inner },
            &Line::from(vec![Span::raw(" "), line]),
        );
    }
    let selected = rows::selected(app, Pane::Alerts);
    let hinted = if scene.has_focus(Pane::Alerts) { selected } else { 0 };
    for (number, y) in visible(alerts.len(), selected, inner) {
        let Some(alert) = alerts.get(number) else { break };
        let row = Rect { y, height: 1, ..inner };
        let hints =
            if number == hinted { paint::entries(hints(scene, alert), inner.width / 2) } else { Line::default() };
        let wide = u16::try_from(hints.width()).unwrap_or(0).min(inner.width / 2);
        let right = Rect { x: row.right() - wide, width: wide, ..row };
        scene.put(
            buffer,
            Rect { width: row.width.saturating_sub(wide + 1), ..row },
            &line(scene, alert, number == selected),
        );
        scene.put(buffer, right, &hints);
        mark_selected(scene, buffer, row, Pane::Alerts, scene.has_focus(Pane::Alerts) && number == selected);
    }
}

fn line(scene: &Scene<'_>, alert: &Alert, is_selected: bool) -> Line<'static> {
    let (symbol, word, role) = look(alert.severity);
    let since = scene.age(alert.at, is_selected);
    Line::from(vec![
        scene.say(format!(" {} {word:<6} ", scene.symbol(symbol)), role),
        scene.say(format!("{since:>6}  "), Role::Dim),
        scene.quote(&alert.subject, Role::Title),
        Span::raw("  "),
        scene.quote(&alert.text, role),
    ])
}
