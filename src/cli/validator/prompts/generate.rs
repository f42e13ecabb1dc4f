//! `gascli validator prompts generate`.

use serde::Serialize;

use super::super::super::node::ConfigArgs;
use super::super::super::{Answer, Context, output};
use crate::prompts::{Composed, Composer, Guard, LengthBand, Options, Register};
use crate::store::Added;
use crate::types::Modality;
use crate::validator::generation::add_composed;

pub(super) const EXAMPLES: &str = "Examples:\n  gascli validator prompts generate --count 3 --seed 7\n  \
     gascli validator prompts generate --modality video --register dashcam --length short\n  \
     gascli validator prompts generate --count 100 --store";

/// Prompts made at most by one call.
const MOST: u64 = 10_000;

/// Draws in a row that bring nothing new, after which there is nothing new to be had.
const BARREN: usize = 2_000;

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
pub(in super::super::super) struct GenerateArgs {
    /// Prompts to compose.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=MOST))]
    count: u64,
    /// For images or for videos.
    #[arg(long, value_name = "MODALITY", default_value = "image", value_parser = super::modality)]
    modality: Modality,
    /// The same seed gives the same prompts; without it, others each time.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only this look, such as `dashcam`.
    #[arg(long, value_name = "REGISTER", value_parser = register)]
    register: Option<Register>,
    /// Only this length: short, medium or long.
    #[arg(long, value_name = "LENGTH", value_parser = band)]
    length: Option<LengthBand>,
    /// Add them to the pool of the store instead of printing them.
    #[arg(long)]
    store: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

fn register(text: &str) -> Result<Register, String> {
    let names = || Register::ALL.map(Register::as_str).join(", ");
    text.parse().map_err(|_| format!("possible are {}", names()))
}

fn band(text: &str) -> Result<LengthBand, String> {
    let found = LengthBand::ALL.into_iter().find(|band| band.as_str() == text);
    found.ok_or_else(|| "short, medium and long are possible".to_owned())
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    /// With which the same prompts come again.
    seed: u64,
    prompts: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    content: String,
    register: Register,
    length_band: LengthBand,
    event_count: Option<u8>,
    scene: crate::prompts::Scene,
    spec: crate::prompts::Spec,
}

impl From<Composed> for Row {
    fn from(composed: Composed) -> Self {
        let Composed { content, register, length_band, event_count, scene, spec } = composed;
        Self { content, register, length_band, event_count, scene, spec }
    }
}

#[derive(Debug, Serialize)]
struct Stored {
    schema: &'static str,
    seed: u64,
    added: usize,
    /// Known ones, and those that say almost the same as another one.
    left_out: usize,
}

pub(super) fn run(context: &Context, args: &GenerateArgs) -> anyhow::Result<Answer> {
    let count = usize::try_from(args.count)?;
    if let Some(register) = args.register.filter(|register| !register.suits(args.modality)) {
        anyhow::bail!("no {} is taken in the register {register}", args.modality);
    }
    let seed = args.seed.unwrap_or_else(|| u64::from(rand::random::<u32>()));
    let mut composer = Composer::new(seed);
    let options = Options { registers: args.register.map(|register| [(register, 1.0)].into()), band: args.length };
    if args.store {
        return store(context, args, seed, &mut composer, &options);
    }
    let mut prompts: Vec<Row> = Vec::new();
    let (mut guard, mut barren) = (Guard::default(), 0);
    while prompts.len() < count && barren < BARREN {
        let composed = composer.compose(args.modality, &options);
        if guard.knows(&composed.content) || guard.near_duplicate(&composed.content).is_some() {
            barren += 1;
            continue;
        }
        barren = 0;
        guard.add(&composed.content);
        prompts.push(composed.into());
    }
    let found = prompts.len();
    if context.json {
        output::json(&Document { schema: output::SCHEMA, seed, prompts })?;
    } else {
        for prompt in &prompts {
            output::line(&prompt.content)?;
        }
    }
    if found < count {
        output::note(format_args!("note: {found} of {count}; others would say almost the same"));
        return Ok(Answer::No);
    }
    Ok(Answer::Yes)
}

fn store(
    context: &Context,
    args: &GenerateArgs,
    seed: u64,
    composer: &mut Composer,
    options: &Options,
) -> anyhow::Result<Answer> {
    const BATCH: usize = 50;
    let mut store = super::opened(context, &args.config)?;
    let count = usize::try_from(args.count)?;
    let (mut added, mut left_out, mut barren) = (0, 0, 0);
    while added < count && barren < BARREN {
        let answers = add_composed(&mut store, composer, args.modality, (count - added).min(BATCH), options)?;
        let new = answers.iter().filter(|(_, answer)| matches!(answer, Added::Added(_))).count();
        barren = if new == 0 { barren + answers.len() } else { 0 };
        added += new;
        left_out += answers.len() - new;
    }
    if context.json {
        output::json(&Stored { schema: output::SCHEMA, seed, added, left_out })?;
    } else {
        output::line(format_args!("added {added} prompts for {}s, composed with seed {seed}", args.modality))?;
    }
    Ok(if added == count { Answer::Yes } else { Answer::No })
}
