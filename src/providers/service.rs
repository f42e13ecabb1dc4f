//! How a service is asked: every limit, every retry and the circuit breaker, in one place.
//!
//! A request that can be charged ([`Stakes::Order`]) is repeated only where the service certainly made nothing: it said so
//! (429, 500, 503, 529), or could not be connected to. One that costs nothing ([`Stakes::Free`]) is repeated after any fault
//! that may pass. The breaker opens after [`FAULTS`] faults in a row, or at once when the account is refused, and lets one
//! order through after each rest to see whether things have changed.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde_json::Value;

use super::ProviderError;
use super::http::{self, ReadError};
use crate::types::Secret;

/// Longest error text that is passed on.
const LONGEST_TEXT: usize = 500;

/// A service that asks for more patience than this has failed the request.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Faults in a row after which the service is left alone for a while.
const FAULTS: u32 = 5;

/// The first rest; doubled each time the service still fails after one.
const FIRST_REST: Duration = Duration::from_secs(30);

/// The longest rest, and the first one after the account was refused: an operator has to do something.
const LONGEST_REST: Duration = Duration::from_mins(10);

/// Whether a request can be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stakes {
    /// It buys something.
    Order,
    /// A poll or a download of what is paid for.
    Free,
}

/// What one request may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Time of one attempt, from the first byte sent to the last one read.
    pub(super) attempt: Duration,
    /// Attempts after the first.
    pub(super) retries: u32,
    /// Bytes of the answer.
    pub(super) answer: usize,
}

/// An answer with a status of success.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// In small letters, without parameters.
    pub(super) content_type: String,
    pub(super) body: Bytes,
}

/// Whether a service is asked for media now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Ready,
    /// Not before `left` is over.
    Resting {
        /// Until the next attempt.
        left: Duration,
        /// The last fault.
        reason: String,
    },
}

/// One service: where it is, as whom we ask, how patient we are.
pub(super) struct Service {
    name: &'static str,
    client: Client,
    base: Url,
    key: Secret<String>,
    /// First pause between attempts; doubled after each.
    pub(super) pause: Duration,
    breaker: Mutex<Breaker>,
}

/// Why a service cannot be set up.
#[derive(Debug)]
pub(super) enum SetUpError {
    BadUrl,
    BadKey,
    Client(reqwest::Error),
}

