//! Delivers media and notices of failure to validators (`spec/gas.md` 4).
//!
//! Whatever is no success (2xx) and no final refusal (4xx but 408, 425 and 429) is tried again, redirects included: they are
//! not followed, since they could lead where [`client::check_form`] would not let us, but a validator behind a proxy that
//! was set up wrongly may soon answer itself.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::WebhookSettings;
use super::deliveries::{self, Attempt, Statistics};
use super::task::{Answer, State, Task};
use crate::daemon::client::{self, Reach};
use crate::media;
use crate::protocol::epistula;
use crate::protocol::gas::{FailureReport, header, python_json};
use crate::types::{Keypair, UnixMillis, jittered};

/// Longest `error-message`; the body carries the text in full.
const LONGEST_HEADER: usize = 500;

/// As much of an answer as is read.
const LONGEST_ANSWER: usize = 4 << 10;

/// Bytes per second that an upload must keep on average, beyond the time limit.
const SLOWEST: u64 = 64 << 10;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Answers of a validator that no longer knows the task, or forgot it during the delivery (`spec/gas.md` 8.5): nothing was
/// stored.
const FORGOTTEN: [&str; 2] = ["Task not found in current session", "Task already processed"];

/// Where the medium of a task is.
#[derive(Debug, Clone)]
pub(crate) enum Medium {
    /// In its file.
    OnDisk(PathBuf),
    /// Here, since the disk did not take it.
    InMemory(Bytes),
}

/// What came of one attempt.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The validator took notice; there is nothing to repeat.
    Answered(Answer),
    /// Try again, not before `wait` if the validator named a time.
    Again { reason: String, wait: Option<Duration> },
}

/// Posts to validators.
#[derive(Debug)]
pub(crate) struct Courier {
    client: Client,
    keypair: Keypair,
    settings: WebhookSettings,
    pub(crate) statistics: Statistics,
}

/// A body that is ready to be sent.
struct Parcel {
    body: reqwest::Body,
    length: u64,
    sha256: [u8; 32],
    content_type: &'static str,
}

impl Courier {
    pub(crate) fn new(keypair: Keypair, settings: WebhookSettings) -> Result<Self, client::ClientError> {
        let client = client::client(Reach::of_peers(settings.allow_private))?;
        Ok(Self { client, keypair, settings, statistics: Statistics::default() })
    }

    /// Pause after the attempt of this number (from 1): doubled each time, with up to a fifth of jitter. After the last
    /// regular attempt pauses start at 30 s, and grow to 5 min: then the validator is down, not busy.
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        let max = self.settings.max_attempts.max(1);
        let (base, doublings) = if attempt < max {
            (self.settings.retry_delay, attempt.saturating_sub(1))
        } else {
            (self.settings.retry_delay.max(Duration::from_secs(30)), attempt - max)
        };
        jittered(base.saturating_mul(1 << doublings.min(16)).min(LONGEST_PAUSE))
    }

    /// Whether this attempt is the last regular one.
    pub(crate) const fn is_last_regular(&self, attempt: u32) -> bool {
        attempt == self.settings.max_attempts
    }

    /// Posts what a completed or failed task owes its validator, once.
    pub(crate) async fn post(&self, task: &Task, medium: &Medium) -> Outcome {
        let again = |reason: String| Outcome::Again { reason, wait: None };
        let url = match client::check_form(&task.webhook_url, self.settings.allow_private) {
            Ok(url) => url,
            // Checked when the task came; the rules must have changed since.
            Err(error) => return Outcome::Answered(Answer::Rejected { reason: format!("webhook address: {error}") }),
        };
        let parcel = match parcel(task, medium).await {
            Ok(parcel) => parcel,
            Err(error) => return again(format!("cannot read the result: {error}")),
        };
        let mut headers = facts(task);
        headers.insert(reqwest::header::CONTENT_TYPE, HeaderValue::from_static(parcel.content_type));
        headers.insert(reqwest::header::CONTENT_LENGTH, HeaderValue::from(parcel.length));
        for (name, value) in
            epistula::sign_hash(&self.keypair, &parcel.sha256, Some(&task.signed_by), UnixMillis::now())
        {
            headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value).expect("ASCII"));
        }
        let limit = self.settings.timeout + Duration::from_secs(parcel.length / SLOWEST);
        let request = self.client.post(url.clone()).headers(headers).body(parcel.body).timeout(limit);
        let (outcome, attempt) = match request.send().await {
            Ok(answer) => judge(answer).await,
            Err(error) => {
                let reason = client::describe(&error);
                let attempt = Attempt::broken(&error, &reason);
                (again(reason), attempt)
            }
        };
        self.statistics.record(task, &url, &attempt, UnixMillis::now());
        outcome
    }
}

