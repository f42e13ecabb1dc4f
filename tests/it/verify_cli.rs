//! `gascli verify-c2pa` as an operator uses it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use serde_json::Value;

use crate::support::{Home, shared, strike, text, wait_for};
use crate::verify_world::{Provider, large_png, small_png, write};

/// A home with the root of a provider that the command is to trust.
struct World {
    home: Home,
    provider: Provider,
    trust: [String; 2],
}

impl World {
    fn new() -> Self {
        let (home, provider) = (Home::new(), Provider::new());
        let trust = provider.trusted_by(&home.path(""));
        Self { home, provider, trust }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        write(&self.home.path(name), bytes)
    }

    /// A small picture that passes, at this place.
    fn good(&self, name: &str) -> Vec<u8> {
        let signed = self.provider.signed(&small_png(), Some("2026-01-01T00:00:00Z"));
        self.write(name, &signed);
        signed
    }

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = self.home.command(&["verify-c2pa"]);
        command.args(&self.trust).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        assert_cmd::Command::from_std(self.command(arguments)).timeout(Duration::from_mins(3)).output().unwrap()
    }

    /// Exit status and the array.
    fn json(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let output = self.run(&[arguments, &["--json"]].concat());
        let entries = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", text(&output.stdout), text(&output.stderr)));
        (output.status.code().unwrap(), entries)
    }

    fn with_stdin(&self, arguments: &[&str], bytes: &[u8]) -> (i32, Vec<Value>) {
        let mut command = assert_cmd::Command::from_std(self.command(&[arguments, &["--json"]].concat()));
        let output = command.timeout(Duration::from_mins(3)).write_stdin(bytes).output().unwrap();
        (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
    }
}

/// Files and classes of the array, in its order.
fn judged(entries: &[Value]) -> Vec<(&str, Option<&str>)> {
    entries.iter().map(|entry| (entry["file"].as_str().unwrap(), entry["class"].as_str())).collect()
}

#[test]
fn verify_c2pa_passes_only_if_every_file_passes() {
    // spec/gas.md 7.11
    let (Some(dev), Some(anchors)) = (shared("data/c2pa/dev/files"), shared("data/trust_anchors")) else { return };
    let home = Home::new();
    let (good, bad) = (dev.join("openai_a.webp"), dev.join("fx_no_manifest.jpg"));
    let run = |files: &[&Path], code| {
        let mut command = home.command(&["verify-c2pa", "--policy=sn34", "--trust-anchors"]);
        let output = command.arg(&anchors).args(files).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        (text(&output.stdout), text(&output.stderr))
    };
    let (passed, said) = run(&[&good], 0);
    let rule = "=".repeat(60);
    let expected = format!(
        "\n{rule}\nFile: {}\nStatus: ✅ PASSED\n{rule}\n  verified:            True\n  signature_valid:     True\n  \
         is_self_signed:      False\n  is_trusted_issuer:   True\n  issuer:              ChatGPT c2pa-rs/0.28.4\n  \
         cert_issuer:         OpenAI\n  ai_generated:        True\n",
        good.display()
    );
    let rest = passed.strip_prefix(&expected).unwrap_or_else(|| panic!("{passed}"));
    assert!(rest.is_empty() || rest.starts_with("  accepted, but spoofable: "), "{rest}");
    assert_eq!(said, "");
    let (both, said) = run(&[&bad, &good], 1);
    assert!(both.find("❌ FAILED") < both.find("✅ PASSED"), "{both}");
    assert!(
        both.contains("error:               No C2PA manifest found: ManifestNotFound: no JUMBF data found"),
        "{both}"
    );
    assert_eq!(said, "1 of 2 passed (1 no-manifest)\n");
}

#[test]
fn verify_c2pa_judges_the_other_files_when_one_cannot_be_read() {
    let world = World::new();
    world.good("good.png");
    world.write("plain.png", &small_png());
    let (code, entries) = world.json(&["nowhere.png", "plain.png", "good.png"]);
    assert_eq!(code, 2);
    assert_eq!(judged(&entries), [("plain.png", Some("no-manifest")), ("good.png", None)]);
    for entry in &entries {
        let keys: Vec<&String> = entry.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["file", "result", "class", "spoofable"]);
        assert_eq!(entry["result"].as_object().unwrap().len(), 14);
    }
    let output = world.run(&["nowhere.png", "plain.png", "neither.png"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("0 of 3 passed (1 no-manifest, 2 unreadable)\n"), "{said}");
    assert!(said.contains("cannot read 2 of 3 files: `nowhere.png` (No such file"), "{said}");
    assert!(said.contains("`neither.png` (No such file"), "{said}");
    assert_eq!(world.json(&["nowhere.png"]), (2, vec![]));
}

