//! Shrinks and enlarges pictures bit for bit as Pillow does, whose rounding decides bits of the network's hashes.
//!
//! Two passes, rows first, each rounded to bytes. `fast_image_resize` does the same with weights of 16 bits; Pillow's
//! have 22, so pixels differ by one here and there.

use std::ops::Range;

use super::Grey;

/// Fraction bits of a weight.
const PRECISION: u32 = 22;

/// How much a pixel counts by its distance from the middle.
#[derive(Clone, Copy)]
struct Filter {
    /// Half its width, in pixels of the smaller picture.
    lobes: f64,
    at: fn(f64) -> f64,
}

const LANCZOS: Filter = Filter { lobes: 3.0, at: lanczos_at };

const BICUBIC: Filter = Filter { lobes: 2.0, at: bicubic_at };

/// A pixel of the result: which pixels of the source it is made of, and their weights.
struct Taps {
    first: usize,
    weights: Vec<i32>,
}

impl Taps {
    const fn end(&self) -> usize {
        self.first + self.weights.len()
    }
}

/// The picture in another size, neither side zero, by Lanczos' filter of three lobes (`spec/gas.md` 9.1, step 1). A side
/// that keeps its length is left alone.
pub(super) fn lanczos(picture: &Grey, width: usize, height: usize) -> Grey {
    // Pillow 12 shortens such columns first, as rows would be dear. Pillow 13 does so from twice the width on.
    if picture.height() > picture.width().saturating_mul(100) && height < picture.height() {
        return lanczos_rows(&lanczos_columns(picture, height), width);
    }
    lanczos_columns(&lanczos_rows(picture, width), height)
}

fn lanczos_rows(picture: &Grey, width: usize) -> Grey {
    if width == picture.width() {
        return picture.clone();
    }
    let taps = taps(LANCZOS, picture.width(), width, 0..width);
    let pixels = resize_rows::<1>(picture.pixels(), picture.width(), &taps);
    Grey::new(width, picture.height(), pixels).expect("a pixel for each place was written")
}

fn lanczos_columns(picture: &Grey, height: usize) -> Grey {
    if height == picture.height() {
        return picture.clone();
    }
    let taps = taps(LANCZOS, picture.height(), height, 0..height);
    let pixels = resize_columns(picture.pixels(), picture.width(), &taps);
    Grey::new(picture.width(), height, pixels).expect("a pixel for each place was written")
}

/// A picture that is read a row at a time: what it would take whole may be more than there is memory for.
pub(super) trait Rows {
    /// Its width and height.
    fn size(&self) -> (usize, usize);

    /// Adds some pixels of a row, three bytes each.
    fn read(&self, row: usize, columns: Range<usize>, pixels: &mut Vec<u8>);
}

/// A part of what the picture would be in the size `width` times `height`, by the bicubic filter. Only what is seen in that
/// part is computed: whole, a line of pixels could become larger than any memory.
pub(super) fn bicubic_part(
    picture: &impl Rows,
    (width, height): (usize, usize),
    columns: Range<usize>,
    rows: Range<usize>,
) -> Vec<u8> {
    const CHANNELS: usize = 3;
    let (from_width, from_height) = picture.size();
    let mut across = taps(BICUBIC, from_width, width, columns);
    let mut down = taps(BICUBIC, from_height, height, rows);
    let mut row = Vec::new();
    // Pillow 13; earlier ones from a hundred times the width on, which is one byte's last bit here and there.
    if from_height > from_width * 2 && height < from_height {
        let seen = shift(&mut across);
        let mut short = Vec::with_capacity(seen.len() * CHANNELS * down.len());
        let mut sums = vec![0; seen.len() * CHANNELS];
        for taps in &down {
            sums.fill(0);
            // Each row counts for a few of the result, and is read again for each.
            for (at, weight) in (taps.first..).zip(&taps.weights) {
                row.clear();
                picture.read(at, seen.clone(), &mut row);
                add(&mut sums, &row, *weight);
            }
            short.extend(sums.iter().copied().map(rounded));
        }
        return resize_rows::<CHANNELS>(&short, seen.len(), &across);
    }
    let seen = shift(&mut down);
    let mut narrow = Vec::with_capacity(seen.len() * across.len() * CHANNELS);
    for at in seen {
        row.clear();
        picture.read(at, 0..from_width, &mut row);
        narrow.extend(resize_rows::<CHANNELS>(&row, from_width, &across));
    }
    resize_columns(&narrow, across.len() * CHANNELS, &down)
}

/// Which pixels of the source are used; the taps then count from the first of them.
fn shift(taps: &mut [Taps]) -> Range<usize> {
    let first = taps.iter().map(|taps| taps.first).min().unwrap_or_default();
    let end = taps.iter().map(Taps::end).max().unwrap_or_default();
    for taps in taps {
        taps.first -= first;
    }
    first..end
}

