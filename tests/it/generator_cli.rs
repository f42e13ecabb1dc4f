//! `gascli generator`, `gascli validator` and `gascli run`, as an operator calls them.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::wallet;
use gascli::types::Netuid;
use serde_json::Value;

use crate::support::Home;

impl Home {
    fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.path(file);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn init_writes_a_private_file_and_never_overwrites_it() {
    let home = Home::new();
    for (group, file) in [("generator", ".env.gen_miner"), ("validator", ".env.validator")] {
        let first = home.run(&[group, "init"]);
        assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
        assert!(stdout(&first).contains(file) && stdout(&first).contains("next: edit it"));
        let path = home.path(file);
        assert_eq!(mode(&path), 0o600);
        std::fs::write(&path, "MINE=1\n").unwrap();
        let second = home.run(&[group, "init"]);
        assert_eq!(second.status.code(), Some(2));
        assert!(stderr(&second).contains(file) && stderr(&second).contains("exists already"), "{}", stderr(&second));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "MINE=1\n");
        assert_eq!(std::fs::read_dir(home.path("")).unwrap().filter(|e| is_temporary(e.as_ref().unwrap())).count(), 0);
    }
}

fn is_temporary(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(".tmp")
}

#[test]
fn init_writes_where_it_is_told_and_says_so_as_json() {
    let home = Home::new();
    let output = home.run(&["g", "init", "--path", "other.env", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["schema"], "gascli/1");
    assert_eq!(answer["written"], home.path("other.env").to_str().unwrap());
    std::fs::create_dir(home.path("folder")).unwrap();
    assert_eq!(home.run(&["gen", "init", "--path", "folder"]).status.code(), Some(0));
    assert_eq!(mode(&home.path("folder/.env.gen_miner")), 0o600);
    assert_eq!(home.run(&["gen", "init", "--path", "missing/x"]).status.code(), Some(2));
}

#[test]
fn a_wrong_configuration_stops_start_and_run_with_every_fault_and_its_line() {
    let home = Home::new();
    home.write(".env.gen_miner", "BT_AXON_PORT=x\n\nMINER_TASK_TIMEOUT=soon\nOPENAI_API_KEY=sk-0123456789secret\n");
    for arguments in [&["generator", "start"][..], &["generator", "restart"], &["run", "generator"]] {
        let output = home.run(arguments);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("2 problems"), "{told}");
        assert!(told.contains(".env.gen_miner:1: BT_AXON_PORT is `x`, but a whole number"), "{told}");
        assert!(told.contains(".env.gen_miner:3: MINER_TASK_TIMEOUT is `soon`"), "{told}");
        assert!(told.contains("hint: ") && !told.contains("secret"), "{told}");
    }
    // Nothing was started, nothing was written.
    assert!(!home.path("g/state").exists());
}

