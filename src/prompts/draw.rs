//! Chance that a seed decides, the same on every machine and in every version: libraries change their generators.

/// A stream of numbers (`SplitMix64`).
#[derive(Debug, Clone)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * (bound as u128);
        usize::try_from(wide >> 64).expect("it is below a usize")
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// One of `all`, which is not empty.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// The place of one among weights of which at least one is above 0.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are taken")]
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut rest = unit * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return place;
            }
            rest -= weight;
        }
        weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0)
    }

    /// All, in another order.
    pub(super) fn shuffled<T: Copy>(&mut self, all: &[T]) -> Vec<T> {
        let mut found = all.to_vec();
        for end in (1..found.len()).rev() {
            let other = self.below(end + 1);
            found.swap(end, other);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_on_every_machine() {
        // The first outputs of SplitMix64 for the seed 1234567, as published with it.
        let mut draw = Draw::new(1_234_567);
        assert_eq!([draw.next(), draw.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn weights_are_obeyed() {
        let mut draw = Draw::new(1);
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            counts[draw.weighted(&[0.5, 0.0, 1.5])] += 1;
        }
        assert!(counts[1] == 0 && (2_200..2_800).contains(&counts[0]), "{counts:?}");
    }
}
