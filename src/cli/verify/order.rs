//! Work on many threads, with results in the order of the input and a bound on how many wait for their turn.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Results that may wait for an earlier one.
const MOST_WAITING: usize = 1024;

/// Bytes that they may hold together, but for those in work.
const MOST_BYTES: usize = 32 << 20;

/// As much as a main thread has: nested media go deep.
const STACK: usize = 8 << 20;

/// Does `work` on every item, `jobs` at a time, and hands the results to `each` in the order of the items, as they come.
///
/// While an item takes long, others are worked on, but their results (`size` in bytes) pile up to a limit only. The first
/// error of `each` ends everything: items that are in work are finished, no other is begun.
pub(super) fn in_order<I: Sync, T: Send>(
    items: &[I],
    jobs: usize,
    work: impl Fn(&I) -> T + Sync,
    size: impl Fn(&T) -> usize + Sync,
    mut each: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let jobs = jobs.min(items.len());
    if jobs <= 1 {
        return items.iter().try_for_each(|item| each(work(item)));
    }
    let queue = Queue::default();
    thread::scope(|scope| {
        // Whichever way this thread leaves, the others must not wait for it.
        let _end = EndOnDrop(&queue);
        for number in 0..jobs {
            let worker = || {
                let _end = EndOnPanic(&queue);
                while let Some(index) = queue.next(items.len()) {
                    let result = work(&items[index]);
                    queue.put(index, size(&result), result);
                }
            };
            let started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
            // Fewer threads than asked for do as well, as long as there is one.
            if let Err(error) = started
                && number == 0
            {
                return Err(anyhow::Error::new(error).context("cannot start a thread"));
            }
        }
        (0..items.len()).try_for_each(|_| queue.take().map_or(Ok(()), &mut each))
    })
}

struct Queue<T> {
    state: Mutex<State<T>>,
    /// For workers: there may be room again.
    taken: Condvar,
    /// For the reader: the result that it waits for may be there.
    put: Condvar,
}

struct State<T> {
    /// The next item to begin.
    next: usize,
    /// How many results were handed on.
    taken: usize,
    /// Results that wait for their turn, with their sizes.
    waiting: BTreeMap<usize, (usize, T)>,
    bytes: usize,
    ended: bool,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        let state = State { next: 0, taken: 0, waiting: BTreeMap::new(), bytes: 0, ended: false };
        Self { state: Mutex::new(state), taken: Condvar::new(), put: Condvar::new() }
    }
}

impl<T> State<T> {
    /// Whether the next item may be begun. The one that the reader waits for always may, so that somebody gets on.
    fn has_room(&self) -> bool {
        self.next == self.taken || (self.next - self.taken < MOST_WAITING && self.bytes < MOST_BYTES)
    }
}

impl<T> Queue<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on, once there is room for its result.
    fn next(&self, count: usize) -> Option<usize> {
        let mut state = self.lock();
        while !state.ended && state.next < count && !state.has_room() {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.ended || state.next >= count {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn put(&self, index: usize, size: usize, result: T) {
        let mut state = self.lock();
        state.bytes += size;
        state.waiting.insert(index, (size, result));
        self.put.notify_one();
    }

    /// The result whose turn it is; `None` if a worker has failed.
    fn take(&self) -> Option<T> {
        let mut state = self.lock();
        loop {
            let index = state.taken;
            if let Some((size, result)) = state.waiting.remove(&index) {
                state.taken += 1;
                state.bytes -= size;
                self.taken.notify_all();
                return Some(result);
            }
            if state.ended {
                return None;
            }
            state = self.put.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn end(&self) {
        self.lock().ended = true;
        self.taken.notify_all();
        self.put.notify_all();
    }
}

struct EndOnDrop<'a, T>(&'a Queue<T>);

impl<T> Drop for EndOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.end();
    }
}

struct EndOnPanic<'a, T>(&'a Queue<T>);

impl<T> Drop for EndOnPanic<'_, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_however_long_each_takes() {
        for jobs in [1, 2, 7, 64] {
            let items: Vec<usize> = (0..500).collect();
            let mut found = Vec::new();
            let work = |item: &usize| {
                for _ in 0..(item * 7919) % 13 {
                    thread::yield_now();
                }
                *item
            };
            let keep = |item| {
                found.push(item);
                Ok(())
            };
            in_order(&items, jobs, work, |_| 1, keep).unwrap();
            assert_eq!(found, items, "{jobs} jobs");
        }
    }

    /// How many items can be done while the first one does not end, each with a result of so many bytes.
    fn done_behind_a_slow_first_item(bytes_each: usize) -> usize {
        let (queue, count) = (Queue::default(), MOST_WAITING * 4);
        assert_eq!(queue.next(count), Some(0));
        let mut done = 0;
        while queue.lock().has_room() {
            queue.put(queue.next(count).unwrap(), bytes_each, ());
            done += 1;
        }
        // Once it ends there is room again, and none of the others was lost.
        queue.put(0, bytes_each, ());
        (0..=done).for_each(|_| queue.take().unwrap());
        assert!(queue.lock().has_room() && queue.lock().bytes == 0);
        done
    }

    #[test]
    fn results_do_not_pile_up_without_bound_behind_a_slow_one() {
        assert_eq!(done_behind_a_slow_first_item(1), MOST_WAITING - 1);
        assert_eq!(done_behind_a_slow_first_item(MOST_BYTES / 10), 11);
    }

    #[test]
    fn a_reader_that_fails_ends_the_work() {
        let items: Vec<usize> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        let outcome = in_order(&items, 4, work, |_| 1, |_| anyhow::bail!("gone"));
        assert_eq!(outcome.unwrap_err().to_string(), "gone");
        assert!(begun.into_inner() <= MOST_WAITING + 4);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_worker_that_panics_is_no_reason_to_wait_for_ever() {
        let items: Vec<usize> = (0..100).collect();
        let work = |item: &usize| assert!(*item != 50, "a bug");
        let _ = in_order(&items, 4, work, |()| 1, |()| Ok(()));
    }
}
