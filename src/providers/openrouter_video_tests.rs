//! Videos through OpenRouter: what is ordered, asked and fetched, and what each fault costs.

use super::*;
use crate::providers::imitation::{Imitation, KEY, Notebook, Scripted, Witness, request};
use crate::types::{Hint, MicroUsd, Secret};

const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and pictures";

fn settings(model: &str) -> Settings {
    Settings { openrouter_video_model: model.into(), ..Settings::default() }
}

fn patience() -> Patience {
    Patience { every: Duration::from_millis(1), ..PATIENCE }
}

fn films(service: Service, model: &str) -> Films {
    let films = Films::new(Arc::new(service), &settings(model)).unwrap();
    Films { patience: patience(), ..films }
}

async fn imitation(script: Vec<Scripted>) -> (Imitation, Films) {
    let service = Imitation::start(script).await;
    let films = films(service.service(SERVICE), "");
    (service, films)
}

fn taken() -> Scripted {
    let body = json!({ "id": "job-1", "status": "pending", "polling_url": "http://127.0.0.1:1/elsewhere" });
    (202, vec![], body.to_string().into())
}

fn state(status: &str) -> Scripted {
    (200, vec![], json!({ "id": "job-1", "status": status }).to_string().into())
}

fn content() -> Scripted {
    (200, vec![("content-type", "video/mp4")], MP4.into())
}

async fn generate(films: &Films) -> Result<GeneratedMedia, ProviderError> {
    films.generate(&request(Modality::Video, Some("1080p")), &Notebook::default()).await
}

#[tokio::test]
async fn a_video_is_ordered_looked_at_and_fetched_as_documented() {
    // spec/gas.md 5.3
    let script = vec![taken(), state("pending"), state("in_progress"), state("completed"), content()];
    let (service, films) = imitation(script).await;
    let notebook = Notebook::default();
    let mut asked = request(Modality::Video, Some("1080p"));
    asked.parameters.insert("seed".into(), 7.into());
    asked.parameters.insert("size".into(), "3840x2160".into());
    let made = films.generate(&asked, &notebook).await.unwrap();
    assert_eq!(made.bytes, MP4);
    let keys: Vec<&str> = made.metadata.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["model", "provider", "mime_type", "job_id", "generation_time"]);
    assert_eq!(made.metadata[3].1, "job-1");
    let asked = service.asked();
    let lines: Vec<String> = asked.iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    let look = "GET /api/videos/job-1";
    assert_eq!(lines, ["POST /api/videos", look, look, look, "GET /api/videos/job-1/content"]);
    assert!(asked.iter().all(|asked| asked.headers["authorization"] == format!("Bearer {KEY}")));
    assert_eq!(
        asked[0].json(),
        json!({ "model": "google/veo-3.1-lite", "prompt": "a red fox", "duration": 4, "aspect_ratio": "16:9",
            "resolution": "1080p", "seed": 7 })
    );
    assert_eq!(
        notebook.jobs.lock().unwrap()[..],
        [json!({ "kind": "openrouter_video", "job_id": "job-1", "model": "google/veo-3.1-lite",
            "create_kwargs": { "duration": 4, "aspect_ratio": "16:9", "resolution": "1080p", "seed": 7 } })]
    );
    assert_eq!(notebook.orders.lock().unwrap()[0].size, "1080p 16:9, 4 s");
}

#[tokio::test]
async fn the_order_is_written_down_before_it_is_sent_and_the_job_before_the_first_look() {
    let (service, films) = imitation(vec![taken(), state("completed"), content()]).await;
    let witness = Witness::of(&service);
    films.generate(&request(Modality::Video, None), &witness).await.unwrap();
    assert_eq!(witness.seen(), [(0, "ordering"), (1, "accepted")]);
}

#[tokio::test]
async fn looks_that_fail_and_fifty_that_show_nothing_end_no_paid_job() {
    let mut script = vec![taken(), (500, vec![], "oops".into()), (200, vec![], "<html>".into())];
    script.extend([(429, vec![("retry-after", "0")], "".into()), (404, vec![], "not yet".into())]);
    script.extend((0..50).map(|_| state("in_progress")));
    script.extend([state("a new word"), (200, vec![], "[]".into()), state("completed"), content()]);
    let (service, films) = imitation(script).await;
    assert_eq!(generate(&films).await.unwrap().bytes, MP4);
    assert_eq!(service.asked().iter().filter(|asked| asked.method == "POST").count(), 1);
}

