//! Command lines that cannot be understood: what is wrong, and what was probably meant.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::types::{Code, Hint, nearest};

/// Most suggestions at once.
const MOST: usize = 4;

/// What the Python commands had and this program does without, with what to do instead.
const GONE: [(&str, &str); 9] = [
    ("install", NOTHING_TO_INSTALL),
    ("install-py-deps", NOTHING_TO_INSTALL),
    ("install-sys-deps", NOTHING_TO_INSTALL),
    ("update-cli", "`gascli self-update` fetches a newer gascli"),
    ("pm2", "gascli supervises services itself; `gascli import pm2` takes over those of PM2"),
    ("--py-deps-only", NOTHING_TO_INSTALL),
    ("--clear-venv", "there is no Python environment to clear: gascli is one program"),
    (
        "--nuke-cache",
        "there is no cache to remove: `gascli validator prune` deletes media, `gascli model remove` models, \
         `gascli delete` services with their logs",
    ),
    (
        "--docker",
        "gascli supervises services itself, in a container too: leave the flag out (templates/Dockerfile makes an image)",
    ),
];

const NOTHING_TO_INSTALL: &str =
    "nothing is to be installed: gascli is one program; `gascli doctor` tells what this machine lacks";

/// Why a command line is refused.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct UsageError {
    message: String,
    hint: String,
}

impl Hint for UsageError {
    fn hint(&self) -> Option<String> {
        Some(self.hint.clone())
    }

    fn code(&self) -> Option<Code> {
        Some(Code::Usage)
    }
}

impl UsageError {
    /// What clap has to say of these arguments, in our words where it could say more.
    pub(super) fn of(error: &clap::Error, mut tree: Command, arguments: &[OsString]) -> Self {
        tree.build();
        let (command, path) = reached(&tree, arguments);
        let help = format!("`{path} --help` explains it");
        match (error.kind(), text(error, ContextKind::InvalidSubcommand), text(error, ContextKind::InvalidArg)) {
            (ErrorKind::InvalidSubcommand, Some(wrong), _) => Self {
                message: format!("there is no command `{path} {wrong}`"),
                hint: gone(&wrong).or_else(|| meant_command(&tree, command, &path, &wrong)).unwrap_or(help),
            },
            (ErrorKind::UnknownArgument, _, Some(wrong)) if wrong.starts_with('-') => Self {
                message: format!("`{path}` has no flag `{wrong}`"),
                hint: gone(&wrong).or_else(|| meant_flag(command, &path, &wrong)).unwrap_or(help),
            },
            (ErrorKind::UnknownArgument, _, Some(wrong)) => Self {
                message: format!("`{path}` takes no `{wrong}`"),
                hint: meant_command(&tree, command, &path, &wrong).unwrap_or(help),
            },
            (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand, ..) => {
                let names: Vec<&str> = commands(command).map(Command::get_name).collect();
                Self { message: format!("`{path}` needs a command behind it"), hint: names.join(", ") }
            }
            (ErrorKind::InvalidValue, ..) => {
                let meant = text(error, ContextKind::SuggestedValue);
                let meant = meant.map_or_else(String::new, |word| format!("did you mean `{word}`? "));
                let all = texts(error, ContextKind::ValidValue);
                let hint = if all.is_empty() { help } else { format!("{meant}possible are: {}", all.join(", ")) };
                Self { message: said(error), hint }
            }
            (ErrorKind::MissingRequiredArgument | ErrorKind::ArgumentConflict, ..) => {
                let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
                let usage = usage.trim_start_matches("Usage:").trim().lines().next().unwrap_or_default().to_owned();
                let hint = if usage.is_empty() { help } else { format!("`{usage}`; {help}") };
                Self { message: said(error).replace("\n  ", " "), hint }
            }
            _ => Self { message: said(error), hint: help },
        }
    }
}

/// Clap's own message, without what it adds.
fn said(error: &clap::Error) -> String {
    let all = error.render().to_string();
    let message = all.strip_prefix("error: ").unwrap_or(&all);
    let end = message.find("\n\n").unwrap_or(message.len());
    let lines = message[..end].lines().filter(|line| !line.trim_start().starts_with("[possible values"));
    lines.collect::<Vec<_>>().join("\n")
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.last().cloned(),
        _ => None,
    }
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    if let Some(ContextValue::Strings(texts)) = error.get(kind) { texts.clone() } else { Vec::new() }
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
}

/// The command that the arguments lead to, with its full name.
fn reached<'a>(tree: &'a Command, arguments: &[OsString]) -> (&'a Command, String) {
    let (mut command, mut path) = (tree, tree.get_name().to_owned());
    let mut words = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(word) = words.next() {
        if let Some(flag) = word.strip_prefix("--").filter(|flag| !flag.contains('=')) {
            let takes_value =
                |argument: &&clap::Arg| argument.get_long() == Some(flag) && argument.get_action().takes_values();
            if command.get_arguments().any(|argument| takes_value(&argument)) {
                words.next();
            }
            continue;
        }
        if word.starts_with('-') {
            continue;
        }
        let Some(next) = command.find_subcommand(&*word).filter(|next| next.get_name() != "help") else { break };
        command = next;
        path = format!("{path} {}", command.get_name());
    }
    (command, path)
}

fn gone(word: &str) -> Option<String> {
    GONE.iter().find(|(gone, _)| *gone == word).map(|(_, instead)| (*instead).to_owned())
}

