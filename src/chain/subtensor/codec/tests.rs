//! Against real metadata, and against bytes that other programs wrote (`spec/chain.md` 14).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;
use subxt::Metadata;
use subxt::ext::frame_decode::runtime_apis::decode_runtime_api_response;
use subxt::ext::scale_value::{Composite, Primitive, Value, ValueDef};

use super::*;

impl Codec {
    /// What a runtime API answered.
    fn answer<T: DecodeAsType>(
        &self,
        api: &'static str,
        method: &'static str,
        mut bytes: &[u8],
    ) -> Result<T, NodeError> {
        let item = Item::Api { api, method };
        if !self.answers(api, method) {
            return Err(self.missing(item));
        }
        let (metadata, types) = (&*self.metadata, self.metadata.types());
        let value = decode_runtime_api_response(api, method, &mut bytes, metadata, types, T::into_visitor())
            .map_err(|error| self.changed(item, &error))?;
        self.nothing_left(item, bytes)?;
        Ok(value)
    }
}

/// The metadata files by spec version.
const FILES: [(u32, &str); 4] =
    [(343, "sdk-343.v15.scale"), (365, "finney.scale"), (424, "finney-424.scale"), (461, "localnet-461.v15.scale")];

fn shared(below: &str) -> Option<PathBuf> {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    Some(base.join("data/chain").join(below)).filter(|path| path.exists())
}

fn codec(spec_version: u32) -> Option<Codec> {
    let (_, file) = FILES.iter().find(|(spec, _)| *spec == spec_version).unwrap();
    let bytes = std::fs::read(shared("metadata")?.join(file)).unwrap();
    Some(Codec::new(Arc::new(Metadata::decode_from(&bytes).unwrap()), spec_version))
}

fn vectors(file: &str) -> Option<Json> {
    Some(serde_json::from_slice(&std::fs::read(shared("vectors")?.join(file)).unwrap()).unwrap())
}

fn bytes(text: &Json) -> Vec<u8> {
    hex::decode(text.as_str().unwrap().trim_start_matches("0x")).unwrap()
}

fn keys(list: &Json) -> Vec<Key> {
    let key = |value: &Json| match value.as_str() {
        Some(text) => Key::from(&text.parse::<Hotkey>().unwrap()),
        None => Key::Number(value.as_u64().unwrap()),
    };
    list.as_array().unwrap().iter().map(key).collect()
}

/// Names in files, as names in code.
fn name(text: &Json) -> &'static str {
    Box::leak(text.as_str().unwrap().to_owned().into_boxed_str())
}

/// Whether a decoded value is what a file says in JSON.
fn same(value: &ValueDef<()>, json: &Json) -> bool {
    match (value, json) {
        (ValueDef::Primitive(Primitive::Bool(found)), Json::Bool(said)) => found == said,
        // Numbers that JSON has no integers for are read as fractions.
        (ValueDef::Primitive(Primitive::U128(found)), Json::Number(said)) => match said.as_u64() {
            Some(said) => *found == said.into(),
            None => found.to_string().parse::<f64>().ok() == said.as_f64(),
        },
        (ValueDef::Composite(Composite::Unnamed(parts)), Json::String(said)) if parts.len() == 32 => {
            let bytes = parts.iter().map(|part| match part.value {
                ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(byte).unwrap(),
                _ => panic!("{part:?}"),
            });
            Hotkey::from_bytes(bytes.collect::<Vec<_>>().try_into().unwrap()).to_string() == *said
        }
        (ValueDef::Composite(Composite::Named(parts)), Json::Object(said)) => {
            parts.len() == said.len() && parts.iter().all(|(name, part)| same(&part.value, &said[name]))
        }
        (ValueDef::Composite(Composite::Unnamed(parts)), Json::Array(said)) if parts.len() == said.len() => {
            parts.iter().zip(said).all(|(part, said)| same(&part.value, said))
        }
        // Wrappers have no form of their own in JSON, and neither has `Some`.
        (ValueDef::Composite(composite), said) if composite.len() == 1 => {
            composite.values().all(|inner| same(&inner.value, said))
        }
        (ValueDef::Variant(variant), said) if variant.name == "Some" => {
            variant.values.values().all(|inner| same(&inner.value, said))
        }
        _ => false,
    }
}

