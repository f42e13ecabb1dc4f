//! `gascli daemon upgrade`: the supervisor becomes another program, and nobody notices.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use nix::sys::signal::Signal;

use super::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text};

/// A name for the binary under test, as an operator's new version has one.
fn other_name(home: &Home) -> String {
    let program = home.path("gascli-next");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_gascli"), &program).unwrap();
    program.display().to_string()
}

#[test]
fn twenty_upgrades_change_no_pid_lose_no_line_and_no_client_notices() {
    let home = Home::new();
    let count = "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.005; done";
    home.ok(&["start", "counter", "--", "bash", "--norc", "-c", count]);
    home.ok(&["start", "quiet", "--", "sleep", "1000"]);
    let program = other_name(&home);
    let (before, quiet, supervisor) = (home.status("counter"), home.status("quiet"), home.supervisor());
    let (over, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for arguments in [&["ps"][..], &["start", "quiet"], &["restart", "other", "--", "sleep", "1000"]] {
            let (home, over, asked) = (&home, &over, &asked);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let output = home.run(arguments);
                    if !output.status.success() {
                        over.store(true, Ordering::Relaxed);
                        panic!("{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
                    }
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for _ in 0..20 {
            let now = asked.load(Ordering::Relaxed);
            let said = home.run(&["daemon", "upgrade", "--program", &program]);
            if !said.status.success() || over.load(Ordering::Relaxed) {
                over.store(true, Ordering::Relaxed);
                panic!("{}{}", text(&said.stdout), text(&said.stderr));
            }
            wait("clients to be served", || {
                (asked.load(Ordering::Relaxed) > now || over.load(Ordering::Relaxed)).then_some(())
            });
        }
        over.store(true, Ordering::Relaxed);
    });
    assert_eq!(home.supervisor(), supervisor, "it stays the same process");
    for (name, before) in [("counter", &before), ("quiet", &quiet)] {
        let after = home.status(name);
        assert_eq!((&after["pid"], &after["shim_pid"]), (&before["pid"], &before["shim_pid"]), "{name}");
        assert_eq!((&after["restarts"], &after["run"]), (&0.into(), &1.into()), "{name}");
    }
    home.ok(&["stop", "counter"]);
    let log = home.ok(&["logs", "counter", "--raw", "-n", "1000000"]);
    let numbers: Vec<usize> = log.lines().filter_map(|line| line.strip_prefix("line ")?.parse().ok()).collect();
    assert!(numbers.len() > 20, "{log}");
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "a line is missing or moved");
}

#[test]
fn a_program_that_cannot_take_over_is_refused_and_the_old_one_goes_on() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let (before, supervisor) = (home.status("a"), home.supervisor());
    let once = home.path("once");
    let answers = "echo gascli 9.9.9; test $1 = --version || chmod -x \"$0\"";
    let older = home.path("older");
    for (program, script) in [(&once, answers), (&older, "test $1 = --version && echo gascli 0.0.9")] {
        std::fs::write(program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    // Who may do everything may not run what nobody may run.
    for (program, says) in [
        (home.path("missing").display().to_string(), "cannot find the program"),
        ("/bin/true".to_owned(), "is no gascli"),
        (older.display().to_string(), "cannot go on for a running supervisor"),
        (once.display().to_string(), "this version goes on"),
    ] {
        let output = home.run(&["daemon", "upgrade", "--program", &program]);
        assert_eq!(output.status.code(), Some(2), "{program}");
        assert!(text(&output.stderr).contains(says), "{program}: {}", text(&output.stderr));
        assert_eq!(home.supervisor(), supervisor);
    }
    assert_eq!(home.status("a")["pid"], before["pid"]);
    assert!(home.ok(&["stop", "a"]).contains("stopped"));
}

#[test]
fn a_stop_that_is_under_way_is_answered_by_the_version_that_comes() {
    let home = Home::new();
    let ready = home.path("ready");
    let go = home.path("go");
    let script =
        format!("trap '' TERM; echo > {}; while [ ! -e {} ]; do sleep 0.05; done", ready.display(), go.display());
    home.ok(&["start", "a", "--kill-timeout", "5m", "--", "sh", "-c", &script]);
    wait("the trap", || ready.exists().then_some(()));
    let child = pid(&home.status("a")["pid"]);
    let mut stop = home.command(&["stop", "a"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    wait("the stop", || Some(()).filter(|()| home.status("a")["state"] == "stopping"));
    home.ok(&["daemon", "upgrade"]);
    assert!(stop.try_wait().unwrap().is_none(), "it waits across the upgrade");
    std::fs::write(&go, "").unwrap();
    assert!(stop.wait().unwrap().success());
    assert!(!alive(child));
    assert_eq!(home.status("a")["state"], "stopped");
}

#[test]
fn after_an_upgrade_a_killed_shim_is_replaced_with_what_its_service_was_started_with() {
    let home = Home::new();
    let said = home.path("said");
    let script = format!("echo $GREETING >> {}; exec sleep 100", said.display());
    let started = home.run_with(&["start", "a", "--", "sh", "-c", &script], &[("GREETING", "good day")]);
    assert!(started.status.success(), "{}", text(&started.stderr));
    wait("its word", || Some(()).filter(|()| lines(&said).len() == 1));
    home.ok(&["daemon", "upgrade"]);
    strike(pid(&home.status("a")["shim_pid"]), Signal::SIGKILL);
    wait("its successor's word", || Some(()).filter(|()| lines(&said).len() == 2));
    assert_eq!(lines(&said), ["good day", "good day"]);
}

#[test]
fn what_only_a_later_version_understands_is_refused_without_hanging_up() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let stream = UnixStream::connect(home.below.join("state/supervisor.sock")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answers = BufReader::new(stream);
    let mut ask = |request: &str| {
        answers.get_mut().write_all(format!("{request}\n").as_bytes()).unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        serde_json::from_str::<serde_json::Value>(&line).unwrap()
    };
    let refused = ask(r#"{"schema":"gascli/1","op":"explode","fuse_ms":5}"#);
    assert_eq!((&refused["answer"], &refused["code"]), (&"refused".into(), &"unknown-request".into()));
    assert_eq!(ask(r#"{"schema":"gascli/1","op":"status"}"#)["answer"], "services", "the connection goes on");
}

#[test]
fn the_newest_report_of_a_crash_is_named_by_daemon_status() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    assert!(!home.ok(&["daemon", "status"]).contains("crash report"));
    let reports = home.below.join("state/crashes");
    std::fs::create_dir(&reports).unwrap();
    for name in ["1795295390756-supervisor.txt", "1795295394906-shim-a.txt"] {
        std::fs::write(reports.join(name), "a report").unwrap();
    }
    assert!(home.ok(&["daemon", "status"]).contains("crashes/1795295394906-shim-a.txt"));
}
