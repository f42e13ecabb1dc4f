//! What is read from a network's chain, on each of four runtimes.

use std::sync::Arc;
use std::time::Duration;

use gascli::chain::{self, At, Chain, ChainError, CommitmentField, Endpoint, Metagraph};
use gascli::types::{BlockNumber, Hint as _, Netuid, Rao, Uid};
use serde_json::{Value, json};

use crate::chain_gate::{Gate, Reply};
use crate::node::{Node, Spec};

const NETUID: Netuid = Netuid(1);

async fn connect(url: String) -> Arc<dyn Chain> {
    chain::connect(&Endpoint::Remote(vec![url])).await.unwrap()
}

/// A subnet of 256 seats that differ in everything.
fn fill(node: &Node) {
    node.model(|model| {
        let first = model.subnet(1).seats[0].clone();
        for number in model.subnet(1).seats.len()..256 {
            let (byte, number) = (u8::try_from(number).unwrap(), number as u64);
            let mut seat = first.clone();
            seat.hotkey = [byte; 32];
            seat.hotkey[0] = 7;
            seat.coldkey = [byte / 2; 32];
            seat.coldkey[1] = 9;
            seat.alpha_stake = number << 40;
            seat.tao_stake = number << 33;
            seat.permit = number % 3 == 0;
            seat.active = number % 5 != 0;
            (seat.last_update, seat.registered_at) = (number % 8, number % 4);
            (seat.incentive, seat.dividends, seat.consensus) = (u16::from(byte) * 3, u16::from(byte) * 5, byte.into());
            seat.emission = number * 1_000_003;
            seat.axon = seat.axon.filter(|_| number % 2 == 0);
            model.seat(1, seat);
        }
    });
    // Until the change is final.
    for _ in 0..3 {
        node.block();
    }
}

/// Whether the rows are those of the node's own model.
fn check(metagraph: &Metagraph, node: &Node) {
    let (seats, stakes) = node.model(|model| {
        let seats = model.subnet(1).seats.clone();
        let stakes: Vec<u64> = seats.iter().map(|seat| model.total_stake(seat)).collect();
        (seats, stakes)
    });
    assert_eq!(metagraph.neurons.len(), seats.len());
    for (uid, (neuron, seat)) in metagraph.neurons.iter().zip(&seats).enumerate() {
        assert_eq!(usize::from(neuron.uid.0), uid);
        assert_eq!(neuron.hotkey.as_bytes(), &seat.hotkey);
        assert_eq!(neuron.coldkey.unwrap().as_bytes(), &seat.coldkey);
        assert_eq!((neuron.stake, neuron.alpha_stake), (Rao(stakes[uid]), Rao(seat.alpha_stake)), "{uid}");
        assert_eq!((neuron.tao_stake, neuron.emission), (Rao(seat.tao_stake), Rao(seat.emission)));
        assert_eq!((neuron.validator_permit, neuron.is_active), (seat.permit, seat.active));
        assert_eq!((neuron.incentive, neuron.dividends), (seat.incentive, seat.dividends));
        assert_eq!(neuron.consensus, seat.consensus);
        assert_eq!((neuron.last_update.0, neuron.registered_at.0), (seat.last_update, seat.registered_at));
        let axon = seat.axon.filter(|axon| axon.ip != 0 && axon.port != 0);
        assert_eq!(neuron.axon.map(|axon| axon.port), axon.map(|axon| axon.port));
    }
}

