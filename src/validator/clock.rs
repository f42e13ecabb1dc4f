//! The block clock: what the newest block is, and since when.
//!
//! Work waits for "at or past block X": heads are skipped when a chain stalls or a connection is made anew, and a rule such
//! as "every block that 110 divides" then loses a whole period (`spec/chain.md` 11).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::chain::Chain;
use crate::types::{BlockNumber, UnixMillis};

/// Without a new block for this long the chain counts as stale: five block times of the network.
pub(super) const STALE_AFTER: Duration = Duration::from_mins(1);

/// Longest wait for one answer.
const ASK: Duration = Duration::from_secs(20);

/// The newest block that was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) block: BlockNumber,
    /// When it was first seen.
    pub(super) at: UnixMillis,
    /// The same moment, by a clock that is never set back.
    since: Instant,
}

impl Seen {
    pub(super) fn new(block: BlockNumber) -> Self {
        Self { block, at: UnixMillis::now(), since: Instant::now() }
    }

    /// For how long no newer block came; `None` while that is normal.
    pub(super) fn stale_for(&self) -> Option<Duration> {
        Some(self.since.elapsed()).filter(|elapsed| *elapsed > STALE_AFTER)
    }
}

/// Asks for the newest block until `stop`. Block numbers only ever grow here, whatever a node says after a reconnect.
pub(super) async fn run(chain: Arc<dyn Chain>, every: Duration, seen: watch::Sender<Seen>, stop: CancellationToken) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut answering = true;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let fault = match timeout(ASK, chain.block()).await {
            Ok(Ok(block)) => {
                seen.send_if_modified(|last| {
                    let newer = block > last.block;
                    if newer {
                        *last = Seen::new(block);
                    }
                    newer
                });
                None
            }
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(format!("no answer within {ASK:?}")),
        };
        // Once, not at each tick: a chain that is away for an hour must not fill the log.
        match &fault {
            Some(error) if answering => tracing::warn!(%error, "the chain does not tell its newest block"),
            None if !answering => tracing::info!("the chain answers again"),
            _ => {}
        }
        answering = fault.is_none();
    }
}

/// Waits until a block at or past `block` is seen. `None` when the clock has stopped.
pub(super) async fn at_or_past(clock: &mut watch::Receiver<Seen>, block: BlockNumber) -> Option<BlockNumber> {
    clock.wait_for(|seen| seen.block >= block).await.ok().map(|seen| seen.block)
}
