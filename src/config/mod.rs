//! Fills the `Settings` structs that modules own; knows where each value came from, but not what it is for.
//!
//! Flags beat the environment, which beats the env file, which beats `gascli.toml`, which beats defaults. Files are read
//! into maps, never into the environment of this process.

mod paths;

pub use paths::{PathsError, find as find_paths};
