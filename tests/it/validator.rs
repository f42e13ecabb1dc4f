//! The validator daemon over real sockets, against miners that answer as Python miners do.

use std::sync::Arc;
use std::time::Duration;

use gascli::protocol::daemon_state::{ChallengeCounters, Health, HourState, MinerRow};
use gascli::scoring::gas::{ModalityWeights, Prices, ScoreStep};
use gascli::store::{Epoch, EpochRules, EpochScore, Store};
use gascli::types::{BlockNumber, Hint, TaskId, UnixMillis};
use gascli::validator::Settings;
use tokio::sync::Notify;

use crate::validator_world::{Challenge, Miner, Mood, NETUID, NEVER, Validator, World, unsigned};

const UNKNOWN: &str = "Task not found in current session";

#[tokio::test(flavor = "multi_thread")]
async fn honest_miners_are_paid_by_what_they_deliver_and_a_cheat_gets_nothing() {
    let world = World::new();
    let (good, better, cheat) =
        (world.miner(Mood::Accept).await, world.miner(Mood::Accept).await, world.miner(Mood::Accept).await);
    let mut settings = world.settings();
    settings.epoch_length_blocks = 60;
    let validator = world.run(settings);
    let (first, second, third) = (good.challenge().await, better.challenge().await, cheat.challenge().await);
    validator.until_counts("three challenges", |counters| counters.issued == 3).await;
    let (status, body) = validator.deliver(&good.keypair, &first, &world.picture(1)).await;
    assert_eq!((status, body.as_str()), (200, "Binary content received"));
    assert_eq!(validator.deliver(&better.keypair, &second, &world.picture(2)).await.0, 200);
    let (status, body) = validator.deliver(&cheat.keypair, &third, &unsigned(3)).await;
    assert_eq!(status, 400);
    assert!(body.starts_with("C2PA verification failed: "), "{body}");
    let counters = validator.until_counts("weights", |counters| counters.weights_set > 0).await;
    // One verified picture of tier 1K each: 0.30 × 1 × 1 × 1, half of it in the first epoch (spec/gas.md 11.5, 11.7).
    let uids: Vec<u16> = counters.miners.iter().filter(|row| row.score > 0.0).map(|row| row.uid.0).collect();
    assert_eq!(uids.len(), 2);
    assert_eq!(world.weights(), uids.iter().map(|uid| (*uid, 65535)).collect::<Vec<_>>());
    for row in &counters.miners {
        let honest = row.hotkey != cheat.keypair.hotkey();
        let score: f64 = if honest { 0.15 } else { 0.0 };
        assert!((row.score - score).abs() < 1e-9, "{row:?}");
        assert_eq!((row.challenged, row.verified, row.weight), (1, u64::from(honest), if honest { 65535 } else { 0 }));
    }
    let rejected = validator.row(&cheat.keypair.hotkey()).await.rejected;
    assert_eq!(rejected.into_iter().collect::<Vec<_>>(), [("no-manifest".to_owned(), 1)]);
    assert_eq!(counters.pending, 0);
    assert_eq!(world.media().len(), 2);
    let state = validator.state().await.unwrap();
    let sum = |count: fn(&HourState) -> u64| state.hours.iter().map(count).sum::<u64>();
    assert_eq!([sum(|hour| hour.begun), sum(|hour| hour.done), sum(|hour| hour.failed)], [3, 2, 1]);
    assert!(state.hours.iter().any(|hour| hour.median_ms.is_some()), "{:?}", state.hours);
    let seat = state.node.seat.unwrap();
    assert!(seat.validator_permit && seat.tempo.is_some() && seat.next_epoch.is_some(), "{seat:?}");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_what_a_python_miner_expects() {
    // spec/gas.md 8.2
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let prompts = world.home.path().join("prompts.txt");
    std::fs::write(&prompts, "a café\n\n").unwrap();
    let mut settings = world.settings();
    settings.prompts_file = Some(prompts);
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    assert_eq!(challenge.prompt, "a café");
    assert!(["1K", "2K", "4K"].contains(&challenge.resolution.as_str()), "{}", challenge.resolution);
    let body = format!(r#"{{"prompt": "a caf\u00e9", "parameters": {{"resolution": "{}"}}}}"#, challenge.resolution);
    assert_eq!(String::from_utf8(challenge.raw).unwrap(), body);
    assert_eq!(challenge.content_type, "application/json");
    let listening = validator.state().await.unwrap().node.listening.unwrap();
    assert_eq!(challenge.webhook_url, format!("http://{listening}/generative_callback"));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_report_is_answered_row_by_row_as_the_reference_does() {
    // spec/gas.md 8.5, F1 to F5
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    let (url, id) = (challenge.webhook_url.as_str(), challenge.task_id.as_str());
    let (json, failed, other) =
        (("content-type", "application/json"), ("Task-Status", "FAILED"), TaskId::random().to_string());
    let wrong_type = "Failure callbacks require application/json or application/octet-stream";
    let body = br#"{"error_message": "no credit"}"#;
    for (headers, body, status, answer) in [
        (vec![failed, json], &body[..], 400, "Missing task-id header"),
        (vec![failed, ("content-type", "image/png"), ("task-id", id)], body, 400, wrong_type),
        (vec![failed, json, ("task-id", id)], b"", 400, "Empty binary payload"),
        (vec![failed, json, ("task-id", &other)], body, 200, UNKNOWN),
        (vec![failed, json, ("task-id", "../../x")], body, 200, UNKNOWN),
        (
            vec![failed, ("content-type", "application/json; charset=utf-8"), ("task-id", id)],
            body,
            200,
            "Failure recorded",
        ),
        (vec![failed, json, ("task-id", id)], body, 200, UNKNOWN),
    ] {
        let found = validator.post(&miner.keypair, url, &headers, body).await;
        assert_eq!((found.0, found.1.as_str()), (status, answer), "{headers:?}");
    }
    let expected = (challenge.task_id, "failed".to_owned(), Some("miner_reported_failure: no credit".to_owned()));
    assert_eq!(world.outcomes(), [expected]);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_report_that_is_no_json_is_recorded_by_its_header() {
    // spec/gas.md 8.5 and 18, point 10
    for (body, header, reason) in [
        (&b"\xff\xfe"[..], Some("from the header"), "from the header"),
        (br#"["an array"]"#, Some("from the header"), "from the header"),
        (b"\xff\xfe", None, "Unknown error"),
    ] {
        let world = World::new();
        let miner = world.miner(Mood::Accept).await;
        let validator = world.run(world.settings());
        let challenge = miner.challenge().await;
        let mut headers = vec![
            ("content-type", "application/octet-stream"),
            ("task-status", "failed"),
            ("task-id", challenge.task_id.as_str()),
        ];
        headers.extend(header.map(|text| ("error-message", text)));
        let answer = validator.post(&miner.keypair, &challenge.webhook_url, &headers, body).await;
        assert_eq!(answer, (200, "Failure recorded".to_owned()));
        assert_eq!(world.outcomes()[0].2.as_deref(), Some(format!("miner_reported_failure: {reason}").as_str()));
        validator.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_answered_row_by_row_as_the_reference_does() {
    // spec/gas.md 8.5, M1 to M5
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    let (url, id, picture) = (challenge.webhook_url.as_str(), challenge.task_id.as_str(), world.picture(1));
    let wrong_type = "Only image, video, and application/octet-stream content types are supported";
    let (png, other) = (("content-type", "image/png"), TaskId::random().to_string());
    for (headers, body, status, answer) in [
        (vec![("task-id", id)], &picture[..], 400, wrong_type),
        (vec![("content-type", "application/json"), ("task-id", id)], &picture, 400, wrong_type),
        (vec![("content-type", "application/octet-stream; x=y"), ("task-id", id)], &picture, 400, wrong_type),
        (vec![png], &picture, 400, "Missing task-id header"),
        (vec![png, ("task-id", id)], b"", 400, "Empty binary payload"),
        (vec![png, ("task-id", &other)], &picture, 200, UNKNOWN),
        (vec![("content-type", "application/octet-stream"), ("task-id", id)], &picture, 200, "Binary content received"),
        (vec![png, ("task-id", id)], &picture, 200, UNKNOWN),
    ] {
        let found = validator.post(&miner.keypair, url, &headers, body).await;
        assert_eq!((found.0, found.1.as_str()), (status, answer), "{headers:?}");
    }
    validator.decided().await;
    assert_eq!(world.outcomes(), [(challenge.task_id, "verified".to_owned(), None)]);
    let files = world.media();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].extension().unwrap(), "png");
    assert_eq!(std::fs::read(&files[0]).unwrap(), picture);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_check_names_its_reason_to_the_miner_and_in_the_store() {
    // spec/gas.md 8.6, M6
    let hour_ago = UnixMillis(UnixMillis::now().0 - 3_600_000);
    let hour_ahead = UnixMillis(UnixMillis::now().0 + 3_600_000);
    let world = World::new();
    let mut miners = Vec::new();
    for _ in 0..5 {
        miners.push(world.miner(Mood::Accept).await);
    }
    let validator = world.run(world.settings());
    let accepted = miners[0].challenge().await;
    assert_eq!(validator.deliver(&miners[0].keypair, &accepted, &world.picture(0)).await.0, 200);
    let copy = std::fs::read(&world.media()[0]).unwrap();
    for (miner, body, class, reason) in [
        (&miners[1], b"\x89PNG\r\n\x1a\nbroken".to_vec(), "unreadable", "Corrupted or unreadable media"),
        (&miners[2], copy, "global-duplicate", "Global duplicate content detected"),
        (&miners[3], world.picture_signed_at(3, hour_ago), "stale", "C2PA manifest signed before challenge was issued"),
        (&miners[4], world.picture_signed_at(4, hour_ahead), "future", "C2PA signing timestamp is in the future"),
    ] {
        let challenge = miner.challenge().await;
        let answer = validator.deliver(&miner.keypair, &challenge, &body).await;
        assert_eq!(answer, (400, reason.to_owned()));
        assert_eq!(validator.deliver(&miner.keypair, &challenge, &body).await, (200, UNKNOWN.to_owned()));
        let stored = world.outcomes().into_iter().find(|(id, ..)| *id == challenge.task_id).unwrap();
        assert_eq!(stored, (challenge.task_id, "failed".to_owned(), Some(reason.to_owned())));
        let row = validator.row(&miner.keypair.hotkey()).await;
        assert_eq!(row.rejected.into_iter().collect::<Vec<_>>(), [(class.to_owned(), 1)]);
    }
    assert_eq!(world.media().len(), 1, "what is refused is not kept");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_challenged_hotkey_may_deliver_or_report() {
    // spec/gas.md 18, point 8
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let (foreign, stranger) = (world.keypair(), world.keypair());
    world.seat(&foreign.hotkey(), None);
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    validator.until_counts("the challenge", |counters| counters.issued == 1).await;
    let picture = world.picture(1);
    let failed =
        [("content-type", "application/json"), ("task-status", "failed"), ("task-id", challenge.task_id.as_str())];
    let refused = (401, r#"{"detail":"Signer is not the challenged hotkey"}"#.to_owned());
    assert_eq!(validator.deliver(&foreign, &challenge, &picture).await, refused);
    assert_eq!(validator.post(&foreign, &challenge.webhook_url, &failed, b"{}").await, refused);
    let unknown = (401, r#"{"detail":"Signer not in metagraph"}"#.to_owned());
    assert_eq!(validator.deliver(&stranger, &challenge, &picture).await, unknown);
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &picture).await.0, 200, "the challenge stayed open");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_the_limit_is_refused_and_the_challenge_stays_open() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    let huge = vec![0; (2 << 20) + 1];
    let (status, body) = validator.deliver(&miner.keypair, &challenge, &huge).await;
    assert_eq!((status, body.as_str()), (413, r#"{"detail":"Request body is larger than 2097152 bytes"}"#));
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_deliveries_of_one_challenge_at_once_count_once() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    // Before the miner's answer is read, one delivery at a time has a place.
    validator.until_counts("the challenge to be open", |counters| counters.pending == 1).await;
    let (one, two) = (world.picture(1), world.picture(2));
    let (first, second) = tokio::join!(
        validator.deliver(&miner.keypair, &challenge, &one),
        validator.deliver(&miner.keypair, &challenge, &two)
    );
    let texts = [first.1.as_str(), second.1.as_str()];
    assert_eq!((first.0, second.0), (200, 200));
    assert!(texts.contains(&"Binary content received"), "{texts:?}");
    validator.decided().await;
    assert_eq!(validator.row(&miner.keypair.hotkey()).await.verified, 1);
    assert_eq!(world.media().len(), 1);
    validator.stop().await;
}

/// Two challenges with one prompt, and the same picture signed anew for each: other bytes, the same to look at.
async fn one_prompt_for_two(world: &World) -> (Validator, [Miner; 2], [Challenge; 2]) {
    let miners = [world.miner(Mood::Accept).await, world.miner(Mood::Accept).await];
    let prompts = world.home.path().join("prompts.txt");
    std::fs::write(&prompts, "a red circle\n").unwrap();
    let validator = world.run(Settings { prompts_file: Some(prompts), ..world.settings() });
    let challenges = [miners[0].challenge().await, miners[1].challenge().await];
    validator.until_counts("both challenges", |counters| counters.issued == 2).await;
    (validator, miners, challenges)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_signed_anew_is_still_a_duplicate_also_after_a_restart() {
    // spec/gas.md 8.6 and 9.3
    let world = World::new();
    let (validator, miners, mut challenges) = one_prompt_for_two(&world).await;
    let accepted = validator.deliver(&miners[0].keypair, &challenges[0], &world.picture(1)).await;
    assert_eq!(accepted, (200, "Binary content received".to_owned()));
    validator.stop().await;
    let validator = world.run(world.settings());
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 1).await;
    challenges[1].webhook_url = format!("http://{}/generative_callback", state.node.listening.unwrap());
    let again = world.picture(1);
    assert_ne!(again, std::fs::read(&world.media()[0]).unwrap());
    let refused = validator.deliver(&miners[1].keypair, &challenges[1], &again).await;
    assert_eq!(refused, (400, "Duplicate content detected".to_owned()));
    assert_eq!(world.media().len(), 1);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_like_pictures_at_once_one_is_kept() {
    let world = World::new();
    let (validator, miners, challenges) = one_prompt_for_two(&world).await;
    let (one, two) = (world.picture(1), world.picture(1));
    let (first, second) = tokio::join!(
        validator.deliver(&miners[0].keypair, &challenges[0], &one),
        validator.deliver(&miners[1].keypair, &challenges[1], &two)
    );
    let mut answers = [first, second];
    answers.sort();
    assert_eq!(answers, [(200, "Binary content received".to_owned()), (400, "Duplicate content detected".to_owned())]);
    assert_eq!(world.media().len(), 1, "the file of the other is gone");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_of_older_stores_are_hashed_when_the_validator_starts() {
    let world = World::new();
    let (validator, miners, mut challenges) = one_prompt_for_two(&world).await;
    assert_eq!(validator.deliver(&miners[0].keypair, &challenges[0], &world.picture(1)).await.0, 200);
    validator.stop().await;
    let store = world.paths().validator(&world.validator).join("prompts.db");
    let hash = || -> Option<String> {
        let connection = rusqlite::Connection::open(&store).unwrap();
        connection.query_row("SELECT perceptual_hash FROM media", [], |row| row.get(0)).unwrap()
    };
    let before = hash().unwrap();
    rusqlite::Connection::open(&store).unwrap().execute("UPDATE media SET perceptual_hash = NULL", []).unwrap();
    let validator = world.run(world.settings());
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 1).await;
    assert_eq!(hash(), Some(before));
    challenges[1].webhook_url = format!("http://{}/generative_callback", state.node.listening.unwrap());
    let refused = validator.deliver(&miners[1].keypair, &challenges[1], &world.picture(1)).await;
    assert_eq!(refused, (400, "Duplicate content detected".to_owned()));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_overtakes_the_miner_s_own_answer_is_not_lost() {
    let world = World::new();
    let told = Arc::new(Notify::new());
    let miner = world.miner(Mood::Later(TaskId::random(), Arc::clone(&told))).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    let picture = world.picture(1);
    let delivered = {
        let mut delivery = std::pin::pin!(validator.deliver(&miner.keypair, &challenge, &picture));
        let early = tokio::time::timeout(Duration::from_millis(300), &mut delivery).await;
        assert!(early.is_err(), "it waits for the challenge to be known: {early:?}");
        told.notify_one();
        delivery.await
    };
    assert_eq!(delivered, (200, "Binary content received".to_owned()));
    validator.decided().await;
    let row = validator.row(&miner.keypair.hotkey()).await;
    assert_eq!((row.challenged, row.verified), (1, 1));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_challenges_survive_a_restart() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let mut challenge = miner.challenge().await;
    validator.until_counts("the challenge", |counters| counters.issued == 1).await;
    validator.stop().await;
    let validator = world.run(world.settings());
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 1).await;
    challenge.webhook_url = format!("http://{}/generative_callback", state.node.listening.unwrap());
    let answer = validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await;
    assert_eq!(answer, (200, "Binary content received".to_owned()));
    validator.decided().await;
    assert_eq!(world.outcomes(), [(challenge.task_id, "verified".to_owned(), None)], "no round out of turn");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_changes_no_count_no_score_and_no_weight_of_a_miner() {
    let world = World::new();
    let (honest, cheat) = (world.miner(Mood::Accept).await, world.miner(Mood::Accept).await);
    let validator = world.run(Settings { epoch_length_blocks: 5, ..world.settings() });
    let taken = validator.deliver(&honest.keypair, &honest.challenge().await, &world.picture(1)).await;
    let refused = validator.deliver(&cheat.keypair, &cheat.challenge().await, &unsigned(2)).await;
    assert_eq!((taken.0, refused.0), (200, 400));
    let paid = |counters: &ChallengeCounters| counters.miners.iter().any(|row| row.weight > 0);
    let before = validator.until_counts("weights", paid).await;
    validator.stop().await;
    let validator = world.run(world.settings());
    let after = validator.until_counts("the restart", |_| true).await;
    // Scores may have moved on in an epoch between the look and the stop, but whoever had one has one still.
    let facts = |counters: &ChallengeCounters| -> Vec<_> {
        let fact = |row: &MinerRow| {
            (row.uid, row.hotkey, row.challenged, row.verified, row.rejected.clone(), row.score > 0.0, row.weight)
        };
        counters.miners.iter().map(fact).collect()
    };
    assert_eq!(facts(&after), facts(&before));
    assert!(after.miners.iter().all(|row| row.challenged == 1), "{after:?}");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_during_the_start_does_not_wait_for_the_chain() {
    let world = World::new();
    let busy = rusqlite::Connection::open(world.ledger_path()).unwrap();
    busy.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let validator = world.run(world.settings());
    tokio::time::timeout(Duration::from_secs(5), validator.stop()).await.expect("it stops before the chain answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_nobody_answers_fails_in_time() {
    // spec/gas.md 8.4
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let mut settings = world.settings();
    settings.task_expiry = Duration::from_millis(300);
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    validator.until_counts("expiry", |counters| counters.issued == 1 && counters.pending == 0).await;
    let late = validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await;
    assert_eq!(late, (200, UNKNOWN.to_owned()));
    assert_eq!(world.outcomes(), [(challenge.task_id, "failed".to_owned(), Some("challenge_timeout".to_owned()))]);
    assert_eq!(validator.row(&miner.keypair.hotkey()).await.rejected["timeout"], 1);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_silence_and_bad_task_ids_are_counted_and_open_nothing() {
    let world = World::new();
    let known = TaskId::random().to_string();
    let accepted = |id: &str| Mood::Say(201, format!(r#"{{"task_id": "{id}"}}"#));
    let mut miners = Vec::new();
    for mood in
        [Mood::Say(429, "slow down".into()), accepted("../../etc/passwd"), Mood::Say(201, "ok".into()), Mood::Hang]
    {
        miners.push(world.miner(mood).await);
    }
    for _ in 0..2 {
        miners.push(world.miner(accepted(&known)).await); // the second names a task that is another's
    }
    let mut settings = world.settings();
    settings.miner_timeout = Duration::from_secs(1);
    let validator = world.run(settings);
    let counters = validator.until_counts("all answers", |counters| counters.issued + counters.unanswered == 6).await;
    assert_eq!((counters.issued, counters.unanswered, counters.pending), (1, 5, 1));
    assert_eq!(counters.miners.len(), 6, "every miner asked has a row");
    assert_eq!(world.outcomes().len(), 1);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_generators_the_validator_says_so_and_finds_them_when_they_come() {
    let world = World::new();
    let silent = world.keypair();
    world.seat(&silent.hotkey(), Some("127.0.0.1:9".parse().unwrap()));
    let mut settings = world.settings();
    settings.challenge_interval_blocks = 2;
    let validator = world.run(settings);
    let state = validator.until("degraded", |state| matches!(state.health, Health::Degraded { .. })).await;
    let Health::Degraded { reason } = state.health else { unreachable!() };
    assert!(reason.starts_with("no generator was found"), "{reason}");
    let miner = world.miner(Mood::Accept).await;
    miner.challenge().await;
    validator.until("health", |state| state.health == Health::Healthy).await;
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_epoch_without_anything_to_pay_sets_no_weights() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let mut settings = world.settings();
    settings.epoch_length_blocks = 10;
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &unsigned(1)).await.0, 400);
    let state = validator.until("degraded", |state| matches!(state.health, Health::Degraded { .. })).await;
    let Health::Degraded { reason } = state.health else { unreachable!() };
    let told = "weights could not be set: no share is above zero, so there are no weights to set; nothing that miners \
                delivered has passed";
    assert_eq!(reason, told);
    assert_eq!(world.weights(), []);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_special_hotkey_gets_its_share_and_one_without_a_seat_leaves_it_to_the_generators() {
    // spec/gas.md 11.8, 18.27
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let (escrow, missing) = (world.keypair().hotkey(), world.keypair().hotkey());
    let escrow_uid = world.seat(&escrow, None);
    let mut settings = world.settings();
    settings.epoch_length_blocks = 30;
    settings.special.video_escrow = Some(escrow);
    settings.special.image_escrow = Some(missing);
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.until_counts("weights", |counters| counters.weights_set > 0 && counters.miners[0].weight > 0).await;
    let weights = world.weights();
    let of = |uid: u16| weights.iter().find(|(other, _)| *other == uid).map(|(_, weight)| *weight);
    assert_eq!(of(escrow_uid.0), Some(43_690), "0.4 beside 0.6: {weights:?}");
    let neuron = world.ledger().metagraph(NETUID).unwrap().by_hotkey(&miner.keypair.hotkey()).unwrap().uid;
    assert_eq!(of(neuron.0), Some(65_535));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_at_the_start_is_named_with_its_remedy() {
    let world = World::without_seat();
    let error = world.run(world.settings()).error().await;
    assert!(error.to_string().contains("is not registered on netuid 34"), "{error}");
    assert!(error.hint().unwrap().contains("gascli localnet register"));
    world.seat(&world.validator, None);
    let error = world.run(world.settings()).error().await;
    assert!(error.to_string().contains("has no validator permit"), "{error}");

    let world = World::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut settings = world.settings();
    settings.callback_port = taken.local_addr().unwrap().port();
    let error = world.run(settings).error().await;
    assert!(error.to_string().starts_with("cannot listen on 127.0.0.1:"), "{error}");
    assert!(error.hint().unwrap().contains("CALLBACK_PORT"));

    let mut settings = world.settings();
    settings.prompts_file = Some(world.home.path().join("missing.txt"));
    let error = world.run(settings).error().await;
    assert!(error.to_string().contains("missing.txt") && error.hint().unwrap().contains("PROMPTS_FILE"), "{error}");

    let running = world.run(world.settings());
    running.until("ready", |state| state.health == Health::Healthy).await;
    let error = world.run(world.settings()).error().await;
    assert!(error.to_string().contains("in use by another validator"), "{error}");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn miners_that_need_not_be_asked_are_not() {
    let world = World::new();
    let miner = Miner::start(world.keypair(), Mood::Accept).await;
    world.seat(&miner.keypair.hotkey(), None); // no axon
    let mut settings = world.settings();
    settings.challenge_interval_blocks = NEVER;
    let validator = world.run(settings);
    let counters = validator.until_counts("a round", |counters| counters.rounds > 0).await;
    assert_eq!((counters.issued, counters.unanswered), (0, 0));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_that_come_too_early_wait_for_the_chain_s_rate_limit() {
    let world = World::with_rate_limit(25);
    let miner = world.miner(Mood::Accept).await;
    let mut settings = world.settings();
    settings.epoch_length_blocks = 20;
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    let first = validator.until_counts("weights", |counters| counters.weights_set == 1).await;
    let second = validator.until_counts("weights again", |counters| counters.weights_set == 2).await;
    let apart = second.last_weights_block.unwrap().0 - first.last_weights_block.unwrap().0;
    assert!((25..40).contains(&apart), "{apart} blocks apart");
    assert_eq!(validator.state().await.unwrap().health, Health::Healthy, "too early is no fault");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_supervisor_is_told_when_the_validator_is_ready() {
    let world = World::new();
    let path = world.home.path().join("shim.sock");
    let shim = tokio::net::UnixListener::bind(&path).unwrap();
    let validator = world.run_supervised(world.settings(), Some(path.to_str().unwrap().to_owned()));
    let told = async {
        let (mut stream, _) = shim.accept().await.unwrap();
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut text).await.unwrap();
        text
    };
    let text = tokio::time::timeout(Duration::from_secs(30), told).await.expect("it is told");
    assert_eq!(text.trim(), r#"{"op":"ready"}"#);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_while_no_validator_ran_is_no_failure_of_its_miner() {
    let world = World::new();
    let folder = world.paths().validator(&world.validator);
    std::fs::create_dir_all(&folder).unwrap();
    let mut store = Store::open(&folder, UnixMillis::now()).unwrap();
    let [old, young] = [3, 1].map(|hours| {
        let sent = UnixMillis::now().before(Duration::from_hours(hours));
        crate::store_world::challenged(&mut store, 1, "words", sent).task_id
    });
    let validator = world.run(world.settings());
    validator.until_counts("a start", |counters| counters.pending == 1).await;
    validator.stop().await;
    assert_eq!(store.pending().unwrap().iter().map(|open| open.task_id).collect::<Vec<_>>(), [young]);
    let ended = store.standings_since(UnixMillis(0)).unwrap();
    assert!(
        ended.values().all(|standing| standing.challenged == 1 && standing.rejected.is_empty()),
        "{old}: {ended:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_that_an_earlier_run_did_not_come_to_weigh_are_weighed_at_the_next_start() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(world.settings());
    let challenge = miner.challenge().await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
    let score = std::collections::BTreeMap::from([(miner.keypair.hotkey(), 0.15)]);
    let folder = world.paths().validator(&world.validator);
    let mut store = Store::open(&folder, UnixMillis::now()).unwrap();
    let step = ScoreStep { previous: 0.0, reward: 0.3, average: 0.15, active: true, score: 0.15 };
    let epoch = Epoch {
        block: BlockNumber(0),
        at: UnixMillis::now(),
        rules: EpochRules { prices: Prices::default(), weights: ModalityWeights::default() },
        scores: [(miner.keypair.hotkey(), EpochScore { step, counts: None, generator: true, held: false })].into(),
    };
    store.save_epoch(&epoch, UnixMillis(0)).unwrap();
    let validator = world.run(world.settings());
    validator.until_counts("weights", |counters| counters.weights_set == 1).await;
    let uid = world.ledger().metagraph(NETUID).unwrap().by_hotkey(&miner.keypair.hotkey()).unwrap().uid;
    assert_eq!(world.weights(), [(uid.0, 65535)]);
    assert_eq!(store.scores().unwrap(), score, "weighed, not scored again");
    validator.stop().await;
}
