//! `gascli score clip`: how well media show what a prompt says, by the validator's own function.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use super::super::{Answer, Context, output};
use crate::clip::Encoder;
use crate::config;
use crate::media::{self, DecodeError, View};
use crate::types::Modality;
use crate::validator::align::source::{self, NETWORK_MODEL};
use crate::verification::alignment::{Rules, Shown, THRESHOLD, align};

pub(super) const EXAMPLES: &str = "Exit status 0: all fit the prompt; 1: some do not, or show nothing; 2: no answer.\n\n\
     Examples:\n  gascli score clip --prompt 'a red circle' picture.png film.mp4\n  gascli score clip --prompt 'a red circle' \
     --model demo --threshold 0.3 picture.png --json";

/// Arguments of `score clip`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct ClipArgs {
    /// What the media are to show.
    #[arg(long, value_name = "TEXT")]
    prompt: String,
    /// Images or films.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A model by its name, or the path of its folder; may be given several times.
    #[arg(long = "model", value_name = "NAME", default_value = NETWORK_MODEL)]
    models: Vec<String>,
    /// Similarity that is enough, -1 to 1.
    #[arg(long, value_name = "X", default_value_t = f64::from(THRESHOLD), allow_negative_numbers = true, value_parser = super::within::<-1>)]
    threshold: f64,
    /// What the models run on.
    #[arg(long, value_name = "DEVICE", default_value = "auto", value_parser = ["auto", "cpu", "cuda", "metal"])]
    device: String,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    prompt: &'a str,
    threshold: f32,
    results: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    file: PathBuf,
    model: String,
    /// `None` of a medium that shows nothing.
    similarity: Option<f32>,
    threshold: f32,
    verdict: Verdict,
    /// Why it shows nothing, or cannot be told.
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    Pass,
    /// It does not show what was asked for; the validator calls the class so.
    Alignment,
    Unreadable,
    /// This machine cannot tell.
    Error,
}

impl Verdict {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Alignment => "FAIL: alignment",
            Self::Unreadable => "FAIL: unreadable",
            Self::Error => "ERROR",
        }
    }
}

pub(super) fn run(context: &Context, args: &ClipArgs) -> anyhow::Result<Answer> {
    #[expect(clippy::cast_possible_truncation, reason = "from -1 to 1")]
    let rules = Rules { threshold: args.threshold as f32, ..Rules::default() };
    let models = config::models(&context.environment, &context.paths)?;
    let mut opened = Vec::new();
    for name in &args.models {
        opened.push((name, source::open(&models, &place(name), &args.device)?.encoder));
    }
    let mut results = Vec::new();
    for path in &args.files {
        // Of one that cannot be read the others must not lose their answers.
        let view = look(path);
        for (name, encoder) in &opened {
            results.push(score(encoder, name, &args.prompt, path, &view, &rules)?);
        }
    }
    let all_pass = results.iter().all(|row| row.verdict == Verdict::Pass);
    let failed: HashSet<&Path> =
        results.iter().filter(|row| row.verdict == Verdict::Error).map(|row| row.file.as_path()).collect();
    let unread = (!failed.is_empty()).then_some(failed.len());
    if context.json {
        let (prompt, threshold) = (args.prompt.as_str(), rules.threshold);
        output::json(&Document { schema: output::SCHEMA, prompt, threshold, results })?;
    } else {
        let rows: Vec<Vec<String>> = results.iter().map(cells).collect();
        output::table(&["FILE", "MODEL", "SIMILARITY", "THRESHOLD", "VERDICT"], &rows)?;
        for Row { file, reason, .. } in &results {
            if let Some(reason) = reason {
                output::note(output::escaped(&format!("note: `{}`: {reason}", file.display())));
            }
        }
    }
    if let Some(unread) = unread {
        anyhow::bail!("{unread} of {} files could not be looked at", args.files.len());
    }
    Ok(if all_pass { Answer::Yes } else { Answer::No })
}

/// A folder by its whole path; a name as it is.
fn place(name: &str) -> String {
    let is_path = name.starts_with('.') || Path::new(name).join("config.json").is_file();
    let whole = is_path.then(|| std::path::absolute(name).ok()).flatten();
    whole.and_then(|path| path.to_str().map(str::to_owned)).unwrap_or_else(|| name.to_owned())
}

fn cells(row: &Row) -> Vec<String> {
    vec![
        output::escaped(&row.file.display().to_string()),
        output::escaped(&row.model),
        row.similarity.map_or_else(|| "-".into(), |similarity| format!("{similarity:.4}")),
        row.threshold.to_string(),
        row.verdict.as_str().into(),
    ]
}

/// What a file shows, or why that is not known.
enum Look {
    View(View),
    /// The medium is at fault.
    Unreadable(String),
    /// This machine is.
    Error(String),
}

fn look(path: &Path) -> Look {
    let mut file = match File::open(path) {
        Ok(file) => BufReader::with_capacity(64 << 10, file),
        Err(error) => return Look::Error(format!("cannot be read: {error}")),
    };
    // Such as of a folder.
    if let Err(error) = media::sniff_from(&mut file) {
        return Look::Error(format!("cannot be read: {error}"));
    }
    let view = match media::view(&mut file, Modality::Image) {
        Err(DecodeError::Modality { .. }) => media::view(&mut file, Modality::Video),
        other => other,
    };
    match view {
        Ok(view) => Look::View(view),
        Err(error) if error.is_ours() || error.is_undecided() => Look::Error(error.to_string()),
        Err(error) => Look::Unreadable(error.to_string()),
    }
}

/// What a model says of a file.
fn score(encoder: &Encoder, model: &str, prompt: &str, path: &Path, look: &Look, rules: &Rules) -> anyhow::Result<Row> {
    let row = |similarity, verdict, reason| Row {
        file: path.to_owned(),
        model: model.to_owned(),
        similarity,
        threshold: rules.threshold,
        verdict,
        reason,
    };
    let view = match look {
        Look::View(view) => view,
        Look::Unreadable(reason) => return Ok(row(None, Verdict::Unreadable, Some(reason.clone()))),
        Look::Error(reason) => return Ok(row(None, Verdict::Error, Some(reason.clone()))),
    };
    let pictures: Vec<_> = view.pictures().iter().map(|picture| encoder.preprocess().pixels(picture)).collect();
    let mut shown = Shown::default();
    shown.push(prompt, pictures);
    let aligned = align(encoder, &shown, rules)?;
    let aligned = aligned.first().context("the model gave no answer")?;
    let verdict = if aligned.passes { Verdict::Pass } else { Verdict::Alignment };
    Ok(row(Some(aligned.similarity), verdict, None))
}
