//! What a stop must end, whatever it does, and what it must leave alone.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use serde_json::Value;

use super::supervisor::{alive, lines, pid, wait};
use crate::support::{Home, strike, text};

/// How long services of these tests may take before they are struck.
const TIME_OUT: Duration = Duration::from_secs(2);
/// What a busy machine may add.
const MARGIN: Duration = Duration::from_secs(4);

/// Families that do not want to go. `note` writes down a pid before anything else happens in that process.
const FAMILY: &str = r#"
import os, signal, sys, time
pids, mode = sys.argv[1], sys.argv[2]
def note():
    fd = os.open(pids, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(fd, b"%d\n" % os.getpid())
    os.close(fd)
def deaf():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
def child(work):
    if os.fork() == 0:
        try:
            work()
        finally:
            os._exit(0)
def rest():
    note()
    time.sleep(1000)
def stopped():
    note()
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(1000)
def own_session(then=rest):
    os.setsid()
    then()
def orphan():
    os.setsid()
    child(rest)  # its parent ends: it is an orphan in a foreign session
def respawn(other):
    # Two that watch each other: who finds the other gone starts a new one.
    os.setsid()
    note()
    while True:
        try:
            os.kill(other, 0)
        except OSError:
            me = os.getpid()
            other = os.fork()
            if other == 0:
                other = me
                os.setsid()
                note()
        time.sleep(0.001)
def bomb(depth):
    note()
    for _ in range(3):
        if depth:
            child(lambda: bomb(depth - 1))
        time.sleep(0.05)
    time.sleep(1000)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies of our own: a watched pid that has gone is gone
if mode == "polite":
    child(rest)
    child(own_session)
    child(orphan)
    child(lambda: own_session(stopped))
elif mode == "deaf":
    deaf()
    child(rest)
    child(lambda: os.setpgid(0, 0) or rest())
    child(own_session)
    child(orphan)
    child(lambda: own_session(stopped))
elif mode == "respawn":
    deaf()
    me = os.getpid()
    child(lambda: respawn(me))
    child(lambda: respawn(me))
elif mode == "bomb":
    deaf()
    child(lambda: bomb(5))
elif mode == "helpers":
    deaf_child = lambda: (deaf(), rest())
    child(deaf_child)                       # in the same group
    child(lambda: (os.setsid(), rest()))    # moved out of it
note()
time.sleep(1000)
"#;

/// Starts a family in a mode; all pids that it notes stand in the file that is returned.
fn family(home: &Home, mode: &str) -> std::path::PathBuf {
    patient_family(home, mode, TIME_OUT)
}

fn patient_family(home: &Home, mode: &str, kill_timeout: Duration) -> std::path::PathBuf {
    let script = home.path("family.py");
    std::fs::write(&script, FAMILY).unwrap();
    let pids = home.path(&format!("pids-{mode}"));
    let kill_timeout = format!("{}ms", kill_timeout.as_millis());
    home.ok(&[
        "start",
        mode,
        "--kill-timeout",
        &kill_timeout,
        "--",
        "python3",
        &script.display().to_string(),
        &pids.display().to_string(),
        mode,
    ]);
    pids
}

fn noted(pids: &Path) -> Vec<u32> {
    lines(pids).iter().filter_map(|line| line.parse().ok()).collect()
}

fn wait_noted(pids: &Path, count: usize) {
    wait(&format!("{count} processes"), || Some(()).filter(|()| noted(pids).len() >= count));
}

/// Stops it: how long that took. Nobody of the family is left when the command is back.
fn stop(home: &Home, name: &str, pids: &Path) -> Duration {
    let begun = Instant::now();
    home.ok(&["stop", name]);
    let took = begun.elapsed();
    let left: Vec<u32> = noted(pids).into_iter().filter(|pid| alive(*pid)).collect();
    assert_eq!(left, Vec::<u32>::new(), "of {name}");
    took
}

#[test]
fn a_family_that_obeys_is_gone_at_once_wherever_its_members_have_moved_to() {
    let home = Home::new();
    let pids = family(&home, "polite");
    wait_noted(&pids, 5);
    stop(&home, "polite", &pids);
    let reason = home.status("polite")["reason"].clone();
    assert_eq!(reason, "stopped on request", "nobody had to be struck");
}

#[test]
fn a_family_that_ignores_signals_is_gone_when_its_time_is_up() {
    for (mode, count) in [("deaf", 6), ("respawn", 3), ("bomb", 100)] {
        let home = Home::new();
        let pids = family(&home, mode);
        wait_noted(&pids, count);
        let took = stop(&home, mode, &pids);
        assert!(took >= TIME_OUT && took <= TIME_OUT + MARGIN, "{mode}: {took:?}");
        let status = home.status(mode);
        assert!(status["reason"].as_str().unwrap().contains("SIGKILL after 2s"), "{status}");
        assert_ne!(status["last_exit"]["oom"], true, "who strikes it itself does not blame the kernel");
    }
}

#[test]
fn stop_now_ends_at_once_what_ignores_its_signal_and_the_stop_that_waits_for_it_ends_well() {
    let home = Home::new();
    let pids = patient_family(&home, "deaf", Duration::from_mins(1));
    wait_noted(&pids, 6);
    assert!(home.ok(&["stop", "--now", "--dry-run", "deaf"]).ends_with("SIGKILL at once\n"));
    for is_stopping in [false, true] {
        let waiting = is_stopping.then(|| {
            home.ok(&["start", "deaf"]);
            wait_noted(&pids, 12);
            let waiting = home.command(&["stop", "deaf"]).stdout(Stdio::piped()).spawn().unwrap();
            home.wait_state("deaf", "stopping");
            waiting
        });
        let begun = Instant::now();
        assert_eq!(home.ok(&["stop", "--now", "deaf"]), "deaf: stopped on request, by SIGKILL at once\n");
        assert!(begun.elapsed() <= MARGIN, "{:?}", begun.elapsed());
        let left: Vec<u32> = noted(&pids).into_iter().filter(|pid| alive(*pid)).collect();
        assert_eq!(left, Vec::<u32>::new(), "being stopped: {is_stopping}");
        let status = home.status("deaf");
        assert_eq!((&status["state"], &status["wanted"]), (&"stopped".into(), &"stopped".into()));
        if let Some(waiting) = waiting {
            let told = waiting.wait_with_output().unwrap();
            assert!(told.status.success() && text(&told.stdout).starts_with("deaf: stopped"), "{told:?}");
        }
    }
    assert_eq!(home.ok(&["stop", "--now", "deaf"]), "deaf: was not running\n");
}

/// Gives a stopped service another way to be stopped, and starts it again.
fn stopped_by(home: &Home, kill: &str) -> std::path::PathBuf {
    let pids = family(home, "helpers");
    wait_noted(&pids, 3);
    stop(home, "helpers", &pids);
    let file = home.service("helpers", "spec.json");
    let mut spec: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    spec["stop"]["kill"] = kill.into();
    home.ok(&["daemon", "stop"]);
    std::fs::write(&file, spec.to_string()).unwrap();
    std::fs::remove_file(&pids).unwrap();
    home.ok(&["start", "helpers"]);
    wait_noted(&pids, 3);
    pids
}

#[test]
fn who_may_outlive_a_stop_does_also_when_the_shim_is_killed() {
    // In the order of their notes, whoever comes first: group member and mover are told apart by their session.
    let moved = |pid: u32| {
        std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
            let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
            fields[3] == pid.to_string()
        })
    };
    for kill in ["group", "main"] {
        for shim_dies in [false, true] {
            let home = Home::new();
            let pids = stopped_by(&home, kill);
            let status = home.status("helpers");
            let main = pid(&status["pid"]);
            let mover = noted(&pids).into_iter().find(|pid| moved(*pid)).unwrap();
            let member = noted(&pids).into_iter().find(|pid| *pid != mover && *pid != main).unwrap();
            if shim_dies {
                strike(pid(&status["shim_pid"]), Signal::SIGKILL);
                wait("a new child", || {
                    Some(home.status("helpers")).filter(|it| it["state"] == "online" && it["pid"] != status["pid"])
                });
            }
            home.ok(&["stop", "helpers"]);
            assert!(!alive(main) && alive(mover), "{kill} {shim_dies}");
            assert_eq!(alive(member), kill == "main", "{kill} {shim_dies}");
        }
    }
}

