//! What the child writes, on its way into the log. A log that takes no more (a full or slow disk) does not keep the child
//! waiting: what is dropped is counted, told in the status, and marked in the log as soon as that takes bytes again.
//! With [`WhenSlow::Block`] nothing is dropped, and the child waits.

use std::io::{self, Read};
use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use super::guard::Guard;
use super::{CHUNK, Shim};
use crate::supervisor::WhenSlow;
use crate::supervisor::logs::{LogError, LogWriter, Stream};

/// How often growing trouble is told, and a disk that was full is asked again.
const EVERY: Duration = Duration::from_secs(1);
/// Small writes in quick succession are collected for so long: it costs a child nothing, and spares most of the work.
const LONGEST_PAUSE: Duration = Duration::from_micros(500);
/// A shorter one is not worth it.
const SHORTEST_PAUSE: Duration = Duration::from_micros(100);
/// What may come in a pause: a quarter of what a pipe holds, as a busy machine may wake us late.
const IN_A_PAUSE: u64 = 64 << 10;
/// With so much at once, a pipe was close to being full.
const CLOSE_TO_FULL: u64 = 128 << 10;

/// The log, and what it could not take.
#[derive(Debug)]
pub(super) struct Output {
    log: LogWriter,
    /// Unless the child is to wait.
    guard: Option<Guard>,
    /// What the child waits for.
    waiting: Option<Waiting>,
    dropped_bytes: u64,
    /// Of those, the ones that no mark in the log tells of.
    unmarked_bytes: u64,
    why: String,
    told: Option<Instant>,
    told_segment: u64,
    drained: Option<Instant>,
    /// Output was thrown away, or kept waiting, since this was last asked.
    held_up: bool,
}

/// Bytes that a full disk has not taken yet.
#[derive(Debug)]
struct Waiting {
    run: u32,
    stream: Stream,
    bytes: Vec<u8>,
    again_at: Instant,
}

impl Output {
    pub(super) fn new(log: LogWriter, when_slow: WhenSlow) -> Self {
        Self {
            told_segment: log.segment(),
            log,
            guard: (when_slow == WhenSlow::Drop).then(Guard::default),
            waiting: None,
            dropped_bytes: 0,
            unmarked_bytes: 0,
            why: String::new(),
            told: None,
            drained: None,
            held_up: false,
        }
    }

    /// Number of the segment that is written to.
    pub(super) fn segment(&self) -> u64 {
        self.log.segment()
    }

    /// Deletes what was written so far.
    pub(super) fn clear(&mut self) -> Result<(), LogError> {
        self.log.clear()
    }

    /// Notes something among what the child wrote.
    pub(super) fn remark(&mut self, run: u32, text: &str) {
        let _ = self.log.append(run, Stream::Note, format!("{text}\n").as_bytes()); // a full disk is told elsewhere
    }

    /// When the disk is to be asked again; nothing is read from the child before that.
    pub(super) fn again_at(&self) -> Option<Instant> {
        self.waiting.as_ref().map(|waiting| waiting.again_at)
    }

    /// Whether anything of the child's output was not read, or was thrown away, since this was last asked.
    pub(super) fn take_held_up(&mut self) -> bool {
        std::mem::take(&mut self.held_up) || self.waiting.is_some()
    }

    /// Takes what was read; `pipes` are those that fill up meanwhile. True if there is something to tell.
    fn take(&mut self, run: u32, stream: Stream, bytes: &[u8], pipes: [Option<RawFd>; 2]) -> bool {
        self.begin(pipes);
        let mut tell = self.mark(run);
        let appended = self.log.append(run, stream, bytes);
        let slow = self.end();
        if let Err(error) = appended {
            let written = match &error {
                LogError::Write { written, .. } => *written,
                LogError::Open { .. } => 0,
            };
            let rest = bytes.get(written..).unwrap_or_default();
            self.why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            if self.guard.is_none() {
                let again_at = Instant::now() + EVERY;
                self.waiting = Some(Waiting { run, stream, bytes: rest.to_vec(), again_at });
                return true;
            }
            tell |= self.dropped(rest.len() as u64);
        }
        if slow > 0 {
            self.held_up = true;
            self.why = "the disk did not take them within 1 s".into();
            self.dropped(slow);
            self.begin(pipes);
            self.mark(run);
            let more = self.end();
            self.dropped(more);
            tell = true;
        }
        if self.told_segment != self.log.segment() {
            self.told_segment = self.log.segment();
            tell = true;
        }
        tell
    }

