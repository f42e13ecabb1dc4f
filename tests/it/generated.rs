//! What is made from the program itself and checked in: completions, man pages, the table of keys. The tests fail when
//! the files differ from what the program says, and rewrite them with `GASCLI_BLESS=1`.

mod man;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::error::ContextKind;
use clap::{Command, CommandFactory, ValueEnum};
use clap_complete::aot::{Generator, Shell};
use gascli::cli::tree;
use gascli::config::Role;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn blesses() -> bool {
    std::env::var_os("GASCLI_BLESS").is_some_and(|value| value == "1")
}

/// Compares a folder with what belongs there, or rewrites it.
fn keep_fresh(folder: &str, files: &BTreeMap<String, Vec<u8>>) {
    let path = root().join(folder);
    let there: BTreeSet<String> = std::fs::read_dir(&path)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let gone: Vec<&String> = there.iter().filter(|name| !files.contains_key(*name)).collect();
    let stale: Vec<&String> = files
        .iter()
        .filter(|(name, text)| std::fs::read(path.join(name)).ok().as_ref() != Some(text))
        .map(|f| f.0)
        .collect();
    if blesses() {
        std::fs::create_dir_all(&path).unwrap();
        for name in gone {
            std::fs::remove_file(path.join(name)).unwrap();
        }
        for name in stale {
            std::fs::write(path.join(name), &files[name]).unwrap();
        }
        return;
    }
    let advice = "`GASCLI_BLESS=1 cargo test --test it generated::` rewrites them";
    assert!(gone.is_empty() && stale.is_empty(), "{folder}/ is stale: {stale:?}, too many: {gone:?}; {advice}");
}

#[test]
fn completions_are_those_of_the_program() {
    let files = Shell::value_variants().iter().map(|shell| {
        let mut text = Vec::new();
        clap_complete::generate(*shell, &mut tree(), "gascli", &mut text);
        (shell.file_name("gascli"), text)
    });
    keep_fresh("completions", &files.collect());
}

#[test]
fn every_command_has_its_man_page() {
    keep_fresh("man", &man::pages(&tree()).into_iter().collect());
}

/// A text with one blank between words, however it was broken into lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What must be said of a command wherever it is explained.
fn told(command: &Command) -> Vec<String> {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples = after.lines().filter(|line| line.trim_start().starts_with("gascli ")).map(str::to_owned);
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set()).flat_map(|argument| {
        let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string);
        let name = argument.get_long().map(|name| format!("--{name}"));
        let values = argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string);
        help.into_iter().chain(name).chain(values.filter(|_| argument.get_action().takes_values())).collect::<Vec<_>>()
    });
    let subs = command.get_subcommands().filter_map(|sub| Some(sub.get_about()?.to_string()));
    about.into_iter().chain(examples).chain(arguments).chain(subs).map(|text| flat(&text)).collect()
}