#[test]
fn a_missing_hotkey_stops_start_with_its_path() {
    let home = Home::new();
    home.write(".env.gen_miner", "BT_WALLET_NAME=nobody\n");
    let output = home.run(&["generator", "start", "--wallet-hotkey", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains(".bittensor/wallets/nobody/hotkeys/nothing"), "{}", stderr(&output));
    assert!(!home.path("g/state").exists());
}

#[test]
fn info_shows_every_value_with_its_origin_and_no_secret() {
    let home = Home::new();
    home.write(
        ".env.gen_miner",
        "OPEN_ROUTER_API_KEY=sk-0123456789abcdef3f # mine\nRUNWAYML_API_SECRET=short\nBT_AXON_PORT=9000\n",
    );
    let environment = [("BT_WALLET_NAME", "me"), ("STABILITY_API_KEY", "stab-0123456789abcd")];
    let output = home.run_with(&["generator", "info", "--json", "--netuid", "34"], &environment);
    let text = stdout(&output);
    let info: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(info["schema"], "gascli/1");
    let value = |key: &str| {
        let values = info["values"].as_array().unwrap();
        let found = values.iter().find(|value| value["key"] == key).unwrap();
        (found["value"].as_str().unwrap_or_default(), found["origin"].as_str().unwrap())
    };
    let file = home.path(".env.gen_miner");
    assert_eq!(value("OPEN_ROUTER_API_KEY"), ("set (sk-…3f)", &*format!("{}:1", file.display())));
    assert_eq!(value("RUNWAYML_API_KEY"), ("set", &*format!("{}:2", file.display())));
    assert_eq!(value("BT_AXON_PORT"), ("9000", &*format!("{}:3", file.display())));
    assert_eq!(value("BT_WALLET_NAME"), ("me", "environment"));
    assert_eq!(value("BT_NETUID"), ("34", "flag --netuid"));
    assert_eq!(value("MINER_TASK_TIMEOUT"), ("300", "default"));
    assert_eq!(value("OPENAI_API_KEY"), ("", "default"));
    let table = home.run_with(&["g", "info"], &environment);
    for shown in [&text, &stdout(&table), &stderr(&output)] {
        for secret in ["0123456789", "short\""] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    // The wallet is not there: the configuration would be refused, and the rest is shown all the same.
    assert_eq!((output.status.code(), table.status.code()), (Some(1), Some(1)));
    assert_eq!(info["accepted"], false);
    assert!(info["problems"][0].as_str().unwrap().contains("hotkey"), "{text}");
    assert!(stdout(&table).contains("BT_AXON_PORT") && stdout(&table).contains("does not run"));
}

#[test]
fn info_tells_what_each_service_would_buy_and_which_keys_are_there() {
    let home = Home::new();
    home.write(".env.gen_miner", "VIDEO_SERVICE=runway\nRUNWAYML_API_SECRET=rw-0123456789\nRUNWAY_MODEL=seedance2\n");
    let text = stdout(&home.run(&["generator", "info", "--json"]));
    let info: Value = serde_json::from_str(&text).unwrap();
    let video = info["services"].as_array().unwrap().iter().find(|one| one["modality"] == "video").unwrap();
    assert_eq!(video["can"]["models"][0]["name"], "seedance2");
    assert_eq!(video["can"]["key_configured"], true);
    let orders = video["orders"].as_array().unwrap();
    let told = |order: &Value| format!("{} {} {}", order["asked"], order["size"], order["cost_usd"]).replace('"', "");
    let told: Vec<String> = orders.iter().map(told).collect();
    assert_eq!(told, ["480p 864:496, 4 s 0.4", "720p 1280:720, 4 s 1.6", "1080p 1920:1080, 4 s 1.92"]);
    let keys = info["requirements"].as_array().unwrap().iter();
    let set: Vec<&str> = keys.filter(|key| key["configured"] == true).map(|key| key["key"].as_str().unwrap()).collect();
    assert_eq!(set, ["VIDEO_SERVICE", "RUNWAYML_API_KEY"]);
    let table = stdout(&home.run(&["generator", "info"]));
    for line in [
        "video  1080p  runway   seedance2  1920:1080, 4 s  1080p    $1.92",
        "OPENAI_API_KEY       not set  OpenAI API key for image generation",
    ] {
        assert!(table.contains(line), "{table}");
    }
    assert!(!table.contains("0123456789") && !text.contains("0123456789"));
}

#[test]
fn info_of_a_configuration_that_holds_ends_with_0_and_names_the_hotkey() {
    let Some(wallets) = crate::support::shared("data/wallets") else { return };
    let home = Home::new();
    let folder = home.path("wallets");
    let hotkeys = folder.join("testplain/hotkeys");
    std::fs::create_dir_all(&hotkeys).unwrap();
    let source = wallets.join("testplain/hotkeys/miner");
    std::fs::write(hotkeys.join("miner"), std::fs::read(source).unwrap()).unwrap();
    std::fs::set_permissions(hotkeys.join("miner"), std::fs::Permissions::from_mode(0o600)).unwrap();
    home.write(
        ".env.validator",
        "WALLET_PATH=wallets\nWALLET_NAME=testplain\nWALLET_HOTKEY=miner\nCHAIN_ENDPOINT=local:chain.sqlite\n",
    );
    let output = home.run(&["v", "info", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let info: Value = serde_json::from_slice(&output.stdout).unwrap();
    let public = std::fs::read_to_string(wallets.join("testplain/hotkeys/minerpub.txt")).unwrap();
    assert!(public.contains(info["node"]["hotkey"].as_str().unwrap()), "{public}");
    assert_eq!(info["node"]["chain_endpoint"], format!("local:{}", home.path("chain.sqlite").display()));
    assert_eq!(info["daemon"], Value::Null);
}

#[test]
fn a_mistyped_command_suggests_the_nearest() {
    let home = Home::new();
    for (arguments, meant) in [
        (&["generater", "start"][..], "generator"),
        (&["generator", "statr"], "start"),
        (&["validator", "inof"], "info"),
        (&["generator", "start", "--env-fiel", "x"], "--env-file"),
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(&format!("{meant}`")), "{}", stderr(&output));
    }
}

#[test]
fn an_env_file_that_was_named_must_be_there() {
    let home = Home::new();
    let output = home.run(&["generator", "start", "--env-file", "nowhere.env"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere.env: cannot be read"), "{}", stderr(&output));
}

/// A child that does not outlive its test.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    fn ends_within(&mut self, limit: Duration) -> Option<i32> {
        let end = Instant::now() + limit;
        while Instant::now() < end {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the daemon did not end within {limit:?}");
    }
}

/// The first line that a daemon says on its notify socket.
fn first_line(listener: &UnixListener, daemon: &mut Daemon) -> String {
    listener.set_nonblocking(true).unwrap();
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(false).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            let mut line = String::new();
            BufReader::new(stream).read_line(&mut line).unwrap();
            return line;
        }
        assert!(daemon.0.try_wait().unwrap().is_none(), "the daemon ended before it was ready");
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the daemon was not ready in time");
}

#[test]
fn daemons_run_in_the_foreground_tell_that_they_are_ready_and_end_on_sigterm() {
    let home = Home::new();
    let ledger = home.path("chain.sqlite");
    let new = NewLedger { netuid: Netuid(34), block_time: Duration::from_secs(1), ..NewLedger::default() };
    let mut chain = Ledger::create(&ledger, &new).unwrap();
    for name in ["generator", "validator"] {
        let wallet = wallet::Settings::new(home.path("wallets"), "w", name);
        let hotkey = wallet::create_hotkey(&wallet).unwrap();
        let given = Registration { validator_permit: Some(name == "validator"), ..Registration::default() };
        chain.register(Netuid(34), &hotkey, &given).unwrap();
        let common = format!(
            "BT_CHAIN_ENDPOINT=local:chain.sqlite\nBT_WALLET_PATH=wallets\nBT_WALLET_NAME=w\nBT_WALLET_HOTKEY={name}\n"
        );
        let own =
            "IMAGE_SERVICE=demo\nBT_AXON_IP=127.0.0.1\nBT_AXON_PORT=0\nCALLBACK_PORT=0\nMINER_METRICS_ADDRESS=none\n";
        let file = home.write(&format!("{name}.env"), &format!("{common}{own}"));

        let notify = home.path(&format!("{name}.sock"));
        let listener = UnixListener::bind(&notify).unwrap();
        let child = home
            .command(&["run", name, "--env-file", file.to_str().unwrap()])
            .env("GASCLI_NOTIFY", &notify)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut daemon = Daemon(child);
        let ready: Value = serde_json::from_str(&first_line(&listener, &mut daemon)).unwrap();
        assert_eq!(ready["op"], "ready");

        let output = home.run(&[name, "info", "--json", "--env-file", file.to_str().unwrap()]);
        let info: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{info:#}");
        assert_eq!(info["daemon"]["pid"], daemon.0.id(), "{info:#}");
        assert_eq!(info["node"]["hotkey"], hotkey.to_string());

        let pid = nix::unistd::Pid::from_raw(i32::try_from(daemon.0.id()).unwrap());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
        assert_eq!(daemon.ends_within(Duration::from_secs(30)), Some(0));
    }
}

#[test]
fn a_second_signal_ends_a_daemon_at_once() {
    let world = crate::miner_world::World::new();
    // A validator that takes connections and never answers: the first signal lets its delivery go on for a while.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let env = [
        ("BT_CHAIN_ENDPOINT", format!("local:{}", world.path().join("chain.sqlite").display())),
        ("BT_WALLET_PATH", world.path().join("wallets").display().to_string()),
        ("BT_WALLET_NAME", "w".into()),
        ("BT_WALLET_HOTKEY", "h".into()),
        ("BT_AXON_IP", "127.0.0.1".into()),
        ("BT_AXON_PORT", "0".into()),
        ("MINER_METRICS_ADDRESS", "none".into()),
        ("IMAGE_SERVICE", "demo".into()),
        ("MINER_ALLOW_PRIVATE_WEBHOOKS", "true".into()),
        ("GASCLI_HOME", world.path().display().to_string()),
    ];
    let child = Command::new(assert_cmd::cargo::cargo_bin!("gascli"))
        .args(["run", "generator"])
        .env_clear()
        .envs(env)
        .current_dir(world.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut daemon = Daemon(child);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let miner = runtime.block_on(world.attach());
    let url = format!("http://{}/generative_callback", silent.local_addr().unwrap());
    runtime.block_on(async {
        miner.order("a red circle", &url).await;
        miner.until("a delivery", |state| state.tasks.as_ref().unwrap().delivering == 1).await;
    });
    let (_delivery, _) = silent.accept().unwrap();
    let pid = nix::unistd::Pid::from_raw(i32::try_from(daemon.0.id()).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    runtime.block_on(miner.until("stopping", |state| state.health == gascli::protocol::daemon_state::Health::Stopping));
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    assert_eq!(daemon.ends_within(Duration::from_secs(3)), Some(143));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    for format in [&["g", "info"][..], &["g", "info", "--json"]] {
        // Gone before the command begins: one that had written everything by then would notice nothing.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command(format).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(!stderr(&output).contains("error"), "{}", stderr(&output));
    }
}

#[test]
fn who_starts_with_the_unedited_template_hears_of_wallet_and_service_at_once() {
    let home = Home::new();
    home.run(&["generator", "init"]);
    let output = home.run(&["generator", "start"]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("set OPEN_ROUTER_API_KEY") && told.contains("there is no hotkey file"), "{told}");
    assert!(told.contains("gascli localnet register miner1/default --new"), "{told}");
    let status = stderr(&home.run(&["generator", "status"]));
    assert!(status.contains("`gascli generator start` makes a new one"), "{status}");
}
