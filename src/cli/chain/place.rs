//! Which chain, which subnet, which block, and whose seat.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::super::{Context, node, output};
use crate::chain::{self, At, Chain, ChainError, ENDPOINTS, Endpoint, EndpointError, Metagraph, Neuron, wallet};
use crate::config::{self, ChainSettings, Origin, Request, Role, Sources};
use crate::types::{BlockNumber, Code, Hint, Hotkey, KeyError, Netuid, Uid};

/// The chain where nobody has chosen one.
const MAIN: &str = "finney";

/// What every command of `chain` takes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PlaceArgs {
    #[arg(long, value_name = "NETWORK", help = network_help())]
    network: Option<String>,
    /// Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network`
    /// that is not the configured one it is the other way round, and the env file's does not count.
    #[arg(long, value_name = "N")]
    netuid: Option<u16>,
    /// Env file to read, instead of the one in the current folder or the config folder.
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
}

fn network_help() -> String {
    format!("Chain: {ENDPOINTS}; default: that of the environment or of the env file, else finney")
}

/// What the commands take that read a state of the chain.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AtArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,
    /// Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`.
    #[arg(long, value_name = "BLOCK")]
    at: Option<u64>,
}

impl AtArgs {
    /// The block that is asked for.
    pub(super) fn block(&self) -> Option<BlockNumber> {
        self.at.map(BlockNumber)
    }

    pub(super) fn at(&self) -> At {
        self.at.map_or(At::Finalized, |block| At::Block(BlockNumber(block)))
    }
}

/// Why a place is not found.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum PlaceError {
    /// `--network` says nothing.
    #[error("--network is wrong")]
    Network(#[source] EndpointError),
    /// Which subnet is meant is open.
    #[error("which subnet is meant? `{0}` does not tell")]
    NoNetuid(String),
    /// Neither a uid nor a hotkey.
    #[error("`{text}` is neither a uid nor a hotkey")]
    Who {
        /// As given.
        text: String,
        /// What is wrong with it as a hotkey.
        #[source]
        source: KeyError,
    },
}

impl Hint for PlaceError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Network(_) => None,
            Self::NoNetuid(_) => Some("say which: give --netuid N, or set BT_NETUID".into()),
            Self::Who { .. } => Some("`gascli chain metagraph` lists uids; `--json` has hotkeys in full".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Network(_) | Self::NoNetuid(_) => Some(Code::Usage),
            Self::Who { .. } => Some(Code::InvalidInput),
        }
    }
}

/// A chain that is looked at.
pub(super) struct Place {
    pub(super) chain: Arc<dyn Chain>,
    pub(super) endpoint: Endpoint,
    netuid: Option<Netuid>,
    /// The hotkey of the configured wallet, if there is one.
    pub(super) own: Option<Hotkey>,
    runtime: Runtime,
}

impl Place {
    /// Connects.
    pub(super) fn open(context: &Context, args: &PlaceArgs) -> anyhow::Result<Self> {
        let cwd = node::current_folder()?;
        let configured = config::chain(&sources(context, args, &cwd))?;
        let given = args.network.as_deref().map(|text| endpoint_of(context, &cwd, text)).transpose()?;
        let endpoint = chosen(given, &configured)?;
        let netuid = netuid_of(&endpoint, &configured);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .context("cannot set up the network")?;
        let chain = runtime.block_on(chain::connect(&endpoint))?;
        let own = wallet::published_hotkey(&configured.wallet).ok();
        Ok(Self { chain, endpoint, netuid: args.netuid.map(Netuid).or(netuid), own, runtime })
    }

    /// Waits for an answer of the chain.
    pub(super) fn ask<T, E>(&self, question: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        self.runtime.block_on(question)
    }

    /// The subnet that is meant; `None` where nothing tells.
    pub(super) fn maybe_netuid(&self) -> Result<Option<Netuid>, ChainError> {
        match self.netuid {
            Some(netuid) => Ok(Some(netuid)),
            None => self.ask(self.chain.only_netuid()),
        }
    }

    /// The subnet that is meant.
    pub(super) fn netuid(&self) -> anyhow::Result<Netuid> {
        Ok(self.maybe_netuid()?.ok_or_else(|| PlaceError::NoNetuid(self.endpoint.to_string()))?)
    }

    /// The chain for people: by its name, where it has one.
    pub(super) fn network(&self) -> String {
        let is_it = |name: &&str| name.parse().is_ok_and(|named: Endpoint| named == self.endpoint);
        match [MAIN, "archive", "test", "dev"].into_iter().find(is_it) {
            Some(name) => name.into(),
            None => output::escaped(&self.endpoint.to_string()),
        }
    }

    /// Which state is read together with what was read at `block`: the same. A local chain has its newest state alone.
    pub(super) fn same(&self, block: BlockNumber) -> At {
        if self.endpoint.is_local() { At::Finalized } else { At::Block(block) }
    }

    /// All seats.
    pub(super) fn metagraph(&self, at: At) -> anyhow::Result<Metagraph> {
        let netuid = self.netuid()?;
        Ok(self.ask(self.chain.metagraph(netuid, at))?)
    }
}

/// The chain that is looked at.
fn chosen(given: Option<Endpoint>, configured: &ChainSettings) -> Result<Endpoint, PlaceError> {
    match given.or_else(|| configured.endpoint.clone()) {
        Some(endpoint) => Ok(endpoint),
        None => MAIN.parse().map_err(PlaceError::Network),
    }
}

