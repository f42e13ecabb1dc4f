//! `gascli config diff` and `gascli config apply`.

use std::collections::BTreeMap;

use serde_json::json;

use super::config::no_file;
use super::services::{Done, ServicesError, print_json};
use super::start::{Planned, Starter, tables};
use super::stop::{confirmed, print_dry_run};
use super::{Answer, Context, output};
use crate::config::file::{self, Defined};
use crate::config::{self, Deed, Difference, Present, Step};
use crate::supervisor::{Client, ServiceStatus, environment_of};
use crate::types::ServiceName;

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
pub(super) struct ApplyArgs {
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Also stop services that the file does not define any more.
    #[arg(long)]
    prune: bool,
    /// Do not ask before something that runs is stopped or restarted.
    #[arg(short, long)]
    yes: bool,
}

/// What the supervisor knows of every service.
fn present(client: &mut Client, statuses: Vec<ServiceStatus>) -> anyhow::Result<BTreeMap<ServiceName, Present>> {
    let mut all = BTreeMap::new();
    for status in statuses {
        let spec = client.spec(&status.name)?;
        let variables = status.pid.and_then(environment_of);
        all.insert(status.name.clone(), Present { status, spec, variables });
    }
    Ok(all)
}

/// `gascli config diff`
pub(super) fn diff(context: &Context) -> anyhow::Result<Answer> {
    let files = tables(context)?;
    let defined = file::services(&files);
    if files.is_empty() && !context.json {
        no_file(context);
    }
    let mut client = Client::connect_or_start(&context.paths)?;
    let statuses = client.status()?;
    let present = present(&mut client, statuses)?;
    let steps = config::plan(&defined, &present, true);
    let differs = |step: &Step| !matches!(step.deed, Deed::Keep) || !step.differences.is_empty();
    let answer = if steps.iter().any(differs) { Answer::No } else { Answer::Yes };
    if context.json {
        output::json(&json!({ "schema": output::SCHEMA, "differs": answer == Answer::No, "services": steps }))?;
        return Ok(answer);
    }
    for step in steps.iter().filter(|step| differs(step)) {
        output::line(format_args!("{}: {}", step.name, state(step.deed, present.get(&step.name))))?;
        step.differences.iter().try_for_each(print_difference)?;
    }
    if answer == Answer::Yes && !files.is_empty() {
        output::note("what runs is what the file says");
    }
    Ok(answer)
}

/// How a service is beside its table.
fn state(deed: Deed, present: Option<&Present>) -> String {
    let now = present.map_or("not known to the supervisor", |it| it.status.state.word());
    match deed {
        Deed::Start => format!("in the file, {now}"),
        Deed::Restart => format!("{now}, by other settings"),
        Deed::Keep => "the same".into(),
        Deed::LeaveStopped => "in the file, stopped on request".into(),
        Deed::Stop => format!("{now}, not in the file any more"),
    }
}

fn print_difference(difference: &Difference) -> std::io::Result<()> {
    let Difference { field, in_file, in_use } = difference;
    let side = |value: &Option<String>| value.as_deref().map_or_else(|| "not set".into(), output::escaped);
    output::line(format_args!("  {field}: {} in the file, {} in use", side(in_file), side(in_use)))
}

/// `gascli config apply`
pub(super) fn apply(context: &Context, args: &ApplyArgs) -> anyhow::Result<Answer> {
    let files = tables(context)?;
    if files.is_empty() {
        // Without a file, `--prune` would stop everything: that is hardly meant.
        no_file(context);
        return Ok(Answer::No);
    }
    let defined = file::services(&files);
    let mut starter = Starter::new(context, &files)?;
    let statuses = starter.present.values().cloned().collect();
    let present = present(&mut starter.client, statuses)?;
    let steps = config::plan(&defined, &present, args.prune);
    if context.json && args.dry_run {
        print_dry_run(&steps.iter().map(|step| json!(step)).collect::<Vec<_>>())?;
        return Ok(Answer::Yes);
    }
    if !context.json {
        steps.iter().try_for_each(print_step)?;
    }
    let ends = steps.iter().any(|step| matches!(step.deed, Deed::Restart | Deed::Stop));
    if args.dry_run {
        return Ok(Answer::Yes);
    }
    if ends && !args.yes && !confirmed("Stop or restart what runs?", ServicesError::ApplyNeedsYes)? {
        output::note("nothing was done");
        return Ok(Answer::No);
    }
    act(context, &mut starter, defined, &present, &steps)
}

fn print_step(step: &Step) -> std::io::Result<()> {
    output::line(match step.deed {
        Deed::Start => format!("{}: to be started", step.name),
        Deed::Restart => format!("{}: to be restarted", step.name),
        Deed::Keep => format!("{}: stays as it is", step.name),
        Deed::LeaveStopped => format!("{}: stays stopped; `gascli start {}` starts it", step.name, step.name),
        Deed::Stop => format!("{}: to be stopped, as no file defines it any more", step.name),
    })?;
    if matches!(step.deed, Deed::Restart) { step.differences.iter().try_for_each(print_difference) } else { Ok(()) }
}

fn act(
    context: &Context,
    starter: &mut Starter<'_>,
    mut defined: BTreeMap<ServiceName, Defined>,
    present: &BTreeMap<ServiceName, Present>,
    steps: &[Step],
) -> anyhow::Result<Answer> {
    let of = |deed: Deed| steps.iter().filter(move |step| step.deed == deed).map(|step| step.name.clone());
    let to_stop: Vec<ServiceName> = of(Deed::Stop).collect();
    let gone = starter.client.stop_all(&to_stop)?;
    let mut planned = Vec::new();
    for (names, anew) in [(of(Deed::Start).collect::<Vec<_>>(), false), (of(Deed::Restart).collect(), true)] {
        for name in names {
            let stored = present.get(&name).and_then(|it| it.spec.clone());
            planned.extend(defined.remove(&name).map(|defined| Planned::new(defined, anew, stored)));
        }
    }
    let planned = starter.with_needs(planned)?;
    let started = starter.start(&planned, None)?;
    for status in gone.iter().filter(|_| !context.json) {
        output::line(format_args!("{}: stopped", status.name))?;
    }
    if !context.json && started.done.is_empty() && gone.is_empty() {
        output::note("nothing was to be done");
        return started.answer_alone();
    }
    if context.json {
        let stopped = gone.iter().map(|status| Done { status, outcome: "stopped" });
        let begun = started.done.iter().map(|(status, outcome)| Done { status, outcome });
        print_json(stopped.chain(begun).collect())?;
    }
    started.answer_alone()
}
