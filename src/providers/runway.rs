//! Runway videos (`spec/gas.md` 5.5): a task is bought, looked at, and its output fetched from where Runway says.
//!
//! Unlike the reference, the size follows the tier that is asked for, prompts fit Runway's limits, and a task that was
//! cancelled has ended.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{RequestBuilder, Url};
use serde_json::{Map, Value, json};

use super::films::{self, Catalogue, Choice, Film, Seconds, price};
use super::job::{self, Job, Patience, Seen, Source};
use super::prompt::{Limit, shorten};
use super::service::{Service, Stakes, Standing};
use super::{
    AccountState, GeneratedMedia, GenerationRequest, Journal, Offer, Order, PriceList, Provider, ProviderError,
    SelectError, Settings, Wishes,
};
use crate::media::Tier;
use crate::protocol::gas::ServiceInfo;
use crate::types::Modality;

const SERVICE: &str = "Runway";

/// Of tasks, in the reference's checkpoints too.
const KIND: &str = "runway";

const VERSION: (&str, &str) = ("x-runway-version", "2024-11-06");

/// Prices in millionths of a dollar, from credits of a cent, by a copy of Runway's price list of 2026; not checked against
/// the list itself.
const fn veo(name: &'static str, prices: &'static [films::Price]) -> Film {
    Film {
        name,
        sizes: films::VEO,
        seconds: films::VEO_SECONDS,
        audio: true,
        seed: false,
        signed_name: None,
        prices,
        prompt: Some(Limit::Utf16(1000)),
    }
}

/// Runway tells no price of Seedance by the tier, so the network's reference prices stand in.
const fn seedance(name: &'static str, prices: &'static [films::Price]) -> Film {
    Film {
        name,
        sizes: films::SEEDANCE,
        seconds: films::SEEDANCE_SECONDS,
        audio: true,
        seed: true,
        signed_name: Some(films::SEEDANCE_NAME),
        prices,
        prompt: Some(Limit::Chars(3500)),
    }
}

const MODELS: &[Film] = &[
    seedance("seedance2", films::SEEDANCE_PRICES),
    Film {
        sizes: films::SEEDANCE_FAST,
        signed_name: Some(films::SEEDANCE_FAST_NAME),
        ..seedance("seedance2_fast", films::SEEDANCE_FAST_PRICES)
    },
    Film {
        seconds: Seconds::Of(&[8]),
        audio: false,
        ..veo("veo3", &[price(Tier::P720, 400_000, 400_000), price(Tier::P1080, 400_000, 400_000)])
    },
    veo("veo3.1", &[price(Tier::P720, 200_000, 400_000), price(Tier::P1080, 200_000, 400_000)]),
    veo("veo3.1_fast", &[price(Tier::P720, 100_000, 150_000), price(Tier::P1080, 100_000, 150_000)]),
];

const CATALOGUE: Catalogue = Catalogue {
    service: "runway",
    variable: "RUNWAY_MODEL",
    title: "Runway text-to-video",
    default: "veo3.1",
    films: MODELS,
    refused: &[("gen4.5", "the signatures of its manifests do not match, so the network refuses its videos")],
};

/// As Runway's own client waits.
const PATIENCE: Patience =
    Patience { every: Duration::from_secs(6), spread: Duration::from_millis(1500), whole: Duration::from_mins(40) };

/// Videos through Runway.
pub(super) struct Runway {
    service: Service,
    film: &'static Film,
    wishes: Wishes,
    prices: PriceList,
    patience: Patience,
}

impl Runway {
    /// With the configured model.
    ///
    /// # Errors
    /// [`SelectError::Model`] for a model that is unknown or earns nothing.
    pub(super) fn new(service: Service, settings: &Settings) -> Result<Self, SelectError> {
        let film = CATALOGUE.find(&settings.runway_model)?;
        Ok(Self {
            service: service.refusing_accounts(refuses_account),
            film,
            wishes: settings.wishes,
            prices: settings.prices.clone(),
            patience: PATIENCE.asking(settings.poll_interval),
        })
    }

    fn choose(&self, request: &GenerationRequest) -> Choice {
        self.film.choose(request.tier(), films::ratio(request, &self.wishes), &self.wishes, &self.prices)
    }

    /// The body of the order.
    fn body(&self, request: &GenerationRequest) -> Map<String, Value> {
        let choice = self.choose(request);
        let prompt = match self.film.prompt {
            Some(limit) => shorten(&request.prompt, limit).into_owned(),
            None => request.prompt.clone(),
        };
        let mut body = Map::from_iter([
            ("model".to_owned(), self.film.name.into()),
            ("promptText".to_owned(), prompt.into()),
            ("ratio".to_owned(), frame(&choice).into()),
            ("duration".to_owned(), choice.seconds.into()),
        ]);
        body.extend(choice.audio.map(|audio| ("audio".to_owned(), audio.into())));
        body.extend(request.seed().filter(|_| self.film.seed).map(|seed| ("seed".to_owned(), seed.into())));
        body
    }

    fn headers(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(AUTHORIZATION, self.service.bearer()).headers(version())
    }

