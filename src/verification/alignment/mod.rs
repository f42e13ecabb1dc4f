//! Whether a medium shows what was asked for, and whether it is new: the validator's rule, apart from the encoder
//! (`spec/gas.md` 10).

mod basis;
mod look;
mod rule;
mod similar;

pub use look::{Shown, align};
pub use rule::{Alignment, Batch, Misaligned, NEAR_DUPLICATE, Rules, Scope, THRESHOLD};
pub use similar::{Candidates, Near, SAMPLE, SimilarMedia};
