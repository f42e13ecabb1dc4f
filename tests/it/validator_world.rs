//! A local chain, one validator, and miners that answer as Python miners do.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test that asked for it")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::{Axon, Endpoint, wallet};
use gascli::daemon::client::{Reach, client};
use gascli::daemon::heartbeat::Heart;
use gascli::daemon::state_socket;
use gascli::protocol::daemon_state::{ChallengeCounters, DaemonState, MinerRow};
use gascli::protocol::epistula;
use gascli::providers::demo::{Authority, encode_png};
use gascli::types::{Hotkey, Keypair, Modality, Netuid, Paths, Rao, ServiceName, TaskId, Uid, UnixMillis};
use gascli::validator::{
    self, AlignmentSettings, PromptSource, RewardSettings, Settings, SpecialHotkeys, ValidatorError,
};
use gascli::verification::alignment::Rules;
use gascli::verification::c2pa::TrustSet;
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long a condition may take; generous, since the machine may be busy.
const LIMIT: Duration = Duration::from_secs(40);

pub(crate) const NETUID: Netuid = Netuid(34);

/// More blocks than any test sees.
pub(crate) const NEVER: u64 = 1_000_000_000;

/// A chain in a temporary folder, with a validator's hotkey that has a permit.
pub(crate) struct World {
    pub(crate) home: tempfile::TempDir,
    pub(crate) validator: Hotkey,
    pub(crate) authority: Arc<Authority>,
    next: Mutex<u8>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_rate_limit(0)
    }

    /// Weights may be set again after this many blocks.
    pub(crate) fn with_rate_limit(blocks: u64) -> Self {
        let world = Self::bare(blocks);
        let given = Registration {
            stake: Some(Rao::from_tao(20_000)),
            validator_permit: Some(true),
            ..Registration::default()
        };
        world.ledger().register(NETUID, &world.validator, &given).unwrap();
        world
    }

    pub(crate) fn without_seat() -> Self {
        Self::bare(0)
    }

    fn bare(weights_rate_limit: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let new = NewLedger {
            netuid: NETUID,
            block_time: Duration::from_millis(100),
            tempo: 10,
            weights_rate_limit,
            ..NewLedger::default()
        };
        Ledger::create(&home.path().join("chain.sqlite"), &new).unwrap();
        let validator = wallet::create_hotkey(&wallet_of(home.path())).unwrap();
        let authority = Arc::new(Authority::open_or_create(&home.path().join("authority")).unwrap());
        Self { home, validator, authority, next: Mutex::new(10) }
    }

    pub(crate) fn ledger_path(&self) -> PathBuf {
        self.home.path().join("chain.sqlite")
    }

    pub(crate) fn ledger(&self) -> Ledger {
        Ledger::open(&self.ledger_path()).unwrap()
    }

    /// Settings under which nothing happens but one round, at once.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            endpoint: Endpoint::Local(self.ledger_path()),
            netuid: None,
            wallet: wallet_of(self.home.path()),
            callback_port: 0,
            external_callback_port: None,
            external_ip: None,
            cache_dir: None,
            challenge_interval_blocks: NEVER,
            challenge_every: None,
            epoch_length_blocks: NEVER,
            sample_size: 50,
            modalities: vec![Modality::Image],
            prompts_file: None,
            prompt_source: PromptSource::Scenes,
            miner_timeout: Duration::from_secs(20),
            task_expiry: Duration::from_hours(2),
            max_media_bytes: 2 << 20,
            min_free_bytes: 0,
            store_failed_media: false,
            global_duplicate_threshold: 4,
            // The pictures here are noise.
            alignment: AlignmentSettings {
                model: None,
                rules: Rules::default(),
                unload_after: None,
                device: "cpu".into(),
                models: gascli::models::Models::at(self.home.path().join("models")),
                hub: None,
            },
            image_weight: 0.30,
            video_weight: 0.70,
            special: SpecialHotkeys::default(),
            rewards: RewardSettings::default(),
            trust_anchors: Vec::new(),
            demo_authority: None,
            heartbeat: None,
            retention: gascli::store::Retention::default(),
            backup_interval: Some(Duration::from_hours(6)),
            backups_kept: 3,
        }
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::below(self.home.path())
    }

    pub(crate) fn trust(&self) -> TrustSet {
        TrustSet::network_names().with_demo(self.authority.root_pem())
    }

    /// A key that nobody else has.
    pub(crate) fn keypair(&self) -> Keypair {
        let mut next = self.next.lock().unwrap();
        *next += 1;
        Keypair::from_seed(&[*next; 32])
    }

    /// A picture that passes every check; each `shade` has other bytes.
    pub(crate) fn picture(&self, shade: u8) -> Vec<u8> {
        self.picture_signed_at(shade, UnixMillis::now())
    }

    pub(crate) fn picture_signed_at(&self, shade: u8, when: UnixMillis) -> Vec<u8> {
        self.authority.sign(&unsigned(shade), when, "a red circle").unwrap()
    }

    pub(crate) fn run(&self, settings: Settings) -> Validator {
        self.run_supervised(settings, None)
    }

    pub(crate) fn run_supervised(&self, settings: Settings, notify: Option<String>) -> Validator {
        let (stop, paths, trust) = (CancellationToken::new(), self.paths(), self.trust());
        let socket = paths.state_socket(&ServiceName::gas_validator());
        let task = tokio::spawn({
            let stop = stop.clone();
            async move {
                let ready = move |_| gascli::daemon::notify::ready(notify.as_deref()).unwrap();
                validator::run(settings, trust, &paths, &ServiceName::gas_validator(), stop, Heart::none(), ready).await
            }
        });
        Validator { hotkey: self.validator, socket, stop, task, client: client(Reach::Any).unwrap() }
    }

    /// A seated miner that listens and accepts, and answers challenges by `mood`.
    pub(crate) async fn miner(&self, mood: Mood) -> Miner {
        let miner = Miner::start(self.keypair(), mood).await;
        self.seat(&miner.keypair.hotkey(), Some(miner.address));
        miner
    }

    pub(crate) fn seat(&self, hotkey: &Hotkey, address: Option<SocketAddr>) -> Uid {
        let axon = address.map(|address| Axon { ip: address.ip(), port: address.port() });
        self.ledger().register(NETUID, hotkey, &Registration { axon, ..Registration::default() }).unwrap()
    }

    /// The weights on the ledger, as written there.
    pub(crate) fn weights(&self) -> Vec<(u16, u16)> {
        let connection = rusqlite::Connection::open(self.ledger_path()).unwrap();
        let mut select = connection.prepare("SELECT uid, weight FROM weights ORDER BY uid").unwrap();
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Status and reason of each challenge, as stored.
    pub(crate) fn outcomes(&self) -> Vec<(String, String, Option<String>)> {
        let path = self.paths().validator(&self.validator).join("prompts.db");
        let connection = rusqlite::Connection::open(path).unwrap();
        let mut select = connection
            .prepare("SELECT task_id, status, failure_reason FROM generator_challenge_outcomes ORDER BY created_at")
            .unwrap();
        select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    /// Media files that the validator keeps.
    pub(crate) fn media(&self) -> Vec<PathBuf> {
        let folder = self.paths().validator(&self.validator).join("images/synthetic");
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

fn wallet_of(home: &Path) -> wallet::Settings {
    wallet::Settings::new(home.join("wallets"), "v", "v")
}

/// A picture without a manifest; each `shade` looks different.
pub(crate) fn unsigned(shade: u8) -> Vec<u8> {
    let mut rng = SmallRng::seed_from_u64(shade.into());
    encode_png(&image::RgbImage::from_fn(48, 48, |_, _| image::Rgb(rng.random()))).unwrap()
}

/// A running validator.
pub(crate) struct Validator {
    pub(crate) hotkey: Hotkey,
    socket: PathBuf,
    stop: CancellationToken,
    task: JoinHandle<Result<(), ValidatorError>>,
    client: reqwest::Client,
}

impl Validator {
    pub(crate) async fn state(&self) -> Option<DaemonState> {
        let socket = self.socket.clone();
        let read = move || state_socket::read(&socket, Duration::from_secs(5)).ok();
        tokio::task::spawn_blocking(read).await.unwrap()
    }

    /// Waits until the state satisfies `condition`.
    pub(crate) async fn until(&self, what: &str, condition: impl Fn(&DaemonState) -> bool) -> DaemonState {
        let deadline = Instant::now() + LIMIT;
        loop {
            let state = self.state().await;
            match state {
                Some(state) if condition(&state) => return state,
                other if Instant::now() > deadline => panic!("not within {LIMIT:?}: {what}; last seen: {other:?}"),
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    pub(crate) async fn until_counts(
        &self,
        what: &str,
        condition: impl Fn(&ChallengeCounters) -> bool,
    ) -> ChallengeCounters {
        self.until(what, |state| condition(state.challenges.as_ref().unwrap())).await.challenges.unwrap()
    }

    /// Waits until no medium awaits the check of its prompt.
    pub(crate) async fn decided(&self) -> ChallengeCounters {
        self.until_counts("all decisions", |counters| counters.awaiting_alignment == 0).await
    }

    pub(crate) async fn row(&self, hotkey: &Hotkey) -> MinerRow {
        let counters = self.state().await.unwrap().challenges.unwrap();
        counters.miners.into_iter().find(|row| row.hotkey == *hotkey).unwrap()
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(LIMIT, self.task).await.expect("it stops").unwrap().unwrap();
    }

    /// How a validator ends that cannot begin.
    pub(crate) async fn error(self) -> ValidatorError {
        tokio::time::timeout(LIMIT, self.task).await.expect("it ends").unwrap().unwrap_err()
    }

    /// Posts to the callback as a Python miner does.
    pub(crate) async fn post(
        &self,
        signer: &Keypair,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String) {
        let signed = epistula::sign(signer, body, Some(&self.hotkey), UnixMillis::now());
        self.post_signed(&signed, url, headers, body).await
    }

    /// [`Validator::post`] with headers that were signed before, perhaps over something else.
    pub(crate) async fn post_signed(
        &self,
        signed: &[(&'static str, String)],
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String) {
        let mut request = self.client.post(url).body(body.to_vec());
        for (name, value) in signed {
            request = request.header(*name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Delivers a medium for a challenge.
    pub(crate) async fn deliver(&self, signer: &Keypair, challenge: &Challenge, body: &[u8]) -> (u16, String) {
        let headers = [("content-type", "image/png"), ("task-id", &challenge.task_id), ("task-status", "completed")];
        self.post(signer, &challenge.webhook_url, &headers, body).await
    }
}

/// How a miner answers a challenge.
#[derive(Clone)]
pub(crate) enum Mood {
    /// 201 with a new id.
    Accept,
    /// This status and body.
    Say(u16, String),
    /// 201 with this id, but only when told to.
    Later(TaskId, Arc<Notify>),
    /// Never.
    Hang,
}

/// A challenge as a miner received it.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    pub(crate) task_id: String,
    pub(crate) webhook_url: String,
    pub(crate) prompt: String,
    pub(crate) resolution: String,
    pub(crate) content_type: String,
    pub(crate) raw: Vec<u8>,
}

/// A miner that answers as the reference does.
pub(crate) struct Miner {
    pub(crate) keypair: Keypair,
    pub(crate) address: SocketAddr,
    challenges: tokio::sync::Mutex<mpsc::UnboundedReceiver<Challenge>>,
    server: JoinHandle<()>,
}

struct Inside {
    hotkey: Hotkey,
    mood: Mood,
    challenges: mpsc::UnboundedSender<Challenge>,
}

impl Miner {
    pub(crate) async fn start(keypair: Keypair, mood: Mood) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, challenges) = mpsc::unbounded_channel();
        let inside = Arc::new(Inside { hotkey: keypair.hotkey(), mood, challenges: sender });
        let router = axum::Router::new()
            .route("/miner_info", get(async || axum_json(StatusCode::OK, &json!({ "miner_type": "GENERATOR" }))))
            .route("/gen_image", post(challenged))
            .route("/gen_video", post(challenged))
            .with_state(inside);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { keypair, address, challenges: tokio::sync::Mutex::new(challenges), server }
    }

    /// The next challenge.
    pub(crate) async fn challenge(&self) -> Challenge {
        let mut challenges = self.challenges.lock().await;
        tokio::time::timeout(LIMIT, challenges.recv()).await.expect("a challenge comes").unwrap()
    }
}

impl Drop for Miner {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn axum_json(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}

async fn challenged(State(inside): State<Arc<Inside>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let raw = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let read = epistula::Headers::read(|name| parts.headers.get(name).and_then(|value| value.to_str().ok()));
    let greeting = epistula::greet(&read, &inside.hotkey, None, |_| Some(Rao(0)), UnixMillis::now()).unwrap();
    greeting.verify(&epistula::sha256(&raw)).unwrap();
    let asked: Value = serde_json::from_slice(&raw).unwrap();
    let task_id = match &inside.mood {
        Mood::Later(task_id, _) => *task_id,
        _ => TaskId::random(),
    };
    let challenge = Challenge {
        task_id: task_id.to_string(),
        webhook_url: text("x-webhook-url"),
        prompt: asked["prompt"].as_str().unwrap().to_owned(),
        resolution: asked["parameters"]["resolution"].as_str().unwrap().to_owned(),
        content_type: text("content-type"),
        raw,
    };
    let _ = inside.challenges.send(challenge);
    match &inside.mood {
        Mood::Say(status, body) => (StatusCode::from_u16(*status).unwrap(), body.clone()).into_response(),
        Mood::Hang => std::future::pending().await,
        mood => {
            if let Mood::Later(_, told) = mood {
                told.notified().await;
            }
            axum_json(StatusCode::CREATED, &json!({ "task_id": task_id.to_string(), "status": "submitted" }))
        }
    }
}
