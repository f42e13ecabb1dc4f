//! Where probes connect to. The supervisor waits for no name server: an IP address or `localhost`, nothing else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why an address cannot be probed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressError {
    /// Not of the form that is needed.
    #[error("`{0}` is no `HOST:PORT`, such as `127.0.0.1:8091`")]
    NoPort(String),
    /// A host that would have to be asked for.
    #[error(
        "`{0}` is no IP address: probes look up no names; use `localhost`, an IP address, or a check by `exec` (such as curl)"
    )]
    Name(String),
    /// Not `http://`.
    #[error("`{0}` is no `http://` address; for others use a check by `exec` (such as curl)")]
    NotHttp(String),
    /// Something that a request line cannot hold.
    #[error("`{0}` has blanks or other signs that must be written as %XX")]
    Unclean(String),
}

/// Where a `HOST:PORT` leads to, in the order in which it is tried.
pub(crate) fn tcp(address: &str) -> Result<Vec<SocketAddr>, AddressError> {
    if let Ok(parsed) = address.parse::<SocketAddr>() {
        let no_port = parsed.port() == 0;
        return if no_port { Err(AddressError::NoPort(address.to_owned())) } else { Ok(vec![parsed]) };
    }
    let (host, port) = address.rsplit_once(':').ok_or_else(|| AddressError::NoPort(address.to_owned()))?;
    let port: u16 =
        port.parse().ok().filter(|port| *port > 0).ok_or_else(|| AddressError::NoPort(address.to_owned()))?;
    if host != "localhost" {
        return Err(AddressError::Name(host.to_owned()));
    }
    Ok(vec![
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
        SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port),
    ])
}

/// A GET: where to connect, and what to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Get {
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) request: Vec<u8>,
}

/// Reads an `http://` address.
pub(crate) fn http(url: &str) -> Result<Get, AddressError> {
    let rest = url.strip_prefix("http://").ok_or_else(|| AddressError::NotHttp(url.to_owned()))?;
    let rest = rest.split('#').next().unwrap_or_default();
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AddressError::Unclean(url.to_owned()));
    }
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let addresses = tcp(&if has_port { host.to_owned() } else { format!("{host}:80") })?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    let request = format!(
        "GET {slash}{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: gascli/{}\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        env!("CARGO_PKG_VERSION")
    );
    Ok(Get { addresses, request: request.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_numbers_or_localhost_and_names_are_refused_with_the_way_out() {
        assert_eq!(tcp("127.0.0.1:8091").unwrap(), ["127.0.0.1:8091".parse().unwrap()]);
        assert_eq!(tcp("[::1]:80").unwrap(), ["[::1]:80".parse().unwrap()]);
        assert_eq!(tcp("localhost:9").unwrap().len(), 2);
        assert!(matches!(tcp("localhost"), Err(AddressError::NoPort(_))));
        assert!(matches!(tcp("localhost:0"), Err(AddressError::NoPort(_))));
        assert!(matches!(tcp("127.0.0.1:0"), Err(AddressError::NoPort(_))));
        assert!(matches!(tcp("127.0.0.1:99999"), Err(AddressError::NoPort(_))));
        assert!(tcp("example.org:80").unwrap_err().to_string().contains("exec"));
    }

    #[test]
    fn a_url_becomes_a_request() {
        let get = http("http://127.0.0.1:8080/health?full=1#top").unwrap();
        assert_eq!(get.addresses, ["127.0.0.1:8080".parse().unwrap()]);
        assert!(get.request.starts_with(b"GET /health?full=1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"));
        assert_eq!(http("http://localhost").unwrap().addresses[0].port(), 80);
        assert_eq!(http("http://[::1]/").unwrap().addresses, ["[::1]:80".parse().unwrap()]);
        assert!(matches!(http("https://127.0.0.1/"), Err(AddressError::NotHttp(_))));
        assert!(matches!(http("http://127.0.0.1/a b"), Err(AddressError::Unclean(_))));
        assert!(matches!(http("http://127.0.0.1/\r\nX: y"), Err(AddressError::Unclean(_))));
    }
}
