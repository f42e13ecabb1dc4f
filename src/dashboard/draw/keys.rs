//! The bottom line: the keys that work here and now, or what is being typed. Above it, in the frame, what was just done.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use super::{Scene, paint, words};
use crate::dashboard::app::{Dialog, Input, InputFor, Pane};
use crate::dashboard::facts::SupervisorFact;
use crate::dashboard::keys::Command;
use crate::dashboard::theme::{Role, Symbol};

/// Draws the bottom line.
pub(super) fn draw(scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
    if let Some(input) = &scene.app.input {
        return scene.put(buffer, area, &typed(scene, input, area.width));
    }
    let last = match &scene.app.dialog {
        Some(_) => Line::default(),
        None => paint::entries(last(scene), area.width),
    };
    let wide = u16::try_from(last.width()).unwrap_or(area.width).min(area.width);
    let entries = match &scene.app.dialog {
        Some(dialog) => of_dialog(scene, dialog),
        None => here(scene),
    };
    let mut line = paint::entries(entries, area.width.saturating_sub(wide + 3));
    line.spans.insert(0, Span::raw(" "));
    if wide > 0 {
        line.spans.push(Span::raw("  "));
        line.spans.extend(last.spans);
    }
    scene.put(buffer, area, &line);
}

type Entry = Vec<Span<'static>>;

fn entry(scene: &Scene<'_>, key: &str, words: &'static str) -> Entry {
    vec![scene.say(scene.key_word(key), Role::Key), scene.say(format!(" {words}"), Role::Text)]
}

/// A command with its key; nothing if it has none, or must not be used.
fn of(scene: &Scene<'_>, command: Command, words: &'static str) -> Entry {
    let key = scene.app.keys.keys_of(command);
    if key.is_empty() || (scene.app.is_read_only && command.acts()) { vec![] } else { entry(scene, &key, words) }
}

/// Two commands that belong together.
fn pair(scene: &Scene<'_>, one: Command, other: Command, words: &'static str) -> Entry {
    let (one, other) = (scene.app.keys.keys_of(one), scene.app.keys.keys_of(other));
    if (one.as_str(), other.as_str()) == ("up", "down") {
        return vec![scene.say(scene.symbol(Symbol::UpDown), Role::Key), scene.say(format!(" {words}"), Role::Text)];
    }
    if one.is_empty() || other.is_empty() {
        return vec![];
    }
    let keys = format!("{}/{}", scene.key_word(&one), scene.key_word(&other));
    vec![scene.say(keys, Role::Key), scene.say(format!(" {words}"), Role::Text)]
}

/// What works everywhere.
fn last(scene: &Scene<'_>) -> Vec<Entry> {
    vec![of(scene, Command::Help, "help"), of(scene, Command::Quit, "quit"), of(scene, Command::Palette, "more")]
}

/// What works in the pane, what is used most first.
fn here(scene: &Scene<'_>) -> Vec<Entry> {
    let app = scene.app;
    let pane = app.view.zoomed.unwrap_or(app.view.focus);
    let mut entries = Vec::new();
    let is_down = matches!(app.world.supervisor, Some(SupervisorFact::Down));
    if is_down {
        entries.push(of(scene, Command::StartSupervisor, "start supervisor"));
    }
    entries.extend(match pane {
        Pane::Services => in_services(scene),
        Pane::Log => in_log(scene),
        Pane::Alerts if app.alerts.is_empty() => vec![],
        Pane::Alerts => vec![
            pair(scene, Command::Up, Command::Down, "select"),
            of(scene, Command::ActOnAlert, "act"),
            of(scene, Command::Snooze, "put off 10 min"),
            of(scene, Command::Details, "details"),
        ],
        Pane::Gpus => {
            vec![pair(scene, Command::Up, Command::Down, "select"), of(scene, Command::ShowGpus, zoom(scene, pane))]
        }
        Pane::Scores => in_scores(scene),
    });
    if can_go_back(scene, pane) {
        entries.push(of(scene, Command::Back, "back"));
    }
    entries.push(of(scene, Command::NextPane, "pane"));
    if pane != Pane::Gpus {
        entries.push(of(scene, Command::Filter, "filter"));
    }
    let more = [
        (Command::ShowGpus, "gpus"),
        (Command::ShowScores, "scores"),
        (Command::ShowLog, "log"),
        (Command::ShowAlerts, "alerts"),
    ];
    if app.view.zoomed.is_none() {
        entries.extend(more.into_iter().map(|(command, words)| of(scene, command, words)));
    }
    entries.push(of(scene, Command::Merge, if app.view.is_merged { "one log" } else { "merge logs" }));
    entries.push(of(scene, Command::ToggleUtc, if app.view.is_utc { "local time" } else { "UTC" }));
    entries
}

