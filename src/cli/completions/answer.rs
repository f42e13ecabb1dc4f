//! What shells ask behind the scenes: `COMPLETE=SHELL gascli -- WORDS…`, the last word being the one at the cursor.
//!
//! Bash hands over its line and its word breaks instead. Without `--`, the script that asks so is printed. The scripts are
//! ours (`templates/completions/`), not those of `clap_complete`: installed ones must go on working with later versions of
//! this program, no name may mean anything to a shell, and nothing that is typed may be run.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{Command, CommandFactory};
use clap_complete::engine::{self, CompletionCandidate};

use super::line::{Line, unquoted};
use super::shell::Shell;
use super::values;
use crate::cli::{Cli, output};

/// The words of the line that is completed.
static WORDS: OnceLock<Vec<String>> = OnceLock::new();

/// Answers a shell; `None` if none asks.
pub(in crate::cli) fn run_hidden(arguments: &[OsString]) -> Option<ExitCode> {
    let shell = Shell::of(std::env::var_os("COMPLETE")?.to_str()?)?;
    let text = match arguments {
        [] => shell.script().to_owned(),
        [separator, words @ ..] if separator == "--" => {
            // A word that is no text cannot be completed.
            let words: Option<Vec<String>> = words.iter().map(|word| Some(word.to_str()?.to_owned())).collect();
            words.and_then(|words| answer(shell, words)).unwrap_or_default()
        }
        _ => return None,
    };
    // Whoever asked and has gone needs no answer.
    let _ = output::bytes(text.as_bytes());
    Some(ExitCode::SUCCESS)
}

/// The words that stand before the one at the cursor.
pub(super) fn words_before() -> &'static [String] {
    WORDS.get().and_then(|words| words.split_last()).map_or(&[], |(_, before)| before)
}

fn answer(shell: Shell, mut words: Vec<String>) -> Option<String> {
    let mut line = None;
    match shell {
        Shell::Bash => {
            let [text, breaks] = words.as_slice() else { return None };
            let read = Line::read(text, breaks);
            words.clone_from(&read.words);
            line = Some(read);
        }
        Shell::Fish => {
            let last = words.last_mut()?;
            *last = unquoted(last);
        }
        Shell::Powershell => {
            let last = words.last_mut()?;
            *last = last.strip_prefix('=')?.to_owned();
        }
        Shell::Zsh | Shell::Elvish => {}
    }
    let found = complete(words)?;
    let written = found.iter().filter_map(|(value, help)| {
        Some(match shell {
            Shell::Bash => line.as_ref()?.insertion(value)?,
            Shell::Zsh => {
                let sign = if value.ends_with(['/', ':', '=']) { '+' } else { ' ' };
                let value = value.replace('\\', r"\\").replace(':', r"\:");
                let help = if help.is_empty() { String::new() } else { format!(":{}", help.replace('\\', r"\\")) };
                format!("{sign}{value}{help}")
            }
            Shell::Fish | Shell::Elvish | Shell::Powershell => format!("{value}\t{help}"),
        })
    });
    Some(written.map(|line| line + "\n").collect())
}

/// What may stand at the cursor, with a word of help each.
fn complete(words: Vec<String>) -> Option<Vec<(String, String)>> {
    let (current, before) = words.split_last()?;
    // Behind `--` stands a command of the user's own.
    if before.is_empty() || before.iter().any(|word| word == "--") {
        return None;
    }
    let current = current.clone();
    let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
    let index = arguments.len() - 1;
    WORDS.set(words).ok()?;
    let mut command = attached(Cli::command(), "");
    let here = std::env::current_dir().ok();
    let mut found = engine::complete(&mut command, arguments, index, here.as_deref()).ok()?;
    let is_option = |candidate: &CompletionCandidate| of_id(candidate, "arg::").is_some();
    // Options are many: they are offered to those who begin one, and where nothing else can stand.
    if current.is_empty() && found.iter().any(|candidate| !is_option(candidate)) {
        found.retain(|candidate| !is_option(candidate));
    }
    // Every group has a `help` of its own, which nobody asks for by TAB.
    found.retain(|candidate| index == 1 || of_id(candidate, "command::") != Some("help"));
    Some(found.iter().filter_map(|candidate| shown(candidate, &current)).collect())
}

/// Hands every argument what it can be, down the tree.
fn attached(command: Command, path: &str) -> Command {
    let path = path.to_owned();
    let command = command.mut_args(|argument| values::attach(argument, &path));
    command.mut_subcommands(|sub| {
        let path = format!("{path}{} ", sub.get_name());
        attached(sub, &path)
    })
}

fn of_id<'a>(candidate: &'a CompletionCandidate, kind: &str) -> Option<&'a str> {
    candidate.get_id()?.strip_prefix(kind)
}

/// Value and help as text; `None` if no shell can be told of it.
fn shown(candidate: &CompletionCandidate, current: &str) -> Option<(String, String)> {
    let value = candidate.get_value().to_str()?;
    // Of a command's names the engine gives the first by the alphabet, such as `g` for `generator`.
    let value = of_id(candidate, "command::").filter(|name| name.starts_with(current)).unwrap_or(value);
    if value.is_empty() || value.chars().any(char::is_control) {
        return None;
    }
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    let help = help.lines().next().unwrap_or_default().replace('\t', " ");
    Some((value.to_owned(), output::escaped(&help)))
}
