//! A Python validator moves in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gascli::store::{AwaitingPlace, EmbeddedBy, Files, Import, Imported, Store};
use gascli::types::{Hotkey, UnixMillis};
use image::ImageFormat;
use rusqlite::params;
use serde_json::json;

use crate::python_store::{PythonStore, Row, hotkey};
use crate::store_world::{number, start_and_demand_agreement};
use crate::support::{Home, text};

fn id(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

/// Contents of all files below a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

fn import(store: &Path, file: &Path, files: Files, now: UnixMillis) -> Imported {
    let mut store = Store::open(store, now).unwrap();
    store.import(&Import { file, files, dry_run: false, now }, &mut |_, _| {}).unwrap()
}

/// The reasons of a report, with how many rows each concerns.
fn remarks(imported: &Imported) -> BTreeMap<&str, u64> {
    imported.remarks.iter().map(|remark| (remark.reason, remark.rows)).collect()
}

/// Everything that is odd, in the tables of the newest release.
fn odd(folder: &Path, now: UnixMillis) -> PythonStore {
    let python = PythonStore::new(folder, true, now);
    python.prompt("p-image", "a red circle", Some("image"), 4);
    python.prompt("p-video", "a train leaves", Some("video"), 0);
    python.prompt("p-audio", "a bell", Some("audio"), 1);
    python.prompt("p-none", "words of no modality", None, 1);
    python
        .connection
        .execute("UPDATE prompts SET register = 'news', event_count = 2, scene_json = '{\"setting\":\"quay\"}' WHERE id = 'p-video'", [])
        .unwrap();
    let medium = |id, prompt, path, source, media_type, hotkey| {
        python.medium(&Row { id, prompt, path, source, media_type, hotkey });
    };
    let miner = || Some(hotkey(1));
    // A JPEG under `.png`, by its absolute path.
    let jpeg = python.picture("images/synthetic/1_aa.png", 10, ImageFormat::Jpeg);
    medium("m-jpeg", Some("p-image"), jpeg, "miner", "synthetic", miner());
    // Under a root that has moved.
    python.picture("images/synthetic/2_bb.png", 20, ImageFormat::Png);
    medium(
        "m-moved",
        Some("p-image"),
        "/root/.cache/sn34/images/synthetic/2_bb.png".into(),
        "miner",
        "synthetic",
        miner(),
    );
    // The same bytes as the first one; its prompt is gone.
    std::fs::copy(folder.join("images/synthetic/1_aa.png"), folder.join("images/synthetic/3_cc.png")).unwrap();
    medium("m-same", Some("p-gone"), "images/synthetic/3_cc.png".into(), "miner", "synthetic", miner());
    medium("m-lost", Some("p-image"), "/gone/images/synthetic/4_dd.png".into(), "miner", "synthetic", miner());
    std::fs::write(folder.join("images/synthetic/5_ee.png"), "this is no picture").unwrap();
    medium("m-text", None, "images/synthetic/5_ee.png".into(), "miner", "synthetic", miner());
    let real = python.picture("images/real/6_ff.png", 60, ImageFormat::Png);
    medium("m-real", None, real, "dataset", "real", None);
    let masked = python.picture("images/semisynthetic/7_aa.png", 70, ImageFormat::Png);
    std::fs::write(folder.join("images/semisynthetic/7_aa_mask.npy"), "mask").unwrap();
    medium("m-masked", None, masked, "generated", "semisynthetic", None);
    let set = |sql: &str| python.connection.execute(sql, []).map(drop).unwrap();
    set("UPDATE media SET mask_path = 'images/semisynthetic/7_aa_mask.npy' WHERE id = 'm-masked'");
    set("UPDATE media SET perceptual_hash = 'ff01', rewarded = 1, c2pa_verified = 1, uploaded = 1 WHERE id = 'm-jpeg'");
    set("UPDATE media SET perceptual_hash = 'ff77' WHERE id = 'm-lost'");
    set("UPDATE media SET perceptual_hash = 'no hash' WHERE id = 'm-moved'");
    let embedding = vec![7_u8; 2048];
    let sql = "UPDATE media SET clip_embedding = ?1 WHERE id = 'm-jpeg'";
    python.connection.execute(sql, params![embedding]).unwrap();
    let outcome = |at, prompt, status, media, age_s| python.outcome(&id(at), 1, prompt, status, media, age_s);
    outcome(1, "p-image", ("verified", None), Some("m-jpeg"), 60.0);
    outcome(2, "p-gone", ("stored", None), Some("m-same"), 60.0);
    outcome(3, "p-image", ("failed", Some("clip_verification_failed")), Some("m-lost"), 60.0);
    outcome(4, "p-image", ("pending", None), None, 60.0);
    outcome(5, "p-image", ("pending", None), None, 8000.0);
    python.outcome("not-a-uuid", 1, "p-image", ("pending", None), None, 60.0);
    outcome(6, "p-video", ("pending", None), None, 60.0);
    outcome(7, "p-image", ("stored", None), Some("m-moved"), 60.0);
    outcome(8, "p-image", ("verified", None), None, 60.0);
    outcome(9, "p-audio", ("pending", None), None, 60.0);
    set(&format!("UPDATE generator_challenge_outcomes SET modality = 'audio' WHERE task_id = '{}'", id(9)));
    set("UPDATE media SET verified = 0 WHERE id = 'm-moved'");
    set(&format!("UPDATE generator_challenge_outcomes SET modality = 'video' WHERE task_id = '{}'", id(6)));
    // As Python stores the integers of numpy.
    set(&format!("UPDATE generator_challenge_outcomes SET uid = x'0300000000000000' WHERE task_id = '{}'", id(8)));
    set(
        "INSERT INTO generator_challenge_outcomes VALUES ('x', 3, 'nobody', 'p-image', 'image', 'failed', NULL, NULL, 1, 1, NULL, '4k')",
    );
    python
}

#[test]
fn a_python_validator_moves_in_with_everything_that_is_sound_and_hears_what_is_not() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let now = UnixMillis::now();
    let python = odd(&old, now); // open: much of it stands in its log only
    let before = contents(&old);
    let imported = import(&new, &python.file(), Files::Copy, now);
    assert_eq!(contents(&old), before, "the original is not touched");

    let taken = |taken: gascli::store::Taken| (taken.read, taken.taken, taken.there, taken.left_out);
    assert_eq!(taken(imported.prompts), (4, 4, 0, 0));
    assert_eq!(taken(imported.media), (7, 4, 0, 3));
    assert_eq!(taken(imported.outcomes), (11, 6, 0, 5));
    assert_eq!((imported.copied, imported.linked), (4, 0));
    let expected = BTreeMap::from([
        ("another medium has the same bytes", 1),
        ("its file is missing", 1),
        ("its file is no medium", 1),
        ("its hotkey is none", 1),
        ("its prompt is missing; it counts all the same", 1),
        ("its uid is none", 1),
        ("it was open and its time is over, so it counts for nobody", 1),
        ("it is open and its task id is none that a miner could name", 1),
        ("it is open and asks for what cannot be checked here, so it counts for nobody", 1),
    ]);
    assert_eq!(remarks(&imported), expected);

    let count = |sql: &str| number(&new, sql);
    assert_eq!(count("SELECT count(*) FROM prompts WHERE origin = 'composed' AND source = 'imported'"), 2);
    assert_eq!(count("SELECT used_count FROM prompts WHERE id = 'p-image'"), 4);
    assert_eq!(count("SELECT event_count FROM prompts WHERE register = 'news' AND scene_json IS NOT NULL"), 2);
    let jpeg = "SELECT count(*) FROM media WHERE id = 'm-jpeg' AND file_path LIKE 'images/synthetic/%.jpg' AND format = 'JPG'
                AND perceptual_hash = 'ff01' AND rewarded AND c2pa_verified AND uploaded AND length(clip_embedding) = 2048
                AND model_name = 'dall-e-3' AND prompt_id = 'p-image'";
    assert_eq!(count(jpeg), 1);
    assert_eq!(count("SELECT count(*) FROM media WHERE id = 'm-moved' AND perceptual_hash IS NULL"), 1);
    assert_eq!(count("SELECT count(*) FROM media WHERE file_path LIKE 'images/real/%' AND source_type = 'dataset'"), 1);
    let same = format!(
        "SELECT count(*) FROM generator_challenge_outcomes WHERE task_id = '{}' AND media_id = 'm-jpeg'",
        id(2)
    );
    assert_eq!(count(&same), 1, "an outcome follows its medium's bytes");
    assert_eq!(
        count("SELECT count(*) FROM known_media WHERE perceptual_hash = 'ff77'"),
        1,
        "a copy of it is recognised"
    );
    let mask: Vec<_> = contents(&new.join("images/semisynthetic")).into_keys().collect();
    assert!(mask.iter().any(|path| path.to_str().unwrap().ends_with("_mask.npy")), "{mask:?}");

    let mut store = Store::open(&new, now).unwrap();
    let open = store.pending().unwrap();
    let mut open: Vec<_> = open.into_iter().map(|one| (one.task_id.to_string(), one.prompt.content)).collect();
    open.sort();
    let expected = [(id(4), "a red circle".to_owned()), (id(6), "a train leaves".to_owned())];
    assert_eq!(open, expected, "miners can still answer, with films too");
    let outcomes = &store.outcomes_between(now.before(std::time::Duration::from_hours(24)), now).unwrap()
        [&Hotkey::from_bytes([1; 32])];
    assert_eq!((outcomes.image.verified.len(), outcomes.image.failed), (2, 1));
    let awaiting = store.awaiting_after(AwaitingPlace::START, 9).unwrap();
    let awaiting: Vec<_> = awaiting.iter().map(|one| (one.media_id.as_str(), one.prompt.as_str())).collect();
    assert_eq!(awaiting, [("m-moved", "a red circle")], "what awaited its check there awaits it here");
    let openai = EmbeddedBy { model: "openai/clip-vit-base-patch32".into(), digest: "of the hub's weights".into() };
    let known = store.embeddings(&openai, 0, 1, 9).unwrap();
    assert_eq!(known.len(), 1, "what a Python validator embedded is compared with what comes");
    assert_eq!(store.embedding(known[0].0).unwrap().unwrap().media_id, "m-jpeg");
    drop(store.claim().unwrap());
    drop(store);
    assert_eq!(contents(&new.join("images/semisynthetic")).len(), 2, "the next start leaves the mask");
}

