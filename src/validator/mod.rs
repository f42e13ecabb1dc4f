//! The validator daemon (`gascli run validator`): challenges miners, checks what they deliver, scores, sets weights.

mod settings;

pub use settings::{Settings, SpecialHotkeys};
