//! The challenges that await their media, and who may end each of them.
//!
//! ```text
//!  issuing (the request is under way; the miner may deliver before we have read its answer)
//!     └──> open ──claim──> claimed (one delivery is being checked) ──end──> gone
//!                 <──release (could not be stored; the miner may try again)──┘
//! ```
//!
//! The store holds the same truth; this is what decides between two deliveries at once, and what a delivery waits on
//! that is faster than the answer to the challenge.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::receive::Whose;
use crate::store::PendingChallenge;
use crate::types::{Hotkey, TaskId, UnixMillis};

/// How long a delivery waits for its challenge to be known, or for another delivery of it to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// All challenges that are open.
#[derive(Debug, Default)]
pub(super) struct OpenChallenges {
    inner: Mutex<Inner>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    open: HashMap<TaskId, Entry>,
    issuing: HashMap<Hotkey, usize>,
}

#[derive(Debug)]
struct Entry {
    challenge: Arc<PendingChallenge>,
    claimed: bool,
    /// Deliveries of it that we could not examine.
    unexamined: u32,
}

/// What a delivery may do.
#[derive(Debug)]
pub(super) enum Claimed {
    /// Check it; it is ours alone.
    Ours(Claim),
    /// No such challenge.
    Unknown,
    /// Another miner's challenge.
    Foreign,
    /// Another delivery ended it while this one waited.
    Vanished,
    /// Another delivery of it takes too long.
    Busy,
}

/// The right to end one challenge. Dropped without [`Claim::end`], the challenge is open again.
#[derive(Debug)]
pub(super) struct Claim {
    book: Arc<OpenChallenges>,
    challenge: Arc<PendingChallenge>,
    ended: bool,
}

/// Says that a miner's answer to a challenge is awaited, until dropped.
#[derive(Debug)]
pub(super) struct Issuing {
    book: Arc<OpenChallenges>,
    hotkey: Hotkey,
}

enum Look {
    Answer(Claimed),
    Wait { for_other: bool },
}

impl OpenChallenges {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lock().open.len()
    }

    /// Adds a challenge, such as one that survived a restart.
    pub(super) fn insert(&self, challenge: PendingChallenge) {
        let entry = Entry { challenge: Arc::new(challenge), claimed: false, unexamined: 0 };
        self.lock().open.insert(entry.challenge.task_id, entry);
        self.changed.notify_waiters();
    }

    /// Takes out a challenge that ended without a delivery.
    pub(super) fn remove(&self, task_id: TaskId) -> Option<Arc<PendingChallenge>> {
        let removed = self.lock().open.remove(&task_id);
        self.changed.notify_waiters();
        removed.map(|entry| entry.challenge)
    }

    /// Takes out all challenges that were sent before `sent_before`.
    pub(super) fn remove_before(&self, sent_before: UnixMillis) {
        self.lock().open.retain(|_, entry| entry.challenge.issued_at >= sent_before);
        self.changed.notify_waiters();
    }

    /// Whether a challenge to this miner has no answer yet.
    pub(super) fn is_issuing(&self, hotkey: &Hotkey) -> bool {
        self.lock().issuing.contains_key(hotkey)
    }

    /// By whom this delivery may be expected: its challenge is open, or may just be coming into being. Needs no proof of
    /// who sends, but knowledge of a task id that nobody else has.
    pub(super) fn expects(&self, task_id: Option<TaskId>, signer: &Hotkey) -> Option<Whose> {
        let inner = self.lock();
        let known = task_id.filter(|task_id| inner.open.get(task_id).is_some_and(|e| e.challenge.hotkey == *signer));
        let known = known.map(|task_id| Whose::Task(task_id, *signer));
        known.or_else(|| inner.issuing.contains_key(signer).then_some(Whose::Signer(*signer)))
    }

    /// Marks that a challenge is being sent to a miner.
    pub(super) fn issuing(self: &Arc<Self>, hotkey: Hotkey) -> Issuing {
        *self.lock().issuing.entry(hotkey).or_insert(0) += 1;
        Issuing { book: Arc::clone(self), hotkey }
    }

    /// Asks for the right to end a challenge. Waits a moment if the challenge may just be coming into being, or another
    /// delivery of it is being checked. `task_id` is `None` for an id that cannot be one.
    pub(super) async fn claim(self: &Arc<Self>, task_id: Option<TaskId>, signer: &Hotkey) -> Claimed {
        let Some(task_id) = task_id else { return Claimed::Unknown };
        let deadline = Instant::now() + PATIENCE;
        let mut waited_for_other = false;
        loop {
            // Registered before looking, so that a change in between is not missed.
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let for_other = match self.look(task_id, signer, waited_for_other) {
                Look::Answer(answer) => return answer,
                Look::Wait { for_other } => for_other,
            };
            waited_for_other |= for_other;
            if timeout_at(deadline, changed).await.is_err() {
                return if for_other { Claimed::Busy } else { Claimed::Unknown };
            }
        }
    }

    fn look(self: &Arc<Self>, task_id: TaskId, signer: &Hotkey, waited_for_other: bool) -> Look {
        let mut inner = self.lock();
        let issuing = inner.issuing.contains_key(signer);
        match inner.open.get_mut(&task_id) {
            Some(entry) if entry.challenge.hotkey != *signer => Look::Answer(Claimed::Foreign),
            Some(entry) if entry.claimed => Look::Wait { for_other: true },
            Some(entry) => {
                entry.claimed = true;
                let challenge = Arc::clone(&entry.challenge);
                Look::Answer(Claimed::Ours(Claim { book: Arc::clone(self), challenge, ended: false }))
            }
            None if waited_for_other => Look::Answer(Claimed::Vanished),
            None if issuing => Look::Wait { for_other: false },
            None => Look::Answer(Claimed::Unknown),
        }
    }
}

