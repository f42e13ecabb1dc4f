//! `gascli logs`: the real binary on logs that the library's writer wrote.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Home, wait_for};
use gascli::supervisor::LogPolicy;
use gascli::supervisor::logs::{LogWriter, Stream};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const LIMIT: Duration = Duration::from_secs(20);

fn writer(home: &Path, service: &str, segment_bytes: u64) -> LogWriter {
    let policy = LogPolicy { segment_bytes, total_bytes: 1 << 30, ..LogPolicy::default() };
    LogWriter::open(&home.join("state/logs").join(service), &policy).unwrap()
}

fn gascli(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gascli"));
    command.env_clear().env("GASCLI_HOME", home).env("TZ", "UTC").arg("logs").args(arguments);
    command
}

/// Exit status, stdout, stderr.
fn answer(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = gascli(home, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// Ends with the test, also with one that fails.
struct Follower(Child);

impl Follower {
    fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut command = gascli(home, arguments);
        Self(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < LIMIT, "`logs --follow` did not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What `read` gives; panics if that takes too long.
fn within<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(read()));
    receiver.recv_timeout(LIMIT).expect("nothing came")
}

fn first_line(output: impl Read + Send + 'static) -> String {
    within(move || {
        let mut line = String::new();
        BufReader::with_capacity(16, output).read_line(&mut line).unwrap();
        line
    })
}

fn words(text: &str, skip: usize) -> Vec<String> {
    text.lines().map(|line| line.splitn(skip + 1, ' ').nth(skip).unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_last_fifty_lines_are_shown_with_time_and_stream_in_front() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = writer(home.path(), "miner", 500);
    for line in 0..100 {
        let stream = if line % 2 == 0 { Stream::Out } else { Stream::Err };
        writer.append(1, stream, format!("line {line}\n").as_bytes()).unwrap();
    }
    let (status, out, err) = answer(home.path(), &["miner"]);
    assert_eq!((status, err.as_str()), (0, ""));
    let expected: Vec<String> =
        (50..100).map(|line| format!("{} line {line}", if line % 2 == 0 { "|" } else { "!" })).collect();
    assert_eq!(words(&out, 1), expected);
    let time: jiff::Timestamp = out.split(' ').next().unwrap().parse().unwrap();
    assert!(jiff::Timestamp::now().duration_since(time).as_secs() < 60, "{time}");
    for (arguments, count) in [(["-n", "3"], 3), (["--tail", "7"], 7), (["--lines", "all"], 100), (["-n", "0"], 0)] {
        assert_eq!(answer(home.path(), &arguments).1.lines().count(), count, "{arguments:?}");
    }
}

#[test]
fn lines_can_be_chosen_by_text_stream_run_time_and_level() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = writer(home.path(), "miner", 64 << 20);
    for (run, stream, text) in [
        (1, Stream::Out, "INFO one\n"),
        (1, Stream::Err, "ERROR two\n"),
        (2, Stream::Out, "\x1b[33mWARN\x1b[0m three\n"),
        (3, Stream::Out, "INFO four\nno newline"),
    ] {
        writer.append(run, stream, text.as_bytes()).unwrap();
    }
    let chosen = |arguments: &[&str]| words(&answer(home.path(), &[&["--raw"], arguments].concat()).1, 0);
    assert_eq!(chosen(&["--grep", "^[IE].*o"]), ["INFO one", "ERROR two", "INFO four"]);
    assert_eq!(chosen(&["--grep", "^WARN three"]), ["\x1b[33mWARN\x1b[0m three"]);
    assert_eq!(chosen(&["--err"]), ["ERROR two"]);
    assert_eq!(chosen(&["--run", "current"]), ["INFO four", "no newline"]);
    assert_eq!(chosen(&["--run", "previous"]), ["\x1b[33mWARN\x1b[0m three"]);
    assert_eq!(chosen(&["--run", "1", "--out"]), ["INFO one"]);
    assert_eq!(chosen(&["--level", "warn"]), ["ERROR two", "\x1b[33mWARN\x1b[0m three"]);
    assert_eq!(chosen(&["--since", "1h"]).len(), 5);
    assert!(chosen(&["--until", "1h"]).is_empty());
    for wrong in [["--grep", "("], ["--since", "soon"], ["--run", "last"], ["-n", "-1"]] {
        assert_eq!(answer(home.path(), &wrong).0, 2, "{wrong:?}");
    }
}

#[test]
fn json_is_one_object_a_line() {
    let home = tempfile::tempdir().unwrap();
    writer(home.path(), "miner", 500).append(7, Stream::Err, b"a \"quoted\" \xff line\n").unwrap();
    let (status, out, _) = answer(home.path(), &["--json"]);
    let mut line: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
    let time = line["time"].take();
    let time = time.as_str().unwrap();
    assert!(time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok() && time.len() == 27, "{time}");
    let expected = serde_json::json!({
        "service": "miner", "time": null, "stream": "err", "run": 7, "line": "a \"quoted\" \u{fffd} line"
    });
    assert_eq!((status, line), (0, expected));
}

#[test]
fn raw_prints_the_very_bytes_of_the_service() {
    let home = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..50_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let mut writer = writer(home.path(), "miner", 5000);
    for chunk in bytes.chunks(777) {
        writer.append(1, Stream::Out, chunk).unwrap();
    }
    writer.append(1, Stream::Note, b"a remark of the shim's\n").unwrap();
    let output = gascli(home.path(), &["miner", "--raw", "-n", "all"]).output().unwrap();
    assert!(output.stdout == bytes, "{} of {} bytes", output.stdout.len(), bytes.len());
}

#[test]
fn logs_of_several_services_are_merged_by_time() {
    let home = tempfile::tempdir().unwrap();
    let mut writers = [writer(home.path(), "miner", 300), writer(home.path(), "validator", 300)];
    for line in 0..30 {
        writers[line % 2].append(1, Stream::Out, format!("{line}\n").as_bytes()).unwrap();
        // Times have microseconds; two lines of one microsecond have no order.
        let now = Instant::now();
        while now.elapsed() < Duration::from_micros(5) {}
    }
    let (_, out, _) = answer(home.path(), &[]);
    let expected: Vec<String> =
        (0..30).map(|line| format!("{} | {line}", ["miner    ", "validator"][line % 2])).collect();
    assert_eq!(words(&out, 1), expected);
    assert_eq!(answer(home.path(), &["validator", "--raw"]).1.lines().count(), 15);
}

#[test]
fn an_unknown_name_is_an_error_that_names_the_nearest() {
    let home = tempfile::tempdir().unwrap();
    writer(home.path(), "sn34-validator", 500).append(1, Stream::Out, b"x\n").unwrap();
    let (status, out, err) = answer(home.path(), &["sn34-valdator"]);
    assert_eq!((status, out.as_str()), (2, ""));
    insta::assert_snapshot!(err, @r"
    error: no service is named `sn34-valdator`
    hint: did you mean `gascli logs sn34-validator`?
    ");
}

#[test]
fn a_damaged_index_is_said_once_and_hides_no_line() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = writer(home.path(), "miner", 100);
    for line in 0..20 {
        writer.append(1, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
    }
    for index in ["00000001.idx", "00000002.idx"] {
        std::fs::write(home.path().join("state/logs/miner").join(index), "damaged").unwrap();
    }
    let (status, out, err) = answer(home.path(), &["miner"]);
    assert_eq!((status, out.lines().count()), (0, 20));
    assert!(out.starts_with("- | line number 0\n"), "{out}");
    assert_eq!(err.matches("missing or damaged").count(), 1, "{err}");
}

#[test]
fn following_ends_by_itself_when_its_reader_goes_away() {
    let home = tempfile::tempdir().unwrap();
    writer(home.path(), "miner", 500).append(1, Stream::Out, b"first\nsecond\n").unwrap();
    let mut follower = Follower::start(home.path(), &["miner", "--follow"]);
    let line = first_line(follower.0.stdout.take().unwrap());
    // As `| head -1` does; and no further line comes that could break the pipe.
    assert!(line.ends_with("first\n"), "{line}");
    assert_eq!(follower.ended().code(), Some(0));
    let mut said = String::new();
    follower.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "");
}

#[test]
fn a_closed_pipe_ends_a_long_answer_quietly() {
    let home = tempfile::tempdir().unwrap();
    writer(home.path(), "miner", 64 << 20).append(1, Stream::Out, &b"line\n".repeat(200_000)).unwrap();
    let mut reader = Follower::start(home.path(), &["miner", "-n", "all"]);
    let line = first_line(reader.0.stdout.take().unwrap());
    assert_eq!((reader.ended().code(), line.ends_with("line\n")), (Some(0), true));
}

#[test]
fn ctrl_c_ends_following_with_success_also_when_nobody_reads() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        for backlog in [1, 100_000] {
            let home = tempfile::tempdir().unwrap();
            let lines = b"line\n".repeat(backlog);
            writer(home.path(), "miner", 64 << 20).append(1, Stream::Out, &lines).unwrap();
            let mut follower = Follower::start(home.path(), &["miner", "--follow", "-n", "all"]);
            let mut out = follower.0.stdout.take().unwrap();
            // Kept open, and not read from any more.
            let _out = within(move || out.read_exact(&mut [0]).map(|()| out)).unwrap();
            kill(Pid::from_raw(i32::try_from(follower.0.id()).unwrap()), signal).unwrap();
            let status = follower.ended();
            assert_eq!((status.code(), status.signal()), (Some(0), None), "{signal} with {backlog} lines");
        }
    }
}

