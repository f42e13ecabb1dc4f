//! What the runtime answers (`spec/chain.md` 6): one object of all facts about a subnet or a seat, of which each structure
//! takes the fields it has in this runtime.

use serde_json::{Map, Value, json};

use super::codec::{self, Result, hex, number};
use super::dispatch::account;
use super::epoch;
use super::metadata::{Method, Runtime};
use super::model::{Account, Seat, Subnet, TAO};
use super::state::{View, axon_value, factor_milli, pairs};

/// `SubnetInfoRuntimeApi` names its numbers of subnet, mechanism and seat differently over the versions.
fn argument(args: &Map<String, Value>, position: usize) -> Option<u64> {
    args.values().nth(position)?.as_u64()
}

/// The answer to `name`; an error where this runtime has no such method, or the node does not play it.
pub(crate) fn call(view: &View<'_>, name: &str, mut bytes: &[u8]) -> Result<Vec<u8>> {
    let method = view.runtime.method(name).ok_or_else(|| format!("Exported method {name} is not found"))?;
    let mut args = Map::new();
    for (name, ty) in &method.inputs {
        args.insert(name.clone(), codec::decode(view.runtime.types(), *ty, &mut bytes)?);
    }
    let netuid = argument(&args, 0).and_then(|netuid| u16::try_from(netuid).ok());
    let subnet = netuid.and_then(|netuid| Some((netuid, view.model.subnets.get(&netuid)?)));
    let of_subnet = |build: &dyn Fn(u16, &Subnet) -> Value| match subnet {
        Some((netuid, subnet)) => json!({ "Some": build(netuid, subnet) }),
        None => Value::Null,
    };
    let of_all = |build: &dyn Fn(u16, &Subnet) -> Value| -> Value {
        view.model.subnets.iter().map(|(netuid, subnet)| json!({ "Some": build(*netuid, subnet) })).collect()
    };
    let (api, method_name) = name.split_once('_').unwrap_or((name, ""));
    let answer = match (api, method_name) {
        ("SubnetInfoRuntimeApi", "get_metagraph" | "get_subnet_state") => {
            of_subnet(&|netuid, subnet| facts(view, netuid, subnet, 0))
        }
        (
            "SubnetInfoRuntimeApi",
            "get_dynamic_info"
            | "get_subnet_info"
            | "get_subnet_info_v2"
            | "get_subnet_hyperparams"
            | "get_subnet_hyperparams_v2",
        ) => of_subnet(&|netuid, subnet| rules(view, netuid, subnet)),
        ("SubnetInfoRuntimeApi", "get_mechagraph") => {
            let mechanism = mechanism(&args);
            of_subnet(&|netuid, subnet| facts(view, netuid, subnet, mechanism))
        }
        ("SubnetInfoRuntimeApi", "get_all_metagraphs") => of_all(&|netuid, subnet| facts(view, netuid, subnet, 0)),
        ("SubnetInfoRuntimeApi", "get_all_dynamic_info" | "get_subnets_info" | "get_subnets_info_v2") => {
            of_all(&|netuid, subnet| rules(view, netuid, subnet))
        }
        ("SubnetInfoRuntimeApi", "get_selective_metagraph" | "get_selective_mechagraph") => {
            let mechanism = if args.len() > 2 { mechanism(&args) } else { 0 };
            let asked: Vec<u64> = args
                .values()
                .next_back()
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_u64)
                .collect();
            of_subnet(&|netuid, subnet| selected(view, method, facts(view, netuid, subnet, mechanism), &asked))
        }
        ("SubnetInfoRuntimeApi", "get_subnet_hyperparams_v3") => {
            of_subnet(&|_, subnet| entries(view.runtime, method, subnet))
        }
        ("SubnetInfoRuntimeApi", "get_next_epoch_start_block") => match subnet {
            Some((netuid, subnet)) => json!(epoch::next(view.runtime, netuid, subnet, view.number)),
            None => Value::Null,
        },
        ("NeuronInfoRuntimeApi", "get_neurons" | "get_neurons_lite") => match subnet {
            Some((netuid, subnet)) => (0..subnet.size()).map(|uid| neuron(view, netuid, subnet, uid)).collect(),
            None => json!([]),
        },
        ("NeuronInfoRuntimeApi", "get_neuron" | "get_neuron_lite") => {
            let uid = argument(&args, 1).and_then(|uid| u16::try_from(uid).ok());
            match (subnet, uid) {
                (Some((netuid, subnet)), Some(uid)) if uid < subnet.size() => {
                    json!({ "Some": neuron(view, netuid, subnet, uid) })
                }
                _ => Value::Null,
            }
        }
        ("StakeInfoRuntimeApi", "get_stake_info_for_hotkey_coldkey_netuid") => stake(view, &args),
        ("StakeInfoRuntimeApi", "get_stake_info_for_coldkey") => {
            stakes(view, &account(args.values().next().unwrap_or(&Value::Null)))
        }
        ("AccountNonceApi", "account_nonce") => {
            let who = account(args.values().next().unwrap_or(&Value::Null));
            json!(view.model.accounts.get(&who).map_or(0, |funds| funds.nonce))
        }
        ("SwapRuntimeApi", "current_alpha_price") => json!(subnet.map_or(0, |(_, subnet)| price(subnet))),
        ("SwapRuntimeApi", "current_alpha_price_all") => {
            let all = view.model.subnets.iter();
            all.map(|(netuid, subnet)| json!({ "netuid": netuid, "price": price(subnet) })).collect()
        }
        ("AuraApi", "slot_duration") => json!(view.runtime.number_constant("Aura", "SlotDuration")),
        _ => return Err(format!("{name} is not played by this node")),
    };
    view.runtime.encode(method.output, &answer)
}

