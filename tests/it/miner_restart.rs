//! What a miner leaves on disk, and what the next one makes of it.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;
use std::time::Duration;

use gascli::protocol::daemon_state::Health;
use gascli::types::{TaskId, UnixMillis};
use serde_json::{Value, json};

use crate::miner_world::{Receiver, World, medium, task_files, validator};

fn leave(world: &World, status: &str, prompt: &str, webhook: &str, created_at: f64) -> String {
    let id = TaskId::random().to_string();
    let document = json!({ "version": 1, "task": {
        "task_id": id, "modality": "image", "status": status, "prompt": prompt, "parameters": {}, "webhook_url": webhook,
        "signed_by": validator().hotkey(), "created_at": created_at, "checkpoint": null, "input_data": null,
        "result_data": null, "result_url": null, "error_message": (status == "failed").then_some("no luck"),
        "started_at": null, "completed_at": null,
    }});
    std::fs::create_dir_all(world.state_dir()).unwrap();
    std::fs::write(world.state_dir().join(format!("{id}.json")), document.to_string()).unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn every_task_that_a_killed_miner_left_is_brought_to_its_end() {
    for repeatable in [false, true] {
        let (world, mut receiver) = (World::with(repeatable), Receiver::start().await);
        let now = UnixMillis::now().as_seconds();
        let url = receiver.url.clone();
        let pending = leave(&world, "pending", "waited", &url, now);
        let cut_off = leave(&world, "processing", "cut off", &url, now);
        let made = leave(&world, "completed", "made", &url, now);
        std::fs::write(world.state_dir().join(format!("{made}.media")), medium("made")).unwrap();
        let found = leave(&world, "processing", "found", &url, now); // killed between medium and document
        std::fs::write(world.state_dir().join(format!("{found}.media")), medium("found")).unwrap();
        let failed = leave(&world, "failed", "failed", &url, now);
        leave(&world, "completed", "old", &url, now - 7200.0);
        std::fs::write(world.state_dir().join(format!("{}.json", TaskId::random())), "{\"version\": 1, \"ta").unwrap();

        let miner = world.start().await;
        let mut outcomes = Vec::new();
        for _ in 0..5 {
            let delivery = receiver.next().await;
            assert!(delivery.is_signed_by_the_miner());
            let body: Option<Value> = serde_json::from_slice(&delivery.body).ok();
            let text = body.map_or_else(
                || String::from_utf8_lossy(&delivery.body[8..]).into_owned(),
                |report| report["error_message"].as_str().unwrap().to_owned(),
            );
            outcomes.push((delivery.header("task-id").to_owned(), text));
        }
        let interrupted = "Generation was interrupted by a restart of the miner";
        let cut = if repeatable { "cut off" } else { interrupted };
        let mut expected: Vec<(String, String)> =
            [(pending, "waited"), (cut_off, cut), (made, "made"), (found, "found"), (failed, "no luck")]
                .map(|(id, text)| (id, text.to_owned()))
                .into();
        expected.sort();
        outcomes.sort();
        assert_eq!(outcomes, expected);
        miner
            .until("all ended", |state| {
                let tasks = state.tasks.as_ref().unwrap();
                tasks.delivering + tasks.pending + tasks.processing == 0
            })
            .await;
        miner.end().await;
        let left = task_files(&world.state_dir());
        assert!(left.len() == 1 && left[0].ends_with(".json.corrupt"), "{left:?}");
        let calls = if repeatable { 2 } else { 1 };
        assert_eq!(world.provider.calls.load(Ordering::SeqCst), calls);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_miner_takes_nothing_new_and_finishes_what_it_has() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let id = miner.order("wait", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    miner.stop.cancel();
    miner.until("stopping", |state| state.health == Health::Stopping).await;
    let answer = miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await;
    assert_eq!((answer.status, &answer.body["error"]), (503, &json!("Miner is stopping")));
    world.provider.permits.add_permits(1);
    assert_eq!(receiver.next().await.header("task-id"), id);
    miner.end().await;
    assert!(task_files(&world.state_dir()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_within_the_grace_is_parked_and_reported_after_the_restart() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = || gascli::miner::Settings {
        max_concurrent_tasks: 1,
        shutdown_grace: Duration::from_millis(50),
        ..world.settings()
    };
    let miner = world.start_with(settings()).await;
    let cut_off = miner.order("wait", &receiver.url).await;
    let waiting = miner.order("later", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    miner.end().await;
    assert_eq!(task_files(&world.state_dir()).len(), 2);
    let miner = world.start_with(settings()).await;
    for _ in 0..2 {
        let delivery = receiver.next().await;
        let status = if delivery.header("task-id") == cut_off { "failed" } else { "completed" };
        assert!([&cut_off, &waiting].contains(&&delivery.header("task-id").to_owned()));
        assert_eq!(delivery.header("task-status"), status);
    }
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_during_the_start_does_not_wait_for_the_chain() {
    let world = World::new();
    let busy = rusqlite::Connection::open(world.path().join("chain.sqlite")).unwrap();
    busy.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let (paths, service) = (world.paths(), gascli::types::ServiceName::gas_miner());
    let none = gascli::providers::ProviderSet::new(None, None);
    let setup = gascli::miner::Setup::new(world.settings(), none, gascli::verification::c2pa::TrustSet::empty());
    let running = gascli::miner::run(setup, &paths, &service, stop.clone(), |_| panic!("not ready"));
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), running).await.expect("it stops before the chain answers").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_worked_on_although_the_validator_hung_up() {
    use tokio::io::AsyncWriteExt;
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let body = r#"{"prompt": "x"}"#;
    let mut request = format!(
        "POST /gen_image HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\nx-webhook-url: {}\r\n",
        body.len(),
        receiver.url
    );
    for (name, value) in crate::miner_world::signed(&validator(), body.as_bytes()) {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    let mut stream = tokio::net::TcpStream::connect(miner.address).await.unwrap();
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).await.unwrap();
    miner.until("accepted", |state| state.tasks.as_ref().unwrap().accepted == 1).await;
    drop(stream);
    assert_eq!(receiver.next().await.body, medium("x"));
    miner.end().await;
}
