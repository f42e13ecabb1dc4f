//! SEAM: to be written.

use super::{Answer, Context};

/// SEAM.
#[derive(Debug, clap::Subcommand)]
pub(super) enum DiscriminatorCommand {
    /// Check, upload and register models.
    #[command(after_help = "Example:\n  gascli discriminator push --image-model model.zip")]
    Push,
}

pub(super) fn run(_: &Context, _: DiscriminatorCommand) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
