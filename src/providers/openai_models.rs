//! OpenAI's image models: which sizes and qualities they know, what they cost, when they end.

use super::openai::Quality;
use super::prompt::Limit;
use super::{Ratio, SelectError};
use crate::media::{Dimensions, Tier};
use crate::types::{MicroUsd, Modality};

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// gpt-image-2 and later: sizes of any shape.
    Free,
    /// gpt-image-1 and its kin: three sizes.
    Fixed,
    DallE3,
    DallE2,
    /// What a proxy offers under a name that nobody here knows.
    Unknown,
}

/// A model by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) family: Family,
    /// Dollars for a million tokens of image, where they are counted as [`tokens`] does.
    token_price: Option<u64>,
    /// Millionths of a dollar: for each quality from low to high, a square and an oblong image.
    prices: [[u64; 2]; 3],
    /// Since when OpenAI itself does not offer it, or will not.
    pub(super) ends: Option<&'static str>,
}

const fn model(family: Family) -> Model {
    Model { family, token_price: None, prices: [[0; 2]; 3], ends: None }
}

/// Prices and ends: as copies of OpenAI's image generation guide, pricing page and deprecations page had them in November
/// 2026; not checked against the pages themselves.
/// Those of gpt-image-2.5 and 2.6 are per token, and how many an image takes is not published.
const MODELS: &[(&str, Model)] = &[
    ("gpt-image-2", Model { token_price: Some(30), ..model(Family::Free) }),
    ("gpt-image-2.5-flare", model(Family::Free)),
    ("gpt-image-2.5-sunburst", model(Family::Free)),
    ("gpt-image-2.6-flare", model(Family::Free)),
    ("gpt-image-2.6-sunburst", model(Family::Free)),
    (
        "gpt-image-1.5",
        Model {
            prices: [[9_000, 13_000], [34_000, 50_000], [133_000, 200_000]],
            ends: Some("2026-12-01"),
            ..model(Family::Fixed)
        },
    ),
    (
        "gpt-image-1",
        Model {
            prices: [[11_000, 16_000], [42_000, 63_000], [167_000, 250_000]],
            ends: Some("2026-10-23"),
            ..model(Family::Fixed)
        },
    ),
    (
        "gpt-image-1-mini",
        Model {
            prices: [[5_000, 6_000], [11_000, 15_000], [36_000, 52_000]],
            ends: Some("2026-12-01"),
            ..model(Family::Fixed)
        },
    ),
    (
        "dall-e-3",
        Model {
            prices: [[40_000, 80_000], [40_000, 80_000], [80_000, 120_000]],
            ends: Some("2026-05-12"),
            ..model(Family::DallE3)
        },
    ),
    ("dall-e-2", Model { prices: [[20_000; 2]; 3], ends: Some("2026-05-12"), ..model(Family::DallE2) }),
];

/// Names of the known models, as [`super::select::offers`] lists them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|(name, _)| *name)
}

/// The smallest and the largest image of the free family, in pixels, its longest side, and its grid. OpenAI's image
/// generation guide, likewise: a ratio up to 3:1 besides.
const PIXELS: (u64, u64) = (655_360, 8_294_400);
const LONGEST_SIDE: u32 = 3_840;
const GRID: u32 = 16;

/// Short sides that are tried for a tier, the usual one first. No allowed size reaches 4K.
const SHORT_SIDES: [(Tier, &[u32]); 2] = [(Tier::K2, &[2_048, 1_920]), (Tier::K1, &[1_024])];

const SQUARE: Dimensions = Dimensions { width: 1024, height: 1024 };

