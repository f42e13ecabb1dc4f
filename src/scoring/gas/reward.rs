//! From outcomes to rewards, and from rewards to scores (`spec/gas.md` 11.5 to 11.7).
//!
//! Each step returns the numbers that it is made of, so that what is explained is what was computed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::amount;
use super::price::{ItemValue, Prices, mean, mean_of_names, value};
use crate::media::Tier;
use crate::types::{Hotkey, Modality};

/// How much of the newest reward a score takes over.
pub const EMA: f64 = 0.5;

/// Verified media up to this many count in full, those beyond by the logarithm.
const FULL_VOLUME: usize = 10;

/// One verified medium.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Tier that was asked for, if one was.
    pub requested: Option<Tier>,
    /// Tier that it turned out to be; `None` if its size is unknown.
    pub observed: Option<Tier>,
    /// Model that its manifest names.
    pub model_name: Option<String>,
}

/// How the challenges of one modality ended for one miner; those still open do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModalityOutcomes {
    /// What passed every check.
    pub verified: Vec<Item>,
    /// What passed too, but of which no more than perhaps the model's name is known. It counts by number, and by name
    /// only where `verified` is empty (`spec/gas.md` 11.4).
    pub unrecorded: Vec<Option<String>>,
    /// How many did not.
    pub failed: u32,
}

impl ModalityOutcomes {
    /// How many passed.
    pub const fn passed(&self) -> usize {
        self.verified.len() + self.unrecorded.len()
    }
}

/// How the challenges of one miner ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinerOutcomes {
    /// Pictures.
    pub image: ModalityOutcomes,
    /// Films.
    pub video: ModalityOutcomes,
}

impl MinerOutcomes {
    /// Whether anything passed.
    pub const fn has_delivered(&self) -> bool {
        self.image.passed() + self.video.passed() > 0
    }
}

/// Shares of the modalities in a reward (`SCORING_IMAGE_WEIGHT`, `SCORING_VIDEO_WEIGHT`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModalityWeights {
    /// Pictures, 0.30 by default.
    pub image: f64,
    /// Films, 0.70 by default.
    pub video: f64,
}

impl Default for ModalityWeights {
    fn default() -> Self {
        Self { image: 0.30, video: 0.70 }
    }
}

/// Samples of a generator that the benchmark's discriminators judged in the last 7 days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoolCounts {
    /// Taken for real.
    pub fooled: u64,
    /// Recognised.
    pub not_fooled: u64,
}

/// Bonus for fooling discriminators; the base reward is multiplied by one plus this (`spec/gas.md` 11.6).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FoolBonus {
    /// What it is computed from.
    #[serde(flatten)]
    pub counts: FoolCounts,
    /// Share of samples that were taken for real.
    pub rate: f64,
    /// How much the number of samples counts, in `0.5..=2.0`.
    pub sample_factor: f64,
    /// In `0.0..=2.0`.
    pub bonus: f64,
}

impl FoolBonus {
    /// `None` without samples: there is no rate then.
    #[expect(clippy::cast_precision_loss, reason = "counts of a week fit 52 bits")]
    pub fn of(counts: FoolCounts) -> Option<Self> {
        let fooled = counts.fooled as f64;
        let count = fooled + counts.not_fooled as f64;
        if count <= 0.0 {
            return None;
        }
        let rate = fooled / count;
        let sample_factor = if count >= 20.0 { (1.0 + (count / 20.0).ln()).min(2.0) } else { (count / 20.0).max(0.5) };
        Some(Self { counts, rate, sample_factor, bonus: (rate * sample_factor).clamp(0.0, 2.0) })
    }
}

/// What a number of verified media counts: ten in full, more by the logarithm, so that quantity alone does not win.
#[expect(clippy::cast_precision_loss, reason = "counts of a day fit 52 bits")]
pub fn volume(verified: usize) -> f64 {
    let beyond = (verified.saturating_sub(FULL_VOLUME - 1)).max(1);
    verified.min(FULL_VOLUME) as f64 + (beyond as f64).log2()
}

