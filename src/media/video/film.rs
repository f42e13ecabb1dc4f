//! What is known of a film, and the bounds of what is taken for one.

use std::time::Duration;

use image::{DynamicImage, GrayImage, imageops};

use super::{Codec, FilmError};
use crate::media::Dimensions;

/// Frames that are kept (`spec/gas.md` 10.3).
pub(super) const KEPT: u32 = 8;

/// Fewer are no film (`spec/gas.md` 10.3).
pub(super) const MIN_FRAMES: u32 = 3;

/// Two minutes at 120 frames a second.
pub(super) const MAX_FRAMES: u32 = 14_400;

/// Services deliver 4 to 60 seconds. Below a second there is no event to see; a validator's prompts ask for events.
pub(super) const MIN_DURATION: Duration = Duration::from_secs(1);

/// Twice the longest that a service makes.
pub(super) const MAX_DURATION: Duration = Duration::from_mins(2);

/// Frames a second. Services make 16 to 60; three pictures stretched over eight seconds are a slide show.
pub(super) const MIN_RATE: f64 = 5.0;

/// See [`MIN_RATE`].
pub(super) const MAX_RATE: f64 = 120.0;

/// Pixels of a frame: the most that H.264 allows up to level 5.2. 4K has 8.3 million.
pub(super) const MAX_PIXELS: u64 = 36_864 * 256;

/// Longest side.
pub(super) const MAX_SIDE: u32 = 8_192;

/// Pixels that are decoded at most: a minute of 4K at 24 frames a second.
pub(super) const MAX_WORK: u64 = 12_000_000_000;

/// Longest file. Two minutes at 34 megabits a second.
pub const MAX_FILM_BYTES: u64 = 512 << 20;

/// A film that plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Film {
    /// In pixels, as stored: marks that say how to turn it are not followed, as with images.
    pub dimensions: Dimensions,
    /// By its frames, whatever its header says.
    pub duration: Duration,
    /// Frames in all.
    pub frame_count: u32,
    /// Whether there is sound.
    pub has_audio: bool,
    /// How its frames are written.
    pub codec: Codec,
    /// Some of its frames, in order: the first, the last, and some between (`spec/gas.md` 10.3). At most 8, at least 2.
    pub frames: Vec<DynamicImage>,
}

/// Checks what a film says of its length, before anything is decoded.
pub(super) fn check_length(frames: u32, duration: Duration) -> Result<(), FilmError> {
    if frames < MIN_FRAMES {
        return Err(FilmError::FewFrames(frames));
    }
    if frames > MAX_FRAMES {
        return Err(FilmError::ManyFrames(frames.into()));
    }
    let seconds = duration.as_secs_f64();
    if duration < MIN_DURATION || duration > MAX_DURATION {
        return Err(FilmError::Duration(seconds));
    }
    let rate = f64::from(frames) / seconds;
    if !(MIN_RATE..=MAX_RATE).contains(&rate) {
        return Err(FilmError::Rate(rate));
    }
    Ok(())
}

/// Checks the size of frames, and what it means for decoding `frames` of them. Returns the pixels of one.
pub(super) fn check_size(size: Dimensions, frames: u32) -> Result<u64, FilmError> {
    let Dimensions { width, height } = size;
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MAX_PIXELS || width.max(height) > MAX_SIDE {
        return Err(FilmError::Size(size));
    }
    let work = pixels * u64::from(frames);
    if work > MAX_WORK { Err(FilmError::Work(work / 1_000_000)) } else { Ok(pixels) }
}

/// Checks frames that were read of those that were asked for (`spec/gas.md` 10.3).
pub(super) fn check_frames(frames: &[DynamicImage], asked: usize) -> Result<(), FilmError> {
    if frames.len() < 2 || frames.len() * 2 < asked {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        return Err(FilmError::Unreadable { read: count(frames.len()), asked: count(asked) });
    }
    if is_static(frames) { Err(FilmError::Static) } else { Ok(()) }
}

/// Parts into which a picture is cut along each side to see whether something large moves, be it by little.
const PARTS: u32 = 32;

/// Levels of 256 by which a part's mean may differ and still be the same.
const NOISE: u8 = 1;

/// The same for the four pixels of a square, to see whether something small moves: encoders of a still picture change a
/// square by up to 6, at common qualities.
const SQUARE_NOISE: u32 = 12;

