//! How the command line fails: status, code, what it advises; and what it does with odd terminals, pipes and homes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use gascli::types::Code;
use serde_json::Value;

use super::support::{Home, text};

/// The error that a command told as JSON; nothing else stands in that line.
fn error_of(output: &Output) -> Value {
    let said = text(&output.stderr);
    let line = said.lines().last().unwrap_or_else(|| panic!("nothing was said: {}", text(&output.stdout)));
    let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(value["schema"], "gascli/1", "{value}");
    value["error"].clone()
}

#[test]
fn every_error_has_a_status_a_code_and_advice() {
    let home = Home::new();
    fs::create_dir(home.path("folder")).unwrap();
    fs::write(home.path("notes.txt"), "hi\n").unwrap();
    fs::write(home.path("bad.env"), "BT_NETUID=abc\n").unwrap();
    for (line, code, hint) in [
        ("gene", "usage", "did you mean `gascli generator`?"),
        ("g l", "usage", "did you mean `gascli generator logs`?"),
        ("statsu", "usage", "did you mean `gascli status`?"),
        ("st", "usage", "`gascli status`, `gascli start`"),
        ("sign", "usage", "did you mean `gascli wallet sign`?"),
        ("install", "usage", "gascli doctor"),
        ("install-py-deps --clear-venv", "usage", "gascli doctor"),
        ("install-sys-deps", "usage", "gascli doctor"),
        ("validator start --docker", "usage", "leave the flag out"),
        ("--nuke-cache", "usage", "gascli validator prune"),
        ("delete web --yse", "usage", "did you mean `--yes`?"),
        ("start", "usage", "gascli start <NAME>"),
        ("generator", "usage", "init"),
        ("chain metagraph --netuid abc", "usage", "gascli chain metagraph --help"),
        ("ps --color alwys", "usage", "did you mean `always`?"),
        ("stop web", "no-such-service", "gascli start web -- COMMAND"),
        ("logs web", "no-such-service", "gascli ps"),
        ("start web -- /no/such/program", "service-failed", "a program that is there"),
        ("events wbe", "no-such-service", "did you mean `web`?"),
        ("stop wbe", "no-such-service", "did you mean `web`?"),
        ("logs wbe", "no-such-service", "did you mean `gascli logs web`?"),
        ("delete web", "input-needed", "--yes"),
        ("wallet show nobody", "wallet-missing", "BT_WALLET_PATH"),
        ("model pull clipp", "model-missing", "clip-vit-base-patch32"),
        ("model verify demoo", "model-missing", "did you mean `demo`?"),
        ("notify test ops", "not-found", "gascli notify list"),
        ("verify-c2pa no.png", "not-found", "check the path"),
        ("score simulate folder", "io", "name a file"),
        ("score simulate notes.txt", "invalid-input", "right file"),
        ("trust add notes.txt", "invalid-input", "PEM or DER"),
        ("generator start --env-file bad.env", "config-invalid", "gascli generator info"),
        ("localnet show", "not-found", "gascli localnet create"),
        ("metrics --listen 192.0.2.1:80", "refused", "127.0.0.1:80"),
        ("dashboard", "input-needed", "--once"),
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        // Before the command: behind `--` it would be the program's own.
        let output = home.run(&[&["--json"][..], &arguments].concat());
        let error = error_of(&output);
        assert_eq!((output.status.code(), &error["code"]), (Some(2), &code.into()), "{line}: {error}");
        assert!(error["hint"].as_str().is_some_and(|found| found.contains(hint)), "{line}: {error}");
        let told = text(&home.run(&arguments).stderr);
        assert!(line == "generator" || told.contains("\nhint: ") && told.contains("error: "), "{line}: {told}");
        assert!(!told.contains("panicked"), "{line}: {told}");
    }
}

/// Errors with advice that reach the command line only within another one, which hands their advice on.
const WRAPPED: [(&str, &str); 10] = [
    ("CheckpointError", "MinerError"),
    ("ClientError", "HubError"),
    ("FilmError", "DecodeError"),
    ("KeyFileError", "WalletError"),
    ("NaclError", "WalletError"),
    ("NodeError", "ChainError"),
    ("PasswordError", "WalletError"),
    ("SubmitError", "ChainError"),
    ("TargetError", "DataError"),
    ("WeightsError", "ChainError"),
];

