//! Calls, payloads and transactions, byte for byte those of the network's own library (`codec.json`), on each runtime.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;
use subxt::client::{ClientAtBlock, OfflineClientAtBlockImpl};
use subxt::config::substrate::{H256, SpecVersionForRange};
use subxt::ext::codec::Decode as _;
use subxt::utils::MultiSignature;
use subxt::{Metadata, OfflineClient, SubstrateConfig};

use super::call::{AxonFields, Call};
use super::commitment;
use super::sign::{Terms, account, parameters, sign};
use super::*;
use crate::chain::{Axon, shared};
use crate::types::{Hotkey, Keypair, Netuid, Uid};

type At = ClientAtBlock<SubstrateConfig, OfflineClientAtBlockImpl<SubstrateConfig>>;

/// Specs of which there are vectors, and the others.
const WITH_VECTORS: [(u32, &str); 2] = [(424, "finney-424.scale"), (461, "localnet-461.v15.scale")];
const ALL: [(u32, &str); 4] =
    [(343, "sdk-343.v15.scale"), (365, "finney.scale"), (424, "finney-424.scale"), (461, "localnet-461.v15.scale")];

#[derive(Deserialize)]
struct Vectors {
    genesis_hash: String,
    specs: std::collections::BTreeMap<String, Spec>,
}

#[derive(Deserialize)]
struct Spec {
    calls: Vec<Encoded>,
    signing: Vec<Signing>,
}

#[derive(Deserialize)]
struct Encoded {
    call: String,
    args: Json,
    bytes: String,
}

#[derive(Deserialize)]
struct Signing {
    call_bytes: String,
    era: Json,
    nonce: u64,
    era_block_hash: H256,
    payload_to_sign: String,
    extrinsic: String,
}

