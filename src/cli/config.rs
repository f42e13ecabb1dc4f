//! `gascli config`: what `gascli.toml` says, whether it is right, and how it differs from what runs.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::apply::{self, ApplyArgs};
use super::error::Refusal;
use super::start::tables;
use super::{Answer, Context, output};
use crate::config::Role;
use crate::config::file::{self, ConfigFile, FILE_NAME, Fault, ShownField};
use crate::types::{Code, ServiceName};

/// What to do with the file.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ConfigCommand {
    /// Say what is wrong with the file, all at once.
    #[command(after_help = "Examples:\n  gascli config validate\n  gascli config validate new.toml --json")]
    Validate {
        /// File to check, instead of those in use.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Show every value in force, set or by default.
    #[command(after_help = "Examples:\n  gascli config show\n  gascli config show web --origin")]
    Show {
        /// Services to show; all tables without one.
        #[arg(value_name = "NAME")]
        names: Vec<ServiceName>,
        /// Tell where each value comes from.
        #[arg(long)]
        origin: bool,
        /// Show the values of variables, which may be secrets.
        #[arg(long)]
        show_values: bool,
    },
    /// Show how services that run differ from the file; exit status 1 if any does.
    #[command(after_help = "Example:\n  gascli config diff --json")]
    Diff,
    /// Start what is new, restart what has changed, leave the rest alone.
    #[command(after_help = "Examples:\n  gascli config apply --dry-run\n  gascli config apply --prune --yes")]
    Apply(ApplyArgs),
    /// Print the JSON Schema of gascli.toml, for editors.
    #[command(after_help = "Example:\n  gascli config schema > gascli.schema.json")]
    Schema,
}

pub(super) fn run(context: &Context, command: &ConfigCommand) -> anyhow::Result<Answer> {
    match command {
        ConfigCommand::Validate { file } => validate(context, file.as_deref()),
        ConfigCommand::Show { names, origin, show_values } => show(context, names, *origin, *show_values),
        ConfigCommand::Diff => apply::diff(context),
        ConfigCommand::Apply(args) => apply::apply(context, args),
        ConfigCommand::Schema => {
            output::json(&file::schema())?;
            Ok(Answer::Yes)
        }
    }
}

fn validate(context: &Context, path: Option<&Path>) -> anyhow::Result<Answer> {
    let checked = match path {
        None => {
            let here = std::env::current_dir().ok();
            file::load(&context.paths.config, here.as_deref())
        }
        Some(path) => {
            let path = std::path::absolute(path).with_context(|| format!("cannot find `{}`", path.display()))?;
            match file::read(&path) {
                Ok(None) => {
                    let message = format!("there is no file `{}`", path.display());
                    return Err(
                        Refusal::new(Code::NotFound, message, "`gascli config schema` helps to write one").into()
                    );
                }
                Ok(Some(file)) => Ok(vec![file]),
                Err(errors) => Err(errors),
            }
        }
    };
    let (files, faults): (Vec<ConfigFile>, Vec<Fault>) = match checked {
        Ok(files) => (files, Vec::new()),
        Err(errors) => (Vec::new(), errors.faults().to_vec()),
    };
    let answer = if faults.is_empty() { Answer::Yes } else { Answer::No };
    if context.json {
        let files: Vec<&PathBuf> = files.iter().map(|file| &file.path).collect();
        let valid = faults.is_empty();
        output::json(&json!({ "schema": output::SCHEMA, "valid": valid, "files": files, "problems": faults }))?;
        return Ok(answer);
    }
    for fault in &faults {
        output::line(output::escaped(&fault.to_string()))?;
    }
    for file in &files {
        let count = file.services.len();
        let noun = if count == 1 { "service" } else { "services" };
        output::line(format_args!("{}: right, {count} {noun}", file.path.display()))?;
    }
    if files.is_empty() && faults.is_empty() {
        no_file(context);
    }
    Ok(answer)
}

/// Says where a file is looked for.
pub(super) fn no_file(context: &Context) {
    let path = context.paths.config.join(FILE_NAME);
    output::note(format_args!("there is no {FILE_NAME}, neither here nor as {}", path.display()));
}

/// A value with the file that it is from.
#[derive(serde::Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    field: ShownField,
    origin: String,
    #[serde(skip)]
    path: &'a Path,
}

fn show(context: &Context, names: &[ServiceName], origin: bool, show_values: bool) -> anyhow::Result<Answer> {
    let files = tables(context)?;
    let services = file::services(&files).into_keys().collect::<Vec<_>>();
    super::services::known(names, &services)?;
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for (index, one) in files.iter().enumerate() {
        let later = &files[index + 1..];
        for mut field in one.fields() {
            let service = field.table.strip_prefix("service.");
            let named = service.is_some_and(|name| names.iter().any(|it| it.as_str() == name));
            if overruled(&field, later) || !(names.is_empty() || named) {
                continue;
            }
            if field.is_secret && !show_values && field.value.is_some() {
                field.value = Some("<hidden>".into());
            }
            let origin = field.line.map_or_else(|| "default".into(), |line| format!("{}:{line}", one.path.display()));
            shown.push(Shown { field, origin, path: &one.path });
        }
    }
    if context.json {
        output::json(&json!({ "schema": output::SCHEMA, "values": shown }))?;
    } else if files.is_empty() {
        no_file(context);
    } else {
        print_shown(&shown, origin)?;
    }
    Ok(Answer::Yes)
}

/// Whether a file that goes first says the same: for a role each key, else the table as a whole.
fn overruled(field: &ShownField, later: &[ConfigFile]) -> bool {
    let by_key = [Role::Generator, Role::Validator].iter().any(|role| role.as_str() == field.table);
    let fields = || later.iter().flat_map(ConfigFile::fields);
    fields().any(|other| other.table == field.table && (!by_key || other.key == field.key))
}

fn print_shown(shown: &[Shown<'_>], origin: bool) -> anyhow::Result<()> {
    let mut table = None;
    for one in shown {
        let ShownField { table: name, key, value, .. } = &one.field;
        if table != Some((name, one.path)) {
            if table.is_some() {
                output::line("")?;
            }
            output::line(format_args!("[{name}]"))?;
            table = Some((name, one.path));
        }
        let text = match value {
            Some(value) => format!("{key} = {}", output::escaped(value)),
            None if origin => format!("# {key} is not set"),
            None => continue,
        };
        match (origin, value) {
            (true, Some(_)) => output::line(format_args!("{text}  # {}", one.origin))?,
            _ => output::line(text)?,
        }
    }
    Ok(())
}
