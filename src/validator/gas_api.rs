//! The GAS API: signed requests without a receiver, since the API has no hotkey (`spec/gas.md` 2.1 and 14.4).

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, Method, Url};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use crate::daemon::client::{ClientError, Reach, client, describe, read_answer, read_beginning};
use crate::protocol::epistula;
use crate::types::{Code, Hint, Keypair, UnixMillis};

/// Where the API is, unless somebody says otherwise.
pub const DEFAULT_URL: &str = "https://gas.bitmind.ai";

/// The pause after the first attempt; it doubles with each further one. After a status that is not 200 too
/// (`spec/gas.md` 18, point 43).
const PAUSE: Duration = Duration::from_secs(2);

/// How much of a refusal is shown.
const LONGEST_REFUSAL: usize = 300;

/// What one request may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time of one attempt, its answer included.
    pub time: Duration,
    /// Bytes of an answer.
    pub longest_answer: usize,
    /// Attempts; what the API refuses for good is not tried again.
    pub attempts: u32,
}

/// Why the API did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Nobody can be asked there.
    #[error("`{0}` is no http or https address")]
    Address(String),
    /// There is no client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Another status than 200.
    #[error("API error {status}: {text}")]
    Status {
        /// HTTP status.
        status: u16,
        /// The beginning of the body.
        text: String,
    },
    /// No answer.
    #[error("{host} did not answer: {reason}")]
    Silent {
        /// Who.
        host: String,
        /// Why.
        reason: String,
    },
    /// An answer that is no JSON, or another JSON than expected.
    #[error("{host} answered something else than expected: {reason}")]
    Unreadable {
        /// Who.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Hint for ApiError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Address(_) => Some(format!("the network's own is {DEFAULT_URL}")),
            Self::Client(error) => error.hint(),
            Self::Status { status: 401 | 403, .. } => {
                Some("the API answers hotkeys that are registered on the subnet; check the wallet and the clock".into())
            }
            Self::Status { .. } | Self::Unreadable { .. } => None,
            Self::Silent { .. } => {
                Some("check the network; BENCHMARK_API_URL and `--api-url` choose the address".into())
            }
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Address(_) => Some(Code::ConfigInvalid),
            Self::Client(error) => error.code(),
            Self::Status { .. } => Some(Code::ServerRefused),
            Self::Silent { .. } | Self::Unreadable { .. } => Some(Code::Network),
        }
    }
}

impl ApiError {
    /// Whether the same request may do better a moment later.
    const fn may_pass(&self) -> bool {
        match self {
            Self::Status { status, .. } => !matches!(status, 400..=499) || matches!(status, 408 | 425 | 429),
            Self::Silent { .. } | Self::Unreadable { .. } => true,
            Self::Address(_) | Self::Client(_) => false,
        }
    }
}

/// A client of the API that signs for one hotkey. Cheap to clone.
#[derive(Clone)]
pub struct GasApi {
    base: Url,
    keypair: Keypair,
    client: Client,
    pause: Duration,
}

