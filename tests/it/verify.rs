//! The C2PA verdict against the golden files of the shared set (`c2pa/dev/README.md` there).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gascli::verification::c2pa::{RejectionClass, TrustSet, Verdict, verify};
use serde_json::Value;

use crate::support::shared;

/// Files whose verdict differs from both goldens, and why.
const EXCEPTIONS: [(&str, &str); 4] = [
    ("adobe_express.pdf", "the SDK is built without its PDF reader; the older reference did not read it either"),
    ("fx_cloud.jpg", "nothing is fetched, so the text says that it would have to be"),
    ("fx_tiff_poc.tiff", "hostile: stopped by our own budget, where the newest SDK counts and the older one hangs"),
    ("weak_revoked_staple.png", "a revoked certificate, passed by the newest SDK: refused while reading by this one"),
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
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((key, golden)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (file, mode) = key;
                    let bytes = std::fs::read(dev.join(file)).unwrap();
                    let verdict = verify(&bytes, &trusts[mode.as_str()]);
                    let found = differences(&verdict, golden);
                    let differs = !found.is_empty() && !differences(&verdict, &locked[key]).is_empty();
                    let known = EXCEPTIONS.iter().any(|(name, _)| file.ends_with(name));
                    if differs && !known {
                        faults.lock().unwrap().push(format!("{file} ({mode}): {}", found.join("; ")));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// The command in a home of its own, without the environment of whoever runs the tests.
fn gascli(home: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_gascli"));
    command.env_clear().env("GASCLI_HOME", home);
    command
}

fn stdout(command: &mut assert_cmd::Command, code: i32) -> String {
    String::from_utf8(command.assert().code(code).get_output().stdout.clone()).unwrap()
}

#[test]
fn verify_c2pa_passes_only_if_every_file_passes() {
    // spec/gas.md 7.11
    let (Some(dev), Some(anchors)) = (shared("data/c2pa/dev/files"), shared("data/trust_anchors")) else { return };
    let home = tempfile::tempdir().unwrap();
    let (good, bad) = (dev.join("openai_a.webp"), dev.join("fx_no_manifest.jpg"));
    let run = |files: &[&Path], code| {
        stdout(gascli(home.path()).arg("verify-c2pa").arg("--trust-anchors").arg(&anchors).args(files), code)
    };
    let passed = run(&[&good], 0);
    let rule = "=".repeat(60);
    assert_eq!(
        passed,
        format!(
            "\n{rule}\nFile: {}\nStatus: ✅ PASSED\n{rule}\n  verified:            True\n  signature_valid:     True\n  \
             is_self_signed:      False\n  is_trusted_issuer:   True\n  issuer:              ChatGPT c2pa-rs/0.28.4\n  \
             cert_issuer:         OpenAI\n  ai_generated:        True\n",
            good.display()
        )
    );
    let both = run(&[&bad, &good], 1);
    assert!(both.contains("❌ FAILED") && both.contains("✅ PASSED"), "{both}");
    assert!(
        both.contains("error:               No C2PA manifest found: ManifestNotFound: no JUMBF data found"),
        "{both}"
    );
}

#[test]
fn verify_c2pa_judges_the_other_files_when_one_cannot_be_read() {
    let Some(dev) = shared("data/c2pa/dev/files") else { return };
    let home = tempfile::tempdir().unwrap();
    let assert = gascli(home.path())
        .args(["verify-c2pa", "--json", "nowhere.png"])
        .arg(dev.join("fx_no_manifest.jpg"))
        .assert()
        .code(2);
    let output = assert.get_output();
    let entries: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(entries.len(), 1);
    let keys: Vec<&String> = entries[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["file", "result", "class"]);
    assert_eq!(entries[0]["result"].as_object().unwrap().len(), 14);
    assert_eq!(entries[0]["class"], "no-manifest");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("nowhere.png"), "{said}");
}

#[test]
fn anchors_come_from_the_option_else_the_environment_else_the_trust_store() {
    let (Some(dev), Some(anchors)) = (shared("data/c2pa/dev/files"), shared("data/trust_anchors")) else { return };
    let home = tempfile::tempdir().unwrap();
    let good = dev.join("openai_a.webp");
    let verify = || {
        let mut command = gascli(home.path());
        command.arg("verify-c2pa").arg(&good);
        command
    };
    verify().assert().code(1);
    verify().env("GASCLI_TRUST_ANCHORS", anchors.join("openai_truepic.pem")).assert().code(0);
    let store = home.path().join("config/trust");
    std::fs::create_dir_all(&store).unwrap();
    verify().assert().code(1);
    std::fs::copy(anchors.join("openai_truepic.pem"), store.join("a.pem")).unwrap();
    verify().assert().code(0);
    verify().env("GASCLI_TRUST_ANCHORS", anchors.join("adobe.pem")).assert().code(1);
    verify().arg("--trust-anchors").arg(home.path().join("none.pem")).assert().code(2);
}

#[test]
fn a_manifest_cannot_steer_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("\u{1b}[2Jx.png");
    std::fs::write(&file, "text").unwrap();
    let printed = stdout(gascli(home.path()).arg("verify-c2pa").arg(&file), 1);
    assert!(!printed.contains('\u{1b}') && printed.contains("\\u{1b}[2Jx.png"), "{printed}");
}

#[test]
fn a_folder_is_refused_with_the_way_to_name_its_files() {
    let home = tempfile::tempdir().unwrap();
    let output = gascli(home.path()).arg("verify-c2pa").arg(home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("it is a folder: name the files in it"), "{told}");
}
