//! What becomes of each process of PM2: a service, or the reason why not. Pure, but for looking whether programs exist.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::journal::Entry;
use super::list::Process;
use super::variables::{self, Variables};
use crate::types::ServiceName;

/// Time between PM2's signal and its SIGKILL (`spec/gas.md` 16.4).
pub(super) const KILL_TIMEOUT: Duration = Duration::from_millis(1600);
/// The same by gascli's rules.
const USUAL_KILL_TIMEOUT: Duration = Duration::from_secs(30);
/// PM2's `max_restarts` and `min_uptime` where nothing is said (`spec/gas.md` 16.4).
const MAX_RESTARTS: u64 = 16;
const MIN_UPTIME: Duration = Duration::from_secs(1);
/// The most that gascli.toml takes.
const MOST_RESTARTS: u64 = 1_000_000;

/// By which rules an imported service is started again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Policy {
    /// PM2's rules, with the numbers of each process.
    #[default]
    Pm2,
    /// gascli's own: on failure, with growing pauses.
    Default,
}

/// What is to be done with a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is taken over.
    Take,
    /// There is nothing to do, for this reason.
    Skip(String),
    /// It stays in PM2, for this reason.
    Refuse(String),
}

/// When a service is started again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Restart {
    Never,
    Pm2 {
        most: u64,
        delay: Duration,
        stable_after: Duration,
    },
    /// PM2's growing pauses.
    Growing {
        delay: Duration,
    },
    /// gascli's rules.
    Usual,
}

/// A process with the service that it becomes.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) process: Process,
    pub(super) service: ServiceName,
    /// Which of several of its name it is.
    pub(super) instance: Option<u64>,
    pub(super) verdict: Verdict,
    pub(super) command: Vec<String>,
    /// That of its command which is its program, where an interpreter runs it.
    pub(super) script: PathBuf,
    pub(super) cwd: PathBuf,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) restart: Restart,
    /// Time of day of a planned restart.
    pub(super) at: Option<String>,
    pub(super) kill_timeout: Duration,
    /// Whether its descendants end with it.
    pub(super) whole_tree: bool,
    pub(super) memory_bytes: Option<u64>,
    pub(super) not_taken: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// What is known besides PM2's list.
pub(super) struct Facts<'a> {
    pub(super) environment: &'a BTreeMap<String, String>,
    pub(super) policy: Policy,
    /// Who runs this.
    pub(super) user: Option<String>,
    /// What earlier imports met.
    pub(super) known: &'a [Entry],
    pub(super) is_file: &'a dyn Fn(&Path) -> bool,
    pub(super) is_folder: &'a dyn Fn(&Path) -> bool,
}

/// The plan for a whole list.
pub(super) fn plan(all: &[Process], facts: &Facts<'_>) -> Vec<Planned> {
    all.iter().enumerate().map(|(at, process)| one(all, at, process, facts)).collect()
}

fn one(all: &[Process], at: usize, process: &Process, facts: &Facts<'_>) -> Planned {
    let same: Vec<usize> = (0..all.len()).filter(|other| all[*other].name == process.name).collect();
    let place = same.iter().position(|other| *other == at).and_then(|place| u64::try_from(place).ok()).unwrap_or(0);
    let known = || facts.known.iter().filter(|entry| entry.name == process.name);
    // What it was called once, it is called again, though others of its name have gone meanwhile and a dump does not say
    // how many there were: else a second service would be made of it.
    let is_one_of = same.len() > 1
        || known().any(|entry| entry.instance.is_some())
        || (known().next().is_none() && process.number("instances").is_some_and(|count| count > 1));
    let instance = is_one_of.then(|| process.instance().unwrap_or(place));
    let service = known().find(|entry| entry.instance == instance).map(|entry| entry.service.clone());
    let service = service.unwrap_or_else(|| service_name(&process.name, instance));
    let Variables { mut kept, unwritable } = variables::of(process, facts.environment);
    if let Some(instance) = instance {
        kept.insert(process.text("instance_var").unwrap_or("NODE_APP_INSTANCE").to_owned(), instance.to_string());
    }
    let (command, cwd, missing) = command(process, &kept, facts);
    let mut planned = Planned {
        process: process.clone(),
        service,
        instance,
        verdict: Verdict::Take,
        script: cwd.join(script_of(process).unwrap_or_default()),
        command,
        cwd,
        variables: kept,
        restart: restart(process, facts.policy),
        at: None,
        kill_timeout: kill_timeout(process, facts.policy),
        whole_tree: process.switch("treekill") != Some(false),
        memory_bytes: process.size("max_memory_restart").filter(|bytes| *bytes > 0),
        not_taken: Vec::new(),
        warnings: Vec::new(),
    };
    planned.verdict = verdict(all, process, missing, facts);
    if planned.verdict == Verdict::Take {
        rest(&mut planned, &unwritable, facts);
    }
    planned
}

