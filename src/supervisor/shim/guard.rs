//! Keeps a child going while the disk does not: a thread that takes over its pipes when a write of the log is stuck. It
//! exists while output flows, and a moment longer.

use std::os::fd::{AsRawFd, BorrowedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, fcntl};

/// How often the thread looks.
const TICK: Duration = Duration::from_millis(200);
/// A write that takes longer is stuck. With two ticks more, a child has waited for less than a second.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often it looks while a write is stuck.
const STUCK_TICK: Duration = Duration::from_millis(5);
/// Without output for this long, the thread ends.
const REST: Duration = Duration::from_secs(1);
/// It needs little.
const STACK: usize = 64 << 10;
/// In [`Shared::stage`]: the thread has the pipes.
const TAKEN: u64 = 1 << 63;

/// Watches the writes of one log.
#[derive(Debug, Default)]
pub(super) struct Guard {
    shared: Arc<Shared>,
    stage: u64,
}

#[derive(Debug, Default)]
struct Shared {
    /// Odd while a write is under way, and never the same for two of them.
    stage: AtomicU64,
    /// The pipes, or -1. They stay open as long as the stage is odd.
    pipes: [AtomicI32; 2],
    is_running: AtomicBool,
    /// Bytes thrown away. Locked as long as the thread has the pipes.
    dropped: Mutex<u64>,
}

