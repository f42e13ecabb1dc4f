//! Jobs: what takes a service minutes is bought, asked for now and then, and fetched.
//!
//! A job is paid for. So a poll that fails ends nothing, a download is repeated with patience, and what ends in vain after
//! the purchase says that it may have been charged.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Client, Url};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::service::{Bounds, Service, Stakes};
use super::{Charge, ProviderError, http};
use crate::media::{self, Format};
use crate::types::{Modality, jittered};

/// The purchase itself: a short answer.
pub(super) const ORDER: Bounds = Bounds { attempt: Duration::from_mins(1), retries: 2, answer: 1 << 20 };

/// One look at a job (`spec/gas.md` 5.3). The loop around it is the repetition.
const POLL: Bounds = Bounds { attempt: Duration::from_secs(15), retries: 0, answer: 1 << 20 };

/// The video itself. Repeated here rather than by the service, since a page of HTML is a failed attempt too.
const DOWNLOAD: Bounds = Bounds { attempt: Duration::from_mins(10), retries: 0, answer: 256 << 20 };

/// Attempts of a download; with their pauses they outlast a service that restarts.
const DOWNLOADS: u32 = 8;

/// Attempts of a download that the service refuses for good.
const DOWNLOADS_REFUSED: u32 = 3;

const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// A service that asks for more patience between two looks does not get it.
const LONGEST_INTERVAL: Duration = Duration::from_mins(5);

/// How often and how long a job is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Between two looks.
    pub(super) every: Duration,
    /// So much more or less.
    pub(super) spread: Duration,
    /// In all, in this process.
    pub(super) whole: Duration,
}

impl Patience {
    /// As often as the operator wants, if they want it otherwise.
    pub(super) fn asking(self, every: Option<Duration>) -> Self {
        every.map_or(self, |every| Self { every, spread: Duration::ZERO, ..self })
    }

    fn interval(&self) -> Duration {
        (self.every + self.spread.mul_f64(2.0 * rand::random::<f64>())).saturating_sub(self.spread)
    }
}

/// What a look at a job shows.
pub(super) enum Seen {
    /// It is queued, in work, or in a state of which nothing is known.
    Working,
    /// Its result can be fetched.
    Done,
    /// It has ended without one.
    Over(ProviderError),
}

/// A job at a service.
pub(super) struct Job<'a> {
    pub(super) service: &'a Service,
    /// What each request carries besides the key.
    pub(super) headers: HeaderMap,
    pub(super) id: &'a str,
    pub(super) url: Url,
    pub(super) patience: Patience,
    /// Whether an earlier process bought it.
    pub(super) resumed: bool,
    /// Reads the answer of a look.
    pub(super) read: fn(&Service, &Value) -> Seen,
    /// What is said when patience is over.
    pub(super) late: String,
}

impl Job<'_> {
    /// Looks at it until it is done; gives the last answer.
    pub(super) async fn wait(&self) -> Result<Value, ProviderError> {
        let start = Instant::now();
        // No job is done at once, but one of an earlier process may be done long since.
        let mut pause = if self.resumed { Duration::ZERO } else { self.patience.interval() };
        loop {
            sleep(pause.min(self.patience.whole.saturating_sub(start.elapsed()))).await;
            pause = self.patience.interval();
            match self.look().await {
                Ok(answer) => match (self.read)(self.service, &answer) {
                    Seen::Working => {}
                    Seen::Done => return Ok(answer),
                    Seen::Over(error) => return Err(error),
                },
                Err(ProviderError::Refused { service, status: status @ (404 | 410), .. }) if self.resumed => {
                    return Err(paid(format!("{service} does not know job {} any more ({status})", self.id)));
                }
                Err(error) => {
                    if let ProviderError::Refused { retry_after: Some(asked), .. } = &error {
                        pause = pause.max((*asked).min(LONGEST_INTERVAL));
                    }
                    tracing::info!(job = self.id, %error, "a look at a paid job failed; looking on");
                }
            }
            if start.elapsed() >= self.patience.whole {
                return Err(paid(self.late.clone()));
            }
        }
    }

    async fn look(&self) -> Result<Value, ProviderError> {
        let answer = self
            .service
            .ask(Stakes::Free, POLL, |client| {
                let request = client.get(self.url.clone()).headers(self.headers.clone());
                request.header(AUTHORIZATION, self.service.bearer())
            })
            .await?;
        answer.into_json(self.service.name)
    }
}

