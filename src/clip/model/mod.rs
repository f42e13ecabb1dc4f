//! The two towers of CLIP.
//!
//! `plain` says what they compute, in candle's operations: for graphics cards, for training, and as the measure of the
//! others. `fast` computes the same on processors: `tower` the layers, `lanes` the products.

mod fast;
mod lanes;
mod plain;
mod tower;

pub(super) use fast::Fast;
pub use plain::{Clip, fresh};
