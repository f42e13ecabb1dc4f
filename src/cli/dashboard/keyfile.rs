//! Reads the operator's own keys.

use std::io;
use std::path::Path;

use super::DashboardError;
use crate::dashboard::{Clash, KEY_FILE, KeyFileFault, Keymap, read_key_file};

/// The keys that the file of this folder asks for, and which of them are in each other's way. Without a file the usual ones.
pub(super) fn read(config: &Path) -> Result<(Keymap, Vec<Clash>), DashboardError> {
    let path = config.join(KEY_FILE);
    let fault = |KeyFileFault { line, reason }: KeyFileFault| DashboardError::Keys { path: path.clone(), line, reason };
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text.map_err(|error| fault(KeyFileFault { line: None, reason: error.to_string() }))?,
    };
    read_key_file(&text).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(KEY_FILE), text).unwrap();
        let found = read(home.path()).unwrap_err().to_string();
        found.replace(&home.path().display().to_string(), "")
    }

    #[test]
    fn keys_may_be_changed_and_what_is_wrong_names_its_line() {
        let home = tempfile::tempdir().unwrap();
        assert!(read(home.path()).unwrap().1.is_empty());
        std::fs::write(home.path().join(KEY_FILE), "# mine\nquit = [\"ctrl-q\"]\nstop = \"X\"\n").unwrap();
        read(home.path()).unwrap();
        assert!(fault("quit = \"q\"\nfly = \"f\"\n").starts_with("`/keys.toml` line 2: "));
        assert!(fault("\nquit = \"hyper-q\"\n").starts_with("`/keys.toml` line 2: "));
        assert!(fault("quit = 7\n").starts_with("`/keys.toml` line 1: a key in quotes"));
        assert!(fault("quit = [\n").starts_with("`/keys.toml` line "));
    }
}
