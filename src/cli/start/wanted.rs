//! `gascli start --wanted` and `gascli resurrect`: what ran before comes back, each service by the rules and the table that
//! it was started by, wherever the command is called. What is wrong with one keeps none of the others.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;

use super::super::services::{Done, any_service};
use super::super::{Answer, Context, output};
use super::{Planned, StartArgs, Starter, adjust};
use crate::config::file::{self, ConfigFile, Defined};
use crate::supervisor::startup;
use crate::supervisor::{ServiceSpec, ServiceStatus};
use crate::types::{ServiceName, Span};

/// A service that is not started, and why.
type Failed = (ServiceName, String);

/// The files whose tables define services, each read once.
#[derive(Default)]
pub(in crate::cli) struct Tables(BTreeMap<PathBuf, Result<Option<ConfigFile>, String>>);

impl Tables {
    /// The service as its table defines it now; `None` if no table did. The error says why the table cannot be had.
    pub(in crate::cli) fn defined(&mut self, spec: &ServiceSpec) -> Result<Option<Defined>, String> {
        let Some(path) = &spec.defined_in else { return Ok(None) };
        let read = || file::read(path).map_err(|errors| errors.to_string());
        let file = self.0.entry(path.clone()).or_insert_with(read);
        let name = &spec.name;
        let found = file.as_ref().map_err(|errors| format!("its table `[service.{name}]` cannot be read: {errors}"))?;
        let defined = found.as_ref().and_then(|file| file.services.get(name)).cloned();
        match defined {
            // Without the variables that the table set, it would be another service.
            None if !spec.env_names.is_empty() => {
                let names: Vec<&str> = spec.env_names.iter().map(String::as_str).collect();
                let names = names.join(", ");
                Err(format!("its table `[service.{name}]` in `{}`, which sets {names}, is gone", path.display()))
            }
            defined => Ok(defined),
        }
    }
}

/// Starts every service that was started and not stopped since, and does not run.
pub(super) fn start(context: &Context, args: &StartArgs) -> anyhow::Result<Answer> {
    for service in startup::saved(&context.paths)? {
        let (name, damage) = (&service.name, service.damage.as_deref());
        match (damage.map(output::escaped), &service.spec) {
            (Some(damage), Some(_)) => output::note(format_args!("{name}: {damage}; the generation before it counts")),
            (Some(damage), None) => output::note(format_args!("{name}: {damage}; it cannot be started")),
            (None, _) => {}
        }
    }
    let mut answer = Answer::Yes;
    if !any_service(context) {
        if !context.paths.state.exists() {
            let folder = context.paths.state.display();
            output::note(format_args!(
                "there is no state folder `{folder}`: if it is on another disk, that is not mounted"
            ));
        }
        return finish(context, &[], &[], answer);
    }
    let files = file::load(&context.paths.config, None).unwrap_or_else(|errors| {
        output::note(format_args!("warning: {errors}"));
        Vec::new()
    });
    let mut starter = Starter::new(context, &files)?;
    starter.defined.clear();
    starter.tells_failures = false;
    let (planned, mut failed) = plan(&mut starter, args)?;
    if args.dry_run {
        starter.dry_run(&planned)?;
        for (name, why) in &failed {
            output::note(format_args!("{name}: would not be started: {}", output::escaped(why)));
        }
        return Ok(if failed.is_empty() { Answer::Yes } else { Answer::No });
    }
    let started = starter.start(&planned, args.wait.map(|Span(limit)| limit))?;
    if started.answer == Answer::No {
        answer = Answer::No;
    }
    failed.extend(started.failed);
    finish(context, &started.done, &failed, answer)
}

/// What can be started, and what cannot.
fn plan(starter: &mut Starter<'_>, args: &StartArgs) -> anyhow::Result<(Vec<Planned>, Vec<Failed>)> {
    let (mut planned, mut failed) = (Vec::new(), Vec::new());
    let mut tables = Tables::default();
    for name in starter.chosen(args)? {
        let Some(stored) = starter.client.spec(&name)? else {
            failed.push((name, "nothing is known of how to start it".into()));
            continue;
        };
        match tables.defined(&stored) {
            Ok(defined) => starter.defined.extend(defined.map(|defined| (name.clone(), defined))),
            Err(why) => {
                failed.push((name, why));
                continue;
            }
        }
        let mut one = starter.planned(name, &[], false)?;
        adjust(&mut one.spec, args);
        planned.push(one);
    }
    if let Ok(ordered) = starter.with_needs(planned.clone()) {
        return Ok((ordered, failed));
    }
    // Something is wrong with what one of them needs: each by itself.
    let mut ordered: Vec<Planned> = Vec::new();
    for one in planned {
        let name = one.spec.name.clone();
        match starter.with_needs(vec![one]) {
            Ok(some) => {
                let is_new = |other: &Planned| !ordered.iter().any(|known| known.spec.name == other.spec.name);
                let new: Vec<Planned> = some.into_iter().filter(is_new).collect();
                ordered.extend(new);
            }
            Err(error) => failed.push((name, error.to_string())),
        }
    }
    Ok((ordered, failed))
}

fn finish(
    context: &Context,
    done: &[(ServiceStatus, &'static str)],
    failed: &[Failed],
    answer: Answer,
) -> anyhow::Result<Answer> {
    if context.json {
        let services: Vec<Done<'_>> = done.iter().map(|(status, outcome)| Done { status, outcome }).collect();
        let failed: Vec<_> = failed.iter().map(|(name, why)| json!({ "name": name, "reason": why })).collect();
        output::json(&json!({ "schema": output::SCHEMA, "services": services, "failed": failed }))?;
    } else {
        for (name, why) in failed {
            output::note(format_args!("{name}: not started: {}", output::escaped(why)));
        }
        if done.is_empty() && failed.is_empty() {
            output::note("no service is wanted");
        }
    }
    Ok(if failed.is_empty() { answer } else { Answer::No })
}
