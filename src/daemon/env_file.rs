//! Reads env files (`KEY=value` lines) into a map, with the line of every key.
//!
//! dotenvy understands the values, one logical line at a time; which physical lines belong together is decided here, so
//! that lines can be counted. dotenvy's error text is never used: it holds the value. What it refuses or would expand is
//! taken literally, since an API key must arrive as it was pasted.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Longest file, in bytes.
const LONGEST_FILE: u64 = 1 << 20;
/// How many lines a quoted value may span.
const LONGEST_VALUE: usize = 200;

/// A value, which may be a secret, and the line on which its key stands.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) value: Zeroizing<String>,
    pub(crate) line: usize,
}

/// Something odd about a line, told without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) line: usize,
    /// `None` if the line names no key.
    pub(crate) key: Option<String>,
    pub(crate) fault: Fault,
}

/// What is odd about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not `KEY=value`; nothing was taken from it.
    NoAssignment,
    /// dotenvy refuses the value; taken literally.
    Refused,
    /// dotenvy would replace `$…`; taken literally.
    Expands,
    /// The key stood on this earlier line too; the later one counts.
    Repeated(usize),
}

impl Fault {
    pub(crate) fn text(self) -> String {
        match self {
            Self::NoAssignment => "is not `KEY=value`, and was skipped".into(),
            Self::Refused => "is taken literally: put quotes around values with spaces, quotes or backslashes".into(),
            Self::Expands => "holds a `$`, which is taken literally: single quotes say so".into(),
            Self::Repeated(line) => format!("is set twice: this line counts, line {line} does not"),
        }
    }
}

/// The text of a file that people write: a plain file of at most 1 MiB of UTF-8. An error never holds any of it.
pub(crate) fn read_text(path: &Path) -> io::Result<Zeroizing<String>> {
    let file = std::fs::File::open(path)?;
    let facts = file.metadata()?;
    if !facts.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    // Its final size from the start: a buffer that grows leaves copies of secrets behind.
    let size = usize::try_from(facts.len().min(LONGEST_FILE)).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 1));
    file.take(LONGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than 1 MiB"));
    }
    String::from_utf8(std::mem::take(&mut *bytes)).map(Zeroizing::new).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = Zeroizing::new(error.into_bytes());
        let line = bytes[..valid].split(|byte| *byte == b'\n').count();
        io::Error::new(io::ErrorKind::InvalidData, format!("line {line} is not UTF-8"))
    })
}

/// Why the variables of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EnvFileError {
    /// It cannot be read.
    #[error("cannot read its env file `{}`: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line says nothing.
    #[error("its env file is broken: {}:{line}: not `KEY=value`", path.display())]
    Line {
        /// Which.
        path: PathBuf,
        /// Where, counted from 1.
        line: usize,
    },
}

/// The variables that a file sets, as it is now.
pub(crate) fn variables(path: &Path) -> Result<BTreeMap<String, String>, EnvFileError> {
    let text = read_text(path).map_err(|source| EnvFileError::Read { path: path.to_owned(), source })?;
    let (entries, remarks) = parse(&text);
    match remarks.iter().find(|remark| remark.fault == Fault::NoAssignment) {
        Some(remark) => Err(EnvFileError::Line { path: path.to_owned(), line: remark.line }),
        None => Ok(entries.into_iter().map(|(key, mut entry)| (key, std::mem::take(&mut *entry.value))).collect()),
    }
}

/// The assignments of an env file, and what was odd about it.
pub(crate) fn parse(text: &str) -> (BTreeMap<String, Entry>, Vec<Remark>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut remarks = Vec::new();
    let mut next = 0;
    while let Some(&first) = lines.get(next) {
        let line = next + 1;
        next += 1;
        if first.trim().is_empty() || first.trim_start().starts_with('#') {
            continue;
        }
        let Some((key, raw)) = assignment(first) else {
            remarks.push(Remark { line, key: None, fault: Fault::NoAssignment });
            continue;
        };
        let spanning = quoted_over_lines(raw, &lines[next..]);
        let raw = spanning.as_ref().map_or(raw.trim_end(), |(value, more)| {
            next += more;
            value
        });
        let (value, fault) = value(raw);
        if let Some(fault) = fault {
            remarks.push(Remark { line, key: Some(key.into()), fault });
        }
        if let Some(earlier) = entries.insert(key.into(), Entry { value: Zeroizing::new(value), line }) {
            remarks.push(Remark { line, key: Some(key.into()), fault: Fault::Repeated(earlier.line) });
        }
    }
    (entries, remarks)
}

