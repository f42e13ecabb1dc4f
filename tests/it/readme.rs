//! What README and manual tell a reader to type works: every `console` block is typed here, in order, into a shell in a
//! home of its own. What a line is skipped for is said beside it.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use gascli::types::Keypair;
use gascli::verification::c2pa::{RejectionClass, WeaknessClass};
use gascli::verification::freshness::Untimely;

use crate::support::{Home, text};
use crate::verify_world::{Provider, small_png, write};

/// Longest that one line may take.
const LINE_LIMIT: Duration = Duration::from_mins(3);

/// Lines that are not typed, by how they begin, and why.
const SKIPPED: [(&str, &str); 5] = [
    ("cargo ", "builds the program that is tested here"),
    ("gascli logs web --grep", "follows the log until Ctrl-C"),
    ("gascli generator logs --follow", "follows the log until Ctrl-C"),
    ("gascli wallet new mine/default", "shows its phrase on a terminal alone"),
    ("gascli wallet verify 5Hn2", "the key and the signature are the reader's own"),
];

/// Lines that may also answer "no", and why.
const MAY_SAY_NO: [(&str, &str); 2] = [
    ("gascli ps                       # it is started again", "for a second it is not yet"),
    ("gascli verify-c2pa --policy strict", "the signer that is tried here is no real one"),
];

/// The commands of a document's `console` blocks.
fn commands(document: &str) -> Vec<String> {
    let blocks = document.split("```console\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines.filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

/// The block of a document that begins with this line, written to a file as its reader would.
fn written(document: &str, first_line: &str, path: &Path) {
    let start = document.find(first_line).unwrap_or_else(|| panic!("no block begins with `{first_line}`"));
    let block = document[start..].split("```").next().unwrap();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, block).unwrap();
}

pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Types a line as a user without any settings would.
pub(crate) fn typed(home: &Home, line: &str, environment: &[(&str, &str)]) -> Output {
    let folder = Path::new(env!("CARGO_BIN_EXE_gascli")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path))).unwrap();
    let (key, value) = home.mark();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).env_clear().env("PATH", path).env("HOME", home.path("")).env(key, value);
    command.envs(environment.iter().copied()).current_dir(home.path("")).stdin(Stdio::null());
    assert_cmd::Command::from_std(command).timeout(LINE_LIMIT).output().unwrap()
}

