//! The miner daemon (`gascli run generator`): accepts challenges, has them generated, delivers the results.
//!
//! ```text
//!  validator ──server──> gas ──> registry (queue) ──> worker ──> provider ──> journal ──> checkpoint (disk)
//!      ^                                               │ └──> checkpoint (disk)
//!      │                                               v
//!      └────────────────── webhook <── deliver <── check
//! ```
//!
//! A task's life is in `task` (pure); whatever happens to it is on disk first (`checkpoint`, as a `document`), and `leftovers`
//! brings to its end what an earlier process began. Nothing here knows which service generates, and only `gas` and `webhook` know what the wire looks like. Before anything is accepted,
//! `daemon::signatures` tells who asks, `limits` how much one may ask, `budget` (pure) what may be spent and `models` (pure) which
//! models are paused; `standings` keeps what was learned of models and validators.

mod budget;
mod check;
mod checkpoint;
mod deliver;
mod deliveries;
pub mod discriminator;
mod document;
mod external;
mod gas;
mod journal;
mod leftovers;
mod limits;
mod metrics;
mod models;
mod queue;
mod recent;
mod registry;
mod run;
mod seats;
mod server;
mod settings;
mod standings;
mod task;
mod webhook;
pub mod worker;

pub use checkpoint::CheckpointError;
pub use run::{MinerError, Setup, run};
pub use settings::{CheckSettings, ExternalIp, Settings, WebhookSettings};

use run::Miner;
