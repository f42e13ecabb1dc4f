//! Uploads to the Hugging Face Hub through its REST interface (`spec/gas.md` 13.1).
//!
//! ```text
//!  per file:  preupload -> LFS batch -> PUT (whole, or in parts) -> verify
//!  then once: head of main -> is the table there? -> commit onto that head
//! ```
//!
//! A commit names the head that was looked at, and the Hub refuses it if the branch has moved on. So of two commits of one
//! batch, such as one whose answer was lost and its repetition, only the first can land.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use futures_util::stream;
use jiff::Timestamp;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap};
use reqwest::{Body, Client, Method, RequestBuilder, Url};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::time::sleep;

use super::target::{Shipment, Target, TargetError};
use crate::daemon::client::{Reach, client, describe, read_answer};
use crate::providers::http::retry_after;
use crate::store::UploadFile;
use crate::types::{Modality, Secret, jittered};

/// Attempts at one request; only for what may be asked twice.
const ATTEMPTS: u32 = 4;

/// The pause after the first attempt; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(500);

/// Looks at the head before a cycle gives up: other validators commit to the same repository.
const COMMITS: u32 = 12;

/// How long one answer may take, but for bytes of media.
const ASK: Duration = Duration::from_mins(1);

/// Slowest line that a file may go over, in bytes per second.
const SLOWEST: u64 = 64 << 10;

/// Longest answer.
const LONGEST: usize = 1 << 20;

/// As much of a refusal is shown, in characters.
const LONGEST_TEXT: usize = 300;

/// Bytes of a file that the Hub is shown before it says how it wants it.
const SAMPLE: usize = 512;

/// Longest file that goes into a commit itself, whatever the Hub says.
const LONGEST_INLINE: u64 = 10 << 20;

/// The Hub's own address.
const HUB: &str = "https://huggingface.co";

const LFS: &str = "application/vnd.git-lfs+json";

/// A Hub, and our repositories there.
pub(super) struct Hub {
    client: Client,
    endpoint: Url,
    token: Secret<String>,
    image: String,
    video: String,
}

/// An answer that was read.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The Hub's words about a failure.
    fn text(&self) -> String {
        let header = self.headers.get("x-error-message").and_then(|text| text.to_str().ok()).map(str::to_owned);
        let of_body = || {
            let json: Option<Value> = serde_json::from_slice(&self.body).ok();
            json.and_then(|json| json.get("error").or_else(|| json.get("message"))?.as_str().map(str::to_owned))
        };
        let text = header.or_else(of_body).unwrap_or_else(|| String::from_utf8_lossy(&self.body).trim().to_owned());
        text.chars().take(LONGEST_TEXT).collect()
    }
}

#[derive(Debug, Deserialize)]
struct Preupload {
    files: Vec<PreuploadFile>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PreuploadFile {
    path: String,
    upload_mode: String,
    #[serde(default)]
    should_ignore: bool,
}

#[derive(Debug, Deserialize)]
struct LfsBatch {
    #[serde(default)]
    transfer: Option<String>,
    objects: Vec<LfsObject>,
}

#[derive(Debug, Deserialize)]
struct LfsObject {
    oid: String,
    #[serde(default)]
    actions: Option<LfsActions>,
    #[serde(default)]
    error: Option<LfsError>,
}

#[derive(Debug, Deserialize)]
struct LfsActions {
    #[serde(default)]
    upload: Option<LfsAction>,
    #[serde(default)]
    verify: Option<LfsAction>,
}

#[derive(Debug, Deserialize)]
struct LfsAction {
    href: String,
    #[serde(default)]
    header: Option<BTreeMap<String, Value>>,
}

impl LfsAction {
    fn headers(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.header.iter().flatten().map(|(name, value)| (name.as_str(), value))
    }
}

#[derive(Debug, Deserialize)]
struct LfsError {
    code: u16,
    message: String,
}

impl Hub {
    pub(super) fn new(endpoint: &Url, token: Secret<String>, image: &str, video: &str) -> Result<Self, TargetError> {
        let client = client(Reach::Operator).map_err(|error| TargetError::Settings(error.to_string()))?;
        Ok(Self { client, endpoint: endpoint.clone(), token, image: image.into(), video: video.into() })
    }

    fn repository(&self, modality: Modality) -> &str {
        match modality {
            Modality::Image => &self.image,
            Modality::Video => &self.video,
        }
    }

