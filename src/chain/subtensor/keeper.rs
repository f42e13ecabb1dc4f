//! Keeps one connection: follows the heads, notices silence, connects anew (`spec/chain.md` 11).
//!
//! ```text
//!            ┌── no new block for five block times, or the socket closed ──┐
//!  following ┴─> rotation: which endpoint, when ─> open, check the genesis ┴─> following
//! ```
//!
//! The connection in use is replaced, never repaired. Whoever holds the old one keeps it until what he does is done.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use subxt::config::substrate::H256;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::NodeError;
use super::connection::{Connection, Expected};
use super::heads::{End, follow};
use super::rotation::{Next, Rotation, any_up_to};
use super::snapshot::Snapshot;
use crate::chain::Metagraph;
use crate::chain::endpoint::{genesis_of, is_plain_and_far, without_password};
use crate::protocol::daemon_state::ConnectionState;
use crate::types::{BlockNumber, Netuid, UnixMillis};

/// What a node may be behind the newest block that was seen before another one is asked: blocks, or their time.
const BEHIND: u64 = 30;
const BEHIND_TIME: Duration = Duration::from_mins(6);

/// Blocks by which a node may be ahead of what the time since the newest block explains.
const AHEAD: u64 = 300;

/// Times that nodes must contradict the newest block that was seen until they are believed.
const DOUBTS: usize = 3;

/// The pause after a fault of this program's own.
const MEND: Duration = Duration::from_secs(5);

/// Metagraphs that are remembered.
const METAGRAPHS: usize = 4;

/// How long a call waits for a connection that is being made.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long whoever asks for a new connection waits for it.
const ANEW: Duration = Duration::from_mins(1);

/// A network's chain behind the [`crate::chain::Chain`] trait.
pub struct Subtensor {
    shared: Arc<Shared>,
    /// The last metagraphs that were read, with the hash of their block.
    metagraphs: Mutex<VecDeque<(H256, Metagraph)>>,
    /// Whether it was said that metagraphs are read the second way.
    pub(super) by_storage: AtomicBool,
    /// The task that keeps the connection; it ends with this.
    _keeper: JoinSet<()>,
}

pub(super) struct Shared {
    urls: Vec<String>,
    pub(super) state: watch::Sender<State>,
    /// Counts the wishes for a new connection.
    wishes: watch::Sender<u64>,
}

/// What is known of the connection.
#[derive(Clone, Default)]
pub(super) struct State {
    connection: Option<Arc<Connection>>,
    /// When it was made.
    pub(super) since: Option<UnixMillis>,
    endpoint: String,
    pub(super) best: Option<Seen>,
    pub(super) finalized: Option<Seen>,
    pub(super) finality_stalled: bool,
    pub(super) is_stale: bool,
    reconnects: u64,
    last_error: Option<NodeError>,
    /// When the next connection is tried, while one is being made.
    retry_at: Option<Instant>,
}

#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) block: BlockNumber,
    at: UnixMillis,
    pub(super) since: Instant,
}

impl Seen {
    pub(super) fn now(block: BlockNumber) -> Self {
        Self { block, at: UnixMillis::now(), since: Instant::now() }
    }

    /// The highest block that there can be now, with much to spare. While a machine sleeps, its wall clock alone goes on.
    pub(super) fn highest(&self, block_time: Duration) -> BlockNumber {
        let passed = self.since.elapsed().max(self.at.until(UnixMillis::now()));
        BlockNumber(self.block.0.saturating_add(blocks_in(passed, block_time)).saturating_add(AHEAD))
    }
}

fn blocks_in(time: Duration, block_time: Duration) -> u64 {
    u64::try_from(time.as_millis() / block_time.as_millis().max(1)).unwrap_or(u64::MAX)
}

/// Whether the newest block of a node that was just connected to goes with the newest that was seen before.
fn check_height(seen: Option<Seen>, connection: &Connection) -> Result<(), NodeError> {
    let Some(seen) = seen else { return Ok(()) };
    let (endpoint, best, known) = (connection.endpoint.clone(), connection.best.1, seen.block);
    let behind = BEHIND.max(blocks_in(BEHIND_TIME, connection.block_time));
    if best.0.saturating_add(behind) < known.0 {
        return Err(NodeError::Behind { endpoint, best, known });
    }
    if best > seen.highest(connection.block_time) {
        return Err(NodeError::Ahead { endpoint, best, known });
    }
    Ok(())
}

