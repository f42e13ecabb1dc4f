//! What an acceptance by the network is worth: the ways in which a file that it accepts could be forged
//! (`spec/trust_anchors.md`; `spec/gas.md` 18, 2 to 7).
//!
//! ```text
//!  assess ──> chain    who signed, and does the chain lead to who really signs for that provider?
//!        ├──> stamp    when, by the word of a time stamp authority that is trusted (jumbf and token find its words)
//!        └──> binding  does the content hash leave out anything that decides what is shown? (framing: where the
//!                      manifest itself lies)
//! ```
//!
//! What the SDK has established already is not done again: that signature and hashes hold, and which manifest and which
//! binding count, is taken from its report, so that two parsers cannot be played off against each other.

mod assess;
mod binding;
mod chain;
mod framing;
mod jumbf;
mod stamp;
mod token;

pub(super) use assess::{Assessment, assess};
