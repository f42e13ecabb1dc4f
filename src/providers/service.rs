//! How a service is asked: every limit, every retry and the circuit breaker, in one place.
//!
//! A request that can be charged ([`Stakes::Order`]) is repeated only where the service certainly made nothing: it said so
//! (429, 500, 503, 529), or could not be connected to. One that costs nothing ([`Stakes::Free`]) is repeated after any fault
//! that may pass. What the service itself says goes first where it costs nothing: `Retry-After`, `x-should-retry`. The
//! breaker ([`super::breaker`]) leaves a service alone after faults in a row.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use serde_json::Value;

use super::breaker::{Breaker, Verdict};
use super::http::{self, ReadError};
use super::{AccountState, Charge, ProviderError};
use crate::types::{Secret, jittered};

/// Longest error text that is passed on.
const LONGEST_TEXT: usize = 500;

/// What is read of an error's body.
const ERROR_BODY: usize = 64 << 10;

/// A service that asks for more patience than this has failed the request.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// For a question about the account, while somebody waits.
const ACCOUNT: Bounds = Bounds { attempt: Duration::from_secs(8), retries: 0, answer: 4 << 20 };

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
    /// Time of one attempt, from the first byte sent to the last one read: it also ends an answer that only drips.
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
    /// In small letters, without parameters; empty if the service does not say.
    pub(super) content_type: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Self { status, content_type, headers, body }
    }

    /// The body as JSON.
    pub(super) fn into_json(self, service: &str) -> Result<Value, ProviderError> {
        let broken = |_| ProviderError::Malformed(format!("{service} response is not JSON"));
        serde_json::from_slice(&self.body).map_err(broken)
    }
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
    pub(super) name: &'static str,
    client: Client,
    base: Url,
    key: Secret<String>,
    /// First pause between attempts; doubled after each.
    pub(super) pause: Duration,
    /// By status and text: whether this refuses the account, and not just the request.
    refuses_account: fn(u16, &str) -> bool,
    breaker: Mutex<Breaker>,
}

/// Why a service cannot be set up.
#[derive(Debug)]
pub(super) enum SetUpError {
    BadUrl,
    BadKey,
    Client(reqwest::Error),
}

/// What went wrong with one attempt, and what the service says of another one.
struct Fault {
    error: ProviderError,
    should_retry: Option<bool>,
}

