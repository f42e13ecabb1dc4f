//! Which services a miner uses (`spec/gas.md` 5.1).

use std::path::PathBuf;
use std::sync::Arc;

use super::Provider;
use crate::media::Tier;
use crate::types::{Hint, Modality, Secret};

/// What an operator configures about services.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `IMAGE_SERVICE`, trimmed and lower case.
    pub image_service: Option<String>,
    /// `VIDEO_SERVICE`, likewise.
    pub video_service: Option<String>,
    /// `OPEN_ROUTER_API_KEY`.
    pub openrouter_api_key: Option<Secret<String>>,
    /// `OPENROUTER_BASE_URL`.
    pub openrouter_base_url: String,
    /// `OPENROUTER_IMAGE_MODEL`.
    pub openrouter_image_model: String,
    /// Folder of the demo's authority; `None` where the chain is not local, so that nobody can earn by accident
    /// with what the network refuses.
    pub demo_authority: Option<PathBuf>,
    /// `DEMO_MAX_RESOLUTION`: the highest tier that the demo provider paints.
    pub demo_max_tier: Tier,
}

/// Why the configured services cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// Broken.
    #[error("not written")]
    NotWritten,
}

impl Hint for SelectError {}

/// The services in use.
#[derive(Clone, Default)]
pub struct ProviderSet {
    image: Option<Arc<dyn Provider>>,
    video: Option<Arc<dyn Provider>>,
}

impl ProviderSet {
    /// A set given by hand.
    pub fn new(image: Option<Arc<dyn Provider>>, video: Option<Arc<dyn Provider>>) -> Self {
        Self { image, video }
    }

    /// The service of a modality.
    pub fn of(&self, modality: Modality) -> Option<&Arc<dyn Provider>> {
        match modality {
            Modality::Image => self.image.as_ref(),
            Modality::Video => self.video.as_ref(),
        }
    }

    /// Each service once, images first.
    pub fn all(&self) -> Vec<&Arc<dyn Provider>> {
        let mut all: Vec<&Arc<dyn Provider>> = Vec::new();
        for provider in self.image.iter().chain(&self.video) {
            if !all.iter().any(|known| known.name() == provider.name()) {
                all.push(provider);
            }
        }
        all
    }
}
