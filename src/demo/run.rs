//! A run of the demo: start everything, watch until the weights tell honest miners from cheats, clean up.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::world::{Member, NETUID, Role, World, roles, validator_service};
use crate::chain::ChainError;
use crate::chain::local::{Ledger, LedgerError};
use crate::chain::wallet::WalletError;
use crate::daemon::socket::SocketError;
use crate::daemon::state_socket;
use crate::protocol::daemon_state::{ChallengeCounters, DaemonState, MinerRow, SCHEMA};
use crate::supervisor::{Client, ClientError, Readiness, ServiceSpec, ServiceState};
use crate::types::{BlockNumber, Code, Hint, Hotkey, Paths, ServiceName, Uid};

/// How often the daemons are asked how they are.
const LOOK: Duration = Duration::from_millis(200);
/// How long a daemon may take to tell its state.
const STATE_LIMIT: Duration = Duration::from_secs(2);
/// Rounds take five seconds and an epoch twenty; a machine that needs ten times as long is broken, not slow.
const LIMIT_PER_ROUND: Duration = Duration::from_secs(50);
const LIMIT_BASE: Duration = Duration::from_mins(4);

/// What the operator asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Challenge rounds before the weights count.
    pub rounds: u64,
    /// Leave everything running afterwards.
    pub keep: bool,
}

/// How far the demo is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Newest block.
    pub block: u64,
    /// Rounds begun.
    pub rounds: u64,
    /// Challenges accepted by miners.
    pub challenged: u64,
    /// Deliveries that passed.
    pub verified: u64,
    /// Deliveries that did not.
    pub rejected: u64,
    /// Times that weights landed.
    pub weights_set: u64,
}

/// How the demo ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Version of this document.
    pub schema: &'static str,
    /// Whether weights landed, with some for each honest miner and none for a cheat.
    pub ok: bool,
    /// Challenge rounds begun.
    pub rounds: u64,
    /// Block at which the weights landed that are shown.
    pub weights_block: BlockNumber,
    /// From the first service's start to these weights.
    pub elapsed_ms: u64,
    /// What each miner came to, by uid.
    pub miners: Vec<MinerResult>,
    /// Services left running; empty unless asked for.
    pub kept: Vec<ServiceName>,
    /// Where the members' env files lie while they are kept.
    pub folder: PathBuf,
}

/// What one miner came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MinerResult {
    /// Its seat.
    pub uid: Uid,
    /// Its service.
    pub service: ServiceName,
    /// Its key.
    pub hotkey: Hotkey,
    /// What it does.
    pub role: String,
    /// Whether it cheats.
    pub cheats: bool,
    /// Challenges that it accepted and that have ended.
    pub challenged: u64,
    /// Deliveries that passed.
    pub verified: u64,
    /// Deliveries that did not, by class of the reason.
    pub rejected: BTreeMap<String, u64>,
    /// Average over rounds.
    pub score: f64,
    /// Weight on the chain, 0 to 65535.
    pub weight: u16,
}

/// Why the demo did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Another one is being watched.
    #[error("another `gascli demo` is running in this home")]
    AlreadyRunning,
    /// Ctrl-C or SIGTERM.
    #[error("the demo was interrupted by signal {0}")]
    Interrupted(i32),
    /// A file of the world cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No port is free on the loopback address.
    #[error("no port can be had on 127.0.0.1")]
    NoPort(#[source] io::Error),
    /// A daemon gave up.
    #[error("{service} gave up: {reason}")]
    Gave {
        /// Which.
        service: ServiceName,
        /// Why, as its supervisor says.
        reason: String,
    },
    /// The weights did not come.
    #[error("no weights after {rounds} rounds and {} s", after.as_secs())]
    TooSlow {
        /// Rounds begun by then.
        rounds: u64,
        /// The limit.
        after: Duration,
    },
    /// The supervisor failed.
    #[error(transparent)]
    Supervisor(#[from] ClientError),
    /// The ledger could not be made or opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The local chain refused.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A wallet could not be made.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// A folder could not be made.
    #[error(transparent)]
    Socket(#[from] SocketError),
}

impl Hint for DemoError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::AlreadyRunning => {
                Some("wait for it to end, or set GASCLI_HOME to another folder for this one".into())
            }
            Self::Interrupted(_) | Self::NoPort(_) => None,
            Self::Write { .. } => Some("the state folder must be writable, with room for some 100 MB".into()),
            Self::Gave { service, .. } => Some(format!("`gascli logs {service}` shows why")),
            Self::TooSlow { .. } => Some(format!("`gascli logs {}` shows what it waits for", validator_service())),
            Self::Supervisor(error) => error.hint(),
            Self::Ledger(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::Wallet(error) => error.hint(),
            Self::Socket(error) => error.hint(),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Supervisor(error) => error.code(),
            Self::Ledger(error) => error.code(),
            Self::Chain(error) => error.code(),
            Self::Wallet(error) => error.code(),
            Self::Socket(error) => error.code(),
            Self::AlreadyRunning => Some(Code::InUse),
            Self::Interrupted(_) => Some(Code::Interrupted),
            Self::Gave { .. } => Some(Code::ServiceFailed),
            Self::TooSlow { .. } => Some(Code::TimedOut),
            Self::Write { .. } | Self::NoPort(_) => None,
        }
    }
}

