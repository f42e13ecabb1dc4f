//! What goes into a ledger and comes out of it, as plain values.

use std::time::Duration;

use super::super::rules::{self, SEATS};
use super::super::{Axon, Hyperparameters};
use super::error::LedgerError;
use crate::types::{BlockNumber, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// All TAO that will ever be.
const SUPPLY: Rao = Rao::from_tao(21_000_000);

/// Refuses more stake than there is TAO.
pub(super) fn check_stake(stake: Rao) -> Result<(), LedgerError> {
    if stake > SUPPLY { Err(LedgerError::TooMuchStake(stake)) } else { Ok(()) }
}

/// Refuses rules that no subnet can have, and fewer seats than are taken (`taken`: the highest uid and one more). What did
/// not change is not asked about: an older ledger goes on as it is.
pub(super) fn check_rules(before: &Hyperparameters, rules: &Hyperparameters, taken: u32) -> Result<(), LedgerError> {
    let too_long = |number: u64| i64::try_from(number).is_err();
    if rules.tempo == 0 {
        return Err(LedgerError::Settings("a tempo of 0 blocks"));
    }
    if [rules.weights_rate_limit, rules.weights_version, rules.activity_cutoff].into_iter().any(too_long) {
        return Err(LedgerError::Settings("a number of blocks or a version of more than 2^63"));
    }
    if rules.max_uids != before.max_uids && (u32::from(rules.max_uids) < taken.max(1) || rules.max_uids > SEATS) {
        return Err(LedgerError::Settings("more than 4096 seats, none, or fewer than are taken"));
    }
    if rules.bonds_moving_average > 1_000_000 {
        return Err(LedgerError::Settings("bonds of which more than 1000000 in 1000000 stay"));
    }
    check_stake(rules.stake_threshold)
}

/// What a new ledger starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLedger {
    /// Its first subnet.
    pub netuid: Netuid,
    /// Time between two blocks.
    pub block_time: Duration,
    /// Blocks per epoch.
    pub tempo: u16,
    /// Blocks between two weights of one validator; 0 is unlimited.
    pub weights_rate_limit: u64,
    /// Fewest weights.
    pub min_allowed_weights: u16,
    /// Largest share of one weight, of 65535.
    pub max_weights_limit: u16,
}

impl Default for NewLedger {
    /// The rules of GAS on the main network, but that a single weight is enough.
    fn default() -> Self {
        Self {
            netuid: Netuid(34),
            block_time: Duration::from_secs(12),
            tempo: 360,
            weights_rate_limit: 100,
            min_allowed_weights: 1,
            max_weights_limit: u16::MAX,
        }
    }
}

impl NewLedger {
    /// Refuses what no chain can have.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        let too_long = |number: u128| i64::try_from(number).is_err();
        if self.netuid.0 == 0 {
            return Err(LedgerError::Settings("a subnet with netuid 0, which is the root network"));
        }
        match self.block_time.as_millis() {
            0 => return Err(LedgerError::Settings("a block time below a millisecond")),
            span if too_long(span) => return Err(LedgerError::Settings("a block time of more than 2^63 ms")),
            _ => {}
        }
        if self.tempo == 0 {
            return Err(LedgerError::Settings("a tempo of 0 blocks"));
        }
        if too_long(self.weights_rate_limit.into()) {
            return Err(LedgerError::Settings("a rate limit of more than 2^63 blocks"));
        }
        Ok(())
    }

    /// The rules of its subnet.
    pub(super) fn rules(&self) -> Hyperparameters {
        Hyperparameters {
            tempo: self.tempo,
            weights_rate_limit: self.weights_rate_limit,
            min_allowed_weights: self.min_allowed_weights,
            max_weights_limit: self.max_weights_limit,
            ..Hyperparameters::default()
        }
    }
}

/// One weight as a validator has set it, scaled so that its largest is 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Weight {
    /// Who set it.
    pub validator_uid: Uid,
    /// For whom.
    pub uid: Uid,
    /// How much.
    pub weight: u16,
    /// When.
    pub block: BlockNumber,
}

/// What is given about a hotkey; `None` leaves what the ledger holds, or its default at a first registration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Registration {
    /// Stake; 0 by default.
    pub stake: Option<Rao>,
    /// Whether it may set weights, whatever its stake; by default stake decides at each epoch.
    pub validator_permit: Option<bool>,
    /// Where it can be reached; nowhere by default.
    pub axon: Option<Axon>,
}

/// Where a hotkey sits after its registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenSeat {
    /// Its seat.
    pub uid: Uid,
    /// Who sat there before, and has lost the seat.
    pub replaced: Option<Hotkey>,
}

/// How blocks come: by wall clock from the genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// When block 0 began.
    pub genesis: UnixMillis,
    /// Time between two blocks.
    pub block_time: Duration,
}

impl Blocks {
    /// The block of a moment.
    pub fn at(&self, now: UnixMillis) -> BlockNumber {
        rules::block_at(self.genesis, self.block_time, now)
    }

    /// When a block began.
    pub(super) fn begins(&self, block: BlockNumber) -> UnixMillis {
        let span = u64::try_from(self.block_time.as_millis()).unwrap_or(u64::MAX);
        UnixMillis(self.genesis.0.saturating_add(span.saturating_mul(block.0)))
    }
}
