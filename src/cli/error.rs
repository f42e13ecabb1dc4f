//! Prints errors: what failed, why, what to do; with `--json` also of what kind it is (`docs/errors.md`).

use std::backtrace::BacktraceStatus;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

use clap::Command;
use clap::error::ErrorKind as Asked;

use super::output::Told;
use super::usage::UsageError;
use super::{metrics, output, services, trust};
use crate::daemon::crash::Crash;
use crate::types::{Build, Code, Hint};
use crate::{
    chain, clip, config, daemon, demo, media, miner, models, providers, store, supervisor, validator, verification,
};

/// Exit status of "could not be answered".
const UNANSWERED: u8 = 2;

/// Prints what clap has to say. Help and version are answers, not errors.
pub(super) fn usage(
    error: &clap::Error,
    tree: impl FnOnce() -> Command,
    arguments: &[OsString],
    json: bool,
) -> ExitCode {
    let text = |colour: bool| if colour { error.render().ansi().to_string() } else { error.render().to_string() };
    let printed = match error.kind() {
        Asked::DisplayVersion if json => output::json(&Version { schema: output::SCHEMA, build: Build::this() }),
        Asked::DisplayHelp | Asked::DisplayVersion => {
            output::bytes(text(output::colour()).as_bytes()).map_err(anyhow::Error::from)
        }
        Asked::DisplayHelpOnMissingArgumentOrSubcommand if !json => {
            output::note(text(output::colour_of_notes()).trim_end());
            return ExitCode::from(UNANSWERED);
        }
        _ => Err(UsageError::of(error, tree(), arguments).into()),
    };
    printed.map_or_else(|error| report(&error, json), |()| ExitCode::SUCCESS)
}

/// `--version --json`.
#[derive(serde::Serialize)]
struct Version {
    schema: &'static str,
    #[serde(flatten)]
    build: Build,
}

/// Prints an error with its causes and its hint, as text or as JSON, to stderr.
pub(super) fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    if reader_has_gone(error) {
        return ExitCode::SUCCESS;
    }
    let hint = hinted(error).find_map(Hint::hint).or_else(|| general_hint(error));
    let causes = error.chain().skip(1).map(ToString::to_string).collect();
    output::error(&Told { code: code_of(error), message: error.to_string(), causes, hint }, json);
    // Many set RUST_BACKTRACE for their own programs: it alone is no wish to see where in this one an error came up.
    let is_asked = !json && std::env::var_os("GASCLI_LOG").is_some_and(|level| !level.is_empty());
    if is_asked && error.backtrace().status() == BacktraceStatus::Captured {
        output::note(error.backtrace());
    }
    ExitCode::from(UNANSWERED)
}

/// Tells of a fault of ours, once it is written down.
pub(super) fn tell_crash(crash: &Crash, json: bool) {
    let mut causes = vec![crash.words.clone()];
    let hint = match &crash.report {
        Ok(path) => format!("please report it, with `{}`: it holds no secrets that can be told", path.display()),
        Err(error) => {
            causes.push(format!("no report could be written: {error}"));
            "please report it with these words".into()
        }
    };
    let message = "gascli itself has failed".into();
    output::error(&Told { code: Code::Internal, message, causes, hint: Some(hint) }, json);
}

/// The same in the log of a daemon.
pub(super) fn log_crash(crash: &Crash) {
    let words = &crash.words;
    match &crash.report {
        Ok(path) => tracing::error!(crash = %words, report = %path.display(), "a part has crashed; please report it"),
        Err(error) => tracing::error!(crash = %words, %error, "a part has crashed, and no report could be written"),
    }
}

/// What a command refuses by itself: the errors of other modules have enums of their own.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Refusal {
    code: Code,
    message: String,
    hint: String,
}

impl Refusal {
    pub(super) fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    /// It would overwrite this.
    pub(super) fn exists(path: &Path, hint: &str) -> Self {
        Self::new(Code::Exists, format!("`{}` exists already, and is left as it is", path.display()), hint)
    }
}

impl Hint for Refusal {
    fn hint(&self) -> Option<String> {
        Some(self.hint.clone())
    }

    fn code(&self) -> Option<Code> {
        Some(self.code)
    }
}

/// Whether printing failed because nobody reads any more (`| head`). Only errors of printing come without a context.
fn reader_has_gone(error: &anyhow::Error) -> bool {
    let of_text = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let of_json = error.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
    of_text.or(of_json) == Some(std::io::ErrorKind::BrokenPipe)
}

