//! Which weights the chain takes (`spec/chain.md` 7.4).

use std::collections::BTreeSet;

use super::super::{ChainError, Hyperparameters, Neuron, WeightsCall};
use crate::types::{BlockNumber, Hotkey, Uid};

/// Blocks until something that is limited to once in `limit` blocks may be done again; 0 if it may be done now.
///
/// `last`: the block at which it was done last; 0 is never.
pub fn blocks_left(last: BlockNumber, limit: u64, block: BlockNumber) -> u64 {
    if last.0 == 0 { 0 } else { limit.saturating_sub(block.0.saturating_sub(last.0)) }
}

/// Checks weights in the chain's order, so that the same call fails with the same reason there and here. Gives the
/// signer's uid and the weights scaled so that the largest is 65535. One rule is not the chain's: each seat that is weighed
/// must have the owner for whom the weight was made.
///
/// The owner of the subnet needs neither stake nor permit. Where weights are committed encrypted, the chain checks the rate
/// limit at the commit and the rest at the reveal, where a failure shows in the node's log alone; here it is all checked at
/// once, in both cases.
pub fn check_weights(
    hotkey: &Hotkey,
    call: &WeightsCall<'_>,
    rules: &Hyperparameters,
    neurons: &[Neuron],
    owner: Option<&Hotkey>,
    block: BlockNumber,
) -> Result<(Uid, Vec<(Uid, u16)>), ChainError> {
    if call.netuid.0 == 0 {
        let reason = "netuid 0 is the root network, which has none".into();
        return Err(ChainError::BadWeights { netuid: call.netuid, reason });
    }
    check_subnet_weights(hotkey, call, rules, neurons, owner, block)
}

/// As [`check_weights`], but of a subnet whatever its number: older local chains may have one with netuid 0.
pub fn check_subnet_weights(
    hotkey: &Hotkey,
    call: &WeightsCall<'_>,
    rules: &Hyperparameters,
    neurons: &[Neuron],
    owner: Option<&Hotkey>,
    block: BlockNumber,
) -> Result<(Uid, Vec<(Uid, u16)>), ChainError> {
    let netuid = call.netuid;
    let refuse = |reason: String| Err(ChainError::BadWeights { netuid, reason });
    let (entries, seats) = (call.weights.len(), neurons.len());
    if call.mechanism >= rules.mechanisms {
        return refuse(format!("mechanism {} does not exist, of {}", call.mechanism, rules.mechanisms));
    }
    if entries > seats {
        return refuse(format!("{entries} entries for {seats} seats"));
    }
    let Some(signer) = neurons.iter().find(|neuron| neuron.hotkey == *hotkey) else {
        return Err(ChainError::NotRegistered { hotkey: *hotkey, netuid });
    };
    let is_owner = owner == Some(hotkey);
    if signer.stake < rules.stake_threshold && !is_owner {
        let (stake, threshold) = (signer.stake, rules.stake_threshold);
        return Err(ChainError::LowStake { hotkey: *hotkey, netuid, stake, threshold });
    }
    if call.version_key < rules.weights_version {
        return refuse(format!("version key {} is below {}", call.version_key, rules.weights_version));
    }
    let left = blocks_left(signer.last_update, rules.weights_rate_limit, block);
    if left > 0 {
        return Err(ChainError::TooFast { netuid, blocks_left: left });
    }
    let only_itself = matches!(call.weights, [(uid, _)] if *uid == signer.uid);
    if !signer.validator_permit && !only_itself && !is_owner {
        return Err(ChainError::NoPermit { hotkey: *hotkey, netuid });
    }
    if let Err(reason) = check_entries(call.weights, rules, neurons, only_itself) {
        return refuse(reason);
    }
    let changed = |uid: &Uid| {
        let hotkey = |neurons: &[Neuron]| neurons.iter().find(|neuron| neuron.uid == *uid).map(|neuron| neuron.hotkey);
        call.seats.is_some_and(|seats| hotkey(&seats.neurons) != hotkey(neurons))
    };
    if let Some(uid) = call.weights.iter().map(|(uid, _)| *uid).find(changed) {
        return Err(ChainError::SeatChanged { netuid, uid });
    }
    let scaled = scale(call.weights);
    if !only_itself && exceeds(&scaled, rules.max_weights_limit) {
        return refuse(format!("the largest share is above {} of 65535", rules.max_weights_limit));
    }
    Ok((signer.uid, scaled))
}

