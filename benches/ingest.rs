//! How many deliveries a validator checks and keeps a second, and its memory meanwhile.
//!
//! The real binary on a local chain, fed over loopback with distinct signed PNGs of 1024 x 1024 pixels and about 1.2 MB,
//! each for an open challenge of its own: with an empty store, with 1,000 and with 100,000 earlier media. Then 50 at once,
//! and one of 256 MiB. The sender runs in this process, on the same cores unless `CPUS` pins the validator; its cost is told.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    missing_docs,
    reason = "a benchmark may panic, and rounds"
)]

mod validator;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gascli::media::{MediaHash, PerceptualHash, SegmentHash, Tier};
use gascli::protocol::epistula;
use gascli::providers::demo::{Authority, encode_png};
use gascli::store::{PendingChallenge, Store};
use gascli::types::{Keypair, Modality, TaskId, Uid, UnixMillis};
use image::{Rgb, RgbImage};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use validator::{Validator, World, cpu_seconds};

/// Checked deliveries a second on two shared cores, from the issue: five times the reference with an empty store, fifteen
/// times with 1,000 media.
const WANTED: [(usize, f64); 3] = [(0, 105.0), (1_000, 90.0), (100_000, 90.0)];

const WANTED_RSS_MIB: f64 = 200.0;

const MINERS: u8 = 64;

struct Medium {
    bytes: Vec<u8>,
    sha256: [u8; 32],
}

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (count, side, earlier_most) = if is_bench { (400, 1024, usize::MAX) } else { (6, 64, 1_000) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let signing = tempfile::tempdir().unwrap();
    let media: Vec<Arc<Medium>> = prepare(signing.path(), count, side);
    let bytes: usize = media.iter().map(|medium| medium.bytes.len()).sum();
    println!("{count} PNGs of {side} x {side} pixels, {:.2} MB on average", bytes as f64 / count as f64 / 1e6);
    println!(
        "{:<16}{:>13}{:>9}{:>10}{:>10}{:>14}{:>14}{:>12}",
        "earlier media", "deliveries/s", "wanted", "p50 ms", "p99 ms", "its CPU ms", "sender CPU ms", "peak MiB"
    );
    for (earlier, wanted) in WANTED.into_iter().filter(|(earlier, _)| *earlier <= earlier_most) {
        let feed = Feed::start("ingest", signing.path(), &media, earlier);
        let round = runtime.block_on(feed.deliver(&media, 16));
        println!(
            "{earlier:<16}{:>13.1}{wanted:>9}{:>10.0}{:>10.0}{:>14.1}{:>14.1}{:>12.0}",
            round.a_second, round.p50_ms, round.p99_ms, round.cpu_ms, round.sender_cpu_ms, round.peak_mib
        );
    }
    let at_once: Vec<Arc<Medium>> = media.iter().take(50).cloned().collect();
    let feed = Feed::start("at-once", signing.path(), &at_once, 1_000.min(earlier_most));
    let round = runtime.block_on(feed.deliver(&at_once, at_once.len()));
    println!("{} at once: peak {:.0} MiB, wanted below {WANTED_RSS_MIB}", at_once.len(), round.peak_mib);

    let length = if is_bench { 256 << 20 } else { 1 << 20 };
    let mut long = at_once[0].bytes.clone();
    long.resize(length, 0);
    let long = [Arc::new(Medium { sha256: epistula::sha256(&long), bytes: long })];
    let feed = Feed::start("long", signing.path(), &long, 0);
    let start = Instant::now();
    let answer = runtime.block_on(feed.deliver_one(0, &long[0]));
    println!(
        "one of {} MiB: answered {:?} after {:.1} s, peak {:.0} MiB, wanted below {WANTED_RSS_MIB}",
        length >> 20,
        answer.lines().next().unwrap_or_default(),
        start.elapsed().as_secs_f64(),
        feed.validator.memory_mib("VmHWM")
    );
}

/// Distinct to look at and to hash: coarse blocks, with noise that does not compress.
fn picture(number: u64, side: u32) -> Vec<u8> {
    let mut rng = SmallRng::seed_from_u64(number);
    let coarse: Vec<[u8; 3]> = (0..16 * 16).map(|_| [(); 3].map(|()| rng.random_range(16..224))).collect();
    let painted = RgbImage::from_fn(side, side, |x, y| {
        let block = coarse[(y * 16 / side * 16 + x * 16 / side) as usize];
        let noise: u32 = rng.random();
        Rgb(std::array::from_fn(|channel| block[channel] + (noise >> (8 * channel)) as u8 % 7))
    });
    encode_png(&painted).unwrap()
}

fn prepare(signing: &Path, count: usize, side: u32) -> Vec<Arc<Medium>> {
    let authority = Authority::open_or_create(signing).unwrap();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let mut made = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return made;
                }
                let bytes = authority.sign(&picture(number as u64, side), UnixMillis::now(), "a red circle").unwrap();
                made.push(Arc::new(Medium { sha256: epistula::sha256(&bytes), bytes }));
            }
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

/// A validator with an open challenge for each medium.
struct Feed {
    world: World,
    validator: Validator,
    tasks: Vec<(TaskId, Keypair)>,
}

struct Round {
    a_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    cpu_ms: f64,
    sender_cpu_ms: f64,
    peak_mib: f64,
}

