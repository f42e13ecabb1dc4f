//! The circuit breaker: when a service is left alone, and when one order may try it again. Pure: time is an argument.
//!
//! ```text
//!  works ──(faults in a row, account refused, long patience asked for)──> rests ──(rest is over)──> one order tries
//!    ^                                                                      ^                          │
//!    └──────────────────────────(it works)──────────────────────────────────┴───(still a fault: longer)┘
//! ```

use std::time::{Duration, Instant};

use super::service::Standing;

/// Faults in a row after which the service is left alone for a while.
pub(super) const FAULTS: u32 = 5;

/// The first rest; doubled each time the service still fails after one.
pub(super) const FIRST_REST: Duration = Duration::from_secs(30);

/// The longest rest, and the first one after the account was refused: an operator has to do something.
pub(super) const LONGEST_REST: Duration = Duration::from_mins(10);

/// Until when others ask again while one order tries.
const WHILE_TRYING: Duration = Duration::from_secs(5);

/// What the end of an order says of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It works, perhaps without liking this request.
    Works,
    /// It does not work.
    Faulty,
    /// It asks to be left alone for so long.
    Asked(Duration),
    /// It does not work for us: the key is wrong, or there is no credit.
    AccountRefused,
}

/// Counts faults, and decides when the service rests.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    faults: u32,
    rests: u32,
    resting: Option<Rest>,
}

#[derive(Debug)]
struct Rest {
    until: Instant,
    reason: String,
    /// An order was let through to see whether the service works again; others wait for what comes of it.
    trying: bool,
}

impl Breaker {
    pub(super) fn standing(&self, now: Instant) -> Standing {
        match &self.resting {
            Some(rest) if now < rest.until => Standing::Resting { left: rest.until - now, reason: rest.reason.clone() },
            _ => Standing::Ready,
        }
    }

    /// Lets an order through, or says how long to wait. Whoever is let through must say with [`Self::note`] how it ended.
    pub(super) fn enter(&mut self, now: Instant) -> Result<(), Duration> {
        let Some(rest) = &mut self.resting else { return Ok(()) };
        if now < rest.until {
            return Err(rest.until - now);
        }
        if rest.trying {
            return Err(WHILE_TRYING);
        }
        rest.trying = true;
        Ok(())
    }

    /// Takes the end of an order in; how long the service rests, if a rest begins.
    pub(super) fn note(&mut self, verdict: Verdict, reason: &str, now: Instant) -> Option<Duration> {
        if verdict == Verdict::Works {
            *self = Self::default();
            return None;
        }
        self.faults = self.faults.saturating_add(1);
        if verdict == Verdict::Faulty && self.faults < FAULTS && self.resting.is_none() {
            return None;
        }
        if self.resting.as_ref().is_some_and(|rest| now < rest.until) {
            return None; // orders that were under way when the rest began
        }
        let doubled = FIRST_REST.saturating_mul(1 << self.rests.min(8));
        let rest = match verdict {
            Verdict::AccountRefused => LONGEST_REST,
            Verdict::Asked(wait) => wait.max(doubled),
            _ => doubled,
        };
        let rest = rest.min(LONGEST_REST);
        self.rests += 1;
        self.resting = Some(Rest { until: now + rest, reason: reason.to_owned(), trying: false });
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAULTY: Verdict = Verdict::Faulty;

    #[test]
    fn a_service_rests_after_five_faults_in_a_row_and_longer_each_time() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.enter(start).unwrap();
            assert_eq!(breaker.note(FAULTY, "503", start), None);
        }
        assert_eq!(breaker.note(FAULTY, "503", start), Some(FIRST_REST));
        assert!(matches!(breaker.standing(start), Standing::Resting { left, .. } if left == FIRST_REST));
        assert_eq!(breaker.enter(start + FIRST_REST / 2), Err(FIRST_REST / 2));
        // One order tries; the others wait for it.
        let later = start + FIRST_REST;
        breaker.enter(later).unwrap();
        assert!(breaker.enter(later).is_err());
        assert_eq!(breaker.note(FAULTY, "503", later), Some(FIRST_REST * 2));
        let later = later + FIRST_REST * 2;
        breaker.enter(later).unwrap();
        assert_eq!(breaker.note(Verdict::Works, "", later), None);
        assert_eq!(breaker.standing(later), Standing::Ready);
        breaker.enter(later).unwrap();
    }

    #[test]
    fn a_refused_account_rests_at_once_and_a_refused_prompt_never() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..50 {
            assert_eq!(breaker.note(Verdict::Works, "moderated", now), None);
        }
        assert_eq!(breaker.note(Verdict::AccountRefused, "402", now), Some(LONGEST_REST));
        assert_eq!(breaker.note(FAULTY, "503", now), None, "an order that was under way when the rest began");
    }

    #[test]
    fn a_service_that_asks_for_an_hour_is_left_alone_at_once_but_not_for_ever() {
        let now = Instant::now();
        let asked = |wait| Breaker::default().note(Verdict::Asked(wait), "429", now);
        assert_eq!(asked(Duration::from_mins(2)), Some(Duration::from_mins(2)));
        assert_eq!(asked(Duration::from_hours(1)), Some(LONGEST_REST));
    }
}
