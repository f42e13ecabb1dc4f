//! The test node against the vectors, and against a real client on each runtime.

use std::sync::Arc;
use std::time::Duration;

use gascli::types::{Hotkey, Keypair};
use serde_json::{Value, json};
use subxt::backend::LegacyBackend;
use subxt::config::DefaultExtrinsicParamsBuilder;
use subxt::dynamic;
use subxt::ext::scale_value::{Composite, Value as Scale};
use subxt::rpcs::RpcClient;
use subxt::tx::{Signer, SubmittableTransaction};
use subxt::utils::{AccountId32, MultiSignature};
use subxt::{OnlineClient, SubstrateConfig};

use crate::node::block::{Header, text};
use crate::node::metadata::Runtime;
use crate::node::model::Seat;
use crate::node::transaction::{self, Transaction};
use crate::node::{Node, Refusal, Spec, codec};
use crate::support;

/// Patience with what happens at once.
const SOON: Duration = Duration::from_secs(20);

fn vectors(name: &str) -> Option<Value> {
    let path = support::shared(&format!("data/chain/vectors/{name}"))?;
    let text = std::fs::read_to_string(path).unwrap();
    // Numbers of more than 64 bits as text: JSON's reader would make them floating.
    let large = regex::Regex::new(r"(: |\[)(\d{20,})").unwrap();
    Some(serde_json::from_str(&large.replace_all(&text, "$1\"$2\"")).unwrap())
}

fn bytes(value: &Value) -> Vec<u8> {
    codec::bytes_of(value.as_str().unwrap()).unwrap()
}

fn word(value: &Value) -> [u8; 32] {
    bytes(value).try_into().unwrap()
}

/// A hotkey as subxt wants it.
struct Pair(Keypair);

impl Signer<SubstrateConfig> for Pair {
    fn account_id(&self) -> AccountId32 {
        AccountId32(*self.0.hotkey().as_bytes())
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        let digits = self.0.sign(payload).to_string();
        MultiSignature::Sr25519(hex::decode(&digits[2..]).unwrap().try_into().unwrap())
    }
}

type Client = OnlineClient<SubstrateConfig>;

async fn connect(node: &Node) -> (RpcClient, Client) {
    let rpc = RpcClient::from_insecure_url(node.url()).await.unwrap();
    let backend = LegacyBackend::<SubstrateConfig>::builder().build(rpc.clone());
    (rpc, Client::from_backend(Arc::new(backend)).await.unwrap())
}

/// `set_weights` on subnet 1, all on one uid.
fn weights_on(uid: u16) -> impl subxt::tx::Payload {
    let args = [
        ("netuid", Scale::u128(1)),
        ("dests", Scale::unnamed_composite([Scale::u128(u128::from(uid))])),
        ("weights", Scale::unnamed_composite([Scale::u128(65535)])),
        ("version_key", Scale::u128(0)),
    ];
    dynamic::transaction("SubtensorModule", "set_weights", Composite::named(args))
}

async fn sign(
    api: &Client,
    call: &impl subxt::tx::Payload,
    signer: &Pair,
    nonce: u64,
) -> SubmittableTransaction<SubstrateConfig, subxt::client::OnlineClientAtBlockImpl<SubstrateConfig>> {
    let params = DefaultExtrinsicParamsBuilder::new().nonce(nonce).mortal(128).build();
    api.tx().await.unwrap().create_signed(call, signer, params).await.unwrap()
}

