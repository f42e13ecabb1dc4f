//! What a miner leaves on disk, and what the next one makes of it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use gascli::protocol::daemon_state::Health;
use gascli::types::{MicroUsd, TaskId, UnixMillis};
use serde_json::{Value, json};

use crate::miner_world::{Receiver, World, documents, hang_up, left_of_tasks, medium, send_only, validator};
use crate::support::wait_for;

/// A file as the reference writes it.
fn leave(world: &World, status: &str, prompt: &str, webhook: &str, created_at: f64) -> String {
    leave_with(world, status, prompt, webhook, created_at, &Value::Null)
}

fn leave_with(world: &World, status: &str, prompt: &str, webhook: &str, created_at: f64, job: &Value) -> String {
    let id = TaskId::random().to_string();
    let document = json!({ "version": 1, "task": {
        "task_id": id, "modality": "image", "status": status, "prompt": prompt, "parameters": {}, "webhook_url": webhook,
        "signed_by": validator().hotkey(), "created_at": created_at, "checkpoint": job, "input_data": null,
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
        let left = left_of_tasks(&world.state_dir());
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
    assert!(left_of_tasks(&world.state_dir()).is_empty());
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
    assert_eq!(left_of_tasks(&world.state_dir()).len(), 2);
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
async fn what_the_validator_has_forgotten_by_now_is_not_bought() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    // spec/gas.md 8.4: it knows a task for 7200 s.
    let sent = UnixMillis::now().as_seconds() - 6_900.0;
    let ids: Vec<String> = (0..4).map(|_| leave(&world, "pending", "x", &receiver.url, sent)).collect();
    let settings = gascli::miner::Settings { max_task_age: Duration::from_hours(24), ..world.settings() };
    let miner = world.start_with(settings).await;
    for _ in &ids {
        assert_eq!(receiver.next().await.header("error-message"), "It waited too long to begin");
    }
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 0);
    assert!(left_of_tasks(&world.state_dir()).is_empty());
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
async fn nothing_is_bought_for_a_validator_that_hung_up_before_its_task_was_taken() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let store = rusqlite::Connection::open(world.state_dir().join("miner.sqlite")).unwrap();
    store.execute_batch("BEGIN IMMEDIATE").unwrap(); // a slow disk
    let mut stream = send_only(&miner, &receiver.url, UnixMillis::now()).await;
    miner.until("about to be written", |state| state.tasks.as_ref().unwrap().pending == 1).await;
    hang_up(&mut stream).await;
    store.execute_batch("COMMIT").unwrap();
    let state = miner.until("forgotten", |state| state.tasks.as_ref().unwrap().pending == 0).await;
    assert_eq!(state.tasks.unwrap().accepted, 0);
    let id = miner.order("y", &receiver.url).await;
    assert_eq!(receiver.next().await.header("task-id"), id);
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
    assert!(left_of_tasks(&world.state_dir()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_worked_on_although_the_validator_hung_up() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let stream = send_only(&miner, &receiver.url, UnixMillis::now()).await;
    miner.until("accepted", |state| state.tasks.as_ref().unwrap().accepted == 1).await;
    drop(stream);
    assert_eq!(receiver.next().await.body, medium("x"));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_a_restart_cut_off_is_gone_on_with_and_not_bought_again() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = || gascli::miner::Settings { shutdown_grace: Duration::from_millis(50), ..world.settings() };
    let miner = world.start_with(settings()).await;
    let id = miner.order("job", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    // A step counts a moment before it is on the disk.
    wait_for(Duration::from_secs(30), "the job in the store", || {
        let job = documents(&world.state_dir())[0]["checkpoint"]["job_id"] == 7;
        job.then_some(())
    });
    let status = miner.get(&format!("/status/{id}")).await.body;
    assert_eq!(status["checkpoint"], json!({ "kind": "obedient", "job_id": 7 }), "without the address");
    miner.end().await;

    let miner = world.start_with(settings()).await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), &delivery.body), (id.as_str(), &medium("job")));
    let state = miner.until("delivered", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    assert_eq!(state.spend.unwrap().today_usd, MicroUsd(40_000));
    miner.end().await;
    assert!(left_of_tasks(&world.state_dir()).is_empty());
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
    assert_eq!(world.provider.resumed.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_at_a_service_that_is_no_longer_configured_is_kept_until_it_is_again() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let settings = || gascli::miner::Settings { shutdown_grace: Duration::from_millis(50), ..world.settings() };
    let miner = world.start_with(settings()).await;
    let id = miner.order("job", &receiver.url).await;
    miner.until("in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    wait_for(Duration::from_secs(30), "the job in the store", || {
        (documents(&world.state_dir())[0]["checkpoint"]["job_id"] == 7).then_some(())
    });
    miner.end().await;

    let none = gascli::providers::ProviderSet::new(None, None);
    let setup = gascli::miner::Setup::new(settings(), none, gascli::verification::c2pa::TrustSet::empty());
    let miner = world.start_setup(setup).await.unwrap_or_else(|error| panic!("{error}"));
    let state = miner.state().await;
    assert_eq!((state.tasks.unwrap().processing, state.spend.unwrap().today_usd), (1, MicroUsd(40_000)));
    miner.end().await;

    let miner = world.start_with(settings()).await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), &delivery.body), (id.as_str(), &medium("job")));
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_connection_breaks_is_asked_for_again_and_not_given_up() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    miner.order("lose", &receiver.url).await;
    assert_eq!(receiver.next().await.body, medium("lose"));
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
    assert_eq!(world.provider.resumed.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_of_the_reference_are_gone_on_with_or_reported() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let now = UnixMillis::now().as_seconds();
    let known = leave_with(&world, "processing", "known", &receiver.url, now, &json!({ "kind": "obedient" }));
    let other = json!({ "kind": "runway", "runway_task_id": "j" });
    let foreign = leave_with(&world, "processing", "foreign", &receiver.url, now, &other);
    let miner = world.start().await;
    for _ in 0..2 {
        let delivery = receiver.next().await;
        if delivery.header("task-id") == known {
            assert_eq!(delivery.body, medium("known"));
        } else {
            assert_eq!(delivery.header("task-id"), foreign);
            assert_eq!(delivery.header("error-message"), "a job of kind `runway` cannot be resumed with Obedient");
        }
    }
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 0, "nothing was bought");
    assert!(left_of_tasks(&world.state_dir()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_about_a_medium_survive_a_crash_before_it_was_sent() {
    let world = World::new();
    let place = Receiver::start().await;
    let url = place.url.clone();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().parse().unwrap();
    drop(place);
    let miner = world.start().await;
    let id = miner.order("a", &url).await;
    miner.until("generated", |state| state.tasks.as_ref().unwrap().delivering == 1).await;
    miner.end().await;
    // As a process leaves it that dies between the medium and the check.
    let store = rusqlite::Connection::open(world.state_dir().join("miner.sqlite")).unwrap();
    let sql = "UPDATE tasks SET document = json_set(document, '$.status', 'processing')";
    assert_eq!(store.execute(sql, []).unwrap(), 1);
    drop(store);
    let mut receiver = Receiver::start_at(address).await;
    let miner = world.start().await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-id"), delivery.header("x-meta-generation-time")), (id.as_str(), "1.5"));
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_cannot_be_written_down_is_refused_and_leaves_nothing() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let store = rusqlite::Connection::open(world.state_dir().join("miner.sqlite")).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON tasks BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    store.execute_batch(full).unwrap();
    let answer = miner.challenge(r#"{"prompt": "x"}"#, &receiver.url).await;
    assert_eq!((answer.status, &answer.body["error"]), (503, &json!("Miner cannot store tasks")));
    assert_eq!(answer.headers["retry-after"], "60");
    let state = miner.state().await;
    assert!(matches!(&state.health, Health::Degraded { reason } if reason.contains("disk")), "{:?}", state.health);
    assert_eq!(state.spend.unwrap().reserved_usd, MicroUsd(0));
    let tasks = state.tasks.unwrap();
    assert_eq!((tasks.accepted, tasks.pending, tasks.processing), (0, 0, 0));
    assert_eq!((tasks.refused, tasks.refused_by["disk"]), (1, 1));
    assert!(left_of_tasks(&world.state_dir()).is_empty());
    store.execute_batch("DROP TRIGGER full").unwrap();
    let id = miner.order("y", &receiver.url).await;
    assert_eq!(receiver.next().await.header("task-id"), id);
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_cannot_be_written_down_is_not_placed() {
    let (world, receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let store = rusqlite::Connection::open(world.state_dir().join("miner.sqlite")).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    store.execute_batch(full).unwrap();
    miner.order("x", &receiver.url).await;
    miner.until("the fault is told", |state| matches!(&state.health, Health::Degraded { .. })).await;
    let state = miner.until("back in the queue", |state| state.tasks.as_ref().unwrap().pending == 1).await;
    assert_eq!(state.spend.unwrap().reserved_usd, MicroUsd(40_000));
    miner.end().await;
    assert_eq!(world.provider.calls.load(Ordering::SeqCst), 0);
    assert_eq!(documents(&world.state_dir())[0]["status"], "pending");
}
