//! The checks of a delivery, in the validator's order (`spec/gas.md` 8.6).

use std::io::{BufRead, Cursor, Read, Seek};

use sha2::{Digest, Sha256};

use super::c2pa::{self, C2paReport, Check, MissingAnchor, RejectionClass, TrustSet};
use super::duplicate::Known;
use super::freshness::{self, Untimely};
use crate::media::{self, DecodeError, Dimensions, Format, MediaHash};
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

/// What a delivery is for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// What was asked for.
    pub modality: Modality,
    /// When the challenge was issued.
    pub issued_at: UnixMillis,
    /// The wall clock.
    pub now: UnixMillis,
}

impl Delivery<'_> {
    const fn asked(&self) -> Asked {
        Asked { modality: self.modality, issued_at: self.issued_at, now: self.now }
    }
}

/// Facts of a medium that passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Hash of its bytes.
    pub sha256: [u8; 32],
    /// Hash of what it shows, by which duplicates are known.
    pub perceptual_hash: MediaHash,
    /// By its first bytes.
    pub format: Format,
    /// In pixels.
    pub dimensions: Dimensions,
    /// Whether a film has sound; `None` of an image.
    pub has_audio: Option<bool>,
    /// Where it comes from.
    pub report: C2paReport,
}

/// Why a medium is refused. The texts are the network's: they are stored as the reason and answered to the miner.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// It does not decode, or is of the other modality.
    #[error("Corrupted or unreadable media")]
    Unreadable(#[source] DecodeError),
    /// Much the same was delivered for the same prompt.
    #[error("Duplicate content detected")]
    Duplicate,
    /// Very much the same was delivered for any prompt.
    #[error("Global duplicate content detected")]
    GlobalDuplicate,
    /// Its origin is not proven.
    #[error("C2PA verification failed: {reason}")]
    C2pa {
        /// In a word.
        class: RejectionClass,
        /// In the network's words.
        reason: String,
        /// What would have to be trusted for it to pass, if nothing else stands against it.
        missing_anchor: Option<Box<MissingAnchor>>,
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
            Self::GlobalDuplicate => "global-duplicate",
            Self::C2pa { class, .. } => class.as_str(),
            Self::Untimely(untimely) => untimely.as_str(),
        }
    }
}

impl From<Known> for Rejection {
    fn from(known: Known) -> Self {
        match known {
            Known::SamePrompt { .. } => Self::Duplicate,
            Known::Anywhere { .. } => Self::GlobalDuplicate,
        }
    }
}

/// Runs the checks; the first that fails is the reason. Of films, the origin is judged before they are decoded. `known`
/// tells whether such bytes, or what looks like them, were delivered before.
pub fn check(
    delivery: &Delivery<'_>,
    trust: &TrustSet,
    known: impl Fn(&[u8; 32], &MediaHash) -> Option<Known>,
) -> Result<Accepted, Rejection> {
    let sha256: [u8; 32] = Sha256::digest(delivery.bytes).into();
    check_file(&mut Cursor::new(delivery.bytes), sha256, &delivery.asked(), trust, known)
}

/// [`check`] for a file, which need not fit into memory, given the hash of its bytes.
pub fn check_file(
    medium: &mut (impl BufRead + Seek + Send),
    sha256: [u8; 32],
    asked: &Asked,
    trust: &TrustSet,
    known: impl Fn(&[u8; 32], &MediaHash) -> Option<Known>,
) -> Result<Accepted, Rejection> {
    let report = match asked.modality {
        Modality::Image => None,
        // Decoding a film costs a lot: only those of known origin are worth it. What is wrong with others as well makes no
        // difference.
        Modality::Video => {
            media::glance(medium, asked.modality).map_err(Rejection::Unreadable)?;
            Some(judge_origin(medium, asked, trust)?)
        }
    };
    let Look { format, dimensions, has_audio, perceptual_hash } =
        look(medium, asked.modality).map_err(Rejection::Unreadable)?;
    if let Some(known) = known(&sha256, &perceptual_hash) {
        return Err(known.into());
    }
    let report = report.map_or_else(|| judge_origin(medium, asked, trust), Ok)?;
    Ok(Accepted { sha256, perceptual_hash, format, dimensions, has_audio, report })
}

/// Whether the origin is proven, and of the time of the challenge. For films that others may decode
/// ([`DecodeError::is_certain`]) a miner has nothing else to go by.
pub fn check_origin(delivery: &Delivery<'_>, trust: &TrustSet) -> Result<C2paReport, Rejection> {
    judge_origin(&mut Cursor::new(delivery.bytes), &delivery.asked(), trust)
}

fn judge_origin(
    medium: &mut (impl Read + Seek + Send),
    asked: &Asked,
    trust: &TrustSet,
) -> Result<C2paReport, Rejection> {
    let verdict = c2pa::verify_medium(medium, &Check::new(trust));
    if !verdict.passes() {
        let fallback = if verdict.report.signature_valid { "untrusted issuer" } else { "no valid C2PA manifest" };
        return Err(Rejection::C2pa {
            class: verdict.class.unwrap_or(RejectionClass::SignatureInvalid),
            reason: verdict.report.error.unwrap_or_else(|| fallback.into()),
            missing_anchor: verdict.missing_anchor.map(Box::new),
        });
    }
    freshness::check(verdict.signing_time, asked.issued_at, asked.now)?;
    Ok(verdict.report)
}

/// What a look at a delivery tells.
struct Look {
    format: Format,
    dimensions: Dimensions,
    has_audio: Option<bool>,
    perceptual_hash: MediaHash,
}

/// Decodes a delivery once, for its size and its hash. One without a hash is unreadable: it must not pass as new.
fn look(medium: &mut (impl BufRead + Seek), modality: Modality) -> Result<Look, DecodeError> {
    let view = media::view(medium, modality)?;
    let format = media::sniff_from(medium).unwrap_or(Format::Bin);
    let (dimensions, has_audio) = (view.dimensions(), view.film().map(|film| film.has_audio));
    let no_pixels = || DecodeError::Broken { format, reason: "it has no pixels".into() };
    let perceptual_hash = view.into_hash().ok_or_else(no_pixels)?;
    Ok(Look { format, dimensions, has_audio, perceptual_hash })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_of_unknown_origin_is_not_decoded_and_one_that_is_cut_is_told_as_such() {
        let film = |name: &str| {
            std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/films").join(name)).unwrap()
        };
        let class = |bytes: &[u8]| {
            let (now, modality) = (UnixMillis::now(), Modality::Video);
            let delivery = Delivery { bytes, modality, issued_at: now, now };
            let verdict = check(&delivery, &TrustSet::network_names(), |_, _| panic!("it was decoded"));
            verdict.unwrap_err().class()
        };
        for name in ["main.mp4", "static.mp4", "vp9.webm"] {
            assert_eq!(class(&film(name)), "no-manifest", "{name}");
        }
        let whole = film("main.mp4");
        assert_eq!(class(&whole[..whole.len() * 2 / 3]), "unreadable");
        assert_eq!(class(b"\x89PNG\r\n\x1a\n...."), "unreadable", "an image is no film");
    }
}