#[test]
fn calls_and_storage_keys_have_the_bytes_of_the_vectors() {
    // spec/chain.md 14
    let Some(vectors) = vectors("codec.json") else { return };
    for (spec, name) in [(Spec::S424, "424"), (Spec::S461, "461")] {
        let runtime = Runtime::load(spec).unwrap();
        let vectors = &vectors["specs"][name];
        for call in vectors["calls"].as_array().unwrap() {
            let (pallet, method) = (call["pallet"].as_str().unwrap(), call["call"].as_str().unwrap());
            let value = json!({ pallet: { method: call["args"] } });
            let written = runtime.encode(runtime.metadata.outer_enums.call_enum_ty.id, &value);
            assert_eq!(written, Ok(bytes(&call["bytes"])), "{name} {pallet}.{method}");
            let read = transaction::read_call(&runtime, &bytes(&call["bytes"])).unwrap();
            assert_eq!((read.pallet.as_str(), read.name.as_str()), (pallet, method));
        }
        for (list, field) in [("storage_keys", "key"), ("storage_prefixes", "prefix")] {
            for key in vectors[list].as_array().unwrap() {
                let entry = runtime.entry(key["pallet"].as_str().unwrap(), key["entry"].as_str().unwrap()).unwrap();
                let written = runtime.key(entry, key["keys"].as_array().unwrap());
                assert_eq!(written, Ok(bytes(&key[field])), "{name} {key}");
            }
        }
    }
}

#[test]
fn what_has_to_be_signed_is_that_of_the_vectors() {
    let Some(vectors) = vectors("codec.json") else { return };
    let genesis = word(&vectors["genesis_hash"]);
    for (spec, name) in [(Spec::S424, "424"), (Spec::S461, "461")] {
        let runtime = Runtime::load(spec).unwrap();
        for case in vectors["specs"][name]["signing"].as_array().unwrap() {
            let read = Transaction::read(&runtime, &bytes(&case["extrinsic"])).unwrap();
            let payload = read.payload(&runtime, &genesis, &word(&case["era_block_hash"]));
            assert_eq!(text(&payload), case["payload_to_sign"], "{name} {}", case["call"]);
            assert_eq!(text(&read.hash), case["extrinsic_hash"]);
            assert_eq!(Some(u64::from(read.nonce)), case["nonce"].as_u64());
            if let Some(period) = case["era"]["period"].as_u64() {
                let current = case["era"]["current"].as_u64().unwrap();
                assert_eq!(read.era.birth(current), current);
                assert_eq!(read.era.death(current), current + period);
            }
        }
    }
}

