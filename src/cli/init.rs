//! SEAM: to be written.

use super::{Answer, Context};

/// Set up a miner or validator: ask, write its env file, check it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli init")]
pub(super) struct InitArgs {}

pub(super) fn run(_: &Context, _: &InitArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
