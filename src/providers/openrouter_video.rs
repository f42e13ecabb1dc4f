//! OpenRouter videos (`spec/gas.md` 5.3): a job is bought, polled, downloaded.

use std::sync::Arc;

use serde_json::Value;

use super::service::Service;
use super::{GeneratedMedia, GenerationRequest, Journal, Offer, Order, ProviderError, SelectError, Settings};
use crate::types::Modality;

const SERVICE: &str = "OpenRouter";

/// Videos through OpenRouter.
pub(super) struct Films {
    service: Arc<Service>,
}

impl Films {
    /// With the configured model.
    ///
    /// # Errors
    /// A model that nobody can use.
    pub(super) fn new(service: Arc<Service>, settings: &Settings) -> Result<Self, SelectError> {
        let _ = settings;
        Ok(Self { service })
    }

    /// What would be bought. Pure.
    pub(super) fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        let _ = &self.service;
        Err(ProviderError::Modality { service: SERVICE, modality: request.modality })
    }

    /// Buys a video and waits for it.
    pub(super) async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        Err(ProviderError::Modality { service: SERVICE, modality: Modality::Video })
    }

    /// Waits for a job of an earlier process.
    pub(super) async fn resume(
        &self,
        request: &GenerationRequest,
        job: &Value,
    ) -> Result<GeneratedMedia, ProviderError> {
        let _ = request;
        Err(ProviderError::not_ours("openrouter", job))
    }

    /// Every model in every tier.
    pub(super) fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }
}
