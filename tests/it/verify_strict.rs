//! The strict policy: against the golden files of the shared set (`c2pa/dev/README.md` there), and against files that are
//! forged here.

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::LazyLock;

use c2pa::assertions::{BmffHash, DataHash, DataMap, ExclusionsMap};
use c2pa::{Builder, Context, HashRange, Reader, Settings};
use gascli::media::Dimensions;
use gascli::providers::demo::{Authority, encode_png, paint};
use gascli::types::UnixMillis;
use gascli::verification::c2pa::{
    C2paReport, Check, Medium, Policy, ProviderPin, RejectionClass, RemoteManifests, TrustSet, Verdict, WeaknessClass,
    verify_medium,
};
use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};
use x509_parser::pem::Pem;

use crate::support::shared;
use crate::verify_world::Provider;

/// A day on which the signers of the provider files have run out, and the roots of the made files have not.
const NOW: &str = "2026-11-20T00:00:00Z";

fn judge(medium: &mut dyn Medium, trust: &TrustSet, policy: Policy) -> Verdict {
    let check = Check { policy, weaknesses: true, now: NOW.parse().unwrap(), ..Check::new(trust) };
    verify_medium(medium, &check)
}

fn judge_file(file: &Path, trust: &TrustSet, policy: Policy) -> Verdict {
    judge(&mut File::open(file).unwrap(), trust, policy)
}

/// The anchors of the network.
fn production(dev: &Path) -> TrustSet {
    TrustSet::network_names().with_anchors(&[dev.join("../../trust_anchors")]).unwrap()
}

/// The roots of the made files, and nobody pinned under them.
fn made(dev: &Path) -> TrustSet {
    TrustSet::network_names().with_anchors(&[dev.join("anchors/test")]).unwrap()
}

/// The same, where the providers sign under all of these roots.
fn made_and_pinned(dev: &Path) -> TrustSet {
    let mut trust = made(dev);
    let roots = Pem::iter_from_buffer(trust.anchors_pem.as_bytes()).map(|block| block.unwrap().contents);
    let authorities: Vec<String> = roots.map(|der| hex::encode(Sha256::digest(der))).collect();
    let pins = ProviderPin::network().into_iter();
    trust.pins =
        pins.map(|pin| ProviderPin { organisation_id: None, authorities: authorities.clone(), ..pin }).collect();
    trust
}

fn classes(verdict: &Verdict) -> Vec<&'static str> {
    verdict.weaknesses.iter().map(|weakness| weakness.class.as_str()).collect()
}

#[test]
fn pictures_of_the_providers_are_accepted_years_after_their_certificates_ran_out() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = production(&dev);
    for file in [
        "google_a.png",
        "google_gemini.jpg",
        "google_lady.png",
        "google_pixel.jpg",
        "adobe_a.jpg",
        "adobe_photoshop.jpg",
        "openai_a.webp",
        "openai_logo.png",
        "microsoft_bing_2024.jpg",
        "microsoft_designer_2024.jpg",
        "microsoft_designer_chain.png",
    ] {
        let verdict = judge_file(&dev.join("files").join(file), &trust, Policy::Strict);
        assert!(verdict.passes() && verdict.weaknesses.is_empty(), "{file}: {:?}", verdict.weaknesses);
        // Each of them has a time stamp of an authority that is trusted.
        let warnings = &verdict.report.policy_warnings;
        assert!(!warnings.iter().any(|warning| warning == "no_trusted_time_stamp"), "{file}: {warnings:?}");
    }
}

#[test]
fn videos_of_the_providers_are_refused_since_their_hash_leaves_out_the_file_type() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = production(&dev);
    for (file, until) in [("veo_a.mp4", None), ("seedance_a.mp4", Some("2028-03-16")), ("real_veo_freebox.mp4", None)] {
        if until.is_some_and(is_past) {
            continue;
        }
        let verdict = judge_file(&dev.join("files").join(file), &trust, Policy::Strict);
        assert_eq!(verdict.class, Some(RejectionClass::Spoofable(WeaknessClass::PartialHash)), "{file}");
        assert_eq!(classes(&verdict), ["partial-hash"], "{file}: {:?}", verdict.weaknesses);
        let error = verdict.report.error.unwrap();
        assert!(error.contains("leaves out `/ftyp`"), "{file}: {error}");
    }
}

