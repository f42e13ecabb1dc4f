//! All known media, so that those like a new one are found without looking at each.
//!
//! A hash is cut into parts: if two hashes differ in at most t bits, then of t + 1 parts one is the same in both. So each
//! part has a table from its bits to the hashes that have them, and only those found there are compared. The 64 bits of
//! a segment have three parts, of which one differs in at most one bit; so its tables are asked for every bit turned.
//! What the tables give is then judged by the rule itself: the answer is that of a look at everything.
//!
//! Memory: some 120 bytes for each frame and 45 for each segment (`docs/media.md`).

use std::collections::{HashMap, HashSet};

use super::rule::{self, Likeness, MATCHING_SEGMENTS, SAME_PROMPT_THRESHOLD, SEGMENT_DISTANCE};
use crate::media::{MediaHash, PerceptualHash, SegmentHash};

/// Parts of a segment's hash. Of [`SEGMENT_DISTANCE`] bits that differ, one part has at most one.
const SEGMENT_PARTS: usize = 3;
const _: () = assert!((SEGMENT_DISTANCE as usize) < 2 * SEGMENT_PARTS);

/// End of a chain.
const NONE: u32 = u32::MAX;

/// Where a duplicate of a new medium was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Among the media of the same prompt.
    SamePrompt {
        /// In bits.
        distance: u32,
    },
    /// Among all media.
    Anywhere {
        /// In bits.
        distance: u32,
    },
}

/// The hashes of all known media.
#[derive(Debug)]
pub struct Duplicates {
    global_threshold: u32,
    media: Vec<Entry>,
    prompts: HashMap<Box<str>, u32>,
    frames: Rows<4>,
    segments: Rows<1>,
}

/// A medium, as a span of frames and one of segments.
#[derive(Debug, Clone, Copy)]
struct Entry {
    prompt: u32,
    first_frame: u32,
    first_segment: u32,
    frames: u8,
    segments: u8,
    is_video: bool,
}

impl Duplicates {
    /// Without media. Among all media, hashes that differ in at most `global_threshold` bits are of one.
    pub fn new(global_threshold: u32) -> Self {
        let parts = usize::try_from(global_threshold.max(SAME_PROMPT_THRESHOLD)).unwrap_or(0).min(255) + 1;
        Self {
            global_threshold,
            media: Vec::new(),
            prompts: HashMap::new(),
            frames: Rows::new(parts),
            segments: Rows::new(SEGMENT_PARTS),
        }
    }

    /// How many media are known.
    pub fn len(&self) -> usize {
        self.media.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.media.is_empty()
    }

    /// Makes a medium known. A chain holds 2^32 - 1 frames; beyond them nothing is added.
    pub fn insert(&mut self, prompt: &str, hash: &MediaHash) {
        let (Ok(media), Some(first_frame), Some(first_segment)) =
            (u32::try_from(self.media.len()), self.frames.end(), self.segments.end())
        else {
            return;
        };
        let next = u32::try_from(self.prompts.len()).unwrap_or(NONE);
        let prompt = *self.prompts.entry(prompt.into()).or_insert(next);
        for frame in hash.frames() {
            self.frames.push(frame.0, media);
        }
        for segment in hash.segments() {
            self.segments.push([segment.0], media);
        }
        let count = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
        self.media.push(Entry {
            prompt,
            first_frame,
            first_segment,
            frames: count(hash.frames().len()),
            segments: count(hash.segments().len()),
            is_video: hash.is_video(),
        });
    }

    /// The closest duplicate of a new medium, first among those of its prompt, then among all (`spec/gas.md` 8.6).
    pub fn find(&self, prompt: &str, new: &MediaHash) -> Option<Known> {
        let like = self.like(new);
        let closest = |threshold: u32, prompt: Option<u32>| {
            let of_prompt =
                like.iter().filter(|(media, _)| prompt.is_none_or(|p| self.media[*media as usize].prompt == p));
            of_prompt.filter_map(|(_, likeness)| likeness.duplicate(threshold)).min()
        };
        let same = self.prompts.get(prompt).and_then(|prompt| closest(SAME_PROMPT_THRESHOLD, Some(*prompt)));
        same.map(|distance| Known::SamePrompt { distance })
            .or_else(|| closest(self.global_threshold, None).map(|distance| Known::Anywhere { distance }))
    }