#[test]
fn a_recorded_block_is_read_as_it_was_and_written_again_byte_for_byte() {
    let Some(recorded) = vectors("recorded-461.json") else { return };
    let runtime = Runtime::load(Spec::S461).unwrap();
    let block = &recorded["block"]["raw"]["block"];
    let raw = &block["header"];
    let header = Header {
        parent: word(&raw["parentHash"]),
        number: u64::from_str_radix(&raw["number"].as_str().unwrap()[2..], 16).unwrap(),
        state_root: word(&raw["stateRoot"]),
        extrinsics_root: word(&raw["extrinsicsRoot"]),
        digest: raw["digest"]["logs"].as_array().unwrap().iter().map(bytes).collect(),
    };
    assert_eq!(text(&header.hash()), recorded["block"]["block_hash"]);
    assert_eq!(header.json(), *raw);

    let genesis = word(&recorded["network"]["genesis_hash"]);
    let signed: Vec<Transaction> = block["extrinsics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|extrinsic| Transaction::read(&runtime, &bytes(extrinsic)).ok())
        .collect();
    assert_eq!(signed.len(), 1);
    assert_eq!(signed[0].call.name, "transfer_keep_alive");
    let births = [genesis, header.parent];
    assert!(births.iter().any(|birth| signed[0].is_signed(&runtime, &genesis, birth)));

    let events = runtime.entry("System", "Events").unwrap().value;
    let mut round_trips = vec![(events, bytes(&recorded["events"]["raw_hex"]))];
    for value in recorded["storage_values"].as_array().unwrap() {
        let entry =
            runtime.entry(value["pallet"].as_str().unwrap(), value["storage_function"].as_str().unwrap()).unwrap();
        assert_eq!(text(&runtime.key(entry, value["params"].as_array().unwrap()).unwrap()), value["key_hex"]);
        if value["raw_hex"].is_string() {
            round_trips.push((entry.value, bytes(&value["raw_hex"])));
        }
    }
    for call in recorded["runtime_calls"].as_array().unwrap() {
        let name = format!("{}_{}", call["api"].as_str().unwrap(), call["method"].as_str().unwrap());
        round_trips.push((runtime.method(&name).unwrap().output, bytes(&call["raw_hex"])));
    }
    for (ty, raw) in round_trips {
        let value = codec::decode_all(runtime.types(), ty, &raw).unwrap();
        assert_eq!(runtime.encode(ty, &value), Ok(raw), "{value}");
    }
}

#[tokio::test]
async fn a_client_reads_storage_and_the_metagraph_on_each_runtime() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let (_, api) = connect(&node).await;
        let at = api.at_current_block().await.unwrap();
        assert_eq!(at.block_number(), node.finalized(), "{spec:?}");
        let seats = dynamic::storage::<(u16,), u16>("SubtensorModule", "SubnetworkN");
        assert_eq!(at.storage().fetch(seats, (1,)).await.unwrap().decode().unwrap(), 2, "{spec:?}");
        let uids = dynamic::storage::<(u16, [u8; 32]), u16>("SubtensorModule", "Uids");
        let bob = *node.key("//Bob//hot").hotkey().as_bytes();
        assert_eq!(at.storage().fetch(uids, (1, bob)).await.unwrap().decode().unwrap(), 1, "{spec:?}");
        let call = dynamic::runtime_api_call::<_, Option<Hotkeys>>("SubnetInfoRuntimeApi", "get_metagraph", (1_u16,));
        let metagraph = at.runtime_apis().call(call).await.unwrap().unwrap();
        let found: Vec<Hotkey> = metagraph.hotkeys.into_iter().map(Hotkey::from_bytes).collect();
        assert_eq!(found, ["//Alice//hot", "//Bob//hot"].map(|path| node.key(path).hotkey()), "{spec:?}");
    }
}

#[tokio::test]
async fn every_answer_is_readable_on_each_runtime() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let runtime = Runtime::load(spec).unwrap();
        let (rpc, _) = connect(&node).await;
        let mut answered = 0;
        for name in PLAYED {
            let Some(method) = runtime.method(name) else { continue };
            let alice = text(node.key("//Alice//hot").hotkey().as_bytes());
            let given = |argument: &str| match argument {
                "netuid" | "uid" => json!(1),
                "mecid" | "subid" => json!(0),
                "metagraph_indexes" => (0..76).collect::<Value>(),
                _ => json!(alice),
            };
            let args = method.inputs.iter().flat_map(|(name, ty)| runtime.encode(*ty, &given(name)).unwrap());
            let params = subxt::rpcs::rpc_params![name, text(&args.collect::<Vec<u8>>())];
            let answer: String =
                rpc.request("state_call", params).await.unwrap_or_else(|error| panic!("{spec:?} {name}: {error:?}"));
            let value = codec::decode_all(runtime.types(), method.output, &codec::bytes_of(&answer).unwrap());
            assert!(value.is_ok_and(|value| !value.is_null()), "{spec:?} {name}");
            answered += 1;
        }
        assert!(answered >= PLAYED.len() - 3, "{spec:?} has {answered} of them");
    }
}

