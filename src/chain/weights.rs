//! From shares to the u16 weights of the chain (`spec/chain.md` 7.5).
//!
//! The arithmetic is that of SDK 9 and 10, which running validators use, in float32 as there: a share that lies on half
//! a step would round the other way in float64. Two of its rules are left out on purpose: a vector without anything
//! above zero is an error, and a subnet of fewer seats than `MinAllowedWeights` is padded rather than made uniform. A
//! uniform vector would pay everybody, those who cheat included.

use crate::types::{Hint, Uid};

/// Added to every seat where too few weights are above zero.
const PADDING: f32 = 1e-5;

/// Keeps divisions of the cap stable.
const EPSILON: f32 = 1e-7;

/// Why shares are no weights.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WeightsError {
    /// Nothing to set.
    #[error("no share is above zero, so there are no weights to set")]
    Nothing,
    /// Negative, infinite, or not a number.
    #[error("the share of uid {uid} is {share}, which is no amount")]
    NoAmount {
        /// Whose.
        uid: Uid,
        /// As given.
        share: f64,
    },
}

impl Hint for WeightsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Nothing => Some("weights follow once a miner has delivered media that pass every check".into()),
            Self::NoAmount { .. } => None,
        }
    }
}

/// The weights for the chain, in order of the uid and without zeros; the largest is 65535.
///
/// `shares` holds each seat of the subnet once. `min_allowed` and `max_limit` are the subnet's `MinAllowedWeights` and
/// `MaxWeightsLimit`.
pub(crate) fn to_u16(shares: &[(Uid, f64)], min_allowed: u16, max_limit: u16) -> Result<Vec<(Uid, u16)>, WeightsError> {
    let is_amount = |share: f64| (0.0..=f64::from(f32::MAX)).contains(&share);
    if let Some((uid, share)) = shares.iter().find(|(_, share)| !is_amount(*share)) {
        return Err(WeightsError::NoAmount { uid: *uid, share: *share });
    }
    #[expect(clippy::cast_possible_truncation, reason = "the SDK computes in float32")]
    let mut seats: Vec<(Uid, f32)> = shares.iter().map(|(uid, share)| (*uid, *share as f32)).collect();
    seats.sort_by_key(|(uid, _)| *uid);
    let above_zero = seats.iter().filter(|(_, share)| *share > 0.0).count();
    if above_zero == 0 {
        return Err(WeightsError::Nothing);
    }
    if above_zero < usize::from(min_allowed).min(seats.len()) {
        for (_, share) in &mut seats {
            *share += PADDING;
        }
    } else {
        seats.retain(|(_, share)| *share > 0.0);
    }
    let shares: Vec<f32> = seats.iter().map(|(_, share)| *share).collect();
    let capped = cap(&shares, f64::from(max_limit) / f64::from(u16::MAX));
    let largest = capped.iter().copied().fold(0.0, f32::max);
    let scaled = seats.iter().zip(&capped).map(|((uid, _), share)| {
        let scaled = (f64::from(*share) / f64::from(largest) * f64::from(u16::MAX)).round_ties_even();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 0 to 65535: no share is above the largest"
        )]
        let weight = scaled as u16;
        (*uid, weight)
    });
    Ok(scaled.filter(|(_, weight)| *weight > 0).collect())
}

/// Normalises to a sum of one so that no share is above `limit`.
#[expect(clippy::cast_precision_loss, reason = "at most 65536 seats")]
#[expect(clippy::cast_possible_truncation, reason = "the SDK computes in float32")]
fn cap(shares: &[f32], limit: f64) -> Vec<f32> {
    let count = shares.len();
    if count as f64 * limit <= 1.0 {
        return vec![1.0 / count as f32; count];
    }
    let mut sorted = shares.to_vec();
    sorted.sort_by(f32::total_cmp);
    let total = sum(&sorted);
    let estimates: Vec<f32> = sorted.iter().map(|share| share / total).collect();
    let limit32 = limit as f32;
    if estimates.last().is_none_or(|largest| *largest <= limit32) {
        let total = sum(shares);
        return shares.iter().map(|share| share / total).collect();
    }
    let running: Vec<f32> = estimates
        .iter()
        .scan(0.0_f32, |sum, estimate| {
            *sum += estimate;
            Some(*sum)
        })
        .collect();
    let below = (0..count)
        .filter(|&index| {
            let rest = (count - index - 1) as f32 * estimates[index];
            estimates[index] / (rest + running[index] + EPSILON) < limit32
        })
        .count();
    // The smallest of more than 1/limit shares is below the limit, so at least one is.
    let reached = running[below.saturating_sub(1)];
    let scale = f64::from(limit32 * reached - EPSILON) / (1.0 - limit * (count - below) as f64);
    let cutoff = scale * f64::from(total);
    let clipped: Vec<f32> =
        shares.iter().map(|share| if f64::from(*share) > cutoff { cutoff as f32 } else { *share }).collect();
    let total = sum(&clipped);
    clipped.iter().map(|share| share / total).collect()
}