impl Feed {
    fn start(name: &str, signing: &Path, media: &[Arc<Medium>], earlier: usize) -> Self {
        let world = World::new(name);
        let authority = world.paths().demo_authority();
        fs::create_dir_all(&authority).unwrap();
        for entry in fs::read_dir(signing).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), authority.join(entry.file_name())).unwrap();
        }
        let miners: Vec<Keypair> = (0..MINERS).map(|number| Keypair::from_seed(&[number + 1; 32])).collect();
        for miner in &miners {
            world.seat(&miner.hotkey(), None);
        }
        let folder = world.paths().validator(&world.hotkey);
        fs::create_dir_all(&folder).unwrap();
        let mut store = Store::open(&folder, UnixMillis::now()).unwrap();
        let prompt = store.composed_prompt(Modality::Image, "a red circle", UnixMillis::now()).unwrap();
        fill(&folder.join("prompts.db"), &prompt.id, &miners[0], earlier);
        let mut tasks = Vec::new();
        for number in 0..media.len() {
            let miner = &miners[number % miners.len()];
            let challenge = PendingChallenge {
                task_id: TaskId::random(),
                uid: Uid(1),
                hotkey: miner.hotkey(),
                prompt: prompt.clone(),
                modality: Modality::Image,
                requested: Tier::K1,
                issued_at: UnixMillis::now(),
            };
            assert!(store.insert_pending(&challenge).unwrap());
            tasks.push((challenge.task_id, Keypair::from_seed(&[u8::try_from(number % 64).unwrap() + 1; 32])));
        }
        drop(store);
        let validator = world.start(&[("CHALLENGE_INTERVAL", "1000000")]);
        Self { world, validator, tasks }
    }

    async fn deliver(&self, media: &[Arc<Medium>], connections: usize) -> Round {
        let own = PathBuf::from("/proc/self");
        let (cpu, sender, start) = (self.validator.cpu_seconds(), cpu_seconds(&own), Instant::now());
        let next = AtomicUsize::new(0);
        let senders = (0..connections).map(|_| async {
            let mut spans = Vec::new();
            let mut stream = TcpStream::connect(&self.validator.listening).await.unwrap();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(medium) = media.get(number) else { return spans };
                let began = Instant::now();
                let answer = self.send(&mut stream, number, medium).await;
                assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("received"), "{answer}");
                spans.push(began.elapsed());
            }
        });
        let mut spans: Vec<Duration> = futures_util::future::join_all(senders).await.into_iter().flatten().collect();
        let elapsed = start.elapsed().as_secs_f64();
        spans.sort_unstable();
        let count = media.len() as f64;
        let ms = |share: usize| spans[(spans.len() * share / 100).min(spans.len() - 1)].as_secs_f64() * 1000.0;
        Round {
            a_second: count / elapsed,
            p50_ms: ms(50),
            p99_ms: ms(99),
            cpu_ms: (self.validator.cpu_seconds() - cpu) * 1000.0 / count,
            sender_cpu_ms: (cpu_seconds(&own) - sender) * 1000.0 / count,
            peak_mib: self.validator.memory_mib("VmHWM"),
        }
    }

    async fn deliver_one(&self, number: usize, medium: &Medium) -> String {
        let mut stream = TcpStream::connect(&self.validator.listening).await.unwrap();
        self.send(&mut stream, number, medium).await
    }

    async fn send(&self, stream: &mut TcpStream, number: usize, medium: &Medium) -> String {
        let (task_id, miner) = &self.tasks[number];
        let mut head = format!(
            "POST /generative_callback HTTP/1.1\r\nhost: {}\r\ncontent-type: image/png\r\ntask-id: {task_id}\r\n\
             task-status: completed\r\ncontent-length: {}\r\n",
            self.validator.listening,
            medium.bytes.len()
        );
        for (name, value) in epistula::sign_hash(miner, &medium.sha256, Some(&self.world.hotkey), UnixMillis::now()) {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&medium.bytes).await.unwrap();
        let mut answer = Vec::new();
        loop {
            let mut part = [0; 4096];
            let count = stream.read(&mut part).await.unwrap();
            assert!(count > 0, "the validator hung up: {}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&part[..count]);
            let text = String::from_utf8_lossy(&answer);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
                if body.len() >= length.trim().parse::<usize>().unwrap() {
                    return text.into_owned();
                }
            }
        }
    }
}

/// Rows of so many media that were delivered within the last day, with hashes that nothing else has.
fn fill(database: &Path, prompt: &str, miner: &Keypair, count: usize) {
    let mut rng = SmallRng::seed_from_u64(1);
    let mut connection = rusqlite::Connection::open(database).unwrap();
    let transaction = connection.transaction().unwrap();
    let (hotkey, now) = (miner.hotkey().to_string(), UnixMillis::now().as_seconds());
    for number in 0..count {
        let (id, task, at) = (format!("m{number}"), TaskId::random().to_string(), now - (number % 80_000) as f64);
        let segments = (0..2).map(|_| SegmentHash(rng.random())).collect();
        let hash = MediaHash::new(vec![PerceptualHash(rng.random())], segments, false).unwrap().to_string();
        let sha256: [u8; 32] = rng.random();
        transaction
            .prepare_cached(
                "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, uid, hotkey, verified,
                                    created_at, resolution, format, c2pa_verified, task_id, sha256, perceptual_hash)
                 VALUES (?1, ?2, ?1, 'image', 'synthetic', 'miner', 1, ?3, 1, ?4, '[1024, 1024]', 'PNG', 1, ?5, ?6, ?7)",
            )
            .unwrap()
            .execute(rusqlite::params![id, prompt, hotkey, at, task, sha256.as_slice(), hash])
            .unwrap();
        transaction
            .prepare_cached(
                "INSERT INTO generator_challenge_outcomes
                     (task_id, uid, hotkey, prompt_id, modality, status, media_id, created_at, updated_at)
                 VALUES (?1, 1, ?2, ?3, 'image', 'verified', ?4, ?5, ?5)",
            )
            .unwrap()
            .execute(rusqlite::params![task, hotkey, prompt, id, at])
            .unwrap();
    }
    transaction.commit().unwrap();
}