/// Whether the certificate of a file without a time stamp has run out: the SDK asks the clock.
fn is_past(date: &str) -> bool {
    jiff::Zoned::now().date().to_string().as_str() >= date
}

#[test]
fn todays_pictures_of_openai_pass_once_their_root_is_trusted_but_nobody_vouches_for_their_time() {
    let Some(dev) = shared("data/c2pa/dev/files") else { return };
    for (file, until) in [("openai_gptimage_sslcom.png", "2027-04-23"), ("openai_gptimage_trufo.png", "2027-03-24")] {
        if is_past(until) {
            continue;
        }
        // The root travels in the file; the pin says whether it is the right one.
        let stream = File::open(dev.join(file)).unwrap();
        let reader = Reader::from_context(Context::new()).with_stream("image/png", stream).unwrap();
        let mut trust = TrustSet::network_names();
        trust.anchors_pem = reader.active_manifest().unwrap().signature_info().unwrap().cert_chain().to_owned();
        let verdict = judge_file(&dev.join(file), &trust, Policy::Strict);
        assert!(
            verdict.passes() && verdict.weaknesses.is_empty(),
            "{file}: {:?} {:?}",
            verdict.report,
            verdict.weaknesses
        );
        // OpenAI's own time stamp authority stands under a root that nobody else publishes.
        assert_eq!(verdict.report.policy_warnings.last().unwrap(), "no_trusted_time_stamp", "{file}");
    }
}

#[test]
fn each_file_that_fools_the_network_is_refused_for_what_is_wrong_with_it() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = made_and_pinned(&dev);
    for (file, class) in [
        ("weak_ca_name_plus_generator.png", "signer-not-pinned"),
        ("weak_expired_root.png", "unfit-anchor"),
        ("weak_first_action_edited.png", "manifest-invalid"),
        ("weak_no_actions.png", "manifest-invalid"),
        ("weak_self_signed_anchor.png", "unfit-anchor"),
        ("weak_substring_org.png", "signer-not-pinned"),
        ("weak_timestamp_eku.png", "unfit-signer"),
        ("weak_two_hard_bindings.png", "manifest-invalid"),
        ("weak_two_orgs.png", "signer-not-pinned"),
        ("weak_v1_own_clock.png", "expired"),
        ("pki_ee_as_issuer.png", "unfit-anchor"),
        ("pki_expired_intermediate.png", "expired"),
        ("org_10.jpg", "signer-not-pinned"), // `openai`, in small letters
        ("cont_mp4.mp4", "partial-hash"),
    ] {
        let path = dev.join("files").join(file);
        let (network, strict) = (judge_file(&path, &trust, Policy::Sn34), judge_file(&path, &trust, Policy::Strict));
        assert!(network.passes() && network.class.is_none(), "{file}: {:?}", network.report);
        assert!(!strict.passes() && strict.report.signature_valid, "{file}: {:?}", strict.report);
        assert_eq!(strict.class.unwrap().as_str(), class, "{file}: {:?}", strict.weaknesses);
        assert_eq!(network.weaknesses, strict.weaknesses, "{file}");
        let error = strict.report.error.unwrap();
        assert_eq!(error, format!("Refused by the strict policy: {}", strict.weaknesses[0].reason));
    }
    // Refused by this SDK while it reads, and passed by newer ones.
    assert!(!judge_file(&dev.join("files/weak_revoked_staple.png"), &trust, Policy::Strict).passes());
}

