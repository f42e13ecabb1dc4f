//! `gascli start` and `gascli restart`: many at once, with what they need.

pub(super) mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::gpu_memory::GpuMemory;
use super::node::current_folder;
use super::services::{Done, ServicesError, known, nearest, print_json};
use super::stop::print_dry_run;
use super::{Answer, Context, output};
use crate::config::file::{self, AllLogs, ConfigFile, Defined, SignalName, rules_of};
use crate::supervisor::{
    Client, ClientError, Condition, Order, RestartRule, ServiceSpec, ServiceState, ServiceStatus, StartOutcome, Wanted,
    order,
};
use crate::types::{ServiceName, Span, shell_word, span_text};

/// Arguments of `start` and `restart`.
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  gascli start web -- python3 -m http.server 8080\n  gascli start web --wait=10s\n  \
                        gascli start --all\n\nWithout a command, it is taken from `[service.NAME]` in gascli.toml, \
                        else it is the one of the last start. Services that it needs (`after`) are started first. The \
                        environment is the caller's, then the env files, then `env` of the table."
)]
pub(super) struct StartArgs {
    /// Services by name.
    #[arg(required_unless_present_any = ["all", "wanted"], value_name = "NAME")]
    names: Vec<ServiceName>,
    /// Every service.
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// Every service that was started and not stopped since: after a reboot, those that ran.
    #[arg(long, conflicts_with_all = ["names", "all"])]
    wanted: bool,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
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

impl StartArgs {
    /// `--wanted`.
    pub(super) fn wanted(wait: Option<Span>, dry_run: bool) -> Self {
        Self { wanted: true, wait, dry_run, ..Self::default() }
    }

    /// These services.
    pub(super) fn named(names: Vec<ServiceName>) -> Self {
        Self { names, ..Self::default() }
    }
}

fn rule(text: &str) -> Result<RestartRule, String> {
    serde_json::from_value(text.into()).map_err(|_| "on-failure, always, never and pm2 are possible".to_owned())
}

/// A service that is to be started.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    spec: ServiceSpec,
    set: BTreeMap<String, String>,
    /// Whether it is ended first.
    anew: bool,
    /// By which rules it was run before.
    stored: Option<ServiceSpec>,
    /// Who needs it, if nobody named it.
    needed_by: Option<ServiceName>,
}

impl Planned {
    pub(super) fn new(defined: Defined, anew: bool, stored: Option<ServiceSpec>) -> Self {
        Self { spec: defined.spec, set: defined.env, anew, stored, needed_by: None }
    }

    fn differs(&self) -> bool {
        self.stored.as_ref().is_some_and(|stored| *stored != self.spec)
    }
}

/// The line to the supervisor, and all that can be started.
pub(super) struct Starter<'a> {
    context: &'a Context,
    pub(super) client: Client,
    pub(super) present: BTreeMap<ServiceName, ServiceStatus>,
    defined: BTreeMap<ServiceName, Defined>,
    logs: AllLogs,
    /// Whether it names those that could not be started; who does so with the reasons wants no second line.
    tells_failures: bool,
}

impl<'a> Starter<'a> {
    pub(super) fn new(context: &'a Context, files: &[ConfigFile]) -> anyhow::Result<Self> {
        let (defined, logs) = (file::services(files), file::logs(files));
        let mut client = Client::connect_or_start(&context.paths)?;
        let present = client.status()?.into_iter().map(|status| (status.name.clone(), status)).collect();
        Ok(Self { context, client, present, defined, logs, tells_failures: true })
    }

    fn names(&self) -> Vec<ServiceName> {
        let all: BTreeSet<&ServiceName> = self.present.keys().chain(self.defined.keys()).collect();
        all.into_iter().cloned().collect()
    }

    fn chosen(&self, args: &StartArgs) -> anyhow::Result<Vec<ServiceName>> {
        let all = self.names();
        if args.wanted {
            let wanted = self.present.values().filter(|status| status.wanted == Some(Wanted::Running));
            return Ok(wanted.map(|status| status.name.clone()).collect());
        }
        if args.all {
            return Ok(all);
        }
        if !args.command.is_empty() && args.names.len() != 1 {
            return Err(ServicesError::OneCommand.into());
        }
        if args.command.is_empty() {
            known(&args.names, &all)?;
        }
        Ok(args.names.clone())
    }

    pub(super) fn planned(&mut self, name: ServiceName, command: &[String], anew: bool) -> anyhow::Result<Planned> {
        let stored = if self.present.contains_key(&name) { self.client.spec(&name)? } else { None };
        let mut defined = match (self.defined.get(&name), &stored, command.is_empty()) {
            (Some(defined), _, true) => defined.clone(),
            (None, Some(stored), true) => {
                // Its table is gone, and with it the values of its variables.
                let spec = ServiceSpec { env_names: BTreeSet::new(), ..stored.clone() };
                Defined { spec, env: BTreeMap::new() }
            }
            (None, None, true) => {
                return Err(ServicesError::Unknown { nearest: nearest(&name, &self.names()), name }.into());
            }
            (_, _, false) => {
                let spec = ServiceSpec::new(name, command.to_vec(), current_folder()?);
                Defined { spec, env: BTreeMap::new() }
            }
        };
        self.logs.bind(&mut defined.spec);
        Ok(Planned::new(defined, anew, stored))
    }