#[test]
fn what_hides_from_a_killed_shim_is_found_by_its_control_group_before_a_successor_starts() {
    let home = Home::new();
    home.ok(&["daemon", "start"]);
    let containment = home.json(&["daemon", "status"])["containment"].clone();
    if containment["way"] != "cgroup" {
        assert!(containment["why"].as_str().is_some_and(|why| !why.is_empty()), "{containment}");
        eprintln!("skipped: no control group may be made here: {}", containment["why"]);
        return;
    }
    let pids = home.path("pids");
    // No variable, no session, no group and no parent tells whose it is.
    let hidden = format!("env -i setsid bash --norc -c 'sleep 100 & echo $! >> {}'; exec sleep 100", pids.display());
    home.ok(&["start", "a", "--", "bash", "--norc", "-c", &hidden]);
    let first: u32 = wait("the hidden one", || lines(&pids).pop()).parse().unwrap();
    let before = home.status("a");
    let group = std::fs::read_to_string(format!("/proc/{first}/cgroup")).unwrap();
    assert!(group.lines().any(|line| line.starts_with("0::") && line.ends_with("-a")), "{group}");
    strike(pid(&before["shim_pid"]), Signal::SIGKILL);
    wait("a successor", || Some(lines(&pids)).filter(|all| all.len() == 2));
    assert!(!alive(first), "two of one service");
    home.ok(&["stop", "a"]);
    let folder = std::path::PathBuf::from(containment["folder"].as_str().unwrap());
    let name = group.lines().find_map(|line| line.strip_prefix("0::")).unwrap();
    let name = Path::new(name).file_name().unwrap();
    assert!(!folder.join(name).exists(), "a stopped service leaves no group");
}

#[test]
fn a_supervisor_that_a_service_has_started_outlives_a_stop_of_that_service() {
    let home = Home::new();
    let inner = home.path("inner");
    let (gascli, below) = (env!("CARGO_BIN_EXE_gascli"), inner.display());
    let script = format!("GASCLI_HOME={below} {gascli} start inner -- sleep 100; exec sleep 100");
    home.ok(&["start", "outer", "--", "bash", "--norc", "-c", &script]);
    let ask = |arguments: &[&str]| {
        let output = home.command(arguments).env("GASCLI_HOME", &inner).output().unwrap();
        text(&output.stdout)
    };
    let pid_of = || serde_json::from_str::<Value>(&ask(&["ps", "--json"])).ok()?["services"][0]["pid"].as_u64();
    let pid = wait("the inner service", pid_of);
    home.ok(&["stop", "outer"]);
    assert_eq!(pid_of(), Some(pid));
    ask(&["daemon", "stop", "--with-services"]);
}
