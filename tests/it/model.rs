//! `gascli model`: a hub on loopback that redirects, resumes, breaks off and lies; snapshots, folders, damage.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{Home, text, wait_for};

const LIMIT: Duration = Duration::from_mins(1);
const COMMIT: &str = "3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268";
const OTHER_COMMIT: &str = "c237dc49a33fc61debc9276459120b7eac67e7ef";
const OPENAI: &str = "openai/clip-vit-base-patch32";

/// A file of a repository.
#[derive(Clone)]
struct Entry {
    body: Vec<u8>,
    /// Which commit the revision is.
    commit: String,
    /// What the hub says its hash is; such files lie elsewhere.
    sha256: Option<String>,
}

/// How the next answer with a large file ends early.
enum Fault {
    /// The line breaks after so many bytes.
    Cut(usize),
    /// Nothing more comes after so many bytes.
    Stall(usize),
}

/// A request: path, `Range`, `If-Range`, `Authorization`.
#[derive(Clone, Debug)]
struct Asked {
    path: String,
    range: Option<String>,
    if_range: Option<String>,
    authorization: Option<String>,
}

#[derive(Default)]
struct World {
    /// By `REPOSITORY/resolve/REVISION/FILE`.
    entries: BTreeMap<String, Entry>,
    faults: VecDeque<Fault>,
    asked: Vec<Asked>,
    /// Where large files lie, if not here.
    store: Option<String>,
    /// State of the large files.
    etag: String,
}

/// A web server on loopback, until dropped.
struct Hub {
    url: String,
    world: Arc<Mutex<World>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Hub {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(Mutex::new(World { etag: "\"one\"".into(), ..World::default() }));
        let stopped = Arc::new(AtomicBool::new(false));
        let (own, ended) = (Arc::clone(&world), Arc::clone(&stopped));
        let thread = std::thread::spawn(move || {
            std::thread::scope(|scope| {
                for stream in listener.incoming() {
                    if ended.load(Ordering::Relaxed) {
                        return;
                    }
                    let (own, ended) = (&own, &ended);
                    scope.spawn(move || drop(answer(&stream.unwrap(), own, ended)));
                }
            });
        });
        Self { url, world, stopped, thread: Some(thread) }
    }

    /// With the small model at a revision of the network's repository.
    fn with_model(repository: &str, revision: &str) -> Self {
        let hub = Self::new();
        for (name, body) in model() {
            hub.put(repository, revision, name, &body);
        }
        hub
    }

    fn put(&self, repository: &str, revision: &str, name: &str, body: &[u8]) {
        let sha256 = name.ends_with(".safetensors").then(|| hex::encode(Sha256::digest(body)));
        let mut world = self.world.lock().unwrap();
        let commit = if revision == "main" { COMMIT } else { OTHER_COMMIT };
        for at in [revision, commit] {
            let entry = Entry { body: body.to_vec(), sha256: sha256.clone(), commit: commit.into() };
            world.entries.insert(format!("/{repository}/resolve/{at}/{name}"), entry);
        }
    }

    fn take_away(&self, name: &str) {
        self.world.lock().unwrap().entries.retain(|path, _| !path.ends_with(name));
    }

    fn fail(&self, fault: Fault) {
        self.world.lock().unwrap().faults.push_back(fault);
    }

    fn asked(&self) -> Vec<Asked> {
        self.world.lock().unwrap().asked.clone()
    }

