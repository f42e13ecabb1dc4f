//! `gascli model add`.

use std::path::PathBuf;

use super::super::{Answer, Context, output};
use super::Bar;
use super::list::Row;
use crate::models::Models;

/// Flags of `model add`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct AddArgs {
    /// The folder that holds the model.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the model shall be called; else as its folder.
    #[arg(long)]
    name: Option<String>,
}

pub(super) fn run(context: &Context, models: &Models, args: &AddArgs) -> anyhow::Result<Answer> {
    let own = || {
        let folder = std::fs::canonicalize(&args.folder).unwrap_or_else(|_| args.folder.clone());
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let name = args.name.clone().unwrap_or_else(own);
    let bar = Bar::new();
    let added = models.add(&args.folder, &name, &mut |progress| bar.show(progress));
    bar.end();
    let row = Row::of(&added?);
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "folder": models.folder(), "model": row }))?;
    } else {
        output::line(format_args!("here: {}", output::escaped(&row.name)))?;
    }
    Ok(Answer::Yes)
}
