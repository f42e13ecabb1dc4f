//! When the epochs of a subnet run (`spec/chain.md` 7.6).

use std::time::Duration;

use crate::types::{BlockNumber, Netuid, UnixMillis};

/// An epoch runs after so many blocks at the latest, however long the tempo is.
const LONGEST: u64 = 50_401;

/// The block of a moment on a chain whose blocks come by the clock. A clock that stands before the genesis reads as
/// block 0.
pub fn block_at(genesis: UnixMillis, block_time: Duration, now: UnixMillis) -> BlockNumber {
    let blocks = genesis.until(now).as_millis() / block_time.as_millis().max(1);
    BlockNumber(u64::try_from(blocks).unwrap_or(u64::MAX))
}

/// How the epochs of a subnet come. A runtime whose metadata has `LastEpochBlock` counts from the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Epochs {
    /// By the number of the block alone: up to spec version 365.
    ByNumber {
        /// Each subnet has its own blocks.
        netuid: Netuid,
        /// Blocks between two epochs.
        tempo: u16,
    },
    /// By the distance from the last one: from spec version 424.
    SinceLast {
        /// Blocks from one epoch to the next.
        tempo: u16,
        /// The block of the last one.
        last: BlockNumber,
        /// One that the owner has asked for.
        pending: Option<BlockNumber>,
    },
}

impl Epochs {
    /// The first block after `block` at which an epoch runs; `None` where none ever will. An epoch that is due by now
    /// and has not run counts as the next block's.
    pub fn next(&self, block: BlockNumber) -> Option<BlockNumber> {
        let after = block.0.saturating_add(1);
        match *self {
            Self::ByNumber { tempo: 0, .. } | Self::SinceLast { tempo: 0, .. } => None,
            Self::ByNumber { netuid, tempo } => {
                let (length, shift) = (u64::from(tempo) + 1, u64::from(netuid.0) + 2);
                let over = (after % length + shift) % length;
                Some(BlockNumber(after.saturating_add((length - over) % length)))
            }
            Self::SinceLast { tempo, last, pending } => {
                let regular = last.0.saturating_add(step(tempo));
                let next = pending.map_or(regular, |pending| pending.0.min(regular));
                Some(BlockNumber(next.max(after)))
            }
        }
    }
}

/// Blocks from one epoch to the next, where they are counted from the last one.
pub(in crate::chain) fn step(tempo: u16) -> u64 {
    u64::from(tempo).clamp(1, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_lasts_its_time_and_a_clock_before_the_genesis_reads_as_block_zero() {
        let block = |now| block_at(UnixMillis(10_000), Duration::from_secs(12), UnixMillis(now)).0;
        assert_eq!([0, 10_000, 21_999, 22_000, 130_000].map(block), [0, 0, 0, 1, 10]);
    }

    #[test]
    fn epochs_by_number_run_where_block_and_netuid_fill_the_tempo() {
        // spec/chain.md 7.6: (block + u + 2) mod (tempo + 1) = 0
        for (netuid, tempo) in [(34, 360), (1, 4), (9, 1), (65_535, 10)] {
            let epochs = Epochs::ByNumber { netuid: Netuid(netuid), tempo };
            let runs = |block: u64| (block + u64::from(netuid) + 2).is_multiple_of(u64::from(tempo) + 1);
            for block in 0..1000 {
                let expected = (block + 1..block + 1000).find(|block| runs(*block)).unwrap();
                assert_eq!(epochs.next(BlockNumber(block)), Some(BlockNumber(expected)), "{netuid} {tempo} {block}");
            }
        }
    }

    #[test]
    fn epochs_since_the_last_one_run_after_the_tempo_or_when_asked_for() {
        let next = |last, pending: Option<u64>, tempo, block| {
            let epochs = Epochs::SinceLast { tempo, last: BlockNumber(last), pending: pending.map(BlockNumber) };
            epochs.next(BlockNumber(block)).map(|block| block.0)
        };
        assert_eq!(next(100, None, 360, 200), Some(460));
        assert_eq!(next(100, Some(300), 360, 200), Some(300));
        assert_eq!(next(100, Some(600), 360, 200), Some(460));
        assert_eq!(next(100, None, 360, 470), Some(471), "due and not run yet");
        assert_eq!(next(0, None, u16::MAX, 1), Some(50_401));
        assert_eq!(next(100, Some(300), 0, 200), None);
    }
}
