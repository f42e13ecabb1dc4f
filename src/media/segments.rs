//! Hashes of parts of a picture, by which a cropped copy is known (`spec/gas.md` 9.2).
//!
//! The reference asks the library imagehash for them, with an argument that it does not take, and so never gets any. The
//! way is the library's: a small, blurred picture is cut into hills and valleys of brightness, and each is hashed by the
//! differences between neighbours in its bounding box. What differs makes that a crop finds the same parts again: the
//! small picture keeps its scale when an edge is cut off (the library's has 300×300 pixels whatever it shows), there are
//! three sea levels instead of one, and parts are taken that lie within the picture and have detail. `docs/media.md` has
//! the rates.

use std::fmt;

use super::{Grey, resize};

/// Most segments of one picture (`spec/gas.md` 9.2).
pub(super) const MAX_SEGMENTS: usize = 4;

/// Fewest pixels of a segment, in the small picture (`spec/gas.md` 9.2).
const MIN_PIXELS: usize = 64;

/// Longest side of a segment, in the small picture: larger ones rarely survive a cut.
const MAX_SPAN: usize = 160;

/// The picture is halved until it has fewer pixels than twice this squared.
const SMALL_SIDE: usize = 300;

/// Levels between hills and valleys.
const LEVELS: [u8; 3] = [64, 128, 192];

/// Of 64 neighbours in a segment, so many must differ by [`MIN_STEP`]: hashes of plain shapes are all alike.
const MIN_STEPS: usize = 40;

/// See [`MIN_STEPS`].
const MIN_STEP: usize = 3;

/// Steps are also at least this part of the difference between the darkest and the brightest.
const MIN_STEP_SHARE: usize = 16;

/// Bits in which the segments of a picture differ at least: three equal things on it must not count three times.
const MIN_DISTANCE: u32 = 11;

/// Hash of a part of a picture: a bit for each of 8×8 pixels, whether the next one to the right is brighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentHash(pub u64);

impl SegmentHash {
    /// Bits in which two hashes differ.
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Reads up to 16 hexadecimal digits, as a number.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_hex = !text.is_empty() && text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        u64::from_str_radix(text, 16).ok().filter(|_| is_hex).map(Self)
    }
}

impl fmt::Display for SegmentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The hashes of at most [`MAX_SEGMENTS`] parts of a picture, sorted, each once.
///
/// Parts that touch no edge come first, the largest before the others: whatever is cut off elsewhere, the others keep
/// their order. Parts without detail are left out, since a disc on a plain ground is like any other; so are parts that
/// are mostly the same as one taken before.
pub(super) fn of(picture: &Grey) -> Vec<SegmentHash> {
    let factor = factor(picture);
    let small = shrunk(picture, factor);
    let mut regions: Vec<Region> = LEVELS.iter().flat_map(|level| regions(&small, *level)).collect();
    regions.sort_by_key(|region| (region.touches_edge(&small), std::cmp::Reverse(region.pixels)));
    let mut taken: Vec<(Region, SegmentHash)> = Vec::new();
    for region in regions {
        if taken.len() == MAX_SEGMENTS {
            break;
        }
        if let Some(hash) = hash(picture, &region, factor)
            && !taken.iter().any(|(other, like)| other.overlaps(&region) || like.distance(hash) < MIN_DISTANCE)
        {
            taken.push((region, hash));
        }
    }
    let mut hashes: Vec<SegmentHash> = taken.into_iter().map(|(_, hash)| hash).collect();
    hashes.sort_unstable();
    hashes
}

/// By how much a picture is shrunk: a power of two, so that cutting something off rarely changes it.
fn factor(picture: &Grey) -> usize {
    let pixels = picture.width().saturating_mul(picture.height());
    let mut factor = 1;
    while pixels / (factor * factor) >= 4 * SMALL_SIDE * SMALL_SIDE {
        factor *= 2;
    }
    factor
}

/// The picture by averages of `factor` × `factor` pixels, without noise; what is left over at the right and below is not
/// looked at.
fn shrunk(picture: &Grey, factor: usize) -> Grey {
    let (width, height) = ((picture.width() / factor).max(1), (picture.height() / factor).max(1));
    let mut pixels = Vec::with_capacity(width * height);
    let mut sums = vec![0_usize; width];
    for y in 0..height {
        sums.fill(0);
        let rows = y * factor..((y + 1) * factor).min(picture.height());
        let count = rows.len();
        for row in rows {
            add_cells(&mut sums, picture.row(row), factor);
        }
        let area = count * factor.min(picture.width());
        pixels.extend(sums.iter().map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX)));
    }
    blur(&mut pixels, width);
    Grey::new(width, height, median(&pixels, width)).expect("a pixel for each place was written")
}

