//! `gascli model list`.

use std::path::PathBuf;

use serde::Serialize;

use super::super::{Answer, Context, output};
use crate::models::{Begun, ModelFolder, Models, built_in};

/// A model.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    /// Whether it can be used: it is built in, or its files are there, of the right length.
    usable: bool,
    built_in: bool,
    /// Whether it is what has come of a model so far.
    partial: bool,
    /// `None` for what has no readable description.
    bytes: Option<u64>,
    source: Option<String>,
    revision: Option<String>,
    commit: Option<String>,
    pub(super) path: Option<PathBuf>,
}

impl Row {
    pub(super) fn of(model: &ModelFolder) -> Self {
        let manifest = model.manifest.as_ref();
        Self {
            name: model.name.clone(),
            usable: model.is_whole(),
            built_in: false,
            partial: false,
            bytes: manifest.map(crate::models::Manifest::bytes),
            source: manifest.map(|manifest| manifest.source.clone()),
            revision: manifest.and_then(|manifest| manifest.revision.clone()),
            commit: manifest.and_then(|manifest| manifest.commit.clone()),
            path: Some(model.path.clone()),
        }
    }
}

impl Row {
    fn begun(begun: Begun) -> Self {
        Self {
            name: begun.name,
            usable: false,
            built_in: false,
            partial: true,
            bytes: Some(begun.bytes),
            source: None,
            revision: None,
            commit: None,
            path: Some(begun.path),
        }
    }
}

pub(super) fn run(context: &Context, models: &Models) -> anyhow::Result<Answer> {
    let own = built_in().iter().map(|model| Row {
        name: model.name.into(),
        usable: true,
        built_in: true,
        partial: false,
        bytes: u64::try_from(model.bytes).ok(),
        source: Some(model.purpose.into()),
        revision: None,
        commit: None,
        path: None,
    });
    let begun = models.begun()?.into_iter().map(Row::begun);
    let rows: Vec<Row> = own.chain(models.list()?.iter().map(Row::of)).chain(begun).collect();
    let all_usable = rows.iter().all(|row| row.usable || row.partial);
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "folder": models.folder(), "models": rows }))?;
    } else if rows.is_empty() {
        output::note("there are no models; `gascli model pull` fetches the network's");
    } else {
        let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
        output::table(&["MODEL", "STATE", "MIB", "REVISION", "SOURCE"], &cells)?;
    }
    Ok(if all_usable { Answer::Yes } else { Answer::No })
}

fn cells(row: &Row) -> Vec<String> {
    let state = match row {
        Row { built_in: true, .. } => "built in",
        Row { usable: true, .. } => "here",
        Row { partial: true, .. } => "PARTIAL",
        _ => "DAMAGED",
    };
    let mib = row.bytes.map(|bytes| bytes.div_ceil(1 << 20).to_string());
    let commit = row.commit.as_deref().and_then(|commit| commit.get(..8));
    let revision = match (&row.revision, commit) {
        (Some(revision), Some(commit)) if !revision.starts_with(commit) => format!("{revision} ({commit})"),
        (Some(revision), _) => revision.clone(),
        (None, _) => String::new(),
    };
    let source = row.source.as_deref().unwrap_or("unknown");
    vec![
        output::escaped(&row.name),
        state.into(),
        mib.unwrap_or_default(),
        output::escaped(&revision),
        output::escaped(source),
    ]
}
