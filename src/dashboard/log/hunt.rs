//! The search through the whole stored log: the feed looks, the pane marks what it found.

use regex::{Regex, RegexBuilder};

use super::buffer::Buffer;
use super::view::View;
use super::{LogPane, RENEWED, clean};
use crate::dashboard::ask::Ask;

/// A compiled pattern takes this much memory at most.
const LARGEST_PATTERN: usize = 1 << 20;

/// What is searched for, and how far that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchState {
    /// The pattern, as it was typed.
    pub pattern: String,
    /// Bytes looked through, and those to be looked through at most, while it goes on.
    pub progress: Option<(u64, u64)>,
    /// There is no further hit towards older lines (true) or newer ones.
    pub no_further: Option<bool>,
    /// It was stopped.
    pub is_stopped: bool,
    /// Lines of the buffer that match.
    pub hits: usize,
}

/// A search.
#[derive(Debug, Clone)]
pub(super) struct Hunt {
    typed: String,
    pattern: String,
    regex: Regex,
    pub(super) number: u64,
    pub(super) backwards: bool,
    /// When the hit was written that the view is at.
    pub(super) at_us: Option<u64>,
    pub(super) progress: Option<(u64, u64)>,
    pub(super) no_further: Option<bool>,
    pub(super) is_stopped: bool,
    /// It began at the end of the log, so that none of it is left out.
    pub(super) is_whole: bool,
}

impl Hunt {
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Where in a text it is, first; nothing for a pattern that matches the empty text.
    pub(super) fn find(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.regex.find(text).map(|found| found.range()).filter(|range| !range.is_empty())
    }

    pub(super) fn state(&self, buffer: &Buffer) -> SearchState {
        SearchState {
            pattern: self.typed.clone(),
            progress: self.progress,
            no_further: self.no_further,
            is_stopped: self.is_stopped,
            hits: buffer.iter().filter(|entry| entry.is_hit).count(),
        }
    }

    fn ask(&mut self, watch: u64, number: u64, from_us: Option<u64>, backwards: bool) -> Ask {
        (self.number, self.backwards) = (number, backwards);
        (self.progress, self.no_further, self.is_stopped) = (Some((0, 0)), None, false);
        self.is_whole = from_us.is_none();
        Ask::Search { watch, search: number, pattern: self.pattern.clone(), from_us, backwards }
    }
}

impl LogPane {
    /// Looks for a regular expression from the view towards older lines; without capitals in it, case does not count.
    /// The error says what is wrong with it.
    pub fn search(&mut self, pattern: &str, number: u64) -> Result<Ask, String> {
        if pattern.is_empty() {
            return Err("nothing to look for".into());
        }
        let is_exact = pattern.chars().any(char::is_uppercase);
        let full = if is_exact { pattern.to_owned() } else { format!("(?i){pattern}") };
        let regex = RegexBuilder::new(&full).size_limit(LARGEST_PATTERN).build();
        let regex = regex.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
            // The last line says what is wrong, those before draw where.
            error => error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        })?;
        let mut hunt = Hunt {
            typed: pattern.to_owned(),
            pattern: full,
            regex,
            number,
            backwards: true,
            at_us: None,
            progress: None,
            no_further: None,
            is_stopped: false,
            is_whole: false,
        };
        for entry in self.buffer.iter_mut() {
            entry.is_hit = hunt.is_match(&clean::plain(&entry.line.text));
        }
        // One microsecond later, so that the line there counts.
        let from = self.place_us().map(|time| time + 1);
        let ask = hunt.ask(self.watch, number, from, true);
        self.hunt = Some(hunt);
        Ok(ask)
    }

    /// To the next hit, towards newer lines or backwards to older ones. `None` without a search, or at the end.
    pub fn next_hit(&mut self, backwards: bool, number: u64) -> Option<Ask> {
        let place = self.place_us();
        let is_at_end = self.view == View::Follow;
        let hunt = self.hunt.as_mut()?;
        if is_at_end && !backwards {
            hunt.no_further = Some(false);
            return None;
        }
        let around = place.map(|time| if backwards { time + 1 } else { time.saturating_sub(1) });
        let from = hunt.at_us.filter(|_| !is_at_end).or(around);
        Some(hunt.ask(self.watch, number, from, backwards))
    }

    /// Ends a search that goes on; one that does not is forgotten, with its marks.
    pub fn stop_search(&mut self) -> Option<Ask> {
        let hunt = self.hunt.as_mut()?;
        if hunt.progress.take().is_some() {
            hunt.is_stopped = true;
            return Some(Ask::StopSearch { search: hunt.number });
        }
        self.hunt = None;
        self.hit = None;
        self.buffer.iter_mut().for_each(|entry| entry.is_hit = false);
        None
    }

    /// When the line was written that the view is at; `None` for the end that is followed.
    fn place_us(&self) -> Option<u64> {
        if self.view == View::Follow {
            return None;
        }
        let number = self.cursor.or_else(|| self.view.number())?;
        self.buffer.get(number)?.line.time_us
    }

    /// Begins the watch anew, at the end of the log. Its lines replace those held when they come.
    pub(super) fn renew(&mut self) -> Ask {
        self.watch = self.watch.wrapping_add(RENEWED);
        (self.is_stale, self.is_jumping) = (true, false);
        (self.earlier, self.later) = Default::default();
        if let Some(hunt) = &mut self.hunt {
            hunt.is_stopped |= hunt.progress.take().is_some(); // with the watch before, its search ends
        }
        Ask::Watch { watch: self.watch, services: self.services.clone(), last: super::FIRST_LINES }
    }
}
