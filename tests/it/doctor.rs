//! `gascli doctor`: nodes that are set up well, badly, or not at all.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use gascli::doctor::Id;
use jiff::{SignedDuration, Timestamp};
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::support::{Home, strike, text, wait_for};

/// A web server on loopback that answers everything alike, until dropped.
struct Server {
    port: u16,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// With this status, this body, and a clock that is so many seconds ahead.
    fn new(status: u16, body: &'static str, ahead: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, stopped) = (listener.local_addr().unwrap().port(), Arc::new(AtomicBool::new(false)));
        let ended = Arc::clone(&stopped);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let _ = answer(&stream.unwrap(), status, body, ahead);
            }
        });
        Self { port, stopped, thread: Some(thread) }
    }
}

fn answer(mut stream: &TcpStream, status: u16, body: &str, ahead: i64) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let date = (Timestamp::now() + SignedDuration::from_secs(ahead)).strftime("%a, %d %b %Y %H:%M:%S GMT");
    let shown = if first.starts_with("HEAD") { "" } else { body };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\ndate: {date}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{shown}"
    )
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Writes a file that its owner alone may read.
fn write(path: &Path, content: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// A home with a hotkey that has a seat on a local chain, and an env file with these lines besides.
fn miner(lines: &str) -> Home {
    let home = Home::new();
    home.ok(&["localnet", "--ledger", "chain.sqlite", "create"]);
    home.ok(&["localnet", "--ledger", "chain.sqlite", "register", "mine/default", "--new"]);
    let chain = "BT_CHAIN_ENDPOINT=local:chain.sqlite\nBT_WALLET_NAME=mine\nBT_WALLET_HOTKEY=default\n";
    write(&home.path(".env.gen_miner"), &format!("{chain}{lines}"));
    home
}

const DEMO: &str = "IMAGE_SERVICE=demo\nBT_AXON_PORT=0\n";

/// The answer, with the exit status.
fn examined(home: &Home, arguments: &[&str]) -> (Option<i32>, Value, String) {
    let output = home.run(&[&["doctor", "--json"], arguments].concat());
    let told = text(&output.stdout);
    let report = serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{}", text(&output.stderr)));
    (output.status.code(), report, told)
}

fn checks<'a>(report: &'a Value, id: &str) -> Vec<&'a Value> {
    report["checks"].as_array().unwrap().iter().filter(|check| check["id"] == id).collect()
}

/// The only check of an id: how bad it is, what was found, what to do.
fn found<'a>(report: &'a Value, id: &str) -> (&'a str, &'a str, &'a str) {
    let all = checks(report, id);
    let [check] = all[..] else { panic!("{id}: {all:#?}") };
    let word = |key: &str| check[key].as_str().unwrap_or_default();
    (word("severity"), word("reason"), word("fix"))
}

#[test]
fn a_machine_without_a_node_is_well_and_a_node_that_is_named_says_where_to_begin() {
    let home = Home::new();
    let machine = home.run(&["doctor"]);
    assert_eq!(machine.status.code(), Some(0), "{}", text(&machine.stdout));
    assert!(text(&machine.stdout).contains("no node is set up here: `gascli init`"), "{}", text(&machine.stdout));
    assert!(!home.path("g").exists(), "nothing is made by looking");

    let (status, report, _) = examined(&home, &["generator", "--offline"]);
    assert_eq!(status, Some(1));
    assert_eq!(report["schema"], "gascli/1");
    let (severity, reason, fix) = found(&report, "env-file");
    assert_eq!((severity, fix), ("fail", "gascli generator init"), "{reason}");
    assert_eq!(found(&report, "hotkey").0, "fail");
    assert!(report["not_asked"].as_array().unwrap().contains(&"chain".into()), "{report:#}");
    let all = report["checks"].as_array().unwrap();
    assert!(all.iter().all(|check| (check["severity"] == "ok") == check["fix"].is_null()), "{all:#?}");
}

#[test]
fn a_miner_that_is_set_up_well_passes_every_check() {
    let home = miner(DEMO);
    let (status, report, _) = examined(&home, &[]);
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(report["roles"], serde_json::json!(["generator"]));
    assert_eq!((&report["fail"], &report["unknown"]), (&0.into(), &0.into()), "{report:#}");
    for id in [
        "env-file",
        "env-file-mode",
        "settings",
        "hotkey",
        "chain",
        "newest-block",
        "registration",
        "clock",
        "port",
        "address",
        "generation-services",
        "trust-anchors",
        "gpu",
        "supervisor",
        "version",
    ] {
        assert_eq!(found(&report, id).0, "ok", "{id}: {}", found(&report, id).1);
    }
    assert!(found(&report, "registration").1.contains("uid 0 on netuid 34"), "{report:#}");
    assert!(checks(&report, "validator-permit").is_empty(), "a miner needs none");
    let drawn = home.ok(&["doctor"]);
    assert!(drawn.contains("\nWallet and chain\n  ok    hotkey (generator)"), "{drawn}");
    assert!(drawn.trim_end().ends_with("0 failed, 0 unknown"), "{drawn}");
}

