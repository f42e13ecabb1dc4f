//! What an operator can set about a miner; `config` fills it (`spec/gas.md` 16.1 and 16.3).

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::chain::{Endpoint, wallet};
use crate::providers;
use crate::types::{Netuid, Rao};

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
    /// `BT_AXON_EXTERNAL_IP`: what is published on the chain. `None` publishes `axon_ip` if that is an address of a
    /// host, and nothing otherwise, with a warning.
    pub axon_external_ip: Option<IpAddr>,
    /// Which services generate.
    pub services: providers::Settings,
    /// `MINER_MAX_CONCURRENT_TASKS`: tasks generated at once.
    pub max_concurrent_tasks: usize,
    /// `MINER_MAX_QUEUED_TASKS`: tasks that may wait besides; more are answered 503.
    pub max_queued_tasks: usize,
    /// `MINER_TASK_TIMEOUT`: the whole time of one generation.
    pub task_timeout: Duration,
    /// `MINER_MAX_TASK_AGE_HOURS`: how long ended tasks are remembered.
    pub max_task_age: Duration,
    /// `MINER_CLEANUP_INTERVAL`.
    pub cleanup_interval: Duration,
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

/// How results are delivered (`spec/gas.md` 4).
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// `MINER_WEBHOOK_MAX_RETRIES`: attempts in all.
    pub max_attempts: u32,
    /// `MINER_WEBHOOK_RETRY_DELAY`: doubled after each attempt.
    pub retry_delay: Duration,
    /// `MINER_WEBHOOK_TIMEOUT`: to connect, and between bytes.
    pub timeout: Duration,
    /// `MINER_ALLOW_PRIVATE_WEBHOOKS`: whether loopback, link-local and private addresses may be posted to.
    pub allow_private: bool,
}
