//! From scores to shares of the weights (`spec/gas.md` 11.8).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::amount;
use crate::types::Hotkey;

/// Share of the burn hotkey.
pub const BURN_SHARE: f64 = 0.0;
/// Share of the video escrow.
pub const VIDEO_ESCROW_SHARE: f64 = 0.40;
/// Share of the image escrow.
pub const IMAGE_ESCROW_SHARE: f64 = 0.40;
/// Share of the audio escrow.
pub const AUDIO_ESCROW_SHARE: f64 = 0.04;

/// What a special hotkey is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Its share is destroyed.
    Burn,
    /// Pays for videos.
    VideoEscrow,
    /// Pays for images.
    ImageEscrow,
    /// Pays for audio.
    AudioEscrow,
}

impl Purpose {
    /// All, in the order of the specification.
    pub const ALL: [Self; 4] = [Self::Burn, Self::VideoEscrow, Self::ImageEscrow, Self::AudioEscrow];

    /// Its share of the weights.
    pub const fn share(self) -> f64 {
        match self {
            Self::Burn => BURN_SHARE,
            Self::VideoEscrow => VIDEO_ESCROW_SHARE,
            Self::ImageEscrow => IMAGE_ESCROW_SHARE,
            Self::AudioEscrow => AUDIO_ESCROW_SHARE,
        }
    }

    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Burn => "burn",
            Self::VideoEscrow => "video escrow",
            Self::ImageEscrow => "image escrow",
            Self::AudioEscrow => "audio escrow",
        }
    }
}

/// Where the share of a special hotkey goes that has no seat (`UNREGISTERED_SHARE`). In the reference its absence makes
/// the vector uniform (`spec/gas.md` 18, point 27).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UnregisteredShare {
    /// To the generators, by their scores.
    #[default]
    Generators,
    /// To the burn hotkey; to the generators where that has no seat either.
    Burn,
    /// To nobody. The chain normalises weights, so everybody else's grow alike.
    Withheld,
}

/// A word that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is none of generators, burn and withheld")]
pub struct UnregisteredShareError(String);

impl std::str::FromStr for UnregisteredShare {
    type Err = UnregisteredShareError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().to_ascii_lowercase().as_str() {
            "generators" => Ok(Self::Generators),
            "burn" => Ok(Self::Burn),
            "withheld" => Ok(Self::Withheld),
            _ => Err(UnregisteredShareError(text.chars().take(40).collect())),
        }
    }
}

/// A fixed share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Special {
    /// Whose.
    pub hotkey: Hotkey,
    /// What for.
    pub purpose: Purpose,
    /// Whether the hotkey has a seat.
    pub seated: bool,
}

/// Who gets which share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shares {
    /// By hotkey; they sum to one at most.
    pub of: BTreeMap<Hotkey, f64>,
    /// What the generators have together, or would have, did one of them have a score.
    pub generators: f64,
    /// What nobody gets, by the operator's wish.
    pub withheld: f64,
}

/// Shares of the weights.
///
/// Special hotkeys with a seat have their own; what is left goes to `generators` in proportion to their scores, and
/// `unregistered` says where the share of a special hotkey goes that has none. A special hotkey earns nothing as a
/// generator. Scores of hotkeys outside `generators` earn nothing. Without any score above zero the generators' share is
/// nobody's, so that the chain's normalisation gives it to the special hotkeys (`spec/gas.md` 11.9 E).
pub fn shares(
    scores: &BTreeMap<Hotkey, f64>,
    generators: &BTreeSet<Hotkey>,
    special: &[Special],
    unregistered: UnregisteredShare,
) -> Shares {
    let (seated, missing): (Vec<&Special>, Vec<&Special>) = special.iter().partition(|special| special.seated);
    let mut of: BTreeMap<Hotkey, f64> = BTreeMap::new();
    for special in &seated {
        *of.entry(special.hotkey).or_insert(0.0) += special.purpose.share();
    }
    let orphaned = missing.iter().map(|special| special.purpose.share()).sum::<f64>();
    let burn = seated.iter().find(|special| special.purpose == Purpose::Burn);
    let withheld = if unregistered == UnregisteredShare::Withheld { orphaned } else { 0.0 };
    if let (UnregisteredShare::Burn, Some(burn)) = (unregistered, burn) {
        *of.entry(burn.hotkey).or_insert(0.0) += orphaned;
    }
    let rest = amount(1.0 - of.values().sum::<f64>() - withheld);
    let earners: Vec<(Hotkey, f64)> = generators
        .iter()
        .filter(|hotkey| !of.contains_key(*hotkey))
        .map(|hotkey| (*hotkey, scores.get(hotkey).copied().map_or(0.0, amount)))
        .collect();
    let total: f64 = earners.iter().map(|(_, score)| score).sum();
    for (hotkey, score) in earners {
        // Divided first: scores near the largest float must not overflow on the way.
        of.insert(hotkey, if total > 0.0 { amount(score / total) * rest } else { 0.0 });
    }
    Shares { of, generators: rest, withheld }
}
