//! The life of a task, as data and one pure step.
//!
//! ```text
//!               order written down             medium on disk         passes the check
//!  Pending ─────────────────────> Processing ────────────────> Made ────────────────> Completed ──┐
//!     │  ^                         │   │                        │                                 ├──> Ended
//!     │  └─ not charged, try later ┘   └────────────────────────┴──> Failed ──────────────────────┘
//!     └────────────────────────────────────────────────────────────────^
//! ```
//!
//! Each state is on disk ([`super::checkpoint`]) before anything that rests on it happens; what has ended is on disk no more.
//! So a process that dies at any moment leaves each task in one of these states, and the next one knows what to do:
//! what is pending is queued, since nothing was bought; what is processing with a job at a service goes on with that job;
//! what is processing without one may have been charged, is never ordered again, and the validator is told, unless making
//! it costs nothing; what was made is checked; what is completed or failed is delivered.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::providers::{GenerationRequest, Order};
use crate::store::{OrderId, TaskRow};
use crate::types::{Hotkey, Modality, TaskId, UnixMillis};

/// What a validator asked for, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    pub(crate) id: TaskId,
    pub(crate) modality: Modality,
    pub(crate) prompt: String,
    pub(crate) parameters: Map<String, Value>,
    /// Where the result is delivered.
    pub(crate) webhook_url: String,
    /// Who asked, and thus to whom the delivery is signed.
    pub(crate) signed_by: Hotkey,
    pub(crate) created_at: UnixMillis,
    pub(crate) started_at: Option<UnixMillis>,
    pub(crate) completed_at: Option<UnixMillis>,
    /// What was bought for it; `None` until it is ordered, and for tasks of the reference.
    pub(crate) bought: Option<Box<Bought>>,
    /// What a provider needs to go on with a job that it has begun; kept as found.
    pub(crate) checkpoint: Option<Value>,
    pub(crate) state: State,
    /// Where it lies in the store; `None` until it is written.
    pub(crate) row: Option<TaskRow>,
}

/// An order that was written down.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bought {
    pub(crate) id: OrderId,
    pub(crate) at: UnixMillis,
    /// Word of the service.
    pub(crate) service: String,
    pub(crate) order: Order,
}

/// Facts about a medium, in order.
pub(crate) type Metadata = Vec<(String, Value)>;

/// Where in its life a task is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Waits for its turn.
    Pending,
    /// It was ordered, and a provider works on it.
    Processing,
    /// Generated, and not checked yet. The medium lies beside the store, or is about to.
    Made { metadata: Metadata },
    /// To be delivered.
    Completed { metadata: Metadata },
    /// Not generated, and the validator is to be told.
    Failed { error: String },
    /// Nothing is left to do.
    Ended(Ending),
}

impl State {
    /// The reference's word (`spec/gas.md` 3.5).
    pub(crate) const fn status(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing | Self::Made { .. } => "processing",
            Self::Completed { .. } | Self::Ended(Ending::Delivered | Ending::Forgotten | Ending::Rejected { .. }) => {
                "completed"
            }
            Self::Failed { .. } | Self::Ended(Ending::Noticed { .. } | Ending::Expired) => "failed",
        }
    }
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ending {
    /// The validator took the medium.
    Delivered,
    /// The validator no longer knew the task.
    Forgotten,
    /// The validator refused the medium.
    Rejected { reason: String },
    /// The validator was told of the failure.
    Noticed { error: String },
    /// Too old for anything.
    Expired,
}

/// What happens to a task.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// The order is about to be placed.
    Ordered { bought: Box<Bought> },
    /// The service took the order as a job.
    JobBegun { job: Value },
    /// The order was not placed, or certainly not charged, and may succeed later.
    Postponed,
    /// The provider made it.
    Made { metadata: Metadata },
    /// Validators will take it.
    Passed,
    /// It cannot be made, or must not be sent.
    Failed { error: String },
    /// The process ended before the task did.
    Interrupted { repeatable: bool },
    /// The validator answered a delivery.
    Answered(Answer),
    /// It passed the age limit.
    Expired,
}

/// What a validator made of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Accepted,
    Forgotten,
    Rejected { reason: String },
}

/// What a step demands of a process that takes up what an earlier one left. Within one process, whoever moves a task on knows
/// what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Write it down.
    Save,
    /// Put it into the queue.
    Queue,
    /// Go on with its job.
    Resume,
    /// Look at the medium as validators do.
    Check,
    /// Deliver the medium or the notice of failure.
    Deliver,
    /// Delete it and its medium.
    Forget,
}

/// An event that makes no sense in a state. Logged: no surprise is silent.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("a {status} task cannot take {event:?}")]
pub(crate) struct Surprise {
    pub(crate) status: &'static str,
    pub(crate) event: Event,
}

/// The validator is told this about a task that a restart cut off.
pub(crate) const INTERRUPTED: &str = "Generation was interrupted by a restart of the miner";

