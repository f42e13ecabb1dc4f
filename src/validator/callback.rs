//! `POST /generative_callback`: where miners deliver (`spec/gas.md` 8.5). Domain answers become HTTP here.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use serde_json::Value;
use tokio::time::timeout;

use super::ingest::{Ingested, ingest};
use super::node::Node;
use super::open::{Claim, Claimed};
use super::receive::{self, Place, ReceiveError, Received};
use super::tally::Part;
use crate::daemon::http::{self, BodyError};
use crate::daemon::replays::Noted;
use crate::protocol::epistula::{self, Refusal};
use crate::protocol::gas;
use crate::types::{Hotkey, TaskId, UnixMillis};

/// Longest report of a failure.
const LONGEST_REPORT: usize = 256 << 10;

/// Longest reason of a miner that is kept, in characters.
const LONGEST_REASON: usize = 500;

const UNKNOWN: &str = "Task not found in current session";
const STORED: &str = "Binary content received";
const PROCESSED: &str = "Task already processed";
const NO_TASK_ID: &str = "Missing task-id header";
const EMPTY: &str = "Empty binary payload";

/// The validator's one route.
pub(super) fn router(node: Arc<Node>) -> Router {
    Router::new().route(gas::path::CALLBACK, post(receive)).with_state(node)
}

async fn receive(State(node): State<Arc<Node>>, request: Request) -> Response {
    let answer = answer(&node, request).await;
    node.tally.answered(answer.status().as_u16());
    answer
}

async fn answer(node: &Arc<Node>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (signer, body) = match authenticate(node, &parts.headers, body).await {
        Ok(found) => found,
        Err(refusal) => return *refusal,
    };
    match body {
        Content::Report(body) => failure(node, &signer, &parts.headers, &body).await,
        Content::Medium(body) => delivery(node, &signer, &parts.headers, body).await,
    }
}

/// What a body is by the header `task-status`.
enum Content {
    Report(Bytes),
    Medium(Received),
}

fn refuse(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    http::detail(status, &refusal.to_string())
}

/// Checks who sends, receives the body, checks the signature over it, and that it comes for the first time. Any
/// registered hotkey may speak here; whose challenge it may end is asked later.
async fn authenticate(node: &Node, headers: &HeaderMap, body: Body) -> Result<(Hotkey, Content), Box<Response>> {
    let own = node.keypair.hotkey();
    let metagraph = node.metagraph.borrow().clone();
    let standing = |hotkey: &Hotkey| metagraph.by_hotkey(hotkey).map(|neuron| neuron.stake);
    let read = epistula::Headers::read(|name| headers.get(name).and_then(|value| value.to_str().ok()));
    let greeting = epistula::greet(&read, &own, None, standing, UnixMillis::now())
        .map_err(|refusal| Box::new(refuse(&refusal)))?;
    let is_report = text(headers, gas::header::TASK_STATUS).is_some_and(|s| s.eq_ignore_ascii_case("failed"));
    let max = node.settings.max_media_bytes;
    let max = if is_report { max.min(LONGEST_REPORT) } else { max };
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return Err(Box::new(BodyError::TooLarge { max }.into_response())); // before a byte of it is read
    }
    let task_id: Option<TaskId> = text(headers, gas::header::TASK_ID).and_then(|task_id| task_id.parse().ok());
    let whose = node.open.expects(task_id, greeting.claimed_signer());
    let Some(place) = node.places.take(whose, announced.unwrap_or(max)).await else {
        return Err(Box::new(busy("Too many deliveries at once")));
    };
    let (sha256, content) = if is_report {
        let report = read_report(body, max, place).await.map_err(|error| Box::new(error.into_response()))?;
        (epistula::sha256(&report), Content::Report(report))
    } else {
        let medium = receive::receive(body, &node.destination(), announced, place).await;
        let medium = medium.map_err(|error| Box::new(not_received(node, &error)))?;
        (medium.sha256, Content::Medium(medium))
    };
    let signed = greeting.signed(&sha256).map_err(|refusal| Box::new(refuse(&refusal)))?;
    let holds = node.signatures.hold(&signed.claim).await;
    let verified = signed.judged(holds).map_err(|refusal| Box::new(refuse(&refusal)))?;
    match node.replays.note(verified.signer, &verified.uuid, UnixMillis::now()) {
        Noted::New => Ok((verified.signer, content)),
        Noted::Again => Err(Box::new(refuse(&Refusal::Duplicate))),
        Noted::TooMany => {
            Err(Box::new(http::detail(StatusCode::TOO_MANY_REQUESTS, "Too many requests from this signer")))
        }
    }
}