#[tokio::test]
async fn a_download_that_fails_is_repeated_until_it_is_a_video() {
    let html: Scripted = (200, vec![("content-type", "text/html")], "<html>try later</html>".into());
    let failing = vec![(503, vec![], "".into()), html.clone(), (200, vec![], "".into()), (404, vec![], "".into())];
    let script = [taken(), state("completed")].into_iter().chain(failing).chain([content()]).collect();
    let (service, films) = imitation(script).await;
    let error = generate(&films).await.unwrap_err(); // a fourth attempt that is refused is one too many
    assert_eq!(error.to_string(), "OpenRouter video download failed: OpenRouter API returned 404: ");
    assert_eq!(error.charge(), Charge::Perhaps);
    assert_eq!(service.asked().len(), 6);
    let script = [taken(), state("completed")].into_iter().chain((0..7).map(|_| html.clone())).chain([content()]);
    let (_service, films) = imitation(script.collect()).await;
    assert_eq!(generate(&films).await.unwrap().bytes, MP4);
    let script = [taken(), state("completed")].into_iter().chain((0..8).map(|_| html.clone()));
    let (_service, films) = imitation(script.collect()).await;
    let error = generate(&films).await.unwrap_err();
    let text = "OpenRouter video download failed: 22 bytes of text/html are no video";
    assert_eq!((error.to_string().as_str(), error.charge()), (text, Charge::Perhaps));
}

#[tokio::test]
async fn what_the_service_does_not_give_out_comes_from_the_storage_that_it_names() {
    let storage = Imitation::start(vec![content()]).await;
    let done = json!({ "status": "completed", "urls": [format!("{}/signed.mp4?token=x", storage.base)] });
    let script = [taken(), (200, vec![], done.to_string().into())].into_iter();
    let moved = (0..3).map(|_| (302, vec![("location", "https://x/y")], "".into()));
    let (_service, films) = imitation(script.chain(moved).collect()).await;
    assert_eq!(generate(&films).await.unwrap().bytes, MP4);
    assert!(!storage.asked()[0].headers.contains_key("authorization"), "the key is for the service alone");
}

#[tokio::test]
async fn a_resumed_job_is_looked_at_and_never_ordered() {
    let job = json!({ "kind": "openrouter_video", "job_id": "a/../b", "model": "google/veo-3.1", "create_kwargs": {} });
    let (service, films) = imitation(vec![state("in_progress"), state("completed"), content()]).await;
    let made = films.resume(&request(Modality::Video, None), &job).await.unwrap();
    assert_eq!(made.metadata[0].1, "google/veo-3.1");
    assert_eq!(made.metadata[5], ("resumed".to_owned(), true.into()));
    assert!(service.asked().iter().all(|asked| asked.method == "GET"));
    assert_eq!(service.asked()[0].path, "/api/videos/a%2F..%2Fb");

    let (_service, films) = imitation(vec![(404, vec![], "no such job".into())]).await;
    let error = films.resume(&request(Modality::Video, None), &job).await.unwrap_err();
    assert_eq!(error.to_string(), "OpenRouter does not know job a/../b any more (404)");
    assert_eq!(error.charge(), Charge::Perhaps);
    for odd in [json!({ "kind": "runway", "runway_task_id": "x" }), json!({ "kind": KIND }), json!(null)] {
        let error = films.resume(&request(Modality::Video, None), &odd).await.unwrap_err();
        assert!(matches!(error, ProviderError::NotOurs { .. }), "{error}");
    }
}

