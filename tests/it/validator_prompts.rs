//! The pool of prompts: the service that fills it, the language model that rewords, and the commands of an operator.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use gascli::chain::{Endpoint, wallet};
use gascli::daemon::state_socket;
use gascli::prompts::{Composer, Options, Register, judge};
use gascli::protocol::daemon_state::{DaemonState, GenerationState, Health};
use gascli::store::{PromptFilter, Store};
use gascli::types::{Modality, Netuid, Paths, Secret, ServiceName};
use gascli::validator::generation::{self, GenerationError, ModelSettings, Settings};
use nix::sys::signal::Signal;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::{Home, strike, text, wait_for};

const LIMIT: Duration = Duration::from_mins(1);
const KEY: &str = "sk-prompts-0123456789";

/// A home whose validator has a hotkey; no chain is needed.
fn home(lines: &str) -> Home {
    let home = Home::new();
    let wallet = wallet::Settings::new(home.path("wallets"), "w", "h");
    wallet::create_hotkey(&wallet).unwrap();
    let common = "CHAIN_ENDPOINT=local:none.sqlite\nNETUID=34\nWALLET_PATH=wallets\nWALLET_NAME=w\nWALLET_HOTKEY=h\n\
                  SN34_CACHE_DIR=store\n";
    std::fs::write(home.path(".env.validator"), format!("{common}{lines}")).unwrap();
    home
}

fn contents(folder: &Path, filter: PromptFilter) -> Vec<String> {
    let mut found = Vec::new();
    let store = Store::open_existing(folder).unwrap();
    store
        .each_prompt(filter, |row| {
            found.push(row.content);
            true
        })
        .unwrap();
    found
}

#[test]
fn the_service_fills_the_pool_alone_and_ends_when_asked() {
    let home = home("PROMPT_POOL_SIZE=40\nPROMPT_BATCH_SIZE=15\nPROMPT_SEED=5\n");
    let mut daemon = home.command(&["run", "generation"]).spawn().unwrap();
    let socket = Paths::below(&home.below).state_socket(&ServiceName::gas_generation());
    let full = || {
        let state = state_socket::read(&socket, Duration::from_secs(1)).ok()?;
        let pool = *state.generation.as_ref()?.pools.get("image")?;
        (pool.unused == 40).then_some(state)
    };
    let state = wait_for(LIMIT, "a full pool", full);
    assert_eq!((state.daemon.as_str(), &state.health), ("generation", &Health::Healthy));
    let generation = state.generation.unwrap();
    assert_eq!((generation.composed, generation.rewritten), (40, 0));
    assert!(generation.model.is_none());

    let second = home.run(&["run", "generation", "--service", "other"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(
        text(&second.stderr).contains("another generation service fills the prompts of"),
        "{}",
        text(&second.stderr)
    );

    // Commands work beside it, and find diverse prompts.
    let stats = home.json(&["validator", "prompts", "stats", "--check"]);
    assert_eq!(stats["modalities"][0]["pool"], json!({ "prompts": 40, "unused": 40 }));
    assert_eq!(stats["modalities"][0]["audit"]["violations"], json!([]));

    strike(daemon.id(), Signal::SIGTERM);
    assert!(daemon.wait().unwrap().success());
}

/// What the imitation of a language model does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    /// Words of its own for every prompt.
    Works,
    /// The first answer to each prompt is a list, the second one is good.
    SecondThoughts,
    /// The same good words for every prompt.
    Parrot,
    Chatter,
    NoJson,
    Busy,
    Broken,
    Hangs,
    Endless,
}

struct Imitation {
    mood: Mood,
    asked: AtomicUsize,
    bodies: Mutex<Vec<Value>>,
    keys: Mutex<Vec<String>>,
    composer: Mutex<Composer>,
}

async fn answer(State(imitation): State<Arc<Imitation>>, headers: HeaderMap, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    imitation.asked.fetch_add(1, Ordering::SeqCst);
    let authorization = headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    imitation.keys.lock().unwrap().extend(authorization);
    let user = body["messages"][1]["content"].as_str().unwrap().to_owned();
    imitation.bodies.lock().unwrap().push(body);
    let says = |text: &str| {
        let answer = json!({ "choices": [{ "message": { "role": "assistant", "content": text } }] });
        ([("content-type", "application/json")], answer.to_string()).into_response()
    };
    let good = || {
        // Any text that the rules allow: one that is composed for the same length and another scene.
        let most: usize = user.rsplit(" to ").next().unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut composer = imitation.composer.lock().unwrap();
        loop {
            let composed = composer.compose(Modality::Image, &Options::default());
            if composed.spec.length_words.1 == most {
                return format!("\"{}\"", composed.content);
            }
        }
    };
    match imitation.mood {
        Mood::Works => says(&good()),
        Mood::SecondThoughts if user.contains("The previous attempt was refused") => says(&good()),
        Mood::SecondThoughts => says(&format!("- {}", good())),
        Mood::Parrot => says(&parrot()),
        Mood::Chatter => says("Sure! Here is your prompt."),
        Mood::NoJson => "<html>not today</html>".into_response(),
        Mood::Busy => {
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "120")], format!("slow down, {KEY}")).into_response()
        }
        Mood::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "broken").into_response(),
        Mood::Hangs => std::future::pending().await,
        Mood::Endless => says(&"word ".repeat(200_000)),
    }
}

