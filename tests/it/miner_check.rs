//! What the miner makes of media that validators would refuse: not sent, reported, and their model paused.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use gascli::media::{Dimensions, Tier};
use gascli::miner::{CheckSettings, Settings, Setup};
use gascli::protocol::daemon_state::{DaemonState, Health, ModelState};
use gascli::protocol::epistula;
use gascli::protocol::gas::ServiceInfo;
use gascli::providers::demo::{Authority, encode_png, paint};
use gascli::providers::{GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError, ProviderSet};
use gascli::types::{MicroUsd, UnixMillis};
use gascli::verification::c2pa::TrustSet;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::miner_world::{Answer, LIMIT, Receiver, Running, World, hang_up, miner_hotkey, send_only, validator};
use crate::verify_world::{self, small_png};

/// A service that signs, or does not, as the prompt says.
struct Studio {
    authority: Authority,
    /// Signs below a root that has the name of one that the network trusts.
    stranger: verify_world::Provider,
}

impl Studio {
    fn new(world: &World) -> Self {
        let authority = Authority::open_or_create(&world.path().join("authority")).unwrap();
        Self { authority, stranger: verify_world::Provider::below("Google C2PA Root CA G3") }
    }

    fn trust(&self) -> TrustSet {
        TrustSet::network_names().with_demo(self.authority.root_pem())
    }
}

#[async_trait]
impl Provider for Studio {
    fn name(&self) -> &'static str {
        "studio"
    }

    fn info(&self) -> ServiceInfo {
        ServiceInfo::new("StudioService", Some("image_generation"), None)
    }

    fn order(&self, _: &GenerationRequest) -> Result<Order, ProviderError> {
        let (model, cost) = ("painter".to_owned(), Some(MicroUsd(40_000)));
        Ok(Order { model, size: "64x64".into(), tier: Some(Tier::K1), cost })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        journal.ordering(&self.order(request)?).await?;
        let now = UnixMillis::now();
        let sign = |when| self.authority.sign(&small_png(), when, "").unwrap();
        let bytes = match request.prompt.as_str() {
            "unsigned" => small_png(),
            "stale" => sign(now.before(Duration::from_hours(1))),
            "cut" => sign(now)[..2000].to_vec(),
            "foreign" => self.stranger.signed(&small_png(), Some(&now.to_string())),
            "fails" => return Err(ProviderError::Malformed("no picture".into())),
            _ => sign(now),
        };
        Ok(GeneratedMedia { bytes: Bytes::from(bytes), metadata: Vec::new() })
    }
}

fn checking(world: &World, pause_after: u64) -> Settings {
    let check =
        CheckSettings { before_sending: true, pause_after, pause: Duration::from_mins(30), trust_anchors: Vec::new() };
    Settings { check, max_concurrent_tasks: 1, ..world.settings() }
}

/// A miner whose media come from a studio.
async fn start(world: &World, clock: fn() -> UnixMillis, settings: Settings) -> Running {
    let studio = Studio::new(world);
    let trust = studio.trust();
    let set = ProviderSet::new(Some(Arc::new(studio)), None);
    let setup = Setup { clock, ..Setup::new(settings, set, trust) };
    world.start_setup(setup).await.unwrap_or_else(|error| panic!("{error}"))
}

