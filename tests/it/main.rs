//! One integration binary: each further one would link every heavy crate again.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a panic is the way in which tests fail; skipped tests say so"
)]

mod config;
mod config_apply;
mod config_file;
mod data_folder;
mod data_hub;
mod data_hub_world;
mod data_process;
mod data_s3;
mod data_world;
mod demo;
mod generated;
mod generator_cli;
mod imitation;
mod layers;
mod localnet;
mod logs;
mod media;
mod miner_api;
mod miner_budget;
mod miner_check;
mod miner_delivery;
mod miner_external;
mod miner_faults;
mod miner_metrics;
mod miner_process;
mod miner_restart;
mod miner_walk;
mod miner_webhooks;
mod miner_world;
mod python_store;
mod readme;
mod score_cli;
mod store_crash;
mod store_import;
mod store_upkeep;
mod store_world;
mod store_writers;
mod supervisor;
mod supervisor_attack;
mod supervisor_chaos;
mod supervisor_events;
mod supervisor_health;
mod supervisor_metrics;
mod supervisor_safety;
mod supervisor_shim;
mod supervisor_stop;
mod supervisor_upgrade;
mod support;
mod trust;
mod validator;
mod validator_ingest;
mod validator_prompts;
mod validator_rewards;
mod validator_rounds;
mod validator_services;
mod validator_world;
mod verify;
mod verify_cli;
mod verify_golden_cli;
mod verify_ingest;
mod verify_remote;
mod verify_robust;
mod verify_strict;
mod verify_world;
mod wallet;
