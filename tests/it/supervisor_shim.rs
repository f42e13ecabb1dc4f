//! What a shim is to its machine, what it starts a child with, and what outlives it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use gascli::supervisor::{Client, RestartPolicy, ServiceSpec};
use gascli::types::Paths;
use nix::sys::resource::{Resource, getrlimit};
use nix::sys::signal::Signal;

use super::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text, wait_for};

fn count(pid: u32, folder: &str) -> usize {
    std::fs::read_dir(format!("/proc/{pid}/{folder}")).unwrap().count()
}

#[test]
fn a_shim_at_rest_has_one_thread_eight_descriptors_and_a_name_of_its_own() {
    let home = Home::new();
    // A crash before: its record was brought to the disk by a thread.
    let script = "[ -e once ] || { : > once; exit 1; }; exec sleep 100";
    home.run(&["start", "keeper-of-a-long-name", "--restart-delay", "1ms", "--", "sh", "-c", script]);
    let status = wait("the second run", || {
        Some(home.status("keeper-of-a-long-name")).filter(|it| it["state"] == "online" && it["run"] == 2)
    });
    let shim = pid(&status["shim_pid"]);
    wait("one thread", || Some(()).filter(|()| count(shim, "task") == 1));
    assert!(count(shim, "fd") <= 8, "{} descriptors", count(shim, "fd"));
    let title = std::fs::read_to_string(format!("/proc/{shim}/cmdline")).unwrap();
    assert!(title.trim_end_matches('\0').starts_with("gascli shim keeper-of-a"), "{title:?}");
    let supervisor = std::fs::read_to_string(format!("/proc/{}/cmdline", home.supervisor())).unwrap();
    assert!(supervisor.starts_with("gascli\0supervise\0"), "{supervisor:?}");
}

/// The soft limit on the size of a process's core dumps.
fn core_limit(pid: u32) -> String {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn who_keeps_the_environment_of_a_service_leaves_no_core_dump_and_the_service_has_its_own_limit() {
    if getrlimit(Resource::RLIMIT_CORE).unwrap().1 < 8192 {
        return eprintln!("skipped 1 test: core dumps are not allowed here");
    }
    let home = Home::new();
    let plain = home.command(&["start", "a", "--", "sleep", "100"]);
    let mut limited = std::process::Command::new("/bin/sh");
    limited.args(["-c", "ulimit -S -c 8; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    limited.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = plain.get_current_dir() {
        limited.current_dir(folder);
    }
    let started = limited.output().unwrap();
    assert!(started.status.success(), "{}", text(&started.stderr));
    let status = home.status("a");
    assert_eq!([home.supervisor(), pid(&status["shim_pid"])].map(core_limit), ["0", "0"]);
    let own = core_limit(pid(&status["pid"]));
    assert!(["4096", "8192"].contains(&own.as_str()), "{own}, where 8 blocks of the shell's are expected");
}

#[test]
fn a_service_whose_supervisor_and_shim_are_both_killed_comes_back_with_its_environment() {
    let home = Home::new();
    let said = home.path("said");
    let script = format!("echo $GREETING $$ >> {}; exec sleep 100", said.display());
    for first in ["supervisor", "shim"] {
        let _ = std::fs::remove_file(&said);
        let started = home.run_with(&["restart", "a", "--", "sh", "-c", &script], &[("GREETING", "good day")]);
        assert!(started.status.success(), "{}", text(&started.stderr));
        let before = home.status("a");
        wait("its word", || Some(()).filter(|()| lines(&said).len() == 1));
        let (supervisor, shim) = (home.supervisor(), pid(&before["shim_pid"]));
        // Stopped, the one cannot see that the other dies.
        strike(supervisor, Signal::SIGSTOP);
        let order = if first == "shim" { [shim, supervisor] } else { [supervisor, shim] };
        for victim in order {
            strike(victim, Signal::SIGKILL);
        }
        let after = wait("a new child", || {
            Some(home.status("a")).filter(|it| it["state"] == "online" && it["pid"] != before["pid"])
        });
        assert!(!alive(pid(&before["pid"])));
        wait("its successor's word", || Some(()).filter(|()| lines(&said).len() == 2));
        assert_eq!(lines(&said), [format!("good day {}", before["pid"]), format!("good day {}", after["pid"])]);
    }
    // The next one tells what became of the one before.
    let events = std::fs::read_to_string(home.below.join("state/events.jsonl")).unwrap();
    assert!(events.contains("supervisor-crashed"), "{events}");
}

#[test]
fn a_service_that_was_stopped_or_is_done_stays_so_whoever_is_killed() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    home.run(&["start", "b", "--", "true"]);
    home.wait_state("b", "stopped");
    home.ok(&["stop", "a"]);
    strike(home.supervisor(), Signal::SIGKILL);
    for name in ["a", "b"] {
        assert_eq!(home.status(name)["state"], "stopped", "{name}");
    }
    assert!(!holds("services/a", &home) && !holds("services/b", &home), "nothing of it is kept in memory");
}

/// Whether memory holds what a service of this home was started with.
fn holds(below: &str, home: &Home) -> bool {
    let folder = home.below.canonicalize().unwrap().join("state").join(below);
    let kept = Path::new("/dev/shm").join(format!("gascli-{}", nix::unistd::getuid()));
    let entries = std::fs::read_dir(kept).unwrap().flatten();
    let texts = entries.map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default());
    texts.into_iter().any(|text| text.contains(&format!("\"{}\"", folder.display())))
}

