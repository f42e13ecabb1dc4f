//! `gascli startup`, `save`, `resurrect` and `daemon run`: what a reboot takes away, and what brings it back.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Output};

use nix::sys::signal::Signal;
use serde_json::Value;

use super::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text};

/// A `systemctl` and a `loginctl` that remember what they were told.
const SYSTEMCTL: &str = "#!/bin/sh\necho systemctl \"$@\" >> calls\ncase \"$*\" in\n*user@*) cat user-timeout;;\n*show*) test ! -e no-bus || { echo no bus >&2; exit 1; };;\n*is-enabled*) test -e enabled && echo enabled;;\n*is-active*) test -e active && echo active;;\n*enable*) touch enabled;;\n*disable*) rm enabled;;\n*start*) touch active;;\nesac\n";
const LOGINCTL: &str = "#!/bin/sh\necho loginctl \"$@\" >> calls\ncase \"$*\" in\nshow-user*) if test -e lingers; then echo Linger=yes; else echo Linger=no; fi;;\n*) test ! -e denied || { echo Access denied >&2; exit 1; }; touch lingers;;\nesac\n";

const UNIT: &str = ".config/systemd/user/gascli.service";

/// Runs with the doubles in front of the system's programs. Root's own unit is that of the machine, which no test touches.
fn startup(home: &Home, verb: &str) -> Output {
    let folder = home.path("bin");
    if !folder.exists() {
        std::fs::create_dir(&folder).unwrap();
        for (name, script) in [("systemctl", SYSTEMCTL), ("loginctl", LOGINCTL)] {
            std::fs::write(folder.join(name), script).unwrap();
            std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let words: Vec<&str> = ["startup"].into_iter().chain(verb.split(' ')).chain(["--user"]).collect();
    home.run_with(&words, &[("PATH", &path)])
}

/// What a shutdown does.
fn shut_down(home: &Home) {
    home.ok(&["daemon", "stop", "--with-services", "--keep-wanted"]);
    wait("all to be gone", || home.processes().is_empty().then_some(()));
}

#[test]
fn install_writes_a_unit_that_systemd_understands_enables_it_and_again_changes_nothing() {
    let home = Home::new();
    let installed = startup(&home, "install");
    assert_eq!(installed.status.code(), Some(0), "{}{}", text(&installed.stdout), text(&installed.stderr));
    let unit = std::fs::read_to_string(home.path(UNIT)).unwrap();
    for part in [
        &format!("ExecStart=-\"{}\" resurrect", env!("CARGO_BIN_EXE_gascli")),
        "daemon stop --with-services --keep-wanted\n",
        &format!("Environment=\"GASCLI_HOME={}\"", home.below.display()),
        "Delegate=yes",
    ] {
        assert!(unit.contains(part), "{part}\n{unit}");
    }
    let calls = || lines(&home.path("calls"));
    let deeds =
        || calls().into_iter().filter(|call| !call.contains("show") && !call.contains("is-")).collect::<Vec<_>>();
    let first = [
        "systemctl --user daemon-reload",
        "systemctl --user enable gascli.service",
        "loginctl enable-linger",
        "systemctl --user start --no-block gascli.service",
    ];
    assert_eq!(deeds(), first);
    let again = startup(&home, "install");
    assert!(text(&again.stdout).contains("is as it should be"), "{}", text(&again.stdout));
    assert_eq!(std::fs::read_to_string(home.path(UNIT)).unwrap(), unit);
    let proof = startup(&home, "status");
    assert_eq!(proof.status.code(), Some(0), "{}", text(&proof.stdout));
    let verify = std::process::Command::new("systemd-analyze")
        .args(["verify", "--user", home.path(UNIT).to_str().unwrap()])
        .env("XDG_RUNTIME_DIR", home.path(""))
        .output();
    match verify {
        // Of other units on this machine it may say what it likes.
        Ok(said) => {
            let complaints = text(&said.stderr);
            let complaints: Vec<&str> = complaints.lines().filter(|line| line.contains("gascli.service")).collect();
            assert!(complaints.is_empty(), "{complaints:?}");
        }
        Err(error) => eprintln!("skipped: systemd-analyze cannot be run ({error})"),
    }
    assert_eq!(startup(&home, "remove").status.code(), Some(0));
    assert!(!home.path(UNIT).exists() && !home.path("enabled").exists());
    assert_eq!(startup(&home, "remove").status.code(), Some(0), "what is gone can be removed");
    assert_eq!(startup(&home, "status").status.code(), Some(1));
}

#[test]
fn status_warns_of_a_unit_that_is_not_up_and_of_less_time_than_services_need_to_end() {
    let home = Home::new();
    assert_eq!(startup(&home, "install").status.code(), Some(0));
    std::fs::write(home.path("user-timeout"), "TimeoutStopUSec=2min\n").unwrap();
    let enough = text(&startup(&home, "status").stdout);
    assert!(!enough.contains("warn"), "{enough}");
    std::fs::write(home.path("user-timeout"), "TimeoutStopUSec=1min 30s\n").unwrap();
    std::fs::remove_file(home.path("active")).unwrap();
    let proof = startup(&home, "status");
    let told = text(&proof.stdout);
    assert_eq!(proof.status.code(), Some(0), "{told}");
    assert!(told.contains("90 s after") && told.contains("TimeoutStopSec=120"), "{told}");
    assert!(told.contains("systemctl --user start --no-block gascli.service"), "{told}");
}

#[test]
fn programs_are_looked_for_where_the_unit_looks_and_not_where_this_shell_does() {
    let home = Home::new();
    std::fs::create_dir(home.path("extra")).unwrap();
    let tool = home.path("extra/tool");
    std::fs::write(&tool, "#!/bin/sh\nexec sleep 1000\n").unwrap();
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(startup(&home, "install").status.code(), Some(0));
    let rich = format!("{}:{}:/usr/bin:/bin", home.path("extra").display(), home.path("bin").display());
    let here = |words: &[&str]| home.run_with(words, &[("PATH", &rich)]);
    let begun = here(&["start", "web", "--", "tool"]);
    assert!(begun.status.success(), "{}", text(&begun.stderr));
    let proof = here(&["startup", "status", "--user"]);
    let told = text(&proof.stdout);
    assert_eq!(proof.status.code(), Some(1), "{told}");
    assert!(told.contains("web: its program `tool` is not found") && !told.contains("would write now"), "{told}");
    assert!(here(&["startup", "install", "--user"]).status.success());
    // Root's own unit counts where the machine has none.
    if !Path::new("/etc/systemd/system/gascli.service").exists() {
        let proof = here(&["startup", "status"]);
        assert_eq!(proof.status.code(), Some(0), "{}", text(&proof.stdout));
    }
}

#[test]
fn a_state_folder_that_cannot_be_read_is_not_one_without_services() {
    let home = Home::new();
    assert_eq!(home.run(&["resurrect"]).status.code(), Some(0));
    std::fs::create_dir_all(home.below.join("state")).unwrap();
    std::fs::write(home.below.join("state/services"), "").unwrap();
    for command in ["resurrect", "save"] {
        let failed = home.run(&[command]);
        assert_eq!(failed.status.code(), Some(2), "{}", text(&failed.stdout));
        assert!(text(&failed.stderr).contains("cannot read which services"), "{}", text(&failed.stderr));
    }
    let failed = home.run(&["ps"]);
    assert_eq!(failed.status.code(), Some(2), "{}{}", text(&failed.stdout), text(&failed.stderr));
}

#[test]
fn where_linger_is_refused_or_systemd_is_missing_the_command_says_what_to_do_instead() {
    let home = Home::new();
    std::fs::write(home.path("denied"), "").unwrap();
    let refused = startup(&home, "install");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("sudo loginctl enable-linger"), "{}", text(&refused.stderr));
    assert_eq!(startup(&home, "remove").status.code(), Some(0));

    std::fs::write(home.path("no-bus"), "").unwrap();
    let nowhere = startup(&home, "install");
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stdout).contains("ExecStart="), "the unit that would be");
    let told = text(&nowhere.stderr);
    assert!(told.contains("no bus") && told.contains("gascli daemon run"), "{told}");
    assert!(!home.path(UNIT).exists());
}

