//! OpenRouter: images ([`super::openrouter_images`]) and videos ([`super::openrouter_video`]) with one key.
//!
//! Both are one service: it rests as one, and is listed once.

use std::sync::Arc;

use async_trait::async_trait;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::openrouter_images::Images;
use super::openrouter_video::Films;
use super::service::{Service, Standing};
use super::{
    AccountState, GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError, SelectError, Settings,
};
use crate::protocol::gas::ServiceInfo;
use crate::types::Modality;

/// Images, videos or both.
pub(super) struct OpenRouter {
    service: Arc<Service>,
    images: Option<Images>,
    films: Option<Films>,
}

impl OpenRouter {
    /// For these modalities, with the configured models.
    ///
    /// # Errors
    /// [`SelectError::Model`] for a model that cannot be used.
    pub(super) fn new(service: Service, settings: &Settings, uses: &[Modality]) -> Result<Self, SelectError> {
        let service = Arc::new(service.refusing_accounts(refuses_account));
        let images = uses.contains(&Modality::Image).then(|| Images::new(Arc::clone(&service), settings));
        let films = uses.contains(&Modality::Video).then(|| Films::new(Arc::clone(&service), settings)).transpose()?;
        Ok(Self { service, images, films })
    }

    fn cannot(modality: Modality) -> ProviderError {
        ProviderError::Modality { service: "OpenRouter", modality }
    }
}

/// 403 is moderation of a prompt.
const fn refuses_account(status: u16, _: &str) -> bool {
    matches!(status, 401 | 402)
}

#[async_trait]
impl Provider for OpenRouter {
    fn name(&self) -> &'static str {
        "openrouter"
    }

    fn info(&self) -> ServiceInfo {
        let models = self.images.iter().map(Images::model_info);
        let models = models.chain(self.films.iter().flat_map(Films::models)).collect();
        let image = self.images.as_ref().map(|_| "image_generation");
        let video = self.films.as_ref().map(|_| "text_to_video");
        let info = ServiceInfo::new("OpenRouterService", image, video).with_models(models);
        ServiceInfo { available: self.standing() == Standing::Ready, ..info }
    }

    async fn check(&self) -> Result<AccountState, ProviderError> {
        self.service.account("key", HeaderMap::new(), "/data/limit_remaining", "USD").await
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        match (request.modality, &self.images, &self.films) {
            (Modality::Image, Some(images), _) => Ok(images.order(request)),
            (Modality::Video, _, Some(films)) => films.order(request),
            (modality, ..) => Err(Self::cannot(modality)),
        }
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        match (request.modality, &self.images, &self.films) {
            (Modality::Image, Some(images), _) => images.generate(request, journal).await,
            (Modality::Video, _, Some(films)) => films.generate(request, journal).await,
            (modality, ..) => Err(Self::cannot(modality)),
        }
    }

    async fn resume(&self, request: &GenerationRequest, job: &Value) -> Result<GeneratedMedia, ProviderError> {
        match &self.films {
            Some(films) => films.resume(request, job).await,
            // An image comes with the answer to its order: there is no job.
            None => Err(ProviderError::not_ours("openrouter", job)),
        }
    }
}
