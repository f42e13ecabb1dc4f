//! What the chain allows and computes, as pure functions. Loads and stores nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use super::super::{Axon, ChainError, Hyperparameters, Neuron};
use crate::types::{BlockNumber, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// Seats of a subnet at most (`spec/chain.md` 5, `MaxAllowedUids`).
pub(super) const SEATS: u16 = 4096;

/// The block of a moment. A clock that stands before the genesis reads as block 0.
pub(super) fn block_at(genesis: UnixMillis, block_time: Duration, now: UnixMillis) -> BlockNumber {
    let blocks = genesis.until(now).as_millis() / block_time.as_millis().max(1);
    BlockNumber(u64::try_from(blocks).unwrap_or(u64::MAX))
}

/// Number of the epoch that a block lies in.
pub(super) fn epoch_of(block: BlockNumber, tempo: u16) -> u64 {
    block.0 / u64::from(tempo.max(1))
}

/// Checks an axon as the chain does (`spec/chain.md` 7.2) and gives what to store: nothing for the unspecified address,
/// which takes an axon back. Unlike there, loopback addresses are allowed: a local chain's peers live on this machine. The
/// limit of one change in 50 blocks is left out, so that a restarted node can publish its new port at once.
pub(super) fn check_axon(axon: Axon) -> Result<Option<Axon>, ChainError> {
    let refuse = |reason: &str| Err(ChainError::BadAxon { ip: axon.ip, port: axon.port, reason: reason.into() });
    let ip = axon.ip.to_canonical();
    if axon.port == 0 {
        return refuse("the port is 0");
    }
    let all_ones = match ip {
        IpAddr::V4(ip) => ip.is_broadcast(),
        IpAddr::V6(ip) => ip.to_bits() == u128::MAX,
    };
    if all_ones {
        return refuse("the address is all ones");
    }
    Ok((!ip.is_unspecified()).then_some(Axon { ip, port: axon.port }))
}

/// What a validator asks the chain to accept.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeightsCall<'a> {
    /// Subnet.
    pub(super) netuid: Netuid,
    /// Who signed.
    pub(super) signer: &'a Hotkey,
    /// As handed in.
    pub(super) weights: &'a [(Uid, u16)],
    /// Version of the validator's code, as it says.
    pub(super) version_key: u64,
}

/// Checks weights in the chain's order (`spec/chain.md` 7.4), so that the same call fails with the same reason there and
/// here. Gives the signer's uid and the weights scaled so that the largest is 65535.
pub(super) fn check_weights(
    call: &WeightsCall<'_>,
    rules: &Hyperparameters,
    neurons: &[Neuron],
    block: BlockNumber,
) -> Result<(Uid, Vec<(Uid, u16)>), ChainError> {
    let netuid = call.netuid;
    let refuse = |reason: String| Err(ChainError::BadWeights { netuid, reason });
    let (entries, seats) = (call.weights.len(), neurons.len());
    if entries > seats {
        return refuse(format!("{entries} entries for {seats} seats"));
    }
    let Some(signer) = neurons.iter().find(|neuron| neuron.hotkey == *call.signer) else {
        return Err(ChainError::NotRegistered { hotkey: *call.signer, netuid });
    };
    if call.version_key < rules.weights_version {
        return refuse(format!("version key {} is below {}", call.version_key, rules.weights_version));
    }
    let since = block.0.saturating_sub(signer.last_update.0);
    if signer.last_update.0 != 0 && since < rules.weights_rate_limit {
        return Err(ChainError::TooFast { netuid, blocks_left: rules.weights_rate_limit - since });
    }
    let only_itself = matches!(call.weights, [(uid, _)] if *uid == signer.uid);
    if !signer.validator_permit && !only_itself {
        return Err(ChainError::NoPermit { hotkey: *call.signer, netuid });
    }
    let mut named = BTreeSet::new();
    if let Some((twice, _)) = call.weights.iter().find(|(uid, _)| !named.insert(*uid)) {
        return refuse(format!("uid {twice} is named twice"));
    }
    let seated: BTreeSet<Uid> = neurons.iter().map(|neuron| neuron.uid).collect();
    if let Some(unknown) = named.difference(&seated).next() {
        return refuse(format!("uid {unknown} does not exist"));
    }
    let fewest = seats.min(rules.min_allowed_weights.into());
    if entries < fewest && !only_itself {
        return refuse(format!("{entries} entries, at least {fewest} are required"));
    }
    let scaled = scale(call.weights);
    if !only_itself && exceeds(&scaled, rules.max_weights_limit) {
        return refuse(format!("the largest share is above {} of 65535", rules.max_weights_limit));
    }
    Ok((signer.uid, scaled))
}

fn scale(weights: &[(Uid, u16)]) -> Vec<(Uid, u16)> {
    let largest = weights.iter().map(|(_, weight)| *weight).max().filter(|largest| *largest > 0);
    let full = u64::from(u16::MAX);
    let scaled = |weight: u16| match largest {
        Some(largest) => {
            let largest = u64::from(largest);
            u16::try_from((u64::from(weight) * full + largest / 2) / largest).unwrap_or(u16::MAX)
        }
        None => 0,
    };
    weights.iter().map(|(uid, weight)| (*uid, scaled(*weight))).collect()
}

// In 32.32 fixed point, as the chain compares.
fn exceeds(weights: &[(Uid, u16)], limit: u16) -> bool {
    let sum: u64 = weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let largest = weights.iter().map(|(_, weight)| u64::from(*weight)).max().unwrap_or(0);
    limit < u16::MAX && sum > 0 && (largest << 32) / sum > (u64::from(limit) << 32) / u64::from(u16::MAX)
}

/// The weights that one validator has set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// How much its opinion counts.
    pub(super) stake: Rao,
    /// By uid.
    pub(super) weights: Vec<(Uid, u16)>,
}

/// Incentive by uid, as shares of 65535: the mean of the validators' normalised weights, each counted by its stake.
///
/// The simple form of what the network computes: nobody's weights are clipped to a consensus, and there are no bonds
/// (Yuma, `spec/chain.md` 7.7). A validator without stake or with zero weights only has no say.
pub(super) fn incentives(rows: &[Row]) -> BTreeMap<Uid, u16> {
    let mut shares: BTreeMap<Uid, f64> = BTreeMap::new();
    for row in rows {
        let sum: f64 = row.weights.iter().map(|(_, weight)| f64::from(*weight)).sum();
        if sum > 0.0 {
            for (uid, weight) in &row.weights {
                *shares.entry(*uid).or_default() += row.stake.as_tao() * f64::from(*weight) / sum;
            }
        }
    }
    let total: f64 = shares.values().sum();
    shares.retain(|_, share| *share > 0.0);
    shares.into_iter().map(|(uid, share)| (uid, to_u16(share / total))).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 65535, rounded down as the chain does"
)]
fn to_u16(share: f64) -> u16 {
    // The tiny addend keeps a share such as 1/3·3 from falling below its whole number.
    (share * f64::from(u16::MAX) + 1e-6).floor() as u16
}
