//! `gascli trust`: which certificates the C2PA check trusts, and where they come from.

mod add;
mod advice;
mod error;
mod fetch;
mod list;
mod remove;
mod update;

use std::path::PathBuf;

use super::{Answer, Context};
use crate::verification::c2pa::{AnchorError, TrustSet, TrustStore};

pub(super) use advice::{Advice, Adviser};
pub(super) use error::TrustError;

/// Where anchors are taken from without `--trust-anchors`: paths separated by `:`.
pub(super) const ANCHORS_VARIABLE: &str = "GASCLI_TRUST_ANCHORS";

/// Commands of the trust store.
#[derive(Debug, clap::Subcommand)]
pub(super) enum TrustCommand {
    /// List the certificates that the C2PA check trusts, and known ones that are missing.
    ///
    /// Exit status 1 if a file of the trust store cannot be used.
    #[command(after_help = "Examples:\n  gascli trust list\n  gascli trust list --json")]
    List(list::ListArgs),
    /// Fetch the certificates that the network trusts and their publishers offer.
    ///
    /// Only a certificate whose SHA-256 is the pinned one is taken; what is there stays whatever fails. Certificates that
    /// are there already are not fetched again. Exit status 1 if any could not be fetched.
    #[command(
        after_help = "Examples:\n  gascli trust update\n  gascli trust update --mirror http://192.168.1.5/anchors/"
    )]
    Update(update::UpdateArgs),
    /// Trust certificates of a PEM or DER file, or out of a signed image or video.
    ///
    /// What is pinned is taken at once; of anything else the fingerprint is shown and consent asked for.
    #[command(after_help = "Examples:\n  gascli trust add root.pem\n  gascli trust add --from seedance.mp4")]
    Add(add::AddArgs),
    /// Trust certificates of the trust store no longer.
    #[command(after_help = "Examples:\n  gascli trust remove 'WebClaimSigningCA'\n  gascli trust remove e2202c12")]
    Remove(remove::RemoveArgs),
}

pub(super) fn run(context: &Context, command: &TrustCommand) -> anyhow::Result<Answer> {
    match command {
        TrustCommand::List(args) => list::run(context, args),
        TrustCommand::Update(args) => update::run(context, args),
        TrustCommand::Add(args) => add::run(context, args),
        TrustCommand::Remove(args) => remove::run(context, args),
    }
}

fn store(context: &Context) -> TrustStore {
    TrustStore::new(context.paths.trust_store())
}

/// The files and folders that the operator named: by option, else by the environment. A variable that names none is none.
fn given(context: &Context, by_option: &[PathBuf]) -> Option<Vec<PathBuf>> {
    if !by_option.is_empty() {
        return Some(by_option.to_vec());
    }
    let paths = std::env::split_paths(context.environment.get(ANCHORS_VARIABLE)?);
    let named: Vec<PathBuf> = paths.filter(|path| !path.as_os_str().is_empty()).collect();
    (!named.is_empty()).then_some(named)
}

/// The network's names with the anchors that were given, which then are the only ones, else with the built-in roots and
/// the trust store.
pub(super) fn trust_set(context: &Context, by_option: &[PathBuf]) -> Result<TrustSet, AnchorError> {
    let names = TrustSet::network_names();
    match given(context, by_option) {
        Some(given) => names.with_anchors(&given),
        None => names.with_store(&context.paths.trust_store()),
    }
}
