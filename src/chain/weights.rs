//! From shares to the u16 weights of the chain (`spec/chain.md` 7.5).
//!
//! By default the arithmetic is that of SDK 9 and 10, which running validators use, in float32 as there: a share that lies
//! on half a step would round the other way in float64. Two of its rules are left out on purpose: a vector without anything
//! above zero is an error, and a subnet of fewer seats than `MinAllowedWeights` is padded rather than made uniform. A
//! uniform vector would pay everybody, those who cheat included. SDK 11 computes in float64, and pads nothing.

use std::str::FromStr;

use super::rules::fit_weights;
use crate::types::{Hint, Uid};

/// Whose arithmetic makes weights of shares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rules {
    /// SDK 9 and 10: in float32; too few weights are padded with tiny ones for every seat.
    #[default]
    Sdk10,
    /// SDK 11: in float64; too few weights are an error.
    Sdk11,
}

/// A word that names no arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not sdk10 or sdk11")]
pub struct RulesError(String);

impl FromStr for Rules {
    type Err = RulesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "sdk10" => Ok(Self::Sdk10),
            "sdk11" => Ok(Self::Sdk11),
            other => Err(RulesError(other.chars().take(40).collect())),
        }
    }
}

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
    /// Fewer than the subnet asks for, where nothing is padded.
    #[error("the subnet asks for at least {least} weights, and only {found} are above zero")]
    TooFew {
        /// Above zero, as whole numbers.
        found: usize,
        /// At least.
        least: u16,
    },
    /// Whatever they are, one of them is above the subnet's limit.
    #[error(
        "the subnet takes no weight above {limit} of 65535, which {found} weights cannot meet: one of them is always above it"
    )]
    CapTooLow {
        /// Above zero, as whole numbers.
        found: usize,
        /// `MaxWeightsLimit`.
        limit: u16,
    },
}

impl Hint for WeightsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Nothing => Some("weights follow once a miner has delivered media that pass every check".into()),
            Self::NoAmount { .. } => None,
            Self::CapTooLow { .. } => Some("weights follow once more miners have a score".into()),
            Self::TooFew { .. } => Some("WEIGHTS_RULES=sdk10 adds tiny weights for every seat".into()),
        }
    }
}

/// The weights for the chain, in order of the uid and without zeros; the largest is 65535.
///
/// `shares` holds each seat of the subnet once. `min_allowed` and `max_limit` are the subnet's `MinAllowedWeights` and
/// `MaxWeightsLimit`.
pub(crate) fn to_u16(
    shares: &[(Uid, f64)],
    min_allowed: u16,
    max_limit: u16,
    rules: Rules,
) -> Result<Vec<(Uid, u16)>, WeightsError> {
    let most = match rules {
        Rules::Sdk10 => f64::from(f32::MAX),
        Rules::Sdk11 => f64::MAX,
    };
    if let Some((uid, share)) = shares.iter().find(|(_, share)| !(0.0..=most).contains(share)) {
        return Err(WeightsError::NoAmount { uid: *uid, share: *share });
    }
    let weights = match rules {
        Rules::Sdk10 => by_sdk_10(shares, min_allowed, max_limit),
        Rules::Sdk11 => by_sdk_11(shares, min_allowed, max_limit),
    }?;
    if weights.len() < 2 {
        return Ok(weights); // whether it is its own, which has no limit, is not known here
    }
    // Rounding moves the sum, and so can take the largest share above the limit again.
    fit_weights(&weights, max_limit).ok_or(WeightsError::CapTooLow { found: weights.len(), limit: max_limit })
}

/// In float64; the cap counts all seats that are handed in. A seat that weighs itself alone is not known here, and capped like
/// any other: validators weigh others.
fn by_sdk_11(shares: &[(Uid, f64)], min_allowed: u16, max_limit: u16) -> Result<Vec<(Uid, u16)>, WeightsError> {
    let mut seats = shares.to_vec();
    seats.sort_by_key(|(uid, _)| *uid);
    let given: Vec<f64> = seats.iter().map(|(_, share)| *share).collect();
    if !given.iter().any(|share| *share > 0.0) {
        return Err(WeightsError::Nothing);
    }
    let capped = if max_limit < u16::MAX { cap64(&given, f64::from(max_limit) / f64::from(u16::MAX)) } else { given };
    let largest = capped.iter().copied().fold(0.0, f64::max);
    let scaled = seats.iter().zip(&capped).map(|((uid, _), share)| (*uid, whole(share / largest)));
    let weights: Vec<(Uid, u16)> = scaled.filter(|(_, weight)| *weight > 0).collect();
    if weights.len() < usize::from(min_allowed).min(seats.len()) {
        return Err(WeightsError::TooFew { found: weights.len(), least: min_allowed });
    }
    Ok(weights)
}

