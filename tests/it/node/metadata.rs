//! A runtime as its metadata describes it: what it serves, and where things are by name (`spec/chain.md` 2).

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use frame_metadata::v14::{StorageEntryType, StorageHasher};
use frame_metadata::v15::{self, RuntimeMetadataV15};
use frame_metadata::v16::RuntimeMetadataV16;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use scale_info::{PortableRegistry, TypeDef, Variant, form::PortableForm};
use serde_json::{Value, json};
use subxt::ext::codec::{Decode, Encode};

use super::codec::{self, Result};
use super::hash;
use crate::support;

/// The runtimes of which there is metadata (`data/chain/README.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Spec {
    S343,
    S365,
    S424,
    S461,
}

impl Spec {
    pub(crate) const ALL: [Self; 4] = [Self::S343, Self::S365, Self::S424, Self::S461];

    /// Its number.
    pub(crate) fn version(self) -> u32 {
        match self {
            Self::S343 => 343,
            Self::S365 => 365,
            Self::S424 => 424,
            Self::S461 => 461,
        }
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::S343 => &["sdk-343.v15.scale", "sdk-343.v14.scale"],
            Self::S365 => &["finney.scale"],
            Self::S424 => &["finney-424.scale"],
            Self::S461 => &["localnet-461.v15.scale", "localnet-461.v14.scale"],
        }
    }
}

/// A storage entry.
pub(crate) struct Entry {
    /// Hash of the pallet's name, then of the entry's.
    pub(crate) prefix: [u8; 32],
    /// How each key is hashed, and its type.
    pub(crate) keys: Vec<(StorageHasher, u32)>,
    /// Type of the value.
    pub(crate) value: u32,
}

/// What a runtime answers to one name.
pub(crate) struct Method {
    pub(crate) inputs: Vec<(String, u32)>,
    pub(crate) output: u32,
}

/// A runtime.
pub(crate) struct Runtime {
    pub(crate) spec: u32,
    pub(crate) transaction_version: u32,
    /// Bytes by metadata version.
    pub(crate) served: BTreeMap<u32, Vec<u8>>,
    /// The encoded `RuntimeVersion`.
    pub(crate) version: Vec<u8>,
    version_type: u32,
    pub(crate) metadata: RuntimeMetadataV15,
    entries: HashMap<(String, String), Entry>,
    methods: HashMap<String, Method>,
}

