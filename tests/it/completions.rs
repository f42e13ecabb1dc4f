//! Completions in real shells: installed as an operator would, then asked by the TAB key. Only `PowerShell` is a snapshot.
//!
//! A shell that is not on this machine is skipped, unless `GASCLI_REQUIRE_SHELLS=1` makes that a failure.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Home, text};
use crate::terminal::Terminal;

/// Columns and rows of the terminals here.
const SIZE: (u16, u16) = (100, 30);
/// What shells are told to show when they wait.
const PROMPT: &str = "ready> ";
/// A wallet whose name would run a program in any shell that takes it for more than a name.
const ODD: &str = "it's $(touch pwned) `touch pwned`; \"x\"";

/// The folder of the binary, in front of all others.
fn path() -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_gascli")).parent().unwrap().display().to_string();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}

fn has(shell: &str) -> bool {
    let found = std::env::split_paths(&path()).any(|folder| folder.join(shell).is_file());
    if !found {
        let is_required = std::env::var_os("GASCLI_REQUIRE_SHELLS").is_some_and(|value| value == "1");
        assert!(!is_required, "{shell} is required but missing");
        eprintln!("skipped 1 test: there is no {shell} on this machine");
    }
    found
}

/// A home with a service and a wallet, in which this shell has been given its completions. `rc` is its start file, with
/// lines of the user's own.
fn home(shell: &str, rc: Option<(&str, &str)>) -> Home {
    let home = Home::new();
    home.ok(&["start", "web-1", "--", "sleep", "1000"]);
    std::fs::create_dir_all(home.path(".bittensor/wallets").join(ODD).join("hotkeys")).unwrap();
    if let Some((file, lines)) = rc {
        std::fs::create_dir_all(home.path(file).parent().unwrap()).unwrap();
        std::fs::write(home.path(file), lines).unwrap();
    }
    let mut install = vec!["completions", "install", "--shell", shell];
    install.extend(rc.map(|_| "--edit-rc"));
    home.ok(&install);
    home
}

fn terminal(home: &Home, shell: &str, arguments: &[&str]) -> Option<Terminal> {
    let environment = [("PATH", path()), ("LANG", "C.UTF-8".into())];
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let terminal = Terminal::of(home, shell, arguments, &environment)?;
    terminal.resize(SIZE);
    terminal.expect(PROMPT.trim_end());
    Some(terminal)
}

fn shows(terminal: &Terminal, words: &str) {
    terminal.expect_screen(SIZE, words, |screen| screen.contents().contains(words));
}

/// The name of a wallet is completed, and the command gets it as it is.
fn takes_an_odd_name(home: &Home, terminal: &mut Terminal) {
    terminal.press("gascli wallet show it\t");
    shows(terminal, "pwned");
    terminal.press("\r");
    shows(terminal, &format!("wallet   {ODD}"));
    assert!(!home.path("pwned").exists());
}

#[test]
fn bash_completes_what_there_is_after_install() {
    if !has("bash") {
        return;
    }
    let home = home("bash", Some((".bashrc", "PS1='ready> '\n")));
    let Some(mut terminal) = terminal(&home, "bash", &["--noprofile", "-i"]) else { return };
    terminal.press("gascli st\t\t");
    for command in ["start  ", "startup", "status", "stop"] {
        shows(&terminal, command);
    }
    terminal.press("\x15gascli logs w\t");
    shows(&terminal, "gascli logs web-1");
    // Bash breaks words at `=` and `:`.
    terminal.press("\x15gascli chain status --network=fi\t");
    shows(&terminal, "--network=finney");
    terminal.press("\x15gascli chain status --network loc\t\t\t");
    shows(&terminal, "local:");
    terminal.press("\x15");
    takes_an_odd_name(&home, &mut terminal);
}

#[test]
fn zsh_completes_what_there_is_after_install() {
    if !has("zsh") {
        return;
    }
    let home = home("zsh", Some((".zshrc", "PS1='ready> '\n")));
    let Some(mut terminal) = terminal(&home, "zsh", &["-i"]) else { return };
    terminal.press("gascli st\t");
    for command in ["-- Start services", "startup", "status", "stop"] {
        shows(&terminal, command);
    }
    terminal.press("\x15gascli logs w\t");
    shows(&terminal, "gascli logs web-1");
    terminal.press("\x15gascli chain status --network=fi\t");
    shows(&terminal, "--network=finney");
    terminal.press("\x15");
    takes_an_odd_name(&home, &mut terminal);
}

#[test]
fn elvish_completes_what_there_is_after_install() {
    if !has("elvish") {
        return;
    }
    let home = home("elvish", Some((".config/elvish/rc.elv", "set edit:prompt = { put 'ready> ' }\n")));
    // Its history is kept by a process of its own, which other sessions of the user would share.
    let [socket, database] = ["elvish.sock", "elvish.db"].map(|file| home.path(file).display().to_string());
    let arguments = ["-sock", &socket, "-db", &database];
    let Some(mut terminal) = terminal(&home, "elvish", &arguments) else { return };
    terminal.press("gascli st\t");
    for command in ["start (Start services", "startup", "status", "stop"] {
        shows(&terminal, command);
    }
    terminal.press("\x1b");
    terminal.expect_screen(SIZE, "end of the list", |screen| !screen.contents().contains("COMPLETING"));
    terminal.press("\x15gascli logs w\t");
    shows(&terminal, "gascli logs web-1");
}