#[test]
fn a_look_counts_what_the_import_then_takes() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let now = UnixMillis::now();
    let python = PythonStore::new(&old, true, now);
    python.small();
    let picture = |id, prompt, name: &str, seed| {
        let path = python.picture(name, seed, ImageFormat::Png);
        let row = Row { id, prompt, path, source: "miner", media_type: "synthetic", hotkey: Some(hotkey(1)) };
        python.medium(&row);
    };
    picture("m-waits", Some("p1"), "images/synthetic/2_aa.png", 20);
    picture("m-wordless", Some("p-gone"), "images/synthetic/3_aa.png", 30);
    python.connection.execute("UPDATE media SET verified = 0 WHERE id IN ('m-waits', 'm-wordless')", []).unwrap();
    for (at, medium) in [(2, None), (3, Some("m-gone")), (4, Some("m-waits")), (5, Some("m-wordless")), (6, Some("m1"))]
    {
        python.outcome(&id(at), 1, "p1", ("stored", None), medium, 60.0);
    }
    let mut store = Store::open(&new, now).unwrap();
    let file = python.file();
    let mut import = |dry_run| {
        store.import(&Import { file: &file, files: Files::Copy, dry_run, now }, &mut |_, _| {}).unwrap().outcomes
    };
    let look = import(true);
    assert_eq!((look.taken, look.left_out), (3, 3), "{look:?}");
    assert_eq!(import(false), look);
}

