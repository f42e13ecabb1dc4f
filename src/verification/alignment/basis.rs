//! A few directions along which known media differ most, so that two that are far apart are told by a few numbers.
//!
//! Whatever the directions are, they stand at right angles to each other and have length one; so two vectors are never
//! nearer to each other than their parts along them are. Which directions they are decides about speed alone.

use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::clip::Embedding;

/// Numbers of a medium that are looked at first.
pub(super) const PARTS: usize = 64;

/// Passes over the sample; more turn the directions by little.
const PASSES: usize = 3;

/// What a part is at most, as it is kept: larger ones are cut, which brings two media nearer to each other and never
/// farther apart.
const LARGEST: f32 = 0.5;

/// A step of what is kept.
pub(super) const STEP: f32 = LARGEST / 127.0;

/// A medium as it is kept: its parts in steps, from the middle of all.
pub(super) type Code = [i8; PARTS];

/// See the module.
#[derive(Debug)]
pub(super) struct Basis {
    dimension: usize,
    /// As many vectors as there are parts, or dimensions if those are fewer.
    axes: Vec<f32>,
    /// The middle of the sample, along the axes.
    middle: Vec<f32>,
}

impl Basis {
    /// Finds them from a sample of known media: the main directions of how they lie around their middle, by repeated
    /// multiplication. What a small sample leaves open is filled by chance, always the same.
    pub(super) fn learn(dimension: usize, sample: &[Embedding]) -> Self {
        let mut rng = SmallRng::seed_from_u64(34);
        let count = PARTS.min(dimension);
        let mut middle = vec![0.0; dimension];
        for embedding in sample {
            add(&mut middle, embedding.values(), 1.0 / len(sample.len()));
        }
        let mut axes: Vec<f32> = (0..count * dimension).map(|_| rng.random_range(-1.0..1.0)).collect();
        straighten(&mut axes, dimension, &mut rng);
        for _ in 0..if sample.is_empty() { 0 } else { PASSES } {
            let mut turned = vec![0.0; axes.len()];
            for embedding in sample {
                let mut from_middle = embedding.values().to_vec();
                add(&mut from_middle, &middle, -1.0);
                for (axis, into) in axes.chunks_exact(dimension).zip(turned.chunks_exact_mut(dimension)) {
                    add(into, &from_middle, dot(axis, &from_middle));
                }
            }
            axes = turned;
            straighten(&mut axes, dimension, &mut rng);
        }
        let middle = axes.chunks_exact(dimension).map(|axis| dot(axis, &middle)).collect();
        Self { dimension, axes, middle }
    }

    /// A medium along the axes, in steps.
    pub(super) fn code(&self, embedding: &Embedding) -> Code {
        let mut code = [0; PARTS];
        for ((axis, middle), into) in self.axes.chunks_exact(self.dimension).zip(&self.middle).zip(&mut code) {
            let part = (dot(axis, embedding.values()) - middle).clamp(-LARGEST, LARGEST);
            #[expect(clippy::cast_possible_truncation, reason = "from -127 to 127")]
            let steps = (part / STEP).round() as i8;
            *into = steps;
        }
        code
    }

    pub(super) const fn dimension(&self) -> usize {
        self.dimension
    }
}

/// Parts that mostly tell already that two media are far apart.
const FIRST: usize = 16;

/// The square of the distance of two codes, in steps, if it is at most `reach`.
pub(super) fn distance(one: &Code, two: &Code, reach: u32) -> Option<u32> {
    let ((one, one_rest), (two, two_rest)) = (one.split_at(FIRST), two.split_at(FIRST));
    let first = squares(one, two);
    if first > reach {
        return None;
    }
    Some(first + squares(one_rest, two_rest)).filter(|apart| *apart <= reach)
}

fn squares(one: &[i8], two: &[i8]) -> u32 {
    let square = |(one, two): (&i8, &i8)| {
        let apart = i32::from(i16::from(*one) - i16::from(*two));
        apart * apart
    };
    one.iter().zip(two).map(square).sum::<i32>().unsigned_abs()
}

/// The largest [`distance`] that two media of at least this cosine can have.
pub(super) fn reach(cosine: f32) -> u32 {
    // |a - b|² = 2 - 2 cos; each code is off by half a step in each part at most; the rest is for rounding.
    let parts = f64::from(u8::try_from(PARTS).unwrap_or(u8::MAX));
    let apart = (2.0 - 2.0 * f64::from(cosine)).max(0.0).sqrt() + f64::from(STEP) * parts.sqrt() + 1e-3;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, and not negative")]
    let steps = (apart / f64::from(STEP)).powi(2).ceil() as u32;
    steps
}

#[expect(clippy::cast_precision_loss, reason = "a sample is small")]
const fn len(count: usize) -> f32 {
    count as f32
}

/// In eight sums side by side, which the processor adds at once.
fn dot(one: &[f32], two: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (ones, twos) = (one.chunks_exact(8), two.chunks_exact(8));
    let rest: f32 = ones.remainder().iter().zip(twos.remainder()).map(|(one, two)| one * two).sum();
    for (one, two) in ones.zip(twos) {
        for lane in 0..8 {
            sums[lane] += one[lane] * two[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn add(into: &mut [f32], other: &[f32], times: f32) {
    for (into, other) in into.iter_mut().zip(other) {
        *into += other * times;
    }
}

/// Makes the axes stand at right angles with length one (Gram-Schmidt, twice for the sake of rounding). One that lies in
/// the space of those before it is replaced by chance.
fn straighten(axes: &mut [f32], dimension: usize, rng: &mut SmallRng) {
    for at in 0..axes.len() / dimension {
        let (before, rest) = axes.split_at_mut(at * dimension);
        let axis = &mut rest[..dimension];
        loop {
            let began = dot(axis, axis).sqrt();
            if began.is_normal() {
                for value in axis.iter_mut() {
                    *value /= began;
                }
                for _ in 0..2 {
                    for other in before.chunks_exact(dimension) {
                        let along = dot(axis, other);
                        add(axis, other, -along);
                    }
                }
            }
            let left = dot(axis, axis).sqrt();
            if left > 1e-3 {
                for value in axis.iter_mut() {
                    *value /= left;
                }
                break;
            }
            axis.fill_with(|| rng.random_range(-1.0..1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directions_stand_at_right_angles_whatever_the_sample() {
        let one = Embedding::new((0..96_u8).map(f32::from).collect()).unwrap();
        for (dimension, sample) in [(96, vec![]), (96, vec![one.clone(); 3]), (16, vec![])] {
            let basis = Basis::learn(dimension, &sample);
            let axes: Vec<&[f32]> = basis.axes.chunks_exact(dimension).collect();
            assert_eq!(axes.len(), PARTS.min(dimension));
            for (at, one) in axes.iter().enumerate() {
                for (other, two) in axes.iter().enumerate() {
                    let expected = if at == other { 1.0 } else { 0.0 };
                    assert!((dot(one, two) - expected).abs() < 1e-4, "{at} and {other}: {}", dot(one, two));
                }
            }
        }
    }
}
