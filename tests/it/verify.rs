//! The C2PA verdict against the golden files of the shared set (`c2pa/dev/README.md` there).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gascli::verification::c2pa::{RejectionClass, TrustSet, Verdict, verify};
use serde_json::Value;

use crate::support::shared;

/// Fields that must equal a golden verdict; the texts of errors differ between versions of the SDK.
const FIELDS: [&str; 8] = [
    "verified",
    "signature_valid",
    "is_trusted_issuer",
    "issuer",
    "cert_issuer",
    "ai_generated",
    "model_name",
    "signing_time",
];

/// Files whose verdict may differ from both goldens, and why.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "weak_revoked_staple.png",
    "test",
    "a revoked certificate: refused by the older SDK and this one, passed by the newest; this one says it while reading",
)];

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
    let report = serde_json::to_value(&verdict.report).unwrap();
    let mut lines: Vec<String> = FIELDS
        .iter()
        .filter(|field| report[**field] != golden["result"][**field])
        .map(|field| format!("{field}: {} instead of {}", report[*field], golden["result"][*field]))
        .collect();
    // The set has one word for every file whose manifest could not be had.
    let class = match verdict.class {
        None => "ok",
        Some(RejectionClass::ManifestUnreadable) => "no-manifest",
        Some(class) => class.as_str(),
    };
    if golden["error_class"] != class {
        let error = verdict.report.error.as_deref().unwrap_or_default();
        lines.push(format!("class: {class} ({error}) instead of {}", golden["error_class"]));
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
    let cases: Vec<_> = newest.iter().collect();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((key, golden)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (file, mode) = key;
                    let bytes = std::fs::read(dev.join(file)).unwrap();
                    let verdict = verify(&bytes, &trusts[mode.as_str()]);
                    let found = differences(&verdict, golden);
                    let known = EXCEPTIONS.iter().any(|(name, of, _)| file.ends_with(name) && of == mode);
                    if !found.is_empty() && !differences(&verdict, &locked[key]).is_empty() && !known {
                        faults.lock().unwrap().push(format!("{file} ({mode}): {}", found.join("; ")));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}