#[test]
fn help_and_the_man_page_of_a_command_say_the_same() {
    let home = crate::support::Home::new();
    let tree = tree();
    let pages: BTreeMap<String, String> =
        man::pages(&tree).iter().map(|(name, page)| (name.clone(), man::words_of(page))).collect();
    let mut faults = Vec::new();
    visit(&tree, &mut |path, command| {
        let arguments: Vec<&str> = path.split(' ').skip(1).collect();
        let help = flat(&home.ok(&[&["help"][..], &arguments].concat()));
        let page = &pages[&format!("{}.1", path.replace(' ', "-"))];
        for text in told(command) {
            for (place, all) in [("help", &help), ("the man page", page)] {
                if !all.contains(&text) {
                    faults.push(format!("{place} of `{path}` lacks: {text}"));
                }
            }
        }
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "FILES", "SEE ALSO"] {
            if !page.contains(&format!(".SH {section}")) && !page.contains(&format!(".SH \"{section}\"")) {
                faults.push(format!("the man page of `{path}` has no {section}"));
            }
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_flag_is_explained_and_every_command_has_an_example() {
    let mut silent = Vec::new();
    visit(&tree(), &mut |path, command| {
        for argument in command.get_arguments().filter(|argument| argument.get_help().is_none()) {
            silent.push(format!("{path}: {} has no help", argument.get_id()));
        }
        if command.get_about().is_none() {
            silent.push(format!("{path} has no description"));
        }
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        if !help.lines().any(|line| line.trim_start().starts_with("gascli ")) {
            silent.push(format!("{path} has no example"));
        }
    });
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// The words of the first command of a shell line that is `gascli`; a description may follow after two spaces.
fn split(line: &str) -> Vec<String> {
    let line = line.split("  ").next().unwrap_or_default();
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for character in line.chars() {
        match (quote, character) {
            (Some(open), it) if it == open => quote = None,
            (None, '\'' | '"') => (quote, word) = (Some(character), Some(word.unwrap_or_default())),
            (None, '|' | '>' | '<' | ';' | '&' | '#') => break,
            (None, ' ') => words.extend(word.take()),
            (_, it) => word.get_or_insert_default().push(it),
        }
    }
    words.extend(word);
    words
}

#[test]
fn every_example_of_a_help_is_a_command_that_is_understood() {
    assert_eq!(split("gascli sign a 'b c' && x"), ["gascli", "sign", "a", "b c"]);
    let mut wrong = Vec::new();
    visit(&tree(), &mut |path, command| {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        for example in help.lines().filter_map(|line| line.find("gascli ").map(|at| &line[at..])) {
            let words = split(example);
            if let Err(error) = gascli::cli::Cli::command().try_get_matches_from(&words) {
                // A word in capitals stands for what it names.
                let value = error.get(ContextKind::InvalidValue).map(ToString::to_string).unwrap_or_default();
                let is_name = !value.is_empty() && value.chars().all(|it| it.is_ascii_uppercase());
                if error.use_stderr() && !is_name {
                    wrong.push(format!("{path}: {words:?}: {error}"));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn visit(command: &Command, look: &mut impl FnMut(&str, &Command)) {
    fn below(path: &str, command: &Command, look: &mut impl FnMut(&str, &Command)) {
        look(path, command);
        for sub in command.get_subcommands() {
            below(&format!("{path} {}", sub.get_name()), sub, look);
        }
    }
    below(command.get_name(), command, look);
}

/// The table of a role's keys, by group.
fn table(role: Role) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let code = |text: &str| if text.is_empty() { "–".into() } else { format!("`{}`", cell(text)) };
    let mut text = String::new();
    let mut group = "";
    for key in role.keys() {
        if key.group != group {
            group = key.group;
            writeln!(text, "\n### {group}\n\n| key | allowed | default | meaning |\n|---|---|---|---|").unwrap();
        }
        let names: Vec<String> = key.names.iter().map(|name| format!("`{name}`")).collect();
        let kind = if key.is_secret() { "a text; never shown".into() } else { cell(&key.allowed()) };
        writeln!(text, "| {} | {kind} | {} | {} |", names.join(", "), code(key.default), cell(key.doc)).unwrap();
    }
    text
}

#[test]
fn the_documented_keys_are_those_of_the_program() {
    let path = root().join("docs/configuration.md");
    let before = std::fs::read_to_string(&path).unwrap();
    let mut after = before.clone();
    let roles = [Role::Generator, Role::Validator].map(|role| (role.as_str(), table(role)));
    let tables = ("gascli.toml", gascli::config::file::reference());
    for (name, table) in roles.into_iter().chain([tables]) {
        let (start, end) = (format!("<!-- keys of {name}: generated -->\n"), "<!-- end of keys -->");
        let from = after.find(&start).expect("the page has a place for the keys") + start.len();
        let to = from + after[from..].find(end).expect("the place for the keys has an end");
        after.replace_range(from..to, &format!("{table}\n"));
    }
    if blesses() {
        std::fs::write(&path, after).unwrap();
    } else {
        assert!(
            before == after,
            "docs/configuration.md is stale; `GASCLI_BLESS=1 cargo test --test it generated::` rewrites it"
        );
    }
}

#[test]
fn every_flag_has_a_long_form_and_letters_mean_the_same_everywhere() {
    let letters = BTreeMap::from([
        ('f', "follow"),
        ('n', "lines|limit|count"),
        ('q', "quiet"),
        ('v', "verbose"),
        ('y', "yes"),
        ('o', "output"),
        ('h', "help"),
        ('V', "version"),
    ]);
    let mut faults = Vec::new();
    visit(&tree(), &mut |path, command| {
        for argument in command.get_arguments().filter(|argument| !argument.is_positional()) {
            let Some(long) = argument.get_long() else {
                faults.push(format!("{path}: {} has no long form", argument.get_id()));
                continue;
            };
            let Some(short) = argument.get_short() else { continue };
            if !letters.get(&short).is_some_and(|meanings| meanings.split('|').any(|meaning| meaning == long)) {
                faults.push(format!("{path}: -{short} is --{long}"));
            }
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn help_is_an_answer_wherever_it_is_asked_for() {
    let home = crate::support::Home::new();
    for arguments in
        [&["-h"][..], &["--help"], &["help", "vali", "stop"], &["v", "stop", "-h"], &["logs", "clear", "--help"]]
    {
        let output = home.run(arguments);
        let (stdout, stderr) = (crate::support::text(&output.stdout), crate::support::text(&output.stderr));
        assert!(
            output.status.success() && stderr.is_empty() && stdout.contains("Usage: gascli"),
            "{arguments:?}: {stderr}"
        );
    }
}