/// Refuses the runtime's own metagraph, so that storage is read.
pub(crate) fn without_metagraph(method: &str, params: &Value, _: &Value) -> Reply {
    match method {
        "state_call" if params[0] == "SubnetInfoRuntimeApi_get_metagraph" => {
            Reply::Error(4003, "Client error: Execution failed: Exported method is not found")
        }
        _ => Reply::Same,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_metagraph_of_256_neurons_is_the_same_by_the_runtimes_answer_and_by_storage() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        fill(&node);
        let gate = Gate::before(node.url()).await;
        gate.edits(without_metagraph);
        let (one, two) = (connect(node.url()).await, connect(gate.url()).await);
        let answered = one.metagraph(NETUID, At::Finalized).await.unwrap();
        assert_eq!(answered.block, BlockNumber(node.finalized()));
        check(&answered, &node);
        let stored = two.metagraph(NETUID, At::Finalized).await.unwrap();
        assert!(gate.asked("state_queryStorageAt") > 0);
        assert!(stored.stake_is_partial && !answered.stake_is_partial, "{spec:?}");
        assert_eq!(Metagraph { stake_is_partial: false, ..stored }, answered, "{spec:?}");
        let error = one.metagraph(Netuid(77), At::Finalized).await.unwrap_err();
        assert!(matches!(error, ChainError::NoSuchSubnet { netuid: Netuid(77), .. }), "{error}");
        let error = two.metagraph(Netuid(77), At::Finalized).await.unwrap_err();
        assert!(matches!(error, ChainError::NoSuchSubnet { netuid: Netuid(77), .. }), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_metagraph_that_is_known_is_not_asked_for_again_until_there_is_another_block() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(gate.url()).await;
    let first = chain.metagraph(NETUID, At::Best).await.unwrap();
    let asked = gate.asked("state_call");
    assert_eq!(chain.metagraph(NETUID, At::Best).await.unwrap(), first);
    assert_eq!(gate.asked("state_call"), asked);
    node.block();
    assert_eq!(chain.metagraph(NETUID, At::Best).await.unwrap().block, BlockNumber(first.block.0 + 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_subnet_are_read_as_they_are_in_every_runtime() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let chain = connect(node.url()).await;
        node.model(|model| {
            model.stake_threshold = 1000;
            let subnet = model.subnet(1);
            (subnet.tempo, subnet.weights_rate_limit, subnet.min_allowed_weights) = (100, 7, 3);
            (subnet.max_weights_limit, subnet.weights_version, subnet.commit_reveal) = (6553, 12, true);
            (subnet.reveal_period, subnet.immunity_period, subnet.serving_rate_limit) = (2, 99, 5);
            (subnet.max_uids, subnet.max_validators, subnet.burn, subnet.mechanisms) = (64, 8, 5_000_000, 2);
            (subnet.kappa, subnet.bonds_moving_average, subnet.bonds_penalty) = (1, 2, 3);
            (subnet.yuma3, subnet.registration_allowed, subnet.activity_cutoff) = (true, false, 400);
        });
        node.block();
        let rules = chain.hyperparameters(NETUID, At::Best).await.unwrap();
        assert_eq!((rules.tempo, rules.weights_rate_limit, rules.min_allowed_weights), (100, 7, 3));
        assert_eq!((rules.max_weights_limit, rules.weights_version, rules.commit_reveal), (6553, 12, true));
        assert_eq!((rules.reveal_period_epochs, rules.immunity_period, rules.serving_rate_limit), (2, 99, 5));
        assert_eq!((rules.max_uids, rules.max_validators, rules.burn), (64, 8, Rao(5_000_000)));
        assert_eq!((rules.kappa, rules.bonds_moving_average, rules.bonds_penalty), (1, 2, 3));
        assert_eq!((rules.yuma3, rules.registration_allowed, rules.stake_threshold), (true, false, Rao(1000)));
        // From 424 on the cutoff is a share of the tempo (`spec/chain.md` 5).
        assert_eq!((rules.activity_cutoff, rules.mechanisms), (400, 2), "{spec:?}");
        let error = chain.hyperparameters(Netuid(77), At::Best).await.unwrap_err();
        assert!(matches!(error, ChainError::NoSuchSubnet { .. }), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_weights_and_the_next_epoch_are_read_in_every_runtime() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let chain = connect(node.url()).await;
        node.model(|model| {
            let subnet = model.subnet(1);
            subnet.mechanisms = 2;
            subnet.seats[0].weights = vec![(0, 5), (1, 65535)];
            subnet.seats[0].set_weights_in(1, vec![(1, 9)]);
            subnet.tempo = 360;
            subnet.last_epoch = 4;
        });
        let best = node.block();
        let status = chain.status().await.unwrap();
        let runtime = status.runtime.unwrap();
        assert_eq!(runtime.name, "node-subtensor");
        let number: u32 = format!("{spec:?}").trim_start_matches('S').parse().unwrap();
        assert_eq!((runtime.spec_version, status.best.0), (number, best));
        assert_eq!(status.finalized.0, node.finalized());
        assert_eq!(status.block_time, Duration::from_millis(if number == 461 { 250 } else { 12_000 }));
        assert!(status.time.is_some());
        assert_eq!((status.endpoint, status.reconnects), (node.url(), 0));

        let weights = |mechanism, uid| chain.weights(NETUID, mechanism, Uid(uid), At::Best);
        assert_eq!(weights(0, 0).await.unwrap(), [(Uid(0), 5), (Uid(1), 65535)]);
        assert_eq!(weights(1, 0).await.unwrap(), [(Uid(1), 9)]);
        assert_eq!(weights(0, 200).await.unwrap(), []);
        assert!(chain.weights(Netuid(77), 0, Uid(0), At::Best).await.is_err());

        let epoch = chain.next_epoch(NETUID).await.unwrap().unwrap();
        if number >= 424 {
            assert_eq!(epoch.0, 4 + 360);
        } else {
            assert_eq!((epoch.0 + 1 + 2) % 361, 0, "spec/chain.md 7.6");
            assert!(epoch.0 > best && epoch.0 <= best + 361);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commitments_are_read_field_by_field_with_what_was_revealed() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let chain = connect(node.url()).await;
        let hotkey = node.key("//Alice//hot").hotkey();
        assert_eq!(chain.commitment(NETUID, &hotkey, At::Best).await.unwrap(), None);
        // What a hotkey has published: block 3 as u32, then the fields (`spec/chain.md` 4 and 5), put in by hand so that
        // neither our own transactions nor the node's reading of them are needed.
        let gate = Gate::before(node.url()).await;
        let mut held = vec![0_u8; 8]; // deposit
        held.extend(3_u32.to_le_bytes());
        held.push(3 << 2); // three fields
        held.extend([6]); // Raw5
        held.extend(*b"hello");
        held.extend([131]); // Sha256
        held.extend([7; 32]);
        held.extend([134, 3 << 2, 1, 2, 3]); // TimelockEncrypted of three bytes
        held.extend(1000_u64.to_le_bytes());
        let mut revealed = vec![1 << 2, 2 << 2];
        revealed.extend(*b"ok");
        revealed.extend(2_u64.to_le_bytes());
        gate.edits(move |method, params, result| {
            if method != "state_queryStorageAt" || params[0].as_array().is_none_or(|keys| keys.len() != 3) {
                return Reply::Same;
            }
            let mut result = result.clone();
            result[0]["changes"][1][1] = json!(format!("0x{}", hex::encode(&held)));
            result[0]["changes"][2][1] = json!(format!("0x{}", hex::encode(&revealed)));
            Reply::Result(result)
        });
        let chain = connect(gate.url()).await;
        let commitment = chain.commitment(NETUID, &hotkey, At::Best).await.unwrap().unwrap();
        assert_eq!(commitment.block, BlockNumber(3));
        assert_eq!(
            commitment.fields,
            [
                CommitmentField::Raw { data: b"hello".to_vec() },
                CommitmentField::Hash { algorithm: "Sha256".into(), digest: vec![7; 32] },
                CommitmentField::Timelocked { round: 1000, bytes: 3 },
            ],
            "{spec:?}"
        );
        assert_eq!((commitment.revealed[0].block, &*commitment.revealed[0].data), (BlockNumber(2), &b"ok"[..]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_whose_state_is_gone_is_said_to_be_and_archive_nodes_are_named() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let chain = connect(node.url()).await;
    let block = BlockNumber(4);
    assert_eq!(chain.metagraph(NETUID, At::Block(block)).await.unwrap().block, block);
    node.prune_below(8);
    for error in [
        chain.metagraph(Netuid(2), At::Block(BlockNumber(5))).await.unwrap_err(),
        chain.hyperparameters(NETUID, At::Block(BlockNumber(6))).await.unwrap_err(),
        chain.weights(NETUID, 0, Uid(0), At::Block(block)).await.unwrap_err(),
    ] {
        assert!(matches!(error, ChainError::NoHistory { .. }), "{error:?}");
        assert!(error.hint().unwrap().contains("archive"), "{error}");
    }
    let error = chain.metagraph(NETUID, At::Block(BlockNumber(9000))).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{} has no block 9000", node.url()));
    assert!(chain.metagraph(NETUID, At::Finalized).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_best_block_is_not_mixed_up_with_the_one_before() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(gate.url()).await;
    let best = BlockNumber(node.block());
    let read = || async {
        let metagraph = chain.metagraph(NETUID, At::Best).await.unwrap();
        (metagraph.block, gate.asked("state_call"))
    };
    let before = read().await;
    assert_eq!((before.0, read().await), (best, before));
    node.reorg();
    let after = read().await;
    assert_eq!(after.0, best, "the number is the same");
    assert!(after.1 > before.1, "the block is not, and is read anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_go_on_while_the_runtime_is_upgraded_under_them() {
    let Some(node) = Node::start(Spec::S365) else { return };
    let chain = connect(node.url()).await;
    fill(&node);
    let mut specs = vec![365];
    check(&chain.metagraph(NETUID, At::Best).await.unwrap(), &node);
    for next in [Spec::S424, Spec::S461] {
        node.upgrade(next);
        node.block();
        check(&chain.metagraph(NETUID, At::Best).await.unwrap(), &node);
        assert_eq!(chain.hyperparameters(NETUID, At::Best).await.unwrap().max_uids, 256);
        specs.push(chain.status().await.unwrap().runtime.unwrap().spec_version);
        // The block before has the runtime before.
        let before = BlockNumber(node.best() - 1);
        assert_eq!(chain.metagraph(NETUID, At::Block(before)).await.unwrap().block, before);
    }
    assert_eq!(specs, [365, 424, 461]);
    assert_eq!(chain.connection().unwrap().reconnects, 0);
}

/// Renames something in the metadata on their way.
fn renaming(from: &'static str, to: &'static str) -> impl Fn(&str, &Value, &Value) -> Reply + Send + Sync {
    assert_eq!(from.len(), to.len());
    move |method, params, result| match result.as_str() {
        Some(text) if method == "state_call" && params[0] == "Metadata_metadata_at_version" => {
            Reply::Result(text.replace(&hex::encode(from), &hex::encode(to)).into())
        }
        _ => Reply::Same,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runtime_without_something_that_is_read_is_an_error_that_names_it_and_both_versions() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    gate.edits(renaming("WeightsSetRateLimit", "WeightsSetRateLimix"));
    let chain = connect(gate.url()).await;
    let error = chain.hyperparameters(NETUID, At::Best).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the chain's runtime has no storage item `WeightsSetRateLimit` in pallet `SubtensorModule`: it is spec version \
         424, and this program was built for 343, 365, 424 and 461"
    );
    assert!(error.hint().unwrap().contains("newer gascli"));
    assert!(chain.metagraph(NETUID, At::Best).await.is_ok(), "what is not missing can still be read");

    // What only informs is shown as where nobody has set it.
    let gate = Gate::before(node.url()).await;
    gate.edits(renaming("BondsPenalty", "BondsPenaltx"));
    let rules = connect(gate.url()).await.hyperparameters(NETUID, At::Best).await.unwrap();
    assert_eq!(rules.bonds_penalty, 65535);

    let gate = Gate::before(node.url()).await;
    gate.edits(renaming("get_metagraph", "got_metagraph"));
    let chain = connect(gate.url()).await;
    check(&chain.metagraph(NETUID, At::Best).await.unwrap(), &node);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_node_answers_is_an_error_in_words_and_nothing_hangs() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let long = "ff".repeat(1 << 20);
    let bad = [
        json!("0xfeffffff"),
        json!("0x01feffffff"),
        json!("0x01"),
        json!("0x"),
        json!("zz"),
        json!(null),
        json!(7),
        json!([]),
        json!({ "a": 1 }),
        json!(format!("0x01{long}")),
        json!([{ "changes": [] }]),
        json!([{ "changes": [["0x00", "0x01"]] }]),
    ];
    let chain = connect(gate.url()).await;
    for value in bad {
        let said = value.to_string();
        node.block();
        gate.edits(move |method, params, _| match method {
            "state_call" if params[0] != "SubnetInfoRuntimeApi_get_metagraph" => Reply::Same,
            "state_call" | "state_queryStorageAt" => Reply::Result(value.clone()),
            _ => Reply::Same,
        });
        let limit = Duration::from_secs(15);
        let short: String = said.chars().take(60).collect();
        let asked = async {
            chain.metagraph(NETUID, At::Best).await.map(drop).expect_err(&short);
            chain.hyperparameters(NETUID, At::Best).await.map(drop).expect_err(&short);
            let error = chain.weights(NETUID, 0, Uid(0), At::Best).await.map(drop).expect_err(&short);
            assert!(error.to_string().len() < 1000, "{error}");
        };
        tokio::time::timeout(limit, asked).await.unwrap_or_else(|_| panic!("no answer to {short}"));
    }
    gate.edits(|_, _, _| Reply::Same);
    node.block();
    assert!(chain.metagraph(NETUID, At::Best).await.is_ok(), "and it works again when the node does");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_and_texts_that_are_none_end_in_errors_too() {
    let Some(node) = Node::start(Spec::S424) else { return };
    for value in [json!(null), json!("0x"), json!({ "number": "0xzz" }), json!([1])] {
        let gate = Gate::before(node.url()).await;
        let said = value.clone();
        gate.edits(move |method, _, _| match method {
            "chain_getHeader" => Reply::Result(value.clone()),
            _ => Reply::Same,
        });
        let endpoint = Endpoint::Remote(vec![gate.url()]);
        let error = chain::connect(&endpoint).await.err().unwrap_or_else(|| panic!("{said} is taken for a header"));
        assert!(error.to_string().contains(&gate.url()), "{error}");
    }
    let gate = Gate::before(node.url()).await;
    let chain = connect(gate.url()).await;
    gate.edits(|method, _, _| match method {
        "state_call" => Reply::Text("this is no JSON\u{1b}[31m".into()),
        _ => Reply::Same,
    });
    node.block();
    let error = chain.metagraph(NETUID, At::Best).await.unwrap_err().to_string();
    assert!(!error.contains('\u{1b}'), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_while_metadata_are_fetched_is_told_as_what_it_is_and_forgotten_with_the_next_try() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(gate.url()).await;
    fill(&node);
    for (next, code, words) in [(Spec::S461, -32603, "refuses `state_call`: compiling"), (Spec::S365, -32005, "limits")]
    {
        node.upgrade(next);
        node.block();
        gate.edits(move |method, params, _| match method {
            "state_call" if params[0] == "Metadata_metadata_versions" => Reply::Error(code, "compiling"),
            _ => Reply::Same,
        });
        let error = chain.metagraph(NETUID, At::Best).await.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        gate.edits(|_, _, _| Reply::Same);
        let reading = async {
            loop {
                match chain.metagraph(NETUID, At::Best).await {
                    Ok(metagraph) => return metagraph,
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        check(&tokio::time::timeout(Duration::from_secs(10), reading).await.expect("it is tried again"), &node);
    }
    assert_eq!(gate.asked("state_queryStorageAt"), 0, "nothing is read the second way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runtime_told_in_versions_of_metadata_that_are_not_known_asks_for_a_newer_program() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    gate.edits(|method, params, _| match method {
        // The list of 17 and 18.
        "state_call" if params[0] == "Metadata_metadata_versions" => Reply::Result(json!("0x081100000012000000")),
        _ => Reply::Same,
    });
    let error = chain::connect(&Endpoint::Remote(vec![gate.url()])).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "the description of the chain's runtime (metadata) cannot be read: it is told in versions [17, 18], and [15, 16] \
         can be read; the chain's runtime is spec version 424, and this program was built for 343, 365, 424 and 461"
    );
    assert!(error.hint().unwrap().contains("newer gascli"));
}
