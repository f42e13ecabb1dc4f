//! The one document in which a daemon tells how it is, served on its state socket.
//!
//! Whoever connects to the socket (`Paths::state_socket`) gets one JSON document and the end of the stream. `status`,
//! `info`, probes and the dashboard all read this and nothing else. Fields are only ever added within schema 1.

mod seat;
mod work;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::{BlockNumber, Hotkey, MicroUsd, Netuid, Uid, UnixMillis};

pub use seat::SeatState;
pub use work::{HourState, RecentTask};

/// Name and version of the schema.
pub const SCHEMA: &str = "gascli/1";

/// How a daemon is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DaemonState {
    /// [`SCHEMA`].
    pub schema: String,
    /// What runs: `generator`, `validator`, `generation` or `data`.
    pub daemon: String,
    /// Version of the binary that runs.
    pub version: String,
    /// Its process.
    pub pid: u32,
    /// When it started.
    pub started_at_ms: UnixMillis,
    /// Whether it does its work, and if not, why.
    pub health: Health,
    /// Who it is on which chain.
    pub node: NodeState,
    /// A miner's tasks; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tasks: Option<TaskCounters>,
    /// A validator's challenges by miner; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub challenges: Option<ChallengeCounters>,
    /// A miner's generation services, in the order of selection; empty for other daemons.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub services: Vec<ServiceState>,
    /// A miner's models that have made something, by service and model; empty for other daemons.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub models: Vec<ModelState>,
    /// A validator's check of prompts; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alignment: Option<AlignmentState>,
    /// What a miner has spent; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spend: Option<SpendState>,
    /// A miner's deliveries of today by validator; empty for other daemons.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub webhooks: Vec<WebhookState>,
    /// What the data service does; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub data: Option<DataState>,
    /// What the generation service does; `None` for other daemons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub generation: Option<GenerationState>,
    /// What became of a miner's tasks or a validator's challenges, by hour, the newest first, 24 at most and since the
    /// start; empty for other daemons.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub hours: Vec<HourState>,
    /// A miner's newest tasks, newest first, 50 at most; empty for other daemons.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub recent_tasks: Vec<RecentTask>,
}

/// A validator's generation service: how full the pools of prompts are, and what it did since it started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerationState {
    /// By modality.
    pub pools: BTreeMap<String, PromptPoolState>,
    /// Prompts added as they were composed.
    pub composed: u64,
    /// Prompts added in the words of a language model.
    pub rewritten: u64,
    /// What was not added, and words of the model that were not taken, by reason.
    pub refused: BTreeMap<String, u64>,
    /// Used prompts that are drawn no more.
    pub retired: u64,
    /// When a prompt was last added.
    pub last_added_at_ms: Option<UnixMillis>,
    /// The language model; `None` without one.
    pub model: Option<PromptModelState>,
}

/// A validator's check of prompts (`spec/gas.md` 10), and what it did since the start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AlignmentState {
    /// The model that is to look; `None` checks nothing.
    pub model: Option<String>,
    /// Whether it is in memory now; it is unloaded when there was nothing to look at for a while.
    pub loaded: bool,
    /// Why media wait; `None` if they do not.
    pub reason: Option<String>,
    /// Cosine that a medium must reach.
    pub threshold: f32,
    /// Cosine above which two media are near-duplicates; `None` compares none.
    pub near_duplicate: Option<f32>,
    /// Media that passed.
    pub passed: u64,
    /// Media that did not, by class of the reason.
    pub failed: BTreeMap<String, u64>,
    /// Mean similarity of those that were looked at.
    pub mean_similarity: Option<f64>,
    /// Embeddings that new media are compared with; 0 while the model is not loaded.
    pub known_media: u64,
    /// Memory that they take.
    pub known_media_bytes: u64,
}

/// The prompts of one modality.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptPoolState {
    /// All that are drawn from.
    pub prompts: u64,
    /// Those that were in no challenge yet.
    pub unused: u64,
    /// How many of those there are to be.
    pub wanted: u64,
}

/// The language model that rewords prompts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptModelState {
    /// Its name.
    pub model: String,
    /// Whether it is asked now.
    pub available: bool,
    /// How it last failed; `None` if it works.
    pub reason: Option<String>,
    /// When it is asked again; `None` if it is available.
    pub until_ms: Option<UnixMillis>,
    /// Requests since the start.
    pub asked: u64,
    /// Those that failed.
    pub failures: u64,
}

