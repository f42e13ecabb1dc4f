//! Why a transaction did not come about, in an operator's words.

use super::refusal::Refusal;
use crate::types::{BlockNumber, Code, Hint, Hotkey, Netuid, Rao};

/// Why a transaction was not sent, was refused, failed, or has an unknown fate.
///
/// All but [`SubmitError::Unknown`] and [`SubmitError::Unread`] are certain: what was asked for has not happened, and never
/// will unless it is asked for again.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// A node could not be asked for what a transaction needs; nothing was sent.
    #[error("{call} was not sent: {doing} failed: {reason}")]
    NotSent {
        /// Such as `SubtensorModule.serve_axon`.
        call: String,
        /// What failed.
        doing: &'static str,
        /// How.
        reason: String,
    },
    /// The runtime has no such call, or other arguments.
    #[error("{call} cannot be built for the runtime's spec version {spec_version}: {reason}")]
    Build {
        /// The call.
        call: String,
        /// Of the runtime.
        spec_version: u32,
        /// Why.
        reason: String,
    },
    /// The node is on another chain than the one that was read.
    #[error("{call} was not sent: the node now answers for another chain (genesis {found}, not {expected})")]
    OtherChain {
        /// The call.
        call: String,
        /// As before.
        expected: String,
        /// Now.
        found: String,
    },
    /// An earlier transaction of the hotkey has not landed yet.
    #[error("{call} was not sent: an earlier transaction of hotkey {hotkey} waits to be included (nonce {nonce})")]
    Busy {
        /// The call.
        call: String,
        /// Whose.
        hotkey: Hotkey,
        /// Of the earlier one.
        nonce: u64,
    },
    /// What became of an earlier transaction of the hotkey is not known yet.
    #[error(
        "{call} was not sent: it is not known whether an earlier {earlier} has happened ({why}); that may land up to block {until}"
    )]
    Blocked {
        /// The call.
        call: String,
        /// The earlier one.
        earlier: String,
        /// Why it is not known.
        why: String,
        /// After this block the earlier one cannot land any more.
        until: BlockNumber,
    },
    /// Refused before it was included.
    #[error("{call} was refused: {refusal}")]
    Refused {
        /// The call.
        call: String,
        /// By which rule.
        refusal: Refusal,
    },
    /// Included in a block, where it failed.
    #[error("{call} was included in block {block} and failed there: {words}")]
    Failed {
        /// The call.
        call: String,
        /// Which.
        block: BlockNumber,
        /// As the runtime names the error, such as `SettingWeightsTooFast`; resolved through its metadata.
        name: String,
        /// What that means.
        words: String,
    },
    /// It was not included as long as it was valid.
    #[error("{call} did not happen: it was sent, no block took it, and it is void after block {until}")]
    Expired {
        /// The call.
        call: String,
        /// The last block that could have taken it.
        until: BlockNumber,
    },
    /// Another transaction of the same hotkey took its turn.
    #[error("{call} did not happen: another transaction of hotkey {hotkey} took its nonce {nonce}")]
    Replaced {
        /// The call.
        call: String,
        /// Whose.
        hotkey: Hotkey,
        /// The number that can be used once.
        nonce: u64,
    },
    /// Sent, and nobody can say yet what became of it.
    #[error("it is not known whether {call} has happened: it was sent, then {why}; it may land up to block {until}")]
    Unknown {
        /// The call.
        call: String,
        /// Why it is not known.
        why: String,
        /// After this block it cannot land any more.
        until: BlockNumber,
    },
    /// Its nonce is used, and the node does not tell whether it succeeded.
    #[error("{call} is over since block {block}, but whether it succeeded could not be read: {why}")]
    Unread {
        /// The call.
        call: String,
        /// Which.
        block: BlockNumber,
        /// Why.
        why: String,
    },
    /// The hotkey has no seat.
    #[error("hotkey {hotkey} is not registered on netuid {netuid}, where a seat costs τ{burn} now")]
    NotRegistered {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
        /// The price.
        burn: Rao,
    },
    /// An axon was published a moment ago.
    #[error("the axon on netuid {netuid} can be changed again in {blocks_left} blocks (serving rate limit)")]
    ServingTooOften {
        /// Where.
        netuid: Netuid,
        /// How long to wait.
        blocks_left: u64,
    },
    /// Fewer or more fields than a commitment can hold.
    #[error("a commitment of {fields} fields cannot be: this chain takes 1 to {limit}")]
    CommitmentFields {
        /// Given.
        fields: usize,
        /// At most.
        limit: usize,
    },
    /// More than a commitment can hold.
    #[error("a commitment of {bytes} bytes is too long: this chain takes {limit}")]
    CommitmentTooLong {
        /// Given.
        bytes: usize,
        /// At most.
        limit: usize,
    },
    /// Committed weights could not be prepared.
    #[error("weights for netuid {netuid} cannot be committed: {reason}")]
    NoCommit {
        /// Where.
        netuid: Netuid,
        /// Why.
        reason: String,
    },
}