impl Guard {
    /// A write begins; these are the pipes that fill up meanwhile. They must stay open until [`Self::end`].
    pub(super) fn begin(&mut self, pipes: [Option<RawFd>; 2]) {
        for (slot, pipe) in self.shared.pipes.iter().zip(pipes) {
            slot.store(pipe.unwrap_or(-1), Ordering::Relaxed);
        }
        self.stage += 1;
        self.shared.stage.store(self.stage, Ordering::SeqCst);
        if !self.shared.is_running.load(Ordering::SeqCst) {
            self.shared.is_running.store(true, Ordering::SeqCst);
            let shared = Arc::clone(&self.shared);
            let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || shared.watch());
            if thread.is_err() {
                // A system without room for a thread: the next write tries again.
                self.shared.is_running.store(false, Ordering::SeqCst);
            }
        }
    }

    /// The write has ended; how many bytes were thrown away meanwhile.
    pub(super) fn end(&mut self) -> u64 {
        self.stage += 1;
        let before = self.shared.stage.swap(self.stage, Ordering::SeqCst);
        if before & TAKEN == 0 {
            return 0;
        }
        std::mem::take(&mut *self.shared.dropped.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shared {
    fn watch(&self) {
        let (mut seen, mut since) = (self.stage.load(Ordering::SeqCst), Instant::now());
        loop {
            std::thread::sleep(TICK);
            let stage = self.stage.load(Ordering::SeqCst);
            if stage != seen {
                (seen, since) = (stage, Instant::now());
            } else if stage.is_multiple_of(2) {
                if since.elapsed() >= REST && self.may_end(seen) {
                    return;
                }
            } else if since.elapsed() >= PATIENCE {
                self.take_over(seen);
            }
        }
    }

    /// Says that there is no thread any more, unless a write has begun just now that counts on it.
    fn may_end(&self, seen: u64) -> bool {
        self.is_running.store(false, Ordering::SeqCst);
        // A write that begins after this line starts a thread of its own; one that began before has found this one.
        self.stage.load(Ordering::SeqCst) == seen || self.is_running.swap(true, Ordering::SeqCst)
    }

    /// Reads what keeps the child waiting, and throws it away, until the write of this stage has ended.
    fn take_over(&self, stage: u64) {
        let mut dropped = self.dropped.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = stage | TAKEN;
        if self.stage.compare_exchange(stage, taken, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return;
        }
        while self.stage.load(Ordering::SeqCst) == taken {
            for pipe in self.pipes.iter().filter_map(|pipe| borrowed(pipe.load(Ordering::Relaxed))) {
                *dropped += make_room(pipe);
            }
            std::thread::sleep(STUCK_TICK);
        }
    }
}

/// The pipe of that number, which stays open while it is used: see [`Guard::begin`].
#[expect(unsafe_code, reason = "the thread that owns the pipe waits for a disk and can lend nothing")]
fn borrowed<'a>(pipe: RawFd) -> Option<BorrowedFd<'a>> {
    // SAFETY: called between `begin` and `end` only, during which the owner is in a write and closes nothing: `end` waits
    // for the lock that is held here.
    (pipe >= 0).then(|| unsafe { BorrowedFd::borrow_raw(pipe) })
}

/// Reads a pipe that has no room left until it has some again. What may still fit stays: most of it will be logged.
fn make_room(pipe: BorrowedFd<'_>) -> u64 {
    let capacity = fcntl(pipe, FcntlArg::F_GETPIPE_SZ).ok().and_then(|bytes| usize::try_from(bytes).ok());
    // Writes of other sizes than a page leave gaps: a pipe may be full with half of its bytes.
    let full = (capacity.unwrap_or(65536) / 2).saturating_sub(4096).max(1);
    let mut dropped = 0;
    let mut block = [0; 16 << 10];
    while waiting(pipe) >= full {
        match nix::unistd::read(pipe, &mut block) {
            Ok(count) if count > 0 => dropped += count as u64,
            _ => break,
        }
    }
    dropped
}

/// How many bytes wait in a pipe.
#[expect(unsafe_code, reason = "nothing safe asks a pipe for its fill")]
fn waiting(pipe: BorrowedFd<'_>) -> usize {
    let mut bytes: nix::libc::c_int = 0;
    // SAFETY: the descriptor is open, and FIONREAD writes one int.
    let done = unsafe { nix::libc::ioctl(pipe.as_raw_fd(), nix::libc::FIONREAD, &raw mut bytes) };
    if done == 0 { usize::try_from(bytes).unwrap_or(0) } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    fn threads() -> usize {
        std::fs::read_dir("/proc/self/task").unwrap().count()
    }

    #[test]
    fn a_child_is_not_kept_waiting_by_a_write_that_is_stuck_and_every_byte_is_logged_or_counted() {
        let (mut reader, mut writer) = std::io::pipe().unwrap();
        fcntl(&reader, FcntlArg::F_SETFL(nix::fcntl::OFlag::O_NONBLOCK)).unwrap();
        let written = 4 << 20;
        let mut guard = Guard::default();
        guard.begin([Some(reader.as_raw_fd()), None]);
        let child = std::thread::spawn(move || {
            for _ in 0..written / 1000 {
                writer.write_all(&[b'x'; 1000]).unwrap();
            }
        });
        // The write is stuck for as long as the child has something to say.
        child.join().unwrap();
        let dropped = guard.end();
        // A process that another test starts just now may hold the child's end for a moment: the end is waited for.
        fcntl(&reader, FcntlArg::F_SETFL(nix::fcntl::OFlag::empty())).unwrap();
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(usize::try_from(dropped).unwrap() + rest.len(), written / 1000 * 1000);
        assert!(dropped > 0 && !rest.is_empty(), "{dropped} dropped, {} kept", rest.len());
    }

    #[test]
    fn writes_that_are_not_stuck_lose_nothing_and_a_silent_child_has_no_thread() {
        let mut guard = Guard::default();
        let begun = Instant::now();
        while begun.elapsed() < 3 * TICK {
            guard.begin([None, None]);
            assert_eq!(guard.end(), 0);
        }
        let shared = Arc::clone(&guard.shared);
        assert!(shared.is_running.load(Ordering::SeqCst) && threads() > 1);
        let end = Instant::now() + Duration::from_secs(30);
        while Arc::strong_count(&shared) > 2 {
            assert!(Instant::now() < end, "the thread does not end");
            std::thread::sleep(TICK);
        }
        guard.begin([None, None]);
        assert!(shared.is_running.load(Ordering::SeqCst), "a new one for new output");
        guard.end();
    }
}
