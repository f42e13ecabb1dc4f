//! The plan and what came of it, for people and for programs. No value of a variable is ever shown.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::plan::{Planned, Restart, Verdict};
use super::takeover::Outcome;
use super::{Source, table};
use crate::cli::output::{self, escaped};
use crate::types::{Paths, ServiceName, span_text};

/// The plan as text.
pub(super) fn plan(paths: &Paths, source: &Source, planned: &[Planned], resumed: &[ServiceName]) -> anyhow::Result<()> {
    output::line(match source {
        Source::Running { home } => format!("PM2 runs ({}) and has:", home.display()),
        Source::Dump { of, .. } => format!("{of} has:"),
    })?;
    let rows: Vec<Vec<String>> = planned
        .iter()
        .map(|one| {
            let what = match &one.verdict {
                Verdict::Take if one.process.is_wanted() => "take over",
                Verdict::Take => "take over, stopped",
                Verdict::Skip(_) => "nothing",
                Verdict::Refuse(_) => "stays in PM2",
            };
            let id = one.process.id.map_or_else(|| "–".into(), |id| id.to_string());
            let command = if one.is_taken() { one.command.join(" ") } else { String::new() };
            let shown: String = escaped(&command).chars().take(100).collect();
            vec![one.service.to_string(), id, escaped(&one.process.state), what.into(), shown]
        })
        .collect();
    if !rows.is_empty() {
        output::table(&["NAME", "ID", "IN PM2", "PLAN", "COMMAND"], &rows)?;
    }
    for one in planned {
        remarks(one)?;
    }
    if planned.iter().any(Planned::is_taken) {
        let config = paths.config.display();
        output::line(format_args!(
            "written to {config}: tables in gascli.toml, variables in {}/, PM2's own account in pm2/",
            table::ENV_FOLDER
        ))?;
    }
    for service in resumed {
        output::line(format_args!("{service}: an earlier import was cut off; it is gone on with"))?;
    }
    Ok(())
}

fn remarks(one: &Planned) -> std::io::Result<()> {
    let name = &one.service;
    match &one.verdict {
        Verdict::Skip(why) => return output::line(format_args!("{name}: {}", escaped(why))),
        Verdict::Refuse(why) => return output::line(format_args!("{name}: stays in PM2: {}", escaped(why))),
        Verdict::Take => {}
    }
    output::line(format_args!("{name}: {}", escaped(&rules(one))))?;
    for text in &one.not_taken {
        output::line(format_args!("{name}: not taken over: {}", escaped(text)))?;
    }
    for text in &one.warnings {
        output::line(format_args!("{name}: note: {}", escaped(text)))?;
    }
    if let Some(logs) = one.process.text("pm_out_log_path") {
        output::line(format_args!("{name}: its old log stays in {}", escaped(logs)))?;
    }
    if let Some(command) = one.alternative() {
        let hint = "does the same work without Python, from the same env file";
        output::line(format_args!("{name}: instead, `{command}` {hint}; see docs/moving-from-pm2.md"))?;
    }
    Ok(())
}

/// In which folder, with how many variables, by which rules.
fn rules(one: &Planned) -> String {
    let restart = match &one.restart {
        Restart::Never => "is not restarted".to_owned(),
        Restart::Usual => "is restarted by gascli's rules".to_owned(),
        Restart::Growing { delay } => format!("is restarted after {}, growing to 15s", span_text(*delay)),
        Restart::Pm2 { most, delay, stable_after } => format!(
            "is restarted after {}, and given up after {most} ends within {} of a start",
            span_text(*delay),
            span_text(*stable_after)
        ),
    };
    let count = one.variables.len();
    let variables = if count == 1 { "1 variable".into() } else { format!("{count} variables") };
    let at = one.at.as_ref().map(|at| format!(", and at {at}")).unwrap_or_default();
    let stop = span_text(one.kill_timeout);
    format!("in {}, {variables}; {restart}{at}; stops by SIGINT, after {stop} SIGKILL", one.cwd.display())
}

/// What came of one, for people; a start has told so itself.
pub(super) fn outcome(service: &ServiceName, outcome: &Outcome) -> std::io::Result<()> {
    match outcome {
        Outcome::Started { .. } => Ok(()),
        Outcome::Stopped => output::line(format_args!(
            "{service}: taken over, stopped as it was in PM2; `gascli start {service}` starts it"
        )),
        Outcome::Left { reason } => output::line(format_args!("{service}: not started here: {}", escaped(reason))),
        Outcome::Broken { reason, stands } => {
            output::line(format_args!("{service}: {}: {}", escaped(stands), escaped(reason)))
        }
        Outcome::Failed { reason, bring_back } => {
            output::line(format_args!(
                "{service}: failed here, and is stopped: {}; `gascli logs {service}` shows what it said",
                escaped(reason)
            ))?;
            output::line(format_args!(
                "{service}: back to PM2: take [service.{service}] out of gascli.toml, then: {bring_back}"
            ))
        }
    }
}

/// What an operator does next.
pub(super) const NEXT: [(&str, &str); 2] = [
    ("gascli startup install", "starts them when the machine starts"),
    ("pm2 unstartup", "takes PM2 out of the boot, if nothing else needs it"),
];

/// Plan and outcomes for programs.
pub(super) fn document(
    source: &Source,
    planned: &[Planned],
    outcomes: &BTreeMap<ServiceName, Outcome>,
    dry_run: bool,
) -> anyhow::Result<()> {
    let processes: Vec<Value> = planned.iter().map(|one| process(one, outcomes.get(&one.service))).collect();
    let listed = |name: &ServiceName| planned.iter().any(|one| one.service == *name);
    let resumed: Vec<Value> = outcomes
        .iter()
        .filter(|(name, _)| !listed(name))
        .map(|(name, outcome)| json!({ "service": name, "result": outcome }))
        .collect();
    let next: Vec<&str> = NEXT.iter().map(|(command, _)| *command).collect();
    output::json(&json!({
        "schema": output::SCHEMA, "dry_run": dry_run, "source": source.word(), "processes": processes,
        "resumed": resumed, "next": next,
    }))
}

fn process(one: &Planned, outcome: Option<&Outcome>) -> Value {
    let (plan, why) = match &one.verdict {
        Verdict::Take => ("take", None),
        Verdict::Skip(why) => ("nothing", Some(why)),
        Verdict::Refuse(why) => ("stays", Some(why)),
    };
    let names: Vec<&String> = one.variables.keys().collect();
    json!({
        "service": one.service,
        "pm2": { "id": one.process.id, "name": one.process.name, "state": one.process.state, "pid": one.process.pid },
        "plan": plan, "why": why, "command": one.command, "cwd": one.cwd,
        "env_file": (!names.is_empty()).then(|| table::env_file(&one.service)), "env": names,
        "not_taken_over": one.not_taken, "notes": one.warnings,
        "logs": [one.process.text("pm_out_log_path"), one.process.text("pm_err_log_path")],
        "instead": one.alternative(), "result": outcome,
    })
}