fn model(state: &DaemonState) -> ModelState {
    state.models.first().cloned().expect("a model is known")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_validators_would_refuse_is_reported_in_their_words_and_not_sent() {
    // spec/gas.md 8.6
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = start(&world, UnixMillis::now, checking(&world, 0)).await;
    for (prompt, reason) in [
        ("unsigned", "C2PA verification failed: No C2PA manifest found: ManifestNotFound: no JUMBF data found"),
        ("stale", "C2PA manifest signed before challenge was issued"),
        ("cut", "Corrupted or unreadable media"),
    ] {
        let id = miner.order(prompt, &receiver.url).await;
        let delivery = receiver.next().await;
        let body: Value = serde_json::from_slice(&delivery.body).unwrap();
        let expected = json!({ "task_id": id, "task_status": "failed", "error_message": reason, "modality": "image" });
        assert_eq!(body, expected);
    }
    miner.order("signed", &receiver.url).await;
    let delivery = receiver.next().await;
    assert_eq!((delivery.header("task-status"), delivery.header("content-type")), ("completed", "image/png"));
    let state = miner.until("all ended", |state| state.tasks.as_ref().unwrap().delivered == 1).await;
    let found = model(&state);
    assert_eq!((found.service.as_str(), found.model.as_str()), ("studio", "painter"));
    assert_eq!((found.checked, found.failed, found.failed_in_row, found.undecided), (4, 3, 0, 0));
    assert_eq!(found.last_failure.as_deref(), Some("unreadable"));
    assert_eq!(state.health, Health::Healthy);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_are_sent_unchecked_where_the_operator_wants_it() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let mut settings = checking(&world, 1);
    settings.check.before_sending = false;
    let miner = start(&world, UnixMillis::now, settings).await;
    for _ in 0..2 {
        miner.order("unsigned", &receiver.url).await;
        assert_eq!(receiver.next().await.header("task-status"), "completed");
    }
    assert!(miner.state().await.models.is_empty());
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_that_only_lack_an_anchor_of_ours_are_sent_and_pause_nothing() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = start(&world, UnixMillis::now, checking(&world, 1)).await;
    for _ in 0..3 {
        miner.order("foreign", &receiver.url).await;
        assert_eq!(receiver.next().await.header("task-status"), "completed");
    }
    let found = model(&miner.until("all judged", |state| state.tasks.as_ref().unwrap().delivered == 3).await);
    assert_eq!((found.checked, found.undecided, found.failed), (3, 3, 0));
    miner.end().await;
}

/// How far the clock of the test below is ahead.
static AHEAD_MS: AtomicU64 = AtomicU64::new(0);

fn shifted() -> UnixMillis {
    UnixMillis(UnixMillis::now().0 + AHEAD_MS.load(Ordering::SeqCst))
}

async fn challenge(miner: &Running, prompt: &str, webhook: &str) -> Answer {
    let body = json!({ "prompt": prompt, "parameters": { "resolution": "1K" } }).to_string();
    let mut headers = epistula::sign(&validator(), body.as_bytes(), Some(&miner_hotkey()), shifted());
    headers.push(("x-webhook-url", webhook.into()));
    miner.send("POST", "/gen_image", body.as_bytes(), &headers).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_whose_media_keep_failing_is_paused_also_over_a_restart_until_one_passes() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = start(&world, shifted, checking(&world, 2)).await;
    for _ in 0..2 {
        assert_eq!(challenge(&miner, "unsigned", &receiver.url).await.status, 201);
        assert_eq!(receiver.next().await.header("task-status"), "failed");
    }
    let text = "model painter: 2 of 2 without C2PA; paused 30 min";
    let reason = Health::Degraded { reason: text.into() };
    miner.until("paused", |state| state.health == reason).await;
    let refused = challenge(&miner, "signed", &receiver.url).await;
    assert_eq!((refused.status, &refused.body["error"]), (503, &json!("Model painter is paused")));
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1700..=1800).contains(&wait), "{wait}");
    let state = miner.state().await;
    assert_eq!(state.tasks.unwrap().refused_by["model-paused"], 1);
    miner.end().await;

    let miner = start(&world, shifted, checking(&world, 2)).await;
    assert_eq!(challenge(&miner, "signed", &receiver.url).await.status, 503, "a restart does not end a pause");
    AHEAD_MS.fetch_add(1_801_000, Ordering::SeqCst);
    // What tells nothing of the model leaves its place to the next one.
    assert_eq!(challenge(&miner, "fails", &receiver.url).await.status, 201);
    assert_eq!(receiver.next().await.header("task-status"), "failed");
    // One task tries; that it fails doubles the pause.
    assert_eq!(challenge(&miner, "unsigned", &receiver.url).await.status, 201);
    assert_eq!(receiver.next().await.header("task-status"), "failed");
    let refused = challenge(&miner, "signed", &receiver.url).await;
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((3500..=3600).contains(&wait), "{wait}");
    AHEAD_MS.fetch_add(3_601_000, Ordering::SeqCst);
    for _ in 0..2 {
        assert_eq!(challenge(&miner, "signed", &receiver.url).await.status, 201);
        assert_eq!(receiver.next().await.header("task-status"), "completed");
    }
    let state = miner.until("well again", |state| state.health == Health::Healthy).await;
    assert_eq!((model(&state).failed, model(&state).failed_in_row), (3, 0));
    miner.end().await;
}