impl Subtensor {
    /// Connects to the first node that answers, and keeps the connection from then on.
    pub async fn connect(urls: Vec<String>) -> Result<Self, NodeError> {
        Self::connect_with(urls, false).await
    }

    /// The same, but waits for a node for as long as it takes; only a chain that is another one is an error.
    pub async fn connect_patiently(urls: Vec<String>) -> Result<Self, NodeError> {
        Self::connect_with(urls, true).await
    }

    async fn connect_with(urls: Vec<String>, is_patient: bool) -> Result<Self, NodeError> {
        for url in urls.iter().filter(|url| is_plain_and_far(url)) {
            let endpoint = without_password(url);
            tracing::warn!(%endpoint, "nothing between here and this endpoint is encrypted; `wss://` would be");
        }
        let genesis = urls.iter().find_map(|url| genesis_of(url)).map(H256);
        let expected = Expected { genesis, config: None };
        let mut rotation = Rotation::new(urls.len());
        let connection = Arc::new(first(&urls, &expected, &mut rotation, is_patient).await?);
        let state = State {
            since: Some(UnixMillis::now()),
            endpoint: connection.endpoint.clone(),
            best: Some(Seen::now(connection.best.1)),
            connection: Some(Arc::clone(&connection)),
            ..State::default()
        };
        // What one node was is what all must be: nothing is ever signed for another chain.
        let expected = Expected { genesis: Some(connection.api.genesis_hash()), config: Some(connection.config()) };
        let shared = Arc::new(Shared { urls, state: watch::Sender::new(state), wishes: watch::Sender::new(0) });
        let mut keeper = JoinSet::new();
        let wishes = shared.wishes.subscribe();
        keeper.spawn(keep(Arc::clone(&shared), connection, wishes, expected, rotation));
        Ok(Self { shared, metagraphs: Mutex::default(), by_storage: AtomicBool::new(false), _keeper: keeper })
    }

    /// The connection; while a new one is being made, waits for it for a while.
    pub(super) async fn connection(&self) -> Result<Arc<Connection>, NodeError> {
        let mut state = self.shared.state.subscribe();
        let usable = |state: &State| state.connection.as_ref().is_some_and(|connection| connection.is_open());
        let hopeless = |state: &State| {
            state.connection.is_none() && state.retry_at.is_some_and(|at| at > Instant::now() + PATIENCE)
        };
        let found = match timeout(PATIENCE, state.wait_for(|state| usable(state) || hopeless(state))).await {
            Ok(Ok(state)) => state.connection.clone(),
            _ => None,
        };
        found.filter(|connection| connection.is_open()).ok_or_else(|| {
            let state = self.shared.state.borrow();
            state.last_error.clone().unwrap_or_else(|| NodeError::Lost {
                endpoint: state.endpoint.clone(),
                reason: "no new connection was made yet".into(),
            })
        })
    }

    /// The newest block that was seen, over whichever connection.
    pub(super) fn newest(&self) -> Option<BlockNumber> {
        self.shared.state.borrow().best.map(|seen| seen.block)
    }

    /// Replaces the connection, by one to the next endpoint where there are several. While one is being made already,
    /// says why there is none.
    pub(super) async fn anew(&self) -> Result<(), NodeError> {
        let mut state = self.shared.state.subscribe();
        let before = {
            let state = state.borrow();
            match (state.retry_at, &state.last_error) {
                (Some(_), Some(error)) => return Err(error.clone()),
                _ => state.reconnects,
            }
        };
        self.shared.wishes.send_modify(|wishes| *wishes = wishes.wrapping_add(1));
        let made = timeout(ANEW, state.wait_for(|state| state.reconnects > before)).await;
        if matches!(made, Ok(Ok(_))) {
            return Ok(());
        }
        let state = self.shared.state.borrow();
        Err(state
            .last_error
            .clone()
            .unwrap_or_else(|| NodeError::TimedOut { endpoint: state.endpoint.clone(), after: ANEW }))
    }

    /// The metagraph of that block, if it was one of the last that were read.
    pub(super) fn known(&self, netuid: Netuid, state: &Snapshot) -> Option<Metagraph> {
        let known = self.metagraphs.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |(hash, metagraph): &&(H256, Metagraph)| *hash == state.hash() && metagraph.netuid == netuid;
        known.iter().find(is_it).map(|(_, metagraph)| metagraph.clone())
    }