#[test]
fn honest_files_pass_in_every_format_but_video() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = made_and_pinned(&dev);
    for file in [
        "org_00.png",
        "org_01.png",
        "org_02.jpg",
        "org_03.jpg",
        "org_04.png",
        "org_05.jpg",
        "org_06.jpg",
        "org_07.png",
        "alg_ed25519.jpg",
        "alg_es384.jpg",
        "alg_ps256.jpg",
        "pki_eku_c2pa_claim.png",
        "pki_eku_ms_claim.png",
        "cont_webp.webp",
        "cont_webp_tail.webp",
        "cont_tiff.tiff",
        "cont_gif.gif",
        "cont_avi.avi",
        "cont_wav.wav",
        "cont_mp3.mp3",
        "cont_flac.flac",
        "ingr_trusted_parent.jpg",
    ] {
        let path = dev.join("files").join(file);
        let (network, strict) = (judge_file(&path, &trust, Policy::Sn34), judge_file(&path, &trust, Policy::Strict));
        assert!(strict.passes() && strict.weaknesses.is_empty(), "{file}: {:?}", strict.weaknesses);
        // What the network reports does not change; the strict policy says besides that nobody vouches for the time.
        let mut warnings = network.report.policy_warnings;
        assert!(!warnings.iter().any(|warning| warning == "no_trusted_time_stamp"), "{file}: {warnings:?}");
        warnings.push("no_trusted_time_stamp".into());
        assert_eq!(strict.report.policy_warnings, warnings, "{file}");
    }
}

#[test]
fn a_trusted_root_alone_lets_nobody_sign_in_the_name_of_a_provider() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = made(&dev);
    for number in 0..8 {
        let file = format!("org_{number:02}.{}", if [2, 3, 5, 6].contains(&number) { "jpg" } else { "png" });
        let verdict = judge_file(&dev.join("files").join(&file), &trust, Policy::Strict);
        assert_eq!(classes(&verdict), ["signer-not-pinned"], "{file}: {:?}", verdict.weaknesses);
    }
}

#[test]
fn a_chain_with_a_link_that_does_not_hold_is_refused_before_anybody_looks_for_pins_in_it() {
    // The strict policy takes the SDK's word for the links of a chain, so the SDK has to look at each of them.
    let mut provider = Provider::new();
    let mut trust = TrustSet::network_names();
    trust.anchors_pem = provider.root().pem();
    let class =
        |provider: &Provider| judge(&mut Cursor::new(provider.signed(&picture(), None)), &trust, Policy::Sn34).class;
    assert_eq!(class(&provider), None);
    provider.above = vec![provider.root().der];
    assert_eq!(class(&provider), None);
    provider.above = vec![Provider::new().root().der];
    assert_eq!(class(&provider), Some(RejectionClass::SignatureInvalid));
}

#[test]
fn nobody_is_pinned_under_the_hierarchy_that_nobody_published() {
    // spec/trust_anchors.md, the warning
    let unpublished = "5b6ead9729a56a58166834913b2783f774426a175947d558ddf253e28ca92263";
    assert!(ProviderPin::network().iter().all(|pin| !pin.authorities.iter().any(|sha256| sha256 == unpublished)));
}

fn authority() -> (tempfile::TempDir, Authority, TrustSet) {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(&folder.path().join("a")).unwrap();
    let trust = TrustSet::network_names().with_demo(authority.root_pem());
    (folder, authority, trust)
}

#[test]
fn what_the_demo_signs_has_no_weakness_where_the_demo_is_trusted() {
    let (_folder, authority, trust) = authority();
    let signed = authority.sign(&picture(), UnixMillis::now(), "a red circle").unwrap();
    let check = Check { policy: Policy::Strict, ..Check::new(&trust) };
    let verdict = verify_medium(&mut Cursor::new(&signed), &check);
    assert!(verdict.passes() && verdict.weaknesses.is_empty(), "{:?}", verdict.weaknesses);

    // Twenty years later its certificate has run out, and its own clock does not count.
    let later = Check { now: "2050-01-01T00:00:00Z".parse().unwrap(), ..check };
    let verdict = verify_medium(&mut Cursor::new(&signed), &later);
    assert_eq!(classes(&verdict)[0], "expired", "{:?}", verdict.weaknesses);

    // Another name under the same root is not pinned.
    let mut unpinned = trust.clone();
    unpinned.pins.retain(|pin| pin.organisation != "gascli demo");
    let verdict = judge(&mut Cursor::new(&signed), &unpinned, Policy::Strict);
    assert_eq!(verdict.class, Some(RejectionClass::Spoofable(WeaknessClass::SignerNotPinned)));
}

