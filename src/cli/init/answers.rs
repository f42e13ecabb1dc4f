//! What a node needs, from flags, then from questions, else from the environment and the defaults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::{Context, node, output};
use super::ask::Ask;
use super::file::Value;
use super::{AnswerArgs, InitError, ServiceArgs};
use crate::chain::Endpoint;
use crate::config::{Key, Role};
use crate::daemon::env_file::{self, Entry};

/// Longest part of a refused value that is shown, in characters.
const LONGEST_SHOWN: usize = 60;

/// The keys that questions are about.
pub(super) struct Keys {
    endpoint: &'static str,
    netuid: &'static str,
    pub(super) wallet_path: &'static str,
    pub(super) wallet_name: &'static str,
    pub(super) wallet_hotkey: &'static str,
    port: &'static str,
    pub(super) external_ip: &'static str,
}

impl Keys {
    pub(super) const fn of(role: Role) -> Self {
        match role {
            Role::Generator => Self {
                endpoint: "BT_CHAIN_ENDPOINT",
                netuid: "BT_NETUID",
                wallet_path: "BT_WALLET_PATH",
                wallet_name: "BT_WALLET_NAME",
                wallet_hotkey: "BT_WALLET_HOTKEY",
                port: "BT_AXON_PORT",
                external_ip: "BT_AXON_EXTERNAL_IP",
            },
            Role::Validator => Self {
                endpoint: "CHAIN_ENDPOINT",
                netuid: "NETUID",
                wallet_path: "WALLET_PATH",
                wallet_name: "WALLET_NAME",
                wallet_hotkey: "WALLET_HOTKEY",
                port: "CALLBACK_PORT",
                external_ip: "EXTERNAL_IP",
            },
        }
    }
}

/// Everything that was answered.
pub(super) struct Answers {
    pub(super) values: Vec<Value>,
    /// What the file holds besides comments: the answers, over what the template sets.
    defaults: BTreeMap<String, Entry>,
}

impl Answers {
    /// What a key is set to; empty if it is not.
    pub(super) fn value(&self, key: &str) -> &str {
        let template = || self.defaults.get(key).map_or("", |entry| entry.value.as_str());
        self.given(key).unwrap_or_else(template)
    }

    pub(super) fn given(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// The chain; `None` where what was given names none.
    fn endpoint(&self, keys: &Keys) -> Option<Endpoint> {
        self.value(keys.endpoint).parse().ok()
    }
}

/// Answers, while they are gathered.
pub(super) struct Interview<'a> {
    pub(super) context: &'a Context,
    pub(super) role: Role,
    pub(super) keys: Keys,
    pub(super) args: &'a AnswerArgs,
    pub(super) given: &'a ServiceArgs,
    pub(super) ask: Option<&'a Ask>,
    pub(super) cwd: PathBuf,
    pub(super) answers: Answers,
    pub(super) faults: Vec<String>,
    unanswered: Vec<&'static str>,
}