async fn read_report(body: Body, max: usize, _place: Place) -> Result<Bytes, BodyError> {
    timeout(receive::longest(max), http::read_body(body, max)).await.unwrap_or(Err(BodyError::TooSlow))
}

fn not_received(node: &Node, error: &ReceiveError) -> Response {
    match error {
        ReceiveError::Body(BodyError::TooLarge { max }) => BodyError::TooLarge { max: *max }.into_response(),
        ReceiveError::Body(error) => http::detail(error.status(), &error.to_string()),
        ReceiveError::DiskFull { .. } | ReceiveError::Store(_) => {
            let cause = std::error::Error::source(error).map(ToString::to_string);
            tracing::error!(%error, cause, "a delivery could not be written; its challenge stays open");
            match error {
                ReceiveError::DiskFull { .. } => node.tally.disk(Some(error.to_string())),
                _ => node.tally.store_failed(Part::Deliveries, error.to_string()),
            }
            busy("Failed to store binary content")
        }
        ReceiveError::Ending => busy("The validator stops"),
    }
}

/// Rows F1 to F5.
async fn failure(node: &Arc<Node>, signer: &Hotkey, headers: &HeaderMap, body: &[u8]) -> Response {
    let Some(task_id) = text(headers, gas::header::TASK_ID) else { return plain(400, NO_TASK_ID) };
    if !matches!(content_type(headers).as_str(), "application/json" | "application/octet-stream") {
        return plain(400, "Failure callbacks require application/json or application/octet-stream");
    }
    if body.is_empty() {
        return plain(400, EMPTY);
    }
    let claim = match claim(node, &task_id, signer).await {
        Ok(claim) => claim,
        Err(Instead::Vanished(_)) => return plain(200, UNKNOWN),
        Err(Instead::Answer(answer)) => return *answer,
    };
    let reason = format!("miner_reported_failure: {}", reported(body, text(headers, gas::header::ERROR_MESSAGE)));
    let node = Arc::clone(node);
    finish(&Arc::clone(&node), async move { record_failure(&node, claim, &reason).await }).await
}

async fn record_failure(node: &Node, claim: Claim, reason: &str) -> Response {
    let (task_id, uid, hotkey) = (claim.challenge().task_id, claim.challenge().uid, claim.challenge().hotkey);
    let (stored, class) = (reason.to_owned(), "miner-failure");
    let failed = node
        .change(move |store, tally| {
            let failed = store.fail(task_id, &stored, class, UnixMillis::now())?;
            if failed {
                tally.failed(&hotkey, class);
            }
            Ok(failed)
        })
        .await;
    match failed {
        Ok(true) => {
            tracing::info!(%uid, %hotkey, %task_id, ?reason, "failure reported by the miner");
            claim.end();
            plain(200, "Failure recorded")
        }
        Ok(false) => {
            claim.end();
            plain(200, UNKNOWN)
        }
        Err(error) => {
            tracing::error!(%uid, %task_id, %error, "a failure could not be recorded; its challenge stays open");
            busy("Failed to record the failure")
        }
    }
}

/// Rows M1 to M7.
async fn delivery(node: &Arc<Node>, signer: &Hotkey, headers: &HeaderMap, mut body: Received) -> Response {
    let content_type = content_type(headers);
    let medium = ["image/", "video/"].iter().any(|kind| content_type.starts_with(kind));
    if !medium && raw_content_type(headers) != "application/octet-stream" {
        return plain(400, "Only image, video, and application/octet-stream content types are supported");
    }
    let Some(task_id) = text(headers, gas::header::TASK_ID) else { return plain(400, NO_TASK_ID) };
    if body.bytes == 0 {
        return plain(400, EMPTY);
    }
    let claim = match claim(node, &task_id, signer).await {
        Ok(claim) => claim,
        Err(Instead::Vanished(task_id)) => return vanished(node, task_id).await,
        Err(Instead::Answer(answer)) => return *answer,
    };
    let task_id = claim.challenge().task_id;
    // Whoever delivers before it is asked delivers once more.
    let Some(file) = body.take_file() else { return busy("The challenge was not known yet") };
    let owned = Arc::clone(node);
    finish(node, async move {
        match ingest(Arc::clone(&owned), claim, file, body, &content_type).await {
            Ingested::Stored => plain(200, STORED),
            Ingested::Rejected { reason, .. } => plain(400, &reason),
            Ingested::Gone => vanished(&owned, task_id).await,
            Ingested::Failed(_) => busy("Failed to store binary content"),
            Ingested::Uncounted => plain(200, PROCESSED),
            Ingested::Unexamined => busy("The film could not be examined"),
            Ingested::Broken => plain(500, "Internal error: the check broke off"),
        }
    })
    .await
}

