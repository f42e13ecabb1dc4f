//! From `gascli.toml` to what runs: `config diff|apply|show|validate`, `start` with what is needed, and dry runs.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::supervisor::{alive, pid, wait};
use crate::support::{Home, text};

impl Home {
    fn save(&self, file: &str, content: &str) {
        std::fs::write(self.path(file), content).unwrap();
    }

    fn code(&self, arguments: &[&str]) -> Option<i32> {
        self.run(arguments).status.code()
    }

    fn pid_of(&self, name: &str) -> u32 {
        pid(&self.status(name)["pid"])
    }
}

fn service(name: &str, keys: &str) -> String {
    format!("[service.{name}]\ncommand = ['sleep', '1000']\n{keys}\n")
}

#[test]
fn apply_starts_what_is_new_restarts_what_has_changed_and_leaves_the_rest_alone() {
    let home = Home::new();
    home.save("gascli.toml", &(service("a", "") + &service("b", "kill_timeout = '3s'")));
    assert_eq!(home.code(&["config", "diff"]), Some(1));
    let plan = home.ok(&["config", "apply", "--dry-run"]);
    assert_eq!(plan, "a: to be started\nb: to be started\n");
    assert_eq!(home.status("a"), Value::Null, "a dry run does nothing");
    home.ok(&["config", "apply"]);
    assert_eq!(home.code(&["config", "diff"]), Some(0));
    let (a, b) = (home.pid_of("a"), home.pid_of("b"));

    home.save("gascli.toml", &(service("a", "") + &service("b", "kill_timeout = '4s'") + &service("c", "")));
    let diff = home.run(&["config", "diff"]);
    assert_eq!(diff.status.code(), Some(1));
    let expected = "b: online, by other settings\n  stop.kill_timeout: 4s in the file, 3s in use\n\
                    c: in the file, not known to the supervisor\n";
    assert_eq!(text(&diff.stdout), expected);
    let refused = home.run(&["config", "apply"]);
    assert_eq!(refused.status.code(), Some(2), "a restart asks, and nobody is there");
    assert!(text(&refused.stderr).contains("--yes"), "{}", text(&refused.stderr));
    assert_eq!(home.pid_of("b"), b);
    home.ok(&["config", "apply", "--yes"]);
    assert_eq!(home.pid_of("a"), a, "what is the same is left alone");
    assert_ne!(home.pid_of("b"), b);
    assert!(!alive(b));
    assert_eq!(home.status("c")["state"], "online");

    home.ok(&["stop", "c"]);
    home.ok(&["start", "mine", "--", "sleep", "1000"]);
    home.save("gascli.toml", &(service("a", "") + &service("c", "")));
    home.ok(&["config", "apply", "--yes"]);
    assert_eq!(home.status("b")["state"], "online", "without --prune nothing is stopped");
    home.ok(&["config", "apply", "--yes", "--prune"]);
    let state = |name: &str| home.status(name)["state"].clone();
    assert_eq!(state("b"), "stopped");
    assert_eq!(state("c"), "stopped", "what an operator stopped stays stopped");
    assert_eq!((state("a"), state("mine")), ("online".into(), "online".into()), "a command's service is no file's");
}

#[test]
fn variables_are_compared_without_being_shown_and_removed_ones_are_gone_after_the_next_start() {
    let home = Home::new();
    let seen = home.path("seen");
    let script = format!("env > {}.new; mv {}.new {}; exec sleep 1000", seen.display(), seen.display(), seen.display());
    let file = |env: &str| format!("[service.web]\ncommand = {script:?}\nenv = {env}\n");
    let variables = || wait("the service to tell its variables", || std::fs::read_to_string(&seen).ok());
    home.save("gascli.toml", &file("{ TOKEN = 'hunter2', OLD = '1' }"));
    let caller = [("OLD", "caller's"), ("TOKEN", "caller's"), ("FROM_CALLER", "yes")];
    assert!(home.run_with(&["start", "web"], &caller).status.success());
    let first = variables();
    for line in ["TOKEN=hunter2", "OLD=1", "FROM_CALLER=yes"] {
        assert!(first.lines().any(|it| it == line), "{line}\n{first}");
    }
    home.save("gascli.toml", &file("{ TOKEN = 'hunter3', NEW = 'x' }"));
    let diff = text(&home.run(&["config", "diff"]).stdout);
    for line in ["env.NEW: set in the file, not set in use", "env.OLD: not set in the file, set in use", "env.TOKEN: "]
    {
        assert!(diff.contains(line), "{diff}");
    }
    let shown = [
        diff,
        text(&home.run(&["config", "diff", "--json"]).stdout),
        home.ok(&["config", "show", "--origin"]),
        home.ok(&["config", "show", "--json"]),
        home.ok(&["status", "--json"]),
        home.ok(&["start", "web", "--dry-run", "--json"]),
    ];
    assert!(shown.iter().all(|text| !text.contains("hunter")), "{shown:#?}");
    assert!(home.ok(&["config", "show", "web", "--show-values"]).contains("env.TOKEN = \"hunter3\""));
    let spec = std::fs::read_to_string(home.service("web", "spec.json")).unwrap();
    assert!(!spec.contains("hunter"), "{spec}");
    std::fs::remove_file(&seen).unwrap();
    home.ok(&["config", "apply", "--yes"]);
    let second = variables();
    assert!(second.lines().any(|it| it == "TOKEN=hunter3") && second.lines().any(|it| it == "NEW=x"), "{second}");
    assert!(!second.contains("OLD="), "{second}");
}

