//! `gascli generator`: the GAS miner as a service.

mod performance;
pub(super) mod price;
pub(super) mod status;
mod webhooks;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::node::{self, ConfigArgs, MinerArgs};
use super::{Answer, Context, info, init, logs, output, start, stop, verify};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::providers;
use crate::supervisor::{ServiceSpec, generator_daemon};
use crate::types::{Hint, ServiceName};

/// Commands of the miner.
#[derive(Debug, clap::Subcommand)]
pub(super) enum GeneratorCommand {
    /// Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it.
    ///
    /// Without a terminal and without flags the file is written as it comes, to be edited.
    #[command(after_help = init::MINER_EXAMPLES)]
    Init(init::MinerInit),
    /// Check the configuration, then start the miner under supervision.
    #[command(after_help = "Examples:\n  gascli generator start\n  \
                            gascli generator start --env-file /etc/gascli/miner1.env\n  \
                            gascli generator start --chain-endpoint local:chain.sqlite --allow-private-webhooks")]
    Start(MinerArgs),
    /// Stop the miner: tasks in work get a grace, others are parked.
    #[command(after_help = "Example:\n  gascli generator stop")]
    Stop,
    /// Check the configuration, then stop the miner and start it anew.
    #[command(after_help = "Example:\n  gascli generator restart")]
    Restart(MinerArgs),
    /// Show how the miner is: the process, its tasks, what it has spent, services and models that rest.
    #[command(after_help = "Examples:\n  gascli generator status\n  gascli generator status --json | jq .daemon.spend")]
    Status(status::StatusArgs),
    /// Compare what each service, model and resolution costs with what it earns.
    #[command(after_help = price::EXAMPLES)]
    Price(price::PriceArgs),
    /// Show what came of deliveries, by validator and day.
    #[command(after_help = webhooks::EXAMPLES)]
    Webhooks(webhooks::WebhooksArgs),
    /// Show what validators and the benchmark found of this miner's media.
    #[command(visible_alias = "perf", after_help = performance::EXAMPLES)]
    Performance(performance::PerformanceArgs),
    /// Show the miner's log.
    #[command(after_help = "Example:\n  gascli generator logs --follow")]
    Logs(logs::LogOptions),
    /// Show the configuration with the origin of every value, the wallet, the services and the running daemon.
    #[command(after_help = "Example:\n  gascli generator info --json")]
    Info(ConfigArgs),
    /// Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`.
    #[command(name = "verify-c2pa", after_help = verify::EXAMPLES)]
    VerifyC2pa(verify::VerifyArgs),
    /// Stop the miner and forget the service, its log included. Tasks and results stay.
    #[command(after_help = "Example:\n  gascli generator delete --yes")]
    Delete {
        /// Do not ask.
        #[arg(short, long)]
        yes: bool,
    },
}

pub(super) fn run(context: &Context, command: GeneratorCommand) -> anyhow::Result<Answer> {
    let name = ServiceName::gas_miner();
    match command {
        GeneratorCommand::Init(args) => init::generator(context, &args),
        GeneratorCommand::Start(args) => start::start(context, &[checked(context, &args.config())?]),
        GeneratorCommand::Stop => stop::stop(context, &[name]),
        GeneratorCommand::Restart(args) => start::restart(context, &[checked(context, &args.config())?]),
        GeneratorCommand::Status(args) => status::show(context, &args),
        GeneratorCommand::Price(args) => price::show(context, &args),
        GeneratorCommand::Webhooks(args) => webhooks::show(context, &args),
        GeneratorCommand::Performance(args) => performance::run(context, &args),
        GeneratorCommand::Logs(options) => logs::show(context, &[name], &options),
        GeneratorCommand::Info(args) => info::generator(context, &args),
        GeneratorCommand::VerifyC2pa(args) => verify::verify(context, &args),
        GeneratorCommand::Delete { yes } => stop::delete(context, &[name], yes),
    }
}

/// The miner as a service, after everything that can be checked before it runs.
fn checked(context: &Context, args: &ConfigArgs) -> anyhow::Result<ServiceSpec> {
    let sources = args.sources(context, Role::Generator)?;
    let resolved = node::resolve(context, &sources, config::miner)?;
    let hotkey = wallet::load_hotkey(&resolved.settings.wallet);
    let services = providers::select(&resolved.settings.services);
    // Both at once: nobody likes to correct one thing only to hear of the next.
    if let (Err(error), Err(_)) = (&services, &hotkey) {
        let hint = error.hint().map_or_else(String::new, |hint| format!(" ({hint})"));
        output::note(format_args!("problem: {error}{hint}"));
    }
    hotkey?;
    for warning in services?.warnings() {
        output::note(format_args!("warning: {warning}"));
    }
    let mut spec = args.service(&sources, sources.role().as_str(), ServiceName::gas_miner())?;
    spec.health = generator_daemon(axon(resolved.settings.axon_ip, resolved.settings.axon_port));
    Ok(spec)
}

/// Where the miner's server is reached from this machine; `None` if the system chooses its port at each start.
fn axon(ip: IpAddr, port: u16) -> Option<String> {
    let loopback =
        |ip: IpAddr| if ip.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { Ipv6Addr::LOCALHOST.into() };
    (port != 0).then(|| SocketAddr::new(if ip.is_unspecified() { loopback(ip) } else { ip }, port).to_string())
}
