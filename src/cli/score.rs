//! `gascli score`: how scores and weights come about.

mod clip;
mod explain;
mod json_path;
mod simulate;
mod sn34;

pub(super) use json_path::JsonError;
pub(super) use sn34::PredictionsError;

use super::{Answer, Context};

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
    /// Compute a discriminator's score (`sn34_score`) from its predictions, or from what the benchmark measured.
    #[command(name = "sn34", visible_alias = "discriminator", after_help = sn34::EXAMPLES)]
    Sn34(sn34::Sn34Args),
}

pub(super) fn run(context: &Context, command: ScoreCommand) -> anyhow::Result<Answer> {
    match command {
        ScoreCommand::Explain(args) => explain::run(context, &args),
        ScoreCommand::Simulate(args) => simulate::run(context, &args),
        ScoreCommand::Clip(args) => clip::run(context, &args),
        ScoreCommand::Sn34(args) => sn34::run(context, &args),
    }
}

/// Reads a number from LOWEST to 1.
fn within<const LOWEST: i8>(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (f64::from(LOWEST)..=1.0).contains(number));
    number.ok_or_else(|| format!("a number from {LOWEST} to 1 is expected"))
}
