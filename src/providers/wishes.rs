//! What the operator wants of media, whichever service makes them, and what they may cost.

use std::fmt;
use std::str::FromStr;

use crate::media::Tier;
use crate::types::{MicroUsd, Modality};

/// The operator's choice where a service leaves one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// `MINER_IMAGE_ASPECT_RATIO`.
    pub image_ratio: Ratio,
    /// `MINER_VIDEO_ASPECT_RATIO`.
    pub video_ratio: Ratio,
    /// `MINER_VIDEO_DURATION`, in seconds; each model makes the nearest length that it can.
    pub video_seconds: u32,
    /// `MINER_VIDEO_AUDIO`; `None` leaves it to the model.
    pub video_audio: Option<bool>,
    /// `MINER_MAX_IMAGE_RESOLUTION`: what is asked beyond it is made in it.
    pub max_image: Tier,
    /// `MINER_MAX_VIDEO_RESOLUTION`.
    pub max_video: Tier,
}

impl Default for Wishes {
    /// Square images, since tiers count the shorter side; videos as screens are, and no longer than what earns: the
    /// network pays by tier and model, not by length.
    fn default() -> Self {
        Self {
            image_ratio: Ratio::new(1, 1),
            video_ratio: Ratio::new(16, 9),
            video_seconds: 4,
            video_audio: None,
            max_image: Tier::K4,
            max_video: Tier::P1080,
        }
    }
}

impl Wishes {
    /// The tier to make for one that is asked for; without one, the lowest.
    pub fn tier(&self, modality: Modality, asked: Option<Tier>) -> Tier {
        let most = match modality {
            Modality::Image => self.max_image,
            Modality::Video => self.max_video,
        };
        asked.unwrap_or(Tier::of(modality)[0]).min(most)
    }
}

/// Width to height, such as `16:9`, each from 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// Of the width.
    pub width: u32,
    /// Of the height.
    pub height: u32,
}

impl Ratio {
    pub(super) const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// The item whose shape, by its sides, is nearest to this; of two, the first.
    pub(super) fn nearest<T>(self, items: impl Iterator<Item = T>, sides: impl Fn(&T) -> (u32, u32)) -> Option<T> {
        // By how much wider or higher it is, as a fraction: no rounding, so that mirrored shapes are equally far.
        let far = |item: &T| {
            let (width, height) = sides(item);
            let ours = u64::from(width) * u64::from(self.height);
            let theirs = u64::from(height) * u64::from(self.width);
            (u128::from(ours.max(theirs)), u128::from(ours.min(theirs)))
        };
        items.min_by(|one, other| {
            let ((more, less), (other_more, other_less)) = (far(one), far(other));
            (more * other_less).cmp(&(other_more * less))
        })
    }
}

/// A text that is no ratio.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no aspect ratio (two whole numbers such as `16:9`)")]
pub struct RatioError(String);

impl FromStr for Ratio {
    type Err = RatioError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let side = |text: &str| text.trim().parse().ok().filter(|side| (1..=100).contains(side));
        let sides = text.split_once(':').and_then(|(width, height)| Some((side(width)?, side(height)?)));
        let (width, height) = sides.ok_or_else(|| RatioError(text.chars().take(40).collect()))?;
        Ok(Self { width, height })
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}:{}", self.width, self.height))
    }
}

/// `MINER_MODEL_PRICES`: prices that the operator knows better than the built-in lists. An image's is for the image, a video's
/// for a second of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceList(Vec<(String, Option<Tier>, MicroUsd)>);

/// A text that is no list of prices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no price (`MODEL=USD` or `MODEL@TIER=USD`, with commas between several)")]
pub struct PriceError(String);

impl PriceList {
    /// The price of a model in a tier: the one for the tier, else the one for the model.
    pub fn of(&self, model: &str, tier: Option<Tier>) -> Option<MicroUsd> {
        let find = |wanted: Option<Tier>| {
            self.0.iter().find(|(name, tier, _)| name.eq_ignore_ascii_case(model) && *tier == wanted)
        };
        let exact = tier.and_then(|tier| find(Some(tier)));
        exact.or_else(|| find(None)).map(|(_, _, price)| *price)
    }
}

impl PriceList {
    /// Every price, in USD: model, tier if it holds for one only.
    pub fn all(&self) -> impl Iterator<Item = (&str, Option<Tier>, f64)> {
        self.0.iter().map(|(model, tier, price)| (model.as_str(), *tier, price.as_dollars()))
    }
}

impl FromStr for PriceList {
    type Err = PriceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let read = |entry: &str| {
            let (name, price) = entry.rsplit_once('=')?;
            let price = MicroUsd::from_dollars(price.trim().trim_start_matches('$').parse().ok()?)?;
            let (model, tier) = match name.trim().rsplit_once('@') {
                None => (name.trim(), None),
                Some((model, tier)) => {
                    let tier = Modality::ALL.into_iter().find_map(|modality| Tier::parse(modality, tier).ok())?;
                    (model.trim(), Some(tier))
                }
            };
            (!model.is_empty()).then(|| (model.to_owned(), tier, price))
        };
        let price = |entry: &str| read(entry).ok_or_else(|| PriceError(entry.chars().take(80).collect()));
        entries.map(price).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_for_a_tier_goes_before_the_models_own() {
        let list: PriceList = "google/veo-3.1-lite=0.03, x@2K=$0.134,x = 0.04 ".parse().unwrap();
        assert_eq!(list.of("x", Some(Tier::K2)), Some(MicroUsd(134_000)));
        assert_eq!(list.of("X", Some(Tier::K4)), Some(MicroUsd(40_000)));
        assert_eq!(list.of("google/veo-3.1-lite", None), Some(MicroUsd(30_000)));
        assert_eq!(list.of("y", None), None);
        for odd in ["x", "x=", "=1", "x=-1", "x@3K=1", "x=nan"] {
            assert!(odd.parse::<PriceList>().is_err(), "{odd}");
        }
    }

    #[test]
    fn a_ratio_is_two_small_numbers() {
        assert_eq!("16:9".parse::<Ratio>().unwrap().to_string(), "16:9");
        for odd in ["16", "16:0", ":9", "1:101", "-1:1", "a:b"] {
            assert!(odd.parse::<Ratio>().is_err(), "{odd}");
        }
    }
}