/// Commands that may have been meant: those of this place that begin so or are spelled alike, else those of this very name
/// elsewhere in the tree.
fn meant_command(tree: &Command, command: &Command, path: &str, wrong: &str) -> Option<String> {
    let begun: Vec<&str> = commands(command).map(Command::get_name).filter(|name| name.starts_with(wrong)).collect();
    let full = |name: &str| format!("{path} {name}");
    let mut meant: Vec<String> = if wrong.is_empty() {
        Vec::new()
    } else if begun.is_empty() {
        let known = commands(command).flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_visible_aliases()));
        let near = nearest(wrong, known).and_then(|word| command.find_subcommand(word));
        near.map(|sub| full(sub.get_name())).into_iter().collect()
    } else {
        begun.into_iter().map(full).collect()
    };
    if meant.is_empty() {
        named(tree, tree.get_name(), wrong, &mut meant);
    }
    meant.truncate(MOST);
    did_you_mean(&meant)
}

fn did_you_mean(meant: &[String]) -> Option<String> {
    let quoted: Vec<String> = meant.iter().map(|word| format!("`{word}`")).collect();
    let (last, others) = quoted.split_last()?;
    Some(if others.is_empty() {
        format!("did you mean {last}?")
    } else {
        format!("did you mean {} or {last}?", others.join(", "))
    })
}

/// Gathers the commands of this name, with their full names.
fn named(command: &Command, path: &str, name: &str, found: &mut Vec<String>) {
    for sub in commands(command) {
        let path = format!("{path} {}", sub.get_name());
        if sub.get_name() == name {
            found.push(path.clone());
        }
        named(sub, &path, name, found);
    }
}

/// The flag that may have been meant: one of this command, else one of the commands behind it.
fn meant_flag(command: &Command, path: &str, wrong: &str) -> Option<String> {
    let longs = |command: &Command| -> Vec<String> {
        let shown = command.get_arguments().filter(|argument| !argument.is_hide_set());
        shown.filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
    };
    let wrong = wrong.trim_start_matches('-').split('=').next()?;
    let own = longs(command);
    if let Some(meant) = nearest(wrong, own.iter().map(String::as_str)) {
        return did_you_mean(&[format!("--{meant}")]);
    }
    let below = commands(command).filter(|sub| longs(sub).iter().any(|long| long == wrong));
    did_you_mean(&below.map(|sub| format!("{path} {} --{wrong}", sub.get_name())).take(MOST).collect::<Vec<_>>())
}

/// The arguments with `help` behind a command turned into `--help`, as `gascli generator help` means for groups anyway.
pub(super) fn with_help(arguments: Vec<OsString>, tree: impl FnOnce() -> Command) -> Vec<OsString> {
    let Some((last, commands)) =
        arguments.split_last().filter(|(last, commands)| *last == "help" && !commands.is_empty())
    else {
        return arguments;
    };
    let mut tree = tree();
    tree.build();
    let is_path = commands.iter().try_fold(&tree, |command, word| command.find_subcommand(word)).is_some();
    if is_path && commands[0] != *last { [commands, &["--help".into()]].concat() } else { arguments }
}

/// The full name of the command that these arguments lead to.
pub(super) fn path(mut tree: Command, arguments: &[OsString]) -> String {
    tree.build();
    reached(&tree, arguments).1
}

/// The words of the commands and the names of the flags in these arguments; no value, for values may be secrets.
pub(super) fn without_values(mut tree: Command, arguments: &[OsString]) -> String {
    tree.build();
    let (_, path) = reached(&tree, arguments);
    let flags = arguments.iter().take_while(|argument| *argument != "--").map(|argument| argument.to_string_lossy());
    let flags = flags.filter(|argument| argument.starts_with("--")).map(|flag| match flag.split_once('=') {
        Some((name, _)) => name.to_owned(),
        None => flag.into_owned(),
    });
    std::iter::once(path).chain(flags).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn refused(line: &str) -> UsageError {
        let arguments: Vec<OsString> = line.split(' ').map(Into::into).collect();
        let whole = std::iter::once("gascli".into()).chain(arguments.iter().cloned());
        let error = Cli::command().try_get_matches_from(whole).unwrap_err();
        UsageError::of(&error, Cli::command(), &arguments)
    }

    #[test]
    fn what_was_probably_meant_is_named_in_full() {
        for (line, message, hint) in [
            ("gene", "there is no command `gascli gene`", "did you mean `gascli generator`?"),
            ("g l", "there is no command `gascli generator l`", "did you mean `gascli generator logs`?"),
            ("statsu", "there is no command `gascli statsu`", "did you mean `gascli status`?"),
            ("--json vali stat", "there is no command `gascli validator stat`", "`gascli validator status`"),
            ("sign", "there is no command `gascli sign`", "did you mean `gascli wallet sign`?"),
            ("install-py-deps", "there is no command `gascli install-py-deps`", "gascli doctor"),
            ("v start --docker", "`gascli validator start` has no flag `--docker`", "supervises services itself"),
            ("delete web --yse", "`gascli delete` has no flag `--yse`", "did you mean `--yes`?"),
            ("frobnicate", "there is no command `gascli frobnicate`", "`gascli --help`"),
            ("start", "the following required arguments were not provided: <NAME>...", "gascli start <NAME>"),
            ("generator", "`gascli generator` needs a command behind it", "init, "),
            ("--color alwys ps", "invalid value 'alwys' for '--color <WHEN>'", "did you mean `always`?"),
        ] {
            let error = refused(line);
            assert_eq!(error.message, message, "{line}");
            assert!(error.hint.contains(hint), "{line}: {}", error.hint);
        }
    }

    #[test]
    fn a_report_names_commands_and_flags_and_no_value() {
        let line =
            ["wallet", "--wallet-path", "/root/w", "sign", "mine/default", "--password=hunter2", "--json", "--", "--x"];
        let arguments: Vec<OsString> = line.map(Into::into).into();
        assert_eq!(without_values(Cli::command(), &arguments), "gascli wallet sign --wallet-path --password --json");
    }
}
