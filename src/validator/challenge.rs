//! One challenge: sent to a miner, and its answer read (`spec/gas.md` 8.2).

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::time::timeout;

use super::node::Node;
use super::peers::url;
use crate::chain::Axon;
use crate::daemon::client::{describe, read_answer};
use crate::media::Tier;
use crate::protocol::{epistula, gas};
use crate::store::{self, PendingChallenge, Prompt, StoreError};
use crate::types::{Hotkey, Modality, TaskId, Uid, UnixMillis};

/// Longest answer.
const LONGEST: usize = 64 << 10;

/// Who is asked for what.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) uid: Uid,
    pub(super) hotkey: Hotkey,
    pub(super) axon: Axon,
    pub(super) prompt: Prompt,
    pub(super) modality: Modality,
    pub(super) requested: Tier,
}

/// Why a challenge does not count as issued. Texts of miners are cut, and escaped where they are logged.
#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("HTTP {status} error: {body}")]
    Status { status: u16, body: String },
    #[error("Missing task_id in response")]
    NoTaskId,
    #[error("Failed to decode JSON response")]
    NoJson,
    #[error("the task id `{0}` is no UUID")]
    NoUuid(String),
    #[error("the task id {0} is known already")]
    Known(TaskId),
    #[error("Request timed out")]
    TimedOut,
    #[error("Connection error: {0}")]
    Connection(String),
    #[error("Network error: {0}")]
    Network(String),
    #[error("the challenge could not be stored")]
    Store(#[source] StoreError),
}

/// Sends a challenge and remembers it if the miner accepts.
pub(super) async fn issue(node: Arc<Node>, plan: Plan) {
    let (uid, hotkey) = (plan.uid, plan.hotkey);
    node.tally.asked(hotkey, uid);
    // Until this is dropped, deliveries of this miner that nobody knows yet wait.
    let issuing = node.open.issuing(hotkey);
    let issued = issue_inner(&node, plan).await;
    match issued {
        Ok(challenge) => {
            let (task_id, requested) = (challenge.task_id, challenge.requested);
            tracing::info!(%uid, %hotkey, %task_id, %requested, prompt = ?challenge.prompt.content, "challenge issued");
            node.tally.issued();
            node.open.insert(challenge);
        }
        Err(reason) => {
            tracing::warn!(%uid, %hotkey, reason = ?reason.to_string(), "challenge not accepted");
            count(&node, uid, hotkey, &reason).await;
        }
    }
    drop(issuing);
}

/// Counts a challenge that was not accepted, as the miner's, unless it was our own store that failed.
async fn count(node: &Node, uid: Uid, hotkey: Hotkey, reason: &Unanswered) {
    let kind = reason.kind();
    if let Some(kind) = kind {
        let row = store::Unanswered { hotkey, uid, kind, reason: reason.to_string() };
        let noted = node.change(move |store, tally| {
            store.note_unanswered(&row, UnixMillis::now())?;
            tally.not_accepted(&row.hotkey, kind);
            Ok(())
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, %uid, "a challenge that was not accepted could not be counted");
        }
    }
    node.tally.unanswered(kind.unwrap_or("own-store"));
}

impl Unanswered {
    /// The reason as a word for counters; `None` where it is not the miner's.
    const fn kind(&self) -> Option<&'static str> {
        Some(match self {
            Self::Status { status, .. } => match *status / 100 {
                2 => "http-2xx",
                3 => "http-3xx",
                4 => "http-4xx",
                5 => "http-5xx",
                _ => "http-other",
            },
            Self::NoTaskId => "no-task-id",
            Self::NoJson => "no-json",
            Self::NoUuid(_) => "bad-task-id",
            Self::Known(_) => "known-task-id",
            Self::TimedOut => "timeout",
            Self::Connection(_) => "connection",
            Self::Network(_) => "network",
            Self::Store(_) => return None,
        })
    }
}

