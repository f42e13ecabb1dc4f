//! SEAM: to be written.

use super::{Answer, Context};

/// Check everything that a node needs, and say how to mend it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gascli doctor")]
pub(super) struct DoctorArgs {}

pub(super) fn run(_: &Context, _: &DoctorArgs) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
