//! OpenRouter videos (`spec/gas.md` 5.3): a job is bought, looked at, and fetched.
//!
//! Unlike the reference, a tier is never undercut where the model can do it, and the shape and length are the operator's.
//! The answer's `polling_url` is not used: the key goes to the configured address alone.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde_json::{Map, Value, json};

use super::films::{self, Catalogue, Choice, Film, price};
use super::job::{self, Job, Patience, Seen, Source, Video};
use super::service::{Service, Stakes};
use super::{
    Charge, GeneratedMedia, GenerationRequest, Journal, Offer, Order, PriceList, ProviderError, Ratio, SelectError,
    Settings, Wishes,
};
use crate::media::Tier;
use crate::protocol::gas::ModelInfo;
use crate::types::Modality;

const SERVICE: &str = "OpenRouter";

/// In error texts about downloads.
const TITLE: &str = "OpenRouter video";

/// Of jobs, in the reference's checkpoints too.
const KIND: &str = "openrouter_video";

const fn veo(name: &'static str, prices: &'static [films::Price]) -> Film {
    Film {
        name,
        sizes: films::VEO,
        seconds: films::VEO_SECONDS,
        audio: true,
        seed: true,
        signed_name: None,
        prices,
        prompt: None,
    }
}

/// Prices of Veo: the lowest of each is the network's offline price (`spec/gas.md` 11.2); the others are by a copy of
/// OpenRouter's list of models of 2026, not checked against the list itself.
const MODELS: &[Film] = &[
    veo("google/veo-3.1", &[price(Tier::P720, 200_000, 400_000), price(Tier::P1080, 200_000, 400_000)]),
    veo("google/veo-3.1-fast", &[price(Tier::P720, 80_000, 100_000), price(Tier::P1080, 100_000, 120_000)]),
    veo("google/veo-3.1-lite", &[price(Tier::P720, 30_000, 50_000), price(Tier::P1080, 50_000, 80_000)]),
    Film {
        sizes: films::SEEDANCE,
        seconds: films::SEEDANCE_SECONDS,
        signed_name: Some(films::SEEDANCE_NAME),
        ..veo("bytedance/seedance-2.0", films::SEEDANCE_PRICES)
    },
    Film {
        sizes: films::SEEDANCE_FAST,
        seconds: films::SEEDANCE_SECONDS,
        signed_name: Some(films::SEEDANCE_FAST_NAME),
        ..veo("bytedance/seedance-2.0-fast", films::SEEDANCE_FAST_PRICES)
    },
];

const UNSIGNED: &str = "its videos carry no C2PA manifest, so the network refuses them";

const CATALOGUE: Catalogue = Catalogue {
    service: "openrouter",
    variable: "OPENROUTER_VIDEO_MODEL",
    title: "OpenRouter video",
    default: "google/veo-3.1-lite",
    films: MODELS,
    refused: &[
        ("kwaivgi/kling-v3.0-pro", UNSIGNED),
        ("kwaivgi/kling-v3.0-std", UNSIGNED),
        ("kwaivgi/kling-video-o1", UNSIGNED),
        ("alibaba/wan-2.6", UNSIGNED),
        ("alibaba/wan-2.7", UNSIGNED),
        ("minimax/hailuo-2.3", UNSIGNED),
        ("bytedance/seedance-1-5-pro", UNSIGNED),
        ("openai/sora-2-pro", "the certificate of its manifests is signed by itself, so the network refuses them"),
    ],
};

/// Shapes in the service's words; the first of two that are equally near is taken.
const VEO_RATIOS: &[Ratio] = &[Ratio::new(16, 9), Ratio::new(9, 16)];
const SEEDANCE_RATIOS: &[Ratio] = &[
    Ratio::new(16, 9),
    Ratio::new(1, 1),
    Ratio::new(3, 4),
    Ratio::new(9, 16),
    Ratio::new(4, 3),
    Ratio::new(21, 9),
    Ratio::new(9, 21),
];

