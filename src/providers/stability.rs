//! Stability AI images (`spec/gas.md` 5.4): a form goes there, an image comes back.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap};
use reqwest::multipart::{Form, Part};

use super::picture;
use super::prompt::{self, Limit};
use super::service::{Answer, Bounds, Service, Stakes, Standing};
use super::{
    AccountState, Charge, GeneratedMedia, GenerationRequest, Journal, Offer, Order, PriceList, Provider, ProviderError,
    Ratio, SelectError, Settings, Wishes,
};
use crate::media::Tier;
use crate::protocol::gas::{ModelInfo, ServiceInfo};
use crate::types::{MicroUsd, Modality};

const SERVICE: &str = "Stability";

/// Word of the service.
const WORD: &str = "stabilityai";

/// Longer than the reference waits: what is late is paid for all the same.
const BOUNDS: Bounds = Bounds { attempt: Duration::from_mins(3), retries: 2, answer: 64 << 20 };

/// Of a prompt, and of what is not to be seen.
const LONGEST_PROMPT: Limit = Limit::Chars(10_000);

/// A model, and where it is asked.
#[derive(Debug, PartialEq, Eq)]
struct Model {
    name: &'static str,
    endpoint: &'static str,
    /// Of an image, in millionths of a dollar, at a cent per credit: as a copy of Stability's pricing page had it in November
    /// 2026; not checked against the page itself.
    price: u64,
    /// In Stability's words.
    size: &'static str,
    /// Whether it heeds what is not to be seen.
    negative: bool,
}

/// No model reaches 2K.
const MODELS: &[Model] = &[
    Model { name: "sd3.5-medium", endpoint: "sd3", price: 35_000, size: "1 MP", negative: true },
    Model { name: "sd3.5-large", endpoint: "sd3", price: 65_000, size: "1 MP", negative: true },
    Model { name: "sd3.5-large-turbo", endpoint: "sd3", price: 40_000, size: "1 MP", negative: false },
    Model { name: "ultra", endpoint: "ultra", price: 80_000, size: "1 MP", negative: true },
    Model { name: "core", endpoint: "core", price: 30_000, size: "1.5 MP", negative: true },
];

const RATIOS: &[Ratio] = &[
    Ratio::new(1, 1),
    Ratio::new(16, 9),
    Ratio::new(9, 16),
    Ratio::new(21, 9),
    Ratio::new(9, 21),
    Ratio::new(3, 2),
    Ratio::new(2, 3),
    Ratio::new(5, 4),
    Ratio::new(4, 5),
];

impl Model {
    fn of(name: &str) -> Result<&'static Self, SelectError> {
        let known = MODELS.iter().find(|model| model.name.eq_ignore_ascii_case(name.trim()));
        known.ok_or_else(|| {
            let names: Vec<_> = MODELS.iter().map(|model| model.name).collect();
            let name: String = name.chars().take(80).collect();
            let reason = format!("Unknown StabilityAI model: {name}. Available models: {}", names.join(", "));
            SelectError::Model { variable: "STABILITY_MODEL", reason }
        })
    }

    fn order(&self, wishes: &Wishes, prices: &PriceList) -> Order {
        let cost = prices.of(self.name, Some(Tier::K1)).unwrap_or(MicroUsd(self.price));
        let size = format!("{}, {}", shape(wishes), self.size);
        Order { model: self.name.into(), size, tier: Some(Tier::K1), cost: Some(cost) }
    }
}

fn shape(wishes: &Wishes) -> Ratio {
    wishes.image_ratio.nearest(RATIOS.iter().copied(), |ratio| (ratio.width, ratio.height)).unwrap_or(RATIOS[0])
}

/// Images by Stability AI.
pub(super) struct Stability {
    service: Service,
    model: &'static Model,
    wishes: Wishes,
    prices: PriceList,
}

impl Stability {
    /// With the configured model.
    ///
    /// # Errors
    /// [`SelectError::Model`] for a model that there is not.
    pub(super) fn new(service: Service, settings: &Settings) -> Result<Self, SelectError> {
        Ok(Self {
            service: service.refusing_accounts(refuses_account),
            model: Model::of(&settings.stability_model)?,
            wishes: settings.wishes,
            prices: settings.prices.clone(),
        })
    }

    fn form(&self, request: &GenerationRequest) -> Form {
        let text = |text: &str| prompt::shorten(text, LONGEST_PROMPT).into_owned();
        let mut form = Form::new()
            .text("prompt", text(&request.prompt))
            .text("output_format", "png")
            .text("model", self.model.name)
            .text("aspect_ratio", shape(&self.wishes).to_string());
        if let Some(unwanted) = request.text("negative_prompt").filter(|_| self.model.negative) {
            form = form.text("negative_prompt", text(unwanted));
        }
        if let Some(seed) = request.seed().filter(|seed| *seed < u32::MAX) {
            form = form.text("seed", seed.to_string());
        }
        // As the reference sends it: a part with a file name makes the form a multipart one whatever the server thinks.
        form.part("none", Part::bytes(Vec::new()).file_name("none"))
    }
}

