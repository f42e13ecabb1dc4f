//! What the validator tells about itself: counters, and whether it does its work.
//!
//! The rows of miners are those of the store: read at the start and every minute, and in between moved on with each change
//! while the store is held. So they are the same after a restart, and a change costs no look at all others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::daemon::hours::Hours;
use crate::protocol::daemon_state::{ChallengeCounters, Health, HourState, MinerRow};
use crate::store::Standing;
use crate::types::{BlockNumber, Hotkey, Uid, UnixMillis};

/// Rounds without any generator after which an operator should look.
const EMPTY_ROUNDS: u32 = 3;

/// What the store is asked to keep. That one of them works says nothing of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Media, their files and their outcomes.
    Deliveries,
    /// All else about challenges.
    Challenges,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    rounds: u64,
    issued: u64,
    /// What became of challenges since the start.
    hours: Hours,
    /// Challenges that were not accepted since the start, by kind.
    unanswered: BTreeMap<&'static str, u64>,
    /// The same of each miner, as the store has it.
    not_accepted: BTreeMap<Hotkey, BTreeMap<String, u64>>,
    weights_set: u64,
    last_weights_block: Option<BlockNumber>,
    /// Those that are on their way.
    weights_sent_block: Option<BlockNumber>,
    /// Seats of those who were asked, also of those who never answered.
    asked: BTreeMap<Hotkey, Uid>,
    standings: BTreeMap<Hotkey, Standing>,
    /// Media that await the check of their prompt, also from before the scoring window.
    awaiting_alignment: u64,
    /// Answers to miners, by HTTP status.
    callbacks: BTreeMap<u16, u64>,
    scores: BTreeMap<Hotkey, f64>,
    weights: BTreeMap<Hotkey, u16>,
    ready: bool,
    stopping: bool,
    empty_rounds: u32,
    weights_fault: Option<String>,
    store_faults: BTreeMap<Part, String>,
    /// Too little space, by the last look at it.
    disk_fault: Option<String>,
    /// What an operator should know, by topic.
    alerts: BTreeMap<&'static str, String>,
}

impl Inner {
    fn standing(&mut self, hotkey: &Hotkey, uid: Uid) -> &mut Standing {
        let empty = || Standing { uid, challenged: 0, awaiting_alignment: 0, verified: 0, rejected: BTreeMap::new() };
        self.standings.entry(*hotkey).or_insert_with(empty)
    }
}

impl Tally {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ready(&self) {
        self.lock().ready = true;
    }

    pub(super) fn stopping(&self) {
        self.lock().stopping = true;
    }

    /// A round began with this many generators.
    pub(super) fn round(&self, generators: usize) {
        let mut inner = self.lock();
        inner.rounds += 1;
        inner.empty_rounds = if generators == 0 { inner.empty_rounds + 1 } else { 0 };
    }

    /// A miner is being challenged.
    pub(super) fn asked(&self, hotkey: Hotkey, uid: Uid) {
        self.lock().asked.insert(hotkey, uid);
    }

    /// A miner accepted a challenge.
    pub(super) fn issued(&self) {
        let mut inner = self.lock();
        inner.issued += 1;
        inner.hours.begun(UnixMillis::now());
    }

    /// A miner refused a challenge, or did not answer.
    pub(super) fn unanswered(&self, kind: &'static str) {
        let mut inner = self.lock();
        *inner.unanswered.entry(kind).or_insert(0) += 1;
        inner.hours.failed(UnixMillis::now());
    }

    /// The same, as the store counts it.
    pub(super) fn not_accepted(&self, hotkey: &Hotkey, kind: &str) {
        let mut inner = self.lock();
        *inner.not_accepted.entry(*hotkey).or_default().entry(kind.to_owned()).or_insert(0) += 1;
    }

    /// A miner was challenged.
    pub(super) fn challenged(&self, hotkey: &Hotkey, uid: Uid) {
        let mut inner = self.lock();
        let standing = inner.standing(hotkey, uid);
        standing.uid = uid;
        standing.challenged += 1;
    }

    /// A challenge ended so long after it was issued with a medium, which awaits the check of its prompt.
    pub(super) fn stored(&self, hotkey: &Hotkey, took: Duration) {
        let mut inner = self.lock();
        inner.hours.delivered(UnixMillis::now(), took);
        inner.awaiting_alignment += 1;
        if let Some(standing) = inner.standings.get_mut(hotkey) {
            standing.awaiting_alignment += 1;
        }
    }

    /// The check of a prompt ended: well, without a class of failure; `None` for a medium that counts for nobody.
    pub(super) fn aligned(&self, hotkey: Option<&Hotkey>, ended: Option<Result<(), &str>>) {
        let mut inner = self.lock();
        inner.awaiting_alignment = inner.awaiting_alignment.saturating_sub(1);
        match ended.filter(|_| hotkey.is_some()) {
            Some(Ok(())) => inner.hours.done(UnixMillis::now()),
            Some(Err(_)) => inner.hours.failed(UnixMillis::now()),
            None => {}
        }
        let Some(standing) = hotkey.and_then(|hotkey| inner.standings.get_mut(hotkey)) else { return };
        standing.awaiting_alignment = standing.awaiting_alignment.saturating_sub(1);
        match ended {
            Some(Ok(())) => standing.verified += 1,
            Some(Err(class)) => *standing.rejected.entry(class.to_owned()).or_insert(0) += 1,
            None => standing.challenged = standing.challenged.saturating_sub(1),
        }
    }

