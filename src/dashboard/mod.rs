//! The dashboard: what it knows ([`App`]), what changes it ([`update`]), and how it looks ([`draw`]).
//!
//! It fetches nothing and prints nothing: news come in as [`Event`]s, wishes go out as [`Effect`]s, and a frame is a pure
//! function of the state. `cli::dashboard` is the terminal and the feed around it.
//!
//! ```text
//!  feed (threads, or a process behind ssh) ──Fact──> update ──> App ──> draw ──> frame
//!         ^────────────────────────Ask──────────────────┘ Effect: clipboard, pager, quit
//! ```

pub mod facts;
pub mod log;
pub mod mask;

mod alerts;
mod app;
mod ask;
mod draw;
mod filter;
mod keys;
mod layout;
mod rows;
mod theme;
mod update;

#[cfg(test)]
mod fixture;

pub use alerts::alerts;
pub use app::*;
pub use ask::{Ask, Effect, Event, Verb};
pub use draw::draw;
pub use filter::{Filter, FilterError};
pub use keys::{Clash, Command, KEY_FILE, KeyFault, KeyFileFault, Keymap, read_key_file};
pub use layout::{Areas, areas};
pub use theme::{Depth, Look, Theme};
pub use update::update;