#[test]
fn rotation_while_following_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut log = writer(home.path(), "miner", 4096);
    let mut follower = Follower::start(home.path(), &["miner", "--follow", "--raw", "-n", "all"]);
    let mut out = follower.0.stdout.take().unwrap();
    let expected = (0..20_000).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n");
    let bytes = expected.clone().into_bytes();
    let writing = std::thread::spawn(move || {
        for (at, chunk) in bytes.chunks(61).enumerate() {
            // As a service that is started again does.
            if at % 500 == 0 {
                log = writer(home.path(), "miner", 4096);
            }
            log.append(u32::try_from(at / 500).unwrap() + 1, Stream::Out, chunk).unwrap();
        }
        home
    });
    let length = expected.len();
    let found = within(move || {
        let mut found = vec![0; length];
        out.read_exact(&mut found).map(|()| found)
    });
    let found = found.unwrap();
    assert!(found == expected.as_bytes(), "lines were lost, doubled or moved");
    drop(writing.join().unwrap());
}

#[test]
fn a_service_without_a_log_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("state/services/miner")).unwrap();
    let (status, out, err) = answer(home.path(), &["miner"]);
    assert_eq!((status, out.as_str(), err.as_str()), (0, "", "`miner` has written nothing yet\n"));
    for arguments in [&["miner", "-f"][..], &["-f"]] {
        let _ = std::fs::remove_dir_all(home.path().join("state/logs"));
        let mut follower = Follower::start(home.path(), arguments);
        let said = first_line(follower.0.stderr.take().unwrap());
        assert!(said.contains("has written"), "{said}");
        writer(home.path(), "miner", 500).append(1, Stream::Out, b"here I am\n").unwrap();
        let line = first_line(follower.0.stdout.take().unwrap());
        assert!(line.ends_with("| here I am\n"), "{arguments:?}: {line}");
    }
}

