//! What supervisor and shims say about themselves: a line each in `supervisor.log`, which is their stderr.

use std::io::Write;

use crate::types::UnixMillis;

/// Writes a line. Nobody is left to be told if that fails.
pub(crate) fn say(about: impl std::fmt::Display, text: impl std::fmt::Display) {
    let line = format!("{} {about}[{}]: {text}\n", UnixMillis::now(), std::process::id());
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// An error with its causes in one line.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
