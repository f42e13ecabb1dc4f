//! The hash of a medium as one text, as stores keep it (`spec/gas.md` 9.2).

use std::fmt;
use std::str::FromStr;

use super::segments::{self, SegmentHash};
use super::{Grey, PerceptualHash};

/// Most segments that are taken from the frames of a video.
const MAX_VIDEO_SEGMENTS: usize = 10;

/// Of the first segments of a video's frames, those that are looked at; equal ones are then one.
const LOOKED_AT: usize = 12;

/// Of each frame.
const PER_FRAME: usize = 2;

/// Most hashes, and most segments, of a text; ours have 8 and 10.
const MAX_READ: usize = 64;

/// Perceptual hashes of a medium's frames (a still image has one), and of parts of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MediaHash {
    frames: Vec<PerceptualHash>,
    segments: Vec<SegmentHash>,
    /// What stands behind the underscore. `None` for a still image.
    count: Option<u32>,
}

/// A text that is no hash of a medium.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is no hash of a medium")]
pub struct MediaHashError;

impl MediaHash {
    /// Hash of a still image.
    pub fn of_image(picture: &Grey) -> Self {
        Self { frames: vec![PerceptualHash::of(picture)], segments: segments::of(picture), count: None }
    }

    /// Hash of a video by some of its frames; `None` without a frame, or with more than anybody compares.
    pub fn of_frames(frames: &[Grey]) -> Option<Self> {
        if frames.is_empty() || frames.len() > MAX_READ {
            return None;
        }
        let mut found: Vec<SegmentHash> = Vec::new();
        for frame in frames {
            if found.len() < LOOKED_AT {
                found.extend(segments::of(frame).into_iter().take(PER_FRAME));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MAX_VIDEO_SEGMENTS);
        let count = u32::try_from(frames.len()).ok()?;
        Some(Self { frames: frames.iter().map(PerceptualHash::of).collect(), segments: found, count: Some(count) })
    }

    /// From its parts, such as a benchmark makes; `None` as with [`MediaHash::of_frames`].
    pub fn new(frames: Vec<PerceptualHash>, mut segments: Vec<SegmentHash>, is_video: bool) -> Option<Self> {
        if frames.is_empty() || frames.len() > MAX_READ || segments.len() > MAX_READ || (!is_video && frames.len() > 1)
        {
            return None;
        }
        segments.sort_unstable();
        segments.dedup();
        let count = if is_video { u32::try_from(frames.len()).ok() } else { None };
        Some(Self { frames, segments, count })
    }

    /// One for each frame; never empty.
    pub fn frames(&self) -> &[PerceptualHash] {
        &self.frames
    }

    /// Whether its text ends with a number of frames.
    pub const fn is_video(&self) -> bool {
        self.count.is_some()
    }

    /// Of parts of the frames, sorted.
    pub fn segments(&self) -> &[SegmentHash] {
        &self.segments
    }
}

impl fmt::Display for MediaHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, at: usize, separator: char, item: &dyn fmt::Display| {
            if at > 0 { write!(f, "{separator}{item}") } else { write!(f, "{item}") }
        };
        self.frames.iter().enumerate().try_for_each(|(at, frame)| list(f, at, ',', frame))?;
        if !self.segments.is_empty() {
            f.write_str("|")?;
            self.segments.iter().enumerate().try_for_each(|(at, segment)| list(f, at, ';', segment))?;
        }
        self.count.map_or(Ok(()), |count| write!(f, "_{count}"))
    }
}

impl FromStr for MediaHash {
    type Err = MediaHashError;

    /// Reads what [`fmt::Display`] writes. Hashes may be shorter: they are numbers without their leading zeros.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (hashes, count) = match text.rsplit_once('_') {
            Some((hashes, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                (hashes, Some(digits.parse().map_err(|_| MediaHashError)?))
            }
            _ => (text, None),
        };
        let (frames, segments) = match hashes.split_once('|') {
            Some((frames, segments)) => (frames, read(segments, ';', SegmentHash::read).ok_or(MediaHashError)?),
            None => (hashes, Vec::new()),
        };
        let frames = read(frames, ',', PerceptualHash::read).ok_or(MediaHashError)?;
        Ok(Self { frames, segments, count })
    }
}

fn read<T>(list: &str, separator: char, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for item in list.split(separator) {
        if found.len() == MAX_READ {
            return None;
        }
        found.push(read(item)?);
    }
    Some(found)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "patterns of bytes")]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_texts_of_stores_are_read_and_written_as_they_are() {
        // spec/gas.md 9.2
        let (one, two) = ("c1".repeat(32), format!("8{}", "0".repeat(63)));
        for text in [
            one.clone(),
            format!("{one}|00000000000000ff;8000000000000001"),
            format!("{one},{two}_2"),
            format!("{one},{two}|00000000000000ff_2"),
            format!("{two}_1"),
        ] {
            assert_eq!(text.parse::<MediaHash>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_hash_is_refused_whatever_it_is() {
        let long = vec!["ff"; 65].join(",");
        let digits = format!("ff_{}", "9".repeat(40));
        for text in [
            "", "_", "_2", "|", "ff|", "|ff", "ff,", "ff;00", "ff|00,11", "gg", "ff_2_3", "ff_x", "ff ", "ff_", "fé",
            "-1", &long, &digits,
        ] {
            assert_eq!(text.parse::<MediaHash>(), Err(MediaHashError), "{text}");
        }
    }

    #[test]
    fn a_video_has_a_hash_for_each_frame_and_few_segments() {
        let frame = |seed: usize| {
            let pixels = (0..400 * 300).map(|at| ((at * seed * 7919) >> 5 & 0xff) as u8).collect();
            Grey::new(400, 300, pixels).unwrap()
        };
        let frames: Vec<Grey> = (1..9).map(frame).collect();
        let hash = MediaHash::of_frames(&frames).unwrap();
        assert_eq!(hash.frames().len(), 8);
        assert!(hash.segments().len() <= MAX_VIDEO_SEGMENTS && hash.segments().is_sorted());
        assert!(hash.to_string().ends_with("_8"));
        assert_eq!(MediaHash::of_frames(&[]), None);
    }

    proptest! {
        #[test]
        fn no_text_takes_the_parser_down(text in "\\PC{0,200}") {
            let _ = text.parse::<MediaHash>();
        }

        #[test]
        fn every_hash_is_read_as_it_was_written(
            frames in vec(any::<[u64; 4]>(), 1..9), segments in vec(any::<u64>(), 0..11), is_video: bool,
        ) {
            let frames: Vec<_> = frames.into_iter().take(if is_video { 9 } else { 1 }).map(PerceptualHash).collect();
            let hash = MediaHash::new(frames, segments.into_iter().map(SegmentHash).collect(), is_video).unwrap();
            prop_assert_eq!(hash.to_string().parse::<MediaHash>(), Ok(hash));
        }
    }
}
