//! `gascli wallet` as an operator runs it.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use gascli::chain::wallet::{Draft, Settings, load_hotkey};
use gascli::types::Hotkey;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::support::{Home, shared, text};
use crate::terminal::Terminal;
use crate::wallet_world::{
    ENCRYPTED, MINER, MINER_PHRASE, PASSWORD, VALIDATOR, assert_keeps, home, mode, mode_of, printed, secrets,
};

const WITH_PASSWORD: (&str, &str) = ("BT_WALLET_PASSWORD", PASSWORD);

fn wallets(home: &Home) -> std::path::PathBuf {
    home.path(".bittensor/wallets")
}

/// A file of the answer by the end of its path.
fn file<'a>(answer: &'a Value, end: &str) -> &'a Value {
    let wallets = answer["wallets"].as_array().unwrap();
    let files = wallets.iter().flat_map(|wallet| wallet["files"].as_array().unwrap());
    let mut named = files.filter(|file| file["file"].as_str().unwrap().ends_with(end));
    named.next().unwrap_or_else(|| panic!("there is no {end} in {answer:#}"))
}

fn faults(file: &Value) -> Vec<&str> {
    let findings = file["findings"].as_array().unwrap();
    let faults = findings.iter().filter(|finding| finding["severity"] == "fault");
    faults.map(|finding| finding["text"].as_str().unwrap()).collect()
}

#[test]
fn the_list_names_every_hotkey_with_its_key_protection_and_mode() {
    let Some(home) = home() else { return };
    let table = home.ok(&["wallet", "list"]);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    let cold = "5Cz1iqcw2YBzFh69E7M4kPqvTx6N6FCnb1uFyUpKTtuqsTdu";
    assert_eq!(rows[0], ["HOTKEY", "SS58", "PROTECTION", "MODE", "COLDKEY", "FOUND"]);
    assert_eq!(rows[1][..4], ["testenc/enchot", ENCRYPTED, "NaCl", "0600"]);
    assert_eq!(rows[3], ["testplain/miner", MINER, "none", "0600", cold]);
    assert_eq!(rows[4], ["testplain/validator", VALIDATOR, "none", "0600", cold]);
    assert_eq!(rows.len(), 5);
    let answer = home.json(&["wallet", "list"]);
    assert_eq!(file(&answer, "testenc/hotkeys/enchot")["protection"], "nacl");
    assert_eq!(file(&answer, "testenc/coldkey")["protection"], Value::Null);
    let shown = home.ok(&["wallet", "show", "testplain/miner"]);
    assert!(shown.contains(MINER) && !shown.contains(VALIDATOR), "{shown}");
    let elsewhere = home.run(&["wallet", "list", "--wallet-path", "nowhere"]);
    assert!(elsewhere.status.success() && text(&elsewhere.stderr).contains("there are no wallets in"));
}