/// Runs the helper that the supervisor starts when a segment was closed.
fn tend(home: &Path) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gascli"));
    assert!(command.arg("tend").arg(home.join("state")).status().unwrap().success());
}

fn files(folder: &Path, ending: &str) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(ending)).count()
}

#[test]
fn compressed_segments_read_as_before_also_by_those_who_follow_meanwhile() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = writer(home.path(), "miner", 5000);
    for line in 0..2000 {
        let stream = if line % 3 == 0 { Stream::Err } else { Stream::Out };
        writer.append(line / 500 + 1, stream, format!("line {line}\n").as_bytes()).unwrap();
    }
    let asked: [&[&str]; 6] = [
        &["-n", "all"],
        &["-n", "1500", "--json"],
        &["--raw", "-n", "all"],
        &["--grep", "9$"],
        &["--run", "2", "--err"],
        &["--since", "1h", "--level", "error"],
    ];
    let before = asked.map(|arguments| answer(home.path(), arguments));
    let mut follower = Follower::start(home.path(), &["miner", "--follow", "--raw", "-n", "all"]);
    let mut lines = BufReader::new(follower.0.stdout.take().unwrap());
    let (mut lines, begun) = within(move || {
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        (lines, first)
    });
    let folder = home.path().join("state/logs/miner");
    tend(home.path());
    assert!(files(&folder, ".log.zst") > 1 && files(&folder, ".log") == 1, "compressed");
    assert_eq!(asked.map(|arguments| answer(home.path(), arguments)), before);
    writer.append(5, Stream::Out, b"the last\n").unwrap();
    let expected = format!("{}the last\n", before[2].1);
    let length = expected.len() - begun.len();
    let rest = within(move || {
        let mut rest = vec![0; length];
        lines.read_exact(&mut rest).map(|()| rest)
    });
    assert!(begun + &String::from_utf8(rest.unwrap()).unwrap() == expected, "the follower lost or doubled something");
}

