//! The C2PA verdict against the golden files of the shared set (`c2pa/dev/README.md` there).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gascli::verification::c2pa::{RejectionClass, TrustSet, Verdict, verify};
use serde_json::Value;

use crate::support::shared;

/// Files whose verdict differs from both goldens, and why. All are refused.
const EXCEPTIONS: [(&str, &str); 2] = [
    ("fx_cloud.jpg", "nothing is fetched, so the text says that it would have to be"),
    ("fx_tiff_poc.tiff", "hostile: stopped by our own budget, where the newest SDK counts and the older one hangs"),
];

fn trust(mode: &str, dev: &Path) -> TrustSet {
    let anchors: Vec<PathBuf> = match mode {
        "production" => vec![dev.join("../../trust_anchors")],
        mode => vec![dev.join("anchors").join(mode)],
    };
    TrustSet::network_names().with_anchors(&anchors).unwrap()
}

fn goldens(dev: &Path, name: &str) -> BTreeMap<(String, String), Value> {
    let text = std::fs::read_to_string(dev.join(name)).unwrap();
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    let key =
        |entry: &Value| (entry["file"].as_str().unwrap().to_owned(), entry["anchors"].as_str().unwrap().to_owned());
    entries.into_iter().map(|entry| (key(&entry), entry)).collect()
}

/// What differs from a golden entry, one line per field.
fn differences(verdict: &Verdict, golden: &Value) -> Vec<String> {
    let Value::Object(report) = serde_json::to_value(&verdict.report).unwrap() else { unreachable!() };
    let expected = &golden["result"];
    let mut lines: Vec<String> = report
        .iter()
        .filter(|(field, value)| **value != expected[field])
        .map(|(field, value)| format!("{field}: {value} instead of {}", expected[field]))
        .collect();
    // The set has one word for every file whose manifest could not be had.
    let class = match verdict.class {
        None => "ok",
        Some(RejectionClass::ManifestUnreadable) => "no-manifest",
        Some(class) => class.as_str(),
    };
    if golden["error_class"] != class {
        lines.push(format!("class: {class} instead of {}", golden["error_class"]));
    }
    lines
}

#[test]
fn verdicts_are_those_of_the_network_on_every_golden_file() {
    // spec/gas.md 7
    let Some(dev) = shared("data/c2pa/dev") else { return };
    let (newest, locked) = (goldens(&dev, "golden.json"), goldens(&dev, "golden_locked.json"));
    let trusts: BTreeMap<&str, TrustSet> =
        ["production", "test", "c2pa-test"].into_iter().map(|mode| (mode, trust(mode, &dev))).collect();
    // Some verdicts hold only until a certificate runs out.
    let today = jiff::Zoned::now().date().to_string();
    let holds = |golden: &Value| golden["changes_by"].as_str().is_none_or(|date| today.as_str() < date);
    let cases: Vec<_> = newest.iter().filter(|(_, golden)| holds(golden)).collect();
    let (next, faults, excepted) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(BTreeSet::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((key, golden)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (file, mode) = key;
                    let bytes = std::fs::read(dev.join(file)).unwrap();
                    let verdict = verify(&bytes, &trusts[mode.as_str()]);
                    let found = differences(&verdict, golden);
                    let differs = !found.is_empty() && !differences(&verdict, &locked[key]).is_empty();
                    let known = EXCEPTIONS.iter().find(|(name, _)| file.ends_with(name) && !verdict.passes());
                    match known {
                        Some((name, _)) if differs => drop(excepted.lock().unwrap().insert(*name)),
                        None if differs => {
                            faults.lock().unwrap().push(format!("{file} ({mode}): {}", found.join("; ")));
                        }
                        _ => {}
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    let excepted = excepted.into_inner().unwrap();
    assert_eq!(excepted, EXCEPTIONS.map(|(name, _)| name).into(), "what differs no longer is no exception");
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}
