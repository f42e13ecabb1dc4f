//! What a node needs, from flags, then from questions, else from the environment and the defaults.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use zeroize::Zeroizing;

use super::super::{Context, node, output, wallet};
use super::ask::Ask;
use super::file::Value;
use super::{AnswerArgs, InitError, ServiceArgs};
use crate::chain::Endpoint;
use crate::chain::wallet::{FileKind, survey};
use crate::config::{Key, Role};
use crate::daemon::env_file::{self, Entry};
use crate::providers::{self, Known};
use crate::types::Modality;

/// Longest secret that is read from a file, in bytes.
const LONGEST_SECRET: u64 = 4096;

/// Longest part of a refused value that is shown, in characters.
const LONGEST_SHOWN: usize = 60;

/// No medium of that kind.
const NONE: &str = "none";

/// The keys that questions are about.
pub(super) struct Keys {
    endpoint: &'static str,
    netuid: &'static str,
    wallet_path: &'static str,
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

const SERVICES: [(&str, &str, Modality); 2] =
    [("IMAGE_SERVICE", "--image-service", Modality::Image), ("VIDEO_SERVICE", "--video-service", Modality::Video)];

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

    fn given(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// The chain; `None` where what was given names none.
    fn endpoint(&self, keys: &Keys) -> Option<Endpoint> {
        self.value(keys.endpoint).parse().ok()
    }
}

/// Answers, while they are gathered.
pub(super) struct Interview<'a> {
    context: &'a Context,
    role: Role,
    keys: Keys,
    args: &'a AnswerArgs,
    services: &'a ServiceArgs,
    ask: Option<&'a Ask>,
    cwd: PathBuf,
    answers: Answers,
    faults: Vec<String>,
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
            services,
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

    fn put(&mut self, key: &'static str, value: &str) {
        self.answers.values.retain(|(name, _)| *name != key);
        self.answers.values.push((key, Zeroizing::new(value.to_owned())));
    }

    fn has(&self, key: &str) -> bool {
        self.answers.given(key).is_some()
    }

    fn is_local(&self) -> bool {
        self.answers.endpoint(&self.keys).is_some_and(|endpoint| endpoint.is_local())
    }

