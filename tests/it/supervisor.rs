//! Supervisor, shim and verbs, with the real binary in a home of its own.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gascli::supervisor::{Client, Readiness, ServiceSpec};
use gascli::types::Paths;
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::support::{Home, strike, text, wait_for};

impl Home {
    /// Status of one service; null if it is not there.
    pub(crate) fn status(&self, name: &str) -> Value {
        let all = self.json(&["status", "--json"]);
        assert_eq!(all["schema"], "gascli/1");
        all["services"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned().unwrap_or_default()
    }

    pub(crate) fn wait_state(&self, name: &str, state: &str) -> Value {
        wait(&format!("{name} to be {state}"), || Some(self.status(name)).filter(|it| it["state"] == state))
    }

    pub(crate) fn supervisor(&self) -> u32 {
        pid(&self.json(&["daemon", "status", "--json"])["supervisor_pid"])
    }

    pub(crate) fn service(&self, name: &str, file: &str) -> PathBuf {
        self.below.join("state/services").join(name).join(file)
    }

    /// What a reboot does to what a service was started with.
    pub(crate) fn forget_environment(&self, name: &str) {
        let folder = self.service(name, "").canonicalize().unwrap();
        let kept = std::fs::read_dir(format!("/dev/shm/gascli-{}", nix::unistd::getuid())).unwrap().flatten();
        let its = kept.filter(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            text.contains(&format!("\"{}\"", folder.display()))
        });
        assert_eq!(its.map(|entry| std::fs::remove_file(entry.path()).unwrap()).count(), 1);
    }

    pub(crate) fn exits(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.service(name, "exits.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

pub(crate) fn pid(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap_or_else(|| panic!("{value} is no pid"))).unwrap()
}

pub(crate) fn alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z')))
}

/// Waits for something, for at most 20 s.
pub(crate) fn wait<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    wait_for(Duration::from_secs(20), what, look)
}

pub(crate) fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn start_and_stop_are_idempotent_and_say_what_they_did() {
    let home = Home::new();
    assert!(home.ok(&["start", "web", "--", "sleep", "100"]).starts_with("web: started (pid "));
    let first = home.status("web");
    assert_eq!(first["state"], "online");
    let again = home.ok(&["start", "web"]);
    assert_eq!(again, format!("web: runs already (pid {})\n", first["pid"]));
    assert_eq!(home.ok(&["stop", "web"]), "web: stopped\n");
    assert!(!alive(pid(&first["pid"])));
    assert_eq!(home.ok(&["stop", "web"]), "web: was not running\n");
    let stopped = home.status("web");
    assert_eq!((&stopped["state"], &stopped["last_exit"]["signal"]), (&"stopped".into(), &15.into()));
    assert!(home.ok(&["restart", "web"]).starts_with("web: restarted (pid "));
    assert_eq!(home.exits("web")[0]["asked"], true);
}

