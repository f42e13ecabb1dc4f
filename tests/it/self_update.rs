//! `gascli self-update` against releases of a test's own: each is believed, made ready, switched to, and undone.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest as _};
use nix::sys::signal::Signal;
use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::supervisor::{lines, wait};
use crate::support::{Home, strike, text};

const REAL: &str = env!("CARGO_BIN_EXE_gascli");
const KEY_ID: &[u8; 8] = b"testtest";

/// A publisher of releases, with minisign's format of keys and signatures.
struct Publisher(KeyPair);

impl Publisher {
    fn new() -> Self {
        Self(KeyPair::generate_for(&PKCS_ED25519).unwrap())
    }

    fn key(&self) -> String {
        STANDARD.encode([b"Ed".as_slice(), KEY_ID, self.0.der_bytes()].concat())
    }

    fn signature(&self, text: &[u8]) -> String {
        let signature = self.0.sign(&Blake2b512::digest(text)).unwrap();
        let comment = "a release of the tests";
        let whole = self.0.sign(&[signature.as_slice(), comment.as_bytes()].concat()).unwrap();
        let signed = STANDARD.encode([b"ED".as_slice(), KEY_ID, &signature].concat());
        format!("untrusted comment: none\n{signed}\ntrusted comment: {comment}\n{}\n", STANDARD.encode(whole))
    }
}

/// An installed gascli that may be replaced, and a folder of releases.
struct World {
    home: Home,
    publisher: Publisher,
    program: PathBuf,
    inode: u64,
}

fn target() -> String {
    let libc = if cfg!(target_env = "musl") { "musl" } else { "gnu" };
    format!("{}-unknown-linux-{libc}", std::env::consts::ARCH)
}

/// A newer version: says so, and is the program under test otherwise. `more` is done first.
fn newer(version: &str, more: &str) -> String {
    format!(
        "#!/bin/sh\n{more}\ncase \"$1\" in --version|can-take-over) echo gascli {version}; exit 0;; esac\nexec {REAL} \"$@\"\n"
    )
}

impl World {
    fn new() -> Self {
        let home = Home::new();
        std::fs::create_dir(home.path("bin")).unwrap();
        std::fs::create_dir(home.path("release")).unwrap();
        let program = home.path("bin/gascli");
        if std::fs::hard_link(REAL, &program).is_err() {
            std::fs::copy(REAL, &program).unwrap();
        }
        let inode = std::fs::metadata(&program).unwrap().ino();
        Self { home, publisher: Publisher::new(), program, inode }
    }

    /// Publishes a release, with what is changed of its manifest before it is signed.
    fn publish(&self, version: &str, program: &str, change: impl FnOnce(&mut Value)) {
        std::fs::write(self.home.path("release/program"), program).unwrap();
        let sha256 = hex::encode(Sha256::digest(program));
        let target = json!({ (target()): { "url": "program", "sha256": sha256, "size": program.len() } });
        let mut manifest = json!({ "schema": "gascli-release/1", "version": version, "targets": target });
        change(&mut manifest);
        let text = manifest.to_string();
        std::fs::write(self.home.path("release/m.json.minisig"), self.publisher.signature(text.as_bytes())).unwrap();
        std::fs::write(self.home.path("release/m.json"), text).unwrap();
    }

    fn update(&self, arguments: &[&str]) -> Output {
        let all = [&["self-update"], arguments].concat();
        assert_cmd::Command::from_std(self.home.command_of(&self.program, &all)).output().unwrap()
    }

    /// With the release of this world, without questions.
    fn install(&self, arguments: &[&str]) -> Output {
        let (key, from) = (self.publisher.key(), self.home.path("release/m.json"));
        self.update(&[&["--from", from.to_str().unwrap(), "--public-key", &key, "--yes"], arguments].concat())
    }

    fn is_old(&self) -> bool {
        std::fs::metadata(&self.program).unwrap().ino() == self.inode
    }

