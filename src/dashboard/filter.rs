//! Which rows or lines are shown: `text`, `re:REGEX`, `-f fuzzy`, and `!` in front of each for the others.

use regex::{Regex, RegexBuilder};

use crate::types::Hint;

/// A regular expression may take so much memory.
const LARGEST_PROGRAM: usize = 1 << 20;

/// A filter of a pane.
#[derive(Debug, Clone)]
pub struct Filter {
    /// As it was typed.
    pub text: String,
    is_inverse: bool,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Regex(Regex),
    /// These characters, in this order, with anything between them.
    Fuzzy {
        characters: Vec<char>,
        is_cased: bool,
    },
}

/// A filter that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` is no regular expression: {reason}")]
pub struct FilterError {
    /// What was typed.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Hint for FilterError {
    fn hint(&self) -> Option<String> {
        Some("leave `re:` out to look for the text as it stands".into())
    }
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Filter {
    /// Reads what was typed. Capitals count only where there are some, but in a regular expression always.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let (is_inverse, rest) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest.trim_start()));
        let is_cased = rest.chars().any(char::is_uppercase);
        let how = if let Some(pattern) = rest.strip_prefix("re:") {
            How::Regex(compile(pattern, true)?)
        } else if let Some(characters) = rest.strip_prefix("-f ") {
            How::Fuzzy { characters: characters.chars().filter(|it| !it.is_whitespace()).collect(), is_cased }
        } else {
            How::Regex(compile(&regex::escape(rest), is_cased)?)
        };
        Ok(Self { text: text.into(), is_inverse, how })
    }

    /// Whether it shows this text.
    pub fn matches(&self, text: &str) -> bool {
        let is_like = match &self.how {
            How::Regex(regex) => regex.is_match(text),
            How::Fuzzy { characters, is_cased } => is_in_order(characters, text, *is_cased),
        };
        is_like != self.is_inverse
    }
}

fn compile(pattern: &str, is_cased: bool) -> Result<Regex, FilterError> {
    RegexBuilder::new(pattern).case_insensitive(!is_cased).size_limit(LARGEST_PROGRAM).build().map_err(|error| {
        // The error draws the pattern over several lines; the last one says what is wrong.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        FilterError { pattern: pattern.into(), reason }
    })
}

/// Whether the characters stand in the text one behind the other.
pub(super) fn is_in_order(characters: &[char], text: &str, is_cased: bool) -> bool {
    let mut left = text.chars();
    let fold = |it: char| if is_cased { it } else { it.to_lowercase().next().unwrap_or(it) };
    characters.iter().all(|wanted| left.any(|it| fold(it) == fold(*wanted)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_filter_is_a_text_a_regex_fuzzy_or_the_inverse_of_one() {
        for (filter, text, is_shown) in [
            ("", "anything", true),
            ("warn", "14:02 WARN uid 133", true),
            ("Warn", "14:02 WARN uid 133", false),
            ("uid 1.3", "uid 133", false),
            ("re:uid 1.3", "uid 133", true),
            ("re:^14:0[12]", "14:02", true),
            ("!uid", "14:02 uid 133", false),
            ("! uid", "14:02 block", true),
            ("!re:\\d", "no digit", true),
            ("-f vldtr", "sn34-validator", true),
            ("-f rotadilav", "sn34-validator", false),
            ("!-f vldtr", "sn34-validator", false),
            ("ÄRGER", "ärger", false),
            ("ärger", "ÄRGER", true),
        ] {
            assert_eq!(Filter::parse(filter).unwrap().matches(text), is_shown, "{filter:?} on {text:?}");
        }
    }

    #[test]
    fn a_regex_that_cannot_be_read_says_why_in_one_line() {
        let error = Filter::parse("re:a(b").unwrap_err();
        assert_eq!(error.to_string(), "`a(b` is no regular expression: unclosed group");
    }

    proptest! {
        #[test]
        fn a_filter_and_its_inverse_share_out_every_text(filter in "[^!].{0,20}", text in ".{0,40}") {
            if let (Ok(shown), Ok(hidden)) = (Filter::parse(&filter), Filter::parse(&format!("!{filter}"))) {
                // White space behind `!` is left out: it stands for itself elsewhere.
                prop_assume!(!filter.starts_with(char::is_whitespace));
                prop_assert_ne!(shown.matches(&text), hidden.matches(&text));
            }
        }
    }
}