#[test]
fn what_is_wrong_is_told_with_the_command_or_the_edit_that_mends_it_and_without_a_secret() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let secret = "sk-or-0123456789abcdefsecret";
    let home = miner(&format!(
        "IMAGE_SERVICE=openrouter\nOPEN_ROUTER_API_KEY={secret}\nBT_AXON_IP=127.0.0.1\nBT_AXON_PORT={port}\n"
    ));
    let file = home.path(".env.gen_miner");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    write(&home.below.join("config/keys.toml"), "quit = \"x\"\nstop = \"x\"\n");
    let (status, report, told) = examined(&home, &[]);
    assert_eq!(status, Some(1));
    assert!(!told.contains(secret), "{told}");
    let chmod = format!("chmod 600 {}", file.display());
    let (severity, reason, fix) = found(&report, "env-file-mode");
    assert_eq!((severity, fix), ("fail", chmod.as_str()), "{reason}");
    let (severity, reason, fix) = found(&report, "port");
    assert!(severity == "fail" && reason.contains(&format!("is taken by pid {}", std::process::id())), "{reason}");
    assert!(fix.contains(&format!("set BT_AXON_PORT in {}", file.display())), "{fix}");
    assert_eq!(found(&report, "dashboard-keys").0, "warn");
    assert_eq!(found(&report, "api-key").0, "ok", "nobody was asked");
    let drawn = text(&home.run(&["doctor"]).stdout);
    assert!(drawn.contains(&format!("-> {chmod}")) && drawn.contains("  FAIL  port (generator)"), "{drawn}");
}

