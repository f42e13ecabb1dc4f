//! From outcomes to weights over real sockets: the benchmark's bonus, special hotkeys, and what the commands say of them.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use gascli::protocol::daemon_state::Health;
use gascli::scoring::gas::FoolCounts;
use gascli::store::Store;
use gascli::types::{Hotkey, UnixMillis};
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use crate::support::{Home, strike, text, wait_for};
use crate::validator_world::{Miner, Mood, Validator, World};

/// 0.30 × 1 × 1 × 1, half of it in the first epoch (spec/gas.md 11.5, 11.7): what one picture of tier 1K comes to.
const ONE_PICTURE: f64 = 0.15;

/// An API that says always the same, and remembers what it was asked.
struct Api {
    url: String,
    asked: Arc<Mutex<Vec<(String, HeaderMap)>>>,
}

impl Api {
    async fn new(status: u16, body: Value) -> Self {
        let asked: Arc<Mutex<Vec<(String, HeaderMap)>>> = Arc::default();
        let seen = Arc::clone(&asked);
        let router = axum::Router::new().fallback(async move |request: Request| {
            seen.lock().unwrap().push((request.uri().to_string(), request.headers().clone()));
            (StatusCode::from_u16(status).unwrap(), body.to_string())
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, asked }
    }
}

fn folder(world: &World) -> PathBuf {
    world.paths().validator(&world.validator)
}

/// The benchmark told this at that time, before the validator runs.
fn told(world: &World, hotkey: Hotkey, fooled: u64, not_fooled: u64, at: UnixMillis) {
    let mut store = Store::open(&folder(world), UnixMillis::now()).unwrap();
    store.save_fool_counts(&BTreeMap::from([(hotkey, FoolCounts { fooled, not_fooled })]), at).unwrap();
}

async fn deliver_one(world: &World, validator: &Validator, miner: &Miner, shade: u8) {
    let challenge = miner.challenge().await;
    let (status, body) = validator.deliver(&miner.keypair, &challenge, &world.picture(shade)).await;
    assert_eq!(status, 200, "{body}");
}

/// The first line with these words that a validator logs.
fn first_line_with(words: &str, world: &World) -> String {
    let home = Home::new();
    let mut command = home.command(&["run", "validator"]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    command.envs(environment(world)).env("CALLBACK_PORT", port);
    let mut validator = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(validator.stderr.take().unwrap()).lines();
    let (sender, receiver) = std::sync::mpsc::channel();
    let reading = std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
    let (end, mut told) = (Instant::now() + Duration::from_mins(1), Vec::new());
    let found = loop {
        match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) if line.contains(words) => break Some(line),
            Ok(line) => told.push(line),
            Err(_) => break None,
        }
    };
    strike(validator.id(), Signal::SIGTERM);
    assert!(validator.wait().unwrap().success());
    reading.join().unwrap();
    found.unwrap_or_else(|| panic!("`{words}` was not said: {told:?}"))
}

/// A command with the validator's configuration.
fn command(world: &World, arguments: &[&str], more: &[(&str, &str)]) -> Output {
    let home = Home::new();
    let own = environment(world);
    let mut environment: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    environment.extend(more);
    home.run_with(arguments, &environment)
}

/// Of a validator in this world.
fn environment(world: &World) -> Vec<(&'static str, String)> {
    let [chain, wallets, folder] = [
        format!("local:{}", world.ledger_path().display()),
        world.home.path().join("wallets").display().to_string(),
        folder(world).display().to_string(),
    ];
    vec![
        ("CHAIN_ENDPOINT", chain),
        ("WALLET_PATH", wallets),
        ("WALLET_NAME", "v".into()),
        ("WALLET_HOTKEY", "v".into()),
        ("SN34_CACHE_DIR", folder),
    ]
}