fn vectors() -> Option<Vectors> {
    let text = String::from_utf8(shared("data/chain/vectors/codec.json")?).unwrap();
    // Numbers of more than 64 bits as text: JSON's reader would make them floating.
    let large = regex::Regex::new(r#""ip": (\d{20,})"#).unwrap();
    Some(serde_json::from_str(&large.replace_all(&text, "\"ip\": \"$1\"")).unwrap())
}

fn runtime((spec_version, file): (u32, &str), genesis: H256) -> Option<At> {
    let bytes = shared(&format!("data/chain/metadata/{file}"))?;
    let metadata = Metadata::decode(&mut &*bytes).unwrap();
    let config = SubstrateConfig::builder()
        .set_metadata_for_spec_versions([(spec_version, Arc::new(metadata))])
        .set_spec_version_for_block_ranges([SpecVersionForRange {
            block_range: 0..u64::MAX,
            spec_version,
            transaction_version: 1,
        }])
        .set_genesis_hash(genesis)
        .build();
    Some(OfflineClient::new_with_config(config).at_block(7_000_000_u64).unwrap())
}

fn list(json: &Json) -> Vec<u16> {
    serde_json::from_value(json.clone()).unwrap()
}

fn hexed(json: &Json) -> Vec<u8> {
    hex::decode(json.as_str().unwrap().trim_start_matches("0x")).unwrap()
}

/// The call as we build it; `None` for those that we never send.
fn ours(at: &At, encoded: &Encoded) -> Option<Call> {
    let args = &encoded.args;
    let integer = |name: &str| args[name].as_u64().unwrap();
    let netuid = Netuid(u16::try_from(args["netuid"].as_u64()?).unwrap());
    let weights = || list(&args["dests"]).into_iter().map(Uid).zip(list(&args["weights"])).collect::<Vec<_>>();
    let metadata = at.metadata_ref();
    Some(match encoded.call.as_str() {
        "set_mechanism_weights" => Call::set_weights(metadata, netuid, 0, &weights(), integer("version_key")),
        "commit_timelocked_mechanism_weights" => {
            let version = u16::try_from(integer("commit_reveal_version")).unwrap();
            Call::commit_weights(metadata, netuid, 0, hexed(&args["commit"]), (integer("reveal_round"), version))
        }
        "serve_axon" => {
            let number = |name: &str| u32::try_from(integer(name)).unwrap();
            let fields = AxonFields {
                version: number("version"),
                ip: args["ip"].to_string().trim_matches('"').parse().unwrap(),
                port: u16::try_from(integer("port")).unwrap(),
                ip_type: u8::try_from(integer("ip_type")).unwrap(),
                protocol: u8::try_from(integer("protocol")).unwrap(),
            };
            Call::serve_axon(netuid, fields)
        }
        "set_commitment" => {
            let field = args["info"]["fields"][0][0].as_object().unwrap();
            let (kind, data) = field.iter().next().unwrap();
            if !kind.starts_with("Raw") {
                return None;
            }
            commitment::build(at, netuid, &[&hexed(data)]).unwrap()
        }
        _ => return None,
    })
}

#[test]
fn calls_are_byte_for_byte_those_of_the_network_s_library() {
    let Some(vectors) = vectors() else { return };
    for spec in WITH_VECTORS {
        let Some(at) = runtime(spec, H256::zero()) else { return };
        let mut compared = 0;
        for encoded in &vectors.specs[&spec.0.to_string()].calls {
            let Some(call) = ours(&at, encoded) else { continue };
            let bytes = call.encode(&at).unwrap();
            assert_eq!(format!("0x{}", hex::encode(bytes)), encoded.bytes, "{call} of {}", spec.0);
            compared += 1;
        }
        assert_eq!(compared, 6, "vectors of calls that we send");
    }
}

#[test]
fn what_is_signed_and_sent_is_byte_for_byte_what_the_network_s_library_makes() {
    let Some(vectors) = vectors() else { return };
    let genesis: H256 = vectors.genesis_hash.parse().unwrap();
    for spec in WITH_VECTORS {
        let Some(at) = runtime(spec, genesis) else { return };
        let mut compared = 0;
        for vector in &vectors.specs[&spec.0.to_string()].signing {
            let Some(period) = vector.era["period"].as_u64() else { continue };
            let call = at.tx().from_call_data_bytes(&hexed(&Json::String(vector.call_bytes.clone()))).unwrap();
            let terms =
                Terms { nonce: vector.nonce, anchor: (vector.era["current"].as_u64().unwrap(), vector.era_block_hash) };
            let mut signable = at.tx().create_v4_signable_offline(&call, parameters(terms, period)).unwrap();
            let payload = signable.signer_payload().unwrap();
            assert_eq!(format!("0x{}", hex::encode(payload)), vector.payload_to_sign);
            // Alice, and the bytes 1 to 64 in place of a signature.
            let signature = MultiSignature::Sr25519(std::array::from_fn(|index| u8::try_from(index + 1).unwrap()));
            let signer: Hotkey = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".parse().unwrap();
            let sent = signable.sign_with_account_and_signature(&account(&signer), &signature).unwrap();
            assert_eq!(format!("0x{}", hex::encode(sent.encoded())), vector.extrinsic);
            compared += 1;
        }
        assert_eq!(compared, 2, "mortal vectors");
    }
}

#[test]
fn every_call_can_be_built_and_signed_on_every_runtime() {
    let signer = Keypair::from_seed(&[7; 32]);
    let axon = Axon { ip: "2001:db8::1".parse().unwrap(), port: 8091 };
    for spec in ALL {
        let Some(at) = runtime(spec, H256::zero()) else { return };
        let metadata = at.metadata_ref();
        for call in [
            Call::set_weights(metadata, Netuid(34), 0, &[(Uid(1), 65535)], 409_090),
            Call::commit_weights(metadata, Netuid(34), 0, vec![7; 300], (1000, 4)),
            Call::serve_axon(Netuid(34), axon::fields(axon).unwrap()),
            commitment::build(&at, Netuid(34), &[b"hello"]).unwrap(),
            commitment::build(&at, Netuid(34), &[&[7; 128], b"x", &[8; 127]]).unwrap(),
        ] {
            let terms = Terms { nonce: 3, anchor: (7_000_000, H256::zero()) };
            let signed = sign(&at, &call, &signer, terms).unwrap_or_else(|error| panic!("{}: {error}", spec.0));
            let bytes = call.encode(&at).unwrap();
            assert!(signed.encoded().ends_with(&bytes), "{call} of {}", spec.0);
        }
    }
}

#[test]
fn a_commitment_longer_than_the_runtime_takes_is_refused_with_both_lengths() {
    for spec in ALL {
        let Some(at) = runtime(spec, H256::zero()) else { return };
        assert!(commitment::build(&at, Netuid(1), &[&[7; 128], &[7; 128], &[7; 128]]).is_ok());
        let long = commitment::build(&at, Netuid(1), &[b"short", &[7; 129]]).map(|call| call.to_string());
        let error = commitment::build(&at, Netuid(1), &[&[7; 513]]).unwrap_err().to_string();
        match long {
            Ok(call) => assert!(call.contains("BigRaw") && error.contains("takes 512"), "{} {error}", spec.0),
            Err(long) => assert!(long.to_string().contains("129 bytes is too long"), "{long}"),
        }
    }
}

#[test]
fn a_call_is_shown_with_its_name_and_arguments() {
    let Some(at) = runtime(ALL[2], H256::zero()) else { return };
    let plain = Call::set_weights(at.metadata_ref(), Netuid(34), 0, &[(Uid(1), 65535), (Uid(7), 3)], 9);
    assert_eq!(
        plain.to_string(),
        "SubtensorModule.set_mechanism_weights(netuid: 34, mecid: 0, dests: (1, 7), weights: (65535, 3), version_key: 9)"
    );
    let commit = Call::commit_weights(at.metadata_ref(), Netuid(34), 0, vec![1, 2], (1000, 4)).to_string();
    assert!(commit.contains("commit: 0x0102 (2 bytes), reveal_round: 1000"), "{commit}");
}
