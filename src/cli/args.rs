//! The tree of commands.

use clap::{Parser, Subcommand};

use super::{
    Answer, Context, about, chain, completions, config, daemon, dashboard, demo, discriminator, doctor, events,
    generator, import, init, localnet, logs, media, metrics, model, notify, resurrect, run, score, self_update,
    services, start, startup, stop, trust, validator, verify, wallet,
};

use super::output::Colour;

/// Place in the help of options that many commands have: behind the command's own.
pub(super) const LAST: usize = 900;

/// Runs and watches miners, validators and gateways of generative-AI subnets.
#[derive(Debug, Parser)]
#[command(name = "gascli", version, about, infer_subcommands = false, arg_required_else_help = false)]
#[command(after_help = "Examples:\n  gascli demo                 a whole subnet on this machine, in half a minute\n  \
                        gascli generator init       the first step to a miner\n  gascli ps")]
pub struct Cli {
    /// Print JSON instead of text.
    #[arg(long, global = true, display_order = LAST)]
    pub(super) json: bool,

    /// When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = LAST + 1)]
    #[arg(hide_short_help = true)]
    pub(super) color: Colour,

    /// Ask nothing: fail instead, and say which flag answers.
    #[arg(long, global = true, display_order = LAST + 2, hide_short_help = true)]
    pub(super) no_input: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

impl Cli {
    /// Whether the command has a log of its own, or needs the whole terminal.
    pub(super) fn logs_by_itself(&self) -> bool {
        matches!(self.command, Some(Command::Run(_) | Command::Dashboard(_)))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArgs),
    Doctor(doctor::DoctorArgs),
    /// Run a GAS miner: make images and videos for validators.
    #[command(subcommand, visible_aliases = ["gen", "g"])]
    #[command(after_help = "Example:\n  gascli generator init")]
    Generator(generator::GeneratorCommand),
    /// Run a GAS validator: challenge miners, check what they deliver, set weights.
    #[command(subcommand, visible_aliases = ["vali", "v"])]
    #[command(after_help = "Example:\n  gascli validator init")]
    Validator(validator::ValidatorCommand),
    /// Enter a GAS discriminator: push models, see how they do.
    #[command(subcommand, visible_alias = "d")]
    #[command(after_help = "Examples:\n  gascli discriminator push --image-model model.zip\n  gascli d performance")]
    Discriminator(discriminator::DiscriminatorCommand),
    Demo(demo::DemoArgs),
    /// Show and compute how scores and weights come about.
    #[command(
        subcommand,
        after_help = "Examples:\n  gascli score explain --uid 12\n  gascli score simulate outcomes.json"
    )]
    Score(score::ScoreCommand),
    /// Check the C2PA provenance of files as the network does: what a validator would say of them.
    #[command(after_help = verify::EXAMPLES)]
    VerifyC2pa(verify::VerifyArgs),
    /// Manage the certificates that the C2PA check trusts.
    #[command(subcommand, after_help = "Examples:\n  gascli trust list\n  gascli trust update")]
    Trust(trust::TrustCommand),
    /// Show what images look like to the network, and whether two are taken for one.
    #[command(subcommand, after_help = "Example:\n  gascli media compare new.png known.png")]
    Media(media::MediaCommand),
    /// Fetch, list and check the models that tell whether pictures show what was asked for.
    #[command(subcommand, after_help = "Examples:\n  gascli model pull clip-vit-base-patch32\n  gascli model list")]
    Model(model::ModelCommand),
    /// List, check and make hotkeys; sign with them.
    #[command(after_help = "Examples:\n  gascli wallet list\n  gascli wallet new mine/default")]
    Wallet(wallet::WalletArgs),
    #[command(visible_aliases = ["dash", "ui"])]
    Dashboard(dashboard::DashboardArgs),
    /// List every supervised service.
    #[command(visible_alias = "ps")]
    #[command(after_help = "Examples:\n  gascli ps\n  gascli ps web --json\n  gascli ps --usage")]
    Status(services::StatusArgs),
    /// Show what services have written.
    #[command(after_help = "Examples:\n  gascli logs web -n 100\n  gascli logs web db --since 10m --follow")]
    Logs(logs::LogArgs),
    /// Show what happened to services: starts, crashes, broken rules.
    #[command(after_help = "Examples:\n  gascli events --since 1d --kind crashed\n  gascli events web --follow")]
    Events(events::EventArgs),
    /// Start services; success also when they run.
    Start(start::StartArgs),
    /// Stop services and wait until nothing of them runs.
    #[command(after_help = "Examples:\n  gascli stop web\n  gascli stop --all")]
    Stop(stop::StopArgs),
    /// Stop services, if they run, and start them.
    #[command(
        after_help = "Examples:\n  gascli restart web\n  gascli restart web --wait=10s -- python3 -m http.server 8081"
    )]
    Restart(start::StartArgs),
    /// Stop services and forget them, their logs included.
    #[command(after_help = "Example:\n  gascli delete web --yes")]
    Delete(stop::DeleteArgs),
    /// Check, show and apply gascli.toml.
    #[command(subcommand)]
    #[command(after_help = "Examples:\n  gascli config validate\n  gascli config diff\n  gascli config apply")]
    Config(config::ConfigCommand),
    /// Look at a chain: who sits where, who earns what, how its node is doing.
    #[command(
        subcommand,
        after_help = "Examples:\n  gascli chain status\n  gascli chain metagraph --netuid 34 --sort incentive --limit 20"
    )]
    Chain(chain::ChainCommand),
    /// Make and edit a chain in a file, to try nodes without a network.
    #[command(after_help = "Examples:\n  gascli localnet create\n  gascli localnet register mine/default --new")]
    Localnet(localnet::LocalnetArgs),
    /// Tell operators what happens, by webhook or program.
    #[command(subcommand, after_help = "Examples:\n  gascli notify list\n  gascli notify test ops")]
    Notify(notify::NotifyCommand),
    /// Print services, GPUs and the machine for Prometheus.
    #[command(
        after_help = "Examples:\n  gascli metrics\n  gascli start metrics -- gascli metrics --listen 127.0.0.1:9185"
    )]
    Metrics(metrics::MetricsArgs),
    Info(about::InfoArgs),
    /// Take over services from another process manager.
    #[command(subcommand, after_help = "Examples:\n  gascli import pm2 --dry-run\n  gascli import pm2")]
    Import(import::ImportCommand),
    /// Start services when the machine starts.
    #[command(subcommand, after_help = "Examples:\n  gascli startup install\n  gascli startup status")]
    Startup(startup::StartupCommand),
    Save(resurrect::SaveArgs),
    Resurrect(resurrect::ResurrectArgs),
    SelfUpdate(self_update::SelfUpdateArgs),
    /// Completion of commands, services, wallets and models by the TAB key.
    #[command(subcommand, after_help = "Examples:\n  gascli completions install\n  gascli completions print zsh")]
    Completions(completions::CompletionsCommand),
    /// The supervisor itself.
    #[command(subcommand, after_help = "Example:\n  gascli daemon status")]
    Daemon(daemon::DaemonCommand),
    /// Run a daemon in the foreground, as the supervisor does.
    #[command(subcommand, after_help = "Example:\n  gascli run generator --env-file .env.gen_miner")]
    Run(run::RunCommand),
}