impl<'a> Interview<'a> {
    pub(super) fn new(
        context: &'a Context,
        role: Role,
        args: &'a AnswerArgs,
        services: &'a ServiceArgs,
        ask: Option<&'a Ask>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            context,
            role,
            keys: Keys::of(role),
            args,
            given: services,
            ask,
            cwd: node::current_folder()?,
            answers: Answers { values: Vec::new(), defaults: env_file::parse(role.template()).0 },
            faults: Vec::new(),
            unanswered: Vec::new(),
        })
    }

    /// Flags first, all of them: nobody likes to answer questions only to hear that a flag was wrong.
    pub(super) fn run(mut self) -> anyhow::Result<Answers> {
        self.take_flags()?;
        if !self.faults.is_empty() {
            return Err(InitError::Refused(self.faults).into());
        }
        self.network()?;
        self.netuid()?;
        self.wallet()?;
        if self.role == Role::Generator {
            self.services()?;
            self.api_keys()?;
        }
        self.reach()?;
        if !self.unanswered.is_empty() {
            return Err(InitError::Unanswered(self.unanswered).into());
        }
        Ok(self.answers)
    }

    pub(super) fn put(&mut self, key: &'static str, value: &str) {
        self.answers.values.retain(|(name, _)| *name != key);
        self.answers.values.push((key, Zeroizing::new(value.to_owned())));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.answers.given(key).is_some()
    }

    pub(super) fn is_local(&self) -> bool {
        self.answers.endpoint(&self.keys).is_some_and(|endpoint| endpoint.is_local())
    }

    fn key(&self, name: &str) -> &'static Key {
        self.role.key(name).expect("only names of the table are asked for")
    }

    /// What the environment sets, under any name of the key.
    pub(super) fn in_environment(&self, key: &str) -> Option<&'a str> {
        let context = self.context;
        let set = |name: &&str| context.environment.get(*name).map(|text| text.trim()).filter(|text| !text.is_empty());
        self.key(key).names.iter().find_map(set)
    }

    /// What counts where nobody answers.
    pub(super) fn default_of(&self, key: &str) -> String {
        self.in_environment(key).map_or_else(|| self.answers.value(key).to_owned(), str::to_owned)
    }

    /// Whom to ask what this flag answers. Where nobody may be asked and no default is safe, the flag is missed.
    pub(super) fn whom(&mut self, flag: &'static str) -> Option<&'a Ask> {
        if self.ask.is_none() && output::forbids_asking() && !self.args.yes {
            self.unanswered.push(flag);
        }
        self.ask
    }

    /// Takes the value of a flag, if the key may hold it.
    fn take(&mut self, key: &'static str, flag: &str, value: &str) {
        match fault(self.key(key), value.trim()) {
            Some(fault) => self.faults.push(format!("`{flag}` is `{}`, but {fault}", cut(value))),
            None => self.put(key, value.trim()),
        }
    }

    fn take_flags(&mut self) -> anyhow::Result<()> {
        let (args, keys) = (self.args, Keys::of(self.role));
        if let Some(text) = &args.network {
            // A path starts at the current folder here, as on any command line; in the file, at the file's folder.
            let text = match text.trim().strip_prefix("local:") {
                Some(path) if !path.is_empty() => format!("local:{}", node::from(&self.cwd, Path::new(path)).display()),
                _ => text.clone(),
            };
            self.take(keys.endpoint, "--network", &text);
        }
        if let Some(path) = &args.wallet_path {
            let path = node::from(&self.cwd, path);
            self.take(keys.wallet_path, "--wallet-path", &path.display().to_string());
        }
        let (name, of_name) = match args.wallet_name.as_deref().map(str::trim) {
            Some(text) => text.split_once('/').map_or((Some(text), None), |(name, hotkey)| (Some(name), Some(hotkey))),
            None => (None, None),
        };
        let hotkey = args.wallet_hotkey.as_deref().map(str::trim);
        if let (Some(one), Some(other)) = (of_name, hotkey)
            && one != other
        {
            self.faults.push(format!("`--wallet-hotkey` is `{other}`, but `--wallet-name` names the hotkey `{one}`"));
        }
        for (key, flag, text) in [
            (keys.wallet_name, "--wallet-name", name),
            (keys.wallet_hotkey, "--wallet-hotkey", hotkey.or(of_name)),
            (keys.netuid, "--netuid", args.netuid.as_deref()),
            (keys.port, "--port", args.port.as_deref()),
            (keys.external_ip, "--external-ip", args.external_ip.as_deref()),
        ] {
            if let Some(text) = text {
                self.take(key, flag, text);
            }
        }
        self.take_services();
        for text in &args.api_key_file {
            self.take_secret(text)?;
        }
        Ok(())
    }

    fn network(&mut self) -> anyhow::Result<()> {
        let key = self.keys.endpoint;
        if self.has(key) {
            return Ok(());
        }
        let default = self.default_of(key);
        let practice = format!("local:{}", self.context.paths.localnet().display());
        let Some(ask) = self.whom("--network") else {
            self.put(key, &default);
            return Ok(());
        };
        let items = [
            "finney   the network itself, subnet 34",
            "test     the test network, subnet 379",
            "local    a chain in a file, to practise on (`gascli localnet`)",
            "other    the address of a node, or another name",
        ];
        let usual = default.parse::<Endpoint>().ok();
        let place = match usual.as_ref().map(|endpoint| (endpoint.is_local(), endpoint.gas_netuid().map(|n| n.0))) {
            Some((true, _)) => 2,
            Some((_, Some(34))) => 0,
            Some((_, Some(379))) => 1,
            _ => 3,
        };
        let chosen = ask.choose("Network", &items.map(str::to_owned), place)?;
        let answer = match chosen {
            0 => "finney".to_owned(),
            1 => "test".to_owned(),
            2 if place == 2 => default,
            2 => practice,
            _ => {
                let known = self.key(key);
                let default = if place == 3 { default.as_str() } else { "" };
                let check = |text: &str| if text.is_empty() { Some(expected(known)) } else { fault(known, text) };
                ask.text("Address (wss://…)", default, check)?
            }
        };
        self.put(key, &answer);
        Ok(())
    }

    /// The subnet goes with the network; only of other addresses it must be said.
    fn netuid(&mut self) -> anyhow::Result<()> {
        let key = self.keys.netuid;
        let endpoint = self.answers.endpoint(&self.keys);
        let told = endpoint.as_ref().and_then(Endpoint::gas_netuid);
        if self.has(key) {
            return Ok(());
        }
        let number = match (told, endpoint) {
            (Some(netuid), _) => netuid.to_string(),
            (None, Some(Endpoint::Local(_))) => String::new(), // the one that the ledger has
            (None, _) => {
                let default = self.in_environment(key).unwrap_or_default().to_owned();
                let known = self.key(key);
                match self.whom("--netuid") {
                    Some(ask) => ask.text("Number of the subnet", &default, |text| fault(known, text))?,
                    None => default,
                }
            }
        };
        self.put(key, &number);
        Ok(())
    }

    /// Where others reach this machine.
    fn reach(&mut self) -> anyhow::Result<()> {
        let (port, address) = (self.keys.port, self.keys.external_ip);
        let questions = [
            (
                port,
                match self.role {
                    Role::Generator => "Port on which validators reach this miner",
                    Role::Validator => "Port on which miners deliver",
                },
            ),
            (
                address,
                match self.role {
                    Role::Generator => "Address under which they do (`auto`: asked outside)",
                    Role::Validator => "Address of this machine for them (IP or host name)",
                },
            ),
        ];
        for (key, question) in questions {
            // On a chain in a file, all are on this machine.
            if self.has(key) || key == address && self.is_local() {
                continue;
            }
            let (known, is_auto) = (self.key(key), key == address && self.role == Role::Generator);
            let mut answer = self.default_of(key);
            if let Some(ask) = self.ask {
                let default = if is_auto && answer.is_empty() { "auto".to_owned() } else { answer };
                answer = ask.text(question, &default, |text| fault(known, text))?;
            }
            if !answer.is_empty() {
                self.put(key, &answer);
            }
        }
        Ok(())
    }
}

/// What is expected instead of a value that a key may not hold.
fn fault(key: &Key, value: &str) -> Option<String> {
    let is_good = key.accepts(value) && !value.chars().any(char::is_control);
    (!is_good).then(|| expected(key))
}

fn expected(key: &Key) -> String {
    format!("{} is expected", key.allowed())
}

pub(super) fn cut(text: &str) -> String {
    output::escaped(&text.chars().take(LONGEST_SHOWN).collect::<String>())
}
