//! What the dashboard costs: from its start to the first frame with a service in it, its CPU while little and while much is
//! written, and its memory. The real binary on a real pseudo-terminal, real services.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::pty::{Winsize, openpty};

const GASCLI: &str = env!("CARGO_BIN_EXE_gascli");

/// What the acceptance points 1 and 25 ask for.
const FIRST_FRAME_MS: f64 = 50.0;
const IDLE_PERCENT: f64 = 1.0;
const BUSY_PERCENT: f64 = 5.0;
const MEMORY_MIB: f64 = 40.0;
const SERVICES: usize = 10;
/// What the kernel counts CPU time in, a second.
const TICKS: f64 = 100.0;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (starts, seconds) = if is_bench { (20, 20) } else { (2, 1) };
    let home = tempfile::tempdir().unwrap();
    for at in 0..SERVICES {
        // One line a second in all.
        let script = format!("sleep {at}; while :; do echo line of {at}; sleep {SERVICES}; done");
        gascli(home.path(), &["start", &format!("bench-{at}"), "--", "sh", "-c", &script]);
    }
    first_frame(home.path(), starts);
    cpu(home.path(), "idle, 10 services and 1 line/s", seconds, IDLE_PERCENT);
    let script = "i=0; while :; do for n in 1 2 3 4 5 6 7 8 9 10; do seq 100; done; sleep 0.1; done";
    gascli(home.path(), &["start", "a-busy", "--", "sh", "-c", script]);
    cpu(home.path(), "10,000 lines/s", seconds, BUSY_PERCENT);
    gascli(home.path(), &["stop", "--all"]);
    gascli(home.path(), &["daemon", "stop"]);
}

fn gascli(home: &Path, arguments: &[&str]) {
    let output = Command::new(GASCLI).args(arguments).env("GASCLI_HOME", home).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A dashboard on a terminal of 80 by 24.
struct Dashboard {
    child: Child,
    keyboard: File,
    shown: Arc<Mutex<Vec<u8>>>,
    begun: Instant,
}

impl Dashboard {
    fn start(home: &Path) -> Self {
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        let pair = openpty(Some(&size), None).unwrap();
        let slave = File::from(pair.slave);
        let end = || Stdio::from(slave.try_clone().unwrap());
        let begun = Instant::now();
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait", GASCLI, "dashboard"]).env("GASCLI_HOME", home);
        command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let mut master = File::from(pair.master);
        let keyboard = master.try_clone().unwrap();
        let shown = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut part = [0; 16 << 10];
            while let Ok(count @ 1..) = master.read(&mut part) {
                let mut seen = seen.lock().unwrap();
                seen.extend_from_slice(&part[..count]);
                let surplus = seen.len().saturating_sub(1 << 20);
                seen.drain(..surplus);
            }
        });
        Self { child, keyboard, shown, begun }
    }

    /// How long it took until this was shown.
    fn until(&self, text: &str) -> Duration {
        loop {
            if self.shown.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
                return self.begun.elapsed();
            }
            assert!(self.begun.elapsed() < Duration::from_secs(30), "`{text}` is not shown");
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    fn quit(mut self) {
        self.keyboard.write_all(b"q").unwrap();
        assert!(self.child.wait().unwrap().success());
    }

    /// CPU time of all its threads, and of helpers that have ended.
    fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        fields[11..15].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / TICKS
    }

    /// Resident memory, and that of it which is its own alone, in MiB.
    fn memory_mib(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
        };
        (field("VmRSS:"), field("RssAnon:"))
    }
}

fn first_frame(home: &Path, times: usize) {
    let mut spans: Vec<f64> = (0..times)
        .map(|_| {
            let dashboard = Dashboard::start(home);
            let span = dashboard.until("bench-0").as_secs_f64() * 1e3;
            dashboard.quit();
            span
        })
        .collect();
    spans.sort_by(f64::total_cmp);
    let (median, worst) = (spans[times / 2], spans[times - 1]);
    println!("first frame with a service in it, process included: n {times}, median {median:.1} ms, max {worst:.1} ms");
    goal(median, FIRST_FRAME_MS, "ms");
}

fn cpu(home: &Path, what: &str, seconds: u64, wanted: f64) {
    let dashboard = Dashboard::start(home);
    dashboard.until("bench-0");
    std::thread::sleep(Duration::from_secs(1)); // the start costs more
    let (before, begun) = (dashboard.cpu_seconds(), Instant::now());
    std::thread::sleep(Duration::from_secs(seconds));
    let percent = (dashboard.cpu_seconds() - before) / begun.elapsed().as_secs_f64() * 100.0;
    let (resident, own) = dashboard.memory_mib();
    dashboard.quit();
    println!("{what}: {percent:.2} % of a core over {seconds} s");
    goal(percent, wanted, "%");
    println!("  memory: {resident:.1} MiB resident, {own:.1} MiB of it not the program's file");
    goal(resident, MEMORY_MIB, "MiB");
}

fn goal(found: f64, wanted: f64, unit: &str) {
    let verdict = if found <= wanted { "reached" } else { "MISSED" };
    println!("  goal {wanted} {unit}: {verdict}, {:.2} of it", found / wanted);
}
