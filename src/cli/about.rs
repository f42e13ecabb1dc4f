//! SEAM: to be written.

use super::{Answer, Context};

/// Show versions, folders and the machine: one block for a bug report, without secrets.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli info")]
pub(super) struct InfoArgs {}

pub(super) fn run(_: &Context, _: &InfoArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