impl Runtime {
    /// Reads the metadata of `spec`, once per process; `None` where it is not on this machine.
    pub(crate) fn load(spec: Spec) -> Option<Arc<Self>> {
        static LOADED: Mutex<BTreeMap<Spec, Arc<Runtime>>> = Mutex::new(BTreeMap::new());
        let folder = support::shared("data/chain/metadata")?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(loaded.entry(spec).or_insert_with(|| Arc::new(Self::read(&folder, spec)))))
    }

    fn read(folder: &Path, spec: Spec) -> Self {
        let mut served = BTreeMap::new();
        let mut newest = None;
        for name in spec.files() {
            let bytes = std::fs::read(folder.join(name)).unwrap();
            let parsed = RuntimeMetadataPrefixed::decode(&mut &bytes[..]).unwrap();
            served.insert(parsed.1.version(), bytes);
            newest.get_or_insert(parsed.1);
        }
        let metadata = match newest.unwrap() {
            RuntimeMetadata::V15(metadata) => metadata,
            RuntimeMetadata::V16(metadata) => {
                let converted = without_what_v15_lacks(metadata);
                served.insert(15, RuntimeMetadataPrefixed::from(converted.clone()).encode());
                converted
            }
            other => panic!("metadata of version {} first", other.version()),
        };
        let constant = |pallet: &str, name: &str| {
            let pallet = metadata.pallets.iter().find(|found| found.name == pallet).unwrap();
            let found = pallet.constants.iter().find(|found| found.name == name).unwrap();
            (found.ty.id, found.value.clone())
        };
        let (ty, version) = constant("System", "Version");
        let described = codec::decode_all(&metadata.types, ty, &version).unwrap();
        let part = |name: &str| u32::try_from(described[name].as_u64().unwrap()).unwrap();
        assert_eq!(part("spec_version"), spec.version(), "the file of another runtime");
        Self {
            spec: spec.version(),
            transaction_version: part("transaction_version"),
            served,
            version,
            version_type: ty,
            entries: entries(&metadata),
            methods: methods(&metadata),
            metadata,
        }
    }

    /// The runtime's version, part by part.
    pub(crate) fn describe_version(&self) -> Value {
        codec::decode_all(self.types(), self.version_type, &self.version).expect("read when it was loaded")
    }

    /// How the runtime hashes its state.
    pub(crate) fn state_version(&self) -> Value {
        let described = self.describe_version();
        described.get("system_version").or_else(|| described.get("state_version")).cloned().unwrap_or_else(|| json!(1))
    }

    /// All types.
    pub(crate) fn types(&self) -> &PortableRegistry {
        &self.metadata.types
    }

    /// A storage entry, if this runtime has it.
    pub(crate) fn entry(&self, pallet: &str, name: &str) -> Option<&Entry> {
        self.entries.get(&(pallet.to_owned(), name.to_owned()))
    }

    /// A constant that is a number.
    pub(crate) fn number_constant(&self, pallet: &str, name: &str) -> Option<u64> {
        let pallet = self.metadata.pallets.iter().find(|found| found.name == pallet)?;
        let found = pallet.constants.iter().find(|found| found.name == name)?;
        codec::decode_all(self.types(), found.ty.id, &found.value).ok()?.as_u64()
    }

    /// What the runtime does under `name`, such as `Core_version`.
    pub(crate) fn method(&self, name: &str) -> Option<&Method> {
        self.methods.get(name)
    }

    /// Where a value lies; with fewer keys than the map has, what all of those begin with.
    pub(crate) fn key(&self, entry: &Entry, keys: &[Value]) -> Result<Vec<u8>> {
        let mut out = entry.prefix.to_vec();
        for ((hasher, ty), key) in entry.keys.iter().zip(keys) {
            let mut bytes = Vec::new();
            codec::encode(self.types(), *ty, key, &mut bytes)?;
            match hasher {
                StorageHasher::Identity => {}
                StorageHasher::Twox64Concat => out.extend(hash::twox_64(&bytes)),
                StorageHasher::Blake2_128Concat => out.extend(hash::blake2_128(&bytes)),
                StorageHasher::Blake2_128 => {
                    out.extend(hash::blake2_128(&bytes));
                    continue;
                }
                StorageHasher::Twox128 => {
                    out.extend(hash::twox_128(&bytes));
                    continue;
                }
                other => return Err(format!("hasher {other:?}")),
            }
            out.extend(bytes);
        }
        Ok(out)
    }

    /// `value` as a value of type `ty`.
    pub(crate) fn encode(&self, ty: u32, value: &Value) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        codec::encode(self.types(), ty, value, &mut out)?;
        Ok(out)
    }

    /// Whether the runtime has such an event.
    pub(crate) fn has_event(&self, pallet: &str, name: &str) -> bool {
        let pallet = self.metadata.pallets.iter().find(|found| found.name == pallet);
        let event = pallet.and_then(|pallet| pallet.event.as_ref());
        event.is_some_and(|event| self.variants(event.ty.id).iter().any(|variant| variant.name == name))
    }

    /// The dispatch error of that name in this runtime (`spec/chain.md` 2.2: never a number).
    pub(crate) fn error(&self, pallet: &str, name: &str) -> Value {
        let Some((pallet, error)) = self.error_index(pallet, name) else {
            panic!("spec {} has no error {pallet}.{name}", self.spec)
        };
        json!({ "Module": { "index": pallet, "error": [error, 0, 0, 0] } })
    }

    /// Whether the runtime has such an error.
    pub(crate) fn has_error(&self, pallet: &str, name: &str) -> bool {
        self.error_index(pallet, name).is_some()
    }

    fn error_index(&self, pallet: &str, name: &str) -> Option<(u8, u8)> {
        let pallet = self.metadata.pallets.iter().find(|found| found.name == pallet)?;
        let error = pallet.error.as_ref()?;
        let variant = self.variants(error.ty.id).iter().find(|variant| variant.name == name)?;
        Some((pallet.index, variant.index))
    }

    /// Names of the fields of the structure inside of an option.
    pub(crate) fn fields_of_option(&self, ty: u32) -> Vec<String> {
        let inner = self.inside_option(ty);
        match inner.and_then(|ty| self.types().resolve(ty)).map(|ty| &ty.type_def) {
            Some(TypeDef::Composite(composite)) => {
                composite.fields.iter().filter_map(|field| field.name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Names of the kinds of number in a list of hyperparameters (`get_subnet_hyperparams_v3`).
    pub(crate) fn hyperparameter_kinds(&self, ty: u32) -> Vec<String> {
        let list = self.inside_option(ty).and_then(|ty| self.types().resolve(ty)).map(|ty| &ty.type_def);
        let Some(TypeDef::Sequence(sequence)) = list else { return Vec::new() };
        let entry = self.types().resolve(sequence.type_param.id).map(|ty| &ty.type_def);
        let Some(TypeDef::Composite(entry)) = entry else { return Vec::new() };
        let value = entry.fields.iter().find(|field| field.name.as_deref() == Some("value"));
        value.map_or_else(Vec::new, |value| self.variants(value.ty.id).iter().map(|kind| kind.name.clone()).collect())
    }

    fn inside_option(&self, ty: u32) -> Option<u32> {
        self.variants(ty).iter().find(|variant| variant.name == "Some").map(|some| some.fields[0].ty.id)
    }

    fn variants(&self, ty: u32) -> &[Variant<PortableForm>] {
        match self.types().resolve(ty).map(|ty| &ty.type_def) {
            Some(TypeDef::Variant(variants)) => &variants.variants,
            _ => &[],
        }
    }
}

fn entries(metadata: &RuntimeMetadataV15) -> HashMap<(String, String), Entry> {
    let mut out = HashMap::new();
    for pallet in &metadata.pallets {
        let Some(storage) = &pallet.storage else { continue };
        for entry in &storage.entries {
            let (keys, value) = match &entry.ty {
                StorageEntryType::Plain(value) => (Vec::new(), value.id),
                StorageEntryType::Map { hashers, key, value } => {
                    let types = match (&hashers[..], metadata.types.resolve(key.id).map(|ty| &ty.type_def)) {
                        ([_, _, ..], Some(TypeDef::Tuple(tuple))) => {
                            tuple.fields.iter().map(|field| field.id).collect()
                        }
                        _ => vec![key.id],
                    };
                    (hashers.iter().cloned().zip(types).collect(), value.id)
                }
            };
            let mut prefix = [0; 32];
            prefix[..16].copy_from_slice(&hash::twox_128(storage.prefix.as_bytes()));
            prefix[16..].copy_from_slice(&hash::twox_128(entry.name.as_bytes()));
            out.insert((pallet.name.clone(), entry.name.clone()), Entry { prefix, keys, value });
        }
    }
    out
}

fn methods(metadata: &RuntimeMetadataV15) -> HashMap<String, Method> {
    let all = metadata.apis.iter().flat_map(|api| api.methods.iter().map(move |method| (api, method)));
    all.map(|(api, method)| {
        let inputs = method.inputs.iter().map(|input| (input.name.clone(), input.ty.id)).collect();
        (format!("{}_{}", api.name, method.name), Method { inputs, output: method.output.id })
    })
    .collect()
}

/// V16 as V15, which is what the Python clients read: same types, one list of extensions, no deprecations.
fn without_what_v15_lacks(metadata: RuntimeMetadataV16) -> RuntimeMetadataV15 {
    let extrinsic = metadata.extrinsic;
    let order = extrinsic.transaction_extensions_by_version.values().next().cloned().unwrap_or_default();
    let unit = metadata
        .types
        .types
        .iter()
        .find(|ty| matches!(&ty.ty.type_def, TypeDef::Tuple(tuple) if tuple.fields.is_empty()))
        .map_or(0, |ty| ty.id);
    // The type of all extensions together stands only in that of a whole extrinsic.
    let extra = metadata
        .types
        .types
        .iter()
        .find(|ty| ty.ty.path.segments.last().is_some_and(|name| name == "UncheckedExtrinsic"))
        .and_then(|ty| {
            ty.ty.type_params.iter().find(|parameter| parameter.name == "Extra" || parameter.name == "Extension")
        })
        .and_then(|parameter| parameter.ty)
        .map_or(unit, |ty| ty.id);
    RuntimeMetadataV15 {
        pallets: metadata.pallets.into_iter().map(pallet_without_what_v15_lacks).collect(),
        extrinsic: v15::ExtrinsicMetadata {
            version: 4,
            address_ty: extrinsic.address_ty,
            call_ty: extrinsic.call_ty,
            signature_ty: extrinsic.signature_ty,
            extra_ty: extra.into(),
            signed_extensions: order
                .iter()
                .map(|place| &extrinsic.transaction_extensions[place.0 as usize])
                .map(|extension| v15::SignedExtensionMetadata {
                    identifier: extension.identifier.clone(),
                    ty: extension.ty,
                    additional_signed: extension.implicit,
                })
                .collect(),
        },
        ty: unit.into(),
        apis: metadata
            .apis
            .into_iter()
            .map(|api| v15::RuntimeApiMetadata {
                name: api.name,
                methods: api
                    .methods
                    .into_iter()
                    .map(|method| v15::RuntimeApiMethodMetadata {
                        name: method.name,
                        inputs: method.inputs,
                        output: method.output,
                        docs: method.docs,
                    })
                    .collect(),
                docs: api.docs,
            })
            .collect(),
        outer_enums: metadata.outer_enums,
        custom: metadata.custom,
        types: metadata.types,
    }
}

fn pallet_without_what_v15_lacks(
    pallet: frame_metadata::v16::PalletMetadata<PortableForm>,
) -> v15::PalletMetadata<PortableForm> {
    v15::PalletMetadata {
        name: pallet.name,
        storage: pallet.storage.map(|storage| v15::PalletStorageMetadata {
            prefix: storage.prefix,
            entries: storage
                .entries
                .into_iter()
                .map(|entry| v15::StorageEntryMetadata {
                    name: entry.name,
                    modifier: entry.modifier,
                    ty: entry.ty,
                    default: entry.default,
                    docs: entry.docs,
                })
                .collect(),
        }),
        calls: pallet.calls.map(|calls| v15::PalletCallMetadata { ty: calls.ty }),
        event: pallet.event.map(|event| v15::PalletEventMetadata { ty: event.ty }),
        constants: pallet
            .constants
            .into_iter()
            .map(|constant| v15::PalletConstantMetadata {
                name: constant.name,
                ty: constant.ty,
                value: constant.value,
                docs: constant.docs,
            })
            .collect(),
        error: pallet.error.map(|error| v15::PalletErrorMetadata { ty: error.ty }),
        index: pallet.index,
        docs: pallet.docs,
    }
}
