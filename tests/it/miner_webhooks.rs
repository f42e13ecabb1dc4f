//! Statistics of deliveries, and deliveries that are not what they seem.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use gascli::daemon::http;
use gascli::miner::Settings;
use gascli::protocol::daemon_state::WebhookState;
use gascli::store::webhook_statistics;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::miner_world::{Receiver, World};

fn validator_of(url: &str) -> String {
    url.trim_start_matches("http://").split('/').next().unwrap().to_owned()
}

fn counts(row: &WebhookState) -> Value {
    json!({ "successes": row.successes, "failures": row.failures })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_attempt_counts_for_its_validator_and_a_restart_counts_on() {
    // spec/gas.md 4.1
    let (world, mut receiver, mut other) = (World::new(), Receiver::start().await, Receiver::start().await);
    receiver.script.lock().unwrap().extend([
        (500, "down"),
        (302, "elsewhere"),
        (200, "Binary content received"),
        (400, "Empty binary payload"),
        (200, "Task not found in current session"),
        (200, "Failure recorded"),
    ]);
    let miner = world.start_with(Settings { max_concurrent_tasks: 1, ..world.settings() }).await;
    for (prompt, attempts) in [("a", 3), ("b", 1), ("c", 1), ("fail", 1)] {
        miner.order(prompt, &receiver.url).await;
        for _ in 0..attempts {
            receiver.next().await;
        }
    }
    miner.order("d", &other.url).await;
    other.next().await;
    let state = miner
        .until("all told", |state| {
            let tasks = state.tasks.as_ref().unwrap();
            tasks.delivered == 2 && tasks.failed == 1 && tasks.forgotten == 1
        })
        .await;
    let row = |rows: &[WebhookState], url: &str| {
        rows.iter().find(|row| row.validator == validator_of(url)).cloned().unwrap_or_else(|| panic!("no row of {url}"))
    };
    let expected = json!({
        "successes": 2, "failures": { "empty_payload": 1, "forgotten": 1, "http_500": 1, "http_other": 1 }
    });
    let found = row(&state.webhooks, &receiver.url);
    assert_eq!(counts(&found), expected);
    assert_eq!(found.last_failure_reason.as_deref(), Some("Task not found in current session"));
    assert!(found.last_success_ms.is_some() && found.last_failure_ms.is_some());
    assert_eq!(counts(&row(&state.webhooks, &other.url)), json!({ "successes": 1, "failures": {} }));
    miner.end().await;
    assert_eq!(counts(&row(&webhook_statistics(&world.state_dir(), 7).unwrap(), &receiver.url)), expected);

    let miner = world.start().await;
    miner.order("e", &receiver.url).await;
    receiver.next().await;
    let state = miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    assert_eq!(row(&state.webhooks, &receiver.url).successes, 3);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let (world, mut elsewhere) = (World::new(), Receiver::start().await);
    let target = elsewhere.url.clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let answer = async move || (StatusCode::TEMPORARY_REDIRECT, [("location", target)]);
    let (router, stop) = (Router::new().route("/x", post(answer)), CancellationToken::new());
    tokio::spawn(http::serve(listener, router, http::Limits::default(), stop.clone()));
    let miner = world.start().await;
    miner.order("led astray", &url).await;
    let redirected = |state: &gascli::protocol::daemon_state::DaemonState| {
        state.webhooks.iter().any(|row| row.failures.get("http_other").is_some_and(|count| *count >= 3))
    };
    miner.until("redirected three times", redirected).await;
    // Whatever had been sent there by then would come before this.
    miner.order("sent there", &elsewhere.url).await;
    assert_eq!(elsewhere.next().await.body, crate::miner_world::medium("sent there"));
    stop.cancel();
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_what_is_generated_and_not_delivered_and_what_was_given_up() {
    // spec/gas.md 3.2
    let world = World::new();
    let nowhere = "http://127.0.0.1:1/x";
    let settings = Settings {
        max_task_age: Duration::from_secs(5),
        webhook: gascli::miner::WebhookSettings { retry_delay: Duration::from_millis(200), ..world.settings().webhook },
        ..world.settings()
    };
    let miner = world.start_with(settings).await;
    let id = miner.order("a", nowhere).await;
    let path = format!("/status/{id}");
    miner.until("generated", |state| state.tasks.as_ref().unwrap().delivering == 1).await;
    let waiting = miner.get(&path).await;
    assert_eq!((waiting.status, &waiting.body["status"]), (200, &json!("completed")));
    assert!(waiting.body["result_data"].is_null() && waiting.body["completed_at"].is_f64(), "{waiting:?}");
    assert!(!waiting.body.to_string().contains("PNG"), "the result is inside");
    let state = miner.until("given up", |state| state.tasks.as_ref().unwrap().failed == 1).await;
    let over = miner.get(&path).await;
    assert_eq!((over.status, &over.body["status"]), (200, &json!("failed")));
    assert_eq!(over.body["error_message"], "Not delivered within the age limit of tasks");
    assert!(state.webhooks[0].failures["connection_error"] >= 1, "{:?}", state.webhooks);
    miner.end().await;
}
