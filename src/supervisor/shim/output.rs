//! What the child writes, on its way into the log. A log that takes no more (a full disk) never blocks the child: what is
//! dropped is counted, told in the status, and marked in the log as soon as that takes bytes again.

use std::time::{Duration, Instant};

use crate::supervisor::logs::{LogError, LogWriter, Stream};

/// How often growing trouble is told.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// The log, and what it could not take.
#[derive(Debug)]
pub(super) struct Output {
    log: LogWriter,
    dropped_bytes: u64,
    /// Of those, the ones that no mark in the log tells of.
    unmarked_bytes: u64,
    why: String,
    told: Option<Instant>,
}

impl Output {
    pub(super) fn new(log: LogWriter) -> Self {
        Self { log, dropped_bytes: 0, unmarked_bytes: 0, why: String::new(), told: None }
    }

    /// Notes something among what the child wrote.
    pub(super) fn remark(&mut self, run: u32, text: &str) {
        let _ = self.log.append(run, Stream::Note, format!("{text}\n").as_bytes()); // a full disk is told elsewhere
    }

    /// Takes what was read. True if the trouble has changed and is to be told.
    pub(super) fn take(&mut self, run: u32, stream: Stream, bytes: &[u8]) -> bool {
        let mut tell = false;
        if self.unmarked_bytes > 0 {
            let mark = format!("{} bytes of output dropped: {}\n", self.unmarked_bytes, self.why);
            if self.log.append(run, Stream::Note, mark.as_bytes()).is_ok() {
                self.unmarked_bytes = 0;
                tell = true;
            }
        }
        let Err(error) = self.log.append(run, stream, bytes) else { return tell };
        let written = match &error {
            LogError::Write { written, .. } => *written,
            LogError::Open { .. } => 0,
        };
        let dropped = u64::try_from(bytes.len().saturating_sub(written)).unwrap_or(u64::MAX);
        self.dropped_bytes = self.dropped_bytes.saturating_add(dropped);
        self.unmarked_bytes = self.unmarked_bytes.saturating_add(dropped);
        self.why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        let due = self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
        if due {
            self.told = Some(Instant::now());
        }
        tell || due
    }

    /// What is wrong, in words.
    pub(super) fn trouble(&self) -> Option<String> {
        (self.dropped_bytes > 0).then(|| format!("{} bytes dropped: {}", self.dropped_bytes, self.why))
    }
}