/// Words that are neither too few nor too many for any prompt.
fn parrot() -> String {
    let mut composer = Composer::new(3);
    loop {
        let composed = composer.compose(Modality::Image, &Options::default());
        let bands = [(80, 130), (130, 180), (180, 240)];
        if bands.iter().all(|band| judge(&composed.content, Register::PhoneCasual, *band).is_ok()) {
            return composed.content;
        }
    }
}

/// A service in this process, with an imitation of a model if a mood is given.
struct World {
    home: tempfile::TempDir,
    imitation: Arc<Imitation>,
    stop: CancellationToken,
    service: JoinHandle<Result<(), GenerationError>>,
    server: JoinHandle<()>,
}

impl World {
    async fn new(mood: Option<Mood>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let wallet = wallet::Settings::new(home.path().join("wallets"), "w", "h");
        wallet::create_hotkey(&wallet).unwrap();
        let imitation = Arc::new(Imitation {
            mood: mood.unwrap_or(Mood::Works),
            asked: AtomicUsize::new(0),
            bodies: Mutex::default(),
            keys: Mutex::default(),
            composer: Mutex::new(Composer::new(4_711)),
        });
        let router = axum::Router::new().route("/v1/chat/completions", post(answer)).with_state(Arc::clone(&imitation));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap()).parse().unwrap();
        let stop = CancellationToken::new();
        let ended = stop.clone();
        let server = tokio::spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                _ = async { axum::serve(listener, router).await } => {}
            }
        });
        let model = mood.map(|_| ModelSettings {
            url,
            key: Some(Secret::new(KEY.into())),
            model: "wordsmith".into(),
            timeout: Duration::from_secs(2),
            share: 1.0,
        });
        let settings = Settings {
            endpoint: Endpoint::Local(home.path().join("none.sqlite")),
            netuid: Some(Netuid(34)),
            wallet,
            cache_dir: Some(home.path().join("store")),
            modalities: vec![Modality::Image],
            pool_size: 8,
            batch_size: 8,
            seed: Some(1),
            check_every: Duration::from_millis(100),
            model,
        };
        let (paths, ended) = (Paths::below(home.path()), stop.clone());
        let service = tokio::spawn(async move {
            generation::run(settings, &paths, &ServiceName::gas_generation(), ended, || ()).await
        });
        Self { home, imitation, stop, service, server }
    }

    fn store(&self) -> std::path::PathBuf {
        self.home.path().join("store")
    }

    async fn state(&self, what: &str, holds: impl Fn(&DaemonState, &GenerationState) -> bool) -> DaemonState {
        let socket = Paths::below(self.home.path()).state_socket(&ServiceName::gas_generation());
        let end = tokio::time::Instant::now() + LIMIT;
        loop {
            let path = socket.clone();
            let state =
                tokio::task::spawn_blocking(move || state_socket::read(&path, Duration::from_secs(1))).await.unwrap();
            if let Ok(state) = &state
                && holds(state, state.generation.as_ref().unwrap())
            {
                return state.clone();
            }
            assert!(tokio::time::Instant::now() < end, "waited in vain for {what}: {state:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn full(&self) -> GenerationState {
        let is_full =
            |_: &DaemonState, state: &GenerationState| state.pools.get("image").is_some_and(|pool| pool.unused == 8);
        self.state("a full pool", is_full).await.generation.unwrap()
    }

    async fn end(self) {
        self.stop.cancel();
        self.service.await.unwrap().unwrap();
        self.server.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_model_rewords_what_was_composed() {
    let world = World::new(Some(Mood::Works)).await;
    let state = world.full().await;
    assert_eq!((state.composed, state.rewritten), (0, 8), "{state:?}");
    assert!(world.imitation.keys.lock().unwrap().iter().all(|key| *key == format!("Bearer {KEY}")));
    let bodies = world.imitation.bodies.lock().unwrap().clone();
    assert_eq!(
        (&bodies[0]["model"], &bodies[0]["temperature"], &bodies[0]["top_p"]),
        (&json!("wordsmith"), &json!(0.95), &json!(0.95))
    );
    // Its words are in the store without the quotes around them, with the register of what was composed.
    for row in contents(&world.store(), PromptFilter::default()) {
        assert!(!row.contains('"') && row.ends_with('.'), "{row}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_told_what_is_wrong_may_try_once_more() {
    let world = World::new(Some(Mood::SecondThoughts)).await;
    let state = world.full().await;
    assert_eq!((state.composed, state.rewritten), (0, 8), "{state:?}");
    assert_eq!(world.imitation.asked.load(Ordering::SeqCst), 16);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_says_the_same_again_and_again_is_not_paid_for_it_again_and_again() {
    let world = World::new(Some(Mood::Parrot)).await;
    let state = world.full().await;
    assert_eq!((state.composed, state.rewritten), (7, 1), "{state:?}");
    assert_eq!(world.imitation.asked.load(Ordering::SeqCst), 8);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_model_does_wrong_the_pool_is_filled_and_the_key_stays_secret() {
    for (mood, class, available) in [
        (Mood::Chatter, "model-refused", true),
        (Mood::NoJson, "model-fault", false),
        (Mood::Busy, "model-fault", false),
        (Mood::Broken, "model-fault", false),
        (Mood::Hangs, "model-fault", false),
        (Mood::Endless, "model-fault", false),
    ] {
        let world = World::new(Some(mood)).await;
        let state = world.full().await;
        assert_eq!((state.composed, state.rewritten), (8, 0), "{mood:?}: {state:?}");
        assert!(state.refused.contains_key(class), "{mood:?}: {state:?}");
        let model = state.model.clone().unwrap();
        assert_eq!(model.available, available, "{mood:?}: {model:?}");
        // Left alone, it is asked no more than the requests that were under way.
        assert!(available || world.imitation.asked.load(Ordering::SeqCst) <= 8, "{mood:?}");
        let whole = world.state("the state", |_, _| true).await;
        assert_eq!(matches!(whole.health, Health::Degraded { .. }), !available, "{mood:?}: {:?}", whole.health);
        assert!(!serde_json::to_string(&whole).unwrap().contains(KEY), "{mood:?}");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_refuses_is_told_and_filled_as_soon_as_it_takes_prompts_again() {
    let world = World::new(None).await;
    world.full().await;
    let database = rusqlite::Connection::open(world.store().join("prompts.db")).unwrap();
    database.busy_timeout(Duration::from_secs(20)).unwrap();
    database
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON prompts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;
             DELETE FROM prompts WHERE rowid % 2 = 0",
        )
        .unwrap();
    let state = world.state("a fault", |state, _| matches!(state.health, Health::Degraded { .. })).await;
    assert!(format!("{:?}", state.health).contains("disk is full"), "{:?}", state.health);
    database.execute_batch("DROP TRIGGER refuse").unwrap();
    world.state("its end", |state, _| state.health == Health::Healthy).await;
    world.full().await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn used_prompts_are_replaced_and_the_most_used_are_drawn_no_more() {
    let world = World::new(None).await;
    world.full().await;
    let database = rusqlite::Connection::open(world.store().join("prompts.db")).unwrap();
    database.busy_timeout(Duration::from_secs(20)).unwrap();
    // Twice the pool is used up; then as many used ones are kept as there are to be unused ones.
    for composed in [16, 24] {
        database.execute("UPDATE prompts SET used_count = used_count + 1", []).unwrap();
        world.state("new prompts", |_, state| state.composed == composed).await;
    }
    world.state("retired ones", |_, state| state.retired == 8 && state.pools["image"].prompts == 16).await;
    world.end().await;
}

#[test]
fn a_password_in_the_address_of_a_model_is_refused() {
    let home = home("PROMPT_LLM_URL=https://me:hush@models.example/v1\nPROMPT_LLM_MODEL=m\n");
    let refused = home.run(&["validator", "prompts", "stats"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("PROMPT_LLM_KEY is for what is secret"), "{}", text(&refused.stderr));
}

#[test]
fn prompts_come_from_text_csv_and_parquet_and_what_was_left_out_is_told() {
    let home = home("");
    std::fs::write(home.path("p.txt"), "A red barn.\n\nA blue barn.\nA red barn.\n").unwrap();
    let told = home.json(&["validator", "prompts", "import", "p.txt"]);
    assert_eq!((&told["read"], &told["added"]), (&json!(4), &json!(2)));
    assert_eq!(told["left_out"], json!({ "empty": 1, "twice in the file": 1 }));
    std::fs::write(home.path("p.csv"), "id,caption\n1,\"A red barn.\"\n2,\"A barn, green.\"\n").unwrap();
    let told = home.json(&["validator", "prompts", "import", "p.csv", "--modality", "both"]);
    assert_eq!((&told["added"], &told["left_out"]), (&json!(3), &json!({ "known already": 1 })));
    table(&home.path("p.parquet"), &["A yellow barn.", "A white barn."]);
    let told = home.json(&["validator", "prompts", "import", "p.parquet", "--column", "words"]);
    assert_eq!(told["added"], json!(2));
    let refused = home.run(&["validator", "prompts", "import", "p.parquet", "--column", "nothing"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("hint: `--column NAME` chooses one of: words"), "{}", text(&refused.stderr));
    let strict = home.json(&["validator", "prompts", "import", "p.txt", "--strict", "--modality", "video"]);
    assert_eq!((&strict["added"], &strict["left_out"]["length"]), (&json!(0), &json!(2)));

    let listed = home.json(&["validator", "prompts", "list", "--modality", "video", "--unused"]);
    let words: Vec<&str> =
        listed["prompts"].as_array().unwrap().iter().map(|row| row["content"].as_str().unwrap()).collect();
    assert_eq!(words, ["A barn, green.", "A red barn."]);
    assert_eq!(listed["prompts"][0]["source"], json!("imported"));
    let few = home.run(&["validator", "prompts", "stats", "--check"]);
    assert_eq!(few.status.code(), Some(2), "too few to judge");
}

fn table(path: &Path, words: &[&str]) {
    let schema = parse_message_type("message prompts { REQUIRED INT64 n; OPTIONAL BYTE_ARRAY words (UTF8); }").unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let numbers: Vec<i64> = (0..).take(words.len()).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<parquet::data_type::Int64Type>().write_batch(&numbers, None, None).unwrap();
    column.close().unwrap();
    let values: Vec<ByteArray> = words.iter().map(|word| ByteArray::from(*word)).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&values, Some(&vec![1; words.len()]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn composed_prompts_are_the_same_for_a_seed_and_go_into_the_store_when_asked() {
    let home = home("");
    let of = |arguments: &[&str]| home.ok(&[&["validator", "prompts", "generate", "--count", "3"], arguments].concat());
    let first = of(&["--seed", "7"]);
    assert_eq!(first, of(&["--seed", "7"]));
    assert_ne!(first, of(&["--seed", "8"]));
    assert_eq!(first.lines().count(), 3);
    assert!(!home.path("store").exists(), "nothing is stored unless it is asked for");
    let dashcam =
        home.json(&["validator", "prompts", "generate", "--modality", "video", "--register", "dashcam", "--seed", "1"]);
    assert_eq!(dashcam["prompts"][0]["register"], json!("dashcam"));
    let refused = home.run(&["validator", "prompts", "generate", "--register", "dashcam"]);
    assert_eq!(refused.status.code(), Some(2), "no picture is taken by a dashboard camera");

    let stored = home.json(&["validator", "prompts", "generate", "--count", "60", "--seed", "7", "--store"]);
    assert_eq!(stored["added"], json!(60));
    assert!(contents(&home.path("store"), PromptFilter::default()).iter().any(|row| first.contains(row.as_str())));
    home.ok(&["validator", "prompts", "stats", "--check"]);
    // The same words again, until others come.
    let again = home.json(&["validator", "prompts", "generate", "--count", "10", "--seed", "7", "--store"]);
    assert_eq!(again["added"], json!(10));
    assert!(again["left_out"].as_u64().unwrap() >= 60, "{again}");
}

#[test]
fn what_is_exported_can_be_imported_and_overwrites_nothing() {
    let home = home("");
    home.ok(&["validator", "prompts", "generate", "--count", "5", "--seed", "3", "--store"]);
    let lines = home.ok(&["validator", "prompts", "export"]);
    assert_eq!(lines.lines().count(), 5);
    for (format, name) in [("csv", "p.csv"), ("jsonl", "p.jsonl"), ("text", "p.txt")] {
        home.ok(&["validator", "prompts", "export", "--format", format, "--output", name]);
        let before = std::fs::read(home.path(name)).unwrap();
        let again = home.run(&["validator", "prompts", "export", "--format", format, "--output", name]);
        assert_eq!(again.status.code(), Some(2));
        assert_eq!(std::fs::read(home.path(name)).unwrap(), before);
    }
    let row: Value =
        serde_json::from_str(std::fs::read_to_string(home.path("p.jsonl")).unwrap().lines().next().unwrap()).unwrap();
    assert_eq!(row["source"], json!("composed"));
    for name in ["p.csv", "p.txt"] {
        let told = home.json(&["validator", "prompts", "import", name]);
        assert_eq!(told["left_out"], json!({ "known already": 5 }), "{name}");
    }
}
