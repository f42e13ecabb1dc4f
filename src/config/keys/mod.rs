//! Every key that can be set, by role: what it means, what it may hold, its default. One table drives reading, checking,
//! `info`, the table in `docs/configuration.md`, and the check of the templates.

mod kind;
mod miner;
mod validator;

pub(super) use kind::{Kind, modalities, on_or_off, path_list};

/// Whose configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The miner.
    Generator,
    /// The validator.
    Validator,
}

/// Something that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name and its aliases. Where one source sets several, the first counts.
    pub names: &'static [&'static str],
    /// What it belongs to, as a heading.
    pub group: &'static str,
    /// What it may hold.
    pub(super) kind: Kind,
    /// Its value when nobody sets it; empty without one.
    pub default: &'static str,
    /// What it is for, in one line.
    pub doc: &'static str,
}

impl Key {
    /// Whether it changes anything.
    pub(crate) fn is_used(&self) -> bool {
        self.doc != UNUSED
    }

    /// The name that stands first.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }

    /// Whether its value must not be seen.
    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret | Kind::Password)
    }

    /// Whether not even a part of its value may be seen.
    pub(super) const fn is_password(&self) -> bool {
        matches!(self.kind, Kind::Password)
    }

    /// What it may hold, in words.
    pub fn allowed(&self) -> String {
        self.kind.allowed()
    }

    /// Whether this value may be set; empty is not set, and always allowed.
    pub fn accepts(&self, value: &str) -> bool {
        value.is_empty() || self.kind.accepts(value)
    }
}

impl Role {
    /// The group of commands, and the table in `gascli.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::Validator => "validator",
        }
    }

    /// Name of the env file.
    pub const fn env_file(self) -> &'static str {
        match self {
            Self::Generator => ".env.gen_miner",
            Self::Validator => ".env.validator",
        }
    }

    /// What `init` writes.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Generator => include_str!("../../../.env.gen_miner.template"),
            Self::Validator => include_str!("../../../templates/env.validator"),
        }
    }

    /// All keys, in the order in which they are shown.
    pub const fn keys(self) -> &'static [Key] {
        match self {
            Self::Generator => miner::KEYS,
            Self::Validator => validator::KEYS,
        }
    }

    /// The key of a name or alias.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.names.contains(&name))
    }

    /// The name that was probably meant; `None` where nothing is near.
    pub(super) fn nearest(self, name: &str) -> Option<&'static str> {
        // Short names are near to everything: one letter more or less may be wrong in every eight.
        let allowed = (name.len() / 8).clamp(1, 3);
        let upper = name.to_ascii_uppercase();
        self.keys()
            .iter()
            .flat_map(|key| key.names)
            .map(|known| (strsim::damerau_levenshtein(&upper, known), *known))
            .filter(|(distance, _)| *distance <= allowed)
            .min()
            .map(|(_, known)| known)
    }
}

const fn key(
    group: &'static str,
    names: &'static [&'static str],
    kind: Kind,
    default: &'static str,
    doc: &'static str,
) -> Key {
    Key { names, group, kind, default, doc }
}

/// What the doc of a key says that is accepted so that files of the reference work unchanged.
const UNUSED: &str = "Accepted, not used";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_every_name_is_there_once() {
        for role in [Role::Generator, Role::Validator] {
            let mut seen = std::collections::BTreeSet::new();
            for key in role.keys() {
                assert!(key.accepts(key.default), "{}: {}", key.name(), key.default);
                assert!(!key.doc.is_empty() && !key.allowed().is_empty(), "{}", key.name());
                for name in key.names {
                    assert!(seen.insert(name), "{name} twice");
                }
            }
        }
    }

    #[test]
    fn a_mistyped_key_finds_its_neighbour_and_a_foreign_one_none() {
        assert_eq!(Role::Generator.nearest("MINER_MAX_CONCURENT_TASKS"), Some("MINER_MAX_CONCURRENT_TASKS"));
        assert_eq!(Role::Generator.nearest("axon_port"), None);
        assert_eq!(Role::Generator.nearest("bt_axon_prot"), Some("BT_AXON_PORT"));
        for foreign in ["PATH", "HF_TOKEN", "TRANSFORMERS_CACHE", "NODE_ENV"] {
            assert_eq!(Role::Generator.nearest(foreign), None, "{foreign}");
        }
    }
}