#[test]
fn storage_keys_are_those_that_the_networks_own_codec_makes() {
    let Some(vectors) = vectors("codec.json") else { return };
    for spec_version in [424, 461] {
        let codec = codec(spec_version).unwrap();
        let cases = vectors["specs"][spec_version.to_string()]["storage_keys"].as_array().unwrap();
        assert_eq!(cases.len(), 51);
        for case in cases {
            let found = codec.key(name(&case["pallet"]), name(&case["entry"]), &keys(&case["keys"])).unwrap();
            assert_eq!(hex::encode(found), hex::encode(bytes(&case["key"])), "{spec_version} {case}");
        }
    }
}

#[test]
fn what_a_real_node_stored_is_read_as_it_was_meant() {
    let (Some(recorded), Some(codec)) = (vectors("recorded-461.json"), codec(461)) else { return };
    let cases = recorded["storage_values"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let (pallet, entry) = (name(&case["pallet"]), name(&case["storage_function"]));
        assert_eq!(codec.key(pallet, entry, &keys(&case["params"])).unwrap(), bytes(&case["key_hex"]), "{case}");
        let stored = case["raw_hex"].as_str().map(|_| bytes(&case["raw_hex"]));
        let value: Value = codec.value(pallet, entry, stored.as_deref()).unwrap().unwrap();
        assert!(same(&value.value, &case["decoded"]), "{value} where {} is expected", case["decoded"]);
    }
    for case in recorded["constants"].as_array().unwrap() {
        let value: Value = codec.constant(name(&case["module"]), name(&case["name"])).unwrap();
        assert!(same(&value.value, &case["decoded"]), "{value} where {} is expected", case["decoded"]);
    }
}

#[test]
fn what_a_real_runtime_answered_is_read_as_it_was_meant() {
    let (Some(recorded), Some(codec)) = (vectors("recorded-461.json"), codec(461)) else { return };
    let cases = recorded["runtime_calls"].as_array().unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let (api, method) = (name(&case["api"]), name(&case["method"]));
        let arguments = codec.arguments(api, method, &keys(&case["params"])).unwrap();
        assert_eq!(arguments, bytes(&case["encoded_params_hex"]), "{api}.{method}");
        let value: Value = codec.answer(api, method, &bytes(&case["raw_hex"])).unwrap();
        assert!(same(&value.value, &case["decoded"]), "{value} where {} is expected", case["decoded"]);
    }
}

#[test]
fn the_hash_of_a_block_is_that_of_its_header() {
    let Some(recorded) = vectors("recorded-461.json") else { return };
    let block = &recorded["block"];
    let header = serde_json::from_value(block["raw"]["block"]["header"].clone()).unwrap();
    let found = crate::chain::subtensor::connection::hash_of(&header);
    assert_eq!(format!("{found:?}"), block["block_hash"].as_str().unwrap());
}

#[test]
fn all_that_is_read_exists_in_every_runtime_that_this_program_was_built_for() {
    let by_netuid: [Key; 1] = [Key::Number(34)];
    for (spec_version, _) in FILES {
        let Some(codec) = codec(spec_version) else { return };
        for entry in crate::chain::subtensor::reads::OF_SUBNET {
            assert!(codec.key(SUBTENSOR, entry, &by_netuid).is_ok(), "{entry} in {spec_version}");
        }
        assert!(codec.answers("SubnetInfoRuntimeApi", "get_metagraph"), "{spec_version}");
        assert_eq!(codec.stores(SUBTENSOR, "LastEpochBlock"), spec_version >= 424);
        let slot: u64 = codec.constant("Aura", "SlotDuration").unwrap();
        assert_eq!(slot, if spec_version == 461 { 250 } else { 12_000 });
    }
}

