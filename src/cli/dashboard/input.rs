//! Keys, mouse and pastes from the bytes that a terminal sends, without ever waiting for more of them.
//!
//! `crossterm` has a reader of its own, which spins for ever when the terminal goes away, and waits inside `read` for the
//! rest of a sequence that is cut off by a slow line: neither is for a loop that must answer signals. The events are its.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::dashboard::Event;

/// Escape alone is a key; followed by more within this time it begins a sequence.
const ESCAPE_WAIT: Duration = Duration::from_millis(30);
/// More is not taken from one paste.
const LONGEST_PASTE: usize = 64 << 10;
/// No sequence of a key or the mouse is longer.
const LONGEST_SEQUENCE: usize = 64;
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// What has come and is not yet an event.
#[derive(Debug, Default)]
pub(super) struct Input {
    bytes: Vec<u8>,
    /// When the last of them came.
    at: Option<Instant>,
    /// Inside a paste.
    paste: Option<Vec<u8>>,
}

/// What the front of the bytes is.
enum Front {
    /// An event, or nothing that is of use, with its length.
    Whole(Option<Event>, usize),
    /// The beginning of something.
    Part,
}

impl Input {
    /// Reads once from a terminal that has something to read. False at its end.
    pub(super) fn read(&mut self, tty: impl AsFd) -> io::Result<bool> {
        let mut part = [0; 4096];
        match nix::unistd::read(tty, &mut part) {
            Ok(0) => Ok(false),
            Ok(count) => {
                self.take(part.get(..count).unwrap_or_default());
                Ok(true)
            }
            Err(nix::errno::Errno::EINTR | nix::errno::Errno::EAGAIN) => Ok(true),
            Err(nix::errno::Errno::EIO) => Ok(false), // it was hung up
            Err(error) => Err(error.into()),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.at = Some(Instant::now());
    }

    /// Forgets what is half read.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// How long to wait until what is half read counts as whole; `None` if nothing is.
    pub(super) fn patience(&self) -> Option<Duration> {
        let at = self.at.filter(|_| !self.bytes.is_empty() && self.paste.is_none())?;
        Some(ESCAPE_WAIT.saturating_sub(at.elapsed()))
    }

    /// The next event, if there is a whole one.
    pub(super) fn next(&mut self) -> Option<Event> {
        loop {
            if self.paste.is_some() {
                return self.pasted();
            }
            if self.bytes.starts_with(PASTE_BEGIN) {
                self.bytes.drain(..PASTE_BEGIN.len());
                self.paste = Some(Vec::new());
                continue;
            }
            if self.bytes.is_empty() {
                return None;
            }
            let is_late = self.patience().is_some_and(|left| left.is_zero());
            match front(&self.bytes, is_late || self.bytes.len() > LONGEST_SEQUENCE) {
                Front::Part => return None,
                Front::Whole(event, length) => {
                    self.bytes.drain(..length.clamp(1, self.bytes.len()));
                    if event.is_some() {
                        return event;
                    }
                }
            }
        }
    }

    /// The paste, if its end has come.
    fn pasted(&mut self) -> Option<Event> {
        let end = self.bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        // The end itself may be cut in two.
        let here = end.unwrap_or(self.bytes.len().saturating_sub(PASTE_END.len() - 1));
        let paste = self.paste.as_mut()?;
        let room = LONGEST_PASTE.saturating_sub(paste.len());
        paste.extend(self.bytes.drain(..here).take(room));
        end?;
        self.bytes.drain(..PASTE_END.len());
        let paste = self.paste.take()?;
        Some(Event::Paste(String::from_utf8_lossy(&paste).into_owned()))
    }
}

/// What the bytes begin with. `is_all`: no more comes.
fn front(bytes: &[u8], is_all: bool) -> Front {
    match bytes {
        [0x1b] if is_all => key(KeyCode::Esc, KeyModifiers::NONE, 1),
        [0x1b] => Front::Part,
        [0x1b, b'[', ..] => sequence(bytes, is_all),
        [0x1b, b']' | b'P' | b'^' | b'_', ..] => string(bytes, is_all),
        [0x1b, b'O', last, ..] => match letter(*last) {
            Some(code) => key(code, KeyModifiers::NONE, 3),
            None => Front::Whole(None, 3),
        },
        [0x1b, b'O'] if !is_all => Front::Part,
        [0x1b, 0x1b, ..] => key(KeyCode::Esc, KeyModifiers::NONE, 1),
        [0x1b, rest @ ..] => match front(rest, is_all) {
            Front::Whole(Some(Event::Key(event)), length) => {
                key(event.code, event.modifiers | KeyModifiers::ALT, length + 1)
            }
            Front::Whole(_, length) => Front::Whole(None, length + 1),
            Front::Part => Front::Part,
        },
        [b'\r', ..] => key(KeyCode::Enter, KeyModifiers::NONE, 1),
        [b'\t', ..] => key(KeyCode::Tab, KeyModifiers::NONE, 1),
        [0x7f, ..] => key(KeyCode::Backspace, KeyModifiers::NONE, 1),
        [0, ..] => key(KeyCode::Char(' '), KeyModifiers::CONTROL, 1),
        [control @ 0x01..=0x1a, ..] => key(KeyCode::Char(char::from(control - 1 + b'a')), KeyModifiers::CONTROL, 1),
        [control @ 0x1c..=0x1f, ..] => key(KeyCode::Char(char::from(control - 0x1c + b'4')), KeyModifiers::CONTROL, 1),
        _ => character(bytes, is_all),
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers, length: usize) -> Front {
    Front::Whole(Some(Event::Key(KeyEvent::new(code, modifiers))), length)
}

/// A character of UTF-8.
fn character(bytes: &[u8], is_all: bool) -> Front {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => 1,
    };
    let Some(whole) = bytes.get(..length) else {
        return if is_all { Front::Whole(None, bytes.len()) } else { Front::Part };
    };
    match std::str::from_utf8(whole).ok().and_then(|text| text.chars().next()) {
        Some(character) => {
            let modifiers = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            key(KeyCode::Char(character), modifiers, length)
        }
        None => Front::Whole(None, 1),
    }
}

/// What terminals answer to questions, ended by BEL or `ESC \`. None were asked, so it is for somebody before us.
fn string(bytes: &[u8], is_all: bool) -> Front {
    let body = bytes.get(2..).unwrap_or_default();
    let bell = body.iter().position(|byte| *byte == 0x07).map(|at| at + 3);
    let end = body.windows(2).position(|pair| pair == b"\x1b\\").map(|at| at + 4);
    match bell.into_iter().chain(end).min() {
        Some(length) => Front::Whole(None, length),
        None if is_all => Front::Whole(None, bytes.len()),
        None => Front::Part,
    }
}

/// `ESC [ parameters letter`.
fn sequence(bytes: &[u8], is_all: bool) -> Front {
    let body = bytes.get(2..).unwrap_or_default();
    if let [b'[', function, ..] = body {
        // The console of Linux: F1 to F5.
        let code = matches!(function, b'A'..=b'E').then(|| KeyCode::F(function - b'A' + 1));
        return Front::Whole(code.map(|code| Event::Key(code.into())), 4);
    }
    let Some(end) = body.iter().position(|byte| matches!(byte, 0x40..=0x7e) && *byte != b'[') else {
        return if is_all { Front::Whole(None, bytes.len()) } else { Front::Part };
    };
    let (parameters, last) = (body.get(..end).unwrap_or_default(), body.get(end).copied().unwrap_or_default());
    let length = end + 3;
    if let Some(mouse) = parameters.strip_prefix(b"<") {
        return Front::Whole(mouse_event(mouse, last == b'm').map(Event::Mouse), length);
    }
    let numbers: Vec<u16> = numbers(parameters);
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    let modifiers = modifiers(number(1));
    let code = match last {
        b'~' => match number(0) {
            1 | 7 => Some(KeyCode::Home),
            2 => Some(KeyCode::Insert),
            3 => Some(KeyCode::Delete),
            4 | 8 => Some(KeyCode::End),
            5 => Some(KeyCode::PageUp),
            6 => Some(KeyCode::PageDown),
            number @ 11..=15 => u8::try_from(number - 10).ok().map(KeyCode::F),
            number @ 17..=21 => u8::try_from(number - 11).ok().map(KeyCode::F),
            number @ 23..=24 => u8::try_from(number - 12).ok().map(KeyCode::F),
            _ => None,
        },
        b'Z' => return key(KeyCode::BackTab, KeyModifiers::SHIFT, length),
        letter_code => letter(letter_code),
    };
    Front::Whole(code.map(|code| Event::Key(KeyEvent::new(code, modifiers))), length)
}

/// The key of `ESC O letter`, and of `ESC [ letter`.
const fn letter(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

fn numbers(parameters: &[u8]) -> Vec<u16> {
    let text = std::str::from_utf8(parameters).unwrap_or_default();
    text.split([';', ':']).map(|number| number.parse().unwrap_or(0)).collect()
}

/// As xterm counts them: one more than the sum of the held keys.
fn modifiers(number: u16) -> KeyModifiers {
    let held = number.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    all.into_iter().filter(|(bit, _)| held & bit != 0).map(|(_, modifier)| modifier).collect()
}

/// `ESC [ < button ; column ; row M`, or `m` when it is let go.
fn mouse_event(parameters: &[u8], is_release: bool) -> Option<MouseEvent> {
    let [code, column, row] = numbers(parameters).try_into().ok()?;
    let button = match code & 3 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let kind = match (code & 0x40 != 0, code & 3, code & 0x20 != 0) {
        (true, 0, _) => MouseEventKind::ScrollUp,
        (true, 1, _) => MouseEventKind::ScrollDown,
        (true, 2, _) => MouseEventKind::ScrollLeft,
        (true, ..) => MouseEventKind::ScrollRight,
        (false, 3, _) => return None, // moved without a button
        (false, _, true) => MouseEventKind::Drag(button),
        (false, ..) if is_release => MouseEventKind::Up(button),
        (false, ..) => MouseEventKind::Down(button),
    };
    let held = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers = held.into_iter().filter(|(bit, _)| code & bit != 0).map(|(_, modifier)| modifier).collect();
    Some(MouseEvent { kind, column: column.saturating_sub(1), row: row.saturating_sub(1), modifiers })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of these pieces, each a read of its own, and whether all was used up.
    fn events(pieces: &[&[u8]]) -> Vec<String> {
        let mut input = Input::default();
        let mut found = Vec::new();
        for piece in pieces {
            input.take(piece);
            while let Some(event) = input.next() {
                found.push(match event {
                    Event::Key(key) if key.modifiers.is_empty() => key.code.to_string(),
                    Event::Key(key) => format!("{}+{}", key.modifiers, key.code),
                    Event::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row),
                    other => format!("{other:?}"),
                });
            }
        }
        found
    }

    #[test]
    fn keys_are_told_apart_however_they_are_cut() {
        for (bytes, wanted) in [
            (&b"q\r\t\x7f"[..], &["q", "Enter", "Tab", "Backspace"][..]),
            (b"G\x03\x1a", &["Shift+G", "Control+c", "Control+z"]),
            (b"\x1b[A\x1bOB\x1b[5~\x1b[Z", &["Up", "Down", "Page Up", "Shift+Back Tab"]),
            (b"\x1b[1;5C\x1b[15~\x1b[[A\x1bx", &["Control+Right", "F5", "F1", "Alt+x"]),
            ("é東🦀".as_bytes(), &["é", "東", "🦀"]),
            (b"\xff\x1b[?1;2cq", &["q"]),
            (b"\x1b]11;rgb:0/0/0\x07a\x1bP1$r0m\x1b\\b", &["a", "b"]),
            (b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;1;1M", &["Down(Left) 9 4", "Up(Left) 9 4", "ScrollDown 0 0"]),
            (b"\x1b[<32;3;4M\x1b[<35;3;4M", &["Drag(Left) 2 3"]),
            (b"\x1b[200~a\x1bb\nc\x1b[201~q", &["Paste(\"a\\u{1b}b\\nc\")", "q"]),
        ] {
            assert_eq!(events(&[bytes]), wanted, "{bytes:?}");
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(events(&single), wanted, "{bytes:?} byte by byte");
        }
    }

    #[test]
    fn escape_alone_is_a_key_once_nothing_follows() {
        let mut input = Input::default();
        input.take(b"\x1b");
        assert!(input.next().is_none());
        assert!(input.patience().is_some());
        std::thread::sleep(ESCAPE_WAIT);
        assert!(matches!(input.next(), Some(Event::Key(key)) if key.code == KeyCode::Esc));
        assert_eq!(input.patience(), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_strange_and_none_stay_for_ever(bytes in proptest::collection::vec(0_u8.., 0..300)) {
            let mut input = Input::default();
            input.take(&bytes);
            while input.next().is_some() {}
            proptest::prop_assert!(input.bytes.len() <= LONGEST_SEQUENCE + 1);
        }
    }
}
