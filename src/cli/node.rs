//! What the commands of miners and validators share: the flags that belong to a configuration, and how a daemon of this
//! binary becomes a supervised service.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;

use super::{Context, output, services};
use crate::chain::{ENDPOINTS, wallet};
use crate::config::{self, Flag, Request, Role, Sources, Warning};
use crate::daemon::state_socket::{self, StateError};
use crate::protocol::daemon_state::DaemonState;
use crate::supervisor::{Readiness, ServiceSpec};
use crate::types::ServiceName;

/// How long a running daemon may take to answer.
const STATE_LIMIT: Duration = Duration::from_secs(1);

/// Flags of every command that reads a configuration.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ConfigArgs {
    /// Env file to read, instead of the one in the current folder or the config folder.
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
    /// Number of the subnet.
    #[arg(long, value_name = "N")]
    netuid: Option<String>,
    #[arg(long, value_name = "ENDPOINT", help = format!("Chain: {ENDPOINTS}"))]
    chain_endpoint: Option<String>,
    /// Folder of all wallets.
    #[arg(long, value_name = "FOLDER")]
    wallet_path: Option<PathBuf>,
    /// Wallet.
    #[arg(long, value_name = "NAME")]
    wallet_name: Option<String>,
    /// Hotkey within the wallet.
    #[arg(long, value_name = "NAME")]
    wallet_hotkey: Option<String>,
    /// Set by [`MinerArgs`].
    #[arg(skip)]
    allow_private_webhooks: bool,
    /// Set by [`ValidatorArgs`].
    #[arg(skip)]
    challenge_every: Option<String>,
    /// Likewise.
    #[arg(skip)]
    store_failed_media: bool,
}

/// Flags of the commands that run a validator.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ValidatorArgs {
    /// Those of every service of a validator.
    #[command(flatten)]
    pub(super) common: ConfigArgs,
    /// Time between two challenge rounds, such as `22m`, instead of blocks.
    #[arg(long, value_name = "SPAN")]
    challenge_every: Option<String>,
    /// Keep refused media too, below `failed_media` in the store's folder.
    #[arg(long)]
    store_failed_media: bool,
}

impl ValidatorArgs {
    /// With what is the validator's own.
    pub(super) fn config(&self) -> ConfigArgs {
        ConfigArgs {
            challenge_every: self.challenge_every.clone(),
            store_failed_media: self.store_failed_media,
            ..self.common.clone()
        }
    }
}

/// Flags of the commands that run a miner.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct MinerArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Post results also to loopback, link-local and private addresses, where validators on this machine or in this
    /// network are.
    #[arg(long)]
    allow_private_webhooks: bool,
}

impl MinerArgs {
    /// With what is a miner's own.
    pub(super) fn config(&self) -> ConfigArgs {
        ConfigArgs { allow_private_webhooks: self.allow_private_webhooks, ..self.config.clone() }
    }
}

/// The state folder of a miner, as far as anything says it: its service's env file, else the configuration read here.
pub(super) fn state_folder(context: &Context, args: &ConfigArgs, name: &ServiceName) -> Option<PathBuf> {
    let mut args = args.clone();
    if args.env_file.is_none() {
        let command = services::spec_of(context, name).map(|spec| spec.command).unwrap_or_default();
        args.env_file = command.windows(2).find(|pair| pair[0] == "--env-file").map(|pair| PathBuf::from(&pair[1]));
        if args.env_file.is_none() && *name != ServiceName::gas_miner() {
            return None; // what is read here is about another miner
        }
    }
    let sources = args.sources(context, Role::Generator).ok()?;
    let settings = config::miner(&sources, &context.paths).ok()?.settings;
    let own = || Some(context.paths.miner(&wallet::public_hotkey(&settings.wallet).ok()?));
    settings.state_dir.clone().or_else(own)
}

