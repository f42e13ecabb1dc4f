//! Runway videos (`spec/gas.md` 5.5).

use async_trait::async_trait;

use super::service::{Service, Standing};
use super::{GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError, SelectError, Settings};
use crate::protocol::gas::ServiceInfo;

const SERVICE: &str = "Runway";

/// Videos through Runway.
pub struct Runway {
    service: Service,
}

impl Runway {
    /// With the configured model.
    ///
    /// # Errors
    /// A model that nobody can use.
    pub(super) fn new(service: Service, settings: &Settings) -> Result<Self, SelectError> {
        let _ = settings;
        Ok(Self { service })
    }
}

#[async_trait]
impl Provider for Runway {
    fn name(&self) -> &'static str {
        "runway"
    }

    fn info(&self) -> ServiceInfo {
        ServiceInfo::of_images("RunwayService")
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        Err(ProviderError::Modality { service: SERVICE, modality: request.modality })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        Err(ProviderError::Modality { service: SERVICE, modality: request.modality })
    }
}
