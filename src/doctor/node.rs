//! Which nodes there are on this machine, and by which settings they run: those of their service, where it exists.

use std::path::{Path, PathBuf};

use super::Request;
use crate::chain::{Endpoint, wallet};
use crate::config::{self, ConfigErrors, Flag, Origin, Problem, Resolved, Role, ShownValue, Sources};
use crate::supervisor;
use crate::types::{Netuid, Paths, ServiceName};
use crate::{miner, validator};

/// Flags of a service's command that set a value; see `cli::node`.
const FLAGS: [(&str, &str); 6] = [
    ("--netuid", "BT_NETUID"),
    ("--chain-endpoint", "BT_CHAIN_ENDPOINT"),
    ("--wallet-path", "BT_WALLET_PATH"),
    ("--wallet-name", "BT_WALLET_NAME"),
    ("--wallet-hotkey", "BT_WALLET_HOTKEY"),
    ("--challenge-every", "CHALLENGE_EVERY"),
];

/// What a daemon would get.
pub(super) enum Settings {
    Generator(Box<miner::Settings>),
    Validator(Box<validator::Settings>),
}

/// A node.
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) service: ServiceName,
    pub(super) sources: Sources,
    /// `None` where they are refused.
    pub(super) settings: Option<Settings>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
    pub(super) values: Vec<ShownValue>,
    /// What concerns the chain, also where other settings are refused.
    pub(super) chain: Option<Place>,
}

/// Which seat on which chain.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) endpoint: Endpoint,
    pub(super) netuid: Option<Netuid>,
    pub(super) wallet: wallet::Settings,
}

/// The nodes that were asked for, else those that have an env file, a table in `gascli.toml` or a service.
pub(super) fn find(request: &Request) -> Vec<Node> {
    let all = [Role::Generator, Role::Validator];
    if !request.roles.is_empty() {
        return all
            .into_iter()
            .filter(|role| request.roles.contains(role))
            .map(|role| Node::read(request, role))
            .collect();
    }
    all.into_iter().map(|role| Node::read(request, role)).filter(|node| node.is_there(&request.paths)).collect()
}

/// The service of a role.
fn service_of(role: Role) -> ServiceName {
    match role {
        Role::Generator => ServiceName::gas_miner(),
        Role::Validator => ServiceName::gas_validator(),
    }
}

impl Node {
    fn read(request: &Request, role: Role) -> Self {
        let service = service_of(role);
        let spec = supervisor::saved_spec(&request.paths, &service);
        let command = spec.as_ref().map_or(&[][..], |spec| &spec.command);
        let of_service = value_of(command, "--env-file").map(PathBuf::from);
        let cwd = match (&request.env_file, &spec) {
            (None, Some(spec)) => spec.cwd.clone(),
            _ => request.cwd.clone(),
        };
        let sources = Sources::read(
            config::Request {
                role,
                env_file: request.env_file.clone().map(|path| request.cwd.join(path)).or(of_service),
                cwd,
                home: request.home.clone(),
                environment: request.environment.clone(),
                flags: if request.env_file.is_some() { Vec::new() } else { flags(command) },
            },
            &request.paths,
        );
        Self::resolve(role, service, sources, &request.paths)
    }

    fn resolve(role: Role, service: ServiceName, sources: Sources, paths: &Paths) -> Self {
        let place = config::chain(&sources).ok().and_then(|found| {
            let endpoint = found.endpoint.or_else(|| "finney".parse().ok())?;
            Some(Place { netuid: found.netuid.or(endpoint.gas_netuid()), endpoint, wallet: found.wallet })
        });
        let mut node = Self {
            role,
            service,
            settings: None,
            problems: Vec::new(),
            warnings: Vec::new(),
            values: Vec::new(),
            chain: place,
            sources,
        };
        match role {
            Role::Generator => {
                let resolved = config::miner(&node.sources, paths);
                node.settings = node.take(resolved).map(|settings| Settings::Generator(Box::new(settings)));
            }
            Role::Validator => {
                let resolved = config::validator(&node.sources, paths);
                node.settings = node.take(resolved).map(|settings| Settings::Validator(Box::new(settings)));
                // The two services beside it read the same file.
                let resolved = config::data(&node.sources, paths);
                node.take(resolved);
                let resolved = config::generation(&node.sources, paths);
                node.take(resolved);
            }
        }
        node.chain = match &node.settings {
            Some(Settings::Generator(s)) => {
                Some(Place { endpoint: s.endpoint.clone(), netuid: s.netuid, wallet: s.wallet.clone() })
            }
            Some(Settings::Validator(s)) => {
                Some(Place { endpoint: s.endpoint.clone(), netuid: s.netuid, wallet: s.wallet.clone() })
            }
            None => node.chain,
        };
        node
    }

    /// Keeps what is wrong and odd, each once; gives the settings if nothing is wrong.
    fn take<S>(&mut self, resolved: Result<Resolved<S>, ConfigErrors>) -> Option<S> {
        let (settings, problems, warnings, values) = match resolved {
            Ok(resolved) => (Some(resolved.settings), Vec::new(), resolved.warnings, resolved.values),
            Err(errors) => (None, errors.problems().to_vec(), errors.warnings, errors.values),
        };
        let keep = |kept: &mut Vec<Problem>, new: Vec<Problem>| {
            for one in new {
                if !kept.contains(&one) {
                    kept.push(one);
                }
            }
        };
        keep(&mut self.problems, problems);
        keep(&mut self.warnings, warnings);
        if self.values.is_empty() {
            self.values = values;
        }
        settings
    }

    /// Whether anybody has begun to set it up.
    fn is_there(&self, paths: &Paths) -> bool {
        let toml = self.sources.toml_file();
        let in_toml =
            |value: &ShownValue| matches!(&value.origin, Origin::File { path, .. } if Some(path.as_path()) == toml);
        self.sources.env_file().is_some() || paths.service(&self.service).exists() || self.values.iter().any(in_toml)
    }

    /// Where an edit belongs.
    pub(super) fn file(&self) -> String {
        let path = self.sources.env_file().or_else(|| self.sources.toml_file());
        path.map_or_else(|| self.role.env_file().into(), |path| path.display().to_string())
    }

    /// Whether it is one of a chain on this machine, whose peers are all here.
    pub(super) fn is_local(&self) -> bool {
        self.chain.as_ref().is_some_and(|place| place.endpoint.is_local())
    }
}

/// The value of a flag among a command's words.
fn value_of<'a>(command: &'a [String], flag: &str) -> Option<&'a str> {
    command.windows(2).find(|pair| pair[0] == flag).map(|pair| pair[1].as_str())
}

fn flags(command: &[String]) -> Vec<Flag> {
    let found = FLAGS.into_iter().filter_map(|(flag, key)| {
        let value = value_of(command, flag)?.to_owned();
        Some(Flag { flag, key, value })
    });
    found.collect()
}

/// The folders that a node writes to, besides those of the installation.
pub(super) fn folders(node: &Node) -> Vec<&Path> {
    match &node.settings {
        Some(Settings::Generator(s)) => s.state_dir.iter().chain(&s.save_to).map(PathBuf::as_path).collect(),
        Some(Settings::Validator(s)) => s.cache_dir.iter().map(PathBuf::as_path).collect(),
        None => Vec::new(),
    }
}
