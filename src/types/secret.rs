//! Values that must not be seen.

use std::fmt;

use zeroize::Zeroize;

/// Words that are as long, and mix digits with letters, may be secrets.
const LONGEST_PLAIN: usize = 24;
/// How tokens begin that services hand out.
const TOKENS: [&str; 9] = ["sk-", "hf_", "ghp_", "gho_", "github_pat_", "glpat-", "AKIA", "xoxb-", "eyJ"];
/// So much more than its beginning makes a token.
const LEAST: usize = 2;

/// Whether a word may be a key or a token.
pub fn looks_secret(word: &str) -> bool {
    let is_token = TOKENS.iter().any(|token| word.starts_with(token) && word.len() > token.len() + LEAST);
    let is_token = is_token && (word.len() >= LONGEST_PLAIN || !word.starts_with("eyJ"));
    let plain = word.strip_prefix("0x").unwrap_or(word);
    let is_long = plain.len() >= LONGEST_PLAIN
        && plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/_=".contains(&byte));
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let letters = plain.bytes().filter(u8::is_ascii_alphabetic).count();
    // Paths have slashes and few digits.
    is_token || is_long && digits >= 4 && letters >= 4 && !word.starts_with('/')
}

/// A value that no log, error, process title or JSON may show: no `Display`, no `Serialize`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Hides `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself; call it where it is sent and nowhere else.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// What may be shown of an API key: that it is set, its scheme and its last two characters (`set (sk-…3f)`).
    pub fn masked(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        if characters.len() < 12 {
            return "set".into();
        }
        let scheme: String = characters.iter().take(4).take_while(|c| **c != '-').collect();
        let dash = if characters.get(scheme.chars().count()) == Some(&'-') { "-" } else { "" };
        let scheme = if dash.is_empty() { "" } else { &scheme };
        let tail: String = characters[characters.len() - 2..].iter().collect();
        format!("set ({scheme}{dash}…{tail})")
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_key_shows_at_most_its_scheme_and_two_characters() {
        for (key, shown) in [
            ("sk-0123456789abcdef3f", "set (sk-…3f)"),
            ("0123456789abcdef3f", "set (…3f)"),
            ("short", "set"),
            ("longscheme-0123456789", "set (…89)"),
        ] {
            assert_eq!(Secret::new(key.to_owned()).masked(), shown);
        }
        assert_eq!(format!("{:?}", Secret::new("sk-1".to_owned())), "<secret>");
    }
}