/// Those that are told elsewhere: to validators, on the dashboard, in logs.
const ELSEWHERE: [&str; 5] = ["AddressError", "FilterError", "KeyFault", "LookError", "ServeError"];

#[test]
fn no_error_advises_something_that_is_never_shown() {
    fn gather(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    gather(&root, &mut sources);
    let list = fs::read_to_string(root.join("cli/error.rs")).unwrap();
    let listed: Vec<String> = regex::Regex::new(r"of::<([\w:]+)>\(cause\)")
        .unwrap()
        .captures_iter(&list)
        .map(|found| found[1].to_owned())
        .collect();
    assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len(), "one is listed twice");
    // Several may bear the same name: each counts.
    let mut known: Vec<&str> = listed.iter().map(|path| path.rsplit("::").next().unwrap()).collect();
    for (_, by) in WRAPPED {
        assert!(known.contains(&by), "{by}");
    }
    known.extend(WRAPPED.map(|(name, _)| name).into_iter().chain(ELSEWHERE));
    let of_hints = regex::Regex::new(r"impl (?:\w+::)*Hint for (\w+)").unwrap();
    for name in sources.iter().flat_map(|text| of_hints.captures_iter(text)).map(|found| found[1].to_owned()) {
        let at = known.iter().position(|known| *known == name);
        known.remove(at.unwrap_or_else(|| panic!("`{name}` advises, and `hinted` of cli/error.rs does not know it")));
    }
    assert!(known.is_empty(), "no error of these advises: {known:?}");
}

#[test]
fn the_documented_codes_are_those_of_the_program() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md")).unwrap();
    let table = page.split("| code | means |").nth(1).unwrap().split("\n\n").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let documented: BTreeSet<&str> = rows.collect();
    assert_eq!(documented, Code::ALL.iter().map(|code| code.as_str()).collect());
    assert_eq!(documented.len(), Code::ALL.len(), "no word stands for two");
}

#[test]
fn help_is_an_answer_however_it_is_asked_for() {
    let home = Home::new();
    let of = |line: &str| home.ok(&line.split(' ').collect::<Vec<_>>());
    let status = of("help status");
    for line in ["status help", "status --help", "ps --help", "ps help"] {
        assert_eq!(of(line), status, "{line}");
    }
    assert_eq!(of("generator help"), of("help generator"));
    assert!(of("status -h").lines().count() < status.lines().count());
    for line in ["-h", "--help", "chain metagraph --help", "verify-c2pa -h", "help localnet set"] {
        let shown = of(line);
        assert!(shown.contains("gascli "), "{line}: {shown}");
        let prose = shown.lines().filter(|line| !line.contains("gascli "));
        let widest = prose.map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 80, "{line} is {widest} columns wide in a pipe");
    }
}

#[test]
fn the_version_is_one_line_or_an_object() {
    let home = Home::new();
    assert_eq!(home.ok(&["--version"]), concat!("gascli ", env!("CARGO_PKG_VERSION"), "\n"));
    let build = home.json(&["--version"]);
    assert_eq!((&build["schema"], &build["version"]), (&"gascli/1".into(), &env!("CARGO_PKG_VERSION").into()));
    assert!(build["target"].as_str().unwrap().contains(std::env::consts::ARCH), "{build}");
    assert!(build["features"].is_array() && build.get("commit").is_some(), "{build}");
}

