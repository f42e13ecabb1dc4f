//! Events and their delivery: what happens to services is told, once each in the journal, at least once to channels.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::supervisor::{pid, wait};
use crate::support::{Home, strike, text};

impl Home {
    fn events(&self, arguments: &[&str]) -> Vec<Value> {
        let all = [&["events", "--json", "-n", "100"], arguments].concat();
        self.ok(&all).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Kinds of the events of a service.
    fn kinds(&self, service: &str) -> Vec<String> {
        self.events(&[service]).iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
    }

    fn write_config(&self, text: &str) {
        std::fs::create_dir_all(self.below.join("config")).unwrap();
        std::fs::write(self.below.join("config/gascli.toml"), text).unwrap();
    }

    fn start_and_stop(&self, name: &str) {
        self.ok(&["start", name, "--", "sleep", "1000"]);
        self.ok(&["stop", name]);
    }

    /// Processes that deliver.
    fn helpers(&self) -> Vec<u32> {
        let is_helper = |pid: &u32| {
            std::fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.contains("\0notify\0"))
        };
        self.processes().into_iter().filter(is_helper).collect()
    }

    fn cursor(&self, channel: &str) -> Value {
        let path = self.below.join(format!("state/notify/{channel}.json"));
        std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }
}

/// A web server on this machine that keeps what it is sent, and answers by a script.
struct Inbox {
    port: u16,
    received: Receiver<Value>,
}

impl Inbox {
    /// Answers with these heads in turn, with the last one for ever.
    fn new(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (told, received) = channel();
        // Ends with the test's process; its receiver may be gone before.
        std::thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                serve_one(stream.unwrap(), answers[index.min(answers.len() - 1)], &told);
            }
        });
        Self { port, received }
    }

    fn next(&self, what: &str) -> Value {
        let limit = Duration::from_secs(30);
        self.received.recv_timeout(limit).unwrap_or_else(|_| panic!("waited {limit:?} in vain for {what}"))
    }
}

fn serve_one(mut stream: TcpStream, answer: &str, told: &Sender<Value>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return; // whoever asked was killed
    }
    let body = serde_json::from_slice(&body).unwrap_or_else(|_| Value::String(text(&body)));
    let _ = told.send(body);
    if answer == "silent" {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest); // until the other side gives up
        return;
    }
    let _ = write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
}

