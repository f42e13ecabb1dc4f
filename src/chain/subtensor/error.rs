//! Why a node was not reached, or what it said cannot be used.

use std::fmt;
use std::time::Duration;

use subxt::error::{BackendError, OnlineClientAtBlockError, RpcError};
use subxt::ext::jsonrpsee::client_transport::ws::{WsError, WsHandshakeError};
use subxt::ext::jsonrpsee::core::client::Error as ClientError;
use subxt::rpcs;

use crate::types::{BlockNumber, Code, Hint};

/// The runtimes whose metadata this program was built and tested against (`spec/chain.md` 2.1).
const BUILT_FOR: &str = "343, 365, 424 and 461";

/// What `close` says when a client breaks a gateway's policy.
const POLICY_CLOSE: u16 = 1008;

/// Longest text of a stranger that is shown.
const LONGEST: usize = 300;

/// Why a node was not reached, or what it said cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NodeError {
    /// No connection.
    #[error("cannot connect to {endpoint}: {reason}")]
    Connect {
        /// Which, without a password.
        endpoint: String,
        /// Why.
        reason: String,
    },
    /// None of several nodes was reached.
    #[error("no endpoint of the chain can be used: {tried}")]
    Unreachable {
        /// Each of them, and why.
        tried: String,
    },
    /// The endpoint limits who asks too often.
    #[error("{endpoint} limits this machine: {reason}")]
    Limited {
        /// Which, without a password.
        endpoint: String,
        /// In its words.
        reason: String,
    },
    /// There was a connection, and a new one is not there yet.
    #[error("the connection to {endpoint} is lost: {reason}")]
    Lost {
        /// Which, without a password.
        endpoint: String,
        /// Why.
        reason: String,
    },
    /// A connection over which nothing new comes.
    #[error("{endpoint} has shown no new block for {} s", after.as_secs())]
    Stale {
        /// Which, without a password.
        endpoint: String,
        /// For how long.
        after: Duration,
    },
    /// A connection over which blocks come and none becomes final.
    #[error("{endpoint} has shown new blocks, but none that became final for {} s", after.as_secs())]
    Unfinalized {
        /// Which, without a password.
        endpoint: String,
        /// For how long.
        after: Duration,
    },
    /// Another chain than the one that was asked for.
    #[error("{endpoint} belongs to another chain: its first block is {found}, and {expected} is expected")]
    OtherChain {
        /// Which, without a password.
        endpoint: String,
        /// Hash of its first block.
        found: String,
        /// The hash it should be.
        expected: String,
    },
    /// A node that is not up to date.
    #[error("{endpoint} is behind: its newest block is {best}, and block {known} is known")]
    Behind {
        /// Which, without a password.
        endpoint: String,
        /// Its newest block.
        best: BlockNumber,
        /// The newest block that was seen before.
        known: BlockNumber,
    },
    /// A block number that cannot be.
    #[error("{endpoint} shows block {best}, which is too far ahead of block {known}, the newest one before it")]
    Ahead {
        /// Which, without a password.
        endpoint: String,
        /// What it shows.
        best: BlockNumber,
        /// The newest block that was seen before.
        known: BlockNumber,
    },
    /// Another connection was asked for.
    #[error("the connection to {endpoint} was given up, since another one was asked for")]
    GivenUp {
        /// Which, without a password.
        endpoint: String,
    },
    /// No answer.
    #[error("{endpoint} did not answer within {after:?}")]
    TimedOut {
        /// Which, without a password.
        endpoint: String,
        /// How long was waited.
        after: Duration,
    },
    /// The node understood and says no.
    #[error("{endpoint} refuses `{method}`: {message} ({code})")]
    Refused {
        /// Which, without a password.
        endpoint: String,
        /// JSON-RPC method.
        method: String,
        /// JSON-RPC code.
        code: i32,
        /// In its words.
        message: String,
    },
    /// An answer that is none.
    #[error("{endpoint} does not answer as a node does: {reason}")]
    Garbled {
        /// Which, without a password.
        endpoint: String,
        /// What is wrong.
        reason: String,
    },
    /// A block that the node does not know.
    #[error("{endpoint} has no block {block}")]
    NoBlock {
        /// Which, without a password.
        endpoint: String,
        /// Asked for.
        block: BlockNumber,
    },
    /// The runtime lacks something that this program needs.
    #[error(
        "the chain's runtime has no {item}: it is spec version {spec_version}, and this program was built for {BUILT_FOR}"
    )]
    Missing {
        /// What.
        item: Item,
        /// The node's.
        spec_version: u32,
    },
    /// The runtime's form of something is not the one that this program knows, or the answer is damaged.
    #[error(
        "{item} cannot be read: {reason}; the chain's runtime is spec version {spec_version}, and this program was built for {BUILT_FOR}"
    )]
    Changed {
        /// What.
        item: Item,
        /// The node's.
        spec_version: u32,
        /// Where it did not fit.
        reason: String,
    },
}