/// 403 is moderation of a prompt.
const fn refuses_account(status: u16, _: &str) -> bool {
    matches!(status, 401 | 402)
}

/// Whether an image came at all.
fn read(answer: Answer) -> Result<Answer, ProviderError> {
    if answer.content_type.starts_with("image/") {
        return Ok(answer);
    }
    let kind = if answer.content_type.is_empty() { "something unnamed" } else { &answer.content_type };
    Err(ProviderError::Malformed(format!("{SERVICE} answered with {kind} instead of an image")))
}

/// What the service thought of its own image. A blurred one is made and perhaps charged, but not what was asked for.
fn finished(answer: &Answer) -> Result<(), ProviderError> {
    let reason = answer.headers.get("finish-reason").and_then(|value| value.to_str().ok()).map(str::trim);
    match reason {
        None | Some("" | "SUCCESS") => Ok(()),
        Some(reason) => {
            let reason: String = reason.chars().take(80).collect();
            let text = format!("{SERVICE} did not make the image as asked: {reason}");
            Err(ProviderError::Ended { text, charge: Charge::Perhaps })
        }
    }
}

#[async_trait]
impl Provider for Stability {
    fn name(&self) -> &'static str {
        WORD
    }

    fn info(&self) -> ServiceInfo {
        let model = ModelInfo {
            max_resolution: Some(Tier::K1),
            prompt_limit: Some(LONGEST_PROMPT.into()),
            ..picture::model_info(self.model.name)
        };
        let info = ServiceInfo::of_images("StabilityAIService").with_models(vec![model]);
        ServiceInfo { available: self.standing() == Standing::Ready, ..info }
    }

    async fn check(&self) -> Result<AccountState, ProviderError> {
        self.service.account("v1/user/balance", HeaderMap::new(), "/credits", "credits").await
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if request.modality != Modality::Image {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        Ok(self.model.order(&self.wishes, &self.prices))
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        let start = Instant::now();
        let url = self.service.url(&format!("v2beta/stable-image/generate/{}", self.model.endpoint));
        let ask = |client: &reqwest::Client| {
            let post = client.post(url.clone()).header(AUTHORIZATION, self.service.bearer());
            post.header(ACCEPT, "image/*").multipart(self.form(request))
        };
        let answer = self.service.ask_for(Stakes::Order, BOUNDS, ask, read).await?;
        finished(&answer)?;
        let picture = picture::check(SERVICE, answer.body).await?;
        let metadata = vec![
            ("model".to_owned(), order.model.into()),
            ("provider".to_owned(), "stability.ai".into()),
            ("format".to_owned(), picture.format.extension().into()),
            ("generation_time".to_owned(), start.elapsed().as_secs_f64().into()),
        ];
        Ok(GeneratedMedia { bytes: picture.bytes, metadata })
    }
}

