//! The env file: the role's template with values filled in, written for its owner alone.

use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use zeroize::Zeroizing;

use super::InitError;
use crate::config::{Key, Role};
use crate::daemon::env_file::quoted;

/// What a key is set to.
pub(super) type Value = (&'static str, Zeroizing<String>);

/// Most old files that are kept.
const MOST_KEPT: u32 = 99;

/// The template of a role with these values in their places; every comment stays.
pub(super) fn filled(role: Role, values: &[Value]) -> Zeroizing<String> {
    let template = role.template();
    let room: usize = values.iter().map(|(key, value)| key.len() + 2 * value.len() + 4).sum();
    // Its final size from the start: a buffer that grows leaves copies of secrets behind.
    let mut text = Zeroizing::new(String::with_capacity(template.len() + room));
    let mut left: Vec<&Value> = values.iter().collect();
    let put = |text: &mut String, (key, value): &Value| {
        text.push_str(key);
        text.push('=');
        text.push_str(&quoted(value));
        text.push('\n');
    };
    for line in template.lines() {
        let place = left.iter().position(|(key, _)| is_place_of(template, line, key));
        match place {
            Some(index) => put(&mut text, left.remove(index)),
            None => text.extend([line, "\n"]),
        }
    }
    for value in left {
        put(&mut text, value);
    }
    text
}

/// Whether a value belongs on this line: where the key is set, else where it stands in a comment.
fn is_place_of(template: &str, line: &str, key: &str) -> bool {
    let sets = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with('='));
    sets(line) || line.strip_prefix("# ").is_some_and(sets) && !template.lines().any(sets)
}

/// The same without what must not be seen.
pub(super) fn masked(role: Role, values: &[Value]) -> String {
    let mask = |(key, value): &Value| {
        let is_shown = value.is_empty() || !role.key(key).is_some_and(Key::is_secret);
        (*key, if is_shown { value.clone() } else { Zeroizing::new("(not shown)".into()) })
    };
    filled(role, &values.iter().map(mask).collect::<Vec<_>>()).to_string()
}

/// Writes the file, 0600 from its first moment and whole at once. With `force`, tells where the old one is kept.
pub(super) fn write(path: &Path, content: &str, force: bool) -> anyhow::Result<Option<PathBuf>> {
    let refused = || format!("cannot write `{}`", path.display());
    let folder = path.parent().with_context(refused)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(refused)?;
    file.write_all(content.as_bytes()).and_then(|()| file.as_file().sync_all()).with_context(refused)?;
    let kept = if force { keep(path).with_context(refused)? } else { None };
    let written = if kept.is_some() { file.persist(path) } else { file.persist_noclobber(path) };
    match written {
        Ok(_) => Ok(kept),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(InitError::Exists(path.to_owned()).into())
        }
        Err(error) => Err(error.error).with_context(refused),
    }
}

/// Gives the file that is there a second name, which no file has yet.
fn keep(path: &Path) -> io::Result<Option<PathBuf>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for number in 1..=MOST_KEPT {
        let old = path.with_file_name(if number == 1 { format!("{name}.old") } else { format!("{name}.old{number}") });
        match std::fs::hard_link(path, &old) {
            Ok(()) => {
                if old.symlink_metadata()?.is_file() {
                    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o600))?;
                }
                return Ok(Some(old));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("there are {MOST_KEPT} old ones already: remove some of them")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::daemon::env_file::parse;

    fn any_role() -> impl Strategy<Value = Role> {
        prop_oneof![Just(Role::Generator), Just(Role::Validator)]
    }

    proptest! {
        #[test]
        fn a_value_is_read_back_as_it_was_given_and_everything_else_stays_as_the_template_has_it(
            role in any_role(),
            chosen in proptest::collection::vec((any::<prop::sample::Index>(), "([a-z]|['\"\\\\$# =/]|\\PC){0,40}"), 0..5),
        ) {
            let keys: Vec<&'static str> = role.keys().iter().map(Key::name).collect();
            let values: std::collections::BTreeMap<&'static str, String> =
                chosen.into_iter().map(|(index, value)| (*index.get(&keys), value)).collect();
            let given: Vec<Value> =
                values.iter().map(|(key, value)| (*key, Zeroizing::new(value.clone()))).collect();
            let text = filled(role, &given);
            let (before, _) = parse(role.template());
            let (after, remarks) = parse(&text);
            prop_assert!(remarks.is_empty(), "{:?}", remarks);
            for (key, value) in &values {
                prop_assert_eq!(after[*key].value.as_str(), value.as_str());
            }
            for (key, entry) in before.iter().filter(|(key, _)| !values.contains_key(key.as_str())) {
                prop_assert_eq!(&*after[key].value, &*entry.value);
            }
            prop_assert_eq!(text.lines().count(), role.template().lines().count());
        }
    }

    #[test]
    fn a_value_stands_where_the_template_has_it_and_a_secret_is_masked() {
        let secret = Zeroizing::new("sk-0123456789abcdef".to_owned());
        let values = [("OPEN_ROUTER_API_KEY", secret), ("BT_AXON_EXTERNAL_IP", Zeroizing::new("203.0.113.7".into()))];
        let text = filled(Role::Generator, &values);
        assert!(text.contains("\nOPEN_ROUTER_API_KEY=sk-0123456789abcdef\nSTABILITY_API_KEY=\n"), "{}", *text);
        assert!(text.contains("loopback on a local chain.\nBT_AXON_EXTERNAL_IP=203.0.113.7\n"), "{}", *text);
        let shown = masked(Role::Generator, &values);
        assert!(!shown.contains("0123456789") && shown.contains("OPEN_ROUTER_API_KEY='(not shown)'"), "{shown}");
        assert!(shown.contains("BT_AXON_EXTERNAL_IP=203.0.113.7"));
    }

    #[test]
    fn every_old_file_is_kept_under_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env.validator");
        assert_eq!(write(&path, "1", true).unwrap(), None);
        assert!(write(&path, "2", false).is_err());
        assert_eq!(write(&path, "2", true).unwrap(), Some(folder.path().join(".env.validator.old")));
        assert_eq!(write(&path, "3", true).unwrap(), Some(folder.path().join(".env.validator.old2")));
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let found = [".env.validator", ".env.validator.old", ".env.validator.old2"].map(read);
        assert_eq!(found, ["3", "1", "2"]);
    }
}
