//! One integration binary: each further one would link every heavy crate again.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a panic is the way in which tests fail; skipped tests say so"
)]

mod layers;
mod miner_api;
mod miner_delivery;
mod miner_restart;
mod miner_world;
mod support;
mod verify;
mod verify_ingest;