/// Of what kind an error is: what the first one in its chain says, else what an operation on a file says.
fn code_of(error: &anyhow::Error) -> Code {
    let said = hinted(error).find_map(Hint::code);
    let is_no_json = || is_no_json(error).then_some(Code::InvalidInput);
    said.or_else(is_no_json).or_else(|| io_kind(error).map(code_of_io)).unwrap_or(Code::Failed)
}

fn io_kind(error: &anyhow::Error) -> Option<ErrorKind> {
    error.chain().find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind)
}

fn is_no_json(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<serde_json::Error>().is_some_and(|error| !error.is_io()))
}

fn code_of_io(kind: ErrorKind) -> Code {
    match kind {
        ErrorKind::NotFound => Code::NotFound,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Code::PermissionDenied,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::DiskFull,
        ErrorKind::AlreadyExists => Code::Exists,
        ErrorKind::AddrInUse | ErrorKind::ResourceBusy => Code::InUse,
        ErrorKind::TimedOut => Code::TimedOut,
        ErrorKind::Interrupted => Code::Interrupted,
        ErrorKind::InvalidData | ErrorKind::InvalidInput => Code::InvalidInput,
        _ => Code::Io,
    }
}

/// What to do about errors of files whose module has no advice.
fn general_hint(error: &anyhow::Error) -> Option<String> {
    if is_no_json(error) {
        return Some("is it the right file? line and column count from 1".into());
    }
    let advice = match io_kind(error)? {
        ErrorKind::NotFound => "check the path",
        ErrorKind::PermissionDenied => "check with `ls -l` whose it is, and run as that user",
        ErrorKind::ReadOnlyFilesystem => "name a place that can be written to",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on that disk (`df -h` shows it)",
        ErrorKind::IsADirectory => "name a file, not a folder",
        ErrorKind::NotADirectory => "a part of that path is a file: name another folder",
        ErrorKind::AddrInUse => "choose a free port",
        _ => return None,
    };
    Some(advice.into())
}

/// The errors in a chain that advise something. Error enums with hints are listed here.
fn hinted(error: &anyhow::Error) -> impl Iterator<Item = &dyn Hint> {
    fn of<'a, E: Hint + 'static>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a dyn Hint> {
        error.downcast_ref::<E>().map(|error| error as &dyn Hint)
    }
    error.chain().filter_map(|cause| {
        None.or_else(|| of::<config::PathsError>(cause))
            .or_else(|| of::<config::ConfigErrors>(cause))
            .or_else(|| of::<media::DecodeError>(cause))
            .or_else(|| of::<config::HubError>(cause))
            .or_else(|| of::<models::ModelError>(cause))
            .or_else(|| of::<models::discriminator::InspectError>(cause))
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
            .or_else(|| of::<supervisor::startup::UnitError>(cause))
            .or_else(|| of::<supervisor::startup::NotOnDisk>(cause))
            .or_else(|| of::<supervisor::startup::Unreadable>(cause))
            .or_else(|| of::<supervisor::logs::LogError>(cause))
            .or_else(|| of::<supervisor::notify::NotifyError>(cause))
            .or_else(|| of::<metrics::MetricsError>(cause))
            .or_else(|| of::<services::ServicesError>(cause))
            .or_else(|| of::<super::self_update::UpdateError>(cause))
            .or_else(|| of::<config::file::FileErrors>(cause))
            .or_else(|| of::<super::logs::LogsError>(cause))
            .or_else(|| of::<super::init::InitError>(cause))
            .or_else(|| of::<super::score::JsonError>(cause))
            .or_else(|| of::<super::score::PredictionsError>(cause))
            .or_else(|| of::<super::discriminator::DiscriminatorError>(cause))
            .or_else(|| of::<miner::discriminator::PushError>(cause))
            .or_else(|| of::<miner::discriminator::UploadError>(cause))
            .or_else(|| of::<miner::discriminator::SubmissionsError>(cause))
            .or_else(|| of::<super::dashboard::DashboardError>(cause))
            .or_else(|| of::<UsageError>(cause))
            .or_else(|| of::<Refusal>(cause))
            .or_else(|| of::<super::completions::CompletionsError>(cause))
            .or_else(|| of::<super::import::ImportError>(cause))
    })
}