#[test]
fn a_damaged_compressed_segment_is_said_and_hides_no_other() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = writer(home.path(), "miner", 100);
    for line in 0..20 {
        writer.append(1, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
    }
    tend(home.path());
    std::fs::write(home.path().join("state/logs/miner/00000002.log.zst"), "damaged").unwrap();
    let (status, out, err) = answer(home.path(), &["miner", "-n", "all"]);
    assert_eq!(status, 0);
    assert!(out.contains("line number 0\n") && out.contains("line number 19\n"), "{out}");
    assert!(err.contains("00000002.log.zst` is damaged"), "{err}");
}

#[test]
fn clearing_asks_first_shows_what_it_would_do_and_empties_the_log_of_a_stopped_service() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/logs/miner");
    let mut log = writer(home.path(), "miner", 100);
    for line in 0..20 {
        log.append(3, Stream::Out, format!("line number {line}\n").as_bytes()).unwrap();
    }
    tend(home.path());
    let (status, _, err) = answer(home.path(), &["clear", "miner"]);
    assert!(status == 2 && err.contains("--yes"), "{err}");
    let (status, out, _) = answer(home.path(), &["clear", "--all", "--dry-run"]);
    assert!(status == 0 && out.starts_with("miner: would be cleared"), "{out}");
    assert_eq!(answer(home.path(), &["miner", "-n", "all"]).1.lines().count(), 20);
    let (status, out, _) = answer(home.path(), &["clear", "miner", "--yes"]);
    assert!(status == 0 && out.starts_with("miner: cleared"), "{out}");
    assert_eq!(answer(home.path(), &["miner", "-n", "all"]).1, "");
    assert_eq!((files(&folder, ".zst"), files(&folder, ".log"), files(&folder, ".idx")), (0, 1, 1));
    assert_eq!(answer(home.path(), &["clear", "mine", "--yes"]).0, 2);
}

#[test]
fn the_log_of_a_running_service_is_cleared_and_followed_on() {
    let home = Home::new();
    let script = "while read -r line; do echo \"$line\"; done < fifo; sleep 600";
    let fifo = home.path("fifo");
    nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
    home.ok(&["start", "web", "--", "sh", "-c", script]);
    let mut service = std::fs::OpenOptions::new().write(true).open(&fifo).unwrap();
    std::io::Write::write_all(&mut service, b"old\n").unwrap();
    wait_for(LIMIT, "the old line", || home.ok(&["logs", "web", "--raw"]).contains("old").then_some(()));
    let mut follower = home.command(&["logs", "web", "--raw", "--follow"]);
    let mut follower = Follower(follower.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(follower.0.stdout.take().unwrap());
    let (line, mut lines) = within(move || {
        let mut line = String::new();
        lines.read_line(&mut line).map(|_| (line, lines))
    })
    .unwrap();
    assert_eq!(line, "old\n");
    let said = home.ok(&["logs", "clear", "web", "--yes"]);
    assert!(said.starts_with("web: cleared"), "{said}");
    assert_eq!(home.ok(&["logs", "web", "--raw"]), "");
    std::io::Write::write_all(&mut service, b"new\n").unwrap();
    let followed = within(move || {
        let mut line = String::new();
        lines.read_line(&mut line).map(|_| line)
    });
    assert_eq!(followed.unwrap(), "new\n");
    assert_eq!(home.ok(&["logs", "web", "--raw"]), "new\n");
    let status = &home.json(&["status", "web"])["services"][0];
    assert_eq!((status["state"].as_str(), status["log_segment"].as_u64()), (Some("online"), Some(2)));
    home.ok(&["stop", "web"]);
}
