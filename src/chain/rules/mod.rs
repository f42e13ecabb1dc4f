//! What the chain allows and computes, as pure functions over plain values. Loads and stores nothing.
//!
//! The local chain obeys these rules. Whoever sends something to a network's chain checks by them first, so that a
//! refusal is told in words and before anything is signed.
//!
//! | file | rules of `spec/chain.md` |
//! |---|---|
//! | `registration` | 7.1: who gets which seat, and what it costs |
//! | `axon` | 7.2: which addresses are taken |
//! | `commitments` | 7.3: how much may be published |
//! | `weights` | 7.4: which weights are taken |
//! | `epochs` | 7.6: when an epoch runs |
//! | `yuma` | 7.7: what an epoch computes |

mod axon;
mod commitments;
mod epochs;
mod registration;
mod weights;
pub mod yuma;

pub use axon::{check_axon, check_local_axon};
pub use commitments::{FIELDS as COMMITMENT_FIELDS, Space, check_commitment};
pub(super) use epochs::step;
pub use epochs::{Epochs, block_at};
pub use registration::{Burn, Place, place};
pub(super) use weights::fit_weights;
pub use weights::{blocks_left, check_subnet_weights, check_weights};

/// Seats of a subnet at most (`spec/chain.md` 5, `MaxAllowedUids`).
pub const SEATS: u16 = 4096;
