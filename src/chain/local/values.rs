//! What goes into a ledger and comes out of it, as plain values.

use std::time::Duration;

use super::super::{Axon, Hyperparameters};
use super::error::LedgerError;
use super::rules;
use crate::types::{BlockNumber, Netuid, Rao, Uid, UnixMillis};

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
            weights_version: 0,
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
    /// Whether it may set weights; no by default.
    pub validator_permit: Option<bool>,
    /// Where it can be reached; nowhere by default.
    pub axon: Option<Axon>,
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
}
