//! How fast a log is: from a line's being written to its being readable on the stdout of `gascli logs --follow`, how
//! much the writer takes, how soon the last lines of a large log are there. Real files, the real binary.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may panic, and rounds")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gascli::supervisor::LogPolicy;
use gascli::supervisor::logs::{LogWriter, Stream};

/// What issue 2 asks for: a followed line within this.
const TARGET_MS: f64 = 100.0;
const GASCLI: &str = env!("CARGO_BIN_EXE_gascli");

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (lines, log_bytes) = if is_bench { (1000, 256 << 20) } else { (50, 4 << 20) };
    let home = tempfile::tempdir().unwrap();
    follow(home.path(), lines);
    append(home.path(), log_bytes);
    tail(home.path(), log_bytes);
}

fn writer(home: &Path, service: &str) -> LogWriter {
    LogWriter::open(&home.join("state/logs").join(service), &LogPolicy::default()).unwrap()
}

fn gascli(home: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(GASCLI);
    command.arg("logs").args(arguments).env("GASCLI_HOME", home).stdin(Stdio::null()).stdout(Stdio::piped());
    command.spawn().unwrap()
}

fn follow(home: &Path, count: usize) {
    let mut writer = writer(home, "followed");
    writer.append(1, Stream::Out, b"ready\n").unwrap();
    let mut child = gascli(home, &["followed", "--follow"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().ends_with("ready"));
    let mut spans = Vec::new();
    for at in 0..count {
        // An idle follower is the usual one, and the harder case: it has to wake up.
        std::thread::sleep(Duration::from_millis(3));
        let written = Instant::now();
        writer.append(1, Stream::Out, format!("line {at}\n").as_bytes()).unwrap();
        let line = lines.next().unwrap().unwrap();
        spans.push(written.elapsed());
        assert!(line.ends_with(&format!("line {at}")), "{line}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let worst = print("follow: a line's way to the reader", spans);
    let verdict = if worst <= TARGET_MS { "met" } else { "MISSED" };
    println!("  target: every line within {TARGET_MS} ms: {verdict}");
}

fn append(home: &Path, bytes: usize) {
    let line = format!("{}\n", "x".repeat(99));
    for (name, chunk) in [("lines", line.clone()), ("blocks", line.repeat(655))] {
        let mut writer = writer(home, name);
        let begun = Instant::now();
        for _ in 0..bytes / chunk.len() {
            writer.append(1, Stream::Out, chunk.as_bytes()).unwrap();
        }
        let seconds = begun.elapsed().as_secs_f64();
        let (mb_per_s, lines_per_s) = (bytes as f64 / 1e6 / seconds, bytes as f64 / 100.0 / seconds);
        println!("append, {} bytes a time: {mb_per_s:.0} MB/s, {lines_per_s:.0} lines/s", chunk.len());
    }
}

fn tail(home: &Path, bytes: usize) {
    for name in ["lines", "blocks"] {
        let spans = (0..20).map(|_| {
            let begun = Instant::now();
            let output = gascli(home, &[name, "-n", "50"]).wait_with_output().unwrap();
            let span = begun.elapsed();
            assert_eq!(output.stdout.lines().count(), 50);
            span
        });
        print(&format!("last 50 lines of {} MiB ({name}), the process included", bytes >> 20), spans.collect());
    }
}

/// Prints the spread in milliseconds; the largest is returned.
fn print(what: &str, mut spans: Vec<Duration>) -> f64 {
    spans.sort();
    let at = |percent: usize| spans[(spans.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    let (n, median, p90, max) = (spans.len(), at(50), at(90), at(100));
    println!("{what}: n {n}, median {median:.2} ms, p90 {p90:.2} ms, max {max:.2} ms");
    max
}