/// As [`cap`], in float64.
#[expect(clippy::cast_precision_loss, reason = "at most 65536 seats")]
fn cap64(shares: &[f64], limit: f64) -> Vec<f64> {
    let epsilon = f64::from(EPSILON);
    let (count, total) = (shares.len(), shares.iter().sum::<f64>());
    if count as f64 * limit <= 1.0 {
        return vec![1.0 / count as f64; count];
    }
    let mut sorted: Vec<f64> = shares.iter().map(|share| share / total).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.last().is_none_or(|largest| *largest <= limit) {
        return shares.iter().map(|share| share / total).collect();
    }
    let mut running = 0.0;
    let (mut below, mut reached) = (0, 0.0);
    for (index, share) in sorted.iter().enumerate() {
        running += share;
        if index == 0 {
            reached = running;
        }
        if share / ((count - index - 1) as f64 * share + running + epsilon) < limit {
            below += 1;
            reached = running;
        }
    }
    let cutoff = (limit * reached - epsilon) / (1.0 - limit * (count - below) as f64) * total;
    let clipped: Vec<f64> = shares.iter().map(|share| share.min(cutoff)).collect();
    let total = clipped.iter().sum::<f64>();
    clipped.iter().map(|share| share / total).collect()
}

/// A share of the largest weight, as the chain writes it.
fn whole(of_largest: f64) -> u16 {
    let scaled = (of_largest * f64::from(u16::MAX)).round_ties_even();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in 0 to 65535: no share is above the largest"
    )]
    let weight = scaled as u16;
    weight
}

