//! `gascli daemon`: the supervisor itself.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::status_table::span;
use super::{Answer, Context, output, services};
use crate::daemon::crash::newest_report;
use crate::supervisor::{Client, Containment};
use crate::types::{ServiceName, UnixMillis};

/// What to do with the supervisor.
#[derive(Debug, clap::Subcommand)]
pub(super) enum DaemonCommand {
    /// Start it, unless it runs. Other commands do so by themselves.
    #[command(after_help = "Example:\n  gascli daemon start")]
    Start,
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
    },
}

/// Runs one of these.
pub(super) fn run(context: &Context, command: &DaemonCommand) -> anyhow::Result<Answer> {
    match command {
        DaemonCommand::Start => start(context),
        DaemonCommand::Status => show(context, Client::connect(&context.paths)?),
        DaemonCommand::Upgrade { program } => upgrade(context, program.as_deref()),
        DaemonCommand::Stop { with_services } => stop(context, *with_services),
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

fn stop(context: &Context, with_services: bool) -> anyhow::Result<Answer> {
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
        return done(context, "was not running", &[]);
    };
    let mut stopped = Vec::new();
    if with_services {
        let running = client.status()?.into_iter().filter(|service| !service.state.is_final());
        stopped = running.map(|service| service.name).collect();
        client.stop_all(&stopped)?;
    }
    client.quit()?;
    done(context, "stopped", &stopped)
}

fn done(context: &Context, what: &str, stopped: &[ServiceName]) -> anyhow::Result<Answer> {
    if context.json {
        output::json(&json!({ "schema": output::SCHEMA, "running": false, "pids": [], "stopped": stopped }))?;
        return Ok(Answer::Yes);
    }
    for name in stopped {
        output::line(format_args!("{name}: stopped"))?;
    }
    output::line(format_args!("supervisor: {what}"))?;
    Ok(Answer::Yes)
}
