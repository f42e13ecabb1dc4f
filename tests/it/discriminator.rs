//! `gascli discriminator` against an imitation of the upload service and of the API, and a local chain; and the page on
//! scoring.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::{Home, strike, text, wait_for};

const PRESIGN: &str = "/upload/presigned";
const CONFIRM: &str = "/upload/confirm";
const PUT: &str = "/put";

/// What goes wrong with one request.
enum Fault {
    /// This answer, and nothing is done.
    Answer(u16, &'static str),
    /// It is done, and the answer is lost.
    Lost,
    /// Nothing is done, and no answer ever comes.
    Hang,
}

#[derive(Default)]
struct Inner {
    base: String,
    asked: Vec<(String, HeaderMap, Value)>,
    /// Hashes and what was put, by number.
    announced: Vec<(String, String)>,
    stored: BTreeMap<usize, Vec<u8>>,
    accepted: Vec<String>,
    faults: Vec<(&'static str, Fault)>,
}

/// The upload service, its store and the API.
struct Service {
    inner: Arc<Mutex<Inner>>,
    _runtime: tokio::runtime::Runtime,
}

impl Service {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let inner = Arc::new(Mutex::new(Inner::default()));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        inner.lock().unwrap().base = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new().fallback(serve).with_state(Arc::clone(&inner));
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { inner, _runtime: runtime }
    }

    fn base(&self) -> String {
        self.inner.lock().unwrap().base.clone()
    }

    /// The next request to a path fails so.
    fn fail(&self, path: &'static str, fault: Fault) {
        self.inner.lock().unwrap().faults.push((path, fault));
    }

    /// The paths that were asked since the last call.
    fn asked(&self) -> Vec<String> {
        let asked = std::mem::take(&mut self.inner.lock().unwrap().asked);
        asked.into_iter().map(|(path, ..)| path.split('?').next().unwrap().to_owned()).collect()
    }
}

async fn serve(State(inner): State<Arc<Mutex<Inner>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 64 << 20).await else { return StatusCode::BAD_REQUEST.into_response() };
    let path = parts.uri.to_string();
    let document: Value = serde_json::from_slice(&body).unwrap_or_default();
    let fault = {
        let mut inner = inner.lock().unwrap();
        inner.asked.push((path.clone(), parts.headers, document.clone()));
        inner.faults.iter().position(|(of, _)| path.starts_with(of)).map(|at| inner.faults.remove(at).1)
    };
    if matches!(fault, Some(Fault::Hang)) {
        std::future::pending::<()>().await;
    }
    if let Some(Fault::Answer(status, words)) = fault {
        return (StatusCode::from_u16(status).unwrap(), words).into_response();
    }
    let answer = inner.lock().unwrap().answer(&path, &document, &body);
    if matches!(fault, Some(Fault::Lost)) {
        let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
        return Body::from_stream(broken).into_response();
    }
    answer
}

impl Inner {
    fn answer(&mut self, path: &str, document: &Value, body: &[u8]) -> Response {
        let refused =
            |status: StatusCode, detail: &str| (status, json!({ "detail": detail }).to_string()).into_response();
        if path == PRESIGN {
            let hash = document["expected_hash"].as_str().unwrap().to_owned();
            if self.accepted.contains(&hash) {
                return refused(StatusCode::CONFLICT, "this model was submitted before");
            }
            let id = self.announced.len() + 1;
            let key = format!("models/{}/{id}.zip", document["modality"].as_str().unwrap());
            self.announced.push((hash, key.clone()));
            let url = format!("{}{PUT}/{id}?signature=secret", self.base);
            let data = json!({ "model_id": id, "presigned_url": url, "r2_key": key, "submissions_used": id - 1, "submissions_max": 3 });
            return json!({ "data": data }).to_string().into_response();
        }
        if path == CONFIRM {
            let id = usize::try_from(document["model_id"].as_u64().unwrap()).unwrap();
            let (hash, _) = self.announced[id - 1].clone();
            let there = self.stored.get(&id).map(|bytes| hex::encode(Sha256::digest(bytes)));
            if there.as_deref() != document["file_hash"].as_str() || there.as_deref() != Some(hash.as_str()) {
                return refused(StatusCode::BAD_REQUEST, "hash mismatch");
            }
            if self.accepted.contains(&hash) {
                return refused(StatusCode::CONFLICT, "confirmed before");
            }
            self.accepted.push(hash);
            return "{}".into_response();
        }
        if let Some(rest) = path.strip_prefix(PUT) {
            let id = rest.trim_start_matches('/').split('?').next().unwrap().parse().unwrap();
            self.stored.insert(id, body.to_vec());
            return StatusCode::OK.into_response();
        }
        refused(StatusCode::NOT_FOUND, "no such path")
    }
}

