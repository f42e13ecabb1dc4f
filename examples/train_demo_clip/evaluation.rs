//! How well a model tells scenes apart that it has not learned from.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use gascli::clip::{Device, Embedding, Encoder};
use gascli::demo::cheat::something_else;
use gascli::media::Dimensions;
use gascli::providers::demo::paint;
use gascli::providers::demo::scene::Scene;
use image::DynamicImage;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use crate::samples::photograph;
use crate::speech::{Change, Origin, Speaker, changed};

/// The network's threshold (`spec/gas.md` 10.1).
const THRESHOLD: f32 = 0.25;

/// Far from all seeds that are learned with.
const HELD_OUT: u64 = 0x0068_656c_6400;

/// Pixels on a side of most pictures that are measured with; a validator sees 1024 and more, which come out the same.
const SIDE: u32 = 512;

/// A model, and its way to look.
pub struct Judge {
    encoder: Encoder,
}

impl Judge {
    /// The model of a folder, else the built-in one.
    pub fn open(folder: Option<&Path>) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let encoder = match folder {
            Some(folder) => Encoder::open(folder, Device::cpu())?,
            None => Encoder::demo()?,
        };
        println!("loaded in {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
        Ok(Self { encoder })
    }

    fn look(&self, pictures: impl Iterator<Item = DynamicImage>) -> anyhow::Result<Vec<Embedding>> {
        let pixels: Vec<_> = pictures.map(|picture| self.encoder.preprocess().pixels(&picture)).collect();
        Ok(self.encoder.embed_pictures(&pixels)?)
    }

    fn read(&self, prompts: &[String]) -> anyhow::Result<Vec<Embedding>> {
        let prompts: Vec<&str> = prompts.iter().map(String::as_str).collect();
        Ok(self.encoder.embed_texts(&prompts)?)
    }
}

/// Cosines, and how many reach the threshold.
struct Cosines(Vec<f32>);

impl Cosines {
    fn of(pictures: &[Embedding], texts: &[Embedding]) -> Self {
        Self(pictures.iter().zip(texts).map(|(picture, text)| picture.cosine(text)).collect())
    }

    fn passing(&self) -> f64 {
        self.0.iter().filter(|cosine| **cosine >= THRESHOLD).count() as f64 / self.0.len().max(1) as f64
    }

    fn tell(mut self, name: &str) {
        let passing = self.passing() * 100.0;
        self.0.sort_by(f32::total_cmp);
        if self.0.is_empty() {
            return println!("{name:44}     0");
        }
        let at = |percent: usize| self.0[(self.0.len() - 1) * percent / 100];
        println!(
            "{name:44} {:5}  {passing:6.2} % pass   cosine {:6.3} ({:.3} to {:.3})",
            self.0.len(),
            at(50),
            at(1),
            at(99)
        );
    }
}

/// Prints all figures.
pub fn report(judge: &Judge, count: usize, learned: &HashSet<String>) -> anyhow::Result<()> {
    let mut rng = SmallRng::seed_from_u64(HELD_OUT);
    let drawn: Vec<Scene> = (0..count).map(|_| Scene::random(&mut rng)).collect();
    let (known, scenes): (Vec<Scene>, Vec<Scene>) =
        drawn.into_iter().partition(|scene| learned.contains(&scene.prompt()));
    println!("{} prompts were learned from; {} of {count} scenes are among them", learned.len(), known.len());
    let known: Vec<String> = known.iter().map(Scene::prompt).collect();
    let pictures = judge.look(known.iter().map(|prompt| square(prompt, SIDE, &mut rng)))?;
    Cosines::of(&pictures, &judge.read(&known)?).tell("learned from, asked and painted");
    let count = scenes.len();
    let prompts: Vec<String> = scenes.iter().map(Scene::prompt).collect();
    let others: Vec<String> = (0..count).map(|_| Scene::random(&mut rng).prompt()).collect();
    let texts = judge.read(&prompts)?;
    let pictures = judge.look(prompts.iter().map(|prompt| square(prompt, SIDE, &mut rng)))?;
    Cosines::of(&pictures, &texts).tell("asked and painted");
    Cosines::of(&pictures, &judge.read(&others)?).tell("another scene painted");
    let favourites = judge.look(prompts.iter().map(|prompt| square(something_else(prompt), SIDE, &mut rng)))?;
    Cosines::of(&favourites, &texts).tell("painted by the demo's cheat");
    for change in Change::ALL {
        let mut asked = Vec::new();
        let mut painted = Vec::new();
        for scene in scenes.iter().cycle().take(count * 20) {
            let (other, what) = changed(scene, &mut rng);
            if what == change && asked.len() < count / 4 {
                asked.push(scene.prompt());
                painted.push(square(&other.prompt(), SIDE, &mut rng));
            }
        }
        let name = format!("painted with another {}", format!("{change:?}").to_lowercase());
        Cosines::of(&judge.look(painted.into_iter())?, &judge.read(&asked)?).tell(&name);
    }
    origins(judge, count / 2, &mut rng)?;
    sizes(judge, &prompts, count / 40, &mut rng)?;
    alike(&pictures);
    speed(judge, &prompts, &mut rng);
    Ok(())
}

