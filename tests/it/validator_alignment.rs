//! The validator compares what was delivered with its prompt, beside the deliveries (`spec/gas.md` 10). The model is a small
//! one with weights by chance: what it says means nothing, but it says the same each time.

use std::path::{Path, PathBuf};

use gascli::clip::{Device, Encoder};
use gascli::protocol::daemon_state::{DaemonState, Health};
use gascli::validator::Settings;
use gascli::verification::alignment::{Alignment, Rules, Shown, align};
use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Home, text};
use crate::validator_world::{Challenge, Miner, Mood, Validator, World, unsigned};

const PROMPT: &str = "a red circle";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick")
}

/// What the model says of a picture, by the function that the validator calls.
fn looked_at(encoder: &Encoder, shade: u8) -> Alignment {
    let picture = image::load_from_memory(&unsigned(shade)).unwrap();
    let mut shown = Shown::default();
    shown.push(PROMPT, vec![encoder.preprocess().pixels(&picture)]);
    align(encoder, &shown, &Rules::default()).unwrap().remove(0)
}

fn encoder() -> Encoder {
    Encoder::open(&fixture(), Device::cpu()).unwrap()
}

/// Settings with one prompt and a model.
fn settings(world: &World, model: &Path, rules: Rules) -> Settings {
    let prompts = world.home.path().join("prompts.txt");
    std::fs::write(&prompts, PROMPT).unwrap();
    let mut settings = world.settings();
    settings.prompts_file = Some(prompts);
    settings.alignment.model = Some(model.to_str().unwrap().to_owned());
    settings.alignment.rules = rules;
    settings
}

async fn miners<const N: usize>(world: &World) -> [Miner; N] {
    let mut miners = Vec::new();
    for _ in 0..N {
        miners.push(world.miner(Mood::Accept).await);
    }
    miners.try_into().ok().unwrap()
}

async fn challenges(validator: &Validator, miners: &[Miner]) -> Vec<Challenge> {
    let mut challenges = Vec::new();
    for miner in miners {
        challenges.push(miner.challenge().await);
    }
    let all = miners.len() as u64;
    validator.until_counts("all challenges", |counters| counters.issued == all).await;
    challenges
}

async fn delivered(validator: &Validator, world: &World, miner: &Miner, challenge: &Challenge, shade: u8) {
    let answer = validator.deliver(&miner.keypair, challenge, &world.picture(shade)).await;
    assert_eq!(answer, (200, "Binary content received".to_owned()));
}

fn outcome(world: &World, challenge: &Challenge) -> (String, Option<String>) {
    let all = world.outcomes();
    let (_, status, reason) = all.into_iter().find(|(id, ..)| *id == challenge.task_id).unwrap();
    (status, reason)
}

