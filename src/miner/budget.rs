//! What may be spent on a day, and what has been (UTC days, `MINER_MAX_SPEND_PER_DAY`).
//!
//! ```text
//!  accepted: reserved ──ordered──> spent ──certainly not charged──> given back
//! ```
//!
//! A task is accepted only if its order fits beside what is spent and what is promised, so that nothing that was accepted has
//! to be refused later. The orders themselves are in the store; here is their sum. Pure: the time is an argument.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::protocol::daemon_state::SpendState;
use crate::store::Spent;
use crate::types::{MicroUsd, TaskId, UnixMillis};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// For how long orders stay in the store: longer than a month's bill.
pub(super) const KEPT: Duration = Duration::from_hours(24 * 40);

/// Days of which the sums are remembered.
const DAYS: usize = 3;

/// See the module.
#[derive(Debug)]
pub(super) struct Budget {
    limit: Option<MicroUsd>,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Since 1970.
    day: u64,
    /// By day, since a clock may jump to another one and back.
    days: BTreeMap<u64, Spent>,
    reserved: HashMap<TaskId, MicroUsd>,
    reserved_sum: MicroUsd,
    /// Whether the last task that asked did not fit.
    exhausted: bool,
}

/// It does not fit into the day's budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BudgetSpent {
    /// Until the next day.
    pub(super) wait: Duration,
}

impl Budget {
    /// `spent` is what the store knows of the day of `now`.
    pub(super) fn new(limit: Option<MicroUsd>, spent: Spent, now: UnixMillis) -> Self {
        let inner = Inner {
            day: day(now),
            days: BTreeMap::from([(day(now), spent)]),
            reserved: HashMap::new(),
            reserved_sum: MicroUsd(0),
            exhausted: false,
        };
        Self { limit, inner: Mutex::new(inner) }
    }

    fn lock(&self, now: UnixMillis) -> MutexGuard<'_, Inner> {
        // Every change under the lock is complete before anything that could panic.
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if day(now) != inner.day {
            inner.begin(day(now));
        }
        inner
    }

    /// Promises an order's price to a task, if it fits.
    pub(super) fn reserve(&self, task: TaskId, cost: Option<MicroUsd>, now: UnixMillis) -> Result<(), BudgetSpent> {
        let mut inner = self.lock(now);
        let sum = inner.today().charged + inner.reserved_sum + cost.unwrap_or_default();
        inner.exhausted = self.limit.is_some_and(|limit| sum > limit);
        if inner.exhausted {
            return Err(BudgetSpent { wait: until_tomorrow(now) });
        }
        inner.promise(task, cost);
        Ok(())
    }

    /// The same for what an earlier process accepted, whether it fits or not.
    pub(super) fn reserve_anyway(&self, task: TaskId, cost: Option<MicroUsd>, now: UnixMillis) {
        self.lock(now).promise(task, cost);
    }

    /// Whether an order may be placed now. What was accepted fits, unless the limit was lowered or the price rose since.
    pub(super) fn may_order(&self, cost: Option<MicroUsd>, now: UnixMillis) -> Result<(), BudgetSpent> {
        let mut inner = self.lock(now);
        let sum = inner.today().charged + cost.unwrap_or_default();
        if self.limit.is_some_and(|limit| sum > limit) {
            return Err(BudgetSpent { wait: until_tomorrow(now) });
        }
        Ok(())
    }

    /// A task will not be ordered.
    pub(super) fn release(&self, task: TaskId, now: UnixMillis) {
        self.lock(now).release(task);
    }

    /// An order is placed: what was promised is spent.
    pub(super) fn order(&self, task: TaskId, cost: Option<MicroUsd>, now: UnixMillis) {
        let mut inner = self.lock(now);
        inner.release(task);
        match cost {
            Some(cost) => inner.today().charged = inner.today().charged + cost,
            None => inner.today().unpriced += 1,
        }
    }

    /// An order that was placed at `at` was certainly not charged.
    pub(super) fn refund(&self, cost: Option<MicroUsd>, at: UnixMillis, now: UnixMillis) {
        let mut inner = self.lock(now);
        let Some(spent) = inner.days.get_mut(&day(at)) else { return }; // its day is long over
        match cost {
            Some(cost) => spent.charged = spent.charged - cost,
            None => spent.unpriced = spent.unpriced.saturating_sub(1),
        }
    }

    /// For the daemon's state.
    pub(super) fn state(&self, now: UnixMillis) -> SpendState {
        let mut inner = self.lock(now);
        let Spent { charged, unpriced } = *inner.today();
        SpendState {
            today_usd: charged,
            reserved_usd: inner.reserved_sum,
            limit_usd: self.limit,
            unpriced_orders: unpriced,
            resets_at_ms: now.after(until_tomorrow(now)),
        }
    }

    /// Why tasks are refused, if they are.
    pub(super) fn complaint(&self, now: UnixMillis) -> Option<String> {
        let limit = self.limit?;
        let mut inner = self.lock(now);
        let is_used_up = inner.today().charged + inner.reserved_sum >= limit;
        (inner.exhausted || is_used_up).then(|| {
            let left = until_tomorrow(now).as_secs().div_ceil(60);
            format!("the budget of {limit} for today is spent; the next day begins in {left} min (00:00 UTC)")
        })
    }
}

impl Inner {
    fn begin(&mut self, day: u64) {
        // What was spent on an earlier day that was not seen is not known; so what counts now goes on to count.
        let unseen = if day < self.day { *self.today() } else { Spent::default() };
        (self.day, self.exhausted) = (day, false);
        self.days.entry(day).or_insert(unseen);
        while self.days.len() > DAYS {
            let furthest = self.days.keys().copied().max_by_key(|other| other.abs_diff(day));
            furthest.and_then(|furthest| self.days.remove(&furthest));
        }
    }

