//! What providers share of HTTP: the client, bounded answers, errors without addresses.

use std::net::IpAddr;
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Url};

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
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let near = host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback());
    builder(near).build().or_else(|error| {
        // Machines without any root certificate can still use a proxy of their own over plain HTTP.
        let client = builder(near).tls_certs_only([]).build().map_err(|_| error)?;
        tracing::warn!("no root certificates on this machine: https services cannot be reached");
        Ok(client)
    })
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
    let mut whole = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(ReadError::Broken)? {
        if whole.len() + part.len() > max {
            return Err(ReadError::TooLong);
        }
        whole.extend_from_slice(&part);
    }
    Ok(whole)
}

/// The seconds of a `Retry-After`; dates are not read.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// The innermost cause of an error: the outer texts hold the address, which may hold a key.
pub(super) fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    if std::ptr::addr_eq(cause, error) { "the request failed".into() } else { cause.to_string() }
}
