//! The only place that prints. stdout carries the answer, stderr everything else.

use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;

use serde::Serialize;

/// Version of the documents that `--json` prints.
pub(crate) const SCHEMA: &str = "gascli/1";

/// Prints a line of the answer. A reader that has gone (`| head`) ends the program quietly, as the caller sees from the
/// error kind.
pub(crate) fn line(text: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Prints a part of the answer as it is, at once. A reader that has gone shows in the error kind, as with [`line`].
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Prints to stdout past its buffer, in which a secret would stay.
pub(crate) fn unbuffered(bytes: &[u8]) -> io::Result<()> {
    io::stdout().lock().flush()?;
    let mut out = std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
    out.write_all(bytes)
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

/// Whether stdout is a terminal that takes colour.
pub(crate) fn colour() -> bool {
    io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
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

pub(super) fn error_text(error: &anyhow::Error, hint: Option<&str>) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "error: {}", escaped(&error.to_string()));
    for cause in error.chain().skip(1) {
        let _ = writeln!(out, "  caused by: {}", escaped(&cause.to_string()));
    }
    if let Some(hint) = hint {
        let _ = writeln!(out, "hint: {}", escaped(hint));
    }
}

pub(super) fn error_json(message: &str, causes: &[String], hint: Option<&str>) {
    let value =
        serde_json::json!({ "schema": SCHEMA, "error": { "message": message, "causes": causes, "hint": hint } });
    let _ = writeln!(io::stderr().lock(), "{value}");
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
}
