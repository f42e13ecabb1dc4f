//! What README and docs say is so: links lead somewhere, files and tests that are named exist, commands can be typed,
//! variables are those of the program, and errors are quoted in its words.

mod commands;
mod page;

use std::collections::BTreeSet;
use std::path::Path;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use commands::{Shown, filled};
use page::{Page, page, pages, root};

/// Commands that are no input of a reader, and why they cannot be parsed.
const NOT_TYPED: [(&str, &str); 2] =
    [("shim NAME", "the title of a process"), ("watch-film", "the helper that daemons start")];

/// The first parts of what looks like a path of this repository.
const FOLDERS: [&str; 9] =
    ["src/", "docs/", "tests/", "templates/", "completions/", "man/", "benches/", "examples/", "fuzz/"];

/// Variables that tests alone read; pages for developers may name them.
const OF_TESTS: [&str; 9] = [
    "GASCLI_BLESS",
    "GASCLI_FUZZ_ANCHORS",
    "GASCLI_NODE_BLOCK_MS",
    "GASCLI_NODE_PORT",
    "GASCLI_NODE_SPEC",
    "GASCLI_PM2",
    "GASCLI_REQUIRE_PM2",
    "GASCLI_REQUIRE_SHARED",
    "GASCLI_SHARED",
];

fn told(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every source file below a folder, as text.
fn sources(folder: &str) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found
}

#[test]
fn every_link_leads_to_a_file_or_a_heading() {
    let mut faults = Vec::new();
    for from in pages() {
        let folder = Path::new(&from.path).parent().unwrap().to_owned();
        for link in from.links().into_iter().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').map_or((link.as_str(), None), |(file, it)| (file, Some(it)));
            let target = if file.is_empty() { root().join(&from.path) } else { root().join(&folder).join(file) };
            if !target.exists() {
                faults.push(format!("{}: `{link}` leads nowhere", from.path));
            } else if let Some(anchor) = anchor {
                let to = Page { path: link.clone(), text: std::fs::read_to_string(&target).unwrap() };
                if !to.anchors().iter().any(|it| it == anchor) {
                    faults.push(format!("{}: no heading of `{link}` is named so", from.path));
                }
            }
        }
    }
    told(&faults);
}

#[test]
fn every_page_is_found_from_the_readme_and_the_index_has_all() {
    let index = page("docs/README.md").links();
    assert!(page("README.md").links().iter().any(|link| link == "docs/README.md"), "README.md leads to no index");
    let missing = pages().into_iter().filter(|page| page.path != "README.md" && page.path != "docs/README.md");
    let missing = missing.map(|page| page.path.replace("docs/", "")).filter(|name| !index.contains(name));
    told(&missing.map(|name| format!("docs/README.md does not list {name}")).collect::<Vec<_>>());
}

#[test]
fn every_file_of_the_repository_that_a_page_names_is_there() {
    let mut faults = Vec::new();
    for page in pages() {
        for span in page.spans() {
            let is_path = FOLDERS.iter().any(|folder| span.starts_with(folder))
                && span.chars().all(|it| it.is_ascii_alphanumeric() || "/._-".contains(it))
                && !span.split(['/', '.']).any(|part| part.len() > 1 && part.chars().all(|it| it.is_ascii_uppercase()));
            if is_path && !root().join(&span).exists() && span.split('/').next_back() != Some("README.md") {
                faults.push(format!("{}: there is no `{span}`", page.path));
            }
        }
        if page.text.contains("/work/") {
            faults.push(format!("{}: names a folder of another machine", page.path));
        }
    }
    told(&faults);
}

/// Why a command cannot be typed as shown.
fn fault(tree: &clap::Command, shown: &Shown) -> Option<String> {
    let parse = |words: &Vec<String>| {
        let words = ["gascli"].into_iter().chain(words.iter().map(String::as_str));
        tree.clone().try_get_matches_from(words).err()
    };
    let is_fine = |error: &clap::Error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => shown.is_named,
        ErrorKind::InvalidValue => shown.is_named && error.to_string().contains("a value is required"),
        _ => false,
    };
    let errors: Vec<clap::Error> = filled(&shown.words).iter().map_while(parse).collect();
    let is_wrong = errors.len() == 3 && !errors.iter().any(is_fine);
    is_wrong.then(|| errors[0].to_string().lines().next().unwrap_or_default().to_owned())
}

#[test]
fn every_command_that_a_page_shows_is_one_of_the_program() {
    let tree = gascli::cli::Cli::command();
    let mut faults = BTreeSet::new();
    let mut count = 0;
    for page in pages() {
        for shown in commands::commands(&page) {
            count += 1;
            let text = shown.words.join(" ");
            if NOT_TYPED.iter().any(|(known, _)| *known == text) {
                continue;
            }
            if let Some(why) = fault(&tree, &shown) {
                faults.insert(format!("{}: `gascli {text}`: {why}", page.path));
            }
        }
    }
    assert!(count > 200, "{count} commands were found: pages are not read as they are written");
    told(&faults.into_iter().collect::<Vec<_>>());
}