impl Service {
    /// `name` as in error texts. Everything that could make every request fail is found here.
    pub(super) fn new(name: &'static str, base: &str, key: Secret<String>) -> Result<Self, SetUpError> {
        let base = Url::parse(&format!("{}/", base.trim().trim_end_matches('/'))).map_err(|_| SetUpError::BadUrl)?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(SetUpError::BadUrl);
        }
        bearer(&key).ok_or(SetUpError::BadKey)?;
        let client = http::client(&base).map_err(SetUpError::Client)?;
        Ok(Self { name, client, base, key, pause: Duration::from_secs(2), breaker: Mutex::default() })
    }

    /// The address below the base.
    pub(super) fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap_or_else(|_| self.base.clone())
    }

    /// The header that carries the key.
    pub(super) fn bearer(&self) -> HeaderValue {
        bearer(&self.key).expect("checked when the service was set up")
    }

    pub(super) fn standing(&self) -> Standing {
        self.lock().standing(Instant::now())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what `build` makes, again where that is allowed, and gives the first answer with a status of success.
    pub(super) async fn ask(
        &self,
        stakes: Stakes,
        bounds: Bounds,
        build: impl Fn(&Client) -> RequestBuilder + Send + Sync,
    ) -> Result<Answer, ProviderError> {
        if stakes == Stakes::Order {
            let entered = self.lock().enter(Instant::now());
            entered.map_err(|wait| ProviderError::Resting { service: self.name, wait })?;
        }
        let mut attempt = 0;
        let ended = loop {
            let error = match self.once(bounds, build(&self.client)).await {
                Ok(answer) => break Ok(answer),
                Err(error) => error,
            };
            let asked = match &error {
                ProviderError::Refused { retry_after, .. } => retry_after.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            if attempt == bounds.retries || asked > LONGEST_WAIT || !may_repeat(stakes, &error) {
                break Err(error);
            }
            let pause = self.pause.saturating_mul(1 << attempt.min(6)).min(LONGEST_WAIT);
            let pause = pause.mul_f64(1.0 + 0.2 * rand::random::<f64>()).max(asked);
            attempt += 1;
            tracing::info!(service = self.name, attempt, %error, pause_ms = pause.as_millis(), "asking the service again");
            tokio::time::sleep(pause).await;
        };
        // A poll tells of its job, not of the service.
        if stakes == Stakes::Order {
            self.learn(ended.as_ref().err());
        }
        ended
    }

    /// What an order's end says of the service. Providers tell faults that only they see, such as an error inside an
    /// answer with status 200.
    pub(super) fn learn(&self, error: Option<&ProviderError>) {
        let rest = self.lock().note(error.map(|error| (verdict(error), error.to_string())), Instant::now());
        if let (Some(rest), Some(error)) = (rest, error) {
            tracing::warn!(service = self.name, %error, rest_s = rest.as_secs(), "the service is left alone for a while");
        }
    }

    async fn once(&self, bounds: Bounds, request: RequestBuilder) -> Result<Answer, ProviderError> {
        let answer = request.timeout(bounds.attempt).send().await.map_err(|error| self.broken(&error, bounds))?;
        let (status, retry_after) = (answer.status(), http::retry_after(answer.headers()));
        let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        let content_type = content_type.trim().to_ascii_lowercase();
        let body = http::read(answer, bounds.answer).await.map_err(|error| match error {
            ReadError::TooLong => ProviderError::Malformed(format!("{} response is too large", self.name)),
            ReadError::Broken(error) => self.broken(&error, bounds),
        })?;
        if !status.is_success() {
            return Err(self.refused(status.as_u16(), &String::from_utf8_lossy(&body), retry_after));
        }
        Ok(Answer { status, content_type, body: body.into() })
    }

    /// The service's own words about a refusal, without our key.
    pub(super) fn refused(&self, status: u16, text: &str, retry_after: Option<Duration>) -> ProviderError {
        let message = text.trim().replace(self.key.expose().trim(), "<secret>").chars().take(LONGEST_TEXT).collect();
        ProviderError::Refused { service: self.name, status, message, retry_after }
    }

    fn broken(&self, error: &reqwest::Error, bounds: Bounds) -> ProviderError {
        if error.is_timeout() && !error.is_connect() {
            return ProviderError::TimedOut { service: self.name, after: bounds.attempt };
        }
        ProviderError::Unreachable { service: self.name, message: http::cause(error), sent: !error.is_connect() }
    }

    /// The body as JSON.
    pub(super) fn json(&self, answer: &Answer) -> Result<Value, ProviderError> {
        serde_json::from_slice(&answer.body)
            .map_err(|_| ProviderError::Malformed(format!("{} response is not JSON", self.name)))
    }
}

fn bearer(key: &Secret<String>) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose().trim())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn may_repeat(stakes: Stakes, error: &ProviderError) -> bool {
    match (stakes, error) {
        (Stakes::Order, ProviderError::Refused { status: 429 | 500 | 503 | 529, .. }) => true,
        (Stakes::Order, ProviderError::Unreachable { sent, .. }) => !sent,
        (Stakes::Free, ProviderError::Refused { status, .. }) => matches!(status, 408 | 409 | 425 | 429 | 500..),
        (Stakes::Free, ProviderError::Unreachable { .. } | ProviderError::TimedOut { .. }) => true,
        _ => false,
    }
}

/// What a fault says of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It works, and did not like this request.
    Works,
    /// It does not work.
    Faulty,
    /// It does not work for us: the key is wrong, or there is no credit.
    AccountRefused,
}

fn verdict(error: &ProviderError) -> Verdict {
    match error {
        ProviderError::Refused { status: 401..=403, .. } => Verdict::AccountRefused,
        ProviderError::Refused { status: 408 | 429 | 500.., .. }
        | ProviderError::Unreachable { .. }
        | ProviderError::TimedOut { .. } => Verdict::Faulty,
        _ => Verdict::Works,
    }
}

/// Counts faults, and decides when the service rests. Pure: time is an argument.
#[derive(Debug, Default)]
struct Breaker {
    faults: u32,
    rests: u32,
    resting: Option<Rest>,
}

#[derive(Debug)]
struct Rest {
    until: Instant,
    reason: String,
    /// An order was let through to see whether the service works again; others wait for what comes of it.
    trying_since: Option<Instant>,
}

/// An order that was let through and never ended (its task was cancelled) blocks the others no longer than this.
const TRIAL: Duration = Duration::from_mins(10);

