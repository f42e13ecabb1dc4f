//! Signals that end an import between two processes, never between the stop in PM2 and the start here.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::sys::signal::Signal;

/// Those that came.
#[derive(Debug)]
pub(super) struct Signals(Vec<(Signal, Arc<AtomicBool>)>);

impl Signals {
    /// From now on they are only noted. What is ignored (`nohup`) stays so.
    pub(super) fn take() -> io::Result<Self> {
        let ignored = ignored(&std::fs::read_to_string("/proc/self/status").unwrap_or_default());
        let take = |signal: Signal| {
            let came = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal as i32, Arc::clone(&came))?;
            Ok((signal, came))
        };
        let all = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];
        let heard = all.into_iter().filter(|signal| (ignored >> (*signal as i32 - 1)) & 1 == 0);
        heard.map(take).collect::<io::Result<_>>().map(Self)
    }

    /// One that came, if any did.
    pub(super) fn came(&self) -> Option<Signal> {
        self.0.iter().find(|(_, came)| came.load(Ordering::Relaxed)).map(|(signal, _)| *signal)
    }
}

/// One bit for each signal, from the first on.
fn ignored(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nohup_ignores_is_told_by_the_kernel() {
        assert_eq!(ignored("Name:\ta\nSigBlk:\t0\nSigIgn:\t0000000000000001\n"), 1);
        assert_eq!(ignored(""), 0);
    }
}