impl Model {
    /// What is known of a name; snapshots (`gpt-image-2-2026-04-21`) are their model.
    pub(super) fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let known = MODELS.iter().find(|(known, _)| {
            let rest = lower.strip_prefix(known);
            rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix("-20").is_some_and(|rest| rest.len() == 8))
        });
        match known {
            Some((_, model)) => *model,
            None if lower == "chatgpt-image-latest" => Self { ends: Some("2026-12-01"), ..model(Family::Fixed) },
            None if lower.starts_with("gpt-image-1") => model(Family::Fixed),
            None if lower.starts_with("gpt-image-") => model(Family::Free),
            None => model(Family::Unknown),
        }
    }

    /// The size for a tier and a shape: never below the tier where the model can, else its highest.
    pub(super) fn size(self, wanted: Tier, ratio: Ratio) -> Dimensions {
        let oblong = |width, height| match ratio.width.cmp(&ratio.height) {
            std::cmp::Ordering::Equal => SQUARE,
            std::cmp::Ordering::Greater => Dimensions { width, height },
            std::cmp::Ordering::Less => Dimensions { width: height, height: width },
        };
        match self.family {
            Family::Free => SHORT_SIDES
                .iter()
                .filter(|(tier, _)| tier.rank() <= wanted.rank())
                .flat_map(|(_, sides)| sides.iter())
                .find_map(|side| free_size(*side, ratio))
                .unwrap_or(SQUARE),
            Family::Fixed => oblong(1536, 1024),
            Family::DallE3 => oblong(1792, 1024),
            Family::DallE2 | Family::Unknown => SQUARE,
        }
    }

    /// The highest tier that it makes.
    pub(super) const fn max_tier(self) -> Tier {
        match self.family {
            Family::Free => Tier::K2,
            _ => Tier::K1,
        }
    }

    /// What is sent as quality: without a wish, the cheapest. `None` where the model takes none.
    pub(super) fn quality(self, wish: Option<&str>) -> Option<Quality> {
        match (self.family, wish) {
            (Family::DallE2, _) | (Family::Unknown, None) => None,
            (_, Some(wish)) => Some(Quality(wish.to_owned())),
            (Family::DallE3, None) => Some(Quality("standard".into())),
            (Family::Free | Family::Fixed, None) => Some(Quality("low".into())),
        }
    }

    /// Refuses a quality that the model is known not to have.
    pub(super) fn check_quality(self, name: &str, wish: Option<&str>) -> Result<(), SelectError> {
        let known: &[&str] = match self.family {
            Family::DallE3 => &["standard", "hd"],
            Family::DallE2 => &["standard"],
            Family::Fixed => &["low", "medium", "high", "auto"],
            // Later models of this family know more than the first one.
            Family::Free if self.token_price.is_some() => &["low", "medium", "high", "auto"],
            Family::Free | Family::Unknown => return Ok(()),
        };
        match wish {
            Some(wish) if !known.contains(&wish) => {
                let known = known.join(", ");
                let reason = format!("{name} has no quality `{wish}`. Accepted values: {known}");
                Err(SelectError::Model { variable: "OPENAI_IMAGE_QUALITY", reason })
            }
            _ => Ok(()),
        }
    }

    /// The price of one image; what the model chooses itself counts as its dearest quality.
    pub(super) fn price(self, quality: Option<&Quality>, size: Dimensions) -> Option<MicroUsd> {
        let quality = match quality.map(|quality| quality.0.as_str()) {
            Some("low" | "standard") | None => 0,
            Some("medium") => 1,
            Some(_) => 2,
        };
        if let Some(price) = self.token_price {
            return Some(MicroUsd(tokens(quality, size) * price));
        }
        let price = self.prices[quality][usize::from(size.width != size.height)];
        (price > 0).then_some(MicroUsd(price))
    }

    /// The longest prompt, by OpenAI's API reference.
    pub(super) const fn prompt_limit(self) -> Option<Limit> {
        match self.family {
            Family::Free | Family::Fixed => Some(Limit::Chars(32_000)),
            Family::DallE3 => Some(Limit::Chars(4_000)),
            Family::DallE2 => Some(Limit::Chars(1_000)),
            Family::Unknown => None,
        }
    }
}

/// A size with this short side, if the model makes it.
fn free_size(short: u32, ratio: Ratio) -> Option<Dimensions> {
    let (more, less) = (ratio.width.max(ratio.height), ratio.width.min(ratio.height));
    // Beyond 3:1 the model does not go; and to the grid that is nearest.
    let long = u64::from(short) * u64::from(more.min(3 * less)) / u64::from(less);
    let long = u32::try_from(long).ok()?.next_multiple_of(GRID).min(3 * short);
    let pixels = u64::from(long) * u64::from(short);
    if long > LONGEST_SIDE || !(PIXELS.0..=PIXELS.1).contains(&pixels) {
        return None;
    }
    let wide = ratio.width >= ratio.height;
    Some(if wide { Dimensions { width: long, height: short } } else { Dimensions { width: short, height: long } })
}

