//! Which chain: the text of `BT_CHAIN_ENDPOINT` (`spec/chain.md` 1).

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::types::Netuid;

/// Where a chain is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// `local:PATH`, the embedded ledger at that path.
    Local(PathBuf),
    /// A node's WebSocket address.
    Remote(String),
}

/// A text that names no chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// `local:` without a path.
    #[error("`local:` needs the path of a ledger, such as local:/home/me/chain.sqlite")]
    NoPath,
    /// Neither a known network nor a WebSocket address.
    #[error(
        "`{0}` names no chain: `local:PATH`, a `ws://` or `wss://` address, or finney, archive, test or local is expected"
    )]
    Unknown(String),
}

const FINNEY: &str = "wss://entrypoint-finney.opentensor.ai:443";

impl Endpoint {
    /// The netuid of GAS that goes with a network, where the address tells it: 379 on the test network, 34 on finney
    /// (`spec/gas.md` 1.1 and 16.2). A `local:` path says nothing, whatever words it holds.
    pub(crate) fn gas_netuid(&self) -> Option<Netuid> {
        match self {
            Self::Local(_) => None,
            Self::Remote(url) if url.contains("test") => Some(Netuid(379)),
            Self::Remote(url) if url.contains("finney") => Some(Netuid(34)),
            Self::Remote(_) => None,
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
        // Before any other rule: a path may hold `test`, `finney` or `://`.
        if let Some(path) = text.strip_prefix("local:") {
            return if path.is_empty() { Err(EndpointError::NoPath) } else { Ok(Self::Local(path.into())) };
        }
        let url = match text {
            "finney" => FINNEY,
            "archive" => "wss://archive.chain.opentensor.ai:443",
            "test" => "wss://test.finney.opentensor.ai:443",
            "local" => "ws://127.0.0.1:9944",
            url if url.starts_with("ws://") || url.starts_with("wss://") => url,
            other => return Err(EndpointError::Unknown(other.chars().take(80).collect())),
        };
        Ok(Self::Remote(url.into()))
    }
}

impl fmt::Display for Endpoint {
    /// As configured, but without a password in the address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => write!(f, "local:{}", path.display()),
            Self::Remote(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, host))) => write!(f, "{scheme}://{host}"),
                _ => f.write_str(url),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_path_is_told_before_any_word_in_it() {
        let endpoint: Endpoint = "local:/srv/test/finney.sqlite".parse().unwrap();
        assert_eq!(endpoint, Endpoint::Local("/srv/test/finney.sqlite".into()));
        assert_eq!(endpoint.gas_netuid(), None);
    }

    #[test]
    fn network_names_and_addresses_give_their_netuid() {
        for (text, netuid) in [
            ("finney", Some(34)),
            ("test", Some(379)),
            ("wss://test.finney.opentensor.ai:443", Some(379)),
            ("wss://entrypoint-finney.opentensor.ai:443", Some(34)),
            ("local", None),
            ("ws://10.0.0.1:9944", None),
        ] {
            assert_eq!(text.parse::<Endpoint>().unwrap().gas_netuid(), netuid.map(Netuid), "{text}");
        }
        assert_eq!("local".parse::<Endpoint>().unwrap().to_string(), "ws://127.0.0.1:9944");
    }

    #[test]
    fn what_names_no_chain_is_refused() {
        for text in ["", "local:", "mainnet", "http://x"] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        let endpoint: Endpoint = "wss://me:hunter2@node.example:443".parse().unwrap();
        assert_eq!(endpoint.to_string(), "wss://node.example:443");
    }
}
