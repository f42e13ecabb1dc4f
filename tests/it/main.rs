//! One integration binary: each further one would link every heavy crate again.
#![expect(missing_docs, reason = "test names are the documentation")]

mod layers;
mod miner_api;
mod miner_delivery;
mod miner_restart;
mod miner_world;
mod support;
mod verify;
mod verify_ingest;