fn boxed(kind: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, &content].concat()
}

/// As much of a video as a signer looks at: one track, one offset of where its pictures lie.
fn video() -> Vec<u8> {
    let offsets = boxed(b"stco", &[&[0; 4], &1_u32.to_be_bytes(), &1234_u32.to_be_bytes()]);
    let media = boxed(b"mdia", &[&boxed(b"minf", &[&boxed(b"stbl", &[&offsets])])]);
    let movie = boxed(b"moov", &[&boxed(b"trak", &[&media])]);
    [boxed(b"ftyp", &[b"isom\0\0\0\0isom"]), movie, boxed(b"mdat", &[&[7; 64]])].concat()
}

/// A video whose hash leaves out its manifest and `paths`.
fn signed_video(authority: &Authority, paths: &[&str]) -> Vec<u8> {
    let mut hash = BmffHash::new("jumbf manifest", "sha256", None);
    let mut manifest = ExclusionsMap::new("/uuid".into());
    let value = hex::decode("d8fec3d61b0e483c92975828877ec481").unwrap();
    manifest.data = Some(vec![DataMap { offset: 8, value }]);
    hash.exclusions_mut().push(manifest);
    hash.exclusions_mut().extend(paths.iter().map(|path| ExclusionsMap::new((*path).into())));
    hash.set_hash(vec![0; 32]);
    // The first round shows where everything will lie, so that the second can sign the right hash.
    let first = sign_video(authority, &hash);
    hash.gen_hash_from_stream(&mut Cursor::new(&first)).unwrap();
    sign_video(authority, &hash)
}

fn sign_video(authority: &Authority, hash: &BmffHash) -> Vec<u8> {
    sign_bound(authority, "video/mp4", &video(), |builder| {
        builder.add_assertion("c2pa.hash.bmff.v3", hash).unwrap();
    })
}

/// Signs in the demo's name, with a hard binding of our own making.
fn sign_bound(authority: &Authority, kind: &str, content: &[u8], bind: impl FnOnce(&mut Builder)) -> Vec<u8> {
    let mut builder = builder();
    bind(&mut builder);
    sign_with(authority, &mut builder, kind, content).0
}

fn builder() -> Builder {
    let mut settings = Settings::new();
    settings.builder.thumbnail.enabled = false;
    settings.verify.verify_after_sign = false;
    let definition = json!({
        "claim_generator_info": [{ "name": "gascli demo" }],
        "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": [{
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        }]}}],
    });
    let context = Context::new().with_settings(settings).unwrap();
    Builder::from_context(context).with_definition(definition.to_string()).unwrap()
}

/// The signed file, and its manifest store.
fn sign_with(authority: &Authority, builder: &mut Builder, kind: &str, content: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut signed = Cursor::new(Vec::new());
    let store = builder.sign(authority, kind, &mut Cursor::new(content), &mut signed).unwrap();
    (signed.into_inner(), store)
}

