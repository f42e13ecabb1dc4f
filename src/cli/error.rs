//! Prints errors: what failed, why, what to do.

use std::process::ExitCode;

use super::{metrics, output, services, trust};
use crate::types::Hint;
use crate::{
    chain, clip, config, daemon, demo, media, miner, models, providers, store, supervisor, validator, verification,
};

/// Exit status of "could not be answered".
const UNANSWERED: u8 = 2;

/// Prints clap's own message. Help and version are answers, not errors.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    if let Err(cause) = error.print() {
        return report(&cause.into(), false);
    }
    if error.use_stderr() { ExitCode::from(UNANSWERED) } else { ExitCode::SUCCESS }
}

/// Prints an error with its causes and its hint, as text or as JSON, to stderr.
pub(super) fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    if reader_has_gone(error) {
        return ExitCode::SUCCESS;
    }
    let hint = hint_of(error);
    if json {
        let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
        output::error_json(&error.to_string(), &causes, hint.as_deref());
    } else {
        output::error_text(error, hint.as_deref());
    }
    ExitCode::from(UNANSWERED)
}

/// Whether printing failed because nobody reads any more (`| head`). Only errors of printing come without a context.
fn reader_has_gone(error: &anyhow::Error) -> bool {
    let of_text = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let of_json = error.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
    of_text.or(of_json) == Some(std::io::ErrorKind::BrokenPipe)
}

/// The hint of the first error in the chain that has one. Error enums with hints are listed here.
fn hint_of(error: &anyhow::Error) -> Option<String> {
    fn of<E: Hint + 'static>(error: &(dyn std::error::Error + 'static)) -> Option<String> {
        error.downcast_ref::<E>().and_then(Hint::hint)
    }
    error.chain().find_map(|cause| {
        None.or_else(|| of::<config::PathsError>(cause))
            .or_else(|| of::<config::ConfigErrors>(cause))
            .or_else(|| of::<media::DecodeError>(cause))
            .or_else(|| of::<config::HubError>(cause))
            .or_else(|| of::<models::ModelError>(cause))
            .or_else(|| of::<clip::ClipError>(cause))
            .or_else(|| of::<chain::ChainError>(cause))
            .or_else(|| of::<super::chain::PlaceError>(cause))
            .or_else(|| of::<chain::local::LedgerError>(cause))
            .or_else(|| of::<chain::local::ImportError>(cause))
            .or_else(|| of::<chain::wallet::WalletError>(cause))
            .or_else(|| of::<providers::SelectError>(cause))
            .or_else(|| of::<miner::MinerError>(cause))
            .or_else(|| of::<validator::ValidatorError>(cause))
            .or_else(|| of::<validator::align::source::SourceError>(cause))
            .or_else(|| of::<crate::clip::ClipError>(cause))
            .or_else(|| of::<store::StoreError>(cause))
            .or_else(|| of::<validator::gas_api::ApiError>(cause))
            .or_else(|| of::<validator::data::DataError>(cause))
            .or_else(|| of::<validator::prices::PricesError>(cause))
            .or_else(|| of::<validator::generation::GenerationError>(cause))
            .or_else(|| of::<super::validator::prompts::ReadError>(cause))
            .or_else(|| of::<crate::daemon::socket::SocketError>(cause))
            .or_else(|| of::<store::ImportError>(cause))
            .or_else(|| of::<demo::DemoError>(cause))
            .or_else(|| of::<daemon::state_socket::StateError>(cause))
            .or_else(|| of::<providers::demo::DemoError>(cause))
            .or_else(|| of::<verification::c2pa::AnchorError>(cause))
            .or_else(|| of::<verification::c2pa::StoreError>(cause))
            .or_else(|| of::<trust::TrustError>(cause))
            .or_else(|| of::<supervisor::ClientError>(cause))
            .or_else(|| of::<supervisor::ClearError>(cause))
            .or_else(|| of::<supervisor::logs::LogError>(cause))
            .or_else(|| of::<supervisor::notify::NotifyError>(cause))
            .or_else(|| of::<metrics::MetricsError>(cause))
            .or_else(|| of::<services::ServicesError>(cause))
            .or_else(|| of::<config::file::FileErrors>(cause))
            .or_else(|| of::<super::logs::LogsError>(cause))
            .or_else(|| of::<super::score::JsonError>(cause))
            .or_else(|| of::<super::score::PredictionsError>(cause))
            .or_else(|| of::<super::discriminator::DiscriminatorError>(cause))
            .or_else(|| of::<miner::discriminator::PushError>(cause))
            .or_else(|| of::<miner::discriminator::UploadError>(cause))
            .or_else(|| of::<miner::discriminator::SubmissionsError>(cause))
            .or_else(|| of::<super::dashboard::DashboardError>(cause))
    })
}
