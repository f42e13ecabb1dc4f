//! Videos through Runway: what is ordered, asked and fetched, and what each fault costs.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, Witness, request};
use crate::providers::{Charge, JournalError, PriceList};
use crate::types::{Hint, MicroUsd, Secret};

const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and pictures";

fn runway(service: Service, model: &str) -> Runway {
    let settings = Settings { runway_model: model.into(), ..Settings::default() };
    let patience = Patience { every: Duration::from_millis(1), spread: Duration::ZERO, ..PATIENCE };
    Runway { patience, ..Runway::new(service, &settings).unwrap() }
}

fn service() -> Service {
    Service::new(SERVICE, "http://127.0.0.1:1", Secret::new(KEY.into())).unwrap()
}

async fn imitation(script: Vec<Scripted>) -> (Imitation, Runway) {
    let service = Imitation::start(script).await;
    let runway = runway(service.service(SERVICE), "");
    (service, runway)
}

fn said(answer: &Value) -> Scripted {
    (200, vec![("content-type", "application/json")], answer.to_string().into())
}

fn taken() -> Scripted {
    said(&json!({ "id": "task-1" }))
}

fn state(status: &str) -> Scripted {
    said(&json!({ "id": "task-1", "status": status, "progress": 0.5 }))
}

fn done(output: &str) -> Scripted {
    said(&json!({ "id": "task-1", "status": "SUCCEEDED", "output": [output, "https://x/second"] }))
}

fn video() -> Scripted {
    (200, vec![("content-type", "video/mp4")], MP4.into())
}

/// Where outputs lie: not at the service.
async fn storage(script: Vec<Scripted>) -> (Imitation, String) {
    let storage = Imitation::start(script).await;
    let output = format!("{}/output.mp4?_jwt=letsin", storage.base);
    (storage, output)
}

async fn generate(runway: &Runway) -> Result<GeneratedMedia, ProviderError> {
    runway.generate(&request(Modality::Video, Some("1080p")), &Notebook::default()).await
}

