//! Who may talk to the supervisor, and what those who talk badly can do to others.

use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::supervisor::wait;
use crate::support::{Home, text};

const ASK: &[u8] = b"{\"schema\":\"gascli/1\",\"op\":\"status\"}\n";

fn connect(home: &Home) -> UnixStream {
    let stream = UnixStream::connect(home.below.join("state/supervisor.sock")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    stream
}

/// A home with a service, and the supervisor's pid.
fn busy_home() -> (Home, u32) {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let pid = home.supervisor();
    (home, pid)
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().mode() & 0o777
}

#[test]
fn hundreds_of_silent_connections_keep_nobody_out_and_take_no_answer_away() {
    let (home, pid) = busy_home();
    // Ends when it is told by a file, not by a clock: however slow the machine is, the stop is under way until then.
    let go = home.below.join("go");
    let script = format!("trap '' TERM; while [ ! -e '{}' ]; do sleep 0.1; done", go.display());
    home.ok(&["start", "slow", "--kill-timeout", "5m", "--", "bash", "--norc", "-c", &script]);
    let mut waiting = connect(&home);
    waiting.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    waiting.write_all(b"{\"schema\":\"gascli/1\",\"op\":\"stop\",\"name\":\"slow\"}\n").unwrap();
    wait("the stop to begin", || Some(()).filter(|()| home.status("slow")["state"] == "stopping"));
    let mut silent: Vec<UnixStream> = (0..400).map(|_| connect(&home)).collect();
    // Some of them are in the middle of a line that never ends.
    for stream in silent.iter_mut().step_by(3) {
        let _ = stream.write_all(b"{\"schema\":\"gas");
    }
    home.ok(&["start", "b", "--", "sleep", "100"]);
    assert_eq!(home.status("b")["state"], "online");
    std::fs::write(&go, "").unwrap();
    let mut answer = [0; 4096];
    let count = waiting.read(&mut answer).unwrap();
    assert!(text(&answer[..count]).contains("\"answer\":\"stopped\""), "{}", text(&answer[..count]));
    assert_eq!(home.supervisor(), pid);
    drop(silent);
}

#[test]
fn a_client_that_asks_and_never_reads_fills_no_memory_and_blocks_nobody() {
    let (home, pid) = busy_home();
    let mut deaf = connect(&home);
    // Ends when the supervisor listens no longer, since it is not read.
    let asked = (0..200_000).take_while(|_| deaf.write_all(ASK).is_ok()).count();
    assert!(asked < 200_000, "it was listened to for ever");
    home.ok(&["ps"]);
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < 48 << 10, "{peak} KiB at the peak");
    // Once it reads, it gets every answer that it asked for.
    let mut first = [0; 64];
    deaf.read_exact(&mut first).unwrap();
    assert!(text(&first).starts_with("{\"schema\":\"gascli/1\""));
}

#[test]
fn garbage_is_refused_in_words_and_hung_up_on() {
    let (home, pid) = busy_home();
    let long = vec![b'x'; 300 << 10];
    let nested = format!("{{\"schema\":\"gascli/1\",\"op\":{}1{}}}\n", "[".repeat(50_000), "]".repeat(50_000));
    let empty_lines = vec![b'\n'; 200 << 10];
    let cases: [(&[u8], &str); 6] = [
        (b"hello\n", "bad-request"),
        (b"\xff\xfe\0\n", "bad-request"),
        (b"{\"schema\":\"gascli/99\",\"op\":\"quit\"}\n", "bad-request"),
        (nested.as_bytes(), "bad-request"),
        (&empty_lines, "bad-request"),
        (&long, "too-long"),
    ];
    for (bytes, code) in cases {
        let mut stream = connect(&home);
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer); // a connection that is closed with bytes unread is reset
        let answer = text(&answer);
        assert!(answer.is_empty() || answer.contains(code), "{answer}");
        assert!(answer.matches("bad-request").count() <= 1, "told once: {answer}");
    }
    assert_eq!((home.supervisor(), home.status("a")["state"].as_str()), (pid, Some("online")));
}

#[test]
fn only_the_owner_can_reach_sockets_and_states() {
    let (home, _) = busy_home();
    for folder in ["state", "state/services", "state/services/a", "state/logs/a"] {
        assert_eq!(mode(&home.below.join(folder)) & 0o077, 0, "{folder}");
    }
    for file in ["state/supervisor.sock", "state/supervisor.log", "state/services/a/shim.sock"] {
        assert_eq!(mode(&home.below.join(file)), 0o600, "{file}");
    }
}

#[test]
fn a_state_folder_that_others_may_write_to_is_refused_with_the_way_out() {
    let home = Home::new();
    let state = home.below.join("state");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::set_permissions(&state, std::fs::Permissions::from_mode(0o777)).unwrap();
    let output = home.run(&["start", "a", "--", "sleep", "100"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("others may write to") && told.contains("chmod 700"), "{told}");
    assert!(home.processes().is_empty());
    std::fs::set_permissions(&state, std::fs::Permissions::from_mode(0o755)).unwrap();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    assert_eq!(mode(&state), 0o700);
}
