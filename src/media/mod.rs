//! Facts about media from their bytes: format, size, whether they decode. No network, no subnet's rules.

mod decode;
mod format;
mod tier;

pub use decode::{DecodeError, Dimensions, check};
pub use format::{Format, SNIFF_LENGTH, sniff};
pub use tier::{Tier, TierError};
