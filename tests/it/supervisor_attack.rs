//! What must hold when callers are odd, shims hang or die between two steps, and files vanish.

use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use super::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text};

/// The log of a service, once it has this text.
fn log_with(home: &Home, name: &str, word: &str) -> String {
    wait(&format!("{name} to say {word}"), || {
        Some(home.ok(&["logs", name, "--raw", "-n", "1000"])).filter(|log| log.contains(word))
    })
}

/// The binary, called by way of another program.
fn by_way_of(home: &Home, wrapper: &[&str], arguments: &[&str]) {
    let inner = home.command(arguments);
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(inner.get_program()).args(arguments).stdin(Stdio::null());
    command.envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let output = command.current_dir(home.path("")).output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn what_a_caller_ignores_or_blocks_reaches_neither_the_shim_nor_the_child() {
    let home = Home::new();
    let script = "grep ^Sig /proc/self/status; echo said; exec sleep 100";
    let start = ["start", "a", "--stop-signal", "SIGINT", "--", "sh", "-c", script];
    by_way_of(&home, &["env", "--ignore-signal", "--block-signal=CHLD,INT,TERM,USR1"], &start);
    let log = log_with(&home, "a", "said");
    let mask = |field: &str| {
        let line = log.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        u64::from_str_radix(line.trim_start_matches(':').trim(), 16).unwrap()
    };
    // The C library keeps signals 32 and 33 for itself.
    assert_eq!((mask("SigBlk"), mask("SigIgn") & !0x1_8000_0000), (0, 0), "{log}");
    strike(pid(&home.status("a")["pid"]), Signal::SIGKILL);
    wait("the exit to be seen", || home.exits("a").into_iter().next());
    wait("the next child", || Some(home.status("a")).filter(|it| it["state"] == "online"));
    let begun = Instant::now();
    home.ok(&["stop", "a"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "it obeys SIGINT");
}

#[test]
fn a_child_has_three_descriptors_no_terminal_and_the_umask_of_its_caller() {
    let home = Home::new();
    let file = home.path("file");
    let script = format!(
        "ls /proc/self/fd; readlink /proc/self/fd/0; cut -d' ' -f7 /proc/self/stat; rm -f {0}; : > {0}; \
         echo said $GREETING; exec sleep 100",
        file.display()
    );
    for (mask, mode, verb) in [("027", 0o640, "start"), ("022", 0o644, "restart")] {
        let caller = format!("exec 7</dev/null 9>/dev/null; umask {mask}; GREETING={mask} exec \"$@\"");
        by_way_of(&home, &["bash", "-c", &caller, "caller"], &[verb, "a", "--", "bash", "--norc", "-c", &script]);
        let log = log_with(&home, "a", &format!("said {mask}"));
        // The fourth is the folder that `ls` reads; the zero is "no terminal".
        assert!(log.contains(&format!("0\n1\n2\n3\n/dev/null\n0\nsaid {mask}\n")), "{log}");
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, mode, "umask {mask}");
    }
}

#[test]
fn an_adopted_service_whose_shim_is_killed_comes_back_with_its_environment_and_umask() {
    let home = Home::new();
    let file = home.path("file");
    let script = format!("rm -f {0}; : > {0}; echo said $GREETING $$; exec sleep 100", file.display());
    let caller = "umask 027; GREETING='good day' exec \"$@\"";
    by_way_of(&home, &["sh", "-c", caller, "caller"], &["start", "a", "--", "sh", "-c", &script]);
    strike(home.supervisor(), Signal::SIGKILL);
    let before = home.status("a"); // adopts it
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    let after = wait("a new child", || {
        Some(home.status("a")).filter(|it| it["state"] == "online" && it["pid"] != before["pid"])
    });
    log_with(&home, "a", &format!("said good day {}", after["pid"]));
    assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o640);
    assert_eq!(home.exits("a").len(), 1);
}

#[test]
fn a_shim_that_hangs_keeps_nobody_from_stopping_its_service() {
    let home = Home::new();
    for adopted in [false, true] {
        home.ok(&["start", "a", "--kill-timeout", "100ms", "--", "sleep", "100"]);
        let status = home.status("a");
        strike(pid(&status["shim_pid"]), Signal::SIGSTOP);
        if adopted {
            strike(home.supervisor(), Signal::SIGKILL);
        }
        let begun = Instant::now();
        home.ok(&["stop", "a"]);
        assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
        assert!(!alive(pid(&status["pid"])));
        assert_eq!(home.status("a")["state"], "stopped");
    }
}

