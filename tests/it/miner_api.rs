//! The miner's HTTP API over real sockets: `spec/gas.md` 2.4, 2.5 and 3, and what section 18 asks to do better.

use std::fmt::Write as _;
use std::time::Duration;

use gascli::chain::ChainError;
use gascli::miner::MinerError;
use gascli::protocol::daemon_state::Health;
use gascli::protocol::epistula::{self, header};
use gascli::types::{Hint, Keypair, UnixMillis};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::miner_world::{Headers, LIMIT, Receiver, World, miner_hotkey, poor, signed, stranger, validator};

fn set(headers: &mut Headers, name: &str, value: &str) {
    let field = headers.iter_mut().find(|(key, _)| *key == name).unwrap();
    field.1 = value.into();
}

fn without(mut headers: Headers, name: &str) -> Headers {
    headers.retain(|(key, _)| *key != name);
    headers
}

fn at(offset_ms: i64) -> Headers {
    let now = UnixMillis(UnixMillis::now().0.checked_add_signed(offset_ms).unwrap());
    epistula::sign(&validator(), b"", Some(&miner_hotkey()), now)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_of_a_signature_has_its_documented_answer() {
    // spec/gas.md 2.4
    let world = World::new();
    let miner = world.start().await;
    let with = |name: &str, value: &str| {
        let mut headers = signed(&validator(), b"");
        set(&mut headers, name, value);
        headers
    };
    let lacking = |name| without(signed(&validator(), b""), name);
    let for_another = epistula::sign(&validator(), b"", Some(&stranger().hotkey()), UnixMillis::now());
    let for_nobody = epistula::sign(&validator(), b"", None, UnixMillis::now());
    let mismatch = "Signature Mismatch";
    let zeros = format!("0x{}", "0".repeat(128));
    for (headers, status, detail) in [
        (with(header::VERSION, "1"), 400, "Unknown Epistula version"),
        (Headers::new(), 400, "Unknown Epistula version"),
        (for_another, 400, "Bad Request, message is not intended for self"),
        (for_nobody, 400, "Bad Request, message is not intended for self"),
        (signed(&stranger(), b""), 401, "Signer not in metagraph"),
        (lacking(header::SIGNED_BY), 401, "Signer not in metagraph"),
        (with(header::SIGNED_BY, "no key"), 401, "Signer not in metagraph"),
        (signed(&poor(), b""), 401, "Stake below minimum: 19999.5"),
        (lacking(header::SIGNATURE), 400, "Invalid Signature"),
        (with(header::TIMESTAMP, "soon"), 400, "Invalid Timestamp"),
        (lacking(header::TIMESTAMP), 400, "Invalid Timestamp"),
        (lacking(header::UUID), 400, "Invalid uuid"),
        (at(-20_000), 400, "Request is too stale: 2"),
        (at(30_000), 400, "Request timestamp is in the future: "),
        (signed(&validator(), b"another body"), 400, mismatch),
        (with(header::SIGNATURE, &zeros), 400, mismatch),
        (with(header::SIGNATURE, "no hex"), 400, mismatch), // 500 in the reference
        (with(header::SIGNATURE, "0x0"), 400, mismatch),
        (with(header::SIGNATURE, &"0".repeat(128)), 400, mismatch),
    ] {
        for path in ["/miner_info", "/health", "/status/x"] {
            let answer = miner.send("GET", path, b"", &headers).await;
            let found = answer.body["detail"].as_str().unwrap();
            assert!(answer.status == status && found.starts_with(detail), "{path}, {detail}: {answer:?}");
            assert_eq!(answer.headers["content-type"], "application/json");
        }
    }
    assert_eq!(miner.send("GET", "/miner_info", b"", &at(-5_000)).await.status, 200);
    assert_eq!(miner.send("GET", "/miner_info", b"", &at(14_000)).await.status, 200);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_registered_hotkey_may_call_where_no_stake_is_asked_for() {
    let world = World::new();
    let miner = world.start_with(gascli::miner::Settings { minimum_stake: None, ..world.settings() }).await;
    assert_eq!(miner.send("GET", "/health", b"", &signed(&poor(), b"")).await.status, 200);
    assert_eq!(miner.send("GET", "/health", b"", &signed(&stranger(), b"")).await.status, 401);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vectors_of_the_specification_are_taken_over_a_socket() {
    // spec/gas.md 2.5
    const V1: &str = "0808912653dd3d8e9fc57864faef7e3575d0e5cf7a454ed47cc39d083484df3fcfba04ddd7529a806f36992a1febfd05dd89663b3f7e1a5f715d0a13dc332b87";
    const V2: &str = "8ad6492d8f447e82be6098c67aff04e04bc758152d0c9e25b39a056b6ae246515459dc97b09a7967770cfcf50370d00e8e6169ac83eb796928a142079223888a";
    const V3: &str = "6cf327ec5adb403e14bd19f5965a59756413d64a7a7f53f8aae9273f2d951220ba44b0cbb4f1d09a4f97cdc3ccfab14dbc2f38777de8aabc928d939cbccf788e";
    const V4: &str = "12f1f957ff79898782eee6f2098263d36a2e1c001fce919cf21d8f7dc66ded07ad18eff6dc61dc6a5521ebb30996a42e171d441310350e041358a84b8a70718a";
    const V5: &str = "a2bd04f10eeba00ae5be65f2a6951b60484a9203cfeed618ef4f4a12e218a636ffd379388e908018c52adf3fff13384cc43376ac5ebb3fa389793c0b5f221280";
    let fox = br#"{"prompt": "a red fox", "parameters": {"resolution": "720p"}}"#;
    let png = hex::decode("89504e470d0a1a0a0000").unwrap();
    let receiver = Receiver::start().await;
    for (name, method, path, body, signature, receiver_key, status) in [
        ("V1", "GET", "/miner_info", &b""[..], V1, true, 200),
        ("V2", "POST", "/gen_image", fox, V2, true, 201),
        ("V3", "GET", "/miner_info", b"", V3, false, 400),
        ("V4", "POST", "/gen_image", &png, V4, true, 400), // signed well, but no JSON
        ("V5", "GET", "/miner_info", b"", V5, true, 200),
    ] {
        // All vectors have one request id, so each needs a miner that has not seen it.
        let world = World::new();
        let miner = world.start_by(|| UnixMillis(1_760_000_012_346), world.settings()).await.unwrap();
        let mut headers: Headers = vec![
            (header::VERSION, "2".into()),
            (header::TIMESTAMP, "1760000012346".into()),
            (header::UUID, "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11".into()),
            (header::SIGNED_BY, validator().hotkey().to_string()),
            (header::SIGNATURE, format!("0x{signature}")),
            ("x-webhook-url", receiver.url.clone()),
        ];
        if receiver_key {
            headers.push((header::SIGNED_FOR, miner_hotkey().to_string()));
        }
        let answer = miner.send(method, path, body, &headers).await;
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        match name {
            "V3" => assert_eq!(answer.body["detail"], "Bad Request, message is not intended for self"),
            "V4" => assert!(answer.body["error"].as_str().unwrap().starts_with("Invalid JSON body: "), "{answer:?}"),
            _ => {}
        }
        miner.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_sent_twice_is_done_once() {
    let (world, receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let body = br#"{"prompt": "x"}"#;
    let mut headers = signed(&validator(), body);
    headers.push(("x-webhook-url", receiver.url.clone()));
    assert_eq!(miner.send("POST", "/gen_image", body, &headers).await.status, 201);
    let again = miner.send("POST", "/gen_image", body, &headers).await;
    assert_eq!((again.status, &again.body), (400, &json!({ "detail": "Duplicate request" })));
    assert_eq!(miner.state().await.tasks.unwrap().accepted, 1);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_answered_as_documented() {
    // spec/gas.md 3.1
    let (world, receiver) = (World::new(), Receiver::start().await);
    let miner = world.start().await;
    let url = receiver.url.as_str();
    for (body, webhook, error) in [
        ("", url, "Invalid JSON body: EOF while parsing a value at line 1 column 0"),
        ("{", url, "Invalid JSON body: "),
        ("[1]", url, "Invalid JSON body: an object is expected"),
        ("null", url, "Invalid JSON body: an object is expected"),
        ("\"text\"", url, "Invalid JSON body: an object is expected"),
        ("{}", url, "Missing required field: prompt"),
        (r#"{"prompt": ""}"#, url, "Missing required field: prompt"),
        (r#"{"prompt": {"a": 1}}"#, url, "Invalid JSON body: field prompt must be a string"),
        (r#"{"prompt": "x", "parameters": "y"}"#, url, "Invalid JSON body: field parameters must be an object"),
        (r#"{"prompt": "x"}"#, "", "Missing required header: X-Webhook-URL"),
        (r#"{"prompt": "x"}"#, "ftp://x/", "Invalid header X-Webhook-URL: not a valid http or https address"),
        (r#"{"prompt": "x"}"#, "http://[fe80::1%25eth0]/", "Invalid header X-Webhook-URL: not a valid http"),
        (r#"{"prompt": "x"}"#, "http://me@127.0.0.1:9/", "Invalid header X-Webhook-URL: it holds a user name"),
        (r#"{"prompt": "x"}"#, "http://:pw@127.0.0.1:9/", "Invalid header X-Webhook-URL: it holds a user name"),
        (r#"{"prompt": "x"}"#, "http://127.0.0.1:0/", "Invalid header X-Webhook-URL: nothing can listen on port 0"),
        (r#"{"prompt": "x"}"#, "http://127.0.0.1:65536/", "Invalid header X-Webhook-URL: not a valid http"),
    ] {
        let answer = miner.challenge(body, webhook).await;
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
        assert!(answer.body["error"].as_str().unwrap().starts_with(error), "{body}: {answer:?}");
        assert!(answer.body["timestamp"].is_f64());
    }
    let prompt = "é".repeat(101);
    let answer = miner.challenge(&json!({ "prompt": prompt, "parameters": null }).to_string(), url).await;
    assert_eq!(answer.status, 201);
    let keys: Vec<&String> = answer.body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["task_id", "status", "modality", "prompt", "webhook_url", "created_at"]);
    assert_eq!(answer.body["status"], "submitted");
    assert_eq!(answer.body["prompt"], format!("{}...", "é".repeat(100)));
    assert_eq!(answer.body["webhook_url"], url);

    let body = br#"{"prompt": "x"}"#;
    let mut headers = signed(&validator(), body);
    headers.push(("x-webhook-url", receiver.url.clone()));
    let video = miner.send("POST", "/gen_video", body, &headers).await;
    assert_eq!((video.status, &video.body["error"]), (503, &json!("No service available for modality=video")));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_into_private_networks_are_refused_unless_allowed() {
    let world = World::new();
    let mut settings = world.settings();
    settings.webhook.allow_private = false;
    let miner = world.start_with(settings).await;
    for url in [
        "http://127.0.0.1:9/x",
        "http://localhost/x",
        "http://169.254.169.254/latest",
        "http://[::1]/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://8.8.8.8@10.0.0.1/x",
    ] {
        let answer = miner.challenge(r#"{"prompt": "x"}"#, url).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body["error"].as_str().unwrap().ends_with("is not a public address"), "{answer:?}");
    }
    assert!(crate::miner_world::left_of_tasks(&world.state_dir()).is_empty());
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_paths_and_methods_need_no_signature_and_there_are_no_docs() {
    // spec/gas.md 3, 18 point 11
    let world = World::new();
    let miner = world.start().await;
    for path in ["/nowhere", "/docs", "/redoc", "/openapi.json", "/"] {
        let answer = miner.send("GET", path, b"", &Headers::new()).await;
        assert_eq!((answer.status, &answer.body), (404, &json!({ "detail": "Not Found" })), "{path}");
    }
    for (method, path) in
        [("GET", "/gen_image"), ("PUT", "/gen_video"), ("POST", "/miner_info"), ("DELETE", "/status/x")]
    {
        let answer = miner.send(method, path, b"", &Headers::new()).await;
        assert_eq!((answer.status, &answer.body), (405, &json!({ "detail": "Method Not Allowed" })), "{path}");
    }
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_100_mb_is_refused_before_it_is_read() {
    let world = World::new();
    let miner = world.start().await;
    let mut head = "POST /gen_image HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n".to_owned();
    for (name, value) in signed(&validator(), b"") {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    let mut stream = TcpStream::connect(miner.address).await.unwrap();
    stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    timeout(LIMIT, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, b"HTTP/1.1 413");
    // One byte too many, without saying so.
    let body = vec![b'x'; (1 << 20) + 1];
    let whole = miner.send("POST", "/gen_image", &body, &signed(&validator(), &body)).await;
    assert_eq!((whole.status, &whole.body["detail"]), (413, &json!("Request body is larger than 1048576 bytes")));
    // Whoever has no standing is refused before that.
    let refused = miner.send("POST", "/gen_image", &body, &signed(&stranger(), &body)).await;
    assert_eq!(refused.status, 401);
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_that_asks_too_often_or_of_a_full_queue_is_told_when_to_come_again() {
    let (world, receiver) = (World::new(), Receiver::start().await);
    let miner = world.start_with(gascli::miner::Settings { requests_per_minute: 2, ..world.settings() }).await;
    miner.order("a", &receiver.url).await;
    miner.order("b", &receiver.url).await;
    let answer = miner.challenge(r#"{"prompt": "c"}"#, &receiver.url).await;
    assert_eq!(answer.status, 429, "{answer:?}");
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    assert_eq!(miner.get("/health").await.status, 200); // only challenges are counted
    miner.end().await;

    let settings = gascli::miner::Settings { max_concurrent_tasks: 1, max_queued_tasks: 1, ..world.settings() };
    let miner = world.start_with(settings).await;
    miner.order("wait", &receiver.url).await;
    miner.order("wait", &receiver.url).await;
    let answer = miner.challenge(r#"{"prompt": "wait"}"#, &receiver.url).await;
    assert_eq!((answer.status, &answer.body["error"]), (503, &json!("Queue is full")));
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(miner.state().await.tasks.unwrap().refused, 1);
    world.provider.permits.add_permits(2);
    miner.until("both delivered", |state| state.tasks.as_ref().unwrap().delivered == 2).await;
    miner.order("room again", &receiver.url).await;
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_each_state_of_a_task_and_never_its_result() {
    // spec/gas.md 3.2
    let (world, mut receiver) = (World::new(), Receiver::start().await);
    let miner = world.start_with(gascli::miner::Settings { max_concurrent_tasks: 1, ..world.settings() }).await;
    let first = miner.order("wait", &receiver.url).await;
    let second = miner.order("fail", &receiver.url).await;
    miner.until("one in work", |state| state.tasks.as_ref().unwrap().processing == 1).await;
    let status = async |id: &str| miner.get(&format!("/status/{id}")).await;
    for id in ["x", "%ff%fe", "..%2f..%2fetc"] {
        let unsigned = miner.send("GET", &format!("/status/{id}"), b"", &Headers::new()).await;
        assert_eq!(
            (unsigned.status, unsigned.body["detail"].clone()),
            (400, json!("Unknown Epistula version")),
            "{id}"
        );
        assert_eq!((status(id).await.status, &status(id).await.body["error"]), (404, &json!("Task not found")), "{id}");
    }
    let waiting = status(&second).await;
    assert_eq!((waiting.status, &waiting.body["status"]), (200, &json!("pending")));
    assert!(waiting.body.get("processing_time").is_none());
    let working = status(&first).await;
    assert_eq!(working.body["status"], "processing");
    assert!(working.body["processing_time"].is_f64() && working.body["started_at"].is_f64());
    world.provider.permits.add_permits(1);
    receiver.next().await;
    receiver.next().await;
    let done = status(&first).await;
    assert_eq!(done.body["status"], "completed");
    let keys: Vec<&String> = done.body.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "task_id",
            "modality",
            "status",
            "prompt",
            "parameters",
            "webhook_url",
            "signed_by",
            "created_at",
            "checkpoint",
            "input_data",
            "result_data",
            "result_url",
            "error_message",
            "started_at",
            "completed_at",
            "processing_time"
        ]
    );
    assert!(done.body["result_data"].is_null());
    let failed = status(&second).await;
    assert_eq!((&failed.body["status"], &failed.body["error_message"]), (&json!("failed"), &json!("größe\nfehlt")));
    for id in ["7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11", "x", "..%2f..%2fetc%2fpasswd"] {
        let unknown = status(id).await;
        assert_eq!((unknown.status, &unknown.body["error"]), (404, &json!("Task not found")), "{id}");
    }
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn miner_info_and_health_are_as_documented() {
    // spec/gas.md 3.3, 3.4
    let world = World::new();
    let miner = world.start().await;
    let mut info = miner.get("/miner_info").await.body;
    assert!(info["uptime"].is_f64());
    info["uptime"] = Value::Null;
    assert_eq!(
        info,
        json!({
            "uid": 0, "hotkey": miner_hotkey(), "miner_type": "GENERATOR",
            "services": [{ "name": "ObedientService", "available": true,
                "supported_tasks": { "image": ["image_generation"], "video": [] } }],
            "task_stats": { "total": 0, "pending": 0, "processing": 0, "completed": 0, "failed": 0 },
            "config": { "max_concurrent_tasks": 2, "task_timeout": 20.0, "max_task_age_hours": 1, "cleanup_interval": 3600 },
            "version": "1.0.0", "uptime": null
        })
    );
    let health = miner.get("/health").await;
    assert_eq!((health.status, &health.body["status"]), (200, &json!("healthy")));
    assert_eq!((&health.body["services_available"], &health.body["services_total"]), (&json!(1), &json!(1)));
    let state = miner.state().await;
    assert_eq!(state.health, Health::Healthy);
    assert_eq!(state.node.listening, Some(miner.address.to_string()));
    miner.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_miner_from_starting_is_named_with_a_remedy() {
    let world = World::new();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let cannot = async |settings| match world.start_by(UnixMillis::now, settings).await {
        Ok(_) => panic!("it started"),
        Err(error) => error,
    };
    let error = cannot(gascli::miner::Settings { axon_port: port, ..world.settings() }).await;
    assert_eq!(error.to_string(), format!("127.0.0.1:{port} is in use by another program"));
    assert!(error.hint().unwrap().contains("BT_AXON_PORT"));

    let mut settings = world.settings();
    settings.wallet.hotkey = "nobody".into();
    assert!(matches!(cannot(settings).await, MinerError::Wallet(_)));

    let mut settings = world.settings();
    let unknown = Keypair::from_seed(&[9; 32]);
    let file = settings.wallet.hotkey_file().with_file_name("unknown");
    std::fs::copy(settings.wallet.hotkey_file(), &file).unwrap();
    std::fs::write(&file, format!("{{\"secretSeed\": \"0x{}\"}}", "09".repeat(32))).unwrap();
    settings.wallet.hotkey = "unknown".into();
    let error = cannot(settings).await;
    assert_eq!(error.to_string(), format!("hotkey {} is not registered on netuid 34", unknown.hotkey()));
    assert!(matches!(error, MinerError::Chain(ChainError::NotRegistered { .. })));

    let mut settings = world.settings();
    let file = world.path().join("a file");
    std::fs::write(&file, "").unwrap();
    settings.state_dir = Some(file.join("below"));
    let error = cannot(settings).await;
    assert!(matches!(error, MinerError::Checkpoints(_)) && error.hint().unwrap().contains("MINER_STATE_DIR"));

    let first = world.start().await;
    let error = cannot(world.settings()).await;
    assert!(error.to_string().ends_with("is in use by another miner"), "{error}");
    first.end().await;
    timeout(Duration::from_secs(20), world.start()).await.unwrap().end().await;
}