fn database(world: &World) -> Connection {
    Connection::open(world.paths().validator(&world.validator).join("prompts.db")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_something_else_is_taken_and_then_fails_as_alignment() {
    let encoder = encoder();
    let mut shades: Vec<(u8, f32)> = (1..9).map(|shade| (shade, looked_at(&encoder, shade).similarity)).collect();
    shades.sort_by(|one, two| one.1.total_cmp(&two.1));
    let ((wrong, low), (right, high)) = (shades[0], shades[7]);
    let world = World::new();
    let miners: [Miner; 2] = miners(&world).await;
    let rules = Rules { threshold: f32::midpoint(low, high), near_duplicate: None };
    let validator = world.run(settings(&world, &fixture(), rules));
    let asked = challenges(&validator, &miners).await;
    delivered(&validator, &world, &miners[0], &asked[0], right).await;
    delivered(&validator, &world, &miners[1], &asked[1], wrong).await;
    validator.decided().await;
    assert_eq!(outcome(&world, &asked[0]), ("verified".to_owned(), None));
    let (status, reason) = outcome(&world, &asked[1]);
    let expected = format!("clip_verification_failed: similarity {low:.4} to the prompt is below {}", rules.threshold);
    assert_eq!((status.as_str(), reason), ("failed", Some(expected)));
    let (good, bad) =
        (validator.row(&miners[0].keypair.hotkey()).await, validator.row(&miners[1].keypair.hotkey()).await);
    assert_eq!((good.verified, good.awaiting_alignment, good.rejected.len()), (1, 0, 0));
    assert_eq!((bad.verified, bad.rejected["alignment"]), (0, 1));
    let state = validator.state().await.unwrap().alignment.unwrap();
    assert_eq!((state.passed, state.failed["alignment"], state.loaded), (1, 1, true));
    let mean = f64::midpoint(low.into(), high.into());
    assert!((state.mean_similarity.unwrap() - mean).abs() < 1e-4, "{state:?}");
    let kept = "SELECT count(*) FROM generator_challenge_outcomes o JOIN media m ON m.id = o.media_id
                WHERE o.similarity IS NOT NULL AND m.verified + m.failed_verification = 1
                  AND (m.clip_embedding IS NOT NULL) = m.verified";
    assert_eq!(database(&world).query_row(kept, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_near_copy_fails_and_names_what_it_is_like_also_after_a_restart() {
    // spec/gas.md 10.5
    let encoder = encoder();
    let looks: Vec<(u8, Alignment)> = (1..9).map(|shade| (shade, looked_at(&encoder, shade))).collect();
    let (first, first_look) = &looks[0];
    let mut others: Vec<(u8, f32)> =
        looks[1..].iter().map(|(shade, look)| (*shade, look.embedding.cosine(&first_look.embedding))).collect();
    others.sort_by(|one, two| one.1.total_cmp(&two.1));
    let ((far, apart), (near, cosine)) = (others[0], others[6]);
    let world = World::new();
    let miners: [Miner; 3] = miners(&world).await;
    let rules = Rules { threshold: -1.0, near_duplicate: Some(f32::midpoint(apart, cosine)) };
    let validator = world.run(settings(&world, &fixture(), rules));
    let mut asked = challenges(&validator, &miners).await;
    delivered(&validator, &world, &miners[0], &asked[0], *first).await;
    validator.decided().await;
    validator.stop().await;
    let validator = world.run(settings(&world, &fixture(), rules));
    let state = validator.until("the restart", |state| state.challenges.as_ref().unwrap().pending == 2).await;
    for challenge in &mut asked {
        challenge.webhook_url = format!("http://{}/generative_callback", state.node.listening.as_ref().unwrap());
    }
    delivered(&validator, &world, &miners[1], &asked[1], near).await;
    delivered(&validator, &world, &miners[2], &asked[2], far).await;
    validator.decided().await;
    let (status, reason) = outcome(&world, &asked[1]);
    let reason = reason.unwrap();
    let expected = format!("clip_verification_failed: near-duplicate of task {} (similarity ", asked[0].task_id);
    assert!(status == "failed" && reason.starts_with(&expected), "{reason}");
    assert_eq!(validator.row(&miners[1].keypair.hotkey()).await.rejected["near-duplicate"], 1);
    assert_eq!(outcome(&world, &asked[2]).0, "verified");
    assert_eq!(validator.state().await.unwrap().alignment.unwrap().known_media, 2);
    validator.stop().await;
}

/// Whether the state says that media wait, and how that is helped.
fn waits(state: &DaemonState, what_helps: &str) -> bool {
    let Health::Degraded { reason } = &state.health else { return false };
    let told = state.alignment.as_ref().and_then(|alignment| alignment.reason.as_ref());
    reason.contains("media wait") && reason.contains(what_helps) && told.is_some_and(|told| told.contains(what_helps))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_model_media_wait_and_nobody_fails_until_it_arrives_and_all_are_decided() {
    let world = World::new();
    let miners: [Miner; 4] = miners(&world).await;
    let model = world.home.path().join("model");
    let rules = Rules { threshold: -1.0, near_duplicate: None };
    let validator = world.run(settings(&world, &model, rules));
    let asked = challenges(&validator, &miners).await;
    for ((miner, challenge), shade) in miners.iter().zip(&asked).zip(1..) {
        delivered(&validator, &world, miner, challenge, shade).await;
    }
    let state = validator.until("the word that they wait", |state| waits(state, "model.safetensors")).await;
    assert_eq!(state.challenges.unwrap().awaiting_alignment, 4);
    assert!(asked.iter().all(|challenge| outcome(&world, challenge).0 == "stored"));
    // One is broken here, one is lost here, and one came whole and cannot be read any more.
    let path_of = |challenge: &Challenge| {
        let sql = "SELECT file_path FROM media WHERE task_id = ?1";
        let path: String = database(&world).query_row(sql, [&challenge.task_id], |row| row.get(0)).unwrap();
        world.paths().validator(&world.validator).join(path)
    };
    std::fs::write(path_of(&asked[0]), "what the disk made of it").unwrap();
    std::fs::remove_file(path_of(&asked[1])).unwrap();
    let readable = std::fs::read(path_of(&asked[2])).unwrap();
    let swap = |bytes: &[u8]| {
        std::fs::write(path_of(&asked[2]), bytes).unwrap();
        let sha256 = <sha2::Sha256 as sha2::Digest>::digest(bytes);
        let sql = "UPDATE media SET sha256 = ?1 WHERE task_id = ?2";
        database(&world).execute(sql, rusqlite::params![&sha256[..], asked[2].task_id]).unwrap();
    };
    swap(b"no picture");
    let arriving = world.home.path().join("arriving");
    std::fs::create_dir(&arriving).unwrap();
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        std::fs::copy(fixture().join(file), arriving.join(file)).unwrap();
    }
    std::fs::rename(&arriving, &model).unwrap();
    let state = validator.until("all but one", |state| waits(state, "cannot be read any more")).await;
    assert_eq!(state.challenges.unwrap().awaiting_alignment, 1);
    let all = world.outcomes();
    assert_eq!(all.len(), 2, "what was lost here counts for nobody: {all:?}");
    assert_eq!(outcome(&world, &asked[2]).0, "stored", "it fails nobody, and holds nobody up");
    assert_eq!(outcome(&world, &asked[3]).0, "verified");
    let shown = validator.state().await.unwrap();
    assert!(waits(&shown, "cannot be read any more"), "{:?}", shown.health);
    swap(&readable);
    validator.decided().await;
    assert_eq!(outcome(&world, &asked[2]).0, "verified");
    validator.until("health", |state| state.health == Health::Healthy).await;
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_with_nothing_to_look_at_is_unloaded_and_comes_back() {
    let world = World::new();
    let miners: [Miner; 2] = miners(&world).await;
    let mut settings = settings(&world, &fixture(), Rules { threshold: -1.0, near_duplicate: None });
    settings.alignment.unload_after = Some(std::time::Duration::from_millis(1));
    let validator = world.run(settings);
    let asked = challenges(&validator, &miners).await;
    for at in 0..2 {
        delivered(&validator, &world, &miners[at], &asked[at], u8::try_from(at).unwrap() + 1).await;
        validator.decided().await;
        assert_eq!(outcome(&world, &asked[at]).0, "verified");
        validator.until("the model to go", |state| !state.alignment.as_ref().unwrap().loaded).await;
    }
    validator.stop().await;
}

/// `score clip` in a home with pictures.
fn scored(home: &Home, more: &[&str]) -> std::process::Output {
    let model = fixture();
    let words = ["score", "clip", "--prompt", PROMPT, "--model", model.to_str().unwrap()];
    home.run(&[&words[..], more].concat())
}

#[test]
fn score_clip_says_what_the_validator_would_per_file_and_by_its_exit_status() {
    let home = Home::new();
    for shade in [1, 2] {
        std::fs::write(home.path(&format!("{shade}.png")), unsigned(shade)).unwrap();
    }
    std::fs::write(home.path("broken.png"), &unsigned(3)[..200]).unwrap();
    let found = scored(&home, &["1.png", "2.png", "--threshold", "-1", "--json"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    let encoder = encoder();
    for (row, shade) in found["results"].as_array().unwrap().iter().zip([1, 2]) {
        let expected = f64::from(looked_at(&encoder, shade).similarity);
        assert!((row["similarity"].as_f64().unwrap() - expected).abs() < 1e-6, "{row}");
        assert_eq!(row["verdict"], "pass");
    }
    let none_fits = scored(&home, &["1.png", "broken.png", "--threshold", "1"]);
    let shown = text(&none_fits.stdout);
    assert_eq!(none_fits.status.code(), Some(1));
    assert!(shown.contains("FAIL: alignment") && shown.contains("FAIL: unreadable"), "{shown}");
    assert!(text(&none_fits.stderr).contains("broken.png"));
    let missing = scored(&home, &["none.png"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("none.png"));
    let no_model = home.run(&["score", "clip", "--prompt", "x", "--model", "owner/none", "1.png"]);
    assert_eq!(no_model.status.code(), Some(2));
    assert!(text(&no_model.stderr).contains("gascli model pull owner/none"), "{}", text(&no_model.stderr));
}
