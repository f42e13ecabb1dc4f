//! What one signer may do: so many challenges a minute, and so many deliveries to it at once. And how often requests were
//! refused, by reason.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::types::Hotkey;

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
