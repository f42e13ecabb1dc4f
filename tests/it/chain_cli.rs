//! `gascli chain` through the real binary: against a local chain, and against nodes of networks.

use std::time::Duration;

use gascli::chain::local::{Ledger, NewLedger, Registration};
use gascli::chain::{Axon, Endpoint, WeightsCall, connect};
use gascli::types::{Hotkey, Keypair, Netuid, Rao, Uid};
use serde_json::Value;

use crate::node::model::Axon as Axon4;
use crate::node::{Node, Spec};
use crate::support::{Home, wait_for};

const NETUID: Netuid = Netuid(34);

fn keypair(seed: u8) -> Keypair {
    Keypair::from_seed(&[seed; 32])
}

fn hotkey(seed: u8) -> Hotkey {
    keypair(seed).hotkey()
}

/// Exit status, stdout and stderr, with the home's folders replaced.
fn shown(home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = home.run_with(&[&["chain"], arguments].concat(), environment);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(home.path("").to_str().unwrap(), "HOME/");
    format!("{}\n{}{}", output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A validator and two miners on a ledger at `chain.sqlite`, whose blocks last so long.
fn world(home: &Home, block_time: Duration) -> Ledger {
    let new = NewLedger { netuid: NETUID, block_time, tempo: 5, weights_rate_limit: 0, ..NewLedger::default() };
    let mut ledger = Ledger::create(&home.path("chain.sqlite"), &new).unwrap();
    let axon = Axon { ip: "10.0.0.1".parse().unwrap(), port: 8091 };
    for (seed, tao, permit, axon) in [(1, 20_000, true, None), (2, 5, false, Some(axon)), (3, 70, false, None)] {
        let given = Registration { stake: Some(Rao::from_tao(tao)), validator_permit: Some(permit), axon };
        ledger.register(NETUID, &hotkey(seed), &given).unwrap();
    }
    ledger
}

fn still(home: &Home) -> Ledger {
    world(home, Duration::from_hours(1))
}

const HERE: [&str; 2] = ["--network", "local:chain.sqlite"];
const HERE_SHOWN: &str = "local:HOME/chain.sqlite";

#[test]
fn the_metagraph_is_sorted_and_filtered_as_asked() {
    let home = Home::new();
    still(&home);
    let uids = |arguments: &[&str]| -> Vec<u64> {
        let found = home.json(&[&["chain", "metagraph"], &HERE[..], arguments].concat());
        assert_eq!((&found["schema"], &found["netuid"], &found["taken"]), (&"gascli/1".into(), &34.into(), &3.into()));
        found["neurons"].as_array().unwrap().iter().map(|row| row["uid"].as_u64().unwrap()).collect()
    };
    let prefix = &hotkey(2).to_string()[..8];
    for (arguments, expected) in [
        (&[][..], &[0, 1, 2][..]),
        (&["--reverse"], &[2, 1, 0]),
        (&["--sort", "stake"], &[0, 2, 1]),
        (&["--sort", "stake", "--reverse"], &[1, 2, 0]),
        (&["--sort", "stake", "--limit", "2"], &[0, 2]),
        (&["--sort", "incentive"], &[0, 1, 2]),
        (&["--validators"], &[0]),
        (&["--miners", "--sort", "stake"], &[2, 1]),
        (&["--served"], &[1]),
        (&["--hotkey", prefix], &[1]),
        (&["--hotkey", "5x"], &[]),
    ] {
        assert_eq!(uids(arguments), expected, "{arguments:?}");
    }
}

#[test]
fn a_narrow_terminal_shows_the_columns_that_fit_and_a_pipe_all_of_them() {
    let home = Home::new();
    still(&home);
    let wallet = gascli::chain::wallet::Settings::new(home.path(".bittensor/wallets"), "mine", "hot");
    let own = gascli::chain::wallet::create_hotkey(&wallet).unwrap();
    let mut ledger = Ledger::open(&home.path("chain.sqlite")).unwrap();
    ledger.register(NETUID, &own, &Registration::default()).unwrap();
    let environment = [("COLUMNS", "80"), ("BT_WALLET_NAME", "mine"), ("BT_WALLET_HOTKEY", "hot")];
    let short = format!("{}…{}", &own.to_string()[..6], &own.to_string()[44..]);
    let said = shown(&home, &["metagraph", HERE[0], HERE[1]], &environment).replace(&short, "5OwnKe…yOwn");
    insta::assert_snapshot!(said, @r"
    0
    UID   HOTKEY           STAKE  PERMIT  INCENTIVE  DIVIDENDS  UPDATED
      0   5Ccyqx…vgNH  20000.000  yes       0.00000    0.00000        0
      1   5CfCr4…w4Fq      5.000  no        0.00000    0.00000        0
      2   5FJ4gu…iATo     70.000  no        0.00000    0.00000        0
      3*  5OwnKe…yOwn      0.000  no        0.00000    0.00000        0

    netuid 34 of local:HOME/chain.sqlite at block 0: 4 of 4 neurons
    ");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let said = shown(&home, &["metagraph", "--limit", "1", HERE[0], HERE[1]], &[]);
    insta::assert_snapshot!(said, @r"
    0
    UID   HOTKEY           STAKE  PERMIT  INCENTIVE  DIVIDENDS  UPDATED  AXON  EMISSION  CONSENSUS  ACTIVE  COLDKEY  REGISTERED
      0   5Ccyqx…vgNH  20000.000  yes       0.00000    0.00000        0  -        0.000    0.00000  yes     -                 0

    netuid 34 of local:HOME/chain.sqlite at block 0: 1 of 4 neurons
    ");
}

#[test]
fn a_neuron_is_shown_by_uid_and_by_hotkey_and_a_missing_one_is_the_answer_no() {
    let home = Home::new();
    still(&home);
    let ask = |who: &str| shown(&home, &["neuron", who, HERE[0], HERE[1]], &[]);
    insta::assert_snapshot!(ask("1"), @r"
    0
    uid          1 on netuid 34 of local:HOME/chain.sqlite, block 0
    hotkey       5CfCr47V5Dte6bwxNBE8K9oNnQd9fiay6aDEEkgYtFv7w4Fq
    coldkey      -
    axon         10.0.0.1:8091
    stake        5.000 (alpha 5.000, TAO 0.000)
    permit       no
    active       yes
    incentive    0.00000
    dividends    0.00000
    consensus    0.00000
    emission     0.000 in the last epoch
    registered   block 0, 0 blocks ago
    immune       for 4096 blocks more
    last update  block 0, 0 blocks ago
    weights      may be set now, by whoever has the right to
    ");
    assert_eq!(ask("1"), ask(&hotkey(2).to_string()));
    assert_eq!(ask("7"), "1\nnetuid 34 of local:HOME/chain.sqlite has no uid 7 at block 0: it has 3 neurons\n");
    assert!(ask(&hotkey(9).to_string()).starts_with("1\nhotkey 5"), "{}", ask(&hotkey(9).to_string()));
    insta::assert_snapshot!(ask("5Grwva"), @r"
    2
    error: `5Grwva` is neither a uid nor a hotkey
      caused by: `5Grwva` is not SS58: it holds 4 bytes where 35 are expected
    hint: `gascli chain metagraph` lists uids; `--json` has hotkeys in full
    ");
    let found = home.json(&["chain", "neuron", "1", HERE[0], HERE[1]]);
    let neuron = &found["neuron"];
    assert_eq!((&neuron["stake_rao"], &neuron["axon"]["port"]), (&5_000_000_000_u64.into(), &8091.into()));
    assert_eq!((&neuron["hotkey"], &found["immune_blocks_left"]), (&hotkey(2).to_string().into(), &4096.into()));
    assert_eq!(home.json(&["chain", "neuron", "7", HERE[0], HERE[1]])["neuron"], Value::Null);
}

#[test]
fn what_an_epoch_made_of_weights_is_shown_to_everybody() {
    let home = Home::new();
    world(&home, Duration::from_millis(100));
    block_on(async {
        let chain = connect(&Endpoint::Local(home.path("chain.sqlite"))).await.unwrap();
        let registered = chain.block().await.unwrap();
        while chain.block().await.unwrap() <= registered {
            tokio::time::sleep(Duration::from_millis(20)).await; // weights older than a seat do not count
        }
        let weights = [(Uid(1), 3), (Uid(2), 1)];
        let call = WeightsCall { netuid: NETUID, mechanism: 0, weights: &weights, version_key: 0, seats: None };
        chain.set_weights(&keypair(1), &call).await.unwrap();
    });
    let metagraph = wait_for(Duration::from_secs(30), "an epoch", || {
        let found = home.json(&["chain", "metagraph", "--sort", "incentive", HERE[0], HERE[1]]);
        (found["neurons"][0]["incentive"] != 0).then_some(found)
    });
    let best = &metagraph["neurons"][0];
    assert_eq!((&best["uid"], &best["incentive"], &best["consensus"]), (&1.into(), &49151.into(), &49151.into()));
    assert!(best["emission_rao"].as_u64().unwrap() > 0 && best["stake_rao"].as_u64().unwrap() > 5_000_000_000);
    let said = shown(&home, &["weights", "0", HERE[0], HERE[1]], &[]);
    let table = said.split("\n\n").next().unwrap();
    insta::assert_snapshot!(table, @r"
    0
    UID  HOTKEY       WEIGHT     SHARE
      1  5CfCr4…w4Fq   65535  0.750000
      2  5FJ4gu…iATo   21845  0.250000
    ");
    let found = home.json(&["chain", "weights", &hotkey(1).to_string(), "--limit", "1", HERE[0], HERE[1]]);
    assert_eq!((&found["set"], &found["weights"][0]["weight"]), (&2.into(), &65535.into()));
    assert_eq!(found["weights"][0]["hotkey"], hotkey(2).to_string());
    let said = shown(&home, &["weights", "1", HERE[0], HERE[1]], &[]);
    assert!(said.starts_with("0\nuid 1 (") && said.contains("has set no weights on netuid 34"), "{said}");
    assert!(
        shown(&home, &["weights", "9", HERE[0], HERE[1]], &[])
            .starts_with("1\nnetuid 34 of local:HOME/chain.sqlite has no uid 9")
    );
    let said = shown(&home, &["weights", "0", "--mechanism", "1", HERE[0], HERE[1]], &[]);
    assert!(said.starts_with("2\nerror: netuid 34 has no mechanism 1: it has 1"), "{said}");
}

#[test]
fn a_commitment_is_shown_as_text_where_it_is_text_and_in_hex_otherwise() {
    let home = Home::new();
    still(&home);
    let publish = |seed: u8, data: &[u8]| {
        block_on(async {
            let chain = connect(&Endpoint::Local(home.path("chain.sqlite"))).await.unwrap();
            chain.commit(NETUID, &keypair(seed), &[data]).await.unwrap();
        });
    };
    let ask = |who: &str| shown(&home, &["commitment", who, HERE[0], HERE[1]], &[]);
    let one = hotkey(1).to_string();
    assert_eq!(ask(&one), format!("1\nhotkey {one} has published nothing on netuid 34 of {HERE_SHOWN}\n"));
    publish(1, "model: Zürich".as_bytes());
    publish(2, b"\x1b[2J\xff");
    assert_eq!(ask("0"), format!("0\n{one} on netuid 34 of {HERE_SHOWN}, published at block 0\n  model: Zürich\n"));
    assert!(ask("1").ends_with("\n  0x1b5b324aff\n"), "{}", ask("1"));
    assert!(ask("7").contains(" has no uid 7"));
    let found = home.json(&["chain", "commitment", "0", HERE[0], HERE[1]]);
    assert_eq!((&found["texts"][0], &found["hotkey"]), (&"model: Zürich".into(), &one.into()));
    assert_eq!(found["commitment"]["fields"][0]["kind"], "raw");
}

#[test]
fn the_status_of_a_local_chain_tells_its_block_and_its_next_epoch() {
    let home = Home::new();
    still(&home);
    let said = shown(&home, &["status", HERE[0], HERE[1]], &[]);
    let (aging, rest): (Vec<&str>, Vec<&str>) = said.lines().partition(|line| line.starts_with("best block"));
    assert!(aging[0].starts_with("best block  0, ") && aging[0].ends_with(" old"), "{said}");
    insta::assert_snapshot!(rest.join("\n"), @r"
    0
    endpoint    local:HOME/chain.sqlite
    finalized   0, 0 blocks behind
    block time  1h
    state       blocks come
    netuid 34   tempo 5, next epoch at block 5, in 5 blocks (about 5h 0m)
    ");
    let found = home.json(&["chain", "status", HERE[0], HERE[1]]);
    assert_eq!((&found["is_stale"], &found["block_time_ms"]), (&false.into(), &3_600_000.into()));
    assert_eq!((&found["subnet"]["next_epoch"], &found["subnet"]["netuid"]), (&5.into(), &34.into()));
}

#[test]
fn the_status_of_a_ledger_with_several_subnets_leaves_the_subnet_open() {
    let home = Home::new();
    still(&home);
    std::fs::write(home.path("other.json"), r#"{"netuid": 7, "neurons": []}"#).unwrap();
    home.json(&["localnet", "import", "other.json", "--ledger", home.path("chain.sqlite").to_str().unwrap()]);
    let found = home.json(&["chain", "status", HERE[0], HERE[1]]);
    assert_eq!((&found["best"], &found["subnet"]), (&0.into(), &Value::Null));
    assert_eq!(home.json(&["chain", "status", "--netuid", "7", HERE[0], HERE[1]])["subnet"]["netuid"], 7);
    let said = shown(&home, &["metagraph", HERE[0], HERE[1]], &[]);
    assert!(said.starts_with("2\n") && said.contains("holds several subnets (7, 34)"), "{said}");
}

#[test]
fn the_own_seat_is_marked_without_a_look_at_the_secret() {
    let home = Home::new();
    still(&home);
    let wallet = gascli::chain::wallet::Settings::new(home.path(".bittensor/wallets"), "mine", "hot");
    let own = gascli::chain::wallet::create_hotkey(&wallet).unwrap();
    Ledger::open(&home.path("chain.sqlite")).unwrap().register(NETUID, &own, &Registration::default()).unwrap();
    let is_own = || {
        let environment = [("BT_WALLET_NAME", "mine"), ("BT_WALLET_HOTKEY", "hot")];
        let output = home.run_with(&["chain", "metagraph", "--json", HERE[0], HERE[1]], &environment);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["neurons"][3]["is_own"].clone()
    };
    let secret = std::fs::read(wallet.hotkey_file()).unwrap();
    std::fs::remove_file(wallet.hotkey_file()).unwrap();
    assert_eq!(is_own(), true, "by the public file alone");
    std::fs::write(wallet.hotkey_file(), secret).unwrap();
    std::fs::remove_file(wallet.hotkey_file().with_file_name("hotpub.txt")).unwrap();
    assert_eq!(is_own(), false, "the secret file is not opened");
}

#[test]
fn the_chain_is_that_of_the_flag_then_of_the_environment_then_of_the_env_file() {
    let home = Home::new();
    still(&home);
    let endpoint = |arguments: &[&str], environment: &[(&str, &str)]| {
        let output = home.run_with(&[&["chain", "metagraph", "--json"], arguments].concat(), environment);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code().unwrap(), found["endpoint"].clone(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let path = home.path("chain.sqlite");
    let local = format!("local:{}", path.display());
    let (nowhere, refused) = ("local:/nonexistent.sqlite", 2);
    std::fs::write(home.path(".env.validator"), format!("CHAIN_ENDPOINT={local}\nSCORING_IMAGE_WEIGHT=x\n")).unwrap();
    assert_eq!(endpoint(&[], &[]).1, local, "a wrong value of another key is no matter");
    assert_eq!(endpoint(&["--netuid", "5"], &[]).0, refused);
    std::fs::write(home.path(".env.gen_miner"), format!("BT_CHAIN_ENDPOINT={nowhere}\n")).unwrap();
    let (status, _, said) = endpoint(&[], &[]);
    assert!(status == refused && said.contains("there is no ledger at `/nonexistent.sqlite`"), "{said}");
    assert_eq!(endpoint(&["--env-file", ".env.validator"], &[]).1, local);
    assert_eq!(endpoint(&[], &[("BT_CHAIN_ENDPOINT", &local)]).1, local);
    assert_eq!(endpoint(&HERE, &[("BT_CHAIN_ENDPOINT", nowhere), ("BT_NETUID", "7")]).1, local);
    let (status, _, said) = endpoint(&[], &[("BT_CHAIN_ENDPOINT", "mainnet")]);
    assert!(status == refused && said.contains("BT_CHAIN_ENDPOINT is `mainnet`"), "{said}");
    let (status, _, said) = endpoint(&["--network", "mainnet"], &[]);
    assert!(status == refused && said.contains("--network is wrong") && said.contains("names no chain"), "{said}");
}

#[test]
fn a_local_chain_has_no_past_and_says_so() {
    let home = Home::new();
    let ledger = still(&home);
    assert_eq!(ledger.block().0, 0);
    insta::assert_snapshot!(shown(&home, &["metagraph", "--at", "7", HERE[0], HERE[1]], &[]), @r"
    2
    error: local:HOME/chain.sqlite keeps no state of block 7
    hint: a local chain keeps its newest state alone; leave the block out
    ");
    assert_eq!(home.json(&["chain", "metagraph", "--at", "0", HERE[0], HERE[1]])["block"], 0);
}

/// The metagraph of subnet 1 as the command tells it.
fn rows(home: &Home, node: &Node, arguments: &[&str]) -> Value {
    let url = node.url();
    home.json(&[&["chain", "metagraph", "--network", &url, "--netuid", "1"], arguments].concat())
}

#[test]
fn a_network_s_chain_is_shown_on_every_runtime() {
    let home = Home::new();
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        node.model(|model| {
            let seats = &mut model.subnet(1).seats;
            (seats[0].weights, seats[1].incentive) = (vec![(1, 65535)], 49151);
            seats[1].axon = Some(Axon4 { ip: 0x0a00_0001, port: 8091, ip_type: 4, ..Axon4::default() });
        });
        for _ in 0..3 {
            node.block(); // until the change is final
        }
        let here = ["--network", &node.url(), "--netuid", "1"];
        let ask = |command: &[&str]| home.json(&[&["chain"], command, &here[..]].concat());
        let status = ask(&["status"]);
        assert_eq!((&status["best"], &status["finalized"]), (&node.best().into(), &node.finalized().into()));
        assert_eq!((&status["is_stale"], &status["runtime"]["spec_version"]), (&false.into(), &spec.version().into()));
        let next = status["subnet"]["next_epoch"].as_u64().unwrap();
        assert_eq!(status["subnet"]["blocks_left"], next - node.best(), "{status}");
        let found = rows(&home, &node, &["--sort", "incentive", "--limit", "1"]);
        let miner = node.key("//Bob//hot").hotkey().to_string();
        assert_eq!((&found["neurons"][0]["hotkey"], &found["taken"]), (&miner.clone().into(), &2.into()));
        assert_eq!(found["neurons"][0]["incentive"], 49151);
        let neuron = ask(&["neuron", &miner]);
        assert_eq!((&neuron["neuron"]["uid"], &neuron["neuron"]["axon"]["ip"]), (&1.into(), &"10.0.0.1".into()));
        let weights = ask(&["weights", "0"]);
        assert_eq!(weights["weights"], serde_json::json!([{"uid": 1, "hotkey": miner, "weight": 65535, "share": 1.0}]));
        let output = home.run(&[&["chain", "commitment", "0"], &here[..]].concat());
        assert_eq!(output.status.code(), Some(1), "nobody has published anything");
    }
}

#[test]
fn a_chain_that_stands_is_the_answer_no() {
    let Some(node) = Node::start(Spec::S461) else { return };
    let home = Home::new();
    let url = node.url();
    let status = || home.run(&["chain", "status", "--network", &url]);
    node.block();
    // Blocks of 250 ms: one that is five seconds old should not be the newest any more.
    let output = wait_for(Duration::from_mins(1), "a block that is old", || {
        let output = status();
        (output.status.code() == Some(1)).then_some(output)
    });
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("no new block came while waiting"), "{said}");
}

#[test]
fn a_wrong_clock_is_told_from_a_chain_that_stands() {
    let Some(node) = Node::start(Spec::S461) else { return };
    let home = Home::new();
    let now = gascli::types::UnixMillis::now().0;
    node.model(|model| model.now_ms = Some(now + 600_000));
    node.block();
    node.blocks_every(Duration::from_millis(250));
    let found = home.json(&["chain", "status", "--network", &node.url()]);
    assert_eq!(found["is_stale"], false, "{found}");
    let ahead = found["clock_ahead_ms"].as_i64().unwrap();
    assert!((-700_000..-400_000).contains(&ahead), "{ahead}");
    let said = shown(&home, &["status", "--network", &node.url()], &[]);
    assert!(said.starts_with("0\n") && said.contains(" behind the chain: set it right"), "{said}");
}

#[test]
fn a_node_that_catches_up_is_no_reason_to_change_the_clock() {
    let Some(node) = Node::start(Spec::S461) else { return };
    let home = Home::new();
    let now = gascli::types::UnixMillis::now().0;
    node.model(|model| model.now_ms = Some(now - 10_000_000));
    node.block();
    // Each block is 250 ms after the one before by its own time.
    node.blocks_every(Duration::from_millis(25));
    let said = shown(&home, &["status", "--network", &node.url()], &[]);
    assert!(said.starts_with("1\n") && said.contains("this node is catching up"), "{said}");
    assert!(!said.contains("clock"), "{said}");
    let output = home.run(&["chain", "status", "--json", "--network", &node.url()]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&found["is_syncing"], &found["is_stale"]), (&true.into(), &false.into()));
    assert_eq!(found["clock_ahead_ms"], Value::Null);
}

#[test]
fn blocks_that_are_left_are_counted_from_the_newest_block() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let home = Home::new();
    for _ in 0..3 {
        node.block();
    }
    let ask = |more: &[&str]| {
        let (url, miner) = (node.url(), node.key("//Bob//hot").hotkey().to_string());
        home.json(&[&["chain", "neuron", &miner, "--netuid", "1", "--network", &url], more].concat())
    };
    let (found, number) = (ask(&[]), |value: &Value| value.as_u64().unwrap());
    assert_eq!((number(&found["block"]), number(&found["counted_from"])), (node.finalized(), node.best()));
    let before = node.finalized().to_string();
    let older = ask(&["--at", &before]);
    assert_eq!(number(&older["counted_from"]), node.finalized(), "as it was at that block");
    let lag = node.best() - node.finalized();
    assert!(lag > 0);
    assert_eq!(number(&older["immune_blocks_left"]) - number(&found["immune_blocks_left"]), lag);
}

#[test]
fn an_older_block_is_read_as_it_was_until_the_node_has_forgotten_it() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let home = Home::new();
    let before = node.best().to_string();
    node.model(|model| model.subnet(1).seats[1].incentive = 7);
    for _ in 0..3 {
        node.block();
    }
    let incentive = |arguments: &[&str]| rows(&home, &node, arguments)["neurons"][1]["incentive"].clone();
    assert_eq!((incentive(&[]), incentive(&["--at", &before])), (7.into(), 0.into()));
    node.prune_below(node.best());
    let said = shown(&home, &["metagraph", "--network", &node.url(), "--netuid", "1", "--at", &before], &[]);
    assert!(said.starts_with("2\nerror: ") && said.contains("keeps no state of block"), "{said}");
    assert!(said.contains("hint: ") && said.contains("archive"), "{said}");
}

#[test]
fn a_subnet_that_is_not_named_or_not_there_is_asked_for() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let home = Home::new();
    let said = shown(&home, &["metagraph", "--network", &node.url()], &[]).replace(&node.url(), "URL");
    insta::assert_snapshot!(said, @r"
    2
    error: which subnet is meant? `URL` does not tell
    hint: say which: give --netuid N, or set BT_NETUID
    ");
    let said =
        shown(&home, &["metagraph", "--network", &node.url(), "--netuid", "77"], &[]).replace(&node.url(), "URL");
    insta::assert_snapshot!(said, @r"
    2
    error: netuid 77 does not exist on URL
    hint: check BT_NETUID
    ");
    let found = home.json(&["chain", "status", "--network", &node.url()]);
    assert_eq!((&found["subnet"], &found["is_stale"]), (&Value::Null, &false.into()));
}
