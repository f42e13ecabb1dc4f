//! Prompts made as short as a service takes them: validators write up to 240 words, some services read 1000 characters.
//!
//! A service refuses a longer prompt, or cuts it in the middle of a word. Ours ends after a sentence where one ends near the
//! limit, else after a word, and never inside what a reader sees as one character.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::protocol::gas::PromptLimit;

/// The longest prompt that a service takes, as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Characters, as Unicode scalar values.
    Chars(usize),
    /// UTF-16 code units, as JavaScript counts.
    Utf16(usize),
}

impl Limit {
    const fn most(self) -> usize {
        match self {
            Self::Chars(most) | Self::Utf16(most) => most,
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Chars(_) => text.chars().count(),
            Self::Utf16(_) => text.encode_utf16().count(),
        }
    }
}

impl From<Limit> for PromptLimit {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Chars(most) => Self::Characters(most),
            Limit::Utf16(most) => Self::Utf16Units(most),
        }
    }
}

/// The prompt if it is short enough, else the longest sensible beginning. What was cut is logged.
pub(super) fn shorten(prompt: &str, limit: Limit) -> Cow<'_, str> {
    // No text has more units than bytes.
    if prompt.len() <= limit.most() || limit.length(prompt) <= limit.most() {
        return Cow::Borrowed(prompt);
    }
    let kept = beginning(prompt, limit);
    let cut = &prompt[kept.len()..];
    tracing::info!(kept = limit.length(kept), cut = limit.length(cut), "prompt shortened to what the service takes");
    tracing::debug!(cut, "left out of the prompt");
    Cow::Borrowed(kept)
}

fn beginning(prompt: &str, limit: Limit) -> &str {
    let whole = prefix(prompt, prompt.grapheme_indices(true).map(|(at, part)| at + part.len()), limit);
    // A single character of a thousand marks is no reason to send nothing.
    let whole = if whole == 0 {
        prefix(prompt, prompt.char_indices().map(|(at, part)| at + part.len_utf8()), limit)
    } else {
        whole
    };
    // A sentence may cost a quarter of what the service would read, a word half of it: in text without spaces neither is near.
    let sentence = ends(prompt, whole, |before, after| {
        matches!(before, '。' | '！' | '？') || (matches!(before, '.' | '!' | '?') && after.is_whitespace())
    });
    let word = ends(prompt, whole, |before, after| !before.is_whitespace() && after.is_whitespace());
    let long_enough = |end: &usize, share: usize| *end >= whole - whole / share;
    let end = sentence.filter(|end| long_enough(end, 4)).or(word.filter(|end| long_enough(end, 2))).unwrap_or(whole);
    prompt[..end].trim_end().trim_end_matches([',', ';', ':', '-', '–', '—']).trim_end()
}

/// The last of these ends that the limit allows; 0 if none.
fn prefix(prompt: &str, ends: impl Iterator<Item = usize>, limit: Limit) -> usize {
    let (mut last, mut length) = (0, 0);
    for end in ends {
        length += limit.length(&prompt[last..end]);
        if length > limit.most() {
            break;
        }
        last = end;
    }
    last
}

/// The last place up to `most` with such characters before and behind it.
fn ends(prompt: &str, most: usize, between: impl Fn(char, char) -> bool) -> Option<usize> {
    let mut places = prompt[..most].char_indices().rev().map(|(at, before)| (at + before.len_utf8(), before));
    places
        .find(|(end, before)| prompt[*end..].chars().next().is_some_and(|after| between(*before, after)))
        .map(|(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_prompt_ends_after_a_sentence_or_a_word() {
        for (prompt, most, kept) in [
            ("a red fox", 9, "a red fox"),
            ("a red fox", 8, "a red"),
            ("a red fox jumps", 9, "a red fox"),
            ("A red fox. It jumps over", 13, "A red fox."),
            ("A fox. It jumps over the lazy dog", 20, "A fox. It jumps over"),
            ("a red fox, which jumps", 13, "a red fox"),
            ("v1.5 of a very long name", 12, "v1.5 of a"),
            ("赤い狐。青い空の下", 5, "赤い狐。"),
            ("aaaaaaaaaaaa", 5, "aaaaa"),
            ("a bbbbbbbbbbbbbbbb", 10, "a bbbbbbbb"),
        ] {
            assert_eq!(shorten(prompt, Limit::Chars(most)), kept, "{prompt} {most}");
        }
    }

    #[test]
    fn lengths_are_counted_as_the_service_counts_them() {
        let foxes = "🦊🦊🦊🦊";
        assert_eq!(shorten(foxes, Limit::Chars(4)), foxes);
        assert_eq!(shorten(foxes, Limit::Utf16(7)), "🦊🦊🦊");
        // A family is one character to a reader, but seven to a machine.
        assert_eq!(shorten("ab👨‍👩‍👧‍👦", Limit::Chars(5)), "ab");
        let marks = format!("a{}", "\u{301}".repeat(2000));
        assert_eq!(shorten(&marks, Limit::Chars(1000)).chars().count(), 1000);
    }

    proptest! {
        #[test]
        fn a_shortened_prompt_is_a_beginning_within_the_limit(prompt in "\\PC{0,80}", most in 1_usize..60) {
            for limit in [Limit::Chars(most), Limit::Utf16(most)] {
                let kept = shorten(&prompt, limit);
                prop_assert!(prompt.starts_with(&*kept));
                prop_assert!(limit.length(&kept) <= most);
                prop_assert!(kept == prompt || limit.length(&prompt) > most);
            }
        }
    }
}
