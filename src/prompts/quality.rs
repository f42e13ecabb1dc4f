//! Whether a text may be a prompt (`spec/gas.md` 13.3, point 6), and whether it says what another one says (12.7).

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Register;
use super::spec::BANNED_PHRASES;

/// Beginnings that talk about the prompt instead of the scene, within the first 80 characters.
const META: [&str; 11] = [
    "here is",
    "here's",
    "this prompt",
    "committed shot spec",
    "as an ai",
    "i cannot",
    "i can't",
    "sure!",
    "certainly",
    "note:",
    "output:",
];

/// Words in a shingle.
const SHINGLE: usize = 5;

/// More likeness than this is a near-duplicate.
pub(super) const ALIKE: f64 = 0.45;

/// How many of the newest prompts a new one is compared with.
const NEWEST: usize = 200;

/// Why a text is no prompt; the words are for whoever shall do better.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// It talks about itself.
    #[error("it begins with `{0}`; only the scene may be described")]
    Meta(&'static str),
    /// Bullets, numbers or headings.
    #[error("it holds a list or a heading; one paragraph is wanted")]
    List,
    /// Too short or too long.
    #[error("it has {found} words; {fewest} to {most} are wanted")]
    Length {
        /// Its words.
        found: usize,
        /// The fewest.
        fewest: usize,
        /// The most.
        most: usize,
    },
    /// A phrase that gives such texts away.
    #[error("it says `{0}`, which may not be said")]
    Banned(&'static str),
}

impl Fault {
    /// A word for it, by which faults are counted.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Meta(_) => "meta",
            Self::List => "list",
            Self::Length { .. } => "length",
            Self::Banned(_) => "banned",
        }
    }
}

/// Judges a text for a register and a band of words, which may be missed by a quarter.
pub fn judge(text: &str, register: Register, (fewest, most): (usize, usize)) -> Result<(), Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let beginning: String = text.chars().take(80).collect::<String>().to_lowercase().replace('’', "'");
    if let Some(meta) = META.iter().find(|meta| beginning.contains(*meta)) {
        return Err(Fault::Meta(meta));
    }
    if text.lines().any(is_listed) {
        return Err(Fault::List);
    }
    let found = text.split_whitespace().count();
    if found < fewest * 3 / 4 || found > most * 5 / 4 {
        return Err(Fault::Length { found, fewest, most });
    }
    if register.is_plain() {
        let words = tokens(text);
        let says = |phrase: &&&str| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            words.windows(phrase.len()).any(|window| window == phrase)
        };
        if let Some(phrase) = BANNED_PHRASES.iter().find(says) {
            return Err(Fault::Banned(phrase));
        }
    }
    Ok(())
}

/// Whether a line begins as an item or a heading does.
fn is_listed(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '•', '#'])
        || (after_number.len() < line.len() && after_number.starts_with(['.', ')', ':']))
}

/// What a model says, as a prompt: no quotes around it, single spaces, a full stop. Lines stay apart, so that [`judge`]
/// can see lists.
pub fn clean(text: &str) -> String {
    let quotes = ['"', '\'', '“', '”', '‘', '’', '`', ' ', '\n', '\r', '\t'];
    let lines: Vec<String> = text
        .trim_matches(quotes)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let listed = lines.iter().any(|line| is_listed(line));
    let mut text = lines.join(if listed { "\n" } else { " " });
    if !text.is_empty() && !text.ends_with(['.', '!', '?', '…']) {
        text.push('.');
    }
    text
}

/// Words of small letters and apostrophes.
pub(super) fn tokens(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_ascii_lowercase() || c == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The five-word pieces of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Of a text; one with fewer words is one piece.
    pub fn of(text: &str) -> Self {
        let words = tokens(text);
        let hash = |window: &[String]| {
            let mut hasher = DefaultHasher::new();
            window.hash(&mut hasher);
            hasher.finish()
        };
        let mut pieces: Vec<u64> =
            if words.len() < SHINGLE { vec![hash(&words)] } else { words.windows(SHINGLE).map(hash).collect() };
        pieces.sort_unstable();
        pieces.dedup();
        Self(pieces)
    }

    /// Share of pieces that two texts have in common, from 0 to 1 (Jaccard).
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut one, mut two, mut shared) = (0, 0, 0_u32);
        while let (Some(a), Some(b)) = (self.0.get(one), other.0.get(two)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => two += 1,
                std::cmp::Ordering::Equal => (one, two, shared) = (one + 1, two + 1, shared + 1),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "prompts have hundreds of pieces")]
        let all = (self.0.len() + other.0.len()) as f64 - f64::from(shared);
        if all == 0.0 { 0.0 } else { f64::from(shared) / all }
    }
}

