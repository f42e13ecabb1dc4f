//! Which nodes there are on this machine, and by which settings they run: those of their service, where it exists.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Request;
use super::service::{self, Service, value_of};
use crate::chain::{Endpoint, wallet};
use crate::config::{self, ConfigErrors, Flag, Origin, Problem, Resolved, Role, ShownValue, Sources};
use crate::types::{Netuid, Paths};
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
    pub(super) service: Service,
    pub(super) sources: Sources,
    /// The file by which its service sets a variable, by the variable's name.
    pub(super) places: BTreeMap<String, PathBuf>,
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
    all.into_iter().map(|role| Node::read(request, role)).filter(Node::is_there).collect()
}

impl Node {
    fn read(request: &Request, role: Role) -> Self {
        let service = service::find(request, role);
        // Whoever names another file asks about that one.
        let of_service = service.spec.as_ref().filter(|_| request.env_file.is_none());
        let command = of_service.map_or(&[][..], |spec| &spec.command);
        let given = of_service.map(|_| service.variables(&request.environment));
        let (environment, places, problems) = match given {
            Some(given) => (given.variables, given.places, given.problems),
            None => (request.environment.clone(), BTreeMap::new(), Vec::new()),
        };
        let sources = Sources::read(
            config::Request {
                role,
                env_file: match &request.env_file {
                    Some(path) => Some(request.cwd.join(path)),
                    None => value_of(command, "--env-file").map(PathBuf::from),
                },
                cwd: of_service.map_or_else(|| request.cwd.clone(), |spec| spec.cwd.clone()),
                home: request.home.clone(),
                environment,
                flags: flags(command),
            },
            &request.paths,
        );
        Self { places, problems, ..Self::unresolved(role, service, sources) }.resolve(&request.paths)
    }

    fn unresolved(role: Role, service: Service, sources: Sources) -> Self {
        let place = config::chain(&sources).ok().and_then(|found| {
            let endpoint = found.endpoint.or_else(|| "finney".parse().ok())?;
            Some(Place { netuid: found.netuid.or(endpoint.gas_netuid()), endpoint, wallet: found.wallet })
        });
        Self {
            role,
            service,
            places: BTreeMap::new(),
            settings: None,
            problems: Vec::new(),
            warnings: Vec::new(),
            values: Vec::new(),
            chain: place,
            sources,
        }
    }

    fn resolve(mut self, paths: &Paths) -> Self {
        match self.role {
            Role::Generator => {
                let resolved = config::miner(&self.sources, paths);
                self.settings = self.take(resolved).map(|settings| Settings::Generator(Box::new(settings)));
            }
            Role::Validator => {
                let resolved = config::validator(&self.sources, paths);
                self.settings = self.take(resolved).map(|settings| Settings::Validator(Box::new(settings)));
                // The two services beside it read the same file.
                let resolved = config::data(&self.sources, paths);
                self.take(resolved);
                let resolved = config::generation(&self.sources, paths);
                self.take(resolved);
            }
        }
        self.chain = match &self.settings {
            Some(Settings::Generator(s)) => {
                Some(Place { endpoint: s.endpoint.clone(), netuid: s.netuid, wallet: s.wallet.clone() })
            }
            Some(Settings::Validator(s)) => {
                Some(Place { endpoint: s.endpoint.clone(), netuid: s.netuid, wallet: s.wallet.clone() })
            }
            None => self.chain,
        };
        self
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
    fn is_there(&self) -> bool {
        let toml = self.sources.toml_file();
        let in_toml =
            |value: &ShownValue| matches!(&value.origin, Origin::File { path, .. } if Some(path.as_path()) == toml);
        self.env_file().is_some() || self.service.spec.is_some() || self.values.iter().any(in_toml)
    }

    /// Where an edit belongs.
    pub(super) fn file(&self) -> String {
        let path = self.env_file().or_else(|| self.sources.toml_file().map(Path::to_owned));
        path.map_or_else(|| self.role.env_file().into(), |path| path.display().to_string())
    }

    /// Its env file: its daemon's, else the one that its service gives it.
    pub(super) fn env_file(&self) -> Option<PathBuf> {
        let sets = |path: &PathBuf| self.places.values().any(|place| place == path);
        let of_service = || self.service.env_files().pop().filter(sets);
        self.sources.env_file().map(Path::to_owned).or_else(of_service)
    }

    /// The file by which its service sets a key in the environment.
    pub(super) fn place(&self, key: &str) -> Option<&Path> {
        let mut names = self.role.key(key)?.names.iter();
        names.find_map(|name| self.places.get(*name)).map(PathBuf::as_path)
    }

    /// Whether it is one of a chain on this machine, whose peers are all here.
    pub(super) fn is_local(&self) -> bool {
        self.chain.as_ref().is_some_and(|place| place.endpoint.is_local())
    }
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
