//! Tells operators what happens (`spec/operations.md` B14): `[notify.NAME]` tables of `gascli.toml`, each a channel that
//! runs a program or posts to a webhook.
//!
//! ```text
//!  supervisor ──events.jsonl──> `gascli notify STATE CONFIG` (short-lived) ──> exec | webhook
//! ```
//!
//! The one idea: a channel's cursor moves after its event was delivered, never before. Whoever is killed anywhere, an
//! event is told at least once.

pub(crate) mod hook;
mod message;
mod table;

pub use table::{Address, Channel, Format, NotifyError, NotifyTable, NotifyTables, Target, load};
