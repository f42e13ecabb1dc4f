//! SEAM: to be written.

use super::{Answer, Context};

/// SEAM.
#[derive(Debug, clap::Subcommand)]
pub(super) enum CompletionsCommand {
    /// Install completions for your shell.
    #[command(after_help = "Example:\n  gascli completions install")]
    Install,
}

pub(super) fn run(_: &Context, _: &CompletionsCommand) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
