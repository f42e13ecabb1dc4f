//! CLIP on processors: what [`super::Clip`] computes, in fewer steps.
//!
//! The weights lie in the order in which the products read them. Layer norms, attention of a head and activations work
//! on what the caches hold. The last layer is computed for the one token alone that stands for the picture or text.
//! Pictures are shared among the threads in groups, each computed by one thread; a single one is shared by its columns.

use super::super::config::{Config, TensorShape, TextConfig, VisionConfig};
use super::super::{ClipError, weights::Weights};
use super::lanes::{Into, Lane, Linear, Panels, WIDE};
use super::tower::{Norm, Tower};
use rayon::prelude::*;
use std::collections::HashMap;
use std::io::{Read, Seek};
use std::ops::Range;

/// Pictures that one thread computes at once: with more, what they hold leaves the caches.
const PICTURES: usize = 8;
/// Texts likewise: they are as long as a picture at most, mostly shorter.
const TEXTS: usize = 16;

/// CLIP on processors.
pub(in crate::clip) struct Fast {
    vision: Vision,
    text: Text,
    threads: rayon::ThreadPool,
}

/// Takes tensors out of a file, by their names.
pub(super) struct Reader<'a, R> {
    weights: &'a mut Weights<R>,
    tensors: HashMap<String, TensorShape>,
}

impl<R: Read + Seek> Reader<'_, R> {
    pub(super) fn read(&mut self, name: &str) -> Result<Vec<f32>, ClipError> {
        let tensor = self.tensors.get(name).ok_or_else(|| ClipError::TensorMissing(name.into()))?;
        self.weights.read(tensor)
    }
}

impl Fast {
    /// Reads the weights, tensor by tensor.
    pub(in crate::clip) fn new<R: Read + Seek>(config: &Config, weights: &mut Weights<R>) -> Result<Self, ClipError> {
        let tensors = config.tensors().into_iter().map(|tensor| (tensor.name.clone(), tensor)).collect();
        let mut reader = Reader { weights, tensors };
        let threads = rayon::ThreadPoolBuilder::new().thread_name(|at| format!("clip-{at}"));
        Ok(Self {
            vision: Vision::new(&config.vision, config.projection, &mut reader)?,
            text: Text::new(&config.text, config.projection, &mut reader)?,
            threads: threads.build().map_err(|error| ClipError::Threads(Box::new(error)))?,
        })
    }

    /// Features of pictures, each `3 · side²` normalised numbers.
    pub(in crate::clip) fn image_features(&self, pictures: &[&[f32]]) -> Vec<Vec<f32>> {
        self.share(pictures, PICTURES, |group, together| self.vision.features(group, together))
    }

    /// Features of texts, each as the tokens up to the one that stands for it, at least one.
    pub(in crate::clip) fn text_features(&self, texts: &[&[u32]]) -> Vec<Vec<f32>> {
        self.share(texts, TEXTS, |group, together| self.text.features(group, together))
    }

    /// Shares `things` among the threads: in groups of at most `most`, or all threads at all of them where there are too
    /// few to give each thread one.
    fn share<T: Sync>(
        &self,
        things: &[T],
        most: usize,
        compute: impl Fn(&[T], bool) -> Vec<Vec<f32>> + Sync,
    ) -> Vec<Vec<f32>> {
        if things.is_empty() {
            return Vec::new();
        }
        let threads = self.threads.current_num_threads();
        self.threads.install(|| {
            if threads > 1 && things.len() < threads {
                return compute(things, true);
            }
            // As many groups for every thread, all of about one size.
            let rounds = things.len().div_ceil(threads * most);
            let size = things.len().div_ceil(threads * rounds);
            things.par_chunks(size).flat_map_iter(|group| compute(group, false)).collect()
        })
    }
}

struct Vision {
    patch: usize,
    side: usize,
    grid: usize,
    patches: Linear,
    /// What a token's state begins with: its place, and for the first what stands for the whole picture.
    start: Panels,
    before: Norm,
    tower: Tower,
    after: Norm,
    projection: Linear,
    dimension: usize,
}

impl Vision {
    fn new<R: Read + Seek>(
        config: &VisionConfig,
        projection: usize,
        reader: &mut Reader<R>,
    ) -> Result<Self, ClipError> {
        let (width, patch) = (config.tower.width, config.patch);
        let kernel = reader.read("vision_model.embeddings.patch_embedding.weight")?;
        let mut start = reader.read("vision_model.embeddings.position_embedding.weight")?;
        let class = reader.read("vision_model.embeddings.class_embedding")?;
        start.iter_mut().zip(class).for_each(|(start, class)| *start += class);
        Ok(Self {
            patch,
            side: config.side,
            grid: config.grid(),
            patches: dense(&kernel, 3 * patch * patch, width),
            start: rows(&start, width),
            before: Norm::read(&config.tower, "vision_model.pre_layrnorm", reader)?,
            tower: Tower::read(&config.tower, "vision_model", reader)?,
            after: Norm::read(&config.tower, "vision_model.post_layernorm", reader)?,
            projection: dense(&reader.read("visual_projection.weight")?, width, projection),
            dimension: projection,
        })
    }

    fn features(&self, pictures: &[&[f32]], together: bool) -> Vec<Vec<f32>> {
        let tokens = self.start.rows;
        let sequences: Vec<Range<usize>> = (0..pictures.len()).map(|at| at * tokens..(at + 1) * tokens).collect();
        let pooled: Vec<usize> = sequences.iter().map(|sequence| sequence.start).collect();
        let states = self.before.apply(&self.embed(pictures, together));
        let states = self.tower.forward(states, &sequences, &pooled, false, together);
        features(&self.after.apply(&states), &self.projection, self.dimension)
    }

