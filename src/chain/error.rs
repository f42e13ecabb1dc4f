//! Why a chain refuses or fails, whichever it is.

use std::net::IpAddr;

use super::local::LedgerError;
use super::subtensor::{NodeError, SubmitError};
use crate::types::{BlockNumber, Code, Hint, Hotkey, Netuid, Rao, Uid};

/// Why the chain did not answer or did not accept.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// A network's node was not reached, or its answer cannot be used.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A network's node or runtime refused a transaction, or its fate is unknown.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The chain keeps no state of that block.
    #[error("{chain} keeps no state of block {block}")]
    NoHistory {
        /// Where.
        chain: String,
        /// Asked for.
        block: BlockNumber,
    },
    /// The local ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The hotkey has no seat.
    #[error("hotkey {hotkey} is not registered on netuid {netuid}")]
    NotRegistered {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
    },
    /// The subnet does not exist on this chain.
    #[error("netuid {netuid} does not exist on {chain}")]
    NoSuchSubnet {
        /// Asked for.
        netuid: Netuid,
        /// Where.
        chain: String,
    },
    /// The signer may not set weights.
    #[error("hotkey {hotkey} has no validator permit on netuid {netuid}")]
    NoPermit {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
    },
    /// The signer has less stake than setting weights takes.
    #[error("hotkey {hotkey} has a stake of {stake} on netuid {netuid}, and setting weights takes {threshold}")]
    LowStake {
        /// Who asked.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
        /// What it has, in TAO or the subnet's own token.
        stake: Rao,
        /// What it takes.
        threshold: Rao,
    },
    /// Weights came too soon after the last ones.
    #[error("weights can be set again in {blocks_left} blocks (rate limit of netuid {netuid})")]
    TooFast {
        /// Where.
        netuid: Netuid,
        /// How long to wait.
        blocks_left: u64,
    },
    /// The chain's rules refuse the weights.
    #[error("weights for netuid {netuid} are refused: {reason}")]
    BadWeights {
        /// Where.
        netuid: Netuid,
        /// The broken rule.
        reason: String,
    },
    /// A seat has another owner than the one whom the weights are for.
    #[error("weights for netuid {netuid} were not sent: the seat of uid {uid} has changed hands since they were made")]
    SeatChanged {
        /// Where.
        netuid: Netuid,
        /// Which.
        uid: Uid,
    },
    /// The subnet takes no new neurons.
    #[error("registration on netuid {netuid} is closed")]
    RegistrationClosed {
        /// Where.
        netuid: Netuid,
    },
    /// Every seat is taken, and nobody may lose one now.
    #[error("netuid {netuid} has no free seat, and none may be taken away now")]
    NoSeat {
        /// Where.
        netuid: Netuid,
    },
    /// The chain refuses what a hotkey wants to publish.
    #[error("commitment on netuid {netuid} is refused: {reason}")]
    BadCommitment {
        /// Where.
        netuid: Netuid,
        /// The broken rule.
        reason: String,
    },
    /// The chain refuses an axon address.
    #[error("axon {ip}:{port} is refused: {reason}")]
    BadAxon {
        /// Address.
        ip: IpAddr,
        /// Port.
        port: u16,
        /// The broken rule.
        reason: String,
    },
}

impl ChainError {
    /// Whether the same may succeed if it is asked for again soon. A rule that refuses it refuses it again; so does not a node
    /// that could not be asked.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Node(_)
            | Self::Ledger(_)
            | Self::TooFast { .. }
            | Self::SeatChanged { .. }
            | Self::NoHistory { .. } => true,
            Self::Submit(error) => error.may_pass(),
            _ => false,
        }
    }

    /// Whether no node could be asked, or one has no room now: nothing was sent, and what was asked for was not judged.
    pub(crate) const fn is_of_node(&self) -> bool {
        match self {
            Self::Node(_) | Self::NoHistory { .. } => true,
            Self::Submit(error) => error.is_of_node(),
            _ => false,
        }
    }

    /// The block up to which something that was sent may still land, where nobody knows what became of it.
    pub(crate) const fn unknown_until(&self) -> Option<BlockNumber> {
        match self {
            Self::Submit(error) => error.unknown_until(),
            _ => None,
        }
    }
}

impl Hint for ChainError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Node(error) => error.hint(),
            Self::Submit(error) => error.hint(),
            Self::NoHistory { chain, .. } if chain.starts_with("local:") => {
                Some("a local chain keeps its newest state alone; leave the block out".into())
            }
            Self::NoHistory { .. } => Some("read the newest block, or use an archive node (`archive`)".into()),
            Self::Ledger(error) => error.hint(),
            Self::NotRegistered { hotkey, .. } => Some(format!(
                "on a local chain: `gascli localnet register {hotkey}`; elsewhere register the hotkey with your wallet tool"
            )),
            Self::NoSuchSubnet { .. } => Some("check BT_NETUID".into()),
            Self::NoPermit { .. } => Some(
                "permits go to the largest stakes; on a local chain: `gascli localnet register HOTKEY --permit`".into(),
            ),
            Self::LowStake { .. } => {
                Some("stake more on this hotkey; what counts is its total stake on the subnet".into())
            }
            Self::RegistrationClosed { .. } => {
                Some("on a local chain: `gascli localnet set --registration true` opens it".into())
            }
            Self::NoSeat { .. } => Some("wait until a seat has lost its immunity, or raise the number of seats".into()),
            Self::SeatChanged { .. } => {
                Some("ask for it again: weights are then made for the seats as they are".into())
            }
            Self::BadWeights { reason, .. } if reason.contains("version key") => {
                Some("the subnet demands a newer validator: update gascli".into())
            }
            Self::TooFast { .. } | Self::BadWeights { .. } | Self::BadCommitment { .. } | Self::BadAxon { .. } => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Node(error) => error.code(),
            Self::Submit(error) => error.code(),
            Self::Ledger(error) => error.code(),
            Self::NotRegistered { .. } => Some(Code::NotRegistered),
            Self::NoHistory { .. } | Self::NoSuchSubnet { .. } => Some(Code::NotFound),
            _ => Some(Code::ChainRefused),
        }
    }
}
