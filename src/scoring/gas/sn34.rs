//! The score of a discriminator, as the network's benchmark computes it (`spec/gas.md` 11.10).

/// How far probabilities are off at worst for a score above zero.
const WORST_BRIER: f64 = 0.25;

/// Share of the pass over augmented samples, where there is one.
const AUGMENTED: f64 = 0.2;

/// Score of one pass, in `0.0..=1.0`: `mcc` is Matthews' correlation coefficient (−1 to 1, 0 where it is undefined),
/// `brier` the mean squared error of the probability of being synthetic. What is no number counts as the worst.
pub fn sn34_score(mcc: f64, brier: f64) -> f64 {
    let mcc = if mcc.is_finite() { mcc } else { -1.0 };
    let brier = if brier.is_finite() { brier } else { WORST_BRIER };
    let mcc_norm = f64::midpoint(mcc, 1.0).clamp(0.0, 1.0).powf(1.2);
    let brier_norm = ((WORST_BRIER - brier) / WORST_BRIER).max(0.0).powf(1.8);
    (mcc_norm * brier_norm).max(1e-12).sqrt().clamp(0.0, 1.0)
}

/// Both passes together.
pub fn sn34_with_augmented(base: f64, augmented: f64) -> f64 {
    (1.0 - AUGMENTED) * base + AUGMENTED * augmented
}
