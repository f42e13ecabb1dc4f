//! A node's seat on its subnet, as the metagraph last showed it.

use serde::{Deserialize, Serialize};

use crate::types::{BlockNumber, Rao, UnixMillis};

/// What the metagraph says of the node itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatState {
    /// When the metagraph was read.
    pub read_at_ms: UnixMillis,
    /// Block at which it was read.
    pub block: BlockNumber,
    /// Seats that are taken.
    pub neurons: u32,
    /// Place among them by incentive, or, for who has a validator permit and dividends, by dividends; 1 is the best, and
    /// equals share a place. `None` without income: there is no place among those who earn nothing.
    pub rank: Option<u32>,
    /// Total stake on the subnet.
    pub stake_rao: Rao,
    /// Share of the incentive, 0 to 1.
    pub incentive: f64,
    /// Share of the dividends, 0 to 1.
    pub dividends: f64,
    /// Agreed weight, 0 to 1.
    pub consensus: f64,
    /// What the last epoch paid.
    pub emission_rao: Rao,
    /// Whether it may set weights.
    pub validator_permit: bool,
    /// Whether it set weights within the activity cutoff.
    pub is_active: bool,
    /// Block at which it took the seat.
    pub registered_at: BlockNumber,
    /// The last block of its immunity; `None` where the subnet does not tell how long that is.
    pub immune_until: Option<BlockNumber>,
    /// Block at which it registered or last set weights.
    pub last_update: BlockNumber,
    /// Blocks of an epoch; `None` where the subnet does not tell.
    pub tempo: Option<u64>,
    /// Block at which the epoch ends.
    pub next_epoch: Option<BlockNumber>,
}
