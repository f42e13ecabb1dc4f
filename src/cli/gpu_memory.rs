//! Whether the GPU memory of services that were ended is free again: a driver may hold it longer than a process lives, and
//! whoever is started next finds too little.

use std::time::{Duration, Instant};

use super::output;
use crate::supervisor::{Client, GpuReport};
use crate::types::ServiceName;
use crate::types::size_words;

/// How long the driver may take to say what they hold: the end of a service shall not wait long for it.
const BEFORE: Duration = Duration::from_secs(1);
/// How long it may take to be free.
const AFTER: Duration = Duration::from_secs(3);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// What services held before they were ended.
#[derive(Debug, Default)]
pub(super) struct GpuMemory(Vec<Held>);

#[derive(Debug)]
struct Held {
    name: ServiceName,
    pids: Vec<u32>,
    bytes: u64,
}

impl GpuMemory {
    /// What these hold now. Nobody waits where there is no driver, and no failure here keeps a service running.
    pub(super) fn of(client: &mut Client, is_asked_for: impl Fn(&ServiceName) -> bool) -> Self {
        if !GpuReport::has_driver() {
            return Self::default();
        }
        let services = client.usage().unwrap_or_default();
        let pids = services.into_iter().filter(|service| is_asked_for(&service.name));
        let pids: Vec<_> = pids.filter_map(|service| Some((service.name, service.usage?.pids))).collect();
        if pids.is_empty() {
            return Self::default();
        }
        let report = GpuReport::ask_within(BEFORE);
        let held = pids.into_iter().filter_map(|(name, mut pids)| {
            pids.retain(|pid| report.of(&[*pid]).is_some());
            Some(Held { name, bytes: report.of(&pids)?.memory_bytes, pids })
        });
        Self(held.collect())
    }

    /// Says of each that it is free, or, when the time is up, who still holds how much.
    pub(super) fn tell(self) {
        let (mut left, end) = (self.0, Instant::now() + AFTER);
        let mut report = GpuReport::default();
        while !left.is_empty() {
            let answer = GpuReport::ask_within(end.saturating_duration_since(Instant::now()));
            // The last question has the least time; what was answered before it still counts.
            if !answer.gpus.is_empty() {
                report = answer;
            }
            let (freed, held): (Vec<Held>, Vec<Held>) =
                left.into_iter().partition(|held| !report.gpus.is_empty() && report.of(&held.pids).is_none());
            for Held { name, bytes, .. } in freed {
                output::note(format_args!("{name}: its GPU memory is free again ({})", size_words(bytes)));
            }
            left = held;
            if Instant::now() + PAUSE >= end {
                for held in &left {
                    held.complain(&report);
                }
                return;
            }
            if !left.is_empty() {
                std::thread::sleep(PAUSE);
            }
        }
    }
}

impl Held {
    fn complain(&self, report: &GpuReport) {
        let name = &self.name;
        if report.gpus.is_empty() {
            let bytes = size_words(self.bytes);
            output::note(format_args!(
                "{name}: whether its GPU memory ({bytes}) is free is not known: no driver answers"
            ));
        }
        for pid in &self.pids {
            if let Some(held) = report.of(&[*pid]) {
                let bytes = size_words(held.memory_bytes);
                output::note(format_args!("{name}: pid {pid} still holds {bytes} of GPU memory, though it was ended"));
            }
        }
    }
}
