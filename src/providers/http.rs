//! What providers share of HTTP: the client, bounded answers, errors without addresses.

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
pub(super) enum ReadError {
    /// Longer than the limit.
    TooLong,
    /// The service broke off or was too slow.
    Broken(reqwest::Error),
}

/// A client for the service at `url`, through the proxy that the environment names unless it is on this machine. No
/// redirects: a request carries a key. Give each request a time limit of its own.
pub(super) fn client(url: &Url) -> Result<Client, reqwest::Error> {
    static PROVIDER: Once = Once::new();
    // Fails only where a provider is installed already, which then serves as well.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let near = is_near(url);
    builder(near).build().or_else(|error| {
        // Machines without any root certificate can still use a proxy of their own over plain HTTP.
        let client = builder(near).tls_certs_only([]).build().map_err(|_| error)?;
        tracing::warn!("no root certificates on this machine: https services cannot be reached");
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

fn builder(near: bool) -> ClientBuilder {
    let builder = Client::builder()
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("gascli/", env!("CARGO_PKG_VERSION")));
    if near { builder.no_proxy() } else { builder }
}

/// Reads an answer's body of at most `max` bytes.
pub(super) async fn read(mut answer: reqwest::Response, max: usize) -> Result<Vec<u8>, ReadError> {
    let announced = answer.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced > max {
        return Err(ReadError::TooLong);
    }
    let mut whole = Vec::with_capacity(announced);
    while let Some(part) = answer.chunk().await.map_err(ReadError::Broken)? {
        if whole.len() + part.len() > max {
            return Err(ReadError::TooLong);
        }
        whole.extend_from_slice(&part);
    }
    Ok(whole)
}

/// The beginning of a body, as far as it came: of an error the status counts, the text only helps.
pub(super) async fn read_beginning(mut answer: reqwest::Response, max: usize) -> Vec<u8> {
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
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
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

/// The innermost cause of an error: the outer texts hold the address, which may hold a key.
pub(super) fn cause(error: &reqwest::Error) -> String {
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
