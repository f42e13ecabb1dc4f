//! SEAM: to be written.

use super::{Answer, Context};

/// SEAM.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ImportCommand {
    /// Take over the processes of PM2.
    #[command(after_help = "Example:\n  gascli import pm2")]
    Pm2,
}

pub(super) fn run(_: &Context, _: ImportCommand) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
