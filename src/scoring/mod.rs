//! From outcomes to rewards and weights: arithmetic only.

pub mod gas;
