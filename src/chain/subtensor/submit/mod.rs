//! Transactions: signed, validated, sent once, followed to finality.
//!
//! ```text
//!  axon  commitment  weights     what is sent, after it was checked by what the chain holds
//!     └──────┼──────────┘
//!          turn ─── sign         one of a hotkey at a time, never while an earlier one is open
//!            └───── follow       the node's word on it, while there is one
//!                     └── fate   what finalized blocks hold: the only thing that counts
//! ```
//!
//! Nothing is ever sent twice: a transaction dies 128 blocks after it was signed, and until it has landed or died no second
//! one goes out.

mod ask;
mod axon;
mod call;
mod commitment;
mod dispatch;
mod error;
mod fate;
mod follow;
mod refusal;
mod sign;
#[cfg(test)]
mod tests;
mod turn;
mod weights;

pub use error::SubmitError;
pub use refusal::Refusal;

pub(super) use axon::serve_axon;
pub(super) use commitment::commit;
pub(super) use turn::LIFETIME;
pub(super) use weights::{preview_weights, set_weights};

use crate::types::BlockNumber;

/// A transaction that succeeded and cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Landed {
    /// In this block.
    block: BlockNumber,
}