    fn today(&mut self) -> &mut Spent {
        self.days.entry(self.day).or_default()
    }

    fn promise(&mut self, task: TaskId, cost: Option<MicroUsd>) {
        self.release(task);
        if let Some(cost) = cost.filter(|cost| cost.0 > 0) {
            self.reserved.insert(task, cost);
            self.reserved_sum = self.reserved_sum + cost;
        }
    }

    fn release(&mut self, task: TaskId) {
        if let Some(cost) = self.reserved.remove(&task) {
            self.reserved_sum = self.reserved_sum - cost;
        }
    }
}

fn day(time: UnixMillis) -> u64 {
    time.0 / DAY_MS
}

fn until_tomorrow(now: UnixMillis) -> Duration {
    now.until(UnixMillis((day(now) + 1) * DAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_760_000_000_000);
    const CENTS: MicroUsd = MicroUsd(40_000);

    fn budget(cents: u64, spent: u64) -> Budget {
        let spent = Spent { charged: MicroUsd(spent * 10_000), unpriced: 0 };
        Budget::new(Some(MicroUsd(cents * 10_000)), spent, NOW)
    }

    fn id() -> TaskId {
        TaskId::random()
    }

    #[test]
    fn what_is_spent_and_promised_never_exceeds_the_limit_and_a_refusal_names_midnight() {
        let budget = budget(12, 4);
        let first = id();
        budget.reserve(first, Some(CENTS), NOW).unwrap();
        budget.reserve(id(), Some(CENTS), NOW).unwrap();
        let refused = budget.reserve(id(), Some(CENTS), NOW).unwrap_err();
        assert_eq!(NOW.after(refused.wait).0 % DAY_MS, 0);
        assert!(refused.wait <= Duration::from_hours(24));
        assert!(budget.complaint(NOW).unwrap().contains("$0.12"));
        budget.order(first, Some(CENTS), NOW);
        assert!(budget.reserve(id(), Some(CENTS), NOW).is_err(), "spent is as much as promised");
        budget.refund(Some(CENTS), NOW, NOW);
        budget.reserve(id(), Some(CENTS), NOW).unwrap();
        let state = budget.state(NOW);
        assert_eq!((state.today_usd, state.reserved_usd), (CENTS, CENTS.times(2)));
    }

    #[test]
    fn a_new_day_has_a_new_budget_and_keeps_what_was_promised() {
        let budget = budget(8, 8);
        assert!(budget.reserve(id(), Some(CENTS), NOW).is_err());
        let tomorrow = NOW.after(Duration::from_hours(24));
        budget.reserve(id(), Some(CENTS), tomorrow).unwrap();
        budget.refund(Some(CENTS), NOW, tomorrow); // of yesterday
        let state = budget.state(tomorrow);
        assert_eq!((state.today_usd, state.reserved_usd), (MicroUsd(0), CENTS));
        assert_eq!(budget.complaint(tomorrow), None);
        let later = tomorrow.after(Duration::from_hours(24));
        budget.reserve(id(), Some(CENTS), later).unwrap();
        assert!(budget.reserve(id(), Some(CENTS), later).is_err(), "yesterday's promise counts today");
    }

    #[test]
    fn a_clock_that_jumps_to_another_day_and_back_frees_no_budget() {
        let budget = budget(8, 8);
        for away in [NOW.after(Duration::from_hours(24)), NOW.after(Duration::from_hours(24 * 400))] {
            assert!(budget.may_order(Some(CENTS), away).is_ok());
            assert!(budget.may_order(Some(CENTS), NOW).is_err());
        }
        assert!(budget.may_order(Some(CENTS), NOW.before(Duration::from_hours(24))).is_err(), "a day never seen");
        for day in 2..10 {
            budget.state(NOW.after(Duration::from_hours(24 * day)));
        }
        assert_eq!(budget.lock(NOW).days.len(), DAYS);
    }

    #[test]
    fn what_is_given_up_makes_room_and_a_price_that_is_not_known_is_counted_apart() {
        let budget = budget(4, 0);
        let task = id();
        budget.reserve(task, Some(CENTS), NOW).unwrap();
        budget.release(task, NOW);
        budget.release(task, NOW);
        budget.reserve(task, None, NOW).unwrap();
        budget.order(task, None, NOW);
        let state = budget.state(NOW);
        assert_eq!((state.today_usd, state.reserved_usd, state.unpriced_orders), (MicroUsd(0), MicroUsd(0), 1));
        budget.refund(None, NOW, NOW);
        assert_eq!(budget.state(NOW).unpriced_orders, 0);
    }

    #[test]
    fn a_lowered_limit_holds_back_what_was_accepted_under_the_higher_one() {
        let budget = budget(8, 8);
        budget.reserve_anyway(id(), Some(CENTS), NOW);
        assert!(budget.may_order(Some(CENTS), NOW).is_err());
        assert!(budget.may_order(Some(CENTS), NOW.after(Duration::from_hours(24))).is_ok());
        let unlimited = Budget::new(None, Spent::default(), NOW);
        unlimited.reserve(id(), Some(MicroUsd(u64::MAX)), NOW).unwrap();
        unlimited.reserve(id(), Some(MicroUsd(u64::MAX)), NOW).unwrap();
        assert_eq!(unlimited.complaint(NOW), None);
    }
}
