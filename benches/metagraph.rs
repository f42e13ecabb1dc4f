//! How long the metagraph of a subnet of 256 neurons takes to decode after its bytes have arrived, and how much memory; beside
//! the Python SDK, where one is at hand.
//!
//! `GASCLI_PYTHON=PYTHON[,PYTHON…] cargo bench --bench metagraph` with interpreters that have `bittensor` also prints how many
//! times faster. Needs the shared metadata (`$GASCLI_SHARED`, else `../shared`).
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic, and rounds")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gascli::chain::subtensor::decode_metagraph;
use gascli::types::{BlockNumber, Netuid};
use scale_info::form::PortableForm;
use scale_info::{PortableRegistry, Type, TypeDef, TypeDefPrimitive};
use subxt::ext::scale_value::Value;
use subxt::ext::scale_value::scale::encode_as_type;
use subxt::{ArcMetadata, Metadata};

const SPEC_VERSION: u32 = 461;
const FILE: &str = "data/chain/metadata/localnet-461.v15.scale";
const NEURONS: u64 = 256;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let rounds: u32 = if is_bench { 500 } else { 2 };
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = base.join(FILE);
    let Ok(metadata) = std::fs::read(&path) else {
        println!("skipped: `{}` is not on this machine", path.display());
        return;
    };
    let metadata: ArcMetadata = Arc::new(Metadata::decode_from(&metadata).unwrap());
    let bytes = answer(&metadata);
    let idle = memory("VmRSS");
    let mut spans: Vec<Duration> = (0..rounds).map(|_| decode(&metadata, &bytes)).collect();
    let above = memory("VmHWM").saturating_sub(idle);
    spans.sort();
    let (median, slowest) = (spans[spans.len() / 2], spans[spans.len() - 1]);
    println!("metagraph of {NEURONS} neurons, {} bytes, {rounds} rounds", bytes.len());
    println!("  gascli: median {median:.1?}, slowest {slowest:.1?}, at most {above} KiB above idle");
    if is_bench {
        compare(&path, &bytes, median);
    }
}

fn decode(metadata: &ArcMetadata, bytes: &[u8]) -> Duration {
    let begun = Instant::now();
    let found = decode_metagraph(Arc::clone(metadata), SPEC_VERSION, Netuid(34), BlockNumber(1), bytes);
    let metagraph = std::hint::black_box(found.unwrap().unwrap());
    let span = begun.elapsed();
    assert_eq!(metagraph.neurons.len(), 256);
    span
}

/// A line of `/proc/self/status` in KiB; 0 where there is none.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
    line.and_then(|text| text.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// Lets each interpreter in `GASCLI_PYTHON` decode the same bytes.
fn compare(metadata: &Path, bytes: &[u8], ours: Duration) {
    let pythons = std::env::var("GASCLI_PYTHON").unwrap_or_default();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer");
    std::fs::write(&path, bytes).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/metagraph_python.py");
    for python in pythons.split(',').filter(|python| !python.is_empty()) {
        let output = Command::new(python).arg(&script).arg(metadata).arg(&path).output();
        let output = output.unwrap_or_else(|error| panic!("`{python}` does not start: {error}"));
        let said = String::from_utf8_lossy(&output.stdout);
        let Some((name, micros)) = said.trim().rsplit_once(' ') else {
            println!("  {python} failed: {}", String::from_utf8_lossy(&output.stderr));
            continue;
        };
        let theirs = Duration::from_secs_f64(micros.parse::<f64>().unwrap() / 1e6);
        println!("  {name}: median {theirs:.1?}, {:.0} times ours", theirs.as_secs_f64() / ours.as_secs_f64());
    }
}

/// The bytes that a runtime answers for a full subnet: every column filled, an identity for every second neuron.
fn answer(metadata: &Metadata) -> Vec<u8> {
    let api = metadata.runtime_api_trait_by_name("SubnetInfoRuntimeApi").unwrap();
    let output = api.method_by_name("get_metagraph").unwrap().output_ty();
    let types = metadata.types();
    let TypeDef::Variant(option) = &types.resolve(output).unwrap().type_def else { panic!("no option") };
    let some = option.variants.iter().find(|variant| variant.name == "Some").unwrap().fields[0].ty.id;
    let TypeDef::Composite(structure) = &types.resolve(some).unwrap().type_def else { panic!("no structure") };
    let fields = structure.fields.iter().map(|field| {
        let name = field.name.clone().unwrap();
        let value = match &types.resolve(field.ty.id).unwrap().type_def {
            // The subnet's own texts are short.
            TypeDef::Sequence(_) if matches!(name.as_str(), "name" | "symbol") => text(5),
            TypeDef::Sequence(rows) => {
                Value::unnamed_composite((0..NEURONS).map(|row| filled(types, rows.type_param.id, row)))
            }
            _ => filled(types, field.ty.id, if name == "netuid" { 34 } else { 1 }),
        };
        (name, value)
    });
    let value = Value::unnamed_variant("Some", [Value::named_composite(fields)]);
    let mut bytes = Vec::new();
    encode_as_type(&value, output, types, &mut bytes).unwrap();
    bytes
}

fn text(length: u64) -> Value {
    Value::unnamed_composite((0..length).map(|at| Value::u128(u128::from(b'a') + u128::from(at % 26))))
}

/// A value of a type, such as row `row` might hold.
fn filled(types: &PortableRegistry, id: u32, row: u64) -> Value {
    let known: &Type<PortableForm> = types.resolve(id).unwrap();
    let of = |id| filled(types, id, row);
    match &known.type_def {
        TypeDef::Composite(composite) => match composite.fields.first().and_then(|field| field.name.as_ref()) {
            Some(_) => Value::named_composite(
                composite.fields.iter().map(|field| (field.name.clone().unwrap(), of(field.ty.id))),
            ),
            None => Value::unnamed_composite(composite.fields.iter().map(|field| of(field.ty.id))),
        },
        TypeDef::Variant(variant) => {
            let wanted = if row.is_multiple_of(2) { "Some" } else { "None" };
            let chosen = variant.variants.iter().find(|variant| variant.name == wanted).unwrap_or(&variant.variants[0]);
            Value::unnamed_variant(chosen.name.clone(), chosen.fields.iter().map(|field| of(field.ty.id)))
        }
        TypeDef::Sequence(_) => text(24),
        TypeDef::Array(array) => {
            Value::unnamed_composite((0..array.len).map(|at| Value::u128((u128::from(at) * 7 + u128::from(row)) % 256)))
        }
        TypeDef::Tuple(tuple) => Value::unnamed_composite(tuple.fields.iter().map(|field| of(field.id))),
        TypeDef::Compact(compact) => of(compact.type_param.id),
        TypeDef::Primitive(primitive) => match primitive {
            TypeDefPrimitive::Bool => Value::bool(row.is_multiple_of(2)),
            TypeDefPrimitive::U8 | TypeDefPrimitive::U16 => Value::u128((row % 251).into()),
            // As large as stakes are.
            TypeDefPrimitive::U64 => Value::u128(u128::from(row) * 1_000_000_007 + 1),
            _ => Value::u128((row % 251).into()),
        },
        TypeDef::BitSequence(_) => panic!("a metagraph has no bits"),
    }
}