impl Claim {
    pub(super) fn challenge(&self) -> &PendingChallenge {
        &self.challenge
    }

    /// A delivery could not be examined; returns how many of this challenge by now.
    pub(super) fn unexamined(&self) -> u32 {
        let mut inner = self.book.lock();
        let entry = inner.open.get_mut(&self.challenge.task_id);
        entry.map_or(u32::MAX, |entry| {
            entry.unexamined += 1;
            entry.unexamined
        })
    }

    /// The challenge is over.
    pub(super) fn end(mut self) {
        self.ended = true;
        self.book.remove(self.challenge.task_id);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.ended {
            if let Some(entry) = self.book.lock().open.get_mut(&self.challenge.task_id) {
                entry.claimed = false;
            }
            self.book.changed.notify_waiters();
        }
    }
}

impl Drop for Issuing {
    fn drop(&mut self) {
        let mut inner = self.book.lock();
        if let Some(count) = inner.issuing.get_mut(&self.hotkey) {
            *count -= 1;
            if *count == 0 {
                inner.issuing.remove(&self.hotkey);
            }
        }
        drop(inner);
        self.book.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Tier;
    use crate::store::Prompt;
    use crate::types::{Modality, Uid};

    const MINER: Hotkey = Hotkey::from_bytes([1; 32]);

    fn challenge() -> PendingChallenge {
        PendingChallenge {
            task_id: TaskId::random(),
            uid: Uid(1),
            hotkey: MINER,
            prompt: Prompt { id: "p".into(), content: "a red circle".into() },
            modality: Modality::Image,
            requested: Tier::K1,
            issued_at: UnixMillis(0),
        }
    }

    #[tokio::test]
    async fn a_delivery_that_overtakes_the_answer_to_its_challenge_waits_for_it() {
        let book = Arc::new(OpenChallenges::default());
        let challenge = challenge();
        let id = challenge.task_id;
        let issuing = book.issuing(MINER);
        let early = tokio::spawn({
            let book = Arc::clone(&book);
            async move { book.claim(Some(id), &MINER).await }
        });
        tokio::task::yield_now().await; // the other task runs up to where it waits
        book.insert(challenge);
        drop(issuing);
        assert!(matches!(early.await.unwrap(), Claimed::Ours(_)));
        let other = Hotkey::from_bytes([2; 32]);
        assert!(matches!(book.claim(Some(TaskId::random()), &other).await, Claimed::Unknown), "nobody waits in vain");
    }

    #[tokio::test]
    async fn of_two_deliveries_at_once_one_wins_and_the_other_learns_of_it() {
        let book = Arc::new(OpenChallenges::default());
        let challenge = challenge();
        let id = challenge.task_id;
        book.insert(challenge);
        let Claimed::Ours(first) = book.claim(Some(id), &MINER).await else { panic!("not ours") };
        let second = tokio::spawn({
            let book = Arc::clone(&book);
            async move { book.claim(Some(id), &MINER).await }
        });
        tokio::task::yield_now().await; // the other task runs up to where it waits
        first.end();
        assert!(matches!(second.await.unwrap(), Claimed::Vanished));
        assert!(matches!(book.claim(Some(id), &MINER).await, Claimed::Unknown));
    }

    #[tokio::test]
    async fn a_delivery_that_could_not_be_stored_leaves_the_challenge_open() {
        let book = Arc::new(OpenChallenges::default());
        let challenge = challenge();
        let id = challenge.task_id;
        book.insert(challenge);
        drop(book.claim(Some(id), &MINER).await);
        assert!(matches!(book.claim(Some(id), &MINER).await, Claimed::Ours(_)));
        assert!(matches!(book.claim(Some(id), &Hotkey::from_bytes([9; 32])).await, Claimed::Foreign));
        for times in 1..=3 {
            let Claimed::Ours(claim) = book.claim(Some(id), &MINER).await else { panic!("not ours") };
            assert_eq!(claim.unexamined(), times, "counted over all deliveries of the challenge");
        }
        assert!(matches!(book.claim(None, &MINER).await, Claimed::Unknown));
    }
}
