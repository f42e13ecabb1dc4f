//! Turns texts into values, key by key, and collects what is wrong and what is to be shown on the way.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use serde::Serialize;

use super::keys::{Key, Kind, on_or_off};
use super::{ConfigErrors, Origin, Problem, Sources, Warning};
use crate::chain::{Endpoint, wallet};
use crate::media::Tier;
use crate::types::{Hotkey, Modality, Netuid, Secret};

/// A configuration that holds.
#[derive(Debug, Clone)]
pub struct Resolved<S> {
    /// What the daemon gets.
    pub settings: S,
    /// How much it logs: `error`, `warn`, `info`, `debug` or `trace`.
    pub log_level: &'static str,
    /// Every key, for people.
    pub values: Vec<ShownValue>,
    /// What is odd.
    pub warnings: Vec<Warning>,
}

/// A value as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownValue {
    /// Name of the key, as it was set.
    pub key: &'static str,
    /// Its value; of a secret only that it is set; `None` if it is not.
    pub value: Option<String>,
    /// Where it came from.
    pub origin: Origin,
    /// Whether it changes anything; some keys are accepted for other programs' sake.
    pub is_used: bool,
}

/// Reads values by key. A value that is refused is told once, at the end, and stands in as something harmless until then.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        let mut reader = Self { sources, problems: sources.problems.clone(), warnings: sources.warnings.clone() };
        for key in sources.role.keys() {
            if let Some((value, origin)) = sources.find(key)
                && !key.accepts(value)
            {
                reader.refuse(key, &origin, value);
            }
        }
        reader
    }

    fn refuse(&mut self, key: &Key, origin: &Origin, value: &str) {
        let text = if key.is_secret() {
            format!("is refused (its value is not shown): {} is expected", key.allowed())
        } else {
            format!("is `{}`, but {} is expected", shown(key, value), key.allowed())
        };
        self.problems.push(Problem { origin: Some(origin.clone()), key: Some(key.name().into()), text });
    }

    /// Adds a fault that only shows when values are seen together.
    pub(super) fn object(&mut self, name: &str, text: String) {
        let origin = Some(self.origin(name)).filter(|origin| *origin != Origin::Default);
        self.problems.push(Problem { origin, key: Some(name.into()), text });
    }

    /// Adds something odd about variables of the environment that are no keys.
    pub(super) fn remark(&mut self, text: String) {
        self.warnings.push(Problem { origin: Some(Origin::Environment), key: None, text });
    }

    /// Leaves what is wrong with other keys than these to those whom it concerns; a file that cannot be read concerns all.
    pub(super) fn forget_faults_but_of(&mut self, names: &[&str]) {
        let keys: Vec<&Key> = names.iter().map(|name| self.key(name)).collect();
        let concerns = |name: &str| keys.iter().any(|key| key.names.contains(&name));
        self.problems.retain(|problem| problem.key.as_deref().is_none_or(concerns));
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn key(&self, name: &str) -> &'static Key {
        self.sources.role.key(name).expect("only names of the table are asked for")
    }

    pub(super) fn origin(&self, name: &str) -> Origin {
        self.sources.find(self.key(name)).map_or(Origin::Default, |(_, origin)| origin)
    }

    /// What was set, else the default, if it is not empty and allowed.
    fn allowed(&self, name: &str) -> Option<(&'a str, Kind)> {
        let key = self.key(name);
        let (text, _) = self.sources.find(key).unwrap_or((key.default, Origin::Default));
        (!text.is_empty() && key.accepts(text)).then_some((text, key.kind))
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.allowed(name).map(|(text, _)| text.to_owned())
    }

    pub(super) fn word(&self, name: &str) -> Option<String> {
        self.text(name).map(|word| word.to_lowercase())
    }

    pub(super) fn secret(&self, name: &str) -> Option<Secret<String>> {
        self.text(name).map(Secret::new)
    }

    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        self.allowed(name).and_then(|(text, _)| on_or_off(text))
    }

    pub(super) fn whole<N: TryFrom<u64> + Default>(&self, name: &str) -> N {
        self.maybe_whole(name).unwrap_or_default()
    }

    pub(super) fn maybe_whole<N: TryFrom<u64>>(&self, name: &str) -> Option<N> {
        self.allowed(name).and_then(|(text, kind)| kind.whole(text)).and_then(|number| N::try_from(number).ok())
    }

    pub(super) fn number(&self, name: &str) -> f64 {
        self.maybe_number(name).unwrap_or_default()
    }

    pub(super) fn maybe_number(&self, name: &str) -> Option<f64> {
        self.allowed(name).and_then(|(text, kind)| kind.number(text))
    }

    pub(super) fn tier(&self, modality: Modality, name: &str) -> Option<Tier> {
        self.allowed(name).and_then(|(text, _)| Tier::parse(modality, text).ok())
    }

    /// A value of a type that reads itself; `None` for a word such as `none` that stands for no value.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.allowed(name).and_then(|(text, _)| text.trim().parse().ok())
    }

    pub(super) fn maybe_span(&self, name: &str) -> Option<Duration> {
        self.allowed(name).and_then(|(text, kind)| kind.span(text))
    }

    pub(super) fn span(&self, name: &str) -> Duration {
        self.maybe_span(name).unwrap_or_default()
    }

    /// The variables that say where models lie and are fetched from, as the hub's own programs name them; those that can be
    /// set elsewhere as they are set there.
    pub(super) fn hub_environment(&mut self) -> BTreeMap<String, String> {
        let mut variables = self.sources.environment().clone();
        for name in ["MODELS_DIR", "HF_HOME"] {
            if let Some(path) = self.path(name) {
                variables.insert(name.into(), path.to_string_lossy().into_owned());
            }
        }
        for (name, key) in [("HF_ENDPOINT", "HF_ENDPOINT"), ("HF_TOKEN", "HUGGINGFACE_HUB_TOKEN")] {
            if let Some(text) = self.text(key) {
                variables.insert(name.into(), text);
            }
        }
        if let Some(is_offline) = self.switch("HF_HUB_OFFLINE") {
            variables.insert("HF_HUB_OFFLINE".into(), if is_offline { "1" } else { "0" }.into());
        }
        variables
    }

    pub(super) fn maybe_ip(&self, name: &str) -> Option<IpAddr> {
        self.allowed(name).and_then(|(text, kind)| kind.ip(text))
    }

    pub(super) fn ip(&self, name: &str) -> IpAddr {
        self.maybe_ip(name).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }

    pub(super) fn hotkey(&self, name: &str) -> Option<Hotkey> {
        self.allowed(name).and_then(|(text, _)| text.parse().ok())
    }

    pub(super) fn level(&self, name: &str) -> &'static str {
        self.allowed(name).and_then(|(text, _)| Kind::level(text)).unwrap_or("info")
    }

    /// A path, absolute: `~` is the home folder, a relative one starts where [`Sources::base`] says.
    pub(super) fn path(&mut self, name: &str) -> Option<PathBuf> {
        self.text(name).and_then(|text| self.absolute(name, Path::new(&text)))
    }

    pub(super) fn absolute(&mut self, name: &str, path: &Path) -> Option<PathBuf> {
        let Ok(below) = path.strip_prefix("~") else {
            let path: PathBuf = path.components().filter(|part| *part != std::path::Component::CurDir).collect();
            return Some(self.sources.base(&self.origin(name)).join(path));
        };
        let Some(home) = &self.sources.home else {
            self.object(name, "starts with `~`, but there is no home folder: HOME is not set".into());
            return None;
        };
        Some(home.join(below))
    }

    /// The endpoint, with the path of a local one made absolute.
    pub(super) fn endpoint(&mut self, name: &str) -> Endpoint {
        match self.text(name).and_then(|text| text.parse().ok()) {
            Some(Endpoint::Local(path)) => Endpoint::Local(self.absolute(name, &path).unwrap_or(path)),
            Some(remote) => remote,
            None => Endpoint::Local(PathBuf::new()),
        }
    }

    /// The subnet: as set, else as the endpoint tells; only a local ledger can tell later.
    pub(super) fn netuid(&mut self, name: &str, endpoint: &Endpoint) -> Option<Netuid> {
        let netuid = self.maybe_whole(name).map(Netuid).or_else(|| endpoint.gas_netuid());
        if netuid.is_none() && !endpoint.is_local() && self.sources.find(self.key(name)).is_none() {
            self.object(name, format!("must be set: the endpoint `{endpoint}` does not tell the number of the subnet"));
        }
        netuid
    }

    /// The hotkey, by three keys. `NAME/HOT` as the wallet's name says both (`spec/chain.md` 9.1).
    pub(super) fn wallet(&mut self, path: &str, name: &str, hotkey: &str) -> wallet::Settings {
        let given = [self.text(name).unwrap_or_default(), self.text(hotkey).unwrap_or_default()];
        let mut names = given.clone();
        if let Some((wallet, of_wallet)) = given[0].split_once('/') {
            let (of_name, of_hotkey) = (self.origin(name).rank(), self.origin(hotkey).rank());
            if of_name == of_hotkey && given[1] != of_wallet && given[1] != "default" {
                self.object(hotkey, format!("is `{}`, but {name} names another hotkey: `{}`", given[1], given[0]));
            }
            wallet.clone_into(&mut names[0]);
            if of_hotkey <= of_name {
                of_wallet.clone_into(&mut names[1]);
            }
        }
        let is_name = |text: &str| !text.is_empty() && !text.contains(['/', '\0']) && !text.starts_with('.');
        let faulty = if is_name(&names[0]) { (!is_name(&names[1])).then_some(1) } else { Some(0) };
        if let Some(faulty) = faulty {
            // Where the wallet's name says both, it is also to blame for both.
            let faulty = if given[faulty] == names[faulty] { faulty } else { 0 };
            let (key, text) = ([name, hotkey][faulty], given[faulty].chars().take(LONGEST_SHOWN).collect::<String>());
            let expected = if faulty == 0 { "a name or WALLET/HOTKEY is" } else { "a name is" };
            self.object(key, format!("is `{text}`, but {expected} expected; folders go into {path}"));
        }
        let [name, hotkey] = names;
        let passwords = wallet::Passwords::default()
            .with_common(self.password(wallet::COMMON))
            .with_file(self.path(wallet::COMMON_FILE))
            .with_variables(self.sources.beginning_with(wallet::FILE_PREFIX));
        wallet::Settings { passwords, ..wallet::Settings::new(self.path(path).unwrap_or_default(), name, hotkey) }
    }

    /// A password, with the spaces that it may begin or end with.
    fn password(&self, name: &str) -> Option<Secret<String>> {
        let (text, _) = self.sources.find_untrimmed(self.key(name))?;
        Some(Secret::new(text.to_owned()))
    }

    /// Closes the reading: the settings if nothing is wrong, everything that is wrong otherwise.
    pub(super) fn finish<S>(mut self, settings: S, log_level: &'static str) -> Result<Resolved<S>, ConfigErrors> {
        let values = self.sources.role.keys().iter().map(|key| shown_value(self.sources, key)).collect();
        self.warnings.sort_by(by_line);
        self.problems.sort_by(by_line);
        if self.problems.is_empty() {
            Ok(Resolved { settings, log_level, values, warnings: self.warnings })
        } else {
            Err(ConfigErrors::new(self.sources.role.as_str(), self.problems, values, self.warnings))
        }
    }
}

/// What stands in files comes last, in the order of the lines.
fn by_line(one: &Problem, other: &Problem) -> Ordering {
    fn place(problem: &Problem) -> Option<(&Path, usize)> {
        match &problem.origin {
            Some(Origin::File { path, line }) => Some((path, *line)),
            _ => None,
        }
    }
    place(one).cmp(&place(other))
}

fn shown_value(sources: &Sources, key: &'static Key) -> ShownValue {
    let (text, origin) = sources.find(key).unwrap_or((key.default, Origin::Default));
    let value = (!text.is_empty()).then(|| shown(key, text));
    ShownValue { key: key.name(), value, origin, is_used: key.is_used() }
}

/// Longest part of a value that is shown, in characters.
const LONGEST_SHOWN: usize = 80;

/// A value as it may be seen: secrets masked, passwords taken out of addresses, not too long.
fn shown(key: &Key, text: &str) -> String {
    if key.is_password() {
        return "set".into();
    }
    if key.is_secret() {
        return Secret::new(text.to_owned()).masked();
    }
    let without_password = match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => text.to_owned(),
    };
    let mut shown: String = without_password.chars().take(LONGEST_SHOWN).collect();
    if shown.len() < without_password.len() {
        shown.push('…');
    }
    shown
}
