//! OpenAI images (`spec/gas.md` 5.2).
//!
//! One request makes one image. Most models answer with its bytes; DALL-E answers with an address, which is written down
//! before it is fetched: from then on the image is paid for, and a restart goes on with the download. Its Videos API was shut
//! down on 2026-09-24, so there are no videos.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde_json::{Map, Value, json};

use super::openai_models::{self, Family, Model};
use super::picture::{self, Picture};
use super::service::{Answer, Bounds, Service, Stakes, Standing};
use super::{
    AccountState, Charge, GeneratedMedia, GenerationRequest, Journal, Offer, Order, PriceList, Provider, ProviderError,
    SelectError, Settings, Wishes, prompt,
};
use crate::media::Tier;
use crate::protocol::gas::{ModelInfo, ServiceInfo};
use crate::types::Modality;

const SERVICE: &str = "OpenAI";

/// Word of the service.
const WORD: &str = "openai";

/// Of the job that is written down.
const KIND: &str = "openai_image";

/// As long as OpenAI's own library waits: an image of high quality takes minutes, and is paid for whether it is waited for
/// or not. The task's own limit is shorter.
const ORDER: Bounds = Bounds { attempt: Duration::from_mins(10), retries: 2, answer: 96 << 20 };

const DOWNLOAD: Bounds = Bounds { attempt: Duration::from_mins(1), retries: 5, answer: 64 << 20 };

/// A quality in OpenAI's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quality(pub(super) String);

/// Images by OpenAI, or by what speaks like it.
pub(super) struct OpenAi {
    service: Service,
    url: Url,
    choice: Choice,
    wishes: Wishes,
    prices: PriceList,
}

#[derive(Debug, Clone)]
struct Choice {
    name: String,
    model: Model,
    quality: Option<Quality>,
}

impl Choice {
    fn new(name: &str, quality: Option<&str>) -> Self {
        let model = Model::of(name);
        Self { name: name.to_owned(), model, quality: model.quality(quality) }
    }

    fn order(&self, asked: Option<Tier>, wishes: &Wishes, prices: &PriceList) -> Order {
        let size = self.model.size(wishes.tier(Modality::Image, asked), wishes.image_ratio);
        let tier = openai_models::tier_of(size);
        let price = || self.model.price(self.quality.as_ref(), size);
        let cost = prices.of(&self.name, tier).or_else(price);
        Order { model: self.name.clone(), size: size.to_string(), tier, cost }
    }
}

/// Where the image is.
enum Made {
    Here(Vec<u8>),
    At(String),
}

impl OpenAi {
    /// With the configured model.
    ///
    /// # Errors
    /// [`SelectError::Model`] for a quality that the model does not have.
    pub(super) fn new(service: Service, settings: &Settings) -> Result<Self, SelectError> {
        let service = service.refusing_accounts(refuses_account);
        let (name, quality) = (settings.openai_image_model.trim(), settings.openai_image_quality.as_deref());
        Model::of(name).check_quality(name, quality)?;
        Ok(Self {
            url: service.url("images/generations"),
            service,
            choice: Choice::new(name, quality),
            wishes: settings.wishes,
            prices: settings.prices.clone(),
        })
    }

    fn body(&self, request: &GenerationRequest, order: &Order) -> Value {
        let words = self.choice.model.prompt_limit().map(|limit| prompt::shorten(&request.prompt, limit));
        let mut body = Map::from_iter([
            ("model".to_owned(), Value::from(order.model.clone())),
            ("prompt".to_owned(), words.unwrap_or(request.prompt.as_str().into()).into()),
            ("n".to_owned(), 1.into()),
        ]);
        if let Some(Quality(quality)) = &self.choice.quality {
            body.insert("quality".into(), quality.clone().into());
        }
        body.insert("size".into(), order.size.clone().into());
        body.into()
    }

