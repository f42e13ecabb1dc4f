//! Hotkey files as they lie on disk: modes, folders, and the shared collection of forms found in the field.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use gascli::chain::wallet::{Settings, WalletError, create_hotkey, load_hotkey};
use gascli::types::Hint;

use crate::support::shared;

/// One wallet folder with one hotkey file of these bytes.
fn wallet(bytes: &[u8]) -> (tempfile::TempDir, Settings) {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { path: home.path().into(), name: "mine".into(), hotkey: "hot".into() };
    let file = settings.hotkey_file();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, bytes).unwrap();
    mode(&file, 0o600);
    (home, settings)
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// The error with its causes, and its hint.
fn told(error: &WalletError) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[test]
fn every_form_of_key_file_found_in_the_field_gets_its_verdict() {
    // data/wallets/README.md, bittensor 11.3.0
    let Some(variants) = shared("data/wallets/variants") else { return };
    let miner = "5Hn2WvmabcCSUqFbp48kevKfpeXDdwLhicxXpL3axnu9ovQM";
    for (name, expected) in [
        ("ok-leading-space-address", Ok(())),
        ("ok-crypto-type-text", Ok(())),
        ("ok-no-crypto-type", Ok(())),
        ("ok-seed-only", Ok(())),
        ("ok-private-key-only", Ok(())),
        ("ok-seed-hex-text", Ok(())),
        ("ok-mnemonic-text", Ok(())),
        ("ok-public-only", Err("it cannot sign")),
        (
            "bad-address-of-another-key",
            Err("but its `ss58Address` says 5EPY8N8gFg4wB5KTAFkYjJnyjCeftUdaueEQMNCe52Hko3L8"),
        ),
        ("bad-phrase-checksum", Err("the recovery phrase is invalid: word 12 is not in the English word list")),
        ("bad-polkadot-js-export", Err("the key file is the export of a browser extension")),
        ("bad-empty", Err("the key file is empty")),
        ("bad-truncated", Err("neither JSON nor a seed nor a recovery phrase")),
        ("bad-nacl-truncated", Err("the key is encrypted (NaCl)")),
        ("bad-nacl-tampered", Err("the key is encrypted (NaCl)")),
    ] {
        let (_home, settings) = wallet(&std::fs::read(variants.join(name)).unwrap());
        match (load_hotkey(&settings), expected) {
            (Ok(keypair), Ok(())) => assert_eq!(keypair.hotkey().to_string(), miner, "{name}"),
            (Err(error), Err(said)) => {
                assert!(told(&error).contains(said), "{name}: {}", told(&error));
                assert!(told(&error).contains("mine/hotkeys/hot"), "{name}: {}", told(&error));
                assert!(error.hint().is_some(), "{name}");
            }
            (found, _) => panic!("{name}: {found:?}"),
        }
    }
    assert_eq!(std::fs::read_dir(variants).unwrap().count(), 15);
}

#[test]
fn the_plain_wallets_sign_as_their_public_files_say() {
    let Some(folder) = shared("data/wallets/testplain/hotkeys") else { return };
    for name in ["miner", "validator"] {
        let (_home, settings) = wallet(&std::fs::read(folder.join(name)).unwrap());
        let public = gascli::chain::wallet::hotkey_in(&folder.join(format!("{name}pub.txt"))).unwrap();
        let keypair = load_hotkey(&settings).unwrap();
        assert_eq!(keypair.hotkey(), public);
        assert!(public.verify(b"hello", &keypair.sign(b"hello")));
    }
}

#[test]
fn a_new_hotkey_is_its_owners_alone_can_sign_and_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { path: home.path().join("wallets"), name: "demo".into(), hotkey: "miner-1".into() };
    let hotkey = create_hotkey(&settings).unwrap();
    assert_eq!(load_hotkey(&settings).unwrap().hotkey(), hotkey);
    let file = settings.hotkey_file();
    let of = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((of(&file), of(&file.with_file_name("miner-1pub.txt"))), (0o600, 0o600));
    for folder in file.ancestors().skip(1).take(3) {
        assert_eq!(of(folder), 0o700, "{}", folder.display());
    }
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let fields: Vec<&String> = written.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["accountId", "publicKey", "ss58Address", "cryptoType", "privateKey", "secretSeed"]);
    // The expanded key alone gives the same hotkey: both secrets in the file agree.
    let (_home, other) = wallet(serde_json::json!({"privateKey": written["privateKey"]}).to_string().as_bytes());
    assert_eq!(load_hotkey(&other).unwrap().hotkey(), hotkey);
    assert!(matches!(create_hotkey(&settings), Err(WalletError::Exists(_))));
    assert_eq!(load_hotkey(&settings).unwrap().hotkey(), hotkey);
}