    /// A challenge ended without one.
    pub(super) fn failed(&self, hotkey: &Hotkey, class: &str) {
        let mut inner = self.lock();
        inner.hours.failed(UnixMillis::now());
        if let Some(standing) = inner.standings.get_mut(hotkey) {
            *standing.rejected.entry(class.to_owned()).or_insert(0) += 1;
        }
    }

    /// So many challenges were not answered in time. Their miners' counts are those of the store.
    pub(super) fn expired(&self, challenges: usize) {
        let mut inner = self.lock();
        (0..challenges).for_each(|_| inner.hours.failed(UnixMillis::now()));
    }

    /// What became of challenges in each hour since `start`.
    pub(super) fn hours(&self, start: UnixMillis) -> Vec<HourState> {
        self.lock().hours.state(start, UnixMillis::now())
    }

    /// A challenge was forgotten: it tells nothing of its miner.
    pub(super) fn forgotten(&self, hotkey: &Hotkey) {
        if let Some(standing) = self.lock().standings.get_mut(hotkey) {
            standing.challenged = standing.challenged.saturating_sub(1);
        }
    }

    /// A request to the callback was answered.
    pub(super) fn answered(&self, status: u16) {
        *self.lock().callbacks.entry(status).or_insert(0) += 1;
    }

    /// How the challenges of all miners stand, as the store has it. Call it while the store is held, so that no older
    /// answer replaces a newer one.
    pub(super) fn standings(
        &self,
        standings: BTreeMap<Hotkey, Standing>,
        not_accepted: BTreeMap<Hotkey, BTreeMap<String, u64>>,
        awaiting_alignment: u64,
    ) {
        let mut inner = self.lock();
        inner.standings = standings;
        inner.not_accepted = not_accepted;
        inner.awaiting_alignment = awaiting_alignment;
    }

    /// The store took a change of this part.
    pub(super) fn store_works(&self, part: Part) {
        self.lock().store_faults.remove(&part);
    }

    /// What a look at the free space found: too little of it, or that there is enough.
    pub(super) fn disk(&self, fault: Option<String>) {
        self.lock().disk_fault = fault;
    }

    /// The scores as they are now.
    pub(super) fn scores(&self, scores: &BTreeMap<Hotkey, f64>) {
        self.lock().scores.clone_from(scores);
    }

    /// Weights landed.
    pub(super) fn weights(&self, weights: BTreeMap<Hotkey, u16>, block: BlockNumber) {
        let mut inner = self.lock();
        inner.weights_set += 1;
        inner.last_weights_block = Some(block);
        inner.weights_sent_block = None;
        inner.weights = weights;
        inner.weights_fault = None;
    }

    /// Weights are about to be sent at this block, or it is known that none are on their way.
    pub(super) fn weights_sent(&self, block: Option<BlockNumber>) {
        self.lock().weights_sent_block = block;
    }

    /// Weights landed, but which is not known any more.
    pub(super) fn weights_found(&self, block: BlockNumber) {
        let mut inner = self.lock();
        inner.last_weights_block = Some(block);
        inner.weights_sent_block = None;
        inner.weights_fault = None;
    }

    /// What an earlier run did.
    pub(super) fn last_weights(&self, weights: BTreeMap<Hotkey, u16>, block: Option<BlockNumber>) {
        let mut inner = self.lock();
        inner.weights = weights;
        inner.last_weights_block = block;
    }

    /// Weights could not be set, or not even the scores that they follow from. Only [`Tally::weights`] ends it.
    pub(super) fn weights_failed(&self, reason: String) {
        self.lock().weights_fault = Some(reason);
    }

    /// The store failed at something that will be tried again.
    pub(super) fn store_failed(&self, part: Part, reason: String) {
        self.lock().store_faults.insert(part, reason);
    }

    /// Something that an operator should know, or that it is over.
    pub(super) fn alert(&self, topic: &'static str, reason: Option<String>) {
        let mut inner = self.lock();
        match reason {
            Some(reason) => drop(inner.alerts.insert(topic, reason)),
            None => drop(inner.alerts.remove(topic)),
        }
    }

    /// Whether an operator is being told of this.
    pub(super) fn is_alerted(&self, topic: &'static str) -> bool {
        self.lock().alerts.contains_key(topic)
    }

    /// The seats as they are now.
    pub(super) fn seats(&self, seat: impl Fn(&Hotkey) -> Option<Uid>) {
        let mut inner = self.lock();
        let newest = std::mem::take(&mut inner.asked);
        let known: BTreeSet<Hotkey> = newest.into_keys().chain(inner.not_accepted.keys().copied()).collect();
        inner.asked = known.into_iter().filter_map(|hotkey| Some((hotkey, seat(&hotkey)?))).collect();
    }

