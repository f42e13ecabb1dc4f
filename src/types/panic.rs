//! Panics that are caught: what strangers' bytes bring a decoder to must not cost the work on others.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// How many [`caught`] this thread is in.
    static CATCHES: Cell<u32> = const { Cell::new(0) };
}

/// Does what may panic, and gives the panic's message instead. No report is written of such a panic: it is an answer.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CATCHES.set(CATCHES.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CATCHES.set(CATCHES.get() - 1);
    outcome.map_err(|panic| panic_words(&*panic).to_owned())
}

/// Whether a panic of this thread, at this moment, ends as the answer of [`caught`].
pub fn is_caught() -> bool {
    CATCHES.get() > 0
}

/// The message of a panic, if it has one of the usual kinds.
pub fn panic_words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}
