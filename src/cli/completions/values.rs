//! What arguments can be, looked up on this machine: on disk only, asking nobody, starting nothing, opening no secret.
//! What cannot be read is not offered, and nothing is said of it.
//!
//! Arguments are known by their type or their name, not by the command that has them: a new command that takes a service or
//! a wallet is completed without a word about it here.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::{Arg, Parser};
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};

use super::answer::words_before;
use crate::chain::wallet;
use crate::cli::{Cli, Context};
use crate::config::{self, file};
use crate::models::{self, OPENAI};
use crate::prompts::{LengthBand, Register};
use crate::supervisor::logs::RunChoice;
use crate::supervisor::{EventKind, RestartRule, last_known_state, notify};
use crate::types::{Modality, ServiceName};

/// Most entries of a folder that are offered.
const MOST: usize = 1000;
/// How long wallets are read, as somebody waits at the TAB key; a few are offered however slow their disk is.
const PATIENCE: Duration = Duration::from_millis(50);
const FEW: usize = 8;
/// Ends the name of a file with the public key of a hotkey.
const PUBLIC: &str = "pub.txt";

/// Where the values of an argument come from.
enum Source {
    /// They are always the same.
    Words(Vec<&'static str>),
    /// They are looked up.
    Found(fn() -> Vec<CompletionCandidate>),
    /// They depend on what is typed.
    Typed(fn(&OsStr) -> Vec<CompletionCandidate>),
}

/// The argument, with what it can be. `path` is the command that has it, such as `model pull `.
pub(super) fn attach(argument: Arg, path: &str) -> Arg {
    match by_name(&argument, path).or_else(|| by_type(&argument, path)) {
        None => argument,
        Some(Source::Words(words)) => {
            let candidates = move || words.iter().map(CompletionCandidate::new).collect::<Vec<_>>();
            argument.add(ArgValueCandidates::new(candidates))
        }
        Some(Source::Found(find)) => argument.add(ArgValueCandidates::new(find)),
        Some(Source::Typed(complete)) => argument.add(ArgValueCompleter::new(complete)),
    }
}

fn by_name(argument: &Arg, path: &str) -> Option<Source> {
    let value = argument.get_value_names().and_then(|names| Some(names.first()?.as_str())).unwrap_or_default();
    Some(match (argument.get_id().as_str(), value, path) {
        ("chain_endpoint" | "network", ..) => Source::Typed(networks),
        ("wallet_name", ..) => Source::Found(|| wallets("")),
        ("wallet_hotkey", ..) => Source::Found(hotkeys),
        ("image_service", ..) => Source::Words(vec!["openai", "openrouter", "stabilityai", "demo", "none"]),
        ("video_service", ..) => Source::Words(vec!["openrouter", "runway", "demo", "none"]),
        (_, "WALLET/HOTKEY", "wallet new ") => Source::Found(|| wallets("/")),
        (_, "NAME[/HOTKEY]", _) => Source::Found(|| wallets("").into_iter().chain(pairs()).collect()),
        (_, "WALLET/HOTKEY", _) | (_, "HOTKEY", "wallet verify " | "localnet register ") => Source::Found(pairs),
        (_, "HOTKEY" | "UID|HOTKEY" | "HOTKEY|UID", _) => Source::Found(keys),
        ("name", _, "notify test ") => Source::Found(channels),
        ("name", _, "model pull ") => Source::Found(|| models(&[OPENAI])),
        ("names", _, "model verify " | "model remove ") => Source::Found(|| models(&[])),
        ("models", _, "score clip ") => {
            Source::Found(|| models(&models::built_in().iter().map(|model| model.name).collect::<Vec<_>>()))
        }
        _ => return None,
    })
}

/// Words that an argument may be.
type Words = fn() -> Vec<&'static str>;

fn by_type(argument: &Arg, path: &str) -> Option<Source> {
    let kind = argument.get_value_parser().type_id();
    if kind == TypeId::of::<ServiceName>() {
        let can_be_new = ["start ", "restart ", "config show "].contains(&path);
        return Some(Source::Found(if can_be_new { || services(true) } else { || services(false) }));
    }
    let words: [(TypeId, Words); 7] = [
        (TypeId::of::<EventKind>(), || EventKind::ALL.map(EventKind::word).into()),
        (TypeId::of::<RestartRule>(), || vec!["on-failure", "always", "never", "pm2"]),
        (TypeId::of::<file::SignalName>(), || vec!["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2"]),
        (TypeId::of::<RunChoice>(), || vec!["current", "previous"]),
        (TypeId::of::<Modality>(), || Modality::ALL.map(Modality::as_str).into()),
        (TypeId::of::<Register>(), || Register::ALL.map(Register::as_str).into()),
        (TypeId::of::<LengthBand>(), || LengthBand::ALL.map(LengthBand::as_str).into()),
    ];
    words.into_iter().find(|(id, _)| kind == *id).map(|(_, words)| Source::Words(words()))
}

/// Folders and environment, as the command itself would have them.
fn context() -> Option<&'static Context> {
    static FOUND: OnceLock<Option<Context>> = OnceLock::new();
    FOUND.get_or_init(|| Context::new(&Cli::try_parse_from(["gascli"]).ok()?).ok()).as_ref()
}