/// As the reference waits.
const PATIENCE: Patience =
    Patience { every: Duration::from_secs(10), spread: Duration::ZERO, whole: Duration::from_mins(40) };

/// Videos through OpenRouter.
pub(super) struct Films {
    service: Arc<Service>,
    film: &'static Film,
    wishes: Wishes,
    prices: PriceList,
    pub(super) patience: Patience,
}

impl Films {
    /// With the configured model.
    ///
    /// # Errors
    /// [`SelectError::Model`] for a model that is unknown or earns nothing.
    pub(super) fn new(service: Arc<Service>, settings: &Settings) -> Result<Self, SelectError> {
        let film = CATALOGUE.find(&settings.openrouter_video_model)?;
        Ok(Self {
            service,
            film,
            wishes: settings.wishes,
            prices: settings.prices.clone(),
            patience: PATIENCE.asking(settings.poll_interval),
        })
    }

    /// What would be bought. Pure.
    pub(super) fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if request.modality != Modality::Video {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        let (choice, shape) = self.choose(request);
        Ok(order(&choice, shape))
    }

    fn choose(&self, request: &GenerationRequest) -> (Choice, Ratio) {
        choose(self.film, request.tier(), films::ratio(request, &self.wishes), &self.wishes, &self.prices)
    }

    /// What is asked of the model besides its prompt.
    fn wishes(&self, request: &GenerationRequest) -> Map<String, Value> {
        let (choice, shape) = self.choose(request);
        let mut wishes = Map::from_iter([
            ("duration".to_owned(), choice.seconds.into()),
            ("aspect_ratio".to_owned(), shape.to_string().into()),
            ("resolution".to_owned(), choice.tier.as_str().into()),
        ]);
        wishes.extend(choice.audio.map(|audio| ("generate_audio".to_owned(), audio.into())));
        wishes.extend(request.seed().filter(|_| self.film.seed).map(|seed| ("seed".to_owned(), seed.into())));
        wishes
    }