fn square(prompt: &str, side: u32, rng: &mut SmallRng) -> DynamicImage {
    paint(prompt, Dimensions { width: side, height: side }, rng.random()).into()
}

/// Prompts that validators do not compose on a local chain.
fn origins(judge: &Judge, count: usize, rng: &mut SmallRng) -> anyhow::Result<()> {
    let mut speaker = Speaker::new(rng);
    for origin in [Origin::People, Origin::Talk, Origin::Shapeless, Origin::Prose] {
        let prompts: Vec<String> = (0..count).map(|_| speaker.prompt(origin, rng)).collect();
        let texts = judge.read(&prompts)?;
        let pictures = judge.look(prompts.iter().map(|prompt| square(prompt, SIDE, rng)))?;
        Cosines::of(&pictures, &texts).tell(&format!("{origin:?} prompts, painted"));
        let strangers = (0..count).map(|_| square(&Scene::random(rng).prompt(), SIDE, rng)).collect::<Vec<_>>();
        Cosines::of(&judge.look(strangers.into_iter())?, &texts).tell(&format!("{origin:?} prompts, a scene painted"));
    }
    Ok(())
}

/// Honest pictures of other sizes, and as frames of films come.
fn sizes(judge: &Judge, prompts: &[String], count: usize, rng: &mut SmallRng) -> anyhow::Result<()> {
    let texts = judge.read(prompts)?;
    for side in [128, 256, 1024, 2048, 3584] {
        let pictures = prompts.iter().take(count).map(|prompt| square(prompt, side, rng));
        Cosines::of(&judge.look(pictures)?, &texts).tell(&format!("asked and painted, {side} pixels"));
    }
    let pictures = prompts.iter().map(|prompt| photograph(prompt, rng));
    Cosines::of(&judge.look(pictures)?, &texts).tell("asked and painted, some moved or wide");
    let wide = Dimensions { width: 1280, height: 720 };
    let pictures = prompts.iter().take(count * 4).map(|prompt| paint(prompt, wide, rng.random()).into());
    Cosines::of(&judge.look(pictures)?, &texts).tell("asked and painted, 1280 x 720");
    Ok(())
}

/// Pictures of different scenes whose embeddings are as close as the network takes for copies (`spec/gas.md` 10.5).
fn alike(pictures: &[Embedding]) {
    let mut close = 0_usize;
    let mut pairs = 0_usize;
    for (at, one) in pictures.iter().enumerate() {
        for other in &pictures[at + 1..] {
            pairs += 1;
            close += usize::from(one.cosine(other) > 0.96);
        }
    }
    println!("{close} of {pairs} pairs of pictures of different scenes are closer than 0.96");
}

fn speed(judge: &Judge, prompts: &[String], rng: &mut SmallRng) {
    let picture = square(&prompts[0], 1024, rng);
    let preprocess = judge.encoder.preprocess();
    let pixels = vec![preprocess.pixels(&picture); 32];
    println!("1024 x 1024 made small: {:.2} ms", best(|| preprocess.pixels(&picture)));
    println!("a picture alone: {:.2} ms", best(|| judge.encoder.embed_pictures(&pixels[..1])));
    println!("one of 32: {:.2} ms", best(|| judge.encoder.embed_pictures(&pixels)) / 32.0);
    println!("a prompt: {:.2} ms", best(|| judge.encoder.embed_texts(&[&prompts[0]])));
}

/// Milliseconds of the fastest of 20 times: the others waited for other programs.
fn best<T>(work: impl Fn() -> T) -> f64 {
    let once = || {
        let begun = Instant::now();
        let done = work();
        let elapsed = begun.elapsed().as_secs_f64() * 1e3;
        drop(done);
        elapsed
    };
    (0..20).map(|_| once()).fold(f64::INFINITY, f64::min)
}