fn verdict(all: &[Process], process: &Process, missing: Option<String>, facts: &Facts<'_>) -> Verdict {
    if process.is_module() {
        return Verdict::Skip("is a module of PM2; gascli keeps logs within bounds by itself".into());
    }
    let cluster = process.text("exec_mode").is_some_and(|mode| mode.starts_with("cluster"));
    let many = all.iter().filter(|other| other.name == process.name).count() > 1;
    if cluster && (many || process.number("instances").is_some_and(|count| count > 1)) {
        let why = "is a cluster whose processes share a port of PM2's; start it with exec_mode `fork` first";
        return Verdict::Refuse(why.into());
    }
    // `pm2 stop 3` is for the processes that are called so before it is for number 3.
    let id = process.id.map(|id| id.to_string());
    let is_called =
        |other: &Process| Some(other.name.as_str()) == id.as_deref() || other.text("namespace") == id.as_deref();
    if id.is_some() && all.iter().any(|other| other.id != process.id && is_called(other)) {
        return Verdict::Refuse("has the number that another process or namespace has as its name".into());
    }
    if process.get("uid").is_some() && process.text("username") != facts.user.as_deref() {
        return Verdict::Refuse("runs as another user than this one".into());
    }
    missing.map_or(Verdict::Take, Verdict::Refuse)
}

/// A name by our rule that is as near as can be.
fn service_name(name: &str, instance: Option<u64>) -> ServiceName {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let mapped: String = name.chars().map(allowed).collect();
    let trimmed = mapped.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).trim_end_matches('-');
    let suffix = instance.map(|instance| format!("-{instance}")).unwrap_or_default();
    let room = ServiceName::MAX.saturating_sub(suffix.len());
    let base: String = if trimmed.is_empty() { "pm2" } else { trimmed }.chars().take(room).collect();
    format!("{base}{suffix}").parse().expect("it begins with a letter or digit and holds only what is allowed")
}

/// Program and arguments, the folder, and what is missing of them.
fn command(
    process: &Process,
    variables: &BTreeMap<String, String>,
    facts: &Facts<'_>,
) -> (Vec<String>, PathBuf, Option<String>) {
    let cwd = PathBuf::from(process.text("pm_cwd").or(process.text("cwd")).unwrap_or("/"));
    let Some(script) = script_of(process).map(|path| cwd.join(path)) else {
        return (Vec::new(), cwd, Some("has no program".into()));
    };
    let script_text = script.display().to_string();
    let mut missing = (!(facts.is_folder)(&cwd)).then(|| format!("its folder `{}` is missing", cwd.display()));
    if !(facts.is_file)(&script) {
        missing.get_or_insert_with(|| format!("its program `{script_text}` is missing"));
    }
    let mut command = Vec::new();
    let interpreter = process.text("exec_interpreter").unwrap_or("node");
    if interpreter != "none" {
        let path = variables.get("PATH").or_else(|| facts.environment.get("PATH"));
        let found = find(interpreter, path.map_or("", String::as_str), &cwd, facts);
        if found.is_none() {
            missing.get_or_insert_with(|| format!("its interpreter `{interpreter}` is not found"));
        }
        command.push(found.map_or_else(|| interpreter.to_owned(), |found| found.display().to_string()));
        let named = ["node_args", "interpreter_args"].map(|key| process.words(key));
        command.extend(named.into_iter().find(|words| !words.is_empty()).unwrap_or_default());
    }
    command.push(script_text);
    command.extend(process.words("args"));
    if command.iter().any(|word| word.contains('\0')) {
        missing.get_or_insert_with(|| "its command holds a NUL character".into());
    }
    (command, cwd, missing)
}

fn script_of(process: &Process) -> Option<&str> {
    process.text("pm_exec_path").or(process.text("script"))
}

/// Where a program is, by the process's own PATH.
fn find(program: &str, path: &str, cwd: &Path, facts: &Facts<'_>) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(cwd.join(program)).filter(|file| (facts.is_file)(file));
    }
    path.split(':')
        .filter(|folder| !folder.is_empty())
        .map(|folder| cwd.join(folder).join(program))
        .find(|file| (facts.is_file)(file))
}

