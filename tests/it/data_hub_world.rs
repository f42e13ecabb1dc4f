//! A Hugging Face Hub on loopback: repositories, LFS objects, commits that are counted, and faults on demand.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test that asked for it")]

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use bytes::Bytes;
use gascli::types::Secret;
use gascli::validator::data::TargetSettings;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

pub(crate) const TOKEN: &str = "hf_the_token_of_the_test";
pub(crate) const IMAGES: &str = "me/images";
const VIDEOS: &str = "me/videos";

/// What goes wrong with one request.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// This answer, and nothing is done.
    Answer(u16, Vec<(&'static str, String)>),
    /// It is done, and the answer is lost.
    Lost,
    /// Somebody else commits first; the request is then served.
    Overtaken,
}

/// Where a request stops for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hang {
    /// Before it is served.
    Before,
    /// After it is served, without an answer.
    After,
}

#[derive(Debug, Default)]
struct Repository {
    /// Summary and files of each commit.
    commits: Vec<(String, Vec<String>)>,
    files: BTreeMap<String, Vec<u8>>,
}

#[derive(Default)]
struct Inner {
    repositories: BTreeMap<String, Repository>,
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<(String, u64), Vec<u8>>,
    verified: BTreeSet<String>,
    requests: Vec<String>,
    faults: Vec<(&'static str, Fault)>,
    hang: Option<(usize, Hang)>,
    /// The last request that hangs: its path and body.
    hung: Option<(String, Bytes)>,
    chunk: Option<u64>,
    small_files_inline: bool,
    tokens_elsewhere: usize,
}

/// The running imitation.
#[derive(Clone)]
pub(crate) struct Hub {
    pub(crate) address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
    pub(crate) hangs: Arc<Notify>,
}

impl Hub {
    /// With both repositories.
    pub(crate) async fn start() -> Self {
        let hub = Self::empty().await;
        for name in [IMAGES, VIDEOS] {
            hub.inner.lock().unwrap().repositories.insert(name.into(), Repository::default());
        }
        hub
    }

    pub(crate) async fn empty() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let hub = Self { address, inner: Arc::default(), hangs: Arc::default() };
        let router = axum::Router::new().fallback(serve).with_state(hub.clone());
        let router = router.layer(axum::extract::DefaultBodyLimit::disable());
        tokio::spawn(async move { axum::serve(listener, router).await });
        hub
    }

    pub(crate) fn target(&self) -> TargetSettings {
        TargetSettings::Hub {
            endpoint: format!("http://{}", self.address).parse().unwrap(),
            token: Secret::new(TOKEN.into()),
            image_repository: IMAGES.into(),
            video_repository: VIDEOS.into(),
        }
    }

    /// The next request whose line contains `what` goes wrong.
    pub(crate) fn fault(&self, what: &'static str, fault: Fault) {
        self.inner.lock().unwrap().faults.push((what, fault));
    }

    /// The request of this number hangs.
    pub(crate) fn hang(&self, hang: Option<(usize, Hang)>) {
        let mut inner = self.inner.lock().unwrap();
        inner.requests.clear();
        inner.hang = hang;
    }

    /// The request that hung last.
    pub(crate) fn hung(&self) -> Option<(String, Bytes)> {
        self.inner.lock().unwrap().hung.clone()
    }

    /// Files longer than this are wanted in parts of this length.
    pub(crate) fn in_parts(&self, chunk: u64) {
        self.inner.lock().unwrap().chunk = Some(chunk);
    }

    /// Tables are wanted in the commit itself.
    pub(crate) fn inline(&self) {
        self.inner.lock().unwrap().small_files_inline = true;
    }

    /// Forgets the requests so far, and gives those since.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.lock().unwrap().requests)
    }

    /// Summaries of the commits that were made by us.
    pub(crate) fn commits(&self, repository: &str) -> Vec<String> {
        let inner = self.inner.lock().unwrap();
        let commits =
            inner.repositories.get(repository).map(|repository| repository.commits.clone()).unwrap_or_default();
        commits.into_iter().map(|(summary, _)| summary).filter(|summary| summary != "somebody else").collect()
    }

    pub(crate) fn files(&self, repository: &str) -> BTreeMap<String, Vec<u8>> {
        let inner = self.inner.lock().unwrap();
        inner.repositories.get(repository).map(|repository| repository.files.clone()).unwrap_or_default()
    }

    /// Whether the key was sent to anybody but the Hub itself.
    pub(crate) fn tokens_elsewhere(&self) -> usize {
        self.inner.lock().unwrap().tokens_elsewhere
    }

    /// Whether each object in use was confirmed.
    pub(crate) fn all_verified(&self) -> bool {
        let inner = self.inner.lock().unwrap();
        inner.objects.keys().all(|oid| inner.verified.contains(oid))
    }
}

