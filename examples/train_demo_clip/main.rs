//! Trains the model `demo`: a tiny CLIP that knows the scenes which the demo provider paints.
//!
//! ```text
//! cargo run --release --example train_demo_clip -- --out FOLDER [--seed N] [--steps N]
//! cargo run --release --example train_demo_clip -- --evaluate [--model FOLDER] [--scenes N]
//! ```
//!
//! The first writes `config.json`, `model.safetensors` (half precision) and `tokenizer.json`, as `gascli model add`
//! takes them; those in `src/clip/demo` were made by it. The second measures a model, the built-in one if none is
//! named, on scenes that it has not learned from: with the `--seed`, `--steps` and `--stop` of its training, it draws all
//! prompts of that anew and leaves them out. The same seed gives the same weights on one machine with the same
//! number of threads (`RAYON_NUM_THREADS`); elsewhere sums are rounded in another order.
#![expect(clippy::print_stdout, reason = "what it measures is what it is for")]
#![expect(clippy::cast_precision_loss, reason = "counts are small, figures rounded")]
#![expect(unreachable_pub, reason = "its modules are private to it")]

mod evaluation;
mod samples;
mod speech;
mod training;
mod vocabulary;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use candle_core::{DType, Tensor};
use candle_nn::VarMap;
use clap::Parser;
use gascli::clip::{Config, Preprocess, Tokenizer};
use gascli::providers::demo::scene::{Colour, Column, Row, Shape, Size};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde_json::{Value, json};

use evaluation::Judge;
use samples::Studio;
use training::Plan;

/// Tokens that are made of others.
const MERGES: usize = 420;
/// Prompts that the vocabulary is made from.
const CORPUS: usize = 4000;
/// How often learning is told of, and its state written.
const TOLD_EVERY: u64 = 25;
/// How often it is tried on scenes that it does not learn from.
const CHECKED_EVERY: u64 = 250;

/// Trains or measures the model `demo`.
#[derive(Parser)]
struct Arguments {
    /// Where the model is written.
    #[arg(long, required_unless_present = "evaluate")]
    out: Option<PathBuf>,
    /// What the first weights and all samples follow from.
    #[arg(long, default_value_t = 34)]
    seed: u64,
    /// Batches to learn from.
    #[arg(long, default_value_t = 2000)]
    steps: u64,
    /// End after so many of them, for want of time: the learning rate falls as if all were to come.
    #[arg(long)]
    stop: Option<u64>,
    /// Samples of a batch.
    #[arg(long, default_value_t = 64)]
    batch: usize,
    /// The learning rate at its height.
    #[arg(long, default_value_t = 2e-3)]
    rate: f64,
    /// Measure instead of training.
    #[arg(long)]
    evaluate: bool,
    /// The folder of the model to measure; the built-in one if not given.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Scenes to measure on.
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(40..))]
    scenes: u32,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if arguments.evaluate {
        let judge = Judge::open(arguments.model.as_deref())?;
        let steps = arguments.stop.unwrap_or(arguments.steps);
        let learned = samples::learned(arguments.seed, arguments.batch, easy_steps(&arguments), steps);
        return evaluation::report(&judge, arguments.scenes as usize, &learned);
    }
    let out = arguments.out.clone().context("where to write is not given")?;
    std::fs::create_dir_all(&out)?;
    teach(&arguments, &out)
}

/// `config.json` of the model: CLIP as transformers describes it, only small.
fn config(vocabulary: usize) -> Value {
    let tower = |width: usize, layers: usize| {
        json!({"hidden_size": width, "intermediate_size": width * 4, "num_hidden_layers": layers,
            "num_attention_heads": 4, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, "projection_dim": 96})
    };
    let (mut text, mut vision) = (tower(64, 2), tower(96, 3));
    text["vocab_size"] = vocabulary.into();
    text["max_position_embeddings"] = 77.into();
    text["bos_token_id"] = (vocabulary - 2).into();
    text["eos_token_id"] = (vocabulary - 1).into();
    text["pad_token_id"] = 0.into();
    // Three by three patches: each of the ninths of a scene is one.
    vision["image_size"] = 72.into();
    vision["patch_size"] = 24.into();
    vision["num_channels"] = 3.into();
    json!({"model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": 96, "logit_scale_init_value": 2.6592,
        "text_config": text, "vision_config": vision})
}

/// Within so many steps scenes grow.
const fn easy_steps(arguments: &Arguments) -> u64 {
    arguments.steps / 4
}

