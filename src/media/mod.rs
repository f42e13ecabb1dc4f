//! Facts about media from their bytes: format, size, pixels, what they look like. No network, no subnet's rules.

mod dct;
mod decode;
mod format;
mod grey;
mod media_hash;
mod phash;
mod resize;
mod segments;
mod square;
mod tier;
pub mod video;
mod view;

pub use decode::{DecodeError, Dimensions, check, decode, decode_from, sniff_from};
pub use format::{Format, SNIFF_LENGTH, sniff};
pub use grey::Grey;
pub use media_hash::{MediaHash, MediaHashError};
pub use phash::PerceptualHash;
pub use segments::SegmentHash;
pub use square::middle_square;
pub use tier::{Tier, TierError};
pub use view::{View, glance, view};