/// A failure after the purchase.
pub(super) fn paid(text: String) -> ProviderError {
    ProviderError::Ended { text, charge: Charge::Perhaps }
}

/// The address below the base with a name of the service's choice as its last part.
pub(super) fn below(service: &Service, path: &str, id: &str, rest: &[&str]) -> Url {
    let mut url = service.url(path);
    // A name that looks like a path stays a name.
    url.path_segments_mut().expect("a http address has a path").pop_if_empty().push(id).extend(rest);
    url
}

/// The text behind a pointer, if it is more than blanks.
pub(super) fn text<'a>(answer: &'a Value, pointer: &str) -> Option<&'a str> {
    answer.pointer(pointer).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// The service's own words about a job, cut and without our key.
pub(super) fn words(service: &Service, said: &str) -> String {
    match service.refused(200, said, None) {
        ProviderError::Refused { message, .. } => message,
        other => other.to_string(),
    }
}

/// A video as it came.
#[derive(Debug)]
pub(super) struct Video {
    pub(super) bytes: Bytes,
    pub(super) mime_type: String,
}

/// From where a video comes.
pub(super) struct Source<'a> {
    pub(super) service: &'a Service,
    pub(super) url: Url,
    /// For the service itself alone, never for a host that an answer named.
    pub(super) with_key: bool,
}

impl Source<'_> {
    /// Downloads the video, with patience. `title` is the service's name in the error text. What may pass is told as it is,
    /// so that the caller can ask for the job again.
    pub(super) async fn fetch(&self, title: &str) -> Result<Video, ProviderError> {
        let foreign = if self.with_key { None } else { Some(http::client(&self.url).map_err(|_| self.no_client())?) };
        let mut attempt = 0;
        loop {
            let error = match self.once(foreign.as_ref()).await {
                Ok(video) => return Ok(video),
                Err(error) => error,
            };
            attempt += 1;
            if attempt >= attempts(&error) {
                if error.may_pass() {
                    return Err(error);
                }
                return Err(paid(format!("{title} download failed: {error}")));
            }
            let pause = self.service.pause.saturating_mul(1 << (attempt - 1).min(6)).min(LONGEST_PAUSE);
            tracing::info!(attempt, %error, pause_ms = pause.as_millis(), "the download of a paid video failed; trying again");
            sleep(jittered(pause)).await;
        }
    }

    fn no_client(&self) -> ProviderError {
        paid(format!("cannot set up the download from {}", self.url.host_str().unwrap_or_default()))
    }

    async fn once(&self, foreign: Option<&Client>) -> Result<Video, ProviderError> {
        let ask = self.service.ask(Stakes::Free, DOWNLOAD, |client| {
            let request = foreign.unwrap_or(client).get(self.url.clone());
            if self.with_key { request.header(AUTHORIZATION, self.service.bearer()) } else { request }
        });
        let answer = ask.await?;
        let format = media::sniff(&answer.body);
        if !matches!(format, Format::Mp4 | Format::Mov | Format::ThreeGp | Format::Webm | Format::Avi) {
            let kind = if answer.content_type.is_empty() { "something" } else { &answer.content_type };
            let size = answer.body.len();
            return Err(paid(format!("{size} bytes of {kind} are no video")));
        }
        let told = Some(answer.content_type).filter(|kind| kind.starts_with("video/"));
        let mime_type = told.unwrap_or_else(|| format.content_type(Modality::Video).into());
        Ok(Video { bytes: answer.body, mime_type })
    }
}

/// How often a download is tried that failed so.
const fn attempts(error: &ProviderError) -> u32 {
    match error {
        ProviderError::Malformed(_) => 1, // too large, now and later
        ProviderError::Refused { status: 408 | 409 | 425 | 429 | 500.., .. } => DOWNLOADS,
        ProviderError::Refused { .. } => DOWNLOADS_REFUSED,
        _ => DOWNLOADS,
    }
}
