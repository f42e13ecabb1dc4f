//! `gascli stop` and `gascli delete`: services end, those that need others before them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::gpu_memory::GpuMemory;
use super::services::{Done, ServicesError, any_service, known, print_json};
use super::{Answer, Context, output};
use crate::supervisor::{Client, ServiceSpec, ServiceStatus, StopPolicy, order};
use crate::types::{ServiceName, span_text};

/// Which services a verb is for.
#[derive(Debug, clap::Args)]
pub(super) struct NamesArgs {
    /// Services by name.
    #[arg(required_unless_present = "all", value_name = "NAME")]
    names: Vec<ServiceName>,
    /// Every service.
    #[arg(long, conflicts_with = "names")]
    all: bool,
}

/// Arguments of `stop`.
#[derive(Debug, clap::Args)]
pub(super) struct StopArgs {
    #[command(flatten)]
    which: NamesArgs,
    /// End them with SIGKILL at once, also those that are being stopped and do not obey; they cannot tidy up.
    #[arg(long)]
    now: bool,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// How services are ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Each by its own signal, then by SIGKILL.
    Gently,
    /// By SIGKILL.
    Now,
    /// Likewise gently, and then they are forgotten.
    ForEver,
}

/// Arguments of `delete`.
#[derive(Debug, clap::Args)]
pub(super) struct DeleteArgs {
    #[command(flatten)]
    which: NamesArgs,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// The services that a verb is for, with the line to who keeps them; `None` if there are none.
struct Chosen {
    client: Client,
    before: Vec<ServiceStatus>,
    names: Vec<ServiceName>,
}

/// Unknown names are refused before anything is done.
fn chosen(context: &Context, args: &NamesArgs) -> anyhow::Result<Option<Chosen>> {
    choose(context, &args.names, args.all)
}

fn choose(context: &Context, names: &[ServiceName], all: bool) -> anyhow::Result<Option<Chosen>> {
    if !any_service(context) {
        known(names, &[])?;
        return Ok(None);
    }
    let mut client = Client::connect_or_start(&context.paths)?;
    let before = client.status()?;
    let present: Vec<ServiceName> = before.iter().map(|service| service.name.clone()).collect();
    known(names, &present)?;
    let names = if all { present } else { names.to_vec() };
    Ok((!names.is_empty()).then_some(Chosen { client, before, names }))
}

impl Chosen {
    /// The rules of each, in the order of the names.
    fn specs(&mut self) -> anyhow::Result<Vec<(ServiceName, Option<ServiceSpec>)>> {
        self.names.iter().map(|name| Ok((name.clone(), self.client.spec(name)?))).collect()
    }

    /// The names in groups that go one after the other.
    fn groups(&mut self) -> anyhow::Result<Vec<Vec<ServiceName>>> {
        if self.names.len() < 2 {
            return Ok(vec![self.names.clone()]);
        }
        let specs: BTreeMap<ServiceName, Option<ServiceSpec>> = self.specs()?.into_iter().collect();
        let needs = |name: &ServiceName| -> Vec<ServiceName> {
            let spec = specs.get(name).and_then(Option::as_ref);
            spec.map(|spec| spec.after.keys().cloned().collect()).unwrap_or_default()
        };
        Ok(order::stop_groups(&self.names, needs))
    }

    fn ran(&self, name: &ServiceName) -> bool {
        self.before.iter().any(|service| service.name == *name && !service.state.is_final())
    }

