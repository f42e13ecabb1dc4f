//! Draws a scene. Plain geometry on pixels; fast enough for 4K without a graphics library.

use image::{Rgb, RgbImage};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use super::scene::{Colour, Column, Place, Row, Scene, Shape, Size, Thing};
use crate::media::Dimensions;

/// Paints what a prompt says. The same prompt, size and seed give the same picture; another seed gives another one of
/// the same scene.
pub fn paint(prompt: &str, size: Dimensions, seed: u64) -> RgbImage {
    Canvas::new(prompt, size, seed).moment((0.0, 0.0))
}

/// A background, and what will be painted on it.
pub(super) struct Canvas {
    scene: Scene,
    background: RgbImage,
    rng: SmallRng,
}

impl Canvas {
    pub(super) fn new(prompt: &str, size: Dimensions, seed: u64) -> Self {
        let scene = Scene::parse(prompt);
        let mut rng = SmallRng::seed_from_u64(seed);
        let mut background = RgbImage::new(size.width.max(1), size.height.max(1));
        paint_background(&mut background, scene.background, &mut rng);
        Self { scene, background, rng }
    }

    /// The scene with all things this far beside their places, in shares of the shorter side.
    pub(super) fn moment(&self, beside: (f64, f64)) -> RgbImage {
        let (mut picture, mut rng) = (self.background.clone(), self.rng.clone());
        for (thing, place) in self.scene.placed() {
            paint_thing(&mut picture, thing, place, beside, &mut rng);
        }
        picture
    }
}

const fn rgb(colour: Colour) -> [u8; 3] {
    match colour {
        Colour::Red => [214, 40, 40],
        Colour::Orange => [240, 130, 30],
        Colour::Yellow => [245, 205, 50],
        Colour::Green => [45, 150, 70],
        Colour::Blue => [40, 90, 200],
        Colour::Purple => [120, 60, 170],
        Colour::Pink => [240, 130, 180],
        Colour::Brown => [125, 80, 45],
        Colour::Black => [20, 20, 24],
        Colour::Grey => [135, 138, 142],
        Colour::White => [244, 244, 240],
    }
}

/// `colour`, lighter or darker.
fn shaded([red, green, blue]: [u8; 3], by: i16) -> Rgb<u8> {
    let shade = |channel: u8| u8::try_from((i16::from(channel) + by).clamp(0, 255)).unwrap_or(u8::MAX);
    Rgb([shade(red), shade(green), shade(blue)])
}

/// Squares along a side of the background.
const PATCHES: u32 = 24;

/// A slow gradient from top to bottom, patches and a few specks; all come from the seed. Without the patches, two
/// pictures of one prompt would be the same to validators.
fn paint_background(picture: &mut RgbImage, colour: Colour, rng: &mut SmallRng) {
    let (width, height) = picture.dimensions();
    let (from, to) = (rng.random_range(-14..=14), rng.random_range(-14..=14));
    let patch = (width.max(height) / PATCHES).max(1);
    let mut line: Vec<u8> = Vec::new();
    for (y, row) in (0..height).zip(picture.chunks_exact_mut(width as usize * 3)) {
        if y % patch == 0 {
            let by = from + (to - from) * i64::from(y) / i64::from(height);
            line.clear();
            for x in (0..width).step_by(patch as usize) {
                let by = by + rng.random_range(-9..=9);
                let Rgb(pixel) = shaded(rgb(colour), i16::try_from(by).unwrap_or(0));
                line.extend(pixel.repeat(patch.min(width - x) as usize));
            }
        }
        row.copy_from_slice(&line);
    }
    for _ in 0..(width * height / 4096).max(8) {
        let (x, y) = (rng.random_range(0..width), rng.random_range(0..height));
        picture.put_pixel(x, y, shaded(picture.get_pixel(x, y).0, rng.random_range(-10..=10)));
    }
}

fn paint_thing(picture: &mut RgbImage, thing: &Thing, place: Place, beside: (f64, f64), rng: &mut SmallRng) {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let side = width.min(height);
    // All things lie in the middle square: no more of a wide picture is looked at (`spec/gas.md` 10.2).
    let (beyond_left, above) = ((width - side) / 2.0, (height - side) / 2.0);
    let radius = side
        * match thing.size {
            Size::Small => 0.045,
            Size::Medium => 0.085,
            Size::Large => 0.135,
        };
    let jitter = side * 0.012;
    let column = match place.column {
        Column::Left => 0.2,
        Column::Middle => 0.5,
        Column::Right => 0.8,
    };
    let row = match place.row {
        Row::Top => 0.2,
        Row::Middle => 0.5,
        Row::Bottom => 0.8,
    };
    let colour = shaded(rgb(thing.colour), rng.random_range(-8..=8));
    let count = f64::from(thing.count);
    // Equal things stand side by side; what would leave the square moves in.
    let step = (radius * 2.2).min(side * 0.9 / count);
    let radius = radius.min(step / 2.1);
    let span = step * (count - 1.0);
    let left = (side * column - span / 2.0).clamp(radius + jitter, (side - span - radius - jitter).max(radius));
    for index in 0..thing.count {
        let x = beyond_left + left + step * f64::from(index) + rng.random_range(-jitter..=jitter) + beside.0 * side;
        let y = above + side * row + rng.random_range(-jitter..=jitter) + beside.1 * side;
        paint_shape(picture, thing.shape, (x, y), radius, colour);
    }
}

