//! The metagraph: one answer of the runtime, or the storage items that it is made from (`spec/chain.md` 5 and 6).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::Ordering;

use subxt::ArcMetadata;
use subxt::ext::scale_decode::DecodeAsType;

use super::codec::{Codec, Key, Parts};
use super::snapshot::{Entry, Snapshot};
use super::{NodeError, Subtensor};
use crate::chain::rules::SEATS;
use crate::chain::{At, Axon, ChainError, Metagraph, Neuron};
use crate::types::{BlockNumber, Coldkey, Hotkey, Netuid, Rao, Uid};

const API: &str = "SubnetInfoRuntimeApi";
const METHOD: &str = "get_metagraph";

/// By which a node says that the runtime does not answer (`spec/chain.md` 8.1).
const CLIENT_ERROR: i32 = 4003;

/// What the runtime answers, of it what is used.
#[derive(Debug)]
struct Answer {
    netuid: u16,
    hotkeys: Vec<[u8; 32]>,
    coldkeys: Vec<[u8; 32]>,
    axons: Vec<AxonInfo>,
    active: Vec<bool>,
    validator_permit: Vec<bool>,
    last_update: Vec<u64>,
    emission: Vec<u64>,
    dividends: Vec<u16>,
    incentives: Vec<u16>,
    consensus: Vec<u16>,
    block_at_registration: Vec<u64>,
    alpha_stake: Vec<u64>,
    tao_stake: Vec<u64>,
    total_stake: Vec<u64>,
}

#[derive(Debug, Clone, Copy, Default, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AxonInfo {
    ip: u128,
    port: u16,
    ip_type: u8,
}

impl AxonInfo {
    /// Where it is; `None` if it never served, or took it back (`spec/chain.md` 7.2).
    fn axon(self) -> Option<Axon> {
        let ip = match (u32::try_from(self.ip), self.ip_type) {
            (Ok(ip), 4) => IpAddr::V4(Ipv4Addr::from_bits(ip)),
            (Err(_), 4) => return None,
            _ => IpAddr::V6(Ipv6Addr::from_bits(self.ip)),
        };
        (self.ip != 0 && self.port != 0).then_some(Axon { ip, port: self.port })
    }
}

pub(super) async fn metagraph(chain: &Subtensor, netuid: Netuid, at: At) -> Result<Metagraph, ChainError> {
    chain
        .read_at(at, move |state| {
            Box::pin(async move {
                if let Some(known) = chain.known(netuid, &state) {
                    return Ok(known);
                }
                let metagraph = read(chain, &state, netuid).await?;
                chain.remember(&state, &metagraph);
                Ok(metagraph)
            })
        })
        .await
}

/// By the runtime's answer; where it has none that can be read, by storage.
async fn read(chain: &Subtensor, state: &Snapshot, netuid: Netuid) -> Result<Metagraph, ChainError> {
    if !state.codec.answers(API, METHOD) {
        return by_storage(state, netuid).await;
    }
    let answer = match state.ask(API, METHOD, &[netuid.into()]).await {
        Ok(bytes) => decode(&state.codec, netuid, state.number(), &bytes),
        Err(ChainError::Node(error)) => Err(error),
        Err(error) => return Err(error),
    };
    let error = match answer {
        Ok(found) => {
            chain.by_storage.store(false, Ordering::Relaxed);
            return found.ok_or_else(|| state.no_subnet(netuid));
        }
        // Lost connections, limits, thrown away states and nodes that are busy are no reason to ask for more.
        Err(error @ (NodeError::Changed { .. } | NodeError::Refused { code: CLIENT_ERROR, .. })) => error,
        Err(error) => return Err(error.into()),
    };
    if !chain.by_storage.swap(true, Ordering::Relaxed) {
        tracing::warn!(%error, "the metagraph is read from storage, so stakes lack what is delegated from hotkey to hotkey");
    }
    by_storage(state, netuid).await
}

/// The metagraph in a runtime's answer to `SubnetInfoRuntimeApi.get_metagraph` at `block`; `None` if the subnet does not
/// exist. `metadata` are those of the runtime that answered.
pub fn decode_metagraph(
    metadata: ArcMetadata,
    spec_version: u32,
    netuid: Netuid,
    block: BlockNumber,
    answer: &[u8],
) -> Result<Option<Metagraph>, NodeError> {
    decode(&Codec::new(metadata, spec_version), netuid, block, answer)
}

