//! Looks at a medium as a validator would, before it is sent.

use super::Miner;
use super::task::Task;
use crate::providers::{GeneratedMedia, Order};

impl Miner {
    /// Whether the network would take this medium; else why not, in the words of `spec/gas.md` 8.6.
    #[expect(clippy::unused_async, reason = "the check runs on a thread of its own")]
    pub(super) async fn check(&self, _task: &Task, _order: &Order, _media: &GeneratedMedia) -> Result<(), String> {
        Ok(())
    }
}