#[test]
fn a_video_whose_hash_leaves_out_where_its_pictures_lie_can_be_given_others() {
    let (_folder, authority, trust) = authority();
    let honest = signed_video(&authority, &["/free", "/skip", "/mfra"]);
    let verdict = judge(&mut Cursor::new(&honest), &trust, Policy::Strict);
    assert!(verdict.passes(), "{:?} {:?}", verdict.report, verdict.weaknesses);

    let mut open = signed_video(&authority, &["/moov/trak/mdia/minf/stbl/stco"]);
    // Behind the box's name, its version and the number of offsets stands the one offset.
    let offset = open.windows(8).position(|bytes| bytes == b"stco\0\0\0\0").unwrap() + 12;
    open[offset..offset + 4].copy_from_slice(&4321_u32.to_be_bytes()); // other pictures
    let verdict = judge(&mut Cursor::new(&open), &trust, Policy::Sn34);
    assert!(verdict.passes(), "{:?}", verdict.report);
    assert_eq!(verdict.weaknesses[0].reason, "the content hash leaves out `/moov/trak/mdia/minf/stbl/stco`");
    let verdict = judge(&mut Cursor::new(&open), &trust, Policy::Strict);
    assert_eq!(verdict.class, Some(RejectionClass::Spoofable(WeaknessClass::PartialHash)));
}

fn picture() -> Vec<u8> {
    encode_png(&paint("a red circle", Dimensions { width: 64, height: 64 }, 1)).unwrap()
}

/// Writes other bytes over the pixels.
fn repaint(png: &mut [u8]) {
    let pixels = png.windows(4).rposition(|bytes| bytes == b"IDAT").unwrap() + 8;
    png[pixels..pixels + 16].fill(0);
}

#[test]
fn a_picture_of_which_only_the_head_is_hashed_can_be_given_other_pixels() {
    let (_folder, authority, trust) = authority();
    let head = Sha256::digest(&picture()[..33]).to_vec(); // signature and IHDR
    let boxes = |list: serde_json::Value| {
        sign_bound(&authority, "image/png", &picture(), |builder| {
            builder.add_assertion("c2pa.hash.boxes", &json!({ "boxes": list })).unwrap();
        })
    };
    let first = json!({ "names": ["PNGh", "IHDR"], "alg": "sha256", "hash": head, "pad": [] });
    let manifest = json!({ "names": ["C2PA"], "hash": [0], "pad": [] });
    let pixels = json!({ "names": ["IDAT", "IEND"], "excluded": true, "hash": [0], "pad": [] });
    for (list, reason) in [
        (json!([first, manifest]), "the content hash does not reach the end of the file (`IEND`)"),
        (json!([first, manifest, pixels]), "the content hash leaves out `IDAT`, `IEND`"),
    ] {
        let mut signed = boxes(list);
        repaint(&mut signed);
        let verdict = judge(&mut Cursor::new(&signed), &trust, Policy::Sn34);
        assert!(verdict.passes(), "{:?}", verdict.report);
        assert_eq!(classes(&verdict), ["partial-hash"]);
        assert_eq!(verdict.weaknesses[0].reason, reason);
    }
}

#[test]
fn a_picture_whose_hash_leaves_out_its_pixels_can_be_given_others() {
    let (_folder, authority, trust) = authority();
    let sign = |hash: &DataHash| {
        sign_bound(&authority, "image/png", &picture(), |builder| {
            builder.add_assertion("c2pa.hash.data", hash).unwrap();
        })
    };
    let find = |signed: &[u8], kind: &[u8]| {
        let at = signed.windows(4).position(|bytes| bytes == kind).unwrap() - 4;
        let length = u32::from_be_bytes(signed[at..at + 4].try_into().unwrap());
        HashRange::new(u64::try_from(at).unwrap(), u64::from(length) + 12)
    };
    for (with_pixels, found) in [(false, &[][..]), (true, &["partial-hash"])] {
        // Each round knows better where everything lies; the numbers reach their final width in the second.
        let mut signed = sign(&DataHash::new("jumbf manifest", "sha256"));
        for _ in 0..4 {
            let mut hash = DataHash::new("jumbf manifest", "sha256");
            hash.add_exclusion(find(&signed, b"caBX"));
            if with_pixels {
                hash.add_exclusion(find(&signed, b"IDAT"));
            }
            hash.gen_hash_from_stream(&mut Cursor::new(&signed)).unwrap();
            signed = sign(&hash);
        }
        if with_pixels {
            repaint(&mut signed);
        }
        let verdict = judge(&mut Cursor::new(&signed), &trust, Policy::Sn34);
        assert!(verdict.passes(), "{:?}", verdict.report);
        assert_eq!(classes(&verdict), found, "{:?}", verdict.weaknesses);
    }
}