    fn key(&self, name: &str) -> &'static Key {
        self.role.key(name).expect("only names of the table are asked for")
    }

    /// What the environment sets, under any name of the key.
    fn in_environment(&self, key: &str) -> Option<&'a str> {
        let context = self.context;
        let set = |name: &&str| context.environment.get(*name).map(|text| text.trim()).filter(|text| !text.is_empty());
        self.key(key).names.iter().find_map(set)
    }

    /// What counts where nobody answers.
    fn default_of(&self, key: &str) -> String {
        self.in_environment(key).map_or_else(|| self.answers.value(key).to_owned(), str::to_owned)
    }

    /// Whom to ask what this flag answers. Where nobody may be asked and no default is safe, the flag is missed.
    fn whom(&mut self, flag: &'static str) -> Option<&'a Ask> {
        if self.ask.is_none() && self.args.no_input && !self.args.yes {
            self.unanswered.push(flag);
        }
        self.ask
    }

    /// Takes the value of a flag, if the key may hold it.
    fn take(&mut self, key: &'static str, flag: &str, value: &str) {
        match fault(self.key(key), value.trim()) {
            Some(fault) => self.faults.push(format!("`{flag}` is {fault}")),
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

    fn take_services(&mut self) {
        let given = [&self.services.image_service, &self.services.video_service];
        for ((key, flag, modality), given) in SERVICES.into_iter().zip(given) {
            let Some(word) = given.as_deref().map(|word| word.trim().to_lowercase()) else { continue };
            let words: Vec<&str> = providers::known(modality).map(|known| known.word).chain([NONE]).collect();
            if self.role == Role::Validator {
                self.faults.push(format!("`{flag}` is about miners: a validator has no such service"));
            } else if words.contains(&word.as_str()) {
                self.put(key, &word);
            } else {
                self.faults.push(format!("`{flag}` is `{}`, but {} is expected", cut(&word), words.join(", ")));
            }
        }
    }

    /// `KEY=FILE`: the file's one line is the value of a key that is a secret.
    fn take_secret(&mut self, text: &str) -> anyhow::Result<()> {
        let Some((name, source)) = text.split_once('=') else {
            // What stands there may be the secret itself.
            bail!("`--api-key-file` wants KEY=FILE, such as OPEN_ROUTER_API_KEY=key.txt");
        };
        let Some(key) = self.role.key(name).filter(|key| key.is_secret()) else {
            let secrets: Vec<&str> = self.role.keys().iter().filter(|key| key.is_secret()).map(Key::name).collect();
            bail!("`{}` is no secret of a {}: {}", cut(name), self.role.as_str(), secrets.join(", "));
        };
        let secret = secret_of(&self.cwd, source).with_context(|| format!("cannot take {name} from `{source}`"))?;
        self.put(key.name(), &secret);
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
            "local    a chain in a file of this machine, to practise on (`gascli localnet`)",
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

    fn wallet(&mut self) -> anyhow::Result<()> {
        let (path, name, hotkey) = (self.keys.wallet_path, self.keys.wallet_name, self.keys.wallet_hotkey);
        let folder = wallet::folder(self.context, self.args.wallet_path.as_deref());
        if !self.has(path) && self.in_environment(path).is_some() {
            self.put(path, &folder.display().to_string());
        }
        if self.has(name) && self.has(hotkey) {
            return Ok(());
        }
        let given = self.answers.given(name).map(str::to_owned);
        let found: Vec<Found> = found(&folder, given.as_deref());
        let usual = (given.clone().unwrap_or_else(|| self.default_of(name)), self.default_of(hotkey));
        let usual = [usual.0, usual.1].map(|text| if text.is_empty() { "default".to_owned() } else { text });
        let place = found.iter().position(|found| [&found.wallet, &found.hotkey] == [&usual[0], &usual[1]]);
        let by_default = match (place, found.as_slice()) {
            (Some(place), _) => found[place].names(),
            (None, [only]) => only.names(),
            (None, _) => usual,
        };
        let whom = if given.is_some() { self.ask } else { self.whom("--wallet-name") };
        let chosen = match whom {
            Some(ask) => self.asked_wallet(ask, &folder, &found, place.unwrap_or(0), &by_default)?,
            None => by_default,
        };
        self.put(name, &chosen[0]);
        if !self.has(hotkey) {
            self.put(hotkey, &chosen[1]);
        }
        Ok(())
    }

    fn asked_wallet(
        &self,
        ask: &Ask,
        folder: &Path,
        found: &[Found],
        place: usize,
        usual: &[String; 2],
    ) -> anyhow::Result<[String; 2]> {
        let can_make = wallet::can_make(self.context);
        let mut items: Vec<String> = found.iter().map(Found::label).collect();
        if can_make {
            items.push("make a new hotkey".to_owned());
        }
        items.push("another one, by its name".to_owned());
        let names = |text: &str| match text.split_once('/') {
            Some((wallet, hotkey)) => [wallet, hotkey].map(str::to_owned),
            None => [text.to_owned(), "default".to_owned()],
        };
        let is_name = |text: &str| !text.is_empty() && !text.contains(['/', '\0']) && !text.starts_with('.');
        let check = |text: &str| {
            let is_good = names(text).iter().all(|name| is_name(name));
            (!is_good).then(|| "WALLET/HOTKEY is expected, such as mine/default".to_owned())
        };
        let told = output::escaped(&folder.display().to_string());
        match ask.choose(&format!("Hotkey, in {told}"), &items, place)? {
            index if index < found.len() => Ok(found[index].names()),
            index if can_make && index == found.len() => {
                let proposed = if found.is_empty() { "mine/default" } else { "" };
                let name = ask.text("Name of the new hotkey (WALLET/HOTKEY)", proposed, check)?;
                let names = names(&name);
                wallet::make(self.context, folder, &names.join("/"))?;
                Ok(names)
            }
            _ => Ok(names(&ask.text("Hotkey (WALLET/HOTKEY)", &usual.join("/"), check)?)),
        }
    }

    /// Who makes images and videos.
    fn services(&mut self) -> anyhow::Result<()> {
        let local = self.is_local();
        if local && !self.has("MINER_ALLOW_PRIVATE_WEBHOOKS") {
            self.put("MINER_ALLOW_PRIVATE_WEBHOOKS", "true"); // the validators of that chain are on this machine
        }
        for (key, flag, modality) in SERVICES {
            if self.has(key) {
                continue;
            }
            let known: Vec<Known> = providers::known(modality).filter(|known| local || known.key.is_some()).collect();
            let usual = self.usual_service(key, modality, &known);
            let answer = match self.whom(flag) {
                None => usual,
                Some(ask) => {
                    let items = known.iter().map(|known| format!("{:<12} {}", known.word, known.name));
                    let items: Vec<String> = items.chain([format!("{NONE:<12} no {modality}s")]).collect();
                    let place = known.iter().position(|known| known.word == usual).unwrap_or(known.len());
                    let chosen = ask.choose(&format!("Who makes {modality}s"), &items, place)?;
                    known.get(chosen).map_or(NONE, |known| known.word).to_owned()
                }
            };
            self.put(key, &answer);
        }
        Ok(())
    }

    /// The service that counts where nobody answers: on a chain of this machine the demo for images; else that of the
    /// environment, or the first one with a key, or that of the template where there is no key at all.
    fn usual_service(&self, key: &str, modality: Modality, known: &[Known]) -> String {
        if let Some(word) = self.in_environment(key) {
            return word.to_lowercase();
        }
        let has_key = |known: &Known| known.key.is_some_and(|key| self.secret_at_hand(key).is_some());
        let first = known.iter().find(|known| has_key(known)).map(|known| known.word);
        let any = Modality::ALL.into_iter().flat_map(providers::known).any(|known| has_key(&known));
        match (first, modality) {
            (_, Modality::Image) if self.is_local() => "demo".to_owned(),
            _ if self.is_local() => NONE.to_owned(),
            (Some(word), _) => word.to_owned(),
            (None, _) if any => NONE.to_owned(),
            (None, _) => self.answers.value(key).to_owned(),
        }
    }

    fn secret_at_hand(&self, key: &str) -> Option<&str> {
        self.answers.given(key).filter(|value| !value.is_empty()).or_else(|| self.in_environment(key))
    }

    /// The keys of the services that were chosen: given, of the environment, or asked for. One that is left out is missed
    /// by the check.
    fn api_keys(&mut self) -> anyhow::Result<()> {
        for (service, _, modality) in SERVICES {
            let chosen = providers::known(modality).find(|known| known.word == self.answers.value(service));
            let Some(Known { name, key: Some(key), .. }) = chosen else { continue };
            if self.has(key) {
                continue;
            }
            if let Some(secret) = self.in_environment(key) {
                self.put(key, secret);
                output::note(format_args!("{key} is taken from the environment"));
            } else if let Some(ask) = self.ask {
                let secret = ask.secret(&format!("API key of {name} (is not shown; Enter leaves it out): "))?;
                self.put(key, secret.trim());
            }
        }
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
                    Role::Generator => "Address under which they do (`auto`: as it is seen from outside)",
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

/// What is wrong with a value for a key.
fn fault(key: &Key, value: &str) -> Option<String> {
    let is_good = key.accepts(value) && !value.chars().any(char::is_control);
    (!is_good).then(|| format!("`{}`, but {}", cut(value), expected(key)))
}

fn expected(key: &Key) -> String {
    format!("{} is expected", key.allowed())
}

fn cut(text: &str) -> String {
    output::escaped(&text.chars().take(LONGEST_SHOWN).collect::<String>())
}

/// A hotkey that can sign.
struct Found {
    wallet: String,
    hotkey: String,
    /// Its key, and what guards it.
    told: String,
}

impl Found {
    fn names(&self) -> [String; 2] {
        [self.wallet.clone(), self.hotkey.clone()]
    }

    fn label(&self) -> String {
        format!("{}  {}", output::escaped(&format!("{}/{}", self.wallet, self.hotkey)), self.told)
    }
}

/// The hotkeys in a folder, or in one wallet there. What cannot be read is no reason not to ask; the check tells.
fn found(folder: &Path, wallet: Option<&str>) -> Vec<Found> {
    let Ok(survey) = survey(folder, wallet.map(|name| (name, None)), None) else { return Vec::new() };
    let of_wallet = |wallet: crate::chain::wallet::Wallet| {
        let hotkeys = wallet.files.into_iter().filter(|file| file.kind == FileKind::Hotkey);
        hotkeys.filter(|file| file.can_sign != Some(false)).map(move |file| {
            let told = file.ss58.unwrap_or_else(|| "encrypted".to_owned());
            Found { wallet: wallet.name.clone(), hotkey: file.name, told }
        })
    };
    survey.wallets.into_iter().flat_map(of_wallet).collect()
}

/// The secret in a file, or on standard input for `-`: one line. No error holds any of it.
fn secret_of(cwd: &Path, source: &str) -> anyhow::Result<Zeroizing<String>> {
    let input = match source {
        "-" if io::stdin().is_terminal() => bail!("standard input is a terminal, which would show it"),
        // Past the buffer of standard input, in which the secret would stay.
        "-" => File::from(io::stdin().as_fd().try_clone_to_owned()?),
        path => File::open(node::from(cwd, Path::new(path)))?,
    };
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LONGEST_SECRET)? + 1));
    input.take(LONGEST_SECRET + 1).read_to_string(&mut text)?;
    let secret = Zeroizing::new(text.trim().to_owned());
    if text.len() as u64 > LONGEST_SECRET || secret.contains(char::is_control) {
        bail!("it holds more than one line of text");
    }
    if secret.is_empty() {
        bail!("it is empty");
    }
    Ok(secret)
}
