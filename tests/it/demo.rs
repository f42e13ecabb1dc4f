//! The demo through real processes and sockets, left alone and under attack.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rand::RngExt as _;
use serde_json::Value;

use crate::support::{Home, text, wait_for};

const VALIDATOR: &str = "demo-validator";
const MINERS: [&str; 5] =
    ["demo-miner-1", "demo-miner-2", "demo-cheat-unsigned", "demo-cheat-replay", "demo-cheat-off-prompt"];

/// Rounds take five seconds, an epoch twenty; a loaded machine gets ten times that.
const LONG: Duration = Duration::from_mins(5);

fn services(home: &Home) -> Value {
    home.json(&["ps", "--exit-zero"])["services"].clone()
}

fn pid_of(home: &Home, service: &str) -> Option<i32> {
    let services = services(home);
    let row = services.as_array()?.iter().find(|row| row["name"] == service)?.clone();
    i32::try_from(row["pid"].as_i64()?).ok()
}

fn kill(pid: i32) {
    let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL);
}

#[test]
fn the_demo_ends_with_weights_for_the_honest_and_none_for_the_cheats() {
    let home = Home::new();
    let output = home.run(&["demo", "--rounds", "2", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}\n{}", text(&output.stdout), text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ok"], true);
    let miner = |service: &str| {
        let miners = report["miners"].as_array().unwrap();
        miners.iter().find(|miner| miner["service"] == service).unwrap().clone()
    };
    let (better, plain) = (miner("demo-miner-1"), miner("demo-miner-2"));
    assert_eq!(better["rejected"], serde_json::json!({}), "{better}");
    assert_eq!(plain["rejected"], serde_json::json!({}), "{plain}");
    assert!(better["weight"].as_u64().unwrap() > 0 && plain["weight"].as_u64().unwrap() > 0);
    for (cheat, class) in
        [("demo-cheat-unsigned", "no-manifest"), ("demo-cheat-replay", "stale"), ("demo-cheat-off-prompt", "alignment")]
    {
        let cheat = miner(cheat);
        assert_eq!(cheat["weight"], 0, "{cheat}");
        assert_eq!(cheat["verified"], 0, "{cheat}");
        assert!(cheat["rejected"][class].as_u64().unwrap() > 0, "{cheat}");
    }
    assert_eq!(home.json(&["ps"])["services"], serde_json::json!([]), "nothing is left behind");
    assert!(home.processes().is_empty(), "{:?}", home.processes());
}

/// Tasks that a miner took on, by its own log.
fn accepted_tasks(home: &Home, miner: &str) -> BTreeSet<String> {
    let log = home.ok(&["logs", miner, "--lines", "1000000", "--raw"]);
    let id = regex::Regex::new(r"task_id=([0-9a-f-]{36})").unwrap();
    log.lines()
        .filter(|line| line.contains("task accepted"))
        .filter_map(|line| id.captures(line).map(|found| found[1].to_owned()))
        .collect()
}

/// Names of all files below a folder; those of unfinished tasks begin with their ids.
fn files_below(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .flat_map(|entry| {
            let below = if entry.path().is_dir() { files_below(&entry.path()) } else { Vec::new() };
            below.into_iter().chain(entry.file_name().into_string().ok())
        })
        .collect()
}

fn query(database: &Path, sql: &str) -> Vec<String> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(database, flags).unwrap();
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Challenges that the validator still awaits.
fn unfinished_challenges(database: &Path) -> Vec<String> {
    query(database, "SELECT task_id FROM generator_challenge_outcomes WHERE status NOT IN ('verified', 'failed')")
}