fn restart(process: &Process, policy: Policy) -> Restart {
    if process.switch("autorestart") == Some(false) {
        return Restart::Never;
    }
    if policy == Policy::Default {
        return Restart::Usual;
    }
    if let Some(delay) = process.span("exp_backoff_restart_delay").filter(|delay| !delay.is_zero()) {
        return Restart::Growing { delay };
    }
    Restart::Pm2 {
        most: process.number("max_restarts").unwrap_or(MAX_RESTARTS).min(MOST_RESTARTS),
        delay: process.span("restart_delay").unwrap_or_default(),
        stable_after: process.span("min_uptime").unwrap_or(MIN_UPTIME),
    }
}

fn kill_timeout(process: &Process, policy: Policy) -> Duration {
    let usual = if policy == Policy::Pm2 { KILL_TIMEOUT } else { USUAL_KILL_TIMEOUT };
    process.span("kill_timeout").filter(|span| !span.is_zero()).unwrap_or(usual)
}

/// What has no counterpart, and what is to be known.
fn rest(planned: &mut Planned, unwritable: &[String], facts: &Facts<'_>) {
    let process = planned.process.clone();
    let is_on = |key: &str| process.switch(key) == Some(true);
    let mut not_taken = Vec::new();
    if process.text("name") != Some(planned.service.as_str()) && planned.instance.is_none() {
        planned.warnings.push(format!("it will be called `{}`", planned.service));
    }
    if let Some(cron) = process.text("cron_restart").filter(|cron| *cron != "0") {
        match daily(cron) {
            Some(at) if planned.restart != Restart::Never => planned.at = Some(at),
            _ => not_taken.push(format!("cron_restart `{cron}`: only a plain time of day is taken (`restart.at`)")),
        }
    }
    if is_on("watch") {
        not_taken.push("watch: gascli restarts nothing when files change".into());
    }
    if let Some(namespace) = process.text("namespace").filter(|namespace| *namespace != "default") {
        not_taken.push(format!("namespace `{namespace}`: services have none"));
    }
    if process.get("stop_exit_codes").is_some() {
        not_taken.push("stop_exit_codes: see `restart.policy` and `restart.permanent_codes`".into());
    }
    if is_on("wait_ready") {
        not_taken.push("wait_ready: it counts as ready as soon as it runs; `ready` can say otherwise".into());
    }
    if is_on("shutdown_with_message") {
        not_taken.push("shutdown_with_message: it is sent SIGINT instead".into());
    }
    for key in unwritable {
        not_taken.push(format!("variable `{key}`: an env file cannot hold it"));
    }
    planned.not_taken = not_taken;
    if planned.memory_bytes.is_some() {
        planned.warnings.push("its memory limit counts all its processes; PM2's counted one".into());
    }
    if matches!(planned.restart, Restart::Growing { .. }) {
        planned.warnings.push("its pauses are doubled after each failure; PM2 makes them 1.5 times as long".into());
    }
    let new = variables::only_here(&process, facts.environment);
    if process.is_wanted() && !new.is_empty() {
        let more = if new.len() > 6 { format!(" and {} more", new.len() - 6) } else { String::new() };
        let shown: Vec<&str> = new.iter().take(6).map(String::as_str).collect();
        planned.warnings.push(format!("this shell gives it what PM2 does not: {}{more}", shown.join(", ")));
    }
    if process.state == "errored" {
        planned.warnings.push("PM2 has given it up (errored); it is taken over as stopped".into());
    }
}

/// `MINUTE HOUR * * *` as `restart.at` says it, with one day of the week if the last field names one.
fn daily(cron: &str) -> Option<String> {
    let fields: Vec<&str> = cron.split_ascii_whitespace().collect();
    let [minute, hour, "*", "*", weekday] = fields.as_slice() else { return None };
    let (minute, hour): (u8, u8) = (minute.parse().ok()?, hour.parse().ok()?);
    let day = match *weekday {
        "*" => "",
        number => {
            let days = ["sun ", "mon ", "tue ", "wed ", "thu ", "fri ", "sat ", "sun "];
            days.get(number.parse::<usize>().ok()?).copied()?
        }
    };
    (minute < 60 && hour < 24).then(|| format!("{day}{hour:02}:{minute:02}"))
}

impl Planned {
    /// Whether it is to be taken over.
    pub(super) fn is_taken(&self) -> bool {
        self.verdict == Verdict::Take
    }

    /// The native daemon that does the same work, with the command that starts it.
    pub(super) fn alternative(&self) -> Option<&'static str> {
        let name = &self.service;
        if *name == ServiceName::gas_miner() {
            return Some("gascli generator start");
        }
        let all = [ServiceName::gas_validator(), ServiceName::gas_generation(), ServiceName::gas_data()];
        all.contains(name).then_some("gascli validator start")
    }
}

#[cfg(test)]
mod tests;
