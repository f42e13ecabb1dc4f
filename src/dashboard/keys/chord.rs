//! A key with what is held down beside it, and its word in the file of keys.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with what is held down beside it. What terminals tell in two ways is one here: `K` is never `shift-k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chord {
    code: KeyCode,
    with: KeyModifiers,
}

/// A text that is the word of no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoKey;

const NAMES: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
];
const MODIFIERS: [(&str, KeyModifiers); 3] =
    [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)];

impl Chord {
    fn new(code: KeyCode, with: KeyModifiers) -> Self {
        let mut with = with & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            KeyCode::Char(letter) if with.contains(KeyModifiers::CONTROL) => KeyCode::Char(letter.to_ascii_lowercase()),
            KeyCode::Char(letter) if with.contains(KeyModifiers::SHIFT) => KeyCode::Char(letter.to_ascii_uppercase()),
            KeyCode::BackTab => {
                with |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            code => code,
        };
        if matches!(code, KeyCode::Char(_)) {
            with -= KeyModifiers::SHIFT; // the character says it
        }
        Self { code, with }
    }
}

impl From<KeyEvent> for Chord {
    fn from(key: KeyEvent) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

impl FromStr for Chord {
    type Err = NoKey;

    fn from_str(word: &str) -> Result<Self, NoKey> {
        let (mut rest, mut with) = (word, KeyModifiers::NONE);
        while let Some((short, modifier)) = MODIFIERS.iter().find_map(|(prefix, modifier)| {
            rest.strip_prefix(prefix).filter(|it| !it.is_empty()).map(|it| (it, *modifier))
        }) {
            (rest, with) = (short, with | modifier);
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_whitespace() && !letter.is_control() => KeyCode::Char(letter),
            _ => match NAMES.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => KeyCode::F(
                    rest.strip_prefix('f')
                        .and_then(|it| it.parse().ok())
                        .filter(|it| (1..=12).contains(it))
                        .ok_or(NoKey)?,
                ),
            },
        };
        Ok(Self::new(code, with))
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (prefix, modifier) in MODIFIERS {
            if self.with.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(letter)) => write!(f, "{letter}"),
            (None, KeyCode::F(number)) => write!(f, "f{number}"),
            (None, code) => write!(f, "{code:?}"), // no word makes one
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_is_called_is_what_it_is_read_as() {
        for word in [
            "q",
            "K",
            "?",
            "-",
            "+",
            "ctrl-z",
            "ctrl--",
            "alt-x",
            "shift-tab",
            "space",
            "f5",
            "f12",
            "ctrl-alt-up",
            "ü",
        ] {
            assert_eq!(word.parse::<Chord>().map(|chord| chord.to_string()), Ok(word.to_owned()), "{word}");
        }
        for word in ["", "ctrl-", "f0", "f13", "return", "qq", "hyper-x", " ", "\u{1b}"] {
            assert_eq!(word.parse::<Chord>(), Err(NoKey), "{word:?}");
        }
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_tells_it() {
        let told = |code, with| Chord::from(KeyEvent::new(code, with));
        let of = |word: &str| word.parse::<Chord>().unwrap();
        assert_eq!(told(KeyCode::Char('K'), KeyModifiers::SHIFT), of("K"));
        assert_eq!(told(KeyCode::Char('k'), KeyModifiers::SHIFT), of("K"));
        assert_eq!(of("shift-k"), of("K"));
        assert_eq!(told(KeyCode::BackTab, KeyModifiers::SHIFT), of("shift-tab"));
        assert_eq!(told(KeyCode::BackTab, KeyModifiers::NONE), of("shift-tab"));
        assert_eq!(told(KeyCode::Char('L'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), of("ctrl-l"));
        assert_eq!(told(KeyCode::Char('?'), KeyModifiers::SHIFT), of("?"));
        assert_ne!(of("k"), of("K"));
    }
}
