//! The score of a discriminator, as the network's benchmark computes it (`spec/gas.md` 11.10).

use serde::Serialize;

/// How far probabilities are off at worst for a score above zero.
const WORST_BRIER: f64 = 0.25;

/// Share of the pass over augmented samples, where there is one.
const AUGMENTED: f64 = 0.2;

/// A sample is taken for synthetic if its probability of being so is above this.
pub const SYNTHETIC_ABOVE: f64 = 0.5;

/// Probabilities are kept this far from 0 and 1.
const MARGIN: f64 = 1e-7;

/// What was said of real and synthetic samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Real samples taken for real.
    pub real_as_real: u64,
    /// Real samples taken for synthetic.
    pub real_as_synthetic: u64,
    /// Synthetic samples taken for real: these fooled the discriminator.
    pub synthetic_as_real: u64,
    /// Synthetic samples taken for synthetic.
    pub synthetic_as_synthetic: u64,
}

impl Confusion {
    /// Matthews' correlation coefficient, −1 to 1; 0 where it is undefined (a row or a column is empty).
    #[expect(clippy::cast_precision_loss, reason = "so many samples are never counted")]
    pub fn mcc(&self) -> f64 {
        let [tn, fp, fn_, tp] =
            [self.real_as_real, self.real_as_synthetic, self.synthetic_as_real, self.synthetic_as_synthetic]
                .map(|count| count as f64);
        // Roots one by one: the product of four counts leaves what a number holds exactly.
        let scale = (tp + fp).sqrt() * (tp + fn_).sqrt() * (tn + fp).sqrt() * (tn + fn_).sqrt();
        if scale == 0.0 { 0.0 } else { ((tp * tn - fp * fn_) / scale).clamp(-1.0, 1.0) }
    }
}

/// Predictions of one pass, counted one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Predictions {
    /// Who was taken for what.
    pub confusion: Confusion,
    squared_errors: f64,
    /// How many.
    pub samples: u64,
}

impl Predictions {
    /// Counts a sample and the probability that it was given of being synthetic. For three classes that is one minus the
    /// probability of being real.
    pub fn add(&mut self, is_synthetic: bool, p_synthetic: f64) {
        let count = match (is_synthetic, p_synthetic > SYNTHETIC_ABOVE) {
            (false, false) => &mut self.confusion.real_as_real,
            (false, true) => &mut self.confusion.real_as_synthetic,
            (true, false) => &mut self.confusion.synthetic_as_real,
            (true, true) => &mut self.confusion.synthetic_as_synthetic,
        };
        *count += 1;
        self.samples += 1;
        let truth = if is_synthetic { 1.0 } else { 0.0 };
        self.squared_errors += (p_synthetic.clamp(MARGIN, 1.0 - MARGIN) - truth).powi(2);
    }

    /// Mean squared error of the probabilities; `None` without samples.
    #[expect(clippy::cast_precision_loss, reason = "so many samples are never counted")]
    pub fn brier(&self) -> Option<f64> {
        (self.samples > 0).then(|| self.squared_errors / self.samples as f64)
    }

    /// Score of the pass; `None` without samples.
    pub fn score(&self) -> Option<f64> {
        Some(sn34_score(self.confusion.mcc(), self.brier()?))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, what: &str) {
        assert!((found - expected).abs() < 1e-9, "{what}: {found} instead of {expected}");
    }

    #[test]
    fn predictions_make_a_confusion_matrix_a_coefficient_and_a_brier_score() {
        let mut pass = Predictions::default();
        assert_eq!((pass.brier(), pass.score()), (None, None));
        for (is_synthetic, p) in [(true, 0.9), (true, 0.4), (false, 0.2), (false, 0.5)] {
            pass.add(is_synthetic, p); // 0.5 is not above 0.5
        }
        let Confusion { real_as_real, real_as_synthetic, synthetic_as_real, synthetic_as_synthetic } = pass.confusion;
        assert_eq!([real_as_real, real_as_synthetic, synthetic_as_real, synthetic_as_synthetic], [2, 0, 1, 1]);
        near(pass.confusion.mcc(), 2.0 / 12_f64.sqrt(), "coefficient"); // (1·2 − 0·1) / √(1·2·2·3)
        near(pass.brier().unwrap(), (0.01 + 0.36 + 0.04 + 0.25) / 4.0, "Brier");
        near(pass.score().unwrap(), sn34_score(2.0 / 12_f64.sqrt(), 0.165), "score");
    }

    #[test]
    fn one_class_alone_has_the_coefficient_0_and_probabilities_stay_off_the_ends() {
        let mut pass = Predictions::default();
        pass.add(true, 1.0);
        pass.add(true, 0.0);
        near(pass.confusion.mcc(), 0.0, "undefined");
        near(pass.brier().unwrap(), f64::midpoint(1e-14, (1.0 - 1e-7_f64).powi(2)), "clipped");
    }

    #[test]
    fn a_million_samples_have_the_coefficient_of_a_hundred() {
        let few =
            Confusion { real_as_real: 40, real_as_synthetic: 10, synthetic_as_real: 5, synthetic_as_synthetic: 45 };
        let many = |count: u64| count * 1_000_000_000;
        let lots = Confusion {
            real_as_real: many(40),
            real_as_synthetic: many(10),
            synthetic_as_real: many(5),
            synthetic_as_synthetic: many(45),
        };
        near(lots.mcc(), few.mcc(), "scale");
    }
}