#[test]
fn exit_codes_answer_whether_all_is_well() {
    let home = Home::new();
    assert_eq!(home.run(&["ps"]).status.code(), Some(0));
    home.ok(&["start", "good", "--", "sleep", "100"]);
    assert_eq!(home.run(&["ps"]).status.code(), Some(0));
    home.run(&["start", "bad", "--", "sh", "-c", "exit 3"]); // whether it ended before the answer is open
    home.wait_state("bad", "waiting-restart");
    assert_eq!(home.run(&["ps"]).status.code(), Some(1));
    assert_eq!(home.run(&["ps", "good"]).status.code(), Some(0));
    assert_eq!(home.run(&["ps", "--exit-zero"]).status.code(), Some(0));
    home.ok(&["stop", "bad"]);
    assert_eq!(home.run(&["ps"]).status.code(), Some(0), "what was stopped on request is well");
    assert_eq!(home.run(&["ps", "bad"]).status.code(), Some(1), "but who asks for it by name hears that it is down");
    let unknown = home.run(&["stop", "goood"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `good`?"), "{}", text(&unknown.stderr));
}

#[test]
fn a_program_that_cannot_be_run_is_told_at_once_and_not_tried_again() {
    let home = Home::new();
    let file = home.path("file");
    std::fs::write(&file, "no program").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let missing = home.path("missing");
    for (arguments, says) in [
        (vec!["start", "a", "--", "/no/such/program"], "No such file"),
        (vec!["start", "b", "--", file.to_str().unwrap()], "Permission denied"),
        (vec!["start", "c", "--cwd", missing.to_str().unwrap(), "--", "true"], "working folder"),
    ] {
        let output = home.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
        let status = home.status(arguments[1]);
        assert_eq!((&status["state"], &status["restarts"]), (&"errored".into(), &0.into()));
    }
}

#[test]
fn a_crashing_service_is_restarted_with_growing_pauses() {
    let home = Home::new();
    let stamps = home.path("stamps");
    let script = format!("date +%s%N >> {}; exit 1", stamps.display());
    home.run(&["start", "crash", "--restart-delay", "60ms", "--", "sh", "-c", &script]);
    wait("five starts", || Some(lines(&stamps)).filter(|it| it.len() >= 5));
    let times: Vec<u64> = lines(&stamps).iter().map(|line| line.parse().unwrap()).collect();
    let gaps: Vec<u64> = times.windows(2).map(|pair| (pair[1] - pair[0]) / 1_000_000).collect();
    for (index, gap) in gaps.iter().take(4).enumerate() {
        assert!(*gap >= (48 << index), "{gaps:?}");
    }
    let status = wait("the fourth restart to be told", || {
        let status = home.status("crash");
        (status["state"] == "waiting-restart" && status["restarts"].as_u64() >= Some(4)).then_some(status)
    });
    assert_eq!((&status["reason"], &status["last_exit"]["code"]), (&"exit 1".into(), &1.into()));
}

#[test]
fn work_that_ends_with_exit_0_is_not_restarted() {
    let home = Home::new();
    home.run(&["start", "job", "--", "true"]);
    let status = home.wait_state("job", "stopped");
    assert_eq!(status["reason"], "ended by itself, exit 0");
}

#[test]
fn a_service_outlives_its_supervisor_and_is_adopted_with_the_same_pid() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let before = home.status("a");
    strike(home.supervisor(), Signal::SIGKILL);
    let after = home.status("a"); // starts a new one
    assert_eq!((&after["state"], &after["pid"]), (&"online".into(), &before["pid"]));
    assert_eq!(after["shim_pid"], before["shim_pid"]);
    home.ok(&["daemon", "stop"]);
    assert!(alive(pid(&before["pid"])), "services live on when the supervisor is stopped");
    assert_eq!(home.run(&["daemon", "status"]).status.code(), Some(1));
}

#[test]
fn what_died_while_no_supervisor_ran_is_known_with_its_exit_code() {
    let home = Home::new();
    let go = home.path("go");
    let script = format!("while [ ! -e {} ]; do sleep 0.02; done; echo last words; exit 5", go.display());
    home.ok(&["start", "a", "--restart-policy", "never", "--", "sh", "-c", &script]);
    strike(home.supervisor(), Signal::SIGKILL);
    std::fs::write(&go, "").unwrap();
    wait("the exit to be recorded", || home.exits("a").into_iter().next());
    let status = home.wait_state("a", "errored");
    assert_eq!(status["last_exit"]["code"], 5);
    assert!(home.ok(&["logs", "a"]).contains("last words"));
}

#[test]
fn restarts_go_on_while_no_supervisor_runs() {
    let home = Home::new();
    let stamps = home.path("stamps");
    let script = format!("echo x >> {}; sleep 0.1; exit 1", stamps.display());
    home.ok(&["start", "a", "--restart-delay", "10ms", "--", "sh", "-c", &script]);
    strike(home.supervisor(), Signal::SIGKILL);
    let now = lines(&stamps).len();
    wait("two more starts", || Some(lines(&stamps).len()).filter(|count| *count >= now + 2));
}

#[test]
fn a_killed_shim_takes_its_child_along_and_is_replaced_without_a_second_child() {
    let home = Home::new();
    let beat = home.path("beat");
    let script = format!("echo $$ >> {}; exec sleep 100", beat.display());
    home.ok(&["start", "a", "--", "sh", "-c", &script]);
    let before = home.status("a");
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    let after = wait("a new child", || {
        Some(home.status("a")).filter(|it| it["state"] == "online" && it["pid"] != before["pid"])
    });
    assert!(!alive(pid(&before["pid"])));
    assert!(alive(pid(&after["pid"])));
    wait("the new child's word", || Some(lines(&beat)).filter(|it| it.len() == 2));
    let exit = &home.exits("a")[0];
    assert_eq!(exit["pid"], before["pid"]);
    assert_eq!((&exit["code"], &exit["signal"]), (&Value::Null, &Value::Null), "nobody saw how");
}

#[test]
fn a_shim_that_died_unwatched_leaves_nothing_and_without_its_memory_the_status_says_so() {
    let home = Home::new();
    let pids = home.path("pids");
    let script = format!("setsid sleep 100 & echo $! >> {}; exec sleep 100", pids.display());
    home.ok(&["start", "a", "--", "sh", "-c", &script]);
    let before = home.status("a");
    wait("the helper", || lines(&pids).pop());
    home.forget_environment("a");
    strike(home.supervisor(), Signal::SIGKILL);
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    let status = home.wait_state("a", "errored");
    assert!(status["reason"].as_str().unwrap().contains("shim was killed"), "{status}");
    let helper: u32 = lines(&pids)[0].parse().unwrap();
    wait("the helper to be gone", || (!alive(helper) && !alive(pid(&before["pid"]))).then_some(()));
    assert!(home.ok(&["start", "a"]).contains("started"));
}

#[test]
fn twenty_starts_at_once_make_one_process_and_one_supervisor() {
    let home = Home::new();
    let marks = home.path("marks");
    let script = format!("echo $$ >> {}; exec sleep 100", marks.display());
    let clients: Vec<_> = (0..20)
        .map(|_| {
            let mut command = home.command(&["start", "one", "--", "sh", "-c", &script]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for client in clients {
        let output = client.wait_with_output().unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }
    assert_eq!(lines(&marks).len(), 1);
    let supervisors = home.processes().into_iter().filter(|pid| {
        std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "gascli-super")
    });
    assert_eq!(supervisors.count(), 1);
}

#[test]
fn a_child_that_ignores_its_stop_signal_is_gone_when_its_time_is_up() {
    let home = Home::new();
    let ready = home.path("ready");
    let script = format!("trap '' TERM INT HUP; echo > {}; while :; do sleep 0.05; done", ready.display());
    home.ok(&["start", "a", "--kill-timeout", "3s", "--", "sh", "-c", &script]);
    wait("the trap", || ready.exists().then_some(()));
    let child = pid(&home.status("a")["pid"]);
    let begun = Instant::now();
    let mut stop = home.command(&["stop", "a"]).stdout(Stdio::piped()).spawn().unwrap();
    wait("others are served meanwhile", || Some(()).filter(|()| home.status("a")["state"] == "stopping"));
    assert!(stop.wait().unwrap().success());
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(2990) && took < Duration::from_secs(10), "{took:?}");
    assert!(!alive(child));
}

#[test]
fn a_stop_ends_the_whole_family_also_what_is_stopped_or_has_a_session_of_its_own() {
    let home = Home::new();
    let family = home.path("family");
    let script = format!(
        "f={}; sleep 100 & echo $! >> $f; setsid sleep 100 & echo $! >> $f; \
         sleep 100 & kill -STOP $!; echo $! >> $f; \
         ( setsid sh -c 'sleep 100 & echo $! >> $0' $f ); echo $$ >> $f; exec sleep 100",
        family.display()
    );
    home.ok(&["start", "a", "--kill-timeout", "10s", "--", "sh", "-c", &script]);
    let pids = wait("the family", || Some(lines(&family)).filter(|it| it.len() == 5));
    let begun = Instant::now();
    home.ok(&["stop", "a"]);
    assert!(begun.elapsed() < Duration::from_secs(5), "nobody had to be killed");
    for member in pids {
        assert!(!alive(member.parse().unwrap()), "{member} lives");
    }
}

#[test]
fn a_second_supervisor_says_so_and_leaves_the_first_alone() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let first = home.supervisor();
    let second = home.run(&["supervise", home.below.join("state").to_str().unwrap(), ""]);
    assert_eq!(second.status.code(), Some(2));
    assert!(text(&second.stderr).contains("runs already"), "{}", text(&second.stderr));
    assert_eq!(home.supervisor(), first);
}

#[test]
fn damaged_files_cost_no_service_and_are_named() {
    let home = Home::new();
    home.ok(&["start", "alive", "--", "sleep", "100"]);
    home.ok(&["start", "dead", "--", "sleep", "100"]);
    home.ok(&["stop", "dead"]);
    let before = home.status("alive");
    strike(home.supervisor(), Signal::SIGKILL);
    for name in ["alive", "dead"] {
        for file in ["spec.json", "status.json"] {
            std::fs::write(home.service(name, file), "{ \"name\": ").unwrap();
        }
    }
    assert_eq!(home.status("alive")["pid"], before["pid"]);
    let dead = home.status("dead");
    assert_eq!(dead["state"], "errored");
    assert!(dead["reason"].as_str().unwrap().contains("damaged"), "{dead}");
    home.ok(&["start", "dead", "--", "sleep", "100"]);
    assert!(home.ok(&["stop", "--all"]).contains("alive: stopped"));
    assert!(!alive(pid(&before["pid"])));
}

#[test]
fn garbage_and_endless_lines_are_refused_and_others_are_served() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let socket = home.below.join("state/supervisor.sock");
    let say = |bytes: &[u8]| {
        let mut stream = UnixStream::connect(&socket).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let _ = stream.write_all(bytes); // it may hang up before the end
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    assert!(say(b"garbage\n").contains("bad-request"));
    assert!(say(b"{\"schema\":\"gascli/9\",\"op\":\"status\"}\n").contains("gascli/9"));
    assert!(say(b"{\"schema\":\"gascli/1\",\"op\":\"stop\"}\n").contains("bad-request"));
    say(&vec![b'x'; 1 << 20]);
    let silent = UnixStream::connect(&socket).unwrap(); // says nothing at all
    assert_eq!(home.run(&["ps"]).status.code(), Some(0));
    drop(silent);
}

#[test]
fn only_the_owner_can_reach_sockets_and_files() {
    let home = Home::new();
    let mut start = home.command(&["start", "a", "--", "sleep", "100"]);
    assert!(start.env("API_KEY", "sk-very-secret").output().unwrap().status.success());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(&home.below.join("state")), 0o700);
    for file in ["state/supervisor.sock", "state/supervisor.log", "state/supervisor.lock"] {
        assert_eq!(mode(&home.below.join(file)), 0o600, "{file}");
    }
    for file in ["spec.json", "status.json", "shim.sock", "lock"] {
        assert_eq!(mode(&home.service("a", file)), 0o600, "{file}");
    }
    let grep = Command::new("grep").args(["-r", "very-secret"]).arg(&home.below).output().unwrap();
    assert_eq!(text(&grep.stdout), "", "no secret of the environment is written");
    assert!(!home.json(&["ps", "--json"]).to_string().contains("very-secret"));
}

