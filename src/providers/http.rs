//! What all who ask over HTTP share: the client, bounded answers, errors without addresses. Daemons reach it through
//! `daemon::client`.

use std::fmt;
use std::net::IpAddr;
use std::sync::Once;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Url};

use crate::types::is_public;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// Why an answer was not read.
#[derive(Debug)]
pub enum ReadError {
    /// Longer than the limit.
    TooLong(usize),
    /// Whom we ask broke off or was too slow.
    Broken(reqwest::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(max) => write!(f, "the answer is longer than {max} bytes"),
            Self::Broken(error) => f.write_str(&describe(error)),
        }
    }
}

impl std::error::Error for ReadError {}

/// A client for the service at `url`, through the proxy that the environment names unless it is on this machine. Give each
/// request a time limit of its own.
pub(super) fn client(url: &Url) -> Result<Client, reqwest::Error> {
    let near = is_near(url);
    build(|builder| if near { builder.no_proxy() } else { builder })
}

/// A client with the house rules: TLS by rustls, 10 s to connect, our user agent, and no redirects, since a request may
/// carry a key; `finish` adds what is the caller's own.
pub(crate) fn build(finish: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, reqwest::Error> {
    static PROVIDER: Once = Once::new();
    // Fails only where a provider is installed already, which then serves as well.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let builder = || {
        let builder = Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("gascli/", env!("CARGO_PKG_VERSION")));
        finish(builder)
    };
    builder().build().or_else(|error| {
        // Machines without any root certificate can still speak plain HTTP, as the network's peers do, and some proxies.
        let client = builder().tls_certs_only([]).build().map_err(|_| error)?;
        tracing::warn!("no root certificates on this machine: https addresses cannot be reached");
        Ok(client)
    })
}

/// Whether an address is this machine itself.
pub(super) fn is_near(url: &Url) -> bool {
    url.host_str() == Some("localhost") || literal(url).is_some_and(|ip| ip.to_canonical().is_loopback())
}

/// Whether an address is written as one of this machine or its network. Names are not resolved.
pub(super) fn is_within(url: &Url) -> bool {
    is_near(url) || literal(url).is_some_and(|ip| !is_public(ip))
}

fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Reads an answer's body of at most `max` bytes.
pub async fn read(mut answer: reqwest::Response, max: usize) -> Result<Vec<u8>, ReadError> {
    let announced = answer.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced > max {
        return Err(ReadError::TooLong(max));
    }
    let mut whole = Vec::with_capacity(announced);
    while let Some(part) = answer.chunk().await.map_err(ReadError::Broken)? {
        if whole.len() + part.len() > max {
            return Err(ReadError::TooLong(max));
        }
        whole.extend_from_slice(&part);
    }
    Ok(whole)
}

/// The beginning of a body, as far as it came: of an error the status counts, the text only helps.
pub(crate) async fn read_beginning(mut answer: reqwest::Response, max: usize) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Ok(Some(part)) = answer.chunk().await {
        let room = max - whole.len();
        whole.extend_from_slice(&part[..part.len().min(room)]);
        if whole.len() == max {
            break;
        }
    }
    whole
}

/// How long the service asks us to wait: `retry-after-ms` of the SDKs, else `Retry-After` as seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let number = |text: &str, unit: f64| Duration::try_from_secs_f64(text.parse::<f64>().ok()? * unit).ok();
    if let Some(wait) = text("retry-after-ms").and_then(|text| number(text, 0.001)) {
        return Some(wait);
    }
    let text = text(RETRY_AFTER.as_str())?;
    number(text, 1.0).or_else(|| {
        let date = DateTimeParser::new().parse_timestamp(text).ok()?;
        // What is over already asks for no patience.
        Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
    })
}

/// What the service itself says about another attempt.
pub(super) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.to_str().ok()?.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// An error of a request in one line, down to its cause: the outer texts hold the address, which may hold a key.
pub fn describe(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "timed out".into();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    if std::ptr::addr_eq(cause, error) { "the request failed".into() } else { cause.to_string() }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderName;

    use super::*;

    #[test]
    fn patience_is_asked_for_in_seconds_in_milliseconds_or_until_a_date() {
        let now: Timestamp = "2026-11-21T17:00:00Z".parse().unwrap();
        for (name, value, wait) in [
            ("retry-after", "7", Some(Duration::from_secs(7))),
            ("retry-after", "0.5", Some(Duration::from_millis(500))),
            ("retry-after-ms", "250", Some(Duration::from_millis(250))),
            ("retry-after", "Sat, 21 Nov 2026 17:00:30 GMT", Some(Duration::from_secs(30))),
            ("retry-after", "Sat, 21 Nov 2026 16:00:00 GMT", Some(Duration::ZERO)),
            ("retry-after", "soon", None),
            ("retry-after", "-1", None),
            ("retry-after-ms", "nan", None),
        ] {
            let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())]);
            assert_eq!(retry_after(&headers, now), wait, "{name}: {value}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
