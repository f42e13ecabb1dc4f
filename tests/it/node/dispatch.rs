//! What calls do when they are included (`spec/chain.md` 7.1 to 7.4), as the oracle of the tests: written from the
//! specification, on purpose without a line of the program's own rules.

use serde_json::{Value, json};

use super::codec::{bytes_of, hex};
use super::metadata::Runtime;
use super::model::{Account, Axon, Model, Published, Sealed, Subnet, storage_index};
use super::{epoch, registration};
use gascli::types::Hotkey;

/// A decoded call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) pallet: String,
    pub(crate) name: String,
    pub(crate) args: Value,
}

/// A dispatch error, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) pallet: String,
    pub(crate) name: String,
}

impl From<&str> for Failure {
    /// An error of the subnets' own pallet.
    fn from(name: &str) -> Self {
        Self { pallet: "SubtensorModule".into(), name: name.into() }
    }
}

/// Events, or why not.
pub(crate) type Outcome = Result<Vec<Value>, Failure>;

/// Fields at most in one commitment (`spec/chain.md` 7.3).
const MOST_FIELDS: usize = 3;
/// What a commitment counts at least, in bytes.
const LEAST_SPACE: u64 = 100;
/// Bytes of commitments per hotkey and epoch.
const MOST_SPACE: u64 = 3100;
/// Commits of a hotkey that one epoch holds (`spec/chain.md` 7.6).
const MOST_COMMITS: usize = 10;

/// Weights of a call.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    pub(crate) netuid: u16,
    pub(crate) mechanism: u8,
    pub(crate) uids: Vec<u16>,
    pub(crate) values: Vec<u16>,
    pub(crate) version_key: u64,
}

/// An argument as a number.
pub(crate) fn uint(args: &Value, name: &str) -> u64 {
    args[name].as_u64().unwrap_or_else(|| panic!("argument {name} of {args} is no number"))
}

/// An argument as a small number.
pub(crate) fn small<T: TryFrom<u64>>(args: &Value, name: &str) -> T {
    T::try_from(uint(args, name)).unwrap_or_else(|_| panic!("argument {name} of {args} is too large"))
}

/// An argument as an account.
pub(crate) fn account(value: &Value) -> Account {
    let text = value.get("Id").unwrap_or(value).as_str().unwrap_or_default();
    *text.parse::<Hotkey>().unwrap_or_else(|error| panic!("account {value}: {error}")).as_bytes()
}

fn shorts(args: &Value, name: &str) -> Vec<u16> {
    let list = args[name].as_array().map_or(&[][..], Vec::as_slice);
    list.iter().map(|value| u16::try_from(value.as_u64().unwrap_or(0)).unwrap_or(0)).collect()
}

/// Runs a call of `signer` in `block`. On failure the model may be half changed: the caller throws it away.
pub(crate) fn dispatch(runtime: &Runtime, model: &mut Model, signer: &Account, call: &Call, block: u64) -> Outcome {
    let args = &call.args;
    match (call.pallet.as_str(), call.name.as_str()) {
        ("SubtensorModule", "set_weights") => set_weights(model, signer, &weights_of(args, 0), block),
        ("SubtensorModule", "set_mechanism_weights") => {
            set_weights(model, signer, &weights_of(args, small(args, "mecid")), block)
        }
        ("SubtensorModule", "commit_timelocked_weights") => commit(runtime, model, signer, args, 0, block),
        ("SubtensorModule", "commit_timelocked_mechanism_weights") => {
            commit(runtime, model, signer, args, small(args, "mecid"), block)
        }
        ("SubtensorModule", "serve_axon" | "serve_axon_tls") => serve(model, signer, args, block, false),
        ("SubtensorModule", "serve_prometheus") => serve(model, signer, args, block, true),
        ("SubtensorModule", "burned_register" | "register_limit") => registration::register(model, signer, args, block),
        ("Commitments", "set_commitment") => set_commitment(runtime, model, signer, args, block),
        ("Balances", "transfer_keep_alive") => transfer(model, signer, args),
        // What the node does not play is refused as the runtime refuses calls that are switched off.
        _ => Err(Failure { pallet: "System".into(), name: "CallFiltered".into() }),
    }
}