/// The newest prompts of a modality, against which a new one is held (`spec/gas.md` 12.7).
#[derive(Debug, Clone, Default)]
pub struct Guard(VecDeque<(String, Shingles)>);

impl Guard {
    /// How many prompts are remembered.
    pub const NEWEST: usize = NEWEST;

    /// The newest prompt that says almost the same. Equal ones are no near-duplicates; whoever keeps prompts knows those.
    pub fn near_duplicate(&self, text: &str) -> Option<&str> {
        let shingles = Shingles::of(text);
        let alike = |(content, other): &&(String, Shingles)| content != text && shingles.likeness(other) > ALIKE;
        self.0.iter().rev().find(alike).map(|(content, _)| content.as_str())
    }

    /// Whether exactly this is remembered.
    pub fn knows(&self, text: &str) -> bool {
        self.0.iter().any(|(content, _)| content == text)
    }

    /// Remembers a prompt, and forgets the oldest if they are too many.
    pub fn add(&mut self, text: &str) {
        self.0.push_back((text.to_owned(), Shingles::of(text)));
        if self.0.len() > NEWEST {
            self.0.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Thirty-five different words.
    fn letters((number, letter): (usize, u8)) -> String {
        format!("{}{}", char::from(letter), if number < 26 { "x" } else { "y" })
    }

    #[test]
    fn two_words_changed_in_35_make_a_near_duplicate() {
        // spec/gas.md 12.7: 21 shared of 42 shingles, so one of the two new words counts as two
        let words: Vec<String> = (b'a'..=b'z').chain(b'a'..=b'i').enumerate().map(letters).collect();
        let text = words.join(" ");
        let mut changed = words.clone();
        (changed[10], changed[20]) = ("other".into(), "far-off".into());
        let changed = changed.join(" ");
        let (one, two) = (Shingles::of(&text), Shingles::of(&changed));
        assert_eq!((one.0.len(), two.0.len()), (31, 32));
        let likeness = one.likeness(&two);
        assert!((likeness - 0.5).abs() < 1e-9, "{likeness}");
        let mut guard = Guard::default();
        guard.add(&text);
        assert_eq!(guard.near_duplicate(&changed), Some(text.as_str()));
        assert_eq!(guard.near_duplicate(&text), None, "an equal one is for the store to know");
        (0..NEWEST).for_each(|_| guard.add("something else"));
        assert_eq!(guard.near_duplicate(&changed), None, "only the newest count");
    }

    #[test]
    fn what_models_say_besides_the_prompt_is_found() {
        let text = "a man walks along a road past a red barn and two dogs";
        let band = (10, 20);
        let of = |text: &str| judge(text, Register::PhoneCasual, band);
        assert_eq!(of(text), Ok(()));
        assert_eq!(of(" "), Err(Fault::Empty));
        assert_eq!(of(&format!("Here is your prompt: {text}")), Err(Fault::Meta("here is")));
        assert_eq!(of(&format!("I can’t do that, but {text}")), Err(Fault::Meta("i can't")));
        assert_eq!(of(&format!("{text}\n- {text}")), Err(Fault::List));
        assert_eq!(of(&format!("1. {text}")), Err(Fault::List));
        assert_eq!(of("a man walks"), Err(Fault::Length { found: 3, fewest: 10, most: 20 }));
        assert_eq!(of(&text.repeat(3)).unwrap_err().class(), "length");
        let banned = text.replace("and two dogs", "as if it rained");
        assert_eq!(of(&banned), Err(Fault::Banned("as if")));
        assert_eq!(judge(&banned, Register::CinemaPolished, band), Ok(()));
        assert_eq!(of(&text.replace("red", "supercharged")), Ok(()), "whole words only");
        // A quarter beyond the band is let pass.
        assert_eq!(judge("one two three four five six seven", Register::Dashcam, band), Ok(()));
    }

    #[test]
    fn quotes_and_spaces_around_a_prompt_are_taken_off() {
        for (text, cleaned) in [
            (" \"A  man\nwalks\" ", "A man walks."),
            ("A man walks!", "A man walks!"),
            ("“A man walks.”", "A man walks."),
            ("", ""),
            ("- a\n- b", "- a\n- b."),
        ] {
            assert_eq!(clean(text), cleaned);
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_judged_and_is_like_itself(text in "\\PC{0,200}") {
            let _ = judge(&clean(&text), Register::PhoneCasual, (80, 130));
            let shingles = Shingles::of(&text);
            prop_assert!((shingles.likeness(&shingles) - 1.0).abs() < 1e-9);
        }
    }
}
