//! Images through OpenRouter's chat completions (`spec/gas.md` 5.3).
//!
//! One request makes one image. Of the models that are known, size and shape are asked for (`image_config`); of others nothing
//! is known, so nothing is asked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Url;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::picture::{self, Picture};
use super::service::{Answer, Bounds, Service, Stakes};
use super::{
    GeneratedMedia, GenerationRequest, Journal, Offer, Order, PriceList, ProviderError, Ratio, Settings, Wishes,
};
use crate::media::{Dimensions, Tier};
use crate::protocol::gas::ModelInfo;
use crate::types::{MicroUsd, Modality};

const SERVICE: &str = "OpenRouter";

/// A 4K image in Base64 stays below half of the answer's limit. The reference waits for a minute, but images of 4K take
/// longer at times, and are paid for whether they are waited for or not; the task's own limit is shorter.
const BOUNDS: Bounds = Bounds { attempt: Duration::from_mins(5), retries: 2, answer: 96 << 20 };

/// A model whose sizes are known.
#[derive(Debug, PartialEq, Eq)]
struct Model {
    names: &'static [&'static str],
    shapes: &'static [Shape],
    sizes: Sizes,
    /// When Google itself stops to offer it.
    ends: Option<(&'static str, &'static str)>,
}

/// In which sizes a model makes its shapes, with the price of an image in millionths of a dollar.
#[derive(Debug, PartialEq, Eq)]
enum Sizes {
    /// As the table of shapes tells, and nothing is said of size.
    One(Option<u64>),
    /// That in each direction once (1K), twice (2K) and four times (4K).
    Three([u64; 3]),
}

/// A ratio and its size at 1K.
type Shape = (Ratio, Dimensions);

const fn shape(width: u32, height: u32, pixels: (u32, u32)) -> Shape {
    (Ratio::new(width, height), Dimensions { width: pixels.0, height: pixels.1 })
}

/// Gemini 2.5: OpenRouter's page on image generation, by a copy of November 2026.
const GEMINI_2: &[Shape] = &[
    shape(1, 1, (1024, 1024)),
    shape(2, 3, (832, 1248)),
    shape(3, 2, (1248, 832)),
    shape(3, 4, (864, 1184)),
    shape(4, 3, (1184, 864)),
    shape(4, 5, (896, 1152)),
    shape(5, 4, (1152, 896)),
    shape(9, 16, (768, 1344)),
    shape(16, 9, (1344, 768)),
    shape(21, 9, (1536, 672)),
];

/// Gemini 3: Google's page on image generation, by a copy likewise. The four at the end are Flash's alone.
const GEMINI_3_FLASH: &[Shape] = &[
    shape(1, 1, (1024, 1024)),
    shape(2, 3, (848, 1264)),
    shape(3, 2, (1264, 848)),
    shape(3, 4, (896, 1200)),
    shape(4, 3, (1200, 896)),
    shape(4, 5, (928, 1152)),
    shape(5, 4, (1152, 928)),
    shape(9, 16, (768, 1376)),
    shape(16, 9, (1376, 768)),
    shape(21, 9, (1584, 672)),
    shape(1, 4, (512, 2048)),
    shape(4, 1, (2048, 512)),
    shape(1, 8, (384, 3072)),
    shape(8, 1, (3072, 384)),
];

const GEMINI_3: &[Shape] = {
    let (usual, _) = GEMINI_3_FLASH.split_at(10);
    usual
};

/// Prices: Google's price of the image's tokens, which OpenRouter passes on, by a copy of its price list of November 2026,
/// not checked against the list itself; the words of the prompt and the model's thoughts come on top, about a cent. Nano Banana 2.1 above 1K: by the tokens of its predecessor.
const MODELS: &[Model] = &[
    Model {
        names: &["google/gemini-3-pro-image", "google/gemini-3-pro-image-preview"],
        shapes: GEMINI_3,
        sizes: Sizes::Three([134_400, 134_400, 240_000]),
        ends: None,
    },
    Model {
        names: &["google/gemini-nano-banana-2.1"],
        shapes: GEMINI_3_FLASH,
        sizes: Sizes::Three([33_600, 50_400, 75_600]),
        ends: None,
    },
    Model {
        names: &["google/gemini-3.1-flash-image", "google/gemini-3.1-flash-image-preview"],
        shapes: GEMINI_3_FLASH,
        sizes: Sizes::Three([67_200, 100_800, 151_200]),
        ends: Some(("2026-10-29", "google/gemini-nano-banana-2.1")),
    },
    Model {
        names: &["google/gemini-3.1-flash-lite-image"],
        shapes: GEMINI_3_FLASH,
        sizes: Sizes::One(None),
        ends: None,
    },
    Model {
        names: &["google/gemini-2.5-flash-image", "google/gemini-2.5-flash-image-preview"],
        shapes: GEMINI_2,
        sizes: Sizes::One(Some(38_700)),
        ends: Some(("2026-10-02", "google/gemini-nano-banana-2.1")),
    },
];

