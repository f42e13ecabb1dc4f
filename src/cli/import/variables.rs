//! Which variables of a process are its own, and how an env file says them. Pure.

use std::collections::BTreeMap;

use super::list::Process;
use crate::daemon::env_file;

/// What a terminal, a login or a service manager sets for its own time.
const OF_SESSIONS: [&str; 35] = [
    "_",
    "PWD",
    "OLDPWD",
    "SHLVL",
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "LINES",
    "COLUMNS",
    "LS_COLORS",
    "LESSOPEN",
    "LESSCLOSE",
    "PS1",
    "PROMPT_COMMAND",
    "HISTCONTROL",
    "MAIL",
    "MOTD_SHOWN",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SSH_AUTH_SOCK",
    "TMUX",
    "TMUX_PANE",
    "STY",
    "WINDOW",
    "DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID",
    "MANAGERPID",
    "NOTIFY_SOCKET",
    "unique_id",
];
const SESSION_PREFIXES: [&str; 8] =
    ["PM2_", "NODE_CHANNEL_", "GASCLI_", "SUDO_", "XDG_SESSION_", "LISTEN_FD", "pm_", "npm_"];

/// What each session of a user has, boot or not: left out where it is as here. Others are kept even if this shell has
/// them too, since after a boot nobody sets them.
const USUAL: [&str; 9] =
    ["HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "HOSTNAME", "XDG_RUNTIME_DIR", "XDG_DATA_DIRS"];

/// The variables of a process that go into its env file, and the names of those that cannot.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Variables {
    pub(super) kept: BTreeMap<String, String>,
    pub(super) unwritable: Vec<String>,
}

/// Whether a variable says nothing about what a process shall do.
fn is_passing(key: &str) -> bool {
    OF_SESSIONS.contains(&key) || SESSION_PREFIXES.iter().any(|prefix| key.starts_with(prefix))
}

fn is_usual(key: &str) -> bool {
    USUAL.contains(&key) || key.starts_with("LC_")
}

/// What was set for a process, or was there when it was started and would be missed after a boot.
pub(super) fn of(process: &Process, here: &BTreeMap<String, String>) -> Variables {
    let mut found = Variables::default();
    for (key, value) in process.environment() {
        // PM2 gives each process its own name as a variable, for its modules.
        let is_pm2s = key == process.name && value == "{}";
        if is_passing(key) || is_pm2s || (is_usual(key) && here.get(key) == Some(&value)) {
            continue;
        }
        if is_name(key) && !value.contains('\0') {
            found.kept.insert(key.to_owned(), value);
        } else {
            found.unwritable.push(key.to_owned());
        }
    }
    found
}

/// Names of variables that this shell has and the process does not have in PM2: they would be new to it.
pub(super) fn only_here(process: &Process, here: &BTreeMap<String, String>) -> Vec<String> {
    let has: BTreeMap<&str, String> = process.environment().collect();
    if has.is_empty() {
        return Vec::new(); // nothing is known
    }
    let new = here.keys().filter(|key| !has.contains_key(key.as_str()) && !is_passing(key) && !is_usual(key));
    new.cloned().collect()
}

/// Whether an env file can hold a variable of this name.
fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
        && key != "export"
}

/// An env file of these variables. Reading it gives the very same, or the error says which does not come back.
pub(super) fn file(variables: &BTreeMap<String, String>) -> Result<String, String> {
    let lines = variables.iter().map(|(key, value)| format!("{key}={}\n", *env_file::quoted(value)));
    let text: String = lines.collect();
    if text.len() > 1 << 20 {
        return Err("together they are longer than 1 MiB".into());
    }
    let (read, _) = env_file::parse(&text);
    match variables.iter().find(|(key, value)| read.get(*key).is_none_or(|entry| *entry.value != **value)) {
        Some((key, _)) => Err(format!("`{key}` would not be read as it is")),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::list;
    use super::*;

    fn miner() -> Process {
        let all = list::parse(include_bytes!("../../../tests/it/fixtures/pm2/jlist-7.0.4.txt"), "it").unwrap();
        all.into_iter().find(|process| process.name == "bitmind-generative-miner").unwrap()
    }

    #[test]
    fn what_was_set_for_a_process_is_kept_exactly_and_what_pm2_and_the_session_set_is_not() {
        let here = BTreeMap::from(
            [("HOME", "/home/op"), ("USER", "other"), ("CUDA_VISIBLE_DEVICES", "0")]
                .map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        let found = of(&miner(), &here);
        for (key, value) in [
            ("OPENAI_API_KEY", "sk-'\"$x\\n"),
            ("MULTI", "a\nb"),
            ("EMPTY", ""),
            ("HF_HOME", "/x/hf"),
            ("USER", "op"),
            ("CUDA_VISIBLE_DEVICES", "0"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ] {
            assert_eq!(found.kept.get(key).map(String::as_str), Some(value), "{key}");
        }
        for key in ["PWD", "_", "SHLVL", "TERM", "SSH_CONNECTION", "PM2_HOME", "PM2_USAGE", "unique_id", "HOME"] {
            assert!(!found.kept.contains_key(key), "{key}");
        }
        assert!(found.unwritable.is_empty(), "{:?}", found.unwritable);
    }

    #[test]
    fn what_this_shell_would_add_is_named() {
        let here = BTreeMap::from(
            [("BT_WALLET_HOTKEY", "a"), ("HF_HOME", "b"), ("TERM", "xterm"), ("LC_ALL", "C")]
                .map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        assert_eq!(only_here(&miner(), &here), ["BT_WALLET_HOTKEY"]);
    }

    proptest! {
        #[test]
        fn every_value_comes_back_from_the_file_as_it_was(
            values in proptest::collection::btree_map(
                "[A-Za-z_][A-Za-z0-9_.]{0,8}x",
                "([^\0]|[ '\"\\\\$#=\n\r\t]){0,40}",
                0..6,
            )
        ) {
            let text = file(&values).unwrap();
            let (read, remarks) = env_file::parse(&text);
            let read: BTreeMap<_, _> = read.into_iter().map(|(key, entry)| (key, entry.value.to_string())).collect();
            prop_assert_eq!(read, values);
            prop_assert!(remarks.is_empty());
        }
    }
}
