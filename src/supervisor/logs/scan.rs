//! How a long reading is watched, and ended, by another thread.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared with whoever reads: how far it has come, and whether it is to end.
#[derive(Debug, Default)]
pub struct Scan {
    read_bytes: AtomicU64,
    is_stopped: AtomicBool,
}

impl Scan {
    /// Ends the reading: at the next block it gives no further line.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end, or has ended early.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Bytes of segments that were read so far.
    pub fn read_bytes(&self) -> u64 {
        self.read_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: usize) {
        self.read_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}
