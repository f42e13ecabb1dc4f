//! Which key does what: the keys of the table, or what the operator's file says instead.

use std::collections::BTreeMap;
use std::fmt;

use crossterm::event::KeyEvent;

use super::chord::Chord;
use super::{Command, table};
use crate::types::Hint;

/// Which key does what. A key does one thing; a command may have many keys, or none.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// In the order of the commands and, of one, in that of its keys.
    keys: Vec<(Chord, Command)>,
}

/// A key that two commands want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Its word.
    pub key: String,
    /// Who has it.
    pub kept: Command,
    /// Who does without.
    pub lost: Command,
}

/// A line of the file of keys that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// No command has this name.
    #[error("there is no command `{name}`")]
    NoCommand {
        /// What was written.
        name: String,
    },
    /// No key has this word.
    #[error("`{key}`, for `{name}`, is no key")]
    NoKey {
        /// Whose.
        name: &'static str,
        /// What was written.
        key: String,
    },
}

impl Hint for KeyFault {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoCommand { name } => {
                let near = Command::ALL.iter().map(|it| (strsim::jaro_winkler(name, it.name()), it.name()));
                let (_, near) = near.max_by(|one, other| one.0.total_cmp(&other.0))?;
                Some(format!("did you mean `{near}`? `:` in the dashboard lists every command"))
            }
            Self::NoKey { .. } => Some(
                "keys are written as `x`, `X`, `ctrl-z`, `alt-x`, `shift-tab`, `space`, `enter`, `pageup` or `f5`"
                    .into(),
            ),
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kept, lost) = (self.kept.name(), self.lost.name());
        write!(f, "`{}` is a key of `{kept}` and of `{lost}`: it does `{kept}`", self.key)
    }
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = Command::ALL.iter().flat_map(|command| of_table(*command).into_iter().map(|key| (key, *command)));
        Self { keys: keys.collect() }
    }
}

fn of_table(command: Command) -> Vec<Chord> {
    table::row(command).keys.split(' ').filter_map(|word| word.parse().ok()).collect()
}

impl Keymap {
    /// The keys of the table, but for commands that `overrides` gives others: by name of the command, words of keys.
    ///
    /// Where two want a key, what the operator wrote goes before the table, and of two that were written the first by
    /// name of the command has it.
    pub fn with(overrides: &BTreeMap<String, Vec<String>>) -> Result<(Self, Vec<Clash>), KeyFault> {
        let mut wanted: Vec<(Chord, Command)> = Vec::new();
        let mut is_written = Vec::new();
        for (name, words) in overrides {
            let command = Command::of_name(name).ok_or_else(|| KeyFault::NoCommand { name: name.clone() })?;
            is_written.push(command);
            for word in words {
                let key = word.parse().map_err(|_| KeyFault::NoKey { name: command.name(), key: word.clone() })?;
                wanted.push((key, command));
            }
        }
        let others = Self::default().keys.into_iter().filter(|(_, command)| !is_written.contains(command));
        wanted.extend(others);
        let (mut keys, mut clashes) = (Vec::<(Chord, Command)>::new(), Vec::new());
        for (key, command) in wanted {
            match keys.iter().find(|(taken, _)| *taken == key) {
                None => keys.push((key, command)),
                Some((_, kept)) if *kept == command => {} // written twice
                Some((_, kept)) => clashes.push(Clash { key: key.to_string(), kept: *kept, lost: command }),
            }
        }
        keys.sort_by_key(|(_, command)| *command);
        Ok((Self { keys }, clashes))
    }

    /// What a key does.
    pub fn command(&self, key: KeyEvent) -> Option<Command> {
        let key = Chord::from(key);
        self.keys.iter().find(|(it, _)| *it == key).map(|(_, command)| *command)
    }

    /// The word of a command's first key, such as `ctrl-z`; empty without one.
    pub fn keys_of(&self, command: Command) -> String {
        self.all_keys_of(command).next().unwrap_or_default()
    }

    /// The words of all keys of a command.
    pub fn all_keys_of(&self, command: Command) -> impl Iterator<Item = String> + '_ {
        self.keys.iter().filter(move |(_, it)| *it == command).map(|(key, _)| key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    fn written(lines: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        lines.iter().map(|(name, keys)| ((*name).into(), keys.iter().map(|key| (*key).into()).collect())).collect()
    }

    fn press(keymap: &Keymap, letter: char) -> Option<Command> {
        keymap.command(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
    }

    #[test]
    fn every_command_has_a_name_of_its_own_and_a_key_that_no_other_has() {
        let keymap = Keymap::with(&BTreeMap::new()).unwrap();
        assert_eq!(keymap.1, []);
        for command in Command::ALL {
            assert_eq!(Command::of_name(command.name()), Some(*command));
            assert_eq!(
                keymap.0.all_keys_of(*command).count(),
                table::row(*command).keys.split(' ').count(),
                "{}",
                command.name()
            );
        }
    }

    #[test]
    fn a_file_of_keys_replaces_the_keys_of_the_commands_that_it_names() {
        let (keymap, clashes) =
            Keymap::with(&written(&[("stop", &["ctrl-x", "f9"]), ("kill", &[]), ("start", &["x"])])).unwrap();
        assert_eq!(clashes, []);
        assert_eq!(press(&keymap, 'x'), Some(Command::Start));
        assert_eq!((keymap.keys_of(Command::Stop), keymap.keys_of(Command::Kill)), ("ctrl-x".into(), String::new()));
        assert_eq!((press(&keymap, 's'), press(&keymap, 'q')), (None, Some(Command::Quit)));
    }

    #[test]
    fn a_clash_names_both_commands_and_who_has_the_key() {
        let (keymap, clashes) =
            Keymap::with(&written(&[("wrap", &["y"]), ("merge", &["y"]), ("copy", &["x"])])).unwrap();
        let told: Vec<String> = clashes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "`y` is a key of `merge` and of `wrap`: it does `merge`",
                "`x` is a key of `copy` and of `stop`: it does `copy`"
            ]
        );
        assert_eq!((press(&keymap, 'y'), press(&keymap, 'x')), (Some(Command::Merge), Some(Command::Copy)));
    }

    #[test]
    fn an_unknown_command_or_key_is_refused_by_name() {
        let fault = Keymap::with(&written(&[("stopp", &["x"])])).unwrap_err();
        assert_eq!(fault.to_string(), "there is no command `stopp`");
        assert!(fault.hint().unwrap().starts_with("did you mean `stop`?"));
        let fault = Keymap::with(&written(&[("stop", &["strg-x"])])).unwrap_err();
        assert_eq!(fault.to_string(), "`strg-x`, for `stop`, is no key");
    }
}
