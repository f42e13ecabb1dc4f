//! Rewards and weights of GAS (`spec/gas.md` 11): outcomes in, shares out. Arithmetic only.
//!
//! ```text
//!  outcomes ──> base reward per modality ──┐
//!    (price: what an item is worth)        ├──> reward ──> score (average over epochs) ──> share of the weights
//!  fool counts ──> fool bonus ─────────────┘
//! ```
//!
//! Everything is keyed by hotkey: a uid changes hands, and a newcomer must not inherit another's reward
//! (`spec/gas.md` 18, point 29). All results are finite and not negative; an argument that is not a number, or is
//! infinite or negative, counts as 0.

mod price;
mod reward;
mod sn34;
mod weights;

#[cfg(test)]
mod examples;

pub use price::{ItemValue, Price, Prices, image_multiplier, video_multiplier, video_price};
pub use reward::{
    BaseReward, EMA, FoolBonus, FoolCounts, Item, MinerOutcomes, ModalityOutcomes, ModalityWeights, Reward, ScoreStep,
    base_reward, reward, update_scores, volume,
};
pub use sn34::{Confusion, Predictions, SYNTHETIC_ABOVE, sn34_score, sn34_with_augmented};
pub use weights::{
    AUDIO_ESCROW_SHARE, BURN_SHARE, IMAGE_ESCROW_SHARE, Purpose, Shares, Special, UnregisteredShare,
    UnregisteredShareError, VIDEO_ESCROW_SHARE, shares,
};

/// Outcomes of so long before an epoch count (`spec/gas.md` 11.1).
pub const WINDOW: std::time::Duration = std::time::Duration::from_hours(24);

/// What is no amount counts as none.
fn amount(value: f64) -> f64 {
    if value.is_finite() && value > 0.0 { value } else { 0.0 }
}