#[test]
fn a_child_gets_the_callers_environment_and_three_variables_more() {
    let home = Home::new();
    let run = |value: &str, verb: &str| {
        let mut command = home.command(&[verb, "a", "--", "sh", "-c", "env; exec sleep 100"]);
        assert!(command.env("FRESH", value).env_remove("PYTHONUNBUFFERED").output().unwrap().status.success());
        wait("the environment", || {
            let log = home.ok(&["logs", "a", "--raw", "-n", "1000"]);
            log.contains(&format!("FRESH={value}\n")).then_some(log)
        })
    };
    let log = run("one", "start");
    let found: BTreeMap<&str, &str> = log.lines().filter_map(|line| line.split_once('=')).collect();
    assert_eq!((found["GASCLI_SERVICE"], found["PYTHONUNBUFFERED"]), ("a", "1"));
    assert!(found["GASCLI_NOTIFY"].ends_with("shim.sock"));
    run("two", "restart");
}

#[test]
fn a_home_with_a_long_path_works() {
    let home = Home::at(&"x".repeat(150));
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let before = home.status("a");
    strike(home.supervisor(), Signal::SIGKILL);
    assert_eq!(home.status("a")["pid"], before["pid"]);
    home.ok(&["stop", "a"]);
    home.ok(&["daemon", "stop"]);
}

