//! Spans of time and sizes as operators write and read them.

use std::time::Duration;

/// As much of a refused text is shown.
const LONGEST_QUOTE: usize = 60;

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
        let wrong = || SpanError(text.chars().take(LONGEST_QUOTE).collect());
        let (number, unit) = split(text).ok_or_else(wrong)?;
        let (_, in_ms) = SPANS.iter().find(|(word, _)| *word == unit).ok_or_else(wrong)?;
        number.checked_mul(*in_ms).map(|ms| Self(Duration::from_millis(ms))).ok_or_else(wrong)
    }
}

/// A span as an operator would write it.
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
pub fn size_of_text(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let (_, factor) = SIZES.iter().find(|(word, _)| word.eq_ignore_ascii_case(unit))?;
    number.checked_mul(*factor)
}

/// A size as an operator would write it.
pub fn size_text(bytes: u64) -> String {
    let fits = SIZES.iter().find(|(word, factor)| word.contains('i') && bytes > 0 && bytes.is_multiple_of(*factor));
    fits.map_or_else(|| format!("{bytes}B"), |(word, factor)| format!("{}{word}", bytes / factor))
}

fn split(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    Some((number.parse().ok()?, unit.trim_start()))
}

/// A size for reading, with one decimal in IEC units.
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub fn size_words(bytes: u64) -> String {
    let mut size = bytes as f64;
    let mut units = ["B", "KiB", "MiB", "GiB", "TiB"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for larger in units {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    if unit == "B" { format!("{bytes} B") } else { format!("{size:.1} {unit}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spans_and_sizes_are_read_as_people_write_them() {
        for (text, ms) in
            [("500ms", Some(500)), ("30s", Some(30_000)), ("2 h", Some(7_200_000)), ("7d", Some(604_800_000))]
        {
            assert_eq!(text.parse::<Span>().ok().map(|span| span.0.as_millis()), ms, "{text}");
        }
        for text in ["", "s", "5", "-1s", "5 parsecs", "99999999999999999999s", "9999999999999999999h"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        for (text, bytes) in [("64MiB", 64 << 20), ("2 gib", 2 << 30), ("500MB", 500_000_000), ("7B", 7)] {
            assert_eq!(size_of_text(text), Some(bytes), "{text}");
        }
        for text in ["", "MiB", "2", "2 pounds", "99999999999TiB"] {
            assert_eq!(size_of_text(text), None, "{text}");
        }
        assert_eq!([5, 2048, 3_500_000_000].map(size_words), ["5 B", "2.0 KiB", "3.3 GiB"]);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_written_into_the_file(number in 0_u64..1 << 50) {
            prop_assert_eq!(span_text(Duration::from_millis(number)).parse::<Span>().unwrap().0.as_millis(), u128::from(number));
            prop_assert_eq!(size_of_text(&size_text(number)), Some(number));
        }
    }
}
