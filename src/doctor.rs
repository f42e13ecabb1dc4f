//! What a node needs, checked: each check says what it found, and what to do about it. Prints nothing.
//!
//! ```text
//!  files, machine, chain, supervisor ──look──> facts ──judge (pure)──> Check ──> Report
//! ```
//!
//! A file for each field holds both. Nothing is mended and no service is started; of the network only the configured chain
//! is asked unless more is wanted. What waits does so side by side.

mod address;
mod boot;
mod catalogue;
mod chain;
mod check;
mod clock;
mod files;
mod limits;
mod machine;
mod node;
mod port;
mod service;
mod supervisor;
mod wallet;
mod work;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;

pub use catalogue::Id;
pub use check::{Check, Report, Severity};

use crate::config::Role;
use crate::media::video;
use crate::supervisor::GpuReport;
use crate::types::{Paths, with_causes};

/// How long a daemon on this machine may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(1);

/// How long the GPU's driver may take.
const GPU_LIMIT: Duration = Duration::from_secs(3);

/// Whom of the network may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Nobody.
    None,
    /// The configured chain.
    Chain,
    /// Generation services too, and the own address from outside.
    All,
}

/// What is to be checked.
#[derive(Debug)]
pub struct Request {
    /// Folders of this installation.
    pub paths: Paths,
    /// Where the command was called.
    pub cwd: PathBuf,
    /// What `~` stands for.
    pub home: Option<PathBuf>,
    /// Variables of this process.
    pub environment: BTreeMap<String, String>,
    /// Whose nodes; without one, those that are set up here.
    pub roles: Vec<Role>,
    /// Env file to read, instead of the service's or the usual one.
    pub env_file: Option<PathBuf>,
    /// Whom of the network may be asked.
    pub network: Network,
}

/// The network cannot be set up on this machine.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the network")]
pub struct DoctorError(#[source] std::io::Error);

/// Makes all checks. Takes as long as the slowest who is asked: some seconds at most.
pub fn examine(request: &Request) -> Result<Report, DoctorError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(DoctorError)?;
    let nodes = node::find(request);
    let checks = std::thread::scope(|scope| {
        let gpu = scope.spawn(|| GpuReport::ask_within(GPU_LIMIT));
        let ffmpeg = scope.spawn(video::has_ffmpeg);
        let outside = scope.spawn(|| runtime.block_on(outside(request, &nodes)));
        let facts = supervisor::look(&request.paths);
        let mut checks = files::checks(request, &nodes);
        checks.extend(nodes.iter().filter_map(|node| work::anchors(node, Timestamp::now())));
        checks.extend(nodes.iter().filter_map(work::model));
        checks.extend(machine::disks(request, &nodes));
        checks.extend([
            machine::memory(&nodes),
            limits::descriptors(facts.pid(), &facts.pids()),
            limits::inotify(),
            machine::process_1(),
            version(),
        ]);
        checks.extend(supervisor::checks(request, &facts));
        checks.push(boot::check(request, &facts.services));
        checks.push(machine::gpu(&nodes, &joined(gpu)));
        checks.push(machine::ffmpeg(&nodes, joined(ffmpeg)));
        checks.extend(joined(outside));
        checks
    });
    // Who has not answered by now is not waited for.
    runtime.shutdown_background();
    let roles = nodes.iter().map(|node| node.role.as_str()).collect();
    Ok(Report::new(roles, checks, not_asked(request.network, &nodes)))
}

/// What a thread found; its panic is this one's.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Everything for which somebody is asked, and what follows from the answers.
async fn outside(request: &Request, nodes: &[node::Node]) -> Vec<Check> {
    let hotkeys: Vec<_> = nodes.iter().map(wallet::look).collect();
    let mut checks: Vec<Check> = Vec::new();
    for (node, facts) in nodes.iter().zip(&hotkeys) {
        let found = facts.iter().flat_map(wallet::judge);
        checks.extend(found.map(|check| check.of(node.role.as_str())));
    }
    let is_online = request.network == Network::All;
    let services = join_all(nodes.iter().map(|node| work::services(node, is_online)));
    let chains = async {
        if request.network == Network::None {
            return Vec::new();
        }
        let looks = nodes.iter().zip(&hotkeys);
        join_all(looks.map(|(node, facts)| chain::look(node, facts.as_ref().and_then(|facts| facts.hotkey)))).await
    };
    let servers = async {
        if request.network == Network::None {
            return Vec::new();
        }
        join_all(clock::servers(nodes, request.network).into_iter().map(clock::ask)).await
    };
    let (services, chains, servers) = tokio::join!(services, chains, servers);
    checks.extend(services.into_iter().flatten());
    for (number, node) in nodes.iter().enumerate() {
        let chain = chains.get(number).and_then(Option::as_ref);
        checks.extend(chain.into_iter().flat_map(chain::judge));
        let Some(port) = port::look(request, node) else { continue };
        checks.push(port::judge(&port));
        let address = address::look(node, &port, chain, request.network).await;
        checks.extend(address.as_ref().map(address::judge));
    }
    let chains: Vec<_> = chains.into_iter().flatten().collect();
    if !chains.is_empty() {
        checks.push(clock::judge(&clock::ClockFacts::new(servers, &chains)));
    }
    checks
}

/// What would take more of the network than is allowed.
fn not_asked(network: Network, nodes: &[node::Node]) -> Vec<Id> {
    if network != Network::None || nodes.is_empty() {
        return Vec::new();
    }
    let is_validators = |id: &Id| matches!(id, Id::ValidatorPermit | Id::Stake);
    let has_validator = nodes.iter().any(|node| node.role == Role::Validator);
    let all = [Id::Chain, Id::NewestBlock, Id::Registration, Id::ValidatorPermit, Id::Stake, Id::Clock];
    all.into_iter().filter(|id| has_validator || !is_validators(id)).collect()
}

fn version() -> Check {
    let build = if cfg!(debug_assertions) { ", a debug build" } else { "" };
    let (version, machine) = (env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
    Check::ok(Id::Version, format!("{version} for {machine}{build}"))
}
