//! The data service as a process, and the command that shows what it does.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use gascli::daemon::state_socket;
use gascli::protocol::daemon_state::{DaemonState, Health};
use gascli::types::{ServiceName, UnixMillis};
use gascli::validator::data::{self, Settings};
use nix::sys::signal::Signal;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::data_hub_world::{Hang, Hub, IMAGES, TOKEN};
use crate::data_world::{DataWorld, assert_once, files_below};
use crate::support::{Home, strike, wait_for};

const LIMIT: Duration = Duration::from_mins(1);

/// The service in this process.
struct Service {
    socket: std::path::PathBuf,
    stop: CancellationToken,
    task: JoinHandle<Result<(), data::DataError>>,
}

impl Service {
    fn start(world: &DataWorld, settings: Settings) -> Self {
        let (stop, paths, name) = (CancellationToken::new(), world.paths(), ServiceName::gas_data());
        let socket = paths.state_socket(&name);
        let stopped = stop.clone();
        let task = tokio::spawn(async move { data::run(settings, &paths, &name, stopped, || {}).await });
        Self { socket, stop, task }
    }

    async fn until(
        &self,
        what: &'static str,
        condition: impl Fn(&DaemonState) -> bool + Send + 'static,
    ) -> DaemonState {
        let socket = self.socket.clone();
        let wait = move || {
            wait_for(LIMIT, what, || {
                state_socket::read(&socket, Duration::from_secs(5)).ok().filter(|state| condition(state))
            })
        };
        tokio::task::spawn_blocking(wait).await.unwrap()
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(LIMIT, self.task).await.expect("it stops").unwrap().unwrap();
        assert!(!self.socket.exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_uploads_tells_its_state_and_removes_what_is_uploaded_rewarded_and_old() {
    let world = DataWorld::new();
    let media = world.images(3);
    let sql = "UPDATE media SET uploaded = 1, rewarded = (id <> ?1), created_at = ?2 WHERE id <> ?3";
    let old = UnixMillis::now().before(Duration::from_hours(72)).as_seconds();
    world.database().execute(sql, rusqlite::params![media[1].id, old, media[2].id]).unwrap();
    let service = Service::start(&world, world.to_folder());
    let state = service
        .until("an upload and a clean-up", |state| {
            state
                .data
                .as_ref()
                .is_some_and(|data| data.batches == 1 && data.removed_media == 1 && data.next_check_at_ms.is_some())
        })
        .await;
    assert_eq!((state.daemon.as_str(), state.health), ("data", Health::Healthy));
    let told = state.data.unwrap();
    assert_eq!(told.target, Some(format!("file:{}", world.target_folder().display())));
    assert!(told.media == 1 && told.bytes > 0 && told.last_upload_at_ms.is_some() && told.last_error.is_none());
    assert_once(&files_below(&world.target_folder()), &media[2..]);
    assert!(!media[0].file.exists(), "uploaded, rewarded and old");
    assert!(media[1].file.exists(), "not rewarded yet");
    assert!(media[2].file.exists(), "young");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_target_the_service_says_so_and_goes_on() {
    let world = DataWorld::new();
    world.images(2);
    let mut settings = world.to_folder();
    settings.target = None;
    let service = Service::start(&world, settings);
    let state = service.until("a clean-up", |state| state.data.as_ref().unwrap().last_cleanup_at_ms.is_some()).await;
    let told = state.data.unwrap();
    assert_eq!((state.health, told.target, told.waiting_images, told.batches), (Health::Healthy, None, 2, 0));
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_target_shows_in_the_health_and_passes_when_it_works_again() {
    let world = DataWorld::new();
    world.images(2);
    std::fs::write(world.target_folder(), "in the way").unwrap();
    let mut settings = world.to_folder();
    settings.check_every = Duration::from_millis(50);
    let service = Service::start(&world, settings);
    let degraded = service.until("a fault", |state| matches!(state.health, Health::Degraded { .. })).await;
    let told = degraded.data.unwrap();
    assert!(told.failures > 0 && told.last_error.unwrap().contains("uploads"), "it names the folder");
    std::fs::remove_file(world.target_folder()).unwrap();
    service
        .until("an upload", |state| state.health == Health::Healthy && state.data.as_ref().unwrap().batches == 1)
        .await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_stopped_in_an_upload_stops_at_once_and_goes_on_at_the_next_start() {
    let (world, hub) = (DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    hub.hang(Some((4, Hang::Before)));
    let hangs = Arc::clone(&hub.hangs);
    let service = Service::start(&world, world.settings(hub.target()));
    tokio::time::timeout(LIMIT, hangs.notified()).await.expect("a request hangs");
    let state = service.until("a batch at work", |state| state.data.as_ref().unwrap().batch.is_some()).await;
    assert_eq!(state.health, Health::Healthy);
    service.stop().await;
    hub.hang(None);
    let service = Service::start(&world, world.settings(hub.target()));
    service.until("the upload", |state| state.data.as_ref().unwrap().batches == 1).await;
    service.stop().await;
    assert_eq!(hub.commits(IMAGES).len(), 1);
    assert_once(&hub.files(IMAGES), &media);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_upload_the_api_is_told_how_miners_did() {
    let world = DataWorld::new();
    world.images(1);
    let sql = "INSERT INTO generator_challenge_outcomes
                   (task_id, uid, hotkey, prompt_id, modality, status, failure_class, created_at, updated_at)
               VALUES ('t1', 7, ?1, (SELECT id FROM prompts), 'image', 'verified', NULL, ?2, ?2),
                      ('t2', 7, ?1, (SELECT id FROM prompts), 'image', 'failed', 'stale', ?2, ?2)";
    let miner = world.world.keypair().hotkey().to_string();
    world.database().execute(sql, rusqlite::params![miner, UnixMillis::now().as_seconds()]).unwrap();
    let (told, mut hears) = mpsc::unbounded_channel::<(Option<String>, Value)>();
    let take = async |State(told): State<mpsc::UnboundedSender<_>>, headers: axum::http::HeaderMap, body: String| {
        let signer = headers.get("epistula-signed-by").map(|value| value.to_str().unwrap().to_owned());
        assert!(!headers.contains_key("epistula-signed-for"));
        told.send((signer, serde_json::from_str(&body).unwrap())).unwrap();
        r#"{"inserted":1}"#
    };
    let path = "/api/v1/validator/generator-verification-upload";
    let router = axum::Router::new().route(path, axum::routing::post(take)).with_state(told);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut settings = world.to_folder();
    settings.benchmark_api_url = Some(format!("http://{address}"));
    world.upload(&settings).await.unwrap();
    let (signer, body) = hears.try_recv().unwrap();
    assert_eq!(signer, Some(world.hotkey().to_string()));
    assert_eq!(body["lookback_hours"], 24.0);
    assert_eq!(body["entries"][0]["generator_hotkey"], miner);
    assert_eq!(body["entries"][0]["pass_rate"], 0.5);
    world.upload(&settings).await.unwrap();
    assert!(hears.try_recv().is_err(), "a cycle that uploads nothing tells nothing");
}

/// Variables by which the binary finds the world.
fn environment(world: &DataWorld, command: &mut Command) {
    let wallets = world.world.home.path().join("wallets");
    command
        .env("CHAIN_ENDPOINT", format!("local:{}", world.world.ledger_path().display()))
        .env("WALLET_PATH", wallets)
        .env("WALLET_NAME", "v")
        .env("WALLET_HOTKEY", "v")
        .env("SN34_CACHE_DIR", world.folder())
        .env("UPLOAD_IMAGE_THRESHOLD", "1");
}

fn to_hub(hub: &Hub, command: &mut Command) {
    command
        .env("HF_ENDPOINT", format!("http://{}", hub.address))
        .env("HF_IMAGE_REPO", IMAGES)
        .env("HF_VIDEO_REPO", "me/videos")
        .env("HF_TOKEN", TOKEN);
}

fn spawn(home: &Home, world: &DataWorld, hub: &Hub) -> Child {
    let mut command = home.command(&["run", "data"]);
    environment(world, &mut command);
    to_hub(hub, &mut command);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_while_its_commit_is_under_way_commits_once() {
    let (home, world, hub) = (Home::new(), DataWorld::new(), Hub::start().await);
    let media = world.images(2);
    let requests = {
        let twin = DataWorld::new();
        twin.images(2);
        let other = Hub::start().await;
        twin.upload(&twin.settings(other.target())).await.unwrap();
        other.requests()
    };
    let commit = requests.iter().position(|line| line.contains("/commit/")).unwrap();
    hub.hang(Some((commit, Hang::After)));
    let hangs = Arc::clone(&hub.hangs);
    let mut first = spawn(&home, &world, &hub);
    tokio::time::timeout(LIMIT, hangs.notified()).await.expect("the commit hangs");
    strike(first.id(), Signal::SIGKILL);
    first.wait().unwrap();
    assert_eq!((hub.commits(IMAGES).len(), world.uploaded().len()), (1, 0));
    hub.hang(None);
    let second = spawn(&home, &world, &hub);
    let pid = second.id();
    tokio::task::spawn_blocking(move || {
        wait_for(LIMIT, "the marks", || (world.uploaded().len() == 2).then_some(()));
        strike(pid, Signal::SIGTERM);
        let ended = second.wait_with_output().unwrap();
        let log = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.success(), "{log}");
        assert!(!log.contains(TOKEN));
        assert_eq!(hub.commits(IMAGES).len(), 1);
        assert_once(&hub.files(IMAGES), &media);
    })
    .await
    .unwrap();
}

#[test]
fn the_command_shows_what_waits_and_uploads_on_demand() {
    let (home, world) = (Home::new(), DataWorld::new());
    let media = world.images(2);
    let target = world.target_folder();
    let run = |arguments: &[&str], url: Option<&str>| {
        let mut command = home.command(arguments);
        environment(&world, &mut command);
        if let Some(url) = url {
            command.env("UPLOAD_URL", url);
        }
        command.output().unwrap()
    };
    let json = |arguments: &[&str], url: Option<&str>| -> Value {
        let output = run(arguments, url);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    };
    let waits = json(&["validator", "uploads", "--json"], None);
    assert_eq!((&waits["target"], &waits["batches"]), (&Value::Null, &serde_json::json!([])));
    assert_eq!(
        waits["waiting"][0],
        serde_json::json!({ "modality": "image", "media": 2, "bytes": 1400, "threshold": 1 })
    );
    let nowhere = run(&["validator", "uploads", "--now"], None);
    let words = String::from_utf8_lossy(&nowhere.stderr).into_owned();
    assert!(nowhere.status.code() == Some(1) && words.contains("HUGGINGFACE_HUB_TOKEN"), "{words}");
    let url = format!("file://{}", target.display());
    let done = json(&["validator", "uploads", "--now", "--json"], Some(&url));
    assert_eq!(done["cycle"]["media"], 2);
    assert_eq!((&done["batches"][0]["step"], &done["waiting"][0]["media"]), (&"done".into(), &0.into()));
    assert_once(&files_below(&target), &media);
    let shown = run(&["validator", "uploads"], Some(&url));
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains("2 images") && shown.contains("done") && shown.contains("0 videos (0 B), threshold 10"),
        "{shown}"
    );
}

#[test]
fn a_bucket_without_keys_is_told_before_anything_runs() {
    let (home, world) = (Home::new(), DataWorld::new());
    let mut command = home.command(&["run", "data"]);
    environment(&world, &mut command);
    command.env("UPLOAD_URL", "s3://bucket/media").env("HF_IMAGE_REPO", "no repository");
    let output = command.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for part in ["AWS_SECRET_ACCESS_KEY", "HF_IMAGE_REPO", "OWNER/NAME"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_local_chain_uploads_to_the_hub_only_where_the_repositories_are_named() {
    let (home, world) = (Home::new(), DataWorld::new());
    let target = |named: bool| -> Value {
        let mut command = home.command(&["validator", "uploads", "--json"]);
        environment(&world, &mut command);
        command.env("HF_TOKEN", TOKEN);
        if named {
            command.env("HF_IMAGE_REPO", IMAGES).env("HF_VIDEO_REPO", "me/videos");
        }
        let output = command.output().unwrap();
        assert!(!String::from_utf8_lossy(&output.stdout).contains(TOKEN));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["target"].clone()
    };
    assert_eq!(target(false), Value::Null);
    assert_eq!(target(true), "huggingface:me/images, huggingface:me/videos");
}