/// A validator's data service: what waits for an upload, and what came of the others since it started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataState {
    /// Where uploads go, without secrets; `None` uploads nothing.
    pub target: Option<String>,
    /// Images that are in no batch yet.
    pub waiting_images: u64,
    /// Videos likewise.
    pub waiting_videos: u64,
    /// Length of both.
    pub waiting_bytes: u64,
    /// Batches that are not done.
    pub open_batches: u64,
    /// The batch that is worked on now.
    pub batch: Option<String>,
    /// Batches that were published.
    pub batches: u64,
    /// Their media.
    pub media: u64,
    /// Length of their files.
    pub bytes: u64,
    /// When a batch was last published, also before this start.
    pub last_upload_at_ms: Option<UnixMillis>,
    /// Cycles that failed.
    pub failures: u64,
    /// How the last one of them did.
    pub last_error: Option<String>,
    /// Whether the target asked for patience in the last cycle.
    pub rate_limited: bool,
    /// When the next cycle begins; `None` while one runs first.
    pub next_check_at_ms: Option<UnixMillis>,
    /// Uploaded media that were removed.
    pub removed_media: u64,
    /// Their length.
    pub removed_bytes: u64,
    /// When uploaded media were last looked through.
    pub last_cleanup_at_ms: Option<UnixMillis>,
}

/// How a generation service is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    /// Word by which operators choose it, such as `openrouter`.
    pub service: String,
    /// Whether it is asked for media now.
    pub available: bool,
    /// Why it is not; `None` if it is.
    pub reason: Option<String>,
    /// When it is tried again; `None` if it is available.
    pub until_ms: Option<UnixMillis>,
}

/// What a miner thinks of one model: how its media pass the check before sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelState {
    /// Word of the service.
    pub service: String,
    /// The service's name of the model.
    pub model: String,
    /// Media checked.
    pub checked: u64,
    /// Media that failed the check.
    pub failed: u64,
    /// Media that were sent unchecked, since our own trust store lacks the anchor of their signer.
    #[serde(default)]
    pub undecided: u64,
    /// Media that failed the check since one passed.
    pub failed_in_row: u64,
    /// Class of the last failure, such as `no-manifest`.
    pub last_failure: Option<String>,
    /// Media that passed but were smaller than what was asked for or ordered; they earn less.
    #[serde(default)]
    pub short: u64,
    /// What is wrong with it in words, such as `5 of 5 without C2PA`; `None` if the last one passed.
    #[serde(default)]
    pub reason: Option<String>,
    /// Until when it is not used; `None` if it is used.
    pub paused_until_ms: Option<UnixMillis>,
}

/// What a miner has spent since 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpendState {
    /// Charged or perhaps charged.
    pub today_usd: MicroUsd,
    /// For tasks that were accepted and not ordered yet.
    pub reserved_usd: MicroUsd,
    /// `MINER_MAX_SPEND_PER_DAY`; `None` is unlimited.
    pub limit_usd: Option<MicroUsd>,
    /// Orders whose price is not known, so that they are in no sum.
    pub unpriced_orders: u64,
    /// The next 00:00 UTC.
    pub resets_at_ms: UnixMillis,
}

/// A miner's deliveries to one validator on one day (`spec/gas.md` 4.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookState {
    /// Host and port of the webhook address.
    pub validator: String,
    /// Local date, `YYYY-MM-DD`.
    pub day: String,
    /// Deliveries that were taken.
    pub successes: u64,
    /// Attempts that failed, by category.
    pub failures: BTreeMap<String, u64>,
    /// When the last one was taken.
    pub last_success_ms: Option<UnixMillis>,
    /// When the last one failed.
    pub last_failure_ms: Option<UnixMillis>,
    /// Why.
    pub last_failure_reason: Option<String>,
}

/// Whether a daemon does its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Health {
    /// Not yet ready.
    Starting,
    /// Ready and working.
    Healthy,
    /// Working, but an operator should look.
    Degraded {
        /// Why, as a sentence.
        reason: String,
    },
    /// Asked to stop; finishes or parks what it has.
    Stopping,
}

impl Health {
    /// The same, but that a complaint, if there is one, degrades what would be healthy.
    #[must_use]
    pub fn with(self, complaint: Option<String>) -> Self {
        match (self, complaint) {
            (Self::Healthy, Some(reason)) => Self::Degraded { reason },
            (health, _) => health,
        }
    }
}

/// A daemon's place on its chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeState {
    /// Chain endpoint, without credentials.
    pub chain_endpoint: String,
    /// Subnet.
    pub netuid: Netuid,
    /// Who signs.
    pub hotkey: Hotkey,
    /// Its seat; `None` while it has none.
    pub uid: Option<Uid>,
    /// Newest block seen.
    pub block: Option<BlockNumber>,
    /// When that block was first seen.
    pub block_seen_at_ms: Option<UnixMillis>,
    /// Address on which the daemon's HTTP server listens.
    pub listening: Option<String>,
    /// The connection to a network's node; `None` on a local chain, or before there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connection: Option<ConnectionState>,
    /// What the metagraph said of its seat when it was last read; `None` before, and without a seat.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seat: Option<SeatState>,
}

/// How the connection to a network's node is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionState {
    /// The endpoint in use, or used last, without credentials.
    pub endpoint: String,
    /// Whether there is a connection now.
    pub connected: bool,
    /// Since when; `None` without one.
    pub connected_since_ms: Option<UnixMillis>,
    /// The newest block that was seen.
    pub best: Option<BlockNumber>,
    /// When the last new block came, if that is too long ago.
    pub stale_since_ms: Option<UnixMillis>,
    /// The newest block that is final.
    pub finalized: Option<BlockNumber>,
    /// When the last block became final, if others came since for too long.
    pub finality_stalled_since_ms: Option<UnixMillis>,
    /// Connections that were made anew since the start.
    pub reconnects: u64,
    /// Why the last one was lost, or could not be made.
    pub last_error: Option<String>,
}

