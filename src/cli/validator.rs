//! `gascli validator`: the GAS validator as a service.

mod backup;
mod folder;
mod import_db;
mod miner_stats;
mod prices;
pub(super) mod prompts;
mod prune;
mod status;
pub(super) mod stored;
mod uploads;
mod weights;

use std::time::Duration;

use clap::ValueEnum;

use super::node::{self, ConfigArgs, ValidatorArgs};
use super::{Answer, Context, info, init, logs, output, start, stop};
use crate::chain::wallet;
use crate::config::{self, Role, Sources, ValidatorServices};
use crate::daemon::heartbeat::Heartbeat;
use crate::supervisor::{Action, Check, Facts, HealthRule, Preset, ServiceSpec};
use crate::types::{Hint, ServiceName};
use crate::validator::Settings;
use crate::validator::align::source;

/// Which of the validator's services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// `sn34-validator`: challenges, checks, scores, sets weights.
    Validator,
    /// `sn34-generator`: keeps the store of prompts filled.
    Generator,
    /// `sn34-data`: uploads verified media and cleans up.
    Data,
    /// All three.
    All,
}

/// Which services a command is about.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// Service of the validator.
    #[arg(long, value_name = "SERVICE", default_value = "all")]
    service: Which,
}

/// What is to be started.
#[derive(Debug, clap::Args)]
pub(super) struct StartArgs {
    #[command(flatten)]
    config: ValidatorArgs,
    #[command(flatten)]
    chosen: Chosen,
    /// Leave out `sn34-generator`; the validator then composes prompts itself as it needs them.
    #[arg(long)]
    no_generation: bool,
    /// Leave out `sn34-data`; media then stay on this machine.
    #[arg(long)]
    no_data_downloads: bool,
}

/// Commands of the validator.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ValidatorCommand {
    /// Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it.
    ///
    /// Without a terminal and without flags the file is written as it comes, to be edited.
    #[command(after_help = init::VALIDATOR_EXAMPLES)]
    Init(init::AnswerArgs),
    /// Check the configuration, then start the validator's services under supervision.
    #[command(after_help = "Examples:\n  gascli validator start\n  gascli validator start --no-data-downloads\n  \
                            gascli validator start --service generator")]
    Start(StartArgs),
    /// Stop the validator's services.
    #[command(after_help = "Example:\n  gascli validator stop")]
    Stop(Chosen),
    /// Check the configuration, then stop the validator's services and start them anew.
    #[command(after_help = "Examples:\n  gascli validator restart\n  gascli validator restart --service validator")]
    Restart(StartArgs),
    /// Show how the validator's services are, what became of its challenges, and how it answered deliveries.
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
    /// Show the logs of the validator's services, merged by time.
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
    /// Show which media wait for an upload and how far each batch has come; `--now` uploads.
    #[command(after_help = uploads::EXAMPLES)]
    Uploads(uploads::UploadsArgs),
    /// Take over the prompts, media and outcomes of a Python validator.
    #[command(after_help = import_db::EXAMPLES)]
    ImportDb(import_db::ImportArgs),
    /// Remove what is too old or too much, as the validator does by itself.
    #[command(after_help = prune::EXAMPLES)]
    Prune(prune::PruneArgs),
    /// Copy the database, also while the validator runs.
    #[command(after_help = backup::BACKUP_EXAMPLES)]
    Backup(backup::BackupArgs),
    /// Put a backup in the place of the database; what was there is kept.
    #[command(after_help = backup::RESTORE_EXAMPLES)]
    Restore(backup::RestoreArgs),
    /// Import, list, audit, export and compose prompts.
    #[command(subcommand, after_help = prompts::EXAMPLES)]
    Prompts(prompts::PromptsCommand),
    /// Stop the validator's services and forget them, their logs included. Outcomes and scores stay.
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
        ValidatorCommand::Init(args) => init::validator(context, &args),
        ValidatorCommand::Start(args) => start::start(context, &checked(context, &args)?),
        ValidatorCommand::Stop(chosen) => stop::stop(context, &chosen.present(context)),
        ValidatorCommand::Restart(args) => start::restart(context, &checked(context, &args)?),
        ValidatorCommand::Status(chosen) => status::show(context, &chosen.present(context)),
        ValidatorCommand::Logs { options, chosen } => logs::show(context, &chosen.present(context), &options),
        ValidatorCommand::MinerStats(args) => miner_stats::run(context, &args),
        ValidatorCommand::Weights(args) => weights::run(context, &args),
        ValidatorCommand::Prices(args) => prices::run(context, &args),
        ValidatorCommand::Info(args) => info::validator(context, &args),
        ValidatorCommand::Prompts(command) => prompts::run(context, command),
        ValidatorCommand::Uploads(args) => uploads::show(context, &args),
        ValidatorCommand::ImportDb(args) => import_db::run(context, &args),
        ValidatorCommand::Prune(args) => prune::run(context, &args),
        ValidatorCommand::Backup(args) => backup::backup(context, &args),
        ValidatorCommand::Restore(args) => backup::restore(context, &args),
        ValidatorCommand::Delete { yes, chosen } => stop::delete(context, &chosen.present(context), yes),
    }
}