async fn serve(State(hub): State<Hub>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 64 << 20).await else { return StatusCode::BAD_REQUEST.into_response() };
    let path = parts.uri.path_and_query().unwrap().to_string();
    let line = format!("{} {path}", parts.method);
    let token = parts.headers.get("authorization").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (hang, fault) = {
        let mut inner = hub.inner.lock().unwrap();
        inner.requests.push(line.clone());
        let number = inner.requests.len() - 1;
        let hang = inner.hang.filter(|(at, _)| *at == number).map(|(_, hang)| hang);
        if hang.is_some() {
            inner.hung = Some((path.clone(), body.clone()));
        }
        let fault = inner.faults.iter().position(|(what, _)| line.contains(what)).map(|at| inner.faults.remove(at).1);
        (hang, fault)
    };
    let forever = async || {
        hub.hangs.notify_one();
        std::future::pending::<Response>().await
    };
    if hang == Some(Hang::Before) {
        return forever().await;
    }
    if let Some(Fault::Answer(status, headers)) = fault {
        let mut answer = (StatusCode::from_u16(status).unwrap(), r#"{"error":"as the test wants it"}"#).into_response();
        for (name, value) in headers {
            answer.headers_mut().insert(name, value.parse().unwrap());
        }
        return answer;
    }
    let answer = {
        let mut inner = hub.inner.lock().unwrap();
        if matches!(fault, Some(Fault::Overtaken)) {
            let repository = inner.repositories.get_mut(IMAGES).unwrap();
            repository.commits.push(("somebody else".into(), Vec::new()));
        }
        answer(&mut inner, hub.address, &parts.method, &path, &body, token.as_deref())
    };
    if hang == Some(Hang::After) {
        return forever().await;
    }
    if matches!(fault, Some(Fault::Lost)) {
        let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
        return Body::from_stream(broken).into_response();
    }
    answer
}

fn answer(
    inner: &mut Inner,
    address: SocketAddr,
    method: &Method,
    path: &str,
    body: &Bytes,
    token: Option<&str>,
) -> Response {
    let status = |code: u16| StatusCode::from_u16(code).unwrap().into_response();
    let words: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    if matches!(words[0], "storage" | "complete") {
        inner.tokens_elsewhere += usize::from(token.is_some());
        return storage(inner, method, &words, body);
    }
    if token != Some(&format!("Bearer {TOKEN}")) {
        return status(401);
    }
    let json = || serde_json::from_slice::<Value>(body).unwrap();
    match (method.as_str(), words.as_slice()) {
        ("POST", ["api", "repos", "create"]) => {
            let asked = json();
            assert_eq!(asked["type"], "dataset");
            let name = format!("{}/{}", asked["organization"].as_str().unwrap(), asked["name"].as_str().unwrap());
            if inner.repositories.contains_key(&name) {
                return status(409);
            }
            inner.repositories.insert(name, Repository::default());
            answer_json(json!({ "url": "x" }))
        }
        ("GET", ["api", "datasets", owner, name, "revision", "main"]) => {
            match inner.repositories.get(&format!("{owner}/{name}")) {
                Some(repository) => answer_json(json!({ "sha": head(repository) })),
                None => status(404),
            }
        }
        ("POST", ["api", "datasets", owner, name, "paths-info", revision]) => {
            let Some(repository) = inner.repositories.get(&format!("{owner}/{name}")) else { return status(404) };
            let until = if *revision == "main" { usize::MAX } else { revision[1..].parse().unwrap() };
            let there: Vec<&String> = repository.commits.iter().take(until).flat_map(|(_, files)| files).collect();
            let asked = json();
            let paths = asked["paths"].as_array().unwrap().iter().filter_map(Value::as_str);
            let found = paths.filter(|path| there.iter().any(|known| known == path));
            let found: Vec<Value> = found.map(|path| json!({ "type": "file", "path": path })).collect();
            answer_json(json!(found))
        }
        ("POST", ["api", "datasets", owner, name, "preupload", "main"]) => {
            if !inner.repositories.contains_key(&format!("{owner}/{name}")) {
                return status(404);
            }
            let files = json()["files"].as_array().unwrap().clone();
            let wanted = files.iter().map(|file| {
                let path = file["path"].as_str().unwrap();
                let sample =
                    base64::engine::general_purpose::STANDARD.decode(file["sample"].as_str().unwrap()).unwrap();
                assert!(!sample.is_empty() && sample.len() <= 512);
                let inline = inner.small_files_inline && path.ends_with(".parquet");
                json!({ "path": path, "uploadMode": if inline { "regular" } else { "lfs" }, "shouldIgnore": false })
            });
            answer_json(json!({ "files": wanted.collect::<Vec<_>>() }))
        }
        ("POST", ["datasets", _, _, "info", "lfs", "objects", "batch"]) => lfs(inner, address, &json()),
        ("POST", ["verify", oid]) => {
            let asked = json();
            let known = inner.objects.get(*oid).is_some_and(|content| asked["size"] == content.len());
            if known {
                inner.verified.insert((*oid).to_owned());
            }
            status(if known { 200 } else { 404 })
        }
        ("POST", ["api", "datasets", owner, name, "commit", "main"]) => {
            let objects = inner.objects.clone();
            match inner.repositories.get_mut(&format!("{owner}/{name}")) {
                Some(repository) => commit(repository, &objects, body),
                None => status(404),
            }
        }
        _ => status(400),
    }
}