fn candidate(value: impl Into<String>, help: impl Into<String>) -> CompletionCandidate {
    let help = help.into();
    CompletionCandidate::new(value.into()).help((!help.is_empty()).then(|| help.into()))
}

/// What lies in a folder and is not hidden, by name.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort_unstable();
    names
}

/// Services that were ever started, and with `defined` those of gascli.toml; without those that the line has already.
fn services(defined: bool) -> Vec<CompletionCandidate> {
    let Some(context) = context() else { return Vec::new() };
    let mut all: BTreeMap<ServiceName, &str> = BTreeMap::new();
    if defined {
        let here = std::env::current_dir().ok();
        let files = file::load(&context.paths.config, here.as_deref()).unwrap_or_default();
        all.extend(files.iter().flat_map(|file| file.services.keys().cloned()).map(|name| (name, "not started yet")));
    }
    for name in names_in(&context.paths.services()).into_iter().filter_map(|name| name.parse::<ServiceName>().ok()) {
        let state = last_known_state(&context.paths, &name).map_or("", |state| state.word());
        all.insert(name, state);
    }
    all.retain(|name, _| !words_before().iter().any(|word| word == name.as_str()));
    all.into_iter().map(|(name, state)| candidate(name, state)).collect()
}

/// The value of an option on the line that is completed.
fn option(name: &str) -> Option<&'static str> {
    let words = words_before();
    let apart = words.iter().position(|word| word == name).and_then(|place| words.get(place + 1)).map(String::as_str);
    apart.or_else(|| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('=')))
}

fn wallet_folder() -> Option<PathBuf> {
    Some(crate::cli::wallet::folder(context()?, option("--wallet-path").map(Path::new)))
}

/// As many as can be read in time.
fn in_time<T>(all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let begun = *BEGUN.get_or_init(Instant::now);
    all.enumerate().take_while(move |(at, _)| *at < FEW || begun.elapsed() < PATIENCE).map(|(_, one)| one)
}

/// Hotkeys of a wallet by name. Beside a file with the secret lies one with the public key.
fn hotkeys_of(folder: &Path, wallet: &str) -> Vec<String> {
    let mut names = names_in(&folder.join(wallet).join("hotkeys"));
    names.retain(|name| name.len() <= PUBLIC.len() || !name.ends_with(PUBLIC));
    names
}

fn wallets(end: &str) -> Vec<CompletionCandidate> {
    let Some(folder) = wallet_folder() else { return Vec::new() };
    let names = in_time(names_in(&folder).into_iter()).filter(|name| folder.join(name).is_dir());
    let counted = names.map(|name| {
        let help = match hotkeys_of(&folder, &name).len() {
            1 => "1 hotkey".to_owned(),
            count => format!("{count} hotkeys"),
        };
        candidate(name + end, help)
    });
    counted.collect()
}

