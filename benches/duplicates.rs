//! How long the question takes whether a medium is known, beside a look at each, as the store grows; how long the index
//! takes to build, and how much memory it holds.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may panic, and rounds")]

use std::time::{Duration, Instant};

use gascli::media::{MediaHash, PerceptualHash, SegmentHash};
use gascli::verification::duplicate::{Duplicates, GLOBAL_THRESHOLD, compare};
use rand::rngs::SmallRng;
use rand::{Rng, RngExt, SeedableRng};

/// Media of one prompt.
const PER_PROMPT: usize = 50;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (sizes, lookups): (&[usize], usize) =
        if is_bench { (&[10_000, 100_000, 1_000_000], 2_000) } else { (&[1_000], 50) };
    for clustered in [false, true] {
        println!("{}", if clustered { "hashes in clusters" } else { "hashes by chance" });
        for size in sizes {
            measure(*size, lookups, clustered);
        }
    }
}

fn measure(size: usize, lookups: usize, clustered: bool) {
    let mut rng = SmallRng::seed_from_u64(34);
    let mut centres = Centres::new(&mut rng);
    let known: Vec<MediaHash> = (0..size).map(|_| centres.image(&mut rng, clustered)).collect();
    let begun = Instant::now();
    let mut index = Duplicates::new(GLOBAL_THRESHOLD);
    for (at, hash) in known.iter().enumerate() {
        index.insert(&format!("prompt-{}", at / PER_PROMPT), hash);
    }
    let (build, memory) = (begun.elapsed(), index.memory());
    // Half of what comes is new, a quarter each a known one re-encoded and a cropped one.
    let new: Vec<MediaHash> = (0..lookups)
        .map(|at| match at % 4 {
            0 => turned(&mut rng, &known[at * 7919 % size], 3),
            1 => cropped(&mut rng, &known[at * 104_729 % size]),
            _ => centres.image(&mut rng, clustered),
        })
        .collect();
    let mut spans = Vec::new();
    let mut found = 0;
    for (at, new) in new.iter().enumerate() {
        let begun = Instant::now();
        found += usize::from(index.find(&format!("prompt-{at}"), new).is_some());
        spans.push(begun.elapsed());
    }
    let scans = (lookups / 100).clamp(5, 20);
    let begun = Instant::now();
    for new in &new[..scans] {
        let scanned = known.iter().filter_map(|known| compare(new, known).duplicate(GLOBAL_THRESHOLD)).min();
        std::hint::black_box(scanned);
    }
    let scan = begun.elapsed() / u32::try_from(scans).unwrap();
    spans.sort();
    let at = |percent: usize| micros(spans[(spans.len() - 1) * percent / 100]);
    println!(
        "  {size:>9} known: lookup median {:.1} us, p99 {:.1} us, max {:.1} us; linear scan {:.0} us; \
         build {:.2} s; {:.1} MiB, {:.0} bytes each; {found} of {lookups} found",
        at(50),
        at(99),
        at(100),
        micros(scan),
        build.as_secs_f64(),
        memory as f64 / f64::from(1 << 20),
        memory as f64 / size as f64,
    );
}

fn micros(span: Duration) -> f64 {
    span.as_secs_f64() * 1e6
}

/// Real hashes are not uniform: pictures of a kind share low frequencies, and parts of pictures look alike. So hashes of
/// a cluster share a centre, of which a fifth of the bits are turned; a third of the segments are plain slopes.
struct Centres {
    frames: Vec<[u64; 4]>,
    segments: Vec<u64>,
}

impl Centres {
    fn new(rng: &mut impl Rng) -> Self {
        let frames = (0..200).map(|_| rng.random()).collect();
        let segments = (0..200)
            .map(|at| if at % 3 == 0 { u64::from(rng.random::<u8>()) * 0x0101_0101_0101_0101 } else { rng.random() })
            .collect();
        Self { frames, segments }
    }

    fn image(&mut self, rng: &mut impl Rng, clustered: bool) -> MediaHash {
        let (frame, segments): ([u64; 4], Vec<u64>) = if clustered {
            let mut frame = self.frames[rng.random_range(0..self.frames.len())];
            for word in &mut frame {
                *word ^= sparse(rng);
            }
            let count = rng.random_range(0..=4);
            let segment = |rng: &mut _| self.segments[RngExt::random_range(rng, 0..self.segments.len())] ^ sparse(rng);
            (frame, (0..count).map(|_| segment(rng)).collect())
        } else {
            (rng.random(), (0..4).map(|_| rng.random()).collect())
        };
        image(frame, segments)
    }
}

/// A word of which a fifth of the bits is set.
fn sparse(rng: &mut impl Rng) -> u64 {
    (0..64).fold(0, |word, bit| if rng.random_ratio(1, 5) { word | 1 << bit } else { word })
}

fn image(frame: [u64; 4], segments: Vec<u64>) -> MediaHash {
    MediaHash::new(vec![PerceptualHash(frame)], segments.into_iter().map(SegmentHash).collect(), false).unwrap()
}

fn turned(rng: &mut impl Rng, hash: &MediaHash, bits: usize) -> MediaHash {
    let mut frame = hash.frames()[0].0;
    for _ in 0..bits {
        let bit = rng.random_range(0..256_usize);
        frame[bit / 64] ^= 1 << (bit % 64);
    }
    image(frame, hash.segments().iter().map(|segment| segment.0).collect())
}

fn cropped(rng: &mut impl Rng, hash: &MediaHash) -> MediaHash {
    let turn = |segment: &SegmentHash, bit: u32| segment.0 ^ 1 << bit ^ 1 << (bit * 7 % 64);
    let bit = rng.random_range(0..64);
    image(rng.random(), hash.segments().iter().map(|segment| turn(segment, bit)).collect())
}
