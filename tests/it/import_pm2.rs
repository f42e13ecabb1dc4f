//! `gascli import pm2`: what it promises, above all that there are never two of one process. A script stands in for
//! PM2, with real processes; the last test is with PM2 itself, where it is installed.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use nix::sys::signal::Signal;
use serde_json::{Value, json};

use crate::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text};

/// What no output may hold.
const SECRET: &str = "sk-'hunter2' $x\\";

/// Holds a lock while it runs, and tells if another holds it already.
const WORKER: &str = r#"#!/bin/sh
lock=$1/lock$NODE_APP_INSTANCE
mkdir "$lock" 2>/dev/null || echo two >>"$1/doubles"
trap 'rmdir "$lock"; exit 0' INT TERM
printf %s "$API_KEY" >"$1/key"
while :; do sleep 0.05; done
"#;

struct World {
    home: Home,
    program: PathBuf,
    children: Vec<Child>,
}

impl World {
    fn new() -> Self {
        let home = Home::new();
        std::fs::create_dir_all(home.path("pm2/ids")).unwrap();
        let listener = UnixListener::bind(home.path("pm2/rpc.sock")).unwrap();
        std::thread::spawn(move || listener.incoming().count());
        Self::in_home(home)
    }

    /// Without a PM2 that runs.
    fn in_home(home: Home) -> Self {
        std::fs::create_dir_all(home.path("pm2")).unwrap();
        let program = home.path("bin-pm2");
        executable(&program, include_str!("fixtures/pm2/pm2.sh"));
        executable(&home.path("worker.sh"), WORKER);
        Self { home, program, children: Vec::new() }
    }

    fn pm2(&self, below: &str) -> PathBuf {
        self.home.path("pm2").join(below)
    }

    /// Where a worker keeps its lock.
    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.home.path(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// PM2's mark of a worker, which no other test's has.
    fn unique(&self, name: &str) -> String {
        format!("{}-{name}", self.home.path("").display())
    }

    /// What PM2 knows of a worker.
    fn facts(&self, name: &str, more: &Value) -> Value {
        let script = more["pm_exec_path"].as_str().map_or_else(|| self.home.path("worker.sh"), PathBuf::from);
        let mut facts = json!({
            "name": name, "pm_exec_path": script, "pm_cwd": self.home.path(""), "exec_interpreter": "none",
            "args": [self.folder(name)], "exec_mode": "fork_mode", "unique_id": self.unique(name),
            "env": { "API_KEY": SECRET, "PM2_HOME": "x", "PATH": std::env::var("PATH").unwrap() },
        });
        facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        facts
    }

    fn entry(&self, id: u32, name: &str, more: &Value, status: &str, pid: u32) {
        let folder = self.pm2(&format!("ids/{id}"));
        std::fs::create_dir_all(&folder).unwrap();
        let facts = self.facts(name, more).to_string();
        std::fs::write(folder.join("facts"), facts.strip_prefix('{').unwrap().strip_suffix('}').unwrap()).unwrap();
        std::fs::write(folder.join("status"), status).unwrap();
        std::fs::write(folder.join("pid"), pid.to_string()).unwrap();
    }

    /// Starts a worker as PM2 would.
    fn spawn(&mut self, id: u32, name: &str, script: &Path, more: &Value) -> u32 {
        let (key, value) = self.home.mark();
        let mut command = Command::new("setsid");
        command.arg(script).arg(self.folder(name)).env(key, value).current_dir(self.home.path(""));
        command.env("unique_id", self.unique(name)).env("pm_id", id.to_string()).env("API_KEY", SECRET);
        if let Some(number) = more["NODE_APP_INSTANCE"].as_u64() {
            command.env("NODE_APP_INSTANCE", number.to_string());
        }
        let key = self.folder(name).join("key");
        let _ = std::fs::remove_file(&key);
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        let pid = child.id();
        self.children.push(child);
        wait("the worker to run", || key.exists().then_some(()));
        pid
    }

    /// A worker that PM2 runs.
    fn online(&mut self, id: u32, name: &str, more: &Value) -> u32 {
        let script = more["pm_exec_path"].as_str().map_or_else(|| self.home.path("worker.sh"), PathBuf::from);
        let pid = self.spawn(id, name, &script, more);
        self.entry(id, name, more, "online", pid);
        pid
    }

    fn command(&self, settle: &str, arguments: &[&str]) -> Command {
        let mut all = vec!["import", "pm2", "--pm2", self.program.to_str().unwrap(), "--settle", settle];
        all.extend(arguments);
        let mut command = self.home.command(&all);
        command.env("PM2_HOME", self.home.path("pm2"));
        command
    }

    fn import(&self, arguments: &[&str]) -> Output {
        self.watched_for("200ms", arguments)
    }

    fn watched_for(&self, settle: &str, arguments: &[&str]) -> Output {
        assert_cmd::Command::from_std(self.command(settle, arguments))
            .timeout(std::time::Duration::from_mins(1))
            .output()
            .unwrap()
    }

    /// Names of all services.
    fn services(&self) -> Vec<String> {
        let all = self.home.json(&["status", "--json"]);
        let mut names: Vec<String> =
            all["services"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    fn dump(&self, items: &[Value]) {
        std::fs::write(self.pm2("dump.pm2"), Value::from(items).to_string()).unwrap();
    }

    fn dumped(&self, name: &str) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.pm2(name)).unwrap()).unwrap()
    }