    fn url(&self, path: &str) -> Result<Url, TargetError> {
        let text = format!("{}/{path}", self.endpoint.as_str().trim_end_matches('/'));
        Url::parse(&text).map_err(|error| TargetError::Settings(format!("`{text}`: {error}")))
    }

    /// A request to the Hub itself, with our key.
    fn ask(&self, method: Method, url: Url) -> RequestBuilder {
        self.client.request(method, url).bearer_auth(self.token.expose()).timeout(ASK)
    }

    fn failed(&self, deed: &'static str, reason: impl Into<String>) -> TargetError {
        TargetError::Failed { target: self.host(), deed, reason: reason.into() }
    }

    fn host(&self) -> String {
        self.endpoint.host_str().unwrap_or("the Hub").to_owned()
    }

    /// Sends what may be sent twice, until there is an answer that no further attempt would change.
    async fn repeat(&self, deed: &'static str, request: impl Fn() -> RequestBuilder) -> Result<Answer, TargetError> {
        let mut pause = PAUSE;
        let mut attempt = 1;
        loop {
            let (answer, may_pass) = match self.once(deed, request()).await {
                Ok(answer) if matches!(answer.status, 408 | 500..=599) => {
                    (Err(self.failed(deed, format!("{} {}", answer.status, answer.text()))), true)
                }
                Err(error @ TargetError::Failed { .. }) => (Err(error), true),
                other => (other, false),
            };
            if !may_pass || attempt == ATTEMPTS {
                return answer;
            }
            attempt += 1;
            sleep(jittered(pause)).await;
            pause *= 2;
        }
    }

    /// Sends a request once. Refusals by right and by rate are errors, other answers are not.
    async fn once(&self, deed: &'static str, request: RequestBuilder) -> Result<Answer, TargetError> {
        let answer = request.send().await.map_err(|error| self.failed(deed, describe(&error)))?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = read_answer(answer, LONGEST).await.map_err(|error| self.failed(deed, error.to_string()))?;
        let answer = Answer { status, headers, body };
        match status {
            429 => {
                let retry_after = retry_after(&answer.headers, Timestamp::now());
                Err(TargetError::RateLimited { target: self.host(), retry_after })
            }
            401 | 403 => Err(TargetError::Refused { target: self.host(), deed, status, text: answer.text() }),
            _ => Ok(answer),
        }
    }

    fn read<T: serde::de::DeserializeOwned>(&self, deed: &'static str, answer: &Answer) -> Result<T, TargetError> {
        if !answer.is_success() {
            return Err(self.failed(deed, format!("{} {}", answer.status, answer.text())));
        }
        serde_json::from_slice(&answer.body).map_err(|error| self.failed(deed, format!("unreadable answer: {error}")))
    }

    /// The newest commit of `main`; `None` if there is no such repository.
    async fn head(&self, repository: &str) -> Result<Option<String>, TargetError> {
        const DEED: &str = "tell the head of the repository";
        let url = self.url(&format!("api/datasets/{repository}/revision/main"))?;
        let answer = self.repeat(DEED, || self.ask(Method::GET, url.clone())).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        let found: Value = self.read(DEED, &answer)?;
        let sha = found["sha"].as_str().ok_or_else(|| self.failed(DEED, "the answer has no `sha`"))?;
        Ok(Some(sha.to_owned()))
    }

    /// Makes the repository. One that somebody else made meanwhile is success.
    async fn create(&self, repository: &str) -> Result<(), TargetError> {
        const DEED: &str = "create the repository";
        let (owner, name) = repository.split_once('/').unwrap_or(("", repository));
        let body = json!({ "name": name, "organization": owner, "type": "dataset" });
        let url = self.url("api/repos/create")?;
        let answer = self.repeat(DEED, || self.ask(Method::POST, url.clone()).json(&body)).await?;
        if answer.is_success() || answer.status == 409 {
            tracing::info!(repository, "the repository is there");
            return Ok(());
        }
        Err(self.failed(DEED, format!("{} {}", answer.status, answer.text())))
    }

