//! What one verified medium is worth (`spec/gas.md` 11.2 to 11.4).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::reward::Item;
use crate::media::Tier;
use crate::types::Modality;

/// Prices per second of the 720p tiers scale to the others by these, where a model has no row of its own.
const TIER_SCALE: [f64; 3] = [0.44, 1.0, 2.25];

/// Models that name themselves nowhere: Veo, whose manifests hold no model.
const UNNAMED: [f64; 3] = [0.07, 0.152, 0.40];

/// The pinned prices, whatever the tier; the order is that in which substrings are tried.
const FLAT: [(&str, f64); 5] = [
    ("google/veo-3.1-lite", 0.03),
    ("google/veo-3.1-fast", 0.08),
    ("google/veo-3.1", 0.20),
    ("dreamina-seedance-2-0-fast", 0.152),
    ("dreamina-seedance-2-0", 0.40),
];

/// Prices by tier of models that have them, tested in this order: `…-fast` never reaches the row of the full model.
const BY_TIER: [(&str, [Option<f64>; 3]); 2] = [
    ("dreamina-seedance-2-0-fast", [Some(0.07), Some(0.152), None]),
    ("dreamina-seedance-2-0", [Some(0.10), Some(0.40), Some(0.48)]),
];

/// Relative prices of image tiers; the baseline is 1.
const IMAGE: [f64; 3] = [1.0, 2.0, 4.0];

/// What a video that falls short of the asked tier keeps, for each tier that is missing.
const SHORTFALL: f64 = 0.6;

/// Models whose prices may be set; more than anybody sells.
const MOST_MODELS: usize = 2_000;

/// Prices of video models, in USD per second.
///
/// The defaults are pinned. The reference reads live prices when it starts, so that validators disagree by when they
/// did (`spec/gas.md` 18, point 31). Written and read as `{"MODEL": USD, "MODEL@TIER": USD}`: what differs from the
/// pinned ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// By model name, in the order in which substrings are tried.
    flat: Vec<(String, f64)>,
    /// Likewise, of models with a price for each tier.
    by_tier: Vec<(String, [Option<f64>; 3])>,
    /// The cheapest flat price; never zero.
    baseline: f64,
}

/// A price that is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// Model, as manifests name it or part of that.
    pub model: String,
    /// Tier of videos; `None` is any.
    pub tier: Option<Tier>,
    /// A second's, in USD.
    pub usd: f64,
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = self.tier.map(|tier| format!("@{tier}")).unwrap_or_default();
        write!(f, "{}{tier}={}", self.model, self.usd)
    }
}

impl Default for Prices {
    fn default() -> Self {
        let flat: Vec<_> = FLAT.iter().map(|(name, price)| ((*name).to_owned(), *price)).collect();
        let by_tier = BY_TIER.iter().map(|(name, row)| ((*name).to_owned(), *row)).collect();
        Self { baseline: cheapest(&flat), flat, by_tier }
    }
}

fn cheapest(flat: &[(String, f64)]) -> f64 {
    flat.iter().map(|(_, price)| *price).fold(f64::INFINITY, f64::min)
}

impl Prices {
    /// With these prices in place of those of the same name, or besides; the baseline is the cheapest of all flat ones
    /// anew (`spec/gas.md` 11.2). What is no price above zero changes nothing, since a baseline of zero has no multiples.
    #[must_use]
    pub fn with(mut self, prices: impl IntoIterator<Item = Price>) -> Self {
        for Price { model, tier, usd } in prices {
            if !usd.is_finite() || usd <= 0.0 || model.is_empty() {
                continue;
            }
            match tier {
                None => put(&mut self.flat, &model, |price| *price = usd, usd),
                Some(tier) => {
                    let mut row = [None; 3];
                    row[column(tier)] = Some(usd);
                    put(&mut self.by_tier, &model, |row| row[column(tier)] = Some(usd), row);
                }
            }
        }
        self.baseline = cheapest(&self.flat);
        self
    }

    /// The cheapest flat price: what a medium of an unknown model is worth.
    pub const fn baseline(&self) -> f64 {
        self.baseline
    }

    /// Every price, flat ones first.
    pub fn all(&self) -> Vec<Price> {
        let flat = self.flat.iter().map(|(model, usd)| Price { model: model.clone(), tier: None, usd: *usd });
        let rows = self.by_tier.iter().flat_map(|(model, row)| {
            let tiers = Tier::of(Modality::Video).into_iter().zip(row);
            tiers.filter_map(|(tier, usd)| Some(Price { model: model.clone(), tier: Some(tier), usd: (*usd)? }))
        });
        flat.chain(rows).collect()
    }

    /// What differs from other prices, such as from the pinned ones.
    pub fn different_from(&self, other: &Self) -> Vec<Price> {
        let known = other.all();
        self.all().into_iter().filter(|price| !known.contains(price)).collect()
    }

    /// What a model costs regardless of the tier: by its exact name, else by the first known name that it contains,
    /// else the baseline.
    fn flat(&self, model: &str) -> f64 {
        let exact = self.flat.iter().find(|(name, _)| name == model);
        let found = exact.or_else(|| self.flat.iter().find(|(name, _)| contains(model, name)));
        found.map_or(self.baseline, |(_, price)| *price)
    }

    fn tier_row(&self, model: &str) -> Option<[Option<f64>; 3]> {
        let exact = self.by_tier.iter().find(|(name, _)| name == model);
        exact.or_else(|| self.by_tier.iter().find(|(name, _)| contains(model, name))).map(|(_, row)| *row)
    }
}