impl GasApi {
    /// For the API at `base`.
    ///
    /// # Errors
    /// [`ApiError::Address`] for what is no web address.
    pub fn new(base: &str, keypair: Keypair) -> Result<Self, ApiError> {
        let refused = || ApiError::Address(base.chars().take(200).collect());
        let url = Url::parse(base).map_err(|_| refused())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(refused());
        }
        Ok(Self { base: url, keypair, client: client(Reach::Operator)?, pause: PAUSE })
    }

    /// With another first pause between attempts.
    #[must_use]
    pub const fn with_pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Who is asked, without what the address may hold besides.
    pub fn host(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        self.base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// `GET path?query`; the answer's JSON.
    pub async fn get_json(&self, path: &str, query: &[(&str, &str)], limits: Limits) -> Result<Value, ApiError> {
        let mut url = self.url(path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.with_retries(&Method::GET, &url, None, limits).await
    }

    /// `POST path` with a JSON body; the answer's JSON. Give it one attempt, unless the API takes the same twice.
    pub async fn post_json(&self, path: &str, body: &Value, limits: Limits) -> Result<Value, ApiError> {
        let body = bytes::Bytes::from(body.to_string());
        self.with_retries(&Method::POST, &self.url(path)?, Some(body), limits).await
    }

    fn url(&self, path: &str) -> Result<Url, ApiError> {
        // Joined by hand: `Url::join` would drop a path in the base.
        let text = format!("{}/{}", self.base.as_str().trim_end_matches('/'), path.trim_start_matches('/'));
        Url::parse(&text).map_err(|_| ApiError::Address(text))
    }

    async fn with_retries(
        &self,
        method: &Method,
        url: &Url,
        body: Option<bytes::Bytes>,
        limits: Limits,
    ) -> Result<Value, ApiError> {
        let mut pause = self.pause;
        for attempt in 1.. {
            let answered = timeout(limits.time, self.attempt(method, url, body.clone(), limits)).await;
            let error = match answered {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(error)) => error,
                Err(_) => self.silent(format!("not within {} s", limits.time.as_secs())),
            };
            if attempt >= limits.attempts || !error.may_pass() {
                return Err(error);
            }
            tracing::debug!(host = self.host(), attempt, %error, "the GAS API is asked again");
            sleep(pause).await;
            pause *= 2;
        }
        unreachable!("the last attempt returns")
    }

    async fn attempt(
        &self,
        method: &Method,
        url: &Url,
        body: Option<bytes::Bytes>,
        limits: Limits,
    ) -> Result<Value, ApiError> {
        let mut request = self.client.request(method.clone(), url.clone());
        // Signed anew each time: a signature is good for 15 seconds.
        let signed = body.as_deref().unwrap_or_default();
        for (name, value) in epistula::sign(&self.keypair, signed, None, UnixMillis::now()) {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        let answer = request.send().await.map_err(|error| self.silent(describe(&error)))?;
        let status = answer.status().as_u16();
        if status != 200 {
            let text = String::from_utf8_lossy(&read_beginning(answer, LONGEST_REFUSAL).await).into_owned();
            return Err(ApiError::Status { status, text: text.trim().to_owned() });
        }
        let unreadable = |reason: String| ApiError::Unreadable { host: self.host(), reason };
        let body = read_answer(answer, limits.longest_answer).await.map_err(|error| unreadable(error.to_string()))?;
        serde_json::from_slice(&body).map_err(|error| unreadable(format!("no JSON ({error})")))
    }

    fn silent(&self, reason: String) -> ApiError {
        ApiError::Silent { host: self.host(), reason }
    }
}

/// A time as the API's queries write it: ISO without a zone. In UTC, where the reference takes the local time
/// (`spec/gas.md` 18, point 43).
pub fn api_time(at: UnixMillis) -> String {
    let time = i64::try_from(at.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use serde_json::json;
    use tokio::net::TcpListener;

    use super::*;
    use crate::types::Hotkey;

    const LIMITS: Limits = Limits { time: Duration::from_secs(20), longest_answer: 100, attempts: 3 };

    /// What was asked: method, address, headers, body.
    type Asked = Arc<Mutex<Vec<(String, String, axum::http::HeaderMap, Vec<u8>)>>>;

    async fn imitation(answers: Vec<(u16, &'static str)>) -> (GasApi, Asked) {
        let asked: Asked = Arc::default();
        let seen = Arc::clone(&asked);
        let router = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
            let mut seen = seen.lock().unwrap();
            seen.push((parts.method.to_string(), parts.uri.to_string(), parts.headers, body));
            let (status, text) = answers[(seen.len() - 1).min(answers.len() - 1)];
            (StatusCode::from_u16(status).unwrap(), text)
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/base/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let api = GasApi::new(&base, Keypair::from_seed(&[7; 32])).unwrap().with_pause(Duration::from_millis(1));
        (api, asked)
    }

    #[tokio::test]
    async fn a_request_is_signed_for_nobody_over_the_body_that_is_sent() {
        let (api, asked) = imitation(vec![(200, r#"{"inserted": 1}"#)]).await;
        let body = json!({ "entries": [] });
        assert_eq!(api.post_json("/api/v1/x", &body, LIMITS).await.unwrap(), json!({ "inserted": 1 }));
        api.get_json("api/v1/y", &[("after", "a:b c")], LIMITS).await.unwrap();
        let asked = asked.lock().unwrap();
        assert_eq!((asked[0].0.as_str(), asked[0].1.as_str()), ("POST", "/base/api/v1/x"));
        assert_eq!((asked[1].0.as_str(), asked[1].1.as_str()), ("GET", "/base/api/v1/y?after=a%3Ab+c"));
        assert_eq!(asked[0].2["content-type"], "application/json");
        for (.., headers, body) in asked.iter() {
            let text = |name: &str| headers[name].to_str().unwrap();
            let signer: Hotkey = text("epistula-signed-by").parse().unwrap();
            let uuid = text("epistula-uuid");
            let message = epistula::message(&epistula::sha256(body), uuid, text("epistula-timestamp"), None);
            let signature = text("epistula-request-signature").parse().unwrap();
            assert!(signer.verify(message.as_bytes(), &signature));
            assert!(!headers.contains_key("epistula-signed-for"));
        }
    }

    #[tokio::test]
    async fn an_outage_of_a_moment_is_waited_out_and_a_refusal_is_told_at_once() {
        for (answers, requests, outcome) in [
            (vec![(500, "down"), (502, ""), (200, "[]")], 3, Ok(json!([]))),
            (vec![(500, "down")], 3, Err("API error 500: down")),
            (vec![(429, "slow down"), (200, "1")], 2, Ok(json!(1))),
            (vec![(403, "not registered")], 1, Err("API error 403: not registered")),
            (vec![(307, "")], 3, Err("API error 307: ")),
        ] {
            let (api, asked) = imitation(answers).await;
            let found = api.get_json("x", &[], LIMITS).await.map_err(|error| error.to_string());
            assert_eq!(found, outcome.map_err(str::to_owned));
            assert_eq!(asked.lock().unwrap().len(), requests);
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_too_long_or_no_json_is_an_error_that_names_the_host() {
        for text in [
            "<html>",
            "[\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"]",
        ] {
            let (api, _) = imitation(vec![(200, text)]).await;
            let error = api.get_json("x", &[], Limits { attempts: 1, ..LIMITS }).await.unwrap_err();
            assert!(matches!(&error, ApiError::Unreadable { host, .. } if host.starts_with("127.0.0.1:")), "{error}");
        }
        assert!(matches!(GasApi::new("ftp://x", Keypair::from_seed(&[1; 32])), Err(ApiError::Address(_))));
    }

    #[test]
    fn times_are_written_in_utc_without_a_zone() {
        assert_eq!(api_time(UnixMillis(1_795_173_497_500)), "2026-11-20T11:18:17.500000");
    }
}