    /// Adds what these services need and does not run, and puts each behind what it needs.
    pub(super) fn with_needs(&mut self, mut planned: Vec<Planned>) -> anyhow::Result<Vec<Planned>> {
        let mut at = 0;
        while let Some(one) = planned.get(at) {
            let (by, after) = (one.spec.name.clone(), one.spec.after.clone());
            for (name, condition) in after {
                if planned.iter().any(|other| other.spec.name == name) || self.holds(&name, condition) {
                    continue;
                }
                if !self.present.contains_key(&name) && !self.defined.contains_key(&name) {
                    let nearest = nearest(&name, &self.names());
                    return Err(ServicesError::Needed { by, name, nearest }.into());
                }
                let mut needed = self.planned(name, &[], false)?;
                needed.needed_by = Some(by.clone());
                planned.push(needed);
            }
            at += 1;
        }
        let needs = |name: &ServiceName| -> Vec<ServiceName> {
            let one = planned.iter().find(|one| one.spec.name == *name);
            one.map(|one| one.spec.after.keys().cloned().collect()).unwrap_or_default()
        };
        let order = order::by_need(planned.iter().map(|one| &one.spec.name), needs).map_err(ServicesError::Circle)?;
        planned.sort_by_key(|one| order.iter().position(|name| *name == one.spec.name));
        Ok(planned)
    }

    /// Whether nothing must be started for this to become true.
    fn holds(&self, name: &ServiceName, condition: Condition) -> bool {
        self.present.get(name).is_some_and(|status| {
            let done = status.last_exit.is_some_and(|last| last.exit.code == Some(0));
            !status.state.is_final() || (condition == Condition::Done && status.state == ServiceState::Stopped && done)
        })
    }

    /// Starts all of them at once and says what came of each.
    pub(super) fn start(&mut self, planned: &[Planned], wait: Option<Duration>) -> anyhow::Result<Started> {
        let environment = &self.context.environment;
        let orders: Vec<Order<'_>> =
            planned.iter().map(|one| Order { spec: &one.spec, environment, set: &one.set, anew: one.anew }).collect();
        let is_ended = |name: &ServiceName| planned.iter().any(|one| one.anew && one.spec.name == *name);
        let gpu_memory = if orders.iter().any(|order| order.anew) {
            GpuMemory::of(&mut self.client, is_ended)
        } else {
            GpuMemory::default()
        };
        let mut outcomes = self.client.start_all(&orders, wait)?;
        let mut started = Started { done: Vec::new(), answer: Answer::Yes, failure: None, failed: Vec::new() };
        for one in planned {
            match outcomes.remove(&one.spec.name) {
                Some(Ok(outcome)) => started.add(self.context, one, &outcome, wait)?,
                Some(Err(error)) => {
                    if self.tells_failures && (started.failure.is_some() || planned.len() > 1) {
                        output::note(format_args!("{}: not started", one.spec.name));
                    }
                    started.failed.push((one.spec.name.clone(), error.to_string()));
                    started.failure.get_or_insert(error);
                }
                None => {}
            }
        }
        gpu_memory.tell();
        Ok(started)
    }

    fn dry_run(&self, planned: &[Planned]) -> anyhow::Result<Answer> {
        let mut told = Vec::new();
        for one in planned {
            let status = self.present.get(&one.spec.name);
            let runs = status.is_some_and(|status| !status.state.is_final());
            let would = match (runs, one.anew) {
                (false, _) => "start",
                (true, true) => "restart",
                (true, false) => "nothing",
            };
            if self.context.json {
                let ServiceSpec { name, command, cwd, env_names, env_files, .. } = &one.spec;
                told.push(json!({
                    "name": name, "would": would, "command": command, "cwd": cwd, "env": env_names,
                    "env_files": env_files, "needed_by": one.needed_by, "differs": one.differs(),
                }));
                continue;
            }
            output::line(would_text(one, would, status))?;
        }
        if self.context.json {
            print_dry_run(&told)?;
        }
        Ok(Answer::Yes)
    }
}

fn would_text(one: &Planned, would: &str, status: Option<&ServiceStatus>) -> String {
    let name = &one.spec.name;
    let pid = status.and_then(|status| status.pid).map_or_else(|| "no pid".into(), |pid| format!("pid {pid}"));
    let words: Vec<String> = one.spec.command.iter().map(|word| shell_word(word)).collect();
    let command = output::escaped(&format!("{} (in {})", words.join(" "), one.spec.cwd.display()));
    let by = one.needed_by.as_ref().map(|by| format!(", as `{by}` needs it")).unwrap_or_default();
    match would {
        "start" => format!("{name}: would be started{by}: {command}"),
        "restart" => format!("{name}: would be stopped ({pid}) and started: {command}"),
        _ => format!("{name}: runs already ({pid}); nothing would be done"),
    }
}

