//! What is computed, for whichever unit it is compiled for.

use super::{Activation, BLOCK, DEEP, Head, Into, Lane, Linear, Panels, Scratch, TALL, WIDE};

/// How a processor computes a tile.
pub(super) trait Unit {
    /// Adds the product of some rows of `left`, whose panels lie `rows` apart, with `right` to `result`.
    fn tile<const ROWS: usize>(left: &[Lane], rows: usize, right: &[Lane], result: &mut [Lane; ROWS]);
}

/// Any processor: the compiler makes of it what it can.
pub(super) struct Plain;

impl Unit for Plain {
    #[inline(always)]
    fn tile<const ROWS: usize>(left: &[Lane], rows: usize, right: &[Lane], result: &mut [Lane; ROWS]) {
        let mut sums = *result;
        for (panel, block) in right.chunks(WIDE).enumerate() {
            let left = &left[panel * rows..][..ROWS];
            for (column, right) in block.iter().enumerate() {
                for (sums, left) in sums.iter_mut().zip(left) {
                    let factor = left.0[column];
                    for (sum, right) in sums.0.iter_mut().zip(right.0) {
                        *sum += factor * right;
                    }
                }
            }
        }
        *result = sums;
    }
}

/// [`Unit::tile`] for any number of rows up to a tile's.
#[inline(always)]
fn tile<U: Unit>(left: &[Lane], rows: usize, right: &[Lane], result: &mut [Lane]) {
    const { assert!(TALL == 6) };
    match result.len() {
        6 => U::tile::<6>(left, rows, right, result.first_chunk_mut().expect("six")),
        5 => U::tile::<5>(left, rows, right, result.first_chunk_mut().expect("five")),
        4 => U::tile::<4>(left, rows, right, result.first_chunk_mut().expect("four")),
        3 => U::tile::<3>(left, rows, right, result.first_chunk_mut().expect("three")),
        2 => U::tile::<2>(left, rows, right, result.first_chunk_mut().expect("two")),
        _ => U::tile::<1>(left, rows, right, result.first_chunk_mut().expect("one")),
    }
}

