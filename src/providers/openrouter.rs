//! OpenRouter images (`spec/gas.md` 5.3).
//!
//! One request makes one image. A request is repeated only where it certainly made nothing: the service said so (429, 5xx)
//! or could not be connected to. What broke off later may have been charged.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::service::{Bounds, Service, Stakes, Standing};
use super::{GeneratedMedia, GenerationRequest, Journal, Order, Provider, ProviderError};
use crate::media;
use crate::protocol::gas::ServiceInfo;
use crate::types::Modality;

const SERVICE: &str = "OpenRouter";

/// A 4K image in Base64 stays below half of the answer's limit.
const BOUNDS: Bounds = Bounds { attempt: Duration::from_mins(1), retries: 2, answer: 96 << 20 };

/// Images through OpenRouter's chat completions.
pub struct OpenRouter {
    service: Service,
    url: Url,
    model: String,
}

impl OpenRouter {
    pub(super) fn new(service: Service, model: String) -> Self {
        Self { url: service.url("chat/completions"), service, model }
    }

    async fn ask(&self, model: &str, prompt: &str) -> Result<Value, ProviderError> {
        let body = json!({
            "model": model,
            "messages": [{ "role": "user", "content": prompt }],
            "modalities": ["image", "text"],
        });
        let answer = self
            .service
            .ask(Stakes::Order, BOUNDS, |client| {
                client.post(self.url.clone()).header(AUTHORIZATION, self.service.bearer()).json(&body)
            })
            .await?;
        let answer = self.service.json(&answer)?;
        // Some faults of the model behind it come with status 200.
        if let Some(error) = answer.get("error").filter(|error| error.is_object()) {
            let code = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
            let text = error.get("message").and_then(Value::as_str).unwrap_or("unknown error");
            let error = self.service.refused(code.unwrap_or(200), text, None);
            self.service.learn(Some(&error));
            return Err(error);
        }
        Ok(answer)
    }
}

/// The format's label and the bytes of the first image of an answer.
fn image(answer: &Value) -> Result<(&'static str, Vec<u8>), ProviderError> {
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
    Ok((label, bytes))
}

