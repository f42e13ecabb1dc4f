//! What a validator accepts of a demo miner, from the provider to the checks.

use std::time::Duration;

use gascli::media::{Dimensions, Format, Tier};
use gascli::providers::demo::{Authority, DemoProvider, encode_png, paint};
use gascli::providers::{GenerationRequest, Provider, ProviderError};
use gascli::types::{Modality, TaskId, UnixMillis};
use gascli::verification::c2pa::TrustSet;
use gascli::verification::duplicate::Known;
use gascli::verification::ingest::{Accepted, Delivery, Rejection, check};
use serde_json::{Map, Value};

use crate::support::NoJournal;

fn authority() -> (tempfile::TempDir, Authority, TrustSet) {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
    let trust = TrustSet::network_names().with_demo(authority.root_pem());
    (folder, authority, trust)
}

fn request(modality: Modality, resolution: &str) -> GenerationRequest {
    let parameters = Map::from_iter([("resolution".to_owned(), Value::from(resolution))]);
    GenerationRequest { task_id: TaskId::random(), modality, prompt: "two small red stars".into(), parameters }
}

fn judge(bytes: &[u8], modality: Modality, trust: &TrustSet, known: Option<Known>) -> Result<Accepted, Rejection> {
    let now = UnixMillis::now();
    check(&Delivery { bytes, modality, issued_at: now, now }, trust, |_, _| known)
}

fn small_png() -> Vec<u8> {
    encode_png(&paint("a red circle", Dimensions { width: 64, height: 64 }, 1)).unwrap()
}

#[tokio::test]
async fn what_the_demo_provider_makes_is_accepted_in_the_tier_that_was_asked_for() {
    let (_folder, authority, trust) = authority();
    let provider = DemoProvider::new(authority, Tier::K2);
    let mut hashes = Vec::new();
    for (resolution, side) in [("1K", 1024), ("2K", 2048), ("4K", 2048), ("odd", 1024)] {
        let media = provider.generate(&request(Modality::Image, resolution), &NoJournal).await.unwrap();
        let accepted = judge(&media.bytes, Modality::Image, &trust, None).unwrap();
        assert_eq!(accepted.dimensions, Dimensions { width: side, height: side }, "{resolution}");
        assert_eq!(accepted.format, Format::Png);
        let keys: Vec<&str> = media.metadata.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["model", "provider", "format", "width", "height", "generation_time"]);
        hashes.push(accepted.sha256);
    }
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), 4, "two answers to one prompt are the same bytes");
    let refused = provider.generate(&request(Modality::Video, "720p"), &NoJournal).await;
    assert!(matches!(refused, Err(ProviderError::Modality { .. })));
}

#[test]
fn each_check_refuses_with_the_text_of_the_network() {
    // spec/gas.md 8.6
    let (_folder, authority, trust) = authority();
    let (now, png) = (UnixMillis::now(), small_png());
    let hour = Duration::from_hours(1);
    let signed = |when| authority.sign(&png, when, "").unwrap();
    let fresh = signed(now);
    let stale = signed(UnixMillis(now.0 - 3_600_000));
    let future = signed(now.after(hour));
    let image = Modality::Image;
    let (same_prompt, anywhere) = (Some(Known::SamePrompt { distance: 8 }), Some(Known::Anywhere { distance: 4 }));
    let refusal = |bytes: &[u8], modality, trust: &TrustSet, known| {
        let rejection = judge(bytes, modality, trust, known).unwrap_err();
        (rejection.class(), rejection.to_string())
    };
    for (found, class, text) in [
        (refusal(&fresh[..fresh.len() / 2], image, &trust, same_prompt), "unreadable", "Corrupted or unreadable media"),
        (refusal(&fresh, Modality::Video, &trust, same_prompt), "unreadable", "Corrupted or unreadable media"),
        (refusal(&fresh, image, &trust, same_prompt), "duplicate", "Duplicate content detected"),
        (refusal(&png, image, &trust, anywhere), "global-duplicate", "Global duplicate content detected"),
        (
            refusal(&png, image, &trust, None),
            "no-manifest",
            "C2PA verification failed: No C2PA manifest found: ManifestNotFound: no JUMBF data found",
        ),
        (refusal(&stale, image, &trust, None), "stale", "C2PA manifest signed before challenge was issued"),
        (refusal(&future, image, &trust, None), "future", "C2PA signing timestamp is in the future"),
    ] {
        assert_eq!(found, (class, text.to_owned()));
    }
    let (class, text) = refusal(&fresh, image, &TrustSet::network_names(), None);
    assert_eq!(class, "signature-invalid");
    assert!(text.starts_with("C2PA verification failed: Signature validation failed: signingCredential.untrusted"));
}

#[test]
fn a_signed_picture_with_one_changed_byte_is_refused() {
    let (_folder, authority, trust) = authority();
    let mut bytes = authority.sign(&small_png(), UnixMillis::now(), "").unwrap();
    // The checksum of the end marker: decoders do not care, the signature does.
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(judge(&bytes, Modality::Image, &trust, None).unwrap_err().class(), "signature-invalid");
}

#[test]
fn damaged_deliveries_get_a_verdict_and_never_take_the_program_down() {
    let (_folder, authority, trust) = authority();
    let whole = authority.sign(&small_png(), UnixMillis::now(), "a star").unwrap();
    for step in 0..400 {
        let mut bytes = whole.clone();
        let at = step * 7919 % bytes.len();
        match step % 3 {
            0 => bytes.truncate(at),
            1 => bytes[at] = bytes[at].wrapping_add(1 + u8::try_from(step % 255).unwrap()),
            _ => drop(bytes.drain(at..(at + 64).min(whole.len()))),
        }
        let verdict = gascli::verification::c2pa::verify(&bytes, &trust);
        assert_eq!(verdict.passes(), verdict.class.is_none(), "{step}");
        let _ = judge(&bytes, Modality::Image, &trust, None);
    }
}