#[inline(always)]
pub(super) fn apply<U: Unit>(
    linear: &Linear,
    left: &Panels,
    first: usize,
    result: &mut [Lane],
    into: Into,
    activation: Option<Activation>,
) {
    let rows = left.rows;
    for start in (0..linear.depth).step_by(DEEP) {
        let deep = DEEP.min(linear.depth - start);
        let block = &linear.lanes[start * linear.panels..][..deep * linear.panels];
        let left = left.from(start / WIDE);
        for top in (0..rows).step_by(BLOCK) {
            let bottom = rows.min(top + BLOCK);
            for (panel, result) in result.chunks_exact_mut(rows).enumerate() {
                let right = &block[(first + panel) * deep..][..deep];
                for (at, result) in result[top..bottom].chunks_mut(TALL).enumerate() {
                    if start == 0 {
                        begin(result, &linear.bias[first + panel], into);
                    }
                    tile::<U>(&left[top + at * TALL..], rows, right, result);
                    if let Some(activation) = activation
                        && start + deep == linear.depth
                    {
                        activate(result, activation);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn begin(result: &mut [Lane], bias: &Lane, into: Into) {
    for lane in result {
        if into == Into::Fresh {
            *lane = *bias;
        } else {
            lane.0.iter_mut().zip(bias.0).for_each(|(value, bias)| *value += bias);
        }
    }
}

#[inline(always)]
fn activate(lanes: &mut [Lane], activation: Activation) {
    for lane in lanes {
        match activation {
            Activation::QuickGelu => {
                for value in &mut lane.0 {
                    *value /= 1.0 + exp(-1.702 * *value);
                }
            }
            Activation::Gelu => {
                for value in &mut lane.0 {
                    *value *= 0.5 + 0.5 * erf(*value * std::f32::consts::FRAC_1_SQRT_2);
                }
            }
        }
    }
}

/// e to the power of `power`, to seven digits; written so that compilers make sixteen of it at once.
#[inline(always)]
fn exp(power: f32) -> f32 {
    // Adding this number leaves a whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let power = power.clamp(-87.0, 88.0);
    let rounded = power * std::f32::consts::LOG2_E + ROUND;
    let whole = rounded - ROUND;
    // The natural logarithm of two in two parts, so that the difference keeps its digits.
    let rest = power - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let two = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000));
    // As Cephes' expf.
    let series = ((((1.987_569_1e-4 * rest + 1.398_199_9e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    (series * rest * rest + rest + 1.0) * two
}

/// The error function, to 1.5e-7 (Abramowitz and Stegun 7.1.26).
#[inline(always)]
fn erf(value: f32) -> f32 {
    let size = value.abs();
    let share = 1.0 / (1.0 + 0.327_591_1 * size);
    let series = ((((1.061_405_4 * share - 1.453_152) * share + 1.421_413_7) * share - 0.284_496_74) * share
        + 0.254_829_6)
        * share;
    (1.0 - series * exp(-size * size)).copysign(value)
}

#[inline(always)]
pub(super) fn norm<U: Unit>(
    left: &Panels,
    width: usize,
    epsilon: f32,
    gain: &[Lane],
    bias: &[Lane],
    result: &mut Panels,
) {
    let rows = left.rows;
    let (share, padding) = (1.0 / count(width), count(gain.len() * WIDE - width));
    let mut sums = vec![Lane::ZERO; rows];
    for panel in left.lanes.chunks_exact(rows) {
        for (sum, lane) in sums.iter_mut().zip(panel) {
            sum.0.iter_mut().zip(lane.0).for_each(|(sum, value)| *sum += value);
        }
    }
    let means: Vec<f32> = sums.iter().map(|sum| total(sum) * share).collect();
    sums.fill(Lane::ZERO);
    for panel in left.lanes.chunks_exact(rows) {
        for ((sum, lane), mean) in sums.iter_mut().zip(panel).zip(&means) {
            sum.0.iter_mut().zip(lane.0).for_each(|(sum, value)| *sum += (value - mean) * (value - mean));
        }
    }
    // The columns that do not count are zero: each has added the square of the mean.
    let scale = |(sum, mean): (&Lane, &f32)| 1.0 / ((total(sum) - padding * mean * mean) * share + epsilon).sqrt();
    let scales: Vec<f32> = sums.iter().zip(&means).map(scale).collect();
    let panels = left.lanes.chunks_exact(rows).zip(result.lanes.chunks_exact_mut(rows));
    for ((panel, result), (gain, bias)) in panels.zip(gain.iter().zip(bias)) {
        for ((lane, result), (mean, scale)) in panel.iter().zip(result).zip(means.iter().zip(&scales)) {
            for column in 0..WIDE {
                result.0[column] = (lane.0[column] - mean) * scale * gain.0[column] + bias.0[column];
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "widths are below 2^24")]
fn count(columns: usize) -> f32 {
    columns as f32
}

/// The sum of a lane's numbers, by halves.
#[inline(always)]
fn total(lane: &Lane) -> f32 {
    let mut values = lane.0;
    for half in [8, 4, 2, 1] {
        for at in 0..half {
            values[at] += values[at + half];
        }
    }
    values[0]
}

#[inline(always)]
pub(super) fn attend<U: Unit>(head: &Head, scratch: &mut Scratch, result: &mut [Lane], rows: usize, row: usize) {
    let (depth, blocks) = (head.panels * WIDE, head.tokens.div_ceil(WIDE));
    scratch.keys.clear();
    scratch.keys.resize(blocks * depth, Lane::ZERO);
    scratch.shares.clear();
    scratch.shares.resize(blocks * head.queries, Lane::ZERO);
    turn(head, &mut scratch.keys);
    for (keys, shares) in scratch.keys.chunks_exact(depth).zip(scratch.shares.chunks_exact_mut(head.queries)) {
        for (at, shares) in shares.chunks_mut(TALL).enumerate() {
            tile::<U>(&head.query[at * TALL..], head.query_rows, keys, shares);
        }
    }
    for query in 0..head.queries {
        let seen = if head.causal { query + 1 } else { head.tokens };
        softmax(&mut scratch.shares[query..], head.queries, seen);
    }
    for panel in 0..head.panels {
        let value = &head.value[panel * head.rows..][..head.tokens];
        let result = &mut result[panel * rows + row..][..head.queries];
        result.fill(Lane::ZERO);
        for (at, result) in result.chunks_mut(TALL).enumerate() {
            tile::<U>(&scratch.shares[at * TALL..], head.queries, value, result);
        }
    }
}

/// Turns keys round: a lane for every column, of sixteen tokens each.
#[inline(always)]
fn turn(head: &Head, keys: &mut [Lane]) {
    let depth = head.panels * WIDE;
    for token in 0..head.tokens {
        for panel in 0..head.panels {
            let lane = &head.key[panel * head.rows + token];
            let to = &mut keys[token / WIDE * depth + panel * WIDE..][..WIDE];
            for (to, value) in to.iter_mut().zip(lane.0) {
                to.0[token % WIDE] = value;
            }
        }
    }
}

/// Shares out of likenesses: of one query, whose lanes lie `stride` apart, to the first `seen` tokens.
#[inline(always)]
fn softmax(lanes: &mut [Lane], stride: usize, seen: usize) {
    let mut highest = [f32::NEG_INFINITY; WIDE];
    for (block, lane) in lanes.iter_mut().step_by(stride).enumerate() {
        let there = seen.saturating_sub(block * WIDE);
        if there < WIDE {
            lane.0[there..].fill(f32::NEG_INFINITY);
        }
        highest.iter_mut().zip(lane.0).for_each(|(highest, value)| *highest = value.max(*highest));
    }
    let highest = highest.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = Lane::ZERO;
    for lane in lanes.iter_mut().step_by(stride) {
        for (value, sum) in lane.0.iter_mut().zip(&mut sum.0) {
            *value = exp(*value - highest);
            *sum += *value;
        }
    }
    let share = 1.0 / total(&sum);
    for lane in lanes.iter_mut().step_by(stride) {
        lane.0.iter_mut().for_each(|value| *value *= share);
    }
}
