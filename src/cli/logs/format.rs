//! How a line of a log looks: for eyes, for files, for programs.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::Serialize;

use crate::cli::output;
use crate::supervisor::logs::{Line, Stream, sgr_length};
use crate::types::ServiceName;

/// Colours that services get in turn, as SGR parameters.
const COLOURS: [&str; 6] = ["36", "33", "35", "32", "34", "96"];

/// Formats lines.
pub(super) struct Format {
    style: Style,
    names: Vec<ServiceName>,
    width: usize,
    zone: TimeZone,
    today: civil::Date,
    /// The last second that was formatted, its text and what follows the fraction: most lines share it with the one before.
    second: Option<(i64, String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Raw,
    Json,
    Terminal { colour: bool },
    Plain,
}

/// A line for programs; one object a line, so without the schema that whole documents carry.
#[derive(Serialize)]
struct JsonLine<'a> {
    service: &'a ServiceName,
    time: Option<String>,
    stream: Stream,
    run: u32,
    line: &'a str,
}

impl Format {
    pub(super) fn new(json: bool, raw: bool, names: &BTreeSet<ServiceName>) -> Self {
        let style = match (json, raw) {
            (true, _) => Style::Json,
            (_, true) => Style::Raw,
            _ if io::stdout().is_terminal() || output::colour() => Style::Terminal { colour: output::colour() },
            _ => Style::Plain,
        };
        let zone = TimeZone::system();
        let today = Timestamp::now().to_zoned(zone.clone()).date();
        let mut format = Self { style, names: Vec::new(), width: 0, zone, today, second: None };
        for name in names {
            format.add(name);
        }
        format
    }

    /// One more service whose lines will come.
    pub(super) fn add(&mut self, name: &ServiceName) {
        if !self.names.contains(name) {
            self.names.push(name.clone());
            self.width = self.width.max(name.as_str().len());
        }
    }

    /// Appends a line as it is printed.
    pub(super) fn line(&mut self, out: &mut Vec<u8>, service: &ServiceName, line: Line<'_>) {
        match self.style {
            Style::Raw => {
                out.extend_from_slice(line.bytes);
                // In the raw shape the newline is among the bytes.
                if line.is_ended && line.bytes.last() != Some(&b'\n') {
                    out.push(b'\n');
                }
            }
            Style::Json => json(out, service, line),
            Style::Terminal { colour } => {
                self.front(out, service, line, colour);
                shown(out, &String::from_utf8_lossy(line.bytes), colour);
                out.push(b'\n');
            }
            Style::Plain => {
                self.front(out, service, line, false);
                out.extend_from_slice(String::from_utf8_lossy(line.bytes).as_bytes());
                out.push(b'\n');
            }
        }
    }

    /// Time, name if there are several, and the stream: `|` for stdout, `!` for stderr, `#` for remarks of gascli's.
    fn front(&mut self, out: &mut Vec<u8>, service: &ServiceName, line: Line<'_>, colour: bool) {
        let time = self.time(line.time_us);
        paint(out, "2", &time, colour);
        out.push(b' ');
        if self.names.len() > 1 {
            let at = self.names.iter().position(|name| name == service).unwrap_or(0);
            paint(out, COLOURS[at % COLOURS.len()], &format!("{service:0$}", self.width), colour);
            out.push(b' ');
        }
        match line.stream {
            Stream::Out => paint(out, "2", "|", colour),
            Stream::Err => paint(out, "31", "!", colour),
            Stream::Note => paint(out, "33", "#", colour),
        }
        out.push(b' ');
    }