/// The weights that a call carries.
pub(crate) fn weights_of(args: &Value, mechanism: u8) -> Weights {
    Weights {
        netuid: small(args, "netuid"),
        mechanism,
        uids: shorts(args, "dests"),
        values: shorts(args, "weights"),
        version_key: uint(args, "version_key"),
    }
}

fn set_weights(model: &mut Model, signer: &Account, weights: &Weights, block: u64) -> Outcome {
    if model.subnets.get(&weights.netuid).is_some_and(|subnet| subnet.commit_reveal) {
        return Err("CommitRevealEnabled".into());
    }
    let (uid, values) = check(model, signer, weights, Some(block))?;
    let seat = &mut model.subnet(weights.netuid).seats[usize::from(uid)];
    seat.set_weights_in(weights.mechanism, values);
    seat.touch(weights.mechanism, block);
    Ok(vec![json!({ "SubtensorModule": { "WeightsSet": [storage_index(weights.netuid, weights.mechanism), uid] } })])
}

/// Puts weights that a commit held in their place; `LastUpdate` moved when they were committed.
pub(crate) fn apply_revealed(model: &mut Model, hotkey: &Account, weights: &Weights) -> Result<(), Failure> {
    let (uid, values) = check(model, hotkey, weights, None)?;
    model.subnet(weights.netuid).seats[usize::from(uid)].set_weights_in(weights.mechanism, values);
    Ok(())
}

/// The checks of 7.4 in their order; `block` where the rate limit counts. Gives the uid and the scaled weights.
fn check(
    model: &Model,
    signer: &Account,
    weights: &Weights,
    block: Option<u64>,
) -> Result<(u16, Vec<(u16, u16)>), Failure> {
    let Weights { netuid, mechanism, uids, values, version_key } = weights;
    if *netuid == 0 {
        return Err("CanNotSetRootNetworkWeights".into()); // 1
    }
    if uids.len() != values.len() {
        return Err("WeightVecNotEqualSize".into()); // 2
    }
    let subnet = model.subnets.get(netuid).filter(|subnet| *mechanism < subnet.mechanisms);
    let subnet = subnet.ok_or("MechanismDoesNotExist")?; // 3
    if uids.len() > subnet.seats.len() {
        return Err("UidsLengthExceedUidsInSubNet".into()); // 4
    }
    let uid = subnet.uid(signer).ok_or("HotKeyNotRegisteredInSubNet")?; // 5
    let seat = &subnet.seats[usize::from(uid)];
    let owns = subnet.owner_hotkey == *signer;
    if !owns && model.total_stake(seat) < model.stake_threshold {
        return Err("NotEnoughStakeToSetWeights".into()); // 6
    }
    if subnet.weights_version > 0 && *version_key < subnet.weights_version {
        return Err("IncorrectWeightVersionKey".into()); // 7
    }
    if block.is_some_and(|block| is_too_fast(subnet, seat.last_update_in(*mechanism), block)) {
        return Err("SettingWeightsTooFast".into()); // 8
    }
    let on_itself = uids[..] == [uid];
    if !owns && !on_itself && !seat.permit {
        return Err("NeuronNoValidatorPermit".into()); // 9
    }
    if (1..uids.len()).any(|end| uids[..end].contains(&uids[end])) {
        return Err("DuplicateUids".into()); // 10
    }
    if uids.iter().any(|uid| *uid >= subnet.size()) {
        return Err("UidVecContainInvalidOne".into()); // 11
    }
    let least = usize::from(subnet.min_allowed_weights.min(subnet.size()));
    if !on_itself && uids.len() < least {
        return Err("WeightVecLengthIsLow".into()); // 12
    }
    let largest = u64::from(values.iter().copied().max().unwrap_or(0));
    let scaled: Vec<u16> = if largest == 0 {
        values.clone()
    } else {
        values.iter().map(|value| u16::try_from(u64::from(*value) * 65535 / largest).unwrap()).collect() // 13
    };
    let sum: u64 = scaled.iter().map(|value| u64::from(*value)).sum();
    let top = u64::from(scaled.iter().copied().max().unwrap_or(0));
    let limit = (u64::from(subnet.max_weights_limit) << 32) / 65535;
    if !on_itself && sum > 0 && (top << 32) / sum > limit {
        return Err("MaxWeightExceeded".into()); // 14
    }
    Ok((uid, uids.iter().copied().zip(scaled).collect()))
}

