//! The operator's own keys: `keys.toml` in the configuration folder, one command a line: `quit = ["q", "ctrl-c"]`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::DashboardError;
use crate::dashboard::{Clash, Keymap};

/// The name of the file.
pub(super) const FILE: &str = "keys.toml";

/// A key, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

/// The keys that the file of this folder asks for, and which of them are in each other's way. Without a file the usual ones.
pub(super) fn read(config: &Path) -> Result<(Keymap, Vec<Clash>), DashboardError> {
    let path = config.join(FILE);
    let fault = |line: Option<usize>, reason: String| DashboardError::Keys { path: path.clone(), line, reason };
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text.map_err(|error| fault(None, error.to_string()))?,
    };
    let line_of = |at: usize| text.get(..at).map(|before| before.matches('\n').count() + 1);
    let entries: BTreeMap<Spanned<String>, Keys> = toml::from_str(&text).map_err(|error| {
        let reason = match error.message() {
            message if message.contains("untagged") => "a key in quotes, or a list of them, is expected",
            message => message,
        };
        fault(error.span().and_then(|span| line_of(span.start)), reason.to_owned())
    })?;
    let mut all = BTreeMap::new();
    let mut lines = Vec::new();
    for (name, keys) in entries {
        lines.push((name.span().start, name.get_ref().clone()));
        let keys = match keys {
            Keys::One(key) => vec![key],
            Keys::Several(keys) => keys,
        };
        all.insert(name.into_inner(), keys);
    }
    Keymap::with(&all).map_err(|whole| {
        // Which line it is shows when each is taken alone.
        lines.sort_unstable();
        let alone = lines.iter().find_map(|(at, name)| {
            let only = BTreeMap::from([(name.clone(), all.get(name)?.clone())]);
            Some((line_of(*at), Keymap::with(&only).err()?))
        });
        let (line, found) = alone.unwrap_or((None, whole));
        fault(line, found.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(FILE), text).unwrap();
        let found = read(home.path()).unwrap_err().to_string();
        found.replace(&home.path().display().to_string(), "")
    }

    #[test]
    fn keys_may_be_changed_and_what_is_wrong_names_its_line() {
        let home = tempfile::tempdir().unwrap();
        assert!(read(home.path()).unwrap().1.is_empty());
        std::fs::write(home.path().join(FILE), "# mine\nquit = [\"ctrl-q\"]\nstop = \"X\"\n").unwrap();
        read(home.path()).unwrap();
        assert!(fault("quit = \"q\"\nfly = \"f\"\n").starts_with("`/keys.toml` line 2: "));
        assert!(fault("\nquit = \"hyper-q\"\n").starts_with("`/keys.toml` line 2: "));
        assert!(fault("quit = 7\n").starts_with("`/keys.toml` line 1: a key in quotes"));
        assert!(fault("quit = [\n").starts_with("`/keys.toml` line "));
    }
}