/// Ended on 2026-06-25 at Google, whose page names what comes after.
const PREVIEWS_ENDED: &str = "2026-06-25";

/// Makers of models that answer with an image and no text, as OpenRouter documents; they refuse to be asked for both.
const WITHOUT_WORDS: &[&str] = &["black-forest-labs/", "sourceful/", "bytedance-seed/seedream"];

const WORDS: [&str; 3] = ["1K", "2K", "4K"];

/// What is asked of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    ratio: Option<Ratio>,
    size: Option<&'static str>,
    pixels: Option<Dimensions>,
    price: Option<u64>,
}

impl Model {
    fn of(name: &str) -> Option<&'static Self> {
        MODELS.iter().find(|model| model.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// The smallest size that is not below the wanted tier, else the smallest of the highest tier that it makes.
    fn choose(&self, wanted: Tier, ratio: Ratio) -> Choice {
        let (ratio, base) = ratio
            .nearest(self.shapes.iter(), |(ratio, _)| (ratio.width, ratio.height))
            .map_or(self.shapes[0], |shape| *shape);
        let one = |size, pixels, price| Choice { ratio: Some(ratio), size, pixels: Some(pixels), price };
        let prices = match &self.sizes {
            Sizes::One(price) => return one(None, base, *price),
            Sizes::Three(prices) => prices,
        };
        let choices = [0, 1, 2].map(|index| {
            let pixels = Dimensions { width: base.width << index, height: base.height << index };
            (rank(pixels), one(Some(WORDS[index]), pixels, Some(prices[index])))
        });
        let reachable = choices.iter().map(|(rank, _)| *rank).max().unwrap_or_default();
        let wanted = wanted.rank().min(reachable);
        let [one, two, four] = choices;
        [one, two].into_iter().find(|(rank, _)| *rank >= wanted).unwrap_or(four).1
    }
}

fn rank(pixels: Dimensions) -> u32 {
    Tier::classify(Modality::Image, pixels).map_or(0, Tier::rank)
}

impl Choice {
    fn new(model: &str, wanted: Tier, ratio: Ratio) -> Self {
        let unknown = Self { ratio: None, size: None, pixels: None, price: None };
        Model::of(model).map_or(unknown, |model| model.choose(wanted, ratio))
    }

    fn order(&self, model: &str, prices: &PriceList) -> Order {
        let tier = self.pixels.and_then(|pixels| Tier::classify(Modality::Image, pixels));
        let size = self.pixels.map_or_else(|| "as the model likes".to_owned(), |pixels| pixels.to_string());
        let cost = prices.of(model, tier).or_else(|| self.price.map(MicroUsd));
        Order { model: model.to_owned(), size, tier, cost }
    }

    fn body(&self, model: &str, prompt: &str) -> Value {
        let silent = WITHOUT_WORDS.iter().any(|maker| model.to_ascii_lowercase().starts_with(maker));
        let modalities: &[&str] = if silent { &["image"] } else { &["image", "text"] };
        let mut body = json!({
            "model": model,
            "messages": [{ "role": "user", "content": prompt }],
            "modalities": modalities,
        });
        let mut config = serde_json::Map::new();
        config.extend(self.ratio.map(|ratio| ("aspect_ratio".to_owned(), ratio.to_string().into())));
        config.extend(self.size.map(|size| ("image_size".to_owned(), size.into())));
        if !config.is_empty() {
            body["image_config"] = config.into();
        }
        body
    }
}

/// Images through OpenRouter.
pub(super) struct Images {
    service: Arc<Service>,
    url: Url,
    model: String,
    wishes: Wishes,
    prices: PriceList,
}

impl Images {
    pub(super) fn new(service: Arc<Service>, settings: &Settings) -> Self {
        Self {
            url: service.url("chat/completions"),
            service,
            model: settings.openrouter_image_model.trim().to_owned(),
            wishes: settings.wishes,
            prices: settings.prices.clone(),
        }
    }

    fn choice(&self, request: &GenerationRequest) -> Choice {
        Choice::new(&self.model, self.wishes.tier(Modality::Image, request.tier()), self.wishes.image_ratio)
    }

    pub(super) fn order(&self, request: &GenerationRequest) -> Order {
        self.choice(request).order(&self.model, &self.prices)
    }

    pub(super) fn model_info(&self) -> ModelInfo {
        let best = Choice::new(&self.model, self.wishes.max_image, self.wishes.image_ratio);
        ModelInfo { max_resolution: best.order(&self.model, &self.prices).tier, ..picture::model_info(&self.model) }
    }