#[test]
fn fish_completes_what_there_is_after_install() {
    if !has("fish") {
        return;
    }
    let home = home("fish", None);
    let complete = |line: &str| {
        let mut fish = Command::new("fish");
        fish.args(["-c", "complete -C $argv[1]", line]).env_clear().current_dir(home.path(""));
        fish.envs(home.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", path());
        let output = fish.output().unwrap();
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout)
    };
    let commands = complete("gascli st");
    for command in ["start\t", "startup\t", "status\t", "stop\t"] {
        assert!(commands.contains(command), "{commands}");
    }
    assert!(complete("gascli logs ").contains("\nweb-1\t"));
    assert_eq!(complete("gascli chain status --network=fi"), "--network=finney\tthe main network\n");
    assert!(complete("gascli wallet show it").starts_with(ODD));
    assert!(!home.path("pwned").exists());
}

#[test]
fn powershell_is_told_this() {
    let home = Home::new();
    let script = home.ok(&["completions", "print", "powershell"]);
    insta::assert_snapshot!("powershell", script);
    // It marks the word at the cursor, which older versions would drop when it is empty.
    assert_eq!(
        ask(&home, "powershell", &["gascli", "logs", "=--fo"]),
        "--follow\tKeep printing what comes, until Ctrl-C\n"
    );
    assert!(ask(&home, "powershell", &["gascli", "="]).contains("\nstatus\tList every supervised service\n"));
}

