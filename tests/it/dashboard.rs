//! `gascli dashboard` without a terminal: one frame as text, a feed for another machine, and what it refuses.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, text, wait_for};

/// Exit status and stderr.
fn refused(home: &Home, arguments: &[&str]) -> (Option<i32>, String) {
    let output = home.run(arguments);
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    (output.status.code(), text(&output.stderr))
}

#[test]
fn without_a_terminal_it_names_what_works_without_one() {
    let (code, said) = refused(&Home::new(), &["dashboard"]);
    assert_eq!(code, Some(2));
    insta::assert_snapshot!(said, @r"
    error: the dashboard needs a terminal to draw on and to be typed at
    hint: `gascli dashboard --once` prints one frame
    ");
}

#[test]
fn one_frame_is_plain_text_of_the_size_that_was_asked_for() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    for (size, columns, rows) in [("60x16", 60, 16), ("80x24", 80, 24), ("160x45", 160, 45)] {
        let frame = home.ok(&["dashboard", "--once", "--size", size]);
        assert!(frame.contains("web"), "{frame}");
        assert!(frame.lines().count() <= rows && frame.lines().all(|line| line.chars().count() <= columns), "{frame}");
        assert!(frame.chars().all(|c| c == '\n' || !c.is_control()), "{frame:?}");
        assert!(frame.is_ascii(), "the locale is not UTF-8: {frame}");
    }
    let frame = text(&home.run_with(&["dashboard", "--once"], &[("LANG", "C.UTF-8")]).stdout);
    assert!(!frame.is_ascii(), "{frame}");
    for size in ["1x1", "2x1", "20x3"] {
        home.ok(&["dashboard", "--once", "--size", size]);
    }
}

#[test]
fn with_nothing_to_show_it_teaches_how_to_begin_and_starts_nothing() {
    let home = Home::new();
    let frame = home.ok(&["dashboard", "--once"]);
    assert!(frame.contains("gascli "), "{frame}");
    assert!(home.processes().is_empty());
}

#[test]
fn programs_read_the_facts_behind_the_frame() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let document = home.json(&["dashboard", "--once"]);
    assert_eq!(document["schema"], "gascli/1");
    let facts = document["facts"].as_array().unwrap();
    let of = |kind: &str| facts.iter().find(|fact| fact["fact"] == kind).unwrap_or_else(|| panic!("no {kind}"));
    assert_eq!(of("services")["of"][0]["status"]["name"], "web");
    assert_eq!(of("services")["of"][0]["stop_signal"], "SIGTERM");
    assert_eq!(of("supervisor")["of"]["state"], "up");
    assert_eq!(of("host")["of"]["version"], env!("CARGO_PKG_VERSION"));
    of("gpus");
    of("daemons");
}

#[test]
fn a_snapshot_is_for_its_owner_alone_and_names_neither_machine_nor_home() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sh", "-c", "echo from 203.0.113.7 in /home/alice/x; sleep 1000"]);
    let path = home.path("frame.txt");
    // What is to be masked must be in it; a log that a slow machine tells late is not.
    let frame = wait_for(Duration::from_mins(1), "a snapshot with the log", || {
        home.ok(&["dashboard", "--snapshot", "frame.txt", "--size", "160x45"]);
        Some(std::fs::read_to_string(&path).unwrap()).filter(|frame| frame.contains("from <address> in ~/x"))
    });
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(frame.contains("web"), "{frame}");
    assert!(!frame.contains("203.0.113.7") && !frame.contains("alice"), "{frame}");
    let (code, said) = refused(&home, &["dashboard", "--snapshot", "no/such/folder/x"]);
    assert!(code == Some(2) && said.contains("cannot write `no/such/folder/x`"), "{said}");
}