    /// Requests for bytes of large files.
    fn asked_large(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.path.starts_with("/large/")).collect()
    }

    fn pull(&self, home: &Home, more: &[&str]) -> Output {
        home.run_with(&[&["model", "pull"], more].concat(), &[("HF_ENDPOINT", &self.url)])
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn answer(mut stream: &TcpStream, world: &Mutex<World>, stopped: &AtomicBool) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let Some(line) = lines.next().transpose()? else { return Ok(()) };
    let path = line.split(' ').nth(1).unwrap_or_default().replace("%2F", "/");
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(": ") else { break };
        let all: &mut String = headers.entry(name.to_ascii_lowercase()).or_default();
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(value);
    }
    let header = |name: &str| headers.get(name).cloned();
    let asked = Asked {
        path: path.clone(),
        range: header("range"),
        if_range: header("if-range"),
        authorization: header("authorization"),
    };
    let mut world = world.lock().unwrap();
    world.asked.push(asked.clone());
    let head = |status: &str, more: &str| format!("HTTP/1.1 {status}\r\nconnection: close\r\n{more}\r\n");
    let (key, is_large) = match path.strip_prefix("/large") {
        Some(key) => (key.to_owned(), true),
        None => (path.clone(), false),
    };
    let Some(entry) = world.entries.get(&key).cloned() else {
        return stream.write_all(head("404 X", "x-error-code: EntryNotFound\r\ncontent-length: 0\r\n").as_bytes());
    };
    let commit = format!("x-repo-commit: {}\r\n", entry.commit);
    if let (Some(sha256), false) = (&entry.sha256, is_large) {
        let store = world.store.clone().unwrap_or_default();
        let more =
            format!("{commit}x-linked-etag: \"{sha256}\"\r\nlocation: {store}/large{key}\r\ncontent-length: 0\r\n");
        return stream.write_all(head("302 X", &more).as_bytes());
    }
    let (etag, body) = (world.etag.clone(), &entry.body);
    let from = asked.range.as_deref().filter(|_| asked.if_range.as_ref().is_none_or(|tag| *tag == etag));
    let from = from.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let (status, range, rest) = match from {
        Some(from) if from >= body.len() => ("416 X", format!("content-range: bytes */{}\r\n", body.len()), &body[..0]),
        Some(from) => {
            ("206 X", format!("content-range: bytes {from}-{}/{}\r\n", body.len() - 1, body.len()), &body[from..])
        }
        None => ("200 X", String::new(), &body[..]),
    };
    let fault = if is_large { world.faults.pop_front() } else { None };
    drop(world);
    let more = format!("{commit}etag: {etag}\r\n{range}content-length: {}\r\n", rest.len());
    stream.write_all(head(status, &more).as_bytes())?;
    match fault {
        None => stream.write_all(rest),
        Some(Fault::Cut(bytes)) => stream.write_all(&rest[..bytes]),
        Some(Fault::Stall(bytes)) => {
            stream.write_all(&rest[..bytes])?;
            while !stopped.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok(())
        }
    }
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick")
}

/// A small model that opens, as a repository has it.
fn model() -> BTreeMap<&'static str, Vec<u8>> {
    let vocabulary = r#"{"a": 0, "a</w>": 1, "<|startoftext|>": 2, "<|endoftext|>": 3}"#;
    BTreeMap::from([
        ("config.json", fs::read(fixture().join("config.json")).unwrap()),
        ("model.safetensors", weights()),
        ("vocab.json", vocabulary.into()),
        ("merges.txt", "#version: 0.2\n".into()),
    ])
}

fn weights() -> Vec<u8> {
    fs::read(fixture().join("model.safetensors")).unwrap()
}

fn write_model(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, body) in model() {
        fs::write(folder.join(name), body).unwrap();
    }
}

/// Names of the models on disk that can be used.
fn usable(home: &Home) -> Vec<String> {
    let list = home.json(&["model", "list"]);
    let models = list["models"].as_array().unwrap().iter();
    let own = models.filter(|model| model["usable"] == true && model["built_in"] == false);
    own.map(|model| model["name"].as_str().unwrap().to_owned()).collect()
}

fn said(output: &Output) -> String {
    text(&output.stderr)
}

