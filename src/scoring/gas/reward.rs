//! From outcomes to rewards, and from rewards to scores (`spec/gas.md` 11.5 to 11.7).

use std::collections::{BTreeMap, BTreeSet};

use super::amount;
use super::price::{Prices, image_multiplier, video_multiplier};
use crate::media::Tier;
use crate::types::{Hotkey, Modality};

/// How much of the newest reward a score takes over.
const EMA: f64 = 0.5;

/// Verified media up to this many count in full, those beyond by the logarithm.
const FULL_VOLUME: usize = 10;

/// One verified medium.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// How many did not.
    pub failed: u32,
}

/// How the challenges of one miner ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinerOutcomes {
    /// Pictures.
    pub image: ModalityOutcomes,
    /// Films.
    pub video: ModalityOutcomes,
}

/// Shares of the modalities in a reward (`SCORING_IMAGE_WEIGHT`, `SCORING_VIDEO_WEIGHT`).
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// What a number of verified media counts: ten in full, more by the logarithm, so that quantity alone does not win.
#[expect(clippy::cast_precision_loss, reason = "counts of a day fit 52 bits")]
pub fn volume(verified: usize) -> f64 {
    let beyond = (verified.saturating_sub(FULL_VOLUME - 1)).max(1);
    verified.min(FULL_VOLUME) as f64 + (beyond as f64).log2()
}

/// Reward of one modality, before the bonus: pass rate × volume × mean multiplier (`spec/gas.md` 11.5). In `0.0..`.
#[expect(clippy::cast_precision_loss, reason = "counts of a day fit 52 bits")]
pub fn base_reward(prices: &Prices, modality: Modality, outcomes: &ModalityOutcomes) -> f64 {
    let verified = outcomes.verified.len();
    if verified == 0 {
        return 0.0;
    }
    let count = verified as f64;
    let pass_rate = count / (count + f64::from(outcomes.failed));
    let multiplier = |item: &Item| match modality {
        Modality::Image => image_multiplier(item.requested, item.observed),
        Modality::Video => video_multiplier(prices, item.model_name.as_deref(), item.requested, item.observed),
    };
    // Sorted, so that the order in which a store lists outcomes cannot change the last bit of a sum.
    let mut multipliers: Vec<f64> = outcomes.verified.iter().map(multiplier).collect();
    multipliers.sort_by(f64::total_cmp);
    let mean = multipliers.iter().sum::<f64>() / count;
    amount(pass_rate * volume(verified) * mean)
}

/// Bonus for fooling discriminators, in `0.0..=2.0`; the base reward is multiplied by one plus this.
///
/// Both arguments count samples of the last 7 days. `None` without samples: there is no rate then.
/// Source: `spec/gas.md` 11.6.
pub fn fool_bonus(fooled: u32, not_fooled: u32) -> Option<f64> {
    let count = f64::from(fooled) + f64::from(not_fooled);
    if count <= 0.0 {
        return None;
    }
    let rate = f64::from(fooled) / count;
    let sample = if count >= 20.0 { (1.0 + (count / 20.0).ln()).min(2.0) } else { (count / 20.0).max(0.5) };
    Some((rate * sample).clamp(0.0, 2.0))
}

/// What one epoch earned a miner. A bonus that is no amount counts as none. In `0.0..`.
pub fn reward(prices: &Prices, weights: ModalityWeights, outcomes: &MinerOutcomes, bonus: f64) -> f64 {
    let image = base_reward(prices, Modality::Image, &outcomes.image);
    let video = base_reward(prices, Modality::Video, &outcomes.video);
    amount((amount(weights.image) * image + amount(weights.video) * video) * (1.0 + amount(bonus)))
}

/// Moves every score half way to its newest reward; who earned nothing moves towards zero, and who has not delivered
/// for a day (`active` lacks it) falls to zero at once.
///
/// Without any reward nothing moves: that is a validator without outcomes, not a network of failures. Without any
/// active miner nobody falls.
pub fn update_scores(scores: &mut BTreeMap<Hotkey, f64>, rewards: &BTreeMap<Hotkey, f64>, active: &BTreeSet<Hotkey>) {
    if rewards.is_empty() {
        return;
    }
    for hotkey in rewards.keys() {
        scores.entry(*hotkey).or_insert(0.0);
    }
    for (hotkey, score) in scores.iter_mut() {
        let reward = rewards.get(hotkey).copied().map_or(0.0, amount);
        *score = amount(EMA * reward + (1.0 - EMA) * amount(*score));
        if !active.is_empty() && !active.contains(hotkey) {
            *score = 0.0;
        }
    }
}
