//! Starts the miner and stops it: what must be true before it serves, and in which order it lets go.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::budget::Budget;
use super::check::Checks;
use super::checkpoint::{CheckpointError, Checkpoints, Loaded};
use super::external::Herald;
use super::leftovers::Leftover;
use super::limits::{Deliveries, Rates, Refusals};
use super::registry::Registry;
use super::seats::Seats;
use super::task::Task;
use super::webhook::Courier;
use super::worker::Pauses;
use super::{Settings, gas, metrics, standings, worker};
use crate::chain::{self, At, Chain, ChainError, wallet};
use crate::daemon::client::ClientError;
use crate::daemon::replays::Replays;
use crate::daemon::seat::Calendar;
use crate::daemon::signatures::Signatures;
use crate::daemon::socket::SocketError;
use crate::daemon::{http, state_socket};
use crate::media::Tier;
use crate::protocol::daemon_state::{DaemonState, Health, NodeState, SCHEMA, ServiceState, TaskCounters};
use crate::providers::{GenerationRequest, Order, Provider, ProviderSet, Standing};
use crate::store::MinerStore;
use crate::types::{Code, Hint, Hotkey, Modality, Netuid, Paths, ServiceName, TaskId, UnixMillis};
use crate::verification::c2pa::TrustSet;