/// What the daemon of a service tells of itself; `None` while none runs.
pub(super) fn daemon_state(context: &Context, name: &ServiceName) -> Result<Option<DaemonState>, StateError> {
    match state_socket::read(&context.paths.state_socket(name), STATE_LIMIT) {
        Ok(state) => Ok(Some(state)),
        Err(StateError::NotRunning(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Switches, which stand without a value.
const ALLOW_PRIVATE: &str = "--allow-private-webhooks";
const STORE_FAILED: &str = "--store-failed-media";

impl ConfigArgs {
    /// Those of a command that was given this env file and nothing else.
    pub(super) fn of_file(path: &Path) -> Self {
        Self { env_file: Some(path.to_owned()), ..Self::default() }
    }

    /// Reads all sources of a role.
    pub(super) fn sources(&self, context: &Context, role: Role) -> anyhow::Result<Sources> {
        let cwd = current_folder()?;
        let request = Request {
            role,
            env_file: self.env_file.clone(),
            flags: self.flags(&cwd),
            cwd,
            home: home(context),
            environment: context.environment.clone(),
        };
        Ok(Sources::read(request, &context.paths))
    }

    /// The values given. Paths start at the current folder here, as on any command line.
    fn flags(&self, cwd: &Path) -> Vec<Flag> {
        let endpoint = self.chain_endpoint.as_ref().map(|text| match text.strip_prefix("local:") {
            Some(path) if !path.is_empty() => format!("local:{}", from(cwd, Path::new(path)).display()),
            _ => text.clone(),
        });
        let wallets = self.wallet_path.as_ref().map(|path| from(cwd, path).display().to_string());
        [
            ("--netuid", "BT_NETUID", self.netuid.clone()),
            ("--chain-endpoint", "BT_CHAIN_ENDPOINT", endpoint),
            ("--wallet-path", "BT_WALLET_PATH", wallets),
            ("--wallet-name", "BT_WALLET_NAME", self.wallet_name.clone()),
            ("--wallet-hotkey", "BT_WALLET_HOTKEY", self.wallet_hotkey.clone()),
            (ALLOW_PRIVATE, "MINER_ALLOW_PRIVATE_WEBHOOKS", self.allow_private_webhooks.then(|| "true".into())),
            ("--challenge-every", "CHALLENGE_EVERY", self.challenge_every.clone()),
            (STORE_FAILED, "STORE_FAILED_MEDIA", self.store_failed_media.then(|| "true".into())),
        ]
        .into_iter()
        .filter_map(|(flag, key, value)| Some(Flag { flag, key, value: value? }))
        .collect()
    }

    /// The service that runs `gascli run DAEMON` with the configuration that was read. It runs in the current folder, where
    /// `gascli.toml` may lie.
    pub(super) fn service(&self, sources: &Sources, daemon: &str, name: ServiceName) -> anyhow::Result<ServiceSpec> {
        let cwd = current_folder()?;
        let program = std::env::current_exe().context("cannot find this program's own file")?;
        let mut command = vec![text(&program)?, "run".into(), daemon.into()];
        if let Some(file) = sources.env_file() {
            command.extend(["--env-file".into(), text(file)?]);
        }
        for Flag { flag, value, .. } in self.flags(&cwd) {
            command.push(flag.to_owned());
            command.extend((![ALLOW_PRIVATE, STORE_FAILED].contains(&flag)).then_some(value));
        }
        let mut spec = ServiceSpec::new(name, command, cwd);
        spec.readiness = Readiness::Notify;
        Ok(spec)
    }
}

/// A path as it was given on the command line, from the current folder on.
pub(super) fn from(cwd: &Path, path: &Path) -> PathBuf {
    if path.starts_with("~") { path.to_owned() } else { cwd.join(path) }
}

fn text(path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().with_context(|| format!("path `{}` is not UTF-8", path.display()))?;
    Ok(text.to_owned())
}

/// What `~` stands for, by the same rule as the folders of this installation.
pub(super) fn home(context: &Context) -> Option<PathBuf> {
    let set = context.environment.get("HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    set.or_else(|| nix::unistd::User::from_uid(nix::unistd::getuid()).ok().flatten().map(|user| user.dir))
}

pub(super) fn current_folder() -> anyhow::Result<PathBuf> {
    std::env::current_dir().context("the current folder is gone, or may not be read")
}

/// Tells what is odd about a configuration, and that there is no file, if there is none.
pub(super) fn warn(sources: &Sources, warnings: &[Warning]) {
    for warning in warnings {
        output::note(format_args!("warning: {}", output::escaped(&warning.to_string())));
    }
    if sources.env_file().is_none() && sources.toml_file().is_none() {
        let role = sources.role();
        output::note(format_args!("note: there is no {}; `gascli {} init` writes one", role.env_file(), role.as_str()));
    }
}

/// A configuration with the daemon's settings, or the error that names all its faults. Warnings are told.
pub(super) fn resolve<S>(
    context: &Context,
    sources: &Sources,
    fill: impl FnOnce(&Sources, &crate::types::Paths) -> Result<config::Resolved<S>, config::ConfigErrors>,
) -> anyhow::Result<config::Resolved<S>> {
    let resolved = fill(sources, &context.paths);
    let warnings = match &resolved {
        Ok(resolved) => &resolved.warnings,
        Err(errors) => &errors.warnings,
    };
    warn(sources, warnings);
    Ok(resolved?)
}
