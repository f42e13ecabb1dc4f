//! Which requests came before: each counts once while its signature could be used again (`spec/gas.md` 18, point 9).

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::types::{Hotkey, UnixMillis};

/// For how long a request can be replayed: its time may lie 15 s ahead on arrival, and 15 s back on the replay
/// (`spec/gas.md` 2.4).
const WINDOW: Duration = Duration::from_secs(31);

/// Requests of one signer that are remembered. One who sends more within the window is refused, since forgetting would
/// let the oldest be replayed.
const REMEMBERED: usize = 8192;

/// Half a SHA-256 of a request id, which peers choose and may make long.
type Digest16 = [u8; 16];

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noted {
    New,
    /// It came before.
    Again,
    /// It may be new, but there is no room to remember it.
    TooMany,
}

/// Ids of recent requests, by signer. Only verified requests come here, so there are as many signers as neurons.
#[derive(Debug)]
pub(crate) struct Replays {
    window: Duration,
    signers: Mutex<HashMap<Hotkey, Recent>>,
}

impl Default for Replays {
    fn default() -> Self {
        Self::new(Duration::ZERO)
    }
}

#[derive(Debug, Default)]
struct Recent {
    known: HashSet<Digest16>,
    order: VecDeque<(UnixMillis, Digest16)>,
}

impl Replays {
    /// For requests whose bodies take at most so long: one that came first may be complete last.
    pub(crate) fn new(longest_body: Duration) -> Self {
        Self { window: WINDOW + longest_body, signers: Mutex::default() }
    }

    /// Remembers a request, and says whether it is new.
    pub(crate) fn note(&self, signer: Hotkey, uuid: &str, now: UnixMillis) -> Noted {
        let mut id = Digest16::default();
        id.copy_from_slice(&Sha256::digest(uuid.as_bytes())[..16]);
        let mut signers = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = signers.entry(signer).or_default();
        while let Some((seen, old)) = recent.order.front().copied() {
            if seen.until(now) <= self.window {
                break;
            }
            recent.order.pop_front();
            recent.known.remove(&old);
        }
        if recent.known.contains(&id) {
            return Noted::Again;
        }
        if recent.order.len() >= REMEMBERED {
            return Noted::TooMany;
        }
        recent.known.insert(id);
        recent.order.push_back((now, id));
        Noted::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNER: Hotkey = Hotkey::from_bytes([1; 32]);
    const OTHER: Hotkey = Hotkey::from_bytes([2; 32]);

    #[test]
    fn a_request_counts_once_while_it_could_be_replayed() {
        let replays = Replays::default();
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(0)), Noted::New);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(30_000)), Noted::Again);
        assert_eq!(replays.note(OTHER, "a", UnixMillis(30_000)), Noted::New);
        assert_eq!(replays.note(SIGNER, "b", UnixMillis(30_000)), Noted::New);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(31_001)), Noted::New);
    }

    #[test]
    fn a_replay_of_a_body_that_took_long_is_known_too() {
        let replays = Replays::new(Duration::from_mins(10));
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(0)), Noted::New);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(600_000)), Noted::Again);
        assert_eq!(replays.note(SIGNER, "a", UnixMillis(631_001)), Noted::New);
    }

    #[test]
    fn memory_of_requests_is_bounded_by_refusing_not_by_forgetting() {
        let replays = Replays::default();
        for number in 0..REMEMBERED {
            assert_eq!(replays.note(SIGNER, &number.to_string(), UnixMillis(0)), Noted::New);
        }
        assert_eq!(replays.note(SIGNER, "one more", UnixMillis(0)), Noted::TooMany);
        assert_eq!(replays.note(SIGNER, "0", UnixMillis(0)), Noted::Again);
        assert_eq!(replays.note(SIGNER, "one more", UnixMillis(40_000)), Noted::New);
    }
}
