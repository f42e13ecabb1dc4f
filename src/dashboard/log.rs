//! The log pane: a window of the stored log that follows its end or stays where it was put, whatever comes meanwhile.
//!
//! ```text
//!  stored log  |.......................................................| it grows
//!  buffer                          [ 5,000 lines, 8 MiB at most ]
//!  view                                        [ rows ]           follow: the last rows; paused: stays on its lines
//! ```
//!
//! The buffer drops lines at the end that is further from the view. Once it lost the newest, it is a window into the past:
//! what comes is counted only, until following is asked for again, which begins a new watch.

mod buffer;
mod clean;
mod hunt;
mod level;
mod rows;
mod take;
mod view;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::filter::Filter;
use crate::supervisor::ServiceEvent;
use crate::supervisor::logs::Stream;
use crate::types::{ServiceName, UnixMillis};

use super::ask::Ask;
use super::facts::LogLine;
use buffer::{Buffer, Entry};
use hunt::Hunt;
pub use hunt::SearchState;
pub use level::Level;
pub use rows::{LogRow, Mark, Widths};
use view::View;

/// Lines that are asked for when a watch begins.
pub const FIRST_LINES: usize = 1000;
/// Lines that are asked for when the view comes near an end of the buffer.
const MORE_LINES: usize = 1000;
/// Shown lines above the view that are kept in the buffer, and so below it.
const KEPT_AROUND: usize = 300;
/// Added to the number of a watch that the pane begins by itself: the numbers of others stay below.
const RENEWED: u64 = 1 << 32;

/// How times of lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timestamps {
    /// Not at all; lines are shown as they were written.
    Off,
    /// Time of day.
    #[default]
    Day,
    /// With the date.
    Date,
}

/// What came of a fact besides lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogAnswer {
    /// A text for the pager.
    Page(String),
    /// Something to tell.
    Notice {
        /// What.
        text: String,
        /// Whether it went wrong.
        is_bad: bool,
    },
}

/// How the pane is, for its title.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the title")]
pub struct LogStatus {
    /// The end of the log is followed.
    pub is_following: bool,
    /// Lines that came since it is not.
    pub new: u64,
    /// Long lines are wrapped.
    pub is_wrapped: bool,
    /// How times are shown.
    pub timestamps: Timestamps,
    /// Every level, and whether its lines are shown.
    pub levels: [(Level, bool); 4],
    /// What is filtered by.
    pub filter: Option<String>,
    /// What is searched for, and how far that is.
    pub search: Option<SearchState>,
    /// Lines that came faster than they can be shown.
    pub skipped: u64,
    /// The feed has not answered yet.
    pub is_loading: bool,
    /// There is no line yet, not even one that is not shown.
    pub is_waiting: bool,
    /// The oldest stored line is in the buffer.
    pub is_at_start: bool,
    /// Newer lines than those in the buffer are stored.
    pub is_past: bool,
}

/// Answers that are on their way. They come in the order of the asking.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    pending: u32,
    /// The first of them belong to lines that are not held any more.
    outdated: u32,
}

impl Asked {
    fn is_open(self) -> bool {
        self.pending > self.outdated
    }

    fn forget(&mut self) {
        self.outdated = self.pending;
    }

    /// One has come; whether it is still of use.
    fn take(&mut self) -> bool {
        let is_outdated = self.outdated > 0;
        self.outdated -= u32::from(is_outdated);
        self.pending = self.pending.saturating_sub(1);
        !is_outdated
    }
}

/// The log pane. [`super::update`] changes it, [`super::draw`] reads [`Self::rows`] and [`Self::status`].
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct LogPane {
    watch: u64,
    services: Vec<ServiceName>,
    buffer: Buffer,
    view: View,
    cursor: Option<i64>,
    is_wrapped: bool,
    timestamps: Timestamps,
    hidden: BTreeSet<Level>,
    filter: Option<Filter>,
    skipped: u64,
    new: u64,
    /// Newer lines are stored than the buffer holds.
    is_past: bool,
    at_start: bool,
    /// Nothing newer was stored when that was last asked.
    at_end: bool,
    /// The feed has answered the watch.
    has_answer: bool,
    /// The lines are those of a watch before, until the first of this one are here.
    is_stale: bool,
    earlier: Asked,
    later: Asked,
    /// The later lines that were asked for are to be shown from their top.
    is_jumping: bool,
    hunt: Option<Hunt>,
    /// The hit that the view was brought to; it is shown whatever is filtered by.
    hit: Option<i64>,
    /// How runs ended.
    exits: BTreeMap<(ServiceName, u32), (UnixMillis, String)>,
}

impl LogPane {
    /// Forgets all lines and waits for those of this watch. Settings (levels, wrapping, filter, muting) stay.
    pub fn watch(&mut self, watch: u64, services: Vec<ServiceName>) {
        let old = std::mem::take(self);
        *self = Self {
            watch,
            services,
            is_wrapped: old.is_wrapped,
            timestamps: old.timestamps,
            hidden: old.hidden,
            filter: old.filter,
            exits: old.exits,
            ..Self::default()
        };
    }

