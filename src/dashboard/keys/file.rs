//! The operator's own keys: `keys.toml` in the configuration folder, one command a line: `quit = ["q", "ctrl-c"]`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Clash, Keymap};

/// The name of the file.
pub const KEY_FILE: &str = "keys.toml";

/// What is wrong with a file of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFileFault {
    /// In which line, counted from 1, if it is one.
    pub line: Option<usize>,
    /// What.
    pub reason: String,
}

/// A key, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

/// The keys that the text of a file asks for, and which of them are in each other's way.
pub fn read_key_file(text: &str) -> Result<(Keymap, Vec<Clash>), KeyFileFault> {
    let fault = |line: Option<usize>, reason: String| KeyFileFault { line, reason };
    let line_of = |at: usize| text.get(..at).map(|before| before.matches('\n').count() + 1);
    let entries: BTreeMap<Spanned<String>, Keys> = toml::from_str(text).map_err(|error| {
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