const PLAYED: [&str; 23] = [
    "AccountNonceApi_account_nonce",
    "AuraApi_slot_duration",
    "NeuronInfoRuntimeApi_get_neuron",
    "NeuronInfoRuntimeApi_get_neuron_lite",
    "NeuronInfoRuntimeApi_get_neurons",
    "NeuronInfoRuntimeApi_get_neurons_lite",
    "StakeInfoRuntimeApi_get_stake_info_for_coldkey",
    "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid",
    "SubnetInfoRuntimeApi_get_all_dynamic_info",
    "SubnetInfoRuntimeApi_get_all_metagraphs",
    "SubnetInfoRuntimeApi_get_dynamic_info",
    "SubnetInfoRuntimeApi_get_mechagraph",
    "SubnetInfoRuntimeApi_get_metagraph",
    "SubnetInfoRuntimeApi_get_next_epoch_start_block",
    "SubnetInfoRuntimeApi_get_selective_mechagraph",
    "SubnetInfoRuntimeApi_get_selective_metagraph",
    "SubnetInfoRuntimeApi_get_subnet_hyperparams",
    "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2",
    "SubnetInfoRuntimeApi_get_subnet_hyperparams_v3",
    "SubnetInfoRuntimeApi_get_subnet_info_v2",
    "SubnetInfoRuntimeApi_get_subnet_state",
    "SwapRuntimeApi_current_alpha_price",
    "SwapRuntimeApi_current_alpha_price_all",
];

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Hotkeys {
    hotkeys: Vec<[u8; 32]>,
}

#[tokio::test]
async fn weights_of_a_client_land_on_each_runtime() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let (_, api) = connect(&node).await;
        let alice = Pair(node.key("//Alice//hot"));
        let signed = sign(&api, &weights_on(1), &alice, 0).await;
        assert!(signed.validate().await.unwrap().is_valid(), "{spec:?}");
        let progress = signed.submit_and_watch().await.unwrap();
        for _ in 0..3 {
            node.block();
        }
        let events = progress.wait_for_finalized_success().await.unwrap();
        let names: Vec<String> = events.iter().map(|event| event.unwrap().event_name().to_owned()).collect();
        assert_eq!(names, ["WeightsSet", "ExtrinsicSuccess"], "{spec:?}");
        assert_eq!(node.model(|model| model.subnet(1).seats[0].weights.clone()), [(1, 65535)], "{spec:?}");
        let submitted = node.submitted();
        assert_eq!(submitted.len(), 1);
        assert_eq!((submitted[0].block, &submitted[0].outcome), (Some(11), &Ok(())));
        assert_eq!((submitted[0].call.as_str(), submitted[0].nonce), ("set_weights", 0));
        assert_eq!((submitted[0].pallet.as_str(), submitted[0].signer), ("SubtensorModule", alice.0.hotkey()));
        assert_eq!(submitted[0].args["weights"], json!([65535]));
    }
}

#[tokio::test]
async fn an_included_transaction_fails_with_an_error_that_each_runtime_names_alike() {
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let (_, api) = connect(&node).await;
        let bob = Pair(node.key("//Bob//hot"));
        node.fail_next("SubtensorModule", "SettingWeightsTooFast");
        // The one by decree, the other because a miner may weigh only itself.
        for (nonce, name) in [(0, "SettingWeightsTooFast"), (1, "NeuronNoValidatorPermit")] {
            let progress = sign(&api, &weights_on(0), &bob, nonce).await.submit_and_watch().await.unwrap();
            for _ in 0..3 {
                node.block();
            }
            let failure = progress.wait_for_finalized_success().await.unwrap_err();
            assert!(failure.to_string().contains(name), "{spec:?}: {failure}");
        }
        assert_eq!(node.submitted()[0].outcome, Err("SettingWeightsTooFast".into()));
    }
}

