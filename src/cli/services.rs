//! The verbs that act on any supervised service: start, stop, restart, status, delete.
//!
//! `gascli generator stop` and its like call the same functions with the name filled in.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::service_tables::{self, Defined, SignalName, Span, rules_of};
use super::{Answer, Context, output};
use super::{status_table, usage_table};
use crate::supervisor::{Client, RestartRule, ServiceSpec, ServiceState, ServiceStatus, StartOutcome};
use crate::types::{Hint, ServiceName};

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    /// Services to show; all without a name.
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<ServiceName>,
    /// Exit with 0 also when a service is down.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Show what all processes of each use, and the GPUs.
    #[arg(long)]
    pub(super) usage: bool,
}

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

/// Arguments of `delete`.
#[derive(Debug, clap::Args)]
pub(super) struct DeleteArgs {
    #[command(flatten)]
    which: NamesArgs,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

/// Arguments of `start` and `restart`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gascli start web -- python3 -m http.server 8080\n  gascli start web --wait=10s\n  \
                        gascli start --all\n\nWithout a command, it is taken from `[service.NAME]` in gascli.toml, \
                        else it is the one of the last start. The environment is always the caller's."
)]
pub(super) struct StartArgs {
    #[command(flatten)]
    which: NamesArgs,
    /// Working folder [default: the current one].
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
    /// When it is started again: on-failure (the default), always, never or pm2.
    #[arg(long, value_name = "POLICY", value_parser = rule)]
    restart_policy: Option<RestartRule>,
    /// Give up after so many restarts in a row.
    #[arg(long, value_name = "N")]
    max_restarts: Option<u32>,
    /// Pause before the first restart; doubled with each further one.
    #[arg(long, value_name = "SPAN")]
    restart_delay: Option<Span>,
    /// Time between the stop signal and SIGKILL.
    #[arg(long, value_name = "SPAN")]
    kill_timeout: Option<Span>,
    /// Signal that asks it to stop.
    #[arg(long, value_name = "SIGNAL")]
    stop_signal: Option<SignalName>,
    /// Wait until it is ready, 30 s if no span is given.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, require_equals = true, default_missing_value = "30s")]
    wait: Option<Span>,
    /// Program and arguments.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

fn rule(text: &str) -> Result<RestartRule, String> {
    serde_json::from_value(text.into()).map_err(|_| "on-failure, always, never and pm2 are possible".to_owned())
}

/// What these verbs cannot do.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServicesError {
    #[error("no service is named `{name}`")]
    Unknown { name: ServiceName, nearest: Option<ServiceName> },
    #[error("a command can be given to one service only")]
    OneCommand,
    #[error("`delete` removes services with their logs, and nobody is there to be asked")]
    NeedsYes,
    #[error("`{name}` runs and was not told to stop")]
    Restarted { name: ServiceName },
}

impl Hint for ServicesError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Self::Unknown { name, nearest: None } => {
                format!("`gascli ps` lists the services; `{}` makes a new one", how_to_make(name))
            }
            Self::OneCommand => "`gascli start NAME -- COMMAND`".into(),
            Self::NeedsYes => "add `--yes`".into(),
            Self::Restarted { .. } => "another command started it meanwhile; `gascli ps` shows it".into(),
        })
    }
}

/// The command that makes a service of this name.
pub(super) fn how_to_make(name: &ServiceName) -> String {
    if *name == ServiceName::gas_miner() {
        "gascli generator start".into()
    } else if *name == ServiceName::gas_validator() {
        "gascli validator start".into()
    } else {
        format!("gascli start {name} -- COMMAND")
    }
}

/// A service with what was done to it.
#[derive(Debug, Serialize)]
struct Done<'a> {
    #[serde(flatten)]
    status: &'a ServiceStatus,
    outcome: &'a str,
}

#[derive(Debug, Serialize)]
struct Document<T> {
    schema: &'static str,
    services: Vec<T>,
}

fn print_json<T: Serialize>(services: Vec<T>) -> anyhow::Result<()> {
    output::json(&Document { schema: output::SCHEMA, services })
}

/// Whether any service has a folder; without one, no supervisor needs to be started to say so.
pub(super) fn any_service(context: &Context) -> bool {
    std::fs::read_dir(context.paths.services()).is_ok_and(|mut entries| entries.next().is_some())
}

fn statuses(context: &Context) -> anyhow::Result<Vec<ServiceStatus>> {
    if !any_service(context) {
        return Ok(Vec::new());
    }
    Ok(Client::connect_or_start(&context.paths)?.status()?)
}

