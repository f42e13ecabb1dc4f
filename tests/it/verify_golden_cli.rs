//! What `verify-c2pa --json` says of the shared set: the library's verdicts, and the classes of the goldens.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use gascli::verification::c2pa::{Check, TrustSet, verify_medium};
use serde_json::Value;

use crate::support::{Home, shared, text};

/// File whose class differs from both goldens: see `verify.rs`, where the reasons stand.
const EXCEPTIONS: [&str; 1] = ["files/fx_tiff_poc.tiff"];

/// What each golden says: class by file.
fn classes(dev: &Path, golden: &str, mode: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(dev.join(golden)).unwrap();
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    // Some verdicts hold only until a certificate runs out.
    let today = jiff::Zoned::now().date().to_string();
    let holds = |entry: &&Value| entry["changes_by"].as_str().is_none_or(|date| today.as_str() < date);
    let of_mode = entries.iter().filter(|entry| entry["anchors"] == mode).filter(holds);
    of_mode.map(|entry| (entry["file"].as_str().unwrap().to_owned(), entry["error_class"].clone())).collect()
}

/// One process for all files of a mode.
fn compare(mode: &str, anchors: &Path, dev: &Path) {
    let (newest, locked) = (classes(dev, "golden.json", mode), classes(dev, "golden_locked.json", mode));
    let home = Home::new();
    let mut command = home.command(&["verify-c2pa", "--json", "--trust-anchors"]);
    let output = command.arg(anchors).args(newest.keys()).current_dir(dev).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    // What the C2PA library stumbles over is said in the verdict and nowhere else.
    assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
    let entries: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(entries.iter().map(|entry| entry["file"].as_str().unwrap()).eq(newest.keys()), "not in order");
    let trust = TrustSet::network_names().with_anchors(&[PathBuf::from(anchors)]).unwrap();
    let mut faults = Vec::new();
    for entry in &entries {
        let file = entry["file"].as_str().unwrap();
        let check = Check { weaknesses: true, ..Check::new(&trust) };
        let verdict = verify_medium(&mut File::open(dev.join(file)).unwrap(), &check);
        let weaknesses = Some(&verdict.weaknesses).filter(|weaknesses| !weaknesses.is_empty());
        let expected = serde_json::json!({
            "file": file, "result": verdict.report, "class": verdict.class, "spoofable": weaknesses,
        });
        assert_eq!(*entry, expected, "not the library's verdict");
        // The set has one word for every file whose manifest could not be had.
        let class = match entry["class"].as_str() {
            None => "ok",
            Some("manifest-unreadable") => "no-manifest",
            Some(class) => class,
        };
        let is_golden = newest[file] == class || locked.get(file).is_some_and(|golden| *golden == class);
        if !is_golden && !EXCEPTIONS.contains(&file) {
            faults.push(format!("{file}: {class} instead of {}", newest[file]));
        }
    }
    assert!(faults.is_empty(), "{mode}:\n{}", faults.join("\n"));
}

#[test]
fn with_the_networks_anchors_the_command_says_what_the_library_says() {
    let (Some(dev), Some(anchors)) = (shared("data/c2pa/dev"), shared("data/trust_anchors")) else { return };
    compare("production", &anchors, &dev);
}

#[test]
fn with_the_anchors_of_the_made_files_the_command_says_what_the_library_says() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    compare("test", &dev.join("anchors/test"), &dev);
}

#[test]
fn with_the_anchors_of_the_fixtures_the_command_says_what_the_library_says() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    compare("c2pa-test", &dev.join("anchors/c2pa-test"), &dev);
}

#[test]
fn what_is_accepted_though_it_may_be_forged_is_said_in_one_line() {
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let (home, anchors) = (Home::new(), dev.join("anchors/test"));
    let run = |arguments: &[&str], files: &[&str]| {
        let mut command = home.command(&["verify-c2pa", "--trust-anchors"]);
        command.arg(&anchors).args(arguments).args(files).current_dir(&dev).output().unwrap()
    };
    let files: Vec<String> = classes(&dev, "golden_locked.json", "test").into_keys().collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let entries: Vec<Value> = serde_json::from_slice(&run(&["--json"], &files).stdout).unwrap();
    let weak = entries.iter().find(|entry| entry["spoofable"].is_array()).expect("some of the made files are weak");
    let (file, spoofable) = (weak["file"].as_str().unwrap(), weak["spoofable"].as_array().unwrap());
    let reasons: Vec<&str> = spoofable.iter().map(|weakness| weakness["reason"].as_str().unwrap()).collect();

    let output = run(&[], &[file]);
    let line = format!("\n  accepted, but spoofable: {}\n", reasons.join("; "));
    assert!(text(&output.stdout).contains(&line), "{}", text(&output.stdout));
    assert_eq!(output.status.code(), Some(0));

    let output = run(&["--policy", "strict", "--json"], &[file]);
    let strict: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &strict[0]["class"]), (Some(1), &spoofable[0]["class"]));
    assert_eq!(strict[0]["result"]["verified"], false);
}