    /// Fetches and checks what is paid for already. What may pass is told as it is, so that the caller can ask again.
    async fn fetch(&self, url: &str) -> Result<Picture, ProviderError> {
        let bytes = self.service.download(url, DOWNLOAD).await;
        let picture = match bytes {
            Ok(bytes) => picture::check(SERVICE, bytes).await,
            Err(error) => Err(error),
        };
        let ended = |error: ProviderError| {
            if error.may_pass() {
                return error;
            }
            let text = format!("{SERVICE} image download failed: {error}");
            ProviderError::Ended { text, charge: Charge::Perhaps }
        };
        picture.map_err(ended)
    }
}

/// 403 is a country or an organisation that may not; 429 with these words is an empty purse.
fn refuses_account(status: u16, text: &str) -> bool {
    matches!(status, 401 | 403) || ["insufficient_quota", "billing_hard_limit"].iter().any(|word| text.contains(word))
}

fn read(answer: Answer) -> Result<Made, ProviderError> {
    let answer = answer.into_json(SERVICE)?;
    let first = answer
        .pointer("/data/0")
        .ok_or_else(|| ProviderError::Malformed(format!("{SERVICE} response missing data")))?;
    let text = |name: &str| first.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    match (text("b64_json"), text("url")) {
        (Some(text), _) => STANDARD
            .decode(text.trim())
            .map(Made::Here)
            .map_err(|error| ProviderError::Malformed(format!("Invalid image data from {SERVICE}: {error}"))),
        (None, Some(url)) => Ok(Made::At(url.to_owned())),
        (None, None) => Err(ProviderError::Malformed(format!("{SERVICE} response contains no image"))),
    }
}

/// In the order of the reference (`spec/gas.md` 4).
fn media(picture: Picture, model: &str, size: &str, quality: &str) -> GeneratedMedia {
    let metadata = vec![
        ("model".to_owned(), model.into()),
        ("size".to_owned(), size.into()),
        ("quality".to_owned(), quality.into()),
        ("provider".to_owned(), WORD.into()),
        ("mime_type".to_owned(), picture.mime_type().into()),
    ];
    GeneratedMedia { bytes: picture.bytes, metadata }
}

#[async_trait]
impl Provider for OpenAi {
    fn name(&self) -> &'static str {
        WORD
    }

    fn info(&self) -> ServiceInfo {
        let info = ModelInfo {
            max_resolution: Some(self.choice.model.max_tier().min(self.wishes.max_image)),
            prompt_limit: self.choice.model.prompt_limit().map(Into::into),
            ..picture::model_info(&self.choice.name)
        };
        let info = ServiceInfo::of_images("OpenAIService").with_models(vec![info]);
        ServiceInfo { available: self.standing() == Standing::Ready, ..info }
    }

    /// The list of models: OpenAI tells no API key what is left.
    async fn check(&self) -> Result<AccountState, ProviderError> {
        self.service.account("models", HeaderMap::new(), "", "").await
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if request.modality != Modality::Image {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        Ok(self.choice.order(request.tier(), &self.wishes, &self.prices))
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        let body = self.body(request, &order);
        journal.ordering(&order).await?;
        let made = self.service.ask_for(
            Stakes::Order,
            ORDER,
            |client| client.post(self.url.clone()).header(AUTHORIZATION, self.service.bearer()).json(&body),
            read,
        );
        let quality = self.choice.quality.as_ref().map_or("auto", |quality| quality.0.as_str());
        let picture = match made.await? {
            Made::Here(bytes) => picture::check(SERVICE, Bytes::from(bytes)).await?,
            Made::At(url) => {
                let Order { model, size, .. } = &order;
                let job = json!({ "kind": KIND, "url": url, "model": model, "size": size, "quality": quality });
                journal.accepted(&job).await;
                self.fetch(&url).await?
            }
        };
        Ok(media(picture, &order.model, &order.size, quality))
    }

    async fn resume(&self, _: &GenerationRequest, job: &Value) -> Result<GeneratedMedia, ProviderError> {
        let text = |name: &str| job.get(name).and_then(Value::as_str);
        let url = text("url").filter(|_| text("kind") == Some(KIND));
        let url = url.ok_or_else(|| ProviderError::not_ours(WORD, job))?;
        let picture = self.fetch(url).await?;
        let model = text("model").unwrap_or(&self.choice.name);
        Ok(media(picture, model, text("size").unwrap_or_default(), text("quality").unwrap_or("auto")))
    }
}

