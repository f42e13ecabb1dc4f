//! Images through OpenRouter: what is asked for, and what each fault costs.

use super::*;
use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, png, request, service_at};
use crate::providers::openrouter::OpenRouter;
use crate::providers::service::Standing;
use crate::providers::{Charge, Provider};

fn settings(model: &str) -> Settings {
    Settings { openrouter_image_model: model.into(), ..Settings::default() }
}

fn provider(service: Service, model: &str) -> OpenRouter {
    OpenRouter::new(service, &settings(model), &[Modality::Image]).unwrap()
}

async fn imitation(script: Vec<Scripted>) -> (Imitation, OpenRouter) {
    let service = Imitation::start(script).await;
    let provider = provider(service.service(SERVICE), "google/default");
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
        (200, r#"{"choices": [{"message": {"images"#.to_owned(), "OpenRouter response is not JSON"),
        (
            200,
            url(&format!("data:image/png;base64,{}", STANDARD.encode("<html><body>Sign in"))),
            "Invalid image data from OpenRouter: a page of HTML came instead of an image",
        ),
        (200, "{}".to_owned(), "OpenRouter response missing choices"),
        (200, r#"{"choices": []}"#.to_owned(), "OpenRouter response missing choices"),
        (200, r#"{"choices": [{"message": {}}]}"#.to_owned(), "OpenRouter response missing images in message"),
        (200, images(json!([])), "OpenRouter response contains no images"),
        (200, url("https://x/y.png"), "Invalid image URL format from OpenRouter"),
        (200, url("data:image/png;base64,!!!"), "Invalid image data from OpenRouter: Invalid symbol 33, offset 0."),
        (200, url("data:image/png;base64,"), "Invalid image data from OpenRouter: the image is empty"),
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
    let service = service_at(SERVICE, "http://127.0.0.1:1/secret-path");
    let error = generate(&provider(service, "m")).await.unwrap_err();
    assert_eq!(error.charge(), Charge::Nothing, "{error:?}");
    assert!(!error.to_string().contains("secret-path"), "{error}");
}

fn order(model: &str, tier: Tier, ratio: &str) -> (Order, Value) {
    let choice = Choice::new(model, tier, ratio.parse().unwrap());
    (choice.order(model, &PriceList::default()), choice.body(model, "p")["image_config"].clone())
}

#[test]
fn a_tier_is_never_undercut_where_the_model_can_make_it() {
    const PRO: &str = "google/gemini-3-pro-image";
    for (model, tier, ratio, size, made, asked, cost) in [
        (PRO, Tier::K1, "1:1", "1024x1024", Tier::K1, "1K", 134_400),
        (PRO, Tier::K2, "1:1", "2048x2048", Tier::K2, "2K", 134_400),
        (PRO, Tier::K4, "1:1", "4096x4096", Tier::K4, "4K", 240_000),
        // Short sides count: 2K of a wide image is 1536 pixels high.
        (PRO, Tier::K2, "16:9", "5504x3072", Tier::K2, "4K", 240_000),
        (PRO, Tier::K4, "16:9", "5504x3072", Tier::K2, "4K", 240_000),
        (PRO, Tier::K4, "3:4", "3584x4800", Tier::K4, "4K", 240_000),
        ("Google/Gemini-Nano-Banana-2.1", Tier::K2, "1:1", "2048x2048", Tier::K2, "2K", 50_400),
        ("google/gemini-nano-banana-2.1", Tier::K4, "1:4", "2048x8192", Tier::K2, "4K", 75_600),
    ] {
        let (order, config) = order(model, tier, ratio);
        assert_eq!((order.size.as_str(), order.tier), (size, Some(made)), "{model} {tier} {ratio}");
        assert_eq!(order.cost, Some(MicroUsd(cost)), "{model} {tier} {ratio}");
        assert_eq!(config, json!({ "aspect_ratio": ratio, "image_size": asked }));
    }
    // Gemini 2.5 knows shapes and no sizes; of other models nothing is known.
    let (order, config) = order("google/gemini-2.5-flash-image", Tier::K4, "2:1");
    assert_eq!(
        (order.size.as_str(), order.tier, config),
        ("1344x768", Some(Tier::K1), json!({ "aspect_ratio": "16:9" }))
    );
}

#[test]
fn a_model_that_is_not_known_is_asked_for_no_size_and_one_without_words_for_no_words() {
    let (unknown, config) = order("openai/gpt-5-image", Tier::K4, "1:1");
    assert_eq!((unknown.tier, unknown.cost, config), (None, None, Value::Null));
    let modalities = |model| Choice::new(model, Tier::K1, Ratio::new(1, 1)).body(model, "p")["modalities"].clone();
    assert_eq!(modalities("openai/gpt-5-image"), json!(["image", "text"]));
    assert_eq!(modalities("black-forest-labs/flux.2-pro"), json!(["image"]));
    assert_eq!(modalities("sourceful/riverflow-v2-pro"), json!(["image"]));
}

#[tokio::test]
async fn sizes_are_asked_for_as_documented_and_the_operators_limit_goes_first() {
    let service = Imitation::start(vec![good(), good()]).await;
    let mut settings = settings("google/gemini-3-pro-image");
    for (most, size) in [(Tier::K4, "4K"), (Tier::K2, "2K")] {
        settings.wishes.max_image = most;
        let provider = OpenRouter::new(service.service(SERVICE), &settings, &[Modality::Image]).unwrap();
        provider.generate(&request(Modality::Image, Some("4K")), &Notebook::default()).await.unwrap();
        let asked = service.asked().pop().unwrap().json();
        assert_eq!(asked["image_config"], json!({ "aspect_ratio": "1:1", "image_size": size }));
        assert_eq!(provider.info().models[0].max_resolution, Some(most));
    }
}

#[tokio::test]
async fn a_fault_inside_an_answer_is_repeated_only_where_nothing_can_have_been_charged() {
    let fault = |code: u16| {
        let body = json!({ "error": { "code": code, "message": format!("no {KEY}") } });
        (200, vec![], body.to_string().into())
    };
    let (service, provider) = imitation(vec![fault(429), fault(503), good()]).await;
    generate(&provider).await.unwrap();
    assert_eq!(service.asked().len(), 3);
    // Who reports a fault of its own, or one beside a choice, may have worked on it.
    let choice = json!({ "choices": [{ "error": { "code": 429, "message": "cut off" } }] });
    for (answer, text) in [
        (fault(500), "OpenRouter API returned 200: error 500: no <secret>"),
        (fault(529), "OpenRouter API returned 200: error 529: no <secret>"),
        ((200, vec![], choice.to_string().into()), "OpenRouter API returned 200: error 429: cut off"),
    ] {
        let (service, provider) = imitation(vec![answer]).await;
        let error = generate(&provider).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.charge()), (text, Charge::Perhaps));
        assert_eq!(service.asked().len(), 1, "{text}");
    }
    // Of a gateway's fault nobody knows what it cost: five of them, and the service rests.
    let (service, provider) = imitation((0..5).map(|_| fault(502)).collect()).await;
    for _ in 0..5 {
        let error = generate(&provider).await.unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.charge()),
            ("OpenRouter API returned 502: no <secret>", Charge::Perhaps)
        );
    }
    assert!(matches!(generate(&provider).await, Err(ProviderError::Resting { .. })));
    assert_eq!(service.asked().len(), 5);
    // A moderated prompt says nothing of the account, an empty purse everything.
    let (_service, provider) = imitation(vec![fault(403), fault(402)]).await;
    assert_eq!(generate(&provider).await.unwrap_err().charge(), Charge::Nothing);
    assert_eq!(provider.standing(), Standing::Ready);
    generate(&provider).await.unwrap_err();
    assert!(matches!(provider.standing(), Standing::Resting { .. }));
}