    /// Whether a path exists at a commit.
    async fn exists(&self, repository: &str, revision: &str, path: &str) -> Result<bool, TargetError> {
        const DEED: &str = "tell which files are there";
        let url = self.url(&format!("api/datasets/{repository}/paths-info/{revision}"))?;
        let body = json!({ "paths": [path], "expand": false });
        let answer = self.repeat(DEED, || self.ask(Method::POST, url.clone()).json(&body)).await?;
        if answer.status == 404 {
            return Ok(false);
        }
        let found: Vec<Value> = self.read(DEED, &answer)?;
        Ok(found.iter().any(|entry| entry["path"] == path))
    }

    /// Which files the Hub wants in the commit itself; all others go through LFS.
    async fn inline(
        &self,
        repository: &str,
        shipment: &Shipment,
        files: &[UploadFile],
    ) -> Result<Vec<String>, TargetError> {
        const DEED: &str = "say how it wants the files";
        let mut asked = Vec::new();
        for file in files {
            let place = shipment.local(file);
            let sample = beginning(&place, SAMPLE).await.map_err(|source| TargetError::File { path: place, source })?;
            asked.push(json!({ "path": file.path, "sample": BASE64.encode(sample), "size": file.bytes }));
        }
        let url = self.url(&format!("api/datasets/{repository}/preupload/main"))?;
        let body = json!({ "files": asked });
        let answer = self.repeat(DEED, || self.ask(Method::POST, url.clone()).json(&body)).await?;
        let found: Preupload = self.read(DEED, &answer)?;
        if let Some(file) = found.files.iter().find(|file| file.should_ignore) {
            return Err(self.failed(DEED, format!("the repository ignores `{}` (.gitignore)", file.path)));
        }
        let small = |path: &str| files.iter().any(|file| file.path == path && file.bytes <= LONGEST_INLINE);
        let wanted = found.files.into_iter().filter(|file| file.upload_mode == "regular" && small(&file.path));
        Ok(wanted.map(|file| file.path).collect())
    }

    async fn lfs(&self, repository: &str, shipment: &Shipment, file: &UploadFile) -> Result<(), TargetError> {
        const DEED: &str = "take a file";
        let oid = hex::encode(file.sha256);
        let url = self.url(&format!("datasets/{repository}.git/info/lfs/objects/batch"))?;
        let body = json!({
            "operation": "upload",
            "transfers": ["basic", "multipart"],
            "objects": [{ "oid": oid, "size": file.bytes }],
            "hash_algo": "sha256",
            "ref": { "name": "main" },
        });
        let text = body.to_string();
        let request = || {
            let request = self.ask(Method::POST, url.clone()).header(CONTENT_TYPE, LFS).header("accept", LFS);
            request.body(text.clone())
        };
        let answer = self.repeat(DEED, request).await?;
        let mut batch: LfsBatch = self.read(DEED, &answer)?;
        let object = batch.objects.pop().filter(|object| object.oid == oid);
        let object = object.ok_or_else(|| self.failed(DEED, "the answer is about another file"))?;
        if let Some(LfsError { code, message }) = object.error {
            let (target, text) = (self.host(), message.chars().take(LONGEST_TEXT).collect());
            return Err(match code {
                429 => TargetError::RateLimited { target, retry_after: None },
                401 | 403 => TargetError::Refused { target, deed: DEED, status: code, text },
                _ => self.failed(DEED, format!("{code} {text}")),
            });
        }
        let Some(LfsActions { upload: Some(upload), verify }) = object.actions else {
            return Ok(()); // it has these bytes already
        };
        let place = shipment.local(file);
        if batch.transfer.as_deref() == Some("multipart") || upload.headers().any(|(name, _)| name == "chunk_size") {
            self.put_in_parts(&upload, &place, file, &oid).await?;
        } else {
            let headers = plain_headers(&upload);
            self.put(self.action_url(&upload.href)?, headers, &place, 0, file.bytes).await?;
        }
        if let Some(verify) = verify {
            self.verify(&verify, &oid, file.bytes).await?;
        }
        Ok(())
    }

    /// An address that the Hub names. Mirrors name the Hub itself and mean themselves.
    fn action_url(&self, href: &str) -> Result<Url, TargetError> {
        let own = href.strip_prefix(HUB).filter(|rest| rest.starts_with('/'));
        let href = own
            .map_or_else(|| href.to_owned(), |rest| format!("{}{rest}", self.endpoint.as_str().trim_end_matches('/')));
        let url = Url::parse(&href).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.ok_or_else(|| self.failed("take a file", "it names an address that is none"))
    }

