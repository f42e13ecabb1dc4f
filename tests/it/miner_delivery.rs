//! How results reach validators (`spec/gas.md` 4), and what happens when they do not.

use std::time::Duration;

use gascli::protocol::daemon_state::HourState;
use serde_json::{Value, json};

use crate::miner_world::{Receiver, World, left_of_tasks, medium};
use crate::support::wait_for;

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_is_delivered_as_documented() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let saved = world.path().join("kept");
    let miner = world.start_with(gascli::miner::Settings { save_to: Some(saved.clone()), ..world.settings() }).await;
    let id = miner.order("a red fox", &receiver.url).await;
    let delivery = receiver.next().await;
    assert_eq!(delivery.body, medium("a red fox"));
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-length", &delivery.body.len().to_string()),
        ("task-id", &id),
        ("task-status", "completed"),
        ("x-meta-model", "m"),
        ("x-meta-generation-time", "1.5"),
        ("error-message", ""),
        ("transfer-encoding", ""),
    ] {
        assert_eq!(delivery.header(name), value, "{name}");
    }
    assert!(delivery.is_signed_by_the_miner());
    assert!(delivery.header("epistula-secret-signature-2").starts_with("0x"));
    let state = miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    miner.end().await;
    let [task] = &state.recent_tasks[..] else { panic!("{state:?}") };
    assert_eq!((task.task_id.to_string(), task.status.as_str(), &task.error), (id.clone(), "completed", &None));
    assert!(task.ended_at_ms.is_some() && receiver.url.starts_with(&format!("http://{}/", task.validator)), "{task:?}");
    assert!(!serde_json::to_string(&state).unwrap().contains("a red fox"), "prompts are nobody's business");
    let sum = |count: fn(&HourState) -> u64| state.hours.iter().map(count).sum::<u64>();
    assert_eq!([sum(|hour| hour.begun), sum(|hour| hour.done), sum(|hour| hour.failed)], [1, 1, 0]);
    assert!(state.hours.iter().any(|hour| hour.median_ms.is_some()), "{:?}", state.hours);
    let seat = state.node.seat.unwrap();
    assert!(seat.tempo.is_some() && seat.next_epoch.is_some() && seat.immune_until.is_some(), "{seat:?}");
    assert!(left_of_tasks(&world.state_dir()).is_empty());
    assert_eq!(std::fs::read(saved.join(format!("image/{id}.png"))).unwrap(), delivery.body);
    let facts: Value = serde_json::from_slice(&std::fs::read(saved.join(format!("image/{id}.json"))).unwrap()).unwrap();
    assert_eq!(facts["prompt"], "a red fox");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_medium_is_streamed_with_its_length() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    miner.order("large", &receiver.url).await;
    let delivery = receiver.next().await;
    assert_eq!(delivery.body.len(), 3 << 20);
    assert_eq!(delivery.header("content-length"), (3 << 20).to_string());
    assert!(delivery.is_signed_by_the_miner());
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_any_kind_is_reported_to_the_validator() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = gascli::miner::Settings {
        task_timeout: Duration::from_millis(100),
        max_concurrent_tasks: 1,
        ..world.settings()
    };
    let miner = world.start_with(settings).await;
    for (prompt, error, header) in [
        ("fail", "größe\nfehlt", "gr??e fehlt"),
        ("panic", "Service ObedientService crashed", "Service ObedientService crashed"),
        ("empty", "Service ObedientService returned no result", "Service ObedientService returned no result"),
        ("wait", "Generation took longer than 0 s", "Generation took longer than 0 s"),
    ] {
        let id = miner.order(prompt, &receiver.url).await;
        let delivery = receiver.next().await;
        let body: Value = serde_json::from_slice(&delivery.body).unwrap();
        let expected = json!({ "task_id": id, "task_status": "failed", "error_message": error, "modality": "image" });
        assert_eq!(body, expected);
        assert_eq!(delivery.header("content-type"), "application/json");
        assert_eq!(delivery.header("task-status"), "failed");
        assert_eq!(delivery.header("task-id"), id);
        assert_eq!(delivery.header("error-message"), header);
        assert!(delivery.is_signed_by_the_miner());
    }
    miner.until("all told", |state| state.tasks.as_ref().unwrap().failed == 4).await;
    miner.end().await;
    assert!(left_of_tasks(&world.state_dir()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_medium_is_not_sent_again_and_a_forgotten_one_is_counted_apart() {
    // spec/gas.md 18 point 23
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    receiver.script.lock().unwrap().extend([
        (400, "Duplicate content detected"),
        (200, "Task not found in current session"),
        (200, "Binary content received"),
    ]);
    let miner = world.start_with(gascli::miner::Settings { max_concurrent_tasks: 1, ..world.settings() }).await;
    for prompt in ["a", "b", "c"] {
        let id = miner.order(prompt, &receiver.url).await;
        assert_eq!(receiver.next().await.header("task-id"), id);
    }
    let state = miner.until("all ended", |state| state.tasks.as_ref().unwrap().delivered == 1).await.tasks.unwrap();
    assert_eq!((state.rejected, state.forgotten, state.delivering), (1, 1, 0));
    miner.end().await;
    assert!(left_of_tasks(&world.state_dir()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_in_trouble_is_tried_again_with_fresh_signatures() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    receiver.script.lock().unwrap().extend([(500, "down"), (429, "busy"), (302, "elsewhere")]);
    let miner = world.start().await;
    miner.order("a", &receiver.url).await;
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let delivery = receiver.next().await;
        assert!(delivery.is_signed_by_the_miner());
        ids.insert(delivery.header("epistula-uuid").to_owned());
    }
    assert_eq!(ids.len(), 4);
    miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_the_validator_loses_nothing() {
    let world = World::new();
    let place = Receiver::start().await;
    let url = place.url.clone();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().parse().unwrap();
    drop(place);
    let miner = world.start().await;
    miner.order("a", &url).await;
    miner.order("fail", &url).await;
    miner.until("generated", |state| state.tasks.as_ref().unwrap().delivering == 2).await;
    // A step counts a moment before it is on the disk.
    wait_for(Duration::from_secs(30), "three files of two tasks", || {
        (left_of_tasks(&world.state_dir()).len() == 3).then_some(())
    });
    miner.end().await;
    assert_eq!(left_of_tasks(&world.state_dir()).len(), 3);

    let miner = world.start().await;
    // The port is free again once the old listener's task has ended.
    let mut receiver = Receiver::start_at(address).await;
    let mut statuses = [
        receiver.next().await.header("task-status").to_owned(),
        receiver.next().await.header("task-status").to_owned(),
    ];
    statuses.sort();
    assert_eq!(statuses, ["completed", "failed"]);
    miner.until("ended", |state| state.tasks.as_ref().unwrap().delivering == 0).await;
    miner.end().await;
    assert!(left_of_tasks(&world.state_dir()).is_empty());
    assert_eq!(world.provider.calls.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_is_too_old_is_given_up() {
    let world = World::new();
    let settings = gascli::miner::Settings { max_task_age: Duration::from_millis(300), ..world.settings() };
    let miner = world.start_with(settings).await;
    miner.order("a", "http://127.0.0.1:1/x").await;
    miner.until("given up", |state| state.tasks.as_ref().unwrap().failed == 1).await;
    miner.end().await;
    assert!(left_of_tasks(&world.state_dir()).is_empty());
}