/// Adds each `factor` pixels of a row to their cell. No iterators here, for the sake of builds without optimisation.
fn add_cells(sums: &mut [usize], row: &[u8], factor: usize) {
    let (mut cell, mut at) = (0, 0);
    while cell < sums.len() {
        let end = (at + factor).min(row.len());
        while at < end {
            sums[cell] += row[at] as usize;
            at += 1;
        }
        cell += 1;
    }
}

/// A hill or a valley: how large it is, and the first and last column and row.
struct Region {
    pixels: usize,
    columns: [usize; 2],
    rows: [usize; 2],
}

impl Region {
    fn touches_edge(&self, small: &Grey) -> bool {
        let touches = |[first, last]: [usize; 2], side: usize| first == 0 || last + 1 == side;
        touches(self.columns, small.width()) || touches(self.rows, small.height())
    }

    fn area(&self) -> usize {
        (self.columns[1] - self.columns[0] + 1) * (self.rows[1] - self.rows[0] + 1)
    }

    /// Whether the boxes share more than half of the smaller one.
    fn overlaps(&self, other: &Self) -> bool {
        let common = |one: [usize; 2], two: [usize; 2]| (one[1].min(two[1]) + 1).saturating_sub(one[0].max(two[0]));
        let shared = common(self.columns, other.columns) * common(self.rows, other.rows);
        2 * shared > self.area().min(other.area())
    }
}

/// `None` for a part without detail.
fn hash(picture: &Grey, region: &Region, factor: usize) -> Option<SegmentHash> {
    let span = |[first, last]: [usize; 2], side: usize| first * factor..((last + 1) * factor).min(side);
    let part = picture.crop(span(region.columns, picture.width()), span(region.rows, picture.height()))?;
    if !has_detail(&part) {
        return None;
    }
    let small = resize::lanczos(&part, 9, 8);
    let pairs = small.pixels().chunks_exact(9).flat_map(|row| row.windows(2));
    Some(SegmentHash(pairs.fold(0, |bits, pair| bits << 1 | u64::from(pair[1] > pair[0]))))
}

/// Whether most of the part's 9×8 cells differ from the next on average, and by more than a ground's unevenness beside the
/// shape that lies on it. Lanczos' filter would not do here: beside an edge it draws waves that are not there.
fn has_detail(part: &Grey) -> bool {
    let cell = |at: usize, of: usize, side: usize| {
        let start = at * side / of;
        start..((at + 1) * side / of).max(start + 1)
    };
    let average = |at: usize| {
        let (columns, rows) = (cell(at % 9, 9, part.width()), cell(at / 9, 8, part.height()));
        let area = columns.len() * rows.len();
        let mut sum = [0];
        for y in rows {
            add_cells(&mut sum, &part.row(y)[columns.clone()], columns.len());
        }
        sum[0] / area
    };
    let cells: [usize; 72] = std::array::from_fn(average);
    let range = cells.iter().max().unwrap_or(&0) - cells.iter().min().unwrap_or(&0);
    let least = MIN_STEP.max(range / MIN_STEP_SHARE);
    let pairs = cells.chunks_exact(9).flat_map(|row| row.windows(2));
    pairs.filter(|pair| pair[0].abs_diff(pair[1]) >= least).count() >= MIN_STEPS
}

/// Pillow's blur with a radius of 2: three boxes of 3.75 pixels in each direction, with rounding after each.
fn blur(pixels: &mut [u8], width: usize) {
    for row in pixels.chunks_exact_mut(width) {
        blur_line(row);
    }
    let mut column = vec![0; pixels.len() / width];
    for x in 0..width {
        column.iter_mut().zip(pixels[x..].iter().step_by(width)).for_each(|(to, from)| *to = *from);
        blur_line(&mut column);
        pixels[x..].iter_mut().step_by(width).zip(&column).for_each(|(to, from)| *to = *from);
    }
}

fn blur_line(line: &mut [u8]) {
    // Weights of the three pixels in the middle, and of one beyond on either side, in parts of 2^24: 1 / 3.75, and half
    // of what is left of a whole.
    const INNER: u32 = 4_473_924;
    const OUTER: u32 = ((1 << 24) - 3 * INNER) / 2;
    let last = line.len() - 1;
    let mut before = line.to_vec();
    for _ in 0..3 {
        before.copy_from_slice(line);
        let at = |index: usize| u32::from(before[index.min(last)]);
        for (x, to) in line.iter_mut().enumerate() {
            let inner = at(x.saturating_sub(1)) + at(x) + at(x + 1);
            let outer = at(x.saturating_sub(2)) + at(x + 2);
            *to = u8::try_from((inner * INNER + outer * OUTER + (1 << 23)) >> 24).unwrap_or(u8::MAX);
        }
    }
}

