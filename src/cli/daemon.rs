//! `gascli daemon`: the supervisor itself.

mod foreground;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::status_table::span;
use super::{Answer, Context, output, services};
use crate::daemon::crash::newest_report;
use crate::supervisor::{Client, ClientError, Containment, ServiceStatus, order};
use crate::types::{Paths, ServiceName, UnixMillis};

/// What to do with the supervisor.
#[derive(Debug, clap::Subcommand)]
pub(super) enum DaemonCommand {
    /// Start it, unless it runs. Other commands do so by themselves.
    #[command(after_help = "Example:\n  gascli daemon start")]
    Start,
    /// Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted:
    /// the next run starts them again. For containers, also as their first process.
    #[command(after_help = "Examples:\n  gascli daemon run\n  gascli daemon run sn34-validator")]
    Run {
        /// Start these instead of all that are wanted; one that only gascli.toml defines, too.
        #[arg(value_name = "NAME")]
        names: Vec<ServiceName>,
    },
    /// Show its process and those of its shims.
    #[command(after_help = "Example:\n  gascli daemon status --json")]
    Status,
    /// Make it go on as another version of this program. Services, their pids and their logs do not notice.
    #[command(after_help = "Example:\n  gascli daemon upgrade --program /opt/gascli/bin/gascli")]
    Upgrade {
        /// The program that it becomes; without this, the one that runs this command.
        #[arg(long, value_name = "PATH")]
        program: Option<PathBuf>,
    },
    /// Stop it. Services live on, with their logs and restarts.
    #[command(after_help = "Example:\n  gascli daemon stop --with-services")]
    Stop {
        /// Stop every service first.
        #[arg(long)]
        with_services: bool,
        /// They stay wanted: `gascli resurrect` starts them again. For the end of a machine or a container.
        #[arg(long, requires = "with_services")]
        keep_wanted: bool,
    },
}

/// Runs one of these.
pub(super) fn run(context: &Context, command: &DaemonCommand) -> anyhow::Result<Answer> {
    match command {
        DaemonCommand::Start => start(context),
        DaemonCommand::Status => show(context, Client::connect(&context.paths)?),
        DaemonCommand::Upgrade { program } => upgrade(context, program.as_deref()),
        DaemonCommand::Run { names } => foreground::run(context, names),
        DaemonCommand::Stop { with_services, keep_wanted } => stop(context, *with_services, *keep_wanted),
    }
}

fn start(context: &Context) -> anyhow::Result<Answer> {
    let ran = Client::connect(&context.paths)?.is_some();
    let mut client = Client::connect_or_start(&context.paths)?;
    if context.json {
        return show(context, Some(client));
    }
    let done = if ran { "runs already" } else { "started" };
    output::line(format_args!("supervisor: {done} (pid {})", client.info()?.pid))?;
    Ok(Answer::Yes)
}

fn show(context: &Context, client: Option<Client>) -> anyhow::Result<Answer> {
    let Some(mut client) = client else {
        if context.json {
            output::json(&json!({ "schema": output::SCHEMA, "running": false, "pids": [] }))?;
        } else {
            output::line("supervisor: not running")?;
        }
        return Ok(Answer::No);
    };
    let info = client.info()?;
    let report = newest_report(&context.paths);
    let pids: Vec<u32> = std::iter::once(info.pid).chain(info.shims.values().copied()).collect();
    if context.json {
        output::json(&json!({
            "schema": output::SCHEMA,
            "running": true,
            "pids": pids,
            "supervisor_pid": info.pid,
            "shim_pids": info.shims,
            "version": info.version,
            "started_at_ms": info.started_at_ms,
            "containment": info.containment,
            "newest_crash_report": report,
        }))?;
    } else {
        let up = span(info.started_at_ms.until(UnixMillis::now()).as_secs());
        output::line(format_args!("supervisor: runs (pid {}, version {}, for {up})", info.pid, info.version))?;
        match &info.containment {
            Some(Containment::Cgroup { folder }) => {
                output::line(format_args!("  services: each in a control group below {}", folder.display()))?;
            }
            Some(Containment::Sweep { why }) => {
                output::line(format_args!("  services: swept by descent and session, without control groups: {why}"))?;
            }
            None => {}
        }
        for (name, pid) in &info.shims {
            output::line(format_args!("  shim of {name}: pid {pid}"))?;
        }
        if let Some(report) = report {
            output::line(format_args!("  newest crash report: {}", report.display()))?;
        }
    }
    Ok(Answer::Yes)
}

