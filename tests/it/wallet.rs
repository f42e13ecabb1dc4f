//! Hotkey files as they lie on disk: modes, folders, and the shared collection of forms found in the field.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use gascli::chain::wallet::{Settings, WalletError, check_new, create_hotkey, hotkey_in, load_hotkey, public_hotkey};
use gascli::types::{Hint, Secret};

use crate::support::shared;

/// One wallet folder with one hotkey file of these bytes.
fn wallet(bytes: &[u8]) -> (tempfile::TempDir, Settings) {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings::new(home.path(), "mine", "hot");
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
        ("bad-nacl-truncated", Err("is encrypted, and there is no password for it")),
        ("bad-nacl-tampered", Err("is encrypted, and there is no password for it")),
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
    let settings = Settings::new(home.path().join("wallets"), "demo", "miner-1");
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
    assert!(error.hint().unwrap().contains("leave the coldkey where it is"));
}

#[test]
fn a_mistyped_wallet_or_hotkey_suggests_the_nearest_that_is_there() {
    let home = tempfile::tempdir().unwrap();
    let settings = |name: &str, hotkey: &str| Settings::new(home.path().join("wallets"), name, hotkey);
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

#[test]
fn a_daemon_opens_its_hotkey_once_and_forgets_the_password() {
    let Some(folder) = shared("data/wallets/testenc/hotkeys") else { return };
    let (_home, mut settings) = wallet(&std::fs::read(folder.join("enchot")).unwrap());
    settings.passwords = settings.passwords.with_common(Some(Secret::new("test-password-2".into())));
    let keypair = load_hotkey(&settings).unwrap();
    settings.passwords.forget();
    let of_daemon = settings.clone();
    assert_eq!(load_hotkey(&of_daemon).unwrap().hotkey(), keypair.hotkey());
    // Another file in its place is another hotkey, for which there is no password.
    let mut other = std::fs::read(settings.hotkey_file()).unwrap();
    *other.last_mut().unwrap() ^= 1;
    std::fs::write(settings.hotkey_file(), other).unwrap();
    assert!(matches!(load_hotkey(&of_daemon), Err(WalletError::Password { .. })));
}

#[test]
fn who_an_encrypted_hotkey_is_stands_beside_it_and_needs_no_password() {
    let Some(folder) = shared("data/wallets/testenc/hotkeys") else { return };
    let (_home, settings) = wallet(&std::fs::read(folder.join("enchot")).unwrap());
    assert!(matches!(public_hotkey(&settings), Err(WalletError::Password { .. })));
    let file = settings.hotkey_file();
    assert!(hotkey_in(&file).unwrap_err().hint().unwrap().contains("WALLET/HOTKEY"));
    std::fs::copy(folder.join("enchotpub.txt"), file.with_file_name("hotpub.txt")).unwrap();
    let expected = "5DUUXUry6RBS4BUkA8rb9wFUDi5XMGcrEEMWbNTCj9V1Hvaq";
    assert_eq!(public_hotkey(&settings).unwrap().to_string(), expected);
    assert_eq!(hotkey_in(&file).unwrap().to_string(), expected);
}

const SEED: &str = "0x03b1d4441d7ca7f84169049a5e7b7c5a2976a81e978e2cd18b94ed30ab880e48"; // data/wallets, testplain/miner

#[test]
fn a_hotkey_that_other_users_could_have_put_there_is_refused() {
    let (_home, settings) = wallet(SEED.as_bytes());
    load_hotkey(&settings).unwrap();
    for folder in [settings.path.join("mine/hotkeys"), settings.path.join("mine"), settings.path.clone()] {
        mode(&folder, 0o777);
        let said = told(&load_hotkey(&settings).unwrap_err());
        assert!(said.contains("any user of this machine can put other hotkeys into it"), "{said}");
        // Where each may remove only what is his own, as in /tmp.
        mode(&folder, 0o1777);
        load_hotkey(&settings).unwrap();
        mode(&folder, 0o700);
    }
    if !nix::unistd::geteuid().is_root() {
        eprintln!("skipped a part: only root can give files away");
        return;
    }
    std::os::unix::fs::chown(settings.hotkey_file(), Some(12_345), None).unwrap();
    let said = told(&load_hotkey(&settings).unwrap_err());
    assert!(said.contains("belongs to user 12345"), "{said}");
    // Root uses a wallet folder that is another user's as a whole.
    std::os::unix::fs::chown(&settings.path, Some(12_345), None).unwrap();
    load_hotkey(&settings).unwrap();
}

#[test]
fn a_coldkey_is_refused_by_whatever_name_it_is_called() {
    let (_home, settings) = wallet(SEED.as_bytes());
    let folder = settings.path.join("mine");
    std::fs::write(folder.join("coldkey"), SEED).unwrap();
    mode(&folder.join("coldkey"), 0o600);
    std::os::unix::fs::symlink("../coldkey", folder.join("hotkeys/link")).unwrap();
    std::fs::hard_link(folder.join("coldkey"), folder.join("hotkeys/hard")).unwrap();
    std::os::unix::fs::symlink("coldkey", folder.join("coldkeypub.txt")).unwrap();
    for name in ["coldkey", "hotkeys/link", "hotkeys/hard", "coldkeypub.txt", "hotkeys/../coldkey"] {
        let refused = hotkey_in(&folder.join(name));
        assert!(matches!(refused, Err(WalletError::Coldkey(_))), "{name}: {refused:?}");
    }
    for name in ["link", "hard"] {
        let refused = load_hotkey(&Settings::new(&settings.path, "mine", name));
        assert!(matches!(refused, Err(WalletError::Coldkey(_))), "{name}");
    }
    // A hotkey may be called so.
    std::fs::write(folder.join("hotkeys/coldkey"), SEED).unwrap();
    mode(&folder.join("hotkeys/coldkey"), 0o600);
    load_hotkey(&Settings::new(&settings.path, "mine", "coldkey")).unwrap();
}

#[test]
fn the_coldkey_of_a_wallet_that_is_called_as_folders_of_hotkeys_are_is_refused() {
    for beside in [&["coldkeypub.txt"][..], &["hotkeys/hot"], &[], &["coldkeypub.txt", "hotkeys/hot"]] {
        let home = tempfile::tempdir().unwrap();
        let wallet = home.path().join("hotkeys");
        std::fs::create_dir(&wallet).unwrap();
        for file in beside.iter().copied().chain(["coldkey"]) {
            std::fs::create_dir_all(wallet.join(file).parent().unwrap()).unwrap();
            std::fs::write(wallet.join(file), SEED).unwrap();
        }
        let refused = hotkey_in(&wallet.join("coldkey"));
        assert!(matches!(refused, Err(WalletError::Coldkey(_))), "beside {beside:?}: {refused:?}");
        std::fs::create_dir_all(wallet.join("hotkeys")).unwrap();
        for (name, is_hard) in [("link", false), ("hard", true)] {
            let link = wallet.join("hotkeys").join(name);
            if is_hard {
                std::fs::hard_link(wallet.join("coldkey"), &link).unwrap();
            } else {
                std::os::unix::fs::symlink("../coldkey", &link).unwrap();
            }
            let refused = hotkey_in(&link);
            assert!(matches!(refused, Err(WalletError::Coldkey(_))), "{name} beside {beside:?}: {refused:?}");
        }
    }
}

#[test]
fn no_new_hotkey_gets_a_name_that_other_files_have() {
    let (_home, settings) = wallet(SEED.as_bytes());
    for name in ["hot.tmp", "a.lock", "xpub.txt", "a\nb", " a", "a ", "coldkey"] {
        let refused = check_new(&Settings::new(&settings.path, "mine", name));
        assert!(matches!(refused, Err(WalletError::NewName { .. })), "{name:?}: {refused:?}");
    }
    for name in ["new.tmp", "hotkeys"] {
        assert!(check_new(&Settings::new(&settings.path, name, "a")).is_err(), "{name}");
    }
    check_new(&Settings::new(&settings.path, "mine", "tmp pub")).unwrap();
}
