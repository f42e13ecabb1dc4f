//! By what rows are sorted.

use super::super::app::{App, MinerColumn, Pane, ServiceColumn, Sort};
use super::super::rows::{self, MINER_COLUMNS, SERVICE_COLUMNS, begins_descending};

/// By the column so many places to the right; around the end.
pub(super) fn shift(app: &mut App, to_right: bool) {
    if is_of_miners(app) {
        by_miners(app, next(&MINER_COLUMNS, app.view.miner_sort.by, to_right));
    } else {
        by(app, next(&SERVICE_COLUMNS, app.view.service_sort.by, to_right));
    }
}

fn next<C: Copy + PartialEq>(all: &[C], now: C, to_right: bool) -> C {
    let at = all.iter().position(|column| *column == now).unwrap_or(0);
    all[(at + if to_right { 1 } else { all.len() - 1 }) % all.len()]
}

pub(super) fn reverse(app: &mut App) {
    if is_of_miners(app) {
        app.view.miner_sort.is_descending = !app.view.miner_sort.is_descending;
    } else {
        app.view.service_sort.is_descending = !app.view.service_sort.is_descending;
    }
}

fn is_of_miners(app: &App) -> bool {
    app.view.focus == Pane::Scores && !rows::miners(app).is_empty()
}

/// By a column; chosen again, the other way around.
pub(super) fn by(app: &mut App, column: ServiceColumn) {
    let sort = &mut app.view.service_sort;
    if sort.by == column {
        sort.is_descending = !sort.is_descending;
    } else {
        *sort = Sort { by: column, is_descending: begins_descending(column) };
    }
}

/// The same of miners.
pub(super) fn by_miners(app: &mut App, column: MinerColumn) {
    let sort = &mut app.view.miner_sort;
    if sort.by == column {
        sort.is_descending = !sort.is_descending;
    } else {
        let is_descending = !matches!(column, MinerColumn::Uid | MinerColumn::Hotkey);
        *sort = Sort { by: column, is_descending };
    }
}