/// The subnet that is meant where no flag says which; `None` where nothing tells. A configured number is one of the network
/// that is configured beside it: on another one it says something only if it was set for this very command.
fn netuid_of(endpoint: &Endpoint, configured: &ChainSettings) -> Option<Netuid> {
    let of_network = endpoint.gas_netuid();
    if configured.endpoint.as_ref().is_none_or(|own| own == endpoint) {
        return configured.netuid.or(of_network);
    }
    let is_meant = configured.netuid_origin == Origin::Environment && !endpoint.is_local();
    of_network.or(configured.netuid.filter(|_| is_meant))
}

/// The configuration of the miner in this folder, else of the validator.
fn sources(context: &Context, args: &PlaceArgs, cwd: &Path) -> Sources {
    let read = |role| {
        let request = Request {
            role,
            env_file: args.env_file.clone(),
            cwd: cwd.to_owned(),
            home: node::home(context),
            environment: context.environment.clone(),
            flags: Vec::new(),
        };
        Sources::read(request, &context.paths)
    };
    let is_validators = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().contains("validator"));
    if args.env_file.as_deref().is_some_and(is_validators) {
        return read(Role::Validator);
    }
    let miners = read(Role::Generator);
    if miners.env_file().is_some() {
        return miners;
    }
    let validators = read(Role::Validator);
    if validators.env_file().is_some() { validators } else { miners }
}

fn endpoint_of(context: &Context, cwd: &Path, text: &str) -> Result<Endpoint, PlaceError> {
    let endpoint = text.parse().map_err(PlaceError::Network)?;
    let Endpoint::Local(path) = endpoint else { return Ok(endpoint) };
    let path = match (path.strip_prefix("~"), node::home(context)) {
        (Ok(below), Some(home)) => home.join(below),
        _ => cwd.join(path),
    };
    Ok(Endpoint::Local(path))
}

/// A neuron as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// By its seat.
    Uid(Uid),
    /// By its key.
    Hotkey(Hotkey),
}

impl FromStr for Who {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(uid) => Ok(Self::Uid(Uid(uid))),
            Err(_) => text
                .parse()
                .map(Self::Hotkey)
                .map_err(|source| PlaceError::Who { text: text.chars().take(64).collect(), source }),
        }
    }
}

impl Who {
    pub(super) fn find(self, metagraph: &Metagraph) -> Option<&Neuron> {
        match self {
            Self::Uid(uid) => metagraph.neurons.iter().find(|neuron| neuron.uid == uid),
            Self::Hotkey(hotkey) => metagraph.by_hotkey(&hotkey),
        }
    }

    /// That there is no such neuron, in words.
    pub(super) fn is_missing(self, place: &Place, metagraph: &Metagraph) -> String {
        let (netuid, block, network) = (metagraph.netuid, metagraph.block, place.network());
        let count = metagraph.neurons.len();
        match self {
            Self::Uid(uid) => {
                format!("netuid {netuid} of {network} has no uid {uid} at block {block}: it has {count} neurons")
            }
            Self::Hotkey(hotkey) => {
                format!("hotkey {hotkey} has no seat on netuid {netuid} of {network} at block {block}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Args;

    use super::*;

    #[test]
    fn the_help_names_every_way_to_name_a_chain() {
        let command = PlaceArgs::augment_args(clap::Command::new("chain"));
        let network = command.get_arguments().find(|argument| argument.get_id() == "network").unwrap();
        assert!(network.get_help().unwrap().to_string().contains(ENDPOINTS));
    }

    fn configured(endpoint: Option<&str>, netuid: Option<u16>, netuid_origin: Origin) -> ChainSettings {
        ChainSettings {
            endpoint: endpoint.map(|text| text.parse().unwrap()),
            netuid: netuid.map(Netuid),
            netuid_origin,
            wallet: wallet::Settings::new("/nonexistent", "w", "h"),
        }
    }

    #[test]
    fn without_a_configuration_the_main_network_is_looked_at() {
        let configured = configured(None, None, Origin::Default);
        let endpoint = chosen(None, &configured).unwrap();
        assert_eq!(endpoint, "finney".parse().unwrap());
        assert_eq!(netuid_of(&endpoint, &configured), Some(Netuid(34)));
        let own: Endpoint = "ws://10.0.0.1:9944".parse().unwrap();
        assert_eq!(chosen(Some(own.clone()), &configured).unwrap(), own);
        assert_eq!(netuid_of(&own, &configured), None, "nothing tells");
    }

    #[test]
    fn a_subnet_number_is_one_of_the_network_that_it_was_configured_for() {
        let file = || Origin::File { path: "x.env".into(), line: 1 };
        for (endpoint, own, netuid, origin, expected) in [
            ("test", Some("test"), Some(11), file(), Some(11)),
            ("finney", Some("test"), Some(379), file(), Some(34)),
            ("finney", Some("test"), Some(11), Origin::Environment, Some(34)),
            ("ws://10.0.0.1:9944", Some("test"), Some(379), file(), None),
            ("ws://10.0.0.1:9944", Some("test"), Some(11), Origin::Environment, Some(11)),
            ("ws://10.0.0.1:9944", None, Some(11), file(), Some(11)),
            ("local:/x", Some("test"), Some(11), Origin::Environment, None),
            ("local:/x", Some("local:/x"), Some(11), file(), Some(11)),
        ] {
            let found = netuid_of(&endpoint.parse().unwrap(), &configured(own, netuid, origin));
            assert_eq!(found, expected.map(Netuid), "{endpoint} beside {own:?}");
        }
    }

    #[test]
    fn a_neuron_is_named_by_its_uid_or_its_hotkey() {
        let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        assert_eq!("12".parse::<Who>().unwrap(), Who::Uid(Uid(12)));
        assert_eq!(alice.parse::<Who>().unwrap(), Who::Hotkey(alice.parse().unwrap()));
        for text in ["", "-1", "65536", "5Grwva", &alice[1..]] {
            assert!(text.parse::<Who>().is_err(), "{text}");
        }
    }
}
