//! Whether a medium was seen before: the rule by which two are compared, and an index over all that are known.

mod index;
mod rule;

pub use index::{Duplicates, Known};
pub use rule::{GLOBAL_THRESHOLD, Likeness, MATCHING_SEGMENTS, SAME_PROMPT_THRESHOLD, SEGMENT_DISTANCE, compare};
