//! A miner in this process, on a local chain of its own, with a validator that listens on loopback.

use std::collections::VecDeque;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bytes::Bytes;
use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::{Endpoint, wallet};
use gascli::daemon::{client, http, state_socket};
use gascli::miner::{self, CheckSettings, ExternalIp, MinerError, Setup, WebhookSettings};
use gascli::protocol::daemon_state::DaemonState;
use gascli::protocol::epistula;
use gascli::protocol::gas::ServiceInfo;
use gascli::providers::{
    self, GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError, ProviderSet, Standing,
};
use gascli::types::{Hotkey, Keypair, MicroUsd, Netuid, Paths, Rao, ServiceName, UnixMillis};
use gascli::verification::c2pa::TrustSet;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub(crate) const LIMIT: Duration = Duration::from_secs(20);
pub(crate) const NETUID: Netuid = Netuid(34);

// spec/gas.md 2.5: signer and receiver of the vectors.
const VALIDATOR: &str = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
const MINER: &str = "398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89";

fn pair(seed: &str) -> Keypair {
    let mut bytes = [0; 32];
    hex::decode_to_slice(seed, &mut bytes).unwrap();
    Keypair::from_seed(&bytes)
}

pub(crate) fn validator() -> Keypair {
    pair(VALIDATOR)
}

pub(crate) fn miner_hotkey() -> Hotkey {
    pair(MINER).hotkey()
}

/// Registered, but with a stake of 19999.5.
pub(crate) fn poor() -> Keypair {
    Keypair::from_seed(&[3; 32])
}

pub(crate) fn stranger() -> Keypair {
    Keypair::from_seed(&[4; 32])
}

/// A provider that does what the prompt says: `fail`, `refuse` (at no charge), `panic`, `empty`, `wait` (for a permit), `job`
/// (takes the order as one, then waits for a permit), `lose` (a job, then the connection), `busy` (rests at the first call),
/// else makes a medium.
pub(crate) struct Obedient {
    pub(crate) permits: Arc<Semaphore>,
    /// Orders.
    pub(crate) calls: AtomicUsize,
    pub(crate) resumed: AtomicUsize,
    pub(crate) repeatable: bool,
    pub(crate) rests: AtomicBool,
}

impl Obedient {
    fn made(prompt: &str) -> GeneratedMedia {
        let metadata = vec![("model".to_owned(), Value::from("m")), ("generation_time".to_owned(), Value::from(1.5))];
        GeneratedMedia { bytes: medium(prompt), metadata }
    }
}

pub(crate) fn medium(prompt: &str) -> Bytes {
    [b"\x89PNG\r\n\x1a\n", prompt.as_bytes()].concat().into()
}

#[async_trait]
impl Provider for Obedient {
    fn name(&self) -> &'static str {
        "obedient"
    }

    fn info(&self) -> ServiceInfo {
        let info = ServiceInfo::new("ObedientService", Some("image_generation"), None);
        ServiceInfo { available: !self.rests.load(Ordering::SeqCst), ..info }
    }

    fn order(&self, _: &GenerationRequest) -> Result<Order, ProviderError> {
        Ok(Order { model: "m".into(), size: "1024x1024".into(), tier: None, cost: Some(MicroUsd(40_000)) })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        journal.ordering(&self.order(request)?).await?;
        let calls = self.calls.fetch_add(1, Ordering::SeqCst);
        let job = serde_json::json!({ "kind": "obedient", "job_id": 7, "polling_url": "http://x/secret" });
        match request.prompt.as_str() {
            "refuse" => return Err(ProviderError::Failed("not with us".into())),
            "busy" if calls == 0 => {
                return Err(ProviderError::Resting { service: "Obedient", wait: Duration::from_millis(20) });
            }
            "job" => {
                journal.accepted(&job).await;
                self.permits.acquire().await.unwrap().forget();
            }
            "lose" => {
                journal.accepted(&job).await;
                return Err(ProviderError::Unreachable { service: "Obedient", message: "reset".into(), sent: true });
            }
            "fail" => return Err(ProviderError::Malformed("größe\nfehlt".into())),
            "panic" => panic!("as asked"),
            "empty" => return Ok(GeneratedMedia { bytes: Bytes::new(), metadata: Vec::new() }),
            "wait" => self.permits.acquire().await.unwrap().forget(),
            "large" => return Ok(GeneratedMedia { bytes: vec![7; 3 << 20].into(), metadata: Vec::new() }),
            _ => {}
        }
        Ok(Self::made(&request.prompt))
    }

    async fn resume(&self, request: &GenerationRequest, job: &Value) -> Result<GeneratedMedia, ProviderError> {
        if job["kind"] != "obedient" {
            return Err(ProviderError::NotOurs { service: "Obedient", kind: job["kind"].as_str().unwrap().into() });
        }
        self.resumed.fetch_add(1, Ordering::SeqCst);
        Ok(Self::made(&request.prompt))
    }

    fn standing(&self) -> Standing {
        if self.rests.load(Ordering::SeqCst) {
            return Standing::Resting { left: Duration::from_millis(500), reason: "tired".into() };
        }
        Standing::Ready
    }

    fn repeatable(&self) -> bool {
        self.repeatable
    }
}