fn check_entries(
    weights: &[(Uid, u16)],
    rules: &Hyperparameters,
    neurons: &[Neuron],
    only_itself: bool,
) -> Result<(), String> {
    let mut named = BTreeSet::new();
    if let Some((twice, _)) = weights.iter().find(|(uid, _)| !named.insert(*uid)) {
        return Err(format!("uid {twice} is named twice"));
    }
    let seated: BTreeSet<Uid> = neurons.iter().map(|neuron| neuron.uid).collect();
    if let Some(unknown) = named.difference(&seated).next() {
        return Err(format!("uid {unknown} does not exist"));
    }
    let (entries, fewest) = (weights.len(), neurons.len().min(rules.min_allowed_weights.into()));
    if entries < fewest && !only_itself {
        return Err(format!("{entries} entries, at least {fewest} are required"));
    }
    Ok(())
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

/// The same weights, those that are the largest lowered as little as the limit takes; the largest is 65535 again if they were
/// changed. `None` where no lowering helps.
pub(in crate::chain) fn fit_weights(weights: &[(Uid, u16)], limit: u16) -> Option<Vec<(Uid, u16)>> {
    if !exceeds(&scale(weights), limit) {
        return Some(weights.to_vec());
    }
    let mut lowered = weights.to_vec();
    for ceiling in (1..u16::MAX).rev() {
        for (_, weight) in &mut lowered {
            *weight = (*weight).min(ceiling);
        }
        let scaled = scale(&lowered);
        if !exceeds(&scaled, limit) {
            return Some(scaled);
        }
    }
    None
}

// In 32.32 fixed point, as the chain compares.
fn exceeds(weights: &[(Uid, u16)], limit: u16) -> bool {
    let sum: u64 = weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let largest = weights.iter().map(|(_, weight)| u64::from(*weight)).max().unwrap_or(0);
    limit < u16::MAX && sum > 0 && (largest << 32) / sum > (u64::from(limit) << 32) / u64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::{Keypair, Netuid, Rao};

    const NETUID: Netuid = Netuid(34);

    fn hotkey(seed: u8) -> Hotkey {
        Keypair::from_seed(&[seed; 32]).hotkey()
    }

    /// A validator, two seats without a permit, and the owner, who has neither stake nor permit.
    fn subnet() -> Vec<Neuron> {
        (0..4_u8)
            .map(|seed| Neuron {
                stake: Rao::from_tao(if seed == 3 { 0 } else { 1000 }),
                validator_permit: seed == 0,
                last_update: BlockNumber(100),
                ..Neuron::new(Uid(seed.into()), hotkey(seed))
            })
            .collect()
    }

    fn limits() -> Hyperparameters {
        Hyperparameters {
            min_allowed_weights: 2,
            weights_version: 7,
            stake_threshold: Rao::from_tao(1000),
            ..Hyperparameters::default()
        }
    }

    fn check_by(
        rules: &Hyperparameters,
        signer: u8,
        (netuid, mechanism): (u16, u8),
        weights: &[(u16, u16)],
        version_key: u64,
        block: u64,
    ) -> Result<Vec<(u16, u16)>, String> {
        let weights: Vec<_> = weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect();
        let call = WeightsCall { netuid: Netuid(netuid), mechanism, weights: &weights, version_key, seats: None };
        check_weights(&hotkey(signer), &call, rules, &subnet(), Some(&hotkey(3)), BlockNumber(block))
            .map(|(_, scaled)| scaled.into_iter().map(|(uid, weight)| (uid.0, weight)).collect())
            .map_err(|error| error.to_string())
    }

    fn check(signer: u8, weights: &[(u16, u16)], version_key: u64, block: u64) -> Result<Vec<(u16, u16)>, String> {
        check_by(&limits(), signer, (NETUID.0, 0), weights, version_key, block)
    }

    #[test]
    fn weights_are_refused_in_the_order_of_the_chain() {
        // spec/chain.md 7.4; each call but the last breaks all later rules too, as far as one call can
        let bad = [(9, 1), (9, 1)];
        let poor = Hyperparameters { stake_threshold: Rao::from_tao(1001), ..limits() };
        let open = limits();
        let capped = Hyperparameters { max_weights_limit: 40_000, ..limits() };
        for (rules, signer, place, weights, version, block, said) in [
            (&poor, 9, (0, 9), &[(9, 1); 5][..], 0, 100, "root network"),
            (&poor, 9, (34, 1), &[(9, 1); 5][..], 0, 100, "mechanism 1 does not exist"),
            (&poor, 9, (34, 0), &[(9, 1); 5][..], 0, 100, "5 entries for 4 seats"),
            (&poor, 9, (34, 0), &bad[..], 0, 100, "is not registered"),
            (&poor, 1, (34, 0), &bad[..], 0, 100, "has a stake of 1000"),
            (&open, 1, (34, 0), &bad[..], 0, 100, "version key 0 is below 7"),
            (&open, 1, (34, 0), &bad[..], 7, 150, "set again in 50 blocks"),
            (&open, 1, (34, 0), &bad[..], 7, 200, "no validator permit"),
            (&open, 0, (34, 0), &bad[..], 7, 200, "uid 9 is named twice"),
            (&open, 0, (34, 0), &[(9, 1)][..], 7, 200, "uid 9 does not exist"),
            (&open, 0, (34, 0), &[(1, 1)][..], 7, 200, "1 entries, at least 2 are required"),
            (&capped, 0, (34, 0), &[(1, 9), (2, 1)][..], 7, 200, "the largest share is above 40000"),
        ] {
            let error = check_by(rules, signer, place, weights, version, block).unwrap_err();
            assert!(error.contains(said), "{error} where `{said}` is expected");
        }
    }

    #[test]
    fn the_owner_of_a_subnet_needs_neither_stake_nor_permit() {
        assert!(check(3, &[(0, 1), (1, 1)], 7, 200).is_ok());
    }

    #[test]
    fn a_neuron_may_always_weigh_itself_alone() {
        // spec/chain.md 7.4, exceptions of 9, 12 and 14
        let capped = Hyperparameters { max_weights_limit: 1, ..limits() };
        assert_eq!(check_by(&capped, 2, (34, 0), &[(2, 5)], 7, 200), Ok(vec![(2, 65535)]));
    }

    #[test]
    fn a_weight_goes_to_nobody_but_the_hotkey_for_which_it_was_made() {
        let mut planned = crate::chain::Metagraph {
            netuid: NETUID,
            block: BlockNumber(190),
            neurons: subnet(),
            stake_is_partial: false,
        };
        let check = |seats: &crate::chain::Metagraph| {
            let weights = [(Uid(1), 1), (Uid(2), 2)];
            let call =
                WeightsCall { netuid: NETUID, mechanism: 0, weights: &weights, version_key: 7, seats: Some(seats) };
            check_weights(&hotkey(0), &call, &limits(), &subnet(), None, BlockNumber(200)).map(drop)
        };
        check(&planned).unwrap();
        planned.neurons[3].hotkey = hotkey(9); // has no weight
        check(&planned).unwrap();
        planned.neurons[2].hotkey = hotkey(8);
        let error = check(&planned).unwrap_err();
        assert!(matches!(error, ChainError::SeatChanged { uid: Uid(2), .. }), "{error}");
    }

    #[test]
    fn a_limit_is_counted_from_the_last_time_and_never_from_block_zero() {
        let left = |last, block| blocks_left(BlockNumber(last), 100, BlockNumber(block));
        assert_eq!([left(0, 5), left(10, 10), left(10, 109), left(10, 110), left(50, 20)], [0, 100, 1, 0, 100]);
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

    proptest! {
        #[test]
        fn scaled_weights_have_65535_as_their_largest(weights in prop::collection::vec(1..=u16::MAX, 1..64)) {
            let weights: Vec<_> = (0..).map(Uid).zip(weights).collect();
            prop_assert_eq!(scale(&weights).iter().map(|(_, weight)| *weight).max(), Some(u16::MAX));
        }
    }
}
