//! From clauses with gaps to sentences: filling in, articles, capitals, full stops.

use super::draw::Draw;
use super::words::clothes::{COLORS, COUNTS, WOODS};

/// Who is meant by `{she}`, `{her}`, `{obj}` and `{the}`, and what by `{short}`.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// `she`, `he`, `it` or `they`.
    pub(super) she: &'static str,
    /// Whose.
    pub(super) her: &'static str,
    /// Whom.
    pub(super) obj: &'static str,
    /// The person, once known.
    pub(super) the: String,
    /// The place, once known.
    pub(super) short: String,
}

/// A clause with its gaps filled, articles put right.
pub(super) fn fill(clause: &str, names: &Names, draw: &mut Draw) -> String {
    let mut text = String::with_capacity(clause.len() + 32);
    let mut rest = clause;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((gap, behind)) = after.split_once('}') else { break };
        match gap {
            "she" if text.is_empty() && draw.chance(30) => text.push_str(&names.the),
            "she" => text.push_str(names.she),
            "her" => text.push_str(names.her),
            "obj" => text.push_str(names.obj),
            "the" => text.push_str(&names.the),
            "short" => text.push_str(&names.short),
            "color" => text.push_str(draw.pick::<&str>(COLORS)),
            "wood" => text.push_str(draw.pick::<&str>(WOODS)),
            "count" => text.push_str(draw.pick::<&str>(COUNTS)),
            // Kept, so that the test of all words finds it.
            other => text.extend(["{", other, "}"]),
        }
        rest = behind;
    }
    text.push_str(rest);
    articles(&text)
}

/// `a` or `an`, by the word behind it.
pub(super) fn articles(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for place in 0..words.len().saturating_sub(1) {
        let right = if begins_with_vowel(words[place + 1]) { ["an", "An"] } else { ["a", "A"] };
        match words[place] {
            "a" | "an" => words[place] = right[0],
            "A" | "An" => words[place] = right[1],
            _ => {}
        }
    }
    words.join(" ")
}

/// Whether a word sounds so, among those that are written here.
fn begins_with_vowel(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let consonant = ["one", "uni", "use", "usu", "eu", "ut"].iter().any(|start| word.starts_with(start));
    let silent = ["hour", "honest", "heir"].iter().any(|start| word.starts_with(start));
    silent || (word.starts_with(['a', 'e', 'i', 'o', 'u']) && !consonant)
}

/// A clause as a sentence: a capital, a full stop.
pub(super) fn sentence(clause: &str) -> String {
    let mut letters = clause.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let mut text: String = first.to_uppercase().chain(letters).collect();
    text.push('.');
    text
}

/// Words as people count them.
pub(super) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_articles_follow_the_sound() {
        let names = Names { she: "he", her: "his", obj: "him", the: "the baker".into(), short: "the shop".into() };
        let mut draw = Draw::new(1);
        assert_eq!(
            fill("behind {obj}, {her} an tray in {short}", &names, &mut draw),
            "behind him, his a tray in the shop"
        );
        for (text, right) in [
            ("a orange vest and an yellow one", "an orange vest and a yellow one"),
            ("a hour in an university", "an hour in a university"),
            ("an one-way street, a used car, a unmade bed", "a one-way street, a used car, an unmade bed"),
        ] {
            assert_eq!(articles(text), right);
        }
        assert_eq!(sentence(" it rains"), "It rains.");
    }
}