    /// Services whose logs are watched, in the order in which they were asked for.
    pub fn services(&self) -> &[ServiceName] {
        &self.services
    }

    /// How runs ended, from the journal of events: they are marked in the gutter.
    pub fn note_events(&mut self, events: &[ServiceEvent]) {
        for event in events {
            if let (Some(service), Some(exit)) = (&event.service, event.exit) {
                self.exits.insert((service.clone(), event.run), (event.at_ms, exit.to_string()));
            }
        }
        while self.exits.len() > MORE_LINES {
            self.exits.pop_first();
        }
    }

    /// How the pane is.
    pub fn status(&self) -> LogStatus {
        LogStatus {
            is_following: self.view == View::Follow,
            new: self.new,
            is_wrapped: self.is_wrapped,
            timestamps: self.timestamps,
            levels: Level::ALL.map(|level| (level, !self.hidden.contains(&level))),
            filter: self.filter.as_ref().map(|filter| filter.text.clone()),
            search: self.hunt.as_ref().map(|hunt| hunt.state(&self.buffer)),
            skipped: self.skipped,
            is_loading: self.watch > 0 && !self.has_answer,
            is_waiting: self.buffer.len() == 0,
            is_at_start: self.at_start,
            is_past: self.is_past,
        }
    }

    /// Wraps long lines, or cuts them.
    pub fn toggle_wrap(&mut self) {
        self.is_wrapped = !self.is_wrapped;
    }

    /// Times of lines: of day, with the date, none.
    pub fn next_timestamps(&mut self) {
        self.timestamps = match self.timestamps {
            Timestamps::Off => Timestamps::Day,
            Timestamps::Day => Timestamps::Date,
            Timestamps::Date => Timestamps::Off,
        };
    }

    /// Shows lines of this level, or not. Those without any level are always shown.
    pub fn toggle_level(&mut self, level: Level) {
        if !self.hidden.remove(&level) {
            self.hidden.insert(level);
        }
    }

    /// Shows only lines that pass.
    pub fn set_filter(&mut self, filter: Option<Filter>) {
        for entry in self.buffer.iter_mut() {
            entry.passes = filter.as_ref().is_none_or(|filter| filter.matches(&clean::plain(&entry.line.text)));
        }
        self.filter = filter;
    }

    /// The line that was selected by [`Self::select`] or by scrolling; while following without one, the last line.
    pub fn selected(&self) -> Option<&LogLine> {
        let number = self.cursor.or_else(|| self.previous(self.buffer.last() + 1))?;
        Some(&self.buffer.get(number)?.line)
    }

    /// Its text, as far as it is held, without anything that steers a terminal.
    pub fn selected_text(&self) -> Option<String> {
        self.selected().map(|line| clean::plain(&line.text))
    }

    /// What shows the selected line in the pager: its text, or the wish for it where only its beginning is held.
    pub fn page(&self) -> Option<Result<String, Ask>> {
        let line = self.selected()?;
        Some(match line.time_us {
            Some(time_us) if line.bytes > line.text.len() as u64 => {
                Err(Ask::Whole { service: line.service.clone(), time_us, run: line.run, stream: line.stream })
            }
            _ => Ok(clean::plain(&line.text)),
        })
    }

    /// All lines of the buffer that are shown, with time and service, for a file.
    pub fn shown_text(&self) -> String {
        let mut text = String::new();
        for (number, entry) in (self.buffer.first()..).zip(self.buffer.iter()) {
            if self.is_shown(number, entry) {
                let time = rows::timestamp(entry.line.time_us).map_or_else(|| "-".into(), |time| format!("{time:.6}"));
                text.extend([&time, " ", entry.line.service.as_str(), " ", &clean::plain(&entry.line.text), "\n"]);
            }
        }
        text
    }

    /// What was found in a line.
    fn entry(&self, line: LogLine) -> Entry {
        let is_note = line.stream == Stream::Note;
        // A level stands in front; what is further on need not be looked at for it, but in JSON.
        let most = if line.text.starts_with('{') { usize::MAX } else { 512 };
        let own = if is_note { None } else { level::level(&clean::clean(&line.text, most).text) };
        let text = (self.filter.is_some() || self.hunt.is_some()).then(|| clean::plain(&line.text));
        let passes = self.filter.as_ref().zip(text.as_ref()).is_none_or(|(filter, text)| filter.matches(text));
        let is_hit = self.hunt.as_ref().zip(text.as_ref()).is_some_and(|(hunt, text)| hunt.is_match(text));
        Entry { line, own, level: own, passes, is_hit, is_restart: false, is_last: false, is_gap: false }
    }

    fn is_shown(&self, number: i64, entry: &Entry) -> bool {
        self.hit == Some(number)
            || (entry.is_gap || entry.passes) && !entry.level.is_some_and(|level| self.hidden.contains(&level))
    }
}
