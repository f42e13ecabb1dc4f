//! The storage of a block: key and bytes, written from the model with the types of the block's runtime (`spec/chain.md` 5).
//!
//! An entry that the runtime lacks is left out, so one model serves all of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::codec::hex;
use super::epoch;
use super::metadata::Runtime;
use super::model::{Axon, Model, Seat, Subnet, storage_index};

/// The sign that an account's flags are of the newer kind, as the chain sets it.
const NEW_LOGIC: &str = "170141183460469231731687303715884105728";

/// Everything that a block's state and answers are made from.
pub(crate) struct View<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) model: &'a Model,
    pub(crate) number: u64,
    pub(crate) now_ms: u64,
    pub(crate) parent: [u8; 32],
    pub(crate) events: &'a [Value],
}

/// Storage by key.
pub(crate) type Storage = BTreeMap<Vec<u8>, Vec<u8>>;

struct Writer<'a> {
    runtime: &'a Runtime,
    out: Storage,
}

impl Writer<'_> {
    fn put(&mut self, pallet: &str, name: &str, keys: &[Value], value: &Value) {
        let Some(entry) = self.runtime.entry(pallet, name) else { return };
        let wrong = |error: String| panic!("{pallet}.{name}: {error}");
        let key = self.runtime.key(entry, keys).unwrap_or_else(wrong);
        let bytes = self.runtime.encode(entry.value, value).unwrap_or_else(wrong);
        self.out.insert(key, bytes);
    }

    /// Of the pallet that everything of the subnets lies in.
    fn own(&mut self, name: &str, keys: &[Value], value: &Value) {
        self.put("SubtensorModule", name, keys, value);
    }
}

/// The whole storage of a block.
pub(crate) fn storage(view: &View<'_>) -> Storage {
    let mut to = Writer { runtime: view.runtime, out: Storage::new() };
    system(view, &mut to);
    let model = view.model;
    to.own("TotalNetworks", &[], &json!(model.subnets.len()));
    to.own("StakeThreshold", &[], &json!(model.stake_threshold));
    to.own("TaoWeight", &[], &json!(model.tao_weight));
    to.own("CommitRevealWeightsVersion", &[], &json!(model.commit_reveal_version));
    for (hotkey, coldkey) in &model.owners {
        to.own("Owner", &[hex(hotkey)], &hex(coldkey));
    }
    for (&netuid, subnet) in &model.subnets {
        rules(netuid, subnet, &mut to);
        progress(view, netuid, subnet, &mut to);
        seats(netuid, subnet, model, &mut to);
        for mechanism in 0..subnet.mechanisms {
            weights(netuid, mechanism, subnet, &mut to);
        }
        commits(netuid, subnet, &mut to);
        commitments(netuid, subnet, &mut to);
    }
    to.out
}

fn system(view: &View<'_>, to: &mut Writer<'_>) {
    to.put("System", "Number", &[], &json!(view.number));
    to.put("System", "ParentHash", &[], &hex(&view.parent));
    to.put("System", "Events", &[], &Value::from(view.events));
    to.put("System", "EventCount", &[], &json!(view.events.len()));
    to.put(
        "System",
        "LastRuntimeUpgrade",
        &[],
        &json!({ "spec_version": view.runtime.spec, "spec_name": "node-subtensor" }),
    );
    to.put("Timestamp", "Now", &[], &json!(view.now_ms));
    for (account, funds) in &view.model.accounts {
        let data = json!({ "free": funds.free, "flags": NEW_LOGIC });
        to.put("System", "Account", &[hex(account)], &json!({ "nonce": funds.nonce, "providers": 1, "data": data }));
    }
    let issued = view.model.accounts.values().fold(0_u64, |sum, funds| sum.saturating_add(funds.free));
    to.put("Balances", "TotalIssuance", &[], &json!(issued));
    for (round, signature) in &view.model.pulses {
        // drand's randomness is the hash of the signature.
        let randomness = <sha2::Sha256 as sha2::Digest>::digest(signature);
        let pulse = json!({ "round": round, "randomness": hex(&randomness), "signature": hex(signature) });
        to.put("Drand", "Pulses", &[json!(round)], &pulse);
    }
    to.put("Drand", "LastStoredRound", &[], &json!(view.model.last_round));
    let oldest = view.model.pulses.keys().next().copied().unwrap_or(0);
    to.put("Drand", "OldestStoredRound", &[], &json!(oldest));
}

