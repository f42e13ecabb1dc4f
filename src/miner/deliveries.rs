//! What came of deliveries, by validator and local day, with the categories of `spec/gas.md` 4.1.
//!
//! Each attempt counts. Kept in memory and written to the store now and then; a crash loses the counts of some seconds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::{StatusCode, Url};

use super::task::{State, Task};
use crate::protocol::daemon_state::{Durations, WebhookState};
use crate::types::UnixMillis;

/// Validators told apart on one day. Addresses are theirs to choose, so that there could be any number.
const VALIDATORS: usize = 200;

/// Under which the deliveries to all further ones are counted.
const OTHERS: &str = "others";

/// Characters of the reason of a failure.
const REASON: usize = 220;

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// The validator took it.
    Taken,
    /// It did not.
    Failed {
        /// One of `spec/gas.md` 4.1, or [`FORGOTTEN`].
        category: &'static str,
        /// For people.
        reason: String,
    },
}

/// The category of what was answered 200 by a validator that no longer knew the task. The reference counts it as a success;
/// it earns nothing.
pub(crate) const FORGOTTEN: &str = "forgotten";

impl Attempt {
    /// Of an answer with a status other than success, by the text in it.
    pub(crate) fn refused(status: StatusCode, text: &str) -> Self {
        let category = match status.as_u16() {
            _ if text.to_ascii_lowercase().contains("empty binary payload") => "empty_payload",
            400 => "http_400",
            401 => "http_401",
            404 => "http_404",
            500.. => "http_500",
            _ => "http_other",
        };
        Self::Failed { category, reason: format!("HTTP {}: {text}", status.as_u16()) }
    }

    /// Of a request that got no answer.
    pub(crate) fn broken(error: &reqwest::Error, described: &str) -> Self {
        let text = described.to_ascii_lowercase();
        let category = if error.is_timeout() || text.contains("timed out") || text.contains("timeout") {
            "connection_timeout"
        } else if error.is_connect() || text.contains("connection") {
            "connection_error"
        } else {
            "unknown"
        };
        Self::Failed { category, reason: described.to_owned() }
    }
}

/// All counts that are needed now: those of today, and those that are not written yet.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// By day and validator.
    rows: BTreeMap<(String, String), WebhookState>,
    unwritten: BTreeSet<(String, String)>,
    untold: BTreeSet<(String, String)>,
    delivery_time: Durations,
    generation_time: Durations,
}

impl Statistics {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change under the lock is complete before anything that could panic.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What an earlier process counted today.
    pub(crate) fn restore(&self, rows: Vec<WebhookState>) {
        self.lock().rows.extend(rows.into_iter().map(|row| ((row.day.clone(), row.validator.clone()), row)));
    }

    /// Counts an attempt to deliver what `task` owes.
    pub(crate) fn record(&self, task: &Task, url: &Url, attempt: &Attempt, now: UnixMillis) {
        let mut inner = self.lock();
        if let (State::Completed { .. }, Attempt::Taken) = (&task.state, attempt) {
            inner.delivery_time.add(task.created_at.until(now));
            if let (Some(started), Some(completed)) = (task.started_at, task.completed_at) {
                inner.generation_time.add(started.until(completed));
            }
        }
        inner.count(validator(url), day_of(now), attempt, now);
    }

    /// The counts of the day, most failures first.
    pub(crate) fn today(&self, now: UnixMillis) -> Vec<WebhookState> {
        let day = day_of(now);
        let mut rows: Vec<_> = self.lock().rows.values().filter(|row| row.day == day).cloned().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(failures(row)));
        rows
    }

    /// How long deliveries and generations of delivered media took.
    pub(crate) fn durations(&self) -> (Durations, Durations) {
        let inner = self.lock();
        (inner.delivery_time.clone(), inner.generation_time.clone())
    }

    /// The rows that are to be written. What cannot be written comes back with [`Statistics::unwritten`].
    pub(crate) fn take_unwritten(&self, now: UnixMillis) -> Vec<WebhookState> {
        let (mut inner, today) = (self.lock(), day_of(now));
        let keys = std::mem::take(&mut inner.unwritten);
        let rows = keys.iter().filter_map(|key| inner.rows.get(key).cloned()).collect();
        let untold = std::mem::take(&mut inner.untold);
        inner.rows.retain(|key, _| key.0 == today || untold.contains(key));
        inner.untold = untold;
        rows
    }

    /// These rows could not be written.
    pub(crate) fn unwritten(&self, rows: Vec<WebhookState>) {
        let mut inner = self.lock();
        for row in rows {
            let key = (row.day.clone(), row.validator.clone());
            inner.rows.entry(key.clone()).or_insert(row);
            inner.unwritten.insert(key);
        }
    }

    /// The rows that changed since this was last asked, most failures first.
    pub(crate) fn take_untold(&self) -> Vec<WebhookState> {
        let mut inner = self.lock();
        let keys = std::mem::take(&mut inner.untold);
        let mut rows: Vec<_> = keys.iter().filter_map(|key| inner.rows.get(key).cloned()).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(failures(row)));
        rows
    }
}

