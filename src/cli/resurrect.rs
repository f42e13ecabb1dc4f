//! SEAM: to be written.

use super::{Answer, Context};

/// Show what will be started at the next boot, and that it is safe on the disk.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli save")]
pub(super) struct SaveArgs {}

/// Start what ran before a reboot; never what runs already.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli resurrect")]
pub(super) struct ResurrectArgs {}

pub(super) fn save(_: &Context, _: &SaveArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}

pub(super) fn resurrect(_: &Context, _: &ResurrectArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