/// The specification of a service; `None` if there is none, or nobody can tell.
pub(super) fn spec_of(context: &Context, name: &ServiceName) -> Option<ServiceSpec> {
    any_service(context).then(|| Client::connect_or_start(&context.paths).ok()?.spec(name).ok()?).flatten()
}

/// Without arguments: how to go on, and how the services are, if there are any.
pub(super) fn overview(context: &Context) -> anyhow::Result<Answer> {
    let services = statuses(context)?;
    if context.json {
        print_json(services)?;
        return Ok(Answer::Yes);
    }
    output::line(format_args!("gascli {}: `gascli help` lists the commands", env!("CARGO_PKG_VERSION")))?;
    if services.is_empty() {
        output::line("no services yet: try `gascli demo`, or begin with `gascli generator init`")?;
        return Ok(Answer::Yes);
    }
    let with = |state| services.iter().filter(|service| service.state == state).count();
    let counted = [
        ServiceState::Online,
        ServiceState::Starting,
        ServiceState::WaitingDependency,
        ServiceState::WaitingRestart,
        ServiceState::Errored,
        ServiceState::Stopping,
        ServiceState::Stopped,
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|state| with(*state) > 0)
        .map(|state| format!("{} {}", with(state), state.word()))
        .collect();
    output::line(format_args!("services: {}", parts.join(", ")))?;
    let worst = services.iter().find(|service| is_trouble(service));
    output::line(match worst {
        Some(service) => {
            let reason = output::escaped(service.reason.as_deref().unwrap_or_default());
            format!("{}: {} ({reason}); `gascli ps` shows all", service.name, service.state.word())
        }
        None => "`gascli ps` shows them".into(),
    })?;
    Ok(Answer::Yes)
}

fn is_trouble(service: &ServiceStatus) -> bool {
    matches!(service.state, ServiceState::Errored | ServiceState::WaitingRestart) || !service.problems.is_empty()
}

/// `gascli status`.
pub(super) fn run_status(context: &Context, args: &StatusArgs) -> anyhow::Result<Answer> {
    let answer = if args.usage { usage(context, &args.names)? } else { status(context, &args.names)? };
    Ok(if args.exit_zero { Answer::Yes } else { answer })
}

/// How services are, all without a name, and the answer: no, if one is in trouble, or one that was named is down.
pub(super) fn look(context: &Context, names: &[ServiceName]) -> anyhow::Result<(Vec<ServiceStatus>, Answer)> {
    let mut services = statuses(context)?;
    known(names, &services.iter().map(|service| service.name.clone()).collect::<Vec<_>>())?;
    if !names.is_empty() {
        services.retain(|service| names.contains(&service.name));
    }
    let down = |service: &ServiceStatus| is_trouble(service) || (!names.is_empty() && service.state.is_final());
    let answer = if services.iter().any(down) { Answer::No } else { Answer::Yes };
    Ok((services, answer))
}

/// Shows how services are.
pub(super) fn status(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let (services, answer) = look(context, names)?;
    if context.json {
        print_json(services)?;
    } else if services.is_empty() {
        output::note("no services");
    } else {
        for line in status_table::draw(&services, output::colour()) {
            output::line(line)?;
        }
    }
    Ok(answer)
}

/// Shows what services use.
fn usage(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let (mut services, answer) = look(context, names)?;
    if !services.is_empty() {
        let measured = Client::connect_or_start(&context.paths)?.usage()?;
        services = measured.into_iter().filter(|it| services.iter().any(|service| service.name == it.name)).collect();
    }
    usage_table::print(context, &services)?;
    Ok(answer)
}

/// Refuses names that nobody has, before anything is done.
fn known(names: &[ServiceName], all: &[ServiceName]) -> Result<(), ServicesError> {
    match names.iter().find(|name| !all.contains(name)) {
        None => Ok(()),
        Some(name) => Err(ServicesError::Unknown { name: name.clone(), nearest: nearest(name, all) }),
    }
}

/// The name that was probably meant.
fn nearest(name: &ServiceName, all: &[ServiceName]) -> Option<ServiceName> {
    let close = all.iter().map(|other| (strsim::jaro_winkler(name.as_str(), other.as_str()), other));
    close.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other.clone())
}