#[test]
fn each_turn_of_a_service_is_told_once_and_survives_the_supervisor() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    assert_eq!(home.kinds("web"), ["started", "ready"]);
    strike(pid(&home.status("web")["pid"]), Signal::SIGKILL);
    wait("the crash and the restart to be told", || {
        Some(home.kinds("web")).filter(|kinds| *kinds == ["started", "ready", "crashed", "ready"])
    });
    home.ok(&["stop", "web"]);
    home.ok(&["start", "once", "--", "true"]);
    wait("the end to be told", || home.kinds("once").contains(&"done".into()).then_some(()));
    strike(home.supervisor(), Signal::SIGKILL);
    home.ok(&["ps", "--exit-zero"]);
    let all = home.events(&[]);
    let numbers: Vec<u64> = all.iter().map(|event| event["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<u64>>(), "{all:?}");
    assert_eq!(home.kinds("web"), ["started", "ready", "crashed", "ready", "stopped"], "nothing is told twice");
    let crash = &home.events(&["web", "--kind", "crashed"])[0];
    assert_eq!((&crash["exit"]["signal"], &crash["run"]), (&9.into(), &1.into()));
    assert_eq!(home.events(&["--since", "2040-01-01T00:00:00Z"]), Vec::<Value>::new());
    let mode = std::fs::metadata(home.below.join("state/events.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_happened_while_no_supervisor_ran_is_told_late_with_its_time() {
    let home = Home::new();
    home.ok(&["start", "web", "--restart-delay", "1ms", "--", "sleep", "1000"]);
    let first = pid(&home.status("web")["pid"]);
    strike(home.supervisor(), Signal::SIGKILL);
    strike(first, Signal::SIGTERM);
    wait("the exit to be noted", || (!home.exits("web").is_empty()).then_some(()));
    let ended = home.exits("web")[0]["ended_at_ms"].clone();
    home.ok(&["ps", "--exit-zero"]);
    let late = wait("the exit to be told", || home.events(&["web", "--kind", "crashed"]).into_iter().next());
    assert_eq!((&late["while_away"], &late["at_ms"], &late["exit"]["signal"]), (&true.into(), &ended, &15.into()));
    assert!(home.ok(&["events", "web"]).contains("SIGTERM (while no supervisor ran)"));
    home.ok(&["daemon", "stop"]);
    home.ok(&["daemon", "start"]);
    assert_eq!(home.events(&["web", "--kind", "crashed"]).len(), 1);
}

#[test]
fn events_are_followed_as_they_come() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let mut following =
        home.command(&["events", "web", "--follow", "--json", "-n", "1"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(following.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap()["kind"].clone();
    assert_eq!(next(), "ready");
    home.ok(&["stop", "web"]);
    assert_eq!(next(), "stopped");
    strike(following.id(), Signal::SIGINT);
    assert_eq!(following.wait().unwrap().code(), Some(0));
}

#[test]
fn a_webhook_is_tried_again_until_it_takes_the_message_and_gets_each_once() {
    let home = Home::new();
    let inbox = Inbox::new(&["500 Internal Server Error", "429 Too Many Requests\r\nretry-after: 1", "200 OK"]);
    home.write_config(&format!(
        "[notify.ops]\nwebhook = 'http://127.0.0.1:{}/s3cret'\nallow_private = true\nservices = ['web']\n\
         events = ['stopped', 'done']\ntemplate = '{{\"said\": \"{{text}}\", \"of\": \"{{service}}\"}}'\n",
        inbox.port
    ));
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    home.ok(&["start", "other", "--", "true"]);
    home.ok(&["stop", "web"]);
    for attempt in ["the first attempt", "the second attempt", "the third attempt"] {
        assert_eq!(inbox.next(attempt)["of"], "web");
    }
    wait("the delivery to be noted", || home.cursor("ops")["delivered_at_ms"].is_u64().then_some(()));
    assert!(inbox.received.try_recv().is_err(), "once is enough");
    // No output, error or log tells the address.
    let shown = [
        home.ok(&["notify", "list"]),
        home.ok(&["notify", "list", "--json"]),
        std::fs::read_to_string(home.below.join("state/supervisor.log")).unwrap(),
        home.cursor("ops").to_string(),
    ];
    assert!(shown.iter().all(|text| !text.contains("s3cret")), "{shown:?}");
}

#[test]
fn a_delivery_whose_helper_is_killed_is_made_by_the_next() {
    let home = Home::new();
    let inbox = Inbox::new(&["silent", "200 OK"]);
    home.write_config(&format!(
        "[notify.ops]\nwebhook = 'http://127.0.0.1:{}/'\nallow_private = true\nevents = ['stopped']\ntimeout = '1m'\n",
        inbox.port
    ));
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    home.ok(&["stop", "web"]);
    let first = inbox.next("the first attempt");
    let helper = home.helpers().first().copied();
    strike(helper.unwrap(), Signal::SIGKILL);
    home.ok(&["start", "web"]); // any event starts the next helper
    let again = inbox.next("the same message");
    assert_eq!((&first["number"], &first["kind"]), (&again["number"], &"stopped".into()));
}

#[test]
fn a_channel_that_hangs_holds_up_no_other() {
    let home = Home::new();
    let (hung, inbox) = (Inbox::new(&["silent"]), Inbox::new(&["204 No Content"]));
    let table = |name: &str, port: u16| {
        format!("[notify.{name}]\nwebhook = 'http://127.0.0.1:{port}/'\nallow_private = true\nevents = ['stopped']\n")
    };
    home.write_config(&format!("{}timeout = '1m'\n{}", table("hung", hung.port), table("ops", inbox.port)));
    home.start_and_stop("web");
    hung.next("the message that nobody answers");
    assert_eq!(inbox.next("the first message")["service"], "web");
    home.start_and_stop("db");
    assert_eq!(inbox.next("the message that came later")["service"], "db");
}

#[test]
fn a_flood_is_held_back_and_the_next_message_counts_it() {
    let home = Home::new();
    let inbox = Inbox::new(&["204 No Content"]);
    let table = format!(
        "[notify.ops]\nwebhook = 'http://127.0.0.1:{}/'\nallow_private = true\nevents = ['stopped']\nformat = 'slack'\n",
        inbox.port
    );
    home.write_config(&format!("{table}min_interval = '1h'\n"));
    for _ in 0..3 {
        home.start_and_stop("web");
    }
    home.start_and_stop("db");
    assert!(inbox.next("the first message")["text"].as_str().unwrap().starts_with("web stopped on "));
    assert!(inbox.next("the message of the other service")["text"].as_str().unwrap().starts_with("db stopped on "));
    wait("the others to be counted", || (home.cursor("ops")["suppressed"]["web stopped"] == 2).then_some(()));
    wait("the helper to end", || home.helpers().is_empty().then_some(()));
    home.write_config(&format!("{table}min_interval = '1ms'\n"));
    home.start_and_stop("web");
    let message = inbox.next("the next message of the first");
    assert!(message["text"].as_str().unwrap().contains("(2 more like it since the last message)"), "{message}");
}

#[test]
fn a_program_gets_the_event_as_json_and_in_its_environment() {
    let home = Home::new();
    let script = home.path("hook.sh");
    let said = home.path("said");
    std::fs::write(
        &script,
        format!("#!/bin/sh\n{{ cat; echo \"$GASCLI_EVENT_KIND $GASCLI_EVENT_SERVICE $GASCLI_EVENT_EXIT\"; }} > {0}.new && mv {0}.new {0}\n", said.display()),
    )
    .unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    home.write_config(&format!("[notify.script]\nexec = ['{}']\n", script.display()));
    home.ok(&["start", "web", "--restart-policy", "never", "--", "sleep", "1000"]);
    strike(pid(&home.status("web")["pid"]), Signal::SIGKILL);
    let said = wait("the program to be run", || std::fs::read_to_string(&said).ok());
    let (event, variables) = said.split_once('\n').unwrap();
    let event: Value = serde_json::from_str(event).unwrap();
    assert_eq!((&event["kind"], &event["service"]), (&"errored".into(), &"web".into()));
    assert_eq!(variables.trim(), "errored web SIGKILL");
}

#[test]
fn a_test_message_says_what_came_back_and_a_private_address_needs_a_word() {
    let home = Home::new();
    let inbox = Inbox::new(&["404 Not Found", "302 Found\r\nlocation: http://127.0.0.1:1/", "200 OK"]);
    let table = format!("[notify.ops]\nwebhook = 'http://127.0.0.1:{}/t0ken'\n", inbox.port);
    home.write_config(&table);
    let refused = home.run(&["notify", "test"]);
    let answer = text(&refused.stdout);
    assert_eq!(refused.status.code(), Some(1));
    assert!(answer.contains("not a public address") && answer.contains("allow_private"), "{answer}");
    assert!(inbox.received.try_recv().is_err(), "nothing was sent");
    home.write_config(&format!("{table}allow_private = true\n"));
    for (code, says) in [(1, "HTTP 404 Not Found"), (1, "redirects are not followed"), (0, "HTTP 200 OK")] {
        let output = home.run(&["notify", "test", "ops"]);
        let answer = text(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{answer}");
        assert!(answer.contains(says) && !answer.contains("t0ken"), "{answer}");
    }
    assert_eq!(home.run(&["notify", "test", "none"]).status.code(), Some(2));
    // The same by a variable and by a file.
    std::fs::write(home.below.join("config/address"), format!("http://127.0.0.1:{}/t0ken\n", inbox.port)).unwrap();
    home.write_config(
        "[notify.file]\nwebhook_file = 'address'\nallow_private = true\n[notify.gone]\nwebhook_env = 'GONE'\n",
    );
    assert!(home.ok(&["notify", "test", "file"]).contains("delivered: HTTP 200 OK"));
    let gone = text(&home.run(&["notify", "test", "gone"]).stdout);
    assert!(gone.contains("`GONE`"), "{gone}");
}

#[test]
fn a_mistake_in_a_channel_is_named_with_its_line_and_without_its_address() {
    let home = Home::new();
    home.write_config("[notify.ops]\nwebhook = 'https://h/t0ken'\nformt = 'slack'\n");
    let output = home.run(&["notify", "list"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("gascli.toml:3") && said.contains("formt") && !said.contains("t0ken"), "{said}");
}

#[test]
fn no_helper_is_left_when_everything_is_delivered() {
    let home = Home::new();
    home.write_config("[notify.ops]\nexec = ['true']\nevents = ['ready']\n");
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    wait("the delivery", || home.cursor("ops")["delivered_at_ms"].is_u64().then_some(()));
    wait("the helper to end", || home.helpers().is_empty().then_some(()));
}