impl Inner {
    fn count(&mut self, validator: String, day: String, attempt: &Attempt, now: UnixMillis) {
        let mut key = (day, validator);
        if !self.rows.contains_key(&key) && self.rows.keys().filter(|(day, _)| *day == key.0).count() >= VALIDATORS {
            OTHERS.clone_into(&mut key.1);
        }
        let row = self.rows.entry(key.clone()).or_insert_with(|| WebhookState {
            validator: key.1.clone(),
            day: key.0.clone(),
            successes: 0,
            failures: BTreeMap::new(),
            last_success_ms: None,
            last_failure_ms: None,
            last_failure_reason: None,
        });
        match attempt {
            Attempt::Taken => {
                row.successes += 1;
                row.last_success_ms = Some(now);
            }
            Attempt::Failed { category, reason } => {
                *row.failures.entry((*category).to_owned()).or_insert(0) += 1;
                row.last_failure_ms = Some(now);
                row.last_failure_reason = Some(reason.chars().take(REASON).collect());
            }
        }
        self.unwritten.insert(key.clone());
        self.untold.insert(key);
    }
}

pub(crate) fn failures(row: &WebhookState) -> u64 {
    row.failures.values().sum()
}

/// Host and port, without anything that might be secret.
pub(super) fn validator(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The date where this machine is, `YYYY-MM-DD`.
pub(crate) fn day_of(now: UnixMillis) -> String {
    day_in(now, TimeZone::system())
}

fn day_in(now: UnixMillis, zone: TimeZone) -> String {
    let time = i64::try_from(now.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    time.to_zoned(zone).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::task;
    use super::*;

    const NOON: UnixMillis = UnixMillis(1_760_000_000_000);

    fn failed(category: &'static str) -> Attempt {
        Attempt::Failed { category, reason: "x".repeat(900) }
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn each_answer_falls_into_the_category_of_the_specification() {
        // spec/gas.md 4.1
        for (status, text, category) in [
            (400, "Empty binary payload", "empty_payload"),
            (400, "Duplicate content detected", "http_400"),
            (401, "", "http_401"),
            (404, "", "http_404"),
            (500, "", "http_500"),
            (503, "down", "http_500"),
            (302, "elsewhere", "http_other"),
            (429, "busy", "http_other"),
        ] {
            let attempt = Attempt::refused(StatusCode::from_u16(status).unwrap(), text);
            assert_eq!(attempt, Attempt::Failed { category, reason: format!("HTTP {status}: {text}") });
        }
    }

    #[test]
    fn attempts_count_for_the_validator_whose_host_and_port_they_went_to() {
        let statistics = Statistics::default();
        let task = Task { created_at: UnixMillis(NOON.0 - 3_000), ..task(State::Completed { metadata: Vec::new() }) };
        let (one, two) = (url("http://10.0.0.1:8093/generative_callback"), url("https://v.example/x"));
        for attempt in [failed("http_500"), failed("http_500"), failed("connection_error"), Attempt::Taken] {
            statistics.record(&task, &one, &attempt, NOON);
        }
        statistics.record(&task, &two, &Attempt::Taken, NOON);
        let rows = statistics.today(NOON);
        assert_eq!((rows[0].validator.as_str(), rows[1].validator.as_str()), ("10.0.0.1:8093", "v.example:443"));
        assert_eq!((rows[0].successes, failures(&rows[0]), rows[0].failures["http_500"]), (1, 3, 2));
        assert_eq!(rows[0].last_failure_reason.as_ref().unwrap().len(), REASON);
        assert_eq!(rows[1].last_failure_ms, None);
        let (delivery, generation) = statistics.durations();
        assert_eq!((delivery.count, delivery.sum_ms, generation.count), (2, 6_000, 0));
        assert_eq!(delivery.at_most[..4], [0, 0, 2, 2]);
    }

    #[test]
    fn what_is_written_is_taken_once_and_what_could_not_be_written_comes_back() {
        let statistics = Statistics::default();
        let (task, url) = (task(State::Failed { error: "x".into() }), url("http://v:1/"));
        statistics.record(&task, &url, &Attempt::Taken, NOON);
        let rows = statistics.take_unwritten(NOON);
        assert_eq!((rows.len(), statistics.take_unwritten(NOON).len()), (1, 0));
        statistics.unwritten(rows);
        assert_eq!(statistics.take_unwritten(NOON).len(), 1);
        assert_eq!((statistics.take_untold().len(), statistics.take_untold().len()), (1, 0));
        let tomorrow = NOON.after(std::time::Duration::from_hours(24));
        assert!(statistics.take_unwritten(tomorrow).is_empty());
        assert!(statistics.today(NOON).is_empty(), "yesterday is in the store");
    }

    #[test]
    fn a_new_process_counts_on() {
        let (before, after) = (Statistics::default(), Statistics::default());
        let (task, url) = (task(State::Failed { error: "x".into() }), url("http://v:1/"));
        before.record(&task, &url, &Attempt::Taken, NOON);
        after.restore(before.take_unwritten(NOON));
        after.record(&task, &url, &Attempt::Taken, NOON);
        assert_eq!(after.today(NOON)[0].successes, 2);
    }

    #[test]
    fn a_validator_with_many_addresses_cannot_fill_the_memory() {
        let statistics = Statistics::default();
        let task = task(State::Failed { error: "x".into() });
        for port in 1..=1000 {
            statistics.record(&task, &url(&format!("http://v:{port}/")), &Attempt::Taken, NOON);
        }
        let rows = statistics.today(NOON);
        assert_eq!(rows.len(), VALIDATORS + 1);
        assert_eq!(rows.iter().find(|row| row.validator == OTHERS).unwrap().successes, 800);
    }

    #[test]
    fn days_are_those_of_the_place_where_the_miner_runs() {
        let late = UnixMillis(1_760_052_600_000); // 23:30 UTC
        let zone = |hours| TimeZone::fixed(jiff::tz::offset(hours));
        assert_eq!(day_in(late, zone(0)), "2025-10-09");
        assert_eq!(day_in(late, zone(2)), "2025-10-10");
    }
}