/// A value as it is written behind `KEY=`, so that [`parse`] and other readers of such files give it back. Control
/// characters but for the line feed have no place in one.
pub(crate) fn quoted(value: &str) -> Zeroizing<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+,=~-".contains(c);
    if value.chars().all(is_plain) {
        return Zeroizing::new(value.to_owned());
    }
    // Its final size from the start, with room for a backslash before each character.
    let mut text = Zeroizing::new(String::with_capacity(2 * value.len() + 2));
    if !value.contains(['\'', '\\', '\n']) {
        text.push('\'');
        text.push_str(value);
        text.push('\'');
        return text;
    }
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' | '$' => text.extend(['\\', character]),
            '\n' => text.push_str("\\n"),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// Splits `[export] KEY = value`; behind the value, blanks are kept: a quoted one may go on.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = split_key(line.trim_start())?;
    if let Some(value) = rest.strip_prefix('=') {
        return Some((key, value.trim_start()));
    }
    let (key, rest) = if key == "export" { split_key(rest)? } else { return None };
    rest.strip_prefix('=').map(|value| (key, value.trim_start()))
}

fn split_key(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then(|| (key, rest.trim_start()))
}

/// A value whose opening quote is closed on a later line, with nothing but a comment behind: the value, and how many
/// lines it took besides the first. `None` leaves a forgotten quote to its own line.
fn quoted_over_lines(raw: &str, following: &[&str]) -> Option<(Zeroizing<String>, usize)> {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if after_closing(quote, &raw[1..]).is_some() {
        return None;
    }
    let mut value = Zeroizing::new(raw.to_owned());
    for (index, line) in following.iter().take(LONGEST_VALUE).enumerate() {
        value.push('\n');
        value.push_str(line);
        // A closing quote cannot stand before this line, but an escape may reach into it, so it is looked at whole.
        if let Some(rest) = after_closing(quote, line) {
            let rest = rest.trim();
            return (rest.is_empty() || rest.starts_with('#')).then_some((value, index + 1));
        }
    }
    None
}

/// What stands behind the closing quote; `None` if there is none. A backslash protects within double quotes only.
fn after_closing(quote: char, text: &str) -> Option<&str> {
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(&text[index + 1..]),
            _ => {}
        }
    }
    None
}

/// The value that `raw` stands for.
fn value(raw: &str) -> (String, Option<Fault>) {
    if raw.is_empty() || raw.starts_with('#') {
        return (String::new(), None);
    }
    let raw = without_comment(raw);
    if would_expand(raw) {
        return (literal(raw), Some(Fault::Expands));
    }
    // A key of our own, so that nothing that dotenvy thinks of keys matters here.
    let line = Zeroizing::new(format!("V={raw}"));
    let mut parsed = dotenvy::from_read_iter(line.as_bytes());
    match (parsed.next(), parsed.next()) {
        (Some(Ok((_, value))), None) => (value, None),
        _ => (literal(raw), Some(Fault::Refused)),
    }
}

/// Without the comment behind it, in which dotenvy would take an apostrophe for a quote that opens.
fn without_comment(raw: &str) -> &str {
    if let Some(quote) = raw.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(rest) = after_closing(quote, &raw[1..])
        && rest.starts_with([' ', '\t'])
        && rest.trim_start().starts_with('#')
    {
        return &raw[..raw.len() - rest.len()];
    }
    match comment_at(raw) {
        Some(at) if !raw[..at].contains(['\'', '"', '\\']) => raw[..at].trim_end(),
        _ => raw,
    }
}

/// Where a blank and a `#` begin a comment, if nothing is quoted.
fn comment_at(raw: &str) -> Option<usize> {
    let pairs = raw.char_indices().zip(raw.chars().skip(1));
    pairs.into_iter().find_map(|((at, before), after)| (matches!(before, ' ' | '\t') && after == '#').then_some(at))
}