/// Rows of `width` pixels of `CHANNELS` bytes, made longer or shorter.
fn resize_rows<const CHANNELS: usize>(pixels: &[u8], width: usize, taps: &[Taps]) -> Vec<u8> {
    let line = width * CHANNELS;
    let mut resized = Vec::with_capacity(pixels.len() / line * taps.len() * CHANNELS);
    for row in pixels.chunks_exact(line) {
        let (row, _) = row.as_chunks::<CHANNELS>();
        for taps in taps {
            resized.extend(weighted(&row[taps.first..taps.end()], &taps.weights).map(rounded));
        }
    }
    resized
}

/// Columns made longer or shorter; a row has `line` bytes.
fn resize_columns(pixels: &[u8], line: usize, taps: &[Taps]) -> Vec<u8> {
    let mut resized = Vec::with_capacity(line * taps.len());
    let mut sums = vec![0_i32; line];
    for taps in taps {
        sums.fill(0);
        for (row, weight) in pixels[taps.first * line..].chunks_exact(line).zip(&taps.weights) {
            add(&mut sums, row, *weight);
        }
        resized.extend(sums.iter().copied().map(rounded));
    }
    resized
}

/// Adds bytes times their weight.
fn add(sums: &mut [i32], values: &[u8], weight: i32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += i32::from(*value) * weight;
    }
}

/// The sum of pixels times `weights`, channel by channel; of the longer one the rest does not count.
fn weighted<const CHANNELS: usize>(pixels: &[[u8; CHANNELS]], weights: &[i32]) -> [i32; CHANNELS] {
    let mut sums = [0; CHANNELS];
    for (pixel, weight) in pixels.iter().zip(weights) {
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += i32::from(*value) * weight;
        }
    }
    sums
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
fn taps(filter: Filter, from: usize, to: usize, wanted: Range<usize>) -> Vec<Taps> {
    if from == to {
        return wanted.map(|first| Taps { first, weights: vec![1 << PRECISION] }).collect();
    }
    let scale = from as f64 / to as f64;
    let stretch = scale.max(1.0);
    let support = filter.lobes * stretch;
    let place = |to: usize| {
        let centre = (to as f64 + 0.5) * scale;
        let first = (centre - support + 0.5).max(0.0) as usize;
        let end = ((centre + support + 0.5) as usize).min(from);
        let filtered = |at: usize| (filter.at)(((at + first) as f64 - centre + 0.5) * (1.0 / stretch));
        let weights: Vec<f64> = (0..end - first).map(filtered).collect();
        let sum: f64 = weights.iter().sum();
        let fixed = |weight: &f64| {
            let scaled = weight / sum * f64::from(1 << PRECISION);
            (scaled + if *weight < 0.0 { -0.5 } else { 0.5 }) as i32
        };
        Taps { first, weights: weights.iter().map(fixed).collect() }
    };
    wanted.map(place).collect()
}

/// Lanczos' filter of three lobes.
fn lanczos_at(at: f64) -> f64 {
    if (-3.0..3.0).contains(&at) { sinc(at) * sinc(at / 3.0) } else { 0.0 }
}

/// Keys' cubic filter, as steep as Pillow's.
fn bicubic_at(at: f64) -> f64 {
    const SLOPE: f64 = -0.5;
    let at = at.abs();
    if at < 1.0 {
        ((SLOPE + 2.0) * at - (SLOPE + 3.0)) * at * at + 1.0
    } else if at < 2.0 {
        (((at - 5.0) * at + 8.0) * at - 4.0) * SLOPE
    } else {
        0.0
    }
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

    /// Grey, and remembers the most pixels that were held at once.
    struct Held {
        size: (usize, usize),
        most: std::cell::Cell<usize>,
    }

    impl Rows for Held {
        fn size(&self) -> (usize, usize) {
            self.size
        }

        fn read(&self, row: usize, columns: Range<usize>, pixels: &mut Vec<u8>) {
            assert!(row < self.size.1 && columns.end <= self.size.0);
            pixels.extend(columns.flat_map(|_| [99; 3]));
            self.most.set(self.most.get().max(pixels.len()));
        }
    }

    #[test]
    fn of_a_picture_of_any_size_no_more_than_a_row_is_copied() {
        for (size, to) in
            [((900, 700), (36, 28)), ((300, 2000), (28, 186)), ((2000, 300), (186, 28)), ((5, 4), (35, 28))]
        {
            let picture = Held { size, most: std::cell::Cell::new(0) };
            let part = bicubic_part(&picture, to, 0..28, 0..28);
            assert!(part.len() == 28 * 28 * 3 && part.iter().all(|value| *value == 99), "{size:?}");
            assert!(picture.most.get() <= size.0 * 3, "{size:?}: {}", picture.most.get());
        }
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