    /// From here to [`Self::end`], a child is kept going whatever the disk does.
    fn begin(&mut self, pipes: [Option<RawFd>; 2]) {
        if let Some(guard) = &mut self.guard {
            guard.begin(pipes);
        }
    }

    /// How many bytes were dropped meanwhile.
    fn end(&mut self) -> u64 {
        self.guard.as_mut().map_or(0, Guard::end)
    }

    /// Counts bytes that are lost; true if that is to be told now.
    fn dropped(&mut self, bytes: u64) -> bool {
        self.dropped_bytes = self.dropped_bytes.saturating_add(bytes);
        self.unmarked_bytes = self.unmarked_bytes.saturating_add(bytes);
        let due = self.told.is_none_or(|told| told.elapsed() >= EVERY);
        if due {
            self.told = Some(Instant::now());
        }
        due
    }

    /// Marks in the log what is missing there; true if that could be done.
    fn mark(&mut self, run: u32) -> bool {
        if self.unmarked_bytes == 0 {
            return false;
        }
        let mark = format!("{} bytes of output dropped: {}\n", self.unmarked_bytes, self.why);
        let is_marked = self.log.append(run, Stream::Note, mark.as_bytes()).is_ok();
        if is_marked {
            self.unmarked_bytes = 0;
        }
        is_marked
    }

    /// Tries again to write what waits, if it is time. With `last`, it is given up otherwise. True if nothing waits.
    fn write_waiting(&mut self, last: bool) -> bool {
        let Some(mut waiting) = self.waiting.take_if(|waiting| last || Instant::now() >= waiting.again_at) else {
            return self.waiting.is_none();
        };
        match self.log.append(waiting.run, waiting.stream, &waiting.bytes) {
            Ok(()) => return true,
            Err(LogError::Write { written, .. }) => drop(waiting.bytes.drain(..written)),
            Err(LogError::Open { .. }) => {}
        }
        if last {
            self.dropped(waiting.bytes.len() as u64);
            return true;
        }
        waiting.again_at = Instant::now() + EVERY;
        self.waiting = Some(waiting);
        false
    }

    /// What is wrong, in words.
    pub(super) fn trouble(&self) -> Option<String> {
        if self.waiting.is_some() {
            return Some(format!("the service waits: {}", self.why));
        }
        (self.dropped_bytes > 0).then(|| format!("{} bytes dropped: {}", self.dropped_bytes, self.why))
    }

    /// Waits a little if many small writes come one upon the other, so that the next turn finds more of them.
    fn pause(&mut self, moved: u64) {
        let now = Instant::now();
        let since = self.drained.replace(now).map(|before| now.duration_since(before));
        let Some(since) = since.filter(|since| *since < 4 * LONGEST_PAUSE) else { return };
        if let Some(pause) = pause_for(moved, since) {
            std::thread::sleep(pause);
        }
    }
}

/// How long to wait so that a child that wrote `moved` bytes in this time does not fill its pipe meanwhile.
fn pause_for(moved: u64, since: Duration) -> Option<Duration> {
    let micros = u64::try_from(since.as_micros()).unwrap_or(u64::MAX).max(1);
    let until_full = Duration::from_micros(IN_A_PAUSE.saturating_mul(micros) / moved.max(1));
    let pause = until_full.min(LONGEST_PAUSE);
    (moved < CLOSE_TO_FULL && pause >= SHORTEST_PAUSE).then_some(pause)
}

impl Shim {
    /// Moves what the child wrote into its log, at most so many chunks of each pipe.
    pub(super) fn drain(&mut self, chunks: usize) {
        let moved = self.drain_once(chunks, false);
        self.output.pause(moved);
    }

    /// The same when nothing of the child is left: what a full disk does not take now is lost.
    pub(super) fn drain_last(&mut self, chunks: usize) {
        self.drain_once(chunks, true);
        while self.output.waiting.is_some() {
            self.drain_once(chunks, true);
        }
    }

