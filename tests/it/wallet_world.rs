//! The throw-away wallets in a home of its own, with the modes that git does not keep.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use crate::support::{Home, shared, text};

pub(crate) const MINER: &str = "5Hn2WvmabcCSUqFbp48kevKfpeXDdwLhicxXpL3axnu9ovQM";
pub(crate) const VALIDATOR: &str = "5EPY8N8gFg4wB5KTAFkYjJnyjCeftUdaueEQMNCe52Hko3L8";
pub(crate) const ENCRYPTED: &str = "5DUUXUry6RBS4BUkA8rb9wFUDi5XMGcrEEMWbNTCj9V1Hvaq";

/// Opens `testenc/enchot`.
pub(crate) const PASSWORD: &str = "test-password-2";
pub(crate) const MINER_PHRASE: &str = "stock nest faint gym try side audit mule toast keen win close";

/// A home whose `~/.bittensor/wallets` are the throw-away wallets; `None` without shared data.
pub(crate) fn home() -> Option<Home> {
    let source = shared("data/wallets")?;
    let home = Home::new();
    for wallet in ["testplain", "testenc"] {
        let target = home.path(".bittensor/wallets").join(wallet);
        copy(&source.join(wallet), &target);
    }
    for folder in [".bittensor/wallets", ".bittensor"] {
        mode(&home.path(folder), 0o700);
    }
    Some(home)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::write(&target, std::fs::read(&path).unwrap()).unwrap();
            mode(&target, 0o600);
        }
    }
    mode(to, 0o700);
}

pub(crate) fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

pub(crate) fn mode_of(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// What a command printed, on both streams.
pub(crate) fn printed(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

/// Parts of every secret of the throw-away wallets: phrases, seeds, private keys, passwords.
pub(crate) fn secrets(home: &Home) -> Vec<String> {
    let mut secrets = vec![PASSWORD.to_owned(), "test-password-1".to_owned()];
    let hotkeys = ["testplain/hotkeys/miner", "testplain/hotkeys/validator", "testenc/hotkeys/miner"];
    for file in hotkeys.map(|file| home.path(".bittensor/wallets").join(file)) {
        let key: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let field = |name: &str| key[name].as_str().unwrap().to_owned();
        secrets.push(field("secretSeed")[2..34].to_owned());
        secrets.push(field("privateKey")[2..34].to_owned());
        let phrase = field("secretPhrase");
        secrets.push(phrase.split(' ').take(2).collect::<Vec<_>>().join(" "));
    }
    secrets
}

/// Fails if the text holds any of these.
pub(crate) fn assert_keeps(secrets: &[String], said: &str, what: &str) {
    for secret in secrets {
        assert!(!said.contains(secret.as_str()), "{what} shows a secret: {said}");
    }
}