/// Whether weights or commits come before the rate limit allows (`spec/chain.md` 7.4, 8).
pub(crate) fn is_too_fast(subnet: &Subnet, last_update: u64, block: u64) -> bool {
    last_update != 0 && block.saturating_sub(last_update) < subnet.weights_rate_limit
}

fn commit(runtime: &Runtime, model: &mut Model, signer: &Account, args: &Value, mechanism: u8, block: u64) -> Outcome {
    let netuid: u16 = small(args, "netuid");
    let round = uint(args, "reveal_round");
    let version = model.commit_reveal_version;
    let last_round = model.last_round;
    let threshold = model.stake_threshold;
    let subnet = model.subnets.get(&netuid).filter(|subnet| mechanism < subnet.mechanisms);
    let subnet = subnet.ok_or("MechanismDoesNotExist")?;
    if !subnet.commit_reveal {
        return Err("CommitRevealDisabled".into());
    }
    if uint(args, "commit_reveal_version") != u64::from(version) {
        return Err("IncorrectCommitRevealVersion".into());
    }
    let uid = subnet.uid(signer).ok_or("HotKeyNotRegisteredInSubNet")?;
    let seat = &subnet.seats[usize::from(uid)];
    if subnet.owner_hotkey != *signer && model.total_stake(seat) < threshold {
        return Err("NotEnoughStakeToSetWeights".into());
    }
    if round < last_round && runtime.has_error("SubtensorModule", "InvalidRevealRound") {
        return Err("InvalidRevealRound".into());
    }
    if is_too_fast(subnet, seat.last_update_in(mechanism), block) {
        return Err("CommittingWeightsTooFast".into());
    }
    let epoch = epoch::index(runtime, netuid, subnet, block);
    let subnet = model.subnet(netuid);
    let waiting = subnet.timelocked.entry((mechanism, epoch)).or_default();
    if waiting.iter().filter(|sealed| sealed.hotkey == *signer).count() >= MOST_COMMITS {
        return Err("TooManyUnrevealedCommits".into());
    }
    let bytes = bytes_of(args["commit"].as_str().unwrap_or("0x")).unwrap_or_default();
    let hash = super::hash::blake2_256(&bytes);
    waiting.push(Sealed { hotkey: *signer, block, commit: bytes, round });
    subnet.seats[usize::from(uid)].touch(mechanism, block);
    let index = storage_index(netuid, mechanism);
    let event = json!({ "TimelockedWeightsCommitted": [hex(signer), index, hex(&hash), round] });
    Ok(vec![json!({ "SubtensorModule": event })])
}

/// The checks of 7.2; the pool applies them too.
pub(crate) fn check_serve(
    model: &Model,
    signer: &Account,
    args: &Value,
    block: u64,
    prometheus: bool,
) -> Result<(), Failure> {
    let netuid: u16 = small(args, "netuid");
    if !model.is_registered_anywhere(signer) {
        return Err("HotKeyNotRegisteredInNetwork".into());
    }
    let ip: u128 = ip_of(args);
    let is_valid = match uint(args, "ip_type") {
        4 => ip < u128::from(u32::MAX) && ip != 0x7f00_0001,
        6 => ip != u128::MAX && ip != 1,
        _ => return Err("InvalidIpType".into()),
    };
    if !is_valid {
        return Err("InvalidIpAddress".into());
    }
    if uint(args, "port") == 0 {
        return Err("InvalidPort".into());
    }
    let seat = model.subnets.get(&netuid).and_then(|subnet| Some((subnet, subnet.uid(signer)?)));
    let Some((subnet, uid)) = seat else { return Err("HotKeyNotRegisteredInSubNet".into()) };
    let seat = &subnet.seats[usize::from(uid)];
    let last = if prometheus { seat.prometheus } else { seat.axon };
    if last.is_some_and(|axon| block.saturating_sub(axon.block) < subnet.serving_rate_limit) {
        return Err("ServingRateLimitExceeded".into());
    }
    Ok(())
}

