//! Readiness, health rules, limits, planned starts and dependencies, with real services.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use gascli::supervisor::{Action, Check, Client, Condition, HealthRule, Readiness, Schedule, ServiceSpec};
use gascli::types::Paths;
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::supervisor::{alive, pid, wait};
use crate::support::{Home, strike, wait_for};

const SOON: Duration = Duration::from_millis(300);

impl Home {
    /// Starts a service by a specification that no flag can say. One that fails at once has been started as well.
    fn start_spec(&self, spec: &ServiceSpec) {
        self.ok(&["daemon", "start"]);
        let mut client = Client::connect(&Paths::below(&self.below)).unwrap().unwrap();
        let environment: BTreeMap<String, String> = std::env::vars().chain([self.mark()]).collect();
        match client.start(spec, &environment) {
            Ok(_) | Err(gascli::supervisor::ClientError::NotStarted { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Words of the events of a service: kind and text.
    fn told(&self, name: &str) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(self.below.join("state/events.jsonl")).unwrap_or_default();
        let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of = all.filter(|event| event["service"] == name);
        of.map(|event| (event["kind"].as_str().unwrap().into(), event["text"].as_str().unwrap().into())).collect()
    }

    fn wait_event(&self, name: &str, kind: &str) -> String {
        wait_for(Duration::from_mins(1), &format!("the event {kind} of {name}"), || {
            self.told(name).into_iter().find(|(found, _)| found == kind).map(|(_, text)| text)
        })
    }
}

fn service(name: &str, script: &str) -> ServiceSpec {
    ServiceSpec::new(name.parse().unwrap(), ["/bin/sh", "-c", script].map(str::to_owned).to_vec(), "/".into())
}

fn rule(check: Check, action: Action) -> HealthRule {
    HealthRule {
        name: "rule".into(),
        check,
        every: SOON,
        timeout: Duration::from_secs(10),
        failures: 2,
        grace: Duration::ZERO,
        action,
    }
}

fn with_rule(spec: ServiceSpec, rule: HealthRule) -> ServiceSpec {
    ServiceSpec { health: vec![rule], ..spec }
}

#[test]
fn a_service_that_falls_silent_is_started_again_also_while_no_supervisor_runs() {
    let home = Home::new();
    let silence = rule(Check::Output { within: SOON }, Action::Restart);
    let mut spec = with_rule(service("mute", "echo begins; exec sleep 100"), silence);
    spec.restart.delay = Duration::from_millis(10);
    home.start_spec(&spec);
    let before = home.wait_state("mute", "online");
    strike(home.supervisor(), Signal::SIGKILL);
    wait("two ends of it", || (home.exits("mute").len() >= 2).then_some(()));
    assert!(!alive(pid(&before["pid"])));
    assert!(home.exits("mute").iter().all(|exit| exit["asked"] == false && exit["signal"] == 15));
    let again = home.status("mute");
    assert!(again["restarts"].as_u64() >= Some(1), "{again}");
    let notes = home.ok(&["logs", "mute"]);
    assert!(notes.contains("printed nothing for 300ms"), "{notes}");
}

#[test]
fn a_line_makes_a_service_ready_and_one_that_stops_coming_is_told() {
    let home = Home::new();
    let go = home.path("go");
    let script = format!(
        "echo loading; until [ -e {0} ]; do sleep 0.05; done; echo 'serving on 80'; \
         until [ -e {0}2 ]; do sleep 0.05; done; echo set weights; exec sleep 100",
        go.display()
    );
    let missing = rule(Check::Line { pattern: "set weights$".into(), within: SOON }, Action::Warn);
    let spec = with_rule(service("v", &script), missing);
    home.start_spec(&ServiceSpec { readiness: Readiness::Line { pattern: "^serving on \\d+".into() }, ..spec });
    wait("its first line", || home.ok(&["logs", "v"]).contains("loading").then_some(()));
    assert_eq!(home.status("v")["state"], "starting");
    std::fs::write(&go, "").unwrap();
    home.wait_state("v", "online");
    let text = home.wait_event("v", "unhealthy");
    assert!(text.contains("set weights"), "{text}");
    assert_eq!(home.status("v")["problems"][0]["rule"], "rule");
    std::fs::write(home.path("go2"), "").unwrap();
    home.wait_event("v", "recovered");
    assert_eq!(home.status("v")["restarts"], 0, "a warning restarts nothing");
}

/// A server that answers each connection with the status at hand.
fn server(code: &Arc<AtomicU8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let code = Arc::clone(code);
    std::thread::spawn(move || {
        while code.load(Ordering::SeqCst) != 0 {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let _ = stream.read(&mut [0; 1000]);
            let _ = write!(stream, "HTTP/1.1 {}00 Word\r\nContent-Length: 0\r\n\r\n", code.load(Ordering::SeqCst));
        }
    });
    address
}

#[test]
fn a_service_whose_page_fails_is_told_as_unhealthy_and_as_recovered() {
    let home = Home::new();
    let code = Arc::new(AtomicU8::new(2));
    let address = server(&code);
    let url = format!("http://{address}/health");
    let spec = with_rule(service("web", "exec sleep 100"), rule(Check::Http { url: url.clone() }, Action::Warn));
    home.start_spec(&ServiceSpec { readiness: Readiness::Http { url }, ..spec });
    home.wait_state("web", "online");
    code.store(5, Ordering::SeqCst);
    let text = home.wait_event("web", "unhealthy");
    assert_eq!(text, "rule: answered with status 500");
    let status = home.status("web");
    assert_eq!((&status["state"], &status["problems"][0]["rule"]), (&"online".into(), &"rule".into()));
    code.store(2, Ordering::SeqCst);
    home.wait_event("web", "recovered");
    wait("no problem to be left", || home.status("web")["problems"][0].is_null().then_some(()));
    code.store(0, Ordering::SeqCst);
    let _ = TcpStream::connect(address);
}

#[test]
fn a_port_that_nobody_listens_on_restarts_the_service_with_growing_pauses() {
    let home = Home::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut spec = with_rule(service("p", "exec sleep 100"), rule(Check::Tcp { address: free }, Action::Restart));
    spec.restart.delay = Duration::from_millis(10);
    home.start_spec(&spec);
    let twice = wait("two restarts", || Some(home.status("p")).filter(|status| status["restarts"].as_u64() >= Some(2)));
    assert_eq!(twice["problems"][0]["rule"], "rule", "a restart alone cures nothing");
    assert_eq!(home.told("p").iter().filter(|(kind, _)| kind == "unhealthy").count(), 1);
}

#[test]
fn a_program_says_when_a_service_is_ready_and_whether_it_is_well_and_a_hook_hears_of_it() {
    let home = Home::new();
    let (ready, well, out) = (home.path("ready"), home.path("well"), home.path("out"));
    std::fs::write(&well, "").unwrap();
    let test = |file: &std::path::Path| {
        vec!["/bin/sh".into(), "-c".into(), format!("test -e {} || {{ echo not there; exit 4; }}", file.display())]
    };
    let write = format!("env > {0}.new; mv {0}.new {0}", out.display());
    let hook = Action::Hook(["/bin/sh", "-c", &write].map(str::to_owned).to_vec());
    let spec = with_rule(service("e", "exec sleep 100"), rule(Check::Exec { command: test(&well) }, hook));
    home.start_spec(&ServiceSpec { readiness: Readiness::Exec { command: test(&ready) }, ..spec });
    assert_eq!(home.status("e")["state"], "starting");
    std::fs::write(&ready, "").unwrap();
    home.wait_state("e", "online");
    assert!(home.told("e").iter().all(|(kind, _)| kind != "unhealthy"));
    std::fs::remove_file(&well).unwrap();
    assert_eq!(home.wait_event("e", "unhealthy"), "rule: exit 4: not there");
    let environment = wait("the hook", || std::fs::read_to_string(&out).ok());
    for line in ["GASCLI_EVENT_KIND=unhealthy", "GASCLI_EVENT_SERVICE=e", "GASCLI_EVENT_TEXT=rule: exit 4: not there"] {
        assert!(environment.lines().any(|found| found == line), "{environment}");
    }
}

#[test]
fn a_folder_above_its_quota_is_told() {
    let home = Home::new();
    let folder = home.path("data");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("file"), [0; 100]).unwrap();
    let check = Check::Disk { path: folder, max_bytes: 99 };
    home.start_spec(&with_rule(service("d", "exec sleep 100"), rule(check, Action::Warn)));
    let text = home.wait_event("d", "unhealthy");
    assert!(text.contains("100 bytes, 99 are allowed"), "{text}");
}

#[test]
fn a_failure_that_no_restart_can_help_is_given_up_at_once_with_the_reason() {
    let home = Home::new();
    let script = "echo 'Traceback (most recent call last):' >&2; echo \"ModuleNotFoundError: No module named 'bittensor'\" >&2; exit 1";
    home.start_spec(&service("module", script));
    home.start_spec(&service("command", "no-such-command-here"));
    home.start_spec(&service("loop", "echo 'OSError: [Errno 98] Address already in use' >&2; exit 1"));
    for (name, says) in [("module", "Python module is missing"), ("command", "exit 127: a command was not found")] {
        let status = home.wait_state(name, "errored");
        let reason = status["reason"].as_str().unwrap_or_default();
        assert!(reason.contains(says), "{status}");
        assert_eq!(status["restarts"], 0);
    }
    wait("a second try of what may pass", || (home.status("loop")["restarts"].as_u64() >= Some(1)).then_some(()));
}

#[test]
fn a_service_that_is_not_ready_in_time_is_started_again() {
    let home = Home::new();
    let mut spec = service("slow", "exec sleep 100");
    (spec.readiness, spec.ready_within) = (Readiness::Notify, Some(SOON));
    spec.restart.delay = Duration::from_millis(10);
    home.start_spec(&spec);
    wait("its second start", || (home.status("slow")["restarts"].as_u64() >= Some(2)).then_some(()));
    assert_eq!(home.exits("slow")[0]["signal"], 15);
}

#[test]
fn a_service_that_reaches_its_memory_limit_is_warned_of_and_started_again() {
    let home = Home::new();
    // What has no line end yet, `tail` keeps; the shell and its like need some more.
    let hold = |mib: u32| format!("(head -c {} /dev/zero; sleep 100) | tail", mib << 20);
    let mut near = service("near", &hold(93));
    near.limits.memory_bytes = Some(100 << 20);
    let mut hog = service("hog", &hold(60));
    hog.limits.memory_bytes = Some(40 << 20);
    home.start_spec(&near);
    home.start_spec(&hog);
    let text = home.wait_event("hog", "limit-reached");
    assert!(text.contains("of 40.0 MiB"), "{text}");
    wait("its restart", || (home.status("hog")["restarts"].as_u64() >= Some(1)).then_some(()));
    let text = home.wait_event("near", "limit-near");
    assert!(text.contains("of 100.0 MiB"), "{text}");
    assert_eq!(home.status("near")["restarts"], 0);
}

#[test]
fn a_planned_restart_counts_as_no_failure() {
    let home = Home::new();
    let mut spec = service("s", "exec sleep 100");
    spec.restart.schedule = vec![Schedule::Every(Duration::from_secs(1))];
    spec.restart.delay = Duration::from_hours(1); // a failure would be seen by its pause
    home.start_spec(&spec);
    let first = home.wait_state("s", "online");
    wait("two planned restarts", || (home.status("s")["restarts"].as_u64() >= Some(2)).then_some(()));
    assert!(!alive(pid(&first["pid"])));
    assert_eq!(home.wait_event("s", "scheduled"), "started again as planned (every 1s)");
}

#[test]
fn a_service_waits_for_what_it_needs_also_through_the_death_of_the_supervisor() {
    let home = Home::new();
    let go = home.path("go");
    let needs = |name: &str, condition| BTreeMap::from([(name.parse().unwrap(), condition)]);
    let web = ServiceSpec { after: needs("db", Condition::Ready), ..service("web", "exec sleep 100") };
    home.start_spec(&web);
    let waiting = home.wait_state("web", "waiting-dependency");
    let reason = waiting["reason"].as_str().unwrap();
    assert!(reason.contains("waits for `db` to be ready") && reason.contains("gascli start db"), "{reason}");
    strike(home.supervisor(), Signal::SIGKILL);
    assert_eq!(home.wait_state("web", "waiting-dependency")["pid"], Value::Null);
    let script = format!("until [ -e {} ]; do sleep 0.05; done; echo up; exec sleep 100", go.display());
    let db = ServiceSpec { readiness: Readiness::Line { pattern: "^up".into() }, ..service("db", &script) };
    home.start_spec(&db);
    assert_eq!(home.status("web")["state"], "waiting-dependency", "the other runs, but is not ready");
    std::fs::write(&go, "").unwrap();
    home.wait_state("web", "online");

    let job = ServiceSpec { after: needs("broken", Condition::Done), ..service("job", "exec sleep 100") };
    home.start_spec(&job);
    home.wait_state("job", "waiting-dependency");
    assert_eq!(home.ok(&["stop", "job"]), "job: stopped\n");
    home.start_spec(&job);
    home.start_spec(&service("broken", "exit 127"));
    let failed = home.wait_state("job", "errored");
    assert!(failed["reason"].as_str().unwrap().contains("`broken`, which is given up"), "{failed}");
}

#[test]
fn services_that_wait_for_each_other_are_refused() {
    let home = Home::new();
    let needs = |name: &str| BTreeMap::from([(name.parse().unwrap(), Condition::Started)]);
    home.start_spec(&ServiceSpec { after: needs("b"), ..service("a", "exec sleep 100") });
    let mut client = Client::connect(&Paths::below(&home.below)).unwrap().unwrap();
    let b = ServiceSpec { after: needs("a"), ..service("b", "exec sleep 100") };
    let error = client.start(&b, &BTreeMap::from([home.mark()])).unwrap_err();
    let text = format!("{error} {:?}", std::error::Error::source(&error));
    assert!(text.contains("`b` needs `a` needs `b`"), "{text}");
}