    fn embed(&self, pictures: &[&[f32]], together: bool) -> Panels {
        let (tokens, panels) = (self.start.rows, self.patches.panels());
        let mut embedded = Panels::zeros(pictures.len() * (tokens - 1), panels);
        let patches = self.cut(pictures);
        super::tower::product(&self.patches, &patches, 0, &mut embedded, Into::Fresh, None, together);
        let mut states = Panels::zeros(pictures.len() * tokens, panels);
        for panel in 0..panels {
            let start = &self.start.from(panel)[..tokens];
            let states = &mut states.lanes[panel * pictures.len() * tokens..][..pictures.len() * tokens];
            let embedded = &embedded.from(panel)[..embedded.rows];
            for (states, embedded) in states.chunks_exact_mut(tokens).zip(embedded.chunks_exact(tokens - 1)) {
                states.copy_from_slice(start);
                for (state, patch) in states[1..].iter_mut().zip(embedded) {
                    state.0.iter_mut().zip(patch.0).for_each(|(state, patch)| *state += patch);
                }
            }
        }
        states
    }

    /// The patches of pictures as rows: a convolution whose steps are as long as its kernel is a product with them.
    fn cut(&self, pictures: &[&[f32]]) -> Panels {
        let (grid, patch, side) = (self.grid, self.patch, self.side);
        let mut patches = Panels::zeros(pictures.len() * grid * grid, (3 * patch * patch).div_ceil(WIDE));
        let rows = patches.rows;
        for (at, picture) in pictures.iter().enumerate() {
            for (line, pixels) in picture.chunks_exact(side).enumerate() {
                let (channel, y) = (line / side, line % side);
                if y >= grid * patch {
                    continue; // what is left over where patches do not fill the side
                }
                let first = (channel * patch + y % patch) * patch;
                for (x, pixels) in pixels.chunks_exact(patch).enumerate() {
                    let row = (at * grid + y / patch) * grid + x;
                    for (column, pixel) in (first..).zip(pixels) {
                        patches.lanes[column / WIDE * rows + row].0[column % WIDE] = *pixel;
                    }
                }
            }
        }
        patches
    }
}

struct Text {
    /// States of the vocabulary's tokens, one after the other.
    tokens: Vec<Lane>,
    /// States of places, likewise.
    positions: Vec<Lane>,
    /// Lanes of a state.
    panels: usize,
    tower: Tower,
    after: Norm,
    projection: Linear,
    dimension: usize,
}

impl Text {
    fn new<R: Read + Seek>(config: &TextConfig, projection: usize, reader: &mut Reader<R>) -> Result<Self, ClipError> {
        let width = config.tower.width;
        let mut lanes = |name: &str| -> Result<Vec<Lane>, ClipError> {
            Ok(reader.read(name)?.chunks_exact(width).flat_map(Lane::from_values).collect())
        };
        Ok(Self {
            tokens: lanes("text_model.embeddings.token_embedding.weight")?,
            positions: lanes("text_model.embeddings.position_embedding.weight")?,
            panels: width.div_ceil(WIDE),
            tower: Tower::read(&config.tower, "text_model", reader)?,
            after: Norm::read(&config.tower, "text_model.final_layer_norm", reader)?,
            projection: dense(&reader.read("text_projection.weight")?, width, projection),
            dimension: projection,
        })
    }

    fn features(&self, texts: &[&[u32]], together: bool) -> Vec<Vec<f32>> {
        let mut sequences: Vec<Range<usize>> = Vec::with_capacity(texts.len());
        for text in texts {
            let start = sequences.last().map_or(0, |before| before.end);
            sequences.push(start..start + text.len());
        }
        let pooled: Vec<usize> = sequences.iter().map(|sequence| sequence.end - 1).collect();
        let states = self.tower.forward(self.embed(texts), &sequences, &pooled, true, together);
        features(&self.after.apply(&states), &self.projection, self.dimension)
    }

    fn embed(&self, texts: &[&[u32]]) -> Panels {
        let mut states = Panels::zeros(texts.iter().map(|text| text.len()).sum(), self.panels);
        let tokens = texts.iter().flat_map(|text| text.iter().enumerate());
        for (row, (place, token)) in tokens.enumerate() {
            let token = usize::try_from(*token).expect("a machine that holds the vocabulary counts that far");
            for panel in 0..self.panels {
                let state = &mut states.lanes[panel * states.rows + row];
                *state = self.tokens[token * self.panels + panel];
                let position = &self.positions[place * self.panels + panel];
                state.0.iter_mut().zip(position.0).for_each(|(state, position)| *state += position);
            }
        }
        states
    }
}

fn features(states: &Panels, projection: &Linear, dimension: usize) -> Vec<Vec<f32>> {
    let mut result = Panels::zeros(states.rows, projection.panels());
    projection.apply(states, 0, &mut result.lanes, Into::Fresh, None);
    (0..states.rows).map(|row| result.row(row).take(dimension).collect()).collect()
}

/// A linear layer without bias, `weight` by rows of outputs.
fn dense(weight: &[f32], from: usize, to: usize) -> Linear {
    let number = |input: usize, output: usize| if output < to { weight[output * from + input] } else { 0.0 };
    Linear::new(from, to.div_ceil(WIDE), number, vec![Lane::ZERO; to.div_ceil(WIDE)])
}

/// Rows of `width` numbers, as panels.
fn rows(values: &[f32], width: usize) -> Panels {
    let mut panels = Panels::zeros(values.len() / width, width.div_ceil(WIDE));
    for (row, values) in values.chunks_exact(width).enumerate() {
        for (panel, lane) in Lane::from_values(values).into_iter().enumerate() {
            panels.lanes[panel * panels.rows + row] = lane;
        }
    }
    panels
}