#[test]
fn a_dry_run_of_install_writes_nothing() {
    let home = Home::new();
    let told = startup(&home, "install --dry-run");
    assert!(text(&told.stdout).contains("would run `systemctl --user enable"), "{}", text(&told.stdout));
    assert!(!home.path(UNIT).exists());
    assert!(!lines(&home.path("calls")).iter().any(|call| call.contains("daemon-reload")));
}

#[test]
fn save_names_the_variables_and_programs_that_a_reboot_takes_away_and_no_value() {
    let home = Home::new();
    std::fs::write(home.path(".env"), "FROM_FILE=1\n").unwrap();
    let program = home.path("program");
    std::fs::write(&program, "#!/bin/sh\nexec sleep 1000\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let table = format!("[service.web]\ncommand = [\"{}\"]\nenv_file = \".env\"\n", program.display());
    std::fs::write(home.path("gascli.toml"), table).unwrap();
    let shell = [("OPENROUTER_API_KEY", "sk-0123"), ("FROM_FILE", "0"), ("LC_ALL", "C")];
    assert!(home.run_with(&["start", "web"], &shell).status.success());
    home.ok(&["start", "idle", "--", "sleep", "1000"]);
    home.ok(&["stop", "idle"]);
    let saved = home.run(&["save"]);
    let told = text(&saved.stdout);
    assert_eq!(saved.status.code(), Some(0), "{told}{}", text(&saved.stderr));
    assert!(told.contains("web: will be started") && told.contains("idle: stays stopped"), "{told}");
    assert!(told.contains("OPENROUTER_API_KEY") && told.contains(".env"), "{told}");
    assert!(!told.contains("FROM_FILE") && !told.contains("LC_ALL") && !told.contains("sk-0123"), "{told}");
    std::fs::remove_file(&program).unwrap();
    std::fs::remove_file(home.path(".env")).unwrap();
    let failing = home.run(&["save", "--json"]);
    assert_eq!(failing.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&failing.stdout).unwrap();
    let web = answer["services"].as_array().unwrap().iter().find(|it| it["name"] == "web").unwrap();
    assert_eq!((&web["at_boot"], &web["fails"]), (&true.into(), &true.into()), "{answer}");
    let problems = web["problems"].to_string();
    assert!(problems.contains("its env file") && problems.contains("its program"), "{problems}");
}

#[test]
fn after_a_shutdown_what_ran_comes_back_as_it_was_and_what_was_stopped_does_not() {
    let home = Home::new();
    std::fs::create_dir(home.path("project")).unwrap();
    let said = home.path("said");
    let script = format!("echo ${{GREETING:-nothing}} >> {}; exec sleep 1000", said.display());
    let table = format!("[service.web]\ncommand = [\"sh\", \"-c\", '{script}']\nenv = {{ GREETING = \"hello\" }}\n");
    std::fs::write(home.path("project/gascli.toml"), table).unwrap();
    let mut start = home.command(&["start", "web"]);
    assert!(start.current_dir(home.path("project")).status().unwrap().success());
    for name in ["db", "idle"] {
        home.ok(&["start", name, "--", "sleep", "1000"]);
    }
    home.ok(&["stop", "idle"]);
    shut_down(&home);
    // A boot knows no current folder: the table is found where it was.
    let boot = home.command(&["resurrect", "--wait"]).current_dir("/").output().unwrap();
    assert_eq!(boot.status.code(), Some(0), "{}{}", text(&boot.stdout), text(&boot.stderr));
    assert_eq!(lines(&said), ["hello", "hello"]);
    let (web, db) = (home.status("web"), home.status("db"));
    assert_eq!((&web["state"], &db["state"]), (&"online".into(), &"online".into()));
    assert_eq!(home.status("idle")["state"], "stopped");
    home.ok(&["resurrect"]);
    assert_eq!(
        (&home.status("web")["pid"], &home.status("db")["pid"]),
        (&web["pid"], &db["pid"]),
        "never a second one"
    );
}

#[test]
fn one_that_cannot_come_back_is_named_and_keeps_no_other_from_it() {
    let home = Home::new();
    let (program, folder) = (home.path("program"), home.path("work"));
    std::fs::copy("/bin/sleep", &program).unwrap();
    std::fs::create_dir(&folder).unwrap();
    home.ok(&["start", "gone", "--", program.to_str().unwrap(), "1000"]);
    for span in ["1001", "1002"] {
        home.ok(&["restart", "torn", "--", "sleep", span]);
    }
    std::fs::write(
        home.path("gascli.toml"),
        "[service.tabled]\ncommand = \"exec sleep 1000\"\nenv = { KEY = \"x\" }\n",
    )
    .unwrap();
    home.ok(&["start", "tabled"]);
    shut_down(&home);
    std::fs::remove_file(&program).unwrap();
    std::fs::remove_file(home.path("gascli.toml")).unwrap();
    std::fs::write(home.service("torn", "spec.json"), "{\"name\":").unwrap();
    let boot = home.run(&["resurrect"]);
    let told = text(&boot.stderr);
    assert_eq!(boot.status.code(), Some(1), "{told}");
    assert!(told.contains("gone: not started") && told.contains("cannot run"), "{told}");
    assert!(told.contains("tabled: not started") && told.contains("which sets KEY, is gone"), "{told}");
    assert!(told.contains("torn:") && told.contains("the generation before it counts"), "{told}");
    assert_eq!(home.status("torn")["state"], "online");
    let command = std::fs::read(format!("/proc/{}/cmdline", home.status("torn")["pid"])).unwrap();
    assert!(text(&command).contains("1001"), "{}", text(&command));
}

/// `gascli daemon run` in this home.
fn foreground(home: &Home) -> Child {
    let log = std::fs::File::create(home.path("foreground.log")).unwrap();
    let mut command = home.command(&["daemon", "run"]);
    command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
}

/// Ends it as a container's end does.
fn terminated(mut child: Child, log: &Path) {
    strike(child.id(), Signal::SIGTERM);
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}: {}", std::fs::read_to_string(log).unwrap());
}

