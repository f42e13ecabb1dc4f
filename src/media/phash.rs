//! The 256-bit perceptual hash of a picture (`spec/gas.md` 9.1), bit for bit as the reference computes it.
//!
//! A cosine transform of the picture in 64×64; of its 16×16 lowest frequencies, a bit says which are above the median.

use std::fmt;

use super::dct::{self, SIDE};
use super::{Grey, resize};

/// Frequencies that are kept, in each direction.
const KEPT: usize = 16;

/// A perceptual hash: the first bit is the highest of the first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerceptualHash(pub [u64; 4]);

impl PerceptualHash {
    /// Bits in a hash.
    pub const BITS: u32 = 256;

    /// Hash of a picture of any size.
    pub fn of(picture: &Grey) -> Self {
        let small = resize::lanczos(picture, SIDE, SIDE);
        let mut values: Vec<f64> = small.pixels().iter().copied().map(f64::from).collect();
        dct::columns_then_rows(&mut values);
        let low: Vec<f64> = values.chunks_exact(SIDE).take(KEPT).flat_map(|row| row[..KEPT].iter().copied()).collect();
        let median = median(&low);
        let mut words = [0_u64; 4];
        for (word, values) in words.iter_mut().zip(low.chunks_exact(64)) {
            *word = values.iter().fold(0, |bits, value| bits << 1 | u64::from(*value > median));
        }
        Self(words)
    }

    /// Bits in which two hashes differ.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(one, two)| (one ^ two).count_ones()).sum()
    }

    /// Reads up to 64 hexadecimal digits, as a number: missing ones are leading zeros.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_hex = !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let padded = is_hex.then(|| format!("{text:0>64}"))?;
        let mut words = [0; 4];
        for (word, at) in words.iter_mut().zip((0..64).step_by(16)) {
            *word = u64::from_str_radix(&padded[at..at + 16], 16).ok()?;
        }
        Some(Self(words))
    }
}

/// Between the two in the middle, since there is an even number of values.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    f64::midpoint(sorted[middle - 1], sorted[middle])
}

impl fmt::Display for PerceptualHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "patterns of bytes")]
mod tests {
    use image::{DynamicImage, Rgb, RgbImage};

    use super::*;

    fn of(picture: RgbImage) -> String {
        PerceptualHash::of(&Grey::of(&DynamicImage::ImageRgb8(picture)).unwrap()).to_string()
    }

    fn low(value: u32) -> u8 {
        value.to_be_bytes()[3]
    }

    #[test]
    fn the_vectors_of_the_specification_are_met() {
        // spec/gas.md 9.1
        let flat = format!("8{}", "0".repeat(63));
        for (side, grey) in [(64, 128), (1, 1), (200, 255), (333, 77)] {
            assert_eq!(of(RgbImage::from_pixel(side, side, Rgb([grey; 3]))), flat, "{side} {grey}");
        }
        let grey = RgbImage::from_fn(64, 64, |x, y| Rgb([low(x * x + 3 * y * y + x * y); 3]));
        assert_eq!(of(grey), "c1ee143e016d00fe8056207a057f02d0029843fd51ba56b153fe5feaaffa3e7b");
        let colour = RgbImage::from_fn(320, 256, |x, y| Rgb([low(255 * x / 319), low(y), low(x + y)]));
        assert_eq!(of(colour), "8aa84a121fff305057ff3e5000ff75922abf75f200073fac55553faf000075ed");
    }

    #[test]
    fn a_hash_is_read_as_it_is_written_and_nothing_else_is_read() {
        let text = "8aa84a121fff305057ff3e5000ff75922abf75f200073fac55553faf000075ed";
        assert_eq!(PerceptualHash::read(text).unwrap().to_string(), text);
        assert_eq!(PerceptualHash::read("ff01"), Some(PerceptualHash([0, 0, 0, 0xff01])));
        for garbage in ["", "+1", "0x1", "g", " 1", "é", &"0".repeat(65)] {
            assert_eq!(PerceptualHash::read(garbage), None, "{garbage}");
        }
    }

    #[test]
    fn the_smallest_and_the_longest_pictures_have_a_hash() {
        for (width, height) in [(1, 1), (65_535, 1), (1, 65_535), (2, 3)] {
            let picture = Grey::new(width, height, (0..width * height).map(|at| (at % 251) as u8).collect()).unwrap();
            assert_eq!(PerceptualHash::of(&picture).to_string().len(), 64);
        }
    }
}
