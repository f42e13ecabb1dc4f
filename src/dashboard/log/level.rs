//! How grave a line is, by what its logger wrote into it.

use std::sync::LazyLock;

use regex::Regex;

/// How grave a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// An operator must act; also panics and tracebacks.
    Error,
    /// Odd, and handled.
    Warn,
    /// What an operator would tell a colleague.
    Info,
    /// For developers, traces included.
    Debug,
}

impl Level {
    /// Every level, gravest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warn, Self::Info, Self::Debug];

    /// Five capitals at most.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Warn => "WARN",
            Self::Info => "INFO",
            Self::Debug => "DEBUG",
        }
    }

    /// Of a logger's word, in any case.
    fn of(word: &str) -> Option<Self> {
        const WORDS: [(&str, Level); 19] = [
            ("error", Level::Error),
            ("err", Level::Error),
            ("critical", Level::Error),
            ("crit", Level::Error),
            ("fatal", Level::Error),
            ("panic", Level::Error),
            ("alert", Level::Error),
            ("emergency", Level::Error),
            ("exception", Level::Error),
            ("warn", Level::Warn),
            ("warning", Level::Warn),
            ("info", Level::Info),
            ("information", Level::Info),
            ("notice", Level::Info),
            ("success", Level::Info),
            ("debug", Level::Debug),
            ("trace", Level::Debug),
            ("verbose", Level::Debug),
            ("dbg", Level::Debug),
        ];
        WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, level)| *level)
    }

    /// Of a number as pino, bunyan and Python write it.
    fn of_number(number: u32) -> Option<Self> {
        match number {
            50.. => Some(Self::Error),
            40..50 => Some(Self::Warn),
            20 | 30 => Some(if number == 30 { Self::Info } else { Self::Debug }),
            10 => Some(Self::Debug),
            _ => None,
        }
    }
}

/// A level is looked for in so many bytes of a line's front; in a sentence further on it means nothing.
const FRONT: usize = 160;
/// Fields that tell a level.
const FIELDS: [&str; 4] = ["level", "severity", "levelname", "lvl"];

/// The level that a line names; `None` for one that names none, such as those of a traceback but its first.
pub(super) fn level(text: &str) -> Option<Level> {
    let text = text.trim_start();
    if text.starts_with('{') {
        return in_json(text);
    }
    if text.starts_with("Traceback (most recent") || (text.starts_with("thread '") && text.contains(" panicked at")) {
        return Some(Level::Error);
    }
    let front = &text[..text.floor_char_boundary(FRONT)];
    let (word, field) = (first_word(front), in_logfmt(front));
    match (word, field) {
        (Some(word), Some(field)) => Some(if word.0 < field.0 { word.1 } else { field.1 }),
        (word, field) => word.or(field).map(|(_, level)| level),
    }
}

/// A word in capitals, one in brackets, or one with a colon that the line begins with.
fn first_word(front: &str) -> Option<(usize, Level)> {
    let bytes = front.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| is_part(**byte)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let (word, before, after) = (&front[at..at + length], at.checked_sub(1), bytes.get(at + length));
        let is_bracketed = before.is_some_and(|before| bytes[before] == b'[') && after == Some(&b']');
        let is_heading = at == 0 && after == Some(&b':');
        let is_capital = length > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if (is_capital || is_bracketed || is_heading)
            && let Some(level) = Level::of(word)
        {
            return Some((at, level));
        }
        at += length;
    }
    None
}

/// `level=warn`, `lvl="error"`.
fn in_logfmt(front: &str) -> Option<(usize, Level)> {
    let found = FIELDS.iter().filter_map(|field| {
        let (at, _) = front.match_indices(field).find(|(at, _)| {
            let is_begun =
                at.checked_sub(1).is_none_or(|before| matches!(front.as_bytes()[before], b' ' | b'\t' | b','));
            is_begun && front[at + field.len()..].starts_with('=')
        })?;
        let value = front[at + field.len() + 1..].trim_start_matches('"');
        Some((at, value_level(value)?))
    });
    found.min()
}

/// The first of the fields of an object.
fn in_json(text: &str) -> Option<Level> {
    FIELDS.iter().find_map(|field| {
        let at = text.find(&format!("\"{field}\""))?;
        let value = text[at + field.len() + 2..].trim_start().strip_prefix(':')?.trim_start();
        // loguru: {"record": {"level": {"icon": "i", "name": "INFO", "no": 20}}}
        let value = match value.strip_prefix('{') {
            Some(inner) => inner.split_once("\"name\"")?.1.trim_start_matches([':', ' ']),
            None => value,
        };
        value_level(value.trim_start_matches('"'))
    })
}

