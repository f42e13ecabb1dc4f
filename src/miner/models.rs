//! What each model's media are worth: how they pass the check before sending, and which models are paused.
//!
//! ```text
//!  in use ──failures in a row──> paused ──time──> on trial ──passed──> in use
//!                                   ^                 │
//!                                   └── for twice as long: failed
//! ```
//!
//! A challenge that is refused costs nothing; one that is accepted and then fails counts against the miner. So a model whose
//! media keep failing gets no further tasks for a while, and after that one at a time until one passes. Pure: the time is
//! an argument.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::protocol::daemon_state::ModelState;
use crate::types::{TaskId, UnixMillis};

/// The longest pause.
const LONGEST: Duration = Duration::from_hours(24);

/// A task on trial that never told how it ended blocks the others no longer than this.
const TRIAL: Duration = Duration::from_hours(1);

/// When to ask again while another task is on trial.
const TRIAL_WAIT: Duration = Duration::from_secs(30);

/// When a model is paused, and for how long at first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    /// Failures in a row; 0 never pauses.
    pub(crate) pause_after: u64,
    pub(crate) pause: Duration,
}

/// What the check found about one medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Validators will take it.
    Passed {
        /// It is smaller than what was asked for or ordered.
        is_short: bool,
    },
    /// Only an anchor that we lack kept it from passing; the network has it.
    Undecided,
    /// Validators would refuse it.
    Failed {
        /// In a word.
        class: &'static str,
    },
}

/// One model of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named<'a> {
    pub(crate) service: &'a str,
    pub(crate) model: &'a str,
}

/// What is remembered of one model, also over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Health {
    pub(crate) checked: u64,
    pub(crate) failed: u64,
    pub(crate) undecided: u64,
    pub(crate) short: u64,
    pub(crate) failed_in_row: u64,
    /// Of the failures in a row, the last ones that are of one class.
    pub(crate) alike_in_row: u64,
    pub(crate) last_failure: Option<String>,
    /// Pauses since a medium last passed.
    pub(crate) pauses: u32,
    /// Until when it is not used. Stays when that has passed, until a medium passes: the model is on trial.
    pub(crate) paused_until: Option<UnixMillis>,
}

/// All models that have made something.
#[derive(Debug, Default)]
pub(crate) struct Models {
    known: BTreeMap<(String, String), Entry>,
}

#[derive(Debug, Default)]
struct Entry {
    health: Health,
    /// Not remembered over restarts.
    trial: Option<Trial>,
}

/// The task that tries a model after its pause.
#[derive(Debug, Clone, Copy)]
struct Trial {
    task: TaskId,
    since: UnixMillis,
    /// It is being ordered. One that only waits may stand behind tasks that may not begin before it has ended.
    begun: bool,
}

/// A pause that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pause {
    pub(crate) length: Duration,
    /// Such as `5 of 5 without C2PA`.
    pub(crate) reason: String,
}

impl Models {
    /// What an earlier process remembered.
    pub(crate) fn restore(&mut self, service: String, model: String, health: Health) {
        self.known.insert((service, model), Entry { health, trial: None });
    }

    /// What to remember of a model.
    pub(crate) fn health(&self, named: Named<'_>) -> Option<&Health> {
        self.known.get(&key(named)).map(|entry| &entry.health)
    }

    /// Whether this task may use the model now, else how long it should wait. After a pause, the first one to ask becomes the
    /// one that tries, until another `begins` before it.
    pub(crate) fn enter(
        &mut self,
        named: Named<'_>,
        task: TaskId,
        begins: bool,
        now: UnixMillis,
    ) -> Result<(), Duration> {
        let Some(entry) = self.known.get_mut(&key(named)) else { return Ok(()) };
        let Some(until) = entry.health.paused_until else { return Ok(()) };
        if now < until {
            return Err(now.until(until));
        }
        match &mut entry.trial {
            Some(trial) if trial.task == task => trial.begun |= begins,
            Some(trial) if trial.since.until(now) < TRIAL && (trial.begun || !begins) => return Err(TRIAL_WAIT),
            trial => *trial = Some(Trial { task, since: now, begun: begins }),
        }
        Ok(())
    }

