//! SEAM: to be written.

use super::{Answer, Context};

/// SEAM.
#[derive(Debug, clap::Subcommand)]
pub(super) enum StartupCommand {
    /// Start services at boot.
    #[command(after_help = "Example:\n  gascli startup install")]
    Install,
}

pub(super) fn run(_: &Context, _: &StartupCommand) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
