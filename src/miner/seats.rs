//! Who sits on the subnet, kept fresh in the background and never read per request.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::chain::{At, Axon, Chain, Metagraph};
use crate::daemon::seat::{Calendar, seat};
use crate::protocol::daemon_state::SeatState;
use crate::types::{BlockNumber, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// A block of the network; seats change no faster.
const REFRESH: Duration = Duration::from_secs(12);

/// The same over a connection: a metagraph is work for a node that others use too.
const REFRESH_FAR: Duration = Duration::from_mins(1);

/// Without a fresh metagraph for this long, an operator should look.
const STALE: Duration = Duration::from_mins(4);

/// Blocks by which a node may be behind the one before it. Seats of further back are those of a chain that began anew.
const BEHIND: u64 = 30;

/// The newest metagraph that could be had.
#[derive(Debug)]
pub(crate) struct Seats {
    /// Whose seat is told in full.
    own: Hotkey,
    known: watch::Sender<Known>,
    /// Whether it was said that stakes are known only in part.
    told_partial: AtomicBool,
}

/// What a metagraph told.
#[derive(Debug)]
pub(super) struct Known {
    seats: HashMap<Hotkey, Seat>,
    stake_is_partial: bool,
    block: BlockNumber,
    block_seen_at: UnixMillis,
    refreshed_at: UnixMillis,
    own: Option<SeatState>,
    calendar: Calendar,
}

#[derive(Debug, Clone, Copy)]
struct Seat {
    uid: Uid,
    stake: Rao,
    validator_permit: bool,
    axon: Option<Axon>,
}

impl Seats {
    pub(crate) fn new(metagraph: &Metagraph, own: Hotkey, calendar: Calendar, now: UnixMillis) -> Self {
        let known = known(metagraph, &own, calendar, now);
        Self { own, known: watch::Sender::new(known), told_partial: AtomicBool::new(false) }
    }

    fn read<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.borrow())
    }

    /// Stake of a registered hotkey. Where it is known only in part, that of a validator is taken to be `enough`: it may be, and
    /// the chain gave it the permit for its stake.
    pub(crate) fn stake(&self, hotkey: &Hotkey, enough: Option<Rao>) -> Option<Rao> {
        let (seat, is_partial) =
            self.read(|known| Some((known.seats.get(hotkey).copied()?, known.stake_is_partial)))?;
        let Some(enough) = enough.filter(|enough| seat.stake < *enough && seat.validator_permit && is_partial) else {
            return Some(seat.stake);
        };
        if !self.told_partial.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %hotkey, uid = seat.uid.0, stake_rao = seat.stake.0, enough_rao = enough.0,
                "stakes are known without what hotkeys delegate to each other, so a validator permit is taken for enough stake"
            );
        }
        Some(enough)
    }

    /// Seat of a registered hotkey.
    pub(crate) fn uid(&self, hotkey: &Hotkey) -> Option<Uid> {
        self.read(|known| known.seats.get(hotkey).map(|seat| seat.uid))
    }

    /// Our own seat, with all that is known of it.
    pub(crate) fn own(&self) -> Option<SeatState> {
        self.read(|known| known.own.clone())
    }

    /// Whether a registered hotkey has another axon than this one, or none.
    pub(super) fn lacks(&self, hotkey: &Hotkey, axon: Axon) -> bool {
        self.read(|known| known.seats.get(hotkey).is_some_and(|seat| seat.axon != Some(axon)))
    }

    /// Changes at every look at the chain.
    pub(super) fn looks(&self) -> watch::Receiver<Known> {
        self.known.subscribe()
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
        let mut fresh = known(metagraph, &self.own, self.read(|known| known.calendar), now);
        self.known.send_modify(|known| {
            // The next endpoint may be some blocks behind; what is known of those that came since is not forgotten.
            if fresh.block < known.block && known.block.0 - fresh.block.0 < BEHIND {
                known.refreshed_at = now;
                return;
            }
            if fresh.block == known.block {
                fresh.block_seen_at = known.block_seen_at;
            }
            *known = fresh;
        });
    }

    /// Brings up to date what is known of epochs; whoever waits for a look at the chain is not told.
    async fn refresh_calendar(&self, chain: &dyn Chain, netuid: Netuid) {
        let (mut calendar, block) = self.read(|known| (known.calendar, known.block));
        calendar.refresh(chain, netuid, block).await;
        self.known.send_if_modified(|known| {
            known.calendar = calendar;
            known.own.iter_mut().for_each(|seat| calendar.mark(seat));
            false
        });
    }

    /// Refreshes until `stop`; keeps the last good metagraph when the chain does not answer, and says so.
    pub(crate) async fn refresh(&self, chain: Arc<dyn Chain>, netuid: Netuid, stop: CancellationToken) {
        let mut failing = false;
        let pause = if chain.connection().is_some() { REFRESH_FAR } else { REFRESH };
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            let answer = tokio::select! {
                () = stop.cancelled() => return,
                answer = chain.metagraph(netuid, At::Finalized) => answer,
            };
            match answer {
                Ok(metagraph) => {
                    if failing {
                        tracing::info!(block = metagraph.block.0, "the chain answers again");
                    }
                    failing = false;
                    self.replace(&metagraph, UnixMillis::now());
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = self.refresh_calendar(&*chain, netuid) => {}
                    }
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

fn known(metagraph: &Metagraph, own: &Hotkey, calendar: Calendar, now: UnixMillis) -> Known {
    Known {
        seats: metagraph
            .neurons
            .iter()
            .map(|neuron| {
                let (uid, stake) = (neuron.uid, neuron.stake);
                let (validator_permit, axon) = (neuron.validator_permit, neuron.axon);
                (neuron.hotkey, Seat { uid, stake, validator_permit, axon })
            })
            .collect(),
        stake_is_partial: metagraph.stake_is_partial,
        block: metagraph.block,
        block_seen_at: now,
        refreshed_at: now,
        own: seat(metagraph, own, now, &calendar),
        calendar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Neuron;

    #[test]
    fn a_validator_is_not_refused_for_a_stake_that_is_known_only_in_part() {
        let hotkey = |number| Hotkey::from_bytes([number; 32]);
        let neuron = |number: u8, validator_permit| Neuron {
            validator_permit,
            stake: Rao::from_tao(10),
            ..Neuron::new(Uid(number.into()), hotkey(number))
        };
        let neurons = vec![neuron(0, true), neuron(1, false)];
        let enough = Rao::from_tao(20_000);
        for (stake_is_partial, validator) in [(false, Rao::from_tao(10)), (true, enough)] {
            let metagraph =
                Metagraph { netuid: Netuid(34), block: BlockNumber(9), neurons: neurons.clone(), stake_is_partial };
            let seats = Seats::new(&metagraph, hotkey(0), Calendar::default(), UnixMillis(0));
            assert_eq!(seats.own().map(|seat| (seat.neurons, seat.validator_permit)), Some((2, true)));
            assert_eq!(seats.stake(&hotkey(0), Some(enough)), Some(validator), "partial: {stake_is_partial}");
            assert_eq!(seats.stake(&hotkey(1), Some(enough)), Some(Rao::from_tao(10)), "it has no permit");
            assert_eq!(seats.stake(&hotkey(2), Some(enough)), None, "it has no seat");
        }
    }
}