#[test]
fn an_import_that_is_repeated_changes_nothing_and_takes_what_is_new() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let now = UnixMillis::now();
    let python = PythonStore::new(&old, true, now);
    python.small();
    let first = import(&new, &python.file(), Files::Any, now);
    assert_eq!((first.linked, first.media.taken), (1, 1), "both folders share the file");
    let before = contents(&new.join("images"));
    let second = import(&new, &python.file(), Files::Any, now);
    let there = [second.prompts, second.media, second.outcomes].map(|taken| (taken.taken, taken.there));
    assert_eq!(there, [(0, 1); 3]);
    assert_eq!(contents(&new.join("images")), before);
    // The words are here already under another id, and what refers to them follows.
    python.prompt("p2", "a blue square", Some("image"), 9);
    Store::open(&new, now).unwrap().composed_prompt(gascli::types::Modality::Image, "a blue square", now).unwrap();
    python.outcome(&id(2), 2, "p2", ("failed", Some("challenge_timeout")), None, 60.0);
    let third = import(&new, &python.file(), Files::Any, now);
    assert_eq!((third.outcomes.taken, third.outcomes.there), (1, 1));
    let used = "SELECT p.used_count FROM generator_challenge_outcomes o JOIN prompts p ON p.id = o.prompt_id
                WHERE failure_class = 'timeout'";
    assert_eq!(number(&new, used), 9);
    start_and_demand_agreement(&new, "imported three times");
}

