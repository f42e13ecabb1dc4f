//! Why a push did not come to its end.

use super::service::UploadError;
use super::submissions::SubmissionsError;
use crate::chain::ChainError;
use crate::protocol::discriminator::Medium;
use crate::types::{Code, Hint, Hotkey, Netuid};

/// Why an archive is not registered.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The service.
    #[error("the {medium} model was not submitted")]
    Upload {
        /// Of which archive.
        medium: Medium,
        /// Why.
        #[source]
        source: UploadError,
    },
    /// The service has it, but nobody knows where.
    #[error("the service has accepted this {0} model before, and its storage key is not known here")]
    KeyUnknown(Medium),
    /// The service gave a key that cannot be published.
    #[error("storage key `{key}` of the {medium} model is too long to be registered")]
    KeyTooLong {
        /// Of which archive.
        medium: Medium,
        /// The key.
        key: String,
    },
    /// It was submitted for another competition.
    #[error("this {medium} model was submitted for the vertical `{vertical}`")]
    OtherVertical {
        /// Which archive.
        medium: Medium,
        /// For which.
        vertical: String,
    },
    /// Nobody looks at models of a hotkey without a seat.
    #[error("hotkey {hotkey} is not registered on netuid {netuid}")]
    Unregistered {
        /// Who.
        hotkey: Hotkey,
        /// Where.
        netuid: Netuid,
    },
    /// The chain cannot be asked, or refuses.
    #[error("the chain does not do it")]
    Chain(#[source] Box<ChainError>),
    /// The chain holds something else than was published.
    #[error("the registration of the {0} model does not stand on chain")]
    NotReadBack(Medium),
    /// Something has come to the chain since the operator was asked.
    #[error("to register the {medium} model would take `{field}` from the chain")]
    WouldDrop {
        /// Of which archive.
        medium: Medium,
        /// What would go.
        field: String,
    },
    /// What was submitted cannot be kept.
    #[error(transparent)]
    Submissions(#[from] SubmissionsError),
}

impl PushError {
    /// Whether somebody was asked, and the answer is no.
    pub const fn is_refusal(&self) -> bool {
        match self {
            Self::Upload { source, .. } => source.is_refusal(),
            Self::KeyUnknown(_) | Self::KeyTooLong { .. } | Self::OtherVertical { .. } | Self::Unregistered { .. } => {
                true
            }
            Self::Chain(_) | Self::NotReadBack(_) | Self::WouldDrop { .. } | Self::Submissions(_) => false,
        }
    }
}

impl Hint for PushError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Upload { source, .. } => source.hint(),
            Self::KeyUnknown(_) => Some(
                "push it from the machine that submitted it, or copy `discriminator/` of its state folder here; a changed \
                 archive counts as a new submission"
                    .into(),
            ),
            Self::KeyTooLong { .. } => Some("shorten the archive's file name, and tell the network's operators".into()),
            Self::OtherVertical { vertical, .. } => {
                Some(format!("push it with `--vertical {vertical}`; the service takes the same archive once only"))
            }
            Self::Unregistered { hotkey, netuid } => Some(format!(
                "on a local chain: `gascli localnet register {hotkey}`; elsewhere `btcli subnets register --netuid {netuid}`"
            )),
            Self::Chain(error) => error.hint(),
            Self::NotReadBack(_) => {
                Some("the same command again registers it; is another process publishing for this hotkey?".into())
            }
            Self::WouldDrop { .. } => {
                Some("what was submitted is kept: the same command again asks, and `--yes` lets it go".into())
            }
            Self::Submissions(error) => error.hint(),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Upload { source, .. } => source.code(),
            Self::KeyUnknown(_) => Some(Code::NotFound),
            Self::KeyTooLong { .. } => Some(Code::ChainRefused),
            Self::OtherVertical { .. } => Some(Code::InvalidInput),
            Self::Unregistered { .. } => Some(Code::NotRegistered),
            Self::Chain(error) => error.code(),
            Self::NotReadBack(_) => Some(Code::OutcomeUnknown),
            Self::WouldDrop { .. } => Some(Code::InputNeeded),
            Self::Submissions(error) => error.code(),
        }
    }
}