/// Whether all frames show the same (`spec/gas.md` 10.3). Not by equal bytes alone: an encoder refines a still picture from
/// frame to frame, so that no two decode alike. More than that noise is taken for movement, such as of a single star.
fn is_static(frames: &[DynamicImage]) -> bool {
    let small = |frame: &GrayImage| imageops::thumbnail(frame, PARTS, PARTS);
    let Some((first, others)) = frames.split_first() else { return true };
    let first = first.to_luma8();
    let small_first = small(&first);
    others.iter().all(|other| {
        let other = other.to_luma8();
        small_first.iter().zip(small(&other).iter()).all(|(one, two)| one.abs_diff(*two) <= NOISE)
            && !has_other_square(&first, &other)
    })
}

/// Whether a square of two by two pixels is of another brightness in the other picture.
fn has_other_square(one: &GrayImage, two: &GrayImage) -> bool {
    let pairs = |picture: &GrayImage, y: u32| -> Vec<u32> {
        let width = picture.width() as usize;
        let rows = &picture.as_raw()[y as usize * width..(y as usize + 2) * width];
        let (above, below) = rows.split_at(width);
        let sum = |pair: &[u8]| pair.iter().map(|level| u32::from(*level)).sum::<u32>();
        above.chunks_exact(2).zip(below.chunks_exact(2)).map(|(above, below)| sum(above) + sum(below)).collect()
    };
    (0..one.height().min(two.height()).saturating_sub(1))
        .step_by(2)
        .any(|y| pairs(one, y).into_iter().zip(pairs(two, y)).any(|(one, two)| one.abs_diff(two) > 4 * SQUARE_NOISE))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    #[test]
    fn a_length_that_no_service_makes_is_told() {
        let check = |frames, seconds| check_length(frames, Duration::from_secs_f64(seconds)).unwrap_err().to_string();
        assert_eq!(check(2, 1.0), "it has 2 frames, fewer than 3");
        assert_eq!(check(14_401, 60.0), "it claims 14401 frames, more than 14400");
        assert_eq!(check(10, 0.5), "it lasts 0.50 s, not 1 to 120 s");
        assert_eq!(check(3000, 121.0), "it lasts 121.00 s, not 1 to 120 s");
        assert_eq!(check(8, 8.0), "it has 1.00 frames a second, not 5 to 120");
        for (frames, seconds) in [(96, 4.0), (192, 8.0), (3600, 60.0), (64, 4.0)] {
            check_length(frames, Duration::from_secs_f64(seconds)).unwrap();
        }
    }

    #[test]
    fn a_size_that_no_decoder_takes_is_told_before_its_memory_is_needed() {
        let size = |width, height| Dimensions { width, height };
        assert_eq!(check_size(size(3840, 2160), 720), Ok(3840 * 2160));
        for absurd in [size(0, 9), size(65_535, 65_535), size(9000, 16)] {
            assert_eq!(check_size(absurd, 3), Err(FilmError::Size(absurd)));
        }
        assert_eq!(check_size(size(3840, 2160), 14_400), Err(FilmError::Work(119_439)));
    }

    #[test]
    fn a_still_picture_is_known_though_its_encoder_adds_noise_and_a_small_thing_that_moves_is_seen() {
        let picture = |noise: u8, at: u32| {
            DynamicImage::ImageRgb8(RgbImage::from_fn(640, 480, |x, y| {
                let grey = if (at..at + 24).contains(&x) && (200..224).contains(&y) { 200 } else { 90 };
                Rgb([grey + (u8::try_from((x * 7 + y * 13) % 5).unwrap()) * noise; 3])
            }))
        };
        assert_eq!(check_frames(&[picture(0, 100), picture(0, 100), picture(0, 100)], 3), Err(FilmError::Static));
        assert_eq!(check_frames(&[picture(0, 100), picture(0, 100), picture(0, 110)], 3), Ok(()));
        // One of many stars that twinkles, in a picture of 1080p.
        let sky = |star: u8| {
            DynamicImage::ImageRgb8(RgbImage::from_fn(1920, 1080, |x, y| {
                let is_star = (800..802).contains(&x) && (300..302).contains(&y);
                Rgb([if is_star { star } else { 10 }; 3])
            }))
        };
        assert_eq!(check_frames(&[sky(60), sky(200), sky(60)], 3), Ok(()));
        assert_eq!(check_frames(&[sky(60), sky(66), sky(60)], 3), Err(FilmError::Static));
        let few = check_frames(&[picture(0, 100), picture(0, 110), picture(0, 120)], 8);
        assert_eq!(few, Err(FilmError::Unreadable { read: 3, asked: 8 }));
        assert_eq!(check_frames(&[picture(0, 1)], 1), Err(FilmError::Unreadable { read: 1, asked: 1 }));
    }
}
