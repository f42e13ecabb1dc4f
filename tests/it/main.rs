//! One integration binary: each further one would link every heavy crate again.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a panic is the way in which tests fail; skipped tests say so"
)]

mod config;
mod generated;
mod generator_cli;
mod layers;
mod logs;
mod support;
mod validator;
mod validator_world;
mod verify;
mod verify_ingest;