async fn judge(answer: reqwest::Response) -> (Outcome, Attempt) {
    let status = answer.status();
    let wait = retry_after(answer.headers());
    // The status decides; an answer that breaks off after it changes nothing.
    let text = client::read_beginning(answer, LONGEST_ANSWER).await;
    let text = String::from_utf8_lossy(&text).trim().chars().take(200).collect::<String>();
    if status.is_success() && FORGOTTEN.iter().any(|answer| text.contains(answer)) {
        let attempt = Attempt::Failed { category: deliveries::FORGOTTEN, reason: text };
        return (Outcome::Answered(Answer::Forgotten), attempt);
    }
    if status.is_success() {
        return (Outcome::Answered(Answer::Accepted), Attempt::Taken);
    }
    let attempt = Attempt::refused(status, &text);
    let reason = format!("HTTP {}: {text}", status.as_u16());
    let passing = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS];
    if status.is_client_error() && !passing.contains(&status) {
        return (Outcome::Answered(Answer::Rejected { reason }), attempt);
    }
    (Outcome::Again { reason, wait }, attempt)
}

/// The seconds of a `Retry-After`, at most [`LONGEST_PAUSE`]; dates are not read.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(reqwest::header::RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(|seconds| Duration::from_secs(seconds).min(LONGEST_PAUSE))
}

async fn parcel(task: &Task, medium: &Medium) -> io::Result<Parcel> {
    if let State::Failed { error } = &task.state {
        let report = FailureReport {
            task_id: task.id.to_string(),
            task_status: "failed".into(),
            error_message: error.clone(),
            modality: task.modality,
        };
        let body = Bytes::from(python_json(&report));
        return Ok(in_memory(body, "application/json"));
    }
    match medium {
        Medium::InMemory(bytes) => {
            let content_type = media::sniff(bytes).content_type(task.modality);
            Ok(in_memory(bytes.clone(), content_type))
        }
        Medium::OnDisk(path) => {
            let hashed = path.clone();
            let reading = tokio::task::spawn_blocking(move || read_facts(&hashed));
            let (sha256, length, start) = reading.await.map_err(io::Error::other)??;
            let body = reqwest::Body::from(tokio::fs::File::open(path).await?);
            Ok(Parcel { body, length, sha256, content_type: media::sniff(&start).content_type(task.modality) })
        }
    }
}

fn in_memory(body: Bytes, content_type: &'static str) -> Parcel {
    Parcel { length: body.len() as u64, sha256: epistula::sha256(&body), content_type, body: body.into() }
}

/// SHA-256, length and first bytes of a file that may be large.
fn read_facts(path: &Path) -> io::Result<([u8; 32], u64, Vec<u8>)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut length, mut start) = (Sha256::new(), 0, Vec::new());
    let mut part = vec![0; 256 << 10];
    loop {
        match file.read(&mut part)? {
            0 => return Ok((hasher.finalize().into(), length, start)),
            count => {
                if start.len() < 16 {
                    start.extend_from_slice(&part[..count.min(16)]);
                }
                hasher.update(&part[..count]);
                length += count as u64;
            }
        }
    }
}