/// The sum as numpy computes it (pairwise, eight at a time), since the last bit decides which way a half is rounded.
fn sum(values: &[f32]) -> f32 {
    const LANES: usize = 8;
    const BLOCK: usize = 128;
    if values.len() < LANES {
        return values.iter().sum();
    }
    if values.len() > BLOCK {
        let half = values.len() / 2;
        let (left, right) = values.split_at(half - half % LANES);
        return sum(left) + sum(right);
    }
    let (lanes, rest) = values.split_at(values.len() - values.len() % LANES);
    let mut sums = [0.0_f32; LANES];
    for eight in lanes.chunks_exact(LANES) {
        for (sum, value) in sums.iter_mut().zip(eight) {
            *sum += value;
        }
    }
    let pair = |first: usize| sums[first] + sums[first + 1];
    rest.iter().fold((pair(0) + pair(2)) + (pair(4) + pair(6)), |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    fn seats(shares: &[f64]) -> Vec<(Uid, f64)> {
        shares.iter().enumerate().map(|(uid, share)| (Uid(u16::try_from(uid).unwrap()), *share)).collect()
    }

    #[derive(Deserialize)]
    struct Vectors {
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        weights: Vec<f64>,
        min_allowed: u16,
        max_limit: u16,
        sdk_10_5_0: Emitted,
    }

    #[derive(Deserialize)]
    struct Emitted {
        uids: Vec<u16>,
        values: Vec<u16>,
    }

    #[test]
    fn weights_are_those_of_the_sdk_but_for_a_vector_of_zeros() {
        // spec/chain.md 14
        let base = std::env::var_os("GASCLI_SHARED").map_or_else(
            || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
            std::path::PathBuf::from,
        );
        let Ok(text) = std::fs::read_to_string(base.join("data/chain/vectors/weights.json")) else {
            assert!(std::env::var_os("GASCLI_REQUIRE_SHARED").is_none_or(|value| value != "1"), "no shared data");
            return;
        };
        let vectors: Vectors = serde_json::from_str(&text).unwrap();
        assert_eq!(vectors.cases.len(), 12);
        for case in vectors.cases {
            let found = to_u16(&seats(&case.weights), case.min_allowed, case.max_limit);
            if case.name == "all zero" {
                assert_eq!(found, Err(WeightsError::Nothing));
                continue;
            }
            let emitted = case.sdk_10_5_0;
            let expected: Vec<(Uid, u16)> = emitted.uids.into_iter().map(Uid).zip(emitted.values).collect();
            assert_eq!(found.unwrap(), expected, "{}", case.name);
        }
    }

    #[test]
    fn the_emission_of_the_subnet_s_specification_is_met_to_the_unit() {
        // spec/gas.md 11.9 E
        let total = 28.962_986 + 4.362_094 + 10.0;
        let of = |score: f64| score / total * 0.16;
        let shares = [0.0, 0.4, 0.4, 0.04, of(28.962_986), of(4.362_094), of(10.0), 0.0, 0.0, 0.0];
        let found = to_u16(&seats(&shares), 1, u16::MAX).unwrap();
        let expected = [(1, 65535), (2, 65535), (3, 6554), (4, 17524), (5, 2639), (6, 6051)];
        assert_eq!(found, expected.map(|(uid, weight)| (Uid(uid), weight)));
        let empty = to_u16(&seats(&[0.0, 0.4, 0.4, 0.04, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 1, u16::MAX).unwrap();
        assert_eq!(empty, [(1, 65535), (2, 65535), (3, 6553)].map(|(uid, weight)| (Uid(uid), weight)));
    }

    #[test]
    fn what_is_no_amount_is_named_with_its_uid() {
        for share in [f64::NAN, f64::INFINITY, -0.1] {
            let error = to_u16(&seats(&[0.5, share]), 1, u16::MAX).unwrap_err();
            assert!(matches!(error, WeightsError::NoAmount { uid: Uid(1), .. }), "{error}");
        }
        assert_eq!(to_u16(&[], 1, u16::MAX), Err(WeightsError::Nothing));
    }

    proptest! {
        #[test]
        fn the_largest_is_full_and_the_order_of_shares_is_kept(shares in proptest::collection::vec(0.0..1.0_f64, 1..256)) {
            let seats = seats(&shares);
            prop_assume!(shares.iter().any(|share| *share > 1e-6));
            let found = to_u16(&seats, 1, u16::MAX).unwrap();
            prop_assert_eq!(found.iter().map(|(_, weight)| *weight).max(), Some(u16::MAX));
            for pair in found.windows(2) {
                let share = |uid: Uid| shares[usize::from(uid.0)];
                prop_assert!(pair[0].0 < pair[1].0);
                if share(pair[0].0) < share(pair[1].0) {
                    prop_assert!(pair[0].1 <= pair[1].1);
                }
            }
        }

        #[test]
        fn no_weight_is_above_the_chain_s_limit(
            shares in proptest::collection::vec(0.001..1.0_f64, 2..200), limit in 1_000..65_535_u16,
        ) {
            let count = f64::from(u16::try_from(shares.len()).unwrap());
            prop_assume!(count * f64::from(limit) > 65_535.0 * 1.05);
            let found = to_u16(&seats(&shares), 1, limit).unwrap();
            let total: u32 = found.iter().map(|(_, weight)| u32::from(*weight)).sum();
            // Rounding to whole weights may add a little; the chain compares what was sent.
            prop_assert!(65_535.0 / f64::from(total) <= f64::from(limit) / 65_535.0 * 1.01);
        }
    }
}
