//! The cosine transform (DCT-II, unnormalised) of 64 values, and of 64×64 along both axes.
//!
//! The order of additions is that of the reference's library (pocketfft): a real Fourier transform by fours, then a
//! rotation. Where a coefficient is mathematically zero (flat and symmetric pictures), a bit of the hash depends on what
//! rounding leaves of it, so another order would give other hashes.

use std::f64::consts::{PI, SQRT_2};
use std::sync::LazyLock;

/// Values in a row.
pub(super) const SIDE: usize = 64;

/// Length of a quarter of the transform.
const RADIX: usize = 4;

/// Transforms `SIDE` × `SIDE` values along the columns, then along the rows.
pub(super) fn columns_then_rows(values: &mut [f64]) {
    debug_assert_eq!(values.len(), SIDE * SIDE);
    for column in 0..SIDE {
        let mut line: [f64; SIDE] = std::array::from_fn(|row| values[row * SIDE + column]);
        transform(&mut line);
        for (row, value) in line.into_iter().enumerate() {
            values[row * SIDE + column] = value;
        }
    }
    for row in values.chunks_exact_mut(SIDE) {
        if let Ok(row) = row.try_into() {
            transform(row);
        }
    }
}

/// The transform in place: twice the sum of `line[n]` times the cosine of π·k·(2n + 1) / 128, for each k.
fn transform(line: &mut [f64; SIDE]) {
    line[0] *= 2.0;
    line[SIDE - 1] *= 2.0;
    for at in (1..SIDE - 1).step_by(2) {
        let (odd, even) = (line[at], line[at + 1]);
        (line[at], line[at + 1]) = (even + odd, even - odd);
    }
    inverse_fourier(line);
    let cosines = &TABLES.rotation;
    for low in 1..SIDE / 2 {
        let high = SIDE - low;
        let one = cosines[low - 1] * line[high] + cosines[high - 1] * line[low];
        let two = cosines[low - 1] * line[low] - cosines[high - 1] * line[high];
        (line[low], line[high]) = (0.5 * (one + two), 0.5 * (one - two));
    }
    line[SIDE / 2] *= cosines[SIDE / 2 - 1];
}

/// From a real signal's spectrum (real and imaginary parts in turn, from the lowest frequency) to the signal.
fn inverse_fourier(line: &mut [f64; SIDE]) {
    let (mut from, mut to) = (*line, [0.0; SIDE]);
    for (stage, twiddles) in TABLES.stages.iter().enumerate() {
        let groups = RADIX.pow(u32::try_from(stage).unwrap_or(0));
        combine(&from, &mut to, groups, twiddles);
        std::mem::swap(&mut from, &mut to);
    }
    *line = from;
}

/// One stage: `groups` times four spectra of `length` values become four parts of longer signals.
fn combine(from: &[f64; SIDE], to: &mut [f64; SIDE], groups: usize, twiddles: &[Vec<f64>; 3]) {
    let length = SIDE / RADIX / groups;
    let last = length - 1;
    for group in 0..groups {
        let read = |at: usize, part: usize| from[at + length * (part + RADIX * group)];
        let place = |at: usize, part: usize| at + length * (group + groups * part);
        let (sum, difference) = (read(0, 0) + read(last, 3), read(0, 0) - read(last, 3));
        let (twice_one, twice_two) = (2.0 * read(last, 1), 2.0 * read(0, 2));
        to[place(0, 0)] = sum + twice_one;
        to[place(0, 2)] = sum - twice_one;
        to[place(0, 3)] = difference + twice_two;
        to[place(0, 1)] = difference - twice_two;
        if length.is_multiple_of(2) {
            let (upper, lower) = (read(0, 3) + read(0, 1), read(0, 3) - read(0, 1));
            let (sum, difference) = (read(last, 0) + read(last, 2), read(last, 0) - read(last, 2));
            to[place(last, 0)] = sum + sum;
            to[place(last, 1)] = SQRT_2 * (difference - upper);
            to[place(last, 2)] = lower + lower;
            to[place(last, 3)] = -SQRT_2 * (difference + upper);
        }
        for imaginary in (2..length).step_by(2) {
            let real = imaginary - 1;
            let (mirror, mirror_real) = (length - imaginary, length - imaginary - 1);
            let (r2, r1) = (read(real, 0) + read(mirror_real, 3), read(real, 0) - read(mirror_real, 3));
            let (i1, i2) = (read(imaginary, 0) + read(mirror, 3), read(imaginary, 0) - read(mirror, 3));
            let (r4, i3) = (read(imaginary, 2) + read(mirror, 1), read(imaginary, 2) - read(mirror, 1));
            let (r3, i4) = (read(real, 2) + read(mirror_real, 1), read(real, 2) - read(mirror_real, 1));
            to[place(real, 0)] = r2 + r3;
            to[place(imaginary, 0)] = i2 + i3;
            let turned = [(r1 - r4, i1 + i4), (r2 - r3, i2 - i3), (r1 + r4, i1 - i4)];
            for (part, (re, im)) in turned.into_iter().enumerate() {
                let (cosine, sine) = (twiddles[part][imaginary - 2], twiddles[part][imaginary - 1]);
                to[place(imaginary, part + 1)] = cosine * im + sine * re;
                to[place(real, part + 1)] = cosine * re - sine * im;
            }
        }
    }
}

