//! The tree of commands.

use clap::{Parser, Subcommand};

use super::{Answer, Context, daemon, generator, logs, run, services, validator, verify};

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
    /// Run a GAS miner: make images and videos for validators.
    #[command(subcommand, visible_aliases = ["gen", "g"])]
    Generator(generator::GeneratorCommand),
    /// Run a GAS validator: challenge miners, check what they deliver, set weights.
    #[command(subcommand, visible_aliases = ["vali", "v"])]
    Validator(validator::ValidatorCommand),
    /// Run a daemon in the foreground, as the supervisor does.
    #[command(subcommand)]
    Run(run::RunCommand),
    /// Check the C2PA provenance of files as the network does.
    VerifyC2pa(verify::VerifyArgs),
    /// Show what services have written.
    Logs(logs::LogArgs),
}

/// Calls the group that a command belongs to.
pub(super) fn dispatch(cli: Cli, context: &Context) -> anyhow::Result<Answer> {
    match cli.command {
        None => services::overview(context),
        Some(Command::Generator(command)) => generator::run(context, command),
        Some(Command::Validator(command)) => validator::run(context, command),
        Some(Command::Run(command)) => run::run(context, command),
        Some(Command::VerifyC2pa(args)) => verify::verify(context, &args),
        Some(Command::Start(args)) => services::run_start(context, args, false),
        Some(Command::Stop(args)) => services::run_stop(context, &args),
        Some(Command::Restart(args)) => services::run_start(context, args, true),
        Some(Command::Delete(args)) => services::run_delete(context, &args),
        Some(Command::Daemon(command)) => daemon::run(context, &command),
        Some(Command::Status(args)) => services::run_status(context, &args),
        Some(Command::Logs(args)) => logs::show(context, &args.names, &args.options),
    }
}
