//! How many pictures CLIP ViT-B/32 embeds in a second: batches of 1, 8 and 32, random weights, whose values do not matter
//! for the speed. `benches/clip_pytorch.py` runs it beside `PyTorch` with the same weights and prints the ratio.
//!
//! ```sh
//! cargo bench --bench clip                                   # a table
//! cargo bench --bench clip -- --write FOLDER                 # the model, for others to measure
//! cargo bench --bench clip -- --folder FOLDER --json         # one JSON object
//! ```
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs, reason = "a benchmark may panic, and rounds")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use gascli::clip::{Config, Device, Encoder, Pixels, model};
use image::{DynamicImage, Rgb, RgbImage};
use serde_json::json;

/// transformers' defaults are ViT-B/32; texts end as the tokenizer of [`write`] ends them.
const CONFIG: &str = r#"{ "model_type": "clip", "projection_dim": 512, "text_config": { "eos_token_id": 513 },
                          "vision_config": {} }"#;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(PathBuf::from)
    };
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    if let Some(folder) = value("--write") {
        return write(&folder, CONFIG);
    }
    let own = tempfile::tempdir().unwrap();
    let folder = value("--folder").unwrap_or_else(|| {
        // `cargo bench` says so; `cargo test` only wants to see it run.
        let small = r#"{ "text_config": { "num_hidden_layers": 1, "vocab_size": 600, "hidden_size": 64, "eos_token_id": 513 },
                         "vision_config": { "num_hidden_layers": 1, "hidden_size": 96 } }"#;
        write(own.path(), if has("--bench") { CONFIG } else { small });
        own.path().into()
    });
    let before = resident();
    let started = Instant::now();
    let encoder = Encoder::open(&folder, Device::cpu()).unwrap();
    let (load, held) = (started.elapsed(), resident().saturating_sub(before));
    let pictures: Vec<Pixels> = (0..32).map(|at| encoder.preprocess().pixels(&picture(at))).collect();
    let batches: Vec<(usize, f64)> =
        [1, 8, 32].into_iter().map(|batch| (batch, pictures_per_second(&encoder, &pictures[..batch]))).collect();
    let prompt = "a large red circle above a small blue square on a green ground, painted";
    let started = Instant::now();
    let texts = 16;
    encoder.embed_texts(&vec![prompt; texts]).unwrap();
    let texts_per_second = texts as f64 / started.elapsed().as_secs_f64();
    if has("--json") {
        let embedding = &encoder.embed_pictures(&pictures[..2]).unwrap()[1];
        let figures = json!({
            "load_ms": load.as_millis(), "held_bytes": held, "texts_per_second": texts_per_second,
            "pictures_per_second": batches, "embedding": embedding.values(),
        });
        return println!("{figures}");
    }
    println!("loaded in {} ms, {} MiB held after that", load.as_millis(), held >> 20);
    for (batch, speed) in batches {
        println!("batch {batch:>2}: {speed:6.1} pictures/s");
    }
    println!("{texts_per_second:.1} texts/s");
}

/// Writes a new model with a tokenizer of bytes.
fn write(folder: &Path, config: &str) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("config.json"), config).unwrap();
    let config = Config::from_json(config.as_bytes()).unwrap();
    let variables = model::fresh(&config, 1, Device::cpu().candle()).unwrap();
    variables.save(folder.join("model.safetensors")).unwrap();
    let tokenizer = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick/tokenizer.json");
    std::fs::copy(tokenizer, folder.join("tokenizer.json")).unwrap();
}

/// The best of several runs, for a second at least: what else the machine does only slows them down.
fn pictures_per_second(encoder: &Encoder, pictures: &[Pixels]) -> f64 {
    let (started, mut best) = (Instant::now(), f64::INFINITY);
    for run in 0.. {
        if run >= 3 && started.elapsed().as_secs_f64() > 1.5 {
            break;
        }
        let one = Instant::now();
        encoder.embed_pictures(pictures).unwrap();
        best = best.min(one.elapsed().as_secs_f64());
    }
    pictures.len() as f64 / best
}

/// As `picture` of `clip_pytorch.py`.
fn picture(number: u32) -> DynamicImage {
    let colour =
        |x: u32, y: u32, channel: u32| u8::try_from((x * 7 + y * 13 + channel * 89 + number * 31) % 256).unwrap();
    RgbImage::from_fn(224, 224, |x, y| Rgb([colour(x, y, 0), colour(x, y, 1), colour(x, y, 2)])).into()
}

/// Memory of this process, in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) << 10
}