/// Why the miner cannot run.
#[derive(Debug, thiserror::Error)]
pub enum MinerError {
    /// The hotkey cannot be had.
    #[error(transparent)]
    Wallet(#[from] wallet::WalletError),
    /// The chain did not answer, or does not know us.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// Nothing says which subnet.
    #[error("no netuid is set, and `{endpoint}` does not tell which subnet to use")]
    NoNetuid {
        /// The chain.
        endpoint: String,
    },
    /// Another program listens there.
    #[error("{address} is in use by another program")]
    PortInUse {
        /// Where we were to listen.
        address: SocketAddr,
    },
    /// The system refused the address.
    #[error("cannot listen on {address}")]
    Bind {
        /// Where we were to listen.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The state folder cannot be used.
    #[error(transparent)]
    Checkpoints(#[from] CheckpointError),
    /// The state socket cannot be served.
    #[error(transparent)]
    StateSocket(#[from] SocketError),
    /// No HTTP client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A part of the miner crashed; a bug.
    #[error("a part of the miner crashed")]
    Panicked(#[source] JoinError),
}

impl Hint for MinerError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Wallet(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::NoNetuid { .. } => Some("set BT_NETUID (34 on finney, 379 on the test network)".into()),
            Self::PortInUse { address } => Some(format!(
                "set BT_AXON_PORT to a free port, or stop what listens there (`ss -ltnp 'sport = :{}'` shows it)",
                address.port()
            )),
            Self::Bind { .. } => Some("check BT_AXON_IP and BT_AXON_PORT; ports below 1024 need root".into()),
            Self::Checkpoints(error) => error.hint(),
            Self::StateSocket(error) => error.hint(),
            Self::Client(error) => error.hint(),
            Self::Panicked(_) => Some("please report this, with the log".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Wallet(error) => error.code(),
            Self::Chain(error) => error.code(),
            Self::Checkpoints(error) => error.code(),
            Self::StateSocket(error) => error.code(),
            Self::Client(error) => error.code(),
            Self::NoNetuid { .. } => Some(Code::ConfigInvalid),
            Self::PortInUse { .. } => Some(Code::InUse),
            Self::Bind { .. } => None,
            Self::Panicked(_) => Some(Code::Internal),
        }
    }
}

/// What the parts of a running miner share.
pub(super) struct Miner {
    pub(super) clock: fn() -> UnixMillis,
    pub(super) settings: Settings,
    pub(super) hotkey: Hotkey,
    pub(super) netuid: Netuid,
    pub(super) providers: ProviderSet,
    /// Whether there are images and videos to make.
    pub(super) makes_both: bool,
    /// By whom media are judged before they are sent.
    pub(super) trust: Arc<TrustSet>,
    pub(super) registry: Registry,
    pub(super) checkpoints: Checkpoints,
    pub(super) store: Arc<MinerStore>,
    pub(super) budget: Budget,
    pub(super) pauses: Pauses,
    pub(super) seats: Seats,
    pub(super) signatures: Signatures,
    pub(super) replays: Replays,
    pub(super) rates: Rates,
    pub(super) refusals: Refusals,
    /// How media of each model pass the check before sending.
    pub(super) checks: Checks,
    pub(super) courier: Courier,
    pub(super) deliveries: Deliveries,
    /// What must not die with a connection: accepting and delivering.
    pub(super) background: TaskTracker,
    /// Cancelled when the miner is to stop.
    pub(super) stop: CancellationToken,
    /// Cancelled when even deliveries under way must end.
    pub(super) abandon: CancellationToken,
    pub(super) disk_fault: Mutex<Option<String>>,
    pub(super) started_at: UnixMillis,
    listening: SocketAddr,
    /// Why the chain does not tell where validators find us.
    unpublished: watch::Receiver<Option<String>>,
    /// Asked in the background; here only for how the connection is.
    chain: Arc<dyn Chain>,
}

/// What a miner is made of.
pub struct Setup {
    /// By which requests are fresh or stale.
    pub clock: fn() -> UnixMillis,
    /// How it works.
    pub settings: Settings,
    /// Who generates.
    pub providers: ProviderSet,
    /// By whom media are judged before they are sent.
    pub trust: TrustSet,
}

impl Setup {
    /// One that goes by the wall clock.
    pub const fn new(settings: Settings, providers: ProviderSet, trust: TrustSet) -> Self {
        Self { clock: UnixMillis::now, settings, providers, trust }
    }
}

/// Runs the miner until `stop`. `ready` is called once, with the address on which it listens, when it can take tasks.
pub async fn run(
    setup: Setup,
    paths: &Paths,
    service: &ServiceName,
    stop: CancellationToken,
    ready: impl FnOnce(SocketAddr) + Send,
) -> Result<(), MinerError> {
    let stop = stop.child_token(); // ours to cancel, without touching the caller's other parts
    let prepared = tokio::select! {
        () = stop.cancelled() => {
            tracing::info!("stopped before the miner was ready");
            return Ok(());
        }
        prepared = prepare(setup, paths, stop.clone()) => prepared?,
    };
    let Prepared { miner, listener, chain, herald, tasks } = prepared;
    let socket = state_socket::bind(paths.state_socket(service))?; // before anybody hears that we are ready
    let leftovers = miner.restore(tasks).await;
    let (hotkey, netuid, listening) = (miner.hotkey, miner.netuid, miner.listening);
    tracing::info!(%hotkey, uid = miner.seats.uid(&hotkey).map(tracing::field::display), %netuid, %listening, "miner started");
    miner.warn_of_missing_anchors();
    miner.warn_of_unknown_prices();
    let parts = start(&miner, leftovers, listener, chain, herald, socket);
    ready(listening);
    let outcome = finish(parts, &stop).await;
    standings::write(&miner.store, &miner.courier.statistics).await;
    miner.store.close().await;
    tracing::info!(%hotkey, "miner stopped");
    outcome
}

/// A miner that can begin.
struct Prepared {
    miner: Arc<Miner>,
    listener: TcpListener,
    chain: Arc<dyn Chain>,
    herald: Herald,
    /// What an earlier process left.
    tasks: Vec<Task>,
}

/// Everything that can be wrong is found here, before anybody is served.
async fn prepare(setup: Setup, paths: &Paths, stop: CancellationToken) -> Result<Prepared, MinerError> {
    let Setup { clock, settings, providers, trust } = setup;
    let keypair = wallet::load_hotkey(&settings.wallet)?;
    let hotkey = keypair.hotkey();
    let netuid = settings.netuid.or_else(|| settings.endpoint.gas_netuid());
    if netuid.is_none() && !settings.endpoint.is_local() {
        return Err(MinerError::NoNetuid { endpoint: settings.endpoint.to_string() });
    }
    let chain = chain::connect_patiently(&settings.endpoint).await?;
    let netuid = match netuid {
        Some(netuid) => netuid,
        None => chain
            .only_netuid()
            .await?
            .ok_or_else(|| MinerError::NoNetuid { endpoint: settings.endpoint.to_string() })?,
    };
    let metagraph = chain::patiently("the metagraph", || chain.metagraph(netuid, At::Finalized)).await?;
    metagraph.by_hotkey(&hotkey).ok_or(ChainError::NotRegistered { hotkey, netuid })?;
    let mut calendar = Calendar::default();
    calendar.refresh(&*chain, netuid, metagraph.block).await;

    let folder = settings.state_dir.clone().unwrap_or_else(|| paths.miner(&hotkey));
    let (checkpoints, loaded) = open_state(folder).await?;
    let (store, now) = (checkpoints.store(), UnixMillis::now());
    let spent = store.spent_since(now.midnight()).await.map_err(CheckpointError::Store)?;
    let listener = listen(SocketAddr::new(settings.axon_ip, settings.axon_port)).await?;
    let listening = listener.local_addr().map_err(|source| MinerError::Bind {
        address: SocketAddr::new(settings.axon_ip, settings.axon_port),
        source,
    })?;
    let mut herald = Herald::new(&settings, Arc::clone(&chain), netuid, keypair.clone(), listening)?;
    herald.announce(&metagraph).await?;
    let courier = Courier::new(keypair, settings.webhook.clone())?;
    let models = standings::restore(&store, &courier.statistics).await.map_err(CheckpointError::Store)?;
    let registry = Registry::new(settings.max_concurrent_tasks.max(1), settings.max_queued_tasks);
    let makes_both = Modality::ALL.iter().all(|modality| providers.of(*modality).is_some());
    let miner = Arc::new(Miner {
        clock,
        hotkey,
        netuid,
        providers,
        trust: Arc::new(trust),
        registry: if makes_both { registry.of_both() } else { registry },
        makes_both,
        checkpoints,
        store,
        budget: Budget::new(settings.max_spend_per_day, spent, now),
        pauses: Pauses::default(),
        seats: Seats::new(&metagraph, hotkey, calendar, UnixMillis::now()),
        signatures: Signatures::start(),
        replays: Replays::default(),
        rates: Rates::new(settings.requests_per_minute),
        refusals: Refusals::default(),
        checks: Checks::new(&settings.check, models),
        courier,
        deliveries: Deliveries::default(),
        background: TaskTracker::new(),
        stop,
        abandon: CancellationToken::new(),
        disk_fault: Mutex::default(),
        started_at: UnixMillis::now(),
        listening,
        unpublished: herald.trouble(),
        chain: Arc::clone(&chain),
        settings,
    });
    Ok(Prepared { miner, listener, chain, herald, tasks: loaded.tasks })
}

/// Opens the state folder, and tells of what in it cannot be used.
async fn open_state(folder: PathBuf) -> Result<(Checkpoints, Loaded), MinerError> {
    let opening = tokio::task::spawn_blocking(move || Checkpoints::open(&folder, UnixMillis::now()));
    let checkpoints = opening.await.map_err(MinerError::Panicked)??;
    let loaded = checkpoints.load().await?;
    for path in &loaded.moved_aside {
        tracing::warn!(path = %path.display(), "a checkpoint cannot be read and was moved aside");
    }
    for task_id in &loaded.unreadable {
        tracing::error!(task_id, "a task in the store cannot be read; it stays there and is not worked on");
    }
    Ok((checkpoints, loaded))
}

type Parts = JoinSet<Result<(), MinerError>>;

fn start(
    miner: &Arc<Miner>,
    leftovers: Vec<Leftover>,
    listener: TcpListener,
    chain: Arc<dyn Chain>,
    herald: Herald,
    socket: state_socket::Bound,
) -> Parts {
    let mut parts = Parts::new();
    let stop = miner.stop.clone();
    let (announced, stopping) = (Arc::clone(miner), stop.clone());
    parts.spawn(async move {
        herald.keep(&announced.seats, stopping).await;
        Ok(())
    });
    let (learning, stopping) = (Arc::clone(miner), stop.clone());
    parts.spawn(async move {
        standings::keep(learning, stopping).await;
        Ok(())
    });
    let (measured, stopping) = (Arc::clone(miner), stop.clone());
    parts.spawn(async move {
        metrics::serve(measured, stopping).await;
        Ok(())
    });
    // Cancelled last: until every task has ended or is parked, callers are answered, if only with 503.
    let closing = CancellationToken::new();
    let (router, serving) = (gas::router(Arc::clone(miner)), closing.clone());
    parts.spawn(async move {
        let limits = http::Limits { drain: Duration::from_secs(1), ..http::Limits::default() };
        http::serve(listener, router, limits, serving).await;
        Ok(())
    });
    let (telling, serving) = (Arc::clone(miner), closing.clone());
    parts.spawn(async move {
        socket.serve(move || state(&telling), serving).await;
        Ok(())
    });
    let (refreshing, stopping) = (Arc::clone(miner), stop.clone());
    parts.spawn(async move {
        refreshing.seats.refresh(chain, refreshing.netuid, stopping).await;
        Ok(())
    });
    let (cleaning, stopping) = (Arc::clone(miner), stop.clone());
    parts.spawn(async move {
        cleaning.clean_up(stopping).await;
        Ok(())
    });
    let working = Arc::clone(miner);
    parts.spawn(async move {
        let closing = closing.drop_guard(); // also when the worker crashes
        worker::work(working, leftovers, stop).await;
        drop(closing);
        Ok(())
    });
    let refusing = Arc::clone(miner);
    parts.spawn(async move {
        refusing.stop.cancelled().await;
        refusing.registry.stop();
        Ok(())
    });
    parts
}

// The first part that ends, for whatever reason, takes the others along.
async fn finish(mut parts: Parts, stop: &CancellationToken) -> Result<(), MinerError> {
    let mut outcome = Ok(());
    while let Some(ended) = parts.join_next().await {
        stop.cancel();
        outcome = outcome.and(ended.unwrap_or_else(|panic| Err(MinerError::Panicked(panic))));
    }
    outcome
}

async fn listen(address: SocketAddr) -> Result<TcpListener, MinerError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => MinerError::PortInUse { address },
        _ => MinerError::Bind { address, source },
    })
}

/// How the miner is, for whoever asks.
pub(super) fn state(miner: &Miner) -> DaemonState {
    let (block, block_seen_at) = miner.seats.block();
    let connection = miner.chain.connection();
    let complaint = connection.as_ref().and_then(|connection| connection.complaint(UnixMillis::now()));
    DaemonState {
        schema: SCHEMA.into(),
        daemon: "generator".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        started_at_ms: miner.started_at,
        health: health(miner).with(complaint),
        node: NodeState {
            chain_endpoint: miner.settings.endpoint.to_string(),
            netuid: miner.netuid,
            hotkey: miner.hotkey,
            uid: miner.seats.uid(&miner.hotkey),
            block: Some(block),
            block_seen_at_ms: Some(block_seen_at),
            listening: Some(miner.listening.to_string()),
            connection,
            seat: miner.seats.own(),
        },
        tasks: Some(miner.counters()),
        challenges: None,
        services: miner.services(),
        models: miner.checks.models().states((miner.clock)()),
        alignment: None,
        spend: Some(miner.budget.state(UnixMillis::now())),
        webhooks: miner.courier.statistics.today(UnixMillis::now()),
        data: None,
        generation: None,
        hours: miner.registry.hours(miner.started_at, UnixMillis::now()),
        recent_tasks: miner.registry.recent(),
    }
}

impl Miner {
    /// Counts a request that is answered 429 or 503.
    pub(super) fn count_refused(&self, reason: &'static str) {
        self.refusals.count(reason);
    }