fn answered(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", text(&output.stdout), text(&output.stderr)))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_benchmark_is_asked_for_a_week_in_utc_and_its_answer_is_kept() {
    // spec/gas.md 11.1 and 18, point 43
    let world = World::new();
    let hotkey = world.keypair().hotkey();
    let row = json!({ "ss58_address": hotkey.to_string(), "fooled_count": 15, "not_fooled_count": 5 });
    let api = Api::new(200, json!([row, row])).await;
    let mut settings = world.settings();
    settings.rewards.benchmark_api = Some(api.url.clone());
    let validator = world.run(settings);
    let folder = folder(&world);
    let kept = blocking(move || {
        wait_for(Duration::from_secs(40), "the benchmark's answer", || {
            Store::open(&folder, UnixMillis::now()).ok()?.fool_counts().ok()?
        })
    })
    .await;
    assert_eq!(kept.answer, BTreeMap::from([(hotkey, FoolCounts { fooled: 30, not_fooled: 10 })]));
    let (uri, headers) = api.asked.lock().unwrap()[0].clone();
    let own = world.validator.to_string();
    let begin = format!("/api/v1/validator/generator-results?validator_address={own}&after=");
    let after = uri.strip_prefix(&begin).unwrap_or_else(|| panic!("{uri}")).replace("%3A", ":");
    let after: jiff::Timestamp = format!("{after}Z").parse().unwrap();
    let week = jiff::Timestamp::now().duration_since(after).as_secs();
    assert!((604_800..604_900).contains(&week), "{week} s");
    assert_eq!(headers["epistula-signed-by"].to_str().unwrap(), own);
    assert!(!headers.contains_key("epistula-signed-for"));
    validator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_the_benchmark_takes_nobodys_bonus_for_seven_days_and_is_then_told() {
    let day = 24 * 60 * 60 * 1000;
    for (days, bonus) in [(6, 1.269_860), (8, 0.0)] {
        let world = World::new();
        let miner = world.miner(Mood::Accept).await;
        let at = UnixMillis(UnixMillis::now().0 - days * day);
        told(&world, miner.keypair.hotkey(), 30, 10, at);
        let api = Api::new(503, json!("down")).await;
        let mut settings = world.settings();
        settings.rewards.benchmark_api = Some(api.url.clone());
        settings.epoch_length_blocks = 60;
        let validator = world.run(settings);
        deliver_one(&world, &validator, &miner, 1).await;
        validator.until_counts("weights", |counters| counters.weights_set == 1).await;
        let score = validator.row(&miner.keypair.hotkey()).await.score;
        assert!((score - ONE_PICTURE * (1.0 + bonus)).abs() < 1e-6, "after {days} days: {score}");
        let health = validator.state().await.unwrap().health;
        match health {
            Health::Healthy => assert_eq!(days, 6),
            Health::Degraded { reason } => {
                assert_eq!(
                    (days, reason.as_str()),
                    (8, "the benchmark has not answered for 8 days, so no miner has a bonus")
                );
            }
            other => panic!("{other:?}"),
        }
        validator.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unregistered_special_hotkey_is_an_alert_and_never_a_uniform_vector() {
    // spec/gas.md 18, point 27
    let world = World::new();
    let miner = world.miner(Mood::Accept).await;
    let (escrow, missing) = (world.keypair().hotkey(), world.keypair().hotkey());
    let escrow_uid = world.seat(&escrow, None);
    let mut settings = world.settings();
    settings.special.image_escrow = Some(escrow);
    settings.special.video_escrow = Some(missing);
    settings.epoch_length_blocks = 60;
    let validator = world.run(settings);
    deliver_one(&world, &validator, &miner, 1).await;
    let state = validator
        .until("weights", |state| state.challenges.as_ref().is_some_and(|counters| counters.weights_set > 0))
        .await;
    let expected =
        format!("the video escrow hotkey {missing} is not registered; its share of 0.40 goes to the generators");
    assert_eq!(state.health, Health::Degraded { reason: expected.clone() });
    // 0.4 for the escrow, 0.6 for the only generator.
    let uid = validator.row(&miner.keypair.hotkey()).await.uid;
    assert_eq!(world.weights(), [(uid.0, 65_535), (escrow_uid.0, 43_690)]);
    validator.stop().await;
    let special = [("IMAGE_ESCROW_HOTKEY", escrow.to_string()), ("VIDEO_ESCROW_HOTKEY", missing.to_string())];
    let found = blocking(move || {
        let mut more: Vec<(&str, &str)> = special.iter().map(|(name, key)| (*name, key.as_str())).collect();
        more.push(("UNREGISTERED_SHARE", "withheld"));
        answered(&command(&world, &["validator", "weights", "--dry-run", "--json"], &more))
    })
    .await;
    assert!((found["withheld"].as_f64().unwrap() - 0.4).abs() < 1e-9);
    assert!((found["generators_share"].as_f64().unwrap() - 0.2).abs() < 1e-9);
    let warning = found["warnings"][0].as_str().unwrap().to_owned();
    assert_eq!(warning, expected.replace("goes to the generators", "is withheld"));
}

/// Who has what weight, by the command.
fn weights_of(document: &Value) -> Vec<(u16, u16)> {
    let rows = document["weights"].as_array().unwrap().iter();
    let number = |value: &Value| u16::try_from(value.as_u64().unwrap()).unwrap();
    rows.filter(|row| row["weight"] != 0).map(|row| (number(&row["uid"]), number(&row["weight"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_show_exactly_what_the_validator_sends_and_why() {
    let world = World::new();
    let (plain, fooling) = (world.miner(Mood::Accept).await, world.miner(Mood::Accept).await);
    let (first, second) = (plain.keypair.hotkey(), fooling.keypair.hotkey());
    told(&world, second, 30, 10, UnixMillis::now());
    let mut settings = world.settings();
    settings.epoch_length_blocks = 60;
    let validator = world.run(settings);
    deliver_one(&world, &validator, &plain, 1).await;
    deliver_one(&world, &validator, &fooling, 2).await;
    // Before the first epoch nothing is saved: what it would be is computed, and changes nothing.
    let counters = validator.until_counts("weights", |counters| counters.weights_set > 0).await;
    validator.stop().await;
    let sent = world.weights();
    let uid = move |hotkey: &Hotkey| counters.miners.iter().find(|row| row.hotkey == *hotkey).unwrap().uid.0;
    // 0.15 against 0.15 × 2.269860
    let small = (65_535.0 / 2.269_860_414_f64).round();
    let expected = [(uid(&first), small), (uid(&second), 65_535.0)];
    let found: Vec<(u16, f64)> = sent.iter().map(|(uid, weight)| (*uid, f64::from(*weight))).collect();
    assert_eq!(found, expected);
    blocking(move || {
        let shown = command(&world, &["validator", "weights", "--dry-run", "--json"], &[]);
        assert_eq!(shown.status.code(), Some(0));
        let shown = answered(&shown);
        assert_eq!(weights_of(&shown), sent);
        assert_eq!(shown["set_at"], Value::Null);
        let why = |hotkey: &Hotkey| {
            let rows = shown["weights"].as_array().unwrap();
            rows.iter().find(|row| row["hotkey"] == hotkey.to_string()).unwrap()["reason"].clone()
        };
        assert_eq!((why(&first), why(&world.validator)), (json!("generator"), json!("no_outcomes")));
        // The next epoch moves scores, not their proportions.
        let next = answered(&command(&world, &["validator", "weights", "--dry-run", "--next-epoch", "--json"], &[]));
        assert_eq!(weights_of(&next), sent);
        let score = |document: &Value| document["weights"][usize::from(uid(&second))]["score"].as_f64().unwrap();
        assert!(score(&next) > score(&shown));
        explained(&world, &second, score(&shown));
        let set = command(&world, &["validator", "weights"], &[]);
        assert_eq!(set.status.code(), Some(0), "{}", text(&set.stderr));
        assert!(text(&set.stdout).contains("\nset at block "), "{}", text(&set.stdout));
        assert_eq!(world.weights(), sent);
    })
    .await;
}

/// The trace ends at the score that the validator saved.
fn explained(world: &World, hotkey: &Hotkey, score: f64) {
    let key = hotkey.to_string();
    let found = answered(&command(world, &["score", "explain", "--hotkey", &key, "--json"], &[]));
    let number = |pointer: &str| {
        found.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("{pointer} in {found}"))
    };
    same(number("/reward/image/verified"), 1.0);
    same(number("/reward/image/items/0/multiplier"), 1.0);
    assert!((number("/reward/fool/bonus") - 1.269_860).abs() < 1e-6);
    assert!((number("/reward/value") - 0.3 * 2.269_860).abs() < 1e-6);
    same(number("/score/reward"), number("/reward/value"));
    same(number("/score/score"), score);
    same(number("/weight/weight"), 65_535.0);
    assert_eq!(found["reward_then"], Value::Null);
    let uid = found["uid"].to_string();
    let block = found["epoch_block"].to_string();
    let shown = text(&command(world, &["score", "explain", "--uid", &uid, "--at-epoch", &block], &[]).stdout);
    for part in [
        "images: 1 verified, 0 failed",
        "fool bonus  30/40 = 0.750000 × sample factor 1.693147 = 1.269860",
        "reward      (0.3 × 1.000000 + 0.7 × 0.000000 = 0.300000) × (1 + 1.269860) = 0.680958",
        "score       0.5 × 0.680958 + 0.5 × 0",
        "weight      65535 of 65535: generator",
    ] {
        assert!(shown.contains(part), "`{part}` is not in\n{shown}");
    }
    let early = command(world, &["score", "explain", "--uid", &uid, "--at-epoch", "0"], &[]);
    assert_eq!(early.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_by_hand_bow_to_the_chains_rate_limit() {
    let world = World::with_rate_limit(1_000_000);
    let miner = world.miner(Mood::Accept).await;
    let mut settings = world.settings();
    settings.epoch_length_blocks = 60;
    let validator = world.run(settings);
    deliver_one(&world, &validator, &miner, 1).await;
    validator.until_counts("weights", |counters| counters.weights_set > 0).await;
    validator.stop().await;
    blocking(move || {
        let refused = command(&world, &["validator", "weights"], &[]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
        assert!(text(&refused.stdout).contains("not set: weights can be set again in "), "{}", text(&refused.stdout));
        let stats = answered(&command(&world, &["validator", "miner-stats", "--json"], &[]));
        assert_eq!(stats["totals"]["verified"], 1);
        assert_eq!(stats["miners"][0]["hotkey"], miner.keypair.hotkey().to_string());
        assert_eq!(stats["miners"][0]["rewarded"], 1);
        let uid = stats["miners"][0]["uid"].to_string();
        let card = text(&command(&world, &["validator", "miner-stats", "--uid", &uid], &[]).stdout);
        assert!(card.contains("Pass rate     100.0%") && card.contains("Verified Rewarded C2PA"), "{card}");
        let none = command(&world, &["validator", "miner-stats", "--db-path", "none.db"], &[]);
        assert_eq!(none.status.code(), Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn live_prices_are_read_when_asked_for_and_kept_until_they_are_reset() {
    let world = World::new();
    let sold = |usd: &str| json!({ "text_to_video_720p": usd, "per_image": "0.001" });
    let seller = Api::new(
        200,
        json!({ "data": [
            { "id": "a/new", "pricing_skus": sold("0.02") },
            { "id": "google/veo-3.1", "pricing_skus": sold("0.30") },
            { "id": "b/images", "pricing_skus": { "per_image": 1 } },
        ] }),
    )
    .await;
    let url = seller.url.clone();
    blocking(move || {
        let own = [("VIDEO_PRICES", "google/veo-3.1=0.25, a/mine@1080p=0.9"), ("LIVE_PRICES_URL", url.as_str())];
        let pinned = answered(&command(&world, &["validator", "prices", "--json"], &own));
        assert_eq!((pinned["baseline_usd"].as_f64(), pinned["live_since_ms"].is_null()), (Some(0.03), true));
        let read = answered(&command(&world, &["validator", "prices", "--refresh", "--json"], &own));
        assert_eq!(read["change"]["baseline_before"], 0.03);
        assert_eq!((&read["change"]["baseline_after"], &read["change"]["models"]), (&json!(0.02), &json!(2)));
        assert_eq!(read["change"]["changed"], json!(["a/new=0.02"]));
        let row = |document: &Value, model: &str| {
            let rows = document["prices"].as_array().unwrap();
            let found = rows.iter().find(|row| row["model"] == model).unwrap();
            (found["usd_per_second"].as_f64().unwrap(), found["from"].as_str().unwrap().to_owned())
        };
        let kept = answered(&command(&world, &["validator", "prices", "--json"], &own));
        assert_eq!(row(&kept, "a/new"), (0.02, "live".to_owned()));
        assert_eq!(row(&kept, "google/veo-3.1"), (0.25, "own".to_owned()));
        assert_eq!(row(&kept, "a/mine"), (0.9, "own".to_owned()));
        assert_eq!(row(&kept, "google/veo-3.1-lite"), (0.03, "pinned".to_owned()));
        // Nothing renews them, which the validator says when it starts.
        assert!(first_line_with("live prices", &world).contains("`gascli validator prices --reset`"));
        let back = answered(&command(&world, &["validator", "prices", "--reset", "--json"], &own));
        assert_eq!((back["baseline_usd"].as_f64(), back["live_since_ms"].is_null()), (Some(0.03), true));
        let nobody = [("LIVE_PRICES_URL", "http://127.0.0.1:9/models")];
        let failed = command(&world, &["validator", "prices", "--refresh"], &nobody);
        assert_eq!(failed.status.code(), Some(2));
        assert!(text(&failed.stderr).contains("live prices could not be read"), "{}", text(&failed.stderr));
        let odd = command(&world, &["validator", "prices"], &[("VIDEO_PRICES", "x@4K=1")]);
        assert_eq!(odd.status.code(), Some(2));
        assert!(text(&odd.stderr).contains("VIDEO_PRICES"), "{}", text(&odd.stderr));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_miner_is_told_what_validators_found_of_it() {
    // spec/gas.md 14.5
    let world = World::new();
    let api = Api::new(
        200,
        json!({ "verification": { "validator_count": 2, "aggregate_pass_rate": 0.5, "by_validator": [] } }),
    )
    .await;
    let refuses = Api::new(404, json!("unknown generator")).await;
    let (url, refusing) = (api.url.clone(), refuses.url.clone());
    let hotkey = world.validator.to_string();
    blocking(move || {
        let home = Home::new();
        let wallets = world.home.path().join("wallets").display().to_string();
        let (chain, wallet) =
            (format!("local:{}", world.ledger_path().display()), ["--wallet-name", "v", "--wallet-hotkey", "v"]);
        let run = |more: &[&str], url: &str| {
            let arguments =
                [&["generator", "perf", "--wallet-path", &wallets, "--chain-endpoint", &chain][..], &wallet, more]
                    .concat();
            home.run_with(&arguments, &[("GAS_API_URL", url)])
        };
        let found = answered(&run(&["--modality", "video", "--lookback-days", "3", "--json"], &url));
        assert_eq!(found["verification"]["validator_count"], 2);
        let shown = text(&run(&[], &url).stdout);
        assert!(shown.contains("  validators   2") && shown.contains("nothing yet"), "{shown}");
        let refused = run(&[], &refusing);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains("API error 404: \"unknown generator\""), "{}", text(&refused.stderr));
    })
    .await;
    let (uri, headers) = api.asked.lock().unwrap()[0].clone();
    assert_eq!(uri, "/api/v1/generator/performance?lookback_days=3&modality=video");
    assert_eq!(headers["epistula-signed-by"].to_str().unwrap(), hotkey);
}

/// Numbers that are the very same: they come from one computation.
#[track_caller]
fn same(one: f64, other: f64) {
    assert_eq!(one.to_bits(), other.to_bits(), "{one} {other}");
}