#[test]
fn a_mistyped_name_suggests_the_wallet_or_hotkey_that_is_there() {
    let Some(home) = home() else { return };
    for (arguments, hint) in [
        (&["show", "tesplain"][..], "did you mean `testplain`?"),
        (&["show", "testplain/minre"], "did you mean `testplain/miner`?"),
        (&["sign", "testplain/minre", "hello"], "did you mean `testplain/miner`?"),
        (&["sign", "tesplain/miner", "hello"], "did you mean `testplain/miner`?"),
    ] {
        let output = home.run(&[&["wallet"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        assert!(said.contains(hint) && !said.contains("BT_WALLET"), "{said}");
    }
    for name in ["../testplain", "", ".", "testplain/../x", "testplain/"] {
        assert_eq!(home.run(&["wallet", "show", name]).status.code(), Some(2), "{name}");
    }
}

#[test]
fn the_check_finds_nothing_wrong_with_sound_wallets_and_names_every_fault_of_others() {
    let Some(home) = home() else { return };
    let sound = home.run(&["wallet", "check"]);
    assert_eq!((sound.status.code(), text(&sound.stderr).as_str()), (Some(0), ""), "{}", printed(&sound));
    assert!(!text(&sound.stdout).contains("FAULT"));

    let plain = wallets(&home).join("testplain");
    mode(&plain.join("hotkeys/miner"), 0o640);
    mode(&plain.join("coldkey"), 0o604);
    mode(&plain.join("hotkeys"), 0o777);
    std::fs::copy(plain.join("hotkeys/minerpub.txt"), plain.join("hotkeys/validatorpub.txt")).unwrap();
    std::fs::write(plain.join("hotkeys/huge"), vec![b'x'; 70_000]).unwrap();
    std::fs::create_dir(plain.join("hotkeys/folder")).unwrap();
    nix::unistd::mkfifo(&plain.join("hotkeys/pipe"), nix::sys::stat::Mode::S_IRUSR).unwrap();
    std::os::unix::fs::symlink("nowhere", plain.join("hotkeys/dangling")).unwrap();
    std::fs::copy(plain.join("hotkeys/miner"), plain.join("coldkeypub.txt")).unwrap();
    std::fs::write(plain.join("hotkeys/.hidden"), b"").unwrap();
    std::fs::write(plain.join("hotkeys/miner.lock"), b"").unwrap();

    let output = home.run(&["wallet", "check", "testplain", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["sound"], false);
    for (name, said) in [
        ("hotkeys/miner", "it has mode 0640: others on this machine can get at it"),
        ("testplain/coldkey", "it has mode 0604: others on this machine can get at it"),
        ("hotkeys/validatorpub.txt", "it says another public key than the hotkey file"),
        ("hotkeys/huge", "has 70000 bytes: that is no key file"),
        ("hotkeys/folder", "it is not a file"),
        ("hotkeys/pipe", "it is not a file"),
        ("hotkeys/dangling", "it cannot be looked at: No such file or directory"),
        ("coldkeypub.txt", "it holds a secret, where only the public part belongs"),
    ] {
        let found = faults(file(&answer, name));
        assert!(found.iter().any(|fault| fault.contains(said)), "{name}: {found:?}");
    }
    assert_eq!(answer["wallets"][0]["files"].as_array().unwrap().len(), 10, "{answer:#}");
    let folder = answer["wallets"][0]["findings"][0]["text"].as_str().unwrap();
    assert!(folder.contains("has mode 0777: others can put files into it"), "{folder}");
    let shown = text(&home.run(&["wallet", "check", "testplain"]).stdout);
    assert!(shown.contains(&format!("-> `chmod 600 {}`", plain.join("hotkeys/miner").display())), "{shown}");
    assert_keeps(&secrets(&home), &shown, "the check");
}

#[test]
fn a_file_of_another_user_is_a_fault() {
    let Some(home) = home() else { return };
    if !nix::unistd::geteuid().is_root() {
        eprintln!("skipped 1 test: only root can give files away");
        return;
    }
    let hotkey = wallets(&home).join("testplain/hotkeys/miner");
    std::os::unix::fs::chown(&hotkey, Some(12_345), None).unwrap();
    let answer = home.json(&["wallet", "check", "testplain/miner"]);
    assert!(faults(file(&answer, "hotkeys/miner"))[0].contains("belongs to user 12345"), "{answer:#}");
}

#[test]
fn every_odd_key_file_gets_its_verdict() {
    // data/wallets/README.md
    let (Some(home), Some(variants)) = (home(), shared("data/wallets/variants")) else { return };
    let hotkeys = wallets(&home).join("odd/hotkeys");
    std::fs::create_dir_all(&hotkeys).unwrap();
    let names: Vec<String> =
        std::fs::read_dir(&variants).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names.len(), 15);
    for name in &names {
        std::fs::write(hotkeys.join(name), std::fs::read(variants.join(name)).unwrap()).unwrap();
        mode(&hotkeys.join(name), 0o600);
    }
    let output = home.run_with(&["wallet", "check", "odd", "--open", "--json"], &[WITH_PASSWORD]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let refused = "cannot open encrypted hotkey file";
    let bad = [
        ("bad-address-of-another-key", "but its `ss58Address` says"),
        ("bad-phrase-checksum", "word 12 is not in the English word list"),
        ("bad-polkadot-js-export", "the export of a browser extension"),
        ("bad-empty", "the key file is empty"),
        ("bad-truncated", "neither JSON nor a seed nor a recovery phrase"),
        ("bad-nacl-truncated", refused),
        ("bad-nacl-tampered", refused),
    ];
    for name in &names {
        let file = file(&answer, name);
        if let Some((_, said)) = bad.iter().find(|(bad, _)| bad == name) {
            assert!(faults(file)[0].contains(said), "{name}: {file:#}");
            assert!(file["findings"][0]["advice"].is_string(), "{name}: {file:#}");
        } else {
            assert!(name.starts_with("ok-") && faults(file).is_empty(), "{name}: {file:#}");
            assert_eq!(file["ss58"], MINER, "{name}");
            assert_eq!(file["can_sign"], name != "ok-public-only", "{name}");
        }
    }
    let damaged = faults(file(&answer, "bad-nacl-tampered"))[0];
    assert!(damaged.contains("the password is wrong, or the file is damaged"), "{damaged}");
    assert_keeps(&secrets(&home), &printed(&output), "the check");
}

#[test]
fn a_signature_verifies_for_its_hotkey_and_message_alone() {
    let Some(home) = home() else { return };
    let signature = home.ok(&["wallet", "sign", "testplain/miner", "hello"]);
    let signature = signature.trim();
    let verify = |arguments: &[&str]| home.run(&[&["wallet", "verify"], arguments].concat()).status.code();
    assert_eq!(verify(&[MINER, signature, "hello"]), Some(0));
    assert_eq!(verify(&["testplain/miner", &signature[2..], "hello"]), Some(0));
    assert_eq!(verify(&[MINER, signature, "--hex", "68656c6c6f"]), Some(0));
    assert_eq!(verify(&[MINER, signature, "hell0"]), Some(1));
    assert_eq!(verify(&[VALIDATOR, signature, "hello"]), Some(1));
    assert_eq!(verify(&[MINER, "0x12", "hello"]), Some(2));
    assert_eq!(verify(&["5Hn2", signature, "hello"]), Some(2));
    assert_eq!(verify(&[MINER, signature]), Some(2));

    std::fs::write(home.path("statement"), b"\x07\x00 bytes").unwrap();
    let refused = home.run(&["wallet", "sign", "testplain/miner", "--file", "statement"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("it could be a transaction in disguise"), "{}", printed(&refused));
    let hash = home.run(&["wallet", "sign", "testplain/miner", "I own this hotkey, challenge 42!"]);
    assert_eq!((hash.status.code(), text(&hash.stdout).as_str()), (Some(2), ""));
    for (way, wrapped) in [("--wrap", true), ("--raw", false)] {
        let signed = home.json(&["wallet", "sign", "testplain/miner", "--file", "statement", way]);
        assert_eq!((&signed["hotkey"], &signed["wrapped"]), (&MINER.into(), &wrapped.into()));
        assert_eq!(signed["message_bytes"], 8);
        let signature = signed["signature"].as_str().unwrap();
        assert_eq!(verify(&[MINER, signature, "--file", "statement"]), Some(0), "{way}");
        let hotkey: Hotkey = MINER.parse().unwrap();
        let bytes: &[u8] = if wrapped { b"<Bytes>\x07\x00 bytes</Bytes>" } else { b"\x07\x00 bytes" };
        assert!(hotkey.verify(bytes, &signature.parse().unwrap()), "{way}");
    }
}

#[test]
fn an_encrypted_hotkey_signs_with_the_password_of_any_source() {
    let Some(home) = home() else { return };
    let file = home.path("password");
    std::fs::write(&file, format!("{PASSWORD}\n")).unwrap();
    mode(&file, 0o600);
    let hidden = gascli::chain::wallet::variable_of(&wallets(&home).join("testenc/hotkeys/enchot"));
    let masked: Vec<u8> = PASSWORD.bytes().zip(hidden.bytes().cycle()).map(|(byte, mask)| byte ^ mask).collect();
    let masked = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, masked);
    let by_file = file.to_str().unwrap();
    for environment in [
        &[WITH_PASSWORD][..],
        &[("BT_WALLET_PASSWORD_FILE", "~/password")],
        // The most special goes first.
        &[(&hidden, &masked), ("BT_WALLET_PASSWORD", "wrong"), ("BT_WALLET_PASSWORD_FILE", by_file)],
    ] {
        let signed = home.run_with(&["wallet", "sign", "testenc/enchot", "hello", "--json"], environment);
        assert!(signed.status.success(), "{}", printed(&signed));
        let answer: Value = serde_json::from_slice(&signed.stdout).unwrap();
        let hotkey: Hotkey = ENCRYPTED.parse().unwrap();
        assert!(hotkey.verify(b"hello", &answer["signature"].as_str().unwrap().parse().unwrap()));
        assert_keeps(&secrets(&home), &printed(&signed), "signing");
    }
}

#[test]
fn without_its_password_an_encrypted_hotkey_says_which_variables_open_it() {
    let Some(home) = home() else { return };
    let sign = |environment: &[(&str, &str)]| {
        let output = home.run_with(&["wallet", "sign", "testenc/enchot", "hello"], environment);
        assert_eq!(output.status.code(), Some(2));
        assert_keeps(&["wrong-password".into()], &printed(&output), "the error");
        text(&output.stderr)
    };
    let said = sign(&[]);
    for part in [
        "enchot` is encrypted",
        "nobody can be asked for one here",
        "BT_WALLET_PASSWORD_FILE",
        "BT_WALLET_PASSWORD ",
        "BT_PW_",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let said = sign(&[("BT_WALLET_PASSWORD", "wrong-password")]);
    assert!(said.contains("with the password in BT_WALLET_PASSWORD"), "{said}");
    assert!(said.contains("the password is wrong, or the file is damaged"), "{said}");
    let file = home.path("password");
    std::fs::write(&file, PASSWORD).unwrap();
    mode(&file, 0o644);
    let said = sign(&[("BT_WALLET_PASSWORD_FILE", file.to_str().unwrap())]);
    assert!(said.contains("has mode 0644") && said.contains("chmod 600"), "{said}");
}

#[test]
fn a_local_chain_takes_an_encrypted_hotkey_by_the_password_that_wallets_take() {
    let Some(home) = home() else { return };
    std::fs::remove_file(wallets(&home).join("testenc/hotkeys/enchotpub.txt")).unwrap();
    home.ok(&["localnet", "create"]);
    let register = ["localnet", "register", "testenc/enchot", "--json"];
    let refused = home.run(&register);
    assert_eq!(refused.status.code(), Some(2), "{}", printed(&refused));
    assert!(text(&refused.stderr).contains("BT_WALLET_PASSWORD_FILE"), "{}", printed(&refused));
    let seated = home.run_with(&register, &[WITH_PASSWORD]);
    assert!(seated.status.success(), "{}", printed(&seated));
    let seated: Value = serde_json::from_slice(&seated.stdout).unwrap();
    assert_eq!(seated["hotkey"], ENCRYPTED);
}

#[test]
fn an_encrypted_hotkey_whose_public_part_is_anothers_is_refused() {
    let Some(home) = home() else { return };
    let folder = wallets(&home);
    std::fs::copy(folder.join("testplain/hotkeys/minerpub.txt"), folder.join("testenc/hotkeys/enchotpub.txt")).unwrap();
    let refused = home.run_with(&["wallet", "sign", "testenc/enchot", "hello"], &[WITH_PASSWORD]);
    assert_eq!(refused.status.code(), Some(2), "{}", printed(&refused));
    assert!(text(&refused.stderr).contains(&format!("names {MINER}, but the hotkey beside it is {ENCRYPTED}")));
}

#[test]
fn a_wallet_of_another_coldkey_gets_no_hotkey() {
    let Some(home) = home() else { return };
    let refused = home.run(&["wallet", "new", "testplain/more", "--seed-only", "--coldkeypub", VALIDATOR]);
    assert_eq!(refused.status.code(), Some(2), "{}", printed(&refused));
    assert!(text(&refused.stderr).contains("the wallet belongs to another coldkey"), "{}", printed(&refused));
    assert!(!wallets(&home).join("testplain/hotkeys/more").exists());
}

#[test]
fn a_folder_that_cannot_be_read_is_a_fault_and_hides_no_other_wallet() {
    let Some(home) = home() else { return };
    let broken = wallets(&home).join("broken");
    std::fs::create_dir(&broken).unwrap();
    mode(&broken, 0o700);
    std::os::unix::fs::symlink("hotkeys", broken.join("hotkeys")).unwrap();
    let left = wallets(&home).join("testplain/hotkeys/.tmpAbC123");
    std::fs::write(&left, b"secret").unwrap();
    let output = home.run(&["wallet", "check", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["wallets"].as_array().unwrap().len(), 3, "{answer:#}");
    let said = |wallet: usize| answer["wallets"][wallet]["findings"].to_string();
    assert!(said(0).contains("cannot be looked into"), "{}", said(0));
    assert!(said(2).contains(".tmpAbC123") && said(2).contains("it may hold a secret"), "{}", said(2));
}

#[test]
fn too_little_memory_for_a_password_is_an_error_and_no_crash() {
    let Some(home) = home() else { return };
    let plain = home.command(&["wallet", "sign", "testenc/enchot", "hello"]);
    let mut limited = std::process::Command::new("/bin/sh");
    limited.args(["-c", "ulimit -v 500000; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    limited.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.env(WITH_PASSWORD.0, WITH_PASSWORD.1).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(text(&output.stderr).contains("a password takes 512 MiB of memory"), "{}", printed(&output));
}

#[test]
fn a_coldkey_is_never_opened() {
    let Some(home) = home() else { return };
    let folder = wallets(&home).join("testenc");
    let watcher = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).unwrap();
    let watch = |name: &str| watcher.add_watch(&folder.join(name), AddWatchFlags::IN_OPEN).unwrap();
    let (coldkey, hotkey) = (watch("coldkey"), watch("hotkeys/miner"));
    std::os::unix::fs::symlink("../coldkey", folder.join("hotkeys/cold")).unwrap();
    for arguments in [
        &["wallet", "list"][..],
        &["wallet", "show", "testenc"],
        &["wallet", "check", "--open"],
        &["wallet", "sign", "testenc/miner", "x"],
        &["wallet", "sign", "testenc/cold", "x"],
        &["wallet", "new", "testenc/another", "--seed-only"],
    ] {
        home.run_with(arguments, &[WITH_PASSWORD]);
    }
    let path = folder.join("coldkey");
    let refused = home.run(&["wallet", "new", "x/y", "--seed-only", "--coldkeypub", path.to_str().unwrap()]);
    assert!(text(&refused.stderr).contains("which is not opened here"), "{}", printed(&refused));
    let opened: Vec<_> = watcher.read_events().unwrap().into_iter().map(|event| event.wd).collect();
    assert!(opened.contains(&hotkey), "the watch sees what is opened");
    assert!(!opened.contains(&coldkey));
}

#[test]
fn a_hotkey_from_its_phrase_is_written_for_its_owner_alone_and_never_over_another() {
    let Some(home) = home() else { return };
    let make = |arguments: &[&str], phrase: &str| {
        let mut command = assert_cmd::Command::from_std(home.command(&[&["wallet", "new"], arguments].concat()));
        command.write_stdin(phrase.to_owned()).output().unwrap()
    };
    let cold = "5Cz1iqcw2YBzFh69E7M4kPqvTx6N6FCnb1uFyUpKTtuqsTdu";
    let made = make(&["mine/hot", "--from-phrase", "--coldkeypub", cold, "--json"], &format!(" {MINER_PHRASE}\n"));
    assert!(made.status.success(), "{}", printed(&made));
    let answer: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&answer["hotkey"], &answer["has_phrase"]), (&MINER.into(), &true.into()));
    let folder = wallets(&home).join("mine");
    for (name, expected) in [
        ("", 0o700),
        ("hotkeys", 0o700),
        ("hotkeys/hot", 0o600),
        ("hotkeys/hotpub.txt", 0o600),
        ("coldkeypub.txt", 0o600),
    ] {
        assert_eq!(mode_of(&folder.join(name)), expected, "{name}");
    }
    // The same fields with the same values as the network's own tool wrote them.
    let read = |path: &Path| -> Value { serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap() };
    let theirs = wallets(&home).join("testplain");
    assert_eq!(read(&folder.join("hotkeys/hot")), read(&theirs.join("hotkeys/miner")));
    assert_eq!(read(&folder.join("hotkeys/hotpub.txt")), read(&theirs.join("hotkeys/minerpub.txt")));
    assert_eq!(read(&folder.join("coldkeypub.txt")), read(&theirs.join("coldkeypub.txt")));

    let before = std::fs::read(folder.join("hotkeys/hot")).unwrap();
    for arguments in [&["mine/hot", "--from-phrase"][..], &["mine/hot", "--seed-only"]] {
        let refused = make(arguments, MINER_PHRASE);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("exists already"), "{}", printed(&refused));
    }
    assert_eq!(std::fs::read(folder.join("hotkeys/hot")).unwrap(), before);
    for (phrase, said) in [
        ("stock nest secretword", "it has 3 words"),
        (&MINER_PHRASE.replace("close", "secretword"), "word 12 is not in the English word list"),
        (&MINER_PHRASE.replace("close", "keen"), "its checksum is wrong"),
        (&"x".repeat(5000), "holds more than a recovery phrase"),
    ] {
        let refused = make(&["mine/other", "--from-phrase"], phrase);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains(said), "{}", printed(&refused));
        assert!(!printed(&refused).contains("secretword") && !folder.join("hotkeys/other").exists());
    }
    let another = make(&["mine/third", "--from-phrase", "--coldkeypub", VALIDATOR], MINER_PHRASE);
    assert!(text(&another.stderr).contains("belongs to another coldkey"), "{}", printed(&another));
    assert_keeps(&secrets(&home), &printed(&made), "a new hotkey");
}

#[test]
fn a_new_hotkey_can_be_encrypted_and_is_opened_by_its_password_alone() {
    let home = Home::new();
    let password = ("BT_WALLET_PASSWORD", "open sesame");
    let short =
        home.run_with(&["wallet", "new", "a/b", "--seed-only", "--encrypt"], &[("BT_WALLET_PASSWORD", "sesame")]);
    assert!(text(&short.stderr).contains("fewer than 8 characters"), "{}", printed(&short));
    let made = home.run_with(&["wallet", "new", "a/b", "--seed-only", "--encrypt", "--json"], &[password]);
    let answer: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(answer["encrypted"], true);
    assert!(text(&made.stderr).contains("nothing but this file brings the hotkey back"), "{}", printed(&made));
    let bytes = std::fs::read(answer["file"].as_str().unwrap()).unwrap();
    assert!(bytes.starts_with(b"$NACL"));
    let checked = home.run_with(&["wallet", "check", "a/b", "--open", "--json"], &[password]);
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(file(&checked, "hotkeys/b")["ss58"], answer["hotkey"], "{checked:#}");
    assert_eq!(checked["sound"], true, "{checked:#}");
}

#[test]
fn a_phrase_is_shown_on_a_terminal_only() {
    let home = Home::new();
    for arguments in [&["wallet", "new", "a/b"][..], &["wallet", "new", "a/b", "--json"]] {
        let refused = home.run(arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("shown on a terminal only"), "{}", printed(&refused));
    }
    let Some(terminal) = Terminal::start(&home, &["wallet", "new", "a/b", "--json"], &[]) else { return };
    let (status, shown) = terminal.end();
    assert!(!status.success() && shown.contains("shown on a terminal only"), "{shown}");
    assert!(!home.path(".bittensor").exists());
}

#[test]
fn a_new_phrase_is_shown_once_wiped_from_the_screen_and_brings_the_hotkey_back() {
    let home = Home::new();
    let arguments = ["wallet", "new", "mine/hot", "--words", "24"];
    let Some(mut terminal) = Terminal::start(&home, &arguments, &[]) else { return };
    terminal.expect("are written down: ");
    let file = wallets(&home).join("mine/hotkeys/hot");
    assert!(!file.exists(), "nothing is written before the phrase is");
    terminal.press("no\n");
    terminal.expect("press Enter: ");
    terminal.press("yes\n");
    let (status, shown) = terminal.end();
    assert!(status.success(), "{shown}");
    // On a screen of its own, which is left behind empty.
    let (before, rest) = shown.split_once("\u{1b}[?1049h").unwrap();
    let (screen, after) = rest.split_once("\u{1b}[2J\u{1b}[H\u{1b}[?1049l").unwrap();
    let words = regex::Regex::new(r" (\d+) ([a-z]+)").unwrap();
    let found: Vec<(&str, &str)> = words
        .captures_iter(screen)
        .map(|found| (found.get(1).unwrap().as_str(), found.get(2).unwrap().as_str()))
        .collect();
    assert_eq!(found.len(), 24, "{screen}");
    assert!(found.iter().enumerate().all(|(index, (number, _))| *number == (index + 1).to_string()));
    let phrase = found.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    let hotkey = load_hotkey(&Settings::new(wallets(&home), "mine", "hot")).unwrap().hotkey();
    assert_eq!(Draft::from_phrase(&phrase).unwrap().hotkey(), hotkey);
    assert!(after.contains(&hotkey.to_string()), "{after}");
    let pair = found.iter().take(2).map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    assert!(!before.contains(&pair) && !after.contains(&pair));
}

#[test]
fn a_phrase_that_is_not_confirmed_leaves_no_hotkey_and_no_words_behind() {
    let home = Home::new();
    // Ctrl-C, Ctrl-D, Ctrl-\ as the keyboard sends them.
    for key in ["\u{3}", "\u{4}", "\u{1c}"] {
        let Some(mut terminal) = Terminal::start(&home, &["wallet", "new", "mine/hot"], &[]) else { return };
        terminal.expect("are written down: ");
        terminal.press(key);
        let (status, shown) = terminal.end();
        assert!(!status.success(), "{shown}");
        assert!(shown.contains("\u{1b}[2J\u{1b}[H\u{1b}[?1049l"), "{shown}");
        assert!(!home.path(".bittensor").exists(), "{key:?}");
    }
}

#[test]
fn a_password_question_that_is_broken_off_leaves_the_terminal_as_it_was() {
    let Some(home) = home() else { return };
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let arguments = ["wallet", "sign", "testenc/enchot", "hello"];
        let Some(mut terminal) = Terminal::start(&home, &arguments, &[]) else { return };
        terminal.expect("hotkeys/enchot`: ");
        assert!(!terminal.is_sane(), "what is typed would be shown");
        if signal == Signal::SIGINT {
            terminal.press("half a pass\u{3}");
        } else {
            terminal.signal(signal);
        }
        assert_eq!(terminal.wait().signal(), Some(signal as i32));
        assert!(terminal.is_sane(), "{signal}");
    }
}

#[test]
fn no_phrase_is_shown_on_a_terminal_that_would_keep_it() {
    let home = Home::new();
    for term in ["", "dumb"] {
        let Some(terminal) = Terminal::start(&home, &["wallet", "new", "mine/hot"], &[("TERM", term)]) else { return };
        let (status, shown) = terminal.end();
        assert!(!status.success() && shown.contains("would keep a recovery phrase"), "{shown}");
    }
}

#[test]
fn a_password_is_asked_for_on_a_terminal_and_never_shown() {
    let Some(home) = home() else { return };
    let arguments = ["wallet", "sign", "testenc/enchot", "hello"];
    let Some(mut terminal) = Terminal::start(&home, &arguments, &[]) else { return };
    terminal.expect("hotkeys/enchot`: ");
    terminal.press(&format!("{PASSWORD}\n"));
    let (status, shown) = terminal.end();
    assert!(status.success() && shown.contains("0x"), "{shown}");
    assert_keeps(&secrets(&home), &shown, "the terminal");

    let arguments = ["wallet", "new", "testenc/more", "--seed-only", "--encrypt"];
    let Some(mut terminal) = Terminal::start(&home, &arguments, &[]) else { return };
    terminal.expect("hotkeys/more`: ");
    terminal.press("open sesame\n");
    terminal.expect("once more: ");
    terminal.press("open simsim\n");
    let (status, shown) = terminal.end();
    assert!(!status.success() && shown.contains("the two passwords differ"), "{shown}");
    assert!(!shown.contains("sesame") && !shown.contains("simsim"), "{shown}");
    assert!(!wallets(&home).join("testenc/hotkeys/more").exists());
}
