//! `gascli init`: answers by flags and at a terminal, what it writes, and that files of the Python reference are understood.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gascli::config::Role;
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::readme::{follow, read, typed};
use crate::support::{Home, text, wait_for};
use crate::terminal::Terminal;

const SECRET: &str = "sk-or-v1-0123456789abcdef3f";
const USUAL: (u16, u16) = (80, 24);

/// A home in which these hotkeys are.
fn home(hotkeys: &[&str]) -> Home {
    let home = Home::new();
    for hotkey in hotkeys {
        home.ok(&["wallet", "new", hotkey, "--seed-only"]);
    }
    home
}

fn content(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Env files that lie in a home, temporary and old ones included.
fn env_files(home: &Home) -> Vec<String> {
    let names =
        std::fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".env") || name.starts_with(".tmp")).collect()
}

/// What `info --json` says of a key.
fn value<'a>(info: &'a Value, key: &str) -> &'a Value {
    let values = info["values"].as_array().unwrap();
    values.iter().find(|value| value["key"] == key).unwrap_or_else(|| panic!("no {key} in {info:#}"))
}

#[test]
fn flags_alone_write_a_file_that_is_complete_and_hold_no_secret() {
    let home = home(&["mine/default"]);
    std::fs::write(home.path("key.txt"), format!("{SECRET}\n")).unwrap();
    let output = home.run(&[
        "init",
        "generator",
        "--network",
        "finney",
        "--wallet-name",
        "mine",
        "--port",
        "9000",
        "--external-ip",
        "203.0.113.7",
        "--video-service",
        "none",
        "--api-key-file",
        "OPEN_ROUTER_API_KEY=key.txt",
        "--json",
    ]);
    let (answer, said) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{answer}{said}");
    assert!(!answer.contains("0123456789") && !said.contains("0123456789"), "{answer}{said}");
    let report: Value = serde_json::from_str(&answer).unwrap();
    let path = home.path(".env.gen_miner");
    assert_eq!((&report["complete"], &report["written"]), (&Value::Bool(true), &Value::from(path.to_str().unwrap())));
    assert_eq!(report["next"][1], "gascli generator start");
    assert_eq!(mode(&path), 0o600);
    let file = content(&path);
    for line in [
        "BT_CHAIN_ENDPOINT=finney",
        "BT_NETUID=34",
        "BT_WALLET_NAME=mine",
        "IMAGE_SERVICE=openrouter",
        "# API keys. Keep this file to yourself (mode 0600).",
    ] {
        assert!(file.lines().any(|found| found == line), "{line} is missing:\n{file}");
    }
    assert_eq!(file.lines().count(), Role::Generator.template().lines().count());
    let info = home.json(&["generator", "info"]);
    assert_eq!(info["accepted"], true, "{info:#}");
    for (key, expected) in [("BT_AXON_PORT", "9000"), ("BT_AXON_EXTERNAL_IP", "203.0.113.7"), ("VIDEO_SERVICE", "none")]
    {
        assert_eq!(value(&info, key)["value"], expected, "{key}");
    }
    assert_eq!(value(&info, "OPEN_ROUTER_API_KEY")["value"], "set (sk-…3f)");
}