    pub(super) fn remember(&self, state: &Snapshot, metagraph: &Metagraph) {
        let mut known = self.metagraphs.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_back((state.hash(), metagraph.clone()));
        if known.len() > METAGRAPHS {
            known.pop_front();
        }
    }

    /// The endpoints besides the one in use, without passwords.
    pub(super) fn fallbacks(&self) -> Vec<String> {
        let current = self.shared.state.borrow().endpoint.clone();
        let others = self.shared.urls.iter().map(|url| without_password(url));
        others.filter(|endpoint| *endpoint != current).collect()
    }

    /// How the connection is.
    pub(super) fn connection_state(&self) -> ConnectionState {
        let state = self.shared.state.borrow();
        let connected = state.connection.as_ref().is_some_and(|connection| connection.is_open());
        ConnectionState {
            endpoint: state.endpoint.clone(),
            connected,
            connected_since_ms: state.since.filter(|_| connected),
            best: state.best.map(|seen| seen.block),
            stale_since_ms: state.best.filter(|_| state.is_stale).map(|seen| seen.at),
            finalized: state.finalized.map(|seen| seen.block),
            finality_stalled_since_ms: state
                .finalized
                .map(|seen| seen.at)
                .or(state.since)
                .filter(|_| state.finality_stalled),
            reconnects: state.reconnects,
            last_error: state.last_error.as_ref().map(ToString::to_string),
        }
    }
}

