//! Which part of the buffer is seen.

use std::cell::Cell;

use super::{LogPane, MORE_LINES};
use crate::dashboard::ask::Ask;

/// What the view holds on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum View {
    /// The last line.
    #[default]
    Follow,
    /// A line, and which of its rows, in the bottom row.
    Bottom(i64, usize),
    /// A line, in the middle.
    Middle(i64),
}

impl View {
    pub(super) fn number(self) -> Option<i64> {
        match self {
            Self::Follow => None,
            Self::Bottom(number, _) | Self::Middle(number) => Some(number),
        }
    }
}

/// A row of a line.
pub(super) type Place = (i64, usize);

/// Goes from row to row of shown lines.
struct Walk<'a> {
    pane: &'a LogPane,
    width: usize,
    /// The line whose rows were last counted.
    counted: Cell<Option<(i64, usize)>>,
}

impl Walk<'_> {
    fn rows(&self, number: i64) -> usize {
        if !self.pane.is_wrapped {
            return 1;
        }
        if let Some((counted, rows)) = self.counted.get()
            && counted == number
        {
            return rows;
        }
        let rows = self.pane.buffer.get(number).map_or(1, |entry| self.pane.wrapped(entry, self.width).1.len());
        self.counted.set(Some((number, rows)));
        rows
    }

    fn up(&self, (number, row): Place) -> Option<Place> {
        if row > 0 {
            return Some((number, row - 1));
        }
        let previous = self.pane.previous(number)?;
        Some((previous, self.rows(previous) - 1))
    }

    fn down(&self, (number, row): Place) -> Option<Place> {
        if row + 1 < self.rows(number) {
            return Some((number, row + 1));
        }
        Some((self.pane.next(number)?, 0))
    }

    /// The place that is nearest to where the view holds on.
    fn anchor(&self) -> Option<Place> {
        let end = self.pane.buffer.last() + 1;
        let (number, row) = match self.pane.view {
            View::Follow => (end - 1, usize::MAX),
            View::Bottom(number, row) => (number, row),
            View::Middle(number) => (number, 0),
        };
        let pane = self.pane;
        let shown = pane.previous(number.saturating_add(1)).or_else(|| pane.next(number))?;
        let row = if shown < number { usize::MAX } else { row };
        Some((shown, row.min(self.rows(shown) - 1)))
    }

    /// What is in the rows of the screen, from the top.
    fn layout(&self, height: usize) -> Vec<Place> {
        let Some(anchor) = self.anchor() else { return Vec::new() };
        let wanted = if matches!(self.pane.view, View::Middle(_)) { height / 2 } else { height.saturating_sub(1) };
        let mut above = Vec::new();
        let climb = |above: &mut Vec<Place>, wanted: usize| {
            let mut top = above.last().copied().unwrap_or(anchor);
            while above.len() < wanted {
                let Some(up) = self.up(top) else { break };
                above.push(up);
                top = up;
            }
        };
        climb(&mut above, wanted);
        let mut below = vec![anchor];
        let mut bottom = anchor;
        while above.len() + below.len() < height {
            let Some(down) = self.down(bottom) else { break };
            below.push(down);
            bottom = down;
        }
        climb(&mut above, height.saturating_sub(below.len()));
        above.reverse();
        above.append(&mut below);
        above.truncate(height);
        above
    }
}

