//! How alike two media are (`spec/gas.md` 9.3).

use crate::media::MediaHash;

/// Among media of the same prompt, hashes that differ in at most this many bits are of one medium (`spec/gas.md` 8.6).
pub const SAME_PROMPT_THRESHOLD: u32 = 8;

/// The same among all media, unless a validator sets another number (`spec/gas.md` 16.3).
pub const GLOBAL_THRESHOLD: u32 = 4;

/// Segments that differ in at most this many bits are of one thing.
pub const SEGMENT_DISTANCE: u32 = 5;

/// From so many segments in common on, media are duplicates.
pub const MATCHING_SEGMENTS: usize = 2;

/// How much of a new medium is in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Likeness {
    /// Bits in which the hashes differ; of videos, on average.
    pub distance: u32,
    /// Segments of the new one that the other one has too.
    pub matching_segments: usize,
}

impl Likeness {
    /// The distance by which the new medium is a duplicate: 0 if it is one by its segments. `None` if it is none.
    pub fn duplicate(&self, threshold: u32) -> Option<u32> {
        if self.distance <= threshold {
            return Some(self.distance);
        }
        (self.matching_segments >= MATCHING_SEGMENTS).then_some(0)
    }
}

/// Compares a new medium with one that is known. Of segments it matters which is which.
pub fn compare(new: &MediaHash, known: &MediaHash) -> Likeness {
    let matching = |segment: &&crate::media::SegmentHash| {
        known.segments().iter().any(|other| segment.distance(*other) <= SEGMENT_DISTANCE)
    };
    Likeness { distance: distance(new, known), matching_segments: new.segments().iter().filter(matching).count() }
}

fn distance(one: &MediaHash, two: &MediaHash) -> u32 {
    let (one, two) = (one.frames(), two.frames());
    if one.len() > 1 && two.len() > 1 {
        let distances = one.iter().zip(two).map(|(one, two)| one.distance(two));
        return mean(distances.sum(), u32::try_from(one.len().min(two.len())).unwrap_or(u32::MAX));
    }
    one.iter().flat_map(|one| two.iter().map(|two| one.distance(two))).min().unwrap_or(u32::MAX)
}

/// Rounded; a half goes to the even neighbour. `of` is not zero.
fn mean(sum: u32, of: u32) -> u32 {
    let (whole, rest) = (sum / of, sum % of);
    whole + u32::from(2 * rest > of || 2 * rest == of && whole % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(new: &str, known: &str) -> Likeness {
        compare(&new.parse().unwrap(), &known.parse().unwrap())
    }

    #[test]
    fn the_examples_of_the_specification_have_their_distances() {
        // spec/gas.md 9.3
        assert_eq!(likeness("ff00,00ff_2", "ff01,00ff_2").distance, 0);
        assert_eq!(likeness("ff00", "ff01").distance, 1);
        assert_eq!(likeness("ff00,0000_2", "ffff").distance, 8);
    }

    #[test]
    fn a_mean_is_rounded_with_halves_to_the_even_neighbour() {
        for (sum, of, rounded) in [(1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 2, 4), (5, 4, 1), (7, 4, 2), (0, 8, 0)] {
            assert_eq!(mean(sum, of), rounded, "{sum}/{of}");
        }
    }

    #[test]
    fn videos_are_compared_frame_by_frame_over_the_shorter_and_an_image_with_each_frame() {
        assert_eq!(likeness("00,ff_2", "00,ff,0f_3").distance, 0);
        assert_eq!(likeness("ff,00_2", "00,ff_2").distance, 8);
        assert_eq!(likeness("ff", "00,ff_2").distance, 0);
        assert_eq!(likeness("ff_1", "00,ff_2").distance, 0);
    }

    #[test]
    fn two_segments_in_common_make_a_duplicate_of_distance_0() {
        let far = "f".repeat(64);
        let known = format!("{far}|000000000000001f;ff00000000000000");
        for (segments, matching, verdict) in [
            ("0000000000000000;ff00000000000001", 2, Some(0)),
            ("0000000000000000;0000000000000001", 2, Some(0)), // both are near the same one, as the rule has it
            ("0000000000000000;0fff000000000000", 1, None),
            ("0000000000000020", 0, None), // 6 bits
        ] {
            let likeness = likeness(&format!("{}|{segments}", "0".repeat(64)), &known);
            assert_eq!((likeness.matching_segments, likeness.duplicate(8)), (matching, verdict), "{segments}");
        }
        assert_eq!(Likeness { distance: 8, matching_segments: 0 }.duplicate(8), Some(8));
        assert_eq!(Likeness { distance: 9, matching_segments: 1 }.duplicate(8), None);
    }
}
