//! OpenRouter images (`spec/gas.md` 5.3).
//!
//! One request makes one image. A request is repeated only where it certainly made nothing: the service said so (429, 5xx)
//! or could not be connected to. What broke off later may have been charged.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, StatusCode, Url};
use serde_json::{Value, json};

use super::http::{self, ReadError};
use super::{GeneratedMedia, GenerationRequest, Provider, ProviderError};
use crate::media;
use crate::protocol::gas::ServiceInfo;
use crate::types::{Modality, Secret};

const SERVICE: &str = "OpenRouter";

/// The whole time of one request.
const LIMIT: Duration = Duration::from_mins(1);

/// Attempts after the first.
const RETRIES: u32 = 2;

/// First pause between attempts; doubled after each.
const PAUSE: Duration = Duration::from_secs(2);

/// A service that asks for more patience than this has failed the task.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Longest answer. A 4K image in Base64 stays below half of it.
const LONGEST_ANSWER: usize = 96 << 20;

/// Longest error text that is passed on.
const LONGEST_TEXT: usize = 500;

/// Images through OpenRouter's chat completions.
pub struct OpenRouter {
    client: Client,
    url: Url,
    key: Secret<String>,
    model: String,
    pause: Duration,
}

impl OpenRouter {
    /// `key` must fit a header; `select` checks it.
    pub(super) const fn new(client: Client, url: Url, key: Secret<String>, model: String) -> Self {
        Self { client, url, key, model, pause: PAUSE }
    }

