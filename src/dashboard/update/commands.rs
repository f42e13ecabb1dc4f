//! What a key means where it is pressed, and what each command does.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::super::app::{App, Dialog, InputFor, Pane};
use super::super::ask::{Effect, Verb};
use super::super::keys::Command;
use super::super::log::Level;
use super::super::theme::Theme;
use super::{Effects, actions, dialogs, go, input, log, open, sort};

/// A key goes to what lies on top: a text that is typed, a dialog, the panes.
pub(super) fn press(app: &mut App, key: KeyEvent, effects: &mut Effects) {
    if key.kind == KeyEventKind::Release {
        return;
    }
    let command = app.keys.command(key);
    let is_held = key.modifiers.contains(KeyModifiers::CONTROL);
    match command {
        // Whatever is open, the shell can be reached and a garbled screen be mended.
        Some(Command::Suspend | Command::Redraw) if is_held => effects.extend(outer(command)),
        _ if app.input.is_some() => input::press(app, key, effects),
        _ if app.dialog.is_some() => dialogs::press(app, key, effects),
        Some(Command::Mute) => {
            let digit = match key.code {
                KeyCode::Char(letter) => letter.to_digit(10),
                _ => None,
            };
            log::mute(app, digit);
        }
        Some(command) => perform(app, command, effects),
        None => {}
    }
}

/// What the terminal does.
fn outer(command: Option<Command>) -> Option<Effect> {
    match command? {
        Command::Quit => Some(Effect::Quit),
        Command::Suspend => Some(Effect::Suspend),
        Command::Redraw => Some(Effect::Redraw),
        _ => None,
    }
}

/// Does what a command says.
pub(super) fn perform(app: &mut App, command: Command, effects: &mut Effects) {
    match command {
        Command::Quit | Command::Suspend | Command::Redraw => effects.extend(outer(Some(command))),
        Command::Help => app.dialog = Some(Dialog::Help { filter: String::new(), scroll: 0 }),
        Command::Palette => app.dialog = Some(Dialog::Palette { text: String::new(), selected: 0 }),
        Command::Up | Command::Down | Command::PageUp | Command::PageDown | Command::Top | Command::Bottom => {
            go::go(app, command, effects);
        }
        Command::NextPane => go::next_pane(app, true),
        Command::PreviousPane => go::next_pane(app, false),
        Command::Open => open::open(app, effects),
        Command::Back => go::back(app, effects),
        Command::Details => open::details(app),
        Command::ShowServices => go::toggle_only(app, Pane::Services),
        Command::ShowGpus => go::toggle_only(app, Pane::Gpus),
        Command::ShowScores => go::toggle_only(app, Pane::Scores),
        Command::ShowLog => go::toggle_only(app, Pane::Log),
        Command::ShowAlerts => go::toggle_only(app, Pane::Alerts),
        Command::Start => actions::wish(app, Verb::Start, effects),
        Command::Stop => actions::wish(app, Verb::Stop, effects),
        Command::Restart => actions::wish(app, Verb::Restart, effects),
        Command::Kill => actions::wish(app, Verb::Kill, effects),
        Command::Delete => actions::wish(app, Verb::Delete, effects),
        Command::StartSupervisor => actions::wish(app, Verb::StartSupervisor, effects),
        Command::Filter => input::begin(app, InputFor::Filter(app.view.focus)),
        Command::Search => input::begin(app, InputFor::Search),
        Command::SetRefresh => input::begin(app, InputFor::Refresh),
        Command::SortLeft => sort::shift(app, false),
        Command::SortRight => sort::shift(app, true),
        Command::SortReverse => sort::reverse(app),
        Command::Copy => open::copy(app, effects),
        Command::Export => open::export(app, effects),
        Command::ActOnAlert => open::act_on_alert(app, effects),
        Command::Snooze => open::snooze(app),
        Command::SplitDown => go::split(app, true),
        Command::SplitUp => go::split(app, false),
        Command::ToggleUtc => {
            app.view.is_utc = !app.view.is_utc;
            app.say(if app.view.is_utc { "times are UTC" } else { "times are local" });
        }
        Command::NextTheme => next_theme(app),
        Command::ToggleMouse => {
            app.view.has_mouse = !app.view.has_mouse;
            app.view.is_dragging = false;
            app.say(if app.view.has_mouse { "the mouse works here" } else { "the mouse marks text" });
            effects.push(Effect::Mouse(app.view.has_mouse));
        }
        _ => in_log(app, command, effects),
    }
}

/// The log's own commands.
fn in_log(app: &mut App, command: Command, effects: &mut Effects) {
    match command {
        Command::NextHit => log::next_hit(app, false, effects),
        Command::PreviousHit => log::next_hit(app, true, effects),
        Command::Follow => {
            let ask = app.log.toggle_follow();
            log::request(app, ask, effects);
        }
        Command::Wrap => app.log.toggle_wrap(),
        Command::Timestamps => app.log.next_timestamps(),
        Command::ToggleErrors => app.log.toggle_level(Level::Error),
        Command::ToggleWarnings => app.log.toggle_level(Level::Warn),
        Command::ToggleInfo => app.log.toggle_level(Level::Info),
        Command::ToggleDebug => app.log.toggle_level(Level::Debug),
        Command::Merge => log::merge(app),
        Command::Mute => log::mute(app, None),
        Command::Pager => log::page(app, effects),
        _ => {} // `perform` has done it
    }
}

fn next_theme(app: &mut App) {
    let at = Theme::ALL.iter().position(|theme| *theme == app.look.theme).unwrap_or(0);
    app.look.theme = Theme::ALL[(at + 1) % Theme::ALL.len()];
    app.say(format!("theme {}", app.look.theme.word()));
}