fn by_sdk_10(shares: &[(Uid, f64)], min_allowed: u16, max_limit: u16) -> Result<Vec<(Uid, u16)>, WeightsError> {
    #[expect(clippy::cast_possible_truncation, reason = "the SDK computes in float32")]
    let mut seats: Vec<(Uid, f32)> = shares.iter().map(|(uid, share)| (*uid, *share as f32)).collect();
    seats.sort_by_key(|(uid, _)| *uid);
    let above_zero = seats.iter().filter(|(_, share)| *share > 0.0).count();
    if above_zero == 0 {
        return Err(WeightsError::Nothing);
    }
    let fewest = usize::from(min_allowed).min(seats.len());
    if above_zero < fewest {
        for (_, share) in &mut seats {
            *share += PADDING;
        }
    } else {
        seats.retain(|(_, share)| *share > 0.0);
    }
    let shares: Vec<f32> = seats.iter().map(|(_, share)| *share).collect();
    let capped = cap(&shares, f64::from(max_limit) / f64::from(u16::MAX));
    let largest = capped.iter().copied().fold(0.0, f32::max);
    let whole = |share: f32| whole(f64::from(share) / f64::from(largest));
    let mut scaled: Vec<(Uid, u16)> =
        seats.iter().zip(&capped).map(|((uid, _), share)| (*uid, whole(*share))).collect();
    // A share that rounds to nothing counts where the subnet asks for so many.
    if scaled.iter().filter(|(_, weight)| *weight > 0).count() < fewest {
        for (_, weight) in &mut scaled {
            *weight = (*weight).max(1);
        }
    }
    Ok(scaled.into_iter().filter(|(_, weight)| *weight > 0).collect())
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
        sdk_11_3_0: serde_json::Value,
    }

    #[derive(Deserialize)]
    struct Emitted {
        uids: Vec<u16>,
        values: Vec<u16>,
    }

    #[test]
    fn weights_are_those_of_the_sdk_but_for_a_vector_of_zeros() {
        // spec/chain.md 14
        let Some(text) = crate::chain::shared("data/chain/vectors/weights.json") else { return };
        let vectors: Vectors = serde_json::from_slice(&text).unwrap();
        assert_eq!(vectors.cases.len(), 12);
        for case in vectors.cases {
            let found = to_u16(&seats(&case.weights), case.min_allowed, case.max_limit, Rules::Sdk10);
            if case.name == "all zero" {
                assert_eq!(found, Err(WeightsError::Nothing));
                continue;
            }
            if case.name == "cap cannot be met" {
                // The SDK sends what the chain refuses.
                assert!(matches!(found, Err(WeightsError::CapTooLow { .. })), "{found:?}");
                continue;
            }
            let emitted = case.sdk_10_5_0;
            let expected: Vec<(Uid, u16)> = emitted.uids.into_iter().map(Uid).zip(emitted.values).collect();
            assert_eq!(found.unwrap(), expected, "{}", case.name);
        }
    }

    #[test]
    fn weights_by_the_newer_rules_are_those_of_the_newer_sdk() {
        // spec/chain.md 14
        let Some(text) = crate::chain::shared("data/chain/vectors/weights.json") else { return };
        let vectors: Vectors = serde_json::from_slice(&text).unwrap();
        for case in vectors.cases {
            let found = to_u16(&seats(&case.weights), case.min_allowed, case.max_limit, Rules::Sdk11);
            if let Some(refused) = case.sdk_11_3_0["refused"].as_str() {
                let error = found.unwrap_err();
                let same = if refused.contains("are zero") { "above zero" } else { "at least 4 weights, and only 2" };
                assert!(error.to_string().contains(same), "{error} for {refused}");
                continue;
            }
            if case.name == "cap cannot be met" {
                assert!(matches!(found, Err(WeightsError::CapTooLow { .. })), "{found:?}");
                continue;
            }
            let emitted: Emitted = serde_json::from_value(case.sdk_11_3_0).unwrap();
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
        let found = to_u16(&seats(&shares), 1, u16::MAX, Rules::Sdk10).unwrap();
        let expected = [(1, 65535), (2, 65535), (3, 6554), (4, 17524), (5, 2639), (6, 6051)];
        assert_eq!(found, expected.map(|(uid, weight)| (Uid(uid), weight)));
        let empty =
            to_u16(&seats(&[0.0, 0.4, 0.4, 0.04, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 1, u16::MAX, Rules::Sdk10).unwrap();
        assert_eq!(empty, [(1, 65535), (2, 65535), (3, 6553)].map(|(uid, weight)| (Uid(uid), weight)));
    }

    #[test]
    fn seats_that_round_to_nothing_count_where_the_subnet_asks_for_so_many() {
        let shares = [0.5, 0.25, 1e-7, 0.0];
        let found = to_u16(&seats(&shares), 3, u16::MAX, Rules::Sdk10).unwrap();
        assert_eq!(found, [(0, 65535), (1, 32768), (2, 1)].map(|(uid, weight)| (Uid(uid), weight)));
        // Where two are enough, it stays away as before.
        assert_eq!(to_u16(&seats(&shares), 2, u16::MAX, Rules::Sdk10).unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_amount_is_named_with_its_uid() {
        for share in [f64::NAN, f64::INFINITY, -0.1] {
            let error = to_u16(&seats(&[0.5, share]), 1, u16::MAX, Rules::Sdk10).unwrap_err();
            assert!(matches!(error, WeightsError::NoAmount { uid: Uid(1), .. }), "{error}");
        }
        assert_eq!(to_u16(&[], 1, u16::MAX, Rules::Sdk10), Err(WeightsError::Nothing));
        assert_eq!(to_u16(&[], 1, u16::MAX, Rules::Sdk11), Err(WeightsError::Nothing));
    }

    proptest! {
        #[test]
        fn the_largest_is_full_and_the_order_of_shares_is_kept(shares in proptest::collection::vec(0.0..1.0_f64, 1..256)) {
            let seats = seats(&shares);
            prop_assume!(shares.iter().any(|share| *share > 1e-6));
            let found = to_u16(&seats, 1, u16::MAX, Rules::Sdk10).unwrap();
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
            shares in proptest::collection::vec(0.001..1.0_f64, 2..200), dominant in 1.0..100.0_f64,
            limit in 1_000..65_535_u16,
        ) {
            let mut shares = shares;
            shares[0] = dominant;
            let count = f64::from(u16::try_from(shares.len()).unwrap());
            prop_assume!(count * f64::from(limit) > 65_535.0 * 1.05);
            for rules in [Rules::Sdk10, Rules::Sdk11] {
                let found = to_u16(&seats(&shares), 1, limit, rules).unwrap();
                let total: u64 = found.iter().map(|(_, weight)| u64::from(*weight)).sum();
                // As the chain compares what was sent: in 32.32 fixed point.
                prop_assert!((65_535_u64 << 32) / total <= (u64::from(limit) << 32) / 65_535);
                prop_assert_eq!(found.iter().map(|(_, weight)| *weight).max(), Some(u16::MAX));
            }
        }
    }
}
