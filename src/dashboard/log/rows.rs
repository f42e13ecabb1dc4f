//! What is drawn of the lines in view.

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::buffer::Entry;
use super::clean::{Clean, clean};
use super::level::{Level, body};
use super::{LogPane, Timestamps};
use crate::supervisor::logs::Stream;
use crate::types::{ServiceName, UnixMillis};

/// Columns of a service's name at most.
const NAME: usize = 16;
/// A run's last words may be read a little after its end was noted.
const LATE_MS: u64 = 1000;
/// From this width on, times have milliseconds.
const WIDE: u16 = 100;
/// What is drawn of one character with all its accents, in bytes.
const LONGEST_GRAPHEME: usize = 32;

/// A row of the pane.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct LogRow {
    /// When its line was written, in the first row of one; as wide as [`Widths::time`].
    pub time: Option<String>,
    /// Whose it is, in the first row of a line, where there are several.
    pub service: Option<ServiceName>,
    /// How grave its line is.
    pub level: Option<Level>,
    /// Whether the line names the level itself, so that its word is worth a place.
    pub is_level_own: bool,
    /// What happened here, for the gutter; in the first row of a line.
    pub mark: Option<Mark>,
    /// The line is a remark of gascli's, not the service's output.
    pub is_remark: bool,
    /// Text with the child's own colours: at most [`Widths::text`] columns, no control and no bidi character.
    pub spans: Vec<(String, Style)>,
    /// Not the first row of its line.
    pub is_continuation: bool,
    /// The text goes on to the right of what is shown.
    pub is_cut: bool,
    /// Its line is selected.
    pub is_selected: bool,
    /// What is searched for, as bytes of all spans' texts put together; spans end at both its ends.
    pub hit: Option<Range<usize>>,
}

/// What a line stands beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The first line of this run, after another one.
    Restart(u32),
    /// How the run ended whose last line this is, or what the shim remarked.
    Exit(String),
}

/// A line's text, and which bytes of it are in which row.
pub(super) type Wrapped = (Clean, Vec<Range<usize>>);

/// Columns of a row's parts. Those in front of the text are drawn with a blank behind each that is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// The gutter, for marks and the selection; no blank behind it.
    pub gutter: u16,
    /// The time.
    pub time: u16,
    /// The service's name; longer ones are cut.
    pub service: u16,
    /// The level's word.
    pub level: u16,
    /// The text.
    pub text: u16,
}

impl LogPane {
    /// How a width is shared out.
    pub fn widths(&self, width: u16) -> Widths {
        let time = match self.timestamps {
            Timestamps::Off => 0,
            Timestamps::Day => 8,
            Timestamps::Date => 19,
        };
        let time = if width >= WIDE && time > 0 { time + 4 } else { time };
        let longest = self.services.iter().map(|service| service.as_str().len().min(NAME)).max().unwrap_or(0);
        let service = if self.services.len() > 1 { u16::try_from(longest).unwrap_or(0) } else { 0 };
        let level = if self.timestamps == Timestamps::Off { 0 } else { 5 };
        let front = 1 + [time, service, level].into_iter().filter(|part| *part > 0).map(|part| part + 1).sum::<u16>();
        Widths { gutter: 1, time, service, level, text: width.saturating_sub(front).max(1) }
    }

    pub(super) fn text_width(&self, width: u16) -> usize {
        usize::from(self.widths(width).text)
    }

    /// The rows of a pane with this inside. While following, the last line is in the last of them.
    pub fn rows(&self, width: u16, height: u16, is_utc: bool) -> Vec<LogRow> {
        let zone = if is_utc { TimeZone::UTC } else { TimeZone::system() };
        let widths = self.widths(width);
        let text_width = usize::from(widths.text);
        let mut wrapped: Option<(i64, Wrapped)> = None;
        let mut rows = Vec::new();
        for (number, at) in self.layout(width, height) {
            let Some(entry) = self.buffer.get(number) else { continue };
            if wrapped.as_ref().is_none_or(|(held, _)| *held != number) {
                wrapped = Some((number, self.wrapped(entry, text_width)));
            }
            let Some((_, (clean, ranges))) = &wrapped else { continue };
            let Some(range) = ranges.get(at).cloned() else { continue };
            let is_first = at == 0;
            let hit = self.hunt.as_ref().filter(|_| entry.is_hit).and_then(|hunt| hunt.find(&clean.text));
            let is_cut = !self.is_wrapped && (range.end < clean.text.len() || clean.is_partial);
            let (spans, hit) = spans(clean, range, hit.unwrap_or(0..0));
            rows.push(LogRow {
                time: (is_first && widths.time > 0).then(|| self.time(entry.line.time_us, widths.time, &zone)),
                service: (is_first && widths.service > 0).then(|| entry.line.service.clone()),
                level: entry.level,
                is_level_own: entry.own.is_some(),
                mark: self.mark(number, entry).filter(|_| is_first),
                is_remark: entry.is_gap || entry.line.stream == Stream::Note,
                spans,
                is_continuation: !is_first,
                is_cut,
                is_selected: self.cursor == Some(number),
                hit,
            });
        }
        rows
    }