fn ip_of(args: &Value) -> u128 {
    match &args["ip"] {
        Value::String(text) => text.parse().unwrap_or(0),
        other => other.as_u64().map_or(0, u128::from),
    }
}

fn serve(model: &mut Model, signer: &Account, args: &Value, block: u64, prometheus: bool) -> Outcome {
    check_serve(model, signer, args, block, prometheus)?;
    let netuid: u16 = small(args, "netuid");
    let byte = |name: &str| args[name].as_u64().and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
    let served = Axon {
        block,
        version: small(args, "version"),
        ip: ip_of(args),
        port: small(args, "port"),
        ip_type: byte("ip_type"),
        protocol: byte("protocol"),
        placeholder1: byte("placeholder1"),
        placeholder2: byte("placeholder2"),
    };
    let seat = model.subnet(netuid).seat(signer).ok_or("HotKeyNotRegisteredInSubNet")?;
    let name = if prometheus {
        seat.prometheus = Some(served);
        "PrometheusServed"
    } else {
        seat.axon = Some(served);
        if let Some(certificate) = args["certificate"].as_str() {
            let bytes = bytes_of(certificate).unwrap_or_default();
            seat.certificate = Some(bytes).filter(|bytes| (2..=65).contains(&bytes.len()));
        }
        "AxonServed"
    };
    Ok(vec![json!({ "SubtensorModule": { name: [netuid, hex(signer)] } })])
}

fn set_commitment(runtime: &Runtime, model: &mut Model, signer: &Account, args: &Value, block: u64) -> Outcome {
    let failure = |name: &str| Failure { pallet: "Commitments".into(), name: name.into() };
    let netuid: u16 = small(args, "netuid");
    let known = model.subnets.get(&netuid).is_some_and(|subnet| subnet.uid(signer).is_some());
    if !known {
        return Err(failure("AccountNotAllowedCommit"));
    }
    let fields = args["info"]["fields"].as_array().cloned().unwrap_or_default();
    if fields.len() > MOST_FIELDS {
        return Err(failure("TooManyFieldsInCommitmentInfo"));
    }
    let space = fields.iter().map(field_length).sum::<u64>().max(LEAST_SPACE);
    let subnet = model.subnet(netuid);
    let epoch = epoch::index(runtime, netuid, subnet, block);
    let last = subnet.commitments.get(signer);
    let used = last.filter(|last| last.epoch == epoch).map_or(0, |last| last.used);
    if used + space > MOST_SPACE {
        return Err(failure("SpaceLimitExceeded"));
    }
    let revealed = last.map(|last| last.revealed.clone()).unwrap_or_default();
    let published = Published { block, info: args["info"].clone(), epoch, used: used + space, revealed };
    subnet.commitments.insert(*signer, published);
    Ok(vec![json!({ "Commitments": { "Commitment": { "netuid": netuid, "who": hex(signer) } } })])
}

/// Bytes that a field counts.
fn field_length(field: &Value) -> u64 {
    let Some((_, content)) = field.as_object().and_then(|object| object.iter().next()) else { return 0 };
    let text = content.get("encrypted").unwrap_or(content).as_str().unwrap_or("0x");
    bytes_of(text).map_or(0, |bytes| bytes.len() as u64)
}

fn transfer(model: &mut Model, signer: &Account, args: &Value) -> Outcome {
    let failure = |name: &str| Failure { pallet: "Balances".into(), name: name.into() };
    let (to, amount) = (account(&args["dest"]), uint(args, "value"));
    let left = model.account(signer).free.checked_sub(amount).ok_or_else(|| failure("InsufficientBalance"))?;
    if left < registration::EXISTENTIAL_DEPOSIT {
        return Err(failure("Expendability"));
    }
    model.account(signer).free = left;
    model.account(&to).free += amount;
    Ok(vec![json!({ "Balances": { "Transfer": { "from": hex(signer), "to": hex(&to), "amount": amount } } })])
}
