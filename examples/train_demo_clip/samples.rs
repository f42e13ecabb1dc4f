//! Prompts with the pictures that the demo provider paints for them, as tensors.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, sync_channel};

use candle_core::{Device, Tensor};
use gascli::clip::{Preprocess, Tokenizer};
use gascli::media::Dimensions;
use gascli::providers::demo::paint;
use gascli::providers::demo::scene::{Colour, Column, Row, Scene, Shape, Size};
use image::DynamicImage;
use image::imageops::crop_imm;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::speech::{self, Origin, Speaker};

/// Ninths of a picture.
pub const PLACES: usize = 9;

/// How many answers there are to each question about a ninth: which colour, shape, size and number, or nothing.
pub const QUESTIONS: [usize; 4] = [Colour::ALL.len() + 1, Shape::ALL.len() + 1, Size::ALL.len() + 1, 6];

/// Batches that wait while one is learned from.
const AHEAD: usize = 4;

/// One of this many batches holds prompts as long as the context.
const LONG_EVERY: u64 = 8;

/// A prompt and its picture.
pub struct Sample {
    /// What is asked for.
    pub prompt: String,
    /// What the painter reads from it.
    pub scene: Scene,
    /// Where the prompt comes from.
    pub origin: Origin,
}

/// What one step learns from. Everything is in the order of the samples.
pub struct Batch {
    /// `(n, 3, side, side)`.
    pub pixels: Tensor,
    /// `(n, tokens)`, as long as the longest prompt.
    pub ids: Tensor,
    /// `(n, n)`: 1 where the picture of the row is one of the column's prompt, 0 where it is not.
    pub matches: Tensor,
    /// `(n, n)`: 0 where neither can be said, 1 elsewhere.
    pub known: Tensor,
    /// `(n * PLACES)` for each of [`QUESTIONS`].
    pub answers: Vec<Tensor>,
    /// `(n)`: the background's colour.
    pub backgrounds: Tensor,
    /// `(n * PLACES)`: how much a place counts.
    pub weights: Tensor,
    /// `(n)`: 1 where the prompt tells its whole scene, 0 where it does not.
    pub told: Tensor,
}

/// What is needed to make samples.
#[derive(Clone)]
pub struct Studio {
    /// Reads prompts.
    pub tokenizer: Tokenizer,
    /// Looks at pictures as validators do.
    pub preprocess: Preprocess,
    /// All samples follow from it.
    pub seed: u64,
    /// Samples of a batch; even.
    pub size: usize,
    /// Within so many steps, scenes grow from one thing to as many as there are.
    pub easy_steps: u64,
}

impl Studio {
    /// Makes `steps` batches on a thread of its own. The same studio makes the same batches.
    pub fn open(self, steps: u64) -> Receiver<candle_core::Result<Batch>> {
        let (sender, receiver) = sync_channel(AHEAD);
        std::thread::spawn(move || {
            for step in 0..steps {
                if sender.send(self.batch(step)).is_err() {
                    return; // nobody learns any more
                }
            }
        });
        receiver
    }

    /// The batch of a step.
    pub fn batch(&self, step: u64) -> candle_core::Result<Batch> {
        let (samples, mut rng) = batch_samples(self.seed, self.size, self.easy_steps, step);
        let side = self.preprocess.side;
        let mut pixels = Vec::with_capacity(samples.len() * 3 * side * side);
        let mut ids: Vec<Vec<u32>> = Vec::new();
        for sample in &samples {
            let picture = photograph(&sample.prompt, &mut rng);
            pixels.extend_from_slice(self.preprocess.pixels(&picture).values());
            ids.push(self.tokenizer.encode(&sample.prompt));
        }
        let length =
            |ids: &Vec<u32>| ids.iter().position(|id| *id == self.tokenizer.end()).map_or(ids.len(), |at| at + 1);
        let longest = ids.iter().map(length).max().unwrap_or(1);
        let ids: Vec<u32> = ids.iter().flat_map(|ids| &ids[..longest]).copied().collect();
        let device = &Device::Cpu;
        let count = samples.len();
        let (matches, known) = relations(&samples);
        let labels: Vec<[[u32; 4]; PLACES]> = samples.iter().map(|sample| labels(&sample.scene)).collect();
        let places = || labels.iter().flatten();
        let answers = (0..QUESTIONS.len()).map(|question| {
            Tensor::from_vec(places().map(|place| place[question]).collect::<Vec<u32>>(), count * PLACES, device)
        });
        let weights: Vec<f32> = places().map(|place| if place[0] > 0 { 1.0 } else { 0.25 }).collect();
        let told = samples.iter().map(|sample| f32::from(u8::from(sample.tells_all())));
        let backgrounds = samples.iter().map(|sample| index(Colour::ALL, sample.scene.background));
        Ok(Batch {
            pixels: Tensor::from_vec(pixels, (count, 3, side, side), device)?,
            ids: Tensor::from_vec(ids, (count, longest), device)?,
            matches: Tensor::from_vec(matches, (count, count), device)?,
            known: Tensor::from_vec(known, (count, count), device)?,
            answers: answers.collect::<candle_core::Result<_>>()?,
            backgrounds: Tensor::from_vec(backgrounds.collect::<Vec<u32>>(), count, device)?,
            weights: Tensor::from_vec(weights, count * PLACES, device)?,
            told: Tensor::from_vec(told.collect::<Vec<f32>>(), count, device)?,
        })
    }
}