impl ConnectionState {
    /// What an operator should look at, if anything.
    pub fn complaint(&self, now: UnixMillis) -> Option<String> {
        let endpoint = &self.endpoint;
        if !self.connected {
            let why = self.last_error.as_deref().unwrap_or("none was made yet");
            return Some(format!("there is no connection to the chain: {why}"));
        }
        if let Some(since) = self.stale_since_ms {
            return Some(format!("{endpoint} has shown no new block for {} s", since.until(now).as_secs()));
        }
        let since = self.finality_stalled_since_ms?;
        Some(format!("{endpoint} has shown no final block for {} s", since.until(now).as_secs()))
    }
}

/// What became of a miner's tasks since it started, but for `pending` and `processing`, which count what is there now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCounters {
    /// Accepted with 201.
    pub accepted: u64,
    /// Waiting in the queue.
    pub pending: u64,
    /// Being generated.
    pub processing: u64,
    /// Generated, not yet delivered.
    pub delivering: u64,
    /// Delivered and accepted by the validator.
    pub delivered: u64,
    /// Delivered and refused by the validator (4xx).
    pub rejected: u64,
    /// Delivered to a validator that no longer knew the task; it earns nothing.
    #[serde(default)]
    pub forgotten: u64,
    /// Not generated, and the validator was told; or not delivered within the age of tasks.
    pub failed: u64,
    /// Requests answered 429 or 503, or 400 for their webhook address.
    pub refused: u64,
    /// The same by reason, such as `queue-full`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused_by: BTreeMap<String, u64>,
    /// From acceptance to delivery, of media that validators took.
    #[serde(default, skip_serializing_if = "Durations::is_empty")]
    pub delivery_time: Durations,
    /// From the start of work on them to the medium, of the same media.
    #[serde(default, skip_serializing_if = "Durations::is_empty")]
    pub generation_time: Durations,
}

/// How long things took: how many took at most so long.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Durations {
    /// Counts by the bounds of [`Durations::BOUNDS_S`], each with those of the bounds before it. Empty if nothing was
    /// measured.
    pub at_most: Vec<u64>,
    /// All of them.
    pub count: u64,
    /// The sum of all.
    pub sum_ms: u64,
}

impl Durations {
    /// Seconds; images take some of the first ones, videos minutes, validators that are down hours.
    pub const BOUNDS_S: [u64; 12] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 7200];

    /// Counts one.
    pub fn add(&mut self, span: Duration) {
        self.at_most.resize(Self::BOUNDS_S.len(), 0);
        for (bound, count) in Self::BOUNDS_S.iter().zip(&mut self.at_most) {
            *count += u64::from(span <= Duration::from_secs(*bound));
        }
        self.count += 1;
        self.sum_ms = self.sum_ms.saturating_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX));
    }

    /// Whether nothing was counted.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A validator's work since it started, and one row per miner, which a restart does not change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChallengeCounters {
    /// Challenge rounds begun.
    pub rounds: u64,
    /// Challenges accepted by miners.
    pub issued: u64,
    /// Challenges that miners refused or did not answer.
    pub unanswered: u64,
    /// The same by kind, such as `timeout`, `connection`, `http-4xx`, `no-task-id`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unanswered_by: BTreeMap<String, u64>,
    /// Challenges that await media now.
    pub pending: u64,
    /// Media that were taken and await the check of their prompt.
    #[serde(default)]
    pub awaiting_alignment: u64,
    /// Times that weights landed on the chain.
    pub weights_set: u64,
    /// Block at which they last did.
    pub last_weights_block: Option<BlockNumber>,
    /// The block at which weights were sent of which it is not known yet whether they landed; `None` if there are none. A
    /// restart now would cost nothing but the time to look that up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights_sent_block: Option<BlockNumber>,
    /// Answers that miners got on their deliveries and reports, by HTTP status.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub callbacks: BTreeMap<String, u64>,
    /// One row per miner.
    pub miners: Vec<MinerRow>,
}

/// What a validator thinks of one miner. Counts are of the challenges that ended in the last 24 hours or are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MinerRow {
    /// Its seat.
    pub uid: Uid,
    /// Its key.
    pub hotkey: Hotkey,
    /// Challenges it accepted.
    pub challenged: u64,
    /// Deliveries that were taken and await the check of their prompt.
    #[serde(default)]
    pub awaiting_alignment: u64,
    /// Deliveries that passed every check.
    pub verified: u64,
    /// Deliveries that failed a check, by class of the reason, in order of the class.
    pub rejected: BTreeMap<String, u64>,
    /// Challenges that it refused or did not answer in the last 24 hours, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unanswered: BTreeMap<String, u64>,
    /// Average over rounds.
    pub score: f64,
    /// Share of the weights last set, 0 to 65535 where the largest weight is 65535.
    pub weight: u16,
}
