//! Values that must not be seen.

use std::fmt;

use zeroize::Zeroize;

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