pub(crate) fn follow(home: &Home, document: &str, environment: &[(&str, &str)]) {
    let lines = commands(document);
    assert!(!lines.is_empty());
    for line in lines.iter().filter(|line| !SKIPPED.iter().any(|(start, _)| line.starts_with(start))) {
        let output = typed(home, line, environment);
        let may_say_no = MAY_SAY_NO.iter().any(|(start, _)| line.starts_with(start));
        assert!(
            output.status.success() || (may_say_no && output.status.code() == Some(1)),
            "{line}\n{:?}\n{}{}",
            output.status,
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}

#[test]
fn the_readme_leads_to_a_running_miner_and_a_running_validator() {
    let home = Home::new();
    // The reader's wallet and chain; one hotkey serves both here.
    for line in ["gascli localnet create", "gascli localnet register mine/default --new --stake 50000 --permit"] {
        assert!(typed(&home, line, &[]).status.success(), "{line}");
    }
    let ledger = home.path(".local/state/gascli/localnet.sqlite");
    let endpoint = format!("local:{}", ledger.display());
    // What the reader edits in the file that `init` wrote.
    let edited = [
        ("BT_CHAIN_ENDPOINT", endpoint.as_str()),
        ("BT_NETUID", "34"),
        ("BT_WALLET_NAME", "mine"),
        ("BT_AXON_PORT", "0"),
        ("BT_AXON_EXTERNAL_IP", "127.0.0.1"),
        ("CALLBACK_PORT", "0"),
        ("MINER_METRICS_ADDRESS", "none"),
        ("IMAGE_SERVICE", "demo"),
        ("VIDEO_SERVICE", "none"),
    ];
    follow(&home, &read("README.md"), &edited);
}

#[test]
fn the_pages_on_the_demo_and_on_chains_of_ones_own_do_what_they_say() {
    let home = Home::new();
    let document = read("docs/demo.md");
    written(&document, "# miner/.env.gen_miner", &home.path("miner/.env.gen_miner"));
    written(&document, "# validator/.env.validator", &home.path("validator/.env.validator"));
    let neuron = |uid: u8| serde_json::json!({"uid": uid, "hotkey": Keypair::from_seed(&[uid; 32]).hotkey(), "stake": 50000, "validator_permit": true, "ip": "127.0.0.1", "port": 8093});
    let peers = serde_json::json!({"netuid": 34, "neurons": [neuron(0), neuron(1)]});
    std::fs::write(home.path("peers.json"), peers.to_string()).unwrap();
    // Other tests may listen on the usual ports.
    let ports = [("BT_AXON_PORT", "0"), ("CALLBACK_PORT", "0"), ("MINER_METRICS_ADDRESS", "none")];
    follow(&home, &document, &ports);
}

#[test]
fn the_pages_on_services_and_on_the_miner_show_commands_that_work() {
    let home = Home::new();
    for line in ["gascli localnet create", "gascli localnet register mine/default --new"] {
        assert!(typed(&home, line, &[]).status.success(), "{line}");
    }
    let endpoint = format!("local:{}", home.path(".local/state/gascli/localnet.sqlite").display());
    let edited = [
        ("BT_CHAIN_ENDPOINT", endpoint.as_str()),
        ("BT_WALLET_NAME", "mine"),
        ("BT_AXON_PORT", "0"),
        ("MINER_METRICS_ADDRESS", "none"),
        ("IMAGE_SERVICE", "demo"),
    ];
    follow(&home, &read("docs/services.md"), &edited);
    follow(&home, &read("docs/miner.md"), &edited);
}

#[test]
fn the_page_on_supervision_shows_a_file_and_commands_that_work() {
    let home = Home::new();
    let document = read("docs/operations.md");
    let file = home.path("gascli.toml");
    written(&document, "# ~/.config/gascli/gascli.toml", &file);
    // Neither programs nor ports nor the folder of the example need be here.
    let table = std::fs::read_to_string(&file).unwrap();
    let folder = home.path("").display().to_string();
    let replaced = table
        .replace(r#"["python3", "-m", "http.server", "8080"]"#, r#""echo ERROR; exec sleep 1000""#)
        .replace(r#"["postgres", "-D", "/srv/db"]"#, r#""exec sleep 1000""#)
        .replace(r#"{ tcp = "127.0.0.1:5432", within = "1m" }"#, r#""running""#)
        .replace(r#"[{ http = "http://127.0.0.1:8080/", every = "30s", action = "restart" }]"#, "[]")
        .replace("/srv/www", &folder);
    assert!(replaced.contains("sleep") && replaced.contains(&folder), "{table}");
    assert!(!replaced.contains("postgres") && !replaced.contains("127.0.0.1"), "{replaced}");
    std::fs::write(&file, replaced).unwrap();
    std::fs::write(home.path(".env.web"), "MODE=trial\n").unwrap();
    for line in ["gascli start web", "gascli restart web"] {
        let output = typed(&home, line, &[]);
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
    }
    follow(&home, &document, &[]);
}

#[test]
fn the_pages_on_notifications_and_metrics_show_a_file_and_commands_that_work() {
    let home = Home::new();
    let document = read("docs/notifications.md");
    let file = home.path(".config/gascli/gascli.toml");
    written(&document, "# ~/.config/gascli/gascli.toml", &file);
    let table = std::fs::read_to_string(&file).unwrap();
    assert!(table.contains("/usr/local/bin/page-me"), "{table}");
    std::fs::write(&file, table.replace("/usr/local/bin/page-me", "true")).unwrap();
    assert!(typed(&home, "gascli start web -- sleep 1000", &[]).status.success());
    follow(&home, &document, &[]);
    follow(&home, &read("docs/metrics.md"), &[]);
}

#[test]
fn the_pages_on_media_and_on_wallets_show_commands_that_work() {
    let home = Home::new();
    for name in ["new.png", "known.jpg"] {
        write(&home.path(name), &small_png()); // files are told by their content
    }
    for line in ["gascli localnet create", "gascli localnet register mine/default --new"] {
        assert!(typed(&home, line, &[]).status.success(), "{line}");
    }
    follow(&home, &read("docs/media.md"), &[]);
    follow(&home, &read("docs/wallets.md"), &[]);
}

#[test]
fn the_page_on_prompts_shows_commands_that_work() {
    follow(&Home::new(), &read("docs/prompts.md"), &[]);
}

#[test]
fn the_page_on_checking_files_shows_commands_that_work_and_names_every_class() {
    let (home, provider) = (Home::new(), Provider::new());
    provider.trusted_by(&home.path(""));
    let signed = provider.signed(&small_png(), Some("2024-01-01T00:00:00Z"));
    write(&home.path("picture.png"), &signed);
    write(&home.path("media/a/b.png"), &signed);
    let document = read("docs/verify.md");
    let anchors = home.path("root.pem").display().to_string();
    follow(&home, &document, &[("GASCLI_TRUST_ANCHORS", &anchors)]);
    for class in classes() {
        assert!(document.contains(&format!("| `{class}` |")), "docs/verify.md does not explain `{class}`");
    }
}

/// Every word that `class` may be.
fn classes() -> Vec<&'static str> {
    use RejectionClass::{
        ManifestUnreadable, NoHardBinding, NoManifest, SelfSigned, SignatureInvalid, Spoofable, UntrustedCa,
        UntrustedGenerator,
    };
    use WeaknessClass::{Expired, ManifestInvalid, PartialHash, Revoked, SignerNotPinned, UnfitAnchor, UnfitSigner};
    let weaknesses = [Revoked, Expired, UnfitAnchor, UnfitSigner, SignerNotPinned, ManifestInvalid, PartialHash];
    let refusals =
        [NoManifest, ManifestUnreadable, SignatureInvalid, NoHardBinding, SelfSigned, UntrustedCa, UntrustedGenerator];
    let refusals = refusals.into_iter().chain(weaknesses.map(Spoofable)).map(RejectionClass::as_str);
    refusals.chain([Untimely::NoTime, Untimely::Stale, Untimely::Future].map(Untimely::as_str)).collect()
}