#[test]
fn a_stop_is_the_last_word_even_if_the_supervisor_and_the_shim_die_of_it() {
    let home = Home::new();
    let ready = home.path("ready");
    let script = format!("trap '' TERM; echo > {}; while :; do sleep 0.05; done", ready.display());
    home.ok(&["start", "a", "--", "sh", "-c", &script]);
    wait("the trap", || ready.exists().then_some(()));
    let before = home.status("a");
    let mut stop = home.command(&["stop", "a"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    wait("the stop", || Some(()).filter(|()| home.status("a")["state"] == "stopping"));
    strike(home.supervisor(), Signal::SIGKILL);
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    stop.wait().unwrap();
    let after = home.status("a");
    assert!(after["pid"].is_null() && ["errored", "stopped"].contains(&after["state"].as_str().unwrap()), "{after}");
    assert!(!alive(pid(&before["pid"])));
}

#[test]
fn env_files_are_read_anew_at_each_start_and_a_broken_one_is_named_until_it_is_mended() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let (said, file) = (home.path("said"), home.path("some.env"));
    let script = format!("echo $GREETING $OVER $SHELLS >> {}; exec sleep 100", said.display());
    let delays = Duration::from_millis(20);
    let spec = ServiceSpec {
        restart: RestartPolicy { delay: delays, longest_delay: delays, ..RestartPolicy::default() },
        env_files: vec![home.path("other.env"), file.clone()],
        ..ServiceSpec::new("a".parse().unwrap(), ["sh", "-c", &script].map(str::to_owned).to_vec(), home.path(""))
    };
    let shells = [("GREETING", "shell"), ("SHELLS", "own")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let environment: BTreeMap<String, String> = std::env::vars().chain([home.mark()]).chain(shells).collect();
    std::fs::write(home.path("other.env"), "GREETING=other\nOVER=over\n").unwrap();
    std::fs::write(&file, "export GREETING='first one' # said twice\n").unwrap();
    Client::connect(&Paths::below(&home.below)).unwrap().unwrap().start(&spec, &environment).unwrap();
    wait("its word", || Some(()).filter(|()| lines(&said) == ["first one over own"]));
    std::fs::write(&file, "GREETING=second\n").unwrap();
    strike(pid(&home.status("a")["pid"]), Signal::SIGKILL);
    wait("its second word", || Some(()).filter(|()| lines(&said).last().unwrap() == "second over own"));
    std::fs::write(&file, "GREETING=third\nhalf a li").unwrap();
    strike(pid(&home.wait_state("a", "online")["pid"]), Signal::SIGKILL);
    let broken = home.wait_state("a", "waiting-restart");
    let names_it = || home.status("a")["reason"].as_str().is_some_and(|reason| reason.contains("some.env:2: "));
    wait("the line to be named", || Some(()).filter(|()| names_it()));
    assert_eq!(lines(&said).len(), 2, "{broken}");
    std::fs::remove_file(&file).unwrap();
    let is_missing = || home.status("a")["reason"].as_str().is_some_and(|reason| reason.contains("some.env`: No such"));
    wait("the missing file to be named", || Some(()).filter(|()| is_missing()));
    std::fs::write(&file, "GREETING=third\n").unwrap();
    wait("its third word", || Some(()).filter(|()| lines(&said).last().unwrap() == "third over own"));
}

#[test]
fn a_child_gets_three_descriptors_and_signals_as_any_program() {
    /// Signals 32 and 33 are out of everyone's reach.
    const OF_THE_C_LIBRARY: u64 = 3 << 31;
    let home = Home::new();
    // Whatever the one who called for it ignores.
    let start = format!("trap '' HUP PIPE QUIT; exec {} start a -- sleep 100", env!("CARGO_BIN_EXE_gascli"));
    let mut shell = std::process::Command::new("sh");
    let (key, value) = home.mark();
    shell.args(["-c", &start]).env(key, value).env("GASCLI_HOME", &home.below).current_dir(home.path(""));
    assert!(shell.output().unwrap().status.success());
    let child = pid(&home.status("a")["pid"]);
    let entries = std::fs::read_dir(format!("/proc/{child}/fd")).unwrap().flatten();
    let mut open: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    open.sort();
    assert_eq!(open, ["0", "1", "2"]);
    assert_eq!(std::fs::read_link(format!("/proc/{child}/fd/0")).unwrap(), Path::new("/dev/null"));
    let status = std::fs::read_to_string(format!("/proc/{child}/status")).unwrap();
    for field in ["SigBlk", "SigIgn", "SigCgt"] {
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        let set = u64::from_str_radix(line.split_whitespace().nth(1).unwrap(), 16).unwrap();
        assert_eq!(set & !OF_THE_C_LIBRARY, 0, "{line}");
    }
}

#[test]
fn a_service_that_prints_much_and_crashes_at_once_over_and_over_is_always_started_again() {
    let home = Home::new();
    let script = "head -c 300000 /dev/zero | tr '\\0' x; exit 1";
    let limits = ["--restart-delay", "0ms", "--max-restarts", "300"];
    home.run(&[&["start", "a"][..], &limits, &["--", "sh", "-c", script]].concat());
    let given_up = wait_for(Duration::from_mins(3), "the last crash", || {
        Some(home.status("a")).filter(|it| it["state"] == "errored")
    });
    assert_eq!((&given_up["run"], &given_up["last_exit"]["code"]), (&301.into(), &1.into()), "{given_up}");
    assert_eq!(home.exits("a").len(), 301);
}
