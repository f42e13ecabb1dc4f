//! A hub of models: where it is, and one request to it.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, ETAG, HeaderMap, IF_RANGE, LOCATION, RANGE};
use reqwest::{Client, Response, Url};
use tokio::time::{Instant, timeout, timeout_at};

use super::ModelError;
use crate::types::Secret;

/// How often an answer may send us on: from the hub to where its large files lie, after a repository has got another name.
const MOST_REDIRECTS: usize = 5;

/// How long a server may be silent.
pub(super) const SILENCE: Duration = Duration::from_secs(30);

/// As much of a refusal is read and shown.
const LONGEST_TEXT: usize = 300;

/// A hub, and what was said about its use.
#[derive(Debug, Clone)]
pub struct Hub {
    /// Follows no redirects by itself; through the operator's proxy.
    pub client: Client,
    /// `HF_ENDPOINT`, without user and password.
    pub endpoint: Url,
    /// User and password out of `HF_ENDPOINT`, as they stand there; with them, no token is sent.
    pub login: Option<Secret<(String, String)>>,
    /// `HF_TOKEN`, or what is in the token file.
    pub token: Option<Secret<String>>,
    /// `HF_HUB_CACHE`: where other programs keep what they have fetched.
    pub cache: Option<PathBuf>,
    /// `HF_HUB_OFFLINE`.
    pub is_offline: bool,
}

/// The rest of a file that is wanted, and what is known of the file.
pub(super) struct Rest<'a> {
    pub(super) from: u64,
    pub(super) etag: Option<&'a str>,
    pub(super) sha256: Option<&'a str>,
}

/// An answer, and what was said on the way to it.
pub(super) struct Found {
    pub(super) answer: Response,
    /// The commit that the revision is.
    pub(super) commit: Option<String>,
    /// The hash of the whole file.
    pub(super) sha256: Option<String>,
    /// By which the one who sends the bytes knows this state of them.
    pub(super) etag: Option<String>,
}

/// Why there is no answer.
pub(super) enum Fault {
    /// It may be otherwise the next time.
    Passing(String),
    Lasting(ModelError),
}

impl Hub {
    pub(super) fn host(&self) -> String {
        self.endpoint.host_str().unwrap_or("the hub").to_owned()
    }

    fn url(&self, repository: &str, revision: &str, file: &str) -> Result<Url, Fault> {
        // A revision is one part of the path, whatever slashes it has.
        let revision = revision.replace('/', "%2F");
        let text = format!("{}/{repository}/resolve/{revision}/{file}", self.endpoint.as_str().trim_end_matches('/'));
        Url::parse(&text).map_err(|error| Fault::Passing(format!("`{text}` is no address: {error}")))
    }

    /// Asks for a file, or for its rest if it is still the same.
    pub(super) async fn ask(
        &self,
        repository: &str,
        revision: &str,
        file: &str,
        rest: Option<Rest<'_>>,
    ) -> Result<Found, Fault> {
        let mut url = self.url(repository, revision, file)?;
        let (mut commit, mut sha256) = (None, None);
        for _ in 0..=MOST_REDIRECTS {
            // Nobody but the hub itself gets our key.
            let is_hub = url.origin() == self.endpoint.origin();
            let mut request = match (&self.login, &self.token) {
                (Some(login), _) if is_hub => self.client.get(with_login(&url, login)),
                (None, Some(token)) if is_hub => self.client.get(url.clone()).bearer_auth(token.expose()),
                _ => self.client.get(url.clone()),
            };
            request = request.header(ACCEPT_ENCODING, "identity");
            if let Some(rest) = &rest {
                let range = format!("bytes={}-", rest.from);
                // The hash is of the bytes; servers of one file may differ in their tags, or have weak ones.
                let is_same = sha256.is_some() && sha256.as_deref() == rest.sha256;
                request = match rest.etag {
                    _ if is_same => request.header(RANGE, range),
                    Some(etag) => request.header(RANGE, range).header(IF_RANGE, etag),
                    None => request,
                };
            }
            let answer = timeout(SILENCE, request.send()).await;
            let answer = answer.map_err(|_| Fault::Passing("no answer within 30 s".into()))?;
            let answer = answer.map_err(|error| Fault::Passing(cause(&error)))?;
            let headers = answer.headers();
            commit = commit.or_else(|| text(headers, "x-repo-commit"));
            sha256 = sha256.or_else(|| hash(headers, "x-linked-etag"));
            let Some(next) = location(&answer) else {
                sha256 = sha256.or_else(|| hash(headers, ETAG.as_str()));
                let etag = text(headers, ETAG.as_str()).filter(|etag| etag.starts_with('"'));
                return Ok(Found { answer, commit, sha256, etag });
            };
            let keeps_secrets = next.scheme() == "https" || next.scheme() == url.scheme();
            if !matches!(next.scheme(), "http" | "https") || !keeps_secrets {
                return Err(Fault::Passing(format!("it sends us on to an address of kind `{}`", next.scheme())));
            }
            url = next;
        }
        Err(Fault::Passing(format!("it sent us on more than {MOST_REDIRECTS} times")))
    }

    /// What an answer that is no success means.
    pub(super) async fn refusal(&self, repository: &str, file: &str, answer: Response) -> Fault {
        let status = answer.status().as_u16();
        let said = match text(answer.headers(), "x-error-message") {
            Some(said) => said,
            None => String::from_utf8_lossy(&beginning(answer).await).trim().to_owned(),
        };
        let text: String = said.chars().take(LONGEST_TEXT).collect();
        if matches!(status, 408 | 429 | 500..=599) {
            return Fault::Passing(format!("status {status} {text}").trim_end().to_owned());
        }
        let (host, file, repository) = (self.host(), file.to_owned(), repository.to_owned());
        Fault::Lasting(ModelError::Refused { host, file, repository, status, text })
    }
}

/// The client makes a header of it, and takes it out of the address.
fn with_login(url: &Url, login: &Secret<(String, String)>) -> Url {
    let (mut url, (user, password)) = (url.clone(), login.expose());
    // Fails only for addresses without a host, which those of http have.
    let _ = url.set_username(user).and_then(|()| url.set_password(Some(password)));
    url
}

async fn beginning(mut answer: Response) -> Vec<u8> {
    let (mut found, until) = (Vec::new(), Instant::now() + SILENCE);
    while let Ok(Ok(Some(part))) = timeout_at(until, answer.chunk()).await {
        found.extend_from_slice(&part[..part.len().min(LONGEST_TEXT * 4 - found.len())]);
        if found.len() == LONGEST_TEXT * 4 {
            break;
        }
    }
    // A page for people says nothing in a terminal.
    if found.starts_with(b"<") { Vec::new() } else { found }
}

/// An error of a request down to its cause; the outer texts hold the address, which may be signed.
pub(super) fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "timed out".into();
    }
    let mut cause: Option<&dyn std::error::Error> = None;
    while let Some(next) = cause.map_or_else(|| std::error::Error::source(error), std::error::Error::source) {
        cause = Some(next);
    }
    cause.map_or_else(|| "the line broke".into(), ToString::to_string)
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A tag that is a SHA-256, as those of large files are.
fn hash(headers: &HeaderMap, name: &str) -> Option<String> {
    let tag = text(headers, name)?;
    let digits = tag.trim_start_matches("W/").trim_matches('"').to_ascii_lowercase();
    (digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

fn location(answer: &Response) -> Option<Url> {
    let location = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection())?;
    answer.url().join(location.to_str().ok()?).ok()
}
