//! `gascli validator prompts import`.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::super::super::node::ConfigArgs;
use super::super::super::{Answer, Context, output};
use super::read::{self, Format};
use crate::prompts::{Register, judge};
use crate::store::{Added, NewPrompt, Source, Store};
use crate::types::{Modality, UnixMillis};

pub(super) const EXAMPLES: &str = "Examples:\n  gascli validator prompts import prompts.txt\n  \
     gascli validator prompts import captions.csv --column caption --modality image\n  \
     gascli validator prompts import train.parquet --modality both --strict\n  cat prompts.txt | gascli validator prompts \
     import -\n\nA prompt that is there already is left out; `--strict` also leaves out what the rules for composed prompts \
     refuse: lists and headings, fewer than 60 or more than 300 words, what says almost the same as one of the newest 200. \
     Imported prompts are drawn like composed ones, the least used first, and never go by themselves while the validator \
     has not used them.";

/// Longest prompt, in characters.
const LONGEST: usize = 10_000;

/// Prompts in one transaction.
const BATCH: usize = 500;

/// For what prompts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    Image,
    Video,
    Both,
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub(in super::super::super) struct ImportArgs {
    /// File of prompts; `-` is stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the prompts are for.
    #[arg(long, value_name = "MODALITY", default_value = "image")]
    modality: For,
    /// Column that holds the prompts; without it, one that is called prompt, text, caption, content or description.
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// What the file is; without it, what the end of its name says.
    #[arg(long)]
    format: Option<Format>,
    /// Leave out what would be refused of composed prompts.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    /// Texts in the file.
    read: usize,
    /// Rows added; a text for both modalities has two.
    added: usize,
    /// Texts left out, by reason.
    left_out: BTreeMap<&'static str, usize>,
}

pub(super) fn run(context: &Context, args: &ImportArgs) -> anyhow::Result<Answer> {
    let format = args.format.unwrap_or_else(|| Format::of(&args.file));
    if args.file.as_os_str() == "-" && format == Format::Parquet {
        anyhow::bail!("a parquet table cannot be read from stdin");
    }
    let texts = read::read(&args.file, format, args.column.as_deref())?;
    let mut document = Document { schema: output::SCHEMA, read: texts.len(), added: 0, left_out: BTreeMap::new() };
    let chosen = chosen(texts, args.strict, &mut document.left_out);
    let mut store = super::opened(context, &args.config)?;
    let modalities: &[Modality] = match args.modality {
        For::Image => &[Modality::Image],
        For::Video => &[Modality::Video],
        For::Both => &Modality::ALL,
    };
    for modality in modalities {
        add(&mut store, *modality, &chosen, args.strict, &mut document)?;
    }
    if context.json {
        output::json(&document)?;
    } else {
        output::line(format_args!("read {} texts, added {} prompts", document.read, document.added))?;
        for (reason, count) in &document.left_out {
            output::line(format_args!("left out {count}: {reason}"))?;
        }
    }
    Ok(Answer::Yes)
}

/// Texts that may be prompts, each once.
fn chosen(texts: Vec<String>, strict: bool, left_out: &mut BTreeMap<&'static str, usize>) -> Vec<String> {
    const BAND: (usize, usize) = (80, 240);
    let mut seen = HashSet::new();
    let mut chosen = Vec::new();
    for text in texts {
        let text = text.trim();
        let steers = |c: char| c.is_control() && !c.is_whitespace();
        let reason = if text.is_empty() {
            Some("empty")
        } else if text.chars().count() > LONGEST {
            Some("longer than 10000 characters")
        } else if text.contains(steers) {
            Some("holds control characters")
        } else if !seen.insert(text.to_owned()) {
            Some("twice in the file")
        } else if strict && let Err(fault) = judge(text, Register::Documentary, BAND) {
            Some(fault.class())
        } else {
            None
        };
        match reason {
            Some(reason) => *left_out.entry(reason).or_default() += 1,
            None => chosen.push(text.to_owned()),
        }
    }
    chosen
}

fn add(
    store: &mut Store,
    modality: Modality,
    texts: &[String],
    strict: bool,
    document: &mut Document,
) -> anyhow::Result<()> {
    for batch in texts.chunks(BATCH) {
        let prompts: Vec<NewPrompt> = batch.iter().map(|text| imported(text, modality)).collect();
        for answer in store.add_prompts(&prompts, strict, UnixMillis::now())? {
            match answer {
                Added::Added(_) => document.added += 1,
                Added::Known(_) => *document.left_out.entry("known already").or_default() += 1,
                Added::NearDuplicate(_) => *document.left_out.entry("almost the same as a newer one").or_default() += 1,
            }
        }
    }
    Ok(())
}

fn imported(text: &str, modality: Modality) -> NewPrompt {
    NewPrompt {
        content: text.to_owned(),
        modality,
        source: Source::Imported,
        register: None,
        length_band: None,
        event_count: None,
        scene_json: None,
        spec_json: None,
    }
}
