//! Lines as facts: cut to what is shown, pieces of very long ones put together.

use std::collections::VecDeque;

use crate::dashboard::facts::{LONGEST_TEXT, LogLine};
use crate::supervisor::logs::{LONGEST_LINE, Line};
use crate::types::ServiceName;

/// Puts the lines of one log together.
pub(super) struct Joiner {
    service: ServiceName,
    /// Lines of which more pieces are to come, by stream.
    open: [Option<LogLine>; 3],
}

impl Joiner {
    pub(super) fn new(service: ServiceName) -> Self {
        Self { service, open: [None, None, None] }
    }

    /// Takes a line or a piece of one; gives what is whole.
    pub(super) fn take(&mut self, line: Line<'_>, give: &mut impl FnMut(LogLine)) {
        let goes_on = !line.is_ended && line.bytes.len() == LONGEST_LINE;
        let slot = &mut self.open[line.stream as usize];
        let mut whole = match slot.take() {
            Some(mut open) if open.run == line.run => {
                open.bytes += line.bytes.len() as u64;
                open
            }
            other => {
                other.into_iter().for_each(&mut *give);
                log_line(&self.service, line)
            }
        };
        if goes_on {
            *slot = Some(whole);
        } else {
            whole.text.shrink_to_fit();
            give(whole);
        }
    }

    /// Gives what has no end yet.
    pub(super) fn finish(&mut self, give: &mut impl FnMut(LogLine)) {
        self.open.iter_mut().filter_map(Option::take).for_each(give);
    }
}

fn log_line(service: &ServiceName, line: Line<'_>) -> LogLine {
    LogLine {
        service: service.clone(),
        time_us: line.time_us,
        run: line.run,
        stream: line.stream,
        text: shortened(line.bytes),
        bytes: line.bytes.len() as u64,
    }
}

/// The first [`LONGEST_TEXT`] bytes, cut between characters.
fn shortened(bytes: &[u8]) -> String {
    let mut kept = &bytes[..bytes.len().min(LONGEST_TEXT)];
    if kept.len() < bytes.len() {
        // What was cut within a character is no damaged one.
        let torn = kept.utf8_chunks().last().map_or(0, |chunk| chunk.invalid().len());
        kept = &kept[..kept.len() - torn];
    }
    let mut text = String::from_utf8_lossy(kept).into_owned();
    text.truncate(text.floor_char_boundary(LONGEST_TEXT));
    text
}

/// Lines of several logs by time. One without a time stays behind the one before of its log.
pub(super) fn merged(logs: impl IntoIterator<Item = Vec<LogLine>>) -> Vec<LogLine> {
    let mut all = Vec::new();
    for log in logs {
        let mut last = 0;
        all.extend(log.into_iter().map(|line| {
            last = line.time_us.unwrap_or(last);
            (last, line)
        }));
    }
    all.sort_by_key(|(time, _)| *time);
    all.into_iter().map(|(_, line)| line).collect()
}

/// A queue of lines that is not longer than can be shown.
#[derive(Default)]
pub(super) struct Newest {
    pub(super) lines: VecDeque<LogLine>,
    bytes: usize,
    /// How many were left out at the front.
    pub(super) skipped: u64,
}

impl Newest {
    /// Adds a line, and leaves the oldest out beyond so many lines or bytes of text.
    pub(super) fn push(&mut self, line: LogLine, most_lines: usize, most_bytes: usize) {
        self.bytes += line.text.len();
        self.lines.push_back(line);
        while self.lines.len() > most_lines || self.bytes > most_bytes && self.lines.len() > 1 {
            if let Some(oldest) = self.lines.pop_front() {
                self.bytes -= oldest.text.len();
                self.skipped += 1;
            }
        }
    }

    /// Takes all lines out.
    pub(super) fn take(&mut self) -> (Vec<LogLine>, u64) {
        self.bytes = 0;
        (std::mem::take(&mut self.lines).into(), std::mem::take(&mut self.skipped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::logs::Stream;

    #[test]
    fn a_text_is_cut_between_characters_and_damaged_bytes_do_not_lengthen_it() {
        let front = "a".repeat(LONGEST_TEXT - 2);
        assert_eq!(shortened(format!("{front}日本").as_bytes()), front);
        assert_eq!(shortened(format!("{front}é!").as_bytes()), format!("{front}é"));
        assert_eq!(shortened(b"short \xff"), "short \u{fffd}");
        assert!(shortened(&vec![0xff; 2 * LONGEST_TEXT]).len() <= LONGEST_TEXT);
    }

    #[test]
    fn pieces_become_one_line_with_its_whole_length() {
        let mut joiner = Joiner::new("web".parse().unwrap());
        let mut found = Vec::new();
        let piece = vec![b'x'; LONGEST_LINE];
        let line = |bytes, run, is_ended| Line { time_us: Some(7), stream: Stream::Out, run, bytes, is_ended };
        for line in [line(&piece[..], 1, false), line(&piece, 1, false), line(b"end", 1, true), line(&piece, 1, false)]
        {
            joiner.take(line, &mut |line| found.push(line));
        }
        joiner.take(line(b"other", 2, true), &mut |line| found.push(line));
        let lengths: Vec<u64> = found.iter().map(|line| line.bytes).collect();
        assert_eq!(lengths, [2 * (1 << 20) + 3, 1 << 20, 5]);
        assert_eq!(found[0].text.len(), LONGEST_TEXT);
    }
}
