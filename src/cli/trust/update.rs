//! `gascli trust update`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::fetch::Fetcher;
use super::store;
use crate::verification::c2pa::{Anchor, KNOWN_ANCHORS, KnownAnchor, Source, TrustStore};

/// Where files are taken from without `--mirror`, if it is set.
const MIRROR_VARIABLE: &str = "GASCLI_TRUST_MIRROR";

/// Flags of `trust update`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct UpdateArgs {
    /// Fetch and check everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take the files from this folder of a web server, under the names that they have at their publishers. Else from
    /// `GASCLI_TRUST_MIRROR`, else from the publishers.
    #[arg(long, value_name = "URL")]
    mirror: Option<String>,
    /// Also those that the network's validators do not trust (yet): what passes for their sake is refused there.
    #[arg(long)]
    all: bool,
}

/// What was done; the table is drawn from it.
#[derive(Serialize)]
struct Report {
    schema: &'static str,
    store: PathBuf,
    dry_run: bool,
    anchors: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    provider: &'static str,
    name: &'static str,
    sha256: &'static str,
    outcome: Outcome,
    /// Where it was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Why it could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    AlreadyThere,
    Added,
    WouldBeAdded,
    Failed,
    /// It is inside signed media only.
    OnlyInMedia,
}

pub(super) fn run(context: &Context, args: &UpdateArgs) -> anyhow::Result<Answer> {
    let store = store(context);
    let mirror =
        args.mirror.as_ref().or_else(|| context.environment.get(MIRROR_VARIABLE).filter(|url| !url.is_empty()));
    let fetcher = Fetcher::new(mirror.map(String::as_str), &context.environment)?;
    let chosen = KNOWN_ANCHORS.iter().filter(|known| known.network || args.all);
    let (mut rows, mut wanted) = (Vec::new(), Vec::new());
    for known in chosen.filter(|known| known.source != Source::Unpublished && known.source != Source::BuiltIn) {
        let outcome = match known.address() {
            _ if store.has(known.sha256)? => Outcome::AlreadyThere,
            None => Outcome::OnlyInMedia,
            Some(_) => {
                wanted.push(known);
                continue;
            }
        };
        rows.push(row(known, outcome));
    }
    rows.extend(fetch(&fetcher, &store, &wanted, args.dry_run)?);
    rows.sort_by_key(|row| KNOWN_ANCHORS.iter().position(|known| known.sha256 == row.sha256));
    let report = Report { schema: output::SCHEMA, store: store.folder().into(), dry_run: args.dry_run, anchors: rows };
    if context.json {
        output::json(&report)?;
    } else {
        print(&report)?;
    }
    let failed = report.anchors.iter().filter(|row| row.outcome == Outcome::Failed).count();
    if failed == 0 {
        return Ok(Answer::Yes);
    }
    output::note(format_args!(
        "{failed} of {} could not be fetched; what was trusted before still is. Try again later, name a proxy in HTTP_PROXY \
         and HTTPS_PROXY, or get the files elsewhere for `gascli trust add FILE` or `--mirror URL`",
        wanted.len()
    ));
    Ok(Answer::No)
}

/// Fetches what is wanted and writes what matches its pin.
fn fetch(
    fetcher: &Fetcher,
    store: &TrustStore,
    wanted: &[&'static KnownAnchor],
    dry_run: bool,
) -> anyhow::Result<Vec<Row>> {
    let addresses: BTreeSet<&'static str> = wanted.iter().filter_map(|known| known.address()).collect();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start fetching")?;
    let bar = progress_bar(addresses.len());
    let answers = runtime.block_on(fetcher.fetch(addresses, || bar.inc(1)));
    // Without waiting: the system may go on for long with a name that does not resolve.
    runtime.shutdown_background();
    bar.finish_and_clear();
    let mut rows = Vec::new();
    for known in wanted {
        let Some(published) = known.address() else { continue };
        let address = fetcher.address(published);
        let found = match answers.get(published) {
            Some(Ok(bytes)) => Anchor::pinned_in(bytes, known.sha256),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("it was not fetched".into()),
        };
        let row = match found {
            Ok(_) if dry_run => row(known, Outcome::WouldBeAdded),
            Ok(anchor) => {
                store.add(&anchor, &address)?;
                row(known, Outcome::Added)
            }
            Err(reason) => Row { reason: Some(reason), ..row(known, Outcome::Failed) },
        };
        rows.push(Row { address: Some(address), ..row });
    }
    Ok(rows)
}

fn row(known: &KnownAnchor, outcome: Outcome) -> Row {
    Row { provider: known.provider, name: known.name, sha256: known.sha256, outcome, address: None, reason: None }
}

fn progress_bar(files: usize) -> ProgressBar {
    if files == 0 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files.try_into().unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("{spinner} {bar:12} {pos} of {len} files fetched")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Reasons hold strangers' text.
fn print(report: &Report) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = report
        .anchors
        .iter()
        .map(|row| {
            let outcome = match row.outcome {
                Outcome::AlreadyThere => "already there".into(),
                Outcome::Added => "added".into(),
                Outcome::WouldBeAdded => "would be added".into(),
                Outcome::Failed => {
                    format!("FAILED: {}", output::escaped(row.reason.as_deref().unwrap_or_default()))
                }
                Outcome::OnlyInMedia => format!("only in media of {}", row.provider),
            };
            vec![row.name.into(), outcome]
        })
        .collect();
    output::table(&["ANCHOR", "OUTCOME"], &rows)?;
    if report.anchors.iter().any(|row| row.outcome == Outcome::OnlyInMedia) {
        output::note("`gascli trust add --from FILE` takes an anchor out of a signed image or video");
    }
    for row in report.anchors.iter().filter(|row| row.outcome == Outcome::Failed) {
        output::note(format_args!("{}: tried {}", row.name, row.address.as_deref().unwrap_or_default()));
    }
    Ok(())
}