    /// A task ended without a medium that could be checked, so that another may try.
    pub(crate) fn leave(&mut self, task: TaskId) {
        for entry in self.known.values_mut() {
            entry.trial.take_if(|trial| trial.task == task);
        }
    }

    /// Takes a finding in; a pause, if one begins.
    pub(crate) fn note(
        &mut self,
        named: Named<'_>,
        finding: Finding,
        policy: Policy,
        now: UnixMillis,
    ) -> Option<Pause> {
        let Entry { health, trial } = self.known.entry(key(named)).or_default();
        health.checked += 1;
        let class = match finding {
            Finding::Passed { is_short } => {
                health.short += u64::from(is_short);
                health.recover();
                *trial = None;
                return None;
            }
            Finding::Undecided => {
                // It may fail with validators, but nothing says so: what the network trusts signed it.
                health.undecided += 1;
                health.recover();
                *trial = None;
                return None;
            }
            Finding::Failed { class } => class,
        };
        health.failed += 1;
        health.failed_in_row += 1;
        let is_alike = health.last_failure.as_deref() == Some(class) && health.alike_in_row > 0;
        health.alike_in_row = if is_alike { health.alike_in_row + 1 } else { 1 };
        health.last_failure = Some(class.to_owned());
        // What was ordered before the pause began does not make it longer.
        let is_paused = health.paused_until.is_some_and(|until| now < until);
        if is_paused {
            return None;
        }
        *trial = None;
        if policy.pause_after == 0 || health.failed_in_row < policy.pause_after {
            return None;
        }
        let length = policy.pause.saturating_mul(1 << health.pauses.min(16)).min(LONGEST.max(policy.pause));
        health.pauses += 1;
        health.paused_until = Some(now.after(length));
        Some(Pause { length, reason: health.reason() })
    }

    /// The pauses that last at `now`, each as operators are told of it.
    pub(crate) fn paused(&self, now: UnixMillis) -> Vec<String> {
        let lasting = |((_, model), entry): (&(String, String), &Entry)| {
            let until = entry.health.paused_until.filter(|until| now < *until)?;
            Some(told(model, &entry.health.reason(), now.until(until)))
        };
        self.known.iter().filter_map(lasting).collect()
    }

    /// For the daemon's state.
    pub(crate) fn states(&self, now: UnixMillis) -> Vec<ModelState> {
        let state = |((service, model), Entry { health, .. }): (&(String, String), &Entry)| ModelState {
            service: service.clone(),
            model: model.clone(),
            checked: health.checked,
            failed: health.failed,
            undecided: health.undecided,
            short: health.short,
            failed_in_row: health.failed_in_row,
            last_failure: health.last_failure.clone(),
            reason: (health.failed_in_row > 0).then(|| health.reason()),
            paused_until_ms: health.paused_until.filter(|until| now < *until),
        };
        self.known.iter().map(state).collect()
    }
}

impl Health {
    fn recover(&mut self) {
        self.failed_in_row = 0;
        self.alike_in_row = 0;
        self.pauses = 0;
        self.paused_until = None;
    }

    /// Such as `5 of 5 without C2PA`.
    fn reason(&self) -> String {
        let row = self.failed_in_row;
        let words = words(self.last_failure.as_deref().unwrap_or_default());
        if self.alike_in_row >= row {
            format!("{row} of {row} {words}")
        } else {
            format!("{row} of {row} failed the check, the last {words}")
        }
    }
}

fn key(Named { service, model }: Named<'_>) -> (String, String) {
    (service.to_owned(), model.to_owned())
}

/// A pause as operators are told of it, in the log and in `status`.
pub(crate) fn told(model: &str, reason: &str, left: Duration) -> String {
    format!("model {model}: {reason}; paused {}", in_words(left))
}