impl Sample {
    /// A sample of a prompt.
    pub fn new(prompt: String, origin: Origin) -> Self {
        Self { scene: Scene::parse(&prompt), prompt, origin }
    }

    /// Whether the prompt says what is seen: prose is cut off, and a prompt without colours leaves them to the painter.
    const fn tells_all(&self) -> bool {
        matches!(self.origin, Origin::Composed | Origin::People | Origin::Talk)
    }
}

/// All prompts of a training.
pub fn learned(seed: u64, size: usize, easy_steps: u64, steps: u64) -> HashSet<String> {
    (0..steps).flat_map(|step| batch_samples(seed, size, easy_steps, step).0).map(|sample| sample.prompt).collect()
}

/// The samples of a step, and what its pictures are drawn with.
fn batch_samples(seed: u64, size: usize, easy_steps: u64, step: u64) -> (Vec<Sample>, SmallRng) {
    let mut rng = SmallRng::seed_from_u64(seed ^ (step + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let ease = 1.0 - (step as f64 / easy_steps.max(1) as f64).min(1.0);
    let samples = samples(size, step % LONG_EVERY == LONG_EVERY - 1, ease, &mut rng);
    (samples, rng)
}

/// Samples in pairs; the second of a pair often differs from the first in one thing.
fn samples(count: usize, long: bool, ease: f64, rng: &mut SmallRng) -> Vec<Sample> {
    let mut speaker = Speaker::new(rng);
    let mut samples = Vec::with_capacity(count);
    while samples.len() < count {
        let origin = match speech::origin(rng) {
            Origin::Prose | Origin::Talk if !long => Origin::Composed,
            Origin::Composed if long && rng.random_bool(0.7) => {
                *[Origin::Prose, Origin::Talk].choose(rng).expect("there are two")
            }
            origin => origin,
        };
        let mut first = Sample::new(speaker.prompt(origin, rng), origin);
        if origin == Origin::Composed && rng.random_bool(ease) {
            first.scene.things.truncate(1);
            first.prompt = first.scene.prompt();
        }
        let second = match origin {
            Origin::Composed if rng.random_bool(0.7) => {
                let (scene, _) = speech::changed(&first.scene, rng);
                Sample::new(scene.prompt(), Origin::Composed)
            }
            Origin::Prose => Sample::new(speaker.prompt(Origin::People, rng), Origin::People),
            origin => Sample::new(speaker.prompt(origin, rng), origin),
        };
        samples.extend([first, second]);
    }
    samples.truncate(count);
    samples
}

/// A painting as a validator may come to see it: of any size, seldom wide or high or moved, as frames of films are.
pub fn photograph(prompt: &str, rng: &mut SmallRng) -> DynamicImage {
    let side = *[96, 128, 144, 144, 192, 192, 256].choose(rng).expect("there are sizes");
    let (width, height) = match rng.random_range(0..20) {
        0 | 1 => (side * 16 / 9, side),
        2 => (side, side * 16 / 9),
        3 => (side * 4 / 3, side),
        _ => (side, side),
    };
    let seed = rng.random();
    if rng.random_range(0..6) > 0 {
        return paint(prompt, Dimensions { width, height }, seed).into();
    }
    let (right, down) = (rng.random_range(0..=width / 14), rng.random_range(0..=height / 14));
    let larger = Dimensions { width: width + width / 14, height: height + height / 14 };
    crop_imm(&paint(prompt, larger, seed), right, down, width, height).to_image().into()
}

/// Which pictures match which prompts, and where that can be said.
fn relations(samples: &[Sample]) -> (Vec<f32>, Vec<f32>) {
    let vague = |sample: &Sample| matches!(sample.origin, Origin::Shapeless | Origin::Prose);
    let (mut matches, mut known) = (Vec::new(), Vec::new());
    for (row, picture) in samples.iter().enumerate() {
        for (column, text) in samples.iter().enumerate() {
            let equal =
                picture.scene.placed() == text.scene.placed() && picture.scene.background == text.scene.background;
            matches.push(f32::from(u8::from(row == column || equal)));
            known.push(f32::from(u8::from(row == column || !(vague(picture) && vague(text)))));
        }
    }
    (matches, known)
}

/// The answers to [`QUESTIONS`] for each ninth.
fn labels(scene: &Scene) -> [[u32; 4]; PLACES] {
    let mut labels = [[0; 4]; PLACES];
    for (thing, place) in scene.placed() {
        let at = index(Row::ALL, place.row) * 3 + index(Column::ALL, place.column);
        labels[at as usize] = [
            index(Colour::ALL, thing.colour) + 1,
            index(Shape::ALL, thing.shape) + 1,
            index(Size::ALL, thing.size) + 1,
            u32::from(thing.count),
        ];
    }
    labels
}

fn index<T: PartialEq + Copy>(all: &[T], one: T) -> u32 {
    (0..).zip(all.iter().copied()).find(|(_, other)| *other == one).map_or(0, |(at, _)| at)
}