#[test]
fn delete_forgets_a_service_and_its_log_but_asks_first() {
    let home = Home::new();
    home.ok(&["start", "a", "--", "sleep", "100"]);
    let child = pid(&home.status("a")["pid"]);
    let refused = home.run(&["delete", "a"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--yes"));
    assert!(alive(child));
    assert_eq!(home.ok(&["delete", "a", "--yes"]), "a: deleted\n");
    assert!(!alive(child));
    assert!(!home.service("a", "").exists() && !home.below.join("state/logs/a").exists());
    assert_eq!(home.status("a"), Value::Null);
}

#[test]
fn a_table_in_gascli_toml_defines_a_service_and_a_mistake_in_it_is_named() {
    let home = Home::new();
    let table = "[service.ticker]\ncommand = [\"sh\", \"-c\", \"echo $GREETING; exec sleep 100\"]\nenv = { GREETING = \"good day\" }\n";
    std::fs::write(home.path("gascli.toml"), table).unwrap();
    home.ok(&["start", "ticker"]);
    wait("its word", || Some(()).filter(|()| home.ok(&["logs", "ticker"]).contains("good day")));
    std::fs::write(home.path("gascli.toml"), format!("{table}comand = 1\n")).unwrap();
    let wrong = home.run(&["start", "ticker"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("gascli.toml:4:1: "), "{}", text(&wrong.stderr));
}

#[test]
fn stopping_the_supervisor_with_its_services_leaves_no_process() {
    let home = Home::new();
    for name in ["a", "b", "c"] {
        home.ok(&["start", name, "--", "sleep", "100"]);
    }
    assert_eq!(home.json(&["daemon", "status", "--json"])["pids"].as_array().unwrap().len(), 4);
    strike(home.supervisor(), Signal::SIGKILL);
    home.ok(&["daemon", "stop", "--with-services"]);
    wait("everything to be gone", || home.processes().into_iter().all(|pid| !alive(pid)).then_some(()));
    assert_eq!(home.run(&["daemon", "status"]).status.code(), Some(1));
}

#[test]
fn a_service_that_calls_gascli_can_be_stopped_without_harm_to_the_others() {
    let home = Home::new();
    let gascli = env!("CARGO_BIN_EXE_gascli");
    // The supervisor and the other's shim descend from this service's shim.
    home.ok(&[
        "start",
        "outer",
        "--",
        "sh",
        "-c",
        &format!("{gascli} daemon stop; {gascli} start inner -- sleep 100; exec sleep 100"),
    ]);
    let inner = wait("the inner one", || Some(home.status("inner")).filter(|it| it["state"] == "online"));
    home.ok(&["stop", "outer"]);
    assert_eq!(home.status("inner")["pid"], inner["pid"]);
    assert!(alive(pid(&inner["pid"])));
}

#[test]
fn a_daemon_is_online_when_it_says_so_and_a_wrong_configuration_is_final() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let paths = Paths::below(&home.below);
    let mut client = Client::connect(&paths).unwrap().unwrap();
    let environment: BTreeMap<String, String> = std::env::vars().chain([home.mark()]).collect();
    let daemon = |name: &str, script: &str| {
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        let spec = ServiceSpec::new(name.parse().unwrap(), command, "/".into());
        ServiceSpec { readiness: Readiness::Notify, ..spec }
    };
    client.start(&daemon("slow", "exec sleep 100"), &environment).unwrap();
    assert_eq!(home.status("slow")["state"], "starting");
    gascli::daemon::notify::ready(Some(home.service("slow", "shim.sock").to_str().unwrap())).unwrap();
    home.wait_state("slow", "online");
    // Whether it has failed by the time of the answer, or a moment later, is open.
    if let Err(error) = client.start(&daemon("wrong", "exit 2"), &environment) {
        assert!(matches!(error, gascli::supervisor::ClientError::NotStarted { .. }), "{error}");
    }
    let wrong = home.wait_state("wrong", "errored");
    assert_eq!(wrong["restarts"], 0);
}
