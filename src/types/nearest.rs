//! `did you mean`.

/// A shorter text is part of too much.
const LEAST_PART: usize = 4;

/// The word that was probably meant: what the text is the beginning of, if that is one word alone, else what is a few
/// letters away, else the one word that it is a part of.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |word: &str| word.to_ascii_lowercase().replace('_', "-");
    let text = plain(text);
    let known: Vec<&str> = known.into_iter().collect();
    if !text.is_empty() {
        let mut begun = known.iter().filter(|word| plain(word).starts_with(&text));
        if let (Some(word), None) = (begun.next(), begun.next()) {
            return Some(word);
        }
    }
    let allowed = (text.chars().count() / 3).clamp(1, 3);
    let near = known.iter().copied().map(|word| (strsim::damerau_levenshtein(&text, &plain(word)), word));
    // What differs in every letter is another word.
    let near = near.filter(|(distance, word)| *distance <= allowed && *distance < word.chars().count().max(2));
    let mut around =
        known.iter().copied().filter(|word| text.chars().count() >= LEAST_PART && plain(word).contains(&text));
    near.min().map(|(_, word)| word).or_else(|| around.next().filter(|_| around.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_guessed_by_its_beginning_or_by_few_wrong_letters() {
        let known = ["generator", "validator", "start", "startup", "status", "stop", "logs", "web", "sn34-data"];
        for (text, meant) in [
            ("gene", Some("generator")),
            ("l", Some("logs")),
            ("statsu", Some("status")),
            ("strat", Some("start")),
            ("wbe", Some("web")),
            ("VALIDATR", Some("validator")),
            ("data", Some("sn34-data")),
            ("", None),
            ("frobnicate", None),
            ("ty", None),
        ] {
            assert_eq!(nearest(text, known), meant, "{text}");
        }
    }
}
