//! What one verified medium is worth (`spec/gas.md` 11.2 to 11.4).

use crate::media::Tier;

/// Prices per second of the 720p tiers scale to the others by these, where a model has no row of its own.
const TIER_SCALE: [f64; 3] = [0.44, 1.0, 2.25];

/// Models that name themselves nowhere: Veo, whose manifests hold no model.
const UNNAMED: [f64; 3] = [0.07, 0.152, 0.40];

/// Prices by tier of models that have them, tested in this order: `…-fast` never reaches the row of the full model.
const BY_TIER: [(&str, [Option<f64>; 3]); 2] = [
    ("dreamina-seedance-2-0-fast", [Some(0.07), Some(0.152), None]),
    ("dreamina-seedance-2-0", [Some(0.10), Some(0.40), Some(0.48)]),
];

/// Relative prices of image tiers; the baseline is 1.
const IMAGE: [f64; 3] = [1.0, 2.0, 4.0];

/// What a video that falls short of the asked tier keeps, for each tier that is missing.
const SHORTFALL: f64 = 0.6;

/// Prices of video models, in USD per second.
///
/// The defaults are pinned. The reference reads live prices when it starts, so that validators disagree by when they
/// did (`spec/gas.md` 18, point 31).
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// By model name, in the order in which substrings are tried.
    flat: Vec<(String, f64)>,
    /// The cheapest; never zero.
    baseline: f64,
}

impl Default for Prices {
    fn default() -> Self {
        let flat = [
            ("google/veo-3.1-lite", 0.03),
            ("google/veo-3.1-fast", 0.08),
            ("google/veo-3.1", 0.20),
            ("dreamina-seedance-2-0-fast", 0.152),
            ("dreamina-seedance-2-0", 0.40),
        ];
        Self { flat: flat.map(|(name, price)| (name.to_owned(), price)).to_vec(), baseline: 0.03 }
    }
}

impl Prices {
    /// What a model costs regardless of the tier: by its exact name, else by the first known name that it contains,
    /// else the baseline.
    fn flat(&self, model: &str) -> f64 {
        let exact = self.flat.iter().find(|(name, _)| name == model);
        let found = exact.or_else(|| self.flat.iter().find(|(name, _)| contains(model, name)));
        found.map_or(self.baseline, |(_, price)| *price)
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
}

/// The tier that is paid: the lower of both. A medium of unknown size has none; one for which no tier was asked has
/// its own.
fn effective(requested: Option<Tier>, observed: Option<Tier>) -> Option<Tier> {
    let observed = observed?;
    Some(requested.map_or(observed, |requested| requested.min(observed)))
}

/// Place of a tier in the price rows, which list the tiers of a modality from low to high.
fn column(tier: Tier) -> usize {
    tier.rank() as usize
}

/// Price of one verified video, never below the baseline (`spec/gas.md` 11.3). The tiers must be those of videos.
pub fn video_price(prices: &Prices, model: Option<&str>, requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    let Some(column) = effective(requested, observed).map(column) else { return prices.baseline };
    let price = match model {
        None => UNNAMED[column],
        Some(model) => match tier_row(model) {
            Some(row) => row[column].unwrap_or_else(|| row.into_iter().flatten().fold(0.0, f64::max)),
            None => prices.flat(model) * TIER_SCALE[column],
        },
    };
    price.max(prices.baseline)
}

fn tier_row(model: &str) -> Option<[Option<f64>; 3]> {
    let exact = BY_TIER.iter().find(|(name, _)| *name == model);
    exact.or_else(|| BY_TIER.iter().find(|(name, _)| contains(model, name))).map(|(_, row)| *row)
}

/// How much more than the cheapest one verified video counts; what falls short of the asked tier is cut besides.
pub fn video_multiplier(prices: &Prices, model: Option<&str>, requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    let missing = match (requested, observed) {
        (Some(requested), Some(observed)) => requested.rank().saturating_sub(observed.rank()),
        _ => 0,
    };
    let price = video_price(prices, model, requested, observed);
    (price / prices.baseline).sqrt() * SHORTFALL.powi(i32::try_from(missing).unwrap_or(i32::MAX))
}

/// How much more than a 1K picture one verified picture counts. One of unknown size counts as 1K.
pub fn image_multiplier(requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    effective(requested, observed).map_or(1.0, |tier| IMAGE[column(tier)].sqrt())
}
