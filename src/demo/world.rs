//! The demo's world on disk: ledger, wallets and an env file for each member. Everything lies below one folder, and a
//! new world replaces the last one.

use std::fmt::{self, Write as _};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::cheat::Cheat;
use super::run::DemoError;
use crate::chain::local::{Ledger, NewLedger, Registration};
use crate::chain::wallet;
use crate::daemon::lock::{self, Lock};
use crate::daemon::socket;
use crate::media::Tier;
use crate::types::{Hotkey, Netuid, Paths, Rao, ServiceName, Uid};

/// GAS on the main network.
pub(super) const NETUID: Netuid = Netuid(34);
/// Blocks of a second, so that an epoch is a matter of seconds.
const BLOCK_TIME: Duration = Duration::from_secs(1);
const CHALLENGE_INTERVAL_BLOCKS: u64 = 5;
const EPOCH_BLOCKS: u16 = 20;

/// Who does what in the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Challenges, checks, sets weights.
    Validator,
    /// Generates and signs, up to this resolution.
    Honest(Tier),
    /// Must end without weight.
    Cheat(Cheat),
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Validator => "validator".to_owned(),
            Self::Honest(tier) => format!("honest, {tier}"),
            Self::Cheat(_) => "cheat".to_owned(),
        };
        f.pad(&text)
    }
}

/// One node of the demo.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) service: ServiceName,
    pub(super) role: Role,
    pub(super) hotkey: Hotkey,
    pub(super) uid: Uid,
    pub(super) env_file: PathBuf,
}

impl Member {
    /// The command that runs this node in the foreground.
    pub(super) fn command(&self, program: &Path) -> Vec<String> {
        let mut words = vec![program.display().to_string(), "run".into()];
        match self.role {
            Role::Validator => words.push("validator".into()),
            Role::Honest(_) => words.push("generator".into()),
            Role::Cheat(cheat) => words.extend(["demo-cheat".into(), "--cheat".into(), cheat.to_string()]),
        }
        words.extend(["--env-file".into(), self.env_file.display().to_string()]);
        words.extend(["--service".into(), self.service.to_string()]);
        words
    }
}

/// The whole subnet.
#[derive(Debug)]
pub(super) struct World {
    pub(super) folder: PathBuf,
    pub(super) ledger: PathBuf,
    pub(super) members: Vec<Member>,
    /// Held as long as the demo is watched: a second one would pull the world away under the first.
    _lock: Lock,
}

/// Service name of the demo's validator.
pub(super) fn validator_service() -> ServiceName {
    service("demo-validator")
}

fn service(name: &str) -> ServiceName {
    name.parse().expect("the demo's names are well-formed")
}

/// The members' services, in the order of their uids.
pub(super) fn roles() -> [(ServiceName, Role); 6] {
    [
        (validator_service(), Role::Validator),
        (service("demo-miner-1"), Role::Honest(Tier::K2)),
        (service("demo-miner-2"), Role::Honest(Tier::K1)),
        (service("demo-cheat-unsigned"), Role::Cheat(Cheat::Unsigned)),
        (service("demo-cheat-replay"), Role::Cheat(Cheat::Replay)),
        (service("demo-cheat-off-prompt"), Role::Cheat(Cheat::OffPrompt)),
    ]
}

impl World {
    /// Takes the demo's lock; `Err(AlreadyRunning)` while another demo is watched.
    pub(super) fn lock(paths: &Paths) -> Result<Lock, DemoError> {
        socket::private_folder(&paths.demo())?;
        let path = paths.demo().join("lock");
        lock::take(&path).map_err(|source| DemoError::Write { path, source })?.ok_or(DemoError::AlreadyRunning)
    }

