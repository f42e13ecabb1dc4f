//! A line as bash has it: bash asks with the whole line, and replaces only what follows the last of its word breaks.

/// The words of a command line up to the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Without quotes. The last one is where the cursor stands, empty behind a blank.
    pub(super) words: Vec<String>,
    /// Bytes of the last word that bash leaves as they are.
    kept: usize,
    /// The quote that is open at the cursor.
    quote: Option<char>,
}

impl Line {
    /// Reads a line. `breaks` is `COMP_WORDBREAKS`.
    pub(super) fn read(line: &str, breaks: &str) -> Self {
        let (mut words, mut word, mut is_word) = (Vec::new(), String::new(), false);
        let (mut kept, mut quote) = (0, None);
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match (quote, character) {
                (None, '\'' | '"') => {
                    quote = Some(character);
                    (kept, is_word) = (word.len(), true);
                }
                (Some(open), close) if open == close => quote = None,
                (None, '\\') => {
                    word.extend(characters.next());
                    is_word = true;
                }
                (Some('"'), '\\') if characters.peek().is_some_and(|next| "$`\"\\".contains(*next)) => {
                    word.extend(characters.next());
                }
                (None, blank) if blank.is_ascii_whitespace() => {
                    if is_word {
                        words.push(std::mem::take(&mut word));
                    }
                    (kept, is_word) = (0, false);
                }
                (open, plain) => {
                    word.push(plain);
                    is_word = true;
                    if open.is_none() && breaks.contains(plain) {
                        kept = word.len();
                    }
                }
            }
        }
        words.push(word);
        Self { words, kept, quote }
    }

    /// What bash is to put in place of what it replaces, for the last word to become this one; `None` if it cannot.
    pub(super) fn insertion(&self, value: &str) -> Option<String> {
        let kept = self.words.last()?.get(..self.kept)?;
        let rest = value.strip_prefix(kept)?;
        Some(match self.quote {
            Some('\'') => rest.replace('\'', r"'\''"),
            Some(_) => escaped(rest, |character| "$`\"\\".contains(character)),
            None => match rest.strip_prefix("~/").filter(|_| kept.is_empty()) {
                Some(below) => format!("~/{}", escaped(below, is_special)),
                None => escaped(rest, is_special),
            },
        })
    }
}

/// A word without its quotes, also if one is still open.
pub(super) fn unquoted(word: &str) -> String {
    Line::read(word, "").words.join(" ")
}

fn is_special(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphanumeric() && !"_-./:=@%+,".contains(character)
}

fn escaped(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_special(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    fn read(line: &str) -> Line {
        Line::read(line, BREAKS)
    }

    #[test]
    fn words_are_taken_apart_as_bash_does() {
        for (line, words) in [
            ("gascli ", &["gascli", ""][..]),
            ("gascli  st", &["gascli", "st"]),
            (r"gascli my\ wallet x", &["gascli", "my wallet", "x"]),
            ("gascli \"my wal", &["gascli", "my wal"]),
            (r#"gascli "a\"b\c" 'd\'e"#, &["gascli", r#"a"b\c"#, r"d\e"]),
            ("gascli --wallet-name=mi", &["gascli", "--wallet-name=mi"]),
            ("gascli ''", &["gascli", ""]),
        ] {
            assert_eq!(read(line).words, words, "{line}");
        }
        assert_eq!(unquoted("\"my wal"), "my wal");
    }

    #[test]
    fn only_what_bash_replaces_is_told_and_nothing_in_it_means_anything_to_bash() {
        for (line, value, told) in [
            ("gascli st", "start", "start"),
            ("gascli --wallet-name=mi", "--wallet-name=mine", "mine"),
            ("gascli local:/t", "local:/tmp/", "/tmp/"),
            ("gascli ", "a b$(c);`d`'e", r"a\ b\$\(c\)\;\`d\`\'e"),
            ("gascli \"", "a b$c'd", r"a b\$c'd"),
            ("gascli --wallet-name=\"a", "--wallet-name=a b", "a b"),
            ("gascli '", "it's", r"it'\''s"),
            ("gascli ~/D", "~/Do it/", r"~/Do\ it/"),
            ("gascli ", "~x", r"\~x"),
            ("gascli ü", "über", "über"),
        ] {
            assert_eq!(read(line).insertion(value).as_deref(), Some(told), "{line} -> {value}");
        }
        assert_eq!(read("gascli --a=x").insertion("other"), None);
        assert_eq!(Line::read("gascli local:/t", " =").insertion("local:/tmp/").as_deref(), Some("local:/tmp/"));
    }
}