    async fn put_in_parts(
        &self,
        upload: &LfsAction,
        place: &Path,
        file: &UploadFile,
        oid: &str,
    ) -> Result<(), TargetError> {
        const DEED: &str = "take a file in parts";
        let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let length = upload.headers().find(|(name, _)| *name == "chunk_size").and_then(|(_, value)| number(value));
        let length = length.filter(|length| *length > 0);
        let length = length.ok_or_else(|| self.failed(DEED, "the answer has no `chunk_size`"))?;
        let mut parts: Vec<(u64, &str)> =
            upload.headers().filter_map(|(name, value)| Some((name.parse().ok()?, value.as_str()?))).collect();
        parts.sort_unstable();
        if u64::try_from(parts.len()).ok() != Some(file.bytes.div_ceil(length)) {
            return Err(
                self.failed(DEED, format!("it names {} parts of {length} bytes for {}", parts.len(), file.bytes))
            );
        }
        let mut done = Vec::new();
        for (index, (part, href)) in (0..).zip(&parts) {
            let start = index * length;
            let answer =
                self.put(self.action_url(href)?, Vec::new(), place, start, length.min(file.bytes - start)).await?;
            let tag = answer.headers.get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
            let tag = tag.ok_or_else(|| self.failed(DEED, "an answer has no ETag"))?;
            done.push(json!({ "partNumber": part, "etag": tag }));
        }
        let url = self.action_url(&upload.href)?;
        let text = json!({ "oid": oid, "parts": done }).to_string();
        let request = || {
            let request = self.client.post(url.clone()).timeout(ASK).header(CONTENT_TYPE, LFS).header("accept", LFS);
            request.body(text.clone())
        };
        let answer = self.repeat(DEED, request).await?;
        if answer.is_success() {
            Ok(())
        } else {
            Err(self.failed(DEED, format!("{} {}", answer.status, answer.text())))
        }
    }

    /// Puts `length` bytes of a file from `start` on.
    async fn put(
        &self,
        url: Url,
        headers: Vec<(String, String)>,
        place: &Path,
        start: u64,
        length: u64,
    ) -> Result<Answer, TargetError> {
        const DEED: &str = "take the bytes of a file";
        let mut pause = PAUSE;
        let mut attempt = 1;
        loop {
            let fault = |source| TargetError::File { path: place.to_owned(), source };
            let mut file = tokio::fs::File::open(place).await.map_err(fault)?;
            file.seek(std::io::SeekFrom::Start(start)).await.map_err(fault)?;
            let limit = ASK + Duration::from_secs(length / SLOWEST);
            let mut request = self.client.put(url.clone()).timeout(limit).header(CONTENT_LENGTH, length);
            for (name, value) in &headers {
                request = request.header(name, value);
            }
            let error = match self.once(DEED, request.body(body(file.take(length)))).await {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => self.failed(DEED, format!("{} {}", answer.status, answer.text())),
                // An address of the storage that has run out; the next cycle gets a new one.
                Err(TargetError::Refused { status, text, .. }) => {
                    return Err(self.failed(DEED, format!("{status} {text}")));
                }
                Err(error @ TargetError::Failed { .. }) => error,
                Err(other) => return Err(other),
            };
            if attempt == ATTEMPTS {
                return Err(error);
            }
            attempt += 1;
            sleep(jittered(pause)).await;
            pause *= 2;
        }
    }

    async fn verify(&self, action: &LfsAction, oid: &str, bytes: u64) -> Result<(), TargetError> {
        const DEED: &str = "confirm a file";
        let url = self.action_url(&action.href)?;
        let own = url.origin() == self.endpoint.origin();
        let (body, headers) = (json!({ "oid": oid, "size": bytes }), plain_headers(action));
        let request = || {
            let mut request = self.client.post(url.clone()).timeout(ASK).header("accept", LFS).json(&body);
            for (name, value) in &headers {
                request = request.header(name, value);
            }
            if own && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
                request = request.bearer_auth(self.token.expose());
            }
            request
        };
        let answer = self.repeat(DEED, request).await?;
        if answer.is_success() {
            Ok(())
        } else {
            Err(self.failed(DEED, format!("{} {}", answer.status, answer.text())))
        }
    }

