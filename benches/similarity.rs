//! How long the question takes whether a medium is nearly one that is known, as the store grows; how long the index takes to
//! build, and how much memory it holds. Vectors of 512 numbers, as those of ViT-B/32.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may panic, and rounds")]

use std::convert::Infallible;
use std::time::{Duration, Instant};

use gascli::clip::Embedding;
use gascli::verification::alignment::{NEAR_DUPLICATE, SAMPLE, SimilarMedia};
use rand::rngs::SmallRng;
use rand::{Rng, RngExt, SeedableRng};

const DIMENSION: usize = 512;

/// Directions in which pictures differ much; what is left of a real vector is spread over all others.
const DIRECTIONS: usize = 100;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (sizes, questions): (&[usize], usize) =
        if is_bench { (&[10_000, 100_000, 1_000_000], 64) } else { (&[500], 8) };
    for size in sizes {
        measure(*size, questions);
    }
}

fn measure(size: usize, questions: usize) {
    let pictures = Pictures::new(&mut SmallRng::seed_from_u64(34));
    // Made anew from its number, since a million of them take 2 GB.
    let known = |id: i64| pictures.picture(&mut SmallRng::seed_from_u64(u64::try_from(id).unwrap()));
    let all: Vec<i64> = (0..).take(size).collect();
    let sample: Vec<Embedding> = all.iter().step_by(size.div_ceil(SAMPLE)).map(|id| known(*id)).collect();
    let begun = Instant::now();
    let mut index = SimilarMedia::new(DIMENSION, &sample, size);
    let mut build = begun.elapsed();
    for page in all.chunks(4096) {
        let page: Vec<(i64, Embedding)> = page.iter().map(|id| (*id, known(*id))).collect();
        let begun = Instant::now();
        index.extend(&page);
        build += begun.elapsed();
    }
    // Every fourth is nearly a known one.
    let mut rng = SmallRng::seed_from_u64(7);
    let new: Vec<Embedding> = (0..questions)
        .map(|at| if at % 4 == 0 { near(&mut rng, &known(all[at * 7919 % size])) } else { pictures.picture(&mut rng) })
        .collect();
    let (mut spans, mut read, mut found) = (Vec::new(), 0, 0);
    for new in &new {
        let begun = Instant::now();
        let candidates = index.candidates(&[new], NEAR_DUPLICATE);
        let nearest = candidates[0].nearest(new, NEAR_DUPLICATE, |id| Ok::<_, Infallible>(Some(known(id)))).unwrap();
        spans.push(begun.elapsed());
        read += candidates[0].len();
        found += usize::from(nearest.is_some());
    }
    spans.sort();
    let begun = Instant::now();
    let together: Vec<&Embedding> = new.iter().take(32).collect();
    std::hint::black_box(index.candidates(&together, NEAR_DUPLICATE));
    let batch = begun.elapsed() / u32::try_from(together.len()).unwrap();
    println!(
        "{size:>9} known: question median {:.2} ms, max {:.2} ms; in a batch of {} {:.2} ms each; build {:.2} s; {:.1} MiB, \
         {:.0} bytes each; {read} vectors read for {questions} questions, {found} found of {}",
        millis(spans[spans.len() / 2]),
        millis(spans[spans.len() - 1]),
        together.len(),
        millis(batch),
        build.as_secs_f64(),
        index.memory() as f64 / f64::from(1 << 20),
        index.memory() as f64 / size as f64,
        questions.div_ceil(4),
    );
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}

fn near(rng: &mut impl Rng, known: &Embedding) -> Embedding {
    Embedding::new(known.values().iter().map(|value| value + 0.008 * rng.random_range(-1.0..1.0_f32)).collect())
        .unwrap()
}

/// Vectors of pictures share most of their direction and differ along some others, along each less than along the one
/// before: two have a cosine of about 0.6.
struct Pictures {
    middle: Vec<f32>,
    directions: Vec<Vec<f32>>,
}

impl Pictures {
    fn new(rng: &mut impl Rng) -> Self {
        let mut vector = || (0..DIMENSION).map(|_| rng.random_range(-1.0..1.0_f32)).collect::<Vec<_>>();
        Self { middle: vector(), directions: (0..DIRECTIONS).map(|_| vector()).collect() }
    }

    fn picture(&self, rng: &mut impl Rng) -> Embedding {
        let mut values = self.middle.clone();
        for (at, direction) in self.directions.iter().enumerate() {
            let much = rng.random_range(-1.0..1.0_f32) * 0.6 / (1.0 + at as f32 / 10.0).sqrt();
            for (value, along) in values.iter_mut().zip(direction) {
                *value += much * along;
            }
        }
        for value in &mut values {
            *value += 0.3 * rng.random_range(-1.0..1.0_f32);
        }
        Embedding::new(values).unwrap()
    }
}
