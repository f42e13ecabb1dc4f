//! What a miner keeps in SQLite: `miner.sqlite` in its state folder.
//!
//! ```text
//!  async callers ──jobs──> the writer's thread: BEGIN, every job that waits, COMMIT (one fsync) ──answers──>
//! ```
//!
//! A thousand challenges a second, each on disk before it is answered, cannot have an fsync each: whatever is asked while
//! one transaction is written becomes the next one. A job is answered only after its transaction is on disk, and a job that
//! fails leaves the others of its transaction alone.
//!
//! One file here per group of tables. A new group brings a migration of its own and builds its methods on
//! [`MinerStore::write`], which serves for reading too.

mod at_rest;
mod models;
mod orders;
mod tasks;
mod webhooks;
mod writer;

use super::database::Kind;

pub use at_rest::{AtRest, at_rest};
pub use models::ModelRow;
pub use orders::{OrderId, PlacedOrder, Spent};
pub use tasks::{StoredTask, TaskRow};
pub use webhooks::webhook_statistics;
pub use writer::MinerStore;

const MINER: Kind = Kind {
    file: "miner.sqlite",
    setting: "MINER_STATE_DIR",
    migrations: &[
        ("gascli_miner_0001_base", include_str!("../migrations/miner_0001_base.sql")),
        ("gascli_miner_0002_standings", include_str!("../migrations/miner_0002_standings.sql")),
    ],
};
