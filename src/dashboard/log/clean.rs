//! Text of a stranger as it can be drawn: its colours as styles, and nothing else that could steer a terminal.

use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar;

/// Columns between two tab stops.
const TAB: usize = 8;

/// A text without any control, escape or bidi character.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Clean {
    pub(super) text: String,
    /// From which byte on which style holds; before the first it is the usual one.
    pub(super) styles: Vec<(usize, Style)>,
    /// Not all of the text was asked for.
    pub(super) is_partial: bool,
}

/// What a text begins with.
enum Token<'a> {
    Shown(char),
    Tab,
    Space,
    Colours(&'a str),
    Nothing,
}

/// The first `most` bytes, or a few more, of a text.
pub(super) fn clean(raw: &str, most: usize) -> Clean {
    let mut found = Clean::default();
    let (mut style, mut column, mut has_string_end) = (Style::default(), 0, true);
    let mut rest = raw.trim_end_matches(['\r', '\n']);
    while !rest.is_empty() {
        if found.text.len() >= most {
            found.is_partial = true;
            break;
        }
        let plain = rest.bytes().take_while(|byte| (b' '..=b'~').contains(byte)).count();
        if plain > 0 {
            let plain = plain.min(most - found.text.len());
            found.text.push_str(&rest[..plain]);
            column += plain;
            rest = &rest[plain..];
            continue;
        }
        let (token, length) = token(rest, &mut has_string_end);
        match token {
            Token::Shown(character) => {
                found.text.push(character);
                column += character.width().unwrap_or(0);
            }
            Token::Tab => {
                let spaces = TAB - column % TAB;
                found.text.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            Token::Space => {
                found.text.push(' ');
                column += 1;
            }
            Token::Colours(parameters) => {
                style = coloured(style, parameters);
                found.styles.retain(|(from, _)| *from != found.text.len());
                found.styles.push((found.text.len(), style));
            }
            Token::Nothing => {}
        }
        rest = &rest[length..];
    }
    found
}

/// The whole text without its colours.
pub(super) fn plain(raw: &str) -> String {
    clean(raw, usize::MAX).text
}

/// Takes one character or sequence off; tells how many bytes it has.
fn token<'a>(rest: &'a str, has_string_end: &mut bool) -> (Token<'a>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    let length = first.len_utf8();
    let after = &rest[length..];
    match first {
        '\t' => (Token::Tab, length),
        '\r' | '\n' => (Token::Space, length),
        '\u{1b}' => match after.as_bytes().first() {
            Some(b'[') => control_sequence(&after[1..], length + 1),
            Some(b']' | b'P' | b'X' | b'^' | b'_') => {
                (Token::Nothing, length + 1 + string(&after[1..], has_string_end))
            }
            Some(b' '..=b'~') => {
                let between = after.bytes().take_while(|byte| (b' '..=b'/').contains(byte)).count();
                let last = after.as_bytes().get(between).is_some_and(|byte| (b'0'..=b'~').contains(byte));
                (Token::Nothing, length + between + usize::from(last))
            }
            _ => (Token::Nothing, length),
        },
        '\u{9b}' => control_sequence(after, length),
        '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => (Token::Nothing, length + string(after, has_string_end)),
        first if first.is_control() || is_unseen(first) => (Token::Nothing, length),
        first => (Token::Shown(first), length),
    }
}

/// What follows `ESC [`: parameters, intermediate bytes and a last one. Of one that breaks off nothing is shown.
fn control_sequence(rest: &str, before: usize) -> (Token<'_>, usize) {
    let count = |from: usize, range: std::ops::RangeInclusive<u8>| {
        rest.as_bytes()[from..].iter().take_while(|byte| range.contains(byte)).count()
    };
    let parameters = count(0, 0x30..=0x3f);
    let length = parameters + count(parameters, 0x20..=0x2f);
    match rest.as_bytes().get(length) {
        Some(b'm') if length == parameters => (Token::Colours(&rest[..parameters]), before + length + 1),
        Some(0x40..=0x7e) => (Token::Nothing, before + length + 1),
        _ => (Token::Nothing, before + length),
    }
}

/// Length of a string of the terminal's (its title, the clipboard, pictures) up to its end. One that does not end hides
/// nothing: only what began it is left out.
fn string(rest: &str, has_end: &mut bool) -> usize {
    if !*has_end {
        return 0;
    }
    let ends = ["\u{7}", "\u{1b}\\", "\u{9c}"];
    let end = ends.iter().filter_map(|end| rest.find(end).map(|at| at + end.len())).min();
    // There is none further on either: looking again and again would take long.
    *has_end = end.is_some();
    end.unwrap_or(0)
}

