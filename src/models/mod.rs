//! Models on disk: where they lie, how they come there, whether they are whole.
//!
//! ```text
//!  hub, snapshot of another program, folder ──> .partial/NAME/ ──hash, open once──> NAME/ with model.json
//! ```
//!
//! A folder without a readable `model.json` is no model: it is written last, beside the files, before the folder gets its name.
//! Whoever changes the models' folder holds its lock; who reads needs none.

mod add;
pub mod discriminator;
mod error;
mod fetch;
mod folder;
mod hub;
mod lock;
mod manifest;
mod name;
mod own;
mod pull;
mod snapshot;
mod verify;

pub use error::ModelError;
pub use folder::{Begun, BuiltIn, ModelFolder, Models, built_in};
pub use hub::Hub;
pub use manifest::{Manifest, ManifestFile};
pub use name::{ModelName, OPENAI};
pub use pull::Progress;
pub use verify::{FileState, FileVerdict};