fn rules(netuid: u16, subnet: &Subnet, to: &mut Writer<'_>) {
    let key = [json!(netuid)];
    let rules = [
        ("NetworksAdded", json!(true)),
        ("SubnetworkN", json!(subnet.size())),
        ("MaxAllowedUids", json!(subnet.max_uids)),
        ("MaxAllowedValidators", json!(subnet.max_validators)),
        ("Tempo", json!(subnet.tempo)),
        ("WeightsVersionKey", json!(subnet.weights_version)),
        ("WeightsSetRateLimit", json!(subnet.weights_rate_limit)),
        ("ServingRateLimit", json!(subnet.serving_rate_limit)),
        ("MinAllowedWeights", json!(subnet.min_allowed_weights)),
        ("MaxWeightsLimit", json!(subnet.max_weights_limit)),
        ("CommitRevealWeightsEnabled", json!(subnet.commit_reveal)),
        ("RevealPeriodEpochs", json!(subnet.reveal_period)),
        ("ImmunityPeriod", json!(subnet.immunity_period)),
        ("ActivityCutoff", json!(subnet.activity_cutoff)),
        ("ActivityCutoffFactorMilli", json!(factor_milli(subnet))),
        ("Kappa", json!(subnet.kappa)),
        ("Rho", json!(subnet.rho)),
        ("BondsMovingAverage", json!(subnet.bonds_moving_average)),
        ("BondsPenalty", json!(subnet.bonds_penalty)),
        ("Yuma3On", json!(subnet.yuma3)),
        ("LiquidAlphaOn", json!(subnet.liquid_alpha)),
        ("Burn", json!(subnet.burn)),
        ("MinBurn", json!(subnet.min_burn)),
        ("MaxBurn", json!(subnet.max_burn)),
        ("NetworkRegistrationAllowed", json!(subnet.registration_allowed)),
        ("NetworkRegisteredAt", json!(subnet.registered_at)),
        ("MechanismCountCurrent", json!(subnet.mechanisms)),
        ("SubnetOwner", hex(&subnet.owner_coldkey)),
        ("SubnetOwnerHotkey", hex(&subnet.owner_hotkey)),
        ("TokenSymbol", json!(subnet.symbol)),
        ("SubnetTAO", json!(subnet.tao_in)),
        ("SubnetAlphaIn", json!(subnet.alpha_in)),
        ("SubnetAlphaOut", json!(subnet.alpha_out)),
        ("SubnetMechanism", json!(u16::from(netuid != 0))),
        ("FirstEmissionBlockNumber", json!(subnet.registered_at)),
    ];
    for (name, value) in rules {
        to.own(name, &key, &value);
    }
}

/// The activity cutoff as a share of the tempo, in thousandths (from 424).
pub(crate) fn factor_milli(subnet: &Subnet) -> u64 {
    (u64::from(subnet.activity_cutoff) * 1000).div_ceil(u64::from(subnet.tempo.max(1)))
}

fn progress(view: &View<'_>, netuid: u16, subnet: &Subnet, to: &mut Writer<'_>) {
    let key = [json!(netuid)];
    to.own("BlocksSinceLastStep", &key, &json!(view.number.saturating_sub(subnet.last_epoch)));
    to.own("LastMechansimStepBlock", &key, &json!(subnet.last_epoch));
    if epoch::is_stored(view.runtime) {
        to.own("LastEpochBlock", &key, &json!(subnet.last_epoch));
        to.own("SubnetEpochIndex", &key, &json!(subnet.epoch_index));
        if subnet.pending_epoch_at > 0 {
            to.own("PendingEpochAt", &key, &json!(subnet.pending_epoch_at));
        }
    }
}

