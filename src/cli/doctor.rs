//! `gascli doctor`: checks everything that a node needs, and says how to mend it.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::{Answer, Context, node, output};
use crate::config::Role;
use crate::doctor::{self, Check, Network, Report, Request, Severity};

/// Check everything that a node needs, and say how to mend it.
///
/// Looks at the nodes that are set up on this machine, by the settings of their services where they exist. Changes nothing. Asks
/// the configured chain, and with `--online` the generation services as well. What each check means stands in docs/doctor.md.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing keeps a node from its work; 1 something does; 2 something that must be \
                        known could not be found out.\n\nExamples:\n  gascli doctor\n  gascli doctor generator --online\n  \
                        gascli doctor --json | jq '.checks[] | select(.severity == \"fail\")'"
)]
pub(super) struct DoctorArgs {
    /// Whose node, be it set up or not; default: those that are.
    #[arg(value_name = "ROLE")]
    roles: Vec<Whose>,
    /// Ask generation services whether keys are valid (one request to each, which buys nothing), and try the own address.
    #[arg(long, conflicts_with = "offline")]
    online: bool,
    /// Ask nobody, the chain included.
    #[arg(long)]
    offline: bool,
    /// Env file to read, instead of the service's, or of the one in the current folder or the config folder.
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
}

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// The miner.
    #[value(aliases = ["gen", "g", "miner"])]
    Generator,
    /// The validator.
    #[value(aliases = ["vali", "v"])]
    Validator,
}

/// Colours of the words.
const GREEN: &str = "32";
const YELLOW: &str = "33";
const RED: &str = "31";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    report: &'a Report,
}

pub(super) fn run(context: &Context, args: &DoctorArgs) -> anyhow::Result<Answer> {
    let role = |whose: &Whose| match whose {
        Whose::Generator => Role::Generator,
        Whose::Validator => Role::Validator,
    };
    if args.env_file.is_some() && args.roles.len() != 1 {
        anyhow::bail!("an env file is one role's: `gascli doctor generator --env-file FILE`");
    }
    let report = doctor::examine(&Request {
        paths: context.paths.clone(),
        cwd: node::current_folder()?,
        home: node::home(context),
        environment: context.environment.clone(),
        roles: args.roles.iter().map(role).collect(),
        env_file: args.env_file.clone(),
        network: match (args.offline, args.online) {
            (true, _) => Network::None,
            (_, true) => Network::All,
            _ => Network::Chain,
        },
    })?;
    if context.json {
        output::json(&Document { schema: output::SCHEMA, report: &report })?;
    } else {
        for line in draw(&report, output::colour(), output::width()) {
            output::line(line)?;
        }
    }
    if report.fail > 0 {
        return Ok(Answer::No);
    }
    if report.unknown > 0 {
        anyhow::bail!("{} could not be found out", checks(report.unknown));
    }
    Ok(Answer::Yes)
}

fn checks(count: usize) -> String {
    if count == 1 { "1 check".into() } else { format!("{count} checks") }
}