    pub(super) fn counters(&self, pending: usize) -> ChallengeCounters {
        let inner = self.lock();
        let row = |hotkey: &Hotkey, uid: Uid, standing: Option<&Standing>| MinerRow {
            // A seat that was seen since is newer than that of the last challenge.
            uid: inner.asked.get(hotkey).copied().unwrap_or(uid),
            hotkey: *hotkey,
            challenged: standing.map_or(0, |standing| standing.challenged),
            awaiting_alignment: standing.map_or(0, |standing| standing.awaiting_alignment),
            verified: standing.map_or(0, |standing| standing.verified),
            rejected: standing.map(|standing| standing.rejected.clone()).unwrap_or_default(),
            unanswered: inner.not_accepted.get(hotkey).cloned().unwrap_or_default(),
            score: inner.scores.get(hotkey).copied().unwrap_or(0.0),
            weight: inner.weights.get(hotkey).copied().unwrap_or(0),
        };
        let challenged = inner.standings.iter().map(|(hotkey, standing)| row(hotkey, standing.uid, Some(standing)));
        let silent = inner.asked.iter().filter(|(hotkey, _)| !inner.standings.contains_key(*hotkey));
        let mut miners: Vec<MinerRow> = challenged.chain(silent.map(|(hotkey, uid)| row(hotkey, *uid, None))).collect();
        miners.sort_by_key(|row| row.uid);
        ChallengeCounters {
            rounds: inner.rounds,
            issued: inner.issued,
            unanswered: inner.unanswered.values().sum(),
            unanswered_by: inner.unanswered.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect(),
            pending: u64::try_from(pending).unwrap_or(u64::MAX),
            awaiting_alignment: inner.awaiting_alignment,
            weights_set: inner.weights_set,
            last_weights_block: inner.last_weights_block,
            weights_sent_block: inner.weights_sent_block,
            callbacks: inner.callbacks.iter().map(|(status, count)| (status.to_string(), *count)).collect(),
            miners,
        }
    }

    /// How the validator is; `stale` says for how many seconds the chain has been silent, if that is too long.
    pub(super) fn health(&self, stale: Option<u64>) -> Health {
        let inner = self.lock();
        if inner.stopping {
            return Health::Stopping;
        }
        if !inner.ready {
            return Health::Starting;
        }
        let reason = if let Some(seconds) = stale {
            Some(format!("the chain has shown no new block for {seconds} s"))
        } else if let Some(fault) = &inner.disk_fault {
            Some(fault.clone())
        } else if let Some(fault) = inner.store_faults.values().next() {
            Some(format!("the store fails: {fault}"))
        } else if let Some(fault) = &inner.weights_fault {
            Some(format!("weights could not be set: {fault}"))
        } else if inner.empty_rounds >= EMPTY_ROUNDS {
            Some(format!("no generator was found in the last {} rounds", inner.empty_rounds))
        } else {
            inner.alerts.values().next().cloned()
        };
        reason.map_or(Health::Healthy, |reason| Health::Degraded { reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_names_what_is_wrong_and_recovers() {
        let tally = Tally::default();
        assert_eq!(tally.health(None), Health::Starting);
        tally.ready();
        for _ in 0..3 {
            assert_eq!(tally.health(None), Health::Healthy);
            tally.round(0);
        }
        let degraded = |tally: &Tally, stale| match tally.health(stale) {
            Health::Degraded { reason } => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(degraded(&tally, None), "no generator was found in the last 3 rounds");
        assert_eq!(degraded(&tally, Some(61)), "the chain has shown no new block for 61 s");
        tally.round(1);
        tally.weights_failed("no permit".into());
        assert_eq!(degraded(&tally, None), "weights could not be set: no permit");
        tally.weights(BTreeMap::new(), BlockNumber(9));
        assert_eq!(tally.health(None), Health::Healthy);
        tally.alert("special", Some("the burn hotkey is not registered".into()));
        assert_eq!(degraded(&tally, None), "the burn hotkey is not registered");
        tally.alert("special", None);
        assert_eq!(tally.health(None), Health::Healthy);
        tally.stopping();
        assert_eq!(tally.health(None), Health::Stopping);
    }

    #[test]
    fn a_fault_is_told_until_that_which_failed_works_again() {
        let tally = Tally::default();
        tally.ready();
        let reason = |tally: &Tally| match tally.health(None) {
            Health::Degraded { reason } => reason,
            other => panic!("{other:?}"),
        };
        tally.store_failed(Part::Deliveries, "no file".into());
        tally.disk(Some("1 byte is free".into()));
        tally.store_works(Part::Challenges);
        assert_eq!(reason(&tally), "1 byte is free");
        tally.disk(None);
        assert_eq!(reason(&tally), "the store fails: no file");
        tally.store_works(Part::Deliveries);
        assert_eq!(tally.health(None), Health::Healthy);
    }
}
