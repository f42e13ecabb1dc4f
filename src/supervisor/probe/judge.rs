//! How one rule stands, from what its looks found. Pure.

use std::time::{Duration, Instant};

use super::look::{Found, Told};
use crate::protocol::daemon_state::{Health, TaskCounters};
use crate::supervisor::health::{Check, HealthRule, Problem};
use crate::types::UnixMillis;

/// How a rule stands with a service.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    /// Looks in a row that failed.
    failures: u32,
    /// It has been acted upon in this run.
    acted: bool,
    /// Stays from run to run until the rule holds again: a restart alone cures nothing.
    pub(super) problem: Option<Problem>,
    progress: Progress,
}

/// What a counter of the daemon last was, and since when.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    count: Option<u64>,
    since: Option<Instant>,
}

impl Standing {
    /// A new run: counters begin anew, and so does patience.
    pub(super) fn begin_run(&mut self) {
        (self.failures, self.acted, self.progress) = (0, false, Progress::default());
    }

    /// Takes what a look found. True if the rule's action is due.
    pub(super) fn take(&mut self, rule: &HealthRule, outcome: Result<(), String>, at: UnixMillis) -> bool {
        let Err(reason) = outcome else {
            (self.failures, self.acted, self.problem) = (0, false, None);
            return false;
        };
        self.failures = self.failures.saturating_add(1);
        if self.failures < rule.failures.max(1) {
            return false;
        }
        let since_ms = self.problem.as_ref().map_or(at, |problem| problem.since_ms);
        self.problem = Some(Problem { rule: rule.name.clone(), reason, since_ms });
        !std::mem::replace(&mut self.acted, true)
    }

    /// Whether a rule holds by what a look found; for the rules about progress, by what was found before as well.
    pub(super) fn verdict(&mut self, check: &Check, found: &Result<Found, String>, now: Instant) -> Result<(), String> {
        match (check, found) {
            (Check::State, Ok(Found::State(told))) => healthy(told),
            (Check::Challenges { within }, Ok(Found::State(told))) => {
                let seen = told.tasks.as_ref().map(|tasks| tasks.accepted.saturating_add(tasks.refused));
                let silent = self.progress.after(seen, false, now);
                bounded(silent, *within, "no challenge for")
            }
            (Check::Queue { within }, Ok(Found::State(told))) => {
                let tasks = told.tasks.as_ref();
                let silent = self.progress.after(tasks.map(finished), !waits(told), now);
                bounded(silent, *within, &format!("{} tasks wait, and none was finished for", waiting(tasks)))
            }
            // The size, and on the line before it nothing of interest.
            (Check::Disk { path, max_bytes }, Ok(Found::Text(text))) => match text.parse::<u64>() {
                Ok(bytes) if bytes <= *max_bytes => Ok(()),
                Ok(bytes) => Err(format!("`{}` holds {bytes} bytes, {max_bytes} are allowed", path.display())),
                Err(_) => Err(format!("the size of `{}` could not be found out", path.display())),
            },
            (_, Ok(_)) => Ok(()),
            (_, Err(reason)) => Err(reason.clone()),
        }
    }

    /// The same for a rule that asks the GPU as well: how busy it is with this service, where that is known.
    pub(super) fn gpu_verdict(
        &mut self,
        within: Duration,
        told: &Told,
        busy: Option<u32>,
        now: Instant,
    ) -> Result<(), String> {
        // What no driver tells is no reason to complain.
        let calm = !waits(told) || busy.is_none_or(|percent| percent > 0);
        let silent = self.progress.after(Some(0), calm, now);
        let waiting = waiting(told.tasks.as_ref());
        bounded(silent, within, &format!("{waiting} tasks wait, and the GPU was idle for"))
    }
}

impl Progress {
    /// How long the count has not changed; `calm` if it need not.
    fn after(&mut self, count: Option<u64>, calm: bool, now: Instant) -> Duration {
        if calm || count != self.count || self.since.is_none() {
            (self.count, self.since) = (count, Some(now));
        }
        self.since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }
}

fn bounded(silent: Duration, within: Duration, words: &str) -> Result<(), String> {
    if silent < within { Ok(()) } else { Err(format!("{words} {:?}", Duration::from_secs(silent.as_secs()))) }
}

fn healthy(told: &Told) -> Result<(), String> {
    match &told.health {
        Health::Degraded { reason } => Err(reason.chars().filter(|letter| !letter.is_control()).take(300).collect()),
        Health::Starting | Health::Healthy | Health::Stopping => Ok(()),
    }
}

fn waiting(tasks: Option<&TaskCounters>) -> u64 {
    tasks.map_or(0, |tasks| tasks.pending.saturating_add(tasks.processing))
}

fn waits(told: &Told) -> bool {
    waiting(told.tasks.as_ref()) > 0
}

