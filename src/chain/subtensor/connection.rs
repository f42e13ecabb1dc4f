//! The connection to a node.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use subxt::backend::LegacyBackend;
use subxt::client::OnlineClientAtBlockImpl;
use subxt::config::substrate::{BlakeTwo256, H256, SubstrateHeader};
use subxt::config::{Hasher as _, RpcConfigFor};
use subxt::ext::codec::Encode as _;
use subxt::ext::jsonrpsee::ws_client::{PingConfig, WsClient, WsClientBuilder};
use subxt::rpcs::client::RpcParams;
use subxt::rpcs::{LegacyRpcMethods, RpcClient};
use subxt::{OnlineClient, SubstrateConfig};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::NodeError;
use super::codec::{Codec, Key};
use super::line::Line;
use super::rotation::any_up_to;
use crate::chain::ChainError;
use crate::chain::endpoint::without_password;
use crate::types::{BlockNumber, UnixMillis};

/// Longest wait for a handshake, and for the answer to one request.
const HANDSHAKE: Duration = Duration::from_secs(15);
pub(super) const REQUEST: Duration = Duration::from_secs(20);

/// Longest wait for one of a name's addresses: where one of them is dead, the next must still come in time.
const ADDRESS: Duration = Duration::from_secs(4);

/// Longest that all first questions may take together; metadata are some hundred kilobytes.
const OPENING: Duration = Duration::from_secs(45);

/// Longest answer; metadata in hex are less than a megabyte.
const LONGEST_ANSWER: u32 = 8 << 20;

/// Answers of one subscription that wait to be read; when they are more, the subscription ends.
const WAITING: usize = 256;

/// A proxy between us and the node that sees nothing for a minute hangs up.
const PING: Duration = Duration::from_secs(20);

/// Without an answer to pings for this long a connection counts as lost.
const SILENCE: Duration = Duration::from_mins(1);

/// Block time where the runtime does not tell (`spec/chain.md` 1).
const BLOCK_TIME: Duration = Duration::from_secs(12);

/// Bounds of what the runtime tells.
const BLOCK_TIMES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_mins(1));

/// Block times without a new block after which a connection is stale.
const STALE_BLOCKS: u32 = 5;

/// Shortest silence that means something: networks with blocks of 250 ms pause for longer than five of them.
const SHORTEST_SILENCE: Duration = Duration::from_secs(5);

/// Longest time for which an endpoint that limits us is left alone (`spec/chain.md` 11).
const LONGEST_REST: Duration = Duration::from_mins(5);

/// Reads in a row that must fail before a connection is given up, although new blocks come over it.
const FAULTS: u32 = 3;

/// Block times that the newest block may be old, and the least that counts.
const OLD_BLOCKS: u32 = 10;
const OLD: Duration = Duration::from_mins(2);

/// Blocks whose runtime is remembered.
const REMEMBERED: usize = 4;

/// A header as a node sends it.
pub(super) type Header = SubstrateHeader<H256>;

/// Everything that is read through it is from one block.
pub(super) type AtBlock = subxt::client::ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// A live connection to one node.
pub(super) struct Connection {
    /// Which, without a password.
    pub(super) endpoint: String,
    /// For calls that subxt has no form for.
    pub(super) rpc: RpcClient,
    /// The usual methods of a node.
    pub(super) methods: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
    /// Metadata, storage, runtime APIs, transactions.
    pub(super) api: OnlineClient<SubstrateConfig>,
    /// Time between two blocks.
    pub(super) block_time: Duration,
    /// The newest block when it was opened.
    pub(super) best: (H256, BlockNumber),
    /// How old that block was by this machine's clock.
    pub(super) age: Duration,
    config: SubstrateConfig,
    client: Arc<WsClient>,
    line: Arc<Line>,
    blocks: Mutex<VecDeque<AtBlock>>,
    rest: Mutex<Rest>,
    faults: Mutex<Faults>,
    /// Why it should be given up, and the word that it should.
    unfit: Mutex<Option<NodeError>>,
    unfit_told: Notify,
}

/// How long the endpoint is left alone because it limits us.
#[derive(Debug, Default)]
struct Rest {
    in_row: u32,
    until: Option<(Instant, NodeError)>,
    /// Whether the limit was on what takes the node work: answers to anything else do not show that it is over.
    is_of_state: bool,
}

impl Rest {
    /// Takes note of one more limit; how long the endpoint is left alone now, and whether the pauses grow no longer: what
    /// limits us so is a quota that is used up, rather than haste. `random` picks a pause of at most what it is given.
    fn begins(
        &mut self,
        error: &NodeError,
        is_of_state: bool,
        now: Instant,
        random: impl Fn(Duration) -> Duration,
    ) -> (Duration, bool) {
        let longest = Duration::from_secs(2).saturating_mul(2_u32.saturating_pow(self.in_row));
        self.in_row = self.in_row.saturating_add(1);
        self.is_of_state = is_of_state;
        let pause = random(longest.min(LONGEST_REST)).max(Duration::from_secs(1));
        self.until = Some((now + pause, error.clone()));
        (pause, longest >= LONGEST_REST)
    }
}

