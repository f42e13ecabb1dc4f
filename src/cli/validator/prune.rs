//! `gascli validator prune`: what is too old or too much goes now.

use std::path::PathBuf;

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::folder::FolderArgs;
use crate::store::{Pruned, Store};
use crate::types::{UnixMillis, size_words};

pub(in super::super) const EXAMPLES: &str = "The validator does the same by itself every few minutes.\n\nExamples:\n  \
                                             gascli validator prune --dry-run\n  gascli validator prune --json";

/// Arguments of `prune`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PruneArgs {
    /// Only say what would go.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: FolderArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    store: PathBuf,
    dry_run: bool,
    #[serde(flatten)]
    pruned: Pruned,
}

pub(in super::super) fn run(context: &Context, args: &PruneArgs) -> anyhow::Result<Answer> {
    let (folder, settings) = args.folder.folder_and_settings(context)?;
    let now = UnixMillis::now();
    let mut store = Store::open_existing(&folder)?;
    let pruned = if args.dry_run {
        store.would_prune(&settings.retention, now)?
    } else {
        let mut pruned = store.prune(&settings.retention, now)?;
        while pruned.more {
            pruned = pruned.and(&store.prune(&settings.retention, now)?);
        }
        pruned
    };
    let document = Document { schema: output::SCHEMA, store: folder, dry_run: args.dry_run, pruned };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document)?;
    }
    Ok(Answer::Yes)
}

fn print(document: &Document) -> anyhow::Result<()> {
    let pruned = &document.pruned;
    let row = |what: &str, count: u64, bytes: Option<u64>| {
        vec![what.to_owned(), count.to_string(), bytes.map_or_else(String::new, size_words)]
    };
    output::table(
        &[if document.dry_run { "WOULD GO" } else { "GONE" }, "COUNT", "SIZE"],
        &[
            row("outcomes", pruned.outcomes, None),
            row("prompts", pruned.prompts, None),
            row("media", pruned.media, Some(pruned.media_bytes)),
            row("refused media", pruned.failed_media, Some(pruned.failed_media_bytes)),
            row("hashes of removed media", pruned.known_media, None),
        ],
    )?;
    if pruned.over_bytes > 0 {
        output::note(format_args!(
            "note: media take {} more than MEDIA_MAX_BYTES; these count in rewards or await their upload, and stay",
            size_words(pruned.over_bytes)
        ));
    }
    Ok(())
}
