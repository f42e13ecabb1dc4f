//! The only place that prints. stdout carries the answer, stderr everything else.

use std::io::{self, BufRead, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::OnceLock;

use anyhow::Context as _;
use serde::Serialize;

use crate::types::Code;

/// Version of the documents that `--json` prints.
pub(crate) const SCHEMA: &str = "gascli/1";

/// When to colour what is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    /// Where a terminal shows it, and the environment does not forbid it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the command line says about printing and asking.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// `--color`.
    pub(crate) colour: Colour,
    /// `--no-input`.
    pub(crate) asks_nothing: bool,
}

static MANNER: OnceLock<Manner> = OnceLock::new();

/// Settles how this process prints and asks. Called once, before anything is printed.
pub(crate) fn settle(manner: Manner) {
    if MANNER.set(manner).is_ok() {
        console::set_colors_enabled(colour());
        console::set_colors_enabled_stderr(colour_of_notes());
    }
}

fn manner() -> Manner {
    MANNER.get().copied().unwrap_or_default()
}

/// Prints a line of the answer. A reader that has gone (`| head`) ends the program quietly, as the caller sees from the
/// error kind.
pub(crate) fn line(text: impl std::fmt::Display) -> io::Result<()> {
    printed(writeln!(io::stdout().lock(), "{text}"))
}

/// Prints a part of the answer as it is, at once. A reader that has gone shows in the error kind, as with [`line`].
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Prints to stdout past its buffer, in which a secret would stay.
pub(crate) fn unbuffered(bytes: &[u8]) -> io::Result<()> {
    printed(io::stdout().lock().flush())?;
    let mut out = std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
    printed(out.write_all(bytes))
}

/// Why there is no answer to read; of the kind of its cause.
#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output")]
struct Unprinted(#[source] io::Error);

fn printed(result: io::Result<()>) -> io::Result<()> {
    result.map_err(|source| io::Error::new(source.kind(), Unprinted(source)))
}

/// Prints the answer as JSON, indented on a terminal and for people with `jq`-less eyes.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    // At once: stdout by itself would write each line.
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    bytes(&text)?;
    Ok(())
}

/// Prints a table with a head, columns two spaces apart, nothing drawn: it can be read, cut and grepped.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(head).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for text in table.lines() {
        line(text.trim_end())?;
    }
    Ok(())
}

/// The same with the columns of numbers, by their position, pushed to the right.
pub(crate) fn number_table(head: &[&str], rows: &[Vec<String>], numbers: &[usize]) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let draw = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.zip(&widths).enumerate().map(|(column, (cell, width))| {
            if numbers.contains(&column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        padded.collect::<Vec<_>>().join("  ")
    };
    line(draw(&mut head.iter().copied()).trim_end())?;
    for row in rows {
        line(draw(&mut row.iter().map(String::as_str)).trim_end())?;
    }
    Ok(())
}

/// Characters that fit on a line: what COLUMNS says, else the width of the terminal; `None` where stdout is none.
pub(crate) fn width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    told.or_else(|| console::Term::stdout().size_checked().map(|(_, columns)| columns.into()))
}

/// Says something that is not the answer.
pub(crate) fn note(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Asks something whose answer is typed on the same line.
pub(crate) fn ask(question: &str) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "{question}");
    let _ = out.flush();
}

/// Whether the command line forbids to ask anything.
pub(crate) fn forbids_asking() -> bool {
    manner().asks_nothing
}

/// Whether somebody can be asked: stdin is a terminal, and `--no-input` does not forbid it.
pub(crate) fn may_ask() -> bool {
    !forbids_asking() && io::stdin().is_terminal()
}

