//! Man pages: what `help` says, in the sections in which readers of man pages look for it.

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

/// What the exit status of every command means.
const EXIT_STATUS: [(&str, &str); 4] = [
    ("0", "Done, or the answer is yes."),
    ("1", "The answer is no: a check failed, a service is down."),
    ("2", "It could not be answered; stderr says why, and what to do."),
    ("130, 143", "Ended by a signal."),
];

/// Where things lie, for every page, and which pages tell of them beside the first.
const FILES: [(&str, &str, &[&str]); 6] = [
    ("~/.config/gascli/gascli.toml", "services, rules and channels", &["config", "start", "restart", "notify"]),
    ("~/.config/gascli/", "configuration", &[]),
    ("~/.local/state/gascli/", "locks, sockets, logs, tasks and the validator's store", &[]),
    ("~/.local/state/gascli/logs/NAME/", "the log of a service", &["logs", "start", "restart"]),
    ("~/.local/state/gascli/events.jsonl", "what happened to services", &["events"]),
    ("~/.bittensor/wallets/", "wallets and hotkeys", &["wallet", "generator", "validator", "run"]),
];

/// Names and texts of all pages below this command, and of its own.
pub(super) fn pages(root: &Command) -> Vec<(String, Vec<u8>)> {
    let mut root = root.clone().disable_help_subcommand(true);
    root.build();
    let mut found = Vec::new();
    add(&root, "gascli", &mut found);
    found
}

fn add(command: &Command, path: &str, found: &mut Vec<(String, Vec<u8>)>) {
    found.push((format!("{}.1", path.replace(' ', "-")), page(command, path)));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        add(sub, &format!("{path} {}", sub.get_name()), found);
    }
}

fn page(command: &Command, path: &str) -> Vec<u8> {
    let named = path.replace(' ', "-");
    // Other names of an option stand behind its help, as `help` has them.
    let shown = command.clone().subcommand_help_heading("COMMANDS").subcommand_value_name("COMMAND");
    let shown = shown.mut_args(|argument| {
        let aliases = argument.get_visible_aliases().unwrap_or_default().into_iter().map(|name| format!("--{name}"));
        let aliases = aliases.collect::<Vec<_>>().join(", ");
        let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
        if aliases.is_empty() { argument } else { argument.long_help(format!("{help} [alias: {aliases}]")) }
    });
    let man = Man::new(shown)
        .title(named.to_uppercase())
        .source(format!("gascli {}", env!("CARGO_PKG_VERSION")))
        .manual("gascli manual");
    let help = Help::of(command);
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    man.render_name_section(&mut text).unwrap();
    man.render_synopsis_section(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    let mut roff = Roff::new();
    for paragraph in &help.notes {
        roff.control("PP", []).text([roman(paragraph.as_str())]);
    }
    let aliases: Vec<&str> = command.get_visible_aliases().collect();
    if !aliases.is_empty() {
        roff.control("PP", []).text([roman(format!("[aliases: {}]", aliases.join(", ")))]);
    }
    roff.to_writer(&mut text).unwrap();
    man.render_options_section(&mut text).unwrap();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text).unwrap();
    }
    let mut roff = Roff::new();
    for (heading, lines) in &help.blocks {
        literal(&mut roff, heading, lines);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for paragraph in &help.exits {
        roff.control("PP", []).text([roman(paragraph.as_str())]);
    }
    for (status, what) in EXIT_STATUS {
        roff.control("TP", []).text([roman(status)]).text([roman(what)]);
    }
    files(&mut roff, path);
    see_also(&mut roff, command, path);
    roff.to_writer(&mut text).unwrap();
    // Each part was written with the same head.
    let text = String::from_utf8(text).unwrap();
    let head: String = text.split_inclusive('\n').take_while(|line| !line.starts_with(".TH ")).collect();
    (head.clone() + &text.replace(&head, "")).into_bytes()
}

/// Lines as they are.
fn literal(roff: &mut Roff, heading: &str, lines: &[String]) {
    roff.control("SH", [heading]).control("nf", []);
    for line in lines {
        roff.text([roman(line.as_str())]);
    }
    roff.control("fi", []);
}

fn files(roff: &mut Roff, path: &str) {
    let group = path.split(' ').nth(1).unwrap_or_default();
    roff.control("SH", ["FILES"]);
    for (file, what, of) in FILES {
        if of.is_empty() || group.is_empty() || of.contains(&group) {
            roff.control("TP", []).text([roman(file)]).text([roman(what)]);
        }
    }
    let moved = "GASCLI_HOME, or the XDG variables, put the folders of gascli elsewhere.";
    roff.control("PP", []).text([roman(moved)]);
}

fn see_also(roff: &mut Roff, command: &Command, path: &str) {
    let mut pages: Vec<String> = Vec::new();
    let mut above = path;
    while let Some((parent, _)) = above.rsplit_once(' ') {
        pages.push(parent.replace(' ', "-"));
        above = parent;
    }
    pages.extend(command.get_subcommands().map(|sub| format!("{}-{}", path.replace(' ', "-"), sub.get_name())));
    roff.control("SH", ["SEE ALSO"]);
    let last = pages.len().saturating_sub(1);
    let mut line = Vec::new();
    for (place, page) in pages.into_iter().enumerate() {
        line.push(bold(page));
        line.push(roman(if place == last { "(1)" } else { "(1), " }));
    }
    roff.text(line);
}

/// What stands behind the options in `help`, by what it is.
#[derive(Default)]
struct Help {
    /// Paragraphs about the command.
    notes: Vec<String>,
    /// Paragraphs that begin with `Exit status`.
    exits: Vec<String>,
    /// Lines below a word with a colon: examples, variables.
    blocks: Vec<(String, Vec<String>)>,
}

impl Help {
    fn of(command: &Command) -> Self {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let mut help = Self::default();
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            let (first, rest) = paragraph.split_once('\n').unwrap_or((paragraph, ""));
            let is_block = first.ends_with(':') && rest.starts_with("  ");
            match first.trim_end_matches(':') {
                heading if is_block => {
                    let heading = if heading == "Example" { "EXAMPLES".into() } else { heading.to_uppercase() };
                    let lines = rest.lines().map(|line| line.strip_prefix("  ").unwrap_or(line).to_owned());
                    help.blocks.push((heading, lines.collect()));
                }
                _ if first.starts_with("Exit status") => help.exits.push(paragraph.replace('\n', " ")),
                _ => help.notes.push(paragraph.replace('\n', " ")),
            }
        }
        help
    }
}

/// The words of a page, without what steers its looks.
pub(super) fn words_of(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let lines = text.lines().filter(|line| !line.starts_with('.') || line.starts_with(".SH "));
    let mut text = lines.collect::<Vec<_>>().join(" ");
    for (from, to) in [
        ("\\fB", ""),
        ("\\fI", ""),
        ("\\fR", ""),
        ("\\-", "-"),
        ("\\*(Aq", "'"),
        ("\\&", ""),
        ("\\\\", "\\"),
        ("\\e", "\\"),
    ] {
        text = text.replace(from, to);
    }
    super::flat(&text)
}
