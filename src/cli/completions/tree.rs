//! The tree of commands as others see it: in scripts of fixed words and in man pages.

use clap::{Command, CommandFactory};

use crate::cli::Cli;

/// The tree of commands without hidden ones.
pub fn tree() -> Command {
    let mut command = Cli::command();
    command.build();
    shown(&command)
}

/// Names are leaked: clap keeps them for ever, and this is done once by a process.
fn shown(command: &Command) -> Command {
    let name: &'static str = command.get_name().to_owned().leak();
    let mut copy = Command::new(name).subcommand_required(command.is_subcommand_required_set());
    if let Some(about) = command.get_about() {
        copy = copy.about(about.clone());
    }
    if let Some(about) = command.get_long_about() {
        copy = copy.long_about(about.clone());
    }
    if let Some(help) = command.get_after_help() {
        copy = copy.after_help(help.clone());
    }
    if let Some(version) = command.get_version() {
        let version: &'static str = version.to_owned().leak();
        copy = copy.version(version);
    }
    for alias in command.get_visible_aliases() {
        let alias: &'static str = alias.to_owned().leak();
        copy = copy.visible_alias(alias);
    }
    let written = |id: &str| id != "help" && id != "version";
    let arguments = command.get_arguments().filter(|argument| written(argument.get_id().as_str())).cloned();
    // Global arguments were handed down by `build` already, and would be again. A page says also what `-h` leaves out.
    copy = copy.args(arguments.map(|argument| argument.global(false).hide_short_help(false)));
    let commands = command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help").map(shown);
    copy.subcommands(commands)
}