fn teach(arguments: &Arguments, out: &Path) -> anyhow::Result<()> {
    let (tokenizer_json, count) =
        vocabulary::tokenizer(&speech::corpus(arguments.seed, CORPUS), &scene_words(), MERGES);
    let (config_json, tokenizer_json) =
        (serde_json::to_vec_pretty(&config(count))?, serde_json::to_vec(&tokenizer_json)?);
    std::fs::write(out.join("config.json"), &config_json)?;
    std::fs::write(out.join("tokenizer.json"), &tokenizer_json)?;
    let config = Config::from_json(&config_json)?;
    let studio = Studio {
        tokenizer: Tokenizer::from_json(&tokenizer_json, config.text.context)?,
        preprocess: Preprocess::new(config.vision.side),
        seed: arguments.seed,
        size: arguments.batch,
        easy_steps: easy_steps(arguments),
    };
    let numbers: usize = config.tensors().iter().map(|tensor| tensor.shape.iter().product::<usize>()).sum();
    println!("{count} tokens, {numbers} weights, {} steps of {}", arguments.steps, arguments.batch);
    let strangers = Studio { seed: !arguments.seed, easy_steps: 0, ..studio.clone() };
    let held_out = (0..6).map(|step| strangers.batch(step)).collect::<candle_core::Result<Vec<_>>>()?;
    let begun = Instant::now();
    let mut sums = [0.0; 3];
    let mut failed = None;
    let stop = arguments.stop.unwrap_or(arguments.steps);
    let plan = Plan { steps: arguments.steps, stop, rate: arguments.rate, seed: arguments.seed };
    let variables = training::train(&config, plan, studio, &mut |step, losses, variables, clip| {
        for (sum, loss) in sums.iter_mut().zip(losses) {
            *sum += loss / TOLD_EVERY as f32;
        }
        if (step + 1) % TOLD_EVERY == 0 {
            let [seen, read, pairs] = std::mem::take(&mut sums);
            println!(
                "step {:5}  picture {seen:.3}  text {read:.3}  pairs {pairs:.3}  {:.0} s, {:.0} s of processor",
                step + 1,
                begun.elapsed().as_secs_f64(),
                processor_seconds(),
            );
            if (step + 1) % CHECKED_EVERY == 0 {
                match training::check(clip, &held_out) {
                    Ok([own, others, near]) => println!(
                        "held out: {:.2} % of matches pass, {:.2} % of strangers, {:.2} % of neighbours",
                        own * 100.0,
                        others * 100.0,
                        near * 100.0
                    ),
                    Err(error) => failed = failed.take().or(Some(error.into())),
                }
            }
            failed = failed.take().or(write(variables, out).err());
        }
    })?;
    write(&variables, out)?;
    println!("trained in {:.0} s, {:.0} s of processor", begun.elapsed().as_secs_f64(), processor_seconds());
    failed.map_or(Ok(()), Err)
}

/// Every word that a scene is made of, so that each is a token of its own.
fn scene_words() -> Vec<&'static str> {
    let mut words = vec!["background", "backdrop", "canvas", "sky", "centre", "center", "middle", "corner", "side"];
    words.extend(["one", "two", "three", "four", "five", "the", "and", "with", "at", "on", "in", "a"]);
    words.extend(Colour::ALL.iter().flat_map(|one| one.synonyms()));
    words.extend(Shape::ALL.iter().flat_map(|one| one.synonyms()));
    words.extend(Size::ALL.iter().flat_map(|one| one.synonyms()));
    words.extend(Column::ALL.iter().flat_map(|one| one.synonyms()));
    words.extend(Row::ALL.iter().flat_map(|one| one.synonyms()));
    words
}

/// In half precision, which is enough to look with.
fn write(variables: &VarMap, out: &Path) -> anyhow::Result<()> {
    let variables = variables.data().lock().map_err(|_| anyhow::anyhow!("learning broke off"))?;
    let halves = variables.iter().map(|(name, variable)| Ok((name.clone(), variable.to_dtype(DType::F16)?)));
    let halves: HashMap<String, Tensor> = halves.collect::<candle_core::Result<_>>()?;
    candle_core::safetensors::save(&halves, out.join("model.safetensors.part"))?;
    std::fs::rename(out.join("model.safetensors.part"), out.join("model.safetensors"))?;
    Ok(())
}

/// Time that all threads have computed so far.
fn processor_seconds() -> f64 {
    getrusage(UsageWho::RUSAGE_SELF).map_or(0.0, |usage| usage.user_time().num_milliseconds() as f64 / 1000.0)
}