fn put<T>(rows: &mut Vec<(String, T)>, name: &str, change: impl FnOnce(&mut T), new: T) {
    if let Some((_, row)) = rows.iter_mut().find(|(known, _)| known == name) {
        change(row);
    } else if rows.len() < MOST_MODELS {
        rows.push((name.to_owned(), new));
    }
}

impl Serialize for Prices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name =
            |price: &Price| price.tier.map_or_else(|| price.model.clone(), |tier| format!("{}@{tier}", price.model));
        serializer.collect_map(self.different_from(&Self::default()).iter().map(|price| (name(price), price.usd)))
    }
}

impl<'de> Deserialize<'de> for Prices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = serde_json::Map::<String, serde_json::Value>::deserialize(deserializer)?;
        let read = |(name, usd): (String, serde_json::Value)| {
            let usd = usd.as_f64().filter(|usd| *usd > 0.0);
            let usd = usd.ok_or_else(|| serde::de::Error::custom(format_args!("`{name}` has no price above zero")))?;
            let (model, tier) = match name.rsplit_once('@') {
                None => (name, None),
                Some((model, tier)) => {
                    let tier = Tier::parse(Modality::Video, tier).map_err(serde::de::Error::custom)?;
                    (model.to_owned(), Some(tier))
                }
            };
            Ok(Price { model, tier, usd })
        };
        Ok(Self::default().with(found.into_iter().map(read).collect::<Result<Vec<_>, D::Error>>()?))
    }
}

/// Whether `text` holds `part`, in any case; without a copy, since every outcome of a day is asked for each model.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len().max(1)).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// What one verified medium counts, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ItemValue<'a> {
    /// The medium.
    #[serde(flatten)]
    pub item: &'a Item,
    /// The tier that is paid: the lower of asked and found; `None` where the size is unknown.
    pub paid: Option<Tier>,
    /// Its price: of a second of video in USD; of an image relative to one of the lowest tier.
    pub price: f64,
    /// The price that counts one.
    pub baseline: f64,
    /// What is kept of the multiple for falling short of the asked tier; 1 where nothing is missing, and for images.
    pub shortfall: f64,
    /// How much it counts: √(price / baseline) × shortfall.
    pub multiplier: f64,
}

/// The value of a medium.
pub(super) fn value<'a>(prices: &Prices, modality: Modality, item: &'a Item) -> ItemValue<'a> {
    let Item { requested, observed, model_name } = item;
    let paid = effective(*requested, *observed);
    let (price, baseline, shortfall) = match modality {
        Modality::Image => (paid.map_or(IMAGE[0], |tier| IMAGE[column(tier)]), IMAGE[0], 1.0),
        Modality::Video => {
            let price = price_of(prices, model_name.as_deref(), paid);
            (price, prices.baseline, shortfall(*requested, *observed))
        }
    };
    ItemValue { item, paid, price, baseline, shortfall, multiplier: multiplier(price, baseline, shortfall) }
}

/// The one formula of `spec/gas.md` 11.4.
fn multiplier(price: f64, baseline: f64, shortfall: f64) -> f64 {
    (price / baseline).sqrt() * shortfall
}

/// What models whose media have no records count on average: by their flat prices, 1 without any name
/// (`spec/gas.md` 11.4).
pub(super) fn mean_of_names<'a>(prices: &Prices, names: impl Iterator<Item = &'a str>) -> f64 {
    let mut multipliers: Vec<f64> = names.map(|name| multiplier(prices.flat(name), prices.baseline, 1.0)).collect();
    mean(&mut multipliers).unwrap_or(1.0)
}

/// The mean, the same for any order of `values`; `None` without any.
#[expect(clippy::cast_precision_loss, reason = "counts of a day fit 52 bits")]
pub(super) fn mean(values: &mut [f64]) -> Option<f64> {
    // Sorted, so that the order in which a store lists outcomes cannot change the last bit of a sum.
    values.sort_unstable_by(f64::total_cmp);
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
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

/// Price of one verified video, never below the baseline (`spec/gas.md` 11.3).
fn price_of(prices: &Prices, model: Option<&str>, paid: Option<Tier>) -> f64 {
    let Some(column) = paid.map(column) else { return prices.baseline };
    let price = match model {
        None => UNNAMED[column],
        Some(model) => match prices.tier_row(model) {
            Some(row) => row[column].unwrap_or_else(|| row.into_iter().flatten().fold(0.0, f64::max)),
            None => prices.flat(model) * TIER_SCALE[column],
        },
    };
    price.max(prices.baseline)
}

fn shortfall(requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    let missing = match (requested, observed) {
        (Some(requested), Some(observed)) => requested.rank().saturating_sub(observed.rank()),
        _ => 0,
    };
    SHORTFALL.powi(i32::try_from(missing).unwrap_or(i32::MAX))
}

/// Price of one verified video, never below the baseline (`spec/gas.md` 11.3). The tiers must be those of videos.
pub fn video_price(prices: &Prices, model: Option<&str>, requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    price_of(prices, model, effective(requested, observed))
}

/// How much more than the cheapest one verified video counts; what falls short of the asked tier is cut besides.
pub fn video_multiplier(prices: &Prices, model: Option<&str>, requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    multiplier(video_price(prices, model, requested, observed), prices.baseline, shortfall(requested, observed))
}

/// How much more than a 1K picture one verified picture counts. One of unknown size counts as 1K.
pub fn image_multiplier(requested: Option<Tier>, observed: Option<Tier>) -> f64 {
    let price = effective(requested, observed).map_or(IMAGE[0], |tier| IMAGE[column(tier)]);
    multiplier(price, IMAGE[0], 1.0)
}