/// Calls the group that a command belongs to.
pub(super) fn dispatch(cli: Cli, context: &Context) -> anyhow::Result<Answer> {
    let Some(command) = cli.command else { return services::overview(context) };
    match command {
        Command::Init(args) => init::run(context, &args),
        Command::Doctor(args) => doctor::run(context, &args),
        Command::Generator(command) => generator::run(context, command),
        Command::Validator(command) => validator::run(context, command),
        Command::Discriminator(command) => discriminator::run(context, command),
        Command::Demo(args) => demo::run(context, &args),
        Command::Score(command) => score::run(context, command),
        Command::VerifyC2pa(args) => verify::verify(context, &args),
        Command::Trust(command) => trust::run(context, &command),
        Command::Media(command) => media::run(context, command),
        Command::Model(command) => model::run(context, &command),
        Command::Wallet(args) => wallet::run(context, &args),
        Command::Dashboard(args) => dashboard::run(context, &args),
        Command::Status(args) => services::run_status(context, &args),
        Command::Logs(args) => logs::run(context, &args),
        Command::Events(args) => events::run(context, &args),
        Command::Notify(command) => notify::run(context, command),
        Command::Metrics(args) => metrics::run(context, &args),
        Command::Start(args) => start::run_start(context, &args, false),
        Command::Stop(args) => stop::run_stop(context, &args),
        Command::Restart(args) => start::run_start(context, &args, true),
        Command::Delete(args) => stop::run_delete(context, &args),
        Command::Config(command) => config::run(context, &command),
        Command::Chain(command) => chain::run(context, &command),
        Command::Localnet(args) => localnet::run(context, args),
        Command::Info(args) => about::run(context, &args),
        Command::Import(command) => import::run(context, command),
        Command::Startup(command) => startup::run(context, &command),
        Command::Save(args) => resurrect::save(context, &args),
        Command::Resurrect(args) => resurrect::resurrect(context, &args),
        Command::SelfUpdate(args) => self_update::run(context, &args),
        Command::Completions(command) => completions::run(context, &command),
        Command::Daemon(command) => daemon::run(context, &command),
        Command::Run(command) => run::run(context, command),
    }
}
