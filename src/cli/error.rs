//! Prints errors: what failed, why, what to do.

use std::process::ExitCode;

use super::{output, service_tables, services};
use crate::types::Hint;
use crate::{chain, config, providers, supervisor};

/// Exit status of "could not be answered".
const UNANSWERED: u8 = 2;

/// Prints clap's own message. Help and version are answers, not errors.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(UNANSWERED) } else { ExitCode::SUCCESS }
}

/// Prints an error with its causes and its hint, as text or as JSON, to stderr.
pub(super) fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    let hint = hint_of(error);
    if json {
        let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
        output::error_json(&error.to_string(), &causes, hint.as_deref());
    } else {
        output::error_text(error, hint.as_deref());
    }
    ExitCode::from(UNANSWERED)
}

/// The hint of the first error in the chain that has one. Error enums with hints are listed here.
fn hint_of(error: &anyhow::Error) -> Option<String> {
    fn of<E: Hint + 'static>(error: &(dyn std::error::Error + 'static)) -> Option<String> {
        error.downcast_ref::<E>().and_then(Hint::hint)
    }
    error.chain().find_map(|cause| {
        None.or_else(|| of::<config::PathsError>(cause))
            .or_else(|| of::<chain::ChainError>(cause))
            .or_else(|| of::<chain::local::LedgerError>(cause))
            .or_else(|| of::<providers::SelectError>(cause))
            .or_else(|| of::<supervisor::ClientError>(cause))
            .or_else(|| of::<services::ServicesError>(cause))
            .or_else(|| of::<service_tables::TableError>(cause))
            .or_else(|| of::<supervisor::logs::LogError>(cause))
            .or_else(|| of::<super::logs::LogsError>(cause))
    })
}