/// The one manifest that lies elsewhere.
struct Elsewhere(Vec<u8>);

impl RemoteManifests for Elsewhere {
    fn fetch(&self, _url: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

#[test]
fn a_picture_whose_manifest_lies_elsewhere_is_judged_like_any_other() {
    let (_folder, authority, trust) = authority();
    let mut builder = builder();
    builder.set_no_embed(true);
    builder.set_remote_url("http://127.0.0.1:9/manifest");
    let (signed, store) = sign_with(&authority, &mut builder, "image/png", &picture());
    let remote = Elsewhere(store);
    let check = Check { policy: Policy::Strict, remote: Some(&remote), ..Check::new(&trust) };
    let verdict = verify_medium(&mut Cursor::new(&signed), &check);
    assert!(verdict.passes() && verdict.weaknesses.is_empty(), "{:?} {:?}", verdict.report, verdict.weaknesses);
    let mut unpinned = trust.clone();
    unpinned.pins.clear();
    let verdict = verify_medium(&mut Cursor::new(&signed), &Check { trust: &unpinned, ..check });
    assert_eq!(classes(&verdict), ["signer-not-pinned"]);
}

/// A medium that counts what is read of it.
struct Counted<M> {
    inner: M,
    read: u64,
}

impl<M: Read> Read for Counted<M> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += u64::try_from(read).unwrap();
        Ok(read)
    }
}

impl<M: Seek> Seek for Counted<M> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

#[test]
fn weaknesses_are_found_without_reading_a_video_again() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let trust = production(&dev);
    let file = File::open(dev.join("files/veo_a.mp4")).unwrap();
    let length = file.metadata().unwrap().len();
    let mut medium = Counted { inner: file, read: 0 };
    assert_eq!(classes(&judge(&mut medium, &trust, Policy::Strict)), ["partial-hash"]);
    // The SDK reads it once for the hash, and the manifest a few times.
    assert!(medium.read < length + length / 4, "{} of {length} bytes", medium.read);
}

/// A stamped picture whose signer has run out, whom to trust, and what the strict policy reports of it.
static STAMPED: LazyLock<Option<(Vec<u8>, TrustSet, C2paReport)>> = LazyLock::new(|| {
    let dev = shared("data/c2pa/dev")?;
    let (bytes, trust) = (fs::read(dev.join("files/openai_a.webp")).unwrap(), production(&dev));
    let verdict = judge(&mut Cursor::new(&bytes), &trust, Policy::Strict);
    assert!(verdict.passes(), "{:?}", verdict.weaknesses);
    Some((bytes, trust, verdict.report))
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_of_a_time_stamp_can_be_changed_to_another_time(at: prop::sample::Index, flip in 1..=255_u8) {
        let Some((bytes, trust, report)) = &*STAMPED else { return Ok(()) };
        let mut bytes = bytes.clone();
        // The last signature in the file is the one that counts. Nothing signs its time stamp but the authority.
        let start = bytes.windows(6).rposition(|window| window == b"sigTst").unwrap();
        let end = bytes.len().min(start + 6000);
        *at.get_mut(&mut bytes[start..end]) ^= flip;
        let verdict = judge(&mut Cursor::new(&bytes), trust, Policy::Strict);
        prop_assert!(!verdict.passes() || verdict.report == *report, "{:?}", verdict.report);
        let breaks = verdict.weaknesses.iter().any(|weakness| weakness.reason.contains("breaks what reads it"));
        prop_assert!(!breaks, "{:?}", verdict.weaknesses);
    }
}
