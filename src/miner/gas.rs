//! The miner's HTTP API on GAS (`spec/gas.md` 3): routes, bodies and words are those of the reference.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::Miner;
use super::check::Paused;
use super::registry::Full;
use super::server::Authentic;
use super::task::Task;
use super::worker::{AcceptError, Refusal, no_service};
use crate::daemon::client;
use crate::daemon::http::json as answer;
use crate::protocol::gas::{Accepted, MinerInfo, MinerLimits, ServiceInfo, header as gas_header, path};
use crate::providers::GenerationRequest;
use crate::types::{MicroUsd, Modality, TaskId, UnixMillis};

/// Characters of the prompt that the answer repeats.
const SHOWN: usize = 100;

/// When a validator may ask again after a full queue.
const QUEUE_WAIT: Duration = Duration::from_secs(30);

/// The same after a full disk.
const DISK_WAIT: Duration = Duration::from_mins(1);

pub(super) fn router(miner: Arc<Miner>) -> Router {
    Router::new()
        .route(
            path::generate(Modality::Image),
            post(async |State(miner), request| generate(miner, Modality::Image, request).await),
        )
        .route(
            path::generate(Modality::Video),
            post(async |State(miner), request| generate(miner, Modality::Video, request).await),
        )
        .route(path::STATUS, get(status))
        .route(path::MINER_INFO, get(miner_info))
        .route(path::HEALTH, get(health))
        .with_state(miner)
}

/// An error in the shape of the reference's handlers, which is not that of its framework.
fn fault(status: StatusCode, error: &str) -> Response {
    answer(status, &json!({ "error": error, "timestamp": UnixMillis::now().as_seconds() }))
}