    fn left(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.home.path("bin")).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_good_release_takes_over_with_every_pid_and_the_version_before_is_kept() {
    let world = World::new();
    world.home.ok(&["start", "web", "--", "sleep", "1000"]);
    let (before, supervisor) = (world.home.status("web"), world.home.supervisor());
    world.publish("9.9.9", &newer("9.9.9", ""), |_| {});
    let check = world.install(&["--check"]);
    assert_eq!(check.status.code(), Some(1), "a newer one is there: {}", text(&check.stderr));
    assert!(world.is_old());
    let updated = world.install(&["--watch", "1s", "--json"]);
    let answer: Value = serde_json::from_slice(&updated.stdout).unwrap_or_default();
    assert_eq!(updated.status.code(), Some(0), "{answer}{}", text(&updated.stderr));
    assert_eq!((&answer["outcome"], &answer["to"]), (&"updated".into(), &"9.9.9".into()));
    assert_eq!(std::fs::read_to_string(&world.program).unwrap(), newer("9.9.9", ""));
    assert_eq!(world.left(), ["gascli", "gascli.previous"]);
    assert_eq!(std::fs::metadata(world.home.path("bin/gascli.previous")).unwrap().ino(), world.inode);
    assert_eq!((world.home.supervisor(), world.home.status("web")["pid"].clone()), (supervisor, before["pid"].clone()));
}

#[test]
fn what_is_tampered_with_wrong_older_or_unfit_changes_nothing() {
    let world = World::new();
    let good = newer("9.9.9", "");
    let target = target();
    let refused = |says: &str, arguments: &[&str]| {
        let output = world.install(arguments);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{says}: {told}");
        assert!(told.contains(says), "{says}: {told}");
        assert!(world.is_old(), "{says}");
        assert_eq!(world.left(), ["gascli"], "{says}");
    };
    world.publish("9.9.9", &good, |_| {});
    let manifest = world.home.path("release/m.json");
    std::fs::write(&manifest, std::fs::read_to_string(&manifest).unwrap().replace("9.9.9", "9.9.8")).unwrap();
    refused("not signed by your key", &[]);
    std::fs::write(
        world.home.path("release/m.json.minisig"),
        Publisher::new().signature(&std::fs::read(&manifest).unwrap()),
    )
    .unwrap();
    refused("not signed by your key", &[]);
    world.publish("9.9.9", &good, |_| {});
    std::fs::write(world.home.path("release/program"), good.replace("exec", "EXEC")).unwrap();
    refused("its SHA-256 is", &[]);
    world.publish("9.9.9", &good, |manifest| manifest["targets"][&target]["size"] = 10.into());
    refused("longer than 10 bytes", &[]);
    world.publish("9.9.9", &good, |manifest| manifest["targets"][&target]["size"] = 1_000_000.into());
    refused("instead of 1000000", &[]);
    world.publish("9.9.9", &good, |manifest| {
        manifest["targets"] = json!({ "riscv64-other": { "url": "x", "sha256": "", "size": 1 } });
    });
    refused("nothing for", &[]);
    world.publish("0.0.1", &newer("0.0.1", ""), |_| {});
    refused("is older than", &[]);
    world.publish("9.9.9", "#!/bin/sh\nexit 1\n", |_| {});
    refused("not fit", &[]);
    world.publish("9.9.9", &newer("9.9.8", ""), |_| {});
    refused("announced as 9.9.9 and says that it is 9.9.8", &[]);
}

#[test]
fn without_a_source_or_a_key_nothing_is_fetched_and_the_remedy_is_named() {
    let world = World::new();
    let output = world.update(&["--check"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("no source") && told.contains("[update]") && told.contains("gascli.toml"), "{told}");
    // The file of a folder that somebody gave the operator chooses no next version.
    world.publish("9.9.9", &newer("9.9.9", ""), |_| {});
    let table = format!("[update]\nsource = \"{}\"\n", world.home.path("release/m.json").display());
    std::fs::write(world.home.path("gascli.toml"), &table).unwrap();
    assert!(text(&world.update(&["--check"]).stderr).contains("no source"));
    let config = world.home.below.join("config/gascli.toml");
    std::fs::create_dir_all(config.parent().unwrap()).unwrap();
    std::fs::write(&config, &table).unwrap();
    let told = text(&world.update(&["--check"]).stderr);
    assert!(told.contains("no key") && told.contains("--sha256"), "{told}");
    std::fs::write(&config, format!("{table}public_key = \"{}\"\n", world.publisher.key())).unwrap();
    assert_eq!(world.update(&["--check"]).status.code(), Some(1));
    let asked = world.update(&[]);
    assert!(text(&asked.stderr).contains("--yes"), "{}", text(&asked.stderr));
    let program = world.home.path("release/program");
    let hash = hex::encode(Sha256::digest(std::fs::read(&program).unwrap()));
    let from = ["--yes", "--from", program.to_str().unwrap(), "--sha256"];
    assert_eq!(world.update(&[&from[..], &[&"0".repeat(64)]].concat()).status.code(), Some(2));
    assert!(world.is_old());
    assert_eq!(world.update(&[&from[..], &[&hash]].concat()).status.code(), Some(0));
    assert!(!world.is_old());
}

#[test]
fn a_service_that_fails_under_the_new_version_brings_the_old_one_back() {
    let world = World::new();
    let crash = world.home.path("crash");
    let script = format!("while [ ! -e {} ]; do sleep 0.05; done; exit 1", crash.display());
    world.home.ok(&["start", "web", "--", "sh", "-c", &script]);
    // The new supervisor is what does it.
    let more = format!("case \"$1\" in supervise) touch {};; esac", crash.display());
    world.publish("9.9.9", &newer("9.9.9", &more), |_| {});
    let output = world.install(&["--watch", "30s", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(output.status.code(), Some(1), "{answer}{}", text(&output.stderr));
    assert_eq!(answer["outcome"], "rolled-back");
    assert!(answer["reason"].as_str().unwrap().contains("web"), "{answer}");
    assert!(world.is_old());
    assert_old_supervisor(&world);
    let check = world.install(&["--check", "--json"]);
    assert!(text(&check.stdout).contains("put back on this machine"), "{}", text(&check.stdout));
    // Neither the next night's update tries it again, nor is it what `--rollback` means.
    for refused in [world.install(&["--watch", "0s"]), world.update(&["--rollback", "--yes"])] {
        let told = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{told}");
        assert!(told.contains("put back on this machine: web") && told.contains("--force"), "{told}");
        assert!(world.is_old());
    }
    let forced = world.install(&["--watch", "0s", "--force"]);
    assert_eq!(forced.status.code(), Some(0), "{}", text(&forced.stderr));
    assert!(!world.is_old());
}

fn assert_old_supervisor(world: &World) {
    let link = std::fs::read_link(format!("/proc/{}/exe", world.home.supervisor())).unwrap();
    assert_eq!(std::fs::metadata(link).unwrap().ino(), world.inode);
}

#[test]
fn a_new_supervisor_that_hangs_is_ended_and_the_old_version_goes_on_with_every_pid() {
    let world = World::new();
    world.home.ok(&["start", "web", "--", "sleep", "1000"]);
    let (before, supervisor) = (world.home.status("web"), world.home.supervisor());
    world.publish("9.9.9", &newer("9.9.9", "case \"$1\" in supervise) exec sleep 1000;; esac"), |_| {});
    let output = world.install(&["--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(output.status.code(), Some(1), "{answer}{}", text(&output.stderr));
    assert_eq!(answer["outcome"], "rolled-back", "{answer}");
    assert!(world.is_old());
    assert_ne!(world.home.supervisor(), supervisor);
    assert_old_supervisor(&world);
    assert_eq!(world.home.status("web")["pid"], before["pid"]);
}

#[test]
fn a_daemon_is_restarted_with_what_it_was_started_with_and_one_that_fails_gets_its_old_program_back() {
    let world = World::new();
    let home = &world.home;
    home.ok(&["localnet", "create", "--block-time", "1s"]);
    home.ok(&["localnet", "register", "m/default", "--new"]);
    let ledger = home.path("g/state/localnet.sqlite");
    let settings = format!(
        "BT_CHAIN_ENDPOINT=local:{}\nBT_NETUID=34\nBT_WALLET_NAME=m\nBT_AXON_IP=127.0.0.1\nBT_AXON_PORT=0\n\
         MINER_METRICS_ADDRESS=none\nVIDEO_SERVICE=none\n",
        ledger.display()
    );
    std::fs::write(home.path("miner.env"), settings).unwrap();
    let name = "bitmind-generative-miner";
    let mut start = home.command_of(&world.program, &["generator", "start", "--env-file", "miner.env"]);
    // In no file: without it, the miner would have nothing to make.
    assert!(start.env("IMAGE_SERVICE", "demo").status().unwrap().success());
    let first = home.wait_state(name, "online");
    world.publish("9.9.9", &newer("9.9.9", "case \"$1\" in run) exit 1;; esac"), |_| {});
    let output = world.install(&["--watch", "0s", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(output.status.code(), Some(1), "{answer}{}", text(&output.stderr));
    assert!(answer["reason"].as_str().unwrap().contains(name), "{answer}");
    assert!(world.is_old());
    let second = home.wait_state(name, "online");
    assert_ne!(first["pid"], second["pid"]);

    world.publish("9.9.9", &newer("9.9.9", ""), |_| {});
    let output = world.install(&["--watch", "0s", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(output.status.code(), Some(0), "{answer}{}", text(&output.stderr));
    assert_eq!(answer["services"], json!([{ "name": name, "outcome": "restarted" }]));
    let third = home.status(name);
    assert_eq!(third["state"], "online");
    assert_ne!(second["pid"], third["pid"]);
}

/// A web server that begins to answer and then says nothing more. The receiver hears of each request.
fn stalling() -> (String, std::sync::mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/program", listener.local_addr().unwrap());
    let (told, asked) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n#!/bin/sh\n");
            open.push(stream);
            if told.send(()).is_err() {
                return;
            }
        }
    });
    (address, asked)
}

#[test]
fn a_kill_in_the_middle_leaves_a_whole_program_and_a_second_update_is_refused_meanwhile() {
    let world = World::new();
    world.home.ok(&["start", "web", "--", "sleep", "1000"]);
    let before = world.home.status("web");
    let (address, asked) = stalling();
    let hash = "0".repeat(64);
    let arguments = ["self-update", "--yes", "--from", &address, "--sha256", &hash];
    let mut first = world.home.command_of(&world.program, &arguments).stderr(Stdio::null()).spawn().unwrap();
    asked.recv_timeout(std::time::Duration::from_mins(1)).unwrap();
    world.publish("9.9.9", &newer("9.9.9", ""), |_| {});
    let second = world.install(&[]);
    assert_eq!(second.status.code(), Some(2));
    assert!(text(&second.stderr).contains("under way"), "{}", text(&second.stderr));
    strike(first.id(), Signal::SIGKILL);
    first.wait().unwrap();
    assert!(world.is_old());

    // The second look at it is the supervisor's, after the switch.
    let calls = world.home.path("calls");
    let slow = format!(
        "if [ \"$1\" = --version ]; then echo x >> {0}; test $(wc -l < {0}) -lt 2 || sleep 2; fi",
        calls.display()
    );
    world.publish("9.9.9", &newer("9.9.9", &slow), |_| {});
    let (key, from) = (world.publisher.key(), world.home.path("release/m.json"));
    let arguments = ["self-update", "--yes", "--from", from.to_str().unwrap(), "--public-key", &key];
    let mut third = world.home.command_of(&world.program, &arguments).stderr(Stdio::null()).spawn().unwrap();
    wait("the supervisor's look", || (lines(&calls).len() >= 2).then_some(()));
    strike(third.id(), Signal::SIGKILL);
    third.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&world.program).unwrap(), newer("9.9.9", &slow));
    assert_eq!(std::fs::metadata(world.home.path("bin/gascli.previous")).unwrap().ino(), world.inode);
    let shown = world.home.command_of(&world.program, &["ps", "--json"]).output().unwrap();
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    assert_eq!(world.home.status("web")["pid"], before["pid"]);
}

#[test]
fn rollback_puts_the_version_before_in_place_and_without_one_says_so() {
    let world = World::new();
    let none = world.update(&["--rollback", "--yes"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("gascli.previous"), "{}", text(&none.stderr));
    let previous = world.home.path("bin/gascli.previous");
    std::fs::write(&previous, newer("0.0.9", "")).unwrap();
    std::fs::set_permissions(&previous, std::fs::Permissions::from_mode(0o755)).unwrap();
    let told = world.update(&["--rollback", "--dry-run"]);
    assert!(text(&told.stdout).contains("would rename") && world.is_old(), "{}", text(&told.stdout));
    let back = world.update(&["--rollback", "--yes", "--watch", "0s"]);
    assert_eq!(back.status.code(), Some(0), "{}", text(&back.stderr));
    assert!(text(&back.stdout).contains("was replaced by 0.0.9"), "{}", text(&back.stdout));
    assert_eq!(std::fs::read_to_string(&world.program).unwrap(), newer("0.0.9", ""));
    assert_eq!(std::fs::metadata(&previous).unwrap().ino(), world.inode, "and forward again with the next one");
}

/// A request of `self-update`, which takes its time between two of them.
#[test]
fn a_service_that_an_operator_stopped_is_not_started_by_an_update() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let renew = || {
        let mut stream = UnixStream::connect(home.below.join("state/supervisor.sock")).unwrap();
        let request = json!({ "schema": "gascli/1", "op": "renew", "name": "web", "wait_ready_ms": 60_000 });
        stream.write_all(format!("{request}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).unwrap();
        serde_json::from_str::<Value>(&answer).unwrap()
    };
    let before = home.status("web");
    let renewed = renew();
    assert_eq!(renewed["answer"], "started", "{renewed}");
    assert_ne!(home.status("web")["pid"], before["pid"]);
    home.ok(&["stop", "web"]);
    let refused = renew();
    assert_eq!((&refused["answer"], &refused["code"]), (&"refused".into(), &"not-wanted".into()), "{refused}");
    assert_eq!(home.status("web")["state"], "stopped");
}

/// The procedure of docs/updates.md, done by hand.
#[test]
fn a_program_that_is_replaced_under_a_running_supervisor_takes_over_without_a_lost_line() {
    let world = World::new();
    let run = |arguments: &[&str]| {
        let output = world.home.command_of(Path::new(&world.program), arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let count = "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.002; done";
    run(&["start", "counter", "--", "bash", "--norc", "-c", count]);
    let (before, supervisor) = (world.home.status("counter"), world.home.supervisor());
    let beside = world.home.path("bin/gascli.new");
    std::fs::copy(REAL, &beside).unwrap();
    std::fs::rename(&beside, &world.program).unwrap();
    run(&["daemon", "upgrade"]);
    let link = std::fs::read_link(format!("/proc/{supervisor}/exe")).unwrap();
    assert_eq!(link, world.program, "the supervisor runs the new file");
    let written = || world.home.ok(&["logs", "counter", "--raw", "-n", "1000000"]);
    let at_upgrade = written().lines().count();
    wait("more lines", || (written().lines().count() > at_upgrade + 50).then_some(()));
    let after = world.home.status("counter");
    assert_eq!((&after["pid"], &after["shim_pid"]), (&before["pid"], &before["shim_pid"]));
    run(&["stop", "counter"]);
    let log = written();
    let numbers: Vec<usize> = log.lines().filter_map(|line| line.strip_prefix("line ")?.parse().ok()).collect();
    assert!(numbers.iter().copied().eq(1..=numbers.len()) && !numbers.is_empty(), "a line is missing or moved");
}