fn paint_shape(picture: &mut RgbImage, shape: Shape, (x, y): (f64, f64), radius: f64, colour: Rgb<u8>) {
    let columns = bounds(x, radius, picture.width());
    for row in bounds(y, radius, picture.height()) {
        let down = (f64::from(row) - y) / radius;
        for column in columns.clone() {
            if contains(shape, (f64::from(column) - x) / radius, down) {
                picture.put_pixel(column, row, colour);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture first")]
fn bounds(middle: f64, radius: f64, side: u32) -> std::ops::Range<u32> {
    let clamp = |at: f64| at.clamp(0.0, f64::from(side)) as u32;
    clamp((middle - radius).floor())..clamp((middle + radius).ceil() + 1.0)
}

/// Whether a point lies in a shape of radius 1 about the origin; `y` grows downwards.
fn contains(shape: Shape, x: f64, y: f64) -> bool {
    let distance = x.hypot(y);
    match shape {
        Shape::Circle => distance <= 1.0,
        Shape::Ring => (0.62..=1.0).contains(&distance),
        Shape::Square => x.abs() <= 0.86 && y.abs() <= 0.86,
        Shape::Diamond => x.abs() * 1.35 + y.abs() <= 1.0,
        Shape::Triangle => (-0.9..=0.75).contains(&y) && x.abs() <= (y + 0.9) * 0.58,
        Shape::Star => in_star(x, y),
    }
}

/// Five points, the first upwards: fold the plane onto half a point, whose edge is one line.
fn in_star(x: f64, y: f64) -> bool {
    use std::f64::consts::{PI, TAU};
    const INNER: f64 = 0.42;
    let angle = x.atan2(-y).rem_euclid(TAU / 5.0);
    let angle = angle.min(TAU / 5.0 - angle);
    let (along, across) = (x.hypot(y) * angle.cos(), x.hypot(y) * angle.sin());
    // The edge runs from the tip (1, 0) to the notch, a tenth of a turn away.
    let (notch_along, notch_across) = (INNER * (PI / 5.0).cos(), INNER * (PI / 5.0).sin());
    (notch_along - 1.0) * across - notch_across * (along - 1.0) >= 0.0
}

#[cfg(test)]
mod tests {
    use image::DynamicImage;

    use super::*;
    use crate::media::{Grey, MediaHash};
    use crate::verification::duplicate::{Duplicates, GLOBAL_THRESHOLD};

    const SIZE: Dimensions = Dimensions { width: 240, height: 240 };

    #[test]
    fn a_picture_shows_what_its_prompt_says() {
        let picture = paint("a large red circle on the left and a small blue star at the top right", SIZE, 1);
        let near = |x, y, colour| {
            let Rgb(found) = *picture.get_pixel(x, y);
            found.iter().zip(rgb(colour)).all(|(a, b)| a.abs_diff(b) <= 24)
        };
        assert!(near(48, 120, Colour::Red) && near(192, 48, Colour::Blue) && near(120, 200, Colour::White));
    }

    #[test]
    fn one_prompt_gives_the_same_picture_for_one_seed_and_others_for_others() {
        let picture = |seed| paint("two green squares", SIZE, seed).into_raw();
        assert_eq!(picture(1), picture(1));
        assert_ne!(picture(1), picture(2));
    }

    #[test]
    fn every_shape_fills_its_middle_but_the_ring_and_nothing_leaves_its_box() {
        for shape in Shape::ALL {
            assert_eq!(contains(*shape, 0.0, 0.0), *shape != Shape::Ring, "{shape:?}");
            assert!(contains(*shape, 0.0, -0.8) && !contains(*shape, 0.95, 0.95), "{shape:?}");
        }
        assert!(!contains(Shape::Star, 0.0, 0.8) && contains(Shape::Star, 0.55, 0.75));
    }

    #[test]
    fn crowded_and_tiny_pictures_are_painted_without_leaving_the_frame() {
        let prompt = "five large red stars on the left, five big rings, five boxes, 5 balls, 5 kites";
        for (width, height) in [(1, 1), (3, 900), (900, 3), (64, 64)] {
            assert_eq!(paint(prompt, Dimensions { width, height }, 3).dimensions(), (width, height));
        }
    }

    #[test]
    fn pictures_are_no_duplicates_of_each_other_whether_of_one_prompt_or_of_two() {
        let mut rng = SmallRng::seed_from_u64(9);
        let size = Dimensions { width: 192, height: 192 };
        let mut known = Duplicates::new(GLOBAL_THRESHOLD);
        for seed in 0..60 {
            let prompt = if seed % 3 > 0 { "a small red circle".to_owned() } else { Scene::random(&mut rng).prompt() };
            let picture = DynamicImage::ImageRgb8(paint(&prompt, size, seed));
            let hash = MediaHash::of_image(&Grey::of(&picture).unwrap());
            assert_eq!(known.find(&prompt, &hash), None, "{prompt}, {seed}");
            known.insert(&prompt, &hash);
        }
    }
}