fn wait(mut response: Response, wait: Duration) -> Response {
    let seconds = wait.as_secs_f64().ceil().max(1.0);
    if let Ok(value) = HeaderValue::try_from(format!("{seconds:.0}")) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

async fn generate(miner: Arc<Miner>, modality: Modality, request: Authentic) -> Response {
    let Authentic { signer, headers, body } = request;
    if let Err(left) = miner.rates.take(signer, Instant::now()) {
        miner.count_refused("rate-limit");
        return wait(fault(StatusCode::TOO_MANY_REQUESTS, "Too many requests from this validator"), left);
    }
    let (prompt, parameters) = match read_challenge(&body) {
        Ok(challenge) => challenge,
        Err(error) => return fault(StatusCode::BAD_REQUEST, &error),
    };
    let url = headers.get(gas_header::WEBHOOK_URL).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if url.is_empty() {
        return fault(StatusCode::BAD_REQUEST, "Missing required header: X-Webhook-URL");
    }
    if miner.providers.of(modality).is_none() {
        miner.count_refused("no-service");
        return fault(StatusCode::SERVICE_UNAVAILABLE, &no_service(modality));
    }
    // What cannot be delivered is not paid for.
    if let Err(error) = check_webhook(url, miner.settings.webhook.allow_private).await {
        miner.count_refused("webhook-address");
        tracing::warn!(
            validator = %signer, error, remedy = "`--allow-private-webhooks` is for validators on this machine or network",
            "a challenge is refused for its webhook address"
        );
        return fault(StatusCode::BAD_REQUEST, &format!("Invalid header X-Webhook-URL: {error}"));
    }
    let request = GenerationRequest { task_id: TaskId::random(), modality, prompt, parameters };
    let cost = match miner.may_accept(&request) {
        Ok(cost) => cost,
        Err(refusal) => return refuse(&miner, &refusal),
    };
    // Refusing is never held against a miner; accepting and failing is (`spec/gas.md` 18, point 34).
    if let Err(Paused { model, left }) = miner.enter_model(&request, false) {
        miner.count_refused("model-paused");
        return wait(fault(StatusCode::SERVICE_UNAVAILABLE, &format!("Model {model} is paused")), left);
    }
    accept(miner, Task::new(request, url.to_owned(), signer, UnixMillis::now()), cost).await
}

fn refuse(miner: &Miner, refusal: &Refusal) -> Response {
    miner.count_refused(refusal.reason);
    wait(fault(StatusCode::SERVICE_UNAVAILABLE, &refusal.error), refusal.wait)
}

/// Why results cannot be posted to this address.
async fn check_webhook(url: &str, allow_private: bool) -> Result<(), String> {
    let url = client::check(url, allow_private).await.map_err(|error| error.to_string())?;
    if !url.username().is_empty() || url.password().is_some() {
        // It would stand in logs and in `/status`, and no validator needs one: deliveries are signed.
        return Err("it holds a user name or password".into());
    }
    if url.port() == Some(0) {
        return Err("nothing can listen on port 0".into());
    }
    Ok(())
}

async fn accept(miner: Arc<Miner>, task: Task, cost: Option<MicroUsd>) -> Response {
    let mut shown: String = task.prompt.chars().take(SHOWN).collect();
    if shown.len() < task.prompt.len() {
        shown.push_str("...");
    }
    let accepted = Accepted {
        task_id: task.id.to_string(),
        status: "submitted".into(),
        modality: task.modality,
        prompt: shown,
        webhook_url: task.webhook_url.clone(),
        created_at: task.created_at.as_seconds(),
    };
    let (id, modality) = (task.id, task.modality);
    // On a task of its own: a validator that hangs up now leaves a whole task or none.
    let gone = CancellationToken::new();
    let _guard = gone.clone().drop_guard();
    let keeper = Arc::clone(&miner);
    let accepting = miner.background.spawn(async move {
        let ended = Arc::clone(&keeper).accept(task, cost, gone).await;
        if ended.is_err() {
            keeper.leave_model(id);
        }
        ended
    });
    match accepting.await {
        Ok(Ok(())) => answer(StatusCode::CREATED, &accepted),
        Ok(Err(AcceptError::Full(full))) => {
            let (reason, error) = match full {
                Full::Queue => ("queue-full", "Queue is full"),
                Full::Stopping => ("stopping", "Miner is stopping"),
            };
            miner.count_refused(reason);
            wait(fault(StatusCode::SERVICE_UNAVAILABLE, error), QUEUE_WAIT)
        }
        Ok(Err(AcceptError::Refused(refusal))) => refuse(&miner, &refusal),
        // The path of the file is the operator's business, and in the log. No 500, as the reference would answer: a refusal
        // is never held against a miner.
        Ok(Err(AcceptError::Disk(_))) => {
            let (reason, error, wait) = ("disk", "Miner cannot store tasks".to_owned(), DISK_WAIT);
            refuse(&miner, &Refusal { reason, error, wait })
        }
        Ok(Err(AcceptError::Gone)) => fault(StatusCode::SERVICE_UNAVAILABLE, "The connection was closed"), // to nobody
        Err(_) => {
            miner.leave_model(id);
            let error = format!("Failed to process {modality} request: internal error");
            fault(StatusCode::INTERNAL_SERVER_ERROR, &error)
        }
    }
}

/// Reads a challenge by hand, to refuse as the reference does (`spec/gas.md` 3.1). What it answered with 500 is 400 here:
/// bodies that are no object, prompts that are no text (18, points 10 and 24).
fn read_challenge(body: &[u8]) -> Result<(String, Map<String, Value>), String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("Invalid JSON body: {error}"))?;
    let Value::Object(mut fields) = body else {
        return Err("Invalid JSON body: an object is expected".into());
    };
    let prompt = match fields.remove("prompt") {
        None => return Err("Missing required field: prompt".into()),
        Some(value) if is_empty(&value) => return Err("Missing required field: prompt".into()),
        Some(Value::String(prompt)) => prompt,
        Some(_) => return Err("Invalid JSON body: field prompt must be a string".into()),
    };
    let parameters = match fields.remove("parameters") {
        None => Map::new(),
        Some(value) if is_empty(&value) => Map::new(),
        Some(Value::Object(parameters)) => parameters,
        Some(_) => return Err("Invalid JSON body: field parameters must be an object".into()),
    };
    Ok((prompt, parameters))
}

/// What Python takes for false.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

/// An id that is no text names no task; a refusal of its own would come before the signature is looked at.
type AnyId = Result<Path<String>, PathRejection>;