/// Characters that nobody sees, that turn the direction of text, end lines, or hide a message in another.
const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The style after an SGR sequence. What hides text or lets it blink is left out.
fn coloured(mut style: Style, parameters: &str) -> Style {
    let mut numbers = parameters.split([';', ':']).map(|number| number.parse::<u8>().unwrap_or(0));
    while let Some(number) = numbers.next() {
        let modifier = match number {
            1 => Modifier::BOLD,
            2 => Modifier::DIM,
            3 => Modifier::ITALIC,
            4 => Modifier::UNDERLINED,
            7 => Modifier::REVERSED,
            9 => Modifier::CROSSED_OUT,
            _ => Modifier::empty(),
        };
        style.add_modifier |= modifier;
        match number {
            0 => style = Style::default(),
            22 => style.add_modifier -= Modifier::BOLD | Modifier::DIM,
            23 => style.add_modifier -= Modifier::ITALIC,
            24 => style.add_modifier -= Modifier::UNDERLINED,
            27 => style.add_modifier -= Modifier::REVERSED,
            29 => style.add_modifier -= Modifier::CROSSED_OUT,
            30..=37 | 90..=97 => style.fg = Some(basic(number)),
            40..=47 | 100..=107 => style.bg = Some(basic(number - 10)),
            38 => style.fg = extended(&mut numbers).or(style.fg),
            48 => style.bg = extended(&mut numbers).or(style.bg),
            39 => style.fg = None,
            49 => style.bg = None,
            _ => {}
        }
    }
    style
}

/// One of the 16 colours, by its number as a foreground.
const fn basic(number: u8) -> Color {
    match number {
        30 => Color::Black,
        31 => Color::Red,
        32 => Color::Green,
        33 => Color::Yellow,
        34 => Color::Blue,
        35 => Color::Magenta,
        36 => Color::Cyan,
        37 => Color::Gray,
        90 => Color::DarkGray,
        91 => Color::LightRed,
        92 => Color::LightGreen,
        93 => Color::LightYellow,
        94 => Color::LightBlue,
        95 => Color::LightMagenta,
        96 => Color::LightCyan,
        _ => Color::White,
    }
}

/// What follows 38 or 48: `5;INDEX` or `2;RED;GREEN;BLUE`.
fn extended(numbers: &mut impl Iterator<Item = u8>) -> Option<Color> {
    match numbers.next()? {
        5 => numbers.next().map(Color::Indexed),
        2 => Some(Color::Rgb(numbers.next()?, numbers.next()?, numbers.next()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_harmless(text: &str) -> bool {
        !text.chars().any(|character| character.is_control() || is_unseen(character))
    }

    #[test]
    fn colours_stay_and_every_other_sequence_is_gone() {
        for (raw, text) in [
            ("\x1b[1;31mred\x1b[0m plain\r", "red plain"),
            ("\x1b[2J\x1b[10;10Hhome", "home"),
            ("\x1b]0;title\x07a", "a"),
            ("\x1b]52;c;aGk=\x1b\\b", "b"),
            ("\u{9d}0;title\u{9c}c", "c"),
            ("\x1bPq#0\x1b\\d", "d"),
            ("\x1b]0;never ends", "0;never ends"),
            ("\u{9b}2Je", "e"),
            ("\x1b(Bf\x1b7\x1bMg", "fg"),
            ("a\rb\u{8}c\u{7f}", "a bc"),
            ("a\tb", "a       b"),
            ("x\u{202e}y\u{2066}z", "xyz"),
            ("\x1b[31", ""),
            ("\x1b", ""),
            ("e\u{301} 日本", "e\u{301} 日本"),
        ] {
            assert_eq!(plain(raw), text, "{raw:?}");
        }
        let found = clean("a\x1b[1;38;2;1;2;3mb\x1b[22;48;5;9mc\x1b[md", usize::MAX);
        let bold = Style::default().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD);
        let marked = Style::default().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(9));
        assert_eq!(found.styles, [(1, bold), (2, marked), (3, Style::default())]);
    }

    #[test]
    fn a_long_text_of_sequences_that_do_not_end_takes_no_time() {
        let text = plain(&"\x1b]x".repeat(4 << 20));
        assert_eq!(text.len(), 4 << 20);
    }

    proptest! {
        #[test]
        fn nothing_that_steers_a_terminal_comes_through(
            parts in prop::collection::vec(prop_oneof![
                "[ -~]{0,6}".boxed(),
                "\u{1b}[\\[\\]PX^_(#7c=][0-9;:?<>!]{0,5}[@-~]?".boxed(),
                "[\u{0}-\u{1f}\u{7f}-\u{9f}]{1,3}".boxed(),
                "[\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{61c}\u{feff}]{1,3}".boxed(),
                "\\PC{0,4}".boxed(),
                any::<String>().boxed(),
            ], 0..12),
            most in 0_usize..80,
        ) {
            let raw = parts.concat();
            prop_assert!(is_harmless(&plain(&raw)), "{raw:?}");
            let part = clean(&raw, most);
            prop_assert!(plain(&raw).starts_with(&part.text));
            prop_assert!(part.styles.iter().all(|(from, _)| part.text.is_char_boundary(*from)));
        }
    }
}
