//! The block clock: what the newest block is, and since when.
//!
//! Work waits for "at or past block X": heads are skipped when a chain stalls or a connection is made anew, and a rule such
//! as "every block that 110 divides" then loses a whole period (`spec/chain.md` 11). A connection on which no block comes is
//! replaced (`spec/gas.md` 17.4).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::chain::{Chain as _, ChainError, Link};
use crate::types::{BlockNumber, UnixMillis};

/// Without a new block for this long the chain counts as stale: five block times of the network.
pub(super) const STALE_AFTER: Duration = Duration::from_mins(1);

/// Without a new block for this long on a connection it is made anew, and after this pause again if that fails.
const RECONNECT_AFTER: Duration = Duration::from_mins(2);
const RECONNECT_PAUSE: Duration = Duration::from_secs(5);

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
pub(super) async fn run(chain: Arc<Link>, every: Duration, seen: watch::Sender<Seen>, stop: CancellationToken) {
    let mut reconnect_at = Instant::now() + RECONNECT_AFTER;
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
                        reconnect_at = Instant::now() + RECONNECT_AFTER;
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
        if Instant::now() >= reconnect_at {
            reconnect_at = Instant::now() + reconnect(&chain).await;
        }
    }
}

/// Makes the connection anew; returns how long to wait for a block before doing so again.
async fn reconnect(chain: &Link) -> Duration {
    tracing::warn!(silent_for = ?RECONNECT_AFTER, "no new block: connecting to the chain anew");
    let error = match timeout(ASK, chain.reconnect()).await {
        Ok(Ok(())) => return RECONNECT_AFTER,
        Ok(Err(error)) => ChainError::to_string(&error),
        Err(_) => format!("no answer within {ASK:?}"),
    };
    tracing::warn!(%error, again_in = ?RECONNECT_PAUSE, "the chain cannot be connected to");
    RECONNECT_PAUSE
}

/// Waits until a block at or past `block` is seen. `None` when the clock has stopped.
pub(super) async fn at_or_past(clock: &mut watch::Receiver<Seen>, block: BlockNumber) -> Option<BlockNumber> {
    clock.wait_for(|seen| seen.block >= block).await.ok().map(|seen| seen.block)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    use async_trait::async_trait;

    use super::*;
    use crate::chain::{Axon, Chain, Hyperparameters, Metagraph};
    use crate::types::{Keypair, Netuid, Uid};

    /// A node that stands still at a block.
    struct Still(BlockNumber);

    const NOT_ASKED: &str = "only blocks are asked for";

    #[async_trait]
    impl Chain for Still {
        async fn block(&self) -> Result<BlockNumber, ChainError> {
            Ok(self.0)
        }
        async fn metagraph(&self, _: Netuid) -> Result<Metagraph, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn hyperparameters(&self, _: Netuid) -> Result<Hyperparameters, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn serve_axon(&self, _: Netuid, _: &Keypair, _: Axon) -> Result<(), ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn set_weights(
            &self,
            _: Netuid,
            _: &Keypair,
            _: &[(Uid, u16)],
            _: u64,
        ) -> Result<BlockNumber, ChainError> {
            panic!("{NOT_ASKED}")
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_without_new_blocks_is_replaced_and_tried_again_until_one_comes() {
        let connections = Arc::new(AtomicU32::new(0));
        let connected_at = Arc::new(Mutex::new(Vec::new()));
        let (count, at, began) = (Arc::clone(&connections), Arc::clone(&connected_at), Instant::now());
        let link = Link::by(Box::new(move || {
            let nth = count.fetch_add(1, Ordering::Relaxed);
            at.lock().unwrap().push(began.elapsed().as_secs());
            Box::pin(async move {
                match nth {
                    // The second node cannot be reached; the third is ahead of the first.
                    1 => Err(ChainError::Unsupported { endpoint: "away".into() }),
                    nth => Ok(Arc::new(Still(BlockNumber(100 + u64::from(nth)))) as Arc<dyn Chain>),
                }
            })
        }))
        .await
        .unwrap();
        let (seen, mut clock) = watch::channel(Seen::new(BlockNumber(100)));
        let stop = CancellationToken::new();
        let running = tokio::spawn(run(Arc::new(link), Duration::from_secs(1), seen, stop.clone()));
        assert_eq!(at_or_past(&mut clock, BlockNumber(102)).await, Some(BlockNumber(102)));
        let found = connected_at.lock().unwrap().clone();
        assert_eq!(found, [0, 120, 125], "after two minutes of silence, then five seconds after each failure");
        stop.cancel();
        running.await.unwrap();
    }
}