fn finished(tasks: &TaskCounters) -> u64 {
    let ends = [tasks.delivering, tasks.delivered, tasks.rejected, tasks.forgotten, tasks.failed];
    ends.into_iter().fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::health::Action;

    const HOUR: Duration = Duration::from_hours(1);

    fn rule(failures: u32) -> HealthRule {
        let ten = Duration::from_secs(10);
        let check = Check::State;
        HealthRule { name: "r".into(), check, every: ten, timeout: ten, failures, grace: ten, action: Action::Warn }
    }

    fn told(pending: u64, accepted: u64, delivered: u64) -> Found {
        let tasks = TaskCounters { accepted, pending, delivered, ..TaskCounters::default() };
        Found::State(Box::new(Told { health: Health::Healthy, tasks: Some(tasks) }))
    }

    #[test]
    fn a_rule_is_broken_by_so_many_failures_in_a_row_and_acted_upon_once() {
        let rule = rule(3);
        let mut standing = Standing::default();
        let bad = || Err("down".to_owned());
        let mut take = |outcome| standing.take(&rule, outcome, UnixMillis(1));
        assert_eq!(
            [bad(), bad(), Ok(()), bad(), bad(), bad(), bad()].map(&mut take),
            [false, false, false, false, false, true, false]
        );
        assert!(standing.problem.is_some());
        standing.begin_run();
        assert!(standing.problem.is_some(), "a restart alone cures nothing");
        let acted: Vec<bool> = (0..4).map(|_| standing.take(&rule, bad(), UnixMillis(9))).collect();
        assert_eq!(acted, [false, false, true, false], "in the next run it is acted upon again");
        assert_eq!(standing.problem.as_ref().unwrap().since_ms, UnixMillis(1));
        standing.take(&rule, Ok(()), UnixMillis(9));
        assert_eq!(standing.problem, None);
    }

    #[test]
    fn a_miner_that_no_validator_asks_is_told_after_the_time_set() {
        let check = Check::Challenges { within: HOUR * 6 };
        let start = Instant::now();
        let mut standing = Standing::default();
        let mut at = |hours: u32, accepted| standing.verdict(&check, &Ok(told(0, accepted, 0)), start + HOUR * hours);
        assert_eq!(at(0, 5), Ok(()));
        assert_eq!(at(5, 6), Ok(()));
        assert_eq!(at(10, 6), Ok(()));
        assert!(at(11, 6).unwrap_err().contains("no challenge"));
        assert_eq!(at(12, 7), Ok(()));
    }

    #[test]
    fn a_queue_that_does_not_move_is_told_and_an_empty_one_is_not() {
        let check = Check::Queue { within: HOUR };
        let start = Instant::now();
        let mut standing = Standing::default();
        let mut at = |hours: u32, pending, delivered| {
            standing.verdict(&check, &Ok(told(pending, 9, delivered)), start + HOUR * hours)
        };
        assert_eq!(at(0, 0, 5), Ok(()));
        assert_eq!(at(50, 0, 5), Ok(()), "nothing waits");
        assert_eq!(at(51, 3, 6), Ok(()));
        assert!(at(52, 3, 6).unwrap_err().contains("3 tasks wait"));
        assert_eq!(at(53, 3, 7), Ok(()));
    }

    #[test]
    fn an_idle_gpu_is_told_only_while_tasks_wait_and_a_driver_tells() {
        let start = Instant::now();
        let mut standing = Standing::default();
        let state = |pending| match told(pending, 0, 0) {
            Found::State(told) => *told,
            other => panic!("{other:?}"),
        };
        let mut at =
            |hours: u32, pending, busy| standing.gpu_verdict(HOUR, &state(pending), busy, start + HOUR * hours);
        assert_eq!(at(0, 0, Some(0)), Ok(()));
        assert_eq!(at(9, 0, Some(0)), Ok(()));
        assert_eq!(at(10, 2, None), Ok(()));
        assert_eq!(at(11, 2, Some(40)), Ok(()));
        assert!(at(12, 2, Some(0)).unwrap_err().contains("idle"));
    }

    #[test]
    fn a_daemon_that_calls_itself_degraded_breaks_the_rule_with_its_own_words() {
        let reason = "no provider answers".to_owned();
        let found =
            Ok(Found::State(Box::new(Told { health: Health::Degraded { reason: reason.clone() }, tasks: None })));
        assert_eq!(Standing::default().verdict(&Check::State, &found, Instant::now()), Err(reason));
        assert_eq!(Standing::default().verdict(&Check::Answers, &found, Instant::now()), Ok(()));
    }

    #[test]
    fn a_folder_above_its_quota_is_told_with_both_sizes() {
        let check = Check::Disk { path: "/data".into(), max_bytes: 100 };
        let verdict = |text: &str| Standing::default().verdict(&check, &Ok(Found::Text(text.into())), Instant::now());
        assert_eq!(verdict("100"), Ok(()));
        assert!(verdict("101").unwrap_err().contains("101 bytes"));
        assert!(verdict("").is_err());
    }
}