    /// The address below `base` to which requests go.
    pub(super) fn url(base: &str) -> Option<Url> {
        let url = Url::parse(&format!("{}/chat/completions", base.trim().trim_end_matches('/'))).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    /// The header that carries the key.
    pub(super) fn authorization(key: &Secret<String>) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose().trim())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    async fn ask(&self, model: &str, prompt: &str) -> Result<Value, ProviderError> {
        let body = json!({
            "model": model,
            "messages": [{ "role": "user", "content": prompt }],
            "modalities": ["image", "text"],
        });
        let mut attempt = 0;
        loop {
            let error = match self.ask_once(&body).await {
                Ok(answer) => return Ok(answer),
                Err(Fault::Final(error)) => return Err(error),
                Err(Fault::Passing(error)) => error,
            };
            let asked = match &error {
                ProviderError::Refused { retry_after, .. } => retry_after.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            if attempt == RETRIES || asked > LONGEST_PAUSE {
                return Err(error);
            }
            let pause = self.pause.saturating_mul(1 << attempt).mul_f64(1.0 + 0.2 * rand::random::<f64>()).max(asked);
            attempt += 1;
            tracing::info!(service = SERVICE, attempt, %error, pause_ms = pause.as_millis(), "asking the service again");
            tokio::time::sleep(pause).await;
        }
    }

    async fn ask_once(&self, body: &Value) -> Result<Value, Fault> {
        let request = self
            .client
            .post(self.url.clone())
            .header(AUTHORIZATION, Self::authorization(&self.key).ok_or_else(|| malformed("API key is not ASCII"))?)
            .json(body)
            .timeout(LIMIT);
        let answer = request.send().await.map_err(|error| unreachable(&error))?;
        let (status, retry_after) = (answer.status(), http::retry_after(answer.headers()));
        let body = http::read(answer, LONGEST_ANSWER).await.map_err(|error| match error {
            ReadError::TooLong => malformed("OpenRouter response is too large"),
            // The image was made, and probably charged.
            ReadError::Broken(error) => Fault::Final(fault(&error)),
        })?;
        if status != StatusCode::OK {
            return Err(self.refused(status.as_u16(), &String::from_utf8_lossy(&body), retry_after));
        }
        let answer: Value = serde_json::from_slice(&body).map_err(|_| malformed("OpenRouter response is not JSON"))?;
        // Some faults of the model behind it come with status 200.
        if let Some(error) = answer.get("error").filter(|error| error.is_object()) {
            let code = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
            let text = error.get("message").and_then(Value::as_str).unwrap_or("unknown error");
            return Err(self.refused(code.unwrap_or(status.as_u16()), text, retry_after));
        }
        Ok(answer)
    }

    fn refused(&self, status: u16, text: &str, retry_after: Option<Duration>) -> Fault {
        let message = text.trim().replace(self.key.expose().trim(), "<secret>").chars().take(LONGEST_TEXT).collect();
        let error = ProviderError::Refused { service: SERVICE, status, message, retry_after };
        if status == 429 || status >= 500 { Fault::Passing(error) } else { Fault::Final(error) }
    }
}

fn unreachable(error: &reqwest::Error) -> Fault {
    if error.is_connect() { Fault::Passing(fault(error)) } else { Fault::Final(fault(error)) }
}

fn fault(error: &reqwest::Error) -> ProviderError {
    if error.is_timeout() {
        return ProviderError::TimedOut { service: SERVICE, after: LIMIT };
    }
    ProviderError::Unreachable { service: SERVICE, message: http::cause(error) }
}

/// A failed attempt.
enum Fault {
    /// Another attempt may do.
    Passing(ProviderError),
    /// Another attempt would fail too, or be charged again.
    Final(ProviderError),
}

fn malformed(text: &str) -> Fault {
    Fault::Final(ProviderError::Malformed(text.into()))
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

    async fn generate(&self, request: &GenerationRequest) -> Result<GeneratedMedia, ProviderError> {
        if request.modality != Modality::Image {
            return Err(ProviderError::Modality { service: SERVICE, modality: request.modality });
        }
        let start = Instant::now();
        let model = request.parameters.get("model").and_then(Value::as_str).filter(|model| !model.is_empty());
        let model = model.unwrap_or(&self.model);
        let answer = self.ask(model, &request.prompt).await?;
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
            ("model".to_owned(), model.into()),
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
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::body::Bytes;
    use axum::http::HeaderMap;
    use axum::routing::post;
    use serde_json::Map;

    use super::*;
    use crate::types::TaskId;

    const KEY: &str = "sk-or-verysecretkey";

    type Scripted = (u16, Vec<(&'static str, &'static str)>, String);

    /// An imitation of the service: answers in the order of its script, and remembers what it was asked.
    struct Imitation {
        provider: OpenRouter,
        asked: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    }

    async fn imitation(script: Vec<Scripted>) -> Imitation {
        let script = Arc::new(Mutex::new(VecDeque::from(script)));
        let asked: Arc<Mutex<Vec<(HeaderMap, Value)>>> = Arc::default();
        let log = Arc::clone(&asked);
        let router = Router::new().route(
            "/api/v1/chat/completions",
            post(move |headers: HeaderMap, body: Bytes| async move {
                log.lock().unwrap().push((headers, serde_json::from_slice(&body).unwrap()));
                let (status, headers, body) = script.lock().unwrap().pop_front().expect("asked too often");
                let mut answer = axum::http::Response::builder().status(status);
                for (name, value) in headers {
                    answer = answer.header(name, value);
                }
                answer.body(axum::body::Body::from(body)).unwrap()
            }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/api/v1/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum_serve(listener, router).await });
        let mut provider = provider(&base);
        provider.pause = Duration::from_millis(1);
        Imitation { provider, asked }
    }

    // axum's own `serve` is behind a feature that the daemons do not need.
    async fn axum_serve(listener: tokio::net::TcpListener, router: Router) {
        loop {
            let Ok((stream, _)) = listener.accept().await else { return };
            let service = hyper_util::service::TowerToHyperService::new(router.clone());
            let io = hyper_util::rt::TokioIo::new(stream);
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
        }
    }

    fn provider(base: &str) -> OpenRouter {
        let url = OpenRouter::url(base).unwrap();
        let client = http::client(&url).unwrap();
        OpenRouter::new(client, url, Secret::new(KEY.into()), "google/default".into())
    }

    fn request() -> GenerationRequest {
        GenerationRequest {
            task_id: TaskId::random(),
            modality: Modality::Image,
            prompt: "a red fox".into(),
            parameters: Map::new(),
        }
    }

    fn png() -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(3, 2).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn good() -> Scripted {
        let url = format!("data:image/png;base64,{}", STANDARD.encode(png()));
        let body = json!({ "choices": [{ "message": { "images": [{ "image_url": { "url": url } }] } }] });
        (200, vec![("content-type", "application/json")], body.to_string())
    }

    #[tokio::test]
    async fn an_image_comes_unmodified_and_is_asked_for_as_documented() {
        // spec/gas.md 5.3
        let service = imitation(vec![good()]).await;
        let made = service.provider.generate(&request()).await.unwrap();
        assert_eq!(made.bytes, png());
        let keys: Vec<&str> = made.metadata.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["model", "provider", "format", "generation_time", "width", "height"]);
        assert_eq!(made.metadata[4].1, 3);
        let asked = service.asked.lock().unwrap();
        assert_eq!(asked[0].0["authorization"], format!("Bearer {KEY}"));
        assert_eq!(
            asked[0].1,
            json!({ "model": "google/default", "messages": [{ "role": "user", "content": "a red fox" }],
                "modalities": ["image", "text"] })
        );
    }

    #[tokio::test]
    async fn a_busy_service_is_asked_three_times_and_the_model_can_be_chosen() {
        let busy = || (429, vec![("retry-after", "0")], "slow down".to_owned());
        let service = imitation(vec![busy(), (502, vec![], "bad".into()), good()]).await;
        let mut asked = request();
        asked.parameters.insert("model".into(), "x/y".into());
        service.provider.generate(&asked).await.unwrap();
        assert_eq!(service.asked.lock().unwrap()[2].1["model"], "x/y");
        let service = imitation(vec![busy(), busy(), busy()]).await;
        let error = service.provider.generate(&request()).await.unwrap_err();
        assert_eq!(error.to_string(), "OpenRouter API returned 429: slow down");
        assert_eq!(service.asked.lock().unwrap().len(), 3);
        let service = imitation(vec![(503, vec![("retry-after", "3600")], String::new())]).await;
        service.provider.generate(&request()).await.unwrap_err();
        assert_eq!(service.asked.lock().unwrap().len(), 1);
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
            let service = imitation(vec![(status, vec![], body)]).await;
            let error = service.provider.generate(&request()).await.unwrap_err();
            assert_eq!(error.to_string(), text);
            assert!(!format!("{error:?}").contains(KEY));
        }
    }

    #[tokio::test]
    async fn an_unreachable_service_is_named_without_its_address() {
        let mut nowhere = provider("http://127.0.0.1:1/secret-path");
        nowhere.pause = Duration::from_millis(1);
        let error = nowhere.generate(&request()).await.unwrap_err();
        assert!(matches!(error, ProviderError::Unreachable { .. }), "{error:?}");
        assert!(!error.to_string().contains("secret-path"), "{error}");
    }
}
