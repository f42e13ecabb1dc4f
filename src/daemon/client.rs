//! The HTTP client of daemons, and which addresses it may speak to.
//!
//! Peers name the addresses that daemons post to, so they could name the operator's router. Two guards: [`check`] refuses
//! such an address when it is told, and a client made with [`Reach::Public`] resolves names itself and connects only to
//! what passed the rule; no second resolution can differ.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::LOCATION;
use reqwest::{Client, ClientBuilder, Url};

pub(crate) use crate::providers::http::read_beginning;
pub use crate::providers::http::{ReadError as AnswerError, describe, read as read_answer};

use crate::providers::http;
use crate::types::{Hint, is_public};

/// How long a name may take to resolve.
const RESOLVE: Duration = Duration::from_secs(5);

/// Which addresses a client may connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public internet, and no proxy.
    Public,
    /// Any, and no proxy: peers of a local chain.
    Any,
    /// Any, through the proxy that the environment names: addresses that the operator chose.
    Operator,
}

impl Reach {
    /// For addresses that peers tell.
    pub const fn of_peers(allow_private: bool) -> Self {
        if allow_private { Self::Any } else { Self::Public }
    }
}

/// Why no client can be had.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the HTTP client")]
pub struct ClientError(#[source] reqwest::Error);

impl Hint for ClientError {}

/// A client that reaches so far. It follows no redirects: see [`follow`]. Give each request a time limit of its own, and
/// read answers with [`read_answer`].
pub fn client(reach: Reach) -> Result<Client, ClientError> {
    let reaching = |builder: ClientBuilder| match reach {
        Reach::Public => builder.no_proxy().dns_resolver(Arc::new(PublicOnly)),
        Reach::Any => builder.no_proxy(),
        Reach::Operator => builder,
    };
    http::build(reaching).map_err(ClientError)
}

/// Why an address is not spoken to. The text may go to the peer that named it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No address at all.
    #[error("not a valid http or https address")]
    Malformed,
    /// Its name is unknown.
    #[error("host `{0}` cannot be resolved")]
    Unresolved(String),
    /// It points into a network that peers have no business in.
    #[error("host `{0}` is not a public address")]
    Private(String),
}

impl Hint for AddressError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Private(_) => {
                Some("`--allow-private-webhooks`, or MINER_ALLOW_PRIVATE_WEBHOOKS=true, allows validators on this machine or network".into())
            }
            Self::Malformed | Self::Unresolved(_) => None,
        }
    }
}

/// Reads an address that a peer told, and refuses what is no http address or, but for `allow_private`, not public. Names
/// are resolved once, within 5 s.
pub async fn check(address: &str, allow_private: bool) -> Result<Url, AddressError> {
    let url = check_form(address, allow_private)?;
    let host = url.host_str().ok_or(AddressError::Malformed)?;
    if allow_private || literal(host).is_some() {
        return Ok(url);
    }
    let port = url.port_or_known_default().ok_or(AddressError::Malformed)?;
    let found = resolve(host.to_owned(), port).await.map_err(|_| AddressError::Unresolved(host.into()))?;
    let public = found.iter().any(|address| is_public(address.ip()));
    if public { Ok(url) } else { Err(AddressError::Private(host.into())) }
}

/// The part of [`check`] that needs no network. A literal address never reaches the resolver, so this must be asked
/// again before each request.
pub fn check_form(address: &str, allow_private: bool) -> Result<Url, AddressError> {
    let url = Url::parse(address.trim()).map_err(|_| AddressError::Malformed)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(AddressError::Malformed)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AddressError::Malformed);
    }
    if !allow_private && literal(host).is_some_and(|ip| !is_public(ip)) {
        return Err(AddressError::Private(host.into()));
    }
    Ok(url)
}

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

async fn resolve(host: String, port: u16) -> io::Result<Vec<SocketAddr>> {
    let found = tokio::time::timeout(RESOLVE, tokio::net::lookup_host((host, port)));
    Ok(found.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??.collect())
}

/// Resolves names to public addresses only.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let mut found = resolve(name.as_str().to_owned(), 0).await?;
            found.retain(|address| is_public(address.ip()));
            if found.is_empty() {
                return Err(AddressError::Private(name.as_str().into()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Why [`follow`] got no answer.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// An address on the way may not be asked.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The request failed.
    #[error("{}", describe(.0))]
    Request(reqwest::Error),
    /// Sent on too often.
    #[error("redirected more than {0} times")]
    Redirects(usize),
}

/// The answer at an address, or where it sends us on to, `most` times at most. A client follows nothing by itself, so that
/// each address on the way passes [`check_form`] here. A redirect that leads nowhere is the answer.
pub async fn follow(
    client: &Client,
    address: &str,
    allow_private: bool,
    most: usize,
) -> Result<reqwest::Response, FollowError> {
    let mut url = check_form(address, allow_private)?;
    for _ in 0..=most {
        let answer = client.get(url).send().await.map_err(FollowError::Request)?;
        let Some(next) = location(&answer) else { return Ok(answer) };
        url = check_form(next.as_str(), allow_private)?;
    }
    Err(FollowError::Redirects(most))
}

/// Where an answer sends us on to.
fn location(answer: &reqwest::Response) -> Option<Url> {
    let location = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection())?;
    answer.url().join(location.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn addresses_of_private_networks_are_refused_however_they_are_written() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0",
            "10.0.0.1",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "localhost",
        ] {
            let address = format!("http://{host}/generative_callback");
            assert!(matches!(check(&address, false).await, Err(AddressError::Private(_))), "{host}");
            assert!(check(&address, true).await.is_ok(), "{host}");
        }
        for address in ["http://8.8.8.8:10525/x", "https://[2606:4700::1111]/"] {
            assert!(check(address, false).await.is_ok(), "{address}");
        }
    }

    #[tokio::test]
    async fn what_is_no_web_address_is_refused() {
        for address in ["", "x", "/path", "ftp://8.8.8.8/", "file:///etc/passwd", "http://", "javascript:1"] {
            assert_eq!(check(address, true).await, Err(AddressError::Malformed), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_this_machine_is_not_connected_to() {
        let client = client(Reach::Public).unwrap();
        let error = client.get("http://localhost:9/").send().await.unwrap_err();
        assert_eq!(describe(&error), "host `localhost` is not a public address");
    }
}