async fn status(State(miner): State<Arc<Miner>>, id: AnyId, _: Authentic) -> Response {
    let id: Option<TaskId> = id.ok().and_then(|id| id.parse().ok());
    let found = match id {
        Some(id) => miner.look_up(id).await,
        None => Ok(None),
    };
    let task = match found {
        Ok(Some(task)) => task,
        Ok(None) => return fault(StatusCode::NOT_FOUND, "Task not found"),
        Err(_) => return fault(StatusCode::INTERNAL_SERVER_ERROR, "the task cannot be read"),
    };
    let mut body = json!({
        "task_id": task.id,
        "modality": task.modality,
        "status": task.status(),
        "prompt": task.prompt,
        "parameters": task.parameters,
        "webhook_url": task.webhook_url,
        "signed_by": task.signed_by,
        "created_at": task.created_at.as_seconds(),
        "checkpoint": task.shown_checkpoint(),
        "input_data": null,
        "result_data": null,
        "result_url": null,
        "error_message": task.error(),
        "started_at": task.started_at.map(UnixMillis::as_seconds),
        "completed_at": task.completed_at.map(UnixMillis::as_seconds),
    });
    if let Some(started) = task.started_at {
        let span = started.until(task.completed_at.unwrap_or_else(UnixMillis::now));
        body["processing_time"] = span.as_secs_f64().into();
    }
    answer(StatusCode::OK, &body)
}

fn services(miner: &Miner) -> Vec<ServiceInfo> {
    miner.providers.all().into_iter().map(|provider| provider.info()).collect()
}

async fn miner_info(State(miner): State<Arc<Miner>>, _: Authentic) -> Response {
    let settings = &miner.settings;
    answer(
        StatusCode::OK,
        &MinerInfo {
            uid: miner.seats.uid(&miner.hotkey),
            hotkey: miner.hotkey,
            miner_type: "GENERATOR".into(),
            services: services(&miner),
            task_stats: miner.registry.stats(),
            config: MinerLimits {
                max_concurrent_tasks: settings.max_concurrent_tasks,
                task_timeout: settings.task_timeout.as_secs_f64(),
                max_task_age_hours: settings.max_task_age.as_secs() / 3600,
                cleanup_interval: settings.cleanup_interval.as_secs(),
            },
            version: "1.0.0".into(),
            uptime: miner.started_at.until(UnixMillis::now()).as_secs_f64(),
        },
    )
}

async fn health(State(miner): State<Arc<Miner>>, _: Authentic) -> Response {
    let services = services(&miner);
    let available = services.iter().filter(|service| service.available).count();
    if available == 0 {
        return fault(StatusCode::SERVICE_UNAVAILABLE, "No services available");
    }
    answer(
        StatusCode::OK,
        &json!({
            "status": "healthy",
            "services_available": available,
            "services_total": services.len(),
            "timestamp": UnixMillis::now().as_seconds(),
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_refused_in_the_words_of_the_reference() {
        // spec/gas.md 3.1
        for (body, error) in [
            ("", "Invalid JSON body: EOF while parsing a value at line 1 column 0"),
            ("[1]", "Invalid JSON body: an object is expected"),
            ("null", "Invalid JSON body: an object is expected"),
            ("{}", "Missing required field: prompt"),
            (r#"{"prompt": ""}"#, "Missing required field: prompt"),
            (r#"{"prompt": null}"#, "Missing required field: prompt"),
            (r#"{"prompt": 5}"#, "Invalid JSON body: field prompt must be a string"),
            (r#"{"prompt": "x", "parameters": [1]}"#, "Invalid JSON body: field parameters must be an object"),
        ] {
            assert_eq!(read_challenge(body.as_bytes()).unwrap_err(), error, "{body}");
        }
        for body in
            [r#"{"prompt": "x"}"#, r#"{"prompt": "x", "parameters": null}"#, r#"{"prompt": "x", "parameters": {}}"#]
        {
            assert_eq!(read_challenge(body.as_bytes()).unwrap(), ("x".to_owned(), Map::new()), "{body}");
        }
    }
}