#[tokio::test]
async fn a_video_is_ordered_looked_at_and_fetched_as_documented() {
    // spec/gas.md 5.5
    let (storage, output) = storage(vec![video()]).await;
    let states = ["PENDING", "THROTTLED", "RUNNING", "a new word"].map(state);
    let script = [taken()].into_iter().chain(states).chain([done(&output)]).collect();
    let (service, runway) = imitation(script).await;
    let notebook = Notebook::default();
    let made = runway.generate(&request(Modality::Video, Some("1080p")), &notebook).await.unwrap();
    assert_eq!(made.bytes, MP4);
    let keys: Vec<&str> = made.metadata.iter().map(|(key, _)| key.as_str()).collect();
    let expected = ["model", "provider", "mime_type", "runway_task_id", "source_url_used", "generation_time"];
    assert_eq!(keys, expected);
    assert_eq!(made.metadata[1].1, "runwayml");
    assert_eq!(made.metadata[4].1, output.split('?').next().unwrap());
    let asked = service.asked();
    let lines: Vec<String> = asked.iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    let look = "GET /api/v1/tasks/task-1";
    assert_eq!(lines, ["POST /api/v1/text_to_video", look, look, look, look, look]);
    for asked in &asked {
        assert_eq!(asked.headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(asked.headers["x-runway-version"], "2024-11-06");
    }
    assert_eq!(
        asked[0].json(),
        json!({ "model": "veo3.1", "promptText": "a red fox", "ratio": "1920:1080", "duration": 4 })
    );
    assert_eq!(notebook.jobs.lock().unwrap()[..], [json!({ "kind": "runway", "runway_task_id": "task-1" })]);
    let fetched = storage.asked();
    assert_eq!(fetched[0].path, "/api/output.mp4?_jwt=letsin");
    assert!(!fetched[0].headers.contains_key("authorization"), "the key is for the service alone");
}

struct FullDisk;

#[async_trait]
impl Journal for FullDisk {
    async fn ordering(&self, _: &Order) -> Result<(), JournalError> {
        Err(JournalError)
    }

    async fn accepted(&self, _: &Value) {}
}

#[tokio::test]
async fn the_order_is_written_down_before_it_is_sent_and_the_task_before_the_first_look() {
    let (_storage, output) = storage(vec![video()]).await;
    let (service, runway) = imitation(vec![taken(), done(&output)]).await;
    let witness = Witness::of(&service);
    runway.generate(&request(Modality::Video, None), &witness).await.unwrap();
    assert_eq!(witness.seen(), [(0, "ordering"), (1, "accepted")]);
    let (service, runway) = imitation(vec![]).await;
    runway.generate(&request(Modality::Video, None), &FullDisk).await.unwrap_err();
    assert_eq!(service.asked().len(), 0, "what cannot be written down is not bought");
}

#[tokio::test]
async fn looks_that_fail_and_fifty_that_show_nothing_end_no_paid_task() {
    let (_storage, output) = storage(vec![video()]).await;
    let mut script = vec![taken(), (502, vec![], "oops".into()), (200, vec![], "<html>".into())];
    script.extend([(401, vec![], "".into()), (404, vec![], "not yet".into())]);
    script.extend((0..50).map(|_| state("RUNNING")));
    script.push(done(&output));
    let (service, runway) = imitation(script).await;
    assert_eq!(generate(&runway).await.unwrap().bytes, MP4);
    assert_eq!(service.asked().iter().filter(|asked| asked.method == "POST").count(), 1);
}

#[tokio::test]
async fn each_end_of_a_task_has_the_text_of_the_reference_and_says_what_it_cost() {
    use Charge::{Nothing, Perhaps};
    let over = |answer: Value| vec![taken(), said(&answer)];
    for (script, text, charge) in [
        (
            over(json!({ "status": "FAILED", "failure": "moderated", "failureCode": "SAFETY.INPUT.TEXT" })),
            "Runway video generation failed: moderated",
            Nothing,
        ),
        (
            over(json!({ "status": "FAILED", "failureCode": "INTERNAL" })),
            "Runway video generation failed: INTERNAL",
            Nothing,
        ),
        (over(json!({ "status": "CANCELLED" })), "Runway video generation cancelled", Perhaps),
        (over(json!({ "status": "SUCCEEDED", "output": [] })), "Runway succeeded but returned no output URLs", Perhaps),
        (
            over(json!({ "status": "SUCCEEDED", "output": ["file:///etc/passwd"] })),
            "Runway succeeded but nothing is fetched from the address of its output",
            Perhaps,
        ),
        (vec![(400, vec![], "odd ratio".into())], "Runway API returned 400: odd ratio", Nothing),
        (vec![said(&json!({}))], "Runway response missing task id", Perhaps),
        (vec![(200, vec![], "<html>".into())], "Runway response is not JSON", Perhaps),
    ] {
        let (_service, runway) = imitation(script).await;
        let error = generate(&runway).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.charge()), (text, charge));
    }
}

#[tokio::test]
async fn patience_ends_and_the_task_counts_as_paid() {
    let (_service, runway) = imitation(vec![taken(), state("RUNNING")]).await;
    let patience = Patience { whole: Duration::ZERO, ..runway.patience };
    let error = generate(&Runway { patience, ..runway }).await.unwrap_err();
    let text = "Runway video generation timed out";
    assert_eq!((error.to_string().as_str(), error.charge()), (text, Charge::Perhaps));
}

/// A server of two answers: one that breaks off in the middle, and a whole one.
async fn breaking_off() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let output = format!("http://{}/output.mp4", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for sent in [&MP4[..20], MP4] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", MP4.len());
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(sent).await.unwrap();
        }
    });
    output
}

#[tokio::test]
async fn a_download_that_breaks_off_starts_again_and_one_that_never_comes_counts_as_paid() {
    let (_service, runway) = imitation(vec![taken(), done(&breaking_off().await)]).await;
    assert_eq!(generate(&runway).await.unwrap().bytes, MP4);

    let (storage, output) = storage((0..3).map(|_| (403, vec![], "expired".into())).collect()).await;
    let (_service, runway) = imitation(vec![taken(), done(&output)]).await;
    let error = generate(&runway).await.unwrap_err();
    assert_eq!(error.to_string(), "Runway video download failed: Runway API returned 403: expired");
    assert_eq!(error.charge(), Charge::Perhaps);
    assert_eq!(storage.asked().len(), 3);
    assert!(matches!(runway.standing(), Standing::Ready), "a download tells of its file, not of the account");
}