    fn drain_once(&mut self, chunks: usize, last: bool) -> u64 {
        let was_waiting = self.output.waiting.is_some();
        self.output.held_up |= was_waiting;
        if !self.output.write_waiting(last) {
            return 0;
        }
        let mut tell = was_waiting;
        let mut moved = 0;
        let mut fds = [&self.out, &self.err].map(|pipe| pipe.as_ref().map(AsRawFd::as_raw_fd));
        for (at, stream) in [Stream::Out, Stream::Err].into_iter().enumerate() {
            let pipe = if stream == Stream::Out { &mut self.out } else { &mut self.err };
            for _ in 0..chunks {
                let Some(reader) = pipe.as_mut().filter(|_| self.output.waiting.is_none()) else { break };
                match reader.read(&mut self.chunk) {
                    Ok(0) => *pipe = None,
                    Ok(count) => {
                        let bytes = self.chunk.get(..count).unwrap_or_default();
                        moved += count as u64;
                        self.watch.take(stream, bytes, Instant::now());
                        tell |= self.output.take(self.run, stream, bytes, fds);
                        if count < CHUNK {
                            break;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    Err(_) => *pipe = None,
                }
            }
            // The guard may only meet pipes that are open.
            if let Some(fd) = fds.get_mut(at).filter(|_| pipe.is_none()) {
                *fd = None;
            }
        }
        if tell {
            self.save();
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::{LogPolicy, MinFree};

    /// A log on a disk that has no room for it.
    fn full(folder: &std::path::Path, when_slow: WhenSlow) -> Output {
        let policy = LogPolicy { min_free: MinFree::Bytes(u64::MAX), ..LogPolicy::default() };
        Output::new(LogWriter::open(folder, &policy).unwrap(), when_slow)
    }

    #[test]
    fn a_full_disk_drops_and_counts_or_keeps_the_child_waiting_without_a_loss_as_was_asked() {
        let home = tempfile::tempdir().unwrap();
        let mut drops = full(&home.path().join("drops"), WhenSlow::Drop);
        assert!(drops.take(1, Stream::Out, b"12345", [None; 2]));
        assert_eq!((drops.again_at(), drops.dropped_bytes), (None, 5));
        let trouble = drops.trouble().unwrap();
        assert!(trouble.starts_with("5 bytes dropped: the disk has"), "{trouble}");

        let folder = home.path().join("waits");
        let mut waits = full(&folder, WhenSlow::Block);
        assert!(waits.take(1, Stream::Out, b"12345", [None; 2]));
        assert!(waits.again_at().is_some() && waits.dropped_bytes == 0);
        assert!(waits.trouble().unwrap().starts_with("the service waits"));
        assert!(!waits.write_waiting(false), "not before a second has passed");
        // The disk has room again.
        waits.log =
            LogWriter::open(&folder, &LogPolicy { min_free: MinFree::Bytes(0), ..LogPolicy::default() }).unwrap();
        assert!(waits.write_waiting(true));
        assert_eq!((waits.again_at(), waits.dropped_bytes, waits.trouble()), (None, 0, None));
        assert_eq!(std::fs::read(folder.join("00000001.log")).unwrap(), b"12345");
    }

    #[test]
    fn many_small_writes_are_collected_and_no_pipe_fills_up_meanwhile() {
        let ms = Duration::from_millis;
        let us = Duration::from_micros;
        assert_eq!(pause_for(200, us(20)), Some(LONGEST_PAUSE), "a line every 20 µs");
        assert_eq!(pause_for(70 << 10, ms(1)), Some(LONGEST_PAUSE), "350,000 lines a second");
        for (moved, since) in [(100 << 10, us(500)), (64 << 10, us(200)), (64 << 10, us(60)), (256 << 10, ms(1))] {
            let pause = pause_for(moved, since).unwrap_or_default();
            let comes = moved * u64::try_from(pause.as_micros()).unwrap() / u64::try_from(since.as_micros()).unwrap();
            assert!(comes <= 64 << 10, "{comes} bytes in {pause:?}");
        }
    }
}
