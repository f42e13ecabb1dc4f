//! Words of a command that is shown, so that it can be pasted.

use std::path::Path;

/// A text as one word of a POSIX shell: as it is where no shell reads anything into it, else in single quotes.
pub fn shell_word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:=,@%+".contains(&byte);
    // zsh takes a leading `=` for the place of a program.
    if !text.is_empty() && !text.starts_with('=') && text.bytes().all(is_plain) {
        return text.into();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A path as one word of a POSIX shell.
pub fn path_word(path: &Path) -> String {
    shell_word(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_reaches_the_shell_as_it_is() {
        for (text, word) in [
            ("/a/b-1.png", "/a/b-1.png"),
            ("ws://node:9944", "ws://node:9944"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$(x)", "'$(x)'"),
            ("~/x", "'~/x'"),
            ("a;b", "'a;b'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }
}
