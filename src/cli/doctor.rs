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
        for line in draw(&report, output::colour()) {
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

/// A line for each check below its heading, what to do below that, and the counts at the end.
fn draw(report: &Report, colour: bool) -> Vec<String> {
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
        let reason = output::escaped(&check.reason);
        lines.push(format!("  {}  {:<width$}  {reason}", word(check.severity, colour), name(check)));
        if let Some(fix) = check.fix.as_ref().filter(|_| check.severity != Severity::Ok) {
            lines.push(format!("  {:<4}  {:<width$}  -> {}", "", "", output::escaped(fix)));
        }
    }
    lines.push(String::new());
    if report.roles.is_empty() {
        lines.push(
            "no node is set up here: `gascli init` does so, `gascli doctor generator` checks what is missing".into(),
        );
    }
    if !report.not_asked.is_empty() {
        let ids: Vec<&str> = report.not_asked.iter().map(|id| id.as_str()).collect();
        lines.push(format!("not asked, as --offline wants: {}", ids.join(", ")));
    }
    let Report { ok, warn, fail, unknown, .. } = report;
    let warnings = if *warn == 1 { "warning" } else { "warnings" };
    lines.push(format!("{ok} ok, {warn} {warnings}, {fail} failed, {unknown} unknown"));
    lines
}

/// Columns of the names at most: a folder may have a long one.
const WIDEST: usize = 30;

fn word(severity: Severity, colour: bool) -> String {
    let (word, code) = match severity {
        Severity::Ok => ("ok  ", GREEN),
        Severity::Warn => ("warn", YELLOW),
        Severity::Fail => ("FAIL", RED),
        Severity::Unknown => ("?   ", YELLOW),
    };
    if colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.into() }
}
