//! What a daemon did lately: by hour, and its newest tasks.

use serde::{Deserialize, Serialize};

use crate::types::{Modality, TaskId, UnixMillis};

/// What became of the work of one hour. A miner counts tasks, a validator challenges.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourState {
    /// 0 for the running hour, 1 for the one before.
    pub hours_ago: u32,
    /// Miner: tasks accepted. Validator: challenges that miners accepted.
    pub begun: u64,
    /// Miner: delivered and taken. Validator: verified.
    pub done: u64,
    /// Miner: failed, rejected or forgotten. Validator: rejected, expired or not answered.
    pub failed: u64,
    /// From the beginning to the delivery, at most so long for half of what was delivered in this hour and taken; `None`
    /// without any. Off by an eighth at most.
    pub median_ms: Option<u64>,
}

/// One task of a miner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecentTask {
    /// Its id, as the validator knows it.
    pub task_id: TaskId,
    /// What was asked for.
    pub modality: Modality,
    /// Where in its life it is, in the words of the miner's `/status`: `pending`, `processing`, `completed`, `failed`.
    pub status: String,
    /// Host and port of the validator's webhook.
    pub validator: String,
    /// Service and model that made it, once they are chosen.
    pub model: Option<String>,
    /// When it was accepted.
    pub accepted_at_ms: UnixMillis,
    /// When it ended.
    pub ended_at_ms: Option<UnixMillis>,
    /// Why it failed, in words; no prompt.
    pub error: Option<String>,
}