    /// Lays a line out.
    pub(super) fn wrapped(&self, entry: &Entry, width: usize) -> Wrapped {
        // What is cut off need not be looked at. A character takes 4 bytes, its accents some more.
        let most = if self.is_wrapped { usize::MAX } else { 8 * width + 512 };
        let mut clean = clean(&entry.line.text, most);
        let length = entry.line.text.len() as u64;
        if !clean.is_partial && entry.line.bytes > length {
            let more = format!(" [{} more bytes]", entry.line.bytes - length);
            clean.text += &more;
        }
        let shows_columns = self.timestamps != Timestamps::Off && entry.own.is_some();
        let from = if shows_columns { body(&clean.text) } else { 0 };
        let rows = rows_of(&clean.text, from, width, self.is_wrapped);
        (clean, rows)
    }

    fn mark(&self, number: i64, entry: &Entry) -> Option<Mark> {
        let line = &entry.line;
        if entry.is_gap {
            return None;
        }
        let is_last = entry.is_last || self.buffer.is_tail(number, &line.service);
        let exit = self.exits.get(&(line.service.clone(), line.run)).filter(|_| is_last);
        // What is written after it is of another service that had the name, and counts its runs anew.
        let is_before = |at: UnixMillis| line.time_us.is_none_or(|time| time / 1000 <= at.0.saturating_add(LATE_MS));
        if let Some((_, exit)) = exit.filter(|(at, _)| is_before(*at)) {
            return Some(Mark::Exit(exit.clone()));
        }
        if entry.is_restart {
            return Some(Mark::Restart(line.run));
        }
        (line.stream == Stream::Note).then(|| Mark::Exit(super::clean::plain(&line.text)))
    }

    fn time(&self, time_us: Option<u64>, width: u16, zone: &TimeZone) -> String {
        let Some(time) = timestamp(time_us) else { return "-".repeat(usize::from(width)) };
        let local = time.to_zoned(zone.clone());
        let format = match (self.timestamps, width) {
            (Timestamps::Date, 19) => "%Y-%m-%d %H:%M:%S",
            (Timestamps::Date, _) => "%Y-%m-%d %H:%M:%S.%3f",
            (_, 8) => "%H:%M:%S",
            _ => "%H:%M:%S.%3f",
        };
        local.strftime(format).to_string()
    }
}

/// A point in time, if it is one.
pub(super) fn timestamp(time_us: Option<u64>) -> Option<Timestamp> {
    Timestamp::from_microsecond(i64::try_from(time_us?).ok()?).ok()
}

/// Cuts a text into rows between characters as readers see them; only the first row unless it is wrapped. There is always
/// one row.
fn rows_of(text: &str, from: usize, width: usize, is_wrapped: bool) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    if text.is_ascii() {
        // Nearly every line: nothing need be measured.
        let most = if is_wrapped { usize::MAX } else { 1 };
        rows.extend((from..text.len()).step_by(width).take(most).map(|at| at..text.len().min(at + width)));
        if rows.is_empty() {
            rows.push(from..from);
        }
        return rows;
    }
    let (mut begin, mut used) = (from, 0);
    for (at, grapheme) in text[from..].grapheme_indices(true) {
        let columns = grapheme.width();
        if used + columns > width && used > 0 {
            rows.push(begin..from + at);
            if !is_wrapped {
                return rows;
            }
            (begin, used) = (from + at, 0);
        }
        used += columns;
    }
    rows.push(begin..text.len());
    rows
}

/// The part of a text as spans of one style each, and where in it the hit is.
fn spans(clean: &Clean, range: Range<usize>, hit: Range<usize>) -> (Vec<(String, Style)>, Option<Range<usize>>) {
    if clean.text.is_ascii() {
        return ascii_spans(clean, &range, &hit);
    }
    let mut spans: Vec<(String, Style)> = Vec::new();
    let (mut written, mut found, mut was_hit) = (0, None::<Range<usize>>, false);
    for (at, grapheme) in clean.text[range.clone()].grapheme_indices(true) {
        let at = range.start + at;
        let style = style_at(clean, at);
        let is_hit = hit.contains(&at);
        let grapheme = &grapheme[..grapheme.floor_char_boundary(LONGEST_GRAPHEME)];
        match spans.last_mut() {
            Some((text, last)) if *last == style && is_hit == was_hit => text.push_str(grapheme),
            _ => spans.push((grapheme.to_owned(), style)),
        }
        if is_hit {
            found = Some(found.map_or(written, |found| found.start)..written + grapheme.len());
        }
        (written, was_hit) = (written + grapheme.len(), is_hit);
    }
    (spans, found)
}

/// The same where every byte is a column.
fn ascii_spans(
    clean: &Clean,
    range: &Range<usize>,
    hit: &Range<usize>,
) -> (Vec<(String, Style)>, Option<Range<usize>>) {
    let cuts = clean.styles.iter().map(|(from, _)| *from).chain([hit.start, hit.end]);
    let mut cuts: Vec<usize> = cuts.filter(|cut| range.start < *cut && *cut < range.end).chain([range.end]).collect();
    cuts.sort_unstable();
    let mut from = range.start;
    let mut spans = Vec::with_capacity(cuts.len());
    for cut in cuts {
        if cut > from {
            spans.push((clean.text[from..cut].to_owned(), style_at(clean, from)));
        }
        from = cut;
    }
    let found = hit.start.max(range.start)..hit.end.min(range.end);
    (spans, (!found.is_empty()).then(|| found.start - range.start..found.end - range.start))
}

fn style_at(clean: &Clean, at: usize) -> Style {
    let index = clean.styles.partition_point(|(from, _)| *from <= at);
    index.checked_sub(1).map_or_else(Style::default, |index| clean.styles[index].1)
}
