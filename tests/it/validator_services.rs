//! The validator's three services, as an operator runs them.

use std::time::Duration;

use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::wallet;
use gascli::types::Netuid;
use nix::sys::signal::Signal;
use serde_json::Value;

use crate::support::{Home, strike, text, wait_for};

const NAMES: [&str; 3] = ["sn34-validator", "sn34-generator", "sn34-data"];

/// For a service to come up on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A home whose validator can start, with these lines in its env file besides.
fn home_of_a_validator(lines: &str) -> Home {
    let home = Home::new();
    let new = NewLedger { netuid: Netuid(34), block_time: Duration::from_secs(1), ..NewLedger::default() };
    let mut chain = Ledger::create(&home.path("chain.sqlite"), &new).unwrap();
    let wallet = wallet::Settings::new(home.path("wallets"), "w", "h");
    let hotkey = wallet::create_hotkey(&wallet).unwrap();
    let seat = Registration { validator_permit: Some(true), ..Registration::default() };
    chain.register(Netuid(34), &hotkey, &seat).unwrap();
    let common =
        "CHAIN_ENDPOINT=local:chain.sqlite\nWALLET_PATH=wallets\nWALLET_NAME=w\nWALLET_HOTKEY=h\nCALLBACK_PORT=0\n";
    std::fs::write(home.path(".env.validator"), format!("{common}{lines}")).unwrap();
    home
}

fn services(home: &Home) -> Vec<Value> {
    home.json(&["status"])["services"].as_array().unwrap().clone()
}

fn names(home: &Home) -> Vec<String> {
    services(home).iter().map(|service| service["name"].as_str().unwrap().to_owned()).collect()
}

/// The process of a service that is ready.
fn online(home: &Home, name: &str) -> Option<u32> {
    let service = services(home).into_iter().find(|service| service["name"] == name)?;
    (service["state"] == "online").then(|| u32::try_from(service["pid"].as_u64()?).ok())?
}

#[test]
fn a_validator_that_hangs_is_ended_and_started_anew() {
    let home = home_of_a_validator("HEARTBEAT_INTERVAL_SECONDS=1\nMAX_STUCK_COUNT=2\n");
    home.ok(&["validator", "start", "--service", "validator"]);
    let first = wait_for(PATIENCE, "the validator", || online(&home, NAMES[0]));
    strike(first, Signal::SIGSTOP);
    let second = wait_for(PATIENCE, "a new process", || online(&home, NAMES[0]).filter(|pid| *pid != first));
    assert_ne!(first, second);
    let events = home.ok(&["events", NAMES[0]]);
    assert!(events.contains("answers"), "{events}");
    home.ok(&["validator", "stop"]);
}

#[test]
fn all_three_services_run_on_one_store_and_verbs_act_on_all_or_one() {
    let home = home_of_a_validator("");
    home.ok(&["validator", "start"]);
    for name in NAMES {
        wait_for(PATIENCE, name, || online(&home, name));
    }
    let stopped = home.ok(&["validator", "stop", "--service", "data"]);
    assert!(stopped.contains(NAMES[2]) && !stopped.contains(NAMES[0]), "{stopped}");
    assert!(
        online(&home, NAMES[0]).is_some() && online(&home, NAMES[1]).is_some() && online(&home, NAMES[2]).is_none()
    );
    home.ok(&["validator", "restart"]);
    for name in NAMES {
        wait_for(PATIENCE, name, || online(&home, name));
    }
    home.ok(&["validator", "delete", "--yes"]);
    assert!(names(&home).is_empty());
}

#[test]
fn what_the_env_file_and_the_flags_leave_out_is_not_started() {
    let home = home_of_a_validator("START_GENERATOR=false\n");
    home.ok(&["v", "start", "--no-data-downloads"]);
    assert_eq!(names(&home), ["sn34-validator"]);
    home.ok(&["v", "delete", "--yes"]);
    std::fs::write(
        home.path("none.env"),
        text(&std::fs::read(home.path(".env.validator")).unwrap()) + "START_VALIDATOR=false\nSTART_DATA=no\n",
    )
    .unwrap();
    let output = home.run(&["v", "start", "--env-file", "none.env"]);
    assert!(
        output.status.success() && text(&output.stderr).contains("leave nothing to start"),
        "{}",
        text(&output.stderr)
    );
    assert!(names(&home).is_empty());
}

#[test]
fn a_verb_for_services_that_do_not_exist_says_how_they_come_into_being() {
    let home = Home::new();
    for verb in ["stop", "status", "logs"] {
        for service in ["validator", "generator", "data", "all"] {
            let output = home.run(&["validator", verb, "--service", service]);
            assert_eq!(output.status.code(), Some(2));
            assert!(
                text(&output.stderr).contains("`gascli validator start` makes a new one"),
                "{}",
                text(&output.stderr)
            );
        }
    }
}
