//! The tree of commands.

use clap::{Parser, Subcommand};

use super::{Answer, Context, generator, run, services, validator, verify};

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
}

/// Calls the group that a command belongs to.
pub(super) fn dispatch(cli: Cli, context: &Context) -> anyhow::Result<Answer> {
    match cli.command {
        None => services::overview(context),
        Some(Command::Status(args)) => services::status(context, &args.names),
        Some(Command::Generator(command)) => generator::run(context, command),
        Some(Command::Validator(command)) => validator::run(context, command),
        Some(Command::Run(command)) => run::run(context, command),
        Some(Command::VerifyC2pa(args)) => verify::verify(context, &args),
    }
}