#[test]
fn a_model_is_pulled_once_listed_verified_and_removed() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let output = hub.pull(&home, &["ViT-B/32"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(usable(&home), ["clip-vit-base-patch32"]);
    let folder = home.below.join("state/models/clip-vit-base-patch32");
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("model.json")).unwrap()).unwrap();
    assert_eq!((&manifest["revision"], &manifest["commit"]), (&"main".into(), &COMMIT.into()));
    let hash =
        |file: &Value| file["name"] == "model.safetensors" && file["sha256"] == hex::encode(Sha256::digest(weights()));
    assert!(manifest["files"].as_array().unwrap().iter().any(hash), "{manifest}");
    assert!(home.ok(&["model", "verify"]).contains("whole"));
    let before = hub.asked().len();
    assert!(hub.pull(&home, &[]).status.success());
    assert_eq!(hub.asked().len(), before, "what is here is not asked for again");
    let asked = home.run(&["model", "remove", OPENAI]);
    assert_eq!((asked.status.code(), usable(&home).len()), (Some(2), 1), "{}", said(&asked));
    home.ok(&["model", "remove", OPENAI, "--yes"]);
    assert!(usable(&home).is_empty() && !folder.exists());
    assert_eq!(home.run(&["model", "remove", OPENAI, "--yes"]).status.code(), Some(2));
}

#[test]
fn a_broken_line_costs_only_what_had_not_come() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    hub.fail(Fault::Cut(40_000));
    hub.fail(Fault::Cut(10_000));
    let output = hub.pull(&home, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let asked = hub.asked_large();
    let ranges: Vec<Option<&str>> = asked.iter().map(|asked| asked.range.as_deref()).collect();
    assert_eq!(ranges, [None, Some("bytes=40000-"), Some("bytes=50000-")]);
    assert_eq!(asked[1].if_range, None, "the hub tells the hash of the whole, which decides");
    assert!(home.ok(&["model", "verify"]).contains("whole"));
}

#[test]
fn a_killed_pull_goes_on_where_it_ended() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    hub.fail(Fault::Stall(30_000));
    let mut first = home.command(&["model", "pull"]);
    let mut first = first.env("HF_ENDPOINT", &hub.url).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let part = home.below.join("state/models/.partial/clip-vit-base-patch32/model.safetensors.part");
    wait_for(LIMIT, "the first part of the weights", || {
        fs::metadata(&part).is_ok_and(|part| part.len() == 30_000).then_some(())
    });
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(usable(&home).is_empty() && home.ok(&["model", "list"]).contains("PARTIAL"));
    let output = hub.pull(&home, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(hub.asked_large()[1].range.as_deref(), Some("bytes=30000-"));
    assert!(home.ok(&["model", "verify"]).contains("whole"));
    assert!(!part.exists());
}

#[test]
fn a_file_that_changes_meanwhile_is_fetched_anew() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    hub.fail(Fault::Stall(30_000));
    let mut first = home.command(&["model", "pull"]);
    let mut first = first.env("HF_ENDPOINT", &hub.url).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    wait_for(LIMIT, "the weights to be asked for", || (!hub.asked_large().is_empty()).then_some(()));
    let part = home.below.join("state/models/.partial/clip-vit-base-patch32/model.safetensors.part");
    wait_for(LIMIT, "their first part", || fs::metadata(&part).is_ok_and(|part| part.len() == 30_000).then_some(()));
    first.kill().unwrap();
    first.wait().unwrap();
    hub.world.lock().unwrap().etag = "\"two\"".into();
    fs::write(&part, vec![b'x'; 30_000]).unwrap();
    let output = hub.pull(&home, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(home.ok(&["model", "verify"]).contains("whole"));
}

#[test]
fn bytes_that_were_not_promised_never_become_a_model() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    for entry in hub.world.lock().unwrap().entries.values_mut().filter(|entry| entry.sha256.is_some()) {
        entry.body[5000] ^= 1;
    }
    let output = hub.pull(&home, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("was promised") && said(&output).contains("hint:"), "{}", said(&output));
    assert!(usable(&home).is_empty());
    // What is wrong is not kept: the right bytes come as if nothing had happened.
    hub.put(OPENAI, "main", "model.safetensors", &weights());
    assert!(hub.pull(&home, &[]).status.success());
    assert_eq!(usable(&home), ["clip-vit-base-patch32"]);
}