    /// Removes what is left of the last world. No service of it may run any more.
    pub(super) fn remove(paths: &Paths) -> Result<(), DemoError> {
        let folder = paths.demo().join("world");
        match std::fs::remove_dir_all(&folder) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(DemoError::Write { path: folder, source }),
            _ => Ok(()),
        }
    }

    /// Removes the last world and builds a new one. No service of the last one may run any more.
    pub(super) fn create(paths: &Paths, lock: Lock) -> Result<Self, DemoError> {
        Self::remove(paths)?;
        let folder = paths.demo().join("world");
        socket::private_folder(&folder)?;
        let path = folder.join("chain.sqlite");
        let mut ledger = Ledger::create(
            &path,
            &NewLedger {
                netuid: NETUID,
                block_time: BLOCK_TIME,
                tempo: EPOCH_BLOCKS,
                weights_rate_limit: 0,
                ..NewLedger::default()
            },
        )?;
        let callback_port = free_port().map_err(DemoError::NoPort)?;
        let mut members = Vec::new();
        for (service, role) in roles() {
            let wallet = wallet::Settings::new(folder.join("wallets"), "demo", service.to_string());
            let hotkey = wallet::create_hotkey(&wallet)?;
            let validates = role == Role::Validator;
            let stake = if validates { Rao::from_tao(50_000) } else { Rao(0) };
            let uid = ledger.register(
                NETUID,
                &hotkey,
                &Registration { stake: Some(stake), validator_permit: Some(validates), axon: None },
            )?;
            let env_file = folder.join(format!("{service}.env"));
            write_env(&env_file, &settings(&folder, &path, callback_port, &service, role))?;
            members.push(Member { service, role, hotkey, uid, env_file });
        }
        Ok(Self { folder, ledger: path, members, _lock: lock })
    }
}

/// A port for the validator's callback. It must stay the same when the validator is restarted: miners that still deliver
/// were told its number.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The env file of a member: ordinary settings, such as an operator writes.
fn settings(
    folder: &Path,
    ledger: &Path,
    callback_port: u16,
    service: &ServiceName,
    role: Role,
) -> Vec<(&'static str, String)> {
    let below = |name: &str| folder.join(name).display().to_string();
    let state = below(&format!("state-{service}"));
    let mut settings =
        vec![("BT_CHAIN_ENDPOINT", format!("local:{}", ledger.display())), ("BT_NETUID", NETUID.to_string())];
    match role {
        Role::Validator => settings.extend([
            ("WALLET_PATH", below("wallets")),
            ("WALLET_NAME", "demo".into()),
            ("WALLET_HOTKEY", service.to_string()),
            ("CALLBACK_PORT", callback_port.to_string()),
            ("CHALLENGE_INTERVAL", CHALLENGE_INTERVAL_BLOCKS.to_string()),
            ("EPOCH_LENGTH", EPOCH_BLOCKS.to_string()),
            ("SN34_CACHE_DIR", state),
        ]),
        Role::Honest(_) | Role::Cheat(_) => {
            let tier = if let Role::Honest(tier) = role { tier } else { Tier::K1 };
            settings.extend([
                ("BT_WALLET_PATH", below("wallets")),
                ("BT_WALLET_NAME", "demo".into()),
                ("BT_WALLET_HOTKEY", service.to_string()),
                ("BT_AXON_IP", "127.0.0.1".into()),
                ("BT_AXON_PORT", "0".into()),
                ("IMAGE_SERVICE", "demo".into()),
                ("VIDEO_SERVICE", "none".into()),
                ("DEMO_MAX_RESOLUTION", tier.to_string()),
                ("MINER_ALLOW_PRIVATE_WEBHOOKS", "true".into()),
                ("MINER_SAVE_LOCALLY", "false".into()),
                ("MINER_METRICS_ADDRESS", "none".into()),
                ("MINER_STATE_DIR", state),
            ]);
        }
    }
    settings
}

fn write_env(path: &Path, settings: &[(&'static str, String)]) -> Result<(), DemoError> {
    let mut text = String::from("# Written by `gascli demo`; the next demo replaces it.\n");
    for (key, value) in settings {
        let escaped = value.replace('\\', r"\\").replace('"', "\\\"").replace('$', r"\$");
        let _ = writeln!(text, "{key}=\"{escaped}\"");
    }
    OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| DemoError::Write { path: path.to_owned(), source })
}