/// Why challenges of these miners failed, as the validator was told or found.
fn failures_of(database: &Path, miners: &[&str], home: &Home) -> Vec<String> {
    let folder = home.path("g/state/demo/world/wallets/demo/hotkeys");
    let hotkeys: Vec<String> = miners
        .iter()
        .map(|miner| {
            let text = std::fs::read_to_string(folder.join(format!("{miner}pub.txt"))).unwrap();
            let file: Value = serde_json::from_str(&text).unwrap();
            format!("'{}'", file["ss58Address"].as_str().unwrap())
        })
        .collect();
    let sql = format!(
        "SELECT coalesce(failure_reason, 'no reason') FROM generator_challenge_outcomes \
         WHERE status = 'failed' AND hotkey IN ({})",
        hotkeys.join(", ")
    );
    query(database, &sql)
}

/// A service whose every line is also noted in a file, so that the log can be checked against it.
fn start_ticker(home: &Home, noted: &Path) {
    let script = format!(
        "i=0; while :; do i=$((i+1)); echo \"tick $i\" && echo $i > '{0}.part' && mv '{0}.part' '{0}'; sleep 0.01; done",
        noted.display()
    );
    let output = home.run(&["start", "ticker", "--", "sh", "-c", &script]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn kills_at_random_moments_lose_no_task_and_no_log_line() {
    let home = Home::new();
    let noted = home.path("ticks");
    let output = home.run(&["demo", "--rounds", "1", "--keep", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}\n{}", text(&output.stdout), text(&output.stderr));
    start_ticker(&home, &noted);

    let mut random = rand::rng();
    for round in 0..9 {
        // Ten seconds are two challenge rounds: kills fall before, into and after generation and delivery.
        std::thread::sleep(Duration::from_millis(random.random_range(300..2500)));
        let victim = match round % 3 {
            0 => Some(MINERS[random.random_range(0..2)]),
            1 => Some(VALIDATOR),
            _ => None,
        };
        if let Some(service) = victim {
            let before = pid_of(&home, service);
            if let Some(pid) = before {
                kill(pid);
            }
            wait_for(LONG, &format!("{service} to come back"), || {
                pid_of(&home, service).filter(|pid| Some(*pid) != before)
            });
        } else {
            let before: Vec<_> = MINERS.iter().map(|miner| pid_of(&home, miner)).collect();
            let supervisor = home.json(&["daemon", "status"])["supervisor_pid"].as_i64().unwrap();
            kill(i32::try_from(supervisor).unwrap());
            let after: Vec<_> = MINERS.iter().map(|miner| pid_of(&home, miner)).collect();
            assert_eq!(before, after, "a supervisor's death must not touch a service");
        }
    }

    // Every task that a miner accepted comes to an end of which the validator knows.
    let world = home.path("g/state/demo/world");
    for miner in MINERS {
        let accepted = accepted_tasks(&home, miner);
        assert!(!accepted.is_empty(), "{miner} was never challenged");
        wait_for(LONG, &format!("all tasks of {miner} to end"), || {
            let parked = files_below(&world.join(format!("state-{miner}")));
            let unfinished = unfinished_challenges(&world.join("state-demo-validator/prompts.db"));
            let open = |task: &String| unfinished.contains(task) || parked.iter().any(|file| file.starts_with(task));
            (!accepted.iter().any(open)).then_some(())
        });
    }
    let failed: Vec<String> = failures_of(&world.join("state-demo-validator/prompts.db"), &MINERS[..2], &home);
    assert!(failed.is_empty(), "an honest miner's task was lost: {failed:?}");

    // Every line of the ticker is in its log, in order, whatever died meanwhile. It is stopped first: what it wrote may be
    // on its way to the log.
    home.ok(&["stop", "ticker"]);
    let written: u64 = std::fs::read_to_string(&noted).unwrap().trim().parse().unwrap();
    let log = home.ok(&["logs", "ticker", "--lines", "10000000", "--raw"]);
    let numbers: Vec<u64> = log.lines().filter_map(|line| line.strip_prefix("tick ")?.parse().ok()).collect();
    assert!(numbers.len() as u64 >= written, "{} of {written} lines", numbers.len());
    assert!(numbers.iter().zip(1..).all(|(found, expected)| *found == expected), "a line is missing or out of order");
}
