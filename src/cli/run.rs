//! `gascli run`: a daemon in the foreground. The supervisor runs it; so can anybody else's service manager.
//!
//! What is wrong before the daemon runs (configuration, wallet, services) ends with 2, which a supervisor need not try
//! again; what fails later ends with 1.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::node::{ConfigArgs, MinerArgs, ValidatorArgs};
use super::{Answer, Context, error, output, password};
use crate::chain::wallet::{self, WalletError};
use crate::config::{self, ConfigErrors, Resolved, Role, Sources};
use crate::daemon::heartbeat::{Heart, Heartbeat};
use crate::daemon::log::{self, Log};
use crate::daemon::{notify, signals};
use crate::demo::cheat::{self, Cheat};
use crate::miner::{self, Setup};
use crate::providers::demo::Authority;
use crate::providers::{self, ProviderSet};
use crate::types::{Paths, ServiceName};
use crate::validator;
use crate::verification::c2pa::{AnchorError, TrustSet};

/// How long threads that compute may go on after the daemon has ended.
pub(super) const LAST_THREADS: Duration = Duration::from_secs(5);

/// A miner's async thread only passes messages on: signatures, the store, media and the log have threads of their own. A
/// second one would mostly be woken up in vain, at a quarter of the CPU time of each challenge (`benches/miner.rs`).
const MINER_THREADS: usize = 1;

/// The data service's async threads only pass bytes on; archives and the store have threads of their own. Two, so that the
/// state is told while a connection is busy.
const DATA_THREADS: usize = 2;

/// The generation service waits most of the time. Two, so that the state is told while prompts are composed.
const GENERATION_THREADS: usize = 2;

/// Daemons.
#[derive(Debug, clap::Subcommand)]
pub(super) enum RunCommand {
    /// The GAS miner.
    #[command(after_help = "Example:\n  gascli run generator --env-file .env.gen_miner")]
    Generator(GeneratorArgs),
    /// The GAS validator.
    #[command(after_help = "Example:\n  gascli run validator --env-file .env.validator")]
    Validator(RunValidatorArgs),
    /// The data service of the GAS validator: uploads media, and removes what was uploaded.
    #[command(after_help = "Example:\n  gascli run data --env-file .env.validator")]
    Data(RunArgs),
    /// The generation service of the GAS validator: keeps the pool of prompts filled.
    #[command(after_help = "Example:\n  gascli run generation --env-file .env.validator")]
    Generation(RunArgs),
    /// A miner of the demo that cheats.
    #[command(hide = true)]
    DemoCheat {
        /// How.
        #[arg(long)]
        cheat: Cheat,
        #[command(flatten)]
        args: RunArgs,
    },
}

/// Flags of the miner.
#[derive(Debug, clap::Args)]
pub(super) struct GeneratorArgs {
    #[command(flatten)]
    config: MinerArgs,
    /// Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`).
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
}

/// Flags of the validator.
#[derive(Debug, clap::Args)]
pub(super) struct RunValidatorArgs {
    #[command(flatten)]
    config: ValidatorArgs,
    /// Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`).
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
}