/// Each pixel becomes the middle of its 3×3 neighbours; the edge is repeated beyond itself.
fn median(pixels: &[u8], width: usize) -> Vec<u8> {
    let height = pixels.len() / width;
    let near = |at: usize, side: usize| [at.saturating_sub(1), at, (at + 1).min(side - 1)];
    let value = |index: usize| {
        let (columns, rows) = (near(index % width, width), near(index / width, height));
        let mut around: [u8; 9] = std::array::from_fn(|n| pixels[rows[n / 3] * width + columns[n % 3]]);
        *around.select_nth_unstable(4).1
    };
    (0..pixels.len()).map(value).collect()
}

/// Connected pixels on one side of the level, neither too few nor too far apart.
fn regions(small: &Grey, level: u8) -> Vec<Region> {
    let (width, pixels) = (small.width(), small.pixels());
    let (mut seen, mut open, mut found) = (vec![false; pixels.len()], Vec::new(), Vec::new());
    for start in 0..pixels.len() {
        if seen[start] {
            continue;
        }
        let is_hill = pixels[start] > level;
        let (x, y) = (start % width, start / width);
        let mut region = Region { pixels: 0, columns: [x, x], rows: [y, y] };
        seen[start] = true;
        open.push(start);
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            region.pixels += 1;
            region.columns = [region.columns[0].min(x), region.columns[1].max(x)];
            region.rows = [region.rows[0].min(y), region.rows[1].max(y)];
            let near = [
                (x > 0).then(|| at - 1),
                (x + 1 < width).then_some(at + 1),
                (y > 0).then(|| at - width),
                (y + 1 < small.height()).then_some(at + width),
            ];
            for next in near.into_iter().flatten() {
                if !seen[next] && (pixels[next] > level) == is_hill {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        let span = (region.columns[1] - region.columns[0]).max(region.rows[1] - region.rows[0]) + 1;
        if region.pixels >= MIN_PIXELS && span <= MAX_SPAN {
            found.push(region);
        }
    }
    found
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small numbers, clamped to bytes"
)]
mod tests {
    use super::*;

    /// A ground with detail, and bright and dark patches with detail on it, none at an edge.
    fn picture() -> Grey {
        let (width, height) = (600_usize, 480_usize);
        let wave = |at: usize, length: usize| ((at % length) * 40 / length) as i32;
        let value = |at: usize| {
            let (x, y) = (at % width, at / width);
            let ground = 100 + wave(x, 61) - wave(y, 47);
            let patches = [(180, 150, 50, 90), (400, 160, 60, -70), (200, 330, 55, -60), (390, 320, 45, 100)];
            let patch = patches.iter().find(|(px, py, r, _)| x.abs_diff(*px) < *r && y.abs_diff(*py) < *r);
            let value = patch.map_or(ground, |(px, py, _, by)| ground + by + wave(x * 3 + y * px / py, 37) - 20);
            value.clamp(0, 255) as u8
        };
        Grey::new(width, height, (0..width * height).map(value).collect()).unwrap()
    }

    fn matching(one: &[SegmentHash], two: &[SegmentHash]) -> usize {
        one.iter().filter(|one| two.iter().any(|two| one.distance(*two) <= 5)).count()
    }

    #[test]
    fn a_picture_has_the_same_segments_when_its_edges_are_cut_off() {
        let whole = picture();
        let segments = of(&whole);
        assert!((2..=MAX_SEGMENTS).contains(&segments.len()) && segments.is_sorted(), "{segments:?}");
        for (columns, rows) in [(90..600, 0..480), (0..540, 0..432), (60..540, 48..432), (37..600, 0..451)] {
            let cut = of(&whole.crop(columns.clone(), rows.clone()).unwrap());
            assert!(matching(&cut, &segments) >= 2, "{columns:?} {rows:?}: {cut:?} of {segments:?}");
        }
    }

    #[test]
    fn plain_shapes_and_flat_pictures_have_no_segments() {
        let disc = |at: usize| {
            let (x, y) = ((at % 400) as i32 - 200, (at / 400) as i32 - 200);
            if x * x + y * y < 60 * 60 { 220 } else { 30 }
        };
        assert_eq!(of(&Grey::new(400, 400, (0..400 * 400).map(disc).collect()).unwrap()), []);
        for (width, height) in [(1, 1), (2, 700), (65_535, 1), (300, 300)] {
            assert_eq!(of(&Grey::new(width, height, vec![200; width * height]).unwrap()), [], "{width}x{height}");
        }
    }
}
