//! Which lines of a log are wanted.

use std::borrow::Cow;

use regex::bytes::Regex;

use super::cursor::Chunk;
use super::index::Stream;

/// Which lines are wanted; by default all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// From one stream only.
    pub stream: Option<Stream>,
    /// Not the shim's remarks.
    pub without_notes: bool,
    /// Of which run.
    pub run: Option<RunChoice>,
    /// Begun at this time or later, in microseconds since 1970.
    pub since_us: Option<u64>,
    /// Begun at this time or earlier.
    pub until_us: Option<u64>,
    /// Matching each of these; colours are not part of the text.
    pub patterns: Vec<Regex>,
}

/// A run of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunChoice {
    /// The newest in the log, and in following each newer one.
    Current,
    /// The one before.
    Previous,
    /// By its number.
    Number(u32),
}

impl Selection {
    /// Whether bytes of this chunk are wanted; `begun` if its stream is in the midst of a line that is.
    pub(super) fn takes(&self, chunk: &Chunk, begun: bool) -> bool {
        let in_time = match (chunk.time_us, self.until_us) {
            // The end of a line that began in time belongs to it.
            (Some(time), Some(until)) => time <= until || begun,
            _ => true,
        };
        in_time
            && self.stream.is_none_or(|stream| stream == chunk.stream)
            && !(self.without_notes && chunk.stream == Stream::Note)
    }

    /// Whether a line that began at `time_us` with this text is wanted.
    pub(super) fn matches(&self, time_us: Option<u64>, bytes: &[u8]) -> bool {
        if let (Some(time), Some(until)) = (time_us, self.until_us)
            && time > until
        {
            return false;
        }
        if self.patterns.is_empty() {
            return true;
        }
        let text = without_colours(bytes);
        self.patterns.iter().all(|pattern| pattern.is_match(&text))
    }
}

/// The text without SGR sequences, which would tear words apart.
fn without_colours(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&0x1b) {
        return Cow::Borrowed(bytes);
    }
    let mut text = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let length = sgr_length(rest);
        if length > 0 {
            rest = &rest[length..];
        } else {
            text.push(first);
            rest = after;
        }
    }
    Cow::Owned(text)
}

/// Length of the SGR (colour) sequence that `bytes` begin with; 0 if with none.
pub fn sgr_length(bytes: &[u8]) -> usize {
    let Some(parameters) = bytes.strip_prefix(b"\x1b[") else { return 0 };
    let count = parameters.iter().take(64).take_while(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')).count();
    if parameters.get(count) == Some(&b'm') { count + 3 } else { 0 }
}