    /// The lines of a commit onto `parent`.
    async fn lines(&self, shipment: &Shipment, inline: &[String]) -> Result<Vec<Value>, TargetError> {
        let mut lines = Vec::new();
        for file in &shipment.files {
            if inline.contains(&file.path) {
                let place = shipment.local(file);
                let read = tokio::fs::read(&place).await;
                let content = BASE64.encode(read.map_err(|source| TargetError::File { path: place, source })?);
                let value = json!({ "content": content, "path": file.path, "encoding": "base64" });
                lines.push(json!({ "key": "file", "value": value }));
            } else {
                let oid = hex::encode(file.sha256);
                let value = json!({ "path": file.path, "algo": "sha256", "oid": oid, "size": file.bytes });
                lines.push(json!({ "key": "lfsFile", "value": value }));
            }
        }
        Ok(lines)
    }
}

#[async_trait]
impl Target for Hub {
    fn place(&self, modality: Modality) -> String {
        format!("huggingface:{}", self.repository(modality))
    }

    async fn is_published(&self, shipment: &Shipment) -> Result<bool, TargetError> {
        let repository = self.repository(shipment.batch.modality);
        self.exists(repository, "main", &shipment.last().path).await
    }

    async fn send(&self, shipment: &Shipment, file: &UploadFile) -> Result<(), TargetError> {
        let repository = self.repository(shipment.batch.modality);
        if self.head(repository).await?.is_none() {
            self.create(repository).await?;
        }
        if self.inline(repository, shipment, std::slice::from_ref(file)).await?.is_empty() {
            self.lfs(repository, shipment, file).await?;
        }
        Ok(())
    }

    async fn publish(&self, shipment: &Shipment) -> Result<(), TargetError> {
        const DEED: &str = "commit";
        let repository = self.repository(shipment.batch.modality);
        let inline = self.inline(repository, shipment, &shipment.files).await?;
        let lines = self.lines(shipment, &inline).await?;
        let url = self.url(&format!("api/datasets/{repository}/commit/main"))?;
        let mut pause = PAUSE;
        let mut error = self.failed(DEED, "the repository is gone");
        for _ in 0..COMMITS {
            let Some(head) = self.head(repository).await? else { return Err(error) };
            // At that very commit: what lands after it makes ours fail.
            if self.exists(repository, &head, &shipment.last().path).await? {
                return Ok(());
            }
            let header = json!({ "summary": summary(shipment), "description": "", "parentCommit": head });
            let mut text = json!({ "key": "header", "value": header }).to_string();
            for line in &lines {
                text.push('\n');
                text.push_str(&line.to_string());
            }
            let request = self.ask(Method::POST, url.clone()).header(CONTENT_TYPE, "application/x-ndjson");
            match self.once(DEED, request.body(text)).await {
                Ok(answer) if answer.is_success() => return Ok(()),
                // Another commit came first; an answer of 5xx, or none, may hide that ours has landed. Look again.
                Ok(answer) if matches!(answer.status, 408 | 409 | 412 | 500..=599) => {
                    error = self.failed(DEED, format!("{} {}", answer.status, answer.text()));
                }
                Ok(answer) => return Err(self.failed(DEED, format!("{} {}", answer.status, answer.text()))),
                Err(lost @ TargetError::Failed { .. }) => error = lost,
                Err(other) => return Err(other),
            }
            sleep(jittered(pause)).await;
            pause = (pause * 2).min(Duration::from_secs(8));
        }
        Err(error)
    }
}

fn summary(shipment: &Shipment) -> String {
    let archives = shipment.files.len() - 1;
    let week = super::names::week(shipment.batch.planned_at_ms);
    format!("Add {} parquet shard and {archives} archives to {week}", shipment.batch.modality)
}

/// Headers that an action asks for, as texts.
fn plain_headers(action: &LfsAction) -> Vec<(String, String)> {
    action.headers().filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned()))).collect()
}

async fn beginning(path: &Path, most: usize) -> std::io::Result<Vec<u8>> {
    let mut found = Vec::with_capacity(most);
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    tokio::fs::File::open(path).await?.take(limit).read_to_end(&mut found).await?;
    Ok(found)
}

/// A file as a body, piece by piece.
fn body(file: tokio::io::Take<tokio::fs::File>) -> Body {
    const PIECE: usize = 256 << 10;
    Body::wrap_stream(stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    }))
}
