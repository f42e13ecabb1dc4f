//! `/metrics` of a running miner.

use std::net::SocketAddr;

use gascli::miner::Settings;

use crate::miner_world::{LIMIT, Receiver, World};

/// A port that was free a moment ago.
fn free() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_reads_what_the_state_says() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let address = free();
    let miner = world.start_with(Settings { metrics: Some(address), ..world.settings() }).await;
    miner.order("a", &receiver.url).await;
    receiver.next().await;
    miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    assert_eq!(miner.challenge(r#"{"prompt": "x"}"#, "").await.status, 400);
    let url = format!("http://{address}/metrics");
    let asking = async {
        loop {
            // It listens a moment after the miner itself.
            if let Ok(answer) = miner.client.get(&url).timeout(LIMIT).send().await {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    let answer = tokio::time::timeout(LIMIT, asking).await.expect("nobody serves metrics");
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let page = answer.text().await.unwrap();
    for line in [
        "gascli_miner_tasks_accepted_total 1",
        "gascli_miner_tasks_ended_total{outcome=\"delivered\"} 1",
        "gascli_miner_tasks{state=\"pending\"} 0",
        "gascli_miner_registered 1",
        "gascli_miner_health{state=\"healthy\"} 1",
        "gascli_miner_delivery_seconds_count 1",
        "gascli_miner_generation_seconds_count 1",
    ] {
        assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
    }
    let validator = receiver.url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let line = format!("gascli_miner_webhook_attempts_today{{validator=\"{validator}\",result=\"success\"}} 1");
    assert!(page.contains(&line), "{page}");
    let elsewhere = miner.client.get(format!("http://{address}/")).timeout(LIMIT).send().await.unwrap();
    assert_eq!(elsewhere.status(), 404);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_metrics_port_costs_the_metrics_and_not_the_miner() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = Settings { metrics: Some(taken.local_addr().unwrap()), ..world.settings() };
    let miner = world.start_with(settings).await;
    assert_eq!(miner.get("/health").await.status, 200);
    miner.order("a", &receiver.url).await;
    assert_eq!(receiver.next().await.header("task-status"), "completed");
    assert_eq!(miner.get("/health").await.status, 200);
    miner.end().await;
}
