//! The architecture, as a test: a module uses those above it in this list and none below.

use std::path::Path;

const ORDER: [&[&str]; 16] = [
    &["types"],
    &["media"],
    &["clip"],
    &["verification", "scoring", "prompts"],
    &["protocol"],
    &["chain"],
    &["store"],
    &["models"],
    &["providers"],
    &["daemon"],
    &["miner", "validator", "gateway"],
    &["supervisor"],
    &["demo"],
    &["dashboard", "config"],
    &["doctor"],
    &["cli"],
];

fn layer(module: &str) -> Option<usize> {
    ORDER.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_module_uses_one_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let uses = regex::Regex::new(r"crate::(\{[^}]*\}|\w+)").unwrap();
    let mut faults = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let Some(own) = relative.components().next().and_then(|part| part.as_os_str().to_str()) else { continue };
        let Some(own_layer) = layer(own.trim_end_matches(".rs")) else { continue };
        let text = std::fs::read_to_string(&file).unwrap();
        for found in uses.captures_iter(&text) {
            for word in found[1].split(|c: char| !c.is_alphanumeric() && c != '_') {
                if layer(word).is_some_and(|used| used > own_layer || (used == own_layer && word != own)) {
                    faults.push(format!("{} uses crate::{word}", relative.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