/// What came of several starts.
pub(super) struct Started {
    pub(super) done: Vec<(ServiceStatus, &'static str)>,
    answer: Answer,
    /// The first that could not be started.
    failure: Option<ClientError>,
    /// All that could not, with the reason.
    failed: Vec<(ServiceName, String)>,
}

impl Started {
    /// Says to people what came of one, and keeps the word for programs.
    fn add(
        &mut self,
        context: &Context,
        one: &Planned,
        outcome: &StartOutcome,
        wait: Option<Duration>,
    ) -> anyhow::Result<()> {
        let status = outcome.status().clone();
        let (word, text) = told(outcome, one.anew, wait);
        if !context.json {
            output::line(text)?;
        }
        if word == "already-running" && one.needed_by.is_none() && one.differs() {
            let name = &one.spec.name;
            output::note(format_args!(
                "{name}: it runs by other settings; `gascli restart {name}` applies the new ones"
            ));
        }
        if matches!(word, "failing" | "not-ready") {
            self.answer = Answer::No;
        }
        self.done.push((status, word));
        Ok(())
    }

    /// Prints what programs read, and gives the answer, or the first failure.
    pub(super) fn finish(self, context: &Context) -> anyhow::Result<Answer> {
        if context.json {
            print_json(self.done.iter().map(|(status, outcome)| Done { status, outcome }).collect())?;
        } else if self.done.is_empty() && self.failure.is_none() {
            output::note("no services");
        }
        self.answer_alone()
    }

    /// The answer, or the first failure.
    pub(super) fn answer_alone(self) -> anyhow::Result<Answer> {
        self.failure.map_or(Ok(self.answer), |error| Err(error.into()))
    }
}

/// What came of a start: a word for programs, a line for people.
fn told(outcome: &StartOutcome, anew: bool, wait: Option<Duration>) -> (&'static str, String) {
    let status = outcome.status();
    let name = &status.name;
    let reason = output::escaped(status.reason.as_deref().unwrap_or_default());
    let pid = status.pid.map_or_else(|| "no pid".into(), |pid| format!("pid {pid}"));
    match (outcome, status.state, wait) {
        (_, ServiceState::WaitingRestart, _) => {
            ("failing", format!("{name}: ended at once ({reason}); it will be started again"))
        }
        (_, ServiceState::WaitingDependency, None) => ("waiting", format!("{name}: {reason}")),
        (_, ServiceState::Stopped, _) => ("ended", format!("{name}: {reason}")),
        (_, ServiceState::WaitingDependency, Some(limit)) => {
            ("not-ready", format!("{name}: not ready within {}: {reason}", span_text(limit)))
        }
        (_, ServiceState::Starting, Some(limit)) => {
            ("not-ready", format!("{name}: started ({pid}), but not ready within {}", span_text(limit)))
        }
        (StartOutcome::AlreadyRunning(_), ..) => ("already-running", format!("{name}: runs already ({pid})")),
        (StartOutcome::Started(_), ..) if anew => ("restarted", format!("{name}: restarted ({pid})")),
        (StartOutcome::Started(_), ..) => ("started", format!("{name}: started ({pid})")),
    }
}

/// Every service that a table defines.
pub(super) fn tables(context: &Context) -> anyhow::Result<Vec<ConfigFile>> {
    let here = std::env::current_dir().ok();
    Ok(file::load(&context.paths.config, here.as_deref())?)
}

/// `gascli start`, and with `anew` `gascli restart`.
pub(super) fn run_start(context: &Context, args: &StartArgs, anew: bool) -> anyhow::Result<Answer> {
    if args.wanted && !anew {
        return wanted::start(context, args);
    }
    let mut starter = Starter::new(context, &tables(context)?)?;
    let mut planned = Vec::new();
    for name in starter.chosen(args)? {
        let mut one = starter.planned(name, &args.command, anew)?;
        adjust(&mut one.spec, args);
        planned.push(one);
    }
    let planned = starter.with_needs(planned)?;
    if args.dry_run {
        return starter.dry_run(&planned);
    }
    starter.start(&planned, args.wait.map(|Span(limit)| limit))?.finish(context)
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

/// Starts services at once, with the environment of this process, and says what came of each.
pub(super) fn start(context: &Context, specs: &[ServiceSpec]) -> anyhow::Result<Answer> {
    begin(context, specs, false)
}

/// Starts services anew by these specifications, whether they ran or not.
pub(super) fn restart(context: &Context, specs: &[ServiceSpec]) -> anyhow::Result<Answer> {
    begin(context, specs, true)
}

fn begin(context: &Context, specs: &[ServiceSpec], anew: bool) -> anyhow::Result<Answer> {
    let mut starter = Starter::new(context, &tables(context)?)?;
    let mut planned = Vec::new();
    for spec in specs {
        let stored = starter.client.spec(&spec.name)?;
        let mut spec = spec.clone();
        starter.logs.bind(&mut spec);
        planned.push(Planned::new(Defined { spec, env: BTreeMap::new() }, anew, stored));
    }
    starter.start(&planned, None)?.finish(context)
}
