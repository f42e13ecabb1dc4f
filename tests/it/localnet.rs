//! `gascli localnet` through the real binary, in a home of its own.

use std::process::Output;

use gascli::chain::local::Ledger;
use gascli::types::{Hotkey, Keypair, Netuid, Rao, Uid};

use crate::support::Home;

impl Home {
    /// Exit status, stdout and stderr of `gascli localnet`, with the folder's name replaced.
    fn shown(&self, arguments: &[&str]) -> String {
        shown(&self.run(&[&["localnet"], arguments].concat()), self)
    }
}

fn shown(output: &Output, home: &Home) -> String {
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .replace(home.below.to_str().unwrap(), "HOME")
            .replace(home.path("").to_str().unwrap(), "HOME/")
    };
    format!("{}\n{}{}", output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn hotkey(seed: u8) -> Hotkey {
    Keypair::from_seed(&[seed; 32]).hotkey()
}

#[test]
fn a_new_chain_says_which_endpoint_to_set_and_is_not_overwritten() {
    let home = Home::new();
    insta::assert_snapshot!(home.shown(&["create"]), @r"
    0
    created netuid 34 on a new chain; nodes find it with
    BT_CHAIN_ENDPOINT=local:HOME/state/localnet.sqlite
    ");
    insta::assert_snapshot!(home.shown(&["create"]), @r"
    2
    error: `HOME/state/localnet.sqlite` exists already
    hint: `gascli localnet show --ledger HOME/state/localnet.sqlite` tells what it holds; remove it by hand (`rm HOME/state/localnet.sqlite`) to start over
    ");
}

#[test]
fn a_missing_ledger_is_never_made_silently() {
    let home = Home::new();
    for arguments in [&["show"][..], &["register", &hotkey(1).to_string()], &["import", "x.json"]] {
        let said = home.shown(arguments);
        assert!(said.starts_with(
            "2\nerror: there is no ledger at `HOME/state/localnet.sqlite`\nhint: `gascli localnet create"
        ));
    }
    assert!(!home.below.join("state/localnet.sqlite").exists());
}

#[test]
fn registered_hotkeys_are_shown_with_their_stake_in_tao_and_their_axon() {
    let home = Home::new();
    home.run(&["localnet", "create", "--block-time", "1h", "--tempo", "20", "--weights-rate-limit", "0"]);
    let (one, two) = (hotkey(1).to_string(), hotkey(2).to_string());
    insta::assert_snapshot!(home.shown(&["register", &one, "--stake", "20000.5", "--permit"]), @r"
    0
    5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH has uid 0 on netuid 34
    ");
    home.run(&["localnet", "register", &two, "--axon", "127.0.0.1:8091"]);
    insta::assert_snapshot!(home.shown(&["show"]), @r"
    0
    local:HOME/state/localnet.sqlite
    netuid 34, block 0, 3600s per block
    tempo 20; weights: at least 1, at any time
    UID  HOTKEY                                            STAKE (TAO)  PERMIT  AXON            INCENTIVE  LAST UPDATE
    0    5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH  20000.5      yes     -               0          0
    1    5CfCr47V5Dte6bwxNBE8K9oNnQd9fiay6aDEEkgYtFv7w4Fq  0            no      127.0.0.1:8091  0          0

    RULE                  VALUE
    max_weights_limit     65535
    weights_version       0
    commit_reveal         false
    reveal_period_epochs  1
    stake_threshold       0 TAO
    activity_cutoff       5000
    immunity_period       4096
    serving_rate_limit    0
    max_uids              256
    max_validators        128
    kappa                 32767
    bonds_moving_average  900000
    bonds_penalty         65535
    yuma3                 false
    burn                  0.0007938 TAO
    registration_allowed  true
    mechanisms            1
    owner_hotkey          -
    ");
    let world = home.json(&["localnet", "show"]);
    assert_eq!(world["schema"], "gascli/1");
    assert_eq!(world["endpoint"], format!("local:{}", home.below.join("state/localnet.sqlite").display()));
    assert_eq!(
        (&world["netuid"], &world["tempo"], &world["block_time_ms"]),
        (&34.into(), &20.into(), &3_600_000.into())
    );
    assert_eq!(world["neurons"][0]["stake_rao"], 20_000_500_000_000_u64);
    assert_eq!(world["neurons"][1]["axon"], serde_json::json!({"ip": "127.0.0.1", "port": 8091}));
    assert_eq!(world["neurons"][1]["hotkey"], two);
    // Again, with less: the seat and what is not given stay.
    let seat = home.json(&["localnet", "register", &one, "--permit=false"]);
    assert_eq!((&seat["uid"], &seat["stake_rao"]), (&0.into(), &20_000_500_000_000_u64.into()));
    assert_eq!(seat["validator_permit"], false);
}

#[test]
fn the_ledger_is_chosen_by_flag_then_by_environment() {
    let home = Home::new();
    let (flag, variable) = (home.path("flag.sqlite"), home.path("with space/variable.sqlite"));
    let endpoint = format!("local:{}", variable.display());
    let output =
        home.command(&["localnet", "create", "--netuid", "7"]).env("BT_CHAIN_ENDPOINT", &endpoint).output().unwrap();
    assert!(shown(&output, &home).contains("BT_CHAIN_ENDPOINT='local:HOME/with space/variable.sqlite'"));
    let create = ["localnet", "create", "--ledger", flag.to_str().unwrap()];
    assert!(home.command(&create).env("BT_CHAIN_ENDPOINT", &endpoint).output().unwrap().status.success());
    assert_eq!(Ledger::open(&variable).unwrap().only_netuid().unwrap(), Netuid(7));
    assert_eq!(Ledger::open(&flag).unwrap().only_netuid().unwrap(), Netuid(34));
    assert!(!home.below.join("state").exists());
}

#[test]
fn a_hotkey_can_be_named_by_its_file_or_its_wallet() {
    let home = Home::new();
    home.run(&["localnet", "create"]);
    let settings = gascli::chain::wallet::Settings::new(home.path(".bittensor/wallets"), "mine", "hot");
    let made = gascli::chain::wallet::create_hotkey(&settings).unwrap().to_string();
    let file = settings.hotkey_file();
    let public = file.with_file_name("hotpub.txt");
    for name in [file.to_str().unwrap(), public.to_str().unwrap(), "mine/hot"] {
        assert_eq!(home.json(&["localnet", "register", name])["hotkey"], made, "{name}");
    }
    insta::assert_snapshot!(home.shown(&["register", "mine/hto"]), @r"
    2
    error: there is no hotkey file `HOME/.bittensor/wallets/mine/hotkeys/hto`
    hint: did you mean `mine/hot`? hotkeys of wallet `mine`: hot
    ");
    insta::assert_snapshot!(home.shown(&["register", "5Grwva"]), @r"
    2
    error: HOTKEY is neither an SS58 key nor the path of a hotkey file
      caused by: `5Grwva` is not SS58: it holds 4 bytes where 35 are expected
    ");
}

#[test]
fn an_imported_subnet_takes_the_place_of_the_old_one_in_one_step_or_not_at_all() {
    let home = Home::new();
    home.run(&["localnet", "create"]);
    home.run(&["localnet", "register", &hotkey(9).to_string()]);
    let file = home.path("world.json");
    let name = file.to_str().unwrap();
    let neuron = |uid: i32, seed: u8| {
        serde_json::json!({"uid": uid, "hotkey": hotkey(seed), "stake": 20000, "validator_permit": true,
            "ip": "127.0.0.1", "port": 8091})
    };
    let write = |neurons: serde_json::Value| {
        std::fs::write(&file, serde_json::json!({"netuid": 34, "neurons": neurons}).to_string()).unwrap();
    };
    write(serde_json::json!([neuron(0, 1), neuron(0, 2), neuron(-1, 1)]));
    insta::assert_snapshot!(home.shown(&["import", name]), @r#"
    2
    error: cannot import `HOME/world.json`
      caused by: it is no subnet, and nothing was imported
      caused by: neurons[2].uid: a number from 0 to 4095 is required
      caused by: neurons[1].uid: 0 is that of neurons[0] too
    hint: expected is {"netuid": 34, "neurons": […]}, each neuron with uid, hotkey, stake, validator_permit, ip, port
    "#);
    assert_eq!(home.json(&["localnet", "show"])["neurons"][0]["hotkey"], hotkey(9).to_string());
    write(serde_json::json!([neuron(0, 1), neuron(5, 2)]));
    insta::assert_snapshot!(home.shown(&["import", name]), @r"
    0
    netuid 34 has 2 neurons now
    ");
    let mut ledger = Ledger::open(&home.below.join("state/localnet.sqlite")).unwrap();
    let metagraph = ledger.metagraph(Netuid(34)).unwrap();
    let rows: Vec<_> = metagraph.neurons.iter().map(|neuron| (neuron.uid, neuron.hotkey, neuron.stake)).collect();
    assert_eq!(rows, [(Uid(0), hotkey(1), Rao::from_tao(20_000)), (Uid(5), hotkey(2), Rao::from_tao(20_000))]);
    std::fs::write(&file, "{").unwrap();
    let said = home.shown(&["import", name]);
    assert!(said.starts_with("2\nerror: cannot import `HOME/world.json`\n  caused by: it is not JSON"), "{said}");
}

#[test]
fn the_rules_of_a_subnet_can_be_changed_and_are_shown() {
    let home = Home::new();
    home.run(&["localnet", "create", "--block-time", "1h"]);
    let owner = hotkey(7).to_string();
    insta::assert_snapshot!(home.shown(&["set", "--tempo", "20", "--stake-threshold", "5.5", "--owner", &owner]), @r"
    0
    netuid 34 has new rules from block 0 on
    ");
    let world = home.json(&["localnet", "set", "--registration", "false", "--yuma3", "true"]);
    let rules = &world["hyperparameters"];
    assert_eq!((&rules["tempo"], &rules["stake_threshold_rao"]), (&20.into(), &5_500_000_000_u64.into()));
    assert_eq!(rules["burn_rao"], 500_000);
    assert_eq!((&rules["registration_allowed"], &rules["yuma3"]), (&false.into(), &true.into()));
    assert_eq!((&rules["max_uids"], &world["owner_hotkey"]), (&256.into(), &owner.clone().into()));
    let shown = home.shown(&["show"]);
    let rows: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
    for row in [&["stake_threshold", "5.5", "TAO"][..], &["yuma3", "true"], &["owner_hotkey", &owner]] {
        assert!(rows.iter().any(|shown| shown == row), "{row:?}: {shown}");
    }
    insta::assert_snapshot!(home.shown(&["register", &hotkey(1).to_string()]), @r"
    2
    error: registration on netuid 34 is closed
    hint: on a local chain: `gascli localnet set --registration true` opens it
    ");
    let said = home.shown(&["set"]);
    assert!(said.starts_with("2\nerror: the following required arguments were not provided"), "{said}");
    let said = home.shown(&["set", "--max-uids", "5000"]);
    assert!(said.contains("a chain cannot have more than 4096 seats, none, or fewer than are taken"), "{said}");
}

#[test]
fn who_loses_a_seat_to_a_new_neuron_is_told() {
    let home = Home::new();
    home.run(&["localnet", "create", "--block-time", "1h"]);
    home.run(&["localnet", "set", "--max-uids", "2"]);
    let keys = [1, 2, 3, 4].map(|seed| hotkey(seed).to_string());
    for key in &keys[..2] {
        assert_eq!(home.json(&["localnet", "register", key])["replaced"], serde_json::Value::Null);
    }
    assert_eq!(
        home.shown(&["register", &keys[2]]),
        format!(
            "0\n{} has uid 0 on netuid 34, in place of {}, which has lost its seat: all were taken\n",
            keys[2], keys[0]
        )
    );
    assert_eq!(home.json(&["localnet", "register", &keys[3]])["replaced"], keys[2]);
}

#[test]
fn a_permit_is_given_refused_or_left_to_the_stake() {
    let home = Home::new();
    home.run(&["localnet", "create", "--block-time", "1h"]);
    let key = hotkey(1).to_string();
    let permit =
        |given: &str| home.json(&["localnet", "register", &key, "--stake", "9", given])["validator_permit"].clone();
    assert_eq!(["--permit", "--permit=false", "--permit=true"].map(permit), [true, false, true]);
    assert_eq!(permit("--permit=auto"), true, "until the next epoch it is as it was");
    let said = home.shown(&["register", &key, "--permit=maybe"]);
    assert!(said.starts_with("2\n") && said.contains("invalid value 'maybe'"), "{said}");
}

#[test]
fn twenty_processes_that_register_at_once_get_twenty_uids() {
    let home = Home::new();
    home.run(&["localnet", "create"]);
    let children: Vec<_> = (0..20_u8)
        .map(|seed| {
            let mut command = home.command(&["localnet", "register", &hotkey(seed).to_string(), "--json"]);
            command.stdout(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut uids: Vec<u64> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["uid"].as_u64().unwrap()
        })
        .collect();
    uids.sort_unstable();
    assert_eq!(uids, (0..20).collect::<Vec<_>>());
}

#[test]
fn a_wrong_argument_is_refused_with_what_is_allowed() {
    let home = Home::new();
    home.run(&["localnet", "create"]);
    let key = hotkey(1).to_string();
    for (arguments, said) in [
        (&["create", "--block-time", "soon"][..], "a time from 50ms to 1h is expected"),
        (&["create", "--tempo", "0"], "0 is not in 1..=65535"),
        (&["create", "--netuid", "0", "--ledger", "root.sqlite"], "netuid 0, which is the root network"),
        (&["register", &key, "--axon", "example.org:80"], "an IP address and a port are expected"),
        (&["register", &key, "--axon", "127.0.0.1:0"], "axon 127.0.0.1:0 is refused: the port is 0"),
        (&["register", &key, "--stake", "-1"], "`-1` is no amount of TAO"),
        (&["register", &key, "--stake", "1e3"], "`1e3` is no amount of TAO"),
        (&["register", &key, "--stake", "21000001"], "a stake of 21000001 TAO is more than there can be"),
        (&["register", &key, "--netuid", "5"], "netuid 5 does not exist on local:HOME/state/localnet.sqlite"),
    ] {
        let shown = home.shown(arguments);
        assert!(shown.starts_with("2\n") && shown.contains(said), "`{said}` is expected in {shown}");
    }
}
