//! Several processes write one store at once: the validator, its services, commands.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use gascli::store::Store;
use gascli::types::{Modality, UnixMillis};

use crate::store_world::{align, challenged, deliver, number, refuse, start_and_demand_agreement};

const FOLDER: &str = "GASCLI_TEST_WRITER_FOLDER";
const NUMBER: &str = "GASCLI_TEST_WRITER_NUMBER";

const WRITERS: u8 = 5;
const ROUNDS: u8 = 20;

/// A writer: opens the store again and again, and writes what daemons and commands write.
#[test]
#[ignore = "the other half of the test here"]
fn a_process_that_writes() {
    let (Ok(folder), Ok(writer)) = (std::env::var(FOLDER), std::env::var(NUMBER)) else { return };
    let (folder, writer): (&Path, u8) = (Path::new(&folder), writer.parse().unwrap());
    let mut store = Store::open(folder, UnixMillis::now()).unwrap();
    for round in 0..ROUNDS {
        if round % 5 == 4 {
            drop(store); // of the last one to close, SQLite removes the log
            store = Store::open_existing(folder).unwrap();
        }
        let now = UnixMillis::now();
        let name = format!("writer {writer} round {round}");
        store.composed_prompt(Modality::Video, &name, now).unwrap();
        let taken = challenged(&mut store, writer, "words that all of them use", now);
        let refused = challenged(&mut store, writer, &name, now);
        let body = format!("medium of {name}");
        deliver(&mut store, taken, body.as_bytes(), now);
        align(&mut store, now); // what others just delivered too: each medium is decided once
        let reason = ("x", "y");
        assert!(store.fail(refused.task_id, reason.0, reason.1, now).unwrap());
        assert!(!store.standings_since(UnixMillis(0)).unwrap().is_empty());
        if round == 0 {
            let refused = challenged(&mut store, writer, "kept", now);
            refuse(&mut store, &refused, b"x", now);
        }
    }
}

fn spawn(folder: &Path, writer: u8) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store_writers::a_process_that_writes", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(NUMBER, writer.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn of_what_several_processes_write_at_once_nothing_is_lost_and_none_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("store"); // which all of them make at once
    let writers: Vec<Child> = (1..=WRITERS).map(|writer| spawn(&folder, writer)).collect();
    for (at, writer) in writers.into_iter().enumerate() {
        let ended = writer.wait_with_output().unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        assert!(ended.status.success(), "writer {}: {}", at + 1, String::from_utf8_lossy(&said));
    }
    let count = |sql: &str| number(&folder, sql);
    let all = i64::from(WRITERS) * i64::from(ROUNDS);
    assert_eq!(count("SELECT count(*) FROM media"), all);
    assert_eq!(count("SELECT count(*) FROM generator_challenge_outcomes WHERE status = 'verified'"), all);
    assert_eq!(count("SELECT count(*) FROM embeddings"), all);
    let refused = "SELECT count(*) FROM generator_challenge_outcomes WHERE status = 'failed'";
    assert_eq!(count(refused), all + i64::from(WRITERS));
    assert_eq!(count("SELECT count(*) FROM prompts WHERE modality = 'video'"), all);
    let used = "SELECT used_count FROM prompts WHERE content = 'words that all of them use'";
    assert_eq!(count(used), all, "each use is counted, and once");
    start_and_demand_agreement(&folder, "after all of them");
}