    /// An import that is under way.
    fn under_way(&self, settle: &str, arguments: &[&str]) -> Child {
        self.command(settle, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Pids of workers, whoever runs them.
    fn workers(&self) -> Vec<u32> {
        let is_worker = |pid: &u32| {
            let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let leader = nix::unistd::Pid::from_raw(i32::try_from(*pid).unwrap());
            let leads = nix::unistd::getpgid(Some(leader)) == Ok(leader); // its forks look like it for a moment
            leads && alive(*pid) && text(&line).split('\0').any(|word| word.ends_with("/worker.sh"))
        };
        self.home.processes().into_iter().filter(is_worker).collect()
    }

    fn met_another(&self, name: &str) -> bool {
        self.folder(name).join("doubles").exists()
    }

    fn config(&self, below: &str) -> PathBuf {
        self.home.below.join("config").join(below)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn executable(path: &Path, content: &str) {
    std::fs::write(path, content).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn out(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn the_plan_is_shown_without_a_value_and_nothing_is_done_before_somebody_agrees() {
    let mut world = World::new();
    let before = world.online(0, "a", &json!({ "watch": true, "max_memory_restart": "1G" }));
    world.entry(1, "sn34-validator", &json!({}), "stopped", 0);
    let dry = world.import(&["--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{}", out(&dry));
    let shown = text(&dry.stdout);
    for part in ["take over, stopped", "a: not taken over: watch", "instead, `gascli validator start`", "worker.sh"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let plan = world.import(&["--dry-run", "--json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    assert_eq!((&plan["source"], &plan["dry_run"]), (&"running".into(), &true.into()));
    assert_eq!(plan["processes"][0]["env"], json!(["API_KEY", "PATH"]));
    assert_eq!(plan["processes"][0]["plan"], "take");
    let refused = world.import(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--yes"), "{}", out(&refused));
    for text in [shown, plan.to_string(), out(&refused)] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    let unknown = world.import(&["--dry-run", "b"]);
    assert!(text(&unknown.stderr).contains("PM2 has no process `b`"), "{}", out(&unknown));
    assert_eq!(world.workers(), [before]);
    assert!(!world.config("gascli.toml").exists() && !world.home.below.join("state/import-pm2.json").exists());
}

#[test]
fn each_process_is_gone_in_pm2_before_it_runs_here_and_pm2_does_not_bring_it_back() {
    let mut world = World::new();
    let before = [world.online(0, "web node", &json!({})), world.online(2, "b", &json!({ "kill_timeout": 3000 }))];
    world.entry(1, "idle", &json!({}), "stopped", 0);
    std::fs::write(world.pm2("dump.pm2"), "[\"the one before\"]").unwrap();
    std::fs::create_dir_all(world.config("")).unwrap();
    std::fs::write(world.config("gascli.toml"), "# mine\n[service.mine]\ncommand = ['sleep', '1']").unwrap();
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert!(!out(&done).contains("hunter2"), "{}", out(&done));
    let mut now = ["web-node", "b"].map(|name| pid(&world.home.wait_state(name, "online")["pid"]));
    assert!(before.iter().all(|pid| !alive(*pid)));
    let mut workers = world.workers();
    workers.sort_unstable();
    now.sort_unstable();
    assert_eq!(workers, now);
    assert!(!world.met_another("web node") && !world.met_another("b"));
    assert_eq!(world.home.status("idle"), Value::Null, "what was stopped stays so");
    assert_eq!(std::fs::read_to_string(world.folder("b").join("key")).unwrap(), SECRET);

    let calls = lines(&world.pm2("calls"));
    let changes: Vec<&str> = calls.iter().map(String::as_str).filter(|call| *call != "jlist").collect();
    let one = |id: &str| [format!("stop {id}"), format!("delete {id}"), "save --force".into()];
    let expected: Vec<String> =
        [one("0").to_vec(), one("1")[1..].to_vec(), one("2").to_vec(), vec!["save --force".into()]].concat();
    assert_eq!(changes, expected, "what is stopped is not stopped again, and the last dump is written twice");
    for dump in ["dump.pm2", "dump.pm2.bak"] {
        assert_eq!(std::fs::read_to_string(world.pm2(dump)).unwrap().trim(), "[]");
    }
    assert_eq!(std::fs::read_to_string(world.pm2("dump.pm2.before-gascli")).unwrap(), "[\"the one before\"]");

    let toml = std::fs::read_to_string(world.config("gascli.toml")).unwrap();
    assert!(toml.starts_with("# mine\n[service.mine]\ncommand = ['sleep', '1']\n\n# from PM2, where"), "{toml}");
    assert!(toml.contains("kill_timeout = \"3s\"") && !toml.contains("hunter2"), "{toml}");
    let kept = std::fs::read_to_string(world.config("gascli.toml.before-import")).unwrap();
    assert_eq!(kept, "# mine\n[service.mine]\ncommand = ['sleep', '1']");
    for file in ["env/b.env", "pm2/b.json"] {
        assert_eq!(std::fs::metadata(world.config(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    let again = world.import(&["--yes"]);
    assert!(again.status.success() && text(&again.stderr).contains("nothing is to be taken over"), "{}", out(&again));
}

#[test]
fn an_import_that_is_killed_at_any_step_leaves_one_at_most_and_the_next_goes_on() {
    for place in ["before-stop", "after-stop", "before-delete", "after-delete", "before-save", "after-save"] {
        let mut world = World::new();
        world.online(0, "a", &json!({}));
        std::fs::write(world.pm2("dump.pm2"), json!([world.facts("a", &json!({}))]).to_string()).unwrap();
        std::fs::write(world.pm2("hang"), place).unwrap();
        let mut cut_off =
            world.command("200ms", &["--yes"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(place, || world.pm2("hanging").exists().then_some(()));
        cut_off.kill().unwrap();
        cut_off.wait().unwrap();
        assert!(world.workers().len() <= 1, "{place}");
        std::fs::remove_file(world.pm2("hang")).unwrap();
        let done = world.import(&["--yes"]);
        assert_eq!(done.status.code(), Some(0), "{place}: {}", out(&done));
        let running = pid(&world.home.wait_state("a", "online")["pid"]);
        assert_eq!(world.workers(), [running], "{place}");
        assert!(!world.met_another("a"), "{place}");
        assert!(!world.pm2("ids/0").exists(), "{place}");
        assert_eq!(lines(&world.pm2("dump.pm2")), ["[]"], "{place}: a boot brings nothing back");
    }
}

#[test]
fn one_that_is_killed_after_the_start_finds_its_service_running() {
    let mut world = World::new();
    world.online(0, "a", &json!({}));
    let mut cut_off = world.command("1h", &["--yes"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let running = wait("the service to run", || {
        Some(world.home.status("a")["pid"].clone()).filter(|pid| !pid.is_null()).map(|value| pid(&value))
    });
    cut_off.kill().unwrap();
    cut_off.wait().unwrap();
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert!(text(&done.stdout).contains("an earlier import was cut off"), "{}", out(&done));
    assert_eq!(world.workers(), [running]);
}

#[test]
fn one_of_several_is_not_started_twice_after_an_import_was_cut_off() {
    let more = |number: u64, instances: u64| json!({ "NODE_APP_INSTANCE": number, "instances": instances });
    // Of one `-i 2`, and two that were started by themselves.
    for instances in [2, 1] {
        let mut world = World::new();
        for number in [0, 1] {
            world.online(u32::try_from(number).unwrap(), "w", &more(number, instances));
        }
        world.dump(&[world.facts("w", &more(0, instances)), world.facts("w", &more(1, instances))]);
        std::fs::write(world.pm2("hang"), "after-delete").unwrap();
        let mut cut_off = world.under_way("200ms", &["--yes"]);
        wait("PM2 to have one", || world.pm2("hanging").exists().then_some(()));
        cut_off.kill().unwrap();
        cut_off.wait().unwrap();
        std::fs::remove_file(world.pm2("hang")).unwrap();
        // Its list says of the second that it is the only one.
        world.entry(1, "w", &more(1, 1), "online", world.children[1].id());
        let done = world.import(&["--yes"]);
        assert_eq!(done.status.code(), Some(0), "{}", out(&done));
        assert_eq!(world.services(), ["w-0", "w-1"], "{}", out(&done));
        assert_eq!((world.workers().len(), world.met_another("w")), (2, false));
        assert_eq!(lines(&world.pm2("dump.pm2")), ["[]"]);
    }
    // The same from a dump, which never says how many there were.
    let world = World::in_home(Home::new());
    let facts = |number: u64| world.facts("w", &json!({ "NODE_APP_INSTANCE": number, "status": "online" }));
    world.dump(&[facts(0), facts(1)]);
    let mut cut_off = world.under_way("1h", &["--yes"]);
    wait("the first to run", || (world.workers().len() == 1).then_some(()));
    cut_off.kill().unwrap();
    cut_off.wait().unwrap();
    assert_eq!(world.dumped("dump.pm2").as_array().unwrap().len(), 1);
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert_eq!(world.services(), ["w-0", "w-1"], "{}", out(&done));
    assert_eq!((world.workers().len(), world.met_another("w")), (2, false));
    assert_eq!(world.dumped("dump.pm2"), json!([]));
}

#[test]
fn an_error_in_between_tells_where_the_process_stands() {
    let mut world = World::new();
    world.online(0, "a", &json!({}));
    std::fs::write(world.pm2("hang"), "after-stop").unwrap();
    let import = world.under_way("200ms", &["--yes", "--json"]);
    let stop: u32 = wait("PM2 to hang", || std::fs::read_to_string(world.pm2("hanging")).ok()?.trim().parse().ok());
    std::fs::remove_file(world.pm2("hang")).unwrap();
    strike(stop, Signal::SIGKILL);
    let broken = import.wait_with_output().unwrap();
    assert_eq!(broken.status.code(), Some(2), "{}", out(&broken));
    let told: Value = serde_json::from_slice(&broken.stdout).unwrap();
    let result = &told["processes"][0]["result"];
    assert_eq!(result["outcome"], "broken");
    let stands = result["stands"].as_str().unwrap();
    assert!(stands.starts_with("`a` is stopped in PM2 and is not running here"), "{stands}");
    assert!(text(&broken.stderr).contains("pm2 stop 0"), "{}", out(&broken));
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert_eq!(world.workers(), [pid(&world.home.wait_state("a", "online")["pid"])]);
}

#[test]
fn a_signal_ends_an_import_between_two_processes() {
    let mut world = World::new();
    world.online(0, "a", &json!({}));
    let other = world.online(1, "b", &json!({}));
    std::fs::write(world.pm2("pause"), "after-stop").unwrap();
    let mut import = world.under_way("1h", &["--yes"]);
    wait("PM2 to pause", || world.pm2("pausing").exists().then_some(()));
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        strike(import.id(), signal);
    }
    assert!(import.try_wait().unwrap().is_none());
    std::fs::remove_file(world.pm2("pause")).unwrap();
    let ended = import.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(143), "{}", out(&ended));
    assert!(text(&ended.stdout).contains("1 more were left as they are"), "{}", out(&ended));
    let running = pid(&world.home.wait_state("a", "online")["pid"]);
    let mut workers = world.workers();
    workers.sort_unstable();
    assert_eq!(workers, [running.min(other), running.max(other)], "the one was finished, the other is PM2's");
    assert_eq!(lines(&world.pm2("ids/1/status")), ["online"]);
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert_eq!((world.workers().len(), world.services()), (2, vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn a_process_whose_children_live_on_is_not_started_here_until_they_are_gone() {
    let mut world = World::new();
    let script = world.home.path("leaves.sh");
    // The child leaves the session, and ends with nothing that PM2 sends.
    executable(
        &script,
        r#"#!/bin/sh
printf x >"$1/key"
setsid sleep 1000 &
echo $! >"$1/child"
trap 'exit 0' INT
while :; do sleep 0.05; done
"#,
    );
    world.online(0, "a", &json!({ "pm_exec_path": script, "kill_timeout": 100 }));
    let child: u32 =
        wait("the child's pid", || std::fs::read_to_string(world.folder("a").join("child")).ok()?.trim().parse().ok());
    let left = world.import(&["--yes"]);
    assert_eq!(left.status.code(), Some(1), "{}", out(&left));
    assert!(text(&left.stdout).contains(&format!("live on: {child}")), "{}", out(&left));
    assert_eq!(world.home.status("a"), Value::Null);
    assert_eq!(lines(&world.pm2("ids/0/status")), ["stopped"], "it stays in PM2");
    assert!(!world.config("gascli.toml").exists(), "nobody can start it here");
    strike(child, Signal::SIGKILL);
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    world.home.wait_state("a", "online");
}

#[test]
fn one_that_fails_here_is_stopped_and_the_way_back_is_told_and_nothing_more_is_touched() {
    let mut world = World::new();
    let script = world.home.path("only-pm2.sh");
    executable(
        &script,
        r#"#!/bin/sh
printf x >"$1/key"
[ -n "$pm_id" ] || exit 3
trap 'exit 0' INT
while :; do sleep 0.05; done
"#,
    );
    world.online(0, "a", &json!({ "pm_exec_path": script }));
    let other = world.online(1, "b", &json!({}));
    let failed = world.watched_for("10s", &["--yes"]); // it ends as soon as the service does
    assert_eq!(failed.status.code(), Some(1), "{}", out(&failed));
    let way_back = world.config("pm2/a.json");
    let said = text(&failed.stdout);
    assert!(said.contains(&format!("then: pm2 start {}\n", way_back.display())), "{said}");
    assert!(said.contains("1 more"), "{said}");
    let status = world.home.status("a");
    assert!(status["pid"].is_null() && ["stopped", "errored"].contains(&status["state"].as_str().unwrap()), "{status}");
    let app: Value = serde_json::from_str(&std::fs::read_to_string(way_back).unwrap()).unwrap();
    assert_eq!(app["apps"][0]["env"]["API_KEY"], SECRET);
    assert_eq!(world.workers(), [other], "PM2's second process was not touched");
    assert_eq!(lines(&world.pm2("ids/1/status")), ["online"]);
    let toml = std::fs::read_to_string(world.config("gascli.toml")).unwrap();
    assert!(!toml.contains("[service.b]"), "`gascli start --all` starts no second one: {toml}");
}

#[test]
fn what_exists_is_never_touched_and_all_of_it_is_told_at_once() {
    let mut world = World::new();
    let before = world.online(0, "a", &json!({}));
    for (id, name) in [(1, "b"), (2, "c"), (3, "c d"), (4, "c-d")] {
        world.entry(id, name, &json!({}), "stopped", 0);
    }
    std::fs::create_dir_all(world.config("env")).unwrap();
    std::fs::write(world.config("gascli.toml"), "[service.a]\ncommand = ['sleep', '1000']\n").unwrap();
    std::fs::write(world.config("env/b.env"), "MINE=1\n").unwrap();
    world.home.ok(&["start", "c", "--", "sleep", "1000"]);
    let refused = world.import(&["--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    for part in ["`a` (in gascli.toml)", "b.env`", "`c` (a service)", "`c-d` (a second"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(world.workers(), [before]);
    assert_eq!(std::fs::read_to_string(world.config("env/b.env")).unwrap(), "MINE=1\n");
    assert_eq!(
        std::fs::read_to_string(world.config("gascli.toml")).unwrap(),
        "[service.a]\ncommand = ['sleep', '1000']\n"
    );
    let broken = "[service.a]\ncommnd = 1\n";
    std::fs::write(world.config("gascli.toml"), broken).unwrap();
    let refused = world.import(&["--yes"]);
    assert!(text(&refused.stderr).contains("commnd"), "{}", out(&refused));
    assert_eq!(std::fs::read_to_string(world.config("gascli.toml")).unwrap(), broken);
}

#[test]
fn a_dump_is_started_only_if_nothing_of_it_runs_and_pm2_forgets_it() {
    let mut world = World::in_home(Home::new());
    let nothing = world.import(&["--yes"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(text(&nothing.stderr).contains("no PM2 runs"), "{}", out(&nothing));
    let mut facts = world.facts("a", &json!({ "status": "online" }));
    facts["env"]["unique_id"] = "x".into();
    let other = world.facts("other", &json!({ "status": "stopped" }));
    std::fs::write(world.pm2("dump.pm2"), json!([facts, other]).to_string()).unwrap();
    let script = world.home.path("worker.sh");
    let alone = world.spawn(0, "a", &script, &Value::Null);
    let left = world.import(&["--yes", "a"]);
    assert_eq!(left.status.code(), Some(1), "{}", out(&left));
    assert!(text(&left.stdout).contains(&format!("(pid {alone})")), "{}", out(&left));
    assert_eq!(world.workers(), [alone]);
    strike(alone, Signal::SIGINT);
    wait("the worker to end", || (!alive(alone)).then_some(()));
    let done = world.import(&["--yes", "a"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    world.home.wait_state("a", "online");
    let dump: Value = serde_json::from_str(&std::fs::read_to_string(world.pm2("dump.pm2")).unwrap()).unwrap();
    assert_eq!((dump.as_array().unwrap().len(), &dump[0]["name"]), (1, &"other".into()));
    assert!(!world.pm2("calls").exists(), "PM2 was not called: that would have started it");
}

#[test]
fn whatever_dump_is_read_pm2s_own_starts_nothing_a_second_time() {
    let world = World::in_home(Home::new());
    let facts = |name: &str| world.facts(name, &json!({ "status": "online", "NODE_APP_INSTANCE": 0 }));
    let copy = world.home.path("copy.json");
    std::fs::write(&copy, json!([facts("a"), facts("b"), facts("c")]).to_string()).unwrap();
    world.dump(&[facts("a"), facts("b"), facts("c"), facts("other")]);
    std::fs::copy(world.pm2("dump.pm2"), world.pm2("dump.pm2.bak")).unwrap();
    let dump = ["--yes", "--dump", copy.to_str().unwrap()];
    let done = world.import(&[&dump[..], &["a"]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let kept = world.import(&[&dump[..], &["--keep-in-pm2", "b"]].concat());
    assert_eq!(kept.status.code(), Some(0), "{}", out(&kept));
    for name in ["dump.pm2", "dump.pm2.bak"] {
        let dump = world.dumped(name);
        let all: Vec<(&str, &str)> = dump
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["name"].as_str().unwrap(), item["status"].as_str().unwrap()))
            .collect();
        assert_eq!(all, [("b", "stopped"), ("c", "online"), ("other", "online")], "{name}");
    }
    std::fs::write(world.pm2("dump.pm2.bak"), "[{\"name\":\"c\"").unwrap();
    let left = world.import(&[&dump[..], &["c"]].concat());
    assert_eq!(left.status.code(), Some(1), "{}", out(&left));
    assert!(text(&left.stdout).contains("dump.pm2.bak"), "{}", out(&left));
    assert_eq!(world.services(), ["a", "b"]);
    let first = std::fs::read_to_string(world.config("gascli.toml.before-import")).unwrap();
    assert!(first.contains("[service.a]") && !first.contains("[service.b]"), "the first copy is kept: {first}");
}

#[test]
fn a_child_that_a_killed_pm2_left_keeps_its_process_from_being_started() {
    let mut world = World::in_home(Home::new());
    world.dump(&[world.facts("a", &json!({ "status": "online", "NODE_APP_INSTANCE": 0 }))]);
    let child = Command::new("sleep")
        .arg("1000")
        .env("unique_id", world.unique("a"))
        .env("NODE_APP_INSTANCE", "0")
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let alone = child.id();
    world.children.push(child);
    let left = world.import(&["--yes"]);
    assert_eq!(left.status.code(), Some(1), "{}", out(&left));
    assert!(text(&left.stdout).contains(&format!("(pid {alone})")), "{}", out(&left));
    assert!(world.workers().is_empty() && !world.config("gascli.toml").exists());
    assert_eq!(world.dumped("dump.pm2").as_array().unwrap().len(), 1);
}

#[test]
fn what_pm2_would_start_by_itself_is_not_kept_in_its_list() {
    let mut world = World::new();
    let before = world.online(0, "a", &json!({ "watch": ["src"] }));
    let refused = world.import(&["--yes", "--keep-in-pm2"]);
    assert_eq!(refused.status.code(), Some(1), "{}", out(&refused));
    assert!(text(&refused.stdout).contains("a file changes"), "{}", out(&refused));
    assert_eq!(world.workers(), [before]);
}

#[test]
fn kept_processes_stay_in_pm2s_list_and_are_not_taken_twice() {
    let mut world = World::new();
    world.online(0, "a", &json!({}));
    let done = world.import(&["--yes", "--keep-in-pm2", "--json"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let result = &told["processes"][0]["result"];
    assert_eq!((&result["outcome"], pid(&result["pid"])), (&"started".into(), world.workers()[0]));
    assert_eq!(lines(&world.pm2("ids/0/status")), ["stopped"]);
    let again = world.import(&["--yes"]);
    assert!(again.status.success() && text(&again.stdout).contains("was taken over before"), "{}", out(&again));
    assert_eq!(world.workers().len(), 1);
}

#[test]
fn what_is_no_list_or_has_no_end_is_refused() {
    let world = World::in_home(Home::new());
    let path = world.home.path("dump");
    let huge = format!("[{}]", vec!["{\"name\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}"; 400_000].join(","));
    for (content, said) in
        [("garbage", "no list of processes"), ("", "it is empty"), ("{}", "a list is expected"), (&huge, "16 MiB")]
    {
        std::fs::write(&path, content).unwrap();
        let refused = world.import(&["--dump", path.to_str().unwrap(), "--dry-run"]);
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(text(&refused.stderr).contains(said), "{said}: {}", out(&refused));
    }
}

/// The PM2 that is installed, or named by `$GASCLI_PM2`.
fn real_pm2() -> Option<PathBuf> {
    let named = std::env::var_os("GASCLI_PM2").map(PathBuf::from);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join("pm2")).find(|file| file.is_file())
    };
    let found = named.or_else(on_path);
    if found.is_none() {
        let is_required = std::env::var_os("GASCLI_REQUIRE_PM2").is_some_and(|value| value == "1");
        assert!(!is_required, "PM2 is required, and not on this machine ($GASCLI_PM2 names one)");
        eprintln!("skipped 1 test: PM2 is not on this machine ($GASCLI_PM2 names one)");
    }
    found
}

impl World {
    fn real(program: PathBuf) -> Self {
        let mut world = Self::in_home(Home::new());
        world.program = program;
        world
    }

    /// What a command of PM2's prints.
    fn call(&self, arguments: &[&str]) -> String {
        let (key, value) = self.home.mark();
        let mut command = Command::new(&self.program);
        command.args(arguments).env(key, value).env("PM2_HOME", self.home.path("pm2")).current_dir(self.home.path(""));
        command.env("HOME", self.home.path("")).env("API_KEY", SECRET).stdin(Stdio::null());
        let output =
            assert_cmd::Command::from_std(command).timeout(std::time::Duration::from_mins(1)).output().unwrap();
        assert!(output.status.success(), "pm2 {arguments:?}: {}", out(&output));
        text(&output.stdout)
    }

    fn call_start(&self, name: &str, more: &[&str]) {
        let (script, folder) = (self.home.path("worker.sh"), self.folder(name));
        let arguments = [&["start", script.to_str().unwrap(), "--name", name], more, &["--", folder.to_str().unwrap()]];
        self.call(&arguments.concat());
    }
}

#[test]
fn processes_of_the_real_pm2_are_taken_over() {
    let Some(program) = real_pm2() else { return };
    let world = World::real(program);
    world.call_start("a", &[]);
    world.call_start("idle", &[]);
    world.call_start("w", &["-i", "2"]);
    world.call(&["stop", "idle"]);
    world.call(&["save"]);
    let is_up = |below: &str| world.home.path(below).exists();
    wait("the workers to run", || (is_up("a/key") && is_up("w/lock0") && is_up("w/lock1")).then_some(()));
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    let mut running = ["a", "w-0", "w-1"].map(|name| pid(&world.home.wait_state(name, "online")["pid"]));
    running.sort_unstable();
    let mut workers = world.workers();
    workers.sort_unstable();
    assert_eq!(workers, running);
    assert!(!world.met_another("a") && !world.met_another("w"));
    assert_eq!(std::fs::read_to_string(world.folder("a").join("key")).unwrap(), SECRET);
    assert_eq!(world.call(&["jlist"]).trim(), "[]");
    world.call(&["resurrect"]);
    assert_eq!(world.call(&["jlist"]).trim(), "[]", "its dump brings nothing back");
    world.home.ok(&["stop", "--all"]);
    world.call(&["start", world.config("pm2/a.json").to_str().unwrap()]);
    wait("the way back", || (world.workers().len() == 1).then_some(()));
    world.call(&["kill"]);
}

#[test]
fn what_a_killed_real_pm2_left_is_not_started_beside_it() {
    let Some(program) = real_pm2() else { return };
    let world = World::real(program);
    world.call_start("w", &["-i", "2"]);
    world.call(&["save"]);
    let is_up = |below: &str| world.home.path(below).exists();
    wait("the workers to run", || (is_up("w/lock0") && is_up("w/lock1")).then_some(()));
    let god: u32 = std::fs::read_to_string(world.pm2("pm2.pid")).unwrap().trim().parse().unwrap();
    strike(god, Signal::SIGKILL);
    wait("PM2 to end", || (!alive(god)).then_some(()));
    let before = world.workers();
    let left = world.import(&["--yes"]);
    assert_eq!(left.status.code(), Some(1), "{}", out(&left));
    assert!(before.iter().any(|pid| text(&left.stdout).contains(&format!("(pid {pid})"))), "{}", out(&left));
    assert_eq!((world.workers().len(), world.services().len()), (2, 0));
    for pid in &before {
        strike(*pid, Signal::SIGINT);
    }
    wait("the workers to end", || world.workers().is_empty().then_some(()));
    let done = world.import(&["--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", out(&done));
    assert_eq!((world.workers().len(), world.services()), (2, vec!["w-0".to_owned(), "w-1".to_owned()]));
    assert!(!world.met_another("w"));
    world.call(&["resurrect"]);
    assert_eq!(world.call(&["jlist"]).trim(), "[]", "its dump brings nothing back");
    world.call(&["kill"]);
}