fn decode(codec: &Codec, netuid: Netuid, block: BlockNumber, bytes: &[u8]) -> Result<Option<Metagraph>, NodeError> {
    let Some(parts) = codec.parts(API, METHOD, bytes)? else { return Ok(None) };
    let metagraph = Answer::of(&parts)?.metagraph(netuid, block);
    metagraph.map(Some).map_err(|reason| codec.contradicts(API, METHOD, &reason))
}

impl Answer {
    /// Fields are found by name; others are passed over.
    fn of(parts: &Parts<'_>) -> Result<Self, NodeError> {
        Ok(Self {
            netuid: parts.get("netuid")?,
            hotkeys: parts.accounts("hotkeys")?,
            coldkeys: parts.accounts("coldkeys")?,
            axons: parts.get("axons")?,
            active: parts.get("active")?,
            validator_permit: parts.get("validator_permit")?,
            last_update: parts.get("last_update")?,
            emission: parts.get("emission")?,
            dividends: parts.get("dividends")?,
            incentives: parts.get("incentives")?,
            consensus: parts.get("consensus")?,
            block_at_registration: parts.get("block_at_registration")?,
            alpha_stake: parts.get("alpha_stake")?,
            tao_stake: parts.get("tao_stake")?,
            total_stake: parts.get("total_stake")?,
        })
    }

    /// The rows; an error in words if columns contradict each other.
    fn metagraph(&self, netuid: Netuid, block: BlockNumber) -> Result<Metagraph, String> {
        if self.netuid != netuid.0 {
            return Err(format!("it answers for netuid {} when asked for {netuid}", self.netuid));
        }
        let seats = self.hotkeys.len();
        let columns = [self.coldkeys.len(), self.axons.len(), self.validator_permit.len(), self.last_update.len()];
        if columns.iter().any(|length| *length != seats) || seats > usize::from(SEATS) {
            return Err(format!("a metagraph of {seats} hotkeys has columns of {columns:?} rows"));
        }
        let neurons = (0..).zip(&self.hotkeys).enumerate().map(|(row, (uid, hotkey))| Neuron {
            coldkey: owner(self.coldkeys[row]),
            stake: Rao(at(&self.total_stake, row)),
            alpha_stake: Rao(at(&self.alpha_stake, row)),
            tao_stake: Rao(at(&self.tao_stake, row)),
            validator_permit: self.validator_permit[row],
            is_active: at(&self.active, row),
            axon: self.axons[row].axon(),
            incentive: at(&self.incentives, row),
            dividends: at(&self.dividends, row),
            consensus: at(&self.consensus, row),
            emission: Rao(at(&self.emission, row)),
            last_update: BlockNumber(self.last_update[row]),
            registered_at: BlockNumber(at(&self.block_at_registration, row)),
            ..Neuron::new(Uid(uid), Hotkey::from_bytes(*hotkey))
        });
        Ok(Metagraph { netuid, block, neurons: neurons.collect(), stake_is_partial: false })
    }
}

/// A column's value; zero where the chain has not filled it yet, as it takes it itself.
fn at<T: Copy + Default>(column: &[T], row: usize) -> T {
    column.get(row).copied().unwrap_or_default()
}

/// The zero account is what the chain gives for a hotkey that nobody owns.
fn owner(account: [u8; 32]) -> Option<Coldkey> {
    (account != [0; 32]).then(|| Coldkey::from_bytes(account))
}