#[test]
fn a_foreground_supervisor_ends_its_services_gracefully_and_starts_them_again_the_next_time() {
    let home = Home::new();
    let (said, log) = (home.path("said"), home.path("foreground.log"));
    let first = foreground(&home);
    wait("the supervisor", || home.below.join("state/supervisor.sock").exists().then_some(()));
    let script =
        format!("trap 'echo bye >> {0}; exit 0' TERM; echo hello >> {0}; while :; do sleep 0.05; done", said.display());
    home.ok(&["start", "web", "--", "sh", "-c", &script]);
    wait("its word", || (lines(&said).len() == 1).then_some(()));
    // A supervisor that dies is replaced; the service does not notice.
    let (supervisor, web) = (home.supervisor(), home.status("web")["pid"].clone());
    strike(supervisor, Signal::SIGKILL);
    wait("its end", || (!alive(supervisor)).then_some(()));
    wait("another supervisor", || std::fs::read_to_string(&log).unwrap().contains("was started again").then_some(()));
    assert_eq!(home.status("web")["pid"], web);
    terminated(first, &log);
    assert_eq!(lines(&said), ["hello", "bye"]);
    assert!(!alive(pid(&web)));
    wait("all to be gone", || home.processes().is_empty().then_some(()));
    let second = foreground(&home);
    wait("its word", || (lines(&said).len() == 3).then_some(()));
    home.wait_state("web", "online");
    terminated(second, &log);
}

#[test]
fn a_foreground_process_stays_while_no_supervisor_can_be_started_and_so_do_services() {
    let home = Home::new();
    let (log, refused) = (home.path("foreground.log"), home.below.join("state/supervisor.log"));
    let said = || std::fs::read_to_string(&log).unwrap();
    let child = foreground(&home);
    wait("the supervisor", || said().contains("supervisor: runs").then_some(()));
    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let (supervisor, web) = (home.supervisor(), pid(&home.status("web")["pid"]));
    // A supervisor that cannot write its log does not begin.
    std::fs::remove_file(&refused).unwrap();
    std::fs::create_dir(&refused).unwrap();
    strike(supervisor, Signal::SIGKILL);
    wait("a failure", || said().contains("it is tried again in 2 s").then_some(()));
    assert!(alive(child.id()) && alive(web));
    std::fs::remove_dir(&refused).unwrap();
    wait("another supervisor", || said().contains("was started again").then_some(()));
    assert!(alive(web));
    terminated(child, &log);
    wait("all to be gone", || home.processes().is_empty().then_some(()));
}
