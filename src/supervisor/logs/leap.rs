//! Passes over lines that no pattern can match: many at once, without looking at where each begins.

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Look;

/// A pattern that is searched in many lines at once: where it is not found, the one that it was made of matches no line.
#[derive(Debug)]
pub(super) struct Leap {
    pattern: Regex,
    /// Where the next colour sequence is known to begin; nothing is known of what lies before.
    colour_at: Option<usize>,
}

impl Leap {
    /// Of the first pattern that can be searched like this, as every pattern must match. `^` and `$` become those of
    /// lines; a pattern with `\A`, `\z` or carriage returns as line ends cannot.
    pub(super) fn of(patterns: &[Regex]) -> Option<Self> {
        let pattern = patterns.iter().find_map(|pattern| {
            let hir = ParserBuilder::new().utf8(false).multi_line(true).build().parse(pattern.as_str()).ok()?;
            let looks = hir.properties().look_set();
            let is_text_bound =
                [Look::Start, Look::End, Look::StartCRLF, Look::EndCRLF].into_iter().any(|look| looks.contains(look));
            if is_text_bound {
                return None;
            }
            RegexBuilder::new(pattern.as_str()).multi_line(true).build().ok()
        })?;
        Some(Self { pattern, colour_at: None })
    }

    /// Other bytes will be asked about.
    pub(super) fn forget(&mut self) {
        self.colour_at = None;
    }

    /// How many of the bytes behind `from`, where a line begins, hold whole lines that do not match; 0 if that cannot be
    /// said of the first.
    pub(super) fn over(&mut self, block: &[u8], from: usize) -> usize {
        // Colours are no part of the text, and may stand within words.
        if self.colour_at.is_none_or(|at| at < from) {
            let found = memchr::memchr(0x1b, &block[from..]);
            self.colour_at = Some(found.map_or(usize::MAX, |at| from + at));
        }
        let end = self.colour_at.unwrap_or(usize::MAX).min(block.len());
        let whole_lines = |bytes: &[u8]| memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let lines = &block[from..from + whole_lines(&block[from..end])];
        match self.pattern.find(lines) {
            Some(found) => whole_lines(&lines[..found.start()]),
            None => lines.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_line_that_matches_is_passed_over(
            text in "[ab \n\u{e9}\r]{0,60}\n",
            pattern in prop::sample::select(vec![
                "a", "ab", "^a", "b$", "^$", r"\bab\b", r"a\Bb", "(?i)AB", "a.*b", r"\s", "a|^b", r"^\s*$", "é", "[^a]+$",
                r"\Aa", r"b\z", "(?s).b", "(?-u:\\xa9)", "", "(?R)a$",
            ]),
        ) {
            let pattern = Regex::new(pattern).unwrap();
            let Some(mut leap) = Leap::of(std::slice::from_ref(&pattern)) else { return Ok(()) };
            let bytes = text.as_bytes();
            let mut from = 0;
            while from < bytes.len() {
                let over = leap.over(bytes, from);
                for line in bytes[from..from + over].split_inclusive(|byte| *byte == b'\n') {
                    prop_assert!(!pattern.is_match(&line[..line.len() - 1]), "{:?}", line);
                }
                from += over;
                // The next one is looked at by itself.
                from += bytes[from..].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            }
        }
    }

    #[test]
    fn most_patterns_can_leap_and_colours_end_a_leap() {
        for (pattern, can) in [("error", true), ("^WARN|x$", true), (r"\Aerror", false), (r"(?R)x$", false)] {
            assert_eq!(Leap::of(&[Regex::new(pattern).unwrap()]).is_some(), can, "{pattern}");
        }
        let mut leap = Leap::of(&[Regex::new("error").unwrap()]).unwrap();
        assert_eq!(leap.over(b"one\ntwo\nan error\nlast\n", 0), 8);
        leap.forget();
        assert_eq!(leap.over(b"one\ner\x1b[0mror\nlast\n", 0), 4);
        assert_eq!(leap.over(b"one\ner\x1b[0mror\nlast\nhalf", 14), 5);
    }
}
