//! What the image services share: the check of what came, and how they describe themselves.

use bytes::Bytes;

use super::ProviderError;
use crate::media::{self, Dimensions, Format};
use crate::protocol::gas::ModelInfo;
use crate::types::Modality;

/// An image that decodes, as it came.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) bytes: Bytes,
    pub(super) size: Dimensions,
    pub(super) format: Format,
}

impl Picture {
    pub(super) const fn mime_type(&self) -> &'static str {
        self.format.content_type(Modality::Image)
    }
}

/// Looks whether an image came. An image that does not decode earns nothing, but may have been charged.
pub(super) async fn check(service: &'static str, bytes: Bytes) -> Result<Picture, ProviderError> {
    // Megabytes of pixels: not on an async thread.
    tokio::task::spawn_blocking(move || inspect(service, bytes))
        .await
        .unwrap_or_else(|_| Err(ProviderError::Malformed(format!("Invalid image data from {service}"))))
}

/// The same, where the thread may be held up.
pub(super) fn inspect(service: &'static str, bytes: Bytes) -> Result<Picture, ProviderError> {
    let fault = |reason: &str| ProviderError::Malformed(format!("Invalid image data from {service}: {reason}"));
    if bytes.is_empty() {
        return Err(fault("the image is empty"));
    }
    if looks_like_a_page(&bytes) {
        return Err(fault("a page of HTML came instead of an image"));
    }
    let size = media::check(&bytes, Modality::Image).map_err(|error| fault(&error.to_string()))?;
    Ok(Picture { size, format: media::sniff(&bytes), bytes })
}

fn looks_like_a_page(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let starts = |text: &str| start.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()));
    starts("<!doctype") || starts("<html")
}

/// A configured image model of which nothing else is known.
pub(super) fn model_info(name: &str) -> ModelInfo {
    ModelInfo {
        name: name.to_owned(),
        modality: Modality::Image,
        configured: true,
        max_resolution: None,
        durations_s: Vec::new(),
        prompt_limit: None,
    }
}

/// The known names, and the configured one if it is none of them.
pub(super) fn names(known: impl Iterator<Item = &'static str>, configured: &str) -> Vec<&str> {
    let mut names: Vec<&str> = known.collect();
    if !names.contains(&configured) && !configured.is_empty() {
        names.push(configured);
    }
    names
}
