//! `gascli validator import-db`: moves a Python validator's prompts, media and outcomes in.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::folder::FolderArgs;
use super::stored::existing_or_new;
use crate::store::{Files, Import, Imported, Store, Taken};
use crate::types::{UnixMillis, size_words};

pub(in super::super) const EXAMPLES: &str = "FILE is only read. Media are looked for where it names them, else below its folder. What is here already is skipped, so \
     an import that was interrupted is repeated. Open challenges for images that are not older than two hours can \
     still be answered.\n\nExamples:\n  gascli validator import-db ~/.cache/sn34/prompts.db --dry-run\n  \
     gascli validator import-db ~/.cache/sn34/prompts.db";

/// Arguments of `import-db`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct ImportArgs {
    /// The Python validator's `prompts.db`.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied
    /// then.
    #[arg(long, conflicts_with = "copy")]
    link: bool,
    /// Copy the files of media.
    #[arg(long)]
    copy: bool,
    /// Only say what would come.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folder: FolderArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    store: PathBuf,
    file: PathBuf,
    dry_run: bool,
    #[serde(flatten)]
    imported: Imported,
}

pub(in super::super) fn run(context: &Context, args: &ImportArgs) -> anyhow::Result<Answer> {
    let folder = args.folder.folder(context)?;
    let files = match (args.link, args.copy) {
        (true, _) => Files::Link,
        (_, true) => Files::Copy,
        _ => Files::Any,
    };
    let now = UnixMillis::now();
    let import = Import { file: &args.file, files, dry_run: args.dry_run, now };
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("media {pos}/{len} {wide_bar}") {
        bar.set_style(style);
    }
    let mut progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    // A look at a store that is not there yet makes none.
    let scratch = if args.dry_run && !folder.join("prompts.db").exists() { Some(tempfile::tempdir()?) } else { None };
    let at = scratch.as_ref().map_or(folder.as_path(), tempfile::TempDir::path);
    let mut store = if args.dry_run && scratch.is_none() { Store::open_existing(at)? } else { existing_or_new(at)? };
    let imported = store.import(&import, &mut progress);
    bar.finish_and_clear();
    let document = Document {
        schema: output::SCHEMA,
        store: folder,
        file: args.file.clone(),
        dry_run: args.dry_run,
        imported: imported?,
    };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document)?;
    }
    Ok(Answer::Yes)
}

fn print(document: &Document) -> anyhow::Result<()> {
    let Imported { prompts, media, outcomes, media_bytes, linked, copied, remarks } = &document.imported;
    let row = |what: &str, taken: &Taken| {
        let numbers = [taken.read, taken.taken, taken.there, taken.left_out].map(|number| number.to_string());
        [vec![what.to_owned()], numbers.to_vec()].concat()
    };
    let taken = if document.dry_run { "WOULD COME" } else { "CAME" };
    output::table(
        &["TABLE", "READ", taken, "HERE ALREADY", "LEFT OUT"],
        &[row("prompts", prompts), row("media", media), row("outcomes", outcomes)],
    )?;
    let bytes = size_words(*media_bytes);
    if document.dry_run {
        output::line(format_args!("media that would come: {bytes}"))?;
    } else {
        output::line(format_args!("media that came: {bytes} ({linked} linked, {copied} copied)"))?;
    }
    if !remarks.is_empty() {
        let rows: Vec<Vec<String>> = remarks
            .iter()
            .map(|remark| {
                let example = output::escaped(&remark.example);
                vec![remark.rows.to_string(), remark.table.to_owned(), remark.reason.to_owned(), example]
            })
            .collect();
        output::line("")?;
        output::table(&["ROWS", "TABLE", "WHY", "SUCH AS"], &rows)?;
    }
    Ok(())
}