#[tokio::test]
async fn the_pool_refuses_as_the_network_does() {
    // spec/chain.md 8.1
    let Some(node) = Node::start(Spec::S424) else { return };
    let (_, api) = connect(&node).await;
    let alice = Pair(node.key("//Alice//hot"));
    let refused = async |nonce: u64| {
        let error = sign(&api, &weights_on(1), &alice, nonce).await.submit().await.unwrap_err();
        format!("{error:?}")
    };

    node.refuse_next(Refusal::Custom(6));
    assert!(refused(0).await.contains("Custom error: 6"));
    node.refuse_next(Refusal::Code(-32005, "too many requests".into(), None));
    assert!(refused(0).await.contains("too many requests"));

    sign(&api, &weights_on(1), &alice, 0).await.submit().await.unwrap();
    assert!(refused(0).await.contains("Priority is too low"));
    let again = sign(&api, &weights_on(1), &alice, 1).await;
    node.block();
    assert!(refused(0).await.contains("Transaction is outdated"));
    assert!(refused(1).await.contains("Custom error: 6"), "the rate limit holds");
    assert!(again.validate().await.unwrap().is_valid(), "asked at the block it was made at, which knows of no weights");
    for _ in 0..2 {
        node.block();
    }
    assert!(!sign(&api, &weights_on(1), &alice, 1).await.validate().await.unwrap().is_valid());

    let early = sign(&api, &weights_on(1), &alice, 1).await;
    node.upgrade(Spec::S461);
    node.block();
    for reason in ["bad signature", "temporarily banned"] {
        let error = early.submit().await.unwrap_err();
        assert!(format!("{error:?}").contains(reason), "{error:?}");
    }
    assert_eq!(node.submitted().len(), 1);
}

#[tokio::test]
async fn a_later_nonce_waits_for_the_one_before() {
    let Some(node) = Node::start(Spec::S461) else { return };
    node.model(|model| model.subnet(1).weights_rate_limit = 0);
    node.block();
    let (rpc, api) = connect(&node).await;
    let alice = Pair(node.key("//Alice//hot"));
    // Not through the client: it waits until the transaction is ready.
    let early = text(sign(&api, &weights_on(1), &alice, 1).await.encoded());
    rpc.request::<String>("author_submitExtrinsic", subxt::rpcs::rpc_params![early]).await.unwrap();
    node.block();
    assert_eq!(node.submitted()[0].block, None);
    let next = async || {
        let params = subxt::rpcs::rpc_params![alice.0.hotkey().to_string()];
        rpc.request::<u64>("system_accountNextIndex", params).await.unwrap()
    };
    assert_eq!(next().await, 0);
    sign(&api, &weights_on(1), &alice, 0).await.submit().await.unwrap();
    assert_eq!(next().await, 2);
    let block = node.block();
    assert_eq!(node.submitted().iter().map(|submitted| submitted.block).collect::<Vec<_>>(), [Some(block); 2]);
}

#[tokio::test]
async fn a_stalled_node_is_silent_and_then_catches_up() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (_, api) = connect(&node).await;
    let mut heads = api.stream_best_blocks().await.unwrap();
    assert_eq!(heads.next().await.unwrap().unwrap().number(), 10);
    node.stall(true);
    assert_eq!((node.block(), node.best(), node.finalized()), (11, 10, 8));
    assert!(tokio::time::timeout(Duration::from_millis(50), heads.next()).await.is_err());
    node.stall(false);
    assert_eq!(heads.next().await.unwrap().unwrap().number(), 11);
    assert_eq!((node.best(), node.finalized()), (11, 9));
}

#[tokio::test]
async fn connections_end_and_are_refused_at_will() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (rpc, api) = connect(&node).await;
    let mut heads = api.stream_best_blocks().await.unwrap();
    heads.next().await.unwrap().unwrap();
    node.refuse_connections(Some(429));
    node.drop_connections();
    assert!(!matches!(tokio::time::timeout(SOON, heads.next()).await, Ok(Some(Ok(_))) | Err(_)));
    let gone = rpc.request::<String>("chain_getHead", subxt::rpcs::rpc_params![]).await;
    assert!(gone.is_err());
    let refused = RpcClient::from_insecure_url(node.url()).await.unwrap_err();
    assert!(format!("{refused:?}").contains("429"), "{refused:?}");
    node.refuse_connections(None);
    let before = node.requests().len();
    connect(&node).await;
    assert!(node.requests().len() > before);
}

