//! Challenge rounds: when they come, whom they wait for, what they ask, and who did not answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gascli::prompts::{Register, judge};
use gascli::store::Store;
use gascli::types::{Modality, UnixMillis};
use gascli::validator::{PromptSource, Settings};
use tokio::io::AsyncReadExt as _;

use crate::validator_world::{Mood, World};

#[tokio::test(flavor = "multi_thread")]
async fn rounds_go_by_time_when_the_operator_says_so() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    // By blocks there would be one round and no second.
    let validator = world.run(Settings { challenge_every: Some(Duration::from_millis(300)), ..world.settings() });
    for _ in 0..3 {
        miner.challenge().await;
    }
    validator.until_counts("three challenges", |counters| counters.issued >= 3 && counters.rounds >= 3).await;
    validator.stop().await;
    let settings = Settings { challenge_every: Some(Duration::from_hours(1)), ..world.settings() };
    let before = world.outcomes().len();
    let validator = world.run(settings);
    let counters = validator.until_counts("the restart", |counters| counters.pending > 0).await;
    assert_eq!(counters.rounds, 0, "no round out of turn after a restart");
    assert_eq!(world.outcomes().len(), before);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_never_says_what_it_is_holds_no_second_round_up() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.seat(&world.keypair().hotkey(), Some(silent.local_addr().unwrap()));
    let (asked, given_up) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let serving = tokio::spawn({
        let (asked, given_up) = (Arc::clone(&asked), Arc::clone(&given_up));
        async move {
            loop {
                let (mut stream, _) = silent.accept().await.unwrap();
                asked.fetch_add(1, Ordering::SeqCst);
                let given_up = Arc::clone(&given_up);
                tokio::spawn(async move {
                    let mut request = Vec::new();
                    let _ = stream.read_to_end(&mut request).await; // until the validator hangs up
                    given_up.fetch_add(1, Ordering::SeqCst);
                });
            }
        }
    });
    let settings = Settings { challenge_every: Some(Duration::from_millis(100)), ..world.settings() };
    let validator = world.run(settings); // waits 20 s for an answer
    for _ in 0..10 {
        miner.challenge().await;
    }
    // Had each round waited its 3 s for it, the first wait for an answer would be long over.
    assert_eq!((asked.load(Ordering::SeqCst), given_up.load(Ordering::SeqCst)), (1, 0));
    validator.stop().await;
    serving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_accept_challenges_is_counted_by_kind_also_after_a_restart() {
    // spec/gas.md 18, point 34
    let world = World::new();
    let accepted = |id: &str| Mood::Say(201, format!(r#"{{"task_id": "{id}"}}"#));
    let cases = [
        (Mood::Say(429, "slow down".into()), "http-4xx"),
        (Mood::Say(500, "broken".into()), "http-5xx"),
        (Mood::Say(200, "{}".into()), "http-2xx"),
        (accepted("../../etc/passwd"), "bad-task-id"),
        (Mood::Say(201, "ok".into()), "no-json"),
        (Mood::Say(201, "{}".into()), "no-task-id"),
        (Mood::Hang, "timeout"),
    ];
    let mut miners = Vec::new();
    for (mood, kind) in cases {
        miners.push((world.miner(mood).await, kind));
    }
    let validator = world.run(Settings { miner_timeout: Duration::from_secs(1), ..world.settings() });
    let counters = validator.until_counts("all answers", |counters| counters.unanswered == 7).await;
    assert_eq!(counters.unanswered_by.len(), 7, "{:?}", counters.unanswered_by);
    validator.stop().await;
    let validator = world.run(world.settings());
    validator.until_counts("the restart", |counters| counters.miners.len() == 7).await;
    for (miner, kind) in &miners {
        let row = validator.row(&miner.keypair.hotkey()).await;
        assert_eq!(row.unanswered.into_iter().collect::<Vec<_>>(), [((*kind).to_owned(), 1)]);
        assert_eq!(row.challenged, 0);
    }
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_that_runs_out_is_filled_up_and_one_that_takes_nothing_asks_again_what_it_has() {
    let world = World::new();
    let settings = Settings {
        challenge_every: Some(Duration::from_millis(200)),
        prompt_source: PromptSource::Pool,
        ..world.settings()
    };
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(settings);
    let (one, two) = (miner.challenge().await.prompt, miner.challenge().await.prompt);
    assert_ne!(one, two);
    for prompt in [one, two] {
        let verdict = judge(&prompt, Register::Documentary, (80, 240));
        assert_eq!(verdict, Ok(()), "no scene of plain shapes: {prompt}");
    }
    let folder = world.paths().validator(&world.validator);
    let connection = rusqlite::Connection::open(folder.join("prompts.db")).unwrap();
    connection.busy_timeout(Duration::from_secs(30)).unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON prompts BEGIN SELECT RAISE(ABORT, 'disk is full'); END";
    connection.execute_batch(refuse).unwrap();
    for _ in 0..4 {
        miner.challenge().await;
    }
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_least_used_prompts_of_the_pool_are_asked_for_first() {
    // spec/gas.md 8.2, step 3; 18, point 41
    let world = World::new();
    let folder = world.paths().validator(&world.validator);
    let mut store = Store::open(&folder, UnixMillis::now()).unwrap();
    for words in ["one", "two", "three"] {
        store.composed_prompt(Modality::Image, words, UnixMillis::now()).unwrap();
    }
    drop(store);
    let settings = Settings {
        challenge_every: Some(Duration::from_millis(200)),
        prompt_source: PromptSource::Pool,
        ..world.settings()
    };
    let refusing = world.miner(Mood::Say(503, "busy".into())).await;
    let validator = world.run(settings.clone());
    validator.until_counts("a refusal", |counters| counters.unanswered > 0).await;
    validator.stop().await;
    let connection = rusqlite::Connection::open(folder.join("prompts.db")).unwrap();
    let used = || -> i64 { connection.query_row("SELECT sum(used_count) FROM prompts", [], |row| row.get(0)).unwrap() };
    assert_eq!(used(), 0, "what nobody accepted was not used");
    drop(refusing);
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(settings);
    let mut found = Vec::new();
    for _ in 0..3 {
        found.push(miner.challenge().await.prompt);
    }
    found.sort();
    assert_eq!(found, ["one", "three", "two"]);
    validator.until_counts("three challenges", |counters| counters.issued >= 3).await;
    assert!(used() >= 3);
    validator.stop().await;
}
