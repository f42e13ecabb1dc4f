//! What the mouse points at, and what a click, the wheel and a drag do there.

use crossterm::event::{KeyCode, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::super::app::{App, Pane};
use super::super::keys::Command;
use super::super::layout::{areas, miner_columns, service_columns};
use super::super::rows;
use super::go::{focus, go, inside, select, set_split};
use super::{Effects, dialogs, log, sort};

/// Lines of the log that a notch of the wheel is worth.
const NOTCH: i64 = 3;

pub(super) fn act(app: &mut App, mouse: MouseEvent, effects: &mut Effects) {
    if !app.view.has_mouse {
        return;
    }
    let at = Position::new(mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Up(_) => app.view.is_dragging = false,
        MouseEventKind::ScrollUp => wheel(app, at, true, effects),
        MouseEventKind::ScrollDown => wheel(app, at, false, effects),
        _ if app.dialog.is_some() || app.input.is_some() => {} // what lies over the panes is for keys
        MouseEventKind::Down(MouseButton::Left) => click(app, at),
        MouseEventKind::Drag(MouseButton::Left) if app.view.is_dragging => {
            let header = areas(app).header;
            set_split(app, at.y.saturating_sub(header.bottom()));
        }
        _ => {}
    }
}

fn pane_at(app: &App, at: Position) -> Option<Pane> {
    areas(app).panes.into_iter().find(|(_, area)| area.contains(at)).map(|(pane, _)| pane)
}

fn wheel(app: &mut App, at: Position, up: bool, effects: &mut Effects) {
    if app.dialog.is_some() {
        return dialogs::scroll_by(app, if up { KeyCode::Up } else { KeyCode::Down });
    }
    let Some(pane) = pane_at(app, at) else { return };
    if pane == Pane::Log {
        return log::scroll(app, if up { -NOTCH } else { NOTCH }, effects);
    }
    // The focus stays where it is: only what is under the mouse moves.
    let had = std::mem::replace(&mut app.view.focus, pane);
    go(app, if up { Command::Up } else { Command::Down }, effects);
    app.view.focus = had;
}

fn click(app: &mut App, at: Position) {
    let areas = areas(app);
    if areas.alerts_strip.contains(at) {
        return super::go::toggle_only(app, Pane::Alerts);
    }
    let Some(pane) = pane_at(app, at) else { return };
    // The frame above the log, with the one of the panes above it, is the boundary.
    let log_y = areas.panes.get(&Pane::Log).map(|log| log.y);
    let is_boundary = app.view.zoomed.is_none() && log_y.is_some_and(|y| at.y == y || Some(at.y) == y.checked_sub(1));
    app.view.is_dragging = is_boundary;
    if is_boundary && pane != Pane::Log {
        return;
    }
    focus(app, pane);
    let inside = inside(app, pane);
    if !inside.contains(at) {
        return;
    }
    let (row, column) = (at.y - inside.y, at.x - inside.x);
    match pane {
        Pane::Log => app.log.select(row, inside.height, inside.width),
        Pane::Services => in_table(app, pane, row, inside.height, |app| {
            if let Some(chosen) = hit(&service_columns(inside.width), column) {
                sort::by(app, chosen);
            }
        }),
        // Where it fills the screen, its table does; else it shows figures.
        Pane::Scores if app.view.zoomed == Some(Pane::Scores) => {
            in_table(app, pane, row, inside.height, |app| {
                let chosen = hit(&miner_columns(inside.width), column);
                if let Some(chosen) = chosen.filter(|_| !rows::miners(app).is_empty()) {
                    sort::by_miners(app, chosen);
                }
            });
        }
        Pane::Alerts => {
            select(app, pane, rows::first_shown(rows::selected(app, pane), inside.height) + usize::from(row));
        }
        Pane::Scores | Pane::Gpus => {}
    }
}

/// A table has the heads of its columns in the first row.
fn in_table(app: &mut App, pane: Pane, row: u16, height: u16, on_head: impl FnOnce(&mut App)) {
    let Some(row) = row.checked_sub(1) else { return on_head(app) };
    let first = rows::first_shown(rows::selected(app, pane), height.saturating_sub(1));
    let row = first + usize::from(row);
    if row < rows::count(app, pane) {
        select(app, pane, row);
    }
}

/// The column that a place is in, with the space behind it.
fn hit<C: Copy>(columns: &[(C, u16, u16)], x: u16) -> Option<C> {
    columns.iter().find(|(_, begin, width)| x >= *begin && x - begin <= *width).map(|(column, ..)| *column)
}