/// Every known model in every tier, and the configured one.
pub(super) fn offers(settings: &Settings) -> Vec<Offer> {
    let configured = settings.openai_image_model.trim();
    let quality = settings.openai_image_quality.as_deref();
    picture::names(openai_models::names(), configured)
        .into_iter()
        .flat_map(|name| {
            // Another family's words for quality say nothing of this model.
            let quality = quality.filter(|_| Model::of(name).check_quality(name, quality).is_ok());
            let choice = Choice::new(name, quality);
            Tier::of(Modality::Image).map(|asked| Offer {
                service: WORD,
                modality: Modality::Image,
                asked,
                order: choice.order(Some(asked), &settings.wishes, &settings.prices),
                signed_name: None,
                accepted: (choice.model.family != Family::Unknown).then_some(true),
                ends: choice.model.ends,
                configured: name == configured,
            })
        })
        .collect()
}

/// OpenAI's signatures lead to roots that are missing in the reference's validators (`spec/trust_anchors.md`, first table).
const SIGNED_ELSEWHERE: &str = "OpenAI has signed its images since 2026 under certificates that validators of the Python \
                                reference do not trust, which refuse them: see `gascli trust list`, and try one image \
                                with `gascli verify-c2pa` before money is spent on many";

/// What an operator should know of the service and the configured model.
pub(super) fn warnings(settings: &Settings) -> Vec<String> {
    let name = settings.openai_image_model.trim();
    let model = Model::of(name);
    let ends = model.ends.map(|day| {
        format!(
            "OPENAI_IMAGE_MODEL is `{name}`, which OpenAI itself offers until {day} only: choose gpt-image-2, unless \
             OPENAI_BASE_URL is a proxy that still has it"
        )
    });
    let unknown = (model.family == Family::Unknown).then(|| {
        format!(
            "OPENAI_IMAGE_MODEL is `{name}`, of which nothing is known: it is asked for 1024x1024, and whether validators \
             accept its images nobody has tried"
        )
    });
    ends.into_iter().chain(unknown).chain([SIGNED_ELSEWHERE.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, Wire, png, request, service_at, wires};
    use crate::types::MicroUsd;

    fn settings(model: &str, quality: Option<&str>) -> Settings {
        let quality = quality.map(str::to_owned);
        Settings { openai_image_model: model.into(), openai_image_quality: quality, ..Settings::default() }
    }

    async fn imitation(model: &str, script: Vec<Scripted>) -> (Imitation, OpenAi) {
        let service = Imitation::start(script).await;
        let provider = OpenAi::new(service.service(SERVICE), &settings(model, None)).unwrap();
        (service, provider)
    }

    fn says(body: &Value) -> Scripted {
        (200, vec![("content-type", "application/json")], body.to_string().into())
    }

    fn here() -> Scripted {
        says(&json!({ "created": 1, "data": [{ "b64_json": STANDARD.encode(png()) }] }))
    }

    #[tokio::test]
    async fn an_image_comes_unmodified_and_is_asked_for_as_documented() {
        // spec/gas.md 5.2
        let (service, provider) = imitation("gpt-image-2", vec![here()]).await;
        let journal = Notebook::default();
        let mut asked = request(Modality::Image, Some("2K"));
        for (name, wish) in [("width", json!(512)), ("quality", json!("high")), ("model", json!("dear"))] {
            asked.parameters.insert(name.into(), wish);
        }
        let made = provider.generate(&asked, &journal).await.unwrap();
        assert_eq!(made.bytes, png());
        let text = |(name, value): &(String, Value)| format!("{name}={}", value.as_str().unwrap());
        let metadata: Vec<String> = made.metadata.iter().map(text).collect();
        let wanted = ["model=gpt-image-2", "size=2048x2048", "quality=low", "provider=openai", "mime_type=image/png"];
        assert_eq!(metadata, wanted);
        let asked = &service.asked()[0];
        assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/api/images/generations"));
        assert_eq!(asked.headers["authorization"], format!("Bearer {KEY}"));
        let body = r#"{"model":"gpt-image-2","prompt":"a red fox","n":1,"quality":"low","size":"2048x2048"}"#;
        assert_eq!(asked.body, body);
        let orders = journal.orders.lock().unwrap();
        let [order] = orders.as_slice() else { panic!("one order") };
        assert_eq!((order.tier, order.cost), (Some(Tier::K2), Some(MicroUsd(11_910))));
        assert!(journal.jobs.lock().unwrap().is_empty(), "nothing is left to fetch");
    }

    #[tokio::test]
    async fn an_image_behind_an_address_is_written_down_before_it_is_fetched() {
        let host = Imitation::start(vec![(500, vec![], "".into()), (200, vec![], png())]).await;
        let url = format!("{}/img.png?sig=1", host.base);
        let (service, provider) = imitation("dall-e-3", vec![says(&json!({ "data": [{ "url": url }] }))]).await;
        let journal = Notebook::default();
        let made = provider.generate(&request(Modality::Image, Some("4K")), &journal).await.unwrap();
        assert_eq!(made.bytes, png());
        assert_eq!(service.asked()[0].json()["quality"], "standard");
        let job = json!({ "kind": "openai_image", "url": url, "model": "dall-e-3", "size": "1024x1024",
            "quality": "standard" });
        assert_eq!(*journal.jobs.lock().unwrap(), [job]);
        assert!(host.asked().iter().all(|asked| !asked.headers.contains_key("authorization")));
    }

    #[tokio::test]
    async fn a_restart_fetches_what_was_paid_for_and_orders_nothing() {
        let host = Imitation::start(vec![(200, vec![], png()), (403, vec![], "expired".into())]).await;
        let (service, provider) = imitation("dall-e-3", vec![]).await;
        let asked = request(Modality::Image, None);
        let job = json!({ "kind": "openai_image", "url": format!("{}/x", host.base), "model": "m", "size": "s" });
        let made = provider.resume(&asked, &job).await.unwrap();
        assert_eq!((made.bytes, &made.metadata[0].1), (png(), &json!("m")));
        let error = provider.resume(&asked, &job).await.unwrap_err();
        assert_eq!(error.to_string(), "OpenAI image download failed: OpenAI API returned 403: expired");
        assert_eq!(error.charge(), Charge::Perhaps, "the image was paid for");
        let job = json!({ "kind": "openai_image", "url": "http://127.0.0.1:1/x" });
        let error = provider.resume(&asked, &job).await.unwrap_err();
        assert!(matches!(error, ProviderError::Unreachable { .. }), "to be asked for again: {error:?}");
        for odd in [json!({ "kind": "openai_sora", "url": "http://x" }), json!({ "kind": "openai_image" }), json!(1)] {
            assert!(matches!(provider.resume(&asked, &odd).await, Err(ProviderError::NotOurs { .. })), "{odd}");
        }
        assert!(service.asked().is_empty());
    }

    #[tokio::test]
    async fn what_is_no_image_is_said_so_and_counts_as_charged() {
        let data = |data: Value| says(&json!({ "data": data }));
        let html = "<!DOCTYPE html><html>Sign in</html>";
        for (answer, text) in [
            ((200, vec![("content-type", "text/html")], html.into()), "OpenAI response is not JSON"),
            ((200, vec![], "{\"data\": [".into()), "OpenAI response is not JSON"),
            (says(&json!({})), "OpenAI response missing data"),
            (data(json!([])), "OpenAI response missing data"),
            (data(json!([{}])), "OpenAI response contains no image"),
            (data(json!([{ "b64_json": "" }])), "OpenAI response contains no image"),
            (data(json!([{ "b64_json": "!" }])), "Invalid image data from OpenAI: Invalid symbol 33, offset 0."),
            (
                data(json!([{ "b64_json": STANDARD.encode(html) }])),
                "Invalid image data from OpenAI: a page of HTML came instead of an image",
            ),
            (
                data(json!([{ "b64_json": STANDARD.encode(&png()[..40]) }])),
                "Invalid image data from OpenAI: the png does not decode: unexpected end of file",
            ),
            (data(json!([{ "url": "ftp://x/y" }])), "OpenAI gave an address from which nothing is fetched"),
        ] {
            let (service, provider) = imitation("gpt-image-2", vec![answer]).await;
            let error = provider.generate(&request(Modality::Image, None), &Notebook::default()).await.unwrap_err();
            assert!(error.to_string().contains(text), "{error}: {text}");
            assert_eq!(error.charge(), Charge::Perhaps, "{error}");
            assert_eq!(service.asked().len(), 1, "{error}");
        }
    }

    #[tokio::test]
    async fn a_connection_that_breaks_is_not_ordered_again() {
        let half = Wire::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"data\": [");
        let service = service_at(SERVICE, &wires(vec![vec![half]]).await);
        let provider = OpenAi::new(service, &settings("gpt-image-2", None)).unwrap();
        let error = provider.generate(&request(Modality::Image, None), &Notebook::default()).await.unwrap_err();
        assert_eq!(error.charge(), Charge::Perhaps, "{error}");
    }

    #[tokio::test]
    async fn an_empty_purse_is_not_asked_again_but_a_busy_service_is() {
        let busy = || (429, vec![], r#"{"error":{"code":"rate_limit_exceeded"}}"#.into());
        let (service, provider) = imitation("gpt-image-2", vec![busy(), busy(), here()]).await;
        provider.generate(&request(Modality::Image, None), &Notebook::default()).await.unwrap();
        assert_eq!(service.asked().len(), 3);
        let empty = (429, vec![], r#"{"error":{"code":"insufficient_quota"}}"#.into());
        let (service, provider) = imitation("gpt-image-2", vec![empty]).await;
        let error = provider.generate(&request(Modality::Image, None), &Notebook::default()).await.unwrap_err();
        assert_eq!((error.charge(), service.asked().len()), (Charge::Nothing, 1));
        assert!(matches!(provider.standing(), Standing::Resting { .. }));
        assert!(!provider.info().available);
    }

    #[tokio::test]
    async fn a_long_prompt_is_shortened_to_what_the_model_reads() {
        let (service, provider) = imitation("dall-e-2", vec![here()]).await;
        let mut asked = request(Modality::Image, None);
        asked.prompt = "word ".repeat(300);
        provider.generate(&asked, &Notebook::default()).await.unwrap();
        let body = service.asked()[0].json();
        assert_eq!(body["prompt"].as_str().unwrap(), "word ".repeat(200).trim());
        assert_eq!(body.get("quality"), None);
    }

    #[test]
    fn the_operator_says_what_it_may_cost() {
        let high = Choice::new("gpt-image-2", Some("high"));
        let order = |settings: &Settings, tier| high.order(Some(tier), &settings.wishes, &settings.prices);
        let mut settings = settings("gpt-image-2", Some("high"));
        assert_eq!(order(&settings, Tier::K4).cost, Some(MicroUsd(428_160)));
        settings.prices = "gpt-image-2@2K=0.5, gpt-image-2=0.1".parse().unwrap();
        assert_eq!(order(&settings, Tier::K4).cost, Some(MicroUsd(500_000)));
        settings.wishes.max_image = Tier::K1;
        let order = order(&settings, Tier::K4);
        assert_eq!(
            (order.size.as_str(), order.tier, order.cost),
            ("1024x1024", Some(Tier::K1), Some(MicroUsd(100_000)))
        );
    }

    #[tokio::test]
    async fn a_quality_that_the_model_has_not_is_refused_at_start() {
        let service = Imitation::start(vec![]).await;
        let new = |model, quality| OpenAi::new(service.service(SERVICE), &settings(model, Some(quality)));
        let Err(error) = new("dall-e-3", "high") else { panic!("accepted") };
        let text = "OPENAI_IMAGE_QUALITY: dall-e-3 has no quality `high`. Accepted values: standard, hd";
        assert_eq!(error.to_string(), text);
        assert!(new("gpt-image-2", "hd").is_err() && new("gpt-image-2", "auto").is_ok());
        assert!(new("gpt-image-2.6-flare", "xhigh").is_ok());
        assert_eq!(new("dall-e-3", "hd").unwrap().info().models[0].max_resolution, Some(Tier::K1));
    }
}