/// Tries each endpoint once, in order. One that limits us ends it: the others are there for broken ones. Whoever is patient
/// goes on until one can be used.
async fn first(
    urls: &[String],
    expected: &Expected,
    rotation: &mut Rotation,
    is_patient: bool,
) -> Result<Connection, NodeError> {
    let (mut tried, mut old) = (Vec::new(), None);
    loop {
        let error = match Connection::open(&urls[rotation.current()], expected).await {
            Ok(connection) if connection.is_old() => {
                let error = NodeError::Stale { endpoint: connection.endpoint.clone(), after: connection.age };
                old = old.or(Some(connection));
                error
            }
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        let Next { at, .. } = rotation.fails(&error, Instant::now(), any_up_to);
        let is_policy = error.is_policy();
        tried.push(error);
        let all = tried.len() >= urls.len();
        // The best there is: the chain may stand still.
        if let Some(connection) = old.take_if(|_| all || is_policy) {
            let (endpoint, age_s) = (&connection.endpoint, connection.age.as_secs());
            tracing::warn!(%endpoint, age_s, "the newest block is old: the node is not up to date, or the chain stands still");
            return Ok(connection);
        }
        let is_other = |error: &NodeError| matches!(error, NodeError::OtherChain { .. });
        let is_over = if is_patient { all && tried.iter().all(is_other) } else { all || is_policy };
        if is_over {
            break;
        }
        if is_patient {
            let (error, in_s) = (&tried[tried.len() - 1], at.duration_since(Instant::now()).as_secs());
            tracing::warn!(%error, in_s, "no connection to the chain yet: it is tried again");
            sleep_until(at).await;
            // Those of the last round.
            tried.drain(..tried.len().saturating_sub(urls.len() - 1));
        }
    }
    let told = tried.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    Err(match tried.len() {
        1 => tried.remove(0),
        _ => NodeError::Unreachable { tried: told },
    })
}

/// Keeps the connection, also after a fault of this program's own or of a crate's.
async fn keep(
    shared: Arc<Shared>,
    first: Arc<Connection>,
    mut wishes: watch::Receiver<u64>,
    expected: Expected,
    mut rotation: Rotation,
) {
    let mut connection = Some(first);
    loop {
        let keeping = keep_on(&shared, connection.take(), &mut wishes, &expected, &mut rotation);
        if AssertUnwindSafe(keeping).catch_unwind().await.is_err() {
            tracing::error!("what keeps the connection to the chain has crashed and begins anew; please report this");
        }
        sleep(MEND).await;
    }
}

async fn keep_on(
    shared: &Shared,
    first: Option<Arc<Connection>>,
    wishes: &mut watch::Receiver<u64>,
    expected: &Expected,
    rotation: &mut Rotation,
) {
    let mut connection = first;
    loop {
        let end = match &connection {
            Some(connection) => follow(shared, connection, rotation, wishes).await,
            None => End::Lost(NodeError::Lost {
                endpoint: shared.state.borrow().endpoint.clone(),
                reason: "this program failed to keep it".into(),
            }),
        };
        let error = match &end {
            End::Lost(error) | End::Unfit(error) | End::Asked(error) => error.clone(),
        };
        let next = match &end {
            End::Asked(_) => rotation.leaves(Instant::now()),
            // It was waited for already, for as long as it ever is.
            End::Unfit(error) if error.is_policy() => rotation.gives_up(error, Instant::now(), any_up_to),
            End::Lost(error) | End::Unfit(error) => rotation.fails(error, Instant::now(), any_up_to),
        };
        shared.state.send_modify(|state| {
            state.last_error = Some(error.clone());
            state.retry_at = Some(next.at);
            if matches!(end, End::Lost(_)) {
                (state.connection, state.since) = (None, None);
            }
        });
        let opened = Arc::new(reconnect(shared, expected, rotation, (error, next)).await);
        // What was wished for meanwhile is there now; to throw it away for that would go on for ever.
        wishes.mark_unchanged();
        shared.state.send_modify(|state| {
            state.connection = Some(Arc::clone(&opened));
            state.since = Some(UnixMillis::now());
            state.endpoint.clone_from(&opened.endpoint);
            state.reconnects += 1;
            state.retry_at = None;
        });
        tracing::info!(endpoint = %opened.endpoint, "connected to the chain anew");
        connection = Some(opened);
    }
}

/// Tries endpoints until one can be used.
async fn reconnect(
    shared: &Shared,
    expected: &Expected,
    rotation: &mut Rotation,
    (mut error, mut next): (NodeError, Next),
) -> Connection {
    let mut doubts = 0;
    loop {
        let Next { endpoint, at } = next;
        let url = without_password(&shared.urls[endpoint]);
        tracing::warn!(%error, next = %url, in_s = at.duration_since(Instant::now()).as_secs(), "connecting to the chain anew");
        shared.state.send_modify(|state| state.retry_at = Some(at));
        sleep_until(at).await;
        error = match Connection::open(&shared.urls[endpoint], expected).await {
            Ok(connection) => {
                let seen = shared.state.borrow().best;
                match check_height(seen, &connection) {
                    Ok(()) => return connection,
                    // One that is still catching up is known by the age of its blocks.
                    Err(NodeError::Behind { .. } | NodeError::Ahead { .. })
                        if !connection.is_old() && doubts + 1 >= DOUBTS.max(shared.urls.len()) =>
                    {
                        begins_anew(shared, &connection);
                        return connection;
                    }
                    Err(error) => {
                        doubts += usize::from(!connection.is_old());
                        error
                    }
                }
            }
            Err(error) => error,
        };
        shared.state.send_modify(|state| state.last_error = Some(error.clone()));
        next = rotation.fails(&error, Instant::now(), any_up_to);
    }
}

/// The chain is lower than it was said to be: a network of one's own that began anew, or a node that told nonsense. Or it is
/// higher than time explains: the newest block that was seen came from a node that was not up to date.
fn begins_anew(shared: &Shared, connection: &Connection) {
    let block = connection.best.1;
    let known = shared.state.borrow().best.map(|seen| seen.block.0);
    tracing::warn!(
        endpoint = %connection.endpoint, %block, known,
        "the chain is far from where it was said to be, and stays so: block numbers begin from here"
    );
    shared.state.send_modify(|state| {
        (state.best, state.finalized) = (Some(Seen::now(block)), None);
        (state.is_stale, state.finality_stalled) = (false, false);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_came_while_the_machine_slept_are_not_too_far_ahead() {
        let (block, block_time) = (BlockNumber(1000), Duration::from_secs(12));
        let awake = Seen::now(block);
        assert_eq!(awake.highest(block_time), BlockNumber(1000 + AHEAD));
        // The clock that is never set back has stood still meanwhile.
        let slept = Seen { at: awake.at.before(Duration::from_hours(8)), ..awake };
        assert_eq!(slept.highest(block_time), BlockNumber(1000 + 2400 + AHEAD));
    }
}