/// Rao for one whole alpha, by what lies in the pool.
fn price(subnet: &Subnet) -> u64 {
    let price = u128::from(subnet.tao_in) * u128::from(TAO) / u128::from(subnet.alpha_in.max(1));
    u64::try_from(price).unwrap_or(u64::MAX)
}

fn mechanism(args: &Map<String, Value>) -> u8 {
    argument(args, 1).and_then(|mechanism| u8::try_from(mechanism).ok()).unwrap_or(0)
}

fn column(subnet: &Subnet, of: impl Fn(&Seat) -> Value) -> Value {
    subnet.seats.iter().map(of).collect()
}

/// Everything about a subnet and its seats, under all names that the structures use.
fn facts(view: &View<'_>, netuid: u16, subnet: &Subnet, mechanism: u8) -> Value {
    let mut all = rules(view, netuid, subnet);
    let model = view.model;
    let columns = json!({
        "hotkeys": column(subnet, |seat| hex(&seat.hotkey)),
        "coldkeys": column(subnet, |seat| hex(&seat.coldkey)),
        "identities": column(subnet, |_| Value::Null),
        "axons": column(subnet, |seat| axon_value(&seat.axon.unwrap_or_default())),
        "active": column(subnet, |seat| json!(seat.active)),
        "validator_permit": column(subnet, |seat| json!(seat.permit)),
        "pruning_score": column(subnet, |_| json!(0)),
        "last_update": column(subnet, |seat| json!(seat.last_update_in(mechanism))),
        "emission": column(subnet, |seat| json!(seat.emission)),
        "dividends": column(subnet, |seat| json!(seat.dividends)),
        "incentives": column(subnet, |seat| json!(seat.incentive)),
        "consensus": column(subnet, |seat| json!(seat.consensus)),
        "trust": column(subnet, |_| json!(0)),
        "rank": column(subnet, |_| json!(0)),
        "block_at_registration": column(subnet, |seat| json!(seat.registered_at)),
        "alpha_stake": column(subnet, |seat| json!(seat.alpha_stake)),
        "tao_stake": column(subnet, |seat| json!(seat.tao_stake)),
        "total_stake": column(subnet, |seat| json!(model.total_stake(seat))),
        "validators": (0_u16..).zip(&subnet.seats).filter(|(_, seat)| seat.permit).map(|(uid, _)| json!(uid)).collect::<Value>(),
        "commitments": subnet.commitments.iter().map(|(hotkey, published)| {
            json!([hex(hotkey), published.info["fields"][0].as_object().and_then(|field| field.values().next().cloned())])
        }).collect::<Value>(),
    });
    if let (Value::Object(all), Value::Object(columns)) = (&mut all, columns) {
        all.extend(columns);
    }
    all
}

