//! Paints a film: the picture of a prompt, whose things sway.

use openh264::OpenH264API;
use openh264::encoder::{Complexity, Encoder, EncoderConfig, FrameRate, IntraFramePeriod, QpRange, RateControlMode};
use openh264::formats::{RgbSliceU8, YUVBuffer};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use super::DemoError;
use super::mp4::{self, Sample};
use super::paint::Canvas;
use crate::media::{Dimensions, Tier};

/// Frames a second: as few as look like a film, since each is painted.
const RATE: u16 = 12;

/// Two seconds.
const FRAMES: u16 = 2 * RATE;

/// How far things sway to each side, in shares of the shorter side: within the ninth in which they are.
const SWAY: f64 = 0.05;

/// Coarse, since plain areas stay plain.
const QUANTISER: u8 = 30;

/// Kinds of units of a stream that the container wants apart.
const SEQUENCE_SET: u8 = 7;
const PICTURE_SET: u8 = 8;

/// Films what a prompt says, as an MP4. The same prompt, size and seed give the same film. Sides must be even.
pub fn film(prompt: &str, size: Dimensions, seed: u64) -> Result<Vec<u8>, DemoError> {
    let failed = |error: openh264::Error| DemoError::Film(error.to_string());
    let config = EncoderConfig::new()
        .rate_control_mode(RateControlMode::Off)
        .qp(QpRange::new(QUANTISER, QUANTISER))
        .max_frame_rate(FrameRate::from_hz(f32::from(RATE)))
        .intra_frame_period(IntraFramePeriod::from_num_frames(u32::from(RATE)))
        .skip_frames(false)
        .scene_change_detect(false)
        .complexity(Complexity::Low)
        .num_threads(1);
    let mut encoder = Encoder::with_api_config(OpenH264API::from_source(), config).map_err(failed)?;
    let canvas = Canvas::new(prompt, size, seed);
    let path = Path::of(seed);
    let sides = (size.width as usize, size.height as usize);
    let (mut sets, mut samples) = ([Vec::new(), Vec::new()], Vec::new());
    for frame in 0..FRAMES {
        let picture = canvas.moment(path.at(f64::from(frame) / f64::from(FRAMES)));
        let colours = YUVBuffer::from_rgb8_source(RgbSliceU8::new(picture.as_raw(), sides));
        let stream = encoder.encode(&colours).map_err(failed)?.to_vec();
        samples.push(sample(&stream, &mut sets));
    }
    let [sequence, picture] = sets;
    mp4::write(size, RATE, &sequence, &picture, &samples)
        .ok_or_else(|| DemoError::Film("it does not fit into an MP4".into()))
}

/// A frame as the container holds it: each unit behind its length. Parameter sets go where all share them.
fn sample(stream: &[u8], [sequence, picture]: &mut [Vec<u8>; 2]) -> Sample {
    let (mut bytes, mut is_key) = (Vec::with_capacity(stream.len()), false);
    for unit in units(stream) {
        match unit.first().map(|byte| byte & 31) {
            Some(SEQUENCE_SET) => unit.clone_into(sequence),
            Some(PICTURE_SET) => unit.clone_into(picture),
            kind => {
                is_key |= kind == Some(5);
                bytes.extend(u32::try_from(unit.len()).unwrap_or(u32::MAX).to_be_bytes());
                bytes.extend(unit);
            }
        }
    }
    Sample { bytes, is_key }
}

/// The units of a stream, without the codes and zeros between them.
fn units(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts: Vec<usize> = memchr::memmem::find_iter(stream, &[0, 0, 1]).map(|at| at + 3).collect();
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start - 3).chain(Some(stream.len())).collect();
    starts.into_iter().zip(ends).map(|(start, end)| {
        let unit = &stream[start..end];
        let zeros = unit.iter().rev().take_while(|byte| **byte == 0).count();
        &unit[..unit.len() - zeros]
    })
}

/// The way that all things of a film take: an ellipse, begun anywhere.
struct Path {
    across: f64,
    down: f64,
    begin: f64,
}

impl Path {
    fn of(seed: u64) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed ^ 0x5eed);
        let across = SWAY * rng.random_range(0.6..=1.0);
        Self { across, down: SWAY * rng.random_range(0.2..=0.6), begin: rng.random_range(0.0..1.0) }
    }

    /// Where things are beside their place, at this share of the film.
    fn at(&self, share: f64) -> (f64, f64) {
        let angle = (self.begin + share) * std::f64::consts::TAU;
        (self.across * angle.cos(), self.down * angle.sin())
    }
}

/// The size in which a tier is filmed.
pub(crate) const fn size_of(tier: Tier) -> Dimensions {
    let (width, height) = match tier.rank() {
        0 => (848, 480),
        1 => (1280, 720),
        _ => (1920, 1080),
    };
    Dimensions { width, height }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::time::Duration;

    use super::*;
    use crate::media::video::Codec;
    use crate::media::{MediaHash, view};
    use crate::types::Modality;
    use crate::verification::duplicate::{Duplicates, GLOBAL_THRESHOLD};

    #[test]
    fn a_film_of_each_tier_plays_and_counts_as_its_tier() {
        for tier in Tier::of(Modality::Video) {
            let film = film("a large red circle and two blue stars", size_of(tier), 7).unwrap();
            let view = view(&mut Cursor::new(&film), Modality::Video).unwrap();
            assert_eq!(Tier::classify(Modality::Video, view.dimensions()), Some(tier));
            let film = view.film().unwrap();
            assert_eq!((film.frame_count, film.duration, film.has_audio), (24, Duration::from_secs(2), false));
            assert_eq!((&film.codec, film.frames.len()), (&Codec::H264, 8));
        }
    }

    #[test]
    fn films_are_no_duplicates_of_each_other_and_each_is_one_of_itself() {
        let size = Dimensions { width: 320, height: 180 };
        let hash = |prompt: &str, seed| -> MediaHash {
            let film = film(prompt, size, seed).unwrap();
            view(&mut Cursor::new(film), Modality::Video).unwrap().into_hash().unwrap()
        };
        let mut known = Duplicates::new(GLOBAL_THRESHOLD);
        for seed in 0..12 {
            let prompt = if seed % 2 == 0 { "a small red circle" } else { "two green squares on the left" };
            let hash = hash(prompt, seed);
            assert_eq!(known.find(prompt, &hash), None, "{prompt}, {seed}");
            known.insert(prompt, &hash);
        }
        assert!(known.find("a small red circle", &hash("a small red circle", 4)).is_some());
        assert_eq!(film("a red ring", size, 3).unwrap(), film("a red ring", size, 3).unwrap());
    }
}