#[tokio::test]
async fn a_download_that_an_outage_keeps_away_can_be_asked_for_again() {
    let (storage, output) = storage((0..8).map(|_| (503, vec![], "".into())).collect()).await;
    let (_service, runway) = imitation(vec![taken(), done(&output), done("http://127.0.0.1:1/x")]).await;
    let error = generate(&runway).await.unwrap_err();
    assert!(error.may_pass(), "{error:?}");
    assert_eq!(storage.asked().len(), 8);
    let job = json!({ "kind": "runway", "runway_task_id": "task-1" });
    let error = runway.resume(&request(Modality::Video, None), &job).await.unwrap_err();
    assert!(error.may_pass(), "{error:?}");
}

#[tokio::test]
async fn a_resumed_task_is_looked_at_and_never_ordered() {
    let job = json!({ "kind": "runway", "runway_task_id": "task-1" });
    let (_storage, output) = storage(vec![video()]).await;
    let (service, runway) = imitation(vec![state("RUNNING"), (503, vec![], "".into()), done(&output)]).await;
    let made = runway.resume(&request(Modality::Video, None), &job).await.unwrap();
    assert_eq!(made.metadata[6], ("resumed".to_owned(), true.into()));
    assert!(service.asked().iter().all(|asked| asked.method == "GET"));

    let (service, runway) = imitation(vec![(404, vec![], "gone".into())]).await;
    let error = runway.resume(&request(Modality::Video, None), &job).await.unwrap_err();
    assert_eq!(error.to_string(), "Runway does not know job task-1 any more (404)");
    assert_eq!(service.asked().len(), 1);
    for odd in [json!({ "kind": "openrouter_video", "job_id": "x" }), json!({ "kind": "runway" })] {
        let error = runway.resume(&request(Modality::Video, None), &odd).await.unwrap_err();
        assert!(matches!(error, ProviderError::NotOurs { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_task_for_which_the_credits_do_not_suffice_is_refused_once_and_then_the_service_rests() {
    let refused = r#"{"error":"You do not have enough credits to run this task."}"#;
    let (service, runway) =
        imitation(vec![(400, vec![], "the prompt is odd".into()), (400, vec![], refused.into())]).await;
    generate(&runway).await.unwrap_err();
    assert_eq!(runway.standing(), Standing::Ready, "an odd prompt says nothing of the account");
    assert_eq!(generate(&runway).await.unwrap_err().charge(), Charge::Nothing);
    assert!(matches!(runway.standing(), Standing::Resting { .. }));
    assert!(matches!(generate(&runway).await, Err(ProviderError::Resting { .. })));
    assert_eq!(service.asked().len(), 2);
}

#[test]
fn sizes_lengths_and_prices_follow_the_tier_and_the_model() {
    // spec/gas.md 5.5 and 8.3
    for (model, tier, ratio, expected, dollars) in [
        ("veo3.1", "480p", "16:9", "1280:720, 4 s", 1.6),
        ("veo3.1", "1080p", "9:16", "1080:1920, 4 s", 1.6),
        ("veo3.1_fast", "720p", "1:1", "1280:720, 4 s", 0.6),
        ("veo3", "1080p", "16:9", "1920:1080, 8 s", 3.2),
        ("seedance2", "480p", "16:9", "864:496, 4 s", 0.4),
        ("seedance2", "720p", "1:1", "960:960, 4 s", 1.6),
        ("seedance2", "1080p", "21:9", "2206:946, 4 s", 1.92),
        ("seedance2_fast", "480p", "3:4", "560:752, 4 s", 0.28),
        ("seedance2_fast", "1080p", "16:9", "1280:720, 4 s", 0.608),
    ] {
        let wishes = Wishes { video_ratio: ratio.parse().unwrap(), ..Wishes::default() };
        let order = Runway { wishes, ..runway(service(), model) }.order(&request(Modality::Video, Some(tier)));
        let order = order.unwrap();
        let cost = MicroUsd::from_dollars(dollars);
        assert_eq!((order.size.as_str(), order.cost), (expected, cost), "{model} {tier}");
        let (width, height) = expected.split_once(',').unwrap().0.split_once(':').unwrap();
        let size = crate::media::Dimensions { width: width.parse().unwrap(), height: height.parse().unwrap() };
        assert_eq!(order.tier, Tier::classify(Modality::Video, size));
    }
    let silent = Wishes { video_audio: Some(false), ..Wishes::default() };
    let cost = |runway: Runway| runway.order(&request(Modality::Video, None)).unwrap().cost.unwrap();
    assert_eq!(cost(Runway { wishes: silent, ..runway(service(), "veo3.1") }), MicroUsd(800_000));
    let prices: PriceList = "veo3.1=0.5".parse().unwrap();
    assert_eq!(cost(Runway { prices, ..runway(service(), "veo3.1") }), MicroUsd(2_000_000));
    let capped = Wishes { max_video: Tier::P720, ..Wishes::default() };
    let capped = Runway { wishes: capped, ..runway(service(), "seedance2") };
    let order = capped.order(&request(Modality::Video, Some("1080p"))).unwrap();
    assert_eq!(order.tier, Some(Tier::P720));
    assert!(capped.order(&request(Modality::Image, None)).is_err());
}

#[test]
fn each_model_is_told_only_what_it_understands() {
    let body = |model: &str, prompt: &str| {
        let wishes = Wishes { video_audio: Some(true), ..Wishes::default() };
        let mut request = request(Modality::Video, Some("480p"));
        request.prompt = prompt.into();
        request.parameters.insert("seed".into(), 42.into());
        Value::Object(Runway { wishes, ..runway(service(), model) }.body(&request))
    };
    let expected = json!({ "model": "veo3", "promptText": "x", "ratio": "1280:720", "duration": 8 });
    assert_eq!(body("veo3", "x"), expected);
    let expected = json!({ "model": "veo3.1_fast", "promptText": "x", "ratio": "1280:720", "duration": 4,
        "audio": true });
    assert_eq!(body("VEO3.1_Fast ", "x"), expected);
    let expected = json!({ "model": "seedance2", "promptText": "x", "ratio": "864:496", "duration": 4,
        "audio": true, "seed": 42 });
    assert_eq!(body("seedance2", "x"), expected);

    let long = "\u{1f98a} fox ".repeat(700); // 4,200 characters, 4,900 UTF-16 code units
    for (model, most) in [("veo3.1", 1000), ("veo3", 1000)] {
        let sent = body(model, &long)["promptText"].as_str().unwrap().encode_utf16().count();
        assert!((most - 20..=most).contains(&sent), "{model}: {sent}");
    }
    let sent = body("seedance2_fast", &long)["promptText"].as_str().unwrap().chars().count();
    assert!((3480..=3500).contains(&sent), "{sent}");
}

#[test]
fn a_model_that_is_unknown_or_earns_nothing_is_refused_at_start() {
    let refused = |model: &str| {
        let settings = Settings { runway_model: model.into(), ..Settings::default() };
        let error = Runway::new(service(), &settings).err().unwrap();
        assert!(error.hint().is_some());
        error.to_string()
    };
    let accepted = "Accepted values: seedance2, seedance2_fast, veo3, veo3.1, veo3.1_fast";
    assert_eq!(refused("gen3"), format!("RUNWAY_MODEL: Unsupported Runway text-to-video model 'gen3'. {accepted}"));
    assert_eq!(
        refused("GEN4.5"),
        format!(
            "RUNWAY_MODEL: `gen4.5` earns nothing: the signatures of its manifests do not match, so the network \
             refuses its videos. {accepted}"
        )
    );
}

#[test]
fn miner_info_lists_the_models_as_the_reference_does_and_their_limits() {
    let info: Arc<dyn Provider> = Arc::new(runway(service(), "seedance2_fast"));
    let info = serde_json::to_value(info.info()).unwrap();
    assert_eq!(info["name"], "RunwayService");
    assert_eq!(info["supported_tasks"], json!({ "image": [], "video": ["text_to_video"] }));
    let names = json!(["seedance2", "seedance2_fast", "veo3", "veo3.1", "veo3.1_fast"]);
    assert_eq!(info["text_to_video_models"], names);
    assert_eq!(info["key_configured"], true);
    let model = &info["models"][0];
    assert_eq!(model["name"], "seedance2_fast");
    assert_eq!((&model["configured"], &model["max_resolution"]), (&json!(true), &json!("720p")));
    assert_eq!(model["prompt_limit"], json!({ "characters": 3500 }));
    assert_eq!(model["durations_s"], json!([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
    assert!(!info.to_string().contains(KEY));
}

#[test]
fn offers_tell_every_model_and_tier() {
    let offers = offers(&Settings { runway_model: "veo3.1".into(), ..Settings::default() });
    assert_eq!(offers.len(), 15);
    let configured: Vec<_> = offers.iter().filter(|offer| offer.configured).collect();
    assert_eq!(configured.len(), 3);
    assert!(configured.iter().all(|offer| offer.signed_name.is_none() && offer.service == "runway"));
}