#[test]
fn a_secret_comes_from_standard_input_or_the_environment_and_lands_in_the_file_alone() {
    let home = home(&["mine/default"]);
    let arguments = ["init", "generator", "--network", "test", "--api-key-file", "STABILITY_API_KEY=-", "--yes"];
    let mut command = assert_cmd::Command::from_std(home.command(&arguments));
    let output = command.write_stdin(format!("{SECRET}\n")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    let file = content(&home.path(".env.gen_miner"));
    // The service goes with the key, and the only hotkey that is here is taken.
    for line in [
        &*format!("STABILITY_API_KEY={SECRET}"),
        "IMAGE_SERVICE=stabilityai",
        "VIDEO_SERVICE=none",
        "BT_WALLET_NAME=mine",
    ] {
        assert!(file.lines().any(|found| found == line), "{line} is missing:\n{file}");
    }
    let arguments = ["init", "generator", "--network", "test", "--yes", "--path", "other"];
    let output = home.run_with(&arguments, &[("OPENAI_API_KEY", SECRET)]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    assert!(content(&home.path("other")).contains(&format!("\nOPENAI_API_KEY={SECRET}\n")));
    assert!(text(&output.stderr).contains("OPENAI_API_KEY is taken from the environment"));
    for output in [&output.stdout, &output.stderr] {
        assert!(!text(output).contains("0123456789"), "{}", text(output));
    }
    for (wrong, told) in
        [(SECRET, "wants KEY=FILE"), ("BT_WALLET_NAME=x", "is no secret"), ("OPENAI_API_KEY=gone", "gone")]
    {
        let output = home.run(&["init", "generator", "--path", "third", "--api-key-file", wrong]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("0123456789") && !home.path("third").exists());
    }
}

#[test]
fn what_is_still_missing_is_told_with_the_remedy_and_with_status_1() {
    let home = Home::new();
    let output = home.run(&["validator", "init", "--network", "finney", "--wallet-name", "nobody"]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}{}", text(&output.stderr));
    for part in
        ["wrote", ".env.validator", "missing: ", "nobody/hotkeys/default", "EXTERNAL_IP is not set", "gascli doctor"]
    {
        assert!(told.contains(part), "`{part}` is missing:\n{told}");
    }
    assert!(home.path(".env.validator").exists());
    let output = home.run(&["init", "generator", "--network", "local:chain.sqlite", "--wallet-name", "my wallet/hot"]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    let ledger = home.path("chain.sqlite").display().to_string();
    assert!(told.contains(&format!("gascli localnet register 'my wallet/hot' --new --ledger {ledger}")), "{told}");
    let file = content(&home.path(".env.gen_miner"));
    let expected =
        ["IMAGE_SERVICE=demo", "BT_NETUID=", "MINER_ALLOW_PRIVATE_WEBHOOKS=true", "BT_WALLET_NAME='my wallet'"];
    assert!(expected.iter().all(|line| file.lines().any(|found| found == *line)), "{file}");
}

#[test]
fn without_a_terminal_the_environment_answers_and_what_is_missing_is_told() {
    let home = home(&["mine/default"]);
    let bare = home.run(&["init", "generator"]);
    let told = text(&bare.stdout);
    assert_eq!(bare.status.code(), Some(1), "{told}{}", text(&bare.stderr));
    assert!(told.contains("missing: ") && told.contains("gascli doctor generator"), "{told}");
    assert!(content(&home.path(".env.gen_miner")).contains("\nBT_WALLET_NAME=mine\n"), "the only hotkey that is here");
    let set = [("OPEN_ROUTER_API_KEY", SECRET), ("BT_AXON_PORT", "9000"), ("VIDEO_SERVICE", "none")];
    let answered = home.run_with(&["init", "generator", "--path", "other"], &set);
    assert_eq!(answered.status.code(), Some(0), "{}{}", text(&answered.stdout), text(&answered.stderr));
    let file = content(&home.path("other"));
    assert!(file.contains("\nBT_AXON_PORT=9000\n") && file.contains(SECRET), "{file}");
    // Whoever wants the template to edit it has it as before.
    let plain = home.run(&["generator", "init", "--path", "template"]);
    assert_eq!(plain.status.code(), Some(0));
    assert_eq!(content(&home.path("template")), Role::Generator.template());
}

#[test]
fn an_answer_that_the_environment_overrules_is_told_as_such() {
    let home = home(&["mine/default", "other/default"]);
    let arguments = ["init", "generator", "--network", "test", "--wallet-name", "mine", "--json"];
    let output = home.run_with(&arguments, &[("BT_WALLET_NAME", "other"), ("BT_AXON_PORT", "9000")]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("BT_WALLET_NAME is set otherwise in the environment"), "{warnings}");
    assert!(!warnings.contains("BT_AXON_PORT"), "{warnings}"); // it was taken from there
    assert!(content(&home.path(".env.gen_miner")).contains("\nBT_AXON_PORT=9000\n"));
}

#[test]
fn what_is_not_given_or_wrong_is_named_all_at_once_and_nothing_is_written() {
    let home = home(&["mine/default"]);
    for (arguments, told) in [
        (&["init"][..], &["gascli init generator"][..]),
        (&["init", "--no-input"], &["--role"]),
        (&["init", "generator", "--no-input"], &["--network", "--wallet-name", "--image-service", "--video-service"]),
        (&["v", "init", "--no-input", "--network", "ws://10.0.0.1:9944"], &["--netuid", "--wallet-name"]),
        (
            &[
                "init",
                "generator",
                "--network",
                "mainnet",
                "--port",
                "x",
                "--image-service",
                "openia",
                "--external-ip",
                "me",
            ],
            &[
                "`--network` is `mainnet`",
                "`--port` is `x`",
                "openai, openrouter, stabilityai",
                "`--external-ip` is `me`",
            ],
        ),
        (&["init", "validator", "--image-service", "openai"], &["about miners"]),
        (&["init", "validator", "--wallet-name", "a/b", "--wallet-hotkey", "c"], &["names the hotkey `b`"]),
        (&["init", "validator", "--role", "validator"], &["--role"]),
    ] {
        let output = home.run(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(told.iter().all(|part| said.contains(part)), "{arguments:?}: {said}");
        assert_eq!(env_files(&home), [""; 0], "{arguments:?}");
    }
}

#[test]
fn a_file_that_is_there_is_left_alone_and_with_force_it_is_kept_beside_the_new_one() {
    let home = Home::new();
    let path = home.path(".env.gen_miner");
    std::fs::write(&path, "MINE=1\n").unwrap();
    let refused = home.run(&["init", "generator", "--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("exists already") && text(&refused.stderr).contains("--force"));
    assert_eq!(content(&path), "MINE=1\n");
    let forced = home.run(&["init", "generator", "--yes", "--force"]);
    let old = home.path(".env.gen_miner.old");
    assert!(text(&forced.stdout).contains(old.to_str().unwrap()), "{}", text(&forced.stdout));
    assert_eq!((content(&old).as_str(), mode(&old), mode(&path)), ("MINE=1\n", 0o600, 0o600));
    assert!(content(&path).contains("BT_CHAIN_ENDPOINT="));
    assert_eq!(env_files(&home).len(), 2);
}

#[test]
fn a_dry_run_prints_the_file_without_its_secrets_and_writes_nothing() {
    let home = home(&["mine/default"]);
    let arguments = ["generator", "init", "--dry-run", "--network", "finney"];
    let output = home.run_with(&arguments, &[("OPEN_ROUTER_API_KEY", SECRET)]);
    let printed = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(printed.contains("\nBT_CHAIN_ENDPOINT=finney\n") && printed.contains("OPEN_ROUTER_API_KEY='(not shown)'"));
    assert!(!printed.contains("0123456789") && !text(&output.stderr).contains("0123456789"));
    assert_eq!(env_files(&home), [""; 0]);
}

#[test]
fn somebody_at_a_terminal_is_asked_and_secrets_are_not_shown() {
    let home = home(&["mine/default", "other/hot"]);
    let Some(mut terminal) = Terminal::start(&home, &["init"], &[]) else { return };
    terminal.expect("What is to be set up:");
    terminal.press("\r");
    terminal.expect("Network:");
    terminal.press("\r"); // the test network, as in the template
    terminal.expect("Hotkey, in ");
    terminal.press("j\r");
    terminal.expect("Who makes images:");
    terminal.press("\r");
    terminal.expect("Who makes videos:");
    terminal.press("\x1b[B\x1b[B\r"); // past runway: none
    terminal.expect("API key of OpenRouter");
    terminal.press(&format!("{SECRET}\n"));
    terminal.expect("Port on which");
    terminal.press("80930\r");
    terminal.expect("from 0 to 65535 is expected");
    terminal.press("9001\r");
    terminal.expect("Address under which");
    terminal.press("\r");
    let (status, shown) = terminal.end();
    assert_eq!(status.code(), Some(0), "{shown}");
    assert!(!shown.contains("0123456789"), "{shown}");
    assert!(shown.contains("gascli generator start"), "{shown}");
    let file = content(&home.path(".env.gen_miner"));
    for line in [
        "BT_CHAIN_ENDPOINT=test",
        "BT_NETUID=379",
        "BT_WALLET_NAME=other",
        "BT_WALLET_HOTKEY=hot",
        "IMAGE_SERVICE=openrouter",
        "VIDEO_SERVICE=none",
        &*format!("OPEN_ROUTER_API_KEY={SECRET}"),
        "BT_AXON_PORT=9001",
        "BT_AXON_EXTERNAL_IP=auto",
    ] {
        assert!(file.lines().any(|found| found == line), "{line} is missing:\n{file}");
    }
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_asked_in_lines() {
    let home = home(&["mine/default"]);
    let arguments = ["validator", "init", "--wallet-name", "mine/default"];
    let Some(mut terminal) = Terminal::start(&home, &arguments, &[("TERM", "dumb")]) else { return };
    terminal.expect("1 to 4 [1]: ");
    terminal.press("7\n");
    terminal.expect("none of these numbers");
    terminal.press("3\n");
    terminal.expect("Port on which miners deliver [10525]: ");
    terminal.press("\n");
    let (status, shown) = terminal.end();
    assert_eq!(status.code(), Some(1), "{shown}"); // the chain has to be made yet
    assert!(shown.contains("gascli localnet create") && !shown.contains('\x1b'), "{shown:?}");
    let file = content(&home.path(".env.validator"));
    assert!(
        file.contains(&format!("\nCHAIN_ENDPOINT=local:{}/state/localnet.sqlite\n", home.below.display())),
        "{file}"
    );
}

#[test]
fn a_hotkey_is_made_on_the_way_where_none_is() {
    let home = Home::new();
    let arguments = ["validator", "init", "--network", "finney", "--port", "10525", "--external-ip", "203.0.113.7"];
    let Some(mut terminal) = Terminal::start(&home, &arguments, &[]) else { return };
    terminal.expect("Hotkey, in ");
    terminal.press("\r");
    terminal.expect("Name of the new hotkey");
    terminal.press("\r");
    terminal.expect("are written down: ");
    terminal.press("yes\n");
    let (status, shown) = terminal.end();
    assert_eq!(status.code(), Some(0), "{shown}");
    assert!(home.path(".bittensor/wallets/mine/hotkeys/default").exists());
    assert!(content(&home.path(".env.validator")).contains("\nWALLET_NAME=mine\nWALLET_HOTKEY=default\n"));
}

#[test]
fn whoever_breaks_a_question_off_leaves_no_file_and_a_terminal_as_it_was() {
    let home = home(&["mine/default"]);
    let of_services = |image| {
        [
            "init",
            "generator",
            "--network",
            "test",
            "--wallet-name",
            "mine/default",
            "--video-service",
            "none",
            "--image-service",
            image,
        ]
    };
    let (asks_key, asks_port) = (of_services("openrouter"), of_services("none"));
    for (arguments, question) in
        [(&["init"][..], "What is to be set up:"), (&asks_key, "API key of OpenRouter"), (&asks_port, "Port on which")]
    {
        for signal in [Signal::SIGINT, Signal::SIGTERM] {
            let Some(mut terminal) = Terminal::start(&home, arguments, &[]) else { return };
            terminal.expect(question);
            if signal == Signal::SIGINT {
                terminal.press("half\x03");
            } else {
                terminal.signal(signal);
            }
            let status = terminal.wait();
            let is_so = status.signal() == Some(signal as i32) || status.code() == Some(128 + signal as i32);
            assert!(is_so, "{question} {signal}: {status:?} {}", terminal.shown());
            assert!(terminal.is_sane(), "{question} {signal}");
            terminal.expect_screen(USUAL, "cursor", |screen| !screen.hide_cursor());
            assert_eq!(env_files(&home), [""; 0], "{question} {signal}");
        }
    }
}

fn fixture(role: Role, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/env").join(role.as_str()).join(name)
}

/// Every key of the file with its value as a person reads it there.
fn settings(text: &str) -> Vec<(String, String)> {
    let line = regex::Regex::new(r#"(?m)^(?:export )?([A-Z0-9_]+)=(?:"([^"]*)"|'([^']*)'|([^ #\n]*))"#).unwrap();
    let value = |found: &regex::Captures<'_>| (2..5).find_map(|n| found.get(n)).unwrap().as_str().to_owned();
    line.captures_iter(text).map(|found| (found[1].to_owned(), value(&found))).collect()
}

/// Keys of the reference that change nothing here, which `info` says.
const UNUSED: [&str; 16] = [
    "HUGGINGFACE_HUB_TOKEN",
    "HF_HOME",
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_CLOUD_LOCATION",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GAS_API_URL",
    "MINER_DEVICE",
    "MINER_WORKER_THREADS",
    "AUTO_UPDATE",
    "WANDB_API_KEY",
    "BT_LOGGING_LOGGING_DIR",
    "GENERATION_BATCH_SIZE",
    "DEVICE",
    "DATASET_INTERVAL",
    "PYTORCH_CUDA_ALLOC_CONF",
    "SERVICE",
];

#[test]
fn env_files_of_the_python_reference_work_unchanged() {
    // spec/gas.md 16.1, 16.2 and 18.49
    let home = home(&["miner1/default", "default/default"]);
    for (role, name, count) in [
        (Role::Generator, "reference_template.env", 20),
        (Role::Generator, "reference_in_use.env", 28),
        (Role::Validator, "reference_template.env", 16),
        (Role::Validator, "reference_in_use.env", 27),
    ] {
        let what = format!("{} {name}", role.as_str());
        let path = home.path(role.env_file());
        std::fs::copy(fixture(role, name), &path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        // The template is no miner's yet: it has no API key.
        let environment = if name.contains("template") { &[("OPEN_ROUTER_API_KEY", SECRET)][..] } else { &[] };
        let output = home.run_with(&[role.as_str(), "info", "--json"], environment);
        let told = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{what}: {told}{}", text(&output.stderr));
        assert!(!told.contains("0123456789"), "{what}: {told}");
        let info: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((&info["accepted"], &info["problems"]), (&Value::Bool(true), &serde_json::json!([])), "{what}");
        let warnings = info["warnings"].to_string();
        assert!(!warnings.contains("known") && !warnings.contains("literally"), "{what}: {warnings}");
        let table = text(&home.run_with(&[role.as_str(), "info"], environment).stdout);
        assert!(table.contains("(accepted, not used)"), "{what}: {table}");
        let settings = settings(&content(&path));
        assert_eq!(settings.len(), count, "{what}: {settings:?}");
        for (name, expected) in settings {
            let key = role.key(&name).unwrap_or_else(|| panic!("{what}: {name} is not understood"));
            let shown = value(&info, key.name());
            let is_unused = UNUSED.contains(&name.as_str())
                && (role == Role::Generator
                    || !["HUGGINGFACE_HUB_TOKEN", "HF_HOME", "MINER_DEVICE"].contains(&name.as_str()))
                || role == Role::Validator && name == "OPEN_ROUTER_API_KEY";
            assert_eq!(shown["is_used"], !is_unused, "{what}: {name}");
            let origin = shown["origin"].as_str().unwrap();
            if expected.is_empty() {
                assert!(!origin.contains(".env"), "{what}: {name} is empty, but {origin}");
            } else {
                assert!(origin.starts_with(path.to_str().unwrap()), "{what}: {name}: {origin}");
                let value = shown["value"].as_str().unwrap();
                assert!(value == expected || key.is_secret() && value.starts_with("set"), "{what}: {name} is {value}");
            }
        }
    }
}

/// Variables that keep the nodes of a page out of the way of other tests.
const ASIDE: [(&str, &str); 3] = [("BT_AXON_PORT", "0"), ("CALLBACK_PORT", "0"), ("MINER_METRICS_ADDRESS", "none")];

#[test]
fn the_quick_start_for_miners_leads_to_a_medium_that_a_validator_takes() {
    let home = Home::new();
    let page = read("docs/quickstart-miner.md");
    let (practice, end) = page.split_once("## 5.").unwrap();
    follow(&home, practice, &ASIDE);
    wait_for(Duration::from_mins(3), "a medium that was verified", || {
        let log = typed(&home, "gascli logs sn34-validator -n 1000", &[]);
        text(&log.stdout).contains("medium verified").then_some(())
    });
    follow(&home, end, &ASIDE);
    assert!(!home.path("practice").exists());
}

#[test]
fn the_quick_start_for_validators_leads_to_one_that_sets_weights() {
    let home = Home::new();
    let page = read("docs/quickstart-validator.md");
    let (practice, end) = page.split_once("## 5.").unwrap();
    follow(&home, practice, &ASIDE);
    wait_for(Duration::from_mins(3), "weights on the chain", || {
        let log = typed(&home, "gascli logs sn34-validator -n 2000", &[]);
        text(&log.stdout).contains("weights set").then_some(())
    });
    follow(&home, end, &ASIDE);
    assert!(!home.path("practice").exists());
}
