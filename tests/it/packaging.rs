//! What goes to users: the package has all that the program is made of, and nothing comes along on other terms.

use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::text;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// A path without `..` in it.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
        plain
    })
}

#[test]
fn every_file_that_the_program_embeds_is_in_its_package() {
    let mut list = Command::new(env!("CARGO"));
    list.args(["package", "--list", "--offline", "--allow-dirty"]).current_dir(root()).stdin(Stdio::null());
    let list = list.output().unwrap();
    assert!(list.status.success(), "{}", text(&list.stderr));
    let packed: Vec<String> = text(&list.stdout).lines().map(str::to_owned).collect();
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let embeds = regex::Regex::new(r#"include_(?:str|bytes)!\("([^"]+)"\)"#).unwrap();
    let mut embedded = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        let source = std::fs::read_to_string(file).unwrap();
        let before_tests = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let paths = embeds.captures_iter(before_tests).map(|found| plain(&file.parent().unwrap().join(&found[1])));
        embedded.extend(paths.map(|path| path.strip_prefix(root()).unwrap().display().to_string()));
    }
    assert!(embedded.len() > 10, "{embedded:?}");
    let beside = ["LICENSE", "completions/gascli.bash", "man/gascli.1"].map(str::to_owned);
    let missing: Vec<&String> = embedded.iter().chain(&beside).filter(|path| !packed.contains(path)).collect();
    assert!(missing.is_empty(), "not in the package: {missing:?}");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut within = false;
    let mut silent = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.contains("dependencies");
        } else if within && line.contains('=') && !line.contains(" # ") {
            silent.push(line);
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn nothing_comes_along_on_terms_or_from_sources_that_are_not_allowed() {
    let mut check = Command::new(env!("CARGO"));
    check.args(["deny", "--offline", "--log-level", "error", "check", "licenses", "bans", "sources"]);
    let output = check.current_dir(root()).stdin(Stdio::null()).output().unwrap();
    let said = text(&output.stderr);
    if said.contains("no such command") || said.contains("no such subcommand") {
        eprintln!("skipped 1 test: cargo-deny is not on this machine");
        return;
    }
    if !output.status.success() && said.contains("offline") {
        eprintln!("skipped 1 test: not every crate of every target is on this machine");
        return;
    }
    assert!(output.status.success(), "{said}{}", text(&output.stdout));
}

#[test]
fn the_scripts_that_build_and_publish_are_well_formed() {
    for script in [".ci/run", ".ci/release"] {
        let output = Command::new("bash").args(["-n", script]).current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{script}: {}", text(&output.stderr));
    }
    // Both lists of terms say the same.
    let table = |file: &str| std::fs::read_to_string(root().join(file)).unwrap().parse::<toml::Table>().unwrap();
    assert_eq!(table("deny.toml")["licenses"]["allow"], table(".ci/about.toml")["accepted"]);
}
