//! What a miner refuses to spend, and what it waits for.

use std::sync::atomic::Ordering;
use std::time::Duration;

use gascli::miner::Setup;
use gascli::protocol::daemon_state::Health;
use gascli::providers::ProviderSet;
use gascli::types::MicroUsd;
use gascli::verification::c2pa::TrustSet;
use serde_json::json;

use crate::miner_world::{Receiver, World, documents, medium, signed, validator};

/// One image costs four cents here.
const CENTS: u64 = 10_000;

fn settings(world: &World, cents: u64) -> gascli::miner::Settings {
    gascli::miner::Settings { max_spend_per_day: Some(MicroUsd(cents * CENTS)), ..world.settings() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_budget_refuses_until_midnight_and_a_restart_does_not_forget_it() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start_with(settings(&world, 8)).await;
    miner.order("a", &receiver.url).await;
    receiver.next().await;
    let waiting = miner.order("wait", &receiver.url).await;
    let refused = miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await;
    assert_eq!((refused.status, &refused.body["error"]), (503, &json!("Daily budget is spent")));
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=86_400).contains(&wait), "{wait}");
    let state = miner.until("ordered", |state| state.spend.unwrap().today_usd == MicroUsd(8 * CENTS)).await;
    let Health::Degraded { reason } = state.health else { panic!("{:?}", state.health) };
    assert!(reason.contains("$0.08"), "{reason}");
    assert_eq!(state.tasks.unwrap().refused, 1);
    world.provider.permits.add_permits(1);
    assert_eq!(receiver.next().await.header("task-id"), waiting);
    miner.end().await;

    let miner = world.start_with(settings(&world, 8)).await;
    assert_eq!(miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await.status, 503);
    miner.end().await;
    let miner = world.start_with(settings(&world, 12)).await;
    miner.order("b", &receiver.url).await;
    assert_eq!(receiver.next().await.body, medium("b"));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_certainly_not_charged_is_given_back() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start_with(settings(&world, 4)).await;
    for _ in 0..3 {
        miner.order("refuse", &receiver.url).await;
        assert_eq!(receiver.next().await.header("error-message"), "not with us");
    }
    assert_eq!(miner.state().await.spend.unwrap().today_usd, MicroUsd(0));
    miner.order("fail", &receiver.url).await; // may have been charged
    receiver.next().await;
    assert_eq!(miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await.status, 503);
    miner.end().await;
    let miner = world.start_with(settings(&world, 4)).await;
    assert_eq!(miner.state().await.spend.unwrap().today_usd, MicroUsd(4 * CENTS));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_and_not_ordered_is_reserved_again_after_a_restart() {
    let (world, receiver) = (World::new(), Receiver::start().await);
    let one_place = || gascli::miner::Settings {
        max_concurrent_tasks: 1,
        shutdown_grace: Duration::from_millis(50),
        ..settings(&world, 12)
    };
    let miner = world.start_with(one_place()).await;
    miner.order("job", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    miner.order("wait", &receiver.url).await;
    miner.order("wait", &receiver.url).await;
    let spend = miner.state().await.spend.unwrap();
    assert_eq!((spend.today_usd, spend.reserved_usd), (MicroUsd(4 * CENTS), MicroUsd(8 * CENTS)));
    miner.end().await;
    world.provider.rests.store(true, Ordering::SeqCst); // so that nothing is ordered
    let miner = world.start_with(one_place()).await;
    let spend = miner.state().await.spend.unwrap();
    assert_eq!((spend.today_usd, spend.reserved_usd), (MicroUsd(4 * CENTS), MicroUsd(8 * CENTS)));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_waits_for_a_service_that_rests_and_is_paid_for_once() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let id = miner.order("busy", &receiver.url).await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), delivery.header("task-status")), (id.as_str(), "completed"));
    let state = miner.state().await;
    assert_eq!(state.spend.unwrap().today_usd, MicroUsd(4 * CENTS), "the order that was not placed is given back");
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 2);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_service_rests_challenges_are_refused_and_accepted_tasks_wait() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = || gascli::miner::Settings { max_concurrent_tasks: 1, ..world.settings() };
    let miner = world.start_with(settings()).await;
    let first = miner.order("wait", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    let second = miner.order("b", &receiver.url).await;
    world.provider.rests.store(true, Ordering::SeqCst);
    let refused = miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await;
    assert_eq!((refused.status, refused.headers["retry-after"].to_str().unwrap()), (503, "1"));
    let error = "Service ObedientService rests after repeated faults";
    assert_eq!(refused.body["error"], json!(error));
    let state = miner.state().await;
    assert_eq!(state.services[0].reason.as_deref(), Some("tired"));
    let reason = "service obedient is not asked for a while: tired".into();
    assert_eq!((state.services[0].available, state.health), (false, Health::Degraded { reason }));
    assert_eq!(state.tasks.unwrap().refused_by["service-resting"], 1);
    world.provider.permits.add_permits(1);
    assert_eq!(receiver.next().await.header("task-id"), first);
    let waiting = miner.until("one waits", |state| state.tasks.as_ref().unwrap().delivered == 1).await.tasks.unwrap();
    assert_eq!((waiting.pending, waiting.failed), (1, 0));
    let documents = documents(&world.state_dir());
    let left = documents.iter().find(|document| document["task_id"] == second.as_str()).unwrap();
    assert_eq!(left["status"], "pending");
    world.provider.rests.store(false, Ordering::SeqCst);
    assert_eq!(receiver.next().await.header("task-id"), second);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn videos_that_take_long_leave_a_place_for_images() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let set = ProviderSet::new(Some(world.provider.clone()), Some(world.provider.clone()));
    let setup = Setup::new(world.settings(), set, TrustSet::empty()); // two places
    let miner = world.start_setup(setup).await.unwrap_or_else(|error| panic!("{error}"));
    for _ in 0..3 {
        let body = br#"{"prompt": "wait"}"#;
        let mut headers = signed(&validator(), body);
        headers.push(("x-webhook-url", receiver.url.clone()));
        assert_eq!(miner.send("POST", "/gen_video", body, &headers).await.status, 201);
    }
    miner.until("a video is made", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    let id = miner.order("x", &receiver.url).await;
    assert_eq!(receiver.next().await.header("task-id"), id);
    world.provider.permits.add_permits(3);
    for _ in 0..3 {
        assert_eq!(receiver.next().await.body, medium("wait"));
    }
    miner.end().await;
}
