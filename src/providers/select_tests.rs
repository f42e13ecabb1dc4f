//! Which services are used, and what is refused at start.

use super::*;
use crate::providers::imitation::Imitation;

/// Every service is there; those in `keys` have a key.
fn settings(image: &str, video: &str, keys: &[&str]) -> Settings {
    let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let account = |word: &str| Account {
        key: keys.contains(&word).then(|| Secret::new("k".into())),
        base_url: "https://example.org/v1".into(),
    };
    Settings {
        image_service: word(image),
        video_service: word(video),
        openai: account("openai"),
        openai_image_model: "gpt-image-2".into(),
        openrouter: account("openrouter"),
        openrouter_image_model: "google/gemini-3-pro-image".into(),
        openrouter_video_model: "google/veo-3.1-lite".into(),
        stability: account("stabilityai"),
        stability_model: "core".into(),
        runway: account("runway"),
        runway_model: "veo3.1".into(),
        ..Settings::default()
    }
}

fn chosen(settings: &Settings) -> [Option<&'static str>; 2] {
    let set = select(settings).unwrap();
    Modality::ALL.map(|modality| set.of(modality).map(|provider| provider.name()))
}

#[test]
fn services_are_those_that_are_named_or_the_first_with_a_key() {
    // spec/gas.md 5.1
    const ALL: &[&str] = &["openai", "openrouter", "stabilityai", "runway"];
    for (image, video, keys, wanted) in [
        ("openai", "runway", ALL, [Some("openai"), Some("runway")]),
        ("stabilityai", "openrouter", ALL, [Some("stabilityai"), Some("openrouter")]),
        ("openrouter", "", ALL, [Some("openrouter"), None]),
        ("openrouter", "none", ALL, [Some("openrouter"), None]),
        ("none", "runway", ALL, [None, Some("runway")]),
        ("", "", ALL, [Some("openai"), Some("openrouter")]),
        ("", "", &["stabilityai", "runway"], [Some("stabilityai"), Some("runway")]),
        ("", "", &["openrouter", "runway"], [Some("openrouter"), Some("openrouter")]),
        ("", "", &["openai"], [Some("openai"), None]),
        ("", "", &["runway"], [None, Some("runway")]),
    ] {
        assert_eq!(chosen(&settings(image, video, keys)), wanted, "{image} {video} {keys:?}");
    }
    let home = tempfile::tempdir().unwrap();
    let demo = Settings { demo_authority: Some(home.path().join("a")), ..settings("demo", "", &[]) };
    assert_eq!(chosen(&demo), [Some("demo"), None]);
}

#[test]
fn a_service_of_both_modalities_is_one_and_lists_both() {
    let set = select(&settings("openrouter", "openrouter", &["openrouter"])).unwrap();
    let [one] = set.all()[..] else { panic!("listed twice") };
    let tasks: Vec<_> = one.info().supported_tasks.into_values().collect();
    assert_eq!(tasks, [["image_generation"], ["text_to_video"]]);
    // Used for one, it offers one.
    let set = select(&settings("openai", "openrouter", &["openai", "openrouter"])).unwrap();
    let [images, videos] = set.all()[..] else { panic!("two services") };
    assert_eq!(images.info().name, "OpenAIService");
    assert!(videos.info().supported_tasks[&Modality::Image].is_empty());
    let request = super::super::imitation::request(Modality::Image, None);
    assert!(videos.order(&request).is_err(), "no task of the other modality is taken");
}

#[test]
fn what_cannot_work_is_refused_at_start_with_the_reason_and_a_remedy() {
    const KEYS: &[&str] = &["openrouter", "openai"];
    for (image, video, keys, text, hint) in [
        ("", "", &[][..], "no generation service is configured", "OPEN_ROUTER_API_KEY"),
        ("none", "none", KEYS, "no generation service is configured", "set IMAGE_SERVICE"),
        ("none", "", KEYS, "no generation service is configured", "VIDEO_SERVICE"),
        (
            "stabilityai",
            "",
            KEYS,
            "IMAGE_SERVICE is `stabilityai`, but STABILITY_API_KEY is not set",
            "set STABILITY_API_KEY, or IMAGE_SERVICE=none",
        ),
        (
            "",
            "openai",
            KEYS,
            "VIDEO_SERVICE is `openai`, which cannot make videos: OpenAI shut its Videos API down on 2026-09-24",
            "set VIDEO_SERVICE to openrouter, runway, demo (on `local:` chains) or none",
        ),
        (
            "",
            "stabilityai",
            KEYS,
            "VIDEO_SERVICE is `stabilityai`, which cannot make videos",
            "set VIDEO_SERVICE to openrouter, runway, demo (on `local:` chains) or none",
        ),
        (
            "runway",
            "",
            KEYS,
            "IMAGE_SERVICE is `runway`, which cannot make images",
            "set IMAGE_SERVICE to openai, openrouter, stabilityai, demo (on `local:` chains) or none",
        ),
        ("demo", "", KEYS, "IMAGE_SERVICE is `demo`, but the demo provider works on `local:` chains only", "local:"),
        (
            "dalle",
            "",
            KEYS,
            "IMAGE_SERVICE is `dalle`, which is no generation service",
            "IMAGE_SERVICE can be openai, openrouter, stabilityai",
        ),
    ] {
        let Err(error) = select(&settings(image, video, keys)) else { panic!("{text}") };
        assert_eq!(error.to_string(), text);
        assert!(error.hint().unwrap().contains(hint), "{:?}", error.hint());
    }
    let odd = |change: fn(&mut Settings)| {
        let mut odd = settings("openrouter", "", &["openrouter"]);
        change(&mut odd);
        select(&odd).err()
    };
    let bad_url = odd(|settings| settings.openrouter.base_url = "openrouter.ai".into());
    assert!(matches!(bad_url, Some(SelectError::BadUrl { variable: "OPENROUTER_BASE_URL", .. })));
    let bad_key = odd(|settings| settings.openrouter.key = Some(Secret::new("a\nb".into())));
    assert!(matches!(bad_key, Some(SelectError::BadKey("OPEN_ROUTER_API_KEY"))));
    let blank = odd(|settings| settings.openrouter.key = Some(Secret::new(" ".into())));
    assert!(matches!(blank, Some(SelectError::NoKey { .. })));
}

