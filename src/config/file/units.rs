//! Values with a unit: spans of time, sizes, signals, times of day.

use std::time::Duration;

use crate::supervisor::Schedule;

/// A time span such as `500ms`, `30s`, `5m`, `1h` or `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub Duration);

/// A text that is no time span.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no time span: a number with ms, s, m, h or d is expected, as in `30s`")]
pub struct SpanError(String);

const SPANS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

impl std::str::FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SpanError(shortened(text));
        let (number, unit) = split(text).ok_or_else(wrong)?;
        let (_, in_ms) = SPANS.iter().find(|(word, _)| *word == unit).ok_or_else(wrong)?;
        number.checked_mul(*in_ms).map(|ms| Self(Duration::from_millis(ms))).ok_or_else(wrong)
    }
}

/// A span as it is written in the file.
pub fn span_text(span: Duration) -> String {
    let ms = span.as_millis();
    let fits = SPANS.iter().find(|(_, in_ms)| ms > 0 && ms.is_multiple_of(u128::from(*in_ms)));
    fits.map_or_else(|| "0s".into(), |(word, in_ms)| format!("{}{word}", ms / u128::from(*in_ms)))
}

const SIZES: [(&str, u64); 9] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1000),
    ("B", 1),
];

/// Bytes of a size such as `64MiB`, `2GiB` or `500MB`.
pub(super) fn size(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let (_, factor) = SIZES.iter().find(|(word, _)| word.eq_ignore_ascii_case(unit))?;
    number.checked_mul(*factor)
}

/// A size as it is written in the file.
pub fn size_text(bytes: u64) -> String {
    let fits = SIZES.iter().find(|(word, factor)| word.contains('i') && bytes > 0 && bytes.is_multiple_of(*factor));
    fits.map_or_else(|| format!("{bytes}B"), |(word, factor)| format!("{}{word}", bytes / factor))
}

fn split(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    Some((number.parse().ok()?, unit.trim_start()))
}

/// The name of a signal, as in `SIGTERM`; `TERM` is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalName(pub String);

/// A text that names no signal.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no signal: SIGTERM, SIGINT, SIGQUIT and their like are expected")]
pub struct SignalNameError(String);

impl std::str::FromStr for SignalName {
    type Err = SignalNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let full = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
        let known = full.parse::<nix::sys::signal::Signal>().is_ok();
        if known { Ok(Self(full)) } else { Err(SignalNameError(shortened(text))) }
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A time of day such as `04:00`, or of a day of the week, such as `sun 03:30`.
pub(super) fn time(text: &str) -> Option<Schedule> {
    let (day, clock) = match text.split_once(' ') {
        Some((day, clock)) => (Some(day), clock.trim_start()),
        None => (None, text),
    };
    let weekday = match day {
        Some(day) => {
            let place = WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(day))?;
            Some(u8::try_from(place + 1).ok()?)
        }
        None => None,
    };
    let (hour, minute) = clock.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2)?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(Schedule::At { weekday, hour, minute })
}

/// A planned start as it is written in the file.
pub(in crate::config) fn time_text(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Every(span) => span_text(*span),
        Schedule::At { weekday, hour, minute } => {
            let day = weekday.and_then(|day| WEEKDAYS.get(usize::from(day).wrapping_sub(1)));
            let day = day.map(|day| format!("{day} ")).unwrap_or_default();
            format!("{day}{hour:02}:{minute:02}")
        }
    }
}

/// The beginning of a text that is refused.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_sizes_and_times_are_read_as_people_write_them() {
        for (text, ms) in
            [("500ms", Some(500)), ("30s", Some(30_000)), ("2 h", Some(7_200_000)), ("7d", Some(604_800_000))]
        {
            assert_eq!(text.parse::<Span>().ok().map(|span| span.0.as_millis()), ms, "{text}");
        }
        for text in ["", "s", "5", "-1s", "5 parsecs", "99999999999999999999s", "9999999999999999999h"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        for (text, bytes) in [("64MiB", 64 << 20), ("2 gib", 2 << 30), ("500MB", 500_000_000), ("7B", 7)] {
            assert_eq!(size(text), Some(bytes), "{text}");
        }
        for text in ["", "MiB", "2", "2 pounds", "99999999999TiB"] {
            assert_eq!(size(text), None, "{text}");
        }
        assert_eq!(time("04:00"), Some(Schedule::At { weekday: None, hour: 4, minute: 0 }));
        assert_eq!(time("sun 03:30"), Some(Schedule::At { weekday: Some(7), hour: 3, minute: 30 }));
        for text in ["24:00", "4:00", "04:60", "someday 04:00", "04:00 sun", ""] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_written_into_the_file(number in 0_u64..1 << 50) {
            prop_assert_eq!(span_text(Duration::from_millis(number)).parse::<Span>().unwrap().0.as_millis(), u128::from(number));
            prop_assert_eq!(size(&size_text(number)), Some(number));
        }
    }
}