/// What a class of failures says of media, after a number of them.
fn words(class: &str) -> &str {
    match class {
        "no-manifest" => "without C2PA",
        "manifest-unreadable" => "with unreadable C2PA",
        "signature-invalid" => "with an invalid C2PA signature",
        "no-hard-binding" => "with C2PA that does not cover the content",
        "self-signed" => "self-signed",
        UNTRUSTED_ANCHOR => "signed below a root that validators do not trust",
        "untrusted-ca" | "untrusted-generator" => "signed by somebody whom validators do not trust",
        "unreadable" => "unreadable",
        "no-time" => "without a signing time",
        "stale" => "signed before they were asked for",
        "future" => "signed in the future",
        other => other,
    }
}

/// The class of a medium whose signer stands below an anchor that neither we nor the network trust.
pub(crate) const UNTRUSTED_ANCHOR: &str = "untrusted-anchor";

/// In minutes up to two hours, then in hours; rounded up, so that nothing is said to be over that is not.
fn in_words(span: Duration) -> String {
    match span.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..7200 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: Named<'_> = Named { service: "openrouter", model: "google/gemini" };
    const OTHER: Named<'_> = Named { service: "openrouter", model: "other" };
    const POLICY: Policy = Policy { pause_after: 3, pause: Duration::from_mins(30) };
    const UNSIGNED: Finding = Finding::Failed { class: "no-manifest" };
    const PASSED: Finding = Finding::Passed { is_short: false };
    const START: UnixMillis = UnixMillis(1_000_000);

    fn failing(models: &mut Models, times: u64, now: UnixMillis) -> Option<Pause> {
        (0..times).fold(None, |_, _| models.note(MODEL, UNSIGNED, POLICY, now))
    }

    #[test]
    fn a_model_that_fails_so_often_in_a_row_is_paused_and_no_other() {
        let mut models = Models::default();
        let task = TaskId::random();
        assert_eq!(failing(&mut models, 2, START), None);
        models.enter(MODEL, task, true, START).unwrap();
        models.note(MODEL, PASSED, POLICY, START);
        assert_eq!(failing(&mut models, 2, START), None, "a medium passed in between");
        let pause = failing(&mut models, 1, START).unwrap();
        assert_eq!(pause, Pause { length: POLICY.pause, reason: "3 of 3 without C2PA".into() });
        assert_eq!(models.paused(START), ["model google/gemini: 3 of 3 without C2PA; paused 30 min"]);
        assert_eq!(models.enter(MODEL, task, true, START.after(Duration::from_mins(10))), Err(Duration::from_mins(20)));
        models.enter(OTHER, task, true, START).unwrap();
        assert_eq!(failing(&mut models, 5, START), None, "ordered before the pause");
        let state = &models.states(START)[0];
        assert_eq!((state.checked, state.failed, state.failed_in_row), (11, 10, 8));
        assert_eq!(state.paused_until_ms, Some(START.after(POLICY.pause)));
    }

    #[test]
    fn after_a_pause_one_task_tries_and_a_failure_doubles_the_pause() {
        let mut models = Models::default();
        failing(&mut models, 3, START);
        let (first, second) = (TaskId::random(), TaskId::random());
        let mut now = START.after(POLICY.pause);
        assert!(models.paused(now).is_empty());
        models.enter(MODEL, first, true, now).unwrap();
        models.enter(MODEL, first, true, now).unwrap();
        assert_eq!(models.enter(MODEL, second, true, now), Err(TRIAL_WAIT));
        models.leave(first);
        models.enter(MODEL, second, true, now).unwrap();
        models.enter(MODEL, first, true, now.after(TRIAL)).unwrap();
        let mut lengths = Vec::new();
        for _ in 0..8 {
            let length = failing(&mut models, 1, now).unwrap().length;
            lengths.push(length.as_secs() / 3600);
            now = now.after(length);
        }
        assert_eq!(lengths, [1, 2, 4, 8, 16, 24, 24, 24]);
        models.enter(MODEL, first, true, now).unwrap();
        assert_eq!(models.note(MODEL, PASSED, POLICY, now), None);
        models.enter(MODEL, second, true, now).unwrap();
        assert_eq!(failing(&mut models, 3, now).unwrap().length, POLICY.pause, "as if nothing had been");
    }

    #[test]
    fn a_task_on_trial_that_waits_behind_others_does_not_keep_them_waiting() {
        let mut models = Models::default();
        failing(&mut models, 3, START);
        let (before, last, next) = (TaskId::random(), TaskId::random(), TaskId::random());
        let now = START.after(POLICY.pause);
        models.enter(MODEL, last, false, now).unwrap();
        assert_eq!(models.enter(MODEL, next, false, now), Err(TRIAL_WAIT), "one is accepted at a time");
        models.enter(MODEL, before, true, now).unwrap();
        assert_eq!(models.enter(MODEL, last, true, now), Err(TRIAL_WAIT), "one is ordered at a time");
        assert_eq!(models.enter(MODEL, next, false, now), Err(TRIAL_WAIT));
        models.leave(last); // no longer the one that tries
        assert_eq!(models.enter(MODEL, last, true, now), Err(TRIAL_WAIT));
        models.leave(before);
        models.enter(MODEL, last, true, now).unwrap();
    }

    #[test]
    fn a_failure_that_pauses_nothing_leaves_the_place_of_the_one_that_tries() {
        let mut models = Models::default();
        failing(&mut models, 3, START);
        let (first, second, now) = (TaskId::random(), TaskId::random(), START.after(POLICY.pause));
        models.enter(MODEL, first, true, now).unwrap();
        let patient = Policy { pause_after: 10, ..POLICY };
        assert_eq!(models.note(MODEL, UNSIGNED, patient, now), None);
        models.enter(MODEL, second, true, now).unwrap();
    }

    #[test]
    fn what_cannot_be_decided_counts_for_itself_and_pauses_nothing() {
        let mut models = Models::default();
        for _ in 0..50 {
            assert_eq!(models.note(MODEL, Finding::Undecided, POLICY, START), None);
        }
        let state = &models.states(START)[0];
        assert_eq!((state.undecided, state.failed, state.failed_in_row), (50, 0, 0));
    }

    #[test]
    fn zero_never_pauses() {
        let never = Policy { pause_after: 0, ..POLICY };
        let mut models = Models::default();
        assert!((0..100).all(|_| models.note(MODEL, UNSIGNED, never, START).is_none()));
        models.enter(MODEL, TaskId::random(), true, START).unwrap();
    }

    #[test]
    fn the_reason_of_a_pause_tells_one_kind_of_failure_from_several() {
        let mut models = Models::default();
        models.note(MODEL, UNSIGNED, POLICY, START);
        models.note(MODEL, Finding::Failed { class: "stale" }, POLICY, START);
        let pause = models.note(MODEL, UNSIGNED, POLICY, START).unwrap();
        assert_eq!(pause.reason, "3 of 3 failed the check, the last without C2PA");
    }

    #[test]
    fn a_pause_survives_a_restart_and_then_still_doubles() {
        let mut models = Models::default();
        failing(&mut models, 3, START);
        let kept = models.health(MODEL).unwrap().clone();
        let mut models = Models::default();
        models.restore(MODEL.service.into(), MODEL.model.into(), kept);
        assert!(models.enter(MODEL, TaskId::random(), true, START).is_err());
        let later = START.after(POLICY.pause);
        assert_eq!(failing(&mut models, 1, later).unwrap().length, POLICY.pause * 2);
    }

    #[test]
    fn the_rest_of_a_pause_is_told_in_the_unit_that_fits() {
        for (seconds, text) in [(5, "5 s"), (1800, "30 min"), (1741, "30 min"), (7200, "2 h"), (86_400, "24 h")] {
            assert_eq!(in_words(Duration::from_secs(seconds)), text);
        }
    }
}