/// Asks whether something is to be done; only `y` and `yes` say so. Whoever calls has seen to [`may_ask`].
pub(crate) fn agreed(question: &str) -> anyhow::Result<bool> {
    ask(&format!("{question} [y/N] "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).context("cannot read the answer from the terminal")?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Whether the answer, on stdout, is coloured.
pub(crate) fn colour() -> bool {
    is_coloured(manner().colour, io::stdout().is_terminal(), |name| std::env::var(name).ok())
}

/// Whether the command line forbids colour.
pub(crate) fn forbids_colour() -> bool {
    manner().colour == Colour::Never
}

/// Whether what is said on stderr is coloured.
pub(crate) fn colour_of_notes() -> bool {
    is_coloured(manner().colour, io::stderr().is_terminal(), |name| std::env::var(name).ok())
}

/// The flag decides, then `GASCLI_COLOR`, `NO_COLOR`, `CLICOLOR_FORCE`, a dumb terminal, at last whether it is one at all.
fn is_coloured(flag: Colour, is_terminal: bool, environment: impl Fn(&str) -> Option<String>) -> bool {
    let of = |name: &str| environment(name).filter(|value| !value.is_empty());
    match (flag, of("GASCLI_COLOR").as_deref()) {
        (Colour::Always, _) | (Colour::Auto, Some("always")) => true,
        (Colour::Never, _) | (Colour::Auto, Some("never")) => false,
        _ if of("NO_COLOR").is_some() => false,
        _ if of("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        _ => is_terminal && of("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Text from peers or programs, with characters made visible that would steer a terminal, or the order in which it shows
/// others: by these a certificate could read like another one.
pub(crate) fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|character| {
            let steers = character.is_control() && character != '\t' || is_order(character);
            let shown: Box<dyn Iterator<Item = char>> =
                if steers { Box::new(character.escape_default()) } else { Box::new(std::iter::once(character)) };
            shown
        })
        .collect()
}

/// Characters of Unicode that nobody sees and that turn the direction of text, or end lines.
const fn is_order(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An error as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) causes: Vec<String>,
    pub(super) hint: Option<String>,
}

/// Prints an error on stderr: as one line of JSON, or with the lines of each part below one another.
pub(super) fn error(told: &Told, json: bool) {
    if json {
        note(serde_json::json!({ "schema": SCHEMA, "error": told }));
        return;
    }
    let (red, cyan, plain) =
        if colour_of_notes() { ("\u{1b}[1;31m", "\u{1b}[1;36m", "\u{1b}[0m") } else { ("", "", "") };
    let mut lines = vec![format!("{red}error:{plain} {}", below("  ", &told.message))];
    lines.extend(told.causes.iter().map(|cause| format!("  caused by: {}", below("    ", cause))));
    lines.extend(told.hint.iter().map(|hint| format!("{cyan}hint:{plain} {}", below("  ", hint))));
    note(lines.join("\n"));
}

/// A text that may have several lines, all but the first one indented.
fn below(indent: &str, text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join(&format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_strangers_steers_the_terminal_or_turns_the_words_around_it() {
        for (text, shown) in [
            ("\u{1b}[2J\r\n\u{7}", "\\u{1b}[2J\\r\\n\\u{7}"),
            ("\u{9b}2J", "\\u{9b}2J"), // the same as ESC [ in one character
            ("CN=\u{202e}elgooG\u{2066}", "CN=\\u{202e}elgooG\\u{2066}"),
            ("a\u{2028}b", "a\\u{2028}b"),
            ("Zürich 東京 ✅\t.", "Zürich 東京 ✅\t."),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }

    #[test]
    fn flag_then_environment_then_terminal_decide_on_colour() {
        use Colour::{Always, Auto, Never};
        type Environment<'a> = &'a [(&'a str, &'a str)];
        let rows: &[(Colour, Environment<'_>, bool, bool)] = &[
            (Auto, &[], true, true),
            (Auto, &[], false, false),
            (Auto, &[("NO_COLOR", "1")], true, false),
            (Auto, &[("NO_COLOR", "")], true, true),
            (Auto, &[("TERM", "dumb")], true, false),
            (Auto, &[("CLICOLOR_FORCE", "1")], false, true),
            (Auto, &[("CLICOLOR_FORCE", "0")], false, false),
            (Auto, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], true, false),
            (Auto, &[("GASCLI_COLOR", "always"), ("NO_COLOR", "1")], false, true),
            (Auto, &[("GASCLI_COLOR", "never"), ("CLICOLOR_FORCE", "1")], true, false),
            (Never, &[("GASCLI_COLOR", "always")], true, false),
            (Always, &[("NO_COLOR", "1"), ("TERM", "dumb")], false, true),
        ];
        for (flag, variables, is_terminal, coloured) in rows {
            let of = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(is_coloured(*flag, *is_terminal, of), *coloured, "{flag:?} {variables:?} {is_terminal}");
        }
    }
}