#[test]
fn the_database_of_an_old_release_moves_in_without_the_columns_that_it_lacks() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let now = UnixMillis::now();
    let python = PythonStore::new(&old, false, now);
    python.small();
    python.outcome(&id(2), 1, "p1", ("pending", None), None, 60.0);
    let imported = import(&new, &python.file(), Files::Copy, now);
    assert_eq!((imported.prompts.taken, imported.media.taken, imported.outcomes.taken), (1, 1, 2));
    assert_eq!(Store::open(&new, now).unwrap().pending().unwrap().len(), 1);
    // Of each set of migrations that a release may have stopped at.
    let columns = [
        "media.uploaded BOOLEAN DEFAULT 0",
        "media.perceptual_hash TEXT",
        "media.c2pa_verified BOOLEAN",
        "media.c2pa_issuer TEXT",
        "generator_challenge_outcomes.model_name TEXT",
        "media.task_id TEXT",
        "media.clip_embedding BLOB",
        "generator_challenge_outcomes.requested_resolution TEXT",
        "media.has_audio BOOLEAN",
        "prompts.register TEXT",
    ];
    for (at, column) in columns.into_iter().enumerate() {
        let (table, column) = column.split_once('.').unwrap();
        python.connection.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column}")).unwrap();
        let imported = import(&home.path().join(format!("new-{at}")), &python.file(), Files::Copy, now);
        assert_eq!((imported.media.taken, imported.outcomes.taken), (1, 2), "{column}");
    }
}

