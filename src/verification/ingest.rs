//! The checks of a delivery, in the validator's order (`spec/gas.md` 8.6).

use sha2::{Digest, Sha256};

use super::c2pa::{self, C2paReport, RejectionClass, TrustSet};
use super::freshness::{self, Untimely};
use crate::media::{self, DecodeError, Dimensions, Format};
use crate::types::{Modality, UnixMillis};

/// What a miner sent, and what for.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// The medium.
    pub bytes: &'a [u8],
    /// What was asked for.
    pub modality: Modality,
    /// When the challenge was issued.
    pub issued_at: UnixMillis,
    /// The wall clock.
    pub now: UnixMillis,
}

/// Facts of a medium that passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Hash of its bytes, by which duplicates are known.
    pub sha256: [u8; 32],
    /// By its first bytes.
    pub format: Format,
    /// In pixels.
    pub dimensions: Dimensions,
    /// Where it comes from.
    pub report: C2paReport,
}

/// Why a medium is refused. The texts are the network's: they are stored as the reason and answered to the miner.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// It does not decode, or is of the other modality.
    #[error("Corrupted or unreadable media")]
    Unreadable(#[source] DecodeError),
    /// The same bytes were delivered before.
    #[error("Duplicate content detected")]
    Duplicate,
    /// Its origin is not proven.
    #[error("C2PA verification failed: {reason}")]
    C2pa {
        /// In a word.
        class: RejectionClass,
        /// In the network's words.
        reason: String,
    },
    /// It was not made when it was asked for.
    #[error(transparent)]
    Untimely(#[from] Untimely),
}

impl Rejection {
    /// The reason as a word for counters and tables.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Duplicate => "duplicate",
            Self::C2pa { class, .. } => class.as_str(),
            Self::Untimely(untimely) => untimely.as_str(),
        }
    }
}

/// Runs the checks; the first that fails is the reason. `known` tells whether a hash was delivered before.
pub fn check(
    delivery: &Delivery<'_>,
    trust: &TrustSet,
    known: impl Fn(&[u8; 32]) -> bool,
) -> Result<Accepted, Rejection> {
    let dimensions = media::check(delivery.bytes, delivery.modality).map_err(Rejection::Unreadable)?;
    let sha256: [u8; 32] = Sha256::digest(delivery.bytes).into();
    if known(&sha256) {
        return Err(Rejection::Duplicate);
    }
    let verdict = c2pa::verify(delivery.bytes, trust);
    if !verdict.passes() {
        let fallback = if verdict.report.signature_valid { "untrusted issuer" } else { "no valid C2PA manifest" };
        return Err(Rejection::C2pa {
            class: verdict.class.unwrap_or(RejectionClass::SignatureInvalid),
            reason: verdict.report.error.unwrap_or_else(|| fallback.into()),
        });
    }
    freshness::check(verdict.signing_time, delivery.issued_at, delivery.now)?;
    Ok(Accepted { sha256, format: media::sniff(delivery.bytes), dimensions, report: verdict.report })
}