#[test]
fn colour_is_for_those_who_see_it_or_ask_for_it() {
    let home = Home::new();
    let is_coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let output = home.run_with(arguments, environment);
        (output.stdout.contains(&0x1b), output.stderr.contains(&0x1b))
    };
    for (arguments, environment, coloured) in [
        (&["--help"][..], &[][..], (false, false)),
        (&["--help", "--color", "always"], &[], (true, false)),
        (&["--help"], &[("CLICOLOR_FORCE", "1")], (true, false)),
        (&["--help"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], (false, false)),
        (&["stop", "web"], &[("GASCLI_COLOR", "always")], (false, true)),
        (&["stop", "web", "--color=never"], &[("GASCLI_COLOR", "always")], (false, false)),
        (&["gene"], &[("GASCLI_COLOR", "always")], (false, true)),
        (&["stop", "web", "--json"], &[("GASCLI_COLOR", "always")], (false, false)),
    ] {
        assert_eq!(is_coloured(arguments, environment), coloured, "{arguments:?} {environment:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_no_answer() {
    let home = Home::new();
    for arguments in [&["--help"][..], &["--version"], &["ps", "--json"], &["generator", "price"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = home.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("cannot write to standard output"), "{arguments:?}: {told}");
        assert!(told.contains("No space left on device"), "{arguments:?}: {told}");
    }
}

/// Runs a line of the shell in which `$G` is the binary.
fn shell(home: &Home, line: &str) -> Output {
    let bare = home.command(&[]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).current_dir(home.path("")).env_clear().env("G", bare.get_program());
    command.envs(bare.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn closed_descriptors_are_neither_a_panic_nor_a_place_for_files() {
    let home = Home::new();
    for line in [
        "$G ps >&-",
        "$G ps --json >&-",
        "$G ps 2>&-",
        "$G ps <&-",
        "$G ps <&- >&- 2>&-",
        "$G --help >&-",
        "$G --version --json 2>&- >&-",
        "$G stop web 2>&-; test $? = 2",
        "$G gene <&- >&- 2>&-; test $? = 2",
        "$G generator init <&- >&- 2>&-; grep -q OPENAI .env.gen_miner",
        "$G generator price | head -1",
        "env -i $G --version",
        "cd / && env -u HOME -u GASCLI_HOME $G --help | head -1",
    ] {
        let output = shell(&home, line);
        let told = text(&output.stderr);
        assert!(output.status.success() && !told.contains("panicked"), "{line}: {:?} {told}", output.status);
        assert!(!told.contains("error"), "{line}: {told}");
    }
    let env_file = fs::read_to_string(home.path(".env.gen_miner")).unwrap();
    assert!(env_file.starts_with('#') && !env_file.contains("next:"), "what was printed went elsewhere");
}

#[test]
fn arguments_and_variables_that_are_no_text_are_refused_or_passed_over() {
    let home = Home::new();
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for arguments in [&["ps"][..], &["verify-c2pa"], &["wallet", "show"], &[]] {
        let output = home.command(arguments).arg(odd).output().unwrap();
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.starts_with("error: ") && told.contains("\nhint: "), "{arguments:?}: {told}");
    }
    let output = home.command(&["ps"]).env("BT_NETUID", odd).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn homes_that_cannot_be_used_are_named_with_what_to_do() {
    let home = Home::new();
    fs::write(home.path("a-file"), "").unwrap();
    let sealed = home.path("sealed");
    fs::create_dir(&sealed).unwrap();
    fs::set_permissions(&sealed, fs::Permissions::from_mode(0o500)).unwrap();
    let relative = home.run_with(&["ps", "--json"], &[("GASCLI_HOME", "here")]);
    assert_eq!(error_of(&relative)["code"], "config-invalid");
    let is_file = home.path("a-file");
    for arguments in
        [&["start", "web", "--", "true"][..], &["trust", "list"], &["model", "list"], &["localnet", "create"]]
    {
        let mut command = home.command(&["--json"]);
        let output = command.args(arguments).env("GASCLI_HOME", &is_file).output().unwrap();
        let error = error_of(&output);
        let told = error.to_string();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("a-file") && error["hint"].is_string(), "{arguments:?}: {told}");
    }
    if !nix::unistd::geteuid().is_root() {
        let output =
            home.command(&["--json", "start", "web", "--", "true"]).env("GASCLI_HOME", &sealed).output().unwrap();
        assert_eq!(error_of(&output)["code"], "permission-denied");
    }
}

#[test]
fn a_command_tells_what_it_does_where_that_is_asked_for() {
    let home = Home::new();
    let of = |level: &str| text(&home.run_with(&["ps", "--json"], &[("GASCLI_LOG", level)]).stderr);
    assert_eq!(of(""), "");
    let told = of("debug");
    assert!(told.contains("gascli begins") && told.contains(home.below.to_str().unwrap()), "{told}");
    let chain = home.run(&["--json", "chain", "status", "--network", "ws://127.0.0.1:9"]);
    assert_eq!(error_of(&chain)["code"], "chain-unreachable");
}