#[test]
fn a_feed_tells_facts_does_what_is_asked_and_ends_with_its_input() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let mut command = home.command(&["dashboard", "--feed", "--refresh", "500ms"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut asks = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), format!("gascli-feed/1 {}", env!("CARGO_PKG_VERSION")));
    let mut until = |is_it: &dyn Fn(&Value) -> bool| {
        let facts = lines.by_ref().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
        facts.take(1000).find(is_it).unwrap()
    };
    let is_web = |state: &'static str| {
        move |fact: &Value| fact["fact"] == "services" && fact["of"][0]["status"]["state"] == state
    };
    until(&is_web("online"));
    for (number, verb, service) in
        [(1, "stop", json!("web")), (2, "start", json!("nobody")), (3, "start", json!("web"))]
    {
        // What it does not know is passed over.
        writeln!(asks, "{{\"ask\": \"fly\"}}").unwrap();
        writeln!(asks, "{}", json!({"ask": "act", "action": number, "verb": verb, "service": service})).unwrap();
        let outcome = until(&|fact| fact["fact"] == "outcome");
        assert_eq!(outcome["of"]["action"], number);
        assert_eq!(outcome["of"]["is_done"], service == "web", "{outcome}");
        assert!(!outcome["of"]["text"].as_str().unwrap().contains('\n'));
    }
    until(&is_web("online"));
    drop(asks);
    let status = wait_for(Duration::from_secs(5), "the end of the feed", || child.try_wait().unwrap());
    assert!(status.success());
    assert_eq!(home.json(&["status", "web"])["services"][0]["state"], "online");
}

#[test]
fn a_feed_without_a_supervisor_starts_none_until_it_is_asked_to() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    home.ok(&["daemon", "stop"]);
    let mut child =
        home.command(&["dashboard", "--feed"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut asks = child.stdin.take().unwrap();
    let mut facts = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let supervisor = |fact: &Value| fact["fact"] == "supervisor";
    assert_eq!(facts.find(supervisor).unwrap()["of"]["state"], "down");
    assert_eq!(home.json(&["daemon", "status"])["running"], false);
    writeln!(asks, "{}", json!({"ask": "act", "action": 1, "verb": "start-supervisor", "service": null})).unwrap();
    assert_eq!(facts.find(|fact| fact["fact"] == "outcome").unwrap()["of"]["is_done"], true);
    assert!(facts.find(|fact| supervisor(fact) && fact["of"]["state"] == "up").is_some());
    drop(asks);
    child.wait().unwrap();
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    let home = Home::new();
    for (arguments, wanted) in [
        (&["dashboard", "--once", "--ssh=-oProxyCommand=x"][..], "`-oProxyCommand=x` is no destination for ssh"),
        (&["dashboard", "--once", "--size", "0x9"], "`0x9` is no size"),
        (&["dashboard", "--once", "--refresh", "1ms"], "`1ms` is not within 500ms and 1m"),
        (&["dashboard", "--once", "--theme", "pink"], "colour-blind"),
        (&["dashboard", "--once", "--demo", "--ssh", "a"], "cannot be used with"),
    ] {
        let (code, said) = refused(&home, arguments);
        assert!(code == Some(2) && said.contains(wanted), "{arguments:?}: {said}");
    }
    let keys = home.below.join("config/keys.toml");
    std::fs::create_dir_all(keys.parent().unwrap()).unwrap();
    std::fs::write(&keys, "quit = [\"q\"]\nfly = \"f\"\n").unwrap();
    let (code, said) = refused(&home, &["dashboard", "--once"]);
    assert!(code == Some(2) && said.contains("keys.toml` line 2") && said.contains("fly"), "{said}");
}

#[test]
fn a_machine_that_cannot_be_reached_is_named_with_what_ssh_said() {
    let home = Home::new();
    let ssh = home.path("ssh");
    std::fs::write(&ssh, "#!/bin/sh\necho 'ssh: connect to host far port 22: Connection refused' >&2\nexit 255\n")
        .unwrap();
    std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).unwrap();
    let output = home.run_with(&["dashboard", "--once", "--ssh", "me@far"], &[("GASCLI_SSH", ssh.to_str().unwrap())]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @r"
    error: cannot show `me@far`: ssh: connect to host far port 22: Connection refused
    hint: `ssh me@far gascli --version` must work; `--remote-gascli PATH` says where gascli is there
    ");
}