#[tokio::test]
async fn a_swallowed_transaction_lands_although_nobody_was_told() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (_, api) = connect(&node).await;
    node.swallow_next();
    let alice = Pair(node.key("//Alice//hot"));
    assert!(sign(&api, &weights_on(1), &alice, 0).await.submit_and_watch().await.is_err());
    let block = node.block();
    assert_eq!(node.submitted()[0].block, Some(block));
}

#[tokio::test]
async fn a_replaced_block_gives_its_transactions_back() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (_, api) = connect(&node).await;
    let alice = Pair(node.key("//Alice//hot"));
    let mut progress = sign(&api, &weights_on(1), &alice, 0).await.submit_and_watch().await.unwrap();
    node.block();
    node.reorg();
    assert_eq!((node.best(), node.submitted()[0].block), (11, None));
    assert!(node.model(|model| model.subnet(1).seats[0].weights.is_empty()));
    for _ in 0..3 {
        node.block();
    }
    let mut seen = Vec::new();
    while let Some(Ok(status)) = progress.next().await {
        seen.push(format!("{status:?}").split(['(', ' ', '{']).next().unwrap().to_owned());
    }
    // The client passes over `retracted`, which the node has said in between.
    assert_eq!(seen, ["Validated", "InBestBlock", "InBestBlock", "InFinalizedBlock"]);
    assert_eq!(node.submitted()[0].block, Some(12));
}

#[tokio::test]
async fn discarded_state_is_said_to_be_so() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (_, api) = connect(&node).await;
    node.prune_below(8);
    let seats = || dynamic::storage::<(u16,), u16>("SubtensorModule", "SubnetworkN");
    let at = api.at_block(8_u64).await.unwrap();
    assert!(at.storage().fetch(seats(), (1,)).await.is_ok());
    node.prune_below(9);
    let gone = at.storage().fetch(seats(), (1,)).await.map(|_| ()).unwrap_err();
    assert!(gone.to_string().contains("State already discarded"), "{gone}");
}

#[tokio::test]
async fn a_client_sees_an_upgrade_at_the_next_block() {
    let Some(node) = Node::start(Spec::S365) else { return };
    let (_, api) = connect(&node).await;
    node.upgrade(Spec::S424);
    for _ in 0..2 {
        assert_eq!(api.at_current_block().await.unwrap().spec_version(), 365);
        node.block();
    }
    node.block();
    assert_eq!(api.at_current_block().await.unwrap().spec_version(), 424);
}

#[tokio::test]
async fn a_seat_is_sold_for_its_price_and_the_next_one_costs_more() {
    // spec/chain.md 7.1
    for spec in Spec::ALL {
        let Some(node) = Node::start(spec) else { return };
        let (_, api) = connect(&node).await;
        let (coldkey, hotkey) = (Pair(node.key("//Charlie")), node.key("//Charlie//hot").hotkey());
        let args = [("netuid", Scale::u128(1)), ("hotkey", Scale::from_bytes(hotkey.as_bytes()))];
        let call = dynamic::transaction("SubtensorModule", "burned_register", Composite::named(args));
        let before = node.model(|model| (model.subnet(1).burn, model.account(coldkey.0.hotkey().as_bytes()).free));
        sign(&api, &call, &coldkey, 0).await.submit().await.unwrap();
        let block = node.block();
        assert_eq!(node.submitted()[0].outcome, Ok(()), "{spec:?}");
        let after = node.model(|model| (model.subnet(1).burn, model.account(coldkey.0.hotkey().as_bytes()).free));
        assert_eq!(after.0, before.0 * 126 / 100);
        assert!(before.1 - after.1 > before.0, "the fee comes on top");
        let seat = node.model(|model| model.subnet(1).seats[2].clone());
        assert_eq!((seat.hotkey, seat.last_update), (*hotkey.as_bytes(), block));
    }
}

