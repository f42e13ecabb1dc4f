//! A supervised daemon whose hotkey is encrypted.

use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::types::Netuid;
use nix::sys::signal::Signal;

use crate::support::{Home, strike, text, wait_for};
use crate::wallet_world::{ENCRYPTED, PASSWORD, home, mode, printed};

/// For a daemon that opens its hotkey on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);

/// The throw-away wallets, with a chain on which the encrypted hotkey is registered.
fn place() -> Option<Home> {
    let home = home()?;
    let new = NewLedger { netuid: Netuid(34), block_time: Duration::from_secs(1), ..NewLedger::default() };
    let mut chain = Ledger::create(&home.path("chain.sqlite"), &new).unwrap();
    chain.register(Netuid(34), &ENCRYPTED.parse().unwrap(), &Registration::default()).unwrap();
    let lines = "BT_CHAIN_ENDPOINT=local:chain.sqlite\nBT_WALLET=testenc/enchot\nIMAGE_SERVICE=demo\nBT_AXON_IP=127.0.0.1\n\
                 BT_AXON_PORT=0\nMINER_METRICS_ADDRESS=none\n";
    std::fs::write(home.path(".env.gen_miner"), lines).unwrap();
    mode(&home.path(".env.gen_miner"), 0o600);
    Some(home)
}

/// The miner's process, once it is ready.
fn online(home: &Home) -> Option<u32> {
    let services = home.json(&["status"])["services"].as_array().unwrap().clone();
    let service = services.into_iter().find(|service| service["state"] == "online")?;
    u32::try_from(service["pid"].as_u64()?).ok()
}

/// Every file below a folder that holds this.
fn files_with(folder: &Path, needle: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_with(&path, needle, found);
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap_or_default();
            if bytes.windows(needle.len()).any(|part| part == needle.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[test]
fn a_service_opens_its_encrypted_hotkey_at_every_start_and_writes_the_password_nowhere() {
    let Some(home) = place() else { return };
    let refused = home.run(&["generator", "start"]);
    assert_eq!(refused.status.code(), Some(2), "{}", printed(&refused));
    assert!(text(&refused.stderr).contains("BT_WALLET_PASSWORD_FILE"), "{}", printed(&refused));

    let started = home.run_with(&["generator", "start"], &[("BT_WALLET_PASSWORD", PASSWORD)]);
    assert!(started.status.success(), "{}", printed(&started));
    let first = wait_for(PATIENCE, "the miner", || online(&home));
    let info = home.json(&["generator", "info"]);
    assert_eq!(info["node"]["hotkey"], ENCRYPTED, "the public part is known without the password: {info:#}");
    // It falls, and nobody is there to type anything.
    strike(first, Signal::SIGKILL);
    let second = wait_for(PATIENCE, "the miner to come back", || online(&home).filter(|pid| *pid != first));
    assert_ne!(first, second);
    let told = home.ok(&["generator", "logs"]) + &home.ok(&["events"]) + &home.ok(&["status", "--json"]);
    assert!(!told.contains(PASSWORD), "{told}");
    let mut found = Vec::new();
    files_with(&home.path("."), PASSWORD, &mut found);
    assert!(found.is_empty(), "{found:?}");
    home.ok(&["generator", "stop"]);
}

/// Whether a process holds this in memory that is its own; `None` where the system does not let us look.
fn holds(pid: u32, needle: &str) -> Option<bool> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let memory = std::fs::File::open(format!("/proc/{pid}/mem")).ok()?;
    let ranges = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let ends = (u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?);
        rest.starts_with("rw-p").then_some(ends)
    });
    let mut is_read = false;
    for (start, end) in ranges {
        let mut part = vec![0; usize::try_from(end - start).unwrap().min(1 << 28)];
        if memory.read_at(&mut part, start).is_ok() {
            is_read = true;
            if memchr::memmem::find(&part, needle.as_bytes()).is_some() {
                return Some(true);
            }
        }
    }
    is_read.then_some(false)
}

#[test]
fn a_password_in_the_env_file_opens_the_hotkey_of_a_daemon_which_then_forgets_it() {
    let Some(home) = place() else { return };
    let file = home.path(".env.gen_miner");
    let lines = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{lines}BT_WALLET_PASSWORD='{PASSWORD}'\n")).unwrap();
    let started = home.run(&["generator", "start"]);
    assert!(started.status.success(), "{}", printed(&started));
    let pid = wait_for(PATIENCE, "the miner", || online(&home));
    assert_eq!(home.json(&["generator", "info"])["node"]["hotkey"], ENCRYPTED);
    let told = home.ok(&["generator", "logs"]) + &home.ok(&["events"]) + &home.ok(&["status", "--json"]);
    assert!(!told.contains(PASSWORD), "{told}");
    match holds(pid, PASSWORD) {
        Some(holds) => assert!(!holds, "the daemon holds the password"),
        None => eprintln!("not looked at: the memory of the daemon cannot be read here"),
    }
    home.ok(&["generator", "stop"]);
}

#[test]
fn a_password_file_that_the_env_file_names_tells_who_the_daemon_will_be() {
    let Some(home) = place() else { return };
    let file = home.path(".env.gen_miner");
    let lines = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{lines}BT_WALLET_PASSWORD_FILE=secrets/password\n")).unwrap();
    std::fs::create_dir(home.path("secrets")).unwrap();
    std::fs::write(home.path("secrets/password"), PASSWORD).unwrap();
    mode(&home.path("secrets/password"), 0o600);
    let info = home.run(&["generator", "info", "--json"]);
    assert_eq!(info.status.code(), Some(0), "{}", printed(&info));
    assert!(text(&info.stdout).contains(ENCRYPTED) && !printed(&info).contains(PASSWORD));
    std::fs::write(home.path("secrets/password"), "not-this-one").unwrap();
    let info = home.run(&["generator", "info", "--json"]);
    assert_eq!(info.status.code(), Some(1), "{}", printed(&info));
    assert!(text(&info.stdout).contains("the password is wrong, or the file is damaged"), "{}", printed(&info));
}
