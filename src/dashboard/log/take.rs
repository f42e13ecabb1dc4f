//! What the feed tells, put into the buffer.

use super::buffer::Entry;
use super::view::View;
use super::{KEPT_AROUND, LogAnswer, LogPane, clean};
use crate::dashboard::facts::{LogFact, LogLine};
use crate::supervisor::logs::Stream;

impl LogPane {
    /// Takes news of the log. Those of earlier watches and searches came too late and change nothing.
    pub fn take(&mut self, fact: LogFact) -> Option<LogAnswer> {
        match fact {
            LogFact::Lines { watch, lines, skipped } if watch == self.watch => self.take_new(lines, skipped),
            LogFact::Earlier { watch, lines, at_start } if watch == self.watch && self.earlier.take() => {
                self.take_earlier(lines, at_start);
            }
            LogFact::Later { watch, lines, at_end } if watch == self.watch && self.later.take() => {
                self.take_later(lines, at_end);
            }
            LogFact::Searching { search, read_bytes, total_bytes } => {
                let hunt = self.hunt.as_mut().filter(|hunt| hunt.number == search)?;
                if hunt.progress.is_some() {
                    hunt.progress = Some((read_bytes, total_bytes));
                }
            }
            LogFact::Found { watch, search, lines, hit } if watch == self.watch => {
                let hunt = self.hunt.as_mut().filter(|hunt| hunt.number == search && !hunt.is_stopped)?;
                hunt.progress = None;
                hunt.at_us = lines.get(hit).and_then(|line| line.time_us);
                self.show_found(lines, hit);
            }
            LogFact::NotFound { search } => {
                let hunt = self.hunt.as_mut().filter(|hunt| hunt.number == search && !hunt.is_stopped)?;
                (hunt.progress, hunt.no_further) = (None, Some(hunt.backwards));
                let text = match (hunt.backwards, hunt.at_us) {
                    (true, None) if hunt.is_whole => "nothing found",
                    (true, None) => "nothing older found; the next hit may be newer",
                    (true, Some(_)) => "no older hit",
                    (false, _) => "no newer hit",
                };
                return Some(LogAnswer::Notice { text: text.into(), is_bad: false });
            }
            LogFact::Whole { text } => return Some(LogAnswer::Page(clean::plain(&text))),
            LogFact::Trouble { service, reason } if self.services.contains(&service) => {
                self.has_answer = true;
                return Some(LogAnswer::Notice { text: format!("log of {service}: {reason}"), is_bad: true });
            }
            _ => {}
        }
        None
    }

    /// Lines that were written just now; with the first ones, the watch begins.
    fn take_new(&mut self, lines: Vec<LogLine>, skipped: u64) {
        self.has_answer = true;
        if std::mem::take(&mut self.is_stale) {
            self.buffer.clear();
            (self.is_past, self.at_start, self.at_end, self.hit) = (false, false, false, None);
        }
        self.skipped += skipped;
        if skipped > 0
            && !self.is_past
            && let Some(next) = lines.first()
        {
            let gap = gap(next, skipped);
            self.buffer.push(gap);
        }
        for line in lines {
            let mut entry = self.entry(line);
            if self.view != View::Follow && !self.is_past {
                self.buffer.push(entry);
                self.new += u64::from(self.is_last_shown());
            } else if self.is_past {
                entry.level = entry.own;
                self.new += u64::from(self.is_shown(i64::MIN, &entry));
            } else {
                self.buffer.push(entry);
            }
        }
        self.drop_oldest();
    }

    fn is_last_shown(&self) -> bool {
        let last = self.buffer.last();
        self.buffer.get(last).is_some_and(|entry| self.is_shown(last, entry))
    }

    fn take_earlier(&mut self, lines: Vec<LogLine>, at_start: bool) {
        if self.view == View::Follow {
            return; // they would take the place of the lines that are followed
        }
        let older = self.buffer.without_held(lines, true);
        let older = older.into_iter().map(|line| self.entry(line)).collect();
        self.buffer.prepend(older);
        self.at_start = at_start;
        let keep = self.kept_below();
        while self.buffer.is_over() {
            if self.buffer.last() > keep {
                self.buffer.pop_back();
                self.is_past = true;
                self.at_end = false;
            } else {
                self.buffer.pop_front();
                self.at_start = false;
            }
        }
    }

    fn take_later(&mut self, lines: Vec<LogLine>, at_end: bool) {
        if std::mem::take(&mut self.is_jumping) {
            self.replace(lines);
            (self.at_start, self.at_end) = (true, at_end);
            self.view = View::Bottom(self.buffer.first(), 0);
            self.cursor = Some(self.buffer.first());
        } else if self.is_past {
            for line in self.buffer.without_held(lines, false) {
                let entry = self.entry(line);
                self.buffer.push(entry);
            }
            self.at_end = at_end;
            self.drop_oldest();
        }
        if at_end {
            self.new = 0;
        }
    }

    fn show_found(&mut self, lines: Vec<LogLine>, hit: usize) {
        self.replace(lines);
        let number = self.buffer.first() + i64::try_from(hit).unwrap_or(0);
        (self.at_start, self.at_end) = (false, false);
        (self.hit, self.cursor) = (Some(number), Some(number));
        self.view = View::Middle(number);
    }

    /// Holds these lines instead: a window into the past.
    fn replace(&mut self, lines: Vec<LogLine>) {
        self.buffer.clear();
        for line in lines {
            let entry = self.entry(line);
            self.buffer.push(entry);
        }
        self.earlier.forget();
        self.later.forget();
        (self.is_past, self.is_jumping, self.hit) = (true, false, None);
    }

    /// Makes room: of the oldest lines, but not of those in view. If that is not enough, the newest go.
    fn drop_oldest(&mut self) {
        if !self.buffer.is_over() {
            return;
        }
        let keep = self.kept_above();
        while self.buffer.is_over() {
            if keep.is_none_or(|keep| self.buffer.first() < keep) {
                self.buffer.pop_front();
                self.at_start = false;
            } else {
                self.buffer.pop_back();
                (self.is_past, self.at_end) = (true, false);
            }
        }
    }

    /// The oldest line that must stay, for the view's sake; `None` while following.
    fn kept_above(&self) -> Option<i64> {
        let mut number = self.view.number()?;
        for _ in 0..KEPT_AROUND {
            match self.previous(number) {
                Some(previous) => number = previous,
                None => break,
            }
        }
        Some(number)
    }

    /// The newest line that must stay.
    fn kept_below(&self) -> i64 {
        let mut number = self.view.number().unwrap_or(self.buffer.last());
        for _ in 0..KEPT_AROUND {
            match self.next(number) {
                Some(next) => number = next,
                None => break,
            }
        }
        number
    }
}

/// A word about lines that are missing before this one.
fn gap(next: &LogLine, skipped: u64) -> Entry {
    let text = format!("[{skipped} lines came faster than they can be shown; `gascli logs` has them]");
    let line = LogLine { stream: Stream::Note, bytes: text.len() as u64, text, ..next.clone() };
    let (own, level) = (None, None);
    Entry { line, own, level, passes: true, is_hit: false, is_restart: false, is_last: false, is_gap: true }
}