    /// How each service is.
    fn services(&self) -> Vec<ServiceState> {
        let state = |provider: &Arc<dyn Provider>| {
            let (reason, until_ms) = match provider.standing() {
                Standing::Ready => (None, None),
                Standing::Resting { left, reason } => (Some(reason), Some(UnixMillis::now().after(left))),
            };
            let available = provider.info().available && reason.is_none();
            ServiceState { service: provider.name().to_owned(), available, reason, until_ms }
        };
        self.providers.all().into_iter().map(state).collect()
    }

    /// The first service that rests, and why.
    fn resting(&self) -> Option<(&'static str, String)> {
        self.providers.all().into_iter().find_map(|provider| match provider.standing() {
            Standing::Resting { reason, .. } => Some((provider.name(), reason)),
            Standing::Ready => None,
        })
    }

    /// A budget cannot count what has no price; says so once.
    fn warn_of_unknown_prices(&self) {
        if self.settings.max_spend_per_day.is_none() {
            return;
        }
        for modality in Modality::ALL {
            let Some(provider) = self.providers.of(modality) else { continue };
            for tier in Tier::of(modality) {
                let parameters = [("resolution".to_owned(), tier.as_str().into())].into_iter().collect();
                let (task_id, prompt) = (TaskId::random(), "a red fox".to_owned());
                let order = provider.order(&GenerationRequest { task_id, modality, prompt, parameters });
                if let Ok(Order { model, cost: None, .. }) = order {
                    let (service, remedy) = (provider.name(), "set MINER_MODEL_PRICES");
                    tracing::warn!(service, model, remedy, "the daily budget does not count a model without a price");
                    break;
                }
            }
        }
    }