#[test]
fn the_networks_model_is_found_where_its_weights_are() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "refs/pr/15"));
    for name in ["config.json", "vocab.json", "merges.txt"] {
        hub.put(OPENAI, "main", name, &model()[name]);
    }
    let output = hub.pull(&home, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let list = home.json(&["model", "list"]);
    let model =
        list["models"].as_array().unwrap().iter().find(|model| model["name"] == "clip-vit-base-patch32").unwrap();
    assert_eq!((&model["revision"], &model["commit"]), (&"refs/pr/15".into(), &OTHER_COMMIT.into()));
}

#[test]
fn weights_that_may_hold_programs_are_named_and_not_read() {
    let (home, hub) = (Home::new(), Hub::with_model("owner/old", "main"));
    hub.take_away("model.safetensors");
    hub.put("owner/old", "main", "pytorch_model.bin", &[0; 10]);
    let output = hub.pull(&home, &["owner/old"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("only pytorch_model.bin") && said(&output).contains("@revision"),
        "{}",
        said(&output)
    );
}

#[test]
fn what_is_no_model_is_refused_before_its_weights_come() {
    let (home, hub) = (Home::new(), Hub::with_model("owner/bert", "main"));
    hub.put("owner/bert", "main", "config.json", br#"{"model_type": "bert"}"#);
    let output = hub.pull(&home, &["owner/bert"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(hub.asked_large().is_empty());
    for (name, expected) in [("owner/none", "404"), ("a/../b", "no name of a model"), ("mine", "no model of the hub")] {
        let output = hub.pull(&home, &[name]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(expected) && said(&output).contains("hint:"), "{name}: {}", said(&output));
    }
}

#[test]
fn offline_nothing_is_asked_and_a_snapshot_of_another_program_serves() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let cache = home.path("hf");
    let offline = |more: &[&str]| {
        let environment =
            [("HF_ENDPOINT", hub.url.as_str()), ("HF_HUB_OFFLINE", "1"), ("HF_HOME", cache.to_str().unwrap())];
        home.run_with(&[&["model", "pull"], more].concat(), &environment)
    };
    let output = offline(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("HF_HUB_OFFLINE") && said(&output).contains("model add"), "{}", said(&output));
    let repository = cache.join("hub/models--openai--clip-vit-base-patch32");
    let (snapshot, blobs) = (repository.join("snapshots").join(COMMIT), repository.join("blobs"));
    write_model(&snapshot);
    fs::create_dir_all(&blobs).unwrap();
    fs::create_dir_all(repository.join("refs")).unwrap();
    fs::write(repository.join("refs/main"), COMMIT).unwrap();
    let blob = blobs.join(hex::encode(Sha256::digest(weights())));
    fs::rename(snapshot.join("model.safetensors"), &blob).unwrap();
    std::os::unix::fs::symlink(&blob, snapshot.join("model.safetensors")).unwrap();
    // A blob that is not what its name says is not taken.
    let mut wrong = weights();
    wrong[9000] ^= 1;
    fs::write(&blob, &wrong).unwrap();
    assert_eq!(offline(&[]).status.code(), Some(2));
    fs::write(&blob, weights()).unwrap();
    let output = offline(&[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(usable(&home), ["clip-vit-base-patch32"]);
    assert!(hub.asked().is_empty());
}

#[test]
fn two_pulls_at_once_fetch_a_model_once() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let start = || {
        let mut command = home.command(&["model", "pull"]);
        command.env("HF_ENDPOINT", &hub.url).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut both = [start(), start()];
    assert!(both.iter_mut().all(|child| child.wait().unwrap().success()));
    assert_eq!(hub.asked_large().len(), 1);
}

#[test]
fn the_token_goes_to_the_hub_and_to_nobody_else() {
    let (home, hub, store) = (Home::new(), Hub::with_model(OPENAI, "main"), Hub::with_model(OPENAI, "main"));
    hub.world.lock().unwrap().store = Some(store.url.clone());
    let environment = [("HF_ENDPOINT", hub.url.as_str()), ("HF_TOKEN", "hf_secret_token")];
    let output = home.run_with(&["model", "pull"], &environment);
    assert!(output.status.success() && !said(&output).contains("hf_secret"), "{}", said(&output));
    assert!(hub.asked().iter().all(|asked| asked.authorization.as_deref() == Some("Bearer hf_secret_token")));
    let elsewhere = store.asked();
    assert!(!elsewhere.is_empty() && elsewhere.iter().all(|asked| asked.authorization.is_none()));
}

#[test]
fn a_folder_serves_where_there_is_no_network() {
    let home = Home::new();
    let folder = home.path("stick");
    write_model(&folder);
    home.ok(&["model", "add", "stick", "--name", OPENAI]);
    home.ok(&["model", "add", "stick"]);
    assert_eq!(usable(&home), ["clip-vit-base-patch32", "stick"]);
    home.ok(&["model", "add", "stick"]); // the same again
    fs::write(folder.join("merges.txt"), "#version: 0.3\n").unwrap();
    let taken = home.run(&["model", "add", "stick"]);
    assert!(taken.status.code() == Some(2) && said(&taken).contains("--name"), "{}", said(&taken));
    fs::remove_file(folder.join("merges.txt")).unwrap();
    let lacking = home.run(&["model", "add", "stick", "--name", "other"]);
    assert!(lacking.status.code() == Some(2) && said(&lacking).contains("merges.txt"), "{}", said(&lacking));
    fs::write(folder.join("merges.txt"), "").unwrap();
    fs::write(folder.join("model.safetensors"), &weights()[..5000]).unwrap();
    let cut = home.run(&["model", "add", "stick", "--name", "cut"]);
    assert!(cut.status.code() == Some(2) && said(&cut).contains("cannot be used"), "{}", said(&cut));
    assert_eq!(usable(&home).len(), 2);
}

#[test]
fn damage_is_seen_and_mended_by_another_pull() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    assert!(hub.pull(&home, &[]).status.success());
    let weights = home.below.join("state/models/clip-vit-base-patch32/model.safetensors");
    let mut bytes = fs::read(&weights).unwrap();
    bytes[9000] ^= 1;
    fs::write(&weights, &bytes).unwrap();
    let verified = home.run(&["model", "verify"]);
    assert!(verified.status.code() == Some(1) && text(&verified.stdout).contains("OTHER BYTES"));
    fs::write(&weights, &bytes[..100]).unwrap();
    let listed = home.run(&["model", "list"]);
    assert!(listed.status.code() == Some(1) && text(&listed.stdout).contains("DAMAGED"));
    assert!(hub.pull(&home, &[]).status.success());
    assert!(home.run(&["model", "verify"]).status.success());
}

#[test]
fn models_lie_where_the_operator_wants_them() {
    let home = Home::new();
    write_model(&home.path("stick"));
    let elsewhere = home.path("elsewhere");
    let environment = [("MODELS_DIR", elsewhere.to_str().unwrap())];
    assert!(home.run_with(&["model", "add", "stick"], &environment).status.success());
    assert!(elsewhere.join("stick/model.json").exists() && !home.below.join("state/models").exists());
    let relative = home.run_with(&["model", "list"], &[("MODELS_DIR", "here")]);
    assert!(relative.status.code() == Some(2) && said(&relative).contains("MODELS_DIR"));
}

#[test]
fn what_is_no_model_of_ours_is_neither_listed_nor_replaced_nor_removed() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let models = home.below.join("state/models");
    let (backups, clone) = (models.join("backups"), models.join("clip-vit-base-patch32"));
    fs::create_dir_all(&backups).unwrap();
    fs::write(backups.join("letters.txt"), "dear").unwrap();
    write_model(&clone);
    fs::write(clone.join("notes.txt"), "mine").unwrap();
    assert!(usable(&home).is_empty() && !home.ok(&["model", "list"]).contains("backups"));
    for name in ["backups", OPENAI] {
        let output = home.run(&["model", "remove", name, "--yes"]);
        assert!(output.status.code() == Some(2) && said(&output).contains("model.json"), "{}", said(&output));
    }
    let output = hub.pull(&home, &[]);
    assert!(output.status.code() == Some(2) && said(&output).contains("by hand"), "{}", said(&output));
    assert!(hub.asked().is_empty() && backups.join("letters.txt").exists());
    assert_eq!(fs::read_dir(&clone).unwrap().count(), 5);
    // Nor what lies beside a model's own files.
    fs::remove_dir_all(&clone).unwrap();
    assert!(hub.pull(&home, &[]).status.success());
    fs::write(clone.join("notes.txt"), "mine").unwrap();
    let output = home.run(&["model", "remove", OPENAI, "--yes"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("notes.txt"), "{}", said(&output));
    assert_eq!(usable(&home), ["clip-vit-base-patch32"]);
}

#[test]
fn user_and_password_of_a_mirror_go_to_it_alone_and_are_not_shown() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let endpoint = hub.url.replace("http://", "http://me:p%40ss@");
    let environment = [("HF_ENDPOINT", endpoint.as_str()), ("HF_TOKEN", "hf_secret_token")];
    let output = home.run_with(&["model", "pull"], &environment);
    assert!(output.status.success() && !said(&output).contains("p%40ss"), "{}", said(&output));
    // The user's name and password, and no second header.
    assert!(hub.asked().iter().all(|asked| asked.authorization.as_deref() == Some("Basic bWU6cEBzcw==")));
    let manifest = fs::read_to_string(home.below.join("state/models/clip-vit-base-patch32/model.json")).unwrap();
    assert!(!manifest.contains("p%40ss"), "{manifest}");
}

#[test]
fn weights_whose_hash_nobody_told_come_with_a_note() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    let output = hub.pull(&home, &[]);
    assert!(output.status.success() && !said(&output).contains("no hash"), "{}", said(&output));
    home.ok(&["model", "remove", OPENAI, "--yes"]);
    hub.world.lock().unwrap().entries.values_mut().for_each(|entry| entry.sha256 = None);
    let output = hub.pull(&home, &[]);
    assert!(output.status.success() && said(&output).contains("no hash of model.safetensors"), "{}", said(&output));
}

#[test]
fn a_mirror_without_the_second_revision_says_what_the_first_lacks() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    hub.take_away("model.safetensors");
    hub.put(OPENAI, "main", "pytorch_model.bin", &[0; 10]);
    let output = hub.pull(&home, &[]);
    assert!(output.status.code() == Some(2) && said(&output).contains("only pytorch_model.bin"), "{}", said(&output));
}

#[test]
fn a_mirror_with_weak_tags_goes_on_by_the_hash() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    hub.world.lock().unwrap().etag = "W/\"one\"".into();
    hub.fail(Fault::Cut(40_000));
    assert!(hub.pull(&home, &[]).status.success());
    assert_eq!(hub.asked_large()[1].range.as_deref(), Some("bytes=40000-"));
}

#[test]
fn a_pulled_model_scores_by_its_name_and_by_the_path_of_its_folder() {
    let (home, hub) = (Home::new(), Hub::with_model(OPENAI, "main"));
    assert!(hub.pull(&home, &[]).status.success());
    write_model(&home.path("here/clip"));
    fs::copy(fixture().join("../rgb.png"), home.path("1.png")).unwrap();
    let words = ["score", "clip", "--prompt", "a", "--threshold", "-1", "--json"];
    for model in [OPENAI, "ViT-B/32", "here/clip", "./here/clip"] {
        let output = home.run(&[&words[..], &["--model", model, "1.png"]].concat());
        assert!(output.status.success(), "{model}: {}", said(&output));
    }
    // One file that cannot be read takes no other's answer away.
    let output = home.run(&[&words[..], &["none.png", "1.png"]].concat());
    assert_eq!(output.status.code(), Some(2));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&found["results"][0]["verdict"], &found["results"][1]["verdict"]), (&"error".into(), &"pass".into()));
}
