//! The verbs that act on any supervised service: start, stop, restart, status, delete.
//!
//! `gascli generator stop` and its like call the same functions with the name filled in.
#![expect(dead_code, reason = "used by the command groups")]

use crate::supervisor::ServiceSpec;
use crate::types::ServiceName;

use super::{Answer, Context, output};

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    /// Services to show; all without a name.
    pub(super) names: Vec<ServiceName>,
}

/// Without arguments: how to go on, and how the services are, if there are any.
pub(super) fn overview(_context: &Context) -> anyhow::Result<Answer> {
    output::line("gascli")?;
    Ok(Answer::Yes)
}

/// Shows how services are; all without a name.
pub(super) fn status(_context: &Context, _names: &[ServiceName]) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}

/// Starts a service with the environment of this process, and says what came of it.
pub(super) fn start(_context: &Context, _spec: &ServiceSpec) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}

/// Starts a service anew by this specification, whether it ran or not.
pub(super) fn restart(_context: &Context, _spec: &ServiceSpec) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}

/// Stops services and waits until they are gone.
pub(super) fn stop(_context: &Context, _names: &[ServiceName]) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}

/// Stops services and forgets them, their logs included; asks on a terminal unless `yes`.
pub(super) fn delete(_context: &Context, _names: &[ServiceName], _yes: bool) -> anyhow::Result<Answer> {
    Ok(Answer::Yes)
}