/// Something that a runtime has by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// How it describes itself.
    Metadata,
    /// What it stores.
    Storage {
        /// Where.
        pallet: &'static str,
        /// What.
        entry: &'static str,
    },
    /// What it answers.
    Api {
        /// Group of methods.
        api: &'static str,
        /// One of them.
        method: &'static str,
    },
    /// What never changes within one version.
    Constant {
        /// Where.
        pallet: &'static str,
        /// What.
        constant: &'static str,
    },
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata => f.write_str("the description of the chain's runtime (metadata)"),
            Self::Storage { pallet, entry } => write!(f, "storage item `{entry}` in pallet `{pallet}`"),
            Self::Api { api, method } => write!(f, "runtime API `{api}.{method}`"),
            Self::Constant { pallet, constant } => write!(f, "constant `{constant}` in pallet `{pallet}`"),
        }
    }
}

impl Hint for NodeError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Connect { .. } | Self::Unreachable { .. } | Self::Garbled { .. } => {
                "check BT_CHAIN_ENDPOINT (CHAIN_ENDPOINT of a validator) and the network; several endpoints, separated by commas, are tried in order".into()
            }
            Self::Limited { .. } => {
                "wait some minutes; public endpoints take few connections from one machine, so a node of your own, or one that you pay, is the cure".into()
            }
            Self::Lost { .. }
            | Self::Stale { .. }
            | Self::Unfinalized { .. }
            | Self::TimedOut { .. }
            | Self::GivenUp { .. } => {
                "it is connected to anew by itself; a second endpoint in BT_CHAIN_ENDPOINT, after a comma, helps where one node often fails".into()
            }
            Self::OtherChain { .. } => "check BT_CHAIN_ENDPOINT: nothing is signed for another chain".into(),
            Self::Behind { .. } => "the node is still catching up; use another one until it has".into(),
            Self::Ahead { .. } => {
                "the node before it was not up to date, or this one is broken, or lies; it is believed if it stays so and no other says otherwise".into()
            }
            Self::NoBlock { .. } => "the newest block is shown by `gascli chain status`".into(),
            Self::Missing { .. } | Self::Changed { .. } => "the chain was upgraded: look for a newer gascli".into(),
            Self::Refused { .. } => return None,
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Missing { .. } | Self::Changed { .. } => Some(Code::ChainIncompatible),
            Self::Refused { .. } => Some(Code::ChainRefused),
            Self::NoBlock { .. } => Some(Code::NotFound),
            _ => Some(Code::ChainUnreachable),
        }
    }
}

impl NodeError {
    pub(super) fn changed(item: Item, spec_version: u32, reason: &str) -> Self {
        Self::Changed { item, spec_version, reason: quoted(reason) }
    }

    /// From the answer to a request, or the lack of one.
    pub(super) fn of_request(endpoint: &str, method: &str, limit: Duration, error: &rpcs::Error) -> Self {
        let endpoint = endpoint.to_owned();
        match error {
            rpcs::Error::User(error) if is_limit(error.code) => {
                Self::Limited { endpoint, reason: format!("{} ({})", quoted(&error.message), error.code) }
            }
            rpcs::Error::User(error) => {
                let data = error.data.as_ref().map(|data| format!(": {}", quoted(data.get()))).unwrap_or_default();
                let message = format!("{}{data}", quoted(&error.message));
                Self::Refused { endpoint, method: method.to_owned(), code: error.code, message }
            }
            rpcs::Error::Client(error) => match error.downcast_ref::<ClientError>() {
                Some(ClientError::RequestTimeout) => Self::TimedOut { endpoint, after: limit },
                Some(ClientError::ParseError(error)) => Self::Garbled { endpoint, reason: quoted(&error.to_string()) },
                Some(error) => Self::of_end(endpoint, error),
                None => Self::Garbled { endpoint, reason: quoted(&error.to_string()) },
            },
            other => Self::Garbled { endpoint, reason: format!("`{method}`: {}", quoted(&other.to_string())) },
        }
    }

    /// From the end of a connection.
    pub(super) fn of_end(endpoint: String, error: &ClientError) -> Self {
        let mut cause = error;
        while let ClientError::RestartNeeded(inner) = cause {
            cause = inner;
        }
        let closed = match cause {
            ClientError::Transport(error) => error.downcast_ref::<WsError>(),
            _ => None,
        };
        match closed {
            Some(WsError::Closed(reason)) => {
                let words = reason.descr.as_deref().map(|words| format!(": {}", quoted(words))).unwrap_or_default();
                let text = format!("it closed the connection (code {}{words})", reason.code);
                match reason.code {
                    POLICY_CLOSE => Self::Limited { endpoint, reason: text },
                    _ => Self::Lost { endpoint, reason: text },
                }
            }
            _ => Self::Lost { endpoint, reason: quoted(&cause.to_string()) },
        }
    }