/// What the validator received.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Delivery {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn is_signed_by_the_miner(&self) -> bool {
        let fields = epistula::Headers::read(|name| self.headers.get(name).and_then(|value| value.to_str().ok()));
        let greeting =
            epistula::greet(&fields, &validator().hotkey(), None, |_| Some(Rao(0)), UnixMillis::now()).unwrap();
        let verified = greeting.verify(&epistula::sha256(&self.body)).unwrap();
        verified.signer == miner_hotkey()
    }
}

/// The validator's callback: answers by its script, then always 200.
pub(crate) struct Receiver {
    pub(crate) url: String,
    pub(crate) script: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    deliveries: mpsc::UnboundedReceiver<Delivery>,
    stop: CancellationToken,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}/generative_callback", listener.local_addr().unwrap());
        let script: Arc<Mutex<VecDeque<(u16, &'static str)>>> = Arc::default();
        let (sender, deliveries) = mpsc::unbounded_channel();
        let answers = Arc::clone(&script);
        let router = Router::new().route(
            "/generative_callback",
            post(move |request: Request| async move {
                let (parts, body) = request.into_parts();
                let body = http::read_body(body, 64 << 20).await.unwrap();
                sender.send(Delivery { headers: parts.headers, body }).unwrap();
                let next = answers.lock().unwrap().pop_front();
                let (status, text) = next.unwrap_or((200, "Binary content received"));
                (StatusCode::from_u16(status).unwrap(), text)
            }),
        );
        let stop = CancellationToken::new();
        tokio::spawn(http::serve(listener, router, http::Limits::default(), stop.clone()));
        Self { url, script, deliveries, stop }
    }

    pub(crate) async fn next(&mut self) -> Delivery {
        timeout(LIMIT, self.deliveries.recv()).await.expect("nothing was delivered in time").unwrap()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A home, a ledger and a wallet.
pub(crate) struct World {
    home: tempfile::TempDir,
    pub(crate) provider: Arc<Obedient>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(false)
    }

    pub(crate) fn with(repeatable: bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(&home.path().join("chain.sqlite"), &NewLedger::default()).unwrap();
        for (hotkey, stake) in [(miner_hotkey(), "0"), (validator().hotkey(), "20000"), (poor().hotkey(), "19999.5")] {
            let given = Registration { stake: Some(stake.parse().unwrap()), ..Registration::default() };
            ledger.register(NETUID, &hotkey, &given).unwrap();
        }
        let folder = home.path().join("wallets/w/hotkeys");
        std::fs::create_dir_all(&folder).unwrap();
        let mut file =
            std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(folder.join("h")).unwrap();
        write!(file, "{{\"secretSeed\": \"0x{MINER}\"}}").unwrap();
        let provider = Arc::new(Obedient {
            permits: Arc::new(Semaphore::new(0)),
            calls: AtomicUsize::new(0),
            resumed: AtomicUsize::new(0),
            repeatable,
            rests: AtomicBool::new(false),
        });
        Self { home, provider }
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::below(self.home.path())
    }

    pub(crate) fn state_dir(&self) -> PathBuf {
        self.home.path().join("miner-state")
    }

    pub(crate) fn path(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn settings(&self) -> miner::Settings {
        miner::Settings {
            endpoint: Endpoint::Local(self.home.path().join("chain.sqlite")),
            netuid: None,
            wallet: wallet::Settings::new(self.home.path().join("wallets"), "w", "h"),
            axon_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            axon_port: 0,
            axon_external_ip: ExternalIp::AskUnlessLocal,
            ip_service: String::new(),
            services: providers::Settings::default(),
            max_concurrent_tasks: 2,
            max_queued_tasks: 10,
            task_timeout: LIMIT,
            video_timeout: LIMIT,
            max_task_age: Duration::from_hours(1),
            cleanup_interval: Duration::from_hours(1),
            check: CheckSettings {
                before_sending: false,
                pause_after: 5,
                pause: Duration::from_mins(30),
                trust_anchors: Vec::new(),
            },
            max_spend_per_day: None,
            metrics: None,
            webhook: WebhookSettings {
                max_attempts: 100,
                retry_delay: Duration::from_millis(20),
                timeout: Duration::from_secs(5),
                allow_private: true,
            },
            requests_per_minute: 0,
            max_body_bytes: 1 << 20,
            minimum_stake: Some(Rao::from_tao(20_000)),
            state_dir: Some(self.state_dir()),
            save_to: None,
            shutdown_grace: Duration::from_secs(5),
        }
    }

    pub(crate) async fn start(&self) -> Running {
        self.start_with(self.settings()).await
    }

    pub(crate) async fn start_with(&self, settings: miner::Settings) -> Running {
        self.start_by(UnixMillis::now, settings).await.unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) async fn start_by(
        &self,
        clock: fn() -> UnixMillis,
        settings: miner::Settings,
    ) -> Result<Running, MinerError> {
        let provider: Arc<dyn Provider> = Arc::clone(&self.provider) as Arc<dyn Provider>;
        let set = ProviderSet::new(Some(provider), None);
        self.start_setup(Setup { clock, ..Setup::new(settings, set, TrustSet::empty()) }).await
    }

    /// One that is made of other things than usual.
    pub(crate) async fn start_setup(&self, setup: Setup) -> Result<Running, MinerError> {
        let paths = self.paths();
        let stop = CancellationToken::new();
        let (stopping, (sender, ready)) = (stop.clone(), tokio::sync::oneshot::channel());
        let service = ServiceName::gas_miner();
        let mut task = tokio::spawn(async move {
            let ready = |address| sender.send(address).unwrap();
            miner::run(setup, &paths, &service, stopping, ready).await
        });
        let address = tokio::select! {
            Ok(address) = ready => address,
            ended = &mut task => return Err(ended.unwrap().expect_err("the miner ended before it was ready")),
        };
        let client = client::client(client::Reach::Any).unwrap();
        Ok(Running { address, client, stop, task, socket: self.paths().state_socket(&ServiceName::gas_miner()) })
    }
}

/// A miner at work.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) client: reqwest::Client,
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<Result<(), MinerError>>,
    socket: PathBuf,
}