impl LogPane {
    fn walk(&self, width: u16) -> Walk<'_> {
        Walk { pane: self, width: self.text_width(width), counted: Cell::new(None) }
    }

    /// What is in the rows of the screen, from the top.
    pub(super) fn layout(&self, width: u16, height: u16) -> Vec<Place> {
        self.walk(width).layout(usize::from(height))
    }

    /// The shown line before this one.
    pub(super) fn previous(&self, number: i64) -> Option<i64> {
        let end = number.min(self.buffer.last() + 1);
        (self.buffer.first()..end).rev().find(|&at| self.buffer.get(at).is_some_and(|entry| self.is_shown(at, entry)))
    }

    /// The shown line behind this one.
    pub(super) fn next(&self, number: i64) -> Option<i64> {
        let begin = number.saturating_add(1).max(self.buffer.first());
        (begin..=self.buffer.last()).find(|&at| self.buffer.get(at).is_some_and(|entry| self.is_shown(at, entry)))
    }

    /// Moves the view by rows, up if negative, which ends following; the selection moves along, and further where the view
    /// cannot. May need lines that are not held.
    pub fn scroll(&mut self, rows: i64, height: u16, width: u16) -> Option<Ask> {
        if rows > 0 && self.view == View::Follow {
            return None;
        }
        let before = self.layout(width, height);
        let (Some(&top), Some(&bottom)) = (before.first(), before.last()) else {
            if rows >= 0 || self.buffer.len() == 0 {
                return None;
            }
            // The filter hides all that is held; what is older may pass.
            self.view = View::Bottom(self.buffer.first(), 0);
            return self.ask_earlier(self.buffer.first(), height);
        };
        let row = self.cursor.and_then(|cursor| before.iter().position(|place| place.0 == cursor));
        let row = row.unwrap_or(before.len() - 1);
        let wanted = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        let (moved, bottom) = {
            let walk = self.walk(width);
            let (mut moved, mut top, mut bottom) = (0, top, bottom);
            while moved < wanted {
                let next = if rows < 0 {
                    walk.up(top).and_then(|top| Some((top, walk.up(bottom)?)))
                } else {
                    walk.down(bottom).map(|bottom| (top, bottom))
                };
                let Some(next) = next else { break };
                ((top, bottom), moved) = (next, moved + 1);
            }
            (moved, bottom)
        };
        self.view = View::Bottom(bottom.0, bottom.1);
        let after = self.layout(width, height);
        let rest = wanted - moved;
        let row =
            if rows < 0 { row.saturating_sub(rest) } else { row.saturating_add(rest).min(after.len().max(1) - 1) };
        self.cursor = after.get(row).map(|place| place.0);
        if rows < 0 { self.ask_earlier(after.first()?.0, height) } else { self.ask_later(after.last()?.0, height) }
    }

    /// To the oldest stored line.
    pub fn to_top(&mut self) -> Option<Ask> {
        self.view = View::Bottom(self.buffer.first(), 0);
        self.cursor = self.next(self.buffer.first() - 1);
        if self.at_start || self.watch == 0 {
            return None;
        }
        self.later.forget();
        self.later.pending += 1;
        self.is_jumping = true;
        Some(Ask::Later { watch: self.watch, from_us: 0, count: MORE_LINES })
    }

    /// To the end of the log, and follows it. Begins the watch anew where the buffer has not got the newest lines.
    pub fn to_bottom(&mut self) -> Option<Ask> {
        (self.view, self.cursor, self.new, self.is_jumping) = (View::Follow, None, 0, false);
        if let Some(hunt) = &mut self.hunt {
            hunt.at_us = None;
        }
        (self.is_past && !self.is_stale).then(|| self.renew())
    }

    /// Follows the end of the log, or stays at the lines that are seen.
    pub fn toggle_follow(&mut self) -> Option<Ask> {
        if self.view == View::Follow {
            self.view = View::Bottom(self.buffer.last(), usize::MAX);
            return None;
        }
        self.to_bottom()
    }

    /// Selects the line in a row of the screen.
    pub fn select(&mut self, row_on_screen: u16, height: u16, width: u16) {
        if let Some(place) = self.layout(width, height).get(usize::from(row_on_screen)) {
            self.cursor = Some(place.0);
        }
    }

    /// Older lines, before they are needed.
    fn ask_earlier(&mut self, top: i64, height: u16) -> Option<Ask> {
        let mut at = top;
        for _ in 0..2 * u32::from(height) {
            match self.previous(at) {
                Some(previous) => at = previous,
                None if self.at_start || self.earlier.is_open() || self.is_stale || self.is_jumping => return None,
                None => {
                    let before_us = self.buffer.iter().find_map(|entry| entry.line.time_us)?;
                    self.earlier.pending += 1;
                    return Some(Ask::Earlier { watch: self.watch, before_us, count: MORE_LINES });
                }
            }
        }
        None
    }

    /// Newer lines, where the buffer is a window into the past.
    fn ask_later(&mut self, bottom: i64, height: u16) -> Option<Ask> {
        let is_known = self.at_end && self.new == 0;
        if !self.is_past || is_known || self.later.is_open() || self.is_stale {
            return None;
        }
        let mut at = bottom;
        for _ in 0..2 * u32::from(height) {
            let Some(next) = self.next(at) else {
                let from_us = self.buffer.iter().rev().find_map(|entry| entry.line.time_us)?;
                self.later.pending += 1;
                return Some(Ask::Later { watch: self.watch, from_us, count: MORE_LINES });
            };
            at = next;
        }
        None
    }
}