/// Asks as the script of a shell does; nothing may come on stderr.
fn ask(home: &Home, shell: &str, words: &[&str]) -> String {
    let output = home.run_with(&[&["--"][..], words].concat(), &[("COMPLETE", shell)]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{words:?}");
    text(&output.stdout)
}

/// The values that are offered for the last word.
fn values(home: &Home, words: &[&str]) -> Vec<String> {
    let answer = ask(home, "elvish", &[&["gascli"][..], words].concat());
    answer.lines().map(|line| line.split_once('\t').unwrap().0.to_owned()).collect()
}

#[test]
fn everything_that_is_on_this_machine_is_offered_where_it_fits() {
    let Some(home) = crate::wallet_world::home() else { return };
    std::fs::create_dir_all(home.below.join("config")).unwrap();
    let file = "[service.planned]\ncommand = [\"sleep\", \"9\"]\n[notify.ops]\nexec = [\"/bin/true\"]\n";
    std::fs::write(home.below.join("config/gascli.toml"), file).unwrap();
    home.ok(&["localnet", "create"]);
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    std::fs::write(home.path("my.env"), "").unwrap();
    let ledger = format!("local:{}", home.below.join("state/localnet.sqlite").display());
    for (words, offered) in [
        (&["start", ""][..], &["planned", "web"][..]),
        (&["stop", ""], &["web"]),
        (&["stop", "web", ""], &["--all"]),
        (&["generator", "webhooks", "--service", "w"], &["web"]),
        (&["events", "--kind", "cr"], &["crashed"]),
        (&["notify", "test", ""], &["ops"]),
        (&["wallet", "show", "testp"], &["testplain", "testplain/miner", "testplain/validator"]),
        (&["wallet", "sign", "testplain/m"], &["testplain/miner"]),
        (&["run", "generator", "--wallet-name", ""], &["testenc", "testplain"]),
        (&["run", "generator", "--wallet-name=testplain", "--wallet-hotkey", ""], &["miner", "validator"]),
        (&["run", "generator", "--wallet-hotkey", "e"], &["enchot"]),
        (&["chain", "neuron", "5E"], &[crate::wallet_world::VALIDATOR]),
        (&["run", "validator", "--chain-endpoint", "f"], &["finney"]),
        (&["run", "validator", "--chain-endpoint", "local:"], &["local:", &ledger]),
        (&["run", "validator", "--env-file", "m"], &["my.env"]),
        (&["model", "pull", ""], &["clip-vit-base-patch32"]),
        (&["score", "clip", "--model", "d"], &["demo"]),
        (&["start", "x", "--restart-policy", "al"], &["always"]),
        (&["logs", "--run", "c"], &["current"]),
        (&["logs", "--level", "w"], &["warn"]),
        (&["completions", "print", "f"], &["fish"]),
        // One name of each command, unless another is begun.
        (&["g"], &["generator"]),
        (&["vali"], &["validator"]),
        (&["ps"], &["ps"]),
        // Behind `--` stands a command of the user's own.
        (&["start", "web", "--", ""], &[]),
    ] {
        let found = values(&home, words);
        let missing: Vec<_> = offered.iter().filter(|value| !found.iter().any(|found| found == *value)).collect();
        assert!(missing.is_empty() && (found.is_empty() == offered.is_empty()), "{words:?}: {found:?}");
    }
    assert_eq!(values(&home, &["stop", "web", ""]).iter().find(|value| *value == "web"), None, "it is there already");
    let with_help = ask(&home, "fish", &["gascli", "wallet", "sign", "testplain/m"]);
    assert_eq!(with_help, "testplain/miner\t5Hn2Wv…ovQM\n");
}

#[test]
fn completing_starts_nothing_and_is_silent_about_what_is_damaged() {
    let home = Home::new();
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    home.ok(&["stop", "web"]);
    home.ok(&["daemon", "stop"]);
    crate::support::wait_for(std::time::Duration::from_mins(1), "the end of the supervisor", || {
        home.processes().is_empty().then_some(())
    });
    assert_eq!(ask(&home, "fish", &["gascli", "logs", "w"]), "web\tstopped\n");
    std::fs::write(home.below.join("state/services/web/status.json"), "{").unwrap();
    std::fs::create_dir_all(home.below.join("config")).unwrap();
    std::fs::write(home.below.join("config/gascli.toml"), "[[[").unwrap();
    let newline = home.path(".bittensor/wallets/two\nlines");
    std::fs::create_dir_all(newline).unwrap();
    assert_eq!(ask(&home, "fish", &["gascli", "start", "w"]), "web\t\n");
    for words in
        [&["notify", "test", ""][..], &["wallet", "show", ""], &["model", "verify", "x"], &["nonsense", "--x=", "y"]]
    {
        let answer = values(&home, words);
        assert!(!answer.iter().any(|value| value.starts_with("two") || value == "lines"), "{words:?}: {answer:?}");
    }
    assert_eq!(home.processes(), Vec::<u32>::new());
    // The variable means something to shells alone.
    let version = home.run_with(&["--version"], &[("COMPLETE", "bash")]);
    assert!(text(&version.stdout).starts_with("gascli "));
}

#[test]
fn install_edits_nothing_of_the_user_unasked_and_uninstall_leaves_no_trace() {
    let home = Home::new();
    let shell = ("SHELL", "/usr/bin/zsh");
    let run = |arguments: &[&str]| {
        let output = home.run_with(&[&["completions"][..], arguments].concat(), &[shell]);
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (script, rc) = (home.path(".local/share/zsh/site-functions/_gascli"), home.path(".zshrc"));
    std::fs::write(&rc, "alias a=b").unwrap();
    assert_eq!(run(&["status"]).0, 1);
    let told = run(&["install", "--edit-rc", "--dry-run"]).1;
    assert!(told.contains("would be written") && !script.exists(), "{told}");
    let told = run(&["install"]).1;
    assert!(told.contains("fpath=(") && script.exists(), "{told}");
    assert_eq!(std::fs::read_to_string(&rc).unwrap(), "alias a=b");
    assert_eq!(run(&["status"]).0, 0);
    for _ in 0..2 {
        assert_eq!(run(&["install", "--edit-rc"]).0, 0);
    }
    let edited = std::fs::read_to_string(&rc).unwrap();
    assert_eq!(edited.matches("# >>> gascli completions >>>").count(), 1, "{edited}");
    let document: serde_json::Value = serde_json::from_str(&run(&["status", "--json"]).1).unwrap();
    let row = document["shells"].as_array().unwrap().iter().find(|row| row["shell"] == "zsh").unwrap();
    assert_eq!((&row["state"], &row["rc_edited"], &row["chosen"]), (&"current".into(), &true.into(), &true.into()));
    assert_eq!(run(&["uninstall"]).0, 0);
    assert!(!script.exists());
    assert_eq!(std::fs::read_to_string(&rc).unwrap().trim_end(), "alias a=b");
    // What others have put there is theirs.
    std::fs::write(&script, "#compdef gascli\n_gascli() { true }\n").unwrap();
    for verb in ["install", "uninstall"] {
        let (status, _, stderr) = run(&[verb]);
        assert!(status == 2 && stderr.contains("is not from gascli"), "{stderr}");
    }
    let unknown = home.run_with(&["completions", "install"], &[("SHELL", "/bin/csh")]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("`--shell`"), "{}", text(&unknown.stderr));
}

#[test]
fn every_script_is_one_for_its_shell() {
    let home = Home::new();
    for (shell, check) in
        [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"]), ("elvish", &["-compileonly"])]
    {
        if !has(shell) {
            continue;
        }
        for fixed in [&["--static"][..], &[]] {
            let script = home.ok(&[&["completions", "print", shell][..], fixed].concat());
            // Only an interactive elvish knows `edit:`.
            let before = if shell == "elvish" { "var edit: = (ns [&])\n" } else { "" };
            let file: PathBuf = home.path("script");
            std::fs::write(&file, format!("{before}{script}")).unwrap();
            let output = Command::new(shell).args(check).arg(&file).output().unwrap();
            let stderr = text(&output.stderr);
            assert!(output.status.success() && stderr.is_empty(), "{shell} {fixed:?}: {stderr}");
        }
    }
}