impl Task {
    /// Takes `event`, and says what follows. An event that does not fit changes nothing.
    pub(crate) fn step(&mut self, event: Event, now: UnixMillis) -> Result<&'static [Effect], Surprise> {
        let (state, effects): (State, &'static [Effect]) = match (&self.state, event) {
            (State::Pending, Event::Ordered { bought }) => {
                self.bought = Some(bought);
                (State::Processing, &[Effect::Save])
            }
            (State::Processing, Event::JobBegun { job }) => {
                self.checkpoint = Some(job);
                (State::Processing, &[Effect::Save])
            }
            // With a job it is being made: it never goes back to where it would be ordered.
            (State::Processing, Event::Postponed) if self.checkpoint.is_none() => {
                (State::Pending, &[Effect::Save, Effect::Queue])
            }
            // Also from `Pending`: what a provider made without saying so before is still a medium.
            (State::Pending | State::Processing, Event::Made { metadata }) => {
                (State::Made { metadata }, &[Effect::Save, Effect::Check])
            }
            (State::Made { metadata }, Event::Passed) => {
                (State::Completed { metadata: metadata.clone() }, &[Effect::Save, Effect::Deliver])
            }
            (State::Pending | State::Processing | State::Made { .. }, Event::Failed { error }) => {
                (State::Failed { error }, &[Effect::Save, Effect::Deliver])
            }
            (State::Processing, Event::Interrupted { .. }) if self.checkpoint.is_some() => {
                (State::Processing, &[Effect::Resume])
            }
            (State::Processing, Event::Interrupted { repeatable: true }) => {
                (State::Pending, &[Effect::Save, Effect::Queue])
            }
            (State::Processing, Event::Interrupted { repeatable: false }) => {
                (State::Failed { error: INTERRUPTED.into() }, &[Effect::Save, Effect::Deliver])
            }
            (State::Pending, Event::Interrupted { .. }) => (State::Pending, &[Effect::Queue]),
            (State::Made { .. }, Event::Interrupted { .. }) => (self.state.clone(), &[Effect::Check]),
            (State::Completed { .. } | State::Failed { .. }, Event::Interrupted { .. }) => {
                (self.state.clone(), &[Effect::Deliver])
            }
            (State::Completed { .. }, Event::Answered(answer)) => (
                State::Ended(match answer {
                    Answer::Accepted => Ending::Delivered,
                    Answer::Forgotten => Ending::Forgotten,
                    Answer::Rejected { reason } => Ending::Rejected { reason },
                }),
                &[Effect::Forget],
            ),
            // Whatever the validator makes of a notice of failure, it has been told.
            (State::Failed { error }, Event::Answered(_)) => {
                (State::Ended(Ending::Noticed { error: error.clone() }), &[Effect::Forget])
            }
            (State::Ended(_), event) => return Err(Surprise { status: self.status(), event }),
            (_, Event::Expired) => (State::Ended(Ending::Expired), &[Effect::Forget]),
            (_, event) => return Err(Surprise { status: self.status(), event }),
        };
        match state {
            State::Pending => (self.started_at, self.bought) = (None, None),
            State::Processing => self.started_at = self.started_at.or(Some(now)),
            State::Made { .. } => {}
            State::Completed { .. } | State::Failed { .. } | State::Ended(_) => {
                self.completed_at = self.completed_at.or(Some(now));
            }
        }
        self.state = state;
        Ok(effects)
    }

    /// A task that was just asked for.
    pub(crate) fn new(request: GenerationRequest, webhook_url: String, signed_by: Hotkey, now: UnixMillis) -> Self {
        Self {
            id: request.task_id,
            modality: request.modality,
            prompt: request.prompt,
            parameters: request.parameters,
            webhook_url,
            signed_by,
            created_at: now,
            started_at: None,
            completed_at: None,
            bought: None,
            checkpoint: None,
            state: State::Pending,
            row: None,
        }
    }

    /// What a provider is asked.
    pub(crate) fn request(&self) -> GenerationRequest {
        GenerationRequest {
            task_id: self.id,
            modality: self.modality,
            prompt: self.prompt.clone(),
            parameters: self.parameters.clone(),
        }
    }

    /// The reference's word for the state.
    pub(crate) const fn status(&self) -> &'static str {
        self.state.status()
    }

    /// Why there is no result.
    pub(crate) fn error(&self) -> Option<&str> {
        match &self.state {
            State::Failed { error } | State::Ended(Ending::Noticed { error }) => Some(error),
            State::Ended(Ending::Expired) => Some("Not delivered within the age limit of tasks"),
            _ => None,
        }
    }

    /// The checkpoint without addresses: behind one of them the result may lie, which is the validator's alone.
    pub(crate) fn shown_checkpoint(&self) -> Option<Value> {
        self.checkpoint.as_ref().map(without_addresses)
    }

    /// Whether it was accepted longer ago than `age`.
    pub(crate) fn is_older_than(&self, age: Duration, now: UnixMillis) -> bool {
        self.created_at.until(now) > age
    }
}