impl World {
    /// A miner that runs in a process of its own, in this world's home, as soon as it tells where it listens.
    pub(crate) async fn attach(&self) -> Running {
        let socket = self.paths().state_socket(&ServiceName::gas_miner());
        let asked = socket.clone();
        let listening = tokio::task::spawn_blocking(move || {
            let end = std::time::Instant::now() + LIMIT;
            loop {
                match state_socket::read(&asked, Duration::from_secs(5)) {
                    Ok(state) => return state.node.listening.unwrap(),
                    Err(error) => assert!(std::time::Instant::now() < end, "{error}"),
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        let address = listening.await.unwrap().parse().unwrap();
        let (client, stop) = (client::client(client::Reach::Any).unwrap(), CancellationToken::new());
        Running { address, client, stop, task: tokio::spawn(async { Ok(()) }), socket }
    }
}

pub(crate) type Headers = Vec<(&'static str, String)>;

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Running {
    pub(crate) async fn send(&self, method: &str, path: &str, body: &[u8], headers: &Headers) -> Answer {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("http://{}{path}", self.address)).timeout(LIMIT);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.body(body.to_vec()).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
        Answer { status, headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, b"", &signed(&validator(), b"")).await
    }

    pub(crate) async fn challenge(&self, body: &str, webhook: &str) -> Answer {
        let mut headers = signed(&validator(), body.as_bytes());
        headers.push(("content-type", "application/json".into()));
        headers.push(("x-webhook-url", webhook.into()));
        self.send("POST", "/gen_image", body.as_bytes(), &headers).await
    }

    /// Sends a challenge that is taken; the task's id.
    pub(crate) async fn order(&self, prompt: &str, webhook: &str) -> String {
        let body = serde_json::json!({ "prompt": prompt, "parameters": { "resolution": "1K" } }).to_string();
        let answer = self.challenge(&body, webhook).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["task_id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn state(&self) -> DaemonState {
        let socket = self.socket.clone();
        tokio::task::spawn_blocking(move || state_socket::read(&socket, LIMIT).unwrap()).await.unwrap()
    }

    /// Waits until the daemon's state is as wished.
    pub(crate) async fn until(&self, what: &str, wished: impl Fn(&DaemonState) -> bool) -> DaemonState {
        let waiting = async {
            loop {
                let state = self.state().await;
                if wished(&state) {
                    return state;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(LIMIT, waiting).await.unwrap_or_else(|_| panic!("never: {what}"))
    }

    pub(crate) async fn end(self) {
        self.stop.cancel();
        timeout(LIMIT, self.task).await.expect("the miner does not stop").unwrap().unwrap();
    }
}

pub(crate) fn signed(sender: &Keypair, body: &[u8]) -> Headers {
    epistula::sign(sender, body, Some(&miner_hotkey()), UnixMillis::now())
}

/// Sends a challenge and does not read the answer.
pub(crate) async fn send_only(miner: &Running, webhook: &str, now: UnixMillis) -> TcpStream {
    let body = r#"{"prompt": "x"}"#;
    let mut request = format!("POST /gen_image HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
    let signed = epistula::sign(&validator(), body.as_bytes(), Some(&miner_hotkey()), now);
    for (name, value) in signed.into_iter().chain([("x-webhook-url", webhook.to_owned())]) {
        request.extend([name, ": ", &value, "\r\n"]);
    }
    let mut stream = TcpStream::connect(miner.address).await.unwrap();
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).await.unwrap();
    stream
}

/// Closes the connection, and returns when the miner has noticed.
pub(crate) async fn hang_up(stream: &mut TcpStream) {
    stream.shutdown().await.unwrap();
    let read = timeout(LIMIT, stream.read(&mut [0; 64])).await.expect("the miner does not notice");
    assert!(matches!(read, Ok(0) | Err(_)), "it answered {read:?}");
}

/// What a miner has left of tasks in its state folder: their ids in the store, and names of files.
pub(crate) fn left_of_tasks(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<String> = names.filter(|name| name != "lock" && !name.starts_with("miner.sqlite")).collect();
    left.extend(documents(folder).iter().map(|document| document["task_id"].as_str().unwrap().to_owned()));
    left.sort();
    left
}

/// The tasks in a miner's store.
pub(crate) fn documents(folder: &Path) -> Vec<Value> {
    let store = rusqlite::Connection::open(folder.join("miner.sqlite")).unwrap();
    let mut statement = store.prepare("SELECT document FROM tasks ORDER BY row").unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect()
}
