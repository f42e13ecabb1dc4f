//! `gascli validator uploads`: what waits for an upload, and how far each batch has come.

use anyhow::Context as _;
use serde::Serialize;

use super::super::error::Refusal;
use super::super::node::{self, ConfigArgs};
use super::super::{Answer, Context, output};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::daemon::{log, signals};
use crate::store::{Store, StoreError, UploadBatch, UploadStep, Waiting};
use crate::types::{Code, Modality, size_words};
use crate::validator::data::{self, Cycle, Settings};

pub(in super::super) const EXAMPLES: &str = "Examples:\n  gascli validator uploads\n  gascli validator uploads --json | jq .waiting\n  \
     gascli validator uploads --now\n\nA batch is planned, built (its files are written), sent, and done (published, its \
     media marked). One that was broken off is gone on with. `--now` runs one cycle of the data service here and ends with \
     1 if it failed; while another process uploads, it does nothing.";

/// Batches that are shown.
const MOST: usize = 1000;

/// Arguments of `uploads`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct UploadsArgs {
    /// Upload now what would be uploaded at the next check, and wait for it.
    #[arg(long)]
    now: bool,
    /// Newest batches to show.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    /// Without secrets; `None` uploads nothing.
    target: Option<String>,
    waiting: Vec<Row>,
    /// Newest first.
    batches: Vec<UploadBatch>,
    /// What `--now` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle: Option<Cycle>,
}

/// What waits of a modality.
#[derive(Debug, Serialize)]
struct Row {
    modality: Modality,
    #[serde(flatten)]
    waiting: Waiting,
    /// So many are worth an upload.
    threshold: u64,
}

pub(in super::super) fn show(context: &Context, args: &UploadsArgs) -> anyhow::Result<Answer> {
    let sources = args.config.sources(context, Role::Validator)?;
    let resolved = node::resolve(context, &sources, config::data)?;
    let settings = resolved.settings;
    let mut failed = None;
    let mut cycle = None;
    if args.now {
        let _log = log::init(resolved.log_level, output::colour_of_notes());
        match upload(context, settings.clone())? {
            Some(Ok(done)) => cycle = Some(done),
            Some(Err(error)) => failed = Some(error),
            None => {
                let advice = "the data service, or `--now` again, goes on with what was begun";
                return Err(Refusal::new(Code::Interrupted, "stopped before all was uploaded", advice).into());
            }
        }
    }
    let document = read(context, &settings, args.limit.min(MOST), cycle)?;
    if context.json {
        output::json(&document)?;
    } else {
        print(&document)?;
    }
    match failed {
        Some(error) => {
            super::super::error::report(&error.into(), context.json);
            Ok(Answer::No)
        }
        None => Ok(Answer::Yes),
    }
}

/// One cycle; `None` if a signal ended it.
fn upload(context: &Context, settings: Settings) -> anyhow::Result<Option<Result<Cycle, data::DataError>>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start threads")?;
    let ended = runtime.block_on(async {
        let stop = signals::stop_on_signals()?;
        anyhow::Ok(tokio::select! {
            () = stop.cancelled() => None,
            ended = data::upload_now(settings, &context.paths) => Some(ended),
        })
    });
    runtime.shutdown_timeout(super::super::run::LAST_THREADS);
    ended
}

fn read(context: &Context, settings: &Settings, limit: usize, cycle: Option<Cycle>) -> anyhow::Result<Document> {
    let hotkey = wallet::public_hotkey(&settings.wallet)?;
    let folder = data::folder(settings, &context.paths, &hotkey);
    let store = match Store::open_existing(&folder) {
        Err(StoreError::Missing { .. }) => None,
        other => Some(other?),
    };
    let mut waiting = Vec::new();
    for modality in Modality::ALL {
        let found = store.as_ref().map(|store| store.waiting_for_upload(modality)).transpose()?.unwrap_or_default();
        waiting.push(Row { modality, waiting: found, threshold: settings.threshold(modality) });
    }
    let batches = store.as_ref().map(|store| store.newest_uploads(limit)).transpose()?.unwrap_or_default();
    let target = settings.target.as_ref().map(ToString::to_string);
    Ok(Document { schema: output::SCHEMA, target, waiting, batches, cycle })
}

fn print(document: &Document) -> anyhow::Result<()> {
    match &document.target {
        Some(target) => output::line(format_args!("target   {}", output::escaped(target)))?,
        None => output::line("target   none: HUGGINGFACE_HUB_TOKEN or UPLOAD_URL chooses one")?,
    }
    for row in &document.waiting {
        let Waiting { media, bytes } = row.waiting;
        let (size, threshold) = (size_words(bytes), row.threshold);
        output::line(format_args!("waiting  {media} {}s ({size}), threshold {threshold}", row.modality))?;
    }
    if let Some(cycle) = &document.cycle {
        let (batches, media, size) = (cycle.batches, cycle.media, size_words(cycle.bytes));
        let rest = if cycle.rate_limited { "; the target asks for patience" } else { "" };
        output::line(format_args!("uploaded {media} media in {batches} batches ({size}){rest}"))?;
    }
    if document.batches.is_empty() {
        output::line("no batches yet")?;
        return Ok(());
    }
    let rows: Vec<Vec<String>> = document.batches.iter().map(row).collect();
    output::line("")?;
    output::table(&["BATCH", "PLANNED", "STEP", "MEDIA", "SIZE", "TARGET", "NOTE"], &rows)?;
    Ok(())
}

fn row(batch: &UploadBatch) -> Vec<String> {
    let size = if batch.bytes > 0 { size_words(batch.bytes) } else { "-".into() };
    let note = match &batch.last_error {
        Some(error) if batch.step != UploadStep::Dropped => {
            format!("failed {}x: {}", batch.failures, output::escaped(error))
        }
        _ => "-".into(),
    };
    vec![
        batch.id.clone(),
        batch.planned_at_ms.to_string(),
        batch.step.to_string(),
        format!("{} {}s", batch.media, batch.modality),
        size,
        output::escaped(&batch.target),
        note,
    ]
}