fn value_level(value: &str) -> Option<Level> {
    let word = value.split(|character: char| !character.is_ascii_alphanumeric()).next()?;
    word.parse().ok().map_or_else(|| Level::of(word), Level::of_number)
}

/// Where in a text the message begins behind a time and a level, which the pane shows in columns of its own.
pub(super) fn body(text: &str) -> usize {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        let time = r"^\s*\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?\]?[\s|]*";
        Regex::new(time).expect("a constant that a test compiles")
    });
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        let words = "ERROR|CRITICAL|FATAL|WARN|WARNING|INFO|NOTICE|SUCCESS|DEBUG|TRACE";
        Regex::new(&format!(r"^(?:-\s+)?(?:\[\s*(?:{words})\s*\]|(?:{words}))(?:\s*[|:]\s*|\s+(?:-\s+)?|$)"))
            .expect("a constant that a test compiles")
    });
    let head = &text[..text.floor_char_boundary(FRONT)];
    let time = TIME.find(head).map_or(0, |found| found.end());
    let level = LEVEL.find(&head[time..]).map_or(0, |found| found.end());
    let at = time + level;
    // Of a line that is nothing but these, something is to be seen.
    if at >= text.trim_end().len() { 0 } else { at }
}

#[cfg(test)]
mod tests {
    use super::super::clean::plain;
    use super::*;

    #[test]
    fn the_level_of_every_usual_logger_is_understood() {
        use Level::{Debug, Error, Info, Warn};
        for (line, expected) in [
            ("2025-02-22 07:17:22.164 |       INFO       | started", Some(Info)),
            ("2025-02-22 07:17:22.164 | SUCCESS  | bittensor:set_weights:12 - set", Some(Info)),
            ("\x1b[34m2025-02-22 07:17:22.164\x1b[0m | \x1b[1m\x1b[31mERROR\x1b[0m | no axon", Some(Error)),
            ("2025-02-22 07:17:22.164 | WARNING | slow", Some(Warn)),
            ("2026-01-31T14:05:00.000042Z  WARN gascli::miner: level=error", Some(Warn)),
            ("\x1b[2m2026-01-31T14:05:00Z\x1b[0m \x1b[35mTRACE\x1b[0m x", Some(Debug)),
            (r#"{"ts":1,"level":"warning","msg":"an ERROR"}"#, Some(Warn)),
            (r#"{"severity": "ERROR"}"#, Some(Error)),
            (r#"{"record": {"level": {"icon": "i", "name": "DEBUG", "no": 10}}}"#, Some(Debug)),
            (r#"{"level":30,"msg":"pino"}"#, Some(Info)),
            (r#"{"msg":"\"level\":\"error\""}"#, None),
            ("time=2026-01-31 level=debug msg=\"no ERROR\"", Some(Debug)),
            ("ts=1 lvl=\"eror\"", None),
            ("INFO:root:started", Some(Info)),
            ("2025-02-22 07:17:22,164 - neurons.validator - WARNING - odd", Some(Warn)),
            ("INFO:     Uvicorn running", Some(Info)),
            ("2026/01/31 14:05:00 [error] 7#7: refused", Some(Error)),
            ("error: cannot read", Some(Error)),
            ("Traceback (most recent call last):", Some(Error)),
            ("  File \"a.py\", line 3, in <module>", None),
            ("ValueError: bad", None),
            ("thread 'main' panicked at src/main.rs:1:2:", Some(Error)),
            ("the information is that all warnings are gone", None),
            ("", None),
        ] {
            assert_eq!(level(&plain(line)), expected, "{line}");
        }
    }

    #[test]
    fn time_and_level_of_the_line_itself_are_not_shown_twice() {
        for (line, expected) in [
            ("2025-02-22 07:17:22.164 |       INFO       | started", "started"),
            ("2026-01-31T14:05:00.000042Z  INFO gascli::miner: ready", "gascli::miner: ready"),
            ("INFO:root:started", "root:started"),
            ("[WARN] odd", "odd"),
            ("2025-02-22 07:17:22,164 - name - WARNING - odd", "- name - WARNING - odd"),
            ("INFORMATION is power", "INFORMATION is power"),
            (r#"{"level":"info"}"#, r#"{"level":"info"}"#),
            ("INFO", "INFO"),
            ("plain", "plain"),
        ] {
            assert_eq!(&line[body(line)..], expected, "{line}");
        }
    }
}
