//! A node's own seat, as the metagraph shows it, and its place in time.

use std::time::{Duration, Instant};

use crate::chain::{At, Chain, Metagraph, Neuron};
use crate::protocol::daemon_state::SeatState;
use crate::types::{BlockNumber, Hotkey, Netuid, UnixMillis};

/// How often a network's node is asked for what a calendar holds; one on this machine costs nothing.
const PAUSE_FAR: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_secs(6);

/// How old the subnet's rules may be: its owner seldom changes them.
const RULES_AGE: Duration = Duration::from_hours(1);

/// What a subnet tells of its epochs and of how long seats are immune, as last read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Calendar {
    tempo: Option<u64>,
    immunity_period: Option<u64>,
    next_epoch: Option<BlockNumber>,
    asked_at: Option<Instant>,
    rules_at: Option<Instant>,
}

impl Calendar {
    /// Asks the chain for what is missing or old, not too often; what does not come stays as it was. `block`: the newest
    /// that is known.
    pub(crate) async fn refresh(&mut self, chain: &dyn Chain, netuid: Netuid, block: BlockNumber) {
        let (now, pause) = (Instant::now(), if chain.connection().is_some() { PAUSE_FAR } else { PAUSE });
        if self.asked_at.is_some_and(|at| now.duration_since(at) < pause) {
            return;
        }
        self.asked_at = Some(now);
        if self.rules_at.is_none_or(|at| now.duration_since(at) >= RULES_AGE) {
            match chain.hyperparameters(netuid, At::Best).await {
                Ok(rules) => {
                    self.rules_at = Some(now);
                    (self.tempo, self.immunity_period) = (Some(rules.tempo.into()), Some(rules.immunity_period.into()));
                    self.next_epoch = None; // the tempo may be another
                }
                Err(error) => tracing::debug!(%error, "the subnet's rules could not be read"),
            }
        }
        if self.next_epoch.is_none_or(|next| next <= block) {
            match chain.next_epoch(netuid).await {
                Ok(next) => self.next_epoch = next,
                Err(error) => tracing::debug!(%error, "the next epoch could not be read"),
            }
        }
    }

    /// Sets what it knows of a seat.
    pub(crate) fn mark(&self, seat: &mut SeatState) {
        // A seat is immune while fewer blocks than this have passed.
        let last = |period: u64| BlockNumber(seat.registered_at.0.saturating_add(period).saturating_sub(1));
        seat.immune_until = self.immunity_period.map(last);
        (seat.tempo, seat.next_epoch) = (self.tempo, self.next_epoch);
    }
}

/// What the metagraph says of a hotkey's seat; `None` without one.
pub(crate) fn seat(
    metagraph: &Metagraph,
    hotkey: &Hotkey,
    read_at: UnixMillis,
    calendar: &Calendar,
) -> Option<SeatState> {
    let own = metagraph.by_hotkey(hotkey)?;
    let share = |part: u16| f64::from(part) / f64::from(u16::MAX);
    let mut seat = SeatState {
        read_at_ms: read_at,
        block: metagraph.block,
        neurons: u32::try_from(metagraph.neurons.len()).unwrap_or(u32::MAX),
        rank: rank(&metagraph.neurons, own),
        stake_rao: own.stake,
        incentive: share(own.incentive),
        dividends: share(own.dividends),
        consensus: share(own.consensus),
        emission_rao: own.emission,
        validator_permit: own.validator_permit,
        is_active: own.is_active,
        registered_at: own.registered_at,
        immune_until: None,
        last_update: own.last_update,
        tempo: None,
        next_epoch: None,
    };
    calendar.mark(&mut seat);
    Some(seat)
}

/// Who has a permit and no dividends may still mine.
fn rank(neurons: &[Neuron], own: &Neuron) -> Option<u32> {
    let by_dividends = own.validator_permit && own.dividends > 0;
    let income = |neuron: &Neuron| if by_dividends { neuron.dividends } else { neuron.incentive };
    let ahead = neurons.iter().filter(|neuron| income(neuron) > income(own)).count();
    u32::try_from(ahead + 1).ok().filter(|_| income(own) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Uid;

    /// A subnet of neurons with these permits, incentives and dividends.
    fn metagraph(rows: &[(bool, u16, u16)]) -> Metagraph {
        let neurons = (0..).zip(rows).map(|(uid, (validator_permit, incentive, dividends))| Neuron {
            validator_permit: *validator_permit,
            incentive: *incentive,
            dividends: *dividends,
            registered_at: BlockNumber(100),
            ..Neuron::new(Uid(uid), hotkey(uid))
        });
        Metagraph { netuid: Netuid(34), block: BlockNumber(900), neurons: neurons.collect(), stake_is_partial: false }
    }

    fn hotkey(uid: u16) -> Hotkey {
        Hotkey::from_bytes([u8::try_from(uid).unwrap(); 32])
    }

    #[test]
    fn a_place_is_one_among_those_who_earn_alike_and_shared_with_equals() {
        let metagraph = metagraph(&[
            (true, 0, 40_000),
            (true, 0, 0),
            (true, 7, 0),
            (false, 500, 0),
            (false, 900, 50_000),
            (false, 500, 0),
            (false, 0, 0),
        ]);
        let ranks = [Some(2), None, Some(4), Some(2), Some(1), Some(2), None];
        for (uid, rank) in (0..).zip(ranks) {
            let seat = seat(&metagraph, &hotkey(uid), UnixMillis(5), &Calendar::default()).unwrap();
            assert_eq!(seat.rank, rank, "uid {uid}");
            assert_eq!((seat.neurons, seat.block, seat.read_at_ms), (7, BlockNumber(900), UnixMillis(5)));
        }
        assert_eq!(seat(&metagraph, &hotkey(9), UnixMillis(5), &Calendar::default()), None, "it has no seat");
    }

    #[test]
    fn shares_are_of_one_and_the_calendar_tells_the_end_of_immunity_and_epoch() {
        let metagraph = metagraph(&[(false, u16::MAX, 0)]);
        let (tempo, next_epoch) = (Some(360), Some(BlockNumber(1081)));
        let calendar = Calendar { tempo, next_epoch, immunity_period: Some(4096), ..Calendar::default() };
        let known = seat(&metagraph, &hotkey(0), UnixMillis(5), &calendar).unwrap();
        assert!((known.incentive - 1.0).abs() < 1e-9);
        assert_eq!((known.tempo, known.next_epoch), (tempo, next_epoch));
        assert_eq!(known.immune_until, Some(BlockNumber(4195)), "4096 blocks from 100 on");
        let unknown = seat(&metagraph, &hotkey(0), UnixMillis(5), &Calendar::default()).unwrap();
        assert_eq!((unknown.tempo, unknown.next_epoch, unknown.immune_until), (None, None, None));
    }
}