#[test]
fn what_is_no_python_validators_database_is_refused_with_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let now = UnixMillis::now();
    let mut store = Store::open(&home.path().join("new"), now).unwrap();
    let mut refused = |file: &Path| {
        let error = store.import(&Import { file, files: Files::Any, dry_run: false, now }, &mut |_, _| {}).unwrap_err();
        assert!(gascli::types::Hint::hint(&error).is_some(), "{error}");
        error.to_string()
    };
    assert!(refused(&home.path().join("missing.db")).contains("missing.db"));
    assert!(refused(home.path()).contains("cannot read"));
    let other = home.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert!(refused(&other).contains("no tables `prompts` and `media`"));
    std::fs::write(&other, "no database, and long enough to be read as the header of one by SQLite").unwrap();
    assert!(refused(&other).contains("other.db"));
    assert!(refused(&home.path().join("new/prompts.db")).contains("gascli validator already"));
    assert_eq!(std::fs::read_dir(home.path().join("new/tmp")).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn by_command_a_python_validator_moves_in_after_a_look() {
    let home = Home::new();
    let (old, new) = (home.path("old"), home.path("new"));
    std::fs::create_dir(&old).unwrap();
    let python = odd(&old, UnixMillis::now());
    let file = python.file().display().to_string();
    let folder = new.display().to_string();
    let look = home.json(&["validator", "import-db", &file, "--cache-dir", &folder, "--dry-run"]);
    assert_eq!(look["prompts"], json!({ "read": 4, "taken": 4, "there": 0, "left_out": 0 }));
    assert_eq!(look["outcomes"], json!({ "read": 11, "taken": 6, "there": 0, "left_out": 5 }));
    assert!(!new.exists(), "a look makes nothing");
    let done = home.ok(&["validator", "import-db", &file, "--cache-dir", &folder]);
    assert!(done.contains("media     7     4     0             3") && done.contains("its file is missing"), "{done}");
    let again = home.json(&["validator", "import-db", &file, "--cache-dir", &folder]);
    assert_eq!((again["media"]["taken"].as_u64(), again["media"]["there"].as_u64()), (Some(0), Some(4)));
    // Not beside a validator that runs there, and not into the folder itself.
    let mut store = Store::open(&new, UnixMillis::now()).unwrap();
    let claim = store.claim().unwrap();
    let refused = home.run(&["validator", "import-db", &file, "--cache-dir", &folder]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("in use"), "{}", text(&refused.stderr));
    drop((claim, store));
    let refused = home.run(&["validator", "import-db", &file, "--cache-dir", &old.display().to_string()]);
    assert!(text(&refused.stderr).contains("import-db"), "{}", text(&refused.stderr));
}

#[test]
fn by_command_the_store_is_pruned_backed_up_and_restored() {
    let home = Home::new();
    let folder = home.path("store");
    let now = UnixMillis::now();
    let old = now.before(std::time::Duration::from_hours(24 * 40));
    let mut store = Store::open(&folder, now).unwrap();
    let taken = crate::store_world::challenged(&mut store, 1, "old", old);
    crate::store_world::deliver(&mut store, taken, b"a medium", old);
    crate::store_world::align(&mut store, old);
    let at = folder.display().to_string();
    let environment = ["--cache-dir", &at];
    let run = |words: &[&str]| home.json(&[words, &environment].concat());
    let look = run(&["validator", "prune", "--dry-run"]);
    assert_eq!((look["outcomes"].as_u64(), look["dry_run"].as_bool()), (Some(1), Some(true)));
    assert_eq!(look["media"], 0, "there is room");
    let made = run(&["validator", "backup"]);
    let backup = made["path"].as_str().unwrap().to_owned();
    assert_eq!(run(&["validator", "prune"])["outcomes"], 1);
    assert_eq!(number(&folder, "SELECT count(*) FROM generator_challenge_outcomes"), 0);
    let refused = home.run(&[&["validator", "restore", &backup], &environment[..]].concat());
    assert_eq!(refused.status.code(), Some(2), "while it is in use");
    drop(store);
    let restored = run(&["validator", "restore", &backup]);
    assert_eq!((restored["outcomes"].as_u64(), restored["media"].as_u64()), (Some(1), Some(1)));
    assert!(Path::new(restored["replaced"].as_str().unwrap()).join("prompts.db").exists());
    let missing = home.run(&["validator", "backup", "--cache-dir", "elsewhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("there is no store in"), "{}", text(&missing.stderr));
    start_and_demand_agreement(&folder, "restored");
}
