//! Prompts that need no model: scenes, registers and styles drawn at random, put into words, and judged
//! (`spec/gas.md` 13.3). Pure: a seed gives the same prompts again.
//!
//! ```text
//!  seed ──> spec (register, length, events) ──> cast (who is where, when) ──> realize (sentences) ──> quality
//! ```
//!
//! The vocabularies are in `words`; what may be said together is decided there, by tags.

mod cast;
mod compose;
mod draw;
mod grammar;
mod quality;
mod realize;
mod report;
mod spec;
mod subject;
mod words;

pub use compose::{Composed, Composer, Options};
pub use quality::{Fault, Guard, Shingles, clean, judge};
pub use report::{Audited, Figures, Violation, report};
pub use spec::{BANNED_PHRASES, LengthBand, Register, RegisterError, Scene, Spec};