#[test]
fn a_command_that_was_renamed_is_noticed() {
    let tree = gascli::cli::Cli::command();
    let shown = |text: &str, is_named| Shown { words: text.split(' ').map(str::to_owned).collect(), is_named };
    for text in
        ["generator statsu", "logs web --newest 5", "chain metagraph --limit many", "stop", "score explain --uid"]
    {
        assert!(fault(&tree, &shown(text, false)).is_some(), "{text}");
    }
    for text in ["generator", "stop", "score explain --uid N", "wallet new WALLET/HOTKEY", "localnet set --help"] {
        assert_eq!(fault(&tree, &shown(text, true)), None, "{text}");
    }
}

/// Whoever types a page's `console` block names the page in its test.
#[test]
fn every_console_block_is_typed_by_a_test() {
    let tests = std::fs::read_dir(root().join("tests/it")).unwrap().map(|entry| entry.unwrap().path());
    let tests = tests.filter(|path| path.extension().is_some_and(|it| it == "rs") && !path.ends_with("docs.rs"));
    let tests: Vec<String> = tests.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let shown = pages().into_iter().filter(|page| page.blocks().iter().any(|block| block.kind == "console"));
    let untyped = shown.filter(|page| !tests.iter().any(|test| test.contains(&format!("\"{}\"", page.path))));
    let advice = "type its `console` blocks in tests/it/readme.rs, or make them `sh` blocks";
    told(&untyped.map(|page| format!("{}: {advice}", page.path)).collect::<Vec<_>>());
}

/// The names that begin with `GASCLI_` in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("GASCLI_").map(|(at, _)| &text[at..]);
    let names = starts.map(|rest| {
        let end = rest.find(|it: char| !it.is_ascii_uppercase() && !it.is_ascii_digit() && it != '_');
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    names.filter(|name| name != "GASCLI_" && !name.ends_with('_')).collect()
}

#[test]
fn the_variables_of_the_docs_are_those_of_the_program() {
    let sources = sources("src").concat();
    let code: Vec<&str> = sources.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let read = variables(&code.join("\n"));
    let of_tests = |name: &&String| name.starts_with("GASCLI_TEST_") || OF_TESTS.contains(&name.as_str());
    let said: BTreeSet<String> = pages().iter().flat_map(|page| variables(&page.text)).collect();
    let unknown = said.iter().filter(|name| !of_tests(name) && !read.contains(*name));
    let unsaid = read.iter().filter(|name| !of_tests(name) && !said.contains(*name));
    let unknown = unknown.map(|name| format!("{name} is in the docs, and nothing reads it"));
    let unsaid = unsaid.map(|name| format!("{name} is read, and no page says what it does (docs/configuration.md)"));
    told(&unknown.chain(unsaid).collect::<Vec<_>>());
}

/// Names of variables that other programs read.
const OF_OTHERS: [&str; 4] = ["CARGO_HOME", "NO_COLOR", "NO_PROXY", "NVIDIA_DRIVER_CAPABILITIES"];

#[test]
fn every_key_that_a_page_names_is_one_of_the_program() {
    let all = sources("src").concat() + &sources("tests").concat();
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    let mut faults = BTreeSet::new();
    for page in pages() {
        for span in page.spans() {
            let name = span.split('=').next().unwrap_or_default();
            let is_key = name.contains('_') && name.split('_').all(is_part);
            if is_key && !all.contains(name) && !OF_OTHERS.contains(&name) {
                faults.insert(format!("{}: nothing reads `{name}`", page.path));
            }
        }
    }
    told(&faults.into_iter().collect::<Vec<_>>());
}

/// Quotations stand behind `> -`; `…` is what differs from case to case.
#[test]
fn every_error_that_troubleshooting_quotes_is_one_of_the_program() {
    let sources: String = sources("src").concat();
    // A text that goes on in the next line is one text.
    let joined: Vec<&str> = sources.split("\\\n").map(str::trim_start).collect();
    let joined = joined.concat().replace("\\\"", "\"");
    let lines: Vec<&str> = joined.lines().collect();
    let page = page("docs/troubleshooting.md");
    let text: Vec<String> =
        page.prose().lines().filter_map(|line| line.strip_prefix("> - ").map(str::to_owned)).collect();
    let quotations = Page { path: page.path, text: text.join("\n\n") }.spans();
    assert!(quotations.len() > 60, "{} quotations", quotations.len());
    let is_said = |quotation: &String| {
        let parts: Vec<&str> = quotation.split('…').map(str::trim).filter(|part| !part.is_empty()).collect();
        lines.iter().any(|line| parts.iter().try_fold(*line, |rest, part| Some(rest.split_once(part)?.1)).is_some())
    };
    told(&quotations.iter().filter(|it| !is_said(it)).map(|it| format!("nothing says `{it}`")).collect::<Vec<_>>());
}

#[test]
fn every_test_that_a_page_names_exists() {
    let all = sources("src").concat() + &sources("tests").concat();
    let mut faults = Vec::new();
    for page in
        pages().into_iter().filter(|page| ["docs/architecture.md", "docs/dashboard.md"].contains(&page.path.as_str()))
    {
        for span in page.spans() {
            let name = span.trim_end_matches('…');
            let is_test = name.matches('_').count() > 3
                && name.chars().all(|it| it.is_ascii_lowercase() || it == '_' || it.is_ascii_digit());
            if is_test && !all.contains(&format!("fn {name}")) {
                faults.push(format!("{}: no test is named `{name}`", page.path));
            }
        }
    }
    told(&faults);
}