fn without_addresses(value: &Value) -> Value {
    let is_address = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.ends_with("url") || name.ends_with("urls")
    };
    match value {
        Value::Object(fields) => {
            let shown = fields.iter().filter(|(name, _)| !is_address(name));
            shown.map(|(name, value)| (name.clone(), without_addresses(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_addresses).collect(),
        other => other.clone(),
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delivered => "delivered",
            Self::Forgotten => "forgotten",
            Self::Rejected { .. } => "rejected",
            Self::Noticed { .. } => "failed",
            Self::Expired => "expired",
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::types::MicroUsd;

    pub(crate) fn task(state: State) -> Task {
        let request = GenerationRequest {
            task_id: TaskId::random(),
            modality: Modality::Image,
            prompt: "a red fox".into(),
            parameters: Map::from_iter([("resolution".to_owned(), Value::from("1K"))]),
        };
        let url = "http://127.0.0.1:9/generative_callback".to_owned();
        let at = UnixMillis(1_760_000_000_500);
        Task { state, ..Task::new(request, url, Hotkey::from_bytes([7; 32]), at) }
    }

    pub(crate) fn bought() -> Bought {
        let order = Order { model: "m".into(), size: "1024x1024".into(), tier: None, cost: Some(MicroUsd(40_000)) };
        Bought { id: OrderId(1), at: UnixMillis(1_760_000_001_000), service: "s".into(), order }
    }

    #[test]
    fn a_paid_task_that_a_restart_cut_off_is_reported_and_a_free_one_starts_anew() {
        let mut paid = task(State::Processing);
        let effects = paid.step(Event::Interrupted { repeatable: false }, UnixMillis(1)).unwrap();
        assert_eq!(effects, [Effect::Save, Effect::Deliver]);
        assert_eq!(paid.error(), Some(INTERRUPTED));
        let mut free = task(State::Processing);
        assert_eq!(
            free.step(Event::Interrupted { repeatable: true }, UnixMillis(1)).unwrap(),
            [Effect::Save, Effect::Queue]
        );
        assert_eq!(free.state, State::Pending);
    }

    #[test]
    fn a_task_with_a_job_goes_on_with_it_and_is_never_where_it_could_be_ordered_again() {
        let mut begun = task(State::Pending);
        begun.step(Event::Ordered { bought: Box::new(bought()) }, UnixMillis(1)).unwrap();
        begun.step(Event::JobBegun { job: json!({ "kind": "runway" }) }, UnixMillis(2)).unwrap();
        assert!(begun.step(Event::Postponed, UnixMillis(3)).is_err());
        assert!(begun.step(Event::Ordered { bought: Box::new(bought()) }, UnixMillis(3)).is_err());
        for repeatable in [false, true] {
            assert_eq!(begun.step(Event::Interrupted { repeatable }, UnixMillis(3)).unwrap(), [Effect::Resume]);
        }
        assert_eq!(begun.started_at, Some(UnixMillis(1)));
    }

    #[test]
    fn a_checkpoint_is_shown_without_addresses() {
        let job = json!({
            "kind": "x", "job_id": "1", "unsigned_urls": ["http://a"], "polling_url": "http://b", "outputURL": "http://c",
            "inner": [{ "download_url": "http://d", "size": 3 }],
        });
        let task = Task { checkpoint: Some(job), ..task(State::Processing) };
        let shown = task.shown_checkpoint().unwrap();
        assert_eq!(shown, json!({ "kind": "x", "job_id": "1", "inner": [{ "size": 3 }] }));
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Ordered { bought: Box::new(bought()) }),
            Just(Event::JobBegun { job: json!({ "kind": "k" }) }),
            Just(Event::Postponed),
            Just(Event::Made { metadata: Vec::new() }),
            Just(Event::Passed),
            Just(Event::Failed { error: "x".into() }),
            any::<bool>().prop_map(|repeatable| Event::Interrupted { repeatable }),
            Just(Event::Answered(Answer::Accepted)),
            Just(Event::Answered(Answer::Forgotten)),
            Just(Event::Answered(Answer::Rejected { reason: "y".into() })),
            Just(Event::Expired),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_a_task_is_never_dropped_without_an_end(events in proptest::collection::vec(event(), 0..20)) {
            let mut task = task(State::Pending);
            for event in events {
                let before = task.clone();
                match task.step(event, UnixMillis(2)) {
                    Err(_) => prop_assert_eq!(&task, &before),
                    Ok(effects) => {
                        let ended = matches!(task.state, State::Ended(_));
                        prop_assert_eq!(ended, effects == [Effect::Forget]);
                        // What has changed is written down.
                        prop_assert!(ended || task == before || effects.contains(&Effect::Save));
                        prop_assert!(!matches!(before.state, State::Ended(_)));
                    }
                }
            }
        }

        #[test]
        fn what_may_have_been_charged_is_not_ordered_again(events in proptest::collection::vec(event(), 0..30)) {
            let (mut task, mut may_be_charged) = (task(State::Pending), false);
            for event in events {
                let (ordered, freed) = (
                    matches!(event, Event::Ordered { .. }),
                    matches!(event, Event::Postponed | Event::Interrupted { repeatable: true }),
                );
                let had_job = task.checkpoint.is_some();
                if task.step(event, UnixMillis(2)).is_ok() {
                    prop_assert!(!(ordered && may_be_charged));
                    may_be_charged = (may_be_charged || ordered) && (!freed || had_job);
                }
            }
        }
    }
}
