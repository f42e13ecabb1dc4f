//! `did you mean`.

/// The word that was probably meant: what the text is the beginning of, if that is one word alone, else what is a few
/// letters away.
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
    let near = known.into_iter().map(|word| (strsim::damerau_levenshtein(&text, &plain(word)), word));
    // What differs in every letter is another word.
    let near = near.filter(|(distance, word)| *distance <= allowed && *distance < word.chars().count().max(2));
    near.min().map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_guessed_by_its_beginning_or_by_few_wrong_letters() {
        let known = ["generator", "validator", "start", "startup", "status", "stop", "logs", "web"];
        for (text, meant) in [
            ("gene", Some("generator")),
            ("l", Some("logs")),
            ("statsu", Some("status")),
            ("strat", Some("start")),
            ("wbe", Some("web")),
            ("VALIDATR", Some("validator")),
            ("", None),
            ("frobnicate", None),
            ("ty", None),
        ] {
            assert_eq!(nearest(text, known), meant, "{text}");
        }
    }
}