#[test]
fn anchors_come_from_the_option_else_the_environment_else_the_trust_store() {
    let (home, provider, other) = (Home::new(), Provider::new(), Provider::new());
    let good = write(&home.path("good.png"), &provider.signed(&small_png(), None));
    let (ours, theirs) = (home.path("ours"), home.path("theirs"));
    for (provider, folder) in [(&provider, &ours), (&other, &theirs)] {
        std::fs::create_dir(folder).unwrap();
        provider.trusted_by(folder);
    }
    let verify = |arguments: &[&str], environment: &[(&str, &Path)]| {
        let mut command = home.command(&["verify-c2pa"]);
        command.arg(&good).args(arguments).envs(environment.iter().copied());
        command.output().unwrap().status.code().unwrap()
    };
    let variable = "GASCLI_TRUST_ANCHORS";
    assert_eq!(verify(&[], &[]), 1);
    assert_eq!(verify(&[], &[(variable, &ours)]), 0);
    let store = home.below.join("config/trust");
    std::fs::create_dir_all(&store).unwrap();
    assert_eq!(verify(&[], &[]), 1);
    provider.trusted_by(&store);
    assert_eq!(verify(&[], &[]), 0);
    assert_eq!(verify(&[], &[(variable, &theirs)]), 1);
    assert_eq!(verify(&[], &[(variable, Path::new(":"))]), 0, "a variable that names nothing is none");
    assert_eq!(verify(&["--trust-anchors", "ours"], &[(variable, &theirs)]), 0);
    assert_eq!(verify(&["--trust-anchors", "none.pem"], &[]), 2);
}

#[test]
fn neither_manifest_nor_file_name_can_steer_the_terminal() {
    let world = World::new();
    world.write("\u{1b}[2Jx.png", b"text");
    let printed = text(&world.run(&["\u{1b}[2Jx.png", "\u{1b}[2Jy.png"]).stdout);
    assert!(!printed.contains('\u{1b}') && printed.contains("\\u{1b}[2Jx.png"), "{printed}");
    let said = text(&world.run(&["\u{1b}[2Jx.png", "\u{1b}[2Jy.png"]).stderr);
    assert!(!said.contains('\u{1b}') && said.contains("\\u{1b}[2Jy.png"), "{said}");
}

