//! Reads one table of `gascli.toml` into a map, with the line of every key.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use crate::daemon::env_file::Entry;

/// What is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) text: String,
}

/// The values of the table `[name]`, in the spelling of env files (`axon_port = 8093` is `8093`), by their keys. Other
/// tables belong to others.
pub(super) fn parse(text: &str, name: &str) -> Result<(BTreeMap<String, Entry>, Vec<Fault>), Fault> {
    let line_of = |offset: usize| text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
    // The parser's own message quotes the line, which may hold a secret.
    let document = DeTable::parse(text).map_err(|error| Fault {
        line: line_of(error.span().map_or(0, |span| span.start)),
        text: "is not TOML (texts need quotes, as in `key = \"value\"`)".into(),
    })?;
    let Some((_, table)) = document.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() == name) else {
        return Ok((BTreeMap::new(), Vec::new()));
    };
    let line = line_of(table.span().start);
    let Some(table) = table.get_ref().as_table() else {
        return Err(Fault { line, text: format!("`{name}` is not a table (`[{name}]`)") });
    };
    let mut entries = BTreeMap::new();
    let mut faults = Vec::new();
    for (key, value) in table {
        let line = line_of(key.span().start);
        let key = key.get_ref().to_string();
        let value = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(switch) => switch.to_string(),
            other => {
                let text =
                    format!("`{key}` is of the kind {}: a text, number, true or false is expected", other.type_str());
                faults.push(Fault { line, text });
                continue;
            }
        };
        entries.insert(key, Entry { value: Zeroizing::new(value), line });
    }
    Ok((entries, faults))
}
