//! From settings to a validator that can begin: everything that can be wrong is found here, before anybody is called.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::align::Watch;
use super::clock::Seen;
use super::known::SharedDuplicates;
use super::node::{Node, SharedStore, take_stock};
use super::open::OpenChallenges;
use super::receive::{self, Places};
use super::round::Due;
use super::seat::Reading;
use super::settle::Settling;
use super::tally::Tally;
use super::{Settings, ValidatorError};
use crate::chain::{self, At, Chain, ChainError, wallet};
use crate::daemon::client::{Reach, client};
use crate::daemon::heartbeat::Heart;
use crate::daemon::replays::Replays;
use crate::daemon::signatures::Signatures;
use crate::daemon::socket;
use crate::media::video;
use crate::store::{Progress, Store, StoreLock};
use crate::types::{BlockNumber, Modality, Netuid, Paths, UnixMillis};
use crate::verification::c2pa::TrustSet;

/// Endings that are made durable at once: each waits for the disk on a thread.
const KEEPING: usize = 64;

/// A validator that can begin.
pub(super) struct Started {
    pub(super) node: Arc<Node>,
    pub(super) listener: TcpListener,
    /// The node's chain.
    pub(super) chain: Arc<dyn Chain>,
    /// The other end of the node's clock.
    pub(super) seen: watch::Sender<Seen>,
    /// When the first round begins.
    pub(super) round_due: Due,
    /// Likewise the first epoch.
    pub(super) epoch_due: BlockNumber,
    /// Whether an earlier run saved scores and did not come to weigh them.
    pub(super) epoch_unfinished: bool,
    /// Keeps other validators out of the store.
    pub(super) lock: StoreLock,
}

pub(super) async fn start(
    settings: Settings,
    trust: TrustSet,
    paths: &Paths,
    heart: Heart,
) -> Result<Started, ValidatorError> {
    let keypair = wallet::load_hotkey(&settings.wallet)?;
    let hotkey = keypair.hotkey();
    let modalities = modalities(&settings)?;
    let missing: Vec<&str> = trust.lacks().iter().map(|known| known.provider).collect();
    if !missing.is_empty() && !settings.endpoint.is_local() {
        let providers = missing.join(", ");
        tracing::warn!(%providers, "trust anchors are missing, so some deliveries will be refused; see `gascli trust list`");
    }
    if settings.netuid.or_else(|| settings.endpoint.gas_netuid()).is_none() && !settings.endpoint.is_local() {
        return Err(ValidatorError::NoNetuid);
    }
    let chain = chain::connect_patiently(&settings.endpoint).await?;
    let netuid = netuid(&settings, &*chain).await?;
    let metagraph = chain::patiently("the metagraph", || chain.metagraph(netuid, At::Finalized)).await?;
    let neuron = metagraph.by_hotkey(&hotkey).ok_or(ChainError::NotRegistered { hotkey, netuid })?;
    if !neuron.validator_permit {
        return Err(ChainError::NoPermit { hotkey, netuid }.into());
    }
    let block = chain::patiently("the newest block", || chain.block()).await?;
    let folder = settings.cache_dir.clone().unwrap_or_else(|| paths.validator(&hotkey));
    let opened = tokio::task::spawn_blocking({
        let (settings, modalities) = (settings.clone(), modalities.clone());
        move || open_store(&folder, &settings, &modalities)
    });
    let opened = opened.await.map_err(|panic| ValidatorError::Broken(panic.to_string()))??;
    let Opened { store, reader, duplicates, lock, open, tally, round, last_challenged, epoch, weights } = opened;
    tally.seats(|hotkey| metagraph.by_hotkey(hotkey).map(|neuron| neuron.uid));
    let listener = listen(&settings).await?;
    let listening =
        listener.local_addr().map_err(|source| ValidatorError::Listen { address: wish(&settings), source })?;
    let callback_url = callback_url(&settings, listening.port())?;
    let (seen, clock) = watch::channel(Seen::new(block));
    let reading = Reading::begin(&*chain, netuid, block).await;
    let reach = Reach::of_peers(settings.endpoint.is_local());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let node = Node {
        netuid,
        keypair,
        chain: Arc::clone(&chain),
        trust: Arc::new(trust),
        store: SharedStore::new(store, reader),
        duplicates,
        open: Arc::new(open),
        tally: Arc::new(tally),
        alignment: Watch::new(&settings.alignment),
        metagraph: watch::Sender::new(Arc::new(metagraph)),
        reading: Mutex::new(reading),
        clock,
        client: client(reach)?,
        callback_url,
        modalities,
        checking: Semaphore::new(cores),
        films: Semaphore::new((cores / 2).max(1)),
        keeping: Semaphore::new(KEEPING),
        settling: Settling::default(),
        places: Places::new(settings.max_media_bytes),
        signatures: Signatures::start(),
        replays: Replays::new(receive::longest(settings.max_media_bytes)),
        work: TaskTracker::new(),
        listening,
        heart,
        started_at: UnixMillis::now(),
        settings,
    };
    let round_due = match node.settings.challenge_every {
        Some(every) => {
            let passed = last_challenged.map_or(every, |last| last.until(UnixMillis::now()));
            Due::At(Instant::now() + every.saturating_sub(passed))
        }
        None => Due::Block(next(round, block, node.settings.challenge_interval_blocks).unwrap_or(block)),
    };
    let length = node.settings.epoch_length_blocks;
    let epoch_due = next(epoch, block, length).unwrap_or(BlockNumber(block.0.saturating_add(length)));
    let epoch_unfinished = epoch.is_some_and(|epoch| epoch <= block && weights.is_none_or(|weights| weights < epoch));
    Ok(Started { node: Arc::new(node), listener, chain, seen, round_due, epoch_due, epoch_unfinished, lock })
}

