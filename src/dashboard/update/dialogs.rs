//! Keys in what lies over the panes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::app::{App, Dialog};
use super::super::keys::Command;
use super::super::rows;
use super::{Effects, actions, commands};

/// Rows by which a page turns.
const PAGE: u16 = 10;
/// Characters that are typed to find a command.
const LONGEST: usize = 100;

pub(super) fn press(app: &mut App, key: KeyEvent, effects: &mut Effects) {
    let is_held = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if key.code == KeyCode::Esc || is_held && key.code == KeyCode::Char('c') {
        app.dialog = None;
        return;
    }
    match &mut app.dialog {
        Some(Dialog::Help { .. }) if !is_held => in_help(app, key.code),
        Some(Dialog::Palette { .. }) if !is_held => in_palette(app, key.code, effects),
        Some(Dialog::Confirm { .. }) if !is_held => in_confirm(app, key.code, effects),
        Some(Dialog::Details { .. }) if !is_held => in_details(app, key),
        _ => {}
    }
}

/// What is typed searches; `?` closes, as it opened.
fn in_help(app: &mut App, code: KeyCode) {
    let Some(Dialog::Help { filter, scroll }) = &mut app.dialog else { return };
    match code {
        KeyCode::Enter | KeyCode::Char('?') => app.dialog = None,
        KeyCode::Backspace => {
            filter.pop();
            *scroll = 0;
        }
        KeyCode::Char(letter) if filter.chars().count() < LONGEST => {
            filter.push(letter);
            *scroll = 0;
        }
        code => scroll_by(app, code),
    }
}

fn in_details(app: &mut App, key: KeyEvent) {
    match (key.code, app.keys.command(key)) {
        (KeyCode::Enter, _) | (_, Some(Command::Details | Command::Quit | Command::Back)) => app.dialog = None,
        (_, Some(Command::Up)) => scroll_by(app, KeyCode::Up),
        (_, Some(Command::Down)) => scroll_by(app, KeyCode::Down),
        (code, _) => scroll_by(app, code),
    }
}

/// Moves the lines of the help or of details; the last ones stay in sight.
pub(super) fn scroll_by(app: &mut App, code: KeyCode) {
    let last = match &app.dialog {
        // So many lines fit between the frames.
        Some(Dialog::Help { filter, .. }) => {
            rows::commands(app, filter).len().saturating_sub(usize::from(app.size.1.saturating_sub(4).max(1)))
        }
        Some(Dialog::Details { lines, .. }) => lines.len().saturating_sub(1), // each may take several
        _ => return,
    };
    let last = u16::try_from(last).unwrap_or(u16::MAX);
    let Some(Dialog::Help { scroll, .. } | Dialog::Details { scroll, .. }) = &mut app.dialog else { return };
    *scroll = match code {
        KeyCode::Up => scroll.saturating_sub(1),
        KeyCode::Down => scroll.saturating_add(1),
        KeyCode::PageUp => scroll.saturating_sub(PAGE),
        KeyCode::PageDown => scroll.saturating_add(PAGE),
        KeyCode::Home => 0,
        KeyCode::End => last,
        _ => *scroll,
    }
    .min(last);
}

fn in_palette(app: &mut App, code: KeyCode, effects: &mut Effects) {
    let Some(Dialog::Palette { text, selected }) = &app.dialog else { return };
    let (mut text, mut selected) = (text.clone(), *selected);
    let found = rows::commands(app, &text);
    match code {
        KeyCode::Enter => {
            app.dialog = None;
            // Of an empty text the first command is no choice; it leaves.
            let is_chosen = !text.trim().is_empty() || selected > 0;
            if let Some(command) = found.get(selected).filter(|_| is_chosen) {
                commands::perform(app, *command, effects);
            }
            return;
        }
        KeyCode::Backspace if text.is_empty() => {
            app.dialog = None;
            return;
        }
        KeyCode::Backspace => {
            text.pop();
            selected = 0;
        }
        KeyCode::Tab => text = found.get(selected).map_or(text, |command| command.name().to_owned()),
        KeyCode::Up => selected = selected.saturating_sub(1),
        KeyCode::Down => selected = (selected + 1).min(found.len().saturating_sub(1)),
        KeyCode::PageUp => selected = selected.saturating_sub(usize::from(PAGE)),
        KeyCode::PageDown => selected = (selected + usize::from(PAGE)).min(found.len().saturating_sub(1)),
        KeyCode::Char(letter) if text.chars().count() < LONGEST => {
            text.push(letter);
            selected = 0;
        }
        _ => {}
    }
    if code == KeyCode::Tab {
        selected = 0;
    }
    app.dialog = Some(Dialog::Palette { text, selected });
}

fn in_confirm(app: &mut App, code: KeyCode, effects: &mut Effects) {
    match code {
        KeyCode::Char('y' | 'Y') => {
            if let Some(Dialog::Confirm { verb, service, .. }) = app.dialog.take() {
                actions::confirmed(app, verb, service, effects);
            }
        }
        KeyCode::Char('n' | 'N' | 'q') => app.dialog = None,
        _ => {}
    }
}
