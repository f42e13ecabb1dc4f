//! How fast a C2PA verdict is: files a second, and from the start of the process to its verdict.
//!
//! Three media that the demo's authority signs here (a small JPEG, a PNG of 1 MB, an MP4 of 5 MB) with one thread and
//! with all cores, then the whole process for one file. Where the shared data lies beside the checkout, the same over
//! its files of 100 kB to 1 MB, as a ratio to the Python reference.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may panic, and rounds")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use c2pa::{Builder, Context, Settings};
use gascli::providers::demo::Authority;
use gascli::verification::c2pa::{TrustSet, verify};
use image::{ImageFormat, Rgb, RgbImage};

const GASCLI: &str = env!("CARGO_BIN_EXE_gascli");

/// What the Python reference needs on two shared cores, by the issue: start to verdict, and files of middling size a
/// second in one process.
const REFERENCE_START_MS: f64 = 78.0;
const REFERENCE_FILES_A_SECOND: f64 = 122.0;

/// What counts as middling.
const MIDDLING: std::ops::Range<u64> = 100_000..1_000_000;

struct Media {
    name: &'static str,
    path: PathBuf,
    bytes: Vec<u8>,
}

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (span, starts) = if is_bench { (Duration::from_secs(2), 100) } else { (Duration::from_millis(20), 2) };
    let home = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(&home.path().join("authority")).unwrap();
    let trust = TrustSet::network_names().with_demo(authority.root_pem());
    let media = [
        sign(&authority, home.path(), "small JPEG", "jpg", &jpeg()),
        sign(&authority, home.path(), "1 MB PNG", "png", &png()),
        sign(&authority, home.path(), "5 MB MP4", "mp4", &mp4()),
    ];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{:<24}{:>10}{:>12}{:>14}{:>16}",
        "medium",
        "bytes",
        "ms, 1 core",
        "files/s, 1",
        format!("files/s, {cores}")
    );
    for medium in &media {
        assert!(verify(&medium.bytes, &trust).passes(), "{}", medium.name);
        let files = [medium.bytes.as_slice()];
        let (one, all) = (rate(&files, &trust, 1, span), rate(&files, &trust, cores, span));
        let length = medium.bytes.len();
        println!("{:<24}{length:>10}{:>12.2}{one:>14.0}{all:>16.0}", medium.name, 1000.0 / one);
    }
    println!();
    for medium in &media {
        start(home.path(), medium.name, &medium.path, &[], starts);
    }
    shared(home.path(), cores, span, starts);
}

/// Files judged in a second by so many threads.
fn rate(files: &[&[u8]], trust: &TrustSet, threads: usize, span: Duration) -> f64 {
    let (judged, began) = (AtomicUsize::new(0), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while began.elapsed() < span {
                    let index = judged.fetch_add(1, Ordering::Relaxed) % files.len();
                    std::hint::black_box(verify(files[index], trust));
                }
            });
        }
    });
    judged.into_inner() as f64 / began.elapsed().as_secs_f64()
}

/// The whole process for one file, from its start to its end.
fn start(home: &Path, name: &str, file: &Path, arguments: &[&str], count: usize) {
    let mut spans: Vec<f64> = (0..count)
        .map(|_| {
            let began = Instant::now();
            let mut command = Command::new(GASCLI);
            command.arg("verify-c2pa").args(arguments).arg(file).env("GASCLI_HOME", home);
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
            assert!(status.code().is_some_and(|code| code < 2), "{name}: {status}");
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    spans.sort_by(f64::total_cmp);
    let (median, late) = (spans[count / 2], spans[count * 9 / 10]);
    let ratio = REFERENCE_START_MS / median;
    println!("start to verdict, {name}: {median:.2} ms (90 %: {late:.2}), {ratio:.1} times as fast as the reference");
}

/// The real files, with the anchors of the network.
fn shared(home: &Path, cores: usize, span: Duration, starts: usize) {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let (folder, anchors) = (base.join("data/c2pa/dev/files"), base.join("data/trust_anchors"));
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("\nno shared data beside the checkout: real files were not measured");
        return;
    };
    let trust = TrustSet::network_names().with_anchors(std::slice::from_ref(&anchors)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| MIDDLING.contains(&path.metadata().unwrap().len()));
    paths.sort();
    let bytes: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let files: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
    let (one, all) = (rate(&files, &trust, 1, span), rate(&files, &trust, cores, span));
    let (count, ratio) = (files.len(), all / REFERENCE_FILES_A_SECOND);
    println!("\n{count} real files of 100 kB to 1 MB: {one:.0} files/s with 1 thread, {all:.0} with {cores}");
    println!("{ratio:.1} times the reference's {REFERENCE_FILES_A_SECOND:.0} files/s (wanted: 1.8)");
    let arguments = ["--trust-anchors", anchors.to_str().unwrap()];
    start(home, "a real PNG", &folder.join("google_a.png"), &arguments, starts);
    start(home, "a real WebP", &folder.join("openai_a.webp"), &arguments, starts);
}

fn sign(authority: &Authority, home: &Path, name: &'static str, extension: &str, plain: &[u8]) -> Media {
    let mut settings = Settings::new();
    settings.builder.thumbnail.enabled = false;
    settings.core.allowed_network_hosts = Some(Vec::new());
    let definition = serde_json::json!({
        "claim_generator_info": [{ "name": "gascli demo" }],
        "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": [{
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        }]}}],
    });
    let context = Context::new().with_settings(settings).unwrap();
    let mut builder = Builder::from_context(context).with_definition(definition.to_string().as_str()).unwrap();
    let mut signed = Cursor::new(Vec::new());
    builder.sign(authority, extension, &mut Cursor::new(plain), &mut signed).unwrap();
    let (path, bytes) = (home.join(name.replace(' ', "-")).with_extension(extension), signed.into_inner());
    fs::write(&path, &bytes).unwrap();
    Media { name, path, bytes }
}

/// Pixels that do not compress.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = state.to_be_bytes();
        Rgb([red, green, blue])
    })
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg() -> Vec<u8> {
    encoded(&noise(128, 128), ImageFormat::Jpeg)
}

fn png() -> Vec<u8> {
    encoded(&noise(640, 520), ImageFormat::Png)
}

/// As few boxes as a video may have; nothing here decodes it.
fn mp4() -> Vec<u8> {
    fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap();
        [length.to_be_bytes().as_slice(), &kind, content].concat()
    }
    let mut header = [0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes()); // timescale
    let pixels = noise(1300, 1300).into_raw();
    [
        boxed(*b"ftyp", b"isom\0\0\x02\0isommp42"),
        boxed(*b"moov", &boxed(*b"mvhd", &header)),
        boxed(*b"mdat", &pixels[..5_000_000]),
    ]
    .concat()
}
