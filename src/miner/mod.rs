//! The miner daemon (`gascli run generator`): accepts challenges, has them generated, delivers the results.

mod settings;
pub mod worker;

pub use settings::{Settings, WebhookSettings};