    /// Buys a video and waits for it.
    pub(super) async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        let start = Instant::now();
        let wishes = self.wishes(request);
        let id = self.buy(&request.prompt, &wishes).await?;
        let job = json!({ "kind": KIND, "job_id": id, "model": self.film.name, "create_kwargs": wishes });
        journal.accepted(&job).await;
        self.finish(&id, self.film.name, start, false).await
    }

    /// Waits for a job of an earlier process, or of the reference.
    pub(super) async fn resume(
        &self,
        _request: &GenerationRequest,
        job: &Value,
    ) -> Result<GeneratedMedia, ProviderError> {
        let ours = job.get("kind").and_then(Value::as_str) == Some(KIND);
        let id = job::text(job, "/job_id").filter(|_| ours);
        let id = id.ok_or_else(|| ProviderError::not_ours(CATALOGUE.service, job))?;
        let model = job::text(job, "/model").unwrap_or(self.film.name);
        self.finish(id, model, Instant::now(), true).await
    }

    /// Its models, as `/miner_info` lists them.
    pub(super) fn models(&self) -> Vec<ModelInfo> {
        CATALOGUE.models(self.film, &self.wishes)
    }

    /// Places the order; gives the id of the job.
    async fn buy(&self, prompt: &str, wishes: &Map<String, Value>) -> Result<String, ProviderError> {
        let mut body = wishes.clone();
        body.insert("model".into(), self.film.name.into());
        body.insert("prompt".into(), prompt.into());
        let url = self.service.url("videos");
        let asked = self.service.ask(Stakes::Order, job::ORDER, |client| {
            client.post(url.clone()).header(AUTHORIZATION, self.service.bearer()).json(&body)
        });
        let failed = |status: u16, text: &str, charge| ProviderError::Ended {
            text: format!("OpenRouter video create failed: {status} - {text}"),
            charge,
        };
        let answer = asked.await.map_err(|error| match &error {
            ProviderError::Refused { status, message, .. } => failed(*status, message, error.charge()),
            _ => error,
        })?;
        // The documented status is 202; an id under another status of success is a job nonetheless.
        let read = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
        job::text(&read, "/id").map(str::to_owned).ok_or_else(|| {
            let said = job::words(&self.service, &String::from_utf8_lossy(&answer.body));
            failed(answer.status.as_u16(), &said, Charge::Perhaps)
        })
    }

    /// From the service; should it not give out what is paid for, from the storage that it names.
    async fn fetch(&self, id: &str, done: &Value) -> Result<Video, ProviderError> {
        let url = job::below(&self.service, "videos", id, &["content"]);
        let ours = Source { service: &self.service, url, with_key: true };
        let error = match ours.fetch(TITLE).await {
            Ok(video) => return Ok(video),
            Err(error) => error,
        };
        let Some(url) = job::text(done, "/urls/0").and_then(|url| self.service.elsewhere(url)) else {
            return Err(error);
        };
        let storage = Source { service: &self.service, url, with_key: false };
        storage.fetch(TITLE).await.map_err(|other| if other.may_pass() { other } else { error })
    }

    async fn finish(
        &self,
        id: &str,
        model: &str,
        start: Instant,
        resumed: bool,
    ) -> Result<GeneratedMedia, ProviderError> {
        let job = Job {
            service: &self.service,
            headers: HeaderMap::new(),
            id,
            url: job::below(&self.service, "videos", id, &[]),
            patience: self.patience,
            resumed,
            read: look,
            late: format!(
                "OpenRouter video generation timed out after {}s (job_id={id})",
                self.patience.whole.as_secs()
            ),
        };
        let done = job.wait().await?;
        let video = self.fetch(id, &done).await?;
        let mut metadata = vec![
            ("model".to_owned(), model.into()),
            ("provider".to_owned(), "openrouter".into()),
            ("mime_type".to_owned(), video.mime_type.into()),
            ("job_id".to_owned(), id.into()),
            ("generation_time".to_owned(), start.elapsed().as_secs_f64().into()),
        ];
        metadata.extend(resumed.then(|| ("resumed".to_owned(), true.into())));
        Ok(GeneratedMedia { bytes: video.bytes, metadata })
    }
}

/// Every model in every tier, whether or not the service is used.
pub(super) fn offers(settings: &Settings) -> Vec<Offer> {
    let Settings { wishes, prices, .. } = settings;
    CATALOGUE.offers(&settings.openrouter_video_model, |film, asked| {
        let (choice, shape) = choose(film, Some(asked), wishes.video_ratio, wishes, prices);
        order(&choice, shape)
    })
}

fn choose(
    film: &'static Film,
    asked: Option<Tier>,
    wanted: Ratio,
    wishes: &Wishes,
    prices: &PriceList,
) -> (Choice, Ratio) {
    let shapes = if film.sizes == films::VEO { VEO_RATIOS } else { SEEDANCE_RATIOS };
    let sides = |shape: &Ratio| (shape.width, shape.height);
    let shape = wanted.nearest(shapes.iter().copied(), sides).unwrap_or(shapes[0]);
    (film.choose(asked, shape, wishes, prices), shape)
}

fn order(choice: &Choice, shape: Ratio) -> Order {
    choice.order(&format!("{} {shape}", choice.tier))
}

/// Reads the state of a job.
fn look(service: &Service, answer: &Value) -> Seen {
    match job::text(answer, "/status") {
        Some("completed") => Seen::Done,
        Some(status @ ("failed" | "cancelled" | "expired")) => {
            let error = job::text(answer, "/error/message").or_else(|| job::text(answer, "/error")).unwrap_or(status);
            let text = format!("OpenRouter video generation {status}: {}", job::words(service, error));
            // A job that fails costs nothing; of one that somebody ended nobody says so.
            let charge = if status == "failed" { Charge::Nothing } else { Charge::Perhaps };
            Seen::Over(ProviderError::Ended { text, charge })
        }
        _ => Seen::Working,
    }
}

#[cfg(test)]
#[path = "openrouter_video_tests.rs"]
mod tests;