fn seats(netuid: u16, subnet: &Subnet, model: &Model, to: &mut Writer<'_>) {
    let key = json!(netuid);
    let column = |of: fn(&Seat) -> Value| subnet.seats.iter().map(of).collect::<Value>();
    let sum: u128 = subnet.seats.iter().map(|seat| u128::from(model.total_stake(seat))).sum();
    let share = |seat: &Seat| u128::from(model.total_stake(seat)) * 65535 / sum.max(1);
    let columns = [
        ("Active", column(|seat| json!(seat.active))),
        ("ValidatorPermit", column(|seat| json!(seat.permit))),
        ("Dividends", column(|seat| json!(seat.dividends))),
        ("Consensus", column(|seat| json!(seat.consensus))),
        ("ValidatorTrust", column(|seat| json!(seat.validator_trust))),
        ("Emission", column(|seat| json!(seat.emission))),
        ("StakeWeight", subnet.seats.iter().map(|seat| super::codec::number(share(seat))).collect()),
    ];
    for (name, values) in columns {
        to.own(name, std::slice::from_ref(&key), &values);
    }
    for (uid, seat) in (0_u16..).zip(&subnet.seats) {
        let (uid, hotkey) = (json!(uid), hex(&seat.hotkey));
        let seat_key = [key.clone(), uid.clone()];
        let hotkey_key = [key.clone(), hotkey.clone()];
        to.own("Keys", &seat_key, &hotkey);
        to.own("Uids", &hotkey_key, &uid);
        to.own("BlockAtRegistration", &seat_key, &json!(seat.registered_at));
        to.own("IsNetworkMember", &[hotkey.clone(), key.clone()], &json!(true));
        to.own("TotalHotkeyAlpha", &[hotkey.clone(), key.clone()], &json!(seat.alpha_stake));
        // TAO on the root network is what the hotkey has on netuid 0.
        to.own("TotalHotkeyAlpha", &[hotkey.clone(), json!(0)], &json!(seat.tao_stake));
        if let Some(axon) = &seat.axon {
            to.own("Axons", &hotkey_key, &axon_value(axon));
        }
        if let Some(prometheus) = &seat.prometheus {
            to.own("Prometheus", &hotkey_key, &axon_value(prometheus));
        }
        if let Some([algorithm, public_key @ ..]) = seat.certificate.as_deref() {
            let value = json!({ "public_key": hex(public_key), "algorithm": algorithm });
            to.own("NeuronCertificates", &hotkey_key, &value);
        }
    }
}

/// An axon, or what Prometheus has of it.
pub(crate) fn axon_value(axon: &Axon) -> Value {
    json!({
        "block": axon.block,
        "version": axon.version,
        "ip": axon.ip.to_string(),
        "port": axon.port,
        "ip_type": axon.ip_type,
        "protocol": axon.protocol,
        "placeholder1": axon.placeholder1,
        "placeholder2": axon.placeholder2,
    })
}

fn weights(netuid: u16, mechanism: u8, subnet: &Subnet, to: &mut Writer<'_>) {
    let index = json!(storage_index(netuid, mechanism));
    let last: Value = subnet.seats.iter().map(|seat| json!(seat.last_update_in(mechanism))).collect();
    let incentive: Value = subnet.seats.iter().map(|seat| json!(seat.incentive)).collect();
    to.own("LastUpdate", std::slice::from_ref(&index), &last);
    to.own("Incentive", std::slice::from_ref(&index), &incentive);
    for (uid, seat) in (0_u16..).zip(&subnet.seats) {
        let key = [index.clone(), json!(uid)];
        if !seat.weights_in(mechanism).is_empty() {
            to.own("Weights", &key, &pairs(seat.weights_in(mechanism)));
        }
        if mechanism == 0 && !seat.bonds.is_empty() {
            to.own("Bonds", &key, &pairs(&seat.bonds));
        }
    }
}

/// Weights or bonds.
pub(crate) fn pairs(values: &[(u16, u16)]) -> Value {
    values.iter().map(|(uid, value)| json!([uid, value])).collect()
}

fn commits(netuid: u16, subnet: &Subnet, to: &mut Writer<'_>) {
    for ((mechanism, epoch), sealed) in &subnet.timelocked {
        let key = [json!(storage_index(netuid, *mechanism)), json!(epoch)];
        let value: Value =
            sealed.iter().map(|one| json!([hex(&one.hotkey), one.block, hex(&one.commit), one.round])).collect();
        to.own("TimelockedWeightCommits", &key, &value);
    }
}

fn commitments(netuid: u16, subnet: &Subnet, to: &mut Writer<'_>) {
    for (hotkey, published) in &subnet.commitments {
        let key = [json!(netuid), hex(hotkey)];
        let value = json!({ "deposit": 0, "block": published.block, "info": published.info });
        to.put("Commitments", "CommitmentOf", &key, &value);
        to.put("Commitments", "LastCommitment", &key, &json!(published.block));
        let used = json!({ "last_epoch": published.epoch, "used_space": published.used });
        to.put("Commitments", "UsedSpaceOf", &key, &used);
        if !published.revealed.is_empty() {
            let revealed: Value = published.revealed.iter().map(|(text, block)| json!([hex(text), block])).collect();
            to.put("Commitments", "RevealedCommitments", &key, &revealed);
        }
    }
}