fn upgrade(context: &Context, program: Option<&Path>) -> anyhow::Result<Answer> {
    let program = match program {
        Some(program) => {
            program.canonicalize().with_context(|| format!("cannot find the program `{}`", program.display()))?
        }
        None => std::env::current_exe().context("cannot tell which program runs this command")?,
    };
    let Some(mut client) = Client::connect(&context.paths)? else {
        // There is nothing to be replaced; the next command starts one of its own version.
        return show(context, None);
    };
    let before = client.info()?;
    let info = client.upgrade(&context.paths, &program)?;
    if context.json {
        return show(context, Client::connect(&context.paths)?);
    }
    output::line(format_args!("supervisor: version {} (pid {}), was {}", info.version, info.pid, before.version))?;
    Ok(Answer::Yes)
}

fn stop(context: &Context, with_services: bool, keep_wanted: bool) -> anyhow::Result<Answer> {
    // Services without a supervisor are stopped all the same: one is started to adopt them.
    let client = if with_services {
        services::any_service(context).then(|| Client::connect_or_start(&context.paths))
    } else {
        None
    };
    let client = match client.transpose()? {
        Some(client) => Some(client),
        None => Client::connect(&context.paths)?,
    };
    let Some(mut client) = client else {
        return done(context, "was not running", &Outcome::default());
    };
    let mut outcome = Outcome::default();
    if with_services {
        (client, outcome) = end_services(&context.paths, client, keep_wanted)?;
    }
    let quit = client.quit();
    if quit.is_err() {
        outcome.tell_failed();
    }
    quit?;
    done(context, "stopped", &outcome)
}

/// What became of services that were to end.
#[derive(Debug, Default)]
struct Outcome {
    stopped: Vec<ServiceName>,
    /// Those that could not be ended, and why.
    failed: Vec<(ServiceName, String)>,
}

impl Outcome {
    fn tell_failed(&self) {
        for (name, why) in &self.failed {
            output::note(format_args!("{name}: not stopped: {}", output::escaped(why)));
        }
    }

    fn answer(&self) -> Answer {
        if self.failed.is_empty() { Answer::Yes } else { Answer::No }
    }
}

/// Ends every service that runs, those that need others before these. One that cannot be ended costs none of the others its
/// stop signal and its time. The client that comes back is of use.
fn end_services(paths: &Paths, mut client: Client, keep_wanted: bool) -> Result<(Client, Outcome), ClientError> {
    let running = client.status()?.into_iter().filter(|service| !service.state.is_final());
    let names: Vec<ServiceName> = running.map(|service: ServiceStatus| service.name).collect();
    let mut outcome = Outcome::default();
    for mut rest in stop_groups(&mut client, &names)? {
        for attempt in 1..=2 {
            let ended = client.end_all(&rest, keep_wanted);
            rest.retain(|name| {
                !ended.gone.iter().any(|status| status.name == *name)
                    && !ended.refused.iter().any(|(refused, _)| refused == name)
            });
            outcome.stopped.extend(ended.gone.into_iter().map(|status| status.name));
            outcome.failed.extend(ended.refused.into_iter().map(|(name, error)| (name, error.to_string())));
            let Some(lost) = ended.lost else { break };
            if let Ok(another) = Client::connect_or_start(paths) {
                client = another;
            }
            // A supervisor that died has told the shims, and its successor waits for them.
            if attempt == 2 || !matches!(lost, ClientError::Lost { .. }) {
                let why = match lost {
                    ClientError::Silent { .. } => "it still runs after its time was up".to_owned(),
                    lost => lost.to_string(),
                };
                outcome.failed.extend(rest.drain(..).map(|name| (name, why.clone())));
                break;
            }
        }
    }
    Ok((client, outcome))
}

/// Services in groups that end one after the other.
pub(super) fn stop_groups(client: &mut Client, names: &[ServiceName]) -> Result<Vec<Vec<ServiceName>>, ClientError> {
    let mut after = BTreeMap::new();
    for name in names {
        let needs = client.spec(name)?.map(|spec| spec.after.into_keys().collect::<Vec<_>>());
        after.insert(name.clone(), needs.unwrap_or_default());
    }
    Ok(order::stop_groups(names, |name| after.get(name).cloned().unwrap_or_default()))
}

fn done(context: &Context, what: &str, outcome: &Outcome) -> anyhow::Result<Answer> {
    if context.json {
        let failed: Vec<_> = outcome.failed.iter().map(|(name, why)| json!({ "name": name, "reason": why })).collect();
        output::json(&json!({
            "schema": output::SCHEMA, "running": false, "pids": [], "stopped": outcome.stopped, "failed": failed,
        }))?;
        return Ok(outcome.answer());
    }
    for name in &outcome.stopped {
        output::line(format_args!("{name}: stopped"))?;
    }
    outcome.tell_failed();
    output::line(format_args!("supervisor: {what}"))?;
    Ok(outcome.answer())
}
