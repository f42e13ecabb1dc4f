//! `gascli validator`: the GAS validator as a service.

mod miner_stats;
mod prices;
pub(super) mod stored;
mod weights;

use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;

use super::node::{self, ConfigArgs};
use super::{Answer, Context, info, logs, services, start, stop};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::supervisor::{Facts, Preset, ServiceSpec};
use crate::types::ServiceName;

/// Which of the validator's services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Challenges, checks, scores, sets weights.
    Validator,
    /// Prompts and media; not part of this version yet.
    Generator,
    /// Data sets; not part of this version yet.
    Data,
    /// All three; not part of this version yet.
    All,
}

/// Which service a command is about.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// Service of the validator.
    #[arg(long, value_name = "SERVICE", default_value = "validator")]
    service: Which,
}

/// Commands of the validator.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ValidatorCommand {
    /// Write `.env.validator` with all settings and their explanations; never overwrites.
    #[command(after_help = "Example:\n  gascli validator init")]
    Init {
        /// File or folder to write to, instead of the current folder.
        #[arg(long, value_name = "PATH")]
        path: Option<PathBuf>,
    },
    /// Check the configuration, then start the validator under supervision.
    #[command(after_help = "Example:\n  gascli validator start")]
    Start {
        #[command(flatten)]
        config: ConfigArgs,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Stop the validator.
    #[command(after_help = "Example:\n  gascli validator stop")]
    Stop(Chosen),
    /// Check the configuration, then stop the validator and start it anew.
    #[command(after_help = "Example:\n  gascli validator restart")]
    Restart {
        #[command(flatten)]
        config: ConfigArgs,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Show how the validator is.
    #[command(after_help = "Example:\n  gascli validator status --json")]
    Status(Chosen),
    /// Show what the validator's database, or a Python validator's, says about miners.
    #[command(after_help = miner_stats::EXAMPLES)]
    MinerStats(miner_stats::MinerStatsArgs),
    /// Set weights from the scores as they stand, or show what would be set and why.
    #[command(after_help = weights::EXAMPLES)]
    Weights(weights::WeightsArgs),
    /// Show what a second of video counts by model, and read newer prices.
    #[command(after_help = prices::EXAMPLES)]
    Prices(prices::PricesArgs),
    /// Show the validator's log.
    #[command(after_help = "Example:\n  gascli validator logs --follow")]
    Logs {
        #[command(flatten)]
        options: logs::LogOptions,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Show the configuration with the origin of every value, the wallet and the running daemon.
    #[command(after_help = "Example:\n  gascli validator info")]
    Info(ConfigArgs),
    /// Stop the validator and forget the service, its log included. Outcomes and scores stay.
    #[command(after_help = "Example:\n  gascli validator delete --yes")]
    Delete {
        /// Do not ask.
        #[arg(short, long)]
        yes: bool,
        #[command(flatten)]
        chosen: Chosen,
    },
}

pub(super) fn run(context: &Context, command: ValidatorCommand) -> anyhow::Result<Answer> {
    match command {
        ValidatorCommand::Init { path } => node::init(context, Role::Validator, path.as_deref()),
        ValidatorCommand::Start { config, chosen } => start::start(context, &checked(context, &config, &chosen)?),
        ValidatorCommand::Stop(chosen) => stop::stop(context, &[chosen.name()?]),
        ValidatorCommand::Restart { config, chosen } => start::restart(context, &checked(context, &config, &chosen)?),
        ValidatorCommand::Status(chosen) => services::status(context, &[chosen.name()?]),
        ValidatorCommand::Logs { options, chosen } => logs::show(context, &[chosen.name()?], &options),
        ValidatorCommand::MinerStats(args) => miner_stats::run(context, &args),
        ValidatorCommand::Weights(args) => weights::run(context, &args),
        ValidatorCommand::Prices(args) => prices::run(context, &args),
        ValidatorCommand::Info(args) => info::validator(context, &args),
        ValidatorCommand::Delete { yes, chosen } => stop::delete(context, &[chosen.name()?], yes),
    }
}

impl Chosen {
    fn name(&self) -> anyhow::Result<ServiceName> {
        let missing = match self.service {
            Which::Validator => return Ok(ServiceName::gas_validator()),
            Which::Generator => "service `generator` (sn34-generator) is",
            Which::Data => "service `data` (sn34-data) is",
            Which::All => "services `generator` and `data` are",
        };
        bail!("the validator's {missing} not part of this version yet; `--service validator` is");
    }
}

/// The validator as a service, after everything that can be checked before it runs.
fn checked(context: &Context, args: &ConfigArgs, chosen: &Chosen) -> anyhow::Result<ServiceSpec> {
    let name = chosen.name()?;
    let sources = args.sources(context, Role::Validator)?;
    let resolved = node::resolve(context, &sources, config::validator)?;
    wallet::load_hotkey(&resolved.settings.wallet)?;
    let mut spec = args.service(&sources, name)?;
    spec.health = Preset::Validator.rules(&Facts { has_state: true, ..Facts::default() });
    Ok(spec)
}
