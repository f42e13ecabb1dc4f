//! Media that could not be looked at, which are tried again with growing pauses, so that they hold nobody up.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::{AwaitingMedium, AwaitingPlace, Store, StoreError};

/// Before another attempt; doubled with each, up to the second.
const PAUSES: [Duration; 2] = [Duration::from_secs(8), Duration::from_hours(1)];

/// Attempts at a medium that does not decode any more, though it did when it came; some hours.
pub(super) const TRIES: u32 = 12;

/// Media that are read from the store at a time, behind the first.
const PAGE: usize = 1024;

/// See the module. Not kept over a restart: what is wrong may have been put right.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    put_off: HashMap<String, PutOff>,
    /// What is wrong with the last of them.
    last: String,
}

#[derive(Debug)]
struct PutOff {
    attempts: u32,
    due: Instant,
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The oldest media that await and are not put off, up to `most`.
    pub(super) fn due(&self, store: &Store, most: usize, now: Instant) -> Result<Vec<AwaitingMedium>, StoreError> {
        let (mut found, mut later, mut place) = (Vec::new(), HashSet::new(), AwaitingPlace::START);
        let mut page = most;
        loop {
            let awaiting = store.awaiting_after(place, u32::try_from(page).unwrap_or(u32::MAX))?;
            let Some(last) = awaiting.last() else { break };
            place = last.place;
            let inner = self.lock();
            for medium in awaiting {
                if inner.put_off.get(&medium.media_id).is_some_and(|put_off| put_off.due > now) {
                    later.insert(medium.media_id);
                } else {
                    found.push(medium);
                }
                if found.len() == most {
                    return Ok(found);
                }
            }
            page = PAGE;
        }
        // What is no longer there, such as after a removal by hand, is forgotten.
        let is_there =
            |media_id: &String| later.contains(media_id) || found.iter().any(|one| one.media_id == *media_id);
        self.lock().put_off.retain(|media_id, _| is_there(media_id));
        Ok(found)
    }

    /// A medium could not be looked at. Returns how often by now.
    pub(super) fn put_off(&self, media_id: &str, why: String, now: Instant) -> u32 {
        let mut inner = self.lock();
        inner.last = why;
        let put_off = inner.put_off.entry(media_id.to_owned()).or_insert(PutOff { attempts: 0, due: now });
        let pause = PAUSES[0].saturating_mul(1 << put_off.attempts.min(16)).min(PAUSES[1]);
        put_off.attempts = put_off.attempts.saturating_add(1);
        put_off.due = now + pause;
        put_off.attempts
    }

    /// A medium is decided.
    pub(super) fn forget(&self, media_id: &str) {
        self.lock().put_off.remove(media_id);
    }

    /// What is to be told of them; the same until one more fails, or all are decided.
    pub(super) fn reason(&self) -> Option<String> {
        let inner = self.lock();
        match inner.put_off.len() {
            0 => None,
            1 => Some(format!("{}; it is tried again", inner.last)),
            count => Some(format!("{count} media cannot be looked at and are tried again; the last: {}", inner.last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_that_cannot_be_looked_at_is_told_of_until_it_is_decided_and_tried_ever_more_seldom() {
        let (faults, mut now) = (Faults::default(), Instant::now());
        let mut pauses = Vec::new();
        for attempt in 1..=TRIES {
            assert_eq!(faults.put_off("a", "`a` is broken".into(), now), attempt);
            let due = faults.lock().put_off["a"].due;
            pauses.push(due - now);
            now = due;
            assert!(faults.reason().unwrap().contains("`a` is broken"));
        }
        assert_eq!((pauses[0], pauses[1], pauses[11]), (PAUSES[0], PAUSES[0] * 2, PAUSES[1]));
        faults.put_off("b", "`b` is broken".into(), now);
        assert!(faults.reason().unwrap().starts_with("2 media"));
        for media_id in ["a", "b"] {
            faults.forget(media_id);
        }
        assert_eq!(faults.reason(), None);
    }
}