/// `gascli start`, and with `anew` `gascli restart`.
pub(super) fn run_start(context: &Context, args: &StartArgs, anew: bool) -> anyhow::Result<Answer> {
    let mut tables = service_tables::load(context)?;
    let mut client = Client::connect_or_start(&context.paths)?;
    let mut all: Vec<ServiceName> = client.status()?.into_iter().map(|service| service.name).collect();
    all.extend(tables.keys().filter(|name| !all.contains(name)).cloned().collect::<Vec<_>>());
    let names = if args.which.all { all.clone() } else { args.which.names.clone() };
    if !args.command.is_empty() && names.len() != 1 {
        return Err(ServicesError::OneCommand.into());
    }
    if args.command.is_empty() {
        known(&names, &all)?;
    }
    let mut planned = Vec::new();
    for name in names {
        let stored = client.spec(&name)?;
        let Defined { mut spec, env } = match tables.remove(&name).filter(|_| args.command.is_empty()) {
            Some(defined) => defined,
            None => Defined { spec: base(name, stored, &args.command, &all)?, env: BTreeMap::new() },
        };
        adjust(&mut spec, args);
        let mut environment = context.environment.clone();
        environment.extend(env);
        planned.push((spec, environment));
    }
    let mut answer = Answer::Yes;
    let mut done = Vec::new();
    for (spec, environment) in planned {
        let wait = args.wait.map(|Span(limit)| limit);
        let (status, outcome) = start_one(&mut client, &spec, &environment, anew, wait, context.json)?;
        if outcome == "failing" || outcome == "not-ready" {
            answer = Answer::No;
        }
        done.push((status, outcome));
    }
    if context.json {
        print_json(done.iter().map(|(status, outcome)| Done { status, outcome }).collect())?;
    } else if done.is_empty() {
        output::note("no services");
    }
    Ok(answer)
}

/// The specification to begin with when no table says otherwise.
fn base(
    name: ServiceName,
    stored: Option<ServiceSpec>,
    command: &[String],
    all: &[ServiceName],
) -> anyhow::Result<ServiceSpec> {
    match (stored, command.is_empty()) {
        (Some(stored), true) => Ok(stored),
        (None, true) => Err(ServicesError::Unknown { nearest: nearest(&name, all), name }.into()),
        (_, false) => Ok(ServiceSpec::new(name, command.to_vec(), std::env::current_dir()?)),
    }
}

/// Flags go before what was there.
fn adjust(spec: &mut ServiceSpec, args: &StartArgs) {
    if let Some(policy) = args.restart_policy {
        (spec.restart, spec.stop) = rules_of(policy);
    }
    if let Some(cwd) = &args.cwd {
        spec.cwd = std::path::absolute(cwd).unwrap_or_else(|_| cwd.clone());
    }
    spec.restart.max_restarts = args.max_restarts.or(spec.restart.max_restarts);
    if let Some(Span(delay)) = args.restart_delay {
        spec.restart.delay = delay;
    }
    if let Some(Span(timeout)) = args.kill_timeout {
        spec.stop.kill_timeout = timeout;
    }
    if let Some(SignalName(signal)) = &args.stop_signal {
        spec.stop.signal.clone_from(signal);
    }
}

/// Starts a service with the environment of this process, and says what came of it.
pub(super) fn start(context: &Context, spec: &ServiceSpec) -> anyhow::Result<Answer> {
    begin(context, spec, false)
}

/// Starts a service anew by this specification, whether it ran or not.
pub(super) fn restart(context: &Context, spec: &ServiceSpec) -> anyhow::Result<Answer> {
    begin(context, spec, true)
}

fn begin(context: &Context, spec: &ServiceSpec, anew: bool) -> anyhow::Result<Answer> {
    let mut client = Client::connect_or_start(&context.paths)?;
    let (status, outcome) = start_one(&mut client, spec, &context.environment, anew, None, context.json)?;
    if context.json {
        print_json(vec![Done { status: &status, outcome }])?;
    }
    Ok(if outcome == "failing" { Answer::No } else { Answer::Yes })
}

