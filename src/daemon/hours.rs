//! What became of a daemon's work, by hour of the clock, for the last 24 of them.
//!
//! Spans are counted in four buckets to each doubling, so that an hour takes a few hundred bytes however much is done in
//! it, and a median is off by an eighth at most.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::protocol::daemon_state::HourState;
use crate::types::UnixMillis;

/// Hours that are kept, the running one among them.
const KEPT: u64 = 24;

const HOUR_MS: u64 = 60 * 60 * 1000;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Hours(BTreeMap<u64, Hour>);

#[derive(Debug, Default)]
struct Hour {
    begun: u64,
    done: u64,
    failed: u64,
    /// Counts by the shortest span of the bucket, in milliseconds.
    spans: BTreeMap<u64, u64>,
}

impl Hours {
    /// Something was begun.
    pub(crate) fn begun(&mut self, now: UnixMillis) {
        self.at(now).begun += 1;
    }

    /// Something was delivered, so long after it was begun. Whether it is good may be found later.
    pub(crate) fn delivered(&mut self, now: UnixMillis, span: Duration) {
        let ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        *self.at(now).spans.entry(ms - ms % width(ms)).or_insert(0) += 1;
    }

    /// Something ended well.
    pub(crate) fn done(&mut self, now: UnixMillis) {
        self.at(now).done += 1;
    }

    /// Something ended badly.
    pub(crate) fn failed(&mut self, now: UnixMillis) {
        self.at(now).failed += 1;
    }

    /// The hours since `start`, the newest first.
    pub(crate) fn state(&self, start: UnixMillis, now: UnixMillis) -> Vec<HourState> {
        let newest = number(now);
        let oldest = number(start).max((newest + 1).saturating_sub(KEPT)).min(newest);
        let nothing = Hour::default();
        let told = |number| {
            let hour = self.0.get(&number).unwrap_or(&nothing);
            HourState {
                hours_ago: u32::try_from(newest - number).unwrap_or(u32::MAX),
                begun: hour.begun,
                done: hour.done,
                failed: hour.failed,
                median_ms: hour.median_ms(),
            }
        };
        (oldest..=newest).rev().map(told).collect()
    }

    fn at(&mut self, now: UnixMillis) -> &mut Hour {
        let newest = number(now);
        // A clock that was set back loses what lies ahead, so that there are never more; but what was begun in one hour
        // may be told in the next.
        self.0.retain(|number, _| *number <= newest + 1 && number + KEPT > newest);
        self.0.entry(newest).or_default()
    }
}

impl Hour {
    /// The middle of the bucket in which the median is.
    fn median_ms(&self) -> Option<u64> {
        let half = self.spans.values().sum::<u64>().div_ceil(2);
        let mut seen = 0;
        let (ms, _) = self.spans.iter().find(|(_, count)| {
            seen += *count;
            seen >= half
        })?;
        Some(ms + width(*ms) / 2)
    }
}

/// Hours since 1970.
const fn number(time: UnixMillis) -> u64 {
    time.0 / HOUR_MS
}

/// Milliseconds that share a bucket with these.
fn width(ms: u64) -> u64 {
    1 << ms.checked_ilog2().unwrap_or(0).saturating_sub(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: UnixMillis = UnixMillis(1_000 * HOUR_MS + 20 * 60 * 1000);

    fn later(hours: u64) -> UnixMillis {
        UnixMillis(START.0 + hours * HOUR_MS)
    }

    #[test]
    fn each_hour_since_the_start_is_told_the_newest_first_and_no_more_than_24() {
        let mut hours = Hours::default();
        assert_eq!(hours.state(START, START), [HourState::default()]);
        hours.begun(START);
        hours.begun(START);
        hours.done(START);
        hours.failed(later(2));
        let told = hours.state(START, later(2));
        let counts: Vec<_> = told.iter().map(|it| (it.hours_ago, it.begun, it.done, it.failed)).collect();
        assert_eq!(counts, [(0, 0, 0, 1), (1, 0, 0, 0), (2, 2, 1, 0)], "an hour in which nothing happened is told");
        for hour in 0..100 {
            hours.begun(later(hour));
        }
        assert_eq!((hours.0.len(), hours.state(START, later(99)).len()), (24, 24));
        assert!(hours.state(START, later(99)).iter().all(|hour| hour.begun == 1));
        hours.begun(START);
        assert_eq!(hours.0.len(), 1, "the clock was set back");
    }

    #[test]
    fn the_median_is_that_of_the_hour_and_off_by_an_eighth_at_most() {
        for (spans, median) in
            [(&[3][..], 3), (&[1, 5, 9000], 5), (&[3100], 3100), (&[100, 2000, 2100, 7_200_000], 2000)]
        {
            let mut hours = Hours::default();
            for span in spans {
                hours.delivered(START, Duration::from_millis(*span));
            }
            let told = hours.state(START, START)[0].median_ms.unwrap();
            assert!(told.abs_diff(median) <= median / 8, "{spans:?}: {told}");
        }
        let mut hours = Hours::default();
        hours.delivered(START, Duration::MAX);
        (0..100_000).for_each(|ms| hours.delivered(START, Duration::from_millis(ms)));
        assert!(hours.0.values().all(|hour| hour.spans.len() < 80), "few buckets, whatever happens");
        assert_eq!(hours.state(START, later(1))[0].median_ms, None, "of another hour");
    }
}