/// Tokens of an image of gpt-image-2. By the calculator of OpenAI's guide: a grid of patches by quality and shape, which
/// weigh more the more pixels there are.
fn tokens(quality: usize, Dimensions { width, height }: Dimensions) -> u64 {
    let patches: u64 = [16, 48, 96][quality.min(2)];
    let (long, short) = (u64::from(width.max(height)), u64::from(width.min(height)));
    let grid = patches * ((patches * short + long / 2) / long.max(1));
    (grid * (2_000_000 + long * short)).div_ceil(4_000_000)
}

/// As validators will classify it.
pub(super) fn tier_of(size: Dimensions) -> Option<Tier> {
    Tier::classify(Modality::Image, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(model: &str, tier: Tier, ratio: &str) -> String {
        Model::of(model).size(tier, ratio.parse().unwrap()).to_string()
    }

    #[test]
    fn a_tier_is_never_undercut_where_the_model_can_make_it() {
        for (model, tier, ratio, wanted) in [
            ("gpt-image-2", Tier::K1, "1:1", "1024x1024"),
            ("gpt-image-2", Tier::K2, "1:1", "2048x2048"),
            ("gpt-image-2", Tier::K4, "1:1", "2048x2048"),
            ("gpt-image-2-2026-04-21", Tier::K2, "16:9", "3648x2048"),
            ("gpt-image-2", Tier::K2, "1:2", "1920x3840"),
            ("gpt-image-2", Tier::K2, "21:9", "2400x1024"), // 2K would be longer than the model goes
            ("gpt-image-2", Tier::K1, "9:1", "3072x1024"),
            ("gpt-image-1.5", Tier::K4, "4:3", "1536x1024"),
            ("gpt-image-1", Tier::K1, "9:16", "1024x1536"),
            ("dall-e-3", Tier::K2, "16:9", "1792x1024"),
            ("dall-e-3", Tier::K1, "1:1", "1024x1024"),
            ("dall-e-2", Tier::K1, "16:9", "1024x1024"),
            ("a-proxys-own", Tier::K2, "16:9", "1024x1024"),
        ] {
            assert_eq!(size(model, tier, ratio), wanted, "{model} {tier} {ratio}");
        }
    }

    #[test]
    fn every_size_of_the_free_family_is_one_that_openai_takes() {
        for (width, height) in (1..=40).flat_map(|width| (1..=40).map(move |height| (width, height))) {
            for tier in Tier::of(Modality::Image) {
                let size = Model::of("gpt-image-2").size(tier, Ratio { width, height });
                let (long, short) = (size.width.max(size.height), size.width.min(size.height));
                assert!(long <= 3_840 && long <= 3 * short && long % 16 == 0 && short % 16 == 0, "{size}");
                assert!((655_360..=8_294_400).contains(&(long * short)), "{size}");
            }
        }
    }

    #[test]
    fn prices_are_those_of_openais_examples() {
        // The cost table of OpenAI's image generation guide, in thousandths of a dollar.
        for (model, quality, width, height, thousandths) in [
            ("gpt-image-2", "low", 1024, 1024, 6),
            ("gpt-image-2", "medium", 1024, 1024, 53),
            ("gpt-image-2", "high", 1024, 1024, 211),
            ("gpt-image-2", "low", 1024, 1536, 5),
            ("gpt-image-2", "medium", 1536, 1024, 41),
            ("gpt-image-2", "high", 1024, 1536, 165),
            ("gpt-image-1.5", "medium", 1024, 1024, 34),
            ("gpt-image-1", "auto", 1536, 1024, 250),
            ("dall-e-3", "hd", 1024, 1792, 120),
        ] {
            let price = Model::of(model).price(Some(&Quality(quality.into())), Dimensions { width, height });
            let price = price.unwrap().0;
            assert_eq!((price + 500) / 1000, thousandths, "{model} {quality} {width}x{height}: {price}");
        }
        assert_eq!(Model::of("gpt-image-2.6-flare").price(None, SQUARE), None);
        assert_eq!(Model::of("a-proxys-own").price(None, SQUARE), None);
    }
}
