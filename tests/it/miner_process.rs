//! The miner as a process of its own, on the imitated services, with a validator that listens on loopback. It can be killed
//! at any moment and started again in the same home.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::routing::post;
use gascli::daemon::http;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::imitation::Imitation;
use crate::miner_world::{Answer, Delivery, Running, World, signed, validator};

const LIMIT: Duration = Duration::from_mins(1);

/// A home, services, and a validator.
pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) services: Imitation,
    pub(crate) validator: Callback,
    settings: Vec<(&'static str, String)>,
    log: Arc<Mutex<String>>,
}

impl Place {
    /// `settings` go before those that every test shares.
    pub(crate) async fn new(settings: &[(&'static str, &str)]) -> Self {
        let world = World::new();
        let services = Imitation::start(&world.paths().demo_authority()).await;
        let settings = settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Self { world, services, validator: Callback::start().await, settings, log: Arc::default() }
    }

    /// A command of the binary in this home, with all settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let path = |below: &str| self.world.path().join(below).display().to_string();
        // A write beyond the limit of file sizes is an error then, as one on a full disk, and no signal.
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_gascli")])
            .args(arguments)
            .env_clear()
            .envs([
                ("GASCLI_HOME", self.world.path().display().to_string()),
                ("BT_CHAIN_ENDPOINT", format!("local:{}", path("chain.sqlite"))),
                ("BT_WALLET_PATH", path("wallets")),
                ("BT_WALLET_NAME", "w".into()),
                ("BT_WALLET_HOTKEY", "h".into()),
                ("BT_AXON_IP", "127.0.0.1".into()),
                ("BT_AXON_PORT", "0".into()),
                ("MINER_STATE_DIR", self.world.state_dir().display().to_string()),
                ("MINER_METRICS_ADDRESS", "none".into()),
                ("MINER_ALLOW_PRIVATE_WEBHOOKS", "true".into()),
                ("MINER_WEBHOOK_RETRY_DELAY", "0.05".into()),
                ("MINER_POLL_INTERVAL", "0.1".into()),
                ("MINER_REQUESTS_PER_MINUTE", "0".into()),
            ])
            .envs(self.services.environment())
            .envs(self.settings.iter().cloned())
            .current_dir(self.world.path())
            .stdin(Stdio::null());
        command
    }

    /// Starts the miner and waits until it listens.
    pub(crate) async fn start(&self) -> Process {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = self.command(&["run", "generator"]);
        let child = command.stdout(writer.try_clone().unwrap()).stderr(writer).spawn().unwrap();
        drop(command); // with its ends of the pipe
        let log = Arc::clone(&self.log);
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                log.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let socket = self.world.paths().state_socket(&gascli::types::ServiceName::gas_miner());
        let mut process = Process { child, miner: None };
        let listening = timeout(LIMIT, async {
            loop {
                if let Some(status) = process.child.try_wait().unwrap() {
                    panic!("the miner ended with {status}:\n{}", self.said());
                }
                let asked = socket.clone();
                let pid = process.child.id();
                let read = tokio::task::spawn_blocking(move || {
                    gascli::daemon::state_socket::read(&asked, Duration::from_secs(5))
                });
                if read.await.unwrap().is_ok_and(|state| state.pid == pid) {
                    return self.world.attach().await;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        process.miner = Some(listening.await.unwrap_or_else(|_| panic!("the miner is never ready:\n{}", self.said())));
        process
    }

    /// The log of all processes.
    pub(crate) fn said(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// What the validator is delivered next.
    pub(crate) async fn delivered(&mut self) -> Delivery {
        let Ok(delivery) = timeout(LIMIT, self.validator.deliveries.recv()).await else {
            panic!(
                "nothing was delivered; asked: {:#?}
{}",
                self.services.paths(),
                self.said()
            )
        };
        delivery.unwrap()
    }
}

/// A miner that runs.
pub(crate) struct Process {
    child: Child,
    miner: Option<Running>,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    pub(crate) fn miner(&self) -> &Running {
        self.miner.as_ref().unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, and waits until nothing of it is left.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and its exit status.
    pub(crate) async fn stop(mut self) -> Option<i32> {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGTERM).unwrap();
        let ended = timeout(LIMIT, async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status.code();
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        ended.await.expect("the miner does not stop")
    }

    /// A challenge for an image or a video.
    pub(crate) async fn challenge(&self, modality: &str, resolution: &str, webhook: &str) -> Answer {
        let body = serde_json::json!({ "prompt": "a red fox", "parameters": { "resolution": resolution } }).to_string();
        let mut headers = signed(&validator(), body.as_bytes());
        headers.push(("content-type", "application/json".into()));
        headers.push(("x-webhook-url", webhook.into()));
        self.miner().send("POST", &format!("/gen_{modality}"), body.as_bytes(), &headers).await
    }

    /// A challenge that is taken; the task's id.
    pub(crate) async fn order(&self, modality: &str, webhook: &str) -> String {
        let resolution = if modality == "image" { "1K" } else { "720p" };
        let answer = self.challenge(modality, resolution, webhook).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["task_id"].as_str().unwrap().to_owned()
    }
}

/// The validator's callback. While it is held it reads a delivery whole, and does not answer.
pub(crate) struct Callback {
    pub(crate) url: String,
    deliveries: mpsc::UnboundedReceiver<Delivery>,
    held: watch::Sender<bool>,
    stop: CancellationToken,
}

impl Callback {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/generative_callback", listener.local_addr().unwrap());
        let (sender, deliveries) = mpsc::unbounded_channel();
        let held = watch::channel(false).0;
        let holding = held.clone();
        let router = Router::new().route(
            "/generative_callback",
            post(move |request: Request| async move {
                let (parts, body) = request.into_parts();
                let Ok(body) = http::read_body(body, 64 << 20).await else { return (StatusCode::BAD_REQUEST, "") };
                sender.send(Delivery { headers: parts.headers, body }).unwrap();
                let _ = holding.subscribe().wait_for(|held| !held).await;
                (StatusCode::OK, "Binary content received")
            }),
        );
        let stop = CancellationToken::new();
        tokio::spawn(http::serve(listener, router, http::Limits::default(), stop.clone()));
        Self { url, deliveries, held, stop }
    }

    pub(crate) fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// What has arrived besides.
    pub(crate) fn more(&mut self) -> Vec<Delivery> {
        std::iter::from_fn(|| self.deliveries.try_recv().ok()).collect()
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        self.hold(false);
        self.stop.cancel();
    }
}

impl Delivery {
    /// Why there is no medium.
    pub(crate) fn error(&self) -> String {
        assert_eq!(self.header("task-status"), "failed");
        let report: Value = serde_json::from_slice(&self.body).unwrap();
        report["error_message"].as_str().unwrap().to_owned()
    }
}
