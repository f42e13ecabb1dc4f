//! All known embeddings, so that those near a new one are found without reading each (`spec/gas.md` 10.5 and 18, point 38).
//!
//! Each medium is held as 64 small numbers, its place along a few directions ([`super::basis`]). If those of two media are
//! farther apart than near-duplicates can be, so are the media. The few that are left are compared by the embeddings
//! themselves, which stay in the store: the answer is that of a look at everything.
//!
//! Memory: 72 bytes for each medium, whatever the dimension (`docs/alignment.md`).

use rayon::prelude::*;

use super::basis::{Basis, Code, distance, reach};
use crate::clip::Embedding;

/// Media that lie together, so that several questions are answered while they are near the processor.
const BLOCK: usize = 4096;

/// The directions are found anew when there are so many times more media than when they were.
const GROWTH: usize = 16;

/// So few are looked at one by one as fast.
const FEW: usize = 256;

/// Media that are enough to find directions from. More make them little better.
pub const SAMPLE: usize = 2048;

/// The embeddings of all known media of one model.
#[derive(Debug)]
pub struct SimilarMedia {
    basis: Basis,
    blocks: Vec<Block>,
    len: usize,
    /// Media that were known when the directions were found.
    known_then: usize,
}

#[derive(Debug)]
struct Block {
    ids: Vec<i64>,
    codes: Vec<Code>,
}

/// The nearest known medium.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Number of its embedding in the store.
    pub id: i64,
    /// How near.
    pub cosine: f32,
}

/// What may be near a question, the likeliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates(Vec<(u32, i64)>);

impl SimilarMedia {
    /// Without media; `sample` are up to [`SAMPLE`] of the `all` that it is to hold, from which it learns how they differ.
    pub fn new(dimension: usize, sample: &[Embedding], all: usize) -> Self {
        let basis = Basis::learn(dimension, sample);
        Self { basis, blocks: Vec::new(), len: 0, known_then: all }
    }

    /// Adds media by the numbers of their embeddings; those of another dimension are left out.
    pub fn extend(&mut self, media: &[(i64, Embedding)]) {
        let of_this = |(_, embedding): &&(i64, Embedding)| embedding.values().len() == self.basis.dimension();
        let media: Vec<&(i64, Embedding)> = media.iter().filter(of_this).collect();
        let codes: Vec<Code> = media.par_iter().map(|(_, embedding)| self.basis.code(embedding)).collect();
        for ((id, _), code) in media.into_iter().zip(codes) {
            if self.blocks.last().is_none_or(|block| block.ids.len() == BLOCK) {
                self.blocks.push(Block { ids: Vec::with_capacity(BLOCK), codes: Vec::with_capacity(BLOCK) });
            }
            if let Some(block) = self.blocks.last_mut() {
                block.ids.push(*id);
                block.codes.push(code);
                self.len += 1;
            }
        }
    }

    /// How many media are held.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether none is.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether there are so many more media than when the directions were found that it is worth building anew. Where a
    /// whole sample could be had then, never, however much of it the store gave.
    pub const fn is_outgrown(&self) -> bool {
        self.known_then < SAMPLE && self.len >= self.known_then * GROWTH && self.len >= FEW
    }

    /// All that may be nearer to each question than `threshold`, and maybe others.
    pub fn candidates(&self, questions: &[&Embedding], threshold: f32) -> Vec<Candidates> {
        let reach = reach(threshold);
        let codes: Vec<Code> = questions.iter().map(|question| self.basis.code(question)).collect();
        let mut found = vec![Candidates::default(); questions.len()];
        for block in &self.blocks {
            for (question, found) in codes.iter().zip(&mut found) {
                for (code, id) in block.codes.iter().zip(&block.ids) {
                    if let Some(apart) = distance(question, code, reach) {
                        found.0.push((apart, *id));
                    }
                }
            }
        }
        for found in &mut found {
            found.0.sort_unstable();
        }
        found
    }

    /// Bytes on the heap, nearly.
    pub fn memory(&self) -> usize {
        self.blocks.len() * BLOCK * (size_of::<i64>() + size_of::<Code>())
    }
}

impl Candidates {
    /// The nearest of them to the question whose cosine is above `threshold`. `exact` gives the embedding of a number;
    /// one that is gone is skipped.
    pub fn nearest<E>(
        &self,
        question: &Embedding,
        threshold: f32,
        mut exact: impl FnMut(i64) -> Result<Option<Embedding>, E>,
    ) -> Result<Option<Near>, E> {
        let mut best: Option<Near> = None;
        for (apart, id) in &self.0 {
            if best.is_some_and(|best| *apart > reach(best.cosine)) {
                break; // none behind it is nearer
            }
            let Some(known) = exact(*id)?.filter(|known| known.values().len() == question.values().len()) else {
                continue;
            };
            let cosine = question.cosine(&known);
            if cosine > threshold && best.is_none_or(|best| cosine > best.cosine) {
                best = Some(Near { id: *id, cosine });
            }
        }
        Ok(best)
    }