impl Breaker {
    fn standing(&self, now: Instant) -> Standing {
        match &self.resting {
            Some(rest) if now < rest.until => Standing::Resting { left: rest.until - now, reason: rest.reason.clone() },
            _ => Standing::Ready,
        }
    }

    /// Lets an order through, or says how long to wait.
    fn enter(&mut self, now: Instant) -> Result<(), Duration> {
        let Some(rest) = &mut self.resting else { return Ok(()) };
        if now < rest.until {
            return Err(rest.until - now);
        }
        if rest.trying_since.is_some_and(|since| now.saturating_duration_since(since) < TRIAL) {
            return Err(Duration::from_secs(5));
        }
        rest.trying_since = Some(now);
        Ok(())
    }

    /// Takes the end of an order in; how long the service rests, if a rest begins.
    fn note(&mut self, fault: Option<(Verdict, String)>, now: Instant) -> Option<Duration> {
        let (verdict, reason) = match fault {
            None | Some((Verdict::Works, _)) => {
                *self = Self::default();
                return None;
            }
            Some(fault) => fault,
        };
        self.faults = self.faults.saturating_add(1);
        let still = self.resting.is_some();
        if verdict == Verdict::Faulty && self.faults < FAULTS && !still {
            return None;
        }
        if self.resting.as_ref().is_some_and(|rest| now < rest.until) {
            return None; // orders that were under way when the rest began
        }
        let rest = match verdict {
            Verdict::AccountRefused => LONGEST_REST,
            _ => FIRST_REST.saturating_mul(1 << self.rests.min(8)).min(LONGEST_REST),
        };
        self.rests += 1;
        self.resting = Some(Rest { until: now + rest, reason, trying_since: None });
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> (Verdict, String) {
        (Verdict::Faulty, "503".into())
    }

    #[test]
    fn a_service_rests_after_five_faults_in_a_row_and_longer_each_time() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..4 {
            breaker.enter(start).unwrap();
            assert_eq!(breaker.note(Some(fault()), start), None);
        }
        assert_eq!(breaker.note(Some(fault()), start), Some(FIRST_REST));
        assert!(matches!(breaker.standing(start), Standing::Resting { left, .. } if left == FIRST_REST));
        assert_eq!(breaker.enter(start + FIRST_REST / 2), Err(FIRST_REST / 2));
        // One order tries; the others wait for it.
        let later = start + FIRST_REST;
        breaker.enter(later).unwrap();
        assert!(breaker.enter(later).is_err());
        assert_eq!(breaker.note(Some(fault()), later), Some(FIRST_REST * 2));
        let later = later + FIRST_REST * 2;
        breaker.enter(later).unwrap();
        assert_eq!(breaker.note(None, later), None);
        assert_eq!(breaker.standing(later), Standing::Ready);
        breaker.enter(later).unwrap();
    }

    #[test]
    fn a_refused_account_rests_at_once_and_a_refused_prompt_never() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..50 {
            assert_eq!(breaker.note(Some((Verdict::Works, "moderated".into())), now), None);
        }
        assert_eq!(breaker.note(Some((Verdict::AccountRefused, "402".into())), now), Some(LONGEST_REST));
        assert_eq!(breaker.note(Some(fault()), now), None, "an order that was under way when the rest began");
    }

    #[test]
    fn an_order_is_repeated_only_where_nothing_can_have_been_charged() {
        use super::super::Charge;
        let refused =
            |status| ProviderError::Refused { service: "x", status, message: String::new(), retry_after: None };
        let broken = |sent| ProviderError::Unreachable { service: "x", message: String::new(), sent };
        let slow = || ProviderError::TimedOut { service: "x", after: Duration::ZERO };
        for error in [429, 500, 502, 503, 504, 524, 400, 404].map(refused).into_iter().chain([
            broken(true),
            broken(false),
            slow(),
        ]) {
            if may_repeat(Stakes::Order, &error) {
                assert_eq!(error.charge(), Charge::Nothing, "{error}");
            }
        }
        assert!(may_repeat(Stakes::Order, &refused(429)) && may_repeat(Stakes::Order, &broken(false)));
        assert!(!may_repeat(Stakes::Order, &refused(504)) && !may_repeat(Stakes::Order, &slow()));
        assert!(may_repeat(Stakes::Free, &refused(504)) && may_repeat(Stakes::Free, &slow()));
        assert!(!may_repeat(Stakes::Free, &refused(404)) && !may_repeat(Stakes::Free, &refused(410)));
    }
}
