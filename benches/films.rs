//! What a look at a delivered film costs: milliseconds, and memory at the peak.
//!
//! A film of 1080p, 24 frames a second, 8 seconds, as `ffmpeg` makes it with x264 (one group of pictures, so that nearly
//! all of it is decoded); without `ffmpeg`, two seconds of the demo's. `FILM` names another file. It is looked at in the
//! helper process of the binary, as the daemons do.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs, reason = "a benchmark may panic, and rounds")]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gascli::media::{self, Dimensions, video};
use gascli::providers::demo;
use gascli::types::Modality;
use nix::sys::resource::{UsageWho, getrusage};

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let folder = tempfile::tempdir().unwrap();
    let size = if is_bench { Dimensions { width: 1920, height: 1080 } } else { Dimensions { width: 320, height: 180 } };
    let small = folder.path().join("small.mp4");
    std::fs::write(&small, demo::film("a red circle", Dimensions { width: 64, height: 64 }, 1).unwrap()).unwrap();
    let path = film(folder.path(), size);
    video::isolate(env!("CARGO_BIN_EXE_gascli"));
    let times = if is_bench { 9 } else { 1 };

    let start = median(times * 3, || drop(look(&small)));
    println!("start of a helper, a film of 64x64 in 2 s:  {:>7.1} ms", ms(start));
    let view = look(&path);
    let film = view.film().unwrap();
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "{} of {}, {} frames in {:.1} s, {:.1} MB",
        film.codec,
        film.dimensions,
        film.frame_count,
        film.duration.as_secs_f64(),
        bytes as f64 / 1e6
    );
    let whole = median(times, || drop(look(&path)));
    let frames = f64::from(film.frame_count);
    println!(
        "look (facts and 8 frames):                  {:>7.1} ms, {:.0} frames/s",
        ms(whole),
        frames / whole.as_secs_f64()
    );
    let hash = median(times, || drop(view.clone().into_hash()));
    println!("hash of 8 frames:                           {:>7.1} ms", ms(hash));
    let peak = |who| getrusage(who).unwrap().max_rss();
    println!(
        "memory at the peak, helper:                 {:>7.1} MiB",
        peak(UsageWho::RUSAGE_CHILDREN) as f64 / 1024.0
    );
    println!("memory at the peak, this process:           {:>7.1} MiB", peak(UsageWho::RUSAGE_SELF) as f64 / 1024.0);
}

fn look(path: &Path) -> media::View {
    media::view(&mut BufReader::new(File::open(path).unwrap()), Modality::Video).unwrap()
}

fn film(folder: &Path, size: Dimensions) -> PathBuf {
    if let Some(path) = std::env::var_os("FILM") {
        return path.into();
    }
    let path = folder.join("film.mp4");
    let source = format!("testsrc2=size={size}:rate=24:duration=8");
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", &source, "-pix_fmt", "yuv420p", "-c:v", "libx264"])
        .args(["-preset", "veryfast", "-crf", "23"])
        .arg(&path)
        .stderr(Stdio::null())
        .status();
    if !made.is_ok_and(|status| status.success()) {
        std::fs::write(&path, demo::film("a large red circle and two blue stars", size, 1).unwrap()).unwrap();
    }
    path
}

fn median(times: usize, mut work: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2]
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
