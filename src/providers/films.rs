//! Facts about the models that make videos, whichever service sells them, and what is chosen of what they offer.
//!
//! The network sees pixels, not a service's words: the tier of each size is computed as validators do
//! (`spec/gas.md` 8.3). What is asked for is never undercut where the model can do it; what it cannot is made in its
//! highest tier.

use super::prompt::Limit;
use super::{GenerationRequest, Offer, Order, PriceList, Ratio, SelectError, Wishes};
use crate::media::{Dimensions, Tier};
use crate::protocol::gas::ModelInfo;
use crate::types::{MicroUsd, Modality};

/// A model of one service.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Film {
    /// The service's name of it.
    pub(super) name: &'static str,
    /// The sizes that it makes.
    pub(super) sizes: &'static [Dimensions],
    /// The lengths that it makes, in seconds.
    pub(super) seconds: Seconds,
    /// Whether it takes a wish about sound.
    pub(super) audio: bool,
    /// Whether it takes a seed.
    pub(super) seed: bool,
    /// Its name in its manifests; Veo's show none.
    pub(super) signed_name: Option<&'static str>,
    /// What a second costs.
    pub(super) prices: &'static [Price],
    /// The longest prompt; `None` where nobody says.
    pub(super) prompt: Option<Limit>,
}

/// What a second of video costs in a tier, in millionths of a US dollar.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Price {
    pub(super) tier: Tier,
    pub(super) silent: u64,
    pub(super) with_sound: u64,
}

/// A row of a price list.
pub(super) const fn price(tier: Tier, silent: u64, with_sound: u64) -> Price {
    Price { tier, silent, with_sound }
}

/// Lengths that a model makes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seconds {
    /// These.
    Of(&'static [u32]),
    /// Every whole number between, both included.
    Between(u32, u32),
}

impl Seconds {
    /// The nearest to what is wished; of two, the one that is listed first.
    fn nearest(&self, wish: u32) -> u32 {
        match self {
            Self::Of(all) => all.iter().copied().min_by_key(|seconds| seconds.abs_diff(wish)).unwrap_or(wish),
            Self::Between(least, most) => wish.clamp(*least, *most),
        }
    }

    fn all(&self) -> Vec<u32> {
        match self {
            Self::Of(all) => all.to_vec(),
            Self::Between(least, most) => (*least..=*most).collect(),
        }
    }
}

const fn size(width: u32, height: u32) -> Dimensions {
    Dimensions { width, height }
}

/// Veo 3.1, as its services list it; landscape first, since ties go to what is listed first.
pub(super) const VEO: &[Dimensions] = &[size(1280, 720), size(720, 1280), size(1920, 1080), size(1080, 1920)];

/// Seedance 2.0 (`spec/gas.md` 5.5). Its 4K sizes are left out: the network knows no tier above 1080p.
pub(super) const SEEDANCE: &[Dimensions] = &[
    size(864, 496),
    size(992, 432),
    size(752, 560),
    size(640, 640),
    size(560, 752),
    size(496, 864),
    size(1280, 720),
    size(1470, 630),
    size(1112, 834),
    size(960, 960),
    size(834, 1112),
    size(720, 1280),
    size(1920, 1080),
    size(2206, 946),
    size(1664, 1248),
    size(1440, 1440),
    size(1248, 1664),
    size(1080, 1920),
];

/// Seedance 2.0 fast: the same up to 720p.
pub(super) const SEEDANCE_FAST: &[Dimensions] = {
    let (fast, _) = SEEDANCE.split_at(12);
    fast
};

pub(super) const VEO_SECONDS: Seconds = Seconds::Of(&[4, 6, 8]);
pub(super) const SEEDANCE_SECONDS: Seconds = Seconds::Between(4, 15);

/// By which names validators price Seedance (`spec/gas.md` 11.2).
pub(super) const SEEDANCE_NAME: &str = "dreamina-seedance-2-0";
pub(super) const SEEDANCE_FAST_NAME: &str = "dreamina-seedance-2-0-fast";

/// Seedance's tiers at the network's reference prices (`spec/gas.md` 11.2). Sound is included.
pub(super) const SEEDANCE_PRICES: &[Price] =
    &[price(Tier::P480, 100_000, 100_000), price(Tier::P720, 400_000, 400_000), price(Tier::P1080, 480_000, 480_000)];

/// Likewise of Seedance fast.
pub(super) const SEEDANCE_FAST_PRICES: &[Price] =
    &[price(Tier::P480, 70_000, 70_000), price(Tier::P720, 152_000, 152_000)];

/// What is bought of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) film: &'static Film,
    /// In which the network will see it.
    pub(super) tier: Tier,
    pub(super) size: Dimensions,
    pub(super) seconds: u32,
    /// `None` leaves it to the model.
    pub(super) audio: Option<bool>,
    pub(super) cost: Option<MicroUsd>,
}

impl Choice {
    /// As an order; `frame` is the size in the service's words.
    pub(super) fn order(&self, frame: &str) -> Order {
        Order {
            model: self.film.name.into(),
            size: format!("{frame}, {} s", self.seconds),
            tier: Some(self.tier),
            cost: self.cost,
        }
    }
}