    /// How many embeddings may have to be read.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is near.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;
    use rand::SeedableRng as _;
    use rand::rngs::SmallRng;

    use super::*;

    const DIMENSION: usize = 80;

    /// Half of them lie in a few clouds, so that there are near ones of every distance; some are copies.
    fn media(seed: u64, count: usize) -> Vec<Embedding> {
        let mut rng = SmallRng::seed_from_u64(seed);
        let mut vector = |spread: f32, around: Option<&Embedding>| {
            let middle = around.map_or_else(|| vec![0.0; DIMENSION], |around| around.values().to_vec());
            Embedding::new(middle.iter().map(|middle| middle + spread * rng.random_range(-1.0..1.0)).collect()).unwrap()
        };
        let mut found: Vec<Embedding> = Vec::new();
        for at in 0..count {
            let around = found.get(at / 3).cloned();
            found.push(match at % 4 {
                0 => vector(1.0, None),
                1 => vector(0.05, around.as_ref()),
                2 => vector(0.03, around.as_ref()),
                _ => around.unwrap_or_else(|| vector(1.0, None)),
            });
        }
        found
    }

    fn built(known: &[Embedding], sample: usize) -> SimilarMedia {
        let sample = sample.min(known.len());
        let mut index = SimilarMedia::new(DIMENSION, &known[..sample], sample);
        let numbered: Vec<(i64, Embedding)> = (0..).zip(known.iter().cloned()).collect();
        index.extend(&numbered);
        index
    }

    fn nearest(index: &SimilarMedia, known: &[Embedding], new: &Embedding, threshold: f32) -> Option<Near> {
        let candidates = index.candidates(&[new], threshold);
        let exact = |id: i64| Ok::<_, Infallible>(known.get(usize::try_from(id).unwrap()).cloned());
        candidates[0].nearest(new, threshold, exact).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn every_known_medium_above_the_threshold_is_found_as_by_a_look_at_all(
            seed: u64, count in 0_usize..250, sample in 0_usize..120, threshold in 0.3_f32..0.999
        ) {
            let known = media(seed, count);
            let index = built(&known, sample);
            prop_assert_eq!(index.len(), count);
            for new in known.iter().step_by(5).cloned().chain(media(!seed, 20)) {
                let brute: Vec<f32> = known.iter().map(|known| known.cosine(&new)).filter(|c| *c > threshold).collect();
                let best = brute.iter().copied().fold(f32::MIN, f32::max);
                match nearest(&index, &known, &new, threshold) {
                    Some(found) => prop_assert!(found.cosine >= best, "{} and not {best}", found.cosine),
                    None => prop_assert!(brute.is_empty(), "{} above {threshold} are not found", brute.len()),
                }
                let candidates = index.candidates(&[&new], threshold);
                prop_assert!(candidates[0].len() >= brute.len());
            }
        }
    }

    #[test]
    fn few_embeddings_are_read_where_few_are_near() {
        let known = media(7, 2_000);
        let index = built(&known, 500);
        let new = media(8, 40);
        let read: usize = new.iter().step_by(4).map(|new| index.candidates(&[new], 0.96)[0].len()).sum();
        assert!(read < 20, "{read} of 2000 for 10 questions");
    }

    #[test]
    fn what_is_gone_or_of_another_dimension_is_skipped() {
        let known = media(3, 8);
        let mut index = built(&known, 0);
        index.extend(&[(99, Embedding::new(vec![1.0; 3]).unwrap())]);
        assert_eq!(index.len(), 8);
        let exact = |id: i64| Ok::<_, Infallible>((id != 0).then(|| known[usize::try_from(id).unwrap()].clone()));
        let found = index.candidates(&[&known[0]], 0.96)[0].nearest(&known[0], 0.96, exact).unwrap();
        assert_ne!(found.map(|near| near.id), Some(0));
    }

    #[test]
    fn the_directions_are_found_anew_while_that_helps_and_then_no_more() {
        let known = media(1, 300);
        assert!(!built(&known[..200], 0).is_outgrown());
        assert!(built(&known, 0).is_outgrown());
        assert!(!built(&known, 300).is_outgrown());
    }
    #[test]
    fn an_index_that_was_just_loaded_is_never_outgrown_whatever_part_of_the_sample_the_store_gave() {
        let known = media(2, 4);
        for all in [256, 2_047, 2_049, 32_769, 40_000, 100_000, 1_000_000] {
            for sample in [0, 4] {
                let mut index = SimilarMedia::new(DIMENSION, &known[..sample], all);
                index.len = all;
                assert!(!index.is_outgrown(), "{all} media, {sample} in the sample");
            }
        }
    }
}
