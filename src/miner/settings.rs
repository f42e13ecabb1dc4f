//! What an operator can set about a miner; `config` fills it (`spec/gas.md` 16.1 and 16.3).

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::chain::{Endpoint, wallet};
use crate::providers;
use crate::types::{MicroUsd, Netuid, Rao};

/// Everything a miner needs to know to run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `BT_CHAIN_ENDPOINT`.
    pub endpoint: Endpoint,
    /// `BT_NETUID` or `NETUID`; `None` takes the one subnet of a local ledger.
    pub netuid: Option<Netuid>,
    /// `BT_WALLET_PATH`, `BT_WALLET_NAME`, `BT_WALLET_HOTKEY`.
    pub wallet: wallet::Settings,
    /// `BT_AXON_IP`: where the server listens.
    pub axon_ip: IpAddr,
    /// `BT_AXON_PORT`; 0 lets the system choose, and what it chose is published.
    pub axon_port: u16,
    /// `BT_AXON_EXTERNAL_IP`: what is published on the chain.
    pub axon_external_ip: ExternalIp,
    /// `MINER_EXTERNAL_IP_URL`: who tells it.
    pub ip_service: String,
    /// Which services generate.
    pub services: providers::Settings,
    /// `MINER_MAX_CONCURRENT_TASKS`: tasks generated at once.
    pub max_concurrent_tasks: usize,
    /// `MINER_MAX_QUEUED_TASKS`: tasks that may wait besides; more are answered 503.
    pub max_queued_tasks: usize,
    /// `MINER_TASK_TIMEOUT`: the whole time of the generation of an image.
    pub task_timeout: Duration,
    /// `MINER_VIDEO_TIMEOUT`: the same of a video.
    pub video_timeout: Duration,
    /// `MINER_MAX_TASK_AGE_HOURS`: how long ended tasks are remembered.
    pub max_task_age: Duration,
    /// `MINER_CLEANUP_INTERVAL`.
    pub cleanup_interval: Duration,
    /// How media are checked before they are sent.
    pub check: CheckSettings,
    /// `MINER_MAX_SPEND_PER_DAY`; `None` is unlimited.
    pub max_spend_per_day: Option<MicroUsd>,
    /// `MINER_METRICS_ADDRESS`; `None` for nowhere.
    pub metrics: Option<SocketAddr>,
    /// How results are delivered.
    pub webhook: WebhookSettings,
    /// `MINER_REQUESTS_PER_MINUTE`: challenges that one validator may send in a minute; 0 is unlimited.
    pub requests_per_minute: u32,
    /// `MINER_MAX_BODY_BYTES`: longest request body.
    pub max_body_bytes: usize,
    /// `MINER_NO_FORCE_VALIDATOR_PERMIT` turned round: the stake that a caller needs, `None` for any registered hotkey.
    pub minimum_stake: Option<Rao>,
    /// `MINER_STATE_DIR`; `None` is the hotkey's own folder in the state folder.
    pub state_dir: Option<PathBuf>,
    /// `MINER_SAVE_LOCALLY` and `MINER_OUTPUT_DIR`: where delivered media are also kept.
    pub save_to: Option<PathBuf>,
    /// `MINER_SHUTDOWN_GRACE`: how long tasks in work may go on after SIGTERM before they are parked.
    pub shutdown_grace: Duration,
}

/// Which address is published on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExternalIp {
    /// This one.
    Given(IpAddr),
    /// That under which others see us.
    Ask,
    /// `axon_ip` if that is an address of a host; else loopback on a local chain, and what others see elsewhere.
    AskUnlessLocal,
}

/// How media are checked before they are sent.
#[derive(Debug, Clone)]
pub struct CheckSettings {
    /// `MINER_CHECK_BEFORE_SENDING`.
    pub before_sending: bool,
    /// `MINER_PAUSE_AFTER_FAILURES`: failures of one model in a row; 0 never pauses.
    pub pause_after: u64,
    /// `MINER_PAUSE_TIME`.
    pub pause: Duration,
    /// The trust store, and `TRUST_ANCHORS`.
    pub trust_anchors: Vec<PathBuf>,
}

/// How results are delivered (`spec/gas.md` 4).
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// `MINER_WEBHOOK_MAX_RETRIES`: attempts with short pauses.
    pub max_attempts: u32,
    /// `MINER_WEBHOOK_RETRY_DELAY`: doubled after each attempt.
    pub retry_delay: Duration,
    /// `MINER_WEBHOOK_TIMEOUT`: for one delivery, besides the time that its size takes.
    pub timeout: Duration,
    /// `MINER_ALLOW_PRIVATE_WEBHOOKS`: whether loopback, link-local and private addresses may be posted to.
    pub allow_private: bool,
}
