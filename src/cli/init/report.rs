//! What came of `init`: what was written, what `info` says of it, and what to type next.

use std::path::Path;

use serde::Serialize;

use super::super::info::{self, Verdict};
use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output};
use super::answers::{Answers, Keys};
use crate::chain::Endpoint;
use crate::config::{self, Origin, Role, ShownValue};
use crate::types::{path_word, shell_word};

/// What `init` answers.
#[derive(Debug, Serialize)]
struct Report<'a> {
    schema: &'static str,
    role: &'static str,
    written: &'a Path,
    /// Where the file is that was there before.
    kept: Option<&'a Path>,
    /// Whether a daemon would start with it.
    complete: bool,
    problems: Vec<String>,
    warnings: Vec<String>,
    /// Commands to go on with.
    next: Vec<String>,
}

/// Tells what was written, and what is missing.
pub(super) fn written(
    context: &Context,
    role: Role,
    path: &Path,
    kept: Option<&Path>,
    answers: &Answers,
) -> anyhow::Result<Answer> {
    let sources = ConfigArgs::of_file(path).sources(context, role)?;
    let Verdict { mut problems, mut warnings, values } = info::verdict(context, &sources);
    warnings.extend(values.iter().filter_map(|value| overruled(context, role, answers, value)));
    let keys = Keys::of(role);
    let chain = config::chain(&sources).ok();
    let endpoint = chain.as_ref().and_then(|chain| chain.endpoint.as_ref());
    let local = endpoint.is_some_and(Endpoint::is_local);
    if role == Role::Validator && !local && answers.value(keys.external_ip).is_empty() {
        problems.push(format!(
            "{} is not set: miners must be told where to deliver (set it to the address of this machine)",
            keys.external_ip
        ));
    }
    let mut next = Vec::new();
    if let Some(Endpoint::Local(ledger)) = endpoint
        && !ledger.exists()
    {
        problems.push(format!("there is no chain in `{}` yet (`gascli localnet create`)", ledger.display()));
        let is_here = chain.as_ref().is_some_and(|chain| chain.wallet.hotkey_file().exists());
        next = practice(context, role, ledger, &hotkey(answers, &keys), is_here);
    }
    let is_found_alone = std::env::current_dir().is_ok_and(|cwd| path == cwd.join(role.env_file()))
        || path == context.paths.config.join(role.env_file());
    let file = if is_found_alone { String::new() } else { format!(" --env-file {}", path_word(path)) };
    next.extend([
        format!("gascli doctor {}{file}", role.as_str()),
        format!("gascli {} start{file}", role.as_str()),
        "gascli startup install".to_owned(),
    ]);
    let report = Report {
        schema: output::SCHEMA,
        role: role.as_str(),
        written: path,
        kept,
        complete: problems.is_empty(),
        problems,
        warnings,
        next,
    };
    if context.json {
        output::json(&report)?;
    } else {
        report.print()?;
    }
    Ok(if report.complete { Answer::Yes } else { Answer::No })
}

/// Says so where an answer does not count in this shell, since a variable of the environment goes before the file.
fn overruled(context: &Context, role: Role, answers: &Answers, value: &ShownValue) -> Option<String> {
    let key = role.key(value.key).filter(|_| value.origin == Origin::Environment)?;
    let names = key.names.iter().filter_map(|name| Some((name, context.environment.get(*name)?.trim())));
    let (name, set) = names.into_iter().find(|(_, set)| !set.is_empty())?;
    let is_other = answers.given(key.name()).is_some_and(|answer| answer != set);
    is_other.then(|| format!("{name} is set otherwise in the environment, which goes before this file"))
}

fn hotkey(answers: &Answers, keys: &Keys) -> String {
    format!("{}/{}", answers.value(keys.wallet_name), answers.value(keys.wallet_hotkey))
}

/// The commands that make a chain to practise on, with a seat on it.
fn practice(context: &Context, role: Role, ledger: &Path, hotkey: &str, is_here: bool) -> Vec<String> {
    let is_usual = ledger == context.paths.localnet();
    let at = if is_usual { String::new() } else { format!(" --ledger {}", path_word(ledger)) };
    let new = if is_here { "" } else { " --new" };
    let stake = if role == Role::Validator { " --stake 50000 --permit" } else { "" };
    vec![
        format!("gascli localnet create{at}"),
        format!("gascli localnet register {}{new}{stake}{at}", shell_word(hotkey)),
    ]
}

impl Report<'_> {
    fn print(&self) -> std::io::Result<()> {
        told_path("wrote", self.written)?;
        if let Some(kept) = self.kept {
            told_path("the old one is", kept)?;
        }
        for warning in &self.warnings {
            output::line(format_args!("warning: {}", output::escaped(warning)))?;
        }
        for problem in &self.problems {
            output::line(format_args!("missing: {}", output::escaped(problem)))?;
        }
        output::line(if self.complete { "complete: a daemon would start with it; next:" } else { "then:" })?;
        self.next.iter().try_for_each(|command| output::line(format_args!("  {}", output::escaped(command))))
    }
}

/// A line with a path that somebody has chosen.
pub(super) fn told_path(what: &str, path: &Path) -> std::io::Result<()> {
    output::line(format_args!("{what} {}", output::escaped(&path.display().to_string())))
}

/// Prints what would be written; `text` holds no secret.
pub(super) fn dry_run(context: &Context, path: &Path, text: &str) -> anyhow::Result<Answer> {
    if context.json {
        let answer = serde_json::json!({ "schema": output::SCHEMA, "would_write": path, "content": text });
        output::json(&answer)?;
    } else {
        output::note(format_args!("would write {}:", output::escaped(&path.display().to_string())));
        output::bytes(text.as_bytes())?;
    }
    Ok(Answer::Yes)
}
