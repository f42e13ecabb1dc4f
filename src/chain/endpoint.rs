//! Which chain: the text of `BT_CHAIN_ENDPOINT` (`spec/chain.md` 1).

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::types::Netuid;

/// Where a chain is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// `local:PATH`, the embedded ledger at that path.
    Local(PathBuf),
    /// The WebSocket addresses of a network's nodes, in the order in which they are tried; never empty.
    Remote(Vec<String>),
}

/// What names a chain, as the beginning of "… is expected".
pub(crate) const ENDPOINTS: &str = "`local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), \
                                    or finney, archive, test, dev or local";

/// A text that names no chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// `local:` without a path.
    #[error("`local:` needs the path of a ledger, such as local:/home/me/chain.sqlite")]
    NoPath,
    /// Neither a known network nor a WebSocket address.
    #[error("`{0}` names no chain: {expected} is expected", expected = ENDPOINTS)]
    Unknown(String),
    /// A ledger among addresses.
    #[error("`local:PATH` stands alone: other endpoints cannot take its place")]
    Mixed,
}

const ENTRYPOINT: &str = "wss://entrypoint-finney.opentensor.ai:443";

/// The nodes of the main network, in the order in which they are tried.
const FINNEY: [&str; 3] = [ENTRYPOINT, "wss://lite.chain.opentensor.ai:443", "wss://lite.sub.latent.to:443"];

/// Those of them that keep all state.
const ARCHIVE: [&str; 2] = ["wss://archive.chain.opentensor.ai:443", "wss://archive.sub.latent.to:443"];

const TEST: [&str; 1] = ["wss://test.finney.opentensor.ai:443"];
const DEV: [&str; 1] = ["wss://dev.chain.opentensor.ai:443"];
const LOCAL: [&str; 1] = ["ws://127.0.0.1:9944"];

/// The first block of the main network.
const FINNEY_GENESIS: &str = "2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";

/// Endpoints at most.
const MOST: usize = 16;

impl Endpoint {
    /// The netuid of GAS that goes with a network, where the address tells it: 379 on the test network, 34 on finney
    /// (`spec/gas.md` 1.1 and 16.2). A `local:` path says nothing, whatever words it holds, and of an address the host alone:
    /// keys and passwords may hold any word.
    pub(crate) fn gas_netuid(&self) -> Option<Netuid> {
        match self {
            Self::Local(_) => None,
            Self::Remote(urls) => {
                let names = |word: &str| urls.iter().any(|url| host_of(url).is_some_and(|host| host.contains(word)));
                match urls.iter().any(|url| is_main(url)) {
                    true => Some(Netuid(34)),
                    false if names("test") => Some(Netuid(379)),
                    false => names("finney").then_some(Netuid(34)),
                }
            }
        }
    }

    /// Whether this is the embedded chain, the only one that trusts the demo's authority.
    pub(crate) const fn is_local(&self) -> bool {
        matches!(self, Self::Local(_))
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        // Before any other rule: a path may hold `test`, `finney`, `://` or a comma.
        if let Some(path) = text.strip_prefix("local:") {
            return if path.is_empty() { Err(EndpointError::NoPath) } else { Ok(Self::Local(path.into())) };
        }
        let mut urls: Vec<String> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            for url in urls_of(part)? {
                if !urls.contains(&url) {
                    urls.push(url);
                }
            }
        }
        if urls.is_empty() || urls.len() > MOST {
            return Err(unknown(text));
        }
        Ok(Self::Remote(urls))
    }
}

/// What one word of an endpoint stands for.
fn urls_of(part: &str) -> Result<Vec<String>, EndpointError> {
    let named: &[&str] = match part {
        "finney" => &FINNEY,
        "archive" => &ARCHIVE,
        "test" => &TEST,
        "dev" | "devnet" => &DEV,
        "local" => &LOCAL,
        local if local.starts_with("local:") => return Err(EndpointError::Mixed),
        url => {
            let is_socket = parsed(url).is_some_and(|url| matches!(url.scheme(), "ws" | "wss") && url.has_host());
            return if is_socket { Ok(vec![url.to_owned()]) } else { Err(unknown(part)) };
        }
    };
    Ok(named.iter().map(|url| (*url).to_owned()).collect())
}

fn unknown(text: &str) -> EndpointError {
    EndpointError::Unknown(without_password(text).chars().take(80).collect())
}

fn parsed(url: &str) -> Option<reqwest::Url> {
    reqwest::Url::parse(url).ok()
}

/// Whether an address is one of the main network's.
fn is_main(url: &str) -> bool {
    let asked = host_of(url);
    asked.is_some() && FINNEY.iter().chain(&ARCHIVE).any(|known| host_of(known) == asked)
}

fn host_of(url: &str) -> Option<String> {
    parsed(url).and_then(|url| url.host_str().map(str::to_owned))
}

/// The first block that a node at this address must have; `None` where any will do.
pub(super) fn genesis_of(url: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    (is_main(url) && hex::decode_to_slice(FINNEY_GENESIS, &mut hash).is_ok()).then_some(hash)
}