/// Reward of one modality before the bonus: pass rate × volume × multiplier (`spec/gas.md` 11.5).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BaseReward<'a> {
    /// Each medium that passed and of which there is a record.
    pub items: Vec<ItemValue<'a>>,
    /// How many passed.
    pub verified: usize,
    /// How many did not.
    pub failed: u32,
    /// Share of those that passed; 0 where nothing ended.
    pub pass_rate: f64,
    /// What the number of those that passed counts.
    pub volume: f64,
    /// Mean multiplier of the media; 0 without any.
    pub multiplier: f64,
    /// In `0.0..`.
    pub value: f64,
}

/// See [`BaseReward`].
#[expect(clippy::cast_precision_loss, reason = "counts of a day fit 52 bits")]
pub fn base_reward<'a>(prices: &Prices, modality: Modality, outcomes: &'a ModalityOutcomes) -> BaseReward<'a> {
    let (verified, failed) = (outcomes.passed(), outcomes.failed);
    if verified == 0 {
        return BaseReward { failed, ..BaseReward::default() };
    }
    let items: Vec<ItemValue<'a>> = outcomes.verified.iter().map(|item| value(prices, modality, item)).collect();
    let mut multipliers: Vec<f64> = items.iter().map(|item| item.multiplier).collect();
    let multiplier = mean(&mut multipliers).unwrap_or_else(|| match modality {
        Modality::Image => 1.0,
        Modality::Video => mean_of_names(prices, outcomes.unrecorded.iter().flatten().map(String::as_str)),
    });
    let count = verified as f64;
    let (pass_rate, volume) = (count / (count + f64::from(failed)), volume(verified));
    BaseReward {
        items,
        verified,
        failed,
        pass_rate,
        volume,
        multiplier,
        value: amount(pass_rate * volume * multiplier),
    }
}

/// What one epoch earned a miner, and how (`spec/gas.md` 11.7).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reward<'a> {
    /// Of pictures.
    pub image: BaseReward<'a>,
    /// Of films.
    pub video: BaseReward<'a>,
    /// How much each counts.
    pub weights: ModalityWeights,
    /// Both together.
    pub weighted: f64,
    /// `None` where the benchmark has no samples of this miner.
    pub fool: Option<FoolBonus>,
    /// In `0.0..`.
    pub value: f64,
}

/// See [`Reward`]. Weights that are no amounts count as none.
pub fn reward<'a>(
    prices: &Prices,
    weights: ModalityWeights,
    outcomes: &'a MinerOutcomes,
    counts: Option<FoolCounts>,
) -> Reward<'a> {
    let image = base_reward(prices, Modality::Image, &outcomes.image);
    let video = base_reward(prices, Modality::Video, &outcomes.video);
    let fool = counts.and_then(FoolBonus::of);
    let weighted = amount(amount(weights.image) * image.value + amount(weights.video) * video.value);
    let value = amount(weighted * (1.0 + fool.map_or(0.0, |fool| fool.bonus)));
    Reward { image, video, weights, weighted, fool, value }
}

/// How one score moved in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreStep {
    /// The score before.
    pub previous: f64,
    /// What the epoch earned; 0 for who has no outcomes.
    pub reward: f64,
    /// Half of each.
    pub average: f64,
    /// Whether something was delivered within a day, or nobody delivered anything.
    pub active: bool,
    /// The score after: the average, or 0 for who is not active.
    pub score: f64,
}

/// Moves every score half way to its newest reward; who earned nothing moves towards zero, and who has not delivered
/// for a day (`active` lacks it) falls to zero at once. Returns how each moved.
///
/// Without any reward nothing moves: that is a validator without outcomes, not a network of failures. Without any
/// active miner nobody falls.
pub fn update_scores(
    scores: &mut BTreeMap<Hotkey, f64>,
    rewards: &BTreeMap<Hotkey, f64>,
    active: &BTreeSet<Hotkey>,
) -> BTreeMap<Hotkey, ScoreStep> {
    if rewards.is_empty() {
        return BTreeMap::new();
    }
    for hotkey in rewards.keys() {
        scores.entry(*hotkey).or_insert(0.0);
    }
    let step = |(hotkey, score): (&Hotkey, &mut f64)| {
        let (previous, reward) = (amount(*score), rewards.get(hotkey).copied().map_or(0.0, amount));
        let average = amount(EMA * reward + (1.0 - EMA) * previous);
        let active = active.is_empty() || active.contains(hotkey);
        *score = if active { average } else { 0.0 };
        (*hotkey, ScoreStep { previous, reward, average, active, score: *score })
    };
    scores.iter_mut().map(step).collect()
}