    fn time(&mut self, time_us: Option<u64>) -> String {
        let is_short = matches!(self.style, Style::Terminal { .. });
        let time =
            time_us.and_then(|time| i64::try_from(time).ok()).and_then(|us| Timestamp::from_microsecond(us).ok());
        let Some(time) = time else { return if is_short { "--:--:--.---".into() } else { "-".into() } };
        let seconds = time.as_second();
        if self.second.as_ref().is_none_or(|(held, ..)| *held != seconds) {
            let local = time.to_zoned(self.zone.clone());
            let (front, back) = match (is_short, local.date() == self.today) {
                (true, true) => ("%H:%M:%S", ""),
                (true, false) => ("%Y-%m-%d %H:%M:%S", ""),
                (false, _) => ("%Y-%m-%dT%H:%M:%S", "%:z"),
            };
            self.second = Some((seconds, local.strftime(front).to_string(), local.strftime(back).to_string()));
        }
        let (_, front, back) = self.second.as_ref().expect("set above");
        let micros = time.subsec_microsecond();
        if is_short { format!("{front}.{:03}", micros / 1000) } else { format!("{front}.{micros:06}{back}") }
    }
}

fn json(out: &mut Vec<u8>, service: &ServiceName, line: Line<'_>) {
    let time =
        line.time_us.and_then(|time| i64::try_from(time).ok()).and_then(|us| Timestamp::from_microsecond(us).ok());
    let object = JsonLine {
        service,
        time: time.map(|time| format!("{time:.6}")),
        stream: line.stream,
        run: line.run,
        line: &String::from_utf8_lossy(line.bytes),
    };
    serde_json::to_writer(&mut *out, &object).expect("a vector takes every byte, and the object is text and numbers");
    out.push(b'\n');
}

fn paint(out: &mut Vec<u8>, parameters: &str, text: &str, colour: bool) {
    let written = if colour { write!(out, "\x1b[{parameters}m{text}\x1b[0m") } else { write!(out, "{text}") };
    written.expect("a vector takes every byte");
}

/// Text of a service's for a terminal: its colours stay (or go, without colour), everything else that could steer the
/// terminal is made visible.
fn shown(out: &mut Vec<u8>, text: &str, colour: bool) {
    let mut rest = text.strip_suffix('\r').unwrap_or(text);
    let mut is_painted = false;
    while let Some(at) = rest.find('\x1b') {
        out.extend_from_slice(output::escaped(&rest[..at]).as_bytes());
        rest = &rest[at..];
        let length = sgr_length(rest.as_bytes());
        if length > 0 && colour {
            is_painted = true;
            out.extend_from_slice(&rest.as_bytes()[..length]);
        }
        if length == 0 {
            out.extend_from_slice(output::escaped("\x1b").as_bytes());
        }
        rest = &rest[length.max(1)..];
    }
    out.extend_from_slice(output::escaped(rest).as_bytes());
    if is_painted {
        out.extend_from_slice(b"\x1b[0m");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_terminal(text: &str, colour: bool) -> String {
        let mut out = Vec::new();
        shown(&mut out, text, colour);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_log_line_keeps_its_colours_and_cannot_steer_the_terminal() {
        assert_eq!(on_terminal("\x1b[1;31mred\x1b[0m plain\r", true), "\x1b[1;31mred\x1b[0m plain\x1b[0m");
        assert_eq!(on_terminal("\x1b[1;31mred\x1b[0m plain", false), "red plain");
        for text in ["\x1b[2J", "\x1b]0;title\x07", "a\rb", "\u{9b}2J", "\x1b[31", "\x08", "\x1b"] {
            let found = on_terminal(text, true);
            assert!(!found.chars().any(char::is_control), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn json_tells_the_time_to_the_microsecond_in_utc() {
        let mut out = Vec::new();
        let line = Line {
            time_us: Some(1_769_868_300_000_042),
            stream: Stream::Err,
            run: 3,
            bytes: b"a\xff\x1b",
            is_ended: true,
        };
        json(&mut out, &"miner".parse().unwrap(), line);
        insta::assert_snapshot!(
            String::from_utf8(out).unwrap().trim_end(),
            @r#"{"service":"miner","time":"2026-01-31T14:05:00.000042Z","stream":"err","run":3,"line":"a�\u001b"}"#
        );
    }
}