#[test]
fn a_folder_is_walked_in_order_and_what_is_left_out_is_said() {
    let world = World::new();
    for name in ["m/b.png", "m/a/z.png", "m/a/y/1.png", "m/c.png", "elsewhere/e.png", "m/.cache/x.png", "m/.x.png"] {
        world.good(name);
    }
    symlink("..", world.home.path("m/a/back")).unwrap();
    symlink("../elsewhere", world.home.path("m/d")).unwrap();
    symlink("b.png", world.home.path("m/e.png")).unwrap();
    let (code, entries) = world.json(&["m", "m/b.png", "m/.x.png"]);
    let files: Vec<&str> = judged(&entries).into_iter().map(|(file, _)| file).collect();
    let walked = ["m/a/y/1.png", "m/a/z.png", "m/b.png", "m/c.png", "m/d/e.png", "m/e.png"];
    assert_eq!(files, [&walked[..], &["m/b.png", "m/.x.png"]].concat());
    assert_eq!(code, 0);
    let said = text(&world.run(&["m"]).stderr);
    assert_eq!(said, "skipped 2 hidden entries and 1 link to a folder walked before\n6 of 6 passed\n");
    // What cannot be judged in a folder is named, and the rest is judged.
    symlink("nowhere", world.home.path("m/a/dangling")).unwrap();
    nix::unistd::mkfifo(&world.home.path("m/pipe"), Mode::S_IRWXU).unwrap();
    let output = world.run(&["m", "--quiet"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("`m/a/dangling` (No such file") && said.contains("`m/pipe` (it is a pipe"), "{said}");
}

#[test]
fn a_folder_without_files_is_no_success() {
    let world = World::new();
    std::fs::create_dir_all(world.home.path("empty/below")).unwrap();
    world.good("hidden/.x.png");
    for (folder, words) in [("empty", "there are no files in"), ("hidden", "there are only hidden files in")] {
        let output = world.run(&[folder]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
}

#[test]
fn pipes_sockets_and_devices_are_refused_without_waiting_for_them() {
    let world = World::new();
    world.good("good.png");
    nix::unistd::mkfifo(&world.home.path("pipe"), Mode::S_IRWXU).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(world.home.path("socket")).unwrap();
    let output = world.run(&["pipe", "socket", "/dev/zero", "good.png"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("PASSED"));
    let said = text(&output.stderr);
    for words in ["`pipe` (it is a pipe: ", "`socket` (it is a socket)", "`/dev/zero` (it is a device)"] {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn standard_input_is_judged_once_whether_short_or_long() {
    let world = World::new();
    let small = world.good("good.png");
    let large = world.provider.signed(&large_png(), None);
    for bytes in [&small, &large] {
        let (code, entries) = world.with_stdin(&["good.png", "-"], bytes);
        assert_eq!((code, judged(&entries)), (0, vec![("good.png", None), ("-", None)]));
    }
    let (code, entries) = world.with_stdin(&["-"], b"");
    assert_eq!((code, judged(&entries)), (1, vec![("-", Some("no-manifest"))]));
    let mut command = world.command(&["-"]);
    command.env("TMPDIR", world.home.path("none"));
    let output = assert_cmd::Command::from_std(command).write_stdin(large).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("too long for memory, and cannot be kept"), "{}", text(&output.stderr));
    let output = world.run(&["-", "good.png", "-"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    assert!(text(&output.stderr).contains("`-` is given twice"), "{}", text(&output.stderr));
}

#[test]
fn results_come_in_the_order_of_the_files_however_large_each_is() {
    let world = World::new();
    let large = world.provider.signed(&large_png(), None);
    let mut damaged = large.clone();
    *damaged.last_mut().unwrap() ^= 1;
    world.write("large.png", &large);
    world.write("damaged.png", &damaged);
    world.good("small.png");
    world.write("plain.png", &small_png());
    let files = ["large.png", "small.png", "damaged.png", "plain.png", "small.png", "large.png", "plain.png"];
    let good = |file: &str| match file {
        "damaged.png" => Some("signature-invalid"),
        "plain.png" => Some("no-manifest"),
        _ => None,
    };
    let expected: Vec<_> = files.iter().map(|file| (*file, good(file))).collect();
    for jobs in ["--jobs=1", "--jobs=4", "--jobs=64"] {
        let (code, entries) = world.json(&[&[jobs], &files[..]].concat());
        assert_eq!((code, judged(&entries)), (1, expected.clone()), "{jobs}");
    }
}

#[test]
fn a_thousand_files_are_judged_in_the_order_of_their_names() {
    let world = World::new();
    let good = world.good("media/500.png");
    for number in 0..1000 {
        let bytes = if number % 100 == 0 { good.as_slice() } else { b"no picture" };
        world.write(&format!("media/{number:03}.png"), bytes);
    }
    let output = world.run(&["media", "--jobs=4", "--json"]);
    let entries: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let expected: Vec<_> = (0..1000).map(|n| (format!("media/{n:03}.png"), n % 100 == 0)).collect();
    let found: Vec<_> =
        entries.iter().map(|e| (e["file"].as_str().unwrap().to_owned(), e["class"].is_null())).collect();
    assert_eq!(found, expected);
    // No progress bar without a terminal.
    assert_eq!(text(&output.stderr), "");
    let output = world.run(&["media"]);
    assert_eq!(text(&output.stderr), "10 of 1000 passed (990 no-manifest)\n");
}

#[test]
fn quiet_says_nothing_but_errors() {
    let world = World::new();
    world.good("m/good.png");
    world.good("m/.hidden.png");
    world.write("plain.png", &small_png());
    for (files, code) in [(&["m"][..], 0), (&["m", "plain.png"], 1), (&["plain.png", "m", "--json"], 1)] {
        let output = world.run(&[files, &["--quiet"]].concat());
        let said = (output.status.code(), text(&output.stdout), text(&output.stderr));
        assert_eq!(said, (Some(code), String::new(), String::new()), "{files:?}");
    }
    let output = world.run(&["m", "nowhere.png", "-q"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    assert!(text(&output.stderr).starts_with("error: cannot read `nowhere.png`"), "{}", text(&output.stderr));
}

#[test]
fn a_challenge_time_tells_what_is_stale_from_the_future_or_of_no_time() {
    // spec/gas.md 8.6, check 4
    let world = World::new();
    let in_an_hour = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1)).to_string();
    for (name, when) in
        [("past.png", Some("2026-01-01T00:00:00Z")), ("future.png", Some(&*in_an_hour)), ("no.png", None)]
    {
        world.write(name, &world.provider.signed(&small_png(), when));
    }
    for (file, challenged, class) in [
        ("past.png", "2026-01-01T00:10:00Z", None), // ten minutes of tolerance
        ("past.png", "1767226200", None),
        ("past.png", "2026-01-01T01:10:01+01:00", Some("stale")),
        ("future.png", "2026-01-01T00:00:00Z", Some("future")),
        ("no.png", "2026-01-01T00:00:00Z", Some("no-time")),
    ] {
        assert_eq!(world.json(&[file]).0, 0, "{file} passes where no challenge is named");
        let (code, entries) = world.json(&[file, "--challenged-at", challenged]);
        assert_eq!((code, judged(&entries)), (i32::from(class.is_some()), vec![(file, class)]), "{challenged}");
        // The report is the network's, and the network's does not know of the challenge.
        assert_eq!(entries[0]["result"]["verified"], true);
        assert_eq!(entries[0]["result"]["error"], Value::Null);
    }
    let printed = text(&world.run(&["no.png", "--challenged-at=1767226200"]).stdout);
    assert!(printed.contains("❌ FAILED") && !printed.contains("accepted"), "{printed}");
    assert!(printed.contains("error:               C2PA manifest has no signing timestamp\n"), "{printed}");
    let output = world.run(&["no.png", "--challenged-at", "yesterday"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("such as 2026-03-01T12:00:00Z"), "{}", text(&output.stderr));
}

#[test]
fn wrong_usage_is_exit_status_two() {
    let world = World::new();
    world.good("good.png");
    for wrong in [
        &[][..],
        &["good.png", "--jobs=0"],
        &["good.png", "--jobs", "257"],
        &["good.png", "--policy", "lax"],
        &["good.png", "--allow-remote=all"],
        &["good.png", "-q", "-v"],
    ] {
        assert_eq!(world.run(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn verbose_shows_the_manifest_of_files_that_pass() {
    let world = World::new();
    world.good("good.png");
    world.write("plain.png", &small_png());
    let printed = text(&world.run(&["-v", "good.png", "plain.png"]).stdout);
    let json = printed.split("Raw manifest data:\n").nth(1).unwrap().split("\n\n===").next().unwrap();
    let manifest: Value = serde_json::from_str(json).unwrap();
    assert!(manifest["manifests"].is_object() && json.starts_with("{\n    \""), "{json}");
    assert_eq!(printed.matches("Raw manifest data:").count(), 1);
}

#[test]
fn a_file_name_may_be_of_any_bytes() {
    let world = World::new();
    let signed = world.good("good.png");
    let name = OsStr::from_bytes(b"odd\xff.png");
    write(&world.home.path("m").join(name), &signed);
    let (code, entries) = world.json(&["m"]);
    assert_eq!((code, judged(&entries)), (0, vec![("m/odd\u{fffd}.png", None)]));
    let mut command = world.command(&[]);
    assert!(command.arg(Path::new("m").join(name)).output().unwrap().status.success());
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let world = World::new();
    for number in 0..300 {
        world.write(&format!("media/{number}.png"), b"no picture");
    }
    for style in [&["media"][..], &["media", "--json", "--jobs=8"]] {
        let mut command = world.command(style);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{:?}", output.status);
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn ctrl_c_ends_it_at_once() {
    let world = World::new();
    world.good("good.png");
    // It waits for its input for ever.
    let mut command = world.command(&["good.png", "-", "--jobs=1"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Status") {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0);
    }
    child.stdin.as_mut().unwrap().write_all(b"begun").unwrap();
    strike(child.id(), Signal::SIGINT);
    let status = wait_for(Duration::from_mins(1), "the end", || child.try_wait().unwrap());
    assert_eq!(status.signal(), Some(2), "as a shell's 130");
}

#[test]
fn the_generator_has_the_same_command() {
    let world = World::new();
    world.good("good.png");
    let mut command = world.home.command(&["generator", "verify-c2pa", "good.png", "--json"]);
    let output = command.args(&world.trust).output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, world.run(&["good.png", "--json"]).stdout);
}
