//! `gascli model verify`.

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::{Bar, chosen};
use crate::models::{FileState, FileVerdict, ModelFolder, Models, Progress};

/// Flags of `model verify`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct VerifyArgs {
    /// Which models; without any, all on this machine.
    names: Vec<String>,
}

/// What was found of a model.
#[derive(Serialize)]
struct Row {
    name: String,
    whole: bool,
    /// Whether the hub may have it.
    can_be_pulled: bool,
    /// Empty without a readable description.
    files: Vec<FileVerdict>,
}

pub(super) fn run(context: &Context, models: &Models, args: &VerifyArgs) -> anyhow::Result<Answer> {
    let chosen = chosen(models, &args.names)?;
    let bar = Bar::new();
    let rows: Vec<Row> = chosen.iter().map(|model| verify(models, model, &bar)).collect();
    bar.end();
    let whole = rows.iter().all(|row| row.whole);
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "folder": models.folder(), "models": rows }))?;
    } else {
        let lines: Vec<Vec<String>> = rows.iter().flat_map(cells).collect();
        if lines.is_empty() {
            output::note("there are no models on this machine but those that are built in");
        } else {
            output::table(&["MODEL", "FILE", "STATE"], &lines)?;
        }
        for row in rows.iter().filter(|row| !row.whole) {
            let name = output::escaped(&row.name);
            if row.can_be_pulled {
                output::note(format_args!(
                    "`gascli model pull {name}` mends it, `gascli model remove {name}` removes it"
                ));
            } else {
                output::note(format_args!("`gascli model remove {name}` removes it"));
            }
        }
    }
    Ok(if whole { Answer::Yes } else { Answer::No })
}

fn verify(models: &Models, model: &ModelFolder, bar: &Bar) -> Row {
    let bytes = model.manifest.as_ref().map(crate::models::Manifest::bytes);
    bar.show(Progress::File { name: &model.name, had: 0, bytes });
    let files = models.verify(model, &mut |bytes| bar.show(Progress::Bytes(bytes))).unwrap_or_default();
    let whole = !files.is_empty() && files.iter().all(|file| file.state == FileState::Whole);
    Row { name: model.name.clone(), whole, can_be_pulled: model.can_be_pulled(), files }
}

fn cells(row: &Row) -> Vec<Vec<String>> {
    let name = output::escaped(&row.name);
    if row.files.is_empty() {
        return vec![vec![name, "model.json".into(), "MISSING, or not readable".into()]];
    }
    let state = |file: &FileVerdict| match file.state {
        FileState::Whole => "whole",
        FileState::Missing => "MISSING",
        FileState::OtherLength => "OTHER LENGTH",
        FileState::OtherBytes => "OTHER BYTES",
    };
    row.files.iter().map(|file| vec![name.clone(), output::escaped(&file.name), state(file).into()]).collect()
}
