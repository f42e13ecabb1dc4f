//! The order in which tasks are taken up: validators in turn, the tasks of each oldest first. One that sends many delays
//! itself and nobody else.

use std::collections::{HashMap, VecDeque};

use crate::types::{Hotkey, TaskId};

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct FairQueue {
    /// Who has tasks waiting, the next one first.
    turns: VecDeque<Hotkey>,
    waiting: HashMap<Hotkey, VecDeque<TaskId>>,
}

impl FairQueue {
    /// Puts a task behind the others of its validator.
    pub(crate) fn push(&mut self, validator: Hotkey, id: TaskId) {
        let tasks = self.waiting.entry(validator).or_default();
        if tasks.is_empty() {
            self.turns.push_back(validator);
        }
        tasks.push_back(id);
    }

    /// Puts a task that had its turn, and could not be worked on, before the others of its validator.
    pub(crate) fn put_back(&mut self, validator: Hotkey, id: TaskId) {
        let tasks = self.waiting.entry(validator).or_default();
        if tasks.is_empty() {
            self.turns.push_front(validator);
        }
        tasks.push_front(id);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// The task whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<TaskId> {
        let validator = self.turns.pop_front()?;
        let tasks = self.waiting.get_mut(&validator)?;
        let id = tasks.pop_front();
        if tasks.is_empty() {
            self.waiting.remove(&validator);
        } else {
            self.turns.push_back(validator);
        }
        id
    }

    /// Takes out and returns the tasks of which `goes` is true.
    pub(crate) fn take_out(&mut self, goes: impl Fn(TaskId) -> bool) -> Vec<TaskId> {
        let mut gone = Vec::new();
        for tasks in self.waiting.values_mut() {
            tasks.retain(|id| {
                let goes = goes(*id);
                if goes {
                    gone.push(*id);
                }
                !goes
            });
        }
        self.waiting.retain(|_, tasks| !tasks.is_empty());
        let waiting = &self.waiting;
        self.turns.retain(|validator| waiting.contains_key(validator));
        gone
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_validator_that_sends_many_tasks_delays_no_other() {
        let (flooding, other) = (Hotkey::from_bytes([1; 32]), Hotkey::from_bytes([2; 32]));
        let mut queue = FairQueue::default();
        let many: Vec<TaskId> = (0..50).map(|_| TaskId::random()).collect();
        let (first, second) = (TaskId::random(), TaskId::random());
        for id in &many {
            queue.push(flooding, *id);
        }
        queue.push(other, first);
        queue.push(other, second);
        let order: Vec<TaskId> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order[..5], [many[0], first, many[1], second, many[2]]);
        assert_eq!(order.len(), 52);
    }

    #[test]
    fn a_task_that_is_put_back_is_the_next_of_its_validator() {
        let validator = Hotkey::from_bytes([1; 32]);
        let ids: Vec<TaskId> = (0..3).map(|_| TaskId::random()).collect();
        let mut queue = FairQueue::default();
        for id in &ids {
            queue.push(validator, *id);
        }
        let first = queue.pop().unwrap();
        queue.put_back(validator, first);
        assert_eq!(std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>(), ids);
        queue.put_back(validator, first);
        assert_eq!(queue.pop(), Some(first));
    }

    proptest! {
        #[test]
        fn whatever_is_pushed_comes_out_once(steps in proptest::collection::vec((0..3_u8, 0..4_u8), 0..200)) {
            let (mut queue, mut inside) = (FairQueue::default(), Vec::new());
            for (step, validator) in steps {
                match step {
                    0 => {
                        inside.push(TaskId::random());
                        queue.push(Hotkey::from_bytes([validator; 32]), *inside.last().unwrap());
                    }
                    1 => {
                        let popped = queue.pop();
                        prop_assert_eq!(popped.is_some(), !inside.is_empty());
                        inside.retain(|id| Some(*id) != popped);
                    }
                    _ => {
                        let goes = inside.get(usize::from(validator)).copied();
                        prop_assert_eq!(queue.take_out(|id| Some(id) == goes).len(), usize::from(goes.is_some()));
                        inside.retain(|id| Some(*id) != goes);
                    }
                }
            }
            prop_assert_eq!(std::iter::from_fn(|| queue.pop()).count(), inside.len());
            prop_assert!(queue.turns.is_empty() && queue.waiting.is_empty());
        }
    }
}