    /// All media that may be duplicates, and maybe others, each once.
    fn like(&self, new: &MediaHash) -> Vec<(u32, Likeness)> {
        let mut found: HashSet<u32> = HashSet::new();
        let threshold = self.global_threshold.max(SAME_PROMPT_THRESHOLD);
        for frame in new.frames() {
            self.frames.near(frame.0, threshold, false, |media| {
                found.insert(media);
            });
        }
        let mut matching: HashMap<u32, usize> = HashMap::new();
        for segment in new.segments() {
            let mut media = HashSet::new();
            self.segments.near([segment.0], SEGMENT_DISTANCE, true, |owner| {
                media.insert(owner);
            });
            for media in media {
                *matching.entry(media).or_insert(0) += 1;
            }
        }
        found.extend(matching.into_iter().filter(|(_, count)| *count >= MATCHING_SEGMENTS).map(|(media, _)| media));
        found.into_iter().filter_map(|media| Some((media, rule::compare(new, &self.hash(media)?)))).collect()
    }

    fn hash(&self, media: u32) -> Option<MediaHash> {
        let entry = self.media.get(media as usize)?;
        let frames = self.frames.span(entry.first_frame, entry.frames).iter().copied().map(PerceptualHash).collect();
        let segments = self.segments.span(entry.first_segment, entry.segments);
        MediaHash::new(frames, segments.iter().map(|[bits]| SegmentHash(*bits)).collect(), entry.is_video)
    }

    /// Bytes on the heap, nearly.
    pub fn memory(&self) -> usize {
        let names: usize = self.prompts.keys().map(|name| name.len()).sum();
        names
            + self.prompts.capacity() * (size_of::<(Box<str>, u32)>() + 1)
            + self.media.capacity() * size_of::<Entry>()
            + self.frames.memory()
            + self.segments.memory()
    }
}

/// Hashes of `W` words, each with the medium that it belongs to, and a table for each part of their bits.
#[derive(Debug)]
struct Rows<const W: usize> {
    hashes: Vec<[u64; W]>,
    owners: Vec<u32>,
    tables: Vec<Table<W>>,
}

/// From the bits of one part to the rows that have them: chains through `next`, which begin at `heads`.
#[derive(Debug)]
struct Table<const W: usize> {
    /// The bits of this part. Every so many-th one, since neighbours in a perceptual hash often agree.
    mask: [u64; W],
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl<const W: usize> Rows<W> {
    fn new(parts: usize) -> Self {
        let mask = |part: usize| {
            std::array::from_fn(|word| {
                (0..64).filter(|bit| (word * 64 + bit) % parts == part).fold(0, |mask, bit| mask | 1 << bit)
            })
        };
        let tables = (0..parts).map(|part| Table { mask: mask(part), heads: vec![NONE; 16], next: Vec::new() });
        Self { hashes: Vec::new(), owners: Vec::new(), tables: tables.collect() }
    }

    /// Number of the next row; `None` if there is none left.
    fn end(&self) -> Option<u32> {
        u32::try_from(self.hashes.len()).ok().filter(|end| *end < NONE - u32::from(u8::MAX))
    }

    fn push(&mut self, hash: [u64; W], owner: u32) {
        self.hashes.push(hash);
        self.owners.push(owner);
        for table in &mut self.tables {
            table.push(&self.hashes);
        }
    }

    fn span(&self, first: u32, count: u8) -> &[[u64; W]] {
        let first = first as usize;
        self.hashes.get(first..first + usize::from(count)).unwrap_or_default()
    }

    /// Calls `found` with the owner of each row within `threshold`, of some more than once. With `turned`, parts may
    /// differ in one bit.
    fn near(&self, hash: [u64; W], threshold: u32, turned: bool, mut found: impl FnMut(u32)) {
        let mut look = |table: &Table<W>, key: &[u64; W]| {
            let mut at = table.heads[table.slot(key)];
            while at != NONE {
                let row = &self.hashes[at as usize];
                let distance: u32 = row.iter().zip(&hash).map(|(one, two)| (one ^ two).count_ones()).sum();
                if distance <= threshold {
                    found(self.owners[at as usize]);
                }
                at = table.next[at as usize];
            }
        };
        for table in &self.tables {
            look(table, &hash);
            let bits = (0..W).flat_map(|word| (0..64).map(move |bit| (word, bit)));
            for (word, bit) in bits.filter(|(word, bit)| turned && table.mask[*word] >> bit & 1 == 1) {
                let mut other = hash;
                other[word] ^= 1 << bit;
                look(table, &other);
            }
        }
    }

    fn memory(&self) -> usize {
        let tables: usize =
            self.tables.iter().map(|table| (table.heads.capacity() + table.next.capacity()) * size_of::<u32>()).sum();
        self.hashes.capacity() * size_of::<[u64; W]>() + self.owners.capacity() * size_of::<u32>() + tables
    }
}

impl<const W: usize> Table<W> {
    /// Adds the last of `hashes`.
    fn push(&mut self, hashes: &[[u64; W]]) {
        if hashes.len() > self.heads.len() {
            self.heads = vec![NONE; self.heads.len() * 2];
            self.next.clear();
            for row in 0..hashes.len() {
                self.link(hashes, row);
            }
        } else {
            self.link(hashes, hashes.len() - 1);
        }
    }

