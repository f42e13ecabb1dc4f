//! The upload service: signed requests without a receiver, and the archive itself to where the service says.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::stream::try_unfold;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Client, Response, Url};
use serde::Serialize;
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::time::{sleep, timeout};

use crate::daemon::client::{ClientError, Reach, client, describe, read_answer, read_beginning};
use crate::protocol::discriminator::{ConfirmRequest, PresignRequest, Presigned};
use crate::protocol::epistula;
use crate::types::{Code, Hint, Keypair, UnixMillis};

/// Where the service is, unless somebody says otherwise.
pub const DEFAULT_URL: &str = "https://upload.bitmind.ai";

/// What is uploaded, in HTTP's words.
pub(super) const CONTENT: &str = "application/octet-stream";

/// Longest wait for an answer.
const SHORT: Duration = Duration::from_secs(30);

/// Longest time in which no byte of an archive gets away. The whole may take longer: archives have gigabytes.
const SILENCE: Duration = Duration::from_mins(5);

/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

const PIECE: usize = 256 << 10;
const LONGEST_ANSWER: usize = 64 << 10;

/// How much of a refusal is shown, in characters.
const LONGEST_REFUSAL: usize = 200;

/// Why the service did not do it.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// Nobody can be asked there.
    #[error("`{0}` is no http or https address")]
    Address(String),
    /// There is no client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It says no.
    #[error("{host} says no: HTTP {status}: {text}")]
    Refused {
        /// Who.
        host: String,
        /// HTTP status.
        status: u16,
        /// Its words.
        text: String,
    },
    /// No answer.
    #[error("{host} did not answer: {reason}")]
    Silent {
        /// Who.
        host: String,
        /// Why.
        reason: String,
    },
    /// Another answer than expected.
    #[error("{host} answered something else than expected: {reason}")]
    Unreadable {
        /// Who.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The archive cannot be read.
    #[error("cannot read `{}`", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The archive is not the one that was checked.
    #[error("`{}` has changed since it was checked", .0.display())]
    Changed(PathBuf),
}

impl Hint for UploadError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Address(_) => Some(format!("the network's own is {DEFAULT_URL}")),
            Self::Client(error) => error.hint(),
            Self::Refused { status: 401 | 403, .. } => Some(
                "the service takes hotkeys that are registered on the subnet; check the wallet and the clock".into(),
            ),
            Self::Refused { status: 429, .. } => {
                Some("three models of a modality are taken in a round; wait for the next one".into())
            }
            Self::Silent { .. } => Some("the same command again goes on where it stopped".into()),
            Self::Changed(_) => Some("push again: it is checked anew".into()),
            Self::Refused { .. } | Self::Unreadable { .. } | Self::File { .. } => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Address(_) => Some(Code::ConfigInvalid),
            Self::Client(error) => error.code(),
            Self::Refused { .. } => Some(Code::ServerRefused),
            Self::Silent { .. } | Self::Unreadable { .. } => Some(Code::Network),
            Self::File { .. } => None,
            Self::Changed(_) => Some(Code::InvalidInput),
        }
    }
}

impl UploadError {
    /// Whether the same may succeed a moment later.
    pub(super) const fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => matches!(status, 408 | 425 | 500..),
            Self::Silent { .. } | Self::Unreadable { .. } => true,
            _ => false,
        }
    }

    /// The status with which the service said no.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether the service was asked, and its answer is no.
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. }) && !self.may_pass()
    }
}

/// A client of the upload service that signs for one hotkey.
pub struct UploadService {
    base: Url,
    keypair: Keypair,
    client: Client,
}

impl UploadService {
    /// For the service at `base`.
    pub fn new(base: &str, keypair: Keypair) -> Result<Self, UploadError> {
        Ok(Self { base: web_address(base)?, keypair, client: client(Reach::Operator)? })
    }

    /// Who is asked, without what the address may hold besides.
    pub fn host(&self) -> String {
        host(&self.base)
    }

    /// Asks where an archive may be put. Status 409: the service has this very archive already.
    pub(super) async fn presign(&self, request: &PresignRequest<'_>) -> Result<Presigned, UploadError> {
        let body = self.post("upload/presigned", request).await?;
        let unreadable = |reason: String| UploadError::Unreadable { host: self.host(), reason };
        let mut answer: Value =
            serde_json::from_slice(&body).map_err(|error| unreadable(format!("no JSON ({error})")))?;
        serde_json::from_value(answer["data"].take()).map_err(|error| unreadable(error.to_string()))
    }