#[tokio::test]
async fn slow_answers_come_late() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (rpc, _) = connect(&node).await;
    let delay = Duration::from_millis(200);
    node.delay(delay);
    let asked = std::time::Instant::now();
    rpc.request::<String>("chain_getHead", subxt::rpcs::rpc_params![]).await.unwrap();
    assert!(asked.elapsed() >= delay);
}

/// `commit_timelocked_weights` on subnet 2.
fn sealed(envelope: &[u8], round: u64) -> impl subxt::tx::Payload {
    let args = [
        ("netuid", Scale::u128(2)),
        ("commit", Scale::from_bytes(envelope)),
        ("reveal_round", Scale::u128(u128::from(round))),
        ("commit_reveal_version", Scale::u128(4)),
    ];
    dynamic::transaction("SubtensorModule", "commit_timelocked_weights", Composite::named(args))
}

#[tokio::test]
async fn sealed_weights_open_in_their_epoch_if_their_round_has_come() {
    // spec/chain.md 7.6, timelock.json
    let Some(vectors) = vectors("timelock.json") else { return };
    let envelope = hex::decode(vectors["ciphertext"].as_str().unwrap()).unwrap();
    for (spec, has_come) in Spec::ALL.into_iter().flat_map(|spec| [(spec, true), (spec, false)]) {
        let Some(node) = Node::start(spec) else { return };
        let bob = Pair(node.key("//Bob")); // who sealed it
        node.model(|model| {
            let hotkey = *bob.0.hotkey().as_bytes();
            model.seat(2, Seat { hotkey, permit: true, ..Seat::default() });
            let subnet = model.subnet(2);
            subnet.tempo = 10;
            subnet.seats.resize(256, Seat::default());
        });
        if has_come {
            node.pulse(1000);
        }
        node.block();
        let (_, api) = connect(&node).await;
        sign(&api, &sealed(&envelope, 1000), &bob, 0).await.submit().await.unwrap();
        let committed = node.block();
        assert_eq!(node.submitted()[0].outcome, Ok(()), "{spec:?}");
        let weights = || node.model(|model| model.subnet(2).seats[2].weights.clone());
        let opened = (0..40).find_map(|_| {
            let block = node.block();
            (!weights().is_empty()).then_some(block)
        });
        if has_come {
            assert_eq!(weights(), [(0, 65535), (7, 32768), (255, 1)], "{spec:?}");
            assert!((committed + 1..=committed + 11).contains(&opened.unwrap()), "{spec:?}: {committed}, {opened:?}");
        } else {
            assert_eq!(opened, None, "{spec:?}");
        }
    }
}

/// Serves until it is killed, for tools that are tried by hand (`docs/interoperability.md`).
#[test]
#[ignore = "serves until it is killed"]
fn serve_by_hand() {
    let variable = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.into());
    let spec = variable("GASCLI_NODE_SPEC", "424");
    let spec = Spec::ALL.into_iter().find(|known| known.version().to_string() == spec);
    let port = variable("GASCLI_NODE_PORT", "9944").parse().unwrap();
    let block_ms = variable("GASCLI_NODE_BLOCK_MS", "12000").parse().unwrap();
    let spec = spec.expect("GASCLI_NODE_SPEC is 343, 365, 424 or 461");
    let Some(node) = Node::start_at(spec, port) else { return };
    for _ in 0..400 {
        node.block(); // so that no rate limit stands in the way
    }
    node.blocks_every(Duration::from_millis(block_ms));
    eprintln!("{spec:?} at {}, a block each {block_ms} ms", node.url());
    let mut told = (0, 0);
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let (requests, submitted) = (node.requests(), node.submitted());
        for method in &requests[told.0..] {
            eprintln!("block {}: {method}", node.best());
        }
        for one in &submitted[told.1..] {
            eprintln!("block {}: {}.{} by {}: {}", node.best(), one.pallet, one.call, one.signer, one.args);
        }
        told = (requests.len(), submitted.len());
    }
}
