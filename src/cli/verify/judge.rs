//! One medium to its verdict.

use std::sync::{Condvar, Mutex, PoisonError};

use super::files::Item;
use super::medium;
use crate::types::{UnixMillis, caught};
use crate::verification::c2pa::{self, Check, Medium, Verdict};
use crate::verification::freshness::{self, Untimely};

/// What the C2PA library holds of one long file at most: the piece that it hashes, and the next one.
const MOST_OF_ONE: u64 = 512 << 20;

/// What is held of long files in all, however many threads there are.
const MOST_OF_ALL: u64 = 1 << 30;

/// How all media are to be judged.
pub(super) struct Judge<'a> {
    check: Check<'a>,
    challenged_at: Option<UnixMillis>,
    room: Room,
}

/// The verdict on one medium.
pub(super) struct Judged {
    /// As the network would report it.
    pub(super) verdict: Verdict,
    /// Why it would not do for the challenge, if it passes.
    pub(super) untimely: Option<Untimely>,
}

impl Judged {
    /// Why it is refused, in a word; `None` if it passes.
    pub(super) fn class(&self) -> Option<&'static str> {
        let refused = self.verdict.class.map(c2pa::RejectionClass::as_str);
        refused.or_else(|| self.untimely.map(Untimely::as_str))
    }
}

impl<'a> Judge<'a> {
    pub(super) fn new(check: Check<'a>, challenged_at: Option<UnixMillis>) -> Self {
        Self { check, challenged_at, room: Room::default() }
    }

    /// The verdict, or why there is none.
    pub(super) fn judge(&self, item: &Item) -> Result<Judged, String> {
        let mut opened = medium::open(item)?;
        let _place = self.room.take(opened.on_disk.min(MOST_OF_ONE));
        let verdict = guarded(&mut *opened.medium, &self.check)?;
        let fresh = |issued| freshness::check(verdict.signing_time, issued, UnixMillis::now()).err();
        let untimely = self.challenged_at.filter(|_| verdict.passes()).and_then(fresh);
        Ok(Judged { verdict, untimely })
    }
}

/// The verdict. A fault of ours that one file brings to light must not cost the verdicts on others.
fn guarded(medium: &mut dyn Medium, check: &Check<'_>) -> Result<Verdict, String> {
    caught(|| c2pa::verify_medium(medium, check)).map_err(|words| format!("the check itself failed: {words}"))
}

/// Memory for long files, shared by all threads.
#[derive(Default)]
struct Room {
    taken: Mutex<u64>,
    left: Condvar,
}

/// A part of the room, until dropped.
struct Place<'a> {
    room: &'a Room,
    bytes: u64,
}

impl Room {
    /// Waits until there is room; whoever comes to an empty room has it.
    fn take(&self, bytes: u64) -> Place<'_> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + bytes > MOST_OF_ALL {
            taken = self.left.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Place { room: self, bytes }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Seek, SeekFrom};
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;
    use crate::verification::c2pa::TrustSet;

    struct Faulty;

    impl Read for Faulty {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("a bug")
        }
    }

    impl Seek for Faulty {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }

    #[test]
    fn a_fault_in_the_check_of_one_file_is_words_about_that_file() {
        let trust = TrustSet::empty();
        let outcome = guarded(&mut Faulty, &Check::new(&trust));
        assert_eq!(outcome.unwrap_err(), "the check itself failed: a bug");
        assert!(!crate::types::is_caught());
    }

    #[test]
    fn long_files_share_the_room_and_none_waits_for_ever() {
        let (room, now) = (Room::default(), AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let _place = room.take(MOST_OF_ONE);
                        assert!(now.fetch_add(1, Ordering::SeqCst) < MOST_OF_ALL / MOST_OF_ONE);
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let _more_than_all = room.take(MOST_OF_ALL * 2);
    }
}