async fn issue_inner(node: &Arc<Node>, plan: Plan) -> Result<PendingChallenge, Unanswered> {
    let issued_at = UnixMillis::now();
    let limit = node.settings.miner_timeout;
    let task_id = timeout(limit, send(node, &plan, issued_at)).await.map_err(|_| Unanswered::TimedOut)??;
    let challenge = PendingChallenge {
        task_id,
        uid: plan.uid,
        hotkey: plan.hotkey,
        prompt: plan.prompt,
        modality: plan.modality,
        requested: plan.requested,
        issued_at,
    };
    let row = challenge.clone();
    let inserted = node.change(move |store, tally| {
        let is_new = store.insert_pending(&row)?;
        if is_new {
            tally.challenged(&row.hotkey, row.uid);
        }
        Ok(is_new)
    });
    let is_new = inserted.await.map_err(Unanswered::Store)?;
    if is_new { Ok(challenge) } else { Err(Unanswered::Known(task_id)) }
}

async fn send(node: &Node, plan: &Plan, now: UnixMillis) -> Result<TaskId, Unanswered> {
    let parameters = Map::from_iter([("resolution".to_owned(), Value::from(plan.requested.as_str()))]);
    let body = gas::python_json(&gas::Challenge { prompt: plan.prompt.content.clone(), parameters });
    let mut request = node
        .client
        .post(url(plan.axon, gas::path::generate(plan.modality)))
        .header("content-type", "application/json")
        .header(gas::header::WEBHOOK_URL, &node.callback_url);
    for (name, value) in epistula::sign(&node.keypair, body.as_bytes(), Some(&plan.hotkey), now) {
        request = request.header(name, value);
    }
    let answer = request.body(body).send().await.map_err(|error| match () {
        () if error.is_timeout() => Unanswered::TimedOut,
        () if error.is_connect() => Unanswered::Connection(describe(&error)),
        () => Unanswered::Network(describe(&error)),
    })?;
    let status = answer.status().as_u16();
    let body = read_answer(answer, LONGEST).await.map_err(|error| Unanswered::Network(error.to_string()))?;
    read_task_id(status, &body)
}

/// The task id of an answer. It must be a UUID: it becomes a name here and there (`spec/gas.md` 18, point 1).
fn read_task_id(status: u16, body: &[u8]) -> Result<TaskId, Unanswered> {
    if !matches!(status, 201 | 202) {
        let body = String::from_utf8_lossy(body).chars().take(200).collect();
        return Err(Unanswered::Status { status, body });
    }
    let answer: Value = serde_json::from_slice(body).map_err(|_| Unanswered::NoJson)?;
    let task_id = answer.get("task_id").and_then(Value::as_str).filter(|text| !text.is_empty());
    let task_id = task_id.ok_or(Unanswered::NoTaskId)?;
    task_id.parse().map_err(|_| Unanswered::NoUuid(task_id.chars().take(80).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_accepting_answer_with_a_uuid_is_a_task() {
        // spec/gas.md 8.2
        let id = "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11";
        let accepted = format!(r#"{{"task_id": "{id}", "status": "submitted"}}"#);
        for status in [201, 202] {
            assert_eq!(read_task_id(status, accepted.as_bytes()).unwrap().to_string(), id);
        }
        for (status, body, reason) in [
            (200, accepted.as_str(), "HTTP 200 error: {\"task_id\""),
            (429, "slow down", "HTTP 429 error: slow down"),
            (201, "created", "Failed to decode JSON response"),
            (201, "{}", "Missing task_id in response"),
            (201, "[1]", "Missing task_id in response"),
            (201, r#"{"task_id": 7}"#, "Missing task_id in response"),
            (201, r#"{"task_id": "../../etc/passwd"}"#, "the task id `../../etc/passwd` is no UUID"),
        ] {
            let found = read_task_id(status, body.as_bytes()).unwrap_err().to_string();
            assert!(found.starts_with(reason), "{found}");
        }
    }
}
