//! What one signer may do: each request once, so many challenges a minute, and so many deliveries to it at once. And how
//! often requests were refused, by reason.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::types::{Hotkey, UnixMillis};

/// For how long a request can be replayed: its time may lie 15 s ahead on arrival, and 15 s back on the replay
/// (`spec/gas.md` 2.4).
const WINDOW: Duration = Duration::from_secs(31);

/// Requests of one signer that are remembered. One who sends more within the window is refused, since forgetting would
/// let the oldest be replayed.
const REMEMBERED: usize = 8192;

/// Half a SHA-256 of a request id, which peers choose and may make long.
type Digest16 = [u8; 16];

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noted {
    New,
    /// It came before.
    Again,
    /// It may be new, but there is no room to remember it.
    TooMany,
}

/// Ids of recent requests, by signer. Only verified requests come here, so there are as many signers as neurons.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    signers: Mutex<HashMap<Hotkey, Recent>>,
}

#[derive(Debug, Default)]
struct Recent {
    known: HashSet<Digest16>,
    order: VecDeque<(UnixMillis, Digest16)>,
}

impl Replays {
    /// Remembers a request, and says whether it is new.
    pub(crate) fn note(&self, signer: Hotkey, uuid: &str, now: UnixMillis) -> Noted {
        let mut id = Digest16::default();
        id.copy_from_slice(&Sha256::digest(uuid.as_bytes())[..16]);
        let mut signers = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = signers.entry(signer).or_default();
        while let Some((seen, old)) = recent.order.front().copied() {
            if seen.until(now) <= WINDOW {
                break;
            }
            recent.order.pop_front();
            recent.known.remove(&old);
        }
        if recent.known.contains(&id) {
            return Noted::Again;
        }
        if recent.order.len() >= REMEMBERED {
            return Noted::TooMany;
        }
        recent.known.insert(id);
        recent.order.push_back((now, id));
        Noted::New
    }
}

/// Challenges per minute, by signer: a bucket that refills evenly.
#[derive(Debug)]
pub(crate) struct Rates {
    per_minute: u32,
    buckets: Mutex<HashMap<Hotkey, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl Rates {
    /// 0 is unlimited.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute, buckets: Mutex::default() }
    }

    /// Takes one challenge off, or says how long to wait for it.
    pub(crate) fn take(&self, signer: Hotkey, now: Instant) -> Result<(), Duration> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let most = f64::from(self.per_minute);
        let per_second = most / 60.0;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(signer).or_insert(Bucket { tokens: most, filled_at: now });
        let passed = now.saturating_duration_since(bucket.filled_at).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * per_second).min(most);
        bucket.filled_at = now;
        if bucket.tokens < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.tokens) / per_second));
        }
        bucket.tokens -= 1.0;
        Ok(())
    }
}

/// Requests that were answered 429 or 503, by reason.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<BTreeMap<&'static str, u64>>);

impl Refusals {
    /// Counts one.
    pub(crate) fn count(&self, reason: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(reason).or_insert(0) += 1;
    }

    pub(crate) fn by_reason(&self) -> BTreeMap<String, u64> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect()
    }
}

/// Deliveries under way at once, in all and to one validator; the others wait for their turn. One that never answers
/// holds up its own deliveries only.
const DELIVERIES: [usize; 2] = [16, 4];

/// See [`DELIVERIES`].
#[derive(Debug)]
pub(crate) struct Deliveries {
    all: Arc<Semaphore>,
    /// As many as there are validators that ever asked for something.
    each: Mutex<HashMap<Hotkey, Arc<Semaphore>>>,
}

impl Default for Deliveries {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(DELIVERIES[0])), each: Mutex::default() }
    }
}

impl Deliveries {
    /// A place for one delivery to `validator`, until dropped.
    pub(crate) async fn place(&self, validator: Hotkey) -> Option<[OwnedSemaphorePermit; 2]> {
        let own = {
            let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(each.entry(validator).or_insert_with(|| Arc::new(Semaphore::new(DELIVERIES[1]))))
        };
        // The own place first: who waits for it must not hold one of all.
        let own = own.acquire_owned().await.ok()?;
        Some([own, Arc::clone(&self.all).acquire_owned().await.ok()?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNER: Hotkey = Hotkey::from_bytes([1; 32]);
    const OTHER: Hotkey = Hotkey::from_bytes([2; 32]);

    #[test]
    fn a_request_counts_once_while_it_could_be_replayed() {
        let replays = Replays::default();
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(0)), Noted::New);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(30_000)), Noted::Again);
        assert_eq!(replays.note(OTHER, "a", UnixMillis(30_000)), Noted::New);
        assert_eq!(replays.note(SIGNER, "b", UnixMillis(30_000)), Noted::New);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(31_001)), Noted::New);
    }

    #[test]
    fn memory_of_requests_is_bounded_by_refusing_not_by_forgetting() {
        let replays = Replays::default();
        for number in 0..REMEMBERED {
            assert_eq!(replays.note(SIGNER, &number.to_string(), UnixMillis(0)), Noted::New);
        }
        assert_eq!(replays.note(SIGNER, "one more", UnixMillis(0)), Noted::TooMany);
        assert_eq!(replays.note(SIGNER, "0", UnixMillis(0)), Noted::Again);
        assert_eq!(replays.note(SIGNER, "one more", UnixMillis(40_000)), Noted::New);
    }

    #[tokio::test]
    async fn a_validator_that_never_answers_holds_up_its_own_deliveries_only() {
        let deliveries = Deliveries::default();
        let mut held = Vec::new();
        for _ in 0..DELIVERIES[1] {
            held.push(deliveries.place(SIGNER).await.unwrap());
        }
        let next = tokio::time::timeout(Duration::from_millis(20), deliveries.place(SIGNER)).await;
        assert!(next.is_err(), "one more than its share");
        drop(deliveries.place(OTHER).await.unwrap());
        held.pop();
        drop(deliveries.place(SIGNER).await.unwrap());
    }

    #[test]
    fn a_minute_holds_as_many_challenges_as_configured_and_each_signer_has_its_own() {
        let rates = Rates::new(2);
        let start = Instant::now();
        rates.take(SIGNER, start).unwrap();
        rates.take(SIGNER, start).unwrap();
        let wait = rates.take(SIGNER, start).unwrap_err();
        assert!((wait.as_secs_f64() - 30.0).abs() < 0.01, "{wait:?}");
        rates.take(OTHER, start).unwrap();
        rates.take(SIGNER, start + Duration::from_secs(31)).unwrap();
        assert!(Rates::new(0).take(SIGNER, start).is_ok());
    }
}