impl From<ProviderError> for Fault {
    fn from(error: ProviderError) -> Self {
        Self { error, should_retry: None }
    }
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
        let pause = Duration::from_secs(2);
        let refuses_account = |status, _: &str| matches!(status, 401..=403);
        Ok(Self { name, client, base, key, pause, refuses_account, breaker: Mutex::default() })
    }

    /// With the service's own way to say, by status and text, that the account is refused and not just the request. Without
    /// it, 401 to 403 say so.
    pub(super) fn refusing_accounts(mut self, refuses_account: fn(u16, &str) -> bool) -> Self {
        self.refuses_account = refuses_account;
        self
    }

    /// The address below the base.
    pub(super) fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap_or_else(|_| self.base.clone())
    }

    /// An address that the service named, if anything is to be fetched from there: encrypted, unless the service itself is
    /// asked in the clear, as a proxy is; and outside of this network, unless the service is within it too.
    pub(super) fn elsewhere(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address.trim()).ok().filter(Url::has_host)?;
        let encrypted = url.scheme() == "https" || (url.scheme() == "http" && self.base.scheme() == "http");
        (encrypted && (!http::is_within(&url) || http::is_within(&self.base))).then_some(url)
    }

    /// The header that carries the key.
    pub(super) fn bearer(&self) -> HeaderValue {
        bearer(&self.key).expect("checked when the service was set up")
    }

    pub(super) fn standing(&self) -> Standing {
        self.lock().standing(Instant::now())
    }

    fn lock(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what `build` makes, again where that is allowed, and gives the first answer with a status of success.
    pub(super) async fn ask(
        &self,
        stakes: Stakes,
        bounds: Bounds,
        build: impl Fn(&Client) -> RequestBuilder + Send + Sync,
    ) -> Result<Answer, ProviderError> {
        self.ask_for(stakes, bounds, build, Ok).await
    }

    /// Likewise, and reads the answer. What `read` objects to counts as the service's fault, since some of them report
    /// faults with status 200; `read` is called off the async threads, for answers of many megabytes.
    pub(super) async fn ask_for<T: Send + 'static>(
        &self,
        stakes: Stakes,
        bounds: Bounds,
        build: impl Fn(&Client) -> RequestBuilder + Send + Sync,
        read: impl Fn(Answer) -> Result<T, ProviderError> + Copy + Send + 'static,
    ) -> Result<T, ProviderError> {
        let order = match stakes {
            Stakes::Order => Some(UnderWay::enter(self)?),
            // A poll tells of its job, not of the service.
            Stakes::Free => None,
        };
        let mut attempt = 0;
        let ended = loop {
            let fault = match self.once(bounds, build(&self.client), read).await {
                Ok(read) => break Ok(read),
                Err(fault) => fault,
            };
            let Some(pause) = self.pause_before(attempt, stakes, bounds, &fault) else { break Err(fault.error) };
            attempt += 1;
            let Fault { error, .. } = fault;
            tracing::info!(service = self.name, attempt, %error, pause_ms = pause.as_millis(), "asking the service again");
            tokio::time::sleep(pause).await;
        };
        if let Some(order) = order {
            order.ended(ended.as_ref().err());
        }
        ended
    }

    /// Reads what the service tells of the account at `path`: one request, which costs nothing and is not repeated.
    pub(super) async fn account(
        &self,
        path: &str,
        headers: HeaderMap,
        credit: &str,
        unit: &'static str,
    ) -> Result<AccountState, ProviderError> {
        let url = self.url(path);
        let build =
            |client: &Client| client.get(url.clone()).header(AUTHORIZATION, self.bearer()).headers(headers.clone());
        let told = self.ask(Stakes::Free, ACCOUNT, build).await?.into_json(self.name)?;
        Ok(AccountState { left: told.pointer(credit).and_then(Value::as_f64), unit })
    }

    /// Fetches what the service made from the address that it gave. Without our key, since the address may be anybody's.
    pub(super) async fn download(&self, url: &str, bounds: Bounds) -> Result<Bytes, ProviderError> {
        let fault = |text: &str| ProviderError::Malformed(format!("{} {text}", self.name));
        let url = self.elsewhere(url).ok_or_else(|| fault("gave an address from which nothing is fetched"))?;
        // A proxy of the environment serves other machines, not this one.
        let client = if http::is_near(&url) == http::is_near(&self.base) {
            self.client.clone()
        } else {
            http::client(&url).map_err(|_| fault("gave an address for which no client can be set up"))?
        };
        let answer = self.ask(Stakes::Free, bounds, |_| client.get(url.clone())).await?;
        if answer.body.is_empty() {
            return Err(fault("gave an empty file"));
        }
        Ok(answer.body)
    }

    async fn once<T: Send + 'static>(
        &self,
        bounds: Bounds,
        request: RequestBuilder,
        read: impl Fn(Answer) -> Result<T, ProviderError> + Copy + Send + 'static,
    ) -> Result<T, Fault> {
        let answer = request.timeout(bounds.attempt).send().await.map_err(|error| self.broken(&error, bounds))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if !status.is_success() {
            let text = http::read_beginning(answer, ERROR_BODY).await;
            let wait = http::retry_after(&headers, Timestamp::now());
            let error = self.refused(status.as_u16(), &String::from_utf8_lossy(&text), wait);
            return Err(Fault { error, should_retry: http::should_retry(&headers) });
        }
        let body = http::read(answer, bounds.answer).await.map_err(|error| match error {
            ReadError::TooLong(_) => ProviderError::Malformed(format!("{} response is too large", self.name)),
            ReadError::Broken(error) => self.broken(&error, bounds),
        })?;
        let answer = Answer::new(status, headers, body.into());
        let read = tokio::task::spawn_blocking(move || read(answer)).await;
        let read = read.unwrap_or_else(|_| Err(ProviderError::Malformed(format!("{} response is odd", self.name))));
        Ok(read.map_err(|error| self.masked(error))?)
    }

    /// How long to wait before another attempt; `None` if there is to be none.
    fn pause_before(&self, attempt: u32, stakes: Stakes, bounds: Bounds, fault: &Fault) -> Option<Duration> {
        let asked = asked_wait(&fault.error).unwrap_or_default();
        let hopeless = self.verdict(&fault.error) == Verdict::AccountRefused || asked > LONGEST_WAIT;
        if attempt >= bounds.retries || hopeless || !may_repeat(stakes, fault) {
            return None;
        }
        let pause = self.pause.saturating_mul(1 << attempt.min(6)).min(LONGEST_WAIT);
        Some(jittered(pause.max(asked)))
    }

    /// The service's own words about a refusal, without our key.
    pub(super) fn refused(&self, status: u16, text: &str, retry_after: Option<Duration>) -> ProviderError {
        self.masked(ProviderError::Refused { service: self.name, status, message: text.into(), retry_after })
    }

    fn masked(&self, error: ProviderError) -> ProviderError {
        let ProviderError::Refused { service, status, message, retry_after } = error else { return error };
        let key = self.key.expose().trim();
        let message = if key.is_empty() { message } else { message.replace(key, "<secret>") };
        let message = message.trim().chars().take(LONGEST_TEXT).collect();
        ProviderError::Refused { service, status, message, retry_after }
    }

    fn broken(&self, error: &reqwest::Error, bounds: Bounds) -> ProviderError {
        if error.is_timeout() && !error.is_connect() {
            return ProviderError::TimedOut { service: self.name, after: bounds.attempt };
        }
        ProviderError::Unreachable { service: self.name, message: http::describe(error), sent: !error.is_connect() }
    }

    fn verdict(&self, error: &ProviderError) -> Verdict {
        match error {
            ProviderError::Refused { status, message, .. } if (self.refuses_account)(*status, message) => {
                Verdict::AccountRefused
            }
            ProviderError::Refused { status: 408 | 429 | 500.., retry_after: Some(wait), .. }
                if *wait > LONGEST_WAIT =>
            {
                Verdict::Asked(*wait)
            }
            ProviderError::Refused { status: 200 | 300..=399 | 404 | 408 | 429 | 500.., .. }
            | ProviderError::Unreachable { .. }
            | ProviderError::TimedOut { .. }
            | ProviderError::Malformed(_) => Verdict::Faulty,
            _ => Verdict::Works,
        }
    }

    fn note(&self, verdict: Verdict, reason: &str) {
        let rest = self.lock().note(verdict, reason, Instant::now());
        if let Some(rest) = rest {
            let rest_s = rest.as_secs();
            tracing::warn!(service = self.name, reason, rest_s, "the service is left alone for a while");
        }
    }
}