    /// From a handshake that failed.
    pub(super) fn of_handshake(endpoint: String, error: &ClientError) -> Self {
        let handshake = match error {
            ClientError::Transport(error) => error.downcast_ref::<WsHandshakeError>(),
            _ => None,
        };
        match handshake {
            Some(WsHandshakeError::Rejected { status_code: status @ (403 | 429) }) => {
                Self::Limited { endpoint, reason: format!("it answers the handshake with HTTP {status}") }
            }
            Some(WsHandshakeError::Rejected { status_code }) => {
                Self::Connect { endpoint, reason: format!("it answers the handshake with HTTP {status_code}") }
            }
            _ => Self::Connect { endpoint, reason: quoted(&error.to_string()) },
        }
    }

    /// From what subxt says when it looks at a block. `fault` is what went wrong with the metadata, of which subxt keeps
    /// words alone.
    pub(super) fn of_block(
        endpoint: &str,
        limit: Duration,
        error: &OnlineClientAtBlockError,
        fault: Option<Self>,
    ) -> Self {
        let reason = match error {
            OnlineClientAtBlockError::CannotGetSpecVersion { reason, .. }
            | OnlineClientAtBlockError::CannotGetBlockHash { reason, .. }
            | OnlineClientAtBlockError::CannotGetBlockHeader { reason, .. } => Some(reason),
            _ => None,
        };
        match (error, reason, fault) {
            (_, Some(BackendError::Rpc(RpcError::ClientError(error))), _) => {
                Self::of_request(endpoint, "state_call", limit, error)
            }
            (OnlineClientAtBlockError::CannotGetMetadata { .. }, _, Some(fault)) => fault,
            (
                OnlineClientAtBlockError::UnsupportedMetadataVersion { .. }
                | OnlineClientAtBlockError::CannotConvertModernMetadata { .. }
                | OnlineClientAtBlockError::CannotConvertLegacyMetadata { .. }
                | OnlineClientAtBlockError::MissingLegacyTypes
                | OnlineClientAtBlockError::CannotInjectMetadataTypes { .. },
                ..,
            ) => Self::changed(Item::Metadata, 0, &error.to_string()),
            _ => Self::Garbled { endpoint: endpoint.to_owned(), reason: quoted(&error.to_string()) },
        }
    }

    /// Whether the node, rather than the network, the chain or its rules, is to blame: another one may do better.
    pub(super) fn is_of_node(&self) -> bool {
        match self {
            Self::TimedOut { .. } | Self::Garbled { .. } => true,
            Self::Refused { .. } => !self.is_discarded(),
            _ => false,
        }
    }

    /// Whether the endpoint works but wants to be left alone: another one is not asked instead (`spec/chain.md` 11).
    pub(super) const fn is_policy(&self) -> bool {
        matches!(self, Self::Limited { .. })
    }

    /// Whether the node has thrown away the state that was asked for (`spec/chain.md` 8.1).
    pub(super) fn is_discarded(&self) -> bool {
        const WORDS: [&str; 4] = ["discarded", "UnknownBlock", "Unknown block", "Header was not found"];
        matches!(self, Self::Refused { message, .. } if WORDS.iter().any(|word| message.contains(word)))
    }

    /// Whether time may mend it; a chain that is another one, or that this program cannot read, stays so.
    pub(in crate::chain) const fn may_pass(&self) -> bool {
        !matches!(self, Self::OtherChain { .. } | Self::Missing { .. } | Self::Changed { .. })
    }

    /// Whether asking again over a new connection may help.
    pub(super) const fn is_of_connection(&self) -> bool {
        matches!(self, Self::Lost { .. })
    }
}

/// Whether a node or a gateway says by this JSON-RPC code that it is busy or counts requests (`spec/chain.md` 8.1, and what
/// gateways are seen to send besides).
pub(super) const fn is_limit(code: i32) -> bool {
    matches!(code, -32006..=-32004 | -32009 | -32029 | -32097)
}

/// Words of a stranger, short and without control characters.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().flat_map(escaped).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

fn escaped(letter: char) -> impl Iterator<Item = char> {
    let hidden = letter.is_control();
    let plain = (!hidden).then_some(letter);
    plain.into_iter().chain(hidden.then(|| letter.escape_default()).into_iter().flatten())
}