/// The second way. Stake that is delegated from hotkey to hotkey is not in it: only the runtime adds that up.
async fn by_storage(state: &Snapshot, netuid: Netuid) -> Result<Metagraph, ChainError> {
    let by_netuid: [Key; 1] = [netuid.into()];
    let mut entries: Vec<Entry> = [
        "NetworksAdded",
        "SubnetworkN",
        "Active",
        "ValidatorPermit",
        "LastUpdate",
        "Incentive",
        "Dividends",
        "Consensus",
        "Emission",
    ]
    .map(|name| Entry::new(name, by_netuid))
    .into();
    entries.push(Entry::new("TaoWeight", []));
    let values = state.values(entries).await?;
    state.exists(netuid, &values)?;
    let seats: u16 = values.get("SubnetworkN")?;
    if seats > SEATS {
        return Err(state.connection.garbled(&format!("netuid {netuid} has {seats} seats")).into());
    }
    let by_uid = || (0..seats).map(|uid| vec![netuid.into(), Key::from(Uid(uid))]);
    let hotkeys: Vec<[u8; 32]> = present(state.column("Keys", by_uid()).await?);
    let with = |first: fn(Netuid, Hotkey) -> Vec<Key>| {
        let keys: Vec<_> = hotkeys.iter().map(|hotkey| first(netuid, Hotkey::from_bytes(*hotkey))).collect();
        keys
    };
    let alpha = state.column("TotalHotkeyAlpha", with(|netuid, hotkey| vec![Key::from(&hotkey), netuid.into()]));
    let alpha_stake: Vec<u64> = present(alpha.await?);
    let tao = state.column("TotalHotkeyAlpha", with(|_, hotkey| vec![Key::from(&hotkey), Netuid(0).into()]));
    let tao_stake: Vec<u64> = present(tao.await?);
    let tao_weight: u64 = values.get("TaoWeight")?;
    let total = |(alpha, tao): (&u64, &u64)| alpha.saturating_add(weighted(*tao, tao_weight));
    let answer = Answer {
        netuid: netuid.0,
        coldkeys: present(state.column("Owner", with(|_, hotkey| vec![Key::from(&hotkey)])).await?),
        axons: present(state.column("Axons", with(|netuid, hotkey| vec![netuid.into(), Key::from(&hotkey)])).await?),
        active: values.get("Active")?,
        validator_permit: filled(values.get("ValidatorPermit")?, seats),
        last_update: filled(values.get("LastUpdate")?, seats),
        emission: values.get("Emission")?,
        dividends: values.get("Dividends")?,
        incentives: values.get("Incentive")?,
        consensus: values.get("Consensus")?,
        block_at_registration: present(state.column("BlockAtRegistration", by_uid()).await?),
        total_stake: alpha_stake.iter().zip(&tao_stake).map(total).collect(),
        alpha_stake,
        tao_stake,
        hotkeys,
    };
    match answer.metagraph(netuid, state.number()) {
        Ok(metagraph) => Ok(Metagraph { stake_is_partial: true, ..metagraph }),
        Err(reason) => Err(state.connection.garbled(&reason).into()),
    }
}

/// What is not set and has no default is zero.
fn present<T: Default>(column: Vec<Option<T>>) -> Vec<T> {
    column.into_iter().map(Option::unwrap_or_default).collect()
}

/// A column of one row for each seat.
fn filled<T: Clone + Default>(mut column: Vec<T>, seats: u16) -> Vec<T> {
    column.resize(seats.into(), T::default());
    column
}

/// TAO by its weight, a share of 2⁶⁴ (`spec/chain.md` 5).
fn weighted(tao: u64, weight: u64) -> u64 {
    u64::try_from((u128::from(tao) * u128::from(weight)) >> 64).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axon_is_read_as_it_was_written_and_a_withdrawn_one_is_none() {
        // spec/chain.md 7.2
        let axon = |ip, port, ip_type| AxonInfo { ip, port, ip_type }.axon().map(|axon| axon.ip.to_string());
        assert_eq!(axon(3_405_803_783, 8091, 4).as_deref(), Some("203.0.113.7"));
        assert_eq!(axon(0x2001_0db8 << 96 | 1, 8091, 6).as_deref(), Some("2001:db8::1"));
        for (ip, port, ip_type) in [(0, 0, 0), (0, 1, 4), (3_405_803_783, 0, 4), (1 << 32, 8091, 4)] {
            assert_eq!(axon(ip, port, ip_type), None, "{ip} {port} {ip_type}");
        }
    }

    #[test]
    fn tao_counts_by_its_weight() {
        // spec/chain.md 5: the default is about 0.0527
        assert_eq!(weighted(1_000_000_000_000, 0x0d7c_3cfa_3ee0_62fc), 52_676_974_387);
        assert_eq!((weighted(7, 0), weighted(u64::MAX, u64::MAX)), (0, u64::MAX - 1));
    }
}
