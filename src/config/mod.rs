//! Fills the `Settings` structs that modules own; knows where each value came from, but not what it is for.
//!
//! Flags beat the environment, which beats the env file, which beats `gascli.toml`, which beats defaults. Files are read
//! into maps, never into the environment of this process.
//!
//! ```text
//!  flags, environment, env_file, toml_file ──> Sources ──resolve + keys──> miner()/validator() ──> Settings
//! ```

mod chain;
mod data;
mod error;
pub mod file;
mod generation;
mod hub;
mod keys;
mod miner;
mod paths;
mod plan;
mod resolve;
mod sources;
mod toml_file;
mod validator;

pub use chain::{ChainSettings, chain};
pub use data::data;
pub use error::{ConfigErrors, Problem, Warning};
pub use generation::generation;
pub use hub::{HubError, hub, models};
pub use keys::{Key, Role};
pub(crate) use miner::MINIMUM_STAKE;
pub use miner::miner;
pub use paths::{PathsError, find as find_paths};
pub use plan::{Deed, Difference, Present, Step, differences, plan};
pub use resolve::{Resolved, ShownValue};
pub use sources::{Flag, Origin, Request, Sources};
pub use validator::{ValidatorServices, validator, validator_services};