#[test]
fn what_a_runtime_lacks_is_named_with_both_versions() {
    let Some(codec) = codec(365) else { return };
    let error = codec.key(SUBTENSOR, "LastEpochBlock", &[Key::Number(1)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the chain's runtime has no storage item `LastEpochBlock` in pallet `SubtensorModule`: it is spec version 365, \
         and this program was built for 343, 365, 424 and 461"
    );
    let error = codec.arguments("SubnetInfoRuntimeApi", "get_next_epoch_start_block", &[]).unwrap_err().to_string();
    assert!(error.contains("no runtime API `SubnetInfoRuntimeApi.get_next_epoch_start_block`"), "{error}");
    let error = codec.constant::<u64>("Aura", "Nothing").unwrap_err().to_string();
    assert!(error.contains("no constant `Nothing` in pallet `Aura`"), "{error}");
}

#[test]
fn bytes_that_do_not_fit_the_type_are_an_error_that_names_it() {
    let Some(codec) = codec(424) else { return };
    let tempo = |stored: &[u8]| codec.value::<u16>(SUBTENSOR, "Tempo", Some(stored)).unwrap_err().to_string();
    for stored in [&b""[..], b"\x01", b"\x01\x02\x03"] {
        let error = tempo(stored);
        assert!(error.starts_with("storage item `Tempo` in pallet `SubtensorModule` cannot be read: "), "{error}");
        assert!(error.contains("spec version 424") && error.contains("343, 365, 424 and 461"), "{error}");
    }
    let error = codec.value::<Vec<u8>>(SUBTENSOR, "Tempo", Some(b"\x01\x02")).unwrap_err();
    assert!(matches!(error, NodeError::Changed { .. }), "another type: {error}");
}

#[test]
fn a_length_of_a_gigabyte_that_nothing_follows_takes_no_memory() {
    let Some(codec) = codec(424) else { return };
    // Compact 2^30 - 1, the longest of four bytes.
    let stored = [0xfe, 0xff, 0xff, 0xff, 1, 2, 3];
    assert!(codec.value::<Vec<u64>>(SUBTENSOR, "LastUpdate", Some(&stored)).is_err());
    assert!(codec.value::<Vec<(u16, u16)>>(SUBTENSOR, "Weights", Some(&stored)).is_err());
}

#[test]
fn a_length_that_no_memory_could_hold_is_an_error_wherever_it_stands() {
    let Some(codec) = codec(424) else { return };
    // Compact 2^60.
    let many = [0x13, 0, 0, 0, 0, 0, 0, 0, 0x10];
    let is_refused = |pallet, entry, stored: &[u8]| {
        let error = codec.value::<Value>(pallet, entry, Some(stored)).unwrap_err();
        assert!(matches!(error, NodeError::Changed { .. }), "{error}");
    };
    is_refused(SUBTENSOR, "LastUpdate", &many);
    is_refused(SUBTENSOR, "Weights", &[&many[..], &[1, 2, 3]].concat());
    // A deposit, a block, and one field, which is a long one (136): bytes in a wrapper.
    let commitment = |bytes: &[u8]| [&[0; 12][..], &[4, 136], bytes].concat();
    let whole: Value = codec.value("Commitments", "CommitmentOf", Some(&commitment(&[8, 1, 2]))).unwrap().unwrap();
    assert!(whole.to_string().contains("BigRaw"), "{whole}");
    is_refused("Commitments", "CommitmentOf", &commitment(&many));
    is_refused("Commitments", "CommitmentOf", &[&[0; 12][..], &many[..]].concat());
}

#[test]
fn the_parts_of_an_answer_are_those_of_a_whole_decode_and_damaged_ones_are_errors() {
    let (Some(recorded), Some(codec)) = (vectors("recorded-461.json"), codec(461)) else { return };
    let case = &recorded["runtime_calls"][1];
    let (api, method) = (name(&case["api"]), name(&case["method"]));
    let raw = bytes(&case["raw_hex"]);
    let parts = codec.parts(api, method, &raw).unwrap().unwrap();
    for (field, expected) in case["decoded"].as_object().unwrap() {
        let value: Value = parts.get(field).unwrap();
        assert!(same(&value.value, expected), "{field}: {value} where {expected} is expected");
    }
    assert!(parts.get::<u64>("novelty").unwrap_err().to_string().contains("it has no field `novelty`"));
    assert!(parts.accounts("rho").unwrap_err().to_string().contains("it is no list"));
    assert!(codec.parts(api, method, b"\0").unwrap().is_none());
    for damaged in [&raw[..raw.len() - 1], &raw[..1], b"", b"\x02", &[&raw[..], b"\0"].concat()] {
        let error = codec.parts(api, method, damaged).err().expect("damaged");
        assert!(matches!(error, NodeError::Changed { .. }), "{error}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_a_metagraph_panic_or_take_long(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        static CODEC: std::sync::OnceLock<Option<Codec>> = std::sync::OnceLock::new();
        if let Some(codec) = CODEC.get_or_init(|| codec(424)) {
            let bytes = [&[1], &bytes[..]].concat();
            let found = codec.parts("SubnetInfoRuntimeApi", "get_metagraph", &bytes);
            proptest::prop_assert!(found.is_err(), "a whole metagraph is longer");
        }
    }
}
