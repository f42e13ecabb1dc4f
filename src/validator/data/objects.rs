//! Uploads to an S3-compatible store or a folder, both through `object_store`.
//!
//! Archives go first; the table of metadata is what readers begin with, so writing it publishes the batch.

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use tokio::io::AsyncWriteExt as _;

use super::settings::TargetSettings;
use super::target::{Shipment, Target, TargetError};
use crate::daemon::client::{Reach, client};
use crate::store::UploadFile;
use crate::types::Modality;

/// Files are sent in parts of this length; S3 allows 10,000 of them.
const PART: usize = 8 << 20;

/// How long one request may take; a part of 8 MiB among them.
const REQUEST: Duration = Duration::from_mins(2);

/// An object store with a folder in it.
pub(super) struct Objects {
    store: Arc<dyn ObjectStore>,
    /// Without secrets.
    name: String,
    prefix: String,
}

impl Objects {
    pub(super) fn s3(settings: &TargetSettings) -> Result<Self, TargetError> {
        let TargetSettings::S3 { bucket, prefix, endpoint, region, access_key_id, secret_access_key, session_token } =
            settings
        else {
            return Err(TargetError::Settings("it is no bucket".into()));
        };
        // Our own client chooses the TLS provider of this process; theirs uses it too.
        client(Reach::Operator).map_err(|error| TargetError::Settings(error.to_string()))?;
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(500),
                max_backoff: Duration::from_secs(10),
                base: 2.0,
            },
            max_retries: 4,
            retry_timeout: Duration::from_mins(3),
        };
        let options = ClientOptions::new().with_timeout(REQUEST).with_connect_timeout(Duration::from_secs(10));
        let plain = endpoint.as_ref().is_some_and(|endpoint| endpoint.scheme() == "http");
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(region)
            .with_access_key_id(access_key_id.expose())
            .with_secret_access_key(secret_access_key.expose())
            .with_client_options(options.with_allow_http(plain))
            .with_allow_http(plain)
            .with_retry(retry);
        if let Some(endpoint) = endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        if let Some(token) = session_token {
            builder = builder.with_token(token.expose());
        }
        let store = builder.build().map_err(|error| TargetError::Settings(error.to_string()))?;
        Ok(Self { store: Arc::new(store), name: format!("s3:{bucket}"), prefix: prefix.clone() })
    }

    pub(super) fn folder(path: &FilePath) -> Result<Self, TargetError> {
        let fault = |source| TargetError::File { path: path.to_owned(), source };
        std::fs::create_dir_all(path).map_err(fault)?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|error| TargetError::Settings(error.to_string()))?
            .with_fsync(true);
        Ok(Self { store: Arc::new(store), name: format!("file:{}", path.display()), prefix: String::new() })
    }

    fn path(&self, shipment: &Shipment, file: &UploadFile) -> Result<Path, TargetError> {
        let text = format!("{}/{}s/{}", self.prefix, shipment.batch.modality, file.path);
        Path::parse(text.trim_start_matches('/')).map_err(|error| TargetError::Settings(error.to_string()))
    }

    /// Length of what lies at a path; `None` if nothing does.
    async fn length(&self, path: &Path) -> Result<Option<u64>, TargetError> {
        match self.store.head(path).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault("look at an object", &error)),
        }
    }

    async fn write(&self, shipment: &Shipment, file: &UploadFile, path: Path) -> Result<(), TargetError> {
        let place = shipment.local(file);
        let fault = |source| TargetError::File { path: place.clone(), source };
        let mut from = tokio::fs::File::open(&place).await.map_err(fault)?;
        let mut to = BufWriter::with_capacity(Arc::clone(&self.store), path, PART).with_max_concurrency(2);
        let copied = tokio::io::copy_buf(&mut tokio::io::BufReader::with_capacity(256 << 10, &mut from), &mut to).await;
        if let Err(error) = copied {
            // What came so far is of no use; a store that does not even take this forgets it by its own rules.
            let _ = to.abort().await;
            return Err(self.io_fault(error));
        }
        to.shutdown().await.map_err(|error| self.io_fault(error))
    }

    /// `BufWriter` wraps the store's errors.
    fn io_fault(&self, error: std::io::Error) -> TargetError {
        const DEED: &str = "store an object";
        match error.downcast::<object_store::Error>() {
            Ok(error) => self.fault(DEED, &error),
            Err(error) => TargetError::Failed { target: self.name.clone(), deed: DEED, reason: error.to_string() },
        }
    }

    fn fault(&self, deed: &'static str, error: &object_store::Error) -> TargetError {
        let target = self.name.clone();
        let text = describe(error);
        match error {
            object_store::Error::Unauthenticated { .. } => TargetError::Refused { target, deed, status: 401, text },
            object_store::Error::PermissionDenied { .. } => TargetError::Refused { target, deed, status: 403, text },
            _ if text.contains("429 Too Many Requests") => TargetError::RateLimited { target, retry_after: None },
            _ => TargetError::Failed { target, deed, reason: text },
        }
    }
}

/// An error with its causes, each once. They hold the address of an object, and no key.
fn describe(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = next.source();
    }
    text.chars().take(400).collect()
}

#[async_trait]
impl Target for Objects {
    fn place(&self, _: Modality) -> String {
        if self.prefix.is_empty() { self.name.clone() } else { format!("{}/{}", self.name, self.prefix) }
    }

    async fn is_published(&self, shipment: &Shipment) -> Result<bool, TargetError> {
        let path = self.path(shipment, shipment.last())?;
        Ok(self.length(&path).await?.is_some())
    }

    async fn send(&self, shipment: &Shipment, file: &UploadFile) -> Result<(), TargetError> {
        if file == shipment.last() {
            return Ok(()); // its presence publishes
        }
        let path = self.path(shipment, file)?;
        if file.sent && self.length(&path).await? == Some(file.bytes) {
            return Ok(());
        }
        self.write(shipment, file, path).await
    }

    async fn publish(&self, shipment: &Shipment) -> Result<(), TargetError> {
        let file = shipment.last();
        let path = self.path(shipment, file)?;
        // The name is this batch's own, so writing it twice at worst would change nothing: no condition is needed, which
        // not every store understands.
        if self.length(&path).await?.is_some() { Ok(()) } else { self.write(shipment, file, path).await }
    }
}