fn bearer(key: &Secret<String>) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose().trim())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn asked_wait(error: &ProviderError) -> Option<Duration> {
    match error {
        ProviderError::Refused { retry_after, .. } => *retry_after,
        _ => None,
    }
}

fn may_repeat(stakes: Stakes, Fault { error, should_retry }: &Fault) -> bool {
    match (stakes, error, should_retry) {
        (_, _, Some(false)) => false,
        (Stakes::Order, ProviderError::Refused { .. }, Some(true)) => error.charge() == Charge::Nothing,
        (Stakes::Order, ProviderError::Refused { status: 429 | 500 | 503 | 529, .. }, None) => true,
        (Stakes::Order, ProviderError::Unreachable { sent, .. }, _) => !sent,
        (Stakes::Free, ProviderError::Refused { .. }, Some(true)) => true,
        (Stakes::Free, ProviderError::Refused { status, .. }, None) => matches!(status, 408 | 409 | 425 | 429 | 500..),
        (Stakes::Free, ProviderError::Unreachable { .. } | ProviderError::TimedOut { .. }, _) => true,
        _ => false,
    }
}

/// An order that the breaker let through. However it ends, the breaker hears of it: of one that is dropped, that the
/// service did not answer while somebody waited for it.
struct UnderWay<'a> {
    service: &'a Service,
    ended: bool,
}

impl<'a> UnderWay<'a> {
    fn enter(service: &'a Service) -> Result<Self, ProviderError> {
        let entered = service.lock().enter(Instant::now());
        entered.map_err(|wait| ProviderError::Resting { service: service.name, wait })?;
        Ok(Self { service, ended: false })
    }

    fn ended(mut self, error: Option<&ProviderError>) {
        self.ended = true;
        match error {
            None => self.service.note(Verdict::Works, ""),
            Some(error) => self.service.note(self.service.verdict(error), &error.to_string()),
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.service.note(Verdict::Faulty, "it did not answer in time");
        }
    }
}