struct Tables {
    /// For each stage and each part but the first: cosine and sine in turn.
    stages: [[Vec<f64>; 3]; 3],
    /// Cosines of the last rotation.
    rotation: [f64; SIDE],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let stage = |groups: usize| {
        let length = SIDE / RADIX / groups;
        let part = |part: usize| {
            (1..=(length - 1) / 2)
                .flat_map(|at| {
                    let (cosine, sine) = turn(part * groups * at, SIDE);
                    [cosine, sine]
                })
                .collect()
        };
        [part(1), part(2), part(3)]
    };
    Tables { stages: [stage(1), stage(4), stage(16)], rotation: std::array::from_fn(|at| turn(at + 1, 4 * SIDE).0) }
});

/// Cosine and sine of `at` parts of a full turn of `of`. Composed of a coarse and a fine turn, as the reference does,
/// whose last bits these are.
fn turn(at: usize, of: usize) -> (f64, f64) {
    if 2 * at > of {
        let (cosine, sine) = turn(of - at, of);
        return (cosine, -sine);
    }
    let half = of / 2 + 1;
    let shift = (1..usize::BITS / 2).find(|shift| 1_usize << (2 * shift) >= half).unwrap_or(0);
    let (fine, coarse) = (exact_turn(at & ((1 << shift) - 1), of), exact_turn(at >> shift << shift, of));
    (fine.0 * coarse.0 - fine.1 * coarse.1, fine.0 * coarse.1 + fine.1 * coarse.0)
}

/// The same by the functions of an angle within an eighth of a turn.
#[expect(clippy::cast_precision_loss, reason = "at most 2,048")]
fn exact_turn(at: usize, of: usize) -> (f64, f64) {
    let unit = 0.25 * PI / of as f64;
    let eighths = 8 * at;
    let angle = |eighths: usize| (eighths as f64 * unit).sin_cos();
    if eighths < of {
        let (sine, cosine) = angle(eighths);
        (cosine, sine)
    } else if eighths < 2 * of {
        angle(2 * of - eighths)
    } else if eighths < 3 * of {
        let (sine, cosine) = angle(eighths - 2 * of);
        (-sine, cosine)
    } else {
        let (sine, cosine) = angle(4 * of - eighths);
        (-cosine, sine)
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    #[test]
    fn the_transform_is_that_of_the_definition() {
        let line: [f64; SIDE] = std::array::from_fn(|at| ((at * at * 7 + at) % 256) as f64);
        let mut found = line;
        transform(&mut found);
        for (k, found) in found.iter().enumerate() {
            let term = |(n, value): (usize, &f64)| 2.0 * value * (PI * (k * (2 * n + 1)) as f64 / 128.0).cos();
            let expected: f64 = line.iter().enumerate().map(term).sum();
            assert!((found - expected).abs() < 1e-9, "{k}: {found} {expected}");
        }
    }

    #[test]
    fn a_flat_line_has_exact_zeros_but_for_its_mean() {
        for value in 0..=255_u8 {
            let mut line = [f64::from(value); SIDE];
            transform(&mut line);
            assert!(line[1..].iter().all(|value| *value == 0.0), "{value}");
        }
    }
}