/// The same for the next test.
static LATER_MS: AtomicU64 = AtomicU64::new(0);

#[tokio::test(flavor = "multi_thread")]
async fn one_that_hung_up_and_was_not_stored_keeps_no_other_from_trying_a_model() {
    let later = || UnixMillis(UnixMillis::now().0 + LATER_MS.load(Ordering::SeqCst));
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = start(&world, later, checking(&world, 1)).await;
    miner.order("unsigned", &receiver.url).await;
    receiver.next().await;
    LATER_MS.store(1_801_000, Ordering::SeqCst);
    let store = rusqlite::Connection::open(world.state_dir().join("miner.sqlite")).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON tasks BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    store.execute_batch(&format!("BEGIN IMMEDIATE; {full}")).unwrap();
    let mut stream = send_only(&miner, &receiver.url, later()).await;
    miner.until("about to be written", |state| state.tasks.as_ref().unwrap().pending == 1).await;
    hang_up(&mut stream).await;
    store.execute_batch("COMMIT").unwrap();
    miner.until("not stored", |state| state.tasks.as_ref().unwrap().pending == 0).await;
    store.execute_batch("DROP TRIGGER full").unwrap();
    let body = br#"{"prompt": "signed"}"#;
    let trying = async {
        loop {
            let mut headers = epistula::sign(&validator(), body, Some(&miner_hotkey()), later());
            headers.push(("x-webhook-url", receiver.url.clone()));
            // Its place is free a moment after it is no longer counted.
            if miner.send("POST", "/gen_image", body, &headers).await.status == 201 {
                return;
            }
        }
    };
    timeout(LIMIT, trying).await.expect("the place is still taken");
    assert_eq!(receiver.next().await.header("task-status"), "completed");
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_ends_when_the_operator_turns_pausing_or_the_check_off() {
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = start(&world, UnixMillis::now, checking(&world, 1)).await;
    miner.order("unsigned", &receiver.url).await;
    receiver.next().await;
    assert_eq!(miner.challenge(r#"{"prompt": "signed"}"#, &receiver.url).await.status, 503);
    miner.end().await;
    let off = |mut settings: Settings| {
        settings.check.before_sending = false;
        settings
    };
    for settings in [off(checking(&world, 1)), checking(&world, 0)] {
        let miner = start(&world, UnixMillis::now, settings).await;
        for _ in 0..2 {
            miner.order("signed", &receiver.url).await; // none waits for another one to try
        }
        for _ in 0..2 {
            assert_eq!(receiver.next().await.header("task-status"), "completed");
        }
        miner.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_below_the_tier_that_was_ordered_is_counted_and_sent_all_the_same() {
    struct Small(Studio);

    #[async_trait]
    impl Provider for Small {
        fn name(&self) -> &'static str {
            "small"
        }

        fn info(&self) -> ServiceInfo {
            self.0.info()
        }

        fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
            Ok(Order { tier: Some(Tier::K2), ..self.0.order(request)? })
        }

        async fn generate(&self, _: &GenerationRequest, _: &dyn Journal) -> Result<GeneratedMedia, ProviderError> {
            let png = encode_png(&paint("a red fox", Dimensions { width: 128, height: 128 }, 1)).unwrap();
            let bytes = self.0.authority.sign(&png, UnixMillis::now(), "").unwrap().into();
            Ok(GeneratedMedia { bytes, metadata: Vec::new() })
        }
    }

    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let studio = Studio::new(&world);
    let trust = studio.trust();
    let set = ProviderSet::new(Some(Arc::new(Small(studio))), None);
    let miner = world.start_setup(Setup::new(checking(&world, 1), set, trust)).await.unwrap_or_else(|e| panic!("{e}"));
    miner.order("a red fox", &receiver.url).await;
    assert_eq!(receiver.next().await.header("task-status"), "completed");
    let found = model(&miner.until("judged", |state| !state.models.is_empty()).await);
    assert_eq!((found.short, found.failed, found.paused_until_ms), (1, 0, None));
    miner.end().await;
}
