//! The embedded subnet of `gascli demo`: a local chain, a validator, two honest miners and three cheats, as real services
//! of the supervisor.
//!
//! Composes what the other modules offer and holds what exists for the demo alone: its world on disk (`world`), its
//! cheats ([`cheat`]) and the run that ends in a verdict ([`run`]). Knows no terminal.

pub mod cheat;
mod run;
mod world;

pub use run::{DemoError, MinerResult, Options, Progress, Report, end, run};