/// Every model in every tier.
pub(super) fn offers(settings: &Settings) -> Vec<Offer> {
    let configured = settings.stability_model.trim();
    let offer = |model: &Model, asked| Offer {
        service: WORD,
        modality: Modality::Image,
        asked,
        order: model.order(&settings.wishes, &settings.prices),
        signed_name: None,
        accepted: Some(true),
        ends: None,
        configured: model.name.eq_ignore_ascii_case(configured),
    };
    MODELS.iter().flat_map(|model| Tier::of(Modality::Image).map(|asked| offer(model, asked))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, png, request};

    async fn imitation(model: &str, script: Vec<Scripted>) -> (Imitation, Stability) {
        let service = Imitation::start(script).await;
        let settings = Settings { stability_model: model.into(), ..Settings::default() };
        let provider = Stability::new(service.service(SERVICE), &settings).unwrap();
        (service, provider)
    }

    fn image() -> Scripted {
        (200, vec![("content-type", "image/png"), ("finish-reason", "SUCCESS")], png())
    }

    /// Name and content of each part of a form.
    fn parts(body: &[u8]) -> Vec<(String, String)> {
        let body = String::from_utf8_lossy(body);
        let boundary = body.lines().next().unwrap().to_owned();
        let part = |part: &str| {
            let (head, content) = part.split_once("\r\n\r\n")?;
            let name = head.split("name=\"").nth(1)?.split('"').next()?;
            Some((name.to_owned(), content.trim_end_matches("\r\n").to_owned()))
        };
        body.split(&boundary).filter_map(part).collect()
    }

    #[tokio::test]
    async fn an_image_comes_unmodified_and_is_asked_for_as_documented() {
        // spec/gas.md 5.4
        for (model, path) in [("sd3.5-medium", "sd3"), ("sd3.5-large", "sd3"), ("ultra", "ultra"), ("core", "core")] {
            let (service, provider) = imitation(model, vec![image()]).await;
            let made = provider.generate(&request(Modality::Image, Some("4K")), &Notebook::default()).await.unwrap();
            assert_eq!(made.bytes, png());
            let keys: Vec<&str> = made.metadata.iter().map(|(key, _)| key.as_str()).collect();
            assert_eq!(keys, ["model", "provider", "format", "generation_time"]);
            let asked = &service.asked()[0];
            assert_eq!(asked.path, format!("/api/v2beta/stable-image/generate/{path}"));
            assert_eq!(asked.headers["authorization"], format!("Bearer {KEY}"));
            assert_eq!(asked.headers["accept"], "image/*");
            assert!(asked.headers["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
            let wanted = [("prompt", "a red fox"), ("output_format", "png"), ("model", model), ("aspect_ratio", "1:1")];
            let wanted =
                wanted.into_iter().chain([("none", "")]).map(|(name, text)| (name.to_owned(), text.to_owned()));
            assert_eq!(parts(&asked.body), wanted.collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn wishes_that_cost_nothing_are_granted() {
        let (service, mut provider) = imitation("core", vec![image(), image()]).await;
        provider.wishes.image_ratio = "2:1".parse().unwrap();
        let mut asked = request(Modality::Image, None);
        for (name, wish) in [("seed", json!(7)), ("negative_prompt", json!("blur")), ("model", json!("ultra"))] {
            asked.parameters.insert(name.into(), wish);
        }
        provider.generate(&asked, &Notebook::default()).await.unwrap();
        let parts = parts(&service.asked()[0].body);
        for (name, text) in [("seed", "7"), ("negative_prompt", "blur"), ("model", "core"), ("aspect_ratio", "16:9")] {
            assert!(parts.contains(&(name.into(), text.into())), "{name}: {parts:?}");
        }
        asked.parameters.insert("seed".into(), json!(-1));
        provider.generate(&asked, &Notebook::default()).await.unwrap();
        assert!(!super::tests::parts(&service.asked()[1].body).iter().any(|(name, _)| name == "seed"));
    }

    #[tokio::test]
    async fn what_is_no_image_is_said_so_and_what_it_may_have_cost() {
        let as_png = |body: &'static [u8]| (200, vec![("content-type", "image/png")], body.into());
        let filtered = [("content-type", "image/png"), ("finish-reason", "CONTENT_FILTERED")];
        for (answer, text, charge) in [
            (
                (200, filtered.into(), png()),
                "Stability did not make the image as asked: CONTENT_FILTERED",
                Charge::Perhaps,
            ),
            (
                (200, vec![("content-type", "text/html; charset=utf-8")], "<html>".into()),
                "Stability answered with text/html instead of an image",
                Charge::Perhaps,
            ),
            (as_png(b""), "Invalid image data from Stability: the image is empty", Charge::Perhaps),
            (as_png(b"<html>"), "a page of HTML came instead of an image", Charge::Perhaps),
            (
                (403, vec![], r#"{"name":"content_moderation"}"#.into()),
                r#"Stability API returned 403: {"name":"content_moderation"}"#,
                Charge::Nothing,
            ),
            ((402, vec![], "credits".into()), "Stability API returned 402: credits", Charge::Nothing),
        ] {
            let (service, provider) = imitation("ultra", vec![answer]).await;
            let error = provider.generate(&request(Modality::Image, None), &Notebook::default()).await.unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
            assert_eq!((error.charge(), service.asked().len()), (charge, 1), "{error}");
            assert_eq!(provider.standing() == Standing::Ready, !error.to_string().contains("402"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_model_that_there_is_not_is_refused_at_start_with_those_there_are() {
        let service = Imitation::start(vec![]).await;
        let settings = Settings { stability_model: "sd1".into(), ..Settings::default() };
        let Err(error) = Stability::new(service.service(SERVICE), &settings) else { panic!("accepted") };
        assert_eq!(
            error.to_string(),
            "STABILITY_MODEL: Unknown StabilityAI model: sd1. Available models: sd3.5-medium, sd3.5-large, \
             sd3.5-large-turbo, ultra, core"
        );
        let order = imitation("core", vec![]).await.1.order(&request(Modality::Image, Some("4K"))).unwrap();
        assert_eq!(
            (order.size.as_str(), order.tier, order.cost),
            ("1:1, 1.5 MP", Some(Tier::K1), Some(MicroUsd(30_000)))
        );
    }
}
