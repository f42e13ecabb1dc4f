//! The tree of commands.

use clap::{Parser, Subcommand};

use super::{Answer, Context, daemon, logs, services};

/// Runs and watches miners, validators and gateways of generative-AI subnets.
#[derive(Debug, Parser)]
#[command(name = "gascli", version, about, infer_subcommands = false, arg_required_else_help = false)]
pub struct Cli {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub(super) json: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start services; success also when they run.
    Start(services::StartArgs),
    /// Stop services and wait until nothing of them runs.
    Stop(services::NamesArgs),
    /// Stop services, if they run, and start them.
    Restart(services::StartArgs),
    /// Stop services and forget them, their logs included.
    Delete(services::DeleteArgs),
    /// The supervisor itself.
    #[command(subcommand)]
    Daemon(daemon::DaemonCommand),
    /// List every supervised service.
    #[command(visible_alias = "ps")]
    Status(services::StatusArgs),
    /// Show what services have written.
    Logs(logs::LogArgs),
}

/// Calls the group that a command belongs to.
pub(super) fn dispatch(cli: Cli, context: &Context) -> anyhow::Result<Answer> {
    match cli.command {
        None => services::overview(context),
        Some(Command::Start(args)) => services::run_start(context, &args, false),
        Some(Command::Stop(args)) => services::run_stop(context, &args),
        Some(Command::Restart(args)) => services::run_start(context, &args, true),
        Some(Command::Delete(args)) => services::run_delete(context, &args),
        Some(Command::Daemon(command)) => daemon::run(context, &command),
        Some(Command::Status(args)) => services::run_status(context, &args),
        Some(Command::Logs(args)) => logs::show(context, &args.names, &args.options),
    }
}