    /// Tells what would be done, in its order.
    fn dry_run(&mut self, context: &Context, how: How) -> anyhow::Result<Answer> {
        let deletes = how == How::ForEver;
        let specs = self.specs()?;
        let order = self.groups()?.concat();
        let mut told = Vec::new();
        for name in &order {
            let status = self.before.iter().find(|service| service.name == *name);
            let spec = specs.iter().find(|(other, _)| other == name).and_then(|(_, spec)| spec.as_ref());
            let stop = spec.filter(|_| self.ran(name)).map(|spec| match how {
                How::Now => StopPolicy { signal: "SIGKILL".into(), kill_timeout: Duration::ZERO, ..spec.stop.clone() },
                How::Gently | How::ForEver => spec.stop.clone(),
            });
            let pid = status.and_then(|status| status.pid);
            let log_dir = status.map(|status| &status.log_dir).filter(|_| deletes);
            let would = if deletes {
                "delete"
            } else if stop.is_some() {
                "stop"
            } else {
                "nothing"
            };
            if context.json {
                let kill_timeout_ms = stop.as_ref().map(|stop| stop.kill_timeout.as_millis());
                let signal = stop.map(|stop| stop.signal);
                told.push(json!({
                    "name": name, "would": would, "pid": pid, "signal": signal,
                    "kill_timeout_ms": kill_timeout_ms.and_then(|ms| u64::try_from(ms).ok()), "log_dir": log_dir,
                }));
                continue;
            }
            let mut text = match stop {
                Some(stop) => {
                    let pid = pid.map_or_else(|| "no process yet".into(), |pid| format!("pid {pid}"));
                    let signals = match how {
                        How::Now => "SIGKILL at once".into(),
                        How::Gently | How::ForEver => {
                            format!("{}, after {} SIGKILL", stop.signal, span_text(stop.kill_timeout))
                        }
                    };
                    format!("{name}: would be stopped ({pid}): {signals}")
                }
                None => format!("{name}: does not run"),
            };
            if let Some(log_dir) = log_dir {
                text = format!("{text}; would be deleted with its log in {}", log_dir.display());
            }
            output::line(text)?;
        }
        if context.json {
            print_dry_run(&told)?;
        }
        Ok(Answer::Yes)
    }
}

/// What a dry run tells programs.
pub(super) fn print_dry_run(services: &[serde_json::Value]) -> anyhow::Result<()> {
    output::json(&json!({ "schema": output::SCHEMA, "dry_run": true, "services": services }))
}

fn nobody(context: &Context) -> anyhow::Result<Answer> {
    if context.json {
        print_json(Vec::<ServiceStatus>::new())?;
    } else {
        output::note("no services");
    }
    Ok(Answer::Yes)
}

/// `gascli stop`.
pub(super) fn run_stop(context: &Context, args: &StopArgs) -> anyhow::Result<Answer> {
    let how = if args.now { How::Now } else { How::Gently };
    match chosen(context, &args.which)? {
        None => nobody(context),
        Some(mut chosen) if args.dry_run => chosen.dry_run(context, how),
        Some(chosen) => stop_chosen(context, chosen, how),
    }
}

/// Stops services and waits until they are gone.
pub(super) fn stop(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    choose(context, names, false)?.map_or_else(|| nobody(context), |chosen| stop_chosen(context, chosen, How::Gently))
}

fn stop_chosen(context: &Context, mut chosen: Chosen, how: How) -> anyhow::Result<Answer> {
    let gpu_memory = GpuMemory::of(&mut chosen.client, |name| chosen.names.contains(name));
    let mut gone = Vec::new();
    for group in chosen.groups()? {
        gone.extend(match how {
            How::Now => chosen.client.kill_all(&group)?,
            How::Gently | How::ForEver => chosen.client.stop_all(&group)?,
        });
    }
    let mut done = Vec::new();
    for status in &gone {
        if !status.state.is_final() {
            return Err(ServicesError::Restarted { name: status.name.clone() }.into());
        }
        let ran = chosen.ran(&status.name);
        let outcome = if ran { "stopped" } else { "not-running" };
        if !context.json {
            let text = if ran { status.reason.as_deref().unwrap_or("stopped") } else { "was not running" };
            let text = text.strip_suffix(" on request").unwrap_or(text);
            output::line(format_args!("{}: {}", status.name, output::escaped(text)))?;
        }
        done.push(Done { status, outcome });
    }
    if context.json {
        print_json(done)?;
    }
    gpu_memory.tell();
    Ok(Answer::Yes)
}

/// `gascli delete`.
pub(super) fn run_delete(context: &Context, args: &DeleteArgs) -> anyhow::Result<Answer> {
    match chosen(context, &args.which)? {
        None => nobody(context),
        Some(mut chosen) if args.dry_run => chosen.dry_run(context, How::ForEver),
        Some(chosen) => delete_chosen(context, chosen, args.yes),
    }
}

/// Stops services and forgets them, their logs included; asks on a terminal unless `yes`.
pub(super) fn delete(context: &Context, names: &[ServiceName], yes: bool) -> anyhow::Result<Answer> {
    choose(context, names, false)?.map_or_else(|| nobody(context), |chosen| delete_chosen(context, chosen, yes))
}

fn delete_chosen(context: &Context, mut chosen: Chosen, yes: bool) -> anyhow::Result<Answer> {
    let list: Vec<&str> = chosen.names.iter().map(ServiceName::as_str).collect();
    if !yes && !confirmed(&format!("Stop {} and delete it with its log?", list.join(", ")), ServicesError::NeedsYes)? {
        output::note("nothing was deleted");
        return Ok(Answer::No);
    }
    let (mut gone, mut failure) = (Vec::new(), None);
    for name in chosen.groups()?.concat() {
        // One that cannot be deleted keeps none of the others.
        if let Err(error) = chosen.client.delete(&name) {
            failure.get_or_insert(error);
            continue;
        }
        gone.extend(chosen.before.iter().filter(|service| service.name == name));
        if !context.json {
            output::line(format_args!("{name}: deleted"))?;
        }
    }
    if context.json {
        print_json(gone.into_iter().map(|status| Done { status, outcome: "deleted" }).collect())?;
    }
    failure.map_or(Ok(Answer::Yes), |error| Err(error.into()))
}

/// Asks on a terminal; elsewhere the error says what to add.
pub(super) fn confirmed(question: &str, otherwise: ServicesError) -> anyhow::Result<bool> {
    if output::may_ask() { output::agreed(question) } else { Err(otherwise.into()) }
}
