//! Resolution tiers: what validators ask for and what a medium turns out to be (`spec/gas.md` 8.3).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Dimensions;
use crate::types::Modality;

/// A tier of one modality. Tiers of different modalities do not compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// Video below 780,000 pixels.
    #[serde(rename = "480p")]
    P480,
    /// Video from 780,000 pixels.
    #[serde(rename = "720p")]
    P720,
    /// Video from 1,760,000 pixels; there is no higher tier.
    #[serde(rename = "1080p")]
    P1080,
    /// Image with a short side below 1,900 pixels.
    #[serde(rename = "1K")]
    K1,
    /// Image with a short side from 1,900 pixels.
    #[serde(rename = "2K")]
    K2,
    /// Image with a short side from 3,500 pixels.
    #[serde(rename = "4K")]
    K4,
}

/// A word that is no tier of the modality.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {modality} resolution ({} are)", Tier::of(*.modality).map(Tier::as_str).join(", "))]
pub struct TierError {
    text: String,
    modality: Modality,
}

impl Tier {
    /// The tiers of a modality, lowest first.
    pub const fn of(modality: Modality) -> [Self; 3] {
        match modality {
            Modality::Video => [Self::P480, Self::P720, Self::P1080],
            Modality::Image => [Self::K1, Self::K2, Self::K4],
        }
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P480 => "480p",
            Self::P720 => "720p",
            Self::P1080 => "1080p",
            Self::K1 => "1K",
            Self::K2 => "2K",
            Self::K4 => "4K",
        }
    }

    /// Reads a tier of the modality; case does not matter.
    pub fn parse(modality: Modality, text: &str) -> Result<Self, TierError> {
        Self::of(modality)
            .into_iter()
            .find(|tier| tier.as_str().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| TierError { text: text.chars().take(40).collect(), modality })
    }

    /// The tier of a medium of this size; `None` if a side is zero.
    pub(crate) fn classify(modality: Modality, size: Dimensions) -> Option<Self> {
        let Dimensions { width, height } = size;
        if width == 0 || height == 0 {
            return None;
        }
        let pixels = u64::from(width) * u64::from(height);
        Some(match modality {
            Modality::Video if pixels >= 1_760_000 => Self::P1080,
            Modality::Video if pixels >= 780_000 => Self::P720,
            Modality::Video => Self::P480,
            Modality::Image if width.min(height) >= 3_500 => Self::K4,
            Modality::Image if width.min(height) >= 1_900 => Self::K2,
            Modality::Image => Self::K1,
        })
    }

    /// 0 for the lowest tier of its modality, 2 for the highest.
    pub(crate) const fn rank(self) -> u32 {
        match self {
            Self::P480 | Self::K1 => 0,
            Self::P720 | Self::K2 => 1,
            Self::P1080 | Self::K4 => 2,
        }
    }

    /// The lower of both; both must be of one modality.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_fall_into_the_tiers_of_the_specification() {
        use Modality::{Image, Video};
        for (modality, width, height, tier) in [
            (Video, 1920, 1080, Tier::P1080),
            (Video, 704, 1280, Tier::P720),
            (Video, 960, 960, Tier::P720),
            (Video, 640, 640, Tier::P480),
            (Video, 864, 496, Tier::P480),
            (Video, 3840, 2160, Tier::P1080),
            (Image, 1792, 1024, Tier::K1),
            (Image, 1899, 4000, Tier::K1),
            (Image, 1900, 1900, Tier::K2),
            (Image, 4096, 2304, Tier::K2),
            (Image, 3500, 3500, Tier::K4),
        ] {
            assert_eq!(Tier::classify(modality, Dimensions { width, height }), Some(tier), "{width}x{height}");
        }
        assert_eq!(Tier::classify(Image, Dimensions { width: 0, height: 9 }), None);
    }

    #[test]
    fn a_tier_is_read_in_any_case_but_only_for_its_modality() {
        assert_eq!(Tier::parse(Modality::Image, "2k"), Ok(Tier::K2));
        assert_eq!(
            Tier::parse(Modality::Video, "4K").unwrap_err().to_string(),
            "`4K` is no video resolution (480p, 720p, 1080p are)"
        );
    }
}