/// Whether what is sent to this address can be read on its way.
pub(super) fn is_plain_and_far(url: &str) -> bool {
    let Some(url) = parsed(url).filter(|url| url.scheme() == "ws") else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host != "localhost" && !host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl fmt::Display for Endpoint {
    /// As configured, but without a password in the address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => write!(f, "local:{}", path.display()),
            Self::Remote(urls) => {
                f.write_str(&urls.iter().map(|url| without_password(url)).collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// An address that may be shown: who logs in with which password is left out, and so are the path and what follows a `?`,
/// where providers take their keys.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.split_once('?').map_or_else(|| url.to_owned(), |(url, _)| format!("{url}?…"));
    };
    let (authority, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |end| rest.split_at(end));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let hidden = match path {
        "" | "/" => path,
        _ => "/…",
    };
    format!("{scheme}://{host}{hidden}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_path_is_told_before_any_word_in_it() {
        let endpoint: Endpoint = "local:/srv/test/finney,a.sqlite".parse().unwrap();
        assert_eq!(endpoint, Endpoint::Local("/srv/test/finney,a.sqlite".into()));
        assert_eq!(endpoint.gas_netuid(), None);
    }

    #[test]
    fn network_names_and_addresses_give_their_netuid() {
        for (text, netuid) in [
            ("finney", Some(34)),
            ("archive", Some(34)),
            ("test", Some(379)),
            ("wss://test.finney.opentensor.ai:443", Some(379)),
            ("wss://entrypoint-finney.opentensor.ai:443", Some(34)),
            ("wss://lite.sub.latent.to", Some(34)),
            ("wss://node.example/latest?key=test", None),
            ("wss://attest:test@lite.sub.latent.to", Some(34)),
            ("wss://node.example/contest,finney", Some(34)),
            ("local", None),
            ("dev", None),
            ("ws://10.0.0.1:9944", None),
        ] {
            assert_eq!(text.parse::<Endpoint>().unwrap().gas_netuid(), netuid.map(Netuid), "{text}");
        }
        assert_eq!("local".parse::<Endpoint>().unwrap().to_string(), "ws://127.0.0.1:9944");
    }

    #[test]
    fn several_endpoints_are_tried_in_the_order_in_which_they_stand() {
        // spec/chain.md 1
        let endpoint: Endpoint = "ws://10.0.0.1:9944, finney,wss://lite.sub.latent.to:443,".parse().unwrap();
        let expected =
            ["ws://10.0.0.1:9944", ENTRYPOINT, "wss://lite.chain.opentensor.ai:443", "wss://lite.sub.latent.to:443"];
        assert_eq!(endpoint, Endpoint::Remote(expected.map(str::to_owned).to_vec()));
        assert_eq!(endpoint.to_string(), expected.join(","));
    }

    #[test]
    fn every_way_to_name_a_chain_is_told_where_one_is_refused() {
        let told = unknown("mainnet").to_string();
        for word in ["finney", "archive", "test", "dev", "local"] {
            assert!(word.parse::<Endpoint>().is_ok() && ENDPOINTS.contains(word), "{word}");
        }
        assert!("finney,ws://10.0.0.1:9944".parse::<Endpoint>().is_ok() && ENDPOINTS.contains("separated by commas"));
        assert_eq!(told, format!("`mainnet` names no chain: {ENDPOINTS} is expected"));
    }

    #[test]
    fn what_names_no_chain_is_refused() {
        let many = (0..17).map(|port| format!("ws://a:{port}")).collect::<Vec<_>>().join(",");
        for text in ["", ",", "local:", "mainnet", "http://x", "ws://", "finney,mainnet", "finney,local:/x", &many] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        for (text, shown) in [
            ("wss://me:hunter2@node.example:443", "wss://node.example:443"),
            ("wss://me:hunter2@node.example/a@b", "wss://node.example/…"),
            ("wss://node.example/rpc?key=hunter2", "wss://node.example/…"),
            ("wss://node.example/hunter2", "wss://node.example/…"),
            ("wss://node.example?key=hunter2", "wss://node.example/…"),
            ("wss://node.example/", "wss://node.example/"),
        ] {
            assert_eq!(text.parse::<Endpoint>().unwrap().to_string(), shown);
        }
        let error = "finney,http://me:hunter2@x".parse::<Endpoint>().unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn only_the_main_networks_addresses_have_a_first_block_that_is_known_beforehand() {
        let genesis = |url: &str| genesis_of(url).map(hex::encode);
        for url in FINNEY.iter().chain(&ARCHIVE) {
            assert_eq!(genesis(url).as_deref(), Some(FINNEY_GENESIS), "{url}");
        }
        for url in ["wss://test.finney.opentensor.ai:443", "ws://127.0.0.1:9944", "wss://finney.example"] {
            assert_eq!(genesis(url), None, "{url}");
        }
    }

    #[test]
    fn an_address_without_encryption_is_told_from_one_on_this_machine() {
        for (url, far) in [
            ("ws://127.0.0.1:9944", false),
            ("ws://localhost:9944", false),
            ("ws://[::1]:9944", false),
            ("wss://node.example", false),
            ("ws://node.example", true),
            ("ws://10.0.0.1:9944", true),
        ] {
            assert_eq!(is_plain_and_far(url), far, "{url}");
        }
    }
}
