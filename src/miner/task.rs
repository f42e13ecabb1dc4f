//! The life of a task, as data and one pure step.
//!
//! ```text
//!  Pending ──> Processing ──> Completed ──┐
//!     ^            │  └─────> Failed ─────┴──> Ended
//!     └────────────┘ interrupted, and free of charge to repeat
//! ```
//!
//! What is pending, processing, completed or failed is on disk ([`super::checkpoint`]) before anything else happens; what
//! has ended is on disk no more. So a process that dies at any moment leaves each task in one of these states.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::providers::GenerationRequest;
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
    /// What a provider needs to go on with a job that it has begun; kept as found.
    pub(crate) checkpoint: Option<Value>,
    pub(crate) state: State,
}

/// Where in its life a task is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Waits for its turn.
    Pending,
    /// A provider works on it.
    Processing,
    /// Generated, to be delivered; the medium lies beside the checkpoint.
    Completed { metadata: Vec<(String, Value)> },
    /// Not generated, and the validator is to be told.
    Failed { error: String },
    /// Nothing is left to do.
    Ended(Ending),
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
    /// A worker took it up.
    Started,
    /// The provider made it; the medium is on disk.
    Generated { metadata: Vec<(String, Value)> },
    /// It cannot be made.
    Failed { error: String },
    /// The process ended while it was worked on.
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

/// What a step demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Write the checkpoint.
    Save,
    /// Put it at the end of the queue.
    Queue,
    /// Deliver the medium or the notice of failure.
    Deliver,
    /// Delete checkpoint and medium.
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
            (State::Pending, Event::Started) => (State::Processing, &[Effect::Save]),
            (State::Processing, Event::Generated { metadata }) => {
                (State::Completed { metadata }, &[Effect::Save, Effect::Deliver])
            }
            (State::Pending | State::Processing, Event::Failed { error }) => {
                (State::Failed { error }, &[Effect::Save, Effect::Deliver])
            }
            (State::Processing, Event::Interrupted { repeatable: true }) => {
                (State::Pending, &[Effect::Save, Effect::Queue])
            }
            (State::Processing, Event::Interrupted { repeatable: false }) => {
                (State::Failed { error: INTERRUPTED.into() }, &[Effect::Save, Effect::Deliver])
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
            (State::Pending | State::Processing | State::Completed { .. } | State::Failed { .. }, Event::Expired) => {
                (State::Ended(Ending::Expired), &[Effect::Forget])
            }
            (_, event) => return Err(Surprise { status: self.status(), event }),
        };
        match state {
            State::Pending => self.started_at = None,
            State::Processing => self.started_at = Some(now),
            State::Completed { .. } | State::Failed { .. } => self.completed_at = Some(now),
            State::Ended(_) => self.completed_at = self.completed_at.or(Some(now)),
        }
        self.state = state;
        Ok(effects)
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

    /// The reference's word for the state (`spec/gas.md` 3.5).
    pub(crate) const fn status(&self) -> &'static str {
        match &self.state {
            State::Pending => "pending",
            State::Processing => "processing",
            State::Completed { .. } | State::Ended(Ending::Delivered | Ending::Forgotten | Ending::Rejected { .. }) => {
                "completed"
            }
            State::Failed { .. } | State::Ended(Ending::Noticed { .. } | Ending::Expired) => "failed",
        }
    }

    /// Why there is no result.
    pub(crate) fn error(&self) -> Option<&str> {
        match &self.state {
            State::Failed { error } | State::Ended(Ending::Noticed { error }) => Some(error),
            State::Ended(Ending::Expired) => Some("Not delivered within the age limit of tasks"),
            _ => None,
        }
    }

    /// Whether it was accepted longer ago than `age`.
    pub(crate) fn is_older_than(&self, age: Duration, now: UnixMillis) -> bool {
        self.created_at.until(now) > age
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

    use super::*;

    pub(crate) fn task(state: State) -> Task {
        Task {
            id: TaskId::random(),
            modality: Modality::Image,
            prompt: "a red fox".into(),
            parameters: Map::from_iter([("resolution".to_owned(), Value::from("1K"))]),
            webhook_url: "http://127.0.0.1:9/generative_callback".into(),
            signed_by: Hotkey::from_bytes([7; 32]),
            created_at: UnixMillis(1_760_000_000_500),
            started_at: None,
            completed_at: None,
            checkpoint: None,
            state,
        }
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

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Started),
            Just(Event::Generated { metadata: Vec::new() }),
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
                        prop_assert_eq!(!ended, effects.contains(&Effect::Save));
                        prop_assert!(!matches!(before.state, State::Ended(_)));
                    }
                }
            }
        }
    }
}