fn can_go_back(scene: &Scene<'_>, pane: Pane) -> bool {
    let view = &scene.app.view;
    let is_searching = scene.log.search.is_some();
    view.zoomed.is_some() || view.filters.contains_key(&pane) || is_searching
}

fn zoom(scene: &Scene<'_>, pane: Pane) -> &'static str {
    if scene.app.view.zoomed == Some(pane) { "all panes" } else { "full screen" }
}

fn in_services(scene: &Scene<'_>) -> Vec<Entry> {
    let Some(fact) = scene.selected() else { return vec![] };
    let status = &fact.status;
    let runs = status.pid.is_some() || !status.state.is_final();
    let mut entries = vec![pair(scene, Command::Up, Command::Down, "select"), of(scene, Command::Open, "log")];
    if runs {
        entries.push(of(scene, Command::Stop, "stop"));
        entries.push(of(scene, Command::Restart, "restart"));
        entries.push(of(scene, Command::Kill, "kill"));
    } else {
        entries.push(of(scene, Command::Start, "start"));
    }
    entries.push(of(scene, Command::Details, "details"));
    entries.push(pair(scene, Command::SortLeft, Command::SortRight, "sort"));
    entries
}

fn in_log(scene: &Scene<'_>) -> Vec<Entry> {
    let status = &scene.log;
    let mut entries = vec![pair(scene, Command::Up, Command::Down, "scroll")];
    if !status.is_following {
        entries.push(of(scene, Command::Bottom, "follow"));
    }
    if status.search.is_some() {
        entries.push(pair(scene, Command::NextHit, Command::PreviousHit, "next hit"));
    }
    entries.push(of(scene, Command::Search, "search"));
    entries.push(of(scene, Command::Wrap, if status.is_wrapped { "cut" } else { "wrap" }));
    if !status.is_waiting {
        entries.push(of(scene, Command::Pager, "pager"));
        entries.push(of(scene, Command::Copy, "copy"));
    }
    entries.push(pair(scene, Command::ToggleErrors, Command::ToggleDebug, "levels"));
    entries.push(of(scene, Command::Timestamps, "times"));
    entries
}

fn in_scores(scene: &Scene<'_>) -> Vec<Entry> {
    let mut entries = vec![of(scene, Command::ShowScores, zoom(scene, Pane::Scores))];
    let is_zoomed = scene.app.view.zoomed == Some(Pane::Scores);
    let state = scene.scored.and_then(|(_, entry)| entry.state.as_ref());
    if is_zoomed && state.is_some_and(|state| state.challenges.is_some() || state.tasks.is_some()) {
        entries.insert(0, pair(scene, Command::Up, Command::Down, "select"));
        entries.push(of(scene, Command::Details, "details"));
        if state.is_some_and(|state| state.challenges.is_some()) {
            entries.push(pair(scene, Command::SortLeft, Command::SortRight, "sort"));
            entries.push(of(scene, Command::SortReverse, "turn around"));
        }
    }
    entries
}

fn of_dialog(scene: &Scene<'_>, dialog: &Dialog) -> Vec<Entry> {
    let scroll = vec![scene.say(scene.symbol(Symbol::UpDown), Role::Key), scene.say(" scroll", Role::Text)];
    match dialog {
        Dialog::Help { .. } => vec![entry(scene, "type", "to search"), scroll, entry(scene, "esc", "close")],
        Dialog::Palette { .. } => {
            vec![entry(scene, "enter", "do it"), scroll, entry(scene, "tab", "complete"), entry(scene, "esc", "close")]
        }
        Dialog::Confirm { .. } => vec![entry(scene, "y", "yes, do it"), entry(scene, "n", "no")],
        Dialog::Details { .. } => vec![scroll, entry(scene, "esc", "close")],
    }
}

/// What is being typed, with the place of the next character.
fn typed(scene: &Scene<'_>, input: &Input, width: u16) -> Line<'static> {
    let what = match input.is_for {
        InputFor::Filter(pane) => format!(" filter {}: ", pane_word(pane)),
        InputFor::Search => " search the whole log: ".into(),
        InputFor::Refresh => " look again every: ".into(),
    };
    let text = scene.safe(&input.text);
    let place = text.char_indices().nth(input.cursor).map_or(text.len(), |(place, _)| place);
    let (before, rest) = text.split_at(place);
    let under = rest.chars().next();
    let after: String = rest.chars().skip(1).collect();
    // Of a long text the part around the cursor is shown.
    let room = usize::from(width).saturating_sub(what.len() + 12).max(4);
    let skipped = before.chars().count().saturating_sub(room);
    let before: String = before.chars().skip(skipped).collect();
    let cursor = under.map_or_else(|| " ".to_owned(), String::from);
    let mut spans = vec![
        scene.say(what, Role::Key),
        scene.say(before, Role::Text),
        Span::styled(cursor, scene.style(Role::Text).add_modifier(Modifier::REVERSED)),
        scene.say(after, Role::Text),
    ];
    let hint = match &input.problem {
        Some(problem) => vec![Span::raw("  "), scene.quote(problem, Role::Bad)],
        None => vec![scene.say(format!("   {} keeps it  esc leaves", scene.symbol(Symbol::Enter)), Role::Dim)],
    };
    spans.extend(hint);
    Line::from(spans)
}

pub(super) const fn pane_word(pane: Pane) -> &'static str {
    match pane {
        Pane::Services => "services",
        Pane::Gpus => "GPUs",
        Pane::Scores => "scores",
        Pane::Log => "log",
        Pane::Alerts => "alerts",
    }
}

/// In the lowest frame: what was last said, or what is under way.
pub(super) fn draw_news(scene: &Scene<'_>, buffer: &mut Buffer) {
    let app = scene.app;
    let strip = scene.areas.alerts_strip;
    let bottom = if strip.is_empty() { scene.areas.keys.y } else { strip.y };
    let mut entries: Vec<Entry> = Vec::new();
    if let Some(notice) = &app.notice {
        let role = if notice.is_bad { Role::Bad } else { Role::Accent };
        let sign = if notice.is_bad { scene.symbol(Symbol::Failed) } else { scene.symbol(Symbol::Up) };
        entries.push(vec![scene.say(format!("{sign} "), role), scene.quote(&notice.text, role)]);
    }
    entries.extend(app.actions.values().rev().map(|action| {
        let what = match &action.service {
            Some(name) => format!("{} {}", action.verb.word(), scene.safe(name.as_str())),
            None => action.verb.word().into(),
        };
        let since = words::age(scene.since(action.at));
        vec![scene.say(format!("{} {what}, {since}", scene.symbol(Symbol::Starting)), Role::Warn)]
    }));
    if entries.is_empty() || bottom < 2 {
        return;
    }
    let width = scene.areas.keys.width.saturating_sub(4);
    let mut line = paint::entries(entries, width.saturating_sub(2));
    line.spans.insert(0, Span::raw(" "));
    line.spans.push(Span::raw(" "));
    let wide = u16::try_from(line.width()).unwrap_or(width).min(width);
    scene.put(buffer, Rect::new(2, bottom - 1, wide, 1), &line);
}