/// Row M7: another delivery or the clock ended the challenge meanwhile.
async fn vanished(node: &Node, task_id: TaskId) -> Response {
    match node.store.call(move |store| store.was_delivered(task_id)).await {
        Ok(true) => plain(200, STORED),
        Ok(false) => plain(200, PROCESSED),
        Err(_) => busy("Failed to look the task up"),
    }
}

/// What is answered where there is nothing to claim.
enum Instead {
    Answer(Box<Response>),
    Vanished(TaskId),
}

async fn claim(node: &Arc<Node>, task_id: &str, signer: &Hotkey) -> Result<Claim, Instead> {
    let task_id: Option<TaskId> = task_id.parse().ok();
    let answer = |answer: Response| Err(Instead::Answer(Box::new(answer)));
    match (node.open.claim(task_id, signer).await, task_id) {
        (Claimed::Ours(claim), _) => Ok(claim),
        (Claimed::Vanished, Some(task_id)) => Err(Instead::Vanished(task_id)),
        (Claimed::Vanished | Claimed::Unknown, _) => answer(plain(200, UNKNOWN)),
        (Claimed::Busy, _) => answer(busy("Another delivery of this task is being checked")),
        (Claimed::Foreign, _) => {
            tracing::warn!(%signer, task_id = task_id.map(tracing::field::display), "delivery for another miner's challenge refused");
            answer(http::detail(StatusCode::UNAUTHORIZED, "Signer is not the challenged hotkey"))
        }
    }
}

/// Runs `work` to its end even if the miner hangs up: what it delivered is paid for.
async fn finish(node: &Node, work: impl Future<Output = Response> + Send + 'static) -> Response {
    node.work.spawn(work).await.unwrap_or_else(|_| plain(500, "Internal error"))
}

/// The miner's words: of the body, else of the header, else none. A body that is no JSON object is no error.
fn reported(body: &[u8], header: Option<String>) -> String {
    let of_body = serde_json::from_slice::<Value>(body).ok().and_then(|body| match body.get("error_message") {
        Some(Value::String(text)) => Some(text.clone()),
        None | Some(Value::Null | Value::Bool(false)) => None,
        Some(other) => Some(other.to_string()),
    });
    let given = |text: &String| !text.trim().is_empty();
    let words = of_body.filter(given).or(header.filter(given)).unwrap_or_else(|| "Unknown error".to_owned());
    words.chars().take(LONGEST_REASON).collect()
}

/// A header as text; `None` if it is missing or empty. Python peers send Latin-1.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    Some(value.iter().copied().map(char::from).collect::<String>()).filter(|text| !text.is_empty())
}

fn raw_content_type(headers: &HeaderMap) -> String {
    text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase()
}

/// The content type without its parameters.
fn content_type(headers: &HeaderMap) -> String {
    let whole = raw_content_type(headers);
    whole.split(';').next().unwrap_or_default().trim().to_owned()
}

/// An answer as the reference gives it: a body without a content type.
fn plain(status: u16, body: &str) -> Response {
    let mut answer = Response::new(Body::from(body.to_owned()));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer
}

/// An answer to what may succeed when tried again.
fn busy(body: &str) -> Response {
    let mut answer = plain(503, body);
    answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_failure_is_found_wherever_it_is() {
        // spec/gas.md 8.5 and 18, point 10
        let header = || Some("from the header".to_owned());
        for (body, header, found) in [
            (&br#"{"error_message": "from the body"}"#[..], header(), "from the body"),
            (br#"{"error_message": null}"#, header(), "from the header"),
            (br#"{"error_message": {"code": 7}}"#, header(), r#"{"code":7}"#),
            (br#"["array"]"#, header(), "from the header"),
            (b"\xff\xfe", header(), "from the header"),
            (b"\xff\xfe", None, "Unknown error"),
            (br#"{"error_message": ""}"#, None, "Unknown error"),
        ] {
            assert_eq!(reported(body, header), found);
        }
        assert_eq!(
            reported(&serde_json::to_vec(&serde_json::json!({"error_message": "x".repeat(9000)})).unwrap(), None).len(),
            500
        );
    }
}
