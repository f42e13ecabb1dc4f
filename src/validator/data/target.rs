//! Where uploads go: [`Target`], and why one does not take them.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;

use super::build::local;
use super::hub::Hub;
use super::objects::Objects;
use super::settings::TargetSettings;
use crate::store::{UploadBatch, UploadFile};
use crate::types::{Code, Hint, Modality};

/// A batch with its files.
#[derive(Debug)]
pub(super) struct Shipment {
    pub(super) batch: UploadBatch,
    /// Archives, then the table of metadata; never empty.
    pub(super) files: Vec<UploadFile>,
    /// Where they lie.
    pub(super) folder: PathBuf,
}

impl Shipment {
    /// The file whose presence at the target says that the batch is published.
    pub(super) fn last(&self) -> &UploadFile {
        self.files.last().expect("a batch without files is dropped, not shipped")
    }

    pub(super) fn local(&self, file: &UploadFile) -> PathBuf {
        local(&self.folder, &file.path)
    }
}

/// A place for batches. What is sent is not seen by readers until it is published, and publishing is done at most once,
/// however often it is tried.
#[async_trait]
pub(super) trait Target: Send + Sync {
    /// Where media of this modality go, without secrets.
    fn place(&self, modality: Modality) -> String;

    /// Whether the batch is published.
    async fn is_published(&self, shipment: &Shipment) -> Result<bool, TargetError>;

    /// Brings one file there. One that is there already is success.
    async fn send(&self, shipment: &Shipment, file: &UploadFile) -> Result<(), TargetError>;

    /// Publishes a batch whose files are sent. One that is published already is success.
    async fn publish(&self, shipment: &Shipment) -> Result<(), TargetError>;
}

/// Opens the configured target.
pub(super) fn open(settings: &TargetSettings) -> Result<Box<dyn Target>, TargetError> {
    Ok(match settings {
        TargetSettings::Hub { endpoint, token, image_repository, video_repository } => {
            Box::new(Hub::new(endpoint, token.clone(), image_repository, video_repository)?)
        }
        TargetSettings::S3 { .. } => Box::new(Objects::s3(settings)?),
        TargetSettings::Folder(path) => Box::new(Objects::folder(path)?),
    })
}

/// Why a target did not take something.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// It asks for patience.
    #[error("{target} takes no more requests for now (429)")]
    RateLimited {
        /// Who.
        target: String,
        /// For how long, if it said so.
        retry_after: Option<Duration>,
    },
    /// It does not accept our key, or our right to write.
    #[error("{target} refuses to {deed} ({status}): {text}")]
    Refused {
        /// Who.
        target: String,
        /// What was asked for.
        deed: &'static str,
        /// HTTP status.
        status: u16,
        /// Its words.
        text: String,
    },
    /// It answered something else, or nothing.
    #[error("{target} failed to {deed}: {reason}")]
    Failed {
        /// Who.
        target: String,
        /// What was asked for.
        deed: &'static str,
        /// Why.
        reason: String,
    },
    /// A file of ours cannot be read, or a folder not be written.
    #[error("cannot use `{}`", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The settings cannot be used.
    #[error("the target cannot be used: {0}")]
    Settings(String),
}

impl Hint for TargetError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::RateLimited { .. } => Some("nothing needs to be done: the next cycle goes on".into()),
            Self::Refused { status: 401, .. } => {
                Some("check the key: HUGGINGFACE_HUB_TOKEN, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".into())
            }
            Self::Refused { .. } => Some(
                "the key needs the right to write there: HF_IMAGE_REPO and HF_VIDEO_REPO, or UPLOAD_URL, choose the place"
                    .into(),
            ),
            Self::Failed { .. } => Some("the batch is kept, and the next cycle goes on with it".into()),
            Self::File { .. } => Some("check that the folder is writable by this user and its disk not full".into()),
            Self::Settings(_) => Some("`gascli validator info` shows the settings".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::RateLimited { .. } | Self::Refused { .. } => Some(Code::ServerRefused),
            Self::Failed { .. } => Some(Code::Network),
            Self::File { .. } => None,
            Self::Settings(_) => Some(Code::ConfigInvalid),
        }
    }
}