#[test]
fn a_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    let (_home, settings) = wallet(b"0x03b1d4441d7ca7f84169049a5e7b7c5a2976a81e978e2cd18b94ed30ab880e48");
    for open in [0o644, 0o640, 0o602] {
        mode(&settings.hotkey_file(), open);
        let error = load_hotkey(&settings).unwrap_err();
        assert!(error.to_string().contains(&format!("has mode {open:04o}")), "{error}");
        assert_eq!(error.hint().unwrap(), format!("`chmod 600 {}`", settings.hotkey_file().display()));
    }
    mode(&settings.hotkey_file(), 0o400);
    assert!(load_hotkey(&settings).is_ok());
}

#[test]
fn an_unreadable_file_names_the_refusal() {
    if nix::unistd::geteuid().is_root() {
        eprintln!("skipped 1 test: root may read any file");
        return;
    }
    let (_home, settings) = wallet(b"x");
    mode(&settings.hotkey_file(), 0o000);
    let error = load_hotkey(&settings).unwrap_err();
    assert!(told(&error).contains("Permission denied"), "{}", told(&error));
    assert!(error.hint().unwrap().contains("chown"));
}

#[test]
fn a_mistyped_wallet_or_hotkey_suggests_the_nearest_that_is_there() {
    let home = tempfile::tempdir().unwrap();
    let settings = |name: &str, hotkey: &str| Settings {
        path: home.path().join("wallets"),
        name: name.into(),
        hotkey: hotkey.into(),
    };
    let hint = |settings: &Settings| {
        load_hotkey(settings).unwrap_err().hint().unwrap().replace(home.path().to_str().unwrap(), "HOME")
    };
    assert_eq!(
        hint(&settings("mine", "hot")),
        "there is no wallet folder `HOME/wallets`: set BT_WALLET_PATH, or make a wallet (`btcli wallet create`; for a \
         local chain `gascli localnet register mine/hot --new`)"
    );
    for (name, hotkey) in [("mine", "miner"), ("mine", "validator"), ("other", "x")] {
        create_hotkey(&settings(name, hotkey)).unwrap();
    }
    for (name, hotkey, expected) in [
        ("mien", "miner", "did you mean BT_WALLET_NAME=mine? wallets in `HOME/wallets`: mine, other"),
        ("mine", "minre", "did you mean BT_WALLET_HOTKEY=miner? hotkeys of wallet `mine`: miner, validator"),
        ("mine", "qq", "set BT_WALLET_HOTKEY; hotkeys of wallet `mine`: miner, validator"),
    ] {
        assert_eq!(hint(&settings(name, hotkey)), expected);
    }
    for (name, hotkey) in [("../mine", "miner"), ("mine", ""), ("mine", "../../x"), (".", "miner")] {
        assert!(matches!(load_hotkey(&settings(name, hotkey)), Err(WalletError::Name { .. })), "{name}/{hotkey}");
    }
}

#[test]
fn a_folder_a_pipe_and_a_huge_file_are_refused_and_do_not_hang() {
    let (_home, settings) = wallet(b"x");
    let file: PathBuf = settings.hotkey_file();
    std::fs::File::options().write(true).open(&file).unwrap().set_len(10_000_000_000).unwrap();
    assert!(matches!(load_hotkey(&settings), Err(WalletError::TooLarge { bytes: 10_000_000_000, .. })));
    std::fs::remove_file(&file).unwrap();
    nix::unistd::mkfifo(&file, nix::sys::stat::Mode::S_IRUSR).unwrap();
    assert!(matches!(load_hotkey(&settings), Err(WalletError::NotAFile(_))));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    assert!(matches!(load_hotkey(&settings), Err(WalletError::NotAFile(_))));
}