impl Film {
    /// What is bought for a tier that is asked for.
    pub(super) fn choose(
        &'static self,
        asked: Option<Tier>,
        ratio: Ratio,
        wishes: &Wishes,
        prices: &PriceList,
    ) -> Choice {
        let tier = self.tier(wishes.tier(Modality::Video, asked));
        let sizes = self.sizes.iter().copied().filter(|size| tier_of(*size) == tier);
        let size = ratio.nearest(sizes, |size| (size.width, size.height)).unwrap_or(self.sizes[0]);
        let seconds = self.seconds.nearest(wishes.video_seconds);
        let audio = wishes.video_audio.filter(|_| self.audio);
        let second = prices.of(self.name, Some(tier)).or_else(|| self.second(tier, audio));
        Choice { film: self, tier, size, seconds, audio, cost: second.map(|price| price.times(seconds.into())) }
    }

    /// The lowest tier that is not below the wanted one, else the highest.
    fn tier(&self, wanted: Tier) -> Tier {
        let tiers = self.tiers();
        tiers.iter().copied().find(|tier| tier.rank() >= wanted.rank()).unwrap_or(tiers[tiers.len() - 1])
    }

    /// The tiers that it makes, lowest first.
    fn tiers(&self) -> Vec<Tier> {
        let makes = |tier: &Tier| self.sizes.iter().any(|size| tier_of(*size) == *tier);
        Tier::of(Modality::Video).into_iter().filter(makes).collect()
    }

    /// What a second costs. A model that is left to itself makes sound.
    fn second(&self, tier: Tier, audio: Option<bool>) -> Option<MicroUsd> {
        let price = self.prices.iter().find(|price| price.tier == tier)?;
        Some(MicroUsd(if audio == Some(false) { price.silent } else { price.with_sound }))
    }
}

/// As validators classify it.
fn tier_of(size: Dimensions) -> Tier {
    Tier::classify(Modality::Video, size).expect("no side is zero")
}

/// The shape to make: a validator's wish costs nothing, so it goes before the operator's.
pub(super) fn ratio(request: &GenerationRequest, wishes: &Wishes) -> Ratio {
    let asked = request.text("aspect_ratio").or_else(|| request.text("ratio"));
    asked.and_then(|text| text.parse().ok()).unwrap_or(wishes.video_ratio)
}

/// A service's models.
pub(super) struct Catalogue {
    /// Word of the service.
    pub(super) service: &'static str,
    /// The setting that chooses the model.
    pub(super) variable: &'static str,
    /// As in the error text about unknown models.
    pub(super) title: &'static str,
    /// Without a choice.
    pub(super) default: &'static str,
    pub(super) films: &'static [Film],
    /// Models that would be paid for in vain, and why.
    pub(super) refused: &'static [(&'static str, &'static str)],
}

impl Catalogue {
    /// The model of that name: exactly, else whatever its case.
    pub(super) fn find(&self, name: &str) -> Result<&'static Film, SelectError> {
        let name = match name.trim() {
            "" => self.default,
            name => name,
        };
        let exact = self.films.iter().find(|film| film.name == name);
        let film = exact.or_else(|| self.films.iter().find(|film| film.name.eq_ignore_ascii_case(name)));
        film.ok_or_else(|| {
            let name: String = name.chars().take(80).collect();
            let accepted = format!("Accepted values: {}", self.names().join(", "));
            let known = self.refused.iter().find(|(refused, _)| refused.eq_ignore_ascii_case(&name));
            let reason = match known {
                Some((name, why)) => format!("`{name}` earns nothing: {why}. {accepted}"),
                None => format!("Unsupported {} model '{name}'. {accepted}", self.title),
            };
            SelectError::Model { variable: self.variable, reason }
        })
    }

    /// All names, sorted.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.films.iter().map(|film| film.name).collect();
        names.sort_unstable();
        names
    }

    /// Every model in every tier that a validator may ask for; `order` is what the service would be asked for.
    pub(super) fn offers(&self, configured: &str, order: impl Fn(&'static Film, Tier) -> Order) -> Vec<Offer> {
        let configured = self.find(configured).ok();
        let tiers = Tier::of(Modality::Video);
        let pairs = self.films.iter().flat_map(|film| tiers.map(|tier| (film, tier)));
        let offer = |(film, asked): (&'static Film, Tier)| Offer {
            service: self.service,
            modality: Modality::Video,
            asked,
            order: order(film, asked),
            signed_name: film.signed_name,
            accepted: Some(true), // what is not is refused at start
            ends: None,
            configured: Some(film) == configured,
        };
        pairs.map(offer).collect()
    }

    /// All models as `/miner_info` lists them, the configured one first.
    pub(super) fn models(&self, configured: &'static Film, wishes: &Wishes) -> Vec<ModelInfo> {
        let others = self.films.iter().filter(|film| *film != configured);
        let info = |film: &'static Film| ModelInfo {
            name: film.name.into(),
            modality: Modality::Video,
            configured: film == configured,
            max_resolution: film.tiers().last().map(|tier| tier.min(film.tier(wishes.max_video))),
            durations_s: film.seconds.all(),
            prompt_limit: film.prompt.map(Into::into),
        };
        std::iter::once(configured).chain(others).map(info).collect()
    }
}