impl Which {
    /// What `--service` names.
    const fn services(self) -> &'static [Service] {
        match self {
            Self::Validator => &[Service::Validator],
            Self::Generator => &[Service::Generation],
            Self::Data => &[Service::Data],
            Self::All => &Service::ALL,
        }
    }
}

/// A service of the validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Validator,
    Generation,
    Data,
}

impl Service {
    const ALL: [Self; 3] = [Self::Validator, Self::Generation, Self::Data];

    fn name(self) -> ServiceName {
        match self {
            Self::Validator => ServiceName::gas_validator(),
            Self::Generation => ServiceName::gas_generation(),
            Self::Data => ServiceName::gas_data(),
        }
    }

    /// After `gascli run`.
    const fn daemon(self) -> &'static str {
        match self {
            Self::Validator => "validator",
            Self::Generation => "generation",
            Self::Data => "data",
        }
    }

    const fn preset(self) -> Preset {
        match self {
            Self::Validator => Preset::Validator,
            // It makes words, not media: the rules for a queue or a GPU are not for it.
            Self::Generation | Self::Data => Preset::Data,
        }
    }
}

impl Chosen {
    /// Those of the chosen services that exist; if none does, the chosen ones, so that the error names one.
    fn present(&self, context: &Context) -> Vec<ServiceName> {
        let names: Vec<ServiceName> = self.service.services().iter().map(|service| service.name()).collect();
        let exists = |name: &&ServiceName| context.paths.service(name).exists() || context.paths.logs(name).exists();
        let present: Vec<ServiceName> = names.iter().filter(exists).cloned().collect();
        if present.is_empty() { names.into_iter().take(1).collect() } else { present }
    }
}

impl StartArgs {
    /// What is to run. A service that is named is started whatever the configuration leaves out.
    fn services(&self, wanted: ValidatorServices) -> Vec<Service> {
        let is_wanted = |service: &Service| match service {
            Service::Validator => wanted.validator,
            Service::Generation => wanted.generation && !self.no_generation,
            Service::Data => wanted.data && !self.no_data_downloads,
        };
        let chosen = self.chosen.service.services().iter().copied();
        if self.chosen.service == Which::All { chosen.filter(is_wanted).collect() } else { chosen.collect() }
    }
}

/// The services to start, after everything that can be checked before they run.
fn checked(context: &Context, args: &StartArgs) -> anyhow::Result<Vec<ServiceSpec>> {
    let sources = args.config.config().sources(context, Role::Validator)?;
    let resolved = node::resolve(context, &sources, config::validator)?;
    wallet::load_hotkey(&resolved.settings.wallet)?;
    let services = args.services(config::validator_services(&sources));
    if services.is_empty() {
        output::note("START_VALIDATOR, START_GENERATOR and START_DATA leave nothing to start");
    }
    let alignment = &resolved.settings.alignment;
    if services.contains(&Service::Validator)
        && let Some(name) = &alignment.model
        && let Err(error) = source::find(&alignment.models, name)
    {
        let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
        output::note(format_args!("warning: {error}, so media wait for the check of their prompt{hint}"));
    }
    services.into_iter().map(|service| spec(args, &sources, &resolved.settings, service)).collect()
}

fn spec(args: &StartArgs, sources: &Sources, settings: &Settings, service: Service) -> anyhow::Result<ServiceSpec> {
    let config = if service == Service::Validator { args.config.config() } else { args.config.common.clone() };
    let mut spec = config.service(sources, service.daemon(), service.name())?;
    spec.health = service.preset().rules(&Facts { has_state: true, ..Facts::default() });
    watch(&mut spec.health, settings.heartbeat);
    Ok(spec)
}

/// How soon a daemon that no longer answers is restarted: as the operator's heartbeat says; without one it is only told.
fn watch(rules: &mut [HealthRule], heartbeat: Option<Heartbeat>) {
    for rule in rules.iter_mut().filter(|rule| rule.check == Check::Answers) {
        match heartbeat {
            Some(Heartbeat { interval, patience }) => {
                (rule.every, rule.failures) = (interval, patience);
                rule.grace = rule.grace.min(interval * patience);
                rule.timeout = rule.timeout.min(interval.max(Duration::from_secs(1)));
            }
            None => rule.action = Action::Warn,
        }
    }
}