    pub(super) async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let choice = self.choice(request);
        let order = choice.order(&self.model, &self.prices);
        let body = choice.body(&self.model, &request.prompt);
        journal.ordering(&order).await?;
        let start = Instant::now();
        let ask = |client: &reqwest::Client| {
            client.post(self.url.clone()).header(AUTHORIZATION, self.service.bearer()).json(&body)
        };
        let answer = self.service.ask_for(Stakes::Order, BOUNDS, ask, read).await?;
        // Megabytes of Base64 and pixels: not on an async thread.
        let (label, picture) = tokio::task::spawn_blocking(move || image(&answer))
            .await
            .unwrap_or_else(|_| Err(ProviderError::Malformed(format!("Invalid image data from {SERVICE}"))))?;
        let metadata = vec![
            ("model".to_owned(), order.model.into()),
            ("provider".to_owned(), "openrouter".into()),
            ("format".to_owned(), label.into()),
            ("generation_time".to_owned(), start.elapsed().as_secs_f64().into()),
            ("width".to_owned(), picture.size.width.into()),
            ("height".to_owned(), picture.size.height.into()),
        ];
        Ok(GeneratedMedia { bytes: picture.bytes, metadata })
    }
}

fn read(answer: Answer) -> Result<Value, ProviderError> {
    let answer = answer.into_json(SERVICE)?;
    // Some faults of the model behind it come with status 200.
    let instead = answer.get("error").filter(|error| error.is_object());
    let within = answer.pointer("/choices/0/error").filter(|error| error.is_object());
    let Some(error) = instead.or(within) else { return Ok(answer) };
    let code = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
    let said = error.get("message").and_then(Value::as_str).unwrap_or("unknown error");
    let (status, message) = match code {
        // It did not get to the model.
        Some(code @ (400..=403 | 429 | 503)) if instead.is_some() => (code, said.to_owned()),
        Some(code @ (408 | 502 | 504 | 520..=524)) => (code, said.to_owned()),
        // It may have run, and nobody says for whose account: neither free nor to be repeated.
        Some(code) => (200, format!("error {code}: {said}")),
        None => (200, said.to_owned()),
    };
    Err(ProviderError::Refused { service: SERVICE, status, message, retry_after: None })
}

/// The format's label and the first image of an answer.
fn image(answer: &Value) -> Result<(&'static str, Picture), ProviderError> {
    let fault = |text: &str| ProviderError::Malformed(text.into());
    let choice = answer.pointer("/choices/0").ok_or_else(|| fault("OpenRouter response missing choices"))?;
    let images = choice
        .pointer("/message/images")
        .and_then(Value::as_array)
        .ok_or_else(|| fault("OpenRouter response missing images in message"))?;
    let first = images.first().ok_or_else(|| fault("OpenRouter response contains no images"))?;
    let (header, data) = first
        .pointer("/image_url/url")
        .and_then(Value::as_str)
        .filter(|url| url.starts_with("data:image/"))
        .and_then(|url| url.split_once(','))
        .ok_or_else(|| fault("Invalid image URL format from OpenRouter"))?;
    let kind = header.trim_start_matches("data:image/").split(';').next().unwrap_or_default().to_ascii_uppercase();
    let label = ["PNG", "JPEG", "JPG", "WEBP"].into_iter().find(|label| *label == kind).unwrap_or("PNG");
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = STANDARD
        .decode(data)
        .map_err(|error| ProviderError::Malformed(format!("Invalid image data from OpenRouter: {error}")))?;
    Ok((label, picture::inspect(SERVICE, Bytes::from(bytes))?))
}

/// Every known model in every tier, and the configured one.
pub(super) fn offers(settings: &Settings) -> Vec<Offer> {
    let configured = settings.openrouter_image_model.trim();
    // The configured name of a model, where it has several.
    let known = MODELS
        .iter()
        .map(|model| model.names.iter().find(|name| name.eq_ignore_ascii_case(configured)).unwrap_or(&model.names[0]));
    picture::names(known.copied(), configured)
        .into_iter()
        .flat_map(|name| {
            Tier::of(Modality::Image).map(|asked| {
                let wishes = &settings.wishes;
                let choice = Choice::new(name, wishes.tier(Modality::Image, Some(asked)), wishes.image_ratio);
                Offer {
                    service: "openrouter",
                    modality: Modality::Image,
                    asked,
                    order: choice.order(name, &settings.prices),
                    signed_name: None,
                    accepted: Model::of(name).map(|_| true),
                    ends: ends(name).map(|(day, _)| day),
                    configured: name.eq_ignore_ascii_case(configured),
                }
            })
        })
        .collect()
}

/// What an operator should know of the configured model.
pub(super) fn warnings(settings: &Settings) -> Vec<String> {
    let name = settings.openrouter_image_model.trim();
    let about = format!("OPENROUTER_IMAGE_MODEL is `{name}`");
    if Model::of(name).is_none() {
        return vec![format!(
            "{about}, of which nothing is known: neither its size and price, nor whether validators accept its images"
        )];
    }
    let ended = |(day, next)| format!("{about}, which Google itself offers until {day} only: choose {next}");
    ends(name).map(ended).into_iter().collect()
}

/// Until when Google itself offers a model, and what comes after it.
fn ends(name: &str) -> Option<(&'static str, &str)> {
    let model = Model::of(name)?;
    model.ends.or_else(|| Some((PREVIEWS_ENDED, name.strip_suffix("-preview")?)))
}

#[cfg(test)]
#[path = "openrouter_images_tests.rs"]
mod tests;