#[test]
fn env_files_are_read_anew_at_each_start() {
    let home = Home::new();
    let seen = home.path("seen");
    let script = format!("env > {}.new; mv {}.new {}; exec sleep 1000", seen.display(), seen.display(), seen.display());
    let variables = || {
        let all = wait("the service to tell its variables", || std::fs::read_to_string(&seen).ok());
        std::fs::remove_file(&seen).unwrap();
        all
    };
    home.save(".env.a", "FROM_A=1\nBOTH=a\nTABLE=a\n");
    home.save(".env.b", "BOTH=b\n");
    let table = "env_file = ['.env.a', '.env.b']\nenv = { TABLE = 'table' }";
    home.save("gascli.toml", &format!("[service.web]\ncommand = {script:?}\n{table}\n"));
    assert!(home.run_with(&["start", "web"], &[("FROM_A", "caller's")]).status.success());
    let first = variables();
    for line in ["FROM_A=1", "BOTH=b", "TABLE=table"] {
        assert!(first.lines().any(|it| it == line), "{line}\n{first}");
    }
    assert_eq!(home.code(&["config", "diff"]), Some(0));
    home.save(".env.a", "NEW=2\n");
    home.save(".env.b", "BOTH=c\n");
    let diff = text(&home.run(&["config", "diff"]).stdout);
    assert!(diff.contains("env.NEW: set in the file, not set in use") && diff.contains("env.BOTH: "), "{diff}");
    home.ok(&["config", "apply", "--yes"]);
    let second = variables();
    assert!(second.lines().any(|it| it == "NEW=2") && second.lines().any(|it| it == "BOTH=c"), "{second}");
    assert!(!second.contains("FROM_A="), "what is removed from the file is gone: {second}");
}

#[test]
fn a_service_is_started_with_what_it_needs_and_stopped_before_it() {
    let home = Home::new();
    home.save("gascli.toml", &(service("app", "after = ['db']") + &service("db", "") + &service("other", "")));
    let dry = home.ok(&["start", "app", "--dry-run"]);
    assert!(dry.starts_with("db: would be started, as `app` needs it: sleep 1000 (in "), "{dry}");
    assert!(dry.lines().nth(1).unwrap().starts_with("app: would be started: sleep 1000"), "{dry}");
    let started = home.ok(&["start", "app"]);
    assert!(started.starts_with("db: started") && started.contains("\napp: "), "{started}");
    assert_eq!(home.status("other"), Value::Null);
    let stop = home.ok(&["stop", "--all", "--dry-run"]);
    let order: Vec<&str> = stop.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(order, ["app", "db"]);
    assert!(stop.contains("SIGTERM, after 30s SIGKILL"), "{stop}");
    assert_eq!(home.status("db")["state"], "online");
    let delete = home.ok(&["delete", "db", "--dry-run"]);
    assert!(delete.contains("would be deleted with its log in"), "{delete}");
    let stopped = home.ok(&["stop", "--all"]);
    assert!(stopped.starts_with("app: stopped\ndb: stopped"), "{stopped}");

    home.save("gascli.toml", &service("app", "after = ['bd']"));
    let missing = home.run(&["start", "app"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("`app` needs `bd`"), "{}", text(&missing.stderr));
    assert_eq!(home.status("app")["state"], "stopped");
}

#[test]
fn a_start_that_waits_for_readiness_fails_while_another_service_is_not_ready() {
    let home = Home::new();
    home.save("gascli.toml", &(service("app", "after = ['db']") + &service("db", "ready = { line = 'never' }")));
    let at_once = home.ok(&["start", "app"]);
    assert!(at_once.contains("app: waits for `db` to be ready"), "{at_once}");
    let waits = |words: &[&str], name: &str| {
        let run = home.run(&[&["--json"], words].concat());
        assert_eq!(run.status.code(), Some(1), "{words:?}");
        let services: Value = serde_json::from_slice(&run.stdout).unwrap();
        let services = services["services"].as_array().unwrap();
        let one = services.iter().find(|service| service["name"] == name).unwrap();
        assert_eq!(one["outcome"], "not-ready", "{one}");
    };
    waits(&["start", "app", "--wait=200ms"], "app");
    waits(&["restart", "app", "--wait=200ms"], "app");
    waits(&["start", "db", "--wait=200ms"], "db");
    let words = text(&home.run(&["start", "app", "--wait=200ms"]).stdout);
    assert!(words.starts_with("app: not ready within 200ms: waits for `db`"), "{words}");
}

#[test]
fn what_was_wanted_comes_back_and_what_was_stopped_does_not() {
    let home = Home::new();
    for name in ["a", "b", "c"] {
        home.ok(&["start", name, "--", "sleep", "1000"]);
    }
    home.ok(&["stop", "b"]);
    assert_eq!((&home.status("a")["wanted"], &home.status("b")["wanted"]), (&"running".into(), &"stopped".into()));
    // As after a reboot: nothing runs.
    for process in home.processes() {
        crate::support::strike(process, nix::sys::signal::Signal::SIGKILL);
    }
    wait("all to be gone", || home.processes().is_empty().then_some(()));
    home.ok(&["start", "--wanted"]);
    let state = |name: &str| home.status(name)["state"].clone();
    assert_eq!((state("a"), state("b"), state("c")), ("online".into(), "stopped".into(), "online".into()));
}

#[test]
fn a_damaged_specification_falls_back_to_the_one_before_and_says_so_once() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "1001"]);
    home.ok(&["restart", "a", "--", "sleep", "1002"]);
    home.ok(&["stop", "a"]);
    home.ok(&["restart", "a", "--", "sleep", "1003"]);
    home.ok(&["stop", "a"]);
    home.ok(&["daemon", "stop"]);
    let path = home.service("a", "spec.json");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    home.ok(&["start", "a"]);
    home.ok(&["ps"]);
    let command = std::fs::read_to_string(format!("/proc/{}/cmdline", home.pid_of("a"))).unwrap();
    assert_eq!(command, "sleep\x001003\0", "the generation before is the same command, still running");
    let log = std::fs::read_to_string(home.below.join("state/supervisor.log")).unwrap();
    assert_eq!(log.matches("spec.json` is damaged").count(), 1, "{log}");
    serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()).expect("it is whole again");
}

