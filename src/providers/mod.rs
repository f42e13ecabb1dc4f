//! Generation services behind one trait. They do not know who asked, and nothing outside knows which service it is.
//!
//! ```text
//!  order (what would be bought, pure) ──> Journal::ordering ──> the request that may be charged
//!                                                                  │
//!  resume (after a restart) <── Journal::accepted <── id of a job ─┘──> polls, download ──> GeneratedMedia
//! ```
//!
//! A service is asked through [`service::Service`] alone: time and size limits, retries, the circuit breaker and the masking
//! of keys are there, once for all.

mod breaker;
pub mod demo;
mod films;
pub(crate) mod http;
#[cfg(test)]
mod imitation;
mod job;
mod openai;
mod openai_models;
mod openrouter;
mod openrouter_images;
mod openrouter_video;
mod picture;
mod prompt;
mod runway;
mod select;
mod service;
#[cfg(test)]
mod service_tests;
mod stability;
mod wishes;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::media::Tier;
use crate::protocol::gas::ServiceInfo;
use crate::types::{MicroUsd, Modality, TaskId};

pub use select::{Account, Known, ProviderSet, SelectError, Settings, known, offers, select};
pub use service::Standing;
pub use wishes::{PriceError, PriceList, Ratio, RatioError, Wishes};

/// What is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct GenerationRequest {
    /// For which task, so that logs of both sides can be joined.
    pub task_id: TaskId,
    /// Image or video.
    pub modality: Modality,
    /// The validator's words.
    pub prompt: String,
    /// The validator's wishes, such as `resolution` (`spec/gas.md` 3.1); the shape is not checked by then. Only wishes that
    /// cost nothing beyond the asked resolution are granted: model, duration and quality are the operator's.
    pub parameters: Map<String, Value>,
}

impl GenerationRequest {
    /// The resolution that is asked for; `None` if none is, or none that is known.
    pub fn tier(&self) -> Option<Tier> {
        self.text("resolution").and_then(|text| Tier::parse(self.modality, text).ok())
    }

    /// A validator's seed, if a service would take it.
    pub(crate) fn seed(&self) -> Option<u32> {
        self.parameters.get("seed")?.as_u64()?.try_into().ok()
    }

    /// A wish that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }
}

/// What a provider would buy for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The service's name of the model.
    pub model: String,
    /// In the service's words, such as `2048x2048` or `1280:720, 4 s`.
    pub size: String,
    /// Resolution in which the network will see it; `None` where the service does not say.
    pub tier: Option<Tier>,
    /// Its price; `None` if that is not known.
    pub cost: Option<MicroUsd>,
}

/// One choice of model and resolution, for comparison (`gascli generator price`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Word of the service.
    pub service: &'static str,
    /// Image or video.
    pub modality: Modality,
    /// What a validator asks for.
    pub asked: Tier,
    /// What would be bought.
    pub order: Order,
    /// The model's name as its manifests tell it, by which validators price videos; `None` where they tell none.
    pub signed_name: Option<&'static str>,
    /// Whether its media carry a manifest that the network accepts; `None` if nobody has tried.
    pub accepted: Option<bool>,
    /// The last day on which its maker offers it, or offered it, such as `2026-05-12`; `None` if no end is known.
    pub ends: Option<&'static str>,
    /// Whether the settings choose this model.
    pub configured: bool,
}

/// What was made.
#[derive(Clone, PartialEq)]
pub struct GeneratedMedia {
    /// The service's bytes, unchanged: their C2PA signature covers them.
    pub bytes: Bytes,
    /// Facts for the webhook's `x-meta-*` headers, in order (`spec/gas.md` 4).
    pub metadata: Vec<(String, Value)>,
}

impl fmt::Debug for GeneratedMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneratedMedia").field("bytes", &self.bytes.len()).field("metadata", &self.metadata).finish()
    }
}

/// Where a provider has written down what must outlive the process. Each call returns when it is on disk.
#[async_trait]
pub trait Journal: Send + Sync {
    /// `order` is about to be placed: only when this has succeeded may the request be sent that can be charged. Called
    /// once per medium. After a restart, a task of which this is known and no job is never ordered again.
    async fn ordering(&self, order: &Order) -> Result<(), JournalError>;

    /// The service took the order as a job. From now on a restart goes on with `job` ([`Provider::resume`]). Where the disk
    /// refuses, the caller knows; the provider goes on, since the job is paid for.
    async fn accepted(&self, job: &Value);
}

/// What a service tells of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AccountState {
    /// Credit that is left; `None` where the service does not say, or sets no bound.
    pub left: Option<f64>,
    /// What it is counted in.
    pub unit: &'static str,
}

/// The order could not be written down, so it must not be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the order cannot be written down")]
pub struct JournalError;