/// Every hotkey with its wallet, and its public key where that is published.
fn all_hotkeys(chosen: Option<&str>) -> Vec<(String, String, Option<String>)> {
    let Some(folder) = wallet_folder() else { return Vec::new() };
    let wallets = chosen.map_or_else(|| names_in(&folder), |name| vec![name.to_owned()]);
    let named = in_time(wallets.into_iter()).flat_map(|wallet| {
        let hotkeys = hotkeys_of(&folder, &wallet).into_iter();
        hotkeys.map(|hotkey| (wallet.clone(), hotkey)).collect::<Vec<_>>()
    });
    let with_key = in_time(named.take(MOST)).map(|(wallet, hotkey)| {
        let settings = wallet::Settings::new(&folder, &wallet, &hotkey);
        let key = wallet::published_hotkey(&settings).ok().map(|key| key.to_string());
        (wallet, hotkey, key)
    });
    with_key.collect()
}

/// A key by its ends.
fn short(key: Option<String>) -> String {
    let ends = |key: String| Some(format!("{}…{}", key.get(..6)?, key.get(key.len().checked_sub(4)?..)?));
    key.and_then(ends).unwrap_or_default()
}

/// Hotkeys of the wallet on the line; without one, of all.
fn hotkeys() -> Vec<CompletionCandidate> {
    let chosen = option("--wallet-name");
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (wallet, hotkey, key) in all_hotkeys(chosen) {
        let help = if chosen.is_some() { short(key) } else { format!("{wallet} {}", short(key)) };
        all.entry(hotkey).and_modify(|wallets| *wallets = format!("{wallets}, {help}")).or_insert(help);
    }
    all.into_iter().map(|(hotkey, help)| candidate(hotkey, help.trim())).collect()
}

/// As WALLET/HOTKEY.
fn pairs() -> Vec<CompletionCandidate> {
    let all = all_hotkeys(None).into_iter();
    all.map(|(wallet, hotkey, key)| candidate(format!("{wallet}/{hotkey}"), short(key))).collect()
}

/// Public keys of the hotkeys on this machine.
fn keys() -> Vec<CompletionCandidate> {
    let all = all_hotkeys(None).into_iter();
    all.filter_map(|(wallet, hotkey, key)| Some(candidate(key?, format!("{wallet}/{hotkey}")))).collect()
}

/// Models on this machine, and these.
fn models(also: &[&str]) -> Vec<CompletionCandidate> {
    let found = context().and_then(|context| config::models(&context.environment, &context.paths).ok()?.list().ok());
    let mut all: BTreeMap<String, &str> = also.iter().map(|name| ((*name).to_owned(), "")).collect();
    all.extend(found.into_iter().flatten().map(|model| (model.name, "on this machine")));
    all.retain(|name, _| !words_before().contains(name));
    all.into_iter().map(|(name, help)| candidate(name, help)).collect()
}

fn channels() -> Vec<CompletionCandidate> {
    let found = context().and_then(|context| notify::load(&context.paths.config).ok());
    found.into_iter().flatten().map(|channel| candidate(channel.name, "")).collect()
}

/// Networks by name, and ledgers on this machine.
fn networks(current: &OsStr) -> Vec<CompletionCandidate> {
    if let Some(path) = current.to_str().and_then(|text| text.strip_prefix("local:")).filter(|path| !path.is_empty()) {
        let files = PathCompleter::file().complete(OsStr::new(path));
        return files.into_iter().map(|file| file.add_prefix("local:")).collect();
    }
    let named = [
        ("finney", "the main network"),
        ("test", "the test network"),
        ("archive", "nodes of the main network that keep all state"),
        ("dev", "the network of developers"),
        ("local", "a node on this machine"),
        ("local:", "an embedded chain in a file"),
    ];
    let mut all: Vec<CompletionCandidate> = named.map(|(name, help)| candidate(name, help)).into();
    let ledger = context().map(|context| context.paths.localnet()).filter(|path| path.is_file());
    all.extend(ledger.map(|path| candidate(format!("local:{}", path.display()), "that of `gascli localnet`")));
    all.retain(|candidate| candidate.get_value().as_encoded_bytes().starts_with(current.as_encoded_bytes()));
    all
}
