//! The checks of a delivery, in the validator's order (`spec/gas.md` 8.6).

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::c2pa::{self, C2paReport, RejectionClass, TrustSet};
use crate::media::{self, DecodeError, Dimensions, Format};
use crate::types::{Modality, UnixMillis};

/// How far a signer's clock may be off, before the challenge and after now.
const TOLERANCE: Duration = Duration::from_mins(10);

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
    /// Nothing says when it was signed.
    #[error("C2PA manifest has no signing timestamp")]
    NoTime,
    /// It was made before it was asked for.
    #[error("C2PA manifest signed before challenge was issued")]
    Stale,
    /// Its signer's clock is ahead.
    #[error("C2PA signing timestamp is in the future")]
    Future,
}

impl Rejection {
    /// The reason as a word for counters and tables.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Duplicate => "duplicate",
            Self::C2pa { class, .. } => class.as_str(),
            Self::NoTime => "no-time",
            Self::Stale => "stale",
            Self::Future => "future",
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
    check_fresh(verdict.signing_time, delivery.issued_at, delivery.now)?;
    Ok(Accepted { sha256, format: media::sniff(delivery.bytes), dimensions, report: verdict.report })
}

fn check_fresh(signed: Option<jiff::Timestamp>, issued: UnixMillis, now: UnixMillis) -> Result<(), Rejection> {
    let signed = i128::from(signed.ok_or(Rejection::NoTime)?.as_millisecond());
    let tolerance = i128::from(TOLERANCE.as_secs()) * 1000;
    if signed < i128::from(issued.0) - tolerance {
        Err(Rejection::Stale)
    } else if signed > i128::from(now.0) + tolerance {
        Err(Rejection::Future)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_may_be_ten_minutes_older_than_the_challenge_and_no_more() {
        // spec/gas.md 8.6, 4a to 4c
        let at = |seconds: i64| Some(jiff::Timestamp::from_second(seconds).unwrap());
        let class = |signed| check_fresh(signed, UnixMillis(10_000_000), UnixMillis(10_060_000)).map_err(|r| r.class());
        assert_eq!(class(at(10_000)), Ok(()));
        assert_eq!(class(at(9_400)), Ok(()));
        assert_eq!(class(at(9_399)), Err("stale"));
        assert_eq!(class(at(-5)), Err("stale"));
        assert_eq!(class(at(10_660)), Ok(()));
        assert_eq!(class(at(10_661)), Err("future"));
        assert_eq!(class(None), Err("no-time"));
    }
}
