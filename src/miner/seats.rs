//! Who sits on the subnet, kept fresh in the background and never read per request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::chain::{Chain, Metagraph};
use crate::types::{BlockNumber, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// A block of the network; seats change no faster.
const REFRESH: Duration = Duration::from_secs(12);

/// Without a fresh metagraph for this long, an operator should look.
const STALE: Duration = Duration::from_mins(2);

/// The newest metagraph that could be had.
#[derive(Debug)]
pub(crate) struct Seats {
    known: RwLock<Known>,
}

#[derive(Debug)]
struct Known {
    seats: HashMap<Hotkey, (Uid, Rao)>,
    block: BlockNumber,
    block_seen_at: UnixMillis,
    refreshed_at: UnixMillis,
}

impl Seats {
    pub(crate) fn new(metagraph: &Metagraph, now: UnixMillis) -> Self {
        Self { known: RwLock::new(known(metagraph, now)) }
    }

    fn read<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Stake of a registered hotkey.
    pub(crate) fn stake(&self, hotkey: &Hotkey) -> Option<Rao> {
        self.read(|known| known.seats.get(hotkey).map(|(_, stake)| *stake))
    }

    /// Seat of a registered hotkey.
    pub(crate) fn uid(&self, hotkey: &Hotkey) -> Option<Uid> {
        self.read(|known| known.seats.get(hotkey).map(|(uid, _)| *uid))
    }

    /// Newest block, and when it was first seen.
    pub(crate) fn block(&self) -> (BlockNumber, UnixMillis) {
        self.read(|known| (known.block, known.block_seen_at))
    }

    /// For how long no metagraph came, if that is too long.
    pub(crate) fn stale_for(&self, now: UnixMillis) -> Option<Duration> {
        let age = self.read(|known| known.refreshed_at.until(now));
        (age > STALE).then_some(age)
    }

    fn replace(&self, metagraph: &Metagraph, now: UnixMillis) {
        let mut fresh = known(metagraph, now);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if fresh.block == known.block {
            fresh.block_seen_at = known.block_seen_at;
        }
        *known = fresh;
    }

    /// Refreshes until `stop`; keeps the last good metagraph when the chain does not answer, and says so.
    pub(crate) async fn refresh(&self, chain: Arc<dyn Chain>, netuid: Netuid, stop: CancellationToken) {
        let mut failing = false;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(REFRESH) => {}
            }
            let answer = tokio::select! {
                () = stop.cancelled() => return,
                answer = chain.metagraph(netuid) => answer,
            };
            match answer {
                Ok(metagraph) => {
                    if failing {
                        tracing::info!(block = metagraph.block.0, "the chain answers again");
                    }
                    failing = false;
                    self.replace(&metagraph, UnixMillis::now());
                }
                Err(error) if failing => tracing::debug!(%error, "the chain still does not answer"),
                Err(error) => {
                    failing = true;
                    tracing::warn!(%error, "the chain does not answer; the last metagraph stays in use");
                }
            }
        }
    }
}

fn known(metagraph: &Metagraph, now: UnixMillis) -> Known {
    Known {
        seats: metagraph.neurons.iter().map(|neuron| (neuron.hotkey, (neuron.uid, neuron.stake))).collect(),
        block: metagraph.block,
        block_seen_at: now,
        refreshed_at: now,
    }
}