/// The headers that say what is delivered.
fn facts(task: &Task) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let id = HeaderValue::try_from(task.id.to_string()).expect("a UUID is ASCII");
    headers.insert(HeaderName::from_static(header::TASK_ID), id);
    match &task.state {
        State::Failed { error } => {
            headers.insert(HeaderName::from_static(header::TASK_STATUS), HeaderValue::from_static("failed"));
            let text = if error.is_empty() { "Unknown error" } else { error };
            headers.insert(HeaderName::from_static(header::ERROR_MESSAGE), sanitised(text));
        }
        State::Completed { metadata } => {
            headers.insert(HeaderName::from_static(header::TASK_STATUS), HeaderValue::from_static("completed"));
            for (key, value) in metadata {
                let name = format!("{}{}", header::META_PREFIX, key.replace('_', "-").to_ascii_lowercase());
                if let (Ok(name), Some(text)) = (HeaderName::try_from(name), python_text(value)) {
                    headers.insert(name, sanitised(&text));
                }
            }
        }
        _ => {}
    }
    headers
}

/// A value as Python's `str` prints it; `None` for what the reference leaves out.
fn python_text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Bool(true) => Some("True".into()),
        Value::Bool(false) => Some("False".into()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
    }
}

/// A header value of printable ASCII: peers refuse line breaks, and what is beyond Latin-1 cannot be sent.
fn sanitised(text: &str) -> HeaderValue {
    let text: String = text
        .chars()
        .take(LONGEST_HEADER)
        .map(|character| match character {
            ' '..='~' => character,
            character if character.is_whitespace() => ' ',
            _ => '?',
        })
        .collect();
    HeaderValue::try_from(text.trim()).expect("printable ASCII is a header value")
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::task;
    use super::*;

    #[test]
    fn an_error_text_of_any_kind_fits_a_header() {
        for (text, header) in [
            ("line\nbreak\r\n", "line break"),
            ("größe ✓", "gr??e ?"),
            ("", "Unknown error"),
            (&"x".repeat(900), &"x".repeat(500)),
        ] {
            let headers = facts(&task(State::Failed { error: text.into() }));
            assert_eq!(headers[header::ERROR_MESSAGE], header, "{text:?}");
            assert_eq!(headers[header::TASK_STATUS], "failed");
        }
    }

    #[test]
    fn metadata_becomes_headers_as_the_reference_writes_them() {
        // spec/gas.md 4
        let metadata = vec![
            ("model".to_owned(), Value::from("m")),
            ("generation_time".to_owned(), serde_json::json!(1.5)),
            ("resumed".to_owned(), Value::Bool(true)),
            ("nothing".to_owned(), Value::Null),
            ("list".to_owned(), serde_json::json!([1])),
            ("bad key\n".to_owned(), Value::from("x")),
        ];
        let headers = facts(&task(State::Completed { metadata }));
        let found: Vec<_> = headers.iter().filter(|(name, _)| name.as_str().starts_with("x-meta-")).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(headers["x-meta-model"], "m");
        assert_eq!(headers["x-meta-generation-time"], "1.5");
        assert_eq!(headers["x-meta-resumed"], "True");
    }

    #[tokio::test]
    async fn only_a_medium_that_was_stored_counts_as_delivered() {
        // spec/gas.md 8.5
        for (text, expected) in [
            ("Binary content received", Answer::Accepted),
            (r#"{"detail": "Task not found in current session"}"#, Answer::Forgotten),
            ("Task already processed", Answer::Forgotten),
        ] {
            let answer = reqwest::Response::from(axum::http::Response::new(text));
            let (Outcome::Answered(found), _) = judge(answer).await else { panic!("{text}") };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn pauses_double_then_grow_to_five_minutes() {
        let settings = WebhookSettings {
            max_attempts: 3,
            retry_delay: Duration::from_secs(2),
            timeout: Duration::from_secs(30),
            allow_private: true,
        };
        let courier = Courier::new(Keypair::from_seed(&[1; 32]), settings).unwrap();
        for (attempt, seconds) in [(1, 2.0), (2, 4.0), (3, 30.0), (4, 60.0), (7, 300.0), (9999, 300.0)] {
            let pause = courier.pause(attempt).as_secs_f64();
            assert!((seconds..=seconds * 1.2).contains(&pause), "{attempt}: {pause}");
        }
    }
}