/// Whether dotenvy would replace a `$…` in this value; that would also pull the environment of this process in.
fn would_expand(raw: &str) -> bool {
    let mut quote = None;
    let mut escaped = false;
    let mut blank = false;
    for character in raw.chars() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => escaped = true,
            (_, '$') => return true,
            (None, '\'' | '"') => quote = Some(character),
            (None, '#') if blank => return false,
            _ => {}
        }
        blank = quote.is_none() && matches!(character, ' ' | '\t');
    }
    false
}

/// The text itself, without an inline comment and without quotes around all of it.
fn literal(raw: &str) -> String {
    if let Some(quote) = raw.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(rest) = after_closing(quote, &raw[1..])
        && (rest.trim().is_empty() || rest.trim_start().starts_with('#'))
    {
        return raw[1..raw.len() - rest.len() - 1].to_owned();
    }
    raw[..comment_at(raw).unwrap_or(raw.len())].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(serde::Deserialize)]
    struct Expected {
        warnings: Vec<String>,
        values: BTreeMap<String, String>,
    }

    #[test]
    fn every_file_of_the_corpus_reads_as_its_neighbour_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/env/lines");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "env") {
                continue;
            }
            count += 1;
            let text = std::fs::read_to_string(path.with_extension("toml")).unwrap();
            let expected: Expected = toml::from_str(&text).unwrap();
            let (entries, mut remarks) = parse(&std::fs::read_to_string(&path).unwrap());
            let values: BTreeMap<_, _> =
                entries.into_iter().map(|(key, entry)| (key, entry.value.to_string())).collect();
            assert_eq!(values, expected.values, "{}", path.display());
            remarks.sort_by_key(|remark| remark.line);
            let told: Vec<_> = remarks
                .into_iter()
                .map(|remark| remark.key.map_or(remark.line.to_string(), |key| format!("{} {key}", remark.line)))
                .collect();
            assert_eq!(told, expected.warnings, "{}", path.display());
        }
        assert!(count > 5);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let (entries, _) = parse("# one\n\nA=1\r\nB='x\ny\n'\nC=3\n");
        let lines: Vec<_> = entries.into_iter().map(|(key, entry)| (key, entry.line)).collect();
        assert_eq!(lines, [("A".into(), 3), ("B".into(), 4), ("C".into(), 7)]);
    }

    proptest! {
        #[test]
        fn a_pasted_key_arrives_unchanged(value in "[A-Za-z0-9_.$/+=:%!-]{1,60}") {
            let (entries, _) = parse(&format!("KEY={value}"));
            prop_assert_eq!(&*entries["KEY"].value, &value);
        }

        #[test]
        fn any_value_in_single_quotes_arrives_unchanged(value in "[^'\\\\\r\0]{0,60}") {
            let (entries, remarks) = parse(&format!("KEY='{value}'\nNEXT=1"));
            prop_assert_eq!(&*entries["KEY"].value, &value);
            prop_assert_eq!(entries["NEXT"].value.as_str(), "1");
            prop_assert!(remarks.is_empty());
        }

        #[test]
        fn what_is_written_is_read_as_it_was(value in "([A-Za-z0-9]|['\"\\\\$# =\n\t]|\\PC){0,60}") {
            let (entries, remarks) = parse(&format!("BEFORE=1\nKEY={}\nNEXT=2", quoted(&value).as_str()));
            prop_assert_eq!(&*entries["KEY"].value, &value);
            prop_assert_eq!((entries["BEFORE"].value.as_str(), entries["NEXT"].value.as_str()), ("1", "2"));
            prop_assert!(remarks.is_empty(), "{:?}", remarks);
        }

        #[test]
        fn no_content_makes_the_reader_panic(text in "([A-Z]=|export |'|\"|\\\\|\\$|#| |\n|\r\n|\\PC){0,80}") {
            let (entries, remarks) = parse(&text);
            let lines = text.split('\n').count();
            prop_assert!(entries.values().map(|entry| entry.line).chain(remarks.iter().map(|r| r.line)).all(|n| n <= lines));
        }
    }
}