/// When what was last done at a block is due again. `None` if it never was, or if the chain has begun anew since.
fn next(last: Option<BlockNumber>, now: BlockNumber, interval: u64) -> Option<BlockNumber> {
    last.filter(|last| *last <= now).map(|last| BlockNumber(last.0.saturating_add(interval)))
}

fn modalities(settings: &Settings) -> Result<Vec<Modality>, ValidatorError> {
    let asked = settings.modalities.clone();
    if asked.contains(&Modality::Video) && !video::has_ffmpeg() {
        tracing::warn!(
            "`ffmpeg` and `ffprobe` are not on the PATH, or do not start: of the films that miners deliver, those of plain H.264 count, others cannot be judged and count for nobody; install ffmpeg (Debian: `apt-get install ffmpeg`)"
        );
    }
    if asked.is_empty() { Err(ValidatorError::NoModality) } else { Ok(asked) }
}

/// The subnet of a validator: as set, else as the endpoint tells, else the one of a local ledger.
pub async fn netuid(settings: &Settings, chain: &dyn Chain) -> Result<Netuid, ValidatorError> {
    match settings.netuid.or_else(|| settings.endpoint.gas_netuid()) {
        Some(netuid) => Ok(netuid),
        None => chain.only_netuid().await?.ok_or(ValidatorError::NoNetuid),
    }
}

/// What the store holds of earlier runs.
struct Opened {
    store: Store,
    reader: Store,
    duplicates: SharedDuplicates,
    lock: StoreLock,
    open: OpenChallenges,
    tally: Tally,
    round: Option<BlockNumber>,
    last_challenged: Option<UnixMillis>,
    epoch: Option<BlockNumber>,
    weights: Option<BlockNumber>,
}

fn open_store(folder: &Path, settings: &Settings, modalities: &[Modality]) -> Result<Opened, ValidatorError> {
    socket::private_folder(folder)?;
    let now = UnixMillis::now();
    let mut store = Store::open(folder, now)?;
    let lock = store.claim()?;
    if let Some(path) = &settings.prompts_file {
        let prompts = read_prompts(path)?;
        for modality in modalities {
            store.replace_file_prompts(*modality, &prompts, now)?;
        }
    }
    let duplicates = SharedDuplicates::load(&mut store, settings.global_duplicate_threshold)?;
    let (open, tally) = (OpenChallenges::default(), Tally::default());
    let forgotten = store.forget_overdue(now.before(settings.task_expiry))?;
    if forgotten > 0 {
        tracing::info!(challenges = forgotten, "challenges whose time ended while nobody listened count for nobody");
    }
    for challenge in store.pending()? {
        open.insert(challenge);
    }
    tally.scores(&store.scores()?);
    let weights = store.progress(Progress::Weights)?;
    tally.last_weights(store.weights()?, weights);
    take_stock(&store, &tally);
    let (round, epoch) = (store.progress(Progress::Round)?, store.progress(Progress::Epoch)?);
    let last_challenged = store.last_challenged()?;
    let reader = Store::open_existing(folder)?;
    Ok(Opened { store, reader, duplicates, lock, open, tally, round, last_challenged, epoch, weights })
}

fn read_prompts(path: &Path) -> Result<Vec<String>, ValidatorError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| ValidatorError::Prompts { path: path.to_owned(), source })?;
    let lines: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.is_empty() { Err(ValidatorError::NoPrompts(path.to_owned())) } else { Ok(lines) }
}

/// Where the callback server is to listen: on all addresses, but for a chain whose peers are all on this machine.
fn wish(settings: &Settings) -> SocketAddr {
    let only_here = settings.endpoint.is_local() && settings.external_ip.is_none();
    let ip = if only_here { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
    SocketAddr::new(ip.into(), settings.callback_port)
}

async fn listen(settings: &Settings) -> Result<TcpListener, ValidatorError> {
    let address = wish(settings);
    TcpListener::bind(address).await.map_err(|source| ValidatorError::Listen { address, source })
}

/// Where miners are told to deliver (`spec/gas.md` 1.4).
fn callback_url(settings: &Settings, port: u16) -> Result<String, ValidatorError> {
    let host = match &settings.external_ip {
        Some(host) => host.clone(),
        None if settings.endpoint.is_local() => Ipv4Addr::LOCALHOST.to_string(),
        None => return Err(ValidatorError::NoExternalIp),
    };
    let host = match host.parse() {
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        _ => host,
    };
    let port = settings.external_callback_port.unwrap_or(port);
    Ok(format!("http://{host}:{port}{}", crate::protocol::gas::path::CALLBACK))
}

/// How often the chain is asked for its newest block: often on this machine, where blocks can be a second long; elsewhere
/// within a third of the network's block time.
pub(super) fn clock_interval(settings: &Settings) -> Duration {
    if settings.endpoint.is_local() { Duration::from_millis(200) } else { Duration::from_secs(4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_before_a_restart_is_not_due_again_at_once() {
        let block = BlockNumber;
        assert_eq!(next(Some(block(100)), block(150), 110), Some(block(210)));
        assert_eq!(next(Some(block(100)), block(500), 110), Some(block(210)), "overdue: at once");
        assert_eq!(next(Some(block(900)), block(150), 110), None, "another chain");
        assert_eq!(next(None, block(150), 110), None);
    }
}