/// Reads that failed in a row, by the node's fault.
#[derive(Debug, Default)]
struct Faults {
    in_row: u32,
    since: Option<Instant>,
}

impl Faults {
    /// Takes note of how a read ended; whether so many failed for so long that another node should be asked.
    fn count(&mut self, is_fault: bool, now: Instant, patience: Duration) -> bool {
        if !is_fault {
            *self = Self::default();
            return false;
        }
        self.in_row = self.in_row.saturating_add(1);
        let since = *self.since.get_or_insert(now);
        self.in_row >= FAULTS && now.duration_since(since) >= patience
    }
}

/// What a new connection must match.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    /// Hash of the first block; `None` takes any.
    pub(super) genesis: Option<H256>,
    /// What has been learnt over earlier connections: metadata by spec version.
    pub(super) config: Option<SubstrateConfig>,
}

impl Connection {
    /// Connects, and believes nothing before the first block is the right one.
    pub(super) async fn open(url: &str, expected: &Expected) -> Result<Self, NodeError> {
        let endpoint = without_password(url);
        let opening = Self::open_now(url, endpoint.clone(), expected);
        timeout(OPENING, opening).await.map_err(|_| NodeError::TimedOut { endpoint, after: OPENING })?
    }

    async fn open_now(url: &str, endpoint: String, expected: &Expected) -> Result<Self, NodeError> {
        let client = Arc::new(dial(url, &endpoint).await?);
        let line = Arc::new(Line::new(endpoint.clone(), Arc::clone(&client)));
        let rpc = RpcClient::new(Arc::clone(&line));
        let methods = LegacyRpcMethods::<RpcConfigFor<SubstrateConfig>>::new(rpc.clone());
        let failed = |method: &'static str| {
            let endpoint = endpoint.clone();
            move |error: subxt::rpcs::Error| NodeError::of_request(&endpoint, method, REQUEST, &error)
        };
        let found = methods.genesis_hash().await.map_err(failed("chain_getBlockHash"))?;
        if let Some(genesis) = expected.genesis.filter(|genesis| *genesis != found) {
            let (found, expected) = (format!("{found:?}"), format!("{genesis:?}"));
            return Err(NodeError::OtherChain { endpoint, found, expected });
        }
        let config =
            expected.config.clone().unwrap_or_else(|| SubstrateConfig::builder().set_genesis_hash(found).build());
        let backend = LegacyBackend::<SubstrateConfig>::builder().build(rpc.clone());
        let api = OnlineClient::from_backend_with_config(config.clone(), Arc::new(backend))
            .await
            .map_err(|error| NodeError::Garbled { endpoint: endpoint.clone(), reason: error.to_string() })?;
        let mut connection = Self {
            endpoint,
            rpc,
            methods,
            api,
            block_time: BLOCK_TIME,
            best: (H256::zero(), BlockNumber(0)),
            age: Duration::ZERO,
            config,
            client,
            line,
            blocks: Mutex::default(),
            rest: Mutex::default(),
            faults: Mutex::default(),
            unfit: Mutex::default(),
            unfit_told: Notify::new(),
        };
        let (hash, number) = connection.best_head().await?;
        connection.best = (hash, number);
        let at = connection.at(hash, number).await?;
        let codec = Codec::new(at.metadata(), at.spec_version());
        let slot = codec.constant::<u64>("Aura", "SlotDuration").ok().filter(|ms| *ms > 0);
        connection.block_time =
            slot.map_or(BLOCK_TIME, |ms| Duration::from_millis(ms).clamp(BLOCK_TIMES.0, BLOCK_TIMES.1));
        connection.age = connection.age_of(hash, &codec).await?;
        Ok(connection)
    }

    /// How old a block is by its own time and this machine's clock; zero where either does not tell.
    async fn age_of(&self, hash: H256, codec: &Codec) -> Result<Duration, NodeError> {
        let Ok(key) = codec.key("Timestamp", "Now", &[] as &[Key]) else { return Ok(Duration::ZERO) };
        let key = format!("0x{}", hex::encode(key));
        let stored: Option<String> = match self.request("state_getStorage", subxt::rpcs::rpc_params![key, hash]).await {
            Err(error) if error.is_policy() || error.is_of_connection() => return Err(error),
            answer => answer.unwrap_or_default(),
        };
        let bytes = stored.and_then(|text| hex::decode(text.trim_start_matches("0x")).ok());
        let time: Option<u64> = codec.value("Timestamp", "Now", bytes.as_deref()).unwrap_or_default();
        let time = time.filter(|ms| *ms > 0).map(UnixMillis);
        Ok(time.map_or(Duration::ZERO, |time| time.until(UnixMillis::now())))
    }

    /// Whether the newest block was so old when the connection was opened that the node is not up to date, or the chain
    /// stands still.
    pub(super) fn is_old(&self) -> bool {
        self.age > (self.block_time * OLD_BLOCKS).max(OLD)
    }

    /// Without a new block for this long it is stale.
    pub(super) fn patience(&self) -> Duration {
        (self.block_time * STALE_BLOCKS).max(SHORTEST_SILENCE)
    }

    /// Takes note of how a read ended. A node that tells new blocks but does not answer for as long as it might be silent is
    /// given up.
    pub(super) fn judge<T>(&self, answer: &Result<T, ChainError>) {
        let fault = match answer {
            Err(ChainError::Node(error)) if error.is_of_node() => Some(error),
            // Whether it is to blame for these is not known.
            Err(ChainError::Node(_)) => return,
            _ => None,
        };
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let is_too_much = faults.count(fault.is_some(), Instant::now(), self.patience());
        if let Some(fault) = fault.filter(|_| is_too_much) {
            self.give_up(fault.clone());
        }
    }

    fn give_up(&self, why: NodeError) {
        *self.unfit.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
        self.unfit_told.notify_one();
    }

    /// Why it should be given up; waits until it should.
    pub(super) async fn unfit(&self) -> NodeError {
        loop {
            self.unfit_told.notified().await;
            let why = self.unfit.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(why) = why {
                return why;
            }
        }
    }

    /// What was learnt over it, for the next one.
    pub(super) fn config(&self) -> SubstrateConfig {
        self.config.clone()
    }

    /// Whether the socket is still open, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        self.client.is_connected()
    }

    /// Why the connection ended; waits until it has.
    pub(super) async fn ended(&self) -> NodeError {
        NodeError::of_end(self.endpoint.clone(), &self.client.on_disconnect().await)
    }

    /// Asks the node. While it limits us, nothing is asked and the error is the same as before.
    pub(super) async fn request<T: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
    ) -> Result<T, NodeError> {
        self.rested()?;
        let sent = Instant::now();
        let answer = self.rpc.request(method, params).await;
        let answer = answer.map_err(|error| NodeError::of_request(&self.endpoint, method, REQUEST, &error));
        self.told(answer, method.starts_with("state_"), sent)
    }

    /// The newest block.
    pub(super) async fn best_head(&self) -> Result<(H256, BlockNumber), NodeError> {
        let header: Option<Header> = self.request("chain_getHeader", RpcParams::new()).await?;
        let header = header.ok_or_else(|| self.garbled("it has no newest block"))?;
        Ok((hash_of(&header), BlockNumber(header.number)))
    }

    /// The newest finalized block.
    pub(super) async fn finalized_head(&self) -> Result<(H256, BlockNumber), NodeError> {
        let hash: H256 = self.request("chain_getFinalizedHead", RpcParams::new()).await?;
        if let Some(at) = self.remembered(hash) {
            return Ok((hash, BlockNumber(at.block_number())));
        }
        let header: Option<Header> = self.request("chain_getHeader", subxt::rpcs::rpc_params![hash]).await?;
        let header = header.ok_or_else(|| self.garbled("it has no header of its finalized block"))?;
        Ok((hash, BlockNumber(header.number)))
    }

    /// The runtime and the state of a block.
    pub(super) async fn at(&self, hash: H256, number: BlockNumber) -> Result<AtBlock, NodeError> {
        if let Some(at) = self.remembered(hash) {
            return Ok(at);
        }
        self.rested()?;
        let sent = Instant::now();
        let at = match self.api.at_block_hash_and_number(hash, number.0).await {
            Ok(at) => self.told(Ok(at), true, sent)?,
            Err(error) => {
                let error = NodeError::of_block(&self.endpoint, REQUEST, &error, self.line.fault());
                return self.told(Err(self.with_version(error, hash).await), true, sent);
            }
        };
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.push_back(at.clone());
        if blocks.len() > REMEMBERED {
            blocks.pop_front();
        }
        Ok(at)
    }

    /// Metadata that cannot be read do not tell whose they are.
    async fn with_version(&self, error: NodeError, hash: H256) -> NodeError {
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            spec_version: u32,
        }
        let NodeError::Changed { item, reason, .. } = error else { return error };
        match self.request::<Version>("state_getRuntimeVersion", subxt::rpcs::rpc_params![hash]).await {
            Ok(Version { spec_version }) => NodeError::Changed { item, spec_version, reason },
            Err(error) => error,
        }
    }

    fn remembered(&self, hash: H256) -> Option<AtBlock> {
        let blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.iter().find(|at| at.block_hash() == hash).cloned()
    }

    pub(super) fn garbled(&self, reason: &str) -> NodeError {
        NodeError::Garbled { endpoint: self.endpoint.clone(), reason: super::error::quoted(reason) }
    }

    fn rest(&self) -> std::sync::MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses to ask while the endpoint is left alone.
    fn rested(&self) -> Result<(), NodeError> {
        match &self.rest().until {
            Some((until, error)) if Instant::now() < *until => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Takes note of whether the endpoint limits us: from a second to five minutes, twice as long each time
    /// (`spec/chain.md` 11). One that still does after the longest pauses should be given up for another one, if there is
    /// one. `is_of_state`: whether what was asked at `sent` takes the node work.
    fn told<T>(&self, answer: Result<T, NodeError>, is_of_state: bool, sent: Instant) -> Result<T, NodeError> {
        let mut rest = self.rest();
        let is_after = rest.until.as_ref().is_none_or(|(until, _)| sent >= *until);
        match &answer {
            // What was asked before the rest began says nothing of what comes after it.
            _ if !is_after => {}
            Err(error) if error.is_policy() => {
                let (pause, is_used_up) = rest.begins(error, is_of_state, Instant::now(), any_up_to);
                if is_used_up {
                    self.give_up(error.clone());
                }
                tracing::warn!(endpoint = %self.endpoint, %error, left_alone_s = pause.as_secs(), "the endpoint limits this machine");
            }
            Ok(_) if is_of_state || !rest.is_of_state => *rest = Rest::default(),
            _ => {}
        }
        answer
    }
}

/// BLAKE2b-256 of the header's bytes (`spec/chain.md` 12).
pub(super) fn hash_of(header: &Header) -> H256 {
    BlakeTwo256.hash(&header.encode())
}

/// The handshake. Names are resolved by a call that blocks, so it runs on a thread that may.
async fn dial(url: &str, endpoint: &str) -> Result<WsClient, NodeError> {
    let builder = WsClientBuilder::new()
        .connection_timeout(ADDRESS)
        // Where one leads to was neither configured nor checked for encryption.
        .max_redirections(1)
        .request_timeout(REQUEST)
        .max_response_size(LONGEST_ANSWER)
        .max_frame_size(LONGEST_ANSWER)
        .max_buffer_capacity_per_subscription(WAITING)
        .enable_ws_ping(PingConfig::new().ping_interval(PING).inactive_limit(SILENCE));
    let (url, runtime) = (url.to_owned(), tokio::runtime::Handle::current());
    let dialling =
        tokio::task::spawn_blocking(move || runtime.block_on(timeout(HANDSHAKE, builder.build(url.as_str()))));
    let late = || NodeError::TimedOut { endpoint: endpoint.to_owned(), after: HANDSHAKE };
    match timeout(HANDSHAKE, dialling).await {
        Ok(Ok(Ok(client))) => client.map_err(|error| NodeError::of_handshake(endpoint.to_owned(), &error)),
        Ok(Ok(Err(_))) | Err(_) => Err(late()),
        Ok(Err(panic)) => Err(NodeError::Connect { endpoint: endpoint.to_owned(), reason: panic.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_whose_reads_fail_for_a_while_is_given_up_and_one_good_read_begins_the_count_anew() {
        let (patience, began) = (Duration::from_mins(1), Instant::now());
        let after = |seconds| began + Duration::from_secs(seconds);
        let mut faults = Faults::default();
        let found = [0, 1, 2, 59, 60].map(|seconds| faults.count(true, after(seconds), patience));
        assert_eq!(found, [false, false, false, false, true]);
        assert!(!faults.count(false, after(61), patience));
        assert!(![62, 200].map(|seconds| faults.count(true, after(seconds), patience)).contains(&true));
        assert!(faults.count(true, after(201), patience));
    }

    #[test]
    fn an_endpoint_is_given_up_for_its_limits_only_when_the_pauses_can_grow_no_longer() {
        let error = NodeError::Limited { endpoint: "wss://a".into(), reason: "429".into() };
        let mut rest = Rest::default();
        let found: Vec<_> = (0..10).map(|_| rest.begins(&error, true, Instant::now(), |longest| longest)).collect();
        let seconds: Vec<u64> = found.iter().map(|(pause, _)| pause.as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let given_up: Vec<usize> = (0..10).filter(|limit| found[*limit].1).collect();
        assert_eq!(given_up, [8, 9]);
        rest = Rest::default();
        assert_eq!(rest.begins(&error, true, Instant::now(), |_| Duration::ZERO), (Duration::from_secs(1), false));
    }
}
