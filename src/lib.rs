//! `gascli` runs and watches miners, validators and gateways of generative-AI subnets from one terminal.
//!
//! The modules stand in layer order: each may use those above it and none below (`tests/it/layers.rs` checks it).
//!
//! ```text
//!  operator ──> cli ──unix socket──> supervisor ──> shim ──> daemon (`gascli run generator|validator`, or any command)
//! ```
//!
//! Where to look: a miner's task is executed in [`miner::worker`]; a reward is computed in [`scoring::gas`]; a C2PA verdict
//! is decided in [`verification::c2pa`]; a crashed process is restarted by [`supervisor::policy`]; what the
//! dashboard shows is all in [`dashboard::App`].

pub mod types;

pub mod media;

pub mod clip;

pub mod verification;

pub mod prompts;
pub mod scoring;

pub mod protocol;

pub mod chain;
pub mod store;

pub mod models;

pub mod providers;

pub mod daemon;
pub mod miner;
pub mod validator;

pub mod supervisor;

pub mod demo;

pub mod dashboard;

pub mod config;

pub mod doctor;

pub mod cli;