/// A generation service.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Word by which operators choose it (`IMAGE_SERVICE`).
    fn name(&self) -> &'static str;

    /// What it can do, and whether it can be asked now.
    fn info(&self) -> ServiceInfo;

    /// What it would buy for this request. Pure.
    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError>;

    /// Makes one medium. Bounded in time by the provider's own limits; the caller may set a shorter one.
    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError>;

    /// Goes on with a job of an earlier process, without buying anything. `job` is what [`Journal::accepted`] was given, or
    /// the reference's checkpoint of the same `kind` (`spec/gas.md` 3.6).
    async fn resume(&self, request: &GenerationRequest, job: &Value) -> Result<GeneratedMedia, ProviderError> {
        let _ = request;
        Err(ProviderError::not_ours(self.name(), job))
    }

    /// Asks for the account that the key belongs to, once and within seconds; buys nothing. A service without accounts has
    /// nothing to tell.
    async fn check(&self) -> Result<AccountState, ProviderError> {
        Ok(AccountState::default())
    }

    /// Whether it is asked for media now, or rests after too many faults.
    fn standing(&self) -> Standing {
        Standing::Ready
    }

    /// Whether making a medium again costs nothing, so that an interrupted task may simply start anew.
    fn repeatable(&self) -> bool {
        false
    }
}

/// Whether a failed order costs something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// Certainly nothing.
    Nothing,
    /// It may have been charged, so it counts.
    Perhaps,
}

/// Why nothing was made. The texts go to validators, so they hold no secrets.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The service answered with an error.
    #[error("{service} API returned {status}: {message}")]
    Refused {
        /// Which.
        service: &'static str,
        /// HTTP status.
        status: u16,
        /// Its own words, cut to 500 characters.
        message: String,
        /// When it asked to be tried again.
        retry_after: Option<Duration>,
    },
    /// The service answered with something else than it documents.
    #[error("{0}")]
    Malformed(String),
    /// The service could not be reached or broke off.
    #[error("{service} could not be reached: {message}")]
    Unreachable {
        /// Which.
        service: &'static str,
        /// What went wrong, without addresses that hold keys.
        message: String,
        /// Whether the request may have arrived.
        sent: bool,
    },
    /// It took too long.
    #[error("{service} did not answer within {after:?}")]
    TimedOut {
        /// Which.
        service: &'static str,
        /// The limit.
        after: Duration,
    },
    /// A job ended without a result, in the words of `spec/gas.md` 5.
    #[error("{0}")]
    Failed(String),
    /// A job was not taken, was lost, or was given up, in the words of `spec/gas.md` 5.
    #[error("{text}")]
    Ended {
        /// What happened.
        text: String,
        /// Whether it may have been charged.
        charge: Charge,
    },
    /// The service is not asked at the moment, after too many faults.
    #[error("{service} is not asked for another {} s after repeated faults", wait.as_secs())]
    Resting {
        /// Which.
        service: &'static str,
        /// For how long.
        wait: Duration,
    },
    /// The service cannot do what is asked.
    #[error("{service} cannot make {modality}s")]
    Modality {
        /// Which.
        service: &'static str,
        /// Asked for.
        modality: Modality,
    },
    /// A job of another service, or of another program.
    #[error("a job of kind `{kind}` cannot be resumed with {service}")]
    NotOurs {
        /// Which.
        service: &'static str,
        /// As written down.
        kind: String,
    },
    /// The order could not be written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The embedded provider failed.
    #[error("the demo provider failed: {0}")]
    Demo(#[source] demo::DemoError),
}

impl ProviderError {
    pub(crate) fn not_ours(service: &'static str, job: &Value) -> Self {
        let kind = job.get("kind").and_then(Value::as_str).unwrap_or("unknown");
        Self::NotOurs { service, kind: kind.chars().take(40).collect() }
    }

    /// Whether asking for what is paid for once more, later, may help.
    pub(crate) const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::TimedOut { .. }
                | Self::Resting { .. }
                | Self::Refused { status: 408 | 425 | 429 | 500.., .. }
        )
    }

    /// Whether the order that ended so may have been charged.
    pub const fn charge(&self) -> Charge {
        match self {
            // Who lost patience does not know what the service behind it did; who reports a fault with a status of
            // success has worked on it.
            Self::Refused { status: 200..=299 | 408 | 502 | 504 | 520..=524, .. } => Charge::Perhaps,
            Self::Ended { charge, .. } => *charge,
            // Somebody took the order.
            Self::NotOurs { .. } => Charge::Perhaps,
            Self::Unreachable { sent: false, .. } => Charge::Nothing,
            Self::Unreachable { .. } | Self::Malformed(_) | Self::TimedOut { .. } => Charge::Perhaps,
            Self::Refused { .. }
            | Self::Failed(_)
            | Self::Resting { .. }
            | Self::Modality { .. }
            | Self::Journal(_)
            | Self::Demo(_) => Charge::Nothing,
        }
    }
}
