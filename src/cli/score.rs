//! `gascli score`: how scores and weights come about.

mod clip;
mod explain;
mod json_path;
mod simulate;

use serde::Serialize;

pub(super) use json_path::JsonError;

use super::{Answer, Context, output};
use crate::scoring::gas::{sn34_score, sn34_with_augmented};

/// Commands about scores.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ScoreCommand {
    /// Show step by step how a miner's weight came about from the stored outcomes.
    #[command(after_help = explain::EXAMPLES)]
    Explain(explain::ExplainArgs),
    /// Compute rewards, scores and weights for given outcomes.
    #[command(after_help = simulate::EXAMPLES)]
    Simulate(simulate::SimulateArgs),
    /// Tell how well media show what a prompt says, as validators judge it (CLIP).
    #[command(after_help = clip::EXAMPLES)]
    Clip(clip::ClipArgs),
    /// Compute a discriminator's score (`sn34_score`) from what the benchmark measures.
    #[command(after_help = "Example:\n  gascli score discriminator --mcc 0.9 --brier 0.02")]
    Discriminator(DiscriminatorArgs),
}

/// Arguments of `score discriminator`.
#[derive(Debug, clap::Args)]
pub(super) struct DiscriminatorArgs {
    /// Matthews' correlation coefficient, -1 to 1.
    #[arg(long, value_name = "MCC", allow_negative_numbers = true, value_parser = within::<-1>)]
    mcc: f64,
    /// Brier score, 0 to 1.
    #[arg(long, value_name = "BRIER", value_parser = within::<0>)]
    brier: f64,
    /// The coefficient over augmented samples.
    #[arg(long, value_name = "MCC", allow_negative_numbers = true, value_parser = within::<-1>, requires = "augmented_brier")]
    augmented_mcc: Option<f64>,
    /// The Brier score over augmented samples.
    #[arg(long, value_name = "BRIER", value_parser = within::<0>, requires = "augmented_mcc")]
    augmented_brier: Option<f64>,
}

fn within<const LOWEST: i8>(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (f64::from(LOWEST)..=1.0).contains(number));
    number.ok_or_else(|| format!("a number from {LOWEST} to 1 is expected"))
}

#[derive(Debug, Serialize)]
struct Discriminator {
    schema: &'static str,
    sn34_score: f64,
    base_sn34_score: f64,
    aug_sn34_score: Option<f64>,
}

pub(super) fn run(context: &Context, command: ScoreCommand) -> anyhow::Result<Answer> {
    match command {
        ScoreCommand::Explain(args) => explain::run(context, &args),
        ScoreCommand::Simulate(args) => simulate::run(context, &args),
        ScoreCommand::Clip(args) => clip::run(context, &args),
        ScoreCommand::Discriminator(args) => discriminator(context, &args),
    }
}

fn discriminator(context: &Context, args: &DiscriminatorArgs) -> anyhow::Result<Answer> {
    let base = sn34_score(args.mcc, args.brier);
    let augmented = args.augmented_mcc.zip(args.augmented_brier).map(|(mcc, brier)| sn34_score(mcc, brier));
    let score = augmented.map_or(base, |augmented| sn34_with_augmented(base, augmented));
    if context.json {
        let (sn34_score, base_sn34_score, aug_sn34_score) = (score, base, augmented);
        output::json(&Discriminator { schema: output::SCHEMA, sn34_score, base_sn34_score, aug_sn34_score })?;
        return Ok(Answer::Yes);
    }
    match augmented {
        Some(augmented) => output::line(format_args!("{score:.6} = 0.8 × {base:.6} + 0.2 × {augmented:.6}"))?,
        None => output::line(format_args!("{score:.6}"))?,
    }
    Ok(Answer::Yes)
}
