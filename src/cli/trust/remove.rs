//! `gascli trust remove`.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::list::SHORT;
use super::{TrustError, store};
use crate::verification::c2pa::{Anchor, StoreFile, built_in};

/// Fewest digits of a SHA-256 that name a certificate.
const FEWEST_DIGITS: usize = 4;

/// Flags of `trust remove`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct RemoveArgs {
    /// Name of a certificate's subject, first digits of its SHA-256, or name of a file in the trust store.
    #[arg(required = true, value_name = "NAME|SHA256|FILE")]
    names: Vec<String>,
}

/// A file that was removed.
#[derive(Serialize)]
struct Row {
    file: String,
    names: Vec<String>,
}

pub(super) fn run(context: &Context, args: &RemoveArgs) -> anyhow::Result<Answer> {
    let store = store(context);
    let files = store.files()?;
    // All are found before the first is removed: a mistyped name removes nothing.
    let mut chosen = BTreeSet::new();
    for name in &args.names {
        chosen.extend(files_of(&files, name)?);
    }
    let mut rows = Vec::new();
    for index in chosen {
        let file = &files[index];
        store.remove(file)?;
        let names = anchors(file).iter().map(|anchor| anchor.name.clone()).collect();
        rows.push(Row { file: file_name(&file.path), names });
    }
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "store": store.folder(), "removed": rows }))?;
        return Ok(Answer::Yes);
    }
    for row in &rows {
        let names = if row.names.is_empty() { "not usable".into() } else { row.names.join(", ") };
        output::line(output::escaped(&format!("removed: {} ({names})", row.file)))?;
    }
    Ok(Answer::Yes)
}

/// The files, by index, that hold the certificate of this name and nothing else, or the file of this name.
fn files_of(files: &[StoreFile], asked: &str) -> Result<Vec<usize>, TrustError> {
    let by_file = files.iter().position(|file| {
        let name = file_name(&file.path);
        name == asked || name.strip_suffix(".pem") == Some(asked)
    });
    if let Some(index) = by_file {
        return Ok(vec![index]);
    }
    let meant: BTreeSet<&str> = files
        .iter()
        .flat_map(anchors)
        .filter(|anchor| is_called(anchor, asked))
        .map(|anchor| anchor.sha256.as_str())
        .collect();
    let meant = match meant.into_iter().collect::<Vec<_>>().as_slice() {
        [] => return Err(unknown(files, asked)),
        [one] => *one,
        several => {
            let all = files.iter().flat_map(anchors);
            let candidates = several.iter().filter_map(|sha256| all.clone().find(|anchor| anchor.sha256 == **sha256));
            return Err(TrustError::Ambiguous { asked: asked.into(), candidates: candidates.map(described).collect() });
        }
    };
    let holds = |file: &StoreFile| anchors(file).iter().any(|anchor| anchor.sha256 == meant);
    let found: Vec<usize> = (0..files.len()).filter(|index| holds(&files[*index])).collect();
    match found.iter().map(|index| &files[*index]).find(|file| anchors(file).len() > 1) {
        Some(file) => {
            Err(TrustError::Shared { asked: asked.into(), file: file_name(&file.path), count: anchors(file).len() })
        }
        None => Ok(found),
    }
}

fn unknown(files: &[StoreFile], asked: &str) -> TrustError {
    if let Some(anchor) = built_in().iter().find(|anchor| is_called(anchor, asked)) {
        return TrustError::BuiltIn { name: anchor.name.clone() };
    }
    let unusable = files.iter().filter(|file| file.anchors.is_err()).map(|file| file_name(&file.path));
    let there = files.iter().flat_map(anchors).map(described).chain(unusable).collect();
    TrustError::Unknown { asked: asked.into(), there }
}

fn is_called(anchor: &Anchor, asked: &str) -> bool {
    let prefix = asked.to_ascii_lowercase().replace(':', "");
    anchor.name.eq_ignore_ascii_case(asked) || (prefix.len() >= FEWEST_DIGITS && anchor.sha256.starts_with(&prefix))
}

fn anchors(file: &StoreFile) -> &[Anchor] {
    file.anchors.as_deref().unwrap_or_default()
}

fn described(anchor: &Anchor) -> String {
    format!("`{}` ({})", output::escaped(&anchor.name), &anchor.sha256[..SHORT])
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
