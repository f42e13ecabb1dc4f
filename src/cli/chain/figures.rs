//! How figures of a chain are written: for people in tables, in full in JSON.

use std::net::SocketAddr;

use serde::Serialize;

use crate::chain::{Axon, Neuron};
use crate::types::{BlockNumber, Coldkey, Hotkey, Rao, Uid};

/// A neuron in a document; amounts in rao, shares of 65535.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    uid: Uid,
    hotkey: Hotkey,
    coldkey: Option<Coldkey>,
    stake_rao: Rao,
    alpha_stake_rao: Rao,
    tao_stake_rao: Rao,
    validator_permit: bool,
    is_active: bool,
    axon: Option<Axon>,
    incentive: u16,
    dividends: u16,
    consensus: u16,
    emission_rao: Rao,
    last_update: BlockNumber,
    registered_at: BlockNumber,
    /// Whether it is the configured wallet's.
    is_own: bool,
}

impl Row {
    pub(super) fn of(neuron: &Neuron, own: Option<Hotkey>) -> Self {
        Self {
            uid: neuron.uid,
            hotkey: neuron.hotkey,
            coldkey: neuron.coldkey,
            stake_rao: neuron.stake,
            alpha_stake_rao: neuron.alpha_stake,
            tao_stake_rao: neuron.tao_stake,
            validator_permit: neuron.validator_permit,
            is_active: neuron.is_active,
            axon: neuron.axon,
            incentive: neuron.incentive,
            dividends: neuron.dividends,
            consensus: neuron.consensus,
            emission_rao: neuron.emission,
            last_update: neuron.last_update,
            registered_at: neuron.registered_at,
            is_own: own == Some(neuron.hotkey),
        }
    }
}

/// An amount with three decimals; tiny ones in full, lest they read as nothing.
pub(super) fn amount(rao: Rao) -> String {
    if rao == Rao(0) || rao.0 >= 1_000_000 { format!("{:.3}", rao.as_tao()) } else { rao.to_string() }
}

/// A share of 65535, as a share of one.
pub(super) fn share(value: u16) -> String {
    format!("{:.5}", f64::from(value) / f64::from(u16::MAX))
}

/// A key by its ends.
pub(super) fn short(key: &impl ToString) -> String {
    let key = key.to_string();
    match (key.get(..6), key.get(key.len().saturating_sub(4)..)) {
        (Some(start), Some(end)) if key.len() > 12 => format!("{start}…{end}"),
        _ => key,
    }
}

pub(super) fn address(axon: Option<Axon>) -> String {
    axon.map_or_else(|| "-".into(), |axon| SocketAddr::new(axon.ip, axon.port).to_string())
}

pub(super) fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.into()
}

/// Blocks since another one.
pub(super) fn ago(block: BlockNumber, then: BlockNumber) -> u64 {
    block.0.saturating_sub(then.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_three_decimals_and_tiny_ones_all_of_theirs() {
        for (rao, text) in [
            (0, "0.000"),
            (1, "0.000000001"),
            (999_999, "0.000999999"),
            (1_000_000, "0.001"),
            (20_000_500_000_000, "20000.500"),
            (1_234_567_890_123_456, "1234567.890"),
        ] {
            assert_eq!(amount(Rao(rao)), text);
        }
    }

    #[test]
    fn a_key_is_shortened_to_both_its_ends() {
        assert_eq!(short(&"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "5Grwva…utQY");
        assert_eq!(short(&"short"), "short");
    }
}
