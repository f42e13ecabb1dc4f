//! Where one is: the pane that has the focus, its selected row, what fills the screen.

use ratatui::layout::{Margin, Rect};

use super::super::app::{App, Pane};
use super::super::keys::Command;
use super::super::layout::areas;
use super::super::rows;
use super::{Effects, log};

/// The fewest rows above the log.
const FEWEST_ABOVE: u16 = 4;

/// What a pane has room in, within its frame; empty if it is not shown.
pub(super) fn inside(app: &App, pane: Pane) -> Rect {
    areas(app).panes.get(&pane).map(|area| area.inner(Margin::new(1, 1))).unwrap_or_default()
}

/// Up and down in the pane that has the focus.
pub(super) fn go(app: &mut App, command: Command, effects: &mut Effects) {
    let pane = app.view.focus;
    if pane == Pane::Log {
        return log::go(app, command, effects);
    }
    let at = rows::selected(app, pane);
    let page = usize::from(inside(app, pane).height.saturating_sub(2)).max(1); // but for the heads of columns
    let to = match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => at.saturating_add(1),
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => at.saturating_add(page),
        Command::Top => 0,
        _ => usize::MAX,
    };
    select(app, pane, to);
}

/// Selects a row, or the last one.
pub(super) fn select(app: &mut App, pane: Pane, row: usize) {
    if pane == Pane::Services {
        let shown = rows::services(app);
        let chosen = shown.get(row).or(shown.last()).map(|it| it.status.name.clone());
        if chosen.is_some() {
            app.view.service = chosen;
        }
    } else if let Some(last) = rows::count(app, pane).checked_sub(1) {
        app.view.row.insert(pane, row.min(last));
    }
}

/// To the next pane that is shown; where one fills the screen, the next one does instead.
pub(super) fn next_pane(app: &mut App, forwards: bool) {
    let mut order: Vec<Pane> = Pane::ALL.to_vec();
    if !forwards {
        order.reverse();
    }
    let at = order.iter().position(|pane| *pane == app.view.focus).unwrap_or(0);
    order.rotate_left(at);
    let shown = areas(app).panes;
    let is_zoomed = app.view.zoomed.is_some();
    if let Some(next) = order.into_iter().skip(1).find(|pane| is_zoomed || shown.contains_key(pane)) {
        focus(app, next);
    }
}

pub(super) fn focus(app: &mut App, pane: Pane) {
    app.view.focus = pane;
    if app.view.zoomed.is_some() {
        app.view.zoomed = Some(pane);
    }
}

/// One pane alone; all of them again if it was.
pub(super) fn toggle_only(app: &mut App, pane: Pane) {
    if app.view.zoomed == Some(pane) {
        app.view.zoomed = None;
    } else {
        only(app, pane);
    }
}

pub(super) fn only(app: &mut App, pane: Pane) {
    app.view.focus = pane;
    app.view.zoomed = Some(pane);
}

/// Moves the boundary above the log by a row.
pub(super) fn split(app: &mut App, down: bool) {
    let areas = areas(app);
    let Some(log) = areas.panes.get(&Pane::Log) else { return };
    let now = log.y.saturating_sub(areas.header.bottom());
    set_split(app, if down { now.saturating_add(1) } else { now.saturating_sub(1) });
}

/// So many rows above the log; where that leaves it too few, it is drawn with what it needs.
pub(super) fn set_split(app: &mut App, rows: u16) {
    app.view.split = Some(rows.clamp(FEWEST_ABOVE, app.size.1.max(FEWEST_ABOVE)));
}

/// Out of one thing at a time: a search that runs, a filter, a pane that fills the screen.
pub(super) fn back(app: &mut App, effects: &mut Effects) {
    if app.log.status().search.is_some() {
        let ask = app.log.stop_search(); // one that has ended is forgotten
        log::request(app, ask, effects);
    } else if app.view.filters.remove(&app.view.focus).is_some() {
        if app.view.focus == Pane::Log {
            app.log.set_filter(None);
        }
    } else if app.view.zoomed.take().is_none() && app.view.focus != Pane::Services {
        app.view.focus = Pane::Services;
    }
}