    fn link(&mut self, hashes: &[[u64; W]], row: usize) {
        let slot = self.slot(&hashes[row]);
        self.next.push(self.heads[slot]);
        self.heads[slot] = u32::try_from(row).unwrap_or(NONE);
    }

    /// Where the chain of a hash begins. `heads` has a power of two of places.
    fn slot(&self, hash: &[u64; W]) -> usize {
        // An odd constant with mixed bits spreads whatever bits the mask leaves over the upper half.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = hash.iter().zip(&self.mask).fold(0_u64, |mixed, (word, mask)| {
            let product = (mixed ^ (word & mask)).wrapping_mul(SPREAD);
            product ^ product >> 32
        });
        usize::try_from(mixed.wrapping_mul(SPREAD) >> 32).unwrap_or(0) & (self.heads.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What a look at every medium finds.
    fn scan(known: &[(String, MediaHash)], prompt: &str, new: &MediaHash, threshold: u32) -> Option<Known> {
        let closest = |threshold: u32, only: Option<&str>| {
            let media = known.iter().filter(|(of, _)| only.is_none_or(|only| only == of));
            media.filter_map(|(_, hash)| rule::compare(new, hash).duplicate(threshold)).min()
        };
        closest(SAME_PROMPT_THRESHOLD, Some(prompt))
            .map(|distance| Known::SamePrompt { distance })
            .or_else(|| closest(threshold, None).map(|distance| Known::Anywhere { distance }))
    }

    /// Hashes near a few centres, so that distances about the thresholds are common.
    fn hash() -> impl Strategy<Value = MediaHash> {
        let turned = |bits: std::ops::Range<u32>, most: usize| vec(bits, 0..most);
        let frame = (0..3_u64, turned(0..256, 14)).prop_map(|(centre, turned)| {
            let mut words = [centre.wrapping_mul(0x1234_5678_9abc_def1); 4];
            for bit in turned {
                words[bit as usize / 64] ^= 1 << (bit % 64);
            }
            PerceptualHash(words)
        });
        let segment = (0..4_u64, turned(0..64, 8)).prop_map(|(centre, turned)| {
            let centre = centre.wrapping_mul(0xdead_beef_0bad_f00d);
            SegmentHash(turned.into_iter().fold(centre, |bits, bit| bits ^ 1 << bit))
        });
        (vec(frame, 1..5), vec(segment, 0..4), any::<bool>()).prop_map(|(mut frames, segments, is_video)| {
            frames.truncate(if is_video { 5 } else { 1 });
            MediaHash::new(frames, segments, is_video).unwrap()
        })
    }

    proptest! {
        #[test]
        fn the_index_finds_what_a_look_at_everything_finds(
            known in vec(("[ab]", hash()), 0..40), new in vec(hash(), 1..10), threshold in 0_u32..13,
        ) {
            let mut index = Duplicates::new(threshold);
            for (prompt, hash) in &known {
                index.insert(prompt, hash);
            }
            prop_assert_eq!(index.len(), known.len());
            for new in &new {
                for prompt in ["a", "b", "c"] {
                    prop_assert_eq!(index.find(prompt, new), scan(&known, prompt, new, threshold));
                }
            }
        }

        #[test]
        fn whatever_differs_in_few_bits_is_found(
            words: [u64; 4], segment: u64, turned in vec(0_usize..256, 0..9), other in vec(0_u32..64, 0..6),
        ) {
            let mut near = words;
            for bit in turned {
                near[bit / 64] ^= 1 << (bit % 64);
            }
            let near_segment = other.iter().fold(segment, |bits, bit| bits ^ 1 << bit);
            let image = |words, segments: Vec<u64>| {
                MediaHash::new(vec![PerceptualHash(words)], segments.into_iter().map(SegmentHash).collect(), false).unwrap()
            };
            let mut index = Duplicates::new(4);
            index.insert("a", &image(words, vec![]));
            prop_assert!(index.find("a", &image(near, vec![])).is_some());
            // By segments alone: the hashes are far apart.
            index.insert("b", &image(words.map(|word| !word), vec![segment, !segment]));
            let cut = image([0x5555_5555_5555_5555 ^ words[0], words[1], !words[2], words[3]], vec![near_segment, !near_segment]);
            prop_assert_eq!(index.find("b", &cut), Some(Known::SamePrompt { distance: 0 }));
        }
    }
}