/// A line for each check below its heading, what to do below that, and the counts at the end. Within `columns`, if they are
/// known, words go on below those before them.
fn draw(report: &Report, colour: bool, columns: Option<usize>) -> Vec<String> {
    let name = |check: &Check| match &check.subject {
        Some(subject) => output::escaped(&format!("{} ({subject})", check.title)),
        None => check.title.to_owned(),
    };
    let width = report.checks.iter().map(|check| name(check).chars().count().min(WIDEST)).max().unwrap_or(0);
    let (mut lines, mut group) = (Vec::new(), "");
    for check in &report.checks {
        if check.group != group {
            lines.extend((!lines.is_empty()).then(String::new));
            lines.push(check.group.to_owned());
            group = check.group;
        }
        let (name, at) = (name(check), BEFORE_NAME + width + 2);
        let begin = format!("  {}  {name:<width$}  ", word(check.severity, colour));
        // A folder may have a long name: then its line is full.
        let shown = BEFORE_NAME + name.chars().count().max(width) + 2;
        hang(&mut lines, begin, shown, at, &output::escaped(&check.reason), columns);
        if let Some(fix) = check.fix.as_ref().filter(|_| check.severity != Severity::Ok) {
            let fix = output::escaped(fix);
            let fits = columns.is_none_or(|columns| at + ARROW.len() + fix.chars().count() <= columns);
            // Commands are long: one that does not fit beside the names may have more of the line.
            let at = if fits { at } else { BEFORE_NAME };
            let begin = format!("{:at$}{ARROW}", "");
            hang(&mut lines, begin, at + ARROW.len(), at + ARROW.len(), &fix, columns);
        }
    }
    lines.push(String::new());
    if report.roles.is_empty() {
        let none = "no node is set up here: `gascli init` does so, `gascli doctor generator` checks what is missing";
        hang(&mut lines, String::new(), 0, 2, none, columns);
    }
    if !report.not_asked.is_empty() {
        let ids: Vec<&str> = report.not_asked.iter().map(|id| id.as_str()).collect();
        let not_asked = format!("not asked, as --offline wants: {}", ids.join(", "));
        hang(&mut lines, String::new(), 0, 2, &not_asked, columns);
    }
    let Report { ok, warn, fail, unknown, .. } = report;
    let warnings = if *warn == 1 { "warning" } else { "warnings" };
    lines.push(format!("{ok} ok, {warn} {warnings}, {fail} failed, {unknown} unknown"));
    lines
}

/// Columns of the names at most: a folder may have a long one.
const WIDEST: usize = 30;

/// Columns before a name.
const BEFORE_NAME: usize = 8;

/// Stands before what is to be done.
const ARROW: &str = "-> ";

/// Below so many columns of text, lines are left to the terminal.
const NARROWEST: usize = 24;

/// Adds a text behind `line`, which takes `taken` columns; what does not fit follows `at` columns in. No word is broken:
/// paths and addresses stay whole.
fn hang(lines: &mut Vec<String>, mut line: String, taken: usize, at: usize, text: &str, columns: Option<usize>) {
    let columns = columns.filter(|columns| *columns >= at + NARROWEST).unwrap_or(usize::MAX);
    let (mut filled, mut is_first) = (taken, true);
    for word in text.split(' ') {
        let length = word.chars().count();
        let space = usize::from(!is_first);
        // A long path or key may have more of the line.
        let indent = if at + length <= columns { at } else { at.min(BEFORE_NAME) };
        let won = if is_first { indent + ARROW.len() } else { indent };
        if filled + space + length > columns && filled > won {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)).trim_end().to_owned());
            filled = indent;
        } else {
            line.push_str(&" ".repeat(space));
            filled += space;
        }
        line.push_str(word);
        filled += length;
        is_first = false;
    }
    lines.push(line);
}

fn word(severity: Severity, colour: bool) -> String {
    let (word, code) = match severity {
        Severity::Ok => ("ok  ", GREEN),
        Severity::Warn => ("warn", YELLOW),
        Severity::Fail => ("FAIL", RED),
        Severity::Unknown => ("?   ", YELLOW),
    };
    if colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_hangs_below_and_no_word_is_broken() {
        let hung = |text: &str, columns| {
            let mut lines = Vec::new();
            hang(&mut lines, "  ok  disk  ".into(), 12, 12, text, columns);
            lines
        };
        let text = "12 GiB of 40 GiB are free on /a/folder/with/quite/a/long/name/in/it";
        assert_eq!(hung(text, None), [format!("  ok  disk  {text}")]);
        let lines = hung(text, Some(40));
        let path = "        /a/folder/with/quite/a/long/name/in/it";
        assert_eq!(lines, ["  ok  disk  12 GiB of 40 GiB are free on", path]);
        let lines = hung("12 GiB of 40 GiB are free on the disk", Some(40));
        assert_eq!(lines, ["  ok  disk  12 GiB of 40 GiB are free on", "            the disk"]);
    }
}
