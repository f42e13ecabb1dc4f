//! What a validator does with bodies that arrive: on the disk, within bounds, and never half a file left.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gascli::media::Tier;
use gascli::protocol::daemon_state::Health;
use gascli::protocol::epistula;
use gascli::store::{PendingChallenge, Store};
use gascli::types::{Keypair, Modality, TaskId, Uid, UnixMillis};
use gascli::validator::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::validator_world::{Challenge, Miner, Mood, Validator, World, unsigned};

const UNKNOWN: &str = "Task not found in current session";
const STORED: &str = "Binary content received";
const UNREADABLE: &str = "Corrupted or unreadable media";

fn folder(world: &World) -> PathBuf {
    world.paths().validator(&world.validator)
}

fn arriving(world: &World) -> Vec<PathBuf> {
    std::fs::read_dir(folder(world).join("tmp")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Waits for what the file system shows.
async fn until(what: &str, condition: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < limit, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Every file below a folder.
fn files(below: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(below) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

async fn challenged(world: &World, settings: Settings) -> (Miner, Validator, Challenge) {
    let miner = world.miner(Mood::Accept).await;
    let validator = world.run(settings);
    let challenge = miner.challenge().await;
    validator.until_counts("the challenge", |counters| counters.issued == 1).await;
    (miner, validator, challenge)
}

/// The lines of a request for `body`, up to the empty one.
fn head(validator: &Validator, signer: &Keypair, challenge: &Challenge, body: &[u8], length: &str) -> String {
    let signed = epistula::sign(signer, body, Some(&validator.hotkey), UnixMillis::now());
    let mut lines = vec![
        "POST /generative_callback HTTP/1.1".to_owned(),
        "host: validator".into(),
        "content-type: image/png".into(),
        format!("task-id: {}", challenge.task_id),
        length.to_owned(),
    ];
    lines.extend(signed.into_iter().map(|(name, value)| format!("{name}: {value}")));
    lines.join("\r\n") + "\r\n\r\n"
}

async fn connect(challenge: &Challenge) -> TcpStream {
    let address = challenge.webhook_url.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    TcpStream::connect(address).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_arrives_on_the_disk_and_is_gone_when_the_miner_hangs_up() {
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    let body = vec![7; 1 << 20];
    let mut stream = connect(&challenge).await;
    let head = head(&validator, &miner.keypair, &challenge, &body, "content-length: 1048576");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body[..700_000]).await.unwrap();
    let length = |file: &PathBuf| std::fs::metadata(file).map_or(0, |facts| facts.len());
    until("a part on the disk", || arriving(&world).first().is_some_and(|file| length(file) > 0)).await;
    let mode = std::fs::metadata(&arriving(&world)[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(stream);
    until("nothing left", || arriving(&world).is_empty()).await;
    let whole = validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await;
    assert_eq!(whole, (200, STORED.to_owned()));
    assert!(arriving(&world).is_empty(), "it was moved, not copied");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_say_its_length_is_cut_off_at_the_limit() {
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    let mut stream = connect(&challenge).await;
    let head = head(&validator, &miner.keypair, &challenge, b"", "transfer-encoding: chunked");
    stream.write_all(head.as_bytes()).await.unwrap();
    let part = vec![7; 1 << 16];
    for _ in 0..40 {
        // The validator may refuse while we still speak.
        let _ = stream.write_all(b"10000\r\n").await;
        let _ = stream.write_all(&part).await;
        let _ = stream.write_all(b"\r\n").await;
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.ends_with(r#"{"detail":"Request body is larger than 2097152 bytes"}"#), "{answer}");
    until("nothing left", || arriving(&world).is_empty()).await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_was_not_signed_is_refused_and_forgotten() {
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    let signed = epistula::sign(&miner.keypair, b"another body", Some(&validator.hotkey), UnixMillis::now());
    let headers = [("content-type", "image/png"), ("task-id", &challenge.task_id)];
    let refused = validator.post_signed(&signed, &challenge.webhook_url, &headers, &world.picture(1)).await;
    assert_eq!(refused, (400, r#"{"detail":"Signature Mismatch"}"#.to_owned()));
    until("nothing left", || arriving(&world).is_empty()).await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_replayed_counts_once() {
    // spec/gas.md 18, point 9
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    let picture = world.picture(1);
    let signed = epistula::sign(&miner.keypair, &picture, Some(&validator.hotkey), UnixMillis::now());
    // The task id is not signed: whoever overheard a delivery could end another challenge of the same miner with it.
    let other = TaskId::random().to_string();
    let replay = [("content-type", "image/png"), ("task-id", other.as_str())];
    let first = validator.post_signed(&signed, &challenge.webhook_url, &replay, &picture).await;
    assert_eq!(first, (200, UNKNOWN.to_owned()));
    let real = [("content-type", "image/png"), ("task-id", challenge.task_id.as_str())];
    let again = validator.post_signed(&signed, &challenge.webhook_url, &real, &picture).await;
    assert_eq!(again, (400, r#"{"detail":"Duplicate request"}"#.to_owned()));
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &picture).await, (200, STORED.to_owned()));
    let counters = validator.until_counts("answers", |counters| counters.callbacks.values().sum::<u64>() == 3).await;
    assert_eq!(counters.callbacks.into_iter().collect::<Vec<_>>(), [("200".to_owned(), 2), ("400".to_owned(), 1)]);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_nearly_full_puts_deliveries_off() {
    let world = World::new();
    let (miner, validator, mut challenge) = challenged(&world, world.settings()).await;
    validator.stop().await;
    let validator = world.run(Settings { min_free_bytes: u64::MAX, ..world.settings() });
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 1).await;
    challenge.webhook_url = format!("http://{}/generative_callback", state.node.listening.unwrap());
    let put_off = validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await;
    assert_eq!(put_off, (503, "Failed to store binary content".to_owned()));
    let state = validator.until("degraded", |state| matches!(state.health, Health::Degraded { .. })).await;
    let Health::Degraded { reason } = state.health else { unreachable!() };
    assert!(reason.contains("MIN_FREE_BYTES"), "{reason}");
    assert!(arriving(&world).is_empty() && world.media().is_empty());
    validator.stop().await;
    let validator = world.run(world.settings());
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 1).await;
    challenge.webhook_url = format!("http://{}/generative_callback", state.node.listening.unwrap());
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_challenged_while_the_disk_has_no_space_and_that_is_told_until_it_has() {
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let settings = Settings { challenge_interval_blocks: 2, task_expiry: Duration::from_secs(1), ..world.settings() };
    let validator = world.run(Settings { min_free_bytes: u64::MAX, ..settings.clone() });
    // Looks through open challenges, which the store takes, do not hide it.
    let begun = validator.until("the first block", |state| state.node.block.is_some()).await.node.block.unwrap();
    let full = |state: &gascli::protocol::daemon_state::DaemonState| matches!(&state.health, Health::Degraded { reason } if reason.contains("MIN_FREE_BYTES"));
    let state = validator.until("later", |s| s.node.block.is_some_and(|block| block.0 > begun.0 + 30) && full(s)).await;
    let counters = state.challenges.unwrap();
    assert_eq!((counters.issued, counters.rounds), (0, 0));
    validator.stop().await;
    let validator = world.run(settings);
    miner.challenge().await;
    validator.until("health", |state| state.health == Health::Healthy).await;
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_beyond_their_bound_that_may_not_go_are_an_alert() {
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await.0, 200);
    validator.stop().await;
    let mut settings = world.settings();
    settings.retention.media_bytes = 0;
    let validator = world.run(settings);
    let told = |state: &gascli::protocol::daemon_state::DaemonState| matches!(&state.health, Health::Degraded { reason } if reason.contains("MEDIA_MAX_BYTES"));
    validator.until("the alert", told).await;
    assert_eq!(world.media().len(), 1, "it counts in rewards");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_cannot_be_stored_leaves_its_challenge_open() {
    // spec/gas.md 8.6, check 5
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    let place = folder(&world).join("images/synthetic");
    std::fs::remove_dir(&place).unwrap();
    std::fs::write(&place, "in the way").unwrap();
    let failed = validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await;
    assert_eq!(failed, (503, "Failed to store binary content".to_owned()));
    assert_eq!(world.outcomes()[0].1, "pending");
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &world.picture(1)).await, (200, STORED.to_owned()));
    until("nothing left", || arriving(&world).is_empty()).await;
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_medium_of_the_kind_that_was_asked_for_is_unreadable() {
    // spec/gas.md 18, point 39: still images, other containers than the header says, pictures without pixels, bombs
    let film = [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec(), vec![0; 4096]].concat();
    let mut bomb = unsigned(1);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]); // 65536 to a side
    let empty = b"GIF89a\0\0\0\0\0\0\0;".to_vec();
    for body in [film, bomb, empty, b"\x89PNG\r\n\x1a\n".to_vec()] {
        let world = World::new();
        let (miner, validator, challenge) = challenged(&world, world.settings()).await;
        let answer = validator.deliver(&miner.keypair, &challenge, &body).await;
        assert_eq!(answer, (400, UNREADABLE.to_owned()), "{:?}", &body[..8]);
        assert_eq!(validator.row(&miner.keypair.hotkey()).await.rejected["unreadable"], 1);
        validator.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_still_image_does_not_answer_a_challenge_for_a_video() {
    // spec/gas.md 18, point 39
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let mut store = Store::open(&folder(&world), UnixMillis::now()).unwrap();
    let challenge = PendingChallenge {
        task_id: TaskId::random(),
        uid: Uid(1),
        hotkey: miner.keypair.hotkey(),
        prompt: store.composed_prompt(Modality::Video, "a red circle", UnixMillis::now()).unwrap(),
        modality: Modality::Video,
        requested: Tier::P720,
        issued_at: UnixMillis::now(),
    };
    assert!(store.insert_pending(&challenge).unwrap());
    drop(store);
    let validator = world.run(world.settings());
    let mut asked = miner.challenge().await;
    asked.task_id = challenge.task_id.to_string();
    let answer = validator.deliver(&miner.keypair, &asked, &world.picture(1)).await;
    assert_eq!(answer, (400, UNREADABLE.to_owned()));
    let ended = world.outcomes().into_iter().find(|(id, ..)| *id == asked.task_id).unwrap();
    assert_eq!(ended.1, "failed", "no row is left that nothing ends");
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_media_are_kept_on_request_and_never_outside_their_folder() {
    // spec/gas.md 12.8; 18, point 1
    let world = World::new();
    let keeping = Settings { store_failed_media: true, ..world.settings() };
    let (miner, validator, challenge) = challenged(&world, keeping).await;
    let body = unsigned(3);
    for task_id in ["../../../escaped", "..", "a/b", ""] {
        let headers = [("content-type", "image/png"), ("task-id", task_id)];
        validator.post(&miner.keypair, &challenge.webhook_url, &headers, &body).await;
    }
    let before = files(world.home.path());
    assert!(!before.iter().any(|file| file.to_string_lossy().contains("escaped")), "{before:?}");
    let headers = [("content-type", "image/webp"), ("task-id", challenge.task_id.as_str())];
    let refused = validator.post(&miner.keypair, &challenge.webhook_url, &headers, &body).await;
    assert!(refused.1.starts_with("C2PA verification failed"), "{refused:?}");
    let kept = files(&folder(&world).join("failed_media"));
    let [kept] = kept.as_slice() else { panic!("{kept:?}") };
    assert_eq!(std::fs::read(kept).unwrap(), body);
    let parts: Vec<String> =
        kept.strip_prefix(folder(&world)).unwrap().iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let uid = validator.row(&miner.keypair.hotkey()).await.uid;
    assert_eq!(parts[..2], ["failed_media".to_owned(), uid.to_string()]);
    assert!(parts[2].starts_with("c2pa_verification_failed__no_c2pa_manifest_found"), "{}", parts[2]);
    assert!(parts[2].chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c)), "{}", parts[2]);
    assert_eq!(parts[3], format!("{}.webp", challenge.task_id));
    assert!(world.media().is_empty() && arriving(&world).is_empty());
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_media_are_not_kept_unasked() {
    let world = World::new();
    let (miner, validator, challenge) = challenged(&world, world.settings()).await;
    assert_eq!(validator.deliver(&miner.keypair, &challenge, &unsigned(3)).await.0, 400);
    until("nothing left", || arriving(&world).is_empty()).await;
    assert!(!folder(&world).join("failed_media").exists());
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_deliveries_at_once_each_is_kept_and_each_copy_is_not() {
    let world = World::new();
    let mut miners = Vec::new();
    for _ in 0..12 {
        miners.push(world.miner(Mood::Accept).await);
    }
    let validator = world.run(world.settings());
    let mut challenges = Vec::new();
    for miner in &miners {
        challenges.push(miner.challenge().await);
    }
    validator.until_counts("all challenges", |counters| counters.issued == 12).await;
    // Two of each: the same to look at, and signed apart.
    let pictures: Vec<Vec<u8>> = (0..12).map(|number| world.picture(number / 2)).collect();
    let deliveries = miners.iter().zip(&challenges).zip(&pictures);
    let answers = futures_util::future::join_all(
        deliveries.map(|((miner, challenge), picture)| validator.deliver(&miner.keypair, challenge, picture)),
    )
    .await;
    for pair in answers.chunks(2) {
        let mut statuses = [pair[0].0, pair[1].0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400], "{pair:?}");
    }
    assert_eq!(world.media().len(), 6);
    let counters =
        validator.until_counts("all ends", |counters| counters.pending + counters.awaiting_alignment == 0).await;
    let verified: u64 = counters.miners.iter().map(|row| row.verified).sum();
    let rejected: u64 = counters.miners.iter().flat_map(|row| row.rejected.values()).sum();
    assert_eq!((verified, rejected), (6, 6));
    assert_eq!(world.outcomes().iter().filter(|(_, status, _)| status == "verified").count(), 6);
    validator.stop().await;
}
