//! Kills at random, from a seed that a failure names, while services are started and stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::supervisor::{alive, lines, wait};
use crate::support::{Home, strike};

const SERVICES: [&str; 4] = ["a", "b", "c", "d"];
/// Far longer than it takes: kills are counted, not seconds.
const LONGEST: Duration = Duration::from_mins(10);

/// A process of the home, as the outside sees it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Kind {
    Supervisor,
    Shim,
    Child,
    Client,
}

fn kind(pid: u32) -> Option<Kind> {
    let comm = std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(match comm.trim() {
        "gascli-super" => Kind::Supervisor,
        "gascli-shim" => Kind::Shim,
        "gascli" => Kind::Client,
        _ => Kind::Child,
    })
}

/// Of which service a process is, by its environment.
fn service_of(pid: u32) -> Option<String> {
    let environ = std::fs::read(format!("/proc/{pid}/environ")).ok()?;
    let entry = environ.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(b"GASCLI_SERVICE="))?;
    String::from_utf8(entry.to_vec()).ok()
}

/// The service's program: it says that it has begun, and insists on being alone. (`flock` may be struck as well, which
/// says nothing of another.)
fn script(folder: &Path, name: &str) -> String {
    let begun = folder.join(format!("{name}.begun"));
    let doubled = folder.join("doubled");
    let lock = folder.join(format!("{name}.alone"));
    format!(
        "echo $$ >> {begun}; exec 9> {lock}; flock -n -E 99 9; test $? = 99 && echo {name} $$ >> {doubled}; \
         while :; do sleep 0.1; echo beat; done",
        begun = begun.display(),
        lock = lock.display(),
        doubled = doubled.display(),
    )
}

#[test]
fn two_hundred_kills_at_random_never_double_a_service_leave_an_orphan_or_lose_an_exit() {
    kill_at_random(200, 10..120);
}

#[test]
#[ignore = "takes minutes; before a release"]
fn a_thousand_kills_at_random_never_double_a_service_leave_an_orphan_or_lose_an_exit() {
    kill_at_random(1000, 10..250);
}

/// So many kills, with pauses of so many milliseconds between them.
#[expect(clippy::print_stdout, reason = "a failure is looked into with the seed")]
fn kill_at_random(kills: usize, pauses_ms: Range<u64>) {
    let seed: u64 = rand::rng().random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let home = Home::new();
    let over = AtomicBool::new(false);
    let scripts: BTreeMap<&str, String> = SERVICES.iter().map(|name| (*name, script(&home.path(""), name))).collect();
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for name in SERVICES {
            let (home, over, script) = (&home, &over, &scripts[name]);
            let mut random = StdRng::seed_from_u64(seed ^ u64::from(name.as_bytes()[0]));
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let start = [
                        "start",
                        name,
                        "--restart-policy",
                        "always",
                        "--restart-delay",
                        "20ms",
                        "--",
                        "bash",
                        "--norc",
                        "-c",
                        script,
                    ];
                    let arguments: &[&str] = match random.random_range(0..6) {
                        0 => &["stop", name],
                        1 => &["restart", name],
                        2 => &["ps"],
                        _ => &start,
                    };
                    // Whatever comes of it: this client, its supervisor or its shim may be killed meanwhile.
                    let mut command = home.command(arguments);
                    let client = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
                    client.unwrap().wait().unwrap();
                    std::thread::sleep(Duration::from_millis(random.random_range(0..80)));
                }
            });
        }
        let mut killed: BTreeMap<Kind, usize> = BTreeMap::new();
        while killed.values().sum::<usize>() < kills && begin.elapsed() < LONGEST {
            std::thread::sleep(Duration::from_millis(random.random_range(pauses_ms.clone())));
            let found = home.processes().into_iter().filter_map(|pid| Some((kind(pid)?, pid)));
            let mut by_kind: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
            for (kind, pid) in found {
                by_kind.entry(kind).or_default().push(pid);
            }
            let kinds: Vec<&Kind> = by_kind.keys().collect();
            if kinds.is_empty() {
                continue;
            }
            let kind = *kinds[random.random_range(0..kinds.len())];
            let victims = &by_kind[&kind];
            strike(victims[random.random_range(0..victims.len())], Signal::SIGKILL);
            *killed.entry(kind).or_default() += 1;
        }
        println!("killed {killed:?} in {:?}", begin.elapsed());
        over.store(true, Ordering::Relaxed);
        assert_eq!(killed.values().sum::<usize>(), kills, "seed {seed}: only {killed:?} in {LONGEST:?}");
        assert_eq!(killed.len(), 4, "seed {seed}: of every kind");
    });
    assert_eq!(lines(&home.path("doubled")), Vec::<String>::new(), "seed {seed}: two of one service at a time");
    // The supervisor that this may start takes everything back or buries it.
    home.ok(&["ps", "--exit-zero"]);
    home.ok(&["stop", "--all"]);
    home.ok(&["daemon", "stop"]);
    wait("nothing to be left", || home.processes().into_iter().all(|pid| !alive(pid)).then_some(()));
    assert_eq!(home.processes().into_iter().filter_map(service_of).collect::<Vec<_>>(), Vec::<String>::new());
    for name in SERVICES {
        let begun: BTreeSet<u64> =
            lines(&home.path(&format!("{name}.begun"))).iter().map(|line| line.parse().unwrap()).collect();
        let exits = home.exits(name);
        let known: BTreeSet<u64> = exits.iter().map(|exit| exit["pid"].as_u64().unwrap()).collect();
        let unnamed = exits.iter().filter(|exit| exit["pid"] == 0).count();
        let missing: Vec<&u64> = begun.difference(&known).collect();
        // A shim that was killed before it knew the pid of its child has noted the start alone.
        let log = || std::fs::read_to_string(home.below.join("state/supervisor.log")).unwrap_or_default();
        assert!(
            missing.len() <= unnamed,
            "seed {seed}: no exit of {name} {missing:?}, {unnamed} without a pid, in\n{exits:?}\n{}",
            log()
        );
        let runs: BTreeSet<u64> = exits.iter().map(|exit| exit["run"].as_u64().unwrap()).collect();
        assert_eq!(runs.len(), exits.len(), "seed {seed}: a run of {name} has two exits");
    }
}