/// The same without the seats; some names stand for other things there.
fn rules(view: &View<'_>, netuid: u16, subnet: &Subnet) -> Value {
    let since = view.number.saturating_sub(subnet.last_epoch);
    let price = u128::from(subnet.tao_in) * (1 << 32) / u128::from(subnet.alpha_in.max(1));
    // In pieces: one object of all would be too deep for the macro.
    let mut all = json!({
        "netuid": netuid,
        "name": subnet.name,
        "subnet_name": subnet.name,
        "symbol": subnet.symbol,
        "token_symbol": subnet.symbol,
        "network_registered_at": subnet.registered_at,
        "owner": hex(&subnet.owner_coldkey),
        "owner_hotkey": hex(&subnet.owner_hotkey),
        "owner_coldkey": hex(&subnet.owner_coldkey),
        "block": view.number,
        "tempo": subnet.tempo,
        "last_step": subnet.last_epoch,
        "blocks_since_last_step": since,
        "blocks_since_epoch": since,
        "subnet_volume": "0",
        "alpha_in": subnet.alpha_in,
        "alpha_out": subnet.alpha_out,
        "tao_in": subnet.tao_in,
        "moving_price": { "bits": number(price) },
        "rho": subnet.rho,
        "kappa": subnet.kappa,
    });
    let more = json!({
        "min_allowed_weights": subnet.min_allowed_weights,
        "max_weights_limit": subnet.max_weights_limit,
        "max_weight_limit": subnet.max_weights_limit,
        "weights_version": subnet.weights_version,
        "weights_rate_limit": subnet.weights_rate_limit,
        "activity_cutoff": subnet.activity_cutoff,
        "max_validators": subnet.max_validators,
        "max_allowed_validators": subnet.max_validators,
        "num_uids": subnet.size(),
        "subnetwork_n": subnet.size(),
        "max_uids": subnet.max_uids,
        "max_allowed_uids": subnet.max_uids,
        "burn": subnet.burn,
        "registration_allowed": subnet.registration_allowed,
        "immunity_period": subnet.immunity_period,
        "min_burn": subnet.min_burn,
        "max_burn": subnet.max_burn,
        "adjustment_interval": 360,
        "target_regs_per_interval": 1,
        "max_regs_per_block": 1,
        "serving_rate_limit": subnet.serving_rate_limit,
        "commit_reveal_weights_enabled": subnet.commit_reveal,
        "commit_reveal_period": subnet.reveal_period,
        "liquid_alpha_enabled": subnet.liquid_alpha,
        "alpha_high": 58_982,
        "alpha_low": 45_875,
        "bonds_moving_avg": subnet.bonds_moving_average,
        "yuma_version": if subnet.yuma3 { 3 } else { 2 },
        "subnet_is_active": true,
        "transfers_enabled": true,
        "modality": 0,
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    all
}

/// The fields asked for by index, and always the netuid.
fn selected(view: &View<'_>, method: &Method, mut facts: Value, asked: &[u64]) -> Value {
    let mut out = Map::new();
    out.insert("netuid".into(), facts["netuid"].clone());
    for (index, name) in view.runtime.fields_of_option(method.output).iter().enumerate() {
        if index > 0 && asked.contains(&(index as u64)) {
            let value = match facts.get_mut(name.as_str()) {
                Some(value) => value.take(),
                None => Value::Null,
            };
            out.insert(name.clone(), json!({ "Some": value }));
        }
    }
    Value::Object(out)
}

/// The hyperparameters as a list of names and values, which runtimes from 424 give.
fn entries(runtime: &Runtime, method: &Method, subnet: &Subnet) -> Value {
    let kinds = runtime.hyperparameter_kinds(method.output);
    let kind = |wanted: &str| kinds.iter().find(|kind| kind.eq_ignore_ascii_case(wanted)).cloned();
    let mut out = Vec::new();
    let mut add = |name: &str, wanted: &str, value: Value| {
        let kind = kind(wanted).unwrap_or_else(|| panic!("no {wanted} among {kinds:?}"));
        out.push(json!({ "name": name, "value": { kind: value } }));
    };
    add("rho", "U16", json!(subnet.rho));
    add("kappa", "U16", json!(subnet.kappa));
    add("immunity_period", "U16", json!(subnet.immunity_period));
    add("min_allowed_weights", "U16", json!(subnet.min_allowed_weights));
    add("max_weights_limit", "U16", json!(subnet.max_weights_limit));
    add("tempo", "U16", json!(subnet.tempo));
    add("weights_version", "U64", json!(subnet.weights_version));
    add("weights_rate_limit", "U64", json!(subnet.weights_rate_limit));
    add("activity_cutoff_factor", "U32", json!(factor_milli(subnet)));
    add("registration_allowed", "Bool", json!(subnet.registration_allowed));
    add("max_validators", "U16", json!(subnet.max_validators));
    add("serving_rate_limit", "U64", json!(subnet.serving_rate_limit));
    add("commit_reveal_period", "U64", json!(subnet.reveal_period));
    add("commit_reveal_weights_enabled", "Bool", json!(subnet.commit_reveal));
    add("bonds_moving_avg", "U64", json!(subnet.bonds_moving_average));
    add("liquid_alpha_enabled", "Bool", json!(subnet.liquid_alpha));
    Value::from(out)
}

fn neuron(view: &View<'_>, netuid: u16, subnet: &Subnet, uid: u16) -> Value {
    let seat = &subnet.seats[usize::from(uid)];
    let stake = view.model.total_stake(seat);
    json!({
        "hotkey": hex(&seat.hotkey),
        "coldkey": hex(&seat.coldkey),
        "uid": uid,
        "netuid": netuid,
        "active": seat.active,
        "axon_info": axon_value(&seat.axon.unwrap_or_default()),
        "prometheus_info": axon_value(&seat.prometheus.unwrap_or_default()),
        "stake": [[hex(&seat.coldkey), stake]],
        "emission": seat.emission,
        "incentive": seat.incentive,
        "consensus": seat.consensus,
        "validator_trust": seat.validator_trust,
        "dividends": seat.dividends,
        "last_update": seat.last_update,
        "validator_permit": seat.permit,
        "weights": pairs(&seat.weights),
        "bonds": pairs(&seat.bonds),
    })
}

fn stake(view: &View<'_>, args: &Map<String, Value>) -> Value {
    let nothing = Value::Null;
    let who = |position: usize| account(args.values().nth(position).unwrap_or(&nothing));
    let netuid = argument(args, 2).and_then(|netuid| u16::try_from(netuid).ok()).unwrap_or(0);
    let (hotkey, coldkey) = (who(0), who(1));
    let seat =
        view.model.subnets.get(&netuid).and_then(|subnet| subnet.seats.iter().find(|seat| seat.hotkey == hotkey));
    let held = seat.filter(|seat| seat.coldkey == coldkey).map_or(0, |seat| seat.alpha_stake);
    json!({ "Some": stake_value(&hotkey, &coldkey, netuid, held, seat.is_some()) })
}

fn stakes(view: &View<'_>, coldkey: &Account) -> Value {
    let seats =
        view.model.subnets.iter().flat_map(|(netuid, subnet)| subnet.seats.iter().map(move |seat| (*netuid, seat)));
    seats
        .filter(|(_, seat)| seat.coldkey == *coldkey && seat.alpha_stake > 0)
        .map(|(netuid, seat)| stake_value(&seat.hotkey, coldkey, netuid, seat.alpha_stake, true))
        .collect()
}

fn stake_value(hotkey: &Account, coldkey: &Account, netuid: u16, stake: u64, is_registered: bool) -> Value {
    json!({ "hotkey": hex(hotkey), "coldkey": hex(coldkey), "netuid": netuid, "stake": stake, "is_registered": is_registered })
}