#[test]
fn a_model_that_ends_or_is_unknown_and_a_readable_key_are_warned_of() {
    let warnings = |change: fn(&mut Settings)| {
        let mut settings = settings("openai", "", &["openai", "openrouter"]);
        change(&mut settings);
        select(&settings).unwrap().warnings().join("\n")
    };
    let of_the_service = warnings(|_| ());
    assert!(of_the_service.contains("under certificates that validators"), "{of_the_service}");
    assert_eq!(of_the_service.lines().count(), 1, "{of_the_service}");
    for (change, text) in [
        ((|settings| settings.openai_image_model = "dall-e-3".into()) as fn(&mut Settings), "until 2026-05-12 only"),
        (|settings| settings.openai_image_model = "flux".into(), "of which nothing is known"),
        (|settings| settings.openai.base_url = "http://10.0.0.1/v1".into(), "OPENAI_BASE_URL is a http address"),
        (
            |settings| {
                settings.image_service = Some("openrouter".into());
                settings.openrouter_image_model = "google/gemini-3-pro-image-preview".into();
            },
            "until 2026-06-25 only: choose google/gemini-3-pro-image",
        ),
    ] {
        assert!(warnings(change).contains(text), "{text}: {}", warnings(change));
    }
}

#[test]
fn every_known_model_is_offered_in_every_tier_and_the_chosen_one_is_marked() {
    let mut settings = settings("openai", "", &["openai"]);
    settings.openai_image_model = "gpt-image-2-2026-04-21".into();
    let offers = offers(&settings);
    for (service, models) in [("openai", 11), ("openrouter", 5), ("stabilityai", 5)] {
        let images = offers.iter().filter(|offer| offer.service == service && offer.modality == Modality::Image);
        assert_eq!(images.count(), models * 3, "{service}");
    }
    let chosen: Vec<_> = offers.iter().filter(|offer| offer.configured).collect();
    assert_eq!(chosen.len(), 3, "{chosen:?}");
    assert!(chosen.iter().all(|offer| offer.order.model == "gpt-image-2-2026-04-21"));
}

#[tokio::test]
async fn an_account_is_asked_for_once_without_buying_and_tells_what_is_left() {
    let of = |image, video, word| settings(image, video, &[word]);
    for (settings, path, body, left) in [
        (of("openai", "none", "openai"), "/api/models", r#"{"data":[]}"#, None),
        (of("openrouter", "none", "openrouter"), "/api/key", r#"{"data":{"limit_remaining":4.5}}"#, Some(4.5)),
        (of("openrouter", "none", "openrouter"), "/api/key", r#"{"data":{"limit_remaining":null}}"#, None),
        (of("stabilityai", "none", "stabilityai"), "/api/v1/user/balance", r#"{"credits":12}"#, Some(12.0)),
        (of("none", "runway", "runway"), "/api/v1/organization", r#"{"creditBalance":0}"#, Some(0.0)),
    ] {
        let service = Imitation::start(vec![(200, Vec::new(), body.into())]).await;
        let at = |account: &Account| Account { base_url: service.base.clone(), ..account.clone() };
        let settings = Settings {
            openai: at(&settings.openai),
            openrouter: at(&settings.openrouter),
            stability: at(&settings.stability),
            runway: at(&settings.runway),
            ..settings
        };
        let found = select(&settings).unwrap().all()[0].check().await.unwrap();
        assert_eq!(found.left, left, "{path}");
        let asked = &service.asked()[0];
        assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", path));
        assert_eq!(asked.headers["authorization"], "Bearer k");
        assert_eq!(asked.headers.contains_key("x-runway-version"), path.ends_with("organization"));
    }
}
