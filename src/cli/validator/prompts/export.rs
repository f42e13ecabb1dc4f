//! `gascli validator prompts export`.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

use super::super::super::error::Refusal;
use super::super::super::node::ConfigArgs;
use super::super::super::{Answer, Context, output};
use super::Which;
use crate::store::PromptRow;

pub(super) const EXAMPLES: &str = "Examples:\n  gascli validator prompts export > prompts.txt\n  \
     gascli validator prompts export --format csv --output prompts.csv\n\nText has one prompt a line; CSV and JSON lines \
     have all that the store knows of it. A file that exists is never overwritten.";

/// How prompts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One prompt a line.
    Text,
    /// With a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub(in super::super::super) struct ExportArgs {
    /// How to write them.
    #[arg(long, default_value = "text")]
    format: Format,
    /// New file to write, instead of stdout.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(context: &Context, args: &ExportArgs) -> anyhow::Result<Answer> {
    let Some(path) = &args.output else {
        write(context, args, &mut Printed(Vec::new()))?;
        return Ok(Answer::Yes);
    };
    let (file, count) = written(context, args, path)?;
    let refused = || format!("cannot write `{}`", path.display());
    match file.persist_noclobber(path) {
        Ok(_) => {}
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Refusal::exists(path, "name another file").into());
        }
        Err(error) => return Err(error.error).with_context(refused),
    }
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "written": path, "prompts": count }))?;
    } else {
        output::line(format_args!("wrote {count} prompts to {}", path.display()))?;
    }
    Ok(Answer::Yes)
}

/// A file beside the one that is asked for, whole and on the disk.
fn written(context: &Context, args: &ExportArgs, path: &Path) -> anyhow::Result<(tempfile::NamedTempFile, usize)> {
    let refused = || format!("cannot write `{}`", path.display());
    if path.exists() {
        return Err(Refusal::exists(path, "name another file").into());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).with_context(refused)?;
    let mut buffer = BufWriter::new(file);
    let count = write(context, args, &mut buffer).with_context(refused)?;
    let file = buffer.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(refused)?;
    file.as_file().sync_all().with_context(refused)?;
    Ok((file, count))
}

/// Writes all; how many.
fn write(context: &Context, args: &ExportArgs, out: &mut impl Write) -> anyhow::Result<usize> {
    let mut count = 0;
    let mut fault = None;
    if args.format == Format::Csv {
        out.write_all(&csv_line(&HEAD)?)?;
    }
    if let Some(store) = super::existing(context, &args.config)? {
        store.each_prompt(args.which.filter(), |row| {
            let wrote = line(args.format, &row).and_then(|line| Ok(out.write_all(&line)?));
            fault = wrote.err();
            count += 1;
            fault.is_none()
        })?;
    }
    if let Some(fault) = fault {
        return Err(fault);
    }
    out.flush()?;
    Ok(count)
}

const HEAD: [&str; 11] = [
    "id",
    "modality",
    "prompt",
    "origin",
    "source",
    "register",
    "length_band",
    "event_count",
    "used_count",
    "last_used_ms",
    "created_at_ms",
];

fn line(format: Format, row: &PromptRow) -> anyhow::Result<Vec<u8>> {
    match format {
        Format::Text => {
            // A line is a prompt, so line ends within one have to go.
            let words: Vec<&str> = row.content.split_whitespace().collect();
            Ok(format!("{}\n", words.join(" ")).into_bytes())
        }
        Format::Jsonl => {
            let mut text = serde_json::to_vec(row)?;
            text.push(b'\n');
            Ok(text)
        }
        Format::Csv => {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let time = |at: Option<crate::types::UnixMillis>| at.map(|at| at.0.to_string()).unwrap_or_default();
            let cells = [
                row.id.clone(),
                text(&row.modality),
                row.content.clone(),
                row.origin.clone(),
                text(&row.source),
                text(&row.register),
                text(&row.length_band),
                row.event_count.map(|count| count.to_string()).unwrap_or_default(),
                row.used_count.to_string(),
                time(row.last_used_ms),
                time(row.created_at_ms),
            ];
            csv_line(&cells)
        }
    }
}

fn csv_line(cells: &[impl AsRef<[u8]>]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

/// Stdout, in pieces that are neither lines nor the whole.
struct Printed(Vec<u8>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.extend_from_slice(bytes);
        if self.0.len() > 1 << 16 {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        output::bytes(&self.0)?;
        self.0.clear();
        Ok(())
    }
}