const CODE: &str =
    "import torch\n\ndef load_model(weights_path, num_classes):\n    return torch.nn.Linear(1, num_classes)\n";

fn config(modality: &str) -> String {
    format!("name: mine\nversion: 1.0.0\nmodality: {modality}\nmodel:\n  num_classes: 2\n")
}

fn weights(fill: u8) -> Vec<u8> {
    let head = br#"{"w":{"dtype":"F32","shape":[256],"data_offsets":[0,1024]}}"#;
    [&(head.len() as u64).to_le_bytes()[..], head, &[fill; 1024]].concat()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    packed(files, CompressionMethod::Deflated)
}

fn packed(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn archive(modality: &str, fill: u8) -> Vec<u8> {
    let (config, weights) = (config(modality), weights(fill));
    zip(&[("model_config.yaml", config.as_bytes()), ("model.py", CODE.as_bytes()), ("model.safetensors", &weights)])
}

/// A home with a wallet, a chain and good archives; `registered`: with a seat.
fn world(registered: bool) -> Home {
    let home = Home::new();
    home.ok(&["localnet", "create", "--ledger", "chain.sqlite"]);
    let who = if registered { "mine/default" } else { "other/default" };
    home.ok(&["localnet", "register", who, "--new", "--ledger", "chain.sqlite"]);
    if !registered {
        std::fs::rename(home.path(".bittensor/wallets/other"), home.path(".bittensor/wallets/mine")).unwrap();
        home.ok(&["localnet", "create", "--ledger", "empty.sqlite"]);
    }
    for (name, modality, fill) in [
        ("image", "image", 1),
        ("image2", "image", 2),
        ("video", "video", 3),
        ("audio", "audio", 4),
        ("audio2", "audio", 5),
    ] {
        std::fs::write(home.path(&format!("{name}.zip")), archive(modality, fill)).unwrap();
    }
    home
}

fn push(home: &Home, service: &Service, arguments: &[&str]) -> Output {
    let base = service.base();
    let ledger = if home.path("empty.sqlite").exists() { "local:empty.sqlite" } else { "local:chain.sqlite" };
    let common =
        ["discriminator", "push", "--wallet-name", "mine", "--upload-url", &base, "--retry-delay", "0", "--yes"];
    home.run(&[&common[..], &["--chain-endpoint", ledger], arguments].concat())
}

fn told(output: &Output) -> String {
    format!("{:?}\n{}{}", output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Keys that stand on chain, in their order.
fn on_chain(home: &Home) -> Vec<String> {
    let found = home.json(&["chain", "commitment", "0", "--network", "local:chain.sqlite"]);
    let texts = found["texts"].as_array().cloned().unwrap_or_default();
    texts
        .iter()
        .map(|text| serde_json::from_str::<Value>(text.as_str().unwrap()).unwrap()["key"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_archive_is_submitted_registered_and_not_submitted_again() {
    let (home, service) = (world(true), Service::start());
    let output = push(&home, &service, &["--image-model", "image.zip", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = &found["archives"][0];
    let bytes = std::fs::read(home.path("image.zip")).unwrap();
    let sha256 = hex::encode(Sha256::digest(&bytes));
    assert_eq!((&row["sha256"], &row["model_id"]), (&json!(sha256), &json!(1)));
    let hotkey = found["hotkey"].as_str().unwrap();
    let bound = &hex::encode(Sha256::digest(format!("{sha256}{hotkey}")))[..16];
    let published = home.json(&["chain", "commitment", hotkey, "--network", "local:chain.sqlite"])["texts"].clone();
    assert_eq!(published, json!([format!(r#"{{"key":"models/image/1.zip","hash":"{bound}"}}"#)]));
    {
        let inner = service.inner.lock().unwrap();
        assert_eq!(inner.stored[&1], bytes);
        let (_, headers, body) = &inner.asked[0];
        assert_eq!(body["file_size"], bytes.len());
        assert_eq!(
            (&body["filename"], &body["modality"], &body["vertical"]),
            (&json!("image.zip"), &json!("image"), &json!("general"))
        );
        assert_eq!(headers["epistula-signed-by"], hotkey);
        assert!(!headers.contains_key("epistula-signed-for"));
        assert!(!inner.asked[1].1.contains_key("epistula-signed-by"), "the store is not told who it is");
        assert_eq!(inner.asked[1].1["content-length"], bytes.len().to_string());
    }
    assert_eq!(service.asked(), [PRESIGN, "/put/1", CONFIRM]);
    assert!(!told(&output).contains("signature=secret"), "{}", told(&output));
    let again = push(&home, &service, &["--image-model", "image.zip"]);
    assert_eq!(again.status.code(), Some(0), "{}", told(&again));
    assert!(text(&again.stdout).contains("image: stands registered as model 1"), "{}", told(&again));
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn what_one_run_could_not_finish_the_next_one_takes_up_where_it_stopped() {
    let expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    for (path, fault, status, next) in [
        (PRESIGN, Fault::Answer(503, "down"), 2, vec![PRESIGN, "/put/1", CONFIRM]),
        (PUT, Fault::Answer(500, "down"), 2, vec!["/put/1", CONFIRM]),
        (PUT, Fault::Answer(403, expired), 1, vec!["/put/1", CONFIRM]),
        (CONFIRM, Fault::Answer(502, "down"), 2, vec![CONFIRM]),
        (CONFIRM, Fault::Lost, 2, vec![CONFIRM]),
    ] {
        let (home, service) = (world(true), Service::start());
        service.fail(path, fault);
        let once = ["--image-model", "image.zip", "--attempts", "1"];
        let output = push(&home, &service, &once);
        assert_eq!(output.status.code(), Some(status), "{path}: {}", told(&output));
        assert_eq!(on_chain(&home), [""; 0]);
        service.asked();
        let output = push(&home, &service, &once);
        assert_eq!(output.status.code(), Some(0), "{path}: {}", told(&output));
        assert_eq!(service.asked(), next, "{path}");
        assert_eq!(on_chain(&home), ["models/image/1.zip"]);
    }
}

#[test]
fn ctrl_c_ends_a_push_and_the_next_one_goes_on() {
    let (home, service) = (world(true), Service::start());
    service.fail(PUT, Fault::Hang);
    let base = service.base();
    let here = ["d", "push", "--wallet-name", "mine", "--chain-endpoint", "local:chain.sqlite", "--upload-url", &base];
    let here = [&here[..], &["--yes"]].concat();
    let image = ["--image-model", "image.zip"];
    let mut child =
        home.command(&[&here[..], &image].concat()).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let is_asked = || service.inner.lock().unwrap().asked.iter().any(|(path, ..)| path.starts_with("/put/1"));
    wait_for(Duration::from_mins(1), "the upload", || is_asked().then_some(()));
    strike(child.id(), Signal::SIGINT);
    let status = wait_for(Duration::from_mins(1), "the end of the push", || child.try_wait().unwrap());
    assert_eq!(status.code(), Some(130));
    service.asked();
    let output = push(&home, &service, &image);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(service.asked(), ["/put/1", CONFIRM]);
}

#[test]
fn an_address_that_has_expired_meanwhile_is_asked_for_anew() {
    let (home, service) = (world(true), Service::start());
    let once = ["--image-model", "image.zip", "--attempts", "1"];
    service.fail(PUT, Fault::Answer(500, "down"));
    assert_eq!(push(&home, &service, &once).status.code(), Some(2));
    service.asked();
    service.fail(PUT, Fault::Answer(403, "<Message>Request has expired</Message>"));
    let output = push(&home, &service, &once);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(service.asked(), ["/put/1", PRESIGN, "/put/2", CONFIRM]);
}

#[test]
fn what_may_pass_is_tried_again_and_a_refusal_ends_at_once_with_its_words() {
    let (home, service) = (world(true), Service::start());
    for path in [PRESIGN, PUT, CONFIRM] {
        service.fail(path, Fault::Answer(503, "busy"));
    }
    let output = push(&home, &service, &["--image-model", "image.zip", "--attempts", "2"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(service.asked(), [PRESIGN, PRESIGN, "/put/1", "/put/1", CONFIRM, CONFIRM]);
    service.fail(PRESIGN, Fault::Answer(429, r#"{"detail": "three models were submitted"}"#));
    let output = push(&home, &service, &["--image-model", "image2.zip"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("HTTP 429: three models were submitted"), "{}", told(&output));
    assert_eq!(service.asked(), [PRESIGN]);
}

#[test]
fn an_archive_that_was_accepted_before_is_found_again_by_what_stands_on_chain() {
    let (home, service) = (world(true), Service::start());
    assert_eq!(push(&home, &service, &["--image-model", "image.zip"]).status.code(), Some(0));
    // Another machine: it knows the chain, not what was submitted.
    std::fs::remove_dir_all(home.below.join("state/discriminator")).unwrap();
    let output = push(&home, &service, &["--image-model", "image.zip"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(on_chain(&home), ["models/image/1.zip"]);
    // Where the chain does not tell either, nobody knows.
    service.fail(PRESIGN, Fault::Answer(409, "{}"));
    let output = push(&home, &service, &["--image-model", "image2.zip"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("its storage key is not known here"), "{}", told(&output));
}

#[test]
fn all_modalities_stay_on_chain_with_the_newest_first() {
    let (home, service) = (world(true), Service::start());
    let pushed = |arguments: &[&str]| {
        let output = push(&home, &service, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        on_chain(&home)
    };
    let both = pushed(&["--video-model", "video.zip", "--image-model", "image.zip"]);
    assert_eq!(both, ["models/video/2.zip", "models/image/1.zip"]);
    let all = pushed(&["--audio-model", "audio.zip"]);
    assert_eq!(all, ["models/audio/3.zip", "models/video/2.zip", "models/image/1.zip"]);
    let newer = pushed(&["--image-model", "image2.zip"]);
    assert_eq!(newer, ["models/image/4.zip", "models/audio/3.zip", "models/video/2.zip"]);
    // What already stands there is left alone.
    assert_eq!(pushed(&["--video-model", "video.zip"]), newer);
    // An older model is wanted again, and stays wanted when another modality follows.
    let older = pushed(&["--image-model", "image.zip"]);
    assert_eq!(older, ["models/image/1.zip", "models/video/2.zip", "models/audio/3.zip"]);
    let after = pushed(&["--audio-model", "audio2.zip"]);
    assert_eq!(after, ["models/audio/5.zip", "models/image/1.zip", "models/video/2.zip"]);
}

#[test]
fn what_makes_room_for_a_fourth_registration_is_named() {
    let (home, service) = (world(true), Service::start());
    let all = ["--image-model", "image.zip", "--video-model", "video.zip", "--audio-model", "audio.zip", "--json"];
    let dropped = |output: &Output| -> Value {
        assert_eq!(output.status.code(), Some(0), "{}", told(output));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["dropped"].clone()
    };
    assert_eq!(dropped(&push(&home, &service, &all)), json!([]));
    let output = push(&home, &service, &["--image-model", "image2.zip", "--vertical", "human", "--json"]);
    let gone = dropped(&output);
    assert_eq!((gone.as_array().unwrap().len(), &gone[0]["modality"]), (1, &json!("image")), "{}", told(&output));
    assert_eq!(gone[0]["vertical"], "general");
    assert!(gone[0]["field"].as_str().unwrap().contains("models/image/1.zip"), "{gone}");
    assert!(told(&output).contains("goes from the chain"), "{}", told(&output));
    assert_eq!(on_chain(&home), ["models/image/4.zip", "models/audio/3.zip", "models/video/2.zip"]);
}

#[test]
fn where_nobody_can_be_asked_nothing_is_submitted_without_yes() {
    let (home, service) = (world(true), Service::start());
    let base = service.base();
    let here = ["d", "push", "--wallet-name", "mine", "--chain-endpoint", "local:chain.sqlite", "--upload-url", &base];
    let output = home.run(&[&here[..], &["--image-model", "image.zip", "--json"]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(text(&output.stderr).contains(r#""code":"input-needed""#), "{}", told(&output));
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn a_hotkey_without_a_seat_submits_nothing() {
    let (home, service) = (world(false), Service::start());
    let output = push(&home, &service, &["--image-model", "image.zip"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("is not registered on netuid 34"), "{}", told(&output));
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn every_fault_of_an_archive_is_named_before_anything_is_sent() {
    let home = Home::new();
    let good = config("image");
    let good = good.as_bytes();
    let (code, fine) = (CODE.as_bytes(), weights(1));
    let bad_code = b"import os\n\ndef load_model(path):\n    return eval(path)\n";
    let bad_config = b"name: mine\nversion: 1\nmodality: video\nmodel:\n  num_classes: 3\n";
    let corpus: Vec<(Vec<u8>, &[&str])> = vec![
        (b"no archive".to_vec(), &["this is no ZIP archive"]),
        (zip(&[]), &["model_config.yaml: it is missing", "model.py: it is missing", "there are no weights"]),
        (
            zip(&[("model_config.yaml", bad_config), ("model.py", bad_code), ("model.safetensors", b"short")]),
            &[
                "has 6 faults",
                "model_config.yaml:3: `modality` is \"video\"",
                "model_config.yaml:5: `model.num_classes` is 3",
                "model.py:1: module `os` may not be imported",
                "model.py:3: `load_model` takes (path)",
                "model.py:4: `eval` is not allowed",
                "model.safetensors: it is shorter",
            ],
        ),
        (
            zip(&[("m/model_config.yaml", good), ("m/model.py", code), ("m/model.safetensors", &fine)]),
            &["it lies at `m/model.py`: pack the files themselves"],
        ),
        (
            zip(&[("model_config.yaml", good), ("model.py", code), ("other.safetensors", &fine)]),
            &["weights_file is `model.safetensors`, which is not in the archive", "`other.safetensors`"],
        ),
        (
            zip(&[("model_config.yaml", good), ("model.py", code), ("model.safetensors", &fine), ("../x", b"x")]),
            &["../x: its path leads out of the archive"],
        ),
        (
            zip(&[
                ("model_config.yaml", good),
                ("model.py", code),
                ("model.safetensors", &fine),
                ("config.json", b"{\n,"),
            ]),
            &["config.json:2: this is no JSON"],
        ),
        (
            zip(&[("model_config.yaml", good), ("model.py", code), ("model.safetensors", &vec![0; 80 << 20])]),
            &["a hundred times as long unpacked"],
        ),
        (
            damaged(&[("model_config.yaml", good), ("model.py", code), ("model.safetensors", &fine)]),
            &["it cannot be unpacked"],
        ),
    ];
    for (bytes, expected) in corpus {
        std::fs::write(home.path("bad.zip"), bytes).unwrap();
        // Neither a wallet nor a chain is needed for that.
        let output = home.run(&["d", "push", "--image-model", "bad.zip"]);
        assert_eq!(output.status.code(), Some(1), "{expected:?}: {}", told(&output));
        for part in expected {
            assert!(text(&output.stdout).contains(part), "{part}: {}", told(&output));
        }
    }
    // Our list of modules may be older than the network's; weights that are none are none everywhere.
    let jax = [&b"import jax\n"[..], code].concat();
    let doubtful = zip(&[("model_config.yaml", good), ("model.py", &jax), ("model.safetensors", &fine)]);
    let hopeless = zip(&[("model_config.yaml", good), ("model.py", &jax), ("model.safetensors", b"short")]);
    for (bytes, flag, status) in
        [(&doubtful, "--json", 1), (&doubtful, "--despite-faults", 0), (&hopeless, "--despite-faults", 1)]
    {
        std::fs::write(home.path("bad.zip"), bytes).unwrap();
        let output = home.run(&["d", "push", "--image-model", "bad.zip", "--dry-run", flag]);
        assert_eq!(output.status.code(), Some(status), "{}", told(&output));
        assert!(text(&output.stdout).contains("`jax` may not be imported"), "{}", told(&output));
    }
    std::fs::write(home.path("good.zip"), archive("image", 1)).unwrap();
    let output = home.run(&["d", "push-discriminator", "--image-model", "good.zip", "--dry-run", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    for (arguments, status, part) in [
        (&["d", "push"][..], 2, "no model is given"),
        (&["d", "push", "--audio-model", "good.zip", "--vertical", "human"], 2, "takes no audio"),
        (&["d", "push", "--image-model", "missing.zip"], 2, "cannot read `missing.zip`"),
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{}", told(&output));
        assert!(text(&output.stderr).contains(part), "{}", told(&output));
    }
}

/// With another byte among the weights, so that their checksum is wrong.
fn damaged(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = packed(files, CompressionMethod::Stored);
    let at = bytes.windows(100).position(|window| window == [1; 100]).unwrap();
    bytes[at + 50] = 2;
    bytes
}

#[test]
fn performance_shows_the_models_without_what_would_steer_a_terminal() {
    let (home, service) = (world(true), Service::start());
    let base = service.base();
    let ask = |more: &[&str]| {
        home.run(&[&["d", "perf", "--wallet-name", "mine", "--api-url", &base, "--modality", "image"], more].concat())
    };
    let models = r#"[{"model_id": 7, "modality": "image", "vertical": "general", "exam_status": "failed",
        "benchmark_status": "uploaded", "exam_reason": "0.61 on a | 0.7 on \u001b[2J b", "benchmark_runs": []}]"#;
    service.fail("/api", Fault::Answer(200, models));
    let output = ask(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let shown = text(&output.stdout);
    assert!(shown.contains("model 7  image  general") && shown.contains("             0.61 on a\n"), "{shown}");
    assert!(shown.contains("benchmark  pending") && !shown.contains('\u{1b}'), "{shown}");
    assert_eq!(service.inner.lock().unwrap().asked[0].0, "/api/v1/miner/models?modality=image");
    service.fail("/api", Fault::Answer(200, models));
    let found: Value = serde_json::from_slice(&ask(&["--json"]).stdout).unwrap();
    assert_eq!((&found["schema"], &found["models"][0]["model_id"]), (&json!("gascli/1"), &json!(7)));
    service.fail("/api", Fault::Answer(403, "not registered"));
    let output = ask(&[]);
    assert_eq!((output.status.code(), text(&output.stderr).contains("API error 403: not registered")), (Some(1), true));
}

#[test]
fn the_benchmark_gets_its_arguments_and_its_status_is_ours() {
    let home = Home::new();
    let output = home.run_with(&["d", "benchmark", "--image-model", "a.zip"], &[("PATH", "/nonexistent")]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("`gasbench` is not on this machine"), "{}", told(&output));
    let program = home.path("bin/gasbench");
    std::fs::create_dir(home.path("bin")).unwrap();
    std::fs::write(&program, "#!/bin/sh\necho \"$@\"\ncase \"$*\" in *video*) exit 7;; esac\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", home.path("bin").display());
    let run = |arguments: &[&str]| home.run_with(&[&["d", "benchmark"], arguments].concat(), &[("PATH", &path)]);
    let output = run(&["--image-model", "a.zip", "--debug", "--batch-size", "8"]);
    assert_eq!(told(&output), "Some(0)\nrun --image-model a.zip --debug --batch-size 8\n");
    let output = run(&["--video-model", "v.zip", "--audio-model", "s.zip", "--image-model", "a.zip", "--", "--debug"]);
    assert_eq!(told(&output), "Some(7)\nrun --image-model a.zip --debug\nrun --video-model v.zip --debug\n");
}

#[test]
fn predictions_are_scored_and_every_bad_line_is_named() {
    let home = Home::new();
    std::fs::write(home.path("p.csv"), "label,p_synthetic\n1,0.9\nsynthetic,0.4\n0,0.2\nreal,0.5\n").unwrap();
    let found = home.json(&["score", "sn34", "--predictions", "p.csv"]);
    assert_eq!(found["base"]["confusion"]["synthetic_as_real"], 1);
    assert_eq!((&found["synthetic_above"], &found["aug_sn34_score"]), (&json!(0.5), &Value::Null));
    assert!((found["base"]["mcc"].as_f64().unwrap() - 0.577_350).abs() < 1e-6, "{found}");
    assert!((found["base"]["brier"].as_f64().unwrap() - 0.165).abs() < 1e-9, "{found}");
    std::fs::write(home.path("bad.csv"), "label,p_synthetic\n1,2\n1,0.5\nfake,0.5\n").unwrap();
    let output = home.run(&["score", "sn34", "--predictions", "bad.csv"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("line 2: probability `2`; line 4: label `fake`"), "{}", told(&output));
    assert_eq!(home.run(&["score", "sn34"]).status.code(), Some(2));
}

/// What is typed in a page's `text` blocks, each with what it is said to print.
fn typed(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for block in page.split("```text\n").skip(1) {
        let mut lines = block.split("```").next().unwrap().lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let mut printed = String::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                printed += line;
                printed.push('\n');
            }
            found.push((command.to_owned(), printed));
        }
    }
    found
}

#[test]
fn the_page_on_scoring_shows_what_the_program_prints() {
    let home = Home::new();
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scoring.md")).unwrap();
    // `<!-- name -->` stands before a block that the reader saves under this name.
    for block in page.split("<!-- ").skip(1) {
        let (name, rest) = block.split_once(" -->").unwrap();
        let content = rest.split("```").nth(1).unwrap().split_once('\n').unwrap().1;
        std::fs::write(home.path(name), content).unwrap();
    }
    let commands = typed(&page);
    assert!(commands.len() >= 8, "{commands:?}");
    for (command, printed) in commands {
        let arguments: Vec<&str> = command.strip_prefix("gascli ").unwrap().split(' ').collect();
        assert_eq!(home.ok(&arguments), printed, "{command}");
    }
}