#[test]
fn a_service_whose_shim_is_out_of_reach_is_not_called_stopped_before_it_is() {
    let home = Home::new();
    for verb in [&["stop", "a"][..], &["restart", "a"], &["delete", "a", "--yes"]] {
        home.ok(&["start", "a", "--", "sleep", "100"]);
        let before = pid(&home.status("a")["pid"]);
        strike(home.supervisor(), Signal::SIGKILL);
        std::fs::remove_file(home.service("a", "shim.sock")).unwrap();
        home.ok(verb);
        assert!(!alive(before), "{verb:?} left {before} alive");
    }
}

#[test]
fn what_a_killed_shim_leaves_is_found_even_without_its_variable_and_in_a_group_of_its_own() {
    let home = Home::new();
    let pids = home.path("pids");
    let script = format!("set -m; env -i sleep 100 & echo $! > {}; exec sleep 100", pids.display());
    home.ok(&["start", "a", "--", "bash", "--norc", "-c", &script]);
    let helper: u32 = wait("the helper", || lines(&pids).pop()).parse().unwrap();
    let before = home.status("a");
    home.forget_environment("a");
    strike(home.supervisor(), Signal::SIGKILL);
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    home.wait_state("a", "errored");
    wait("the helper to be gone", || Some(()).filter(|()| !alive(helper)));
}

#[test]
fn a_program_that_goes_to_the_background_is_ended_and_its_log_says_why() {
    let home = Home::new();
    let pids = home.path("pids");
    let script = format!("setsid sleep 100 & echo $! > {}; exit 0", pids.display());
    home.run(&["start", "a", "--", "sh", "-c", &script]);
    home.wait_state("a", "stopped");
    assert!(!alive(lines(&pids)[0].parse().unwrap()));
    assert!(home.ok(&["logs", "a"]).contains("1 processes outlived it"));
}

#[test]
fn one_service_that_cannot_be_deleted_keeps_none_of_the_others() {
    let home = Home::new();
    for name in ["a", "b"] {
        home.ok(&["start", name, "--", "sleep", "100"]);
    }
    std::fs::write(home.below.join("state/services/file"), "no service").unwrap();
    strike(home.supervisor(), Signal::SIGKILL);
    assert_eq!(home.status("file"), serde_json::Value::Null);
    // A mount point cannot be removed; here a file in the place of a's log stands for it.
    std::fs::remove_dir_all(home.below.join("state/logs/a")).unwrap();
    std::fs::write(home.below.join("state/logs/a"), "").unwrap();
    let output = home.run(&["delete", "--all", "--yes"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "b: deleted\n");
    assert_eq!(home.status("b"), serde_json::Value::Null);
}

#[test]
fn silent_connections_to_a_shim_do_not_keep_its_supervisor_out() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let before = home.status("a");
    strike(home.supervisor(), Signal::SIGKILL);
    let silent: Vec<UnixStream> =
        (0..20).map(|_| UnixStream::connect(home.service("a", "shim.sock")).unwrap()).collect();
    let after = home.status("a");
    assert_eq!((&after["pid"], &after["shim_pid"]), (&before["pid"], &before["shim_pid"]), "its shim was heard");
    drop(silent);
    home.ok(&["stop", "a"]);
}

#[test]
fn commands_with_different_temporary_folders_find_the_same_supervisor() {
    let home = Home::at(&"x".repeat(150));
    let run = |folder: &str, arguments: &[&str]| {
        let output = home.command(arguments).env("TMPDIR", folder).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    run("/no/such/folder", &["start", "a", "--", "sleep", "100"]);
    let before = home.supervisor();
    assert!(run("/var/tmp", &["start", "a"]).contains("runs already"));
    strike(before, Signal::SIGKILL);
    assert!(run("/var/tmp", &["ps"]).contains("online"));
    run("/", &["stop", "a"]);
    home.ok(&["daemon", "stop"]);
}

#[test]
fn an_answer_that_cannot_be_printed_is_an_error_and_a_reader_that_has_gone_is_none() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    for arguments in
        [&["ps"][..], &["ps", "--json"], &["daemon", "status"], &["logs", "a"], &["--help"], &["--version"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = home.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        // An empty log has nothing that could be lost.
        if arguments[0] != "logs" {
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert!(text(&output.stderr).contains("No space left"), "{arguments:?}: {}", text(&output.stderr));
        }
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{arguments:?}");
    }
}
