//! SEAM: to be written.

use super::{Answer, Context};

/// Replace this program by a newer version, and go back if services suffer.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli self-update --check")]
pub(super) struct SelfUpdateArgs {}

pub(super) fn run(_: &Context, _: &SelfUpdateArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
