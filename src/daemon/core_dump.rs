//! Whether a process that crashes leaves a picture of its memory behind, which would hold secrets.

use std::sync::OnceLock;

use nix::sys::resource::{Resource, getrlimit, rlim_t, setrlimit};

/// The limits with which this process was started, once it has set its own.
static GIVEN: OnceLock<(rlim_t, rlim_t)> = OnceLock::new();

/// Leaves none from here on. The hard limit stays, so that programs of others can have back what was given.
pub(crate) fn leave_none() {
    if let Ok(given) = getrlimit(Resource::RLIMIT_CORE) {
        let _ = GIVEN.set(given); // the first one counts
        let _ = setrlimit(Resource::RLIMIT_CORE, 0, given.1); // less is always allowed
    }
}

/// Gives the limits back with which this process was started. A system call and nothing else, so that a child can do it
/// between fork and exec.
pub(crate) fn give_back() {
    if let Some((soft, hard)) = GIVEN.get() {
        let _ = setrlimit(Resource::RLIMIT_CORE, *soft, *hard); // the hard one was never changed
    }
}

/// Starts something that gets the limits with which this process was started.
pub(crate) fn as_given<T>(start: impl FnOnce() -> T) -> T {
    give_back();
    let started = start();
    if GIVEN.get().is_some() {
        leave_none();
    }
    started
}