#[test]
fn a_node_whose_service_has_another_name_is_looked_at_with_what_its_table_says_and_keeps_its_port_while_it_is_busy() {
    let home = miner("");
    std::fs::remove_file(home.path(".env.gen_miner")).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let chain = home.path("chain.sqlite");
    let lines = format!(
        "{DEMO}BT_CHAIN_ENDPOINT=local:{}\nBT_AXON_IP=127.0.0.1\nBT_AXON_PORT={port}\nMINER_METRICS_ADDRESS=none\n",
        chain.display()
    );
    write(&home.below.join("config/miner.env"), &lines.replace("BT_AXON_PORT=0\n", ""));
    let table = format!(
        "[service.web]\ncommand = ['{}', 'run', 'generator']\nready = 'notify'\nenv_file = 'miner.env'\nenv = {{ BT_WALLET_NAME = 'mine' }}\n",
        env!("CARGO_BIN_EXE_gascli")
    );
    write(&home.below.join("config/gascli.toml"), &table);
    let (status, report, _) = examined(&home, &[]);
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(report["roles"], serde_json::json!(["generator"]));
    assert!(found(&report, "env-file").1.ends_with("config/miner.env"), "{report:#}");
    assert_eq!(found(&report, "registration").0, "ok");
    assert!(found(&report, "port").1.contains("is free"), "{report:#}");

    home.ok(&["start", "web"]);
    let owns = |what: &str| {
        wait_for(Duration::from_mins(1), what, || {
            let (_, report, _) = examined(&home, &["--offline"]);
            let (severity, reason, _) = found(&report, "port");
            (severity == "ok" && reason.contains("is the node's own")).then_some(())
        });
    };
    owns("the miner's port");
    let services = home.json(&["status", "web"]);
    let pid = services["services"][0]["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).unwrap();
    strike(pid, Signal::SIGSTOP);
    let (_, report, _) = examined(&home, &["--offline"]);
    strike(pid, Signal::SIGCONT);
    let (severity, reason, _) = found(&report, "port");
    assert!(severity == "ok" && reason.contains(&format!("pid {pid}")), "it does not tell its state: {reason}");
}

#[test]
fn a_narrow_terminal_cuts_no_word_and_no_line() {
    let home = miner(DEMO);
    let drawn = text(&home.run_with(&["doctor", "--offline"], &[("COLUMNS", "80")]).stdout);
    let too_long = drawn.lines().filter(|line| line.chars().count() > 80 && line.trim_start().contains(' '));
    assert_eq!(too_long.collect::<Vec<_>>(), [""; 0], "{drawn}");
    let whole = text(&home.run(&["doctor", "--offline"]).stdout);
    let words = |text: &str| text.split_whitespace().count();
    assert_eq!(words(&drawn), words(&whole), "{drawn}");
}

#[test]
fn every_value_that_is_refused_is_told_with_its_line() {
    let home = miner("BT_AXON_PORT=x\nMINER_TASK_TIMEOUT=soon\n");
    let (status, report, _) = examined(&home, &["generator"]);
    assert_eq!(status, Some(1));
    let wrong = checks(&report, "settings");
    let fixes: Vec<&str> = wrong.iter().map(|check| check["fix"].as_str().unwrap()).collect();
    let file = home.path(".env.gen_miner");
    assert_eq!(fixes, [4, 5].map(|line| format!("correct line {line} of {}", file.display())));
    assert_eq!(found(&report, "registration").0, "ok", "what does not depend on them is checked all the same");
}

#[test]
fn a_wrong_clock_is_told_by_the_date_of_the_chains_host_though_the_chain_itself_does_not_answer() {
    for (ahead, expected) in [(20, "fail"), (0, "ok")] {
        let server = Server::new(404, "", ahead);
        let home = Home::new();
        write(&home.path(".env.gen_miner"), &format!("{DEMO}BT_CHAIN_ENDPOINT=ws://127.0.0.1:{}\n", server.port));
        let (status, report, _) = examined(&home, &[]);
        assert_eq!(status, Some(1), "there is no chain");
        assert_eq!(found(&report, "chain").0, "fail");
        let (severity, reason, _) = found(&report, "clock");
        assert_eq!(severity, expected, "{reason}");
        assert!(reason.contains("127.0.0.1"), "{reason}");
    }
}

#[test]
fn keys_are_tried_when_it_is_asked_for_and_a_service_that_does_not_tell_leaves_the_answer_open() {
    for (status, body, expected, exit) in [
        (200, "{\"data\":[]}", "ok", 0),
        (401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-0123456789secret\"}}", "fail", 1),
        (503, "{}", "unknown", 2),
    ] {
        let server = Server::new(status, body, 0);
        let home = miner(&format!(
            "IMAGE_SERVICE=openai\nVIDEO_SERVICE=none\nOPENAI_API_KEY=sk-0123456789secret\nOPENAI_BASE_URL=http://127.0.0.1:{}/v1\nBT_AXON_PORT=0\n",
            server.port
        ));
        let (code, report, told) = examined(&home, &["--online"]);
        assert_eq!(found(&report, "api-key").0, expected, "{report:#}");
        assert_eq!(code, Some(exit), "{report:#}");
        assert!(!told.contains("0123456789secret"), "{told}");
    }
}

#[test]
fn a_trusted_root_that_ends_within_a_month_is_told() {
    let home = miner(DEMO);
    let day = |days: i64| Timestamp::now() + SignedDuration::from_hours(24 * days);
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.not_before = std::time::SystemTime::from(day(-1)).into();
    params.not_after = std::time::SystemTime::from(day(20)).into();
    let root = params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem();
    write(&home.below.join("config/trust/mine.pem"), &root);
    let (status, report, _) = examined(&home, &[]);
    assert_eq!(status, Some(0));
    let (severity, reason, _) = found(&report, "trust-anchors");
    assert!(severity == "warn" && reason.contains("ends in "), "{reason}");
    write(&home.below.join("config/trust/mine.pem"), "no certificate");
    assert_eq!(found(&examined(&home, &[]).1, "trust-anchors").0, "fail");
}

#[test]
fn a_validator_is_asked_for_permit_stake_and_model() {
    let home = Home::new();
    home.ok(&["localnet", "--ledger", "chain.sqlite", "create"]);
    home.ok(&[
        "localnet",
        "--ledger",
        "chain.sqlite",
        "register",
        "vali/hot",
        "--new",
        "--permit=false",
        "--stake",
        "7",
    ]);
    let lines = "CHAIN_ENDPOINT=local:chain.sqlite\nWALLET_NAME=vali\nWALLET_HOTKEY=hot\nCALLBACK_PORT=0\n";
    write(&home.path(".env.validator"), lines);
    let (status, report, _) = examined(&home, &[]);
    assert_eq!(status, Some(1));
    let (severity, _, fix) = found(&report, "validator-permit");
    assert_eq!(severity, "fail");
    assert_eq!(found(&report, "stake").0, "warn");
    assert_eq!(found(&report, "model").0, "ok", "the demo's is built in");
    assert_eq!(home.run(&fix.split(' ').skip(1).collect::<Vec<_>>()).status.code(), Some(0), "{fix}");
    assert_eq!(examined(&home, &[]).0, Some(0), "what it says helps");
}

#[test]
fn the_manual_explains_every_check_and_no_other() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/doctor.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    let explained: Vec<&str> = rows.map(|(id, _)| id).collect();
    let ids: Vec<&str> = Id::ALL.iter().map(|id| id.as_str()).collect();
    assert_eq!(explained, ids);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}
