//! What the chain allows and computes, as pure functions. Loads and stores nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use super::super::{Axon, ChainError, Hyperparameters, Neuron};
use super::error::LedgerError;
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

/// All TAO that will ever be.
const SUPPLY: Rao = Rao::from_tao(21_000_000);

/// Refuses more stake than there is TAO.
pub(super) fn check_stake(stake: Rao) -> Result<(), LedgerError> {
    if stake > SUPPLY { Err(LedgerError::TooMuchStake(stake)) } else { Ok(()) }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::Keypair;

    const NETUID: Netuid = Netuid(34);

    fn hotkey(seed: u8) -> Hotkey {
        Keypair::from_seed(&[seed; 32]).hotkey()
    }

    fn subnet() -> Vec<Neuron> {
        (0..4_u8)
            .map(|seed| Neuron {
                uid: Uid(seed.into()),
                hotkey: hotkey(seed),
                coldkey: None,
                stake: Rao::from_tao(1000),
                validator_permit: seed == 0,
                axon: None,
                incentive: 0,
                last_update: BlockNumber(100),
            })
            .collect()
    }

    fn limits() -> Hyperparameters {
        Hyperparameters {
            tempo: 360,
            weights_rate_limit: 100,
            min_allowed_weights: 2,
            max_weights_limit: u16::MAX,
            weights_version: 7,
        }
    }

    fn check(signer: u8, weights: &[(u16, u16)], version_key: u64, block: u64) -> Result<Vec<(u16, u16)>, String> {
        let weights: Vec<_> = weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect();
        let call = WeightsCall { netuid: NETUID, signer: &hotkey(signer), weights: &weights, version_key };
        check_weights(&call, &limits(), &subnet(), BlockNumber(block))
            .map(|(_, scaled)| scaled.into_iter().map(|(uid, weight)| (uid.0, weight)).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn weights_are_refused_in_the_order_of_the_chain() {
        // spec/chain.md 7.4
        let bad = [(9, 1), (9, 1)];
        for (signer, weights, version, block, said) in [
            (9, &[(0, 1); 5][..], 0, 100, "5 entries for 4 seats"),
            (9, &bad[..], 0, 100, "is not registered"),
            (1, &bad[..], 0, 100, "version key 0 is below 7"),
            (1, &bad[..], 7, 150, "set again in 50 blocks"),
            (1, &bad[..], 7, 200, "no validator permit"),
            (0, &bad[..], 7, 200, "uid 9 is named twice"),
            (0, &[(9, 1)][..], 7, 200, "uid 9 does not exist"),
            (0, &[(1, 1)][..], 7, 200, "1 entries, at least 2 are required"),
        ] {
            let error = check(signer, weights, version, block).unwrap_err();
            assert!(error.contains(said), "{error} where `{said}` is expected");
        }
    }

    #[test]
    fn a_neuron_may_always_weigh_itself_alone() {
        // spec/chain.md 7.4, exceptions of 9 and 12
        assert_eq!(check(3, &[(3, 5)], 7, 200), Ok(vec![(3, 65535)]));
    }

    #[test]
    fn the_largest_weight_becomes_65535_and_the_others_keep_their_ratio() {
        assert_eq!(check(0, &[(1, 1), (2, 2), (3, 0)], 7, 200), Ok(vec![(1, 32768), (2, 65535), (3, 0)]));
        assert_eq!(check(0, &[(1, 0), (2, 0)], 7, 200), Ok(vec![(1, 0), (2, 0)]));
    }

    #[test]
    fn a_share_above_the_limit_is_refused() {
        let weights = |large: u16| [(Uid(1), large), (Uid(2), 100)];
        assert!(!exceeds(&weights(100), u16::MAX / 2 + 1));
        assert!(exceeds(&weights(200), u16::MAX / 2 + 1));
        assert!(!exceeds(&weights(200), u16::MAX));
        assert!(!exceeds(&[(Uid(0), 0)], 0));
    }

    #[test]
    fn incentive_follows_the_stake_behind_each_weight() {
        let row = |tao, weights: &[(u16, u16)]| Row {
            stake: Rao::from_tao(tao),
            weights: weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect(),
        };
        let found = incentives(&[row(3, &[(1, 65535)]), row(1, &[(1, 9), (2, 9)]), row(0, &[(3, 1)]), row(9, &[])]);
        assert_eq!(found, BTreeMap::from([(Uid(1), 57343), (Uid(2), 8191)]));
        assert_eq!(incentives(&[]), BTreeMap::new());
    }

    #[test]
    fn a_block_lasts_its_time_and_a_clock_before_the_genesis_reads_as_block_zero() {
        let block = |now| block_at(UnixMillis(10_000), Duration::from_secs(12), UnixMillis(now)).0;
        assert_eq!([0, 10_000, 21_999, 22_000, 130_000].map(block), [0, 0, 0, 1, 10]);
    }

    proptest! {
        #[test]
        fn incentives_never_sum_to_more_than_all_there_is(
            rows in prop::collection::vec((0..1_000_000_u64, prop::collection::vec((0..64_u16, 0..=u16::MAX), 0..64)), 0..8)
        ) {
            let rows: Vec<Row> = rows
                .into_iter()
                .map(|(tao, weights)| Row {
                    stake: Rao::from_tao(tao),
                    weights: weights.into_iter().map(|(uid, weight)| (Uid(uid), weight)).collect(),
                })
                .collect();
            let sum: u32 = incentives(&rows).values().map(|incentive| u32::from(*incentive)).sum();
            prop_assert!(sum == 0 || (65535 - 64..=65535).contains(&sum), "{sum}");
        }

        #[test]
        fn scaled_weights_have_65535_as_their_largest(weights in prop::collection::vec(1..=u16::MAX, 1..64)) {
            let weights: Vec<_> = (0..).map(Uid).zip(weights).collect();
            prop_assert_eq!(scale(&weights).iter().map(|(_, weight)| *weight).max(), Some(u16::MAX));
        }
    }
}
