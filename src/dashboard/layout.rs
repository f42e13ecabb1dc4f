//! Where things are on the screen: for drawing, and for finding what the mouse points at.
//!
//! By width: one column of everything but GPUs and scores ([`Width::Narrow`]), more figures in the same places
//! ([`Width::Medium`]), and with a box for work beside the scores ([`Width::Wide`]). By height: alerts in one line, or in
//! a pane of their own.

mod columns;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::app::{App, Pane};

pub(super) use columns::{miner_columns, service_columns};

/// The smallest screen that anything is drawn on.
pub(super) const SMALLEST: (u16, u16) = (60, 16);
/// Rows from which alerts have a pane.
const TALL: u16 = 30;
/// Rows that the log keeps, its frame among them.
const SHORTEST_LOG: u16 = 5;

/// The three layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Width {
    /// Below 100 columns.
    Narrow,
    /// Below 140.
    Medium,
    /// All others.
    Wide,
}

impl Width {
    pub(super) const fn of(columns: u16) -> Self {
        match columns {
            0..100 => Self::Narrow,
            100..140 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// Where things are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    /// The line of the subnet and the machine.
    pub header: Rect,
    /// Panes that are shown, with their frames.
    pub panes: BTreeMap<Pane, Rect>,
    /// Seat and work above the table of the scores, where they fill the screen; empty elsewhere.
    pub figures: Rect,
    /// The line of alerts; empty where they have a pane.
    pub alerts_strip: Rect,
    /// The line of keys.
    pub keys: Rect,
    /// Only one line that says so is drawn.
    pub is_too_small: bool,
}

/// Where things are now.
pub fn areas(app: &App) -> Areas {
    areas_in(app, app.size)
}

/// The same on a screen of this size: that of the terminal may have changed before [`App::size`] does.
pub(super) fn areas_in(app: &App, (width, height): (u16, u16)) -> Areas {
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return Areas { is_too_small: true, ..Areas::default() };
    }
    let line = |y| Rect::new(0, y, width, 1);
    let mut areas = Areas { header: line(0), keys: line(height - 1), ..Areas::default() };
    let mut below = height - 1; // the first row that is not for panes
    if app.view.zoomed == Some(Pane::Alerts) {
        areas.panes.insert(Pane::Alerts, rows(width, 1, below));
        return areas;
    }
    if height < TALL || app.view.zoomed.is_some() {
        below -= 1;
        areas.alerts_strip = line(below);
    } else {
        let needed = u16::try_from(app.alerts.len()).unwrap_or(u16::MAX).clamp(1, 4) + 2;
        below -= needed;
        areas.panes.insert(Pane::Alerts, rows(width, below, below + needed));
    }
    if let Some(pane) = app.view.zoomed {
        let table = if pane == Pane::Scores && has_table(app) { 1 + ((below - 1) / 2).min(14) } else { 1 };
        areas.figures = rows(width, 1, table);
        areas.panes.insert(pane, rows(width, table, below));
        return areas;
    }
    let upper = upper(app, below, (width, height));
    let services_end = 1 + upper.services;
    let figures_end = services_end + upper.figures;
    areas.panes.insert(Pane::Services, rows(width, 1, services_end));
    if upper.figures > 0 {
        let half = if shows_gpus(app) { width / 2 } else { 0 };
        if half > 0 {
            areas.panes.insert(Pane::Gpus, Rect::new(0, services_end, half, upper.figures));
        }
        areas.panes.insert(Pane::Scores, Rect::new(half, services_end, width - half, upper.figures));
    }
    areas.panes.insert(Pane::Log, rows(width, figures_end, below));
    areas
}

/// Whether there is a pane of GPUs: it folds away where there are none.
pub(super) fn shows_gpus(app: &App) -> bool {
    app.world.gpus.as_ref().is_some_and(|report| !report.gpus.is_empty())
}

/// Whether the scored daemon has miners or tasks to list.
fn has_table(app: &App) -> bool {
    let state = super::rows::scored(app).and_then(|(_, entry)| entry.state.as_ref());
    state.is_some_and(|state| state.challenges.is_some() || state.tasks.is_some())
}

/// Rows of what is above the log, frames among them.
struct Upper {
    services: u16,
    figures: u16,
}

/// As many rows as there is something to show in them, unless a split was chosen; the log keeps some in any case.
fn upper(app: &App, below: u16, size: (u16, u16)) -> Upper {
    let most = below.saturating_sub(1 + SHORTEST_LOG);
    let count = u16::try_from(app.world.services.len()).unwrap_or(u16::MAX);
    // An empty list teaches in more lines than it has rows.
    let services = if count == 0 { 6 } else { count.clamp(2, 12) + 3 };
    let figures = figures(app, size);
    let wanted = app.view.split.unwrap_or(services + figures).clamp(4, most.max(4)).min(most);
    let figures = match app.view.split {
        Some(_) if figures > 0 => figures.max(wanted.saturating_sub(services)), // what was dragged open goes to them
        _ => figures,
    };
    if wanted >= figures + 4 {
        return Upper { services: wanted - figures, figures };
    }
    let services = services.min(wanted);
    let rest = wanted - services;
    if rest >= 4 { Upper { services, figures: rest } } else { Upper { services: wanted, figures: 0 } }
}

/// Rows of GPUs and scores.
fn figures(app: &App, (width, height): (u16, u16)) -> u16 {
    let gpus = app.world.gpus.as_ref().map_or(0, |report| u16::try_from(report.gpus.len()).unwrap_or(u16::MAX));
    match (Width::of(width), height < TALL) {
        _ if height < 20 => 0,
        (Width::Narrow, true) => 5,
        (_, true) => 6,
        (Width::Narrow, false) => (gpus.clamp(1, 3) * 3 + 2).max(8),
        (_, false) => (gpus.clamp(1, 3) * 4 + 2).clamp(10, 14),
    }
}

fn rows(width: u16, from: u16, to: u16) -> Rect {
    Rect::new(0, from, width, to.saturating_sub(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::fixture;

    #[test]
    fn panes_fill_the_screen_without_overlap_at_any_size() {
        for mut app in [fixture::empty(), fixture::validator_machine(), fixture::no_gpu(), fixture::troubled()] {
            for (width, height) in (60..200).step_by(7).flat_map(|width| (16..70).map(move |height| (width, height))) {
                for (zoomed, split) in [(None, None), (Some(Pane::Scores), None), (None, Some(0)), (None, Some(999))] {
                    app.size = (width, height);
                    (app.view.zoomed, app.view.split) = (zoomed, split);
                    let areas = areas(&app);
                    let all: Vec<Rect> = areas
                        .panes
                        .values()
                        .chain([&areas.header, &areas.figures, &areas.alerts_strip, &areas.keys])
                        .copied()
                        .collect();
                    let sum: u32 = all.iter().map(|area| area.area()).sum();
                    assert_eq!(
                        sum,
                        u32::from(width) * u32::from(height),
                        "{width}x{height} {zoomed:?} {split:?}: {areas:?}"
                    );
                    assert!(all.iter().all(|area| area.right() <= width && area.bottom() <= height));
                    let log = areas.panes.get(&Pane::Log);
                    assert!(zoomed.is_some() || log.is_some_and(|log| log.height >= 4), "{width}x{height}: {areas:?}");
                }
            }
        }
    }

    #[test]
    fn a_screen_that_is_too_small_has_no_panes() {
        let mut app = fixture::validator_machine();
        for size in [(0, 0), (1, 1), (59, 16), (60, 15)] {
            app.size = size;
            assert!(areas(&app).is_too_small && areas(&app).panes.is_empty(), "{size:?}");
        }
    }
}