fn answer_json(value: Value) -> Response {
    ([("content-type", "application/json")], value.to_string()).into_response()
}

fn head(repository: &Repository) -> String {
    format!("c{}", repository.commits.len())
}

fn lfs(inner: &Inner, address: SocketAddr, asked: &Value) -> Response {
    let object = &asked["objects"][0];
    let (oid, size) = (object["oid"].as_str().unwrap(), object["size"].as_u64().unwrap());
    let mut answer = json!({ "oid": oid, "size": size });
    let mut transfer = "basic";
    if !inner.objects.contains_key(oid) {
        let url = |kind: &str| format!("http://{address}/{kind}/{oid}");
        let upload = match inner.chunk {
            Some(chunk) if size > chunk => {
                transfer = "multipart";
                let mut header = json!({ "chunk_size": chunk.to_string() });
                for part in 1..=size.div_ceil(chunk) {
                    header[format!("{part:05}")] = json!(format!("{}/{part}", url("storage")));
                }
                json!({ "href": url("complete"), "header": header })
            }
            _ => json!({ "href": url("storage") }),
        };
        answer["actions"] = json!({ "upload": upload, "verify": { "href": url("verify") } });
    }
    answer_json(json!({ "transfer": transfer, "objects": [answer] }))
}

fn storage(inner: &mut Inner, method: &Method, words: &[&str], body: &Bytes) -> Response {
    match (method.as_str(), words) {
        ("PUT", ["storage", oid]) => {
            assert_eq!(hex::encode(Sha256::digest(body)), *oid, "what is put is what was announced");
            inner.objects.insert((*oid).to_owned(), body.to_vec());
            StatusCode::OK.into_response()
        }
        ("PUT", ["storage", oid, part]) => {
            inner.parts.insert(((*oid).to_owned(), part.parse().unwrap()), body.to_vec());
            ([("etag", format!("\"tag{part}\""))], "").into_response()
        }
        ("POST", ["complete", oid]) => {
            let asked: Value = serde_json::from_slice(body).unwrap();
            let mut whole = Vec::new();
            for part in asked["parts"].as_array().unwrap() {
                let number = part["partNumber"].as_u64().unwrap();
                assert_eq!(part["etag"], format!("\"tag{number}\""));
                whole.extend_from_slice(&inner.parts[&((*oid).to_owned(), number)]);
            }
            assert_eq!(hex::encode(Sha256::digest(&whole)), *oid);
            inner.objects.insert((*oid).to_owned(), whole);
            StatusCode::OK.into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn commit(repository: &mut Repository, objects: &BTreeMap<String, Vec<u8>>, body: &Bytes) -> Response {
    let text = std::str::from_utf8(body).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["key"], "header");
    if lines[0]["value"]["parentCommit"].as_str() != Some(&head(repository)) {
        return (StatusCode::PRECONDITION_FAILED, r#"{"error":"the branch has moved on"}"#).into_response();
    }
    let mut files = BTreeMap::new();
    for line in &lines[1..] {
        let value = &line["value"];
        let content = match line["key"].as_str().unwrap() {
            "lfsFile" => match objects.get(value["oid"].as_str().unwrap()) {
                Some(content) if value["algo"] == "sha256" && value["size"] == content.len() => content.clone(),
                _ => return (StatusCode::BAD_REQUEST, "an object is missing").into_response(),
            },
            "file" => base64::engine::general_purpose::STANDARD.decode(value["content"].as_str().unwrap()).unwrap(),
            other => panic!("{other}"),
        };
        files.insert(value["path"].as_str().unwrap().to_owned(), content);
    }
    let summary = lines[0]["value"]["summary"].as_str().unwrap().to_owned();
    repository.commits.push((summary, files.keys().cloned().collect()));
    repository.files.append(&mut files);
    answer_json(json!({ "success": true, "commitOid": head(repository), "commitUrl": "x" }))
}