#[test]
fn validate_tells_all_and_start_refuses_before_anything_is_done() {
    let home = Home::new();
    assert_eq!(home.code(&["config", "validate"]), Some(0));
    home.save("gascli.toml", &(service("good", "") + "[service.bad]\ncommnd = 1\nrestart = { dely = 1 }\n"));
    let told = home.run(&["config", "validate"]);
    assert_eq!(told.status.code(), Some(1), "the answer is no");
    assert_eq!(text(&told.stdout).lines().count(), 3, "{}", text(&told.stdout));
    let json = home.json(&["config", "validate"]);
    assert_eq!((&json["valid"], json["problems"].as_array().unwrap().len()), (&false.into(), 3));
    assert_eq!(json["problems"][1]["line"], 5);
    let start = home.run(&["start", "good"]);
    assert_eq!(start.status.code(), Some(2));
    assert!(text(&start.stderr).contains(":5:1: `commnd` is no key of [service.bad]"), "{}", text(&start.stderr));
    assert_eq!(home.status("good"), Value::Null);
    assert_eq!(home.code(&["config", "validate", "no-such-file.toml"]), Some(2));
    home.save("gascli.toml", &service("good", ""));
    assert!(home.ok(&["config", "validate"]).ends_with("gascli.toml: right, 1 service\n"));
}

#[test]
fn show_tells_every_value_with_its_origin() {
    let home = Home::new();
    std::fs::create_dir_all(home.below.join("config")).unwrap();
    std::fs::write(home.below.join("config/gascli.toml"), service("web", "") + &service("db", "")).unwrap();
    home.save("gascli.toml", &service("web", "[service.web.restart]\ndelay = '90s'"));
    let shown = home.ok(&["config", "show", "web", "--origin"]);
    let here = home.path("gascli.toml");
    assert!(shown.contains(&format!("restart.delay = \"90s\"  # {}:4", here.display())), "{shown}");
    assert!(shown.contains("restart.longest_delay = \"5m\"  # default"), "{shown}");
    assert!(shown.contains("# cwd is not set"), "{shown}");
    assert_eq!(shown.matches("[service.web]").count(), 1, "the file in the current folder goes first");
    assert!(home.ok(&["config", "show"]).contains("[service.db]"));
    let unknown = home.run(&["config", "show", "webb"]);
    assert!(text(&unknown.stderr).contains("did you mean `web`?"), "{}", text(&unknown.stderr));
}

#[test]
fn fifty_services_are_started_by_one_command_and_one_that_fails_keeps_no_other() {
    let home = Home::new();
    let all: String = (0..50).map(|number| service(&format!("s{number:02}"), "")).collect();
    home.save("gascli.toml", &(all + "[service.broken]\ncommand = ['/no/such/program']\n"));
    let output = home.run(&["start", "--all"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`broken` did not start"), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).matches(": started (pid ").count(), 50);
    let services = home.json(&["status"])["services"].as_array().unwrap().clone();
    assert_eq!(services.iter().filter(|it| it["state"] == "online").count(), 50);
    home.ok(&["stop", "--all"]);
    let left: Vec<Value> = home.json(&["status"])["services"].as_array().unwrap().clone();
    assert!(left.iter().all(|it| it["pid"].is_null()), "{left:#?}");
}

#[test]
fn what_the_supervisor_keeps_is_for_its_owner_alone() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "1000"]);
    home.ok(&["restart", "a", "--", "sleep", "1001"]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for file in ["spec.json", "spec.previous.json"] {
        assert_eq!(mode(&home.service("a", file)), 0o600, "{file}");
    }
}