/// Flags of a daemon.
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`).
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,
}

pub(super) fn run(context: &Context, command: RunCommand) -> anyhow::Result<Answer> {
    match command {
        RunCommand::Generator(GeneratorArgs { config, service }) => {
            generator(context, &RunArgs { config: config.config(), service })
        }
        RunCommand::Validator(RunValidatorArgs { config, service }) => {
            validator(context, &RunArgs { config: config.config(), service })
        }
        RunCommand::Data(args) => data(context, &args),
        RunCommand::Generation(args) => generation(context, &args),
        RunCommand::DemoCheat { cheat, args } => demo_cheat(context, cheat, &args),
    }
}

fn generator(context: &Context, args: &RunArgs) -> anyhow::Result<Answer> {
    let (mut settings, _log) = prepared(context, args.config.sources(context, Role::Generator)?, config::miner)?;
    open(&mut settings.wallet)?;
    let providers = providers::select(&settings.services)?;
    for warning in providers.warnings() {
        tracing::warn!(%warning, "odd configuration");
    }
    let service = service(context, args, ServiceName::gas_miner())?;
    serve_miner(context, settings, providers, &service)
}

fn serve_miner(
    context: &Context,
    settings: miner::Settings,
    providers: ProviderSet,
    service: &ServiceName,
) -> anyhow::Result<Answer> {
    let trust = trust(&settings.check.trust_anchors, settings.services.demo_authority.as_deref())?;
    let notify = notify_socket(context);
    let ready = |_| say_ready(notify.as_deref());
    let setup = Setup::new(settings, providers, trust);
    foreground(MINER_THREADS, |stop| async move { Ok(miner::run(setup, &context.paths, service, stop, ready).await?) })
}

fn demo_cheat(context: &Context, cheat: Cheat, args: &RunArgs) -> anyhow::Result<Answer> {
    let (mut settings, _log) = prepared(context, args.config.sources(context, Role::Generator)?, config::miner)?;
    let folder = settings.services.demo_authority.as_ref().context("the demo's cheats run on local chains only")?;
    let providers = cheat::providers(cheat, Authority::open_or_create(folder)?);
    settings.check.before_sending = false; // what it sends would not pass, which is the point
    let service = service(context, args, ServiceName::gas_miner())?;
    serve_miner(context, settings, providers, &service)
}

fn validator(context: &Context, args: &RunArgs) -> anyhow::Result<Answer> {
    let (mut settings, _log) = prepared(context, args.config.sources(context, Role::Validator)?, config::validator)?;
    open(&mut settings.wallet)?;
    let trust = trust(&settings.trust_anchors, settings.demo_authority.as_deref())?;
    let service = service(context, args, ServiceName::gas_validator())?;
    let notify = notify_socket(context);
    let ready = |_| say_ready(notify.as_deref());
    foreground(cores(), |stop| async move {
        let heart = heart(settings.heartbeat)?;
        Ok(validator::run(settings, trust, &context.paths, &service, stop, heart, ready).await?)
    })
}

fn data(context: &Context, args: &RunArgs) -> anyhow::Result<Answer> {
    let (mut settings, _log) = prepared(context, args.config.sources(context, Role::Validator)?, config::data)?;
    open(&mut settings.wallet)?;
    let service = service(context, args, ServiceName::gas_data())?;
    let notify = notify_socket(context);
    let ready = || say_ready(notify.as_deref());
    foreground(DATA_THREADS, |stop| async move {
        Ok(validator::data::run(settings, &context.paths, &service, stop, ready).await?)
    })
}

fn generation(context: &Context, args: &RunArgs) -> anyhow::Result<Answer> {
    let (mut settings, _log) = prepared(context, args.config.sources(context, Role::Validator)?, config::generation)?;
    know(&mut settings.wallet)?;
    let service = service(context, args, ServiceName::gas_generation())?;
    let notify = notify_socket(context);
    let ready = || say_ready(notify.as_deref());
    foreground(GENERATION_THREADS, |stop| async move {
        Ok(validator::generation::run(settings, &context.paths, &service, stop, ready).await?)
    })
}

/// Opens the daemon's hotkey before anything else is done, asking for a password where there is a terminal. The daemon
/// takes it from there, and knows no password.
fn open(wallet: &mut wallet::Settings) -> Result<(), WalletError> {
    *wallet = wallet.clone().asking(password::asker());
    wallet::load_hotkey(wallet)?;
    wallet.passwords.forget();
    Ok(())
}

/// Finds out who the hotkey is, for a daemon that signs nothing. It knows no password from there on.
fn know(wallet: &mut wallet::Settings) -> Result<(), WalletError> {
    wallet::public_hotkey(wallet)?;
    wallet.passwords.forget();
    Ok(())
}

/// Starts the log with the configured level, tells the warnings there, and gives the settings and the log, to be kept
/// until the daemon has ended. The sources end here: they hold the password that an env file may have.
fn prepared<S>(
    context: &Context,
    sources: Sources,
    fill: impl FnOnce(&Sources, &Paths) -> Result<Resolved<S>, ConfigErrors>,
) -> anyhow::Result<(S, Log)> {
    let resolved = fill(&sources, &context.paths)?;
    drop(sources);
    // Its thread must not take a signal while a password is asked for.
    let log = password::without_signals(|| log::init(resolved.log_level, output::colour_of_notes()));
    for warning in &resolved.warnings {
        tracing::warn!(%warning, "odd configuration");
    }
    Ok((resolved.settings, log))
}

/// What a daemon trusts: the trust store, what was given by hand, on a local chain the demo's root.
fn trust(anchors: &[PathBuf], demo_authority: Option<&Path>) -> anyhow::Result<TrustSet> {
    let trust = configured_trust(anchors)?;
    let Some(folder) = demo_authority else { return Ok(trust) };
    // Made here if need be: the first miner may come up after the validator.
    Ok(trust.with_demo(Authority::open_or_create(folder)?.root_pem()))
}

/// What the operator has a daemon trust: the built-in roots, the trust store, and what was given by hand besides.
pub(super) fn configured_trust(anchors: &[PathBuf]) -> Result<TrustSet, AnchorError> {
    let names = TrustSet::network_names();
    match anchors.split_first() {
        Some((store, by_hand)) => names.with_store(store)?.with_anchors(by_hand),
        None => Ok(names),
    }
}

/// Under which name the daemon tells its state.
fn service(context: &Context, args: &RunArgs, default: ServiceName) -> anyhow::Result<ServiceName> {
    match (&args.service, context.environment.get("GASCLI_SERVICE").filter(|name| !name.is_empty())) {
        (Some(name), _) => Ok(name.clone()),
        (None, Some(name)) => Ok(name.parse()?),
        (None, None) => Ok(default),
    }
}

/// Where the daemon says that it is ready.
fn notify_socket(context: &Context) -> Option<String> {
    context.environment.get("GASCLI_NOTIFY").filter(|path| !path.is_empty()).cloned()
}

/// Runs a daemon on so many async threads until it ends or a signal stops it.
fn foreground<F>(threads: usize, daemon: impl FnOnce(CancellationToken) -> F) -> anyhow::Result<Answer>
where
    F: Future<Output = anyhow::Result<()>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .context("cannot start threads")?;
    let ended = runtime.block_on(async { daemon(signals::stop_on_signals()?).await });
    runtime.shutdown_timeout(LAST_THREADS);
    Ok(match ended {
        Ok(()) => Answer::Yes,
        Err(cause) => {
            error::report(&cause, false);
            Answer::No
        }
    })
}

/// Watches a daemon. One that hangs is ended, and the supervisor starts it anew.
fn heart(heartbeat: Option<Heartbeat>) -> anyhow::Result<Heart> {
    let Some(heartbeat) = heartbeat else { return Ok(Heart::none()) };
    let end = |reason: &str| {
        output::note(format_args!("the daemon hangs ({reason}), and ends so that it is started anew"));
        #[expect(clippy::exit, reason = "nothing that hangs can be asked to end")]
        std::process::exit(1)
    };
    Heart::start(heartbeat, end).context("cannot watch whether the daemon hangs")
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Tells the supervisor that the daemon is ready. A supervisor that has gone is no reason not to work.
fn say_ready(notify: Option<&str>) {
    if let Err(error) = tokio::task::block_in_place(|| notify::ready(notify)) {
        tracing::warn!(%error, "the supervisor could not be told that the daemon is ready");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::wallet::Passwords;

    #[test]
    fn a_daemon_that_has_its_hotkey_knows_no_password_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let passwords = Passwords::default().with_file(Some("/run/secrets/password".into()));
        let wallet = wallet::Settings { passwords, ..wallet::Settings::new(folder.path(), "mine", "hot") };
        wallet::create_hotkey(&wallet).unwrap();
        for take in [open, know] {
            let mut wallet = wallet.clone();
            assert!(format!("{wallet:?}").contains("/run/secrets/password"));
            take(&mut wallet).unwrap();
            assert!(!format!("{wallet:?}").contains("/run/secrets/password"));
        }
    }
}