impl SubmitError {
    /// Whether the same may succeed if it is asked for again soon.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::NotSent { .. }
            | Self::Busy { .. }
            | Self::Blocked { .. }
            | Self::Expired { .. }
            | Self::Replaced { .. }
            | Self::ServingTooOften { .. } => true,
            Self::Refused { refusal, .. } => refusal.may_pass(),
            // Flags and weights' rules change, and are read anew each time.
            Self::Failed { name, .. } => !LASTING.contains(&name.as_str()),
            Self::Build { .. }
            | Self::OtherChain { .. }
            | Self::Unknown { .. }
            | Self::Unread { .. }
            | Self::NotRegistered { .. }
            | Self::CommitmentTooLong { .. }
            | Self::CommitmentFields { .. }
            | Self::NoCommit { .. } => false,
        }
    }

    /// Whether no node could be asked, or one has no room now.
    pub(crate) const fn is_of_node(&self) -> bool {
        match self {
            Self::NotSent { .. } | Self::Busy { .. } | Self::Blocked { .. } => true,
            Self::Refused { refusal, .. } => matches!(refusal, Refusal::Limited(_) | Refusal::Full),
            _ => false,
        }
    }

    /// The last block at which what was sent may still land, where nobody knows what became of it.
    pub(crate) const fn unknown_until(&self) -> Option<BlockNumber> {
        match self {
            Self::Unknown { until, .. } => Some(*until),
            Self::Unread { block, .. } => Some(*block),
            _ => None,
        }
    }
}

/// Errors that the same call meets again.
const LASTING: [&str; 8] = [
    "HotKeyNotRegisteredInSubNet",
    "HotKeyNotRegisteredInNetwork",
    "HotKeyAccountNotExists",
    "NeuronNoValidatorPermit",
    "NotEnoughStakeToSetWeights",
    "IncorrectWeightVersionKey",
    "IncorrectCommitRevealVersion",
    "SubnetNotExists",
];

impl Hint for SubmitError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NotSent { .. } => Some("nothing was sent: it can be tried again".into()),
            Self::Build { .. } => Some("update gascli".into()),
            Self::NoCommit { reason, .. } => reason.contains("takes version").then(|| "update gascli".into()),
            Self::OtherChain { .. } => {
                Some("all addresses in BT_CHAIN_ENDPOINT (CHAIN_ENDPOINT of a validator) must be of one network".into())
            }
            Self::Blocked { .. } => {
                Some("it can be tried again; what became of the earlier one is looked up first".into())
            }
            Self::Busy { .. } | Self::Replaced { .. } => {
                Some("one hotkey must be used by one process only; is another one running?".into())
            }
            Self::Refused { refusal, .. } => refusal.hint(),
            Self::Failed { .. } => None,
            Self::Expired { .. } => Some("it can be tried again".into()),
            Self::Unknown { .. } => Some(
                "do not send it by hand; a daemon looks up what became of it and sends again only what cannot land"
                    .into(),
            ),
            Self::Unread { .. } => Some("an archive node (`archive`) still knows".into()),
            Self::NotRegistered { netuid, .. } => {
                Some(format!("register it with the wallet's tool: `btcli subnets register --netuid {netuid}`"))
            }
            Self::ServingTooOften { .. } => None,
            Self::CommitmentFields { .. } => None,
            Self::CommitmentTooLong { .. } => Some("publish a hash or an address of it".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NotRegistered { .. } => Some(Code::NotRegistered),
            Self::Build { .. } | Self::NoCommit { .. } => Some(Code::ChainIncompatible),
            Self::NotSent { .. } | Self::OtherChain { .. } => Some(Code::ChainUnreachable),
            Self::Unknown { .. } | Self::Unread { .. } => Some(Code::OutcomeUnknown),
            _ => Some(Code::ChainRefused),
        }
    }
}
