//! Shrinks and enlarges pictures bit for bit as Pillow does, whose rounding decides bits of the network's hashes.
//!
//! Two passes, rows first, each rounded to bytes. `fast_image_resize` does the same with weights of 16 bits; Pillow's
//! have 22, so pixels differ by one here and there.

use super::Grey;

/// Fraction bits of a weight.
const PRECISION: u32 = 22;

/// Half the width of the filter, in pixels of the smaller picture.
const LOBES: f64 = 3.0;

/// A pixel of the result: which pixels of the source it is made of, and their weights.
struct Taps {
    first: usize,
    weights: Vec<i32>,
}

/// The picture in another size, neither side zero, by Lanczos' filter of three lobes (`spec/gas.md` 9.1, step 1). A side
/// that keeps its length is left alone.
pub(super) fn lanczos(picture: &Grey, width: usize, height: usize) -> Grey {
    // Pillow 12 shortens such columns first, as rows would be dear. Pillow 13 does so from twice the width on.
    if picture.height() > picture.width().saturating_mul(100) && height < picture.height() {
        return resize_rows(&resize_columns(picture, height), width);
    }
    resize_columns(&resize_rows(picture, width), height)
}

fn resize_rows(picture: &Grey, width: usize) -> Grey {
    if width == picture.width() {
        return picture.clone();
    }
    let taps = taps(picture.width(), width);
    let mut pixels = Vec::with_capacity(width * picture.height());
    for y in 0..picture.height() {
        let row = picture.row(y);
        pixels.extend(taps.iter().map(|taps| {
            let source = &row[taps.first..taps.first + taps.weights.len()];
            rounded(weighted(source, &taps.weights))
        }));
    }
    Grey::new(width, picture.height(), pixels).expect("a pixel for each place was written")
}

fn resize_columns(picture: &Grey, height: usize) -> Grey {
    if height == picture.height() {
        return picture.clone();
    }
    let mut pixels = Vec::with_capacity(picture.width() * height);
    let mut sums = vec![0_i32; picture.width()];
    for taps in taps(picture.height(), height) {
        sums.fill(0);
        for (offset, weight) in taps.weights.iter().enumerate() {
            for (sum, value) in sums.iter_mut().zip(picture.row(taps.first + offset)) {
                *sum += i32::from(*value) * weight;
            }
        }
        pixels.extend(sums.iter().copied().map(rounded));
    }
    Grey::new(picture.width(), height, pixels).expect("a pixel for each place was written")
}

/// The sum of `values` times `weights`; of the longer one the rest does not count.
fn weighted(values: &[u8], weights: &[i32]) -> i32 {
    values.iter().zip(weights).map(|(value, weight)| i32::from(*value) * weight).sum()
}

/// The sum of weighted bytes as a byte; the filter's negative lobes may carry it past either end.
fn rounded(sum: i32) -> u8 {
    let value = (sum + (1 << (PRECISION - 1))) >> PRECISION;
    u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places within a picture, cut off as the reference cuts them off"
)]
fn taps(from: usize, to: usize) -> Vec<Taps> {
    let scale = from as f64 / to as f64;
    let stretch = scale.max(1.0);
    let support = LOBES * stretch;
    let place = |to: usize| {
        let centre = (to as f64 + 0.5) * scale;
        let first = (centre - support + 0.5).max(0.0) as usize;
        let end = ((centre + support + 0.5) as usize).min(from);
        let filtered = |at: usize| kernel(((at + first) as f64 - centre + 0.5) * (1.0 / stretch));
        let weights: Vec<f64> = (0..end - first).map(filtered).collect();
        let sum: f64 = weights.iter().sum();
        let fixed = |weight: &f64| {
            let scaled = weight / sum * f64::from(1 << PRECISION);
            (scaled + if *weight < 0.0 { -0.5 } else { 0.5 }) as i32
        };
        Taps { first, weights: weights.iter().map(fixed).collect() }
    };
    (0..to).map(place).collect()
}

/// Lanczos' filter at a distance from the middle.
fn kernel(at: f64) -> f64 {
    if (-LOBES..LOBES).contains(&at) { sinc(at) * sinc(at / LOBES) } else { 0.0 }
}

fn sinc(at: f64) -> f64 {
    if at == 0.0 {
        return 1.0;
    }
    let angle = at * std::f64::consts::PI;
    angle.sin() / angle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_stays_changes_nothing_and_flat_stays_flat() {
        let flat = Grey::new(37, 211, vec![137; 37 * 211]).unwrap();
        for (width, height) in [(37, 211), (1, 1), (64, 64), (300, 9)] {
            assert!(lanczos(&flat, width, height).pixels().iter().all(|value| *value == 137), "{width}x{height}");
        }
        let line = Grey::new(256, 1, (0..=255).collect()).unwrap();
        assert_eq!(lanczos(&line, 256, 1), line);
    }

    #[test]
    fn pixels_are_those_of_the_reference() {
        // Pillow 12.2.0: `Image.frombytes("L", (w, h), bytes((x * x + 3 * y) % 251 …)).resize(size, LANCZOS)`. The third
        // is more than a hundred times as high as wide.
        let picture = |width: usize, height: usize| {
            let value = |at: usize| u8::try_from(((at % width).pow(2) + 3 * (at / width)) % 251).unwrap();
            Grey::new(width, height, (0..width * height).map(value).collect()).unwrap()
        };
        for ((width, height), (to_width, to_height), expected) in [
            ((40, 30), (4, 3), &[50, 133, 125, 131, 82, 138, 120, 122, 112, 135, 124, 120][..]),
            ((5, 4), (7, 3), &[0, 0, 2, 4, 7, 13, 16, 5, 5, 7, 9, 12, 18, 21, 9, 9, 11, 13, 16, 22, 25][..]),
            ((2, 300), (3, 4), &[108, 109, 110, 129, 129, 129, 128, 127, 126, 114, 115, 116][..]),
            ((700, 3), (5, 2), &[122, 116, 122, 114, 125, 123, 118, 122, 116, 124][..]),
        ] {
            let small = lanczos(&picture(width, height), to_width, to_height);
            assert_eq!(small.pixels(), expected, "{width}x{height}");
        }
    }
}
