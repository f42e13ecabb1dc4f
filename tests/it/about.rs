//! `gascli info`: the block for a bug report.

use std::time::Duration;

use serde_json::Value;

use crate::support::{Home, text, wait_for};

#[test]
fn a_bug_report_tells_the_machine_and_the_services_and_neither_a_secret_nor_the_home_folder() {
    let home = Home::at("home/.local");
    let secret = "sk-0123456789secret";
    std::fs::write(home.path(".env.gen_miner"), format!("OPENAI_API_KEY={secret}\n")).unwrap();
    let run = |arguments: &[&str]| home.run_with(arguments, &[("OPEN_ROUTER_API_KEY", secret), ("TERM", "xterm")]);
    let bare = run(&["info", "--json"]);
    assert_eq!(bare.status.code(), Some(0), "{}", text(&bare.stderr));
    let about: Value = serde_json::from_slice(&bare.stdout).unwrap();
    assert_eq!((&about["schema"], &about["supervisor"]["state"]), (&"gascli/1".into(), &"does not run".into()));
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(about["folders"]["state"], "~/home/.local/state");
    assert!(!home.below.exists(), "looking starts nothing");

    home.ok(&["start", "web", "--", "sleep", "1000"]);
    let about = wait_for(Duration::from_secs(20), "the service to be up", || {
        let about: Value = serde_json::from_slice(&run(&["info", "--json"]).stdout).unwrap();
        (about["services"][0]["state"] == "online").then_some(about)
    });
    assert_eq!(about["supervisor"]["version"], env!("CARGO_PKG_VERSION"));
    let drawn = text(&run(&["info"]).stdout);
    assert!(drawn.contains("\nservice      web online, 0 restarts"), "{drawn}");
    assert!(drawn.contains("\nfiles        ~/.env.gen_miner\n"), "{drawn}");
    for told in [&drawn, &about.to_string()] {
        assert!(
            !told.contains(secret) && !told.contains(home.path("").to_str().unwrap().trim_end_matches('/')),
            "{told}"
        );
    }
}

#[test]
fn info_tells_what_each_resolution_earns_and_what_a_validator_looks_with() {
    let home = Home::new();
    let local = "BT_CHAIN_ENDPOINT=local:chain.sqlite\nIMAGE_SERVICE=demo\nVIDEO_SERVICE=demo\n";
    std::fs::write(home.path(".env.gen_miner"), local).unwrap();
    let info = home.json(&["generator", "info"]);
    let earned = |service: usize| {
        let orders = info["services"][service]["orders"].as_array().unwrap().iter();
        orders
            .map(|order| (order["asked"].as_str().unwrap(), order["multiplier"].as_f64().unwrap()))
            .collect::<Vec<_>>()
    };
    for ((asked, earned), expected) in earned(0).into_iter().zip([("1K", 1.0), ("2K", 2_f64.sqrt()), ("4K", 2.0)]) {
        assert!(asked == expected.0 && (earned - expected.1).abs() < 1e-9, "{asked}: {earned}"); // spec/gas.md 11.4
    }
    assert_eq!(earned(0).len(), 3);
    assert!(text(&home.run(&["generator", "info"]).stdout).contains("EARNS"));

    std::fs::write(
        home.path(".env.validator"),
        "CHAIN_ENDPOINT=local:chain.sqlite\nPROMPT_MODALITIES=image,video\nVIDEO_PRICES=mine=0.3\n",
    )
    .unwrap();
    let judges = home.json(&["validator", "info"])["judges"].take();
    assert_eq!((&judges["model"], &judges["model_problem"]), (&"demo".into(), &Value::Null), "{judges:#}");
    let rows = judges["multipliers"].as_array().unwrap();
    let mine = rows.iter().find(|row| row["model"] == "mine").unwrap();
    let base = judges["baseline_usd"].as_f64().unwrap();
    assert!(mine["multiplier"].as_f64().unwrap() > 0.0 && base > 0.0, "{mine:#}");
}
