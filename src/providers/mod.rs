//! Generation services behind one trait. They do not know who asked, and nothing outside knows which service it is.

pub mod demo;
mod http;
pub mod openrouter;
mod select;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::protocol::gas::ServiceInfo;
use crate::types::{Modality, TaskId};

pub use select::{ProviderSet, SelectError, Settings, select};

/// What is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct GenerationRequest {
    /// For which task, so that logs of both sides can be joined.
    pub task_id: TaskId,
    /// Image or video.
    pub modality: Modality,
    /// The validator's words.
    pub prompt: String,
    /// The validator's wishes, such as `resolution` (`spec/gas.md` 3.1); the shape is not checked by then.
    pub parameters: Map<String, Value>,
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

/// A generation service.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Word by which operators choose it (`IMAGE_SERVICE`).
    fn name(&self) -> &'static str;

    /// What it can do.
    fn info(&self) -> ServiceInfo;

    /// Makes one medium. Bounded in time by the provider's own limits; the caller may set a shorter one.
    async fn generate(&self, request: &GenerationRequest) -> Result<GeneratedMedia, ProviderError>;

    /// Whether making a medium again costs nothing, so that an interrupted task may simply start anew.
    fn repeatable(&self) -> bool {
        false
    }
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
    },
    /// It took too long.
    #[error("{service} did not answer within {after:?}")]
    TimedOut {
        /// Which.
        service: &'static str,
        /// The limit.
        after: Duration,
    },
    /// The service cannot do what is asked.
    #[error("{service} cannot make {modality}s")]
    Modality {
        /// Which.
        service: &'static str,
        /// Asked for.
        modality: Modality,
    },
    /// The embedded provider failed.
    #[error("the demo provider failed: {0}")]
    Demo(#[source] demo::DemoError),
}