/// Runs the demo. `program` is this binary; `interrupted` tells a signal that asks to end; `progress` hears how far it is.
pub fn run(
    options: Options,
    paths: &Paths,
    program: &Path,
    environment: &BTreeMap<String, String>,
    interrupted: &dyn Fn() -> Option<i32>,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Report, DemoError> {
    let lock = World::lock(paths)?;
    let had_supervisor = Client::connect(paths)?.is_some();
    let mut client = Client::connect_or_start(paths)?;
    remove_services(&mut client)?; // of a demo that was kept or killed
    let world = World::create(paths, lock)?;
    let outcome = start(&mut client, &world, program, environment)
        .and_then(|()| watch(options, paths, &world, &mut client, interrupted, progress));
    let kept = options.keep && outcome.is_ok();
    if !kept {
        clean_up(&mut client, &world, &outcome)?;
        if !had_supervisor && client.status()?.is_empty() {
            client.quit()?;
        }
    }
    outcome.map(|report| Report {
        kept: if kept { world.members.iter().map(|member| member.service.clone()).collect() } else { Vec::new() },
        ..report
    })
}

/// Ends a demo that was left running: its services, their logs and its world. Gives the services that there were.
pub fn end(paths: &Paths) -> Result<Vec<ServiceName>, DemoError> {
    let _lock = World::lock(paths)?;
    let mut client = Client::connect_or_start(paths)?;
    let removed = remove_services(&mut client)?;
    World::remove(paths)?;
    if client.status()?.is_empty() {
        client.quit()?;
    }
    Ok(removed)
}

/// Without a verdict the logs are what the operator needs next, so only the services end.
fn clean_up(client: &mut Client, world: &World, outcome: &Result<Report, DemoError>) -> Result<(), DemoError> {
    match outcome {
        Ok(_) | Err(DemoError::Interrupted(_)) => {
            remove_services(client)?;
            // What remains is replaced by the next demo; failing to remove it is no failure of this one.
            let _ = std::fs::remove_dir_all(&world.folder);
        }
        Err(_) => {
            for member in &world.members {
                client.stop(&member.service)?;
            }
        }
    }
    Ok(())
}

/// Gives those that were there.
fn remove_services(client: &mut Client) -> Result<Vec<ServiceName>, DemoError> {
    let mut present: Vec<ServiceName> = client.status()?.into_iter().map(|status| status.name).collect();
    present.retain(|name| roles().iter().any(|(service, _)| service == name));
    for service in &present {
        client.delete(service)?;
    }
    Ok(present)
}

/// What the demo's nodes inherit. An operator's own settings must not reach them: the environment beats an env file.
fn inherited(environment: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let wanted = |key: &str| key.starts_with("GASCLI_") || ["HOME", "LANG", "PATH", "TMPDIR", "TZ"].contains(&key);
    environment.iter().filter(|(key, _)| wanted(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn start(
    client: &mut Client,
    world: &World,
    program: &Path,
    environment: &BTreeMap<String, String>,
) -> Result<(), DemoError> {
    let environment = inherited(environment);
    // Miners first, so that the validator's first round finds them.
    for member in world.members.iter().rev() {
        let mut spec = ServiceSpec::new(member.service.clone(), member.command(program), world.folder.clone());
        spec.readiness = Readiness::Notify;
        client.start(&spec, &environment)?;
    }
    Ok(())
}

fn watch(
    options: Options,
    paths: &Paths,
    world: &World,
    client: &mut Client,
    interrupted: &dyn Fn() -> Option<i32>,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Report, DemoError> {
    let began = Instant::now();
    let limit = LIMIT_BASE + LIMIT_PER_ROUND * u32::try_from(options.rounds).unwrap_or(u32::MAX);
    let socket = paths.state_socket(&validator_service());
    let mut asked: Option<BTreeMap<Hotkey, u64>> = None;
    let mut decided_at: Option<BlockNumber> = None;
    let mut rounds = 0;
    while began.elapsed() < limit {
        if let Some(signal) = interrupted() {
            return Err(DemoError::Interrupted(signal));
        }
        check_services(client)?;
        if let Ok(state) = state_socket::read(&socket, STATE_LIMIT) {
            let counters = state.challenges.clone().unwrap_or_default();
            progress(&summary(&state, &counters));
            rounds = counters.rounds;
            if rounds >= options.rounds {
                let accepted = || counters.miners.iter().map(|row| (row.hotkey, row.challenged)).collect();
                let asked = asked.get_or_insert_with(accepted);
                // Rounds go on meanwhile; on a slow machine there is never a moment without an open challenge.
                if counters.miners.iter().all(|row| decided(row) >= asked.get(&row.hotkey).copied().unwrap_or(0)) {
                    decided_at = decided_at.or(state.node.block);
                }
            }
            // Weights count once they were set on the outcome of every round that was asked for.
            if let (Some(decided), Some(set)) = (decided_at, counters.last_weights_block)
                && set >= decided
            {
                return report(world, &counters, set, began.elapsed());
            }
        }
        std::thread::sleep(LOOK);
    }
    Err(DemoError::TooSlow { rounds, after: limit })
}

fn check_services(client: &mut Client) -> Result<(), DemoError> {
    let ours = roles().map(|(service, _)| service);
    for status in client.status()? {
        if status.state == ServiceState::Errored && ours.contains(&status.name) {
            let reason = status.reason.unwrap_or_else(|| "without a reason".into());
            return Err(DemoError::Gave { service: status.name, reason });
        }
    }
    Ok(())
}

/// Challenges of a miner that have ended.
fn decided(row: &MinerRow) -> u64 {
    row.verified + row.rejected.values().sum::<u64>()
}

fn summary(state: &DaemonState, counters: &ChallengeCounters) -> Progress {
    Progress {
        block: state.node.block.map_or(0, |block| block.0),
        rounds: counters.rounds,
        challenged: counters.issued,
        verified: counters.miners.iter().map(|row| row.verified).sum(),
        rejected: counters.miners.iter().flat_map(|row| row.rejected.values()).sum(),
        weights_set: counters.weights_set,
    }
}

fn report(
    world: &World,
    counters: &ChallengeCounters,
    weights_block: BlockNumber,
    elapsed: Duration,
) -> Result<Report, DemoError> {
    let validator = world.members.iter().find(|member| member.role == Role::Validator).expect("the world has one");
    // What counts is what stands on the chain, not what the validator says of itself.
    let weights: BTreeMap<Uid, u16> =
        Ledger::open(&world.ledger)?.weights(NETUID, validator.uid)?.into_iter().collect();
    let miners: Vec<MinerResult> = world
        .members
        .iter()
        .filter(|member| member.role != Role::Validator)
        .map(|member| result(member, counters, weights.get(&member.uid).copied().unwrap_or(0)))
        .collect();
    Ok(Report {
        schema: SCHEMA,
        ok: !weights.is_empty() && miners.iter().all(|miner| miner.cheats == (miner.weight == 0)),
        rounds: counters.rounds,
        weights_block,
        elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        miners,
        kept: Vec::new(),
        folder: world.folder.clone(),
    })
}

fn result(member: &Member, counters: &ChallengeCounters, weight: u16) -> MinerResult {
    let row: Option<&MinerRow> = counters.miners.iter().find(|row| row.hotkey == member.hotkey);
    MinerResult {
        uid: member.uid,
        service: member.service.clone(),
        hotkey: member.hotkey,
        role: member.role.to_string(),
        cheats: matches!(member.role, Role::Cheat(_)),
        challenged: row.map_or(0, decided), // one without its end would read as a loss
        verified: row.map_or(0, |row| row.verified),
        rejected: row.map(|row| row.rejected.clone()).unwrap_or_default(),
        score: row.map_or(0.0, |row| row.score),
        weight,
    }
}