#[tokio::test]
async fn each_end_of_a_job_has_the_text_of_the_reference_and_says_what_it_cost() {
    use Charge::{Nothing, Perhaps};
    let over = |status: &str, error: Value| -> Vec<Scripted> {
        vec![taken(), (200, vec![], json!({ "status": status, "error": error }).to_string().into())]
    };
    let create = |status, body: &str| -> Vec<Scripted> { vec![(status, vec![], body.to_owned().into())] };
    for (script, text, charge) in [
        (over("failed", "moderated".into()), "OpenRouter video generation failed: moderated", Nothing),
        (over("failed", json!({ "message": "bad" })), "OpenRouter video generation failed: bad", Nothing),
        (over("cancelled", json!(null)), "OpenRouter video generation cancelled: cancelled", Perhaps),
        (over("expired", format!("of {KEY}").into()), "OpenRouter video generation expired: of <secret>", Perhaps),
        (create(402, "no credit"), "OpenRouter video create failed: 402 - no credit", Nothing),
        (create(504, "late"), "OpenRouter video create failed: 504 - late", Perhaps),
        (create(200, "<html>"), "OpenRouter video create failed: 200 - <html>", Perhaps),
        (create(202, "{\"id\": \" \"}"), "OpenRouter video create failed: 202 - {\"id\": \" \"}", Perhaps),
    ] {
        let (_service, films) = imitation(script).await;
        let error = generate(&films).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.charge()), (text, charge));
    }
}

#[tokio::test]
async fn an_id_under_another_status_of_success_is_a_job() {
    let (status, _, body) = taken();
    assert_eq!(status, 202);
    let (_service, films) = imitation(vec![(200, vec![], body), state("completed"), content()]).await;
    assert_eq!(generate(&films).await.unwrap().bytes, MP4);
}

#[tokio::test]
async fn patience_ends_and_the_job_counts_as_paid() {
    let (_service, films) = imitation(vec![taken(), state("in_progress")]).await;
    let films = Films { patience: Patience { whole: Duration::ZERO, ..patience() }, ..films };
    let error = generate(&films).await.unwrap_err();
    assert_eq!(error.to_string(), "OpenRouter video generation timed out after 0s (job_id=job-1)");
    assert_eq!(error.charge(), Charge::Perhaps);
}

fn service() -> Service {
    Service::new(SERVICE, "http://127.0.0.1:1", Secret::new(KEY.into())).unwrap()
}

#[test]
fn no_tier_is_undercut_that_the_model_can_make() {
    // spec/gas.md 5.3, with the cells that lose a tier put right; tiers by the pixels of 8.3
    for (model, by_tier) in [
        ("google/veo-3.1", ["720p", "720p", "1080p"]),
        ("google/veo-3.1-fast", ["720p", "720p", "1080p"]),
        ("google/veo-3.1-lite", ["720p", "720p", "1080p"]),
        ("bytedance/seedance-2.0", ["480p", "720p", "1080p"]),
        ("bytedance/seedance-2.0-fast", ["480p", "720p", "720p"]),
    ] {
        let films = films(service(), model);
        for (asked, bought) in Tier::of(Modality::Video).into_iter().zip(by_tier) {
            for shape in SEEDANCE_RATIOS {
                let mut request = request(Modality::Video, Some(asked.as_str()));
                request.parameters.insert("aspect_ratio".into(), shape.to_string().into());
                let order = films.order(&request).unwrap();
                assert_eq!(order.tier.unwrap().as_str(), bought, "{model} {asked} {shape}");
                assert!(order.size.starts_with(bought), "{}", order.size);
            }
        }
        let unasked = films.order(&request(Modality::Video, Some("8K"))).unwrap();
        assert_eq!(unasked.tier.unwrap().as_str(), by_tier[0]);
    }
}

#[test]
fn shape_length_and_sound_are_the_nearest_that_the_model_has() {
    let size = |model: &str, ratio: &str, seconds, audio| {
        let wishes = Wishes {
            video_ratio: ratio.parse().unwrap(),
            video_seconds: seconds,
            video_audio: audio,
            ..Wishes::default()
        };
        let films = Films { wishes, ..films(service(), model) };
        let request = request(Modality::Video, Some("720p"));
        (films.order(&request).unwrap().size, films.wishes(&request).get("generate_audio").cloned())
    };
    for (model, ratio, seconds, expected) in [
        ("google/veo-3.1", "16:9", 4, "720p 16:9, 4 s"),
        ("google/veo-3.1", "1:1", 5, "720p 16:9, 4 s"), // ties: what is listed first
        ("google/veo-3.1", "3:4", 60, "720p 9:16, 8 s"),
        ("bytedance/seedance-2.0", "1:1", 1, "720p 1:1, 4 s"),
        ("bytedance/seedance-2.0", "2:1", 15, "720p 16:9, 15 s"),
        ("bytedance/seedance-2.0", "1:3", 60, "720p 9:21, 15 s"),
    ] {
        assert_eq!(size(model, ratio, seconds, None), (expected.to_owned(), None), "{model} {ratio} {seconds}");
    }
    assert_eq!(size("google/veo-3.1", "16:9", 4, Some(false)).1, Some(false.into()));
}