    /// Tells that an archive is there.
    pub(super) async fn confirm(&self, model_id: i64, sha256: &str) -> Result<(), UploadError> {
        self.post("upload/confirm", &ConfirmRequest { model_id, file_hash: sha256 }).await.map(|_| ())
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Result<Vec<u8>, UploadError> {
        let address = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        let body = serde_json::to_vec(body).expect("a wire type is JSON");
        let mut request = self.client.post(address).header(CONTENT_TYPE, "application/json");
        for (name, value) in epistula::sign(&self.keypair, &body, None, UnixMillis::now()) {
            request = request.header(name, value);
        }
        let silent = |reason: String| UploadError::Silent { host: self.host(), reason };
        let ask = async {
            let answer = request.body(body).send().await.map_err(|error| silent(describe(&error)))?;
            if answer.status().as_u16() != 200 {
                return Err(refused(self.host(), answer, told).await);
            }
            read_answer(answer, LONGEST_ANSWER).await.map_err(|error| silent(error.to_string()))
        };
        timeout(SHORT, ask).await.unwrap_or_else(|_| Err(silent(format!("not within {} s", SHORT.as_secs()))))
    }

    /// Puts an archive where the service said, piece by piece; `progress` is told how much got away.
    pub(super) async fn put(
        &self,
        address: &str,
        (path, size): (&Path, u64),
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), UploadError> {
        // The address is not shown: whoever has it may write there.
        let address = web_address(address).map_err(|_| UploadError::Unreadable {
            host: self.host(),
            reason: "presigned_url is no http or https address".into(),
        })?;
        let host = host(&address);
        let failed = |source| UploadError::File { path: path.to_owned(), source };
        let file = tokio::fs::File::open(path).await.map_err(failed)?;
        if file.metadata().await.map_err(failed)?.len() != size {
            return Err(UploadError::Changed(path.to_owned()));
        }
        let sent = Arc::new(AtomicU64::new(0));
        let request = self.client.put(address).header(CONTENT_TYPE, CONTENT).header(CONTENT_LENGTH, size).body(body(
            file,
            size,
            Arc::clone(&sent),
        ));
        let mut asked = std::pin::pin!(request.send());
        let (mut told_bytes, mut moved) = (0, Instant::now());
        let answer = loop {
            tokio::select! {
                answer = &mut asked => break answer,
                () = sleep(TICK) => {}
            }
            let bytes = sent.load(Ordering::Relaxed);
            if bytes > told_bytes {
                (told_bytes, moved) = (bytes, Instant::now());
                progress(bytes);
            } else if moved.elapsed() > SILENCE {
                let reason = format!("nothing moved for {} s", SILENCE.as_secs());
                return Err(UploadError::Silent { host, reason });
            }
        };
        let answer = answer.map_err(|error| UploadError::Silent { host: host.clone(), reason: describe(&error) })?;
        if answer.status().as_u16() == 200 { Ok(()) } else { Err(refused(host, answer, told_by_store).await) }
    }
}

/// The bytes of a file of `size` bytes. One that is shorter by now breaks off.
fn body(file: tokio::fs::File, size: u64, sent: Arc<AtomicU64>) -> Body {
    Body::wrap_stream(try_unfold((file, size, sent), |(mut file, left, sent)| async move {
        if left == 0 {
            return Ok::<_, io::Error>(None);
        }
        let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        piece.truncate(read);
        sent.fetch_add(read as u64, Ordering::Relaxed);
        Ok(Some((Bytes::from(piece), (file, left - read as u64, sent))))
    }))
}

fn web_address(text: &str) -> Result<Url, UploadError> {
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    Url::parse(text).ok().filter(is_web).ok_or_else(|| UploadError::Address(text.chars().take(200).collect()))
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

async fn refused(host: String, answer: Response, words: fn(&str) -> String) -> UploadError {
    let status = answer.status().as_u16();
    let begun = timeout(SHORT, read_beginning(answer, LONGEST_ANSWER)).await.unwrap_or_default();
    UploadError::Refused { host, status, text: words(&String::from_utf8_lossy(&begun)) }
}

/// The words of a refusal in JSON: `detail`, `error` or `message`.
fn told(body: &str) -> String {
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let word = ["detail", "error", "message"].into_iter().map(|key| &answer[key]).find(|found| !found.is_null());
    match word {
        Some(Value::String(text)) => shortened(text),
        Some(other) => shortened(&other.to_string()),
        None => shortened(body),
    }
}

/// The words of a store's refusal in XML: `<Message>` or `<Code>`.
fn told_by_store(body: &str) -> String {
    let between = |tag: &str| {
        let (_, rest) = body.split_once(&format!("<{tag}>"))?;
        Some(rest.split_once(&format!("</{tag}>"))?.0)
    };
    shortened(between("Message").or_else(|| between("Code")).unwrap_or(body))
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(LONGEST_REFUSAL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_words_of_whoever_refuses() {
        assert_eq!(told(r#"{"detail": "too many models"}"#), "too many models");
        assert_eq!(told(r#"{"error": {"code": 7}}"#), r#"{"code":7}"#);
        assert_eq!(told(r#"{"message": "no"}"#), "no");
        assert_eq!(told("<html> down"), "<html> down");
        let xml = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
        assert_eq!(told_by_store(xml), "Request has expired");
        assert_eq!(told_by_store("<Error><Code>AccessDenied</Code></Error>"), "AccessDenied");
        assert_eq!(told_by_store(&"x".repeat(999)).len(), 200);
    }
}