    /// Places the order; gives the id of the task.
    async fn buy(&self, body: &Map<String, Value>) -> Result<String, ProviderError> {
        let url = self.service.url("v1/text_to_video");
        let build = |client: &reqwest::Client| self.headers(client.post(url.clone())).json(body);
        let answer = self.service.ask(Stakes::Order, job::ORDER, build).await?;
        let read = answer.into_json(SERVICE)?;
        let missing = || ProviderError::Malformed("Runway response missing task id".into());
        job::text(&read, "/id").map(str::to_owned).ok_or_else(missing)
    }

    async fn finish(&self, id: &str, start: Instant, resumed: bool) -> Result<GeneratedMedia, ProviderError> {
        let job = Job {
            service: &self.service,
            headers: version(),
            id,
            url: job::below(&self.service, "v1/tasks", id, &[]),
            patience: self.patience,
            resumed,
            read: look,
            late: "Runway video generation timed out".into(),
        };
        let done = job.wait().await?;
        let output = job::text(&done, "/output/0");
        let output = output.ok_or_else(|| job::paid("Runway succeeded but returned no output URLs".into()))?;
        let url = self.service.elsewhere(output);
        let url = url.ok_or_else(|| {
            job::paid("Runway succeeded but nothing is fetched from the address of its output".into())
        })?;
        let told = shown(&url);
        let video = Source { service: &self.service, url, with_key: false }.fetch("Runway video").await?;
        let mut metadata = vec![
            ("model".to_owned(), self.film.name.into()),
            ("provider".to_owned(), "runwayml".into()),
            ("mime_type".to_owned(), video.mime_type.into()),
            ("runway_task_id".to_owned(), id.into()),
            ("source_url_used".to_owned(), told.into()),
            ("generation_time".to_owned(), start.elapsed().as_secs_f64().into()),
        ];
        metadata.extend(resumed.then(|| ("resumed".to_owned(), true.into())));
        Ok(GeneratedMedia { bytes: video.bytes, metadata })
    }
}

/// Runway refuses an order for which the credits do not suffice as a bad request (400).
fn refuses_account(status: u16, text: &str) -> bool {
    matches!(status, 401..=403) || (status == 400 && text.contains("not have enough credits"))
}

/// The size in Runway's words.
fn frame(choice: &Choice) -> String {
    format!("{}:{}", choice.size.width, choice.size.height)
}

fn version() -> HeaderMap {
    HeaderMap::from_iter([(VERSION.0.parse().expect("a header's name"), HeaderValue::from_static(VERSION.1))])
}

/// An address without what lets everybody who reads it fetch the video.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// Reads the state of a task.
fn look(service: &Service, answer: &Value) -> Seen {
    let reason = || {
        let said = job::text(answer, "/failure").or_else(|| job::text(answer, "/failureCode"));
        said.map_or_else(|| "unknown".to_owned(), |said| job::words(service, said))
    };
    match job::text(answer, "/status") {
        Some("SUCCEEDED") => Seen::Done,
        Some("FAILED") => Seen::Over(ProviderError::Failed(format!("Runway video generation failed: {}", reason()))),
        // Somebody did that at Runway; what it had cost by then nobody says.
        Some("CANCELLED") => Seen::Over(job::paid("Runway video generation cancelled".into())),
        _ => Seen::Working,
    }
}

#[async_trait]
impl Provider for Runway {
    fn name(&self) -> &'static str {
        CATALOGUE.service
    }

    fn info(&self) -> ServiceInfo {
        let models = CATALOGUE.models(self.film, &self.wishes);
        let names = CATALOGUE.names().into_iter().map(str::to_owned).collect();
        let info = ServiceInfo::new("RunwayService", None, Some("text_to_video")).with_models(models);
        ServiceInfo { available: self.standing() == Standing::Ready, text_to_video_models: names, ..info }
    }

    async fn check(&self) -> Result<AccountState, ProviderError> {
        self.service.account("v1/organization", version(), "/creditBalance", "credits").await
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if request.modality != Modality::Video {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        let choice = self.choose(request);
        Ok(choice.order(&frame(&choice)))
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        let start = Instant::now();
        let id = self.buy(&self.body(request)).await?;
        journal.accepted(&json!({ "kind": KIND, "runway_task_id": id })).await;
        self.finish(&id, start, false).await
    }

    async fn resume(&self, _request: &GenerationRequest, job: &Value) -> Result<GeneratedMedia, ProviderError> {
        let ours = job.get("kind").and_then(Value::as_str) == Some(KIND);
        let id = job::text(job, "/runway_task_id").filter(|_| ours);
        let id = id.ok_or_else(|| ProviderError::not_ours(CATALOGUE.service, job))?;
        self.finish(id, Instant::now(), true).await
    }
}

/// Every model in every tier, whether or not the service is used.
pub(super) fn offers(settings: &Settings) -> Vec<Offer> {
    let Settings { wishes, prices, .. } = settings;
    CATALOGUE.offers(&settings.runway_model, |film, asked| {
        let choice = film.choose(Some(asked), wishes.video_ratio, wishes, prices);
        choice.order(&frame(&choice))
    })
}

#[cfg(test)]
#[path = "runway_tests.rs"]
mod tests;