#[test]
fn prices_are_by_the_second_the_tier_and_the_sound() {
    let cost = |model: &str, tier: &str, audio, prices: &str| {
        let wishes = Wishes { video_audio: audio, ..Wishes::default() };
        let films = Films { wishes, prices: prices.parse().unwrap(), ..films(service(), model) };
        films.order(&request(Modality::Video, Some(tier))).unwrap().cost.unwrap()
    };
    for (model, tier, audio, prices, dollars) in [
        ("google/veo-3.1-lite", "480p", Some(false), "", 0.12),
        ("google/veo-3.1-lite", "720p", None, "", 0.20),
        ("google/veo-3.1-lite", "1080p", Some(true), "", 0.32),
        ("google/veo-3.1-fast", "1080p", Some(false), "", 0.40),
        ("google/veo-3.1", "1080p", Some(true), "", 1.60),
        ("bytedance/seedance-2.0", "480p", None, "", 0.40),
        ("bytedance/seedance-2.0-fast", "1080p", None, "", 0.608),
        ("google/veo-3.1-lite", "1080p", None, "google/veo-3.1-lite=0.01", 0.04),
        ("google/veo-3.1-lite", "1080p", None, "google/veo-3.1-lite@720p=0.01", 0.32),
    ] {
        assert_eq!(
            cost(model, tier, audio, prices),
            MicroUsd::from_dollars(dollars).unwrap(),
            "{model} {tier} {audio:?}"
        );
    }
}

#[test]
fn a_model_that_is_unknown_or_earns_nothing_is_refused_at_start() {
    let refused = |model: &str| {
        let error = Films::new(Arc::new(service()), &settings(model)).err().unwrap();
        assert!(error.hint().is_some());
        error.to_string()
    };
    let accepted = "Accepted values: bytedance/seedance-2.0, bytedance/seedance-2.0-fast, google/veo-3.1, \
                    google/veo-3.1-fast, google/veo-3.1-lite";
    assert_eq!(refused("x/y"), format!("OPENROUTER_VIDEO_MODEL: Unsupported OpenRouter video model 'x/y'. {accepted}"));
    assert_eq!(
        refused("openai/Sora-2-pro"),
        format!(
            "OPENROUTER_VIDEO_MODEL: `openai/sora-2-pro` earns nothing: the certificate of its manifests is signed by \
             itself, so the network refuses them. {accepted}"
        )
    );
    assert!(refused("alibaba/wan-2.6").contains("carry no C2PA manifest"));
    for (given, found) in [(" Google/Veo-3.1 ", "google/veo-3.1"), ("", "google/veo-3.1-lite")] {
        assert_eq!(Films::new(Arc::new(service()), &settings(given)).unwrap().film.name, found);
    }
}

#[test]
fn offers_tell_every_model_and_tier_and_the_names_by_which_validators_price() {
    let model = "bytedance/seedance-2.0-fast";
    let films = films(service(), model);
    let offers = offers(&settings(model));
    assert_eq!(offers.len(), 15);
    assert_eq!(offers.iter().filter(|offer| offer.configured).count(), 3);
    let last = offers.last().unwrap();
    assert_eq!((last.asked, last.order.tier), (Tier::P1080, Some(Tier::P720)));
    assert_eq!(last.signed_name, Some("dreamina-seedance-2-0-fast"));
    assert!(offers.iter().all(|offer| offer.order.cost.is_some()));
    assert!(super::offers(&settings("x/y")).iter().all(|offer| !offer.configured));
    assert_eq!(films.models()[0].name, "bytedance/seedance-2.0-fast");
    assert_eq!(films.models().len(), 5);
}
