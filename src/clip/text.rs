//! Prompts as CLIP was trained to see them: repaired, on one line, in lower case.

use std::sync::LazyLock;

use plsfix::{TextFixerConfig, fix_text};
use regex::Regex;

use super::entities::unescape;

/// Longest text that is looked at, in bytes. A model takes some dozen words.
const LONGEST: usize = 64 << 10;

/// Rounds of repair; a repaired text may show the next fault.
const ROUNDS: usize = 16;

/// Stands for the `&` of a reference that must be left alone. Nothing prints it, and repair would remove it.
const KEPT: char = '\u{2}';

static ESCAPES: LazyLock<Regex> = LazyLock::new(|| regex(r"\x1b\[[\d;]*[a-zA-Z]"));

static REFERENCES: LazyLock<Regex> = LazyLock::new(|| regex("&(#?[0-9A-Za-z]{1,24};)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here")
}

/// The text as the original's `whitespace_clean(basic_clean(text)).lower()` leaves it: by ftfy, twice out of HTML, each
/// stretch of white space one space.
pub(super) fn clean(text: &str) -> String {
    let text = unescape(&unescape(&repair(&text[..text.floor_char_boundary(LONGEST)])));
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// White space by Python's reckoning, in which separators of information are some.
const fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// What ftfy's `fix_text` makes of it: line by line, so that a fault of one decides nothing about another.
fn repair(text: &str) -> String {
    let mut repaired = String::with_capacity(text.len());
    // What holds a `<` is taken for HTML from there on, whose references mean something.
    let mut is_html = false;
    for line in text.split_inclusive('\n') {
        is_html |= line.contains('<');
        repaired.push_str(&repair_line(line, is_html));
    }
    repaired
}

/// The library unescapes whatever it is told, knows terminal escapes by a wrong pattern, and keeps half of a wide macron:
/// all three are done around it.
fn repair_line(line: &str, is_html: bool) -> String {
    let mut line = line.to_owned();
    for _ in 0..ROUNDS {
        let without = ESCAPES.replace_all(&line, "").replace(KEPT, "").replace('\u{ffe3}', " \u{304}");
        let repaired = if is_html {
            let kept = REFERENCES.replace_all(&without, "\u{2}$1");
            let config = TextFixerConfig { remove_control_chars: false, ..TextFixerConfig::default() };
            fix_text(&kept, Some(&config)).chars().filter(|one| *one == KEPT || !is_control(*one)).collect()
        } else {
            fix_text(&without, None)
        };
        let repaired = repaired.replace(KEPT, "&");
        if repaired == line {
            break;
        }
        line = repaired;
    }
    line
}

/// Characters that ftfy removes.
const fn is_control(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
    )
}
