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

use crate::chain::{Chain, ChainError};
use crate::types::{BlockNumber, UnixMillis};

/// Without a new block for this long the chain counts as stale: five block times of the network.
pub(super) const STALE_AFTER: Duration = Duration::from_mins(1);

/// Without a new block for this long on a connection it is made anew, and after this pause again if that fails. The chain's
/// own keeper does the same meanwhile.
const RECONNECT_AFTER: Duration = Duration::from_mins(2);
const RECONNECT_PAUSE: Duration = Duration::from_mins(1);

/// Blocks by which the newest one must be below the last for the chain to have begun anew. Less is a node that is behind.
pub(super) const ANEW: u64 = 300;

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

/// Asks for the newest block until `stop`. Block numbers only ever grow here, whatever a node says after a reconnect, unless
/// the chain begins anew, as a network of one's own does that is cleared.
pub(super) async fn run(chain: Arc<dyn Chain>, every: Duration, seen: watch::Sender<Seen>, stop: CancellationToken) {
    let mut reconnect_at = Instant::now() + RECONNECT_AFTER;
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut answering, mut told_silence) = (true, false);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let asked = tokio::select! {
            () = stop.cancelled() => return,
            asked = timeout(ASK, chain.block()) => asked,
        };
        let fault = match asked {
            Ok(Ok(block)) => {
                seen.send_if_modified(|last| {
                    let is_anew = block.0.saturating_add(ANEW) < last.block.0;
                    if is_anew {
                        tracing::warn!(%block, last = last.block.0, "the chain has begun anew: so does what is due by blocks");
                    }
                    let newer = block > last.block || is_anew;
                    if newer {
                        *last = Seen::new(block);
                        reconnect_at = Instant::now() + RECONNECT_AFTER;
                        told_silence = false;
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
            let pause = tokio::select! {
                () = stop.cancelled() => return,
                pause = reconnect(&*chain, !told_silence) => pause,
            };
            told_silence = true;
            reconnect_at = Instant::now() + pause;
        }
    }
}

/// Makes the connection anew, and says so the first time; returns how long to wait for a block before doing so again.
async fn reconnect(chain: &dyn Chain, is_first: bool) -> Duration {
    if is_first {
        tracing::warn!(silent_for = ?RECONNECT_AFTER, "no new block: connecting to the chain anew");
    }
    let error = match timeout(ASK, chain.reconnect()).await {
        Ok(Ok(())) => return RECONNECT_AFTER,
        Ok(Err(error)) => ChainError::to_string(&error),
        Err(_) => format!("no answer within {ASK:?}"),
    };
    if is_first {
        tracing::warn!(%error, again_every = ?RECONNECT_PAUSE, "the chain cannot be connected to");
    }
    RECONNECT_PAUSE
}

/// Waits until a block at or past `block` is seen. `None` when the clock has stopped.
pub(super) async fn at_or_past(clock: &mut watch::Receiver<Seen>, block: BlockNumber) -> Option<BlockNumber> {
    clock.wait_for(|seen| seen.block >= block).await.ok().map(|seen| seen.block)
}

/// The same for what lies `span` blocks ahead at most, when it is planned. What lies further ahead was planned before the
/// chain began anew: the wait for it ends with a lower block.
pub(super) async fn at_or_past_or_anew(
    clock: &mut watch::Receiver<Seen>,
    block: BlockNumber,
    span: u64,
) -> Option<BlockNumber> {
    let is_over = |seen: &Seen| seen.block >= block || seen.block.0.saturating_add(span) < block.0;
    clock.wait_for(is_over).await.ok().map(|seen| seen.block)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::chain::{
        At, Axon, ChainStatus, Commitment, Hyperparameters, Metagraph, WeightsCall, WeightsPreview, WeightsSet,
    };
    use crate::types::{Hotkey, Keypair, Netuid, Uid};

    /// A chain whose newest block follows from the time and the connections. The second connection cannot be made.
    struct Played {
        began: Instant,
        connected_at: Mutex<Vec<u64>>,
        block: fn(u64, u64) -> u64,
    }

    impl Played {
        /// `block`: by the seconds that have passed and the number of connections after the first.
        fn new(block: fn(u64, u64) -> u64) -> Arc<Self> {
            Arc::new(Self { began: Instant::now(), connected_at: Mutex::default(), block })
        }
    }

    const NOT_ASKED: &str = "only blocks are asked for";

    #[async_trait]
    impl Chain for Played {
        async fn reconnect(&self) -> Result<(), ChainError> {
            let mut connected_at = self.connected_at.lock().unwrap();
            connected_at.push(self.began.elapsed().as_secs());
            match connected_at.len() {
                1 => Err(ChainError::NoSuchSubnet { netuid: Netuid(0), chain: "away".into() }),
                _ => Ok(()),
            }
        }
        async fn block(&self) -> Result<BlockNumber, ChainError> {
            let connections = self.connected_at.lock().unwrap().len() as u64;
            Ok(BlockNumber((self.block)(self.began.elapsed().as_secs(), connections)))
        }
        async fn status(&self) -> Result<ChainStatus, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn metagraph(&self, _: Netuid, _: At) -> Result<Metagraph, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn hyperparameters(&self, _: Netuid, _: At) -> Result<Hyperparameters, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn next_epoch(&self, _: Netuid) -> Result<Option<BlockNumber>, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn weights(&self, _: Netuid, _: u8, _: Uid, _: At) -> Result<Vec<(Uid, u16)>, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn commitment(&self, _: Netuid, _: &Hotkey, _: At) -> Result<Option<Commitment>, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn commit(&self, _: Netuid, _: &Keypair, _: &[&[u8]]) -> Result<BlockNumber, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn serve_axon(&self, _: Netuid, _: &Keypair, _: Axon) -> Result<(), ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn preview_weights(&self, _: &Hotkey, _: &WeightsCall<'_>) -> Result<WeightsPreview, ChainError> {
            panic!("{NOT_ASKED}")
        }
        async fn set_weights(&self, _: &Keypair, _: &WeightsCall<'_>) -> Result<WeightsSet, ChainError> {
            panic!("{NOT_ASKED}")
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_without_new_blocks_is_replaced_and_tried_again_until_one_comes() {
        // It stands still between two connections; the third is ahead of the first.
        let chain = Played::new(|_, connections| if connections < 2 { 100 } else { 100 + connections });
        let (seen, mut clock) = watch::channel(Seen::new(BlockNumber(100)));
        let stop = CancellationToken::new();
        let running =
            tokio::spawn(run(Arc::clone(&chain) as Arc<dyn Chain>, Duration::from_secs(1), seen, stop.clone()));
        assert_eq!(at_or_past(&mut clock, BlockNumber(102)).await, Some(BlockNumber(102)));
        let found = chain.connected_at.lock().unwrap().clone();
        assert_eq!(found, [120, 180], "after two minutes of silence, then a minute after each failure");
        stop.cancel();
        running.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_chain_that_begins_anew_is_followed_and_ends_the_wait_for_what_was_due_and_a_node_behind_does_not() {
        let chain = Played::new(|seconds, _| match seconds {
            0..5 => 1000,
            5..10 => 1000 - ANEW,
            _ => 1000 - ANEW - 11 + seconds,
        });
        let (seen, mut clock) = watch::channel(Seen::new(BlockNumber(1000)));
        let stop = CancellationToken::new();
        let running = tokio::spawn(run(chain as Arc<dyn Chain>, Duration::from_secs(1), seen, stop.clone()));
        let due = BlockNumber(1100);
        assert_eq!(at_or_past_or_anew(&mut clock, due, 100).await, Some(BlockNumber(699)));
        // Planned anew from there.
        let due = BlockNumber(799);
        assert_eq!(at_or_past_or_anew(&mut clock, due, 100).await, Some(due));
        stop.cancel();
        running.await.unwrap();
    }
}