/// Starts one, says so to people, and returns the word for programs.
fn start_one(
    client: &mut Client,
    spec: &ServiceSpec,
    environment: &BTreeMap<String, String>,
    anew: bool,
    wait: Option<Duration>,
    json: bool,
) -> anyhow::Result<(ServiceStatus, &'static str)> {
    let name = &spec.name;
    let differs = !anew && client.spec(name)?.is_some_and(|stored| stored != *spec);
    let outcome = match (wait, anew) {
        (Some(limit), _) => client.start_and_wait(spec, environment, anew, limit)?,
        (None, false) => client.start(spec, environment)?,
        (None, true) => client.restart(spec, environment)?,
    };
    let status = outcome.status().clone();
    let reason = output::escaped(status.reason.as_deref().unwrap_or_default());
    let pid = status.pid.map_or_else(|| "no pid".into(), |pid| format!("pid {pid}"));
    let (word, text) = match (&outcome, status.state) {
        (_, ServiceState::WaitingRestart) => {
            ("failing", format!("{name}: ended at once ({reason}); it will be started again"))
        }
        (_, ServiceState::Stopped) => ("ended", format!("{name}: {reason}")),
        (_, ServiceState::WaitingDependency) => ("waiting", format!("{name}: {reason}")),
        (StartOutcome::AlreadyRunning(_), _) => ("already-running", format!("{name}: runs already ({pid})")),
        (StartOutcome::Started(_), ServiceState::Starting) if wait.is_some() => {
            ("not-ready", format!("{name}: started ({pid}), but not ready within {:?}", wait.unwrap_or_default()))
        }
        (StartOutcome::Started(_), _) if anew => ("restarted", format!("{name}: restarted ({pid})")),
        (StartOutcome::Started(_), _) => ("started", format!("{name}: started ({pid})")),
    };
    if !json {
        output::line(text)?;
    }
    if word == "already-running" && differs {
        output::note(format_args!("{name}: it runs by other settings; `gascli restart {name}` applies the new ones"));
    }
    Ok((status, word))
}

/// The services that a verb is for, of those there are; unknown ones are refused before anything is done.
fn chosen(args: &NamesArgs, context: &Context) -> anyhow::Result<Vec<ServiceName>> {
    let all: Vec<ServiceName> = statuses(context)?.into_iter().map(|service| service.name).collect();
    known(&args.names, &all)?;
    Ok(if args.all { all } else { args.names.clone() })
}

/// `gascli stop`.
pub(super) fn run_stop(context: &Context, args: &NamesArgs) -> anyhow::Result<Answer> {
    stop(context, &chosen(args, context)?)
}

/// Stops services and waits until they are gone.
pub(super) fn stop(context: &Context, names: &[ServiceName]) -> anyhow::Result<Answer> {
    let before = statuses(context)?;
    known(names, &before.iter().map(|service| service.name.clone()).collect::<Vec<_>>())?;
    if names.is_empty() {
        output::note("no services");
        return Ok(Answer::Yes);
    }
    let gone = Client::connect_or_start(&context.paths)?.stop_all(names)?;
    let mut done = Vec::new();
    for status in &gone {
        if !status.state.is_final() {
            return Err(ServicesError::Restarted { name: status.name.clone() }.into());
        }
        let ran = before.iter().any(|service| service.name == status.name && !service.state.is_final());
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
    Ok(Answer::Yes)
}

/// `gascli delete`.
pub(super) fn run_delete(context: &Context, args: &DeleteArgs) -> anyhow::Result<Answer> {
    delete(context, &chosen(&args.which, context)?, args.yes)
}

/// Stops services and forgets them, their logs included; asks on a terminal unless `yes`.
pub(super) fn delete(context: &Context, names: &[ServiceName], yes: bool) -> anyhow::Result<Answer> {
    let before = statuses(context)?;
    known(names, &before.iter().map(|service| service.name.clone()).collect::<Vec<_>>())?;
    if names.is_empty() {
        output::note("no services");
        return Ok(Answer::Yes);
    }
    if !yes && !confirmed(names)? {
        output::note("nothing was deleted");
        return Ok(Answer::No);
    }
    let mut client = Client::connect_or_start(&context.paths)?;
    let (mut gone, mut failure) = (Vec::new(), None);
    for name in names {
        // One that cannot be deleted keeps none of the others.
        if let Err(error) = client.delete(name) {
            failure.get_or_insert(error);
            continue;
        }
        gone.extend(before.iter().filter(|service| service.name == *name));
        if !context.json {
            output::line(format_args!("{name}: deleted"))?;
        }
    }
    if context.json {
        print_json(gone.into_iter().map(|status| Done { status, outcome: "deleted" }).collect())?;
    }
    failure.map_or(Ok(Answer::Yes), |error| Err(error.into()))
}

fn confirmed(names: &[ServiceName]) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Err(ServicesError::NeedsYes.into());
    }
    let list: Vec<&str> = names.iter().map(ServiceName::as_str).collect();
    output::note(format_args!("Stop {} and delete it with its log? [y/N]", list.join(", ")));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