#[async_trait]
impl Provider for OpenRouter {
    fn name(&self) -> &'static str {
        "openrouter"
    }

    fn info(&self) -> ServiceInfo {
        ServiceInfo::of_images("OpenRouterService")
    }

    fn standing(&self) -> Standing {
        self.service.standing()
    }

    fn order(&self, request: &GenerationRequest) -> Result<Order, ProviderError> {
        if request.modality != Modality::Image {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        Ok(Order { model: self.model.clone(), size: "1024x1024".into(), tier: None, cost: None })
    }

    async fn generate(
        &self,
        request: &GenerationRequest,
        journal: &dyn Journal,
    ) -> Result<GeneratedMedia, ProviderError> {
        let order = self.order(request)?;
        journal.ordering(&order).await?;
        let start = Instant::now();
        let answer = self.ask(&order.model, &request.prompt).await?;
        // Megabytes of Base64 and pixels: not on an async thread.
        let read = move || {
            let (label, bytes) = image(&answer)?;
            let size = media::check(&bytes, Modality::Image)
                .map_err(|error| ProviderError::Malformed(format!("Invalid image data from OpenRouter: {error}")))?;
            Ok((label, bytes, size))
        };
        let (label, bytes, size) = tokio::task::spawn_blocking(read)
            .await
            .unwrap_or_else(|_| Err(ProviderError::Malformed("Invalid image data from OpenRouter".into())))?;
        let metadata = vec![
            ("model".to_owned(), order.model.into()),
            ("provider".to_owned(), "openrouter".into()),
            ("format".to_owned(), label.into()),
            ("generation_time".to_owned(), start.elapsed().as_secs_f64().into()),
            ("width".to_owned(), size.width.into()),
            ("height".to_owned(), size.height.into()),
        ];
        Ok(GeneratedMedia { bytes: bytes.into(), metadata })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::Charge;
    use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, png, request};
    use crate::types::Secret;

    async fn imitation(script: Vec<Scripted>) -> (Imitation, OpenRouter) {
        let service = Imitation::start(script).await;
        let provider = OpenRouter::new(service.service(SERVICE), "google/default".into());
        (service, provider)
    }

    async fn generate(provider: &OpenRouter) -> Result<GeneratedMedia, ProviderError> {
        provider.generate(&request(Modality::Image, None), &Notebook::default()).await
    }

    fn good() -> Scripted {
        let url = format!("data:image/png;base64,{}", STANDARD.encode(png()));
        let body = json!({ "choices": [{ "message": { "images": [{ "image_url": { "url": url } }] } }] });
        (200, vec![("content-type", "application/json")], body.to_string().into())
    }

    #[tokio::test]
    async fn an_image_comes_unmodified_and_is_asked_for_as_documented() {
        // spec/gas.md 5.3
        let (service, provider) = imitation(vec![good()]).await;
        let made = generate(&provider).await.unwrap();
        assert_eq!(made.bytes, png());
        let keys: Vec<&str> = made.metadata.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["model", "provider", "format", "generation_time", "width", "height"]);
        assert_eq!(made.metadata[4].1, 3);
        let asked = &service.asked()[0];
        assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/api/chat/completions"));
        assert_eq!(asked.headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(
            asked.json(),
            json!({ "model": "google/default", "messages": [{ "role": "user", "content": "a red fox" }],
                "modalities": ["image", "text"] })
        );
    }

    #[tokio::test]
    async fn a_busy_service_is_asked_three_times_and_no_validator_chooses_the_model() {
        let busy = || (429, vec![("retry-after", "0")], "slow down".into());
        let (service, provider) = imitation(vec![busy(), (503, vec![], "bad".into()), good()]).await;
        let mut asked = request(Modality::Image, None);
        asked.parameters.insert("model".into(), "x/dear".into());
        provider.generate(&asked, &Notebook::default()).await.unwrap();
        assert_eq!(service.asked()[2].json()["model"], "google/default");
        let (service, provider) = imitation(vec![busy(), busy(), busy()]).await;
        let error = generate(&provider).await.unwrap_err();
        assert_eq!(error.to_string(), "OpenRouter API returned 429: slow down");
        assert_eq!(service.asked().len(), 3);
        let (service, provider) = imitation(vec![(503, vec![("retry-after", "3600")], "".into())]).await;
        generate(&provider).await.unwrap_err();
        assert_eq!(service.asked().len(), 1);
    }

    #[tokio::test]
    async fn each_fault_has_the_text_of_the_reference_and_is_not_paid_for_twice() {
        let images = |images: Value| json!({ "choices": [{ "message": { "images": images } }] }).to_string();
        let url = |url: &str| images(json!([{ "image_url": { "url": url } }]));
        for (status, body, text) in [
            (401, format!("no such key: {KEY}"), "OpenRouter API returned 401: no such key: <secret>"),
            (402, "x".repeat(900), &format!("OpenRouter API returned 402: {}", "x".repeat(500))),
            (200, "<html>".to_owned(), "OpenRouter response is not JSON"),
            (200, "{}".to_owned(), "OpenRouter response missing choices"),
            (200, r#"{"choices": []}"#.to_owned(), "OpenRouter response missing choices"),
            (200, r#"{"choices": [{"message": {}}]}"#.to_owned(), "OpenRouter response missing images in message"),
            (200, images(json!([])), "OpenRouter response contains no images"),
            (200, url("https://x/y.png"), "Invalid image URL format from OpenRouter"),
            (200, url("data:image/png;base64,!!!"), "Invalid image data from OpenRouter: Invalid symbol 33, offset 0."),
            (
                200,
                url("data:image/png;base64,"),
                "Invalid image data from OpenRouter: bin is not decoded by this build",
            ),
            (
                200,
                json!({"error": {"code": 403, "message": "moderated"}}).to_string(),
                "OpenRouter API returned 403: moderated",
            ),
        ] {
            let (_service, provider) = imitation(vec![(status, vec![], body.into())]).await;
            let error = generate(&provider).await.unwrap_err();
            assert_eq!(error.to_string(), text);
            assert!(!format!("{error:?}").contains(KEY));
        }
    }

    #[tokio::test]
    async fn an_unreachable_service_is_named_without_its_address() {
        let mut service = Service::new(SERVICE, "http://127.0.0.1:1/secret-path", Secret::new(KEY.into())).unwrap();
        service.pause = Duration::from_millis(1);
        let error = generate(&OpenRouter::new(service, "m".into())).await.unwrap_err();
        assert_eq!(error.charge(), Charge::Nothing, "{error:?}");
        assert!(!error.to_string().contains("secret-path"), "{error}");
    }
}