    fn counters(&self) -> TaskCounters {
        let (delivery_time, generation_time) = self.courier.statistics.durations();
        let refused_by = self.refusals.by_reason();
        TaskCounters {
            refused: refused_by.values().sum(),
            refused_by,
            delivery_time,
            generation_time,
            ..self.registry.counters()
        }
    }
}

fn health(miner: &Miner) -> Health {
    if miner.stop.is_cancelled() {
        return Health::Stopping;
    }
    let providers = miner.providers.all();
    let fault = miner.disk_fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let resting = miner.resting();
    // One that rests says that it is not available, too.
    let reason = if resting.is_none() && !providers.iter().any(|provider| provider.info().available) {
        "no generation service is available".to_owned()
    } else if miner.seats.uid(&miner.hotkey).is_none() {
        format!("hotkey {} is no longer registered on netuid {}", miner.hotkey, miner.netuid)
    } else if let Some(age) = miner.seats.stale_for(UnixMillis::now()) {
        format!("the chain has not answered for {} s", age.as_secs())
    } else if let Some(why) = miner.unpublished.borrow().clone() {
        format!("the axon is not published, so validators may not find this miner: {why}")
    } else if let Some(fault) = fault {
        format!("tasks cannot be kept on disk: {fault}")
    } else if let Some(complaint) = miner.budget.complaint(UnixMillis::now()) {
        complaint
    } else if let Some((service, reason)) = resting {
        format!("service {service} is not asked for a while: {reason}")
    } else if let Some(paused) = miner.checks.models().paused((miner.clock)()).into_iter().next() {
        paused
    } else {
        return Health::Healthy;
    };
    Health::Degraded { reason }
}
